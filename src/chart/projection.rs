//! The map between data and units, of a plane.

use super::Frame;
use super::axes::{Axes, Axis, Scale};

/// The map between data and units, worked out once for many points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Projection {
    x: Span,
    y: Span,
    pub(super) scale: f64,
}

/// One axis' part of the map: the ends in pixels, and in data (its logarithm on a logarithmic axis).
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Span {
    pixels: (f64, f64),
    ends: (f64, f64),
    range: (f64, f64),
    logarithmic: bool,
}

/// Beyond this many pixels a place is only known to be far away.
pub(super) const FAR: f64 = 1e7;

impl Projection {
    /// Units as they are, with the whole frame as the plot.
    pub(super) fn of_pixels(frame: &Frame) -> Self {
        let span = |ends: (f64, f64)| Span { pixels: ends, ends, range: ends, logarithmic: false };
        let (width, height) = (f64::from(frame.size.0), f64::from(frame.size.1));
        Projection { x: span((0.0, width)), y: span((height, 0.0)), scale: frame.scale }
    }

    /// Axes around a plot: left, top, right, bottom.
    pub(super) fn new(axes: &Axes<'_>, [left, top, right, bottom]: [i32; 4], frame: &Frame) -> Self {
        let span = |axis, from, to| Span::new(axis, (f64::from(from), f64::from(to)));
        Projection { x: span(&axes.x, left, right), y: span(&axes.y, bottom, top), scale: frame.scale }
    }

    /// The plot's rectangle, in units: left, top, right, bottom.
    pub fn plot(&self) -> (f64, f64, f64, f64) {
        (self.x.pixels.0, self.y.pixels.1, self.x.pixels.1, self.y.pixels.0)
    }

    /// A place in units as a part of the plot, from its left and from its bottom.
    pub(super) fn part(&self, (x, y): (f64, f64)) -> [f64; 2] {
        let (left, top, right, bottom) = self.plot();
        [(x - left) / (right - left), (bottom - y) / (bottom - top)]
    }

    /// The middle of a box and half of it, in CSS pixels, as parts of the plot.
    pub(super) fn parts(&self, (x, y): (f64, f64), half: [f64; 2]) -> ([f64; 2], [f64; 2]) {
        let (left, top, right, bottom) = self.plot();
        let half = [half[0] * self.scale / (right - left), half[1] * self.scale / (bottom - top)];
        (self.part((x * self.scale, y * self.scale)), half)
    }

    /// The ranges of both axes.
    pub(super) fn ranges(&self) -> [(f64, f64); 2] {
        [self.x.range, self.y.range]
    }

    /// Data to units; the place may lie outside the plot's rectangle, and is saturated far away from it. What is not a number
    /// stays so.
    pub fn to_pixel(self, point: [f64; 2]) -> (f64, f64) {
        let (x, y) = self.place(point);
        (x.clamp(-FAR, FAR), y.clamp(-FAR, FAR))
    }

    /// A point in CSS pixels, origin top-left of the picture.
    pub fn to_css_pixel(self, point: [f64; 2]) -> (f64, f64) {
        let (x, y) = self.to_pixel(point);
        (x / self.scale, y / self.scale)
    }

    /// CSS pixels, origin top-left of the picture, to data; `None` outside the plot's rectangle.
    pub fn from_css_pixel(&self, x: f64, y: f64) -> Option<[f64; 2]> {
        Some([self.x.value(x * self.scale)?, self.y.value(y * self.scale)?])
    }

    /// Data to units, however far away, so that directions are kept.
    pub(super) fn place(&self, point: [f64; 2]) -> (f64, f64) {
        (self.x.to_pixel(point[0]), self.y.to_pixel(point[1]))
    }
}

impl Span {
    pub(super) fn new(axis: &Axis<'_>, pixels: (f64, f64)) -> Self {
        let logarithmic = axis.scale == Scale::Logarithmic;
        let (low, high) = axis.range;
        let ends = if logarithmic { (log10(low), log10(high)) } else { (low, high) };
        Span { pixels, ends, range: axis.range, logarithmic }
    }

    pub(super) fn to_pixel(self, value: f64) -> f64 {
        let value = if self.logarithmic { log10(value) } else { value };
        let (start, end) = self.ends;
        self.pixels.0 + (value - start) / (end - start) * (self.pixels.1 - self.pixels.0)
    }

    fn value(&self, pixel: f64) -> Option<f64> {
        let (start, end) = self.ends;
        let part = (pixel - self.pixels.0) / (self.pixels.1 - self.pixels.0);
        if !(0.0..=1.0).contains(&part) {
            return None;
        }
        let value = start * (1.0 - part) + end * part;
        let value = if self.logarithmic { libm::exp(value * std::f64::consts::LN_10) } else { value };
        Some(value.max(self.range.0).min(self.range.1))
    }
}

/// Below the smallest number there is nothing to take the logarithm of: the axis has no place for it, far below is best.
fn log10(value: f64) -> f64 {
    libm::log10(if value < f64::MIN_POSITIVE { f64::MIN_POSITIVE } else { value })
}
