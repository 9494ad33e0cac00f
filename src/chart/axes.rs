//! Axes: ranges, titles, and the map between data and pixels.

use super::Frame;
use super::ink::{Ink, ems, pixel};
use super::ticks::{Tick, ticks};
use plotters::style::text_anchor::HPos;

/// How an axis maps values to places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Equal distances for equal differences.
    Linear,
    /// Equal distances for equal ratios; the range is positive.
    Logarithmic,
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
    /// Linear or logarithmic.
    pub scale: Scale,
}

/// Two axes around a plot.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Axes<'a> {
    /// Horizontal, left to right.
    pub x: Axis<'a>,
    /// Vertical, bottom to top.
    pub y: Axis<'a>,
}

/// The map between data and units, worked out once for many points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Projection {
    x: Span,
    y: Span,
    scale: f64,
}

/// One axis' part of the map: the ends in pixels, and in data (its logarithm on a logarithmic axis).
#[derive(Clone, Copy, Debug, PartialEq)]
struct Span {
    pixels: (f64, f64),
    ends: (f64, f64),
    range: (f64, f64),
    logarithmic: bool,
}

/// Beyond this many pixels a place is only known to be far away.
pub(super) const FAR: f64 = 1e7;

impl<'a> Axes<'a> {
    /// The plot's rectangle within the frame, in units: left, top, right, bottom.
    ///
    /// The margins hold the labels, so they depend on the vertical axis and on the frame, not on what is plotted.
    pub fn plot_area(&self, frame: &Frame) -> (i32, i32, i32, i32) {
        let layout = Layout::new(self, frame);
        (layout.left, layout.top, layout.right, layout.bottom)
    }

    /// Data to units; the place may lie outside the plot's rectangle, and is saturated far away from it. What
    /// is not a number stays so. For many points take [`projection`](Self::projection) once.
    pub fn to_pixel(&self, frame: &Frame, point: [f64; 2]) -> (f64, f64) {
        self.projection(frame).to_pixel(point)
    }

    /// CSS pixels, origin top-left of the view, to data; `None` outside the plot's rectangle.
    pub fn from_css_pixel(&self, frame: &Frame, x: f64, y: f64) -> Option<[f64; 2]> {
        self.projection(frame).from_css_pixel(x, y)
    }

    /// The map between data and units on the given frame.
    pub fn projection(&self, frame: &Frame) -> Projection {
        let (left, top, right, bottom) = self.plot_area(frame);
        Projection {
            x: Span::new(&self.x, (f64::from(left), f64::from(right))),
            y: Span::new(&self.y, (f64::from(bottom), f64::from(top))),
            scale: frame.scale,
        }
    }

    /// Ticks, labels and titles, with a grid of hairlines across the plot if wished.
    pub(super) fn draw(&self, ink: &Ink<'_>, frame: &Frame, grid: bool) {
        let layout = Layout::new(self, frame);
        let Layout { left, top, right, bottom, size, .. } = layout;
        let map = self.projection(frame);
        let theme = frame.theme;
        let (short, gap) = (ink.whole(4.0), ink.whole(8.0));
        for tick in &layout.y {
            let y = pixel((0.0, map.y.to_pixel(tick.value))).1;
            if grid {
                ink.horizontal(left, right, y, theme.hairline());
            } else {
                ink.horizontal(left - short, left, y, theme.quiet_ink());
            }
            ink.text(&tick.label, (left - gap, y), HPos::Right, layout.y_size, theme.quiet_ink());
        }
        if grid {
            ink.horizontal(left, right, bottom, theme.quiet_ink());
        }
        let middle = bottom + ink.whole(8.0 + 0.55 * size);
        for tick in &layout.x(self) {
            let x = pixel((map.x.to_pixel(tick.value), 0.0)).0;
            ink.vertical(x, bottom, bottom + short, theme.quiet_ink());
            // The last label may reach beyond the frame: it moves in.
            let half = (0.5 * ink.px(size) * ems(&tick.label)).ceil() as i32;
            let x = x.min(frame.size.0 as i32 - half - 1).max(half + 1);
            ink.text(&tick.label, (x, middle), HPos::Center, size, theme.quiet_ink());
        }
        let fitting = |title: &str| size.min(f64::from(frame.size.0) / frame.scale / (ems(title) + 0.5)).max(8.0);
        let below = middle + ink.whole(1.4 * size);
        ink.text(self.x.title, (right, below), HPos::Right, fitting(self.x.title), theme.ink());
        let above = top - ink.whole(8.0 + 0.75 * size);
        ink.text(self.y.title, (0, above), HPos::Left, fitting(self.y.title), theme.ink());
    }
}

