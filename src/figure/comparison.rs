//! Descents side by side, as rows: a base experiment, runs that differ from it by a string, and panels.

#[cfg(feature = "chapters")]
mod chapters;
mod chart;
#[cfg(feature = "opening")]
mod fit_a_line;
mod keys;
mod own;
mod panels;
mod pictures;
mod rates;
mod rows;
mod speech;
#[cfg(feature = "regression")]
mod three_descents;
mod titles;
mod trouble;

#[cfg(feature = "chapters")]
pub(super) use chapters::*;
#[cfg(feature = "opening")]
pub(super) use fit_a_line::FIT_A_LINE;
#[cfg(feature = "comparison")]
pub(super) use three_descents::{BATCH_DESCENT, THREE_DESCENTS};

use super::progress::{EXCESS, Height, PROGRESS, Progress};
use super::{Action, After, Control, Handle, Notice, Panel, Scene, Values};
use crate::chart::{Picture, Polyline, Style};
use crate::error::{Allowed, Error, Result};
use crate::experiment::Experiment;
use crate::number::{rounded, significant};
use crate::problem::{Parameters, Problem, View};
use crate::random::point;
use crate::run::Run;
use crate::stability::{Limit, limit_of_descent, limit_of_run};
use crate::trainer::Status;
use crate::words::Words;
use chart::ChartRanges;
use keys::{SHOWN, X, Y};
use own::{Known, OwnPanel};
use rates::{RATE, Rates, rates_of};
use rows::{Comparison, PanelRow, Rule, RunRow, Shows};
use speech::plain_notice;
use std::rc::Rc;
use titles::Titles;

/// Pairs of parameters, of a model with two weights and a bias, that landscapes lie over, in the order of the choices.
const PAIRS: [[usize; 2]; 3] = [[0, 1], [0, 2], [1, 2]];

/// Steps that are shown ahead of a run whose learning rate has been changed, and ticks for which they are.
const AHEAD: u64 = 8;
const SOON: u64 = 4;

/// Samples of a loss that is a parabola: each step of batch descent takes a pass over them.
const MOST_OF_PARABOLAS: u64 = 100_000;
/// Samples of a loss that is no parabola: its landscape takes a pass over them for every point.
const MOST_SAMPLES: u64 = 10_000;
/// Samples of classes, each of which costs a power of e.
const MOST_OF_CLASSES: u64 = 2_000;

/// A comparison that is shown.
pub(super) struct Comparing {
    row: &'static Comparison,
    values: Values,
    runs: Vec<Run>,
    /// Per run, the loss chart's points as far as its path is drawn.
    curves: Vec<Polyline>,
    chart: ChartRanges,
    /// What each panel with a picture of its own has worked out.
    known: Vec<Known>,
    /// Which learning rate each run does best with, where that is searched for.
    searched: Option<Rc<Searched>>,
    titles: Titles,
    hovered: Option<Hovered>,
    /// Whether what comes next is another start, from the hand that drags it.
    is_start_in_hand: bool,
    /// After another learning rate, the next steps of each run, until the clock has gone on.
    ahead: Vec<Vec<[f64; 2]>>,
    /// The tick at which it was set.
    since: Option<u64>,
}

/// Where each run of a comparison comes to by many learning rates.
struct Searched {
    /// What the search is about: the runs' experiments, but for their rates, and what they minimise.
    experiments: Vec<Experiment>,
    problem: Rc<Problem>,
    /// Of each run, how far above the lowest place it ends against its rate.
    curves: Vec<Polyline>,
    /// The rate with which it ends lowest.
    best: Vec<Option<f64>>,
    /// How far above the lowest place all begin.
    first: f64,
}

/// What the pointer is over.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Hovered {
    /// A place on the loss chart's axis.
    Progress(f64),
    /// A point of a landscape.
    Parameters([f64; 2]),
    /// A sample.
    Sample(usize),
}

impl Comparison {
    /// Shows the comparison of some values; what stays as it was before is taken over.
    pub(super) fn build(
        &'static self,
        values: &Values,
        words: &Words,
        before: Option<&Comparing>,
    ) -> Result<Comparing> {
        let by = self.by.filter(|_| cfg!(feature = "chapters"));
        by.map_or(self, |by| by(values)).compare(values, words, before)
    }

