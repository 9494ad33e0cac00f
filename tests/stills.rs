//! The pictures that stand in the article until its first figure is there, and where no script runs: `www/stills`, which the
//! article takes in as it does its sentences. `UPDATE_GOLDEN=1 cargo test --test stills` draws them anew.
//!
//! A reader waits for them too. So the paths are in whole pixels and no longer than the eye needs them, and the colours are the
//! page's own, by their names, so that one picture does in light and in dark.

use descent::chart::{Frame, Theme, draw_all};
use descent::figure;
use descent::words::{LANGUAGES, Words};
use plotters::drawing::IntoDrawingArea;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, text_anchor::HPos,
};
use std::convert::Infallible;
use std::fmt::Write;
use std::path::PathBuf;

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

/// How far a path may be from the one that was drawn, in pixels.
const TOLERANCE: f64 = 1.0;
/// How far pieces of one straight line may be from it, each end of which stands on a whole pixel.
const STRAIGHT: f64 = 1.5;

/// Writes a drawing as SVG. What is drawn in one style, one after the other, is one path.
struct Still {
    size: (u32, u32),
    /// Elements that are finished.
    elements: String,
    /// Texts, which lie on everything.
    texts: String,
    /// The attributes of the path that is being drawn, and its pieces.
    path: (String, Vec<Vec<BackendCoord>>),
    /// Whether there is ground already, for what is lower than it.
    has_ground: bool,
}

/// The page's name of a colour of the light theme, unless it is one of a landscape's.
fn name(BackendColor { rgb: (red, green, blue), .. }: BackendColor) -> Option<&'static str> {
    let color = format!("light-dark(#{red:02x}{green:02x}{blue:02x},");
    let line = include_str!("../www/tokens.css").lines().find(|line| line.contains(&color))?;
    line.trim().split_once(':').map(|(name, _)| name)
}

/// Fewer points, by Douglas and Peucker (1973): none that was left out is further from the path than that.
fn simplified(points: &[BackendCoord], tolerance: f64) -> Vec<BackendCoord> {
    let [first, .., last] = points else { return points.to_vec() };
    let along = [last.0 - first.0, last.1 - first.1].map(f64::from);
    let distance = |&(x, y): &BackendCoord| {
        let from = [x - first.0, y - first.1].map(f64::from);
        match along[0].hypot(along[1]) {
            0.0 => from[0].hypot(from[1]),
            length => (along[0] * from[1] - along[1] * from[0]).abs() / length,
        }
    };
    let (furthest, away) = points
        .iter()
        .map(distance)
        .enumerate()
        .fold((0, 0.0), |far, (place, distance)| if distance > far.1 { (place, distance) } else { far });
    if away <= tolerance {
        return vec![*first, *last];
    }
    let mut head = simplified(&points[..=furthest], tolerance);
    head.pop();
    head.extend(simplified(&points[furthest..], tolerance));
    head
}

impl Still {
    fn new(size: (u32, u32)) -> Self {
        Self { size, elements: String::new(), texts: String::new(), path: Default::default(), has_ground: false }
    }

    /// Ends the path that is being written, unless it has these attributes.
    fn begin(&mut self, attributes: &str) {
        if self.path.0 == attributes {
            return;
        }
        let (attributes, mut pieces) = std::mem::replace(&mut self.path, (attributes.to_owned(), Vec::new()));
        // What lies on its like is not seen.
        pieces.dedup();
        let Some(first) = pieces.first() else { return };
        let (dash, count) = (first.clone(), pieces.len());
        let mut dashes = String::new();
        // Pieces of one straight line are its dashes.
        let line = simplified(&pieces.concat(), STRAIGHT);
        if let ([from, to], 3..) = (&line[..], count) {
            let long = |from: BackendCoord, to: BackendCoord| f64::from(to.0 - from.0).hypot(f64::from(to.1 - from.1));
            let on = long(dash[0], dash[dash.len() - 1]);
            let off = (long(*from, *to) - on) / (count - 1) as f64 - on;
            dashes = format!(" stroke-dasharray=\"{on:.0} {off:.1}\"");
            pieces = vec![line];
        }
        let end = if attributes.starts_with("stroke") { "" } else { "z" };
        let commands: String = pieces.iter().map(|points| commands(points) + end).collect();
        write!(self.elements, "<path {attributes}{dashes} d=\"{commands}\"/>").unwrap();
    }

    /// Adds lines from point to point to the path.
    fn follow(&mut self, points: &[BackendCoord]) {
        self.path.1.push(simplified(points, TOLERANCE));
    }

    fn finish(mut self) -> String {
        self.begin("");
        let (width, height) = self.size;
        format!("<svg viewBox=\"0 0 {width} {height}\" aria-hidden=\"true\">{}{}</svg>", self.elements, self.texts)
    }
}

