//! What is seen: the graph, the parameters pass after pass, and the check by difference quotients.

use super::lesson::Lesson;
use super::{Autograd, LEAST_ERROR, PASSES};
use crate::chart::{Axes, Axis, Computation, Line, Mark, Marker, Plot, Scale, Series, Tone, View};
use crate::figure::words::say;

const RIGHT: Tone = Tone::Of(Series::Batch);
const WRONG: Tone = Tone::Of(Series::Stochastic);

impl Autograd {
    pub(super) fn show_graph(&self, see: &mut dyn FnMut(&dyn View)) {
        see(&Computation {
            layout: &self.layout,
            nodes: &self.nodes,
            edges: &self.marks,
            running: &self.running,
            fraction: self.fraction,
        });
    }

    pub(super) fn show_path(&self, see: &mut dyn FnMut(&dyn View)) {
        let (pass, _) = self.place();
        let names = self.example.names();
        let path = |k: usize| &self.paths[k][..(pass + 1).min(self.paths[k].len())];
        let here = self.paths[usize::from(self.lesson() == Lesson::Forget)].get(pass).copied().unwrap_or_default();
        let dotted = Line { dash: Series::Stochastic.dash(), ..Line::solid(WRONG, 2.0) };
        let single = names.len() == 1;
        let curve = [Mark::Curve(&self.curve, Line::solid(Tone::Ink, 1.5))];
        let mut still = Vec::with_capacity(3 + 2 * PASSES);
        if single {
            still.extend(curve);
        }
        still.extend([Mark::Curve(path(1), dotted), Mark::Curve(path(0), Line::solid(RIGHT, 2.0))]);
        still.extend(path(1).iter().map(|&at| Mark::Ring(at, WRONG)));
        still.extend(path(0).iter().map(|&at| Mark::Ring(at, RIGHT)));
        let loss = say("loss L", "损失 L", self.language);
        see(&Plot {
            axes: Axes {
                x: Axis { title: names.first().copied().unwrap_or(""), range: self.window[0], scale: Scale::Linear },
                y: Axis { title: names.get(1).copied().unwrap_or(loss), range: self.window[1], scale: Scale::Linear },
            },
            contours: (!single).then_some(&self.contours),
            still: &still,
            moving: &[Mark::Point(here, Marker::Round, if self.lesson() == Lesson::Forget { WRONG } else { RIGHT })],
        });
    }

    pub(super) fn show_check(&self, see: &mut dyn FnMut(&dyn View)) {
        let title = say("|quotient − derivative|", "|差商 − 导数|", self.language);
        see(&Plot {
            axes: Axes {
                x: Axis { title: "h", range: (1e-15, 1.0), scale: Scale::Logarithmic },
                y: Axis { title, range: (LEAST_ERROR, 10.0), scale: Scale::Logarithmic },
            },
            contours: None,
            still: &[
                Mark::Curve(&self.errors[1], Line::solid(RIGHT, 2.0)),
                Mark::Curve(&self.errors[0], Line { dash: Series::Stochastic.dash(), ..Line::solid(WRONG, 1.9) }),
            ],
            moving: &[],
        });
    }
}
