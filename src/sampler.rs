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
    n: u64,
    seed: u32,
    /// The order of the samples in `epoch` (shuffled or not), or the draws of the newest step.
    indices: Vec<u32>,
    /// Those draws, where 32 bits do not count the samples.
    wide: Vec<u64>,
    epoch: Option<u64>,
    /// Whether samples are made when they are asked for: batches in order then need no table of it.
    is_stream: bool,
}

impl Sampler {
    /// Batches of `batch_size` (from 1 to `n`) out of `n` samples.
    ///
    /// Shuffled epochs keep their order, four bytes for each sample; so do those in order, unless it is a stream.
    pub fn new(sampling: Sampling, batch_size: usize, n: u64, seed: u32) -> Self {
        Self::of(sampling, batch_size, n, seed, false)
    }

    /// The same of a stream, whose samples are made when they are asked for: all of them are a batch like any other, which is
    /// passed over from its first to its last.
    pub fn of_stream(sampling: Sampling, batch_size: usize, n: u64, seed: u32) -> Self {
        Self::of(sampling, batch_size, n, seed, cfg!(feature = "streams"))
    }

    fn of(sampling: Sampling, batch_size: usize, n: u64, seed: u32, is_stream: bool) -> Self {
        let n = n.max(1);
        let batch_size = batch_size.clamp(1, usize::try_from(n).unwrap_or(usize::MAX));
        let whole = matches!(sampling, Sampling::Sequential | Sampling::Shuffle) && batch_size as u64 == n;
        // An epoch in one batch is the full batch, whatever its order.
        let sampling = if whole { Sampling::Full } else { sampling };
        let indices = match sampling {
            Sampling::Full => Vec::new(),
            Sampling::Sequential if is_stream => Vec::new(),
            Sampling::Sequential | Sampling::Shuffle => (0..n as u32).collect(),
            Sampling::Uniform if Self::is_wide(n) => Vec::new(),
            Sampling::Uniform => vec![0; batch_size],
        };
        let wide = vec![0; if sampling == Sampling::Uniform && Self::is_wide(n) { batch_size } else { 0 }];
        Sampler { sampling, batch_size, n, seed, indices, wide, epoch: None, is_stream }
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
            #[cfg(feature = "streams")]
            Sampling::Full if self.is_stream => Batch::Consecutive { from: 0, to: self.n },
            Sampling::Full => Batch::All,
            #[cfg(feature = "streams")]
            Sampling::Sequential if self.is_stream => {
                let (from, to) = self.range_in_epoch(step);
                Batch::Consecutive { from, to }
            }
            Sampling::Sequential => Batch::Samples(self.part_of_epoch(step)),
            Sampling::Shuffle => {
                self.shuffle_for(step);
                Batch::Samples(self.part_of_epoch(step))
            }
            #[cfg(feature = "streams")]
            Sampling::Uniform if Self::is_wide(self.n) => {
                let generator = &mut generator(self.seed, Stream::Sampling, step);
                self.wide.iter_mut().for_each(|index| *index = generator.random_range(0..self.n));
                Batch::Drawn(&self.wide)
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
            Sampling::Sequential if self.is_stream => &[],
            Sampling::Uniform if Self::is_wide(self.n) => &[],
            Sampling::Sequential | Sampling::Shuffle => {
                if self.sampling == Sampling::Shuffle {
                    self.shuffle_for(step);
                }
                let start = self.range_in_epoch(step).0 as usize;
                let whole = (self.indices.len() - start) / self.batch_size * self.batch_size;
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
            Sampling::Full => steps * self.n,
            Sampling::Uniform => steps * self.batch_size as u64,
            Sampling::Sequential | Sampling::Shuffle => {
                let (epochs, rest) = (steps / self.steps_per_epoch(), steps % self.steps_per_epoch());
                epochs * self.n + rest * self.batch_size as u64
            }
        }
    }

    /// The largest number of steps that use at most `samples` samples: the inverse of [`Sampler::samples_seen`].
    pub fn steps_within(&self, samples: u64) -> u64 {
        match self.sampling {
            Sampling::Full => samples / self.n,
            Sampling::Uniform => samples / self.batch_size as u64,
            Sampling::Sequential | Sampling::Shuffle => {
                let (epochs, rest) = (samples / self.n, samples % self.n);
                epochs * self.steps_per_epoch() + rest / self.batch_size as u64
            }
        }
    }

    fn steps_per_epoch(&self) -> u64 {
        self.n.div_ceil(self.batch_size as u64)
    }

    /// Where a step's samples are in the order of its epoch: the first, and the one after the last.
    fn range_in_epoch(&self, step: u64) -> (u64, u64) {
        let size = self.batch_size as u64;
        let start = step % self.steps_per_epoch() * size;
        (start, (start + size).min(self.n))
    }

    fn part_of_epoch(&self, step: u64) -> &[u32] {
        let (from, to) = self.range_in_epoch(step);
        &self.indices[from as usize..to as usize]
    }

    /// Whether samples are more than 32 bits count. Otherwise a stream draws what stored data draw, to the bit.
    fn is_wide(n: u64) -> bool {
        cfg!(feature = "streams") && n > u32::MAX.into()
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

    fn indices(sampler: &mut Sampler, step: u64) -> Vec<u64> {
        match sampler.batch(step) {
            Batch::All => (0..sampler.n).collect(),
            Batch::Samples(indices) => indices.iter().map(|&index| index.into()).collect(),
            Batch::Drawn(indices) => indices.to_vec(),
            Batch::Consecutive { from, to } => (from..to).collect(),
        }
    }

    fn samplers() -> impl Strategy<Value = Sampler> {
        let samplings = [Sampling::Full, Sampling::Sequential, Sampling::Shuffle, Sampling::Uniform];
        let size = (1usize..40).prop_flat_map(|n| (1..=n, Just(n as u64)));
        (prop::sample::select(samplings.to_vec()), size, any::<u32>(), any::<bool>())
            .prop_map(|(sampling, (batch, n), seed, stream)| Sampler::of(sampling, batch, n, seed, stream))
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
            let mut used: Vec<u64> =
                (epoch * steps..(epoch + 1) * steps).flat_map(|step| indices(&mut sampler, step)).collect();
            used.sort_unstable();
            prop_assert_eq!(used, (0..sampler.n).collect::<Vec<_>>());
        }

        #[test]
        fn batches_that_come_at_once_are_those_of_one_step_after_the_other(sampler in samplers(), most in 1u64..40) {
            let (mut one_by_one, mut at_once) = (sampler.clone(), sampler);
            for step in 0..20 {
                let size = at_once.batch_size;
                for (batch, step) in at_once.batches(step, most).chunks(size).zip(step..) {
                    let batch: Vec<u64> = batch.iter().map(|&index| index.into()).collect();
                    prop_assert_eq!(batch, indices(&mut one_by_one, step));
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

    #[test]
    fn draws_from_more_than_32_bits_count_are_below_n_and_reach_all_parts() {
        for n in [u64::from(u32::MAX) + 1, 1_000_000_000_000] {
            let mut sampler = Sampler::of_stream(Sampling::Uniform, 32, n, 7);
            let mut tenths = [0u32; 10];
            for draw in (0..3200).flat_map(|step| indices(&mut sampler, step)) {
                assert!(draw < n);
                tenths[(draw / n.div_ceil(10)) as usize] += 1;
            }
            // Five standard deviations of a binomial count.
            assert!(tenths.iter().all(|&count| count.abs_diff(10_240) < 480), "{tenths:?}");
        }
    }

    #[test]
    fn a_stream_too_long_to_store_is_passed_in_order_without_a_table() {
        let n = 1_000_000_000_000;
        let mut sampler = Sampler::of_stream(Sampling::Sequential, 7, n, 0);
        let last = sampler.steps_per_epoch() - 1;
        assert_eq!(sampler.batch(last), Batch::Consecutive { from: n - n % 7, to: n });
        assert_eq!(sampler.batch(last + 1), Batch::Consecutive { from: 0, to: 7 });
        assert_eq!(sampler.samples_seen(last + 1), n);
        assert!(sampler.indices.is_empty() && sampler.wide.is_empty());
    }
}
