//! A plane with axes, and marks on it: curves, arrows, points, squares, words.

use super::axes::{Axis, Projection};
use super::fingerprint::Fingerprint;
use super::ink::{Ink, pixel};
use super::landscape::draw_arrow;
use super::path::{self, Stroke};
use super::{Axes, Contours, Frame, Layer, Marker, Series, Theme, View};
use plotters::prelude::*;
use plotters::style::text_anchor::HPos;

/// A plane with marks on it. What stands still is drawn when the view changes, what moves in each frame.
#[derive(Clone, Copy)]
pub struct Plot<'a> {
    /// The axes.
    pub axes: Axes<'a>,
    /// A landscape below the marks; otherwise there is a grid.
    pub contours: Option<&'a Contours>,
    /// What stands still from one frame to the next, bottom to top.
    pub still: &'a [Mark<'a>],
    /// What moves in each frame, bottom to top; words among it are left out.
    pub moving: &'a [Mark<'a>],
}

/// What colour a mark has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// As text.
    Ink,
    /// As labels, for what only helps to see.
    Quiet,
    /// As whatever can be moved.
    Movable,
    /// As divergence.
    Trouble,
    /// As a series.
    Of(Series),
}

/// Lines by their look.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    /// The colour.
    pub tone: Tone,
    /// Width in CSS pixels.
    pub width: f64,
    /// Lengths of ink and gap in turn, in CSS pixels; empty for a solid line.
    pub dash: &'static [f64],
}

impl Line {
    /// A solid line.
    pub const fn solid(tone: Tone, width: f64) -> Self {
        Line { tone, width, dash: &[] }
    }

    /// A dashed line.
    pub const fn dashed(tone: Tone, width: f64) -> Self {
        Line { tone, width, dash: &[5.0, 4.0] }
    }
}

/// One mark, in data coordinates. Nothing is drawn outside the plot, nor at a place that is not finite.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Mark<'a> {
    /// A polyline; a point that is not finite interrupts it.
    Curve(&'a [[f64; 2]], Line),
    /// A straight line between two points.
    Segment([[f64; 2]; 2], Line),
    /// A straight line across the whole plot, through a point with a slope.
    Straight([f64; 2], f64, Line),
    /// An arrow from the first point to the second.
    Arrow([[f64; 2]; 2], Line),
    /// A filled rectangle between two corners, faint, with an outline.
    Area([[f64; 2]; 2], Tone),
    /// A filled marker.
    Point([f64; 2], Marker, Tone),
    /// A filled marker at the second point; outside the plot, an arrow at its border, where the way from the first
    /// leaves it.
    Head([[f64; 2]; 2], Marker, Tone),
    /// A hollow round marker.
    Ring([f64; 2], Tone),
    /// A line of text beside a point: to its right (1), above (0), or to its left (−1).
    Word([f64; 2], &'a str, i32, Tone),
}

impl Tone {
    fn color(self, theme: Theme) -> RGBColor {
        match self {
            Tone::Ink => theme.ink(),
            Tone::Quiet => theme.quiet_ink(),
            Tone::Movable => theme.movable(),
            Tone::Trouble => theme.trouble(),
            Tone::Of(series) => series.color(theme),
        }
    }
}

impl View for Plot<'_> {
    fn draw(&self, layer: Layer<'_>, frame: &Frame, ink: &Ink<'_>) {
        let map = self.axes.projection(frame);
        let pen = Pen { theme: frame.theme, ink, map: &map };
        match layer {
            Layer::Axes => {
                ink.fill(frame.theme.paper());
                if let Some(contours) = self.contours {
                    contours.draw(ink, &map, frame.theme);
                }
                self.axes.draw(ink, frame, self.contours.is_none());
                self.draw_zero(&pen);
            }
            Layer::Trail { .. } => self.still.iter().for_each(|mark| pen.draw(mark, true)),
            Layer::Moving => self.moving.iter().for_each(|mark| pen.draw(mark, false)),
        }
    }

    fn axes(&self) -> Option<&Axes<'_>> {
        Some(&self.axes)
    }

    fn fingerprints(&self) -> Option<[Fingerprint; 3]> {
        let mut axes = Fingerprint::default();
        for Axis { title, range, scale } in [self.axes.x, self.axes.y] {
            axes.add_text(title);
            axes.add(&[range.0, range.1]);
            axes.add_bits(scale as u64);
        }
        if let Some(contours) = self.contours {
            contours.add_to(&mut axes);
        }
        let of = |marks: &[Mark<'_>]| {
            let mut fingerprint = Fingerprint::default();
            marks.iter().for_each(|mark| mark.add_to(&mut fingerprint));
            fingerprint
        };
        Some([axes, of(self.still), of(self.moving)])
    }
}

