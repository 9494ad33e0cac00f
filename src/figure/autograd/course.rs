//! What comes of an example: pass after pass over the landscape of its loss.

use super::example::Example;
use super::pass::Pass;
use crate::chart::computation::Layout;
use crate::chart::{Contours, Polyline, graph};
use crate::error::{Error, GraphError, Result};
use crate::figure::{Values, window};

/// Passes of a run.
pub(super) const PASSES: usize = 40;
/// The most nodes that are drawn.
const MOST_NODES: usize = 28;
const POINTS: usize = 160;
/// Beyond this part of the window there is no room for a name to the right.
const LEFTMOST: f64 = 0.8;
/// From a path to its name, in heights of the window: a line of text.
const ASIDE: f64 = 0.08;

/// All that a lesson leaves as it is.
pub(super) struct Course {
    /// What it is of.
    pub(super) values: Values,
    pub(super) example: Example,
    pub(super) layout: Layout,
    /// Per edge of the layout: the node that it leads to, and which of its inputs it is.
    pub(super) edges: Vec<(usize, usize)>,
    /// The passes, at least one, with the gradients forgotten in between, and with them added up.
    pub(super) runs: [Vec<Pass>; 2],
    /// Where the parameters, or the only one and the loss, are before each of these passes, and after the last.
    pub(super) paths: [Polyline; 2],
    /// Whether they rise to the right, by and large.
    rises: bool,
    /// What is shown of them.
    pub(super) window: [(f64, f64); 2],
    pub(super) landscape: Landscape,
}

/// The loss over the parameters.
pub(super) enum Landscape {
    /// Of one parameter.
    Curve(Polyline),
    /// Of two.
    Contours(Contours),
}

impl Course {
    /// # Errors
    /// What is wrong with a formula, such as that it is too large to be drawn.
    pub(super) fn new(values: Values) -> Result<Self> {
        let (example, lr) = (Example::new(&values)?, values.experiment.lr);
        let start: Vec<f64> = example.parameters().iter().map(|given| given.value).collect();
        let first = Pass::new(&example, start.clone(), vec![None; start.len()]);
        let nodes = first.nodes.len();
        if nodes > MOST_NODES {
            return Err(Error::Graph(GraphError::TooLargeToDraw { nodes, limit: MOST_NODES }));
        }
        let runs = [false, true].map(|adds_up| run(&example, start.clone(), lr, adds_up));
        let place = |at: &[f64], loss: f64| [0, 1].map(|k| at.get(k).copied().unwrap_or(loss));
        let paths = runs.each_ref().map(|run| {
            let after = run.last().map(|pass| pass.stepped(lr)).unwrap_or_default();
            let before = run.iter().map(|pass| place(&pass.parameters, pass.loss()));
            before.chain([place(&after, example.loss(&after))]).collect()
        });
        let mut window = window_around(&paths);
        let start = paths[0].first().copied().unwrap_or_default();
        let lean = paths.iter().flat_map(|path| path.iter()).map(|at| (at[0] - start[0]) * (at[1] - start[1]));
        let rises = lean.filter(|lean| lean.is_finite()).sum::<f64>() >= 0.0;
        let landscape = if example.parameters().len() == 1 {
            let curve = graph(|x| example.loss(&[x]), window[0], POINTS, f64::INFINITY);
            window[1] = window::vertical([&curve[..]]);
            Landscape::Curve(curve)
        } else {
            Landscape::Contours(Contours::with_cells(|at| example.loss(&at), window[0], window[1], None, 48))
        };
        let (layout, edges) = (Layout::new(&first.inputs()), first.edges());
        Ok(Course { values, example, layout, edges, runs, paths, rises, window, landscape })
    }

    /// Where the name of a path that has come to some place is set: below the paths where they rise to the right, else
    /// above them; near the right edge, where it stands to the left of the place, the other way round.
    pub(super) fn named(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        let [(left, right), (bottom, top)] = self.window;
        let is_left = x > left + LEFTMOST * (right - left);
        let side = if self.rises == is_left { 1.0 } else { -1.0 };
        [x, y + side * ASIDE * (top - bottom)]
    }
}

/// Passes from some parameters on, fewer where they leave all bounds. Whether gradients add up from one pass to the
/// next, as they do where nobody forgets them.
fn run(example: &Example, mut parameters: Vec<f64>, lr: f64, adds_up: bool) -> Vec<Pass> {
    let mut before = vec![None; parameters.len()];
    let mut passes = Vec::with_capacity(PASSES);
    while passes.len() < PASSES && parameters.iter().all(|parameter| parameter.abs() < 1e9) {
        let pass = Pass::new(example, parameters, before.clone());
        parameters = pass.stepped(lr);
        if adds_up {
            before = pass.sum().into_iter().map(Some).collect();
        }
        passes.push(pass);
    }
    passes
}

/// The ranges that hold both paths.
fn window_around(paths: &[Polyline; 2]) -> [(f64, f64); 2] {
    let places = || paths.iter().flat_map(|path| path.iter());
    let start = paths[0].first().copied().unwrap_or_default();
    [0, 1].map(|k| {
        let near = places().filter(|place| place.iter().all(|value| value.abs() < 1e6));
        // Runs that escape leave the window; the start stays in its middle half.
        let reach = near.map(|place| (place[k] - start[k]).abs()).fold(0.0, f64::max).clamp(0.5, 6.0);
        (start[k] - 1.25 * reach, start[k] + 1.25 * reach)
    })
}
