//! What a comparison says beside its pictures: rules, notices, readouts.

use super::panels::{MANY, height_in_words, in_words, symbol};
#[cfg(feature = "chapters")]
use super::panels::{is_level, steepness, steepness_at};
use super::rates::are_own;
use super::rows::{Rule, RunRow};
use super::trouble::{Trouble, beyond, is_lost};
use super::{Comparing, Hovered};
use crate::figure::progress::Progress;
use crate::figure::speech::{count, quotient};
use crate::figure::{Notice, Remedy};
#[cfg(feature = "chapters")]
use crate::maximum_likelihood::Separation;
#[cfg(feature = "comparison")]
use crate::number::LOST;
use crate::number::{apart_from, rounded, significant};
use crate::run::{Run, Step};
use crate::stability::{self, Sense};
use crate::words::Words;
use crate::{say, word};

/// That a run has left its valley for good, without a symbol.
pub(super) fn plain_notice(row: &RunRow, run: &Run, words: &Words) -> Option<Notice> {
    is_lost(run).then(|| Notice::of(run, say!(words, "fit.diverged", name = words.get(row.title))))
}

impl Comparing {
    /// Live mathematics: words joined by spaces.
    pub(super) fn rule(&self, run: &Run) -> String {
        let step = self.step_of(run);
        let along = match (step.is_gradient, run.is_whole()) {
            // The velocity of momentum has its letter; what other rules step along has none of its own.
            (false, _) if run.trainer.experiment().optimizer.name == "sgd" => "v".to_owned(),
            (false, _) => "d".to_owned(),
            (true, true) => format!("∇{}", symbol(&run.problem)),
            (true, false) => "∇E_B".to_owned(),
        };
        let symbols = run.problem.symbols.join(" , ");
        format!("( {symbols} ) ← ( {symbols} ) − η {along} = {}", self.in_numbers(run))
    }

    /// The step that is written out: from where, by which learning rate along what, and where it leads.
    pub(super) fn in_numbers(&self, run: &Run) -> String {
        let pair = |parameters: [f64; 3]| {
            let numbers: Vec<String> =
                parameters[..run.problem.dim()].iter().map(|value| significant(*value, 4)).collect();
            format!("( {} )", numbers.join(" , "))
        };
        let step = self.step_of(run);
        let (before, along, after) = (pair(step.before), pair(step.along), pair(step.after));
        format!("{before} − {} · {along} = {after}", significant(step.rate, 4))
    }

    /// That step, without what is nothing but rounding.
    fn step_of(&self, run: &Run) -> Step {
        let step = if self.row.rule == Rule::Next { run.step(run.seen.steps) } else { run.newest_step() };
        #[cfg(feature = "chapters")]
        let step = run.step_apart_from_rounding(step);
        step
    }

    /// What the limit of a run is the limit of: for all samples a formula.
    pub(super) fn limit_in_words(&self, run: &Run, words: &Words) -> Option<String> {
        let (limit, m) = (run.limit?, count(run.batch_size()));
        let formula = || stability::Rule::of(run.trainer.experiment()).map(|rule| rule.formula());
        Some(match limit.sense {
            _ if run.problem.samples.is_none() => say!(words, "limit.of-surface", formula = formula()?),
            _ if run.is_whole() => formula()?,
            Sense::EveryRun => say!(words, "limit.in-order", m),
            Sense::MeanSquare => say!(words, "limit.mean-square", m),
            Sense::Estimated { epochs } => say!(words, "limit.estimated", m, epochs = count(epochs as u64)),
        })
    }

    /// That a rate is not below the limit of a run, where it is not.
    pub(super) fn beyond_in_words(&self, run: &Run, rate: f64, words: &Words) -> Option<String> {
        let limit = beyond(run, rate)?;
        let (what, limit) = (self.limit_in_words(run, words)?, apart_from(rate, limit.value, 3));
        Some(match run.is_whole() && run.problem.samples.is_some() {
            true => say!(words, "notice.of-formula", what, limit),
            false => say!(words, "notice.of-limit", what, limit),
        })
    }

