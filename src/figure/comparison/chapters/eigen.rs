//! Panels about the directions in which a loss curves by itself: the eigenvectors of its Hessian H at the minimum.
//!
//! With e = θ − θ* and H vₖ = λₖ vₖ, the error in direction k is dₖ = vₖᵀ e. A step of batch descent multiplies each by
//! 1 − ηλₖ, whatever the others are; exactly so where the loss is quadratic.

use crate::chart::{Axes, Axis, Line, Name, Picture, Polyline, Scale, Segment, Tone, as_far_as_seen, losses};
use crate::figure::comparison::Comparing;
use crate::figure::comparison::own::{Known, OwnPanel, growing, recall};
use crate::figure::styles::EIGEN as STYLES;
use crate::figure::{LegendEntry, Notice, Panel};
use crate::matrix::eigen;
use crate::number::{LOST, apart_from_one, decade, rounded_up, significant};
use crate::problem::{Parameters, Problem};
use crate::run::Run;
use crate::words::Words;
use crate::{say, word};
use std::rc::Rc;

/// A landscape of some runs, by their places among the runs, with the directions through the first one's minimum, and the
/// error of that one in each.
pub(super) struct DirectionsOn(pub(super) &'static [usize]);

/// The error of a run, by its place among the runs, in each direction over its steps.
pub(super) struct ErrorsOf(pub(super) usize);

/// Eigenvalues that differ by no more than this part are equal, but for rounding.
const ALIKE: f64 = 1e-12;

/// The eigenvectors over two parameters, the steepest direction first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Directions {
    minimum: [f64; 2],
    pub(super) eigenvalues: [f64; 2],
    /// Orthonormal; each points upwards.
    pub(super) vectors: [[f64; 2]; 2],
}

impl Directions {
    /// Those of a problem with two parameters and a minimum that is known.
    pub(super) fn of(problem: &Problem) -> Option<Self> {
        let minimum = problem.minimum().filter(|_| problem.dim() == 2)?;
        let (values, vectors) = eigen(&problem.objective.hessian(&minimum[..2]), 2);
        let [first, second] = if values[0] >= values[1] { [0, 1] } else { [1, 0] };
        // Of equal ones every direction is one.
        if values[first] - values[second] <= ALIKE * values[first] {
            return Some(Directions {
                minimum: [minimum[0], minimum[1]],
                eigenvalues: [values[first], values[second]],
                vectors: [[1.0, 0.0], [0.0, 1.0]],
            });
        }
        let upwards = |place: usize| {
            let [x, y] = [vectors[place][0], vectors[place][1]];
            if y < 0.0 || (y == 0.0 && x < 0.0) { [-x, -y] } else { [x, y] }
        };
        Some(Directions {
            minimum: [minimum[0], minimum[1]],
            eigenvalues: [values[first], values[second]],
            vectors: [upwards(first), upwards(second)],
        })
    }

    /// The error of some parameters in each direction.
    pub(super) fn errors(&self, parameters: Parameters) -> [f64; 2] {
        let [x, y] = [0, 1].map(|axis| parameters[axis] - self.minimum[axis]);
        self.vectors.map(|[along_x, along_y]| along_x * x + along_y * y)
    }

    /// What parameters close to the minimum are rounded by.
    fn rounding(&self) -> f64 {
        4.0 * f64::EPSILON * self.minimum.iter().fold(0.0, |size: f64, part| size.max(part.abs()))
    }

    /// The place so far from the minimum in direction `k`.
    fn at(&self, k: usize, distance: f64) -> [f64; 2] {
        [0, 1].map(|axis| self.minimum[axis] + distance * self.vectors[k][axis])
    }

    /// How far the border of a window is from the minimum in direction `k`, upwards (1) or downwards (−1).
    fn to_border(self, k: usize, end: f64, window: [(f64, f64); 2]) -> f64 {
        let along = |axis: usize| {
            let (way, (low, high)) = (end * self.vectors[k][axis], window[axis]);
            let border = if way > 0.0 { high } else { low };
            if way == 0.0 { f64::INFINITY } else { (border - self.minimum[axis]) / way }
        };
        along(0).min(along(1))
    }
}

