//! The level at which stochastic descent stays above the minimum, against the learning rate for each sample of a batch.
//!
//! With λ the curvature in a direction and σ² the variance of one sample's gradient at the minimum, the error of a run with a
//! constant η comes to a variance of ησ² / (m′ λ (2 − ηλ)), and the loss to about ησ² / (4m′) above its minimum, all directions
//! together (σ² their sum): Bottou, Curtis and Nocedal, *Optimization Methods for Large-Scale Machine Learning* (2018), sect. 4.2.

use super::Comparing;
use super::own::{Known, OwnPanel};
use super::rows::RunRow;
use crate::chart::{Axes, Axis, Curve, Line, Name, Picture, Point, Polyline, Scale, Tone, losses};
use crate::figure::Panel;
use crate::number::{decade, significant};
use crate::objective::Batch;
use crate::problem::Problem;
use crate::run::Run;
use crate::words::Words;
use crate::{say, word};
use std::rc::Rc;

/// The mean of the loss above its minimum over the later half of the steps so far, of each run, against its steps.
pub(super) struct Settling;

/// The levels of all runs, measured, and the line of the theory.
pub(super) struct Levels;

/// η/m′ that are shown.
const RATES: (f64, f64) = (1e-5, 1.0);

/// What the levels are held against.
pub(super) struct Theory {
    problem: Rc<Problem>,
    /// Σ‖∇Eᵢ‖² / n at the minimum: the variance of one sample's gradient, all parameters together.
    pub(super) variance: f64,
    line: Polyline,
}

impl Theory {
    fn of(problem: &Rc<Problem>) -> Option<Self> {
        let (minimum, n) = (problem.minimum()?, problem.objective.samples());
        let gradients = (0..n as u32).map(|sample| problem.gradient(minimum, Batch::Samples(&[sample])));
        let squares = gradients.flatten().map(|slope| slope * slope);
        let variance = squares.sum::<f64>() / n as f64;
        let line = [RATES.0, RATES.1].map(|rate| [rate, level(variance, rate)]).into_iter().collect();
        Some(Theory { problem: Rc::clone(problem), variance, line })
    }

    pub(super) fn known(known: &Known) -> Option<&Theory> {
        known.as_ref()?.downcast_ref()
    }
}

/// The loss above its minimum at η/m′.
pub(super) fn level(variance: f64, rate: f64) -> f64 {
    0.25 * rate * variance
}

/// Where a run is on the chart: η/m′ of now, and the mean of the loss above its minimum over the later half of its steps.
pub(super) fn measured(run: &Run) -> Option<[f64; 2]> {
    let [_, level] = means(run).pop()?;
    Some([run.trainer.experiment().lr_after(run.seen.steps) / run.batch_size() as f64, level])
}

/// That mean after each step that is drawn.
fn means(run: &Run) -> Vec<[f64; 2]> {
    let Some(floor) = run.problem.floor() else { return Vec::new() };
    // The first place of the later half only moves on.
    let (mut first, mut sum) = (0, 0.0);
    let mut means = Vec::with_capacity(run.seen.points);
    for (place, height) in run.path_heights[..run.seen.points].iter().enumerate() {
        let steps = run.steps_of(place);
        sum += height - floor;
        while 2 * run.steps_of(first) < steps {
            sum -= run.path_heights[first] - floor;
            first += 1;
        }
        means.push([steps as f64, sum / (place + 1 - first) as f64]);
    }
    means
}

/// What both charts show of heights: what the theory says of the rates that are shown.
fn heights(variance: f64) -> (f64, f64) {
    let [low, high] = [RATES.0, RATES.1].map(|rate| level(variance, rate));
    (decade(low), 10.0 * decade(high))
}

/// What the means have been worked out of.
struct Settled {
    problem: Rc<Problem>,
    variance: f64,
    points: Vec<usize>,
    curves: Vec<Polyline>,
}

impl OwnPanel for Settling {
    fn know(&self, comparing: &Comparing, before: Known) -> Known {
        let problem = &comparing.runs[0].problem;
        let points: Vec<usize> = comparing.runs.iter().map(|run| run.seen.points).collect();
        let known: Option<&Settled> = before.as_ref().and_then(|before| before.downcast_ref());
        let known = known.filter(|known| Rc::ptr_eq(&known.problem, problem));
        // As long as the scene before this one has them too, they are another run's.
        if before.as_ref().is_some_and(|before| Rc::strong_count(before) == 1)
            && known.is_some_and(|known| known.points == points)
        {
            return before;
        }
        let variance = known.map(|known| known.variance);
        let variance = variance.or_else(|| Theory::of(problem).map(|theory| theory.variance)).unwrap_or(0.0);
        let curves = comparing.runs.iter().map(|run| means(run).into_iter().collect()).collect();
        Some(Rc::new(Settled { problem: Rc::clone(problem), variance, points, curves }))
    }

    fn describe(&self, _: &Comparing, _: &Known, words: &Words) -> Panel {
        let (title, detail) = (word!(words, "noise.settling.title"), word!(words, "noise.settling.detail"));
        Panel::new("", title, detail.to_owned(), word!(words, "noise.settling.said").to_owned())
    }

