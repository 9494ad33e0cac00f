//! The sums over samples, with as many features as are known when they are compiled: what is summed stays in registers.

#[cfg(feature = "handles")]
use super::cross_entropy;
use super::pair::Pair;
#[cfg(feature = "handles")]
use crate::loss::Loss;
use crate::loss::Term;
use crate::model::{Linear, product};
use std::array::from_fn;

/// From so many samples on, sums over all samples of one feature are four.
pub(super) const MANY: usize = 1024;

/// What is summed side by side, so that no addition waits for the one before: sample i in sum i mod 4.
pub(super) const LANES: usize = 4;

/// Parameters of a score of `D` features, or a gradient by them; without a bias, −0 stands for it, which added changes
/// nothing.
#[derive(Clone, Copy, Debug)]
pub(super) struct Parameters<const D: usize> {
    weights: [f64; D],
    bias: f64,
}

/// Σ ℓ and Σ ∂ℓ/∂θ over samples.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sums<const D: usize> {
    pub(super) value: f64,
    pub(super) gradient: Parameters<D>,
}

impl<const D: usize> Parameters<D> {
    /// Reads them, `[dim]`.
    #[inline(always)]
    pub(super) fn read(score: Linear, parameters: &[f64]) -> Self {
        let (weights, bias) = parameters.split_at(D);
        Parameters { weights: from_fn(|place| weights[place]), bias: if score.bias { bias[0] } else { -0.0 } }
    }

    /// Writes them, `[dim]`.
    #[inline(always)]
    pub(super) fn write(&self, score: Linear, parameters: &mut [f64]) {
        let (weights, bias) = parameters.split_at_mut(D);
        weights.copy_from_slice(&self.weights);
        if score.bias {
            bias[0] = self.bias;
        }
    }

    /// wᵀx + b.
    #[inline(always)]
    pub(super) fn score(&self, features: &[f64; D]) -> f64 {
        product(&self.weights, features) + self.bias
    }

    /// θ − η · factor · gradient, rounded as a trainer rounds it.
    #[cfg(feature = "handles")]
    #[inline(always)]
    pub(super) fn step(&mut self, score: Linear, lr: f64, factor: f64, gradient: &Self) {
        for (weight, slope) in self.weights.iter_mut().zip(&gradient.weights) {
            *weight -= lr * (slope * factor);
        }
        if score.bias {
            self.bias -= lr * (gradient.bias * factor);
        }
    }
}

impl<const D: usize> Sums<D> {
    pub(super) const NONE: Self = Sums { value: 0.0, gradient: Parameters { weights: [0.0; D], bias: 0.0 } };

    /// Adds a sample.
    #[inline(always)]
    pub(super) fn add(&mut self, term: Term, parameters: &Parameters<D>, features: &[f64; D], target: f64) {
        self.take(term.value_and_derivative(parameters.score(features), target), features);
    }

    /// Adds a sample's loss, with its derivative by the score.
    #[inline(always)]
    fn take(&mut self, (value, derivative): (f64, f64), features: &[f64; D]) {
        self.value += value;
        for (slope, feature) in self.gradient.weights.iter_mut().zip(features) {
            *slope += derivative * feature;
        }
        self.gradient.bias += derivative;
    }

    /// Over samples in their order.
    #[inline(always)]
    pub(super) fn over_all(term: Term, parameters: &Parameters<D>, rows: &[[f64; D]], targets: &[f64]) -> Self {
        let mut sums = Self::NONE;
        #[cfg(feature = "handles")]
        if term.loss == Loss::CrossEntropy {
            // Two losses take hardly longer than one; they are added one by one.
            let ((pairs, last), (target_pairs, _)) = (rows.as_chunks::<2>(), targets.as_chunks::<2>());
            for (rows, targets) in pairs.iter().zip(target_pairs) {
                let scores = Pair::of(rows.each_ref().map(|features| parameters.score(features)));
                let (values, derivatives) = cross_entropy::value_and_derivative(scores, Pair::of(*targets));
                for (one, features) in rows.iter().enumerate() {
                    sums.take((values.both()[one], derivatives.both()[one]), features);
                }
            }
            if let ([features], Some(target)) = (last, targets.last()) {
                sums.add(term, parameters, features, *target);
            }
            return sums;
        }
        for (features, target) in rows.iter().zip(targets) {
            sums.add(term, parameters, features, *target);
        }
        sums
    }

    /// Over some of the samples, by index.
    #[inline(always)]
    pub(super) fn over(
        term: Term,
        parameters: &Parameters<D>,
        rows: &[[f64; D]],
        targets: &[f64],
        indices: &[u32],
    ) -> Self {
        let mut sums = Self::NONE;
        for &index in indices {
            sums.add(term, parameters, &rows[index as usize], targets[index as usize]);
        }
        sums
    }

