//! How wrong one prediction is: ℓ(ŷ, y), with its derivatives beside it.

use crate::model::{Link, sigmoid};

/// The loss of a single sample, as a function of the prediction ŷ for a target y.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Loss {
    /// ½(ŷ − y)²: the article's E(w) sums it.
    HalfSquaredError,
    /// (ŷ − y)², as in [`torch.nn.MSELoss`](https://docs.pytorch.org/docs/stable/generated/torch.nn.MSELoss.html).
    Mse,
    /// |ŷ − y|, as in [`torch.nn.L1Loss`](https://docs.pytorch.org/docs/stable/generated/torch.nn.L1Loss.html), whose
    /// derivative at 0 is 0.
    Mae,
    /// ½r² for |r| ≤ δ and δ(|r| − ½δ) beyond, r = ŷ − y, as in
    /// [`torch.nn.HuberLoss`](https://docs.pytorch.org/docs/stable/generated/torch.nn.HuberLoss.html) (Huber, 1964).
    Huber {
        /// Where the parabola turns into a line, above 0.
        delta: f64,
    },
    /// −y log σ(s) − (1 − y) log(1 − σ(s)) for a target y from 0 to 1, as a function of the score s rather than of the
    /// probability σ(s), as in
    /// [`torch.nn.BCEWithLogitsLoss`](https://docs.pytorch.org/docs/stable/generated/torch.nn.BCEWithLogitsLoss.html):
    /// it is log(1 + eˢ) − ys, in which nothing overflows and no digits are lost.
    CrossEntropy,
}

impl Loss {
    /// ℓ(ŷ, y).
    ///
    /// ```
    /// use descent::loss::Loss;
    /// assert_eq!(Loss::HalfSquaredError.value(3.0, 1.0), 2.0);
    /// assert_eq!(Loss::Huber { delta: 1.0 }.value(3.0, 1.0), 1.5);
    /// ```
    #[inline]
    pub fn value(self, prediction: f64, target: f64) -> f64 {
        let residual = prediction - target;
        match self {
            Loss::HalfSquaredError => 0.5 * residual * residual,
            Loss::Mse => residual * residual,
            Loss::Mae => residual.abs(),
            Loss::Huber { delta } if residual.abs() <= delta => 0.5 * residual * residual,
            Loss::Huber { delta } => delta * (residual.abs() - 0.5 * delta),
            // Nobody asks where no data have classes.
            Loss::CrossEntropy if cfg!(not(feature = "classes")) => f64::NAN,
            // log(1 + eˢ) = max(s, 0) + log(1 + e^−|s|).
            Loss::CrossEntropy => prediction.max(0.0) - target * prediction + libm::log1p(libm::exp(-prediction.abs())),
        }
    }

    /// ∂ℓ/∂ŷ.
    #[inline]
    pub fn derivative(self, prediction: f64, target: f64) -> f64 {
        let residual = prediction - target;
        match self {
            Loss::HalfSquaredError => residual,
            Loss::Mse => 2.0 * residual,
            Loss::Mae if residual == 0.0 => 0.0,
            Loss::Mae => residual.signum(),
            // Not clamp(), which turns NaN bounds into a panic.
            Loss::Huber { delta } => residual.max(-delta).min(delta),
            Loss::CrossEntropy => sigmoid(prediction) - target,
        }
    }

    /// ∂²ℓ/∂ŷ²; at a kink, the one of its right-hand side.
    #[inline]
    pub fn second_derivative(self, prediction: f64, target: f64) -> f64 {
        match self {
            Loss::HalfSquaredError => 1.0,
            Loss::Mse => 2.0,
            Loss::Mae => 0.0,
            Loss::Huber { delta } => f64::from((prediction - target).abs() <= delta),
            Loss::CrossEntropy => sigmoid(prediction) * sigmoid(-prediction),
        }
    }

    /// The largest second derivative there is.
    pub fn largest_curvature(self) -> f64 {
        match self {
            Loss::HalfSquaredError | Loss::Huber { .. } => 1.0,
            Loss::Mse => 2.0,
            Loss::Mae => 0.0,
            Loss::CrossEntropy => 0.25,
        }
    }

