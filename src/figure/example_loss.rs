//! The loss of one example of class 1 against its score: cross-entropy and squared error, and why one of them is level
//! where the model is most wrong.

use super::styles::{CROSS_ENTROPY, MODEL, SQUARED_ERROR};
use super::{Action, After, Entry, Figure, Handle, Panel, Scene, Table, Values, nothing_follows};
use crate::chart::{Axes, Axis, Curve, Line, Picture, Point, Polyline, Segment, Straight, Style, Tone, Word, graph};
use crate::error::Result;
use crate::key::Kind;
use crate::loss::{Loss, Term};
use crate::model::{Link, sigmoid};
use crate::number::{apart_from_one, significant};
use crate::random::point;
use crate::words::{Label, Sentence, Words};
use crate::{say, word};
use std::rc::Rc;

pub(super) static FIGURE: Figure = Figure {
    table: Table::new(ENTRIES).only(&[]),
    base: "",
    rest: 0,
    restart: Sentence::named("restart.point"),
    settle: nothing_follows,
    words: |_| None,
    build: |values, _| Ok(Box::new(ExampleLoss::build(values, None))),
};

const SCORE: &str = "figure.score";
const SCORES: (f64, f64) = (-8.0, 8.0);
/// What is shown of them: a handle at the last one hides no label of an axis.
const SHOWN: (f64, f64) = (-8.7, 8.7);

static ENTRIES: &[Entry] =
    &[Entry::own(SCORE, Label::named("example-loss.key"), Kind::Number(SCORES.0, SCORES.1), "1").docked()];

/// Points of a graph.
const GRAPH: usize = 240;

/// The losses, with their styles.
const LOSSES: [(Term, Style); 2] = [
    (Term { loss: Loss::CrossEntropy, link: Link::Logistic }, CROSS_ENTROPY),
    (Term { loss: Loss::HalfSquaredError, link: Link::Logistic }, SQUARED_ERROR),
];

/// One example, whose target is 1.
struct ExampleLoss {
    graphs: Rc<Graphs>,
    score: f64,
}

/// Against the score: the losses, their slopes, and the probability of class 1.
struct Graphs {
    losses: [Polyline; 2],
    slopes: [Polyline; 2],
    probability: Polyline,
}

impl Graphs {
    fn new() -> Self {
        Graphs {
            losses: LOSSES.map(|(term, _)| graph(|s| term.value(s, 1.0), SHOWN, GRAPH, f64::INFINITY)),
            slopes: LOSSES.map(|(term, _)| graph(|s| term.derivative(s, 1.0), SHOWN, GRAPH, f64::INFINITY)),
            probability: graph(sigmoid, SHOWN, GRAPH, f64::INFINITY),
        }
    }
}

impl ExampleLoss {
    fn build(values: &Values, before: Option<&ExampleLoss>) -> Self {
        let graphs = before.map_or_else(|| Rc::new(Graphs::new()), |before| Rc::clone(&before.graphs));
        ExampleLoss { graphs, score: values.number(SCORE) }
    }

    /// σ(s).
    fn probability(&self) -> f64 {
        sigmoid(self.score)
    }

    /// σ′(s), to the last digit on either side.
    fn flatness(&self) -> f64 {
        sigmoid(self.score) * sigmoid(-self.score)
    }

    /// A graph for each loss, with the score upright.
    fn show_both<'a>(&'a self, graphs: &'a [Polyline; 2], y: Axis<'a>, words: &'a Words) -> Picture<'a> {
        let (s, (low, high)) = (self.score, y.range);
        let mut picture =
            Picture::on_graph_paper(Axes { x: Axis::linear(word!(words, "example-loss.score"), SHOWN), y });
        for (curve, (_, style)) in graphs.iter().zip(LOSSES) {
            picture.ground.push(Curve(curve.all(), Line::of(style, 2.0).bare()));
        }
        picture.moving.push(Segment([[s, low], [s, high]], Line::dashed(Tone::Quiet, 1.0)));
        picture
    }