    /// What has to be said where the cross-entropy has no minimum.
    #[cfg(feature = "chapters")]
    pub(super) fn notice_of_separable_classes(&self, words: &Words) -> Option<Notice> {
        if !self.problem().has_classes() {
            return None;
        }
        let separation =
            |run: &Run| run.problem.samples.as_ref().map_or(Separation::Overlap, |samples| samples.separation);
        let concerned = || self.rows().filter(|(_, run)| separation(run) != Separation::Overlap);
        let why = match separation(concerned().next()?.1) {
            Separation::Complete => word!(words, "notice.parted"),
            Separation::Quasi | Separation::Overlap => word!(words, "notice.separable"),
        };
        let length = |(row, run): (&RunRow, &Run)| {
            let [w1, w2, _] = run.seen.parameters;
            format!("{} |w| = {}", words.get(row.short), significant(libm::hypot(w1, w2), 3))
        };
        let lengths = words.list(concerned().map(length));
        Some(Notice::trouble(say!(words, "notice.no-minimum", why, lengths)))
    }

    /// What has to be said of a run that leaves its valley for good, or that cannot begin.
    pub(super) fn notice(&self, row: &RunRow, run: &Run, words: &Words) -> Option<Notice> {
        let trouble = Trouble::of(run)?;
        let rate = run.trainer.experiment().lr_after(run.seen.steps);
        // Not the very number that it is said to be beyond.
        let eta = match beyond(run, rate) {
            Some(limit) => apart_from(limit.value, rate, 3),
            None => significant(rate, 3),
        };
        let of_limit = self.too_large_in_words(run, rate, words);
        let (start, now) = (*run.path_heights.first()?, run.problem.height(run.seen.parameters));
        let (name, steps, value) = (words.get(row.title), count(run.seen.steps), significant(now, 3));
        let grown = quotient(now, start.abs().max(f64::MIN_POSITIVE));
        let loss = if run.problem.samples.is_none() { "f" } else { word!(words, "notice.loss") };
        let text = match trouble {
            Trouble::NoStep(reason) => say!(words, "notice.no-step", why = reason.message(words)),
            Trouble::Leaves => say!(words, "notice.leaves", name, steps, value),
            #[cfg(feature = "chapters")]
            Trouble::Lost => say!(words, "notice.lost", name, steps, value),
            Trouble::Jumps => say!(words, "notice.jumps", name, eta, of_limit),
            Trouble::Fell => say!(words, "notice.fell", name, eta, of_limit, steps, value),
            Trouble::HasDiverged => say!(words, "notice.diverged", name, eta, of_limit, steps, loss, grown),
            Trouble::DivergesInMean => say!(words, "notice.far-out", name, eta, of_limit, steps, loss, grown),
            Trouble::Diverges => say!(words, "notice.diverges", name, eta, of_limit, steps, loss, grown),
        };
        let remedy = match trouble {
            Trouble::NoStep(_) | Trouble::Leaves => None,
            #[cfg(feature = "chapters")]
            Trouble::Lost => None,
            _ => self.remedy(row, run, words),
        };
        Some(Notice { remedy, ..Notice::of(run, text) })
    }

    /// That a rate is too large, and by what limit, where one is known.
    fn too_large_in_words(&self, run: &Run, rate: f64, words: &Words) -> String {
        // Where theory has a limit at all, none means that there is nowhere to rest.
        let has_no_rest = || {
            let is_foretold = stability::Rule::of(run.trainer.experiment()).is_some();
            run.limit.is_none() && run.problem.samples.is_none() && is_foretold
        };
        match self.beyond_in_words(run, rate, words) {
            Some(of_limit) => of_limit,
            None if has_no_rest() => word!(words, "notice.no-rest").to_owned(),
            None => word!(words, "notice.too-large").to_owned(),
        }
    }

    /// Of runs with one η the first is told of in full, with what helps them all; it names the others that are in trouble too.
    #[cfg(feature = "comparison")]
    pub(super) fn tell_as_one(&self, notices: &mut Vec<Notice>, words: &Words) {
        if notices.len() < 2 {
            return;
        }
        let others: Vec<_> = notices.split_off(1).into_iter().flat_map(|notice| notice.series).collect();
        let names =
            self.rows().filter(|(_, run)| others.contains(&run.style)).map(|(row, _)| words.get(row.short).to_owned());
        notices[0].text = say!(words, "notice.too", text = &notices[0].text, names = words.list(names));
        notices[0].series.extend(others);
    }

