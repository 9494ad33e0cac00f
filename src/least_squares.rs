//! The closed form: weights that minimise Σᵢ (ŷᵢ − yᵢ)².

use crate::data::Dataset;
use crate::model::Linear;
use nalgebra::{DMatrix, DVector};

/// The least-squares parameters of a linear model, `[dim]`; `None` when the data leave them open (fewer independent
/// rows or columns than parameters).
///
/// By Householder QR of the design matrix, its columns brought to length 1 first (Golub and Van Loan, *Matrix
/// Computations*, 4th ed., §5.3 and §5.2); the normal equations would lose half of the digits. On Longley's data, where
/// the Hessian's condition number is 2·10¹⁹, nine digits and more agree with statsmodels.
///
/// ```
/// use descent::{data::Dataset, least_squares, model::Linear};
/// let data = Dataset::new(vec![0.0, 1.0, 2.0], 1, vec![1.0, 3.0, 5.0])?;
/// let w = least_squares::solve(&data, Linear { bias: true }).unwrap();
/// assert!((w[0] - 2.0).abs() < 1e-12 && (w[1] - 1.0).abs() < 1e-12);
/// # Ok::<(), descent::error::Error>(())
/// ```
pub fn solve(data: &Dataset, model: Linear) -> Option<Vec<f64>> {
    let (n, d, dim) = (data.n(), data.d(), model.dim(data.d()));
    if n < dim {
        return None;
    }
    let mut design = DMatrix::from_fn(n, dim, |i, j| if j < d { data.row(i)[j] } else { 1.0 });
    let mut lengths = Vec::with_capacity(dim);
    for mut column in design.column_iter_mut() {
        let length = column.norm();
        if length == 0.0 || !length.is_finite() {
            return None;
        }
        column /= length;
        lengths.push(length);
    }

    let qr = design.qr();
    let triangle = qr.r();
    // With unit columns a diagonal entry is the distance of its column from the span of those before it.
    let smallest = triangle.diagonal().iter().fold(f64::INFINITY, |least, entry| least.min(entry.abs()));
    if smallest <= f64::EPSILON * n as f64 {
        return None;
    }
    let mut right_side = DVector::from_column_slice(data.targets());
    qr.q_tr_mul(&mut right_side);
    let solution = triangle.solve_upper_triangular(&right_side.rows(0, dim))?;
    let parameters: Vec<f64> = solution.iter().zip(&lengths).map(|(entry, length)| entry / length).collect();
    parameters.iter().all(|parameter| parameter.is_finite()).then_some(parameters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_that_leave_the_weights_open_have_no_solution() {
        let solve =
            |x: &[f64], y: &[f64]| solve(&Dataset::new(x.to_vec(), 1, y.to_vec()).unwrap(), Linear { bias: true });
        assert_eq!(solve(&[1.0], &[2.0]), None, "one sample, two parameters");
        assert_eq!(solve(&[3.0, 3.0, 3.0], &[1.0, 2.0, 3.0]), None, "a feature that never varies");
        assert_eq!(solve(&[0.0, 0.0], &[1.0, 2.0]), None, "a feature that is zero");
    }
}
