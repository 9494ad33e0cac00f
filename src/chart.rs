//! Drawings: every picture as a function of a plain value, generic over plotters' backends.
//!
//! A [`View`] says *what* is to be seen, in data coordinates and in the reader's words; a [`Frame`] says on which
//! ground: size, sharpness and theme. [`View::draw`] puts one [`Layer`] of it on any plotters drawing area: the page's
//! canvas, or SVG in tests. Nothing here knows of a trainer, a browser or a clock.

pub mod axes;
pub mod classes;
pub mod computation;
pub mod contour;
mod fingerprint;
mod ink;
pub mod landscape;
pub mod loss;
pub mod path;
pub mod plot;
#[cfg(test)]
mod recorder;
pub mod relief;
pub mod samples;
pub mod theme;
mod ticks;

pub use axes::{Axes, Axis, Projection, Scale};
pub use classes::{Boundary, Classes};
pub use computation::Computation;
pub use contour::Contours;
pub use fingerprint::Fingerprint;
pub use landscape::Landscape;
pub use loss::{Curve, LossChart};
pub use path::Path;
pub use plot::{Line, Mark, Plot, Tone};
pub use relief::{Heights, Relief, Slice};
pub use samples::{FittedLine, Samples};
pub use theme::{Marker, Series, Theme};

use plotters::coord::Shift;
use plotters::prelude::*;

/// The ground a view is drawn on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    /// Width and height of the backing store, in device pixels.
    pub size: (u32, u32),
    /// Device pixels per CSS pixel; at least 2, so that thin lines stay smooth on whole-pixel coordinates.
    pub scale: f64,
    /// Light or dark.
    pub theme: Theme,
}

/// The layers of a view, bottom to top. Stacked they make the whole picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Layer<'a> {
    /// Ground, axes, labels, contours, data: drawn when the view changes.
    Axes,
    /// Paths and curves from the given points on, and what else stands still on the axes. Drawing the points up to `i`, and later, with more of them, from `i`
    /// on leaves the same picture as drawing all at once, so a growing path costs what it grew.
    Trail {
        /// Per path or curve, the index of the newest point drawn; 0, and 0 for those left out, begins anew.
        from: &'a [usize],
    },
    /// What moves in each frame: newest step, current lines, batch, hover. No text.
    Moving,
}

/// What is to be seen.
#[derive(Clone, Copy)]
pub enum View<'a> {
    /// The loss over two parameters, with the paths of descents.
    Landscape(Landscape<'a>),
    /// The data with the current lines, residuals and batches.
    Samples(Samples<'a>),
    /// Samples of two classes with the current boundaries, probabilities and batches.
    Classes(Classes<'a>),
    /// Loss against updates, samples seen or epochs.
    Loss(LossChart<'a>),
    /// Anything else in a plane.
    Plot(Plot<'a>),
    /// A function of two variables as a surface that turns.
    Relief(Relief<'a>),
    /// What is computed from what.
    Computation(Computation<'a>),
}

/// Draws all layers of a view, bottom to top: the whole picture, for export.
pub fn draw_all<DB: DrawingBackend>(view: &View<'_>, frame: &Frame, area: &DrawingArea<DB, Shift>) -> Drawn<DB> {
    view.draw(Layer::Axes, frame, area)?;
    view.draw(Layer::Trail { from: &[] }, frame, area)?;
    view.draw(Layer::Moving, frame, area)
}

/// The result of drawing on a backend.
pub type Drawn<DB> = Result<(), DrawingAreaErrorKind<<DB as DrawingBackend>::ErrorType>>;

impl View<'_> {
    /// Draws one layer onto `area`, which has the frame's size. The area's own ground shows through where nothing is
    /// drawn (the layers above the first are transparent).
    pub fn draw<DB: DrawingBackend>(
        &self,
        layer: Layer<'_>,
        frame: &Frame,
        area: &DrawingArea<DB, Shift>,
    ) -> Drawn<DB> {
        match self {
            View::Landscape(view) => view.draw(layer, frame, area),
            View::Samples(view) => view.draw(layer, frame, area),
            View::Classes(view) => view.draw(layer, frame, area),
            View::Loss(view) => view.draw(layer, frame, area),
            View::Plot(view) => view.draw(layer, frame, area),
            View::Relief(view) => view.draw(layer, frame, area),
            View::Computation(view) => view.draw(layer, frame, area),
        }
    }

    /// A point of the axes in CSS pixels, origin top-left of the view; not a number where there is none.
    pub fn to_css_pixel(&self, frame: &Frame, point: [f64; 2]) -> (f64, f64) {
        let (x, y) = match self {
            View::Relief(view) => view.to_pixel(frame, point),
            View::Computation(view) => view.to_pixel(frame, point),
            _ => self.axes().map_or((f64::NAN, f64::NAN), |axes| axes.to_pixel(frame, point)),
        };
        (x / frame.scale, y / frame.scale)
    }

    /// CSS pixels, origin top-left of the view, to a point of the axes; `None` beside the plot, or the surface.
    pub fn from_css_pixel(&self, frame: &Frame, x: f64, y: f64) -> Option<[f64; 2]> {
        match self {
            View::Relief(view) => view.from_css_pixel(frame, x, y),
            _ => self.axes()?.from_css_pixel(frame, x, y),
        }
    }

    /// As [`from_css_pixel`](Self::from_css_pixel), with a place beside a plane's plot moved to its edge.
    pub fn nearest(&self, frame: &Frame, x: f64, y: f64) -> Option<[f64; 2]> {
        if let View::Relief(_) = self {
            return self.from_css_pixel(frame, x, y);
        }
        let (left, top, right, bottom) = self.axes()?.projection(frame).plot();
        let within = |pixel: f64, low: f64, high: f64| pixel.max(low / frame.scale).min(high / frame.scale);
        self.from_css_pixel(frame, within(x, left, right), within(y, top, bottom))
    }

    /// The axes, for mapping between data and pixels, of a view that has some.
    fn axes(&self) -> Option<&Axes<'_>> {
        Some(match self {
            View::Landscape(view) => &view.axes,
            View::Samples(view) => &view.axes,
            View::Classes(view) => &view.axes,
            View::Loss(view) => &view.axes,
            View::Plot(view) => &view.axes,
            View::Relief(view) => &view.axes,
            View::Computation(_) => return None,
        })
    }
}

#[cfg(test)]
mod tests;
