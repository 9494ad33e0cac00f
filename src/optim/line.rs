//! The way along a direction: searches for how far a step goes.
//!
//! φ(t) = f(θ − t d) over the step's batch, from t = 0; φ′(0) = −gᵀd. Nocedal and Wright, *Numerical Optimization* (2006),
//! chapter 3.

use super::{Point, State};
use crate::key::{HyperParameter, Kind};
use crate::matrix::dot;
use crate::optim::Memory;
use crate::words::Label;

/// By what a length is multiplied that is too long.
pub(super) const SHRINK: HyperParameter = HyperParameter {
    name: "shrink",
    default: 0.5,
    // So that a length that moves nothing comes soon.
    kind: Kind::NumberBetween(0.0, 0.95),
    label: Label::named("key.shrink"),
};

/// What part of the fall that the slope promises a step has to take.
pub(super) const ARMIJO: HyperParameter = HyperParameter {
    name: "armijo",
    default: 1e-4,
    kind: Kind::NumberBetween(0.0, 1.0),
    label: Label::named("key.armijo"),
};

/// A half-line from a point against a direction.
pub(super) struct Line<'a> {
    point: &'a Point<'a>,
    against: &'a [f64],
    /// φ(0).
    value: f64,
    /// φ′(0), with the slopes that the direction was made of.
    slope: f64,
    /// θ − t d of the newest t, and the slopes there.
    at: Vec<f64>,
    slopes: Vec<f64>,
}

/// A place on a line.
#[derive(Clone, Copy)]
struct Place {
    t: f64,
    value: f64,
    slope: f64,
}

impl<'a> Line<'a> {
    /// From `point` against `against`, `[dim]`.
    pub(super) fn new(point: &'a Point<'a>, against: &'a [f64]) -> Self {
        let dim = against.len();
        let mut slopes = vec![0.0; dim];
        point.write_slopes(0.0, &mut slopes);
        let slope = -dot(&slopes, against);
        Line { value: point.value_at(point.parameters), slope, at: vec![0.0; dim], slopes, point, against }
    }

    /// φ′(0).
    pub(super) fn slope(&self) -> f64 {
        self.slope
    }

    /// The length at which the parabola that touches φ at 0 is lowest, −φ′(0) / φ″(0); `None` where it bends down.
    pub(super) fn lowest(&self) -> Option<f64> {
        let curvatures = self.point.curvatures();
        let dim = self.against.len();
        let bends = curvatures.chunks_exact(dim).zip(self.against).map(|(row, part)| part * dot(row, self.against));
        let t = -self.slope / bends.sum::<f64>();
        (t > 0.0 && t.is_finite()).then_some(t)
    }

    /// Whether it leads somewhere.
    fn is_finite(&self) -> bool {
        self.against.iter().all(|part| part.is_finite())
    }

    /// Goes to a length; whether that is another point than θ.
    fn go_to(&mut self, t: f64) -> bool {
        let mut moves = false;
        for ((at, from), against) in self.at.iter_mut().zip(self.point.parameters).zip(self.against) {
            *at = from - t * against;
            moves |= *at != *from;
        }
        moves
    }

    /// The first length of `first`, `first` · `shrink`, `first` · `shrink`², … at which φ has fallen by the part `armijo` of
    /// what its slope promises; 0 where none is left that moves anything, NaN where the line leads nowhere. Writes those that it has
    /// `tried`, this one last.
    pub(super) fn backtrack(&mut self, first: f64, shrink: f64, armijo: f64, tried: &mut Vec<f64>) -> f64 {
        tried.clear();
        if !self.is_finite() {
            tried.push(f64::NAN);
            return f64::NAN;
        }
        let mut t = first.min(f64::MAX);
        while t > 0.0 && self.go_to(t) {
            tried.push(t);
            if self.point.value_at(&self.at) <= self.value + armijo * t * self.slope {
                return t;
            }
            let shorter = t * shrink;
            // The smallest number there is does not get smaller.
            t = if shorter < t { shorter } else { 0.0 };
        }
        tried.push(0.0);
        0.0
    }

    fn look(&mut self, t: f64, tried: &mut Vec<f64>) -> Place {
        tried.push(t);
        self.go_to(t);
        let value = self.point.value_and_slopes_at(&self.at, &mut self.slopes);
        Place { t, value, slope: -dot(&self.slopes, self.against) }
    }

