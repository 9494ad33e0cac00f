//! Paths of descents, and lines with dashes, clipped to the plot.

use super::clip::{Place, clip};
use super::fingerprint::Fingerprint;
use super::ink::{Ink, Pixel, pixel};
use super::name::HAS_NAMES;
use super::picture::{self, Mark};
use super::projection::{FAR, Projection};
use super::room::Room;
use super::{Map, Style, Theme, Trace};
use plotters::prelude::*;

/// The points that a descent has passed, with a ring at its start. It grows.
pub struct Trail<'a>(pub Trace<'a>, pub Style);

/// A descent's newest step, emphasised: wider, in the same dash.
pub struct Step(pub [[f64; 2]; 2], pub Style);

/// How a path is drawn; lengths in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Stroke {
    pub(super) color: RGBColor,
    pub(super) dash: &'static [f64],
    pub(super) width: f64,
    /// The ground's colour, to stand out from what is crossed.
    pub(super) halo: Option<RGBColor>,
    /// How much of the start stays free, for the mark there.
    pub(super) free: f64,
    /// After how much ink dashes stand farther apart.
    pub(super) dense: f64,
}

impl Stroke {
    pub(super) fn new(style: Style, theme: Theme, width: f64) -> Self {
        Stroke { color: style.color(theme), dash: style.dash(), width, halo: None, free: 0.0, dense: TANGLE }
    }
}

/// Paths, in CSS pixels.
const WIDTH: f64 = 2.5;
/// The newest step.
const NEWEST: f64 = 3.5;
/// The ring around a start.
const START: f64 = 4.0;
/// Halos reach this far beyond the line on either side.
pub(super) const HALO: f64 = 1.25;
/// Points closer to the last one drawn than this make no difference to see.
const CLOSE: f64 = 1.5;
/// After so much ink a path is a tangle that would hide the landscape: it goes on without a halo.
const TANGLE: f64 = 12_000.0;
/// After so much ink the dashes of a trail stand farther apart: it goes to and fro over the same places, as no curve does.
const DENSE: f64 = 3_000.0;
/// With so many times as much ink, its gaps are as many times as wide: so it costs little, however long it is.
const SPREAD: f64 = 6.0;
/// Turns with a smaller cosine are joined by a disc instead of the line's own pointed join.
const BEND: f64 = 0.86;

impl Mark for Trail<'_> {
    fn add_to(&self, to: &mut Fingerprint) {
        to.kind("trail").and(self.0.identity).and(&self.1);
    }

    fn draw(&self, pen: &picture::Pen<'_>, from: usize) {
        let (Trail(Trace { points, .. }, style), ink, theme) = (self, pen.ink, pen.theme());
        if let Some(start) = points.first().filter(|_| from == 0).and_then(|&start| pen.visible(start)) {
            ink.disc(pixel(start), ink.whole(START + 2.0), theme.paper());
            ink.ring(pixel(start), START, style.color(theme), 2.0);
        }
        // Between dashes another path that goes the same way is seen.
        let halo = style.dash().is_empty().then(|| theme.paper());
        let stroke = Stroke { halo, free: START + 1.0, dense: DENSE, ..Stroke::new(*style, theme, WIDTH) };
        draw(ink, pen.plane(), points, from.saturating_sub(1), &stroke);
    }

    fn take(&self, map: &Map, room: &mut Room, from: usize) {
        take(&self.0.points[from.saturating_sub(1)..], map, room);
    }

    fn length(&self) -> Option<usize> {
        Some(self.0.points.len())
    }
}

/// Takes what the line through some points passes through.
pub(super) fn take(points: &[[f64; 2]], map: &Map, room: &mut Room) {
    if !HAS_NAMES {
        return;
    }
    let plane = &map.plane;
    let mut places = points.iter().map(|&point| plane.place(point));
    let Some(mut from) = places.next() else { return };
    for to in places {
        if let Some((start, end)) = clip(from, to, plane.plot()) {
            room.take_path([start, end].map(|place| plane.part(place)).into_iter());
        }
        from = to;
    }
}

impl Mark for Step {
    fn add_to(&self, to: &mut Fingerprint) {
        to.kind("step").and(&self.0).and(&self.1);
    }

