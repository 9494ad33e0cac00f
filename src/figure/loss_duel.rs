//! Two losses of one classifier: squared error and cross-entropy on the same data, from the same start.

mod entries;
mod lanes;
mod speech;
mod views;

use super::sheet::Sheet;
use super::{Clock, Control, Field, Figure, Handle, Notice, Panel, STEP, tick};
use crate::chart::{Contours, Identity, Picture, Style};
use crate::data::Dataset;
use crate::error::{Error, Result};
use crate::language::Language;
use crate::number::{plain, rounded_up, significant};
use crate::objective::{Batch, Objective};
use crate::trainer::Status;
use entries::{BATCH, DATA, DISTANCE, ENTRIES, N, NOISE, SAMPLER, SEED, START, WINDOW, X, Y};
use lanes::{LOSSES, Lane, lanes};

/// The figure of the two losses.
pub struct LossDuel {
    sheet: Sheet,
    language: Language,
    tick: u64,
    reached: u64,
    fraction: f64,
    /// Of the samples.
    identity: Identity,
    /// The chart's axes, which change less often than what they hold.
    axes: ChartAxes,
    lanes: [Lane; 2],
    window: (f64, f64),
    /// Samples in a step.
    samples: f64,
}

/// Up to where the chart of both descents goes.
#[derive(Clone, Copy, Default, PartialEq)]
struct ChartAxes {
    right: f64,
    top: f64,
}

/// The farthest step.
const MOST: u64 = 20_000;
/// Ticks that the chart shows at least.
const SHORTEST_CHART: u64 = 50;
/// The tick at which a figure that plays by itself rests.
const REST: u64 = 150;

impl LossDuel {
    /// With its defaults.
    ///
    /// # Errors
    /// None: a test builds it.
    pub fn new() -> Result<Self> {
        let sheet = Sheet::new(ENTRIES);
        let (lanes, samples) = lanes(&sheet)?;
        let mut figure = LossDuel {
            sheet,
            language: Language::English,
            tick: 0,
            reached: 0,
            fraction: 0.0,
            identity: Identity::new(),
            axes: ChartAxes::default(),
            lanes,
            window: (-WINDOW, WINDOW),
            samples,
        };
        figure.survey();
        Ok(figure)
    }

    /// Takes other values; on an error all stays as it was.
    fn change(&mut self, sheet: Sheet) -> Result<()> {
        (self.lanes, self.samples) = lanes(&sheet)?;
        self.identity = Identity::new();
        self.sheet = sheet;
        self.survey();
        Ok(())
    }

    fn survey(&mut self) {
        let range = self.window;
        for lane in &mut self.lanes {
            lane.contours = Contours::with_cells(|point| lane.risk.value(&point, Batch::All), range, range, None, 40);
        }
        self.reached = 0;
        self.seek(self.tick);
    }

    /// Steps as far as is needed to show one step after the tick.
    fn run(&mut self) {
        let wanted = self.tick + 1;
        let (per_step, shows_accuracy) = (self.per_step(), self.shows_accuracy());
        for lane in &mut self.lanes {
            if lane.trainer.steps() < wanted && lane.trainer.status() == Status::Running {
                lane.trainer.step(wanted - lane.trainer.steps());
            }
            let trajectory = lane.trainer.trajectory();
            for place in lane.path.len()..trajectory.len() {
                let point = [trajectory.point(place)[0], trajectory.point(place)[1]];
                let at = trajectory.step(place) as f64 * per_step;
                let height =
                    if shows_accuracy { lane.risk.accuracy(&point) } else { lane.risk.value(&point, Batch::All) };
                lane.curve.push([at, height]);
                lane.path.push(point);
            }
        }
        let last = self.lanes.iter().map(|lane| lane.trainer.steps()).max().unwrap_or(0);
        self.tick = self.tick.min(last);
    }

    /// What a step adds on the chart's axis.
    fn per_step(&self) -> f64 {
        match self.sheet.text(X) {
            "samples" => self.samples,
            "epochs" => self.samples / self.data().n() as f64,
            _ => 1.0,
        }
    }

    fn shows_accuracy(&self) -> bool {
        self.sheet.text(Y) == "accuracy"
    }

    /// The axes for what the chart shows now, in few steps, so that they seldom change while the curves grow.
    fn chart_axes(&self) -> ChartAxes {
        let right = rounded_up(self.tick.max(SHORTEST_CHART) as f64) * self.per_step();
        let top = if self.shows_accuracy() {
            1.05
        } else {
            let seen = self.lanes.iter().flat_map(|lane| &lane.curve[..lane.seen(self.tick)]);
            rounded_up(seen.map(|point| point[1]).fold(1e-9, f64::max))
        };
        ChartAxes { right, top }
    }

    /// The samples as the models see them: two features, classes 0 and 1.
    fn data(&self) -> &Dataset {
        self.lanes[0].risk.data()
    }
}

impl Figure for LossDuel {
    fn set_language(&mut self, language: Language) {
        self.language = language;
    }

