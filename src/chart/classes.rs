//! The plane of two features: samples of two classes, decision boundaries, and the probability of class 1.

use super::arrow;
use super::fingerprint::{Fingerprint, Identity, Part};
use super::ink::pixel;
use super::picture::{Mark, Pen, Picture};
use super::samples::{light, ring, spread};
use super::{Axes, Head, Line, Marker, Name, Style, Tone};
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

/// Two classes with the current boundaries, each with an arrow to the side that it calls class 1. Of two, each tints that side
/// in its own colour; otherwise the first shades the plane by its probabilities. Weights and bias that the reader looks at in another view, and the sample under the pointer, if there are such.
pub fn classes<'a>(
    axes: Axes<'a>,
    classes: Classes<'a>,
    boundaries: &[Boundary<'a>],
    looked_at: Option<([f64; 2], f64)>,
    hovered: Option<usize>,
) -> Picture<'a> {
    let window = [axes.x.range, axes.y.range];
    let (corners, middle) = (corners(window), window.map(|(low, high)| 0.5 * (low + high)));
    let mut picture = Picture::on_grid(axes);
    picture.ground.push(classes);
    let score = |boundary: &Boundary<'_>| Score { weights: boundary.weights, bias: boundary.bias };
    match boundaries {
        [one, other] => {
            for boundary in [one, other] {
                picture.moving.push(Tint(score(boundary), boundary.style));
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
        let ends = crossings(&corners, &|point| score.at(point));
        // Names stand beside boundaries, which move.
        picture.taken.take_points(&ends, window);
        // Of a boundary that passes the plot, where it passes.
        let passes = score.nearest(middle, window).filter(|_| ends.is_empty());
        if let Some(at) = passes {
            let (marker, tone) = (boundary.style.marker(), Tone::Of(boundary.style));
            picture.moving.push(Head { from: Some(middle), at, marker, tone });
        }
        let at = match boundaries {
            // Far from the boundaries, on the side that it tints.
            [_, _] => corners.into_iter().max_by(|&one, &other| score.at(one).total_cmp(&score.at(other))),
            _ => ends.into_iter().max_by(|one, other| one[1].total_cmp(&other[1])).or(passes),
        };
        let name = |at| Name { from: passes.map(|_| middle), ..Name::new(at, boundary.name, boundary.style) };
        picture.names.extend(at.map(name));
    }
    // A single sample above those that many share with it.
    for boundary in boundaries.iter().rev() {
        light(&mut picture, boundary.style, boundary.batch, true, &|index| classes.at(index));
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
            picture.names.push(Name::new(at, text, CLASS));
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

/// How much of the ground the first shade covers, and each further one of what the ones before it have left.
const SHADE: f64 = 0.07;

/// wᵀx + b.
#[derive(Clone, Copy)]
struct Score {
    weights: [f64; 2],
    bias: f64,
}

/// The plane, shaded by the probability of either class.
struct Shades(Score);

/// The side of class 1, in the colour of whoever calls it that.
struct Tint(Score, Style);

/// How much of the ground it covers.
const TINT: f64 = 0.13;

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

    /// The place of its boundary that is nearest to a place, in parts of a window. `None` where there is no boundary.
    fn nearest(&self, place: [f64; 2], window: [(f64, f64); 2]) -> Option<[f64; 2]> {
        let size = window.map(|(low, high)| high - low);
        let [w1, w2] = [0, 1].map(|axis| self.weights[axis] * size[axis]);
        let away = -self.at(place) / (w1 * w1 + w2 * w2);
        let nearest = [place[0] + away * w1 * size[0], place[1] + away * w2 * size[1]];
        nearest.iter().all(|part| part.is_finite()).then_some(nearest)
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
        for (side, color) in [(1.0, CLASS.color(pen.theme())), (-1.0, pen.theme().quiet_ink())] {
            let mut beyond = corners.to_vec();
            let mut covered = 0.0;
            // Each place is painted once: areas are what takes time.
            for (place, shade) in SHADES.into_iter().enumerate() {
                let above = |shade: f64| move |point: [f64; 2]| side * self.0.at(point) - shade;
                beyond = half_plane(&beyond, &above(shade));
                covered += SHADE * (1.0 - covered);
                let band = match SHADES.get(place + 1) {
                    Some(&next) => half_plane(&beyond, &|point| -above(next)(point)),
                    None => std::mem::take(&mut beyond),
                };
                if band.len() > 2 {
                    let band = band.into_iter().map(|point| pixel(pen.plane().to_pixel(point)));
                    pen.ink.polygon(band.collect(), color.mix(covered));
                }
            }
        }
    }
}

impl Mark for Tint {
    fn add_to(&self, to: &mut Fingerprint) {
        to.kind("tint").and(&self.0).and(&self.1);
    }

    fn draw(&self, pen: &Pen<'_>, _: usize) {
        let side = half_plane(&corners(pen.plane().ranges()), &|point| self.0.at(point));
        if side.len() > 2 {
            let side = side.into_iter().map(|point| pixel(pen.plane().to_pixel(point)));
            pen.ink.polygon(side.collect(), self.1.color(pen.theme()).mix(TINT));
        }
    }
}

/// A boundary as it is seen, in units.
struct Seen {
    /// Its ends, in the units of the axes.
    ends: [[f64; 2]; 2],
    /// One of them.
    from: (f64, f64),
    /// The way to the other, of length 1, and how far it is.
    along: (f64, f64),
    length: f64,
    /// The way to the side of class 1, of length 1.
    normal: (f64, f64),
}

impl Score {
    /// Its boundary, if that crosses the plot.
    fn seen_by(self, pen: &Pen<'_>) -> Option<Seen> {
        let corners = corners(pen.plane().ranges());
        let ends: [[f64; 2]; 2] = crossings(&corners, &|point| self.at(point)).try_into().ok()?;
        let [from, to] = ends.map(|end| pen.plane().place(end));
        let length = libm::hypot(to.0 - from.0, to.1 - from.1);
        let along = ((to.0 - from.0) / length, (to.1 - from.1) / length);
        // Across the line as it is seen, to the side of the corner with the highest score.
        let highest = corners.into_iter().max_by(|&one, &other| self.at(one).total_cmp(&self.at(other)));
        let highest = pen.plane().place(highest.unwrap_or_default());
        let is_left = (highest.0 - from.0) * -along.1 + (highest.1 - from.1) * along.0 < 0.0;
        let side = if is_left { -1.0 } else { 1.0 };
        Some(Seen { ends, from, along, length, normal: (-side * along.1, side * along.0) })
    }
}

impl Mark for Edge {
    fn add_to(&self, to: &mut Fingerprint) {
        to.kind("edge").and(&self.0).and(&self.1).and(&self.2);
    }

    fn draw(&self, pen: &Pen<'_>, _: usize) {
        let &Edge(score, line, part) = self;
        let Some(Seen { ends, from, along, length, normal }) = score.seen_by(pen) else { return };
        line.draw(&ends, 0, pen);
        let Some(part) = part else { return };
        let foot = (from.0 + part * length * along.0, from.1 + part * length * along.1);
        let reach = pen.ink.px(ARROW);
        arrow::draw(foot, (foot.0 + reach * normal.0, foot.1 + reach * normal.1), &line, pen);
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
    use crate::chart::Axis;

    const SQUARE: [[f64; 2]; 4] = [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]];

    #[test]
    fn shades_are_nested_at_a_half_three_quarters_and_nine_tenths() {
        let probabilities = SHADES.map(crate::model::sigmoid);
        for (probability, wanted) in probabilities.into_iter().zip([0.5, 0.75, 0.9]) {
            approx::assert_relative_eq!(probability, wanted, max_relative = 1e-15);
        }
    }

    /// On axes of different units, what is nearest is so as it is seen.
    #[test]
    fn a_boundary_that_passes_the_plot_is_named_where_it_passes() {
        let axes = Axes { x: Axis::linear("", (-4.0, 4.0)), y: Axis::linear("", (-40.0, 40.0)) };
        let identity = Identity::new();
        let named_at = |weights: [f64; 2], bias: f64| {
            let none = Classes { features: &[], targets: &[], identity: &identity };
            let boundary = Boundary { style: Style::BATCH, name: "batch", weights, bias, batch: None };
            let picture = classes(axes, none, &[boundary], None, None);
            picture.names.iter().find(|name| name.text == "batch").map(|name| (name.from, name.at))
        };
        assert_eq!(named_at([1.0, 0.0], 10.0), Some((Some([0.0, 0.0]), [-10.0, 0.0])));
        assert_eq!(named_at([10.0, 1.0], -160.0), Some((Some([0.0, 0.0]), [8.0, 80.0])));
        assert_eq!(named_at([0.0, 0.0], 1.0), None, "it is nowhere");
        let (from, at) = named_at([1.0, 0.0], 3.0).unwrap();
        assert_eq!((from, at[0]), (None, -3.0), "it is seen");
    }

    #[test]
    fn probabilities_are_written_where_their_lines_are_apart() {
        let axis = |title| Axis::linear(title, (-4.0, 4.0));
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
