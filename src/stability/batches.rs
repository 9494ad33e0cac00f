//! The limits of η for steps by a part of the samples, where the loss is a parabola.

use super::Rule;
use super::growth::{Square, first_growth, grows, leading};
use crate::objective::{Batch, Objective};
use crate::risk::Risk;
use crate::sampler::{Sampler, Sampling};

/// A learning rate, and what happens beyond it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limit {
    /// η.
    pub value: f64,
    /// Of what it is the limit.
    pub sense: Sense,
}

/// Of what a learning rate is the limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sense {
    /// Of every run: below it the error shrinks, beyond it it grows.
    EveryRun,
    /// Of the mean of the squared error over many runs. Beyond it ever larger bursts make that mean grow without bound,
    /// while a single run may come back from each of its own, up to a learning rate that is larger.
    MeanSquare,
    /// The same, estimated from so many shuffled epochs: orders too rare to be among them do not count.
    Estimated {
        /// Epochs.
        epochs: usize,
    },
}

/// Errors and velocities that a map may have: with d of them the map of their products has d(d + 1) / 2 sides.
const MOST_NUMBERS: usize = 8;
/// Steps that one look at a learning rate may take: a limit is to be had within a frame.
const MOST_STEPS: usize = 8_192;
/// Samples that the Hessians of the batches may take.
const MOST_SAMPLES: usize = 1_000_000;
/// With fewer shuffled epochs there is no estimate, and more are not needed for one.
const EPOCHS: std::ops::RangeInclusive<usize> = 32..=1024;
/// As many epochs, all alike, as those of an estimate have to be worth: (Σg)² / Σg² of their shares g in the growth
/// (Kish, *Survey Sampling*, 1965). Where it is worth fewer, one rare order has made it.
const FEWEST_ALIKE: f64 = 8.0;
/// By how much, relatively, an estimate may be off: its standard error.
const ACCURACY: f64 = 0.01;
/// How exactly, relatively, a limit is found.
const PRECISION: f64 = 1e-7;

/// The learning rate up to which descent by batches of `batch` samples stays bounded.
///
/// With e the error, H_B the Hessian of a batch (a smaller last batch has its own) and M_B the step that the rule makes
/// of it, e ↦ (I − ηH_B)e without momentum:
/// - [`Sampling::Full`][]: [`Rule::limit`].
/// - [`Sampling::Sequential`]: beyond the first η at which an eigenvalue of the epoch's product …M₃M₂M₁ leaves the unit
///   circle, searched for in steps of 1 %; none with momentum, which may resonate with the order of the data far below.
/// - [`Sampling::Uniform`]: as long as S ↦ E[M_B S M_Bᵀ] contracts, S = E[e eᵀ]; the mean is exact. This is the map
///   that Ma, Bassily and Belkin treat (*The power of interpolation*, ICML 2018).
/// - [`Sampling::Shuffle`]: as long as S ↦ E[M S Mᵀ] contracts, where M is the product of an epoch's steps: the mean
///   over all ways to deal the samples out to batches where they are few (a batch of all samples but one and the one,
///   say), and over shuffled epochs of a fixed seed where they are many.
///
/// `None` where the loss is no parabola, for more than eight errors and velocities, for epochs of too many samples or
/// steps, and for shuffled epochs so unlike one another that an estimate would be arbitrary.
///
/// ```
/// use descent::{experiment::Experiment, stability::{Rule, Sense, limit_of_batches}};
/// let experiment: Experiment = "n=60&reduction=mean&sampler=sequential&batch=8".parse()?;
/// let risk = experiment.risk(&experiment.dataset(None)?.unwrap());
/// let limit = limit_of_batches(&risk, experiment.sampler, 8, Rule::PLAIN).unwrap();
/// assert_eq!(limit.sense, Sense::EveryRun);
/// assert!((limit.value - 0.856).abs() < 0.001);
/// # Ok::<(), descent::error::Error>(())
/// ```
pub fn limit_of_batches(risk: &Risk, sampling: Sampling, batch: usize, rule: Rule) -> Option<Limit> {
    let (n, dim) = (risk.data().n(), risk.dim());
    let steps = Steps { risk, rule, curvature: risk.curvature()?, dim, batch };
    let whole = sampling == Sampling::Full || (sampling != Sampling::Uniform && batch >= n);
    if whole {
        let largest = *super::eigenvalues(&risk.hessian(&vec![0.0; dim]), dim).last()?;
        return rule.limit(largest).map(|value| Limit { value, sense: Sense::EveryRun });
    }
    if steps.numbers() > MOST_NUMBERS || batch == 0 || n > MOST_SAMPLES {
        return None;
    }
    match sampling {
        Sampling::Sequential => steps.limit_in_order(),
        Sampling::Uniform => steps.limit_with_replacement(),
        Sampling::Full | Sampling::Shuffle => steps.limit_without_replacement(),
    }
}

