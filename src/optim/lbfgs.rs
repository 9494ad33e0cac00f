//! L-BFGS: Newton's method with the curvature that the last steps have seen.
//!
//! ```text
//! g ← ∇f(θ),  y ← g − g′,  s ← θ − θ′        of the step before
//! remember (s, y), the newest `history_size` of them, if yᵀs > 10⁻¹⁰;  γ ← yᵀs / yᵀy
//! d ← B⁻¹ g                                   by two loops over what is remembered, from γ I
//! t ← η                                       min(1, 1 / ‖g‖₁) η at the first step
//! θ ← θ − t d
//! ```
//! Liu and Nocedal, *On the limited memory BFGS method for large scale optimization* (1989); Nocedal and Wright, *Numerical
//! Optimization* (2006), algorithm 7.4. As [`torch.optim.LBFGS`](https://docs.pytorch.org/docs/stable/generated/torch.optim.LBFGS.html)
//! called with `max_iter=1` once a step; its `line_search_fn='strong_wolfe'` is the switch `strong_wolfe` here, which begins at t.
//! As there, it stays where no slope is larger than `tolerance_grad`, or where gᵀd is below `tolerance_change`.

use super::apart::{Apart, Symbols, Taken};
use super::hyper::{at_least_0, switch};
use super::line::Line;
use super::{Eta, Memory, Optimizer, Point, Recipe, State};
use crate::key::{HyperParameter, Kind};
use crate::matrix::dot;
use crate::words::Label;

/// The rule.
#[derive(Debug)]
struct Lbfgs {
    history_size: usize,
    tolerance_grad: f64,
    tolerance_change: f64,
    strong_wolfe: bool,
}

/// How an experiment names it.
pub static RECIPE: Recipe = Recipe {
    name: "lbfgs",
    label: Label::Symbol("L-BFGS"),
    lr: 1.0,
    eta: Eta::Step,
    hyper_parameters: &[
        HyperParameter {
            name: "history_size",
            default: 100.0,
            kind: Kind::Integer(1, 1000),
            label: Label::named("key.history-size"),
        },
        at_least_0("tolerance_grad", 1e-7, Label::named("key.tolerance-grad")),
        at_least_0("tolerance_change", 1e-9, Label::named("key.tolerance-change")),
        switch("strong_wolfe", false, Label::named("key.strong-wolfe")),
    ],
    build: |values| match *values {
        [history_size, tolerance_grad, tolerance_change, strong_wolfe] => Ok(Box::new(Lbfgs {
            history_size: history_size as usize,
            tolerance_grad,
            tolerance_change,
            strong_wolfe: strong_wolfe != 0.0,
        })),
        _ => unreachable!("one value for each hyper-parameter of the recipe"),
    },
};

const MEMORY: [Memory; 3] = [Memory::QuasiNewtonDirection, Memory::PreviousGradient, Memory::CurvatureScale];
/// The steps and what the gradient has turned by in each, the oldest first, `[count, dim]`.
const PAIRS: [Memory; 2] = [Memory::Moves, Memory::Turns];
/// A pair with less curvature says nothing.
const BENDS: f64 = 1e-10;

impl Lbfgs {
    /// Remembers the newest pair of a step and what the gradient has turned by.
    fn remember(&self, slopes: &[f64], state: &mut State) {
        let (dim, taken) = (slopes.len(), state.length_taken());
        let [along, previous, scale] = state.buffers(MEMORY, dim);
        let turn: Vec<f64> = slopes.iter().zip(&previous.values).map(|(new, old)| new - old).collect();
        let step: Vec<f64> = along.values.iter().map(|along| -along * taken).collect();
        let bend = dot(&turn, &step);
        if bend > BENDS {
            scale.values.fill(bend / dot(&turn, &turn));
            let [moves, turns] = state.buffers(PAIRS, 0);
            for (buffer, newest) in [(moves, step), (turns, turn)] {
                if buffer.values.len() >= self.history_size * dim {
                    buffer.values.drain(..buffer.values.len() + dim - self.history_size * dim);
                }
                buffer.values.extend(newest);
            }
        }
    }

