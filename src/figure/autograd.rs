//! Autograd: a computation as a graph, forward and backward one operation at a time, beside the lines of PyTorch that
//! do the same.

mod check;
mod course;
mod example;
mod labels;
mod lines;
mod pass;

use super::speech::low_and_high;
use super::styles::{FORGOTTEN, ZEROED};
use super::values::MOST_TICKS;
use super::{
    Action, After, CodeLine, Control, Entry, Figure, Handle, Notice, Panel, Remedy, Scene, Table, Values,
    nothing_follows,
};
use crate::chart::computation::{BACKWARD, FORWARD};
use crate::chart::{Axes, Axis, Computation, Curve, Line, Name, Picture, Point, Ring, Room, Style, Tone, computation};
use crate::error::Result;
use crate::key::{Choice, Kind};
use crate::number::significant;
use crate::random::point;
use crate::words::{Label, Sentence, Words};
use crate::{say, word};
use check::Check;
use course::{Course, Landscape};
use example::{EXAMPLES, Row};
use labels::Labels;
use pass::{LOSS, Pass, Step};
use std::rc::Rc;

pub(super) static FIGURE: Figure = Figure {
    table: Table::new(ENTRIES).only(&["f", "lr"]),
    base: "objective=expression&f=log(x) + x*y - sin(y)&lr=0.05",
    rest: MOST_TICKS,
    restart: Sentence::named("restart.numbers"),
    settle: nothing_follows,
    words: |key| (key == "objective").then(|| vec!["expression"]),
    build: |values, _| Ok(Box::new(Autograd::build(values, None)?)),
};

const EXAMPLE: &str = "figure.example";
const LESSON: &str = "figure.lesson";

static ENTRIES: &[Entry] = &[
    Entry::own(EXAMPLE, Label::named("autograd.example"), Kind::Choice(examples), "tanh").begins(),
    Entry::own(LESSON, Label::named("autograd.lesson"), Kind::Choice(lessons), "backward").begins(),
    Entry::of("f").when(|values| Row::of(values).is_formula()).begins(),
    Entry::of("lr").by_ratio(1e-4, 10.0),
    given("figure.w", "w", "-0.5"),
    given("figure.b", "b", "0.5"),
    given("figure.input", "x", "2"),
    given("figure.target", "y", "0.2"),
    given("figure.class", "t", "1"),
    given("figure.x", "x", "2"),
    given("figure.y", "y", "5"),
];

const fn given(key: &'static str, symbol: &'static str, default: &'static str) -> Entry {
    Entry::own(key, Label::Symbol(symbol), Kind::Number(-1000.0, 1000.0), default).in_picture()
}

fn examples() -> Vec<Choice> {
    EXAMPLES.iter().map(|row| row.choice).collect()
}

fn lessons() -> Vec<Choice> {
    LESSONS.iter().map(|(_, choice)| *choice).collect()
}

/// What is done with the gradients.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lesson {
    Backward,
    Grad,
    Forget,
    Twice,
    Retain,
}

const fn lesson(lesson: Lesson, name: &'static str, label: Label) -> (Lesson, Choice) {
    (lesson, Choice { name, label })
}

static LESSONS: &[(Lesson, Choice)] = &[
    lesson(Lesson::Backward, "backward", Label::Symbol("loss.backward()")),
    lesson(Lesson::Grad, "grad", Label::Symbol("autograd.grad(loss, …)")),
    lesson(Lesson::Forget, "forget", Label::named("autograd.forget")),
    lesson(Lesson::Twice, "twice", Label::named("autograd.twice")),
    lesson(Lesson::Retain, "retain", Label::named("autograd.retain")),
];

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

impl Lesson {
    /// Whether there is a pass after the first.
    fn repeats(self) -> bool {
        !matches!(self, Lesson::Twice | Lesson::Retain)
    }

    /// The phases of a pass, one a tick.
    fn phases(self, pass: &Pass) -> Vec<Phase> {
        let walk = |number| (0..pass.visits.len()).map(move |visit| Phase::Backward(visit, number));
        let mut phases: Vec<Phase> = (0..pass.operations.len()).map(Phase::Forward).chain(walk(0)).collect();
        match self {
            Lesson::Backward => phases.extend([Phase::Update, Phase::Zero]),
            Lesson::Grad | Lesson::Forget => phases.push(Phase::Update),
            Lesson::Twice => phases.push(Phase::Refused),
            Lesson::Retain => phases.extend(walk(1)),
        }
        phases
    }
}

