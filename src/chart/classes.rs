//! The plane of two features: samples of two classes, decision boundaries, and the probability of class 1.

use super::arrow;
use super::fingerprint::{Fingerprint, Identity, Part};
use super::hatching;
use super::ink::pixel;
use super::picture::{Mark, Pen, Picture};
use super::samples::{light, ring, spread};
use super::{Axes, Line, Marker, Name, Style, Tone};
use plotters::prelude::*;

/// One descent's current boundary σ(wᵀx + b) = ½ with the samples its newest step used.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Boundary<'a> {
    /// Whose boundary.
    pub style: Style,
    /// Its name, at its upper end.
    pub name: &'a str,
    /// w, in the units of the plot.
    pub weights: [f64; 2],
    /// b.
    pub bias: f64,
    /// Indices of the samples in the newest step's batch; `None` for a full batch, of which none stands out.
    pub batch: Option<&'a [u32]>,
}

/// Samples of two classes in a plane; identified, because there may be many.
#[derive(Clone, Copy, Debug)]
pub struct Classes<'a> {
    /// Features, row-major `[n, 2]`.
    pub features: &'a [f64],
    /// Targets, `[n]`: above ½ is class 1.
    pub targets: &'a [f64],
    /// Which samples they are.
    pub identity: &'a Identity,
}

/// Two classes with the current boundaries, each with an arrow to the side that it calls class 1. Of two, each hatches that
/// side, in its own colour and slant; otherwise the first shades the plane by its probabilities. Weights and bias that the reader looks at in another view, and the sample under the pointer, if there are such.
pub fn classes<'a>(
    axes: Axes<'a>,
    classes: Classes<'a>,
    boundaries: &[Boundary<'a>],
    looked_at: Option<([f64; 2], f64)>,
    hovered: Option<usize>,
) -> Picture<'a> {
    let corners = corners([axes.x.range, axes.y.range]);
    let mut picture = Picture::on_grid(axes);
    picture.ground.push(classes);
    let score = |boundary: &Boundary<'_>| Score { weights: boundary.weights, bias: boundary.bias };
    match boundaries {
        [one, other] => {
            for (boundary, slant) in [(one, 1.0), (other, -1.0)] {
                picture.moving.push(Hatch { score: score(boundary), style: boundary.style, slant });
            }
        }
        _ => {
            if let Some(first) = boundaries.first() {
                let score = score(first);
                picture.moving.push(Shades(score));
                say_probabilities(&mut picture, score, &corners);
            }
        }
    }
    if let Some((weights, bias)) = looked_at {
        picture.moving.push(Edge(Score { weights, bias }, Line::LOOKED_AT, None));
    }
    for (place, boundary) in boundaries.iter().enumerate() {
        let score = score(boundary);
        // Beside each other, even where boundaries coincide.
        let part = (place + 1) as f64 / (boundaries.len() + 1) as f64;
        picture.moving.push(Edge(score, Line::of(boundary.style, 2.0).bare(), Some(part)));
        let ends = crossings(&corners, &|point| score.at(point)).into_iter();
        if let Some(at) = ends.max_by(|one, other| one[1].total_cmp(&other[1])) {
            picture.names.push(Name { at, text: boundary.name, style: boundary.style });
        }
    }
    for boundary in boundaries {
        light(&mut picture, boundary.style, boundary.batch, &|index| classes.at(index));
    }
    ring(&mut picture, hovered.and_then(|index| classes.at(index)));
    picture
}

/// Lines of equal probability, with their numbers near where they leave the plot below, where those are apart; the boundary
/// itself is drawn by whose it is.
fn say_probabilities(picture: &mut Picture<'_>, score: Score, corners: &[[f64; 2]; 4]) {
    let [low, _, high, _] = corners;
    let mut last = None;
    for (at_half, text) in [(SHADES[2], "0.1"), (0.0, "0.5"), (-SHADES[2], "0.9")] {
        let line = Score { bias: score.bias + at_half, ..score };
        if at_half != 0.0 {
            picture.moving.push(Edge(line, Line::dashed(Tone::Quiet, 1.0), None));
        }
        let [one, other] = crossings(corners, &|point| line.at(point))[..] else { continue };
        let (end, far) = if one[1] <= other[1] { (one, other) } else { (other, one) };
        let at = [0, 1].map(|axis| end[axis] + 0.1 * (far[axis] - end[axis]));
        let part = [0, 1].map(|axis| (at[axis] - low[axis]) / (high[axis] - low[axis]));
        if last.is_none_or(|[x, y]: [f64; 2]| (part[0] - x).abs() + (part[1] - y).abs() > APART) {
            picture.names.push(Name { at, text, style: CLASS });
            last = Some(part);
        }
    }
}

/// From number to number, in parts of the plot.
const APART: f64 = 0.12;

