//! The step to come of any update rule, taken apart: as arrows on a landscape, and as a calculation in each coordinate.

mod arrows;
pub(super) mod calculation;
pub(super) mod rules;
mod why;

use super::replay::Replay;
use crate::chart::{Arrow, Line, Marker, Name, Picture, Ring, Segment, Style, Tone};
use crate::figure::Panel;
use crate::figure::comparison::Comparing;
use crate::figure::comparison::own::{Known, OwnPanel, growing, recall};
use crate::figure::styles::{DOWN, REMEMBERED};
use crate::word;
use crate::words::Words;
use arrows::Arrows;
use std::rc::Rc;

/// In CSS pixels, wider than −ηg, which it lies on.
const COUNTED: f64 = 5.0;

/// A landscape of some runs, by their places among the runs, with the step to come of the first one as arrows.
pub(super) struct AnatomyOn(pub(super) &'static [usize]);

/// The same step as a calculation in each coordinate.
pub(super) struct Calculation;

impl OwnPanel for AnatomyOn {
    fn landscape(&self) -> Option<&'static [usize]> {
        Some(self.0)
    }

    fn know(&self, comparing: &Comparing, _: Known) -> Known {
        Some(Rc::new(Replay::new(&comparing.runs[self.0[0]]).ok()?))
    }

    fn follow(&self, comparing: &Comparing, known: &mut Known) {
        if let Some(replay) = growing::<Replay>(known) {
            replay.go_to(comparing.runs[self.0[0]].seen.steps);
        }
    }

    fn describe(&self, comparing: &Comparing, known: &Known, words: &Words) -> Panel {
        let panel = comparing.describe_landscapes(self.0, words);
        let description = match recall::<Replay>(known).and_then(|replay| replay.step.as_ref()) {
            Some(step) => format!("{} {}", panel.description, self.arrows_in_words(comparing, step, words)),
            None => panel.description,
        };
        Panel { series: None, title: word!(words, "anatomy.title").to_owned(), description, ..panel }
    }

    fn show<'a>(&self, comparing: &'a Comparing, known: &'a Known, words: &'a Words) -> Picture<'a> {
        let run = &comparing.runs[self.0[0]];
        let step = recall::<Replay>(known).and_then(|replay| replay.step.as_ref());
        let Some(step) = step.filter(|_| !run.is_over()) else {
            return comparing.show_landscape(self.0, &[], words);
        };
        let arrows = Arrows::of(step, run);
        let ends = [arrows.step, arrows.gradient, arrows.remembered.unwrap_or(arrows.step)];
        let mut picture = comparing.show_landscape(self.0, &ends, words);
        let solid = |style, width| Line::solid(Tone::Of(style), width);
        let name = |at, text, style| Name::new(at, text, style);
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
        let step = recall::<Replay>(known).and_then(|replay| replay.step.as_ref());
        step.map_or_else(Vec::new, |step| rules::rules(step, &comparing.runs[self.0[0]]))
    }

    fn readout(&self, comparing: &Comparing, known: &Known, words: &Words) -> Option<String> {
        Some(why::why(recall::<Replay>(known)?, &comparing.runs[self.0[0]], words))
    }
}
