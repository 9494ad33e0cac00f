//! A model's loss as a function of its weight: the line ŷ = wx on a few points, and for classes the sigmoid of it.

mod entries;
mod losses;
mod speech;
mod views;

use super::sheet::Sheet;
use super::{Clock, Control, Field, Figure, Handle, Panel, STEP, tick, window};
use crate::chart::{Picture, Polyline, Style, graph};
use crate::error::{Error, Result};
use crate::language::Language;
use crate::model::sigmoid;
use crate::number::{plain, rounded, significant};
use crate::stability::Rule;
use entries::{CLASSES, CROSS, ENTRIES, LOSS, LR, POINTS, SCORE, W};
use losses::{cross_entropy, squared_error};

/// The figure of the loss.
pub struct LinearLoss {
    sheet: Sheet,
    language: Language,
    tick: u64,
    reached: u64,
    fraction: f64,
    points: Vec<[f64; 2]>,
    /// E(w) of the chosen loss, and of the other one where both make sense.
    curves: [Polyline; 2],
    height: (f64, f64),
    /// The weights of the descent, from the chosen one on.
    weights: Vec<f64>,
    /// The loss of one example as a function of its score: cross-entropy, squared error.
    examples: [Polyline; 2],
    /// The weight as it is shown.
    w: f64,
    /// σ(wx) with that weight.
    sigmoid: Polyline,
}

/// Steps of a descent.
const MOST: usize = 400;
/// The tick at which a figure that plays by itself rests.
const REST: u64 = 40;
/// Points of a graph.
const GRAPH: usize = 240;
const WEIGHTS: (f64, f64) = (-4.0, 4.0);
/// The features of classes.
const FEATURES: (f64, f64) = (-4.5, 4.5);
const SCORES: (f64, f64) = (-8.0, 8.0);

impl LinearLoss {
    /// With its defaults.
    ///
    /// # Errors
    /// None: a test builds it.
    pub fn new() -> Result<Self> {
        let mut figure = LinearLoss {
            sheet: Sheet::new(ENTRIES),
            language: Language::English,
            tick: 0,
            reached: 0,
            fraction: 0.0,
            points: Vec::new(),
            curves: [Polyline::new(), Polyline::new()],
            sigmoid: Polyline::new(),
            height: (0.0, 1.0),
            weights: Vec::new(),
            examples: [
                graph(|s| cross_entropy(s, 1.0), SCORES, GRAPH, 10.0),
                graph(|s| squared_error(s, 1.0), SCORES, GRAPH, 10.0),
            ],
            w: 0.0,
        };
        figure.measure();
        Ok(figure)
    }

    fn is_classification(&self) -> bool {
        self.sheet.text(LOSS) == CROSS
    }

    fn points_key(&self) -> &'static str {
        if self.is_classification() { CLASSES } else { POINTS }
    }

    fn measure(&mut self) {
        let numbers = self.sheet.numbers(self.points_key());
        self.points = numbers.as_chunks::<2>().0.to_vec();
        let chosen = graph(|w| self.loss(w), WEIGHTS, GRAPH, f64::INFINITY);
        let other = match self.is_classification() {
            true => graph(
                |w| self.points.iter().map(|[x, y]| squared_error(w * x, *y)).sum(),
                WEIGHTS,
                GRAPH,
                f64::INFINITY,
            ),
            false => Polyline::new(),
        };
        self.height = (0.0, window::round_end(window::vertical([&chosen[..]]).1));
        self.curves = [chosen, other];
        self.run();
    }

    /// The descent from the chosen weight.
    fn run(&mut self) {
        self.weights.clear();
        let mut w = self.sheet.number(W);
        while self.weights.len() <= MOST && w.is_finite() && w.abs() < 1e6 {
            self.weights.push(w);
            let slope = self.slope(w);
            if slope.abs() < 1e-9 {
                break;
            }
            w -= self.sheet.number(LR) * slope;
        }
        self.tick = self.tick.min(self.last());
        self.reached = self.reached.max(self.tick).min(self.last());
        self.look(0.0);
    }

    fn last(&self) -> u64 {
        self.weights.len().saturating_sub(1) as u64
    }

    /// E(w).
    fn loss(&self, w: f64) -> f64 {
        let classification = self.is_classification();
        let term = |[x, y]: &[f64; 2]| match classification {
            true => cross_entropy(w * x, *y),
            false => 0.5 * (y - w * x) * (y - w * x),
        };
        self.points.iter().map(term).sum()
    }

    /// dE/dw = Σ (ŷ − y) x, for both.
    fn slope(&self, w: f64) -> f64 {
        self.points.iter().map(|[x, y]| (self.predict(w, *x) - y) * x).sum()
    }

    fn predict(&self, w: f64, x: f64) -> f64 {
        if self.is_classification() { sigmoid(w * x) } else { w * x }
    }
}

