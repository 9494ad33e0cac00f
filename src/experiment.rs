//! One string ⇄ one complete, reproducible experiment.
//!
//! The string is written as a URL query, `key=value&key=value`, percent-encoded where it must be; a plus is a plus, not
//! a blank as in forms. What it leaves out has a default, and [`Experiment`]'s [`Display`](fmt::Display) writes all of
//! it, seed included. [`KEYS`] lists the keys.
//!
//! ```
//! use descent::experiment::Experiment;
//! let experiment: Experiment = "data=engel&scale=standardize&sampler=shuffle&batch=16&lr=1e-3".parse()?;
//! assert_eq!(
//!     experiment.to_string(),
//!     "objective=regression&data=engel&scale=standardize&model=linear&bias=true&loss=half-squared-error\
//!      &reduction=sum&sampler=shuffle&batch=16&optimizer=sgd&lr=0.001&momentum=0&dampening=0&nesterov=false\
//!      &weight_decay=0&seed=0"
//! );
//! # Ok::<(), descent::error::Error>(())
//! ```

pub mod keys;
#[cfg_attr(not(feature = "own-data"), allow(dead_code))]
mod own;

pub use keys::{Choice, KEYS, Key, Kind};

use crate::data::{self, DATA, Dataset, LINE, MAX_SAMPLES, OWN, Source, Standardization};
use crate::error::{Allowed, Error, Result, shortened};
use crate::expression::{Expression, Formula};
use crate::key::HyperParameter;
use crate::loss::{Loss, Reduction};
use crate::maximum_likelihood;
use crate::model::{Linear, Link, Model};
use crate::objective::Objective;
#[cfg(feature = "optimizers")]
use crate::optim::own as own_rule;
use crate::optim::{OPTIMIZERS, Optimizer, Recipe};
use crate::risk::Risk;
#[cfg(feature = "streams")]
use crate::risk::StreamRisk;
use crate::sampler::{Sampler, Sampling};
use crate::schedule::{self, Schedule};
use crate::surface::{BOWL, Surface};
use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// A complete experiment. Fields that its objective or data do not use keep their values, so that switching back finds
/// them again, but are not part of the string.
#[derive(Clone, Debug, PartialEq)]
pub struct Experiment {
    /// What is minimised.
    pub objective: ObjectiveKind,
    /// Which data a regression is about.
    pub data: &'static Source,
    /// What `own` stands for, where it is given with the experiment.
    #[cfg(feature = "own-data")]
    pub(crate) own: Option<own::Own>,
    /// Size of generated data, or of a stream, from 1.
    pub n: u64,
    /// Standard deviation of the noise in generated targets, or in the features of generated classes, at least 0.
    pub noise: f64,
    /// Between the centres of generated classes, at least 0.
    pub distance: f64,
    /// Slope of the generating line.
    pub slope: f64,
    /// Intercept of the generating line.
    pub intercept: f64,
    /// Seed of generated data, apart from `seed` so that a new initialization keeps the landscape.
    pub data_seed: u32,
    /// Whether features are standardised.
    pub scale: Scaling,
    /// How much of the way to standardised features they are brought, where they are: from 0, as measured, to 1.
    #[cfg(feature = "part-scaled")]
    pub standardized: f64,
    /// The model's score.
    pub model: Linear,
    /// What makes a prediction of the score.
    pub link: Link,
    /// The loss of one sample; δ of the Huber loss stands in `delta`.
    pub loss: Loss,
    /// δ of the Huber loss.
    pub delta: f64,
    /// Sum or mean over the batch.
    pub reduction: Reduction,
    /// How batches are chosen.
    pub sampler: Sampling,
    /// Samples in a batch; by default 16, or all if there are fewer.
    pub batch: Option<usize>,
    /// The surface, if that is the objective.
    pub surface: &'static Surface,
    /// The condition number κ of the surfaces that have one.
    pub condition: f64,
    /// The formula, as its reader wrote it, if that is the objective.
    pub f: String,
    /// The update rule.
    pub optimizer: &'static Recipe,
    /// The text of a rule of the reader's own, if that is the optimizer.
    #[cfg(feature = "optimizers")]
    pub rule: String,
    /// The learning rate η, at least 0.
    pub lr: f64,
    /// How it goes on from step to step.
    pub schedule: &'static schedule::Recipe,
    /// Steps in which it rises before that.
    pub warmup: u64,
    /// Whether steps go up instead of down.
    pub maximize: bool,
    /// Hyper-parameters that are not at their defaults, by the names of their optimizer or schedule and their own.
    pub(crate) hyper: Vec<((&'static str, &'static str), f64)>,
    /// The chosen start; random from `seed` if there is none.
    pub start: Option<Vec<f64>>,
    /// Where initialization and sampling take their randomness from.
    pub seed: u32,
}

