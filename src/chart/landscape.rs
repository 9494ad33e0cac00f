//! The loss over two parameters: filled contours, the minimum, and the paths of descents.

use super::{Axes, Contours, Drawn, Frame, Layer, Path};
use plotters::coord::Shift;
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

impl Landscape<'_> {
    pub(super) fn draw<DB: DrawingBackend>(&self, layer: Layer<'_>, frame: &Frame, area: &DrawingArea<DB, Shift>) -> Drawn<DB> {
        let _ = (layer, frame, area);
        unimplemented!()
    }
}
