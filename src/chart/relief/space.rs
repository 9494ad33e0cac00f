//! The box around a surface, turned in front of the eye, and what the surface hides of it.
//!
//! A place in the box is given in shares of the three ranges, each from 0 to 1: x, y, z.

use super::heights::Node;
use super::{Heights, Relief};
use crate::chart::Frame;
use crate::chart::map::Reach;

/// A place in the box.
pub(super) type Place = [f64; 3];

/// The height of the box; its sides are 1.
pub(super) const HEIGHT: f64 = 0.68;
/// Room around the box for its labels, in CSS pixels.
const MARGIN: f64 = 27.0;
/// A surface that lies in front by less than this share of the box' height hides nothing: a curve on the surface is
/// not hidden by the few cells that it runs through.
const CONTACT: f64 = 0.004;

/// The box on a frame: an orthographic projection that keeps its scale however the box is turned.
pub(super) struct Space {
    heights: Heights,
    /// Of x, y and z.
    ranges: [(f64, f64); 3],
    pub(super) knee: f64,
    foot: f64,
    center: (f64, f64),
    /// Units to a side of the box.
    unit: f64,
    scale: f64,
    right: Place,
    up: Place,
    /// Towards the eye, the height measured as the sides are.
    pub(super) toward: Place,
}

impl Space {
    pub(super) fn new(view: &Relief<'_>, frame: &Frame) -> Self {
        let number = |value: f64| if value.is_finite() { value } else { 0.0 };
        let (azimuth, elevation) = (number(view.turn.0), number(view.turn.1).clamp(0.0, core::f64::consts::FRAC_PI_2));
        let (sin, cos) = (libm::sin(azimuth), libm::cos(azimuth));
        let (rise, level) = (libm::sin(elevation), libm::cos(elevation));
        let (width, height) = (f64::from(frame.size.0), f64::from(frame.size.1));
        // What the box takes at most: its floor's diagonal, and nearly that of its own, which few turns show whole.
        let (wide, high) = (2.0_f64.sqrt(), 0.93 * (2.0 + HEIGHT * HEIGHT).sqrt());
        let margin = 2.0 * MARGIN * frame.scale;
        Space {
            heights: view.heights.clone(),
            ranges: [view.axes.x.range, view.axes.y.range, view.z.range],
            knee: view.knee,
            foot: view.foot,
            center: (0.5 * width, 0.5 * height),
            unit: ((width - 1.3 * margin) / wide).min((height - margin) / high).max(1.0),
            scale: frame.scale,
            right: [-sin, cos, 0.0],
            up: [-rise * cos, -rise * sin, level],
            toward: [level * cos, level * sin, rise],
        }
    }

    /// The place of a point in data coordinates, which may lie outside the box.
    pub(super) fn of(&self, point: [f64; 3]) -> Place {
        [part(point[0], self.ranges[0]), part(point[1], self.ranges[1]), self.level(point[2])]
    }

    /// The share of the box' height at a value.
    pub(super) fn level(&self, value: f64) -> f64 {
        let (low, high) = self.ranges[2];
        let share = part(value, (low, high));
        let steepness = (high - low) / self.knee;
        let share = if steepness > 0.0 { libm::log1p(share * steepness) / libm::log1p(steepness) } else { share };
        self.foot + (1.0 - self.foot) * share
    }

    /// The place of a point of the plane that the box stands on, in data coordinates.
    pub(super) fn on_floor(&self, [x, y]: [f64; 2]) -> Place {
        let [x, y, _] = self.of([x, y, 0.0]);
        [x, y, 0.0]
    }

    /// Cells of the surface along each side.
    pub(super) fn cells(&self) -> usize {
        self.heights.cells()
    }

    /// The place of the surface above a point of the floor, in data coordinates.
    pub(super) fn above(&self, [x, y]: [f64; 2]) -> Place {
        let [x, y, _] = self.of([x, y, 0.0]);
        self.on_surface([x, y])
    }

    /// The surface above a place of the floor; not a number where there is none in the box.
    pub(super) fn on_surface(&self, floor: [f64; 2]) -> Place {
        let height = self.level(self.heights.at(floor));
        let inside = (-1e-9..=1.0 + 1e-9).contains(&height);
        [floor[0], floor[1], if inside { height } else { f64::NAN }]
    }

