//! Points about a line.

use super::{Dataset, MAX_SAMPLES, Origin, Parameters, Source};
use crate::error::{Allowed, Error, Result};
use crate::random::{Stream, generator, standard_normal, uniform};
use crate::words::Label;

/// y = `slope` · x + `intercept` + `noise` · ε with x uniform on \[−1, 3) and ε standard normal.
///
/// Because x does not average to 0, the landscape of its loss is a tilted valley (condition number about 6 for the
/// loss of slope and intercept). Sample i depends on (seed, i) alone: more samples keep those that were there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    /// Samples: from 1 to [`MAX_SAMPLES`] where they are stored, to [`MOST_STREAMED`](super::MOST_STREAMED) where they are not.
    pub n: u64,
    /// The slope that generated the data.
    pub slope: f64,
    /// The intercept that generated the data.
    pub intercept: f64,
    /// The standard deviation of the noise, at least 0.
    pub noise: f64,
    /// Where the randomness comes from.
    pub seed: u32,
}

/// As an experiment names it.
pub static LINE: Source = Source {
    name: "line",
    label: Label::named("data.line"),
    features: Some(1),
    has_classes: Some(false),
    columns: None,
    origin: Origin::Generated {
        parameters: &["n", "noise", "slope", "intercept", "data_seed"],
        generate: |of| Line::of(of).generate(),
    },
};

impl Line {
    /// The range of x.
    pub const X: (f64, f64) = (-1.0, 3.0);

    /// Draws the samples.
    ///
    /// ```
    /// use descent::data::Line;
    /// let exact = Line { n: 10, slope: 2.0, intercept: 1.0, noise: 0.0, seed: 0 }.generate()?;
    /// assert_eq!(exact.targets()[3], 2.0 * exact.row(3)[0] + 1.0);
    /// # Ok::<(), descent::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::NotAllowed`] when `n` is out of range, [`Error::DataValue`] when a parameter makes a target too large.
    pub fn generate(self) -> Result<Dataset> {
        if self.n == 0 || self.n > MAX_SAMPLES as u64 {
            return Err(Error::not_allowed("n", self.n, Allowed::Integer { min: 1, max: MAX_SAMPLES as u64 }));
        }
        let (features, targets) = (0..self.n).map(|i| self.sample(i)).unzip();
        Dataset::new(features, 1, targets)
    }

    /// Sample `i`, (x, y), without the ones before it.
    ///
    /// ```
    /// use descent::data::Line;
    /// let line = Line { n: 1_000_000_000_000, slope: 2.0, intercept: 1.0, noise: 0.0, seed: 0 };
    /// let (x, y) = line.sample(999_999_999_999);
    /// assert_eq!(y, 2.0 * x + 1.0);
    /// ```
    #[inline]
    pub fn sample(&self, i: u64) -> (f64, f64) {
        let generator = &mut generator(self.seed, Stream::Data, i);
        let x = uniform(generator, Self::X);
        (x, self.slope * x + self.intercept + self.noise * standard_normal(generator))
    }

    pub(crate) fn of(of: &Parameters) -> Self {
        Line { n: of.n, slope: of.slope, intercept: of.intercept, noise: of.noise, seed: of.seed }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: Line = Line { n: 1000, slope: 2.0, intercept: 1.0, noise: 0.5, seed: 4 };

    #[test]
    fn residuals_about_the_line_have_the_noise_asked_for() {
        let data = SAMPLE.generate().unwrap();
        let residuals = (0..data.n()).map(|i| data.targets()[i] - (2.0 * data.row(i)[0] + 1.0));
        let deviation = (residuals.map(|r| r * r).sum::<f64>() / data.n() as f64).sqrt();
        assert!((deviation - 0.5).abs() < 0.06, "{deviation}");
    }

    #[test]
    fn more_samples_keep_those_that_were_there() {
        let (few, many) = (Line { n: 10, ..SAMPLE }.generate().unwrap(), SAMPLE.generate().unwrap());
        assert_eq!(few.targets(), &many.targets()[..10]);
    }
}
