//! A function with its contour lines, a field of gradients, and its minimum.

use super::{INNER, length, moved};
use crate::chart::{Arrow, Contours, Heights, Line, Room, Tone};
use crate::expression::{Expression, Formula};
use crate::figure::plane::Plane;
use crate::objective::{Batch, Objective};

/// Arrows of the field along each side.
const ARROWS: i32 = 9;
/// Cells of the surface along each side: of it nothing is drawn but where the point is.
const CELLS: usize = 64;
/// Places along each side among which the lowest is where the minimum is looked for.
const PLACES: i32 = 24;
/// Newton's steps to it.
const STEPS: usize = 40;

/// A function with its contour lines and a field of gradients.
pub(super) struct Field {
    pub(super) plane: Plane,
    /// What is shown of x and of y, where the point may be anywhere.
    pub(super) range: (f64, f64),
    pub(super) contours: Contours,
    pub(super) heights: Heights,
    /// The lowest and the highest value in view.
    pub(super) height: (f64, f64),
    /// Each about the middle of its cell, and no longer than it.
    pub(super) arrows: Vec<Arrow>,
    /// What they take, where no words stand.
    pub(super) room: Room,
    /// The norm of the longest gradient among them.
    pub(super) longest: f64,
    /// The norm of the longest where a hand takes the point.
    pub(super) steepest: f64,
    /// The lowest place, where it is within what is shown and found.
    pub(super) minimum: Option<[f64; 2]>,
}

impl Field {
    pub(super) fn new(plane: Plane) -> Self {
        let (low, high) = plane.range;
        let cell = (high - low) / f64::from(ARROWS);
        let place = |k: i32| low + (f64::from(k) + 0.5) * cell;
        let places = (0..ARROWS * ARROWS).map(|k| [place(k % ARROWS), place(k / ARROWS)]);
        let gradients: Vec<([f64; 2], [f64; 2])> = places.map(|at| (at, plane.gradient(at))).collect();
        let norms = gradients.iter().map(|(_, gradient)| length(*gradient)).filter(|norm| norm.is_finite());
        let longest = norms.fold(f64::MIN_POSITIVE, f64::max);
        let within = |k: i32| INNER * (low + (high - low) * f64::from(k) / f64::from(ARROWS - 1));
        let norms = (0..ARROWS * ARROWS).map(|k| length(plane.gradient([within(k % ARROWS), within(k / ARROWS)])));
        let steepest = norms.filter(|norm| norm.is_finite()).fold(0.0, f64::max);
        let (half, line) = (0.45 * cell / longest, Line::solid(Tone::Quiet, 1.0));
        let arrow = |(at, by)| Arrow([moved(at, by, -half), moved(at, by, half)], line);
        let heights = Heights::of(|at| plane.f.value(&at), (low, high), (low, high), CELLS);
        let arrows: Vec<Arrow> = gradients.into_iter().map(arrow).collect();
        let mut room = Room::EMPTY;
        arrows.iter().for_each(|Arrow(ends, _)| room.take_points(ends, [(low, high); 2]));
        Field {
            height: heights.extremes().map_or((0.0, 1.0), |(low, high)| {
                let margin = if low < high { 0.0 } else { 0.5 * low.abs().max(2.0) };
                (low - margin, high + margin)
            }),
            range: (low, high),
            contours: Contours::of(|at| plane.f.value(&at), (low, high), (low, high), None),
            heights,
            arrows,
            room,
            longest,
            steepest,
            minimum: minimum(&plane.f, (low, high)),
            plane,
        }
    }
}

/// The minimum of a function over a square, by Newton's method from the lowest of some places; `None` where that does not lead
/// to one.
fn minimum(f: &Expression, (low, high): (f64, f64)) -> Option<[f64; 2]> {
    if f.variables() < 2 {
        return None;
    }
    let formula = Formula::new(f, &[(low, high); 2], None);
    let place = |k: i32| low + (high - low) * (f64::from(k) + 0.5) / f64::from(PLACES);
    let places = (0..PLACES * PLACES).map(|k| [place(k % PLACES), place(k / PLACES)]);
    let heights = places.map(|at| (at, formula.value(&at, Batch::All))).filter(|(_, height)| height.is_finite());
    let (mut at, _) = heights.min_by(|(_, one), (_, other)| one.total_cmp(other))?;
    for _ in 0..STEPS {
        let mut gradient = [0.0; 2];
        formula.value_and_gradient(&at, Batch::All, &mut gradient);
        let [xx, xy, yx, yy] = formula.hessian(&at).try_into().ok()?;
        let (det, [gx, gy]) = (xx * yy - xy * yx, gradient);
        if !(xx > 0.0 && det > 0.0) {
            return None;
        }
        let step = [(yy * gx - xy * gy) / det, (xx * gy - yx * gx) / det];
        at = moved(at, step, -1.0);
        if !at.iter().all(|part| (low..=high).contains(part)) {
            return None;
        }
        if length(step) < 1e-9 * (high - low) {
            return Some(at);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(f: &str) -> Option<[f64; 2]> {
        minimum(&Expression::parse(f).unwrap(), (-2.0, 2.0))
    }

    #[test]
    fn the_minimum_is_found_where_there_is_one_in_sight() {
        for (f, [x, y]) in [
            ("x^2/2 + x*y/3 + y^2", [0.0, 0.0]),
            ("(1-x)^2 + 5(y-x^2)^2", [1.0, 1.0]),
            ("e^(x-1) - x + (y+0.5)^2", [1.0, -0.5]),
        ] {
            let at = found(f).unwrap();
            assert!(length([at[0] - x, at[1] - y]) < 1e-7, "{f}: {at:?}");
        }
        for f in ["y^2 - x^2", "x + y", "x^2", "(x-5)^2 + y^2", "log(x y)", "x^2 - x^2 + 0*y", "abs(x) + abs(y)"] {
            assert_eq!(found(f), None, "{f}");
        }
    }
}
