//! A run once more, beside the one that goes on: at the step that is seen, what its rule remembers is still there.

use crate::error::Result;
use crate::run::Run;
use crate::trainer::{StepApart, Trainer};
use std::sync::Arc;

/// A run as it is at one step, and the step that it takes next.
pub(super) struct Replay {
    trainer: Trainer,
    /// The step to come, if there is one.
    pub(super) step: Option<StepApart>,
}

impl Replay {
    /// From the start of a run.
    pub(super) fn new(run: &Run) -> Result<Self> {
        let trainer = Trainer::on_objective(run.trainer.experiment(), Arc::clone(&run.problem.objective), None)?;
        Ok(Replay { step: trainer.step_apart(), trainer })
    }

    /// The run.
    pub(super) fn trainer(&self) -> &Trainer {
        &self.trainer
    }

    /// Goes to a step.
    pub(super) fn go_to(&mut self, steps: u64) {
        if steps == self.trainer.steps() {
            return;
        }
        // Nobody has kept what was remembered before, but the same start leads there again.
        if steps < self.trainer.steps() {
            self.trainer.rewind();
        }
        self.trainer.step(steps - self.trainer.steps());
        self.step = self.trainer.step_apart();
    }

    /// Takes the step to come; whether it led anywhere.
    pub(super) fn advance(&mut self) -> bool {
        let before = self.trainer.steps();
        self.go_to(before + 1);
        self.trainer.steps() > before
    }
}
