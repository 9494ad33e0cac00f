//! A descent that is shown: its trainer, its path, and what is to be seen of it at a time.

use crate::chart::{Polyline, Room, Style};
use crate::error::Result;
use crate::experiment::Experiment;
#[cfg(feature = "chapters")]
use crate::number::{apart_from_rounding, rounded};
use crate::objective::Batch;
use crate::problem::{Parameters, Problem, parameters};
use crate::sampler::Sampler;
use crate::stability::{Limit, Rule};
use crate::trainer::{Status, Trainer};
#[cfg(feature = "chapters")]
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

/// A run of an experiment on a problem.
pub struct Run {
    /// How it looks.
    pub style: Style,
    /// What it descends.
    pub problem: Rc<Problem>,
    /// What takes its steps.
    pub trainer: Trainer,
    /// The learning rate from which on it does not converge.
    pub limit: Option<Limit>,
    /// Asked for the batches of steps past; the trainer's own stays where the run is.
    sampler: Sampler,
    /// The points that are drawn, in the landscape.
    pub path: Polyline,
    /// The steps before each of them.
    path_steps: Vec<u64>,
    /// The steps of which it is decided which are drawn.
    decided: u64,
    /// The loss at each of them.
    pub path_heights: Vec<f64>,
    /// What is to be seen of it.
    pub seen: Seen,
    /// What the path that is seen passes through in the landscape, and how many of its points that is known of.
    way: (Room, usize),
    /// What came of trying learning rates for an experiment.
    #[cfg(feature = "chapters")]
    tried: RefCell<Option<(Experiment, Option<f64>)>>,
    /// Where it is changed on its way.
    #[cfg(feature = "chapters")]
    change: Option<Change>,
}

/// A change of a run on its way.
#[cfg(feature = "chapters")]
struct Change {
    /// The steps before it.
    steps: u64,
    /// What the run was before.
    from: Experiment,
    into: Experiment,
    is_made: bool,
}

/// What is to be seen of a run at some time.
#[derive(Default)]
pub struct Seen {
    /// Steps taken.
    pub steps: u64,
    /// The fraction of the next one.
    pub fraction: f64,
    /// Points of the path so far.
    pub points: usize,
    /// Where the run is after those steps: what is told.
    pub parameters: Parameters,
    /// Where it is drawn, on its way to where the next one leads.
    pub drawn: Parameters,
    /// The same in the landscape.
    pub head: [f64; 2],
    /// Where its newest step began.
    pub tail: Option<[f64; 2]>,
    /// The samples of the newest step, unless they were all.
    pub batch: Vec<u32>,
    /// Whether they were all.
    pub whole_batch: bool,
}

/// Slow at both ends of a step, so that the eye can follow: smoothstep of a fraction from 0 to 1.
pub fn eased(fraction: f64) -> f64 {
    fraction * fraction * (3.0 - 2.0 * fraction)
}

/// Of how many steps after step `steps` the lowest and the highest point are drawn: up to 512 of each by itself, and then of
/// twice as many with each doubling. What is drawn stays, so that a path grows at its end only, and a long one costs little
/// more than a short one; and what trembles is drawn as wide as it trembles.
fn together(steps: u64) -> u64 {
    1 << ((steps / 256) | 1).ilog2()
}

impl Run {
    /// Goes on with a curve that has a point for each place of the path that is drawn.
    pub fn extend(&self, curve: &mut Polyline, point: impl Fn(usize) -> [f64; 2]) {
        let drawn = self.path.len();
        let from = curve.len().min(drawn);
        curve.truncate(drawn);
        curve.extend((from..drawn).map(point));
    }

    /// A run of `experiment`, which minimises `problem`, with its limit.
    ///
    /// # Errors
    /// As [`Trainer::new`].
    pub fn new(style: Style, experiment: &Experiment, problem: Rc<Problem>, limit: Option<Limit>) -> Result<Self> {
        let trainer = Trainer::on_objective(experiment, Arc::clone(&problem.objective), None)?;
        let mut run = Run {
            style,
            problem,
            limit,
            sampler: trainer.sampler().clone(),
            trainer,
            path: Polyline::new(),
            path_steps: Vec::new(),
            decided: 0,
            path_heights: Vec::new(),
            seen: Seen::default(),
            way: (Room::EMPTY, 0),
            #[cfg(feature = "chapters")]
            tried: RefCell::default(),
            #[cfg(feature = "chapters")]
            change: None,
        };
        let (start, height) = run.height(0);
        run.draw(start, height);
        run.draw_on();
        Ok(run)
    }

