//! Descent on a curve: x₀, x₁, x₂, … each with its tangent and its step −ηf′(x).

mod entries;
mod fate;
mod presets;
mod speech;
mod views;

use super::sheet::Sheet;
use super::{Clock, Control, Field, Figure, Handle, Mark, Notice, Panel, STEP, tick, window};
use crate::chart::{Picture, Polyline, Style, graph};
use crate::error::{Error, Result};
use crate::expression::Expression;
use crate::language::Language;
use crate::number::significant;
use crate::stability::{Local, Rule, rest};
use entries::{ENTRIES, F, LEFT, LR, PRESET, RIGHT, START};
use presets::OWN;
use speech::subscript;

/// The figure of descent on a curve.
pub struct CurveDescent {
    sheet: Sheet,
    language: Language,
    tick: u64,
    reached: u64,
    fraction: f64,
    f: Expression,
    slope: Expression,
    curvature: Expression,
    curve: Polyline,
    /// Where a step leads: x − ηf′(x) against x.
    map: Polyline,
    heights: (f64, f64),
    /// The way from each x to the next on that map.
    web: Polyline,
    /// x₀, x₁, x₂, …, as far as they are finite.
    steps: Vec<f64>,
    labels: Vec<String>,
}

/// Points of a graph.
const POINTS: usize = 360;
/// The most steps.
const MOST: usize = 1000;
/// The tick at which a figure that plays by itself rests.
const REST: u64 = 40;
/// The first steps that are labelled, if there is room.
const LABELLED: usize = 6;
/// A slope smaller than this, relative to the window, is no step that could be seen.
const LEVEL: f64 = 1e-9;

impl CurveDescent {
    /// With its defaults.
    ///
    /// # Errors
    /// None: a test builds it.
    pub fn new() -> Result<Self> {
        let sheet = Sheet::new(ENTRIES);
        let f = sheet.formula(F)?;
        let slope = f.derivative(0);
        let mut figure = CurveDescent {
            language: Language::English,
            tick: 0,
            reached: 0,
            fraction: 0.0,
            curvature: slope.derivative(0),
            slope,
            f,
            sheet,
            curve: Polyline::new(),
            map: Polyline::new(),
            web: Polyline::new(),
            heights: (0.0, 1.0),
            steps: Vec::new(),
            labels: (0..LABELLED).map(|k| format!("x{}", subscript(k))).collect(),
        };
        figure.measure();
        Ok(figure)
    }

    /// Computes the curves and the run.
    fn measure(&mut self) {
        if let Ok(f) = self.sheet.formula(F) {
            self.slope = f.derivative(0);
            self.curvature = self.slope.derivative(0);
            self.f = f;
        }
        let range = self.range();
        let rough = graph(|x| self.f.value(&[x]), range, POINTS, f64::INFINITY);
        self.heights = window::vertical([&rough[..]]);
        self.curve = graph(|x| self.f.value(&[x]), range, POINTS, self.heights.1 - self.heights.0);
        self.map = graph(|x| self.next(x), range, POINTS, range.1 - range.0);
        self.run();
    }

    /// The whole run: it is short.
    fn run(&mut self) {
        self.steps = self.descend(self.rate());
        self.tick = self.tick.min(self.last());
        self.reached = self.reached.max(self.tick).min(self.last());
        self.web = self.cobweb();
    }

    /// x₀, x₁, x₂, … with a learning rate: until the slope is level or there is none, or x leaves every bound.
    fn descend(&self, rate: f64) -> Vec<f64> {
        let size = self.range().1 - self.range().0;
        let (mut steps, mut x) = (Vec::new(), self.start());
        while steps.len() <= MOST && x.is_finite() && x.abs() < 1e12 * size {
            steps.push(x);
            let step = rate * self.slope(x);
            if step.abs() < LEVEL * size || !self.at(x).is_finite() {
                break;
            }
            x -= step;
        }
        steps
    }

    fn range(&self) -> (f64, f64) {
        let left = self.sheet.number(LEFT);
        (left, self.sheet.number(RIGHT).max(left + 1e-3))
    }

    fn rate(&self) -> f64 {
        self.sheet.number(LR)
    }

    fn at(&self, x: f64) -> f64 {
        self.f.value(&[x])
    }

    fn slope(&self, x: f64) -> f64 {
        self.slope.value(&[x])
    }

    /// x − ηf′(x).
    fn next(&self, x: f64) -> f64 {
        x - self.rate() * self.slope(x)
    }

    /// The learning rate from which on the descent does not stay where small steps from its start come to rest: 2/f″
    /// there.
    fn limit(&self) -> Option<f64> {
        let local = |at: &[f64]| Local {
            value: self.f.value(at),
            gradient: vec![self.slope.value(at)],
            hessian: vec![self.curvature.value(at)],
        };
        Rule::PLAIN.limit(*rest(&local, &[self.sheet.number(START)])?.first()?)
    }

