//! Autograd: a computation as a graph, forward and backward one operation at a time, beside the lines of PyTorch that
//! do the same.

mod example;
mod lines;

use super::sheet::{Entry, Kind, Place, Sheet};
use super::words::{say, signed};
use super::{Clock, CodeLine, Control, Figure, Handle, Notice, Panel, Revision, STEP, tick, window};
use crate::chart::computation::{Edge, Layout, Node};
use crate::chart::{Axes, Axis, Computation, Contours, Line, Mark, Marker, Plot, Scale, Series, Tone, View, plot};
use crate::error::{Error, Result};
use crate::language::{Language, Text};
use crate::number::significant;
use example::{Example, Pass};

/// The figure of automatic differentiation.
pub struct Autograd {
    sheet: Sheet,
    language: Language,
    tick: u64,
    reached: u64,
    fraction: f64,
    revision: Revision,
    example: Example,
    layout: Layout,
    /// Per edge of the layout: the node that it leads to, and which of its inputs it is.
    edges: Vec<(usize, usize)>,
    /// The run as it is shown, one pass after the other.
    passes: Vec<Pass>,
    /// Where the parameters are after each pass: with the gradients forgotten in between, and with them added up.
    paths: [Vec<[f64; 2]>; 2],
    contours: Contours,
    /// The ranges of the parameters, or of the only one and of the loss.
    window: [(f64, f64); 2],
    /// The loss against a single parameter.
    curve: Vec<[f64; 2]>,
    /// |difference quotient − derivative| by the first parameter against h: forward and central.
    errors: [Vec<[f64; 2]>; 2],
    /// What is seen of nodes and edges at the tick.
    nodes: Vec<Node>,
    marks: Vec<Edge>,
    running: Vec<i8>,
}

const EXAMPLE: &str = "figure.example";
const LESSON: &str = "figure.lesson";
const F: &str = "f";
const LR: &str = "lr";
const FORMULA: &str = "formula";
const LINEAR: &str = "linear";
const NEURON: &str = "neuron";

const VALUES: Kind = Kind::Number { min: -1000.0, max: 1000.0, logarithmic: false };

const fn value(key: &'static str, label: &'static str, default: &'static str) -> Entry {
    Entry { key, label: Text::same(label), kind: VALUES, default, place: Place::Picture }
}

static ENTRIES: &[Entry] = &[
    Entry {
        key: EXAMPLE,
        label: Text::new("computation", "计算"),
        kind: Kind::Choice(&[
            (LINEAR, Text::new("linear model, squared error", "线性模型，平方误差")),
            (NEURON, Text::new("neuron, cross-entropy", "神经元，交叉熵")),
            (FORMULA, Text::new("a formula", "一个公式")),
        ]),
        default: LINEAR,
        place: Place::Open,
    },
    Entry {
        key: LESSON,
        label: Text::new("what is done", "做法"),
        kind: Kind::Choice(&[
            ("backward", Text::new("loss.backward()", "loss.backward()")),
            ("grad", Text::new("autograd.grad(loss, …)", "autograd.grad(loss, …)")),
            ("forget", Text::new("zero_grad forgotten", "忘了 zero_grad")),
            ("twice", Text::new("backward() twice", "backward() 两次")),
            ("retain", Text::new("twice, with retain_graph", "两次，用 retain_graph")),
        ]),
        default: "backward",
        place: Place::Open,
    },
    Entry {
        key: F,
        label: Text::same("f(x, y)"),
        kind: Kind::Formula { variables: 2 },
        default: "log(x) + x*y - sin(y)",
        place: Place::Open,
    },
    Entry {
        key: LR,
        label: Text::new("learning rate η", "学习率 η"),
        kind: Kind::Number { min: 1e-4, max: 10.0, logarithmic: true },
        default: "0.05",
        place: Place::Open,
    },
    value("figure.w", "w", "0.5"),
    value("figure.b", "b", "-1"),
    value("figure.input", "x", "2"),
    value("figure.target", "y", "3"),
    value("figure.class", "t", "1"),
    value("figure.x", "x", "2"),
    value("figure.y", "y", "5"),
];