    /// Has it go on as another experiment, which differs in what a run can change on its way, after `steps` steps.
    #[cfg(feature = "chapters")]
    pub fn change_after(&mut self, steps: u64, into: Experiment) {
        let from = self.trainer.experiment().clone();
        self.change = Some(Change { steps, from, into, is_made: false });
    }

    /// What it is in the end, whether or not it has changed into that yet.
    pub fn last_experiment(&self) -> &Experiment {
        #[cfg(feature = "chapters")]
        if let Some(change) = &self.change {
            return &change.into;
        }
        self.trainer.experiment()
    }

    /// What takes the step after `step` others.
    fn experiment_at(&self, step: u64) -> &Experiment {
        #[cfg(feature = "chapters")]
        if let Some(change) = self.change.as_ref().filter(|change| step < change.steps) {
            return &change.from;
        }
        let _ = step;
        self.trainer.experiment()
    }

    /// Goes on until `steps` steps are taken, or it stops.
    pub fn run_to(&mut self, steps: u64) {
        #[cfg(feature = "chapters")]
        if let Some(change) = self.change.take_if(|change| !change.is_made && change.steps < steps) {
            self.run_on_to(change.steps);
            // Who has stopped before goes nowhere from there.
            let is_made = self.trainer.steps() == change.steps && self.trainer.change(change.into.clone()).is_ok();
            self.change = Some(Change { is_made, ..change });
        }
        self.run_on_to(steps);
    }

    fn run_on_to(&mut self, steps: u64) {
        let Some(missing) = steps.checked_sub(self.trainer.steps()).filter(|&missing| missing > 0) else { return };
        self.trainer.step(missing);
        // A run that diverges takes steps back.
        let steps = self.trainer.steps();
        self.decided = self.decided.min(steps - steps % together(steps));
        let kept = self.path_steps.partition_point(|&steps| steps <= self.decided);
        self.path.truncate(kept);
        self.path_steps.truncate(kept);
        self.path_heights.truncate(kept);
        if self.way.1 > kept {
            self.way = (Room::EMPTY, 0);
        }
        self.draw_on();
    }

    /// A learning rate of at most `most` by which a run from the same start does not run away, rounded to two digits: found by
    /// trying, for where the curvature at the start says little, theory does not know. `None` where none was found.
    #[cfg(feature = "chapters")]
    pub fn tried_rate(&self, most: f64) -> Option<f64> {
        /// Rates that are tried, each a quarter of the one before.
        const TRIES: usize = 12;
        let experiment = self.trainer.experiment();
        if let Some((_, rate)) = self.tried.borrow().as_ref().filter(|(before, _)| before == experiment) {
            return *rate;
        }
        let rates = std::iter::successors(Some(rounded(most, 2)), |rate| Some(rounded(0.25 * rate, 2)));
        let rate = rates.take(TRIES).find(|&rate| self.stays(rate));
        self.tried.replace(Some((experiment.clone(), rate)));
        rate
    }

    /// Whether a run from the same start by another learning rate comes to no place much higher, as far as it is tried.
    #[cfg(feature = "chapters")]
    fn stays(&self, lr: f64) -> bool {
        /// Steps, and samples that are looked at, at most.
        const STEPS: u64 = 400;
        const SAMPLES: u64 = 200_000;
        /// How much higher than the start a run may come on its way, and end, in parts of that height.
        const ON_ITS_WAY: f64 = 2.0;
        const AT_THE_END: f64 = 0.1;
        let objective = &self.problem.objective;
        let start = Some(self.trainer.trajectory().point(0).to_vec());
        let experiment = Experiment { lr, start, ..self.trainer.experiment().clone() };
        let Ok(mut trainer) = Trainer::on_objective(&experiment, Arc::clone(objective), None) else { return false };
        let begin = trainer.loss();
        let above = |loss: f64| if begin == 0.0 { loss } else { (loss - begin) / begin.abs() };
        for _ in 0..STEPS.min(SAMPLES / objective.samples().max(1)).max(1) {
            match trainer.step(1) {
                Status::Diverged => return false,
                Status::Converged => break,
                Status::Running if above(trainer.loss()) > ON_ITS_WAY => return false,
                Status::Running => {}
            }
        }
        above(trainer.loss()) <= AT_THE_END
    }