    /// Makes B⁻¹ g of g.
    fn solve(state: &mut State, along: &mut [f64]) {
        let dim = along.len();
        let [_, _, scale] = state.buffers(MEMORY, dim);
        let scale = scale.values[0];
        let [moves, turns] = state.buffers(PAIRS, 0);
        let pairs = || moves.values.chunks_exact(dim).zip(turns.values.chunks_exact(dim));
        let mut parts = Vec::new();
        for (step, turn) in pairs().rev() {
            let part = dot(step, along) * (1.0 / dot(turn, step));
            along.iter_mut().zip(turn).for_each(|(along, turn)| *along -= part * turn);
            parts.push(part);
        }
        along.iter_mut().for_each(|along| *along *= scale);
        for ((step, turn), part) in pairs().zip(parts.into_iter().rev()) {
            let other = dot(turn, along) * (1.0 / dot(turn, step));
            along.iter_mut().zip(step).for_each(|(along, step)| *along += (part - other) * step);
        }
    }

    /// How long the step is, along the direction that is in place.
    fn length(&self, point: &Point<'_>, along: &[f64], first: f64, tried: &mut Vec<f64>) -> f64 {
        let mut line = Line::new(point, along);
        if line.slope() > -self.tolerance_change {
            *tried = vec![0.0];
            return 0.0;
        }
        if self.strong_wolfe {
            return line.strong_wolfe(first, tried);
        }
        *tried = vec![first];
        first
    }
}

impl Optimizer for Lbfgs {
    fn direction(&self, point: &Point<'_>, state: &mut State, direction: &mut [f64]) {
        state.steps += 1;
        let dim = direction.len();
        point.write_slopes(0.0, direction);
        if direction.iter().all(|slope| slope.abs() <= self.tolerance_grad) {
            direction.fill(0.0);
            state.buffers([Memory::TriedLengths], 0)[0].values = vec![0.0];
            return;
        }
        let slopes = direction.to_vec();
        let mut first = point.lr;
        let is_first = state.buffers(MEMORY, dim)[0].steps == 0;
        if is_first {
            first *= f64::min(1.0, 1.0 / slopes.iter().map(|slope| slope.abs()).sum::<f64>());
            state.buffers(MEMORY, dim)[2].values.fill(1.0);
        } else {
            self.remember(&slopes, state);
        }
        Self::solve(state, direction);
        let [along, previous, scale] = state.buffers(MEMORY, dim);
        along.values.copy_from_slice(direction);
        previous.values.copy_from_slice(&slopes);
        for buffer in [along, previous, scale] {
            buffer.steps += 1;
        }
        let [tried] = state.buffers([Memory::TriedLengths], 0);
        let t = self.length(point, direction, first, &mut tried.values);
        direction.iter_mut().for_each(|along| *along *= t);
    }

    /// The direction is the step.
    fn rate(&self, _: f64) -> f64 {
        1.0
    }

    fn apart(&self, step: &Taken<'_>) -> Apart {
        let symbols =
            Symbols {
                along: "d", made_of: "B⁻¹ g", gain: "t", direction: "t d", is_solved: true, ..Symbols::GRADIENT
            };
        let dim = step.point.parameters.len();
        let (along, t) = (step.after.get(Memory::QuasiNewtonDirection), step.after.length_taken());
        let along = along.map_or(vec![0.0; dim], |along| along.values.clone());
        let tried = if self.strong_wolfe { step.after.lengths_tried().to_vec() } else { Vec::new() };
        Apart { length: Some(t), tried, ..step.solved(symbols, &along, t) }
    }

    /// Its pairs are of steps that it took itself.
    fn memory(&self) -> &'static [Memory] {
        &[]
    }

    fn is_by_each_number(&self) -> bool {
        false
    }

    /// A gradient that stays as it is teaches it nothing more.
    fn settled_direction(&self, point: &Point<'_>, state: &State, direction: &mut [f64]) {
        let mut state = state.clone();
        self.direction(point, &mut state, direction);
        self.direction(point, &mut state, direction);
    }
}
