//! Axes: ranges with titles.

use super::fingerprint::{Fingerprint, Part};

/// How an axis maps values to places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Equal distances for equal differences.
    Linear,
    /// Equal distances for equal ratios; the range is positive.
    Logarithmic,
    /// Linear, in degrees: labelled at quarter turns.
    Degrees,
    /// For the vertical axis: linear, and with the same unit of length as the horizontal one, so that right angles look
    /// right.
    Equal,
}

/// One axis: a range with its title.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Axis<'a> {
    /// The quantity with its symbol and unit, in the reader's language.
    pub title: &'a str,
    /// Both ends, smaller first, finite and distinct; positive on a logarithmic axis.
    pub range: (f64, f64),
    /// How values become places, and which of them are labelled.
    pub scale: Scale,
}

impl<'a> Axis<'a> {
    /// With equal distances for equal differences.
    pub const fn linear(title: &'a str, range: (f64, f64)) -> Self {
        Axis { title, range, scale: Scale::Linear }
    }

    /// With equal distances for equal ratios.
    pub const fn logarithmic(title: &'a str, range: (f64, f64)) -> Self {
        Axis { title, range, scale: Scale::Logarithmic }
    }

    /// Upward, with the unit of length of the one across.
    pub const fn equal(title: &'a str, range: (f64, f64)) -> Self {
        Axis { title, range, scale: Scale::Equal }
    }
}

/// Two axes around a plot.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Axes<'a> {
    /// Horizontal, left to right.
    pub x: Axis<'a>,
    /// Vertical, bottom to top.
    pub y: Axis<'a>,
}

impl Part for Axis<'_> {
    fn add_to(&self, to: &mut Fingerprint) {
        to.kind(self.title).and(&self.range).and(&(self.scale as usize));
    }
}