/// What a step multiplies the error in a direction by, where it does so: descent along the gradient of all samples.
pub(super) fn factor(run: &Run, eigenvalue: f64) -> Option<f64> {
    let factor = 1.0 - run.trainer.experiment().lr * eigenvalue;
    // What rounding leaves of nothing is nothing.
    let factor = if factor.abs() < 16.0 * f64::EPSILON { 0.0 } else { factor };
    (run.is_plain() && run.is_whole()).then_some(factor)
}

/// The directions with their names: λ₁ = 18.
struct Named {
    problem: Rc<Problem>,
    directions: Option<Directions>,
    names: [String; 2],
}

/// The bars of the error on a landscape, in CSS pixels.
const BAR: f64 = 5.0;
/// Where the name of a direction stands, in parts of the way to the border.
const NAME_AT: f64 = 0.7;

impl OwnPanel for DirectionsOn {
    fn landscape(&self) -> Option<&'static [usize]> {
        Some(self.0)
    }

    fn know(&self, comparing: &Comparing, before: Known) -> Known {
        let problem = &comparing.runs[self.0[0]].problem;
        if recall::<Named>(&before).is_some_and(|known| Rc::ptr_eq(&known.problem, problem)) {
            return before;
        }
        let directions = Directions::of(problem);
        let eigenvalues = directions.map_or([f64::NAN; 2], |directions| directions.eigenvalues);
        let name = |k: usize| format!("λ{} = {}", SUBSCRIPTS[k], significant(eigenvalues[k], 3));
        Some(Rc::new(Named { problem: Rc::clone(problem), directions, names: [name(0), name(1)] }))
    }

    fn describe(&self, comparing: &Comparing, _: &Known, words: &Words) -> Panel {
        Panel { title: word!(words, "eigen.title").to_owned(), ..comparing.describe_landscapes(self.0, words) }
    }

    fn show<'a>(&self, comparing: &'a Comparing, known: &'a Known, words: &'a Words) -> Picture<'a> {
        let Some((Named { names, .. }, directions)) =
            recall::<Named>(known).and_then(|known| Some((known, known.directions?)))
        else {
            return comparing.show_landscape(self.0, &[], words);
        };
        let run = &comparing.runs[self.0[0]];
        let (window, errors) = (run.problem.window, directions.errors(run.seen.drawn));
        let to_borders = |k: usize| [-1.0, 1.0].map(|end| directions.at(k, end * directions.to_border(k, end, window)));
        // Its words keep off both: what is left lies on them as bars.
        let mut picture = comparing.show_landscape(self.0, &[to_borders(0), to_borders(1)], words);
        let across = window.iter().map(|(low, high)| high - low).fold(0.0, f64::max);
        for k in 0..2 {
            let line = Line::solid(Tone::Of(STYLES[k]), 1.5).bare();
            picture.ground.push(Segment([directions.at(k, -2.0 * across), directions.at(k, 2.0 * across)], line));
            // The steep one's upwards, the flat one's downwards, out of each other's way.
            let end = if k == 0 { 1.0 } else { -1.0 };
            let at = directions.at(k, NAME_AT * end * directions.to_border(k, end, window));
            picture.names.push(Name::new(at, &names[k], STYLES[k]));
        }
        for k in 0..2 {
            let (end, other) = (directions.at(k, errors[k]), directions.at(1 - k, errors[1 - k]));
            picture.moving.push(Segment([other, run.seen.head], Line::dashed(Tone::Of(STYLES[k]), 1.25).bare()));
            let bar = Line::solid(Tone::Of(STYLES[k]), BAR);
            picture.moving.push(Segment([directions.minimum, end], bar));
        }
        picture
    }
}

const SUBSCRIPTS: [&str; 2] = ["₁", "₂"];

/// The errors of a run, as far as its path is drawn.
struct Errors {
    directions: Directions,
    /// |dₖ| against steps.
    curves: [Polyline; 2],
    /// The factor of each direction, if it has one.
    names: [String; 2],
    /// The larger error at the start, and how high what falls to nothing from there is drawn: somewhere below the chart.
    start: f64,
    nothing: [f64; 2],
    /// Updates after which nothing is left to be seen, if they are few.
    soon: f64,
    y: (f64, f64),
}

/// What has grown beyond so many times the largest error at the start leaves at the top, what has shrunk below its inverse
/// at the bottom.
const MOST: f64 = 1e4;
const LEAST: f64 = 1e-8;
/// Updates that the axis has room for at least.
const FEWEST: f64 = 4.0;

