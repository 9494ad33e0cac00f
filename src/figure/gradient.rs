//! The gradient: a vector of partial derivatives, across the contour lines, the steepest way up.

mod field;
mod pictures;
mod swept;

use super::plane::{self, Plane};
use super::speech::spaced;
use super::styles::{CHOSEN, UP};
use super::turn::{AZIMUTH, ELEVATION, azimuth, elevation, turn, turn_of};
use super::{Action, After, Control, Entry, Figure, Handle, Panel, Scene, Table, Values};
use crate::chart::{Picture, Polyline, Style};
use crate::error::Result;
use crate::key::Kind;
use crate::number::{apart_from_rounding, fixed, significant};
use crate::words::{Label, Sentence, Words};
use crate::{say, word};
use field::Field;
use std::f64::consts::TAU;
use std::rc::Rc;
use swept::{SWEPT, Swept};

pub(super) static FIGURE: Figure = Figure {
    table: Table::new(ENTRIES).only(&["f"]),
    base: "objective=expression&f=x^2/2 + x*y/3 + y^2",
    rest: SWING,
    restart: Sentence::named("restart.point"),
    settle,
    words: |key| (key == "objective").then(|| vec!["expression"]),
    build: |values, _| Ok(Box::new(Gradient::build(values, None)?)),
};

const ANGLE: &str = "figure.angle";

static ENTRIES: &[Entry] = &[
    Entry::of("f"),
    Entry::own(ANGLE, Label::named("gradient.direction"), Kind::Number(0.0, 360.0), AT_FIRST).docked(),
    swept::ENTRY,
    plane::x("-1.35"),
    plane::y("1.2"),
    azimuth("250"),
    elevation("30"),
    plane::window("2.3"),
];

/// The dial's angle in degrees as long as nobody has turned it.
const AT_FIRST: &str = "20";
/// Ticks that it turns by itself, so that it is seen what comes of it: the steepest direction is left to the reader.
const SWING: u64 = 10;
/// Degrees that the dial turns in a tick.
const DEGREES: f64 = 4.0;
/// Degrees of a full turn.
const ROUND: f64 = 360.0;
/// How far a hand takes the point, in parts of what is shown: in a corner its arrows and their names have no room.
const INNER: f64 = 0.8;
/// The dial's radius, from and to, as parts of what is shown on either side of the middle.
const DIAL: (f64, f64) = (0.22, 0.27);
/// Degrees between points of the slope's curve.
const FINE: f64 = 3.0;

/// What has been passed at another point says nothing here; a slider passes directions as a hand does.
fn settle(values: &mut Values, before: Option<&Values>, given: &dyn Fn(&str) -> bool) -> Result<()> {
    plane::settle(values, given)?;
    if let Some(before) = before.filter(|_| !given(SWEPT)) {
        let is_here = [ANGLE, AZIMUTH, ELEVATION].into_iter().any(given);
        let swept = if is_here { Swept::of(before) } else { Swept::NONE };
        swept.turned(before.number(ANGLE), values.number(ANGLE)).put(values);
    }
    Ok(())
}

/// The gradient of a function at a point.
struct Gradient {
    field: Rc<Field>,
    at: [f64; 2],
    gradient: [f64; 2],
    /// Azimuth and elevation of the surface, in radians.
    turn: (f64, f64),
    /// The directional derivative at the point against the angle in degrees.
    derivatives: Rc<Polyline>,
    /// The dial's angle in degrees: at the first tick, and as it is shown.
    first_angle: f64,
    angle: f64,
    /// Whether somebody has chosen it.
    is_chosen: bool,
    /// Degrees that it has turned by itself.
    turned: f64,
    /// Whether it has been round, or the hand has found the gradient, so that that is seen.
    is_seen: bool,
    /// The directional derivative where the dial has been.
    traced: Polyline,
    /// What the hand has passed.
    swept: Swept,
}

