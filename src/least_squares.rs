//! The closed form: weights that minimise Σᵢ (ŷᵢ − yᵢ)².

use crate::data::Dataset;
use crate::matrix::{dot, triangle};
use crate::model::Linear;

/// The least-squares parameters of a linear model, `[dim]`; `None` when the data leave them open (fewer independent
/// rows or columns than parameters).
///
/// By Householder QR of the design matrix, its columns brought to length 1 first (Golub and Van Loan, *Matrix
/// Computations*, 4th ed., §5.3 and §5.2), corrected once by the seminormal equations (Björck, *Stability analysis of the
/// method of seminormal equations for linear least squares problems*, 1987) with residuals of twice the digits; the normal
/// equations would lose half of them. On Longley's data, where the Hessian's condition number is 2·10¹⁹, at least eleven
/// digits are those that NIST certifies.
///
/// ```
/// use descent::{data::Dataset, least_squares, model::Linear};
/// let data = Dataset::new(vec![0.0, 1.0, 2.0], 1, vec![1.0, 3.0, 5.0])?;
/// let w = least_squares::solve(&data, Linear { bias: true }).unwrap();
/// assert!((w[0] - 2.0).abs() < 1e-12 && (w[1] - 1.0).abs() < 1e-12);
/// # Ok::<(), descent::error::Error>(())
/// ```
pub fn solve(data: &Dataset, model: Linear) -> Option<Vec<f64>> {
    let (n, dim) = (data.n(), model.dim(data.d()));
    let mut columns: Vec<Vec<f64>> = (0..data.d()).map(|j| data.column(j).collect()).collect();
    columns.resize(dim, vec![1.0; n]);
    columns.push(data.targets().to_vec());
    let factors = Factors::of(columns, dim).ok()?;
    let mut parameters = factors.closest();
    // Once more, by what is left: RᵀR δ = Xᵀ(y − Xw).
    let mut products = vec![0.0; dim];
    for i in 0..n {
        let residual = residual(&parameters, data.row(i), data.targets()[i]);
        model.add_gradient(data.row(i), residual, &mut products);
    }
    let correction = factors.multiples(factors.coordinates(products));
    parameters.iter_mut().zip(correction).for_each(|(parameter, by)| *parameter += by);
    parameters.iter().all(|parameter| parameter.is_finite()).then_some(parameters)
}

/// y − wᵀx (− b), as if reckoned with twice the digits.
fn residual(parameters: &[f64], features: &[f64], target: f64) -> f64 {
    let (mut sum, mut lost) = (target, 0.0);
    let regressors = features.iter().copied().chain([1.0]);
    for (parameter, regressor) in parameters.iter().zip(regressors) {
        // The product and the sum, and what rounding takes from each (Dekker, 1971, and Knuth).
        let product = -parameter * regressor;
        let halves = |x: f64| {
            let high = 134_217_729.0 * x;
            let high = high - (high - x);
            (high, x - high)
        };
        let ((a, b), (c, d)) = (halves(-parameter), halves(regressor));
        let next = sum + product;
        let part = next - sum;
        lost += ((a * c - product) + a * d + b * c) + b * d + ((sum - (next - part)) + (product - part));
        sum = next;
    }
    sum + lost
}

/// The QR factors of a matrix with independent columns, which are brought to length 1 first.
pub(crate) struct Factors {
    /// What the columns were divided by.
    pub(crate) lengths: Vec<f64>,
    /// R, upper triangular, column by column; behind it, what QᵀA has of further columns.
    pub(crate) triangle: Vec<Vec<f64>>,
}

impl Factors {
    /// Those of the first `independent` columns of a matrix, `[columns][rows]`.
    ///
    /// # Errors
    /// The place of the first column that those before it explain, up to rounding.
    pub(crate) fn of(mut columns: Vec<Vec<f64>>, independent: usize) -> Result<Self, usize> {
        let rows = columns.first().map_or(0, Vec::len);
        let mut lengths = Vec::with_capacity(independent);
        for (place, column) in columns.iter_mut().enumerate().take(independent) {
            // By its largest entry first, so that no square leaves the range of numbers.
            let largest = column.iter().fold(0.0, |largest: f64, entry| largest.max(entry.abs()));
            if largest == 0.0 {
                return Err(place);
            }
            column.iter_mut().for_each(|entry| *entry /= largest);
            let length = dot(column, column).sqrt();
            column.iter_mut().for_each(|entry| *entry /= length);
            lengths.push(largest * length);
        }
        let triangle = triangle(columns, independent);
        // With unit columns a diagonal entry is the distance of its column from the span of those before it.
        let least = f64::EPSILON * rows as f64;
        match (0..independent.min(rows)).find(|&place| triangle[place][place] <= least) {
            Some(place) => Err(place),
            None if rows < independent => Err(rows),
            None => Ok(Factors { lengths, triangle }),
        }
    }

    /// The multiples of the columns whose sum is closest to the column after them.
    pub(crate) fn closest(&self) -> Vec<f64> {
        self.multiples(self.triangle[self.lengths.len()].clone())
    }

    /// By the columns of Q, what has these products with the columns themselves: R⁻ᵀ of them.
    fn coordinates(&self, mut products: Vec<f64>) -> Vec<f64> {
        for (place, column) in self.triangle.iter().enumerate().take(self.lengths.len()) {
            let (before, rest) = products.split_at_mut(place);
            rest[0] = (rest[0] / self.lengths[place] - dot(before, column)) / column[place];
        }
        products
    }

    /// The multiples of the columns whose sum has these `coordinates` by the columns of Q: R⁻¹ of them.
    pub(crate) fn multiples(&self, mut coordinates: Vec<f64>) -> Vec<f64> {
        for column in (0..self.lengths.len()).rev() {
            let multiple = coordinates[column] / self.triangle[column][column];
            for (coordinate, entry) in coordinates[..column].iter_mut().zip(&self.triangle[column]) {
                *coordinate -= multiple * entry;
            }
            coordinates[column] = multiple / self.lengths[column];
        }
        coordinates
    }
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
        assert_eq!(solve(&[0.1; 30], &[1.0; 30]), None, "a feature that never varies, and is not exact");
        let doubled = Dataset::new(vec![1.0, 2.0, 2.0, 4.0, 3.0, 6.0, 5.0, 10.0], 2, vec![1.0; 4]).unwrap();
        assert_eq!(super::solve(&doubled, Linear { bias: true }), None, "a feature and its double");
    }

    #[test]
    fn the_size_of_a_feature_does_not_matter() {
        for size in [1e-250, 1e-9, 1.0, 1e59] {
            let data = Dataset::new([1.0, 2.0, 4.0].map(|x| x * size).to_vec(), 1, vec![3.0, 5.0, 9.0]).unwrap();
            let solution = solve(&data, Linear { bias: true }).unwrap();
            assert!((solution[0] * size - 2.0).abs() < 1e-14 && (solution[1] - 1.0).abs() < 1e-14, "{solution:?}");
        }
    }
}
