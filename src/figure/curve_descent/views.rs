//! What is seen: the curve with the steps on it, and the cobweb that leads from each x to the next.

use super::{CurveDescent, LABELLED};
use crate::chart::{Axes, Axis, Line, Mark, Marker, Plot, Scale, Series, Tone, View};
use crate::figure::words::say;

/// The newest steps that are drawn.
const DRAWN: usize = 60;

const PATH: Tone = Tone::Of(Series::Batch);
const TANGENT: Tone = Tone::Of(Series::Stochastic);

impl CurveDescent {
    pub(super) fn show_curve(&self, see: &mut dyn FnMut(&dyn View)) {
        let newest = self.tick as usize;
        let mut still = vec![Mark::Curve(&self.curve, Line::solid(Tone::Ink, 2.0))];
        for [from, to] in self.seen_steps() {
            still.extend(self.step(from, to));
        }
        still.extend(self.seen_steps().map(|[from, _]| Mark::Ring([from, self.at(from)], PATH)));
        let near = 0.05 * (self.range().1 - self.range().0);
        for (k, &x) in self.steps.iter().enumerate().take((newest + 1).min(LABELLED)) {
            // A label where another one stands would only hide it.
            if self.steps[..k].iter().all(|other| (other - x).abs() > near) {
                still.push(Mark::Word([x, self.at(x)], &self.labels[k], 0, PATH));
            }
        }
        let x = self.x();
        let next = self.steps.get(newest + 1).copied();
        let eased = self.fraction * self.fraction * (3.0 - 2.0 * self.fraction);
        let head = next.map_or(x, |next| x + eased * (next - x));
        let on_way = self.fraction > 0.0 && next.is_some();
        let along_tangent = [head, self.at(x) + self.slope(x) * (head - x)];
        let mut moving = vec![Mark::Straight(
            [x, self.at(x)],
            self.slope(x),
            Line { dash: Series::Stochastic.dash(), ..Line::solid(TANGENT, 1.5) },
        )];
        if on_way {
            moving.push(Mark::Arrow([[x, self.at(x)], along_tangent], Line::solid(PATH, 2.0)));
        }
        moving.push(Mark::Head([self.before(), head].map(|x| [x, self.at(x)]), Marker::Round, PATH));
        see(&Plot {
            axes: Axes {
                x: Axis { title: "x", range: self.range(), scale: Scale::Linear },
                y: Axis { title: "f(x)", range: self.heights, scale: Scale::Linear },
            },
            contours: None,
            still: &still,
            moving: &moving,
        });
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
    fn step(&self, from: f64, to: f64) -> [Mark<'static>; 2] {
        let landing = [to, self.at(from) + self.slope(from) * (to - from)];
        [
            Mark::Segment([[from, self.at(from)], landing], Line::solid(PATH, 1.5)),
            Mark::Segment([landing, [to, self.at(to)]], Line::dashed(PATH, 1.0)),
        ]
    }

    pub(super) fn show_cobweb(&self, see: &mut dyn FnMut(&dyn View)) {
        let range = self.range();
        let mut web = Vec::with_capacity(3 * DRAWN);
        for [from, to] in self.seen_steps() {
            if web.last() != Some(&[from, from]) {
                // What lies between was not in view.
                web.push([f64::NAN; 2]);
            }
            web.extend([[from, from], [from, to], [to, to]]);
        }
        let x = self.x();
        see(&Plot {
            axes: Axes {
                x: Axis { title: say("x before", "这一步 x", self.language), range, scale: Scale::Linear },
                y: Axis {
                    title: say("x after, x − ηf′(x)", "下一步 x − ηf′(x)", self.language),
                    range,
                    scale: Scale::Equal,
                },
            },
            contours: None,
            still: &[
                Mark::Segment([[range.0, range.0], [range.1, range.1]], Line::dashed(Tone::Quiet, 1.0)),
                Mark::Curve(&self.map, Line { dash: Series::Stochastic.dash(), ..Line::solid(TANGENT, 2.0) }),
                Mark::Curve(&web, Line::solid(PATH, 1.5)),
            ],
            moving: &[Mark::Head([self.before(), x].map(|x| [x, x]), Marker::Round, PATH)],
        });
    }
}