impl Errors {
    fn new(run: &Run) -> Option<Self> {
        let directions = Directions::of(&run.problem)?;
        let name = |k: usize| match factor(run, directions.eigenvalues[k]) {
            Some(factor) => format!("|1 − ηλ{}| = {}", SUBSCRIPTS[k], apart_from_one(factor.abs(), 3)),
            None => format!("|d{}|", SUBSCRIPTS[k]),
        };
        let begin = directions.errors(run.point(0)).map(f64::abs);
        let start = if begin[0].max(begin[1]) > 0.0 { begin[0].max(begin[1]) } else { 1.0 };
        let nothing = begin.map(|error| if error > LEAST * start { 0.01 * LEAST * start } else { 0.0 });
        let factors = directions.eigenvalues.map(|value| factor(run, value).map_or(1.0, f64::abs));
        let slowest = factors[0].max(factors[1]);
        let soon = if slowest < 1.0 { rounded_up((libm::log(LEAST) / libm::log(slowest)).max(FEWEST)) } else { 0.0 };
        let curves = [Polyline::new(), Polyline::new()];
        Some(Errors { directions, curves, names: [name(0), name(1)], start, nothing, soon, y: (1.0, 10.0) })
    }

    /// The errors, but for one that is lost in the rounding of another that has grown beyond the chart.
    fn known(&self, parameters: Parameters) -> [f64; 2] {
        known_of(self.directions.errors(parameters), self.start)
    }

    /// How high an error in direction `k` is drawn.
    fn height(&self, k: usize, parameters: Parameters) -> f64 {
        height_of(self.known(parameters)[k], self.nothing[k])
    }

    /// Goes on with the run.
    fn extend(&mut self, run: &Run) {
        let (directions, nothing, start) = (self.directions, self.nothing, self.start);
        for (k, curve) in self.curves.iter_mut().enumerate() {
            run.extend(curve, |at| {
                let steps = run.steps_of(at);
                [steps as f64, height_of(known_of(directions.errors(run.point(steps)), start)[k], nothing[k])]
            });
        }
        let seen = self.curves.iter().flat_map(|curve| curve.iter().take(run.seen.points)).map(|point| point[1]);
        let now = [0, 1].map(|k| self.height(k, run.seen.drawn));
        // What falls to nothing falls through a chart that is as deep as they are.
        let (low, high) = seen
            .chain(now)
            .filter(|height| (f64::MIN_POSITIVE..=MOST * self.start).contains(height))
            .map(|height| height.max(LEAST * self.start))
            .fold((self.start, self.start), |(low, high), height| (low.min(height), high.max(height)));
        self.y = (decade(low), rounded_up(1.05 * high));
    }
}

/// Errors that began with a largest one of `start`, but for one that is lost in the rounding of the other.
fn known_of(errors: [f64; 2], start: f64) -> [f64; 2] {
    let largest = errors[0].abs().max(errors[1].abs());
    let is_lost = |error: f64| largest > MOST * start && error.abs() < LOST * largest;
    errors.map(|error| if is_lost(error) { f64::NAN } else { error })
}

/// How high an error is drawn: not below what stands for nothing, and nowhere where it is not known.
fn height_of(error: f64, nothing: f64) -> f64 {
    if error.is_nan() { error } else { error.abs().max(nothing) }
}

impl OwnPanel for ErrorsOf {
    fn know(&self, comparing: &Comparing, _: Known) -> Known {
        Some(Rc::new(Errors::new(&comparing.runs[self.0])?))
    }

    fn follow(&self, comparing: &Comparing, known: &mut Known) {
        if let Some(errors) = growing::<Errors>(known) {
            errors.extend(&comparing.runs[self.0]);
        }
    }

    fn describe(&self, comparing: &Comparing, known: &Known, words: &Words) -> Panel {
        let (run, title) = (&comparing.runs[self.0], word!(words, "eigen.errors.title"));
        let Some(errors) = recall::<Errors>(known) else {
            return Panel::new("", title, word!(words, "eigen.no-minimum").to_owned(), String::new());
        };
        let now = errors.known(run.seen.parameters);
        let entry = |k: usize| {
            let (eigenvalue, number) = (errors.directions.eigenvalues[k], SUBSCRIPTS[k]);
            let error = if now[k].abs() <= errors.directions.rounding() { 0.0 } else { now[k] };
            let told = match factor(run, eigenvalue).map(in_brackets) {
                _ if error.is_nan() => say!(words, "eigen.lost", number, other = SUBSCRIPTS[1 - k]),
                Some(factor) => format!("d{number} = {}, × {factor}", significant(error, 3)),
                None => format!("d{number} = {}", significant(error, 3)),
            };
            let text = format!("λ{number} = {} · {told}", significant(eigenvalue, 3));
            LegendEntry { series: Some(STYLES[k]), text }
        };
        let legend = vec![entry(0), entry(1)];
        let said = words.list(legend.iter().map(|entry| entry.text.clone()));
        let description = say!(words, "eigen.errors", errors = said);
        Panel { legend, ..Panel::new("", title, word!(words, "eigen.errors.detail").to_owned(), description) }
    }

