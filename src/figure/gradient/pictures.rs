//! What is to be seen of a gradient.

use super::{Gradient, degrees, length, moved, unit};
use crate::chart::{
    Above, Arrow, Axes, Axis, Curve, Dial, Lifted, Line, Minimum, Name, Picture, Point, Relief, Room, Scale, Segment,
    Style, Tone, Word, lifted,
};
use crate::figure::speech::low_and_high;
use crate::figure::styles::{CHOSEN, DOWN, UP};
use crate::number::decade;
use crate::word;
use crate::words::Words;

/// The arrow of the longest gradient, in parts of what is shown on either side of the middle.
const LONGEST: f64 = 1.1;
/// The shortest arrow that is seen beyond its handle, in parts of the same: where it points counts, and how long it is is told.
pub(super) const SHORTEST: f64 = 0.16;
/// The same where the plane is seen from the side.
const SHORTEST_IN_SPACE: f64 = 0.36;
/// A wave lower than this part of the axis is none.
const FLAT: f64 = 0.03;
/// A gradient smaller than this part of the longest has no direction.
const NO_DIRECTION: f64 = 1e-9;
/// The share of the box between the plane and the surface above it.
const FOOT: f64 = 0.5;
/// How far beyond the tip of u it is held, in parts of the same: the hand does not hide it.
const GRIP: f64 = 0.09;
/// How far from a tip its name's left end is, in parts of the same: to the right, up, and what the name takes itself.
const BESIDE: [f64; 3] = [0.13, 0.1, 0.13];

