//! The gradient: a vector of partial derivatives, across the contour lines, the steepest way up.

use super::plane::{self, Plane, move_to};
use super::speech::low_and_high;
use super::styles::{CHOSEN, DOWN, UP};
use super::{Action, After, Control, Entry, Figure, Handle, Panel, Scene, Table, Values, nothing_follows, window};
use crate::chart::{Arrow, Axes, Axis, Contours, Curve, Line, Picture, Point, Polyline, Scale, Segment, Style, Tone};
use crate::error::Result;
use crate::key::Kind;
use crate::number::significant;
use crate::word;
use crate::words::{Label, Sentence, Words};
use std::f64::consts::TAU;
use std::rc::Rc;

pub(super) static FIGURE: Figure = Figure {
    table: Table::new(ENTRIES).only(&["f"]),
    base: "objective=expression&f=x^2/2 + x*y/3 + y^2",
    rest: REST,
    restart: Sentence::named("restart.point"),
    settle: nothing_follows,
    words: |key| (key == "objective").then(|| vec!["expression"]),
    build: |values, _| Ok(Box::new(Gradient::build(values, None)?)),
};

const ANGLE: &str = "figure.angle";

static ENTRIES: &[Entry] = &[
    Entry::of("f"),
    Entry::own(ANGLE, Label::named("gradient.direction"), Kind::Number(0.0, 360.0), "20").begins().docked(),
    plane::x("-0.9"),
    plane::y("0.8"),
    plane::window("2"),
];

/// Degrees that the dial turns in a tick.
const DEGREES: f64 = 4.0;
/// Ticks of a full turn.
const REST: u64 = 90;
/// Arrows of the field along each side.
const ARROWS: i32 = 9;
/// The dial's radius as a part of what is shown.
const DIAL: f64 = 0.3;

/// The gradient of a function at a point.
struct Gradient {
    field: Rc<Field>,
    at: [f64; 2],
    gradient: [f64; 2],
    /// The directional derivative at the point against the angle in degrees.
    derivatives: Rc<Polyline>,
    /// The dial's angle in degrees: at the first tick, and as it is shown.
    first_angle: f64,
    angle: f64,
}

/// A function with its contour lines and a field of gradients.
struct Field {
    plane: Plane,
    contours: Contours,
    arrows: Vec<Arrow>,
    /// The norm of the longest gradient in it.
    longest: f64,
}

impl Field {
    fn new(plane: Plane) -> Self {
        let (low, high) = plane.range;
        let cell = (high - low) / f64::from(ARROWS);
        let place = |k: i32| low + (f64::from(k) + 0.5) * cell;
        let places = (0..ARROWS * ARROWS).map(|k| [place(k % ARROWS), place(k / ARROWS)]);
        let gradients: Vec<([f64; 2], [f64; 2])> = places.map(|at| (at, plane.gradient(at))).collect();
        let norms = gradients.iter().map(|(_, gradient)| length(*gradient)).filter(|norm| norm.is_finite());
        let longest = norms.fold(f64::MIN_POSITIVE, f64::max);
        let (scale, line) = (0.95 * cell / longest, Line::solid(Tone::Quiet, 1.0));
        Field {
            contours: Contours::of(|at| plane.f.value(&at), plane.range, plane.range, None),
            arrows: gradients.into_iter().map(|(at, by)| Arrow([at, moved(at, by, scale)], line)).collect(),
            longest,
            plane,
        }
    }
}

impl Gradient {
    fn build(values: &Values, before: Option<&Gradient>) -> Result<Self> {
        let same = before.filter(|before| before.field.plane.is_of(values));
        let field = match same {
            Some(before) => Rc::clone(&before.field),
            None => Rc::new(Field::new(Plane::new(values)?)),
        };
        let (at, first_angle) = (field.plane.point(values), values.number(ANGLE));
        let gradient = field.plane.gradient(at);
        let derivatives = match same.filter(|before| before.at == at) {
            Some(before) => Rc::clone(&before.derivatives),
            None => {
                let angles = (0..=360).step_by(3).map(f64::from);
                Rc::new(angles.map(|angle| [angle, along(gradient, angle)]).collect())
            }
        };
        Ok(Gradient { field, at, gradient, derivatives, first_angle, angle: first_angle })
    }

    /// The directional derivative along the dial.
    fn slope(&self) -> f64 {
        along(self.gradient, self.angle)
    }

