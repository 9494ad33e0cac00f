//! The step to come of any update rule, taken apart: as arrows on a landscape, and as a calculation in each coordinate.

mod arrows;
pub(super) mod calculation;
pub(super) mod rules;
mod why;

use super::Comparing;
use super::own::{Known, OwnPanel, growing};
use super::panels::in_words;
use crate::chart::{Arrow, Line, Marker, Name, Picture, Ring, Segment, Style, Tone};
use crate::error::Result;
use crate::figure::Panel;
use crate::figure::styles::{DOWN, REMEMBERED};
use crate::run::Run;
use crate::trainer::{StepApart, Trainer};
use crate::word;
use crate::words::Words;
use arrows::Arrows;
use std::rc::Rc;
use std::sync::Arc;

/// In CSS pixels, wider than −ηg, which it lies on.
const COUNTED: f64 = 5.0;

/// A landscape of some runs, by their places among the runs, with the step to come of the first one as arrows.
pub(super) struct AnatomyOn(pub(super) &'static [usize]);

/// The same step as a calculation in each coordinate.
pub(super) struct Calculation;

/// A run as it is at one step, where what its rule remembers is still there, and the step that it takes next.
pub(super) struct Anatomy {
    /// The same run, which has not gone on.
    trainer: Trainer,
    pub(super) step: Option<StepApart>,
}

impl Anatomy {
    fn new(run: &Run) -> Result<Self> {
        let objective = Arc::clone(&run.problem.objective);
        let trainer = Trainer::on_objective(run.trainer.experiment(), objective, None)?;
        let step = trainer.step_apart();
        Ok(Anatomy { trainer, step })
    }

    /// Goes to where the run is seen.
    fn go_to(&mut self, steps: u64) {
        if steps == self.trainer.steps() {
            return;
        }
        // Nobody has kept what was remembered then, but the same start leads there again.
        if steps < self.trainer.steps() {
            self.trainer.rewind();
        }
        self.trainer.step(steps - self.trainer.steps());
        self.step = self.trainer.step_apart();
    }

    fn known(known: &Known) -> Option<&Anatomy> {
        known.as_ref()?.downcast_ref()
    }

    /// What the panel with the arrows has worked out, for the others.
    fn of(comparing: &Comparing) -> Option<&Anatomy> {
        comparing.known.iter().find_map(Self::known)
    }
}

impl OwnPanel for AnatomyOn {
    fn landscape(&self) -> Option<&'static [usize]> {
        Some(self.0)
    }

    fn know(&self, comparing: &Comparing, _: Known) -> Known {
        Some(Rc::new(Anatomy::new(&comparing.runs[self.0[0]]).ok()?))
    }

    fn follow(&self, comparing: &Comparing, known: &mut Known) {
        if let Some(anatomy) = growing::<Anatomy>(known) {
            anatomy.go_to(comparing.runs[self.0[0]].seen.steps);
        }
    }

    fn describe(&self, comparing: &Comparing, known: &Known, words: &Words) -> Panel {
        let panel = comparing.describe_landscapes(self.0, words);
        let description = match Anatomy::known(known).and_then(|anatomy| anatomy.step.as_ref()) {
            Some(step) => format!("{} {}", panel.description, self.arrows_in_words(comparing, step, words)),
            None => panel.description,
        };
        // Where the step begins, while it is eased too: what is taken apart begins there.
        let run = &comparing.runs[self.0[0]];
        let detail = in_words(&run.problem, run.point(run.seen.steps), words);
        Panel { series: None, title: word!(words, "anatomy.title").to_owned(), detail, description, ..panel }
    }

    fn show<'a>(&self, comparing: &'a Comparing, known: &'a Known, words: &'a Words) -> Picture<'a> {
        let run = &comparing.runs[self.0[0]];
        let step = Anatomy::known(known).and_then(|anatomy| anatomy.step.as_ref());
        let Some(step) = step.filter(|_| !run.is_over()) else {
            return comparing.show_landscape(self.0, &[], words);
        };
        let arrows = Arrows::of(step, run);
        let ends = [arrows.step, arrows.gradient, arrows.remembered.unwrap_or(arrows.step)];
        let mut picture = comparing.show_landscape(self.0, &ends, words);
        let solid = |style, width| Line { dash: &[], ..Line::of(style, width) };
        let name = |at, text, style| Name { at, text, style };
        let is_same = arrows.is_the_gradient();
        if let Some(hint) = arrows.hint {
            picture.moving.push(Segment(hint, Line::dashed(Tone::Of(DOWN), 1.5)));
        }
        if let Some(remembered) = arrows.remembered {
            // From the point to where it begins, the part of −ηg that counts now.
            let counted = [arrows.step[0], remembered[0]];
            picture.moving.push(Segment(counted, Line { halo: false, ..Line::solid(Tone::Of(DOWN), COUNTED) }));
            picture.moving.push(Arrow(remembered, solid(REMEMBERED, 2.0)));
            picture.names.push(name(arrows.within(remembered[1]), word!(words, "anatomy.remembered"), REMEMBERED));
        }
        if !is_same {
            picture.moving.push(Arrow(arrows.gradient, solid(DOWN, 2.0)));
            let text = if step.apart.length.is_none() { "−ηg" } else { "−tg" };
            picture.names.push(name(arrows.name_of_gradient(), text, DOWN));
        }
        if let Some((_, refused)) = step.apart.tried.split_last() {
            let tries = refused.iter().map(|&t| Ring(arrows.tried(t, step), Marker::Round, Tone::Of(DOWN)));
            picture.moving.extend(tries);
        }
        picture.moving.push(Arrow(arrows.step, solid(Style::BATCH, 2.5)));
        if arrows.is_seen(arrows.step) {
            let text = match (is_same, step.apart.length.is_none()) {
                (true, true) => word!(words, "anatomy.same"),
                (true, false) => word!(words, "anatomy.same.tried"),
                (false, _) => word!(words, "anatomy.step"),
            };
            picture.names.push(name(arrows.within(arrows.step[1]), text, run.style));
        }
        picture
    }

    fn rules(&self, comparing: &Comparing, known: &Known, _: &Words) -> Vec<(Option<Style>, String)> {
        let step = Anatomy::known(known).and_then(|anatomy| anatomy.step.as_ref());
        step.map_or_else(Vec::new, |step| rules::rules(step, &comparing.runs[self.0[0]]))
    }

    fn readout(&self, comparing: &Comparing, known: &Known, words: &Words) -> Option<String> {
        Some(why::why(Anatomy::known(known)?, &comparing.runs[self.0[0]], words))
    }
}
