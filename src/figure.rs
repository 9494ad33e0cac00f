//! Figures: what a reader sees and handles, as plain state. No canvas, no clock, no browser.
//!
//! A figure is a function of one string, its experiment with the `figure.*` keys; it says which panels it has, what
//! can be seen in them ([`Picture`]), which controls belong to it, and what to say in words. [`FIGURES`] lists them; a new
//! one is one file and one row.

mod autograd;
mod controls;
mod curve_descent;
mod derivative;
mod descents;
mod gradient;
mod ground;
mod lane;
mod linear_loss;
mod loss_duel;
mod partial;
mod portrait;
mod progress;
#[cfg(test)]
mod second_optimizer;
mod sheet;
mod styles;
mod surface_descent;
mod window;
mod words;

pub use autograd::Autograd;
pub use controls::{Control, Field, Mark};
pub use curve_descent::CurveDescent;
pub use derivative::Derivative;
pub use descents::Descents;
pub use gradient::Gradient;
pub use linear_loss::LinearLoss;
pub use loss_duel::LossDuel;
pub use partial::Partial;
pub use portrait::{Losses, Portrait};

pub use surface_descent::SurfaceDescent;

use crate::chart::{Picture, Style};
use crate::error::{Allowed, Error, Result};
use crate::language::Language;

/// A figure as an element names it.
pub struct Row {
    /// The name in the element's `figure` attribute.
    pub name: &'static str,
    /// The WebAssembly module of the page that has it: a feature of the crate.
    pub module: &'static str,
    /// Builds it with the defaults of its kind; `None` in a module that lacks it.
    pub build: Option<Build>,
}

/// What builds a figure.
pub type Build = fn() -> Result<Box<dyn Figure>>;

/// A row of [`FIGURES`]: its builder is compiled, and with it the figure, where its module is.
macro_rules! row {
    ($module:tt, $name:literal, $build:path) => {
        Row {
            name: $name,
            module: $module,
            #[cfg(feature = $module)]
            build: Some(|| Ok(Box::new($build()?))),
            #[cfg(not(feature = $module))]
            build: None,
        }
    };
}

/// All figures.
pub static FIGURES: &[Row] = &[
    row!("chapters", "derivative", Derivative::new),
    row!("chapters", "partial-derivatives", Partial::new),
    row!("chapters", "gradient", Gradient::new),
    row!("chapters", "loss", LinearLoss::new),
    row!("chapters", "curve-descent", CurveDescent::new),
    row!("chapters", "surface-descent", SurfaceDescent::new),
    row!("comparison", "three-descents", Descents::three),
    row!("comparison", "batch-descent", Descents::batch),
    row!("comparison", "logistic-descents", Descents::logistic),
    row!("chapters", "loss-duel", LossDuel::new),
    row!("chapters", "autograd", Autograd::new),
];

/// The figure called `name`.
///
/// # Errors
/// [`Error::NotAllowed`], naming the figures there are, when there is none of that name, or none in this module.
///
/// ```
/// let mut figure = descent::figure::named("three-descents")?;
/// figure.seek(40);
/// assert!(figure.experiment().ends_with("&figure.step=40"));
/// # Ok::<(), descent::error::Error>(())
/// ```
pub fn named(name: &str) -> Result<Box<dyn Figure>> {
    let build = FIGURES.iter().find(|row| row.name == name).and_then(|row| row.build);
    let names = || FIGURES.iter().map(|row| row.name).collect();
    build.ok_or_else(|| Error::not_allowed("figure", name, Allowed::OneOf(names())))?()
}

/// The key of the tick that is shown.
const STEP: &str = "figure.step";
/// The farthest tick.
const MOST_TICKS: u64 = 10_000_000_000;

/// A tick as in the string.
fn tick(value: &str) -> Result<u64> {
    let tick = value.parse().ok().filter(|&tick: &u64| tick <= MOST_TICKS);
    tick.ok_or_else(|| Error::not_allowed(STEP, value, Allowed::Integer { min: 0, max: MOST_TICKS }))
}

/// What every figure can do. Panels are counted from 0 in the order of [`Figure::panels`].
pub trait Figure {
    /// Speaks `language` from now on.
    fn set_language(&mut self, language: Language);

    /// The figure's string: the canonical experiment with the `figure.*` keys.
    fn experiment(&self) -> String;

    /// Takes a string over the figure's defaults: whatever is right in it is applied, the rest is listed.
    fn apply(&mut self, text: &str) -> Vec<Error>;

    /// Changes one key of the string.
    ///
    /// # Errors
    /// When the value is not allowed; the figure is then as it was.
    fn set(&mut self, key: &str, value: &str) -> Result<()>;

    /// The controls, with their values and ranges as they are now.
    fn controls(&self) -> Vec<Control>;

