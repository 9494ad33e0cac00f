//! RAdam: Adam that waits with dividing until the mean square has seen enough.
//!
//! ```text
//! g ← ∇f(θ) + weight_decay · θ
//! m ← β₁ m + (1 − β₁) g            v ← β₂ v + (1 − β₂) g²
//! ρ∞ = 2 / (1 − β₂) − 1            ρₜ = ρ∞ − 2t β₂ᵗ / (1 − β₂ᵗ)               t = 1 at the first step
//! r = √((ρₜ − 4)(ρₜ − 2) ρ∞ / ((ρ∞ − 4)(ρ∞ − 2) ρₜ))
//! direction = m / (1 − β₁ᵗ) · r √(1 − β₂ᵗ) / (√v + ε)  if ρₜ > 5, else m / (1 − β₁ᵗ)
//! ```
//! Liu et al., *On the Variance of the Adaptive Learning Rate and Beyond* (ICLR 2020), who divide from ρₜ > 4 on; their code
//! and [`torch.optim.RAdam`](https://docs.pytorch.org/docs/stable/generated/torch.optim.RAdam.html) from 5 on. PyTorch adds ε before
//! the correction of v, unlike Adam.

use super::apart::{Apart, Parts, Symbols, Taken};
use super::hyper::{BETA1, BETA2, DECOUPLED, eps, weight_decay};
use super::moments::{Decay, Moments, larger, ratio, root, write_settled};
use super::{Eta, Memory, Optimizer, Point, Recipe, State};
use crate::words::Label;

/// The rule.
#[derive(Debug)]
struct RAdam {
    moments: Moments,
    eps: f64,
    decay: Decay,
}

/// How an experiment names it.
pub static RECIPE: Recipe = Recipe {
    name: "radam",
    label: Label::Symbol("RAdam"),
    lr: 1e-3,
    eta: Eta::Length(1.0),
    hyper_parameters: &[BETA1, BETA2, eps(1e-8), weight_decay(0.0), DECOUPLED],
    build: |values| match *values {
        [beta1, beta2, eps, weight, decoupled] => Ok(Box::new(RAdam {
            moments: Moments { beta1, beta2, corrected: true },
            eps,
            decay: Decay { weight, decoupled: decoupled != 0.0 },
        })),
        _ => unreachable!("one value for each hyper-parameter of the recipe"),
    },
};

impl RAdam {
    /// ρ∞: how many gradients the mean square is of, at last.
    fn longest(&self) -> f64 {
        2.0 / (1.0 - self.moments.beta2) - 1.0
    }

    /// r after `t` steps; `None` while the mean square is of too few gradients to divide by.
    fn rectification(&self, t: u64, correction: f64) -> Option<f64> {
        let longest = self.longest();
        let length = longest - 2.0 * t as f64 * libm::pow(self.moments.beta2, t as f64) / correction;
        let ratio = (length - 4.0) * (length - 2.0) * longest / ((longest - 4.0) * (longest - 2.0) * length);
        (length > 5.0).then(|| ratio.sqrt())
    }
}

impl Optimizer for RAdam {
    fn direction(&self, point: &Point<'_>, state: &mut State, direction: &mut [f64]) {
        self.decay.write_slopes(point, direction);
        let averages = self.moments.update(state, direction);
        let [by_mean, by_square] = self.moments.corrections(averages);
        let rectification = self.rectification(averages[1].steps, by_square);
        let [means, squares] = averages;
        for ((slope, mean), square) in direction.iter_mut().zip(&means.values).zip(&squares.values) {
            *slope = match rectification {
                Some(r) => ratio(mean / by_mean * by_square.sqrt() * r, square.sqrt() + self.eps),
                None => mean / by_mean,
            };
        }
        self.decay.finish(point, direction);
        state.steps += 1;
    }

    fn apart(&self, step: &Taken<'_>) -> Apart {
        let mean = self.moments.mean_apart(step);
        let by_square = self.moments.corrections_after(step.after)[1];
        let rectification = self.rectification(step.after.steps_of(Memory::MeanSquare), by_square);
        let Some(r) = rectification else {
            return step.each(
                Symbols { divisor: "", divisor_of: "", direction: "m̂", ..Symbols::ADAM },
                self.decay,
                mean,
            );
        };
        let symbols = Symbols { gain: "r", direction: "r m̂ / ( √ v̂ + ε )", ..Symbols::ADAM };
        step.each(symbols, self.decay, |place, slope| Parts {
            divisor: (step.after.value(Memory::MeanSquare, place).sqrt() + self.eps) / by_square.sqrt(),
            gain: r,
            ..mean(place, slope)
        })
    }

    fn memory(&self) -> &'static [Memory] {
        &Moments::MEMORY
    }

    /// m → g, v → g² and r → 1, each without turning round; before it divides, the direction is m itself.
    fn settled_direction(&self, point: &Point<'_>, state: &State, direction: &mut [f64]) {
        let (prospect, divides) = (self.moments.prospect(state), self.longest() > 5.0);
        let t = state.get(Memory::MeanSquare).map_or(0, |squares| squares.steps) + 1;
        let waits = self.rectification(t, 1.0 - libm::pow(self.moments.beta2, t as f64)).is_none();
        write_settled(point, self.decay, direction, |place, slope| {
            let ahead = prospect(place, slope);
            let over = |mean: f64, square: f64| match divides {
                true => ratio(mean, root(square) + self.eps),
                false => mean,
            };
            let farthest = over(ahead.mean, ahead.square);
            [if waits { larger(farthest, ahead.mean) } else { farthest }, over(slope, slope * slope)]
        });
    }

    fn may_grow_again(&self) -> bool {
        true
    }
}
