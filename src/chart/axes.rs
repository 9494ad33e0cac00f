//! Axes: ranges, titles, and the map between data and pixels.

use super::Frame;
use super::fingerprint::{Fingerprint, Part};
use super::ink::{ems, pixel};
use super::map::{Map, Projection, Span};
use super::picture::{Mark, Pen, Space};
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

/// Ticks, labels and titles around the plot, with a grid of hairlines across it if wished.
pub struct Ruler {
    /// Whether there is a grid.
    pub grid: bool,
}

/// Lines where a coordinate is zero, if that is within the plot.
pub struct Zero;

/// The words around a plot, and where all of it stands, in units; sizes of text in CSS pixels.
pub(super) struct Labels {
    /// Left, top, right, bottom.
    pub(super) plot: [i32; 4],
    titles: [String; 2],
    size: f64,
    x: Vec<Tick>,
    y: Vec<Tick>,
    y_size: f64,
}

impl Mark for Ruler {
    fn add_to(&self, to: &mut Fingerprint) {
        to.kind("ruler").and(&self.grid);
    }

    fn draw(&self, pen: &Pen<'_>, _: usize) {
        let Some(labels) = &pen.map.labels else { return };
        let Labels { plot: [left, top, right, bottom], size, .. } = *labels;
        let (ink, frame, map, theme) = (pen.ink, pen.frame, pen.plane(), pen.theme());
        let (short, gap) = (ink.whole(4.0), ink.whole(8.0));
        for tick in &labels.y {
            let y = pixel(map.to_pixel([0.0, tick.value])).1;
            if self.grid {
                ink.horizontal(left, right, y, theme.hairline());
            } else {
                ink.horizontal(left - short, left, y, theme.quiet_ink());
            }
            ink.text(&tick.label, (left - gap, y), HPos::Right, labels.y_size, theme.quiet_ink());
        }
        if self.grid {
            ink.horizontal(left, right, bottom, theme.quiet_ink());
        }
        let middle = bottom + ink.whole(8.0 + 0.55 * size);
        for tick in &labels.x {
            let x = pixel(map.to_pixel([tick.value, 0.0])).0;
            ink.vertical(x, bottom, bottom + short, theme.quiet_ink());
            // The last label may reach beyond the frame: it moves in.
            let half = (0.5 * ink.px(size) * ems(&tick.label)).ceil() as i32;
            let x = x.min(frame.size.0 as i32 - half - 1).max(half + 1);
            ink.text(&tick.label, (x, middle), HPos::Center, size, theme.quiet_ink());
        }
        let [x, y] = &labels.titles;
        let fitting = |title: &str| size.min(f64::from(frame.size.0) / frame.scale / (ems(title) + 0.5)).max(8.0);
        let below = middle + ink.whole(1.4 * size);
        ink.text(x, (right, below), HPos::Right, fitting(x), theme.ink());
        let above = top - ink.whole(8.0 + 0.75 * size);
        ink.text(y, (0, above), HPos::Left, fitting(y), theme.ink());
    }
}

impl Mark for Zero {
    fn add_to(&self, to: &mut Fingerprint) {
        to.kind("zero");
    }

    fn draw(&self, pen: &Pen<'_>, _: usize) {
        let (left, top, right, bottom) = pen.plane().plot();
        let (x, y) = pen.plane().to_pixel([0.0, 0.0]);
        let color = pen.theme().quiet_ink();
        if y > top && y < bottom {
            pen.ink.horizontal(left as i32, right as i32, pixel((x, y)).1, color);
        }
        if x > left && x < right {
            pen.ink.vertical(pixel((x, y)).0, top as i32, bottom as i32, color);
        }
    }
}

impl Axes<'_> {
    /// The map between data and units on the given frame.
    pub fn projection(&self, frame: &Frame) -> Projection {
        self.on(frame).plane
    }
}

impl Part for Axis<'_> {
    fn add_to(&self, to: &mut Fingerprint) {
        to.kind(self.title).and(&self.range).and(&(self.scale as usize));
    }
}

impl Space for Axes<'_> {
    fn add_to(&self, to: &mut Fingerprint) {
        to.kind("axes").and(&self.x).and(&self.y);
    }

    fn on(&self, frame: &Frame) -> Map {
        let labels = Labels::new(self, frame);
        Map { plane: Projection::new(self, labels.plot, frame), labels: Some(labels), reach: None }
    }
}

impl Labels {
    /// The margins hold the labels, so they depend on the vertical axis and on the frame, not on what is plotted.
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
        let x = side_by_side(&axes.x, f64::from(right - left) / scale, size);
        let titles = [axes.x.title, axes.y.title].map(str::to_owned);
        Labels { plot: [left, top, right, bottom], titles, size, x, y, y_size }
    }
}