    /// A length that fulfils the strong Wolfe conditions, looked for from `first` on: φ has fallen by the part c₁ = 10⁻⁴ of what its
    /// slope promises, and its slope to the part c₂ = 0.9. As
    /// [`torch.optim.LBFGS`](https://docs.pytorch.org/docs/stable/generated/torch.optim.LBFGS.html) looks for it: up to 25
    /// lengths, the next one by a cubic through the last two (Nocedal and Wright, algorithms 3.5 and 3.6). Writes those that it has
    /// `tried`, the one that it comes to last.
    pub(super) fn strong_wolfe(&mut self, first: f64, tried: &mut Vec<f64>) -> f64 {
        const FALL: f64 = 1e-4;
        const LEVEL: f64 = 0.9;
        const MOST: u32 = 25;
        const NARROW: f64 = 1e-9;
        tried.clear();
        let (value, slope) = (self.value, self.slope);
        // NaN has not fallen.
        let has_fallen = |place: Place| place.value <= value + FALL * place.t * slope;
        let is_level = |place: Place| place.slope.abs() <= -LEVEL * slope;
        let mut before = Place { t: 0.0, value, slope };
        let mut here = self.look(first, tried);
        let mut looks = 0;
        let mut bracket = loop {
            if looks == MOST {
                break [Place { t: 0.0, value, slope }, here];
            }
            if !has_fallen(here) || (looks > 1 && here.value >= before.value) {
                break [before, here];
            }
            if is_level(here) {
                return here.t;
            }
            if here.slope >= 0.0 {
                break [before, here];
            }
            let within = (here.t + 0.01 * (here.t - before.t), 10.0 * here.t);
            let next = lowest_of_cubic(before, here, within);
            before = here;
            here = self.look(next, tried);
            looks += 1;
        };
        let size = self.against.iter().fold(0.0_f64, |size, part| size.max(part.abs()));
        let sort = |[one, other]: [Place; 2]| if one.value <= other.value { [one, other] } else { [other, one] };
        bracket = sort(bracket);
        let mut was_close = false;
        while looks < MOST {
            let [low, high] = bracket;
            let (from, to) = (low.t.min(high.t), low.t.max(high.t));
            if (to - from) * size < NARROW {
                break;
            }
            let mut t = lowest_of_cubic(low, high, (from, to));
            // Close to an end twice, it is kept off it.
            let off = 0.1 * (to - from);
            let is_close = (to - t).min(t - from) < off;
            if is_close && (was_close || t >= to || t <= from) {
                t = if (t - to).abs() < (t - from).abs() { to - off } else { from + off };
                was_close = false;
            } else {
                was_close = is_close;
            }
            let here = self.look(t, tried);
            looks += 1;
            if !has_fallen(here) || here.value >= low.value {
                bracket = sort([low, here]);
                continue;
            }
            if is_level(here) {
                return here.t;
            }
            bracket = if here.slope * (high.t - low.t) >= 0.0 { [here, low] } else { [here, high] };
        }
        let t = bracket[0].t;
        tried.push(t);
        t
    }
}

/// Where the cubic with the values and slopes of two places is lowest, within bounds; in their middle where it has no lowest place.
fn lowest_of_cubic(one: Place, other: Place, (min, max): (f64, f64)) -> f64 {
    let [left, right] = if one.t <= other.t { [one, other] } else { [other, one] };
    let secant = one.slope + other.slope - 3.0 * (one.value - other.value) / (one.t - other.t);
    let square = secant * secant - one.slope * other.slope;
    if square.is_nan() || square < 0.0 {
        return 0.5 * (min + max);
    }
    let root = square.sqrt();
    let part = (right.slope + root - secant) / (right.slope - left.slope + 2.0 * root);
    let lowest = right.t - (right.t - left.t) * part;
    if lowest.is_nan() { 0.5 * (min + max) } else { lowest.max(min).min(max) }
}

impl State {
    /// The lengths that the newest step has tried on its line, the one that it has come to last.
    pub(super) fn lengths_tried(&self) -> &[f64] {
        self.get(Memory::TriedLengths).map_or(&[], |tried| &tried.values)
    }

    /// The last of them; 0 before the first step.
    pub(super) fn length_taken(&self) -> f64 {
        self.lengths_tried().last().copied().unwrap_or(0.0)
    }
}
