//! Descent on a curve: x₀, x₁, x₂, … each with its tangent and its step −ηf′(x).

use super::sheet::{Entry, Kind, Place, Sheet};
use super::words::{count, say, signed};
use super::{Clock, Control, Field, Figure, Handle, Notice, Panel, Remedy, Revision, STEP, tick, window};
use crate::chart::plot::graph;
use crate::chart::{Axes, Axis, Line, Mark, Marker, Plot, Scale, Series, Tone, View};
use crate::error::{Error, Result};
use crate::expression::Expression;
use crate::language::{Language, Text};
use crate::number::{plain, rounded, significant};

/// The figure of descent on a curve.
pub struct CurveDescent {
    sheet: Sheet,
    language: Language,
    tick: u64,
    reached: u64,
    fraction: f64,
    revision: Revision,
    f: Expression,
    slope: Expression,
    curvature: Expression,
    curve: Vec<[f64; 2]>,
    /// Where a step leads: x − ηf′(x) against x.
    map: Vec<[f64; 2]>,
    heights: (f64, f64),
    /// x₀, x₁, x₂, …, as far as they are finite.
    steps: Vec<f64>,
    labels: Vec<String>,
}

const PRESET: &str = "figure.preset";
const F: &str = "f";
const LR: &str = "lr";
const START: &str = "start";
const LEFT: &str = "figure.left";
const RIGHT: &str = "figure.right";

/// A curve with what makes it worth looking at.
struct Preset {
    name: &'static str,
    label: Text,
    f: &'static str,
    lr: &'static str,
    start: &'static str,
    range: (&'static str, &'static str),
}

/// The curves that are offered. One more is one more row here and one more word in [`NAMES`].
static PRESETS: &[Preset] = &[
    preset("bowl", Text::new("bowl", "碗"), "x^2/2", "0.3", "-2.5", ("-3", "3")),
    preset("double-well", Text::new("double well", "双阱"), "x^4/4 - x^2 + x/5", "0.12", "0.3", ("-2.3", "2.3")),
    preset("plateau", Text::new("plateau", "高原"), "tanh(x)^2 + x^2/200", "0.5", "3.6", ("-5", "5")),
    preset("cliff", Text::new("cliff", "悬崖"), "x/4 + 3/(1 + exp(-12x)) + x^2/20", "0.4", "3.2", ("-6", "4")),
    preset("wave", Text::new("wave", "波浪"), "x^2/10 + sin(3x)", "0.05", "4.2", ("-5", "5")),
    preset("quartic", Text::same("x⁴"), "x^4", "0.05", "-1.3", ("-1.6", "1.6")),
    preset("absolute", Text::same("|x|"), "abs(x)", "0.3", "-2.2", ("-3", "3")),
];

const fn preset(
    name: &'static str,
    label: Text,
    f: &'static str,
    lr: &'static str,
    start: &'static str,
    range: (&'static str, &'static str),
) -> Preset {
    Preset { name, label, f, lr, start, range }
}

/// The presets' names, and that of a curve of one's own.
static NAMES: &[(&str, Text)] = &[
    ("bowl", PRESETS[0].label),
    ("double-well", PRESETS[1].label),
    ("plateau", PRESETS[2].label),
    ("cliff", PRESETS[3].label),
    ("wave", PRESETS[4].label),
    ("quartic", PRESETS[5].label),
    ("absolute", PRESETS[6].label),
    (OWN, Text::new("your own", "自己的")),
];
const OWN: &str = "own";

static ENTRIES: &[Entry] = &[
    Entry {
        key: PRESET,
        label: Text::new("curve", "曲线"),
        kind: Kind::Choice(NAMES),
        default: "bowl",
        place: Place::Open,
    },
    Entry {
        key: LR,
        label: Text::new("learning rate η", "学习率 η"),
        kind: Kind::Number { min: 1e-6, max: 1000.0, logarithmic: true },
        default: "0.3",
        place: Place::Open,
    },
    Entry {
        key: F,
        label: Text::same("f(x)"),
        kind: Kind::Formula { variables: 1 },
        default: "x^2/2",
        place: Place::Open,
    },
    Entry {
        key: START,
        label: Text::new("start x₀", "起点 x₀"),
        kind: Kind::Number { min: -1000.0, max: 1000.0, logarithmic: false },
        default: "-2.5",
        place: Place::Folded,
    },
    Entry {
        key: LEFT,
        label: Text::new("x from", "x 从"),
        kind: Kind::Number { min: -1000.0, max: 999.0, logarithmic: false },
        default: "-3",
        place: Place::Folded,
    },
    Entry {
        key: RIGHT,
        label: Text::new("x to", "x 到"),
        kind: Kind::Number { min: -999.0, max: 1000.0, logarithmic: false },
        default: "3",
        place: Place::Folded,
    },
];

