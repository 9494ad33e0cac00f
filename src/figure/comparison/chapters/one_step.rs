//! One step of mini-batch descent, looked at before it is taken.

use super::apart::{SamplesOf, StepOf, StepOn};
use crate::figure::Figure;
use crate::figure::comparison::keys::{PROGRESS_ENTRY, choices_of, height, of_lines};
use crate::figure::comparison::rows::{Comparison, Rule, Shows, third};
use crate::figure::comparison::three_descents::{BATCH_RUN, MINI_BATCH_RUN, OF_LINES, OF_THREE_RUNS, STOCHASTIC_RUN};
use crate::figure::progress::Height;
use crate::figure::values::{Entry, Table, Values, joined};
use crate::sampler::Sampling;
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

/// A run with its next step, called by what its batches make it.
pub(super) static STEP: Comparison = OF_ONE;
static BY_ONE: Comparison = Comparison { runs: &[STOCHASTIC_RUN], ..OF_ONE };
static BY_ALL: Comparison = Comparison { runs: &[BATCH_RUN], ..OF_ONE };

const OF_ONE: Comparison = Comparison {
    by: Some(by_batch),
    runs: &[MINI_BATCH_RUN],
    panels: &[
        third("step", Shows::Own(&StepOf(0))),
        third("samples", Shows::Own(&SamplesOf(0))),
        third("landscape", Shows::Own(&StepOn(&[0]))),
    ],
    heights: HEIGHTS,
    rule: Rule::Next,
    ..OF_THREE_RUNS
};

/// As many draws as there are samples are seldom all of them.
fn by_batch(values: &Values) -> &'static Comparison {
    let (experiment, n) = (&values.experiment, values.experiment.samples());
    match (experiment.samples_of_a_step(), experiment.sampler) {
        (m, sampler) if m == n && sampler != Sampling::Uniform => &BY_ALL,
        (1, _) => &BY_ONE,
        _ => &STEP,
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::Style;
    use crate::figure::comparison::tests::shown;
    use crate::figure::named;
    use crate::words::Words;

    #[test]
    fn a_run_looks_as_its_batch_makes_it() {
        let style = |text| shown(&ONE_STEP, &STEP, text).runs[0].style;
        assert_eq!(["batch=1", "batch=1&sampler=shuffle"].map(style), [Style::STOCHASTIC; 2]);
        assert_eq!(["batch=2", "batch=59", "batch=60"].map(style), [Style::MINI_BATCH; 3], "with replacement");
        assert_eq!(["sampler=full", "batch=60&sampler=shuffle"].map(style), [Style::BATCH; 2]);
        // Under the hand too, there and back.
        let mut figure = named("one-step", Words::of("en").clone()).unwrap();
        let mut by = |batch: &str| {
            figure.set("batch", batch).unwrap();
            figure.scene().rules(figure.words())[0].0
        };
        assert_eq!(["1", "4", "1"].map(&mut by), [Style::STOCHASTIC, Style::MINI_BATCH, Style::STOCHASTIC].map(Some));
    }
}
