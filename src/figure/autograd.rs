//! Autograd: a computation as a graph, forward and backward one operation at a time, beside the lines of PyTorch that
//! do the same.

mod entries;
mod example;
mod labels;
mod lesson;
mod lines;
mod pass;
mod speech;
mod views;

use super::sheet::Sheet;
use super::{Clock, CodeLine, Control, Figure, Handle, Notice, Panel, STEP, tick, window};
use crate::chart::computation::{BACKWARD, Edge, FORWARD, Layout, Node};
use crate::chart::{Contours, Picture, Polyline, Style, graph};
use crate::error::{Error, Result};
use crate::language::Language;
use crate::number::significant;
use entries::{ENTRIES, EXAMPLE, F, FORMULA, LESSON, LR};
use example::Example;
use lesson::{Lesson, Phase};
use pass::Pass;

/// The figure of automatic differentiation.
pub struct Autograd {
    sheet: Sheet,
    language: Language,
    tick: u64,
    reached: u64,
    fraction: f64,
    example: Example,
    layout: Layout,
    /// Per edge of the layout: the node that it leads to, and which of its inputs it is.
    edges: Vec<(usize, usize)>,
    /// The run as it is shown, one pass after the other.
    passes: Vec<Pass>,
    /// Where the parameters are after each pass: with the gradients forgotten in between, and with them added up.
    paths: [Polyline; 2],
    contours: Contours,
    /// The ranges of the parameters, or of the only one and of the loss.
    window: [(f64, f64); 2],
    /// The loss against a single parameter.
    curve: Polyline,
    /// |difference quotient − derivative| by the first parameter against h: forward and central.
    errors: [Polyline; 2],
    /// What is seen of nodes and edges at the tick.
    nodes: Vec<Node>,
    marks: Vec<Edge>,
    running: Vec<i8>,
}

/// Passes of a run.
const PASSES: usize = 40;
/// Differences of the check, from 10⁻¹⁵ to 1.
const DECADES: usize = 15;
const PER_DECADE: usize = 4;
const LEAST_ERROR: f64 = 1e-16;
const POINTS: usize = 160;

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
            example,
            layout: Layout::default(),
            edges: Vec::new(),
            passes: Vec::new(),
            paths: [Polyline::new(), Polyline::new()],
            contours: Contours::default(),
            window: [(0.0, 1.0); 2],
            curve: Polyline::new(),
            errors: [Polyline::new(), Polyline::new()],
            nodes: Vec::new(),
            marks: Vec::new(),
            running: Vec::new(),
        };
        figure.measure();
        Ok(figure)
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
        let both = || {
            self.paths.iter().flat_map(|path| path.iter()).filter(|place| place.iter().all(|value| value.abs() < 1e6))
        };
        let start = self.paths[0].first().copied().unwrap_or_default();
        self.window = [0, 1].map(|k| {
            // Runs that escape leave the window; the start stays in its middle half.
            let reach = both().map(|place| (place[k] - start[k]).abs()).fold(0.0, f64::max).clamp(0.5, 6.0);
            (start[k] - 1.25 * reach, start[k] + 1.25 * reach)
        });
        if self.example.parameters().len() == 1 {
            let range = self.window[0];
            let loss = |x: f64| self.example.loss(&[x]);
            self.curve = graph(loss, range, POINTS, f64::INFINITY);
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
        let error = |quotient: f64| (quotient - exact).abs().clamp(LEAST_ERROR, f64::INFINITY);
        let (mut forward, mut central) = (Polyline::new(), Polyline::new());
        for h in steps {
            forward.push([h, error((loss(h) - loss(0.0)) / h)]);
            central.push([h, error((loss(h) - loss(-h)) / (2.0 * h))]);
        }
        self.errors = [forward, central];
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
        vec![self.describe_graph(), self.describe_path(), self.describe_check()]
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

    fn picture(&self, panel: usize) -> Picture<'_> {
        match panel {
            0 => self.picture_of_graph(),
            1 => self.picture_of_path(),
            _ => self.picture_of_check(),
        }
    }

    fn rules(&self) -> Vec<(Option<Style>, String)> {
        let (at, _) = self.place();
        let (Some(pass), Some(phase)) = (self.passes.get(at), self.latest()) else { return Vec::new() };
        match phase {
            Phase::Forward(k) => vec![(Some(FORWARD), pass.computed(pass.operations[k]))],
            Phase::Backward(visit, _) => {
                pass.visits[visit].iter().map(|step| (Some(BACKWARD), pass.chain_rule(step))).collect()
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
        self.notice_of_refusal().into_iter().collect()
    }

    fn readout(&self) -> String {
        self.read_out()
    }
}

#[cfg(test)]
mod tests;
