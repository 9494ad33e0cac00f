//! The limit of what an experiment runs.

use super::{Limit, Local, Rule, Sense, eigenvalues, limit_of_batches, rest};
use crate::experiment::Experiment;
use crate::loss::Loss;
use crate::objective::Objective;
use crate::optim::sgd;
use crate::risk::Risk;
use crate::sampler::Sampling;

impl Rule {
    /// The rule of an experiment; `None` of one by another optimizer, or upwards.
    pub fn of(experiment: &Experiment) -> Option<Rule> {
        if *experiment.optimizer != sgd::RECIPE || experiment.maximize {
            return None;
        }
        let hyper = |name: &str| experiment.hyper_parameter(name).unwrap_or(0.0);
        Some(Rule {
            momentum: hyper("momentum"),
            dampening: hyper("dampening"),
            nesterov: hyper("nesterov") != 0.0,
            weight_decay: hyper("weight_decay"),
        })
    }
}

/// The learning rate from which on a descent of `experiment` on its `risk` does not converge, where theory has one.
///
/// ```
/// use descent::{experiment::Experiment, stability::limit_of_run};
/// let experiment: Experiment = "data=engel&scale=standardize&reduction=mean".parse()?;
/// let risk = experiment.risk(&experiment.dataset(None)?.unwrap());
/// // On standardised features with a bias the Hessian of half the mean squared error is the identity.
/// assert!((limit_of_run(&experiment, &risk).unwrap().value - 2.0).abs() < 1e-9);
/// # Ok::<(), descent::error::Error>(())
/// ```
pub fn limit_of_run(experiment: &Experiment, risk: &Risk) -> Option<Limit> {
    let rule = Rule::of(experiment)?;
    let (n, dim, batch) = (risk.data().n(), risk.dim(), experiment.batch_size());
    if risk.curvature().is_some() {
        return limit_of_batches(risk, experiment.sampler, batch, rule);
    }
    // A step by a part of the samples does not rest at the minimum, and away from it the loss may bend less or more.
    let whole = experiment.sampler == Sampling::Full || (batch == n && experiment.sampler != Sampling::Uniform);
    if !whole || experiment.loss != Loss::CrossEntropy {
        return None;
    }
    // There, it bends as its Hessian says.
    if rule.weight_decay == 0.0 {
        let minimum = experiment.minimum_of(risk)?;
        let largest = *eigenvalues(&risk.hessian(&minimum), dim).last()?;
        return rule.limit(largest).map(|value| Limit { value, sense: Sense::EveryRun });
    }
    // Where weights that decay come to rest has to be searched for; a page that compares descents does without.
    if cfg!(feature = "formulas") { limit_of_descent(experiment, risk, &vec![0.0; dim]) } else { None }
}

/// The learning rate from which on a descent of `experiment` on `objective`, of all samples, does not stay where small
/// steps from `start`, `[dim]`, come to rest; `None` where they do not.
pub fn limit_of_descent(experiment: &Experiment, objective: &dyn Objective, start: &[f64]) -> Option<Limit> {
    let rule = Rule::of(experiment)?;
    let bends = rest(&|at| Local::of(objective, at, rule.weight_decay), start)?;
    let largest = bends.into_iter().reduce(f64::max)? - rule.weight_decay;
    rule.limit(largest).map(|value| Limit { value, sense: Sense::EveryRun })
}