/// What is minimised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ObjectiveKind {
    /// The risk of a model on data.
    Regression,
    /// An analytic surface.
    Surface,
    /// A formula of the reader's own.
    Expression,
}

/// What is done to the features.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scaling {
    /// Nothing.
    None,
    /// Mean 0 and standard deviation 1.
    Standardize,
}

/// Keys that begin so belong to the figure that shows an experiment; the experiment itself passes over them.
pub const FIGURE_PREFIX: &str = "figure.";

impl Default for Experiment {
    fn default() -> Self {
        Experiment {
            objective: ObjectiveKind::Regression,
            data: &LINE,
            #[cfg(feature = "own-data")]
            own: None,
            n: 100,
            noise: 0.5,
            distance: 2.0,
            slope: 2.0,
            intercept: 1.0,
            data_seed: 0,
            scale: Scaling::None,
            #[cfg(feature = "part-scaled")]
            standardized: 1.0,
            model: Linear { bias: true },
            link: Link::Identity,
            loss: Loss::HalfSquaredError,
            delta: 1.0,
            reduction: Reduction::Sum,
            sampler: Sampling::Full,
            batch: None,
            surface: &BOWL,
            condition: 10.0,
            f: BOWL.formula.into(),
            optimizer: OPTIMIZERS[0],
            #[cfg(feature = "optimizers")]
            rule: own_rule::USUAL.into(),
            // PyTorch's default for SGD.
            lr: 1e-3,
            schedule: &schedule::CONSTANT,
            warmup: 0,
            maximize: false,
            hyper: Vec::new(),
            start: None,
            seed: 0,
        }
    }
}

/// The key of the optimizer, whose hyper-parameters other keys are.
const OPTIMIZER: &str = "optimizer";

/// The key of the schedule, whose numbers other keys are.
const SCHEDULE: &str = "schedule";

/// The most parts of a string that are read.
pub const MOST_PARTS: usize = 1000;

/// The most mistakes that are listed.
pub const MOST_MISTAKES: usize = 20;

/// Splits a query into (key, value) pairs, percent-decoded; a plus is a plus, and empty parts are passed over. After
/// [`MOST_PARTS`] of them there is one error more, and the rest is not read.
pub fn pairs(text: &str) -> impl Iterator<Item = Result<(String, String)>> + '_ {
    let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().trim().to_owned();
    let parts = text.split('&').filter(|part| !part.trim().is_empty()).enumerate().take(MOST_PARTS + 1);
    parts.map(move |(place, part)| match part.split_once('=') {
        _ if place == MOST_PARTS => Err(Error::TooManyParts { limit: MOST_PARTS }),
        Some((key, value)) => Ok((decoded(key), decoded(value))),
        None => Err(Error::NoValue { part: shortened(&decoded(part)) }),
    })
}

/// Writes (key, value) pairs as a query.
pub fn query<'a>(pairs: impl IntoIterator<Item = (&'a str, String)>) -> String {
    // What would end a value, a query or a link, and what chat programs cut links at.
    const UNSAFE: &AsciiSet = &CONTROLS
        .add(b' ')
        .add(b'%')
        .add(b'&')
        .add(b'=')
        .add(b'#')
        .add(b';')
        .add(b'?')
        .add(b'"')
        .add(b'<')
        .add(b'>')
        .add(b'+');
    let parts = pairs.into_iter().map(|(key, value)| format!("{key}={}", utf8_percent_encode(&value, UNSAFE)));
    parts.collect::<Vec<_>>().join("&")
}

