//! A landscape in its plane with its heights above it: the surface with each contour line at its height, a point in the plane and on the
//! surface, and arrows where they belong, in the plane.

use super::space::{HEIGHT, Place, Space};
use super::{Relief, edges, runs};
use crate::chart::contour::Contours;
use crate::chart::fingerprint::Fingerprint;
use crate::chart::ink::pixel;
use crate::chart::map::{Map, Reach};
use crate::chart::picture::{self, Mark, Pen, Picture};
use crate::chart::theme::mixed;
use crate::chart::{Frame, Line, Marker, Tone, arrow};

/// A plane with a surface above it. Its points are those of the plane.
#[derive(Clone, Copy)]
pub struct Lifted<'a> {
    /// The surface, with room below it: [`Relief::foot`].
    pub relief: Relief<'a>,
    /// The contours, over the same ranges.
    pub contours: &'a Contours,
}

/// A point of the plane, the point of the surface above it, and what sets out from either.
pub struct Above<'a> {
    /// Where it all stands.
    pub lifted: Lifted<'a>,
    /// The point.
    pub at: [f64; 2],
    /// Tips of arrows from the point, in the plane.
    pub arrows: Vec<([f64; 2], Line)>,
    /// The way on the surface along some way in the plane, with its rise, and how it is drawn: with what it goes along,
    /// level, and what it climbs on that way.
    pub slope: ([f64; 2], f64, Line),
}

/// A landscape with its heights above it.
pub fn lifted(landscape: Lifted<'_>) -> Picture<'_> {
    let mut picture = Picture::new(landscape);
    picture.ground.push(landscape);
    picture
}

/// Contour lines at their heights, in CSS pixels.
const WIDTH: f64 = 1.25;
/// The way on the surface, in sides of the box.
const REACH: f64 = 0.34;

/// A plane that is seen in space.
struct Floor(Space);

impl Reach for Floor {
    fn to_css_pixel(&self, point: [f64; 2]) -> (f64, f64) {
        self.0.to_css(self.0.on_floor(point))
    }

    fn from_css_pixel(&self, x: f64, y: f64) -> Option<[f64; 2]> {
        self.0.floor_under(x, y)
    }
}

impl picture::Space for Lifted<'_> {
    fn add_to(&self, to: &mut Fingerprint) {
        picture::Space::add_to(&self.relief, to);
        to.kind("lifted");
    }

    fn on(&self, frame: &Frame) -> Map {
        Map::of(frame, Floor(Space::new(&self.relief, frame)))
    }
}

impl Mark for Lifted<'_> {
    fn add_to(&self, to: &mut Fingerprint) {
        self.contours.add_to(to);
    }

    fn draw(&self, pen: &Pen<'_>, _: usize) {
        let (space, theme) = (Space::new(&self.relief, pen.frame), pen.theme());
        self.contours.fill(&|point| pixel(space.to_pixel(space.on_floor(point))), pen);
        edges::draw(&self.relief, &space, pen.ink, pen.frame);
        self.relief.draw_surface(&space, pen.ink, theme);
        let draw = |places: &mut dyn Iterator<Item = Place>, part: f64| {
            let places: Vec<Place> = places.collect();
            let [seen, _] = space.parted(&places, &|place| space.on_surface([place[0], place[1]]));
            for run in runs(&seen) {
                pen.ink.line(&run, mixed(theme.landscape(part), theme.quiet_ink(), 0.75), WIDTH);
            }
        };
        let cells = space.cells();
        for side in [[0, 0], [0, cells], [1, 0], [1, cells]] {
            let node = |k: usize| if side[0] == 0 { [k, side[1]] } else { [side[1], k] };
            draw(&mut (0..=cells).map(|k| space.at_node(node(k))), 0.5);
        }
        for (part, level, line) in self.contours.lines() {
            draw(&mut line.iter().map(|&[x, y]| space.of([x, y, level])), part);
        }
    }
}

impl Mark for Above<'_> {
    fn add_to(&self, to: &mut Fingerprint) {
        let (direction, slope, line) = &self.slope;
        to.kind("above").and(&self.at).and(direction).and(slope).and(line);
        for (tip, line) in &self.arrows {
            to.and(tip).and(line);
        }
    }

    fn draw(&self, pen: &Pen<'_>, _: usize) {
        let (space, ink) = (Space::new(&self.lifted.relief, pen.frame), pen.ink);
        let on_floor = |point: [f64; 2]| space.to_pixel(space.on_floor(point));
        let (foot, above) = (on_floor(self.at), space.above(self.at));
        if above[2].is_finite() {
            let at = space.to_pixel(above);
            Line::dashed(Tone::Quiet, 1.0).draw(&[foot.into(), at.into()], 0, pen);
        }
        ink.hollow(pixel(foot), Marker::Round, pen.theme().ink(), pen.theme().paper());
        for (tip, line) in &self.arrows {
            arrow::draw(foot, on_floor(*tip), line, pen);
        }
        if above[2].is_finite() {
            let (direction, slope, line) = &self.slope;
            let [from, along, to] = self.climb(above, *direction, *slope, &space);
            Line::dashed(Tone::Ink, 1.0).draw(&[from.into(), along.into(), to.into()], 0, pen);
            // No arrow: what points is in the plane.
            line.draw(&[from.into(), to.into()], 0, pen);
            ink.marker(pixel(space.to_pixel(above)), Marker::Round, 1.0, pen.theme().ink(), pen.theme().paper());
        }
    }
}

impl Above<'_> {
    /// Where the way on the surface begins, where it would lead were it level, and where it leads: as far as the way in the
    /// plane, unless it is too steep for that.
    fn climb(&self, above: Place, direction: [f64; 2], slope: f64, space: &Space) -> [(f64, f64); 3] {
        let size = |(low, high): (f64, f64)| high - low;
        let Relief { axes, z, foot, .. } = &self.lifted.relief;
        let (x, y) = (direction[0] / size(axes.x.range), direction[1] / size(axes.y.range));
        let rise = slope / size(z.range) * (1.0 - foot);
        let length = (x * x + y * y + HEIGHT * HEIGHT * rise * rise).sqrt();
        let part = (REACH / length).min(1.0);
        let place = |along: f64, up: f64| [above[0] + along * x, above[1] + along * y, above[2] + up * rise];
        [place(0.0, 0.0), place(part, 0.0), place(part, part)].map(|place| space.to_pixel(place))
    }
}