/// The most samples drawn; more would be a cloud all the same.
const DOTS: usize = 1000;
/// The colour of class 1, which is no descent's.
const CLASS: Style = Style::FURTHER[0];
/// Each side is shaded from a probability of ½, ¾ and 0.9 on: at these magnitudes of the score.
const SHADES: [f64; 3] = [0.0, 1.098_612_288_668_109_8, 2.197_224_577_336_219_6];

/// wᵀx + b.
#[derive(Clone, Copy)]
struct Score {
    weights: [f64; 2],
    bias: f64,
}

/// The plane, shaded by the probability of either class.
struct Shades(Score);

/// The side of class 1, hatched, rising (1) or falling (−1) at half a right angle.
struct Hatch {
    score: Score,
    style: Style,
    slant: f64,
}

/// From one line of a hatching to the next along the horizontal, in CSS pixels.
const HATCH: f64 = 16.0;

/// The line where both classes are as likely; at a part of its way across the plot, an arrow to the side of class 1.
struct Edge(Score, Line, Option<f64>);

/// The length of such an arrow, in CSS pixels.
const ARROW: f64 = 24.0;

impl Classes<'_> {
    fn len(&self) -> usize {
        self.targets.len().min(self.features.len() / 2)
    }

    fn at(&self, index: usize) -> Option<[f64; 2]> {
        self.features.as_chunks().0.get(index).copied()
    }
}

impl Score {
    fn at(&self, [x, y]: [f64; 2]) -> f64 {
        let [w1, w2] = self.weights;
        w1 * x + w2 * y + self.bias
    }
}

impl Part for Score {
    fn add_to(&self, to: &mut Fingerprint) {
        to.kind("score").and(&self.weights).and(&self.bias);
    }
}

impl Mark for Classes<'_> {
    fn add_to(&self, to: &mut Fingerprint) {
        to.kind("classes").and(self.identity);
    }

    fn draw(&self, pen: &Pen<'_>, _: usize) {
        for index in spread(self.len(), DOTS) {
            let Some(place) = self.at(index).and_then(|at| pen.visible(at)) else { continue };
            let (shape, color) = match self.targets[index] > 0.5 {
                true => (Marker::Diamond, CLASS.color(pen.theme())),
                false => (Marker::Round, pen.theme().quiet_ink()),
            };
            pen.ink.shape(pixel(place), shape, 3.0, color.mix(0.8));
        }
    }
}

impl Mark for Shades {
    fn add_to(&self, to: &mut Fingerprint) {
        to.kind("shades").and(&self.0);
    }

    fn draw(&self, pen: &Pen<'_>, _: usize) {
        let corners = corners(pen.plane().ranges());
        let sides = [(1.0, CLASS.color(pen.theme()).mix(0.07)), (-1.0, pen.theme().quiet_ink().mix(0.07))];
        for (side, color) in sides {
            for shade in SHADES {
                let region = half_plane(&corners, &|point| side * self.0.at(point) - shade);
                if region.len() > 2 {
                    let region = region.into_iter().map(|point| pixel(pen.plane().to_pixel(point)));
                    pen.ink.polygon(region.collect(), color);
                }
            }
        }
    }
}

impl Mark for Hatch {
    fn add_to(&self, to: &mut Fingerprint) {
        to.kind("hatch").and(&self.score).and(&self.style).and(&self.slant);
    }

    fn draw(&self, pen: &Pen<'_>, _: usize) {
        let (left, top, right, bottom) = pen.plane().plot();
        let [low, high] = [[left, bottom], [right, top]];
        let [across, up] = pen.plane().ranges();
        let point = |(x, y): (f64, f64)| {
            let part = [(x - low[0]) / (high[0] - low[0]), (y - low[1]) / (high[1] - low[1])];
            [across.0 + part[0] * (across.1 - across.0), up.0 + part[1] * (up.1 - up.0)]
        };
        let color = self.style.color(pen.theme()).mix(0.5);
        for [from, to] in hatching::lines(pen.plane().plot(), pen.ink.px(HATCH), self.slant) {
            let scores = [from, to].map(|place| self.score.at(point(place)));
            let part = scores[0] / (scores[0] - scores[1]);
            let middle = (from.0 + part * (to.0 - from.0), from.1 + part * (to.1 - from.1));
            let line = match scores.map(|score| score >= 0.0) {
                [true, true] => [from, to],
                [true, false] => [from, middle],
                [false, true] => [middle, to],
                [false, false] => continue,
            };
            pen.ink.line(&line.map(pixel), color, 1.0);
        }
    }
}

impl Mark for Edge {
    fn add_to(&self, to: &mut Fingerprint) {
        to.kind("edge").and(&self.0).and(&self.1).and(&self.2);
    }