/// Points of a graph.
const POINTS: usize = 360;
/// The most steps.
const MOST: usize = 1000;
/// The tick at which a figure that plays by itself rests.
const REST: u64 = 40;
/// The newest steps that are drawn.
const DRAWN: usize = 60;
/// The first steps that are labelled, if there is room.
const LABELLED: usize = 6;
/// A slope smaller than this, relative to the window, is no step that could be seen.
const LEVEL: f64 = 1e-9;

const PATH: Tone = Tone::Of(Series::Batch);
const TANGENT: Tone = Tone::Of(Series::Stochastic);

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
            revision: Revision::default(),
            curvature: slope.derivative(0),
            slope,
            f,
            sheet,
            curve: Vec::new(),
            map: Vec::new(),
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
        let size = self.range().1 - self.range().0;
        self.steps.clear();
        let mut x = self.sheet.number(START);
        while self.steps.len() <= MOST && x.is_finite() && x.abs() < 1e12 * size {
            self.steps.push(x);
            if self.slope(x).abs() * self.rate() < LEVEL * size {
                break;
            }
            x = self.next(x);
        }
        self.tick = self.tick.min(self.last());
        self.reached = self.reached.max(self.tick).min(self.last());
        self.revision.ground += 1;
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
        self.steps.last().is_some_and(|&x| self.slope(x).abs() * self.rate() < LEVEL * size)
    }

    /// How a step of this length behaves where the curve bends as it does at x, by ηf″.
    fn regime(&self, x: f64) -> &'static str {
        let bend = self.rate() * self.curvature.value(&[x]);
        let say = |en, zh| say(en, zh, self.language);
        if !bend.is_finite() {
            return "";
        }
        match bend {
            bend if (bend - 1.0).abs() < 0.02 => say("one step to the bottom of a parabola", "一步走到抛物线底"),
            bend if (bend - 2.0).abs() < 0.02 => say("a two-cycle: back and forth for ever", "二周期：来回不停"),
            bend if bend > 2.0 => say("diverging: each step overshoots by more", "发散：一步比一步冲得更远"),
            bend if bend > 1.0 => {
                say("oscillating: each step overshoots, but by less", "振荡：每步都冲过头，但越来越少")
            }
            bend if bend > 0.0 => say("creeping: each step stops short", "缓行：每步都走不到底"),
            0.0 => say("level steps: the slope stays the same", "步子不变：坡度处处一样"),
            _ => say("no valley here: the curve bends down", "这里不是谷：曲线向下弯"),
        }
    }

    fn title(&self) -> &'static str {
        "f(x)"
    }

    fn show_curve(&self, see: &mut dyn FnMut(&dyn View)) {
        let newest = self.tick as usize;
        let first = newest.saturating_sub(DRAWN);
        let mut still = vec![Mark::Curve(&self.curve, Line::solid(Tone::Ink, 2.0))];
        for step in self.steps.get(first..=newest).unwrap_or_default().windows(2) {
            still.extend(self.step(step[0], step[1]));
        }
        let passed = self.steps.iter().enumerate().take(newest).skip(first);
        still.extend(passed.clone().map(|(_, &x)| Mark::Ring([x, self.at(x)], PATH)));
        let near = 0.05 * (self.range().1 - self.range().0);
        for (k, &x) in self.steps.iter().enumerate().take((newest + 1).min(LABELLED)) {
            // A label where another one stands would only hide it.
            if self.steps[..k].iter().all(|other| (other - x).abs() > near) {
                still.push(Mark::Word([x, self.at(x)], &self.labels[k], 0, PATH));
            }
        }
        let x = self.x();
        let next = self.steps.get(newest + 1).copied();
        let eased = self.fraction * self.fraction * (3.0 - 2.0 * self.fraction);
        let head = next.map_or(x, |next| x + eased * (next - x));
        let on_way = self.fraction > 0.0 && next.is_some();
        let along_tangent = [head, self.at(x) + self.slope(x) * (head - x)];
        let mut moving = vec![Mark::Straight(
            [x, self.at(x)],
            self.slope(x),
            Line { dash: Series::Stochastic.dash(), ..Line::solid(TANGENT, 1.5) },
        )];
        if on_way {
            moving.push(Mark::Arrow([[x, self.at(x)], along_tangent], Line::solid(PATH, 2.0)));
        }
        moving.push(Mark::Point([head, self.at(head)], Marker::Round, PATH));
        see(&Plot {
            axes: Axes {
                x: Axis { title: "x", range: self.range(), scale: Scale::Linear },
                y: Axis { title: self.title(), range: self.heights, scale: Scale::Linear },
            },
            contours: None,
            still: &still,
            moving: &moving,
        });
    }

    /// A step: along the tangent to the next place, then onto the curve.
    fn step(&self, from: f64, to: f64) -> [Mark<'static>; 2] {
        let landing = [to, self.at(from) + self.slope(from) * (to - from)];
        [
            Mark::Segment([[from, self.at(from)], landing], Line::solid(PATH, 1.5)),
            Mark::Segment([landing, [to, self.at(to)]], Line::dashed(PATH, 1.0)),
        ]
    }

    fn show_cobweb(&self, see: &mut dyn FnMut(&dyn View)) {
        let range = self.range();
        let newest = self.tick as usize;
        let first = newest.saturating_sub(DRAWN);
        let mut web = Vec::with_capacity(2 * DRAWN + 2);
        for step in self.steps.get(first..=newest).unwrap_or_default().windows(2) {
            web.extend([[step[0], step[0]], [step[0], step[1]]]);
        }
        let x = self.x();
        web.push([x, x]);
        see(&Plot {
            axes: Axes {
                x: Axis { title: say("x before", "这一步 x", self.language), range, scale: Scale::Linear },
                y: Axis {
                    title: say("x after, x − ηf′(x)", "下一步 x − ηf′(x)", self.language),
                    range,
                    scale: Scale::Equal,
                },
            },
            contours: None,
            still: &[
                Mark::Segment([[range.0, range.0], [range.1, range.1]], Line::dashed(Tone::Quiet, 1.0)),
                Mark::Curve(&self.map, Line { dash: Series::Stochastic.dash(), ..Line::solid(TANGENT, 2.0) }),
                Mark::Curve(&web, Line::solid(PATH, 1.5)),
            ],
            moving: &[Mark::Point([x, x], Marker::Round, PATH)],
        });
    }

    fn take_preset(&mut self, name: &str) {
        let Some(preset) = PRESETS.iter().find(|preset| preset.name == name) else { return };
        let (left, right) = preset.range;
        for (key, value) in [(F, preset.f), (LR, preset.lr), (START, preset.start), (LEFT, left), (RIGHT, right)] {
            // A test takes them all.
            let _ = self.sheet.set(key, value);
        }
    }
}

