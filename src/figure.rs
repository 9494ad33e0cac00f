//! Figures: what a reader sees and handles, as plain state. No canvas, no clock, no browser.
//!
//! A figure is a function of its [`Values`] and of time: a [`Scene`] is built from the values, shows a moment, and turns
//! what the reader does into other values. The [`Host`] does the rest, for all figures once. [`FIGURES`] lists them; a
//! new one is one file and one row.

mod answer;
#[cfg(feature = "chapters")]
mod autograd;
#[cfg(feature = "figures")]
mod comparison;
#[cfg(feature = "chapters")]
mod curve_descent;
#[cfg(feature = "chapters")]
mod derivative;
#[cfg(feature = "chapters")]
mod example_loss;
#[cfg(feature = "chapters")]
mod gradient;
mod host;
#[cfg(feature = "chapters")]
mod linear_loss;
#[cfg(feature = "chapters")]
mod partial;
#[cfg(feature = "chapters")]
mod plane;
#[cfg(feature = "handles")]
mod portrait;
#[cfg(feature = "figures")]
mod progress;
#[cfg(feature = "chapters")]
mod quotients;
mod scene;
#[cfg(test)]
mod second_optimizer;
#[cfg(feature = "figures")]
mod speech;
#[cfg(feature = "figures")]
mod styles;
#[cfg(feature = "chapters")]
mod turn;
#[cfg(feature = "chapters")]
mod update_cost;
mod values;
#[cfg(feature = "chapters")]
mod window;

pub(crate) use answer::add_object;
#[cfg(all(target_arch = "wasm32", feature = "figures"))]
pub(crate) use answer::answers;
pub use answer::{
    Answer, Choosable, Clock, CodeLine, Control, Handle, LegendEntry, Mark, MostSaid, Notice, Panel, Remedy, RuleLine,
    Slider, TYPES,
};
pub use host::Host;
#[cfg(feature = "handles")]
pub use portrait::{Losses, Portrait};
#[cfg(feature = "chapters")]
use scene::nothing_follows;
pub use scene::{Action, After, Build, Figure, Scene, Settle};
pub use values::{Entry, Table, Values};

use crate::error::{Allowed, Error, Result};
use crate::words::Words;

/// A figure as an element names it.
pub struct Row {
    /// The name in the element's `figure` attribute.
    pub name: &'static str,
    /// The smallest WebAssembly module of the page that has it: a feature of the crate.
    pub module: &'static str,
    /// The figure; `None` in a module that lacks it.
    pub figure: Option<&'static Figure>,
}

/// A row of [`FIGURES`]: the figure is compiled where its module is.
macro_rules! row {
    ($module:tt, $name:literal, $figure:path) => {
        Row {
            name: $name,
            module: $module,
            #[cfg(feature = $module)]
            figure: Some(&$figure),
            #[cfg(not(feature = $module))]
            figure: None,
        }
    };
}

/// All figures.
pub static FIGURES: &[Row] = &[
    row!("chapters", "derivative", derivative::FIGURE),
    row!("chapters", "partial-derivatives", partial::FIGURE),
    row!("chapters", "gradient", gradient::FIGURE),
    row!("chapters", "loss", linear_loss::FIGURE),
    row!("chapters", "curve-descent", curve_descent::FIGURE),
    row!("chapters", "surface-descent", comparison::SURFACE_DESCENT),
    row!("opening", "fit-a-line", comparison::FIT_A_LINE),
    row!("comparison", "three-descents", comparison::THREE_DESCENTS),
    row!("comparison", "batch-descent", comparison::BATCH_DESCENT),
    row!("chapters", "optimizer-race", comparison::OPTIMIZER_RACE),
    row!("chapters", "broken-adam", comparison::BROKEN_ADAM),
    row!("chapters", "momentum-map", comparison::MOMENTUM_MAP),
    row!("chapters", "second-order", comparison::SECOND_ORDER),
    row!("chapters", "fork", comparison::FORK),
    row!("chapters", "basins", comparison::BASINS),
    row!("chapters", "adam-edge", comparison::ADAM_EDGE),
    row!("chapters", "why-this-step", comparison::WHY_THIS_STEP),
    row!("chapters", "eigen-directions", comparison::EIGEN_DIRECTIONS),
    row!("chapters", "feature-scaling", comparison::FEATURE_SCALING),
    row!("chapters", "one-step", comparison::ONE_STEP),
    row!("chapters", "one-pass", comparison::ONE_PASS),
    row!("chapters", "noise-floor", comparison::NOISE_FLOOR),
    row!("chapters", "cost-of-an-update", update_cost::FIGURE),
    row!("chapters", "logistic-descents", comparison::LOGISTIC_DESCENTS),
    row!("chapters", "example-loss", example_loss::FIGURE),
    row!("chapters", "loss-duel", comparison::LOSS_DUEL),
    row!("chapters", "autograd", autograd::FIGURE),
];

/// The figure called `name`, in some words.
///
/// # Errors
/// [`Error::NotAllowed`], naming the figures there are, when there is none of that name, or none in this module.
///
/// ```
/// use descent::{figure::named, words::Words};
/// let mut figure = named("three-descents", Words::of("en").clone())?;
/// figure.seek(40);
/// assert!(figure.experiment().ends_with("&figure.step=40"));
/// # Ok::<(), descent::error::Error>(())
/// ```
pub fn named(name: &str, words: Words) -> Result<Host> {
    let found = FIGURES.iter().find(|row| row.name == name).and_then(|row| row.figure);
    let names = || FIGURES.iter().map(|row| row.name).collect();
    let figure = found.ok_or_else(|| Error::not_allowed("figure", name, Allowed::OneOf(names())))?;
    Host::new(figure, words)
}
