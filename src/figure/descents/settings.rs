//! What a figure of descents is a function of, and its string.

use crate::chart::Style;
use crate::data::{DATA, Source};
use crate::error::{Allowed, Error, Result};
use crate::experiment::{Choice, Experiment, FIGURE_PREFIX, pairs, query};
use crate::figure::progress::{HEIGHTS, Height, PROGRESS, Progress, choice_of, chosen};
use crate::language::{Language, Text};
use crate::loss::Reduction;
use crate::model::Link;
use crate::number::{plain, rounded};
use crate::sampler::Sampling;

pub(super) use crate::figure::{MOST_TICKS, STEP, tick};

/// Samples of a loss that is a parabola: each step of batch descent takes a pass over them.
const MOST_OF_PARABOLAS: usize = 100_000;
/// Samples of a loss that is no parabola: its landscape takes a pass over them for every point.
const MOST_SAMPLES: usize = 10_000;
/// Samples of classes, each of which costs a power of e.
const MOST_OF_CLASSES: usize = 2_000;

/// Everything but the tick.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Settings {
    /// What the descents share; its sampler and batch are the mini-batches'.
    pub(super) experiment: Experiment,
    /// A learning rate for each descent (batch, stochastic, mini-batch), or one for all: the experiment's.
    pub(super) rates: Option<[f64; 3]>,
    pub(super) progress: Progress,
    pub(super) height: Height,
    /// The two parameters that landscapes lie over, where there are more.
    pub(super) shown: Shown,
}

/// Places of two parameters of a model with two weights and a bias.
pub(super) type Shown = [usize; 2];

pub(super) const SHOWN: &[(Shown, Choice)] = &[
    ([0, 1], Choice { name: "w1,w2", label: Text::new("w₁ and w₂", "w₁ 和 w₂") }),
    ([0, 2], Choice { name: "w1,b", label: Text::new("w₁ and b", "w₁ 和 b") }),
    ([1, 2], Choice { name: "w2,b", label: Text::new("w₂ and b", "w₂ 和 b") }),
];

pub(super) const RATES: &[(bool, Choice)] = &[
    (false, Choice { name: "linked", label: Text::new("one η for all", "共用一个 η") }),
    (true, Choice { name: "own", label: Text::new("each its own η", "各用各的 η") }),
];

/// Whether a figure about a line, or about classes in a plane, can show a data set.
pub(super) fn is_shown(data: &Source, classes: bool) -> bool {
    data.has_classes == Some(classes) && data.features == Some(if classes { 2 } else { 1 })
}

/// The place of a descent among the rates, and the key of its own rate.
pub(super) fn rate_of(series: Style) -> (usize, &'static str) {
    match series {
        Style::BATCH => (0, "figure.lr.batch"),
        Style::STOCHASTIC => (1, "figure.lr.stochastic"),
        _ => (2, "figure.lr.mini-batch"),
    }
}

/// The title of the loss chart's horizontal axis.
pub(super) fn progress_title(progress: Progress, language: Language) -> &'static str {
    choice_of(PROGRESS, progress).label.in_language(language)
}

impl Settings {
    pub(super) fn new(experiment: Experiment) -> Self {
        Settings { experiment, rates: None, progress: Progress::default(), height: Height::default(), shown: [0, 1] }
    }

    /// Whether the targets are classes, and the model is one for classes: a figure is about either kind.
    pub(super) fn has_classes(&self) -> bool {
        self.experiment.link == Link::Logistic
    }

    /// Whether there are more parameters than a landscape lies over.
    pub(super) fn holds_parameters(&self) -> bool {
        self.has_classes() && self.experiment.model.bias
    }

    /// Samples that a tick is worth where progress is counted in samples: a mini-batch, or all for a full batch.
    pub(super) fn samples_per_tick(&self) -> u64 {
        let Experiment { sampler, .. } = self.experiment;
        let samples = if sampler == Sampling::Full { self.experiment.samples() } else { self.experiment.batch_size() };
        samples as u64
    }

