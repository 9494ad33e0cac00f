//! What an update costs: measured by a clock that is handed in, in slices that leave a page its time.

use crate::chart::Polyline;
use crate::data::MAX_SAMPLES;
use crate::number::times_power_of_ten;
use crate::objective::{Batch, Objective};
use crate::risk::StreamRisk;
use crate::sampler::{Sampler, Sampling};
use std::rc::Rc;

/// The decades of n at which updates are timed.
pub(super) const DECADES: std::ops::RangeInclusive<i32> = 0..=12;
/// Samples between two looks at the clock.
const BLOCK: u64 = 4096;
/// Milliseconds of a frame that are taken.
const SLICE: f64 = 6.0;
/// Blocks of a slice, whatever the clock says.
const BLOCKS_OF_A_SLICE: u32 = 64;
/// Milliseconds of a round, so that a clock that ticks once a millisecond tells it; and blocks, for a clock that does not tick.
const ROUND: f64 = 8.0;
const MOST_BLOCKS: u32 = 64;
/// Rounds by which one number is measured at least: the fastest counts, for whatever else a machine does makes others slower.
const ROUNDS: u32 = 3;
/// Milliseconds that a single update by all samples may take.
const LONGEST: f64 = 500.0;

/// Times of an update at some numbers of samples.
#[derive(Clone)]
pub(super) struct Stopwatch {
    risk: Rc<StreamRisk>,
    lr: f64,
    /// The batches of the number of samples that is timed now.
    sampler: Sampler,
    /// (n, seconds) of an update by all samples, and by a mini-batch.
    pub(super) by_all: Polyline,
    pub(super) by_few: Polyline,
    decade: i32,
    task: Task,
    parameters: Vec<f64>,
    gradient: Vec<f64>,
    updates: u64,
    /// Samples of an update by all that have been passed.
    passed: u64,
    spent: Spent,
    rounds: u32,
    /// Milliseconds of an update in the fastest round.
    fastest: f64,
}

/// What is timed in a decade, one after the other.
#[derive(Clone, Copy, PartialEq)]
enum Task {
    /// Nothing yet: what runs for the first time is slower.
    Warm,
    ByFew,
    ByAll,
}

#[derive(Clone, Copy, Default)]
struct Spent {
    milliseconds: f64,
    updates: f64,
    blocks: u32,
}

impl Stopwatch {
    /// Has measured nothing. It draws by `seed`.
    pub(super) fn new(risk: Rc<StreamRisk>, lr: f64, batch: usize, seed: u32) -> Self {
        let dim = risk.dim();
        let sampler = Sampler::of_stream(Sampling::Uniform, batch, samples_of(*DECADES.start()), seed);
        Stopwatch {
            risk,
            lr,
            sampler,
            by_all: Polyline::new(),
            by_few: Polyline::new(),
            decade: *DECADES.start(),
            task: Task::Warm,
            parameters: vec![0.0; dim],
            gradient: vec![0.0; dim],
            updates: 0,
            passed: 0,
            spent: Spent::default(),
            rounds: 0,
            fastest: f64::INFINITY,
        }
    }

    /// Of what its samples are.
    pub(super) fn risk(&self) -> &Rc<StreamRisk> {
        &self.risk
    }

    /// Whether all has been measured.
    pub(super) fn is_done(&self) -> bool {
        self.decade > *DECADES.end()
    }

    /// Measures for a slice of time, by a clock in milliseconds.
    pub(super) fn go_on(&mut self, seed: u32, batch: usize, now: &dyn Fn() -> f64) {
        let begun = now();
        for _ in 0..BLOCKS_OF_A_SLICE {
            let from = now();
            let updates = self.work();
            let to = now();
            self.spent.milliseconds += to - from;
            self.spent.updates += updates;
            self.spent.blocks += 1;
            self.note(seed, batch);
            if self.is_done() || to - begun >= SLICE {
                return;
            }
        }
    }

