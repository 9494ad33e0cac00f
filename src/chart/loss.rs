//! Loss against updates, samples seen or epochs.

use super::fingerprint::Fingerprint;
use super::ink::pixel;
use super::picture::{Mark, Pen, Picture};
use super::{Axes, Curve, Head, Line, Segment, Style, Tone, Trace};
use plotters::prelude::*;
use plotters::style::text_anchor::HPos;

/// The losses of several descents on common axes: of each its style, its curve so far, positive where the axis is
/// logarithmic, and where it is now. The reader may look at a position on the horizontal axis.
pub fn losses<'a>(axes: Axes<'a>, curves: &[(Style, Trace<'a>, [f64; 2])], hovered: Option<f64>) -> Picture<'a> {
    let mut picture = Picture::on_grid(axes);
    if let Some(position) = hovered {
        picture.moving.push(Upright(position));
    }
    for &(style, curve, head) in curves {
        let line = Line::of(style, 2.0).bare();
        picture.still.push(Curve(curve, line));
        if let Some(&last) = curve.points.last().filter(|&&last| last != head) {
            picture.moving.push(Segment([last, head], line));
        }
        // Beyond the plot an arrow tells where it has gone.
        let from = curve.points.last().copied();
        picture.moving.push(Head { from, at: head, marker: style.marker(), tone: Tone::Of(style) });
    }
    picture
}

/// A curve as far as it is seen on a vertical range, and the point that it goes on to: where it is now, or, when that is beyond
/// the range, the first one that is on the same side, so that an arrow stands where the curve leaves.
pub fn as_far_as_seen<'a>(
    (style, curve, head): (Style, Trace<'a>, [f64; 2]),
    (low, high): (f64, f64),
) -> (Style, Trace<'a>, [f64; 2]) {
    let is_seen = |point: &[f64; 2]| (low..=high).contains(&point[1]);
    match curve.points.iter().rposition(is_seen).filter(|_| !is_seen(&head)) {
        Some(last) if last + 1 < curve.points.len() && (curve.points[last + 1][1] < low) == (head[1] < low) => {
            (style, Trace { points: &curve.points[..=last], ..curve }, curve.points[last + 1])
        }
        _ => (style, curve, head),
    }
}

/// The smallest value possible: a thin dashed line with the given label.
pub struct Floor<'a>(pub f64, pub &'a str);

/// A thin upright line across the plot.
struct Upright(f64);

impl Mark for Floor<'_> {
    fn add_to(&self, to: &mut Fingerprint) {
        to.kind("floor").and(&self.0).and(&self.1);
    }

    fn draw(&self, pen: &Pen<'_>, _: usize) {
        let (&Floor(floor, label), ink) = (self, pen.ink);
        let (left, top, right, bottom) = pen.plane().plot();
        let y = pen.plane().to_pixel([pen.plane().ranges()[0].0, floor]).1;
        if !(top..=bottom).contains(&y) {
            return;
        }
        let color = pen.theme().quiet_ink();
        let (y, right) = (pixel((0.0, y)).1, right as i32);
        let mut x = left as i32;
        while x < right {
            ink.horizontal(x, (x + ink.whole(4.0)).min(right), y, color);
            x += ink.whole(8.0);
        }
        // No curve goes below the floor, so the label stands there if it can, else where curves end close to the line.
        let (size, gap) = (12.0, ink.whole(4.0));
        let middle = ink.whole(0.8 * size);
        if bottom - f64::from(y) > ink.px(1.5 * size) {
            ink.text(label, (left as i32 + gap, y + middle), HPos::Left, size, color);
        } else {
            ink.text(label, (right - gap, y - middle), HPos::Right, size, color);
        }
    }
}

impl Mark for Upright {
    fn add_to(&self, to: &mut Fingerprint) {
        to.kind("upright").and(&self.0);
    }

    fn draw(&self, pen: &Pen<'_>, _: usize) {
        let (left, top, right, bottom) = pen.plane().plot();
        let x = pen.plane().to_pixel([self.0, pen.plane().ranges()[1].0]).0;
        if (left..=right).contains(&x) {
            let color = pen.theme().quiet_ink().mix(0.7);
            pen.ink.vertical(pixel((x, 0.0)).0, top as i32, bottom as i32, color);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::Polyline;

    #[test]
    fn a_curve_that_has_left_ends_where_it_left_and_one_that_is_seen_is_whole() {
        let curve: Polyline =
            [1.0, 5.0, 20.0, 4.0, 30.0, 300.0].into_iter().zip(0..).map(|(y, x)| [f64::from(x), y]).collect();
        let seen = |head: [f64; 2]| {
            let (_, seen, end) = as_far_as_seen((Style::BATCH, curve.all(), head), (0.5, 10.0));
            (seen.points.len(), end)
        };
        assert_eq!(seen([6.0, 3000.0]), (4, [4.0, 30.0]), "not where it left before, for it came back");
        assert_eq!(seen([6.0, f64::INFINITY]), (4, [4.0, 30.0]));
        assert_eq!(seen([6.0, f64::NAN]), (4, [4.0, 30.0]));
        assert_eq!(seen([6.0, 2.0]), (6, [6.0, 2.0]));
        assert_eq!(seen([6.0, -2e9]), (6, [6.0, -2e9]), "it left upwards, and is below now");
        let (_, all, end) = as_far_as_seen((Style::BATCH, curve.up_to(2), [1.5, 12.0]), (0.5, 10.0));
        assert_eq!((all.points.len(), end), (2, [1.5, 12.0]), "on its way out");
    }
}
