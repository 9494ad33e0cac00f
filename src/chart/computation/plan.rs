//! A graph on a frame: which way it runs, where its nodes are and how large, and the ways of its edges.

use super::{Computation, Layout, Node};
use crate::chart::Frame;
use crate::chart::clip::clip;
use crate::chart::ink::ems;
use crate::chart::map::Reach;

/// Signs and labels, in CSS pixels: nothing is smaller.
pub(super) const SIGN: f64 = 14.0;
pub(super) const LABEL: f64 = 12.0;
/// Half of the width and height of a field, with which the page covers a given value.
const FIELD: (f64, f64) = (33.0, 13.0);
/// Room for its symbol, to the left of it.
pub(super) const SYMBOL: f64 = 20.0;
/// How far around a field it is lit.
pub(super) const LIGHT: f64 = 4.0;
/// Half of the height of an operation, where there is room.
const RADIUS: f64 = 15.0;
/// What is not computed yet.
pub(super) const DOT: f64 = 3.5;
/// From level to level, and from place to place, labels have room: where the graph runs to the right, and downwards.
const ROOMY: [(f64, f64); 2] = [(76.0, 46.0), (34.0, 112.0)];
/// Room at the border.
const BORDER: f64 = 4.0;
/// From the border to the middles of the first and the last level, where the graph runs to the right, and downwards: for a
/// field with its symbol, and for the result.
const ENDS: [(f64, f64); 2] = [(FIELD.0 + SYMBOL, 32.0 + LIGHT), (FIELD.1 + 18.0 + LIGHT, 18.0)];
/// Pieces of the way of an edge from level to level.
const PIECES: usize = 10;

/// A graph on a frame, in CSS pixels.
#[derive(Clone, Copy)]
pub(super) struct Plan {
    pub(super) down: bool,
    /// From one level to the next, and from one place to its neighbour.
    pub(super) pitch: (f64, f64),
    /// The middle of the first level.
    first: f64,
    /// The middle of a level.
    middle: f64,
    /// Of the frame.
    pub(super) size: (f64, f64),
}

/// What a node takes: its middle, and half of its width and height.
#[derive(Clone, Copy)]
pub(super) struct Shape {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) half: (f64, f64),
}

impl Shape {
    /// Whether it has room beside another.
    pub(super) fn is_clear_of(&self, other: &Shape) -> bool {
        let apart = |one: f64, other: f64, halves: f64| (one - other).abs() >= halves;
        apart(self.x, other.x, self.half.0 + other.half.0) || apart(self.y, other.y, self.half.1 + other.half.1)
    }

    /// Whether the way of an edge passes by it.
    pub(super) fn is_beside(&self, way: &[(f64, f64)]) -> bool {
        let Shape { x, y, half: (across, up) } = *self;
        way.windows(2).all(|piece| clip(piece[0], piece[1], (x - across, y - up, x + across, y + up)).is_none())
    }
}

impl Plan {
    /// It runs to the right on a frame that is broad and has room for labels, and else whichever way there is more.
    pub(super) fn new(layout: &Layout, frame: &Frame) -> Self {
        let size = (f64::from(frame.size.0) / frame.scale, f64::from(frame.size.1) / frame.scale);
        let (width, height) = (size.0 - 2.0 * BORDER, size.1 - 2.0 * BORDER);
        let (levels, places) = (layout.levels() as f64, layout.breadth());
        let room = |down: bool| {
            let ((long, broad), (level, place)) =
                if down { ((height, width), ROOMY[1]) } else { ((width, height), ROOMY[0]) };
            (long / levels / level).min(broad / places / place)
        };
        let down = (room(false) < 1.0 || height > width) && room(true) > room(false);
        let (long, broad) = if down { (height, width) } else { (width, height) };
        let (start, end) = ENDS[usize::from(down)];
        let side = if down { ENDS[0].0 } else { 0.0 };
        // At the border, fields take more than half of a narrow place.
        let place = (broad / places).min((broad - 2.0 * side).max(0.0) / (places - 1.0).max(1e-9));
        let (level, first) = match levels > 1.0 && long > start + end {
            true => ((long - start - end) / (levels - 1.0), start),
            false => (long / levels, 0.5 * long / levels),
        };
        Plan { down, pitch: (level, place), first: BORDER + first, middle: BORDER + 0.5 * broad, size }
    }

