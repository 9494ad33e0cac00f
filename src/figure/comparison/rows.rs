//! The comparisons. One more is one more row here, and its row among the figures.

use super::{Comparison, PanelRow, RATES, Rule, RunRow, SHOWN, Shows, X, Y};
use crate::chart::Series;
use crate::data::DATA;
use crate::experiment::ObjectiveKind;
use crate::figure::Figure;
use crate::figure::progress::{HEIGHTS, Height, PROGRESS};
use crate::figure::values::{Entry, Table, Values};
use crate::key::{Choice, Kind};
use crate::model::Link;
use crate::words::{Label, Sentence};

const BATCH_RUN: RunRow = RunRow {
    name: "batch",
    style: Series::Batch,
    title: Sentence::named("run.batch.title"),
    short: Sentence::named("run.batch"),
    with: "sampler=full",
};
const STOCHASTIC_RUN: RunRow = RunRow {
    name: "stochastic",
    style: Series::Stochastic,
    title: Sentence::named("run.stochastic.title"),
    short: Sentence::named("run.stochastic"),
    with: "batch=1",
};
const MINI_BATCH_RUN: RunRow = RunRow {
    name: "mini-batch",
    style: Series::MiniBatch,
    title: Sentence::named("run.mini-batch.title"),
    short: Sentence::named("run.mini-batch"),
    with: "",
};

/// A panel of the usual height.
const fn panel(name: &'static str, shows: Shows, columns: u32) -> PanelRow {
    PanelRow { name, shows, columns, tall: false }
}

/// A panel as high as half of the width.
const fn tall(name: &'static str, shows: Shows) -> PanelRow {
    PanelRow { name, shows, columns: 6, tall: true }
}

const HEIGHTS_OF_LINES: &[Height] = &[Height::Logarithmic, Height::Linear, Height::Excess];
const HEIGHTS_OF_CLASSES: &[Height] = &[Height::Logarithmic, Height::Linear, Height::Excess, Height::Accuracy];
const HEIGHTS_OF_DUEL: &[Height] = &[Height::Accuracy, Height::Linear];

/// Batch, stochastic and mini-batch descent on one line.
static THREE: Comparison = OF_THREE_RUNS;

const OF_THREE_RUNS: Comparison = Comparison {
    runs: &[BATCH_RUN, STOCHASTIC_RUN, MINI_BATCH_RUN],
    panels: &[
        panel("batch", Shows::Landscape(0), 4),
        panel("stochastic", Shows::Landscape(1), 4),
        panel("mini-batch", Shows::Landscape(2), 4),
        panel("samples", Shows::Samples, 4),
        panel("loss", Shows::Losses, 8),
    ],
    window: None,
    is_plane: false,
    heights: HEIGHTS_OF_LINES,
    rule: Rule::Step,
};

/// The same on logistic regression.
static LOGISTIC: Comparison = Comparison { heights: HEIGHTS_OF_CLASSES, ..OF_THREE_RUNS };

/// Batch descent alone.
static BATCH: Comparison = Comparison {
    runs: &[BATCH_RUN],
    panels: &[
        panel("batch", Shows::Landscape(0), 4),
        panel("samples", Shows::Samples, 4),
        panel("loss", Shows::Losses, 4),
    ],
    ..OF_THREE_RUNS
};

/// Two losses of one classifier on the same samples.
static DUEL: Comparison = Comparison {
    runs: &[
        RunRow {
            name: "cross-entropy",
            style: Series::Further(0),
            title: Sentence::named("run.cross-entropy.title"),
            short: Sentence::named("run.cross-entropy"),
            with: "loss=cross-entropy",
        },
        RunRow {
            name: "squared-error",
            style: Series::Further(1),
            title: Sentence::named("run.squared-error.title"),
            short: Sentence::named("run.squared-error"),
            with: "loss=half-squared-error",
        },
    ],
    panels: &[
        tall("squared-error", Shows::Landscape(1)),
        tall("cross-entropy", Shows::Landscape(0)),
        tall("data", Shows::Samples),
        tall("curves", Shows::Losses),
    ],
    window: Some(((-10.0, 10.0), 40)),
    is_plane: true,
    heights: HEIGHTS_OF_DUEL,
    rule: Rule::Steepness,
};

