//! RMSprop: the gradient in units of its own root mean square.
//!
//! ```text
//! g ← ∇f(θ) + weight_decay · θ
//! v ← α v + (1 − α) g²
//! m ← α m + (1 − α) g              if centered; then v − m² stands for v below
//! d = g / (√v + ε)
//! b ← momentum · b + d             with momentum
//! direction = b, or d without momentum
//! ```
//! Tieleman and Hinton, lecture 6e of *Neural Networks for Machine Learning* (Coursera, 2012); centered as in Graves,
//! *Generating Sequences With Recurrent Neural Networks* (arXiv:1308.0850, 2013), eq. 38–45. As
//! [`torch.optim.RMSprop`](https://docs.pytorch.org/docs/stable/generated/torch.optim.RMSprop.html), whose ε stands outside of the
//! root, where Graves has it inside, and whose α is 0.99 where Hinton's is 0.9. PyTorch takes an α above 1 too, of which
//! nothing finite comes; here it is refused.

use super::apart::{Apart, Parts, Symbols, Taken};
use super::hyper::{below_1, eps, part, switch, weight_decay};
use super::moments::Decay;
use super::moments::{ratio, root};
use super::{Eta, Memory, Optimizer, Point, Recipe, State};
use crate::words::Label;

/// The rule.
#[derive(Debug)]
struct RmsProp {
    alpha: f64,
    eps: f64,
    weight_decay: f64,
    momentum: f64,
    centered: bool,
}

/// How an experiment names it.
pub static RECIPE: Recipe = Recipe {
    name: "rmsprop",
    label: Label::Symbol("RMSprop"),
    lr: 1e-2,
    // 1/√(1 − alpha).
    eta: Eta::Length(10.0),
    hyper_parameters: &[
        part("alpha", 0.99, Label::named("key.alpha")),
        eps(1e-8),
        weight_decay(0.0),
        below_1("momentum", 0.0, Label::named("key.momentum")),
        switch("centered", false, Label::named("key.centered")),
    ],
    build: |values| match *values {
        [alpha, eps, weight_decay, momentum, centered] => {
            Ok(Box::new(RmsProp { alpha, eps, weight_decay, momentum, centered: centered != 0.0 }))
        }
        _ => unreachable!("one value for each hyper-parameter of the recipe"),
    },
};

impl Optimizer for RmsProp {
    fn direction(&self, point: &Point<'_>, state: &mut State, direction: &mut [f64]) {
        let dim = direction.len();
        point.write_slopes(self.weight_decay, direction);
        if self.centered {
            let [squares, means] = state.buffers([Memory::MeanSquare, Memory::Mean], dim);
            squares.average_squares(self.alpha, direction);
            means.average(self.alpha, |place| direction[place]);
            for ((slope, square), mean) in direction.iter_mut().zip(&squares.values).zip(&means.values) {
                *slope = ratio(*slope, root(square - mean * mean) + self.eps);
            }
        } else {
            let [squares] = state.buffers([Memory::MeanSquare], dim);
            squares.average_squares(self.alpha, direction);
            for (slope, square) in direction.iter_mut().zip(&squares.values) {
                *slope = ratio(*slope, square.sqrt() + self.eps);
            }
        }
        if self.momentum > 0.0 {
            let [velocity] = state.buffers([Memory::ScaledVelocity], dim);
            for (slope, speed) in direction.iter_mut().zip(&mut velocity.values) {
                *speed = self.momentum * *speed + *slope;
                *slope = *speed;
            }
            velocity.steps += 1;
        }
        state.steps += 1;
    }

    fn apart(&self, step: &Taken<'_>) -> Apart {
        let divisor = if self.centered { "√ ( v − m² ) + ε" } else { "√ v + ε" };
        let direction = match (self.momentum > 0.0, self.centered) {
            (false, false) => "g / ( √ v + ε )",
            (false, true) => "g / ( √ ( v − m² ) + ε )",
            (true, false) => "( β b + g / ( √ v + ε ) )",
            (true, true) => "( β b + g / ( √ ( v − m² ) + ε ) )",
        };
        let carried = if self.momentum > 0.0 { "β b" } else { "" };
        let divisor_of = "v = α v + ( 1 − α ) g²";
        let symbols = Symbols { divisor, divisor_of, carried, direction, ..Symbols::GRADIENT };
        step.each(symbols, Decay { weight: self.weight_decay, decoupled: false }, |place, slope| {
            let square = step.after.value(Memory::MeanSquare, place);
            let mean = if self.centered { step.after.value(Memory::Mean, place) } else { 0.0 };
            Parts {
                divisor: root(square - mean * mean) + self.eps,
                carried: self.momentum * step.before.value(Memory::ScaledVelocity, place),
                ..Parts::of(slope)
            }
        })
    }

    fn memory(&self) -> &'static [Memory] {
        &[Memory::MeanSquare, Memory::Mean, Memory::ScaledVelocity]
    }

    /// v → g², without turning round, and v − m² → 0; a velocity to 1 / (1 − momentum) of what is added to it.
    fn settled_direction(&self, point: &Point<'_>, state: &State, direction: &mut [f64]) {
        point.write_slopes(self.weight_decay, direction);
        let squares = state.get(Memory::MeanSquare);
        for (place, slope) in direction.iter_mut().enumerate() {
            let end = *slope * *slope;
            let now = squares.map_or(0.0, |squares| squares.values[place]);
            let next = self.alpha * now + (1.0 - self.alpha) * end;
            // With an α of 1 it stays what it is; but centered, its mean may not have.
            let square = if self.centered { 0.0 } else { next.min(end) };
            *slope = ratio(*slope, square.sqrt() + self.eps) / (1.0 - self.momentum);
        }
    }

    fn may_grow_again(&self) -> bool {
        true
    }
}
