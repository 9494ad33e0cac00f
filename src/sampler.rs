//! Which samples make a step: full batch, sequential, shuffled epochs, uniform draws.
//!
//! Batch, mini-batch and stochastic gradient descent are one path that differs in nothing else.

use crate::objective::Batch;
#[cfg(feature = "handles")]
use crate::random::first_below;
use crate::random::{Stream, generator};
use rand::RngExt;
use rand::seq::SliceRandom;

/// A way to choose batches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sampling {
    /// Every step uses all samples.
    Full,
    /// Batch after batch in the order of the data, epoch by epoch; the last batch of an epoch may be smaller.
    Sequential,
    /// The same in an order that is shuffled anew for each epoch: drawing without replacement, as PyTorch's
    /// `DataLoader(shuffle=True)`.
    Shuffle,
    /// Each sample of each batch drawn uniformly from all: drawing with replacement.
    Uniform,
}

/// The batches of a run. A batch is a function of (seed, step) alone; what is kept here only saves work.
#[derive(Clone, Debug)]
pub struct Sampler {
    sampling: Sampling,
    batch_size: usize,
    n: usize,
    seed: u32,
    /// The order of the samples in `epoch` (shuffled or not), or the draws of the newest step.
    indices: Vec<u32>,
    epoch: Option<u64>,
}

impl Sampler {
    /// Batches of `batch_size` (from 1 to `n`) out of `n` samples.
    pub fn new(sampling: Sampling, batch_size: usize, n: usize, seed: u32) -> Self {
        let n = n.max(1);
        let batch_size = batch_size.clamp(1, n);
        let whole = matches!(sampling, Sampling::Sequential | Sampling::Shuffle) && batch_size == n;
        // An epoch in one batch is the full batch, whatever its order.
        let sampling = if whole { Sampling::Full } else { sampling };
        let indices = match sampling {
            Sampling::Full => Vec::new(),
            Sampling::Sequential | Sampling::Shuffle => (0..n as u32).collect(),
            Sampling::Uniform => vec![0; batch_size],
        };
        Sampler { sampling, batch_size, n, seed, indices, epoch: None }
    }

    /// Whether every step uses all samples, as that of an epoch in one batch does.
    pub fn is_full(&self) -> bool {
        self.sampling == Sampling::Full
    }

    /// Samples in a batch; the last of an epoch may have fewer.
    pub fn batch_size(&self) -> usize {
        self.batch_size
    }

    /// The samples of step `step`, counted from 0.
    ///
    /// ```
    /// use descent::{objective::Batch, sampler::{Sampler, Sampling}};
    /// let mut sampler = Sampler::new(Sampling::Sequential, 2, 5, 0);
    /// assert_eq!(sampler.batch(2), Batch::Samples(&[4]));
    /// assert_eq!(sampler.batch(3), Batch::Samples(&[0, 1]));
    /// ```
    pub fn batch(&mut self, step: u64) -> Batch<'_> {
        match self.sampling {
            Sampling::Full => Batch::All,
            Sampling::Sequential => Batch::Samples(&self.indices[self.range_in_epoch(step)]),
            Sampling::Shuffle => {
                self.shuffle_for(step);
                Batch::Samples(&self.indices[self.range_in_epoch(step)])
            }
            Sampling::Uniform => {
                let draws = &mut self.indices[..self.batch_size];
                draw(self.seed, step, self.n as u32, draws);
                Batch::Samples(draws)
            }
        }
    }

    /// The batches of the next steps from `step` on, up to `most`, row-major `[steps, m]`: as many as come at once, and only
    /// those of the full size.
    #[cfg(feature = "handles")]
    pub fn batches(&mut self, step: u64, most: u64) -> &[u32] {
        // Drawn, passed and written down before they leave the nearest cache.
        let most = most.min((Self::AT_ONCE / self.batch_size).max(1) as u64) as usize * self.batch_size;
        match self.sampling {
            Sampling::Full => &[],
            Sampling::Sequential | Sampling::Shuffle => {
                if self.sampling == Sampling::Shuffle {
                    self.shuffle_for(step);
                }
                let start = self.range_in_epoch(step).start;
                let whole = (self.n - start) / self.batch_size * self.batch_size;
                &self.indices[start..start + whole.min(most)]
            }
            Sampling::Uniform => {
                self.indices.resize(self.indices.len().max(most), 0);
                let draws = &mut self.indices[..most];
                if self.batch_size == 1 {
                    first_below(self.n as u32, self.seed, Stream::Sampling, step, draws);
                } else {
                    let batches = draws.chunks_exact_mut(self.batch_size);
                    batches.zip(step..).for_each(|(batch, step)| draw(self.seed, step, self.n as u32, batch));
                }
                draws
            }
        }
    }

    /// Samples in the batches that come at once, if a batch has no more.
    #[cfg(feature = "handles")]
    const AT_ONCE: usize = 512;

    /// Brings the samples into the order of a step's epoch.
    fn shuffle_for(&mut self, step: u64) {
        let epoch = step / self.steps_per_epoch();
        if self.epoch != Some(epoch) {
            // From the data's own order, so that no epoch depends on the ones before.
            self.indices.iter_mut().zip(0..).for_each(|(index, i)| *index = i);
            self.indices.shuffle(&mut generator(self.seed, Stream::Sampling, epoch));
            self.epoch = Some(epoch);
        }
    }

    /// The samples that the first `steps` steps use, those drawn twice counted twice.
    pub fn samples_seen(&self, steps: u64) -> u64 {
        match self.sampling {
            Sampling::Full => steps * self.n as u64,
            Sampling::Uniform => steps * self.batch_size as u64,
            Sampling::Sequential | Sampling::Shuffle => {
                let (epochs, rest) = (steps / self.steps_per_epoch(), steps % self.steps_per_epoch());
                epochs * self.n as u64 + rest * self.batch_size as u64
            }
        }
    }

    /// The largest number of steps that use at most `samples` samples: the inverse of [`Sampler::samples_seen`].
    pub fn steps_within(&self, samples: u64) -> u64 {
        match self.sampling {
            Sampling::Full => samples / self.n as u64,
            Sampling::Uniform => samples / self.batch_size as u64,
            Sampling::Sequential | Sampling::Shuffle => {
                let (epochs, rest) = (samples / self.n as u64, samples % self.n as u64);
                epochs * self.steps_per_epoch() + rest / self.batch_size as u64
            }
        }
    }

    fn steps_per_epoch(&self) -> u64 {
        self.n.div_ceil(self.batch_size) as u64
    }

    fn range_in_epoch(&self, step: u64) -> std::ops::Range<usize> {
        let start = (step % self.steps_per_epoch()) as usize * self.batch_size;
        start..(start + self.batch_size).min(self.n)
    }
}

