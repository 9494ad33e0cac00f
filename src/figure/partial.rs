//! Partial derivatives: the surface z = f(x, y), and the slices through a point of it.

use super::sheet::{Entry, Kind, Place, Sheet};
use super::styles::ALONG;
use super::words::say;
use super::{Clock, Control, Figure, Handle, Panel, STEP, tick, window};
use crate::chart::{
    Axes, Axis, Curve, Heights, Line, Marker, Picture, Point, Polyline, Relief, Scale, Slice, Straight, Style, Tone,
    graph, relief,
};
use crate::error::{Error, Result};
use crate::expression::Expression;
use crate::language::{Language, Text};
use crate::number::significant;
use std::f64::consts::TAU;

/// The figure of the partial derivatives.
pub struct Partial {
    sheet: Sheet,
    language: Language,
    tick: u64,
    reached: u64,
    fraction: f64,
    f: Expression,
    partials: [Expression; 2],
    /// The surface at rest, and coarser while it turns.
    heights: [Heights; 2],
    turning: bool,
    height: (f64, f64),
    /// The surface along x and along y, through the point.
    slices: [Polyline; 2],
    /// The coordinate that each slice holds; not a number for a slice to be cut anew.
    held: [f64; 2],
    at: [f64; 2],
}

const F: &str = "f";
const X: &str = "figure.x";
const Y: &str = "figure.y";
const WINDOW: &str = "figure.window";
const AZIMUTH: &str = "figure.azimuth";
const ELEVATION: &str = "figure.elevation";

static ENTRIES: &[Entry] = &[
    Entry {
        key: F,
        label: Text::same("z = f(x, y)"),
        kind: Kind::Formula { variables: 2 },
        default: "y^2 - x^2",
        place: Place::Open,
    },
    Entry {
        key: X,
        label: Text::same("x"),
        kind: Kind::Number { min: -1000.0, max: 1000.0, logarithmic: false },
        default: "0.7",
        place: Place::Picture,
    },
    Entry {
        key: Y,
        label: Text::same("y"),
        kind: Kind::Number { min: -1000.0, max: 1000.0, logarithmic: false },
        default: "-0.5",
        place: Place::Picture,
    },
    Entry {
        key: AZIMUTH,
        label: Text::new("turn (°)", "转角（°）"),
        kind: Kind::Number { min: 0.0, max: 360.0, logarithmic: false },
        default: "305",
        place: Place::Folded,
    },
    Entry {
        key: ELEVATION,
        label: Text::new("elevation (°)", "仰角（°）"),
        kind: Kind::Number { min: 5.0, max: 90.0, logarithmic: false },
        default: "32",
        place: Place::Folded,
    },
    Entry {
        key: WINDOW,
        label: Text::new("x and y up to", "x 和 y 最大到"),
        kind: Kind::Number { min: 0.1, max: 100.0, logarithmic: true },
        default: "1.5",
        place: Place::Folded,
    },
];

/// Ticks in which the point runs along each slice and back.
const RUN: u64 = 48;
/// The tick at which it is where it began.
const REST: u64 = 2 * RUN;
/// Cells of the surface along each side.
const CELLS: usize = 40;
/// While it turns: nobody sees more of what moves.
const CELLS_TURNING: usize = 16;
/// Points of a slice.
const POINTS: usize = 120;
/// Degrees that the surface turns by for a CSS pixel.
const DEGREES: f64 = 0.5;
/// How far a run goes from the point, in parts of the window.
const REACH: f64 = 0.9;

impl Partial {
    /// With its defaults.
    ///
    /// # Errors
    /// None: a test builds it.
    pub fn new() -> Result<Self> {
        let sheet = Sheet::new(ENTRIES);
        let f = sheet.formula(F)?;
        let mut figure = Partial {
            language: Language::English,
            tick: 0,
            reached: 0,
            fraction: 0.0,
            partials: [f.derivative(0), f.derivative(1)],
            heights: [CELLS, CELLS_TURNING].map(|_| Heights::of(|_| 0.0, (0.0, 1.0), (0.0, 1.0), 1)),
            turning: false,
            f,
            sheet,
            height: (0.0, 1.0),
            slices: [Polyline::new(), Polyline::new()],
            held: [f64::NAN; 2],
            at: [0.0, 0.0],
        };
        figure.measure();
        Ok(figure)
    }

