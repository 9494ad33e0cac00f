//! The level at which stochastic descent stays above the minimum, against the learning rate for each sample of a batch.
//!
//! With λ the curvature in a direction and σ² the variance of one sample's gradient at the minimum, the error of a run with a
//! constant η comes to a variance of ησ² / (m′ λ (2 − ηλ)), and the loss to about ησ² / (4m′) above its minimum, all directions
//! together (σ² their sum): Bottou, Curtis and Nocedal, *Optimization Methods for Large-Scale Machine Learning* (2018), sect. 4.2.

use super::Comparing;
use super::own::{Known, OwnPanel};
use crate::chart::{Axes, Axis, Curve, Line, Name, Picture, Point, Polyline, Scale, Tone};
use crate::figure::Panel;
use crate::number::{decade, significant};
use crate::objective::Batch;
use crate::problem::Problem;
use crate::run::Run;
use crate::words::Words;
use crate::{say, word};
use std::rc::Rc;

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
    let floor = run.problem.floor()?;
    let seen = &run.path_heights[..run.seen.points];
    let later = seen.iter().enumerate().filter(|(place, _)| 2 * run.steps_of(*place) >= run.seen.steps);
    let (sum, count) = later.fold((0.0, 0.0), |(sum, count), (_, height)| (sum + (height - floor), count + 1.0));
    let rate = run.trainer.experiment().lr_after(run.seen.steps) / run.batch_size() as f64;
    (count > 0.0).then(|| [rate, sum / count])
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
        let of_run = |(row, run): (&super::rows::RunRow, &Run)| {
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
        let [low, high] = [RATES.0, RATES.1].map(|rate| level(theory.variance, rate));
        let y = axis(&comparing.titles.excess, (decade(low), 10.0 * decade(high)));
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