    /// The panels, with their words as they are now.
    fn panels(&self) -> Vec<Panel>;

    /// How far the descents are.
    fn clock(&self) -> Clock;

    /// Goes to a tick, forwards or backwards.
    fn seek(&mut self, tick: u64);

    /// Goes on by up to `ticks` ticks, fewer when that would take longer than a frame has.
    fn advance(&mut self, ticks: u64);

    /// A new random initialization.
    fn restart(&mut self, seed: u32);

    /// A click on a panel at a point of its axes. Whether descents started there.
    fn press(&mut self, _panel: usize, _point: [f64; 2]) -> bool {
        false
    }

    /// The pointer over a panel at a point of its axes, or over none.
    fn hover(&mut self, _place: Option<(usize, [f64; 2])>) {}

    /// What can be dragged.
    fn handles(&self) -> Vec<Handle> {
        Vec::new()
    }

    /// A handle, counted from 0 in the order of [`Figure::handles`], is drawn to a point of its panel's axes. Where it
    /// may not go it follows as far as it may.
    fn drag(&mut self, _handle: usize, _point: [f64; 2]) {}

    /// A panel is turned by so many CSS pixels of the finger's way to the right and down; `done` when the finger lets go.
    fn turn(&mut self, _panel: usize, _way: [f64; 2], _done: bool) {}

    /// Prepares what is to be seen at the clock's tick and a `fraction` (from 0 to below 1) of the next.
    fn look(&mut self, fraction: f64);

    /// What [`Figure::look`] prepared of a panel.
    fn picture(&self, panel: usize) -> Picture<'_>;

    /// Live mathematics with this step's numbers, such as the rule of each descent: words joined by spaces.
    fn rules(&self) -> Vec<(Option<Style>, String)>;

    /// The program that does the same, if there is one.
    fn listing(&self) -> Vec<CodeLine> {
        Vec::new()
    }

    /// What has to be said, such as that a run diverges.
    fn notices(&self) -> Vec<Notice> {
        Vec::new()
    }

    /// What is under the pointer, or goes on, in words; empty when there is nothing.
    fn readout(&self) -> String;
}

/// Something in a panel that can be dragged, or typed into.
#[derive(Clone, Debug, PartialEq)]
pub struct Handle {
    /// Its panel.
    pub panel: usize,
    /// Where it is, in the panel's axes.
    pub at: [f64; 2],
    /// Its name beside it.
    pub symbol: &'static str,
    /// What it is, and where, for who cannot see it.
    pub label: String,
    /// The key and value of a field that stands there instead of something to drag.
    pub field: Option<(&'static str, String)>,
}

/// A line of a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeLine {
    /// The line.
    pub text: String,
    /// Whether it has been run last.
    pub current: bool,
}

/// A panel of a figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    /// Its name in the element's `views` attribute.
    pub name: &'static str,
    /// The descent it is about, if it is about one.
    pub series: Option<Style>,
    /// The heading.
    pub title: String,
    /// What the heading is about in numbers.
    pub detail: String,
    /// How its descent stands: running, converged, diverged.
    pub status: String,
    /// How many of twelve columns it takes side by side with the others.
    pub columns: u32,
    /// Whether a click on it starts there.
    pub starts: bool,
    /// Whether it turns under the finger.
    pub turns: bool,
    /// Whether it is higher than usual, for what is as high as it is wide.
    pub tall: bool,
    /// What is to be seen, for who cannot see it.
    pub description: String,
}

impl Panel {
    fn tall(self) -> Self {
        Panel { tall: true, ..self }
    }

    /// A panel that belongs to no descent.
    fn new(name: &'static str, title: &str, detail: String, columns: u32, description: String) -> Self {
        Panel {
            name,
            series: None,
            title: title.into(),
            detail,
            status: String::new(),
            columns,
            starts: false,
            turns: false,
            tall: false,
            description,
        }
    }
}

/// How far a figure's descents are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Clock {
    /// The tick that is shown.
    pub tick: u64,
    /// The farthest tick shown since the start.
    pub reached: u64,
    /// Whether nothing will ever move again.
    pub at_rest: bool,
    /// The tick at which a figure that plays by itself rests; 0 for a figure in which nothing plays.
    pub rest: u64,
}

/// Something to say beside the figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// The descent it is about.
    pub series: Option<Style>,
    /// The sentence.
    pub text: String,
    /// A remedy: the key and value to set, and the words on its button.
    pub remedy: Option<Remedy>,
}

/// A change that the reader is offered.
#[derive(Clone, Debug, PartialEq)]
pub struct Remedy {
    /// The key to set.
    pub key: &'static str,
    /// Its new value.
    pub value: String,
    /// What the button says.
    pub label: String,
}
