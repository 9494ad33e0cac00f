//! What stands beside the nodes and edges of a graph: each where the eye looks for it, or where there is room, or not at
//! all.

use super::plan::{LABEL, LIGHT, Plan, SYMBOL, Shape, along};
use super::{Computation, Node};
use crate::chart::ink::ems;

/// Whose a label is, which decides on its colour.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A value on its way forward.
    Value,
    /// A gradient on its way backward, and what it is the product of.
    Gradient,
    /// The name of a node in the program.
    Name,
}

/// A label with its place.
pub(super) struct Label<'a> {
    pub(super) text: &'a str,
    pub(super) kind: Kind,
    pub(super) shape: Shape,
    /// The node it belongs to; none at an edge.
    pub(super) node: Option<usize>,
}

/// From a node or an edge to its label.
const GAP: f64 = 4.0;
/// Half of a line of text.
const HALF: f64 = 7.5;

/// A label that looks for its place.
struct Seeker<'a> {
    text: &'a str,
    kind: Kind,
    node: Option<usize>,
    /// Whether it has to be seen, whatever it hides.
    first: bool,
}

/// Half of the width of a text.
fn half(text: &str) -> f64 {
    0.5 * LABEL * ems(text) + 1.0
}

/// The labels that have room. What a node is to have has a place that is kept for it, whatever it is just now and
/// whether it is there yet; the rest goes where nothing is.
pub(super) fn place<'a>(graph: &Computation<'a>, plan: &Plan) -> Vec<Label<'a>> {
    let places = graph.layout.places();
    let shapes: Vec<Shape> = graph.nodes.iter().zip(places).map(|(node, &at)| plan.room(node, at)).collect();
    let boxes = graph.nodes.iter().zip(&shapes).map(|(node, &Shape { x, y, half })| {
        let symbol = if node.has_field { 0.5 * SYMBOL } else { 0.0 };
        Shape { x: x - symbol, y, half: (half.0 + symbol, half.1) }
    });
    let boxes: Vec<Shape> = boxes.collect();
    let within = |at: f64, half: f64, size: f64| at.clamp(half.min(0.5 * size), (size - half).max(0.5 * size));
    let shape = |(x, y): (f64, f64), half: f64| Shape {
        x: within(x, half, plan.size.0),
        y: within(y, HALF, plan.size.1),
        half: (half, HALF),
    };
    let is_last = |place: usize| place + 1 == graph.nodes.len();
    let wanted = |kind: Kind, node: usize, half: f64| {
        beside_node(plan, &shapes[node], &graph.nodes[node], kind, is_last(node), half)
    };
    let clear = |shape: &Shape, others: &[Shape]| others.iter().all(|other| shape.is_clear_of(other));
    // As they are once all is computed, so that no label moves with what comes.
    let ways: Vec<Vec<(f64, f64)>> = (0..graph.edges.len()).map(|edge| plan.course(graph, edge, Plan::room)).collect();
    let beside_all = |shape: &Shape| ways.iter().all(|way| shape.is_beside(way));

    let mut kept: Vec<Shape> = boxes.clone();
    // What nothing covers: the nodes, and what the program leaves in those that are given.
    let mut fixed = boxes;
    let mut labels: Vec<Label<'a>> = Vec::with_capacity(3 * shapes.len());
    let mut homeless: Vec<Seeker<'a>> = Vec::new();
    let mut keep = |kind: Kind, place: usize| {
        let node = &graph.nodes[place];
        let (text, room): (&'a str, _) = match kind {
            Kind::Name => (&node.name, node.rooms[0]),
            Kind::Value => (&node.value, node.rooms[1]),
            Kind::Gradient => (&node.gradient, node.rooms[2]),
        };
        if text.is_empty() && room.is_empty() {
            return;
        }
        let half_kept = half(text).max(half(room));
        let rooms = wanted(kind, place, half_kept).into_iter().map(|at| shape(at, half_kept));
        let free: Vec<_> = rooms.enumerate().filter(|(_, shape)| clear(shape, &kept)).collect();
        let free = free.iter().find(|(_, shape)| beside_all(shape)).or(free.first()).copied();
        let label = |shape| Label { text, kind, shape, node: Some(place) };
        if let Some((choice, room)) = free {
            kept.push(room);
            if node.given {
                fixed.push(room);
            }
            if !text.is_empty() {
                labels.push(label(shape(wanted(kind, place, half(text))[choice], half(text))));
            }
        } else if !text.is_empty() {
            let first = kind != Kind::Name && (node.given || node.current || node.pointed || is_last(place));
            homeless.push(Seeker { text, kind, node: Some(place), first });
        }
    };
    let turn = |place: usize| if is_last(place) { 0 } else { usize::from(!graph.nodes[place].given) + 1 };
    for now in 0..3 {
        for place in (0..graph.nodes.len()).filter(|&place| turn(place) == now) {
            keep(Kind::Gradient, place);
            keep(Kind::Value, place);
        }
    }
    (0..graph.nodes.len()).for_each(|place| keep(Kind::Name, place));
    // What is of the moment avoids what is kept, or else what is there, or takes its place.
    let of_edges = graph.edges.iter().enumerate().filter(|(_, edge)| !edge.label.is_empty());
    let of_edges = of_edges.map(|(edge, label)| {
        let seeker = Seeker { text: &label.label, kind: Kind::Gradient, node: None, first: true };
        (seeker, beside_edge(graph, plan, edge, half(&label.label)))
    });
    homeless.sort_by_key(|seeker| !seeker.first);
    let of_nodes = homeless.into_iter().map(|seeker| {
        let places = seeker.node.map(|node| wanted(seeker.kind, node, half(seeker.text))).unwrap_or_default();
        (seeker, places)
    });
    for (Seeker { text, kind, node, first }, places) in of_edges.chain(of_nodes) {
        let candidates = || places.iter().map(|&at| shape(at, half(text)));
        let is_shown = |shape: &Shape| labels.iter().all(|label| shape.is_clear_of(&label.shape));
        let free = candidates().find(|shape| clear(shape, &kept) && is_shown(shape));
        let free = free.or_else(|| candidates().find(|shape| clear(shape, &fixed) && is_shown(shape)));
        let Some(shape) = free.or_else(|| candidates().find(|shape| first && clear(shape, &fixed))) else { continue };
        labels.retain(|label| shape.is_clear_of(&label.shape));
        if first {
            fixed.push(shape);
        }
        labels.push(Label { text, kind, shape, node });
    }
    labels
}

