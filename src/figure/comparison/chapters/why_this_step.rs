//! Why this step: the step that any update rule takes next, taken apart on a landscape, and as a calculation in each
//! coordinate.

use super::anatomy::{AnatomyOn, Calculation};
use super::surface_descent::{BEGINNINGS, ON_A_SURFACE, of_surfaces, settle as settle_surface};
use crate::error::Result;
use crate::experiment::{Experiment, ObjectiveKind};
use crate::figure::Figure;
use crate::figure::comparison::rows::{Comparison, PanelRow, Rule, Shows, tall, third};
use crate::figure::progress::Height;
use crate::figure::values::{Entry, Table, Values};
use crate::number::rounded;
use crate::stability::limit_of_descent;
use crate::words::Sentence;

pub(in crate::figure) static WHY_THIS_STEP: Figure = Figure {
    table: OF_STEPS,
    base: "objective=surface&surface=quadratic&condition=15&optimizer=adam&lr=0.3&start=-1.7,0.8\
           &f=x^2 %2B y^2/4 %2B sin(3x)*cos(2y)",
    rest: 2,
    restart: Sentence::named("restart.start"),
    settle,
    words: of_surfaces,
    build: |values, words| Ok(Box::new(WHY.build(values, words, None)?)),
};

/// One run, whose next step is looked at.
pub(super) static WHY: Comparison = Comparison {
    panels: &[
        third("landscape", Shows::Own(&AnatomyOn(&[0]))),
        PanelRow { columns: 8, ..tall("calculation", Shows::Own(&Calculation)) },
    ],
    heights: &[Height::Value],
    rule: Rule::Next,
    ..ON_A_SURFACE
};

/// What it is a function of.
static OF_STEPS: Table = Table::new(&[
    Entry::of("optimizer").at("calculation"),
    Entry::of("lr").docked(),
    Entry::of("momentum").from_to(0.0, 0.999),
    Entry::of("beta1").from_to(0.0, 0.999),
    Entry::of("beta2").from_to(0.0, 0.9999).folded(),
    Entry::of("alpha").from_to(0.0, 1.0).folded(),
    Entry::of("rho").from_to(0.0, 1.0).folded(),
    Entry::of("nu").from_to(0.0, 1.0).folded(),
    Entry::of("nu1").from_to(0.0, 1.0).folded(),
    Entry::of("nu2").from_to(0.0, 1.0).folded(),
    Entry::of("bias_correction").folded(),
    Entry::of("nesterov").folded(),
    Entry::of("centered").folded(),
    Entry::of("amsgrad").folded(),
    Entry::of("damping").from_to(0.0, 10.0).folded(),
    Entry::of("saddle_free").folded(),
    Entry::of("shrink").from_to(0.05, 0.94).folded(),
    Entry::of("armijo").from_to(0.0001, 0.9).folded(),
    Entry::of("strong_wolfe").folded(),
    Entry::of("weight_decay").from_to(0.0, 1.0).folded(),
    Entry::of("maximize").folded(),
    Entry::of("objective").begins().folded(),
    Entry::of("surface").begins().folded(),
    Entry::of("f").begins().folded(),
    Entry::of("condition").by_ratio(1.0, 1e4).folded(),
]);

/// The part of what is shown that a step takes which is as long as η.
const STRIDE: f64 = 0.07;
/// The same of RMSprop, whose first steps are up to 1/√(1 − α) times as long.
const STRIDE_OF_RMSPROP: f64 = 0.025;

/// A surface stands for a start, and with the rule for a learning rate whose steps are seen, where these are not given: PyTorch's
/// are for networks.
fn settle(values: &mut Values, before: Option<&Values>, given: &dyn Fn(&str) -> bool) -> Result<()> {
    settle_surface(values, before, given)?;
    if !given("lr") && (given("optimizer") || given("surface")) {
        values.experiment.lr = rate(&values.experiment);
        // Well below where it would overshoot for ever.
        let (experiment, objective) = (&values.experiment, values.experiment.objective(None)?);
        let start = experiment.start.clone().unwrap_or_else(|| vec![0.0; objective.dim()]);
        let limit = limit_of_descent(experiment, &*objective, &start).map(|limit| limit.value);
        if let Some(limit) = limit.filter(|limit| values.experiment.lr > 0.5 * limit) {
            values.experiment.lr = rounded(0.5 * limit, 1);
        }
    }
    Ok(())
}

/// A learning rate whose steps are seen: along the gradient they are of its size, elsewhere η is a length.
fn rate(experiment: &Experiment) -> f64 {
    let is_surface = experiment.objective == ObjectiveKind::Surface;
    match experiment.optimizer.name {
        "sgd" | "qhm" => {
            let known = BEGINNINGS.iter().find(|(name, ..)| is_surface && *name == experiment.surface.name);
            known.map_or(0.05, |(_, lr, _)| *lr)
        }
        // It has a length of its own.
        "adadelta" | "newton" | "line_search" | "cg" | "lbfgs" => 1.0,
        name if is_surface => {
            let (low, high) = experiment.surface.domain[0];
            let stride = if name == "rmsprop" { STRIDE_OF_RMSPROP } else { STRIDE };
            rounded(stride * (high - low), 1)
        }
        _ => 0.1,
    }
}

#[cfg(test)]
mod tests;
