//! Colours, dashes and markers: a series keeps its own in every view of the page.

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// Dark ink on light paper.
    #[default]
    Light,
    /// Light ink on dark paper.
    Dark,
}

/// One descent among others, with its colour, dash and marker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Series {
    /// Full batch: solid line, round marker.
    Batch,
    /// Single samples: dotted line, triangle.
    Stochastic,
    /// Mini-batches: dashed line, square.
    MiniBatch,
}