    /// CSS pixels of a level and a place.
    pub(super) fn at(&self, [level, place]: [f64; 2]) -> (f64, f64) {
        let (along, across) = (self.first + level * self.pitch.0, self.middle + place * self.pitch.1);
        if self.down { (across, along) } else { (along, across) }
    }

    /// Half of the height of an operation.
    pub(super) fn radius(&self) -> f64 {
        RADIUS.min(0.42 * self.pitch.0).min(0.42 * self.pitch.1)
    }

    /// What a node takes, without its symbol.
    pub(super) fn shape(&self, node: &Node, at: [f64; 2]) -> Shape {
        let shape = self.room(node, at);
        if node.pending && !node.has_field { Shape { half: (DOT, DOT), ..shape } } else { shape }
    }

    /// What it takes once it is computed.
    pub(super) fn room(&self, node: &Node, at: [f64; 2]) -> Shape {
        let ((x, y), radius) = (self.at(at), self.radius());
        let half = if node.has_field {
            FIELD
        } else {
            let room = if self.down { self.pitch.1 } else { self.pitch.0 };
            (radius.max(0.5 * SIGN * ems(&node.sign) + 7.0).min(0.45 * room).max(radius), radius)
        };
        Shape { x, y, half }
    }

    /// Where edges leave (1) or enter (−1) a node.
    fn port(&self, Shape { x, y, half }: Shape, side: f64) -> (f64, f64) {
        if self.down { (x, y + side * half.1) } else { (x + side * half.0, y) }
    }

    /// The way of an edge from its input to its result, level where it passes a level, between nodes that take what is said
    /// of each.
    pub(super) fn course(
        &self,
        graph: &Computation<'_>,
        edge: usize,
        taken: fn(&Self, &Node, [f64; 2]) -> Shape,
    ) -> Vec<(f64, f64)> {
        let layout = graph.layout;
        let stops: Vec<(f64, f64)> = layout.edge(edge).map(|at| self.at(at)).collect();
        let (input, result) = layout.ends(edge);
        let [from, to] = [(input, 1.0), (result, -1.0)].map(|(node, side)| {
            graph.nodes.get(node).map(|it| self.port(taken(self, it, layout.places()[node]), side))
        });
        let mut course = Vec::with_capacity((PIECES + 1) * stops.len());
        for (place, pair) in stops.windows(2).enumerate() {
            let from = from.filter(|_| place == 0).unwrap_or(pair[0]);
            let to = to.filter(|_| place + 2 == stops.len()).unwrap_or(pair[1]);
            for piece in 0..=PIECES {
                let part = piece as f64 / PIECES as f64;
                let eased = part * part * (3.0 - 2.0 * part);
                let (ahead, aside) = if self.down { (eased, part) } else { (part, eased) };
                course.push((from.0 + ahead * (to.0 - from.0), from.1 + aside * (to.1 - from.1)));
            }
        }
        course
    }
}

impl Reach for Plan {
    /// The middle of a place of the layout.
    fn to_css_pixel(&self, place: [f64; 2]) -> (f64, f64) {
        self.at(place)
    }

    /// A level and a place, with what part of the way to the next.
    fn from_css_pixel(&self, x: f64, y: f64) -> Option<[f64; 2]> {
        let (along, across) = if self.down { (y, x) } else { (x, y) };
        Some([(along - self.first) / self.pitch.0, (across - self.middle) / self.pitch.1])
    }
}

/// The place a share of the way along a course.
pub(super) fn along(course: &[(f64, f64)], part: f64) -> (f64, f64) {
    let at = part * course.len().saturating_sub(1) as f64;
    let place = (at as usize).min(course.len().saturating_sub(2));
    let (Some(&a), Some(&b)) = (course.get(place), course.get(place + 1)) else { return (f64::NAN, f64::NAN) };
    let rest = at - place as f64;
    (a.0 + rest * (b.0 - a.0), a.1 + rest * (b.1 - a.1))
}
