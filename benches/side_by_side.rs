//! The works of `benches/side_by_side/` by the trainer on this machine, without a browser: alone, or as one of several who
//! take turns, each told by a line when to begin.

use descent::data::Dataset;
use descent::trainer::{Status, Trainer};
use serde_json::{Value, json};
use std::hint::black_box;
use std::io::{BufRead, Write, stdin, stdout};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How long one measurement takes at least.
const LONG: Duration = Duration::from_millis(60);

/// Samples and rounds where nobody says how many.
const SAMPLES: usize = 100_000;
const ROUNDS: usize = 7;

/// A work as those who take turns tell of it.
struct Work {
    name: String,
    features: usize,
    is_logistic: bool,
    experiment: String,
}

/// Between −½ and ½, as in JavaScript: Marsaglia's xorshift32.
struct Draws(u32);

impl Draws {
    fn next(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        f64::from(self.0) / 4_294_967_296.0 - 0.5
    }
}

impl Work {
    fn read(work: &Value) -> Self {
        let text = |key: &str| work[key].as_str().unwrap_or_else(|| panic!("the work has no {key}")).to_owned();
        Work {
            name: text("name"),
            features: work["features"].as_u64().expect("the work has a number of features") as usize,
            is_logistic: text("loss") == "logistic",
            experiment: text("experiment"),
        }
    }

    /// The samples that `data.js` has.
    fn data(&self, n: usize) -> Dataset {
        let mut draws = Draws(12345);
        let features: Vec<f64> = (0..n * self.features).map(|_| draws.next()).collect();
        let targets = features.chunks_exact(self.features).map(|row| {
            let follows = 3.0 * row[0] + 0.5;
            if !self.is_logistic {
                follows + 0.1 * draws.next()
            } else if follows + 4.0 * draws.next() > 0.0 {
                1.0
            } else {
                0.0
            }
        });
        let targets = targets.collect();
        Dataset::new(features, self.features, targets).expect("the samples are numbers")
    }
}

/// A trainer, and how many steps make a measurement.
struct Contestant {
    name: String,
    trainer: Trainer,
    steps: u64,
}

impl Contestant {
    fn new(work: &Work, n: usize) -> Self {
        let experiment = work.experiment.parse().expect("the experiment is a right one");
        let trainer = Trainer::new(&experiment, Some(Arc::new(work.data(n)))).expect("the trainer takes its data");
        let mut contestant = Contestant { name: work.name.clone(), trainer, steps: 1 };
        while contestant.measure() * (contestant.steps as f64) < LONG.as_secs_f64() {
            contestant.steps *= 2;
        }
        contestant
    }

    /// Seconds a step.
    fn measure(&mut self) -> f64 {
        let begun = Instant::now();
        let status = black_box(self.trainer.step(self.steps));
        let seconds = begun.elapsed().as_secs_f64() / self.steps as f64;
        assert_eq!(status, Status::Running, "{}: who has come to rest would be measured doing nothing", self.name);
        seconds
    }
}

/// Takes its turns: a line with a work and a number of samples makes ready for it, `round` measures once, and the end of the
/// lines is the end. Each line is answered by one.
fn take_turns() {
    let mut contestant = None;
    for line in stdin().lock().lines().map_while(Result::ok) {
        let answer = if line == "round" {
            let contestant: &mut Contestant = contestant.as_mut().expect("a work comes before its rounds");
            json!({ "native": contestant.measure() })
        } else {
            // The memory of the one before is given back first.
            drop(contestant.take());
            let work: Value = serde_json::from_str(&line).expect("a line is `round` or a work in JSON");
            let n = work["samples"].as_u64().expect("the work has a number of samples") as usize;
            contestant = Some(Contestant::new(&Work::read(&work), n));
            json!({})
        };
        println!("{answer}");
        stdout().flush().expect("somebody listens");
    }
}

/// Measures a few works by itself.
fn alone() {
    let base = "data=own&scale=none&loss=half-squared-error&reduction=mean&lr=1e-9&seed=3";
    println!("{SAMPLES} samples, nanoseconds a step, the middle of {ROUNDS}");
    for (features, bias) in [(1, true), (16, false)] {
        for sampler in ["sampler=full", "sampler=uniform&batch=1", "sampler=uniform&batch=32"] {
            let experiment = format!("{base}&bias={bias}&{sampler}");
            let work = Work { name: format!("d = {features}, {sampler}"), features, is_logistic: false, experiment };
            let mut contestant = Contestant::new(&work, SAMPLES);
            let mut times: Vec<_> = (0..ROUNDS).map(|_| contestant.measure()).collect();
            times.sort_by(f64::total_cmp);
            println!("  {:<34} {:>12.1}", work.name, times[ROUNDS / 2] * 1e9);
        }
    }
}

fn main() {
    if std::env::args().any(|argument| argument == "--turns") { take_turns() } else { alone() }
}
