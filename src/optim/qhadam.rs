//! QHAdam: Adam between the gradient and its running mean, and between its square and their mean.
//!
//! ```text
//! g ← ∇f(θ) + weight_decay · θ
//! m ← β₁ m + (1 − β₁) g            v ← β₂ v + (1 − β₂) g²
//! m̂ = m / (1 − β₁ᵗ)                v̂ = v / (1 − β₂ᵗ)           t = 1 at the first step
//! direction = ((1 − ν₁) g + ν₁ m̂) / (√((1 − ν₂) g² + ν₂ v̂) + ε)
//! ```
//! Ma and Yarats, *Quasi-hyperbolic momentum and Adam for deep learning* (ICLR 2019), as in their code,
//! [qhoptim](https://github.com/facebookresearch/qhoptim), whose defaults these are: with ν₁ = ν₂ = 1 it is Adam. PyTorch has no
//! such rule.

use super::apart::{Apart, Parts, Symbols, Taken};
use super::hyper::{BETA1, BETA2, DECOUPLED, eps, part, weight_decay};
use super::moments::{Decay, Moments, ratio, root, write_settled};
use super::{Eta, Memory, Optimizer, Point, Recipe, State};
use crate::words::Label;

/// The rule.
#[derive(Debug)]
struct QhAdam {
    moments: Moments,
    nu1: f64,
    nu2: f64,
    eps: f64,
    decay: Decay,
}

/// How an experiment names it.
pub static RECIPE: Recipe = Recipe {
    name: "qhadam",
    label: Label::Symbol("QHAdam"),
    lr: 1e-3,
    eta: Eta::Length(1.0),
    hyper_parameters: &[
        BETA1,
        BETA2,
        part("nu1", 1.0, Label::named("key.nu1")),
        part("nu2", 1.0, Label::named("key.nu2")),
        eps(1e-8),
        weight_decay(0.0),
        DECOUPLED,
    ],
    build: |values| match *values {
        [beta1, beta2, nu1, nu2, eps, weight, decoupled] => Ok(Box::new(QhAdam {
            moments: Moments { beta1, beta2, corrected: true },
            nu1,
            nu2,
            eps,
            decay: Decay { weight, decoupled: decoupled != 0.0 },
        })),
        _ => unreachable!("one value for each hyper-parameter of the recipe"),
    },
};

impl Optimizer for QhAdam {
    fn direction(&self, point: &Point<'_>, state: &mut State, direction: &mut [f64]) {
        self.decay.write_slopes(point, direction);
        let averages = self.moments.update(state, direction);
        let [by_mean, by_square] = self.moments.corrections(averages);
        let [means, squares] = averages;
        for ((slope, mean), square) in direction.iter_mut().zip(&means.values).zip(&squares.values) {
            let square = (1.0 - self.nu2) * *slope * *slope + self.nu2 * (square / by_square);
            let mean = (1.0 - self.nu1) * *slope + self.nu1 * (mean / by_mean);
            *slope = ratio(mean, square.sqrt() + self.eps);
        }
        self.decay.finish(point, direction);
        state.steps += 1;
    }

    fn apart(&self, step: &Taken<'_>) -> Apart {
        let mean = self.moments.mean_apart(step);
        let by_square = self.moments.corrections_after(step.after)[1];
        let symbols = Symbols {
            along: "d",
            made_of: "( 1 − ν₁ ) g + ν₁ m̂",
            divisor: "√ q + ε",
            divisor_of: "q = ( 1 − ν₂ ) g² + ν₂ v̂",
            direction: "d / ( √ q + ε )",
            ..Symbols::ADAM
        };
        step.each(symbols, self.decay, |place, slope| {
            let (mean, square) = (mean(place, slope), step.after.value(Memory::MeanSquare, place));
            Parts {
                fresh: (1.0 - self.nu1) * slope + self.nu1 * mean.fresh,
                remembered: self.nu1 * mean.remembered,
                along: (1.0 - self.nu1) * slope + self.nu1 * mean.along,
                divisor: ((1.0 - self.nu2) * slope * slope + self.nu2 * (square / by_square)).sqrt() + self.eps,
                ..mean
            }
        })
    }

    fn memory(&self) -> &'static [Memory] {
        &Moments::MEMORY
    }

    /// As Adam's: what lies between g and m̂ is no larger than both, and what lies between g² and v̂ no smaller.
    fn settled_direction(&self, point: &Point<'_>, state: &State, direction: &mut [f64]) {
        let prospect = self.moments.prospect(state);
        write_settled(point, self.decay, direction, |place, slope| {
            let ahead = prospect(place, slope);
            [(ahead.mean, ahead.square), (slope, slope * slope)]
                .map(|(mean, square)| ratio(mean, root(square) + self.eps))
        });
    }

    fn may_grow_again(&self) -> bool {
        true
    }
}