    /// The surface at a node of its cells; not a number where there is none in the box.
    pub(super) fn at_node(&self, node: Node) -> Place {
        self.on_surface(node.map(|k| k as f64 / self.cells() as f64))
    }

    /// Where the surface ends between a node of it and a neighbour that is not: at a hole, or at the box.
    pub(super) fn end(&self, nodes: [Node; 2]) -> Option<Place> {
        let from = self.at_node(nodes[0]);
        let (part, value) = self.heights.rim(nodes).unwrap_or((1.0, self.heights.at_node(nodes[1])));
        let floor = nodes[1].map(|k| k as f64 / self.cells() as f64);
        let between = |from: Place, to: Place, part: f64| [0, 1, 2].map(|k| from[k] + part * (to[k] - from[k]));
        let to = between(from, [floor[0], floor[1], from[2]], part);
        let to = [to[0], to[1], self.level(value)];
        let border = to[2].clamp(0.0, 1.0);
        let way = (border - from[2]) / (to[2] - from[2]);
        let end = if border == to[2] { to } else { between(from, to, way) };
        end.iter().all(|part| part.is_finite()).then_some(end)
    }

    /// Whether the surface is in the box, and without a hole.
    pub(super) fn is_whole(&self) -> bool {
        let nodes = 0..=self.cells();
        nodes.clone().all(|row| nodes.clone().all(|column| self.at_node([column, row])[2].is_finite()))
    }

    /// Units.
    pub(super) fn to_pixel(&self, place: Place) -> (f64, f64) {
        let [x, y, z] = [place[0] - 0.5, place[1] - 0.5, HEIGHT * (place[2] - 0.5)];
        let along = |axis: Place| self.unit * (axis[0] * x + axis[1] * y + axis[2] * z);
        (self.center.0 + along(self.right), self.center.1 - along(self.up))
    }

    /// CSS pixels.
    pub(super) fn to_css(&self, place: Place) -> (f64, f64) {
        let (x, y) = self.to_pixel(place);
        (x / self.scale, y / self.scale)
    }

    /// The point of the plane that the box stands on under a pointer, in data coordinates; beside the floor the border's.
    pub(super) fn floor_under(&self, x: f64, y: f64) -> Option<[f64; 2]> {
        let across = (x * self.scale - self.center.0) / self.unit;
        let upward = (self.center.1 - y * self.scale) / self.unit + 0.5 * HEIGHT * self.up[2];
        // What is up on the screen is away from the eye in the plane.
        let (rise, [sin, cos]) = (self.toward[2], [-self.right[0], self.right[1]]);
        let away = -upward / rise;
        let [x, y] = [0.5 - sin * across + cos * away, 0.5 + cos * across + sin * away];
        (x.is_finite() && y.is_finite()).then(|| [value(x, self.ranges[0]), value(y, self.ranges[1])])
    }

    /// The front-most point of the surface under a pointer, in data coordinates.
    pub(super) fn under(&self, x: f64, y: f64) -> Option<[f64; 2]> {
        let across = (x * self.scale - self.center.0) / self.unit;
        let upward = (self.center.1 - y * self.scale) / self.unit;
        let [x, y, z] = [0, 1, 2].map(|k| across * self.right[k] + upward * self.up[k]);
        let middle = [0.5 + x, 0.5 + y, 0.5 + z / HEIGHT];
        let (far, near) = self.inside(middle)?;
        let (mut before, mut after) = self.meets(middle, near, far, 0.0)?;
        let side = self.above_surface(middle, before) > 0.0;
        for _ in 0..40 {
            let step = 0.5 * (before + after);
            *(if (self.above_surface(middle, step) > 0.0) == side { &mut before } else { &mut after }) = step;
        }
        let [x, y, _] = self.along(middle, before);
        Some([value(x, self.ranges[0]), value(y, self.ranges[1])])
    }

    /// Whether nothing of the surface is in front of a place.
    pub(super) fn is_seen(&self, place: Place) -> bool {
        let hides = |(far, near): (f64, f64)| near > 0.0 && self.meets(place, far.max(0.0), near, CONTACT).is_some();
        !self.inside(place).is_some_and(hides)
    }