    fn show_losses<'a>(&'a self, words: &'a Words) -> Picture<'a> {
        let (s, y) = (self.score, Axis::linear(word!(words, "example-loss.axis"), (-0.6, 8.6)));
        let mut picture = self.show_both(&self.graphs.losses, y, words);
        for (place, text, style) in [
            ([-5.2, 5.7], word!(words, "run.cross-entropy"), CROSS_ENTROPY),
            ([2.2, 1.0], word!(words, "run.squared-error"), SQUARED_ERROR),
        ] {
            picture.ground.push(Word(place, text, 1, Tone::Of(style)));
        }
        for (term, style) in LOSSES {
            let slope = term.derivative(s, 1.0);
            picture.moving.push(Straight([s, term.value(s, 1.0)], slope, Line::solid(Tone::Of(style), 1.0)));
        }
        for (term, style) in LOSSES.into_iter().rev() {
            picture.moving.push(Point([s, term.value(s, 1.0)], style.marker(), Tone::Of(style)));
        }
        picture
    }

    /// On an axis of losses the squared error looks level everywhere; beside the other slope it is seen where it is not.
    fn show_slopes<'a>(&'a self, words: &'a Words) -> Picture<'a> {
        let (s, y) = (self.score, Axis::linear(word!(words, "example-loss.slope"), (-1.08, 0.12)));
        let mut picture = self.show_both(&self.graphs.slopes, y, words);
        for (term, style) in LOSSES {
            picture.moving.push(Point([s, term.derivative(s, 1.0)], style.marker(), Tone::Of(style)));
        }
        picture
    }

    fn show_probability<'a>(&'a self, words: &'a Words) -> Picture<'a> {
        let (score, probability) = (word!(words, "example-loss.score"), word!(words, "example-loss.probability"));
        let mut picture = Picture::on_graph_paper(Axes {
            x: Axis::linear(score, SHOWN),
            y: Axis::linear(probability, (-0.08, 1.12)),
        });
        picture.ground.push(Curve(self.graphs.probability.all(), Line::of(MODEL, 2.0)));
        let at = [self.score, self.probability()];
        picture.moving.push(Straight(at, self.flatness(), Line::solid(Tone::Of(MODEL), 1.0)));
        picture.moving.push(Segment([at, [self.score, 1.0]], Line::dashed(Tone::Quiet, 1.5)));
        picture.moving.push(Point(at, MODEL.marker(), Tone::Of(MODEL)));
        picture
    }
}

impl Scene for ExampleLoss {
    fn rebuilt(&self, values: &Values, _: &Words) -> Result<Box<dyn Scene>> {
        Ok(Box::new(Self::build(values, Some(self))))
    }

    fn look(&mut self, _: u64, _: f64) -> u64 {
        0
    }

    fn is_over(&self, _: u64) -> bool {
        true
    }

    fn panels(&self, words: &Words) -> Vec<Panel> {
        let s = significant(self.score, 3);
        let both = |of: fn(Term, f64) -> f64| {
            let [cross, squared] = LOSSES.map(|(term, _)| apart_from_one(of(term, self.score), 3));
            say!(words, "example-loss.both", cross, squared)
        };
        let [losses, slopes] = [both(|term, s| term.value(s, 1.0)), both(|term, s| term.derivative(s, 1.0))];
        let [probability, flatness] = [self.probability(), self.flatness()].map(|value| apart_from_one(value, 3));
        let numbers = format!("σ({s}) = {probability}, σ′({s}) = {flatness}");
        let [of_losses, of_slopes, of_probability] = [
            format!("{} s = {s}. {losses}", word!(words, "example-loss.description")),
            format!("{} {slopes}", word!(words, "example-loss.slopes.description")),
            format!("{} {numbers}", word!(words, "example-loss.probability.description")),
        ];
        vec![
            Panel { columns: 5, ..Panel::new("example", word!(words, "example-loss.title"), losses, of_losses) }.tall(),
            Panel { columns: 4, ..Panel::new("slopes", word!(words, "example-loss.slopes.title"), slopes, of_slopes) }
                .tall(),
            Panel {
                columns: 3,
                ..Panel::new("probability", word!(words, "example-loss.probability.title"), numbers, of_probability)
            }
            .tall(),
        ]
    }

