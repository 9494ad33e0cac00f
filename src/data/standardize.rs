//! Features brought to mean 0 and standard deviation 1, and weights brought back.

use super::{Dataset, mean_and_deviation};

/// The shift and stretch of each feature: x ↦ (x − mean) / deviation.
///
/// The deviation is the population's, as in scikit-learn's `StandardScaler`; a feature that never varies is only
/// shifted.
#[derive(Clone, Debug, PartialEq)]
pub struct Standardization {
    /// Means, `[d]`.
    pub mean: Vec<f64>,
    /// Standard deviations, `[d]`, 1 where a feature never varies.
    pub deviation: Vec<f64>,
}

impl Standardization {
    /// That of a data set's features.
    pub fn of(data: &Dataset) -> Self {
        let (mean, deviation) = (0..data.d())
            .map(|j| {
                let (mean, deviation) = mean_and_deviation(data.column(j));
                (mean, if deviation > 0.0 { deviation } else { 1.0 })
            })
            .unzip();
        Standardization { mean, deviation }
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
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Linear;

    #[test]
    fn standardised_features_have_mean_zero_and_deviation_one() {
        let data = crate::data::engel();
        let scaled = Standardization::of(&data).apply(&data);
        let (mean, deviation) = mean_and_deviation(scaled.column(0));
        assert!(mean.abs() < 1e-12 && (deviation - 1.0).abs() < 1e-12, "{mean} {deviation}");
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
}