impl Projection {
    /// Units as they are, with the whole frame as the plot.
    pub(super) fn of_pixels(frame: &Frame) -> Self {
        let span = |ends: (f64, f64)| Span { pixels: ends, ends, range: ends, logarithmic: false };
        let (width, height) = (f64::from(frame.size.0), f64::from(frame.size.1));
        Projection { x: span((0.0, width)), y: span((height, 0.0)), scale: frame.scale }
    }

    /// The plot's rectangle, in units: left, top, right, bottom.
    pub fn plot(&self) -> (f64, f64, f64, f64) {
        (self.x.pixels.0, self.y.pixels.1, self.x.pixels.1, self.y.pixels.0)
    }

    /// Data to units, as [`Axes::to_pixel`].
    pub fn to_pixel(self, point: [f64; 2]) -> (f64, f64) {
        let (x, y) = self.place(point);
        (x.clamp(-FAR, FAR), y.clamp(-FAR, FAR))
    }

    /// CSS pixels to data, as [`Axes::from_css_pixel`].
    pub fn from_css_pixel(&self, x: f64, y: f64) -> Option<[f64; 2]> {
        Some([self.x.value(x * self.scale)?, self.y.value(y * self.scale)?])
    }

    /// Data to units, however far away, so that directions are kept.
    pub(super) fn place(&self, point: [f64; 2]) -> (f64, f64) {
        (self.x.to_pixel(point[0]), self.y.to_pixel(point[1]))
    }
}

impl Span {
    fn new(axis: &Axis<'_>, pixels: (f64, f64)) -> Self {
        let logarithmic = axis.scale == Scale::Logarithmic;
        let (low, high) = axis.range;
        let ends = if logarithmic { (log10(low), log10(high)) } else { (low, high) };
        Span { pixels, ends, range: axis.range, logarithmic }
    }

    fn to_pixel(self, value: f64) -> f64 {
        let value = if self.logarithmic { log10(value) } else { value };
        let (start, end) = self.ends;
        self.pixels.0 + (value - start) / (end - start) * (self.pixels.1 - self.pixels.0)
    }

    fn value(&self, pixel: f64) -> Option<f64> {
        let (start, end) = self.ends;
        let part = (pixel - self.pixels.0) / (self.pixels.1 - self.pixels.0);
        if !(0.0..=1.0).contains(&part) {
            return None;
        }
        let value = start * (1.0 - part) + end * part;
        let value = if self.logarithmic { libm::exp(value * std::f64::consts::LN_10) } else { value };
        Some(value.max(self.range.0).min(self.range.1))
    }
}

/// Below the smallest number there is nothing to take the logarithm of: the axis has no place for it, far below is best.
fn log10(value: f64) -> f64 {
    libm::log10(if value < f64::MIN_POSITIVE { f64::MIN_POSITIVE } else { value })
}

/// Where the plot and its words stand, in units; sizes of text in CSS pixels.
struct Layout {
    left: i32,
    top: i32,
    right: i32,
    bottom: i32,
    size: f64,
    y: Vec<Tick>,
    y_size: f64,
    scale: f64,
}

