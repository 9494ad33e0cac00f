//! A computation as a graph: what is computed from what, with the values that go forward along its edges, and the
//! gradients that come back.

mod labels;
mod layout;
mod plan;

pub use layout::Layout;

use super::fingerprint::Fingerprint;
use super::ink::{Ink, Pixel, ems, pixel};
use super::picture::{Mark, Pen, Picture, Space};
use super::{Frame, Map, Style, Theme};
use labels::{Kind, Label};
use plan::{DOT, LABEL, LIGHT, Plan, SIGN, SYMBOL, Shape, along};
use plotters::prelude::*;
use plotters::style::text_anchor::HPos;

/// A graph with its words; positions come from its [`Layout`].
#[derive(Clone, Copy)]
pub struct Computation<'a> {
    /// Where everything is.
    pub layout: &'a Layout,
    /// The nodes, in the order of the layout; the last one is the result.
    pub nodes: &'a [Node],
    /// The edges, in the order of the layout.
    pub edges: &'a [Edge],
}

/// A graph along whose edges something is on its way. `running` says so per edge: forward (1), backward (−1), or not;
/// the `fraction`, from 0 to 1, how far it has come.
pub fn computation<'a>(computation: Computation<'a>, running: &'a [i8], fraction: f64) -> Picture<'a> {
    let mut picture = Picture::new(computation.layout);
    picture.ground.push(computation);
    picture.moving.push(Running { computation, running, fraction });
    picture
}

/// What is on its way along the edges of a graph.
struct Running<'a> {
    computation: Computation<'a>,
    running: &'a [i8],
    fraction: f64,
}

/// What is said of a node.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Node {
    /// What it does, as a sign; of what is given, its symbol.
    pub sign: String,
    /// What the program calls its result; empty where that is said otherwise.
    pub name: String,
    /// Its value; empty while there is none, and where an input field is put over it.
    pub value: String,
    /// Its gradient; empty while there is none.
    pub gradient: String,
    /// Room that name, value, and gradient are to have whenever they come, as the longest text that is likely; none
    /// where there is never any.
    pub rooms: [&'static str; 3],
    /// Whether it is computed just now.
    pub current: bool,
    /// Whether the reader points at it.
    pub pointed: bool,
    /// Whether it is a parameter or datum, which is given rather than computed.
    pub given: bool,
    /// Whether the page puts an input field there.
    pub has_field: bool,
    /// Whether it has not been computed yet.
    pub pending: bool,
    /// Whether its value is no number.
    pub trouble: bool,
    /// Whether value and gradient are of parameters that are no longer what they were.
    pub stale: bool,
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

impl Space for &Layout {
    fn add_to(&self, to: &mut Fingerprint) {
        to.kind("graph").and(&self.places());
    }

    fn on(&self, frame: &Frame) -> Map {
        Map::of(frame, Plan::new(self, frame))
    }
}

impl Mark for Computation<'_> {
    fn add_to(&self, to: &mut Fingerprint) {
        for node in self.nodes {
            to.kind("node").and(&node.sign).and(&node.name).and(&node.value).and(&node.gradient);
            node.rooms.iter().for_each(|room| _ = to.and(room));
            to.and(&node.current).and(&node.pointed).and(&node.given).and(&node.has_field);
            to.and(&node.pending).and(&node.trouble).and(&node.stale);
        }
        for Edge { flow, label } in self.edges {
            to.kind("edge").and(flow).and(label);
        }
    }

    fn draw(&self, pen: &Pen<'_>, _: usize) {
        let (plan, ink, theme) = (Plan::new(self.layout, pen.frame), pen.ink, pen.theme());
        // What is lit lies above what is not.
        for lit in [false, true] {
            let edges = self.edges.iter().enumerate().filter(|(_, edge)| (edge.flow != 0) == lit);
            edges.for_each(|(place, edge)| self.draw_edge(ink, &plan, theme, place, edge.flow));
        }
        for (node, &at) in self.nodes.iter().zip(self.layout.places()) {
            draw_node(ink, theme, node, plan.shape(node, at));
        }
        labels::place(self, &plan).iter().for_each(|label| self.draw_label(ink, theme, label));
    }
}

impl Mark for Running<'_> {
    fn add_to(&self, to: &mut Fingerprint) {
        to.kind("running").and(&self.fraction).and(&self.running);
    }

    fn draw(&self, pen: &Pen<'_>, _: usize) {
        let (plan, ink, theme) = (Plan::new(self.computation.layout, pen.frame), pen.ink, pen.theme());
        for (place, &flow) in self.running.iter().enumerate().filter(|(_, flow)| **flow != 0) {
            if self.fraction > 0.0 {
                let part = if flow > 0 { self.fraction } else { 1.0 - self.fraction };
                let (x, y) = along(&plan.course(&self.computation, place, Plan::shape), part);
                let at = pixel((ink.px(x), ink.px(y)));
                ink.disc(at, ink.whole(5.5), theme.paper());
                ink.disc(at, ink.whole(4.0), flow_color(flow, theme));
            }
        }
    }
}