impl Gradient {
    fn axis<'a>(&self, title: &'a str, scale: Scale) -> Axis<'a> {
        Axis { title, range: self.field.range, scale }
    }

    /// Whether the gradient is seen, and is a direction.
    pub(super) fn shows_direction(&self) -> bool {
        self.is_seen && self.is_direction()
    }

    /// Whether the gradient is a direction, to be found.
    pub(super) fn is_direction(&self) -> bool {
        length(self.gradient) > NO_DIRECTION * self.field.longest
    }

    /// Whether no direction is steeper than another, so that there is nothing to find.
    pub(super) fn is_level(&self) -> bool {
        length(self.gradient) <= NO_DIRECTION * self.field.longest
    }

    /// How long the arrow of a gradient of length 1 is.
    pub(super) fn unit(&self) -> f64 {
        LONGEST * self.field.range.1 / self.field.longest
    }

    /// Where the arrows of ∇f and −∇f end: equally long, no longer than what is shown has room for either, but not shorter than
    /// `shortest`, in parts of what is shown on either side of the middle: at the border one of them leaves it.
    pub(super) fn tips(&self, shortest: f64) -> [[f64; 2]; 2] {
        let reach = self.field.range.1;
        let room = |k: usize| (reach - self.at[k].abs()) / self.gradient[k].abs();
        let scale = self.unit().min(room(0)).min(room(1)).max(shortest * reach / length(self.gradient));
        [scale, -scale].map(|scale| moved(self.at, self.gradient, scale))
    }

    /// A name beyond an arrow's tip.
    fn beyond<'a>(&self, tip: [f64; 2], text: &'a str, style: Style) -> Name<'a> {
        let way = [tip[0] - self.at[0], tip[1] - self.at[1]];
        let [across, up, own] = BESIDE.map(|part| part * self.field.range.1);
        let norm = length(way).max(f64::MIN_POSITIVE);
        Name::new([tip[0] + across * way[0] / norm - own, tip[1] + up * way[1] / norm], text, style)
    }

    pub(super) fn show_plane<'a>(&'a self, words: &'a Words) -> Picture<'a> {
        let (field, at, gradient, radius) = (&*self.field, self.at, self.gradient, self.radius());
        let axes = Axes { x: self.axis("x", Scale::Linear), y: self.axis("y", Scale::Equal) };
        let room = if self.is_seen { field.room } else { Room::EMPTY };
        let mut picture = Picture::of_landscape(&field.contours, axes, low_and_high(words), room);
        picture.moving.push(Dial(at, radius, Line::solid(Tone::Quiet, 1.0)));
        if self.is_seen {
            picture.still.extend(field.arrows.iter().copied());
        }
        if let Some(lowest) = field.minimum.filter(|_| self.is_seen) {
            picture.moving.push(Segment([at, lowest], Line::dashed(Tone::Ink, 1.0)));
            picture.moving.push(Minimum { at: lowest, heads: vec![at] });
        }
        // Below the gradient, which is not hidden by it where it is found.
        picture.moving.push(Arrow([at, self.tip()], Line::solid(Tone::Of(CHOSEN), 2.0)));
        if self.shows_direction() {
            let [up, down] = self.tips(SHORTEST);
            let across = [-gradient[1], gradient[0]];
            let reach = 1.2 * radius / length(gradient).max(f64::MIN_POSITIVE);
            let contour = [moved(at, across, -reach), moved(at, across, reach)];
            picture.moving.push(Segment(contour, Line::dashed(Tone::Quiet, 1.5)));
            for part in [[at, [up[0], at[1]]], [[up[0], at[1]], up]] {
                picture.moving.push(Segment(part, Line::dashed(Tone::Of(UP), 1.5)));
            }
            // Whole, solid arrows: a dash ends nowhere in particular.
            picture.moving.push(Arrow([at, down], Line::solid(Tone::Of(DOWN), 2.5)));
            picture.moving.push(Arrow([at, up], Line::solid(Tone::Of(UP), 2.5)));
            picture.names.push(self.beyond(up, "∇f", UP));
            picture.names.push(self.beyond(down, "−∇f", DOWN));
        }
        if let Some(guess) = self.guess() {
            let tip = moved(at, unit(guess), radius);
            picture.moving.push(Segment([at, tip], Line::dashed(Tone::Of(CHOSEN), 1.5)));
            picture.names.push(self.beyond(tip, word!(words, "gradient.guess.name"), CHOSEN));
        }
        picture
    }

    /// The plane from the side, and the surface above it: what the gradient tells of the climb lies in the plane.
    pub(super) fn show_space(&self) -> Picture<'_> {
        let field = &*self.field;
        let relief = Relief {
            axes: Axes { x: self.axis("x", Scale::Linear), y: self.axis("y", Scale::Linear) },
            z: Axis::linear("f", field.height),
            knee: f64::INFINITY,
            foot: FOOT,
            heights: &field.heights,
            turn: self.turn,
        };
        let landscape = Lifted { relief, contours: &field.contours };
        let mut picture = lifted(landscape);
        let chosen = Line::solid(Tone::Of(CHOSEN), 2.0);
        let mut arrows = vec![(self.tip(), chosen)];
        picture.names.push(self.beyond(self.tip(), "u", CHOSEN));
        if self.shows_direction() {
            let [up, down] = self.tips(SHORTEST_IN_SPACE);
            arrows.push((down, Line::solid(Tone::Of(DOWN), 2.5)));
            arrows.push((up, Line::solid(Tone::Of(UP), 2.5)));
            picture.names.push(self.beyond(up, "∇f", UP));
            picture.names.push(self.beyond(down, "−∇f", DOWN));
        }
        let (way, radius) = (unit(self.angle), self.radius());
        let slope = (way.map(|part| radius * part), radius * self.slope(), chosen);
        picture.moving.push(Above { lifted: landscape, at: self.at, arrows, slope });
        picture
    }

    /// Where the axis of the slope ends: at the steepest that a hand finds, so that the axis holds still and the wave grows as the
    /// arrows do; at a tenth of it, a hundredth, …, where there would be no wave to be seen.
    pub(super) fn reach(&self) -> f64 {
        let most = length(self.gradient);
        let steepest = self.field.steepest.max(if most.is_finite() { most } else { 0.0 });
        if steepest == 0.0 {
            return 1.0;
        }
        let whole = crate::number::round_end(steepest);
        if self.is_level() || !most.is_finite() { whole } else { whole * decade(most / (FLAT * whole)).min(1.0) }
    }

    pub(super) fn show_angles<'a>(&'a self, words: &'a Words) -> Picture<'a> {
        let reach = self.reach();
        let mut picture = Picture::on_graph_paper(Axes {
            x: Axis { title: word!(words, "gradient.axis"), range: (0.0, 360.0), scale: Scale::Degrees },
            y: Axis::linear(word!(words, "gradient.slope.axis"), (-reach, reach)),
        });
        if self.shows_direction() {
            let steepest = degrees(self.gradient);
            let level = Line::dashed(Tone::Quiet, 1.0);
            let lines = [(90.0, level), (270.0, level), (180.0, Line::of(DOWN, 1.5)), (0.0, Line::of(UP, 1.5))];
            for (turned, line) in lines {
                let angle = (steepest + turned) % 360.0;
                picture.still.push(Segment([[angle, -reach], [angle, reach]], line));
            }
            for (turned, text, style) in [(0.0, "∇f", UP), (180.0, "−∇f", DOWN)] {
                picture.names.push(Name::new([(steepest + turned) % 360.0, 0.93 * reach], text, style));
            }
        }
        if let Some(guess) = self.guess() {
            picture.still.push(Segment([[guess, -reach], [guess, reach]], Line::dashed(Tone::Of(CHOSEN), 1.5)));
            picture.names.push(Name::new([guess, -0.93 * reach], word!(words, "gradient.guess.name"), CHOSEN));
        }
        if self.is_seen {
            picture.still.push(Curve(self.derivatives.all(), Line::solid(Tone::Ink, 2.0)));
        } else if self.traced.len() > 1 {
            picture.moving.push(Curve(self.traced.all(), Line::solid(Tone::Of(CHOSEN), 2.0)));
        } else if self.is_direction() {
            // Nothing is drawn yet.
            picture.still.push(Word([180.0, 0.5 * reach], word!(words, "gradient.angle.turn"), 0, Tone::Quiet));
        }
        picture.moving.push(Point([self.angle, self.slope()], CHOSEN.marker(), Tone::Of(CHOSEN)));
        picture
    }

    /// By how many degrees −∇f misses the minimum; `None` where there is none in sight, or where either is no direction.
    pub(super) fn astray(&self) -> Option<f64> {
        let [x, y] = self.field.minimum?;
        let way = [x - self.at[0], y - self.at[1]];
        let (distance, steepness) = (length(way), length(self.gradient));
        let is_there = distance < 1e-3 * self.field.range.1;
        let cosine = -(way[0] * self.gradient[0] + way[1] * self.gradient[1]) / (distance * steepness);
        (!is_there && cosine.is_finite()).then(|| libm::acos(cosine.clamp(-1.0, 1.0)).to_degrees())
    }

    /// The tip of the dial's arrow.
    pub(super) fn tip(&self) -> [f64; 2] {
        moved(self.at, unit(self.angle), self.radius())
    }

    /// Where the dial's arrow is held: within what is shown.
    pub(super) fn grip(&self) -> [f64; 2] {
        let (low, high) = self.field.range;
        moved(self.at, unit(self.angle), self.radius() + GRIP * high).map(|part| part.clamp(low, high))
    }
}
