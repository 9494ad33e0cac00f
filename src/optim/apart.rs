//! A direction taken apart: which numbers a rule has made it of, parameter by parameter.
//!
//! ```text
//! direction = carried + gain · along / divisor + decay          along = fresh + remembered
//! ```
//! Every rule is of that form: what takes the gradient's place (Adam's m̂) is in part the gradient itself and in part what is
//! remembered, it may be divided by a size that the parameter has of its own (√v̂ + ε), and something may be added to the
//! quotient (RMSprop's momentum, a decoupled weight decay). The numbers are read from the buffers that
//! [`direction`](super::Optimizer::direction) has written, so that no rule is written down twice.

use super::moments::{Beta, Decay, Moments, correction, ratio};
use super::{Memory, Point, State};

/// A step that has been taken, as a rule sees it.
#[derive(Clone, Copy)]
pub struct Taken<'a> {
    /// Where from.
    pub point: &'a Point<'a>,
    /// What was remembered before it.
    pub before: &'a State,
    /// What is remembered after it.
    pub after: &'a State,
}

/// What a direction is made of in one parameter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parts {
    /// g = ±∇f(θ) + weight_decay · θ, what the rule begins with.
    pub slope: f64,
    /// What of `along` is the gradient.
    pub fresh: f64,
    /// What of `along` is remembered; 0 at the first step, and for rules without a memory of gradients.
    pub remembered: f64,
    /// What takes the gradient's place, as the rule has it: `fresh + remembered`, but for rounding.
    pub along: f64,
    /// What that is divided by; 1 where it is not.
    pub divisor: f64,
    /// What the quotient is multiplied by.
    pub gain: f64,
    /// What is remembered of quotients, and added to this one.
    pub carried: f64,
    /// A decoupled weight decay.
    pub decay: f64,
}

impl Parts {
    /// The gradient, and nothing else.
    pub(super) const fn of(slope: f64) -> Self {
        Parts { slope, fresh: slope, remembered: 0.0, along: slope, divisor: 1.0, gain: 1.0, carried: 0.0, decay: 0.0 }
    }

    /// `along`, divided and multiplied.
    pub fn quotient(&self) -> f64 {
        ratio(self.gain * self.along, self.divisor)
    }

    /// The direction that they make up, but for rounding.
    pub fn direction(&self) -> f64 {
        self.carried + self.quotient() + self.decay
    }
}

/// How a rule writes what its direction is made of: words of live mathematics, joined by spaces.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Symbols {
    /// What takes the gradient's place: `m̂`.
    pub along: &'static str,
    /// What that is made of at this step, where it is more than the gradient: `( β₁ m + ( 1 − β₁ ) g ) / ( 1 − β₁ᵗ )`.
    pub made_of: &'static str,
    /// Whether what is remembered is added to the gradient as it is.
    pub is_sum: bool,
    /// What it is divided by: `√ v̂ + ε`; empty where it is not.
    pub divisor: &'static str,
    /// What that is made of, where it is not said yet: `v̂ = ( β₂ v + ( 1 − β₂ ) g² ) / ( 1 − β₂ᵗ )`.
    pub divisor_of: &'static str,
    /// What the quotient is multiplied by; empty where it is not.
    pub gain: &'static str,
    /// What of earlier quotients is added to it; empty where nothing is.
    pub carried: &'static str,
    /// The direction: `m̂ / ( √ v̂ + ε )`.
    pub direction: &'static str,
    /// Whether it is divided by its own size, so that nothing of it but the sign is left.
    pub is_sign: bool,
    /// Whether it is what the curvature makes of the gradient.
    pub is_solved: bool,
}

impl Symbols {
    /// The gradient, and nothing else.
    pub(super) const GRADIENT: Symbols = Symbols {
        along: "g",
        made_of: "",
        is_sum: false,
        divisor: "",
        divisor_of: "",
        gain: "",
        carried: "",
        direction: "g",
        is_sign: false,
        is_solved: false,
    };
    /// Adam's.
    pub(super) const ADAM: Symbols = Symbols {
        along: "m̂",
        made_of: "( β₁ m + ( 1 − β₁ ) g ) / ( 1 − β₁ᵗ )",
        divisor: "√ v̂ + ε",
        divisor_of: "v̂ = ( β₂ v + ( 1 − β₂ ) g² ) / ( 1 − β₂ᵗ )",
        direction: "m̂ / ( √ v̂ + ε )",
        ..Symbols::GRADIENT
    };
}

