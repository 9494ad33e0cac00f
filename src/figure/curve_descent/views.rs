//! What is seen: the curve with the steps on it, and the cobweb that leads from each x to the next.

use super::{CurveDescent, LABELLED};
use crate::chart::{
    Arrow, Axes, Axis, Curve, Head, Line, Picture, Polyline, Ring, Scale, Segment, Straight, Style, Tone, Word,
};
use crate::figure::styles::TANGENT;
use crate::figure::words::say;

/// The newest steps that are drawn.
const DRAWN: usize = 60;

const PATH: Style = Style::BATCH;

impl CurveDescent {
    pub(super) fn picture_of_curve(&self) -> Picture<'_> {
        let newest = self.tick as usize;
        let mut picture = Picture::on_graph_paper(Axes {
            x: Axis { title: "x", range: self.range(), scale: Scale::Linear },
            y: Axis { title: "f(x)", range: self.heights, scale: Scale::Linear },
        });
        picture.still.push(Curve(self.curve.all(), Line::solid(Tone::Ink, 2.0)));
        picture.still.extend(self.seen_steps().flat_map(|[from, to]| self.step(from, to)));
        let ring = |[from, _]: [f64; 2]| Ring([from, self.at(from)], PATH.marker(), Tone::Of(PATH));
        picture.still.extend(self.seen_steps().map(ring));
        let near = 0.05 * (self.range().1 - self.range().0);
        for (k, &x) in self.steps.iter().enumerate().take((newest + 1).min(LABELLED)) {
            // A label where another one stands would only hide it.
            if self.steps[..k].iter().all(|other| (other - x).abs() > near) {
                picture.still.push(Word([x, self.at(x)], &self.labels[k], 0, Tone::Of(PATH)));
            }
        }
        let x = self.x();
        let next = self.steps.get(newest + 1).copied();
        let eased = self.fraction * self.fraction * (3.0 - 2.0 * self.fraction);
        let head = next.map_or(x, |next| x + eased * (next - x));
        picture.moving.push(Straight([x, self.at(x)], self.slope(x), Line::of(TANGENT, 1.5)));
        if self.fraction > 0.0 && next.is_some() {
            let along_tangent = [head, self.at(x) + self.slope(x) * (head - x)];
            picture.moving.push(Arrow([[x, self.at(x)], along_tangent], Line::of(PATH, 2.0)));
        }
        picture.moving.push(self.head([self.before(), head].map(|x| [x, self.at(x)])));
        picture
    }

    fn head(&self, [from, at]: [[f64; 2]; 2]) -> Head {
        Head { from: Some(from), at, marker: PATH.marker(), tone: Tone::Of(PATH) }
    }

    /// The newest steps of which anything is in view: of a descent that has left, the last ones before it did.
    fn seen_steps(&self) -> impl Iterator<Item = [f64; 2]> {
        let steps = self.steps.get(..=self.tick as usize).unwrap_or_default().windows(2);
        let in_view =
            steps.map(|step| [step[0], step[1]]).filter(|step| step.iter().any(|&x| self.distance_beyond(x) == 0.0));
        let seen: Vec<[f64; 2]> = in_view.collect();
        let hidden = seen.len().saturating_sub(DRAWN);
        seen.into_iter().skip(hidden)
    }

    /// The point before the one that is shown as reached; at the start, that one.
    fn before(&self) -> f64 {
        self.steps.get((self.tick as usize).saturating_sub(1)).copied().unwrap_or_else(|| self.x())
    }

    /// A step: along the tangent to the next place, then onto the curve.
    fn step(&self, from: f64, to: f64) -> [Segment; 2] {
        let landing = [to, self.at(from) + self.slope(from) * (to - from)];
        [
            Segment([[from, self.at(from)], landing], Line::of(PATH, 1.5)),
            Segment([landing, [to, self.at(to)]], Line::dashed(Tone::Of(PATH), 1.0)),
        ]
    }

    /// From each x on the diagonal to where it leads, and back to the diagonal.
    pub(super) fn cobweb(&self) -> Polyline {
        let mut web = Vec::with_capacity(3 * DRAWN);
        for [from, to] in self.seen_steps() {
            if web.last() != Some(&[from, from]) {
                // What lies between was not in view.
                web.push([f64::NAN; 2]);
            }
            web.extend([[from, from], [from, to], [to, to]]);
        }
        web.into()
    }

    pub(super) fn picture_of_cobweb(&self) -> Picture<'_> {
        let range = self.range();
        let mut picture = Picture::on_graph_paper(Axes {
            x: Axis { title: say("x before", "这一步 x", self.language), range, scale: Scale::Linear },
            y: Axis {
                title: say("x after, x − ηf′(x)", "下一步 x − ηf′(x)", self.language),
                range,
                scale: Scale::Equal,
            },
        });
        let diagonal = [[range.0, range.0], [range.1, range.1]];
        picture.still.push(Segment(diagonal, Line::dashed(Tone::Quiet, 1.0)));
        picture.still.push(Curve(self.map.all(), Line::of(TANGENT, 2.0)));
        picture.still.push(Curve(self.web.all(), Line::of(PATH, 1.5)));
        picture.moving.push(self.head([self.before(), self.x()].map(|x| [x, x])));
        picture
    }
}