    /// The radius of the dial.
    fn radius(&self) -> f64 {
        2.0 * DIAL * self.field.plane.range.1
    }

    /// The tip of the dial's arrow.
    fn tip(&self) -> [f64; 2] {
        moved(self.at, unit(self.angle), self.radius())
    }

    fn show_plane<'a>(&'a self, words: &'a Words) -> Picture<'a> {
        let (Field { plane, contours, arrows, longest }, at, gradient) = (&*self.field, self.at, self.gradient);
        // As long as it is steep: one and a half times the dial's arrow for the longest of the field's.
        let scale = 1.5 * self.radius() / longest;
        let (up, down) = (moved(at, gradient, scale), moved(at, gradient, -scale));
        let across = [-gradient[1], gradient[0]];
        let reach = 1.2 * self.radius() / length(gradient).max(f64::MIN_POSITIVE);
        let contour = [moved(at, across, -reach), moved(at, across, reach)];
        let y = Axis { scale: Scale::Equal, ..plane.axis("y") };
        let mut picture = Picture::of_landscape(contours, Axes { x: plane.axis("x"), y }, low_and_high(words));
        picture.still.extend(arrows.iter().copied());
        picture.moving.push(Segment(contour, Line::dashed(Tone::Quiet, 1.5)));
        for part in [[at, [up[0], at[1]]], [[up[0], at[1]], up]] {
            picture.moving.push(Segment(part, Line::dashed(Tone::Of(UP), 1.5)));
        }
        picture.moving.push(Arrow([at, down], Line::of(DOWN, 2.5)));
        picture.moving.push(Arrow([at, up], Line::of(UP, 2.5)));
        picture.moving.push(Arrow([at, self.tip()], Line::of(CHOSEN, 2.0)));
        picture
    }

