//! Which learning rate a rule does best with: the same descent by many rates, and what they cost.
//!
//! At one rate for all, a ranking of rules says which of them that rate happens to suit; so Wilson et al., *The Marginal Value
//! of Adaptive Gradient Methods in Machine Learning* (NeurIPS 2017), search for each rule's own, as is done here.

use crate::error::Result;
use crate::experiment::Experiment;
use crate::iterates::Iterates;
use crate::objective::{Batch, Objective};

/// Steps at the end of a descent that it is judged by.
pub const LAST: u64 = 10;

/// Where descents by different learning rates have come to.
#[derive(Clone, Debug, PartialEq)]
pub struct Search {
    /// Where each rate that was tried has come to: the highest value after any of the last [`LAST`] steps, for one that swings
    /// is low now and then by chance alone; NaN where it has left all numbers.
    pub values: Vec<f64>,
    /// The place of the rate with the lowest of them, the smallest such rate; `None` where there is none.
    pub best: Option<usize>,
}

impl Search {
    /// Descends `objective` from `start`, `[dim]`, `steps` steps by each of the `rates`, with the optimizer and the schedule
    /// of `experiment`, by all samples.
    ///
    /// ```
    /// use descent::{experiment::Experiment, search::Search};
    /// let experiment: Experiment = "objective=expression&f=x^2/2".parse()?;
    /// let search = Search::new(&experiment, &*experiment.objective(None)?, &[1.0], &[0.5, 1.0, 2.1], 10)?;
    /// assert_eq!(search.best, Some(1), "one step of 1/f″ arrives: {:?}", search.values);
    /// # Ok::<(), descent::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// Hyper-parameters that do not go together.
    pub fn new(
        experiment: &Experiment,
        objective: &dyn Objective,
        start: &[f64],
        rates: &[f64],
        steps: u64,
    ) -> Result<Self> {
        let mut experiment = experiment.clone();
        let mut end = |rate| {
            experiment.lr = rate;
            highest_of_last(LAST, &experiment, objective, start, steps)
        };
        let values: Result<Vec<f64>> = rates.iter().map(|&rate| end(rate)).collect();
        let values = values?;
        let there = values.iter().enumerate().filter(|(_, value)| value.is_finite());
        let best = there.min_by(|(_, one), (_, other)| one.total_cmp(other)).map(|(place, _)| place);
        Ok(Search { values, best })
    }
}

/// The value of `objective` after `steps` steps by all samples from `start`, `[dim]`, as `experiment` takes them; NaN where they
/// lead out of all numbers.
///
/// # Errors
/// Hyper-parameters that do not go together.
pub fn end(experiment: &Experiment, objective: &dyn Objective, start: &[f64], steps: u64) -> Result<f64> {
    highest_of_last(1, experiment, objective, start, steps)
}

/// The highest value after any of the `last` last steps, of which there are at least one.
fn highest_of_last(
    last: u64,
    experiment: &Experiment,
    objective: &dyn Objective,
    start: &[f64],
    steps: u64,
) -> Result<f64> {
    let mut highest = f64::NEG_INFINITY;
    let comes_there = descend(experiment, objective, start, steps, |step, at| {
        if step + last <= steps {
            return true;
        }
        let value = objective.value(at, Batch::All);
        highest = highest.max(value);
        value.is_finite()
    })?;
    Ok(if comes_there { highest } else { f64::NAN })
}

/// The steps of such a descent until its value is at most `low`, if it comes to be within `steps` of them.
///
/// # Errors
/// Hyper-parameters that do not go together.
pub fn steps_to(
    experiment: &Experiment,
    objective: &dyn Objective,
    start: &[f64],
    low: f64,
    steps: u64,
) -> Result<Option<u64>> {
    let mut found = None;
    descend(experiment, objective, start, steps, |step, at| {
        found = (objective.value(at, Batch::All) <= low).then_some(step);
        found.is_none()
    })?;
    Ok(found)
}

