//! What is seen: the model on the points, the loss of each weight, and the losses of one example.

use super::entries::SCORE;
use super::losses::{cross_entropy, squared_error};
use super::{FEATURES, LinearLoss, SCORES, WEIGHTS};
use crate::chart::{
    Area, Axes, Axis, Curve, Line, Marker, Picture, Point, Ring, Scale, Segment, Straight, Style, Tone,
};
use crate::figure::styles::{CROSS_ENTROPY, MODEL, SQUARED_ERROR, TANGENT};
use crate::figure::words::say;
use crate::model::sigmoid;

const PATH: Style = Style::BATCH;

impl LinearLoss {
    /// What the panel of the data shows of x and of y.
    fn data_window(&self) -> [(f64, f64); 2] {
        if self.is_classification() { [FEATURES, (-0.25, 1.25)] } else { [(-0.6, 5.4), (-2.2, 5.2)] }
    }

    pub(super) fn picture_of_data(&self) -> Picture<'_> {
        let [x_range, y_range] = self.data_window();
        let (title, scale) = match self.is_classification() {
            true => ("y, σ(wx)", Scale::Linear),
            false => ("y, ŷ = wx", Scale::Equal),
        };
        let mut picture = Picture::on_graph_paper(Axes {
            x: Axis { title: "x", range: x_range, scale: Scale::Linear },
            y: Axis { title, range: y_range, scale },
        });
        for &[x, y] in &self.points {
            let fitted = self.predict(self.w, x);
            if self.is_classification() {
                picture.moving.push(Segment([[x, y], [x, fitted]], Line::solid(Tone::Of(SQUARED_ERROR), 2.0)));
            } else {
                // As wide as it is high, on the side of the line that has room.
                let side = y - fitted;
                let corners = [[x, fitted], [x - side.abs() * (x - 2.4).signum(), y]];
                picture.moving.push(Area(corners, Tone::Of(SQUARED_ERROR)));
            }
        }
        match self.is_classification() {
            true => picture.moving.push(Curve(self.sigmoid.all(), Line::of(MODEL, 2.5))),
            false => picture.moving.push(Straight([0.0, 0.0], self.w, Line::of(MODEL, 2.5))),
        }
        picture.moving.extend(self.points.iter().map(|&at| Ring(at, Marker::Round, Tone::Movable)));
        picture
    }

    pub(super) fn picture_of_loss(&self) -> Picture<'_> {
        let title = if self.is_classification() {
            say("loss E(w) (dashed: squared error)", "损失 E(w)（虚线：平方误差）", self.language)
        } else {
            say("loss E(w)", "损失 E(w)", self.language)
        };
        let mut picture = Picture::on_graph_paper(Axes {
            x: Axis { title: say("weight w", "权重 w", self.language), range: WEIGHTS, scale: Scale::Linear },
            y: Axis { title, range: self.height, scale: Scale::Linear },
        });
        // All of it moves when a point is moved: one layer.
        picture.moving.push(Curve(self.curves[1].all(), Line::of(SQUARED_ERROR, 1.5)));
        picture.moving.push(Curve(self.curves[0].all(), Line::solid(Tone::Ink, 2.0)));
        let passed = &self.weights[..(self.tick as usize + 1).min(self.weights.len())];
        let ring = |&w: &f64| Ring([w, self.loss(w)], PATH.marker(), Tone::Of(PATH));
        picture.moving.extend(passed.iter().map(ring));
        let here = [self.w, self.loss(self.w)];
        picture.moving.push(Straight(here, self.slope(self.w), Line::of(TANGENT, 1.5)));
        picture.moving.push(Point(here, PATH.marker(), Tone::Of(PATH)));
        picture
    }

    pub(super) fn picture_of_example(&self) -> Picture<'_> {
        let s = self.sheet.number(SCORE);
        let sigma = sigmoid(s);
        let mut picture = Picture::on_graph_paper(Axes {
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
        });
        picture.still.push(Curve(self.examples[0].all(), Line::of(CROSS_ENTROPY, 2.0)));
        picture.still.push(Curve(self.examples[1].all(), Line::of(SQUARED_ERROR, 2.0)));
        let (cross, squared) = ([s, cross_entropy(s, 1.0)], [s, squared_error(s, 1.0)]);
        let slopes = [sigma - 1.0, (sigma - 1.0) * sigma * (1.0 - sigma)];
        picture.moving.push(Straight(cross, slopes[0], Line::dashed(Tone::Of(CROSS_ENTROPY), 1.0)));
        picture.moving.push(Straight(squared, slopes[1], Line::dashed(Tone::Of(SQUARED_ERROR), 1.0)));
        picture.moving.push(Point(squared, SQUARED_ERROR.marker(), Tone::Of(SQUARED_ERROR)));
        picture.moving.push(Point(cross, CROSS_ENTROPY.marker(), Tone::Of(CROSS_ENTROPY)));
        picture
    }
}
