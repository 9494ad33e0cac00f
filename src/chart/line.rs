//! Lines: curves, segments, and straight lines across the plot.

use super::fingerprint::{Fingerprint, Part};
use super::path::{self, HALO, Stroke};
use super::picture::{Mark, Pen};
use super::theme::Tone;
use super::{Map, Projection, Room, Style, Trace};

/// Lines by their look.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    /// The colour.
    pub tone: Tone,
    /// Width in CSS pixels.
    pub width: f64,
    /// Lengths of ink and gap in turn, in CSS pixels; empty for a solid line.
    pub dash: &'static [f64],
    /// Whether a band of the ground's colour lies below all of it. A graph doesn't cross itself as a path does.
    pub halo: bool,
}

/// After so much ink the dashes of a curve stand farther apart: later than those of a path, for it goes on and seldom back, and what
/// looks otherwise is taken for another course of the run.
const LONG: f64 = 60_000.0;

impl Line {
    /// A solid line, with a halo if it is a thick one.
    pub const fn solid(tone: Tone, width: f64) -> Self {
        Line { tone, width, dash: &[], halo: width >= 2.0 }
    }

    /// For what is nobody's, but only looked at.
    pub const LOOKED_AT: Line = Line::dashed(Tone::Ink, 1.5);

    /// A dashed line.
    pub const fn dashed(tone: Tone, width: f64) -> Self {
        Line { dash: &[5.0, 4.0], ..Line::solid(tone, width) }
    }

    /// The line of a style.
    pub const fn of(style: Style, width: f64) -> Self {
        Line { dash: style.dash(), ..Line::solid(Tone::Of(style), width) }
    }

    /// The line without a halo, so that it may grow.
    pub const fn bare(self) -> Self {
        Line { halo: false, ..self }
    }

    /// Draws points joined by it, from the given one on.
    pub(super) fn draw(&self, points: &[[f64; 2]], from: usize, pen: &Pen<'_>) {
        let stroke = |color, dash, width| Stroke { color, dash, width, halo: None, free: 0.0, dense: LONG };
        if self.halo {
            let halo = stroke(pen.theme().paper(), &[], self.width + 2.0 * HALO);
            path::draw(pen.ink, pen.plane(), points, from, &halo);
        }
        let line = stroke(self.tone.color(pen.theme()), self.dash, self.width);
        path::draw(pen.ink, pen.plane(), points, from, &line);
    }
}

impl Part for Line {
    fn add_to(&self, to: &mut Fingerprint) {
        to.kind("line").and(&self.tone).and(&self.halo).and(&self.width).and(&self.dash);
    }
}

/// A polyline; a point that is not finite interrupts it. Without a halo it grows.
pub struct Curve<'a>(pub Trace<'a>, pub Line);

/// A straight line between two points.
pub struct Segment(pub [[f64; 2]; 2], pub Line);

/// A straight line across the whole plot, through a point with a slope.
pub struct Straight(pub [f64; 2], pub f64, pub Line);

impl Straight {
    /// Two points of it, beyond the plot's left and right; on a steep line nearer.
    fn ends(&self, plane: &Projection) -> [[f64; 2]; 2] {
        let Straight([x, y], slope, _) = *self;
        let (left, top, right, bottom) = plane.plot();
        let (x0, y0) = plane.place([x, y]);
        let (x1, y1) = plane.place([x + 1.0, y + slope]);
        let (dx, dy) = (x1 - x0, y1 - y0);
        let reach =
            ((right - left) + (bottom - top) + (x0 - left).abs() + (y0 - top).abs()) / (dx * dx + dy * dy).sqrt();
        [[x - reach, y - reach * slope], [x + reach, y + reach * slope]]
    }
}

impl Mark for Curve<'_> {
    fn add_to(&self, to: &mut Fingerprint) {
        let length = self.1.halo.then_some(self.0.points.len());
        to.kind("curve").and(self.0.identity).and(&length).and(&self.1);
    }

    fn draw(&self, pen: &Pen<'_>, from: usize) {
        self.1.draw(self.0.points, from.saturating_sub(1), pen);
    }

    fn take(&self, map: &Map, room: &mut Room, from: usize) {
        path::take(&self.0.points[from.saturating_sub(1)..], map, room);
    }

    fn length(&self) -> Option<usize> {
        (!self.1.halo).then_some(self.0.points.len())
    }
}

impl Mark for Segment {
    fn add_to(&self, to: &mut Fingerprint) {
        to.kind("segment").and(&self.0).and(&self.1);
    }

    fn draw(&self, pen: &Pen<'_>, _: usize) {
        self.1.draw(&self.0, 0, pen);
    }

    fn take(&self, map: &Map, room: &mut Room, _: usize) {
        path::take(&self.0, map, room);
    }
}

impl Mark for Straight {
    fn add_to(&self, to: &mut Fingerprint) {
        to.kind("straight").and(&self.0).and(&self.1).and(&self.2);
    }

    fn draw(&self, pen: &Pen<'_>, _: usize) {
        self.2.draw(&self.ends(pen.plane()), 0, pen);
    }

    fn take(&self, map: &Map, room: &mut Room, _: usize) {
        path::take(&self.ends(&map.plane), map, room);
    }
}
