//! Adadelta: steps in the parameter's own unit, as long as steps have been, over what gradients have been.
//!
//! ```text
//! g ← ∇f(θ) + weight_decay · θ
//! v ← ρ v + (1 − ρ) g²
//! direction = √(u + ε) / √(v + ε) · g
//! u ← ρ u + (1 − ρ) direction²
//! ```
//! Zeiler, *ADADELTA: An Adaptive Learning Rate Method* (arXiv:1212.5701, 2012), who needs no learning rate;
//! [`torch.optim.Adadelta`](https://docs.pytorch.org/docs/stable/generated/torch.optim.Adadelta.html) has one, of 1, and ρ = 0.9
//! where the paper has 0.95.

use super::apart::{Apart, Parts, Symbols, Taken};
use super::hyper::{eps, part, weight_decay};
use super::moments::Decay;
use super::moments::ratio;
use super::{Eta, Memory, Optimizer, Point, Recipe, State};
use crate::words::Label;

/// The rule.
#[derive(Debug)]
struct Adadelta {
    rho: f64,
    eps: f64,
    weight_decay: f64,
}

/// How an experiment names it.
pub static RECIPE: Recipe = Recipe {
    name: "adadelta",
    label: Label::Symbol("Adadelta"),
    lr: 1.0,
    eta: Eta::Step,
    hyper_parameters: &[part("rho", 0.9, Label::named("key.rho")), eps(1e-6), weight_decay(0.0)],
    build: |values| match *values {
        [rho, eps, weight_decay] => Ok(Box::new(Adadelta { rho, eps, weight_decay })),
        _ => unreachable!("one value for each hyper-parameter of the recipe"),
    },
};

const MEMORY: [Memory; 2] = [Memory::MeanSquare, Memory::MeanSquareDirection];

impl Optimizer for Adadelta {
    fn direction(&self, point: &Point<'_>, state: &mut State, direction: &mut [f64]) {
        point.write_slopes(self.weight_decay, direction);
        let [squares, directions] = state.buffers(MEMORY, direction.len());
        squares.average_squares(self.rho, direction);
        for ((slope, square), reach) in direction.iter_mut().zip(&squares.values).zip(&directions.values) {
            *slope = ratio(*slope * (reach + self.eps).sqrt(), (square + self.eps).sqrt());
        }
        directions.average_squares(self.rho, direction);
        state.steps += 1;
    }

    fn apart(&self, step: &Taken<'_>) -> Apart {
        let symbols = Symbols {
            divisor: "√ ( v + ε )",
            divisor_of: "v = ρ v + ( 1 − ρ ) g²",
            gain: "√ ( u + ε )",
            direction: "√ ( u + ε ) g / √ ( v + ε )",
            ..Symbols::GRADIENT
        };
        step.each(symbols, Decay { weight: self.weight_decay, decoupled: false }, |place, slope| Parts {
            divisor: (step.after.value(Memory::MeanSquare, place) + self.eps).sqrt(),
            gain: (step.before.value(Memory::MeanSquareDirection, place) + self.eps).sqrt(),
            ..Parts::of(slope)
        })
    }

    fn memory(&self) -> &'static [Memory] {
        &MEMORY
    }

    /// Under one gradient v → g² and u → g², the direction therefore to g itself. On the way there u may stand above its end,
    /// and v below.
    fn settled_direction(&self, point: &Point<'_>, state: &State, direction: &mut [f64]) {
        point.write_slopes(self.weight_decay, direction);
        let [squares, directions] = MEMORY.map(|memory| state.get(memory));
        for (place, slope) in direction.iter_mut().enumerate() {
            let end = *slope * *slope;
            let now = squares.map_or(0.0, |squares| squares.values[place]);
            let square = end.min(self.rho * now + (1.0 - self.rho) * end);
            let reach = directions.map_or(0.0, |directions| directions.values[place]);
            // While v is below g², a direction may be larger than g, and takes u above g² with it.
            let excess = ratio(end, square + self.eps).max(1.0);
            let reach = (reach.max(end) + self.eps) * excess;
            *slope = ratio(*slope * reach.sqrt(), (square + self.eps).sqrt());
        }
    }

    fn may_grow_again(&self) -> bool {
        true
    }
}
