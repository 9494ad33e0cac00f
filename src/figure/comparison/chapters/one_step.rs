//! One step of mini-batch descent, looked at before it is taken.

use super::apart::{SamplesOf, StepOn};
use crate::figure::Figure;
use crate::figure::comparison::keys::{PROGRESS_ENTRY, choices_of, height, of_lines};
use crate::figure::comparison::rows::{Comparison, Rule, Shows, tall};
use crate::figure::comparison::three_descents::{MINI_BATCH_RUN, OF_LINES, OF_THREE_RUNS};
use crate::figure::progress::Height;
use crate::figure::values::{Entry, Table, joined};
use crate::words::Sentence;

pub(in crate::figure) static ONE_STEP: Figure = Figure {
    table: OF_STEP,
    base: "n=60&noise=1.2&reduction=mean&sampler=uniform&batch=4&lr=0.3&seed=1270",
    rest: 0,
    restart: Sentence::named("restart.start"),
    settle: |values, before, given| STEP.settle(values, before, given),
    words: of_lines_or_all,
    build: |values, words| Ok(Box::new(STEP.build(values, words, None)?)),
};

const HEIGHTS: &[Height] = &[Height::Logarithmic];

/// A mini-batch run with its next step.
pub(super) static STEP: Comparison = Comparison {
    runs: &[MINI_BATCH_RUN],
    panels: &[tall("landscape", Shows::Own(&StepOn(&[0]))), tall("samples", Shows::Own(&SamplesOf(0)))],
    heights: HEIGHTS,
    rule: Rule::Next,
    ..OF_THREE_RUNS
};

/// What it is a function of.
static OF_STEP: Table = Table::new(
    &const {
        joined::<15>(&[
            &[
                Entry::of("batch").by_ratio(1.0, 64.0).docked(),
                Entry::of("lr").docked(),
                Entry::of("sampler").folded(),
                Entry::of("reduction").folded(),
                Entry::of("data").folded(),
                height(|| choices_of(HEIGHTS), "log").in_picture(),
                PROGRESS_ENTRY.in_picture(),
            ],
            OF_LINES,
        ])
    },
);

/// Of lines, by any batches.
fn of_lines_or_all(key: &str) -> Option<Vec<&'static str>> {
    if key == "sampler" { None } else { of_lines(key) }
}
