//! NAdam: Adam that looks ahead along its mean, as Nesterov momentum does.
//!
//! ```text
//! g ← ∇f(θ) + weight_decay · θ
//! m ← β₁ m + (1 − β₁) g            v ← β₂ v + (1 − β₂) g²
//! μₜ = β₁ (1 − ½ · 0.96^(t · momentum_decay))                  t = 1 at the first step
//! direction = ((1 − μₜ) / (1 − Πᵢ₌₁ᵗ μᵢ) · g + μₜ₊₁ / (1 − Πᵢ₌₁ᵗ⁺¹ μᵢ) · m) / (√(v / (1 − β₂ᵗ)) + ε)
//! ```
//! Dozat, *Incorporating Nesterov Momentum into Adam* (ICLR workshop 2016). As
//! [`torch.optim.NAdam`](https://docs.pytorch.org/docs/stable/generated/torch.optim.NAdam.html), whose m is Adam's: in the paper μ
//! is the memory of m too.

use super::apart::{Apart, Parts, Symbols, Taken};
use super::hyper::{BETA1, BETA2, DECOUPLED, at_least_0, eps, weight_decay};
use super::moments::{Decay, Moments, larger, ratio, root, write_settled};
use super::{Buffer, Eta, Memory, Optimizer, Point, Recipe, State};
use crate::words::Label;

/// The rule.
#[derive(Debug)]
struct NAdam {
    moments: Moments,
    eps: f64,
    momentum_decay: f64,
    decay: Decay,
}

/// How an experiment names it.
pub static RECIPE: Recipe = Recipe {
    name: "nadam",
    label: Label::Symbol("NAdam"),
    lr: 2e-3,
    eta: Eta::Length(1.0),
    hyper_parameters: &[
        BETA1,
        BETA2,
        eps(1e-8),
        weight_decay(0.0),
        at_least_0("momentum_decay", 4e-3, Label::named("key.momentum-decay")),
        DECOUPLED,
    ],
    build: |values| match *values {
        [beta1, beta2, eps, weight, momentum_decay, decoupled] => Ok(Box::new(NAdam {
            moments: Moments { beta1, beta2, corrected: true },
            eps,
            momentum_decay,
            decay: Decay { weight, decoupled: decoupled != 0.0 },
        })),
        _ => unreachable!("one value for each hyper-parameter of the recipe"),
    },
};

const MEMORY: [Memory; 3] = [Memory::Mean, Memory::MeanSquare, Memory::MomentumProduct];

impl NAdam {
    /// μ of step t.
    fn momentum(&self, t: u64) -> f64 {
        self.moments.beta1 * (1.0 - 0.5 * libm::pow(0.96, t as f64 * self.momentum_decay))
    }

    /// The product of μ up to step `t`: of the one before, or where another rule has made the mean, from the first on.
    fn product(&self, product: Option<&Buffer>, t: u64) -> f64 {
        match product {
            Some(product) if product.steps + 1 == t => product.values[0] * self.momentum(t),
            _ => {
                let mut product = 1.0;
                // Below that, 1 minus it is 1.
                for step in 1..=t {
                    product *= self.momentum(step);
                    if product < 0.25 * f64::EPSILON {
                        break;
                    }
                }
                product
            }
        }
    }

    /// What step t multiplies g and m by, of the product up to it.
    fn shares(&self, t: u64, product: f64) -> [f64; 2] {
        let (now, next) = (self.momentum(t), self.momentum(t + 1));
        [(1.0 - now) / (1.0 - product), next / (1.0 - product * next)]
    }
}

impl Optimizer for NAdam {
    fn direction(&self, point: &Point<'_>, state: &mut State, direction: &mut [f64]) {
        self.decay.write_slopes(point, direction);
        let averages = self.moments.update(state, direction);
        let (t, [_, by_square]) = (averages[0].steps, self.moments.corrections(averages));
        let product = self.product(state.get(Memory::MomentumProduct), t);
        let [means, squares, products] = state.buffers(MEMORY, direction.len());
        (products.values[0], products.steps) = (product, t);
        let [of_slope, of_mean] = self.shares(t, product);
        for ((slope, mean), square) in direction.iter_mut().zip(&means.values).zip(&squares.values) {
            *slope = ratio(of_slope * *slope + of_mean * mean, (square / by_square).sqrt() + self.eps);
        }
        self.decay.finish(point, direction);
        state.steps += 1;
    }

    fn apart(&self, step: &Taken<'_>) -> Apart {
        let t = step.after.steps_of(Memory::Mean);
        let [of_slope, of_mean] = self.shares(t, step.after.value(Memory::MomentumProduct, 0));
        let by_square = self.moments.corrections_after(step.after)[1];
        let symbols = Symbols {
            along: "d",
            made_of: "a g + b ( β₁ m + ( 1 − β₁ ) g )",
            direction: "d / ( √ v̂ + ε )",
            ..Symbols::ADAM
        };
        let beta1 = self.moments.beta1;
        step.each(symbols, self.decay, |place, slope| {
            let [old, new] = [step.before, step.after].map(|state| state.value(Memory::Mean, place));
            Parts {
                fresh: of_slope * slope + of_mean * (1.0 - beta1) * slope,
                remembered: of_mean * beta1 * old,
                along: of_slope * slope + of_mean * new,
                divisor: (step.after.value(Memory::MeanSquare, place) / by_square).sqrt() + self.eps,
                ..Parts::of(slope)
            }
        })
    }

    fn memory(&self) -> &'static [Memory] {
        &MEMORY
    }

    /// m → g, v → g², and the shares of g and m to 1 − β₁ and β₁; that of g is never above 1, and that of m falls while
    /// it is.
    fn settled_direction(&self, point: &Point<'_>, state: &State, direction: &mut [f64]) {
        let t = state.get(Memory::Mean).map_or(0, |means| means.steps) + 1;
        let [_, of_mean] = self.shares(t, self.product(state.get(Memory::MomentumProduct), t));
        let (prospect, means) = (self.moments.prospect(state), state.get(Memory::Mean));
        write_settled(point, self.decay, direction, |place, slope| {
            let mean = larger(means.map_or(0.0, |means| means.values[place]), slope);
            let reach = slope.abs() + of_mean.max(1.0) * mean.abs();
            let over = |mean: f64, square: f64| ratio(mean, root(square) + self.eps);
            [over(reach.copysign(slope), prospect(place, slope).square), over(slope, slope * slope)]
        });
    }

    fn may_grow_again(&self) -> bool {
        true
    }
}
