//! Why this step: the step that any update rule takes next, taken apart on a landscape, and as a calculation in each
//! coordinate.

use super::anatomy::{AnatomyOn, Calculation};
use super::surface_descent::{ON_A_SURFACE, of_surfaces, settle as settle_surface};
use crate::error::Result;
use crate::experiment::{Experiment, ObjectiveKind};
use crate::figure::Figure;
use crate::figure::comparison::rows::{Comparison, PanelRow, Rule, Shows, tall, third};
use crate::figure::progress::Height;
use crate::figure::values::{Entry, Table, Values};
use crate::number::rounded;
use crate::optim::Eta;
use crate::stability::limit_of_descent;
use crate::surface::Surface;
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
/// Where no surface tells how wide that is, or how steep: η of rules whose steps are as long, and of those that follow the gradient.
const LENGTH: f64 = 0.1;
const MULTIPLE: f64 = 0.05;

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
    let surface = (experiment.objective == ObjectiveKind::Surface).then_some(experiment.surface);
    match experiment.optimizer.eta {
        Eta::Gradient => surface.map_or(MULTIPLE, |surface| surface.lr),
        Eta::Length(first) => surface.map_or(LENGTH, |Surface { domain: [(low, high), _], .. }| {
            // Between its first steps and those that follow.
            rounded(STRIDE * (high - low) / first.sqrt(), 1)
        }),
        Eta::Step => 1.0,
    }
}

#[cfg(test)]
mod tests;