    fn show<'a>(&self, comparing: &'a Comparing, known: &'a Known, words: &'a Words) -> Picture<'a> {
        let known: Option<&Settled> = known.as_ref().and_then(|known| known.downcast_ref());
        let axis = |title, range, scale| Axis { title, range, scale };
        let y = known.filter(|known| known.variance > 0.0).map_or((1e-6, 1.0), |known| heights(known.variance));
        let axes = Axes {
            x: axis(word!(words, "progress.updates"), comparing.chart.x, Scale::Linear),
            y: axis(&comparing.titles.excess, y, Scale::Logarithmic),
        };
        let curve = |(run, curve): (&Run, &'a Polyline)| {
            (run.style, curve.all(), curve.last().copied().unwrap_or([f64::NAN; 2]))
        };
        let curves: Vec<_> =
            comparing.runs.iter().zip(known.map_or(&[][..], |known| &known.curves)).map(curve).collect();
        let mut picture = losses(axes, &curves, None);
        for ((row, _), &(style, _, at)) in comparing.rows().zip(&curves) {
            picture.names.push(Name { at, text: words.get(row.short), style });
        }
        picture
    }
}

impl OwnPanel for Levels {
    fn know(&self, comparing: &Comparing, before: Known) -> Known {
        let problem = &comparing.runs[0].problem;
        if Theory::known(&before).is_some_and(|theory| Rc::ptr_eq(&theory.problem, problem)) {
            return before;
        }
        Some(Rc::new(Theory::of(problem)?))
    }

    fn describe(&self, comparing: &Comparing, known: &Known, words: &Words) -> Panel {
        let variance = Theory::known(known).map_or(f64::NAN, |theory| theory.variance);
        let of_run = |(row, run): (&RunRow, &Run)| {
            let [_, level] = measured(run)?;
            Some(format!("{}: {}", words.get(row.short), significant(level, 3)))
        };
        let levels = words.list(comparing.rows().filter_map(of_run));
        let variance = significant(variance, 3);
        let (detail, description) = (say!(words, "noise.detail", variance), say!(words, "noise.levels", levels));
        Panel::new("", word!(words, "noise.title"), detail, description)
    }

    fn show<'a>(&self, comparing: &'a Comparing, known: &'a Known, words: &'a Words) -> Picture<'a> {
        let axis = |title, range| Axis { title, range, scale: Scale::Logarithmic };
        let x = axis(word!(words, "noise.rate"), RATES);
        let Some(theory) = Theory::known(known).filter(|theory| theory.variance > 0.0) else {
            return Picture::on_graph_paper(Axes { x, y: axis(&comparing.titles.excess, (1e-6, 1.0)) });
        };
        let y = axis(&comparing.titles.excess, heights(theory.variance));
        let mut picture = Picture::on_graph_paper(Axes { x, y });
        picture.still.push(Curve(theory.line.all(), Line::dashed(Tone::Quiet, 1.5)));
        for (row, run) in comparing.rows() {
            let Some(at) = measured(run).filter(|at| at[1] > 0.0) else { continue };
            picture.moving.push(Point(at, run.style.marker(), Tone::Of(run.style)));
            picture.names.push(Name { at, text: words.get(row.short), style: run.style });
        }
        picture
    }
}

#[cfg(test)]
mod tests {
    use super::super::NOISE_FLOOR;
    use super::super::noise_floor::NOISE;
    use super::super::tests::shown;
    use super::*;

    /// After long, constant rates stay where the theory says, and the decaying one falls with its rate.
    #[test]
    fn measured_levels_are_those_of_the_theory() {
        let comparing = shown(&NOISE_FLOOR, &NOISE, "lr=0.05&figure.step=300000");
        let variance = Theory::known(&comparing.known[1]).unwrap().variance;
        for (row, run) in comparing.rows() {
            let [rate, found] = measured(run).unwrap();
            let wanted = level(variance, rate);
            // A run whose rate still falls is as far behind as the half of its steps that is looked at.
            let within = if row.name == "decaying" { 0.5..4.0 } else { 0.8..1.25 };
            assert!(within.contains(&(found / wanted)), "{}: {found} for {wanted}", row.name);
        }
    }

    #[test]
    fn the_variance_is_that_of_single_gradients() {
        let comparing = shown(&NOISE_FLOOR, &NOISE, "n=30");
        let problem = &comparing.runs[0].problem;
        let minimum = problem.minimum().unwrap();
        let samples = problem.samples.as_ref().unwrap();
        // ∇E of a sample is its residual, times x and times 1.
        let of = |i: usize| {
            let (x, y) = (samples.risk.data().row(i)[0], samples.risk.data().targets()[i]);
            let residual = minimum[0] * x + minimum[1] - y;
            residual * residual * (x * x + 1.0)
        };
        let expected = (0..30).map(of).sum::<f64>() / 30.0;
        approx::assert_relative_eq!(Theory::of(problem).unwrap().variance, expected, max_relative = 1e-10);
    }
}
