//! What part of a graph is looked at.

use crate::number::decade;

/// The vertical range for some graphs: all of them, unless they run off to poles; then what most of them need.
pub(super) fn vertical<'a>(graphs: impl IntoIterator<Item = &'a [[f64; 2]]>) -> (f64, f64) {
    let mut sorted: Vec<f64> = Vec::new();
    for point in graphs.into_iter().flatten().step_by(3).filter(|point| point[1].is_finite()) {
        sorted.insert(sorted.partition_point(|&smaller| smaller <= point[1]), point[1]);
    }
    holding(&sorted)
}

/// The same for values in rising order.
pub(super) fn holding(sorted: &[f64]) -> (f64, f64) {
    const MARGIN: f64 = 0.08;
    let at = |part: f64| sorted.get((part * sorted.len().saturating_sub(1) as f64) as usize).copied().unwrap_or(0.0);
    let (low, high) = (at(0.1), at(0.9));
    let reach = 1.5 * (high - low);
    let (low, high) = (at(0.0).max(low - reach), at(1.0).min(high + reach));
    let margin = if high > low { MARGIN * (high - low) } else { 1.0 + high.abs() };
    (low - margin, high + margin)
}

/// The end of an axis that holds everything up to a positive number: one of a few round ones, so that the axis stands while
/// what it shows changes a little, and the eye sees that change.
pub(super) fn round_end(value: f64) -> f64 {
    let decade = decade(value);
    [1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 7.0, 10.0]
        .map(|digit| digit * decade)
        .into_iter()
        .find(|&end| end >= value)
        .unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_an_axis_is_round_and_holds_the_value() {
        for (value, end) in [(0.9, 1.0), (1.2, 1.5), (23.0, 30.0), (51.0, 70.0), (8.0, 10.0)] {
            approx::assert_relative_eq!(round_end(value), end, max_relative = 1e-12);
        }
        assert!([0.0, 1e-320, f64::MAX, f64::INFINITY].into_iter().all(|value| round_end(value) >= value));
    }

    fn range(f: impl Fn(f64) -> f64) -> (f64, f64) {
        let graph: Vec<[f64; 2]> = (0..=300).map(|k| f64::from(k) / 150.0 - 1.0).map(|x| [x, f(x)]).collect();
        vertical([&graph[..]])
    }

    #[test]
    fn graphs_are_seen_whole_but_for_poles() {
        let (low, high) = range(|x| x * x);
        assert!((-0.1..0.0).contains(&low) && (1.0..1.1).contains(&high));
        let (low, high) = range(|x| 1.0 / x);
        assert!((-50.0..-4.0).contains(&low) && (4.0..50.0).contains(&high), "{low} {high}");
    }

    #[test]
    fn level_and_missing_graphs_have_a_range_too() {
        assert_eq!(range(|_| 2.0), (-1.0, 5.0));
        assert_eq!(range(|_| f64::NAN), (-1.0, 1.0));
    }
}