    /// What the path that is seen passes through in the landscape.
    pub fn way(&self) -> &Room {
        &self.way.0
    }

    /// Extends it to the points that are seen.
    fn follow(&mut self) {
        if self.way.1 > self.seen.points {
            self.way = (Room::EMPTY, 0);
        }
        let (room, known) = &mut self.way;
        if *known < self.seen.points {
            room.take_points(&self.path[known.saturating_sub(1)..self.seen.points], self.problem.window);
            *known = self.seen.points;
        }
    }

    /// Draws what can be decided of the steps that have been taken.
    fn draw_on(&mut self) {
        loop {
            let end = self.decided + together(self.decided);
            if end > self.trainer.steps() {
                return;
            }
            let trajectory = self.trainer.trajectory();
            let (first, last) = (trajectory.place(self.decided) + 1, trajectory.place(end));
            let mut low = self.height(last);
            let mut high = low;
            // Where no curve of losses is shown, or one takes a pass over many samples, the last point stands for all.
            if cfg!(feature = "comparison") && self.problem.has_cheap_heights() {
                for one in (first..last).map(|place| self.height(place)) {
                    low = if one.1 < low.1 { one } else { low };
                    high = if one.1 > high.1 { one } else { high };
                }
            }
            let ends = if low.0 < high.0 { [low, high] } else { [high, low] };
            ends[usize::from(low.0 == high.0)..].iter().for_each(|&(place, height)| self.draw(place, height));
            self.decided = end;
        }
    }

    /// A place of the trajectory, and the height of the point there.
    fn height(&self, place: usize) -> (usize, f64) {
        (place, self.problem.height(parameters(self.trainer.trajectory().point(place))))
    }

    /// Draws a point of the trajectory, and its height.
    fn draw(&mut self, place: usize, height: f64) {
        let trajectory = self.trainer.trajectory();
        self.path.push(self.problem.two(parameters(trajectory.point(place))));
        self.path_steps.push(trajectory.step(place));
        self.path_heights.push(height);
    }

    /// Whether each step is by all samples.
    pub fn is_whole(&self) -> bool {
        self.sampler.is_full()
    }

    /// Samples in a step.
    pub fn batch_size(&self) -> u64 {
        self.sampler.samples_seen(1)
    }

    /// Whether it has stopped and is shown to its end.
    pub fn is_over(&self) -> bool {
        self.trainer.status() != Status::Running && self.seen.steps >= self.trainer.steps()
    }

    /// Since how many steps its loss is at its minimum but for rounding, if the next step leaves it there: all that follow do
    /// nothing.
    #[cfg(feature = "comparison")]
    pub fn arrived(&self) -> Option<u64> {
        const ROUNDING: f64 = 1e-13;
        let floor = self.problem.floor().filter(|_| self.is_whole())?;
        let is_there = |height: f64| height - floor <= ROUNDING * floor.abs();
        let stays = || [0, 1].iter().all(|more| is_there(self.problem.height(self.point(self.seen.steps + more))));
        let seen = &self.path_heights[..self.seen.points];
        let place = seen.iter().rposition(|&height| !is_there(height)).map_or(0, |last| last + 1);
        self.path_steps[..self.seen.points].get(place).copied().filter(|_| stays())
    }

    /// The point after `steps` steps, or the newest one recorded before.
    pub fn point(&self, steps: u64) -> Parameters {
        if steps >= self.trainer.steps() {
            return parameters(self.trainer.parameters());
        }
        let trajectory = self.trainer.trajectory();
        parameters(trajectory.point(trajectory.place(steps)))
    }

    /// What draws its batches.
    pub fn sampler(&self) -> &Sampler {
        &self.sampler
    }

    /// How many points of the path come before the step that is on its way, if both its ends are drawn.
    pub fn drawn_before_step(&self) -> Option<usize> {
        let Seen { steps, fraction, points, .. } = self.seen;
        let ends = self.path_steps.get(points.checked_sub(1)?..=points)?;
        (fraction > 0.0 && ends == [steps, steps + 1]).then_some(points)
    }

    /// The steps before a point of the path.
    pub fn steps_of(&self, place: usize) -> u64 {
        self.path_steps[place]
    }

