//! Descent on a curve: x₀, x₁, x₂, … each with its step −ηf′(x), where it leads, and how long it is.

mod fate;
mod lengths;
mod pictures;
mod presets;
mod speech;

use super::{
    Action, After, Control, Entry, Figure, Handle, Mark, Notice, Panel, Scene, Table, Values, styles::DOWN, window,
};
use crate::chart::{Arrow, Line, Picture, Polyline, Style, Tone, graph};
use crate::error::Result;
use crate::expression::{Expression, Formula};
use crate::key::Kind;
use crate::number::significant;
use crate::problem::{Problem, View};
use crate::run::Run;
use crate::say;
use crate::stability::limit_of_descent;
use crate::trainer::Status;
use crate::words::{Label, Sentence, Words};
use speech::subscript;
use std::cell::OnceCell;
use std::rc::Rc;
use std::sync::Arc;

pub(super) static FIGURE: Figure = Figure {
    table: Table::new(ENTRIES),
    base: "objective=expression&f=x^2/2&lr=0.3&start=-2.5",
    rest: 40,
    restart: Sentence::named("restart.start"),
    settle: presets::settle,
    words: |key| (key == "objective").then(|| vec!["expression"]),
    build: |values, _| Ok(Box::new(CurveDescent::build(values, None)?)),
};

const PRESET: &str = "figure.preset";
const LEFT: &str = "figure.left";
const RIGHT: &str = "figure.right";

static ENTRIES: &[Entry] = &[
    Entry::own(PRESET, Label::named("curve.preset"), Kind::Choice(presets::choices), "bowl").begins(),
    Entry::of("lr").by_ratio(1e-3, 10.0).docked(),
    Entry::of("f").begins(),
    Entry::of("start").from_to(-3.0, 3.0).always().folded().begins(),
    Entry::own(LEFT, Label::named("window.left"), Kind::Number(-1000.0, 999.0), "-3")
        .from_to(-20.0, 20.0)
        .folded()
        .begins(),
    Entry::own(RIGHT, Label::named("window.right"), Kind::Number(-999.0, 1000.0), "3")
        .from_to(-20.0, 20.0)
        .folded()
        .begins(),
];

/// Points of a graph.
const POINTS: usize = 360;
/// The most steps.
const MOST: u64 = 1000;
/// The part of the height that is left below the curve for the labels of places.
const FOOT: f64 = 0.18;
/// And below them, where the ways down are.
const STRIP: f64 = 0.05;
/// Arrows side by side, the shortest in parts of the longest, and a slope that none is drawn for in parts of the steepest.
const ARROWS: u32 = 16;
const SHORTEST: f64 = 0.4;
const LEVEL: f64 = 1e-9;
/// How far a descent is followed, in times of what is shown.
const FAR: f64 = 1e12;
/// The first places that are labelled, if there is room.
const LABELLED: usize = 10;

/// A descent on a curve.
struct CurveDescent {
    curve: Rc<CurveShown>,
    run: Run,
    /// Where a step leads: x − ηf′(x) against x.
    map: Polyline,
    /// x₀, x₁, x₂, … all of them: they are few.
    steps: Vec<f64>,
    labels: [String; LABELLED],
    /// The lengths of all steps.
    lengths: Polyline,
    /// From which of them on nothing is seen to move.
    settled: u64,
    tick: u64,
    /// The steps up to the tick that are drawn on the curve.
    seen: Vec<[f64; 2]>,
    /// The steps up to the tick in the plane of each x and the next.
    web: Polyline,
    /// A rate that helps a descent which comes to nothing, once somebody has asked for it.
    help: OnceCell<Option<f64>>,
}

/// A function with its derivatives, over what is shown of x.
struct CurveShown {
    f: Expression,
    slope: Expression,
    curvature: Expression,
    problem: Rc<Problem>,
    range: (f64, f64),
    heights: (f64, f64),
    /// Where labels stand, above arrows.
    foot: f64,
    /// Which way −f′ points, and how strongly.
    ways_down: Vec<Arrow>,
    graph: Polyline,
}

