//! The data: samples, the current lines, residuals, and the samples of the current batch.

use super::axes::Projection;
use super::ink::{Ink, pixel};
use super::path::{self, Stroke};
use super::theme::Marker;
use super::{Axes, Frame, Layer, Series, Theme, View};
use plotters::prelude::*;

/// One descent's current line ŷ = wx + b with the samples its newest step used.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FittedLine<'a> {
    /// Whose line.
    pub series: Series,
    /// w, in the units of the plot.
    pub slope: f64,
    /// b, in the units of the plot.
    pub intercept: f64,
    /// Indices of the samples in the newest step's batch; `None` lights all of them (a full batch).
    pub batch: Option<&'a [u32]>,
}

/// Data with the lines through it.
#[derive(Clone, Copy)]
pub struct Samples<'a> {
    /// Axes of feature and target.
    pub axes: Axes<'a>,
    /// Features, `[n]`.
    pub x: &'a [f64],
    /// Targets, `[n]`.
    pub y: &'a [f64],
    /// The current lines.
    pub lines: &'a [FittedLine<'a>],
    /// Slope and intercept that the reader looks at in another view.
    pub looked_at: Option<[f64; 2]>,
    /// A sample under the pointer.
    pub hovered: Option<usize>,
}

/// The most dots drawn; more would be a cloud all the same.
const DOTS: usize = 2000;
/// The most residuals of a full batch.
const COMB: usize = 300;
/// The most samples lit for one batch.
const LIT: usize = 64;

impl View for Samples<'_> {
    fn draw(&self, layer: Layer<'_>, frame: &Frame, ink: &Ink<'_>) {
        let map = self.axes.projection(frame);
        match layer {
            Layer::Axes => {
                ink.fill(frame.theme.paper());
                self.axes.draw(ink, frame, true);
                let color = frame.theme.quiet_ink().mix(if self.len() > 400 { 0.4 } else { 0.6 });
                let radius = if self.len() > 400 { 1.5 } else { 2.5 };
                for sample in spread(self.len(), DOTS).filter_map(|index| self.place(&map, index)) {
                    ink.disc(pixel(sample), ink.whole(radius), color);
                }
            }
            Layer::Trail { .. } => {}
            Layer::Moving => {
                for line in self.lines {
                    self.draw_residuals(line, frame.theme, ink, &map);
                }
                if let Some(line) = self.looked_at {
                    self.draw_line(line, &Stroke::looked_at(frame.theme), ink, &map);
                }
                for line in self.lines {
                    let stroke = Stroke::new(line.series, frame.theme, 2.0);
                    self.draw_line([line.slope, line.intercept], &stroke, ink, &map);
                }
                for line in self.lines {
                    let batch = line.batch.unwrap_or_default();
                    light(line.series, batch, &|index| self.place(&map, index), frame.theme, ink);
                }
                if let Some(sample) = self.hovered.and_then(|index| self.place(&map, index)) {
                    ink.hollow(pixel(sample), Marker::Round, frame.theme.ink(), frame.theme.paper());
                }
            }
        }
    }

    fn axes(&self) -> Option<&Axes<'_>> {
        Some(&self.axes)
    }
}

impl Samples<'_> {
    fn len(&self) -> usize {
        self.x.len().min(self.y.len())
    }

    /// A sample's place if it lies within the plot.
    fn place(&self, map: &Projection, index: usize) -> Option<(f64, f64)> {
        let (left, top, right, bottom) = map.plot();
        let (x, y) = map.to_pixel([*self.x.get(index)?, *self.y.get(index)?]);
        ((left..=right).contains(&x) && (top..=bottom).contains(&y)).then_some((x, y))
    }

    fn draw_line(&self, [slope, intercept]: [f64; 2], stroke: &Stroke, ink: &Ink<'_>, map: &Projection) {
        let (low, high) = self.axes.x.range;
        path::draw(ink, map, &[low, high].map(|x| [x, slope * x + intercept]), 0, stroke);
    }

    /// Vertical segments from samples to the line.
    fn draw_residuals(&self, line: &FittedLine<'_>, theme: Theme, ink: &Ink<'_>, map: &Projection) {
        let (_, top, _, bottom) = map.plot();
        let color = line.series.color(theme);
        let (count, most, color, width) = match line.batch {
            None => (self.len(), COMB, color.mix(0.3), 1.0),
            Some(batch) => (batch.len(), LIT, color.mix(0.8), 1.25),
        };
        // One stroke for all: up and down each residual, and from one to the next along the line, where that is solid.
        // Feet beyond the plot stand on its border, where there is no such way.
        let solid = line.series.dash().is_empty();
        let mut comb = Vec::new();
        for index in spread(count, most) {
            let index = line.batch.map_or(index, |batch| batch[index] as usize);
            let Some((x, y)) = self.place(map, index) else { continue };
            let foot = map.to_pixel([self.x[index], line.slope * self.x[index] + line.intercept]).1;
            if foot.is_nan() {
                continue;
            }
            let (sample, foot_pixel) = (pixel((x, y)), pixel((x, foot)));
            if solid && (top..=bottom).contains(&foot) {
                comb.extend([foot_pixel, sample, foot_pixel]);
            } else {
                ink.line(&[sample, pixel((x, foot.clamp(top, bottom)))], color, width);
            }
        }
        if !comb.is_empty() {
            ink.line(&comb, color, width);
        }
    }
}

/// The samples of a batch, lit: their places, if they have one, by their indices.
pub(super) fn light(
    series: Series,
    batch: &[u32],
    place: &dyn Fn(usize) -> Option<(f64, f64)>,
    theme: Theme,
    ink: &Ink<'_>,
) {
    let size = match batch.len() {
        0..=2 => 1.0,
        3..=16 => 0.7,
        _ => 0.55,
    };
    for sample in spread(batch.len(), LIT).filter_map(|index| place(batch[index] as usize)) {
        ink.marker(pixel(sample), series.marker(), size, series.color(theme), theme.paper());
    }
}

/// At most `most` of the indices up to `count`, evenly.
pub(super) fn spread(count: usize, most: usize) -> impl Iterator<Item = usize> {
    let drawn = count.min(most);
    (0..drawn).map(move |k| (k as u128 * count as u128 / drawn as u128) as usize)
}