    /// The experiment of one descent.
    pub(super) fn lane(&self, series: Style) -> Experiment {
        let mut experiment = self.experiment.clone();
        if let Some(rates) = self.rates {
            experiment.lr = rates[rate_of(series).0];
        }
        match series {
            Style::BATCH => experiment.sampler = Sampling::Full,
            Style::STOCHASTIC => experiment.batch = Some(1),
            _ => {}
        }
        experiment
    }

    /// Whether both have the same data and the same loss.
    pub(super) fn has_ground_of(&self, other: &Self) -> bool {
        let of_run = &other.experiment;
        let same = Experiment {
            lr: of_run.lr,
            optimizer: of_run.optimizer,
            hyper: of_run.hyper.clone(),
            sampler: of_run.sampler,
            batch: of_run.batch,
            start: of_run.start.clone(),
            seed: of_run.seed,
            ..self.experiment.clone()
        };
        same == *of_run && self.shown == other.shown
    }

    /// Whether, on one ground, the descents of both have the same limits of η.
    pub(super) fn has_limits_of(&self, other: &Self) -> bool {
        let of_run = &other.experiment;
        let same =
            Experiment { lr: of_run.lr, start: of_run.start.clone(), seed: of_run.seed, ..self.experiment.clone() };
        same == *of_run
    }

    /// The figure's string.
    pub(super) fn to_string(&self, series: &[Style], tick: u64) -> String {
        let name = |choice: Choice| choice.name.to_owned();
        let mut pairs = vec![
            ("figure.x", name(choice_of(PROGRESS, self.progress))),
            ("figure.y", name(choice_of(HEIGHTS, self.height))),
        ];
        if series.len() > 1 {
            pairs.push(("figure.rates", name(choice_of(RATES, self.rates.is_some()))));
        }
        if self.holds_parameters() {
            pairs.push(("figure.shown", name(choice_of(SHOWN, self.shown))));
        }
        if let Some(rates) = self.rates {
            pairs.extend(series.iter().map(|&series| rate_of(series)).map(|(place, key)| (key, plain(rates[place]))));
        }
        pairs.push((STEP, tick.to_string()));
        format!("{}&{}", self.experiment, query(pairs))
    }

    /// Reads a string over these settings: what is right in it, the tick, and what is wrong.
    pub(super) fn parse(&self, text: &str, series: &[Style]) -> (Self, u64, Vec<Error>) {
        let (experiment, mut errors) = self.experiment.parse_leniently(text);
        let mut settings = Settings { experiment, ..self.clone() };
        let mut at = 0;
        for (key, value) in pairs(text).flatten().filter(|(key, _)| key.starts_with(FIGURE_PREFIX)) {
            let outcome = match &key[..] {
                STEP => tick(&value).map(|tick| at = tick),
                key => settings.set_own(key, &value, series),
            };
            errors.extend(outcome.err());
        }
        for key in ["objective", "data", "model", "bias", "loss", "sampler", "n"] {
            if let Err(error) = settings.check(key, series, self.has_classes()) {
                errors.push(error);
                if let Ok(default) = self.experiment.get(key) {
                    errors.extend(settings.experiment.set(key, &default).err());
                }
            }
        }
        (settings, at, errors)
    }

    /// Changes one key, and what has to change with it.
    pub(super) fn set(&mut self, key: &str, value: &str, series: &[Style]) -> Result<()> {
        if key.starts_with(FIGURE_PREFIX) {
            return self.set_own(key, value, series);
        }
        let before = self.experiment.clone();
        self.experiment.set(key, value)?;
        self.check(key, series, before.link == Link::Logistic)?;
        self.check("n", series, before.link == Link::Logistic)?;
        match key {
            "reduction" => self.rescale_rates(before.reduction),
            // A start in the units of other features, or for other parameters, means nothing.
            "data" | "scale" | "bias" => self.experiment.start = None,
            _ => {}
        }
        // Fewer samples than a batch has: the batch gives way, unless it is the batch that was set.
        if key != "batch" && key != "sampler" {
            let n = self.experiment.samples();
            self.experiment.batch = self.experiment.batch.map(|batch| batch.min(n));
        }
        self.experiment.validate()
    }