    /// Prepares what is to be seen after `steps` steps and a `fraction` of the next; that one is taken, so that it is known
    /// where it leads.
    pub fn look(&mut self, mut steps: u64, mut fraction: f64) {
        self.run_to(steps.saturating_add(1));
        if steps >= self.trainer.steps() {
            (steps, fraction) = (self.trainer.steps(), 0.0);
        }
        let here = self.point(steps);
        let next = if fraction > 0.0 { self.point(steps + 1) } else { here };
        let part = eased(fraction);
        let newest = if fraction > 0.0 { Some(steps) } else { steps.checked_sub(1) };
        let tail = if fraction > 0.0 { Some(here) } else { newest.map(|step| self.point(step)) };

        let seen = &mut self.seen;
        seen.steps = steps;
        seen.fraction = fraction;
        seen.points = self.path_steps.partition_point(|&drawn| drawn <= steps);
        seen.parameters = here;
        seen.drawn = std::array::from_fn(|place| here[place] + part * (next[place] - here[place]));
        seen.head = self.problem.two(seen.drawn);
        seen.tail = tail.map(|tail| self.problem.two(tail));
        seen.batch.clear();
        seen.whole_batch = false;
        if let Some(step) = newest {
            match self.sampler.batch(step) {
                Batch::Samples(indices) => seen.batch.extend_from_slice(indices),
                // What is shown is stored, and has no others.
                _ => seen.whole_batch = true,
            }
        }
        self.follow();
    }

    /// The newest step, or before the first one the step to come: the point before it, what it is along, the point after
    /// it, and whether that is the gradient.
    pub fn newest_step(&self) -> Step {
        self.step(if self.seen.fraction > 0.0 { self.seen.steps } else { self.seen.steps.saturating_sub(1) })
    }

    /// The step after `step` others, which is on its way or has been taken.
    pub fn step(&self, step: u64) -> Step {
        let rate = self.experiment_at(step).lr_after(step);
        let before = self.point(step);
        let after = self.point(step + 1);
        let is_gradient = Rule::of(self.experiment_at(step)) == Some(Rule::PLAIN);
        let along = match is_gradient || rate == 0.0 {
            true => self.problem.gradient(before, self.sampler.clone().batch(step)),
            // With momentum the step is along the velocity, by another rule along what it makes of the gradient.
            false => std::array::from_fn(|place| (before[place] - after[place]) / rate),
        };
        Step { before, rate, along, is_gradient, after }
    }

    /// How large its parameters have been: at the start, or at others.
    #[cfg(feature = "chapters")]
    pub fn size(&self, parameters: &[f64]) -> f64 {
        self.point(0).iter().chain(parameters).fold(0.0, |size: f64, parameter| size.max(parameter.abs()))
    }

    /// A gradient at some parameters, without what the rounding of numbers as large as its parameters have been may make of it.
    #[cfg(feature = "chapters")]
    pub fn gradient_apart_from_rounding(&self, parameters: &[f64], gradient: &[f64]) -> Vec<f64> {
        let (size, hessian) = (self.size(parameters), self.problem.hessian(parameters));
        let bend = |row: &[f64]| row.iter().map(|bend| bend.abs()).sum::<f64>();
        let rows = hessian.chunks(parameters.len());
        gradient.iter().zip(rows).map(|(&slope, row)| apart_from_rounding(slope, size * bend(row))).collect()
    }

    /// A step as it is told: at rest nothing is left of it.
    #[cfg(feature = "chapters")]
    pub fn step_apart_from_rounding(&self, step: Step) -> Step {
        let dim = self.problem.dim();
        let (before, size) = (&step.before[..dim], self.size(&step.before[..dim]));
        // It is the difference of two places: what does not move them may be small, unless there is nothing to descend.
        let moves = |part: f64| apart_from_rounding(step.rate * part, size) != 0.0;
        let is_level = || {
            let slopes = self.problem.gradient(step.before, Batch::All);
            self.gradient_apart_from_rounding(before, &slopes[..dim]).iter().all(|&slope| slope == 0.0)
        };
        // At a rate of 0 it is the gradient by any rule.
        let along = match step.is_gradient || step.rate == 0.0 {
            true => parameters(&self.gradient_apart_from_rounding(before, &step.along[..dim])),
            false if step.along[..dim].iter().all(|&part| moves(part)) || !is_level() => step.along,
            false => step.along.map(|part| if moves(part) { part } else { 0.0 }),
        };
        let place = |place: Parameters| place.map(|part| apart_from_rounding(part, size));
        Step { along, before: place(step.before), after: place(step.after), ..step }
    }

