//! Slanting lines across a plot.

use super::ink::pixel;
use super::path::clip;
use super::picture::Pen;

/// In CSS pixels: how far apart the lines are that say that there is no value.
const APART: f64 = 9.0;

/// Hatches all of the plot, for what has no value there: what has one is drawn above it.
pub(super) fn draw(pen: &Pen<'_>) {
    let lines = lines(pen.plane().plot(), pen.ink.px(APART), 1.0);
    lines.for_each(|line| pen.ink.line(&line.map(pixel), pen.theme().hairline(), 1.0));
}

/// Lines at half a right angle, rising (1) or falling (−1), each `apart` from the last along the horizontal; each from below
/// or from above, by its slant.
pub(super) fn lines(plot: (f64, f64, f64, f64), apart: f64, slant: f64) -> impl Iterator<Item = [(f64, f64); 2]> {
    let (left, top, right, bottom) = plot;
    let height = bottom - top;
    let (start, end) = if slant > 0.0 { (bottom, top) } else { (top, bottom) };
    (0..((right - left + height) / apart) as u32).filter_map(move |k| {
        // By where it meets the lower border, if it rises, else the upper one.
        let foot = left - height + (f64::from(k) + 0.5) * apart;
        clip((foot, start), (foot + height, end), plot).map(|(from, to)| [from, to])
    })
}
