//! Descent on a surface: from a start one chooses, on a test function or on one's own.

mod entries;
mod presets;
mod speech;
mod views;

use super::sheet::Sheet;
use super::{Clock, Control, Field, Figure, Handle, Mark, Notice, Panel, STEP, tick};
use crate::chart::{Contours, Picture, Polyline, Style};
use crate::error::{Error, Result};
use crate::experiment::{Experiment, pairs, query};
use crate::language::Language;
use crate::number::significant;
use crate::objective::Batch;
use crate::stability::{Local, Rule, rest};
use crate::trainer::{Status, Trainer};
use entries::{CONDITION, ENTRIES, F, LR, MOMENTUM, START, SURFACE};
use presets::{OWN, QUADRATIC, take_preset};

/// The figure of descent on a surface.
pub struct SurfaceDescent {
    sheet: Sheet,
    language: Language,
    tick: u64,
    reached: u64,
    trainer: Trainer,
    window: [(f64, f64); 2],
    contours: Contours,
    /// The points of the run, and the function's values against the step.
    path: Polyline,
    losses: Polyline,
    head: [f64; 2],
    fraction: f64,
}

/// The farthest step.
const MOST: u64 = 20_000;
/// The tick at which a figure that plays by itself rests.
const REST: u64 = 120;

impl SurfaceDescent {
    /// With its defaults.
    ///
    /// # Errors
    /// None: a test builds it.
    pub fn new() -> Result<Self> {
        let sheet = Sheet::new(ENTRIES);
        let mut figure = SurfaceDescent {
            trainer: trainer(&sheet)?,
            sheet,
            language: Language::English,
            tick: 0,
            reached: 0,
            window: [(0.0, 1.0); 2],
            contours: Contours::default(),
            path: Polyline::new(),
            losses: Polyline::new(),
            head: [0.0, 0.0],
            fraction: 0.0,
        };
        figure.survey();
        Ok(figure)
    }

    /// Takes other values; on an error all stays as it was.
    fn change(&mut self, sheet: Sheet) -> Result<()> {
        self.trainer = trainer(&sheet)?;
        let same = [SURFACE, F, CONDITION].iter().all(|key| sheet.text(key) == self.sheet.text(key));
        self.sheet = sheet;
        if same {
            self.begin()
        } else {
            self.survey()
        }
        Ok(())
    }

    /// Looks over the surface.
    fn survey(&mut self) {
        let objective = self.trainer.objective();
        let region = objective.start_region();
        let [x, y] = [region[0], region[1]];
        self.window = [x, y];
        let lowest = objective.minimum().map(|minimum| objective.value(&minimum, Batch::All));
        self.contours = Contours::of(|point| objective.value(&point, Batch::All), x, y, lowest);
        self.begin();
    }

    fn begin(&mut self) {
        self.path.clear();
        self.losses.clear();
        let tick = self.tick;
        self.reached = 0;
        self.seek(tick);
    }

    /// Steps as far as is needed to show one step after the tick, and keeps what is new.
    fn run(&mut self) {
        let wanted = self.tick + 1;
        if self.trainer.steps() < wanted && self.trainer.status() == Status::Running {
            self.trainer.step(wanted - self.trainer.steps());
        }
        let trajectory = self.trainer.trajectory();
        for place in self.path.len()..trajectory.len() {
            let point = [trajectory.point(place)[0], trajectory.point(place)[1]];
            let value = self.trainer.objective().value(&point, Batch::All);
            self.path.push(point);
            self.losses.push([trajectory.step(place) as f64, value]);
        }
        self.tick = self.tick.min(self.trainer.steps());
    }

    fn here(&self) -> [f64; 2] {
        self.path.get(self.tick as usize).copied().unwrap_or(self.head)
    }

    fn seen(&self) -> usize {
        (self.tick as usize + 1).min(self.path.len())
    }

    fn gradient(&self, at: [f64; 2]) -> [f64; 2] {
        let mut gradient = [0.0; 2];
        self.trainer.objective().value_and_gradient(&at, Batch::All, &mut gradient);
        gradient
    }

    /// The learning rate from which on the descent does not stay where small steps from its start come to rest.
    fn limit(&self) -> Option<f64> {
        let objective = self.trainer.objective();
        let bends = rest(&|at| Local::of(&**objective, at, 0.0), self.path.first()?)?;
        self.stepping().limit(bends.into_iter().fold(f64::NEG_INFINITY, f64::max))
    }

    fn stepping(&self) -> Rule {
        Rule { momentum: self.sheet.number(MOMENTUM), ..Rule::PLAIN }
    }
}

/// The run of a sheet.
fn trainer(sheet: &Sheet) -> Result<Trainer> {
    let own = sheet.text(SURFACE) == OWN;
    let mut pairs = vec![(LR, sheet.text(LR)), (START, sheet.text(START)), (MOMENTUM, sheet.text(MOMENTUM))];
    if own {
        pairs.extend([("objective", "expression"), (F, sheet.text(F))]);
    } else {
        pairs.extend([("objective", "surface"), (SURFACE, sheet.text(SURFACE))]);
    }
    if sheet.text(SURFACE) == QUADRATIC {
        pairs.push((CONDITION, sheet.text(CONDITION)));
    }
    let experiment: Experiment = query(pairs.into_iter().map(|(key, value)| (key, value.to_owned()))).parse()?;
    Trainer::new(&experiment, None)
}

