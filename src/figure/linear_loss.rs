//! A model's loss as a function of its weight: the line ŷ = wx on a few points, and for classes the sigmoid of it.

use super::speech::signed;
use super::{
    Action, After, Control, Entry, Figure, Handle, Panel, Scene, Table, Values, nothing_follows, styles, window,
};
use crate::chart::{
    Area, Axes, Axis, Curve, Line, Marker, Picture, Point, Polyline, Ring, Scale, Segment, Straight, Style, Tone, graph,
};
use crate::data::Dataset;
use crate::error::Result;
use crate::experiment::Experiment;
use crate::key::Kind;
use crate::loss::{Loss, Reduction, Term};
use crate::model::{Linear, Link, sigmoid};
use crate::number::{plain, rounded, significant};
use crate::objective::Batch;
use crate::problem::{Problem, View, parameters};
use crate::random::point;
use crate::risk::Risk;
use crate::run::Run;
use crate::stability::Rule;
use crate::words::{Label, Sentence, Words};
use crate::{say, word};
use std::rc::Rc;
use std::sync::Arc;

pub(super) static FIGURE: Figure = Figure {
    table: Table::new(ENTRIES).only(&["loss", "lr"]),
    base: "data=own&loss=half-squared-error&lr=0.01",
    rest: 40,
    restart: Sentence::named("restart.start"),
    settle: nothing_follows,
    words: |key| match key {
        "objective" => Some(vec!["regression"]),
        // The points are its data.
        "data" => Some(vec!["own"]),
        "loss" => Some(vec!["half-squared-error", "cross-entropy"]),
        _ => None,
    },
    build: |values, _| Ok(Box::new(LinearLoss::build(values, None)?)),
};

const W: &str = "figure.w";
const SCORE: &str = "figure.score";
const POINTS: &str = "figure.points";
const CLASSES: &str = "figure.classes";

static ENTRIES: &[Entry] = &[
    Entry::of("loss").begins(),
    Entry::own(W, Label::named("linear-loss.weight"), Kind::Number(WEIGHTS.0, WEIGHTS.1), "-0.6").begins().docked(),
    Entry::of("lr").by_ratio(1e-4, 10.0).docked(),
    Entry::own(SCORE, Label::Symbol("s"), Kind::Number(SCORES.0, SCORES.1), "-5").in_picture(),
    Entry::own(
        POINTS,
        Label::Symbol("(x, y)"),
        Kind::NumbersWithin(10, -10.0, 10.0),
        "0.7,0.9,1.5,1.2,2.4,2.6,3.2,2.5,4.3,4.1",
    )
    .in_picture(),
    Entry::own(
        CLASSES,
        Label::Symbol("(x, y)"),
        Kind::NumbersWithin(12, -10.0, 10.0),
        "-3.2,0,-1.6,0,-0.5,1,0.6,0,1.9,1,3.4,1",
    )
    .in_picture(),
];

/// Steps of a descent.
const MOST: u64 = 400;
/// Points of a graph.
const GRAPH: usize = 240;
const WEIGHTS: (f64, f64) = (-4.0, 4.0);
/// The features of classes.
const FEATURES: (f64, f64) = (-4.5, 4.5);
const SCORES: (f64, f64) = (-8.0, 8.0);

/// Of the descent: by all samples.
const PATH: Style = Style::BATCH;

/// What a sigmoid is trained by, and what it might be.
const CROSS_ENTROPY: Term = Term { loss: Loss::CrossEntropy, link: Link::Logistic };
const SQUARED_ERROR: Term = Term { loss: Loss::HalfSquaredError, link: Link::Logistic };

/// The loss of a model with one weight, and the descent on it.
struct LinearLoss {
    shape: Rc<Shape>,
    run: Run,
    /// The model for the weight as it is shown, if it is a sigmoid.
    sigmoid: Rc<Sigmoid>,
    /// The loss of one example against its score: cross-entropy, squared error.
    examples: Rc<[Polyline; 2]>,
    score: f64,
}

