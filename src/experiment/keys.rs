//! The keys of an experiment: names, ranges, and what a reader calls them.

mod table;

pub use crate::key::{Choice, Kind};
pub use table::KEYS;

use super::{Experiment, SCHEDULE};
use crate::error::{Allowed, Error, Result, shortened};
use crate::key::{HyperParameter, Value};
use crate::optim::{self, OPTIMIZERS};
use crate::schedule::{self, SCHEDULES};
use crate::words::Label;

/// A key of the experiment string.
#[derive(Clone, Copy)]
pub enum Key {
    /// One of [`KEYS`].
    Row(&'static Row),
    /// A hyper-parameter: two owners may have one of the same name with another range or default.
    Hyper(Owner, &'static HyperParameter),
}

/// Whose a hyper-parameter is.
#[derive(Clone, Copy)]
pub enum Owner {
    /// An optimizer's.
    Optimizer(&'static optim::Recipe),
    /// A schedule's.
    Schedule(&'static schedule::Recipe),
}

impl Owner {
    fn name(self) -> &'static str {
        match self {
            Owner::Optimizer(recipe) => recipe.name,
            Owner::Schedule(recipe) => recipe.name,
        }
    }
}

/// A row of the table of keys.
pub struct Row {
    name: &'static str,
    label: Label,
    kind: Kind,
    applies: fn(&Experiment) -> bool,
    get: fn(&Experiment) -> Value,
    set: fn(&mut Experiment, Value),
}

const fn choice(name: &'static str, label: Label) -> Choice {
    Choice { name, label }
}

/// The keys of experiments with these optimizers, in the order of the canonical string: the hyper-parameters of optimizers stand
/// after the learning rate, and those of all schedules after the schedule.
pub(super) fn of(optimizers: &[&'static optim::Recipe]) -> Vec<Key> {
    // No chain of iterators: each link would add to the page.
    let mut keys = Vec::with_capacity(2 * KEYS.len());
    let add = |keys: &mut Vec<Key>, owner, hyper: &'static [HyperParameter]| {
        for hyper in hyper {
            keys.push(Key::Hyper(owner, hyper));
        }
    };
    for row in KEYS {
        keys.push(Key::Row(row));
        match row.name {
            "lr" => {
                for recipe in optimizers {
                    add(&mut keys, Owner::Optimizer(recipe), recipe.hyper_parameters);
                }
            }
            SCHEDULE => {
                for recipe in SCHEDULES {
                    add(&mut keys, Owner::Schedule(recipe), recipe.hyper_parameters);
                }
            }
            _ => {}
        }
    }
    keys
}

/// All names of keys, each once.
fn names() -> Vec<&'static str> {
    let mut names: Vec<&'static str> = Vec::new();
    for key in of(OPTIMIZERS) {
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
        let mut keys = of(OPTIMIZERS).into_iter();
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
            Key::Hyper(_, hyper) => hyper.kind,
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
        self.kind().choices()
    }

    /// Whether the key says anything for this experiment.
    pub fn applies(self, experiment: &Experiment) -> bool {
        match self {
            Key::Row(row) => (row.applies)(experiment),
            Key::Hyper(Owner::Optimizer(optimizer), _) => experiment.optimizer == optimizer,
            Key::Hyper(Owner::Schedule(schedule), _) => experiment.schedule == schedule,
        }
    }

    /// Its value.
    pub fn value(self, experiment: &Experiment) -> Value {
        match self {
            Key::Row(row) => (row.get)(experiment),
            Key::Hyper(owner, hyper) => hyper.value(experiment.value_of(owner.name(), hyper)),
        }
    }

    /// Its value, as in the string.
    pub fn get(self, experiment: &Experiment) -> String {
        self.kind().print(&self.value(experiment))
    }

    /// Changes its value.
    pub(super) fn set(self, experiment: &mut Experiment, text: &str) -> Result<()> {
        let value = self.parse(text, experiment)?;
        match self {
            Key::Row(row) => (row.set)(experiment, value),
            Key::Hyper(owner, hyper) => {
                let number = match value {
                    Value::Number(number) => number,
                    // Exactly: the largest allowed is far below 2⁵³.
                    Value::Integer(integer) => integer as f64,
                    Value::Switch(on) => f64::from(u8::from(on)),
                    _ => return Ok(()),
                };
                let name = (owner.name(), hyper.name);
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
        let parsed = self.kind().parse(self.name(), text);
        parsed.map_err(|error| match error {
            // Only the experiment knows which numbers.
            Error::NotAllowed { key, value, allowed: Allowed::Numbers { .. } } => {
                let names = experiment.symbols().unwrap_or_default();
                Error::NotAllowed { key, value, allowed: Allowed::Numbers { names } }
            }
            other => other,
        })
    }
}
