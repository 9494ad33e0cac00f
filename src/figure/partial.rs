//! Partial derivatives: the surface z = f(x, y), and the slices through a point of it.

use super::plane::{self, Plane};
use super::speech::{signed, spaced};
use super::styles::ALONG;
use super::turn::{azimuth, elevation, turn, turn_of};
use super::{Action, After, Entry, Figure, Handle, Panel, Scene, Table, Values, window};
use crate::chart::{
    Axes, Axis, Curve, Heights, Line, Marker, Name, Picture, Point, Polyline, Relief, Slice, Straight, Style, Tone,
    graph, relief,
};
use crate::error::Result;
use crate::number::{rounded_down, significant};
use crate::word;
use crate::words::{Sentence, Words};
use std::cell::OnceCell;
use std::f64::consts::TAU;
use std::rc::Rc;

pub(super) static FIGURE: Figure = Figure {
    table: Table::new(ENTRIES).only(&["f"]),
    base: "objective=expression&f=y^2 - x^2",
    rest: REST,
    restart: Sentence::named("restart.point"),
    settle: |values, _, given| plane::settle(values, given),
    words: |key| (key == "objective").then(|| vec!["expression"]),
    build: |values, _| Ok(Box::new(Partial::build(values, None)?)),
};

static ENTRIES: &[Entry] =
    &[Entry::of("f"), plane::x("0.7"), plane::y("-0.5"), azimuth("305"), elevation("32"), plane::window("1.5")];

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
/// The small step in x whose change of z is told, in parts of the window; in y it is half as long. So small that the
/// slopes hardly change on the way.
const STEP: f64 = 0.008;
/// How far a run goes from the point, in parts of the window.
const REACH: f64 = 0.9;

const AXES: [&str; 2] = ["x", "y"];

/// The partial derivatives of a function at a point.
struct Partial {
    surface: Rc<Surface>,
    /// The slices along x and along y.
    cuts: [Rc<Cut>; 2],
    /// Where a run begins and ends.
    home: [f64; 2],
    /// The point as it is shown.
    at: [f64; 2],
    /// Azimuth and elevation, in radians.
    turn: (f64, f64),
    turning: bool,
    /// What the tangents' slopes are, as they are shown.
    slopes_said: OnceCell<[String; 2]>,
}

/// A function as a surface.
struct Surface {
    plane: Plane,
    /// At rest, and coarser while it turns.
    heights: [Heights; 2],
    height: (f64, f64),
}

/// The surface along one of its variables.
struct Cut {
    /// Where it holds the other one.
    held: f64,
    points: Polyline,
}

impl Surface {
    fn new(plane: Plane) -> Self {
        let (low, high) = plane.range;
        let heights =
            [CELLS, CELLS_TURNING].map(|cells| Heights::of(|at| plane.f.value(&at), plane.range, plane.range, cells));
        let part = |k: usize| low + (high - low) * k as f64 / CELLS as f64;
        let nodes = (0..=CELLS).flat_map(|i| (0..=CELLS).map(move |j| [part(i), part(j)]));
        let graph: Vec<[f64; 2]> = nodes.map(|at| [at[0], plane.f.value(&at)]).collect();
        Surface { plane, heights, height: window::vertical([&graph[..]]) }
    }

    /// The slice along a variable through a point.
    fn cut(&self, along: usize, at: [f64; 2]) -> Cut {
        let (held, height) = (at[1 - along], self.height.1 - self.height.0);
        let f = |t| {
            let mut at = at;
            at[along] = t;
            self.plane.f.value(&at)
        };
        Cut { held, points: graph(f, self.plane.range, POINTS, height) }
    }
}

impl Partial {
    fn build(values: &Values, before: Option<&Partial>) -> Result<Self> {
        let same = before.filter(|before| before.surface.plane.is_of(values));
        let surface = match same {
            Some(before) => Rc::clone(&before.surface),
            None => Rc::new(Surface::new(Plane::new(values)?)),
        };
        let home = surface.plane.point(values);
        let cuts = match same {
            Some(before) => before.cuts.clone(),
            None => [0, 1].map(|along| Rc::new(surface.cut(along, home))),
        };
        let (turn, turning) = (turn_of(values), before.is_some_and(|before| before.turning));
        Ok(Partial { surface, cuts, home, at: home, turn, turning, slopes_said: OnceCell::new() })
    }

