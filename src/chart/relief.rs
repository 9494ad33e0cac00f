//! A function of two variables as a surface that turns, with the slices through a point of it.

mod edges;
mod heights;
mod space;

pub use heights::Heights;

use super::axes::{Axis, Projection};
use super::ink::{Ink, Pixel, pixel};
use super::path::{self, HALO, Stroke};
use super::theme::mixed;
use super::{Axes, Frame, Layer, Marker, Series, Theme, View};
use plotters::prelude::*;
use space::{HEIGHT, Place, Space};

/// A surface z = f(x, y) in a box.
#[derive(Clone, Copy)]
pub struct Relief<'a> {
    /// The sides of the floor, both linear.
    pub axes: Axes<'a>,
    /// The box' height, linear; the surface is drawn where it is within the range.
    pub z: Axis<'a>,
    /// The surface over the ranges of `axes`, computed once.
    pub heights: &'a Heights,
    /// Azimuth and elevation of the eye in radians: from the x axis towards the y axis, and from the floor (0) to
    /// straight above (π/2), which are its limits.
    pub turn: (f64, f64),
    /// A point of the surface: x and y.
    pub point: [f64; 2],
    /// The slices through the point, along x and along y.
    pub slices: [Option<Slice<'a>>; 2],
}

/// The surface along one of its variables, the other kept fixed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Slice<'a> {
    /// Colour and dash.
    pub series: Series,
    /// Points [x, y, z] of the surface from one border to the other; one that is not finite is a gap.
    pub points: &'a [[f64; 3]],
    /// The partial derivative at the point.
    pub slope: f64,
}

/// Slices and tangents, in CSS pixels.
const WIDTH: f64 = 2.5;
/// What is hidden of them.
const HIDDEN: f64 = 1.0;
/// Half of a tangent, in sides of the box.
const TANGENT: f64 = 0.3;
/// Shades between the palest and the deepest colour of the surface.
const SHADES: f64 = 28.0;
/// Mesh lines each way, but for the one at the border.
const MESH: usize = 10;

impl View for Relief<'_> {
    fn draw(&self, layer: Layer<'_>, frame: &Frame, ink: &Ink<'_>) {
        let space = Space::new(self, frame);
        match layer {
            Layer::Axes => {
                ink.fill(frame.theme.paper());
                edges::draw(self, &space, ink, frame);
                self.draw_surface(&space, ink, frame.theme);
                self.draw_mesh(&space, ink, frame.theme);
            }
            Layer::Trail { .. } => {}
            Layer::Moving => self.draw_moving(&space, ink, frame),
        }
    }

    fn axes(&self) -> Option<&Axes<'_>> {
        Some(&self.axes)
    }

    /// The surface's point above `point`; not a number where the surface has a hole or an end.
    fn to_css_pixel(&self, frame: &Frame, point: [f64; 2]) -> (f64, f64) {
        let (x, y) = self.to_pixel(frame, point);
        (x / frame.scale, y / frame.scale)
    }

    /// The front-most point of the surface there.
    fn from_css_pixel(&self, frame: &Frame, x: f64, y: f64) -> Option<[f64; 2]> {
        Space::new(self, frame).under(x, y)
    }

    /// Beside the surface there is nothing near.
    fn nearest(&self, frame: &Frame, x: f64, y: f64) -> Option<[f64; 2]> {
        self.from_css_pixel(frame, x, y)
    }
}

