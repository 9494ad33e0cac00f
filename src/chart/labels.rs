//! The words around a plot, and where all of it stands.

use super::Frame;
use super::axes::{Axes, Axis, Scale};
use super::ink::ems;
use super::projection::Span;
use super::ticks::{Tick, ticks};

/// The words around a plot, and where all of it stands, in units; sizes of text in CSS pixels.
pub(super) struct Labels {
    /// Left, top, right, bottom.
    pub(super) plot: [i32; 4],
    pub(super) titles: [String; 2],
    pub(super) size: f64,
    pub(super) x: Vec<Tick>,
    pub(super) y: Vec<Tick>,
    pub(super) y_size: f64,
}

impl Labels {
    /// The margins hold the labels, so they depend on the vertical axis and on the frame, not on what is plotted.
    pub(super) fn new(axes: &Axes<'_>, frame: &Frame) -> Self {
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
            Scale::Linear | Scale::Logarithmic | Scale::Degrees => (right, bottom),
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