    /// Whether it looks for the length of each step, from η on.
    #[cfg(feature = "chapters")]
    pub fn searches_lengths(&self) -> bool {
        let rule = self.trainer.optimizer();
        rule.rate(0.0) != 0.0 && !rule.is_by_each_number()
    }

    /// Whether its steps are along the gradient, and nothing else.
    pub fn is_plain(&self) -> bool {
        Rule::of(self.trainer.experiment()) == Some(Rule::PLAIN)
    }

    /// Where it is, and where the next steps lead, up to `count` of them; in the landscape.
    pub fn ahead(&mut self, count: u64) -> Vec<[f64; 2]> {
        let steps = self.seen.steps;
        self.run_to(steps.saturating_add(count));
        let mut points = vec![self.seen.head];
        for step in steps + 1..=self.trainer.steps().min(steps.saturating_add(count)) {
            points.push(self.problem.two(self.point(step)));
        }
        points
    }

    /// What the next step would do with these learning rates: the part of the loss above its minimum (or, where none is
    /// known, above the lowest of what they lead to) that it takes away, 1 for all of it; negative where it adds, down to
    /// −1 for as much as there is. Nothing when there is no next step.
    pub fn effects(&self, rates: &[f64]) -> Vec<f64> {
        let (steps, experiment) = (self.seen.steps, self.experiment_at(self.seen.steps));
        // Of a rule with step sizes of its own η says nothing of the next one.
        let has_sizes = || experiment.build_optimizer().is_ok_and(|rule| rule.rate(0.0) != 0.0);
        // What has a velocity goes up as well, on its way down: whether the next step lowers the loss says little.
        let has_velocity = || Rule::of(experiment).is_some_and(|rule| rule.momentum > 0.0);
        if self.trainer.steps() <= steps || has_sizes() || has_velocity() {
            return Vec::new();
        }
        let (here, next) = (self.point(steps), self.point(steps + 1));
        let (rate, part) = (experiment.lr_after(steps), experiment.schedule().part(steps));
        let along: Parameters = match rate > 0.0 {
            true => std::array::from_fn(|place| (here[place] - next[place]) / rate),
            false => self.problem.gradient(here, self.sampler.clone().batch(steps)),
        };
        let now = self.problem.height(here);
        let (mut lowest, mut heights) = (now, Vec::with_capacity(rates.len()));
        for &rate in rates {
            let height = self.problem.height(std::array::from_fn(|place| here[place] - part * rate * along[place]));
            heights.push(height);
            lowest = lowest.min(height);
        }
        let above = now - self.problem.floor().unwrap_or(lowest);
        for height in &mut heights {
            let part = if above > 0.0 { (now - *height) / above } else { 0.0 };
            *height = if height.is_finite() { part.clamp(-1.0, 1.0) } else { -1.0 };
        }
        heights
    }
}

