//! What is seen: the model on its data, with the squares of what it misses, and the loss with the run on it.

use super::shape::SEEN;
use super::{FEATURES, LinearLoss, MODELS, PATH};
use crate::chart::{Area, Axes, Axis, Curve, Head, Line, Marker, Name, Picture, Ring, Segment, Straight, Tone};
use crate::figure::styles;
use crate::word;
use crate::words::Words;

/// What is seen of data: as wide as high, so that squares are whole.
const DATA: [(f64, f64); 2] = [(-2.6, 5.4), (-2.8, 5.2)];

/// Where the area of the squares is told: clear of the axis.
const NAMED: f64 = 0.15;

impl LinearLoss {
    pub(super) fn show_data<'a>(&'a self) -> Picture<'a> {
        let (shape, [w, _], squares) = (&self.shape, self.here(), Tone::Of(styles::SQUARED_ERROR));
        let [x, y] = match shape.has_classes() {
            true => [Axis::linear("x", FEATURES), Axis::linear("y, σ(wx)", (-0.25, 1.25))],
            false => [Axis::linear("x", DATA[0]), Axis::equal("y, ŷ = wx", DATA[1])],
        };
        let mut picture = Picture::on_graph_paper(Axes { x, y });
        for &[x, y] in &shape.points {
            let fitted = shape.predict(w, x);
            if shape.has_classes() {
                picture.moving.push(Segment([[x, y], [x, fitted]], Line::solid(squares, 2.0)));
            } else {
                // As wide as it is high, on the side of the line that has room.
                let width = (y - fitted).abs() * (x - 2.4).signum();
                picture.moving.push(Area([[x, fitted], [x - width, y]], squares));
            }
        }
        let model = Line::of(styles::MODEL, 2.5);
        let mut name = |at, text, style| picture.names.push(Name::new(at, text, style));
        match shape.has_classes() {
            true => {
                name([FEATURES.0, shape.predict(w, FEATURES.0) + 0.1], MODELS[1], styles::MODEL);
                picture.moving.push(Curve(self.sigmoid.points.all(), model));
            }
            false => {
                // Below the line, or above one that falls, where it is left of the data and in view.
                let x = (-1.6_f64).max(2.0 / -w.abs());
                name([x, w * x - 0.4_f64.copysign(w)], MODELS[0], styles::MODEL);
                // Where no square reaches: they hang from the points while the weight is too small, and stand on them else.
                let [low, high] = [DATA[1].0 + 0.4, DATA[1].1 - 0.4];
                name([NAMED, if self.slope() > 0.0 { low } else { high }], &self.area, styles::SQUARED_ERROR);
                picture.moving.push(Straight([0.0, 0.0], w, model));
            }
        }
        picture.moving.extend(shape.points.iter().map(|&at| Ring(at, Marker::Round, Tone::Movable)));
        picture
    }

    pub(super) fn show_loss<'a>(&'a self, words: &'a Words) -> Picture<'a> {
        let (shape, here, path) = (&self.shape, self.here(), Tone::Of(PATH));
        let [across, height] = shape.window;
        let (weight, loss) = (word!(words, "linear-loss.weight"), word!(words, "linear-loss.axis"));
        let mut picture =
            Picture::on_graph_paper(Axes { x: Axis::linear(weight, across), y: Axis::linear(loss, height) });
        if let Some(before) = &self.before {
            picture.still.push(Curve(before.curves[0].all(), Line::dashed(Tone::Quiet, 1.5)));
        }
        // All the rest moves when a point is moved: one layer.
        if shape.has_classes() {
            let named = [
                (styles::CROSS_ENTROPY, word!(words, "run.cross-entropy")),
                (styles::SQUARED_ERROR, word!(words, "run.squared-error")),
            ];
            for (curve, (style, text)) in shape.curves.iter().zip(named) {
                picture.moving.push(Curve(curve.all(), Line::of(style, 2.0)));
                let at = curve.iter().find(|point| point[0] >= across.1 - SEEN);
                picture.names.extend(at.map(|[x, y]| Name::new([*x, y + 0.09 * height.1], text, style)));
            }
        } else {
            picture.moving.push(Curve(shape.curves[0].all(), Line::solid(Tone::Ink, 2.0)));
        }
        let passed = self.run.path.iter().take(self.run.seen.points);
        picture.moving.extend(passed.map(|&at| Ring(at, PATH.marker(), path)));
        let tone = if self.diverges().is_some() { Tone::Trouble } else { path };
        let mut from = self.run.seen.tail;
        if shape.is_seen(&here) {
            picture.moving.push(Straight(here, self.slope_at(self.run.seen.drawn), Line::of(styles::TANGENT, 1.5)));
        } else {
            // The arrow stands above the weight, not where the way there left.
            from = None;
            let [w, _] = self.hold();
            picture.moving.push(Segment([[w, height.0], [w, height.1]], Line::dashed(Tone::Quiet, 1.0)));
        }
        picture.moving.push(Head { from, at: here, marker: PATH.marker(), tone });
        picture
    }
}
