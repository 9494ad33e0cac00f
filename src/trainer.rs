//! The trainer: steps an objective's parameters downhill, batch by batch, and records the run.

use crate::data::Dataset;
use crate::error::{Allowed, Error, Result};
use crate::experiment::Experiment;
use crate::objective::{Batch, Objective};
use crate::optim::{Optimizer, State};
use crate::random::{Stream, generator, uniform};
use crate::sampler::Sampler;
use crate::trajectory::Trajectory;
use std::sync::Arc;

/// How a run stands. Stopping is a value, not an error.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Status {
    /// Steps go on.
    #[default]
    Running,
    /// The gradient over all samples has become so small that steps no longer matter.
    Converged,
    /// The next point is no longer finite; the parameters are the last at which the objective was.
    Diverged,
}

impl Status {
    /// `running`, `converged` or `diverged`.
    pub fn name(self) -> &'static str {
        match self {
            Status::Running => "running",
            Status::Converged => "converged",
            Status::Diverged => "diverged",
        }
    }
}

/// A run converges when the gradient over all samples is this small beside the objective's usual one.
const TOLERANCE: f64 = 1e-10;

/// A descent: an experiment's objective, optimizer and batches, where it stands, and where it has been.
///
/// ```
/// use descent::trainer::{Status, Trainer};
/// let mut trainer = Trainer::new(&"data=line&n=50&lr=0.01&seed=3".parse()?, None)?;
/// trainer.step(10);
/// let first = trainer.loss();
/// assert_eq!(trainer.step(100_000), Status::Converged);
/// assert!(trainer.loss() < first);
/// # Ok::<(), descent::error::Error>(())
/// ```
pub struct Trainer {
    experiment: Experiment,
    data: Option<Arc<Dataset>>,
    objective: Arc<dyn Objective>,
    optimizer: Box<dyn Optimizer>,
    state: State,
    sampler: Sampler,
    parameters: Vec<f64>,
    gradient: Vec<f64>,
    /// The whole loss, where `gradient` is the whole gradient at the parameters: a full batch need not take them twice.
    whole_loss: Option<f64>,
    /// How small the whole gradient is when a run converges.
    tolerance: f64,
    direction: Vec<f64>,
    trajectory: Trajectory,
    steps: u64,
    samples_seen: u64,
    status: Status,
}

impl Trainer {
    /// A run of `experiment`, on `data` if its data is `own`.
    ///
    /// # Errors
    /// Whatever does not fit together: see [`Error`].
    pub fn new(experiment: &Experiment, data: Option<Arc<Dataset>>) -> Result<Self> {
        let objective = experiment.objective(data.as_ref())?;
        Self::on_objective(experiment, objective, data)
    }

    /// A run of `experiment` on an objective made for it before, so that several runs share one.
    ///
    /// # Errors
    /// As [`Trainer::new`].
    pub fn on_objective(
        experiment: &Experiment,
        objective: Arc<dyn Objective>,
        data: Option<Arc<Dataset>>,
    ) -> Result<Self> {
        let dim = objective.dim();
        let start = start_of(experiment, objective.as_ref())?;
        let mut experiment = experiment.clone();
        if data.is_some() {
            // The batch size in its string is then one that these data allow.
            experiment.n = objective.samples();
        }
        let mut trainer = Trainer {
            data,
            optimizer: experiment.build_optimizer()?,
            state: State::default(),
            sampler: experiment.sampler_for(objective.samples())?,
            trajectory: Trajectory::new(&start),
            parameters: start,
            gradient: vec![0.0; dim],
            whole_loss: None,
            tolerance: TOLERANCE * objective.gradient_scale(),
            direction: vec![0.0; dim],
            experiment,
            objective,
            steps: 0,
            samples_seen: 0,
            status: Status::Running,
        };
        trainer.look_at_all_samples();
        Ok(trainer)
    }

    /// Takes up to `count` steps, fewer when the run stops, and says how it stands.
    pub fn step(&mut self, count: u64) -> Status {
        for _ in 0..count {
            if self.status != Status::Running {
                break;
            }
            self.step_once();
        }
        self.status
    }

    fn step_once(&mut self) {
        let n = self.objective.samples();
        let batch = self.sampler.batch(self.steps);
        let samples = batch.len(n) as u64;
        let loss = match (self.whole_loss.take(), batch) {
            (Some(loss), Batch::All) => loss,
            _ => self.objective.value_and_gradient(&self.parameters, batch, &mut self.gradient),
        };
        if !loss.is_finite() || self.gradient.iter().any(|slope| !slope.is_finite()) {
            return self.diverge();
        }
        self.optimizer.direction(&self.parameters, &self.gradient, &mut self.state, &mut self.direction);
        let lr = self.experiment.lr;
        let escapes = |(parameter, slope): (&f64, &f64)| !(parameter - lr * slope).is_finite();
        if self.parameters.iter().zip(&self.direction).any(escapes) {
            return self.diverge();
        }
        for (parameter, slope) in self.parameters.iter_mut().zip(&self.direction) {
            *parameter -= lr * slope;
        }
        self.trajectory.note_loss(self.steps, loss);
        self.steps += 1;
        self.trajectory.note_point(self.steps, &self.parameters);

        // The whole gradient costs n samples, so it is looked at once every n samples.
        let (before, n) = (self.samples_seen, n as u64);
        self.samples_seen += samples;
        if before / n != self.samples_seen / n {
            self.look_at_all_samples();
        }
    }

    /// Stops the run where its whole gradient has vanished or its whole loss is beyond all numbers.
    fn look_at_all_samples(&mut self) {
        let loss = self.objective.value_and_gradient(&self.parameters, Batch::All, &mut self.gradient);
        if !loss.is_finite() {
            return self.diverge();
        }
        self.whole_loss = Some(loss);
        let norm = self.gradient.iter().map(|slope| slope * slope).sum::<f64>().sqrt();
        if norm <= self.tolerance {
            self.status = Status::Converged;
        }
    }

