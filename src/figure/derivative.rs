//! The derivative as the limit of secants: P₀P turns into the tangent as Δx goes to 0.

mod graphs;
mod pictures;

use super::quotients::{LEAST_ERROR, error, errors};
use super::speech::signed;
use super::styles::{SECANT, TANGENT};
use super::{Action, After, Control, Entry, Figure, Handle, Mark, Panel, Scene, Table, Values, window};
use crate::chart::{Picture, Polyline, Style};
use crate::error::Result;
use crate::key::Kind;
use crate::number::{decade, difference, plain, rounded, significant};
use crate::random::point;
use crate::words::{Label, Sentence, Words};
use crate::{say, word};
use graphs::Graphs;
use std::cell::OnceCell;
use std::rc::Rc;

pub(super) static FIGURE: Figure = Figure {
    table: Table::new(ENTRIES).only(&["f"]),
    base: "objective=expression&f=x^3/3 - x",
    rest: END,
    restart: Sentence::named("restart.point"),
    settle: |values, _, given| window::settle(values, [LEFT, RIGHT], X, given),
    words: |key| (key == "objective").then(|| vec!["expression"]),
    build: |values, _| Ok(Box::new(Derivative::build(values, None)?)),
};

const X: &str = "figure.x";
const DX: &str = "figure.dx";
/// Ticks in which Δx halves.
const HALVING: &str = "figure.halving";
const LEFT: &str = "figure.left";
const RIGHT: &str = "figure.right";

static ENTRIES: &[Entry] = &[
    Entry::of("f"),
    Entry::own(X, Label::Symbol("x₀"), Kind::Number(-1000.0, 1000.0), "0.4"),
    Entry::own(DX, Label::Symbol("Δx"), Kind::Number(-LARGEST, LARGEST), "1.8").begins().docked(),
    Entry::own(HALVING, Label::named("derivative.halving"), Kind::Number(0.5, 100.0), "8")
        .by_ratio(0.5, 100.0)
        .folded(),
    Entry::own(LEFT, Label::named("window.left"), Kind::Number(-1000.0, 999.0), "-2.5").from_to(-20.0, 20.0).folded(),
    Entry::own(RIGHT, Label::named("window.right"), Kind::Number(-999.0, 1000.0), "2.5").from_to(-20.0, 20.0).folded(),
];

/// The smallest |Δx| but 0: about the rounding error of numbers near 1.
const SMALLEST: f64 = 1e-16;
/// The largest, on either side.
const LARGEST: f64 = 100.0;
/// Ticks after which the secant cannot be told from the tangent, by the usual halving.
const END: u64 = 72;
/// Where nothing moves, P is as far from P₀ as this part of what is shown: there the two lines are still two.
const APART: f64 = 0.07;
/// Digits of a slope, everywhere the same.
const DIGITS: usize = 4;
/// A difference smaller than this part of two numbers is not seen in four of their digits.
const UNSEEN: f64 = 2e-3;
/// How high above the axis the handle of x₀ stands, in parts of the plot.
const FOOT: f64 = 0.045;
/// Points of the error curves for each power of ten.
const PER_DECADE: i32 = 6;

/// The derivative of a function at a point.
struct Derivative {
    graphs: Rc<Graphs>,
    /// x₀, and Δx at the first tick.
    x: f64,
    first_dx: f64,
    halving: f64,
    /// f′(x₀); NaN where there is none.
    exact: f64,
    /// Δx as it is shown.
    dx: f64,
    /// |difference quotient − f′(x₀)| against |Δx|, on the side where P is and central.
    errors: [Polyline; 2],
    /// The ends of their axes: powers of ten.
    largest_dx: f64,
    largest_error: f64,
    /// What is named, as it is shown.
    names: OnceCell<[String; 4]>,
    names_of_errors: OnceCell<[String; 2]>,
}