    fn compare(&'static self, values: &Values, words: &Words, before: Option<&Comparing>) -> Result<Comparing> {
        check_samples(&values.experiment)?;
        let view = View { shown: PAIRS[values.choice(SHOWN)], window: self.window, fills_plane: self.fills_plane };
        let mut runs: Vec<Run> = Vec::with_capacity(self.runs.len());
        let is_in_hand = before.is_some_and(|before| before.is_start_in_hand);
        let mut searched = None;
        let rows = self.running(values);
        for (place, row) in rows.iter().enumerate() {
            let mut experiment = row.experiment(values)?;
            let known = || runs.iter().chain(before.iter().flat_map(|before| &before.runs));
            let same = known().find(|run| {
                has_problem_of(&experiment, run.trainer.experiment())
                    && run.problem.is_for(&experiment, view, is_in_hand)
            });
            let problem = same.map(|run| Rc::clone(&run.problem));
            let problem = problem.map_or_else(|| Problem::new(&experiment, view).map(Rc::new), Ok)?;
            if problem.dim() < 2 {
                return Err(Error::not_allowed("f", &experiment.f, Allowed::OneOf(vec!["f(x, y)"])));
            }
            // A module of the page that races nothing has nothing of it.
            if let Some(search) = self.search.filter(|_| cfg!(feature = "chapters")) {
                if searched.is_none() {
                    let before = before.and_then(|before| before.searched.as_ref());
                    searched = Some(search(rows, values, &problem, before)?);
                }
                let best = searched.as_ref().and_then(|searched| searched.best[place]);
                experiment.lr = best.filter(|_| rates_of(values) == Rates::Best).unwrap_or(experiment.lr);
            }
            let ran = before.and_then(|before| before.runs.get(place)).filter(|ran| {
                Rc::ptr_eq(&ran.problem, &problem) && has_limit_of(&experiment, ran.trainer.experiment())
            });
            let mut run = Run::new(row.style, &experiment, problem, None)?;
            #[cfg(feature = "chapters")]
            if let Some(fork) = self.fork.filter(|_| place + 1 == rows.len()) {
                let (step, into) = fork(values)?;
                into.validate()?;
                run.change_after(step, into);
            }
            run.limit = match ran.filter(|ran| ran.problem.samples.is_some()) {
                Some(ran) => ran.limit,
                None if !self.is_plain() => limit_of(&run),
                None => None,
            };
            runs.push(run);
        }
        let mut comparing = Comparing {
            row: self,
            values: values.clone(),
            curves: runs.iter().map(|_| Polyline::new()).collect(),
            titles: Titles::new(&runs[0], self.is_plain(), words),
            hovered: before
                .filter(|before| Rc::ptr_eq(&before.runs[0].problem, &runs[0].problem))
                .and_then(|b| b.hovered),
            runs,
            searched,
            chart: ChartRanges::default(),
            known: vec![None; self.panels.len()],
            is_start_in_hand: false,
            ahead: Vec::new(),
            since: None,
        };
        for (panel, row) in self.panels.iter().enumerate() {
            if let Shows::Own(own) = row.shows {
                let before = before.and_then(|before| before.known[panel].clone());
                comparing.known[panel] = own.know(&comparing, before);
            }
        }
        comparing.look(0, 0.0);
        #[cfg(feature = "chapters")]
        if let Some(before) = before {
            comparing.since = before.since;
        }
        Ok(comparing)
    }
}

impl RunRow {
    /// The run's experiment.
    pub(super) fn experiment(&self, values: &Values) -> Result<Experiment> {
        let mut experiment = values.experiment.clone();
        for (key, value) in self.with.split('&').filter_map(|pair| pair.split_once('=')) {
            experiment.set(key, value)?;
            if key == "batch" {
                // What the row asks for gives way to what there is.
                experiment.clamp_batch();
            }
        }
        if let Some(rule) = self.rule.filter(|_| cfg!(feature = "chapters")).and_then(|rule| rule(values)) {
            experiment.set("rule", &rule)?;
        }
        if rates_of(values) == Rates::Own {
            experiment.lr = values.number(&self.rate_key());
        }
        #[cfg(feature = "chapters")]
        {
            experiment.lr *= self.part;
        }
        Ok(experiment)
    }
}

