//! Filled contours of a function of two variables.

/// Nested regions {f ≤ level}, as closed rings in data coordinates, for levels from high to low.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Contours {
    // private: levels with their rings
}

impl Contours {
    /// Contours of `f` over the rectangle `x` by `y`, each (min, max), at levels whose heights above the lowest value
    /// `minimum` (by default the lowest value met) are log-spaced. A value that is not finite is a hole.
    pub fn of(f: impl Fn([f64; 2]) -> f64, x: (f64, f64), y: (f64, f64), minimum: Option<f64>) -> Self {
        let _ = (f, x, y, minimum);
        unimplemented!()
    }
}
