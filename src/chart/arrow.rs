//! Arrows.

use super::clip::clip;
use super::fingerprint::Fingerprint;
use super::ink::pixel;
use super::path;
use super::picture::{Mark, Pen};
use super::{Line, Map, Room};

/// An arrow from the first point to the second.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Arrow(pub [[f64; 2]; 2], pub Line);

impl Mark for Arrow {
    fn add_to(&self, to: &mut Fingerprint) {
        to.kind("arrow").and(&self.0).and(&self.1);
    }

    fn draw(&self, pen: &Pen<'_>, _: usize) {
        let Arrow([from, to], line) = *self;
        draw(pen.plane().place(from), pen.plane().place(to), &line, pen);
    }

    fn take(&self, map: &Map, room: &mut Room, _: usize) {
        path::take(&self.0, map, room);
    }
}

/// How far from the border an arrow that goes on beyond it is broken, in CSS pixels, and by what dashes.
const BROKEN: f64 = 30.0;
const DASHES: [f64; 2] = [4.0, 4.0];

/// Draws an arrow between two places in units; where its tip lies beyond the plot, the head is at the border and the way to it
/// broken.
pub(super) fn draw(start: (f64, f64), tip: (f64, f64), line: &Line, pen: &Pen<'_>) {
    let (ink, plot) = (pen.ink, pen.plane().plot());
    let (left, top, right, bottom) = plot;
    let is_seen = |(x, y): (f64, f64)| (left..=right).contains(&x) && (top..=bottom).contains(&y);
    let border = if is_seen(tip) { None } else { clip(start, tip, plot).map(|(_, border)| border) };
    let tip = border.unwrap_or(tip);
    let (dx, dy) = (tip.0 - start.0, tip.1 - start.1);
    let length = (dx * dx + dy * dy).sqrt();
    if !length.is_finite() || length < ink.px(2.0) {
        return;
    }
    let color = line.tone.color(pen.theme());
    let (dx, dy) = (dx / length, dy / length);
    let head = ink.px(3.0 + 3.0 * line.width).min(0.7 * length);
    let neck = (tip.0 - 0.8 * head * dx, tip.1 - 0.8 * head * dy);
    let Some((from, to)) = clip(start, neck, plot) else { return };
    if line.halo {
        ink.line(&[pixel(from), pixel(to)], pen.theme().paper(), line.width + 2.0);
    }
    let broken = border.map_or(0.0, |_| ink.px(BROKEN).min(0.5 * length));
    let on_the_way = |far: f64| pixel((tip.0 - far * dx, tip.1 - far * dy));
    let whole = if border.is_some() { on_the_way(broken) } else { pixel(to) };
    ink.line(&[pixel(from), whole], color, line.width);
    let [dash, gap] = DASHES.map(|css| ink.px(css));
    for place in 0..(broken / (dash + gap)) as u32 {
        let far = broken - gap - f64::from(place) * (dash + gap);
        ink.line(&[on_the_way(far), on_the_way((far - dash).max(0.0))], color, line.width);
    }
    let wing = |side: f64| {
        let across = side * 0.42 * head;
        pixel((tip.0 - head * dx - across * dy, tip.1 - head * dy + across * dx))
    };
    ink.polygon(vec![pixel(tip), wing(1.0), wing(-1.0)], color);
}