/// Whether both experiments minimise the same.
fn has_problem_of(one: &Experiment, other: &Experiment) -> bool {
    let same = Experiment {
        optimizer: other.optimizer,
        hyper: other.hyper.clone(),
        sampler: other.sampler,
        batch: other.batch,
        ..one.clone()
    };
    #[cfg(feature = "optimizers")]
    let same = Experiment { rule: other.rule.clone(), ..same };
    has_limit_of(&same, other)
}

/// Whether both experiments, which minimise the same, have the same limit of η.
fn has_limit_of(one: &Experiment, other: &Experiment) -> bool {
    Experiment { lr: other.lr, start: other.start.clone(), seed: other.seed, ..one.clone() } == *other
}

fn limit_of(run: &Run) -> Option<Limit> {
    let experiment = run.last_experiment();
    match &run.problem.samples {
        Some(samples) if cfg!(feature = "regression") => limit_of_run(experiment, &samples.risk),
        None if cfg!(feature = "formulas") => {
            limit_of_descent(experiment, &*run.problem.objective, run.trainer.parameters())
        }
        // A module of the page has what is about data, or what is about formulas.
        _ => None,
    }
}

fn check_samples(experiment: &Experiment) -> Result<()> {
    if let Some(data) = experiment.given().filter(|_| experiment.is_about_own_data()) {
        // A line has one axis for features, a plane of classes two.
        let drawn = if experiment.link == crate::model::Link::Logistic { 2 } else { 1 };
        if data.d() != drawn {
            return Err(Error::FeatureCount { given: data.d(), drawn });
        }
    }
    let (n, most) = (experiment.samples(), most_samples(experiment));
    if n <= most {
        return Ok(());
    }
    Err(Error::not_allowed("n", n, Allowed::Integer { min: 1, max: most }))
}

/// How many samples a comparison has time for.
fn most_samples(experiment: &Experiment) -> u64 {
    match experiment.link {
        crate::model::Link::Logistic if cfg!(feature = "classes") => MOST_OF_CLASSES,
        _ if experiment.loss.curvature().is_none() => MOST_SAMPLES,
        _ => MOST_OF_PARABOLAS,
    }
}

impl Comparing {
    fn is_about_steepness(&self) -> bool {
        cfg!(feature = "classes") && self.row.rule == Rule::Steepness
    }

    fn progress(&self) -> Progress {
        PROGRESS[self.values.choice(X)].0
    }

    fn height(&self) -> Height {
        let chosen = self.row.heights.get(self.values.choice(Y)).copied().unwrap_or_default();
        if chosen != Height::Excess || self.problem().floor().is_some() {
            return chosen;
        }
        // Nobody knows how far the minimum is below.
        self.row.heights.iter().copied().find(|height| *height != Height::Excess).unwrap_or(chosen)
    }

    /// What all runs that minimise the same share; of several landscapes, the first.
    fn problem(&self) -> &Problem {
        &self.runs[0].problem
    }

    /// The sentence that a panel of the figure's own has to say, with this step's numbers.
    #[cfg(feature = "chapters")]
    fn own_readout(&self, words: &Words) -> Option<String> {
        self.own().find_map(|(own, known)| own.readout(self, known, words))
    }

    /// The tick at which the last run has come to its end, once all have: there is no later one.
    fn end(&self) -> Option<u64> {
        let (progress, unit) = (self.progress(), self.samples_per_tick());
        self.runs.iter().try_fold(0, |end, run| {
            let is_over = run.trainer.status() != Status::Running;
            is_over.then(|| progress.ticks_to(run.trainer.steps(), unit, run.sampler()).max(end))
        })
    }

    /// Since how many steps a run on data that is shown alone has been at the minimum.
    #[cfg(feature = "comparison")]
    fn arrived(&self) -> Option<u64> {
        let [run] = &self.runs[..] else { return None };
        run.arrived().filter(|_| run.problem.samples.is_some())
    }

    /// Samples that a tick is worth where progress is counted in samples: a mini-batch, or all for a full batch.
    fn samples_per_tick(&self) -> u64 {
        self.values.experiment.samples_of_a_step()
    }

    fn shows(&self, panel: usize) -> Option<Shows> {
        self.row.panels.get(panel).map(|panel| panel.shows)
    }

