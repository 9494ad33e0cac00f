//! PyTorch's schedules: after k steps, which part of η the next one takes.

use super::{Course, Recipe, rise};
use crate::key::{HyperParameter, Kind};
use crate::words::Label;
use std::f64::consts::PI;

/// A schedule of PyTorch's with its numbers; those of steps are integers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Annealing {
    /// γ^⌊k / step_size⌋, as
    /// [`StepLR`](https://docs.pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.StepLR.html).
    Step {
        /// Steps from one drop to the next, from 1.
        step_size: f64,
        /// γ, from above 0 to 1.
        gamma: f64,
    },
    /// γᵏ, as
    /// [`ExponentialLR`](https://docs.pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.ExponentialLR.html).
    Exponential {
        /// γ, from above 0 to 1.
        gamma: f64,
    },
    /// e + (1 − e)(1 + cos(πk / T)) / 2 with e = eta_min / η, as
    /// [`CosineAnnealingLR`](https://docs.pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.CosineAnnealingLR.html),
    /// which rises again after T = t_max steps. Loshchilov and Hutter, *SGDR* (ICLR 2017), begin anew there instead.
    Cosine {
        /// T, from 1.
        t_max: f64,
        /// e, from 0: above 1 the learning rate rises first. Where η is 0 there is no part of it, and it stays 0.
        least: f64,
    },
    /// s + (1 − s) min(k / T, 1), as
    /// [`LinearLR`](https://docs.pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.LinearLR.html) with its
    /// `end_factor` of 1.
    LinearWarmup {
        /// s, from above 0 to 1.
        start_factor: f64,
        /// T, from 1.
        total_iters: f64,
    },
    /// Up from 1 / div_factor to 1 by half a cosine, then down to 1 / (div_factor · final_div_factor) by another, as
    /// [`OneCycleLR`](https://docs.pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.OneCycleLR.html) with its
    /// `anneal_strategy` "cos", whose `max_lr` is η. Smith and Topin, *Super-Convergence* (2017), rise and fall in lines.
    /// PyTorch's cycle of the momentum is left out (`cycle_momentum=False`), and after its last step, where PyTorch
    /// refuses to go on, the learning rate stays.
    OneCycle {
        /// Steps of the cycle, from 1.
        total_steps: f64,
        /// The part of them that rises, from 0 to 1.
        pct_start: f64,
        /// η over the first rate, from 1.
        div_factor: f64,
        /// The first rate over the last, from 1.
        final_div_factor: f64,
    },
}

/// The most steps that a schedule counts.
const MOST_STEPS: u64 = 1_000_000_000_000;

const fn steps(name: &'static str, default: f64, label: Label) -> HyperParameter {
    HyperParameter { name, default, kind: Kind::Integer(1, MOST_STEPS), label }
}

const fn gamma(default: f64) -> HyperParameter {
    HyperParameter { name: "gamma", default, kind: Kind::NumberAbove(0.0, 1.0), label: Label::named("key.gamma") }
}

const fn divisor(name: &'static str, default: f64, label: Label) -> HyperParameter {
    HyperParameter { name, default, kind: Kind::Number(1.0, 1e12), label }
}

/// PyTorch has no default for `step_size`.
pub(super) static STEP: Recipe = Recipe {
    name: "step",
    label: Label::named("schedule.step"),
    hyper_parameters: &[steps("step_size", 100.0, Label::named("key.step-size")), gamma(0.1)],
    build: |values, _| Course::Annealing(Annealing::Step { step_size: values[0], gamma: values[1] }),
};

/// PyTorch has no default for `gamma`.
pub(super) static EXPONENTIAL: Recipe = Recipe {
    name: "exponential",
    label: Label::named("schedule.exponential"),
    hyper_parameters: &[gamma(0.99)],
    build: |values, _| Course::Annealing(Annealing::Exponential { gamma: values[0] }),
};

