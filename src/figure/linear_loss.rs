//! A model's loss as a function of its weight: the line ŷ = wx on a few points, and for classes the sigmoid of it.

use super::sheet::{Entry, Kind, Place, Sheet};
use super::words::{say, signed};
use super::{Clock, Control, Field, Figure, Handle, Panel, Revision, STEP, tick, window};
use crate::chart::plot::graph;
use crate::chart::{Axes, Axis, Line, Mark, Marker, Plot, Scale, Series, Tone, View};
use crate::error::{Error, Result};
use crate::language::{Language, Text};
use crate::number::{plain, significant};

/// The figure of the loss.
pub struct LinearLoss {
    sheet: Sheet,
    language: Language,
    tick: u64,
    reached: u64,
    fraction: f64,
    revision: Revision,
    points: Vec<[f64; 2]>,
    /// E(w) of the chosen loss, and of the other one where both make sense.
    curves: [Vec<[f64; 2]>; 2],
    height: (f64, f64),
    /// The weights of the descent, from the chosen one on.
    weights: Vec<f64>,
    /// The loss of one example as a function of its score: cross-entropy, squared error.
    examples: [Vec<[f64; 2]>; 2],
    /// The weight as it is shown.
    w: f64,
}

const LOSS: &str = "figure.loss";
const W: &str = "figure.w";
const LR: &str = "lr";
const SCORE: &str = "figure.score";
const POINTS: &str = "figure.points";
const CLASSES: &str = "figure.classes";
const SQUARED: &str = "half-squared-error";
const CROSS: &str = "cross-entropy";

static ENTRIES: &[Entry] = &[
    Entry {
        key: LOSS,
        label: Text::new("loss", "损失"),
        kind: Kind::Choice(&[
            (SQUARED, Text::new("squared error", "平方误差")),
            (CROSS, Text::new("cross-entropy", "交叉熵")),
        ]),
        default: SQUARED,
        place: Place::Open,
    },
    Entry {
        key: W,
        label: Text::new("weight w", "权重 w"),
        kind: Kind::Number { min: -4.0, max: 4.0, logarithmic: false },
        default: "-0.6",
        place: Place::Open,
    },
    Entry {
        key: LR,
        label: Text::new("learning rate η", "学习率 η"),
        kind: Kind::Number { min: 1e-4, max: 10.0, logarithmic: true },
        default: "0.01",
        place: Place::Open,
    },
    Entry {
        key: SCORE,
        label: Text::new("score s of the example", "样本的得分 s"),
        kind: Kind::Number { min: -8.0, max: 8.0, logarithmic: false },
        default: "-5",
        place: Place::Picture,
    },
    Entry {
        key: POINTS,
        label: Text::new("points", "数据点"),
        kind: Kind::Numbers { count: 10, min: -10.0, max: 10.0 },
        default: "0.7,0.9,1.5,1.2,2.4,2.6,3.2,2.5,4.3,4.1",
        place: Place::Picture,
    },
    Entry {
        key: CLASSES,
        label: Text::new("points", "数据点"),
        kind: Kind::Numbers { count: 12, min: -10.0, max: 10.0 },
        default: "-3.2,0,-1.6,0,-0.5,1,0.6,0,1.9,1,3.4,1",
        place: Place::Picture,
    },
];

/// Steps of a descent.
const MOST: usize = 400;
/// The tick at which a figure that plays by itself rests.
const REST: u64 = 40;
/// Points of a graph.
const GRAPH: usize = 240;
const WEIGHTS: (f64, f64) = (-4.0, 4.0);
const SCORES: (f64, f64) = (-8.0, 8.0);

const MODEL: Tone = Tone::Of(Series::Batch);
const SQUARES: Tone = Tone::Of(Series::Stochastic);

/// 1 / (1 + e⁻ˢ), without overflow.
fn sigmoid(s: f64) -> f64 {
    let small = libm::exp(-s.abs());
    if s >= 0.0 { 1.0 / (1.0 + small) } else { small / (1.0 + small) }
}

/// −y log σ(s) − (1 − y) log(1 − σ(s)) = log(1 + eˢ) − ys, without overflow; its derivative is σ(s) − y.
fn cross_entropy(s: f64, y: f64) -> f64 {
    s.max(0.0) + libm::log1p(libm::exp(-s.abs())) - y * s
}