/// Draws a step's batch.
#[inline]
fn draw(seed: u32, step: u64, n: u32, batch: &mut [u32]) {
    let generator = &mut generator(seed, Stream::Sampling, step);
    batch.iter_mut().for_each(|index| *index = generator.random_range(0..n));
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn indices(sampler: &mut Sampler, step: u64) -> Vec<u32> {
        match sampler.batch(step) {
            Batch::All => (0..sampler.n as u32).collect(),
            Batch::Samples(indices) => indices.to_vec(),
        }
    }

    fn samplers() -> impl Strategy<Value = Sampler> {
        let samplings = [Sampling::Full, Sampling::Sequential, Sampling::Shuffle, Sampling::Uniform];
        let size = (1usize..40).prop_flat_map(|n| (1..=n, Just(n)));
        (prop::sample::select(samplings.to_vec()), size, any::<u32>())
            .prop_map(|(sampling, (batch, n), seed)| Sampler::new(sampling, batch, n, seed))
    }

    proptest! {
        #[test]
        fn batches_do_not_depend_on_the_order_they_are_asked_for(sampler in samplers()) {
            let forwards: Vec<_> = { let mut s = sampler.clone(); (0..30).map(|k| indices(&mut s, k)).collect() };
            let mut backwards: Vec<_> = { let mut s = sampler; (0..30).rev().map(|k| indices(&mut s, k)).collect() };
            backwards.reverse();
            prop_assert_eq!(forwards, backwards);
        }

        #[test]
        fn an_epoch_without_replacement_uses_each_sample_once(mut sampler in samplers(), epoch in 0u64..5) {
            prop_assume!(sampler.sampling != Sampling::Uniform);
            let steps = if sampler.sampling == Sampling::Full { 1 } else { sampler.steps_per_epoch() };
            let mut used: Vec<u32> =
                (epoch * steps..(epoch + 1) * steps).flat_map(|step| indices(&mut sampler, step)).collect();
            used.sort_unstable();
            prop_assert_eq!(used, (0..sampler.n as u32).collect::<Vec<_>>());
        }

        #[test]
        fn batches_that_come_at_once_are_those_of_one_step_after_the_other(sampler in samplers(), most in 1u64..40) {
            let (mut one_by_one, mut at_once) = (sampler.clone(), sampler);
            for step in 0..20 {
                let size = at_once.batch_size;
                for (batch, step) in at_once.batches(step, most).chunks(size).zip(step..) {
                    prop_assert_eq!(batch.to_vec(), indices(&mut one_by_one, step));
                }
            }
        }

        #[test]
        fn samples_seen_counts_what_the_batches_hold(mut sampler in samplers(), steps in 0u64..50) {
            let counted: u64 = (0..steps).map(|step| indices(&mut sampler, step).len() as u64).sum();
            prop_assert_eq!(sampler.samples_seen(steps), counted);
            prop_assert_eq!(sampler.steps_within(counted), steps);
        }
    }

    #[test]
    fn uniform_draws_reach_every_sample_equally_often() {
        let mut sampler = Sampler::new(Sampling::Uniform, 1, 10, 9);
        let mut counts = [0u32; 10];
        (0..100_000).for_each(|step| counts[indices(&mut sampler, step)[0] as usize] += 1);
        // Five standard deviations of a binomial count.
        assert!(counts.iter().all(|&count| count.abs_diff(10_000) < 475), "{counts:?}");
    }
}