/// PyTorch has no default for `T_max`.
pub(super) static COSINE: Recipe = Recipe {
    name: "cosine",
    label: Label::named("schedule.cosine"),
    hyper_parameters: &[
        steps("t_max", 100.0, Label::named("key.t-max")),
        HyperParameter {
            name: "eta_min",
            default: 0.0,
            kind: Kind::Number(0.0, 1e300),
            label: Label::named("key.eta-min"),
        },
    ],
    build: |values, lr| {
        let least = if lr > 0.0 { (values[1] / lr).min(f64::MAX) } else { 0.0 };
        Course::Annealing(Annealing::Cosine { t_max: values[0], least })
    },
};

pub(super) static LINEAR_WARMUP: Recipe = Recipe {
    name: "linear-warmup",
    label: Label::named("schedule.linear-warmup"),
    hyper_parameters: &[
        HyperParameter {
            name: "start_factor",
            default: 1.0 / 3.0,
            kind: Kind::NumberAbove(0.0, 1.0),
            label: Label::named("key.start-factor"),
        },
        steps("total_iters", 5.0, Label::named("key.total-iters")),
    ],
    build: |values, _| Course::Annealing(Annealing::LinearWarmup { start_factor: values[0], total_iters: values[1] }),
};

/// PyTorch has no default for `total_steps`.
pub(super) static ONE_CYCLE: Recipe = Recipe {
    name: "one-cycle",
    label: Label::named("schedule.one-cycle"),
    hyper_parameters: &[
        steps("total_steps", 100.0, Label::named("key.total-steps")),
        HyperParameter {
            name: "pct_start",
            default: 0.3,
            kind: Kind::Number(0.0, 1.0),
            label: Label::named("key.pct-start"),
        },
        divisor("div_factor", 25.0, Label::named("key.div-factor")),
        divisor("final_div_factor", 1e4, Label::named("key.final-div-factor")),
    ],
    build: |values, _| {
        Course::Annealing(Annealing::OneCycle {
            total_steps: values[0],
            pct_start: values[1],
            div_factor: values[2],
            final_div_factor: values[3],
        })
    },
};

impl Annealing {
    pub(super) fn part(self, steps: u64) -> f64 {
        let k = steps as f64;
        match self {
            Annealing::Step { step_size, gamma } => libm::pow(gamma, (k / step_size).floor()),
            Annealing::Exponential { gamma } => libm::pow(gamma, k),
            // Of many periods the rest, so that the angle keeps its digits.
            Annealing::Cosine { t_max, least } => half_cosine(1.0, least, (k % (2.0 * t_max)) / t_max),
            Annealing::LinearWarmup { start_factor, total_iters } => rise(start_factor, k / total_iters),
            Annealing::OneCycle { total_steps, pct_start, div_factor, final_div_factor } => {
                let (top, last) = (pct_start * total_steps - 1.0, total_steps - 1.0);
                let (k, first) = (k.min(last), 1.0 / div_factor);
                // PyTorch divides 0 by 0 where the rise has no length; there it is over.
                if k <= top && top > 0.0 {
                    half_cosine(first, 1.0, k / top)
                } else if last > top {
                    half_cosine(1.0, first / final_div_factor, (k - top) / (last - top))
                } else {
                    1.0
                }
            }
        }
    }

    pub(super) fn largest_part_from(self, steps: u64) -> f64 {
        match self {
            Annealing::Step { .. } | Annealing::Exponential { .. } => self.part(steps),
            // What rises comes to all of it, and what falls as a cosine comes back.
            Annealing::Cosine { least, .. } => least.max(1.0),
            Annealing::LinearWarmup { .. } => 1.0,
            Annealing::OneCycle { total_steps, pct_start, .. } => {
                let is_past = steps as f64 >= pct_start * total_steps - 1.0;
                if is_past { self.part(steps) } else { 1.0 }
            }
        }
    }
}

/// From `from` to `to` by half a wave, after the part `done` of it.
fn half_cosine(from: f64, to: f64, done: f64) -> f64 {
    to + (from - to) / 2.0 * (1.0 + libm::cos(PI * done))
}
