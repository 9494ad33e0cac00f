//! Stochastic gradient descent, with momentum, dampening, Nesterov momentum and weight decay.
//!
//! ```text
//! g ← ∇f(θ) + weight_decay · θ
//! v ← g                                    at the first step
//! v ← momentum · v + (1 − dampening) · g   after it
//! direction = g + momentum · v  if nesterov, else v
//! ```
//! As [`torch.optim.SGD`](https://docs.pytorch.org/docs/stable/generated/torch.optim.SGD.html): the learning rate stays
//! outside of the velocity (Sutskever et al., *On the importance of initialization and momentum in deep learning*,
//! ICML 2013, keep it inside).

#[cfg(feature = "optimizers")]
use super::apart::{Apart, Parts, Symbols, Taken};
use super::hyper::{below_1, switch, weight_decay};
#[cfg(feature = "optimizers")]
use super::moments::Decay;
use super::{Eta, Memory, Optimizer, Point, Recipe, State};
use crate::error::{Error, Result};
use crate::words::Label;

/// The rule.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sgd {
    momentum: f64,
    dampening: f64,
    nesterov: bool,
    weight_decay: f64,
}

/// How an experiment names it.
pub static RECIPE: Recipe = Recipe {
    name: "sgd",
    label: Label::Symbol("SGD"),
    lr: 1e-3,
    eta: Eta::Gradient,
    hyper_parameters: &[
        below_1("momentum", 0.0, Label::named("key.momentum")),
        below_1("dampening", 0.0, Label::named("key.dampening")),
        switch("nesterov", false, Label::named("key.nesterov")),
        weight_decay(0.0),
    ],
    build: |values| match *values {
        [momentum, dampening, nesterov, weight_decay] => {
            Ok(Box::new(Sgd::new(momentum, dampening, nesterov != 0.0, weight_decay)?))
        }
        _ => unreachable!("one value for each hyper-parameter of the recipe"),
    },
};

impl Sgd {
    /// The rule with the given hyper-parameters, their ranges checked by the caller.
    ///
    /// # Errors
    /// [`Error::NesterovNeedsMomentum`], as in PyTorch.
    pub fn new(momentum: f64, dampening: f64, nesterov: bool, weight_decay: f64) -> Result<Self> {
        if nesterov && (momentum <= 0.0 || dampening != 0.0) {
            return Err(Error::NesterovNeedsMomentum);
        }
        Ok(Sgd { momentum, dampening, nesterov, weight_decay })
    }
}

impl Optimizer for Sgd {
    fn direction(&self, point: &Point<'_>, state: &mut State, direction: &mut [f64]) {
        point.write_slopes(self.weight_decay, direction);
        if self.momentum != 0.0 {
            let [velocity] = state.buffers([Memory::Velocity], direction.len());
            if velocity.steps == 0 {
                velocity.values.copy_from_slice(direction);
            } else {
                for (speed, slope) in velocity.values.iter_mut().zip(direction.iter()) {
                    *speed = self.momentum * *speed + (1.0 - self.dampening) * slope;
                }
            }
            velocity.steps += 1;
            for (slope, speed) in direction.iter_mut().zip(&velocity.values) {
                *slope = if self.nesterov { *slope + self.momentum * speed } else { *speed };
            }
        }
        state.steps += 1;
    }

    #[cfg(feature = "handles")]
    fn is_the_gradient(&self) -> bool {
        self.momentum == 0.0 && self.weight_decay == 0.0
    }

    #[cfg(feature = "optimizers")]
    fn apart(&self, step: &Taken<'_>) -> Apart {
        let decay = Decay { weight: self.weight_decay, decoupled: false };
        if self.momentum == 0.0 {
            return step.each(Symbols::GRADIENT, decay, |_, slope| Parts::of(slope));
        }
        let is_first = step.before.steps_of(Memory::Velocity) == 0;
        let (kept, share) = if is_first { (0.0, 1.0) } else { (self.momentum, 1.0 - self.dampening) };
        let made_of = match (is_first, self.nesterov, self.dampening > 0.0) {
            (true, true, _) => "g + β g",
            (true, false, _) => "g",
            (false, true, _) => "g + β ( β v + g )",
            (false, false, true) => "β v + ( 1 − τ ) g",
            (false, false, false) => "β v + g",
        };
        // Nesterov's is no velocity that is kept, and has no name of its own.
        let along = if self.nesterov { "d" } else { "v" };
        let is_sum = !self.nesterov && self.dampening == 0.0;
        let symbols = Symbols { along, made_of, is_sum, direction: along, ..Symbols::GRADIENT };
        step.each(symbols, decay, |place, slope| {
            let [old, new] = [step.before, step.after].map(|state| state.value(Memory::Velocity, place));
            let (fresh, remembered) = (share * slope, kept * old);
            match self.nesterov {
                true => Parts {
                    fresh: slope + self.momentum * fresh,
                    remembered: self.momentum * remembered,
                    along: slope + self.momentum * new,
                    ..Parts::of(slope)
                },
                false => Parts { fresh, remembered, along: new, ..Parts::of(slope) },
            }
        })
    }

    fn memory(&self) -> &'static [Memory] {
        &[Memory::Velocity]
    }

    /// The velocity tends to (1 − dampening) / (1 − momentum) · g.
    fn settled_direction(&self, point: &Point<'_>, _: &State, direction: &mut [f64]) {
        point.write_slopes(self.weight_decay, direction);
        if self.momentum != 0.0 {
            let velocity = (1.0 - self.dampening) / (1.0 - self.momentum);
            let reach = if self.nesterov { 1.0 + self.momentum * velocity } else { velocity };
            direction.iter_mut().for_each(|slope| *slope *= reach);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::STEP;
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn under_one_gradient_directions_go_straight_to_the_settled_one(
            momentum in 0.0..0.9, dampening in 0.0..0.9, nesterov: bool, weight_decay in 0.0..2.0, theta in -2.0..2.0,
            slope in -2.0..2.0, velocity in proptest::option::of(-9.0..9.0),
        ) {
            let nesterov = nesterov && momentum > 0.0;
            let dampening = if nesterov { 0.0 } else { dampening };
            let rule = Sgd::new(momentum, dampening, nesterov, weight_decay).unwrap();
            let mut state = State::default();
            if let Some(speed) = velocity {
                let [buffer] = state.buffers([Memory::Velocity], 1);
                (buffer.steps, buffer.values[0]) = (1, speed);
            }
            let point = Point { parameters: &[theta], gradient: &[slope], ..STEP };
            let (mut settled, mut direction) = ([0.0], [0.0]);
            rule.settled_direction(&point, &state, &mut settled);
            let mut missing = f64::INFINITY;
            for _ in 0..500 {
                rule.direction(&point, &mut state, &mut direction);
                let closer = (direction[0] - settled[0]).abs();
                prop_assert!(closer <= missing + 1e-12);
                missing = closer;
            }
            prop_assert!(missing < 1e-12, "{missing}");
        }
    }
}
