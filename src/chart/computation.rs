//! A computation as a graph: what is computed from what, with value and gradient on every node.

mod layout;

pub use layout::Layout;

use super::fingerprint::Fingerprint;
use super::ink::{Ink, ems, pixel};
use super::map::Reach;
use super::picture::{Mark, Pen, Picture, Space};
use super::{Frame, Map, Style, Theme};
use plotters::prelude::*;
use plotters::style::text_anchor::HPos;

/// A graph with its words; positions come from its [`Layout`].
#[derive(Clone, Copy)]
pub struct Computation<'a> {
    /// Where everything is.
    pub layout: &'a Layout,
    /// The nodes, in the order of the layout.
    pub nodes: &'a [Node],
    /// The edges, in the order of the layout.
    pub edges: &'a [Edge],
}

/// A graph along whose edges something is on its way. `running` says so per edge: forward (1), backward (−1), or not;
/// the `fraction`, from 0 to 1, how far it has come.
pub fn computation<'a>(computation: Computation<'a>, running: &'a [i8], fraction: f64) -> Picture<'a> {
    let mut picture = Picture::new(computation.layout);
    picture.ground.push(computation);
    picture.moving.push(Running { layout: computation.layout, running, fraction });
    picture
}

/// What is on its way along the edges of a graph.
struct Running<'a> {
    layout: &'a Layout,
    running: &'a [i8],
    fraction: f64,
}

/// What is said of a node.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Node {
    /// What it computes.
    pub title: String,
    /// Its value; empty while there is none, and where an input field is put over it.
    pub value: String,
    /// Its gradient; empty while there is none.
    pub gradient: String,
    /// Whether it is computed just now.
    pub current: bool,
    /// Whether it is a parameter or datum, which is given rather than computed.
    pub given: bool,
    /// Whether its value is no number.
    pub trouble: bool,
}

/// What is said of an edge.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Edge {
    /// Which way something has run along it last: forward to the result (1), back to the input (−1), or not at all.
    pub flow: i8,
    /// What is said beside it.
    pub label: String,
}

/// What is computed from the inputs on.
pub const FORWARD: Style = Style::FURTHER[3];
/// What is passed back from the result.
pub const BACKWARD: Style = Style::FURTHER[2];

/// Text at its usual size, in CSS pixels.
const TEXT: f64 = 13.0;
/// The space of a level and of a place in it that a box takes.
const FILLED: (f64, f64) = (0.74, 0.86);
/// Boxes are at most so large, in CSS pixels.
const LARGEST: (f64, f64) = (132.0, 68.0);
/// Levels are narrow below this, in CSS pixels: then the graph runs downwards.
const NARROW: f64 = 100.0;
/// Room at the border, in CSS pixels.
const BORDER: f64 = 6.0;

/// A graph on a frame, in CSS pixels.
#[derive(Clone, Copy)]
struct Plan {
    down: bool,
    /// From one level to the next, and from one place to its neighbour.
    pitch: (f64, f64),
    /// The middle of the first level.
    first: f64,
    /// The middle of a level.
    middle: f64,
    /// Half of a box' width and height.
    half: (f64, f64),
}

impl Plan {
    fn new(layout: &Layout, frame: &Frame) -> Self {
        let (width, height) = (f64::from(frame.size.0) / frame.scale, f64::from(frame.size.1) / frame.scale);
        let (width, height) = (width - 2.0 * BORDER, height - 2.0 * BORDER);
        let (levels, places) = (layout.levels() as f64, layout.breadth());
        let down = width / levels < NARROW && height > width;
        let (long, broad) = if down { (height, width) } else { (width, height) };
        let pitch = (long / levels, broad / places);
        let (across, along) = if down { (pitch.1, pitch.0) } else { (pitch.0, pitch.1) };
        let half = (0.5 * (FILLED.0 * across).min(LARGEST.0), 0.5 * (FILLED.1 * along).min(LARGEST.1));
        Plan { down, pitch, first: BORDER + 0.5 * pitch.0, middle: BORDER + 0.5 * broad, half }
    }

