//! Loss against updates, samples seen or epochs.

use super::{Axes, Drawn, Frame, Layer, Path};
use plotters::coord::Shift;
use plotters::prelude::*;

/// A loss curve: its points are (position on the axis, loss), positive where the axis is logarithmic.
pub type Curve<'a> = Path<'a>;

/// The losses of several descents on common axes.
#[derive(Clone, Copy)]
pub struct LossChart<'a> {
    /// Axes of progress and loss.
    pub axes: Axes<'a>,
    /// The curves so far.
    pub curves: &'a [Curve<'a>],
    /// Per curve, where it is now.
    pub heads: &'a [[f64; 2]],
    /// The smallest loss possible, drawn as a thin dashed line with the given label.
    pub floor: Option<(f64, &'a str)>,
    /// A position on the horizontal axis that the reader looks at.
    pub hovered: Option<f64>,
}

impl LossChart<'_> {
    pub(super) fn draw<DB: DrawingBackend>(&self, layer: Layer<'_>, frame: &Frame, area: &DrawingArea<DB, Shift>) -> Drawn<DB> {
        let _ = (layer, frame, area);
        unimplemented!()
    }
}