/// The loss over all weights.
struct Shape {
    loss: Loss,
    points: Vec<[f64; 2]>,
    problem: Rc<Problem>,
    /// E(w) and, for classes, Σ ½(σ(wx) − y)².
    curves: [Polyline; 2],
    height: (f64, f64),
}

/// σ(wx) against x.
struct Sigmoid {
    w: f64,
    points: Polyline,
}

impl Shape {
    fn new(loss: Loss, points: &[[f64; 2]]) -> Result<Self> {
        let [features, targets] = [0, 1].map(|axis| points.iter().map(|point| point[axis]).collect());
        let data = Arc::new(Dataset::new(features, 1, targets)?);
        // The cross-entropy is a function of the score, so that a linear model stands for the sigmoid too.
        let risk = Risk::new(data, Linear { bias: false }, loss, Reduction::Sum);
        let problem = Problem::of(Arc::new(risk), View { shown: [0, 1], window: None });
        let over_weights = |f: &dyn Fn(f64) -> f64| graph(f, WEIGHTS, GRAPH, f64::INFINITY);
        let chosen = over_weights(&|w| problem.height(parameters(&[w])));
        let other = match loss {
            Loss::CrossEntropy => over_weights(&|w| points.iter().map(|[x, y]| SQUARED_ERROR.value(w * x, *y)).sum()),
            _ => Polyline::new(),
        };
        let height = (0.0, window::round_end(window::vertical([&chosen[..]]).1));
        Ok(Shape { loss, points: points.to_vec(), problem: problem.into(), curves: [chosen, other], height })
    }

    fn has_classes(&self) -> bool {
        self.loss == Loss::CrossEntropy
    }

    fn predict(&self, w: f64, x: f64) -> f64 {
        if self.has_classes() { sigmoid(w * x) } else { w * x }
    }
}

impl Sigmoid {
    fn new(w: f64) -> Self {
        Sigmoid { w, points: graph(|x| sigmoid(w * x), FEATURES, GRAPH / 2, f64::INFINITY) }
    }
}

/// The key of the points that a loss is over.
fn key_of_points(loss: Loss) -> &'static str {
    if loss == Loss::CrossEntropy { CLASSES } else { POINTS }
}

impl LinearLoss {
    fn build(values: &Values, before: Option<&LinearLoss>) -> Result<Self> {
        let Experiment { loss, lr, .. } = values.experiment;
        let points = values.numbers(key_of_points(loss)).as_chunks().0;
        let same = before.map(|before| &before.shape).filter(|shape| shape.loss == loss && shape.points == points);
        let shape = same.map_or_else(|| Shape::new(loss, points).map(Rc::new), |shape| Ok(Rc::clone(shape)))?;
        let w = values.number(W);
        let experiment = Experiment { lr, start: Some(vec![w]), ..Experiment::default() };
        let run = Run::new(PATH, &experiment, Rc::clone(&shape.problem), None)?;
        let example = |term: Term| graph(|s| term.value(s, 1.0), SCORES, GRAPH, 10.0);
        let (sigmoid, examples) = match before {
            Some(before) => (Rc::clone(&before.sigmoid), Rc::clone(&before.examples)),
            None => (Rc::new(Sigmoid::new(w)), Rc::new([CROSS_ENTROPY, SQUARED_ERROR].map(example))),
        };
        Ok(LinearLoss { shape, run, sigmoid, examples, score: values.number(SCORE) })
    }

    /// The weight as it is shown.
    fn w(&self) -> f64 {
        self.run.seen.parameters[0]
    }

    /// The same with its loss.
    fn here(&self) -> [f64; 2] {
        self.run.seen.head
    }

    /// dE/dw there.
    fn slope(&self) -> f64 {
        self.shape.problem.gradient(self.run.seen.parameters, Batch::All)[0]
    }

