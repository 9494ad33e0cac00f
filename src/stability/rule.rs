//! SGD's rule as a linear map of the error, and its limit for all samples.

/// The hyper-parameters of SGD that move its limit, as [`Sgd`](crate::optim::sgd::Sgd) takes them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rule {
    /// β, from 0 to below 1.
    pub momentum: f64,
    /// τ, from 0 to below 1; without effect when β is 0, as in PyTorch.
    pub dampening: f64,
    /// Whether the step looks ahead along the velocity.
    pub nesterov: bool,
    /// What is added to every eigenvalue of the Hessian.
    pub weight_decay: f64,
}

/// How the error along an eigenvector of the Hessian goes on from step to step: its roots are the eigenvalues of the step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Motion {
    /// What a step leaves of the error in the long run: the magnitude of the larger root.
    pub factor: f64,
    /// Whether the roots are a complex pair, so that it swings.
    pub swings: bool,
    /// Whether the larger root is negative, so that each step goes beyond the minimum.
    pub overshoots: bool,
}

impl Rule {
    /// Plain gradient descent.
    pub const PLAIN: Rule = Rule { momentum: 0.0, dampening: 0.0, nesterov: false, weight_decay: 0.0 };

    /// The learning rate below which descent by all samples converges, for the largest eigenvalue λmax of the Hessian;
    /// with a weight decay μ, λmax + μ stands in its place.
    ///
    /// 2 / λmax; with momentum 2(1 + β) / ((1 − τ) λmax), which is Polyak's (*Some methods of speeding up the
    /// convergence of iteration methods*, 1964) without dampening; with Nesterov momentum 2(1 + β) / ((1 + 2β) λmax).
    /// That PyTorch does not dampen the first step moves no limit. `None` where nothing curves upwards.
    ///
    /// ```
    /// use descent::stability::Rule;
    /// assert_eq!(Rule::PLAIN.limit(4.0), Some(0.5));
    /// assert_eq!(Rule { momentum: 0.5, ..Rule::PLAIN }.limit(4.0), Some(0.75));
    /// assert_eq!(Rule::PLAIN.limit(-4.0), None);
    /// ```
    pub fn limit(self, largest_eigenvalue: f64) -> Option<f64> {
        let Rule { momentum, dampening, nesterov, weight_decay } = self;
        let reach = match (momentum == 0.0, nesterov) {
            (true, _) => 2.0,
            (false, true) => 2.0 * (1.0 + momentum) / (1.0 + 2.0 * momentum),
            (false, false) => 2.0 * (1.0 + momentum) / (1.0 - dampening),
        };
        let limit = reach / (largest_eigenvalue + weight_decay);
        (limit > 0.0 && limit.is_finite()).then_some(limit)
    }

    /// The formula of [`Rule::limit`] in symbols.
    ///
    /// ```
    /// use descent::stability::Rule;
    /// assert_eq!(Rule::PLAIN.formula(), "2/λₘₐₓ");
    /// assert_eq!(Rule { momentum: 0.9, weight_decay: 0.1, ..Rule::PLAIN }.formula(), "2(1+β)/(λₘₐₓ+μ)");
    /// ```
    pub fn formula(self) -> String {
        let numerator = if self.momentum == 0.0 { "2" } else { "2(1+β)" };
        let largest = if self.weight_decay == 0.0 { "λₘₐₓ" } else { "(λₘₐₓ+μ)" };
        match (self.momentum == 0.0, self.nesterov, self.dampening == 0.0) {
            (false, true, _) => format!("{numerator}/((1+2β){largest})"),
            (false, false, false) => format!("{numerator}/((1−τ){largest})"),
            _ => format!("{numerator}/{largest}"),
        }
    }

    /// How the error along an eigenvector with the eigenvalue `curvature` goes on by steps of all samples at learning rate η:
    /// plain descent leaves |1 − ηλ| of it; heavy-ball momentum √β wherever it swings (Polyak, 1964).
    ///
    /// ```
    /// use descent::stability::{Motion, Rule};
    /// let motion = |momentum, lr| Rule { momentum, ..Rule::PLAIN }.motion(lr, 4.0);
    /// assert_eq!(motion(0.0, 0.375), Motion { factor: 0.5, swings: false, overshoots: true });
    /// assert_eq!(motion(0.25, 0.25), Motion { factor: 0.5, swings: true, overshoots: false });
    /// ```
    pub fn motion(self, lr: f64, curvature: f64) -> Motion {
        // The columns of the step as a matrix.
        let (of_error, of_velocity) = (self.step(lr, 1.0, 0.0, curvature), self.step(lr, 0.0, 1.0, 0.0));
        if self.momentum == 0.0 {
            return Motion { factor: of_error.0.abs(), swings: false, overshoots: of_error.0 < 0.0 };
        }
        let (trace, determinant) =
            (of_error.0 + of_velocity.1, of_error.0 * of_velocity.1 - of_error.1 * of_velocity.0);
        let under_root = 0.25 * trace * trace - determinant;
        if under_root < 0.0 {
            return Motion { factor: determinant.sqrt(), swings: true, overshoots: false };
        }
        Motion { factor: 0.5 * trace.abs() + under_root.sqrt(), swings: false, overshoots: trace < 0.0 }
    }

    /// How many numbers a parameter's error comes with: itself, and its velocity where there is momentum.
    pub(super) fn blocks(self) -> usize {
        if self.momentum == 0.0 { 1 } else { 2 }
    }

    /// One step at learning rate η: the error and η times the velocity after it, of those before it and of the error's
    /// gradient.
    pub(super) fn step(self, lr: f64, error: f64, velocity: f64, gradient: f64) -> (f64, f64) {
        let slope = lr * (gradient + self.weight_decay * error);
        if self.momentum == 0.0 {
            return (error - slope, 0.0);
        }
        let velocity = self.momentum * velocity + (1.0 - self.dampening) * slope;
        (error - if self.nesterov { slope + self.momentum * velocity } else { velocity }, velocity)
    }
}