    /// What √(Σᵢ (∂ℓᵢ/∂ŷᵢ)²) over `samples` samples is at most, where Σᵢ ℓᵢ = `sum`.
    ///
    /// Of each sample (∂ℓ/∂ŷ)² ≤ 2ℓ under half the squared error and the Huber loss, 4ℓ under the squared error, 1 under
    /// the absolute error, and ℓ under the cross-entropy, since (1 − p)² ≤ −log p.
    pub fn derivative_norm(self, sum: f64, samples: u64) -> f64 {
        (match self {
            Loss::HalfSquaredError | Loss::Huber { .. } => 2.0 * sum,
            Loss::Mse => 4.0 * sum,
            Loss::Mae => samples as f64,
            Loss::CrossEntropy => sum,
        })
        .sqrt()
    }

    /// The constant second derivative, for a loss that is a parabola.
    pub fn curvature(self) -> Option<f64> {
        match self {
            Loss::HalfSquaredError => Some(1.0),
            Loss::Mse => Some(2.0),
            Loss::Mae | Loss::Huber { .. } | Loss::CrossEntropy => None,
        }
    }
}

/// The loss of a single sample as a function of the model's score: the loss after the link, derived by the chain rule.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Term {
    pub(crate) loss: Loss,
    pub(crate) link: Link,
}

impl Term {
    /// The probability that a loss is a function of; `None` where it is a function of the score itself, as the
    /// cross-entropy is.
    #[inline]
    fn probability(self, score: f64) -> Option<f64> {
        (self.link == Link::Logistic && self.loss != Loss::CrossEntropy).then(|| sigmoid(score))
    }

    /// ℓ as a function of the score s.
    #[inline]
    pub(crate) fn value(self, score: f64, target: f64) -> f64 {
        self.loss.value(self.probability(score).unwrap_or(score), target)
    }

    /// ∂ℓ/∂s = ∂ℓ/∂ŷ · ŷ(1 − ŷ) after a sigmoid.
    #[inline]
    pub(crate) fn derivative(self, score: f64, target: f64) -> f64 {
        match self.probability(score) {
            None => self.loss.derivative(score, target),
            Some(p) => self.loss.derivative(p, target) * p * sigmoid(-score),
        }
    }

    /// Both; a power of e that they share is taken once.
    #[inline(always)]
    pub(crate) fn value_and_derivative(self, score: f64, target: f64) -> (f64, f64) {
        if cfg!(not(feature = "classes")) || self.loss != Loss::CrossEntropy {
            return match self.probability(score) {
                None => (self.loss.value(score, target), self.loss.derivative(score, target)),
                Some(p) => (self.loss.value(p, target), self.loss.derivative(p, target) * p * sigmoid(-score)),
            };
        }
        let small = libm::exp(-score.abs());
        let probability = if score >= 0.0 { 1.0 / (1.0 + small) } else { small / (1.0 + small) };
        (score.max(0.0) - target * score + libm::log1p(small), probability - target)
    }

    /// ∂²ℓ/∂s² = ∂²ℓ/∂ŷ² · (ŷ(1 − ŷ))² + ∂ℓ/∂ŷ · ŷ(1 − ŷ)(1 − 2ŷ) after a sigmoid.
    pub(crate) fn second_derivative(self, score: f64, target: f64) -> f64 {
        let Some(p) = self.probability(score) else { return self.loss.second_derivative(score, target) };
        let slope = p * sigmoid(-score);
        self.loss.second_derivative(p, target) * slope * slope
            + self.loss.derivative(p, target) * slope * (1.0 - 2.0 * p)
    }

    /// Whether it is convex in the score: all losses are, and a sigmoid is not.
    #[cfg(feature = "handles")]
    pub(crate) fn is_convex(self) -> bool {
        self.link == Link::Identity || self.loss == Loss::CrossEntropy
    }

    /// The constant second derivative, where the loss is a parabola in the score.
    pub(crate) fn curvature(self) -> Option<f64> {
        self.loss.curvature().filter(|_| self.link == Link::Identity)
    }
}

/// How the samples' losses become one number, as PyTorch's `reduction`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reduction {
    /// Σ over the batch.
    Sum,
    /// Σ over the batch, divided by the batch's size.
    Mean,
}