/// Lines from point to point; from a point alone to where it is.
fn commands(points: &[BackendCoord]) -> String {
    let [first, ..] = points else { return String::new() };
    let mut commands = format!("M{} {}", first.0, first.1);
    if points.len() == 1 {
        commands += "h0";
    }
    for (a, b) in points.iter().zip(&points[1..]) {
        commands += &match (b.0 - a.0, b.1 - a.1) {
            (dx, 0) => format!("h{dx}"),
            (0, dy) => format!("v{dy}"),
            (dx, dy) => format!("l{dx} {dy}"),
        };
    }
    commands
}

/// A line of a color and a width.
fn stroke(color: BackendColor, width: u32) -> Option<String> {
    let opacity = if color.alpha < 1.0 { format!(" opacity=\"{}\"", color.alpha) } else { String::new() };
    let width = if width == 1 { String::new() } else { format!(" stroke-width=\"{width}\"") };
    name(color).map(|name| format!("stroke=\"var({name})\"{width}{opacity}"))
}

impl DrawingBackend for &mut Still {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, _: BackendCoord, _: BackendColor) -> Drawn {
        unimplemented!("no figure draws pixels")
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S, fill: bool) -> Drawn {
        assert!(fill, "no figure draws the border of a rectangle");
        let (width, height) = (to.0 - from.0, to.1 - from.1);
        // A line is told by its middle; paper is there, and what stands behind a number on a landscape can be done without.
        let (thickness, middle) = (width.min(height).unsigned_abs(), width.min(height) / 2);
        let Some(attributes) = stroke(style.color(), thickness).filter(|_| thickness <= 4) else { return Ok(()) };
        self.begin(&attributes);
        let (x, y) = from;
        if width > height {
            self.follow(&[(x, y + middle), (x + width, y + middle)]);
        } else {
            self.follow(&[(x + middle, y), (x + middle, y + height)]);
        }
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Drawn {
        // The lines of a landscape are the borders of what they are around.
        let Some(attributes) = stroke(style.color(), style.stroke_width()) else { return Ok(()) };
        self.begin(&attributes);
        self.follow(&path.into_iter().collect::<Vec<_>>());
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(&mut self, center: BackendCoord, radius: u32, style: &S, fill: bool) -> Drawn {
        let Some(attributes) = stroke(style.color(), 2 * radius).filter(|_| fill) else { return Ok(()) };
        // What is no longer than nothing is as round as its ends.
        self.begin(&format!("{attributes} stroke-linecap=\"round\""));
        self.follow(&[center]);
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Drawn {
        let points = path.into_iter().collect::<Vec<_>>();
        match name(style.color()) {
            Some(name) => self.begin(&format!("fill=\"var({name})\"")),
            // What is lower lies on what is higher.
            None if self.has_ground => self.begin("class=\"lower\""),
            None => self.begin("fill=\"var(--landscape-high)\""),
        }
        self.has_ground |= name(style.color()).is_none();
        self.follow(&points);
        // Each lies on the one before.
        if name(style.color()).is_none() {
            self.begin("");
        }
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Drawn {
        let anchor = match style.anchor().h_pos {
            HPos::Left => "",
            HPos::Center => " text-anchor=\"middle\"",
            HPos::Right => " text-anchor=\"end\"",
        };
        write!(self.texts, "<text x=\"{}\" y=\"{}\"{anchor}>{text}</text>", at.0, at.1 + 4).unwrap();
        Ok(())
    }
}

/// The panels of a figure, as they are before its first step, each below its heading.
fn still(figure: &str, experiment: &str, language: &str) -> String {
    let mut figure = figure::named(figure, Words::of(language).clone()).expect("a figure of that name");
    assert_eq!(figure.apply(experiment), []);
    let mut all = String::new();
    for (place, panel) in figure.panels().iter().enumerate() {
        let mut still = Still::new((472, 270));
        let frame = Frame { size: still.size, scale: 1.0, theme: Theme::Light };
        draw_all(&figure.picture(place), &frame, &(&mut still).into_drawing_area()).expect("it takes everything");
        write!(all, "<div><b>{}</b>{}</div>", panel.title, still.finish()).unwrap();
    }
    all
}

#[test]
fn the_first_picture_of_the_article_is_the_first_figures() {
    let article = include_str!("../index.html");
    let (_, hero) = article.split_once("id=\"hero\" figure=\"").expect("the article has a first figure");
    let figure = hero.split_once('"').unwrap().0;
    let experiment = hero.split_once("experiment=\"").unwrap().1.split_once('"').unwrap().0;
    for language in LANGUAGES {
        let drawn = still(figure, experiment, language.tag);
        let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("www/stills/{figure}.{}.html", language.tag));
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            std::fs::write(&file, &drawn).expect("www/stills is writable");
        }
        let kept = std::fs::read_to_string(&file).unwrap_or_default();
        assert!(kept == drawn, "{}: UPDATE_GOLDEN=1 cargo test --test stills draws it anew", file.display());
    }
}
