//! Gradient descent with a backtracking line search: η is where the search for a step's length begins.
//!
//! ```text
//! g ← ∇f(θ),  t ← η
//! t ← shrink · t   while f(θ − t g) > f(θ) − armijo · t gᵀg
//! θ ← θ − t g
//! ```
//! Armijo, *Minimization of functions having Lipschitz continuous first partial derivatives* (1966); Nocedal and Wright,
//! *Numerical Optimization* (2006), algorithm 3.1, whose ρ and c₁ are `shrink` and `armijo` here.

use super::apart::{Apart, Parts, Symbols, Taken};
use super::line::{ARMIJO, Line, SHRINK};
use super::{Eta, Memory, Optimizer, Point, Recipe, State};
use crate::words::Label;

/// The rule.
#[derive(Debug)]
struct LineSearch {
    shrink: f64,
    armijo: f64,
}

/// How an experiment names it.
pub static RECIPE: Recipe = Recipe {
    name: "line_search",
    label: Label::named("optimizer.line-search"),
    lr: 1.0,
    eta: Eta::Step,
    hyper_parameters: &[SHRINK, ARMIJO],
    build: |values| match *values {
        [shrink, armijo] => Ok(Box::new(LineSearch { shrink, armijo })),
        _ => unreachable!("one value for each hyper-parameter of the recipe"),
    },
};

impl Optimizer for LineSearch {
    fn direction(&self, point: &Point<'_>, state: &mut State, direction: &mut [f64]) {
        point.write_slopes(0.0, direction);
        let [tried] = state.buffers([Memory::TriedLengths], 0);
        let t = Line::new(point, direction).backtrack(point.lr, self.shrink, self.armijo, &mut tried.values);
        direction.iter_mut().for_each(|slope| *slope *= t);
        tried.steps += 1;
        state.steps += 1;
    }

    /// The direction is the step.
    fn rate(&self, _: f64) -> f64 {
        1.0
    }

    fn apart(&self, step: &Taken<'_>) -> Apart {
        let symbols = Symbols { gain: "t", direction: "t g", ..Symbols::GRADIENT };
        let t = step.after.length_taken();
        let apart = step.each(symbols, Default::default(), |_, slope| Parts { gain: t, ..Parts::of(slope) });
        Apart { length: Some(t), tried: step.after.lengths_tried().to_vec(), ..apart }
    }

    /// None that counts at the next step.
    fn memory(&self) -> &'static [Memory] {
        &[]
    }

    fn is_by_each_number(&self) -> bool {
        false
    }

    /// It remembers nothing.
    fn settled_direction(&self, point: &Point<'_>, state: &State, direction: &mut [f64]) {
        self.direction(point, &mut state.clone(), direction);
    }
}