    /// CSS pixels of a level and a place.
    fn at(&self, [level, place]: [f64; 2]) -> (f64, f64) {
        let (along, across) = (self.first + level * self.pitch.0, self.middle + place * self.pitch.1);
        if self.down { (across, along) } else { (along, across) }
    }

    /// Where edges leave (1) or enter (−1) a box.
    fn port(&self, at: (f64, f64), side: f64) -> (f64, f64) {
        if self.down { (at.0, at.1 + side * self.half.1) } else { (at.0 + side * self.half.0, at.1) }
    }

    /// The smaller of the usual size of text and what a box has room for.
    fn text(&self) -> f64 {
        TEXT.min(2.0 * self.half.1 / 3.3)
    }
}

impl Space for &Layout {
    fn add_to(&self, to: &mut Fingerprint) {
        to.kind("graph").and(&self.places());
    }

    fn on(&self, frame: &Frame) -> Map {
        Map::of(frame, Plan::new(self, frame))
    }
}

impl Reach for Plan {
    /// The middle of a place of the layout.
    fn to_css_pixel(&self, place: [f64; 2]) -> (f64, f64) {
        self.at(place)
    }
}

impl Mark for Computation<'_> {
    fn add_to(&self, to: &mut Fingerprint) {
        for Node { title, value, gradient, current, given, trouble } in self.nodes {
            to.kind("node").and(title).and(value).and(gradient).and(current).and(given).and(trouble);
        }
        for Edge { flow, label } in self.edges {
            to.kind("edge").and(flow).and(label);
        }
    }

    fn draw(&self, pen: &Pen<'_>, _: usize) {
        let (plan, ink, theme) = (Plan::new(self.layout, pen.frame), pen.ink, pen.theme());
        for (place, edge) in self.edges.iter().enumerate() {
            self.draw_edge(ink, &plan, theme, place, edge);
        }
        for (node, &at) in self.nodes.iter().zip(self.layout.places()) {
            draw_node(ink, &plan, theme, node, plan.at(at));
        }
        for (place, edge) in self.edges.iter().enumerate().filter(|(_, edge)| !edge.label.is_empty()) {
            let at = along(&course(self.layout, &plan, place), 0.5);
            draw_label(ink, theme, &edge.label, at, plan.text());
        }
    }
}

impl Mark for Running<'_> {
    fn add_to(&self, to: &mut Fingerprint) {
        to.kind("running").and(&self.fraction).and(&self.running);
    }

    fn draw(&self, pen: &Pen<'_>, _: usize) {
        let (plan, ink, theme) = (Plan::new(self.layout, pen.frame), pen.ink, pen.theme());
        for (place, &flow) in self.running.iter().enumerate().filter(|(_, flow)| **flow != 0) {
            if self.fraction > 0.0 {
                let part = if flow > 0 { self.fraction } else { 1.0 - self.fraction };
                let (x, y) = along(&course(self.layout, &plan, place), part);
                let at = pixel((ink.px(x), ink.px(y)));
                ink.disc(at, ink.whole(5.5), theme.paper());
                ink.disc(at, ink.whole(4.0), flow_color(flow, theme));
            }
        }
    }
}

/// The way of an edge in CSS pixels, from the input's box to the result's, level where it passes a level.
fn course(layout: &Layout, plan: &Plan, edge: usize) -> Vec<(f64, f64)> {
    const PIECES: usize = 10;
    let stops: Vec<(f64, f64)> = layout.edge(edge).map(|at| plan.at(at)).collect();
    let mut course = Vec::with_capacity(PIECES * stops.len());
    for (place, pair) in stops.windows(2).enumerate() {
        let from = if place == 0 { plan.port(pair[0], 1.0) } else { pair[0] };
        let to = if place + 2 == stops.len() { plan.port(pair[1], -1.0) } else { pair[1] };
        for piece in 0..=PIECES {
            let part = piece as f64 / PIECES as f64;
            let eased = part * part * (3.0 - 2.0 * part);
            let (ahead, aside) = if plan.down { (eased, part) } else { (part, eased) };
            course.push((from.0 + ahead * (to.0 - from.0), from.1 + aside * (to.1 - from.1)));
        }
    }
    course
}

