//! Features brought to mean 0 and standard deviation 1, and weights brought back.

use super::{Dataset, mean_and_deviation};

/// The shift and stretch of each feature: x ↦ (x − mean) / deviation.
///
/// The deviation is the population's, as in scikit-learn's `StandardScaler`; a feature that never varies, or by no more
/// than rounding does, is only shifted.
///
/// ```
/// use descent::data::{Dataset, Standardization};
/// let data = Dataset::new(vec![0.1, 5.0, 0.1, 7.0, 0.1, 9.0], 2, vec![0.0; 3])?;
/// let scaled = Standardization::of(&data).apply(&data);
/// assert!(scaled.column(0).all(|x| x == 0.0));
/// assert_eq!(scaled.row(2)[1], 1.5_f64.sqrt());
/// # Ok::<(), descent::error::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Standardization {
    /// Means, `[d]`.
    pub mean: Vec<f64>,
    /// Standard deviations, `[d]`, above 0; 1 where a feature never varies.
    pub deviation: Vec<f64>,
}

impl Standardization {
    /// That of a data set's features.
    pub fn of(data: &Dataset) -> Self {
        let (mut mean, mut deviation) = (Vec::with_capacity(data.d()), Vec::with_capacity(data.d()));
        for j in 0..data.d() {
            let column: Vec<f64> = data.column(j).collect();
            let (about, spread) = mean_and_deviation(&column);
            // What rounding has done to the mean is the mean of what is left.
            mean.push(about + column.iter().map(|x| x - about).sum::<f64>() / column.len() as f64);
            deviation.push(if spread > 0.0 { spread } else { 1.0 });
        }
        Standardization { mean, deviation }
    }

    /// So much of it, from 0, which leaves features as they are, to 1: x ↦ (x − part · mean) / deviationᵖᵃʳᵗ.
    ///
    /// ```
    /// use descent::data::Standardization;
    /// let whole = Standardization { mean: vec![6.0], deviation: vec![100.0] };
    /// assert_eq!(whole.in_part(0.5), Standardization { mean: vec![3.0], deviation: vec![10.0] });
    /// ```
    #[cfg(feature = "part-scaled")]
    pub fn in_part(self, part: f64) -> Self {
        Standardization {
            mean: self.mean.into_iter().map(|mean| part * mean).collect(),
            deviation: self.deviation.into_iter().map(|deviation| libm::pow(deviation, part)).collect(),
        }
    }

    /// The data set with standardised features.
    pub fn apply(&self, data: &Dataset) -> Dataset {
        let d = data.d();
        let features = data.features().iter().enumerate().map(|(i, x)| (x - self.mean[i % d]) / self.deviation[i % d]);
        Dataset { features: features.collect(), ..data.clone() }
    }

    /// Parameters of a linear model with a bias, `[d + 1]`, learned on standardised features, as parameters for the
    /// features as they were: w / deviation, and b − Σ w · mean / deviation.
    pub fn parameters_of_raw_features(&self, parameters: &[f64]) -> Vec<f64> {
        let mut raw: Vec<f64> = parameters.iter().zip(&self.deviation).map(|(w, deviation)| w / deviation).collect();
        let shift: f64 = raw.iter().zip(&self.mean).map(|(w, mean)| w * mean).sum();
        raw.extend(parameters.get(self.mean.len()).map(|bias| bias - shift));
        raw
    }

