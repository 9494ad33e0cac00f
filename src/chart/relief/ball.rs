//! Descents on a surface that turns: their paths, and where they are as balls on it.

use super::runs;
use super::space::{Place, Space};
use crate::chart::clip::clip;
use crate::chart::fingerprint::Fingerprint;
use crate::chart::ink::pixel;
use crate::chart::picture::{Mark, Pen, Picture};
use crate::chart::points::{Minimum, draw_arrow};
use crate::chart::theme::mixed;
use crate::chart::{Descent, Relief, Style, Trace};

/// A place of the floor, and the style of the marker above it.
pub type Marked = ([f64; 2], Style);

/// A surface with its minimum, if it is known, places that are marked, and one or more descents on it. What the surface hides of
/// them is thin.
pub fn descents_on_relief<'a>(
    relief: Relief<'a>,
    minimum: Option<[f64; 2]>,
    marked: Vec<Marked>,
    descents: &[Descent<'a>],
) -> Picture<'a> {
    let mut picture = Picture::new(relief);
    picture.ground.push(relief);
    for descent in descents {
        picture.still.push(Way { relief, path: descent.path, descent: *descent });
    }
    picture.moving.push(Balls { relief, minimum, marked, descents: descents.to_vec() });
    picture
}

/// The path of a descent on a surface. It grows.
struct Way<'a> {
    relief: Relief<'a>,
    path: Trace<'a>,
    descent: Descent<'a>,
}

/// Where descents are on a surface.
struct Balls<'a> {
    relief: Relief<'a>,
    minimum: Option<[f64; 2]>,
    marked: Vec<Marked>,
    descents: Vec<Descent<'a>>,
}

/// In CSS pixels.
const WIDTH: f64 = 2.5;
const HIDDEN: f64 = 1.0;
const NEWEST: f64 = 4.0;
const START: f64 = 4.0;
/// A ball, in markers.
const BALL: f64 = 1.25;
/// Places closer to the last one drawn than this make no difference to see.
const CLOSE: f64 = 1.5;

/// Draws the way from one point of the floor to another on the surface, as wide as given where it is seen.
fn draw_step(descent: &Descent<'_>, [from, to]: [[f64; 2]; 2], width: f64, space: &Space, pen: &Pen<'_>) {
    let [from, to] = [from, to].map(|[x, y]| space.of([x, y, 0.0])).map(|[x, y, _]| (x, y));
    let Some((from, to)) = clip(from, to, (0.0, 0.0, 1.0, 1.0)) else { return };
    // Half a cell at a time it stays on the surface.
    let cells = 2.0 * space.cells() as f64 * (to.0 - from.0).abs().max((to.1 - from.1).abs());
    let count = cells.ceil().max(1.0) as u32;
    let place = |k: u32| {
        let part = f64::from(k) / f64::from(count);
        space.on_surface([from.0 + part * (to.0 - from.0), from.1 + part * (to.1 - from.1)])
    };
    let places: Vec<Place> = (0..=count).map(place).collect();
    let [seen, hidden] = space.parted(&places, &|place| place);
    let color = descent.style.color(pen.theme());
    for run in runs(&hidden) {
        pen.ink.line(&run, mixed(pen.theme().landscape(0.5), color, 0.6), HIDDEN);
    }
    for run in runs(&seen) {
        pen.ink.line(&run, color, width);
        // Steps have blunt ends: round ones join them.
        if let Some(&end) = run.last() {
            pen.ink.disc(end, pen.ink.whole(0.5 * width), color);
        }
    }
}

