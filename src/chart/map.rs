//! Where the points of a picture are on a frame.

use super::Frame;
use super::labels::Labels;
use super::projection::Projection;

/// Where the points of a picture are on a frame, with the labels of its axes: worked out once for as long as space and frame
/// stay as they are.
pub struct Map {
    pub(super) plane: Projection,
    pub(super) labels: Option<Labels>,
    /// Of a space that is no plane.
    pub(super) reach: Option<Box<dyn Reach>>,
}

/// Where the points of a space that is no plane are.
pub(super) trait Reach {
    /// As [`Map::to_css_pixel`].
    fn to_css_pixel(&self, point: [f64; 2]) -> (f64, f64);

    /// As [`Map::from_css_pixel`].
    #[expect(clippy::wrong_self_convention, reason = "the other way round of to_css_pixel")]
    fn from_css_pixel(&self, _x: f64, _y: f64) -> Option<[f64; 2]> {
        None
    }
}

impl Map {
    /// Of a space that is no plane: its marks find their places themselves.
    pub(super) fn of(frame: &Frame, reach: impl Reach + 'static) -> Self {
        Map { plane: Projection::of_pixels(frame), labels: None, reach: Some(Box::new(reach)) }
    }

    /// A point in CSS pixels, origin top-left of the picture; not a number where there is none, as above a hole of a
    /// surface.
    pub fn to_css_pixel(&self, point: [f64; 2]) -> (f64, f64) {
        match &self.reach {
            Some(reach) => reach.to_css_pixel(point),
            None => self.plane.to_css_pixel(point),
        }
    }

    /// CSS pixels, origin top-left of the picture, to a point, of a surface the front-most; `None` beside the plot, or
    /// the surface.
    pub fn from_css_pixel(&self, x: f64, y: f64) -> Option<[f64; 2]> {
        match &self.reach {
            Some(reach) => reach.from_css_pixel(x, y),
            None => self.plane.from_css_pixel(x, y),
        }
    }

    /// As [`from_css_pixel`](Self::from_css_pixel), with a place beside a plane's plot moved to its edge. Beside a surface
    /// there is nothing near.
    pub fn nearest(&self, x: f64, y: f64) -> Option<[f64; 2]> {
        let (left, top, right, bottom) = self.plane.plot();
        let within = |pixel: f64, low: f64, high: f64| pixel.max(low / self.plane.scale).min(high / self.plane.scale);
        self.from_css_pixel(within(x, left, right), within(y, top, bottom))
    }
}
