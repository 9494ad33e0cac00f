//! A function of two variables as colours in cells.

use super::fingerprint::{Fingerprint, Identity};
use super::hatching;
use super::picture::{Mark, Pen};

/// Decimal logarithms over a plane, one to a cell, from the colour of a landscape's lowest place to that of its highest: a shade
/// ends at a power of ten, as at a contour. Where a value is not finite, it is hatched.
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

/// The most shades: neighbours of one are drawn at once.
const SHADES: usize = 14;

/// The whole numbers between the lowest and the highest value, ascending; every second or third of them where there are many.
pub fn powers(values: &[f64]) -> Vec<f64> {
    let finite = || values.iter().copied().filter(|value| value.is_finite());
    let (low, high) = (finite().fold(f64::INFINITY, f64::min), finite().fold(f64::NEG_INFINITY, f64::max));
    let step = ((high - low) / SHADES as f64).ceil().max(1.0);
    let powers = (1..=SHADES).map(|k| ((low / step).floor() + k as f64) * step);
    powers.take_while(|&power| power < high).collect()
}

/// How light each shade is, from 0 to 1, by the part of the map that is lower: so no part of it is one grey because another is
/// far below it.
fn tones(values: &[f64], powers: &[f64]) -> Vec<f64> {
    let mut cells = vec![0usize; powers.len() + 1];
    let finite = values.iter().filter(|value| value.is_finite());
    finite.for_each(|value| cells[shade(*value, powers)] += 1);
    let lower = |shade: usize| cells[..shade].iter().sum::<usize>() as f64;
    let most = lower(powers.len()).max(1.0);
    (0..=powers.len()).map(|shade| lower(shade) / most).collect()
}

fn shade(value: f64, powers: &[f64]) -> usize {
    powers.partition_point(|&power| power <= value)
}

impl Mark for HeatMap<'_> {
    fn add_to(&self, to: &mut Fingerprint) {
        to.kind("heat").and(&self.window).and(&self.columns).and(self.identity);
    }

    fn draw(&self, pen: &Pen<'_>, _: usize) {
        let powers = powers(self.values);
        let tones = tones(self.values, &powers);
        let shade = |value: f64| value.is_finite().then(|| shade(value, &powers));
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
                    pen.ink.rect((left, top), (right, bottom), pen.theme().landscape(tones[shade]));
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
    fn a_shade_ends_at_a_power_and_is_as_light_as_there_are_lower_cells() {
        let values = [-2.5, -2.0, -1.2, -0.5, 0.4, f64::NAN, f64::INFINITY];
        let found = powers(&values);
        assert_eq!(found, [-2.0, -1.0, 0.0]);
        assert_eq!(values[..5].iter().map(|value| shade(*value, &found)).collect::<Vec<_>>(), [0, 1, 1, 2, 3]);
        assert_eq!(tones(&values, &found), [0.0, 0.25, 0.75, 1.0]);
        let many = powers(&[-300.0, 8.0]);
        assert!(many.len() <= SHADES && many.windows(2).all(|pair| pair[1] - pair[0] == 22.0), "{many:?}");
    }

    #[test]
    fn what_is_level_has_one_shade() {
        assert!(powers(&[2.0; 9]).is_empty() && powers(&[]).is_empty() && powers(&[f64::NAN]).is_empty());
        assert_eq!(tones(&[2.0; 9], &[]), [0.0]);
    }
}
