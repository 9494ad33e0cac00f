//! Gradient descent, explained.
#![deny(missing_docs)]


pub mod chart;
pub mod data;
pub mod error;
pub mod language;
pub mod least_squares;
pub mod loss;
pub mod model;
pub mod number;
pub mod objective;
pub mod optim;
pub mod random;
pub mod risk;
pub mod sampler;
pub mod stability;
pub mod surface;
pub mod experiment;
pub mod trainer;
pub mod trajectory;
pub mod figure;
#[cfg(target_arch = "wasm32")]
pub mod web;