    fn measure(&mut self) {
        if let Ok(f) = self.sheet.formula(F) {
            self.partials = [f.derivative(0), f.derivative(1)];
            self.f = f;
        }
        let range = self.range();
        self.heights =
            [CELLS, CELLS_TURNING].map(|cells| Heights::of(|point| self.f.value(&point), range, range, cells));
        // Along a diagonal grid, as a graph to choose the window by.
        let part = |k: usize| range.0 + (range.1 - range.0) * k as f64 / CELLS as f64;
        let values = (0..=CELLS).flat_map(|i| (0..=CELLS).map(move |j| (i, j)));
        let values: Vec<[f64; 2]> = values.map(|(i, j)| [part(i), self.f.value(&[part(i), part(j)])]).collect();
        self.height = window::vertical([&values[..]]);
        self.held = [f64::NAN; 2];
        self.look(0.0);
    }

    fn range(&self) -> (f64, f64) {
        let window = self.sheet.number(WINDOW);
        (-window, window)
    }

    /// The point of the sheet, where a run begins and ends.
    fn home(&self) -> [f64; 2] {
        let (low, high) = self.range();
        [X, Y].map(|key| self.sheet.number(key).clamp(low, high))
    }

    /// f(x, y), and NaN where that is infinite.
    fn value(&self, at: [f64; 2]) -> f64 {
        let value = self.f.value(&at);
        if value.is_finite() { value } else { f64::NAN }
    }

    fn slope(&self, axis: usize) -> f64 {
        self.partials[axis].value(&self.at)
    }

    fn turn(&self) -> (f64, f64) {
        let radians = |key| self.sheet.number(key) * TAU / 360.0;
        (radians(AZIMUTH), radians(ELEVATION))
    }

    fn picture_of_surface(&self) -> Picture<'_> {
        let axis = |title| Axis { title, range: self.range(), scale: Scale::Linear };
        let surface = Relief {
            axes: Axes { x: axis("x"), y: axis("y") },
            z: Axis { title: "z", range: self.height, scale: Scale::Linear },
            heights: &self.heights[usize::from(self.turning)],
            turn: self.turn(),
        };
        let slice =
            |along: usize| Slice { style: ALONG[along], points: self.slices[along].all(), slope: self.slope(along) };
        relief(surface, self.at, [Some(slice(0)), Some(slice(1))])
    }

    fn picture_of_slice(&self, along: usize) -> Picture<'_> {
        let at = [self.at[along], self.value(self.at)];
        let mut picture = Picture::on_graph_paper(Axes {
            x: Axis { title: ["x", "y"][along], range: self.range(), scale: Scale::Linear },
            y: Axis { title: "z", range: self.height, scale: Scale::Linear },
        });
        picture.moving.push(Curve(self.slices[along].all(), Line::of(ALONG[along], 2.5)));
        picture.moving.push(Straight(at, self.slope(along), Line::solid(Tone::Ink, 1.5)));
        picture.moving.push(Point(at, Marker::Round, Tone::Ink));
        picture
    }
}

