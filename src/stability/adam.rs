//! The limit of Adam: of the curvature that its divisor leaves.
//!
//! With P = diag(√v̂ + ε) held as it is, Adam is descent with a running mean of gradients on the preconditioned loss, whose curvature is
//! P⁻¹H. Cohen et al., *Adaptive Gradient Methods at the Edge of Stability* (2022): it converges while
//! η λmax(P⁻¹H) < 2(1 + β₁) / (1 − β₁), which is 38 at β₁ = 0.9. P is not held, though: as gradients shrink so does the divisor, until
//! the curvature that is left comes to that limit and hovers about it.

use super::eigenvalues;

/// The largest η λmax(P⁻¹H) that Adam with its divisor held converges with, 2(1 + β₁) / (1 − β₁).
///
/// ```
/// use descent::stability::limit_of_adam;
/// assert!((limit_of_adam(0.9) - 38.0).abs() < 1e-12);
/// assert_eq!(limit_of_adam(0.0), 2.0);
/// ```
pub fn limit_of_adam(beta1: f64) -> f64 {
    2.0 * (1.0 + beta1) / (1.0 - beta1)
}

/// λmax(P⁻¹H) for a Hessian, row-major `[dim, dim]`, and the diagonal of P, `[dim]`, all above 0.
///
/// ```
/// use descent::stability::preconditioned_sharpness;
/// assert!((preconditioned_sharpness(&[8.0, 0.0, 0.0, 3.0], &[4.0, 1.0]) - 3.0).abs() < 1e-12);
/// ```
pub fn preconditioned_sharpness(hessian: &[f64], divisors: &[f64]) -> f64 {
    let dim = divisors.len();
    // P^−½ H P^−½ is symmetric, and has the same eigenvalues.
    let scaled = |place: usize| hessian[place] / (divisors[place / dim] * divisors[place % dim]).sqrt();
    let scaled: Vec<f64> = (0..dim * dim).map(scaled).collect();
    eigenvalues(&scaled, dim).pop().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trainer::{Status, Trainer};

    /// Adam with its divisor held, as a rule that is typed.
    #[test]
    fn with_its_divisor_held_adam_converges_below_the_limit_and_diverges_beyond() {
        for (beta1, divisor, bend) in [(0.9, 2.0, 3.0), (0.5, 0.1, 1.0), (0.0, 1.0, 5.0), (0.99, 1.0, 1.0)] {
            let limit = limit_of_adam(beta1) * divisor / bend;
            for (part, converges) in [(0.99, true), (1.01, false)] {
                let rest = 1.0 - beta1;
                let text = format!(
                    "objective=expression&f={bend}*x^2/2&start=1&lr={}&optimizer=own\
                     &rule=m = {beta1} m %2B {rest} g; theta = theta - eta m / {divisor}",
                    part * limit
                );
                let mut trainer = Trainer::new(&text.parse().unwrap(), None).unwrap();
                let status = trainer.step(60_000);
                let is_near = trainer.parameters()[0].abs() < 1e-3;
                assert_eq!(converges, is_near && status != Status::Diverged, "{text}: {:?}", trainer.parameters());
            }
        }
    }

    /// What Cohen et al. have seen of networks: the divisor shrinks until the limit is reached, and no further.
    #[test]
    fn adam_brings_itself_to_the_limit() {
        let text = "objective=surface&surface=quadratic&condition=5&start=-1.7,0.8&optimizer=adam&beta2=0.99&lr=0.05";
        let mut trainer = Trainer::new(&text.parse().unwrap(), None).unwrap();
        let mut seen = Vec::new();
        for step in 0..3000 {
            trainer.step(1);
            let apart = trainer.step_apart().unwrap().apart;
            let divisors: Vec<f64> = apart.parts.iter().map(|parts| parts.divisor).collect();
            let sharpness = preconditioned_sharpness(&trainer.objective().hessian(trainer.parameters()), &divisors);
            if step > 1500 {
                seen.push(0.05 * sharpness);
            }
        }
        seen.sort_by(f64::total_cmp);
        let middle = seen[seen.len() / 2];
        assert!((30.0..46.0).contains(&middle), "{middle}");
    }
}
