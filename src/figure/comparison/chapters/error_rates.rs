//! The loss of each run and, thin on the same axis, its error rate: the share of the samples that it classifies wrong.

use crate::chart::{Curve, Line, Name, Picture, Polyline, Segment};
use crate::figure::Panel;
use crate::figure::comparison::Comparing;
use crate::figure::comparison::own::{Known, OwnPanel, growing};
use crate::figure::comparison::panels::{named, percent};
use crate::figure::comparison::pictures::axes;
use crate::figure::comparison::rows::RunRow;
use crate::figure::progress::Height;
use crate::number::{rounded_down, rounded_up};
use crate::problem::Parameters;
use crate::run::Run;
use crate::words::Words;
use crate::{say, word};
use std::rc::Rc;

/// What is minimised beside what is meant: of cross-entropies, no error rate is above the mean loss ÷ ln 2, for each sample
/// that is classified wrong has a loss of ln 2 at least.
pub(super) struct LossesAndErrors;

/// The error rate of each run, where its path is drawn.
struct Seen(Vec<Polyline>);

/// What stands for none, so that a logarithmic axis is left at its bottom: no sample of so many is a smaller share.
const NONE: f64 = 1e-6;
/// Thinner than losses.
const WIDTH: f64 = 1.0;

impl Seen {
    fn of(known: &Known) -> Option<&Seen> {
        known.as_ref()?.downcast_ref()
    }

    /// The range that holds losses, with that of the error rates that are no zeros.
    fn range(&self, comparing: &Comparing) -> (f64, f64) {
        let (bottom, top) = comparing.chart.y;
        let shown = self.0.iter().zip(&comparing.runs).flat_map(|(curve, run)| curve.iter().take(run.seen.points));
        let rates = || shown.clone().map(|point| point[1]).filter(|&rate| rate > NONE);
        let (low, high) = (rates().fold(f64::INFINITY, f64::min), rates().fold(0.0, f64::max));
        let top = if high > top { rounded_up(high) } else { top };
        match comparing.height() {
            Height::Logarithmic if low < bottom => (rounded_down(0.9 * low), top),
            _ => (bottom, top),
        }
    }
}

/// Of a run, at some parameters.
fn error_rate(run: &Run, parameters: Parameters) -> f64 {
    1.0 - run.problem.accuracy(parameters)
}

impl OwnPanel for LossesAndErrors {
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
                [comparing.position(run, steps), error_rate(run, run.point(steps)).max(NONE)]
            });
        }
    }

    fn describe(&self, comparing: &Comparing, _: &Known, words: &Words) -> Panel {
        let panel = comparing.describe_losses(words);
        if comparing.height() == Height::Excess {
            return panel;
        }
        let rate =
            |(row, run): (&RunRow, &Run)| named(row, &percent(error_rate(run, run.seen.parameters), words), words);
        let rates = words.list(comparing.rows().map(rate));
        Panel {
            title: word!(words, "comparison.errors.title").to_owned(),
            detail: say!(words, "comparison.errors", rates),
            ..panel
        }
    }

    fn show<'a>(&self, comparing: &'a Comparing, known: &'a Known, words: &'a Words) -> Picture<'a> {
        let losses = comparing.axes_of_losses(words);
        let Some(seen) = Seen::of(known).filter(|_| comparing.height() != Height::Excess) else {
            return comparing.show_losses_on(losses, words);
        };
        let titles = [losses.x.title, word!(words, "title.loss-and-errors")];
        let axes = axes(titles, [losses.x.range, seen.range(comparing)], losses.y.scale);
        let mut picture = comparing.show_losses_on(axes, words);
        for ((_, run), curve) in comparing.rows().zip(&seen.0) {
            let line = Line::of(run.style, WIDTH);
            let passed = curve.up_to(run.seen.points);
            let (seen, position) = (&run.seen, comparing.position_now(run));
            let on_the_way =
                run.drawn_before_step().and_then(|drawn| curve.on_the_way(drawn, position, losses.y.scale));
            let at = on_the_way.unwrap_or_else(|| [position, error_rate(run, seen.parameters).max(NONE)]);
            picture.still.push(Curve(passed, line));
            if let Some(&last) =
                curve.get(..run.seen.points).and_then(|passed| passed.last()).filter(|&&last| last != at)
            {
                picture.moving.push(Segment([last, at], line));
            }
        }
        // One name is enough for lines that go together.
        let first = comparing.rows().zip(&seen.0).next();
        let last = first.and_then(|((_, run), curve)| Some((run.style, *curve.get(run.seen.points.checked_sub(1)?)?)));
        picture.names.extend(last.map(|(style, at)| Name { at, text: word!(words, "title.errors"), style }));
        picture
    }
}
