//! What a figure is: the values it takes, and the scene that it shows of them.

use super::answer::{CodeLine, Control, Handle, Notice, Panel};
use super::values::{MOST_TICKS, Table, Values};
use crate::chart::{Picture, Style};
use crate::error::Result;
use crate::words::{Sentence, Words};

/// What makes a figure.
pub struct Figure {
    /// The values that it takes.
    pub(super) table: Table,
    /// What it shows at first: a string over the defaults of the table.
    pub(super) base: &'static str,
    /// The tick at which it rests when it plays by itself; 0 where it waits for the reader.
    pub(super) rest: u64,
    /// What draws another start, or point, or numbers at random is called.
    pub(super) restart: Sentence,
    /// Settles what follows from values that were given, such as those of a preset, or refuses them.
    pub(super) settle: Settle,
    /// The words of a choice of the experiment that it can show; `None` where it can show all.
    pub(super) words: fn(key: &str) -> Option<Vec<&'static str>>,
    /// Builds it.
    pub(super) build: Build,
}

/// Where no value follows from another.
pub(super) fn nothing_follows(_: &mut Values, _: Option<&Values>, _: &dyn Fn(&str) -> bool) -> Result<()> {
    Ok(())
}

#[cfg(test)]
impl Figure {
    /// The values and the tick of a string in which nothing is wrong.
    pub(super) fn read(&self, text: &str) -> (Values, u64) {
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

    /// The tick at which it rests when it plays by itself, if that is before the one of the figure's row.
    fn rest(&self) -> u64 {
        MOST_TICKS
    }

    /// The tick that tells most to who does not see it move, where that is not the last one.
    fn leads(&self) -> Option<u64> {
        None
    }

    /// A key is about to change: what has moved by itself stops where it is seen, in the values that it changes from.
    fn stop(&self, _key: &str, _values: &mut Values) {}

    /// It is a key's new value that this scene shows, set at a tick. Where the clock goes on.
    fn changed(&mut self, _key: &str, tick: u64) -> u64 {
        tick
    }

    /// Samples that one more tick visits.
    fn work_of_a_tick(&self) -> u64 {
        0
    }

    /// Measures for a slice of a frame what takes time on this machine, by a clock in milliseconds; returns whether it did, as
    /// long as something is left. Nothing of it is part of the string.
    fn measure(&mut self, _now: &dyn Fn() -> f64, _words: &Words) -> bool {
        false
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

    /// Whether what starts it anew is drawn at random, as dice say.
    fn is_drawn_at_random(&self) -> bool {
        true
    }

    /// Turns what the reader does into other values.
    fn act(&mut self, _action: Action, _values: &mut Values) -> After {
        After::Nothing
    }

    /// The pointer over a panel at a point of its axes, or over none.
    fn hover(&mut self, _place: Option<(usize, [f64; 2])>) {}

    /// Live mathematics with this step's numbers, such as the rule of each descent: words joined by spaces.
    fn rules(&self, words: &Words) -> Vec<(Option<Style>, String)>;

    /// The program that does the same, if there is one.
    fn listing(&self, _words: &Words) -> Vec<CodeLine> {
        Vec::new()
    }

    /// The pointer over a line of the program, or over none.
    fn point_to_line(&mut self, _line: Option<usize>) {}

    /// What has to be said, such as that a run diverges.
    fn notices(&self, _words: &Words) -> Vec<Notice> {
        Vec::new()
    }

    /// What is under the pointer, or goes on, in words; empty when there is nothing.
    fn readout(&self, _words: &Words) -> String {
        String::new()
    }

    /// The longest that it may come to say at this tick, where that is known later.
    #[cfg(feature = "comparison")]
    fn longest_readout(&self, words: &Words) -> String {
        self.readout(words)
    }
}

/// What a reader does with a hand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Action {
    /// A click on a panel at a point of its axes.
    Press(usize, [f64; 2]),
    /// A handle, counted from 0 in the order of [`Scene::handles`], is drawn to a point of its panel's axes. Where it
    /// may not go it follows as far as it may; `true` when the hand lets go.
    Drag(usize, [f64; 2], bool),
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
