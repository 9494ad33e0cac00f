//! Two losses of one classifier: squared error and cross-entropy on the same data, from the same start.

use super::sheet::{Entry, Kind, Place, Sheet};
use super::words::{count, say};
use super::{Clock, Control, Field, Figure, Handle, Notice, Panel, Remedy, Revision, STEP, tick};
use crate::chart::{Axes, Axis, Boundary, Classes, Contours, Landscape, LossChart, Path, Scale, Series, View};
use crate::data::Dataset;
use crate::error::{Error, Result};
use crate::experiment::{Experiment, query};
use crate::language::{Language, Text};
use crate::model::sigmoid;
use crate::number::{plain, rounded, rounded_up, significant};
use crate::objective::{Batch, Objective};
use crate::risk::Risk;
use crate::sampler::Sampler;
use crate::trainer::{Status, Trainer};
use std::sync::Arc;

/// The figure of the two losses.
pub struct LossDuel {
    sheet: Sheet,
    language: Language,
    tick: u64,
    reached: u64,
    fraction: f64,
    revision: Revision,
    surveyed: u64,
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

/// One of the two descents.
struct Lane {
    trainer: Trainer,
    risk: Arc<Risk>,
    /// Asked for the batches of steps past.
    sampler: Sampler,
    contours: Contours,
    path: Vec<[f64; 2]>,
    /// The accuracy or the loss, whichever the chart shows, at each recorded step, against the step as it is counted.
    curve: Vec<[f64; 2]>,
    head: [f64; 2],
    /// The samples of the newest step, unless they were all.
    batch: Vec<u32>,
    whole_batch: bool,
}

const DATA: &str = "data";
const N: &str = "n";
const DISTANCE: &str = "distance";
const NOISE: &str = "noise";
const LR: &str = "lr";
const SAMPLER: &str = "sampler";
const BATCH: &str = "batch";
const START: &str = "start";
const SEED: &str = "seed";
const X: &str = "figure.x";
const Y: &str = "figure.y";

static ENTRIES: &[Entry] = &[
    Entry {
        key: DATA,
        label: Text::new("data", "数据"),
        kind: Kind::Choice(&[
            ("blobs", Text::new("two classes", "两类点")),
            ("iris", Text::new("Iris 1936", "鸢尾花 1936")),
        ]),
        default: "blobs",
        place: Place::Open,
    },
    Entry {
        key: LR,
        label: Text::new("learning rate η", "学习率 η"),
        kind: Kind::Number { min: 1e-3, max: 100.0, logarithmic: true },
        default: "1",
        place: Place::Open,
    },
    Entry {
        key: SAMPLER,
        label: Text::new("samples are drawn", "抽样"),
        kind: Kind::Choice(&[
            ("full", Text::new("all samples", "全部样本")),
            ("shuffle", Text::new("without replacement", "不放回")),
            ("uniform", Text::new("with replacement", "有放回")),
        ]),
        default: "full",
        place: Place::Open,
    },
    Entry {
        key: BATCH,
        label: Text::new("batch size m", "批量 m"),
        kind: Kind::Number { min: 1.0, max: 400.0, logarithmic: true },
        default: "8",
        place: Place::Open,
    },
    Entry {
        key: DISTANCE,
        label: Text::new("distance of the classes", "两类的距离"),
        kind: Kind::Number { min: 0.0, max: 8.0, logarithmic: false },
        default: "2.4",
        place: Place::Open,
    },
    Entry {
        key: NOISE,
        label: Text::new("noise σ", "噪声 σ"),
        kind: Kind::Number { min: 0.05, max: 3.0, logarithmic: true },
        default: "0.9",
        place: Place::Open,
    },
    Entry {
        key: X,
        label: Text::new("against", "横轴"),
        kind: Kind::Choice(&[
            ("updates", Text::new("updates", "更新次数")),
            ("samples", Text::new("samples seen", "见过的样本")),
            ("epochs", Text::new("epochs", "轮次")),
        ]),
        default: "updates",
        place: Place::Folded,
    },
    Entry {
        key: Y,
        label: Text::new("shown", "纵轴"),
        kind: Kind::Choice(&[
            ("accuracy", Text::new("accuracy", "正确率")),
            ("loss", Text::new("each its own loss", "各自的损失")),
        ]),
        default: "accuracy",
        place: Place::Open,
    },
    Entry {
        key: N,
        label: Text::new("samples n", "样本数 n"),
        kind: Kind::Number { min: 2.0, max: 400.0, logarithmic: true },
        default: "80",
        place: Place::Folded,
    },
    Entry {
        key: SEED,
        label: Text::new("seed", "随机种子"),
        kind: Kind::Number { min: 0.0, max: u32::MAX as f64, logarithmic: false },
        default: "1",
        place: Place::Picture,
    },
    Entry {
        key: START,
        label: Text::new("start", "起点"),
        kind: Kind::Numbers { count: 2, min: -WINDOW, max: WINDOW },
        default: "-7,-6",
        place: Place::Picture,
    },
];

/// Weights are shown up to this.
const WINDOW: f64 = 10.0;
/// The farthest step.
const MOST: u64 = 20_000;
/// Ticks that the chart shows at least.
const SHORTEST_CHART: u64 = 50;
/// The tick at which a figure that plays by itself rests.
const REST: u64 = 150;
/// A sigmoid is saturated where its derivative is below this, of ¼ at most.
const SATURATED: f64 = 0.01;

/// In the order of the lanes.
const LOSSES: [(&str, Series); 2] = [("half-squared-error", Series::Stochastic), ("cross-entropy", Series::Batch)];

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
            revision: Revision::default(),
            surveyed: 0,
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
        self.sheet = sheet;
        self.survey();
        Ok(())
    }

    fn survey(&mut self) {
        let range = self.window;
        for lane in &mut self.lanes {
            lane.contours = Contours::with_cells(|point| lane.risk.value(&point, Batch::All), range, range, None, 40);
        }
        self.surveyed += 1;
        self.revision.ground += 1;
        self.revision.trail += 1;
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

    /// The share of the samples whose sigmoid is saturated at some weights.
    fn saturated(&self, [w1, w2]: [f64; 2]) -> f64 {
        let data = self.data();
        let flat = |i: &usize| {
            let score = w1 * data.row(*i)[0] + w2 * data.row(*i)[1];
            sigmoid(score) * sigmoid(-score) < SATURATED
        };
        (0..data.n()).filter(flat).count() as f64 / data.n() as f64
    }

    fn slope(&self, lane: usize, weights: [f64; 2]) -> f64 {
        let mut gradient = [0.0; 2];
        self.lanes[lane].risk.value_and_gradient(&weights, Batch::All, &mut gradient);
        libm::hypot(gradient[0], gradient[1])
    }

    fn show_landscape(&self, lane: usize, see: &mut dyn FnMut(&dyn View)) {
        let (_, series) = LOSSES[lane];
        let lane = &self.lanes[lane];
        let axis = |title| Axis { title, range: self.window, scale: Scale::Linear };
        let here = lane.here(self.tick);
        let tail = if self.fraction > 0.0 { Some(here) } else { self.tick.checked_sub(1).map(|tick| lane.here(tick)) };
        see(&Landscape {
            axes: Axes { x: axis("w₁"), y: Axis { scale: Scale::Equal, ..axis("w₂") } },
            contours: &lane.contours,
            minimum: None,
            paths: &[Path { series, points: &lane.path[..lane.seen(self.tick)] }],
            heads: &[lane.head],
            tails: &[tail],
            hovered: &[None],
        });
    }

    fn show_data(&self, see: &mut dyn FnMut(&dyn View)) {
        let data = self.data();
        let reach = data.features().iter().map(|x| x.abs()).fold(0.5, f64::max) * 1.08;
        // Cross-entropy first: its probabilities shade the plane.
        let boundary = |lane: usize| Boundary {
            series: LOSSES[lane].1,
            weights: self.lanes[lane].head,
            bias: 0.0,
            batch: (!self.lanes[lane].whole_batch).then_some(&self.lanes[lane].batch[..]),
        };
        let boundaries = [boundary(1), boundary(0)];
        let range = (-reach, reach);
        let titles = if self.sheet.text(DATA) == "iris" {
            [
                say("petal length, standardised", "花瓣长（标准化）", self.language),
                say("petal width, standardised", "花瓣宽（标准化）", self.language),
            ]
        } else {
            ["x₁", "x₂"]
        };
        see(&Classes {
            axes: Axes {
                x: Axis { title: titles[0], range, scale: Scale::Linear },
                y: Axis { title: titles[1], range, scale: Scale::Equal },
            },
            features: data.features(),
            targets: data.targets(),
            boundaries: &boundaries,
            looked_at: None,
            hovered: None,
        });
    }

    fn show_curves(&self, see: &mut dyn FnMut(&dyn View)) {
        let paths = [0, 1].map(|k| {
            let lane = &self.lanes[k];
            Path { series: LOSSES[k].1, points: &lane.curve[..lane.seen(self.tick)] }
        });
        let heads = [0, 1].map(|k| paths[k].points.last().copied().unwrap_or_default());
        let height = match self.shows_accuracy() {
            true => say("accuracy", "正确率", self.language),
            false => say("loss", "损失", self.language),
        };
        let title = match self.sheet.text(X) {
            "samples" => say("samples seen", "见过的样本", self.language),
            "epochs" => say("epochs", "轮次", self.language),
            _ => say("updates", "更新次数", self.language),
        };
        let axis = |title, end| Axis { title, range: (0.0, end), scale: Scale::Linear };
        see(&LossChart {
            axes: Axes { x: axis(title, self.axes.right), y: axis(height, self.axes.top) },
            curves: &paths,
            heads: &heads,
            floor: None,
            hovered: None,
        });
    }
}

