//! Gradient descent, explained.
#![deny(missing_docs)]

pub mod chart;
pub mod number;