/// What is done with the gradients.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lesson {
    Backward,
    Grad,
    Forget,
    Twice,
    Retain,
}

/// What a tick of a pass does.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// The operation with this index computes its value.
    Forward(usize),
    /// The visit with this index hands its gradient on; in which walk.
    Backward(usize, usize),
    /// A second walk is refused.
    Refused,
    /// The parameters step.
    Update,
    /// The gradients are forgotten.
    Zero,
}

/// Passes of a run.
const PASSES: usize = 40;
/// The most nodes that are drawn.
const MOST_NODES: usize = 28;
/// Differences of the check, from 10⁻¹⁵ to 1.
const DECADES: usize = 15;
const PER_DECADE: usize = 4;
const LEAST_ERROR: f64 = 1e-16;
const POINTS: usize = 160;

const RIGHT: Tone = Tone::Of(Series::Batch);
const WRONG: Tone = Tone::Of(Series::Stochastic);

impl Autograd {
    /// With its defaults.
    ///
    /// # Errors
    /// None: a test builds it.
    pub fn new() -> Result<Self> {
        let sheet = Sheet::new(ENTRIES);
        let example = Example::of(&sheet)?;
        let mut figure = Autograd {
            sheet,
            language: Language::English,
            tick: 0,
            reached: 0,
            fraction: 0.0,
            revision: Revision::default(),
            example,
            layout: Layout::default(),
            edges: Vec::new(),
            passes: Vec::new(),
            paths: [Vec::new(), Vec::new()],
            contours: Contours::default(),
            window: [(0.0, 1.0); 2],
            curve: Vec::new(),
            errors: [Vec::new(), Vec::new()],
            nodes: Vec::new(),
            marks: Vec::new(),
            running: Vec::new(),
        };
        figure.measure();
        Ok(figure)
    }

    fn lesson(&self) -> Lesson {
        match self.sheet.text(LESSON) {
            "grad" => Lesson::Grad,
            "forget" => Lesson::Forget,
            "twice" => Lesson::Twice,
            "retain" => Lesson::Retain,
            _ => Lesson::Backward,
        }
    }

    /// Runs the example, and lays its graph out.
    fn measure(&mut self) {
        let (lesson, lr) = (self.lesson(), self.sheet.number(LR));
        let run = |adds_up: bool| self.example.run(PASSES, lr, adds_up);
        let runs = [run(false), run(true)];
        let place = |pass: &Pass| [0, 1].map(|k| pass.parameters.get(k).copied().unwrap_or(pass.loss()));
        self.paths = [0, 1].map(|k| runs[k].iter().map(place).collect());
        let [right, wrong] = runs;
        self.passes = if lesson == Lesson::Forget { wrong } else { right };
        if matches!(lesson, Lesson::Twice | Lesson::Retain) {
            self.passes.truncate(1);
        }
        let graph = self.passes.first().map(|pass| pass.inputs()).unwrap_or_default();
        self.edges =
            graph.iter().enumerate().flat_map(|(node, inputs)| (0..inputs.len()).map(move |k| (node, k))).collect();
        self.layout = Layout::new(&graph);
        self.tick = self.tick.min(self.last());
        self.reached = self.reached.max(self.tick).min(self.last());
        self.survey();
        self.check();
        self.word();
    }