impl Computation<'_> {
    fn draw_edge(&self, ink: &Ink<'_>, plan: &Plan, theme: Theme, place: usize, edge: &Edge) {
        let course = course(self.layout, plan, place);
        let (color, width) =
            if edge.flow == 0 { (theme.quiet_ink(), 1.0) } else { (flow_color(edge.flow, theme), 2.25) };
        let points: Vec<(i32, i32)> = course.iter().map(|&(x, y)| pixel((ink.px(x), ink.px(y)))).collect();
        ink.line(&points, color, width);
        // The head shows which way it runs.
        let (Some(&first), Some(&last)) = (course.first(), course.last()) else { return };
        let (tip, way) = if edge.flow < 0 { (first, -1.0) } else { (last, 1.0) };
        let head = 6.0 + 1.5 * width;
        let corner = |back: f64, aside: f64| {
            let (x, y) = if plan.down { (aside, -way * back) } else { (-way * back, aside) };
            pixel((ink.px(tip.0 + x), ink.px(tip.1 + y)))
        };
        ink.polygon(vec![corner(0.0, 0.0), corner(head, 0.42 * head), corner(head, -0.42 * head)], color);
    }
}

fn flow_color(flow: i8, theme: Theme) -> RGBColor {
    if flow < 0 { BACKWARD.color(theme) } else { FORWARD.color(theme) }
}

/// The place a share of the way along a course.
fn along(course: &[(f64, f64)], part: f64) -> (f64, f64) {
    let at = part * course.len().saturating_sub(1) as f64;
    let place = (at as usize).min(course.len().saturating_sub(2));
    let (a, b) = (course[place], course[(place + 1).min(course.len() - 1)]);
    let rest = at - place as f64;
    (a.0 + rest * (b.0 - a.0), a.1 + rest * (b.1 - a.1))
}

fn draw_node(ink: &Ink<'_>, plan: &Plan, theme: Theme, node: &Node, (x, y): (f64, f64)) {
    let corner = |side: f64| pixel((ink.px(x + side * plan.half.0), ink.px(y + side * plan.half.1)));
    let (from, to) = (corner(-1.0), corner(1.0));
    let outline = if node.trouble {
        theme.trouble()
    } else if node.current {
        theme.movable()
    } else {
        theme.quiet_ink()
    };
    ink.rect(from, to, theme.paper());
    if node.given || node.current {
        ink.rect(from, to, outline.mix(if node.current { 0.14 } else { 0.07 }));
    }
    let width = if node.current || node.trouble { 2.25 } else { 1.0 };
    ink.line(&[from, (to.0, from.1), to, (from.0, to.1), from], outline, width);
    let size = plan.text();
    let rows = [
        (-1.0, &node.title, theme.ink()),
        (0.0, &node.value, if node.trouble { theme.trouble() } else { FORWARD.color(theme) }),
        (1.0, &node.gradient, BACKWARD.color(theme)),
    ];
    for (row, text, color) in rows {
        let room = 2.0 * plan.half.0 - 6.0;
        let size = size.min(room / ems(text).max(1e-9));
        let at = pixel((ink.px(x), ink.px(y + row * 0.66 * plan.half.1)));
        ink.text(text, at, HPos::Center, size, color);
    }
}

fn draw_label(ink: &Ink<'_>, theme: Theme, text: &str, (x, y): (f64, f64), size: f64) {
    let half = (0.5 * size * ems(text) + 3.0, 0.5 * size + 2.5);
    let corner = |side: f64| pixel((ink.px(x + side * half.0), ink.px(y + side * half.1)));
    ink.rect(corner(-1.0), corner(1.0), theme.paper().mix(0.92));
    ink.text(text, pixel((ink.px(x), ink.px(y))), HPos::Center, size, BACKWARD.color(theme));
}

#[cfg(test)]
mod tests;
