//! Places: markers, rings, and where a descent is.

use super::clip::way_out;
use super::fingerprint::Fingerprint;
use super::ink::{distance, pixel};
use super::name::HAS_NAMES;
use super::picture::{Mark, Pen};
use super::polyline::Trace;
use super::theme::{Marker, Style, Tone};
use super::{Map, Room};
use plotters::style::RGBColor;

/// A filled marker.
pub struct Point(pub [f64; 2], pub Marker, pub Tone);

/// A hollow marker, for what is only looked at.
pub struct Ring(pub [f64; 2], pub Marker, pub Tone);

/// Where something on its way is now: a filled marker, or beyond the plot an arrow at its border.
pub struct Head {
    /// Where its newest step began, if there is one: the arrow stands where the way from there leaves the plot.
    pub from: Option<[f64; 2]>,
    /// Where it is.
    pub at: [f64; 2],
    /// Its shape.
    pub marker: Marker,
    /// Its colour.
    pub tone: Tone,
}

/// Where the first steps of a path led that are long enough to be told apart: a path to and fro on one line is steps, too.
pub struct Stops<'a>(pub Trace<'a>, pub Style);

/// A cross at the lowest place.
pub struct Minimum {
    /// The place.
    pub at: [f64; 2],
    /// What may have reached it: the ends of a cross behind a head would be mere specks.
    pub heads: Vec<[f64; 2]>,
}

impl Mark for Point {
    fn add_to(&self, to: &mut Fingerprint) {
        to.kind("point").and(&self.0).and(&self.1).and(&self.2);
    }

    fn draw(&self, pen: &Pen<'_>, _: usize) {
        draw_marker(self.0, self.1, 1.0, self.2, pen);
    }
}

impl Mark for Ring {
    fn add_to(&self, to: &mut Fingerprint) {
        to.kind("ring").and(&self.0).and(&self.1).and(&self.2);
    }

    fn draw(&self, pen: &Pen<'_>, _: usize) {
        if let Some(at) = pen.visible(self.0) {
            pen.ink.hollow(pixel(at), self.1, self.2.color(pen.theme()), pen.theme().paper());
        }
    }
}

impl Mark for Head {
    fn add_to(&self, to: &mut Fingerprint) {
        to.kind("head").and(&self.from).and(&self.at).and(&self.marker).and(&self.tone);
    }

    fn draw(&self, pen: &Pen<'_>, _: usize) {
        if !draw_marker(self.at, self.marker, 1.0, self.tone, pen) {
            let way = way_out(self.from, self.at, pen.plane());
            draw_arrow(pen.plane().to_pixel(self.at), way, self.tone.color(pen.theme()), pen);
        }
    }
}

/// So many steps at most are looked at; later ones of a descent are short.
const FIRST: usize = 60;
/// How long a step is that ends in a dot, in CSS pixels.
const LONG: f64 = 9.0;
/// The radius of a dot.
const DOT: f64 = 2.75;

impl Stops<'_> {
    fn first(&self) -> &[[f64; 2]] {
        &self.0.points[..self.0.points.len().min(FIRST)]
    }
}

impl Mark for Stops<'_> {
    fn add_to(&self, to: &mut Fingerprint) {
        to.kind("stops").and(self.0.identity).and(&self.first().len()).and(&self.1);
    }

    fn draw(&self, pen: &Pen<'_>, _: usize) {
        let (ink, color, paper) = (pen.ink, self.1.color(pen.theme()), pen.theme().paper());
        for step in self.first().windows(2) {
            let [from, to] = [step[0], step[1]].map(|point| pen.plane().to_pixel(point));
            if distance(from, to) < ink.px(LONG) {
                continue;
            }
            if let Some(at) = pen.visible(step[1]).map(pixel) {
                ink.disc(at, ink.whole(DOT + 1.25), paper);
                ink.disc(at, ink.whole(DOT), color);
            }
        }
    }
}

impl Mark for Minimum {
    fn add_to(&self, to: &mut Fingerprint) {
        to.kind("minimum").and(&self.at).and(&self.heads[..]);
    }

    fn draw(&self, pen: &Pen<'_>, _: usize) {
        let Some((x, y)) = pen.visible(self.at) else { return };
        let near = |head: (f64, f64)| (head.0 - x).abs().max((head.1 - y).abs()) < pen.ink.px(8.0);
        if self.heads.iter().any(|&head| near(pen.plane().to_pixel(head))) {
            return;
        }
        let ((x, y), theme) = (pixel((x, y)), pen.theme());
        for (color, arm, width) in [(theme.paper(), 7.5, 4.0), (theme.ink(), 6.0, 1.5)] {
            let arm = pen.ink.whole(arm);
            pen.ink.line(&[(x - arm, y), (x + arm, y)], color, width);
            pen.ink.line(&[(x, y - arm), (x, y + arm)], color, width);
        }
    }

    fn take(&self, map: &Map, room: &mut Room, _: usize) {
        if !HAS_NAMES {
            return;
        }
        let (middle, half) = map.plane.parts(map.to_css_pixel(self.at), [6.0; 2]);
        room.take(middle, half);
    }
}

/// Draws a filled marker unless its place is beyond the plot; whether it is not.
pub(super) fn draw_marker(at: [f64; 2], marker: Marker, size: f64, tone: Tone, pen: &Pen<'_>) -> bool {
    let Some(at) = pen.visible(at) else { return false };
    pen.ink.marker(pixel(at), marker, size, tone.color(pen.theme()), pen.theme().paper());
    true
}

/// An arrow at the border, pointing to where a descent has gone: where a way there leaves the plot, or next to where it is. Its shaft tells it from a marker.
pub(super) fn draw_arrow((x, y): (f64, f64), way: Option<((f64, f64), (f64, f64))>, color: RGBColor, pen: &Pen<'_>) {
    if x.is_nan() || y.is_nan() {
        return;
    }
    let (left, top, right, bottom) = pen.plane().plot();
    let border = (x.clamp(left, right), y.clamp(top, bottom));
    let outwards = |outside: f64| if outside == 0.0 { 0.0 } else { outside.signum() };
    let (tip, (dx, dy)) = match way {
        Some((from, to)) if from != to => (to, (to.0 - from.0, to.1 - from.1)),
        _ => (border, (outwards(x - border.0), outwards(y - border.1))),
    };
    let norm = (dx * dx + dy * dy).sqrt();
    let (dx, dy) = (dx / norm, dy / norm);
    let place = |along: f64, across: f64| {
        let (along, across) = (pen.ink.px(along), pen.ink.px(across));
        pixel((tip.0 + along * dx - across * dy, tip.1 + along * dy + across * dx))
    };
    for (halo, color) in [(1.5, pen.theme().paper()), (0.0, color)] {
        let outline =
            [(-1.0 + 1.5 * halo, 0.0), (-11.0 - halo, 6.5 + halo), (-11.0, 1.5 + halo), (-21.0 - halo, 1.5 + halo)];
        let mirrored = outline[1..].iter().rev().map(|&(along, across)| place(along, -across));
        pen.ink.polygon(outline.iter().map(|&(along, across)| place(along, across)).chain(mirrored).collect(), color);
    }
}
