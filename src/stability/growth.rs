//! Whether the powers of a matrix grow, and at which learning rate they begin to.

use nalgebra::DMatrix;

/// Squarings after which a matrix counts as neither growing nor shrinking: its spectral radius is then within about
/// 1e-9 of 1, as where the loss leaves a direction level.
const SQUARINGS: usize = 33;
/// Squarings after which one eigenvector is left.
const LEADING: usize = 16;
/// Ratios tried before a search ends without a limit.
const MOST_TRIALS: usize = 20_000;

/// Whether the spectral radius of e^`log` · `matrix` is above 1, by its powers M², M⁴, M⁸, …
///
/// ρ(M)ᵖ is at most the norm of Mᵖ, and at least |tr Mᵖ| over the dimension; as p grows, one of the two decides
/// (Gelfand, *Normierte Ringe*, 1941).
pub(super) fn grows(mut matrix: DMatrix<f64>, mut log: f64) -> bool {
    let dim = matrix.nrows() as f64;
    for _ in 0..SQUARINGS {
        let size = matrix.amax();
        if !size.is_finite() {
            return true;
        }
        if size == 0.0 {
            return false;
        }
        matrix /= size;
        log += libm::log(size);
        // The largest sum of a row's entries is a norm, and at most `dim` now.
        if log + libm::log(dim) < 0.0 {
            return false;
        }
        if log + libm::log(matrix.trace().abs() / dim) > 0.0 {
            return true;
        }
        matrix = &matrix * &matrix;
        log *= 2.0;
    }
    false
}

/// A high power of a matrix, to a factor: what it does along the eigenvector that grows the most.
pub(super) fn leading(mut matrix: DMatrix<f64>) -> DMatrix<f64> {
    for _ in 0..LEADING {
        let size = matrix.amax();
        matrix /= size;
        matrix = &matrix * &matrix;
    }
    matrix
}

/// The smallest learning rate beyond which `grows` holds, upwards from about `near` in steps of `ratio`, then halved
/// down to a relative `precision`. A range of growth narrower than a step may be stepped over.
pub(super) fn first_growth(grows: &dyn Fn(f64) -> bool, near: f64, ratio: f64, precision: f64) -> Option<f64> {
    let mut below = near;
    let mut trials = 0..MOST_TRIALS;
    while grows(below) {
        trials.next().filter(|_| below > 0.0)?;
        below *= 0.5;
    }
    let mut beyond = below * ratio;
    while !grows(beyond) {
        trials.next().filter(|_| beyond.is_finite())?;
        (below, beyond) = (beyond, beyond * ratio);
    }
    while beyond > below * (1.0 + precision) {
        let middle = 0.5 * (below + beyond);
        *(if grows(middle) { &mut beyond } else { &mut below }) = middle;
    }
    Some(below)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_grow_where_an_eigenvalue_is_larger_than_one() {
        let grows = |entries: [f64; 4]| super::grows(DMatrix::from_row_slice(2, 2, &entries), 0.0);
        assert!(!grows([0.5, 1e9, 0.0, 0.999]), "what grows at first may shrink in the end");
        assert!(grows([0.5, 1e9, 0.0, 1.000_001]));
        assert!(grows([0.0, 1.01, -1.01, 0.0]), "eigenvalues ±1.01i");
        assert!(!grows([0.0, 0.99, -0.99, 0.0]) && !grows([1.0, 0.0, 0.0, 0.3]) && !grows([0.0, 1e200, 0.0, 0.0]));
        assert!(
            super::grows(DMatrix::from_element(1, 1, 0.9), 0.2)
                && !super::grows(DMatrix::from_element(1, 1, 2.0), -0.7)
        );
    }

    #[test]
    fn growth_is_found_from_above_and_from_below() {
        for near in [1e-6, 1.0, 1e6] {
            let limit = first_growth(&|lr| lr > 3.0, near, 1.1, 1e-9).unwrap();
            approx::assert_relative_eq!(limit, 3.0, max_relative = 1e-8);
        }
        assert_eq!(first_growth(&|_| false, 1.0, 1.1, 1e-9), None);
        assert_eq!(first_growth(&|_| true, 1.0, 1.1, 1e-9), None);
    }
}
