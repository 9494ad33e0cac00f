//! Batch, stochastic and mini-batch gradient descent on one landscape, from one start, at once.

mod controls;
mod curves;
mod pointer;
mod settings;
mod speech;
mod views;

use super::ground::Ground;
use super::lane::Lane;
use super::words::AxisTitles;
use super::{Clock, Control, Figure, Notice, Panel};
use crate::chart::{Picture, Polyline, Style};
use crate::error::{Allowed, Error, Result};
use crate::language::Language;
use crate::stability::limit_of_run;
use curves::ChartRanges;
use pointer::Hovered;
use settings::Settings;

/// Descents side by side, on a regression with slope and intercept or on a classification of points in a plane, with the
/// data and a chart of their losses.
pub struct Descents {
    series: &'static [Style],
    defaults: Settings,
    settings: Settings,
    ground: Ground,
    lanes: Vec<Lane>,
    tick: u64,
    reached: u64,
    language: Language,
    titles: AxisTitles,
    curves: Vec<Polyline>,
    chart: ChartRanges,
    hovered: Option<Hovered>,
}

/// Samples that one call may visit: about what a frame has time for.
const WORK_OF_A_FRAME: u64 = 4_000_000;
/// Samples that opening a link may visit: about what a reader waits for.
const WORK_OF_A_LINK: u64 = 100_000_000;
/// Ticks after which a figure that plays by itself rests.
const REST: u64 = 400;

impl Descents {
    /// All three descents.
    ///
    /// # Errors
    /// None: a test builds it.
    pub fn three() -> Result<Self> {
        let defaults = "n=60&noise=1.2&reduction=mean&sampler=uniform&batch=8&lr=0.15&seed=11";
        Self::new(&[Style::BATCH, Style::STOCHASTIC, Style::MINI_BATCH], defaults)
    }

    /// Batch gradient descent alone.
    ///
    /// # Errors
    /// None: a test builds it.
    pub fn batch() -> Result<Self> {
        Self::new(&[Style::BATCH], "data=engel&scale=standardize&reduction=mean&sampler=full&lr=0.1&seed=1")
    }

    /// All three descents on logistic regression.
    ///
    /// # Errors
    /// None: a test builds it.
    pub fn logistic() -> Result<Self> {
        let defaults = "data=blobs&n=100&noise=0.9&distance=2.4&data_seed=3&model=logistic&loss=cross-entropy\
                        &reduction=mean&sampler=uniform&batch=8&lr=1&seed=2";
        Self::new(&[Style::BATCH, Style::STOCHASTIC, Style::MINI_BATCH], defaults)
    }

    fn new(series: &'static [Style], defaults: &str) -> Result<Self> {
        let defaults = Settings::new(defaults.parse()?);
        let ground = Ground::new(&defaults.experiment, defaults.shown)?;
        let lanes = lanes(series, &defaults, &ground, None)?;
        let mut figure = Descents {
            series,
            settings: defaults.clone(),
            defaults,
            titles: AxisTitles::default(),
            curves: lanes.iter().map(|_| Polyline::new()).collect(),
            ground,
            lanes,
            tick: 0,
            reached: 0,
            language: Language::English,
            chart: ChartRanges { x: (0.0, 1.0), y: (0.0, 1.0) },
            hovered: None,
        };
        figure.begin_curves();
        figure.name_axes();
        figure.look(0.0);
        Ok(figure)
    }

    /// Takes new settings, staying at the tick if the way there is short; on an error all stays as it was.
    fn change(&mut self, settings: Settings) -> Result<()> {
        let same = settings.has_ground_of(&self.settings) && self.ground.is_for(&settings.experiment);
        let ground = if same { None } else { Some(Ground::new(&settings.experiment, settings.shown)?) };
        let known = (same && settings.has_limits_of(&self.settings)).then_some(&self.lanes[..]);
        let lanes = lanes(self.series, &settings, ground.as_ref().unwrap_or(&self.ground), known)?;
        if let Some(ground) = ground {
            self.ground = ground;
            self.hovered = None;
        }
        self.lanes = lanes;
        self.settings = settings;
        if self.work(self.tick) > WORK_OF_A_FRAME {
            self.tick = 0;
        }
        self.reached = self.tick;
        self.name_axes();
        self.begin_curves();
        self.look(0.0);
        Ok(())
    }

    /// Starts at tick 0 with other settings; they differ in nothing that could be refused.
    fn begin_anew(&mut self, settings: Settings) -> bool {
        let before = std::mem::take(&mut self.tick);
        let begun = self.change(settings).is_ok();
        if !begun {
            self.tick = before;
        }
        begun
    }

    /// Samples that the way to `tick` visits, at most.
    fn work(&self, tick: u64) -> u64 {
        self.work_per_tick().saturating_mul(tick)
    }

    fn work_per_tick(&self) -> u64 {
        let unit = self.settings.samples_per_tick();
        self.lanes.iter().map(|lane| lane.work_per_tick(self.settings.progress, unit)).sum()
    }

    fn name_axes(&mut self) {
        self.titles = AxisTitles::new(&self.settings.experiment, &self.ground, self.language);
    }

