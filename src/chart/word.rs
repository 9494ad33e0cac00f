//! Words beside a place.

use super::fingerprint::Fingerprint;
use super::ink::{ems, pixel};
use super::picture::{Mark, Pen};
use super::theme::Tone;
use super::{Map, Room};
use plotters::style::text_anchor::HPos;

/// A line of text beside a point: to its right (1), above (0), or to its left (−1).
pub struct Word<'a>(pub [f64; 2], pub &'a str, pub i8, pub Tone);

/// In CSS pixels.
const SIZE: f64 = 13.0;
/// From the place to the word.
const GAP: f64 = 9.0;

impl Mark for Word<'_> {
    fn add_to(&self, to: &mut Fingerprint) {
        to.kind("word").and(&self.0).and(&self.1).and(&self.2).and(&self.3);
    }

    fn draw(&self, pen: &Pen<'_>, _: usize) {
        let Word(at, text, side, tone) = *self;
        let Some((x, y)) = pen.visible(at).map(pixel) else { return };
        let gap = pen.ink.whole(GAP);
        let (place, align) = match side {
            1 => ((x + gap, y), HPos::Left),
            -1 => ((x - gap, y), HPos::Right),
            _ => ((x, y - pen.ink.whole(GAP + 0.5 * SIZE)), HPos::Center),
        };
        pen.ink.text(text, place, align, SIZE, tone.color(pen.theme()));
    }

    fn take(&self, map: &Map, room: &mut Room, _: usize) {
        let &Word(at, text, side, _) = self;
        let ((x, y), half) = (map.to_css_pixel(at), 0.5 * SIZE * ems(text));
        let middle = if side == 0 { (x, y - GAP - 0.5 * SIZE) } else { (x + f64::from(side) * (GAP + half), y) };
        let (middle, half) = map.plane.parts(middle, [half, 0.5 * SIZE]);
        room.take(middle, half);
    }
}
