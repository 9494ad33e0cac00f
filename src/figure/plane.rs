//! A function of two variables over a square about the origin, and a point of it.

use super::window;
use super::{Entry, Values};
use crate::chart::Axis;
use crate::error::Result;
use crate::expression::Expression;
use crate::key::Kind;
use crate::random;
use crate::words::Label;

const X: &str = "figure.x";
const Y: &str = "figure.y";
const WINDOW: &str = "figure.window";

/// The point's x, which a handle moves.
pub(super) const fn x(default: &'static str) -> Entry {
    Entry::own(X, Label::Symbol("x"), Kind::Number(-1000.0, 1000.0), default).in_picture()
}

/// The point's y, which a handle moves.
pub(super) const fn y(default: &'static str) -> Entry {
    Entry::own(Y, Label::Symbol("y"), Kind::Number(-1000.0, 1000.0), default).in_picture()
}

/// How far the square goes.
pub(super) const fn window(default: &'static str) -> Entry {
    Entry::own(WINDOW, Label::named("window.both"), Kind::Number(0.1, 100.0), default).by_ratio(0.1, 100.0).folded()
}

/// A function with its partial derivatives, over what is shown of x and of y.
pub(super) struct Plane {
    formula: String,
    pub(super) f: Expression,
    pub(super) partials: [Expression; 2],
    pub(super) range: (f64, f64),
}

impl Plane {
    pub(super) fn new(values: &Values) -> Result<Self> {
        let f = values.formula(2)?;
        let (formula, partials) = (values.experiment.f.clone(), [0, 1].map(|variable| f.derivative(variable)));
        Ok(Plane { formula, f, partials, range: range(values) })
    }

    /// Whether other values say the same.
    pub(super) fn is_of(&self, values: &Values) -> bool {
        self.formula == values.experiment.f && self.range == range(values)
    }

    /// f(x, y), and NaN where that is infinite.
    pub(super) fn value(&self, at: [f64; 2]) -> f64 {
        let value = self.f.value(&at);
        if value.is_finite() { value } else { f64::NAN }
    }

    pub(super) fn gradient(&self, at: [f64; 2]) -> [f64; 2] {
        [0, 1].map(|variable| self.partials[variable].value(&at))
    }

    pub(super) fn axis<'a>(&self, title: &'a str) -> Axis<'a> {
        Axis::linear(title, self.range)
    }

    /// The point, or what is shown next to it.
    pub(super) fn point(&self, values: &Values) -> [f64; 2] {
        [X, Y].map(|key| values.number(key).clamp(self.range.0, self.range.1))
    }

    /// Moves the point, as far as may be.
    pub(super) fn move_to(&self, values: &mut Values, point: [f64; 2]) {
        for (key, part) in [X, Y].into_iter().zip(point) {
            window::put_within(values, key, part, self.range);
        }
    }

    /// Moves the point to a place drawn at random, not at the border.
    pub(super) fn move_anywhere(&self, values: &mut Values, seed: u32) {
        let (low, high) = self.range;
        self.move_to(values, random::point(seed).map(|part| 0.8 * (low + part * (high - low))));
    }
}

/// Refuses a point beyond what is shown; one that nobody has given goes along with the window.
pub(super) fn settle(values: &mut Values, given: &dyn Fn(&str) -> bool) -> Result<()> {
    let shown = range(values);
    window::keep(values, X, shown, given)?;
    window::keep(values, Y, shown, given)
}

fn range(values: &Values) -> (f64, f64) {
    let reach = values.number(WINDOW);
    (-reach, reach)
}