impl Derivative {
    fn build(values: &Values, before: Option<&Derivative>) -> Result<Self> {
        let (f, range) = (values.formula(1)?, window::range(values, [LEFT, RIGHT]));
        let same = before.map(|before| &before.graphs).filter(|graphs| graphs.f == f && graphs.range == range);
        let graphs = same.map_or_else(|| Rc::new(Graphs::new(f, range)), Rc::clone);
        let [x, first_dx, halving] = [X, DX, HALVING].map(|key| values.number(key));
        let largest_dx = power_of_ten(first_dx.abs().max(graphs.width()).clamp(10.0, LARGEST));
        let exact = graphs.slope_at(x);
        let mut derivative = Derivative {
            graphs,
            x,
            first_dx,
            halving,
            exact,
            dx: first_dx,
            errors: [Polyline::new(), Polyline::new()],
            largest_dx,
            largest_error: 1.0,
            names: OnceCell::new(),
            names_of_errors: OnceCell::new(),
        };
        let decades = [-16, if largest_dx > 10.0 { 2 } else { 1 }];
        derivative.errors = [
            errors(exact, decades, PER_DECADE, |dx| derivative.quotient(dx.copysign(first_dx))),
            errors(exact, decades, PER_DECADE, |dx| derivative.central_quotient(dx)),
        ];
        let errors = derivative.errors.iter().flat_map(|errors| errors.iter()).map(|point| point[1]);
        let largest = errors.filter(|error| error.is_finite()).fold(10.0, f64::max);
        derivative.largest_error = power_of_ten(largest);
        Ok(derivative)
    }

    fn at(&self, x: f64) -> f64 {
        self.graphs.at(x)
    }

    /// The slope of the secant, as a computer finds it: (f(x₀ + Δx) − f(x₀)) / Δx; NaN for no Δx at all.
    fn quotient(&self, dx: f64) -> f64 {
        (self.at(self.x + dx) - self.at(self.x)) / dx
    }

    /// What a quotient is called by the side where P is.
    fn side<'a>(&self, words: &'a Words) -> &'a str {
        if self.first_dx < 0.0 { word!(words, "derivative.backward") } else { word!(words, "derivative.forward") }
    }

    fn forget_names(&mut self) {
        self.names.take();
        self.names_of_errors.take();
    }

    /// How far a slope is from f′(x₀).
    fn error(&self, slope: f64) -> f64 {
        error(slope, self.exact)
    }

    fn central_quotient(&self, dx: f64) -> f64 {
        (self.at(self.x + dx) - self.at(self.x - dx)) / (2.0 * dx)
    }

    /// What stands beside f′(x₀): that it is a number, or that there is none.
    fn limit_in_words(&self, words: &Words) -> String {
        match self.exact.is_finite() {
            true => format!("= {}", significant(self.exact, DIGITS)),
            // One piece of the line.
            false => word!(words, "derivative.none").replace(' ', "\u{a0}"),
        }
    }
}

impl Scene for Derivative {
    fn rebuilt(&self, values: &Values, _: &Words) -> Result<Box<dyn Scene>> {
        Ok(Box::new(Self::build(values, Some(self))?))
    }

    fn look(&mut self, tick: u64, fraction: f64) -> u64 {
        let tick = tick.min(END);
        let dx = self.first_dx * libm::exp2(-(tick as f64 + fraction) / self.halving);
        // What shrinks stays on its side, and where P is put upon P₀, nothing shrinks.
        self.dx = if dx == 0.0 { dx } else { dx.abs().max(SMALLEST).copysign(dx) };
        self.forget_names();
        tick
    }

    fn is_over(&self, tick: u64) -> bool {
        tick >= END || self.first_dx == 0.0
    }

    fn known_to(&self) -> u64 {
        END
    }

    fn leads(&self) -> Option<u64> {
        let halvings = libm::log2(self.first_dx.abs() / (APART * self.graphs.width()));
        (halvings > 0.0).then(|| ((self.halving * halvings).ceil() as u64).min(END))
    }

    fn speak(&mut self, _: &Words) {
        self.forget_names();
    }

    fn panels(&self, words: &Words) -> Vec<Panel> {
        let numbers = format!(
            "x₀ = {}, Δx = {}, Δf / Δx = {}, f′(x₀) {}",
            significant(self.x, 4),
            significant(self.dx, 3),
            significant(self.quotient(self.dx), DIGITS),
            self.limit_in_words(words)
        );
        let panel = |name, title, detail: String, description| {
            Panel::new(name, title, detail, format!("{description} {numbers}"))
        };
        let (f, slope) = (format!("f(x) = {:#}", self.graphs.f), format!("f′(x) = {:#}", self.graphs.slope));
        let side = self.side(words);
        let [error, detail] =
            [word!(words, "derivative.error.title").to_owned(), say!(words, "derivative.error.detail", side)];
        let error = panel("error", &error, detail, word!(words, "derivative.error"));
        vec![
            panel("curve", word!(words, "derivative.curve.title"), f, word!(words, "derivative.curve")),
            panel("slope", word!(words, "derivative.slope.title"), slope, word!(words, "derivative.slope")),
            Panel { columns: 12, optional: true, tall: true, ..error },
        ]
    }