    fn picture<'a>(&'a self, panel: usize, words: &'a Words) -> Picture<'a> {
        match panel {
            0 => self.show_losses(words),
            1 => self.show_slopes(words),
            _ => self.show_probability(words),
        }
    }

    fn handles(&self) -> Vec<Handle> {
        let [(cross, _), _] = LOSSES;
        let places = [cross.value(self.score, 1.0), cross.derivative(self.score, 1.0), self.probability()];
        let label = format!("s = {}", significant(self.score, 3));
        let handle = |(panel, y)| Handle::new(panel, [self.score, y], "", label.clone());
        places.into_iter().enumerate().map(handle).collect()
    }

    fn act(&mut self, action: Action, values: &mut Values) -> After {
        let score = match action {
            Action::Press(_, [score, _]) | Action::Drag(_, [score, _], _) => score,
            Action::Restart(seed) => SCORES.0 + point::<1>(seed)[0] * (SCORES.1 - SCORES.0),
            Action::Turn(..) => return After::Nothing,
        };
        values.put(SCORE, score.clamp(SCORES.0, SCORES.1));
        After::Stay
    }

    /// Both slopes, with their numbers: they differ in the factor σ′.
    fn rules(&self, _: &Words) -> Vec<(Option<Style>, String)> {
        let [(cross, _), (squared, _)] = LOSSES;
        let flatness = significant(self.flatness(), 3);
        let [first, second] = [cross, squared].map(|term| apart_from_one(term.derivative(self.score, 1.0), 3));
        let product = format!("( σ − 1 ) · σ′ = ( {first} ) · {flatness} = {second}");
        vec![
            (Some(CROSS_ENTROPY), format!("d/ds [ −log σ ( s ) ] = σ − 1 = {first}")),
            (Some(SQUARED_ERROR), format!("d/ds [ ½ ( 1 − σ ( s ) ) ² ] = {product}")),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(score: f64) -> ExampleLoss {
        ExampleLoss::build(&FIGURE.read(&format!("figure.score={score}")).0, None)
    }

    #[test]
    fn the_slopes_differ_in_the_factor_of_the_sigmoids_slope() {
        for score in [-8.0, -5.0, 0.0, 0.7, 8.0] {
            let example = shown(score);
            let [cross, squared] = LOSSES.map(|(term, _)| term.derivative(score, 1.0));
            approx::assert_relative_eq!(cross, example.probability() - 1.0, max_relative = 1e-9);
            approx::assert_relative_eq!(squared, cross * example.flatness(), max_relative = 1e-9);
        }
    }

    #[test]
    fn what_is_nearly_one_is_not_said_to_be_one() {
        for (score, numbers) in [(8.0, "σ(8) = 0.9997"), (-8.0, "σ(−8) = 3.35×10⁻⁴")] {
            assert!(shown(score).panels(Words::of("en"))[2].detail.starts_with(numbers));
        }
        let [(_, cross), (_, squared)] = &shown(-8.0).rules(Words::of("en"))[..] else { panic!("two rules") };
        assert!(cross.ends_with("= −0.9997") && squared.contains("( −0.9997 )"), "{cross} {squared}");
    }

    #[test]
    fn a_hand_moves_the_score_and_no_farther_than_it_is_shown() {
        let (mut values, _) = FIGURE.read("");
        assert_eq!(shown(-5.0).act(Action::Drag(2, [3.0, 0.2], true), &mut values), After::Stay);
        assert_eq!(values.number(SCORE), 3.0);
        shown(-5.0).act(Action::Press(0, [-90.0, 0.2]), &mut values);
        assert_eq!(values.number(SCORE), -8.0);
    }
}
