//! Empirical risk: a model, a loss and data make an objective.

#[cfg(feature = "handles")]
mod cross_entropy;
#[cfg(feature = "handles")]
mod drawn;
mod evaluation;
mod kernel;
mod pair;
#[cfg(feature = "streams")]
mod stream;
#[cfg(test)]
mod twin;

use crate::data::{Dataset, mean_and_deviation};
use crate::least_squares;
use crate::loss::{Loss, Reduction, Term};
use crate::model::{Linear, Link, Model};
#[cfg(feature = "handles")]
use crate::objective::Stretch;
use crate::objective::{Batch, Objective};
#[cfg(feature = "handles")]
use drawn::Drawn;
#[cfg(feature = "handles")]
use evaluation::{Descent, Gradient};
use evaluation::{Evaluation, Value, ValueAndGradient};
use kernel::Parameters;
use std::sync::Arc;
#[cfg(feature = "streams")]
pub use stream::{KEPT, StreamRisk};

/// E(θ) = Σᵢ ℓ(ŷ(xᵢ; θ), yᵢ), or its mean, over the samples of a batch.
///
/// ∇E(θ) = Σᵢ ∂ℓ/∂ŷ · ∂ŷ/∂θ; for the linear model with half the squared error, and for the logistic model with
/// cross-entropy, Σᵢ (ŷᵢ − yᵢ) xᵢ.
#[derive(Clone, Debug)]
pub struct Risk {
    data: Arc<Dataset>,
    score: Linear,
    term: Term,
    reduction: Reduction,
    minimum: Option<Vec<f64>>,
    /// The root mean square of each regressor, `[dim]`, and its largest magnitude.
    regressor_sizes: Vec<(f64, f64)>,
    /// See [`target_scale`].
    target_scale: (f64, f64),
    /// The data once more, as random draws want them.
    #[cfg(feature = "handles")]
    drawn: Arc<Drawn>,
}

impl Risk {
    /// The risk of `model` under `loss` on `data`.
    pub fn new(data: Arc<Dataset>, model: impl Into<Model>, loss: Loss, reduction: Reduction) -> Self {
        let Model { score, link } = model.into();
        let term = Term { loss, link };
        let minimum = term.curvature().and_then(|_| least_squares::solve(&data, score));
        let (d, n) = (data.d(), data.n() as f64);
        let mut regressor_sizes = vec![(0.0_f64, 0.0_f64); d];
        for i in 0..data.n() {
            for ((squares, largest), feature) in regressor_sizes.iter_mut().zip(data.row(i)) {
                *squares += feature * feature;
                *largest = largest.max(feature.abs());
            }
        }
        regressor_sizes.iter_mut().for_each(|(squares, _)| *squares = (*squares / n).sqrt());
        regressor_sizes.extend(score.bias.then_some((1.0, 1.0)));
        let target_scale = target_scale(&data, term);
        Risk {
            data,
            score,
            term,
            reduction,
            minimum,
            regressor_sizes,
            target_scale,
            #[cfg(feature = "handles")]
            drawn: Arc::default(),
        }
    }

    /// The data, as the model sees it.
    pub fn data(&self) -> &Arc<Dataset> {
        &self.data
    }

    /// The constant second derivative of a sample's loss by its score, where the loss is a parabola.
    pub fn curvature(&self) -> Option<f64> {
        self.term.curvature()
    }

    /// The share of the samples that the model puts on the right side: a score above 0 for a target above ½, and one of
    /// at most 0 for the others.
    pub fn accuracy(&self, parameters: &[f64]) -> f64 {
        let mut right = 0.0;
        self.for_each_score(parameters, |score, target| right += f64::from((score > 0.0) == (target > 0.5)));
        right / self.samples() as f64
    }

    /// Whether each sample is strictly on the side of its class, its score above 0 for a target of 1 and below 0 for
    /// one of 0, and there are both: then a line (a hyperplane) parts the classes. A probability between is of both
    /// classes.
    pub fn separates(&self, parameters: &[f64]) -> bool {
        let (mut separates, mut classes) = (true, [false; 2]);
        self.for_each_score(parameters, |score, target| {
            separates &= score * (target - 0.5) > 0.0;
            separates &= target == 0.0 || target == 1.0;
            classes[usize::from(target > 0.5)] = true;
        });
        separates && classes == [true; 2]
    }

    /// The reduction over a batch.
    pub fn reduction(&self) -> Reduction {
        self.reduction
    }

