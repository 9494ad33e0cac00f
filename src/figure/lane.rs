//! One of a figure's descents: its run, what of it is drawn, and where the reader looks.

use super::ground::{Ground, Parameters, parameters};
use super::progress::Progress;
use crate::chart::{Polyline, Style};
use crate::error::Result;
use crate::experiment::Experiment;
use crate::objective::{Batch, Objective};
use crate::sampler::Sampler;
use crate::stability::Limit;
use crate::trainer::{Status, Trainer};
use std::sync::Arc;

pub(super) struct Lane {
    pub(super) series: Style,
    pub(super) trainer: Trainer,
    /// The learning rate from which on it does not converge.
    pub(super) limit: Option<Limit>,
    /// Asked for the batches of steps past; the trainer's own stays where the run is.
    sampler: Sampler,
    /// The points that are drawn, the steps before each, and the loss there.
    pub(super) path: Polyline,
    path_steps: Vec<u64>,
    pub(super) path_heights: Vec<f64>,
    pub(super) seen: Seen,
}

/// What is to be seen of a descent at some time.
#[derive(Default)]
pub(super) struct Seen {
    /// Steps taken, and the fraction of the next one.
    pub(super) steps: u64,
    pub(super) fraction: f64,
    /// Points of the path so far.
    pub(super) points: usize,
    /// Where the descent is.
    pub(super) parameters: Parameters,
    /// The same in the landscape, and where its newest step began.
    pub(super) head: [f64; 2],
    pub(super) tail: Option<[f64; 2]>,
    /// The samples of the newest step, unless they were all.
    pub(super) batch: Vec<u32>,
    pub(super) whole_batch: bool,
}

/// Whether the point after `steps` steps is drawn: all up to 512, then 256 for each doubling. What is drawn stays, so
/// that a path grows at its end only, and a long one costs little more than a short one.
fn is_drawn(steps: u64) -> bool {
    steps <= 512 || steps.is_multiple_of(2 << (steps / 512).ilog2())
}

impl Lane {
    /// A descent of `experiment` on `ground`, with its [`limit`].
    pub(super) fn new(series: Style, experiment: &Experiment, ground: &Ground, limit: Option<Limit>) -> Result<Self> {
        let objective: Arc<dyn Objective> = Arc::<crate::risk::Risk>::clone(&ground.risk);
        let trainer = Trainer::on_objective(experiment, objective, None)?;
        let mut lane = Lane {
            series,
            limit,
            sampler: trainer.sampler().clone(),
            trainer,
            path: Polyline::new(),
            path_steps: Vec::new(),
            path_heights: Vec::new(),
            seen: Seen::default(),
        };
        lane.draw_from(0, ground);
        Ok(lane)
    }

    /// Runs on until `steps` steps are taken, or it stops.
    pub(super) fn run_to(&mut self, steps: u64, ground: &Ground) {
        let Some(missing) = steps.checked_sub(self.trainer.steps()).filter(|&missing| missing > 0) else { return };
        let place = self.trainer.trajectory().len();
        self.trainer.step(missing);
        // A run that diverges takes steps back.
        while self.path_steps.last().is_some_and(|&last| last > self.trainer.steps()) {
            self.path_steps.pop();
            self.path_heights.pop();
        }
        self.path.truncate(self.path_steps.len());
        self.draw_from(place, ground);
    }

    fn draw_from(&mut self, place: usize, ground: &Ground) {
        let trajectory = self.trainer.trajectory();
        for place in place..trajectory.len() {
            let steps = trajectory.step(place);
            if is_drawn(steps) {
                let point = parameters(trajectory.point(place));
                self.path.push(ground.two(point));
                self.path_steps.push(steps);
                self.path_heights.push(ground.height(point));
            }
        }
    }

    /// Samples that one more tick costs; none when it has stopped.
    pub(super) fn work_per_tick(&self, progress: Progress, samples_per_tick: u64) -> u64 {
        match progress {
            _ if self.trainer.status() != Status::Running => 0,
            Progress::Updates => self.sampler.samples_seen(1),
            Progress::Samples | Progress::Epochs => samples_per_tick,
        }
    }

