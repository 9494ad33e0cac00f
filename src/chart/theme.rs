//! Colours, dashes and markers: a style is the same in every picture of the page.

use super::fingerprint::{Fingerprint, Part};
use super::palette::token;
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

/// A colour of either theme by its token.
macro_rules! colors {
    ($($(#[$doc:meta])* $name:ident: $token:literal),* $(,)?) => {
        impl Theme {$(
            $(#[$doc])*
            pub const fn $name(self) -> RGBColor {
                const COLORS: [RGBColor; 2] = token($token);
                COLORS[self as usize]
            }
        )*}
    };
}

colors! {
    /// The ground of the page and of every plot.
    paper: "paper",
    /// Text and whatever has to stand out without being a series.
    ink: "ink",
    /// Labels of ticks, samples, reference lines.
    quiet_ink: "quiet",
    /// Axes and grid.
    hairline: "hairline",
    /// What can be moved: sliders, handles, links.
    movable: "accent",
    /// Divergence, refused input.
    trouble: "trouble",
    /// The lowest place of a landscape.
    lowest: "landscape-low",
    /// The highest place of a landscape.
    highest: "landscape-high",
}

impl Theme {
    /// A landscape's ground from its lowest (0) to its highest place (1).
    pub fn landscape(self, height: f64) -> RGBColor {
        mixed(self.lowest(), self.highest(), height)
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
    /// As a style.
    Of(Style),
}

impl Tone {
    /// The colour on the given ground.
    pub const fn color(self, theme: Theme) -> RGBColor {
        match self {
            Tone::Ink => theme.ink(),
            Tone::Quiet => theme.quiet_ink(),
            Tone::Movable => theme.movable(),
            Tone::Trouble => theme.trouble(),
            Tone::Of(style) => style.color(theme),
        }
    }
}

/// How one of several looks wherever it is seen: its colour, dash and marker.
///
/// The first three are a promise: they are batch, stochastic and mini-batch descent, and nothing else. Whatever else is to be
/// told apart takes [further](Style::FURTHER) ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style(u8);

/// A style's row of the table.
struct Row {
    name: &'static str,
    colors: [RGBColor; 2],
    dash: &'static [f64],
    marker: Marker,
}

const fn row(name: &'static str, dash: &'static [f64], marker: Marker) -> Row {
    Row { name, colors: token(name), dash, marker }
}

/// Told apart by any of the three, and their colours by those, too, who lack one kind of cones.
static STYLES: [Row; 9] = [
    row("batch", &[], Marker::Round),
    row("stochastic", &[2.0, 3.5], Marker::Triangle),
    row("mini-batch", &[9.0, 4.5], Marker::Square),
    row("series-1", &[12.0, 4.0, 2.0, 4.0], Marker::Diamond),
    row("series-2", &[5.0, 4.0], Marker::TriangleDown),
    row("series-3", &[16.0, 5.0], Marker::Plus),
    row("series-4", &[8.0, 3.0, 2.0, 3.0, 2.0, 3.0], Marker::Cross),
    row("series-5", &[14.0, 3.5, 5.0, 3.5], Marker::Hourglass),
    row("series-6", &[4.0, 2.5], Marker::Star),
];

impl Style {
    /// Full batch: solid line, round marker.
    pub const BATCH: Style = Style(0);
    /// Single samples: dotted line, triangle.
    pub const STOCHASTIC: Style = Style(1);
    /// Mini-batches: dashed line, square.
    pub const MINI_BATCH: Style = Style(2);
    /// For everything else.
    pub const FURTHER: [Style; 6] = [Style(3), Style(4), Style(5), Style(6), Style(7), Style(8)];

    /// The style called `name`.
    pub fn named(name: &str) -> Option<Self> {
        (0..).zip(&STYLES).find(|(_, row)| row.name == name).map(|(place, _)| Style(place))
    }

    const fn row(self) -> &'static Row {
        &STYLES[self.0 as usize]
    }

    /// Its name, which is that of its colour's token.
    pub const fn name(self) -> &'static str {
        self.row().name
    }

    /// Its colour on the given ground.
    pub const fn color(self, theme: Theme) -> RGBColor {
        self.row().colors[theme as usize]
    }

    /// Lengths of ink and gap in turn, in CSS pixels; empty for a solid line. Ink no longer than the line is wide is
    /// a round dot.
    pub const fn dash(self) -> &'static [f64] {
        self.row().dash
    }

    /// Its marker.
    pub const fn marker(self) -> Marker {
        self.row().marker
    }
}

/// The shape that marks where something is now.
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
    /// The same, slanted.
    Cross,
    /// Two triangles, tip to tip.
    Hourglass,
    /// A star of five points.
    Star,
}

