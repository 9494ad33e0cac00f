//! Slanting lines across a plot.

use super::clip::clip;
use super::ink::pixel;
use super::picture::Pen;

/// In CSS pixels: how far apart the lines are that say that there is no value.
const APART: f64 = 9.0;

/// Hatches all of the plot, for what has no value there: what has one is drawn above it.
pub(super) fn draw(pen: &Pen<'_>) {
    let (left, top, right, bottom) = pen.plane().plot();
    let (height, apart) = (bottom - top, pen.ink.px(APART));
    for k in 0..((right - left + height) / apart) as u32 {
        // At half a right angle, by where it meets the lower border.
        let foot = left - height + (f64::from(k) + 0.5) * apart;
        if let Some((from, to)) = clip((foot, bottom), (foot + height, top), pen.plane().plot()) {
            pen.ink.line(&[from, to].map(pixel), pen.theme().hairline(), 1.0);
        }
    }
}