    /// The sample's features as the parameters meet them, `[dim]`: with a 1 for the bias.
    pub(crate) fn regressors(&self, i: usize) -> impl Iterator<Item = f64> + Clone + '_ {
        self.data.row(i).iter().copied().chain(self.score.bias.then_some(1.0))
    }

    /// No less than the largest magnitude of a score.
    fn largest_score(&self, parameters: &[f64]) -> f64 {
        /// Beyond all rounding errors.
        const MARGIN: f64 = 1.0 + 1e-9;
        let products =
            parameters.iter().zip(&self.regressor_sizes).map(|(parameter, (_, largest))| parameter.abs() * largest);
        MARGIN * products.sum::<f64>()
    }

    /// Calls `visit` with the score and the target of each sample.
    #[inline]
    fn for_each_score(&self, parameters: &[f64], mut visit: impl FnMut(f64, f64)) {
        if self.data.d() != 2 {
            return self
                .for_each(Batch::All, |features, target| visit(self.score.predict(parameters, features), target));
        }
        // As many as a plane of classes has.
        let parameters = Parameters::<2>::read(self.score, parameters);
        for (features, target) in self.data.features().as_chunks().0.iter().zip(self.data.targets()) {
            visit(parameters.score(features), *target);
        }
    }

    /// Calls `visit` with each sample of the batch.
    #[inline]
    fn for_each(&self, batch: Batch<'_>, mut visit: impl FnMut(&[f64], f64)) {
        // One call only, so that it is compiled into the loop.
        self.samples_of(batch).for_each(|i| visit(self.data.row(i), self.data.targets()[i]));
    }

    /// The samples of the batch, by index.
    #[inline]
    fn samples_of(&self, batch: Batch<'_>) -> impl Iterator<Item = usize> {
        (0..batch.len(self.samples()) as usize).map(move |place| match batch {
            Batch::All => place,
            Batch::Samples(indices) => indices[place] as usize,
            #[cfg(feature = "streams")]
            Batch::Drawn(indices) => indices[place] as usize,
            #[cfg(feature = "streams")]
            Batch::Consecutive { from, .. } => from as usize + place,
        })
    }
}

impl Objective for Risk {
    fn dim(&self) -> usize {
        self.score.dim(self.data.d())
    }

    fn samples(&self) -> u64 {
        self.data.n() as u64
    }

    fn symbols(&self) -> Vec<String> {
        self.score.symbols(self.data.d())
    }

    fn value(&self, parameters: &[f64], batch: Batch<'_>) -> f64 {
        let value = Value { risk: self, parameters, batch };
        if cfg!(not(feature = "handles")) && value.is_over_many() {
            // Of one loop over many samples there is room in a page's module.
            return self.value_and_gradient(parameters, batch, &mut [0.0; 2][..self.dim()]);
        }
        value.run()
    }

    fn value_and_gradient(&self, parameters: &[f64], batch: Batch<'_>, gradient: &mut [f64]) -> f64 {
        ValueAndGradient { of: Value { risk: self, parameters, batch }, gradient }.run()
    }

    #[cfg(feature = "handles")]
    fn write_gradient(&self, parameters: &[f64], gradient: &mut [f64]) {
        Gradient { of: Value { risk: self, parameters, batch: Batch::All }, gradient }.run();
    }

    #[cfg(feature = "handles")]
    fn is_convex(&self) -> bool {
        self.term.is_convex()
    }

    #[cfg(feature = "handles")]
    fn descend(&self, lr: f64, batches: &[u32], stretch: &mut Stretch) {
        Descent { risk: self, lr, batches, stretch }.run();
    }

    fn hessian(&self, parameters: &[f64]) -> Vec<f64> {
        let dim = self.dim();
        let mut hessian = vec![0.0; dim * dim];
        let factor = self.reduction.factor(self.samples());
        for i in 0..self.data.n() {
            let prediction = self.score.predict(parameters, self.data.row(i));
            let curvature = factor * self.term.second_derivative(prediction, self.data.targets()[i]);
            for (row, left) in hessian.chunks_exact_mut(dim).zip(self.regressors(i)) {
                for (entry, right) in row.iter_mut().zip(self.regressors(i)) {
                    *entry += curvature * left * right;
                }
            }
        }
        hessian
    }

    /// A weight moves predictions by up to two standard deviations of the targets; the bias lies about their mean.
    fn start_region(&self) -> Vec<(f64, f64)> {
        let (mean, spread) = self.target_scale;
        let weights = (0..self.data.d()).map(|j| {
            let (_, deviation) = mean_and_deviation(&self.data.column(j).collect::<Vec<_>>());
            let reach = 2.0 * spread / if deviation > 0.0 { deviation } else { 1.0 };
            // Features of the size of the smallest numbers ask for weights beyond the largest.
            let reach = reach.min(1e300);
            (-reach, reach)
        });
        weights.chain(self.score.bias.then_some((mean - 2.0 * spread, mean + 2.0 * spread))).collect()
    }

    fn minimum(&self) -> Option<Vec<f64>> {
        self.minimum.clone()
    }