/// A direction taken apart.
#[derive(Clone, Debug, PartialEq)]
pub struct Apart {
    /// How the rule writes it.
    pub symbols: Symbols,
    /// The numbers, `[dim]`.
    pub parts: Vec<Parts>,
    /// How far along the direction the rule goes, where it says so for all parameters alike: their gain.
    pub length: Option<f64>,
    /// The lengths that were tried for that, `[count]`, the one that is taken last; none of a rule that tries none.
    pub tried: Vec<f64>,
}

impl Taken<'_> {
    /// What `each` makes of the slopes, place by place, with the decay that is decoupled.
    pub(super) fn each(&self, symbols: Symbols, decay: Decay, each: impl Fn(usize, f64) -> Parts) -> Apart {
        let dim = self.point.parameters.len();
        let (mut slopes, mut beside) = (vec![0.0; dim], vec![0.0; dim]);
        decay.write_slopes(self.point, &mut slopes);
        decay.finish(self.point, &mut beside);
        let parts = slopes.iter().zip(beside).enumerate();
        let parts = parts.map(|(place, (&slope, decay))| Parts { decay, ..each(place, slope) }).collect();
        Apart { symbols, parts, length: None, tried: Vec::new() }
    }

    /// The same of a rule that solves for its direction, which is `along`, `[dim]`, and goes so far: what is the gradient's in it,
    /// and what is not, cannot be told.
    pub(super) fn solved(&self, symbols: Symbols, along: &[f64], gain: f64) -> Apart {
        self.each(symbols, Decay::default(), |place, slope| {
            let along = along[place];
            Parts { fresh: along, along, gain, ..Parts::of(slope) }
        })
    }
}

impl State {
    /// What a buffer has in a place; 0 where no step has made it.
    pub(super) fn value(&self, memory: Memory, place: usize) -> f64 {
        self.get(memory).map_or(0.0, |buffer| buffer.values[place])
    }

    /// The steps that have gone into a buffer.
    pub(super) fn steps_of(&self, memory: Memory) -> u64 {
        self.get(memory).map_or(0, |buffer| buffer.steps)
    }
}

impl Moments {
    /// What the mean and the mean square are divided by, of what a step has left.
    pub(super) fn corrections_after(&self, after: &State) -> [f64; 2] {
        let by = |beta: Beta, memory| if self.corrected { correction(beta, after.steps_of(memory)) } else { 1.0 };
        [by(self.beta1, Memory::Mean), by(self.beta2, Memory::MeanSquare)]
    }

    /// What m̂ is made of, place by place, of the slopes.
    pub(super) fn mean_apart<'a>(&self, step: &Taken<'a>) -> impl Fn(usize, f64) -> Parts + use<'a> {
        let ([by, _], beta, states) = (self.corrections_after(step.after), self.beta1, [step.before, step.after]);
        move |place, slope| {
            let [old, new] = states.map(|state| state.value(Memory::Mean, place));
            let (fresh, remembered) = ((1.0 - beta) * slope / by, beta * old / by);
            Parts { fresh, remembered, along: new / by, ..Parts::of(slope) }
        }
    }

    /// How Adam writes its direction, or AMSGrad.
    pub(super) fn symbols(&self, amsgrad: bool) -> Symbols {
        const UNCORRECTED: &str = "v = β₂ v + ( 1 − β₂ ) g²";
        let uncorrected = "β₁ m + ( 1 − β₁ ) g";
        match (self.corrected, amsgrad) {
            (true, false) => Symbols::ADAM,
            (true, true) => {
                Symbols { divisor: "√ v̂_max + ε", direction: "m̂ / ( √ v̂_max + ε )", ..Symbols::ADAM }
            }
            (false, false) => Symbols {
                along: "m",
                made_of: uncorrected,
                divisor: "√ v + ε",
                divisor_of: UNCORRECTED,
                direction: "m / ( √ v + ε )",
                ..Symbols::ADAM
            },
            (false, true) => Symbols {
                along: "m",
                made_of: uncorrected,
                divisor: "√ v_max + ε",
                divisor_of: UNCORRECTED,
                direction: "m / ( √ v_max + ε )",
                ..Symbols::ADAM
            },
        }
    }
}
