//! The weights of logistic regression that no descent needs, but that say where it is to end.

mod separation;
mod whitened;

pub use separation::{Separation, separation};

use crate::least_squares::Factors;
use crate::loss::Loss;
use crate::matrix::dot;
use crate::risk::Risk;
use whitened::Whitened;

/// More steps than these are never needed where there is a minimum: far from it each makes the scores longer by about
/// 1, close to it each squares the error.
const MOST_STEPS: usize = 200;
/// A step is small below this part of where it leads to.
const SMALL: f64 = 1e-6;
/// A step is halved at most so many times before it counts as none.
const MOST_HALVINGS: usize = 40;

/// The parameters that minimise the cross-entropy of a logistic model, `[dim]`; `None` when none do, because a line (a
/// hyperplane) parts the classes or has no sample on its wrong side, as [`separation()`] says. Where features depend on
/// those before them, so that many parameters do, those of the dependent ones are 0.
///
/// By Newton's method from 0, w ← w − H⁻¹∇E, each step halved until E falls (iteratively reweighted least squares:
/// Hastie, Tibshirani and Friedman, *The Elements of Statistical Learning*, 2nd ed., §4.4.1), in coordinates in which
/// H is a multiple of the identity at 0.
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
    let samples = Whitened::of(risk);
    if !separation::overlap(&samples) {
        return None;
    }
    let mut coordinates = vec![0.0; samples.rank];
    let (mut value, mut last) = (cross_entropy(&samples, &coordinates), f64::INFINITY);
    for _ in 0..MOST_STEPS {
        let Some(step) = newton_step(&samples, &coordinates) else { break };
        // Close to the minimum E no longer tells one point from the next, but its gradient does.
        let highest = value + 4.0 * f64::EPSILON * value.abs();
        let mut part = 1.0;
        let lower = (0..MOST_HALVINGS).find_map(|_| {
            let next: Vec<f64> = coordinates.iter().zip(&step).map(|(now, step)| now - part * step).collect();
            part *= 0.5;
            Some((cross_entropy(&samples, &next), next)).filter(|(lower, _)| *lower <= highest)
        });
        let Some((lower, next)) = lower else { break };
        (value, coordinates) = (lower, next);
        let (moved, size) = (largest(&step), largest(&coordinates));
        // Small steps square, until rounding is all there is in them.
        if moved <= f64::EPSILON * size || (moved < SMALL * size && 2.0 * moved > last) {
            break;
        }
        last = moved;
    }
    samples.parameters(coordinates)
}

fn largest(values: &[f64]) -> f64 {
    values.iter().fold(0.0, |largest: f64, value| largest.max(value.abs()))
}

fn cross_entropy(samples: &Whitened, coordinates: &[f64]) -> f64 {
    samples.samples().map(|(row, target)| Loss::CrossEntropy.value(dot(row, coordinates), target)).sum()
}

