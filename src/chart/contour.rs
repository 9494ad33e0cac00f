//! Filled contours of a function of two variables.

mod grid;
mod levels;

pub use levels::Levels;

use super::fingerprint::{Fingerprint, Identity};
use super::hatching;
use super::ink::{Pixel, pixel};
use super::picture::{Mark, Pen};
use super::theme::mixed;
use grid::{Grid, Height};
use plotters::style::Color;
use std::cmp::Ordering;

/// A closed ring of places, the last one joined to the first; the region lies to its left.
type Ring = Vec<[f64; 2]>;

/// Nested regions {f ≤ level}, as closed rings in data coordinates, for levels from high to low.
#[derive(Clone, Debug)]
pub struct Contours {
    identity: Identity,
    x: (f64, f64),
    y: (f64, f64),
    /// The first region is wherever f is finite.
    regions: Vec<Region>,
    /// Where the first one ends within the rectangle, in order: at the edges of holes.
    holes: Ring,
    /// The lowest and the highest place met.
    ends: [[f64; 2]; 2],
    /// Where its words were placed last: a frame seldom leaves them other room than the one before.
    placements: levels::Placements,
}

/// The places where f is at most `level`.
#[derive(Clone, Debug)]
struct Region {
    level: f64,
    rings: Vec<Ring>,
}

/// How many levels there are between the lowest and the highest value in view.
const LEVELS: u32 = 12;
/// Cells along each side of the rectangle.
const CELLS: usize = 72;

impl Default for Contours {
    /// Of nothing.
    fn default() -> Self {
        Contours {
            identity: Identity::new(),
            x: (0.0, 1.0),
            y: (0.0, 1.0),
            regions: Vec::new(),
            holes: Ring::new(),
            ends: [[0.0; 2]; 2],
            placements: Default::default(),
        }
    }
}

impl Contours {
    /// Contours of `f` over the rectangle `x` by `y`, each (min, max), at levels whose heights above the lowest value
    /// `minimum` (by default the lowest value met) are log-spaced. A value that is not finite is a hole.
    ///
    /// Without a `minimum`, and where f falls further beyond the border, as at a saddle, no place in view is worth
    /// more levels than another: there they are evenly spaced.
    ///
    /// Costs some 10,000 evaluations of `f`.
    pub fn of(f: impl Fn([f64; 2]) -> f64, x: (f64, f64), y: (f64, f64), minimum: Option<f64>) -> Self {
        Self::with_cells(f, x, y, minimum, CELLS)
    }

    /// As [`of`](Self::of), on a grid with the given number of cells along each side: fewer are faster, but coarser.
    pub fn with_cells(
        f: impl Fn([f64; 2]) -> f64,
        x: (f64, f64),
        y: (f64, f64),
        minimum: Option<f64>,
        cells: usize,
    ) -> Self {
        Self::trace(&f, x, y, minimum, cells)
    }