    /// Those of some runs, by their places, that there are.
    fn there(&self, runs: &'static [usize]) -> &'static [usize] {
        &runs[..runs.iter().take_while(|place| **place < self.runs.len()).count()]
    }

    /// The panels with pictures of their own, and what they know.
    fn own(&self) -> impl Iterator<Item = (&'static dyn OwnPanel, &Known)> {
        let panels = self.row.panels.iter().zip(&self.known);
        panels.filter_map(|(row, known)| match row.shows {
            Shows::Own(own) => Some((own, known)),
            _ => None,
        })
    }

    /// The runs with their rows.
    fn rows(&self) -> impl Iterator<Item = (&'static RunRow, &Run)> {
        self.row.runs.iter().zip(&self.runs)
    }

    /// Where the reader looks back to, on the chart's axis.
    fn looked_back_to(&self, run: &Run) -> Option<Parameters> {
        match self.hovered? {
            Hovered::Progress(position) => Some(run.point(self.steps_before(run, position))),
            Hovered::Parameters(_) | Hovered::Sample(_) => None,
        }
    }

    /// The place of a step on the loss chart's axis.
    fn position(&self, run: &Run, steps: u64) -> f64 {
        self.progress().position(steps, run.problem.objective.samples(), run.sampler())
    }

    /// Where a run is on the loss chart's axis, on the way to its next step too.
    fn position_now(&self, run: &Run) -> f64 {
        let [from, to] = [0, 1].map(|more| self.position(run, run.seen.steps + more));
        from + run.seen.fraction * (to - from)
    }

    /// The steps taken at a place of the loss chart's axis.
    fn steps_before(&self, run: &Run, position: f64) -> u64 {
        let steps = self.progress().steps_before(position, run.problem.objective.samples(), run.sampler());
        steps.min(run.seen.steps)
    }

    /// From a tick on the steps to come are shown where a hand on that panel has moved the rule of the runs.
    #[cfg(feature = "chapters")]
    fn look_ahead_from(&mut self, own: &dyn OwnPanel, tick: u64) {
        self.since = own.steps_ahead(tick).map(|_| tick);
    }

    /// A place for a start, drawn by a seed from what is seen of the landscape.
    fn place_for_a_start(&self, seed: u32) -> [f64; 2] {
        let (parts, window): ([f64; 2], _) = (point(seed), self.problem().window);
        std::array::from_fn(|axis| window[axis].0 + (0.04 + 0.92 * parts[axis]) * (window[axis].1 - window[axis].0))
    }
}

impl Scene for Comparing {
    fn rebuilt(&self, values: &Values, words: &Words) -> Result<Box<dyn Scene>> {
        Ok(Box::new(self.row.build(values, words, Some(self))?))
    }

    fn look(&mut self, tick: u64, fraction: f64) -> u64 {
        let (progress, unit) = (self.progress(), self.samples_per_tick());
        for run in &mut self.runs {
            let (steps, fraction) = progress.steps_at(tick as f64 + fraction, unit, run.sampler());
            run.look(steps, fraction);
        }
        if !self.row.is_plain() {
            self.extend_curves();
            self.chart = self.chart_ranges();
        }
        // While it plays, a hand's next move comes before this.
        self.since = self.since.filter(|since| tick.abs_diff(*since) < SOON);
        self.ahead.clear();
        if self.since.is_some() {
            #[cfg(feature = "chapters")]
            let count = self.own().find_map(|(own, _)| own.steps_ahead(tick)).unwrap_or(AHEAD);
            #[cfg(not(feature = "chapters"))]
            let count = AHEAD;
            self.ahead.extend(self.runs.iter_mut().map(|run| run.ahead(count)));
        }
        for (panel, row) in self.row.panels.iter().enumerate() {
            if let Shows::Own(own) = row.shows {
                let mut known = self.known[panel].take();
                own.follow(self, &mut known);
                self.known[panel] = known;
            }
        }
        self.end().map_or(tick, |end| tick.min(end))
    }

    /// A step that is looked at before it is taken can be gone to.
    fn known_to(&self) -> u64 {
        u64::from(self.row.rule == Rule::Next)
    }

    fn changed(&mut self, key: &str, tick: u64) -> u64 {
        // The one step that is looked at is shown anyway.
        let is_another = || cfg!(feature = "chapters") && self.values.experiment.hyper_parameter(key).is_some();
        let is_of_rule = key == "lr" || key.starts_with(RATE) || is_another();
        self.since = (self.row.rule != Rule::Next && is_of_rule).then_some(tick);
        tick
    }