    /// The way back: parameters `[d + 1]` for the features as they were, as parameters on standardised ones.
    #[cfg(feature = "part-scaled")]
    pub fn parameters_of_scaled_features(&self, raw: &[f64]) -> Vec<f64> {
        let shift: f64 = raw.iter().zip(&self.mean).map(|(w, mean)| w * mean).sum();
        let mut scaled: Vec<f64> = raw.iter().zip(&self.deviation).map(|(w, deviation)| w * deviation).collect();
        scaled.extend(raw.get(self.mean.len()).map(|bias| bias + shift));
        scaled
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::{Experiment, Scaling};
    use crate::model::Linear;
    use crate::objective::{Batch, Objective};
    use crate::trainer::Trainer;
    use std::sync::Arc;

    #[test]
    fn standardised_features_have_mean_zero_and_deviation_one() {
        let experiment: Experiment = "data=engel".parse().unwrap();
        let data = experiment.dataset(None).unwrap().unwrap();
        let scaled = Standardization::of(&data).apply(&data);
        let (mean, deviation) = mean_and_deviation(scaled.features());
        assert!(mean.abs() < 1e-12 && (deviation - 1.0).abs() < 1e-12, "{mean} {deviation}");
    }

    fn standardised(column: &[f64]) -> Vec<f64> {
        let data = Dataset::new(column.to_vec(), 1, vec![0.0; column.len()]).unwrap();
        Standardization::of(&data).apply(&data).features().to_vec()
    }

    #[test]
    fn a_feature_that_never_varies_becomes_zero_whatever_its_mean_is_rounded_to() {
        for (value, n) in [(0.1, 3), (0.7, 10), (2.3, 7), (14.62, 1000), (1e-300, 11), (-1e60, 999), (0.0, 4), (3.3, 1)]
        {
            assert_eq!(standardised(&vec![value; n]), vec![0.0; n], "{n} × {value}");
        }
    }

    #[test]
    fn a_feature_that_never_varies_has_no_say_in_the_gradient_nor_in_where_starts_are_drawn() {
        let experiment: Experiment = "data=own&scale=standardize&loss=mse&reduction=mean&start=5,0".parse().unwrap();
        let data = Arc::new(Dataset::new(vec![0.1; 3], 1, vec![1.0, 2.0, 3.0]).unwrap());
        let trainer = Trainer::new(&experiment, Some(Arc::clone(&data))).unwrap();
        let mut gradient = [0.0; 2];
        trainer.objective().value_and_gradient(trainer.parameters(), Batch::All, &mut gradient);
        assert_eq!(gradient, [0.0, -4.0]);
        let region = Experiment { scale: Scaling::None, ..experiment }.risk(&data).start_region();
        assert!(region[0].1 < 2.0, "two deviations of the targets by a deviation of 1: {region:?}");
    }

    /// Deviations from `StandardScaler` of scikit-learn 1.9; its means are off by what rounding does to a plain sum.
    #[test]
    fn a_feature_that_hardly_varies_is_scaled_where_scikit_learn_scales_it() {
        let step = f64::EPSILON;
        let cases: [(&[f64], f64); 9] = [
            (&[1.0, 1.0 + step], 1.0),
            (&[1.0, 1.0 + 4.0 * step], 1.0),
            (&[1.0, 1.0 + 16.0 * step], 1.7763568394002505e-15),
            (&[1.0, 1.0, 1.0, 1.0 + 8.0 * step], 1.0),
            (&[-5.0, -5.0 - 64.0 * step, -5.0, -5.0], 6.153480596427404e-15),
            (&[1e8, 1e8 + 1e-6, 1e8], 4.7063980837165003e-07),
            (&[0.1, 0.1, 0.1, 0.2], 0.04330127018922193),
            (&[0.0, 1e-20, 0.0], 4.7140452079103165e-21),
            (&[1e60, -1e60, 0.0], 8.164965809277259e+59),
        ];
        for (column, deviation) in cases {
            let data = Dataset::new(column.to_vec(), 1, vec![0.0; column.len()]).unwrap();
            approx::assert_relative_eq!(Standardization::of(&data).deviation[0], deviation, max_relative = 1e-12);
        }
    }

    #[test]
    fn a_small_spread_about_a_large_mean_keeps_its_digits() {
        let offsets = |i: usize| (i % 7) as f64;
        let column: Vec<f64> = (0..70_000).map(|i| 1e8 + 0.125 * offsets(i)).collect();
        // 0 … 6 have the mean 3 and the variance 4.
        for (i, scaled) in standardised(&column).into_iter().enumerate() {
            assert!((scaled - (offsets(i) - 3.0) / 2.0).abs() < 1e-9, "{i}: {scaled}");
        }
    }

    #[test]
    fn the_size_of_a_feature_does_not_matter() {
        let right = [-1.5_f64.sqrt(), 0.0, 1.5_f64.sqrt()];
        for size in [1e-305, 1e-200, 1e-60, 1.0, 3e59] {
            let scaled = standardised(&[size, 2.0 * size, 3.0 * size]);
            for (scaled, right) in scaled.iter().zip(right) {
                assert!((scaled - right).abs() < 1e-15, "{size}: {scaled}");
            }
        }
    }

    #[test]
    fn predictions_are_the_same_either_way() {
        let data = Dataset::new(vec![1.0, 5.0, 2.0, 5.0, 4.0, 5.0], 2, vec![0.0; 3]).unwrap();
        let standardization = Standardization::of(&data);
        let (scaled, model) = (standardization.apply(&data), Linear { bias: true });
        let parameters = [0.7, -0.3, 2.0];
        let raw = standardization.parameters_of_raw_features(&parameters);
        for i in 0..data.n() {
            let difference = model.predict(&parameters, scaled.row(i)) - model.predict(&raw, data.row(i));
            assert!(difference.abs() < 1e-12);
        }
    }

    /// At either end exactly as measured and as standardised; between them predictions are the same, there and back.
    #[test]
    fn features_that_are_standardised_in_part_lie_between() {
        let data = Dataset::new(vec![1.0, 5.0, 2.0, 5.5, 4.0, 9.0], 2, vec![0.0; 3]).unwrap();
        let whole = Standardization::of(&data);
        assert_eq!(whole.clone().in_part(1.0), whole);
        assert_eq!(whole.clone().in_part(0.0).apply(&data), data);
        for part in [0.0, 0.3, 0.7, 1.0] {
            let scaling = whole.clone().in_part(part);
            let (scaled, model, raw) = (scaling.apply(&data), Linear { bias: true }, [0.7, -0.3, 2.0]);
            let parameters = scaling.parameters_of_scaled_features(&raw);
            for i in 0..data.n() {
                let difference = model.predict(&parameters, scaled.row(i)) - model.predict(&raw, data.row(i));
                assert!(difference.abs() < 1e-12, "{part}");
            }
            for (back, raw) in scaling.parameters_of_raw_features(&parameters).into_iter().zip(raw) {
                assert!((back - raw).abs() < 1e-12, "{part}");
            }
        }
    }
}