/// Descent on a surface.
static SURFACE: Comparison = Comparison {
    runs: &[RunRow {
        name: "descent",
        style: Series::Batch,
        title: Sentence::named("run.surface.title"),
        short: Sentence::named("run.surface"),
        with: "",
    }],
    panels: &[tall("landscape", Shows::Landscape(0)), tall("values", Shows::Losses)],
    window: None,
    is_plane: true,
    heights: &[Height::Value],
    rule: Rule::Step,
};

/// Three descents on one line.
pub(in crate::figure) static THREE_DESCENTS: Figure = Figure {
    table: OF_THREE,
    base: "n=60&noise=1.2&reduction=mean&sampler=uniform&batch=8&lr=0.15&seed=11",
    rest: 400,
    settle: |values, before, given| THREE.settle(values, before, given),
    words: of_lines,
    build: |values, words| Ok(Box::new(THREE.build(values, words, None)?)),
};

/// Batch descent alone.
pub(in crate::figure) static BATCH_DESCENT: Figure = Figure {
    table: OF_BATCH,
    base: "data=engel&scale=standardize&reduction=mean&sampler=full&lr=0.1&seed=1",
    rest: 400,
    settle: |values, before, given| BATCH.settle(values, before, given),
    words: of_batch,
    build: |values, words| Ok(Box::new(BATCH.build(values, words, None)?)),
};

/// Three descents on logistic regression.
pub(in crate::figure) static LOGISTIC_DESCENTS: Figure = Figure {
    table: OF_LOGISTIC,
    base: "data=blobs&n=100&noise=0.9&distance=2.4&data_seed=3&model=logistic&loss=cross-entropy\
           &reduction=mean&sampler=uniform&batch=8&lr=1&seed=2",
    rest: 400,
    settle: |values, before, given| LOGISTIC.settle(values, before, given),
    words: of_classes,
    build: |values, words| Ok(Box::new(LOGISTIC.build(values, words, None)?)),
};

/// Squared error against cross-entropy.
pub(in crate::figure) static LOSS_DUEL: Figure = Figure {
    table: OF_DUEL,
    base: "data=blobs&n=80&noise=0.9&distance=2.4&model=logistic&bias=false&loss=cross-entropy&reduction=mean\
           &sampler=full&batch=8&lr=1&start=-7,-6&seed=1",
    rest: 150,
    settle: |values, before, given| DUEL.settle(values, before, given),
    words: of_duel,
    build: |values, words| Ok(Box::new(DUEL.build(values, words, None)?)),
};

/// Descent on a surface.
pub(in crate::figure) static SURFACE_DESCENT: Figure = Figure {
    table: OF_SURFACES,
    base: "objective=surface&surface=saddle&lr=0.05&start=0,1.6&f=x^2 %2B y^2/4 %2B sin(3x)*cos(2y)",
    rest: 120,
    settle: settle_surface,
    words: of_surfaces,
    build: |values, words| Ok(Box::new(SURFACE.build(values, words, None)?)),
};

const PROGRESS_ENTRY: Entry = Entry::own(X, Label::named("figure.progress"), Kind::Choice(progress), "updates");
const RATES_ENTRY: Entry = Entry::own(RATES, Label::named("figure.rates"), Kind::Choice(rates), "linked");

const fn rate(key: &'static str) -> Entry {
    Entry::own(key, Label::named("key.lr"), Kind::Number(0.0, 1e300), "0").when(has_own_rates)
}

const fn height(choices: fn() -> Vec<Choice>, default: &'static str) -> Entry {
    Entry::own(Y, Label::named("figure.height"), Kind::Choice(choices), default)
}

fn progress() -> Vec<Choice> {
    PROGRESS.iter().map(|(_, choice)| *choice).collect()
}

fn rates() -> Vec<Choice> {
    let choice = |name, label| Choice { name, label };
    vec![choice("linked", Label::named("rates.linked")), choice("own", Label::named("rates.own"))]
}

fn pairs() -> Vec<Choice> {
    let choice = |name, label| Choice { name, label };
    vec![
        choice("w1,w2", Label::named("pair.w1-w2")),
        choice("w1,b", Label::named("pair.w1-b")),
        choice("w2,b", Label::named("pair.w2-b")),
    ]
}

