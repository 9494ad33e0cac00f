//! When a run has come to rest: no step moves any parameter any more, whatever the rule remembers.

use crate::objective::{Batch, Objective};
use crate::optim::{Optimizer, Point, State};

/// Where a run stands, and what would move it.
pub(super) struct Stand<'a> {
    pub(super) objective: &'a dyn Objective,
    pub(super) optimizer: &'a dyn Optimizer,
    /// The largest learning rate that is to come.
    pub(super) lr: f64,
    pub(super) maximize: bool,
    pub(super) parameters: &'a [f64],
    pub(super) state: &'a State,
}

/// What steps along a gradient would do.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Motion {
    /// Move a parameter.
    Moves,
    /// Move parameters by not much more than what rounding errors make of the gradient.
    Trembles,
    /// Move nothing, now and for ever.
    Still,
}

/// The criterion, as [`Trainer::tolerance`](super::Trainer::tolerance) describes it, with its memory of the run.
pub(super) struct Rest {
    pub(super) tolerance: f64,
    /// The largest magnitude that each parameter has had lately: since the step before the newest whose number is a power of
    /// two, so that what a parameter comes to that is close to 0 is not taken for 0 too soon.
    reach: Vec<f64>,
    /// The same since the newest such step.
    newest_reach: Vec<f64>,
    /// The magnitude that each parameter has where starts are drawn.
    range: Vec<f64>,
    tremor: Tremor,
    #[cfg(feature = "handles")]
    bound: Bound,
    // Kept so that nothing is allocated from step to step; the first two are of the step that was looked at last.
    state: State,
    direction: Vec<f64>,
    settled: Vec<f64>,
    gradient: Vec<f64>,
    shifted: Vec<f64>,
}

/// What bounds a convex loss from above: one that is known.
///
/// f(θ) ≤ f(θ₀) + ∇f(θ)ᵀ(θ − θ₀), as its tangent plane at θ lies below it (Boyd and Vandenberghe, Convex Optimization, 3.1.3).
#[cfg(feature = "handles")]
#[derive(Default)]
struct Bound {
    /// θ₀, `[dim]`; empty before the first.
    at: Vec<f64>,
    loss: f64,
}

#[cfg(feature = "handles")]
impl Bound {
    fn note(&mut self, parameters: &[f64], loss: f64) {
        self.at.clear();
        self.at.extend_from_slice(parameters);
        self.loss = loss;
    }

    /// No less than the loss at `parameters` where the gradient is `gradient`; infinite where nothing is known.
    fn of(&self, parameters: &[f64], gradient: &[f64]) -> f64 {
        /// Beyond all rounding errors.
        const MARGIN: f64 = 1e-3;
        if self.at.is_empty() {
            return f64::INFINITY;
        }
        let way = parameters.iter().zip(&self.at).map(|(to, from)| to - from);
        let rise: f64 = way.zip(gradient).map(|(way, slope)| way * slope).sum();
        self.loss + rise + MARGIN * (self.loss.abs() + rise.abs())
    }
}

/// The way that steps of the size of rounding errors have taken.
#[derive(Default)]
struct Tremor {
    began_at: Vec<f64>,
    newest: Vec<f64>,
    /// The length of the way along each parameter.
    way: Vec<f64>,
    looks: u32,
    /// After how many looks it is judged.
    window: u32,
}

impl Rest {
    pub(super) fn new(objective: &dyn Objective, tolerance: f64) -> Self {
        let zeros = vec![0.0; objective.dim()];
        let range = objective.start_region().into_iter().map(|(min, max)| min.abs().max(max.abs())).collect();
        Rest {
            tolerance,
            reach: zeros.clone(),
            newest_reach: zeros.clone(),
            range,
            tremor: Tremor::default(),
            #[cfg(feature = "handles")]
            bound: Bound::default(),
            state: State::default(),
            direction: zeros.clone(),
            settled: zeros.clone(),
            gradient: zeros.clone(),
            shifted: zeros,
        }
    }

