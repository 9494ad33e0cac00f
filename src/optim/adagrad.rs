//! Adagrad: a parameter that has seen large gradients takes small steps.
//!
//! ```text
//! g ← ∇f(θ) + weight_decay · θ
//! s ← s + g²                       s = initial_accumulator_value before the first step
//! direction = g / (√s + ε) / (1 + (t − 1) · lr_decay)          t = 1 at the first step
//! ```
//! Duchi, Hazan and Singer, *Adaptive Subgradient Methods for Online Learning and Stochastic Optimization* (JMLR 12, 2011),
//! with the diagonal of their matrix, and without the decay of η, as
//! [`torch.optim.Adagrad`](https://docs.pytorch.org/docs/stable/generated/torch.optim.Adagrad.html) has it.

use super::apart::{Apart, Parts, Symbols, Taken};
use super::hyper::{at_least_0, eps, weight_decay};
use super::moments::Decay;
use super::moments::ratio;
use super::{Eta, Memory, Optimizer, Point, Recipe, State};
use crate::words::Label;

/// The rule.
#[derive(Debug)]
struct Adagrad {
    lr_decay: f64,
    weight_decay: f64,
    initial: f64,
    eps: f64,
}

/// How an experiment names it.
pub static RECIPE: Recipe = Recipe {
    name: "adagrad",
    label: Label::Symbol("Adagrad"),
    lr: 1e-2,
    eta: Eta::Length(1.0),
    hyper_parameters: &[
        at_least_0("lr_decay", 0.0, Label::named("key.lr-decay")),
        weight_decay(0.0),
        at_least_0("initial_accumulator_value", 0.0, Label::named("key.initial-accumulator")),
        eps(1e-10),
    ],
    build: |values| match *values {
        [lr_decay, weight_decay, initial, eps] => Ok(Box::new(Adagrad { lr_decay, weight_decay, initial, eps })),
        _ => unreachable!("one value for each hyper-parameter of the recipe"),
    },
};

impl Adagrad {
    /// The direction of a slope, of the sum of squares with it and the steps before.
    fn divided(&self, slope: f64, sum: f64, steps: u64) -> f64 {
        ratio(slope, sum.sqrt() + self.eps) / (1.0 + steps as f64 * self.lr_decay)
    }
}

impl Optimizer for Adagrad {
    fn direction(&self, point: &Point<'_>, state: &mut State, direction: &mut [f64]) {
        point.write_slopes(self.weight_decay, direction);
        let [sums] = state.buffers([Memory::SumOfSquares], direction.len());
        if sums.steps == 0 {
            sums.values.fill(self.initial);
        }
        for (slope, sum) in direction.iter_mut().zip(&mut sums.values) {
            *sum += *slope * *slope;
            *slope = self.divided(*slope, *sum, sums.steps);
        }
        sums.steps += 1;
        state.steps += 1;
    }

    fn apart(&self, step: &Taken<'_>) -> Apart {
        let decayed = step.before.steps_of(Memory::SumOfSquares) as f64 * self.lr_decay;
        let (direction, gain) = match decayed > 0.0 {
            true => ("a g / ( √ s + ε )", "a"),
            false => ("g / ( √ s + ε )", ""),
        };
        let symbols = Symbols { divisor: "√ s + ε", divisor_of: "s = Σ g²", gain, direction, ..Symbols::GRADIENT };
        step.each(symbols, Decay { weight: self.weight_decay, decoupled: false }, |place, slope| Parts {
            divisor: step.after.value(Memory::SumOfSquares, place).sqrt() + self.eps,
            gain: 1.0 / (1.0 + decayed),
            ..Parts::of(slope)
        })
    }

    fn memory(&self) -> &'static [Memory] {
        &[Memory::SumOfSquares]
    }

    /// Directions fade away as 1/√t: the next one is the largest.
    fn settled_direction(&self, point: &Point<'_>, state: &State, direction: &mut [f64]) {
        point.write_slopes(self.weight_decay, direction);
        let sums = state.get(Memory::SumOfSquares);
        for (place, slope) in direction.iter_mut().enumerate() {
            let (sum, steps) = sums.map_or((self.initial, 0), |sums| (sums.values[place], sums.steps));
            *slope = self.divided(*slope, sum + *slope * *slope, steps);
        }
    }
}
