//! A function of two variables, sampled.

use crate::chart::Identity;
use std::rc::Rc;

/// Values of f at the corners of n × n cells, computed once; between them f is bilinear.
#[derive(Clone, Debug)]
pub struct Heights {
    pub(super) identity: Rc<Identity>,
    cells: usize,
    /// Row by row from the lowest y; what is not finite is a hole.
    values: Rc<[f64]>,
    /// Where holes begin, in rising order of the nodes.
    rims: Rc<[Rim]>,
}

/// Where a hole begins on the way from a node to its neighbour in the hole, both by their place among the values.
#[derive(Clone, Copy, Debug)]
struct Rim {
    nodes: [usize; 2],
    /// The share of the way.
    part: f64,
    value: f64,
}

/// A node by its column and row.
pub(super) type Node = [usize; 2];

impl Heights {
    /// Samples `f` over the rectangle `x` by `y`, each (min, max), on `cells` cells along each side: 40 are smooth, 20
    /// are quick. A value that is not finite is a hole, as wide as the cells around it.
    pub fn of(f: impl Fn([f64; 2]) -> f64, x: (f64, f64), y: (f64, f64), cells: usize) -> Self {
        Self::sample(&f, x, y, cells.clamp(1, 256))
    }

    fn sample(f: &dyn Fn([f64; 2]) -> f64, x: (f64, f64), y: (f64, f64), cells: usize) -> Self {
        let at = |(low, high): (f64, f64), k: usize| {
            let part = k as f64 / cells as f64;
            low * (1.0 - part) + high * part
        };
        let nodes = (0..=cells).flat_map(|row| (0..=cells).map(move |column| (column, row)));
        let values: Rc<[f64]> = nodes.map(|(column, row)| f([at(x, column), at(y, row)])).collect();
        let mut rims = Vec::new();
        for from in 0..values.len() {
            let [column, row] = [from % (cells + 1), from / (cells + 1)];
            for (to, is_there) in [(from + 1, column < cells), (from + cells + 1, row < cells)] {
                if is_there && values[from].is_finite() != values[to].is_finite() {
                    let nodes = if values[from].is_finite() { [from, to] } else { [to, from] };
                    let [a, b] = nodes.map(|node| [at(x, node % (cells + 1)), at(y, node / (cells + 1))]);
                    let along = |part: f64| f([a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1])]);
                    let (part, value) = last_value(&along, values[nodes[0]]);
                    rims.push(Rim { nodes, part, value });
                }
            }
        }
        rims.sort_unstable_by_key(|rim| rim.nodes);
        Heights { identity: Rc::new(Identity::new()), cells, values, rims: rims.into() }
    }

    /// The value at a node; not finite in a hole.
    pub(super) fn at_node(&self, [column, row]: Node) -> f64 {
        self.values[row * (self.cells + 1) + column]
    }

    /// Where a hole begins on the way from a node to its neighbour in the hole: the share of the way, and the value there.
    pub(super) fn rim(&self, nodes: [Node; 2]) -> Option<(f64, f64)> {
        let nodes = nodes.map(|[column, row]| row * (self.cells + 1) + column);
        let found = self.rims.binary_search_by_key(&nodes, |rim| rim.nodes).ok()?;
        Some((self.rims[found].part, self.rims[found].value))
    }

    /// The lowest and the highest value, for the range of the vertical axis.
    pub fn extremes(&self) -> Option<(f64, f64)> {
        let finite = self.values.iter().copied().filter(|value| value.is_finite());
        finite.map(|value| (value, value)).reduce(|(low, high), (value, _)| (low.min(value), high.max(value)))
    }

    /// Some of the values that are finite, in rising order.
    pub fn sorted(&self) -> Vec<f64> {
        let mut sorted: Vec<f64> = Vec::new();
        for &value in self.values.iter().step_by(3).filter(|value| value.is_finite()) {
            sorted.insert(sorted.partition_point(|&smaller| smaller <= value), value);
        }
        sorted
    }

    pub(super) fn cells(&self) -> usize {
        self.cells
    }

    /// The value at a place given in shares of the rectangle's sides; not a number in a hole or beside the rectangle.
    pub(super) fn at(&self, place: [f64; 2]) -> f64 {
        // What rounding has put beside the rectangle belongs to its border.
        if !place.iter().all(|part| (-1e-9..=1.0 + 1e-9).contains(part)) {
            return f64::NAN;
        }
        let [column, row] = place.map(|part| {
            let at = part.clamp(0.0, 1.0) * self.cells as f64;
            // What rounding has put beside a node is the node, though the next one be in a hole.
            if (at - at.round()).abs() < 1e-9 { at.round() } else { at }
        });
        let [i, j] = [column, row].map(|at| (at as usize).min(self.cells - 1));
        let along = |j: usize| {
            let first = j * (self.cells + 1) + i;
            between(|| self.values[first], || self.values[first + 1], column - i as f64)
        };
        let value = between(|| along(j), || along(j + 1), row - j as f64);
        if value.is_finite() { value } else { f64::NAN }
    }
}

/// The last place on a way from 0 to 1 that has a value, and the value; the first one has `value`.
fn last_value(along: &dyn Fn(f64) -> f64, value: f64) -> (f64, f64) {
    let (mut last, mut beyond) = ((0.0, value), 1.0);
    for _ in 0..24 {
        let middle = 0.5 * (last.0 + beyond);
        let value = along(middle);
        if value.is_finite() { last = (middle, value) } else { beyond = middle }
    }
    last
}

/// The value a share of the way from one to the other. At an end the other one doesn't count, though it be a hole.
fn between(from: impl Fn() -> f64, to: impl Fn() -> f64, part: f64) -> f64 {
    match part {
        0.0 => from(),
        1.0 => to(),
        _ => from() * (1.0 - part) + to() * part,
    }
}
