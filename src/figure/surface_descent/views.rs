//! What is seen: the landscape with the path on it, and the function's value at each step.

use super::SurfaceDescent;
use crate::chart::{Axes, Axis, Landscape, LossChart, Path, Scale, Series, View};
use crate::figure::words::say;
use crate::number::rounded_up;
use crate::objective::Batch;

/// Ticks that the chart shows at least.
const SHORTEST_CHART: u64 = 50;

impl SurfaceDescent {
    pub(super) fn show_landscape(&self, see: &mut dyn FnMut(&dyn View)) {
        let axis = |title, place: usize| Axis { title, range: self.window[place], scale: Scale::Linear };
        let y = Axis { scale: Scale::Equal, ..axis("y", 1) };
        let tail = if self.fraction > 0.0 {
            Some(self.here())
        } else {
            self.tick.checked_sub(1).map(|k| self.path[k as usize])
        };
        see(&Landscape {
            axes: Axes { x: axis("x", 0), y },
            contours: &self.contours,
            minimum: self.trainer.objective().minimum().map(|minimum| [minimum[0], minimum[1]]),
            paths: &[Path { series: Series::Batch, points: &self.path[..self.seen()] }],
            heads: &[self.head],
            tails: &[tail],
            hovered: &[None],
        });
    }

    pub(super) fn show_losses(&self, see: &mut dyn FnMut(&dyn View)) {
        let seen = &self.losses[..self.seen()];
        let heights = || seen.iter().map(|point| point[1]).filter(|height| height.is_finite());
        let (low, high) = (heights().fold(f64::INFINITY, f64::min), heights().fold(f64::NEG_INFINITY, f64::max));
        let margin = if high > low { 0.06 * (high - low) } else { 1.0 };
        let (low, high) = if low <= high { (low - margin, high + margin) } else { (0.0, 1.0) };
        let value = self.trainer.objective().value(&self.head, Batch::All);
        // In few steps, so that the axis seldom changes while the curve grows.
        let right = rounded_up(self.tick.max(SHORTEST_CHART) as f64);
        see(&LossChart {
            axes: Axes {
                x: Axis {
                    title: say("updates", "更新次数", self.language), range: (0.0, right), scale: Scale::Linear
                },
                y: Axis { title: "f(x, y)", range: (low, high), scale: Scale::Linear },
            },
            curves: &[Path { series: Series::Batch, points: seen }],
            heads: &[[self.tick as f64 + self.fraction, value]],
            floor: None,
            hovered: None,
        });
    }
}
