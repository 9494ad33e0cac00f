//! The weights of logistic regression that no descent needs, but that say where it is to end.

use crate::objective::{Batch, Objective};
use crate::risk::Risk;
use nalgebra::{DMatrix, DVector};

/// More steps than these are never needed where there is a minimum: they square the error.
const MOST_STEPS: usize = 60;
/// A step is halved at most so many times before it counts as none.
const MOST_HALVINGS: usize = 40;

/// The parameters that minimise the cross-entropy of a logistic model, `[dim]`; `None` when no parameters do, because a
/// line (a hyperplane) parts the classes or leaves them open.
///
/// By Newton's method from 0, w ← w − H⁻¹∇E, each step halved until E falls (iteratively reweighted least squares:
/// Hastie, Tibshirani and Friedman, *The Elements of Statistical Learning*, 2nd ed., §4.4.1). That separable classes have
/// no maximum of the likelihood is from Albert and Anderson, *On the existence of maximum likelihood estimates in logistic
/// regression models*, Biometrika 71 (1984).
///
/// ```
/// use descent::{data::Dataset, experiment::Experiment, maximum_likelihood};
/// use std::sync::Arc;
/// let experiment: Experiment = "model=logistic&data=own&loss=cross-entropy&bias=false".parse()?;
/// let overlapping = Dataset::new(vec![-1.0, 1.0, -1.0], 1, vec![0.0, 1.0, 1.0])?;
/// let weights = maximum_likelihood::solve(&experiment.risk(&Arc::new(overlapping))).unwrap();
/// // Two of three are on the side that their sign says: σ(w) = 2/3.
/// assert!((weights[0] - 2.0_f64.ln()).abs() < 1e-12);
/// let parted = Dataset::new(vec![-1.0, 1.0], 1, vec![0.0, 1.0])?;
/// assert_eq!(maximum_likelihood::solve(&experiment.risk(&Arc::new(parted))), None);
/// # Ok::<(), descent::error::Error>(())
/// ```
pub fn solve(risk: &Risk) -> Option<Vec<f64>> {
    let dim = risk.dim();
    let (mut parameters, mut gradient) = (vec![0.0; dim], vec![0.0; dim]);
    let mut value = risk.value(&parameters, Batch::All);
    for _ in 0..MOST_STEPS {
        risk.value_and_gradient(&parameters, Batch::All, &mut gradient);
        let hessian = DMatrix::from_row_slice(dim, dim, &risk.hessian(&parameters));
        let step = hessian.cholesky()?.solve(&DVector::from_column_slice(&gradient));
        // Close to the minimum E no longer tells one point from the next, but its gradient does.
        let highest = value + 4.0 * f64::EPSILON * value.abs();
        let mut part = 1.0;
        let lower = (0..MOST_HALVINGS).find_map(|_| {
            let next: Vec<f64> =
                parameters.iter().zip(&step).map(|(parameter, step)| parameter - part * step).collect();
            part *= 0.5;
            Some((risk.value(&next, Batch::All), next)).filter(|(lower, _)| *lower <= highest)
        });
        let Some((lower, next)) = lower else { break };
        (value, parameters) = (lower, next);
        let size = parameters.iter().fold(0.0, |size: f64, parameter| size.max(parameter.abs()));
        if step.amax() <= f64::EPSILON * size {
            break;
        }
        if risk.separates(&parameters) {
            return None;
        }
    }
    parameters.iter().all(|parameter| parameter.is_finite()).then_some(parameters)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::Experiment;

    fn solved(text: &str) -> (Risk, Option<Vec<f64>>) {
        let experiment: Experiment = format!("model=logistic&loss=cross-entropy&{text}").parse().unwrap();
        let risk = experiment.risk(&experiment.dataset(None).unwrap().unwrap());
        let solution = solve(&risk);
        (risk, solution)
    }

    #[test]
    fn the_gradient_vanishes_there() {
        for text in ["data=iris", "data=iris&scale=standardize&bias=false", "data=blobs&noise=2&reduction=mean"] {
            let (risk, solution) = solved(text);
            let (solution, mut gradient) = (solution.unwrap(), vec![0.0; risk.dim()]);
            let value = risk.value_and_gradient(&solution, Batch::All, &mut gradient);
            for (parameter, slope) in gradient.into_iter().enumerate() {
                assert!(slope.abs() <= risk.gradient_rounding(parameter, value, risk.samples()), "{text}: {slope}");
            }
        }
    }

    #[test]
    fn classes_that_a_line_parts_have_no_minimum() {
        for text in ["data=blobs&distance=6&noise=0.3", "data=blobs&n=1", "data=blobs&n=2&noise=0"] {
            assert_eq!(solved(text).1, None, "{text}");
        }
    }
}