    fn show_data(&self) -> Picture<'_> {
        let (shape, w, squares) = (&self.shape, self.w(), Tone::Of(styles::SQUARED_ERROR));
        let axis = |title, range, scale| Axis { title, range, scale };
        let [x, y] = match shape.has_classes() {
            true => [axis("x", FEATURES, Scale::Linear), axis("y, σ(wx)", (-0.25, 1.25), Scale::Linear)],
            false => [axis("x", (-0.6, 5.4), Scale::Linear), axis("y, ŷ = wx", (-2.2, 5.2), Scale::Equal)],
        };
        let mut picture = Picture::on_graph_paper(Axes { x, y });
        for &[x, y] in &shape.points {
            let fitted = shape.predict(w, x);
            if shape.has_classes() {
                picture.moving.push(Segment([[x, y], [x, fitted]], Line::solid(squares, 2.0)));
            } else {
                // As wide as it is high, on the side of the line that has room.
                let width = (y - fitted).abs() * (x - 2.4).signum();
                picture.moving.push(Area([[x, fitted], [x - width, y]], squares));
            }
        }
        match shape.has_classes() {
            true => picture.moving.push(Curve(self.sigmoid.points.all(), Line::of(styles::MODEL, 2.5))),
            false => picture.moving.push(Straight([0.0, 0.0], w, Line::of(styles::MODEL, 2.5))),
        }
        picture.moving.extend(shape.points.iter().map(|&at| Ring(at, Marker::Round, Tone::Movable)));
        picture
    }

    fn show_loss<'a>(&'a self, words: &'a Words) -> Picture<'a> {
        let (shape, here, path) = (&self.shape, self.here(), Tone::Of(PATH));
        let title = match shape.has_classes() {
            true => word!(words, "linear-loss.axis.both"),
            false => word!(words, "linear-loss.axis"),
        };
        let axis = |title, range| Axis { title, range, scale: Scale::Linear };
        let axes = Axes { x: axis(word!(words, "linear-loss.weight"), WEIGHTS), y: axis(title, shape.height) };
        let mut picture = Picture::on_graph_paper(axes);
        // All of it moves when a point is moved: one layer.
        picture.moving.push(Curve(shape.curves[1].all(), Line::of(styles::SQUARED_ERROR, 1.5)));
        picture.moving.push(Curve(shape.curves[0].all(), Line::solid(Tone::Ink, 2.0)));
        let passed = self.run.path.iter().take(self.run.seen.points);
        picture.moving.extend(passed.map(|&at| Ring(at, PATH.marker(), path)));
        picture.moving.push(Straight(here, self.slope(), Line::of(styles::TANGENT, 1.5)));
        picture.moving.push(Point(here, PATH.marker(), path));
        picture
    }

    fn show_example<'a>(&'a self, words: &'a Words) -> Picture<'a> {
        let (s, series) =
            (self.score, [(CROSS_ENTROPY, styles::CROSS_ENTROPY), (SQUARED_ERROR, styles::SQUARED_ERROR)]);
        let axis = |title, range| Axis { title, range, scale: Scale::Linear };
        let mut picture = Picture::on_graph_paper(Axes {
            x: axis(word!(words, "linear-loss.score"), SCORES),
            y: axis(word!(words, "linear-loss.example.axis"), (-0.4, 8.2)),
        });
        for (curve, (_, series)) in self.examples.iter().zip(series) {
            picture.still.push(Curve(curve.all(), Line::of(series, 2.0)));
        }
        for (term, series) in series {
            let tangent = Line::dashed(Tone::Of(series), 1.0);
            picture.moving.push(Straight([s, term.value(s, 1.0)], term.derivative(s, 1.0), tangent));
        }
        for (term, series) in series.into_iter().rev() {
            picture.moving.push(Point([s, term.value(s, 1.0)], series.marker(), Tone::Of(series)));
        }
        picture
    }
}

impl Scene for LinearLoss {
    fn rebuilt(&self, values: &Values, _: &Words) -> Result<Box<dyn Scene>> {
        Ok(Box::new(Self::build(values, Some(self))?))
    }

