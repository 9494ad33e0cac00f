//! What stands above each panel, and what is said of it to who cannot see it.

use super::own::Known;
use super::rates::{Rates, rates_of};
use super::rows::{PanelRow, RunRow, Shows};
use super::{Comparing, Hovered};
use crate::figure::progress::Height;
use crate::figure::speech::{count, ending};
use crate::figure::{LegendEntry, Panel};
use crate::number::significant;
use crate::objective::Batch;
use crate::problem::{Parameters, Problem};
use crate::run::Run;
use crate::words::Words;
use crate::{say, word};

/// So many runs have room for all their numbers above a landscape.
pub(super) const MANY: usize = 3;

impl Comparing {
    pub(super) fn describe(&self, words: &Words) -> Vec<Panel> {
        let describe = |(row, known): (&PanelRow, &Known)| {
            let panel = match row.shows {
                Shows::Landscape(runs) => self.describe_landscapes(self.there(runs), words),
                Shows::Losses if !self.row.is_plain() => self.describe_losses(words),
                Shows::Samples | Shows::Losses => self.describe_samples(words),
                Shows::Own(own) => own.describe(self, known, words),
            };
            let panel = Panel { name: row.name, columns: row.columns, tall: row.tall, optional: row.optional, ..panel };
            #[cfg(feature = "chapters")]
            let panel = match self.looked_at_beside_a_sentence(row, words) {
                Some(detail) => Panel { detail, ..panel },
                None => panel,
            };
            let Some([title, detail]) = row.says else { return panel };
            let detail = match self.hovered {
                Some(Hovered::Parameters(point)) if matches!(row.shows, Shows::Samples) => {
                    let height = self.problem().height(self.problem().parameters_at(point));
                    say!(words, "fit.hovered", height = significant(height, 3))
                }
                _ => words.get(detail).to_owned(),
            };
            Panel { title: words.get(title).to_owned(), detail, ..panel }
        };
        self.row.panels.iter().zip(&self.known).map(describe).collect()
    }

    /// What is looked at in a panel, where the figure's sentence keeps its place; of many runs there is too much of it.
    #[cfg(feature = "chapters")]
    fn looked_at_beside_a_sentence(&self, row: &PanelRow, words: &Words) -> Option<String> {
        let is_here = match (self.hovered?, row.shows) {
            (Hovered::Parameters(_), shows) => shows.landscape().is_some(),
            (Hovered::Progress(_), Shows::Own(own)) => own.is_against_progress() && self.runs.len() == 1,
            (Hovered::Progress(_), shows) => matches!(shows, Shows::Losses) && self.runs.len() == 1,
            (Hovered::Sample(_), shows) => matches!(shows, Shows::Samples),
        };
        let said = (is_here && self.own_readout(words).is_some()).then(|| self.read_out(words))?;
        // What else is told of the run is of where it is.
        Some(if self.is_start_in_hand { say!(words, "comparison.start", place = said) } else { said })
    }

    /// What is said of runs on one landscape; of several, each is named.
    pub(super) fn describe_landscapes(&self, runs: &[usize], words: &Words) -> Panel {
        let describe = |&run: &usize| self.describe_landscape(&self.row.runs[run], &self.runs[run], words);
        if let [run] = runs {
            return describe(run);
        }
        let (mut legend, mut descriptions) = (Vec::new(), String::new());
        for place in runs {
            let (row, run, panel) = (&self.row.runs[*place], &self.runs[*place], describe(place));
            let text = match (self.row.is_plain(), run.batch_size()) {
                (true, 1) => word!(words, "fit.one-point").to_owned(),
                (true, m) => say!(words, "fit.points", m = count(m)),
                (false, _) => {
                    let end = if panel.status.is_empty() { "" } else { " · " };
                    // Where each of several is on a surface is seen, and told below; together they would break their lines.
                    let what = match run.problem.samples {
                        Some(_) => panel.detail,
                        None => {
                            let height = significant(run.problem.height(run.seen.parameters), 4);
                            format!("{} = {height}", symbol(&run.problem))
                        }
                    };
                    named(row, &format!("{what}{end}{}", panel.status), words)
                }
            };
            if runs.len() <= MANY {
                legend.push(LegendEntry { series: Some(run.style), text });
            }
            descriptions += &panel.description;
            descriptions.push(' ');
        }
        let panel = Panel::new("", word!(words, "comparison.landscapes"), String::new(), descriptions);
        Panel { starts: true, legend, ..panel }
    }

    fn describe_landscape(&self, row: &RunRow, run: &Run, words: &Words) -> Panel {
        let (name, seen) = (words.get(row.title), &run.seen);
        let here = in_words(&run.problem, seen.parameters, words);
        let (samples, steps) = (run.sampler().samples_seen(seen.steps), count(seen.steps));
        let [first, second] = run.problem.shown.map(|place| &run.problem.symbols[place]);
        let detail = match (&run.problem.samples, self.is_about_steepness()) {
            (None, _) => here.clone(),
            (Some(_), true) => {
                let slope = significant(steepness(run), 3);
                let [w1, w2] = run.problem.two(seen.parameters).map(|weight| significant(weight, 3));
                format!("w = ({w1}, {w2}), |∇E| = {slope}")
            }
            (Some(_), false) => {
                let updates = match seen.steps {
                    1 => word!(words, "comparison.one-update").to_owned(),
                    _ => say!(words, "comparison.updates", steps),
                };
                let visited = match samples {
                    1 => word!(words, "comparison.one-sample").to_owned(),
                    _ => say!(words, "comparison.samples", samples = count(samples)),
                };
                format!("m′ = {} · {updates} · {visited}", count(run.batch_size()))
            }
        };
        let description = match run.problem.samples {
            Some(_) => say!(words, "comparison.landscape", name, first, second, steps, here),
            None => say!(words, "comparison.surface", name, first, second, steps, here),
        };
        Panel {
            series: Some(run.style),
            status: self.standing(run, words),
            starts: true,
            ..Panel::new("", name, detail, description)
        }
    }