impl Gradient {
    fn build(values: &Values, before: Option<&Gradient>) -> Result<Self> {
        let same = before.filter(|before| before.field.plane.is_of(values));
        let field = match same {
            Some(before) => Rc::clone(&before.field),
            None => Rc::new(Field::new(Plane::new(values)?)),
        };
        let (at, first_angle, turn) = (field.plane.point(values), values.number(ANGLE), turn_of(values));
        let gradient = field.plane.gradient(at);
        let derivatives = match same.filter(|before| before.at == at) {
            Some(before) => Rc::clone(&before.derivatives),
            None => {
                let angles = (0..=(360.0 / FINE) as u32).map(|k| FINE * f64::from(k));
                Rc::new(angles.map(|angle| [angle, along(gradient, angle)]).collect())
            }
        };
        let (angle, traced, swept) = (first_angle, Polyline::new(), Swept::of(values));
        let (is_chosen, turned, is_seen) = (values.text(ANGLE) != AT_FIRST, 0.0, false);
        Ok(Gradient {
            field,
            at,
            gradient,
            turn,
            derivatives,
            first_angle,
            angle,
            is_chosen,
            turned,
            is_seen,
            traced,
            swept,
        })
    }

    /// Where somebody has pointed the dial before it turned by itself.
    fn guess(&self) -> Option<f64> {
        (self.is_chosen && self.is_seen && self.turned > 0.0).then_some(self.first_angle)
    }

    /// How far a direction is from the gradient's, in degrees.
    fn beside(&self, angle: f64) -> f64 {
        ((degrees(self.gradient) - angle + 540.0) % 360.0 - 180.0).abs()
    }

    /// Whether the hand has passed the steepest direction, from some way before it to some way behind.
    fn has_found(&self) -> bool {
        /// Degrees beside it.
        const BESIDE: f64 = 15.0;
        self.swept.holds(degrees(self.gradient) - BESIDE, 2.0 * BESIDE)
    }

    /// The directional derivative along the dial.
    fn slope(&self) -> f64 {
        apart_from_rounding(along(self.gradient, self.angle), length(self.gradient))
    }

    /// Of the gradient, a number: as long as it is to be guessed it is not said, neither to who sees nor to who hears.
    fn told(&self, number: f64) -> String {
        if self.is_seen { significant(number, 4) } else { "?".to_owned() }
    }

    /// The radius of the dial: as long as the arrow of a gradient of length 1, unless there is no room for that.
    fn radius(&self) -> f64 {
        let [low, high] = [DIAL.0, DIAL.1].map(|part| part * self.field.range.1);
        self.unit().clamp(low, high)
    }

    /// Degrees that the dial turns by itself: round, so that it passes −∇f too, and on to where it comes to rest, upon ∇f.
    fn whole(&self) -> f64 {
        ROUND + if self.is_direction() { (degrees(self.gradient) - self.first_angle).rem_euclid(ROUND) } else { 0.0 }
    }

    /// Ticks in which it does.
    fn end(&self) -> u64 {
        (self.whole() / DEGREES).ceil() as u64
    }

    /// The slope where the hand has been, and from the first angle as far as the dial has turned.
    fn trace(&mut self) {
        self.traced.clear();
        let Swept { from, way } = self.swept;
        if way > 0.0 {
            self.trace_on(from, way);
            self.traced.push([f64::NAN; 2]);
        }
        self.trace_on(self.first_angle, self.turned);
    }

    fn trace_on(&mut self, from: f64, turned: f64) {
        let mut before = from;
        for k in 0..=(turned / FINE).ceil() as u32 {
            let angle = (from + (FINE * f64::from(k)).min(turned)) % 360.0;
            if angle < before {
                self.traced.push([360.0, along(self.gradient, 360.0)]);
                self.traced.push([f64::NAN; 2]);
                self.traced.push([0.0, along(self.gradient, 0.0)]);
            }
            self.traced.push([angle, along(self.gradient, angle)]);
            before = angle;
        }
    }

    /// Turns the dial to an angle, from where it has turned by itself.
    fn turn_to(&self, angle: f64, values: &mut Values) -> After {
        self.stop(ANGLE, values);
        Swept::of(values).turned(self.angle, angle).put(values);
        values.put(ANGLE, angle);
        After::Begin
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
        let (end, whole) = (self.end(), self.whole());
        let tick = tick.min(end);
        self.turned = (DEGREES * (tick as f64 + fraction)).min(whole);
        self.angle = if self.turned == 0.0 { self.first_angle } else { (self.first_angle + self.turned) % ROUND };
        self.is_seen = tick == end || self.has_found() || self.is_level();
        if !self.is_seen {
            self.trace();
        }
        tick
    }

