//! A second optimizer, for tests alone: it shares a name with SGD, but not its default, and not all of its names.

use super::apart::{Apart, Parts, Symbols, Taken};
use super::moments::Decay;
use super::{Eta, Memory, Optimizer, Point, Recipe, State};
use crate::key::{HyperParameter, Kind};
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
    label: Label::Symbol("decaying"),
    lr: 1e-3,
    eta: Eta::Gradient,
    hyper_parameters: &[
        HyperParameter {
            name: "weight_decay",
            default: 0.01,
            kind: Kind::NumberBelow(0.0, 1.0),
            label: Label::named("key.weight-decay"),
        },
        HyperParameter { name: "gain", default: 1.0, kind: Kind::Number(0.0, 10.0), label: Label::Symbol("gain") },
    ],
    build: |values| match *values {
        [weight_decay, gain] => Ok(Box::new(Decaying { weight_decay, gain })),
        _ => unreachable!("one value for each hyper-parameter of the recipe"),
    },
};

impl Optimizer for Decaying {
    fn direction(&self, point: &Point<'_>, state: &mut State, direction: &mut [f64]) {
        state.steps += 1;
        self.settled_direction(point, state, direction);
    }

    fn apart(&self, step: &Taken<'_>) -> Apart {
        let decay = Decay { weight: self.weight_decay, decoupled: true };
        step.each(Symbols { gain: "a", direction: "a g", ..Symbols::GRADIENT }, decay, |_, slope| Parts {
            gain: self.gain,
            ..Parts::of(slope)
        })
    }

    fn memory(&self) -> &'static [Memory] {
        &[]
    }

    fn settled_direction(&self, point: &Point<'_>, _: &State, direction: &mut [f64]) {
        point.write_slopes(0.0, direction);
        direction.iter_mut().for_each(|slope| *slope *= self.gain);
        point.decay(self.weight_decay, direction);
    }
}
