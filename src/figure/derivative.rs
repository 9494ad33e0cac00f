//! The derivative as the limit of secants: P₀P turns into the tangent as Δx goes to 0.

use super::sheet::{Entry, Kind, Place, Sheet};
use super::styles::{CENTRAL, SECANT, TANGENT};
use super::words::{say, signed};
use super::{Clock, Control, Field, Figure, Handle, Panel, STEP, tick, window};
use crate::chart::{
    Axes, Axis, Curve, Line, Marker, Picture, Point, Polyline, Ring, Scale, Segment, Straight, Style, Tone, graph,
};
use crate::error::{Error, Result};
use crate::expression::Expression;
use crate::language::{Language, Text};
use crate::number::{plain, rounded, significant};

/// The figure of the derivative.
pub struct Derivative {
    sheet: Sheet,
    language: Language,
    tick: u64,
    reached: u64,
    f: Expression,
    slope: Expression,
    range: (f64, f64),
    curve: Polyline,
    slopes: Polyline,
    /// |difference quotient − f′(x₀)| against Δx, forward and central.
    errors: [Polyline; 2],
    heights: [(f64, f64); 3],
    /// Δx as it is shown.
    dx: f64,
}

const F: &str = "f";
const X: &str = "figure.x";
const DX: &str = "figure.dx";
const LEFT: &str = "figure.left";
const RIGHT: &str = "figure.right";