    fn show_angles<'a>(&'a self, words: &'a Words) -> Picture<'a> {
        let most = length(self.gradient);
        let reach = if most > 0.0 && most.is_finite() { window::round_end(1.1 * most) } else { 1.0 };
        let steepest = degrees(self.gradient);
        let axis = |title, range| Axis { title, range, scale: Scale::Linear };
        let mut picture = Picture::on_graph_paper(Axes {
            x: axis(word!(words, "gradient.direction"), (0.0, 360.0)),
            y: axis(word!(words, "gradient.slope.axis"), (-reach, reach)),
        });
        let level = Line::dashed(Tone::Quiet, 1.0);
        for (turned, line) in [(90.0, level), (270.0, level), (180.0, Line::of(DOWN, 1.5)), (0.0, Line::of(UP, 1.5))] {
            let angle = (steepest + turned) % 360.0;
            picture.still.push(Segment([[angle, -reach], [angle, reach]], line));
        }
        picture.still.push(Curve(self.derivatives.all(), Line::solid(Tone::Ink, 2.0)));
        picture.moving.push(Point([self.angle, self.slope()], CHOSEN.marker(), Tone::Of(CHOSEN)));
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

impl Scene for Gradient {
    fn rebuilt(&self, values: &Values, _: &Words) -> Result<Box<dyn Scene>> {
        Ok(Box::new(Self::build(values, Some(self))?))
    }

    fn look(&mut self, tick: u64, fraction: f64) -> u64 {
        let turned = DEGREES * (tick as f64 + fraction).min(REST as f64);
        self.angle = if turned == 0.0 { self.first_angle } else { (self.first_angle + turned) % 360.0 };
        tick.min(REST)
    }

    fn is_over(&self, tick: u64) -> bool {
        tick >= REST
    }

    fn known_to(&self) -> u64 {
        REST
    }

    fn panels(&self, words: &Words) -> Vec<Panel> {
        let ([dx, dy], norm) = (self.gradient.map(|slope| significant(slope, 4)), length(self.gradient));
        let numbers = format!("∇f = ({dx}, {dy}), |∇f| = {}", significant(norm, 4));
        let here = format!("∇f · u = {}, θ = {}°", significant(self.slope(), 4), significant(self.angle, 3));
        let f = format!("f(x, y) = {}", self.field.plane.f);
        let plane = format!("{} {numbers}", word!(words, "gradient.plane"));
        let angle = format!("{} {numbers}, {here}", word!(words, "gradient.angle"));
        vec![
            Panel::new("plane", word!(words, "gradient.plane.title"), f, plane).tall(),
            Panel::new("angle", word!(words, "gradient.angle.title"), here, angle).tall(),
        ]
    }

    fn picture<'a>(&'a self, panel: usize, words: &'a Words) -> Picture<'a> {
        if panel == 0 { self.show_plane(words) } else { self.show_angles(words) }
    }

    fn control(&self, mut control: Control, _: &Words) -> Option<Control> {
        if control.key == ANGLE {
            control.value = significant(self.angle, 3);
        }
        Some(control)
    }

    fn handles(&self) -> Vec<Handle> {
        let [x, y] = self.at.map(|part| significant(part, 4));
        let (theta, slope) = (format!("θ = {}°", significant(self.angle, 3)), self.slope());
        let on_curve = [self.angle, if slope.is_finite() { slope } else { 0.0 }];
        let handle =
            |panel, at, symbol: &str, label| Handle { panel, at, symbol: symbol.to_owned(), label, field: None };
        vec![
            handle(0, self.at, "", format!("({x}, {y})")),
            handle(0, self.tip(), "u", theta.clone()),
            handle(1, on_curve, "", theta),
        ]
    }

    fn act(&mut self, action: Action, values: &mut Values) -> After {
        match action {
            Action::Drag(0, point) => {
                move_to(values, point);
                return After::Stay;
            }
            Action::Drag(1, [x, y]) => values.put(ANGLE, degrees([x - self.at[0], y - self.at[1]])),
            Action::Drag(_, [angle, _]) => values.put(ANGLE, angle),
            Action::Restart(seed) => self.field.plane.move_anywhere(values, seed),
            _ => return After::Nothing,
        }
        After::Begin
    }

    fn rules(&self, _: &Words) -> Vec<(Option<Style>, String)> {
        let ([x, y], [dx, dy]) = (self.at.map(|part| significant(part, 4)), self.gradient.map(|s| significant(s, 4)));
        let [by_x, by_y] = &self.field.plane.partials;
        vec![
            (None, format!("∂f/∂x = {by_x} , ∂f/∂y = {by_y}")),
            (Some(UP), format!("∇f ( {x} , {y} ) = ( {dx} , {dy} )")),
            (Some(CHOSEN), format!("D_u f = ∇f · u = {}", significant(self.slope(), 4))),
        ]
    }

    fn readout(&self, words: &Words) -> String {
        let is_smooth = self.gradient.iter().all(|slope| slope.is_finite());
        if is_smooth { String::new() } else { word!(words, "gradient.no-gradient").to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(given: &str) -> Values {
        let mut values = Values::new(FIGURE.table, FIGURE.base).unwrap();
        assert_eq!(values.read(given), (0, vec![]));
        values
    }

    #[test]
    fn where_there_is_no_function_there_are_no_arrows_and_no_numbers() {
        let words = Words::of("en");
        let scene = Gradient::build(&values("f=log(x y)&figure.x=-1&figure.y=2"), None).unwrap();
        for Arrow([at, to], _) in &scene.field.arrows {
            let is_defined = at[0] * at[1] > 0.0;
            assert_eq!(to.iter().all(|coordinate| coordinate.is_finite()), is_defined, "{at:?}");
        }
        assert!(scene.derivatives.iter().all(|[_, slope]| slope.is_nan()));
        let rules: Vec<String> = scene.rules(words).into_iter().map(|(_, rule)| rule).collect();
        assert_eq!(rules[0], "∂f/∂x = 1/x , ∂f/∂y = 1/y");
        assert!(rules[1].ends_with("= ( ? , ? )") && rules[2].ends_with("= ?"), "{rules:?}");
        assert!(scene.panels(words)[0].description.ends_with("∇f = (?, ?), |∇f| = ?"));
        assert!(!scene.readout(words).is_empty());
        let scene = Gradient::build(&values("f=log(x y)&figure.x=1&figure.y=2"), None).unwrap();
        assert!(scene.readout(words).is_empty());
    }

    #[test]
    fn a_turn_of_the_dial_computes_nothing_and_a_move_of_the_point_no_contours() {
        let before = Gradient::build(&values(""), None).unwrap();
        let after = |given| {
            let after = Gradient::build(&values(given), Some(&before)).unwrap();
            (Rc::ptr_eq(&before.field, &after.field), Rc::ptr_eq(&before.derivatives, &after.derivatives))
        };
        assert_eq!(after("figure.angle=70"), (true, true));
        assert_eq!(after("figure.x=0.3"), (true, false));
        assert_eq!(after("f=x y"), (false, false));
    }
}
