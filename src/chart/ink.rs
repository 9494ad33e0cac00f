//! The few marks that every view is made of: lines, shapes and words, in units.

use super::Frame;
use super::paper::Paper;
pub(super) use super::paper::Pixel;
use super::theme::{Marker, Outline};
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

/// The page's fonts; what the system lacks is skipped.
pub(super) const FONT: &str = "system-ui, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans SC', sans-serif";

/// How far two places are apart. Their squares are numbers: `hypot`, which minds that, would be the page's only use of a square root in
/// software.
pub(super) fn distance(one: (f64, f64), other: (f64, f64)) -> f64 {
    let (across, up) = (other.0 - one.0, other.1 - one.1);
    (across * across + up * up).sqrt()
}

/// The nearest pixel; far away it saturates.
pub(super) fn pixel((x, y): (f64, f64)) -> Pixel {
    (x.round() as i32, y.round() as i32)
}

/// What views draw with: a drawing area of any backend, and the sharpness to draw on it.
pub struct Ink<'a> {
    paper: &'a dyn Paper,
    scale: f64,
}

impl<'a> Ink<'a> {
    pub(super) fn new(frame: &Frame, paper: &'a dyn Paper) -> Self {
        Ink { paper, scale: frame.scale }
    }

    /// CSS pixels in units.
    pub(super) fn px(&self, css: f64) -> f64 {
        css * self.scale
    }

    /// CSS pixels in whole units, at least one.
    pub(super) fn whole(&self, css: f64) -> i32 {
        (self.px(css).round() as i32).max(1)
    }

    pub(super) fn fill(&self, color: RGBColor) {
        self.paper.fill(color);
    }

    /// A polyline, `width` CSS pixels wide.
    pub(super) fn line(&self, points: &[Pixel], color: impl Into<RGBAColor>, width: f64) {
        self.paper.path(points, stroke(color.into(), self.whole(width)));
    }

    pub(super) fn polygon(&self, points: Vec<Pixel>, color: impl Into<RGBAColor>) {
        self.paper.polygon(points, color.into().filled());
    }

    /// A filled rectangle; as axis-parallel line it is sharp, which a stroke is not everywhere.
    pub(super) fn rect(&self, from: Pixel, to: Pixel, color: impl Into<RGBAColor>) {
        self.paper.rectangle([from, to], color.into().filled());
    }

    /// A hairline from `from` to `to` at height `y`.
    pub(super) fn horizontal(&self, from: i32, to: i32, y: i32, color: impl Into<RGBAColor>) {
        let width = self.whole(1.0);
        self.rect((from, y - width / 2), (to, y - width / 2 + width), color);
    }

    /// A hairline from `from` down to `to` at `x`.
    pub(super) fn vertical(&self, x: i32, from: i32, to: i32, color: impl Into<RGBAColor>) {
        let width = self.whole(1.0);
        self.rect((x - width / 2, from), (x - width / 2 + width, to), color);
    }

    /// A disc, its radius in units.
    pub(super) fn disc(&self, center: Pixel, radius: i32, color: impl Into<RGBAColor>) {
        self.paper.circle(center, radius, color.into().filled());
    }

    /// A circle, its radius and width in CSS pixels.
    pub(super) fn ring(&self, center: Pixel, radius: f64, color: RGBColor, width: f64) {
        self.paper.circle(center, self.whole(radius), stroke(color.into(), self.whole(width)));
    }

    /// One line of text, `size` CSS pixels high, its middle line at the given place.
    pub(super) fn text(&self, text: &str, at: Pixel, align: HPos, size: f64, color: RGBColor) {
        if text.is_empty() {
            return;
        }
        let font = FontDesc::new(FontFamily::Name(FONT), self.px(size), FontStyle::Normal);
        self.paper.text(text, at, font.color(&color).pos(Pos::new(align, VPos::Center)));
    }

    /// A filled marker with a ring of the ground's colour around it; `size` 1 is the usual size.
    pub(super) fn marker(&self, at: Pixel, shape: Marker, size: f64, color: RGBColor, ground: RGBColor) {
        self.shape(at, shape, 5.0 * size + 1.75, ground.into());
        self.shape(at, shape, 5.0 * size, color.into());
    }

    /// A hollow marker, for what is only looked at.
    pub(super) fn hollow(&self, at: Pixel, shape: Marker, color: RGBColor, ground: RGBColor) {
        self.shape(at, shape, 7.25, ground.into());
        self.shape(at, shape, 6.0, color.into());
        self.shape(at, shape, 3.75, ground.into());
    }

    /// The outline of such a shape, for what stays to be seen within.
    pub(super) fn outline(&self, at: Pixel, shape: Marker, radius: f64, color: RGBColor, width: f64) {
        let place = |&[x, y]: &[i16; 2]| {
            let [x, y] = [x, y].map(|hundredths| self.px(radius) * f64::from(hundredths) / 100.0);
            pixel((f64::from(at.0) + x, f64::from(at.1) + y))
        };
        let half = |half: i16| [[half, half], [-half, half], [-half, -half], [half, -half]];
        let corners: Vec<Pixel> = match shape.outline() {
            Outline::Disc => return self.ring(at, radius, color, width),
            Outline::Square(side) => half(side).iter().map(place).collect(),
            Outline::Polygon(outline) => outline.as_chunks().0.iter().map(place).collect(),
        };
        // Once around and a side more, so that each corner is one.
        let around: Vec<Pixel> = corners.iter().chain(corners.iter().take(2)).copied().collect();
        self.line(&around, color, width);
    }

    /// A filled shape of about the area of a disc with the given radius in CSS pixels.
    pub(super) fn shape(&self, at: Pixel, shape: Marker, radius: f64, color: RGBAColor) {
        let radius = self.px(radius);
        let hundredths = |number: i16| f64::from(number) / 100.0;
        let outline = match shape.outline() {
            Outline::Disc => return self.disc(at, (radius.round() as i32).max(1), color),
            Outline::Square(half) => {
                let half = (hundredths(half) * radius).round().max(1.0) as i32;
                return self.rect((at.0 - half, at.1 - half), (at.0 + half, at.1 + half), color);
            }
            Outline::Polygon(outline) => outline,
        };
        let place = |&[x, y]: &[i16; 2]| {
            pixel((f64::from(at.0) + radius * hundredths(x), f64::from(at.1) + radius * hundredths(y)))
        };
        self.polygon(outline.as_chunks().0.iter().map(place).collect(), color);
    }
}

fn stroke(color: RGBAColor, width: i32) -> ShapeStyle {
    ShapeStyle { color, filled: false, stroke_width: width.unsigned_abs() }
}

/// The width of a line of text in ems, a little more than most fonts take.
pub(super) fn ems(text: &str) -> f64 {
    let width = |c: char| match c {
        '⁰'..='⁹' | '¹' | '²' | '³' | '⁻' | '₀'..='₉' => 0.42,
        '.' | ',' | ' ' | '(' | ')' | 'i' | 'l' => 0.36,
        'm' | 'w' | 'M' | 'W' => 0.85,
        // Full width in Chinese fonts.
        '×' => 1.0,
        'A'..='Z' => 0.7,
        c if c < '\u{2e80}' => 0.6,
        _ => 1.0,
    };
    text.chars().map(width).sum()
}
