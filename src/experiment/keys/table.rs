//! The keys and the words that can be chosen, a row each.

use super::{Choice, Kind, Row, choice};
use crate::data::{DATA, MAX_SAMPLES};
use crate::experiment::{Experiment, ObjectiveKind, Scaling};
#[cfg(feature = "formulas")]
use crate::expression::Expression;
#[cfg(feature = "optimizers")]
use crate::expression::Rule;
use crate::key::Value;
use crate::loss::{Loss, Reduction};
use crate::model::Link;
use crate::optim::OPTIMIZERS;
use crate::sampler::Sampling;
use crate::schedule::{CONSTANT, SCHEDULES};
#[cfg(feature = "formulas")]
use crate::surface::{SURFACES, Surface};
use crate::words::Label;

fn names<T>(list: &[(T, Choice)]) -> Vec<Choice> {
    list.iter().map(|(_, choice)| *choice).collect()
}

/// The value that stands for a row of a list of choices.
fn chosen<T: PartialEq>(list: &[(T, Choice)], value: &T) -> Value {
    Value::Choice(list.iter().position(|(other, _)| other == value).unwrap_or(0))
}

/// The same of a table whose rows are names of their own.
fn place_of<T: PartialEq>(table: &[&'static T], row: &T) -> Value {
    Value::Choice(table.iter().position(|other| *other == row).unwrap_or(0))
}

const OBJECTIVES: &[(ObjectiveKind, Choice)] = &[
    (ObjectiveKind::Regression, choice("regression", Label::named("objective.regression"))),
    #[cfg(feature = "formulas")]
    (ObjectiveKind::Surface, choice("surface", Label::named("objective.surface"))),
    #[cfg(feature = "formulas")]
    (ObjectiveKind::Expression, choice("expression", Label::named("objective.expression"))),
];
const SCALES: &[(Scaling, Choice)] = &[
    (Scaling::None, choice("none", Label::named("scale.none"))),
    (Scaling::Standardize, choice("standardize", Label::named("scale.standardize"))),
];
const MODELS: &[(Link, Choice)] = &[
    (Link::Identity, choice("linear", Label::named("model.linear"))),
    (Link::Logistic, choice("logistic", Label::named("model.logistic"))),
];
const LOSSES: &[(Loss, Choice)] = &[
    (Loss::HalfSquaredError, choice("half-squared-error", Label::named("loss.half-squared-error"))),
    (Loss::Mse, choice("mse", Label::named("loss.mse"))),
    (Loss::Mae, choice("mae", Label::named("loss.mae"))),
    (Loss::Huber { delta: 1.0 }, choice("huber", Label::named("loss.huber"))),
    (Loss::CrossEntropy, choice("cross-entropy", Label::named("loss.cross-entropy"))),
];
const REDUCTIONS: &[(Reduction, Choice)] = &[
    (Reduction::Sum, choice("sum", Label::named("reduction.sum"))),
    (Reduction::Mean, choice("mean", Label::named("reduction.mean"))),
];
const SAMPLERS: &[(Sampling, Choice)] = &[
    (Sampling::Full, choice("full", Label::named("sampler.full"))),
    (Sampling::Sequential, choice("sequential", Label::named("sampler.sequential"))),
    (Sampling::Shuffle, choice("shuffle", Label::named("sampler.shuffle"))),
    (Sampling::Uniform, choice("uniform", Label::named("sampler.uniform"))),
];

#[cfg(feature = "formulas")]
fn surfaces() -> Vec<Choice> {
    SURFACES.iter().map(|surface| Choice { name: surface.name, label: surface.label }).collect()
}

fn optimizers() -> Vec<Choice> {
    OPTIMIZERS.iter().map(|recipe| Choice { name: recipe.name, label: recipe.label }).collect()
}

fn schedules() -> Vec<Choice> {
    SCHEDULES.iter().map(|recipe| Choice { name: recipe.name, label: recipe.label }).collect()
}

fn sources() -> Vec<Choice> {
    DATA.iter().map(|source| Choice { name: source.name, label: source.label }).collect()
}

fn regression(experiment: &Experiment) -> bool {
    experiment.objective == ObjectiveKind::Regression
}

/// Whether a parameter shapes the data.
fn shapes(experiment: &Experiment, parameter: &str) -> bool {
    regression(experiment) && experiment.data.takes(parameter)
}

const SEEDS: Kind = Kind::Integer(0, u32::MAX as u64);

/// The keys but for the optimizers' hyper-parameters, in the order of the canonical string. One more is one more row.
pub static KEYS: &[Row] = &[
    Row {
        name: "objective",
        label: Label::named("key.objective"),
        kind: Kind::Choice(|| names(OBJECTIVES)),
        applies: |_| true,
        get: |experiment| chosen(OBJECTIVES, &experiment.objective),
        set: |experiment, value| {
            experiment.objective = value.of(OBJECTIVES).unwrap_or(experiment.objective);
        },
    },
    Row {
        name: "data",
        label: Label::named("key.data"),
        kind: Kind::Choice(sources),
        applies: regression,
        get: |experiment| place_of(DATA, experiment.data),
        set: |experiment, value| {
            if let Value::Choice(place) = value {
                experiment.data = DATA.get(place).copied().unwrap_or(experiment.data);
            }
        },
    },
    Row {
        name: "n",
        label: Label::named("key.n"),
        // Whether so many can be stored, or are to be, depends on the data.
        #[cfg(feature = "streams")]
        kind: Kind::Integer(1, crate::data::MOST_STREAMED),
        #[cfg(not(feature = "streams"))]
        kind: Kind::Integer(1, MAX_SAMPLES as u64),
        applies: |experiment| shapes(experiment, "n"),
        get: |experiment| Value::Integer(experiment.n),
        set: |experiment, value| {
            if let Value::Integer(n) = value {
                experiment.n = n;
            }
        },
    },
    Row {
        name: "noise",
        label: Label::named("key.noise"),
        kind: Kind::Number(0.0, 1e6),
        applies: |experiment| shapes(experiment, "noise"),
        get: |experiment| Value::Number(experiment.noise),
        set: |experiment, value| set_number(&mut experiment.noise, &value),
    },
    Row {
        name: "distance",
        label: Label::named("key.distance"),
        kind: Kind::Number(0.0, 1e6),
        applies: |experiment| shapes(experiment, "distance"),
        get: |experiment| Value::Number(experiment.distance),
        set: |experiment, value| set_number(&mut experiment.distance, &value),
    },
    Row {
        name: "slope",
        label: Label::named("key.slope"),
        kind: Kind::Number(-1e6, 1e6),
        applies: |experiment| shapes(experiment, "slope"),
        get: |experiment| Value::Number(experiment.slope),
        set: |experiment, value| set_number(&mut experiment.slope, &value),
    },
    Row {
        name: "intercept",
        label: Label::named("key.intercept"),
        kind: Kind::Number(-1e6, 1e6),
        applies: |experiment| shapes(experiment, "intercept"),
        get: |experiment| Value::Number(experiment.intercept),
        set: |experiment, value| set_number(&mut experiment.intercept, &value),
    },
    Row {
        name: "data_seed",
        label: Label::named("key.data-seed"),
        kind: SEEDS,
        applies: |experiment| shapes(experiment, "data_seed"),
        get: |experiment| Value::Integer(experiment.data_seed.into()),
        set: |experiment, value| set_seed(&mut experiment.data_seed, &value),
    },
    Row {
        name: "scale",
        label: Label::named("key.scale"),
        kind: Kind::Choice(|| names(SCALES)),
        applies: regression,
        get: |experiment| chosen(SCALES, &experiment.scale),
        set: |experiment, value| experiment.scale = value.of(SCALES).unwrap_or(experiment.scale),
    },
    #[cfg(feature = "part-scaled")]
    Row {
        name: "standardized",
        label: Label::named("key.standardized"),
        kind: Kind::Number(0.0, 1.0),
        applies: |experiment| {
            regression(experiment) && experiment.scale == Scaling::Standardize && experiment.standardized < 1.0
        },
        get: |experiment| Value::Number(experiment.standardized),
        set: |experiment, value| set_number(&mut experiment.standardized, &value),
    },
    Row {
        name: "model",
        label: Label::named("key.model"),
        kind: Kind::Choice(|| names(MODELS)),
        applies: regression,
        get: |experiment| chosen(MODELS, &experiment.link),
        set: |experiment, value| experiment.link = value.of(MODELS).unwrap_or(experiment.link),
    },
    Row {
        name: "bias",
        label: Label::named("key.bias"),
        kind: Kind::Switch,
        applies: regression,
        get: |experiment| Value::Switch(experiment.model.bias),
        set: |experiment, value| {
            if let Value::Switch(bias) = value {
                experiment.model.bias = bias;
            }
        },
    },
    Row {
        name: "loss",
        label: Label::named("key.loss"),
        kind: Kind::Choice(|| names(LOSSES)),
        applies: regression,
        get: |experiment| chosen(LOSSES, &experiment.loss),
        set: |experiment, value| experiment.loss = value.of(LOSSES).unwrap_or(experiment.loss),
    },
    Row {
        name: "delta",
        label: Label::named("key.delta"),
        kind: Kind::Number(1e-12, 1e12),
        applies: |experiment| regression(experiment) && matches!(experiment.loss, Loss::Huber { .. }),
        get: |experiment| Value::Number(experiment.delta),
        set: |experiment, value| set_number(&mut experiment.delta, &value),
    },
    Row {
        name: "reduction",
        label: Label::named("key.reduction"),
        kind: Kind::Choice(|| names(REDUCTIONS)),
        applies: regression,
        get: |experiment| chosen(REDUCTIONS, &experiment.reduction),
        set: |experiment, value| {
            experiment.reduction = value.of(REDUCTIONS).unwrap_or(experiment.reduction);
        },
    },
    Row {
        name: "sampler",
        label: Label::named("key.sampler"),
        kind: Kind::Choice(|| names(SAMPLERS)),
        applies: regression,
        get: |experiment| chosen(SAMPLERS, &experiment.sampler),
        set: |experiment, value| experiment.sampler = value.of(SAMPLERS).unwrap_or(experiment.sampler),
    },
    Row {
        name: "batch",
        label: Label::named("key.batch"),
        kind: Kind::Integer(1, MAX_SAMPLES as u64),
        applies: |experiment| regression(experiment) && experiment.sampler != Sampling::Full,
        get: |experiment| Value::Integer(experiment.batch_size() as u64),
        set: |experiment, value| {
            if let Value::Integer(batch) = value {
                experiment.batch = Some(batch as usize);
            }
        },
    },
    #[cfg(feature = "formulas")]
    Row {
        name: "surface",
        label: Label::named("key.surface"),
        kind: Kind::Choice(surfaces),
        applies: |experiment| experiment.objective == ObjectiveKind::Surface,
        get: |experiment| place_of(SURFACES, experiment.surface),
        set: |experiment, value| {
            let surfaces: Vec<(&'static Surface, Choice)> = SURFACES.iter().copied().zip(surfaces()).collect();
            experiment.surface = value.of(&surfaces).unwrap_or(experiment.surface);
        },
    },
    #[cfg(feature = "formulas")]
    Row {
        name: "condition",
        label: Label::named("key.condition"),
        kind: Kind::Number(1.0, 1e6),
        applies: |experiment| experiment.objective == ObjectiveKind::Surface && experiment.surface.has_condition(),
        get: |experiment| Value::Number(experiment.condition),
        set: |experiment, value| set_number(&mut experiment.condition, &value),
    },
    #[cfg(feature = "formulas")]
    Row {
        name: "f",
        label: Label::named("key.f"),
        kind: Kind::Formula(|text| Expression::parse(text).map(drop)),
        applies: |experiment| experiment.objective == ObjectiveKind::Expression,
        get: |experiment| Value::Formula(experiment.f.clone()),
        set: |experiment, value| {
            if let Value::Formula(f) = value {
                experiment.f = f;
            }
        },
    },
    Row {
        name: "optimizer",
        label: Label::named("key.optimizer"),
        kind: Kind::Choice(optimizers),
        applies: |_| true,
        get: |experiment| place_of(OPTIMIZERS, experiment.optimizer),
        set: |experiment, value| {
            if let Value::Choice(place) = value {
                experiment.optimizer = OPTIMIZERS.get(place).copied().unwrap_or(experiment.optimizer);
            }
        },
    },
    #[cfg(feature = "optimizers")]
    Row {
        name: "rule",
        label: Label::named("key.rule"),
        kind: Kind::Formula(|text| Rule::parse(text).map(drop)),
        applies: Experiment::has_own_rule,
        get: |experiment| Value::Formula(experiment.rule.clone()),
        set: |experiment, value| {
            if let Value::Formula(rule) = value {
                experiment.rule = rule;
            }
        },
    },
    Row {
        name: "lr",
        label: Label::named("key.lr"),
        kind: Kind::Number(0.0, 1e300),
        applies: |_| true,
        get: |experiment| Value::Number(experiment.lr),
        set: |experiment, value| set_number(&mut experiment.lr, &value),
    },
    Row {
        name: "schedule",
        label: Label::named("key.schedule"),
        kind: Kind::Choice(schedules),
        applies: |experiment| *experiment.schedule != CONSTANT,
        get: |experiment| place_of(SCHEDULES, experiment.schedule),
        set: |experiment, value| {
            if let Value::Choice(place) = value {
                experiment.schedule = SCHEDULES.get(place).copied().unwrap_or(experiment.schedule);
            }
        },
    },
    #[cfg(feature = "optimizers")]
    Row {
        name: "warmup",
        label: Label::named("key.warmup"),
        kind: Kind::Integer(0, 1_000_000_000_000),
        applies: |experiment| experiment.warmup > 0,
        get: |experiment| Value::Integer(experiment.warmup),
        set: |experiment, value| {
            if let Value::Integer(steps) = value {
                experiment.warmup = steps;
            }
        },
    },
    #[cfg(feature = "optimizers")]
    Row {
        name: "maximize",
        label: Label::named("key.maximize"),
        kind: Kind::Switch,
        applies: |experiment| experiment.maximize,
        get: |experiment| Value::Switch(experiment.maximize),
        set: |experiment, value| {
            if let Value::Switch(maximize) = value {
                experiment.maximize = maximize;
            }
        },
    },
    Row {
        name: "start",
        label: Label::named("key.start"),
        kind: Kind::Numbers,
        applies: |experiment| experiment.start.is_some(),
        get: |experiment| Value::Numbers(experiment.start.clone().unwrap_or_default()),
        set: |experiment, value| {
            if let Value::Numbers(start) = value {
                // Given empty, the start is random again.
                experiment.start = (!start.is_empty()).then_some(start);
            }
        },
    },
    Row {
        name: "seed",
        label: Label::named("key.seed"),
        kind: SEEDS,
        applies: |_| true,
        get: |experiment| Value::Integer(experiment.seed.into()),
        set: |experiment, value| set_seed(&mut experiment.seed, &value),
    },
];

fn set_number(field: &mut f64, value: &Value) {
    if let Value::Number(number) = value {
        *field = *number;
    }
}

fn set_seed(field: &mut u32, value: &Value) {
    if let Value::Integer(seed) = value {
        *field = u32::try_from(*seed).unwrap_or(*field);
    }
}
