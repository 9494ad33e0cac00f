//! What is to be seen of a derivative.

use super::{DIGITS, Derivative, SMALLEST};
use crate::chart::{Axes, Axis, Curve, Line, Marker, Name, Picture, Point, Ring, Segment, Straight, Tone, Word};
use crate::figure::quotients::LEAST_ERROR;
use crate::figure::styles::{CENTRAL, SECANT, TANGENT};
use crate::figure::window::{self, CLEAR};
use crate::number::{difference, significant};
use crate::say;
use crate::word;
use crate::words::Words;

/// Of a secant that spans at least this part of what is shown, Δx is named, or Δf.
const NAMED: f64 = 0.15;
/// The part of what is shown that a letter takes beside its point.
const LETTER: f64 = 0.08;
/// How far above or below P₀ its name is, in parts of what is shown, where P's is beside it.
const APART: f64 = 0.18;
/// The part of what is shown that the secant's name takes where there is least room for it.
const NAME: f64 = 0.42;

/// The error at whose height the law of rounding has its name.
const ROUNDING_NAMED: f64 = 3e-3;

impl Derivative {
    /// What the secant, the tangent, and their slopes in the second panel are called.
    fn named(&self, words: &Words) -> &[String; 4] {
        self.names.get_or_init(|| {
            let [quotient, exact] = [self.quotient(self.dx), self.exact].map(|slope| significant(slope, DIGITS));
            [
                say!(words, "derivative.secant", slope = quotient),
                say!(words, "derivative.tangent", slope = exact),
                format!("Δf/Δx = {quotient}"),
                format!("f′(x₀) {}", self.limit_in_words(words)),
            ]
        })
    }

    /// What the errors are called, central and forward.
    fn errors_named(&self, words: &Words) -> &[String; 2] {
        self.names_of_errors.get_or_init(|| {
            let error = |slope: f64| significant(difference(slope, self.exact).abs(), 2);
            [
                say!(
                    words,
                    "derivative.error.name",
                    side = word!(words, "derivative.central"),
                    error = error(self.central_quotient(self.dx))
                ),
                say!(words, "derivative.error.name", side = self.side(words), error = error(self.quotient(self.dx))),
            ]
        })
    }

