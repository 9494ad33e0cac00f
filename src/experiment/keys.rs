//! The keys of an experiment: names, ranges, and what a reader calls them.

use super::{DataKind, Experiment, ObjectiveKind, Scaling};
use crate::data::MAX_SAMPLES;
use crate::error::{Allowed, Error, Result, shortened};
#[cfg(feature = "formulas")]
use crate::expression::Expression;
use crate::language::Text;
use crate::loss::{Loss, Reduction};
use crate::model::Link;
use crate::number::{parse, plain};
use crate::optim::{HyperKind, HyperParameter, OPTIMIZERS};
use crate::sampler::Sampling;
#[cfg(feature = "formulas")]
use crate::surface::{SURFACES, Surface};

/// A key of the experiment string.
#[derive(Clone, Copy)]
pub enum Key {
    /// One of [`KEYS`].
    Row(&'static Row),
    /// A hyper-parameter of some optimizer.
    Hyper(&'static HyperParameter),
}

/// A row of the table of keys.
pub struct Row {
    name: &'static str,
    label: Text,
    kind: Kind,
    applies: fn(&Experiment) -> bool,
    get: fn(&Experiment) -> String,
    set: fn(&mut Experiment, Value),
}

/// What values a key takes.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// One of these.
    Choice(fn() -> Vec<Choice>),
    /// An integer within both bounds.
    Integer(u64, u64),
    /// A number within both bounds.
    Number(f64, f64),
    /// A number from the first bound to below the second.
    NumberBelow(f64, f64),
    /// `true` or `false`.
    Switch,
    /// Finite numbers joined by commas.
    Numbers,
    /// A formula in x, or in x and y, and what checks one.
    Formula(fn(&str) -> Result<()>),
}

/// A value that can be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// As in the string.
    pub name: &'static str,
    /// What a reader calls it.
    pub label: Text,
}

/// A value that its key allows.
enum Value {
    Choice(usize),
    Integer(u64),
    Number(f64),
    Switch(bool),
    Numbers(Vec<f64>),
    Formula(String),
}

impl Value {
    /// The chosen row of `list`, which is the list the key's kind names.
    fn of<T: Copy>(&self, list: &[(T, Choice)]) -> Option<T> {
        let Value::Choice(place) = self else { return None };
        list.get(*place).map(|(value, _)| *value)
    }
}

const fn choice(name: &'static str, en: &'static str, zh: &'static str) -> Choice {
    Choice { name, label: Text::new(en, zh) }
}

fn names<T>(list: &[(T, Choice)]) -> Vec<Choice> {
    list.iter().map(|(_, choice)| *choice).collect()
}

fn name_of<T: PartialEq>(list: &[(T, Choice)], value: &T) -> String {
    list.iter().find(|(other, _)| other == value).map_or_else(String::new, |(_, choice)| choice.name.into())
}

const OBJECTIVES: &[(ObjectiveKind, Choice)] = &[
    (ObjectiveKind::Regression, choice("regression", "regression", "回归")),
    #[cfg(feature = "formulas")]
    (ObjectiveKind::Surface, choice("surface", "surface", "曲面")),
    #[cfg(feature = "formulas")]
    (ObjectiveKind::Expression, choice("expression", "your own formula", "自定公式")),
];
const DATA: &[(DataKind, Choice)] = &[
    (DataKind::Line, choice("line", "generated line", "生成的直线数据")),
    (DataKind::Blobs, choice("blobs", "two classes", "两类点")),
    (DataKind::Engel, choice("engel", "Engel 1857", "恩格尔 1857")),
    (DataKind::Iris, choice("iris", "Iris 1936", "鸢尾花 1936")),
    (DataKind::Own, choice("own", "your own", "自备数据")),
];
const SCALES: &[(Scaling, Choice)] = &[
    (Scaling::None, choice("none", "as measured", "原始单位")),
    (Scaling::Standardize, choice("standardize", "standardised", "标准化")),
];
const MODELS: &[(Link, Choice)] = &[
    (Link::Identity, choice("linear", "linear", "线性")),
    (Link::Logistic, choice("logistic", "logistic", "逻辑斯谛")),
];
const LOSSES: &[(Loss, Choice)] = &[
    (Loss::HalfSquaredError, choice("half-squared-error", "half squared error", "半平方误差")),
    (Loss::Mse, choice("mse", "squared error", "平方误差")),
    (Loss::Mae, choice("mae", "absolute error", "绝对误差")),
    (Loss::Huber { delta: 1.0 }, choice("huber", "Huber", "Huber 损失")),
    (Loss::CrossEntropy, choice("cross-entropy", "cross-entropy", "交叉熵")),
];
const REDUCTIONS: &[(Reduction, Choice)] = &[
    (Reduction::Sum, choice("sum", "sum Σ", "求和 Σ")),
    (Reduction::Mean, choice("mean", "mean 1⁄m Σ", "平均 1⁄m Σ")),
];
const SAMPLERS: &[(Sampling, Choice)] = &[
    (Sampling::Full, choice("full", "all samples", "全部样本")),
    (Sampling::Sequential, choice("sequential", "in order", "按顺序")),
    (Sampling::Shuffle, choice("shuffle", "without replacement", "不放回")),
    (Sampling::Uniform, choice("uniform", "with replacement", "有放回")),
];

