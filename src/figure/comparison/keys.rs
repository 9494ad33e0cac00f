//! What the tables of comparisons share: keys of their own, and which words of the experiment's keys they can show.

use super::rates::{RATES_ENTRY, rate};
use crate::data::DATA;
use crate::figure::progress::{HEIGHTS, Height, PROGRESS};
use crate::figure::values::Entry;
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

/// What is measured in centimetres is standardised: one learning rate suits it and generated data, which are not.
#[cfg(feature = "chapters")]
pub(super) fn standardize_measured(values: &mut crate::figure::Values) {
    use crate::experiment::Scaling;
    let is_generated = values.experiment.data.n().is_none();
    values.experiment.scale = if is_generated { Scaling::None } else { Scaling::Standardize };
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
    let shown = DATA.iter().filter(|data| data.has_classes == Some(classes) && data.features == Some(features));
    shown.map(|data| data.name).collect()
}