    fn begin_curves(&mut self) {
        self.curves.iter_mut().for_each(Polyline::clear);
    }

    /// The panels: a landscape for each descent, the data, the losses.
    fn samples_panel(&self) -> usize {
        self.lanes.len()
    }
}

/// One lane for each series, with the limits of those that are `known` to have the same.
fn lanes(series: &[Style], settings: &Settings, ground: &Ground, known: Option<&[Lane]>) -> Result<Vec<Lane>> {
    let lane = |(place, &series): (usize, &Style)| {
        let experiment = settings.lane(series);
        let limit = known.map_or_else(|| limit_of_run(&experiment, &ground.risk), |lanes| lanes[place].limit);
        Lane::new(series, &experiment, ground, limit)
    };
    series.iter().enumerate().map(lane).collect()
}

impl Figure for Descents {
    fn set_language(&mut self, language: Language) {
        if self.language != language {
            self.language = language;
            self.name_axes();
        }
    }

    fn experiment(&self) -> String {
        self.settings.to_string(self.series, self.tick)
    }

    fn apply(&mut self, text: &str) -> Vec<Error> {
        let (settings, tick, mut errors) = self.defaults.parse(text, self.series);
        if let Err(error) = self.change(settings) {
            errors.push(error);
            let defaults = self.defaults.clone();
            errors.extend(self.change(defaults).err());
        }
        self.tick = 0;
        self.reached = 0;
        let nearest = tick.min(WORK_OF_A_LINK / self.work_per_tick().max(1));
        if nearest < tick {
            errors.push(Error::not_allowed(settings::STEP, tick, Allowed::Integer { min: 0, max: nearest }));
        }
        self.seek(nearest);
        errors
    }

    fn set(&mut self, key: &str, value: &str) -> Result<()> {
        let mut settings = self.settings.clone();
        if key == settings::STEP {
            self.seek(settings::tick(value)?);
            return Ok(());
        }
        settings.set(key, value, self.series)?;
        self.change(settings)
    }

    fn controls(&self) -> Vec<Control> {
        self.list_controls()
    }

    fn panels(&self) -> Vec<Panel> {
        let mut panels: Vec<Panel> = self.lanes.iter().map(|lane| self.describe_lane(lane)).collect();
        panels.extend([self.describe_samples(), self.describe_losses()]);
        panels
    }

    fn clock(&self) -> Clock {
        Clock { tick: self.tick, reached: self.reached, at_rest: self.lanes.iter().all(Lane::is_over), rest: REST }
    }

    fn seek(&mut self, tick: u64) {
        self.tick = tick.min(settings::MOST_TICKS);
        self.look(0.0);
        self.reached = self.reached.max(self.tick);
    }

    fn advance(&mut self, ticks: u64) {
        if self.clock().at_rest {
            return;
        }
        let affordable = (WORK_OF_A_FRAME / self.work_per_tick().max(1)).max(1);
        self.seek(self.tick.saturating_add(ticks.min(affordable)));
    }

    fn restart(&mut self, seed: u32) {
        let mut settings = self.settings.clone();
        settings.experiment.seed = seed;
        settings.experiment.start = None;
        self.begin_anew(settings);
    }

    fn press(&mut self, panel: usize, point: [f64; 2]) -> bool {
        if panel >= self.lanes.len() {
            return false;
        }
        let mut settings = self.settings.clone();
        // The parameters that are not shown start where the landscape holds them: on it.
        settings.experiment.start = Some(self.ground.parameters_at(point)[..self.ground.dim()].to_vec());
        self.begin_anew(settings)
    }

    fn hover(&mut self, place: Option<(usize, [f64; 2])>) {
        self.hovered = place.and_then(|(panel, point)| match panel.checked_sub(self.samples_panel()) {
            None => Some(Hovered::Parameters(point)),
            Some(0) => self.nearest_sample(point).map(Hovered::Sample),
            Some(_) => Some(Hovered::Progress(point[0].max(0.0))),
        });
    }

    fn look(&mut self, fraction: f64) {
        let (progress, unit) = (self.settings.progress, self.settings.samples_per_tick());
        let time = self.tick as f64 + if fraction.is_finite() { fraction.clamp(0.0, 0.999) } else { 0.0 };
        self.lanes.iter_mut().for_each(|lane| lane.look(time, progress, unit, &self.ground));
        self.extend_curves();
        self.chart = self.chart_ranges();
    }

    fn picture(&self, panel: usize) -> Picture<'_> {
        match self.lanes.get(panel) {
            Some(lane) => self.picture_of_landscape(lane),
            None if panel == self.samples_panel() => self.picture_of_samples(),
            None => self.picture_of_losses(),
        }
    }

    fn rules(&self) -> Vec<(Option<Style>, String)> {
        self.lanes.iter().map(|lane| (Some(lane.series), self.rule(lane))).collect()
    }

    fn notices(&self) -> Vec<Notice> {
        self.lanes.iter().filter_map(|lane| self.notice(lane)).chain(self.notice_of_separable_classes()).collect()
    }

    fn readout(&self) -> String {
        self.read_out()
    }
}

#[cfg(test)]
mod tests;