    fn trace(f: Height<'_>, x: (f64, f64), y: (f64, f64), minimum: Option<f64>, cells: usize) -> Self {
        let grid = Grid::sample(f, x, y, cells.clamp(1, 1024));
        let identity = Identity::new();
        let Some((lowest, highest)) = grid.extremes() else {
            return Contours { identity, x, y, ..Contours::default() };
        };
        let given = minimum.filter(|minimum| minimum.is_finite());
        let domain = Region { level: f64::INFINITY, rings: grid.rings(f64::INFINITY) };
        let is_within = |at: &[f64; 2]| at[0] > x.0 && at[0] < x.1 && at[1] > y.0 && at[1] < y.1;
        let at_hole = |ring: &'_ Ring| -> Ring {
            let around = |k: usize| [k + ring.len() - 1, k, k + 1].map(|k| ring[k % ring.len()]);
            (0..ring.len()).filter(|&k| around(k).iter().any(is_within)).map(|k| ring[k]).collect()
        };
        // Formulas alone have holes.
        let mut holes = Ring::new();
        if cfg!(feature = "formulas") {
            holes.extend(domain.rings.iter().flat_map(at_hole));
            holes.sort_unstable_by(by_place);
        }
        let levels = if given.is_none() && grid.falls_beyond_border(lowest, highest) {
            (1..=LEVELS).rev().map(|k| lowest + (highest - lowest) * f64::from(k) / f64::from(LEVELS + 1)).collect()
        } else {
            levels(&grid, given.map_or(lowest, |minimum| minimum.min(lowest)), highest)
        };
        let region = |level: f64| Region { level, rings: grid.rings(level) };
        let regions = std::iter::once(domain).chain(levels.into_iter().map(region)).collect();
        let ends = [lowest, highest].map(|value| grid.place_of(value));
        Contours { identity, x, y, regions, holes, ends, placements: Default::default() }
    }

    /// The levels, from high to low.
    pub fn levels(&self) -> impl ExactSizeIterator<Item = f64> + '_ {
        self.regions.iter().skip(1).map(|region| region.level)
    }

    /// The rings around {f ≤ level} for the level of the given index, in data coordinates, the region to their left
    /// (holes run the other way round).
    pub fn rings(&self, index: usize) -> &[Vec<[f64; 2]>] {
        self.regions.get(index + 1).map_or(&[], |region| &region.rings)
    }

    /// The parts of rings that do not run along a border, each with its height among the levels, from 0 to 1, and its level.
    pub(super) fn lines(&self) -> impl Iterator<Item = (f64, f64, Ring)> {
        let inner = |index: usize, region: &Region| {
            let lines = region.rings.iter().flat_map(|ring| self.inner_lines(ring));
            lines.map(|line| (self.height(index), region.level, line)).collect::<Vec<_>>()
        };
        self.regions.iter().enumerate().skip(1).flat_map(move |(index, region)| inner(index, region))
    }

    /// The height of the region of an index among all, from 0 to 1.
    fn height(&self, index: usize) -> f64 {
        1.0 - index as f64 / (self.regions.len() as f64 - 1.0).max(1.0)
    }

    /// Fills the regions from high to low, each with a fine edge, wherever their places are.
    pub(super) fn fill(&self, place: &dyn Fn([f64; 2]) -> Pixel, pen: &Pen<'_>) {
        let (ink, theme) = (pen.ink, pen.theme());
        for (index, region) in self.regions.iter().enumerate() {
            let outline = joined(region.rings.iter().map(|ring| on_pixels(ring, place)));
            if outline.len() > 2 {
                ink.polygon(outline, theme.landscape(self.height(index)));
            }
            if index > 0 {
                // The step between neighbouring heights is small by design; the edge makes it a line.
                let edge = mixed(theme.landscape(self.height(index)), theme.quiet_ink(), 0.4);
                for line in region.rings.iter().flat_map(|ring| self.inner_lines(ring)) {
                    ink.line(&on_pixels(&line, place), edge, 0.75);
                }
            }
        }
    }

    /// Whether a place of a ring is at the edge of a hole, where f need not be at the ring's level.
    fn is_at_hole(&self, place: &[f64; 2]) -> bool {
        self.holes.binary_search_by(|hole| by_place(hole, place)).is_ok()
    }

    /// The parts of a ring that do not run along the border of the rectangle, or along a hole.
    fn inner_lines(&self, ring: &[[f64; 2]]) -> Vec<Ring> {
        let on_border = |a: [f64; 2], b: [f64; 2]| {
            self.is_at_hole(&a) && self.is_at_hole(&b)
                || [(0, self.x), (1, self.y)]
                    .into_iter()
                    .any(|(axis, (low, high))| a[axis] == b[axis] && (a[axis] == low || a[axis] == high))
        };
        let count = ring.len();
        let edge = |k: usize| (ring[k % count], ring[(k + 1) % count]);
        let starts = |k: usize| {
            let (a, b) = edge(k);
            on_border(a, b)
        };
        let Some(first) = (0..count).find(|&k| starts(k)) else {
            return vec![ring.iter().chain(ring.first()).copied().collect()];
        };
        let mut lines = Vec::new();
        let mut line: Ring = Vec::new();
        for k in first..first + count {
            let (a, b) = edge(k);
            if on_border(a, b) {
                lines.push(std::mem::take(&mut line));
                continue;
            }
            if line.is_empty() {
                line.push(a);
            }
            line.push(b);
        }
        lines.push(line);
        lines.retain(|line| line.len() > 1);
        lines
    }
}