impl Experiment {
    /// Reads a string over other defaults than the usual ones, taking what is right and listing what is not, up to
    /// [`MOST_MISTAKES`]: a damaged link still shows what it can.
    pub fn parse_leniently(&self, text: &str) -> (Self, Vec<Error>) {
        let (mut experiment, mut errors) = (self.clone(), Vec::new());
        let mut seen: Vec<&str> = Vec::new();
        let pairs: Vec<Result<(String, String)>> = pairs(text).collect();
        // Whose a hyper-parameter is, the optimizer and the schedule say, wherever they stand.
        for owner in [OPTIMIZER, SCHEDULE] {
            if let Some((_, value)) = pairs.iter().flatten().find(|(key, _)| key == owner) {
                // A name that there is none of is told below.
                let _ = experiment.set(owner, value);
            }
        }
        if experiment.optimizer != self.optimizer {
            // What another rule was given says nothing of this one's; a string's own word comes below.
            experiment.lr = experiment.optimizer.lr;
        }
        for pair in pairs {
            let outcome = pair.and_then(|(key, value)| {
                if key.starts_with(FIGURE_PREFIX) {
                    return Ok(());
                }
                let key = experiment.key(&key)?;
                if seen.contains(&key.name()) {
                    return Err(Error::DuplicateKey { key: key.name().into() });
                }
                seen.push(key.name());
                key.set(&mut experiment, &value)
            });
            errors.extend(outcome.err());
        }
        // Values that are right alone and wrong together: each is judged whatever the others are.
        if let Err(error) = experiment.build_optimizer() {
            if matches!(error, Error::NesterovNeedsMomentum) {
                experiment.hyper.retain(|((_, name), _)| *name != "nesterov");
            } else {
                experiment.hyper.clone_from(&self.hyper);
                experiment.optimizer = self.optimizer;
            }
            errors.push(error);
        }
        if let Err(error) = experiment.classes_that_are_wanted() {
            experiment.data = may_have_classes().next().unwrap_or(self.data);
            errors.push(error);
        }
        if let Err(error) = experiment.samples_that_fit() {
            experiment.n = experiment.n.min(MAX_SAMPLES as u64);
            errors.push(error);
        }
        if let Err(error) = experiment.stream_that_is_possible() {
            experiment.scale = Scaling::None;
            errors.push(error);
        }
        if let Err(error) = experiment.batch_that_fits() {
            let is_about_sampler = matches!(error, Error::SamplerOfStream { .. });
            if is_about_sampler {
                experiment.sampler = Sampling::Uniform;
            } else {
                experiment.batch = None;
            }
            // A batch that was not asked for makes room in silence.
            if is_about_sampler || seen.contains(&"batch") {
                errors.push(error);
            }
        }
        if let Some(error) = experiment.start_of_wrong_length() {
            experiment.start = None;
            errors.push(error);
        }
        errors.truncate(MOST_MISTAKES);
        (experiment, errors)
    }

