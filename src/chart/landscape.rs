//! The loss over two parameters: filled contours, the minimum, and the paths of descents.

use super::axes::Projection;
use super::ink::{Ink, pixel};
use super::path::{self, Stroke};
use super::{Axes, Contours, Frame, Layer, Path, Theme, View};
use plotters::prelude::*;

/// A landscape with one or more descents on it.
#[derive(Clone, Copy)]
pub struct Landscape<'a> {
    /// Axes over the two parameters shown.
    pub axes: Axes<'a>,
    /// The filled contours, computed once per landscape.
    pub contours: &'a Contours,
    /// The closed-form minimum, if there is one.
    pub minimum: Option<[f64; 2]>,
    /// The paths so far.
    pub paths: &'a [Path<'a>],
    /// Per path, where the descent is now (between its last two steps while a step is eased).
    pub heads: &'a [[f64; 2]],
    /// Per path, the point of the step before, from which the newest step is emphasised.
    pub tails: &'a [Option<[f64; 2]>],
    /// Per path, a place that the reader looks at in another view.
    pub hovered: &'a [Option<[f64; 2]>],
}

/// Paths, in CSS pixels.
const WIDTH: f64 = 2.5;
/// The newest step.
const NEWEST: f64 = 4.0;
/// The ring around a start.
const START: f64 = 4.0;

impl View for Landscape<'_> {
    fn draw(&self, layer: Layer<'_>, frame: &Frame, ink: &Ink<'_>) {
        let map = self.axes.projection(frame);
        match layer {
            Layer::Axes => self.draw_ground(frame, ink, &map),
            Layer::Trail { from } => {
                for (index, path) in self.paths.iter().enumerate() {
                    self.draw_path(path, from.get(index).copied().unwrap_or(0), frame.theme, ink, &map);
                }
            }
            Layer::Moving => self.draw_moving(frame.theme, ink, &map),
        }
    }

    fn axes(&self) -> Option<&Axes<'_>> {
        Some(&self.axes)
    }

    fn paths(&self) -> &[Path<'_>] {
        self.paths
    }
}

impl Landscape<'_> {
    fn draw_ground(&self, frame: &Frame, ink: &Ink<'_>, map: &Projection) {
        let theme = frame.theme;
        ink.fill(theme.paper());
        self.contours.draw(ink, map, theme);
        self.axes.draw(ink, frame, false);
    }

    fn draw_path(&self, path: &Path<'_>, from: usize, theme: Theme, ink: &Ink<'_>, map: &Projection) {
        let start = path.points.first().filter(|start| from == 0 && is_within(map, **start));
        if let Some(start) = start {
            let center = pixel(map.to_pixel(*start));
            ink.disc(center, ink.whole(START + 2.0), theme.paper());
            ink.ring(center, START, path.series.color(theme), 2.0);
        }
        let stroke = Stroke { halo: Some(theme.paper()), free: START + 1.0, ..Stroke::new(path.series, theme, WIDTH) };
        path::draw(ink, map, path.points, from, &stroke);
    }

    fn draw_moving(&self, theme: Theme, ink: &Ink<'_>, map: &Projection) {
        let newest = |index: usize| {
            let tail = self.tails.get(index).copied().flatten()?;
            path::clip(map.place(tail), map.place(*self.heads.get(index)?), map.plot())
        };
        for (index, path) in self.paths.iter().enumerate() {
            if let Some((from, to)) = newest(index) {
                let step = [pixel(from), pixel(to)];
                ink.line(&step, theme.paper(), NEWEST + 2.0);
                ink.line(&step, path.series.color(theme), NEWEST);
            }
        }
        // Above the paths, so that the goal stays in sight, but below the heads that reach it.
        // Where a head has reached it, its ends behind the head would be mere specks.
        let reached = |minimum: [f64; 2]| {
            let (x, y) = map.to_pixel(minimum);
            self.heads
                .iter()
                .map(|head| map.to_pixel(*head))
                .any(|head| (head.0 - x).abs().max((head.1 - y).abs()) < ink.px(8.0))
        };
        if let Some(minimum) = self.minimum.filter(|minimum| is_within(map, *minimum) && !reached(*minimum)) {
            let (x, y) = pixel(map.to_pixel(minimum));
            for (color, arm, width) in [(theme.paper(), 7.5, 4.0), (theme.ink(), 6.0, 1.5)] {
                let arm = ink.whole(arm);
                ink.line(&[(x - arm, y), (x + arm, y)], color, width);
                ink.line(&[(x, y - arm), (x, y + arm)], color, width);
            }
        }
        for (index, path) in self.paths.iter().enumerate() {
            let (color, marker) = (path.series.color(theme), path.series.marker());
            if let Some(place) = self.hovered.get(index).copied().flatten().filter(|place| is_within(map, *place)) {
                ink.hollow(pixel(map.to_pixel(place)), marker, color, theme.paper());
            }
            match self.heads.get(index).map(|head| map.to_pixel(*head)) {
                Some(head) if contains(map, head) => ink.marker(pixel(head), marker, 1.0, color, theme.paper()),
                Some(head) => draw_arrow(head, newest(index), color, theme, ink, map),
                None => {}
            }
        }
    }
}

fn is_within(map: &Projection, place: [f64; 2]) -> bool {
    contains(map, map.to_pixel(place))
}

fn contains(map: &Projection, (x, y): (f64, f64)) -> bool {
    let (left, top, right, bottom) = map.plot();
    (left..=right).contains(&x) && (top..=bottom).contains(&y)
}

/// An arrow head at the border, pointing to where a descent has gone: where its newest step left the plot, if that
/// was seen, or next to where it is.
pub(super) fn draw_arrow(
    (x, y): (f64, f64),
    step: Option<((f64, f64), (f64, f64))>,
    color: RGBColor,
    theme: Theme,
    ink: &Ink<'_>,
    map: &Projection,
) {
    if x.is_nan() || y.is_nan() {
        return;
    }
    let (left, top, right, bottom) = map.plot();
    let border = (x.clamp(left, right), y.clamp(top, bottom));
    let outwards = |outside: f64| if outside == 0.0 { 0.0 } else { outside.signum() };
    let (tip, (dx, dy)) = match step {
        Some((from, to)) if from != to => (to, (to.0 - from.0, to.1 - from.1)),
        _ => (border, (outwards(x - border.0), outwards(y - border.1))),
    };
    let norm = (dx * dx + dy * dy).sqrt();
    let (dx, dy) = (dx / norm, dy / norm);
    let place = |along: f64, across: f64| {
        let (along, across) = (ink.px(along), ink.px(across));
        pixel((tip.0 + along * dx - across * dy, tip.1 + along * dy + across * dx))
    };
    ink.polygon(vec![place(1.5, 0.0), place(-15.0, -8.5), place(-15.0, 8.5)], theme.paper());
    ink.polygon(vec![place(-1.0, 0.0), place(-13.5, -6.5), place(-13.5, 6.5)], color);
}