/// The computation of an example, and what is done with its gradients.
struct Autograd {
    course: Rc<Course>,
    lesson: Lesson,
    /// Of each pass.
    phases: Vec<Phase>,
    tick: u64,
    fraction: f64,
    labels: Labels,
    /// Of the pass that is shown.
    check: Check,
    /// The node that the reader points at.
    pointed: Option<usize>,
}

/// Passes whose places are marked on the path: more would hide it where it swings.
const RECENT: usize = 4;
/// How near to a node the pointer is at it, in levels or places.
const NEAR: f64 = 0.4;

impl Autograd {
    fn build(values: &Values, before: Option<&Self>) -> Result<Self> {
        let lesson = LESSONS[values.choice(LESSON)].0;
        let mut values = values.clone();
        values.choose(LESSON, 0);
        let same = before.map(|before| &before.course).filter(|course| course.values == values);
        let course = same.map_or_else(|| Course::new(values).map(Rc::new), |course| Ok(Rc::clone(course)))?;
        let phases = lesson.phases(&course.runs[0][0]);
        let check = Check::new(&course.example, &course.runs[0][0]);
        let mut scene = Autograd {
            course,
            lesson,
            phases,
            tick: 0,
            fraction: 0.0,
            labels: Labels::default(),
            check,
            pointed: None,
        };
        scene.labels = Labels::of(&scene);
        Ok(scene)
    }

    fn passes(&self) -> &[Pass] {
        let run = &self.course.runs[usize::from(self.lesson == Lesson::Forget)];
        if self.lesson.repeats() { run } else { &run[..1] }
    }

    fn last(&self) -> u64 {
        (self.phases.len() * self.passes().len()) as u64
    }

    /// The pass at a tick, and how many phases of it are over; the end of a pass is not the beginning of the next until
    /// that has begun.
    fn place(&self, tick: u64) -> (usize, usize) {
        let (length, done) = (self.phases.len().max(1), tick as usize);
        let pass = done.saturating_sub(1) / length;
        (pass, done - pass * length)
    }

    /// The number of the pass that is shown, from 0.
    fn number(&self) -> usize {
        self.place(self.tick).0
    }

    fn pass(&self) -> &Pass {
        &self.passes()[self.number()]
    }

    /// The phases of the pass that are over.
    fn past(&self) -> &[Phase] {
        &self.phases[..self.place(self.tick).1]
    }

    /// The phases of a pass before its step, if it has one: values and gradients are of the parameters that are seen.
    fn step(&self) -> Option<usize> {
        self.phases.iter().position(|&phase| phase == Phase::Update)
    }

    /// Whether the step of the pass is over.
    fn has_stepped(&self) -> bool {
        self.past().contains(&Phase::Update)
    }

    /// Whether the walk back has brought all of the first parameter's derivative.
    fn has_derivative(&self) -> bool {
        let pass = self.pass();
        let is_first = |step: &Step| pass.nodes[step.input].parameter == Some(0);
        let last = pass.visits.iter().rposition(|visit| visit.iter().any(is_first));
        last.is_none_or(|last| self.past().contains(&Phase::Backward(last, 0)))
    }

    fn latest(&self) -> Option<Phase> {
        self.past().last().copied()
    }

    fn next(&self) -> Option<Phase> {
        (self.tick < self.last()).then(|| self.phases[self.tick as usize % self.phases.len()])
    }

    /// Lights a node, with the line that computes it.
    fn point_to(&mut self, node: Option<usize>) {
        if node != self.pointed {
            self.pointed = node;
            self.labels = Labels::of(self);
        }
    }