impl Reduction {
    /// The factor that the sum over `samples` is multiplied by.
    pub fn factor(self, samples: u64) -> f64 {
        match self {
            Reduction::Sum => 1.0,
            Reduction::Mean => 1.0 / samples as f64,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_loss() -> impl Strategy<Value = Loss> {
        prop_oneof![
            Just(Loss::HalfSquaredError),
            Just(Loss::Mse),
            Just(Loss::Mae),
            (0.1..3.0).prop_map(|delta| Loss::Huber { delta }),
            Just(Loss::CrossEntropy)
        ]
    }

    proptest! {
        #[test]
        fn derivatives_agree_with_central_differences(loss in any_loss(), prediction in -5.0..5.0, target in -5.0..5.0) {
            let h = 1e-5;
            let residual: f64 = prediction - target;
            let kink = match loss {
                Loss::Huber { delta } => (residual.abs() - delta).abs(),
                Loss::Mae => residual.abs(),
                _ => 1.0,
            };
            prop_assume!(kink > 2.0 * h);
            let slope = (loss.value(prediction + h, target) - loss.value(prediction - h, target)) / (2.0 * h);
            prop_assert!((slope - loss.derivative(prediction, target)).abs() < 1e-8);
            let bend = (loss.derivative(prediction + h, target) - loss.derivative(prediction - h, target)) / (2.0 * h);
            prop_assert!((bend - loss.second_derivative(prediction, target)).abs() < 1e-8);
        }

        #[test]
        fn a_derivative_and_its_change_are_within_their_bounds(
            loss in any_loss(), prediction in -9.0..9.0_f64, target in 0.0..1.0_f64,
        ) {
            let bound = loss.derivative_norm(loss.value(prediction, target), 1);
            prop_assert!(loss.derivative(prediction, target).abs() <= bound * (1.0 + 1e-12));
            prop_assert!(loss.second_derivative(prediction, target) <= loss.largest_curvature());
        }

        #[test]
        fn after_a_sigmoid_too(score in -6.0..6.0_f64, target in 0.0..1.0_f64, loss in any_loss()) {
            let (h, term) = (1e-5, Term { loss, link: Link::Logistic });
            let kink = (sigmoid(score) - target).abs();
            prop_assume!(match loss { Loss::Huber { delta } => (kink - delta).abs(), _ => kink } > 2.0 * h);
            let slope = (term.value(score + h, target) - term.value(score - h, target)) / (2.0 * h);
            prop_assert!((slope - term.derivative(score, target)).abs() < 1e-8);
            let bend = (term.derivative(score + h, target) - term.derivative(score - h, target)) / (2.0 * h);
            prop_assert!((bend - term.second_derivative(score, target)).abs() < 1e-8);
        }
    }

    #[test]
    fn cross_entropy_of_hopeless_and_of_certain_scores_is_finite_and_exact() {
        let cross_entropy = |score| Loss::CrossEntropy.value(score, 1.0);
        assert_eq!(cross_entropy(-800.0), 800.0);
        assert_eq!(cross_entropy(800.0), 0.0);
        // −log σ(40) = log(1 + e⁻⁴⁰), of which 1 − σ(40) would keep no digit.
        approx::assert_relative_eq!(cross_entropy(40.0), libm::exp(-40.0), max_relative = 1e-15);
    }

    #[test]
    fn a_saturated_sigmoid_learns_slowly_under_squared_error_and_not_under_cross_entropy() {
        let slope = |loss, score| Term { loss, link: Link::Logistic }.derivative(score, 1.0);
        assert!(slope(Loss::HalfSquaredError, -10.0).abs() < 1e-4);
        assert!(slope(Loss::CrossEntropy, -10.0).abs() > 0.9999);
    }

    proptest! {
        #[test]
        fn cross_entropy_is_the_definition_where_that_can_be_computed(score in -15.0..15.0_f64, target in 0.0..1.0_f64) {
            let p = 1.0 / (1.0 + (-score).exp());
            let naive = -target * p.ln() - (1.0 - target) * (1.0 - p).ln();
            prop_assert!((Loss::CrossEntropy.value(score, target) - naive).abs() < 1e-9);
        }
    }
}
