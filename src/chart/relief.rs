//! A function of two variables as a surface that turns, with the slices through a point of it.

mod ball;
mod edges;
mod heights;
mod lifted;
mod space;

pub use ball::{Marked, descents_on_relief};
pub use heights::Heights;
pub use lifted::{Above, Lifted, lifted};

use super::fingerprint::{Fingerprint, Part};
use super::ink::{Ink, Pixel, pixel};
use super::path::{self, HALO, Stroke};
use super::picture::{self, Mark, Pen, Picture};
use super::theme::mixed;
use super::{Axes, Axis, Frame, Map, Marker, Style, Theme, Trace};
use heights::Node;
use plotters::prelude::*;
use space::{HEIGHT, Place, Space};

/// A surface z = f(x, y) in a box.
#[derive(Clone, Copy)]
pub struct Relief<'a> {
    /// The sides of the floor, both linear.
    pub axes: Axes<'a>,
    /// The box' height, linear but for its `knee`; the surface is drawn where it is within the range.
    pub z: Axis<'a>,
    /// Up to about so far above the range's lower end heights are drawn in proportion, further up by their logarithm;
    /// infinite where all are in proportion.
    pub knee: f64,
    /// The share of the box that is left free below the range, from 0 to below 1.
    pub foot: f64,
    /// The surface over the ranges of `axes`, computed once.
    pub heights: &'a Heights,
    /// Azimuth and elevation of the eye in radians: from the x axis towards the y axis, and from the floor (0) to
    /// straight above (π/2), which are its limits.
    pub turn: (f64, f64),
}

/// The surface along one of its variables, the other kept fixed.
#[derive(Clone, Copy, Debug)]
pub struct Slice<'a> {
    /// Colour and dash.
    pub style: Style,
    /// Its height against the variable, from one border to the other; a point that is not finite is a gap.
    pub points: Trace<'a>,
    /// The partial derivative at the point.
    pub slope: f64,
}

impl Part for Slice<'_> {
    fn add_to(&self, to: &mut Fingerprint) {
        to.kind("slice").and(&self.style).and(self.points.identity).and(&self.points.points.len()).and(&self.slope);
    }
}

/// A surface with a point of it, x and y, and the slices through the point, along x and along y.
pub fn relief<'a>(relief: Relief<'a>, point: [f64; 2], slices: [Option<Slice<'a>>; 2]) -> Picture<'a> {
    let mut picture = Picture::new(relief);
    picture.ground.push(relief);
    picture.moving.push(Slices { relief, point, slices });
    picture
}

/// A point of a surface and the slices through it.
struct Slices<'a> {
    relief: Relief<'a>,
    point: [f64; 2],
    slices: [Option<Slice<'a>>; 2],
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

impl picture::Space for Relief<'_> {
    fn add_to(&self, to: &mut Fingerprint) {
        to.kind("relief")
            .and(&self.axes.x)
            .and(&self.axes.y)
            .and(&self.z)
            .and(&self.knee)
            .and(&self.foot)
            .and(&self.turn);
        self.heights.identity.add_to(to);
    }

    fn on(&self, frame: &Frame) -> Map {
        Map::of(frame, Space::new(self, frame))
    }
}

impl Mark for Relief<'_> {
    fn add_to(&self, to: &mut Fingerprint) {
        to.kind("surface");
    }

    fn draw(&self, pen: &Pen<'_>, _: usize) {
        let space = Space::new(self, pen.frame);
        edges::draw(self, &space, pen.ink, pen.frame);
        self.draw_surface(&space, pen.ink, pen.theme());
        self.draw_mesh(&space, pen.ink, pen.theme());
    }
}

