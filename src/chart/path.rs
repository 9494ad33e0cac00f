//! A polyline with its series' dash, clipped to the plot.

use super::Series;

/// The points a descent has passed, in data coordinates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Path<'a> {
    /// Whose path.
    pub series: Series,
    /// The points, oldest first; the last one is the newest that is *recorded* (the head may be on its way from it).
    pub points: &'a [[f64; 2]],
}
