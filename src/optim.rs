//! Update rules: a gradient becomes a direction, and the trainer applies the learning rate once, θ ← θ − η · direction.
//!
//! Rules are pure: hyper-parameters stand in the optimizer, what it remembers in a [`State`] outside, so that a slider can
//! change the rule mid-flight and keep the momentum, and a rewind is a clone. Words, defaults and the order of
//! operations are PyTorch's, so that its numbers come out.

#[cfg(feature = "optimizers")]
pub mod adadelta;
#[cfg(feature = "optimizers")]
pub mod adagrad;
#[cfg(feature = "optimizers")]
pub mod adam;
#[cfg(feature = "optimizers")]
pub mod adamax;
#[cfg(feature = "optimizers")]
pub mod adamw;
#[cfg(feature = "optimizers")]
mod apart;
#[cfg(feature = "optimizers")]
pub mod cg;
#[cfg(test)]
mod decaying;
mod hyper;
#[cfg(feature = "optimizers")]
pub mod lbfgs;
#[cfg(feature = "optimizers")]
mod line;
#[cfg(feature = "optimizers")]
pub mod line_search;
#[cfg(feature = "optimizers")]
pub mod lion;
#[cfg(feature = "optimizers")]
mod moments;
#[cfg(feature = "optimizers")]
pub mod nadam;
#[cfg(feature = "optimizers")]
pub mod newton;
#[cfg(feature = "optimizers")]
pub mod own;
#[cfg(feature = "optimizers")]
pub mod qhadam;
#[cfg(feature = "optimizers")]
pub mod qhm;
#[cfg(feature = "optimizers")]
pub mod radam;
#[cfg(feature = "optimizers")]
pub mod rmsprop;
#[cfg(feature = "optimizers")]
pub mod rprop;
pub mod sgd;
mod state;
#[cfg(test)]
mod tests;

#[cfg(feature = "optimizers")]
pub use apart::{Apart, Parts, Symbols, Taken};
#[cfg(feature = "optimizers")]
pub use state::Named;
pub use state::{Buffer, Memory, State};

use crate::error::Result;
use crate::key::HyperParameter;
#[cfg(feature = "optimizers")]
use crate::objective::{Batch, Objective};
use crate::words::Label;
use std::fmt;

/// Where a step is taken from.
#[derive(Clone, Copy)]
pub struct Point<'a> {
    /// θ, `[dim]`.
    pub parameters: &'a [f64],
    /// ∇f(θ), `[dim]`.
    pub gradient: &'a [f64],
    /// η of this step.
    pub lr: f64,
    /// Whether the step is to go up instead of down: PyTorch's `maximize` of every rule.
    pub maximize: bool,
    /// f, for a rule that asks for more than its gradient here.
    #[cfg(feature = "optimizers")]
    pub objective: &'a dyn Objective,
    /// The samples that the gradient is of.
    #[cfg(feature = "optimizers")]
    pub batch: Batch<'a>,
}

impl Point<'_> {
    /// What every rule begins with: g = ±∇f(θ) + weight_decay · θ, `[dim]`, the minus where it is to go up.
    pub fn write_slopes(&self, weight_decay: f64, slopes: &mut [f64]) {
        slopes.copy_from_slice(self.gradient);
        if self.maximize {
            slopes.iter_mut().for_each(|slope| *slope = -*slope);
        }
        self.decay(weight_decay, slopes);
    }

    /// ±f over the batch at other parameters, `[dim]`: what the step is to lower.
    #[cfg(feature = "optimizers")]
    pub fn value_at(&self, parameters: &[f64]) -> f64 {
        let value = self.objective.value(parameters, self.batch);
        if self.maximize { -value } else { value }
    }

    /// The same; writes its gradient there, `[dim]`.
    #[cfg(feature = "optimizers")]
    pub fn value_and_slopes_at(&self, parameters: &[f64], slopes: &mut [f64]) -> f64 {
        let value = self.objective.value_and_gradient(parameters, self.batch, slopes);
        if self.maximize {
            slopes.iter_mut().for_each(|slope| *slope = -*slope);
            return -value;
        }
        value
    }

    /// ±∇²f(θ) over all samples, row-major `[dim, dim]`.
    #[cfg(feature = "optimizers")]
    pub fn curvatures(&self) -> Vec<f64> {
        let mut curvatures = self.objective.hessian(self.parameters);
        if self.maximize {
            curvatures.iter_mut().for_each(|curvature| *curvature = -*curvature);
        }
        curvatures
    }

    /// Adds weight_decay · θ. To a direction that is done it is the decoupled decay, θ ← (1 − η · weight_decay) θ, of
    /// Loshchilov and Hutter, *Decoupled Weight Decay Regularization* (ICLR 2019).
    pub fn decay(&self, weight_decay: f64, slopes: &mut [f64]) {
        if weight_decay != 0.0 {
            for (slope, parameter) in slopes.iter_mut().zip(self.parameters) {
                *slope += weight_decay * parameter;
            }
        }
    }

    /// Turns a direction, `[dim]`, into the point that is so long a step against it away.
    pub fn step_along(&self, direction: &mut [f64], length: f64) {
        for (to, parameter) in direction.iter_mut().zip(self.parameters) {
            *to = parameter - length * *to;
        }
    }
}

