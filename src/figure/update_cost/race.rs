//! What each update does for the loss: the same on every machine, whatever it takes there.

use crate::objective::{Batch, Objective};
use crate::problem::Parabola;
use crate::risk::StreamRisk;
use crate::sampler::{Sampler, Sampling};

/// Updates by all samples.
const MOST_OF_ALL: usize = 100;
/// Samples that mini-batches read, and the updates that they may be.
const READ: usize = 1 << 16;
const UPDATES: std::ops::RangeInclusive<usize> = 64..=2048;
/// From where both start.
const START: [f64; 2] = [0.0, 0.0];

/// E above its minimum after 0, 1, 2, … updates.
pub(super) struct Race {
    pub(super) by_all: Vec<f64>,
    pub(super) by_few: Vec<f64>,
    /// The mean over the later half of the updates by mini-batches: where they stay.
    pub(super) level: f64,
}

impl Race {
    /// Runs both from one start, over the first `n` samples of `risk`'s.
    pub(super) fn run(risk: &StreamRisk, n: u64, lr: f64, batch: usize, seed: u32) -> Race {
        let parabola = Parabola::of(risk);
        let excess = |at| parabola.map_or(f64::NAN, |parabola| parabola.excess(at));
        let mut sampler = Sampler::of_stream(Sampling::Uniform, batch, n, seed);
        let updates = (READ / sampler.batch_size()).clamp(*UPDATES.start(), *UPDATES.end());
        let by_few = descent(updates, lr, &excess, |at, step, gradient| {
            risk.value_and_gradient(at, sampler.batch(step), gradient);
        });
        let by_all = descent(MOST_OF_ALL, lr, &excess, |at, _, gradient| {
            risk.value_and_gradient(at, Batch::All, gradient);
        });
        let later = &by_few[by_few.len() / 2..];
        let level = later.iter().sum::<f64>() / later.len() as f64;
        Race { by_all, by_few, level }
    }

    /// The risk whose loss is the one of `n` samples: beyond those that a stream keeps, of all there could be.
    pub(super) fn samples(n: u64) -> u64 {
        if n <= crate::risk::KEPT { n } else { crate::data::MOST_STREAMED }
    }
}

/// E above its minimum after each update, the start first, as long as it is a number.
fn descent(
    updates: usize,
    lr: f64,
    excess: &dyn Fn([f64; 2]) -> f64,
    mut slope: impl FnMut(&[f64], u64, &mut [f64]),
) -> Vec<f64> {
    let (mut at, mut gradient) = (START, [0.0; 2]);
    let mut heights = vec![excess(at)];
    for step in 0..updates as u64 {
        slope(&at, step, &mut gradient);
        at.iter_mut().zip(gradient).for_each(|(parameter, slope)| *parameter -= lr * slope);
        let height = excess(at);
        if !height.is_finite() {
            break;
        }
        heights.push(height);
    }
    heights
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::Experiment;
    use crate::trainer::Trainer;

    fn raced(n: u64) -> (Race, Experiment) {
        let text = format!("data=stream&n={n}&sampler=uniform&batch=32&reduction=mean&lr=0.2&start=0,0&seed=5");
        let experiment: Experiment = text.parse().unwrap();
        let risk = Experiment { n: Race::samples(n), ..experiment.clone() }.stream_risk().unwrap();
        (Race::run(&risk, n, 0.2, 32, 5), experiment)
    }

    #[test]
    fn updates_are_those_of_trainers() {
        let (race, experiment) = raced(5000);
        let whole: Experiment = experiment.to_string().replace("uniform&batch=32", "full").parse().unwrap();
        for (experiment, heights) in [(experiment, &race.by_few), (whole, &race.by_all)] {
            let mut trainer = Trainer::new(&experiment, None).unwrap();
            let floor = trainer.objective().floor().unwrap();
            for (step, height) in heights.iter().enumerate().take(60) {
                assert_eq!(trainer.steps(), step as u64);
                approx::assert_relative_eq!(trainer.loss() - floor, *height, max_relative = 1e-6, epsilon = 1e-10);
                trainer.step(1);
            }
        }
    }

    #[test]
    fn all_samples_come_close_to_the_minimum_and_few_stay_above_it() {
        for n in [1000, 1_000_000_000_000] {
            let (race, _) = raced(n);
            assert!(race.by_all.last().unwrap() < &1e-6 && (1e-4..1e-1).contains(&race.level), "{}", race.level);
            assert_eq!(race.by_all[0], race.by_few[0]);
        }
    }
}
