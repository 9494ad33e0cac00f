//! What is seen: the model on the points, the loss of each weight, and the losses of one example.

use super::entries::SCORE;
use super::losses::{cross_entropy, squared_error};
use super::{GRAPH, LinearLoss, SCORES, WEIGHTS};
use crate::chart::plot::graph;
use crate::chart::{Axes, Axis, Line, Mark, Marker, Plot, Scale, Series, Tone, View};
use crate::figure::words::say;
use crate::model::sigmoid;

const MODEL: Tone = Tone::Of(Series::Batch);
const SQUARES: Tone = Tone::Of(Series::Stochastic);

impl LinearLoss {
    /// What the panel of the data shows of x and of y.
    fn data_window(&self) -> [(f64, f64); 2] {
        if self.is_classification() { [(-4.5, 4.5), (-0.25, 1.25)] } else { [(-0.6, 5.4), (-2.2, 5.2)] }
    }

    pub(super) fn show_data(&self, see: &mut dyn FnMut(&dyn View)) {
        let [x_range, y_range] = self.data_window();
        let mut marks = Vec::with_capacity(3 * self.points.len() + 1);
        let sigmoid = if self.is_classification() {
            graph(|x| self.predict(self.w, x), x_range, GRAPH / 2, f64::INFINITY)
        } else {
            Vec::new()
        };
        for &[x, y] in &self.points {
            let fitted = self.predict(self.w, x);
            if self.is_classification() {
                marks.push(Mark::Segment([[x, y], [x, fitted]], Line::solid(SQUARES, 2.0)));
            } else {
                // As wide as it is high, on the side of the line that has room.
                let side = y - fitted;
                marks.push(Mark::Area([[x, fitted], [x - side.abs() * (x - 2.4).signum(), y]], SQUARES));
            }
        }
        match self.is_classification() {
            true => marks.push(Mark::Curve(&sigmoid, Line::solid(MODEL, 2.5))),
            false => marks.push(Mark::Straight([0.0, 0.0], self.w, Line::solid(MODEL, 2.5))),
        }
        marks.extend(self.points.iter().map(|&at| Mark::Ring(at, Tone::Movable)));
        let (title, scale) = match self.is_classification() {
            true => ("y, σ(wx)", Scale::Linear),
            false => ("y, ŷ = wx", Scale::Equal),
        };
        see(&Plot {
            axes: Axes {
                x: Axis { title: "x", range: x_range, scale: Scale::Linear },
                y: Axis { title, range: y_range, scale },
            },
            contours: None,
            still: &[],
            moving: &marks,
        });
    }

    pub(super) fn show_loss(&self, see: &mut dyn FnMut(&dyn View)) {
        let passed = &self.weights[..(self.tick as usize + 1).min(self.weights.len())];
        // All of it moves when a point is moved: one layer.
        let mut marks = vec![
            Mark::Curve(&self.curves[1], Line { dash: Series::Stochastic.dash(), ..Line::solid(SQUARES, 1.5) }),
            Mark::Curve(&self.curves[0], Line::solid(Tone::Ink, 2.0)),
        ];
        marks.extend(passed.iter().map(|&w| Mark::Ring([w, self.loss(w)], MODEL)));
        marks.extend([
            Mark::Straight([self.w, self.loss(self.w)], self.slope(self.w), Line::dashed(MODEL, 1.5)),
            Mark::Point([self.w, self.loss(self.w)], Marker::Round, MODEL),
        ]);
        let title = if self.is_classification() {
            say("loss E(w) (dotted: squared error)", "损失 E(w)（点线：平方误差）", self.language)
        } else {
            say("loss E(w)", "损失 E(w)", self.language)
        };
        see(&Plot {
            axes: Axes {
                x: Axis { title: say("weight w", "权重 w", self.language), range: WEIGHTS, scale: Scale::Linear },
                y: Axis { title, range: self.height, scale: Scale::Linear },
            },
            contours: None,
            still: &[],
            moving: &marks,
        });
    }

    pub(super) fn show_example(&self, see: &mut dyn FnMut(&dyn View)) {
        let s = self.sheet.number(SCORE);
        let sigma = sigmoid(s);
        see(&Plot {
            axes: Axes {
                x: Axis {
                    title: say("score s (target 1)", "得分 s（目标为 1）", self.language),
                    range: SCORES,
                    scale: Scale::Linear,
                },
                y: Axis {
                    title: say("loss of the example", "该样本的损失", self.language),
                    range: (-0.4, 8.2),
                    scale: Scale::Linear,
                },
            },
            contours: None,
            still: &[
                Mark::Curve(&self.examples[0], Line::solid(MODEL, 2.0)),
                Mark::Curve(&self.examples[1], Line { dash: Series::Stochastic.dash(), ..Line::solid(SQUARES, 2.0) }),
            ],
            moving: &[
                Mark::Straight([s, cross_entropy(s, 1.0)], sigma - 1.0, Line::dashed(MODEL, 1.0)),
                Mark::Straight(
                    [s, squared_error(s, 1.0)],
                    (sigma - 1.0) * sigma * (1.0 - sigma),
                    Line::dashed(SQUARES, 1.0),
                ),
                Mark::Point([s, squared_error(s, 1.0)], Marker::Triangle, SQUARES),
                Mark::Point([s, cross_entropy(s, 1.0)], Marker::Round, MODEL),
            ],
        });
    }
}
