//! Places for the nodes and edges of a computation, so that nothing overlaps.
//!
//! In layers, after Sugiyama, Tagawa and Toda (1981): a result stands a level after its inputs, an edge that passes a
//! level has a place of its own there, and places in a level are in the order of their neighbours' mean.

/// Where the nodes and edges of a computation are: levels from 0 on, places across a level around 0, a unit apart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layout {
    levels: usize,
    /// Of the nodes first, then of the stops of edges.
    places: Vec<[f64; 2]>,
    nodes: usize,
    /// Per edge, the indices of its places from input to result.
    edges: Vec<Vec<usize>>,
}

/// Sweeps over the levels, there and back: more make no difference to graphs that fit a page.
const SWEEPS: usize = 12;

impl Layout {
    /// Places for nodes that are computed from the `inputs` listed for each, all of them nodes before it. The edges are
    /// counted in the order in which they are listed.
    pub fn new(inputs: &[Vec<usize>]) -> Self {
        let levels = levels(inputs);
        let count = levels.iter().map(|level| level + 1).max().unwrap_or(0);
        let mut level_of = levels;
        let mut neighbours: Vec<[Vec<usize>; 2]> = vec![Default::default(); inputs.len()];
        let mut edges = Vec::new();
        for (node, inputs) in inputs.iter().enumerate() {
            for &input in inputs {
                let mut edge = vec![input];
                for level in level_of[input] + 1..level_of[node] {
                    edge.push(level_of.len());
                    level_of.push(level);
                    neighbours.push(Default::default());
                }
                edge.push(node);
                for pair in edge.windows(2) {
                    neighbours[pair[0]][1].push(pair[1]);
                    neighbours[pair[1]][0].push(pair[0]);
                }
                edges.push(edge);
            }
        }
        let mut rows: Vec<Vec<usize>> = vec![Vec::new(); count];
        for (place, &level) in level_of.iter().enumerate() {
            rows[level].push(place);
        }
        let mut across = vec![0.0; level_of.len()];
        rows.iter().for_each(|row| spread(row, &mut across));
        for sweep in 0..SWEEPS {
            let back = sweep % 2 == 1;
            for step in 0..count {
                let row = &mut rows[if back { count - 1 - step } else { step }];
                settle(row, &neighbours, usize::from(back), &mut across);
            }
        }
        let (low, high) = extremes(&across);
        let places = level_of.iter().zip(&across);
        let places = places.map(|(&level, &at)| [level as f64, at - 0.5 * (low + high)]).collect();
        Layout { levels: count.max(1), places, nodes: inputs.len(), edges }
    }

    /// How many levels there are, at least 1.
    pub fn levels(&self) -> usize {
        self.levels
    }

    /// How broad the levels are, in places, at least 1.
    pub fn breadth(&self) -> f64 {
        let across: Vec<f64> = self.places.iter().map(|place| place[1]).collect();
        let (low, high) = extremes(&across);
        high - low + 1.0
    }

    /// The level and the place in it of each node.
    pub fn places(&self) -> &[[f64; 2]] {
        &self.places[..self.nodes]
    }

    /// The nodes between which an edge runs: its input and its result.
    pub fn ends(&self, edge: usize) -> (usize, usize) {
        let places = &self.edges[edge];
        (places[0], places[places.len() - 1])
    }

    /// How many edges there are.
    pub fn edges(&self) -> usize {
        self.edges.len()
    }

    /// What an edge passes, from its input to its result.
    pub fn edge(&self, edge: usize) -> impl ExactSizeIterator<Item = [f64; 2]> + '_ {
        self.edges[edge].iter().map(|&place| self.places[place])
    }
}

/// A result's level is one after the last of its inputs'; what is given stands right before where it is first needed.
fn levels(inputs: &[Vec<usize>]) -> Vec<usize> {
    let mut levels = vec![0usize; inputs.len()];
    for (node, inputs) in inputs.iter().enumerate() {
        levels[node] = inputs.iter().map(|&input| levels[input] + 1).max().unwrap_or(0);
    }
    let is_given = |node: usize| inputs[node].is_empty();
    for given in (0..inputs.len()).filter(|&node| is_given(node)) {
        let needed = (0..inputs.len()).filter(|&node| inputs[node].contains(&given)).map(|node| levels[node]);
        levels[given] = needed.min().map_or(levels[given], |level| level.saturating_sub(1));
    }
    levels
}

fn extremes(values: &[f64]) -> (f64, f64) {
    values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), &value| (low.min(value), high.max(value)))
}

/// Side by side around 0.
fn spread(row: &[usize], across: &mut [f64]) {
    for (place, &index) in row.iter().enumerate() {
        across[index] = place as f64 - 0.5 * (row.len() as f64 - 1.0);
    }
}

/// Puts a row in the order of the means of its neighbours on one side (0: before, 1: after), and as near to them as it
/// can, at least a unit apart.
fn settle(row: &mut [usize], neighbours: &[[Vec<usize>; 2]], side: usize, across: &mut [f64]) {
    let mean = |index: usize| {
        let near = &neighbours[index][side];
        let sum: f64 = near.iter().map(|&other| across[other]).sum();
        if near.is_empty() { across[index] } else { sum / near.len() as f64 }
    };
    let mut wanted: Vec<(f64, usize)> = Vec::with_capacity(row.len());
    for &index in row.iter() {
        let at = mean(index);
        wanted.insert(wanted.partition_point(|&(smaller, _)| smaller <= at), (at, index));
    }
    // Pushed apart downwards, then back by what they were pushed on average.
    let mut next = f64::NEG_INFINITY;
    let mut excess = 0.0;
    for (slot, &(at, index)) in row.iter_mut().zip(&wanted) {
        *slot = index;
        across[index] = at.max(next);
        next = across[index] + 1.0;
        excess += across[index] - at;
    }
    let back = excess / row.len().max(1) as f64;
    row.iter().for_each(|&index| across[index] -= back);
}
