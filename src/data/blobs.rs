//! Two classes of points.

use super::{Dataset, MAX_SAMPLES, Origin, Source};
use crate::error::{Allowed, Error, Result};
use crate::random::{Stream, generator, standard_normal};
use crate::words::Label;

/// Points of two classes about two centres in the plane, every other one of class 1: features `[n, 2]`, targets 0 or 1.
///
/// The centres are `distance` apart on the diagonal, around the origin; along both axes the points are spread about them
/// with the standard deviation `noise`. Where that is large the classes overlap, and where it is small some line parts
/// them. Sample i depends on (seed, i) alone: more samples keep those that were there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Blobs {
    /// Samples, from 1 to [`MAX_SAMPLES`].
    pub n: u64,
    /// From one centre to the other, at least 0.
    pub distance: f64,
    /// The standard deviation of each class along each axis, at least 0.
    pub noise: f64,
    /// Where the randomness comes from.
    pub seed: u32,
}

/// As an experiment names it.
pub static BLOBS: Source = Source {
    name: "blobs",
    label: Label::named("data.blobs"),
    features: Some(2),
    has_classes: Some(true),
    columns: None,
    origin: Origin::Generated {
        parameters: &["n", "noise", "distance", "data_seed"],
        generate: |of| Blobs { n: of.n, distance: of.distance, noise: of.noise, seed: of.seed }.generate(),
    },
};

impl Blobs {
    /// Draws the samples.
    ///
    /// ```
    /// use descent::data::Blobs;
    /// let centres = Blobs { n: 2, distance: 2.0, noise: 0.0, seed: 0 }.generate()?;
    /// assert_eq!(centres.targets(), [0.0, 1.0]);
    /// assert_eq!(centres.row(1), [0.5_f64.sqrt(); 2]);
    /// # Ok::<(), descent::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::NotAllowed`] when `n` is out of range, [`Error::DataValue`] when a parameter makes a feature too large.
    pub fn generate(self) -> Result<Dataset> {
        if self.n == 0 || self.n > MAX_SAMPLES as u64 {
            return Err(Error::not_allowed("n", self.n, Allowed::Integer { min: 1, max: MAX_SAMPLES as u64 }));
        }
        let along = 0.5 * self.distance * std::f64::consts::FRAC_1_SQRT_2;
        let (mut features, mut targets) =
            (Vec::with_capacity(2 * self.n as usize), Vec::with_capacity(self.n as usize));
        for i in 0..self.n {
            let generator = &mut generator(self.seed, Stream::Data, i);
            let class = (i % 2) as f64;
            for _ in 0..2 {
                features.push(along * (2.0 * class - 1.0) + self.noise * standard_normal(generator));
            }
            targets.push(class);
        }
        Dataset::new(features, 2, targets)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::mean_and_deviation;

    const SAMPLE: Blobs = Blobs { n: 2000, distance: 3.0, noise: 0.5, seed: 9 };

    #[test]
    fn each_class_has_its_centre_and_the_noise_asked_for() {
        let data = SAMPLE.generate().unwrap();
        for (class, center) in [(0, -3.0), (1, 3.0)] {
            for feature in 0..2 {
                let values: Vec<f64> = data.column(feature).skip(class).step_by(2).collect();
                let (mean, deviation) = mean_and_deviation(&values);
                assert!((mean - center / 8.0_f64.sqrt()).abs() < 0.05, "{mean}");
                assert!((deviation - 0.5).abs() < 0.05, "{deviation}");
            }
        }
    }

    #[test]
    fn more_samples_keep_those_that_were_there() {
        let (few, many) = (Blobs { n: 10, ..SAMPLE }.generate().unwrap(), SAMPLE.generate().unwrap());
        assert_eq!(few.features(), &many.features()[..20]);
    }
}