    /// A block of samples, or as many updates as have those; returns how many updates, or which part of one.
    fn work(&mut self) -> f64 {
        let n = samples_of(self.decade);
        if self.task != Task::ByAll {
            let updates = (BLOCK / self.sampler.batch_size() as u64).max(1);
            for _ in 0..updates {
                let batch = self.sampler.batch(self.updates);
                self.risk.value_and_gradient(&self.parameters, batch, &mut self.gradient);
                self.step();
            }
            return updates as f64;
        }
        if n <= BLOCK {
            for _ in 0..BLOCK / n {
                self.pass(0, n);
                self.step();
            }
            return (BLOCK / n) as f64;
        }
        let (from, to) = (self.passed, (self.passed + BLOCK).min(n));
        self.pass(from, to);
        self.passed = to % n;
        if to == n {
            self.step();
        }
        (to - from) as f64 / n as f64
    }

    fn pass(&mut self, from: u64, to: u64) {
        self.risk.value_and_gradient(&self.parameters, Batch::Consecutive { from, to }, &mut self.gradient);
    }

    fn step(&mut self) {
        for (parameter, slope) in self.parameters.iter_mut().zip(&self.gradient) {
            *parameter -= self.lr * slope;
        }
        self.updates += 1;
    }

    /// Notes what has been measured well enough, and goes on to what is next.
    fn note(&mut self, seed: u32, batch: usize) {
        let Spent { milliseconds, updates, blocks } = self.spent;
        if milliseconds >= ROUND || blocks >= MOST_BLOCKS {
            // A clock that has not moved has measured nothing.
            if milliseconds > 0.0 {
                self.fastest = self.fastest.min(milliseconds / updates);
            }
            self.spent = Spent::default();
            self.rounds += 1;
        }
        let is_whole = self.task != Task::ByAll || self.passed == 0;
        if !is_whole || self.rounds < ROUNDS {
            return;
        }
        let point = [samples_of(self.decade) as f64, self.fastest / 1000.0];
        let is_measured = point[1].is_finite();
        (self.spent, self.rounds, self.fastest) = (Spent::default(), 0, f64::INFINITY);
        match self.task {
            Task::Warm => self.task = self.first_task(batch),
            Task::ByFew => {
                self.by_few.extend(is_measured.then_some(point));
                self.task = Task::ByAll;
            }
            Task::ByAll => {
                self.by_all.extend(is_measured.then_some(point));
                self.go_to(self.decade + 1, seed, batch);
            }
        }
        if self.task == Task::ByAll && !self.may_pass() {
            self.go_to(self.decade + 1, seed, batch);
        }
    }

    fn go_to(&mut self, decade: i32, seed: u32, batch: usize) {
        self.decade = decade;
        self.task = self.first_task(batch);
        if !self.is_done() {
            self.sampler = Sampler::of_stream(Sampling::Uniform, batch, samples_of(decade), seed);
        }
    }

    /// Fewer samples than a batch has make none.
    fn first_task(&self, batch: usize) -> Task {
        if samples_of(self.decade) < batch as u64 { Task::ByAll } else { Task::ByFew }
    }

    /// Whether an update by all samples of this decade takes no longer than it may, to judge by that of the decade before.
    fn may_pass(&self) -> bool {
        let n = samples_of(self.decade);
        let expected = self.by_all.last().map(|&[samples, seconds]| seconds * n as f64 / samples);
        n <= BLOCK || (n <= MAX_SAMPLES as u64 && expected.is_some_and(|seconds| seconds * 1000.0 <= LONGEST))
    }

    /// Seconds of an update by all of `n` samples, and whether they are extrapolated: twice the samples take twice the time.
    pub(super) fn cost_of_all(&self, n: f64) -> Option<(f64, bool)> {
        let &[samples, seconds] = self.by_all.last()?;
        if n > samples { Some((seconds * n / samples, true)) } else { Some((between(&self.by_all, n)?, false)) }
    }

    /// Seconds of an update by a mini-batch.
    pub(super) fn cost_of_few(&self, n: f64) -> Option<f64> {
        between(&self.by_few, n)
    }
}

/// 10 to the power of a decade.
fn samples_of(decade: i32) -> u64 {
    times_power_of_ten(1.0, decade) as u64
}

