//! The keys of an experiment: names, ranges, and what a reader calls them.

mod table;

pub use table::KEYS;

use super::Experiment;
use crate::error::{Allowed, Error, Result, shortened};
use crate::number::{parse, plain};
use crate::optim::{HyperKind, HyperParameter, OPTIMIZERS, Recipe};
use crate::words::Label;

/// A key of the experiment string.
#[derive(Clone, Copy)]
pub enum Key {
    /// One of [`KEYS`].
    Row(&'static Row),
    /// A hyper-parameter of an optimizer: two may have one of the same name with another range or default.
    Hyper(&'static Recipe, &'static HyperParameter),
}

/// A row of the table of keys.
pub struct Row {
    name: &'static str,
    label: Label,
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
    pub label: Label,
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

const ON: Choice = choice("true", Label::named("switch.on"));
const OFF: Choice = choice("false", Label::named("switch.off"));

const fn choice(name: &'static str, label: Label) -> Choice {
    Choice { name, label }
}

/// Numbers as in the string, joined by commas.
pub(super) fn joined(numbers: &[f64]) -> String {
    numbers.iter().map(|&number| plain(number)).collect::<Vec<_>>().join(",")
}

/// The hyper-parameters of an optimizer.
fn hyper(recipe: &'static Recipe) -> impl Iterator<Item = Key> {
    recipe.hyper_parameters.iter().map(move |hyper| Key::Hyper(recipe, hyper))
}

/// The keys of an experiment with this optimizer, in the order of the canonical string: its hyper-parameters stand after the
/// learning rate.
pub(super) fn of(optimizer: &'static Recipe) -> impl Iterator<Item = Key> {
    let before = KEYS.iter().position(|row| row.name == "lr").map_or(KEYS.len(), |place| place + 1);
    KEYS[..before].iter().map(Key::Row).chain(hyper(optimizer)).chain(KEYS[before..].iter().map(Key::Row))
}

/// All names of keys, each once.
fn names() -> Vec<&'static str> {
    let mut names: Vec<&'static str> = Vec::new();
    for key in OPTIMIZERS.iter().flat_map(|optimizer| of(optimizer)) {
        if !names.contains(&key.name()) {
            names.push(key.name());
        }
    }
    names
}

impl Key {
    /// The key called `name`; of a hyper-parameter, the one of the first optimizer that has it. What a name means to an
    /// experiment, [`Experiment::key`] says.
    ///
    /// # Errors
    /// [`Error::UnknownKey`].
    pub fn named(name: &str) -> Result<Key> {
        let mut keys = OPTIMIZERS.iter().flat_map(|optimizer| of(optimizer));
        keys.find(|key| key.name() == name).ok_or_else(|| Error::UnknownKey { key: shortened(name), known: names() })
    }

    /// As in the string.
    pub fn name(self) -> &'static str {
        match self {
            Key::Row(row) => row.name,
            Key::Hyper(_, hyper) => hyper.name,
        }
    }

    /// What a reader calls it.
    pub fn label(self) -> Label {
        match self {
            Key::Row(row) => row.label,
            Key::Hyper(_, hyper) => hyper.label,
        }
    }

    /// What values it takes.
    pub fn kind(self) -> Kind {
        match self {
            Key::Row(row) => row.kind,
            Key::Hyper(_, hyper) => match hyper.kind {
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
            Kind::Switch => vec![ON, OFF],
            _ => Vec::new(),
        }
    }

    /// Whether the key says anything for this experiment.
    pub fn applies(self, experiment: &Experiment) -> bool {
        match self {
            Key::Row(row) => (row.applies)(experiment),
            Key::Hyper(optimizer, _) => experiment.optimizer == optimizer,
        }
    }

    /// Its value, as in the string.
    pub fn get(self, experiment: &Experiment) -> String {
        match self {
            Key::Row(row) => (row.get)(experiment),
            Key::Hyper(optimizer, hyper) => {
                let value = experiment.value_of(optimizer, hyper);
                if hyper.kind == HyperKind::Switch { (value != 0.0).to_string() } else { plain(value) }
            }
        }
    }

    /// Changes its value.
    pub(super) fn set(self, experiment: &mut Experiment, text: &str) -> Result<()> {
        let value = self.parse(text, experiment)?;
        match self {
            Key::Row(row) => (row.set)(experiment, value),
            Key::Hyper(optimizer, hyper) => {
                let number = match value {
                    Value::Number(number) => number,
                    Value::Switch(on) => f64::from(u8::from(on)),
                    _ => return Ok(()),
                };
                let name = (optimizer.name, hyper.name);
                experiment.hyper.retain(|(other, _)| *other != name);
                if number != hyper.default {
                    // The same experiment is the same value, in whatever order it was said.
                    let place = experiment.hyper.partition_point(|(other, _)| *other < name);
                    experiment.hyper.insert(place, (name, number));
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
