//! The samples of a logistic regression in coordinates in which no feature is long, short or like another.

use crate::data::mean_and_deviation;
use crate::least_squares::Factors;
use crate::matrix::dot;
use crate::objective::Objective;
use crate::risk::Risk;

/// The regressors of all samples, less their mean where the model has a bias, as rows of the Q of their QR factors:
/// what depends on nothing but the plane they span (a score, a line between classes, Newton's steps) is the same for
/// them, and they are as well-conditioned as can be.
pub(super) struct Whitened<'a> {
    /// Row-major `[n, rank]`; equal samples have equal rows to the last bit.
    rows: Vec<f64>,
    /// The number of independent regressors; where it is 0, no sample's score depends on any parameter.
    pub(super) rank: usize,
    targets: &'a [f64],
    dim: usize,
    /// What was subtracted from each feature, `[d]`; nothing in a model without a bias.
    means: Vec<f64>,
    /// The places of the independent regressors among the parameters.
    places: Vec<usize>,
    factors: Option<Factors>,
}

impl<'a> Whitened<'a> {
    pub(super) fn of(risk: &'a Risk) -> Self {
        let (data, dim) = (risk.data(), risk.dim());
        let (n, d) = (data.n(), data.d());
        let centered = if dim > d { d } else { 0 };
        let means: Vec<f64> =
            (0..centered).map(|j| mean_and_deviation(&data.column(j).collect::<Vec<_>>()).0).collect();
        let regressor = |i: usize, place: usize| match data.row(i).get(place) {
            Some(x) => x - means.get(place).copied().unwrap_or(0.0),
            None => 1.0,
        };
        // The bias first: a feature that never varies depends on it.
        let mut places: Vec<usize> = (0..d).collect();
        if dim > d {
            places.insert(0, d);
        }
        let factors = loop {
            if places.is_empty() {
                break None;
            }
            let columns = places.iter().map(|&place| (0..n).map(|i| regressor(i, place)).collect()).collect();
            match Factors::of(columns, places.len()) {
                Ok(factors) => break Some(factors),
                Err(dependent) => drop(places.remove(dependent)),
            }
        };
        let rank = places.len();
        let mut rows = Vec::with_capacity(n * rank);
        if let Some(Factors { lengths, triangle }) = &factors {
            for i in 0..n {
                let start = rows.len();
                // The row q of Q with q R = x.
                for j in 0..rank {
                    let explained = dot(&rows[start..], &triangle[j]);
                    rows.push((regressor(i, places[j]) / lengths[j] - explained) / triangle[j][j]);
                }
            }
        }
        Whitened { rows, rank, targets: data.targets(), dim, means, places, factors }
    }

    /// The samples: their rows, `[rank]`, and targets.
    pub(super) fn samples(&self) -> impl Iterator<Item = (&[f64], f64)> + Clone {
        // A chunk may not be empty.
        let row = |i: usize| &self.rows[i * self.rank..(i + 1) * self.rank];
        self.targets.iter().enumerate().map(move |(i, &target)| (row(i), target))
    }

    /// The parameters of the risk, `[dim]`, that give the same scores as `coordinates`, `[rank]`; those of regressors
    /// that others explain are 0.
    pub(super) fn parameters(&self, coordinates: Vec<f64>) -> Option<Vec<f64>> {
        let mut parameters = vec![0.0; self.dim];
        if let Some(factors) = &self.factors {
            let multiples = factors.multiples(coordinates);
            self.places.iter().zip(&multiples).for_each(|(&place, multiple)| parameters[place] = *multiple);
        }
        let shift: f64 = parameters.iter().zip(&self.means).map(|(weight, mean)| weight * mean).sum();
        if let Some(bias) = parameters.get_mut(self.means.len()) {
            *bias -= shift;
        }
        parameters.iter().all(|parameter| parameter.is_finite()).then_some(parameters)
    }
}
