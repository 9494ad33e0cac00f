//! Schedules: from the steps taken to the part of the learning rate that the next one takes.
//!
//! Words, defaults and numbers are those of `torch.optim.lr_scheduler`, whose `step()` is called after each step of the
//! optimizer, in closed form: so a run may begin anywhere, and a rewind needs no state.

#[cfg(feature = "optimizers")]
mod annealing;

use crate::key::{HyperParameter, Kind};
use crate::words::Label;

/// How the learning rate goes on.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Schedule {
    /// The steps in which it first rises from a third to all of it, as PyTorch's `LinearLR` does by default; the course
    /// begins after them, as in `SequentialLR`. Goyal et al., *Accurate, Large Minibatch SGD* (2017), section 2.2.
    pub warmup: u64,
    /// What it does then.
    pub course: Course,
}

/// What the learning rate does over the steps.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Course {
    /// It stays.
    #[default]
    Constant,
    /// It decays as 1/k: after k steps 1 / (1 + k/h) of it is left, with the half-life h, the steps after which that is a
    /// half. The sum of all rates is infinite, so that the minimum can be reached from anywhere, and that of their squares is
    /// not, so that the noise of single samples dies out: Robbins and Monro, *A Stochastic Approximation Method* (Annals of
    /// Mathematical Statistics 22, 1951), as Bottou writes it, *Stochastic Gradient Descent Tricks* (2012), eq. 5.
    InverseTime {
        /// h, above 0.
        half_life: f64,
    },
    /// One of PyTorch's.
    #[cfg(feature = "optimizers")]
    Annealing(annealing::Annealing),
}

/// A schedule as an experiment names it.
#[derive(Debug)]
pub struct Recipe {
    /// Its name in the string.
    pub name: &'static str,
    /// What a reader calls it.
    pub label: Label,
    /// Its numbers.
    pub hyper_parameters: &'static [HyperParameter],
    /// The course, from their values in their order, and from η.
    pub build: fn(&[f64], f64) -> Course,
}

/// All schedules. One more is one row, and its formula.
pub static SCHEDULES: &[&Recipe] = &[
    &CONSTANT,
    &INVERSE_TIME,
    #[cfg(feature = "optimizers")]
    &annealing::STEP,
    #[cfg(feature = "optimizers")]
    &annealing::EXPONENTIAL,
    #[cfg(feature = "optimizers")]
    &annealing::COSINE,
    #[cfg(feature = "optimizers")]
    &annealing::LINEAR_WARMUP,
    #[cfg(feature = "optimizers")]
    &annealing::ONE_CYCLE,
];

/// The learning rate stays.
pub static CONSTANT: Recipe = Recipe {
    name: "constant",
    label: Label::named("schedule.constant"),
    hyper_parameters: &[],
    build: |_, _| Course::Constant,
};

static INVERSE_TIME: Recipe = Recipe {
    name: "inverse-time",
    label: Label::named("schedule.inverse-time"),
    hyper_parameters: &[HyperParameter {
        name: "half_life",
        default: 100.0,
        kind: Kind::Number(1e-3, 1e12),
        label: Label::named("key.half-life"),
    }],
    build: |values, _| Course::InverseTime { half_life: values[0] },
};

/// By name: a name stands for one recipe.
impl PartialEq for Recipe {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Schedule {
    /// The part of the learning rate that the step after `steps` steps takes: from 0 to 1, or above where a cosine rises.
    ///
    /// ```
    /// use descent::schedule::{Course, Schedule};
    /// assert_eq!(Schedule::default().part(1_000_000), 1.0);
    /// let decaying = Schedule { warmup: 0, course: Course::InverseTime { half_life: 50.0 } };
    /// assert_eq!([0, 50, 150].map(|steps| decaying.part(steps)), [1.0, 0.5, 0.25]);
    /// ```
    pub fn part(self, steps: u64) -> f64 {
        match steps.checked_sub(self.warmup) {
            Some(steps) => self.course.part(steps),
            None => rise(1.0 / 3.0, steps as f64 / self.warmup as f64),
        }
    }

    /// The largest part that the step after `steps` steps, or any later one, takes.
    pub fn largest_part_from(self, steps: u64) -> f64 {
        match steps.checked_sub(self.warmup) {
            Some(steps) => self.course.largest_part_from(steps),
            None => self.part(self.warmup - 1).max(self.course.largest_part_from(0)),
        }
    }
}

impl Course {
    fn part(self, steps: u64) -> f64 {
        match self {
            Course::Constant => 1.0,
            Course::InverseTime { half_life } => 1.0 / (1.0 + steps as f64 / half_life),
            #[cfg(feature = "optimizers")]
            Course::Annealing(annealing) => annealing.part(steps),
        }
    }

    fn largest_part_from(self, steps: u64) -> f64 {
        match self {
            #[cfg(feature = "optimizers")]
            Course::Annealing(annealing) => annealing.largest_part_from(steps),
            // These do not rise.
            decaying => decaying.part(steps),
        }
    }
}

/// From `factor` to 1, along a line, after the part `done` of it.
fn rise(factor: f64, done: f64) -> f64 {
    factor + (1.0 - factor) * done.min(1.0)
}
