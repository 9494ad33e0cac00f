//! What the curvature says: eigenvalues of the Hessian, the condition number, the learning rates that converge.
//!
//! About a minimum θ* every rule of this crate is a linear map of the error e = θ − θ* and of what the rule remembers,
//! exactly so where the loss is a parabola. A run shrinks the error as long as no eigenvalue of that map is larger
//! than 1; the learning rate from which on one is, is the limit of η. Which map that is depends on the batches:
//!
//! | batches | map | limit |
//! |---|---|---|
//! | all samples | one step | [`Rule::limit`], in closed form |
//! | in the order of the data | the steps of an epoch, one after the other | [`limit_of_batches`], of every run |
//! | shuffled epochs | the mean over orders of an epoch's action on e eᵀ | [`limit_of_batches`], in the mean square |
//! | drawn with replacement | the mean over draws of a step's action on e eᵀ | [`limit_of_batches`], in the mean square |
//!
//! Where a loss is no parabola the map of all samples is taken at the point that the descent would come to rest at,
//! [`rest`]; steps by a part of the samples do not rest there, and have no limit here.

#[cfg(feature = "chapters")]
mod adam;
mod batches;
mod growth;
mod rest;
mod rule;
mod run;

#[cfg(feature = "chapters")]
pub use adam::{limit_of_adam, preconditioned_sharpness};
pub use batches::{Limit, Sense, limit_of_batches};
pub use rest::{Local, rest};
pub use rule::{Motion, Rule};
pub use run::{limit_of_descent, limit_of_run};

use crate::matrix::eigen;

/// The eigenvalues of a symmetric matrix, row-major `[dim, dim]`, from smallest to largest.
///
/// ```
/// use descent::stability::eigenvalues;
/// assert_eq!(eigenvalues(&[3.0, 0.0, 0.0, 1.0], 2), [1.0, 3.0]);
/// ```
pub fn eigenvalues(matrix: &[f64], dim: usize) -> Vec<f64> {
    // A handful of numbers: inserted in order, as a sort would add three kilobytes to the page.
    let mut sorted = Vec::with_capacity(dim);
    for value in eigen(matrix, dim).0 {
        sorted.insert(sorted.partition_point(|&smaller| smaller <= value), value);
    }
    sorted
}

/// λmax / λmin of eigenvalues in rising order; infinite when the smallest is not positive, or lost in the rounding errors of
/// the largest.
pub fn condition_number(eigenvalues: &[f64]) -> f64 {
    match (eigenvalues.first(), eigenvalues.last()) {
        (Some(&smallest), Some(&largest)) if smallest > f64::EPSILON * largest => largest / smallest,
        _ => f64::INFINITY,
    }
}
