//! A second optimizer, for tests alone: it shares a name with SGD, but not its default, and not all of its names.

use super::{HyperKind, HyperParameter, Optimizer, Recipe, State};
use crate::words::Label;

/// Steps along the gradient with decoupled weight decay, as AdamW decays.
#[derive(Debug)]
struct Decaying {
    weight_decay: f64,
    gain: f64,
}

/// How an experiment names it.
pub(crate) static RECIPE: Recipe = Recipe {
    name: "decaying",
    hyper_parameters: &[
        HyperParameter {
            name: "weight_decay",
            default: 0.01,
            kind: HyperKind::Below(0.0, 1.0),
            label: Label::named("key.weight-decay"),
        },
        HyperParameter { name: "gain", default: 1.0, kind: HyperKind::UpTo(0.0, 10.0), label: Label::Symbol("gain") },
    ],
    build: |values| match *values {
        [weight_decay, gain] => Ok(Box::new(Decaying { weight_decay, gain })),
        _ => unreachable!("one value for each hyper-parameter of the recipe"),
    },
};

impl Optimizer for Decaying {
    fn direction(&self, parameters: &[f64], gradient: &[f64], state: &mut State, direction: &mut [f64]) {
        state.steps += 1;
        self.settled_direction(parameters, gradient, state, direction);
    }

    fn settled_direction(&self, parameters: &[f64], gradient: &[f64], _: &State, direction: &mut [f64]) {
        for ((direction, slope), parameter) in direction.iter_mut().zip(gradient).zip(parameters) {
            *direction = self.gain * slope + self.weight_decay * parameter;
        }
    }
}
