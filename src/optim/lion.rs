//! Lion: every parameter takes a step of the same length; only its sign is learnt.
//!
//! ```text
//! direction = sign(β₁ m + (1 − β₁) ∇f(θ)) + weight_decay · θ
//! m ← β₂ m + (1 − β₂) ∇f(θ)
//! ```
//! Chen et al., *Symbolic Discovery of Optimization Algorithms* (NeurIPS 2023), as in their code,
//! [google/automl](https://github.com/google/automl/tree/master/lion), whose defaults these are. PyTorch has no such rule. The sign of
//! 0 is 0.

use super::apart::{Apart, Parts, Symbols, Taken};
use super::hyper::{below_1, weight_decay};
use super::moments::{Decay, sign, toward, write_each};
use super::{Eta, Memory, Optimizer, Point, Recipe, State};
use crate::words::Label;

/// The rule.
#[derive(Debug)]
struct Lion {
    beta1: f64,
    beta2: f64,
    decay: Decay,
}

/// How an experiment names it.
pub static RECIPE: Recipe = Recipe {
    name: "lion",
    label: Label::Symbol("Lion"),
    lr: 1e-4,
    eta: Eta::Length(1.0),
    hyper_parameters: &[
        below_1("beta1", 0.9, Label::named("key.beta1-lion")),
        below_1("beta2", 0.99, Label::named("key.beta2-lion")),
        weight_decay(0.0),
    ],
    build: |values| match *values {
        [beta1, beta2, weight] => Ok(Box::new(Lion { beta1, beta2, decay: Decay { weight, decoupled: true } })),
        _ => unreachable!("one value for each hyper-parameter of the recipe"),
    },
};

impl Optimizer for Lion {
    fn direction(&self, point: &Point<'_>, state: &mut State, direction: &mut [f64]) {
        let [means] = state.buffers([Memory::Mean], direction.len());
        write_each(point, self.decay, direction, |place, slope| {
            let mean = &mut means.values[place];
            let step = sign(toward(*mean, slope, 1.0 - self.beta1));
            *mean = toward(*mean, slope, 1.0 - self.beta2);
            step
        });
        means.steps += 1;
        state.steps += 1;
    }

    fn apart(&self, step: &Taken<'_>) -> Apart {
        let symbols = Symbols {
            along: "c",
            made_of: "β₁ m + ( 1 − β₁ ) g",
            divisor: "| c |",
            direction: "c / | c |",
            is_sign: true,
            ..Symbols::GRADIENT
        };
        step.each(symbols, self.decay, |place, slope| {
            let old = step.before.value(Memory::Mean, place);
            let along = toward(old, slope, 1.0 - self.beta1);
            Parts {
                fresh: (1.0 - self.beta1) * slope,
                remembered: self.beta1 * old,
                along,
                divisor: along.abs(),
                ..Parts::of(slope)
            }
        })
    }

    fn memory(&self) -> &'static [Memory] {
        &[Memory::Mean]
    }

    /// m → g.
    fn settled_direction(&self, point: &Point<'_>, _: &State, direction: &mut [f64]) {
        write_each(point, self.decay, direction, |_, slope| sign(slope));
    }

    fn may_grow_again(&self) -> bool {
        true
    }
}