fn choices_of(heights: &[Height]) -> Vec<Choice> {
    let choice = |height: &Height| HEIGHTS.iter().find(|(other, _)| other == height).map(|(_, choice)| *choice);
    heights.iter().filter_map(choice).collect()
}

fn has_own_rates(values: &Values) -> bool {
    values.choice(RATES) == 1
}

/// Whether there are more parameters than a landscape lies over.
fn holds_parameters(values: &Values) -> bool {
    values.experiment.link == Link::Logistic && values.experiment.model.bias
}

/// What several runs on a line are a function of.
static OF_THREE: Table = Table::new(&[
    Entry::of("lr"),
    rate("figure.lr.batch"),
    rate("figure.lr.stochastic"),
    rate("figure.lr.mini-batch"),
    RATES_ENTRY,
    Entry::of("batch").by_ratio(1.0, 1e5),
    Entry::of("sampler"),
    Entry::of("reduction"),
    PROGRESS_ENTRY,
    height(|| choices_of(HEIGHTS_OF_LINES), "log"),
    Entry::of("data"),
    Entry::of("scale").folded(),
    Entry::of("n").by_ratio(10.0, 10_000.0).folded(),
    Entry::of("noise").from_to(0.0, 3.0).folded(),
    Entry::of("slope").from_to(-4.0, 4.0).folded(),
    Entry::of("intercept").from_to(-4.0, 4.0).folded(),
    Entry::of("data_seed").folded(),
    Entry::of("loss").folded(),
    Entry::of("delta").by_ratio(0.01, 100.0).folded(),
    Entry::of("seed").folded(),
]);

/// What batch descent on a line is a function of.
static OF_BATCH: Table = Table::new(&[
    Entry::of("lr"),
    Entry::of("reduction"),
    height(|| choices_of(HEIGHTS_OF_LINES), "log"),
    Entry::of("data").folded(),
    Entry::of("scale"),
    Entry::of("n").by_ratio(10.0, 10_000.0).folded(),
    Entry::of("noise").from_to(0.0, 3.0).folded(),
    Entry::of("slope").from_to(-4.0, 4.0).folded(),
    Entry::of("intercept").from_to(-4.0, 4.0).folded(),
    Entry::of("data_seed").folded(),
    Entry::of("loss").folded(),
    Entry::of("delta").by_ratio(0.01, 100.0).folded(),
    Entry::of("seed").folded(),
    Entry::own(X, Label::named("figure.progress"), Kind::Choice(progress), "updates").in_picture(),
]);

/// What runs on classes are a function of.
static OF_LOGISTIC: Table = Table::new(&[
    Entry::of("lr"),
    rate("figure.lr.batch"),
    rate("figure.lr.stochastic"),
    rate("figure.lr.mini-batch"),
    RATES_ENTRY,
    Entry::of("batch").by_ratio(1.0, 1e5),
    Entry::of("sampler"),
    Entry::of("reduction"),
    PROGRESS_ENTRY,
    height(|| choices_of(HEIGHTS_OF_CLASSES), "log"),
    Entry::of("data"),
    Entry::of("distance").from_to(0.0, 8.0),
    Entry::of("noise").from_to(0.0, 3.0),
    Entry::of("bias").folded(),
    Entry::own(SHOWN, Label::named("figure.shown"), Kind::Choice(pairs), "w1,w2").when(holds_parameters),
    Entry::of("scale").folded(),
    Entry::of("n").by_ratio(10.0, 2_000.0).folded(),
    Entry::of("data_seed").folded(),
    Entry::of("loss"),
    Entry::of("seed").folded(),
]);

/// What the duel of two losses is a function of.
static OF_DUEL: Table = Table::new(&[
    Entry::of("data").begins(),
    Entry::of("lr").by_ratio(1e-3, 100.0),
    Entry::of("sampler"),
    Entry::of("batch").by_ratio(1.0, 400.0),
    Entry::of("distance").from_to(0.0, 8.0),
    Entry::of("noise").by_ratio(0.05, 3.0),
    height(|| choices_of(HEIGHTS_OF_DUEL), "accuracy"),
    Entry::own(X, Label::named("figure.progress"), Kind::Choice(progress), "updates").folded(),
    Entry::of("n").by_ratio(2.0, 400.0).folded(),
    Entry::of("seed").folded(),
]);

