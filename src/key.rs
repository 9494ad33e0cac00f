//! What a value of a name may be: text ⇄ typed value, once for experiments, optimizers, data and figures.

use crate::error::{Allowed, Error, Result};
use crate::number::{parse, plain};
use crate::words::Label;

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
    /// A number above the first bound, to the second.
    #[cfg(feature = "optimizers")]
    NumberAbove(f64, f64),
    /// A number between both bounds.
    #[cfg(feature = "optimizers")]
    NumberBetween(f64, f64),
    /// `true` or `false`.
    Switch,
    /// Finite numbers joined by commas, one for each parameter.
    Numbers,
    /// So many numbers within both bounds, joined by commas.
    NumbersWithin(usize, f64, f64),
    /// A formula in x, or in x and y, or an update rule, and what checks one.
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

/// A number or a switch that an optimizer or a schedule has of its own.
#[derive(Debug)]
pub struct HyperParameter {
    /// PyTorch's name.
    pub name: &'static str,
    /// PyTorch's default; for a switch 0 is off and 1 is on.
    pub default: f64,
    /// What values it takes: a kind of numbers, or a switch.
    pub kind: Kind,
    /// What a reader calls it.
    pub label: Label,
}

impl HyperParameter {
    /// Its value, of the number that it is kept as.
    pub(crate) fn value(&self, number: f64) -> Value {
        match self.kind {
            Kind::Switch => Value::Switch(number != 0.0),
            Kind::Integer(..) => Value::Integer(number as u64),
            _ => Value::Number(number),
        }
    }
}

/// A value that its key allows.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// The place of a choice among those of its kind.
    Choice(usize),
    /// An integer.
    Integer(u64),
    /// A number.
    Number(f64),
    /// On or off.
    Switch(bool),
    /// Numbers.
    Numbers(Vec<f64>),
    /// A formula or a rule, as its reader wrote it.
    Formula(String),
}

impl Choice {
    /// A choice called by a sentence. For constants alone, as [`Label::named`].
    pub const fn named(name: &'static str, label: &str) -> Self {
        Choice { name, label: Label::named(label) }
    }
}

impl Kind {
    /// The words that can be chosen; none for a number.
    pub fn choices(self) -> Vec<Choice> {
        const SWITCH: [Choice; 2] = [Choice::named("true", "switch.on"), Choice::named("false", "switch.off")];
        match self {
            Kind::Choice(choices) => choices(),
            Kind::Switch => SWITCH.to_vec(),
            _ => Vec::new(),
        }
    }

    /// The value that a text stands for.
    ///
    /// ```
    /// use descent::key::{Kind, Value};
    /// let below_1 = Kind::NumberBelow(0.0, 1.0);
    /// assert_eq!(below_1.parse("momentum", "0.9")?, Value::Number(0.9));
    /// let error = below_1.parse("momentum", "1").unwrap_err();
    /// assert_eq!(error.to_string(), "momentum: `1` is not allowed; it must be a number from 0 to below 1");
    /// # Ok::<(), descent::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::NotAllowed`] with the name of the key, or what is wrong with a formula.
    pub fn parse(self, key: &str, text: &str) -> Result<Value> {
        let refused = |allowed| Error::not_allowed(key, text, allowed);
        let numbers = || text.split(',').map(|part| parse(part.trim())).collect::<Option<Vec<f64>>>();
        let (value, allowed) = match self {
            Kind::Choice(_) | Kind::Switch => {
                let names: Vec<&str> = self.choices().iter().map(|choice| choice.name).collect();
                let place = names.iter().position(|name| *name == text);
                let value =
                    place.map(
                        |place| if let Kind::Switch = self { Value::Switch(place == 0) } else { Value::Choice(place) },
                    );
                (value, Allowed::OneOf(names))
            }
            Kind::Integer(min, max) => {
                let integer = text.parse::<u64>().ok().filter(|integer| (min..=max).contains(integer));
                (integer.map(Value::Integer), Allowed::Integer { min, max })
            }
            Kind::Number(min, max) => {
                let number = parse(text).filter(|number| (min..=max).contains(number));
                (number.map(Value::Number), Allowed::Number { min, max, below_max: false })
            }
            Kind::NumberBelow(min, max) => {
                let number = parse(text).filter(|number| (min..max).contains(number));
                (number.map(Value::Number), Allowed::Number { min, max, below_max: true })
            }
            #[cfg(feature = "optimizers")]
            Kind::NumberAbove(min, max) => {
                let number = parse(text).filter(|&number| number > min && number <= max);
                (number.map(Value::Number), Allowed::NumberAbove { min, max, below_max: false })
            }
            #[cfg(feature = "optimizers")]
            Kind::NumberBetween(min, max) => {
                let number = parse(text).filter(|&number| number > min && number < max);
                (number.map(Value::Number), Allowed::NumberAbove { min, max, below_max: true })
            }
            Kind::Numbers if text.is_empty() => return Ok(Value::Numbers(Vec::new())),
            Kind::Numbers => (numbers().map(Value::Numbers), Allowed::Numbers { names: Vec::new() }),
            Kind::NumbersWithin(count, min, max) => {
                let within = |numbers: &Vec<f64>| {
                    numbers.len() == count && numbers.iter().all(|number| (min..=max).contains(number))
                };
                (numbers().filter(within).map(Value::Numbers), Allowed::NumbersWithin { count, min, max })
            }
            Kind::Formula(check) => return check(text).map(|()| Value::Formula(text.trim().to_owned())),
        };
        value.ok_or_else(|| refused(allowed))
    }

    /// A value of this kind, as in the string.
    pub fn print(self, value: &Value) -> String {
        match value {
            Value::Choice(place) => self.choices().get(*place).map_or("", |choice| choice.name).into(),
            Value::Integer(integer) => integer.to_string(),
            Value::Number(number) => plain(*number),
            Value::Switch(on) => on.to_string(),
            Value::Numbers(numbers) => joined(numbers),
            Value::Formula(formula) => formula.clone(),
        }
    }
}

impl Value {
    /// The chosen row of `list`, which is the list the key's kind names.
    pub(crate) fn of<T: Copy>(&self, list: &[(T, Choice)]) -> Option<T> {
        let Value::Choice(place) = self else { return None };
        list.get(*place).map(|(value, _)| *value)
    }
}

/// Numbers as in the string, joined by commas.
pub(crate) fn joined(numbers: &[f64]) -> String {
    numbers.iter().map(|&number| plain(number)).collect::<Vec<_>>().join(",")
}
