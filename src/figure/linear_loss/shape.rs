//! The loss over all weights, and what of it is seen.

use super::{FEATURES, MOST, SETTLED, WEIGHTS};
use crate::chart::{Polyline, graph};
use crate::data::Dataset;
use crate::error::Result;
use crate::loss::{Loss, Reduction, Term};
use crate::model::{Linear, Link, sigmoid};
use crate::number::rounded_up;
use crate::problem::{Problem, View, parameters};
use crate::random::worthwhile;
use crate::risk::Risk;
use crate::run::Run;
use std::rc::Rc;
use std::sync::Arc;

/// Points of a graph.
const GRAPH: usize = 480;
/// What is seen of the weights on either side of a whole number close to the best one.
pub(super) const SEEN: f64 = 2.0;
/// How far from the best weight the loss is seen at least.
const REACH: f64 = 1.4;

/// So far a new start is from the best weight, in parts of what is seen.
const WORTHWHILE: f64 = 0.1;

/// What a sigmoid might be trained by.
const SQUARED_ERROR: Term = Term { loss: Loss::HalfSquaredError, link: Link::Logistic };

/// The loss over all weights.
pub(super) struct Shape {
    pub(super) loss: Loss,
    pub(super) points: Vec<[f64; 2]>,
    pub(super) problem: Rc<Problem>,
    /// E(w) and, for classes, Σ ½(σ(wx) − y)².
    pub(super) curves: [Polyline; 2],
    /// What is seen of both axes: the bottom of the first curve, and its sides cut off above.
    pub(super) window: [(f64, f64); 2],
    /// Whether that is not its own.
    pub(super) is_held: bool,
}

/// σ(wx) against x.
pub(super) struct Sigmoid {
    pub(super) w: f64,
    pub(super) points: Polyline,
}

impl Shape {
    /// Of a loss over some points, seen in `window` or in its own.
    pub(super) fn new(loss: Loss, points: &[[f64; 2]], window: Option<[(f64, f64); 2]>) -> Result<Self> {
        let [features, targets] = [0, 1].map(|axis| points.iter().map(|point| point[axis]).collect());
        let data = Arc::new(Dataset::new(features, 1, targets)?);
        // The cross-entropy is a function of the score, so that a linear model stands for the sigmoid too.
        let risk = Risk::new(data, Linear { bias: false }, loss, Reduction::Sum);
        let problem = Problem::of(Arc::new(risk), View { shown: [0, 1], window: None, fills_plane: false });
        let over_weights = |f: &dyn Fn(f64) -> f64| graph(f, WEIGHTS, GRAPH, f64::INFINITY);
        let chosen = over_weights(&|w| problem.height(parameters(&[w])));
        let other = match loss {
            Loss::CrossEntropy => over_weights(&|w| points.iter().map(|[x, y]| SQUARED_ERROR.value(w * x, *y)).sum()),
            _ => Polyline::new(),
        };
        // Of classes there may be no best weight.
        let best = if loss == Loss::CrossEntropy { 1.0 } else { best_weight(points) };
        let middle = best.round();
        let sides = [-REACH, REACH].map(|reach| problem.height(parameters(&[best + reach])));
        let height = Some(rounded_up(sides[0].max(sides[1]))).filter(|height| *height > 0.0).unwrap_or(1.0);
        let is_held = window.is_some();
        let window = window.unwrap_or([(middle - SEEN, middle + SEEN), (0.0, height)]);
        Ok(Shape { loss, points: points.to_vec(), problem: problem.into(), curves: [chosen, other], window, is_held })
    }

    pub(super) fn has_classes(&self) -> bool {
        self.loss == Loss::CrossEntropy
    }

    /// Whether a weight and its loss are within what is seen.
    pub(super) fn is_seen(&self, point: &[f64; 2]) -> bool {
        point.iter().zip(self.window).all(|(value, (low, high))| (low..=high).contains(value))
    }

    /// The step of a run after which nothing is seen to move any more: it has arrived, or left what is seen for good.
    pub(super) fn last_seen_of(&self, run: &mut Run) -> u64 {
        run.run_to(MOST);
        let ((left, right), steps) = (self.window[0], run.trainer.steps());
        let (least, end) = (SETTLED * (right - left), run.point(steps)[0]);
        let moves = |&step: &u64| {
            let w = run.point(step)[0];
            (left..=right).contains(&w) && (w - end).abs() > least
        };
        (0..steps).rfind(moves).unwrap_or(0) + 1
    }

    /// A weight drawn at random, so far from the lowest one in view that there is something to descend.
    pub(super) fn new_start(&self, seed: u32) -> f64 {
        let (left, right) = self.window[0];
        let shown = self.curves[0].iter().filter(|point| (left..=right).contains(&point[0]));
        let lowest = shown.min_by(|one, other| one[1].total_cmp(&other[1])).map_or(left, |point| point[0]);
        worthwhile(seed, (left, right), WORTHWHILE * (right - left), |w| (w - lowest).abs())
    }

    pub(super) fn predict(&self, w: f64, x: f64) -> f64 {
        if self.has_classes() { sigmoid(w * x) } else { w * x }
    }
}

impl Sigmoid {
    pub(super) fn new(w: f64) -> Self {
        Sigmoid { w, points: graph(|x| sigmoid(w * x), FEATURES, GRAPH / 2, f64::INFINITY) }
    }
}

/// The weight of the least squares, not so far out that what is seen around it would be no weights.
pub(super) fn best_weight(points: &[[f64; 2]]) -> f64 {
    let [above, below] = points.iter().fold([0.0; 2], |[above, below], [x, y]| [above + x * y, below + x * x]);
    let farthest = WEIGHTS.1 - SEEN;
    if below > 0.0 { (above / below).clamp(-farthest, farthest) } else { 0.0 }
}
