//! What the tables of comparisons share: keys of their own, which words of the experiment's keys they can show, and what follows
//! from values that are set.

use super::rates::{RATES_ENTRY, rate};
use super::rows::Comparison;
use crate::data::{DATA, OWN, Origin, Source};
use crate::error::Result;
use crate::experiment::Scaling;
use crate::figure::progress::{HEIGHTS, Height, PROGRESS};
use crate::figure::values::{Entry, Values};
use crate::key::{Choice, Kind};
use crate::words::Label;

pub(super) const X: &str = "figure.x";
pub(super) const Y: &str = "figure.y";
pub(super) const SHOWN: &str = "figure.shown";

pub(super) const PROGRESS_ENTRY: Entry =
    Entry::own(X, Label::named("figure.progress"), Kind::Choice(progress), "updates");

pub(super) const fn height(choices: fn() -> Vec<Choice>, default: &'static str) -> Entry {
    Entry::own(Y, Label::named("figure.height"), Kind::Choice(choices), default)
}

/// What three runs are a function of, whatever they are on.
pub(super) const OF_RUNS: &[Entry] = &[
    Entry::of("lr").docked(),
    rate("figure.lr.batch"),
    rate("figure.lr.stochastic"),
    rate("figure.lr.mini-batch"),
    RATES_ENTRY.folded(),
    Entry::of("schedule").always().folded(),
    Entry::of("half_life").by_ratio(1.0, 1e4).folded(),
    Entry::of("batch").by_ratio(1.0, 1e5).docked(),
    Entry::of("sampler").folded(),
    Entry::of("reduction").folded(),
    PROGRESS_ENTRY.at("loss"),
];

fn progress() -> Vec<Choice> {
    PROGRESS.iter().map(|(_, choice)| *choice).collect()
}

pub(super) fn choices_of(heights: &[Height]) -> Vec<Choice> {
    let choice = |height: &Height| HEIGHTS.iter().find(|(other, _)| other == height).map(|(_, choice)| *choice);
    heights.iter().filter_map(choice).collect()
}

/// The same of comparisons on classes.
pub(super) fn of_classes(key: &str) -> Option<Vec<&'static str>> {
    Some(match key {
        "data" => sources(true),
        "model" => vec!["logistic"],
        "loss" => vec!["cross-entropy", "half-squared-error"],
        "bias" => return None,
        _ => return of_lines(key),
    })
}

/// The words of the experiment's keys that a comparison on lines can show; `None` where it can show all.
pub(super) fn of_lines(key: &str) -> Option<Vec<&'static str>> {
    Some(match key {
        "objective" => vec!["regression"],
        "data" => sources(false),
        "model" => vec!["linear"],
        "loss" => vec!["half-squared-error", "mse", "mae", "huber"],
        "bias" => vec!["true"],
        "sampler" => vec!["sequential", "shuffle", "uniform"],
        _ => return None,
    })
}

fn sources(classes: bool) -> Vec<&'static str> {
    let features = if classes { 2 } else { 1 };
    // Of one's own only the data tell, and what they tell is checked where they are drawn.
    let is_own = |data: &Source| cfg!(feature = "own-data") && *data == OWN;
    let shown =
        DATA.iter().filter(|data| is_own(data) || data.has_classes == Some(classes) && data.features == Some(features));
    // What is not stored is not drawn either.
    shown.filter(|data| !data.is_stream()).map(|data| data.name).collect()
}

/// What is measured in the units of the world is standardised, for no learning rate suits all units; what is generated is not.
pub(super) fn standardize_measured(values: &mut Values) {
    let is_generated = matches!(values.experiment.data.origin, Origin::Generated { .. });
    values.experiment.scale = if is_generated { Scaling::None } else { Scaling::Standardize };
}

impl Comparison {
    /// Settles what follows from values that were given.
    pub(super) fn settle(
        &self,
        values: &mut Values,
        before: Option<&Values>,
        given: &dyn Fn(&str) -> bool,
    ) -> Result<()> {
        self.settle_rates(values, before, given);
        let Some(before) = before else { return Ok(()) };
        if given("reduction") {
            self.rescale_rates(values, before);
        }
        if given("data") && !given("scale") {
            standardize_measured(values);
        }
        // A start in the units of other features, or for other parameters, means nothing.
        if ["data", "scale", "bias"].iter().any(|key| given(key)) {
            values.experiment.start = None;
        }
        // The batch gives way, unless it is the batch that was set.
        if !given("batch") && !given("sampler") {
            values.experiment.clamp_batch();
        }
        Ok(())
    }
}