    fn draw(&self, pen: &Pen<'_>, _: usize) {
        let &Edge(score, line, part) = self;
        let corners = corners(pen.plane().ranges());
        let ends = crossings(&corners, &|point| score.at(point));
        line.draw(&ends, 0, pen);
        let (Some(part), [from, to, ..]) = (part, &ends[..]) else { return };
        let (from, to) = (pen.plane().place(*from), pen.plane().place(*to));
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let length = (dx * dx + dy * dy).sqrt();
        let foot = (from.0 + part * dx, from.1 + part * dy);
        // Across the line as it is seen, to the side of the corner with the highest score.
        let highest = corners.into_iter().max_by(|&one, &other| score.at(one).total_cmp(&score.at(other)));
        let highest = pen.plane().place(highest.unwrap_or_default());
        let side = if (highest.0 - foot.0) * -dy + (highest.1 - foot.1) * dx < 0.0 { -1.0 } else { 1.0 };
        let reach = side * pen.ink.px(ARROW) / length;
        arrow::draw(foot, (foot.0 - reach * dy, foot.1 + reach * dx), &line, pen);
    }
}

/// The corners of a plot, in the order of a walk around it.
fn corners([(left, right), (bottom, top)]: [(f64, f64); 2]) -> [[f64; 2]; 4] {
    [[left, bottom], [right, bottom], [right, top], [left, top]]
}

/// The part of a convex polygon where an affine function is not negative (Sutherland and Hodgman, 1974).
fn half_plane(corners: &[[f64; 2]], f: &dyn Fn([f64; 2]) -> f64) -> Vec<[f64; 2]> {
    let mut inside = Vec::with_capacity(corners.len() + 1);
    for (k, &corner) in corners.iter().enumerate() {
        let next = corners[(k + 1) % corners.len()];
        if f(corner) >= 0.0 {
            inside.push(corner);
        }
        inside.extend(crossing(corner, next, f));
    }
    inside
}

/// Where an affine function is zero on the sides of a polygon.
fn crossings(corners: &[[f64; 2]], f: &dyn Fn([f64; 2]) -> f64) -> Vec<[f64; 2]> {
    (0..corners.len()).filter_map(|k| crossing(corners[k], corners[(k + 1) % corners.len()], f)).collect()
}

/// Where an affine function changes its sign between two points.
fn crossing(from: [f64; 2], to: [f64; 2], f: &dyn Fn([f64; 2]) -> f64) -> Option<[f64; 2]> {
    let (before, after) = (f(from), f(to));
    if (before >= 0.0) == (after >= 0.0) {
        return None;
    }
    let part = before / (before - after);
    part.is_finite().then(|| [0, 1].map(|axis| from[axis] + part * (to[axis] - from[axis])))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SQUARE: [[f64; 2]; 4] = [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]];

    #[test]
    fn shades_are_nested_at_a_half_three_quarters_and_nine_tenths() {
        let probabilities = SHADES.map(crate::model::sigmoid);
        for (probability, wanted) in probabilities.into_iter().zip([0.5, 0.75, 0.9]) {
            approx::assert_relative_eq!(probability, wanted, max_relative = 1e-15);
        }
    }

    #[test]
    fn probabilities_are_written_where_their_lines_are_apart() {
        let axis = |title| super::super::Axis { title, range: (-4.0, 4.0), scale: super::super::Scale::Linear };
        let numbers = |weights: [f64; 2]| {
            let identity = Identity::new();
            let none = Classes { features: &[], targets: &[], identity: &identity };
            let boundary = Boundary { style: Style::BATCH, name: "", weights, bias: 0.0, batch: None };
            let picture = classes(Axes { x: axis("x"), y: axis("y") }, none, &[boundary], None, None);
            picture.names.iter().map(|name| name.text.to_owned()).filter(|text| !text.is_empty()).collect::<Vec<_>>()
        };
        assert_eq!(numbers([1.0, 0.0]), ["0.1", "0.5", "0.9"]);
        assert_eq!(numbers([50.0, 0.0]).len(), 1);
        assert!(numbers([0.0; 2]).is_empty());
    }

    #[test]
    fn a_half_plane_keeps_its_side_of_the_square() {
        assert_eq!(half_plane(&SQUARE, &|[x, _]| x - 0.25), [[0.25, 0.0], [1.0, 0.0], [1.0, 1.0], [0.25, 1.0]]);
        assert_eq!(half_plane(&SQUARE, &|_| 1.0), SQUARE);
        assert!(half_plane(&SQUARE, &|_| -1.0).is_empty());
    }

    #[test]
    fn a_boundary_crosses_the_square_from_side_to_side_or_not_at_all() {
        assert_eq!(crossings(&SQUARE, &|[x, y]| x + y - 0.5), [[0.5, 0.0], [0.0, 0.5]]);
        assert!(crossings(&SQUARE, &|[x, y]| x + y + 1.0).is_empty());
        assert!(crossings(&SQUARE, &|_| f64::NAN).is_empty());
    }
}
