//! What a figure is a function of: an experiment, and values of the figure's own.

use super::answer::{Choosable, Control, Slider};
use crate::error::{Allowed, Error, Result, shortened};
use crate::experiment::{Experiment, FIGURE_PREFIX, pairs, query};
#[cfg(feature = "chapters")]
use crate::expression::Expression;
use crate::key::{Choice, Kind, Value};
use crate::number::rounded;
use crate::words::{Label, Words};

/// The key of the tick that is shown.
pub(super) const STEP: &str = "figure.step";
/// The farthest tick.
pub(super) const MOST_TICKS: u64 = 10_000_000_000;

/// A tick as in the string.
pub(super) fn tick(value: &str) -> Result<u64> {
    let tick = value.parse().ok().filter(|&tick: &u64| tick <= MOST_TICKS);
    tick.ok_or_else(|| Error::not_allowed(STEP, value, Allowed::Integer { min: 0, max: MOST_TICKS }))
}

/// A value that a figure takes.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The key in the string; with the prefix `figure.` one of the figure's own, else one of the experiment's.
    pub key: &'static str,
    /// What is said of one of the figure's own; the experiment says it of its own.
    own: Option<Own>,
    /// The slider that sets it, where a number has one: (min, max), and whether equal ways on it are equal ratios.
    slider: Option<(f64, f64, bool)>,
    place: Place,
    /// Whether another value begins the run anew.
    begins: bool,
    /// Whether the value says anything among the others.
    when: When,
}

/// When a value says anything.
#[derive(Clone, Copy, Debug)]
enum When {
    /// One of the experiment's where the experiment says so, one of the figure's own always.
    Applies,
    /// Its control is always there.
    Always,
    /// Where this holds.
    If(fn(&Values) -> bool),
}

/// A value of a figure's own.
#[derive(Clone, Copy, Debug)]
struct Own {
    label: Label,
    kind: Kind,
    default: &'static str,
}

/// Where a control is.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Place {
    /// At the pictures: what the figure is about.
    Docked,
    /// At a panel, of which it says what is shown.
    Panel(&'static str),
    /// Among the others.
    Open,
    /// Folded away.
    Folded,
    /// Nowhere: a handle in the picture moves it.
    Picture,
}

impl Entry {
    /// A key of the experiment.
    pub const fn of(key: &'static str) -> Self {
        Entry { key, own: None, slider: None, place: Place::Open, begins: false, when: When::Applies }
    }

    /// A key of the figure's own; numbers have a slider over all that is allowed.
    pub const fn own(key: &'static str, label: Label, kind: Kind, default: &'static str) -> Self {
        let slider = if let Kind::Number(min, max) = kind { Some((min, max, false)) } else { None };
        Entry {
            key,
            own: Some(Own { label, kind, default }),
            slider,
            place: Place::Open,
            begins: false,
            when: When::Applies,
        }
    }

    /// With a slider between these ends.
    pub const fn from_to(self, min: f64, max: f64) -> Self {
        Entry { slider: Some((min, max, false)), ..self }
    }

    /// With a slider between these ends on which equal ways are equal ratios.
    pub const fn by_ratio(self, min: f64, max: f64) -> Self {
        Entry { slider: Some((min, max, true)), ..self }
    }

    /// At the pictures.
    pub const fn docked(self) -> Self {
        Entry { place: Place::Docked, ..self }
    }

    /// At the panel called `name`.
    pub const fn at(self, name: &'static str) -> Self {
        Entry { place: Place::Panel(name), ..self }
    }

    /// Folded away at first.
    pub const fn folded(self) -> Self {
        Entry { place: Place::Folded, ..self }
    }

    /// Set by a handle in the picture.
    pub const fn in_picture(self) -> Self {
        Entry { place: Place::Picture, ..self }
    }

    /// With a run that begins anew when it changes.
    pub const fn begins(self) -> Self {
        Entry { begins: true, ..self }
    }

