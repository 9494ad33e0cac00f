//! The learning rates of a comparison: one for all runs, or one for each.

use super::Comparing;
use super::rows::{Comparison, RunRow};
use crate::figure::values::Entry;
use crate::figure::{Control, Mark, Slider, Values};
use crate::key::{Choice, Kind};
use crate::number::{rounded, significant};
#[cfg(feature = "comparison")]
use crate::objective::Objective;
use crate::run::Run;
use crate::say;
#[cfg(feature = "comparison")]
use crate::stability::eigenvalues;
use crate::words::{Label, Words};

/// Which learning rates the runs have.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Rates {
    /// One for all.
    Linked,
    /// Each the one that is given for it.
    Own,
    /// Each the one that a search has found it to do best with.
    Best,
}

/// Which of them a comparison's values ask for.
pub(super) const RATES: &str = "figure.rates";
/// With the name of a run, the key of its own rate.
pub(super) const RATE: &str = "figure.lr.";

pub(super) const RATES_ENTRY: Entry = Entry::own(RATES, Label::named("figure.rates"), Kind::Choice(rates), "linked");

/// The rate of one run.
pub(super) const fn rate(key: &'static str) -> Entry {
    Entry::own(key, Label::named("key.lr"), Kind::Number(0.0, 1e300), "0").docked().when(are_own)
}

/// The same where the best ones are searched for.
#[cfg(feature = "chapters")]
pub(super) const BEST_RATES_ENTRY: Entry =
    Entry::own(RATES, Label::named("figure.rates"), Kind::Choice(|| CHOICES.to_vec()), "best");

const CHOICES: [Choice; 3] =
    [Choice::named("linked", "rates.linked"), Choice::named("own", "rates.own"), Choice::named("best", "rates.best")];

fn rates() -> Vec<Choice> {
    CHOICES[..2].to_vec()
}

/// Whether each run has a rate of its own.
pub(super) fn are_own(values: &Values) -> bool {
    rates_of(values) == Rates::Own
}

/// Which rates the runs have.
pub(super) fn rates_of(values: &Values) -> Rates {
    [Rates::Linked, Rates::Own, Rates::Best][values.choice(RATES)]
}

impl RunRow {
    /// The key of its own rate.
    pub(super) fn rate_key(&self) -> String {
        format!("{RATE}{}", self.name)
    }
}

impl Comparison {
    /// A rate that is given for one run is its own; those of the others begin at the one that was shared.
    pub(super) fn settle_rates(&self, values: &mut Values, before: Option<&Values>, given: &dyn Fn(&str) -> bool) {
        let keys = || self.runs.iter().map(RunRow::rate_key);
        let was_own = before.is_some_and(are_own);
        if keys().any(|key| given(&key)) || (given(RATES) && are_own(values)) {
            let shared = values.experiment.lr;
            for key in keys().filter(|key| !was_own && !given(key)) {
                values.put_exactly(&key, shared);
            }
            values.choose(RATES, 1);
        } else if given("lr") && !given(RATES) && rates_of(values) == Rates::Best {
            // What is given is not to be searched for.
            values.choose(RATES, 0);
        }
    }

    /// Of features in other units the loss bends otherwise: rates stay what they were beside their limits.
    #[cfg(feature = "comparison")]
    pub(super) fn keep_rates_beside_limits(&self, values: &mut Values, before: &Values) {
        let of = |values: &Values| {
            // No function of a formula, which has no features.
            let data = values.experiment.dataset(values.experiment.given()).ok()??;
            let risk = values.experiment.risk(&data);
            let hessian = risk.hessian(&vec![0.0; risk.dim()]);
            eigenvalues(&hessian, risk.dim()).last().copied().filter(|&largest| largest > 0.0)
        };
        let (Some(was), Some(is)) = (of(before), of(values)) else { return };
        let rescaled = |rate: f64| rounded(rate * was / is, 3);
        for key in self.runs.iter().map(RunRow::rate_key) {
            values.put_exactly(&key, rescaled(values.number(&key)));
        }
        values.experiment.lr = rescaled(values.experiment.lr);
    }

    /// A sum over n samples is n times their mean: rates are scaled so that the batch path stays what it was.
    pub(super) fn rescale_rates(&self, values: &mut Values, before: &Values) {
        use crate::loss::Reduction::{Mean, Sum};
        let change = (before.experiment.reduction, values.experiment.reduction);
        let rescaled = |rate: f64, samples: u64| match change {
            (Sum, Mean) => rounded(rate * samples as f64, 12),
            (Mean, Sum) => rounded(rate / samples as f64, 12),
            _ => rate,
        };
        for row in self.runs {
            let samples = row.experiment(values).map_or(1, |experiment| experiment.samples_of_a_step());
            values.put_exactly(&row.rate_key(), rescaled(values.number(&row.rate_key()), samples));
        }
        values.experiment.lr = rescaled(values.experiment.lr, values.experiment.samples());
    }
}

impl Comparing {
    /// The slider of a learning rate, for one run or for all, between what is far below and far beyond its limits.
    pub(super) fn rate_control(&self, control: Control, own: Option<&'static RunRow>, words: &Words) -> Control {
        let concerned = || self.rows().filter(|(row, _)| own.is_none_or(|own| own.name == row.name));
        let mark = |(row, run): (&RunRow, &Run)| {
            let value = run.limit?.value;
            let (what, limit) = (self.limit_in_words(run, words)?, significant(value, 3));
            let name = words.get(row.short);
            Some(Mark { value, series: Some(run.style), label: say!(words, "comparison.mark", name, what, limit) })
        };
        let marks: Vec<Mark> = concerned().filter_map(mark).collect();
        let limits = || marks.iter().map(|mark| mark.value);
        // Where there is no limit, the curvature still gives the scale; and of a parabola it does for all batches, so that η stays
        // where it is while their size changes.
        let problem = self.problem();
        let is_parabola = problem.samples.as_ref().is_some_and(|samples| samples.risk.curvature().is_some());
        let of_all = problem.eigenvalues.last().filter(|&&value| value > 0.0).map(|value| 2.0 / value);
        let limit = limits().chain(of_all.filter(|_| is_parabola)).reduce(f64::max);
        // Of a surface the curvature gives it alone, so that η stays where it is while the momentum changes.
        let scale = of_all.filter(|_| problem.samples.is_none()).or(limit).or(of_all).unwrap_or(1.0);
        let smallest = limits().reduce(f64::min).unwrap_or(scale);
        let value = own.map_or(self.values.experiment.lr, |own| self.values.number(&own.rate_key()));
        let mut slider = Slider {
            min: rounded((scale / 1000.0).min(smallest / 10.0), 1).min(if value > 0.0 { value } else { f64::INFINITY }),
            max: rounded(scale * 4.0, 1).max(value),
            logarithmic: true,
            integer: false,
            danger: limits().reduce(f64::min),
            marks,
            effects: Vec::new(),
            hint: String::new(),
        };
        if let Some((_, run)) = concerned().next() {
            slider.show_effects_on(run, words);
        }
        let label = own.map(|own| say!(words, "rates.of", name = words.get(own.short)));
        #[cfg(feature = "chapters")]
        let label = label.or_else(|| {
            let is_first_length = concerned().next().is_some_and(|(_, run)| run.searches_lengths());
            is_first_length.then(|| crate::word!(words, "rates.first").to_owned())
        });
        let label = label.unwrap_or(control.label);
        Control { label, series: own.map(|own| own.style), slider: Some(slider), ..control }
    }
}