fn subscript(k: usize) -> char {
    char::from_u32('₀' as u32 + k as u32).unwrap_or('₀')
}

impl Figure for CurveDescent {
    fn set_language(&mut self, language: Language) {
        self.language = language;
        self.revision.ground += 1;
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
        let bend = self.curvature.value(&[self.x()]);
        for control in &mut controls {
            match (control.key, &mut control.field) {
                (START, Field::Slider { min, max, .. }) => (*min, *max) = self.range(),
                (LEFT | RIGHT, Field::Slider { min, max, .. }) => (*min, *max) = (-20.0, 20.0),
                (LR, Field::Slider { min, max, danger, .. }) => {
                    (*min, *max) = (1e-3, 10.0);
                    *danger = Some(2.0 / bend).filter(|limit| limit.is_finite() && *limit > 0.0);
                }
                _ => {}
            }
        }
        controls
    }

    fn panels(&self) -> Vec<Panel> {
        let say = |en, zh| say(en, zh, self.language);
        let x = self.x();
        let here = format!(
            "x{} = {}, f = {}",
            if self.tick < 10 { subscript(self.tick as usize).to_string() } else { String::new() },
            significant(x, 5),
            significant(self.at(x), 5)
        );
        let regime = self.regime(x);
        let bend = format!("ηf″(x) = {}", significant(self.rate() * self.curvature.value(&[x]), 3));
        let panel = Panel::new(
            "curve",
            say("Descent on the curve", "曲线上的下降"),
            format!("f(x) = {}, f′(x) = {}", self.f, self.slope),
            7,
            format!(
                "{} {here}",
                say(
                    "The curve with the steps so far, the tangent, and the point now.",
                    "曲线、走过的每一步、切线和现在的点。"
                )
            ),
        );
        let mut panel = panel.tall();
        panel.starts = true;
        if self.has_converged() && self.tick == self.last() {
            panel.status = say("converged", "已收敛").into();
        } else if self.has_diverged() && self.tick == self.last() {
            panel.status = say("diverged", "已发散").into();
        }
        vec![
            panel,
            Panel::new(
                "cobweb",
                say("From each x to the next", "从每个 x 到下一个"),
                format!("{bend}{}{regime}", if regime.is_empty() { "" } else { say(": ", "：") }),
                5,
                format!(
                    "{} {bend}, {regime}",
                    say(
                        "Cobweb: x after a step against x before it; where the curve meets the diagonal nothing moves.",
                        "蛛网图：一步之后的 x 对一步之前的 x；曲线与对角线相交处不再移动。"
                    )
                ),
            )
            .tall(),
        ]
    }