static ENTRIES: &[Entry] = &[
    Entry {
        key: F,
        label: Text::same("f(x)"),
        kind: Kind::Formula { variables: 1 },
        default: "x^3/3 - x",
        place: Place::Open,
    },
    Entry {
        key: X,
        label: Text::same("x₀"),
        kind: Kind::Number { min: -1000.0, max: 1000.0, logarithmic: false },
        default: "0.4",
        place: Place::Open,
    },
    Entry {
        key: DX,
        label: Text::same("Δx"),
        kind: Kind::Number { min: SMALLEST, max: 100.0, logarithmic: true },
        default: "1.8",
        place: Place::Open,
    },
    Entry {
        key: LEFT,
        label: Text::new("x from", "x 从"),
        kind: Kind::Number { min: -1000.0, max: 999.0, logarithmic: false },
        default: "-2.5",
        place: Place::Folded,
    },
    Entry {
        key: RIGHT,
        label: Text::new("x to", "x 到"),
        kind: Kind::Number { min: -999.0, max: 1000.0, logarithmic: false },
        default: "2.5",
        place: Place::Folded,
    },
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

impl Derivative {
    /// With its defaults.
    ///
    /// # Errors
    /// None: a test builds it.
    pub fn new() -> Result<Self> {
        let sheet = Sheet::new(ENTRIES);
        let f = sheet.formula(F)?;
        let mut figure = Derivative {
            language: Language::English,
            tick: 0,
            reached: 0,
            slope: f.derivative(0),
            f,
            sheet,
            range: (0.0, 1.0),
            curve: Polyline::new(),
            slopes: Polyline::new(),
            errors: [Polyline::new(), Polyline::new()],
            heights: [(0.0, 1.0); 3],
            dx: 1.0,
        };
        figure.measure();
        Ok(figure)
    }

    /// Computes the curves of the sheet's formula.
    fn measure(&mut self) {
        if let Ok(f) = self.sheet.formula(F) {
            self.slope = f.derivative(0);
            self.f = f;
        }
        let left = self.sheet.number(LEFT);
        self.range = (left, self.sheet.number(RIGHT).max(left + 1e-3));
        let rough = |f: &Expression| {
            let points = graph(|x| f.value(&[x]), self.range, POINTS, f64::INFINITY);
            window::vertical([&points[..]])
        };
        for (place, of) in [(0, &self.f), (1, &self.slope)] {
            self.heights[place] = rough(of);
        }
        let drawn = |f: &Expression, (low, high): (f64, f64)| graph(|x| f.value(&[x]), self.range, POINTS, high - low);
        self.curve = drawn(&self.f, self.heights[0]);
        self.slopes = drawn(&self.slope, self.heights[1]);
        self.measure_errors();
        self.look(0.0);
    }

    /// Computes the chart of errors at x₀.
    fn measure_errors(&mut self) {
        let steps = (0..=16 * PER_DECADE).map(|place| libm::exp10(place as f64 / PER_DECADE as f64 - 16.0));
        let steps: Vec<f64> = steps.collect();
        let exact = self.exact();
        self.errors = [self.forward_errors(&steps, exact), self.central_errors(&steps, exact)];
        self.heights[2] = (1e-16, 10.0);
    }

    fn forward_errors(&self, steps: &[f64], exact: f64) -> Polyline {
        steps.iter().map(|&h| [h, (self.quotient(h) - exact).abs().clamp(LEAST_ERROR, f64::INFINITY)]).collect()
    }

    fn central_errors(&self, steps: &[f64], exact: f64) -> Polyline {
        steps.iter().map(|&h| [h, (self.central_quotient(h) - exact).abs().clamp(LEAST_ERROR, f64::INFINITY)]).collect()
    }

    fn x(&self) -> f64 {
        self.sheet.number(X)
    }

    /// f(x), and NaN where that is infinite: a pole is no place to draw a secant from.
    fn at(&self, x: f64) -> f64 {
        let value = self.f.value(&[x]);
        if value.is_finite() { value } else { f64::NAN }
    }

    fn exact(&self) -> f64 {
        self.slope.value(&[self.x()])
    }

    /// The slope of the secant, as a computer finds it: (f(x₀ + Δx) − f(x₀)) / Δx.
    fn quotient(&self, dx: f64) -> f64 {
        (self.at(self.x() + dx) - self.at(self.x())) / dx
    }

    fn central_quotient(&self, dx: f64) -> f64 {
        (self.at(self.x() + dx) - self.at(self.x() - dx)) / (2.0 * dx)
    }

    fn axes<'a>(&self, panel: usize, y: &'a str) -> Axes<'a> {
        Axes {
            x: Axis { title: "x", range: self.range, scale: Scale::Linear },
            y: Axis { title: y, range: self.heights[panel], scale: Scale::Linear },
        }
    }

    fn picture_of_curve(&self) -> Picture<'_> {
        let (x, exact) = (self.x(), self.exact());
        let (p0, p) = ([x, self.at(x)], [x + self.dx, self.at(x + self.dx)]);
        let mut picture = Picture::on_graph_paper(self.axes(0, "f(x)"));
        picture.still.push(Curve(self.curve.all(), Line::solid(Tone::Ink, 2.0)));
        picture.moving.push(Segment([p0, [p[0], p0[1]]], Line::dashed(Tone::Quiet, 1.5)));
        picture.moving.push(Segment([[p[0], p0[1]], p], Line::dashed(Tone::Quiet, 1.5)));
        picture.moving.push(Straight(p0, exact, Line::of(TANGENT, 1.75)));
        picture.moving.push(Straight(p0, (p[1] - p0[1]) / self.dx, Line::of(SECANT, 1.9)));
        picture.moving.extend([p0, p].map(|at| Ring(at, Marker::Round, Tone::Movable)));
        picture
    }

    fn picture_of_slopes(&self) -> Picture<'_> {
        let (x, exact) = (self.x(), self.exact());
        let traced = self.slopes.partition_point(|point| point[0] <= x);
        let quotient = [x, self.quotient(self.dx)];
        let mut picture = Picture::on_graph_paper(self.axes(1, "f′(x)"));
        picture.still.push(Curve(self.slopes.all(), Line::dashed(Tone::Quiet, 1.0)));
        picture.moving.push(Curve(self.slopes.up_to(traced), Line::of(TANGENT, 2.0)));
        picture.moving.push(Segment([[x, exact], quotient], Line::dashed(Tone::Quiet, 1.5)));
        picture.moving.push(Point(quotient, SECANT.marker(), Tone::Of(SECANT)));
        picture.moving.push(Point([x, exact], TANGENT.marker(), Tone::Of(TANGENT)));
        picture
    }

    fn picture_of_errors(&self) -> Picture<'_> {
        let exact = self.exact();
        let error = |slope: f64| (slope - exact).abs().clamp(LEAST_ERROR, f64::INFINITY);
        let mut picture = Picture::on_graph_paper(Axes {
            x: Axis { title: "Δx", range: (SMALLEST, 1.0), scale: Scale::Logarithmic },
            y: Axis {
                title: say("error of the slope", "斜率的误差", self.language),
                range: self.heights[2],
                scale: Scale::Logarithmic,
            },
        });
        // All of it moves with P₀: one layer.
        picture.moving.push(Curve(self.errors[0].all(), Line::solid(Tone::Of(SECANT), 1.5)));
        picture.moving.push(Curve(self.errors[1].all(), Line::solid(Tone::Of(CENTRAL), 1.5)));
        for (slope, series) in [(self.central_quotient(self.dx), CENTRAL), (self.quotient(self.dx), SECANT)] {
            picture.moving.push(Point([self.dx, error(slope)], series.marker(), Tone::Of(series)));
        }
        picture
    }
}