/// What a marker looks like, in hundredths of its radius; y downwards.
pub(super) enum Outline {
    /// A disc of the radius.
    Disc,
    /// A square, from its middle to its sides.
    Square(i16),
    /// A polygon: x and y of its corners in turn.
    Polygon(&'static [i16]),
}

impl Marker {
    /// Its shape, of about the area of a disc.
    pub(super) const fn outline(self) -> Outline {
        Outline::Polygon(match self {
            Marker::Round => return Outline::Disc,
            Marker::Square => return Outline::Square(90),
            Marker::Triangle => &[0, -136, 118, 68, -118, 68],
            Marker::TriangleDown => &[0, 136, 118, -68, -118, -68],
            Marker::Diamond => &[0, -128, 128, 0, 0, 128, -128, 0],
            Marker::Plus => &[
                -42, -120, 42, -120, 42, -42, 120, -42, 120, 42, 42, 42, 42, 120, -42, 120, -42, 42, -120, 42, -120,
                -42, -42, -42,
            ],
            Marker::Cross => &[
                0, -58, 56, -114, 114, -56, 58, 0, 114, 56, 56, 114, 0, 58, -56, 114, -114, 56, -58, 0, -114, -56, -56,
                -114,
            ],
            Marker::Hourglass => &[-112, -112, 112, -112, 30, 0, 112, 112, -112, 112, -30, 0],
            Marker::Star => {
                &[0, -144, 36, -49, 137, -44, 58, 19, 85, 116, 0, 61, -85, 116, -58, 19, -137, -44, -36, -49]
            }
        })
    }

    /// The character that looks most like it.
    pub const fn glyph(self) -> char {
        match self {
            Marker::Round => '●',
            Marker::Triangle => '▲',
            Marker::Square => '■',
            Marker::Diamond => '◆',
            Marker::TriangleDown => '▼',
            Marker::Plus => '✚',
            Marker::Cross => '✖',
            Marker::Hourglass => '⧗',
            Marker::Star => '★',
        }
    }

