//! A dial: a circle about a point, with its quarters marked.

use super::fingerprint::Fingerprint;
use super::line::Line;
use super::picture::{Mark, Pen};
use std::f64::consts::TAU;

/// A circle of a radius about a point, on axes of [equal scale](super::Scale::Equal), with a short line across it at each
/// quarter turn.
pub struct Dial(pub [f64; 2], pub f64, pub Line);

/// Sides of the circle.
const SIDES: usize = 72;
/// The quarters' marks, in radii: from and to.
const MARK: [f64; 2] = [0.92, 1.08];

impl Mark for Dial {
    fn add_to(&self, to: &mut Fingerprint) {
        to.kind("dial").and(&self.0).and(&self.1).and(&self.2);
    }

    fn draw(&self, pen: &Pen<'_>, _: usize) {
        let Dial([x, y], radius, line) = *self;
        let at = |turn: f64, part: f64| {
            let radius = part * radius;
            [x + radius * libm::cos(turn * TAU), y + radius * libm::sin(turn * TAU)]
        };
        let circle: [[f64; 2]; SIDES + 1] = std::array::from_fn(|k| at(k as f64 / SIDES as f64, 1.0));
        line.draw(&circle, 0, pen);
        for quarter in [0.0, 0.25, 0.5, 0.75] {
            line.draw(&MARK.map(|part| at(quarter, part)), 0, pen);
        }
    }
}