    fn show_graph(&self) -> Picture<'_> {
        let Labels { nodes, edges, running } = &self.labels;
        computation(Computation { layout: &self.course.layout, nodes, edges }, running, self.fraction)
    }

    fn show_path<'a>(&'a self, words: &'a Words) -> Picture<'a> {
        let Course { example, window, landscape, paths, .. } = &*self.course;
        let title = |k: usize| example.parameters().get(k).map_or(word!(words, "autograd.path.loss"), |it| it.symbol);
        let axis = |k: usize| Axis::linear(title(k), window[k]);
        let axes = Axes { x: axis(0), y: axis(1) };
        let mut picture = match landscape {
            Landscape::Curve(curve) => {
                let mut picture = Picture::on_graph_paper(axes);
                picture.still.push(Curve(curve.all(), Line::solid(Tone::Ink, 1.5)));
                picture
            }
            Landscape::Contours(contours) => Picture::of_landscape(contours, axes, low_and_high(words), Room::EMPTY),
        };
        let (shown, [right, wrong]) = (self.number() + 1 + usize::from(self.has_stepped()), paths);
        for (path, series) in [(wrong, FORGOTTEN), (right, ZEROED)] {
            picture.still.push(Curve(path.up_to(shown), Line::of(series, 2.0)));
        }
        let (path, series) = if self.lesson == Lesson::Forget { (wrong, FORGOTTEN) } else { (right, ZEROED) };
        let rings = path[..shown.min(path.len())].iter().rev().take(RECENT);
        picture.still.extend(rings.map(|&at| Ring(at, series.marker(), Tone::Of(series))));
        picture.moving.extend(path.get(shown - 1).map(|&at| Point(at, series.marker(), Tone::Of(series))));
        let named = [(right, ZEROED, "zero_grad"), (wrong, FORGOTTEN, word!(words, "autograd.path.forgotten"))];
        for (path, style, text) in named.into_iter().filter(|&(_, style, _)| shown > 2 || style == series) {
            let Some(&at) = path[..shown.min(path.len())].last() else { continue };
            picture.names.push(Name::new(self.course.named(at), text, style));
            if style != series {
                picture.still.push(Ring(at, style.marker(), Tone::Of(style)));
            }
        }
        picture
    }

    /// Products with local derivatives, backward and forward.
    fn count(&self, words: &Words) -> String {
        let (backward, forward) = (self.pass().products_backward(), self.pass().products_forward());
        let parameters = self.course.example.parameters().iter();
        let mut each = parameters
            .zip(&forward)
            .map(|(given, count)| say!(words, "autograd.count.for", count, symbol = given.symbol));
        let forward = match (each.next().unwrap_or_default(), each.next()) {
            (one, None) => one,
            (one, Some(other)) => say!(words, "autograd.count.both", one, other, sum = forward.iter().sum::<usize>()),
        };
        say!(words, "autograd.count", backward, forward)
    }
}

impl Scene for Autograd {
    fn rebuilt(&self, values: &Values, _: &Words) -> Result<Box<dyn Scene>> {
        Ok(Box::new(Self::build(values, Some(self))?))
    }

    fn look(&mut self, tick: u64, fraction: f64) -> u64 {
        let tick = tick.min(self.last());
        self.fraction = fraction;
        if tick != self.tick {
            let pass = self.number();
            self.tick = tick;
            self.labels = Labels::of(self);
            if pass != self.number() {
                self.check = Check::new(&self.course.example, self.pass());
            }
        }
        tick
    }

    fn is_over(&self, tick: u64) -> bool {
        tick >= self.last()
    }

    fn rest(&self) -> u64 {
        self.last().min(self.step().unwrap_or(self.phases.len()) as u64)
    }

    /// A value is where the first pass begins; there the graph follows, as far as it had come, but not past the step that
    /// would change a parameter again.
    fn changed(&mut self, key: &str, tick: u64) -> u64 {
        let done = self.place(tick).1;
        let is_parameter = self.course.example.parameters().iter().any(|given| given.key == key);
        let step = self.step().filter(|_| is_parameter);
        if key == "lr" { tick } else { step.map_or(done, |step| done.min(step)) as u64 }
    }

    fn panels(&self, words: &Words) -> Vec<Panel> {
        let (pass, done) = self.place(self.tick);
        let (pass, loss) = (pass + 1, significant(self.pass().loss(), 4));
        let (formula, check) =
            (format!("{LOSS} = {}", self.course.example.title()), self.check.detail(words, self.has_derivative()));
        let graph = format!("{} {formula}. {}", word!(words, "autograd.graph"), self.readout(words));
        let path = format!("{} {pass}, {done}", word!(words, "autograd.path"));
        let checked = format!("{} {check}", word!(words, "autograd.check"));
        let detail = say!(words, "autograd.path.detail", pass, loss);
        vec![
            Panel { columns: 12, ..Panel::new("graph", word!(words, "autograd.graph.title"), formula, graph).tall() },
            Panel::new("path", word!(words, "autograd.path.title"), detail, path),
            Panel::new("check", word!(words, "autograd.check.title"), check, checked),
        ]
    }

