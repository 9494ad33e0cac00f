//! Batch, stochastic and mini-batch gradient descent on the logistic regression of two classes.

use super::error_rates::LossesAndErrors;
use crate::figure::Figure;
use crate::figure::comparison::keys::{OF_RUNS, SHOWN, choices_of, height, of_classes};
use crate::figure::comparison::rows::{Comparison, Shows, optional, third};
use crate::figure::comparison::three_descents::OF_THREE_RUNS;
use crate::figure::progress::Height;
use crate::figure::values::{Entry, Table, Values, joined};
use crate::key::{Choice, Kind};
use crate::model::Link;
use crate::words::{Label, Sentence};

pub(in crate::figure) static LOGISTIC_DESCENTS: Figure = Figure {
    table: OF_LOGISTIC,
    base: "data=blobs&n=100&noise=0.9&distance=2.4&data_seed=3&model=logistic&loss=cross-entropy\
           &reduction=mean&sampler=uniform&batch=8&lr=1&seed=2",
    rest: 40,
    restart: Sentence::named("restart.start"),
    settle: |values, before, given| LOGISTIC.settle(values, before, given),
    words: of_classes,
    build: |values, words| Ok(Box::new(LOGISTIC.build(values, words, None)?)),
};

/// The three runs. The data come first: the probability and the boundary are what is new. All of it in one row, which one screen
/// has room for with what moves it.
pub(in crate::figure::comparison) static LOGISTIC: Comparison = Comparison {
    panels: &[
        third("samples", Shows::Samples),
        third("landscape", Shows::Landscape(&[0, 1, 2])),
        third("loss", Shows::Own(&LossesAndErrors)),
        optional("batch", Shows::Landscape(&[0]), 4),
        optional("stochastic", Shows::Landscape(&[1]), 4),
        optional("mini-batch", Shows::Landscape(&[2]), 4),
    ],
    heights: &[Height::Logarithmic, Height::Linear, Height::Excess],
    ..OF_THREE_RUNS
};

fn pairs() -> Vec<Choice> {
    const PAIRS: [Choice; 3] =
        [Choice::named("w1,w2", "pair.w1-w2"), Choice::named("w1,b", "pair.w1-b"), Choice::named("w2,b", "pair.w2-b")];
    PAIRS.to_vec()
}

/// Whether there are more parameters than a landscape lies over.
fn holds_parameters(values: &Values) -> bool {
    values.experiment.link == Link::Logistic && values.experiment.model.bias
}

/// What runs on classes are a function of.
static OF_LOGISTIC: Table = Table::new(
    &const {
        joined::<22>(&[
            OF_RUNS,
            &[
                height(|| choices_of(LOGISTIC.heights), "log").at("loss"),
                Entry::of("data").at("samples"),
                Entry::of("distance").from_to(0.0, 8.0).folded(),
                Entry::of("noise").from_to(0.0, 3.0).folded(),
                Entry::of("bias").folded(),
                Entry::own(SHOWN, Label::named("figure.shown"), Kind::Choice(pairs), "w1,w2")
                    .at("landscape")
                    .when(holds_parameters),
                Entry::of("scale").folded(),
                Entry::of("n").by_ratio(10.0, 2_000.0).folded(),
                Entry::of("data_seed").folded(),
                Entry::of("loss").folded(),
                Entry::of("seed").folded(),
            ],
        ])
    },
);
