//! Batch, stochastic and mini-batch gradient descent on one landscape, from one start, at once.

mod settings;
mod speech;

use super::ground::{Ground, Parameters};
use super::lane::Lane;
use super::progress::{Height, Progress};
use super::words::{AxisTitles, say};
use super::{Clock, Control, Figure, Notice, Panel, Revision};
use crate::chart::{
    Axes, Axis, Boundary, Classes, FittedLine, Landscape, LossChart, Path, Samples, Scale, Series, View,
};
use crate::error::{Allowed, Error, Result};
use crate::language::Language;
use crate::number::{rounded_down, rounded_up};
use settings::Settings;

/// Descents side by side, on a regression with slope and intercept or on a classification of points in a plane, with the
/// data and a chart of their losses.
pub struct Descents {
    series: &'static [Series],
    defaults: Settings,
    settings: Settings,
    ground: Ground,
    lanes: Vec<Lane>,
    tick: u64,
    reached: u64,
    language: Language,
    titles: AxisTitles,
    curves: Vec<Vec<[f64; 2]>>,
    chart: ChartRanges,
    hovered: Option<Hovered>,
    revision: Revision,
    chart_revision: u64,
}

/// What the pointer is over.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Hovered {
    /// A place on the loss chart's axis.
    Progress(f64),
    /// A point of a landscape.
    Parameters([f64; 2]),
    /// A sample.
    Sample(usize),
}

/// The ranges of the loss chart's axes.
#[derive(Clone, Copy, Debug, PartialEq)]
struct ChartRanges {
    x: (f64, f64),
    y: (f64, f64),
}

/// Samples that one call may visit: about what a frame has time for.
const WORK_OF_A_FRAME: u64 = 4_000_000;
/// Samples that opening a link may visit: about what a reader waits for.
const WORK_OF_A_LINK: u64 = 100_000_000;
/// Ticks that the loss chart shows at least.
const SHORTEST_CHART: u64 = 50;
/// Ticks after which a figure that plays by itself rests.
const REST: u64 = 400;

impl Descents {
    /// All three descents.
    ///
    /// # Errors
    /// None: a test builds it.
    pub fn three() -> Result<Self> {
        let defaults = "n=60&noise=1.2&reduction=mean&sampler=uniform&batch=8&lr=0.15&seed=11";
        Self::new(&[Series::Batch, Series::Stochastic, Series::MiniBatch], defaults)
    }

    /// Batch gradient descent alone.
    ///
    /// # Errors
    /// None: a test builds it.
    pub fn batch() -> Result<Self> {
        Self::new(&[Series::Batch], "data=engel&scale=standardize&reduction=mean&sampler=full&lr=0.1&seed=1")
    }

    /// All three descents on logistic regression.
    ///
    /// # Errors
    /// None: a test builds it.
    pub fn logistic() -> Result<Self> {
        let defaults = "data=blobs&n=100&noise=0.9&distance=2.4&data_seed=3&model=logistic&loss=cross-entropy\
                        &reduction=mean&sampler=uniform&batch=8&lr=1&seed=2";
        Self::new(&[Series::Batch, Series::Stochastic, Series::MiniBatch], defaults)
    }