    /// Forgets the run before `start`.
    pub(super) fn begin_at(&mut self, start: &[f64]) {
        self.reach.fill(0.0);
        self.newest_reach.fill(0.0);
        self.note(0, start);
        self.begin_anew();
    }

    /// Forgets what was seen of steps before, which another rule may have taken.
    pub(super) fn begin_anew(&mut self) {
        self.tremor.looks = 0;
    }

    /// The direction of the step that was looked at last, `[dim]`, and what is remembered after it.
    pub(super) fn take_step(&mut self, state: &mut State, direction: &mut Vec<f64>) {
        std::mem::swap(state, &mut self.state);
        std::mem::swap(direction, &mut self.direction);
    }

    /// Notes the point after `steps` steps.
    pub(super) fn note(&mut self, steps: u64, parameters: &[f64]) {
        if steps.is_power_of_two() {
            self.reach.copy_from_slice(&self.newest_reach);
            self.newest_reach.fill(0.0);
        }
        for ((reach, newest), parameter) in self.reach.iter_mut().zip(&mut self.newest_reach).zip(parameters) {
            *newest = newest.max(parameter.abs());
            *reach = reach.max(*newest);
        }
    }

    /// Notes the largest magnitudes of steps in a row, `[dim]`, none of whose numbers is a power of two.
    #[cfg(feature = "handles")]
    pub(super) fn note_stretch(&mut self, largest: &[f64]) {
        for ((reach, newest), largest) in self.reach.iter_mut().zip(&mut self.newest_reach).zip(largest) {
            *newest = newest.max(*largest);
            *reach = reach.max(*newest);
        }
    }

    /// Whether the run has come to rest, to judge by the whole gradient and its value `loss`, if that is known.
    pub(super) fn holds(&mut self, stand: &Stand<'_>, loss: Option<f64>, gradient: &[f64]) -> bool {
        match self.motion(stand, Batch::All, loss, gradient) {
            Motion::Still => true,
            Motion::Trembles => {
                let (tolerance, reach, range) = (self.tolerance, &self.reach, &self.range);
                let still =
                    |place: usize| tolerance * stand.parameters[place].abs().max(f64::min(reach[place], range[place]));
                self.tremor.leads_nowhere(stand.parameters, &still)
            }
            Motion::Moves => {
                self.tremor.looks = 0;
                false
            }
        }
    }

