//! The loss of each run and, thin on the same axis, the error rate of the first: the share of the samples that it classifies
//! wrong. Those of the others stand in the heading: a second line for each would bury the first.

use crate::chart::{Curve, Line, Name, Picture, Polyline, Segment};
use crate::figure::comparison::Comparing;
use crate::figure::comparison::own::{Known, OwnPanel, growing, recall};
use crate::figure::comparison::panels::{named, percent};
use crate::figure::comparison::pictures::axes;
use crate::figure::comparison::rates::are_own;
use crate::figure::comparison::rows::RunRow;
use crate::figure::progress::Height;
use crate::figure::speech::count;
use crate::figure::{LegendEntry, Notice, Panel, Remedy};
use crate::number::{plain, rounded, rounded_down, rounded_up, significant};
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
    /// The range that holds losses, with that of the error rates that are no zeros.
    fn range(&self, comparing: &Comparing) -> (f64, f64) {
        let (bottom, top) = comparing.chart.y;
        let shown =
            self.0.iter().zip(&comparing.runs).take(1).flat_map(|(curve, run)| curve.iter().take(run.seen.points));
        let rates = || shown.clone().map(|point| point[1]).filter(|&rate| rate > NONE);
        let (low, high) = (rates().fold(f64::INFINITY, f64::min), rates().fold(0.0, f64::max));
        let top = if high > top { rounded_up(high) } else { top };
        match comparing.height() {
            Height::Logarithmic if low < bottom => (rounded_down(0.9 * low), top),
            _ => (bottom, top),
        }
    }
}

/// Steps before which nobody can say where a run settles.
const FEW: u64 = 16;
/// How many times as far above the minimum as that is high, and as the descent by all samples is, a run is kept away from it.
const FAR: f64 = 2.0;

/// Its mean loss at the later half of the points that are seen.
fn later_mean(run: &Run) -> f64 {
    let later = &run.path_heights[run.seen.points / 2..run.seen.points];
    later.iter().sum::<f64>() / later.len() as f64
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
        let rate = |(row, run): (&RunRow, &Run)| {
            let text = named(row, &percent(error_rate(run, run.seen.parameters), words), words);
            LegendEntry { series: Some(run.style), text }
        };
        let title = word!(words, "comparison.errors.title").to_owned();
        Panel { title, detail: String::new(), legend: comparing.rows().map(rate).collect(), ..panel }
    }

    /// What is kept away from the minimum by the noise of its batches, and by what η it would come as close as a reader sees.
    fn notices(&self, comparing: &Comparing, _: &Known, words: &Words) -> Vec<Notice> {
        let excess = |run: &Run| Some(later_mean(run) - run.problem.floor()?);
        let Some(smooth) = comparing.runs.iter().find(|run| run.is_whole()).and_then(excess) else { return Vec::new() };
        let noisy = |(row, run): (&RunRow, &Run)| {
            let (floor, excess) = (run.problem.floor()?, excess(run)?);
            // What is slow is slow without noise, too.
            let is_kept = !run.is_whole() && run.seen.steps >= FEW && excess > FAR * floor.max(smooth);
            let lr = run.trainer.experiment().lr;
            // The level is about proportional to η.
            let better = rounded(0.25 * lr * floor / excess, 2);
            let [mean, min, eta] = [floor + excess, floor, lr].map(|number| significant(number, 3));
            let (name, m) = (words.get(row.title), count(run.batch_size()));
            let text = say!(words, "notice.noise", name, eta, mean, min, m);
            let key = if are_own(&comparing.values) { row.rate_key() } else { "lr".to_owned() };
            let label = say!(words, "notice.use", eta = significant(better, 3));
            let remedy = (better > 0.0).then(|| Remedy { key, value: plain(better), label });
            is_kept.then_some((better, Notice { trouble: true, series: vec![run.style], text, remedy }))
        };
        let mut noisy: Vec<_> = comparing.rows().filter_map(noisy).collect();
        if !are_own(&comparing.values) {
            // The smallest helps all of them, and is offered once.
            noisy.sort_by(|one, other| one.0.total_cmp(&other.0));
            noisy.iter_mut().skip(1).for_each(|(_, notice)| notice.remedy = None);
        }
        noisy.into_iter().map(|(_, notice)| notice).collect()
    }

    fn show<'a>(&self, comparing: &'a Comparing, known: &'a Known, words: &'a Words) -> Picture<'a> {
        let losses = comparing.axes_of_losses(words);
        let Some(seen) = recall::<Seen>(known).filter(|_| comparing.height() != Height::Excess) else {
            return comparing.show_losses_on(losses, words);
        };
        let titles = [losses.x.title, word!(words, "title.loss-and-errors")];
        let axes = axes(titles, [losses.x.range, seen.range(comparing)], losses.y.scale);
        let mut picture = comparing.show_losses_on(axes, words);
        let first = || comparing.rows().zip(&seen.0).next();
        if let Some(((_, run), curve)) = first() {
            let line = Line::of(run.style, WIDTH);
            let passed = curve.up_to(run.seen.points);
            let (seen, position) = (&run.seen, comparing.position_now(run));
            let on_the_way =
                run.drawn_before_step().and_then(|drawn| curve.on_the_way(drawn, position, losses.y.scale));
            let at = on_the_way.unwrap_or_else(|| [position, error_rate(run, seen.drawn).max(NONE)]);
            picture.still.push(Curve(passed, line));
            if let Some(&last) =
                curve.get(..run.seen.points).and_then(|passed| passed.last()).filter(|&&last| last != at)
            {
                picture.moving.push(Segment([last, at], line));
            }
        }
        let last =
            first().and_then(|((_, run), curve)| Some((run.style, *curve.get(run.seen.points.checked_sub(1)?)?)));
        picture.names.extend(last.map(|(style, at)| Name::new(at, word!(words, "title.errors"), style)));
        picture
    }
}

#[cfg(test)]
mod tests {
    use super::super::LOGISTIC_DESCENTS;
    use super::super::logistic_descents::LOGISTIC;
    use super::*;
    use crate::figure::comparison::tests::shown;
    use crate::figure::scene::Scene;

    fn notices(values: &str) -> Vec<Notice> {
        shown(&LOGISTIC_DESCENTS, &LOGISTIC, values).notices(Words::of("en"))
    }

    /// Neither is what is only slow.
    #[test]
    fn what_noise_keeps_from_the_minimum_is_said_with_its_remedy() {
        for fine in ["figure.step=40", "lr=0.01&figure.step=40", "lr=20&figure.step=3"] {
            assert_eq!(notices(fine), [], "{fine}");
        }
        let said = notices("lr=20&figure.step=40");
        let remedy = said[0].remedy.as_ref().expect("a smaller rate");
        assert!(said[1..].iter().all(|notice| notice.remedy.is_none()));
        assert_eq!(notices(&format!("lr={}&figure.step=400", remedy.value)), []);
    }
}