    fn picture<'a>(&'a self, panel: usize, words: &'a Words) -> Picture<'a> {
        match panel {
            0 => self.show_graph(),
            1 => self.show_path(words),
            _ => self.check.picture(words, self.has_derivative()),
        }
    }

    /// Where nothing steps, η says nothing: it is kept for where something does.
    fn control(&self, control: Control, _: &Words) -> Option<Control> {
        (control.key != "lr" || self.step().is_some()).then_some(control)
    }

    fn handles(&self) -> Vec<Handle> {
        let pass = self.pass();
        let stepped = self.has_stepped().then(|| pass.stepped(self.course.values.experiment.lr));
        let fields = pass.nodes.iter().zip(self.course.layout.places()).filter_map(|(node, &at)| {
            let after = stepped.as_ref().zip(node.parameter).map(|(after, k)| after[k]);
            let value = significant(after.unwrap_or(node.value), 4);
            let label = format!("{} = {value}", node.name);
            Some(Handle { field: Some((node.key?, value)), ..Handle::new(0, at, "", label) })
        });
        fields.collect()
    }

    fn act(&mut self, action: Action, values: &mut Values) -> After {
        let Action::Restart(seed) = action else { return After::Nothing };
        let (low, high) = Row::of(values).start;
        for (given, part) in self.course.example.parameters().iter().zip(point::<2>(seed)) {
            values.put(given.key, low + part * (high - low));
        }
        After::Begin
    }

    fn hover(&mut self, place: Option<(usize, [f64; 2])>) {
        let near = |at: [f64; 2]| {
            let is_near = |place: &[f64; 2]| (0..2).all(|k| (place[k] - at[k]).abs() < NEAR);
            self.course.layout.places().iter().position(is_near)
        };
        self.point_to(place.filter(|(panel, _)| *panel == 0).and_then(|(_, at)| near(at)));
    }

    fn point_to_line(&mut self, line: Option<usize>) {
        self.point_to(line.and_then(|line| lines::node_of(self, line)));
    }

    fn rules(&self, _: &Words) -> Vec<(Option<Style>, String)> {
        let (pass, lr) = (self.pass(), self.course.values.experiment.lr);
        match self.latest() {
            Some(Phase::Forward(k)) => vec![(Some(FORWARD), pass.computed(pass.operations[k]))],
            Some(Phase::Backward(visit, _)) => {
                pass.visits[visit].iter().map(|step| (Some(BACKWARD), pass.chain_rule(step))).collect()
            }
            Some(Phase::Update) => {
                let parameters = self.course.example.parameters().iter().enumerate();
                let series = if self.lesson == Lesson::Forget { FORGOTTEN } else { ZEROED };
                parameters.map(|(k, given)| (Some(series), pass.update(k, given.symbol, lr))).collect()
            }
            Some(Phase::Zero | Phase::Refused) | None => Vec::new(),
        }
    }

    fn listing(&self, _: &Words) -> Vec<CodeLine> {
        lines::of(self)
    }

    fn notices(&self, words: &Words) -> Vec<Notice> {
        if self.latest() != Some(Phase::Refused) {
            return Vec::new();
        }
        // A second walk through a graph that was freed.
        let label = word!(words, "autograd.keep").to_owned();
        let remedy = Remedy { key: LESSON.into(), value: "retain".into(), label };
        vec![Notice { remedy: Some(remedy), ..Notice::trouble(word!(words, "autograd.refused").into()) }]
    }

    fn readout(&self, words: &Words) -> String {
        if let Some(node) = self.pass().trouble() {
            return say!(words, "autograd.no-value", name = node.name, title = node.title);
        }
        let now = match self.latest() {
            None => word!(words, "autograd.now.start"),
            Some(Phase::Forward(_)) => word!(words, "autograd.now.forward"),
            Some(Phase::Backward(_, 0)) => word!(words, "autograd.now.backward"),
            Some(Phase::Backward(..)) => word!(words, "autograd.now.again"),
            Some(Phase::Refused) => word!(words, "autograd.now.refused"),
            Some(Phase::Update) if self.lesson == Lesson::Forget => word!(words, "autograd.now.sum"),
            Some(Phase::Update) => word!(words, "autograd.now.update"),
            Some(Phase::Zero) => word!(words, "autograd.now.zero"),
        };
        match self.latest() {
            Some(Phase::Backward(_, 0) | Phase::Update | Phase::Zero) => {
                say!(words, "list.sentences", head = now, last = self.count(words))
            }
            _ => now.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests;
