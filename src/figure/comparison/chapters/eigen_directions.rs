//! The directions in which the curvature acts alone: the Hessian's eigenvectors on a landscape, and the error of batch
//! descent in each.

use super::eigen::{DirectionsOn, ErrorsOf};
use super::surface_descent::{ON_A_SURFACE, settle};
use crate::figure::Figure;
use crate::figure::comparison::rows::{Comparison, PanelRow, Shows, tall, third};
use crate::figure::values::{Entry, Table};
use crate::words::Sentence;

pub(in crate::figure) static EIGEN_DIRECTIONS: Figure = Figure {
    table: OF_BOWLS,
    base: "objective=surface&surface=booth&lr=0.02&start=-6,4",
    rest: 12,
    restart: Sentence::named("restart.start"),
    settle,
    words: of_bowls,
    build: |values, words| Ok(Box::new(EIGEN.build(values, words, None)?)),
};

/// Batch descent in a bowl with its directions.
pub(super) static EIGEN: Comparison = Comparison {
    panels: &[
        third("landscape", Shows::Own(&DirectionsOn(&[0]))),
        PanelRow { columns: 8, ..tall("errors", Shows::Own(&ErrorsOf(0))) },
    ],
    ..ON_A_SURFACE
};

/// What it is a function of.
static OF_BOWLS: Table = Table::new(&[
    Entry::of("lr").docked(),
    Entry::of("surface").begins(),
    Entry::of("condition").by_ratio(1.0, 1e4).folded(),
]);

/// Quadratic functions alone: elsewhere the curvature is another one at every place.
fn of_bowls(key: &str) -> Option<Vec<&'static str>> {
    Some(match key {
        "objective" => vec!["surface"],
        "surface" => vec!["booth", "matyas", "bowl", "quadratic", "turned-quadratic"],
        _ => return None,
    })
}
