//! Empirical risk over a stream: samples that are made when they are drawn, and none of which is stored.

mod moments;

use super::Risk;
use super::kernel::{Parameters, Sums};
use crate::data::{Dataset, Line, MAX_SAMPLES};
use crate::error::Result;
use crate::objective::{Batch, Objective};
use moments::Moments;

/// The samples that are kept for what is said of all: of so many or fewer, all is as if they were stored.
pub const KEPT: u64 = 100_000;

/// E(θ) of a linear model over the samples of a [`Line`], up to 10¹² of them.
///
/// A batch is summed over samples that are made one after the other from their indices: it costs what its samples cost,
/// however many there are, and has the bits of a [`Risk`] on the same samples stored.
///
/// Over [`Batch::All`] nothing so large can be summed. Up to [`KEPT`] samples it is the sum over all, which are kept. Beyond,
/// for losses that are parabolas, it is the quadratic form in the samples' second moments: exact from one pass up to
/// [`MAX_SAMPLES`], and beyond that those of the distribution, from which moments of n samples differ by a relative 1/√n (less
/// than 0.0004). For the other losses it is the mean over the samples that are kept, as if all were such.
#[derive(Clone, Debug)]
pub struct StreamRisk {
    line: Line,
    kept: Risk,
    moments: Option<Moments>,
}

impl StreamRisk {
    /// The risk over the samples of `line`, by the model and the loss of `risk`, which is given those that are kept.
    ///
    /// # Errors
    /// Those of [`Line::generate`], of the samples that are kept.
    pub fn new(line: Line, risk: impl FnOnce(Dataset) -> Risk) -> Result<Self> {
        let kept = risk(Line { n: line.n.clamp(1, KEPT), ..line }.generate()?);
        let moments = match line.n {
            _ if kept.curvature().is_none() || line.n <= KEPT => None,
            n if n <= MAX_SAMPLES as u64 => Some(Moments::of_samples(&line)),
            _ => Some(Moments::of_distribution(&line)),
        };
        Ok(StreamRisk { line, kept, moments })
    }

    /// What the sum over a batch, or its mean, is multiplied by.
    fn factor(&self, samples: u64) -> f64 {
        self.kept.reduction.factor(samples)
    }

    /// By how much the value over all samples is larger than that over those that are kept.
    fn beyond_kept(&self) -> f64 {
        let [all, kept] = [self.line.n, self.kept.samples()].map(|n| n as f64 * self.factor(n));
        all / kept
    }

    /// ½ E″ by the score, over all samples together.
    fn half_curvature(&self) -> f64 {
        0.5 * self.kept.curvature().unwrap_or(0.0) * self.line.n as f64 * self.factor(self.line.n)
    }

    /// The sums over a batch of some of the samples, in their order.
    fn sums(&self, parameters: &[f64], batch: Batch<'_>) -> Sums<1> {
        let (term, parameters) = (self.kept.term, Parameters::<1>::read(self.kept.score, parameters));
        let mut sums = Sums::NONE;
        for place in 0..batch.len(self.line.n) {
            let (x, y) = self.line.sample(match batch {
                Batch::All => place,
                Batch::Samples(indices) => indices[place as usize].into(),
                Batch::Drawn(indices) => indices[place as usize],
                Batch::Consecutive { from, .. } => from + place,
            });
            sums.add(term, &parameters, &[x], y);
        }
        sums
    }

    /// The score's weight and bias, the latter 0 where there is none.
    fn line_of(&self, parameters: &[f64]) -> [f64; 2] {
        [parameters[0], if self.kept.score.bias { parameters[1] } else { 0.0 }]
    }
}

impl Objective for StreamRisk {
    fn dim(&self) -> usize {
        self.kept.dim()
    }

    fn samples(&self) -> u64 {
        self.line.n
    }

    fn symbols(&self) -> Vec<String> {
        self.kept.symbols()
    }

    fn value(&self, parameters: &[f64], batch: Batch<'_>) -> f64 {
        match (batch, &self.moments) {
            (Batch::All, Some(moments)) => self.half_curvature() * moments.mean_square(self.line_of(parameters)),
            (Batch::All, None) => self.beyond_kept() * self.kept.value(parameters, Batch::All),
            _ => self.factor(batch.len(self.line.n)) * self.sums(parameters, batch).value,
        }
    }

    fn value_and_gradient(&self, parameters: &[f64], batch: Batch<'_>, gradient: &mut [f64]) -> f64 {
        let (value, factor) = match (batch, &self.moments) {
            (Batch::All, Some(moments)) => {
                let at = self.line_of(parameters);
                gradient.iter_mut().zip(moments.slopes(at)).for_each(|(slope, by)| *slope = by);
                (moments.mean_square(at), self.half_curvature())
            }
            (Batch::All, None) => (self.kept.value_and_gradient(parameters, Batch::All, gradient), self.beyond_kept()),
            _ => {
                let sums = self.sums(parameters, batch);
                sums.gradient.write(self.kept.score, gradient);
                (sums.value, self.factor(batch.len(self.line.n)))
            }
        };
        gradient.iter_mut().for_each(|slope| *slope *= factor);
        factor * value
    }