/// On the straight line between two measured points, both axes logarithmic; at the ends the nearest.
fn between(curve: &[[f64; 2]], n: f64) -> Option<f64> {
    let place = curve.partition_point(|point| point[0] < n);
    let (left, right) = (curve.get(place.saturating_sub(1))?, curve.get(place.min(curve.len() - 1))?);
    let width = libm::log(right[0] / left[0]);
    let part = if width > 0.0 { (libm::log(n / left[0]) / width).clamp(0.0, 1.0) } else { 0.0 };
    Some(left[1] * libm::exp(part * libm::log(right[1] / left[1])))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::Experiment;
    use std::cell::Cell;

    const BATCH: usize = 32;
    /// Milliseconds of a clock that ticks when it is looked at.
    const TICK: f64 = 4.0;

    fn measured(now: &dyn Fn() -> f64) -> Stopwatch {
        let experiment: Experiment = "data=stream&n=1000000000000&sampler=uniform&reduction=mean".parse().unwrap();
        let mut watch = Stopwatch::new(Rc::new(experiment.stream_risk().unwrap()), 0.1, BATCH, 1);
        for _ in 0..100_000 {
            if watch.is_done() {
                return watch;
            }
            watch.go_on(1, BATCH, now);
        }
        panic!("it comes to an end");
    }

    /// By a clock that ticks when it is looked at, an update costs what its samples do: the same number of them between two looks.
    #[test]
    fn all_samples_cost_as_many_times_more_as_there_are_and_few_always_the_same() {
        let time = Cell::new(0.0);
        let watch = measured(&|| time.replace(time.get() + TICK));
        // Not of fewer samples than a batch has.
        assert_eq!((watch.by_few.len(), watch.by_few[0][0]), (11, 100.0));
        assert_eq!(watch.by_all[0][0], 1.0);
        assert!(watch.by_few.iter().all(|&[_, seconds]| seconds == watch.by_few[0][1]));
        let of_a_sample = TICK / 1000.0 / BLOCK as f64;
        for &[n, seconds] in watch.by_all.iter() {
            // A last block that is not full costs what a full one does; of shorter updates as many are a block as fit it.
            let blocks = if n < BLOCK as f64 { 1.0 / (BLOCK as f64 / n).floor() } else { (n / BLOCK as f64).ceil() };
            let (least, most) = (n * of_a_sample, blocks * TICK / 1000.0);
            assert!((least * (1.0 - 1e-9)..=most * (1.0 + 1e-9)).contains(&seconds), "{n}: {seconds} s");
        }
        let (last, longest) = (watch.by_all.last().unwrap(), LONGEST / 1000.0);
        assert!(last[1] <= 1.05 * longest && last[1] * 10.0 > longest, "{last:?}");
        assert_eq!(watch.cost_of_all(10.0 * last[0]), Some((10.0 * last[1], true)));
        let (middle, is_guessed) = watch.cost_of_all(3000.0).unwrap();
        assert!(!is_guessed && (middle / (3000.0 * of_a_sample) - 1.0).abs() < 0.2);
        assert_eq!(watch.cost_of_few(1.0), Some(watch.by_few[0][1]));
    }

    #[test]
    fn clocks_that_stand_go_backwards_or_are_none_measure_nothing_and_end() {
        let time = Cell::new(0.0);
        let backwards = || time.replace(time.get() - 1.0);
        let clocks: [&dyn Fn() -> f64; 3] = [&|| 5.0, &|| f64::NAN, &backwards];
        for now in clocks {
            let watch = measured(now);
            assert_eq!((watch.cost_of_all(1e9), watch.cost_of_few(1e9)), (None, None));
        }
    }

    #[test]
    fn a_slice_ends_in_time() {
        let time = Cell::new(0.0);
        let now = || time.replace(time.get() + 0.25);
        let experiment: Experiment = "data=stream&n=1000&reduction=mean".parse().unwrap();
        let mut watch = Stopwatch::new(Rc::new(experiment.stream_risk().unwrap()), 0.1, BATCH, 1);
        watch.go_on(1, BATCH, &now);
        assert!((SLICE..SLICE + 1.0).contains(&time.get()), "{}", time.get());
    }
}
