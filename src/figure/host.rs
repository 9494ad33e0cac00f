//! What every figure does in the same way: its string, its clock, undo on an error, going to a tick, speaking a language.

#[cfg(feature = "own-data")]
mod own;

use super::answer::{Clock, Control, Panel};
#[cfg(feature = "comparison")]
use super::answer::{MostSaid, RuleLine};
use super::scene::{Action, After, Figure, Scene};
use super::values::{MOST_TICKS, STEP, Values, tick};
use crate::chart::Picture;
use crate::data::OWN;
use crate::error::{Allowed, Error, Result};
use crate::experiment::pairs;
use crate::words::Words;

/// The key of the data that an experiment is about.
const DATA: &str = "data";
/// The key that a new random initialization changes.
const SEED: &str = "seed";
/// Samples that one call may visit: about what a frame has time for.
const WORK_OF_A_FRAME: u64 = 4_000_000;
/// Ticks after which one that does not move shows where it leads, where it does not rest by itself within so many.
const LEADS: u64 = 100;
const MANY: u64 = 2000;
/// Samples that opening a link may visit: about what a reader waits for.
const WORK_OF_A_LINK: u64 = 100_000_000;

/// A figure as JavaScript holds it: a scene with its values and the time that is shown.
pub struct Host {
    figure: &'static Figure,
    defaults: Values,
    values: Values,
    scene: Box<dyn Scene>,
    words: Words,
    tick: u64,
    reached: u64,
    /// The defaults, and what was shown, before data of one's own came.
    #[cfg(feature = "own-data")]
    before_own: Option<[Values; 2]>,
}

impl Host {
    /// The figure of a row with its defaults, in some words.
    pub(super) fn new(figure: &'static Figure, words: Words) -> Result<Self> {
        let defaults = Values::new(figure.table, figure.base)?;
        let (values, scene) = (defaults.clone(), (figure.build)(&defaults, &words)?);
        let mut host = Host {
            figure,
            defaults,
            values,
            scene,
            words,
            tick: 0,
            reached: 0,
            #[cfg(feature = "own-data")]
            before_own: None,
        };
        host.seek(0);
        Ok(host)
    }

    /// What is shown.
    pub fn scene(&self) -> &dyn Scene {
        &*self.scene
    }

    /// The words that it speaks.
    pub fn words(&self) -> &Words {
        &self.words
    }

    /// Speaks other words from now on.
    pub fn speak(&mut self, words: Words) {
        self.scene.speak(&words);
        self.words = words;
    }

    /// The figure's string: the experiment with the `figure.*` keys.
    pub fn experiment(&self) -> String {
        self.values.at(self.tick)
    }

    /// Takes a string over the figure's defaults: whatever is right in it is applied, the rest is listed. A run goes on where
    /// the string names no tick and nothing in it begins a run.
    pub fn apply(&mut self, text: &str) -> Vec<Error> {
        let mut values = self.defaults.clone();
        let (step, mut errors) = values.read(text);
        let given: Vec<String> = pairs(text).flatten().map(|(key, _)| key).collect();
        let given = |key: &str| given.iter().any(|given| given == key);
        // What is refused is settled at once, and the next mistake told.
        while let Err(error) = (self.figure.settle)(&mut values, None, &given)
            && errors.last() != Some(&error)
        {
            errors.push(error);
        }
        for key in values.experiment.keys().map(|key| key.name()) {
            if let Err(error) = self.check(&values, key) {
                errors.push(error);
                self.reset(&mut values, key);
            }
        }
        let before = self.values.clone();
        // What fits nowhere gives way to its default; if that does not help, all does.
        if let Err(error) = self.change(values.clone()) {
            self.reset(&mut values, error.key().unwrap_or_default());
            errors.push(error);
            if self.change(values).is_err() {
                errors.extend(self.change(self.defaults.clone()).err());
            }
        }
        if !given(STEP) && self.values.differs_only_in_flight(&before) {
            self.go_on();
            return errors;
        }
        self.begin();
        let nearest = self.within_reach(step);
        if nearest < step {
            errors.push(Error::not_allowed(STEP, step, Allowed::Integer { min: 0, max: nearest }));
        }
        self.seek(nearest);
        errors
    }

