//! What the curvature says: eigenvalues of the Hessian, the condition number, the learning rates that converge.

use crate::loss::Reduction;
use crate::objective::Objective;
use crate::risk::Risk;
use nalgebra::{DMatrix, SymmetricEigen};

/// The eigenvalues of a symmetric matrix, row-major `[dim, dim]`, from smallest to largest.
///
/// ```
/// use descent::stability::eigenvalues;
/// assert_eq!(eigenvalues(&[3.0, 0.0, 0.0, 1.0], 2), [1.0, 3.0]);
/// ```
pub fn eigenvalues(matrix: &[f64], dim: usize) -> Vec<f64> {
    if matrix.iter().any(|entry| !entry.is_finite()) {
        return vec![f64::NAN; dim];
    }
    // A handful of numbers: inserted in order, as a sort would add three kilobytes to the page.
    let mut sorted = Vec::with_capacity(dim);
    for &value in &SymmetricEigen::new(DMatrix::from_row_slice(dim, dim, matrix)).eigenvalues {
        sorted.insert(sorted.partition_point(|&smaller| smaller <= value), value);
    }
    sorted
}

/// λmax / λmin of eigenvalues in rising order; infinite when the smallest is not positive.
pub fn condition_number(eigenvalues: &[f64]) -> f64 {
    match (eigenvalues.first(), eigenvalues.last()) {
        (Some(&smallest), Some(&largest)) if smallest > 0.0 => largest / smallest,
        _ => f64::INFINITY,
    }
}

/// The learning rate below which full-batch gradient descent converges on a quadratic: 2 / λmax.
///
/// With momentum β and dampening τ it is 2(1 + β) / ((1 − τ) λmax) (Polyak, 1964), with Nesterov momentum
/// 2(1 + β) / ((1 + 2β) λmax). `None` where nothing curves upwards.
///
/// ```
/// use descent::stability::{Momentum, learning_rate_limit};
/// assert_eq!(learning_rate_limit(4.0, Momentum::NONE), Some(0.5));
/// ```
pub fn learning_rate_limit(largest_eigenvalue: f64, momentum: Momentum) -> Option<f64> {
    let Momentum { momentum, dampening, nesterov } = momentum;
    let reach = match (momentum == 0.0, nesterov) {
        (true, _) => 2.0,
        (false, true) => 2.0 * (1.0 + momentum) / (1.0 + 2.0 * momentum),
        (false, false) => 2.0 * (1.0 + momentum) / (1.0 - dampening),
    };
    let limit = reach / largest_eigenvalue;
    (limit > 0.0 && limit.is_finite()).then_some(limit)
}

/// The hyper-parameters of SGD that move its limit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Momentum {
    /// β, from 0 to below 1.
    pub momentum: f64,
    /// τ, from 0 to below 1; without effect when β is 0.
    pub dampening: f64,
    /// Whether the gradient is taken ahead of the step.
    pub nesterov: bool,
}

impl Momentum {
    /// Plain gradient descent.
    pub const NONE: Momentum = Momentum { momentum: 0.0, dampening: 0.0, nesterov: false };
}

