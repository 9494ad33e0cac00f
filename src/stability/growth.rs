//! Whether the powers of a matrix grow, and at which learning rate they begin to.

/// A square matrix, row by row. Of what a linear algebra library can do, powers are too little to carry it to the page for.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Square {
    pub(super) dim: usize,
    pub(super) entries: Vec<f64>,
}

impl Square {
    pub(super) fn zeros(dim: usize) -> Square {
        Square { dim, entries: vec![0.0; dim * dim] }
    }

    pub(super) fn identity(dim: usize) -> Square {
        let mut identity = Square::zeros(dim);
        identity.entries.iter_mut().step_by(dim + 1).for_each(|entry| *entry = 1.0);
        identity
    }

    pub(super) fn at(&self, row: usize, column: usize) -> f64 {
        self.entries[row * self.dim + column]
    }

    pub(super) fn at_mut(&mut self, row: usize, column: usize) -> &mut f64 {
        &mut self.entries[row * self.dim + column]
    }

    /// The largest modulus of an entry; NaN where one is.
    pub(super) fn size(&self) -> f64 {
        let larger = |size: f64, entry: &f64| if entry.abs() <= size || size.is_nan() { size } else { entry.abs() };
        self.entries.iter().fold(0.0, larger)
    }

    pub(super) fn scale(&mut self, factor: f64) {
        self.entries.iter_mut().for_each(|entry| *entry *= factor);
    }

    fn squared(&self) -> Square {
        let mut squared = Square::zeros(self.dim);
        for row in 0..self.dim {
            for between in 0..self.dim {
                for column in 0..self.dim {
                    *squared.at_mut(row, column) += self.at(row, between) * self.at(between, column);
                }
            }
        }
        squared
    }

    /// The trace of the product with another.
    pub(super) fn trace_with(&self, other: &Square) -> f64 {
        let row = |row| (0..self.dim).map(move |column| self.at(row, column) * other.at(column, row));
        (0..self.dim).flat_map(row).sum()
    }
}

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
pub(super) fn grows(mut matrix: Square, mut log: f64) -> bool {
    let dim = matrix.dim as f64;
    for _ in 0..SQUARINGS {
        let size = matrix.size();
        if !size.is_finite() {
            return true;
        }
        if size == 0.0 {
            return false;
        }
        matrix.scale(1.0 / size);
        log += libm::log(size);
        // The largest sum of a row's entries is a norm, and at most `dim` now.
        if log + libm::log(dim) < 0.0 {
            return false;
        }
        let trace: f64 = matrix.entries.iter().step_by(matrix.dim + 1).sum();
        if log + libm::log(trace.abs() / dim) > 0.0 {
            return true;
        }
        matrix = matrix.squared();
        log *= 2.0;
    }
    false
}

/// A high power of a matrix, to a factor: what it does along the eigenvector that grows the most.
pub(super) fn leading(mut matrix: Square) -> Square {
    for _ in 0..LEADING {
        matrix.scale(1.0 / matrix.size());
        matrix = matrix.squared();
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
        let grows = |entries: [f64; 4]| super::grows(Square { dim: 2, entries: entries.into() }, 0.0);
        assert!(!grows([0.5, 1e9, 0.0, 0.999]), "what grows at first may shrink in the end");
        assert!(grows([0.5, 1e9, 0.0, 1.000_001]));
        assert!(grows([0.0, 1.01, -1.01, 0.0]), "eigenvalues ±1.01i");
        assert!(!grows([0.0, 0.99, -0.99, 0.0]) && !grows([1.0, 0.0, 0.0, 0.3]) && !grows([0.0, 1e200, 0.0, 0.0]));
        let one = |entry, log| super::grows(Square { dim: 1, entries: vec![entry] }, log);
        assert!(one(0.9, 0.2) && !one(2.0, -0.7) && one(f64::NAN, 0.0));
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
