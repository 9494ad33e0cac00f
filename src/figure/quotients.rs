//! How far difference quotients, as a computer finds them, are from the derivative.

use crate::chart::Polyline;

/// Errors below this, and zero, lie at a chart's lower edge; what is not a number lies nowhere.
pub(super) const LEAST_ERROR: f64 = 1e-16;

/// How far a slope is from the derivative.
pub(super) fn error(slope: f64, exact: f64) -> f64 {
    (slope - exact).abs().clamp(LEAST_ERROR, f64::INFINITY)
}

/// The errors of a quotient against its difference, from one power of ten to another.
pub(super) fn errors(exact: f64, [from, to]: [i32; 2], per_decade: i32, quotient: impl Fn(f64) -> f64) -> Polyline {
    let difference = |k| libm::exp10(f64::from(k) / f64::from(per_decade) + f64::from(from));
    (0..=(to - from) * per_decade).map(difference).map(|dx| [dx, error(quotient(dx), exact)]).collect()
}
