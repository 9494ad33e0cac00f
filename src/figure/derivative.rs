//! The derivative as the limit of secants: P₀P turns into the tangent as Δx goes to 0.

use super::speech::signed;
use super::styles::{CENTRAL, SECANT, TANGENT};
use super::{Action, After, Control, Entry, Figure, Handle, Panel, Scene, Table, Values, nothing_follows, window};
use crate::chart::{
    Axes, Axis, Curve, Line, Marker, Picture, Point, Polyline, Ring, Scale, Segment, Straight, Style, Tone, graph,
};
use crate::error::Result;
use crate::expression::Expression;
use crate::key::Kind;
use crate::number::{plain, rounded, significant};
use crate::random::point;
use crate::words::{Label, Sentence, Words};
use crate::{say, word};
use std::rc::Rc;

pub(super) static FIGURE: Figure = Figure {
    table: Table::new(ENTRIES).only(&["f"]),
    base: "objective=expression&f=x^3/3 - x",
    rest: REST,
    restart: Sentence::named("restart.point"),
    settle: nothing_follows,
    words: |key| (key == "objective").then(|| vec!["expression"]),
    build: |values, _| Ok(Box::new(Derivative::build(values, None)?)),
};

const X: &str = "figure.x";
const DX: &str = "figure.dx";
const LEFT: &str = "figure.left";
const RIGHT: &str = "figure.right";

static ENTRIES: &[Entry] = &[
    Entry::of("f"),
    Entry::own(X, Label::Symbol("x₀"), Kind::Number(-1000.0, 1000.0), "0.4"),
    Entry::own(DX, Label::Symbol("Δx"), Kind::Number(SMALLEST, 100.0), "1.8")
        .by_ratio(SMALLEST, 100.0)
        .begins()
        .docked(),
    Entry::own(LEFT, Label::named("window.left"), Kind::Number(-1000.0, 999.0), "-2.5").from_to(-20.0, 20.0).folded(),
    Entry::own(RIGHT, Label::named("window.right"), Kind::Number(-999.0, 1000.0), "2.5").from_to(-20.0, 20.0).folded(),
];

/// The smallest Δx: about the rounding error of numbers near 1.
const SMALLEST: f64 = 1e-16;
/// Ticks in which Δx halves.
const HALVING: f64 = 8.0;
/// Ticks after which the secant cannot be told from the tangent.
const REST: u64 = 72;
/// Points of a graph.
const POINTS: usize = 360;
/// Points of the error curves for each power of ten.
const PER_DECADE: usize = 6;
/// Errors below this, and zero, lie at the chart's lower edge; what is not a number lies nowhere.
const LEAST_ERROR: f64 = 1e-16;

/// The derivative of a function at a point.
struct Derivative {
    graphs: Rc<Graphs>,
    /// x₀, and Δx at the first tick.
    x: f64,
    first_dx: f64,
    /// Δx as it is shown.
    dx: f64,
    /// |difference quotient − f′(x₀)| against Δx, forward and central.
    errors: [Polyline; 2],
}

/// A function and its derivative, over what is shown of x.
struct Graphs {
    f: Expression,
    slope: Expression,
    range: (f64, f64),
    heights: [(f64, f64); 2],
    curves: [Polyline; 2],
}

impl Graphs {
    fn new(f: Expression, range: (f64, f64)) -> Self {
        let slope = f.derivative(0);
        let over = |f: &Expression, height| graph(|x| f.value(&[x]), range, POINTS, height);
        let heights = [&f, &slope].map(|f| window::vertical([&over(f, f64::INFINITY)[..]]));
        let curves = [(&f, heights[0]), (&slope, heights[1])].map(|(f, (low, high))| over(f, high - low));
        Graphs { f, slope, range, heights, curves }
    }

    /// f(x), and NaN where that is infinite: a pole is no place to draw a secant from.
    fn at(&self, x: f64) -> f64 {
        let value = self.f.value(&[x]);
        if value.is_finite() { value } else { f64::NAN }
    }
}

impl Derivative {
    fn build(values: &Values, before: Option<&Derivative>) -> Result<Self> {
        let (f, range) = (values.formula(1)?, values.range(LEFT, RIGHT));
        let same = before.map(|before| &before.graphs).filter(|graphs| graphs.f == f && graphs.range == range);
        let graphs = same.map_or_else(|| Rc::new(Graphs::new(f, range)), Rc::clone);
        let (x, first_dx) = (values.number(X), values.number(DX));
        let mut derivative =
            Derivative { graphs, x, first_dx, dx: first_dx, errors: [(); 2].map(|()| Polyline::new()) };
        let steps = || (0..=16 * PER_DECADE).map(|place| libm::exp10(place as f64 / PER_DECADE as f64 - 16.0));
        let error = |quotient: f64| (quotient - derivative.exact()).abs().clamp(LEAST_ERROR, f64::INFINITY);
        derivative.errors = [
            steps().map(|dx| [dx, error(derivative.quotient(dx))]).collect(),
            steps().map(|dx| [dx, error(derivative.central_quotient(dx))]).collect(),
        ];
        Ok(derivative)
    }