    /// The landscape of the loss around both paths.
    fn survey(&mut self) {
        let both = || self.paths.iter().flatten().filter(|place| place.iter().all(|value| value.abs() < 1e6));
        let start = self.paths[0].first().copied().unwrap_or_default();
        self.window = [0, 1].map(|k| {
            // Runs that escape leave the window; the start stays in its middle half.
            let reach = both().map(|place| (place[k] - start[k]).abs()).fold(0.0, f64::max).clamp(0.5, 6.0);
            (start[k] - 1.25 * reach, start[k] + 1.25 * reach)
        });
        if self.example.parameters().len() == 1 {
            let range = self.window[0];
            let loss = |x: f64| self.example.loss(&[x]);
            self.curve = plot::graph(loss, range, POINTS, f64::INFINITY);
            self.window[1] = window::vertical([&self.curve[..]]);
        } else {
            self.contours = Contours::with_cells(|at| self.example.loss(&at), self.window[0], self.window[1], None, 48);
        }
    }

    /// How far difference quotients by the first parameter are from its derivative.
    fn check(&mut self) {
        let at = self.example.parameters();
        let exact = self.example.analytic(&at).first().copied().unwrap_or(f64::NAN);
        let loss = |h: f64| {
            let mut moved = at.clone();
            if let Some(first) = moved.first_mut() {
                *first += h;
            }
            self.example.loss(&moved)
        };
        let steps = (0..=DECADES * PER_DECADE).map(|k| libm::exp10(k as f64 / PER_DECADE as f64 - DECADES as f64));
        let error = |quotient: f64| (quotient - exact).abs().max(LEAST_ERROR);
        let (mut forward, mut central) = (Vec::new(), Vec::new());
        for h in steps {
            forward.push([h, error((loss(h) - loss(0.0)) / h)]);
            central.push([h, error((loss(h) - loss(-h)) / (2.0 * h))]);
        }
        self.errors = [forward, central];
    }

    /// The phases of a pass, one a tick.
    fn phases(&self) -> Vec<Phase> {
        let Some(pass) = self.passes.first() else { return Vec::new() };
        let mut phases: Vec<Phase> = (0..pass.operations.len()).map(Phase::Forward).collect();
        phases.extend((0..pass.visits.len()).map(|visit| Phase::Backward(visit, 0)));
        match self.lesson() {
            Lesson::Backward => phases.extend([Phase::Update, Phase::Zero]),
            Lesson::Grad | Lesson::Forget => phases.push(Phase::Update),
            Lesson::Twice => phases.push(Phase::Refused),
            Lesson::Retain => phases.extend((0..pass.visits.len()).map(|visit| Phase::Backward(visit, 1))),
        }
        phases
    }

    fn last(&self) -> u64 {
        (self.phases().len() * self.passes.len()) as u64
    }

    /// The pass at the tick, and how many phases of it are over; the end of a pass is not the beginning of the next until
    /// that has begun.
    fn place(&self) -> (usize, usize) {
        let length = self.phases().len().max(1);
        let done = self.tick as usize;
        let pass = done.saturating_sub(1) / length;
        (pass.min(self.passes.len().saturating_sub(1)), done - pass * length)
    }

    /// The phase that is over last.
    fn latest(&self) -> Option<Phase> {
        let (_, done) = self.place();
        done.checked_sub(1).and_then(|place| self.phases().get(place).copied())
    }

    /// Whether the gradients that autograd hands out stay in `.grad`.
    fn keeps_grad(&self) -> bool {
        self.lesson() != Lesson::Grad
    }