    fn experiment(&self) -> String {
        self.sheet.at(self.tick)
    }

    fn apply(&mut self, text: &str) -> Vec<Error> {
        let mut sheet = Sheet::new(ENTRIES);
        let (step, mut errors) = sheet.apply(text);
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
        let before = self.tick;
        if key == DATA {
            self.tick = 0;
        }
        let changed = self.change(sheet);
        if changed.is_err() {
            self.tick = before;
        }
        changed
    }

    fn controls(&self) -> Vec<Control> {
        let blobs = self.sheet.text(DATA) == "blobs";
        let mut controls = self.sheet.controls(self.language);
        controls.retain(|control| blobs || !matches!(control.key, DISTANCE | NOISE | N));
        controls.retain(|control| control.key != BATCH || self.sheet.text(SAMPLER) != "full");
        for control in &mut controls {
            if let (BATCH | N, Field::Slider { max, integer, .. }) = (control.key, &mut control.field) {
                *integer = true;
                control.value = plain(self.sheet.number(control.key).round());
                if control.key == BATCH {
                    *max = self.data().n() as f64;
                }
            }
        }
        controls
    }

    fn panels(&self) -> Vec<Panel> {
        vec![self.describe_landscape(0), self.describe_landscape(1), self.describe_data(), self.describe_curves()]
    }

    fn clock(&self) -> Clock {
        let over = |lane: &Lane| lane.trainer.status() != Status::Running && self.tick >= lane.trainer.steps();
        let at_rest = self.lanes.iter().all(over) || self.tick >= MOST;
        Clock { tick: self.tick, reached: self.reached, at_rest, rest: REST }
    }

    fn seek(&mut self, tick: u64) {
        self.tick = tick.min(MOST);
        self.run();
        self.reached = self.reached.max(self.tick);
        self.axes = self.chart_axes();
        self.look(0.0);
    }

    fn advance(&mut self, ticks: u64) {
        self.seek(self.tick.saturating_add(ticks));
    }

    fn restart(&mut self, seed: u32) {
        let part = |bits: u32| f64::from(bits) / f64::from(u16::MAX);
        let place = |bits| 0.9 * WINDOW * (2.0 * part(bits) - 1.0);
        self.sheet.put(SEED, f64::from(seed));
        self.press(0, [place(seed & 0xffff), place(seed >> 16)]);
    }

    fn press(&mut self, panel: usize, point: [f64; 2]) -> bool {
        if panel > 1 {
            return false;
        }
        let mut sheet = self.sheet.clone();
        sheet.put_numbers(START, &point);
        self.tick = 0;
        self.change(sheet).is_ok()
    }

    fn handles(&self) -> Vec<Handle> {
        let start = self.sheet.numbers(START);
        let at = [0, 1].map(|place| start.get(place).copied().unwrap_or(0.0));
        let label = format!("w₁ = {}, w₂ = {}", significant(at[0], 4), significant(at[1], 4));
        [0, 1].map(|panel| Handle { panel, at, symbol: "", label: label.clone(), field: None }).into()
    }

    fn drag(&mut self, _: usize, point: [f64; 2]) {
        self.sheet.put_numbers(START, &point);
        let start = self.sheet.numbers(START);
        for lane in &mut self.lanes {
            // Two finite numbers, which no trainer refuses; the data and the landscapes stay as they are.
            if lane.trainer.move_to(&start).is_ok() {
                lane.path.clear();
                lane.curve.clear();
            }
        }
        self.reached = 0;
        self.seek(self.tick.min(REST));
    }

    fn look(&mut self, fraction: f64) {
        let eased = fraction * fraction * (3.0 - 2.0 * fraction);
        self.fraction = fraction;
        for lane in &mut self.lanes {
            let here = lane.here(self.tick);
            let next = lane.path.get(self.tick as usize + 1).copied();
            lane.batch.clear();
            let newest = if fraction > 0.0 && next.is_some() { Some(self.tick) } else { self.tick.checked_sub(1) };
            let samples = newest.map_or(Batch::Samples(&[]), |step| lane.sampler.batch(step));
            lane.whole_batch = matches!(samples, Batch::All);
            if let Batch::Samples(indices) = samples {
                lane.batch.extend_from_slice(indices);
            }
            lane.head = next.map_or(here, |next| [0, 1].map(|k| here[k] + eased * (next[k] - here[k])));
        }
    }

    fn picture(&self, panel: usize) -> Picture<'_> {
        match panel {
            0 | 1 => self.picture_of_landscape(panel),
            2 => self.picture_of_data(),
            _ => self.picture_of_curves(),
        }
    }

    fn rules(&self) -> Vec<(Option<Style>, String)> {
        [0, 1].map(|lane| (Some(LOSSES[lane].1), self.rule(lane))).into()
    }

    fn notices(&self) -> Vec<Notice> {
        let diverged = [0, 1].into_iter().filter_map(|lane| self.notice_of_divergence(lane));
        self.notice_of_separable_classes().into_iter().chain(diverged).collect()
    }

    fn readout(&self) -> String {
        self.read_out()
    }
}