    /// That a direction grows is said at its first step: its share of the loss may be small for long.
    fn notice(&self, comparing: &Comparing, known: &Known, words: &Words) -> Option<Notice> {
        let (run, errors) = (&comparing.runs[self.0], recall::<Errors>(known)?);
        let growing =
            |k: &usize| factor(run, errors.directions.eigenvalues[*k]).is_some_and(|factor| factor.abs() > 1.0);
        let factors = words.list([0, 1].into_iter().filter(growing).map(|k| &errors.names[k]));
        let eta = significant(run.trainer.experiment().lr, 3);
        (run.seen.steps > 0 && !factors.is_empty()).then(|| Notice {
            remedy: comparing.remedy(&comparing.row.runs[self.0], run, words),
            ..Notice::of(run, say!(words, "eigen.grows", eta, factors))
        })
    }

    fn show<'a>(&self, comparing: &'a Comparing, known: &'a Known, words: &'a Words) -> Picture<'a> {
        let run = &comparing.runs[self.0];
        let Some(errors) = recall::<Errors>(known) else { return comparing.show_losses(words) };
        let steps = run.seen.steps as f64 + run.seen.fraction;
        let curve = |k: usize| {
            let (curve, seen) = (&errors.curves[k], &run.seen);
            let on_the_way =
                run.drawn_before_step().and_then(|drawn| curve.on_the_way(drawn, steps, Scale::Logarithmic));
            let head = on_the_way.unwrap_or_else(|| [steps, errors.height(k, run.seen.drawn)]);
            let whole = (STYLES[k], curve.up_to(seen.points), head);
            as_far_as_seen(whole, errors.y)
        };
        // As wide as the run is long, if that is known to be short.
        let (from, to) = comparing.chart.x;
        let x = (from, if steps <= errors.soon { to.min(errors.soon) } else { to });
        let axes = Axes {
            x: Axis::linear(word!(words, "progress.updates"), x),
            y: Axis::logarithmic(word!(words, "eigen.distance"), errors.y),
        };
        let mut picture = losses(axes, &[curve(0), curve(1)], None);
        let name = |k: usize| Name::new(curve(k).2, &errors.names[k], STYLES[k]);
        picture.names.extend([name(0), name(1)]);
        picture
    }
}

/// A factor as it stands after a sign.
fn in_brackets(factor: f64) -> String {
    let text = apart_from_one(factor, 3);
    if factor < 0.0 { format!("({text})") } else { text }
}

#[cfg(test)]
mod tests {
    use super::super::eigen_directions::EIGEN;
    use super::*;
    use crate::figure::comparison::EIGEN_DIRECTIONS;
    use crate::figure::comparison::own::among;
    use crate::figure::comparison::tests::shown;

    const BOWLS: [&str; 4] = ["booth", "matyas", "bowl", "quadratic&condition=30"];

    #[test]
    fn the_directions_are_orthonormal_eigenvectors_of_the_hessian_the_steepest_first() {
        for bowl in BOWLS {
            let comparing = shown(&EIGEN_DIRECTIONS, &EIGEN, &format!("surface={bowl}"));
            let problem = &comparing.runs[0].problem;
            let Directions { eigenvalues, vectors: [first, second], .. } = Directions::of(problem).unwrap();
            assert!(eigenvalues[0] >= eigenvalues[1] && eigenvalues[1] > 0.0, "{bowl}");
            approx::assert_relative_eq!(first[0] * second[0] + first[1] * second[1], 0.0, epsilon = 1e-14);
            let hessian = problem.objective.hessian(&[0.3, -0.2]);
            for (lambda, [x, y]) in eigenvalues.into_iter().zip([first, second]) {
                approx::assert_relative_eq!(libm::hypot(x, y), 1.0, epsilon = 1e-14);
                approx::assert_relative_eq!(hessian[0] * x + hessian[1] * y, lambda * x, epsilon = 1e-12);
                approx::assert_relative_eq!(hessian[2] * x + hessian[3] * y, lambda * y, epsilon = 1e-12);
            }
        }
    }

