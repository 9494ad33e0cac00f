//! The gradient: a vector of partial derivatives, across the contour lines, the steepest way up.

use super::sheet::{Entry, Kind, Place, Sheet};
use super::styles::{CHOSEN, DOWN, UP};
use super::words::say;
use super::{Clock, Control, Figure, Handle, Panel, STEP, tick, window};
use crate::chart::{Arrow, Axes, Axis, Contours, Curve, Line, Picture, Point, Polyline, Scale, Segment, Style, Tone};
use crate::error::{Error, Result};
use crate::expression::Expression;
use crate::language::{Language, Text};
use crate::number::significant;
use std::f64::consts::TAU;

/// The figure of the gradient.
pub struct Gradient {
    sheet: Sheet,
    language: Language,
    tick: u64,
    f: Expression,
    partials: [Expression; 2],
    contours: Contours,
    field: Vec<Arrow>,
    /// The norm of its longest arrow.
    longest: f64,
    /// The directional derivative against the angle in degrees.
    derivatives: Polyline,
    /// The dial's angle in degrees, as it is shown.
    angle: f64,
}

const F: &str = "f";
const X: &str = "figure.x";
const Y: &str = "figure.y";
const ANGLE: &str = "figure.angle";
const WINDOW: &str = "figure.window";

static ENTRIES: &[Entry] = &[
    Entry {
        key: F,
        label: Text::same("f(x, y)"),
        kind: Kind::Formula { variables: 2 },
        default: "x^2/2 + x*y/3 + y^2",
        place: Place::Open,
    },
    Entry {
        key: ANGLE,
        label: Text::new("direction θ (°)", "方向 θ（°）"),
        kind: Kind::Number { min: 0.0, max: 360.0, logarithmic: false },
        default: "20",
        place: Place::Open,
    },
    Entry {
        key: X,
        label: Text::same("x"),
        kind: Kind::Number { min: -1000.0, max: 1000.0, logarithmic: false },
        default: "-0.9",
        place: Place::Picture,
    },
    Entry {
        key: Y,
        label: Text::same("y"),
        kind: Kind::Number { min: -1000.0, max: 1000.0, logarithmic: false },
        default: "0.8",
        place: Place::Picture,
    },
    Entry {
        key: WINDOW,
        label: Text::new("x and y up to", "x 和 y 最大到"),
        kind: Kind::Number { min: 0.1, max: 100.0, logarithmic: true },
        default: "2",
        place: Place::Folded,
    },
];

/// Degrees that the dial turns in a tick.
const DEGREES: f64 = 4.0;
/// Ticks of a full turn.
const REST: u64 = 90;
/// Arrows of the field along each side.
const ARROWS: i32 = 9;
/// The dial's radius as a part of the window.
const DIAL: f64 = 0.3;

impl Gradient {
    /// With its defaults.
    ///
    /// # Errors
    /// None: a test builds it.
    pub fn new() -> Result<Self> {
        let sheet = Sheet::new(ENTRIES);
        let f = sheet.formula(F)?;
        let mut figure = Gradient {
            language: Language::English,
            tick: 0,
            partials: [f.derivative(0), f.derivative(1)],
            f,
            sheet,
            contours: Contours::default(),
            field: Vec::new(),
            longest: 1.0,
            derivatives: Polyline::new(),
            angle: 0.0,
        };
        figure.measure();
        Ok(figure)
    }

    /// Computes what stands still.
    fn measure(&mut self) {
        if let Ok(f) = self.sheet.formula(F) {
            self.partials = [f.derivative(0), f.derivative(1)];
            self.f = f;
        }
        let (low, high) = self.range();
        self.contours = Contours::of(|point| self.f.value(&point), (low, high), (low, high), None);
        let cell = (high - low) / f64::from(ARROWS);
        let place = |k: i32| low + (f64::from(k) + 0.5) * cell;
        let places = (0..ARROWS * ARROWS).map(|k| [place(k % ARROWS), place(k / ARROWS)]);
        let arrows: Vec<([f64; 2], [f64; 2])> = places.map(|at| (at, self.gradient(at))).collect();
        let longest =
            arrows.iter().map(|(_, arrow)| length(*arrow)).filter(|norm| norm.is_finite()).fold(0.0, f64::max);
        self.longest = longest.max(f64::MIN_POSITIVE);
        let scale = 0.95 * cell / self.longest;
        let line = Line::solid(Tone::Quiet, 1.0);
        self.field = arrows.into_iter().map(|(at, by)| Arrow([at, moved(at, by, scale)], line)).collect();
        self.measure_derivatives();
        self.look(0.0);
    }