    /// Half of the smallest limit concerned, rounded to two digits: well within, and still quick. On a surface, whose curvature
    /// changes, and where no limit is known, such a rate is tried first; there is none to offer where no try helps.
    pub(super) fn remedy(&self, row: &RunRow, run: &Run, words: &Words) -> Option<Remedy> {
        let is_changed =
            cfg!(feature = "chapters") && self.row.fork.is_some() && std::ptr::eq(run, &self.runs[self.runs.len() - 1]);
        let (key, limit) = if is_changed {
            (row.rate_key(), run.limit.map_or(f64::INFINITY, |limit| limit.value))
        } else if are_own(&self.values) {
            (row.rate_key(), run.limit?.value)
        } else {
            let limits = self.runs.iter().filter_map(|run| run.limit);
            ("lr".to_owned(), limits.map(|limit| limit.value).fold(f64::INFINITY, f64::min))
        };
        let lr = run.trainer.experiment().lr;
        let rate = if limit.is_finite() { 0.5 * limit } else { 0.1 * lr };
        #[cfg(feature = "chapters")]
        let is_certain = run.limit.is_some() && run.problem.samples.is_some();
        #[cfg(feature = "chapters")]
        let rate = if is_certain { rate } else { run.tried_rate(rate.min(0.5 * lr))? };
        let rate = Some(rounded(rate, 2)).filter(|rate| *rate > 0.0)?;
        Some(Remedy::rate(key, rate, words))
    }

    pub(super) fn read_out(&self, words: &Words) -> String {
        let number = |value: f64| significant(value, 3);
        match self.hovered {
            #[cfg(feature = "chapters")]
            None if self.is_about_steepness() => self.compare_steepness(words),
            None if cfg!(feature = "chapters") && self.runs.len() > MANY && self.problem().samples.is_none() => {
                self.heights_in_words(words)
            }
            #[cfg(feature = "comparison")]
            None if self.problem().samples.is_some() => self.say_valley(words),
            #[cfg(feature = "chapters")]
            None => self.say_saddle(words),
            #[cfg(not(feature = "chapters"))]
            None => String::new(),
            Some(Hovered::Parameters(point)) => in_words(self.problem(), self.problem().parameters_at(point), words),
            Some(Hovered::Sample(sample)) => {
                let Some(samples) = &self.problem().samples else { return String::new() };
                let ([x, y], [first, second]) = (samples.place(sample).map(number), &self.titles.data);
                let place = format!("{first} = {x}, {second} = {y}");
                match samples.has_classes() {
                    true => say!(words, "comparison.sample", place, class = number(samples.data.targets()[sample])),
                    false => place,
                }
            }
            Some(Hovered::Progress(position)) => {
                let losses = self
                    .rows()
                    .map(|(row, run)| height_in_words(row, run, run.point(self.steps_before(run, position)), words));
                // Of updates there are whole ones alone.
                let position = if self.progress() == Progress::Updates { position.round() } else { position };
                let place = format!("{} = {}", self.progress().label().of(words), number(position));
                std::iter::once(place).chain(losses).collect::<Vec<_>>().join(" · ")
            }
        }
    }

    /// Why one descent alone goes straight across a valley and no farther.
    #[cfg(feature = "comparison")]
    fn say_valley(&self, words: &Words) -> String {
        /// How many times as much a loss bends across as along, from where on nobody sees a path turn.
        const NARROW: f64 = 1000.0;
        let [run] = &self.runs[..] else { return String::new() };
        // What diverges has a notice of its own.
        if beyond(run, run.trainer.experiment().lr).is_some() {
            return String::new();
        }
        match run.problem.eigenvalues[..] {
            [along, .., across] if along <= LOST * across => word!(words, "comparison.trough").to_owned(),
            [along, .., across] if across > NARROW * along => {
                say!(words, "comparison.valley", kappa = significant(across / along, 2))
            }
            _ => String::new(),
        }
    }

    /// That a level place, or one that is all but level, is none to stay at.
    #[cfg(feature = "chapters")]
    fn say_saddle(&self, words: &Words) -> String {
        /// The part of the slope at the start that nobody sees a run go down by.
        const ALL_BUT: f64 = 0.01;
        let run = &self.runs[0];
        let bends = || {
            stability::eigenvalues(
                &run.problem.objective.hessian(&run.seen.parameters[..run.problem.dim()]),
                run.problem.dim(),
            )
        };
        let is_saddle = run.problem.samples.is_none()
            && (is_level(run) || steepness(run) < ALL_BUT * steepness_at(&run.problem, run.point(0)))
            && bends().first().is_some_and(|&smallest| smallest < 0.0);
        if is_saddle { word!(words, "comparison.saddle").to_owned() } else { String::new() }
    }
}
