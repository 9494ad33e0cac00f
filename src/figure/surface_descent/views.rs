//! What is seen: the landscape with the path on it, and the function's value at each step.

use super::SurfaceDescent;
use crate::chart::{Axes, Axis, Descent, Picture, Scale, Style, landscape, losses};
use crate::figure::words::say;
use crate::number::rounded_up;
use crate::objective::Batch;

/// Ticks that the chart shows at least.
const SHORTEST_CHART: u64 = 50;

impl SurfaceDescent {
    pub(super) fn picture_of_landscape(&self) -> Picture<'_> {
        let axis = |title, place: usize| Axis { title, range: self.window[place], scale: Scale::Linear };
        let axes = Axes { x: axis("x", 0), y: Axis { scale: Scale::Equal, ..axis("y", 1) } };
        let tail = if self.fraction > 0.0 {
            Some(self.here())
        } else {
            self.tick.checked_sub(1).map(|k| self.path[k as usize])
        };
        let path = self.path.up_to(self.seen());
        let descent = Descent { style: Style::BATCH, path, head: self.head, tail, hovered: None };
        let minimum = self.trainer.objective().minimum().map(|minimum| [minimum[0], minimum[1]]);
        landscape(axes, &self.contours, minimum, &[descent])
    }

    pub(super) fn picture_of_losses(&self) -> Picture<'_> {
        let heights = || self.losses[..self.seen()].iter().map(|point| point[1]).filter(|height| height.is_finite());
        let (low, high) = (heights().fold(f64::INFINITY, f64::min), heights().fold(f64::NEG_INFINITY, f64::max));
        let margin = if high > low { 0.06 * (high - low) } else { 1.0 };
        let (low, high) = if low <= high { (low - margin, high + margin) } else { (0.0, 1.0) };
        let value = self.trainer.objective().value(&self.head, Batch::All);
        // In few steps, so that the axis seldom changes while the curve grows.
        let right = rounded_up(self.tick.max(SHORTEST_CHART) as f64);
        let axes = Axes {
            x: Axis { title: say("updates", "更新次数", self.language), range: (0.0, right), scale: Scale::Linear },
            y: Axis { title: "f(x, y)", range: (low, high), scale: Scale::Linear },
        };
        let head = [self.tick as f64 + self.fraction, value];
        losses(axes, &[(Style::BATCH, self.losses.up_to(self.seen()), head)], None)
    }
}
