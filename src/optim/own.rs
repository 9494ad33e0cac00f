//! A rule of the reader's own: a text, which makes the parameters after a step itself.
//!
//! ```text
//! v = 0.9 v + g; theta = theta - eta v
//! ```
//! [`Rule`] says how it is written. g = ∇f(θ), or −∇f(θ) where it is to go up; t is the number of the step, from 1, counted from
//! where the rule, or one that remembers the same, took over.
//!
//! The rule says where to, and not which direction: what it makes of θ is the next θ, to the bit. So `theta = theta - eta g` has
//! the numbers of [`sgd`](super::sgd).
//!
//! ```
//! use descent::trainer::Trainer;
//! let run = |optimizer: &str| {
//!     let text = format!("objective=expression&f=x^4 %2B y^2&start=1,2&lr=0.05&optimizer={optimizer}");
//!     let mut trainer = Trainer::new(&text.parse()?, None)?;
//!     trainer.step(50);
//!     Ok::<_, descent::error::Error>(trainer.parameters().to_vec())
//! };
//! assert_eq!(run("own&rule=v = 0.9 v %2B g; theta = theta - eta v")?, run("sgd&momentum=0.9")?);
//! # Ok::<(), descent::error::Error>(())
//! ```

use super::apart::{Apart, Parts, Symbols, Taken};
use super::moments::larger;
use super::{Eta, Memory, Optimizer, Point, Recipe, State};
use crate::error::Result;
use crate::expression::Rule;
use crate::words::Label;

/// How an experiment names it; the text is beside it, in its key `rule`.
pub static RECIPE: Recipe = Recipe {
    name: "own",
    label: Label::named("optimizer.own"),
    lr: 1e-3,
    eta: Eta::Gradient,
    hyper_parameters: &[],
    build: |_| Ok(Box::new(Own::parse(USUAL)?)),
};

/// The rule where none is typed: momentum, which shows what a rule can do.
pub const USUAL: &str = "v = 0.9 v + g; theta = theta - eta v";

/// The rule.
#[derive(Debug)]
pub struct Own(Rule);

impl Own {
    /// Reads it.
    ///
    /// # Errors
    /// As [`Rule::parse`].
    pub fn parse(text: &str) -> Result<Self> {
        Ok(Own(Rule::parse(text)?))
    }

    /// Takes a step: `slopes` are g, `[dim]`, and `to` is told for each place where θ goes. What cannot be remembered, for it is no
    /// number, leads nowhere.
    fn advance(&self, point: &Point<'_>, state: &mut State, slopes: &[f64], mut to: impl FnMut(usize, f64)) {
        let count = self.0.memories().len();
        let named = state.named(self.0.memories(), slopes.len());
        named.steps += 1;
        let (mut before, mut after) = (vec![0.0; Rule::GIVEN + count], vec![0.0; 1 + count]);
        for (place, (parameter, slope)) in point.parameters.iter().zip(slopes).enumerate() {
            let memory = &mut named.values[place * count..(place + 1) * count];
            before[..Rule::GIVEN].copy_from_slice(&[*parameter, *slope, point.lr, named.steps as f64]);
            before[Rule::GIVEN..].copy_from_slice(memory);
            self.0.step(&before, &mut after);
            memory.copy_from_slice(&after[1..]);
            to(place, if memory.iter().all(|number| number.is_finite()) { after[0] } else { f64::NAN });
        }
        state.steps += 1;
    }
}

impl Optimizer for Own {
    fn direction(&self, point: &Point<'_>, state: &mut State, direction: &mut [f64]) {
        let mut slopes = vec![0.0; direction.len()];
        point.write_slopes(0.0, &mut slopes);
        self.advance(point, state, &slopes, |place, to| direction[place] = point.parameters[place] - to);
    }

    fn says_points(&self) -> bool {
        true
    }

    fn step(&self, point: &Point<'_>, state: &mut State, next: &mut [f64]) {
        let mut slopes = vec![0.0; next.len()];
        point.write_slopes(0.0, &mut slopes);
        self.advance(point, state, &slopes, |place, to| next[place] = to);
    }

    /// Of a text nobody knows what stands for what: a step is what it would be with nothing remembered, and what memory makes of it.
    fn apart(&self, step: &Taken<'_>) -> Apart {
        let symbols = Symbols { along: "d", made_of: "d₀ + r", direction: "d", ..Symbols::GRADIENT };
        let dim = step.point.parameters.len();
        let (mut slopes, mut fresh, mut along) = (vec![0.0; dim], vec![0.0; dim], vec![0.0; dim]);
        step.point.write_slopes(0.0, &mut slopes);
        let (mut before, mut blank) = (step.before.clone(), step.before.clone());
        blank.named(self.0.memories(), dim).values.fill(0.0);
        self.direction(step.point, &mut before, &mut along);
        self.direction(step.point, &mut blank, &mut fresh);
        let part = |place: usize| {
            let (fresh, along) = (fresh[place], along[place]);
            Parts { fresh, remembered: along - fresh, along, ..Parts::of(slopes[place]) }
        };
        Apart { symbols, parts: (0..dim).map(part).collect(), length: None, tried: Vec::new() }
    }

    /// The direction is the step.
    fn rate(&self, _: f64) -> f64 {
        1.0
    }

    /// None that another rule knows.
    fn memory(&self) -> &'static [Memory] {
        &[]
    }

    /// Nobody knows where a text leads for ever. So this is the largest of its steps for as long as most rules take to settle,
    /// from what it remembers and from nothing: what has been forgotten moves as at first. A rule that waits for longer, and
    /// then moves, is taken to have come to rest before.
    fn settled_direction(&self, point: &Point<'_>, state: &State, direction: &mut [f64]) {
        const LOOKED_AT: u32 = 256;
        direction.fill(0.0);
        let mut next = vec![0.0; direction.len()];
        for mut state in [state.clone(), State::default()] {
            for _ in 0..LOOKED_AT {
                self.direction(point, &mut state, &mut next);
                for (farthest, next) in direction.iter_mut().zip(&next) {
                    *farthest = if next.is_nan() { f64::INFINITY } else { larger(*farthest, *next) };
                }
            }
        }
    }

    fn may_grow_again(&self) -> bool {
        true
    }
}
