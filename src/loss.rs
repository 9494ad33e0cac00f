//! How wrong one prediction is: ℓ(ŷ, y), with its derivatives beside it.

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
        }
    }

    /// The constant second derivative, for a loss that is a parabola.
    pub fn curvature(self) -> Option<f64> {
        match self {
            Loss::HalfSquaredError => Some(1.0),
            Loss::Mse => Some(2.0),
            Loss::Mae | Loss::Huber { .. } => None,
        }
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
    pub fn factor(self, samples: usize) -> f64 {
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
            (0.1..3.0).prop_map(|delta| Loss::Huber { delta })
        ]
    }

    proptest! {
        #[test]
        fn derivatives_agree_with_central_differences(loss in any_loss(), prediction in -5.0..5.0, target in -5.0..5.0) {
            let h = 1e-5;
            let residual: f64 = prediction - target;
            let kink = match loss { Loss::Huber { delta } => (residual.abs() - delta).abs(), _ => residual.abs() };
            prop_assume!(kink > 2.0 * h);
            let slope = (loss.value(prediction + h, target) - loss.value(prediction - h, target)) / (2.0 * h);
            prop_assert!((slope - loss.derivative(prediction, target)).abs() < 1e-8);
            let bend = (loss.derivative(prediction + h, target) - loss.derivative(prediction - h, target)) / (2.0 * h);
            prop_assert!((bend - loss.second_derivative(prediction, target)).abs() < 1e-8);
        }
    }
}
