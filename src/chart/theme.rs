//! Colours, dashes and markers: a series keeps its own in every view of the page.

use super::fingerprint::{Fingerprint, Part};
use plotters::style::RGBColor;

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// Dark ink on light paper.
    #[default]
    Light,
    /// Light ink on dark paper.
    Dark,
}

impl Theme {
    /// The ground of the page and of every plot.
    pub const fn paper(self) -> RGBColor {
        self.pick(0xfcfcfa, 0x14161a)
    }

    /// Text and whatever has to stand out without being a series.
    pub const fn ink(self) -> RGBColor {
        self.pick(0x1b1f24, 0xe7e9ec)
    }

    /// Labels of ticks, samples, reference lines.
    pub const fn quiet_ink(self) -> RGBColor {
        self.pick(0x59626d, 0x9aa4b0)
    }

    /// Axes and grid.
    pub const fn hairline(self) -> RGBColor {
        self.pick(0xe2e4e7, 0x2b3037)
    }

    /// What can be moved: sliders, handles, links.
    pub const fn movable(self) -> RGBColor {
        self.pick(0x0b5fd0, 0x74aeff)
    }

    /// Divergence, refused input.
    pub const fn trouble(self) -> RGBColor {
        self.pick(0xb3261e, 0xff8a80)
    }

    /// A landscape's ground from its lowest (0) to its highest place (1).
    pub fn landscape(self, height: f64) -> RGBColor {
        mixed(self.pick(0xf5f7fa, 0x191d24), self.pick(0xc9d3e2, 0x41516e), height)
    }

    const fn pick(self, light: u32, dark: u32) -> RGBColor {
        let [_, red, green, blue] = match self {
            Theme::Light => light.to_be_bytes(),
            Theme::Dark => dark.to_be_bytes(),
        };
        RGBColor(red, green, blue)
    }
}

/// The colour a share `part` (0 to 1) of the way from one to the other.
pub(super) fn mixed(from: RGBColor, to: RGBColor, part: f64) -> RGBColor {
    let part = if part.is_finite() { part.clamp(0.0, 1.0) } else { 0.0 };
    let channel = |from: u8, to: u8| (f64::from(from) + part * (f64::from(to) - f64::from(from))).round() as u8;
    RGBColor(channel(from.0, to.0), channel(from.1, to.1), channel(from.2, to.2))
}

/// What colour a mark has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// As text.
    Ink,
    /// As labels, for what only helps to see.
    Quiet,
    /// As whatever can be moved.
    Movable,
    /// As divergence.
    Trouble,
    /// As a series.
    Of(Series),
}

impl Tone {
    /// The colour on the given ground.
    pub const fn color(self, theme: Theme) -> RGBColor {
        match self {
            Tone::Ink => theme.ink(),
            Tone::Quiet => theme.quiet_ink(),
            Tone::Movable => theme.movable(),
            Tone::Trouble => theme.trouble(),
            Tone::Of(series) => series.color(theme),
        }
    }
}

impl Part for Tone {
    fn add_to(&self, to: &mut Fingerprint) {
        match self {
            Tone::Ink => to.bits(0),
            Tone::Quiet => to.bits(1),
            Tone::Movable => to.bits(2),
            Tone::Trouble => to.bits(3),
            Tone::Of(series) => to.add("of", &[series]),
        }
    }
}

impl Part for Series {
    fn add_to(&self, to: &mut Fingerprint) {
        to.bits(match *self {
            Series::Batch => 0,
            Series::Stochastic => 1,
            Series::MiniBatch => 2,
            Series::Further(index) => 3 + u64::from(index),
        });
    }
}

impl Part for Marker {
    fn add_to(&self, to: &mut Fingerprint) {
        to.bits(*self as u64);
    }
}

/// One descent among others, with its colour, dash and marker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Series {
    /// Full batch: solid line, round marker.
    Batch,
    /// Single samples: dotted line, triangle.
    Stochastic,
    /// Mini-batches: dashed line, square.
    MiniBatch,
    /// A further descent, such as another optimizer's: three more styles, then the same again.
    Further(u8),
}

/// The shape that marks where a series is now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marker {
    /// A disc.
    Round,
    /// A triangle standing on its base.
    Triangle,
    /// A square standing on its side.
    Square,
    /// A square standing on its corner.
    Diamond,
    /// A triangle standing on its tip.
    TriangleDown,
    /// An upright cross with thick arms.
    Plus,
}

