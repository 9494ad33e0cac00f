//! Marching squares on a regular grid, with rings closed along the border.

use super::Ring;

/// What is sampled. Not a type parameter: each would add four kilobytes to the page.
pub(super) type Height<'f> = &'f dyn Fn([f64; 2]) -> f64;

/// A function sampled at the corners of a grid's cells.
pub(super) struct Grid<'f> {
    f: Height<'f>,
    xs: Vec<f64>,
    ys: Vec<f64>,
    /// Row by row from the lowest y.
    values: Vec<f64>,
}

/// No successor.
const NONE: u32 = u32::MAX;

impl<'f> Grid<'f> {
    pub(super) fn sample(f: Height<'f>, x: (f64, f64), y: (f64, f64), cells: usize) -> Self {
        let along = |(low, high): (f64, f64)| -> Vec<f64> {
            (0..=cells)
                .map(|k| {
                    let part = k as f64 / cells as f64;
                    if k == cells { high } else { low * (1.0 - part) + high * part }
                })
                .collect()
        };
        let (xs, ys) = (along(x), along(y));
        let values = ys.iter().flat_map(|&y| xs.iter().map(move |&x| [x, y])).map(f).collect();
        Grid { f, xs, ys, values }
    }

    /// The lowest and the highest finite value.
    pub(super) fn extremes(&self) -> Option<(f64, f64)> {
        let finite = self.values.iter().copied().filter(|value| value.is_finite());
        finite.fold(None, |found, value| match found {
            None => Some((value, value)),
            Some((low, high)) => Some((low.min(value), high.max(value))),
        })
    }

    /// A place with a value that is met.
    pub(super) fn place_of(&self, value: f64) -> [f64; 2] {
        let index = self.values.iter().position(|&other| other == value).unwrap_or(0);
        [self.xs[index % self.xs.len()], self.ys[index / self.xs.len()]]
    }

    /// Whether the lowest value lies on the border and half of the nodes are well above it: a slope or a saddle, not
    /// a valley that runs through the border.
    pub(super) fn falls_beyond_border(&self, lowest: f64, highest: f64) -> bool {
        let columns = self.xs.len();
        let on_border = |index: usize| {
            let (column, row) = (index % columns, index / columns);
            column == 0 || column + 1 == columns || row == 0 || row + 1 == self.ys.len()
        };
        let foot = self.values.iter().position(|&value| value == lowest);
        let high =
            self.values.iter().filter(|&&value| within(value, highest) && value - lowest > 0.2 * (highest - lowest));
        foot.is_some_and(on_border) && 2 * high.count() > self.values.len()
    }

    /// The lowest level whose region is not much thinner than a cell anywhere: a thinner one falls into beads. It is
    /// found by bisection in the values' ratios, from the number of nodes inside to that of the edges cut.
    pub(super) fn lowest_resolved(&self, minimum: f64, highest: f64) -> f64 {
        let resolved = |level: f64| {
            let (inside, cut) = self.count(level);
            inside as f64 >= 0.8 * cut as f64 && inside >= 8
        };
        let (mut low, mut high) = (-40.0, 0.0);
        let level = |log: f64| minimum + (highest - minimum) * libm::exp(log);
        for _ in 0..24 {
            let middle = 0.5 * (low + high);
            if resolved(level(middle)) { high = middle } else { low = middle }
        }
        level(high)
    }

    /// Nodes at most as high as the level, and edges between these and others.
    fn count(&self, level: f64) -> (usize, usize) {
        let columns = self.xs.len();
        let (mut inside, mut cut) = (0, 0);
        for (index, &value) in self.values.iter().enumerate() {
            let is_inside = within(value, level);
            inside += usize::from(is_inside);
            let differs = |other: usize| within(self.values[other], level) != is_inside;
            cut += usize::from(index % columns > 0 && differs(index - 1));
            cut += usize::from(index >= columns && differs(index - columns));
        }
        (inside, cut)
    }

    /// The rings around {f ≤ level}, the region to their left, closed along the border; for an infinite level, around
    /// all places where f is finite.
    ///
    /// Every node and every edge of the grid can be a ring's place: nodes only on the border, edges where the level
    /// crosses them. Each place has one successor, so the rings are found by following these.
    pub(super) fn rings(&self, level: f64) -> Vec<Ring> {
        let (columns, rows) = (self.xs.len(), self.ys.len());
        let nodes = columns * rows;
        let mut next = vec![NONE; 3 * nodes];
        let node = |column: usize, row: usize| row * columns + column;
        let inside: Vec<bool> = self.values.iter().map(|&value| within(value, level)).collect();
        for row in 0..rows - 1 {
            for column in 0..columns - 1 {
                let corners =
                    [node(column, row), node(column + 1, row), node(column + 1, row + 1), node(column, row + 1)];
                // The edges to the right of a node and above it carry its number.
                let edges = [nodes + corners[0], 2 * nodes + corners[1], nodes + corners[3], 2 * nodes + corners[0]];
                let leaves = |k: usize| inside[corners[k]] && !inside[corners[(k + 1) % 4]];
                let enters = |k: usize| !inside[corners[k]] && inside[corners[(k + 1) % 4]];
                let saddle = leaves(0) && leaves(2) || leaves(1) && leaves(3);
                let through = saddle && {
                    let mean = corners.iter().map(|&corner| 0.25 * self.values[corner]).sum();
                    within(mean, level)
                };
                for out in (0..4).filter(|&k| leaves(k)) {
                    let turn = if through { 1 } else { 3 };
                    let back = if saddle { Some((out + turn) % 4) } else { (0..4).find(|&k| enters(k)) };
                    if let Some(back) = back {
                        next[edges[out]] = edges[back] as u32;
                    }
                }
            }
        }
        // Around the border, counter-clockwise.
        let (right, top) = (columns - 1, rows - 1);
        let border = (0..right)
            .map(|k| (node(k, 0), node(k + 1, 0), nodes + node(k, 0)))
            .chain((0..top).map(|k| (node(right, k), node(right, k + 1), 2 * nodes + node(right, k))))
            .chain((0..right).rev().map(|k| (node(k + 1, top), node(k, top), nodes + node(k, top))))
            .chain((0..top).rev().map(|k| (node(0, k + 1), node(0, k), 2 * nodes + node(0, k))));
        for (from, to, edge) in border {
            match (inside[from], inside[to]) {
                (true, true) => next[from] = to as u32,
                (true, false) => next[from] = edge as u32,
                (false, true) => next[edge] = to as u32,
                (false, false) => {}
            }
        }
        let mut rings = Vec::new();
        for start in 0..next.len() {
            let mut ring = Ring::new();
            let mut at = start;
            while next[at] != NONE {
                ring.push(self.place(at, level));
                at = std::mem::replace(&mut next[at], NONE) as usize;
            }
            if ring.len() > 2 {
                rings.push(if level.is_finite() { self.rounded(&ring, level) } else { ring });
            }
        }
        rings
    }

