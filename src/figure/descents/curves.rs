//! The curves of the loss chart, and the ranges that hold them.

use super::Descents;
use super::settings::Settings;
use crate::figure::ground::Parameters;
use crate::figure::progress::{Height, Progress};
use crate::number::{decade, rounded_down, rounded_up};

/// The ranges of the loss chart's axes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct ChartRanges {
    pub(super) x: (f64, f64),
    pub(super) y: (f64, f64),
}

/// Ticks that the loss chart shows at least.
const SHORTEST_CHART: u64 = 50;

impl Descents {
    /// What the loss chart shows of parameters with the loss `loss`.
    pub(super) fn height(&self, parameters: Parameters, loss: f64) -> f64 {
        match self.settings.height {
            Height::Excess => self.ground.excess(parameters).unwrap_or(loss),
            Height::Accuracy => self.ground.accuracy(parameters),
            Height::Logarithmic | Height::Linear => loss,
        }
    }

    /// Ranges that hold what is to be seen, and change seldom while it grows.
    pub(super) fn chart_ranges(&self) -> ChartRanges {
        let Settings { progress, height, .. } = self.settings;
        let (n, unit) = (self.ground.data.n() as f64, self.settings.samples_per_tick() as f64);
        let shortest = SHORTEST_CHART as f64
            * match progress {
                Progress::Updates => 1.0,
                Progress::Samples => unit,
                Progress::Epochs => unit / n,
            };
        let reached = self.lanes.iter().map(|lane| lane.position(lane.seen.steps + 1, progress)).fold(0.0, f64::max);
        // A batch that takes a whole epoch per step must not stretch the axis before it has taken one.
        let newest = self.lanes.iter().map(|lane| lane.position(lane.seen.steps, progress)).fold(0.0, f64::max);
        let right = rounded_up(shortest.max(newest * 1.02).min(reached.max(shortest)));

        if height == Height::Accuracy {
            return ChartRanges { x: (0.0, right), y: (0.0, 1.0) };
        }
        let seen = || self.curves.iter().zip(&self.lanes).flat_map(|(curve, lane)| &curve[..lane.seen.points]);
        let begin = seen().next().map_or(1.0, |point| point[1]);
        // A run that diverges leaves at the top.
        let top =
            seen().map(|point| point[1]).filter(|&y| y <= begin.max(f64::MIN_POSITIVE) * 1e4).fold(begin, f64::max);
        let top = if top.is_finite() && top > 0.0 { rounded_up(top * 1.05) } else { 1.0 };
        let lowest = seen().map(|point| point[1]).fold(top, f64::min);
        let bottom = match height {
            Height::Linear | Height::Accuracy => 0.0,
            Height::Logarithmic => {
                let lowest = self.ground.floor().map_or(lowest, |floor| floor.min(lowest));
                rounded_down((lowest * 0.9).max(top * 1e-9))
            }
            Height::Excess => decade(lowest.max(top * 1e-14)),
        };
        ChartRanges { x: (0.0, right), y: (bottom, top.max(bottom * 2.0)) }
    }

    pub(super) fn extend_curves(&mut self) {
        for lane in 0..self.lanes.len() {
            let drawn = self.lanes[lane].path.len();
            self.curves[lane].truncate(drawn);
            let from = self.curves[lane].len();
            if from < drawn {
                let height = |parameters, loss| self.height(parameters, loss);
                let more: Vec<_> = self.lanes[lane].curve(from, self.settings.progress, height).collect();
                self.curves[lane].extend(more);
            }
        }
    }
}