    fn clock(&self) -> Clock {
        Clock { tick: self.tick, reached: self.reached, at_rest: self.tick >= self.last(), rest: REST }
    }

    fn seek(&mut self, tick: u64) {
        self.tick = tick.min(self.last());
        self.reached = self.reached.max(self.tick);
        self.revision.ground += 1;
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
        let (x, (low, high)) = (self.sheet.number(START), self.heights);
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

    fn show(&self, panel: usize, see: &mut dyn FnMut(&dyn View)) {
        if panel == 0 { self.show_curve(see) } else { self.show_cobweb(see) }
    }

    fn revision(&self, _: usize) -> Revision {
        self.revision
    }

    fn rules(&self) -> Vec<(Option<Series>, String)> {
        let x = self.x();
        vec![(
            Some(Series::Batch),
            format!(
                "x ← x − η f′ ( x ) = {} − {} · {} = {}",
                significant(x, 5),
                significant(self.rate(), 4),
                signed(self.slope(x)),
                significant(self.next(x), 5)
            ),
        )]
    }

    fn notices(&self) -> Vec<Notice> {
        if !self.has_diverged() || self.tick < self.last() {
            return Vec::new();
        }
        let bend = self.curvature.value(&[self.sheet.number(START)]);
        let limit = Some(2.0 / bend).filter(|limit| limit.is_finite() && *limit > 0.0);
        let text = match self.language {
            Language::English => format!(
                "Diverged: after {} steps x has left every bound. η = {}, and at the start 2/f″ = {}.",
                count(self.last()),
                significant(self.rate(), 3),
                limit.map_or("—".into(), |limit| significant(limit, 3))
            ),
            Language::Chinese => format!(
                "已发散：{} 步之后 x 越过了一切界限。η = {}，而起点处 2/f″ = {}。",
                count(self.last()),
                significant(self.rate(), 3),
                limit.map_or("—".into(), |limit| significant(limit, 3))
            ),
        };
        let remedy = limit.map(|limit| {
            let stable = rounded(0.5 * limit, 2);
            let label = format!("{} η = {}", say("Use", "改用", self.language), significant(stable, 2));
            Remedy { key: LR, value: plain(stable), label }
        });
        vec![Notice { series: None, text, remedy }]
    }

    fn readout(&self) -> String {
        let x = self.x();
        if self.has_converged() && self.tick == self.last() && self.curvature.value(&[x]) < 0.0 {
            return say(
                "At rest on a top: exactly here the slope is zero. Move a hair beside it.",
                "停在顶上：恰好这里斜率为零。稍微移开一点试试。",
                self.language,
            )
            .to_owned();
        }
        String::new()
    }
}
