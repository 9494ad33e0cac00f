//! The learning rate with which each run of a comparison does best, and the search for it as a picture.

use super::typed::in_symbols;
use crate::chart::{Arrow, Axes, Axis, Curve, Head, Line, Name, Picture, Polyline, Segment, Style, Tone};
use crate::error::Result;
use crate::experiment::Experiment;
use crate::figure::comparison::own::{Known, OwnPanel};
use crate::figure::comparison::rates::{Rates, rates_of};
use crate::figure::comparison::rows::RunRow;
use crate::figure::comparison::{Comparing, Searched};
use crate::figure::speech::count;
use crate::figure::{Action, After, Panel, Values};
use crate::number::{decade, rounded, significant};
use crate::problem::Problem;
use crate::run::Run;
use crate::search::{LAST, Search, steps_to};
use crate::trainer::Trainer;
use crate::words::Words;
use crate::{say, word};
use std::rc::Rc;
use std::sync::Arc;

/// The rates that are tried, as powers of ten, and how many there are to each.
const POWERS: (i32, i32) = (-4, 1);
const TO_A_POWER: i32 = 6;
/// The steps that each takes.
pub(super) const STEPS: u64 = 100;
/// What is lower than this part of the first value is drawn there: rounding errors.
const LOWEST: f64 = 1e-14;
/// So many times as high as the chart is what would not arrive: its curve leaves at the top.
const BEYOND: f64 = 10.0;

/// How high the chart of what begins so high is: two decades above it.
fn top(begin: f64) -> f64 {
    100.0 * decade(begin.max(f64::MIN_POSITIVE))
}

/// The rates that are tried.
pub(super) fn rates() -> Vec<f64> {
    let power = |k: i32| libm::pow(10.0, f64::from(POWERS.0) + f64::from(k) / f64::from(TO_A_POWER));
    (0..=(POWERS.1 - POWERS.0) * TO_A_POWER).map(|k| rounded(power(k), 3)).collect()
}

/// The smallest and the largest of them.
fn range() -> [f64; 2] {
    [POWERS.0, POWERS.1].map(|power| libm::pow(10.0, f64::from(power)))
}

/// Searches for the best rate of each row, unless that is known from before.
pub(super) fn search(
    rows: &[RunRow],
    values: &Values,
    problem: &Rc<Problem>,
    before: Option<&Rc<Searched>>,
) -> Result<Rc<Searched>> {
    let experiments = rows.iter().map(|row| Ok(Experiment { lr: 1.0, ..row.experiment(values)? }));
    let experiments: Vec<Experiment> = experiments.collect::<Result<_>>()?;
    if let Some(before) = before.filter(|before| before.is_of(&experiments, problem)) {
        return Ok(Rc::clone(before));
    }
    let start = Trainer::on_objective(&experiments[0], Arc::clone(&problem.objective), None)?.parameters().to_vec();
    let rates = rates();
    let of = |experiment| Search::new(experiment, &*problem.objective, &start, &rates, STEPS);
    let searches: Vec<Search> = experiments.iter().map(of).collect::<Result<_>>()?;
    let values = || searches.iter().flat_map(|search| &search.values).copied().filter(|value| value.is_finite());
    let first = problem.height(crate::problem::parameters(&start));
    let floor = problem.floor().unwrap_or_else(|| values().fold(first, f64::min));
    let least = LOWEST * (first - floor).max(f64::MIN_POSITIVE);
    let begin = (first - floor).max(least);
    let height = |value: f64| if value.is_finite() { (value - floor).max(least) } else { BEYOND * top(begin) };
    let curve =
        |search: &Search| rates.iter().zip(&search.values).map(|(&rate, &value)| [rate, height(value)]).collect();
    let curves: Vec<Polyline> = searches.iter().map(curve).collect();
    // Of those that come as low as anything is drawn the one that is there first, and of these the smallest.
    let best = |((search, curve), experiment): ((&Search, &Polyline), &Experiment)| {
        let ends =
            || search.values.iter().zip(curve.iter()).filter(|(value, _)| value.is_finite()).map(|(_, end)| *end);
        let lowest = ends().map(|[_, height]| height).fold(f64::INFINITY, f64::min);
        let of_rate = |rate: f64| {
            let experiment = Experiment { lr: rate, ..experiment.clone() };
            let steps = match lowest <= least {
                true => steps_to(&experiment, &*problem.objective, &start, floor + least, STEPS)?,
                false => None,
            };
            Ok((steps.unwrap_or(STEPS), rate))
        };
        let of_lowest: Result<Vec<_>> = ends().filter(|end| end[1] == lowest).map(|[rate, _]| of_rate(rate)).collect();
        Ok(of_lowest?.into_iter().min_by_key(|(steps, _)| *steps).map(|(_, rate)| rate))
    };
    Ok(Rc::new(Searched {
        best: searches.iter().zip(&curves).zip(&experiments).map(best).collect::<Result<_>>()?,
        curves,
        first: begin,
        experiments,
        problem: Rc::clone(problem),
    }))
}

/// Where each run comes to by each rate; with the runs' rules, in their order.
pub(super) struct RatesOf(pub(super) &'static [&'static str]);

