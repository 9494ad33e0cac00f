//! Adam: each parameter's step is its mean gradient, in units of the gradient's own size.
//!
//! ```text
//! g ← ∇f(θ) + weight_decay · θ
//! m ← β₁ m + (1 − β₁) g            v ← β₂ v + (1 − β₂) g²
//! u = v, or with amsgrad the largest v so far
//! direction = m / (1 − β₁ᵗ) / (√u / √(1 − β₂ᵗ) + ε)          t = 1 at the first step
//! ```
//! Kingma and Ba, *Adam: A Method for Stochastic Optimization* (ICLR 2015); AMSGrad is of Reddi, Kale and Kumar, *On the
//! Convergence of Adam and Beyond* (ICLR 2018). As
//! [`torch.optim.Adam`](https://docs.pytorch.org/docs/stable/generated/torch.optim.Adam.html), whose `betas` are `beta1` and
//! `beta2` here. It departs from the papers: AMSGrad's has no bias correction; PyTorch takes the largest v before the
//! correction, and corrects that by the newest step's. With `decoupled_weight_decay` it is AdamW.
//!
//! PyTorch has no `bias_correction`: off, m and v are used as they are, which makes first steps (1 − β₁) / √(1 − β₂) of
//! the right size, about three times too long by the defaults. It is there to show what the correction is for.
//!
//! ```
//! use descent::trainer::Trainer;
//! // The first step is η long, however steep it is.
//! let mut trainer = Trainer::new(&"objective=expression&f=50x^2&start=1&optimizer=adam&lr=0.1".parse()?, None)?;
//! trainer.step(1);
//! assert!((trainer.parameters()[0] - 0.9).abs() < 1e-10);
//! # Ok::<(), descent::error::Error>(())
//! ```

use super::apart::{Apart, Parts, Taken};
use super::hyper::{BETA1, BETA2, BIAS_CORRECTION, DECOUPLED, eps, switch, weight_decay};
use super::moments::{Decay, Moments, ratio, root, write_settled};
use super::{Eta, Memory, Optimizer, Point, Recipe, State};
use crate::key::HyperParameter;
use crate::words::Label;

/// The rule.
#[derive(Debug)]
pub(super) struct Adam {
    pub(super) moments: Moments,
    pub(super) eps: f64,
    pub(super) amsgrad: bool,
    pub(super) decay: Decay,
}

/// Whether AMSGrad's largest mean square is what it divides by.
pub(super) const AMSGRAD: HyperParameter = switch("amsgrad", false, Label::named("key.amsgrad"));

/// How an experiment names it.
pub static RECIPE: Recipe = Recipe {
    name: "adam",
    label: Label::Symbol("Adam"),
    lr: 1e-3,
    eta: Eta::Length(1.0),
    hyper_parameters: &[BETA1, BETA2, eps(1e-8), weight_decay(0.0), AMSGRAD, DECOUPLED, BIAS_CORRECTION],
    build: |values| match *values {
        [beta1, beta2, eps, weight, amsgrad, decoupled, corrected] => Ok(Box::new(Adam {
            moments: Moments { beta1, beta2, corrected: corrected != 0.0 },
            eps,
            amsgrad: amsgrad != 0.0,
            decay: Decay { weight, decoupled: decoupled != 0.0 },
        })),
        _ => unreachable!("one value for each hyper-parameter of the recipe"),
    },
};

const MEMORY: [Memory; 3] = [Memory::Mean, Memory::MeanSquare, Memory::LargestMeanSquare];

impl Optimizer for Adam {
    fn direction(&self, point: &Point<'_>, state: &mut State, direction: &mut [f64]) {
        self.decay.write_slopes(point, direction);
        let averages = self.moments.update(state, direction);
        let [by_mean, by_square] = self.moments.corrections(averages);
        let by_root = by_square.sqrt();
        let divided = |mean: f64, square: f64| ratio(mean / by_mean, square.sqrt() / by_root + self.eps);
        if self.amsgrad {
            let [mean, square, largest] = state.buffers(MEMORY, direction.len());
            for (largest, square) in largest.values.iter_mut().zip(&square.values) {
                *largest = largest.max(*square);
            }
            largest.steps += 1;
            for (place, slope) in direction.iter_mut().enumerate() {
                *slope = divided(mean.values[place], largest.values[place]);
            }
        } else {
            let [mean, square] = averages;
            for (place, slope) in direction.iter_mut().enumerate() {
                *slope = divided(mean.values[place], square.values[place]);
            }
        }
        self.decay.finish(point, direction);
        state.steps += 1;
    }

    fn apart(&self, step: &Taken<'_>) -> Apart {
        let mean = self.moments.mean_apart(step);
        let by_root = self.moments.corrections_after(step.after)[1].sqrt();
        let largest = if self.amsgrad { Memory::LargestMeanSquare } else { Memory::MeanSquare };
        step.each(self.moments.symbols(self.amsgrad), self.decay, |place, slope| Parts {
            divisor: step.after.value(largest, place).sqrt() / by_root + self.eps,
            ..mean(place, slope)
        })
    }

    fn memory(&self) -> &'static [Memory] {
        &MEMORY
    }

    /// m → g and v → g², each without turning round, so that no direction is larger than the largest mean over the
    /// smallest root. AMSGrad's root does not become smaller than it was, but for what its correction does.
    fn settled_direction(&self, point: &Point<'_>, state: &State, direction: &mut [f64]) {
        let prospect = self.moments.prospect(state);
        let largest = state.get(Memory::LargestMeanSquare).filter(|_| self.amsgrad);
        write_settled(point, self.decay, direction, |place, slope| {
            let ahead = prospect(place, slope);
            let largest = largest.map_or(0.0, |largest| largest.values[place]);
            let over = |mean: f64, square: f64| ratio(mean, root(square.max(largest)) + self.eps);
            [over(ahead.mean, ahead.square), over(slope, slope * slope)]
        });
    }

    fn may_grow_again(&self) -> bool {
        true
    }
}
