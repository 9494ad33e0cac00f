//! Filled rectangles.

use super::fingerprint::Fingerprint;
use super::picture::{Mark, Pen};
use super::theme::Tone;
use plotters::prelude::*;

/// A filled rectangle between two corners, faint, with an outline; where it goes on beyond the plot, it fades towards the border.
pub struct Area(pub [[f64; 2]; 2], pub Tone);

/// In how many steps it fades, and how long each is, in CSS pixels: no hairlines, which would be moved to where they are sharp.
const STEPS: f64 = 8.0;
const STEP: f64 = 5.0;

/// A side as far as it is seen.
struct Side {
    /// Its ends, `None` beyond the plot.
    ends: [Option<i32>; 2],
    /// Its pieces: from where, to where, how strong.
    pieces: Vec<(i32, i32, f64)>,
}

impl Side {
    fn of(ends: [f64; 2], (low, high): (f64, f64), step: f64) -> Self {
        let [from, to] = [ends[0].min(ends[1]), ends[0].max(ends[1])];
        let [start, end] = [from, to].map(|place| place.clamp(low, high));
        let count = (0.5 * (end - start) / step).floor().min(STEPS);
        let (fade, steps) = (count * step, || (1..=count as u32).map(|place| f64::from(place) * step));
        let mut places = vec![start];
        places.extend(steps().filter(|_| from < low).map(|step| start + step));
        places.extend(steps().filter(|_| to > high).map(|step| end - step).rev());
        places.push(end);
        let strength = |place: f64| {
            let below = if from < low { (place - low) / fade } else { 1.0 };
            let above = if to > high { (high - place) / fade } else { 1.0 };
            below.min(above).min(1.0)
        };
        let whole = |place: f64| place.round() as i32;
        let pieces = places.windows(2).filter(|ends| ends[1] > ends[0]);
        Side {
            ends: [from, to].map(|end| (low..=high).contains(&end).then(|| whole(end))),
            pieces: pieces.map(|ends| (whole(ends[0]), whole(ends[1]), strength(0.5 * (ends[0] + ends[1])))).collect(),
        }
    }
}

impl Mark for Area {
    fn add_to(&self, to: &mut Fingerprint) {
        to.kind("area").and(&self.0).and(&self.1);
    }

    fn draw(&self, pen: &Pen<'_>, _: usize) {
        let Area(corners, tone) = *self;
        if !corners.as_flattened().iter().all(|coordinate| coordinate.is_finite()) {
            return;
        }
        let (left, top, right, bottom) = pen.plane().plot();
        let [a, b] = corners.map(|corner| pen.plane().to_pixel(corner));
        let step = pen.ink.px(STEP);
        let (across, up) = (Side::of([a.0, b.0], (left, right), step), Side::of([a.1, b.1], (top, bottom), step));
        let color = tone.color(pen.theme());
        for &(x, next_x, part) in &across.pieces {
            for &(y, next_y, other) in &up.pieces {
                pen.ink.rect((x, y), (next_x, next_y), color.mix(0.16 * part * other));
            }
            for y in up.ends.into_iter().flatten() {
                pen.ink.line(&[(x, y), (next_x, y)], color.mix(0.8 * part), 1.0);
            }
        }
        for &(y, next_y, part) in &up.pieces {
            for x in across.ends.into_iter().flatten() {
                pen.ink.line(&[(x, y), (x, next_y)], color.mix(0.8 * part), 1.0);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_on_beyond_the_border_has_no_end_there_and_fades() {
        let whole = Side::of([30.0, 10.0], (0.0, 100.0), 5.0);
        assert_eq!((whole.ends, whole.pieces), ([Some(10), Some(30)], vec![(10, 30, 1.0)]));
        let cut = Side::of([20.0, 300.0], (0.0, 100.0), 5.0);
        assert_eq!(cut.ends, [Some(20), None]);
        assert_eq!((cut.pieces[0], cut.pieces.len()), ((20, 60, 1.0), 1 + STEPS as usize));
        assert!(cut.pieces.windows(2).all(|pair| pair[0].1 == pair[1].0 && pair[0].2 >= pair[1].2));
        assert!(Side::of([200.0, 300.0], (0.0, 100.0), 5.0).pieces.is_empty(), "nothing of it is seen");
    }
}
