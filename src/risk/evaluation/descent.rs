//! Steps of gradient descent, one after the other.

use super::super::Risk;
use super::super::kernel::{Parameters, Sums};
use super::Evaluation;
use crate::loss::Term;
use crate::objective::{Objective, Stretch};

/// The steps of a stretch, each over a batch of its own.
pub(in super::super) struct Descent<'a> {
    pub(in super::super) risk: &'a Risk,
    pub(in super::super) lr: f64,
    /// Row-major `[steps, m]`.
    pub(in super::super) batches: &'a [u32],
    pub(in super::super) stretch: &'a mut Stretch,
}

impl Evaluation for Descent<'_> {
    type Outcome = ();

    fn risk(&self) -> &Risk {
        self.risk
    }

    #[inline(always)]
    fn with<const D: usize>(self, term: Term) {
        let Descent { risk: Risk { data, drawn, score, reduction, .. }, lr, batches, stretch } = self;
        let all = drawn.samples(data, batches);
        all.fetch::<D>(batches);
        let samples = batches.len() / stretch.losses.len();
        let factor = reduction.factor(samples as u64);
        let (start, points) = stretch.points.split_at_mut(score.dim(D));
        let mut parameters = Parameters::<D>::read(*score, start);
        let steps = stretch.losses.iter_mut().zip(points.chunks_exact_mut(score.dim(D)));
        if let (1, 1.0) = (samples, factor) {
            // Each step waits for the one before, and for each operation of it.
            for ((loss, point), &index) in steps.zip(batches) {
                let (features, target) = all.at(index);
                let (value, derivative) = term.value_and_derivative(parameters.score(features), target);
                *loss = value;
                parameters.step_along(*score, lr, derivative, features);
                parameters.write(*score, point);
            }
            return;
        }
        for ((loss, point), batch) in steps.zip(batches.chunks_exact(samples)) {
            let sums = Sums::over(term, &parameters, batch.iter().map(|&index| all.at(index)));
            *loss = factor * sums.value;
            parameters.step(*score, lr, factor, &sums.gradient);
            parameters.write(*score, point);
        }
    }

    fn with_any(self) {
        self.stretch.descend(self.batches, self.lr, |parameters, batch, gradient| {
            self.risk.value_and_gradient(parameters, batch, gradient)
        });
    }
}
