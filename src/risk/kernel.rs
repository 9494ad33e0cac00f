//! The sums over samples, with as many features as are known when they are compiled: what is summed stays in registers.

#[cfg(feature = "handles")]
use super::cross_entropy::CrossEntropy;
use super::pair::{Pair, PairLoss};
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

#[cfg(feature = "handles")]
impl<const D: usize> Parameters<D> {
    /// [`step`](Self::step) along the gradient of one sample, which is not added to 0 first: that makes a difference for
    /// parameters of −0 alone, and a trainer has none.
    #[inline(always)]
    pub(super) fn step_along(&mut self, score: Linear, lr: f64, derivative: f64, features: &[f64; D]) {
        for (weight, feature) in self.weights.iter_mut().zip(features) {
            *weight -= lr * (derivative * feature);
        }
        if score.bias {
            self.bias -= lr * derivative;
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

    /// Over samples in their order, whose scores are of magnitudes of at most `largest_score`.
    #[inline(always)]
    pub(super) fn over_all(
        term: Term,
        parameters: &Parameters<D>,
        rows: &[[f64; D]],
        targets: &[f64],
        #[cfg_attr(not(feature = "handles"), expect(unused_variables, reason = "its modules have no room for pairs"))]
        largest_score: f64,
    ) -> Self {
        let mut sums = Self::NONE;
        #[cfg(feature = "handles")]
        if term.loss == Loss::CrossEntropy && CrossEntropy::is_of(largest_score) {
            let loss = CrossEntropy::new();
            // Two losses take hardly longer than one; they are added one by one.
            let ((pairs, last), (target_pairs, _)) = (rows.as_chunks::<2>(), targets.as_chunks::<2>());
            for (rows, targets) in pairs.iter().zip(target_pairs) {
                let scores = Pair::of(rows.each_ref().map(|features| parameters.score(features)));
                let (values, derivatives) = loss.value_and_derivative(scores, Pair::of(*targets), loss.begin(scores));
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

    /// Over some samples, each its features and its target.
    #[inline(always)]
    pub(super) fn over<'a>(
        term: Term,
        parameters: &Parameters<D>,
        samples: impl Iterator<Item = (&'a [f64; D], f64)>,
    ) -> Self {
        let mut sums = Self::NONE;
        for (features, target) in samples {
            sums.add(term, parameters, features, target);
        }
        sums
    }

    /// The same over many samples: [`LANES`] sums, and then theirs, two by two.
    #[inline(always)]
    pub(super) fn over_many(
        term: Term,
        parameters: &Parameters<D>,
        rows: &[[f64; D]],
        targets: &[f64],
        #[cfg_attr(not(feature = "handles"), expect(unused_variables, reason = "its modules have no room for pairs"))]
        largest_score: f64,
    ) -> Self {
        let ((blocks, last_rows), (target_blocks, last_targets)) = (rows.as_chunks(), targets.as_chunks());
        let mut lanes = match term.curvature() {
            Some(curvature) => Lanes::of_parabola(curvature, parameters, blocks, target_blocks),
            #[cfg(feature = "handles")]
            None if term.loss == Loss::CrossEntropy && CrossEntropy::is_of(largest_score) => {
                Lanes::of_pairs(parameters, blocks, target_blocks, &CrossEntropy::new())
            }
            None => Lanes::of_blocks(term, parameters, blocks, target_blocks),
        };
        let last = (last_rows, last_targets);
        // Not a loop: a lane whose number is not known as this is compiled lies in memory, and is added up also where nobody
        // asks for it.
        lanes.add_last::<0>(term, parameters, last);
        lanes.add_last::<1>(term, parameters, last);
        lanes.add_last::<2>(term, parameters, last);
        let gradient = Parameters { weights: lanes.weights.map(two_by_two), bias: two_by_two(lanes.biases) };
        Sums { value: two_by_two(lanes.values), gradient }
    }
}

/// [`Sums`] side by side: sample i in lane i mod 4. Number by number rather than lane by lane, as a processor has them.
struct Lanes<const D: usize> {
    values: [f64; LANES],
    weights: [[f64; LANES]; D],
    biases: [f64; LANES],
}

impl<const D: usize> Lanes<D> {
    /// Adds the sample of a lane among those that make no block, if there is one.
    #[inline(always)]
    fn add_last<const LANE: usize>(
        &mut self,
        term: Term,
        parameters: &Parameters<D>,
        (rows, targets): (&[[f64; D]], &[f64]),
    ) {
        let (Some(features), Some(target)) = (rows.get(LANE), targets.get(LANE)) else { return };
        let mut last = Sums::NONE;
        last.add(term, parameters, features, *target);
        self.values[LANE] += last.value;
        self.weights.iter_mut().zip(last.gradient.weights).for_each(|(slopes, slope)| slopes[LANE] += slope);
        self.biases[LANE] += last.gradient.bias;
    }

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
        let loss = Parabola { half: Pair::twice(0.5 * curvature), curvature: Pair::twice(curvature) };
        Self::of_pairs(parameters, blocks, target_blocks, &loss)
    }

    /// The same for a loss of scores and targets, two samples at a time.
    #[inline(always)]
    fn of_pairs<L: PairLoss>(
        parameters: &Parameters<D>,
        blocks: &[[[f64; D]; LANES]],
        target_blocks: &[[f64; LANES]],
        loss: &L,
    ) -> Self {
        let twice = PairParameters { weights: parameters.weights.map(Pair::twice), bias: Pair::twice(parameters.bias) };
        let mut sums = BlockSums { first: PairSums::none(), second: PairSums::none() };
        if size_of::<L::Begun>() == 0 {
            for (rows, targets) in blocks.iter().zip(target_blocks) {
                sums.add(&twice, rows, targets, loss, twice.begin(rows, loss));
            }
        } else {
            // Two short loops: of a long one, a processor has too few samples at once to wait for none of them.
            const BLOCKS: usize = 64;
            let mut begun = [[loss.begin(Pair::twice(0.0)); 2]; BLOCKS];
            for (blocks, target_blocks) in blocks.chunks(BLOCKS).zip(target_blocks.chunks(BLOCKS)) {
                for (begun, rows) in begun.iter_mut().zip(blocks) {
                    *begun = twice.begin(rows, loss);
                }
                for ((begun, rows), targets) in begun.iter().zip(blocks).zip(target_blocks) {
                    sums.add(&twice, rows, targets, loss, *begun);
                }
            }
        }
        let BlockSums { first, second } = sums;
        let all = |first: Pair, second: Pair| {
            let ([a, b], [c, d]) = (first.both(), second.both());
            [a, b, c, d]
        };
        Lanes {
            values: all(first.value, second.value),
            weights: from_fn(|place| all(first.weights[place], second.weights[place])),
            biases: all(first.bias, second.bias),
        }
    }
}

/// ½ · curvature · (score − target)².
struct Parabola {
    half: Pair,
    curvature: Pair,
}

impl PairLoss for Parabola {
    type Begun = ();

    #[inline(always)]
    fn begin(&self, _: Pair) {}

    #[inline(always)]
    fn value_and_derivative(&self, score: Pair, target: Pair, (): ()) -> (Pair, Pair) {
        let residual = score - target;
        (self.half * residual * residual, self.curvature * residual)
    }
}

/// Features of two samples.
#[inline(always)]
fn pairs<const D: usize>(rows: [&[f64; D]; 2]) -> [Pair; D] {
    from_fn(|place| Pair::of(rows.map(|row| row[place])))
}

/// [`Parameters`], twice each.
struct PairParameters<const D: usize> {
    weights: [Pair; D],
    bias: Pair,
}

impl<const D: usize> PairParameters<D> {
    #[inline(always)]
    fn score(&self, features: &[Pair; D]) -> Pair {
        let mut product = Pair::twice(-0.0);
        for (weight, feature) in self.weights.iter().zip(features) {
            product += *weight * *feature;
        }
        product + self.bias
    }

    /// What takes long of the losses of a block.
    #[inline(always)]
    fn begin<L: PairLoss>(&self, [a, b, c, d]: &[[f64; D]; LANES], loss: &L) -> [L::Begun; 2] {
        [loss.begin(self.score(&pairs([a, b]))), loss.begin(self.score(&pairs([c, d])))]
    }
}

/// [`Sums`] of all lanes, two by two. Not in a list: what a compiler does not unroll, it has in memory.
struct BlockSums<const D: usize> {
    first: PairSums<D>,
    second: PairSums<D>,
}

impl<const D: usize> BlockSums<D> {
    /// Adds a block.
    #[inline(always)]
    fn add<L: PairLoss>(
        &mut self,
        parameters: &PairParameters<D>,
        [a, b, c, d]: &[[f64; D]; LANES],
        targets: &[f64; LANES],
        loss: &L,
        begun: [L::Begun; 2],
    ) {
        self.first.add(parameters, pairs([a, b]), Pair::of([targets[0], targets[1]]), (loss, begun[0]));
        self.second.add(parameters, pairs([c, d]), Pair::of([targets[2], targets[3]]), (loss, begun[1]));
    }
}

/// [`Sums`] of two lanes.
struct PairSums<const D: usize> {
    value: Pair,
    weights: [Pair; D],
    bias: Pair,
}

impl<const D: usize> PairSums<D> {
    fn none() -> Self {
        let none = Pair::twice(0.0);
        PairSums { value: none, weights: [none; D], bias: none }
    }

    /// Adds a sample in each.
    #[inline(always)]
    fn add<L: PairLoss>(
        &mut self,
        parameters: &PairParameters<D>,
        features: [Pair; D],
        target: Pair,
        (loss, begun): (&L, L::Begun),
    ) {
        let (value, derivative) = loss.value_and_derivative(parameters.score(&features), target, begun);
        self.value += value;
        self.bias += derivative;
        for (slopes, feature) in self.weights.iter_mut().zip(features) {
            *slopes += derivative * feature;
        }
    }
}

/// The sum of sums.
pub(super) fn two_by_two([a, b, c, d]: [f64; LANES]) -> f64 {
    (a + b) + (c + d)
}
