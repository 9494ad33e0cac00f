//! A landscape of a comparison as a relief that turns, with its descents on it.

use crate::chart::{Axes, Axis, Heights, Marked, Picture, Relief, descents_on_relief};
use crate::figure::comparison::Comparing;
use crate::figure::comparison::own::{Known, OwnPanel, recall};
use crate::figure::turn::{turn, turn_of};
use crate::figure::{Action, After, Panel, Values, window};
use crate::problem::Problem;
use crate::word;
use crate::words::Words;
use std::cell::Cell;
use std::rc::Rc;

/// The landscape of the first of some runs, by their places among the runs, with their paths; and what is marked on it.
pub(super) struct ReliefOf {
    pub(super) runs: &'static [usize],
    pub(super) marked: fn(&Comparing) -> Vec<Marked>,
}

impl ReliefOf {
    /// With nothing marked.
    pub(super) const fn runs(runs: &'static [usize]) -> Self {
        ReliefOf { runs, marked: |_| Vec::new() }
    }
}

/// A landscape's surface.
struct Surface {
    problem: Rc<Problem>,
    /// At rest, and coarser while it turns.
    heights: [Heights; 2],
    range: (f64, f64),
    knee: f64,
    turning: Cell<bool>,
}

/// Cells of the surface along each side.
const CELLS: usize = 64;
/// While it turns: nobody sees more of what moves.
const CELLS_TURNING: usize = 20;
/// Where half of a surface lies within this share of its height, the rest of it would hide how that half falls: its heights
/// are drawn by their logarithms.
const LOW: f64 = 0.12;
/// The share of a surface that lies below the knee.
const BELOW: f64 = 0.3;

impl Surface {
    fn new(problem: &Rc<Problem>) -> Self {
        let [x, y] = problem.window;
        let height = |point| problem.height(problem.parameters_at(point));
        let heights = [CELLS, CELLS_TURNING].map(|cells| Heights::of(height, x, y, cells));
        let sorted = heights[0].sorted();
        let at = |part: f64| sorted.get((part * sorted.len().saturating_sub(1) as f64) as usize).copied();
        let (low, high) = heights[0].extremes().unwrap_or((0.0, 0.0));
        let low = problem.floor().map_or(low, |floor| floor.min(low));
        let above = |part: f64| at(part).map_or(0.0, |value| value - low);
        let is_steep = above(0.5) < LOW * (high - low) && above(BELOW) > 0.0;
        let (range, knee) = match is_steep {
            true => ((low, high), above(BELOW)),
            false => (window::holding(&sorted), f64::INFINITY),
        };
        Surface { problem: Rc::clone(problem), heights, range, knee, turning: Cell::new(false) }
    }
}

impl OwnPanel for ReliefOf {
    fn landscape(&self) -> Option<&'static [usize]> {
        Some(self.runs)
    }

    fn know(&self, comparing: &Comparing, before: Known) -> Known {
        let problem = &comparing.runs[self.runs[0]].problem;
        if recall::<Surface>(&before).is_some_and(|before| Rc::ptr_eq(&before.problem, problem)) {
            return before;
        }
        Some(Rc::new(Surface::new(problem)))
    }

    fn describe(&self, comparing: &Comparing, known: &Known, words: &Words) -> Panel {
        let is_steep = recall::<Surface>(known).is_some_and(|surface| surface.knee.is_finite());
        let detail = if is_steep { word!(words, "relief.steep") } else { word!(words, "relief.turn") };
        let panel = comparing.describe_landscapes(self.runs, words);
        Panel {
            starts: true,
            turns: true,
            ..Panel::new("", word!(words, "relief.title"), detail.to_owned(), panel.description)
        }
    }

    fn show<'a>(&self, comparing: &'a Comparing, known: &'a Known, words: &'a Words) -> Picture<'a> {
        let Some(Surface { problem, heights, range, knee, turning }) = recall::<Surface>(known) else {
            return comparing.show_landscape(self.runs, &[], words);
        };
        let [x, y] = [0, 1].map(|k| Axis::linear(&comparing.titles.parameters[k], problem.window[k]));
        let relief = Relief {
            axes: Axes { x, y },
            z: Axis::linear(&comparing.titles.loss, *range),
            knee: *knee,
            foot: 0.0,
            heights: &heights[usize::from(turning.get())],
            turn: turn_of(&comparing.values),
        };
        let minimum = problem.minimum().map(|minimum| problem.two(minimum));
        descents_on_relief(relief, minimum, (self.marked)(comparing), &comparing.descents(self.runs))
    }

    fn act(&self, action: Action, known: &Known, values: &mut Values) -> After {
        let Action::Turn(_, way, done) = action else { return After::Nothing };
        turn(values, way);
        if let Some(surface) = recall::<Surface>(known) {
            surface.turning.set(!done);
        }
        After::Stay
    }
}

