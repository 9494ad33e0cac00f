//! The trainer: steps an objective's parameters downhill, batch by batch, and records the run.

#[cfg(feature = "chapters")]
mod apart;
mod reason;
mod rest;
#[cfg(feature = "handles")]
mod stretch;

#[cfg(feature = "chapters")]
pub use apart::StepApart;
pub use reason::{Cause, Reason};

use crate::data::Dataset;
use crate::error::{Allowed, Error, Result};
use crate::experiment::Experiment;
#[cfg(feature = "handles")]
use crate::objective::Stretch;
use crate::objective::{Batch, Objective};
use crate::optim::{Optimizer, Point, State};
use crate::random::{Stream, generator, uniform};
use crate::sampler::Sampler;
use crate::schedule::Schedule;
use crate::trajectory::Trajectory;
use rest::{Motion, Rest, Stand};
use std::sync::Arc;

/// How a run stands. Stopping is a value, not an error.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Status {
    /// Steps go on.
    #[default]
    Running,
    /// No step moves any parameter any more: see [`Trainer::tolerance`].
    Converged,
    /// There is no next point that is finite; the parameters are the last at which the objective was.
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
    schedule: Schedule,
    sampler: Sampler,
    parameters: Vec<f64>,
    /// Of the newest step's batch.
    gradient: Vec<f64>,
    whole_gradient: Vec<f64>,
    /// Whether `whole_gradient` is the one at the parameters: a full batch need not take it twice.
    knows_whole_gradient: bool,
    /// Its loss, unless that is put off.
    whole_loss: Option<f64>,
    /// Whether losses over all samples are put off until they are asked for.
    #[cfg(feature = "handles")]
    puts_losses_off: bool,
    /// Up to what sizes the parameters need no look at the whole loss to know it finite.
    certainly_finite_within: Vec<f64>,
    /// The point that a step leads to, and whatever else is worked out on the way to one.
    next: Vec<f64>,
    #[cfg(feature = "handles")]
    stretch: Stretch,
    trajectory: Trajectory,
    rest: Rest,
    steps: u64,
    samples_seen: u64,
    /// The steps before the newest that the sampler and `gradient` know of.
    unknown_steps: u64,
    status: Status,
    reason: Option<Reason>,
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
            schedule: experiment.schedule(),
            sampler: experiment.sampler_for(objective.samples())?,
            trajectory: Trajectory::new(&start),
            parameters: start,
            gradient: vec![0.0; dim],
            whole_gradient: vec![0.0; dim],
            knows_whole_gradient: false,
            whole_loss: None,
            #[cfg(feature = "handles")]
            puts_losses_off: false,
            certainly_finite_within: objective.certainly_finite_within(),
            next: vec![0.0; dim],
            #[cfg(feature = "handles")]
            stretch: Stretch::default(),
            rest: Rest::new(objective.as_ref(), Self::TOLERANCE),
            experiment,
            objective,
            steps: 0,
            samples_seen: 0,
            unknown_steps: 0,
            status: Status::Running,
            reason: None,
        };
        trainer.rest.begin_at(&trainer.parameters);
        trainer.look_at_all_samples();
        Ok(trainer)
    }

    /// Takes up to `count` steps, fewer when the run stops, and says how it stands.
    pub fn step(&mut self, count: u64) -> Status {
        let last = self.steps.saturating_add(count);
        while self.steps < last && self.status == Status::Running {
            #[cfg(feature = "handles")]
            self.step_in_a_row(last);
            self.step_once();
        }
        self.status
    }

    fn step_once(&mut self) {
        let n = self.objective.samples();
        let batch = self.sampler.batch(self.steps);
        let samples = batch.len(n);
        let is_known = std::mem::take(&mut self.knows_whole_gradient) && batch == Batch::All;
        let loss = if is_known {
            std::mem::swap(&mut self.gradient, &mut self.whole_gradient);
            self.whole_loss
        } else {
            Some(self.objective.value_and_gradient(&self.parameters, batch, &mut self.gradient))
        };
        if let Some(cause) = trouble(loss, &self.gradient) {
            return self.diverge(cause);
        }
        let lr = self.experiment.lr * self.schedule.part(self.steps);
        let (parameters, gradient) = (&self.parameters, &self.gradient);
        let point = Point {
            parameters,
            gradient,
            lr,
            maximize: self.experiment.maximize,
            #[cfg(feature = "optimizers")]
            objective: self.objective.as_ref(),
            #[cfg(feature = "optimizers")]
            batch,
        };
        // Whoever has judged the whole gradient has looked at a step along it, by the largest learning rate to come. Where SGD is
        // the only rule, that is worked out as soon as it is asked for.
        let looked_at = || self.experiment.lr * self.schedule.largest_part_from(self.steps);
        let is_ahead = cfg!(feature = "optimizers") && is_known && self.rest.tolerance > 0.0 && lr == looked_at();
        if is_ahead && !self.optimizer.says_points() {
            self.rest.take_step(&mut self.state, &mut self.next);
            point.step_along(&mut self.next, self.optimizer.rate(lr));
        } else {
            self.optimizer.step(&point, &mut self.state, &mut self.next);
        }
        if self.next.iter().any(|parameter| !parameter.is_finite()) {
            return self.diverge(Cause::InfiniteStep);
        }
        std::mem::swap(&mut self.parameters, &mut self.next);
        self.trajectory.note_loss(self.steps, loss);
        self.steps += 1;
        self.trajectory.note_point(self.steps, &self.parameters);
        self.rest.note(self.steps, &self.parameters);

        // The whole gradient costs n samples, so it is looked at once every n samples, if the run may be at rest at all; and
        // sooner where the whole loss might be beyond all numbers, so that a run that goes on has a finite one.
        let before = self.samples_seen;
        self.samples_seen += samples;
        if !self.is_certainly_finite() || (before / n != self.samples_seen / n && !self.newest_sample_moves()) {
            self.look_at_all_samples();
        }
    }

    /// Whether the whole loss at the parameters is certainly a finite number.
    fn is_certainly_finite(&self) -> bool {
        let is_far = |(parameter, bound): (&f64, &f64)| parameter.abs() > *bound;
        !self.parameters.iter().zip(&self.certainly_finite_within).any(is_far)
    }

    /// Whether the run is not at rest because a step along one sample that was just drawn moves something: while it goes on,
    /// that is nearly always so, and all samples need no look.
    fn newest_sample_moves(&mut self) -> bool {
        if self.sampler.is_full() {
            return false;
        }
        let newest = match self.sampler.batch(self.steps - 1) {
            Batch::Samples(indices) => indices.first().map(|&sample| sample.into()),
            #[cfg(feature = "streams")]
            Batch::Drawn(indices) => indices.first().copied(),
            #[cfg(feature = "streams")]
            Batch::Consecutive { from, .. } => Some(from),
            Batch::All => None,
        };
        newest.is_some_and(|sample| self.sample_moves(sample))
    }

    /// Stops the run where nothing moves any more, or where its whole loss is not finite.
    fn look_at_all_samples(&mut self) {
        let loss = self.take_whole_gradient();
        let mut at_rest = Cause::Rest;
        match trouble(loss, &self.whole_gradient) {
            // Only a formula has a value and no gradient.
            Some(Cause::NoGradient)
                if cfg!(feature = "formulas") && loss.is_some_and(|loss| self.is_lowest_around(loss)) =>
            {
                // In a minimum 0 is a subgradient, whatever the derivatives say.
                self.whole_gradient.fill(0.0);
                at_rest = Cause::Tip;
            }
            Some(cause) => return self.diverge(cause),
            None => {}
        }
        (self.knows_whole_gradient, self.whole_loss) = (true, loss);
        if self.is_at_rest(loss) {
            self.end(Status::Converged, at_rest);
        }
    }

    /// Works out the whole gradient, and its loss unless that is put off.
    fn take_whole_gradient(&mut self) -> Option<f64> {
        #[cfg(feature = "handles")]
        if self.puts_losses_off && self.is_certainly_finite() {
            self.objective.write_gradient(&self.parameters, &mut self.whole_gradient);
            return None;
        }
        Some(self.objective.value_and_gradient(&self.parameters, Batch::All, &mut self.whole_gradient))
    }

    /// Samples of a stream that are looked at one by one.
    const ONE_BY_ONE: u64 = 100_000;

    /// Whether steps along the whole gradient would move nothing, nor steps along that of any sample that is drawn.
    fn is_at_rest(&mut self, whole_loss: Option<f64>) -> bool {
        let lr = self.largest_lr_to_come();
        let Trainer { objective, optimizer, parameters, state, .. } = self;
        let (objective, optimizer, maximize) = (objective.as_ref(), optimizer.as_ref(), self.experiment.maximize);
        let stand = Stand { objective, optimizer, lr, maximize, parameters, state };
        // Of a stream too long to store, those that stand for all: where they rest and noise is left, others would move it, and
        // it has none.
        let most = if self.experiment.is_about_stream() { Self::ONE_BY_ONE } else { u64::MAX };
        let one_by_one = if self.sampler.is_full() { 0 } else { objective.samples().min(most) };
        self.rest.holds(&stand, whole_loss, &self.whole_gradient)
            && (0..one_by_one).all(|sample| !self.sample_moves(sample))
    }

    /// A schedule may leave little of the learning rate now, and more later: a run rests when that moves nothing either.
    fn largest_lr_to_come(&self) -> f64 {
        self.experiment.lr * self.schedule.largest_part_from(self.steps)
    }

    /// Whether a step along the gradient of one sample would move anything.
    fn sample_moves(&mut self, sample: u64) -> bool {
        let lr = self.largest_lr_to_come();
        let Trainer { objective, optimizer, parameters, state, next: gradient, .. } = self;
        let (objective, optimizer, maximize) = (objective.as_ref(), optimizer.as_ref(), self.experiment.maximize);
        let stand = Stand { objective, optimizer, lr, maximize, parameters, state };
        let index = [sample as u32];
        let batch = match sample {
            #[cfg(feature = "streams")]
            _ if sample > u32::MAX.into() => Batch::Consecutive { from: sample, to: sample + 1 },
            _ => Batch::Samples(&index),
        };
        let loss = objective.value_and_gradient(parameters, batch, gradient);
        self.rest.motion(&stand, batch, Some(loss), gradient) == Motion::Moves
    }

    /// Whether the objective is nowhere lower than `value` on small circles about the parameters; upwards, nowhere higher.
    fn is_lowest_around(&self, value: f64) -> bool {
        const DIRECTIONS: u32 = 16;
        let size = self.parameters.iter().fold(1.0_f64, |size, parameter| size.max(parameter.abs()));
        let mut near = self.parameters.clone();
        [1e-3, 1e-6, 1e-9].iter().all(|radius| {
            (0..DIRECTIONS).all(|direction| {
                let angle = std::f64::consts::TAU * f64::from(direction) / f64::from(DIRECTIONS);
                let circle = [libm::cos(angle), libm::sin(angle)];
                for (place, (near, here)) in near.iter_mut().zip(&self.parameters).enumerate() {
                    *near = here + radius * size * circle[place % 2];
                }
                let there = self.objective.value(&near, Batch::All);
                if self.experiment.maximize { there <= value } else { there >= value }
            })
        })
    }

    fn end(&mut self, status: Status, cause: Cause) {
        self.status = status;
        self.reason = Some(Reason {
            cause,
            steps: self.steps,
            parameters: self.parameters.clone(),
            // A page that compares descents says what has happened in words of its own.
            symbols: if cfg!(feature = "formulas") { self.objective.symbols() } else { Vec::new() },
        });
    }

    /// Goes back to the newest point recorded at which the objective is finite. What the optimizer remembers has gone
    /// astray with the run, and is forgotten.
    fn diverge(&mut self, cause: Cause) {
        self.end(Status::Diverged, cause);
        self.state = State::default();
        self.knows_whole_gradient = false;
        while self.steps > 0 && !self.loss().is_finite() {
            let before = self.steps;
            self.steps = self.trajectory.retreat(before);
            let forgotten = self.sampler.samples_seen(before) - self.sampler.samples_seen(self.steps);
            self.samples_seen = self.samples_seen.saturating_sub(forgotten);
            self.parameters.copy_from_slice(self.trajectory.point(usize::MAX));
            self.unknown_steps = self.steps;
        }
        self.rest.begin_at(&self.parameters);
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
        self.rest.begin_at(start);
        (self.steps, self.samples_seen, self.unknown_steps) = (0, 0, 0);
        self.look_again();
    }

    /// Changes one key of the experiment. The learning rate, the optimizer with its hyper-parameters, and the sampler
    /// with its batch change mid-flight, and the run goes on; any other key changes what is minimised or where it
    /// starts, and the run begins again.
    ///
    /// Another optimizer goes on with what it can use: a running average of the same kind, with its age, so that Adam's
    /// are at once RMSprop's or AdamW's. The rest is forgotten: SGD's velocity is a sum, and no average.
    ///
    /// # Errors
    /// As [`Experiment::set`] and [`Trainer::new`]; the run that was there is then untouched.
    pub fn set(&mut self, key: &str, value: &str) -> Result<()> {
        let mut experiment = self.experiment.clone();
        experiment.set(key, value)?;
        self.change(experiment)
    }

    /// Goes over to another experiment, as [`set`](Self::set) does, however many keys differ.
    ///
    /// # Errors
    /// As [`Experiment::validate`] and [`Trainer::new`]; the run that was there is then untouched.
    pub fn change(&mut self, experiment: Experiment) -> Result<()> {
        experiment.validate()?;
        if !experiment.differs_only_in_flight(&self.experiment) {
            let own = self.data.clone().filter(|_| experiment.is_about_own_data());
            let fresh = Trainer::new(&experiment, own)?;
            let tolerance = self.tolerance();
            // Data of one's own stay, for when the experiment comes back to them.
            *self = Trainer {
                data: self.data.take(),
                #[cfg(feature = "handles")]
                puts_losses_off: self.puts_losses_off,
                ..fresh
            };
            return self.set_tolerance(tolerance);
        }
        let optimizer = experiment.build_optimizer()?;
        let sampler = experiment.sampler_for(self.objective.samples())?;
        if experiment.optimizer != self.experiment.optimizer {
            self.state.keep(optimizer.memory());
        }
        self.schedule = experiment.schedule();
        (self.experiment, self.optimizer, self.sampler) = (experiment, optimizer, sampler);
        self.unknown_steps = self.steps;
        if self.status != Status::Running || self.sampler.is_full() {
            self.look_again();
        }
        Ok(())
    }

    /// Judges anew where the run stands.
    fn look_again(&mut self) {
        (self.status, self.reason) = (Status::Running, None);
        self.rest.begin_anew();
        self.look_at_all_samples();
    }

    /// The tolerance of a new run, 2⁻⁵⁴: a step by no more of a parameter does not change the number that it is.
    pub const TOLERANCE: f64 = 0.25 * f64::EPSILON;

    /// How little a step moves a parameter that does not move any more, relative to its size; 0 where runs do not end by
    /// coming to rest. [`Trainer::TOLERANCE`] unless set. The size of a parameter that comes close to 0 is the one that it had
    /// in the newer half of the run (or some more of it), as far as that is within the range that starts are drawn from.
    ///
    /// A run has converged when neither its next step nor any later one, were the gradient to stay as it is, moves any
    /// parameter by more: whatever the rule remembers, and whatever it adds to the gradient, is in its steps, and each
    /// parameter is judged in its own unit. Where batches are drawn, no single sample may move anything either. Steps not
    /// much larger than the rounding errors of the gradient end a run too, once they lead to and fro rather than on.
    pub fn tolerance(&self) -> f64 {
        self.rest.tolerance
    }

    /// Sets the tolerance, a finite number of at least 0, and judges anew whether the run has come to rest.
    ///
    /// # Errors
    /// [`Error::NotAllowed`].
    ///
    /// ```
    /// use descent::trainer::{Status, Trainer};
    /// let mut trainer = Trainer::new(&"objective=expression&f=x^2&start=1&lr=0.25".parse()?, None)?;
    /// trainer.set_tolerance(1e-3)?;
    /// assert_eq!((trainer.step(100), trainer.steps()), (Status::Converged, 13));
    /// trainer.set_tolerance(0.0)?;
    /// assert_eq!((trainer.step(100), trainer.steps()), (Status::Running, 113));
    /// # Ok::<(), descent::error::Error>(())
    /// ```
    pub fn set_tolerance(&mut self, tolerance: f64) -> Result<()> {
        const MOST: f64 = 1.0;
        if !(0.0..=MOST).contains(&tolerance) {
            let allowed = Allowed::Number { min: 0.0, max: MOST, below_max: false };
            return Err(Error::not_allowed("tolerance", tolerance, allowed));
        }
        self.rest.tolerance = tolerance;
        if self.status != Status::Diverged {
            self.look_again();
        }
        Ok(())
    }

    /// The experiment, with the seed of the newest restart and the start of the newest move.
    pub fn experiment(&self) -> &Experiment {
        &self.experiment
    }

    /// The rule that makes its steps.
    #[cfg(feature = "chapters")]
    pub fn optimizer(&self) -> &dyn Optimizer {
        &*self.optimizer
    }

    /// What is minimised.
    pub fn objective(&self) -> &Arc<dyn Objective> {
        &self.objective
    }

    /// How the run stands.
    pub fn status(&self) -> Status {
        self.status
    }

    /// Why the run has ended; `None` while it goes on.
    pub fn reason(&self) -> Option<&Reason> {
        self.reason.as_ref()
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

    /// The samples of the newest step, and the gradient over them, `[dim]`, that it followed. `None` before the first step,
    /// after a change of the sampler, and where a run has gone back.
    ///
    /// ```
    /// use descent::{objective::Batch, trainer::Trainer};
    /// let mut trainer = Trainer::new(&"data=line&n=4&sampler=sequential&batch=2".parse()?, None)?;
    /// assert_eq!(trainer.newest_batch(), None);
    /// trainer.step(2);
    /// assert_eq!(trainer.newest_batch().unwrap().0, Batch::Samples(&[2, 3]));
    /// # Ok::<(), descent::error::Error>(())
    /// ```
    pub fn newest_batch(&mut self) -> Option<(Batch<'_>, &[f64])> {
        (self.steps > self.unknown_steps).then(|| (self.sampler.batch(self.steps - 1), &self.gradient[..]))
    }

    /// The batches of the run.
    pub fn sampler(&self) -> &Sampler {
        &self.sampler
    }

    /// Puts the losses of steps over all samples off until [`losses`](Self::losses) asks for them, so that a step works out
    /// its gradient alone; who has asked once will ask again, and from then on they are worked out with the steps. Until then
    /// NaN stands for them in [`trajectory`](Self::trajectory). No number is another one.
    ///
    /// ```
    /// use descent::trainer::Trainer;
    /// let mut trainer = Trainer::new(&"data=line&n=50&lr=0.01".parse()?, None)?;
    /// trainer.put_losses_off();
    /// trainer.step(10);
    /// assert!(trainer.trajectory().losses()[3].is_nan());
    /// assert!(trainer.losses()[3] > trainer.losses()[4]);
    /// # Ok::<(), descent::error::Error>(())
    /// ```
    #[cfg(feature = "handles")]
    pub fn put_losses_off(&mut self) {
        self.puts_losses_off = true;
    }

    /// The loss of each kept step's batch before the step, with those that were put off.
    #[cfg(feature = "handles")]
    pub fn losses(&mut self) -> &[f64] {
        if std::mem::take(&mut self.puts_losses_off) {
            let objective = &self.objective;
            self.trajectory.make_up_for_losses(|point| objective.value(point, Batch::All));
            // The next step's too.
            self.knows_whole_gradient &= self.whole_loss.is_some();
        }
        self.trajectory.losses()
    }

    /// The recorded run.
    pub fn trajectory(&self) -> &Trajectory {
        &self.trajectory
    }
}

