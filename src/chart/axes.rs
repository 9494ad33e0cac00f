//! Axes: ranges, titles, and the map between data and pixels.

use super::Frame;

/// How an axis maps values to places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Equal distances for equal differences.
    Linear,
    /// Equal distances for equal ratios; the range is positive.
    Logarithmic,
}

/// One axis: a range with its title.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Axis<'a> {
    /// The quantity with its symbol and unit, in the reader's language.
    pub title: &'a str,
    /// Both ends, smaller first, finite and distinct; positive on a logarithmic axis.
    pub range: (f64, f64),
    /// Linear or logarithmic.
    pub scale: Scale,
}

/// Two axes around a plot.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Axes<'a> {
    /// Horizontal, left to right.
    pub x: Axis<'a>,
    /// Vertical, bottom to top.
    pub y: Axis<'a>,
}

impl Axes<'_> {
    /// The plot's rectangle within the frame, in device pixels: left, top, right, bottom.
    pub fn plot_area(&self, frame: &Frame) -> (i32, i32, i32, i32) {
        let _ = frame;
        unimplemented!()
    }

    /// Data to device pixels; the place may lie outside the plot's rectangle, and is saturated far away from it.
    pub fn to_pixel(&self, frame: &Frame, point: [f64; 2]) -> (f64, f64) {
        let _ = (frame, point);
        unimplemented!()
    }

    /// CSS pixels, origin top-left of the view, to data; `None` outside the plot's rectangle.
    pub fn from_css_pixel(&self, frame: &Frame, x: f64, y: f64) -> Option<[f64; 2]> {
        let _ = (frame, x, y);
        unimplemented!()
    }
}
