//! The box around a surface: its far edges as hairlines, and labels along the near ones.

use super::space::{Place, Space};
use crate::chart::axes::{Axis, Scale};
use crate::chart::ink::{Ink, ems, pixel};
use crate::chart::ticks::{Tick, ticks};
use crate::chart::{Frame, Relief};
use plotters::prelude::*;
use plotters::style::text_anchor::HPos;

/// A labelled edge: from `start` along axis `along`, its labels on the side of `out`.
struct Edge<'a> {
    axis: &'a Axis<'a>,
    along: usize,
    start: Place,
    out: (f64, f64),
}

/// The rectangles that words already take, as left, top, right, bottom.
type Taken = Vec<[f64; 4]>;

/// Labels, in CSS pixels.
const SIZE: f64 = 12.0;
/// Edges shorter than this, in CSS pixels, have no labels.
const SHORT: f64 = 34.0;

pub(super) fn draw(view: &Relief<'_>, space: &Space, ink: &Ink<'_>, frame: &Frame) {
    let theme = frame.theme;
    let near = [0, 1].map(|k| if space.toward[k] >= 0.0 { 1.0 } else { 0.0 });
    let far = near.map(|end| 1.0 - end);
    let line = |places: &[Place], color: RGBColor| {
        let places: Vec<_> = places.iter().map(|&place| pixel(space.to_pixel(place))).collect();
        ink.line(&places, color, 1.0);
    };
    let wall = |z: f64| [[near[0], far[1], z], [far[0], far[1], z], [far[0], near[1], z]];
    line(&wall(0.0), theme.hairline());
    line(&wall(1.0), theme.hairline());
    for [x, y, _] in wall(0.0) {
        line(&[[x, y, 0.0], [x, y, 1.0]], theme.hairline());
    }
    let place = |place: Place| space.to_pixel(place);
    let side = [[near[0], far[1], 0.0], [far[0], near[1], 0.0]];
    let left = if place(side[0]).0 <= place(side[1]).0 { side[0] } else { side[1] };
    // Down and away from the floor's middle.
    let away = |edge: Place| {
        let (from, to) = (place([0.5, 0.5, 0.0]), place(edge));
        let (x, y) = (to.0 - from.0, to.1 - from.1 + 0.12 * (place([0.5; 3]).1 - place([0.5, 0.5, 2.0]).1).max(1.0));
        let norm = (x * x + y * y).sqrt();
        (x / norm, y / norm)
    };
    let edges = [
        Edge { axis: &view.z, along: 2, start: left, out: (-1.0, 0.0) },
        Edge { axis: &view.axes.x, along: 0, start: [0.0, near[1], 0.0], out: away([0.5, near[1], 0.0]) },
        Edge { axis: &view.axes.y, along: 1, start: [near[0], 0.0, 0.0], out: away([near[0], 0.5, 0.0]) },
    ];
    let mut taken = Taken::new();
    for edge in &edges {
        edge.draw_title(space, ink, frame, &mut taken);
    }
    for edge in &edges {
        line(&[edge.start, edge.at(1.0)], theme.quiet_ink());
        edge.draw_ticks(space, ink, frame, &mut taken);
    }
}

impl Edge<'_> {
    fn at(&self, part: f64) -> Place {
        let mut place = self.start;
        place[self.along] = part;
        place
    }

    /// The edge's length in CSS pixels.
    fn length(&self, space: &Space, frame: &Frame) -> f64 {
        let ((ax, ay), (bx, by)) = (space.to_pixel(self.at(0.0)), space.to_pixel(self.at(1.0)));
        ((bx - ax) * (bx - ax) + (by - ay) * (by - ay)).sqrt() / frame.scale
    }

    /// Beside the middle of an edge of the floor, and above the upright one.
    fn draw_title(&self, space: &Space, ink: &Ink<'_>, frame: &Frame, taken: &mut Taken) {
        if self.length(space, frame) < SHORT {
            return;
        }
        let (part, out) =
            if self.along == 2 { (1.0, (0.0, -1.2)) } else { (0.5, (2.6 * self.out.0, 2.6 * self.out.1)) };
        self.label(self.axis.title, part, out, frame.theme.ink(), (space, ink, frame), taken);
    }

    fn draw_ticks(&self, space: &Space, ink: &Ink<'_>, frame: &Frame, taken: &mut Taken) {
        let length = self.length(space, frame);
        if length < SHORT {
            return;
        }
        let (low, high) = self.axis.range;
        let part = |value: f64| if self.along == 2 { space.level(value) } else { (value - low) / (high - low) };
        for tick in self.ticks(space, ((length / 36.0) as usize + 1).clamp(2, 5)) {
            let part = part(tick.value);
            let color = frame.theme.quiet_ink();
            if self.label(&tick.label, part, self.out, color, (space, ink, frame), taken) {
                let (x, y) = space.to_pixel(self.at(part));
                let tip = (x + ink.px(4.0) * self.out.0, y + ink.px(4.0) * self.out.1);
                ink.line(&[pixel((x, y)), pixel(tip)], color, 1.0);
            }
        }
    }

    /// Beyond the knee of the upright edge, those of a logarithmic axis: its powers of ten, if there are two.
    fn ticks(&self, space: &Space, most: usize) -> Vec<Tick> {
        let (low, high) = self.axis.range;
        let from = low.max(0.0) + space.knee;
        if self.along < 2 || !(from > 0.0 && from < high) {
            return ticks(self.axis, most);
        }
        let found = ticks(&Axis { range: (from, high), scale: Scale::Logarithmic, ..*self.axis }, most);
        let is_power = |tick: &&Tick| {
            let exponent = libm::log10(tick.value);
            (exponent - exponent.round()).abs() < 1e-9
        };
        let powers: Vec<Tick> = found.iter().filter(is_power).cloned().collect();
        if powers.len() > 1 { powers } else { found }
    }

    /// Words beside a place of the edge, unless others stand there; whether they are drawn.
    fn label(
        &self,
        text: &str,
        part: f64,
        out: (f64, f64),
        color: RGBColor,
        (space, ink, frame): (&Space, &Ink<'_>, &Frame),
        taken: &mut Taken,
    ) -> bool {
        let (x, y) = space.to_pixel(self.at(part));
        let half = (0.5 * ink.px(SIZE) * ems(text), 0.55 * ink.px(SIZE));
        // The words' border, not their middle, keeps the distance.
        let (x, y) = (x + (ink.px(7.0) + half.1) * out.0 + half.0 * self.out.0, y + (ink.px(7.0) + half.1) * out.1);
        let inside = |at: f64, half: f64, size: u32| at.min(f64::from(size) - half - 1.0).max(half + 1.0);
        let (x, y) = (inside(x, half.0, frame.size.0), inside(y, half.1, frame.size.1));
        let room = ink.px(2.0);
        let here = [x - half.0 - room, y - half.1, x + half.0 + room, y + half.1];
        let free =
            |other: &[f64; 4]| here[2] <= other[0] || other[2] <= here[0] || here[3] <= other[1] || other[3] <= here[1];
        if text.is_empty() || !taken.iter().all(free) {
            return false;
        }
        taken.push(here);
        ink.text(text, pixel((x, y)), HPos::Center, SIZE, color);
        true
    }
}
