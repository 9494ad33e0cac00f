//! Two losses of one classifier, squared error and cross-entropy, on the same data from the same start.

use crate::error::Result;
use crate::figure::Figure;
use crate::figure::comparison::keys::{PROGRESS_ENTRY, choices_of, height, of_classes, standardize_measured};
use crate::figure::comparison::rows::{Comparison, Rule, RunRow, Shows, panel, third};
use crate::figure::progress::Height;
use crate::figure::styles::{CROSS_ENTROPY, SQUARED_ERROR};
use crate::figure::values::{Entry, Table, Values};
use crate::words::Sentence;

pub(in crate::figure) static LOSS_DUEL: Figure = Figure {
    table: OF_DUEL,
    base: "data=blobs&n=80&noise=0.9&distance=2.4&model=logistic&bias=false&loss=cross-entropy&reduction=mean\
           &sampler=full&batch=8&lr=1&start=-7,-6&seed=1",
    rest: 150,
    restart: Sentence::named("restart.start"),
    settle,
    words: of_duel,
    build: |values, words| Ok(Box::new(DUEL.build(values, words, None)?)),
};

/// Two losses of one classifier on the same samples.
pub(in crate::figure::comparison) static DUEL: Comparison = Comparison {
    runs: &[
        RunRow::new(
            "cross-entropy",
            CROSS_ENTROPY,
            ["run.cross-entropy.title", "run.cross-entropy"],
            "loss=cross-entropy",
        ),
        RunRow::new(
            "squared-error",
            SQUARED_ERROR,
            ["run.squared-error.title", "run.squared-error"],
            "loss=half-squared-error",
        ),
    ],
    panels: &[
        // The first is what a small screen opens on: there both move.
        third("data", Shows::Samples),
        third("squared-error", Shows::Landscape(&[1])),
        third("cross-entropy", Shows::Landscape(&[0])),
        panel("curves", Shows::Losses, 12),
    ],
    window: Some(((-10.0, 10.0), 40)),
    is_plane: true,
    fills_plane: false,
    is_plain: false,
    // By ratios: the cross-entropy begins twenty times as high as the squared error can be.
    heights: &[Height::Accuracy, Height::Logarithmic, Height::Linear],
    rule: Rule::Steepness,
    search: None,
    fork: None,
    by: None,
};

/// What the duel of two losses is a function of.
static OF_DUEL: Table = Table::new(&[
    Entry::of("data").begins(),
    Entry::of("lr").by_ratio(1e-3, 100.0).docked(),
    Entry::of("distance").from_to(0.0, 8.0).docked(),
    Entry::of("sampler").folded(),
    Entry::of("batch").by_ratio(1.0, 400.0).folded(),
    Entry::of("noise").by_ratio(0.05, 3.0).folded(),
    height(|| choices_of(DUEL.heights), "accuracy").at("curves"),
    PROGRESS_ENTRY.at("curves"),
    Entry::of("n").by_ratio(2.0, 400.0).folded(),
    Entry::of("seed").folded(),
]);

/// The same of the duel of two losses.
fn of_duel(key: &str) -> Option<Vec<&'static str>> {
    match key {
        "bias" => Some(vec!["false"]),
        "sampler" => Some(vec!["full", "shuffle", "uniform"]),
        _ => of_classes(key),
    }
}

/// One window suits all data, and so does one start.
fn settle(values: &mut Values, before: Option<&Values>, given: &dyn Fn(&str) -> bool) -> Result<()> {
    let start = values.experiment.start.clone();
    DUEL.settle(values, before, given)?;
    if given("data") {
        standardize_measured(values);
        values.experiment.start = start;
    }
    Ok(())
}
