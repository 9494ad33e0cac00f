//! The share of the samples that each run classifies as they should be, as it goes on.

use super::own::{Known, OwnPanel, growing};
use super::pictures::axes;
use super::{Comparing, Hovered};
use crate::chart::{Name, Picture, Polyline, Scale, losses};
use crate::figure::Panel;
use crate::run::Run;
use crate::words::Words;
use crate::{say, word};
use std::rc::Rc;

/// The accuracy of all runs, on the axis of their losses.
pub(super) struct Shares;

/// That of each run, where its path is drawn.
struct Seen(Vec<Polyline>);

/// The share below which the chart does not go as long as no run does.
const HIGH: f64 = 0.5;

impl Seen {
    fn of(known: &Known) -> Option<&Seen> {
        known.as_ref()?.downcast_ref()
    }

    /// What is shown of shares.
    fn range(&self, comparing: &Comparing) -> (f64, f64) {
        let shown = self.0.iter().zip(&comparing.runs).flat_map(|(curve, run)| curve.iter().take(run.seen.points));
        let low = shown.map(|point| point[1]).fold(HIGH, f64::min);
        ((10.0 * low).floor() / 10.0, 1.0)
    }
}

impl OwnPanel for Shares {
    fn is_against_progress(&self) -> bool {
        true
    }

    fn know(&self, comparing: &Comparing, _: Known) -> Known {
        Some(Rc::new(Seen(comparing.runs.iter().map(|_| Polyline::new()).collect())))
    }

    fn follow(&self, comparing: &Comparing, known: &mut Known) {
        let Some(Seen(curves)) = growing(known) else { return };
        for (curve, run) in curves.iter_mut().zip(&comparing.runs) {
            run.extend(curve, |at| {
                let steps = run.steps_of(at);
                [comparing.position(run, steps), run.problem.accuracy(run.point(steps))]
            });
        }
    }

    fn describe(&self, comparing: &Comparing, _: &Known, words: &Words) -> Panel {
        let axis = comparing.progress().label().of(words);
        let shares = comparing.shares_in_words(words);
        let description = say!(words, "comparison.losses", axis, losses = &shares);
        Panel::new("", word!(words, "height.accuracy.title"), shares, description)
    }

    fn show<'a>(&self, comparing: &'a Comparing, known: &'a Known, words: &'a Words) -> Picture<'a> {
        let titles = [comparing.progress().label().of(words), word!(words, "height.accuracy")];
        let Some(seen) = Seen::of(known) else { return Picture::on_grid(axes(titles, [(0.0, 1.0); 2], Scale::Linear)) };
        let curve = |(run, curve): (&Run, &'a Polyline)| {
            let (from, to) = [0, 1].map(|more| comparing.position(run, run.seen.steps + more)).into();
            let at = [from + run.seen.fraction * (to - from), run.problem.accuracy(run.seen.parameters)];
            (run.style, curve.up_to(run.seen.points), at)
        };
        let curves: Vec<_> = comparing.runs.iter().zip(&seen.0).map(curve).collect();
        let hovered = if let Some(Hovered::Progress(position)) = comparing.hovered { Some(position) } else { None };
        let axes = axes(titles, [comparing.chart.x, seen.range(comparing)], Scale::Linear);
        let mut picture = losses(axes, &curves, hovered);
        for ((row, _), &(style, _, at)) in comparing.rows().zip(&curves) {
            picture.names.push(Name { at, text: words.get(row.short), style });
        }
        picture
    }
}
