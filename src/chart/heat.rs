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

/// Few shades, so that there is an edge from one to the next, as a contour; neighbours of one shade are drawn at once.
const SHADES: usize = 14;

/// The values from which on each shade but the first is taken: each has as many cells, so that no part of the map is one grey
/// because another is far below it.
fn edges(values: &[f64]) -> Vec<f64> {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    // What is level is low.
    let lowest = sorted.first().copied();
    let edges = (1..SHADES).filter_map(|shade| sorted.get(shade * sorted.len() / SHADES).copied());
    edges.filter(|&edge| Some(edge) > lowest).collect()
}

impl Mark for HeatMap<'_> {
    fn add_to(&self, to: &mut Fingerprint) {
        to.kind("heat").and(&self.window).and(&self.columns).and(self.identity);
    }

    fn draw(&self, pen: &Pen<'_>, _: usize) {
        let edges = edges(self.values);
        let shade = |value: f64| value.is_finite().then(|| edges.partition_point(|&edge| edge <= value));
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
                    pen.ink.rect(
                        (left, top),
                        (right, bottom),
                        pen.theme().landscape(shade as f64 / edges.len().max(1) as f64),
                    );
                }
                start = end;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_shade_has_as_many_cells_and_what_is_level_is_low() {
        let values: Vec<f64> = (0..140).map(|k| f64::from(k).powi(3)).chain([f64::NAN, f64::INFINITY]).collect();
        let edges = edges(&values);
        let mut cells = [0; SHADES];
        values[..140].iter().for_each(|value| cells[edges.partition_point(|edge| edge <= value)] += 1);
        assert_eq!(cells, [10; SHADES]);
        assert!(
            super::edges(&[2.0; 9]).is_empty() && super::edges(&[]).is_empty() && super::edges(&[f64::NAN]).is_empty()
        );
    }
}
