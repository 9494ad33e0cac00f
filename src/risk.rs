//! Empirical risk: a model, a loss and data make an objective.

use crate::data::{Dataset, mean_and_deviation};
use crate::least_squares;
use crate::loss::{Loss, Reduction};
use crate::model::Linear;
use crate::objective::{Batch, Objective};
use std::sync::Arc;

/// E(θ) = Σᵢ ℓ(ŷ(xᵢ; θ), yᵢ), or its mean, over the samples of a batch.
///
/// ∇E(θ) = Σᵢ ∂ℓ/∂ŷ · ∂ŷ/∂θ; for the linear model and half the squared error, Σᵢ (ŷᵢ − yᵢ) xᵢ.
#[derive(Clone, Debug)]
pub struct Risk {
    data: Arc<Dataset>,
    model: Linear,
    loss: Loss,
    reduction: Reduction,
    minimum: Option<Vec<f64>>,
}

impl Risk {
    /// The risk of `model` under `loss` on `data`.
    pub fn new(data: Arc<Dataset>, model: Linear, loss: Loss, reduction: Reduction) -> Self {
        let minimum = loss.curvature().and_then(|_| least_squares::solve(&data, model));
        Risk { data, model, loss, reduction, minimum }
    }

    /// The data, as the model sees it.
    pub fn data(&self) -> &Arc<Dataset> {
        &self.data
    }

    /// The loss of one sample.
    pub fn loss(&self) -> Loss {
        self.loss
    }

    /// The reduction over a batch.
    pub fn reduction(&self) -> Reduction {
        self.reduction
    }

    /// The sample's features as the parameters meet them, `[dim]`: with a 1 for the bias.
    pub(crate) fn regressors(&self, i: usize) -> impl Iterator<Item = f64> + Clone + '_ {
        self.data.row(i).iter().copied().chain(self.model.bias.then_some(1.0))
    }

    /// Calls `visit` with each sample of the batch.
    #[inline]
    fn for_each(&self, batch: Batch<'_>, mut visit: impl FnMut(&[f64], f64)) {
        // One call only, so that it is compiled into the loop.
        for place in 0..batch.len(self.data.n()) {
            let i = match batch {
                Batch::All => place,
                Batch::Samples(indices) => indices[place] as usize,
            };
            visit(self.data.row(i), self.data.targets()[i]);
        }
    }
}

impl Objective for Risk {
    fn dim(&self) -> usize {
        self.model.dim(self.data.d())
    }

    fn samples(&self) -> usize {
        self.data.n()
    }

    fn symbols(&self) -> Vec<String> {
        let d = self.data.d();
        let weights = (1..=d).map(|j| if d == 1 { "w".into() } else { format!("w{j}") });
        weights.chain(self.model.bias.then(|| "b".into())).collect()
    }

    fn value(&self, parameters: &[f64], batch: Batch<'_>) -> f64 {
        let mut sum = 0.0;
        self.for_each(batch, |features, target| {
            sum += self.loss.value(self.model.predict(parameters, features), target);
        });
        self.reduction.factor(batch.len(self.samples())) * sum
    }

    fn value_and_gradient(&self, parameters: &[f64], batch: Batch<'_>, gradient: &mut [f64]) -> f64 {
        gradient.fill(0.0);
        let mut sum = 0.0;
        self.for_each(batch, |features, target| {
            let prediction = self.model.predict(parameters, features);
            sum += self.loss.value(prediction, target);
            self.model.add_gradient(features, self.loss.derivative(prediction, target), gradient);
        });
        let factor = self.reduction.factor(batch.len(self.samples()));
        gradient.iter_mut().for_each(|slope| *slope *= factor);
        factor * sum
    }

    fn hessian(&self, parameters: &[f64]) -> Vec<f64> {
        let dim = self.dim();
        let mut hessian = vec![0.0; dim * dim];
        let factor = self.reduction.factor(self.samples());
        for i in 0..self.samples() {
            let prediction = self.model.predict(parameters, self.data.row(i));
            let curvature = factor * self.loss.second_derivative(prediction, self.data.targets()[i]);
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
        let (mean, spread) = self.target_scale();
        let weights = (0..self.data.d()).map(|j| {
            let (_, deviation) = mean_and_deviation(self.data.column(j));
            let reach = 2.0 * spread / if deviation > 0.0 { deviation } else { 1.0 };
            (-reach, reach)
        });
        weights.chain(self.model.bias.then_some((mean - 2.0 * spread, mean + 2.0 * spread))).collect()
    }

    fn minimum(&self) -> Option<Vec<f64>> {
        self.minimum.clone()
    }

    fn gradient_scale(&self) -> f64 {
        let (_, spread) = self.target_scale();
        let slope = self.loss.derivative(spread, 0.0) * self.reduction.factor(self.samples());
        let sum = |j: usize| self.data.column(j).map(f64::abs).sum::<f64>();
        slope * (0..self.data.d()).map(sum).fold(self.samples() as f64, f64::max)
    }
}

impl Risk {
    /// Mean and standard deviation of the targets; where they never vary, their size or 1 stands for the deviation.
    fn target_scale(&self) -> (f64, f64) {
        let (mean, deviation) = mean_and_deviation(self.data.targets().iter().copied());
        let spread = [deviation, mean.abs(), 1.0].into_iter().find(|&scale| scale > 0.0 && scale.is_finite());
        (mean, spread.unwrap_or(1.0))
    }
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
            Just(Loss::Huber { delta: 100.0 })
        ];
        let reduction = prop_oneof![Just(Reduction::Sum), Just(Reduction::Mean)];
        let rows = proptest::collection::vec(((-2.0..2.0), (-2.0..2.0), (-2.0..2.0)), 1..12);
        (loss, reduction, any::<bool>(), rows, proptest::array::uniform3(-2.0..2.0)).prop_map(
            |(loss, reduction, bias, rows, parameters)| {
                let features = rows.iter().flat_map(|row| [row.0, row.1]).collect();
                let data = Dataset::new(features, 2, rows.iter().map(|row| row.2).collect()).unwrap();
                let model = Linear { bias };
                (Risk::new(Arc::new(data), model, loss, reduction), parameters[..model.dim(2)].to_vec())
            },
        )
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