#[cfg(feature = "formulas")]
fn surfaces() -> Vec<Choice> {
    SURFACES.iter().map(|surface| Choice { name: surface.name, label: Text::same(surface.formula) }).collect()
}

fn optimizers() -> Vec<Choice> {
    OPTIMIZERS.iter().map(|recipe| Choice { name: recipe.name, label: Text::same(recipe.name) }).collect()
}

fn regression(experiment: &Experiment) -> bool {
    experiment.objective == ObjectiveKind::Regression
}

fn line(experiment: &Experiment) -> bool {
    regression(experiment) && experiment.data == DataKind::Line
}

fn blobs(experiment: &Experiment) -> bool {
    regression(experiment) && experiment.data == DataKind::Blobs
}

fn generated(experiment: &Experiment) -> bool {
    line(experiment) || blobs(experiment)
}

const SEEDS: Kind = Kind::Integer(0, u32::MAX as u64);

/// The keys but for the optimizers' hyper-parameters, in the order of the canonical string. One more is one more row.
pub static KEYS: &[Row] = &[
    Row {
        name: "objective",
        label: Text::new("objective", "目标函数"),
        kind: Kind::Choice(|| names(OBJECTIVES)),
        applies: |_| true,
        get: |experiment| name_of(OBJECTIVES, &experiment.objective),
        set: |experiment, value| {
            experiment.objective = value.of(OBJECTIVES).unwrap_or(experiment.objective);
        },
    },
    Row {
        name: "data",
        label: Text::new("data", "数据"),
        kind: Kind::Choice(|| names(DATA)),
        applies: regression,
        get: |experiment| name_of(DATA, &experiment.data),
        set: |experiment, value| experiment.data = value.of(DATA).unwrap_or(experiment.data),
    },
    Row {
        name: "n",
        label: Text::new("samples n", "样本数 n"),
        kind: Kind::Integer(1, MAX_SAMPLES as u64),
        applies: generated,
        get: |experiment| experiment.n.to_string(),
        set: |experiment, value| {
            if let Value::Integer(n) = value {
                experiment.n = n as usize;
            }
        },
    },
    Row {
        name: "noise",
        label: Text::new("noise σ", "噪声 σ"),
        kind: Kind::Number(0.0, 1e6),
        applies: generated,
        get: |experiment| plain(experiment.noise),
        set: |experiment, value| set_number(&mut experiment.noise, &value),
    },
    Row {
        name: "distance",
        label: Text::new("distance of the classes", "两类的距离"),
        kind: Kind::Number(0.0, 1e6),
        applies: blobs,
        get: |experiment| plain(experiment.distance),
        set: |experiment, value| set_number(&mut experiment.distance, &value),
    },
    Row {
        name: "slope",
        label: Text::new("true slope", "真实斜率"),
        kind: Kind::Number(-1e6, 1e6),
        applies: line,
        get: |experiment| plain(experiment.slope),
        set: |experiment, value| set_number(&mut experiment.slope, &value),
    },
    Row {
        name: "intercept",
        label: Text::new("true intercept", "真实截距"),
        kind: Kind::Number(-1e6, 1e6),
        applies: line,
        get: |experiment| plain(experiment.intercept),
        set: |experiment, value| set_number(&mut experiment.intercept, &value),
    },
    Row {
        name: "data_seed",
        label: Text::new("seed of the data", "数据种子"),
        kind: SEEDS,
        applies: generated,
        get: |experiment| experiment.data_seed.to_string(),
        set: |experiment, value| set_seed(&mut experiment.data_seed, &value),
    },
    Row {
        name: "scale",
        label: Text::new("features", "特征"),
        kind: Kind::Choice(|| names(SCALES)),
        applies: regression,
        get: |experiment| name_of(SCALES, &experiment.scale),
        set: |experiment, value| experiment.scale = value.of(SCALES).unwrap_or(experiment.scale),
    },
    Row {
        name: "model",
        label: Text::new("model", "模型"),
        kind: Kind::Choice(|| names(MODELS)),
        applies: regression,
        get: |experiment| name_of(MODELS, &experiment.link),
        set: |experiment, value| experiment.link = value.of(MODELS).unwrap_or(experiment.link),
    },
    Row {
        name: "bias",
        label: Text::new("bias b", "偏置 b"),
        kind: Kind::Switch,
        applies: regression,
        get: |experiment| experiment.model.bias.to_string(),
        set: |experiment, value| {
            if let Value::Switch(bias) = value {
                experiment.model.bias = bias;
            }
        },
    },
    Row {
        name: "loss",
        label: Text::new("loss", "损失"),
        kind: Kind::Choice(|| names(LOSSES)),
        applies: regression,
        get: |experiment| name_of(LOSSES, &experiment.loss),
        set: |experiment, value| experiment.loss = value.of(LOSSES).unwrap_or(experiment.loss),
    },
    Row {
        name: "delta",
        label: Text::new("Huber's δ", "Huber 的 δ"),
        kind: Kind::Number(1e-12, 1e12),
        applies: |experiment| regression(experiment) && matches!(experiment.loss, Loss::Huber { .. }),
        get: |experiment| plain(experiment.delta),
        set: |experiment, value| set_number(&mut experiment.delta, &value),
    },
    Row {
        name: "reduction",
        label: Text::new("over a batch", "批内"),
        kind: Kind::Choice(|| names(REDUCTIONS)),
        applies: regression,
        get: |experiment| name_of(REDUCTIONS, &experiment.reduction),
        set: |experiment, value| {
            experiment.reduction = value.of(REDUCTIONS).unwrap_or(experiment.reduction);
        },
    },
    Row {
        name: "sampler",
        label: Text::new("samples are drawn", "抽样"),
        kind: Kind::Choice(|| names(SAMPLERS)),
        applies: regression,
        get: |experiment| name_of(SAMPLERS, &experiment.sampler),
        set: |experiment, value| experiment.sampler = value.of(SAMPLERS).unwrap_or(experiment.sampler),
    },
    Row {
        name: "batch",
        label: Text::new("batch size m", "批量 m"),
        kind: Kind::Integer(1, MAX_SAMPLES as u64),
        applies: |experiment| regression(experiment) && experiment.sampler != Sampling::Full,
        get: |experiment| experiment.batch_size().to_string(),
        set: |experiment, value| {
            if let Value::Integer(batch) = value {
                experiment.batch = Some(batch as usize);
            }
        },
    },
    #[cfg(feature = "formulas")]
    Row {
        name: "surface",
        label: Text::new("surface", "曲面"),
        kind: Kind::Choice(surfaces),
        applies: |experiment| experiment.objective == ObjectiveKind::Surface,
        get: |experiment| experiment.surface.name.into(),
        set: |experiment, value| {
            let surfaces: Vec<(&'static Surface, Choice)> = SURFACES.iter().copied().zip(surfaces()).collect();
            experiment.surface = value.of(&surfaces).unwrap_or(experiment.surface);
        },
    },
    #[cfg(feature = "formulas")]
    Row {
        name: "condition",
        label: Text::new("condition number κ", "条件数 κ"),
        kind: Kind::Number(1.0, 1e6),
        applies: |experiment| experiment.objective == ObjectiveKind::Surface && experiment.surface.has_condition(),
        get: |experiment| plain(experiment.condition),
        set: |experiment, value| set_number(&mut experiment.condition, &value),
    },
    #[cfg(feature = "formulas")]
    Row {
        name: "f",
        label: Text::new("formula f", "公式 f"),
        kind: Kind::Formula(|text| Expression::parse(text).map(drop)),
        applies: |experiment| experiment.objective == ObjectiveKind::Expression,
        get: |experiment| experiment.f.clone(),
        set: |experiment, value| {
            if let Value::Formula(f) = value {
                experiment.f = f;
            }
        },
    },
    Row {
        name: "optimizer",
        label: Text::new("optimizer", "优化器"),
        kind: Kind::Choice(optimizers),
        applies: |_| true,
        get: |experiment| experiment.optimizer.name.into(),
        set: |experiment, value| {
            if let Value::Choice(place) = value {
                experiment.optimizer = OPTIMIZERS.get(place).copied().unwrap_or(experiment.optimizer);
            }
        },
    },
    Row {
        name: "lr",
        label: Text::new("learning rate η", "学习率 η"),
        kind: Kind::Number(0.0, 1e300),
        applies: |_| true,
        get: |experiment| plain(experiment.lr),
        set: |experiment, value| set_number(&mut experiment.lr, &value),
    },
    Row {
        name: "start",
        label: Text::new("start", "起点"),
        kind: Kind::Numbers,
        applies: |experiment| experiment.start.is_some(),
        get: |experiment| joined(experiment.start.as_deref().unwrap_or_default()),
        set: |experiment, value| {
            if let Value::Numbers(start) = value {
                // Given empty, the start is random again.
                experiment.start = (!start.is_empty()).then_some(start);
            }
        },
    },
    Row {
        name: "seed",
        label: Text::new("seed", "随机种子"),
        kind: SEEDS,
        applies: |_| true,
        get: |experiment| experiment.seed.to_string(),
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

/// Numbers as in the string, joined by commas.
pub(super) fn joined(numbers: &[f64]) -> String {
    numbers.iter().map(|&number| plain(number)).collect::<Vec<_>>().join(",")
}

/// All keys in the order of the canonical string: the hyper-parameters stand after the learning rate.
pub(super) fn all() -> impl Iterator<Item = Key> {
    let before = KEYS.iter().position(|row| row.name == "lr").map_or(KEYS.len(), |place| place + 1);
    let hyper = OPTIMIZERS.iter().flat_map(|recipe| recipe.hyper_parameters).map(Key::Hyper);
    KEYS[..before].iter().map(Key::Row).chain(hyper).chain(KEYS[before..].iter().map(Key::Row))
}

impl Key {
    /// The key called `name`.
    ///
    /// # Errors
    /// [`Error::UnknownKey`].
    pub fn named(name: &str) -> Result<Key> {
        all()
            .find(|key| key.name() == name)
            .ok_or_else(|| Error::UnknownKey { key: shortened(name), known: all().map(Key::name).collect() })
    }

    /// As in the string.
    pub fn name(self) -> &'static str {
        match self {
            Key::Row(row) => row.name,
            Key::Hyper(hyper) => hyper.name,
        }
    }

    /// What a reader calls it.
    pub fn label(self) -> Text {
        match self {
            Key::Row(row) => row.label,
            Key::Hyper(hyper) => hyper.label,
        }
    }

    /// What values it takes.
    pub fn kind(self) -> Kind {
        match self {
            Key::Row(row) => row.kind,
            Key::Hyper(hyper) => match hyper.kind {
                HyperKind::Below(min, max) => Kind::NumberBelow(min, max),
                HyperKind::UpTo(min, max) => Kind::Number(min, max),
                HyperKind::Switch => Kind::Switch,
            },
        }
    }

    /// The words that can be chosen; none for a number.
    ///
    /// ```
    /// use descent::experiment::Key;
    /// let losses: Vec<_> = Key::named("loss")?.choices().iter().map(|choice| choice.name).collect();
    /// assert_eq!(losses, ["half-squared-error", "mse", "mae", "huber", "cross-entropy"]);
    /// # Ok::<(), descent::error::Error>(())
    /// ```
    pub fn choices(self) -> Vec<Choice> {
        match self.kind() {
            Kind::Choice(choices) => choices(),
            Kind::Switch => vec![choice("true", "on", "开"), choice("false", "off", "关")],
            _ => Vec::new(),
        }
    }

    /// Whether the key says anything for this experiment.
    pub fn applies(self, experiment: &Experiment) -> bool {
        match self {
            Key::Row(row) => (row.applies)(experiment),
            Key::Hyper(hyper) => experiment.optimizer.hyper_parameters.iter().any(|other| std::ptr::eq(other, hyper)),
        }
    }

    /// Its value, as in the string.
    pub fn get(self, experiment: &Experiment) -> String {
        match self {
            Key::Row(row) => (row.get)(experiment),
            Key::Hyper(hyper) => {
                let value = experiment.hyper_parameter(hyper.name).unwrap_or(hyper.default);
                if hyper.kind == HyperKind::Switch { (value != 0.0).to_string() } else { plain(value) }
            }
        }
    }

    /// Changes its value.
    pub(super) fn set(self, experiment: &mut Experiment, text: &str) -> Result<()> {
        let value = self.parse(text, experiment)?;
        match self {
            Key::Row(row) => (row.set)(experiment, value),
            Key::Hyper(hyper) => {
                let number = match value {
                    Value::Number(number) => number,
                    Value::Switch(on) => f64::from(u8::from(on)),
                    _ => return Ok(()),
                };
                experiment.hyper.retain(|(name, _)| *name != hyper.name);
                if number != hyper.default {
                    // The same experiment is the same value, in whatever order it was said.
                    let place = experiment.hyper.partition_point(|(name, _)| *name < hyper.name);
                    experiment.hyper.insert(place, (hyper.name, number));
                }
            }
        }
        Ok(())
    }

    fn parse(self, text: &str, experiment: &Experiment) -> Result<Value> {
        let refused = |allowed| Error::not_allowed(self.name(), text, allowed);
        match self.kind() {
            Kind::Choice(choices) => {
                let choices = choices();
                let place = choices.iter().position(|choice| choice.name == text);
                place
                    .map(Value::Choice)
                    .ok_or_else(|| refused(Allowed::OneOf(choices.iter().map(|choice| choice.name).collect())))
            }
            Kind::Integer(min, max) => {
                let integer = text.parse::<u64>().ok().filter(|integer| (min..=max).contains(integer));
                integer.map(Value::Integer).ok_or_else(|| refused(Allowed::Integer { min, max }))
            }
            Kind::Number(min, max) => {
                let number = parse(text).filter(|number| (min..=max).contains(number));
                number.map(Value::Number).ok_or_else(|| refused(Allowed::Number { min, max, below_max: false }))
            }
            Kind::NumberBelow(min, max) => {
                let number = parse(text).filter(|number| (min..max).contains(number));
                number.map(Value::Number).ok_or_else(|| refused(Allowed::Number { min, max, below_max: true }))
            }
            Kind::Switch => match text {
                "true" => Ok(Value::Switch(true)),
                "false" => Ok(Value::Switch(false)),
                _ => Err(refused(Allowed::OneOf(vec!["true", "false"]))),
            },
            Kind::Numbers if text.is_empty() => Ok(Value::Numbers(Vec::new())),
            Kind::Numbers => {
                let numbers: Option<Vec<f64>> = text.split(',').map(|part| parse(part.trim())).collect();
                let names = experiment.symbols().unwrap_or_default();
                numbers.map(Value::Numbers).ok_or_else(|| refused(Allowed::Numbers { names }))
            }
            Kind::Formula(check) => check(text).map(|()| Value::Formula(text.into())),
        }
    }
}
