//! What a small figure is a function of: named values in a fixed order, read from its string and written to it.

use super::controls::{Control, Field};
use super::{STEP, tick};
use crate::error::{Allowed, Error, Result};
use crate::experiment::{pairs, query};
use crate::expression::Expression;
use crate::language::{Language, Text};
use crate::number::{parse, plain};

/// One value of a figure.
pub(super) struct Entry {
    /// The key in the string.
    pub(super) key: &'static str,
    /// What the reader calls it.
    pub(super) label: Text,
    /// What values it may have.
    pub(super) kind: Kind,
    /// Its value where the string says nothing.
    pub(super) default: &'static str,
    /// Where its control is.
    pub(super) place: Place,
}

/// What a value may be.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    /// A number on a slider.
    Number { min: f64, max: f64, logarithmic: bool },
    /// One of some words.
    Choice(&'static [(&'static str, Text)]),
    /// So many numbers joined by commas.
    Numbers { count: usize, min: f64, max: f64 },
    /// A formula in at most so many variables.
    Formula { variables: usize },
}

/// Where a control is.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Place {
    /// Among the others.
    Open,
    /// Folded away.
    Folded,
    /// Nowhere: a handle in the picture moves it.
    Picture,
}

/// The values of a figure.
#[derive(Clone)]
pub(super) struct Sheet {
    entries: &'static [Entry],
    values: Vec<String>,
}

impl Sheet {
    /// The defaults.
    pub(super) fn new(entries: &'static [Entry]) -> Self {
        Sheet { entries, values: entries.iter().map(|entry| entry.default.to_owned()).collect() }
    }

    /// The text of a value.
    pub(super) fn text(&self, key: &str) -> &str {
        self.place(key).map_or("", |place| &self.values[place])
    }

    /// A value as a number; 0 for what is none.
    pub(super) fn number(&self, key: &str) -> f64 {
        parse(self.text(key)).unwrap_or(0.0)
    }

    /// Numbers.
    pub(super) fn numbers(&self, key: &str) -> Vec<f64> {
        self.text(key).split(',').filter_map(parse).collect()
    }

    /// Sets numbers, moved into their range and rounded to what a pointer can tell apart.
    pub(super) fn put_numbers(&mut self, key: &str, values: &[f64]) {
        let Some(place) = self.place(key) else { return };
        let Kind::Numbers { min, max, .. } = self.entries[place].kind else { return };
        if values.iter().all(|value| value.is_finite()) {
            let kept = |&value: &f64| crate::number::rounded(value.clamp(min, max), 4);
            self.values[place] = joined(&values.iter().map(kept).collect::<Vec<_>>());
        }
    }

    /// A formula; what is kept was read before, so it never fails.
    pub(super) fn formula(&self, key: &str) -> Result<Expression> {
        Expression::parse(self.text(key))
    }

    /// Sets a number, moved into its range and rounded to what a pointer can tell apart.
    pub(super) fn put(&mut self, key: &str, value: f64) {
        let Some(place) = self.place(key).filter(|_| value.is_finite()) else { return };
        let value = match self.entries[place].kind {
            Kind::Number { min, max, .. } => value.clamp(min, max),
            _ => value,
        };
        self.values[place] = plain(crate::number::rounded(value, 4));
    }

    /// Reads a value.
    ///
    /// # Errors
    /// When there is no such key, or the value is not allowed; all is then as it was.
    pub(super) fn set(&mut self, key: &str, text: &str) -> Result<()> {
        let Some(place) = self.place(key) else {
            let known = self.entries.iter().map(|entry| entry.key).collect();
            return Err(Error::UnknownKey { key: crate::error::shortened(key), known });
        };
        self.values[place] = self.entries[place].read(text)?;
        Ok(())
    }

    /// Takes a string over the defaults, and returns the tick in it and what is wrong.
    pub(super) fn apply(&mut self, text: &str) -> (u64, Vec<Error>) {
        *self = Sheet::new(self.entries);
        self.read(text)
    }

    /// As [`apply`](Self::apply), over the values that are there.
    pub(super) fn read(&mut self, text: &str) -> (u64, Vec<Error>) {
        let (mut at, mut errors) = (0, Vec::new());
        for pair in pairs(text) {
            let read = pair.and_then(|(key, value)| match &key[..] {
                STEP => tick(&value).map(|tick| at = tick),
                _ => self.set(&key, &value),
            });
            errors.extend(read.err());
        }
        (at, errors)
    }

    /// The figure's string at a tick.
    pub(super) fn at(&self, tick: u64) -> String {
        let pairs = self.entries.iter().zip(&self.values).map(|(entry, value)| (entry.key, value.clone()));
        query(pairs.chain([(STEP, tick.to_string())]))
    }

    /// The controls, in the reader's language.
    pub(super) fn controls(&self, language: Language) -> Vec<Control> {
        let shown = self.entries.iter().zip(&self.values).filter(|(entry, _)| entry.place != Place::Picture);
        let control = |(entry, value): (&Entry, &String)| Control {
            key: entry.key,
            label: entry.label.in_language(language).to_owned(),
            series: None,
            field: entry.kind.field(language),
            value: value.clone(),
            folded: entry.place == Place::Folded,
        };
        shown.map(control).collect()
    }

    fn place(&self, key: &str) -> Option<usize> {
        self.entries.iter().position(|entry| entry.key == key)
    }
}

impl Entry {
    /// The value of a text, as it is written in the string.
    fn read(&self, text: &str) -> Result<String> {
        let refused = |allowed| Error::not_allowed(self.key, text, allowed);
        match self.kind {
            Kind::Number { min, max, .. } => match parse(text).filter(|value| (min..=max).contains(value)) {
                Some(value) => Ok(plain(value)),
                None => Err(refused(Allowed::Number { min, max, below_max: false })),
            },
            Kind::Numbers { count, min, max } => {
                let numbers: Option<Vec<f64>> = text.split(',').map(|number| parse(number.trim())).collect();
                let allowed = |number: &f64| (min..=max).contains(number);
                match numbers.filter(|numbers| numbers.len() == count && numbers.iter().all(allowed)) {
                    Some(numbers) => Ok(joined(&numbers)),
                    None => Err(refused(Allowed::NumbersWithin { count, min, max })),
                }
            }
            Kind::Choice(choices) => match choices.iter().find(|(name, _)| *name == text) {
                Some((name, _)) => Ok((*name).to_owned()),
                None => Err(refused(Allowed::OneOf(choices.iter().map(|(name, _)| *name).collect()))),
            },
            Kind::Formula { variables } => {
                let expression = Expression::parse(text)?;
                if expression.variables() > variables {
                    return Err(refused(Allowed::OneOf(vec!["f(x)"])));
                }
                Ok(text.trim().to_owned())
            }
        }
    }
}

fn joined(numbers: &[f64]) -> String {
    numbers.iter().map(|&number| plain(number)).collect::<Vec<_>>().join(",")
}

impl Kind {
    fn field(self, language: Language) -> Field {
        match self {
            Kind::Number { min, max, logarithmic } => {
                Field::Slider { min, max, logarithmic, integer: false, marks: Vec::new(), danger: None }
            }
            Kind::Choice(choices) => {
                let labelled = |&(name, label): &(&'static str, Text)| (name, label.in_language(language).to_owned());
                Field::Choice(choices.iter().map(labelled).collect())
            }
            // Numbers are handles in the picture.
            Kind::Formula { .. } | Kind::Numbers { .. } => Field::Formula,
        }
    }
}
