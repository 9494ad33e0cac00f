//! Drawings: every picture as a function of a plain value, on any of plotters' backends.
//!
//! A [`View`] says *what* is to be seen, in data coordinates and in the reader's words; a [`Frame`] says on which
//! ground: size, sharpness and theme. [`draw`] puts one [`Layer`] of it on any plotters drawing area: the page's canvas,
//! or SVG in tests. It is the one entrance: behind it views draw with [`Ink`], which is the same for all backends.
//! Nothing here knows of a trainer, a browser or a clock.

pub mod axes;
pub mod classes;
pub mod computation;
pub mod contour;
mod fingerprint;
mod ink;
pub mod landscape;
pub mod loss;
mod paper;
pub mod path;
pub mod plot;
#[cfg(test)]
pub(crate) mod recorder;
pub mod relief;
pub mod samples;
pub mod theme;
mod ticks;

pub use axes::{Axes, Axis, Projection, Scale};
pub use classes::{Boundary, Classes};
pub use computation::Computation;
pub use contour::Contours;
pub use fingerprint::Fingerprint;
pub use ink::Ink;
pub use landscape::Landscape;
pub use loss::{Curve, LossChart};
pub use path::Path;
pub use plot::{Line, Mark, Plot, Tone};
pub use relief::{Heights, Relief, Slice};
pub use samples::{FittedLine, Samples};
pub use theme::{Marker, Series, Theme};

use paper::Sheet;
use plotters::coord::Shift;
use plotters::prelude::*;

/// The ground a view is drawn on. plotters draws in whole units; what they are in pixels is the backend's affair, and the
/// more of them there are, the smoother are curves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    /// Width and height, in units.
    pub size: (u32, u32),
    /// Units to a CSS pixel, at least 2.
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
pub trait View {
    /// Draws one layer. The ground shows through where nothing is drawn (the layers above the first are transparent).
    fn draw(&self, layer: Layer<'_>, frame: &Frame, ink: &Ink<'_>);

    /// The axes, for mapping between data and pixels, of a view that has some.
    fn axes(&self) -> Option<&Axes<'_>>;

    /// A point of the axes in CSS pixels, origin top-left of the view; not a number where there is none.
    fn to_css_pixel(&self, frame: &Frame, point: [f64; 2]) -> (f64, f64) {
        let (x, y) = self.axes().map_or((f64::NAN, f64::NAN), |axes| axes.to_pixel(frame, point));
        (x / frame.scale, y / frame.scale)
    }

    /// CSS pixels, origin top-left of the view, to a point of the axes; `None` beside the plot, or the surface.
    #[expect(clippy::wrong_self_convention, reason = "the other way round of to_css_pixel")]
    fn from_css_pixel(&self, frame: &Frame, x: f64, y: f64) -> Option<[f64; 2]> {
        self.axes()?.from_css_pixel(frame, x, y)
    }

    /// As [`from_css_pixel`](Self::from_css_pixel), with a place beside a plane's plot moved to its edge.
    fn nearest(&self, frame: &Frame, x: f64, y: f64) -> Option<[f64; 2]> {
        let (left, top, right, bottom) = self.axes()?.projection(frame).plot();
        let within = |pixel: f64, low: f64, high: f64| pixel.max(low / frame.scale).min(high / frame.scale);
        self.from_css_pixel(frame, within(x, left, right), within(y, top, bottom))
    }

    /// The paths, or curves, that grow on its [`Layer::Trail`].
    fn paths(&self) -> &[Path<'_>] {
        &[]
    }

    /// What each layer's picture depends on, bottom to top, as one number: a layer that keeps its number looks as
    /// before. `None` where only drawing anew can tell.
    fn fingerprints(&self) -> Option<[Fingerprint; 3]> {
        None
    }
}

/// The result of drawing on a backend.
pub type Drawn<DB> = Result<(), DrawingAreaErrorKind<<DB as DrawingBackend>::ErrorType>>;

/// Draws one layer of a view onto `area`, which has the frame's size. The area's own ground shows through where nothing
/// is drawn (the layers above the first are transparent).
///
/// # Errors
/// The first failure of the backend; nothing is drawn after it.
pub fn draw<DB: DrawingBackend>(
    view: &dyn View,
    layer: Layer<'_>,
    frame: &Frame,
    area: &DrawingArea<DB, Shift>,
) -> Drawn<DB> {
    with_ink(frame, area, &|ink| view.draw(layer, frame, ink))
}

/// Draws all layers of a view, bottom to top: the whole picture, for export.
///
/// # Errors
/// As [`draw`].
pub fn draw_all<DB: DrawingBackend>(view: &dyn View, frame: &Frame, area: &DrawingArea<DB, Shift>) -> Drawn<DB> {
    with_ink(frame, area, &|ink| {
        for layer in [Layer::Axes, Layer::Trail { from: &[] }, Layer::Moving] {
            view.draw(layer, frame, ink);
        }
    })
}

/// All that is compiled anew for each backend.
fn with_ink<DB: DrawingBackend>(frame: &Frame, area: &DrawingArea<DB, Shift>, draw: &dyn Fn(&Ink<'_>)) -> Drawn<DB> {
    let sheet = Sheet::new(area);
    draw(&Ink::new(frame, &sheet));
    sheet.drawn()
}

#[cfg(test)]
mod tests;