    /// Puts words to the nodes and edges at the tick.
    fn word(&mut self) {
        self.revision.ground += 1;
        let phases = self.phases();
        let (at, done) = self.place();
        let Some(pass) = self.passes.get(at) else { return };
        let past = &phases[..done.min(phases.len())];
        let latest = past.last().copied();
        let number = |value: f64| significant(value, 4);
        let computed = past.iter().filter(|phase| matches!(phase, Phase::Forward(_))).count();
        let is_computed =
            |node: usize| pass.operations.iter().position(|&other| other == node).is_none_or(|k| k < computed);
        // What has been handed to each node so far.
        let mut gradients: Vec<Option<f64>> = vec![None; pass.nodes.len()];
        let mut walks = [0.0; 2];
        for phase in past {
            if let &Phase::Backward(visit, walk) = phase {
                if visit == 0 {
                    // A walk begins anew, but in the leaves.
                    for (node, gradient) in gradients.iter_mut().enumerate() {
                        if !pass.nodes[node].is_leaf() {
                            *gradient = None;
                        }
                    }
                    gradients[pass.root()] = Some(1.0);
                }
                walks[walk] = 1.0;
                for step in &pass.visits[visit] {
                    *gradients[step.input].get_or_insert(0.0) += step.product;
                }
            }
        }
        let cleared = latest == Some(Phase::Zero);
        let nodes = pass.nodes.iter().enumerate().map(|(index, node)| {
            let value = if is_computed(index) { number(node.value) } else { String::new() };
            let before = node.parameter.and_then(|k| pass.before[k]).filter(|_| self.keeps_grad());
            let gradient = match (node.is_leaf(), before, gradients[index]) {
                (true, _, _) if cleared => ".grad = None".into(),
                (true, Some(before), gradient) => format!(".grad = {}", number(before + gradient.unwrap_or(0.0))),
                (true, None, Some(gradient)) if self.keeps_grad() => format!(".grad = {}", number(gradient)),
                (false, _, Some(gradient)) | (true, None, Some(gradient)) => format!("∂ = {}", number(gradient)),
                _ => String::new(),
            };
            Node {
                title: node.title.clone(),
                // A field stands over the value of what is given.
                value: if node.key.is_some() { String::new() } else { value },
                gradient,
                current: latest.is_some_and(|phase| pass.concerns(phase, index)),
                given: node.is_given(),
                trouble: is_computed(index) && !node.value.is_finite(),
            }
        });
        let nodes: Vec<Node> = nodes.collect();
        let marks = self.edges.iter().map(|&(node, slot)| match latest {
            Some(Phase::Forward(k)) if pass.operations[k] == node => Edge { flow: 1, label: String::new() },
            Some(Phase::Backward(visit, _)) => {
                let step = pass.visits[visit]
                    .iter()
                    .find(|step| step.node == node && pass.nodes[node].slot(step.slot) == Some(slot));
                step.map_or_else(Edge::default, |step| Edge {
                    flow: -1,
                    label: format!("× {}", signed(step.local).replace(' ', "")),
                })
            }
            _ => Edge::default(),
        });
        let marks: Vec<Edge> = marks.collect();
        let length = phases.len().max(1);
        let upcoming = (self.tick < self.last()).then(|| phases.get(self.tick as usize % length).copied()).flatten();
        let running = self.edges.iter().map(|&(node, slot)| match upcoming {
            Some(Phase::Forward(k)) => i8::from(pass.operations[k] == node),
            Some(Phase::Backward(visit, _)) => {
                let runs = |step: &example::Step| step.node == node && pass.nodes[node].slot(step.slot) == Some(slot);
                -i8::from(pass.visits[visit].iter().any(runs))
            }
            _ => 0,
        });
        self.running = running.collect();
        (self.nodes, self.marks) = (nodes, marks);
    }

    fn show_graph(&self, see: &mut dyn FnMut(&dyn View)) {
        see(&Computation {
            layout: &self.layout,
            nodes: &self.nodes,
            edges: &self.marks,
            running: &self.running,
            fraction: self.fraction,
        });
    }

