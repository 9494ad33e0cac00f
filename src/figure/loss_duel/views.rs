//! What is seen: the landscape of each loss, the samples with both boundaries, and the chart of both descents.

use super::LossDuel;
use super::entries::{DATA, X};
use super::lanes::LOSSES;
use crate::chart::{Axes, Axis, Boundary, Classes, Descent, Picture, Scale, classes, landscape, losses};
use crate::figure::words::say;

impl LossDuel {
    pub(super) fn picture_of_landscape(&self, lane: usize) -> Picture<'_> {
        let (_, series) = LOSSES[lane];
        let lane = &self.lanes[lane];
        let axis = |title| Axis { title, range: self.window, scale: Scale::Linear };
        let here = lane.here(self.tick);
        let tail = if self.fraction > 0.0 { Some(here) } else { self.tick.checked_sub(1).map(|tick| lane.here(tick)) };
        let axes = Axes { x: axis("w₁"), y: Axis { scale: Scale::Equal, ..axis("w₂") } };
        let path = lane.path.up_to(lane.seen(self.tick));
        landscape(axes, &lane.contours, None, &[Descent { style: series, path, head: lane.head, tail, hovered: None }])
    }

    pub(super) fn picture_of_data(&self) -> Picture<'_> {
        let data = self.data();
        let reach = data.features().iter().map(|x| x.abs()).fold(0.5, f64::max) * 1.08;
        // Cross-entropy first: its probabilities shade the plane.
        let boundary = |lane: usize| Boundary {
            style: LOSSES[lane].1,
            weights: self.lanes[lane].head,
            bias: 0.0,
            batch: (!self.lanes[lane].whole_batch).then_some(&self.lanes[lane].batch[..]),
        };
        let boundaries = [boundary(1), boundary(0)];
        let range = (-reach, reach);
        let titles = if self.sheet.text(DATA) == "iris" {
            [
                say("petal length, standardised", "花瓣长（标准化）", self.language),
                say("petal width, standardised", "花瓣宽（标准化）", self.language),
            ]
        } else {
            ["x₁", "x₂"]
        };
        let axes = Axes {
            x: Axis { title: titles[0], range, scale: Scale::Linear },
            y: Axis { title: titles[1], range, scale: Scale::Equal },
        };
        let samples = Classes { features: data.features(), targets: data.targets(), identity: &self.identity };
        classes(axes, samples, &boundaries, None, None)
    }

    pub(super) fn picture_of_curves(&self) -> Picture<'_> {
        let height = match self.shows_accuracy() {
            true => say("accuracy", "正确率", self.language),
            false => say("loss", "损失", self.language),
        };
        let title = match self.sheet.text(X) {
            "samples" => say("samples seen", "见过的样本", self.language),
            "epochs" => say("epochs", "轮次", self.language),
            _ => say("updates", "更新次数", self.language),
        };
        let axis = |title, end| Axis { title, range: (0.0, end), scale: Scale::Linear };
        let axes = Axes { x: axis(title, self.axes.right), y: axis(height, self.axes.top) };
        let curves = [0, 1].map(|k| {
            let lane = &self.lanes[k];
            let seen = lane.seen(self.tick);
            let head = lane.curve[..seen].last().copied().unwrap_or_default();
            (LOSSES[k].1, lane.curve.up_to(seen), head)
        });
        losses(axes, &curves, None)
    }
}