    /// A curve on the screen, what is seen of it and what is hidden, in units; a place that is not a number
    /// stands between the parts. The curve is hidden where the surface is in front of it, or of its `foot`.
    pub(super) fn parted(&self, curve: &[Place], foot: &dyn Fn(Place) -> Place) -> [Vec<[f64; 2]>; 2] {
        let mut parts = [Vec::new(), Vec::new()];
        let pixel = |place: Place| <[f64; 2]>::from(self.to_pixel(place));
        let seen = |place: Place| self.is_seen(foot(place));
        let mut before: Option<(Place, bool)> = None;
        for &place in curve {
            let is_seen = seen(place);
            if let Some((mut from, was_seen)) = before.filter(|(_, was_seen)| *was_seen != is_seen) {
                let mut to = place;
                for _ in 0..5 {
                    let middle = [0, 1, 2].map(|k| 0.5 * (from[k] + to[k]));
                    *(if seen(middle) == was_seen { &mut from } else { &mut to }) = middle;
                }
                parts[usize::from(!was_seen)].extend([pixel(from), [f64::NAN; 2]]);
                parts[usize::from(!is_seen)].push(pixel(from));
            }
            parts[usize::from(!is_seen)].push(pixel(place));
            before = Some((place, is_seen));
        }
        parts
    }

    /// Towards the light, which turns with the eye: from above and the left.
    pub(super) fn light(&self) -> Place {
        [0, 1, 2].map(|k| 0.62 * self.toward[k] + 0.62 * self.up[k] - 0.48 * self.right[k])
    }

    /// The way along the line of sight, as a place's change for a step of one.
    pub(super) fn sight(&self) -> Place {
        [self.toward[0], self.toward[1], self.toward[2] / HEIGHT]
    }

    fn along(&self, place: Place, step: f64) -> Place {
        let sight = self.sight();
        [0, 1, 2].map(|k| place[k] + step * sight[k])
    }

    /// Where the line of sight through a place enters and leaves the box, in steps from the place towards the eye.
    fn inside(&self, place: Place) -> Option<(f64, f64)> {
        let (mut far, mut near) = (f64::NEG_INFINITY, f64::INFINITY);
        for (at, way) in place.into_iter().zip(self.sight()) {
            if way.abs() > 1e-9 {
                let (a, b) = (-at / way, (1.0 - at) / way);
                (far, near) = (far.max(a.min(b)), near.min(a.max(b)));
            } else if !(0.0..=1.0).contains(&at) {
                return None;
            }
        }
        (far <= near && far.is_finite() && near.is_finite()).then_some((far, near))
    }

    /// How high above the surface the line of sight through a place is, a step from it.
    fn above_surface(&self, place: Place, step: f64) -> f64 {
        let at = self.along(place, step);
        at[2] - self.on_surface([at[0], at[1]])[2]
    }

    /// The first two steps on the line of sight through a place between which the line goes through the surface from one
    /// side, at least so far off, to the other. A hole is no way through.
    fn meets(&self, place: Place, from: f64, to: f64, off: f64) -> Option<(f64, f64)> {
        // Half a cell at a time: nothing that is to be seen is thinner.
        let floor = self.toward[0].abs().max(self.toward[1].abs());
        let count = (2.0 * self.heights.cells() as f64 * floor * (to - from).abs()).ceil().max(1.0) as u32;
        let mut last: Option<(f64, bool)> = None;
        for k in 0..=count {
            let step = from + (to - from) * f64::from(k) / f64::from(count);
            let gap = self.above_surface(place, step);
            match last {
                _ if gap.is_nan() => last = None,
                _ if gap.abs() < off => {}
                Some((before, side)) if side != (gap > 0.0) => return Some((before, step)),
                _ => last = Some((step, gap > 0.0)),
            }
        }
        None
    }
}

impl Reach for Space {
    /// The surface's point above one of the floor.
    fn to_css_pixel(&self, point: [f64; 2]) -> (f64, f64) {
        self.to_css(self.above(point))
    }

    fn from_css_pixel(&self, x: f64, y: f64) -> Option<[f64; 2]> {
        self.under(x, y)
    }
}

/// The share of a range below a value.
fn part(value: f64, (low, high): (f64, f64)) -> f64 {
    (value - low) / (high - low)
}

/// The value at a share of a range.
fn value(part: f64, (low, high): (f64, f64)) -> f64 {
    (low * (1.0 - part) + high * part).max(low).min(high)
}