    /// The height at the point; NaN in a hole.
    fn z(&self) -> f64 {
        self.surface.plane.value(self.at)
    }

    fn slopes(&self) -> [f64; 2] {
        self.surface.plane.gradient(self.at)
    }

    /// A partial derivative in a rule, as a formula and as a number, which may be the same.
    fn said(&self, along: usize) -> String {
        let (formula, number) =
            (format!("{:#}", self.surface.plane.partials[along]), significant(self.slopes()[along], 4));
        if formula == number { number } else { format!("{} = {number}", spaced(&formula)) }
    }

    fn z_axis(&self) -> Axis<'static> {
        Axis::linear("z", self.surface.height)
    }

    /// A small step in both variables: how z changes, and how it would if it kept both its slopes.
    fn sum_of_changes(&self) -> String {
        let ((low, high), [x, y], [by_x, by_y]) = (self.surface.plane.range, self.at, self.slopes());
        let dx = rounded_down(STEP * (high - low));
        let dy = 0.5 * dx;
        let change = significant(self.surface.plane.value([x + dx, y + dy]) - self.z(), 3);
        let sum = significant(by_x * dx + by_y * dy, 3);
        let [dx, dy] = [dx, dy].map(|step| significant(step, 3));
        let ([x, y, by_x], by_y) = ([x, y, by_x].map(|part| significant(part, 4)), signed(by_y));
        format!("z ( {x} + {dx} , {y} + {dy} ) − z ( {x} , {y} ) = {change} ≈ {by_x} · {dx} + {by_y} · {dy} = {sum}")
    }

    fn show_surface<'a>(&'a self, words: &'a Words) -> Picture<'a> {
        let (surface, slopes) = (&self.surface, self.slopes());
        let box_of = Relief {
            axes: Axes { x: surface.plane.axis("x"), y: surface.plane.axis("y") },
            z: self.z_axis(),
            knee: f64::INFINITY,
            foot: 0.0,
            heights: &surface.heights[usize::from(self.turning)],
            turn: self.turn,
        };
        let slice = |along: usize| {
            Some(Slice { style: ALONG[along], points: self.cuts[along].points.all(), slope: slopes[along] })
        };
        let mut picture = relief(box_of, self.at, [slice(0), slice(1)]);
        // At the far end of what there is of the slice, unless the surface hides it.
        let names = [word!(words, "partial.along-x.name"), word!(words, "partial.along-y.name")];
        let toward = [libm::cos(self.turn.0), libm::sin(self.turn.0)];
        for (along, text) in names.into_iter().enumerate() {
            let mut there = self.cuts[along].points.iter().filter(|point| point[1].is_finite()).map(|point| point[0]);
            let Some(first) = there.next() else { continue };
            let last = there.next_back().unwrap_or(first);
            let [near, far] = if toward[along] >= 0.0 { [last, first] } else { [first, last] };
            let mut at = self.at;
            at[along] = far;
            if !box_of.shows(at) {
                at[along] = near;
            }
            picture.names.push(Name::new(at, text, ALONG[along]));
        }
        picture
    }

    fn show_slice(&self, along: usize) -> Picture<'_> {
        let (at, slope) = ([self.at[along], self.z()], self.slopes()[along]);
        let said = self.slopes_said.get_or_init(|| {
            let slopes = self.slopes().map(|slope| significant(slope, 3));
            [format!("∂z/∂x = {}", slopes[0]), format!("∂z/∂y = {}", slopes[1])]
        });
        let mut picture = Picture::on_graph_paper(Axes { x: self.surface.plane.axis(AXES[along]), y: self.z_axis() });
        picture.moving.push(Curve(self.cuts[along].points.all(), Line::of(ALONG[along], 2.5)));
        picture.moving.push(Straight(at, slope, Line::solid(Tone::Ink, 1.5)));
        picture.moving.push(Point(at, Marker::Round, Tone::Ink));
        let ranges = [self.surface.plane.range, self.surface.height];
        let place = window::name_of_line(at, [slope, 0.0], ranges, true);
        if slope.is_finite() {
            picture.names.push(Name::new(place, &said[along], ALONG[along]));
        }
        picture
    }
}

