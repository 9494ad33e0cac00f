//! A comparison as a row: its runs and its panels.

use super::Searched;
use super::own::OwnPanel;
use crate::chart::Style;
use crate::error::Result;
use crate::experiment::Experiment;
use crate::figure::Values;
use crate::figure::progress::Height;
use crate::problem::Problem;
use crate::words::Sentence;
use std::rc::Rc;

/// What is compared, and how it is shown.
pub(super) struct Comparison {
    /// The runs.
    pub(super) runs: &'static [RunRow],
    /// The panels, in their order.
    pub(super) panels: &'static [PanelRow],
    /// What is shown of both parameters, and cells of the landscape along each side, if not what holds the runs.
    pub(super) window: Option<((f64, f64), usize)>,
    /// Whether a length on a landscape is the same both ways whatever the data are.
    pub(super) is_plane: bool,
    /// Whether a landscape of data fills its picture although a length is the same both ways.
    pub(super) fills_plane: bool,
    /// Whether it speaks without symbols and numbers, to who knows none of them yet.
    pub(super) is_plain: bool,
    /// What the chart of losses may show, the first of which it does at first.
    pub(super) heights: &'static [Height],
    /// What the live mathematics is about.
    pub(super) rule: Rule,
    /// What searches for the learning rate with which each run does best, where that is asked for.
    pub(super) search: Option<Search>,
    /// What its last run is changed into on its way.
    pub(super) fork: Option<Fork>,
    /// Where the names and the looks of its runs follow from the values, which comparison it is by them.
    pub(super) by: Option<fn(&Values) -> &'static Comparison>,
}

/// After which step a run changes, and into what, by the values.
pub(super) type Fork = fn(&Values) -> Result<(u64, Experiment)>;

/// A search, from the rows, the values, what they minimise, and what was found before.
pub(super) type Search = fn(&[RunRow], &Values, &Rc<Problem>, Option<&Rc<Searched>>) -> Result<Rc<Searched>>;

impl Comparison {
    /// Whether it speaks without symbols and numbers. The page's first module has no other, nor what they would say.
    pub(super) const fn is_plain(&self) -> bool {
        self.is_plain || !cfg!(feature = "comparison")
    }

    /// The rows that run: those without a rule's text stand last.
    pub(super) fn running(&'static self, values: &Values) -> &'static [RunRow] {
        if !cfg!(feature = "chapters") {
            return self.runs;
        }
        let runs = |row: &&RunRow| row.rule.is_none_or(|rule| rule(values).is_some());
        &self.runs[..self.runs.iter().take_while(runs).count()]
    }
}

/// A run of a comparison.
pub(super) struct RunRow {
    /// Its name in keys.
    pub(super) name: &'static str,
    /// How it looks.
    pub(super) style: Style,
    /// Its name in headings.
    pub(super) title: Sentence,
    /// Its name within sentences.
    pub(super) short: Sentence,
    /// What differs from the base experiment, as a string.
    pub(super) with: &'static str,
    /// Its part of the learning rate that all share. The page's first modules have no run but by all of it.
    #[cfg(feature = "chapters")]
    pub(super) part: f64,
    /// The text of its update rule, where it goes by one of its own: without a text, it does not run.
    pub(super) rule: Option<fn(&Values) -> Option<String>>,
}

impl RunRow {
    /// A run by its names in headings and within sentences.
    pub(super) const fn new(name: &'static str, style: Style, [title, short]: [&str; 2], with: &'static str) -> Self {
        RunRow {
            name,
            style,
            title: Sentence::named(title),
            short: Sentence::named(short),
            with,
            #[cfg(feature = "chapters")]
            part: 1.0,
            rule: None,
        }
    }
}

/// A panel of a comparison.
pub(super) struct PanelRow {
    /// Its name in the element's `views` attribute.
    pub(super) name: &'static str,
    /// What it shows.
    pub(super) shows: Shows,
    /// How many of twelve columns it takes.
    pub(super) columns: u32,
    /// Whether it is higher than usual.
    pub(super) tall: bool,
    /// Whether it is shown only where it is asked for.
    pub(super) optional: bool,
    /// Its heading, and what stands below that, where they are not about its runs.
    pub(super) says: Option<[Sentence; 2]>,
}

/// What a panel shows.
#[derive(Clone, Copy)]
pub(super) enum Shows {
    /// The landscape of the first of some runs, by their places among the runs, with their paths.
    Landscape(&'static [usize]),
    /// The data, with what each run makes of them now.
    Samples,
    /// The loss of all runs.
    Losses,
    /// A picture of its own.
    #[allow(dead_code, reason = "a module of the page may have no row that names it")]
    Own(&'static dyn OwnPanel),
}

impl Shows {
    /// The runs over whose parameters it lies, by their places, where it is a landscape.
    pub(super) fn landscape(&self) -> Option<&'static [usize]> {
        match self {
            Shows::Landscape(runs) => Some(runs),
            Shows::Own(own) => own.landscape(),
            Shows::Samples | Shows::Losses => None,
        }
    }

    /// What may have something to hold, but for the start of a landscape. The page's first modules have none.
    pub(super) fn held(&self) -> Option<&'static dyn OwnPanel> {
        match *self {
            Shows::Own(own) if cfg!(feature = "chapters") && own.landscape().is_none() => Some(own),
            _ => None,
        }
    }
}

/// What the live mathematics is about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Rule {
    /// The newest step, with its numbers.
    Step,
    /// The step to come, or that is on its way.
    Next,
    /// How steep the loss is, and how many sigmoids are flat.
    Steepness,
}

/// A panel of the usual height.
pub(super) const fn panel(name: &'static str, shows: Shows, columns: u32) -> PanelRow {
    PanelRow { name, shows, columns, tall: false, optional: false, says: None }
}

/// A panel as high as half of the width.
pub(super) const fn tall(name: &'static str, shows: Shows) -> PanelRow {
    PanelRow { tall: true, ..panel(name, shows, 6) }
}

/// A panel as high as that, of three side by side.
pub(super) const fn third(name: &'static str, shows: Shows) -> PanelRow {
    PanelRow { tall: true, ..panel(name, shows, 4) }
}

/// A panel that is shown only where it is asked for.
pub(super) const fn optional(name: &'static str, shows: Shows, columns: u32) -> PanelRow {
    PanelRow { optional: true, ..panel(name, shows, columns) }
}
