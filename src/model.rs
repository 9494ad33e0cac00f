//! What predicts: ŷ as a function of parameters and features, with its derivative beside it.

/// A linear score s = wᵀx (+ b), and what makes a prediction of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Model {
    /// The score.
    pub score: Linear,
    /// The prediction.
    pub link: Link,
}

/// What makes a prediction ŷ of a score s.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// ŷ = s: linear regression.
    Identity,
    /// ŷ = σ(s) = 1 / (1 + e⁻ˢ), the probability of class 1: logistic regression (Bishop, *Pattern Recognition and
    /// Machine Learning*, §4.3.2).
    Logistic,
}

impl From<Linear> for Model {
    fn from(score: Linear) -> Self {
        Model { score, link: Link::Identity }
    }
}

/// σ(s) = 1 / (1 + e⁻ˢ), without a power of e that overflows.
///
/// ```
/// use descent::model::sigmoid;
/// assert_eq!((sigmoid(0.0), sigmoid(800.0), sigmoid(-800.0)), (0.5, 1.0, 0.0));
/// ```
#[inline]
pub fn sigmoid(score: f64) -> f64 {
    // A module of the page whose data have no classes never comes to ask.
    if cfg!(not(feature = "classes")) {
        return f64::NAN;
    }
    let small = libm::exp(-score.abs());
    if score >= 0.0 { 1.0 / (1.0 + small) } else { small / (1.0 + small) }
}

/// The linear model ŷ = wᵀx (+ b). Parameters are the weights, then the bias.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Linear {
    /// Whether there is a b.
    pub bias: bool,
}

impl Linear {
    /// The number of parameters for `features` features.
    pub fn dim(self, features: usize) -> usize {
        features + usize::from(self.bias)
    }

    /// The symbols of the parameters for `features` features: w, or w1, w2, …, then b.
    ///
    /// ```
    /// use descent::model::Linear;
    /// assert_eq!(Linear { bias: true }.symbols(2), ["w1", "w2", "b"]);
    /// ```
    pub fn symbols(self, features: usize) -> Vec<String> {
        let weights = (1..=features).map(|j| if features == 1 { "w".into() } else { format!("w{j}") });
        weights.chain(self.bias.then(|| "b".into())).collect()
    }

    /// ŷ for one sample's features, `[d]`, and parameters, `[dim]`.
    ///
    /// ```
    /// use descent::model::Linear;
    /// assert_eq!(Linear { bias: true }.predict(&[2.0, 1.0], &[3.0]), 7.0);
    /// ```
    #[inline]
    pub fn predict(self, parameters: &[f64], features: &[f64]) -> f64 {
        let (weights, bias) = parameters.split_at(features.len());
        let product = product(weights, features);
        if self.bias { product + bias[0] } else { product }
    }

    /// Adds `upstream` · ∂ŷ/∂θ to `gradient`, `[dim]`; ∂ŷ/∂w = x and ∂ŷ/∂b = 1.
    #[inline]
    pub fn add_gradient(self, features: &[f64], upstream: f64, gradient: &mut [f64]) {
        let (weights, bias) = gradient.split_at_mut(features.len());
        for (slope, feature) in weights.iter_mut().zip(features) {
            *slope += upstream * feature;
        }
        if self.bias {
            bias[0] += upstream;
        }
    }
}

/// wᵀx: the products in four sums, that of feature j in sum j mod 4, and then theirs, two by two; so that a processor adds
/// several at a time.
#[inline(always)]
pub(crate) fn product(weights: &[f64], features: &[f64]) -> f64 {
    if cfg!(not(feature = "handles")) {
        // The data sets of figures have two features at most, and up to three the order is the same.
        return weights.iter().zip(features).map(|(weight, feature)| weight * feature).sum();
    }
    let (blocks, last_weights) = weights.as_chunks::<4>();
    let (feature_blocks, last_features) = features.as_chunks::<4>();
    // As the sum of no numbers is in Rust: −0, which added changes nothing.
    let mut sums = [-0.0; 4];
    for (weights, features) in blocks.iter().zip(feature_blocks) {
        for ((sum, weight), feature) in sums.iter_mut().zip(weights).zip(features) {
            *sum += weight * feature;
        }
    }
    for ((sum, weight), feature) in sums.iter_mut().zip(last_weights).zip(last_features) {
        *sum += weight * feature;
    }
    (sums[0] + sums[1]) + (sums[2] + sums[3])
}
