//! Batch, stochastic and mini-batch gradient descent on a line, and batch descent alone.

use super::keys::{OF_RUNS, PROGRESS_ENTRY, choices_of, height, of_lines};
use super::rows::{Comparison, PanelRow, Rule, RunRow, Shows, optional, panel, tall, third};
use crate::chart::Style;
use crate::figure::Figure;
use crate::figure::progress::Height;
use crate::figure::values::{Entry, Table, joined};
use crate::words::Sentence;

pub(in crate::figure) static THREE_DESCENTS: Figure = Figure {
    table: OF_THREE,
    base: "n=60&noise=1.2&reduction=mean&sampler=uniform&batch=8&lr=0.15&seed=11",
    rest: 400,
    restart: Sentence::named("restart.start"),
    settle: |values, before, given| THREE.settle(values, before, given),
    words: of_lines,
    build: |values, words| Ok(Box::new(THREE.build(values, words, None)?)),
};

pub(in crate::figure) static BATCH_DESCENT: Figure = Figure {
    table: OF_BATCH,
    base: "data=engel&scale=standardize&reduction=mean&sampler=full&lr=0.1&seed=1",
    rest: 40,
    restart: Sentence::named("restart.start"),
    settle: |values, before, given| {
        BATCH.settle(values, before, given)?;
        #[cfg(feature = "comparison")]
        if let Some(before) = before.filter(|_| given("scale") && !given("lr")) {
            BATCH.keep_rates_beside_limits(values, before);
        }
        Ok(())
    },
    words: of_batch,
    build: |values, words| Ok(Box::new(BATCH.build(values, words, None)?)),
};

pub(super) const BATCH_RUN: RunRow =
    RunRow::new("batch", Style::BATCH, ["run.batch.title", "run.batch"], "sampler=full");

pub(super) const STOCHASTIC_RUN: RunRow =
    RunRow::new("stochastic", Style::STOCHASTIC, ["run.stochastic.title", "run.stochastic"], "batch=1");

pub(super) const MINI_BATCH_RUN: RunRow =
    RunRow::new("mini-batch", Style::MINI_BATCH, ["run.mini-batch.title", "run.mini-batch"], "");

const HEIGHTS_OF_LINES: &[Height] = &[Height::Logarithmic, Height::Linear, Height::Excess];

/// Batch, stochastic and mini-batch descent on one line.
pub(super) static THREE: Comparison = OF_THREE_RUNS;

pub(super) const OF_THREE_RUNS: Comparison = Comparison {
    runs: &[BATCH_RUN, STOCHASTIC_RUN, MINI_BATCH_RUN],
    panels: &[
        panel("landscape", Shows::Landscape(&[0, 1, 2]), 6),
        panel("samples", Shows::Samples, 6),
        panel("loss", Shows::Losses, 12),
        optional("batch", Shows::Landscape(&[0]), 4),
        optional("stochastic", Shows::Landscape(&[1]), 4),
        optional("mini-batch", Shows::Landscape(&[2]), 4),
    ],
    window: None,
    is_plane: false,
    fills_plane: false,
    is_plain: false,
    heights: HEIGHTS_OF_LINES,
    rule: Rule::Step,
    search: None,
    fork: None,
    by: None,
};

/// Batch descent alone.
static BATCH: Comparison = Comparison {
    runs: &[BATCH_RUN],
    panels: &[
        PanelRow { columns: 5, ..tall("batch", Shows::Landscape(&[0])) },
        third("samples", Shows::Samples),
        PanelRow { columns: 3, ..tall("loss", Shows::Losses) },
    ],
    ..OF_THREE_RUNS
};

/// What several runs on a line are a function of.
pub(super) static OF_THREE: Table = Table::new(
    &const {
        joined::<22>(&[
            OF_RUNS,
            &[
                height(|| choices_of(HEIGHTS_OF_LINES), "excess").at("loss"),
                Entry::of("data"),
                Entry::of("scale").folded(),
            ],
            OF_LINES,
        ])
    },
);

/// What batch descent on a line is a function of.
static OF_BATCH: Table = Table::new(
    &const {
        joined::<14>(&[
            &[
                Entry::of("lr").docked(),
                Entry::of("reduction"),
                height(|| choices_of(HEIGHTS_OF_LINES), "excess").at("loss"),
                Entry::of("data").folded(),
                Entry::of("scale"),
            ],
            OF_LINES,
            &[PROGRESS_ENTRY.in_picture()],
        ])
    },
);

/// What data on a line, and a loss over them, are a function of.
pub(super) const OF_LINES: &[Entry] = &[
    Entry::of("n").by_ratio(10.0, 10_000.0).folded(),
    Entry::of("noise").from_to(0.0, 3.0).folded(),
    Entry::of("slope").from_to(-4.0, 4.0).folded(),
    Entry::of("intercept").from_to(-4.0, 4.0).folded(),
    Entry::of("data_seed").folded(),
    Entry::of("loss").folded(),
    Entry::of("delta").by_ratio(0.01, 100.0).folded(),
    Entry::of("seed").folded(),
];

/// The same of batch descent alone.
fn of_batch(key: &str) -> Option<Vec<&'static str>> {
    if key == "sampler" { Some(vec!["full"]) } else { of_lines(key) }
}