    fn measure_derivatives(&mut self) {
        let gradient = self.gradient(self.point());
        let derivative = |degrees: i32| [f64::from(degrees), along(gradient, f64::from(degrees))];
        self.derivatives = (0..=360).step_by(3).map(derivative).collect();
    }

    fn range(&self) -> (f64, f64) {
        let window = self.sheet.number(WINDOW);
        (-window, window)
    }

    fn point(&self) -> [f64; 2] {
        let (low, high) = self.range();
        [X, Y].map(|key| self.sheet.number(key).clamp(low, high))
    }

    fn gradient(&self, at: [f64; 2]) -> [f64; 2] {
        [self.partials[0].value(&at), self.partials[1].value(&at)]
    }

    /// The radius of the dial.
    fn radius(&self) -> f64 {
        2.0 * DIAL * self.sheet.number(WINDOW)
    }

    fn picture_of_plane(&self) -> Picture<'_> {
        let (at, range) = (self.point(), self.range());
        let gradient = self.gradient(at);
        // As long as it is steep: one and a half times the dial's arrow for the longest of the field's.
        let scale = 1.5 * self.radius() / self.longest;
        let (up, down) = (moved(at, gradient, scale), moved(at, gradient, -scale));
        let across = [-gradient[1], gradient[0]];
        let reach = 1.2 * self.radius() / length(gradient).max(f64::MIN_POSITIVE);
        let contour = [moved(at, across, -reach), moved(at, across, reach)];
        let x = Axis { title: "x", range, scale: Scale::Linear };
        let axes = Axes { x, y: Axis { title: "y", scale: Scale::Equal, ..x } };
        let mut picture = Picture::over(&self.contours, axes);
        picture.still.extend(self.field.iter().copied());
        picture.moving.push(Segment(contour, Line::dashed(Tone::Quiet, 1.5)));
        for part in [[at, [up[0], at[1]]], [[up[0], at[1]], up]] {
            picture.moving.push(Segment(part, Line::dashed(Tone::Of(UP), 1.5)));
        }
        picture.moving.push(Arrow([at, down], Line::of(DOWN, 2.5)));
        picture.moving.push(Arrow([at, up], Line::of(UP, 2.5)));
        let chosen = moved(at, unit(self.angle), self.radius());
        picture.moving.push(Arrow([at, chosen], Line::of(CHOSEN, 2.0)));
        picture
    }

    fn picture_of_angles(&self) -> Picture<'_> {
        let gradient = self.gradient(self.point());
        let most = length(gradient);
        let reach = if most > 0.0 && most.is_finite() { window::round_end(1.1 * most) } else { 1.0 };
        let steepest = degrees(gradient);
        let turned = |by: f64| (steepest + by) % 360.0;
        let mut picture = Picture::on_graph_paper(Axes {
            x: Axis {
                title: say("direction θ (°)", "方向 θ（°）", self.language),
                range: (0.0, 360.0),
                scale: Scale::Linear,
            },
            y: Axis {
                title: say("slope in that direction", "该方向上的斜率", self.language),
                range: (-reach, reach),
                scale: Scale::Linear,
            },
        });
        for (angle, line) in [
            (turned(90.0), Line::dashed(Tone::Quiet, 1.0)),
            (turned(270.0), Line::dashed(Tone::Quiet, 1.0)),
            (turned(180.0), Line::of(DOWN, 1.5)),
            (steepest, Line::of(UP, 1.5)),
        ] {
            picture.still.push(Segment([[angle, -reach], [angle, reach]], line));
        }
        picture.still.push(Curve(self.derivatives.all(), Line::solid(Tone::Ink, 2.0)));
        let chosen = [self.angle, along(gradient, self.angle)];
        picture.moving.push(Point(chosen, CHOSEN.marker(), Tone::Of(CHOSEN)));
        picture
    }
}