    fn hessian(&self, parameters: &[f64]) -> Vec<f64> {
        let (mut hessian, factor) = match &self.moments {
            Some(moments) if self.kept.score.bias => (moments.bends().concat(), self.half_curvature()),
            Some(moments) => (vec![moments.bends()[0][0]], self.half_curvature()),
            None => (self.kept.hessian(parameters), self.beyond_kept()),
        };
        hessian.iter_mut().for_each(|entry| *entry *= factor);
        hessian
    }

    /// That of the samples that are kept.
    fn start_region(&self) -> Vec<(f64, f64)> {
        self.kept.start_region()
    }

    fn minimum(&self) -> Option<Vec<f64>> {
        match &self.moments {
            Some(moments) => Some(moments.minimum(self.kept.score.bias)),
            None => self.kept.minimum().filter(|_| self.line.n == self.kept.samples()),
        }
    }

    fn gradient_rounding(&self, parameters: &[f64], value: f64, samples: u64, rounding: &mut [f64]) {
        self.kept.gradient_rounding(parameters, value, samples, rounding);
    }

    fn certainly_finite_within(&self) -> Vec<f64> {
        self.kept.certainly_finite_within()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::Experiment;
    use crate::sampler::Sampling;
    use crate::trainer::{Status, Trainer};
    use proptest::prelude::*;

    fn bits(numbers: &[f64]) -> Vec<u64> {
        numbers.iter().map(|number| number.to_bits()).collect()
    }

    fn trainer(text: &str) -> Trainer {
        Trainer::new(&text.parse().unwrap(), None).unwrap()
    }

    fn risk(text: &str) -> StreamRisk {
        text.parse::<Experiment>().unwrap().stream_risk().unwrap()
    }

    fn stream(n: u64, rest: &str) -> String {
        format!("data=stream&n={n}&sampler=uniform{rest}")
    }

    /// An objective's value and gradient, over a batch.
    fn at(objective: &dyn Objective, parameters: &[f64], batch: Batch<'_>) -> Vec<f64> {
        let mut all = vec![f64::NAN; objective.dim()];
        let value = objective.value_and_gradient(parameters, batch, &mut all);
        assert_eq!(value.to_bits(), objective.value(parameters, batch).to_bits());
        all.push(value);
        all
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn a_short_stream_descends_to_the_bit_as_if_it_were_stored(
            n in 1u64..300, batch in 1u64..40, steps in 0u64..400, seed: u32,
            loss in prop::sample::select(vec!["half-squared-error", "mse", "mae", "huber"]),
            reduction in prop::sample::select(vec!["sum", "mean"]),
            sampler in prop::sample::select(vec!["uniform", "sequential", "shuffle", "full"]),
            bias: bool, momentum in prop::sample::select(vec![0.0, 0.5]),
        ) {
            let batch = batch.min(n);
            let run = |data: &str| {
                let mut trainer = trainer(&format!(
                    "data={data}&n={n}&sampler={sampler}&batch={batch}&loss={loss}&reduction={reduction}&bias={bias}\
                     &momentum={momentum}&lr=0.002&data_seed={seed}&seed={seed}",
                ));
                trainer.step(steps);
                trainer
            };
            let [streamed, stored] = ["stream", "line"].map(run);
            if sampler == "full" {
                // Stored samples are summed four at a time where they are many.
                for (one, other) in streamed.parameters().iter().zip(stored.parameters()) {
                    approx::assert_relative_eq!(one, other, max_relative = 1e-9, epsilon = 1e-9);
                }
            } else {
                prop_assert_eq!(bits(streamed.trajectory().points()), bits(stored.trajectory().points()));
                prop_assert_eq!(bits(streamed.trajectory().losses()), bits(stored.trajectory().losses()));
                prop_assert_eq!(streamed.status(), stored.status());
                prop_assert_eq!((streamed.steps(), streamed.samples_seen()), (stored.steps(), stored.samples_seen()));
            }
            prop_assert_eq!(streamed.experiment().to_string().replace("stream", "line"), stored.experiment().to_string());
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(8))]

        #[test]
        fn the_quadratic_form_is_the_pass_over_all_samples(
            n in KEPT + 1..KEPT + 20_000, w in -5.0..5.0, b in -5.0..5.0, bias: bool,
            rest in prop::sample::select(vec!["", "&loss=mse", "&reduction=mean", "&noise=0&slope=-3&intercept=7"]),
        ) {
            let risk = risk(&stream(n, &format!("&bias={bias}{rest}")));
            let parameters = &[w, b][..risk.dim()];
            let all = at(&risk, parameters, Batch::All);
            let passed = at(&risk, parameters, Batch::Consecutive { from: 0, to: n });
            for (form, sum) in all.iter().zip(&passed) {
                approx::assert_relative_eq!(form, sum, max_relative = 1e-9, epsilon = 1e-9 * passed[risk.dim()]);
            }
            // The Hessian is how the gradient changes, and the minimum where there is none.
            let minimum = risk.minimum().unwrap();
            let hessian = risk.hessian(parameters);
            let step: Vec<f64> = parameters.iter().zip(&minimum).map(|(here, there)| here - there).collect();
            for (row, slope) in hessian.chunks(risk.dim()).zip(&all) {
                let slopes: f64 = row.iter().zip(&step).map(|(entry, by)| entry * by).sum();
                approx::assert_relative_eq!(slopes, slope, max_relative = 1e-9, epsilon = 1e-9 * all[risk.dim()]);
            }
        }
    }