    /// A sum of products Σᵢ ℓ′ᵢ xᵢ rounds by some ε ‖ℓ′‖ ‖x‖, and a prediction by some ε times its size.
    fn gradient_rounding(&self, _: &[f64], value: f64, samples: u64, rounding: &mut [f64]) {
        let factor = self.reduction.factor(samples);
        let (mean, spread) = self.target_scale;
        let predictions = 2.0 * self.term.loss.largest_curvature() * (mean * mean + spread * spread).sqrt();
        let derivatives = self.term.loss.derivative_norm(value / factor, samples);
        let size = f64::EPSILON * factor * (samples as f64).sqrt() * (derivatives + predictions);
        rounding
            .iter_mut()
            .zip(&self.regressor_sizes)
            .for_each(|(rounding, (regressor, _))| *rounding = size * regressor);
    }

    /// Scores of up to 10¹⁴⁰, whose squares may be added for ever.
    fn certainly_finite_within(&self) -> Vec<f64> {
        self.regressor_sizes.iter().map(|(_, largest)| 1e140 / (self.dim() as f64 * largest)).collect()
    }
}

/// Mean and standard deviation of what the score is to be: of the targets, unless those are classes; where they never
/// vary, their size or 1 stands for the deviation.
fn target_scale(data: &Dataset, term: Term) -> (f64, f64) {
    if term.link == Link::Logistic || term.loss == Loss::CrossEntropy {
        // Scores about which a sigmoid is neither level nor a step.
        return (0.0, 2.0);
    }
    let (mean, deviation) = mean_and_deviation(data.targets());
    let spread = [deviation, mean.abs(), 1.0].into_iter().find(|&scale| scale > 0.0 && scale.is_finite());
    (mean, spread.unwrap_or(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn risks() -> impl Strategy<Value = (Risk, Vec<f64>)> {
        let loss = prop_oneof![
            Just(Loss::HalfSquaredError),
            Just(Loss::Mse),
            // Smooth as long as the kinks are far away: residuals below stay within ±20.
            Just(Loss::Huber { delta: 100.0 }),
            Just(Loss::CrossEntropy)
        ];
        let link = prop_oneof![Just(Link::Identity), Just(Link::Logistic)];
        let reduction = prop_oneof![Just(Reduction::Sum), Just(Reduction::Mean)];
        let rows = proptest::collection::vec(((-2.0..2.0), (-2.0..2.0), (-2.0..2.0)), 1..12);
        (loss, link, reduction, any::<bool>(), rows, proptest::array::uniform3(-2.0..2.0)).prop_map(
            |(loss, link, reduction, bias, rows, parameters)| {
                let features = rows.iter().flat_map(|row| [row.0, row.1]).collect();
                let data = Dataset::new(features, 2, rows.iter().map(|row| row.2).collect()).unwrap();
                let score = Linear { bias };
                let risk = Risk::new(Arc::new(data), Model { score, link }, loss, reduction);
                (risk, parameters[..score.dim(2)].to_vec())
            },
        )
    }

    #[test]
    fn weights_part_classes_that_are_two_and_strictly_on_their_sides() {
        let separates = |targets: [f64; 2], weight: f64| {
            let data = Arc::new(Dataset::new(vec![-1.0, 1.0], 1, targets.to_vec()).unwrap());
            let model = Model { score: Linear { bias: false }, link: Link::Logistic };
            Risk::new(data, model, Loss::CrossEntropy, Reduction::Sum).separates(&[weight])
        };
        assert!(separates([0.0, 1.0], 2.0) && separates([1.0, 0.0], -2.0));
        assert!(!separates([0.0, 1.0], 0.0), "on the line");
        assert!(!separates([0.0, 1.0], -2.0), "on the wrong side");
        assert!(!separates([0.2, 1.0], 2.0), "a bit of both");
        assert!(!separates([1.0, 1.0], 2.0) && !separates([0.0, 0.0], 2.0), "one class");
    }

    proptest! {
        #[test]
        fn gradient_and_hessian_agree_with_central_differences((risk, parameters) in risks()) {
            let (h, dim) = (1e-5, risk.dim());
            let gradient = |parameters: &[f64]| {
                let mut gradient = vec![0.0; dim];
                risk.value_and_gradient(parameters, Batch::All, &mut gradient);
                gradient
            };
            let (slopes, hessian) = (gradient(&parameters), risk.hessian(&parameters));
            for j in 0..dim {
                let shifted = |by: f64| {
                    let mut shifted = parameters.clone();
                    shifted[j] += by;
                    shifted
                };
                let rise = risk.value(&shifted(h), Batch::All) - risk.value(&shifted(-h), Batch::All);
                approx::assert_relative_eq!(rise / (2.0 * h), slopes[j], epsilon = 1e-6, max_relative = 1e-6);
                let (above, below) = (gradient(&shifted(h)), gradient(&shifted(-h)));
                for i in 0..dim {
                    let bend = (above[i] - below[i]) / (2.0 * h);
                    approx::assert_relative_eq!(bend, hessian[i * dim + j], epsilon = 1e-6, max_relative = 1e-6);
                }
            }
        }
    }
}
