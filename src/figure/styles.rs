//! What wears which style, in every figure the same. A descent that is the only one of its figure goes by the whole
//! objective: it wears [`Style::BATCH`].

use crate::chart::Style;

/// The tangent, and what has its slope.
pub(super) const TANGENT: Style = Style::FURTHER[0];
/// The secant, and the forward difference quotient.
pub(super) const SECANT: Style = Style::FURTHER[1];
/// The central difference quotient.
pub(super) const CENTRAL: Style = Style::FURTHER[2];

/// Slices of a surface along x and along y.
pub(super) const ALONG: [Style; 2] = [Style::FURTHER[3], Style::FURTHER[2]];

/// The gradient.
pub(super) const UP: Style = Style::FURTHER[2];
/// Its opposite.
pub(super) const DOWN: Style = Style::FURTHER[3];
/// A direction that the reader chooses.
pub(super) const CHOSEN: Style = Style::FURTHER[1];

/// What an update rule remembers of gradients, and what it divides by.
pub(super) const REMEMBERED: Style = Style::FURTHER[1];
pub(super) const DIVISOR: Style = Style::FURTHER[0];

/// The directions of a Hessian, the steepest first, and what is left of the error in them.
pub(super) const EIGEN: [Style; 2] = [Style::FURTHER[0], Style::FURTHER[1]];

/// A model's predictions.
pub(super) const MODEL: Style = Style::FURTHER[4];
/// The squared error, and what it squares.
pub(super) const SQUARED_ERROR: Style = Style::FURTHER[2];
/// The cross-entropy.
pub(super) const CROSS_ENTROPY: Style = Style::FURTHER[3];

/// Gradients that nobody sets to zero between two passes, and where they lead.
pub(super) const FORGOTTEN: Style = Style::FURTHER[4];
/// Gradients that are set to zero between two passes, and where they lead.
pub(super) const ZEROED: Style = Style::FURTHER[5];

/// What a run would have been without a change.
pub(super) const UNCHANGED: Style = Style::FURTHER[4];

/// The same run by half the learning rate.
pub(super) const HALF_RATE: Style = Style::FURTHER[4];

/// What one sample has a part in.
pub(super) const SHARE: Style = Style::FURTHER[2];

/// Stochastic descent by a learning rate that decays, and by batches that are larger than a mini-batch usually is.
pub(super) const DECAYING: Style = Style::FURTHER[2];
pub(super) const LARGER_BATCH: Style = Style::FURTHER[3];