    fn draw(&self, pen: &picture::Pen<'_>, _: usize) {
        let (&Step([from, to], style), map) = (self, pen.plane());
        // The trail below it, whose dash begins elsewhere, is not to be seen.
        for (_, piece) in pieces(map, &[from, to], pen.ink.px(CLOSE), 0.0) {
            pen.ink.line(&[pixel(piece.from), pixel(piece.to)], pen.theme().paper(), NEWEST + 2.0);
        }
        draw(pen.ink, map, &[from, to], 0, &Stroke::new(style, pen.theme(), NEWEST));
    }
}

/// Units and parts of them.
/// A straight piece of a path within the plot, in units.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Piece {
    from: Place,
    to: Place,
    length: f64,
    /// Ink on the path before this piece.
    before: f64,
}

impl Piece {
    /// Whether `next` goes on from here, and the cosine of the turn if so.
    fn turn_to(&self, next: &Piece) -> Option<f64> {
        let ((ax, ay), (bx, by)) = (self.direction(), next.direction());
        (pixel(self.to) == pixel(next.from)).then_some(ax * bx + ay * by)
    }

    fn direction(&self) -> (f64, f64) {
        ((self.to.0 - self.from.0) / self.length, (self.to.1 - self.from.1) / self.length)
    }

    fn at(&self, length: f64) -> Place {
        let (x, y) = self.direction();
        (self.from.0 + length * x, self.from.1 + length * y)
    }
}

/// Draws the path from point `from` on. What lies before is only measured, so that the dash goes on where it was:
/// the calls for all points are those for the first ones followed by those for the rest.
///
/// Whatever the points are, only what lies within the plot is drawn; a point that is not finite interrupts the path.
pub(super) fn draw(ink: &Ink<'_>, map: &Projection, points: &[[f64; 2]], from: usize, stroke: &Stroke) {
    let mut pen = Pen { ink, stroke, run: Vec::new(), last: None };
    for (index, piece) in pieces(map, points, ink.px(CLOSE), ink.px(stroke.free)) {
        if index > from {
            pen.draw(&piece);
        }
        pen.last = Some(piece);
    }
    pen.lift();
}

/// The pieces of a path within the plot, each with the index of the point that it leads to.
fn pieces(map: &Projection, points: &[[f64; 2]], close: f64, free: f64) -> impl Iterator<Item = (usize, Piece)> {
    let plot = map.plot();
    let mut at: Option<Place> = None;
    let mut before = 0.0;
    points.iter().enumerate().filter_map(move |(index, &point)| {
        let to = map.place(point);
        if !(to.0.is_finite() && to.1.is_finite()) {
            at = None;
            return None;
        }
        let Some(from) = at else {
            at = Some(to);
            return None;
        };
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        if dx * dx + dy * dy < close * close {
            return None;
        }
        at = Some(to);
        // Between places this far out, where a line crosses the plot is chance.
        let far = |(x, y): Place| x.abs() > FAR || y.abs() > FAR;
        if far(from) && far(to) {
            return None;
        }
        let (from, to) = clip(from, to, plot)?;
        let mut piece = Piece { from, to, length: distance(from, to), before };
        before += piece.length;
        if piece.before < free {
            let skipped = (free - piece.before).min(piece.length);
            piece = Piece { from: piece.at(skipped), length: piece.length - skipped, before: free, ..piece };
        }
        (piece.length > 0.0).then_some((index, piece))
    })
}

fn distance(a: Place, b: Place) -> f64 {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    (dx * dx + dy * dy).sqrt()
}

/// Draws piece after piece.
struct Pen<'a> {
    ink: &'a Ink<'a>,
    stroke: &'a Stroke,
    /// A line not drawn yet, because it may go on.
    run: Vec<Pixel>,
    last: Option<Piece>,
}