/// What makes the steps of a run.
struct Steps<'a> {
    risk: &'a Risk,
    rule: Rule,
    curvature: f64,
    dim: usize,
    batch: usize,
}

/// The Hessians of an epoch's batches, `[steps, dim, dim]`.
type Epoch = Vec<f64>;

impl Steps<'_> {
    /// Errors and velocities.
    fn numbers(&self) -> usize {
        self.rule.blocks() * self.dim
    }

    fn per_epoch(&self) -> usize {
        self.risk.data().n().div_ceil(self.batch)
    }

    /// Adds what a sample has in a Hessian, `[dim, dim]`, to that of its batch of `size`.
    fn add_sample(&self, sample: usize, size: usize, hessian: &mut [f64]) {
        let scale = self.curvature * self.risk.reduction().factor(size as u64);
        for (row, left) in hessian.chunks_exact_mut(self.dim).zip(self.risk.regressors(sample)) {
            for (entry, right) in row.iter_mut().zip(self.risk.regressors(sample)) {
                *entry += scale * left * right;
            }
        }
    }

    /// The Hessian of the batch of all samples; a sum is as large as that of `size` average ones.
    fn mean_hessian(&self, size: usize) -> Vec<f64> {
        let n = self.risk.data().n();
        let scale = n as f64 * self.risk.reduction().factor(n as u64)
            / (size as f64 * self.risk.reduction().factor(size as u64));
        let hessian = self.risk.hessian(&vec![0.0; self.dim]);
        hessian.into_iter().map(|entry| entry / scale).collect()
    }

    /// A learning rate at which a step by no batch can overshoot, if there is no momentum.
    fn cautious(&self) -> Option<f64> {
        let square = |i| self.risk.regressors(i).map(|x| x * x).sum::<f64>();
        let largest = (0..self.risk.data().n()).map(square).fold(0.0, f64::max);
        let steepest = self.curvature * largest * self.batch as f64 * self.risk.reduction().factor(self.batch as u64);
        let cautious = (1.0 - self.rule.momentum) / (steepest + self.rule.weight_decay);
        (cautious > 0.0 && cautious.is_finite()).then_some(cautious)
    }

    /// Takes a step by a batch with every column of `[numbers, columns]`, errors above velocities.
    fn step(&self, lr: f64, hessian: &[f64], columns: &mut [f64], gradients: &mut [f64]) {
        let width = gradients.len() / self.dim;
        let (errors, velocities) = columns.split_at_mut(gradients.len());
        for (row, slopes) in hessian.chunks_exact(self.dim).zip(gradients.chunks_exact_mut(width)) {
            slopes.fill(0.0);
            for (entry, errors) in row.iter().zip(errors.chunks_exact(width)) {
                slopes.iter_mut().zip(errors).for_each(|(slope, error)| *slope += entry * error);
            }
        }
        for (place, error) in errors.iter_mut().enumerate() {
            let velocity = velocities.get(place).copied().unwrap_or(0.0);
            let (error_after, velocity) = self.rule.step(lr, *error, velocity, gradients[place]);
            *error = error_after;
            if let Some(place) = velocities.get_mut(place) {
                *place = velocity;
            }
        }
    }

    /// The product of an epoch's steps, as a matrix and the logarithm of its factor.
    fn product(&self, lr: f64, epoch: &[f64]) -> (Square, f64) {
        let mut product = Square::identity(self.numbers());
        let (mut gradients, mut log) = (vec![0.0; self.dim * self.numbers()], 0.0);
        for hessian in epoch.chunks_exact(self.dim * self.dim) {
            self.step(lr, hessian, &mut product.entries, &mut gradients);
            // Data in order may stretch the error beyond all numbers, before the rest of the epoch shrinks it again.
            let size = product.size();
            if size > 1e100 {
                product.scale(1.0 / size);
                log += libm::log(size);
            }
        }
        (product, log)
    }

    fn limit_in_order(&self) -> Option<Limit> {
        // A velocity may resonate with the order of the batches, far below the rates at which any step overshoots, in ranges
        // as narrow as an epoch is long: none could be sure to be the first.
        if self.per_epoch() > MOST_STEPS || self.rule.momentum != 0.0 {
            return None;
        }
        let n = self.risk.data().n();
        let epoch = self.epoch(|sample| sample / self.batch, n);
        let grows = |lr| {
            let (product, log) = self.product(lr, &epoch);
            grows(product, log)
        };
        let value = first_growth(&grows, self.cautious()?, 1.01, PRECISION)?;
        Some(Limit { value, sense: Sense::EveryRun })
    }

    /// The Hessians of the batches that samples are dealt out to.
    fn epoch(&self, batch_of: impl Fn(usize) -> usize, n: usize) -> Epoch {
        let square = self.dim * self.dim;
        let mut epoch = vec![0.0; self.per_epoch() * square];
        for sample in 0..n {
            let batch = batch_of(sample);
            let size = self.batch.min(n - batch * self.batch);
            self.add_sample(sample, size, &mut epoch[batch * square..][..square]);
        }
        epoch
    }

    fn limit_with_replacement(&self) -> Option<Limit> {
        let mean = self.mean_hessian(self.batch);
        let spread = self.spread();
        let grows = |lr| {
            let (product, _) = self.product(lr, &mean);
            // What an error and a velocity take of a gradient by which the batch differs from the mean.
            let (of_error, of_velocity) = self.rule.step(lr, 0.0, 0.0, 1.0);
            let taken = [of_error, of_velocity];
            let mut map = square(&product);
            let of_errors = self.dim * (self.dim + 1) / 2;
            for (row, (i, j)) in pairs(self.numbers()).enumerate() {
                let place = place(i % self.dim, j % self.dim);
                for column in 0..of_errors {
                    *map.at_mut(row, column) += taken[i / self.dim] * taken[j / self.dim] * spread.at(place, column);
                }
            }
            grows(map, 0.0)
        };
        let value = first_growth(&grows, self.cautious()?, 1.1, PRECISION)?;
        Some(Limit { value, sense: Sense::MeanSquare })
    }

    /// E[(H_B − H) S (H_B − H)] of a symmetric S, for a batch drawn with replacement: a batch's part of a sample's.
    fn spread(&self) -> Square {
        let (n, size) = (self.risk.data().n(), self.batch as f64);
        let pairs: Vec<(usize, usize)> = pairs(self.dim).collect();
        let factor = self.risk.reduction().factor(self.batch as u64);
        let part = size * factor * factor;
        let mut spread = square(&Square { dim: self.dim, entries: self.mean_hessian(1) });
        spread.scale(-part);
        for sample in 0..n {
            let x: Vec<f64> = self.risk.regressors(sample).collect();
            for (row, &(k, l)) in pairs.iter().enumerate() {
                for (column, &(i, j)) in pairs.iter().enumerate() {
                    let twice = if i == j { part } else { 2.0 * part };
                    let fourth = self.curvature * x[k] * x[l] * self.curvature * x[i] * x[j];
                    *spread.at_mut(row, column) += twice * fourth / n as f64;
                }
            }
        }
        spread
    }

    fn limit_without_replacement(&self) -> Option<Limit> {
        if let Some(epochs) = self.every_deal() {
            let value = self.limit_in_mean_square(&epochs)?;
            return Some(Limit { value, sense: Sense::MeanSquare });
        }
        let epochs = self.shuffled_epochs();
        if !EPOCHS.contains(&epochs.len()) {
            return None;
        }
        let value = self.limit_in_mean_square(&epochs)?;
        let limit = Limit { value, sense: Sense::Estimated { epochs: epochs.len() } };
        self.is_certain(value, &epochs).then_some(limit)
    }

    /// Whether the estimate of a limit is worth enough alike epochs, and would move little with others.
    fn is_certain(&self, value: f64, epochs: &[Epoch]) -> bool {
        // The growth of the mean is the mean of what each epoch adds along the direction that grows.
        let direction = leading(self.mean_square(value, epochs));
        let shares = |lr| epochs.iter().map(move |epoch| (lr, epoch));
        let share = |(lr, epoch): (f64, &Epoch)| direction.trace_with(&square(&self.product(lr, epoch).0));
        let (sum, of_squares) =
            shares(value).map(share).fold((0.0, 0.0), |(sum, squares), share| (sum + share, squares + share * share));
        let worth = sum * sum / of_squares;
        let rise = shares((1.0 + ACCURACY) * value).map(share).sum::<f64>() / sum - 1.0;
        worth >= FEWEST_ALIKE && (1.0 / worth - 1.0 / epochs.len() as f64).max(0.0).sqrt() <= rise
    }

    fn limit_in_mean_square(&self, epochs: &[Epoch]) -> Option<f64> {
        let near = 0.5 * self.limit_with_replacement()?.value;
        let few = &epochs[..epochs.len().div_ceil(8)];
        let about = first_growth(&|lr| self.grows_in_mean_square(lr, few), near, 1.2, 0.02)?;
        first_growth(&|lr| self.grows_in_mean_square(lr, epochs), 0.95 * about, 1.05, 1e-4)
    }

    fn grows_in_mean_square(&self, lr: f64, epochs: &[Epoch]) -> bool {
        grows(self.mean_square(lr, epochs), 0.0)
    }

    /// S ↦ E[M S Mᵀ], each epoch as likely as any other.
    fn mean_square(&self, lr: f64, epochs: &[Epoch]) -> Square {
        let numbers = self.numbers() * (self.numbers() + 1) / 2;
        let mut mean = Square::zeros(numbers);
        for epoch in epochs {
            let (product, log) = self.product(lr, epoch);
            let part = libm::exp(2.0 * log) / epochs.len() as f64;
            let square = square(&product).entries;
            mean.entries.iter_mut().zip(square).for_each(|(mean, entry)| *mean += part * entry);
        }
        mean
    }

    /// The epochs of all ways to deal the samples out to batches, each as likely as any other, unless they are too
    /// many.
    fn every_deal(&self) -> Option<Vec<Epoch>> {
        let n = self.risk.data().n();
        let most = (MOST_STEPS / self.per_epoch()).min(MOST_SAMPLES / n);
        let mut batches: Vec<usize> = (0..n).map(|sample| sample / self.batch).collect();
        let mut epochs = Vec::new();
        loop {
            if epochs.len() == most {
                return None;
            }
            epochs.push(self.epoch(|sample| batches[sample], n));
            // The next permutation in the order of a dictionary.
            let Some(pivot) = (1..n).rev().find(|&k| batches[k - 1] < batches[k]) else { return Some(epochs) };
            let larger = (pivot..n).rev().find(|&k| batches[k] > batches[pivot - 1])?;
            batches.swap(pivot - 1, larger);
            batches[pivot..].reverse();
        }
    }

    /// Epochs as a run has them, of a seed of their own.
    fn shuffled_epochs(&self) -> Vec<Epoch> {
        let (n, steps) = (self.risk.data().n(), self.per_epoch());
        let mut sampler = Sampler::new(Sampling::Shuffle, self.batch, n as u64, 0);
        let count = (MOST_STEPS / steps).min(MOST_SAMPLES / n).min(*EPOCHS.end());
        let mut batches = vec![0; n];
        let mut shuffled = |epoch: usize| {
            for step in 0..steps {
                if let Batch::Samples(samples) = sampler.batch((epoch * steps + step) as u64) {
                    samples.iter().for_each(|&sample| batches[sample as usize] = step);
                }
            }
            self.epoch(|sample| batches[sample], n)
        };
        (0..count).map(&mut shuffled).collect()
    }
}

