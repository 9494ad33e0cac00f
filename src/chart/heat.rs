//! A function of two variables as colours in cells.

use super::fingerprint::{Fingerprint, Identity};
use super::hatching;
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
        let columns = self.columns.max(1);
        let rows = self.values.len() / columns;
        let corner = |column: usize, row: usize| {
            pen.corner(self.window, [column as f64 / columns as f64, row as f64 / rows as f64])
        };
        if self.values.iter().any(|value| !value.is_finite()) {
            hatching::draw(pen);
        }
        for (row, values) in self.values.chunks_exact(columns).enumerate() {
            let mut start = 0;
            for run in values.chunk_by(|&a, &b| shade(a) == shade(b)) {
                let end = start + run.len();
                if let Some(shade) = shade(run[0]) {
                    let ((left, bottom), (right, top)) = (corner(start, row), corner(end, row + 1));
                    pen.ink.rect((left, top), (right, bottom), pen.theme().landscape(shade / SHADES));
                }
                start = end;
            }
        }
    }
}