    fn picture<'a>(&'a self, panel: usize, words: &'a Words) -> Picture<'a> {
        match panel {
            0 => self.show_curve(words),
            1 => self.show_slopes(words),
            _ => self.show_errors(words),
        }
    }

    fn control(&self, mut control: Control, _: &Words) -> Option<Control> {
        let (left, right) = self.graphs.range;
        match (control.key, &mut control.slider) {
            (X, Some(slider)) => (slider.min, slider.max) = (left, right),
            (DX, Some(slider)) => {
                let most = (right - left).min(LARGEST);
                (slider.min, slider.max) = (-most, most);
                slider.marks = vec![Mark { value: 0.0, series: None, label: "P = P₀".to_owned() }];
                control.value = plain(rounded(self.dx, 3));
            }
            _ => {}
        }
        Some(control)
    }

    fn handles(&self) -> Vec<Handle> {
        let ((left, right), (low, high)) = (self.graphs.range, self.graphs.heights[0]);
        let handle = |symbol, x, y: f64, label| Handle::new(0, [x, y.clamp(low, high)], symbol, label);
        let (x, y) = (self.x + self.dx, self.at(self.x + self.dx));
        let place = format!("P ({}, {})", significant(x, 4), significant(y, 4));
        // A P that is out of sight is held on the secant, where that goes to it.
        let held = x.clamp(left, right);
        let height = if held == x { y } else { self.at(self.x) + self.quotient(self.dx) * (held - self.x) };
        let p = if x > right {
            "P →"
        } else if x < left {
            "← P"
        } else if y > high {
            "P ↑"
        } else if y < low {
            "P ↓"
        } else {
            "P"
        };
        let dx = self.dx.abs().clamp(SMALLEST, self.largest_dx);
        // Where there is none, Δx is held on the axis.
        let error = self.error(self.quotient(dx.copysign(self.dx))).max(LEAST_ERROR).min(self.largest_error);
        // The one on the curve, the other on the axis: where P meets P₀, both can be taken.
        vec![
            handle(p, held, if height.is_finite() { height } else { low }, place),
            handle("x₀", self.x, low + FOOT * (high - low), format!("x₀ = {}", significant(self.x, 4))),
            Handle::new(2, [dx, error], "Δx", format!("Δx = {}", significant(self.dx, 3))),
        ]
    }

    fn act(&mut self, action: Action, values: &mut Values) -> After {
        let (left, right) = self.graphs.range;
        match action {
            Action::Drag(1, point, _) => {
                window::put_within(values, X, point[0], self.graphs.range);
                After::Stay
            }
            Action::Drag(2, [dx, _], _) | Action::Press(2, [dx, _]) => {
                let dx = dx.clamp(SMALLEST, self.largest_dx).copysign(self.dx);
                values.put(DX, rounded(dx, 3));
                After::Begin
            }
            Action::Drag(_, point, _) => {
                values.put(DX, point[0] - self.x);
                After::Begin
            }
            Action::Restart(seed) => {
                let [part] = point(seed);
                window::put_within(values, X, left + (0.05 + 0.7 * part) * (right - left), self.graphs.range);
                values.put(DX, 0.3 * (right - left));
                After::Begin
            }
            _ => After::Nothing,
        }
    }

    fn rules(&self, words: &Words) -> Vec<(Option<Style>, String)> {
        let (slope, exact, dx) = (self.quotient(self.dx), self.exact, significant(self.dx, 3));
        let (there, here) = (self.at(self.x + self.dx), self.at(self.x));
        // Of a difference whose digits are not seen in what it is of, the difference.
        let rise = match (there - here).abs() <= UNSEEN * here.abs() {
            true => significant(there - here, 3),
            false => format!("( {} − {} )", significant(there, 4), signed(here)),
        };
        let (quotient, limit) = (significant(slope, DIGITS), self.limit_in_words(words));
        let dx = if self.dx < 0.0 { format!("( {dx} )") } else { dx };
        let limit = match exact.is_finite() {
            true => {
                let (name, error) = (word!(words, "derivative.difference"), significant(difference(slope, exact), 2));
                format!("{limit} , {name} = {error}")
            }
            false => limit,
        };
        vec![
            (Some(SECANT), format!("( f ( x_0 + Δx ) − f ( x_0 ) ) / Δx = {rise} / {dx} = {quotient}")),
            (Some(TANGENT), format!("f′ ( x_0 ) {limit}")),
        ]
    }