impl Relief<'_> {
    /// The surface's point above [x, y], in units; not a number where the surface has a hole or an end.
    pub fn to_pixel(&self, frame: &Frame, point: [f64; 2]) -> (f64, f64) {
        let space = Space::new(self, frame);
        space.to_pixel(self.above(&space, point))
    }

    fn above(&self, space: &Space<'_>, [x, y]: [f64; 2]) -> Place {
        let [x, y, _] = space.of([x, y, 0.0]);
        space.on_surface([x, y])
    }

    /// Cells from the farthest to the nearest, so that what is in front covers what is behind. Neighbours in a row
    /// that share a shade and a side are one shape.
    fn draw_surface(&self, space: &Space<'_>, ink: &Ink<'_>, theme: Theme) {
        let cells = self.heights.cells();
        // Node k counted from the far end.
        let node = |k: f64, axis: usize| {
            let part = k / cells as f64;
            if space.toward[axis] >= 0.0 { part } else { 1.0 - part }
        };
        let place = |column: f64, row: f64| space.on_surface([node(column, 0), node(row, 1)]);
        for row in 0..cells {
            let (mut start, mut shade) = (0, None);
            for column in 0..=cells {
                let corner = |k: usize| place((column + k % 2) as f64, (row + k / 2) as f64);
                let next = if column < cells { self.shade(space, [0, 1, 2, 3].map(corner), theme) } else { None };
                if next == shade {
                    continue;
                }
                let ended = std::mem::replace(&mut shade, next);
                let columns = std::mem::replace(&mut start, column)..=column;
                let Some((level, _)) = ended else { continue };
                // Each shape goes on a little below those in front of it, where there are some: no gap shines through.
                let corner = |k: usize, row: usize, below: f64| {
                    let more = if k == column { 0.25 } else { 0.0 };
                    let places = [(more, below), (0.0, below), (more, 0.0), (0.0, 0.0)];
                    let mut places = places.into_iter().map(|(x, y)| place(k as f64 + x, row as f64 + y));
                    places.find(|place| place[2].is_finite()).map(|place| pixel(space.to_pixel(place)))
                };
                let back = columns.clone().filter_map(|k| corner(k, row, 0.0));
                let front = columns.rev().filter_map(|k| corner(k, row + 1, 0.25));
                ink.polygon(back.chain(front).collect(), theme.landscape(f64::from(level) / SHADES));
            }
        }
    }

    /// The level of a cell's colour, from its height and from how it stands to the light, and whether its upper side
    /// is seen; nothing at a hole. The light comes over the reader's left shoulder.
    fn shade(&self, space: &Space<'_>, corners: [Place; 4], theme: Theme) -> Option<(u8, bool)> {
        let way = |from: Place, to: Place| [to[0] - from[0], to[1] - from[1], HEIGHT * (to[2] - from[2])];
        let (a, b) = (way(corners[0], corners[3]), way(corners[1], corners[2]));
        let normal = [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
        let dot = |a: Place, b: Place| a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
        let upright = normal[2].signum() / dot(normal, normal).sqrt();
        let front = upright * dot(normal, space.toward) > 0.0;
        let light = (upright * dot(normal, space.light())).abs();
        let height = 0.25 * corners.iter().map(|corner| corner[2]).sum::<f64>();
        let tone = match theme {
            Theme::Light => 1.0 - light,
            Theme::Dark => light,
        };
        let level = (SHADES * (0.4 * height + 0.6 * tone)).round();
        level.is_finite().then_some((level as u8, front))
    }

    /// Fine lines at equal distances, and the surface's border.
    fn draw_mesh(&self, space: &Space<'_>, ink: &Ink<'_>, theme: Theme) {
        let cells = self.heights.cells();
        let lines = MESH.min(cells);
        for (k, axis) in (0..=lines).flat_map(|k| [(k, 0), (k, 1)]) {
            let fixed = k as f64 / lines as f64;
            // Every other node is enough for so fine a line.
            let nodes = cells.div_ceil(2);
            let place = |step: usize| {
                let free = step as f64 / nodes as f64;
                space.on_surface(if axis == 0 { [free, fixed] } else { [fixed, free] })
            };
            let places: Vec<Place> = (0..=nodes).map(place).collect();
            let [seen, _] = space.parted(&places, &|place| space.on_surface([place[0], place[1]]));
            let part = if k == 0 || k == lines { 0.5 } else { 0.22 };
            for run in runs(&seen) {
                ink.line(&run, mixed(theme.landscape(0.7), theme.quiet_ink(), part), 0.5);
            }
        }
    }

    fn draw_moving(&self, space: &Space<'_>, ink: &Ink<'_>, frame: &Frame) {
        let theme = frame.theme;
        let point = self.above(space, self.point);
        let mut seen = Vec::new();
        for (axis, slice) in self.slices.iter().enumerate() {
            let Some(slice) = slice else { continue };
            let place = |&point: &[f64; 3]| {
                let place = space.of(point);
                // Beyond the box there is no surface either.
                if space.on_surface([place[0], place[1]])[2].is_finite() { place } else { [f64::NAN; 3] }
            };
            let places: Vec<Place> = slice.points.iter().map(place).collect();
            let curve = space.parted(&places, &|place| space.on_surface([place[0], place[1]]));
            let tangent = space.parted(&self.tangent(axis, slice.slope, space), &|place| place);
            let hidden = Stroke {
                color: mixed(theme.landscape(0.5), slice.series.color(theme), 0.6),
                ..Stroke::new(slice.series, theme, HIDDEN)
            };
            path::draw(ink, &Projection::of_pixels(frame), &curve[1], 0, &hidden);
            seen.push((slice.series, curve, tangent));
        }
        for (series, [curve, _], _) in &seen {
            for run in runs(curve) {
                ink.line(&run, theme.paper(), WIDTH + 2.0 * HALO);
            }
            path::draw(ink, &Projection::of_pixels(frame), curve, 0, &Stroke::new(*series, theme, WIDTH));
        }
        for (_, _, [tangent, hidden]) in &seen {
            for run in runs(hidden) {
                ink.line(&run, theme.ink().mix(0.5), HIDDEN);
            }
            for run in runs(tangent) {
                ink.line(&run, theme.paper(), WIDTH + 2.0 * HALO);
                ink.line(&run, theme.ink(), 2.0);
            }
        }
        if point[2].is_finite() {
            let at = pixel(space.to_pixel(point));
            ink.marker(at, Marker::Round, 1.2, theme.movable(), theme.paper());
            ink.ring(at, 11.0, theme.movable(), 1.5);
        }
    }

    /// The tangent to a slice, in a few pieces.
    fn tangent(&self, axis: usize, slope: f64, space: &Space<'_>) -> [Place; 25] {
        let point = self.above(space, self.point);
        let (run, rise) = ([&self.axes.x, &self.axes.y][axis].range, self.z.range);
        let slope = slope * (run.1 - run.0) / (rise.1 - rise.0);
        let length = (1.0 + HEIGHT * HEIGHT * slope * slope).sqrt();
        std::array::from_fn(|k| {
            let along = TANGENT * (k as f64 / 12.0 - 1.0) / length;
            let mut place = point;
            place[axis] += along;
            place[2] += slope * along;
            place
        })
    }
}

/// The lines between the gaps.
fn runs(parts: &[[f64; 2]]) -> Vec<Vec<Pixel>> {
    let runs = parts.split(|place| !(place[0].is_finite() && place[1].is_finite())).filter(|run| run.len() > 1);
    runs.map(|run| run.iter().map(|&[x, y]| pixel((x, y))).collect()).collect()
}

#[cfg(test)]
mod tests;