/// Errors below this, and zero, lie at the chart's lower edge; what is not a number lies nowhere.
const LEAST_ERROR: f64 = 1e-16;

impl Figure for Derivative {
    fn set_language(&mut self, language: Language) {
        self.language = language;
    }

    fn experiment(&self) -> String {
        self.sheet.at(self.tick)
    }

    fn apply(&mut self, text: &str) -> Vec<Error> {
        let (step, errors) = self.sheet.apply(text);
        self.tick = step.min(REST);
        self.reached = self.tick;
        self.measure();
        errors
    }

    fn set(&mut self, key: &str, value: &str) -> Result<()> {
        if key == STEP {
            self.seek(tick(value)?);
            return Ok(());
        }
        self.sheet.set(key, value)?;
        if key == DX {
            self.tick = 0;
        }
        self.measure();
        Ok(())
    }

    fn controls(&self) -> Vec<Control> {
        let mut controls = self.sheet.controls(self.language);
        for control in &mut controls {
            match (control.key, &mut control.field) {
                (X, Field::Slider { min, max, .. }) => (*min, *max) = self.range,
                (DX, Field::Slider { max, .. }) => {
                    *max = self.range.1 - self.range.0;
                    control.value = plain(rounded(self.dx, 3));
                }
                (LEFT | RIGHT, Field::Slider { min, max, .. }) => (*min, *max) = (-20.0, 20.0),
                _ => {}
            }
        }
        controls
    }

    fn panels(&self) -> Vec<Panel> {
        let say = |en, zh| say(en, zh, self.language);
        let (x, exact, slope) = (significant(self.x(), 4), self.exact(), self.quotient(self.dx));
        let numbers = format!(
            "x₀ = {x}, Δx = {}, Δf / Δx = {}, f′(x₀) = {}",
            significant(self.dx, 3),
            significant(slope, 6),
            significant(exact, 6)
        );
        vec![
            Panel::new(
                "curve",
                say("Secant and tangent", "割线与切线"),
                format!("f(x) = {}", self.f),
                6,
                format!(
                    "{} {numbers}",
                    say(
                        "The curve with the secant through P₀ and P and the tangent at P₀.",
                        "曲线、过 P₀ 和 P 的割线、P₀ 处的切线。"
                    )
                ),
            ),
            Panel::new(
                "slope",
                say("The derivative", "导函数"),
                format!("f′(x) = {}", self.slope),
                6,
                format!("{} {numbers}", say("The slope of the tangent as a function of x.", "切线斜率作为 x 的函数。")),
            ),
            Panel::new(
                "error",
                say("Error of a difference quotient", "差商的误差"),
                say(
                    "▼ forward: (f(x₀+Δx) − f(x₀))/Δx   ✚ central: (f(x₀+Δx) − f(x₀−Δx))/2Δx",
                    "▼ 前向：(f(x₀+Δx) − f(x₀))/Δx   ✚ 中心：(f(x₀+Δx) − f(x₀−Δx))/2Δx",
                )
                .to_owned(),
                12,
                format!(
                    "{} {numbers}",
                    say(
                        "The difference between quotient and derivative against Δx, both logarithmic.",
                        "差商与导数之差随 Δx 的变化，双对数坐标。"
                    )
                ),
            ),
        ]
    }

    fn clock(&self) -> Clock {
        Clock { tick: self.tick, reached: self.reached.max(REST), at_rest: self.tick >= REST, rest: REST }
    }

    fn seek(&mut self, tick: u64) {
        self.tick = tick.min(REST);
        self.reached = self.reached.max(self.tick);
        self.look(0.0);
    }