    /// Changes one key of the string.
    ///
    /// # Errors
    /// When the value is not allowed; the figure is then as it was.
    pub fn set(&mut self, key: &str, value: &str) -> Result<()> {
        if key == STEP {
            let step = tick(value)?;
            let nearest = self.within_reach(step);
            if nearest < step {
                return Err(Error::not_allowed(STEP, step, Allowed::Integer { min: 0, max: nearest }));
            }
            self.seek(step);
            return Ok(());
        }
        let mut values = self.values.clone();
        values.set(key, value)?;
        let mut before = self.values.clone();
        self.scene.stop(key, &mut before);
        (self.figure.settle)(&mut values, Some(&before), &|given| given == key)?;
        self.check(&values, key)?;
        values.experiment.validate()?;
        self.change(values)?;
        if self.values.begins(key) {
            self.begin();
        }
        self.tick = self.scene.changed(key, self.tick);
        self.go_on();
        Ok(())
    }

    /// Whether the figure can show what a key of the experiment says.
    fn check(&self, values: &Values, key: &str) -> Result<()> {
        let Some(allowed) = self.allowed(values, key) else { return Ok(()) };
        let value = values.text(key);
        if allowed.contains(&&value[..]) {
            Ok(())
        } else if key == DATA && value == OWN.name && self.takes_data() {
            Err(Error::OwnData { given: false })
        } else {
            Err(Error::not_allowed(key, value, Allowed::OneOf(allowed)))
        }
    }