    /// How a run stands; of one alone, since when more steps change nothing: what trembles by rounding goes on for a while.
    fn standing(&self, run: &Run, words: &Words) -> String {
        #[cfg(feature = "comparison")]
        if let Some(steps) = self.arrived() {
            return say!(words, "status.arrived", steps = count(steps));
        }
        ending(&run.trainer, run.seen.steps, words).to_owned()
    }

    fn describe_samples(&self, words: &Words) -> Panel {
        let n = count(self.problem().objective.samples());
        if !self.problem().has_classes() {
            let description = say!(words, "comparison.data", n);
            return Panel::new(
                "",
                word!(words, "comparison.data.title"),
                say!(words, "comparison.data.detail", n),
                description,
            );
        }
        let by = self.rows().next().map_or("", |(row, _)| words.get(row.short));
        let detail = match self.runs[..] {
            [_, _] => say!(words, "comparison.classes.tinted", n),
            _ => say!(words, "comparison.classes.detail", n, by),
        };
        Panel::new("", word!(words, "comparison.classes.title"), detail, say!(words, "comparison.classes", n))
    }

    pub(super) fn describe_losses(&self, words: &Words) -> Panel {
        let axis = self.progress().label().of(words);
        let losses = self.rows().map(|(row, run)| {
            let said = height_in_words(row, run, run.seen.parameters, words);
            match run.problem.has_classes() {
                true => format!("{said} ({})", right(&run.problem, run.seen.parameters, words)),
                false => said,
            }
        });
        let losses = words.list(losses);
        let title = match self.height() {
            Height::Accuracy => word!(words, "height.accuracy.title"),
            _ if self.problem().samples.is_none() => word!(words, "height.value.title"),
            _ => word!(words, "height.loss.title"),
        };
        let detail = match self.height() {
            Height::Accuracy => self.shares_in_words(words),
            _ => say!(words, "comparison.against", axis),
        };
        Panel::new("", title, detail, say!(words, "comparison.losses", axis, losses))
    }
}

impl Comparing {
    /// What share each run classifies as it should be.
    pub(super) fn shares_in_words(&self, words: &Words) -> String {
        let share = |(row, run): (&RunRow, &Run)| named(row, &right(&run.problem, run.seen.parameters, words), words);
        words.list(self.rows().map(share))
    }

    /// How high each of many runs is, and by which η that was searched for: above a landscape there is no room for all of them.
    pub(super) fn heights_in_words(&self, words: &Words) -> String {
        let height = |(row, run): (&RunRow, &Run)| {
            let height = height_in_words(row, run, run.seen.parameters, words);
            let said = match rates_of(&self.values) {
                Rates::Best => format!("{height} (η = {})", significant(run.trainer.experiment().lr, 3)),
                _ => height,
            };
            // A line breaks between descents.
            said.replace(' ', "\u{a0}")
        };
        self.rows().map(height).collect::<Vec<_>>().join(" · ")
    }
}

/// How high a run is at some parameters: batch: E = 3.
pub(super) fn height_in_words(row: &RunRow, run: &Run, parameters: Parameters, words: &Words) -> String {
    let height = significant(run.problem.height(parameters), 3);
    named(row, &format!("{} = {height}", symbol(&run.problem)), words)
}

/// What is said of a run, after its name.
pub(super) fn named(row: &RunRow, what: &str, words: &Words) -> String {
    say!(words, "comparison.named", name = words.get(row.short), what)
}

/// What is minimised: E of data, f of a formula.
pub(super) fn symbol(problem: &Problem) -> &'static str {
    if problem.samples.is_some() { "E" } else { "f" }
}

/// Parameters and their loss: w = 1, b = 2, E = 3; for classes with the share that is classified as it should be.
pub(super) fn in_words(problem: &Problem, parameters: Parameters, words: &Words) -> String {
    let part = |name: &str, value: f64| {
        // A power of ten takes the room of a digit.
        let digits = if problem.samples.is_some() || value.abs() < 1e-3 { 3 } else { 4 };
        format!("{name} = {}", significant(value, digits))
    };
    let mut parts: Vec<String> =
        problem.symbols.iter().zip(parameters).map(|(name, value)| part(name, value)).collect();
    parts.push(part(symbol(problem), problem.height(parameters)));
    if problem.has_classes() {
        parts.push(right(problem, parameters, words));
    }
    words.coordinates(parts)
}

/// The share of the samples that are classified as they should be.
pub(super) fn right(problem: &Problem, parameters: Parameters, words: &Words) -> String {
    say!(words, "comparison.right", share = percent(problem.accuracy(parameters), words))
}

/// A part of 1 as a percentage.
pub(super) fn percent(part: f64, words: &Words) -> String {
    say!(words, "list.percent", number = significant(100.0 * part, 3))
}

/// How steep the loss is where a run is.
pub(super) fn steepness(run: &Run) -> f64 {
    steepness_at(&run.problem, run.seen.parameters)
}

/// How steep it is at some parameters.
pub(super) fn steepness_at(problem: &Problem, parameters: Parameters) -> f64 {
    let gradient = problem.gradient(parameters, Batch::All);
    gradient.iter().fold(0.0, |length, slope| libm::hypot(length, *slope))
}

/// Whether nobody could tell that slope from none.
pub(super) fn is_level(run: &Run) -> bool {
    steepness(run) < 1e-3
}