impl Scene for Partial {
    fn rebuilt(&self, values: &Values, _: &Words) -> Result<Box<dyn Scene>> {
        Ok(Box::new(Self::build(values, Some(self))?))
    }

    fn look(&mut self, tick: u64, fraction: f64) -> u64 {
        let time = (tick as f64 + fraction).min(REST as f64);
        // There and back along x, then along y.
        let along = usize::from(time >= RUN as f64);
        let swing = libm::sin(TAU * ((time % RUN as f64) / RUN as f64));
        let ((low, high), home) = (self.surface.plane.range, self.home[along]);
        self.at = self.home;
        self.slopes_said.take();
        self.at[along] += REACH * if swing > 0.0 { high - home } else { home - low } * swing;
        for (along, cut) in self.cuts.iter_mut().enumerate().filter(|(along, cut)| cut.held != self.at[1 - along]) {
            *cut = Rc::new(self.surface.cut(along, self.at));
        }
        tick.min(REST)
    }

    fn is_over(&self, tick: u64) -> bool {
        tick >= REST
    }

    fn known_to(&self) -> u64 {
        REST
    }

    fn panels(&self, words: &Words) -> Vec<Panel> {
        let ([x, y], slopes) = (self.at.map(|part| significant(part, 3)), self.slopes().map(|s| significant(s, 4)));
        let numbers = format!("x = {x}, y = {y}, ∂z/∂x = {}, ∂z/∂y = {}", slopes[0], slopes[1]);
        let panel = |name, title, detail, description| {
            Panel::new(name, title, detail, format!("{description} {numbers}")).tall()
        };
        let slice = |along: usize, name, title, kept, description| {
            // The formula, which may be long, stands in the rule.
            let detail = format!("{kept}: ∂z/∂{} = {}", AXES[along], slopes[along]);
            Panel { series: Some(ALONG[along]), columns: 3, ..panel(name, title, detail, description) }
        };
        let f = format!("z = {:#}", self.surface.plane.f);
        let surface = panel("surface", word!(words, "partial.surface.title"), f, word!(words, "partial.surface"));
        let hole = if self.z().is_finite() { "" } else { word!(words, "partial.hole") };
        let [title_x, title_y] = [word!(words, "partial.along-x.title"), word!(words, "partial.along-y.title")];
        vec![
            Panel { turns: true, status: hole.to_owned(), ..surface },
            slice(0, "along-x", title_x, format!("y = {y}"), word!(words, "partial.along-x")),
            slice(1, "along-y", title_y, format!("x = {x}"), word!(words, "partial.along-y")),
        ]
    }

    fn picture<'a>(&'a self, panel: usize, words: &'a Words) -> Picture<'a> {
        panel.checked_sub(1).map_or_else(|| self.show_surface(words), |along| self.show_slice(along))
    }

    fn handles(&self) -> Vec<Handle> {
        let ([x, y], z, (low, high)) = (self.at, self.z(), self.surface.height);
        let visible = if z.is_finite() { z.clamp(low, high) } else { low };
        let [x_text, y_text, z_text] = [x, y, z].map(|part| significant(part, 3));
        vec![
            Handle::new(0, self.at, "", format!("({x_text}, {y_text}, {z_text})")),
            Handle::new(1, [x, visible], "", format!("x = {x_text}")),
            Handle::new(2, [y, visible], "", format!("y = {y_text}")),
        ]
    }

    fn act(&mut self, action: Action, values: &mut Values) -> After {
        match action {
            Action::Drag(0, point, _) => self.surface.plane.move_to(values, point),
            Action::Drag(1, [x, _], _) => self.surface.plane.move_to(values, [x, self.at[1]]),
            Action::Drag(_, [y, _], _) => self.surface.plane.move_to(values, [self.at[0], y]),
            Action::Restart(seed) => self.surface.plane.move_anywhere(values, seed),
            Action::Turn(_, way, done) => {
                turn(values, way);
                self.turning = !done;
                return After::Stay;
            }
            Action::Press(..) => return After::Nothing,
        }
        After::Begin
    }