    fn is_over(&self, tick: u64) -> bool {
        // What trembles by rounding is at rest, unless a picture goes down to where it is seen.
        #[cfg(feature = "comparison")]
        if self.height() != Height::Excess && self.arrived().is_some() {
            return true;
        }
        self.end().is_some_and(|end| tick >= end)
    }

    #[cfg(feature = "chapters")]
    fn rest(&self) -> u64 {
        self.own().find_map(|(own, _)| own.rest(self)).unwrap_or(super::values::MOST_TICKS)
    }

    fn work_of_a_tick(&self) -> u64 {
        let running = self.runs.iter().filter(|run| run.trainer.status() == Status::Running);
        let work = running.map(|run| match self.progress() {
            Progress::Updates => run.batch_size(),
            Progress::Samples | Progress::Epochs => self.samples_per_tick(),
        });
        work.sum()
    }

    fn measure(&mut self, now: &dyn Fn() -> f64, _: &Words) -> bool {
        let mut goes_on = false;
        for (row, known) in self.row.panels.iter().zip(&mut self.known) {
            if let Shows::Own(own) = row.shows {
                goes_on |= own.measure(known, now);
            }
        }
        goes_on
    }

    fn speak(&mut self, words: &Words) {
        self.titles = Titles::new(&self.runs[0], self.row.is_plain(), words);
    }

    fn panels(&self, words: &Words) -> Vec<Panel> {
        self.describe(words)
    }

    fn picture<'a>(&'a self, panel: usize, words: &'a Words) -> Picture<'a> {
        match self.shows(panel) {
            Some(Shows::Landscape(runs)) => self.show_landscape(self.there(runs), &[], words),
            Some(Shows::Own(own)) => own.show(self, &self.known[panel], words),
            Some(Shows::Losses) | None if !self.row.is_plain() => self.show_losses(words),
            Some(Shows::Samples | Shows::Losses) | None => self.show_samples(words),
        }
    }

    fn control(&self, control: Control, words: &Words) -> Option<Control> {
        let own = self.row.runs.iter().find(|row| row.rate_key() == control.key);
        let mut control = match control.key {
            "lr" if rates_of(&self.values) != Rates::Linked => return None,
            "lr" if !self.row.is_plain() => self.rate_control(control, None, words),
            _ if own.is_some() && !self.row.is_plain() => self.rate_control(control, own, words),
            _ => control,
        };
        match (control.key, &mut control.slider, &mut control.choices) {
            ("batch", Some(slider), _) => slider.max = self.values.experiment.samples() as f64,
            (Y, _, Some(choices)) if self.problem().floor().is_none() => {
                choices.retain(|choice| choice.name != EXCESS);
                if choices.len() < 2 {
                    return None;
                }
            }
            _ => {}
        }
        #[cfg(feature = "chapters")]
        if let Some(slider) = &mut control.slider {
            slider.marks.extend(self.own().flat_map(|(own, _)| own.marks(self, control.key, words)));
        }
        Some(control)
    }

    fn handles(&self) -> Vec<Handle> {
        let handle = |(panel, row): (usize, &PanelRow)| {
            if let Some(own) = row.shows.held() {
                return own.handle(self).map(|handle| Handle { panel, ..handle });
            }
            let runs = row.shows.landscape()?;
            let run = &self.runs[runs[0]];
            let start = run.problem.two(run.point(0));
            let [first, second] = run.problem.shown.map(|place| &run.problem.symbols[place]);
            let label = format!("{first} = {}, {second} = {}", significant(start[0], 4), significant(start[1], 4));
            let at = [0, 1].map(|axis| start[axis].clamp(run.problem.window[axis].0, run.problem.window[axis].1));
            Some(Handle::new(panel, at, &self.titles.start, label))
        };
        self.row.panels.iter().enumerate().filter_map(handle).collect()
    }