impl Computation<'_> {
    fn draw_edge(&self, ink: &Ink<'_>, plan: &Plan, theme: Theme, edge: usize, flow: i8) {
        let course = plan.course(self, edge, Plan::shape);
        let points: Vec<Pixel> = course.iter().map(|&(x, y)| pixel((ink.px(x), ink.px(y)))).collect();
        if flow == 0 {
            let is_pending = self.nodes.get(self.layout.ends(edge).1).is_some_and(|node| node.pending);
            let color = if is_pending { theme.hairline() } else { theme.quiet_ink() };
            return ink.line(&points, color, 1.25);
        }
        let color = flow_color(flow, theme);
        ink.line(&points, color, 2.25);
        // The head shows which way it runs.
        let (Some(&first), Some(&last)) = (course.first(), course.last()) else { return };
        let (tip, way) = if flow < 0 { (first, -1.0) } else { (last, 1.0) };
        let corner = |back: f64, aside: f64| {
            let (x, y) = if plan.down { (aside, -way * back) } else { (-way * back, aside) };
            pixel((ink.px(tip.0 + x), ink.px(tip.1 + y)))
        };
        ink.polygon(vec![corner(0.0, 0.0), corner(9.0, 4.0), corner(9.0, -4.0)], color);
    }

    fn draw_label(&self, ink: &Ink<'_>, theme: Theme, label: &Label<'_>) {
        let Shape { x, y, half } = label.shape;
        let corner = |side: f64| pixel((ink.px(x + side * half.0), ink.px(y + side * half.1)));
        ink.rect(corner(-1.0), corner(1.0), theme.paper().mix(0.85));
        let of = label.node.and_then(|node| self.nodes.get(node));
        let color = match label.kind {
            Kind::Name => theme.quiet_ink(),
            _ if of.is_some_and(|node| node.stale) => theme.quiet_ink(),
            Kind::Gradient => BACKWARD.color(theme),
            Kind::Value if of.is_some_and(|node| node.trouble) => theme.trouble(),
            Kind::Value => FORWARD.color(theme),
        };
        ink.text(label.text, pixel((ink.px(x), ink.px(y))), HPos::Center, LABEL, color);
    }
}

fn flow_color(flow: i8, theme: Theme) -> RGBColor {
    if flow < 0 { BACKWARD.color(theme) } else { FORWARD.color(theme) }
}

fn draw_node(ink: &Ink<'_>, theme: Theme, node: &Node, shape: Shape) {
    let Shape { x, y, half } = shape;
    let middle = pixel((ink.px(x), ink.px(y)));
    if node.pending {
        return ink.disc(middle, ink.whole(DOT), theme.quiet_ink().mix(0.45));
    }
    let lit = if node.current {
        0.16
    } else if node.pointed {
        0.08
    } else {
        0.0
    };
    if node.has_field {
        // The field is the page's; its symbol stands before it.
        if lit > 0.0 {
            let around = Shape { x: x - 0.5 * SYMBOL, y, half: (half.0 + 0.5 * SYMBOL + LIGHT, half.1 + LIGHT) };
            ink.polygon(outline(ink, around, 9.0), theme.movable().mix(lit));
        }
        let at = pixel((ink.px(x - half.0 - 0.5 * SYMBOL), ink.px(y)));
        return ink.text(&node.sign, at, HPos::Center, SIGN + 1.0, theme.ink());
    }
    let edge = match (node.trouble, node.current || node.pointed) {
        (true, _) => theme.trouble(),
        (false, true) => theme.movable(),
        (false, false) => theme.quiet_ink(),
    };
    let around = outline(ink, shape, half.1);
    ink.polygon(around.clone(), theme.paper());
    ink.polygon(around.clone(), edge.mix(if lit > 0.0 { lit } else { 0.06 }));
    ink.line(&around, edge, if node.current || node.trouble { 2.25 } else { 1.0 });
    let room = 2.0 * half.0 - 4.0;
    let size = SIGN.min((room / ems(&node.sign).max(1e-9)).max(LABEL));
    ink.text(&node.sign, middle, HPos::Center, size, theme.ink());
}

/// A closed outline with round corners.
fn outline(ink: &Ink<'_>, Shape { x, y, half }: Shape, radius: f64) -> Vec<Pixel> {
    const QUARTER: usize = 7;
    let corner = |turn: usize| {
        let (right, below) = ([1.0, -1.0, -1.0, 1.0][turn], [1.0, 1.0, -1.0, -1.0][turn]);
        (x + right * (half.0 - radius), y + below * (half.1 - radius))
    };
    let mut points = Vec::with_capacity(4 * (QUARTER + 1) + 1);
    for turn in 0..4 {
        let (x, y) = corner(turn);
        for piece in 0..=QUARTER {
            let angle = (turn as f64 + piece as f64 / QUARTER as f64) * std::f64::consts::FRAC_PI_2;
            let at = (x + radius * libm::cos(angle), y + radius * libm::sin(angle));
            points.push(pixel((ink.px(at.0), ink.px(at.1))));
        }
    }
    points.push(points[0]);
    points
}

#[cfg(test)]
mod tests;