fn length([x, y]: [f64; 2]) -> f64 {
    libm::hypot(x, y)
}

fn moved(at: [f64; 2], by: [f64; 2], scale: f64) -> [f64; 2] {
    [at[0] + scale * by[0], at[1] + scale * by[1]]
}

fn unit(degrees: f64) -> [f64; 2] {
    let angle = degrees * TAU / 360.0;
    [libm::cos(angle), libm::sin(angle)]
}

/// The direction of a vector, from 0 to below 360 degrees.
fn degrees([x, y]: [f64; 2]) -> f64 {
    (libm::atan2(y, x) * 360.0 / TAU + 360.0) % 360.0
}

/// The directional derivative ∇f · u.
fn along(gradient: [f64; 2], angle: f64) -> f64 {
    let [x, y] = unit(angle);
    gradient[0] * x + gradient[1] * y
}

impl Figure for Gradient {
    fn set_language(&mut self, language: Language) {
        self.language = language;
    }

    fn experiment(&self) -> String {
        self.sheet.at(self.tick)
    }

    fn apply(&mut self, text: &str) -> Vec<Error> {
        let (step, errors) = self.sheet.apply(text);
        self.tick = step.min(REST);
        self.measure();
        errors
    }

    fn set(&mut self, key: &str, value: &str) -> Result<()> {
        if key == STEP {
            self.seek(tick(value)?);
            return Ok(());
        }
        self.sheet.set(key, value)?;
        if key == ANGLE {
            self.tick = 0;
        }
        self.measure();
        Ok(())
    }

    fn controls(&self) -> Vec<Control> {
        let mut controls = self.sheet.controls(self.language);
        for control in controls.iter_mut().filter(|control| control.key == ANGLE) {
            control.value = significant(self.angle, 3);
        }
        controls
    }

    fn panels(&self) -> Vec<Panel> {
        let say = |en, zh| say(en, zh, self.language);
        let gradient = self.gradient(self.point());
        let [dx, dy] = gradient.map(|slope| significant(slope, 4));
        let numbers = format!("∇f = ({dx}, {dy}), |∇f| = {}", significant(length(gradient), 4));
        let here =
            format!("∇f · u = {}, θ = {}°", significant(along(gradient, self.angle), 4), significant(self.angle, 3));
        vec![
            Panel::new(
                "plane",
                say("Contours and gradients", "等高线与梯度"),
                format!("f(x, y) = {}", self.f),
                6,
                format!(
                    "{} {numbers}",
                    say(
                        "Contour lines with a field of gradients; at the point, the gradient and its opposite.",
                        "等高线和梯度场；在该点处画出梯度和它的反方向。"
                    )
                ),
            ).tall(),
            Panel::new(
                "angle",
                say("The slope in every direction", "各个方向上的斜率"),
                here.clone(),
                6,
                format!(
                    "{} {numbers}, {here}",
                    say(
                        "The directional derivative against the angle: largest along the gradient, zero along the contour line.",
                        "方向导数随角度的变化：沿梯度最大，沿等高线为零。"
                    )
                ),
            ).tall(),
        ]
    }

    fn clock(&self) -> Clock {
        Clock { tick: self.tick, reached: REST, at_rest: self.tick >= REST, rest: REST }
    }

    fn seek(&mut self, tick: u64) {
        self.tick = tick.min(REST);
        self.look(0.0);
    }

    fn advance(&mut self, ticks: u64) {
        self.seek(self.tick.saturating_add(ticks));
    }

    fn restart(&mut self, seed: u32) {
        let part = |bits: u32| f64::from(bits) / f64::from(u16::MAX);
        let (low, high) = self.range();
        for (key, part) in [(X, part(seed & 0xffff)), (Y, part(seed >> 16))] {
            self.sheet.put(key, 0.8 * (low + part * (high - low)));
        }
        self.tick = 0;
        self.measure_derivatives();
        self.look(0.0);
    }

