//! What of a segment lies within a plot, and where what is on its way has left it.

use super::projection::Projection;

/// A place in units.
pub(super) type Place = (f64, f64);

/// The part of a segment within a rectangle (left, top, right, bottom), by Liang and Barsky.
pub(super) fn clip(from: Place, to: Place, plot: (f64, f64, f64, f64)) -> Option<(Place, Place)> {
    // Shares of the way are exact where they are small: near the end that is not far away.
    let size = |(x, y): Place| x.abs().max(y.abs());
    if size(from) > size(to) {
        return clip(to, from, plot).map(|(to, from)| (from, to));
    }
    let (left, top, right, bottom) = plot;
    let within = |(x, y): Place| left <= x && x <= right && top <= y && y <= bottom;
    if within(from) && within(to) {
        return Some((from, to));
    }
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    if !(dx.is_finite() && dy.is_finite()) {
        return None;
    }
    let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
    for (step, room) in [(-dx, from.0 - left), (dx, right - from.0), (-dy, from.1 - top), (dy, bottom - from.1)] {
        if step == 0.0 {
            if room < 0.0 {
                return None;
            }
        } else if step < 0.0 {
            enter = enter.max(room / step);
        } else {
            leave = leave.min(room / step);
        }
    }
    let at = |share: f64| {
        let (x, y) = if share == 1.0 { to } else { (from.0 + share * dx, from.1 + share * dy) };
        (x.clamp(left, right), y.clamp(top, bottom))
    };
    (enter <= leave).then(|| (at(enter), at(leave)))
}

/// The way to a place beyond the plot, as far as the border, in units: that of the newest step there, if it leads across the
/// plot.
pub(super) fn way_out(from: Option<[f64; 2]>, at: [f64; 2], plane: &Projection) -> Option<(Place, Place)> {
    let to = plane.place(at);
    let step = from.and_then(|from| clip(plane.place(from), to, plane.plot()));
    step.or_else(|| from_the_middle(to, plane.plot()))
}

/// The way from the middle of the plot to a place beyond one of its corners, as far as the border: nothing at the corner
/// would tell how far up and how far aside it is.
fn from_the_middle(to: Place, plot: (f64, f64, f64, f64)) -> Option<(Place, Place)> {
    let (left, top, right, bottom) = plot;
    let is_beyond_a_corner = !(left..=right).contains(&to.0) && !(top..=bottom).contains(&to.1);
    is_beyond_a_corner.then(|| clip((0.5 * (left + right), 0.5 * (top + bottom)), to, plot)).flatten()
}
