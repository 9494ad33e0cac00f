//! Adamax: Adam with the largest gradient in the place of their root mean square.
//!
//! ```text
//! g ← ∇f(θ) + weight_decay · θ
//! m ← β₁ m + (1 − β₁) g            u ← max(β₂ u, |g| + ε)
//! direction = m / (1 − β₁ᵗ) / u                                t = 1 at the first step
//! ```
//! Kingma and Ba, *Adam: A Method for Stochastic Optimization* (ICLR 2015), section 7.1, without ε; as
//! [`torch.optim.Adamax`](https://docs.pytorch.org/docs/stable/generated/torch.optim.Adamax.html), which puts it inside of the
//! maximum.

use super::apart::{Apart, Parts, Symbols, Taken};
use super::hyper::{BETA1, below_1, eps, weight_decay};
use super::moments::{Decay, Moments, ratio, write_settled};
use super::{Eta, Memory, Optimizer, Point, Recipe, State};
use crate::words::Label;

/// The rule.
#[derive(Debug)]
struct Adamax {
    /// Of the mean alone.
    moments: Moments,
    beta2: f64,
    eps: f64,
    decay: Decay,
}

/// How an experiment names it.
pub static RECIPE: Recipe = Recipe {
    name: "adamax",
    label: Label::Symbol("Adamax"),
    lr: 2e-3,
    eta: Eta::Length(1.0),
    hyper_parameters: &[
        BETA1,
        below_1("beta2", 0.999, Label::named("key.beta2-largest")),
        eps(1e-8),
        weight_decay(0.0),
    ],
    build: |values| match *values {
        [beta1, beta2, eps, weight] => Ok(Box::new(Adamax {
            moments: Moments { beta1, beta2: 0.0, corrected: true },
            beta2,
            eps,
            decay: Decay { weight, decoupled: false },
        })),
        _ => unreachable!("one value for each hyper-parameter of the recipe"),
    },
};

const MEMORY: [Memory; 2] = [Memory::Mean, Memory::LargestSlope];

impl Optimizer for Adamax {
    fn direction(&self, point: &Point<'_>, state: &mut State, direction: &mut [f64]) {
        self.decay.write_slopes(point, direction);
        let [means, largest] = state.buffers(MEMORY, direction.len());
        means.average(self.moments.beta1, |place| direction[place]);
        let by = means.correction(self.moments.beta1);
        for ((slope, mean), largest) in direction.iter_mut().zip(&means.values).zip(&mut largest.values) {
            *largest = (self.beta2 * *largest).max(slope.abs() + self.eps);
            *slope = ratio(mean / by, *largest);
        }
        largest.steps += 1;
        state.steps += 1;
    }

    fn apart(&self, step: &Taken<'_>) -> Apart {
        let mean = self.moments.mean_apart(step);
        let symbols =
            Symbols {
                divisor: "u", divisor_of: "u = max ( β₂ u , | g | + ε )", direction: "m̂ / u", ..Symbols::ADAM
            };
        step.each(symbols, self.decay, |place, slope| Parts {
            divisor: step.after.value(Memory::LargestSlope, place),
            ..mean(place, slope)
        })
    }

    fn memory(&self) -> &'static [Memory] {
        &MEMORY
    }

    /// m → g without turning round, and u falls to |g| + ε.
    fn settled_direction(&self, point: &Point<'_>, state: &State, direction: &mut [f64]) {
        let prospect = self.moments.prospect(state);
        write_settled(point, self.decay, direction, |place, slope| {
            [prospect(place, slope).mean, slope].map(|mean| ratio(mean, slope.abs() + self.eps))
        });
    }

    fn may_grow_again(&self) -> bool {
        true
    }
}
