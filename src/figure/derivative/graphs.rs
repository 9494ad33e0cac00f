//! A function and its derivative, over what is shown of x.

use crate::chart::{Polyline, graph};
use crate::expression::Expression;
use crate::figure::window;

/// Points of a graph.
const POINTS: usize = 360;
/// How far from a place its sides are looked at: in steps, and much nearer.
const ASIDE: [f64; 2] = [1e-6, 1e-12];
/// A jump smaller than this part of what is shown of the heights is none.
const NO_JUMP: f64 = 1e-6;
/// Room below the curve, in parts of its height, for the handle on the axis, and for what is said of f′ at its point.
const FOOT: f64 = 0.16;

/// A function and its derivative, over what is shown of x.
pub(super) struct Graphs {
    pub(super) f: Expression,
    pub(super) slope: Expression,
    pub(super) range: (f64, f64),
    pub(super) heights: [(f64, f64); 2],
    pub(super) curves: [Polyline; 2],
    /// Where their names stand.
    pub(super) ends: [[f64; 2]; 2],
}

impl Graphs {
    pub(super) fn new(f: Expression, range: (f64, f64)) -> Self {
        let slope = f.derivative(0);
        let over = |f: &Expression, height| graph(|x| f.value(&[x]), range, POINTS, height);
        let heights = [&f, &slope].map(|f| {
            let (low, high) = window::vertical([&over(f, f64::INFINITY)[..]]);
            (low - FOOT * (high - low), high)
        });
        let curves = [(&f, heights[0]), (&slope, heights[1])].map(|(f, (low, high))| over(f, high - low));
        let ends = [0, 1].map(|of| window::end_of_curve(&curves[of], heights[of]));
        Graphs { f, slope, range, heights, curves, ends }
    }

    /// f(x), and NaN where that is infinite: a pole is no place to draw a secant from.
    pub(super) fn at(&self, x: f64) -> f64 {
        let value = self.f.value(&[x]);
        if value.is_finite() { value } else { f64::NAN }
    }

    /// Whether f′ is faster than its points over much of what is shown, so that it fills a band.
    pub(super) fn has_band(&self) -> bool {
        2 * self.curves[1].len() > 3 * POINTS
    }

    /// f′(x), and NaN where that is no number, or where f jumps or has a kink: there the rules of differentiation have a
    /// convention, such as sign(0) = 0, and the difference quotient no limit.
    pub(super) fn slope_at(&self, x: f64) -> f64 {
        let is_whole =
            !self.jumps(0, x, [0.0, 1.0]) && !self.jumps(0, x, [-1.0, 0.0]) && !self.jumps(1, x, [-1.0, 1.0]);
        if is_whole { self.slope.value(&[x]) } else { f64::NAN }
    }

    /// The slopes to the left and to the right of a place.
    pub(super) fn slopes_beside(&self, x: f64) -> [f64; 2] {
        [-1.0, 1.0].map(|side| self.slope.value(&[x + side * ASIDE[1] * x.abs().max(1.0)]))
    }

    /// Whether f (0) or f′ (1) jumps from one side of a place to the other: by as much, however near they are.
    fn jumps(&self, of: usize, x: f64, sides: [f64; 2]) -> bool {
        let (graph, (low, high)) = ([&self.f, &self.slope][of], self.heights[of]);
        let [far, near] = ASIDE.map(|aside| {
            let [from, to] = sides.map(|side| graph.value(&[x + side * aside * x.abs().max(1.0)]));
            (to - from).abs()
        });
        near > 0.5 * far && near > NO_JUMP * (high - low) && near.is_finite()
    }

    /// How much of x is shown.
    pub(super) fn width(&self) -> f64 {
        self.range.1 - self.range.0
    }

    /// Both ranges of a panel.
    pub(super) fn ranges(&self, of: usize) -> [(f64, f64); 2] {
        [self.range, self.heights[of]]
    }
}
