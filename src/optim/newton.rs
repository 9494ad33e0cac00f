//! Newton's method: a step to where the parabola that touches the function at θ is level.
//!
//! ```text
//! g ← ∇f(θ),  H ← ∇²f(θ)
//! direction = (H + damping · I)⁻¹ g        |H| instead of H if saddle_free
//! ```
//! Nocedal and Wright, *Numerical Optimization* (2006), 3.3; the damping is Levenberg's, *A method for the solution of certain
//! non-linear problems in least squares* (1944). It asks where f is level, not where it is low, and goes to a saddle or up to a top
//! as well as down to a minimum. With every eigenvalue of H taken by its modulus |λ| it goes down only: Dauphin et al., *Identifying and
//! attacking the saddle point problem in high-dimensional non-convex optimization* (NeurIPS 2014).
//!
//! ```
//! use descent::trainer::Trainer;
//! // A parabola's own is found in one step, however narrow its valley.
//! let text = "objective=expression&f=(x-3)^2 %2B 1000 (x %2B y)^2&start=1,1&optimizer=newton";
//! let mut trainer = Trainer::new(&text.parse()?, None)?;
//! trainer.step(1);
//! assert!((trainer.parameters()[0] - 3.0).abs() < 1e-9 && (trainer.parameters()[1] + 3.0).abs() < 1e-9);
//! # Ok::<(), descent::error::Error>(())
//! ```
//! H is of all samples also where g is of a batch: it costs as much as d gradients, and d³ operations more.

use super::apart::{Apart, Symbols, Taken};
use super::hyper::{at_least_0, switch};
use super::{Eta, Memory, Optimizer, Point, Recipe, State};
use crate::matrix::{dot, eigen};
use crate::words::Label;

/// The rule.
#[derive(Debug)]
struct Newton {
    damping: f64,
    saddle_free: bool,
}

/// How an experiment names it.
pub static RECIPE: Recipe = Recipe {
    name: "newton",
    label: Label::named("optimizer.newton"),
    lr: 1.0,
    eta: Eta::Step,
    hyper_parameters: &[
        at_least_0("damping", 0.0, Label::named("key.damping")),
        switch("saddle_free", false, Label::named("key.saddle-free")),
    ],
    build: |values| match *values {
        [damping, saddle_free] => Ok(Box::new(Newton { damping, saddle_free: saddle_free != 0.0 })),
        _ => unreachable!("one value for each hyper-parameter of the recipe"),
    },
};

impl Newton {
    /// What the part of the slope along an eigenvector is divided by; 0 where the function is straight.
    fn divisor(&self, bend: f64) -> f64 {
        self.damping + if self.saddle_free { bend.abs() } else { bend }
    }
}

impl Optimizer for Newton {
    fn direction(&self, point: &Point<'_>, state: &mut State, direction: &mut [f64]) {
        state.steps += 1;
        self.settled_direction(point, state, direction);
    }

    fn apart(&self, step: &Taken<'_>) -> Apart {
        let made_of = match (self.damping > 0.0, self.saddle_free) {
            (false, false) => "H⁻¹ g",
            (true, false) => "( H + μ I )⁻¹ g",
            (false, true) => "| H |⁻¹ g",
            (true, true) => "( | H | + μ I )⁻¹ g",
        };
        let symbols = Symbols { along: "d", made_of, direction: "d", is_solved: true, ..Symbols::GRADIENT };
        let mut along = vec![0.0; step.point.parameters.len()];
        self.settled_direction(step.point, step.before, &mut along);
        step.solved(symbols, &along, 1.0)
    }

    fn memory(&self) -> &'static [Memory] {
        &[]
    }

    fn is_by_each_number(&self) -> bool {
        false
    }

    /// It remembers nothing.
    fn settled_direction(&self, point: &Point<'_>, _: &State, direction: &mut [f64]) {
        /// Of the largest eigenvalue, what may be its rounding error.
        const ROUNDED: f64 = 8.0 * f64::EPSILON;
        let dim = direction.len();
        let mut slopes = vec![0.0; dim];
        point.write_slopes(0.0, &mut slopes);
        let (bends, axes) = eigen(&point.curvatures(), dim);
        let largest = bends.iter().fold(0.0_f64, |largest, bend| largest.max(bend.abs()));
        let steepest = dot(&slopes, &slopes).sqrt();
        direction.fill(0.0);
        for (&bend, axis) in bends.iter().zip(&axes) {
            let bend = if bend.abs() <= ROUNDED * largest { 0.0 } else { bend };
            let (along, divisor) = (dot(axis, &slopes), self.divisor(bend));
            // Where it is level and straight there is nowhere to go; straight and sloping, the parabola has no level place.
            if divisor == 0.0 && along.abs() <= ROUNDED * steepest {
                continue;
            }
            direction.iter_mut().zip(axis).for_each(|(direction, part)| *direction += along / divisor * part);
        }
    }
}