    fn show_path(&self, see: &mut dyn FnMut(&dyn View)) {
        let (pass, _) = self.place();
        let names = self.example.names();
        let path = |k: usize| &self.paths[k][..(pass + 1).min(self.paths[k].len())];
        let here = self.paths[usize::from(self.lesson() == Lesson::Forget)].get(pass).copied().unwrap_or_default();
        let dotted = Line { dash: Series::Stochastic.dash(), ..Line::solid(WRONG, 2.0) };
        let single = names.len() == 1;
        let curve = [Mark::Curve(&self.curve, Line::solid(Tone::Ink, 1.5))];
        let mut still = Vec::with_capacity(3 + 2 * PASSES);
        if single {
            still.extend(curve);
        }
        still.extend([Mark::Curve(path(1), dotted), Mark::Curve(path(0), Line::solid(RIGHT, 2.0))]);
        still.extend(path(1).iter().map(|&at| Mark::Ring(at, WRONG)));
        still.extend(path(0).iter().map(|&at| Mark::Ring(at, RIGHT)));
        let loss = say("loss L", "损失 L", self.language);
        see(&Plot {
            axes: Axes {
                x: Axis { title: names.first().copied().unwrap_or(""), range: self.window[0], scale: Scale::Linear },
                y: Axis { title: names.get(1).copied().unwrap_or(loss), range: self.window[1], scale: Scale::Linear },
            },
            contours: (!single).then_some(&self.contours),
            still: &still,
            moving: &[Mark::Point(here, Marker::Round, if self.lesson() == Lesson::Forget { WRONG } else { RIGHT })],
        });
    }

    fn show_check(&self, see: &mut dyn FnMut(&dyn View)) {
        let title = say("|quotient − derivative|", "|差商 − 导数|", self.language);
        see(&Plot {
            axes: Axes {
                x: Axis { title: "h", range: (1e-15, 1.0), scale: Scale::Logarithmic },
                y: Axis { title, range: (LEAST_ERROR, 10.0), scale: Scale::Logarithmic },
            },
            contours: None,
            still: &[
                Mark::Curve(&self.errors[1], Line::solid(RIGHT, 2.0)),
                Mark::Curve(&self.errors[0], Line { dash: Series::Stochastic.dash(), ..Line::solid(WRONG, 1.9) }),
            ],
            moving: &[],
        });
    }

    /// The gradient by the first parameter in three ways: formula, tape, and the best of the central differences.
    fn three_ways(&self) -> String {
        let at = self.example.parameters();
        let analytic = self.example.analytic(&at).first().copied().unwrap_or(f64::NAN);
        let taped = self.passes.first().and_then(|pass| pass.gradient.first().copied()).unwrap_or(f64::NAN);
        let best = self.errors[1]
            .iter()
            .copied()
            .fold([f64::NAN, f64::INFINITY], |best, [h, error]| if error < best[1] { [h, error] } else { best });
        let name = self.example.names().first().copied().unwrap_or("");
        format!(
            "∂L/∂{name}: {} {}, autograd {}, {} {} (h = {})",
            say("formula", "公式", self.language),
            significant(analytic, 10),
            significant(taped, 10),
            say("best difference within", "最好的差商误差", self.language),
            significant(best[1], 2),
            significant(best[0], 2)
        )
    }
}

impl Figure for Autograd {
    fn set_language(&mut self, language: Language) {
        self.language = language;
        self.word();
    }

    fn experiment(&self) -> String {
        self.sheet.at(self.tick)
    }

    fn apply(&mut self, text: &str) -> Vec<Error> {
        let (step, mut errors) = self.sheet.apply(text);
        match Example::of(&self.sheet) {
            Ok(example) => self.example = example,
            Err(error) => {
                errors.push(error);
                // The formula is too large to be drawn: the one that there is at first is not.
                if let Some(default) = ENTRIES.iter().find(|entry| entry.key == F) {
                    errors.extend(self.sheet.set(F, default.default).err());
                }
                if let Ok(example) = Example::of(&self.sheet) {
                    self.example = example;
                }
            }
        }
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
        let mut sheet = self.sheet.clone();
        sheet.set(key, value)?;
        self.example = Example::of(&sheet)?;
        self.sheet = sheet;
        if matches!(key, EXAMPLE | LESSON | F) {
            (self.tick, self.reached) = (0, 0);
        } else if key != LR {
            // The value is where the first pass begins; there the graph follows, as far as it had come.
            self.tick = self.place().1 as u64;
            self.reached = self.tick;
        }
        self.measure();
        Ok(())
    }

