//! A model's loss as a function of its weight: the line ŷ = wx on a few points, and for classes the sigmoid of it.

mod pictures;
mod shape;

use super::speech::signed;
use super::{
    Action, After, Control, Entry, Figure, Handle, Notice, Panel, Remedy, Scene, Table, Values, nothing_follows,
};
use crate::chart::{Picture, Style};
use crate::error::Result;
use crate::experiment::Experiment;
use crate::key::Kind;
use crate::loss::Loss;
use crate::number::{apart_from, as_written, plain, rounded, significant};
use crate::objective::Batch;
use crate::problem::Parameters;
use crate::run::Run;
use crate::stability::Rule;
use crate::words::{Label, Sentence, Words};
use crate::{say, word};
use shape::{Shape, Sigmoid};
use std::rc::Rc;

pub(super) static FIGURE: Figure = Figure {
    table: Table::new(ENTRIES).only(&["loss", "lr"]),
    base: "data=own&loss=half-squared-error&lr=0.01",
    rest: MOST,
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
const POINTS: &str = "figure.points";
const CLASSES: &str = "figure.classes";

static ENTRIES: &[Entry] = &[
    Entry::of("loss").begins(),
    Entry::own(W, Label::named("linear-loss.weight"), Kind::Number(WEIGHTS.0, WEIGHTS.1), AT_FIRST).begins().docked(),
    Entry::of("lr").by_ratio(1e-4, 10.0).docked(),
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
/// The weight that it starts from at first, and how far it then goes by itself: the squares are still seen to shrink, and the
/// best weight is still to be found by hand.
const AT_FIRST: &str = "-0.6";
const FIRST: u64 = 2;
/// A way shorter than this part of what is shown is not seen.
const SETTLED: f64 = 1e-3;
const WEIGHTS: (f64, f64) = (-6.0, 6.0);
/// The features of classes.
const FEATURES: (f64, f64) = (-4.5, 4.5);

/// The models of a line and of classes.
const MODELS: [&str; 2] = ["ŷ = wx", "σ(wx)"];

/// Of the descent: by all samples.
const PATH: Style = Style::BATCH;

/// The loss of a model with one weight, and the descent on it.
struct LinearLoss {
    shape: Rc<Shape>,
    run: Run,
    /// When it rests by itself.
    rest: u64,
    /// The model for the weight as it is shown, if it is a sigmoid.
    sigmoid: Rc<Sigmoid>,
    /// What the squares are, with the area of all of them.
    area: String,
    /// While a point is in hand, the loss before: its axes stand still, and its curve stays, for the eye to see what moves.
    before: Option<Rc<Shape>>,
}

/// The key of the points that a loss is over.
fn key_of_points(loss: Loss) -> &'static str {
    if loss == Loss::CrossEntropy { CLASSES } else { POINTS }
}

impl LinearLoss {
    fn build(values: &Values, before: Option<&LinearLoss>) -> Result<Self> {
        let Experiment { loss, lr, .. } = values.experiment;
        let points = values.numbers(key_of_points(loss)).as_chunks().0;
        let in_hand = before.and_then(|before| before.before.clone()).filter(|shape| shape.loss == loss);
        let window = in_hand.as_ref().map(|shape| shape.window);
        let is_same = |shape: &&Rc<Shape>| {
            shape.loss == loss
                && shape.points == points
                && window.map_or(!shape.is_held, |window| window == shape.window)
        };
        let shape = match before.map(|before| &before.shape).filter(is_same) {
            Some(shape) => Rc::clone(shape),
            None => Rc::new(Shape::new(loss, points, window)?),
        };
        let w = values.number(W);
        let experiment = Experiment { lr, start: Some(vec![w]), ..Experiment::default() };
        let mut run = Run::new(PATH, &experiment, Rc::clone(&shape.problem), None)?;
        let rest = if values.text(W) == AT_FIRST { FIRST } else { shape.last_seen_of(&mut run) };
        let sigmoid = before.map_or_else(|| Rc::new(Sigmoid::new(w)), |before| Rc::clone(&before.sigmoid));
        Ok(LinearLoss { shape, run, rest, sigmoid, area: String::new(), before: in_hand })
    }

    /// The weight after the steps that have been taken.
    fn w(&self) -> f64 {
        self.run.seen.parameters[0]
    }

    /// dE/dw there.
    fn slope(&self) -> f64 {
        self.slope_at(self.run.seen.parameters)
    }

    fn loss(&self) -> f64 {
        self.shape.problem.height(self.run.seen.parameters)
    }

    fn slope_at(&self, weight: Parameters) -> f64 {
        self.shape.problem.gradient(weight, Batch::All)[0]
    }

    /// The weight with its loss as it is drawn, on its way to where the next step leads.
    fn here(&self) -> [f64; 2] {
        self.run.seen.head
    }

    /// The learning rate below which the line's descent converges.
    fn limit(&self) -> Option<f64> {
        let largest = self.shape.problem.eigenvalues.last().filter(|_| !self.shape.has_classes());
        largest.and_then(|&curvature| Rule::PLAIN.limit(curvature))
    }

    /// That limit, if the descent is beyond it and out of view.
    fn diverges(&self) -> Option<f64> {
        let limit = self.limit().filter(|limit| self.run.trainer.experiment().lr >= *limit)?;
        (!self.shape.is_seen(&self.here()) && self.run.seen.steps > 0).then_some(limit)
    }

    /// Where the weight is taken in hand: on the curve, or where that has left what is shown, at the top of it.
    fn hold(&self) -> [f64; 2] {
        let here @ [w, _] = self.here();
        let [(left, right), (_, top)] = self.shape.window;
        if self.shape.is_seen(&here) { here } else { [w.clamp(left, right), top] }
    }
}

impl Scene for LinearLoss {
    fn rebuilt(&self, values: &Values, _: &Words) -> Result<Box<dyn Scene>> {
        Ok(Box::new(Self::build(values, Some(self))?))
    }

    fn look(&mut self, tick: u64, fraction: f64) -> u64 {
        self.run.look(tick.min(MOST), if tick < MOST { fraction } else { 0.0 });
        let [drawn, _] = self.here();
        if self.shape.has_classes() && self.sigmoid.w != drawn {
            self.sigmoid = Rc::new(Sigmoid::new(drawn));
        }
        self.area = format!("Σ (y − ŷ)² = 2E = {}", significant(2.0 * self.loss(), 4));
        self.run.seen.steps
    }

    fn is_over(&self, tick: u64) -> bool {
        tick >= MOST || self.run.is_over()
    }

    fn rest(&self) -> u64 {
        self.rest
    }

    fn panels(&self, words: &Words) -> Vec<Panel> {
        let [w, loss] = [self.w(), self.loss()].map(|value| significant(value, 4));
        let seen = format!("w = {w}, E = {loss}");
        let panel =
            |name, title, detail, description| Panel::new(name, title, detail, format!("{description} {seen}")).tall();
        let model = MODELS[usize::from(self.shape.has_classes())];
        let slope = significant(self.slope(), 4);
        let [data, loss_of] = [word!(words, "linear-loss.data"), word!(words, "linear-loss.loss")];
        let of_data = say!(words, "linear-loss.data.detail", model, w);
        vec![
            panel("data", word!(words, "linear-loss.data.title"), of_data, data),
            panel("loss", word!(words, "linear-loss.loss.title"), format!("E({w}) = {loss}, dE/dw = {slope}"), loss_of),
        ]
    }

    fn picture<'a>(&'a self, panel: usize, words: &'a Words) -> Picture<'a> {
        if panel == 0 { self.show_data() } else { self.show_loss(words) }
    }

    fn control(&self, mut control: Control, words: &Words) -> Option<Control> {
        match (control.key, &mut control.slider) {
            (W, Some(slider)) => {
                (slider.min, slider.max) = self.shape.window[0];
                control.value = plain(as_written(self.w(), 4));
            }
            ("lr", Some(slider)) => {
                slider.danger = self.limit();
                slider.show_effects_on(&self.run, words);
            }
            _ => {}
        }
        Some(control)
    }

    fn handles(&self) -> Vec<Handle> {
        let of_point =
            |&[x, y]: &[f64; 2]| Handle::new(0, [x, y], "", format!("({}, {})", significant(x, 3), significant(y, 3)));
        let mut handles: Vec<Handle> = self.shape.points.iter().map(of_point).collect();
        handles.push(Handle::new(1, self.hold(), "", format!("w = {}", significant(self.w(), 4))));
        handles
    }

    fn act(&mut self, action: Action, values: &mut Values) -> After {
        let points = &self.shape.points;
        let before = self.before.take();
        match action {
            Action::Drag(handle, [x, y], done) if handle < points.len() => {
                let mut points = points.clone();
                points[handle] = [x, if self.shape.has_classes() { f64::from(u8::from(y > 0.5)) } else { y }];
                values.put_all(key_of_points(self.shape.loss), points.as_flattened());
                self.before = if done { None } else { before.or_else(|| Some(Rc::clone(&self.shape))) };
            }
            Action::Drag(_, [w, _], _) => {
                let (left, right) = self.shape.window[0];
                values.put(W, w.clamp(left, right));
                return After::Begin;
            }
            Action::Restart(seed) => {
                values.put(W, self.shape.new_start(seed));
                return After::Begin;
            }
            _ => return After::Nothing,
        }
        After::Stay
    }

    fn notices(&self, words: &Words) -> Vec<Notice> {
        let notice = |limit: f64| {
            let lr = self.run.trainer.experiment().lr;
            let factor = apart_from(1.0, (1.0 - 2.0 * lr / limit).abs(), 3);
            let (eta, rate) = (apart_from(limit, lr, 3), rounded(0.5 * limit, 2));
            let limit = apart_from(lr, limit, 3);
            let remedy = Some(Remedy::rate("lr".to_owned(), rate, words));
            Notice { remedy, ..Notice::trouble(say!(words, "linear-loss.diverges", eta, limit, factor)) }
        };
        self.diverges().map(notice).into_iter().collect()
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
    use crate::problem::parameters;

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
    fn a_new_start_plays_as_long_as_something_is_seen_to_move() {
        let rest = |given: &str| built(given).rest();
        assert_eq!([rest(""), rest("figure.w=-0.5&lr=10")], [FIRST, 1]);
        let scene = |step| {
            let mut scene = built("figure.w=-0.5");
            scene.look(step, 0.0);
            scene.w()
        };
        let (last, end) = (rest("figure.w=-0.5"), scene(MOST));
        assert!((4..30).contains(&last) && (scene(last) - end).abs() <= 4e-3 && (scene(last - 1) - end).abs() > 4e-3);
        assert_eq!(built(&format!("figure.w={end}")).rest(), 1, "there is a step to take");
        let mut figure: Host = named("loss", Words::of("en").clone()).unwrap();
        for loss in ["half-squared-error", "cross-entropy"] {
            figure.set("loss", loss).unwrap();
            for seed in 0..30 {
                figure.apply(&format!("loss={loss}"));
                assert_eq!(figure.clock().rest, FIRST);
                figure.act(Action::Restart(seed));
                assert!(figure.clock().rest > FIRST, "{loss}, {seed}");
            }
        }
    }

    #[test]
    fn heading_field_and_rule_have_one_number() {
        let words = Words::of("en");
        for (given, step) in [("", 0), ("lr=10", 1), ("lr=10", 2), ("lr=10", 5), ("lr=0.0433", 7)] {
            let mut scene = built(given);
            scene.look(step, 0.5);
            let heading = &scene.panels(words)[1].detail;
            let control = named("loss", words.clone()).unwrap().controls().remove(1);
            let field = scene.control(control, words).unwrap().value;
            let field = significant(crate::number::parse(&field).unwrap(), 4);
            assert!(heading.starts_with(&format!("E({field})")), "{given} at {step}: {field}, {heading}");
            assert!(scene.rules(words)[0].1.contains(&format!("= {field} −")), "{given} at {step}");
        }
    }

    #[test]
    fn a_weight_is_held_at_its_own_place_on_the_curve_or_at_the_top_where_it_has_left() {
        for (given, step) in
            [("", 0), ("figure.w=3", 0), ("figure.w=-1.395", 0), ("figure.w=-6", 0), ("lr=0.06", 1), ("lr=0.06", 31)]
        {
            let mut scene = built(given);
            scene.look(step, 0.0);
            let ([w, loss], [(left, right), (_, top)]) = (scene.hold(), scene.shape.window);
            assert_eq!(w, scene.w().clamp(left, right), "{given}");
            assert_eq!(loss, if given.is_empty() { scene.here()[1] } else { top }, "{given}");
        }
    }

    #[test]
    fn while_a_point_is_in_hand_the_axes_stand_still_and_the_curve_before_stays() {
        let mut figure: Host = named("loss", Words::of("en").clone()).unwrap();
        let seen = |figure: &Host| {
            let picture = figure.picture(1);
            (picture.fingerprint_of_space(), picture.still.is_empty())
        };
        let (axes, _) = seen(&figure);
        for y in [3.0, 1.0, -2.5] {
            figure.act(Action::Drag(4, [4.3, y], false));
            assert_eq!(seen(&figure), (axes, false));
        }
        figure.act(Action::Drag(4, [4.3, -2.5], true));
        let after = seen(&figure);
        assert_ne!(after.0, axes, "let go of, it has the axes of a link to it");
        assert!(after.1);
        let link = figure.experiment();
        assert_eq!((figure.apply(&link), seen(&figure)), (vec![], after));
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
        assert!(shares(|values| values.put(W, 2.0)));
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