    /// The words of a choice of the experiment that it can show of some values.
    fn allowed(&self, values: &Values, key: &str) -> Option<Vec<&'static str>> {
        let mut allowed = (self.figure.words)(key)?;
        if key == DATA && self.takes_data() && values.experiment.given().is_none() {
            allowed.retain(|name| *name != OWN.name);
        }
        Some(allowed)
    }

    /// Whether it shows data of one's own. A figure of points that are its own knows no others.
    fn takes_data(&self) -> bool {
        let is_one = |words: Vec<&str>| words.len() > 1 && words.contains(&OWN.name);
        cfg!(feature = "own-data") && (self.figure.words)(DATA).is_some_and(is_one)
    }

    fn reset(&self, values: &mut Values, key: &str) {
        // A default is allowed.
        let _ = values.set(key, &self.defaults.text(key));
    }

    /// Other values; on an error all stays as it was.
    fn change(&mut self, values: Values) -> Result<()> {
        self.scene = self.scene.rebuilt(&values, &self.words)?;
        self.values = values;
        Ok(())
    }

    fn begin(&mut self) {
        (self.tick, self.reached) = (0, 0);
    }

    /// Shows new values at the tick that was shown, if the way there is short.
    fn go_on(&mut self) {
        if self.tick.saturating_mul(self.scene.work_of_a_tick()) > WORK_OF_A_FRAME {
            self.tick = 0;
        }
        self.reached = 0;
        self.seek(self.tick);
    }

    /// What draws another start, or point, or numbers at random is called.
    pub fn restart(&self) -> &str {
        self.words.get(self.figure.restart)
    }

    /// The panels, with their words as they are now.
    pub fn panels(&self) -> Vec<Panel> {
        let panels = self.scene.panels(&self.words).into_iter().enumerate();
        panels.map(|(index, panel)| Panel { index, ..panel }).collect()
    }

    /// What is to be seen of a panel.
    pub fn picture(&self, panel: usize) -> Picture<'_> {
        self.scene.picture(panel, &self.words)
    }

    /// The controls, with their values and ranges as they are now.
    pub fn controls(&self) -> Vec<Control> {
        let mut controls = self.values.controls(&self.words);
        for control in &mut controls {
            if let (Some(choices), Some(allowed)) = (&mut control.choices, self.allowed(&self.values, control.key)) {
                choices.retain(|choice| allowed.contains(&choice.name));
            }
        }
        controls.into_iter().filter_map(|control| self.scene.control(control, &self.words)).collect()
    }

    /// The keys that may have a control.
    pub fn keys(&self) -> Vec<&'static str> {
        self.figure.table.entries.iter().map(|entry| entry.key).collect()
    }

    /// The live mathematics, as it is now.
    #[cfg(feature = "comparison")]
    pub fn rules(&self) -> Vec<RuleLine> {
        let rule = |(series, mathematics)| RuleLine { series, mathematics };
        self.scene.rules(&self.words).into_iter().map(rule).collect()
    }

    /// The most that is said beside the pictures on the way to where it rests, as far as a frame has time to look ahead.
    #[cfg(feature = "comparison")]
    pub fn most_said(&mut self) -> MostSaid {
        let affordable = WORK_OF_A_FRAME / self.scene.work_of_a_tick().max(1);
        let end = self.clock().rest.min(LEADS).min(affordable);
        let letters = |text: &String| text.chars().count();
        let lines =
            |rules: &Vec<RuleLine>| (rules.len(), rules.iter().map(|rule| letters(&rule.mathematics)).sum::<usize>());
        let mut most = MostSaid { readout: String::new(), rules: Vec::new() };
        for tick in 0..=end {
            self.scene.look(tick, 0.0);
            most.readout = max_by_key(most.readout, self.scene.longest_readout(&self.words), letters);
            most.rules = max_by_key(most.rules, self.rules(), lines);
            if self.scene.is_over(tick) {
                break;
            }
        }
        self.scene.look(self.tick, 0.0);
        most
    }

    /// How far the descents are.
    pub fn clock(&self) -> Clock {
        let (over, rest) = (self.scene.is_over(self.tick), self.figure.rest.min(self.scene.rest()));
        let reached = self.reached.max(self.scene.known_to());
        let end = if self.scene.is_over(self.reached) || rest == MOST_TICKS { reached } else { reached.max(rest) };
        let leads = self.scene.leads().unwrap_or(if rest > MANY { LEADS } else { rest.max(end) });
        Clock { tick: self.tick, reached, end, over, rest, leads }
    }

    /// A tick, or the one before it that is as far ahead as a reader waits.
    pub fn within_reach(&self, tick: u64) -> u64 {
        tick.min(self.reached.saturating_add(WORK_OF_A_LINK / self.scene.work_of_a_tick().max(1)))
    }

    /// Goes to a tick, forwards or backwards.
    pub fn seek(&mut self, tick: u64) {
        self.tick = self.scene.look(tick.min(MOST_TICKS), 0.0);
        self.reached = self.reached.max(self.tick);
    }

    /// Goes on by up to `ticks` ticks, fewer when that would take longer than a frame has.
    pub fn advance(&mut self, ticks: u64) {
        if !self.scene.is_over(self.tick) {
            let affordable = (WORK_OF_A_FRAME / self.scene.work_of_a_tick().max(1)).max(1);
            self.seek(self.tick.saturating_add(ticks.min(affordable)));
        }
    }

    /// Prepares what is to be seen at a fraction (from 0 to below 1) of the next tick.
    pub fn look(&mut self, fraction: f64) {
        let fraction = if fraction.is_finite() { fraction.clamp(0.0, 0.999) } else { 0.0 };
        self.scene.look(self.tick, fraction);
    }

    /// Measures for a slice of a frame what takes time on this machine, by a clock in milliseconds; whether there is something
    /// new to be seen.
    pub fn measure(&mut self, now: &dyn Fn() -> f64) -> bool {
        self.scene.measure(now, &self.words)
    }

    /// Does what the reader has done. Whether a run began.
    pub fn act(&mut self, action: Action) -> bool {
        let mut values = self.values.clone();
        let after = self.scene.act(action, &mut values);
        // What a hand can do is within what is allowed; were it not, nothing would happen.
        let is_settled = !matches!(action, Action::Restart(_))
            || (self.figure.settle)(&mut values, Some(&self.values), &|given| given == SEED).is_ok();
        if after == After::Nothing || !is_settled || self.change(values).is_err() {
            return false;
        }
        if after == After::Begin {
            self.begin();
        }
        self.go_on();
        after == After::Begin
    }

    /// The pointer over a panel at a point of its axes, or over none.
    pub fn hover(&mut self, place: Option<(usize, [f64; 2])>) {
        self.scene.hover(place);
    }

    /// The pointer over a line of the program, counted from 0, or over none.
    pub fn point_to_line(&mut self, line: Option<usize>) {
        self.scene.point_to_line(line);
    }
}

/// The greater of two by a key, the first where they are alike.
#[cfg(feature = "comparison")]
fn max_by_key<T, K: PartialOrd>(one: T, other: T, key: impl Fn(&T) -> K) -> T {
    if key(&other) > key(&one) { other } else { one }
}