    /// What one step does away with falls through the whole chart, which is no wider than there is something to be seen.
    #[test]
    fn a_single_step_is_seen_to_arrive() {
        let round = shown(&EIGEN_DIRECTIONS, &EIGEN, "surface=quadratic&condition=1");
        let [steepest, flattest] = Directions::of(&round.runs[0].problem).unwrap().eigenvalues;
        assert_eq!(steepest, flattest);
        let mut comparing =
            shown(&EIGEN_DIRECTIONS, &EIGEN, &format!("surface=quadratic&condition=1&lr={}", 1.0 / steepest));
        crate::figure::Scene::look(&mut comparing, 1, 0.0);
        let errors = among::<Errors>(&comparing).unwrap();
        assert!(errors.soon <= 5.0 && errors.y.1 > 1e7 * errors.y.0, "{} {:?}", errors.soon, errors.y);
        let ends = errors.curves.each_ref().map(|curve| curve.last().unwrap());
        assert!(ends.iter().all(|end| end[0] == 1.0 && end[1] > 0.0 && end[1] < errors.y.0), "{ends:?}");
    }

    /// dₖ after t steps is (1 − ηλₖ)ᵗ times what it was, below the limit of η and beyond it.
    #[test]
    fn the_error_in_each_direction_is_a_power_of_its_factor() {
        for (bowl, lr) in BOWLS.into_iter().flat_map(|bowl| [(bowl, 0.02), (bowl, 0.05), (bowl, 0.4)]) {
            let comparing = shown(&EIGEN_DIRECTIONS, &EIGEN, &format!("surface={bowl}&lr={lr}&figure.step=12"));
            let (run, directions) = (&comparing.runs[0], Directions::of(&comparing.runs[0].problem).unwrap());
            let start = directions.errors(run.point(0));
            let factors = directions.eigenvalues.map(|eigenvalue| factor(run, eigenvalue).unwrap());
            let largest = factors.iter().fold(1.0, |largest: f64, factor| largest.max(factor.abs()));
            for steps in 0..=12 {
                let now = directions.errors(run.point(steps));
                let rounding = 1e-12 * libm::pow(largest, steps as f64);
                for k in 0..2 {
                    let expected = libm::pow(factors[k], steps as f64) * start[k];
                    approx::assert_relative_eq!(now[k], expected, epsilon = rounding, max_relative = 1e-9);
                }
            }
        }
    }

    #[test]
    fn beyond_the_mark_one_error_grows_while_the_other_shrinks() {
        let errors = |step: u64| {
            let comparing = shown(&EIGEN_DIRECTIONS, &EIGEN, &format!("lr=0.12&figure.step={step}"));
            let panel = recall::<Errors>(&comparing.known[1]).unwrap();
            assert_eq!(panel.curves.each_ref().map(|curve| curve.len() > step as usize), [true; 2]);
            assert_eq!(panel.names, ["|1 − ηλ₁| = 1.16", "|1 − ηλ₂| = 0.76"]);
            panel.directions.errors(comparing.runs[0].seen.parameters).map(f64::abs)
        };
        let (before, after) = (errors(2), errors(9));
        assert!(after[0] > before[0] && after[1] < before[1]);
    }

    /// The curves are the run's, after another start too, and grow with it.
    #[test]
    fn the_curves_are_those_of_the_run_that_is_shown() {
        let mut host = crate::figure::named("eigen-directions", Words::of("en").clone()).unwrap();
        host.seek(9);
        host.act(crate::figure::Action::Press(0, [4.0, 4.0]));
        host.seek(5);
        let scene = host.scene().panels(host.words());
        let (text, expected) = (&scene[1].legend[0].text, 4.0 / 2.0_f64.sqrt() * libm::pow(0.64, 5.0));
        assert!(text.contains(&format!("d₁ = {}", significant(expected, 3))), "{text} {expected}");
        let comparing = shown(&EIGEN_DIRECTIONS, &EIGEN, "momentum=0.5&lr=0.01");
        assert_eq!(factor(&comparing.runs[0], 18.0), None, "a velocity mixes what came before into it");
    }
}