    fn last(&self) -> u64 {
        self.steps.len().saturating_sub(1) as u64
    }

    /// The newest point that is shown as reached.
    fn x(&self) -> f64 {
        self.steps.get(self.tick as usize).copied().unwrap_or_else(|| self.sheet.number(START))
    }

    fn has_diverged(&self) -> bool {
        self.steps.len() <= MOST && !self.has_converged()
    }

    fn has_converged(&self) -> bool {
        let size = self.range().1 - self.range().0;
        let level = |&x: &f64| self.at(x).is_finite() && self.slope(x).abs() * self.rate() < LEVEL * size;
        self.steps.last().is_some_and(level)
    }
}

impl Figure for CurveDescent {
    fn set_language(&mut self, language: Language) {
        self.language = language;
    }

    fn experiment(&self) -> String {
        self.sheet.at(self.tick)
    }

    fn apply(&mut self, text: &str) -> Vec<Error> {
        // A preset stands for the values that the string leaves out.
        let (_, errors) = self.sheet.apply(text);
        let preset = self.sheet.text(PRESET).to_owned();
        self.sheet = Sheet::new(ENTRIES);
        self.take_preset(&preset);
        let step = self.sheet.read(text).0;
        self.disown_preset();
        self.tick = step;
        self.reached = 0;
        self.measure();
        errors
    }

    fn set(&mut self, key: &str, value: &str) -> Result<()> {
        if key == STEP {
            self.seek(tick(value)?);
            return Ok(());
        }
        self.sheet.set(key, value)?;
        if key == PRESET {
            self.take_preset(value);
        } else if matches!(key, F) {
            self.sheet.set(PRESET, OWN)?;
        }
        if key != LR {
            (self.tick, self.reached) = (0, 0);
        }
        self.measure();
        Ok(())
    }

    fn controls(&self) -> Vec<Control> {
        let mut controls = self.sheet.controls(self.language);
        for control in &mut controls {
            match (control.key, &mut control.field) {
                (START, Field::Slider { min, max, .. }) => (*min, *max) = self.range(),
                (LEFT | RIGHT, Field::Slider { min, max, .. }) => (*min, *max) = (-20.0, 20.0),
                (LR, Field::Slider { min, max, danger, marks, .. }) => {
                    (*min, *max) = (1e-3, 10.0);
                    *danger = self.limit();
                    marks.extend(danger.map(|value| Mark {
                        value,
                        series: Some(Style::BATCH),
                        label: self.limit_in_words(value),
                    }));
                }
                _ => {}
            }
        }
        controls
    }

    fn panels(&self) -> Vec<Panel> {
        vec![self.describe_curve(), self.describe_cobweb()]
    }

    fn clock(&self) -> Clock {
        Clock { tick: self.tick, reached: self.reached, at_rest: self.tick >= self.last(), rest: REST }
    }

    fn seek(&mut self, tick: u64) {
        self.tick = tick.min(self.last());
        self.reached = self.reached.max(self.tick);
        self.web = self.cobweb();
        self.look(0.0);
    }

    fn advance(&mut self, ticks: u64) {
        self.seek(self.tick.saturating_add(ticks));
    }

    fn restart(&mut self, seed: u32) {
        let part = f64::from(seed) / f64::from(u32::MAX);
        let (left, right) = self.range();
        self.sheet.put(START, left + (0.04 + 0.92 * part) * (right - left));
        (self.tick, self.reached) = (0, 0);
        self.run();
    }

    fn press(&mut self, panel: usize, point: [f64; 2]) -> bool {
        if panel > 0 {
            return false;
        }
        self.sheet.put(START, point[0]);
        (self.tick, self.reached) = (0, 0);
        self.run();
        true
    }

    fn handles(&self) -> Vec<Handle> {
        let (x, (low, high)) = (self.start(), self.heights);
        let y = self.at(x);
        let at = [x.clamp(self.range().0, self.range().1), if y.is_finite() { y.clamp(low, high) } else { low }];
        vec![Handle { panel: 0, at, symbol: "", label: format!("x₀ = {}", significant(x, 4)), field: None }]
    }

    fn drag(&mut self, _: usize, point: [f64; 2]) {
        self.sheet.put(START, point[0]);
        self.run();
    }

    fn look(&mut self, fraction: f64) {
        self.fraction = fraction;
    }

    fn picture(&self, panel: usize) -> Picture<'_> {
        if panel == 0 { self.picture_of_curve() } else { self.picture_of_cobweb() }
    }

    fn rules(&self) -> Vec<(Option<Style>, String)> {
        vec![(Some(Style::BATCH), self.rule())]
    }

    fn notices(&self) -> Vec<Notice> {
        self.notice_of_trouble().into_iter().collect()
    }

    fn readout(&self) -> String {
        self.read_out()
    }
}

#[cfg(test)]
mod tests;
