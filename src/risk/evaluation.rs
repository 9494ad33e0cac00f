//! What is worked out over samples: each loop is written once, and compiled for its loss, its link and its number of
//! features, one dispatch for all samples.

#[cfg(feature = "handles")]
mod descent;

#[cfg(feature = "handles")]
pub(super) use descent::Descent;

use super::Risk;
use super::kernel::{LANES, MANY, Parameters, Sums, two_by_two};
use crate::loss::{Loss, Term};
use crate::model::Link;
use crate::objective::Batch;

/// A loop over samples.
pub(super) trait Evaluation: Sized {
    /// What comes of it.
    type Outcome;

    /// What it is about.
    fn risk(&self) -> &Risk;

    /// Whether it is over many samples of one feature, whose sums are four.
    fn is_over_many(&self) -> bool {
        false
    }

    /// For `D` features, and a `term` whose loss and link are known as this is compiled.
    fn with<const D: usize>(self, term: Term) -> Self::Outcome;

    /// For any number of features, with the same bits.
    fn with_any(self) -> Self::Outcome;

    /// Chooses the loop. The pages' modules have no room for that many of them.
    fn run(self) -> Self::Outcome {
        let (d, term) = (self.risk().data.d(), self.risk().term);
        match d {
            1 if cfg!(feature = "handles") => self.with_loss::<1>(term),
            2 if cfg!(feature = "handles") => self.with_loss::<2>(term),
            4 if cfg!(feature = "handles") => self.with_loss::<4>(term),
            8 if cfg!(feature = "handles") => self.with_loss::<8>(term),
            16 if cfg!(feature = "handles") => self.with_loss::<16>(term),
            // Of what figures are about, and the first module has no room for it.
            1 if cfg!(feature = "comparison") && !self.is_over_many() => self.with::<1>(term),
            2 if cfg!(feature = "classes") => self.with::<2>(term),
            _ => self.with_any(),
        }
    }

    /// Chooses it for a number of features.
    fn with_loss<const D: usize>(self, term: Term) -> Self::Outcome {
        let known = |loss| Term { loss, link: Link::Identity };
        match (term.loss, term.link) {
            (Loss::HalfSquaredError, Link::Identity) => apart(|| self.with::<D>(known(Loss::HalfSquaredError))),
            (Loss::Mse, Link::Identity) => apart(|| self.with::<D>(known(Loss::Mse))),
            (Loss::Mae, Link::Identity) => apart(|| self.with::<D>(known(Loss::Mae))),
            (Loss::Huber { delta }, Link::Identity) => apart(|| self.with::<D>(known(Loss::Huber { delta }))),
            // A function of the score, whatever the link.
            (Loss::CrossEntropy, _) => apart(|| self.with::<D>(known(Loss::CrossEntropy))),
            (_, Link::Logistic) => apart(|| self.with::<D>(term)),
        }
    }
}

/// Compiles a loop into a function of its own: among others, engines of browsers have its sums in memory.
#[inline(never)]
fn apart<T>(work: impl FnOnce() -> T) -> T {
    work()
}

/// The sum that the next sample is added to: one for all, or [`LANES`] in turn.
struct Lane {
    next: usize,
    of: usize,
}

impl Lane {
    fn first(is_over_many: bool) -> Self {
        Lane { next: 0, of: if is_over_many { LANES } else { 1 } }
    }

    fn next(&mut self) -> usize {
        let lane = self.next;
        // A remainder would cost as much as a sample.
        self.next = if lane + 1 < self.of { lane + 1 } else { 0 };
        lane
    }

    /// What they come to.
    fn sum(&self, sums: [f64; LANES]) -> f64 {
        if self.of == 1 { sums[0] } else { two_by_two(sums) }
    }
}

/// The value over a batch.
pub(super) struct Value<'a> {
    pub(super) risk: &'a Risk,
    pub(super) parameters: &'a [f64],
    pub(super) batch: Batch<'a>,
}

/// The value over a batch, and its gradient, which it writes.
pub(super) struct ValueAndGradient<'a> {
    pub(super) of: Value<'a>,
    pub(super) gradient: &'a mut [f64],
}

/// The gradient over all samples, which it writes, where nobody asks for the value: of what is added up for that, nothing is
/// compiled.
#[cfg(feature = "handles")]
pub(super) struct Gradient<'a> {
    pub(super) of: Value<'a>,
    pub(super) gradient: &'a mut [f64],
}