    fn at(&self, x: f64) -> f64 {
        self.graphs.at(x)
    }

    fn exact(&self) -> f64 {
        self.graphs.slope.value(&[self.x])
    }

    /// The slope of the secant, as a computer finds it: (f(x₀ + Δx) − f(x₀)) / Δx.
    fn quotient(&self, dx: f64) -> f64 {
        (self.at(self.x + dx) - self.at(self.x)) / dx
    }

    fn central_quotient(&self, dx: f64) -> f64 {
        (self.at(self.x + dx) - self.at(self.x - dx)) / (2.0 * dx)
    }

    fn axes<'a>(&self, panel: usize, y: &'a str) -> Axes<'a> {
        Axes {
            x: Axis { title: "x", range: self.graphs.range, scale: Scale::Linear },
            y: Axis { title: y, range: self.graphs.heights[panel], scale: Scale::Linear },
        }
    }

    fn show_curve(&self) -> Picture<'_> {
        let (p0, p) = ([self.x, self.at(self.x)], [self.x + self.dx, self.at(self.x + self.dx)]);
        let mut picture = Picture::on_graph_paper(self.axes(0, "f(x)"));
        picture.still.push(Curve(self.graphs.curves[0].all(), Line::solid(Tone::Ink, 2.0)));
        let moving = &mut picture.moving;
        moving.push(Segment([p0, [p[0], p0[1]]], Line::dashed(Tone::Quiet, 1.5)));
        moving.push(Segment([[p[0], p0[1]], p], Line::dashed(Tone::Quiet, 1.5)));
        moving.push(Straight(p0, self.exact(), Line::of(TANGENT, 1.75)));
        moving.push(Straight(p0, (p[1] - p0[1]) / self.dx, Line::of(SECANT, 1.9)));
        moving.push(Ring(p0, Marker::Round, Tone::Movable));
        moving.push(Ring(p, Marker::Round, Tone::Movable));
        picture
    }

    fn show_slopes(&self) -> Picture<'_> {
        let (x, exact, quotient) = (self.x, self.exact(), self.quotient(self.dx));
        let slopes = &self.graphs.curves[1];
        let mut picture = Picture::on_graph_paper(self.axes(1, "f′(x)"));
        picture.still.push(Curve(slopes.all(), Line::dashed(Tone::Quiet, 1.0)));
        let traced = slopes.partition_point(|point| point[0] <= x);
        picture.moving.push(Curve(slopes.up_to(traced), Line::of(TANGENT, 2.0)));
        picture.moving.push(Segment([[x, exact], [x, quotient]], Line::dashed(Tone::Quiet, 1.5)));
        picture.moving.push(Point([x, quotient], SECANT.marker(), Tone::Of(SECANT)));
        picture.moving.push(Point([x, exact], TANGENT.marker(), Tone::Of(TANGENT)));
        picture
    }

    fn show_errors<'a>(&'a self, words: &'a Words) -> Picture<'a> {
        let error = |slope: f64| (slope - self.exact()).abs().clamp(LEAST_ERROR, f64::INFINITY);
        let axis = |title, range| Axis { title, range, scale: Scale::Logarithmic };
        let mut picture = Picture::on_graph_paper(Axes {
            x: axis("Δx", (SMALLEST, 1.0)),
            y: axis(word!(words, "derivative.error.axis"), (LEAST_ERROR, 10.0)),
        });
        // All of it moves with P₀: one layer.
        picture.moving.push(Curve(self.errors[0].all(), Line::solid(Tone::Of(SECANT), 1.5)));
        picture.moving.push(Curve(self.errors[1].all(), Line::solid(Tone::Of(CENTRAL), 1.5)));
        for (slope, style) in [(self.central_quotient(self.dx), CENTRAL), (self.quotient(self.dx), SECANT)] {
            picture.moving.push(Point([self.dx, error(slope)], style.marker(), Tone::Of(style)));
        }
        picture
    }
}

impl Scene for Derivative {
    fn rebuilt(&self, values: &Values, _: &Words) -> Result<Box<dyn Scene>> {
        Ok(Box::new(Self::build(values, Some(self))?))
    }

    fn look(&mut self, tick: u64, fraction: f64) -> u64 {
        let tick = tick.min(REST);
        self.dx = (self.first_dx * libm::exp2(-(tick as f64 + fraction) / HALVING)).max(SMALLEST);
        tick
    }

    fn is_over(&self, tick: u64) -> bool {
        tick >= REST
    }

    fn known_to(&self) -> u64 {
        REST
    }

