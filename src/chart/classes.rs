//! The plane of two features: samples of two classes, decision boundaries, and the probability of class 1.

use super::axes::Projection;
use super::ink::{Ink, pixel};
use super::path::{self, Stroke};
use super::samples::{light, spread};
use super::theme::Marker;
use super::{Axes, Frame, Layer, Series, Theme, View};
use plotters::prelude::*;

/// One descent's current boundary σ(wᵀx + b) = ½ with the samples its newest step used.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Boundary<'a> {
    /// Whose boundary.
    pub series: Series,
    /// w, in the units of the plot.
    pub weights: [f64; 2],
    /// b.
    pub bias: f64,
    /// Indices of the samples in the newest step's batch; `None` for a full batch, of which none stands out.
    pub batch: Option<&'a [u32]>,
}

fn score([w1, w2]: [f64; 2], bias: f64, [x, y]: [f64; 2]) -> f64 {
    w1 * x + w2 * y + bias
}

/// Two classes in a plane.
#[derive(Clone, Copy)]
pub struct Classes<'a> {
    /// Axes of the two features.
    pub axes: Axes<'a>,
    /// Features, row-major `[n, 2]`.
    pub features: &'a [f64],
    /// Targets, `[n]`: above ½ is class 1.
    pub targets: &'a [f64],
    /// The current boundaries; the first one's probabilities shade the plane.
    pub boundaries: &'a [Boundary<'a>],
    /// Weights and bias that the reader looks at in another view.
    pub looked_at: Option<([f64; 2], f64)>,
    /// A sample under the pointer.
    pub hovered: Option<usize>,
}

/// The most samples drawn; more would be a cloud all the same.
const DOTS: usize = 1000;
/// The colour of class 1, which is no descent's.
const CLASS: Series = Series::Further(0);
/// Each side is shaded from a probability of ½, ¾ and 0.9 on: at these magnitudes of the score.
const SHADES: [f64; 3] = [0.0, 1.098_612_288_668_109_8, 2.197_224_577_336_219_6];

impl View for Classes<'_> {
    fn draw(&self, layer: Layer<'_>, frame: &Frame, ink: &Ink<'_>) {
        let map = self.axes.projection(frame);
        match layer {
            Layer::Axes => {
                ink.fill(frame.theme.paper());
                self.axes.draw(ink, frame, true);
                for index in spread(self.len(), DOTS) {
                    let Some(place) = self.place(&map, index) else { continue };
                    let (shape, color) = match self.targets[index] > 0.5 {
                        true => (Marker::Diamond, CLASS.color(frame.theme)),
                        false => (Marker::Round, frame.theme.quiet_ink()),
                    };
                    ink.shape(pixel(place), shape, 3.0, color.mix(0.8));
                }
            }
            Layer::Trail { .. } => {}
            Layer::Moving => {
                if let Some(boundary) = self.boundaries.first() {
                    self.draw_shades(boundary, frame.theme, ink, &map);
                }
                if let Some((weights, bias)) = self.looked_at {
                    self.draw_boundary(weights, bias, &Stroke::looked_at(frame.theme), ink, &map);
                }
                for Boundary { series, weights, bias, .. } in self.boundaries {
                    self.draw_boundary(*weights, *bias, &Stroke::new(*series, frame.theme, 2.0), ink, &map);
                }
                for boundary in self.boundaries {
                    let batch = boundary.batch.unwrap_or_default();
                    light(boundary.series, batch, &|index| self.place(&map, index), frame.theme, ink);
                }
                if let Some(sample) = self.hovered.and_then(|index| self.place(&map, index)) {
                    ink.hollow(pixel(sample), Marker::Round, frame.theme.ink(), frame.theme.paper());
                }
            }
        }
    }

    fn axes(&self) -> Option<&Axes<'_>> {
        Some(&self.axes)
    }
}

impl Classes<'_> {
    fn len(&self) -> usize {
        self.targets.len().min(self.features.len() / 2)
    }

    /// A sample's place if it lies within the plot.
    fn place(&self, map: &Projection, index: usize) -> Option<(f64, f64)> {
        let (left, top, right, bottom) = map.plot();
        let sample = self.features.get(2 * index..2 * index + 2)?;
        let (x, y) = map.to_pixel([sample[0], sample[1]]);
        ((left..=right).contains(&x) && (top..=bottom).contains(&y)).then_some((x, y))
    }

    /// The corners of the plot, in the order of a walk around it.
    fn corners(&self) -> [[f64; 2]; 4] {
        let ((left, right), (bottom, top)) = (self.axes.x.range, self.axes.y.range);
        [[left, bottom], [right, bottom], [right, top], [left, top]]
    }

    fn draw_shades(&self, boundary: &Boundary<'_>, theme: Theme, ink: &Ink<'_>, map: &Projection) {
        let corners = self.corners();
        let sides = [(1.0, CLASS.color(theme).mix(0.07)), (-1.0, theme.quiet_ink().mix(0.07))];
        for (side, color) in sides {
            for shade in SHADES {
                let region =
                    half_plane(&corners, &|point| side * score(boundary.weights, boundary.bias, point) - shade);
                if region.len() > 2 {
                    ink.polygon(region.into_iter().map(|point| pixel(map.to_pixel(point))).collect(), color);
                }
            }
        }
    }

    fn draw_boundary(&self, weights: [f64; 2], bias: f64, stroke: &Stroke, ink: &Ink<'_>, map: &Projection) {
        let crossings = crossings(&self.corners(), &|point| score(weights, bias, point));
        path::draw(ink, map, &crossings, 0, stroke);
    }
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
