//! Filled rectangles.

use super::fingerprint::Fingerprint;
use super::ink::pixel;
use super::picture::{Mark, Pen};
use super::theme::Tone;
use plotters::prelude::*;

/// A filled rectangle between two corners, faint, with an outline.
pub struct Area(pub [[f64; 2]; 2], pub Tone);

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
        let [a, b] = corners.map(|corner| {
            let (x, y) = pen.plane().to_pixel(corner);
            pixel((x.clamp(left, right), y.clamp(top, bottom)))
        });
        let (from, to) = ((a.0.min(b.0), a.1.min(b.1)), (a.0.max(b.0), a.1.max(b.1)));
        let color = tone.color(pen.theme());
        pen.ink.rect(from, to, color.mix(0.16));
        pen.ink.line(&[from, (to.0, from.1), to, (from.0, to.1), from], color.mix(0.8), 1.0);
    }
}