/// ½(y − σ(s))²; its derivative is (σ − y)σ(1 − σ).
fn squared_error(s: f64, y: f64) -> f64 {
    0.5 * (y - sigmoid(s)) * (y - sigmoid(s))
}

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
            revision: Revision::default(),
            points: Vec::new(),
            curves: [Vec::new(), Vec::new()],
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
            false => Vec::new(),
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
        self.revision.ground += 1;
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

    /// What the panel of the data shows of x and of y.
    fn data_window(&self) -> [(f64, f64); 2] {
        if self.is_classification() { [(-4.5, 4.5), (-0.25, 1.25)] } else { [(-0.6, 5.4), (-2.2, 5.2)] }
    }

    fn show_data(&self, see: &mut dyn FnMut(&dyn View)) {
        let [x_range, y_range] = self.data_window();
        let mut marks = Vec::with_capacity(3 * self.points.len() + 1);
        let sigmoid = if self.is_classification() {
            graph(|x| self.predict(self.w, x), x_range, GRAPH / 2, f64::INFINITY)
        } else {
            Vec::new()
        };
        for &[x, y] in &self.points {
            let fitted = self.predict(self.w, x);
            if self.is_classification() {
                marks.push(Mark::Segment([[x, y], [x, fitted]], Line::solid(SQUARES, 2.0)));
            } else {
                // As wide as it is high, on the side of the line that has room.
                let side = y - fitted;
                marks.push(Mark::Area([[x, fitted], [x - side.abs() * (x - 2.4).signum(), y]], SQUARES));
            }
        }
        match self.is_classification() {
            true => marks.push(Mark::Curve(&sigmoid, Line::solid(MODEL, 2.5))),
            false => marks.push(Mark::Straight([0.0, 0.0], self.w, Line::solid(MODEL, 2.5))),
        }
        marks.extend(self.points.iter().map(|&at| Mark::Ring(at, Tone::Movable)));
        let (title, scale) = match self.is_classification() {
            true => ("y, σ(wx)", Scale::Linear),
            false => ("y, ŷ = wx", Scale::Equal),
        };
        see(&Plot {
            axes: Axes {
                x: Axis { title: "x", range: x_range, scale: Scale::Linear },
                y: Axis { title, range: y_range, scale },
            },
            contours: None,
            still: &[],
            moving: &marks,
        });
    }

    fn show_loss(&self, see: &mut dyn FnMut(&dyn View)) {
        let passed = &self.weights[..(self.tick as usize + 1).min(self.weights.len())];
        // All of it moves when a point is moved: one layer.
        let mut marks = vec![
            Mark::Curve(&self.curves[1], Line { dash: Series::Stochastic.dash(), ..Line::solid(SQUARES, 1.5) }),
            Mark::Curve(&self.curves[0], Line::solid(Tone::Ink, 2.0)),
        ];
        marks.extend(passed.iter().map(|&w| Mark::Ring([w, self.loss(w)], MODEL)));
        marks.extend([
            Mark::Straight([self.w, self.loss(self.w)], self.slope(self.w), Line::dashed(MODEL, 1.5)),
            Mark::Point([self.w, self.loss(self.w)], Marker::Round, MODEL),
        ]);
        let title = if self.is_classification() {
            say("loss E(w) (dotted: squared error)", "损失 E(w)（点线：平方误差）", self.language)
        } else {
            say("loss E(w)", "损失 E(w)", self.language)
        };
        see(&Plot {
            axes: Axes {
                x: Axis { title: say("weight w", "权重 w", self.language), range: WEIGHTS, scale: Scale::Linear },
                y: Axis { title, range: self.height, scale: Scale::Linear },
            },
            contours: None,
            still: &[],
            moving: &marks,
        });
    }

    fn show_example(&self, see: &mut dyn FnMut(&dyn View)) {
        let s = self.sheet.number(SCORE);
        let sigma = sigmoid(s);
        see(&Plot {
            axes: Axes {
                x: Axis {
                    title: say("score s (target 1)", "得分 s（目标为 1）", self.language),
                    range: SCORES,
                    scale: Scale::Linear,
                },
                y: Axis {
                    title: say("loss of the example", "该样本的损失", self.language),
                    range: (-0.4, 8.2),
                    scale: Scale::Linear,
                },
            },
            contours: None,
            still: &[
                Mark::Curve(&self.examples[0], Line::solid(MODEL, 2.0)),
                Mark::Curve(&self.examples[1], Line { dash: Series::Stochastic.dash(), ..Line::solid(SQUARES, 2.0) }),
            ],
            moving: &[
                Mark::Straight([s, cross_entropy(s, 1.0)], sigma - 1.0, Line::dashed(MODEL, 1.0)),
                Mark::Straight(
                    [s, squared_error(s, 1.0)],
                    (sigma - 1.0) * sigma * (1.0 - sigma),
                    Line::dashed(SQUARES, 1.0),
                ),
                Mark::Point([s, squared_error(s, 1.0)], Marker::Triangle, SQUARES),
                Mark::Point([s, cross_entropy(s, 1.0)], Marker::Round, MODEL),
            ],
        });
    }
}