    /// What steps along `gradient`, the one of `loss` over `batch`, would do.
    pub(super) fn motion(
        &mut self,
        stand: &Stand<'_>,
        batch: Batch<'_>,
        loss: Option<f64>,
        gradient: &[f64],
    ) -> Motion {
        /// A step that is smaller beside the parameter's usual range may be all rounding error.
        const NEGLIGIBLE: f64 = 1.5e-8;
        /// Near the largest stable learning rate, or with much momentum, rounding errors add up to some times their size.
        const ADDED_UP: f64 = 64.0;
        /// As a share of a parameter.
        const ROUNDED: f64 = ADDED_UP * 1e-15;
        if self.tolerance == 0.0 {
            return Motion::Moves;
        }
        let Stand { objective, optimizer, lr, maximize, parameters, state } = *stand;
        let point = Point {
            parameters,
            gradient,
            lr,
            maximize,
            #[cfg(feature = "optimizers")]
            objective,
            #[cfg(feature = "optimizers")]
            batch,
        };
        self.state.clone_from(state);
        optimizer.direction(&point, &mut self.state, &mut self.direction);
        let (lr, grows) = (optimizer.rate(lr), optimizer.may_grow_again());
        let places = 0..gradient.len();
        // Written so that NaN is no small step.
        let within = |direction: &[f64], place: usize, bound: f64| lr * direction[place].abs() <= bound;
        let size = |place: usize| {
            let usual = if grows { 0.0 } else { self.reach[place].min(self.range[place]) };
            parameters[place].abs().max(usual)
        };
        let still = |direction: &[f64], place: usize| {
            within(direction, place, self.tolerance * size(place))
                || parameters[place] - lr * direction[place] == parameters[place]
        };
        let negligible = |direction: &[f64], place: usize| within(direction, place, NEGLIGIBLE * self.range[place]);
        let samples = batch.len(objective.samples());
        let rounded = |direction: &[f64], place: usize| within(direction, place, ROUNDED * size(place));
        let may_rest = |direction: &[f64], place: usize| {
            still(direction, place) || (!grows && (rounded(direction, place) || negligible(direction, place)))
        };
        // Nearly always a run goes on, and ends here.
        if !places.clone().all(|place| may_rest(&self.direction, place)) {
            return Motion::Moves;
        }
        optimizer.settled_direction(&point, state, &mut self.settled);
        let directions = [&self.direction, &self.settled];
        if places.clone().all(|place| directions.iter().all(|direction| still(direction, place))) {
            return Motion::Still;
        }
        if grows {
            return Motion::Moves;
        }
        let mut trembles = |loss: f64| {
            objective.gradient_rounding(parameters, loss, samples, &mut self.gradient);
            self.gradient.iter_mut().zip(gradient).for_each(|(rounding, slope)| *rounding += slope);
            optimizer.settled_direction(&Point { gradient: &self.gradient, ..point }, state, &mut self.shifted);
            places.clone().all(|place| {
                let rounding = (self.shifted[place] - self.settled[place]).abs();
                directions.iter().all(|direction| {
                    still(direction, place)
                        || rounded(direction, place)
                        || (direction[place].abs() <= ADDED_UP * rounding && negligible(direction, place))
                })
            })
        };
        #[cfg(feature = "handles")]
        if loss.is_none() && optimizer.is_the_gradient() && objective.is_convex() {
            // A larger loss rounds more: who does not tremble then does not at all.
            let bound = self.bound.of(parameters, gradient);
            if bound.is_finite() && !trembles(bound) {
                return Motion::Moves;
            }
        }
        let loss = loss.unwrap_or_else(|| objective.value(parameters, batch));
        #[cfg(feature = "handles")]
        if batch == Batch::All {
            self.bound.note(parameters, loss);
        }
        if trembles(loss) { Motion::Trembles } else { Motion::Moves }
    }
}

impl Tremor {
    /// Whether along each parameter the way so far has led to and fro rather than on: slow progress in an ill-conditioned
    /// valley has steps no larger. What `still` says of a parameter's steps, they may lead on by.
    fn leads_nowhere(&mut self, parameters: &[f64], still: &dyn Fn(usize) -> f64) -> bool {
        const FIRST_WINDOW: u32 = 32;
        if self.looks == 0 {
            self.window = FIRST_WINDOW;
            self.begin_at(parameters);
        }
        for ((way, newest), parameter) in self.way.iter_mut().zip(&mut self.newest).zip(parameters) {
            *way += (parameter - *newest).abs();
            *newest = *parameter;
        }
        self.looks += 1;
        if self.looks < self.window {
            return false;
        }
        let progress = self.began_at.iter().zip(parameters).map(|(from, to)| (to - from).abs());
        let looks = f64::from(self.looks);
        let leads_on =
            |(place, (progress, way)): (usize, (f64, &f64))| progress > 0.25 * way && progress > looks * still(place);
        if !progress.zip(&self.way).enumerate().any(leads_on) {
            return true;
        }
        // A slow oscillation needs a longer look.
        self.window = self.window.saturating_mul(2);
        self.begin_at(parameters);
        self.looks = 1;
        false
    }

    fn begin_at(&mut self, parameters: &[f64]) {
        self.began_at.clear();
        self.began_at.extend_from_slice(parameters);
        self.newest.clone_from(&self.began_at);
        self.way.clear();
        self.way.resize(parameters.len(), 0.0);
    }
}