    fn panels(&self, words: &Words) -> Vec<Panel> {
        let numbers = format!(
            "x₀ = {}, Δx = {}, Δf / Δx = {}, f′(x₀) = {}",
            significant(self.x, 4),
            significant(self.dx, 3),
            significant(self.quotient(self.dx), 6),
            significant(self.exact(), 6)
        );
        let panel = |name, title, detail: String, description| {
            Panel::new(name, title, detail, format!("{description} {numbers}"))
        };
        let (f, slope) = (format!("f(x) = {}", self.graphs.f), format!("f′(x) = {}", self.graphs.slope));
        let error = say!(
            words,
            "derivative.error.detail",
            forward = SECANT.marker().glyph(),
            central = CENTRAL.marker().glyph()
        );
        let error = panel("error", word!(words, "derivative.error.title"), error, word!(words, "derivative.error"));
        vec![
            panel("curve", word!(words, "derivative.curve.title"), f, word!(words, "derivative.curve")),
            panel("slope", word!(words, "derivative.slope.title"), slope, word!(words, "derivative.slope")),
            Panel { columns: 12, ..error },
        ]
    }

    fn picture<'a>(&'a self, panel: usize, words: &'a Words) -> Picture<'a> {
        match panel {
            0 => self.show_curve(),
            1 => self.show_slopes(),
            _ => self.show_errors(words),
        }
    }

    fn control(&self, mut control: Control, _: &Words) -> Option<Control> {
        let (left, right) = self.graphs.range;
        match (control.key, &mut control.slider) {
            (X, Some(slider)) => (slider.min, slider.max) = (left, right),
            (DX, Some(slider)) => {
                slider.max = right - left;
                control.value = plain(rounded(self.dx, 3));
            }
            _ => {}
        }
        Some(control)
    }

    fn handles(&self) -> Vec<Handle> {
        let ((left, right), (low, high)) = (self.graphs.range, self.graphs.heights[0]);
        let handle = |symbol: &str, x: f64| {
            let y = self.at(x);
            let label = format!("{symbol} ({}, {})", significant(x, 4), significant(y, 4));
            let at = [x.clamp(left, right), if y.is_finite() { y.clamp(low, high) } else { low }];
            Handle { panel: 0, at, symbol: symbol.to_owned(), label, field: None }
        };
        // P₀ last, so above: where both have met it is the one to take.
        vec![handle("P", self.x + self.dx), handle("P₀", self.x)]
    }

    fn act(&mut self, action: Action, values: &mut Values) -> After {
        let (left, right) = self.graphs.range;
        match action {
            Action::Drag(1, point) => {
                values.put(X, point[0]);
                // Of a secant that is on its way the way begins anew; a tangent goes along.
                if self.dx > self.first_dx * libm::exp2(-(REST as f64) / HALVING) { After::Begin } else { After::Stay }
            }
            Action::Drag(_, point) => {
                values.put(DX, (point[0] - self.x).max(1e-4 * (right - left)));
                After::Begin
            }
            Action::Restart(seed) => {
                let [part] = point(seed);
                values.put(X, left + (0.05 + 0.7 * part) * (right - left));
                values.put(DX, 0.3 * (right - left));
                After::Begin
            }
            _ => After::Nothing,
        }
    }

    fn rules(&self, words: &Words) -> Vec<(Option<Style>, String)> {
        let (slope, exact, dx) = (self.quotient(self.dx), self.exact(), significant(self.dx, 3));
        let [there, here] = [significant(self.at(self.x + self.dx), 4), signed(self.at(self.x))];
        let [quotient, limit, difference] =
            [significant(slope, 6), significant(exact, 6), significant(slope - exact, 2)];
        let name = word!(words, "derivative.difference");
        vec![
            (Some(SECANT), format!("( f ( x_0 + Δx ) − f ( x_0 ) ) / Δx = ( {there} − {here} ) / {dx} = {quotient}")),
            (Some(TANGENT), format!("f′ ( x_0 ) = {limit} , {name} = {difference}")),
        ]
    }

    fn readout(&self, words: &Words) -> String {
        if self.exact().is_finite() { String::new() } else { word!(words, "derivative.no-slope").to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
            assert!(scene.rules(words).iter().all(|(_, rule)| rule.ends_with("= ?")), "{f} at {x}");
            assert!(scene.panels(words)[0].description.ends_with("Δf / Δx = ?, f′(x₀) = ?"));
            assert!(!scene.readout(words).is_empty());
        }
        // log(x)′ is written 1/x, but begins where log(x) does.
        let derivative = built("log(x)", "1");
        let slopes = &derivative.graphs.curves[1];
        let drawn = |x: f64| slopes.iter().any(|point| point[1].is_finite() && (point[0] - x).abs() < 0.1);
        assert!(drawn(1.0) && !drawn(-1.0) && derivative.graphs.slope.to_string() == "1/x");
    }
}
