//! The data: samples, the current lines, residuals, and the samples of the current batch.

use super::{Axes, Drawn, Frame, Layer, Series};
use plotters::coord::Shift;
use plotters::prelude::*;

/// One descent's current line ŷ = wx + b with the samples its newest step used.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FittedLine<'a> {
    /// Whose line.
    pub series: Series,
    /// w, in the units of the plot.
    pub slope: f64,
    /// b, in the units of the plot.
    pub intercept: f64,
    /// Indices of the samples in the newest step's batch; `None` lights all of them (a full batch).
    pub batch: Option<&'a [u32]>,
}

/// Data with the lines through it.
#[derive(Clone, Copy)]
pub struct Samples<'a> {
    /// Axes of feature and target.
    pub axes: Axes<'a>,
    /// Features, `[n]`.
    pub x: &'a [f64],
    /// Targets, `[n]`.
    pub y: &'a [f64],
    /// The current lines.
    pub lines: &'a [FittedLine<'a>],
    /// A sample under the pointer.
    pub hovered: Option<usize>,
}

impl Samples<'_> {
    pub(super) fn draw<DB: DrawingBackend>(&self, layer: Layer<'_>, frame: &Frame, area: &DrawingArea<DB, Shift>) -> Drawn<DB> {
        let _ = (layer, frame, area);
        unimplemented!()
    }
}
