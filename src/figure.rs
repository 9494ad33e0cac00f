//! Figures: what a reader sees and handles, as plain state. No canvas, no clock, no browser.
//!
//! A figure is a function of its [`Values`] and of time: a [`Scene`] is built from the values, shows a moment, and turns
//! what the reader does into other values. The [`Host`] does the rest, for all figures once. [`FIGURES`] lists them; a
//! new one is one file and one row.

/// A row of [`FIGURES`]: its builder is compiled, and with it the figure, where its module is.
macro_rules! figure {
    ($module:tt, |$values:ident, $words:tt| $build:expr, $($rest:tt)*) => {
        $crate::figure::Figure {
            module: $module,
            #[cfg(feature = $module)]
            build: Some(|$values, $words| Ok(Box::new($build?))),
            #[cfg(not(feature = $module))]
            build: None,
            $($rest)*
        }
    };
}

// mod autograd;
mod comparison;
mod controls;
mod curve_descent;
mod derivative;
// mod gradient;
mod host;
// mod linear_loss;
// mod partial;
// mod portrait;
mod progress;
mod speech;
mod values;
mod window;

pub use controls::{Control, Field, Mark};
pub use host::{Host, named};
// pub use portrait::{Portrait, show_losses};
pub use values::{Entry, Table, Values};

use crate::chart::{Picture, Series};
use crate::error::{Allowed, Error, Result};
use crate::words::Words;

/// A figure as an element names it.
#[derive(Debug)]
pub struct Figure {
    /// The name in the element's `figure` attribute.
    pub name: &'static str,
    /// The WebAssembly module of the page that has it: a feature of the crate.
    pub module: &'static str,
    /// The values that it takes.
    pub table: Table,
    /// What it shows at first: a string over the defaults of the table.
    pub base: &'static str,
    /// The tick at which it rests when it plays by itself; 0 where nothing plays.
    pub rest: u64,
    /// Settles what follows from values that were given, such as those of a preset, or refuses them.
    pub settle: Settle,
    /// The words of a choice of the experiment that it can show; `None` where it can show all.
    pub words: fn(key: &str) -> Option<Vec<&'static str>>,
    /// Builds it; `None` in a module that lacks it.
    pub build: Option<Build>,
}

/// All figures.
pub static FIGURES: &[Figure] = &[
    derivative::FIGURE,
    // partial::FIGURE,
    // gradient::FIGURE,
    // linear_loss::FIGURE,
    curve_descent::FIGURE,
    comparison::SURFACE_DESCENT,
    comparison::THREE_DESCENTS,
    comparison::BATCH_DESCENT,
    comparison::LOGISTIC_DESCENTS,
    comparison::LOSS_DUEL,
    // autograd::FIGURE,
];

/// Where no value follows from another.
fn nothing_follows(_: &mut Values, _: Option<&Values>, _: &dyn Fn(&str) -> bool) -> Result<()> {
    Ok(())
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

#[cfg(test)]
impl Figure {
    /// The values and the tick of a string in which nothing is wrong.
    fn read(&self, text: &str) -> (Values, u64) {
        let mut values = Values::new(self.table, self.base).unwrap();
        let (step, errors) = values.read(text);
        assert_eq!(errors, [], "{text}");
        let given: Vec<_> = crate::experiment::pairs(text).flatten().map(|(key, _)| key).collect();
        (self.settle)(&mut values, None, &|key| given.iter().any(|given| given == key)).unwrap();
        (values, step)
    }
}

/// What builds the scene of some values.
pub type Build = fn(&Values, &Words) -> Result<Box<dyn Scene>>;

/// What settles the values that follow from those given, knowing those before unless a whole string is read.
pub type Settle = fn(&mut Values, before: Option<&Values>, given: &dyn Fn(&str) -> bool) -> Result<()>;

/// What a figure shows of its values, at any time. Panels are counted from 0 in the order of [`Scene::panels`].
pub trait Scene {
    /// The scene of other values; what they leave as it is may be shared.
    ///
    /// # Errors
    /// When the values do not fit together.
    fn rebuilt(&self, values: &Values, words: &Words) -> Result<Box<dyn Scene>>;

    /// Prepares what is to be seen at a tick and a `fraction` (from 0 to below 1) of the next; returns the tick, or the
    /// last one there is before it.
    fn look(&mut self, tick: u64, fraction: f64) -> u64;

    /// Whether nothing moves any more from a tick on.
    fn is_over(&self, tick: u64) -> bool;

    /// Up to which tick all is known at once, so that the reader may go there.
    fn known_to(&self) -> u64 {
        0
    }

    /// Samples that one more tick visits.
    fn work_of_a_tick(&self) -> u64 {
        0
    }

    /// Speaks other words from now on.
    fn speak(&mut self, _words: &Words) {}

    /// The panels, with their words as they are now.
    fn panels(&self, words: &Words) -> Vec<Panel>;

    /// What is to be seen of a panel.
    fn picture<'a>(&'a self, panel: usize, words: &'a Words) -> Picture<'a>;

    /// A control as it is in this scene, with its range and marks; `None` for one that says nothing here.
    fn control(&self, control: Control, _words: &Words) -> Option<Control> {
        Some(control)
    }

    /// What can be dragged.
    fn handles(&self) -> Vec<Handle> {
        Vec::new()
    }

    /// Turns what the reader does into other values.
    fn act(&mut self, _action: Action, _values: &mut Values) -> After {
        After::Nothing
    }

    /// The pointer over a panel at a point of its axes, or over none.
    fn hover(&mut self, _place: Option<(usize, [f64; 2])>) {}

    /// Live mathematics with this step's numbers, such as the rule of each descent: words joined by spaces.
    fn rules(&self, words: &Words) -> Vec<(Option<Series>, String)>;

    /// The program that does the same, if there is one.
    fn listing(&self, _words: &Words) -> Vec<CodeLine> {
        Vec::new()
    }

    /// What has to be said, such as that a run diverges.
    fn notices(&self, _words: &Words) -> Vec<Notice> {
        Vec::new()
    }

    /// What is under the pointer, or goes on, in words; empty when there is nothing.
    fn readout(&self, _words: &Words) -> String {
        String::new()
    }
}

/// What a reader does with a hand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Action {
    /// A click on a panel at a point of its axes.
    Press(usize, [f64; 2]),
    /// A handle, counted from 0 in the order of [`Scene::handles`], is drawn to a point of its panel's axes. Where it
    /// may not go it follows as far as it may.
    Drag(usize, [f64; 2]),
    /// A panel is turned by so many CSS pixels of the finger's way to the right and down; `true` when the finger lets go.
    Turn(usize, [f64; 2], bool),
    /// A new random initialization is asked for, by this seed.
    Restart(u32),
}

/// What happens to the clock after an [`Action`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum After {
    /// The values are as they were.
    Nothing,
    /// The tick stays.
    Stay,
    /// The run begins anew.
    Begin,
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
    pub series: Option<Series>,
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

    /// A panel that belongs to no descent, half as wide as the figure.
    fn new(name: &'static str, title: &str, detail: String, description: String) -> Self {
        Panel {
            name,
            series: None,
            title: title.into(),
            detail,
            status: String::new(),
            columns: 6,
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
    pub series: Option<Series>,
    /// The sentence.
    pub text: String,
    /// A remedy: the key and value to set, and the words on its button.
    pub remedy: Option<Remedy>,
}

/// A change that the reader is offered.
#[derive(Clone, Debug, PartialEq)]
pub struct Remedy {
    /// The key to set.
    pub key: String,
    /// Its new value.
    pub value: String,
    /// What the button says.
    pub label: String,
}
