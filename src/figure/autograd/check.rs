//! One derivative in three ways: by difference quotients, by the tape, and by the formula that they are held against.

use super::example::Example;
use super::pass::Pass;
use crate::chart::{Axes, Axis, Curve, Line, Picture, Polyline, Segment, Tone, Word};
use crate::figure::quotients::{LEAST_ERROR, error, errors};
use crate::figure::styles::{CENTRAL, SECANT, TANGENT};
use crate::number::significant;
use crate::words::Words;
use crate::{say, word};

/// Differences, from 10⁻¹⁵ to 1.
const DECADES: [i32; 2] = [-15, 0];
const PER_DECADE: i32 = 4;
const MOST_ERROR: f64 = 10.0;
/// Where the curves have their names: forward to the left of its own, central to the right.
const NAMED: [usize; 2] = [12 * PER_DECADE as usize, 13 * PER_DECADE as usize];

/// The derivative by the first parameter of a pass.
pub(super) struct Check {
    /// What it is by.
    symbol: &'static str,
    /// By its formula.
    exact: f64,
    /// As the tape has it.
    taped: f64,
    /// |difference quotient − derivative| against the difference: forward and central.
    errors: [Polyline; 2],
}

impl Check {
    pub(super) fn new(example: &Example, pass: &Pass) -> Self {
        let (symbol, taped) = (example.parameters()[0].symbol, pass.gradient[0]);
        let exact = example.gradient(&pass.parameters)[0];
        let loss = |moved: f64| {
            let mut parameters = pass.parameters.clone();
            parameters[0] += moved;
            example.loss(&parameters)
        };
        let here = loss(0.0);
        let errors = [
            errors(exact, DECADES, PER_DECADE, |dx| (loss(dx) - here) / dx),
            errors(exact, DECADES, PER_DECADE, |dx| (loss(dx) - loss(-dx)) / (2.0 * dx)),
        ];
        Check { symbol, exact, taped, errors }
    }

    /// Δw or Δx.
    fn difference(&self) -> &'static str {
        if self.symbol == "x" { "Δx" } else { "Δw" }
    }

    /// With the tape's derivative once it is known.
    pub(super) fn picture<'a>(&'a self, words: &'a Words, is_taped: bool) -> Picture<'a> {
        let axes = Axes {
            x: Axis::logarithmic(self.difference(), (1e-15, 1.0)),
            y: Axis::logarithmic(word!(words, "autograd.check.error"), (0.1 * LEAST_ERROR, MOST_ERROR)),
        };
        let mut picture = Picture::on_graph_paper(axes);
        let taped = error(self.taped, self.exact);
        if is_taped {
            picture.still.push(Segment([[1e-15, taped], [1.0, taped]], Line::of(TANGENT, 2.0)));
        }
        let [forward, central] = &self.errors;
        picture.still.push(Curve(central.all(), Line::of(CENTRAL, 2.0)));
        picture.still.push(Curve(forward.all(), Line::of(SECANT, 2.0)));
        let named = [
            (forward, SECANT, word!(words, "autograd.check.forward"), -1),
            (central, CENTRAL, word!(words, "autograd.check.central"), 1),
        ];
        for (place, (curve, style, name, side)) in named.into_iter().enumerate() {
            // Or farther left, where the curve has come into the picture.
            let at = curve[..=NAMED[place]].iter().rev().find(|[_, error]| *error < MOST_ERROR);
            picture.still.extend(at.map(|&at| Word(at, name, side, Tone::Of(style))));
        }
        if is_taped {
            picture.still.push(Word([1e-12, taped], "autograd", 0, Tone::Of(TANGENT)));
        }
        picture
    }

    /// The derivative by its formula, and by the tape once it is known.
    pub(super) fn detail(&self, words: &Words, is_taped: bool) -> String {
        let [formula, taped] = [self.exact, self.taped].map(|slope| significant(slope, 10));
        let taped = if is_taped { taped } else { word!(words, "autograd.check.to-come").to_owned() };
        say!(words, "autograd.check.detail", symbol = self.symbol, formula, taped)
    }
}