/// A step θ ← θ − ηd.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// θ before it.
    pub before: Parameters,
    /// η.
    pub rate: f64,
    /// d.
    pub along: Parameters,
    /// Whether d is the gradient over the step's batch.
    pub is_gradient: bool,
    /// θ after it.
    pub after: Parameters,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::View;
    use crate::trajectory::Trajectory;

    /// A run of a string, as it is after some steps.
    fn run(text: &str, steps: u64) -> Run {
        let experiment: Experiment = text.parse().unwrap();
        let problem = Problem::new(&experiment, View { shown: [0, 1], window: None, fills_plane: false }).unwrap();
        let mut run = Run::new(Style::BATCH, &experiment, Rc::new(problem), None).unwrap();
        run.look(steps, 0.0);
        run
    }

    const LINE: &str = "n=40&noise=1&reduction=mean&sampler=uniform&batch=4&start=-2,3&seed=5";

    #[test]
    fn of_a_step_at_rest_nothing_is_told_and_of_any_other_all() {
        let told = |text: &str, step| {
            let run = run(text, step + 1);
            run.step_apart_from_rounding(run.step(step))
        };
        let bowl = "objective=surface&surface=booth&start=-2,3";
        for rule in ["lr=0.09", "lr=0.05&momentum=0.5"] {
            let step = told(&format!("{bowl}&{rule}"), 900);
            assert_eq!((step.along, step.before), ([0.0; 3], step.after), "{rule}");
        }
        // A rate of nothing moves nothing, whatever the slope.
        for rule in ["lr=0.09", "lr=0.09&momentum=0.5", "lr=0", "lr=0&momentum=0.5", "lr=1e-15&momentum=0.5"] {
            let step = told(&format!("{bowl}&{rule}"), 0);
            assert!(step.along[..2].iter().all(|slope| slope.abs() > 1.0), "{rule}: {step:?}");
        }
    }

    #[test]
    fn what_lies_ahead_is_what_comes() {
        let mut seen = run(&format!("{LINE}&lr=0.2"), 6);
        let ahead = seen.ahead(4);
        assert_eq!(ahead.len(), 5);
        for (more, point) in ahead.into_iter().enumerate() {
            seen.look(6 + more as u64, 0.0);
            assert_eq!(seen.seen.head, point, "{more} steps on");
        }
        // Nothing comes after the end.
        let mut ended = run("objective=surface&surface=bowl&lr=0.1&start=1,1", 10_000);
        assert!(ended.is_over() && ended.ahead(4).len() == 1 && ended.effects(&[0.1]).is_empty());
    }

    /// The oracle: a descent with that rate, from there, with the same batch.
    #[test]
    fn the_effect_of_a_rate_is_what_a_step_with_it_does() {
        for (momentum, at) in [(0.0, 0), (0.0, 7), (0.9, 0)] {
            let text = format!("{LINE}&momentum={momentum}&lr=0.2");
            let seen = run(&text, at);
            let rates = [1e-3, 0.05, 0.2, 0.7, 3.0];
            let height = |parameters| seen.problem.excess(parameters).unwrap();
            let before = height(seen.seen.parameters);
            for (rate, effect) in rates.into_iter().zip(seen.effects(&rates)) {
                let gradient = seen.problem.gradient(seen.seen.parameters, seen.sampler.clone().batch(at));
                // From rest a velocity is the gradient.
                let after = std::array::from_fn(|place| seen.seen.parameters[place] - rate * gradient[place]);
                let expected = (1.0 - height(after) / before).clamp(-1.0, 1.0);
                approx::assert_relative_eq!(effect, expected, epsilon = 1e-9);
            }
        }
        // x² from 1: a step by 2η leaves (1 − 2η)² of it.
        let bowl = run("objective=surface&surface=bowl&lr=0.1&start=1,0", 0);
        let effects = bowl.effects(&[0.0, 0.25, 0.5, 1.0, 1.2, 100.0]);
        for (effect, expected) in effects.into_iter().zip([0.0, 0.75, 1.0, 0.0, -0.96, -1.0]) {
            approx::assert_relative_eq!(effect, expected, epsilon = 1e-12);
        }
    }

    #[test]
    fn what_is_drawn_is_recorded_and_grows_by_512_points_a_doubling() {
        let ends = || std::iter::successors(Some(0), |&steps| Some(steps + together(steps)));
        assert!(ends().take_while(|&end| end < 2_000_000).all(Trajectory::keeps));
        let ends = |steps: std::ops::Range<u64>| {
            ends().take_while(|end| *end < steps.end).filter(|end| steps.contains(end)).count()
        };
        assert_eq!((ends(1025..2049), ends(65537..131_073)), (256, 256));
    }

    #[test]
    fn a_long_path_is_as_wide_as_what_trembles() {
        let run = run(&format!("{LINE}&batch=1&lr=0.2").replace("&batch=4", ""), 24_000);
        let trajectory = run.trainer.trajectory();
        for steps in [512..1024, 12_000..16_000, 16_384..24_000] {
            let height = |step: u64| run.problem.height(parameters(trajectory.point(step as usize)));
            let highest = steps.clone().map(height).fold(0.0, f64::max);
            let drawn = run.path_steps.iter().zip(&run.path_heights).filter(|(step, _)| steps.contains(step));
            assert_eq!(drawn.map(|(_, height)| *height).fold(0.0, f64::max), highest, "{steps:?}");
        }
        assert!(run.path.len() < 4000 && run.path_steps.is_sorted());
    }

    #[test]
    fn a_run_that_takes_steps_back_forgets_what_was_drawn_of_them() {
        let run = run("objective=expression&f=x^2&start=1&lr=1.001", 400_000);
        assert_eq!(run.trainer.status(), Status::Diverged);
        let steps = run.trainer.steps();
        assert!(run.path_steps.is_sorted_by(|one, other| one < other) && *run.path_steps.last().unwrap() <= steps);
        assert!(run.path_steps.iter().all(|&step| run.problem.height(run.point(step)).is_finite()));
    }
}