    fn handles(&self) -> Vec<Handle> {
        let (at, angle) = (self.point(), self.angle);
        let gradient = self.gradient(at);
        let label = format!("({}, {})", significant(at[0], 4), significant(at[1], 4));
        let theta = format!("θ = {}°", significant(angle, 3));
        let slope = along(gradient, angle);
        vec![
            Handle { panel: 0, at, symbol: "", label, field: None },
            Handle {
                panel: 0,
                at: moved(at, unit(angle), self.radius()),
                symbol: "u",
                label: theta.clone(),
                field: None,
            },
            Handle {
                panel: 1,
                at: [angle, if slope.is_finite() { slope } else { 0.0 }],
                symbol: "",
                label: theta,
                field: None,
            },
        ]
    }

    fn drag(&mut self, handle: usize, point: [f64; 2]) {
        let at = self.point();
        match handle {
            0 => {
                self.sheet.put(X, point[0]);
                self.sheet.put(Y, point[1]);
                self.measure_derivatives();
            }
            1 => self.sheet.put(ANGLE, degrees([point[0] - at[0], point[1] - at[1]])),
            _ => self.sheet.put(ANGLE, point[0]),
        }
        if handle > 0 {
            self.tick = 0;
        }
        self.look(0.0);
    }

    fn look(&mut self, fraction: f64) {
        let turned = DEGREES * (self.tick as f64 + fraction);
        let angle = self.sheet.number(ANGLE);
        self.angle = if turned == 0.0 { angle } else { (angle + turned) % 360.0 };
    }

    fn picture(&self, panel: usize) -> Picture<'_> {
        if panel == 0 { self.picture_of_plane() } else { self.picture_of_angles() }
    }

    fn rules(&self) -> Vec<(Option<Style>, String)> {
        let at = self.point();
        let [dx, dy] = self.gradient(at).map(|slope| significant(slope, 4));
        let partials = format!("∂f/∂x = {} , ∂f/∂y = {}", self.partials[0], self.partials[1]);
        let numbers = format!("∇f ( {} , {} ) = ( {dx} , {dy} )", significant(at[0], 4), significant(at[1], 4));
        vec![
            (None, partials),
            (Some(UP), numbers),
            (Some(CHOSEN), format!("D_u f = ∇f · u = {}", significant(along(self.gradient(at), self.angle), 4))),
        ]
    }

    fn readout(&self) -> String {
        if self.gradient(self.point()).iter().all(|slope| slope.is_finite()) {
            return String::new();
        }
        say(
            "Here f has no value or no gradient: move the point.",
            "f 在这里没有值或没有梯度：请移动该点。",
            self.language,
        )
        .to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_there_is_no_function_there_are_no_arrows_and_no_numbers() {
        let mut figure = Gradient::new().unwrap();
        for (key, value) in [(F, "log(x y)"), (X, "-1"), (Y, "2")] {
            figure.set(key, value).unwrap();
        }
        for mark in &figure.field {
            let Arrow([at, to], _) = mark;
            let is_defined = at[0] * at[1] > 0.0;
            assert_eq!(to.iter().all(|coordinate| coordinate.is_finite()), is_defined, "{at:?}");
        }
        assert!(figure.derivatives.iter().all(|[_, slope]| slope.is_nan()));
        let rules: Vec<String> = figure.rules().into_iter().map(|(_, rule)| rule).collect();
        assert_eq!(rules[0], "∂f/∂x = 1/x , ∂f/∂y = 1/y");
        assert!(rules[1].ends_with("= ( ? , ? )") && rules[2].ends_with("= ?"), "{rules:?}");
        assert!(figure.panels()[0].description.ends_with("∇f = (?, ?), |∇f| = ?"));
        assert!(!figure.readout().is_empty());
        figure.set(X, "1").unwrap();
        assert!(figure.readout().is_empty());
    }
}
