//! Rprop: the sign of the gradient says where to, its turns how far.
//!
//! ```text
//! g ← ∇f(θ)
//! s ← s η⁺ if g has the sign it had, s η⁻ if the other one; within step_min and step_max
//! g ← 0 if it has the other one
//! θ ← θ − s · sign(g)              s = η before the first step
//! ```
//! Riedmiller and Braun, *A direct adaptive method for faster backpropagation learning: the RPROP algorithm* (ICNN 1993);
//! without the step back, it is iRprop⁻ of Igel and Hüsken, *Improving the Rprop Learning Algorithm* (NC 2000). As
//! [`torch.optim.Rprop`](https://docs.pytorch.org/docs/stable/generated/torch.optim.Rprop.html), whose `etas` are `eta_minus` and
//! `eta_plus` here, and whose `step_sizes` are `step_min` and `step_max`.
//!
//! The learning rate is the first step's length, and nothing after it: neither a schedule nor a change of η moves a
//! run that goes on. It is a rule for full batches: the signs of single samples tell its step sizes little.

use super::apart::{Apart, Parts, Symbols, Taken};
use super::hyper::at_least_0;
use super::moments::Decay;
use super::moments::sign;
use super::{Eta, Memory, Optimizer, Point, Recipe, State};
use crate::key::{HyperParameter, Kind};
use crate::words::Label;

/// The rule.
#[derive(Debug)]
struct Rprop {
    eta_minus: f64,
    eta_plus: f64,
    step_min: f64,
    step_max: f64,
}

/// How an experiment names it.
pub static RECIPE: Recipe = Recipe {
    name: "rprop",
    label: Label::Symbol("Rprop"),
    lr: 1e-2,
    eta: Eta::Length(1.0),
    hyper_parameters: &[
        HyperParameter {
            name: "eta_minus",
            default: 0.5,
            kind: Kind::NumberBetween(0.0, 1.0),
            label: Label::named("key.eta-minus"),
        },
        HyperParameter {
            name: "eta_plus",
            default: 1.2,
            kind: Kind::NumberAbove(1.0, 1e6),
            label: Label::named("key.eta-plus"),
        },
        at_least_0("step_min", 1e-6, Label::named("key.step-min")),
        at_least_0("step_max", 50.0, Label::named("key.step-max")),
    ],
    build: |values| match *values {
        [eta_minus, eta_plus, step_min, step_max] => Ok(Box::new(Rprop { eta_minus, eta_plus, step_min, step_max })),
        _ => unreachable!("one value for each hyper-parameter of the recipe"),
    },
};

const MEMORY: [Memory; 2] = [Memory::PreviousSlope, Memory::StepSize];

impl Optimizer for Rprop {
    fn direction(&self, point: &Point<'_>, state: &mut State, direction: &mut [f64]) {
        point.write_slopes(0.0, direction);
        let [previous, sizes] = state.buffers(MEMORY, direction.len());
        if sizes.steps == 0 {
            sizes.values.fill(point.lr);
        }
        for ((slope, previous), size) in direction.iter_mut().zip(&mut previous.values).zip(&mut sizes.values) {
            let turn = *slope * *previous;
            if turn > 0.0 {
                *size *= self.eta_plus;
            } else if turn < 0.0 {
                *size *= self.eta_minus;
                *slope = 0.0;
            }
            // In PyTorch the smaller bound gives way, where they stand the wrong way round.
            *size = size.max(self.step_min).min(self.step_max);
            *previous = *slope;
            *slope = *size * sign(*slope);
        }
        (previous.steps, sizes.steps) = (previous.steps + 1, sizes.steps + 1);
        state.steps += 1;
    }

    /// The direction is the step.
    fn rate(&self, _: f64) -> f64 {
        1.0
    }

    fn apart(&self, step: &Taken<'_>) -> Apart {
        let symbols =
            Symbols { divisor: "| g |", gain: "s", direction: "s · sign ( g )", is_sign: true, ..Symbols::GRADIENT };
        step.each(symbols, Decay { weight: 0.0, decoupled: false }, |place, slope| {
            // 0 where the slope has turned.
            let along = step.after.value(Memory::PreviousSlope, place);
            Parts {
                fresh: along,
                along,
                divisor: slope.abs(),
                gain: step.after.value(Memory::StepSize, place),
                ..Parts::of(slope)
            }
        })
    }

    fn memory(&self) -> &'static [Memory] {
        &MEMORY
    }

    /// Steps in one direction grow to the largest.
    fn settled_direction(&self, point: &Point<'_>, _: &State, direction: &mut [f64]) {
        point.write_slopes(0.0, direction);
        direction.iter_mut().for_each(|slope| *slope = self.step_max * sign(*slope));
    }

    fn may_grow_again(&self) -> bool {
        true
    }
}