impl Figure for Partial {
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
        self.measure();
        Ok(())
    }

    fn controls(&self) -> Vec<Control> {
        self.sheet.controls(self.language)
    }

    fn panels(&self) -> Vec<Panel> {
        let say = |en, zh| say(en, zh, self.language);
        let [x, y] = self.at.map(|coordinate| significant(coordinate, 3));
        let [dx, dy] = [0, 1].map(|axis| significant(self.slope(axis), 4));
        let numbers = format!("x = {x}, y = {y}, ∂z/∂x = {dx}, ∂z/∂y = {dy}");
        let mut surface = Panel::new(
            "surface",
            say("The surface", "曲面"),
            format!("z = {}", self.f),
            6,
            format!(
                "{} {numbers}",
                say(
                    "The surface with the two slices through the point and their tangents. Arrow keys turn it.",
                    "曲面、过该点的两条截线和它们的切线。方向键转动曲面。"
                )
            ),
        )
        .tall();
        surface.turns = true;
        let slice = |name, title, symbol: &str, along: usize, fixed: String, slope: &str, description| {
            let detail = format!("∂z/∂{symbol} = {} = {slope}", self.partials[along]);
            Panel {
                series: Some(ALONG[along]),
                ..Panel::new(name, title, format!("{fixed}: {detail}"), 3, description)
            }
            .tall()
        };
        vec![
            surface,
            slice(
                "along-x",
                say("Along x", "沿 x"),
                "x",
                0,
                format!("y = {y}"),
                &dx,
                format!("{} {numbers}", say("The slice with y kept, and its tangent.", "y 固定时的截线和切线。")),
            ),
            slice(
                "along-y",
                say("Along y", "沿 y"),
                "y",
                1,
                format!("x = {x}"),
                &dy,
                format!("{} {numbers}", say("The slice with x kept, and its tangent.", "x 固定时的截线和切线。")),
            ),
        ]
    }

    fn clock(&self) -> Clock {
        Clock { tick: self.tick, reached: REST, at_rest: self.tick >= REST, rest: REST }
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
        let part = |bits: u32| f64::from(bits) / f64::from(u16::MAX);
        let (low, high) = self.range();
        for (key, part) in [(X, part(seed & 0xffff)), (Y, part(seed >> 16))] {
            self.sheet.put(key, 0.8 * (low + part * (high - low)));
        }
        self.tick = 0;
        self.look(0.0);
    }

    fn handles(&self) -> Vec<Handle> {
        let z = self.value(self.at);
        let [x, y] = self.at.map(|coordinate| significant(coordinate, 3));
        let (low, high) = self.height;
        let visible = if z.is_finite() { z.clamp(low, high) } else { low };
        let handle = |panel, at, label| Handle { panel, at, symbol: "", label, field: None };
        vec![
            handle(0, self.at, format!("({x}, {y}, {})", significant(z, 3))),
            handle(1, [self.at[0], visible], format!("x = {x}")),
            handle(2, [self.at[1], visible], format!("y = {y}")),
        ]
    }

    fn drag(&mut self, handle: usize, point: [f64; 2]) {
        let [x, y] = match handle {
            0 => point,
            1 => [point[0], self.at[1]],
            _ => [self.at[0], point[0]],
        };
        self.sheet.put(X, x);
        self.sheet.put(Y, y);
        self.tick = 0;
        self.look(0.0);
    }

    fn turn(&mut self, _: usize, [dx, dy]: [f64; 2], done: bool) {
        let azimuth = (self.sheet.number(AZIMUTH) - DEGREES * dx).rem_euclid(360.0);
        self.sheet.put(AZIMUTH, azimuth);
        self.sheet.put(ELEVATION, self.sheet.number(ELEVATION) + DEGREES * dy);
        self.turning = !done;
    }

    fn look(&mut self, fraction: f64) {
        self.fraction = fraction;
        let time = (self.tick as f64 + fraction).min(REST as f64);
        let (low, high) = self.range();
        self.at = self.home();
        // There and back along x, then along y.
        let along = usize::from(time >= RUN as f64);
        let part = (time % RUN as f64) / RUN as f64;
        let swing = libm::sin(TAU * part);
        let room = if swing > 0.0 { high - self.at[along] } else { self.at[along] - low };
        self.at[along] += REACH * room * swing;
        for along in 0..2 {
            let held = self.at[1 - along];
            if self.held[along] == held {
                continue;
            }
            self.held[along] = held;
            let place = |t: f64| if along == 0 { [t, held] } else { [held, t] };
            self.slices[along] = graph(|t| self.f.value(&place(t)), (low, high), POINTS, self.height.1 - self.height.0);
        }
    }

    fn picture(&self, panel: usize) -> Picture<'_> {
        match panel.checked_sub(1) {
            None => self.picture_of_surface(),
            Some(along) => self.picture_of_slice(along),
        }
    }

    fn rules(&self) -> Vec<(Option<Style>, String)> {
        let [x, y] = self.at.map(|coordinate| significant(coordinate, 4));
        let rule = |along: usize| {
            let slope = significant(self.slope(along), 4);
            (
                Some(ALONG[along]),
                format!("∂z/∂{} ( {x} , {y} ) = {} = {slope}", ["x", "y"][along], self.partials[along]),
            )
        };
        vec![rule(0), rule(1)]
    }

    fn readout(&self) -> String {
        if self.value(self.at).is_finite() {
            return String::new();
        }
        say("Here f has no value: the surface has a hole.", "f 在这里没有值：曲面有洞。", self.language).to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_there_is_no_surface_there_are_no_slopes() {
        let mut figure = Partial::new().unwrap();
        for (f, x, y) in [("log(x y)", "-1", "2"), ("sqrt(x) + y", "-1", "1"), ("0/0", "1", "1"), ("1/(x y)", "0", "1")]
        {
            for (key, value) in [(F, f), (X, x), (Y, y)] {
                figure.set(key, value).unwrap();
            }
            figure.seek(REST);
            assert!((0..2).all(|axis| figure.slope(axis).is_nan()), "{f}");
            let rules: Vec<String> = figure.rules().into_iter().map(|(_, rule)| rule).collect();
            assert!(rules.iter().all(|rule| rule.ends_with("= ?")), "{rules:?}");
            assert!(figure.panels()[0].description.ends_with("∂z/∂x = ?, ∂z/∂y = ?"));
            assert!(figure.handles()[0].label.ends_with("?)") && !figure.readout().is_empty());
        }
    }
}