    fn stop(&self, key: &str, values: &mut Values) {
        if key == ANGLE && self.turned > 0.0 {
            Swept::of(values).passing(self.first_angle, self.turned).put(values);
            values.put(ANGLE, self.angle);
        }
    }

    fn changed(&mut self, key: &str, tick: u64) -> u64 {
        if key == ANGLE { 0 } else { tick }
    }

    fn is_over(&self, tick: u64) -> bool {
        tick >= self.end()
    }

    fn known_to(&self) -> u64 {
        self.end()
    }

    /// A direction that somebody has chosen stays, and where none is steepest nothing comes of turning.
    fn rest(&self) -> u64 {
        if self.is_chosen || !self.is_direction() { 0 } else { SWING }
    }

    fn panels(&self, words: &Words) -> Vec<Panel> {
        let ([dx, dy], norm) = (self.gradient.map(|slope| self.told(slope)), self.told(length(self.gradient)));
        let numbers = format!("∇f = ({dx}, {dy}), |∇f| = {norm}");
        let here = format!("∇f · u = {}, θ = {}°", significant(self.slope(), 4), significant(self.angle, 3));
        let f = format!("f(x, y) = {:#}", self.field.plane.f);
        let plane = if self.is_seen { word!(words, "gradient.plane") } else { word!(words, "gradient.plane.dial") };
        let (plane, steepest) = (format!("{plane} {numbers}"), format!("|∇f| = {norm}"));
        let space = format!("{} {numbers}, {here}", word!(words, "gradient.space"));
        let angle = format!("{} {numbers}, {here}", word!(words, "gradient.angle"));
        vec![
            Panel { columns: 4, ..Panel::new("plane", word!(words, "gradient.plane.title"), f, plane).tall() },
            Panel {
                turns: true,
                columns: 4,
                ..Panel::new("space", word!(words, "gradient.space.title"), steepest, space).tall()
            },
            Panel { columns: 4, ..Panel::new("angle", word!(words, "gradient.angle.title"), here, angle).tall() },
        ]
    }

    fn picture<'a>(&'a self, panel: usize, words: &'a Words) -> Picture<'a> {
        match panel {
            0 => self.show_plane(words),
            1 => self.show_space(),
            _ => self.show_angles(words),
        }
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
        vec![
            Handle::new(0, self.grip(), "u", theta.clone()),
            // Above the other one: in a corner, the point can be taken out of it.
            Handle::new(0, self.at, "", format!("({x}, {y})")),
            Handle::new(2, on_curve, "", theta),
        ]
    }

    fn act(&mut self, action: Action, values: &mut Values) -> After {
        match action {
            Action::Drag(1, point, _) => {
                let (low, high) = self.field.range;
                self.field.plane.move_to(values, point.map(|part| part.clamp(INNER * low, INNER * high)));
                Swept::NONE.put(values);
                After::Stay
            }
            Action::Turn(_, way, _) => {
                turn(values, way);
                After::Stay
            }
            Action::Drag(0, [x, y], _) => self.turn_to(degrees([x - self.at[0], y - self.at[1]]), values),
            Action::Drag(_, [angle, _], _) => self.turn_to(angle, values),
            Action::Restart(seed) => {
                self.field.plane.move_anywhere(values, seed);
                Swept::NONE.put(values);
                After::Begin
            }
            _ => After::Nothing,
        }
    }

    fn rules(&self, _: &Words) -> Vec<(Option<Style>, String)> {
        let ([x, y], [dx, dy]) =
            (self.at.map(|part| significant(part, 4)), self.gradient.map(|slope| self.told(slope)));
        let [by_x, by_y] = [0, 1].map(|k| spaced(&self.field.plane.partials[k].to_string()));
        vec![
            (None, format!("∂f/∂x = {by_x} , ∂f/∂y = {by_y}")),
            (Some(UP), format!("∇f ( {x} , {y} ) = ( {dx} , {dy} )")),
            (Some(CHOSEN), format!("D_u f = ∇f · u = {}", significant(self.slope(), 4))),
        ]
    }

