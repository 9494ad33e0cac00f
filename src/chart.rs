//! Drawings: every picture is a plain value, drawn on any of plotters' backends.
//!
//! A [`Picture`] says *what* is to be seen, in data coordinates and in the reader's words: a [`Space`] and [`Mark`]s in
//! three layers. A [`Frame`] says on which ground: size, sharpness and theme. [`draw`] puts one [`Layer`] on any plotters
//! drawing area: the page's canvas, or SVG in tests. A layer's [`Look`] tells what has changed, so that what is equal is not
//! drawn again. A kind of mark is one file here. Nothing here knows of a trainer, a browser or a clock.

mod area;
mod arrow;
mod axes;
mod bars;
mod classes;
mod clip;
pub mod computation;
mod contour;
mod dial;
mod fingerprint;
mod hatching;
mod heat;
mod ink;
mod labels;
mod landscape;
mod line;
mod loss;
mod map;
mod mosaic;
mod name;
mod palette;
mod paper;
mod path;
mod picture;
mod points;
mod polyline;
mod projection;
#[cfg(test)]
pub(crate) mod recorder;
mod relief;
mod room;
mod ruler;
mod samples;
#[cfg(feature = "chapters")]
mod table;
mod theme;
mod ticks;
mod word;

pub use area::Area;
pub use arrow::Arrow;
pub use axes::{Axes, Axis, Scale};
pub use bars::Bars;
pub use classes::{Boundary, Classes, classes};
pub use computation::{Computation, computation};
pub use contour::{ContourLines, Contours, Levels};
pub use dial::Dial;
pub use fingerprint::{Fingerprint, Identity};
pub use heat::{HeatMap, powers};
pub use landscape::{Descent, landscape};
pub use line::{Curve, Line, Segment, Straight};
pub use loss::{Floor, as_far_as_seen, losses};
pub use map::Map;
pub use mosaic::{Mosaic, Tile};
pub use name::{Name, Placed, Side, place};
pub use path::{Step, Trail};
pub use picture::{Change, Layer, Look, Mark, Marks, Pen, Picture, Space, draw, draw_all};
pub use points::{Head, Minimum, Point, Ring, Stops};
pub use polyline::{Polyline, Trace, graph};
pub use projection::Projection;
pub use relief::{Above, Heights, Lifted, Marked, Relief, Slice, descents_on_relief, lifted, relief};
pub use room::Room;
pub use ruler::{Ruler, Zero};
pub use samples::{FittedLine, Samples, samples};
#[cfg(feature = "chapters")]
pub use table::{Table, TableRow};
pub use theme::{Marker, Style, Theme, Tone};
pub use word::Word;

use plotters::prelude::*;

/// The ground a picture is drawn on. plotters draws in whole units; what they are in pixels is the backend's affair, and
/// the more of them there are, the smoother are curves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    /// Width and height, in units.
    pub size: (u32, u32),
    /// Units to a CSS pixel, at least 2.
    pub scale: f64,
    /// Light or dark.
    pub theme: Theme,
}

/// The result of drawing on a backend.
pub type Drawn<DB> = Result<(), DrawingAreaErrorKind<<DB as DrawingBackend>::ErrorType>>;

#[cfg(test)]
mod tests;