impl CurveShown {
    fn new(f: Expression, range: (f64, f64)) -> Self {
        let slope = f.derivative(0);
        let over = |height| graph(|x| f.value(&[x]), range, POINTS, height);
        let (low, high) = window::vertical([&over(f64::INFINITY)[..]]);
        let foot = low - FOOT * (high - low);
        let heights = (foot - STRIP * (high - low), high);
        let objective = Arc::new(Formula::new(&f, &[range], None));
        CurveShown {
            problem: Rc::new(Problem::of(objective, View { shown: [0, 1], window: None, fills_plane: false })),
            graph: over(heights.1 - heights.0),
            curvature: slope.derivative(0),
            ways_down: ways_down(&slope, range, foot),
            foot,
            slope,
            range,
            heights,
            f,
        }
    }

    fn size(&self) -> f64 {
        self.range.1 - self.range.0
    }
}

impl CurveDescent {
    fn build(values: &Values, before: Option<&CurveDescent>) -> Result<Self> {
        let (f, range) = (values.formula(1)?, window::range(values, [LEFT, RIGHT]));
        let same = before.map(|before| &before.curve).filter(|curve| curve.f == f && curve.range == range);
        let curve = same.map_or_else(|| Rc::new(CurveShown::new(f, range)), Rc::clone);
        let experiment = &values.experiment;
        let mut run = Run::new(Style::BATCH, experiment, Rc::clone(&curve.problem), None)?;
        let start = run.trainer.parameters().to_vec();
        run.limit = limit_of_descent(experiment, &*curve.problem.objective, &start);
        let steps = descend(&mut run, curve.size());
        let map = graph(|x| x - experiment.lr * curve.slope.value(&[x]), range, POINTS, curve.size());
        let labels = std::array::from_fn(|k| format!("x{}", subscript(k)));
        let settled = Self::settles_at(&steps, curve.size());
        let (lengths, web) = (lengths::lengths(&steps), Polyline::new());
        let (seen, help) = (Vec::new(), OnceCell::new());
        Ok(CurveDescent { curve, run, map, steps, labels, lengths, settled, tick: 0, seen, web, help })
    }

    fn rate(&self) -> f64 {
        self.run.trainer.experiment().lr
    }

    fn at(&self, x: f64) -> f64 {
        self.curve.f.value(&[x])
    }

    fn slope(&self, x: f64) -> f64 {
        self.curve.slope.value(&[x])
    }

    fn curvature(&self, x: f64) -> f64 {
        self.curve.curvature.value(&[x])
    }

    fn start(&self) -> f64 {
        self.steps[0]
    }

    fn last(&self) -> u64 {
        self.steps.len() as u64 - 1
    }

    /// The newest point that is shown as reached.
    fn x(&self) -> f64 {
        self.steps[self.tick as usize]
    }

    /// The point before it; at the start, that one.
    fn before(&self) -> f64 {
        self.steps[self.tick.saturating_sub(1) as usize]
    }

    fn has_converged(&self) -> bool {
        self.run.trainer.status() == Status::Converged
    }

    fn has_diverged(&self) -> bool {
        !self.has_converged() && self.last() < MOST
    }
}

/// Arrows along −f′ at places side by side, at a height. Which way they point counts: how long they are tells little of how
/// steep it is, so that a gentle slope is seen beside a cliff. There is none where f has no slope, or hardly one.
fn ways_down(slope: &Expression, (left, right): (f64, f64), height: f64) -> Vec<Arrow> {
    let cell = (right - left) / f64::from(ARROWS);
    let slopes = (0..ARROWS).map(|k| left + (f64::from(k) + 0.5) * cell).map(|x| (x, slope.value(&[x])));
    let slopes: Vec<(f64, f64)> = slopes.filter(|(_, slope)| slope.is_finite()).collect();
    let steepest = slopes.iter().map(|(_, slope)| slope.abs()).fold(f64::MIN_POSITIVE, f64::max);
    let arrow = |(x, slope): (f64, f64)| {
        let half = 0.45 * cell * libm::cbrt(slope / steepest).abs().max(SHORTEST).copysign(slope);
        Arrow([[x + half, height], [x - half, height]], Line::solid(Tone::Of(DOWN), 1.5))
    };
    slopes.into_iter().filter(|(_, slope)| slope.abs() > LEVEL * steepest).map(arrow).collect()
}

