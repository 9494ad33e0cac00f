//! Upright bars.

use super::Trace;
use super::fingerprint::Fingerprint;
use super::ink::pixel;
use super::picture::{Mark, Pen};
use super::theme::Tone;

/// An upright bar from 0 up to each point, less than a unit wide. It grows.
pub struct Bars<'a>(pub Trace<'a>, pub Tone);

/// The part of a unit that a bar takes.
const WIDTH: f64 = 0.7;

impl Mark for Bars<'_> {
    fn add_to(&self, to: &mut Fingerprint) {
        to.kind("bars").and(self.0.identity).and(&self.1);
    }

    fn draw(&self, pen: &Pen<'_>, from: usize) {
        let (left, top, right, bottom) = pen.plane().plot();
        let color = self.1.color(pen.theme());
        for &[x, height] in self.0.points.iter().skip(from).filter(|point| point[1].is_finite()) {
            let (low, y) = pen.plane().to_pixel([x - 0.5 * WIDTH, height]);
            let (high, foot) = pen.plane().to_pixel([x + 0.5 * WIDTH, 0.0]);
            // Lower than the axis' line it is none.
            if high < left || low > right || foot - y < pen.ink.px(0.5) {
                continue;
            }
            let from = pixel((low.max(left), y.clamp(top, bottom)));
            let to = pixel((high.min(right).max(low + pen.ink.px(1.0)), foot.clamp(top, bottom)));
            pen.ink.rect(from, to, color);
        }
    }

    fn length(&self) -> Option<usize> {
        Some(self.0.points.len())
    }
}
