//! Slanting lines across a plot.

use super::path::clip;

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