/// Where a label of half that width would stand at a node: along the edge that leaves it, a value on one side and a
/// gradient on the other.
fn beside_node(plan: &Plan, shape: &Shape, node: &Node, kind: Kind, is_last: bool, half: f64) -> Vec<(f64, f64)> {
    let Shape { x, y, half: (width, height) } = *shape;
    let side = if kind == Kind::Gradient { 1.0 } else { -1.0 };
    let (over, outside) = (height + GAP + HALF, width + GAP + half);
    // Clear of what is lit around a field.
    let beyond = over + LIGHT;
    if plan.down {
        // Values to the right, gradients to the left.
        let (row, below) = ((x - side * outside, y), (x - side * (GAP + 2.0 + half), y + over));
        let aside = (row.0, below.1);
        return match kind {
            Kind::Name => vec![(x - outside, y), (x + outside, y)],
            _ if node.given => [-beyond, beyond].map(|aside| (x - 0.5 * SYMBOL, y + aside)).to_vec(),
            _ if is_last || plan.pitch.0 < 2.0 * (height + HALF) + GAP => vec![row, below, aside],
            _ => vec![below, row, aside],
        };
    }
    let (on_edge, at_node) = ((x + outside - 1.0, y + side * (HALF + 3.0)), (x, y + side * over));
    match kind {
        Kind::Name => [-over, -over - 2.0 * HALF, over, over + 2.0 * HALF].map(|aside| (x, y + aside)).to_vec(),
        _ if node.given => [beyond, -beyond].map(|aside| (x - 0.5 * SYMBOL, y + aside)).to_vec(),
        _ if is_last => vec![at_node],
        _ => vec![on_edge, at_node],
    }
}

/// Where a label of half that width would stand at an edge.
fn beside_edge(graph: &Computation<'_>, plan: &Plan, edge: usize, half: f64) -> Vec<(f64, f64)> {
    let (course, (input, result)) = (plan.course(graph, edge, Plan::shape), graph.layout.ends(edge));
    let (x, y) = along(&course, 0.5);
    let [from, to] = [input, result].map(|node| plan.at(graph.layout.places()[node]));
    if plan.down {
        let width = graph.nodes.get(result).map_or(0.0, |node| plan.shape(node, graph.layout.places()[result]).half.0);
        let [left, right] = [-1.0, 1.0].map(|side| (to.0 + side * (width + GAP + half), to.1));
        return if from.0 > to.0 { vec![right, left, (x, y)] } else { vec![left, right, (x, y)] };
    }
    // Below the gradient that it makes, and at a steep edge on it, or beside it.
    let (below, aside) = (3.0 * HALF + 6.0, half + 2.0 * GAP);
    match (from.1 - to.1).abs() < 2.0 * HALF {
        true => vec![(x, y + below), (x, y - below), (x, y + below + 2.0 * HALF)],
        false => {
            let around = [(0.0, 0.0), (1.0, 0.0), (0.0, 0.5), (0.0, -0.5), (-1.0, 0.0), (0.0, 1.0)];
            let around = around.into_iter().chain([(-1.0, 1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, -1.0)]);
            around.map(|(across, down)| (x + across * aside, y + down * below)).collect()
        }
    }
}