impl Figure for LinearLoss {
    fn set_language(&mut self, language: Language) {
        self.language = language;
    }

    fn experiment(&self) -> String {
        self.sheet.at(self.tick)
    }

    fn apply(&mut self, text: &str) -> Vec<Error> {
        let (step, errors) = self.sheet.apply(text);
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
        if key == W || key == LOSS {
            (self.tick, self.reached) = (0, 0);
        }
        self.measure();
        Ok(())
    }

    fn controls(&self) -> Vec<Control> {
        let mut controls = self.sheet.controls(self.language);
        for control in &mut controls {
            match (control.key, &mut control.field) {
                (W, _) => control.value = plain(rounded(self.w, 4)),
                (LR, Field::Slider { danger, .. }) if !self.is_classification() => {
                    // 2 over the second derivative, which is Σx².
                    *danger = Rule::PLAIN.limit(self.points.iter().map(|[x, _]| x * x).sum());
                }
                _ => {}
            }
        }
        controls
    }

    fn panels(&self) -> Vec<Panel> {
        vec![self.describe_data(), self.describe_loss(), self.describe_example()]
    }

    fn clock(&self) -> Clock {
        Clock { tick: self.tick, reached: self.reached, at_rest: self.tick >= self.last(), rest: REST }
    }

    fn seek(&mut self, tick: u64) {
        self.tick = tick.min(self.last());
        self.reached = self.reached.max(self.tick);
        self.look(0.0);
    }

    fn advance(&mut self, ticks: u64) {
        self.seek(self.tick.saturating_add(ticks));
    }

    fn restart(&mut self, seed: u32) {
        let part = f64::from(seed) / f64::from(u32::MAX);
        self.sheet.put(W, -3.0 + 6.0 * part);
        (self.tick, self.reached) = (0, 0);
        self.run();
    }

    fn handles(&self) -> Vec<Handle> {
        let pair = |[x, y]: [f64; 2]| format!("({}, {})", significant(x, 3), significant(y, 3));
        let handle = |panel, at: [f64; 2], label| Handle { panel, at, symbol: "", label, field: None };
        let mut handles: Vec<Handle> = self.points.iter().map(|&at| handle(0, at, pair(at))).collect();
        let on_curve = self.loss(self.w).clamp(self.height.0, self.height.1);
        handles.push(handle(1, [self.w, on_curve], format!("w = {}", significant(self.w, 4))));
        let s = self.sheet.number(SCORE);
        handles.push(handle(2, [s, cross_entropy(s, 1.0)], format!("s = {}", significant(s, 3))));
        handles
    }

    fn drag(&mut self, handle: usize, point: [f64; 2]) {
        match handle.checked_sub(self.points.len()) {
            None => {
                let y = if self.is_classification() { f64::from(u8::from(point[1] > 0.5)) } else { point[1] };
                self.points[handle] = [point[0], y];
                let numbers: Vec<f64> = self.points.concat();
                self.sheet.put_numbers(self.points_key(), &numbers);
                self.measure();
            }
            Some(0) => {
                self.sheet.put(W, point[0]);
                (self.tick, self.reached) = (0, 0);
                self.run();
            }
            Some(_) => self.sheet.put(SCORE, point[0]),
        }
    }

    fn look(&mut self, fraction: f64) {
        self.fraction = fraction;
        let at = |tick: u64| self.weights.get(tick.min(self.last()) as usize).copied();
        let (here, next, before) = (at(self.tick), at(self.tick + 1), self.w);
        let eased = fraction * fraction * (3.0 - 2.0 * fraction);
        self.w = match (here, next) {
            (Some(here), Some(next)) => here + eased * (next - here),
            _ => self.sheet.number(W),
        };
        if self.w != before || self.sigmoid.is_empty() {
            self.sigmoid = graph(|x| sigmoid(self.w * x), FEATURES, GRAPH / 2, f64::INFINITY);
        }
    }

    fn picture(&self, panel: usize) -> Picture<'_> {
        match panel {
            0 => self.picture_of_data(),
            1 => self.picture_of_loss(),
            _ => self.picture_of_example(),
        }
    }

    fn rules(&self) -> Vec<(Option<Style>, String)> {
        vec![(Some(Style::BATCH), self.rule())]
    }

    fn readout(&self) -> String {
        String::new()
    }
}

#[cfg(test)]
mod tests;