impl Relief<'_> {
    /// Whether the surface's point above one of the floor, in data coordinates, is seen.
    pub fn shows(&self, point: [f64; 2]) -> bool {
        // On any frame the same.
        let space = Space::new(self, &Frame { size: (400, 400), scale: 1.0, theme: Theme::Light });
        let place = space.above(point);
        place[2].is_finite() && space.is_seen(place)
    }

    /// Cells from the farthest to the nearest, so that what is in front covers what is behind. Neighbours in a row
    /// that share a shade and a side are one shape.
    fn draw_surface(&self, space: &Space, ink: &Ink<'_>, theme: Theme) {
        let cells = self.heights.cells();
        // Node k counted from the far end.
        let node = |k: f64, axis: usize| {
            let part = k / cells as f64;
            if space.toward[axis] >= 0.0 { part } else { 1.0 - part }
        };
        let nth = |k: usize, axis: usize| if space.toward[axis] >= 0.0 { k } else { cells - k };
        let is_whole = space.is_whole();
        let place = |column: f64, row: f64| space.on_surface([node(column, 0), node(row, 1)]);
        for row in 0..cells {
            let (mut start, mut shade) = (0, None);
            for column in 0..=cells {
                // Where the surface ends within a cell.
                if column < cells && !is_whole {
                    self.draw_part(
                        space,
                        [0, 1, 3, 2].map(|k| [nth(column + k % 2, 0), nth(row + k / 2, 1)]),
                        ink,
                        theme,
                    );
                }
                let corner = |k: usize| place((column + k % 2) as f64, (row + k / 2) as f64);
                let next = if column < cells { self.shade(space, &[0, 1, 3, 2].map(corner), theme) } else { None };
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

    /// What there is of a cell whose corners, one after the other around it, are not all on the surface.
    fn draw_part(&self, space: &Space, corners: [Node; 4], ink: &Ink<'_>, theme: Theme) {
        let is_there = corners.map(|corner| space.at_node(corner)[2].is_finite());
        if is_there == [true; 4] {
            return;
        }
        let mut outline = Vec::with_capacity(6);
        for k in 0..4 {
            let next = (k + 1) % 4;
            if is_there[k] {
                outline.push(space.at_node(corners[k]));
            }
            match (is_there[k], is_there[next]) {
                (true, false) => outline.extend(space.end([corners[k], corners[next]])),
                (false, true) => outline.extend(space.end([corners[next], corners[k]])),
                _ => {}
            }
        }
        let Some((level, _)) = self.shade(space, &outline, theme) else { return };
        let color = theme.landscape(f64::from(level) / SHADES);
        let places: Vec<Pixel> = outline.iter().map(|&place| pixel(space.to_pixel(place))).collect();
        // Its border, too: no gap shines through to its neighbours.
        ink.line(&[&places[..], &places[..1]].concat(), color, 0.5);
        ink.polygon(places, color);
    }

    /// The level of the colour of a cell, given by what is around it, from its height and from how it stands to the light, and whether its upper side
    /// is seen; nothing at a hole. The light comes over the reader's left shoulder.
    fn shade(&self, space: &Space, outline: &[Place], theme: Theme) -> Option<(u8, bool)> {
        let way = |from: Place, to: Place| [to[0] - from[0], to[1] - from[1], HEIGHT * (to[2] - from[2])];
        let mut normal = [0.0; 3];
        for pair in outline.get(1..)?.windows(2) {
            let (a, b) = (way(outline[0], pair[0]), way(outline[0], pair[1]));
            let cross = [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
            normal = [0, 1, 2].map(|k| normal[k] + cross[k]);
        }
        let dot = |a: Place, b: Place| a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
        let upright = normal[2].signum() / dot(normal, normal).sqrt();
        let front = upright * dot(normal, space.toward) > 0.0;
        let light = (upright * dot(normal, space.light())).abs();
        let height = outline.iter().map(|place| place[2]).sum::<f64>() / outline.len() as f64;
        let tone = match theme {
            Theme::Light => 1.0 - light,
            Theme::Dark => light,
        };
        let level = (SHADES * (0.4 * height + 0.6 * tone)).round();
        level.is_finite().then_some((level as u8, front))
    }

    /// Fine lines at equal distances, and the surface's border.
    fn draw_mesh(&self, space: &Space, ink: &Ink<'_>, theme: Theme) {
        let cells = self.heights.cells();
        let lines = MESH.min(cells);
        let is_whole = space.is_whole();
        for (k, axis) in (0..=lines).flat_map(|k| [(k, 0), (k, 1)]) {
            let fixed = k as f64 / lines as f64;
            // Every other node is enough for so fine a line, but not to see where it ends.
            let nodes = if is_whole { cells.div_ceil(2) } else { cells };
            let place = |step: usize| {
                let free = step as f64 / nodes as f64;
                space.on_surface(if axis == 0 { [free, fixed] } else { [fixed, free] })
            };
            let mut places: Vec<Place> = Vec::with_capacity(nodes + 1);
            for step in 0..=nodes {
                let next = place(step);
                if let Some(before) = places.last()
                    && before[2].is_finite() != next[2].is_finite()
                    && (k * cells).is_multiple_of(lines)
                {
                    let node = |step: usize| {
                        let fixed = k * cells / lines;
                        if axis == 0 { [step, fixed] } else { [fixed, step] }
                    };
                    let ends = [node(step - 1), node(step)];
                    places.extend(space.end(if next[2].is_finite() { [ends[1], ends[0]] } else { ends }));
                }
                places.push(next);
            }
            let [seen, _] = space.parted(&places, &|place| space.on_surface([place[0], place[1]]));
            let part = if k == 0 || k == lines { 0.5 } else { 0.22 };
            for run in runs(&seen) {
                ink.line(&run, mixed(theme.landscape(0.7), theme.quiet_ink(), part), 0.5);
            }
        }
    }
}

impl Mark for Slices<'_> {
    fn add_to(&self, to: &mut Fingerprint) {
        to.kind("slices").and(&self.point).and(&self.slices);
    }

    fn draw(&self, pen: &Pen<'_>, _: usize) {
        let (space, ink, theme) = (&Space::new(&self.relief, pen.frame), pen.ink, pen.theme());
        let point = space.above(self.point);
        let mut seen = Vec::new();
        for (axis, slice) in self.slices.iter().enumerate() {
            let Some(slice) = slice else { continue };
            let place = |&[along, z]: &[f64; 2]| {
                let [x, y] = self.point;
                let place = space.of(if axis == 0 { [along, y, z] } else { [x, along, z] });
                // Beyond the box there is no surface either.
                if space.on_surface([place[0], place[1]])[2].is_finite() { place } else { [f64::NAN; 3] }
            };
            let places: Vec<Place> = slice.points.points.iter().map(place).collect();
            let curve = space.parted(&places, &|place| space.on_surface([place[0], place[1]]));
            let tangent = space.parted(&self.tangent(axis, slice.slope, space), &|place| place);
            let hidden = Stroke {
                color: mixed(theme.landscape(0.5), slice.style.color(theme), 0.6),
                ..Stroke::new(slice.style, theme, HIDDEN)
            };
            path::draw(ink, pen.plane(), &curve[1], 0, &hidden);
            seen.push((slice.style, curve, tangent));
        }
        for (style, [curve, _], _) in &seen {
            for run in runs(curve) {
                ink.line(&run, theme.paper(), WIDTH + 2.0 * HALO);
            }
            path::draw(ink, pen.plane(), curve, 0, &Stroke::new(*style, theme, WIDTH));
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
}

impl Slices<'_> {
    /// The tangent to a slice, in a few pieces.
    fn tangent(&self, axis: usize, slope: f64, space: &Space) -> [Place; 25] {
        let point = space.above(self.point);
        let Relief { axes, z, .. } = &self.relief;
        let (run, rise) = ([axes.x, axes.y][axis].range, z.range);
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
