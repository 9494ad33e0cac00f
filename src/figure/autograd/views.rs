//! What is seen: the graph, the parameters pass after pass, and the check by difference quotients.

use super::lesson::Lesson;
use super::{Autograd, LEAST_ERROR};
use crate::chart::{Axes, Axis, Computation, Curve, Line, Picture, Point, Ring, Scale, Style, Tone, computation};
use crate::figure::styles::{CENTRAL, FORGOTTEN, SECANT};
use crate::figure::words::say;

/// Of passes between which gradients are set to zero.
const ZEROED: Style = Style::BATCH;

impl Autograd {
    pub(super) fn picture_of_graph(&self) -> Picture<'_> {
        let graph = Computation { layout: &self.layout, nodes: &self.nodes, edges: &self.marks };
        computation(graph, &self.running, self.fraction)
    }

    pub(super) fn picture_of_path(&self) -> Picture<'_> {
        let (pass, _) = self.place();
        let names = self.example.names();
        let loss = say("loss L", "损失 L", self.language);
        let axes = Axes {
            x: Axis { title: names.first().copied().unwrap_or(""), range: self.window[0], scale: Scale::Linear },
            y: Axis { title: names.get(1).copied().unwrap_or(loss), range: self.window[1], scale: Scale::Linear },
        };
        let mut picture = if names.len() == 1 {
            let mut picture = Picture::on_graph_paper(axes);
            picture.still.push(Curve(self.curve.all(), Line::solid(Tone::Ink, 1.5)));
            picture
        } else {
            Picture::over(&self.contours, axes)
        };
        let path = |wrong: bool| self.paths[usize::from(wrong)].up_to(pass + 1);
        picture.still.push(Curve(path(true), Line::of(FORGOTTEN, 2.0)));
        picture.still.push(Curve(path(false), Line::of(ZEROED, 2.0)));
        for (wrong, style) in [(true, FORGOTTEN), (false, ZEROED)] {
            let places = self.paths[usize::from(wrong)].iter().take(pass + 1);
            picture.still.extend(places.map(|&at| Ring(at, style.marker(), Tone::Of(style))));
        }
        let forgets = self.lesson() == Lesson::Forget;
        let here = self.paths[usize::from(forgets)].get(pass).copied().unwrap_or_default();
        let style = if forgets { FORGOTTEN } else { ZEROED };
        picture.moving.push(Point(here, style.marker(), Tone::Of(style)));
        picture
    }

    pub(super) fn picture_of_check(&self) -> Picture<'_> {
        let title = say("|quotient − derivative|", "|差商 − 导数|", self.language);
        let mut picture = Picture::on_graph_paper(Axes {
            x: Axis { title: "h", range: (1e-15, 1.0), scale: Scale::Logarithmic },
            y: Axis { title, range: (LEAST_ERROR, 10.0), scale: Scale::Logarithmic },
        });
        picture.still.push(Curve(self.errors[1].all(), Line::of(CENTRAL, 2.0)));
        picture.still.push(Curve(self.errors[0].all(), Line::of(SECANT, 1.9)));
        picture
    }
}
