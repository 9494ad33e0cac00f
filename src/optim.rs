//! Update rules: a gradient becomes a direction, and the trainer applies the learning rate once, θ ← θ − η · direction.
//!
//! Rules are pure: hyper-parameters stand in the optimizer, what it remembers in a [`State`] outside, so that a slider can
//! change the rule mid-flight and keep the momentum, and a rewind is a clone. Words, defaults and the order of
//! operations are PyTorch's, so that its numbers come out.

#[cfg(test)]
mod decaying;
pub mod sgd;

use crate::error::Result;
use crate::words::Label;
use std::fmt;

/// An update rule with its hyper-parameters.
pub trait Optimizer: fmt::Debug {
    /// Turns the gradient at `parameters` into a direction to step against, all `[dim]`, and updates `state`.
    fn direction(&self, parameters: &[f64], gradient: &[f64], state: &mut State, direction: &mut [f64]);

    /// Whether the direction is the gradient itself, whatever the parameters and the state are.
    #[cfg(feature = "handles")]
    fn is_the_gradient(&self) -> bool {
        false
    }

    /// The direction that the rule comes to when `gradient` stays as it is for ever, from what `state` remembers.
    ///
    /// On the way there each component goes from its next value to this one without passing beyond either. So a run rests
    /// where neither direction moves anything; the next one alone may be 0 as a velocity turns round.
    fn settled_direction(&self, parameters: &[f64], gradient: &[f64], state: &State, direction: &mut [f64]);
}

/// What an optimizer remembers between steps.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    /// Steps taken so far.
    pub steps: u64,
    /// Running averages and the like, each `[dim]`; the rule says which is which, and makes them when it first steps.
    pub buffers: Vec<Vec<f64>>,
}

/// A hyper-parameter as an experiment names it.
#[derive(Debug)]
pub struct HyperParameter {
    /// PyTorch's name.
    pub name: &'static str,
    /// PyTorch's default; for a switch 0 is off and 1 is on.
    pub default: f64,
    /// Number or switch, with its range.
    pub kind: HyperKind,
    /// What a reader calls it.
    pub label: Label,
}

/// What values a hyper-parameter takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum HyperKind {
    /// A number from the first bound to below the second.
    Below(f64, f64),
    /// A number from the first bound to the second.
    UpTo(f64, f64),
    /// `true` or `false`.
    Switch,
}

/// An optimizer as an experiment names it.
#[derive(Debug)]
pub struct Recipe {
    /// PyTorch's name, in lower case.
    pub name: &'static str,
    /// Its hyper-parameters besides the learning rate.
    pub hyper_parameters: &'static [HyperParameter],
    /// Builds the rule from the values of its hyper-parameters, in their order.
    pub build: fn(&[f64]) -> Result<Box<dyn Optimizer>>,
}

/// All optimizers. One more is one file and one row.
pub static OPTIMIZERS: &[&Recipe] = &[
    &sgd::RECIPE,
    #[cfg(test)]
    &decaying::RECIPE,
];

/// By name: a name stands for one recipe.
impl PartialEq for Recipe {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}
