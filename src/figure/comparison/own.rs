//! What a panel of a comparison shows by itself: heat maps, reliefs, and what else has a file of its own.

use super::Comparing;
use crate::chart::{Picture, Style};
#[cfg(feature = "chapters")]
use crate::figure::Mark;
use crate::figure::{Action, After, Handle, Notice, Panel, Values};
use crate::words::Words;
use std::any::Any;
use std::rc::Rc;

/// What such a panel has worked out of some values.
pub(in crate::figure) type Known = Option<Rc<dyn Any>>;

/// What is known, if it is of that kind.
#[cfg(feature = "chapters")]
pub(super) fn recall<T: Any>(known: &Known) -> Option<&T> {
    known.as_ref()?.downcast_ref()
}

/// What one panel of a figure has worked out, for all of them.
#[cfg(feature = "chapters")]
pub(super) fn among<T: Any>(comparing: &Comparing) -> Option<&T> {
    comparing.known.iter().find_map(recall)
}

/// What is known, to go on with; nothing as long as the scene before has it too.
pub(super) fn growing<T: Any>(known: &mut Known) -> Option<&mut T> {
    Rc::get_mut(known.as_mut()?)?.downcast_mut()
}

/// A panel with a picture of its own. By name alone, so that a module of the page whose comparisons have none has nothing of it.
pub(in crate::figure) trait OwnPanel: Sync {
    /// The runs over whose parameters it lies, by their places, where it is a landscape.
    fn landscape(&self) -> Option<&'static [usize]> {
        None
    }

    /// Works out what it needs beyond the runs, once for some values, from what it knew `before` of others: what still holds of that
    /// is taken over.
    fn know(&self, _comparing: &Comparing, _before: Known) -> Known {
        None
    }

    /// Follows the runs, each time that they are looked at elsewhere.
    fn follow(&self, _comparing: &Comparing, _known: &mut Known) {}

    /// Goes on for a slice of a frame with what takes longer than that; whether there was anything left. By a clock in milliseconds.
    fn measure(&self, _known: &mut Known, _now: &dyn Fn() -> f64) -> bool {
        false
    }

    /// Whether its horizontal axis is that of the loss chart, and a place on it looked at as there.
    fn is_against_progress(&self) -> bool {
        false
    }

    /// Whether it shows the data, and a place on it is looked at as there.
    fn is_of_samples(&self) -> bool {
        false
    }

    /// What it marks on the slider of a key. The page's first modules have nothing of it.
    #[cfg(feature = "chapters")]
    fn marks(&self, _comparing: &Comparing, _key: &str, _words: &Words) -> Vec<Mark> {
        Vec::new()
    }

    /// What can be taken in hand on it, where it is no landscape: to drag it is to press wherever it comes.
    fn handle(&self, _comparing: &Comparing) -> Option<Handle> {
        None
    }

    /// How many of the steps after a tick are shown ahead of a run whose rule is moved by hand, where they are more than a few. The
    /// page's first modules have nothing of it.
    #[cfg(feature = "chapters")]
    fn steps_ahead(&self, _tick: u64) -> Option<u64> {
        None
    }

    /// What stands above it.
    fn describe(&self, comparing: &Comparing, known: &Known, words: &Words) -> Panel;

    /// What is to be seen.
    fn show<'a>(&self, comparing: &'a Comparing, known: &'a Known, words: &'a Words) -> Picture<'a>;

    /// What has to be said as soon as it shows it, where nothing graver is.
    fn notice(&self, _comparing: &Comparing, _known: &Known, _words: &Words) -> Option<Notice> {
        None
    }

    /// The same of several things.
    fn notices(&self, comparing: &Comparing, known: &Known, words: &Words) -> Vec<Notice> {
        self.notice(comparing, known, words).into_iter().collect()
    }

    /// Live mathematics of the runs, where it is about more than their steps.
    fn rules(&self, _comparing: &Comparing, _known: &Known, _words: &Words) -> Vec<(Option<Style>, String)> {
        Vec::new()
    }

    /// What is said of it, which stays while something is pointed at. The page's first modules have nothing of it.
    #[cfg(feature = "chapters")]
    fn readout(&self, _comparing: &Comparing, _known: &Known, _words: &Words) -> Option<String> {
        None
    }

    /// The tick at which the figure rests, where what is said of it has one. The page's first modules have nothing of it.
    #[cfg(feature = "chapters")]
    fn rest(&self, _comparing: &Comparing) -> Option<u64> {
        None
    }

    /// Turns what the reader does on it into other values; a landscape has its starts without it.
    fn act(&self, _action: Action, _known: &Known, _values: &mut Values) -> After {
        After::Nothing
    }
}
