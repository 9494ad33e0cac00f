//! The noise floor of stochastic descent: how high it is for a learning rate and a batch size, and how a decaying rate leaves it.

use super::noise::{Levels, Settling};
use crate::chart::Style;
use crate::figure::Figure;
use crate::figure::comparison::keys::{PROGRESS_ENTRY, choices_of, height, of_lines};
use crate::figure::comparison::rows::{Comparison, PanelRow, RunRow, Shows, tall};
use crate::figure::comparison::three_descents::{OF_LINES, OF_THREE_RUNS};
use crate::figure::progress::Height;
use crate::figure::styles::{DECAYING, LARGER_BATCH};
use crate::figure::values::{Entry, Table, joined};
use crate::words::Sentence;

pub(in crate::figure) static NOISE_FLOOR: Figure = Figure {
    table: OF_NOISE,
    base: "n=200&noise=1.2&reduction=mean&sampler=uniform&lr=0.04&half_life=125&seed=1",
    rest: 3000,
    restart: Sentence::named("restart.start"),
    settle: |values, before, given| NOISE.settle(values, before, given),
    words: of_means,
    build: |values, words| Ok(Box::new(NOISE.build(values, words, None)?)),
};

const HEIGHTS: &[Height] = &[Height::Excess];

/// One sample, eight and 64 a step at one rate, and one sample at a rate that decays.
pub(super) static NOISE: Comparison = Comparison {
    runs: &[
        RunRow::new("one", Style::STOCHASTIC, ["noise.one.title", "noise.one"], "batch=1"),
        RunRow::new("eight", Style::MINI_BATCH, ["noise.eight.title", "noise.eight"], "batch=8"),
        RunRow::new("many", LARGER_BATCH, ["noise.many.title", "noise.many"], "batch=64"),
        RunRow::new("decaying", DECAYING, ["noise.decaying.title", "noise.decaying"], "batch=1&schedule=inverse-time"),
    ],
    panels: &[
        PanelRow { columns: 7, ..tall("loss", Shows::Own(&Settling)) },
        PanelRow { columns: 5, ..tall("levels", Shows::Own(&Levels)) },
    ],
    heights: HEIGHTS,
    ..OF_THREE_RUNS
};

/// What it is a function of.
static OF_NOISE: Table = Table::new(
    &const {
        joined::<13>(&[
            &[
                Entry::of("lr").docked(),
                Entry::of("half_life").by_ratio(1.0, 1e4).always().docked(),
                Entry::of("scale").folded(),
                height(|| choices_of(HEIGHTS), "excess").in_picture(),
                PROGRESS_ENTRY.in_picture(),
            ],
            OF_LINES,
        ])
    },
);

/// Of lines, their mean loss: the floor is that of a parabola.
fn of_means(key: &str) -> Option<Vec<&'static str>> {
    match key {
        "reduction" => Some(vec!["mean"]),
        "loss" => Some(vec!["half-squared-error", "mse"]),
        "sampler" => Some(vec!["uniform"]),
        _ => of_lines(key),
    }
}