impl Figure for LinearLoss {
    fn set_language(&mut self, language: Language) {
        self.language = language;
        self.revision.ground += 1;
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
                (W, _) => control.value = plain(crate::number::rounded(self.w, 4)),
                (LR, Field::Slider { danger, .. }) if !self.is_classification() => {
                    // 2 over the second derivative, which is Σx².
                    *danger = Some(2.0 / self.points.iter().map(|[x, _]| x * x).sum::<f64>());
                }
                _ => {}
            }
        }
        controls
    }

    fn panels(&self) -> Vec<Panel> {
        let say = |en, zh| say(en, zh, self.language);
        let (w, loss) = (significant(self.w, 4), significant(self.loss(self.w), 4));
        let s = self.sheet.number(SCORE);
        let sigma = sigmoid(s);
        let model = if self.is_classification() { "σ(wx)" } else { "ŷ = wx" };
        vec![
            Panel::new(
                "data",
                say("The model on the data", "数据上的模型"),
                format!("{model}, w = {w}"),
                6,
                format!("{} w = {w}, E = {loss}", say("The points, the model, and the residuals, as squares for the squared error.", "数据点、模型和残差；平方误差时残差画成正方形。")),
            ).tall(),
            Panel::new(
                "loss",
                say("The loss of each weight", "每个权重的损失"),
                format!("E({w}) = {loss}, dE/dw = {}", significant(self.slope(self.w), 4)),
                6,
                format!("{} w = {w}, E = {loss}", say("The loss as a function of the weight, with the weight now and its tangent.", "损失作为权重的函数，标出现在的权重和切线。")),
            ).tall(),
            Panel::new(
                "example",
                say("One example: loss against score", "一个样本：损失随得分的变化"),
                format!(
                    "{} −log σ(s): {} = {}   {} ½(1 − σ(s))²: {} = {}",
                    "●",
                    say("slope", "斜率"),
                    significant(sigma - 1.0, 3),
                    "▲",
                    say("slope", "斜率"),
                    significant((sigma - 1.0) * sigma * (1.0 - sigma), 3)
                ),
                12,
                say("Cross-entropy and squared error of one example with target 1, against its score; far on the wrong side squared error is level.", "目标为 1 的一个样本的交叉熵和平方误差随得分的变化；在错得很远处平方误差几乎是平的。").to_owned(),
            ),
        ]
    }

    fn clock(&self) -> Clock {
        Clock { tick: self.tick, reached: self.reached, at_rest: self.tick >= self.last(), rest: REST }
    }

    fn seek(&mut self, tick: u64) {
        let tick = tick.min(self.last());
        if tick != self.tick {
            self.tick = tick;
            self.revision.ground += 1;
        }
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
        let (here, next) = (at(self.tick), at(self.tick + 1));
        let eased = fraction * fraction * (3.0 - 2.0 * fraction);
        self.w = match (here, next) {
            (Some(here), Some(next)) => here + eased * (next - here),
            _ => self.sheet.number(W),
        };
    }

    fn show(&self, panel: usize, see: &mut dyn FnMut(&dyn View)) {
        match panel {
            0 => self.show_data(see),
            1 => self.show_loss(see),
            _ => self.show_example(see),
        }
    }

    fn revision(&self, _: usize) -> Revision {
        self.revision
    }

    fn rules(&self) -> Vec<(Option<Series>, String)> {
        let (w, slope, lr) = (self.w, self.slope(self.w), self.sheet.number(LR));
        vec![(
            Some(Series::Batch),
            format!(
                "w ← w − η dE/dw = {} − {} · {} = {}",
                significant(w, 4),
                significant(lr, 4),
                signed(slope),
                significant(w - lr * slope, 4)
            ),
        )]
    }

    fn readout(&self) -> String {
        String::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slopes_agree_with_central_differences() {
        let mut figure = LinearLoss::new().unwrap();
        for loss in [SQUARED, CROSS] {
            figure.set(LOSS, loss).unwrap();
            for w in [-3.0, -0.4, 0.0, 1.3, 3.7] {
                let difference = (figure.loss(w + 1e-6) - figure.loss(w - 1e-6)) / 2e-6;
                approx::assert_relative_eq!(figure.slope(w), difference, max_relative = 1e-6);
            }
        }
        for s in [-7.0, -1.0, 0.0, 2.0] {
            let sigma = sigmoid(s);
            let slope = (sigma - 1.0) * sigma * (1.0 - sigma);
            let difference = (squared_error(s + 1e-6, 1.0) - squared_error(s - 1e-6, 1.0)) / 2e-6;
            approx::assert_relative_eq!(slope, difference, max_relative = 1e-5);
        }
    }

    #[test]
    fn descent_of_the_line_ends_at_its_closed_form() {
        let mut figure = LinearLoss::new().unwrap();
        figure.seek(MOST as u64);
        let (above, below) = figure.points.iter().fold((0.0, 0.0), |(a, b), [x, y]| (a + x * y, b + x * x));
        approx::assert_relative_eq!(figure.w, above / below, max_relative = 1e-9);
    }

    #[test]
    fn losses_do_not_overflow() {
        assert_eq!(cross_entropy(-1000.0, 1.0), 1000.0);
        assert_eq!(cross_entropy(1000.0, 1.0), 0.0);
        assert_eq!(squared_error(-1000.0, 1.0), 0.5);
    }
}
