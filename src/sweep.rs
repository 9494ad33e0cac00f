//! Where the runs of an experiment end, over a plane of two of its keys, such as η and the momentum.

use crate::error::Result;
use crate::experiment::Experiment;
use crate::key::Value;
use crate::objective::{Batch, Objective};
use crate::search;
use crate::trainer::{Status, Trainer};
use std::sync::Arc;

/// A plane of experiments, of which each cell stands for the one with the values of its middle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sweep {
    /// The key that differs from column to column.
    pub x: Along,
    /// The key that differs from row to row.
    pub y: Along,
    /// Steps that each run takes.
    pub steps: u64,
}

/// A key of the experiment between two of its numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Along {
    /// Which.
    pub key: &'static str,
    /// From where to where.
    pub range: (f64, f64),
    /// Cells.
    pub cells: usize,
}

impl Along {
    fn middle(&self, cell: usize) -> f64 {
        let (from, to) = self.range;
        from + (cell as f64 + 0.5) / self.cells as f64 * (to - from)
    }

    /// What an experiment has of the key.
    pub fn of(&self, experiment: &Experiment) -> Option<f64> {
        match experiment.key(self.key).ok()?.value(experiment) {
            Value::Number(number) => Some(number),
            _ => None,
        }
    }
}

impl Sweep {
    /// What all its runs have in common: the experiment with the smallest values of both keys.
    ///
    /// # Errors
    /// When the experiment has no such keys, or they do not take these values.
    pub fn base(&self, experiment: &Experiment) -> Result<Experiment> {
        let mut base = experiment.clone();
        for along in [self.x, self.y] {
            base.set(along.key, &along.range.0.to_string())?;
        }
        Ok(base)
    }

    /// Its runs of an experiment on an objective.
    pub fn of(&self, experiment: &Experiment, objective: &Arc<dyn Objective>) -> Runs {
        let floor = objective.minimum().map_or(0.0, |at| objective.value(&at, Batch::All));
        Runs { sweep: *self, experiment: experiment.clone(), objective: Arc::clone(objective), floor }
    }

    /// The ends of all its runs, `[y.cells · x.cells]`, row by row from the smallest y.
    ///
    /// ```
    /// use descent::sweep::{Along, Sweep};
    /// let x = Along { key: "lr", range: (0.0, 1.0), cells: 4 };
    /// let y = Along { key: "momentum", range: (0.0, 0.5), cells: 1 };
    /// let experiment = "objective=surface&surface=bowl&start=1,0".parse()?;
    /// let ends = Sweep { x, y, steps: 20 }.ends(&experiment, &experiment.objective(None)?)?;
    /// assert!(ends[1] < ends[0], "slow where η is small: {ends:?}");
    /// # Ok::<(), descent::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Runs::end`].
    pub fn ends(&self, experiment: &Experiment, objective: &Arc<dyn Objective>) -> Result<Vec<f64>> {
        let mut runs = self.of(experiment, objective);
        let cells = (0..self.y.cells).flat_map(|row| (0..self.x.cells).map(move |column| (column, row)));
        cells.map(|(column, row)| runs.end(column, row)).collect()
    }
}

/// The runs of a sweep, one by one.
pub struct Runs {
    sweep: Sweep,
    experiment: Experiment,
    objective: Arc<dyn Objective>,
    floor: f64,
}

impl Runs {
    /// Where the run of a cell ends: the decimal logarithm of its loss, above the smallest possible where that is known; not
    /// finite where it diverges.
    ///
    /// # Errors
    /// Those of the experiment, or of the values of its keys.
    pub fn end(&mut self, column: usize, row: usize) -> Result<f64> {
        for (along, cell) in [(self.sweep.y, row), (self.sweep.x, column)] {
            self.experiment.set(along.key, &along.middle(cell).to_string())?;
        }
        let (experiment, objective, steps) = (&self.experiment, &self.objective, self.sweep.steps);
        let end = match (objective.samples(), &experiment.start) {
            // Every step is by all there is: nothing has to be recorded.
            (1, Some(start)) => search::end(experiment, objective.as_ref(), start, steps)?,
            _ => {
                let mut trainer = Trainer::on_objective(experiment, Arc::clone(objective), None)?;
                let has_diverged = trainer.step(steps) == Status::Diverged;
                if has_diverged { f64::NAN } else { trainer.loss() }
            }
        };
        let height = if end.is_nan() { f64::NAN } else { (end - self.floor).max(f64::MIN_POSITIVE) };
        Ok(libm::log10(height))
    }
}
