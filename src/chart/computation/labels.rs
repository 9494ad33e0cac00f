//! What stands beside the nodes and edges of a graph: each where the eye looks for it, or where there is room, or not at
//! all.

use super::plan::{LABEL, Plan, SYMBOL, Shape, along};
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

/// The labels that have room, the most telling first.
pub(super) fn place<'a>(graph: &Computation<'a>, plan: &Plan) -> Vec<Label<'a>> {
    let places = graph.layout.places();
    let shapes: Vec<Shape> = graph.nodes.iter().zip(places).map(|(node, &at)| plan.shape(node, at)).collect();
    let mut taken: Vec<Shape> = Vec::with_capacity(4 * shapes.len());
    for (node, &Shape { x, y, half }) in graph.nodes.iter().zip(&shapes) {
        let symbol = if node.has_field { 0.5 * SYMBOL } else { 0.0 };
        taken.push(Shape { x: x - symbol, y, half: (half.0 + symbol, half.1) });
    }
    let mut labels: Vec<Label<'a>> = Vec::with_capacity(3 * shapes.len());
    let mut put = |text: &'a str, kind: Kind, node: Option<usize>, wanted: &[(f64, f64)]| {
        let half = (0.5 * LABEL * ems(text) + 1.0, HALF);
        let within = |at: f64, half: f64, size: f64| at.clamp(half.min(0.5 * size), (size - half).max(0.5 * size));
        let shape =
            |&(x, y): &(f64, f64)| Shape { x: within(x, half.0, plan.size.0), y: within(y, half.1, plan.size.1), half };
        let free = wanted.iter().map(shape).find(|shape| taken.iter().all(|other| shape.is_clear_of(other)));
        if let Some(shape) = free.filter(|_| !text.is_empty()) {
            taken.push(shape);
            labels.push(Label { text, kind, shape, node });
        }
    };
    for (edge, label) in graph.edges.iter().enumerate().filter(|(_, edge)| !edge.label.is_empty()) {
        let wanted = beside_edge(graph, plan, edge, 0.5 * LABEL * ems(&label.label) + 1.0);
        put(&label.label, Kind::Gradient, None, &wanted);
    }
    let is_last = |place: usize| place + 1 == graph.nodes.len();
    let turn = |place: usize, node: &Node| match node.current || node.pointed || is_last(place) {
        true => 0,
        false => usize::from(!node.given) + 1,
    };
    for now in 0..3 {
        for (place, node) in graph.nodes.iter().enumerate().filter(|&(place, node)| turn(place, node) == now) {
            for (text, kind) in [(&node.gradient, Kind::Gradient), (&node.value, Kind::Value)] {
                let half = 0.5 * LABEL * ems(text) + 1.0;
                put(text, kind, Some(place), &beside_node(plan, &shapes[place], node, kind, is_last(place), half));
            }
        }
    }
    for (place, node) in graph.nodes.iter().enumerate() {
        let half = 0.5 * LABEL * ems(&node.name) + 1.0;
        put(&node.name, Kind::Name, Some(place), &beside_node(plan, &shapes[place], node, Kind::Name, false, half));
    }
    labels
}

/// Where a label of half that width would stand at a node: along the edge that leaves it, a value on one side and a
/// gradient on the other.
fn beside_node(plan: &Plan, shape: &Shape, node: &Node, kind: Kind, is_last: bool, half: f64) -> Vec<(f64, f64)> {
    let Shape { x, y, half: (width, height) } = *shape;
    let side = if kind == Kind::Gradient { 1.0 } else { -1.0 };
    let (over, outside) = (height + GAP + HALF, width + GAP + half);
    if plan.down {
        // Values to the right, gradients to the left.
        let (row, below) = ((x - side * outside, y), (x - side * (GAP + 2.0 + half), y + over));
        return match kind {
            Kind::Name => vec![(x - outside, y), (x + outside, y)],
            _ if node.given => vec![(x - 0.5 * SYMBOL, y - over), (x - 0.5 * SYMBOL, y + over)],
            _ if is_last || plan.pitch.0 < 2.0 * (height + HALF) + GAP => vec![row, below],
            _ => vec![below, row],
        };
    }
    let (on_edge, at_node) = ((x + outside - 1.0, y + side * (HALF + 3.0)), (x, y + side * over));
    match kind {
        Kind::Name => vec![at_node, (x, y + over)],
        _ if node.given => vec![(x - 0.5 * SYMBOL, y + over), (x - 0.5 * SYMBOL, y - over)],
        _ if is_last => vec![at_node],
        _ => vec![on_edge, at_node],
    }
}

/// Where a label of half that width would stand at an edge.
fn beside_edge(graph: &Computation<'_>, plan: &Plan, edge: usize, half: f64) -> Vec<(f64, f64)> {
    let (course, (input, result)) = (plan.course(graph, edge), graph.layout.ends(edge));
    let (x, y) = along(&course, 0.5);
    let [from, to] = [input, result].map(|node| plan.at(graph.layout.places()[node]));
    if plan.down {
        let width = graph.nodes.get(result).map_or(0.0, |node| plan.shape(node, graph.layout.places()[result]).half.0);
        let [left, right] = [-1.0, 1.0].map(|side| (to.0 + side * (width + GAP + half), to.1));
        return if from.0 > to.0 { vec![right, left, (x, y)] } else { vec![left, right, (x, y)] };
    }
    // Below the gradient that it makes, and beside a steep edge on it.
    let below = 3.0 * HALF + 6.0;
    match (from.1 - to.1).abs() < 2.0 * HALF {
        true => vec![(x, y + below), (x, y - below), (x, y + below + 2.0 * HALF)],
        false => vec![(x, y), (x, y + 2.0 * HALF), (x, y - 2.0 * HALF), (x, y + below)],
    }
}