/// Shows each point of such a descent with the steps before it, as long as more are asked for; whether it came to the last one,
/// and more were.
fn descend(
    experiment: &Experiment,
    objective: &dyn Objective,
    start: &[f64],
    steps: u64,
    mut show: impl FnMut(u64, &[f64]) -> bool,
) -> Result<bool> {
    let mut iterates = Iterates::new(experiment, objective)?;
    iterates.begin(start);
    Ok((0..=steps).all(|step| (step == 0 || iterates.advance()) && show(step, iterates.parameters())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::optim::OPTIMIZERS;
    use crate::trainer::{Status, Trainer};

    #[test]
    fn a_search_comes_to_where_runs_of_each_rate_come_to() {
        let rates = [1e-3, 0.02, 0.3, 5.0];
        for (optimizer, surface) in
            OPTIMIZERS.iter().flat_map(|one| ["bowl", "rosenbrock"].map(|surface| (one, surface)))
        {
            let text = format!("objective=surface&surface={surface}&start=-1.2,1&optimizer={}", optimizer.name);
            let experiment: Experiment = text.parse().unwrap();
            let objective = experiment.objective(None).unwrap();
            let search = Search::new(&experiment, &*objective, &[-1.2, 1.0], &rates, 40).unwrap();
            for (rate, value) in rates.into_iter().zip(search.values) {
                let mut trainer = Trainer::new(&Experiment { lr: rate, ..experiment.clone() }, None).unwrap();
                trainer.step(40 - LAST);
                let highest = (0..LAST).map(|_| (trainer.step(1), trainer.loss()).1).fold(f64::NEG_INFINITY, f64::max);
                match trainer.status() {
                    Status::Diverged => assert!(value.is_nan(), "{text}, {rate}: {value}"),
                    Status::Running => assert_eq!(value, highest, "{text}, {rate}"),
                    // Further steps have moved nothing.
                    Status::Converged => approx::assert_relative_eq!(value, highest, epsilon = 1e-12),
                }
            }
        }
    }

    /// With much momentum it swings through the minimum, where it is lowest for a moment.
    #[test]
    fn one_that_swings_is_judged_by_how_far_it_swings() {
        let experiment: Experiment = "objective=expression&f=x^2/2".parse().unwrap();
        let objective = experiment.objective(None).unwrap();
        let momentum: Experiment = "objective=expression&f=x^2/2&momentum=0.99".parse().unwrap();
        let trainer =
            &mut Trainer::new(&Experiment { lr: 0.1, start: Some(vec![1.0]), ..momentum.clone() }, None).unwrap();
        let ends: Vec<f64> = (0..60).map(|_| (trainer.step(1), trainer.loss()).1).collect();
        let found = Search::new(&momentum, &*objective, &[1.0], &[0.1], 60).unwrap().values[0];
        assert_eq!(found, ends[50..].iter().copied().fold(0.0, f64::max));
        assert!(ends[50..].iter().copied().fold(f64::INFINITY, f64::min) < 0.05 * found, "it swings: {ends:?}");
    }

    /// (x² / 2)′′ = 1: a step of ½ halves the distance, and one of 1 leaves none.
    #[test]
    fn a_descent_is_there_after_as_many_steps_as_it_takes() {
        let steps = |rate: f64, low: f64| {
            let experiment: Experiment = format!("objective=expression&f=x^2/2&lr={rate}").parse().unwrap();
            steps_to(&experiment, &*experiment.objective(None).unwrap(), &[1.0], low, 10).unwrap()
        };
        assert_eq!([steps(0.5, 0.5), steps(0.5, 0.125), steps(1.0, 0.0)], [Some(0), Some(1), Some(1)]);
        assert_eq!([steps(0.5, 0.0), steps(2.5, 0.1)], [None, None]);
    }

    #[test]
    fn of_equal_ends_the_smallest_rate_is_the_best_and_where_all_leave_none_is() {
        let best = |f: &str, rates: &[f64]| {
            let experiment: Experiment = format!("objective=expression&f={f}").parse().unwrap();
            Search::new(&experiment, &*experiment.objective(None).unwrap(), &[1.0], rates, 400).unwrap().best
        };
        assert_eq!(best("x-x", &[0.1, 0.2]), Some(0));
        assert_eq!(best("x^2", &[90.0, 80.0]), None);
    }
}
