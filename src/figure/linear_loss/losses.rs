//! The loss of one example with target y as a function of its score s.

use crate::model::sigmoid;

/// −y log σ(s) − (1 − y) log(1 − σ(s)) = log(1 + eˢ) − ys, without overflow; its derivative is σ(s) − y.
pub(super) fn cross_entropy(s: f64, y: f64) -> f64 {
    s.max(0.0) + libm::log1p(libm::exp(-s.abs())) - y * s
}

/// ½(y − σ(s))²; its derivative is (σ − y)σ(1 − σ).
pub(super) fn squared_error(s: f64, y: f64) -> f64 {
    0.5 * (y - sigmoid(s)) * (y - sigmoid(s))
}