impl Pen<'_> {
    fn draw(&mut self, piece: &Piece) {
        let tangled = piece.before > self.ink.px(TANGLE);
        match self.stroke.halo.filter(|_| !tangled) {
            None => self.trace(piece, tangled),
            Some(ground) => {
                // The new halo would cut into the end of the piece before: that is inked again, above it.
                self.lift();
                let halo = [pixel(piece.from), pixel(piece.to)];
                self.ink.line(&halo, ground, self.stroke.width + 2.0 * HALO);
                if let Some(last) = self.last.take_if(|last| last.turn_to(piece).is_some()) {
                    self.trace(&last, false);
                    self.last = Some(last);
                }
                self.trace(piece, false);
                self.lift();
            }
        }
    }

    /// Inks one piece, in dashes if it has some.
    fn trace(&mut self, piece: &Piece, tangled: bool) {
        let turn = self.last.and_then(|last| last.turn_to(piece));
        let ink = self.ink;
        let (mut gap, mut reach) = (1.0, ink.px(self.stroke.dense));
        while piece.before > reach {
            (gap, reach) = (SPREAD * gap, SPREAD * reach);
        }
        let dashes = || {
            let lengths = self.stroke.dash.iter().enumerate();
            lengths.map(|(index, length)| (index, ink.px(length * if index % 2 == 0 { 1.0 } else { gap })))
        };
        let period: f64 = dashes().map(|(_, length)| length).sum();
        if period <= 0.0 {
            return self.solid(piece, turn, tangled);
        }
        // From the start of the period that the piece begins in to the piece's end.
        let mut at = (piece.before / period).floor() * period - piece.before;
        for (index, length) in dashes().cycle() {
            if at >= piece.length {
                break;
            }
            let end = at + length;
            if index % 2 == 0 && end > 0.0 {
                self.dash(piece, at, end, turn);
            }
            at = end;
        }
    }

    /// The part of one dash that lies on the piece.
    fn dash(&self, piece: &Piece, start: f64, end: f64, turn: Option<f64>) {
        let (ink, width) = (self.ink, self.stroke.width);
        if end - start <= ink.px(width) {
            let middle = 0.5 * (start + end);
            let here = (0.0..piece.length).contains(&middle);
            // A dot looks smaller than the dash it stands for.
            let radius = (ink.px(0.56 * width).round() as i32).max(1);
            if here {
                ink.disc(pixel(piece.at(middle)), radius, self.stroke.color);
            }
            return;
        }
        if start < 0.0 && turn.is_some_and(|cosine| cosine < BEND) {
            self.joint(piece.from);
        }
        let ends = [pixel(piece.at(start.max(0.0))), pixel(piece.at(end.min(piece.length)))];
        if ends[0] != ends[1] {
            ink.line(&ends, self.stroke.color, width);
        }
    }

    fn solid(&mut self, piece: &Piece, turn: Option<f64>, tangled: bool) {
        let (from, to) = (pixel(piece.from), pixel(piece.to));
        let sharp = turn.is_some_and(|cosine| cosine < BEND);
        let goes_on = turn.is_some() && (tangled || !sharp) && self.run.last() == Some(&from);
        if !goes_on {
            self.lift();
            self.run.push(from);
        }
        match self.last.filter(|_| sharp) {
            // One pixel halfway round makes two blunt joins of a pointed one.
            Some(last) if tangled => self.run.push(halfway(from, last.direction(), piece.direction())),
            Some(_) => self.joint(piece.from),
            None => {}
        }
        if self.run.last() != Some(&to) {
            self.run.push(to);
        }
    }

    /// Fills the notch on the outer side of a sharp turn.
    fn joint(&self, at: Place) {
        let radius = (0.5 * self.ink.px(self.stroke.width)).floor() as i32;
        self.ink.disc(pixel(at), radius.max(1), self.stroke.color)
    }

    /// Draws the line that is waiting.
    fn lift(&mut self) {
        let run = std::mem::take(&mut self.run);
        if run.len() > 1 {
            self.ink.line(&run, self.stroke.color, self.stroke.width);
        }
    }
}

/// The neighbour of a place in the middle direction of a turn.
fn halfway(at: Pixel, (ax, ay): Place, (bx, by): Place) -> Pixel {
    let (mut x, mut y) = (ax + bx, ay + by);
    if x * x + y * y < 0.01 {
        (x, y) = (-ay, ax);
    }
    let longer = x.abs().max(y.abs());
    (at.0 + (x / longer).round() as i32, at.1 + (y / longer).round() as i32)
}

#[cfg(test)]
mod tests;