impl Figure for SurfaceDescent {
    fn set_language(&mut self, language: Language) {
        self.language = language;
    }

    fn experiment(&self) -> String {
        self.sheet.at(self.tick)
    }

    fn apply(&mut self, text: &str) -> Vec<Error> {
        let mut sheet = Sheet::new(ENTRIES);
        let (step, mut errors) = sheet.apply(text);
        // A surface stands for the values that the string leaves out.
        let name = sheet.text(SURFACE).to_owned();
        sheet = Sheet::new(ENTRIES);
        errors.extend(take_preset(&mut sheet, &name).err());
        sheet.read(text);
        let given = |key: &str| pairs(text).flatten().any(|(given, _)| given == key);
        if given(F) && !given(SURFACE) {
            errors.extend(sheet.set(SURFACE, OWN).err());
        }
        self.tick = 0;
        if let Err(error) = self.change(sheet) {
            errors.push(error);
            errors.extend(self.change(Sheet::new(ENTRIES)).err());
        }
        self.seek(step);
        errors
    }

    fn set(&mut self, key: &str, value: &str) -> Result<()> {
        if key == STEP {
            self.seek(tick(value)?);
            return Ok(());
        }
        let mut sheet = self.sheet.clone();
        sheet.set(key, value)?;
        match key {
            SURFACE => take_preset(&mut sheet, value)?,
            F => sheet.set(SURFACE, OWN)?,
            CONDITION => sheet.set(SURFACE, QUADRATIC)?,
            _ => {}
        }
        let before = self.tick;
        if key != LR && key != MOMENTUM {
            self.tick = 0;
        }
        let changed = self.change(sheet);
        if changed.is_err() {
            self.tick = before;
        }
        changed
    }

    fn controls(&self) -> Vec<Control> {
        let mut controls = self.sheet.controls(self.language);
        for control in controls.iter_mut().filter(|control| control.key == LR) {
            if let Field::Slider { min, max, danger, marks, .. } = &mut control.field {
                (*min, *max) = (1e-6, 2.0);
                *danger = self.limit();
                marks.extend(danger.map(|value| Mark {
                    value,
                    series: Some(Style::BATCH),
                    label: self.limit_in_words(value),
                }));
            }
        }
        controls
    }

    fn panels(&self) -> Vec<Panel> {
        vec![self.describe_landscape(), self.describe_values()]
    }

    fn clock(&self) -> Clock {
        let over = self.trainer.status() != Status::Running && self.tick >= self.trainer.steps();
        Clock { tick: self.tick, reached: self.reached, at_rest: over || self.tick >= MOST, rest: REST }
    }

    fn seek(&mut self, tick: u64) {
        self.tick = tick.min(MOST);
        self.run();
        if self.tick > self.reached {
            self.reached = self.tick;
        }
        self.look(0.0);
    }

    fn advance(&mut self, ticks: u64) {
        self.seek(self.tick.saturating_add(ticks));
    }

    fn restart(&mut self, seed: u32) {
        let part = |bits: u32| f64::from(bits) / f64::from(u16::MAX);
        let [x, y] = self.window;
        let place = |(low, high): (f64, f64), part: f64| low + (0.04 + 0.92 * part) * (high - low);
        self.press(0, [place(x, part(seed & 0xffff)), place(y, part(seed >> 16))]);
    }

    fn press(&mut self, panel: usize, point: [f64; 2]) -> bool {
        if panel > 0 {
            return false;
        }
        let mut sheet = self.sheet.clone();
        sheet.put_numbers(START, &point);
        self.tick = 0;
        self.change(sheet).is_ok()
    }

    fn handles(&self) -> Vec<Handle> {
        let start = self.sheet.numbers(START);
        let at = [0, 1].map(|place| {
            let (low, high) = self.window[place];
            start.get(place).copied().unwrap_or(low).clamp(low, high)
        });
        let label = format!("x₀ = {}, y₀ = {}", significant(at[0], 4), significant(at[1], 4));
        vec![Handle { panel: 0, at, symbol: "", label, field: None }]
    }

    fn drag(&mut self, _: usize, point: [f64; 2]) {
        let mut sheet = self.sheet.clone();
        sheet.put_numbers(START, &point);
        // The values are in range, and so nothing is refused.
        let _ = self.change(sheet);
    }

    fn look(&mut self, fraction: f64) {
        let here = self.here();
        let next = self.path.get(self.tick as usize + 1).copied();
        let eased = fraction * fraction * (3.0 - 2.0 * fraction);
        self.fraction = if next.is_some() { fraction } else { 0.0 };
        self.head = next.map_or(here, |next| [0, 1].map(|k| here[k] + eased * (next[k] - here[k])));
    }

    fn picture(&self, panel: usize) -> Picture<'_> {
        if panel == 0 { self.picture_of_landscape() } else { self.picture_of_losses() }
    }

    fn rules(&self) -> Vec<(Option<Style>, String)> {
        vec![(Some(Style::BATCH), self.rule())]
    }

    fn notices(&self) -> Vec<Notice> {
        self.notice_of_divergence().into_iter().collect()
    }

    fn readout(&self) -> String {
        self.read_out()
    }
}

#[cfg(test)]
mod tests;