    fn readout(&self, words: &Words) -> String {
        if !self.gradient.iter().all(|slope| slope.is_finite()) {
            return word!(words, "gradient.no-gradient").to_owned();
        }
        if !self.is_seen {
            return word!(words, "gradient.guess").to_owned();
        }
        if !self.shows_direction() {
            return word!(words, "gradient.level").to_owned();
        }
        let beside = self.beside(self.angle);
        let guess = match (self.guess(), beside < 0.5) {
            (Some(guess), true) => say!(words, "gradient.guessed", angle = fixed(self.beside(guess), 0)),
            (None, true) => word!(words, "gradient.found").to_owned(),
            (_, false) => say!(words, "gradient.beside", angle = fixed(beside, 0)),
        };
        let astray = match self.astray() {
            None => return guess,
            Some(angle) if angle < 0.5 => word!(words, "gradient.straight").to_owned(),
            Some(angle) => say!(words, "gradient.astray", angle = fixed(angle, 0)),
        };
        say!(words, "list.sentences", head = guess, last = astray)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::Arrow;

    fn values(given: &str) -> Values {
        let mut values = Values::new(FIGURE.table, FIGURE.base).unwrap();
        assert_eq!(values.read(given), (0, vec![]));
        values
    }

    #[test]
    fn where_there_is_no_function_there_are_no_arrows_and_no_numbers() {
        let words = Words::of("en");
        let scene = Gradient::build(&values("f=log(x y)&figure.x=-1&figure.y=1.2"), None).unwrap();
        for Arrow([at, to], _) in &scene.field.arrows {
            // Where there is no gradient there is no end either.
            let ends = at.iter().chain(to).filter(|coordinate| coordinate.is_finite()).count();
            assert!(ends == 4 && at[0] * at[1] > 0.0 || ends == 0, "{at:?}");
        }
        assert!(scene.derivatives.iter().all(|[_, slope]| slope.is_nan()));
        let rules: Vec<String> = scene.rules(words).into_iter().map(|(_, rule)| rule).collect();
        assert_eq!(rules[0], "∂f/∂x = 1 / x , ∂f/∂y = 1 / y");
        assert!(rules[1].ends_with("= ( ? , ? )") && rules[2].ends_with("= ?"), "{rules:?}");
        assert!(scene.panels(words)[0].description.ends_with("∇f = (?, ?), |∇f| = ?"));
        assert!(!scene.readout(words).is_empty());
        let mut scene = Gradient::build(&values("f=log(x y)&figure.x=1&figure.y=1.2"), None).unwrap();
        scene.look(scene.end(), 0.0);
        assert!(!scene.readout(words).contains("minimum"), "{}", scene.readout(words));
    }

    #[test]
    fn a_guess_is_held_against_the_gradient_once_that_is_found() {
        let words = Words::of("en");
        let after = |given: &str| {
            let mut scene = Gradient::build(&values(given), None).unwrap();
            scene.look(scene.end(), 0.0);
            (scene.show_plane(words).names.len(), scene.readout(words))
        };
        let steepest = degrees(Gradient::build(&values(""), None).unwrap().gradient);
        let (names, said) = after(&format!("figure.angle={}", (steepest + 149.0) % 360.0));
        assert!(said.starts_with("u points along ∇f, 149° from where you pointed it"), "{said}");
        assert_eq!(names, 3, "with the guess");
        let (names, said) = after("");
        assert!(
            said.starts_with("u points along ∇f: no other way is as steep.") && names == 2,
            "nobody has pointed it: {said}"
        );
    }

    #[test]
    fn the_gradient_is_guessed_first_and_stays_once_it_is_seen() {
        let words = Words::of("en");
        let mut scene = Gradient::build(&values(""), None).unwrap();
        scene.look(0, 0.0);
        assert!(scene.rules(words)[1].1.ends_with("( ? , ? )") && scene.show_plane(words).names.is_empty());
        assert_eq!(scene.act(Action::Drag(0, [0.0, 0.8], true), &mut values("")), After::Begin);
        scene.look(scene.end() - 1, 0.5);
        assert!(scene.traced.len() > 100 && scene.traced.iter().filter(|point| point[0].is_nan()).count() == 1);
        scene.look(scene.end(), 0.0);
        assert_eq!(scene.show_plane(words).names.len(), 2);
        // It has come to rest on the gradient; taken from there, by the hand or the slider, it still is seen.
        assert!(scene.slope() > (1.0 - 1e-12) * length(scene.gradient));
        let mut turned = values("");
        assert_eq!(scene.act(Action::Drag(0, [-1.35, 2.0], true), &mut turned), After::Begin);
        let mut after = scene.rebuilt(&turned, words).unwrap();
        after.look(0, 0.0);
        assert!(
            after.panels(words)[2].detail.ends_with("θ = 90°") && after.rules(words)[1].1.ends_with("( −0.95 , 1.95 )")
        );
        let mut host = crate::figure::named("gradient", words.clone()).unwrap();
        host.seek(u64::MAX);
        host.set(ANGLE, "120").unwrap();
        assert!(host.panels()[2].detail.ends_with("θ = 120°") && host.panels()[1].detail == "|∇f| = 2.169");
    }

    #[test]
    fn the_axis_of_the_slope_holds_still_while_the_point_is_drawn_about() {
        let reach = |given: &str| Gradient::build(&values(given), None).unwrap().reach();
        for given in
            ["", "figure.x=1.8&figure.y=1.8", "figure.x=-1.8&figure.y=0.3", "figure.x=0.2", "figure.x=0&figure.y=0"]
        {
            assert_eq!(reach(given), 5.0, "{given}");
        }
        // The lower slope on an axis of its own, and what somebody types in a corner.
        assert_eq!(
            [reach("figure.x=0.02&figure.y=0"), reach("figure.x=2.3&figure.y=2.3"), reach("f=3")],
            [0.5, 7.0, 1.0]
        );
    }

    #[test]
    fn who_hears_the_pictures_is_told_of_the_gradient_when_who_sees_them_is() {
        let words = Words::of("en");
        let mut scene = Gradient::build(&values(""), None).unwrap();
        for (tick, ends) in [(0, "∇f = (?, ?), |∇f| = ?"), (scene.end() - 1, "|∇f| = ?"), (scene.end(), "|∇f| = 2.169")]
        {
            scene.look(tick, 0.0);
            assert!(scene.panels(words)[0].description.ends_with(ends), "{tick}");
            assert!(scene.panels(words)[1..].iter().all(|panel| panel.description.contains(ends)), "{tick}");
        }
    }

    #[test]
    fn the_dial_turns_a_little_by_itself_unless_somebody_has_chosen_where_it_stands() {
        for (given, rest) in [("", SWING), ("figure.x=1", SWING), ("figure.angle=21", 0), ("f=2", 0), ("f=log(x)", 0)] {
            let mut scene = Gradient::build(&values(given), None).unwrap();
            assert_eq!(scene.rest(), rest, "{given}");
            scene.look(SWING, 0.0);
            assert_eq!(scene.is_seen, given == "f=2", "{given}");
        }
        // Taken in hand on its way, it stays where it is put, with what it has passed.
        let mut given = values("");
        let mut scene = Gradient::build(&given, None).unwrap();
        scene.look(SWING / 2, 0.0);
        scene.act(Action::Drag(0, moved([-1.35, 1.2], unit(45.0), 1.0), true), &mut given);
        assert_eq!(
            (given.numbers(SWEPT), scene.rebuilt(&given, Words::of("en")).unwrap().rest()),
            (&[20.0, 25.0][..], 0)
        );
    }

    #[test]
    fn what_the_hand_has_passed_stays_and_who_has_passed_the_steepest_has_found_it() {
        let words = Words::of("en");
        let mut given = values("figure.angle=60");
        let mut scene: Box<dyn Scene> = Box::new(Gradient::build(&given, None).unwrap());
        let mut turn_to = |scene: &mut Box<dyn Scene>, angle: f64| {
            scene.act(Action::Drag(0, moved([-1.35, 1.2], unit(angle), 1.0), true), &mut given);
            *scene = scene.rebuilt(&given, words).unwrap();
            scene.look(0, 0.0);
            scene.rules(words)[1].1.ends_with("( ? , ? )")
        };
        scene.look(0, 0.0);
        // The gradient is at 116 degrees from the x-axis.
        assert!([30.0, 350.0, 40.0, 80.0, 115.0].into_iter().all(|angle| turn_to(&mut scene, angle)));
        assert!(!turn_to(&mut scene, 135.0), "found");
        assert!(!turn_to(&mut scene, 180.0), "and stays so");
        assert_eq!(given.numbers(SWEPT), [350.0, 190.0]);
    }

    #[test]
    fn what_is_typed_passes_nothing_and_a_slider_what_a_hand_does() {
        let swept = |angle: &str| {
            let (before, mut after) = (values(""), values(&format!("figure.angle={angle}")));
            settle(&mut after, Some(&before), &|key| key == ANGLE).unwrap();
            after.numbers(SWEPT).to_vec()
        };
        assert_eq!([swept("170"), swept("35"), swept("350")], [[0.0, 0.0], [20.0, 15.0], [350.0, 30.0]]);
        let mut moved = values("figure.swept=20,90&figure.x=0.2");
        settle(&mut moved, Some(&values("figure.swept=20,90")), &|key| key == "figure.x").unwrap();
        assert_eq!(moved.numbers(SWEPT), [0.0, 0.0]);
    }

    #[test]
    fn where_all_directions_are_level_there_is_nothing_to_guess() {
        let mut scene = Gradient::build(&values("f=2"), None).unwrap();
        scene.look(0, 0.0);
        assert!(scene.rules(Words::of("en"))[1].1.ends_with("= ( 0 , 0 )"));
        assert_eq!(scene.field.height, (1.0, 3.0));
    }

    #[test]
    fn the_way_down_is_not_the_way_to_the_minimum() {
        let astray = |given: &str| Gradient::build(&values(given), None).unwrap().astray();
        // −∇f = (0.95, −1.95), and (1.35, −1.2) is the way.
        let expected = (libm::atan2(1.95, 1.35 - 1.2 / 3.0) - libm::atan2(1.2, 1.35)).to_degrees();
        approx::assert_relative_eq!(astray("").unwrap(), expected, max_relative = 1e-6);
        assert!(astray("f=x^2 + y^2").unwrap() < 1e-3);
        assert_eq!(astray("f=y^2 - x^2"), None);
        assert_eq!(astray("figure.x=0&figure.y=0"), None);
    }

    #[test]
    fn the_point_may_be_anywhere_on_the_map_and_its_arrows_are_seen_there() {
        for given in
            ["", "figure.x=-2&figure.y=-1.32", "figure.x=2.3&figure.y=2.3", "f=x^4 + y^4&figure.x=-2.3", "f=e^(3x) - y"]
        {
            let mut values = values(given);
            let mut scene = Gradient::build(&values, None).unwrap();
            let (low, high) = scene.field.range;
            let is_in = |at: [f64; 2]| at.iter().all(|part| (1.000001 * low..=1.000001 * high).contains(part));
            assert!(scene.field.arrows.iter().all(|Arrow([from, to], _)| is_in(*from) && is_in(*to)), "{given}");
            let [up, down] = scene.tips(pictures::SHORTEST);
            assert!(is_in(up) || is_in(down), "{given}: the gradient");
            let lengths = [up, down].map(|tip| length(moved(tip, scene.at, -1.0)));
            approx::assert_relative_eq!(lengths[0], lengths[1], max_relative = 1e-9);
            assert!(lengths[0] > 0.99 * pictures::SHORTEST * high, "{given}: {lengths:?}");
            for angle in [0.0, 45.0, 180.0, 270.0] {
                scene.angle = angle;
                assert!(is_in(scene.grip()), "{given}: the dial");
            }
            // A hand leaves room around it.
            scene.act(Action::Drag(1, [high, low], true), &mut values);
            let [x, y] = scene.rebuilt(&values, Words::of("en")).unwrap().handles()[1].at;
            assert!((x / high - INNER).abs() < 1e-3 && (y / low - INNER).abs() < 1e-3, "{given}: {x}, {y}");
        }
    }

    #[test]
    fn a_gradient_that_is_none_has_no_marks_and_a_small_one_is_seen_beyond_its_handle() {
        let words = Words::of("en");
        for (given, named) in [("f=3", 0), ("figure.x=0&figure.y=0", 0), ("figure.x=0.001&figure.y=0", 2), ("", 2)] {
            let mut scene = Gradient::build(&values(given), None).unwrap();
            scene.look(scene.end(), 0.0);
            for picture in [scene.show_plane(words), scene.show_angles(words)] {
                assert_eq!(picture.names.len(), named, "{given}");
            }
            let shown = length(moved(scene.tips(pictures::SHORTEST)[0], scene.at, -1.0));
            assert!(named == 0 || shown > 0.15 * scene.field.range.1, "{given}: {shown}");
        }
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