/// What is wrong with a value, where it is known, or with its gradient.
fn trouble(value: Option<f64>, gradient: &[f64]) -> Option<Cause> {
    match value {
        Some(value) if value.is_nan() => Some(Cause::NoValue),
        Some(value) if value.is_infinite() => Some(Cause::InfiniteValue),
        _ if gradient.iter().any(|slope| !slope.is_finite()) => Some(Cause::NoGradient),
        _ => None,
    }
}

/// The chosen start, or one drawn from the objective's region.
fn start_of(experiment: &Experiment, objective: &dyn Objective) -> Result<Vec<f64>> {
    let Some(start) = &experiment.start else {
        let generator = &mut generator(experiment.seed, Stream::Initialization, 0);
        return Ok(objective.start_region().into_iter().map(|range| uniform(generator, range)).collect());
    };
    if start.len() == objective.dim() && start.iter().all(|parameter| parameter.is_finite()) {
        // No parameter is −0, so that it makes no difference which zero is taken off it.
        return Ok(start.iter().map(|parameter| parameter + 0.0).collect());
    }
    let numbers: Vec<String> = start.iter().map(|&number| crate::number::plain(number)).collect();
    Err(Error::not_allowed("start", numbers.join(","), Allowed::Numbers { names: objective.symbols() }))
}