impl Mark for Way<'_> {
    fn add_to(&self, to: &mut Fingerprint) {
        to.kind("way").and(self.path.identity).and(&self.descent.style);
    }

    fn draw(&self, pen: &Pen<'_>, from: usize) {
        let (space, points) = (Space::new(&self.relief, pen.frame), self.path.points);
        let place = |point: [f64; 2]| space.to_pixel(space.above(point));
        if let Some(&start) = points.first().filter(|_| from == 0) {
            let (at, color) = (place(start), self.descent.style.color(pen.theme()));
            if at.0.is_finite() && at.1.is_finite() {
                pen.ink.disc(pixel(at), pen.ink.whole(START + 1.5), pen.theme().paper());
                pen.ink.ring(pixel(at), START, color, 2.0);
            }
        }
        let mut last: Option<[f64; 2]> = None;
        for (index, &point) in points.iter().enumerate() {
            let Some(before) = last else {
                last = Some(point);
                continue;
            };
            let (a, b) = (place(before), place(point));
            if libm::hypot(b.0 - a.0, b.1 - a.1) < pen.ink.px(CLOSE) {
                continue;
            }
            last = Some(point);
            if index >= from {
                draw_step(&self.descent, [before, point], WIDTH, &space, pen);
            }
        }
    }

    fn length(&self) -> Option<usize> {
        Some(self.path.points.len())
    }
}

impl Mark for Balls<'_> {
    fn add_to(&self, to: &mut Fingerprint) {
        to.kind("balls").and(&self.minimum.is_some());
        if let Some(minimum) = &self.minimum {
            to.and(minimum);
        }
        for (place, style) in &self.marked {
            to.and(place).and(style);
        }
        for descent in &self.descents {
            let Descent { style, head, tail, hovered, ahead, .. } = descent;
            to.and(style).and(head).and(&tail.unwrap_or(*head)).and(&hovered.unwrap_or([f64::NAN; 2])).and(*ahead);
        }
    }

    fn draw(&self, pen: &Pen<'_>, _: usize) {
        let (space, ink, theme) = (Space::new(&self.relief, pen.frame), pen.ink, pen.theme());
        let above = |point: [f64; 2]| space.above(point);
        let on_paper = |point: [f64; 2]| <[f64; 2]>::from(space.to_pixel(above(point)));
        for descent in &self.descents {
            for ahead in descent.ahead.windows(2) {
                draw_step(descent, [ahead[0], ahead[1]], 1.25, &space, pen);
            }
            if let Some(tail) = descent.tail {
                draw_step(descent, [tail, descent.head], NEWEST, &space, pen);
            }
        }
        if let Some(minimum) = self.minimum {
            let heads = self.descents.iter().map(|descent| on_paper(descent.head)).collect();
            Minimum { at: on_paper(minimum), heads }.draw(pen, 0);
        }
        for &(place, style) in &self.marked {
            let at = above(place);
            if at[2].is_finite() && space.is_seen(at) {
                ink.marker(pixel(space.to_pixel(at)), style.marker(), 1.0, style.color(theme), theme.paper());
            }
        }
        for Descent { style, head, tail, hovered, .. } in &self.descents {
            let color = style.color(theme);
            let hollow = |point: [f64; 2]| {
                let at = above(point);
                if at[2].is_finite() {
                    ink.hollow(pixel(space.to_pixel(at)), style.marker(), color, theme.paper());
                }
            };
            hovered.iter().for_each(|&place| hollow(place));
            let at = above(*head);
            if !at[2].is_finite() {
                // Beyond the box: an arrow where its newest step left it.
                let floor = |[x, y]: [f64; 2]| (space.of([x, y, 0.0])[0], space.of([x, y, 0.0])[1]);
                let left = tail.and_then(|tail| clip(floor(tail), floor(*head), (0.0, 0.0, 1.0, 1.0)));
                if let Some(step) = left {
                    let [from, to] = [step.0, step.1].map(|(x, y)| space.to_pixel(space.on_surface([x, y])));
                    draw_arrow(to, Some((from, to)), color, pen);
                }
            } else if space.is_seen(at) {
                ink.marker(pixel(space.to_pixel(at)), style.marker(), BALL, color, theme.paper());
            } else {
                hollow(*head);
            }
        }
    }
}