    fn look(&mut self, tick: u64, fraction: f64) -> u64 {
        self.run.look(tick.min(MOST), if tick < MOST { fraction } else { 0.0 });
        if self.shape.has_classes() && self.sigmoid.w != self.w() {
            self.sigmoid = Rc::new(Sigmoid::new(self.w()));
        }
        self.run.seen.steps
    }

    fn is_over(&self, tick: u64) -> bool {
        tick >= MOST || self.run.is_over()
    }

    fn panels(&self, words: &Words) -> Vec<Panel> {
        let [w, loss] = self.here().map(|value| significant(value, 4));
        let seen = format!("w = {w}, E = {loss}");
        let panel =
            |name, title, detail, description| Panel::new(name, title, detail, format!("{description} {seen}")).tall();
        let model = if self.shape.has_classes() { "σ(wx)" } else { "ŷ = wx" };
        let slope = significant(self.slope(), 4);
        let [cross, squared] =
            [CROSS_ENTROPY, SQUARED_ERROR].map(|term| significant(term.derivative(self.score, 1.0), 3));
        let example = say!(
            words,
            "linear-loss.example.detail",
            cross_marker = styles::CROSS_ENTROPY.marker().glyph(),
            cross,
            squared_marker = styles::SQUARED_ERROR.marker().glyph(),
            squared
        );
        let [data, loss_of] = [word!(words, "linear-loss.data"), word!(words, "linear-loss.loss")];
        let of_example = word!(words, "linear-loss.example").to_owned();
        vec![
            panel("data", word!(words, "linear-loss.data.title"), format!("{model}, w = {w}"), data),
            panel("loss", word!(words, "linear-loss.loss.title"), format!("E({w}) = {loss}, dE/dw = {slope}"), loss_of),
            Panel {
                columns: 12,
                ..Panel::new("example", word!(words, "linear-loss.example.title"), example, of_example)
            },
        ]
    }

    fn picture<'a>(&'a self, panel: usize, words: &'a Words) -> Picture<'a> {
        match panel {
            0 => self.show_data(),
            1 => self.show_loss(words),
            _ => self.show_example(words),
        }
    }

    fn control(&self, mut control: Control, _: &Words) -> Option<Control> {
        match (control.key, &mut control.slider) {
            (W, _) => control.value = plain(rounded(self.w(), 4)),
            ("lr", Some(slider)) => {
                let largest = self.shape.problem.eigenvalues.last().filter(|_| !self.shape.has_classes());
                slider.danger = largest.and_then(|&curvature| Rule::PLAIN.limit(curvature));
                slider.show_effects_on(&self.run);
            }
            _ => {}
        }
        Some(control)
    }

    fn handles(&self) -> Vec<Handle> {
        let ([w, loss], s, (low, high)) = (self.here(), self.score, self.shape.height);
        let handle = |panel, at, label| Handle { panel, at, symbol: String::new(), label, field: None };
        let of_point =
            |&[x, y]: &[f64; 2]| handle(0, [x, y], format!("({}, {})", significant(x, 3), significant(y, 3)));
        let mut handles: Vec<Handle> = self.shape.points.iter().map(of_point).collect();
        let on_curve = [w.clamp(WEIGHTS.0, WEIGHTS.1), loss.clamp(low, high)];
        handles.push(handle(1, on_curve, format!("w = {}", significant(w, 4))));
        handles.push(handle(2, [s, CROSS_ENTROPY.value(s, 1.0)], format!("s = {}", significant(s, 3))));
        handles
    }

    fn act(&mut self, action: Action, values: &mut Values) -> After {
        let points = &self.shape.points;
        match action {
            Action::Drag(handle, [x, y]) if handle < points.len() => {
                let mut points = points.clone();
                points[handle] = [x, if self.shape.has_classes() { f64::from(u8::from(y > 0.5)) } else { y }];
                values.put_all(key_of_points(self.shape.loss), points.as_flattened());
            }
            Action::Drag(handle, [w, _]) if handle == points.len() => {
                values.put(W, w);
                return After::Begin;
            }
            Action::Drag(_, [score, _]) => values.put(SCORE, score),
            Action::Restart(seed) => {
                let [part] = point(seed);
                values.put(W, -3.0 + 6.0 * part);
                return After::Begin;
            }
            _ => return After::Nothing,
        }
        After::Stay
    }

