//! What becomes of a descent: where it leaves what is shown, by what factor its error grows, and which rate helps.

use super::{CurveDescent, Run, descend};
use crate::experiment::Experiment;
use crate::number::rounded;
use crate::random::worthwhile;
use std::rc::Rc;

/// How a descent stands at the point that is shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Fate {
    /// It is on its way, or at rest.
    Sound,
    /// It has left what is shown for good and goes on leaving: each step overshoots by more.
    Diverges,
    /// The same downhill, where there may be a minimum farther on, or none.
    Leaves,
    /// The same, farther than numbers are followed: where the function falls without end.
    Falls,
    /// The function has no value, or no slope, where it stands.
    Breaks,
}

/// How often a rate is halved in search of one that helps.
const HALVINGS: i32 = 40;
/// A way shorter than this part of what is shown leads to no other place; a slope smaller than this part of the one at the
/// start is all but level.
const SETTLED: f64 = 1e-3;
/// A start is worth descending from whose descent leads so far away, in parts of what is shown.
const WORTHWHILE: f64 = 0.06;
/// As much of what is shown is left free on either side of a new start.
const MARGIN: f64 = 0.04;

impl CurveDescent {
    /// How the descent stands at the tick that is shown.
    pub(super) fn fate(&self) -> Fate {
        let (x, last) = (self.x(), self.steps.last().copied().unwrap_or(f64::NAN));
        let ended = self.tick == self.last();
        let beyond = self.distance_beyond(x);
        let higher = self.at(x) > self.at(self.start());
        // High above, out of sight, the numbers fail, not the function.
        if ended && self.is_broken(x) && !(higher && beyond > 0.0) {
            return Fate::Breaks;
        }
        let gone = self.steps.iter().skip(self.tick as usize).all(|&x| self.distance_beyond(x) > 0.0);
        let has_diverged = ended && self.has_diverged();
        if !gone || !(self.distance_beyond(last) > beyond || has_diverged) {
            return Fate::Sound;
        }
        match higher {
            true => Fate::Diverges,
            false if has_diverged => Fate::Falls,
            false if self.has_converged() => Fate::Sound,
            false => Fate::Leaves,
        }
    }

    /// Whether the descent has ended where there is nothing to descend on. A value too large for a number is no hole,
    /// unless it is where the descent starts.
    pub(super) fn is_broken(&self, x: f64) -> bool {
        let value = self.at(x);
        let sloped = self.slope(x).is_finite();
        if value.is_finite() { !sloped } else { value.is_nan() || self.tick == 0 }
    }

    /// How far x lies outside the range that is shown; 0 within.
    pub(super) fn distance_beyond(&self, x: f64) -> f64 {
        let (left, right) = self.curve.range;
        (left - x).max(x - right).max(0.0)
    }

    /// The lowest point of the curve that is shown, made better by a step of Newton's where the curve bends up: exact
    /// for a parabola, wherever its minimum is.
    fn minimum(&self) -> f64 {
        let lower = |a: &[f64; 2], b: &[f64; 2]| a[1].total_cmp(&b[1]);
        let points = self.curve.graph.iter().copied().filter(|point| point[1].is_finite());
        let x = points.min_by(lower).map_or(f64::NAN, |point| point[0]);
        let step = self.slope(x) / self.curvature(x);
        if step.is_finite() && self.curvature(x) > 0.0 { x - step } else { x }
    }

    /// The factors by which the distance from the minimum has grown: since the start, and by the newest step.
    pub(super) fn growth(&self) -> [f64; 2] {
        let minimum = self.minimum();
        let error = |x: f64| (x - minimum).abs();
        [self.start(), self.before()].map(|since| error(self.x()) / error(since))
    }

    /// A rate with which the descent settles lower than it starts, well within the limit: found by trying, once.
    pub(super) fn helpful_rate(&self) -> Option<f64> {
        *self.help.get_or_init(|| {
            let first = 0.5 * self.run.limit.map_or(self.rate(), |limit| limit.value.min(self.rate()));
            let (size, start) = (self.curve.size(), self.start());
            let helps = |&lr: &f64| {
                let experiment = Experiment { lr, ..self.run.trainer.experiment().clone() };
                let end = self.descent_of(&experiment).pop().unwrap_or(f64::NAN);
                let (slope, first) = (self.slope(end).abs(), self.slope(start).abs());
                self.at(end) < self.at(start) && lr * slope < SETTLED * size && slope < SETTLED * first
            };
            (0..HALVINGS).map(|k| rounded(first * libm::exp2(f64::from(-k)), 2)).find(helps)
        })
    }

    /// The steps that another experiment on this curve takes; none where it cannot be.
    fn descent_of(&self, experiment: &Experiment) -> Vec<f64> {
        let run = Run::new(self.run.style, experiment, Rc::clone(&self.curve.problem), None);
        run.map_or_else(|_| Vec::new(), |mut run| descend(&mut run, self.curve.size()))
    }

    /// A start drawn at random from which there is something to descend.
    pub(super) fn new_start(&self, seed: u32) -> f64 {
        let ((left, right), size) = (self.curve.range, self.curve.size());
        let way = |start: f64| {
            let experiment = Experiment { start: Some(vec![start]), ..self.run.trainer.experiment().clone() };
            let steps = self.descent_of(&experiment);
            steps.into_iter().map(|x| (x - start).abs()).filter(|way| way.is_finite()).fold(0.0, f64::max)
        };
        worthwhile(seed, (left + MARGIN * size, right - MARGIN * size), WORTHWHILE * size, way)
    }

    /// From which step on the descent leads nowhere else that is seen.
    pub(super) fn settles_at(steps: &[f64], size: f64) -> u64 {
        let end = steps.last().copied().unwrap_or(f64::NAN);
        let stays = |x: &&f64| (*x - end).abs() <= SETTLED * size;
        // A last place beyond all numbers is an end all the same.
        let moving = steps.len() - steps.iter().rev().take_while(stays).count();
        moving.min(steps.len() - 1) as u64
    }

    /// Whether the steps from the tick that is shown on are too short to be seen, but not yet at an end.
    pub(super) fn has_settled(&self) -> bool {
        (self.settled..self.last()).contains(&self.tick)
    }
}
