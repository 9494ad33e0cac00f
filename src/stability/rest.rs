//! Where a descent of small steps comes to rest.

use crate::matrix::{dot, eigen};
use crate::objective::{Batch, Objective};

/// A function about a point: its value, its gradient `[dim]` and its Hessian, row-major `[dim, dim]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Local {
    /// f(θ).
    pub value: f64,
    /// ∇f(θ).
    pub gradient: Vec<f64>,
    /// H(θ).
    pub hessian: Vec<f64>,
}

impl Local {
    /// An objective about `parameters`, `[dim]`, with ½ `decay` ‖θ‖² added to it, of which a weight decay is the
    /// gradient.
    pub fn of(objective: &dyn Objective, parameters: &[f64], decay: f64) -> Local {
        let dim = objective.dim();
        let (mut gradient, mut hessian) = (vec![0.0; dim], objective.hessian(parameters));
        let mut value = objective.value_and_gradient(parameters, Batch::All, &mut gradient);
        for (k, parameter) in parameters.iter().enumerate() {
            value += 0.5 * decay * parameter * parameter;
            gradient[k] += decay * parameter;
            hessian[k * dim + k] += decay;
        }
        Local { value, gradient, hessian }
    }
}

/// Steps after which a way down has no end, or too flat a one.
const MOST_STEPS: usize = 300;
/// A gradient that a step of this length, beside the parameters or 1, would level.
const LEVEL: f64 = 1e-9;
/// Of a bottom, beside the largest curvature on the way: one that bends less is flat.
const FLAT: f64 = 1e-6;

/// The eigenvalues of the Hessian, in no order, where descent from `start` comes to rest: at the bottom of the valley
/// that lies downhill of it, or on the saddle that it leads to. `None` where it leads to none, or to one that is flat.
///
/// By Newton's method with a damping μ, each component of the gradient along an eigenvector divided by |λ| + μ
/// (Levenberg, 1944; the modulus, so that no step leads uphill), where μ rises until the parabola that the step
/// believes in foretells its fall to a half: steps that short leap over no hill.
///
/// ```
/// use descent::stability::{Local, rest};
/// // x⁴/4 − x²/2 has its bottoms at ±1, where it bends by 2.
/// let wells = |x: &[f64]| Local {
///     value: x[0].powi(4) / 4.0 - x[0].powi(2) / 2.0,
///     gradient: vec![x[0].powi(3) - x[0]],
///     hessian: vec![3.0 * x[0].powi(2) - 1.0],
/// };
/// assert!((rest(&wells, &[0.1]).unwrap()[0] - 2.0).abs() < 1e-6);
/// ```
pub fn rest(function: &dyn Fn(&[f64]) -> Local, start: &[f64]) -> Option<Vec<f64>> {
    let dim = start.len();
    let (mut at, mut here) = (start.to_vec(), function(start));
    let (mut damping, mut steepest): (Option<f64>, f64) = (None, 0.0);
    let length = |vector: &[f64]| dot(vector, vector).sqrt();
    for _ in 0..MOST_STEPS {
        let Local { value, gradient, hessian } = &here;
        let all = || gradient.iter().chain(hessian).chain([value]);
        if all().any(|number| !number.is_finite()) {
            return None;
        }
        let (bends, directions) = eigen(hessian, dim);
        let largest = bends.iter().fold(0.0, |largest: f64, bend| largest.max(bend.abs()));
        steepest = steepest.max(largest);
        if length(gradient) <= LEVEL * largest * (1.0 + length(&at)) {
            return (largest > FLAT * steepest).then_some(bends);
        }
        let along: Vec<f64> = directions.iter().map(|direction| dot(direction, gradient)).collect();
        let mut mu = damping.unwrap_or(largest).max(f64::MIN_POSITIVE);
        loop {
            let part: Vec<f64> = bends.iter().zip(&along).map(|(bend, along)| -along / (bend.abs() + mu)).collect();
            let foretold: f64 = (0..dim).map(|k| part[k] * (along[k] + 0.5 * bends[k] * part[k])).sum();
            let mut next = at.clone();
            for (direction, part) in directions.iter().zip(&part) {
                next.iter_mut().zip(direction).for_each(|(next, entry)| *next += part * entry);
            }
            if next == at {
                return None;
            }
            let there = function(&next);
            // Close to the bottom the values no longer tell one point from the next.
            let lost = 16.0 * f64::EPSILON * here.value.abs();
            if ((there.value - here.value) / foretold - 1.0).abs() < 0.5 || foretold.abs() <= lost {
                (at, here, damping) = (next, there, Some(0.1 * mu));
                break;
            }
            mu = 4.0 * mu.max(0.01 * largest);
        }
    }
    None
}