/// The learning rate below which stochastic descent on a parabola-shaped loss stays bounded in mean square, for
/// batches of `batch` samples drawn uniformly with replacement.
///
/// With Hessians H_B of batches, the error's second moment S follows S ↦ E[(I − ηH_B) S (I − ηH_B)] = S − η 𝓐S + η² 𝓑S,
/// 𝓐S = HS + SH, 𝓑S = E[H_B S H_B], which contracts as long as η < 1 / λmax(𝓐⁻¹𝓑). As the batch grows this becomes
/// 2 / λmax(H). (Ma, Bassily and Belkin, *The power of interpolation*, ICML 2018, treat the same map.)
///
/// `None` if the loss is no parabola, the Hessian is singular, or there are more than eight parameters.
pub fn mean_square_limit(risk: &Risk, batch: usize) -> Option<f64> {
    const MOST_PARAMETERS: usize = 8;
    let (dim, n) = (risk.dim(), risk.samples());
    let curvature = risk.curvature()?;
    if dim > MOST_PARAMETERS || batch == 0 {
        return None;
    }
    // An orthonormal basis of the symmetric matrices: entries (i, j), i ≤ j, the mixed ones weighing √2.
    let entries: Vec<(usize, usize)> = (0..dim).flat_map(|i| (i..dim).map(move |j| (i, j))).collect();
    let weight = |(i, j): (usize, usize)| if i == j { 1.0 } else { std::f64::consts::SQRT_2 };

    let mut hessian = DMatrix::<f64>::zeros(dim, dim);
    let mut fourth_moments = DMatrix::<f64>::zeros(entries.len(), entries.len());
    for sample in 0..n {
        let x: Vec<f64> = risk.regressors(sample).collect();
        let outer: Vec<f64> = entries.iter().map(|&(i, j)| weight((i, j)) * x[i] * x[j]).collect();
        for (row, left) in outer.iter().enumerate() {
            for (column, right) in outer.iter().enumerate() {
                fourth_moments[(row, column)] += curvature * curvature * left * right / n as f64;
            }
        }
        for i in 0..dim {
            for j in 0..dim {
                hessian[(i, j)] += curvature * x[i] * x[j] / n as f64;
            }
        }
    }

    // The matrix of a linear map on symmetric matrices, column by column.
    let matrix_of = |map: &dyn Fn(&DMatrix<f64>) -> DMatrix<f64>| {
        let mut matrix = DMatrix::zeros(entries.len(), entries.len());
        for (column, &(i, j)) in entries.iter().enumerate() {
            let mut basis = DMatrix::zeros(dim, dim);
            basis[(i, j)] = 1.0 / weight((i, j));
            basis[(j, i)] = 1.0 / weight((i, j));
            let image = map(&basis);
            for (row, &(k, l)) in entries.iter().enumerate() {
                matrix[(row, column)] = weight((k, l)) * image[(k, l)];
            }
        }
        matrix
    };
    let linear = matrix_of(&|s| &hessian * s + s * &hessian);
    let between = matrix_of(&|s| &hessian * s * &hessian);
    let size = batch as f64;
    let quadratic = between * (1.0 - 1.0 / size) + fourth_moments / size;

    let root = linear.cholesky()?.l();
    let half = root.solve_lower_triangular(&quadratic)?;
    let whitened = root.solve_lower_triangular(&half.transpose())?;
    let symmetric = (&whitened + whitened.transpose()) * 0.5;
    let largest = SymmetricEigen::new(symmetric).eigenvalues.max();
    let of_mean = 1.0 / largest;
    let limit = match risk.reduction() {
        Reduction::Mean => of_mean,
        Reduction::Sum => of_mean / size,
    };
    (limit > 0.0 && limit.is_finite()).then_some(limit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Dataset, Line};
    use crate::loss::Loss;
    use crate::model::Linear;
    use crate::objective::Batch;
    use crate::random::{Stream, generator};
    use rand::RngExt;
    use std::sync::Arc;

    fn line() -> Dataset {
        Line { n: 40, slope: 2.0, intercept: 1.0, noise: 0.0, seed: 2 }.generate().unwrap()
    }

    fn risk(reduction: Reduction) -> Risk {
        Risk::new(Arc::new(line()), Linear { bias: true }, Loss::HalfSquaredError, reduction)
    }

    #[test]
    fn large_batches_have_the_limit_of_the_full_batch() {
        let risk = risk(Reduction::Mean);
        let largest = *eigenvalues(&risk.hessian(&[0.0, 0.0]), 2).last().unwrap();
        let full = learning_rate_limit(largest, Momentum::NONE).unwrap();
        approx::assert_relative_eq!(mean_square_limit(&risk, 1 << 40).unwrap(), full, max_relative = 1e-9);
        assert!(mean_square_limit(&risk, 1).unwrap() < mean_square_limit(&risk, 8).unwrap());
        let sums = mean_square_limit(&self::risk(Reduction::Sum), 8).unwrap();
        approx::assert_relative_eq!(8.0 * sums, mean_square_limit(&risk, 8).unwrap(), max_relative = 1e-12);
    }

    /// Without noise in the data, the mean square error over many runs shrinks below the limit and grows beyond it.
    #[test]
    fn the_mean_square_limit_separates_runs_that_shrink_from_runs_that_grow() {
        let (risk, minimum) = (risk(Reduction::Mean), [2.0, 1.0]);
        let limit = mean_square_limit(&risk, 1).unwrap();
        let mean_square_after = |lr: f64| {
            let runs = 20_000;
            let errors = (0..runs).map(|run| {
                let generator = &mut generator(1, Stream::Sampling, run);
                let (mut w, mut gradient) = ([3.0, 0.0], [0.0; 2]);
                for _ in 0..10 {
                    let i = generator.random_range(0..risk.samples() as u32);
                    risk.value_and_gradient(&w, Batch::Samples(&[i]), &mut gradient);
                    w.iter_mut().zip(gradient).for_each(|(w, slope)| *w -= lr * slope);
                }
                (w[0] - minimum[0]).powi(2) + (w[1] - minimum[1]).powi(2)
            });
            errors.sum::<f64>() / runs as f64
        };
        assert!(mean_square_after(0.9 * limit) < 2.0, "below the limit the error shrinks from 2");
        assert!(mean_square_after(1.2 * limit) > 2.0, "beyond the limit it grows from 2");
    }
}