    fn rules(&self, _: &Words) -> Vec<(Option<Style>, String)> {
        let [x, y] = self.at.map(|part| significant(part, 4));
        let rule =
            |along: usize| (Some(ALONG[along]), format!("∂z/∂{} ( {x} , {y} ) = {}", AXES[along], self.said(along)));
        vec![rule(0), rule(1), (None, self.sum_of_changes())]
    }

    fn readout(&self, words: &Words) -> String {
        if self.z().is_finite() { String::new() } else { word!(words, "partial.no-value").to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(f: &str, x: &str, y: &str) -> Values {
        let mut values = Values::new(FIGURE.table, FIGURE.base).unwrap();
        for (key, value) in [("f", f), ("figure.x", x), ("figure.y", y)] {
            values.set(key, value).unwrap();
        }
        values
    }

    #[test]
    fn where_there_is_no_surface_there_are_no_slopes() {
        let words = Words::of("en");
        for (f, x, y) in [("log(x y)", "-1", "2"), ("sqrt(x) + y", "-1", "1"), ("0/0", "1", "1"), ("1/(x y)", "0", "1")]
        {
            let mut scene = Partial::build(&values(f, x, y), None).unwrap();
            scene.look(REST, 0.0);
            assert!(scene.slopes().iter().all(|slope| slope.is_nan()), "{f}");
            assert!(scene.rules(words).iter().all(|(_, rule)| rule.ends_with("= ?")), "{f}");
            assert!(scene.panels(words)[0].description.ends_with("∂z/∂x = ?, ∂z/∂y = ?"));
            assert!(scene.handles()[0].label.ends_with("?)") && !scene.readout(words).is_empty());
            assert_eq!(scene.panels(words)[0].status, word!(words, "partial.hole"));
            // Neither slice is named where it is not, nor a tangent that there is not.
            assert!(scene.show_surface(words).names.iter().all(|name| scene.surface.plane.value(name.at).is_finite()));
            assert!([0, 1].into_iter().all(|along| scene.show_slice(along).names.is_empty()));
        }
    }

    #[test]
    fn a_slope_that_is_a_number_is_said_once_and_its_variables_stand_alone() {
        let words = Words::of("en");
        for (f, said) in [("3", "= 0"), ("2x - y/4", "= 2"), ("x^2 + y", "= 2 x = 3")] {
            let scene = Partial::build(&values(f, "1.5", "0"), None).unwrap();
            assert!(scene.rules(words)[0].1.ends_with(&format!(") {said}")), "{f}: {:?}", scene.rules(words));
            assert!(scene.panels(words)[1].detail.ends_with(&format!("∂z/∂x = {}", significant(scene.slopes()[0], 4))));
        }
    }

    #[test]
    fn a_small_step_changes_z_by_the_sum_of_both_slopes_times_their_steps() {
        for (x, y) in [("0.7", "-0.5"), ("0.3", "0.2"), ("-1.2", "1")] {
            let rule = Partial::build(&values("y^2 - x^2", x, y), None).unwrap().sum_of_changes();
            let number = |text: &str| text.trim().replace('−', "-").parse::<f64>().unwrap();
            let [_, change, sum] = *rule.split(['=', '≈']).filter(|part| !part.contains('·')).collect::<Vec<_>>()
            else {
                panic!("{rule}")
            };
            approx::assert_relative_eq!(number(change), number(sum), max_relative = 0.04);
        }
    }

    #[test]
    fn a_slice_is_cut_anew_where_it_is_another_one_and_the_surface_never() {
        let before = Partial::build(&values("x^2 y", "1", "-1"), None).unwrap();
        let mut values = values("x^2 y", "1", "-1");
        values.put("figure.x", 0.5);
        let mut after = Partial::build(&values, Some(&before)).unwrap();
        after.look(0, 0.0);
        assert!(Rc::ptr_eq(&before.surface, &after.surface));
        let kept = [0, 1].map(|along| Rc::ptr_eq(&before.cuts[along], &after.cuts[along]));
        assert_eq!(kept, [true, false]);
    }
}