    /// The step from the weight as it is shown, with its numbers.
    fn rules(&self, _: &Words) -> Vec<(Option<Style>, String)> {
        let (w, slope, lr) = (self.w(), self.slope(), self.run.trainer.experiment().lr);
        let [from, rate, to] = [w, lr, w - lr * slope].map(|value| significant(value, 4));
        vec![(Some(PATH), format!("w ← w − η dE/dw = {from} − {rate} · {} = {to}", signed(slope)))]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::{Host, named};

    fn built(given: &str) -> LinearLoss {
        let mut values = Values::new(FIGURE.table, FIGURE.base).unwrap();
        assert_eq!(values.read(given), (0, vec![]));
        let mut scene = LinearLoss::build(&values, None).unwrap();
        scene.look(0, 0.0);
        scene
    }

    #[test]
    fn slopes_agree_with_central_differences() {
        for loss in ["half-squared-error", "cross-entropy"] {
            for w in [-3.0, -0.4, 0.0, 1.3, 3.7] {
                let scene = built(&format!("loss={loss}&figure.w={w}"));
                let at = |w: f64| scene.shape.problem.height(parameters(&[w]));
                let difference = (at(w + 1e-6) - at(w - 1e-6)) / 2e-6;
                approx::assert_relative_eq!(scene.slope(), difference, max_relative = 1e-6);
            }
        }
    }

    #[test]
    fn descent_of_the_line_ends_at_its_closed_form() {
        let mut scene = built("");
        let steps = scene.look(MOST, 0.0);
        assert!(scene.is_over(steps) && steps < MOST, "{steps}");
        let (above, below) = scene.shape.points.iter().fold((0.0, 0.0), |(a, b), [x, y]| (a + x * y, b + x * x));
        approx::assert_relative_eq!(scene.w(), above / below, max_relative = 1e-9);
        let control = named("loss", Words::of("en").clone()).unwrap().controls().remove(2);
        let danger = control.slider.unwrap().danger;
        approx::assert_relative_eq!(danger.unwrap(), 2.0 / below, max_relative = 1e-12);
    }

    #[test]
    fn a_loss_is_drawn_anew_where_it_is_another_one() {
        let before = built("");
        let shares = |change: fn(&mut Values)| {
            let mut values = Values::new(FIGURE.table, FIGURE.base).unwrap();
            change(&mut values);
            let after = LinearLoss::build(&values, Some(&before)).unwrap();
            Rc::ptr_eq(&before.shape, &after.shape)
        };
        assert!(shares(|values| values.put(W, 2.0)) && shares(|values| values.put(SCORE, 2.0)));
        assert!(!shares(|values| values.set("loss", "cross-entropy").unwrap()));
        assert!(!shares(|values| values.put_all(POINTS, &[1.0; 10])));
    }

    #[test]
    fn of_the_losses_it_has_two_and_of_the_data_its_points() {
        let mut figure: Host = named("loss", Words::of("en").clone()).unwrap();
        let default = figure.experiment();
        assert!(default.starts_with("loss=half-squared-error&lr=0.01&figure.w=-0.6&"), "{default}");
        assert!(figure.set("loss", "mae").is_err() && figure.set("data", "engel").is_err());
        assert_eq!(figure.experiment(), default);
        figure.set("loss", "cross-entropy").unwrap();
        assert_eq!(figure.apply("objective=surface&data=engel&loss=huber").len(), 3);
        assert_eq!(figure.experiment(), default);
        // A rate that leads beyond all numbers ends the run at the last finite point.
        assert_eq!(figure.apply("lr=1e300&figure.step=400"), []);
        assert!(figure.clock().over && figure.scene().panels(figure.words())[1].detail.starts_with("E("));
    }
}