impl Plot<'_> {
    /// The lines where a coordinate is zero, on a grid that holds them.
    fn draw_zero(&self, pen: &Pen<'_>) {
        let (left, top, right, bottom) = pen.map.plot();
        let (x, y) = pen.map.to_pixel([0.0, 0.0]);
        let color = pen.theme.quiet_ink();
        if self.contours.is_none() && y > top && y < bottom {
            pen.ink.horizontal(left as i32, right as i32, pixel((x, y)).1, color);
        }
        if self.contours.is_none() && x > left && x < right {
            pen.ink.vertical(pixel((x, y)).0, top as i32, bottom as i32, color);
        }
    }
}

impl Mark<'_> {
    fn add_to(&self, to: &mut Fingerprint) {
        // The kind and the number of points first: then no list of marks reads as another.
        let (kind, points, line): (u64, &[[f64; 2]], Option<&Line>) = match self {
            Mark::Curve(points, line) => (0, points, Some(line)),
            Mark::Segment(ends, line) => (1, ends, Some(line)),
            Mark::Straight(through, slope, line) => {
                to.add(&[*slope]);
                (2, std::slice::from_ref(through), Some(line))
            }
            Mark::Arrow(ends, line) => (3, ends, Some(line)),
            Mark::Area(corners, tone) => {
                tone.add_to(to);
                (4, corners, None)
            }
            Mark::Point(at, marker, tone) => {
                tone.add_to(to);
                to.add_bits(*marker as u64);
                (5, std::slice::from_ref(at), None)
            }
            Mark::Head(way, marker, tone) => {
                tone.add_to(to);
                to.add_bits(*marker as u64);
                (8, way, None)
            }
            Mark::Ring(at, tone) => {
                tone.add_to(to);
                (6, std::slice::from_ref(at), None)
            }
            Mark::Word(at, text, side, tone) => {
                tone.add_to(to);
                to.add_text(text);
                to.add_bits(u64::from(side.cast_unsigned()));
                (7, std::slice::from_ref(at), None)
            }
        };
        to.add_bits(kind);
        if let Some(line) = line {
            line.tone.add_to(to);
            to.add(&[line.width]);
            to.add_bits(line.dash.len() as u64);
            to.add(line.dash);
        }
        to.add_bits(points.len() as u64);
        to.add(points.as_flattened());
    }
}

impl Tone {
    fn add_to(self, to: &mut Fingerprint) {
        to.add_bits(match self {
            Tone::Ink => 0,
            Tone::Quiet => 1,
            Tone::Movable => 2,
            Tone::Trouble => 3,
            Tone::Of(Series::Batch) => 4,
            Tone::Of(Series::Stochastic) => 5,
            Tone::Of(Series::MiniBatch) => 6,
            Tone::Of(Series::Further(index)) => 7 + u64::from(index),
        });
    }
}

/// What it takes to put marks on a plot.
struct Pen<'a> {
    theme: Theme,
    ink: &'a Ink<'a>,
    map: &'a Projection,
}