impl Mark for &Contours {
    fn add_to(&self, to: &mut Fingerprint) {
        to.kind("contours").and(&self.identity);
    }

    /// Holes are hatched.
    fn draw(&self, pen: &Pen<'_>, _: usize) {
        let map = pen.plane();
        if !self.holes.is_empty() {
            hatching::draw(pen);
        }
        self.fill(&|point| pixel(map.to_pixel(point)), pen);
    }
}

/// The contour lines alone, for what tells something else by its colour: lighter than the ground, so that it is still told.
pub struct ContourLines<'a>(pub &'a Contours);

impl Mark for ContourLines<'_> {
    fn add_to(&self, to: &mut Fingerprint) {
        to.kind("contour lines").and(&self.0.identity);
    }

    fn draw(&self, pen: &Pen<'_>, _: usize) {
        let (map, color) = (pen.plane(), pen.theme().paper().mix(0.45));
        for (_, _, line) in self.0.lines() {
            pen.ink.line(&on_pixels(&line, &|point| pixel(map.to_pixel(point))), color, 0.75);
        }
    }
}

/// An order of places, by which one is found.
fn by_place(a: &[f64; 2], b: &[f64; 2]) -> Ordering {
    a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1]))
}

/// Levels from high to low in equal ratios above the minimum: the lowest encloses what the grid can still resolve.
fn levels(grid: &Grid<'_>, minimum: f64, highest: f64) -> Vec<f64> {
    let top = highest - minimum;
    let size = highest.abs().max(minimum.abs());
    if !(top.is_finite() && top > 1e-12 * size) {
        return Vec::new();
    }
    let bottom = (grid.lowest_resolved(minimum, highest) - minimum).max(1e-9 * top);
    if bottom >= top {
        return Vec::new();
    }
    let (log_top, log_bottom) = (libm::log(top), libm::log(bottom));
    let level = |k: u32| minimum + libm::exp(log_bottom + f64::from(k) / f64::from(LEVELS) * (log_top - log_bottom));
    (0..LEVELS).rev().map(level).collect()
}

/// A ring on whole units, without those that add nothing.
fn on_pixels(ring: &[[f64; 2]], place: &dyn Fn([f64; 2]) -> Pixel) -> Vec<Pixel> {
    let mut places: Vec<Pixel> = Vec::with_capacity(ring.len() + 1);
    for place in ring.iter().map(|&at| place(at)) {
        if let [.., a, b] = places[..] {
            let (ab, bc) = ((b.0 - a.0, b.1 - a.1), (place.0 - b.0, place.1 - b.1));
            let straight = i64::from(ab.0) * i64::from(bc.1) == i64::from(ab.1) * i64::from(bc.0);
            let onward = i64::from(ab.0) * i64::from(bc.0) + i64::from(ab.1) * i64::from(bc.1) >= 0;
            if straight && onward {
                places.pop();
            }
        }
        if places.last() != Some(&place) {
            places.push(place);
        }
    }
    places
}

/// All rings as one polygon: from the start of one to the start of the next and later back on the same way, so that
/// the way encloses nothing. Holes run the other way round than outlines and are left out by the non-zero rule.
fn joined(rings: impl Iterator<Item = Vec<Pixel>>) -> Vec<Pixel> {
    let mut outline: Vec<Pixel> = Vec::new();
    for ring in rings.filter(|ring| ring.len() > 2) {
        let start = ring[0];
        let Some(&home) = outline.first() else {
            outline = ring;
            outline.push(start);
            continue;
        };
        // A way along whole units leaves no trace of itself, however it is smoothed.
        let corner = (start.0, home.1);
        outline.push(corner);
        outline.extend(ring);
        outline.extend([start, corner, home]);
    }
    outline
}

#[cfg(test)]
mod tests;