impl Value<'_> {
    #[inline(always)]
    fn sums<const D: usize>(&self, term: Term) -> Sums<D> {
        let Value { risk, parameters, batch } = *self;
        let (rows, targets) = (risk.data.features().as_chunks().0, risk.data.targets());
        match batch {
            Batch::All => self.sums_of_all(term),
            Batch::Samples(indices) => {
                let sample = |&index: &u32| (&rows[index as usize], targets[index as usize]);
                Sums::over(term, &Parameters::read(risk.score, parameters), indices.iter().map(sample))
            }
            #[cfg(feature = "streams")]
            Batch::Drawn(_) | Batch::Consecutive { .. } => {
                let samples = risk.samples_of(batch).map(|i| (&rows[i], targets[i]));
                Sums::over(term, &Parameters::read(risk.score, parameters), samples)
            }
        }
    }

    #[inline(always)]
    fn sums_of_all<const D: usize>(&self, term: Term) -> Sums<D> {
        let parameters = Parameters::read(self.risk.score, self.parameters);
        let (rows, targets) = (self.risk.data.features().as_chunks().0, self.risk.data.targets());
        let largest_score = self.risk.largest_score(self.parameters);
        if cfg!(feature = "handles") && D == 1 && targets.len() >= MANY {
            Sums::over_many(term, &parameters, rows, targets, largest_score)
        } else {
            Sums::over_all(term, &parameters, rows, targets, largest_score)
        }
    }

    fn factor(&self) -> f64 {
        self.risk.reduction.factor(self.batch.len(self.risk.data.n() as u64))
    }
}

impl Evaluation for Value<'_> {
    type Outcome = f64;

    fn risk(&self) -> &Risk {
        self.risk
    }

    fn is_over_many(&self) -> bool {
        self.batch == Batch::All && self.risk.data.d() == 1 && self.risk.data.n() >= MANY
    }

    #[inline(always)]
    fn with<const D: usize>(self, term: Term) -> f64 {
        self.factor() * self.sums::<D>(term).value
    }

    fn with_any(self) -> f64 {
        let Value { risk, parameters, batch } = self;
        let (mut sums, mut lane) = ([0.0; LANES], Lane::first(self.is_over_many()));
        risk.for_each(batch, |features, target| {
            sums[lane.next()] += risk.term.value(risk.score.predict(parameters, features), target);
        });
        self.factor() * lane.sum(sums)
    }
}

impl Evaluation for ValueAndGradient<'_> {
    type Outcome = f64;

    fn risk(&self) -> &Risk {
        self.of.risk
    }

    fn is_over_many(&self) -> bool {
        self.of.is_over_many()
    }

    #[inline(always)]
    fn with<const D: usize>(self, term: Term) -> f64 {
        let (sums, factor) = (self.of.sums::<D>(term), self.of.factor());
        sums.gradient.write(self.of.risk.score, self.gradient);
        self.gradient.iter_mut().for_each(|slope| *slope *= factor);
        factor * sums.value
    }

    fn with_any(self) -> f64 {
        let Value { risk, parameters, batch } = self.of;
        let (gradient, is_over_many) = (self.gradient, self.of.is_over_many());
        gradient.fill(0.0);
        let (mut sums, mut lane) = ([0.0; LANES], Lane::first(is_over_many));
        // By the one feature, and by the bias.
        let mut slopes = [[0.0; LANES]; 2];
        risk.for_each(batch, |features, target| {
            let (value, derivative) = risk.term.value_and_derivative(risk.score.predict(parameters, features), target);
            let lane = lane.next();
            sums[lane] += value;
            if is_over_many {
                slopes[0][lane] += derivative * features[0];
                slopes[1][lane] += derivative;
            } else {
                risk.score.add_gradient(features, derivative, gradient);
            }
        });
        if is_over_many {
            gradient.iter_mut().zip(slopes).for_each(|(slope, slopes)| *slope = two_by_two(slopes));
        }
        let factor = self.of.factor();
        gradient.iter_mut().for_each(|slope| *slope *= factor);
        factor * lane.sum(sums)
    }
}

#[cfg(feature = "handles")]
impl Evaluation for Gradient<'_> {
    type Outcome = ();

    fn risk(&self) -> &Risk {
        self.of.risk
    }

    fn is_over_many(&self) -> bool {
        self.of.is_over_many()
    }

    #[inline(always)]
    fn with<const D: usize>(self, term: Term) {
        let (sums, factor) = (self.of.sums_of_all::<D>(term), self.of.factor());
        sums.gradient.write(self.of.risk.score, self.gradient);
        self.gradient.iter_mut().for_each(|slope| *slope *= factor);
    }

    fn with_any(self) {
        ValueAndGradient { of: self.of, gradient: self.gradient }.with_any();
    }
}