    /// Its shape as the path of an SVG element, in a square from −160 to 160.
    pub fn path(self) -> String {
        let corners: &[i16] = match self.outline() {
            Outline::Disc => return "M0-100a100 100 0 1 1 0 200a100 100 0 1 1 0-200z".into(),
            Outline::Square(half) => &[-half, -half, half, -half, half, half, -half, half],
            Outline::Polygon(corners) => corners,
        };
        let mut path = "M".to_owned();
        for &number in corners {
            path += &i32::from(number).to_string();
            path.push(' ');
        }
        path + "z"
    }
}

impl Part for Tone {
    fn add_to(&self, to: &mut Fingerprint) {
        match self {
            Tone::Ink => to.bits(0),
            Tone::Quiet => to.bits(1),
            Tone::Movable => to.bits(2),
            Tone::Trouble => to.bits(3),
            Tone::Of(style) => style.add_to(to.kind("of")),
        }
    }
}

impl Part for Style {
    fn add_to(&self, to: &mut Fingerprint) {
        to.bits(self.0.into());
    }
}

impl Part for Marker {
    fn add_to(&self, to: &mut Fingerprint) {
        to.bits(*self as u64);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn styles() -> impl Iterator<Item = Style> {
        (0..STYLES.len() as u8).map(Style)
    }

    fn linear(color: RGBColor) -> [f64; 3] {
        [color.0, color.1, color.2].map(|channel| {
            let c = f64::from(channel) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { libm::pow((c + 0.055) / 1.055, 2.4) }
        })
    }

    fn dot(a: [f64; 3], b: [f64; 3]) -> f64 {
        a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
    }

    /// Relative luminance by WCAG 2.
    fn luminance(color: RGBColor) -> f64 {
        dot([0.2126, 0.7152, 0.0722], linear(color))
    }

    fn contrast(a: RGBColor, b: RGBColor) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// How the eye sees light that its cones have mixed so: L*, a*, b* of CIE 1976 at the white of D65.
    fn lab(linear: [f64; 3]) -> [f64; 3] {
        let xyz = [[0.4339, 0.3762, 0.1899], [0.2126, 0.7152, 0.0722], [0.0177, 0.1095, 0.8728]];
        let root = |t: f64| if t > 0.008_856 { libm::cbrt(t) } else { 7.787 * t + 16.0 / 116.0 };
        let [x, y, z] = xyz.map(|row| root(dot(row, linear)));
        [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
    }

    /// Whole sight, and sight without the cones for long and for middle waves: Machado, Oliveira and Fernandes (2009).
    const SIGHTS: [[[f64; 3]; 3]; 3] = [
        [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
        [[0.152_286, 1.052_583, -0.204_868], [0.114_503, 0.786_281, 0.099_216], [-0.003_882, -0.048_116, 1.051_998]],
        [[0.367_322, 0.860_646, -0.227_968], [0.280_085, 0.672_501, 0.047_413], [-0.011_820, 0.042_940, 0.968_881]],
    ];

    #[test]
    fn text_and_styles_stand_out_from_their_ground() {
        for theme in [Theme::Light, Theme::Dark] {
            for text in [theme.ink(), theme.quiet_ink(), theme.trouble()] {
                assert!(contrast(text, theme.paper()) >= 4.5, "{text:?} on paper, {theme:?}");
            }
            for style in styles() {
                for height in [0.0, 0.5, 1.0] {
                    let ratio = contrast(style.color(theme), theme.landscape(height));
                    assert!(ratio >= 3.0, "{} at height {height}, {theme:?}: {ratio:.2}", style.name());
                }
            }
        }
    }

    #[test]
    fn no_two_styles_share_a_dash_or_a_marker_and_their_colours_are_told_apart_by_every_eye() {
        for (place, a) in styles().enumerate() {
            assert_eq!(Style::named(a.name()), Some(a));
            for b in styles().take(place) {
                assert_ne!(a.dash(), b.dash());
                assert_ne!(a.marker(), b.marker());
                for (theme, sight) in
                    [Theme::Light, Theme::Dark].into_iter().flat_map(|theme| SIGHTS.map(|sight| (theme, sight)))
                {
                    let [a_seen, b_seen] =
                        [a, b].map(|style| lab(sight.map(|row| dot(row, linear(style.color(theme))).clamp(0.0, 1.0))));
                    let apart = [0, 1, 2].map(|k| a_seen[k] - b_seen[k]);
                    let distance = dot(apart, apart).sqrt();
                    assert!(distance >= 12.0, "{} and {}, {theme:?}: {distance:.1}", a.name(), b.name());
                }
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

    #[test]
    fn a_marker_is_the_same_shape_in_the_page_as_in_a_picture() {
        assert_eq!(Marker::Triangle.path(), "M0 -136 118 68 -118 68 z");
        assert_eq!(Marker::Square.path(), "M-90 -90 90 -90 90 90 -90 90 z");
        for style in styles() {
            assert!(style.marker().path().ends_with('z'));
        }
    }
}