/// What descent on a surface is a function of.
#[cfg(feature = "formulas")]
static OF_SURFACES: Table = Table::new(&[
    Entry::of("objective").begins(),
    Entry::of("surface").begins(),
    Entry::of("lr"),
    Entry::of("condition").by_ratio(1.0, 1e6).folded().begins(),
    Entry::of("momentum").from_to(0.0, 0.999).folded(),
    Entry::of("f").always().folded().begins(),
]);

/// The words of the experiment's keys that a comparison on lines can show; `None` where it can show all.
fn of_lines(key: &str) -> Option<Vec<&'static str>> {
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

/// The same of batch descent alone.
fn of_batch(key: &str) -> Option<Vec<&'static str>> {
    if key == "sampler" { Some(vec!["full"]) } else { of_lines(key) }
}

/// The same of comparisons on classes.
fn of_classes(key: &str) -> Option<Vec<&'static str>> {
    Some(match key {
        "data" => sources(true),
        "model" => vec!["logistic"],
        "loss" => vec!["cross-entropy", "half-squared-error"],
        "bias" => return None,
        _ => return of_lines(key),
    })
}

/// The same of the duel of two losses.
fn of_duel(key: &str) -> Option<Vec<&'static str>> {
    match key {
        "bias" => Some(vec!["false"]),
        "sampler" => Some(vec!["full", "shuffle", "uniform"]),
        _ => of_classes(key),
    }
}

/// The same of descent on a surface.
fn of_surfaces(key: &str) -> Option<Vec<&'static str>> {
    (key == "objective").then(|| vec!["surface", "expression"])
}

fn sources(classes: bool) -> Vec<&'static str> {
    let features = if classes { 2 } else { 1 };
    let shown = DATA.iter().filter(|data| data.has_classes == Some(classes) && data.features == Some(features));
    shown.map(|data| data.name).collect()
}

/// The start and the learning rate of each surface with which its shape can be seen.
const BEGINNINGS: &[(&str, f64, [f64; 2])] = &[
    ("bowl", 0.1, [-1.6, 1.2]),
    ("quadratic", 0.15, [-1.7, 0.8]),
    ("saddle", 0.05, [0.0, 1.6]),
    ("rosenbrock", 0.001, [-1.2, 1.0]),
    ("himmelblau", 0.01, [0.0, 0.0]),
    ("beale", 0.01, [1.0, 1.5]),
    ("booth", 0.05, [-7.0, 6.0]),
    ("matyas", 1.0, [-8.0, 4.0]),
    ("mccormick", 0.1, [3.0, 3.0]),
    ("six-hump-camel", 0.03, [0.2, 1.1]),
    ("goldstein-price", 0.00001, [-1.0, 0.5]),
    ("rastrigin", 0.002, [2.3, 1.7]),
    ("ackley", 0.1, [2.2, 1.4]),
    ("styblinski-tang", 0.02, [0.4, -0.3]),
    ("two-wells", 0.05, [0.2, 1.2]),
    ("hills", 0.2, [0.3, 0.4]),
    ("plateau", 0.5, [2.0, 1.5]),
];

/// A surface stands for the start and the rate that are not given with it; a formula or a condition number for the surface.
#[cfg(feature = "formulas")]
fn settle_surface(values: &mut Values, _: Option<&Values>, given: &dyn Fn(&str) -> bool) -> crate::error::Result<()> {
    let experiment = &mut values.experiment;
    if given("surface") {
        experiment.objective = ObjectiveKind::Surface;
    } else if given("f") {
        experiment.objective = ObjectiveKind::Expression;
    } else if given("condition") {
        experiment.set("surface", "quadratic")?;
        experiment.objective = ObjectiveKind::Surface;
    }
    if !given("surface") {
        return Ok(());
    }
    if let Some((_, lr, start)) = BEGINNINGS.iter().find(|(name, ..)| *name == experiment.surface.name) {
        if !given("lr") {
            experiment.lr = *lr;
        }
        if !given("start") {
            experiment.start = Some(start.to_vec());
        }
    }
    Ok(())
}