impl Searched {
    /// Whether it is about these experiments on that problem.
    fn is_of(&self, experiments: &[Experiment], problem: &Rc<Problem>) -> bool {
        Rc::ptr_eq(&self.problem, problem) && self.experiments == experiments
    }

    /// Heights that hold what the rates come to; what has grown leaves at the top.
    fn heights(&self) -> (f64, f64) {
        let top = top(self.first);
        let heights = self.curves.iter().flat_map(|curve| curve.iter()).map(|point| point[1]);
        let lowest = heights.fold(0.1 * top, f64::min);
        (decade(lowest).min(0.01 * top), top)
    }
}

/// The point of a curve of rates at one of them: between its neighbours, both axes logarithmic. NaN beyond its ends.
fn between(curve: &[[f64; 2]], rate: f64) -> [f64; 2] {
    let after = curve.partition_point(|point| point[0] < rate);
    let (Some(&[high, there]), Some(&[low, here])) = (curve.get(after), curve.get(after.max(1) - 1)) else {
        return [rate, f64::NAN];
    };
    if high == rate {
        return [rate, there];
    }
    let part = libm::log(rate / low) / libm::log(high / low);
    [rate, here * libm::pow(there / here, part)]
}

impl OwnPanel for RatesOf {
    fn describe(&self, comparing: &Comparing, _: &Known, words: &Words) -> Panel {
        let (runs, tried) = (comparing.runs.len() as u64, rates().len() as u64);
        let all = count(runs * tried * STEPS);
        let best = comparing.searched.iter().flat_map(|searched| comparing.row.runs.iter().zip(&searched.best));
        let best =
            best.filter_map(|(row, best)| Some(format!("{} η = {}", words.get(row.short), significant((*best)?, 2))));
        let steps = count(STEPS);
        let description =
            say!(words, "search.description", first = count(STEPS - LAST + 1), steps, best = words.list(best));
        let title = say!(words, "search.title", first = count(STEPS - LAST + 1), steps);
        let detail = say!(words, "search.detail", all);
        Panel { starts: true, ..Panel::new("", &title, detail, description) }
    }

    fn show<'a>(&self, comparing: &'a Comparing, _: &'a Known, words: &'a Words) -> Picture<'a> {
        let [low, high] = range();
        let x = Axis::logarithmic("η", (low, high));
        let Some(searched) = &comparing.searched else {
            return Picture::on_graph_paper(Axes { x, y: Axis::logarithmic(&comparing.titles.excess, (1e-6, 1.0)) });
        };
        let (bottom, top) = searched.heights();
        let title = match comparing.problem().floor() {
            Some(_) => &comparing.titles.excess,
            None => word!(words, "search.above"),
        };
        let mut picture = Picture::on_graph_paper(Axes { x, y: Axis::logarithmic(title, (bottom, top)) });
        let level = Line::dashed(Tone::Quiet, 1.0);
        picture.ground.push(Segment([[low, searched.first], [high, searched.first]], level));
        if rates_of(&comparing.values) == Rates::Linked {
            let lr = comparing.values.experiment.lr;
            picture.still.push(Segment([[lr, bottom], [lr, top]], Line::dashed(Tone::Ink, 1.0)));
        }
        for (place, (row, run)) in comparing.rows().enumerate() {
            let curve = &searched.curves[place];
            picture.still.push(Curve(curve.all(), Line::of(run.style, 1.75)));
            // Where it leaves, as a path leaves a map.
            let (is_within, tone) = (|point: [f64; 2]| point[1] <= top, Tone::Of(run.style));
            let leaves = curve.windows(2).rfind(|way| is_within(way[0]) && !is_within(way[1]));
            picture.still.extend(leaves.map(|way| Arrow([way[0], way[1]], Line::solid(tone, 1.75))));
            // Where it runs now.
            let rate = run.trainer.experiment().lr;
            let [_, end] = between(&curve[..], rate.clamp(low, high));
            let at = [rate, end];
            picture.moving.push(Head { from: Some([rate, bottom]), at, marker: run.style.marker(), tone });
            picture.names.push(Name::new(at, words.get(row.short), run.style));
        }
        picture
    }

    /// Each rule with the numbers of the newest step; where a typed one assigns θ is the reader's business.
    fn rules(&self, comparing: &Comparing, _: &Known, _: &Words) -> Vec<(Option<Style>, String)> {
        let typed = comparing.rows().skip(self.0.len()).filter_map(|(row, _)| row.rule?(&comparing.values));
        let given = self.0.iter().map(|rule| format!("{rule} ="));
        let rules = given.chain(typed.map(|text| format!("{} , θ =", in_symbols(&text))));
        let line = |(run, rule): (&Run, String)| (Some(run.style), format!("{rule} {}", comparing.in_numbers(run)));
        comparing.runs.iter().zip(rules).map(line).collect()
    }

    /// A rate is taken by all.
    fn act(&self, action: Action, _: &Known, values: &mut Values) -> After {
        let Action::Press(_, [rate, _]) = action else { return After::Nothing };
        let [low, high] = range();
        values.experiment.lr = rounded(rate.clamp(low, high), 3);
        values.choose(crate::figure::comparison::rates::RATES, Rates::Linked as usize);
        After::Begin
    }
}
