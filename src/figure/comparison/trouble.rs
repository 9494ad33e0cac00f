//! What is wrong with a run of a comparison.

use super::panels::is_level;
use crate::run::Run;
use crate::stability::{Limit, Sense};
use crate::trainer::{Reason, Status};

/// A loss this many times the first one is worth a warning, while the run goes on.
const ALARMING: f64 = 100.0;
/// A loss this many times the first one has grown, and does not go to and fro for ever, as at the very limit.
const GROWN: f64 = 1.0 + 1e-6;
/// A loss this many times the first one does not come back.
const HOPELESS: f64 = 1e6;

/// What is wrong with a run.
pub(super) enum Trouble<'a> {
    /// No step can be taken from its start.
    NoStep(&'a Reason),
    /// It has left what is shown, downhill, where nobody knows of a minimum.
    Leaves,
    /// It looks around for where to go, and finds no lower place.
    #[cfg(feature = "chapters")]
    Lost,
    /// Its rate is too large, and its loss grows no faster than its steps are long: it goes on for ever.
    Jumps,
    /// It has ended beyond all numbers, lower than it began.
    Fell,
    /// The same, higher.
    HasDiverged,
    /// It is far out, as the mean of many such runs is.
    DivergesInMean,
    /// It is far out.
    Diverges,
}

impl<'a> Trouble<'a> {
    /// What is wrong with a run at the step that is shown.
    pub(super) fn of(run: &'a Run) -> Option<Self> {
        let (start, now) = (*run.path_heights.first()?, run.problem.height(run.seen.parameters));
        let is_beyond = beyond(run, run.trainer.experiment().lr_after(run.seen.steps)).is_some();
        let has_diverged = has_diverged(run);
        if let Some(reason) = run.trainer.reason().filter(|reason| has_diverged && reason.is_about_the_start()) {
            return Some(Trouble::NoStep(reason));
        }
        let is_alarming = match run.limit {
            // Of a parabola each step by all samples leads farther out, from the first one on.
            Some(limit) if run.is_whole() && limit.sense == Sense::EveryRun && run.problem.samples.is_some() => {
                is_beyond && now > GROWN * start.abs()
            }
            Some(_) => is_beyond && now > ALARMING * start.abs(),
            // Where no limit is known, what has grown beyond all reason.
            None => now > HOPELESS * start.abs(),
        };
        let leaves = || (now < start && has_left(run)).then_some(Trouble::Leaves);
        if !has_diverged && !is_alarming {
            let jumps = is_beyond && run.is_whole() && run.problem.has_classes() && has_risen(run);
            return if jumps { Some(Trouble::Jumps) } else { leaves() };
        }
        // Who looks around for where to go is not driven out by η.
        #[cfg(feature = "chapters")]
        if !run.trainer.optimizer().is_by_each_number() {
            return leaves().or(Some(Trouble::Lost));
        }
        Some(match has_diverged {
            true if now < start => Trouble::Fell,
            true => Trouble::HasDiverged,
            false if run.limit.is_some_and(|limit| limit.sense != Sense::EveryRun) => Trouble::DivergesInMean,
            false => Trouble::Diverges,
        })
    }
}

/// The limit of a run that a rate is not below.
pub(super) fn beyond(run: &Run, rate: f64) -> Option<Limit> {
    run.limit.filter(|limit| rate >= limit.value)
}

/// Whether a run is out of what is shown, on a slope, where nobody knows of a minimum.
fn has_left(run: &Run) -> bool {
    let (problem, place) = (&run.problem, run.seen.parameters);
    let is_seen =
        problem.two(place).into_iter().zip(problem.window).all(|(at, (low, high))| (low..=high).contains(&at));
    !is_seen && problem.samples.is_none() && problem.floor().is_none() && !is_level(run)
}

/// Whether the loss of a run has grown from one step that is drawn to the next.
fn has_risen(run: &Run) -> bool {
    let heights = &run.path_heights[..run.seen.points.min(run.path_heights.len())];
    heights.windows(2).any(|heights| heights[1] > heights[0])
}

/// Whether a run has left its valley for good, by whatever rule and rate.
pub(super) fn is_lost(run: &Run) -> bool {
    let now = run.problem.height(run.seen.parameters);
    run.path_heights.first().is_some_and(|start| has_diverged(run) || now > HOPELESS * start.abs())
}

/// Whether a run has ended beyond all numbers, and is shown to its end.
fn has_diverged(run: &Run) -> bool {
    run.trainer.status() == Status::Diverged && run.is_over()
}