    /// Over many samples: [`LANES`] sums, and then theirs, two by two.
    #[inline(always)]
    pub(super) fn over_many(term: Term, parameters: &Parameters<D>, rows: &[[f64; D]], targets: &[f64]) -> Self {
        let ((blocks, last_rows), (target_blocks, last_targets)) = (rows.as_chunks(), targets.as_chunks());
        let Lanes { mut values, mut weights, mut biases } = match term.curvature() {
            Some(curvature) => Lanes::of_parabola(curvature, parameters, blocks, target_blocks),
            #[cfg(feature = "handles")]
            None if term.loss == Loss::CrossEntropy => Lanes::of_classes(parameters, blocks, target_blocks),
            None => Lanes::of_blocks(term, parameters, blocks, target_blocks),
        };
        for (lane, (features, target)) in last_rows.iter().zip(last_targets).enumerate() {
            let mut last = Self::NONE;
            last.add(term, parameters, features, *target);
            values[lane] += last.value;
            weights.iter_mut().zip(last.gradient.weights).for_each(|(slopes, slope)| slopes[lane] += slope);
            biases[lane] += last.gradient.bias;
        }
        let gradient = Parameters { weights: weights.map(two_by_two), bias: two_by_two(biases) };
        Sums { value: two_by_two(values), gradient }
    }
}

/// [`Sums`] side by side: sample i in lane i mod 4. Number by number rather than lane by lane, as a processor has them.
struct Lanes<const D: usize> {
    values: [f64; LANES],
    weights: [[f64; LANES]; D],
    biases: [f64; LANES],
}

impl<const D: usize> Lanes<D> {
    /// Over blocks of samples.
    #[inline(always)]
    fn of_blocks(
        term: Term,
        parameters: &Parameters<D>,
        blocks: &[[[f64; D]; LANES]],
        target_blocks: &[[f64; LANES]],
    ) -> Self {
        let (mut values, mut weights, mut biases) = ([0.0; LANES], [[0.0; LANES]; D], [0.0; LANES]);
        for (rows, targets) in blocks.iter().zip(target_blocks) {
            let (mut losses, mut derivatives) = ([0.0; LANES], [0.0; LANES]);
            for lane in 0..LANES {
                let score = parameters.score(&rows[lane]);
                (losses[lane], derivatives[lane]) = term.value_and_derivative(score, targets[lane]);
            }
            for lane in 0..LANES {
                values[lane] += losses[lane];
                biases[lane] += derivatives[lane];
            }
            for (place, slopes) in weights.iter_mut().enumerate() {
                for lane in 0..LANES {
                    slopes[lane] += derivatives[lane] * rows[lane][place];
                }
            }
        }
        Lanes { values, weights, biases }
    }

    /// The same for ½ · curvature · (score − target)², two samples at a time.
    #[inline(always)]
    fn of_parabola(
        curvature: f64,
        parameters: &Parameters<D>,
        blocks: &[[[f64; D]; LANES]],
        target_blocks: &[[f64; LANES]],
    ) -> Self {
        let (half, curvature) = (Pair::twice(0.5 * curvature), Pair::twice(curvature));
        Self::of_pairs(parameters, blocks, target_blocks, |score, target| {
            let residual = score - target;
            (half * residual * residual, curvature * residual)
        })
    }

    /// The same for the cross-entropy.
    #[cfg(feature = "handles")]
    #[inline(always)]
    fn of_classes(parameters: &Parameters<D>, blocks: &[[[f64; D]; LANES]], target_blocks: &[[f64; LANES]]) -> Self {
        Self::of_pairs(parameters, blocks, target_blocks, cross_entropy::value_and_derivative)
    }

    /// The same for a loss of scores and targets, two samples at a time.
    #[inline(always)]
    fn of_pairs(
        parameters: &Parameters<D>,
        blocks: &[[[f64; D]; LANES]],
        target_blocks: &[[f64; LANES]],
        value_and_derivative: impl Fn(Pair, Pair) -> (Pair, Pair),
    ) -> Self {
        const PAIRS: usize = LANES / 2;
        let none = Pair::twice(0.0);
        let (mut values, mut slopes, mut biases) = ([none; PAIRS], [[none; PAIRS]; D], [none; PAIRS]);
        let (weights, bias) = (parameters.weights.map(Pair::twice), Pair::twice(parameters.bias));
        for (rows, targets) in blocks.iter().zip(target_blocks) {
            for pair in 0..PAIRS {
                let lanes = [2 * pair, 2 * pair + 1];
                let features: [Pair; D] = from_fn(|place| Pair::of(lanes.map(|lane| rows[lane][place])));
                let mut product = Pair::twice(-0.0);
                for (weight, feature) in weights.iter().zip(features) {
                    product += *weight * feature;
                }
                let target = Pair::of(lanes.map(|lane| targets[lane]));
                let (value, derivative) = value_and_derivative(product + bias, target);
                values[pair] += value;
                biases[pair] += derivative;
                for (slopes, feature) in slopes.iter_mut().zip(features) {
                    slopes[pair] += derivative * feature;
                }
            }
        }
        let all = |pairs: [Pair; PAIRS]| from_fn(|lane| pairs[lane / 2].both()[lane % 2]);
        Lanes { values: all(values), weights: slopes.map(all), biases: all(biases) }
    }
}

/// The sum of sums.
pub(super) fn two_by_two([a, b, c, d]: [f64; LANES]) -> f64 {
    (a + b) + (c + d)
}