/// H⁻¹∇E.
fn newton_step(samples: &Whitened, coordinates: &[f64]) -> Option<Vec<f64>> {
    let rank = samples.rank;
    // The last column is the gradient.
    let mut system = vec![vec![0.0; rank]; rank + 1];
    for (row, target) in samples.samples() {
        let score = dot(row, coordinates);
        let slope = Loss::CrossEntropy.derivative(score, target);
        let curvature = Loss::CrossEntropy.second_derivative(score, target);
        for j in 0..rank {
            for k in 0..rank {
                system[k][j] += curvature * row[j] * row[k];
            }
            system[rank][j] += slope * row[j];
        }
    }
    Some(Factors::of(system, rank).ok()?.closest())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Dataset;
    use crate::experiment::Experiment;
    use crate::objective::{Batch, Objective};
    use std::sync::Arc;

    fn solved(text: &str) -> (Risk, Option<Vec<f64>>) {
        let experiment: Experiment = format!("model=logistic&loss=cross-entropy&{text}").parse().unwrap();
        let risk = experiment.risk(&experiment.dataset(None).unwrap().unwrap());
        let solution = solve(&risk);
        (risk, solution)
    }

    fn of(features: &[f64], feature_count: usize, targets: &[f64]) -> Risk {
        let data = Dataset::new(features.to_vec(), feature_count, targets.to_vec()).unwrap();
        let experiment: Experiment = "data=own&model=logistic&loss=cross-entropy".parse().unwrap();
        experiment.risk(&Arc::new(data))
    }

    /// The gradient by the sum of what is added up in it.
    fn assert_is_minimum(risk: &Risk, parameters: &[f64]) {
        let mut gradient = vec![0.0; risk.dim()];
        risk.value_and_gradient(parameters, Batch::All, &mut gradient);
        for (j, slope) in gradient.iter().enumerate() {
            let size: f64 = (0..risk.data().n()).flat_map(|i| risk.regressors(i).nth(j)).map(f64::abs).sum();
            assert!(slope.abs() <= 1e-9 * size, "{parameters:?}: ∂E/∂θ{j} = {slope} of {size}");
        }
    }

    #[test]
    fn the_gradient_vanishes_there() {
        for text in ["data=iris", "data=iris&scale=standardize&bias=false", "data=blobs&noise=2&reduction=mean"] {
            let (risk, solution) = solved(text);
            assert_is_minimum(&risk, &solution.unwrap());
        }
    }

    #[test]
    fn classes_that_a_line_parts_have_no_minimum() {
        for text in ["data=blobs&distance=6&noise=0.3", "data=blobs&n=1", "data=blobs&n=2&noise=0"] {
            assert_eq!(solved(text).1, None, "{text}");
        }
    }

    #[test]
    fn coinciding_points_of_both_classes_are_as_likely_as_their_share() {
        let (risk, solution) = solved("data=blobs&distance=0&noise=0&n=20");
        assert_eq!(solution.as_deref(), Some(&[0.0; 3][..]));
        assert_eq!(risk.value(&[0.0; 3], Batch::All), 20.0 * std::f64::consts::LN_2);
        let (_, solution) = solved("data=blobs&distance=0&noise=0&n=21");
        assert!((solution.unwrap()[2] - (10.0_f64 / 11.0).ln()).abs() < 1e-14, "ten of class 1, eleven of class 0");
        let (risk, solution) = solved("data=blobs&distance=0&noise=0&n=21&bias=false");
        assert_eq!(risk.value(&solution.unwrap(), Batch::All), 21.0 * std::f64::consts::LN_2);
    }

    const FEATURE: [f64; 6] = [0.5, 1.0, 1.5, 2.5, 3.0, 4.0];
    const CLASSES: [f64; 6] = [0.0, 1.0, 0.0, 0.0, 1.0, 1.0];

    #[test]
    fn features_that_depend_on_others_change_nothing() {
        let alone = of(&FEATURE, 1, &CLASSES);
        let least = alone.value(&solve(&alone).unwrap(), Batch::All);
        let beside = |other: fn(f64) -> f64| {
            let risk = of(&FEATURE.map(|x| [x, other(x)]).concat(), 2, &CLASSES);
            let solution = solve(&risk).unwrap();
            assert_is_minimum(&risk, &solution);
            (risk.value(&solution, Batch::All) - least).abs()
        };
        for difference in [beside(|x| x), beside(|x| 1.0 - 2.0 * x), beside(|_| 0.1), beside(|_| 0.0)] {
            assert!(difference < 1e-14, "{difference}");
        }
    }

    #[test]
    fn the_size_and_the_mean_of_a_feature_do_not_matter() {
        let right = solve(&of(&FEATURE, 1, &CLASSES)).unwrap()[0];
        for (size, shift) in [(1e-200, 0.0), (1e50, 0.0), (1.0, 1e8), (1e-3, -1e9), (1e30, 1e36)] {
            let features = FEATURE.map(|x| x * size + shift);
            let solution = solve(&of(&features, 1, &CLASSES)).unwrap();
            // What is left of the feature beside a large mean is not what it was.
            let lost = f64::EPSILON * shift.abs() / size;
            assert!((solution[0] * size / right - 1.0).abs() < 1e-12 + 10.0 * lost, "{size}, {shift}: {solution:?}");
        }
    }

    #[test]
    fn probabilities_are_reached_where_each_group_has_its_own() {
        let risk = of(&[0.0, 0.0, 1.0, 1.0], 1, &[0.2, 0.4, 0.5, 1.0]);
        let solution = solve(&risk).unwrap();
        let logit = |p: f64| (p / (1.0 - p)).ln();
        assert!((solution[1] - logit(0.3)).abs() < 1e-13, "the mean of 0.2 and 0.4");
        assert!((solution[0] + solution[1] - logit(0.75)).abs() < 1e-13);
    }

    #[test]
    fn points_just_across_the_line_have_a_minimum_far_away() {
        for across in [1e-3, 1e-6, 1e-9] {
            let risk = of(&[-1.0, 0.0, -across, 1.0], 1, &[0.0, 0.0, 1.0, 1.0]);
            let solution = solve(&risk).unwrap();
            assert!(solution[0] > (1.0 / across).ln(), "{solution:?}");
            assert_is_minimum(&risk, &solution);
        }
    }
}