    fn controls(&self) -> Vec<Control> {
        let formula = self.sheet.text(EXAMPLE) == FORMULA;
        let mut controls = self.sheet.controls(self.language);
        controls.retain(|control| control.key != F || formula);
        controls
    }

    fn panels(&self) -> Vec<Panel> {
        let say = |en, zh| say(en, zh, self.language);
        let (pass, done) = self.place();
        let loss = self.passes.get(pass).map_or(f64::NAN, Pass::loss);
        let pass_number = pass + 1;
        let words = self.readout();
        let what = format!("L = {}", self.example.title());
        vec![
            Panel::new(
                "graph",
                say("The computation as a graph", "计算图"),
                what.clone(),
                12,
                format!(
                    "{} {what}. {words}",
                    say("What is computed from what, with value and gradient.", "由什么算出什么，附有值和梯度。")
                ),
            )
            .tall(),
            Panel::new(
                "path",
                say("Pass after pass", "一遍又一遍"),
                match self.language {
                    Language::English => {
                        format!("pass {pass_number}: L = {}   ● zero_grad   ○ forgotten (dotted)", significant(loss, 4))
                    }
                    Language::Chinese => {
                        format!("第 {pass_number} 遍：L = {}   ● 清零   ○ 忘了清零（点线）", significant(loss, 4))
                    }
                },
                6,
                format!(
                    "{} {pass_number}, {done}",
                    say(
                        "The parameters after each pass, with the gradients set to None in between and with them added up.",
                        "每遍之后的参数：梯度在其间清零，和梯度一直累加。"
                    )
                ),
            ),
            Panel::new(
                "check",
                say("Three ways to one derivative", "同一个导数的三种算法"),
                self.three_ways(),
                6,
                format!(
                    "{} {}",
                    say(
                        "Error of forward (dotted) and central differences against h: large steps cut off, small ones round.",
                        "前向差商（点线）和中心差商的误差随 h 的变化：步子大有截断误差，步子小有舍入误差。"
                    ),
                    self.three_ways()
                ),
            ),
        ]
    }

    fn clock(&self) -> Clock {
        let pass = self.phases().len() as u64;
        Clock { tick: self.tick, reached: self.reached, at_rest: self.tick >= self.last(), rest: pass.min(self.last()) }
    }

    fn seek(&mut self, tick: u64) {
        self.tick = tick.min(self.last());
        self.reached = self.reached.max(self.tick);
        self.fraction = 0.0;
        self.word();
    }

    fn advance(&mut self, ticks: u64) {
        self.seek(self.tick.saturating_add(ticks));
    }

    fn restart(&mut self, seed: u32) {
        let part = |bits: u32| f64::from(bits) / f64::from(u16::MAX);
        for (key, bits) in self.example.parameter_keys().iter().zip([seed & 0xffff, seed >> 16]) {
            // Away from zero, where the logarithm of the first formula ends.
            let (low, high) = if self.sheet.text(EXAMPLE) == FORMULA { (0.5, 5.0) } else { (-2.0, 2.0) };
            self.sheet.put(key, low + part(bits) * (high - low));
        }
        if let Ok(example) = Example::of(&self.sheet) {
            self.example = example;
        }
        (self.tick, self.reached) = (0, 0);
        self.measure();
    }

    fn handles(&self) -> Vec<Handle> {
        let (pass, _) = self.place();
        let Some(pass) = self.passes.get(pass) else { return Vec::new() };
        let fields = pass.nodes.iter().zip(self.layout.places()).filter_map(|(node, &at)| {
            let key = node.key?;
            let label = format!("{} = {}", node.title, significant(node.value, 4));
            Some(Handle { panel: 0, at, symbol: "", label, field: Some((key, significant(node.value, 4))) })
        });
        fields.collect()
    }

    fn look(&mut self, fraction: f64) {
        self.fraction = fraction;
    }

    fn show(&self, panel: usize, see: &mut dyn FnMut(&dyn View)) {
        match panel {
            0 => self.show_graph(see),
            1 => self.show_path(see),
            _ => self.show_check(see),
        }
    }

