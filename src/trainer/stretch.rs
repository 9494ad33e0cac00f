//! Many steps in a row, between two looks at all samples.

use super::Trainer;
use crate::schedule::Schedule;

impl Trainer {
    /// Takes steps of plain gradient descent that need no look at more than their batches, all in one pass, up to before step
    /// `last` or the one that does. They have the bits of one step after the other.
    pub(super) fn step_in_a_row(&mut self, last: u64) {
        let is_plain =
            self.optimizer.is_the_gradient() && self.schedule == Schedule::default() && !self.experiment.maximize;
        if !is_plain || self.sampler.is_full() {
            return;
        }
        let (n, batch_size) = (self.objective.samples(), self.sampler.batch_size());
        // What is remembered of the points is told apart by powers of two.
        let before_look = (n - 1 - self.samples_seen % n) / batch_size as u64;
        let end = last.min((self.steps + 1).next_power_of_two()).saturating_sub(1).min(self.steps + before_look);
        while self.steps < end {
            let batches = self.sampler.batches(self.steps, end - self.steps);
            let steps = batches.len() / batch_size;
            if steps == 0 {
                return;
            }
            self.stretch.begin(&self.parameters, steps);
            self.objective.descend(self.experiment.lr, batches, &mut self.stretch);
            let largest = &mut self.next;
            self.stretch.write_largest(largest);
            let is_near = |(largest, bound): (&f64, &f64)| *largest <= bound.min(f64::MAX);
            if !largest.iter().zip(&self.certainly_finite_within).all(is_near) {
                // One by one, what happens is seen.
                return;
            }
            let points = &self.stretch.points[self.parameters.len()..];
            self.trajectory.note_stretch(self.steps, points, &self.stretch.losses);
            self.rest.note_stretch(largest);
            self.parameters.copy_from_slice(&points[points.len() - largest.len()..]);
            self.state.steps += steps as u64;
            self.steps += steps as u64;
            self.samples_seen += (steps * batch_size) as u64;
        }
    }
}