#[cfg(test)]
mod tests {
    use super::super::surface_descent::SURFACE;
    use super::*;
    use crate::figure::comparison::tests::shown;
    use crate::figure::comparison::{SURFACE_DESCENT, Scene};
    use crate::figure::named;
    use crate::figure::progress::Height;

    #[test]
    fn a_click_starts_and_a_turn_turns_and_changes_nothing_else() {
        let mut host = named("surface-descent", Words::of("en").clone()).unwrap();
        host.seek(30);
        let before = host.experiment();
        assert!(!host.act(Action::Turn(0, [40.0, -10.0], true)), "nothing begins");
        let after = host.experiment();
        assert!(after.contains("figure.azimuth=285") && after.contains("figure.elevation=35"), "{after}");
        let of_run = |text: &str| {
            text.split('&')
                .filter(|pair| !pair.contains("figure.a") && !pair.contains("figure.e"))
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        assert_eq!(of_run(&before), of_run(&after));
        for panel in [0, 1] {
            assert!(host.act(Action::Press(panel, [0.5, 1.25])));
            assert!(host.experiment().contains("start=0.5,1.25"));
        }
        assert!(!host.act(Action::Press(2, [0.5, 1.25])), "a click on the values starts nothing");
        assert_eq!(host.scene().handles().iter().map(|handle| handle.panel).collect::<Vec<_>>(), [0, 1]);
    }

    #[test]
    fn a_surface_is_the_same_one_for_as_long_as_its_landscape_is() {
        let comparing = shown(&SURFACE_DESCENT, &SURFACE, "surface=bowl&start=1,1");
        let again = |text: &str| {
            SURFACE.build(&SURFACE_DESCENT.read(text).0, Words::of("en"), Some(&comparing)).unwrap().known[0].clone()
        };
        let same = |known: Known| Rc::ptr_eq(comparing.known[0].as_ref().unwrap(), &known.unwrap());
        assert!(same(again("surface=bowl&start=1,0.5&lr=0.2&figure.azimuth=20")));
        assert!(!same(again("surface=saddle&start=1,0.5")));
    }

    #[test]
    fn steep_surfaces_are_compressed_and_gentle_ones_are_not() {
        let is_steep =
            |text: &str| recall::<Surface>(&shown(&SURFACE_DESCENT, &SURFACE, text).known[0]).unwrap().knee.is_finite();
        for steep in ["surface=rosenbrock", "surface=goldstein-price", "surface=beale", "f=exp(20*x)%2By^2&start=-1,1"]
        {
            assert!(is_steep(steep), "{steep}");
        }
        for gentle in
            ["surface=bowl", "surface=saddle", "surface=himmelblau", "f=x-x%2By-y&start=1,1", "f=x%2By&start=1,1"]
        {
            assert!(!is_steep(gentle), "{gentle}");
        }
    }

    #[test]
    fn a_value_is_shown_above_the_minimum_where_that_is_known() {
        let height = |text: &str| shown(&SURFACE_DESCENT, &SURFACE, text).height();
        for bounded in ["surface=rosenbrock", "surface=styblinski-tang", "surface=himmelblau", "f=x^2%2By^2&start=1,1"]
        {
            assert_eq!(height(bounded), Height::Excess, "{bounded}");
        }
        for other in ["surface=saddle", "f=x%2By&start=1,1", "f=x^4%2By^2&start=1,1", "surface=bowl&figure.y=value"] {
            assert_eq!(height(other), Height::Value, "{other}");
        }
    }

    #[test]
    fn what_is_steep_full_of_holes_level_or_without_end_is_drawn_and_described() {
        for f in ["sqrt(x*y)", "x-x%2By-y", "exp(20*x)%2By^2", "x%2By", "1/(x*y)", "log(0-1-x^2-y^2)", "y-exp(20*x)"] {
            let comparing = shown(&SURFACE_DESCENT, &SURFACE, &format!("f={f}&start=1,0.5&lr=0.02&figure.step=9"));
            let words = Words::of("en");
            for (place, panel) in comparing.panels(words).iter().enumerate() {
                comparing.picture(place, words);
                assert!(!panel.detail.is_empty() && !panel.description.is_empty(), "{f}");
            }
        }
    }
}