impl Pen<'_> {
    fn draw(&self, mark: &Mark<'_>, words: bool) {
        match *mark {
            Mark::Curve(points, line) => self.line(points, line),
            Mark::Segment(ends, line) => self.line(&ends, line),
            Mark::Straight(through, slope, line) => self.line(&self.across(through, slope), line),
            Mark::Arrow([from, to], line) => self.arrow(from, to, line),
            Mark::Area(corners, tone) => self.area(corners, tone),
            Mark::Point(at, marker, tone) => {
                if let Some(at) = self.visible(at) {
                    self.ink.marker(pixel(at), marker, 1.0, tone.color(self.theme), self.theme.paper());
                }
            }
            Mark::Head([from, at], marker, tone) => {
                let color = tone.color(self.theme);
                if let Some(at) = self.visible(at) {
                    self.ink.marker(pixel(at), marker, 1.0, color, self.theme.paper());
                } else {
                    let step = path::clip(self.map.place(from), self.map.place(at), self.map.plot());
                    draw_arrow(self.map.to_pixel(at), step, color, self.theme, self.ink, self.map);
                }
            }
            Mark::Ring(at, tone) => {
                if let Some(at) = self.visible(at) {
                    self.ink.hollow(pixel(at), Marker::Round, tone.color(self.theme), self.theme.paper());
                }
            }
            Mark::Word(at, text, side, tone) if words => self.word(at, text, side, tone),
            Mark::Word(..) => {}
        }
    }

    fn visible(&self, at: [f64; 2]) -> Option<(f64, f64)> {
        let (left, top, right, bottom) = self.map.plot();
        let (x, y) = self.map.to_pixel(at);
        ((left..=right).contains(&x) && (top..=bottom).contains(&y)).then_some((x, y))
    }

    fn line(&self, points: &[[f64; 2]], line: Line) {
        // A graph doesn't cross itself as a path does: its halo may lie below all of it.
        if line.width >= 2.0 {
            let width = line.width + 2.0 * path::HALO;
            let halo = Stroke { color: self.theme.paper(), dash: &[], width, halo: None, free: 0.0 };
            path::draw(self.ink, self.map, points, 0, &halo);
        }
        let color = line.tone.color(self.theme);
        let stroke = Stroke { color, dash: line.dash, width: line.width, halo: None, free: 0.0 };
        path::draw(self.ink, self.map, points, 0, &stroke);
    }

    /// Two points of a straight line, beyond the plot's left and right; on a steep line nearer.
    fn across(&self, [x, y]: [f64; 2], slope: f64) -> [[f64; 2]; 2] {
        let (left, top, right, bottom) = self.map.plot();
        let (x0, y0) = self.map.place([x, y]);
        let (x1, y1) = self.map.place([x + 1.0, y + slope]);
        let (dx, dy) = (x1 - x0, y1 - y0);
        let reach =
            ((right - left) + (bottom - top) + (x0 - left).abs() + (y0 - top).abs()) / (dx * dx + dy * dy).sqrt();
        [[x - reach, y - reach * slope], [x + reach, y + reach * slope]]
    }

    fn arrow(&self, from: [f64; 2], to: [f64; 2], line: Line) {
        let (start, tip) = (self.map.place(from), self.map.place(to));
        let (dx, dy) = (tip.0 - start.0, tip.1 - start.1);
        let length = (dx * dx + dy * dy).sqrt();
        if !length.is_finite() || length < self.ink.px(2.0) {
            return;
        }
        let color = line.tone.color(self.theme);
        let (dx, dy) = (dx / length, dy / length);
        let head = self.ink.px(3.0 + 3.0 * line.width).min(0.7 * length);
        let neck = (tip.0 - 0.8 * head * dx, tip.1 - 0.8 * head * dy);
        if let Some((from, to)) = path::clip(start, neck, self.map.plot()) {
            if line.width >= 2.0 {
                self.ink.line(&[pixel(from), pixel(to)], self.theme.paper(), line.width + 2.0);
            }
            self.ink.line(&[pixel(from), pixel(to)], color, line.width);
        }
        if self.visible(to).is_none() {
            return;
        }
        let wing = |side: f64| {
            let across = side * 0.42 * head;
            pixel((tip.0 - head * dx - across * dy, tip.1 - head * dy + across * dx))
        };
        self.ink.polygon(vec![pixel(tip), wing(1.0), wing(-1.0)], color);
    }

    fn area(&self, [a, b]: [[f64; 2]; 2], tone: Tone) {
        let (left, top, right, bottom) = self.map.plot();
        let within = |corner: [f64; 2]| {
            let (x, y) = self.map.to_pixel(corner);
            pixel((x.clamp(left, right), y.clamp(top, bottom)))
        };
        if !a.iter().chain(&b).all(|coordinate| coordinate.is_finite()) {
            return;
        }
        let (a, b) = (within(a), within(b));
        let (from, to) = ((a.0.min(b.0), a.1.min(b.1)), (a.0.max(b.0), a.1.max(b.1)));
        let color = tone.color(self.theme);
        self.ink.rect(from, to, color.mix(0.16));
        self.ink.line(&[from, (to.0, from.1), to, (from.0, to.1), from], color.mix(0.8), 1.0);
    }

    fn word(&self, at: [f64; 2], text: &str, side: i32, tone: Tone) {
        const SIZE: f64 = 13.0;
        let Some((x, y)) = self.visible(at) else { return };
        let (x, y) = pixel((x, y));
        let gap = self.ink.whole(9.0);
        let (place, align) = match side {
            1 => ((x + gap, y), HPos::Left),
            -1 => ((x - gap, y), HPos::Right),
            _ => ((x, y - self.ink.whole(9.0 + 0.5 * SIZE)), HPos::Center),
        };
        self.ink.text(text, place, align, SIZE, tone.color(self.theme));
    }
}