    /// With a control that is there even where the experiment as it is does not ask for it.
    pub const fn always(self) -> Self {
        Entry { when: When::Always, ..self }
    }

    /// Only where something holds of the other values.
    pub const fn when(self, holds: fn(&Values) -> bool) -> Self {
        Entry { when: When::If(holds), ..self }
    }

    fn says_something(&self, values: &Values) -> bool {
        if let When::If(holds) = self.when { holds(values) } else { true }
    }
}

/// The values of a figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Values {
    /// The experiment; of a figure that runs none, the formula in it.
    pub experiment: Experiment,
    table: Table,
    /// In the order of the table, one for each entry of the figure's own.
    own: Vec<Value>,
}

/// Entries that tables share, one group after the other: `N` in all.
pub(super) const fn joined<const N: usize>(groups: &[&[Entry]]) -> [Entry; N] {
    let mut entries = [groups[0][0]; N];
    let (mut group, mut count) = (0, 0);
    while group < groups.len() {
        let mut place = 0;
        while place < groups[group].len() {
            entries[count] = groups[group][place];
            (place, count) = (place + 1, count + 1);
        }
        group += 1;
    }
    assert!(count == N, "so many entries are in the groups");
    entries
}

/// Which values a figure takes.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    /// Those that have a control, in the order of the controls, and all of the figure's own.
    pub entries: &'static [Entry],
    /// The keys of the experiment that its string has; all that apply when there are none.
    pub only: &'static [&'static str],
}

impl Table {
    /// With all keys of the experiment that apply.
    pub const fn new(entries: &'static [Entry]) -> Self {
        Table { entries, only: &[] }
    }

    /// With these keys of the experiment alone.
    pub const fn only(self, only: &'static [&'static str]) -> Self {
        Table { only, ..self }
    }
}

/// By its place: a figure has one table.
impl PartialEq for Table {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.entries, other.entries)
    }
}

impl Values {
    /// The defaults: those of the table, with what `base` says otherwise.
    ///
    /// # Errors
    /// What is wrong with `base`.
    pub fn new(table: Table, base: &str) -> Result<Self> {
        let own = table.entries.iter().filter_map(|entry| Some((entry.key, entry.own.as_ref()?)));
        let own = own.map(|(key, own)| own.kind.parse(key, own.default)).collect::<Result<Vec<_>>>()?;
        let mut values = Values { experiment: Experiment::default(), table, own };
        match values.read(base).1.into_iter().next() {
            Some(error) => Err(error),
            None => Ok(values),
        }
    }

    /// Takes what is right in a string, and returns the tick in it and what is wrong.
    pub fn read(&mut self, text: &str) -> (u64, Vec<Error>) {
        let (experiment, mut errors) = self.experiment.parse_leniently(text);
        self.experiment = experiment;
        let mut at = 0;
        for (key, value) in pairs(text).flatten().filter(|(key, _)| key.starts_with(FIGURE_PREFIX)) {
            let outcome = match &key[..] {
                STEP => tick(&value).map(|tick| at = tick),
                key => self.set(key, &value),
            };
            errors.extend(outcome.err());
        }
        (at, errors)
    }

    /// Changes one value.
    ///
    /// # Errors
    /// When there is no such key, or the value is not allowed; all is then as it was.
    pub fn set(&mut self, key: &str, text: &str) -> Result<()> {
        if !key.starts_with(FIGURE_PREFIX) {
            return self.experiment.set(key, text);
        }
        let Some((place, own)) = self.find(key) else {
            let known = self.owned().map(|(entry, _)| entry.key).chain([STEP]).collect();
            return Err(Error::UnknownKey { key: shortened(key), known });
        };
        self.own[place] = own.kind.parse(key, text)?;
        Ok(())
    }

    /// Changes a number, moved into its range and rounded to what a pointer can tell apart.
    pub fn put(&mut self, key: &str, value: f64) {
        self.put_all(key, &[value]);
    }

