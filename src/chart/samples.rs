//! The data: samples, the current lines, residuals, and the samples of the current batch.

use super::fingerprint::{Fingerprint, Identity, Part};
use super::ink::pixel;
use super::name::HAS_NAMES;
use super::picture::{Mark, Pen, Picture};
use super::points::draw_marker;
use super::{Axes, Head, Line, Map, Marker, Ring, Room, Segment, Style, Tone, path};
use plotters::prelude::*;

/// Samples of one feature and a target; identified, because there may be many.
#[derive(Clone, Copy, Debug)]
pub struct Samples<'a> {
    /// Features, `[n]`.
    pub x: &'a [f64],
    /// Targets, `[n]`.
    pub y: &'a [f64],
    /// Which samples they are.
    pub identity: &'a Identity,
}

/// One descent's current line ŷ = wx + b with the samples its newest step used.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FittedLine<'a> {
    /// Whose line.
    pub style: Style,
    /// w, in the units of the plot.
    pub slope: f64,
    /// b, in the units of the plot.
    pub intercept: f64,
    /// Indices of the samples in the newest step's batch; `None` lights all of them (a full batch).
    pub batch: Option<&'a [u32]>,
}

/// Data with the lines through it; slope and intercept that the reader looks at in another view, and the sample under the
/// pointer, if there are such.
pub fn samples<'a>(
    axes: Axes<'a>,
    samples: Samples<'a>,
    lines: &[FittedLine<'a>],
    looked_at: Option<[f64; 2]>,
    hovered: Option<usize>,
) -> Picture<'a> {
    let ends = [axes.x.range.0, axes.x.range.1];
    let (low, high) = axes.y.range;
    // Of a steep line what is near the plot: of places far out nobody could tell where it crosses.
    let near = |slope: f64, intercept: f64, x: f64| {
        let y = (slope * x + intercept).max(2.0 * low - high).min(2.0 * high - low);
        if y == slope * x + intercept { [x, y] } else { [(y - intercept) / slope, y] }
    };
    let fit = |slope: f64, intercept: f64, line| Segment(ends.map(|x| near(slope, intercept, x)), line);
    let mut picture = Picture::on_grid(axes);
    picture.ground.push(Dots(samples));
    for &line in lines {
        picture.moving.push(Residuals(samples, line));
    }
    if let Some([slope, intercept]) = looked_at {
        picture.moving.push(fit(slope, intercept, Line::LOOKED_AT));
    }
    for line in lines {
        picture.moving.push(fit(line.slope, line.intercept, Line::of(line.style, 2.0).bare()));
        // Of a line that passes the plot, where it passes.
        let heights = ends.map(|x| line.slope * x + line.intercept);
        if heights.iter().all(|&y| y > high) || heights.iter().all(|&y| y < low) {
            let at = [0.5 * (ends[0] + ends[1]), 0.5 * (heights[0] + heights[1])];
            picture.moving.push(Head { from: None, at, marker: line.style.marker(), tone: Tone::Of(line.style) });
        }
    }
    for line in lines {
        light(&mut picture, line.style, line.batch, false, &|index| samples.at(index));
    }
    ring(&mut picture, hovered.and_then(|index| samples.at(index)));
    picture
}

/// Lights the samples of a batch, unless they are all: in the marker of whose batch it is, or where they have marks of their own,
/// around those.
pub(super) fn light(
    picture: &mut Picture<'_>,
    style: Style,
    batch: Option<&[u32]>,
    have_marks: bool,
    at: &dyn Fn(usize) -> Option<[f64; 2]>,
) {
    let batch = batch.unwrap_or_default();
    let mut places = Vec::new();
    for index in spread(batch.len(), LIT) {
        places.extend(at(batch[index] as usize));
    }
    picture.moving.push(Lit { places, of: batch.len(), style, have_marks });
}

/// Marks the sample under the pointer.
pub(super) fn ring(picture: &mut Picture<'_>, sample: Option<[f64; 2]>) {
    if let Some(at) = sample {
        picture.moving.push(Ring(at, Marker::Round, Tone::Ink));
    }
}

/// The most dots drawn; more would be a cloud all the same.
const DOTS: usize = 2000;
/// The most residuals of a full batch.
const COMB: usize = 300;
/// The most residuals that leave the plot: more would be a fence that says no more.
const FENCE: usize = 40;
/// The most residuals that names keep off: among more there is no room.
const FEW: usize = 8;
/// The radius of what is drawn around a sample of a batch that has a mark of its own, in CSS pixels.
const AROUND: f64 = 7.0;
/// The most samples lit for one batch.
const LIT: usize = 64;

/// A dot for each sample.
struct Dots<'a>(Samples<'a>);

/// Upright segments from samples to a line.
struct Residuals<'a>(Samples<'a>, FittedLine<'a>);

/// Samples of a batch, lit.
struct Lit {
    /// Their places, or those of some of them.
    places: Vec<[f64; 2]>,
    /// How many samples the batch has.
    of: usize,
    style: Style,
    /// Whether each has a mark of its own, which stays to be seen.
    have_marks: bool,
}

