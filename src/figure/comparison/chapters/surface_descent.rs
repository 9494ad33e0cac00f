//! Descent on a surface: from a start one chooses, on a test function or on one's own.

use super::relief::ReliefOf;
use crate::chart::Style;
use crate::error::Result;
use crate::experiment::ObjectiveKind;
use crate::figure::Figure;
use crate::figure::comparison::keys::{choices_of, height};
use crate::figure::comparison::rows::{Comparison, PanelRow, Rule, RunRow, Shows, tall, third};
use crate::figure::progress::{EXCESS, Height};
use crate::figure::turn::{azimuth, elevation};
use crate::figure::values::{Entry, Table, Values};
use crate::words::Sentence;

pub(in crate::figure) static SURFACE_DESCENT: Figure = Figure {
    table: OF_SURFACES,
    base: "objective=surface&surface=saddle&lr=0.05&start=0,1.6&f=x^2 %2B y^2/4 %2B sin(3x)*cos(2y)",
    rest: 60,
    restart: Sentence::named("restart.start"),
    settle,
    words: of_surfaces,
    build: |values, words| Ok(Box::new(SURFACE.build(values, words, None)?)),
};

/// Descent on a surface.
pub(in crate::figure::comparison) static SURFACE: Comparison = ON_A_SURFACE;

pub(super) const ON_A_SURFACE: Comparison = Comparison {
    runs: &[RunRow::new("descent", Style::BATCH, ["run.surface.title", "run.surface"], "")],
    panels: &[
        PanelRow { columns: 5, ..tall("relief", Shows::Own(&ReliefOf::runs(&[0]))) },
        third("landscape", Shows::Landscape(&[0])),
        PanelRow { columns: 3, ..tall("values", Shows::Losses) },
    ],
    window: None,
    is_plane: true,
    fills_plane: false,
    is_plain: false,
    heights: &[Height::Excess, Height::Value],
    rule: Rule::Step,
    search: None,
    fork: None,
    by: None,
};

/// What the chart of losses shows of descent on a surface.
pub(super) const HEIGHT: Entry = height(|| choices_of(ON_A_SURFACE.heights), EXCESS).folded();

/// What descent on a surface is a function of.
static OF_SURFACES: Table = Table::new(&[
    Entry::of("objective").begins(),
    Entry::of("surface").begins(),
    Entry::of("f").begins(),
    Entry::of("lr").docked(),
    Entry::of("condition").by_ratio(1.0, 1e6).folded(),
    Entry::of("momentum").from_to(0.0, 0.999).folded(),
    HEIGHT,
    azimuth("305"),
    elevation("40"),
]);

/// The same of descent on a surface.
pub(super) fn of_surfaces(key: &str) -> Option<Vec<&'static str>> {
    (key == "objective").then(|| vec!["surface", "expression"])
}

/// The same where η is no multiple of the gradient, so that a surface stands for none.
pub(super) fn settle_but_for_rate(
    values: &mut Values,
    before: Option<&Values>,
    given: &dyn Fn(&str) -> bool,
) -> Result<()> {
    let lr = values.experiment.lr;
    settle(values, before, given)?;
    values.experiment.lr = lr;
    Ok(())
}

/// A surface stands for the start and the rate that are not given with it; a formula or a condition number for the surface.
pub(super) fn settle(values: &mut Values, _: Option<&Values>, given: &dyn Fn(&str) -> bool) -> Result<()> {
    let experiment = &mut values.experiment;
    if given("surface") {
        experiment.objective = ObjectiveKind::Surface;
    } else if given("f") {
        experiment.objective = ObjectiveKind::Expression;
    } else if given("condition") {
        if !experiment.surface.has_condition() {
            experiment.set("surface", "quadratic")?;
        }
        experiment.objective = ObjectiveKind::Surface;
    }
    if !given("surface") {
        return Ok(());
    }
    if !given("lr") {
        experiment.lr = experiment.surface.lr;
    }
    if !given("start") {
        experiment.start = Some(experiment.surface.start.to_vec());
    }
    Ok(())
}