impl Layout {
    fn new(axes: &Axes<'_>, frame: &Frame) -> Self {
        let scale = frame.scale;
        let device = |css: f64| (css * scale).round() as i32;
        let (width, height) = (frame.size.0 as i32, frame.size.1 as i32);
        let (css_width, css_height) = (f64::from(width) / scale, f64::from(height) / scale);
        let size = if css_width < 260.0 || css_height < 180.0 { 12.0 } else { 13.0 };
        let top = device(if axes.y.title.is_empty() { 10.0 } else { 16.0 + 1.1 * size });
        let below = 10.0 + 1.1 * size + if axes.x.title.is_empty() { 0.0 } else { 1.4 * size };
        let bottom = (height - device(below)).max(top + 1);
        let most = f64::from(bottom - top) / scale / 26.0;
        let y = ticks(&axes.y, (most as usize + 1).clamp(2, 6));
        let widest = y.iter().map(|tick| ems(&tick.label)).fold(0.0, f64::max);
        // Labels never take more than half of the frame: rather smaller words than no picture.
        let y_size = size.min((0.5 * css_width - 12.0) / widest.max(1.0)).max(6.0);
        let left = device((12.0 + y_size * widest).max(34.0));
        let right = (width - device(16.0)).max(left + 1);
        let (right, bottom) = match axes.y.scale {
            Scale::Equal => {
                let length = |axis: &Axis<'_>| axis.range.1 - axis.range.0;
                let (across, up) = (f64::from(right - left), f64::from(bottom - top));
                let unit = (across / length(&axes.x)).min(up / length(&axes.y));
                let ends = (unit * length(&axes.x), unit * length(&axes.y));
                (left + (ends.0.round() as i32).max(1), top + (ends.1.round() as i32).max(1))
            }
            Scale::Linear | Scale::Logarithmic => (right, bottom),
        };
        Layout { left, top, right, bottom, size, y, y_size, scale }
    }

    /// As many labels as stand side by side with room between them.
    fn x(&self, axes: &Axes<'_>) -> Vec<Tick> {
        let width = f64::from(self.right - self.left) / self.scale;
        let most = ((width / 30.0) as usize + 1).clamp(2, 7);
        let span = Span::new(&axes.x, (0.0, width));
        let fits = |found: &Vec<Tick>| {
            found.windows(2).all(|pair| {
                let room = span.to_pixel(pair[1].value) - span.to_pixel(pair[0].value);
                room >= 0.5 * self.size * (ems(&pair[0].label) + ems(&pair[1].label)) + 16.0
            })
        };
        (1..=most).rev().map(|most| ticks(&axes.x, most)).find(fits).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::super::Theme;
    use super::*;
    use proptest::prelude::*;

    fn axes(x: (f64, f64), y: (f64, f64), scale: Scale) -> Axes<'static> {
        Axes { x: Axis { title: "x", range: x, scale }, y: Axis { title: "y", range: y, scale } }
    }

    fn frame(width: u32, height: u32) -> Frame {
        Frame { size: (2 * width, 2 * height), scale: 2.0, theme: Theme::Light }
    }

    #[test]
    fn the_ends_of_the_ranges_are_the_plot_s_corners() {
        for scale in [Scale::Linear, Scale::Logarithmic] {
            let (axes, frame) = (axes((0.1, 10.0), (1.0, 1000.0), scale), frame(400, 300));
            let (left, top, right, bottom) = axes.plot_area(&frame);
            assert!(0 < left && left < right && right < 800 && 0 < top && top < bottom && bottom < 600);
            assert_eq!(axes.to_pixel(&frame, [0.1, 1.0]), (left.into(), bottom.into()));
            assert_eq!(axes.to_pixel(&frame, [10.0, 1000.0]), (right.into(), top.into()));
        }
    }

    #[test]
    fn places_are_those_of_plotters_own_coordinates() {
        use plotters::coord::cartesian::Cartesian2d;
        use plotters::coord::types::RangedCoordf64;
        let (axes, frame) = (axes((-1.5, 2.5), (-3.0, 8.0), Scale::Linear), frame(420, 280));
        let (left, top, right, bottom) = axes.plot_area(&frame);
        let plotters =
            Cartesian2d::<RangedCoordf64, RangedCoordf64>::new(-1.5..2.5, -3.0..8.0, (left..right, bottom..top));
        use plotters::coord::CoordTranslate;
        for step in 0..=40 {
            let point = [-1.5 + 0.1 * f64::from(step), -3.0 + 0.275 * f64::from(step)];
            let (x, y) = axes.to_pixel(&frame, point);
            let theirs = plotters.translate(&(point[0], point[1]));
            assert!((x - f64::from(theirs.0)).abs() <= 1.0 && (y - f64::from(theirs.1)).abs() <= 1.0, "{point:?}");
        }
    }