    fn set_own(&mut self, key: &str, value: &str, series: &[Style]) -> Result<()> {
        match key {
            "figure.x" => self.progress = chosen(PROGRESS, key, value)?,
            "figure.y" => {
                let height = chosen(HEIGHTS, key, value)?;
                if height == Height::Accuracy && !self.has_classes() {
                    let regression = HEIGHTS.iter().filter(|(height, _)| *height != Height::Accuracy);
                    let names = regression.map(|(_, choice)| choice.name).collect();
                    return Err(Error::not_allowed(key, value, Allowed::OneOf(names)));
                }
                self.height = height;
            }
            "figure.shown" if self.has_classes() => self.shown = chosen(SHOWN, key, value)?,
            "figure.rates" => {
                let own = chosen(RATES, key, value)?;
                self.rates = own.then(|| self.rates.unwrap_or([self.experiment.lr; 3]));
            }
            _ => {
                let Some(place) = series.iter().map(|&series| rate_of(series)).find(|(_, own)| *own == key) else {
                    let rates = series.iter().map(|&series| rate_of(series).1);
                    let shown = self.has_classes().then_some("figure.shown");
                    let known = ["figure.x", "figure.y", "figure.rates"].into_iter().chain(shown);
                    let known = known.chain(rates).chain([STEP]);
                    return Err(Error::UnknownKey { key: key.into(), known: known.collect() });
                };
                let mut parsed = self.experiment.clone();
                parsed.set("lr", value).map_err(|error| renamed(error, key))?;
                self.rates.get_or_insert([self.experiment.lr; 3])[place.0] = parsed.lr;
            }
        }
        Ok(())
    }

    /// Whether a key's value is one that a figure about classes, or about a line, can show.
    fn check(&self, key: &str, series: &[Style], classes: bool) -> Result<()> {
        let allowed: &[&'static str] = match key {
            "objective" => &["regression"],
            "data" => {
                let shown = DATA.iter().filter(|data| is_shown(data, classes));
                &shown.map(|data| data.name).collect::<Vec<_>>()
            }
            "model" if classes => &["logistic"],
            "model" => &["linear"],
            "loss" if classes => &["cross-entropy", "half-squared-error"],
            "loss" => &["half-squared-error", "mse", "mae", "huber"],
            "bias" if !classes => &["true"],
            "sampler" if series == [Style::BATCH] => &["full"],
            "sampler" => &["sequential", "shuffle", "uniform"],
            "n" => return self.check_samples(classes),
            _ => return Ok(()),
        };
        let value = self.experiment.get(key)?;
        if allowed.contains(&&value[..]) {
            Ok(())
        } else {
            Err(Error::not_allowed(key, value, Allowed::OneOf(allowed.to_vec())))
        }
    }

    fn check_samples(&self, classes: bool) -> Result<()> {
        let most = match classes {
            true => MOST_OF_CLASSES,
            false if self.experiment.loss.curvature().is_none() => MOST_SAMPLES,
            false => MOST_OF_PARABOLAS,
        };
        if self.experiment.n <= most {
            return Ok(());
        }
        Err(Error::not_allowed("n", self.experiment.n, Allowed::Integer { min: 1, max: most as u64 }))
    }

    /// A sum over n samples is n times their mean: rates are scaled so that the batch path stays what it was.
    fn rescale_rates(&mut self, before: Reduction) {
        let n = self.experiment.samples() as f64;
        let rescaled = |rate: f64, samples: f64| match (before, self.experiment.reduction) {
            (Reduction::Sum, Reduction::Mean) => twelve_digits(rate * samples),
            (Reduction::Mean, Reduction::Sum) => twelve_digits(rate / samples),
            _ => rate,
        };
        let own = [n, 1.0, self.experiment.batch_size() as f64];
        self.rates = self.rates.map(|rates| [0, 1, 2].map(|place| rescaled(rates[place], own[place])));
        self.experiment.lr = rescaled(self.experiment.lr, n);
    }
}

/// Rounded, so that there and back again is the number that it was.
fn twelve_digits(value: f64) -> f64 {
    rounded(value, 12)
}

fn renamed(error: Error, name: &str) -> Error {
    match error {
        Error::NotAllowed { value, allowed, .. } => Error::NotAllowed { key: name.into(), value, allowed },
        other => other,
    }
}