    fn axes<'a>(&self, panel: usize, y: &'a str) -> Axes<'a> {
        let [x, height] = self.graphs.ranges(panel);
        Axes { x: Axis::linear("x", x), y: Axis::linear(y, height) }
    }

    pub(super) fn show_curve<'a>(&'a self, words: &'a Words) -> Picture<'a> {
        let (p0, p) = ([self.x, self.at(self.x)], [self.x + self.dx, self.at(self.x + self.dx)]);
        let (tangent, secant) = (self.exact, (p[1] - p0[1]) / self.dx);
        let ranges = self.graphs.ranges(0);
        let [width, height] = ranges.map(|(low, high)| high - low);
        let mut picture = Picture::on_graph_paper(self.axes(0, ""));
        picture.still.push(Curve(self.graphs.curves[0].all(), Line::solid(Tone::Ink, 2.0)));
        picture.still.push(Word(self.graphs.ends[0], "f", -1, Tone::Ink));
        let moving = &mut picture.moving;
        moving.push(Segment([[p0[0], ranges[1].0], p0], Line::dashed(Tone::Quiet, 1.0)));
        moving.push(Segment([p0, [p[0], p0[1]]], Line::dashed(Tone::Quiet, 1.5)));
        moving.push(Segment([[p[0], p0[1]], p], Line::dashed(Tone::Quiet, 1.5)));
        moving.push(Straight(p0, tangent, Line::of(TANGENT, 1.75)));
        moving.push(Straight(p0, secant, Line::of(SECANT, 1.9)));
        moving.push(Ring(p, Marker::Round, Tone::Movable));
        moving.push(Point(p0, TANGENT.marker(), Tone::Of(TANGENT)));
        let names = self.named(words);
        let mut name = |at, text, style| picture.names.push(Name::new(at, text, style));
        let of_tangent = window::name_of_line(p0, [tangent, secant], ranges, false);
        name(beside_secant(p0, p, [secant, tangent], of_tangent, ranges), &names[0], SECANT);
        name(of_tangent, &names[1], TANGENT);
        // Where neither line goes: to the right, unless there is no room.
        let (rises, is_at_left) = (tangent + secant > 0.0, p0[0] > ranges[0].1 - LETTER * width);
        // Where P's letter is beside it, it gives way to the other side, and farther.
        let (far, is_above) = match is_at_left && self.dx > 0.0 {
            true => (APART, !rises),
            false => (CLEAR, rises == is_at_left),
        };
        let beside = if is_above { far } else { -far };
        name([p0[0], p0[1] + beside * height], "P₀", TANGENT);
        // What of them is seen, Δx near P, where the tangent has gone its own way.
        let seen = [0, 1].map(|axis| p[axis].clamp(ranges[axis].0, ranges[axis].1) - p0[axis]);
        if seen[0].abs() > NAMED * width {
            let below = if p[1] > p0[1] { -CLEAR } else { CLEAR };
            name([p0[0] + 0.7 * seen[0], p0[1] + below * height], "Δx", SECANT);
        }
        if p[0] == p0[0] + seen[0] && seen[1].abs() > NAMED * height {
            name([p[0], p0[1] + 0.5 * seen[1]], "Δf", SECANT);
        }
        picture
    }

    pub(super) fn show_slopes<'a>(&'a self, words: &'a Words) -> Picture<'a> {
        let (x, exact, quotient) = (self.x, self.exact, self.quotient(self.dx));
        let slopes = &self.graphs.curves[1];
        let mut picture = Picture::on_graph_paper(self.axes(1, ""));
        // A band has no dashes.
        let line = if self.graphs.has_band() { Line::solid(Tone::Of(TANGENT), 2.0) } else { Line::of(TANGENT, 2.0) };
        picture.still.push(Curve(slopes.all(), line));
        picture.still.push(Word(self.graphs.ends[1], "f′", -1, Tone::Ink));
        // As high as the slope is steep.
        picture.moving.push(Segment([[x, 0.0], [x, exact]], Line::solid(Tone::Of(TANGENT), 1.5)));
        picture.moving.push(Segment([[x, exact], [x, quotient]], Line::dashed(Tone::Of(SECANT), 1.5)));
        picture.moving.push(Point([x, quotient], SECANT.marker(), Tone::Of(SECANT)));
        picture.moving.push(Point([x, exact], TANGENT.marker(), Tone::Of(TANGENT)));
        let names = self.named(words);
        picture.names.push(Name::new([x, quotient], &names[2], SECANT));
        picture.names.push(Name::new([x, exact], &names[3], TANGENT));
        picture
    }

    pub(super) fn show_errors<'a>(&'a self, words: &'a Words) -> Picture<'a> {
        let mut picture = Picture::on_graph_paper(Axes {
            x: Axis::logarithmic("|Δx|", (SMALLEST, self.largest_dx)),
            y: Axis::logarithmic(word!(words, "derivative.error.axis"), (LEAST_ERROR, self.largest_error)),
        });
        // What the last digit of f(x₀) is worth, divided by Δx: where a curve meets it, smaller steps lose more than they gain.
        let rounding = |dx: f64| [dx, f64::EPSILON * self.graphs.at(self.x).abs() / dx];
        let [left, right] = [SMALLEST, self.largest_dx].map(rounding);
        if left[1] > 0.0 {
            picture.still.push(Segment([left, right], Line::dashed(Tone::Quiet, 1.5)));
            // High up, where nothing else is at its right.
            let [dx, error] = rounding(f64::EPSILON * self.graphs.at(self.x).abs() / ROUNDING_NAMED);
            let at = [dx, 10.0 * error];
            picture.still.push(Word(at, word!(words, "derivative.error.rounding"), 1, Tone::Quiet));
        }
        picture.still.push(Curve(self.errors[0].all(), Line::solid(Tone::Of(SECANT), 1.5)));
        picture.still.push(Curve(self.errors[1].all(), Line::solid(Tone::Of(CENTRAL), 1.5)));
        let quotients = [(self.central_quotient(self.dx), CENTRAL), (self.quotient(self.dx), SECANT)];
        for ((slope, style), name) in quotients.into_iter().zip(self.errors_named(words)) {
            let at = [self.dx.abs(), self.error(slope)];
            picture.moving.push(Point(at, style.marker(), Tone::Of(style)));
            picture.names.push(Name::new(at, name, style));
        }
        picture
    }
}

/// The place of the secant's name: at its right end, where it is farthest from the tangent's at the left, unless P with
/// its letter is there and the left has room for both.
fn beside_secant(
    p0: [f64; 2],
    p: [f64; 2],
    slopes: [f64; 2],
    of_tangent: [f64; 2],
    ranges: [(f64, f64); 2],
) -> [f64; 2] {
    let [left, right] = [false, true].map(|right| window::name_of_line(p0, slopes, ranges, right));
    let [(start, end), (low, high)] = ranges;
    let is_near = |at: f64, other: f64| (at.clamp(low, high) - other).abs() < 2.0 * CLEAR * (high - low);
    let is_on_p = p[0] > end - NAME * (end - start) && is_near(p[1], right[1]);
    if is_on_p && !is_near(left[1], of_tangent[1]) { left } else { right }
}