    #[test]
    fn far_places_saturate_and_nothing_panics() {
        let frame = frame(300, 200);
        let linear = axes((0.0, 1.0), (0.0, 1.0), Scale::Linear);
        assert_eq!(linear.to_pixel(&frame, [1e300, -1e300]), (FAR, FAR));
        assert_eq!(linear.to_pixel(&frame, [f64::INFINITY, f64::NEG_INFINITY]), (FAR, FAR));
        assert!(linear.to_pixel(&frame, [f64::NAN, 0.0]).0.is_nan());
        let logarithmic = axes((1.0, 10.0), (1.0, 10.0), Scale::Logarithmic);
        assert!(logarithmic.to_pixel(&frame, [1.0, 0.0]).1 > 10_000.0, "zero is far below a logarithmic axis");
        assert!(logarithmic.to_pixel(&frame, [-1.0, 1.0]).0 < -10_000.0);
    }

    #[test]
    fn wide_labels_get_the_room_they_need() {
        let narrow = axes((0.0, 1.0), (0.0, 1.0), Scale::Linear).plot_area(&frame(400, 300));
        let wide = axes((0.0, 1.0), (-1.6e6, 0.1e6), Scale::Linear).plot_area(&frame(400, 300));
        assert!(wide.0 > narrow.0 + 40, "{narrow:?} {wide:?}");
    }

    proptest! {
        #[test]
        fn a_pixel_goes_to_data_and_back(
            x in 0.0..1.0_f64, y in 0.0..1.0_f64, width in 150_u32..900, height in 150_u32..500, logarithmic: bool
        ) {
            let scale = if logarithmic { Scale::Logarithmic } else { Scale::Linear };
            let (axes, frame) = (axes((1e-3, 70.0), (0.2, 4e5), scale), frame(width, height));
            let (left, top, right, bottom) = axes.plot_area(&frame);
            let css = (
                (f64::from(left) + x * f64::from(right - left)) / 2.0,
                (f64::from(top) + y * f64::from(bottom - top)) / 2.0,
            );
            let data = axes.from_css_pixel(&frame, css.0, css.1).expect("inside");
            let back = axes.to_pixel(&frame, data);
            prop_assert!((back.0 - 2.0 * css.0).abs() < 1e-6 && (back.1 - 2.0 * css.1).abs() < 1e-6);
        }

        #[test]
        fn outside_the_plot_there_is_no_data(x in -100.0..1000.0_f64, y in -100.0..600.0_f64) {
            let (axes, frame) = (axes((0.0, 1.0), (0.0, 1.0), Scale::Linear), frame(500, 300));
            let (left, top, right, bottom) = axes.plot_area(&frame);
            let inside = 2.0 * x >= f64::from(left)
                && 2.0 * x <= f64::from(right)
                && 2.0 * y >= f64::from(top)
                && 2.0 * y <= f64::from(bottom);
            prop_assert_eq!(axes.from_css_pixel(&frame, x, y).is_some(), inside);
        }

        #[test]
        fn any_range_on_any_frame_has_a_layout(
            low: f64, high: f64, width in 0_u32..1000, height in 0_u32..1000, logarithmic: bool
        ) {
            let scale = if logarithmic { Scale::Logarithmic } else { Scale::Linear };
            let (axes, frame) = (axes((low, high), (low, high), scale), frame(width, height));
            let (left, top, right, bottom) = axes.plot_area(&frame);
            prop_assert!(left < right && top < bottom);
            axes.to_pixel(&frame, [low, high]);
        }
    }
}
