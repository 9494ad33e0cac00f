//! The iterates of a descent by all samples, one after the other: what a trainer takes, without its records.

use crate::error::Result;
use crate::experiment::Experiment;
#[cfg(feature = "optimizers")]
use crate::objective::Batch;
use crate::objective::Objective;
use crate::optim::{Optimizer, Point, State};
use crate::schedule::Schedule;

/// θ₀, θ₁, θ₂, … of an experiment from any start. Nothing is recorded, and nothing is looked at on the way, so that many descents
/// cost little.
pub struct Iterates<'a> {
    objective: &'a dyn Objective,
    optimizer: Box<dyn Optimizer>,
    lr: f64,
    schedule: Schedule,
    maximize: bool,
    /// What each descent remembers; of a rule that works number by number, all of them together.
    states: Vec<State>,
    steps: u64,
    parameters: Vec<f64>,
    gradient: Vec<f64>,
    next: Vec<f64>,
}

impl<'a> Iterates<'a> {
    /// With the optimizer, the learning rate and the schedule of `experiment`, from 0.
    ///
    /// ```
    /// use descent::{experiment::Experiment, iterates::Iterates};
    /// let experiment: Experiment = "objective=expression&f=x^2/2&lr=0.5".parse()?;
    /// let objective = experiment.objective(None)?;
    /// let mut iterates = Iterates::new(&experiment, &*objective)?;
    /// iterates.begin(&[8.0]);
    /// assert!(iterates.advance() && iterates.advance());
    /// assert_eq!(iterates.parameters(), [2.0]);
    /// # Ok::<(), descent::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// Hyper-parameters that do not go together.
    pub fn new(experiment: &Experiment, objective: &'a dyn Objective) -> Result<Self> {
        let mut iterates = Iterates {
            objective,
            optimizer: experiment.build_optimizer()?,
            lr: experiment.lr,
            schedule: experiment.schedule(),
            maximize: experiment.maximize,
            states: Vec::new(),
            steps: 0,
            parameters: Vec::new(),
            gradient: Vec::new(),
            next: Vec::new(),
        };
        iterates.begin(&vec![0.0; objective.dim()]);
        Ok(iterates)
    }

    /// Begins anew, at a start, `[dim]`, with nothing remembered; or at several, `[count, dim]`, which descend side by side
    /// and see nothing of one another.
    pub fn begin(&mut self, starts: &[f64]) {
        for buffer in [&mut self.parameters, &mut self.gradient, &mut self.next] {
            buffer.clear();
            buffer.extend_from_slice(starts);
        }
        self.states.clear();
        self.states.resize_with(starts.len() / self.together(), State::default);
        self.steps = 0;
    }

    /// Takes a step; whether it leads to numbers. Where it does not, the iterates of one start end.
    pub fn advance(&mut self) -> bool {
        #[cfg(feature = "formulas")]
        self.objective.write_gradients(&self.parameters, &mut self.gradient);
        // Where there are no formulas there is one descent at a time.
        #[cfg(not(feature = "formulas"))]
        self.objective.value_and_gradient(&self.parameters, crate::objective::Batch::All, &mut self.gradient);
        let (together, lr) = (self.together(), self.lr * self.schedule.part(self.steps));
        let points = self.parameters.chunks_exact(together).zip(self.gradient.chunks_exact(together));
        for ((point, state), next) in points.zip(&mut self.states).zip(self.next.chunks_exact_mut(together)) {
            let (parameters, gradient) = point;
            let point = Point {
                parameters,
                gradient,
                lr,
                maximize: self.maximize,
                #[cfg(feature = "optimizers")]
                objective: self.objective,
                #[cfg(feature = "optimizers")]
                batch: Batch::All,
            };
            self.optimizer.step(&point, state, next);
        }
        self.steps += 1;
        std::mem::swap(&mut self.parameters, &mut self.next);
        self.parameters.iter().all(|parameter| parameter.is_finite())
    }

    /// How many numbers make a step together.
    fn together(&self) -> usize {
        #[cfg(feature = "optimizers")]
        if !self.optimizer.is_by_each_number() {
            return self.objective.dim();
        }
        self.parameters.len()
    }

    /// θ, `[dim]`, or `[count, dim]`.
    pub fn parameters(&self) -> &[f64] {
        &self.parameters
    }
}