/// x₀, x₁, x₂, … until the run stops, or leaves every bound; where it breaks off, the place where there is no value too.
fn descend(run: &mut Run, size: f64) -> Vec<f64> {
    run.run_to(MOST);
    let mut steps: Vec<f64> = (0..=run.trainer.steps()).map(|step| run.point(step)[0]).collect();
    if run.trainer.status() == Status::Diverged
        && let Some(reason) = run.trainer.reason().filter(|reason| !reason.is_about_the_start())
    {
        steps.extend(reason.parameters.first());
    }
    let far = steps.iter().position(|x| x.abs() > FAR * size);
    steps.truncate(far.map_or(steps.len(), |far| far + 1));
    steps
}

impl Scene for CurveDescent {
    fn rebuilt(&self, values: &Values, _: &Words) -> Result<Box<dyn Scene>> {
        Ok(Box::new(Self::build(values, Some(self))?))
    }

    fn look(&mut self, tick: u64, fraction: f64) -> u64 {
        let before = self.tick;
        self.tick = tick.min(self.last());
        if self.tick != before {
            self.see_steps();
            self.spin_web(before);
        }
        self.run.look(self.tick, fraction);
        self.tick
    }

    fn is_over(&self, tick: u64) -> bool {
        tick >= self.settled
    }

    /// One step is there to be taken, be it too short to be seen.
    fn rest(&self) -> u64 {
        self.settled.max(1)
    }

    fn panels(&self, words: &Words) -> Vec<Panel> {
        vec![self.describe_curve(words), self.describe_cobweb(words), self.describe_lengths(words)]
    }

    fn picture<'a>(&'a self, panel: usize, words: &'a Words) -> Picture<'a> {
        match panel {
            0 => self.show_curve(),
            1 => self.show_cobweb(words),
            _ => self.show_lengths(words),
        }
    }

    fn control(&self, mut control: Control, words: &Words) -> Option<Control> {
        match (control.key, &mut control.slider) {
            ("start", Some(slider)) => (slider.min, slider.max) = self.curve.range,
            ("lr", Some(slider)) => {
                slider.danger = self.run.limit.map(|limit| limit.value);
                slider.show_effects_on(&self.run, words);
                slider.marks.extend(slider.danger.map(|value| {
                    let label = say!(words, "curve.limit", limit = significant(value, 3));
                    Mark { value, series: Some(self.run.style), label }
                }));
            }
            _ => {}
        }
        Some(control)
    }

    fn handles(&self) -> Vec<Handle> {
        let (x, (low, high), (left, right)) = (self.start(), self.curve.heights, self.curve.range);
        let y = self.at(x);
        let at = [x.clamp(left, right), if y.is_finite() { y.clamp(low, high) } else { low }];
        vec![Handle::new(0, at, "", format!("x₀ = {}", significant(x, 4)))]
    }

    fn act(&mut self, action: Action, values: &mut Values) -> After {
        match action {
            Action::Press(0, [x, _]) => {
                values.start_at(&[x]);
                After::Begin
            }
            Action::Drag(_, [x, _], _) => {
                values.start_at(&[x]);
                After::Stay
            }
            Action::Restart(seed) => {
                values.start_at(&[self.new_start(seed)]);
                After::Begin
            }
            _ => After::Nothing,
        }
    }

    fn rules(&self, _: &Words) -> Vec<(Option<Style>, String)> {
        vec![(Some(self.run.style), self.rule())]
    }

    fn notices(&self, words: &Words) -> Vec<Notice> {
        self.notice_of_trouble(words).into_iter().collect()
    }

    fn readout(&self, words: &Words) -> String {
        self.read_out(words)
    }
}

#[cfg(test)]
mod tests;
