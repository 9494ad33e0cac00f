//! The curves of the loss chart, and the ranges that hold them.

use super::Comparing;
use crate::chart::Polyline;
use crate::figure::progress::{Height, Progress};
use crate::number::{decade, round_end, rounded_down, rounded_up};
use crate::problem::Parameters;
use crate::run::Run;

/// The ranges of the loss chart's axes.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct ChartRanges {
    pub(super) x: (f64, f64),
    pub(super) y: (f64, f64),
}

/// Ticks that the loss chart shows at least.
const SHORTEST_CHART: u64 = 20;

/// How many times as high as it begins a run is followed that diverges.
const WAY_OUT: f64 = 1e4;

/// Points of its curve that are shown of a run, with the one to which a step is on its way.
fn shown(run: &Run) -> usize {
    run.seen.points + usize::from(run.seen.fraction > 0.0)
}

impl Comparing {
    /// What the loss chart shows of parameters with the loss `loss`.
    pub(super) fn height_of(&self, run: &Run, parameters: Parameters, loss: f64) -> f64 {
        match self.height() {
            Height::Excess => {
                // Nothing at all is as far below as the rounding errors of the start: a curve leads there by the step that did it.
                let start =
                    run.path_heights.first().zip(run.problem.floor()).map_or(0.0, |(start, floor)| start - floor);
                run.problem.excess(parameters).map_or(loss, |excess| excess.max(f64::EPSILON * start))
            }
            Height::Accuracy => run.problem.accuracy(parameters),
            Height::Logarithmic | Height::Linear | Height::Value => loss,
        }
    }

    /// Ranges that hold what is to be seen, and change seldom while it grows.
    pub(super) fn chart_ranges(&self) -> ChartRanges {
        let (unit, n) = (self.samples_per_tick() as f64, self.problem().objective.samples() as f64);
        let shortest = SHORTEST_CHART as f64
            * match self.progress() {
                Progress::Updates => 1.0,
                Progress::Samples => unit,
                Progress::Epochs => unit / n,
            };
        // A run that diverges leaves at the top, one that is as good as there at the bottom, and what it does beyond is not seen.
        let ceiling = self.ceiling();
        let y = self.heights(ceiling);
        let is_of_ratios = matches!(self.height(), Height::Excess | Height::Logarithmic);
        let bottom = if is_of_ratios { y.0 } else { f64::NEG_INFINITY };
        let farthest = |more: u64| {
            let reached = |(curve, run): (&Polyline, &Run)| {
                let at = self.position(run, run.seen.steps + more);
                let curve = &curve[..shown(run).min(curve.len())];
                let last = curve.iter().rposition(|point| (bottom..=ceiling).contains(&point[1])).unwrap_or(0);
                curve.get(last + 1).map_or(at, |left| at.min(left[0]))
            };
            self.curves.iter().zip(&self.runs).map(reached).fold(0.0, f64::max)
        };
        // A batch that takes a whole epoch per step must not stretch the axis before it has taken one.
        let x = (0.0, round_end(shortest.max(farthest(0) * 1.02).min(farthest(1).max(shortest))));
        ChartRanges { x, y }
    }

    /// The height at which runs begin.
    fn begin(&self) -> f64 {
        let seen =
            self.curves.iter().zip(&self.runs).find_map(|(curve, run)| curve[..shown(run).min(curve.len())].first());
        seen.map_or(1.0, |point| point[1])
    }

    /// Up to where runs are followed.
    fn ceiling(&self) -> f64 {
        match self.height() {
            Height::Value | Height::Accuracy => f64::INFINITY,
            _ => self.begin().max(f64::MIN_POSITIVE) * WAY_OUT,
        }
    }

    /// The range of the heights that are seen, up to `ceiling`.
    fn heights(&self, ceiling: f64) -> (f64, f64) {
        let height = self.height();
        // Of a surface, those that its landscape shows: what has left it would flatten all before it.
        let heights = || {
            self.curves.iter().zip(&self.runs).flat_map(move |(curve, run)| {
                let (window, has_data) = (run.problem.window, run.problem.samples.is_some());
                let within = move |(at, (low, high)): (&f64, (f64, f64))| (low..=high).contains(at);
                let is_shown = move |point: &[f64; 2]| has_data || point.iter().zip(window).all(within);
                // On an axis of ratios some way out flattens nothing, and shows that it goes up.
                let begin = curve.first().filter(|_| height == Height::Excess);
                let way_out = begin.map_or(f64::NEG_INFINITY, |begin| WAY_OUT * begin[1]);
                let points = curve.iter().zip(run.path.iter()).take(shown(run));
                let points = points.filter(move |(point, at)| is_shown(at) || point[1] <= way_out);
                points.map(|(point, _)| point[1]).filter(|y| y.is_finite())
            })
        };
        if height == Height::Accuracy {
            return (0.0, 1.0);
        }
        if height == Height::Value {
            let (low, high) = (heights().fold(f64::INFINITY, f64::min), heights().fold(f64::NEG_INFINITY, f64::max));
            let margin = if high > low { 0.06 * (high - low) } else { 1.0 };
            return if low <= high { (low - margin, high + margin) } else { (0.0, 1.0) };
        }
        let top = heights().filter(|&y| y <= ceiling).fold(self.begin(), f64::max);
        let top = if top.is_finite() && top > 0.0 { rounded_up(top * 1.05) } else { 1.0 };
        let lowest = heights().fold(top, f64::min);
        let bottom = match height {
            Height::Logarithmic => {
                let lowest = self.problem().floor().map_or(lowest, |floor| floor.min(lowest));
                rounded_down((lowest * 0.9).max(top * 1e-9))
            }
            Height::Excess => decade(lowest.max(top * 1e-14)),
            Height::Linear | Height::Accuracy | Height::Value => 0.0,
        };
        (bottom, top.max(bottom * 2.0))
    }

    pub(super) fn extend_curves(&mut self) {
        let mut curves = std::mem::take(&mut self.curves);
        for (run, curve) in self.runs.iter().zip(&mut curves) {
            run.extend(curve, |at| {
                let steps = run.steps_of(at);
                [self.position(run, steps), self.height_of(run, run.point(steps), run.path_heights[at])]
            });
        }
        self.curves = curves;
    }
}