    fn revision(&self, _: usize) -> Revision {
        self.revision
    }

    fn rules(&self) -> Vec<(Option<Series>, String)> {
        let (at, _) = self.place();
        let (Some(pass), Some(phase)) = (self.passes.get(at), self.latest()) else { return Vec::new() };
        match phase {
            Phase::Forward(k) => vec![(Some(Series::Batch), pass.computed(pass.operations[k]))],
            Phase::Backward(visit, _) => {
                pass.visits[visit].iter().map(|step| (Some(Series::Stochastic), pass.chain_rule(step))).collect()
            }
            Phase::Update => self.example.updates(pass, self.sheet.number(LR)),
            Phase::Zero | Phase::Refused => Vec::new(),
        }
    }

    fn listing(&self) -> Vec<CodeLine> {
        let (at, _) = self.place();
        self.passes.get(at).map_or_else(Vec::new, |pass| {
            lines::of(&self.example, pass, self.lesson(), self.latest(), self.sheet.number(LR), PASSES)
        })
    }

    fn notices(&self) -> Vec<Notice> {
        if self.latest() != Some(Phase::Refused) {
            return Vec::new();
        }
        let text = say(
            "RuntimeError: the graph was freed by the first backward(), and a second walk needs the values it kept. Either compute the loss again, or keep the graph with retain_graph=True.",
            "RuntimeError：第一次 backward() 之后计算图已释放，而再走一遍需要其中保存的值。要么重新计算损失，要么用 retain_graph=True 保留计算图。",
            self.language,
        );
        let remedy = super::Remedy {
            key: LESSON,
            value: "retain".into(),
            label: say("keep the graph", "保留计算图", self.language).into(),
        };
        vec![Notice { series: None, text: text.into(), remedy: Some(remedy) }]
    }

    fn readout(&self) -> String {
        let say = |en, zh| say(en, zh, self.language);
        let (at, _) = self.place();
        let Some(pass) = self.passes.get(at) else { return String::new() };
        if let Some(node) = pass.trouble() {
            let name = &pass.nodes[node].name;
            return match self.language {
                Language::English => format!(
                    "Here {name} has no value, as {} has none there; so nothing after it has.",
                    pass.nodes[node].title
                ),
                Language::Chinese => {
                    format!("{name} 在这里没有值（{}），其后的一切也就没有值。", pass.nodes[node].title)
                }
            };
        }
        match self.latest() {
            None => say("Press play, or go forward one operation at a time.", "按播放，或一步一个运算地前进。").into(),
            Some(Phase::Forward(_)) => say(
                "Forward: an operation computes its value and keeps what its derivative will need.",
                "前向：每个运算算出自己的值，并记下求导要用的东西。",
            )
            .into(),
            Some(Phase::Backward(_, 0)) => say(
                "Backward: the gradient of a result times the local derivative is added to the gradient of each input.",
                "反向：结果的梯度乘以局部导数，加到每个输入的梯度上。",
            )
            .into(),
            Some(Phase::Backward(..)) => say(
                "The graph was kept: a second walk adds the same gradients once more.",
                "计算图保留着：再走一遍，同样的梯度又加了一次。",
            )
            .into(),
            Some(Phase::Refused) => say("The graph is gone.", "计算图已经没有了。").into(),
            Some(Phase::Update) if self.lesson() == Lesson::Forget => say(
                "The step uses the sum of all gradients so far, as nobody has set them to None.",
                "这一步用的是至今所有梯度之和，因为没有人把它们清零。",
            )
            .into(),
            Some(Phase::Update) => {
                say("The parameters step against their gradients.", "参数沿梯度的反方向走一步。").into()
            }
            Some(Phase::Zero) => say(
                "The gradients are forgotten before the next pass adds to them.",
                "在下一遍往上累加之前，先把梯度清掉。",
            )
            .into(),
        }
    }
}

#[cfg(test)]
mod tests;