/// The places (i, j), i ≤ j, of a symmetric matrix, in the order that its entries are numbered in.
fn pairs(dim: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..dim).flat_map(|j| (0..=j).map(move |i| (i, j)))
}

/// The number of a pair, in either order.
fn place(i: usize, j: usize) -> usize {
    let (i, j) = (i.min(j), i.max(j));
    j * (j + 1) / 2 + i
}

/// S ↦ M S Mᵀ as a matrix over the entries of a symmetric S.
fn square(matrix: &Square) -> Square {
    let pairs: Vec<(usize, usize)> = pairs(matrix.dim).collect();
    let mut square = Square::zeros(pairs.len());
    for (row, &(k, l)) in pairs.iter().enumerate() {
        for (column, &(i, j)) in pairs.iter().enumerate() {
            let there = matrix.at(k, i) * matrix.at(l, j);
            let across = if i == j { 0.0 } else { matrix.at(k, j) * matrix.at(l, i) };
            *square.at_mut(row, column) = there + across;
        }
    }
    square
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Dataset;
    use crate::experiment::Experiment;
    use std::sync::Arc;

    fn limit(text: &str, batch: usize) -> Option<f64> {
        let experiment: Experiment = text.parse().unwrap();
        let risk = experiment.risk(&experiment.dataset(None).unwrap().unwrap());
        limit_of_batches(&risk, experiment.sampler, batch, Rule::PLAIN).map(|limit| limit.value)
    }

    #[test]
    fn large_batches_drawn_with_replacement_have_the_limit_of_all_samples() {
        let [full, uniform] = ["full", "uniform"].map(|sampler| format!("n=40&reduction=mean&sampler={sampler}"));
        let all = limit(&full, 40).unwrap();
        approx::assert_relative_eq!(limit(&uniform, 1 << 40).unwrap(), all, max_relative = 1e-6);
        assert!(limit(&uniform, 1).unwrap() < limit(&uniform, 8).unwrap());
        let sum = limit("n=40&reduction=sum&sampler=uniform", 8).unwrap();
        approx::assert_relative_eq!(8.0 * sum, limit(&uniform, 8).unwrap(), max_relative = 1e-6);
        for sampler in ["sequential", "shuffle"] {
            assert_eq!(limit(&format!("n=40&reduction=mean&sampler={sampler}"), 40), Some(all));
        }
    }

    /// With two samples along one direction an epoch multiplies by (1 − η)(1 − 6η), which is −1 at η = ½ and ⅔, and
    /// between −1 and 1 again from there to 7/6.
    #[test]
    fn the_first_learning_rate_that_grows_is_the_limit_though_larger_ones_shrink_again() {
        let data = Dataset::new(vec![1.0, 6.0_f64.sqrt()], 1, vec![0.0, 0.0]).unwrap();
        let experiment: Experiment = "data=own&bias=false&reduction=mean".parse().unwrap();
        let risk = experiment.risk(&Arc::new(data));
        let limit = limit_of_batches(&risk, Sampling::Sequential, 1, Rule::PLAIN).unwrap();
        approx::assert_relative_eq!(limit.value, 0.5, max_relative = 1e-6);
    }

    #[test]
    fn a_direction_that_no_sample_bends_changes_no_limit() {
        let experiment: Experiment = "data=own&reduction=mean&bias=false".parse().unwrap();
        let risk = |features: Vec<f64>, d: usize| {
            experiment.risk(&Arc::new(Dataset::new(features, d, vec![1.0, 2.0, 0.5]).unwrap()))
        };
        let (one, level) = (risk(vec![1.0, -2.0, 0.5], 1), risk(vec![1.0, 0.0, -2.0, 0.0, 0.5, 0.0], 2));
        for sampling in [Sampling::Full, Sampling::Sequential, Sampling::Uniform, Sampling::Shuffle] {
            let [one, level] = [&one, &level].map(|risk| limit_of_batches(risk, sampling, 2, Rule::PLAIN).unwrap());
            approx::assert_relative_eq!(one.value, level.value, max_relative = 1e-3);
        }
        let nothing = risk(vec![0.0; 3], 1);
        assert_eq!(limit_of_batches(&nothing, Sampling::Uniform, 1, Rule::PLAIN), None);
    }

    #[test]
    fn what_is_no_parabola_or_too_much_has_no_limit() {
        assert_eq!(limit("loss=huber&sampler=uniform", 4), None);
        assert_eq!(limit("n=20000&sampler=sequential&reduction=mean", 1), None);
        assert!(limit("n=20000&sampler=uniform&reduction=mean", 1).is_some());
    }
}
