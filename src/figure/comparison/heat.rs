//! What a panel of a comparison shows as a heat map.

use super::Comparing;
use crate::chart::{Identity, Picture};
use crate::experiment::Experiment;
use crate::figure::{Panel, Values};
use crate::words::Words;
use std::rc::Rc;

/// The ends of a sweep.
pub(in crate::figure) struct Swept {
    /// What all its runs have in common.
    pub(super) base: Experiment,
    /// Per cell, row by row.
    pub(super) ends: Vec<f64>,
    pub(super) identity: Identity,
}

/// A heat map as a panel. By name alone, so that a module of the page whose comparisons have none has nothing of it.
pub(in crate::figure) trait HeatPanel: Sync {
    /// The ends for values, those before if nothing that they depend on has changed.
    fn ends(&self, comparing: &Comparing, before: Option<&Rc<Swept>>) -> Option<Rc<Swept>>;

    /// What stands above it.
    fn describe(&self, comparing: &Comparing, words: &Words) -> Panel;

    /// What is to be seen.
    fn show<'a>(&self, comparing: &'a Comparing, swept: Option<&'a Rc<Swept>>, words: &'a Words) -> Picture<'a>;

    /// A place of the map is an experiment: it becomes the base of all runs.
    fn press(&self, point: [f64; 2], values: &mut Values);
}
