//! What is seen: a landscape for each descent, the data, the losses.

use super::Descents;
use super::pointer::Hovered;
use super::settings::{Settings, progress_title};
use crate::chart::{
    Axes, Axis, Boundary, Classes, Descent, FittedLine, Floor, Picture, Samples, Scale, classes, landscape, losses,
    samples,
};
use crate::figure::ground::Parameters;
use crate::figure::lane::Lane;
use crate::figure::progress::Height;
use crate::figure::words::say;

impl Descents {
    fn axes<'a>(x: (&'a str, (f64, f64)), y: (&'a str, (f64, f64)), vertical: Scale) -> Axes<'a> {
        Axes {
            x: Axis { title: x.0, range: x.1, scale: Scale::Linear },
            y: Axis { title: y.0, range: y.1, scale: vertical },
        }
    }

    pub(super) fn picture_of_landscape<'a>(&'a self, lane: &'a Lane) -> Picture<'a> {
        let seen = &lane.seen;
        let [x, y] = self.ground.window;
        let [first, second] = &self.titles.parameters;
        let descent = Descent {
            style: lane.series,
            path: lane.path.up_to(seen.points),
            head: seen.head,
            tail: seen.tail,
            hovered: self.looked_at_on(lane),
        };
        let minimum = self.ground.minimum().map(|minimum| self.ground.two(minimum));
        landscape(Self::axes((first, x), (second, y), Scale::Linear), &self.ground.contours, minimum, &[descent])
    }

    /// What the data's plane shows of a descent, now or where the reader looks back to: its parameters for the data as
    /// they were measured, and the samples of its newest step, unless they were all.
    pub(super) fn in_data<'a>(&self, lane: &'a Lane) -> (Parameters, Option<&'a [u32]>) {
        let past = self.looked_back_to(lane);
        let batch: Option<&[u32]> = match (past, lane.seen.whole_batch) {
            (Some(_), _) => Some(&[]),
            (None, true) => None,
            (None, false) => Some(&lane.seen.batch),
        };
        (self.ground.of_raw_features(past.unwrap_or(lane.seen.parameters)), batch)
    }

    pub(super) fn picture_of_samples(&self) -> Picture<'_> {
        let [x, y] = self.ground.data_window;
        let [first, second] = &self.titles.data;
        let axes = Self::axes((first, x), (second, y), Scale::Linear);
        let hovered = match self.hovered {
            Some(Hovered::Sample(sample)) => Some(sample),
            _ => None,
        };
        let looked_at = self.looked_at_in_data();
        let data = &self.ground.data;
        if self.ground.has_classes {
            let boundary = |lane| {
                let ([w1, w2, bias], batch) = self.in_data(lane);
                Boundary { style: lane.series, weights: [w1, w2], bias, batch }
            };
            let boundaries: Vec<Boundary<'_>> = self.lanes.iter().map(boundary).collect();
            let plane = Classes { features: data.features(), targets: data.targets(), identity: &self.ground.identity };
            let looked_at = looked_at.map(|[w1, w2, bias]| ([w1, w2], bias));
            return classes(axes, plane, &boundaries, looked_at, hovered);
        }
        let line = |lane| {
            let ([slope, intercept, _], batch) = self.in_data(lane);
            FittedLine { style: lane.series, slope, intercept, batch }
        };
        let lines: Vec<FittedLine<'_>> = self.lanes.iter().map(line).collect();
        let looked_at = looked_at.map(|[slope, intercept, _]| [slope, intercept]);
        let measured = Samples { x: data.features(), y: data.targets(), identity: &self.ground.identity };
        samples(axes, measured, &lines, looked_at, hovered)
    }

    pub(super) fn picture_of_losses(&self) -> Picture<'_> {
        let Settings { progress, height, .. } = self.settings;
        let curves = self.lanes.iter().zip(&self.curves).map(|(lane, curve)| {
            let (from, to) = (lane.position(lane.seen.steps, progress), lane.position(lane.seen.steps + 1, progress));
            let x = from + lane.seen.fraction * (to - from);
            let y = self.height(lane.seen.parameters, self.ground.height(lane.seen.parameters));
            (lane.series, curve.up_to(lane.seen.points), [x, y])
        });
        let curves: Vec<_> = curves.collect();
        let (title, vertical) = match height {
            Height::Linear => (&self.titles.loss[..], Scale::Linear),
            Height::Logarithmic => (&self.titles.loss[..], Scale::Logarithmic),
            Height::Excess => (&self.titles.excess[..], Scale::Logarithmic),
            Height::Accuracy => (say("accuracy", "正确率", self.language), Scale::Linear),
        };
        let of_loss = matches!(height, Height::Linear | Height::Logarithmic);
        let floor = self.ground.floor().filter(|&floor| of_loss && floor > 0.0);
        let hovered = match self.hovered {
            Some(Hovered::Progress(position)) => Some(position),
            _ => None,
        };
        let x = (progress_title(progress, self.language), self.chart.x);
        let mut picture = losses(Self::axes(x, (title, self.chart.y), vertical), &curves, hovered);
        if let Some(floor) = floor {
            picture.ground.push(Floor(floor, &self.titles.floor));
        }
        picture
    }
}
