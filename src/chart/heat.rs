//! A function of two variables as colours in cells.

use super::fingerprint::{Fingerprint, Identity};
use super::hatching;
use super::ink::pixel;
use super::picture::{Mark, Pen};

/// Values over a plane, one to a cell, from the colour of a landscape's lowest place to that of its highest. Where a value is
/// not finite, it is hatched.
#[derive(Clone, Copy, Debug)]
pub struct HeatMap<'a> {
    /// The part of the plane that the cells fill: (min, max) of x and of y.
    pub window: [(f64, f64); 2],
    /// Cells in a row.
    pub columns: usize,
    /// The values, `[rows · columns]`, row by row from the lowest y.
    pub values: &'a [f64],
    /// Which values they are.
    pub identity: &'a Identity,
}

/// So many shades are told from one another at most: neighbours of one shade are drawn at once.
const SHADES: f64 = 48.0;

impl Mark for HeatMap<'_> {
    fn add_to(&self, to: &mut Fingerprint) {
        to.kind("heat").and(&self.window).and(&self.columns).and(self.identity);
    }

    fn draw(&self, pen: &Pen<'_>, _: usize) {
        let finite = || self.values.iter().copied().filter(|value| value.is_finite());
        let (low, high) = (finite().fold(f64::INFINITY, f64::min), finite().fold(f64::NEG_INFINITY, f64::max));
        // What is level is low.
        let shade = |value: f64| {
            let height = if high > low { (value - low) / (high - low) } else { 0.0 };
            value.is_finite().then_some((SHADES * height).round())
        };
        let (columns, [x, y]) = (self.columns.max(1), self.window);
        let rows = self.values.len() / columns;
        let (left, top, right, bottom) = pen.plane().plot();
        // Neighbours share their edge, so no gap shines through.
        let corner = |column: usize, row: usize| {
            let along = |(from, to): (f64, f64), part: f64| from * (1.0 - part) + to * part;
            let at = [along(x, column as f64 / columns as f64), along(y, row as f64 / rows as f64)];
            let (x, y) = pen.plane().to_pixel(at);
            pixel((x.clamp(left, right), y.clamp(top, bottom)))
        };
        if self.values.iter().any(|value| !value.is_finite()) {
            let lines = hatching::lines((left, top, right, bottom), pen.ink.px(9.0), 1.0);
            lines.for_each(|line| pen.ink.line(&line.map(pixel), pen.theme().hairline(), 1.0));
        }
        // Each reaches below those that come after it, so that no gap shines through where a cell ends within a pixel.
        let (seam, edge) = (pen.ink.whole(1.0), pixel((right, top)));
        for (row, values) in self.values.chunks_exact(columns).enumerate() {
            let mut start = 0;
            for run in values.chunk_by(|&a, &b| shade(a) == shade(b)) {
                let end = start + run.len();
                if let Some(shade) = shade(run[0]) {
                    let ((left, bottom), (right, top)) = (corner(start, row), corner(end, row + 1));
                    let (right, top) = ((right + seam).min(edge.0), (top - seam).max(edge.1));
                    pen.ink.rect((left, top), (right, bottom), pen.theme().landscape(shade / SHADES));
                }
                start = end;
            }
        }
    }
}