impl Samples<'_> {
    fn len(&self) -> usize {
        self.x.len().min(self.y.len())
    }

    fn at(&self, index: usize) -> Option<[f64; 2]> {
        Some([*self.x.get(index)?, *self.y.get(index)?])
    }
}

impl Mark for Dots<'_> {
    fn add_to(&self, to: &mut Fingerprint) {
        to.kind("dots").and(self.0.identity);
    }

    fn draw(&self, pen: &Pen<'_>, _: usize) {
        let Dots(samples) = self;
        let color = pen.theme().quiet_ink().mix(if samples.len() > 400 { 0.4 } else { 0.6 });
        let radius = if samples.len() > 400 { 1.5 } else { 2.5 };
        let places = spread(samples.len(), DOTS).filter_map(|index| pen.visible(samples.at(index)?));
        places.for_each(|place| pen.ink.disc(pixel(place), pen.ink.whole(radius), color));
    }
}

impl Residuals<'_> {
    /// The samples that have one drawn, by index.
    fn indices(&self) -> impl Iterator<Item = usize> {
        let Residuals(samples, FittedLine { batch, .. }) = *self;
        let (count, most) = batch.map_or((samples.len(), COMB), |batch| (batch.len(), LIT));
        spread(count, most).map(move |index| batch.map_or(index, |batch| batch[index] as usize))
    }
}

impl Mark for Residuals<'_> {
    fn add_to(&self, to: &mut Fingerprint) {
        let Residuals(samples, FittedLine { style, slope, intercept, batch }) = self;
        to.kind("residuals").and(samples.identity).and(style).and(slope).and(intercept).and(&batch.map(<[u32]>::len));
        if batch.is_some() {
            self.indices().for_each(|index| index.add_to(to));
        }
    }

    fn draw(&self, pen: &Pen<'_>, _: usize) {
        let (Residuals(samples, line), ink, map) = (self, pen.ink, pen.plane());
        let (_, top, _, bottom) = map.plot();
        let color = line.style.color(pen.theme());
        let (color, width) = if line.batch.is_none() { (color.mix(0.3), 1.0) } else { (color.mix(0.8), 1.25) };
        // One stroke for all: up and down each residual, and from one to the next along the line, where that is solid.
        // Feet beyond the plot stand on its border, where there is no such way.
        let solid = line.style.dash().is_empty();
        let mut comb = Vec::new();
        let mut leaving = Vec::new();
        for [x, y] in self.indices().filter_map(|index| samples.at(index)) {
            let Some(at) = pen.visible([x, y]) else { continue };
            let foot = map.to_pixel([x, line.slope * x + line.intercept]).1;
            if foot.is_nan() {
                continue;
            }
            let (sample, foot_pixel, is_seen) = (pixel(at), pixel((at.0, foot)), (top..=bottom).contains(&foot));
            if solid && is_seen {
                comb.extend([foot_pixel, sample, foot_pixel]);
            } else if is_seen {
                ink.line(&[sample, foot_pixel], color, width);
            } else {
                leaving.push([sample, pixel((at.0, foot.clamp(top, bottom)))]);
            }
        }
        for place in spread(leaving.len(), if line.batch.is_none() { FENCE } else { LIT }) {
            ink.line(&leaving[place], color, width);
        }
        if !comb.is_empty() {
            ink.line(&comb, color, width);
        }
    }

    fn take(&self, map: &Map, room: &mut Room, _: usize) {
        let Residuals(samples, FittedLine { slope, intercept, batch, .. }) = self;
        if !HAS_NAMES || batch.is_none_or(|batch| batch.len() > FEW) {
            return;
        }
        for [x, y] in self.indices().filter_map(|index| samples.at(index)) {
            path::take(&[[x, y], [x, slope * x + intercept]], map, room);
        }
    }
}

impl Mark for Lit {
    fn add_to(&self, to: &mut Fingerprint) {
        to.kind("lit").and(&self.places[..]).and(&self.of).and(&self.style).and(&self.have_marks);
    }

    fn draw(&self, pen: &Pen<'_>, _: usize) {
        let size = match self.of {
            0..=2 => 1.0,
            3..=16 => 0.7,
            _ => 0.55,
        };
        let color = self.style.color(pen.theme());
        for &place in &self.places {
            if self.have_marks {
                let Some(at) = pen.visible(place).map(pixel) else { continue };
                pen.ink.outline(at, self.style.marker(), AROUND, pen.theme().paper(), 3.5);
                pen.ink.outline(at, self.style.marker(), AROUND, color, 1.5);
                continue;
            }
            draw_marker(place, self.style.marker(), size, Tone::Of(self.style), pen);
        }
    }
}

/// At most `most` of the indices up to `count`, evenly.
pub(super) fn spread(count: usize, most: usize) -> impl Iterator<Item = usize> {
    let drawn = count.min(most);
    (0..drawn).map(move |k| (k as u128 * count as u128 / drawn as u128) as usize)
}