    /// Whether each step is by all samples.
    pub(super) fn is_whole(&self) -> bool {
        self.sampler.is_full()
    }

    /// Whether the run has stopped and is shown to its end.
    pub(super) fn is_over(&self) -> bool {
        self.trainer.status() != Status::Running && self.seen.steps >= self.trainer.steps()
    }

    /// The point after `steps` steps, or the newest one recorded before.
    pub(super) fn point(&self, steps: u64) -> Parameters {
        if steps >= self.trainer.steps() {
            return parameters(self.trainer.parameters());
        }
        let trajectory = self.trainer.trajectory();
        parameters(trajectory.point(trajectory.place(steps)))
    }

    /// The samples that the first `steps` steps use.
    pub(super) fn samples_seen(&self, steps: u64) -> u64 {
        self.sampler.samples_seen(steps)
    }

    /// The place of a step on the loss chart's axis.
    pub(super) fn position(&self, steps: u64, progress: Progress) -> f64 {
        progress.position(steps, self.trainer.objective().samples(), &self.sampler)
    }

    /// The steps taken at a place of the loss chart's axis.
    pub(super) fn steps_before(&self, position: f64, progress: Progress) -> u64 {
        progress.steps_before(position, self.trainer.objective().samples(), &self.sampler).min(self.seen.steps)
    }

    /// The loss chart's points from the `from`-th drawn one on, their heights as `height` has them of parameters and
    /// loss.
    pub(super) fn curve(
        &self,
        from: usize,
        progress: Progress,
        height: impl Fn(Parameters, f64) -> f64,
    ) -> impl Iterator<Item = [f64; 2]> {
        let places = from..self.path.len();
        places.map(move |place| {
            let steps = self.path_steps[place];
            [self.position(steps, progress), height(self.point(steps), self.path_heights[place])]
        })
    }

    /// Prepares what is to be seen at `time` ticks.
    pub(super) fn look(&mut self, time: f64, progress: Progress, samples_per_tick: u64, ground: &Ground) {
        let (mut steps, mut fraction) = progress.steps_at(time, samples_per_tick, &self.sampler);
        self.run_to(steps.saturating_add(u64::from(fraction > 0.0)), ground);
        if steps >= self.trainer.steps() {
            (steps, fraction) = (self.trainer.steps(), 0.0);
        }
        let here = self.point(steps);
        let next = if fraction > 0.0 { self.point(steps + 1) } else { here };
        // Slow at both ends, so that the eye can follow (smoothstep).
        let eased = fraction * fraction * (3.0 - 2.0 * fraction);
        let newest = if fraction > 0.0 { Some(steps) } else { steps.checked_sub(1) };

        let seen = &mut self.seen;
        seen.steps = steps;
        seen.fraction = fraction;
        seen.points = self.path_steps.partition_point(|&drawn| drawn <= steps);
        seen.parameters = std::array::from_fn(|place| here[place] + eased * (next[place] - here[place]));
        seen.head = ground.two(seen.parameters);
        seen.batch.clear();
        seen.whole_batch = false;
        if let Some(step) = newest {
            match self.sampler.batch(step) {
                Batch::All => seen.whole_batch = true,
                Batch::Samples(indices) => seen.batch.extend_from_slice(indices),
            }
        }
        let tail = if fraction > 0.0 { Some(here) } else { newest.map(|step| self.point(step)) };
        self.seen.tail = tail.map(|tail| ground.two(tail));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trajectory::Trajectory;

    #[test]
    fn what_is_drawn_is_recorded_and_grows_by_256_points_a_doubling() {
        assert!((0..2_000_000).filter(|&steps| is_drawn(steps)).all(Trajectory::keeps));
        let drawn = |steps: std::ops::Range<u64>| steps.filter(|&steps| is_drawn(steps)).count();
        assert_eq!((drawn(1025..2049), drawn(65537..131_073)), (256, 256));
    }
}