    fn advance(&mut self, ticks: u64) {
        self.seek(self.tick.saturating_add(ticks));
    }

    fn restart(&mut self, seed: u32) {
        let part = f64::from(seed) / f64::from(u32::MAX);
        let (left, right) = self.range;
        self.sheet.put(X, left + (0.05 + 0.7 * part) * (right - left));
        self.sheet.put(DX, 0.3 * (right - left));
        self.tick = 0;
        self.measure();
    }

    fn handles(&self) -> Vec<Handle> {
        let (low, high) = self.heights[0];
        let visible = |y: f64| if y.is_finite() { y.clamp(low, high) } else { low };
        let handle = |symbol, x: f64| {
            let y = self.at(x);
            let label = format!("{symbol} ({}, {})", significant(x, 4), significant(y, 4));
            Handle { panel: 0, at: [x.clamp(self.range.0, self.range.1), visible(y)], symbol, label, field: None }
        };
        // P₀ last, so above: where both have met it is the one to take.
        vec![handle("P", self.x() + self.dx), handle("P₀", self.x())]
    }

    fn drag(&mut self, handle: usize, point: [f64; 2]) {
        if handle == 1 {
            self.sheet.put(X, point[0]);
        } else {
            self.sheet.put(DX, (point[0] - self.x()).max(1e-4 * (self.range.1 - self.range.0)));
        }
        if handle == 0 || self.tick < REST {
            self.tick = 0;
        }
        self.measure_errors();
        self.look(0.0);
    }

    fn look(&mut self, fraction: f64) {
        let halvings = (self.tick as f64 + fraction) / HALVING;
        self.dx = (self.sheet.number(DX) * libm::exp2(-halvings)).max(SMALLEST);
    }

    fn picture(&self, panel: usize) -> Picture<'_> {
        match panel {
            0 => self.picture_of_curve(),
            1 => self.picture_of_slopes(),
            _ => self.picture_of_errors(),
        }
    }

    fn rules(&self) -> Vec<(Option<Style>, String)> {
        let (slope, exact) = (self.quotient(self.dx), self.exact());
        let dx = significant(self.dx, 3);
        vec![
            (
                Some(SECANT),
                format!(
                    "( f ( x_0 + Δx ) − f ( x_0 ) ) / Δx = ( {} − {} ) / {dx} = {}",
                    significant(self.at(self.x() + self.dx), 4),
                    signed(self.at(self.x())),
                    significant(slope, 6)
                ),
            ),
            (
                Some(TANGENT),
                format!(
                    "f′ ( x_0 ) = {} , {} = {}",
                    significant(exact, 6),
                    say("difference", "差", self.language),
                    significant(slope - exact, 2)
                ),
            ),
        ]
    }

    fn readout(&self) -> String {
        if self.exact().is_finite() {
            return String::new();
        }
        say("Here f has no value or no slope: move x₀.", "f 在这里没有值或没有斜率：请移动 x₀。", self.language)
            .to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_there_is_no_slope_there_is_no_error_to_draw() {
        let mut figure = Derivative::new().unwrap();
        for (f, x) in [("1/x", "0"), ("sqrt(x)", "-1"), ("log(x)", "-0.5")] {
            figure.set(F, f).unwrap();
            figure.set(X, x).unwrap();
            assert!(
                figure.errors.iter().flat_map(|errors| errors.iter()).all(|[_, error]| !error.is_finite()),
                "{f} at {x}"
            );
            let rules: Vec<String> = figure.rules().into_iter().map(|(_, rule)| rule).collect();
            assert!(rules.iter().all(|rule| rule.ends_with("= ?")), "{rules:?}");
            assert!(figure.panels()[0].description.ends_with("Δf / Δx = ?, f′(x₀) = ?"));
            assert!(!figure.readout().is_empty());
        }
        // log(x)′ is written 1/x, but begins where log(x) does.
        let drawn = |x: f64| figure.slopes.iter().any(|point| point[1].is_finite() && (point[0] - x).abs() < 0.1);
        assert!(drawn(1.0) && !drawn(-1.0) && figure.slope.to_string() == "1/x");
        figure.set(X, "1").unwrap();
        assert!(figure.errors[0].iter().all(|[_, error]| *error >= LEAST_ERROR));
    }
}