    fn readout(&self, words: &Words) -> String {
        match self.graphs.slopes_beside(self.x) {
            _ if self.dx == 0.0 => word!(words, "derivative.no-secant").to_owned(),
            _ if self.exact.is_finite() => String::new(),
            [left, right] if left.is_finite() && right.is_finite() && left != right => {
                let [left, right] = [left, right].map(|slope| significant(slope, 3));
                say!(words, "derivative.kink", left, right)
            }
            _ if self.exact.is_infinite() && self.at(self.x).is_finite() => {
                word!(words, "derivative.vertical").to_owned()
            }
            _ => word!(words, "derivative.no-slope").to_owned(),
        }
    }
}

/// The least power of ten that is not below a positive number.
fn power_of_ten(number: f64) -> f64 {
    let decade = decade(number);
    if decade < number { 10.0 * decade } else { decade }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_does_not_see_it_move_sees_secant_and_tangent_apart() {
        assert_eq!(Derivative::build(&FIGURE.read("figure.dx=0.01").0, None).unwrap().leads(), None);
        for given in ["", "f=sin(x)&figure.dx=3&figure.right=7"] {
            let (values, _) = FIGURE.read(given);
            let mut scene = Derivative::build(&values, None).unwrap();
            let Some(tick) = scene.leads() else { panic!("{given}") };
            assert!(tick < END);
            scene.look(tick, 0.0);
            let part = scene.dx / scene.graphs.width();
            assert!((0.06..=APART).contains(&part), "{given}: {part}");
            scene.look(END, 0.0);
            assert!(scene.dx < 0.01 && scene.is_over(END));
        }
    }

    #[test]
    fn p_goes_past_p0_and_shrinks_on_its_side() {
        let words = Words::of("en");
        let (mut values, _) = FIGURE.read("f=abs(x)&figure.x=0");
        let drag = |values: &mut Values, x: f64| {
            let mut scene = Derivative::build(values, None).unwrap();
            assert_eq!(scene.act(Action::Drag(0, [x, 0.0], true), values), After::Begin);
            Derivative::build(values, None).unwrap()
        };
        for (x, slope, side) in [(1.5, 1.0, "forward"), (-1.5, -1.0, "backward"), (-1e-5, -1.0, "backward")] {
            let mut scene = drag(&mut values, x);
            for tick in [0, 9, END] {
                scene.look(tick, 0.0);
                assert_eq!((scene.quotient(scene.dx), scene.dx.signum()), (slope, x.signum()), "{x} at {tick}");
                let held = scene.handles()[2].at[0];
                assert!((held - scene.dx.abs()).abs() < 1e-12 && scene.panels(words)[2].detail.starts_with(side));
            }
            // Along the chart of errors it stays on that side.
            scene.act(Action::Drag(2, [0.01, 1.0], true), &mut values);
            assert_eq!(values.number(DX), 0.01 * x.signum());
        }
        let mut scene = drag(&mut values, 0.0);
        scene.look(5, 0.0);
        assert!(scene.dx == 0.0 && scene.is_over(0) && scene.readout(words).contains("0 / 0"));
        assert!(scene.rules(words)[0].1.ends_with("= 0 / 0 = ?"));
    }

    #[test]
    fn p_is_held_on_the_secant_where_it_is_out_of_sight() {
        for (given, symbol) in [
            ("", "P"),
            ("figure.x=2&figure.dx=1.8", "P →"),
            ("figure.x=-2&figure.dx=-1.8", "← P"),
            ("f=1000x^2&figure.x=0&figure.dx=2.4&figure.right=3", "P"),
            ("f=1/x&figure.x=1&figure.dx=-0.999", "P ↑"),
            ("f=-1/x&figure.x=1&figure.dx=-0.999", "P ↓"),
            ("f=log(x)&figure.x=1&figure.dx=-2", "P"),
        ] {
            let scene = Derivative::build(&FIGURE.read(given).0, None).unwrap();
            let ((left, right), (low, high)) = (scene.graphs.range, scene.graphs.heights[0]);
            let Handle { at: [x, y], symbol: shown, .. } = scene.handles().swap_remove(0);
            assert_eq!(shown, symbol, "{given}");
            assert!((left..=right).contains(&x) && (low..=high).contains(&y), "{given}");
            let secant = scene.at(scene.x) + scene.quotient(scene.dx) * (x - scene.x);
            let held = if secant.is_finite() { secant.clamp(low, high) } else { low };
            approx::assert_relative_eq!(y, held, max_relative = 1e-9);
        }
    }

    #[test]
    fn what_rounding_leaves_of_a_difference_is_none_and_what_it_makes_of_a_quotient_is_one() {
        let words = Words::of("en");
        let told = |given: &str| Derivative::build(&FIGURE.read(given).0, None).unwrap().rules(words).remove(1).1;
        assert!(told("f=abs(x)&figure.dx=0.134").ends_with("= 0"), "{}", told("f=abs(x)&figure.dx=0.134"));
        assert!(!told("figure.dx=0.000000000001").ends_with("= 0"), "{}", told("figure.dx=0.000000000001"));
    }

    #[test]
    fn every_width_of_the_secant_is_on_the_chart_of_errors() {
        for given in
            ["", "figure.dx=100", "figure.dx=-100", "figure.left=-50&figure.right=50&figure.dx=30", "f=x^9&figure.dx=5"]
        {
            let scene = Derivative::build(&FIGURE.read(given).0, None).unwrap();
            assert!(scene.first_dx <= scene.largest_dx, "{given}");
            assert!(scene.error(scene.quotient(scene.first_dx)) <= scene.largest_error, "{given}");
        }
    }

    #[test]
    fn where_there_is_no_slope_there_is_no_error_to_draw() {
        let words = Words::of("en");
        let built = |f: &str, x: &str| {
            let mut values = Values::new(FIGURE.table, FIGURE.base).unwrap();
            values.set("f", f).unwrap();
            values.set(X, x).unwrap();
            Derivative::build(&values, None).unwrap()
        };
        for (f, x) in [("1/x", "0"), ("sqrt(x)", "-1"), ("log(x)", "-0.5")] {
            let scene = built(f, x);
            assert!(
                scene.errors.iter().flat_map(|errors| errors.iter()).all(|[_, error]| !error.is_finite()),
                "{f} at {x}"
            );
            let rules = scene.rules(words);
            assert!(rules[0].1.ends_with("= ?") && rules[1].1.ends_with("does\u{a0}not\u{a0}exist"), "{f} at {x}");
            assert!(scene.panels(words)[0].description.ends_with("Δf / Δx = ?, f′(x₀) does\u{a0}not\u{a0}exist"));
            assert!(!scene.readout(words).is_empty());
        }
        // Where the tangent stands upright there is none either, and f has a value.
        for (f, x) in [("sqrt(x)", "0"), ("-sqrt(1 - x)", "1")] {
            let scene = built(f, x);
            assert!(scene.rules(words)[1].1.ends_with("does\u{a0}not\u{a0}exist"), "{f}");
            assert!(scene.readout(words).starts_with("The tangent stands upright"), "{f}: {}", scene.readout(words));
        }
        // At a kink, or a jump, the rules of differentiation have a convention and the quotient has no limit.
        for (f, x, beside) in [
            ("abs(x)", "0", Some("−1 on the left and 1")),
            ("abs(x - 1) + 1000x", "1", Some("999 on the left and 1001")),
            ("max(x, 0)", "0", Some("0 on the left and 1")),
            ("min(x, 2x)", "0", Some("2 on the left and 1")),
            ("abs(sin(x))", "0", Some("−1 on the left and 1")),
            ("sign(x)", "0", None),
            ("sign(x)^2", "0", None),
        ] {
            let scene = built(f, x);
            assert!(scene.exact.is_nan() && scene.rules(words)[1].1.ends_with("exist"), "{f}");
            let readout = scene.readout(words);
            assert_eq!(readout.contains("on the left"), beside.is_some(), "{f}: {readout}");
            assert!(beside.is_none_or(|beside| readout.contains(beside)), "{f}: {readout}");
        }
        for (f, x) in [("x*abs(x)", "0"), ("abs(x)^1.5", "0"), ("max(x, 0)^2", "0"), ("abs(x)", "0.00001")] {
            assert_eq!(built(f, x).exact, built(f, x).graphs.slope.value(&[x.parse().unwrap()]), "{f}");
        }
        for (f, x) in [("tanh(1000x)", "0"), ("(1 + x)^2 - x^2 - 2x", "0.3"), ("1000000 + cos(x)", "0.1"), ("7", "1")] {
            assert!(built(f, x).exact.is_finite() && built(f, x).readout(words).is_empty(), "{f}");
        }
        // log(x)′ is written 1/x, but begins where log(x) does.
        let derivative = built("log(x)", "1");
        let slopes = &derivative.graphs.curves[1];
        let drawn = |x: f64| slopes.iter().any(|point| point[1].is_finite() && (point[0] - x).abs() < 0.1);
        assert!(drawn(1.0) && !drawn(-1.0) && derivative.graphs.slope.to_string() == "1/x");
    }
}