    /// The ring with a further place in the middle of each side between bends, where a small ring would show corners.
    fn rounded(&self, ring: &[[f64; 2]], level: f64) -> Ring {
        let count = ring.len();
        let side = |k: usize| {
            let (a, b) = (ring[k % count], ring[(k + 1) % count]);
            [(b[0] - a[0]) / self.cell(0), (b[1] - a[1]) / self.cell(1)]
        };
        let bends = |a: [f64; 2], b: [f64; 2]| {
            let (dot, cross) = (a[0] * b[0] + a[1] * b[1], a[0] * b[1] - a[1] * b[0]);
            dot < 5.0 * cross.abs()
        };
        let mut rounded = Ring::with_capacity(count);
        for k in 0..count {
            rounded.push(ring[k]);
            let [dx, dy] = side(k);
            // Sides along the border stay there; short ones have no corner to show.
            let free = dx != 0.0 && dy != 0.0 && dx * dx + dy * dy > 0.04;
            if free && (bends(side(k + count - 1), [dx, dy]) || bends([dx, dy], side(k + 1))) {
                rounded.extend(self.beside(ring[k], ring[(k + 1) % count], level));
            }
        }
        rounded
    }

    /// A place at the level next to the middle of a side, by one secant across it.
    fn beside(&self, a: [f64; 2], b: [f64; 2], level: f64) -> Option<[f64; 2]> {
        let (width, height) = (self.cell(0), self.cell(1));
        let (dx, dy) = ((b[0] - a[0]) / width, (b[1] - a[1]) / height);
        // Across the side, to the right: outwards. In cells, so that both axes count alike.
        let place = |share: f64| [0.5 * (a[0] + b[0]) + share * dy * width, 0.5 * (a[1] + b[1]) - share * dx * height];
        let probe = 0.1;
        let (here, there) = ((self.f)(place(0.0)), (self.f)(place(probe)));
        let share = probe * (level - here) / (there - here);
        (share.abs() < 0.4).then(|| place(share))
    }

    /// The size of a cell along an axis.
    fn cell(&self, axis: usize) -> f64 {
        let places = if axis == 0 { &self.xs } else { &self.ys };
        places[1] - places[0]
    }

    /// Where on a node or an edge a ring passes.
    fn place(&self, id: usize, level: f64) -> [f64; 2] {
        let nodes = self.values.len();
        let (kind, index) = (id / nodes, id % nodes);
        let (column, row) = (index % self.xs.len(), index / self.xs.len());
        let (x, y) = (self.xs[column], self.ys[row]);
        match kind {
            0 => [x, y],
            1 => {
                let far = self.xs[column + 1];
                let part = self.crossing(index, index + 1, level, &|part| [x + part * (far - x), y]);
                [x + part * (far - x), y]
            }
            _ => {
                let far = self.ys[row + 1];
                let part = self.crossing(index, index + self.xs.len(), level, &|part| [x, y + part * (far - y)]);
                [x, y + part * (far - y)]
            }
        }
    }

    /// The part of the way from node `a` to node `b` at which f reaches the level: by false position (Illinois), which
    /// is exact where f is straight and needs a step or two elsewhere, and by halves towards a hole.
    fn crossing(&self, a: usize, b: usize, level: f64, place: &dyn Fn(f64) -> [f64; 2]) -> f64 {
        let above = |value: f64| if level.is_finite() { value - level } else { f64::NAN };
        let (mut inner, mut outer) = ((0.0, above(self.values[a])), (1.0, above(self.values[b])));
        if !within(self.values[a], level) {
            std::mem::swap(&mut inner, &mut outer);
        }
        let near = 1e-3 * inner.1.abs();
        let mut part = 0.5;
        for _ in 0..6 {
            let share = inner.1 / (inner.1 - outer.1);
            let share = if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.5 };
            part = inner.0 + share * (outer.0 - inner.0);
            let value = (self.f)(place(part));
            if above(value).abs() <= near {
                break;
            }
            // The end that stays counts half, so that both ends close in.
            if within(value, level) {
                inner = (part, above(value));
                outer.1 *= 0.5;
            } else {
                outer = (part, above(value));
                inner.1 *= 0.5;
            }
        }
        part
    }
}

/// Not a hole, and at most as high as the level.
fn within(value: f64, level: f64) -> bool {
    value.is_finite() && value <= level
}