impl Lane {
    fn here(&self, tick: u64) -> [f64; 2] {
        let place = (tick as usize).min(self.path.len().saturating_sub(1));
        self.path.get(place).copied().unwrap_or_default()
    }

    fn seen(&self, tick: u64) -> usize {
        (tick as usize + 1).min(self.path.len())
    }
}

/// The two descents of a sheet, and how many samples a step takes.
fn lanes(sheet: &Sheet) -> Result<([Lane; 2], f64)> {
    let whole = |key| plain(sheet.number(key).round());
    let own = |loss: &str| -> Result<Experiment> {
        let mut pairs: Vec<(&str, String)> =
            [DATA, LR, SAMPLER, START].map(|key| (key, sheet.text(key).to_owned())).into();
        let iris = sheet.text(DATA) == "iris";
        pairs.push(("scale", if iris { "standardize" } else { "none" }.to_owned()));
        pairs.push((SEED, whole(SEED)));
        if !iris {
            pairs.extend([
                (DISTANCE, sheet.text(DISTANCE).to_owned()),
                (NOISE, sheet.text(NOISE).to_owned()),
                (N, whole(N)),
            ]);
        }
        let fixed = [("model", "logistic"), ("bias", "false"), ("reduction", "mean"), ("loss", loss)];
        pairs.extend(fixed.map(|(key, value)| (key, value.to_owned())));
        let mut experiment: Experiment = query(pairs).parse()?;
        let n = experiment.samples();
        experiment.batch = Some((sheet.number(BATCH).round() as usize).clamp(1, n));
        Ok(experiment)
    };
    let [squared, cross] = LOSSES.map(|(loss, _)| own(loss));
    let (squared, cross) = (squared?, cross?);
    let Some(data) = cross.dataset(None)? else { return Err(Error::EmptyData) };
    let samples = if sheet.text(SAMPLER) == "full" { data.n() } else { cross.batch_size() };
    let lane = |experiment: &Experiment| -> Result<Lane> {
        let risk = Arc::new(experiment.risk(&data));
        let trainer = Trainer::on_objective(experiment, Arc::<Risk>::clone(&risk), None)?;
        Ok(Lane {
            sampler: trainer.sampler().clone(),
            trainer,
            risk,
            contours: Contours::default(),
            path: Vec::new(),
            curve: Vec::new(),
            head: [0.0; 2],
            batch: Vec::new(),
            whole_batch: false,
        })
    };
    Ok(([lane(&squared)?, lane(&cross)?], samples as f64))
}