    /// Changes numbers, as [`put`](Self::put).
    pub fn put_all(&mut self, key: &str, values: &[f64]) {
        let found = self.find(key);
        debug_assert!(found.is_some(), "the figure has no {key}");
        let Some((place, own)) = found.filter(|_| values.iter().all(|value| value.is_finite())) else { return };
        match own.kind {
            Kind::Number(min, max) => self.own[place] = Value::Number(handy(values[0].clamp(min, max))),
            Kind::NumbersWithin(_, min, max) => {
                self.own[place] = Value::Numbers(values.iter().map(|value| handy(value.clamp(min, max))).collect());
            }
            kind => debug_assert!(false, "{key} is no number, but {kind:?}"),
        }
    }

    /// Changes a number to one that is known to be allowed, to the bit.
    pub fn put_exactly(&mut self, key: &str, number: f64) {
        if let Some((place, _)) = self.find(key) {
            self.own[place] = Value::Number(number);
        }
    }

    /// Changes a value of the figure's own to its default.
    #[cfg(feature = "chapters")]
    pub fn reset(&mut self, key: &str) {
        if let Some((place, own)) = self.find(key)
            && let Ok(default) = own.kind.parse(key, own.default)
        {
            self.own[place] = default;
        }
    }

    /// Smallest and largest of a number of the figure's own.
    #[cfg(feature = "chapters")]
    pub fn bounds(&self, key: &str) -> (f64, f64) {
        match self.find(key).map(|(_, own)| own.kind) {
            Some(Kind::Number(min, max)) => (min, max),
            _ => (f64::NEG_INFINITY, f64::INFINITY),
        }
    }

    /// Chooses the choice at a place.
    pub fn choose(&mut self, key: &str, choice: usize) {
        if let Some((place, _)) = self.find(key) {
            self.own[place] = Value::Choice(choice);
        }
    }

    /// Starts at a point that a pointer has shown.
    pub fn start_at(&mut self, point: &[f64]) {
        if point.iter().all(|value| value.is_finite()) {
            self.experiment.start = Some(point.iter().copied().map(handy).collect());
        }
    }

    /// A number of the figure's own; 0 for what is none.
    pub fn number(&self, key: &str) -> f64 {
        match self.value(key) {
            Some(Value::Number(number)) => *number,
            other => {
                debug_assert!(other.is_none(), "{key} is no number, but {other:?}");
                0.0
            }
        }
    }

    /// An integer of the figure's own; 0 for what is none.
    #[cfg(feature = "chapters")]
    pub fn whole(&self, key: &str) -> u64 {
        if let Some(Value::Integer(number)) = self.value(key) { *number } else { 0 }
    }

    /// Numbers of the figure's own.
    pub fn numbers(&self, key: &str) -> &[f64] {
        if let Some(Value::Numbers(numbers)) = self.value(key) { numbers } else { &[] }
    }

    /// The place of what is chosen of the figure's own.
    pub fn choice(&self, key: &str) -> usize {
        match self.value(key) {
            Some(Value::Choice(place)) => *place,
            other => {
                debug_assert!(other.is_none(), "{key} is no choice, but {other:?}");
                0
            }
        }
    }

    /// The formula, in at most so many variables.
    ///
    /// # Errors
    /// What is wrong with it.
    #[cfg(feature = "chapters")]
    pub fn formula(&self, variables: usize) -> Result<Expression> {
        let expression = Expression::parse(&self.experiment.f)?;
        if expression.variables() > variables {
            return Err(Error::not_allowed("f", &self.experiment.f, Allowed::OneOf(vec!["f(x)"])));
        }
        Ok(expression)
    }

    /// The value of a key, as in the string.
    pub fn text(&self, key: &str) -> String {
        match self.find(key) {
            Some((place, own)) => own.kind.print(&self.own[place]),
            None => self.experiment.get(key).unwrap_or_default(),
        }
    }

