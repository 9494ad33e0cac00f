//! What is seen: the curve with the steps on it, and the cobweb that leads from each x to the next.

use super::{CurveDescent, LABELLED};
use crate::chart::{
    Arrow, Axes, Axis, Curve, Head, Line, Marker, Picture, Polyline, Ring, Scale, Segment, Straight, Style, Tone, Word,
};
use crate::figure::styles::TANGENT;
use crate::word;
use crate::words::Words;

/// The newest steps that are drawn.
const DRAWN: usize = 60;

const PATH: Tone = Tone::Of(Style::BATCH);

impl CurveDescent {
    pub(super) fn show_curve(&self) -> Picture<'_> {
        let axis = |title, range| Axis { title, range, scale: Scale::Linear };
        let axes = Axes { x: axis("x", self.curve.range), y: axis("f(x)", self.curve.heights) };
        let mut picture = Picture::on_graph_paper(axes);
        picture.still.push(Curve(self.curve.graph.all(), Line::solid(Tone::Ink, 2.0)));
        for [from, to] in self.seen_steps() {
            // Along the tangent to the next place, then onto the curve.
            let landing = [to, self.on_tangent(from, to)];
            picture.still.push(Segment([[from, self.at(from)], landing], Line::solid(PATH, 1.5)));
            picture.still.push(Segment([landing, [to, self.at(to)]], Line::dashed(PATH, 1.0)));
        }
        picture.still.extend(self.seen_steps().map(|[from, _]| Ring([from, self.at(from)], Marker::Round, PATH)));
        let (near, newest) = (0.05 * self.curve.size(), self.tick as usize);
        for (k, &x) in self.steps.iter().enumerate().take((newest + 1).min(LABELLED)) {
            // A label where another one stands would only hide it.
            if self.steps[..k].iter().all(|other| (other - x).abs() > near) {
                picture.still.push(Word([x, self.at(x)], &self.labels[k], 0, PATH));
            }
        }
        let (x, head) = (self.x(), self.head());
        picture.moving.push(Straight([x, self.at(x)], self.slope(x), Line::of(TANGENT, 1.5)));
        if self.run.seen.fraction > 0.0 {
            let step = [[x, self.at(x)], [head, self.on_tangent(x, head)]];
            picture.moving.push(Arrow(step, Line::solid(PATH, 2.0)));
        }
        let [from, at] = [self.before(), head].map(|x| [x, self.at(x)]);
        picture.moving.push(Head { from: Some(from), at, marker: Marker::Round, tone: PATH });
        picture
    }

    /// Where the descent is, between its last two steps while a step is eased.
    fn head(&self) -> f64 {
        if self.run.seen.fraction > 0.0 { self.run.seen.parameters[0] } else { self.x() }
    }

    /// The height at `to` of the tangent at `from`.
    fn on_tangent(&self, from: f64, to: f64) -> f64 {
        self.at(from) + self.slope(from) * (to - from)
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

    pub(super) fn show_cobweb<'a>(&'a self, words: &'a Words) -> Picture<'a> {
        let range = self.curve.range;
        let axis = |title, scale| Axis { title, range, scale };
        let mut picture = Picture::on_graph_paper(Axes {
            x: axis(word!(words, "cobweb.before"), Scale::Linear),
            y: axis(word!(words, "cobweb.after"), Scale::Equal),
        });
        picture.still.push(Segment([[range.0; 2], [range.1; 2]], Line::dashed(Tone::Quiet, 1.0)));
        // By another rule than plain descent, where an x leads is no function of it alone.
        picture.still.extend(self.run.is_plain().then(|| Curve(self.map.all(), Line::of(TANGENT, 2.0))));
        picture.still.push(Curve(self.web.all(), Line::solid(PATH, 1.5)));
        let [from, at] = [self.before(), self.x()].map(|x| [x, x]);
        picture.moving.push(Head { from: Some(from), at, marker: Marker::Round, tone: PATH });
        picture
    }

    /// From each x on the diagonal to the next.
    pub(super) fn spin_web(&self) -> Polyline {
        let mut web = Polyline::new();
        for [from, to] in self.seen_steps() {
            if web.last() != Some(&[from, from]) {
                // What lies between was not in view.
                web.push([f64::NAN; 2]);
            }
            web.extend([[from, from], [from, to], [to, to]]);
        }
        web
    }
}