/// As many ticks as have labels that stand side by side with room between them, on so many CSS pixels.
fn side_by_side(axis: &Axis<'_>, width: f64, size: f64) -> Vec<Tick> {
    let most = ((width / 30.0) as usize + 1).clamp(2, 7);
    let span = Span::new(axis, (0.0, width));
    let fits = |found: &Vec<Tick>| {
        found.windows(2).all(|pair| {
            let room = span.to_pixel(pair[1].value) - span.to_pixel(pair[0].value);
            room >= 0.5 * size * (ems(&pair[0].label) + ems(&pair[1].label)) + 16.0
        })
    };
    (1..=most).rev().map(|most| ticks(axis, most)).find(fits).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::Theme;
    use super::super::map::FAR;
    use super::*;
    use proptest::prelude::*;

    fn axes(x: (f64, f64), y: (f64, f64), scale: Scale) -> Axes<'static> {
        Axes { x: Axis { title: "x", range: x, scale }, y: Axis { title: "y", range: y, scale } }
    }

    fn plot(axes: &Axes<'_>, frame: &Frame) -> (i32, i32, i32, i32) {
        Labels::new(axes, frame).plot.into()
    }

    fn frame(width: u32, height: u32) -> Frame {
        Frame { size: (2 * width, 2 * height), scale: 2.0, theme: Theme::Light }
    }

    #[test]
    fn the_ends_of_the_ranges_are_the_plot_s_corners() {
        for scale in [Scale::Linear, Scale::Logarithmic] {
            let (axes, frame) = (axes((0.1, 10.0), (1.0, 1000.0), scale), frame(400, 300));
            let (left, top, right, bottom) = plot(&axes, &frame);
            assert!(0 < left && left < right && right < 800 && 0 < top && top < bottom && bottom < 600);
            assert_eq!(axes.projection(&frame).to_pixel([0.1, 1.0]), (left.into(), bottom.into()));
            assert_eq!(axes.projection(&frame).to_pixel([10.0, 1000.0]), (right.into(), top.into()));
        }
    }

    #[test]
    fn places_are_those_of_plotters_own_coordinates() {
        use plotters::coord::cartesian::Cartesian2d;
        use plotters::coord::types::RangedCoordf64;
        let (axes, frame) = (axes((-1.5, 2.5), (-3.0, 8.0), Scale::Linear), frame(420, 280));
        let (left, top, right, bottom) = plot(&axes, &frame);
        let plotters =
            Cartesian2d::<RangedCoordf64, RangedCoordf64>::new(-1.5..2.5, -3.0..8.0, (left..right, bottom..top));
        use plotters::coord::CoordTranslate;
        for step in 0..=40 {
            let point = [-1.5 + 0.1 * f64::from(step), -3.0 + 0.275 * f64::from(step)];
            let (x, y) = axes.projection(&frame).to_pixel(point);
            let theirs = plotters.translate(&(point[0], point[1]));
            assert!((x - f64::from(theirs.0)).abs() <= 1.0 && (y - f64::from(theirs.1)).abs() <= 1.0, "{point:?}");
        }
    }

    #[test]
    fn far_places_saturate_and_nothing_panics() {
        let frame = frame(300, 200);
        let linear = axes((0.0, 1.0), (0.0, 1.0), Scale::Linear);
        assert_eq!(linear.projection(&frame).to_pixel([1e300, -1e300]), (FAR, FAR));
        assert_eq!(linear.projection(&frame).to_pixel([f64::INFINITY, f64::NEG_INFINITY]), (FAR, FAR));
        assert!(linear.projection(&frame).to_pixel([f64::NAN, 0.0]).0.is_nan());
        let logarithmic = axes((1.0, 10.0), (1.0, 10.0), Scale::Logarithmic);
        assert!(
            logarithmic.projection(&frame).to_pixel([1.0, 0.0]).1 > 10_000.0,
            "zero is far below a logarithmic axis"
        );
        assert!(logarithmic.projection(&frame).to_pixel([-1.0, 1.0]).0 < -10_000.0);
    }

    #[test]
    fn wide_labels_get_the_room_they_need() {
        let narrow = plot(&axes((0.0, 1.0), (0.0, 1.0), Scale::Linear), &frame(400, 300));
        let wide = plot(&axes((0.0, 1.0), (-1.6e6, 0.1e6), Scale::Linear), &frame(400, 300));
        assert!(wide.0 > narrow.0 + 40, "{narrow:?} {wide:?}");
    }

    proptest! {
        #[test]
        fn a_pixel_goes_to_data_and_back(
            x in 0.0..1.0_f64, y in 0.0..1.0_f64, width in 150_u32..900, height in 150_u32..500, logarithmic: bool
        ) {
            let scale = if logarithmic { Scale::Logarithmic } else { Scale::Linear };
            let (axes, frame) = (axes((1e-3, 70.0), (0.2, 4e5), scale), frame(width, height));
            let (left, top, right, bottom) = plot(&axes, &frame);
            let css = (
                (f64::from(left) + x * f64::from(right - left)) / 2.0,
                (f64::from(top) + y * f64::from(bottom - top)) / 2.0,
            );
            let data = axes.projection(&frame).from_css_pixel(css.0, css.1).expect("inside");
            let back = axes.projection(&frame).to_pixel(data);
            prop_assert!((back.0 - 2.0 * css.0).abs() < 1e-6 && (back.1 - 2.0 * css.1).abs() < 1e-6);
        }

        #[test]
        fn outside_the_plot_there_is_no_data(x in -100.0..1000.0_f64, y in -100.0..600.0_f64) {
            let (axes, frame) = (axes((0.0, 1.0), (0.0, 1.0), Scale::Linear), frame(500, 300));
            let (left, top, right, bottom) = plot(&axes, &frame);
            let inside = 2.0 * x >= f64::from(left)
                && 2.0 * x <= f64::from(right)
                && 2.0 * y >= f64::from(top)
                && 2.0 * y <= f64::from(bottom);
            prop_assert_eq!(axes.projection(&frame).from_css_pixel(x, y).is_some(), inside);
        }

        #[test]
        fn any_range_on_any_frame_has_a_layout(
            low: f64, high: f64, width in 0_u32..1000, height in 0_u32..1000, logarithmic: bool
        ) {
            let scale = if logarithmic { Scale::Logarithmic } else { Scale::Linear };
            let (axes, frame) = (axes((low, high), (low, high), scale), frame(width, height));
            let (left, top, right, bottom) = plot(&axes, &frame);
            prop_assert!(left < right && top < bottom);
            axes.projection(&frame).to_pixel([low, high]);
        }
    }
}