/// The graph of `f` over a range, `[2 · points]` at least, interrupted where `f` has no value and where it jumps by
/// more than a tenth of `height`, the height of the plot.
pub fn graph(f: impl Fn(f64) -> f64, range: (f64, f64), points: usize, height: f64) -> Vec<[f64; 2]> {
    sample(&f, range, points, height)
}

/// Without a type parameter, of which each would add to the page.
fn sample(f: &dyn Fn(f64) -> f64, (low, high): (f64, f64), points: usize, height: f64) -> Vec<[f64; 2]> {
    let mut graph = Vec::with_capacity(points + 8);
    for place in 0..=points {
        let part = place as f64 / points as f64;
        let x = low * (1.0 - part) + high * part;
        let point = [x, f(x)];
        if let Some(&before) = graph.last()
            && jumps(f, before, point, height)
        {
            graph.push([x, f64::NAN]);
        }
        graph.push(point);
    }
    graph
}

/// Whether the graph is torn between two points: closing in on the steepest part, the difference does not shrink.
fn jumps(f: &dyn Fn(f64) -> f64, mut a: [f64; 2], mut b: [f64; 2], height: f64) -> bool {
    const HALVINGS: usize = 40;
    let difference = |a: [f64; 2], b: [f64; 2]| (b[1] - a[1]).abs();
    for _ in 0..HALVINGS {
        // Also where a value is missing: then there is nothing to join.
        if difference(a, b) <= 0.1 * height || !difference(a, b).is_finite() {
            return false;
        }
        let x = 0.5 * (a[0] + b[0]);
        let middle = [x, f(x)];
        if difference(a, middle) > difference(middle, b) { b = middle } else { a = middle }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::super::Scale;
    use super::*;

    fn breaks(f: impl Fn(f64) -> f64) -> usize {
        graph(f, (-2.0, 2.0), 100, 4.0).iter().filter(|point| !point[1].is_finite()).count()
    }

    #[test]
    fn a_layer_has_another_fingerprint_when_it_looks_different_and_only_then() {
        let axis = |title| Axis { title, range: (0.0, 1.0), scale: Scale::Linear };
        let axes = Axes { x: axis("x"), y: axis("y") };
        let line = Line::solid(Tone::Ink, 2.0);
        let points = [[0.0, 0.5], [1.0, 0.5]];
        let still = [Mark::Curve(&points, line), Mark::Word([0.0, 0.0], "a", 1, Tone::Ink)];
        let of = |axes: Axes<'_>, still: &[Mark<'_>], moving: &[Mark<'_>]| {
            Plot { axes, contours: None, still, moving }.fingerprints().expect("a plot has them")
        };
        let [ground, standing, moving] = of(axes, &still, &[]);
        assert_eq!(of(axes, &still.clone(), &[]), [ground, standing, moving]);
        assert_ne!(of(Axes { y: axis("z"), ..axes }, &still, &[])[0], ground);
        assert_ne!(of(Axes { y: Axis { scale: Scale::Equal, ..axis("y") }, ..axes }, &still, &[])[0], ground);
        let others = [
            Mark::Curve(&points[..1], line),
            Mark::Segment(points, line),
            Mark::Arrow(points, line),
            Mark::Curve(&points, Line::dashed(Tone::Ink, 2.0)),
            Mark::Curve(&points, Line::solid(Tone::Quiet, 2.0)),
            Mark::Curve(&[[0.0, 0.5], [1.0, 0.6]], line),
        ];
        for other in others {
            assert_ne!(of(axes, &[other, still[1]], &[])[1], standing, "{other:?}");
        }
        assert_ne!(of(axes, &[still[1], still[0]], &[])[1], standing, "in another order");
        assert_ne!(of(axes, &still, &[Mark::Ring([0.0, 0.0], Tone::Ink)])[2], moving);
        assert_ne!(
            of(axes, &[], &[Mark::Ring([0.0, 0.0], Tone::Ink)])[2],
            of(axes, &[], &[Mark::Ring([0.0, 0.0], Tone::Quiet)])[2]
        );
    }

    #[test]
    fn graphs_are_torn_at_poles_and_jumps_and_nowhere_else() {
        assert_eq!(breaks(|x| x * x * x), 0);
        assert_eq!(breaks(|x| libm::tanh(500.0 * x)), 0, "steep, but whole");
        assert_eq!(breaks(|x| if x < 0.3 { -1.0 } else { 1.0 }), 1);
        assert_eq!(breaks(|x| 1.0 / (x - 0.01)), 1);
        assert_eq!(breaks(libm::tan), 2);
        assert!(breaks(libm::log) > 40, "no value to the left of zero");
    }
}