    fn new(series: &'static [Series], defaults: &str) -> Result<Self> {
        let defaults = Settings::new(defaults.parse()?);
        let ground = Ground::new(&defaults.experiment, defaults.shown)?;
        let lanes = lanes(series, &defaults, &ground)?;
        let mut figure = Descents {
            series,
            settings: defaults.clone(),
            defaults,
            titles: AxisTitles::default(),
            curves: vec![Vec::new(); lanes.len()],
            ground,
            lanes,
            tick: 0,
            reached: 0,
            language: Language::English,
            chart: ChartRanges { x: (0.0, 1.0), y: (0.0, 1.0) },
            hovered: None,
            revision: Revision::default(),
            chart_revision: 0,
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
        let lanes = lanes(self.series, &settings, ground.as_ref().unwrap_or(&self.ground))?;
        if let Some(ground) = ground {
            self.ground = ground;
            self.revision.ground += 1;
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
        self.curves.iter_mut().for_each(Vec::clear);
        self.revision.trail += 1;
    }

    /// The panels: a landscape for each descent, the data, the losses.
    fn samples_panel(&self) -> usize {
        self.lanes.len()
    }

    /// What the loss chart shows of parameters with the loss `loss`.
    fn height(&self, parameters: Parameters, loss: f64) -> f64 {
        match self.settings.height {
            Height::Excess => self.ground.excess(parameters).unwrap_or(loss),
            Height::Accuracy => self.ground.accuracy(parameters),
            Height::Logarithmic | Height::Linear => loss,
        }
    }

    /// Ranges that hold what is to be seen, and change seldom while it grows.
    fn chart_ranges(&self) -> ChartRanges {
        let Settings { progress, height, .. } = self.settings;
        let (n, unit) = (self.ground.data.n() as f64, self.settings.samples_per_tick() as f64);
        let shortest = SHORTEST_CHART as f64
            * match progress {
                Progress::Updates => 1.0,
                Progress::Samples => unit,
                Progress::Epochs => unit / n,
            };
        let reached = self.lanes.iter().map(|lane| lane.position(lane.seen.steps + 1, progress)).fold(0.0, f64::max);
        // A batch that takes a whole epoch per step must not stretch the axis before it has taken one.
        let newest = self.lanes.iter().map(|lane| lane.position(lane.seen.steps, progress)).fold(0.0, f64::max);
        let right = rounded_up(shortest.max(newest * 1.02).min(reached.max(shortest)));

        if height == Height::Accuracy {
            return ChartRanges { x: (0.0, right), y: (0.0, 1.0) };
        }
        let seen = || self.curves.iter().zip(&self.lanes).flat_map(|(curve, lane)| &curve[..lane.seen.points]);
        let begin = seen().next().map_or(1.0, |point| point[1]);
        // A run that diverges leaves at the top.
        let top =
            seen().map(|point| point[1]).filter(|&y| y <= begin.max(f64::MIN_POSITIVE) * 1e4).fold(begin, f64::max);
        let top = if top.is_finite() && top > 0.0 { rounded_up(top * 1.05) } else { 1.0 };
        let lowest = seen().map(|point| point[1]).fold(top, f64::min);
        let bottom = match height {
            Height::Linear | Height::Accuracy => 0.0,
            Height::Logarithmic => {
                let lowest = self.ground.floor().map_or(lowest, |floor| floor.min(lowest));
                rounded_down((lowest * 0.9).max(top * 1e-9))
            }
            Height::Excess => decade_below(lowest.max(top * 1e-14)),
        };
        ChartRanges { x: (0.0, right), y: (bottom, top.max(bottom * 2.0)) }
    }

    fn extend_curves(&mut self) {
        for lane in 0..self.lanes.len() {
            let drawn = self.lanes[lane].path.len();
            if self.curves[lane].len() > drawn {
                self.curves[lane].truncate(drawn);
            }
            let from = self.curves[lane].len();
            if from < drawn {
                let height = |parameters, loss| self.height(parameters, loss);
                let more: Vec<_> = self.lanes[lane].curve(from, self.settings.progress, height).collect();
                self.curves[lane].extend(more);
            }
        }
    }

    fn axes<'a>(x: (&'a str, (f64, f64)), y: (&'a str, (f64, f64)), vertical: Scale) -> Axes<'a> {
        Axes {
            x: Axis { title: x.0, range: x.1, scale: Scale::Linear },
            y: Axis { title: y.0, range: y.1, scale: vertical },
        }
    }

    /// Where the reader looks back to, on the chart's axis.
    fn looked_back_to(&self, lane: &Lane) -> Option<Parameters> {
        match self.hovered? {
            Hovered::Progress(position) => Some(lane.point(lane.steps_before(position, self.settings.progress))),
            Hovered::Parameters(_) | Hovered::Sample(_) => None,
        }
    }

    /// The place of a landscape that the reader looks at, there or in another view.
    fn looked_at_on(&self, lane: &Lane) -> Option<[f64; 2]> {
        match self.hovered {
            Some(Hovered::Parameters(point)) => Some(point),
            _ => self.looked_back_to(lane).map(|parameters| self.ground.two(parameters)),
        }
    }

    /// The parameters, for the data as they were measured, that the reader looks at on a landscape.
    fn looked_at_in_data(&self) -> Option<Parameters> {
        match self.hovered {
            Some(Hovered::Parameters(point)) => Some(self.ground.of_raw_features(self.ground.parameters_at(point))),
            _ => None,
        }
    }

    fn show_landscape(&self, lane: &Lane, see: &mut dyn FnMut(&dyn View)) {
        let seen = &lane.seen;
        let [x, y] = self.ground.window;
        let [first, second] = &self.titles.parameters;
        see(&Landscape {
            axes: Self::axes((first, x), (second, y), Scale::Linear),
            contours: &self.ground.contours,
            minimum: self.ground.minimum().map(|minimum| self.ground.two(minimum)),
            paths: &[Path { series: lane.series, points: &lane.path[..seen.points] }],
            heads: &[seen.head],
            tails: &[seen.tail],
            hovered: &[self.looked_at_on(lane)],
        });
    }

    /// What the data's plane shows of a descent, now or where the reader looks back to: its parameters for the data as
    /// they were measured, and the samples of its newest step, unless they were all.
    fn in_data<'a>(&self, lane: &'a Lane) -> (Parameters, Option<&'a [u32]>) {
        let past = self.looked_back_to(lane);
        let batch: Option<&[u32]> = match (past, lane.seen.whole_batch) {
            (Some(_), _) => Some(&[]),
            (None, true) => None,
            (None, false) => Some(&lane.seen.batch),
        };
        (self.ground.of_raw_features(past.unwrap_or(lane.seen.parameters)), batch)
    }

    fn show_samples(&self, see: &mut dyn FnMut(&dyn View)) {
        let [x, y] = self.ground.data_window;
        let [first, second] = &self.titles.data;
        let axes = Self::axes((first, x), (second, y), Scale::Linear);
        let hovered = match self.hovered {
            Some(Hovered::Sample(sample)) => Some(sample),
            _ => None,
        };
        let looked_at = self.looked_at_in_data();
        let data = &self.ground.data;
        if self.ground.has_classes {
            let boundary = |lane| {
                let ([w1, w2, bias], batch) = self.in_data(lane);
                Boundary { series: lane.series, weights: [w1, w2], bias, batch }
            };
            let boundaries: Vec<Boundary<'_>> = self.lanes.iter().map(boundary).collect();
            let (features, targets) = (data.features(), data.targets());
            let (boundaries, looked_at) = (&boundaries[..], looked_at.map(|[w1, w2, bias]| ([w1, w2], bias)));
            return see(&Classes { axes, features, targets, boundaries, looked_at, hovered });
        }
        let line = |lane| {
            let ([slope, intercept, _], batch) = self.in_data(lane);
            FittedLine { series: lane.series, slope, intercept, batch }
        };
        let lines: Vec<FittedLine<'_>> = self.lanes.iter().map(line).collect();
        let looked_at = looked_at.map(|[slope, intercept, _]| [slope, intercept]);
        let (x, y, lines) = (data.features(), data.targets(), &lines[..]);
        see(&Samples { axes, x, y, lines, looked_at, hovered });
    }

    fn show_losses(&self, see: &mut dyn FnMut(&dyn View)) {
        let Settings { progress, height, .. } = self.settings;
        let curves: Vec<Path<'_>> = self
            .lanes
            .iter()
            .zip(&self.curves)
            .map(|(lane, curve)| Path { series: lane.series, points: &curve[..lane.seen.points] })
            .collect();
        let heads: Vec<[f64; 2]> = self
            .lanes
            .iter()
            .map(|lane| {
                let (from, to) =
                    (lane.position(lane.seen.steps, progress), lane.position(lane.seen.steps + 1, progress));
                let x = from + lane.seen.fraction * (to - from);
                [x, self.height(lane.seen.parameters, self.ground.height(lane.seen.parameters))]
            })
            .collect();
        let (title, vertical) = match height {
            Height::Linear => (&self.titles.loss[..], Scale::Linear),
            Height::Logarithmic => (&self.titles.loss[..], Scale::Logarithmic),
            Height::Excess => (&self.titles.excess[..], Scale::Logarithmic),
            Height::Accuracy => (say("accuracy", "正确率", self.language), Scale::Linear),
        };
        let of_loss = matches!(height, Height::Linear | Height::Logarithmic);
        let floor = self.ground.floor().filter(|&floor| of_loss && floor > 0.0);
        see(&LossChart {
            axes: Self::axes(
                (settings::progress_title(progress, self.language), self.chart.x),
                (title, self.chart.y),
                vertical,
            ),
            curves: &curves,
            heads: &heads,
            floor: floor.map(|floor| (floor, &self.titles.floor[..])),
            hovered: match self.hovered {
                Some(Hovered::Progress(position)) => Some(position),
                _ => None,
            },
        });
    }
}

/// One lane for each series.
fn lanes(series: &[Series], settings: &Settings, ground: &Ground) -> Result<Vec<Lane>> {
    series.iter().map(|&series| Lane::new(series, &settings.lane(series), ground)).collect()
}

impl Figure for Descents {
    fn set_language(&mut self, language: Language) {
        if self.language != language {
            self.language = language;
            self.name_axes();
            self.revision.ground += 1;
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
        let mut shrunk = false;
        for lane in &mut self.lanes {
            let before = lane.seen.points;
            lane.look(time, progress, unit, &self.ground);
            shrunk |= lane.seen.points < before;
        }
        if shrunk {
            self.revision.trail += 1;
        }
        self.extend_curves();
        let ranges = self.chart_ranges();
        if ranges != self.chart {
            self.chart = ranges;
            self.chart_revision += 1;
        }
    }

    fn show(&self, panel: usize, see: &mut dyn FnMut(&dyn View)) {
        match self.lanes.get(panel) {
            Some(lane) => self.show_landscape(lane, see),
            None if panel == self.samples_panel() => self.show_samples(see),
            None => self.show_losses(see),
        }
    }

    fn revision(&self, panel: usize) -> Revision {
        let own = if panel > self.samples_panel() { self.chart_revision } else { 0 };
        Revision { ground: self.revision.ground + own, trail: self.revision.trail + own }
    }

    fn rules(&self) -> Vec<(Option<Series>, String)> {
        self.lanes.iter().map(|lane| (Some(lane.series), self.rule(lane))).collect()
    }

    fn notices(&self) -> Vec<Notice> {
        self.lanes.iter().filter_map(|lane| self.notice(lane)).chain(self.notice_of_separable_classes()).collect()
    }

    fn readout(&self) -> String {
        self.read_out()
    }
}

impl Descents {
    /// Starts at tick 0 with other settings; they differ in nothing that could be refused.
    fn begin_anew(&mut self, settings: Settings) -> bool {
        let before = std::mem::take(&mut self.tick);
        let begun = self.change(settings).is_ok();
        if !begun {
            self.tick = before;
        }
        begun
    }

    /// A sample's place in the plane of the data.
    fn place_of(&self, sample: usize) -> [f64; 2] {
        let row = self.ground.data.row(sample);
        if self.ground.has_classes { [row[0], row[1]] } else { [row[0], self.ground.data.targets()[sample]] }
    }

    /// The sample closest to a point, within a twentieth of the plot.
    fn nearest_sample(&self, point: [f64; 2]) -> Option<usize> {
        let [x, y] = self.ground.data_window.map(|(min, max)| max - min);
        let distance = |sample: usize| {
            let place = self.place_of(sample);
            let (dx, dy) = ((place[0] - point[0]) / x, (place[1] - point[1]) / y);
            dx * dx + dy * dy
        };
        let nearest = (0..self.ground.data.n()).min_by(|&a, &b| distance(a).total_cmp(&distance(b)));
        nearest.filter(|&sample| distance(sample) < 0.05 * 0.05)
    }
}

fn decade_below(value: f64) -> f64 {
    libm::exp10(libm::floor(libm::log10(value)))
}

#[cfg(test)]
mod tests;