impl Figure for LossDuel {
    fn set_language(&mut self, language: Language) {
        self.language = language;
        self.surveyed += 1;
        self.revision.ground += 1;
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
        let say = |en, zh| say(en, zh, self.language);
        let landscape = |lane: usize, name, title: &str| {
            let at = self.lanes[lane].here(self.tick);
            let [w1, w2] = at.map(|weight| significant(weight, 3));
            let numbers = format!("w = ({w1}, {w2}), |∇E| = {}", significant(self.slope(lane, at), 3));
            let words = say(
                "The loss over both weights, with the path of the descent.",
                "损失随两个权重的变化，以及下降的路径。",
            );
            let mut panel = Panel::new(name, title, numbers.clone(), 6, format!("{words} {numbers}")).tall();
            (panel.series, panel.starts) = (Some(LOSSES[lane].1), true);
            panel.status = match self.lanes[lane].trainer.status() {
                _ if self.tick < self.lanes[lane].trainer.steps() => String::new(),
                Status::Running => String::new(),
                Status::Converged => say("converged", "已收敛").into(),
                _ => say("diverged", "已发散").into(),
            };
            panel
        };
        let parts = [0, 1].map(|lane| {
            let part = self.lanes[lane].risk.accuracy(&self.lanes[lane].here(self.tick));
            format!("{}%", significant(100.0 * part, 3))
        });
        let right = format!("▲ {}   ● {}", parts[0], parts[1]);
        vec![
            landscape(0, "squared-error", say("Squared error ½(σ(wᵀx) − y)²", "平方误差 ½(σ(wᵀx) − y)²")),
            landscape(1, "cross-entropy", say("Cross-entropy", "交叉熵")),
            Panel::new(
                "data",
                say("Data and decision boundaries", "数据与决策边界"),
                say("shaded: probability of ◆ by the cross-entropy", "底色：交叉熵给 ◆ 的概率").into(),
                6,
                format!(
                    "{} {right}",
                    say(
                        "The samples of both classes with the boundary of each descent.",
                        "两类样本，以及各个下降的决策边界。"
                    )
                ),
            )
            .tall(),
            Panel::new(
                "curves",
                say("Who gets there", "谁先到"),
                format!("{}: {right}", say("right", "判对")),
                6,
                format!("{} {right}", say("Accuracy or loss of both descents.", "两个下降的正确率或损失。")),
            )
            .tall(),
        ]
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
        let axes = self.chart_axes();
        if axes != self.axes {
            self.axes = axes;
            self.revision.ground += 1;
        }
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
        self.revision.trail += 1;
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

    fn show(&self, panel: usize, see: &mut dyn FnMut(&dyn View)) {
        match panel {
            0 | 1 => self.show_landscape(panel, see),
            2 => self.show_data(see),
            _ => self.show_curves(see),
        }
    }

    fn revision(&self, panel: usize) -> Revision {
        // The chart's axes grow with it; all else stands still.
        let ground = if panel < 3 { self.surveyed } else { self.revision.ground };
        Revision { ground, ..self.revision }
    }

    fn rules(&self) -> Vec<(Option<Series>, String)> {
        let at = [0, 1].map(|lane| self.lanes[lane].here(self.tick));
        let rule = |lane: usize| {
            let flat = significant(100.0 * self.saturated(at[lane]), 3);
            let slope = significant(self.slope(lane, at[lane]), 3);
            let saturated = say("saturated", "饱和", self.language);
            (Some(LOSSES[lane].1), format!("|∇E| = {slope} , {saturated} = {flat} %"))
        };
        vec![rule(0), rule(1)]
    }

    fn notices(&self) -> Vec<Notice> {
        let at = self.lanes[1].here(self.tick);
        let mut notices = Vec::new();
        if self.lanes[1].risk.separates(&at) {
            let size = significant(libm::hypot(at[0], at[1]), 4);
            let text = match self.language {
                Language::English => format!(
                    "These weights put every sample on its side: a line parts the classes. Twice the weights make every probability, and so the cross-entropy, better still; there is no minimum, and the weights grow without end. Now |w| = {size}."
                ),
                Language::Chinese => format!(
                    "这组权重把每个样本都判对了：有一条直线能分开两类。权重加倍，每个概率都更接近目标，交叉熵也就更小；所以没有最小值，权重会一直增大。此刻 |w| = {size}。"
                ),
            };
            notices.push(Notice { series: Some(Series::Batch), text, remedy: None });
        }
        for (lane, (_, series)) in self.lanes.iter().zip(LOSSES) {
            if lane.trainer.status() == Status::Diverged && self.tick >= lane.trainer.steps() {
                let value = plain(rounded(0.1 * self.sheet.number(LR), 3));
                let label = format!("η = {value}");
                let text = say(
                    "This descent has diverged: the step is too long.",
                    "这个下降发散了：步子太大。",
                    self.language,
                );
                notices.push(Notice {
                    series: Some(series),
                    text: text.into(),
                    remedy: Some(Remedy { key: LR, value, label }),
                });
            }
        }
        notices
    }

    fn readout(&self) -> String {
        let at = self.lanes[0].here(self.tick);
        let flat = significant(100.0 * self.saturated(at), 3);
        let slope = significant(self.slope(0, at), 2);
        let there = significant(self.slope(1, at), 2);
        let updates = count(self.tick);
        match self.language {
            Language::English => format!(
                "After {updates} updates, at the place of the squared error {flat}% of the sigmoids are saturated: its slope there is {slope}, the cross-entropy's {there}."
            ),
            Language::Chinese => format!(
                "{updates} 次更新之后，平方误差所在之处有 {flat}% 的 sigmoid 饱和：那里它的坡度是 {slope}，而交叉熵的坡度是 {there}。"
            ),
        }
    }
}