    /// Reads a string over other defaults than the usual ones.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn parse_over(&self, text: &str) -> Result<Self> {
        let (experiment, errors) = self.parse_leniently(text);
        errors.into_iter().next().map_or(Ok(experiment), Err)
    }

    /// Changes one key, leaving the experiment as it was if the value is not allowed.
    ///
    /// # Errors
    /// [`Error::UnknownKey`], [`Error::NoHyperParameter`] or [`Error::NotAllowed`]. Whether values fit together is [`Experiment::validate`]'s.
    pub fn set(&mut self, key: &str, value: &str) -> Result<()> {
        self.key(key)?.set(self, value)
    }

    /// The value of a key, as in the string.
    ///
    /// # Errors
    /// [`Error::UnknownKey`].
    pub fn get(&self, key: &str) -> Result<String> {
        Ok(self.key(key)?.get(self))
    }

    /// Checks what can only be wrong together, as far as the string tells.
    ///
    /// # Errors
    /// [`Error::BatchLargerThanData`], [`Error::NesterovNeedsMomentum`], [`Error::NoClasses`], [`Error::NotStored`],
    /// [`Error::SamplerOfStream`], or a start of the wrong length.
    pub fn validate(&self) -> Result<()> {
        self.build_optimizer()?;
        self.classes_that_are_wanted()?;
        self.samples_that_fit()?;
        self.stream_that_is_possible()?;
        self.batch_that_fits()?;
        self.start_of_wrong_length().map_or(Ok(()), Err)
    }

    /// The number of samples, as far as the string tells: for a data set of one's own that is not there, the `n` noted from it.
    pub fn samples(&self) -> u64 {
        match (self.objective, self.data) {
            (ObjectiveKind::Surface | ObjectiveKind::Expression, _) => 1,
            (ObjectiveKind::Regression, data) => {
                let n = data.n().or_else(|| self.own_data().map(|own| own.n() as u64));
                n.unwrap_or(self.n)
            }
        }
    }

    /// The learning rate of the step after `steps` steps.
    pub fn lr_after(&self, steps: u64) -> f64 {
        self.lr * self.schedule().part(steps)
    }

    /// The schedule with its numbers.
    pub fn schedule(&self) -> Schedule {
        const MOST: usize = 4;
        let mut values = [0.0; MOST];
        for (value, hyper) in values.iter_mut().zip(self.schedule.hyper_parameters) {
            *value = self.value_of(self.schedule.name, hyper);
        }
        Schedule { warmup: self.warmup, course: (self.schedule.build)(&values, self.lr) }
    }

    /// Samples in a batch that is not the full one.
    pub fn batch_size(&self) -> usize {
        const DEFAULT: u64 = 16;
        self.batch.unwrap_or(DEFAULT.min(self.samples()) as usize)
    }

    /// Has no more samples in a batch than there are.
    pub(crate) fn clamp_batch(&mut self) {
        let n = self.samples();
        self.batch = self.batch.map(|batch| n.min(batch as u64) as usize);
    }

    /// Samples that a step takes.
    pub fn samples_of_a_step(&self) -> u64 {
        if self.sampler == Sampling::Full { self.samples() } else { self.batch_size() as u64 }
    }

    /// The keys that it may have, in the order of its string: those of its optimizer among them.
    pub fn keys(&self) -> impl Iterator<Item = Key> + use<> {
        keys::of(&[self.optimizer]).into_iter()
    }

    /// What a name means to it: a key of all experiments, or a hyper-parameter of its optimizer.
    ///
    /// # Errors
    /// [`Error::UnknownKey`], or [`Error::NoHyperParameter`] for one of another optimizer.
    pub fn key(&self, name: &str) -> Result<Key> {
        // Schedules may share a name: it is the chosen one's, or else that of the first one that has it.
        let mut first = None;
        for key in self.keys().filter(|key| key.name() == name) {
            if key.applies(self) {
                return Ok(key);
            }
            first = first.or(Some(key));
        }
        if let Some(key) = first {
            return Ok(key);
        }
        let key = Key::named(name)?.name();
        let known = self.optimizer.hyper_parameters.iter().map(|hyper| hyper.name).collect();
        Err(Error::NoHyperParameter { key, optimizer: self.optimizer.name, known })
    }

    /// The value of a hyper-parameter of the optimizer.
    pub fn hyper_parameter(&self, name: &str) -> Option<f64> {
        let hyper = self.optimizer.hyper_parameters.iter().find(|hyper| hyper.name == name)?;
        Some(self.value_of(self.optimizer.name, hyper))
    }

    fn value_of(&self, owner: &'static str, hyper: &HyperParameter) -> f64 {
        let name = (owner, hyper.name);
        self.hyper.iter().find(|(other, _)| *other == name).map_or(hyper.default, |(_, value)| *value)
    }

    /// The optimizer with its hyper-parameters.
    ///
    /// # Errors
    /// When they do not fit together.
    pub fn build_optimizer(&self) -> Result<Box<dyn Optimizer>> {
        #[cfg(feature = "optimizers")]
        if self.has_own_rule() {
            return Ok(Box::new(own_rule::Own::parse(&self.rule)?));
        }
        let values = self.optimizer.hyper_parameters.iter();
        let values: Vec<f64> = values.map(|hyper| self.value_of(self.optimizer.name, hyper)).collect();
        (self.optimizer.build)(&values)
    }

    /// Whether its optimizer is a rule of the reader's own.
    #[cfg(feature = "optimizers")]
    pub(crate) fn has_own_rule(&self) -> bool {
        *self.optimizer == own_rule::RECIPE
    }

    /// The sampler for data of `n` samples.
    ///
    /// # Errors
    /// [`Error::BatchLargerThanData`], or [`Error::SamplerOfStream`] of one that needs what a stream so long does not have.
    pub fn sampler_for(&self, n: u64) -> Result<Sampler> {
        if self.objective != ObjectiveKind::Regression {
            return Ok(Sampler::new(Sampling::Full, 1, 1, self.seed));
        }
        let batch = self.batch.unwrap_or(n.min(self.batch_size() as u64) as usize);
        if self.sampler != Sampling::Full && batch as u64 > n {
            return Err(Error::BatchLargerThanData { batch, n });
        }
        if !self.data.is_stream() {
            return Ok(Sampler::new(self.sampler, batch, n, self.seed));
        }
        let limit = MAX_SAMPLES as u64;
        if n > limit && matches!(self.sampler, Sampling::Full | Sampling::Shuffle) {
            return Err(Error::SamplerOfStream { full: self.sampler == Sampling::Full, n, limit });
        }
        Ok(Sampler::of_stream(self.sampler, batch, n, self.seed))
    }

    /// The data as they are given or generated, before any scaling; `None` for a surface or a formula, and for a stream,
    /// which is no data set.
    ///
    /// # Errors
    /// [`Error::OwnData`], [`Error::ClassTarget`], [`Error::NotStored`], or what generating them gives.
    pub fn dataset(&self, own: Option<&Arc<Dataset>>) -> Result<Option<Arc<Dataset>>> {
        let given = own.is_some();
        if self.objective != ObjectiveKind::Regression || self.data.is_stream() {
            return if given { Err(Error::OwnData { given }) } else { Ok(None) };
        }
        self.samples_that_fit()?;
        let data = match (self.data.dataset(&self.data_parameters())?, own.or_else(|| self.own_data())) {
            (None, Some(data)) => Arc::clone(data),
            (Some(data), None) => Arc::new(data),
            (None, None) | (Some(_), Some(_)) => return Err(Error::OwnData { given }),
        };
        if self.wants_classes()
            && let Some(row) = data.targets().iter().position(|target| !(0.0..=1.0).contains(target))
        {
            return Err(Error::ClassTarget { row, value: data.targets()[row] });
        }
        Ok(Some(data))
    }

    fn data_parameters(&self) -> data::Parameters {
        data::Parameters {
            n: self.n,
            noise: self.noise,
            distance: self.distance,
            slope: self.slope,
            intercept: self.intercept,
            seed: self.data_seed,
        }
    }

    /// What is done to the features of `data` before the model sees them, if anything.
    pub fn standardization(&self, data: &Dataset) -> Option<Standardization> {
        let standardization = (self.scale == Scaling::Standardize).then(|| Standardization::of(data));
        #[cfg(feature = "part-scaled")]
        if self.is_standardized_in_part() {
            return standardization.map(|whole| whole.in_part(self.standardized));
        }
        standardization
    }

    /// Whether features are brought some of the way to standardised ones.
    pub(crate) fn is_standardized_in_part(&self) -> bool {
        #[cfg(feature = "part-scaled")]
        return self.standardized < 1.0;
        #[cfg(not(feature = "part-scaled"))]
        false
    }

    /// The risk of this experiment's model and loss on `data`, scaled as the experiment says.
    pub fn risk(&self, data: &Arc<Dataset>) -> Risk {
        let data = match self.standardization(data) {
            None => Arc::clone(data),
            Some(standardization) => Arc::new(standardization.apply(data)),
        };
        let loss = match self.loss {
            Loss::Huber { .. } => Loss::Huber { delta: self.delta },
            loss => loss,
        };
        Risk::new(data, Model { score: self.model, link: self.link }, loss, self.reduction)
    }

    /// What is minimised.
    ///
    /// # Errors
    /// As [`Experiment::dataset`], and [`Error::Formula`].
    pub fn objective(&self, own: Option<&Arc<Dataset>>) -> Result<Arc<dyn Objective>> {
        match self.dataset(own)? {
            Some(data) => Ok(Arc::new(self.risk(&data))),
            #[cfg(feature = "streams")]
            None if self.is_about_stream() => Ok(Arc::new(self.stream_risk()?)),
            None => self.function(),
        }
    }

    /// The risk over a stream; of any other data it is over the generating line of the same parameters.
    ///
    /// # Errors
    /// [`Error::NotAllowed`] of features that are to be standardised, [`Error::DataValue`] of parameters that make a target
    /// too large.
    #[cfg(feature = "streams")]
    pub fn stream_risk(&self) -> Result<StreamRisk> {
        self.stream_that_is_possible()?;
        let line = data::Line::of(&self.data_parameters());
        StreamRisk::new(line, |kept| self.risk(&Arc::new(kept)))
    }

    /// The surface or the formula that is minimised, where it is no regression.
    ///
    /// # Errors
    /// [`Error::Formula`].
    pub fn function(&self) -> Result<Arc<dyn Objective>> {
        Ok(match self.objective {
            ObjectiveKind::Surface => Arc::new(self.surface.objective(self.condition)?),
            _ => Arc::new(Formula::new(&Expression::parse(&self.f)?, &[], None).with_minimum_of_parabola()),
        })
    }

    /// Where this experiment's `risk` is smallest, `[dim]`: by the closed form or, for logistic regression, the maximum
    /// likelihood. `None` where there is no such place, where there are many, or where neither way leads there.
    pub fn minimum_of(&self, risk: &Risk) -> Option<Vec<f64>> {
        match (self.link, self.loss) {
            (Link::Logistic, Loss::CrossEntropy) if cfg!(feature = "classes") => maximum_likelihood::solve(risk),
            _ => risk.minimum(),
        }
    }

    /// Whether targets are probabilities: for a prediction that is one, and for the cross-entropy.
    fn wants_classes(&self) -> bool {
        self.link == Link::Logistic || self.loss == Loss::CrossEntropy
    }

    /// Whether data of one's own have classes is known when they are there.
    fn classes_that_are_wanted(&self) -> Result<()> {
        let without = self.data.has_classes == Some(false);
        if self.objective == ObjectiveKind::Regression && self.wants_classes() && without {
            let known = may_have_classes().map(|data| data.name).collect();
            return Err(Error::NoClasses { data: self.data.name, known });
        }
        Ok(())
    }

    /// Whether it needs a data set beside it.
    pub(crate) fn is_about_own_data(&self) -> bool {
        self.objective == ObjectiveKind::Regression && *self.data == OWN
    }

    /// Whether the two differ in nothing but what a run can change in mid-flight.
    pub(crate) fn differs_only_in_flight(&self, other: &Self) -> bool {
        let Experiment { lr, schedule, warmup, maximize, optimizer, sampler, batch, .. } = *other;
        let hyper = other.hyper.clone();
        let same = Experiment { lr, schedule, warmup, maximize, optimizer, sampler, batch, hyper, ..self.clone() };
        #[cfg(feature = "optimizers")]
        let same = Experiment { rule: other.rule.clone(), ..same };
        same == *other
    }

    /// Whether it is about samples that are made when they are drawn.
    pub fn is_about_stream(&self) -> bool {
        self.objective == ObjectiveKind::Regression && self.data.is_stream()
    }

    /// What is generated is stored, and has to fit the memory.
    fn samples_that_fit(&self) -> Result<()> {
        let is_stored = self.objective == ObjectiveKind::Regression && self.data.takes("n") && !self.data.is_stream();
        if cfg!(feature = "streams") && is_stored && self.n > MAX_SAMPLES as u64 {
            let numbers = self.data.features.unwrap_or(1) as u64 + 1;
            return Err(Error::NotStored { n: self.n, limit: MAX_SAMPLES as u64, numbers });
        }
        Ok(())
    }

    /// Means and deviations of a stream's features are nobody's: they are as they are drawn.
    fn stream_that_is_possible(&self) -> Result<()> {
        if self.is_about_stream() && self.scale != Scaling::None {
            return Err(Error::not_allowed("scale", "standardize", Allowed::OneOf(vec!["none"])));
        }
        Ok(())
    }

    /// What a data set of one's own allows is known when it is there.
    fn batch_that_fits(&self) -> Result<()> {
        if self.is_about_own_data() { Ok(()) } else { self.sampler_for(self.samples()).map(drop) }
    }

    /// The symbols of the parameters, as far as the string tells: data of one's own have as many as they have features.
    fn symbols(&self) -> Option<Vec<String>> {
        if self.objective == ObjectiveKind::Regression {
            return Some(self.model.symbols(self.data.features.or_else(|| self.own_data().map(|own| own.d()))?));
        }
        let names: &[&str] = match self.objective {
            // A module without formulas has no experiment about one.
            #[cfg(feature = "formulas")]
            ObjectiveKind::Expression if Expression::parse(&self.f).ok()?.variables() == 1 => &["x"],
            _ => &["x", "y"],
        };
        Some(names.iter().copied().map(String::from).collect())
    }

    fn start_of_wrong_length(&self) -> Option<Error> {
        let start = self.start.as_ref()?;
        let names = self.symbols()?;
        let wrong = names.len() != start.len();
        wrong.then(|| Error::not_allowed("start", crate::key::joined(start), Allowed::Numbers { names }))
    }
}

/// The data sets for models and losses about classes.
fn may_have_classes() -> impl Iterator<Item = &'static Source> {
    DATA.iter().copied().filter(|data| data.has_classes != Some(false))
}

impl FromStr for Experiment {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        Experiment::default().parse_over(text)
    }
}

impl fmt::Display for Experiment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let keys = self.keys().filter(|key| key.applies(self));
        f.write_str(&query(keys.map(|key| (key.name(), key.get(self)))))
    }
}
