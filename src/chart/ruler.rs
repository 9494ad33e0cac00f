//! What is drawn of axes: ticks, labels, titles, a grid.

use super::axes::Axes;
use super::fingerprint::Fingerprint;
use super::ink::{ems, pixel};
use super::labels::Labels;
use super::map::Map;
use super::picture::{Mark, Pen, Picture, Space};
use super::projection::Projection;
use super::{Frame, Room};
use plotters::style::text_anchor::HPos;

/// Ticks, labels and titles around the plot, with a grid of hairlines across it if wished.
pub struct Ruler {
    /// Whether there is a grid.
    pub grid: bool,
}

/// Lines where a coordinate is zero, if that is within the plot.
pub struct Zero;

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
        // A title that is longer than the plot and its margin ends further right.
        let end = right.max((ink.px(fitting(x)) * ems(x)).ceil() as i32).min(frame.size.0 as i32);
        ink.text(x, (end, below), HPos::Right, fitting(x), theme.ink());
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

    fn take(&self, map: &Map, room: &mut Room, _: usize) {
        let [x, y] = map.plane.part(map.plane.place([0.0, 0.0]));
        room.take_path([[0.0, y], [1.0, y]].into_iter());
        room.take_path([[x, 0.0], [x, 1.0]].into_iter());
    }
}

impl Axes<'_> {
    /// The map between data and units on the given frame.
    pub fn projection(&self, frame: &Frame) -> Projection {
        self.on(frame).plane
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

impl<'a> Picture<'a> {
    /// Axes with a grid.
    pub fn on_grid(axes: Axes<'a>) -> Self {
        let mut picture = Picture::new(axes);
        picture.ground.push(Ruler { grid: true });
        picture
    }

    /// Axes with a grid, and lines where a coordinate is zero: for graphs of functions.
    pub fn on_graph_paper(axes: Axes<'a>) -> Self {
        let mut picture = Picture::on_grid(axes);
        picture.ground.push(Zero);
        picture
    }

    /// Axes around a plane that is filled bit by bit.
    pub fn framed(axes: Axes<'a>) -> Self {
        let mut picture = Picture::new(axes);
        picture.ground.push(Ruler { grid: false });
        picture
    }

    /// Axes around what fills their plane: the contours of a landscape, or a heat map.
    pub fn over(ground: impl Mark + 'a, axes: Axes<'a>) -> Self {
        let mut picture = Picture::new(axes);
        picture.ground.push(ground);
        picture.ground.push(Ruler { grid: false });
        picture
    }
}

#[cfg(test)]
mod tests {
    use super::super::Theme;
    use super::super::axes::{Axis, Scale};
    use super::super::projection::FAR;
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