impl Series {
    /// Its name, where its marker is asked for.
    pub const fn name(self) -> &'static str {
        match self {
            Series::Batch => "batch",
            Series::Stochastic => "stochastic",
            Series::MiniBatch => "mini-batch",
            Series::Further(_) => "",
        }
    }

    /// The series' colour on the given ground.
    pub const fn color(self, theme: Theme) -> RGBColor {
        match self {
            Series::Batch => theme.pick(0x0072b2, 0x56b4e9),
            Series::Stochastic => theme.pick(0xb84a00, 0xff9e5e),
            Series::MiniBatch => theme.pick(0x007a57, 0x3cc9a3),
            Series::Further(index) => match index % 3 {
                0 => theme.pick(0x8a4d9e, 0xcf9be0),
                1 => theme.pick(0x8f5e00, 0xe6b84d),
                _ => theme.pick(0xb03060, 0xf08fb0),
            },
        }
    }

    /// Lengths of ink and gap in turn, in CSS pixels; empty for a solid line. Ink no longer than the line is wide is
    /// a round dot.
    pub const fn dash(self) -> &'static [f64] {
        match self {
            Series::Batch => &[],
            Series::Stochastic => &[2.0, 3.5],
            Series::MiniBatch => &[9.0, 4.5],
            Series::Further(index) => match index % 3 {
                0 => &[12.0, 4.0, 2.0, 4.0],
                1 => &[5.0, 4.0],
                _ => &[16.0, 5.0],
            },
        }
    }

    /// The series' marker.
    pub const fn marker(self) -> Marker {
        match self {
            Series::Batch => Marker::Round,
            Series::Stochastic => Marker::Triangle,
            Series::MiniBatch => Marker::Square,
            Series::Further(index) => match index % 3 {
                0 => Marker::Diamond,
                1 => Marker::TriangleDown,
                _ => Marker::Plus,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SERIES: [Series; 6] = [
        Series::Batch,
        Series::Stochastic,
        Series::MiniBatch,
        Series::Further(0),
        Series::Further(1),
        Series::Further(2),
    ];

    /// Relative luminance by WCAG 2.
    fn luminance(color: RGBColor) -> f64 {
        let linear = |channel: u8| {
            let c = f64::from(channel) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { libm::pow((c + 0.055) / 1.055, 2.4) }
        };
        0.2126 * linear(color.0) + 0.7152 * linear(color.1) + 0.0722 * linear(color.2)
    }

    fn contrast(a: RGBColor, b: RGBColor) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn text_and_series_stand_out_from_their_ground() {
        for theme in [Theme::Light, Theme::Dark] {
            for text in [theme.ink(), theme.quiet_ink(), theme.trouble()] {
                assert!(contrast(text, theme.paper()) >= 4.5, "{text:?} on paper, {theme:?}");
            }
            for series in SERIES {
                for height in [0.0, 0.5, 1.0] {
                    let ratio = contrast(series.color(theme), theme.landscape(height));
                    assert!(ratio >= 3.0, "{series:?} at height {height}, {theme:?}: {ratio:.2}");
                }
            }
        }
    }

    #[test]
    fn no_two_series_share_colour_dash_or_marker() {
        for (i, a) in SERIES.iter().enumerate() {
            for b in &SERIES[..i] {
                assert_ne!(a.color(Theme::Light), b.color(Theme::Light));
                assert_ne!(a.color(Theme::Dark), b.color(Theme::Dark));
                assert_ne!(a.dash(), b.dash());
                assert_ne!(a.marker(), b.marker());
            }
        }
    }

    #[test]
    fn a_landscape_runs_from_its_low_to_its_high_token() {
        assert_eq!(Theme::Light.landscape(0.0), RGBColor(0xf5, 0xf7, 0xfa));
        assert_eq!(Theme::Light.landscape(1.0), RGBColor(0xc9, 0xd3, 0xe2));
        assert_eq!(Theme::Dark.landscape(7.0), RGBColor(0x41, 0x51, 0x6e));
        assert_eq!(Theme::Dark.landscape(f64::NAN), RGBColor(0x19, 0x1d, 0x24));
    }
}