/// An update rule with its hyper-parameters.
pub trait Optimizer: fmt::Debug {
    /// Turns the gradient at `point` into a direction to step against, `[dim]`, and updates `state`.
    fn direction(&self, point: &Point<'_>, state: &mut State, direction: &mut [f64]);

    /// What the direction of a step is made of, from what [`direction`](Self::direction) has left in its buffers.
    #[cfg(feature = "optimizers")]
    fn apart(&self, step: &Taken<'_>) -> Apart;

    /// Whether the direction is the gradient itself, whatever the parameters and the state are.
    #[cfg(feature = "handles")]
    fn is_the_gradient(&self) -> bool {
        false
    }

    /// What the trainer multiplies the direction by: η, unless the rule has step sizes of its own.
    fn rate(&self, lr: f64) -> f64 {
        lr
    }

    /// Writes the point that a step from `point` leads to, `[dim]`, and updates `state`: θ − η · direction, unless the rule
    /// [says points](Self::says_points).
    fn step(&self, point: &Point<'_>, state: &mut State, next: &mut [f64]) {
        self.direction(point, state, next);
        point.step_along(next, self.rate(point.lr));
    }

    /// Whether a step is the point that the rule says, whatever its direction may be.
    fn says_points(&self) -> bool {
        false
    }

    /// The kinds of buffers that the rule remembers: of another rule's, these are kept when this one takes over.
    fn memory(&self) -> &'static [Memory];

    /// The direction that the rule comes to when the gradient stays as it is for ever, from what `state` remembers; where
    /// it goes beyond that on the way, or fades away, the farthest that it may go.
    ///
    /// In each component, no direction on the way is larger than both its next value and this one, but for a decoupled decay,
    /// which is added to all alike. So a run rests where neither direction moves anything; the next one alone may be 0 as a
    /// velocity turns round.
    fn settled_direction(&self, point: &Point<'_>, state: &State, direction: &mut [f64]);

    /// Whether each number of a step is made of the same place's alone, so that descents go side by side as one.
    #[cfg(feature = "optimizers")]
    fn is_by_each_number(&self) -> bool {
        true
    }

    /// Whether steps along one and the same gradient may grow again, as the rule forgets larger ones that it divides by.
    /// Then a step that is small beside what the parameter has been is no sign of rest.
    fn may_grow_again(&self) -> bool {
        false
    }
}

/// What a learning rate η is to a rule.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Eta {
    /// A multiple of the gradient, or of a mean of gradients: on a surface that is twice as high, half as large does the same.
    Gradient,
    /// The length of a step along each parameter, whatever the surface's height; of the first step by default the given number
    /// of times as much.
    Length(f64),
    /// A part of a step that has a length of its own.
    Step,
}

/// An optimizer as an experiment names it.
#[derive(Debug)]
pub struct Recipe {
    /// PyTorch's name, in lower case.
    pub name: &'static str,
    /// What a reader calls it.
    pub label: Label,
    /// PyTorch's learning rate where none is given.
    pub lr: f64,
    /// What that is to it.
    pub eta: Eta,
    /// Its hyper-parameters besides the learning rate.
    pub hyper_parameters: &'static [HyperParameter],
    /// Builds the rule from the values of its hyper-parameters, in their order.
    pub build: fn(&[f64]) -> Result<Box<dyn Optimizer>>,
}

/// All optimizers. One more is one file and one row.
pub static OPTIMIZERS: &[&Recipe] = &[
    &sgd::RECIPE,
    #[cfg(feature = "optimizers")]
    &adagrad::RECIPE,
    #[cfg(feature = "optimizers")]
    &adadelta::RECIPE,
    #[cfg(feature = "optimizers")]
    &rmsprop::RECIPE,
    #[cfg(feature = "optimizers")]
    &adam::RECIPE,
    #[cfg(feature = "optimizers")]
    &adamw::RECIPE,
    #[cfg(feature = "optimizers")]
    &adamax::RECIPE,
    #[cfg(feature = "optimizers")]
    &nadam::RECIPE,
    #[cfg(feature = "optimizers")]
    &radam::RECIPE,
    #[cfg(feature = "optimizers")]
    &rprop::RECIPE,
    #[cfg(feature = "optimizers")]
    &lion::RECIPE,
    #[cfg(feature = "optimizers")]
    &qhm::RECIPE,
    #[cfg(feature = "optimizers")]
    &qhadam::RECIPE,
    #[cfg(feature = "optimizers")]
    &newton::RECIPE,
    #[cfg(feature = "optimizers")]
    &line_search::RECIPE,
    #[cfg(feature = "optimizers")]
    &cg::RECIPE,
    #[cfg(feature = "optimizers")]
    &lbfgs::RECIPE,
    #[cfg(feature = "optimizers")]
    &own::RECIPE,
    #[cfg(test)]
    &decaying::RECIPE,
];

/// By name: a name stands for one recipe.
impl PartialEq for Recipe {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}
