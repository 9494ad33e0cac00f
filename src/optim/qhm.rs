//! Quasi-hyperbolic momentum: between the gradient and its running mean.
//!
//! ```text
//! g ← ∇f(θ) + weight_decay · θ
//! m ← momentum · m + (1 − momentum) g
//! direction = (1 − ν) g + ν m
//! ```
//! Ma and Yarats, *Quasi-hyperbolic momentum and Adam for deep learning* (ICLR 2019), as in their code,
//! [qhoptim](https://github.com/facebookresearch/qhoptim), with what they recommend to begin with as defaults. PyTorch has no
//! such rule. Its momentum is dampened: SGD with a momentum of 0.9 goes ten times as far by the same η.

use super::apart::{Apart, Parts, Symbols, Taken};
use super::hyper::{below_1, part, weight_decay};
use super::moments::Decay;
use super::{Eta, Memory, Optimizer, Point, Recipe, State};
use crate::words::Label;

/// The rule.
#[derive(Debug)]
struct Qhm {
    momentum: f64,
    nu: f64,
    weight_decay: f64,
}

/// How an experiment names it.
pub static RECIPE: Recipe = Recipe {
    name: "qhm",
    label: Label::Symbol("QHM"),
    // As SGD's: its authors give none.
    lr: 1e-3,
    eta: Eta::Gradient,
    hyper_parameters: &[
        below_1("momentum", 0.999, Label::named("key.momentum")),
        part("nu", 0.7, Label::named("key.nu")),
        weight_decay(0.0),
    ],
    build: |values| match *values {
        [momentum, nu, weight_decay] => Ok(Box::new(Qhm { momentum, nu, weight_decay })),
        _ => unreachable!("one value for each hyper-parameter of the recipe"),
    },
};

impl Optimizer for Qhm {
    fn direction(&self, point: &Point<'_>, state: &mut State, direction: &mut [f64]) {
        point.write_slopes(self.weight_decay, direction);
        let [means] = state.buffers([Memory::Mean], direction.len());
        means.average(self.momentum, |place| direction[place]);
        for (slope, mean) in direction.iter_mut().zip(&means.values) {
            *slope = (1.0 - self.nu) * *slope + self.nu * mean;
        }
        state.steps += 1;
    }

    fn apart(&self, step: &Taken<'_>) -> Apart {
        let symbols = Symbols {
            along: "d",
            made_of: "( 1 − ν ) g + ν ( β m + ( 1 − β ) g )",
            direction: "d",
            ..Symbols::GRADIENT
        };
        step.each(symbols, Decay { weight: self.weight_decay, decoupled: false }, |place, slope| {
            let [old, new] = [step.before, step.after].map(|state| state.value(Memory::Mean, place));
            Parts {
                fresh: (1.0 - self.nu) * slope + self.nu * (1.0 - self.momentum) * slope,
                remembered: self.nu * self.momentum * old,
                along: (1.0 - self.nu) * slope + self.nu * new,
                ..Parts::of(slope)
            }
        })
    }

    fn memory(&self) -> &'static [Memory] {
        &[Memory::Mean]
    }

    /// m → g, without turning round.
    fn settled_direction(&self, point: &Point<'_>, _: &State, direction: &mut [f64]) {
        point.write_slopes(self.weight_decay, direction);
    }
}
