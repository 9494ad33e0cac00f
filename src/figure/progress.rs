//! How progress and loss are counted.

use crate::key::Choice;
use crate::sampler::Sampler;
use crate::words::Label;

/// What the loss chart's horizontal axis counts, and with it what all descents do equally many of at a time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Progress {
    /// Updates of the parameters: in a tick each descent takes one step, whatever it costs.
    #[default]
    Updates,
    /// Samples seen: in a tick each descent may use as many samples as a mini-batch has.
    Samples,
    /// The same in units of the data's size.
    Epochs,
}

/// What the loss chart's vertical axis shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Height {
    /// E on a logarithmic axis.
    #[default]
    Logarithmic,
    /// E on a linear axis from 0 on.
    Linear,
    /// E − min E on a logarithmic axis.
    Excess,
    /// The share of the samples that are classified as they should be.
    Accuracy,
    /// The value of a function, of whatever sign, on a linear axis.
    Value,
}

pub(super) const PROGRESS: &[(Progress, Choice)] = &[
    (Progress::Updates, Choice::named("updates", "progress.updates")),
    (Progress::Samples, Choice::named("samples", "progress.samples")),
    (Progress::Epochs, Choice::named("epochs", "progress.epochs")),
];

pub(super) const HEIGHTS: &[(Height, Choice)] = &[
    (Height::Logarithmic, Choice::named("log", "height.log")),
    (Height::Linear, Choice::named("linear", "height.linear")),
    (Height::Excess, Choice::named(EXCESS, "height.excess")),
    (Height::Accuracy, Choice::named("accuracy", "height.accuracy")),
    (Height::Value, Choice::named("value", "height.value")),
];

/// The name of [`Height::Excess`].
pub(super) const EXCESS: &str = "excess";

impl Progress {
    /// What a reader calls it.
    pub(super) fn label(self) -> Label {
        PROGRESS.iter().find(|(progress, _)| *progress == self).map_or(Label::Symbol(""), |(_, choice)| choice.label)
    }

    /// The steps that a descent has taken at `time` ticks, and the fraction of the next that is to be seen, when a tick
    /// is worth `samples_per_tick` samples.
    pub(super) fn steps_at(self, time: f64, samples_per_tick: u64, sampler: &Sampler) -> (u64, f64) {
        if self == Progress::Updates {
            return (time as u64, time.fract());
        }
        let samples = time * samples_per_tick as f64;
        let steps = sampler.steps_within(samples as u64);
        let (begun, done) = (sampler.samples_seen(steps), sampler.samples_seen(steps + 1));
        // A step that takes many ticks is seen in the last of them: before, its gradient is not complete.
        let seen_for = samples_per_tick.min(done - begun).max(1) as f64;
        (steps, (1.0 - (done as f64 - samples) / seen_for).clamp(0.0, 1.0))
    }

    /// The first tick at which a descent has taken some steps.
    pub(super) fn ticks_to(self, steps: u64, samples_per_tick: u64, sampler: &Sampler) -> u64 {
        match self {
            Progress::Updates => steps,
            Progress::Samples | Progress::Epochs => sampler.samples_seen(steps).div_ceil(samples_per_tick.max(1)),
        }
    }

    /// The place of a step on the chart's axis.
    pub(super) fn position(self, step: u64, n: u64, sampler: &Sampler) -> f64 {
        match self {
            Progress::Updates => step as f64,
            Progress::Samples => sampler.samples_seen(step) as f64,
            Progress::Epochs => sampler.samples_seen(step) as f64 / n as f64,
        }
    }

    /// The steps that a descent has taken at a place of the chart's axis: the inverse of [`Progress::position`].
    pub(super) fn steps_before(self, position: f64, n: u64, sampler: &Sampler) -> u64 {
        match self {
            Progress::Updates => position.round() as u64,
            Progress::Samples => sampler.steps_within(position as u64),
            Progress::Epochs => sampler.steps_within((position * n as f64 + 1e-6) as u64),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sampler::Sampling;

    #[test]
    fn per_update_all_step_together_and_per_sample_the_cheap_ones_run_ahead() {
        let (n, m) = (60, 8);
        let samplers = [(Sampling::Full, n), (Sampling::Uniform, 1), (Sampling::Uniform, m)]
            .map(|(sampling, batch)| Sampler::new(sampling, batch, n as u64, 0));
        let steps = |progress: Progress, time| samplers.each_ref().map(|s| progress.steps_at(time, m as u64, s).0);
        assert_eq!(steps(Progress::Updates, 15.0), [15, 15, 15]);
        assert_eq!(steps(Progress::Samples, 15.0), [2, 120, 15]);
    }

    #[test]
    fn at_the_tick_of_a_step_it_is_taken_and_not_before() {
        for (sampling, batch) in [(Sampling::Full, 60), (Sampling::Uniform, 1), (Sampling::Sequential, 7)] {
            let sampler = Sampler::new(sampling, batch, 60, 0);
            for (progress, steps) in [Progress::Updates, Progress::Samples, Progress::Epochs].map(|p| (p, 1..40)) {
                for steps in steps {
                    let tick = progress.ticks_to(steps, 8, &sampler);
                    assert!(progress.steps_at(tick as f64, 8, &sampler).0 >= steps, "{progress:?} {steps}");
                    assert!(progress.steps_at(tick as f64 - 1.0, 8, &sampler).0 < steps, "{progress:?} {steps}");
                }
            }
        }
    }

    #[test]
    fn an_expensive_step_is_seen_when_its_gradient_is_complete() {
        let full = Sampler::new(Sampling::Full, 60, 60, 0);
        assert_eq!(Progress::Samples.steps_at(3.0, 8, &full), (0, 0.0));
        let (steps, fraction) = Progress::Samples.steps_at(7.0, 8, &full);
        assert!(steps == 0 && (fraction - 0.5).abs() < 1e-12, "56 of 60 samples: half of the last 8");
        assert_eq!(Progress::Samples.steps_at(7.5, 8, &full), (1, 0.0));
    }
}
