//! Nonlinear conjugate gradients: each direction keeps what the ones before it have gained.
//!
//! ```text
//! g ← ∇f(θ)
//! β ← max(0, gᵀ(g − g′) / g′ᵀg′)     g′ the gradient of the step before; 0 at the first step
//! d ← g + β d
//! t ← η · gᵀd / dᵀ∇²f(θ) d            η where f does not bend upwards along d
//! t ← t / 2   while f(θ − t d) > f(θ) − 10⁻⁴ t gᵀd
//! θ ← θ − t d
//! ```
//! Polak and Ribière, *Note sur la convergence de méthodes de directions conjuguées* (1969), with the restarts of Powell, whose β is not
//! negative: Nocedal and Wright, *Numerical Optimization* (2006), (5.45). The length is Newton's on the line (Shewchuk, *An Introduction
//! to the Conjugate Gradient Method Without the Agonizing Pain*, 1994, 14.1): on a parabola of `dim` parameters with η = 1 it is at the
//! minimum after `dim` steps, as Hestenes and Stiefel's is (1952).
//!
//! ```
//! use descent::trainer::Trainer;
//! let text = "objective=expression&f=x^2 %2B 30 (y - x)^2&start=2,1&optimizer=cg";
//! let mut trainer = Trainer::new(&text.parse()?, None)?;
//! trainer.step(2);
//! assert!(trainer.loss() < 1e-20);
//! # Ok::<(), descent::error::Error>(())
//! ```

use super::apart::{Apart, Parts, Symbols, Taken};
use super::line::Line;
use super::moments::ratio;
use super::{Eta, Memory, Optimizer, Point, Recipe, State};
use crate::matrix::dot;
use crate::words::Label;

/// The rule.
#[derive(Debug)]
struct ConjugateGradients;

/// How an experiment names it.
pub static RECIPE: Recipe = Recipe {
    name: "cg",
    label: Label::named("optimizer.cg"),
    lr: 1.0,
    eta: Eta::Step,
    hyper_parameters: &[],
    build: |_| Ok(Box::new(ConjugateGradients)),
};

const MEMORY: [Memory; 2] = [Memory::ConjugateDirection, Memory::PreviousGradient];

impl Optimizer for ConjugateGradients {
    fn direction(&self, point: &Point<'_>, state: &mut State, direction: &mut [f64]) {
        const SHRINK: f64 = 0.5;
        const ARMIJO: f64 = 1e-4;
        let dim = direction.len();
        point.write_slopes(0.0, direction);
        let [along, previous] = state.buffers(MEMORY, dim);
        let turn = dot(direction, direction) - dot(direction, &previous.values);
        let beta = ratio(turn, dot(&previous.values, &previous.values)).max(0.0);
        previous.values.copy_from_slice(direction);
        along.values.iter_mut().zip(&*direction).for_each(|(along, slope)| *along = slope + beta * *along);
        // Where it would lead up, or nowhere, it begins anew.
        if dot(direction, &along.values).is_nan() || dot(direction, &along.values) <= 0.0 {
            along.values.copy_from_slice(direction);
        }
        (along.steps, previous.steps) = (along.steps + 1, previous.steps + 1);
        direction.copy_from_slice(&along.values);
        let [tried] = state.buffers([Memory::TriedLengths], 0);
        let mut line = Line::new(point, direction);
        let first = point.lr * line.lowest().unwrap_or(1.0);
        let t = line.backtrack(first, SHRINK, ARMIJO, &mut tried.values);
        direction.iter_mut().for_each(|along| *along *= t);
        state.steps += 1;
    }

    /// The direction is the step.
    fn rate(&self, _: f64) -> f64 {
        1.0
    }

    fn apart(&self, step: &Taken<'_>) -> Apart {
        let symbols =
            Symbols { along: "d", made_of: "g + β d", is_sum: true, gain: "t", direction: "t d", ..Symbols::GRADIENT };
        let t = step.after.length_taken();
        let apart = step.each(symbols, Default::default(), |place, slope| {
            let along = step.after.value(Memory::ConjugateDirection, place);
            Parts { remembered: along - slope, along, gain: t, ..Parts::of(slope) }
        });
        Apart { length: Some(t), tried: step.after.lengths_tried().to_vec(), ..apart }
    }

    fn memory(&self) -> &'static [Memory] {
        &MEMORY
    }

    fn is_by_each_number(&self) -> bool {
        false
    }

    /// A gradient that stays as it is makes β 0.
    fn settled_direction(&self, point: &Point<'_>, state: &State, direction: &mut [f64]) {
        let mut state = state.clone();
        self.direction(point, &mut state, direction);
        self.direction(point, &mut state, direction);
    }
}