    /// Of n samples moments differ from those of the distribution by a relative 1/√n, which is all that is left out.
    #[test]
    fn moments_of_the_distribution_are_those_of_many_samples() {
        let n = 1_000_000;
        let [many, more] = [n, 1_000_000_000_000].map(|n| risk(&stream(n, "&reduction=mean&loss=mse&noise=0.7")));
        let within = 5.0 / (n as f64).sqrt();
        for point in [[0.0, 0.0], [2.0, 1.0], [-3.0, 4.0]] {
            let [few, all] = [&many, &more].map(|risk| at(risk, &point, Batch::All));
            for (few, all) in few.iter().zip(&all) {
                assert!((few - all).abs() < within * all.abs().max(1.0) * 4.0, "{few} {all}");
            }
        }
        for (few, all) in many.minimum().unwrap().iter().zip(more.minimum().unwrap()) {
            assert!((few - all).abs() < within, "{few} {all}");
        }
        // By hand: E[(noise ε)²] at the generating line, and E[x²] = 7/3, E[x] = 1.
        approx::assert_relative_eq!(more.value(&[2.0, 1.0], Batch::All), 0.49, max_relative = 1e-12);
        let [xx, x, one] = [7.0 / 3.0, 1.0, 1.0].map(|moment| 2.0 * moment);
        approx::assert_relative_eq!(&more.hessian(&[0.0; 2])[..], &[xx, x, x, one][..], max_relative = 1e-12);
        assert_eq!(more.minimum(), Some(vec![2.0, 1.0]));
    }

    /// For a loss that is no parabola, it is the mean over those kept, as if all were such.
    #[test]
    fn other_losses_are_estimated_from_the_samples_that_are_kept() {
        let of = |n, reduction| risk(&stream(n, &format!("&loss=mae&reduction={reduction}")));
        let [few, many] = [KEPT, 1_000_000_000].map(|n| at(&of(n, "mean"), &[1.0, 0.0], Batch::All));
        approx::assert_relative_eq!(&few[..], &many[..], max_relative = 1e-12);
        let sum = at(&of(1_000_000_000, "sum"), &[1.0, 0.0], Batch::All);
        approx::assert_relative_eq!(sum[2], 1e9 * few[2], max_relative = 1e-12);
        assert_eq!(of(1_000_000_000, "sum").minimum(), None);
    }

    #[test]
    fn a_trillion_samples_are_descended_like_a_thousand_and_come_to_rest_without_noise() {
        let mut noisy = trainer(&stream(1_000_000_000_000, "&batch=32&reduction=mean&lr=0.05&seed=3"));
        let before = noisy.loss();
        assert_eq!(noisy.step(2000), Status::Running);
        assert_eq!(noisy.samples_seen(), 64_000);
        // About the noise's ½ · 0.5², and far from where it was.
        assert!(noisy.loss() < 0.13 && before > 1.0, "{before} {}", noisy.loss());
        let mut exact = trainer(&stream(1_000_000_000_000, "&batch=4&reduction=mean&lr=0.2&noise=0&start=0,0"));
        exact.step(100_000);
        // It looks at all samples once in n, and so is not told to rest; but it is there.
        assert_eq!(exact.status(), Status::Running);
        exact.set_tolerance(Trainer::TOLERANCE).unwrap();
        assert_eq!(exact.status(), Status::Converged);
    }

    #[test]
    fn a_full_batch_passes_over_all_samples_of_a_stream() {
        let experiment: Experiment = "data=stream&n=5000&reduction=mean&lr=0.3".parse().unwrap();
        let mut sampler = experiment.sampler_for(5000).unwrap();
        assert_eq!(experiment.sampler, Sampling::Full);
        assert_eq!(sampler.batch(3), Batch::Consecutive { from: 0, to: 5000 });
        let mut run = trainer("data=stream&n=5000&reduction=mean&lr=0.3");
        assert_eq!(run.step(10_000), Status::Converged);
        assert_eq!(run.samples_seen(), 5000 * run.steps());
    }
}
