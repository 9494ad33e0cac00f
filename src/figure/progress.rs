//! How progress and loss are counted.

use crate::error::{Allowed, Error, Result};
use crate::experiment::Choice;
use crate::language::Text;
use crate::sampler::Sampler;

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
    /// E on a linear axis.
    Linear,
    /// E − min E on a logarithmic axis.
    Excess,
    /// The share of the samples that are classified as they should be.
    Accuracy,
}

pub(super) const PROGRESS: &[(Progress, Choice)] = &[
    (Progress::Updates, Choice { name: "updates", label: Text::new("updates", "更新次数") }),
    (Progress::Samples, Choice { name: "samples", label: Text::new("samples seen", "已用样本数") }),
    (Progress::Epochs, Choice { name: "epochs", label: Text::new("epochs", "轮数 epoch") }),
];

pub(super) const HEIGHTS: &[(Height, Choice)] = &[
    (Height::Logarithmic, Choice { name: "log", label: Text::new("loss, logarithmic", "损失（对数）") }),
    (Height::Linear, Choice { name: "linear", label: Text::new("loss, linear", "损失（线性）") }),
    (
        Height::Excess,
        Choice { name: "excess", label: Text::new("above the minimum, logarithmic", "高出最小值（对数）") },
    ),
    (Height::Accuracy, Choice { name: "accuracy", label: Text::new("accuracy", "正确率") }),
];

/// The value called `name` of a list of choices for `key`.
pub(super) fn chosen<T: Copy>(list: &[(T, Choice)], key: &str, name: &str) -> Result<T> {
    let value = list.iter().find(|(_, choice)| choice.name == name).map(|(value, _)| *value);
    value.ok_or_else(|| {
        Error::not_allowed(key, name, Allowed::OneOf(list.iter().map(|(_, choice)| choice.name).collect()))
    })
}

/// The choice that stands for `value`.
pub(super) fn choice_of<T: PartialEq>(list: &[(T, Choice)], value: T) -> Choice {
    let found = list.iter().find(|(other, _)| *other == value).map(|(_, choice)| *choice);
    found.unwrap_or(Choice { name: "", label: Text::same("") })
}

impl Progress {
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

    /// The place of a step on the chart's axis.
    pub(super) fn position(self, step: u64, n: usize, sampler: &Sampler) -> f64 {
        match self {
            Progress::Updates => step as f64,
            Progress::Samples => sampler.samples_seen(step) as f64,
            Progress::Epochs => sampler.samples_seen(step) as f64 / n as f64,
        }
    }

    /// The steps that a descent has taken at a place of the chart's axis: the inverse of [`Progress::position`].
    pub(super) fn steps_before(self, position: f64, n: usize, sampler: &Sampler) -> u64 {
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
            .map(|(sampling, batch)| Sampler::new(sampling, batch, n, 0));
        let steps = |progress: Progress, time| samplers.each_ref().map(|s| progress.steps_at(time, m as u64, s).0);
        assert_eq!(steps(Progress::Updates, 15.0), [15, 15, 15]);
        assert_eq!(steps(Progress::Samples, 15.0), [2, 120, 15]);
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