    fn act(&mut self, action: Action, values: &mut Values) -> After {
        let start_at = |point: [f64; 2], values: &mut Values| {
            // The parameters that are not shown start where the landscape holds them: on it.
            let point = point.map(|value| rounded(value, 4));
            let parameters = self.problem().parameters_at(point);
            values.experiment.start = Some(parameters[..self.problem().dim()].to_vec());
        };
        match action {
            Action::Press(panel, point) if self.shows(panel).is_some_and(|shows| shows.landscape().is_some()) => {
                start_at(point, values);
                After::Begin
            }
            Action::Press(panel, _) | Action::Turn(panel, ..) => match self.shows(panel) {
                Some(Shows::Own(own)) => {
                    let after = own.act(action, &self.known[panel], values);
                    #[cfg(feature = "chapters")]
                    if after == After::Begin {
                        self.look_ahead_from(own, 0);
                    }
                    after
                }
                _ => After::Nothing,
            },
            Action::Drag(handle, point, done) => {
                let held =
                    cfg!(feature = "chapters").then(|| self.handles().get(handle).map(|handle| handle.panel)).flatten();
                if let Some((panel, own)) = held.and_then(|panel| Some((panel, self.shows(panel)?.held()?))) {
                    // To drag is to press wherever the hand comes, and the run goes on.
                    let after = own.act(Action::Press(panel, point), &self.known[panel], values);
                    #[cfg(feature = "chapters")]
                    self.look_ahead_from(own, self.runs[0].seen.steps);
                    return if after == After::Begin { After::Stay } else { after };
                }
                start_at(point, values);
                self.is_start_in_hand = !done;
                self.hovered = Some(Hovered::Parameters(point));
                After::Stay
            }
            Action::Restart(seed) => {
                values.experiment.seed = seed;
                values.experiment.start = None;
                if self.row.is_plane {
                    start_at(self.place_for_a_start(seed), values);
                }
                After::Begin
            }
        }
    }

    fn hover(&mut self, place: Option<(usize, [f64; 2])>) {
        if place.is_none() {
            // Nor is anything looked ahead to.
            self.since = None;
            self.ahead.clear();
        }
        // Beyond the runs nothing has been yet.
        let farthest = self.runs.iter().map(|run| self.position_now(run)).fold(0.0, f64::max);
        self.hovered = place.and_then(|(panel, point)| match self.shows(panel)? {
            shows if shows.landscape().is_some() => Some(Hovered::Parameters(point)),
            Shows::Samples => self.problem().samples.as_ref()?.nearest(point).map(Hovered::Sample),
            Shows::Losses => Some(Hovered::Progress(point[0].clamp(0.0, farthest))),
            Shows::Own(own) if cfg!(feature = "chapters") && own.is_against_progress() => {
                Some(Hovered::Progress(point[0].clamp(0.0, farthest)))
            }
            Shows::Own(own) if cfg!(feature = "chapters") && own.is_of_samples() => {
                self.problem().samples.as_ref()?.nearest(point).map(Hovered::Sample)
            }
            _ => None,
        });
    }

    fn rules(&self, words: &Words) -> Vec<(Option<Style>, String)> {
        if self.row.is_plain() {
            return Vec::new();
        }
        let own: Vec<_> = self.own().flat_map(|(own, known)| own.rules(self, known, words)).collect();
        if !own.is_empty() {
            return own;
        }
        let rule = |run: &Run| {
            #[cfg(feature = "chapters")]
            if self.is_about_steepness() {
                return self.rule_of_steepness(run, words);
            }
            self.rule(run)
        };
        self.runs.iter().map(|run| (Some(run.style), rule(run))).collect()
    }

    fn notices(&self, words: &Words) -> Vec<Notice> {
        if self.row.is_plain() {
            return self.rows().filter_map(|(row, run)| plain_notice(row, run, words)).collect();
        }
        let of_runs = self.rows().filter_map(|(row, run)| self.notice(row, run, words));
        let mut notices: Vec<Notice> = of_runs.collect();
        #[cfg(feature = "comparison")]
        if rates_of(&self.values) == Rates::Linked {
            self.tell_as_one(&mut notices, words);
        }
        #[cfg(feature = "chapters")]
        notices.extend(self.notice_of_separable_classes(words));
        if notices.is_empty() {
            notices.extend(self.own().flat_map(|(own, known)| own.notices(self, known, words)));
        }
        notices
    }

    fn readout(&self, words: &Words) -> String {
        // Of one run what is looked at stands above its panel.
        #[cfg(feature = "chapters")]
        if (!matches!(self.hovered, Some(Hovered::Progress(_))) || self.runs.len() == 1)
            && let Some(own) = self.own_readout(words)
        {
            return own;
        }
        if self.row.is_plain() { String::new() } else { self.read_out(words) }
    }
}

#[cfg(test)]
mod tests;