    /// The string at a tick.
    pub fn at(&self, tick: u64) -> String {
        let is_always_there =
            |name: &str| self.table.entries.iter().any(|entry| entry.key == name && matches!(entry.when, When::Always));
        let keys = self.experiment.keys().filter(|key| {
            let is_known = self.table.only.is_empty() || self.table.only.contains(&key.name());
            is_known && (key.applies(&self.experiment) || is_always_there(key.name()))
        });
        let shared = keys.map(|key| (key.name(), key.get(&self.experiment)));
        let own = self.owned().zip(&self.own).filter(|((entry, _), _)| entry.says_something(self));
        let own = own.map(|((entry, own), value)| (entry.key, own.kind.print(value)));
        query(shared.chain(own).chain([(STEP, tick.to_string())]))
    }

    /// Whether another value of a key begins the run anew.
    pub fn begins(&self, key: &str) -> bool {
        self.table.entries.iter().any(|entry| entry.key == key && entry.begins)
    }

    /// Whether the two differ in nothing but what a run can change in mid-flight.
    pub fn differs_only_in_flight(&self, other: &Self) -> bool {
        let begins = |entry: &&Entry| entry.begins;
        self.experiment.differs_only_in_flight(&other.experiment)
            && self.table.entries.iter().filter(begins).all(|entry| self.text(entry.key) == other.text(entry.key))
    }

    /// The controls of what the experiment has as it is, in the reader's words.
    pub fn controls(&self, words: &Words) -> Vec<Control> {
        let shown = |entry: &&Entry| entry.place != Place::Picture && entry.says_something(self);
        let shown = self.table.entries.iter().filter(shown);
        shown.filter_map(|entry| self.control(entry, words)).collect()
    }

    fn control(&self, entry: &Entry, words: &Words) -> Option<Control> {
        let (label, kind) = match &entry.own {
            Some(own) => (own.label, own.kind),
            None => {
                let key = self.experiment.key(entry.key).ok()?;
                if !key.applies(&self.experiment) && !matches!(entry.when, When::Always) {
                    return None;
                }
                (key.label(), key.kind())
            }
        };
        let slider = entry.slider.map(|(min, max, logarithmic)| {
            let integer = matches!(kind, Kind::Integer(..));
            Slider {
                min,
                max,
                logarithmic,
                integer,
                marks: Vec::new(),
                danger: None,
                effects: Vec::new(),
                hint: String::new(),
            }
        });
        let choosable = |choice: Choice| Choosable { name: choice.name, label: choice.label.of(words).to_owned() };
        let choices: Vec<Choosable> = kind.choices().into_iter().map(choosable).collect();
        Some(Control {
            key: entry.key,
            label: label.of(words).to_owned(),
            series: None,
            value: self.text(entry.key),
            place: match entry.place {
                Place::Docked => "docked",
                Place::Panel(name) => name,
                Place::Open => "open",
                Place::Folded | Place::Picture => "folded",
            },
            // An integer without a slider, such as a seed, is typed.
            slider,
            formula: matches!(kind, Kind::Formula(_)),
            choices: (!choices.is_empty()).then_some(choices),
        })
    }

    fn owned(&self) -> impl Iterator<Item = (&'static Entry, &'static Own)> + use<> {
        self.table.entries.iter().filter_map(|entry| Some((entry, entry.own.as_ref()?)))
    }

    fn find(&self, key: &str) -> Option<(usize, &'static Own)> {
        let mut owned = self.owned().enumerate();
        owned.find(|(_, (entry, _))| entry.key == key).map(|(place, (_, own))| (place, own))
    }

    fn value(&self, key: &str) -> Option<&Value> {
        self.find(key).map(|(place, _)| &self.own[place])
    }
}

/// Four digits are all that a pointer tells apart.
fn handy(value: f64) -> f64 {
    rounded(value, 4)
}
