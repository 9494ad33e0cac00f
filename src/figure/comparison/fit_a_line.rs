//! A line is fitted to points, for who has not read a word yet: one landscape, three descents on it, and their lines.

use super::rows::{Comparison, PanelRow, Shows, panel};
use super::three_descents::{OF_THREE, OF_THREE_RUNS, THREE_DESCENTS};
use crate::figure::Figure;
use crate::words::Sentence;

pub(in crate::figure) static FIT_A_LINE: Figure = Figure {
    table: OF_THREE,
    base: THREE_DESCENTS.base,
    rest: 400,
    restart: Sentence::named("restart.start"),
    settle: |values, before, given| FIT.settle(values, before, given),
    words: THREE_DESCENTS.words,
    build: |values, words| Ok(Box::new(FIT.build(values, words, None)?)),
};

static FIT: Comparison = Comparison {
    panels: &[
        PanelRow {
            says: Some([Sentence::named("fit.landscape.title"), Sentence::named("fit.landscape.detail")]),
            ..panel("landscape", Shows::Landscape(&[0, 1, 2]), 6)
        },
        PanelRow {
            says: Some([Sentence::named("fit.samples.title"), Sentence::named("fit.samples.detail")]),
            ..panel("samples", Shows::Samples, 6)
        },
    ],
    is_plain: true,
    ..OF_THREE_RUNS
};