    /// Goes back to the newest point recorded at which the objective is finite. What the optimizer remembers has gone
    /// astray with the run, and is forgotten.
    fn diverge(&mut self) {
        self.status = Status::Diverged;
        self.state = State::default();
        while self.steps > 0 && !self.loss().is_finite() {
            let before = self.steps;
            self.steps = self.trajectory.retreat(before);
            let forgotten = self.sampler.samples_seen(before) - self.sampler.samples_seen(self.steps);
            self.samples_seen = self.samples_seen.saturating_sub(forgotten);
            self.parameters.copy_from_slice(self.trajectory.point(usize::MAX));
        }
    }

    /// The same start again.
    pub fn rewind(&mut self) {
        let start = self.trajectory.point(0).to_vec();
        self.begin_at(&start);
    }

    /// A new random initialization, by `seed`: also a start that was chosen gives way to one that is drawn.
    ///
    /// # Errors
    /// None that the experiment had not had before.
    pub fn restart(&mut self, seed: u32) -> Result<()> {
        let experiment = Experiment { seed, start: None, ..self.experiment.clone() };
        let sampler = experiment.sampler_for(self.objective.samples())?;
        let start = start_of(&experiment, self.objective.as_ref())?;
        (self.experiment, self.sampler) = (experiment, sampler);
        self.begin_at(&start);
        Ok(())
    }

    /// Starts from `parameters`, `[dim]`, which become the experiment's chosen start.
    ///
    /// # Errors
    /// [`Error::NotAllowed`] when their number is wrong or one is not finite.
    pub fn move_to(&mut self, parameters: &[f64]) -> Result<()> {
        let experiment = Experiment { start: Some(parameters.to_vec()), ..self.experiment.clone() };
        let start = start_of(&experiment, self.objective.as_ref())?;
        self.experiment = experiment;
        self.begin_at(&start);
        Ok(())
    }

    fn begin_at(&mut self, start: &[f64]) {
        self.parameters.copy_from_slice(start);
        self.trajectory = Trajectory::new(start);
        self.state = State::default();
        (self.steps, self.samples_seen, self.status) = (0, 0, Status::Running);
        self.look_at_all_samples();
    }

    /// Changes one key of the experiment. The learning rate, the optimizer with its hyper-parameters, and the sampler
    /// with its batch change mid-flight, and the run goes on; any other key changes what is minimised or where it
    /// starts, and the run begins again.
    ///
    /// # Errors
    /// As [`Experiment::set`] and [`Trainer::new`]; the run that was there is then untouched.
    pub fn set(&mut self, key: &str, value: &str) -> Result<()> {
        let mut experiment = self.experiment.clone();
        experiment.set(key, value)?;
        experiment.validate()?;
        if !experiment.differs_only_in_flight(&self.experiment) {
            let own = self.data.clone().filter(|_| experiment.is_about_own_data());
            let fresh = Trainer::new(&experiment, own)?;
            // Data of one's own stay, for when the experiment comes back to them.
            *self = Trainer { data: self.data.take(), ..fresh };
            return Ok(());
        }
        let optimizer = experiment.build_optimizer()?;
        let sampler = experiment.sampler_for(self.objective.samples())?;
        if experiment.optimizer != self.experiment.optimizer {
            self.state = State::default();
        }
        (self.experiment, self.optimizer, self.sampler) = (experiment, optimizer, sampler);
        if self.status == Status::Diverged {
            self.status = Status::Running;
        }
        Ok(())
    }

    /// The experiment, with the seed of the newest restart and the start of the newest move.
    pub fn experiment(&self) -> &Experiment {
        &self.experiment
    }

    /// What is minimised.
    pub fn objective(&self) -> &Arc<dyn Objective> {
        &self.objective
    }

    /// How the run stands.
    pub fn status(&self) -> Status {
        self.status
    }

    /// Steps taken.
    pub fn steps(&self) -> u64 {
        self.steps
    }

    /// Samples used by all steps, those drawn twice counted twice.
    pub fn samples_seen(&self) -> u64 {
        self.samples_seen
    }

    /// The parameters now, `[dim]`.
    pub fn parameters(&self) -> &[f64] {
        &self.parameters
    }

    /// The whole objective at the parameters now.
    pub fn loss(&self) -> f64 {
        self.objective.value(&self.parameters, Batch::All)
    }

    /// The gradient of the whole objective at the parameters now, `[dim]`.
    pub fn gradient(&self) -> Vec<f64> {
        let mut gradient = vec![0.0; self.objective.dim()];
        self.objective.value_and_gradient(&self.parameters, Batch::All, &mut gradient);
        gradient
    }

    /// The batches of the run.
    pub fn sampler(&self) -> &Sampler {
        &self.sampler
    }

    /// The recorded run.
    pub fn trajectory(&self) -> &Trajectory {
        &self.trajectory
    }
}

/// The chosen start, or one drawn from the objective's region.
fn start_of(experiment: &Experiment, objective: &dyn Objective) -> Result<Vec<f64>> {
    let Some(start) = &experiment.start else {
        let generator = &mut generator(experiment.seed, Stream::Initialization, 0);
        return Ok(objective.start_region().into_iter().map(|range| uniform(generator, range)).collect());
    };
    if start.len() == objective.dim() && start.iter().all(|parameter| parameter.is_finite()) {
        return Ok(start.clone());
    }
    let numbers: Vec<String> = start.iter().map(|&number| crate::number::plain(number)).collect();
    Err(Error::not_allowed("start", numbers.join(","), Allowed::Numbers { names: objective.symbols() }))
}
