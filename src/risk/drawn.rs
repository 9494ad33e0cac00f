//! Samples as random draws want them: each with its target beside it, so that it comes from memory at once.

use crate::data::Dataset;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Samples, by index: wherever the numbers of one are, those of the next are `every` so many further on.
#[derive(Clone, Copy)]
pub(super) struct Samples<'a> {
    features: (&'a [f64], usize),
    targets: (&'a [f64], usize),
}

impl<'a> Samples<'a> {
    /// As a data set has them.
    fn of(data: &'a Dataset) -> Self {
        Samples { features: (data.features(), data.d()), targets: (data.targets(), 1) }
    }

    /// The features of one, of which there are `D`, and its target.
    #[inline(always)]
    pub(super) fn at<const D: usize>(self, index: u32) -> (&'a [f64; D], f64) {
        let ((features, width), (targets, every)) = (self.features, self.targets);
        let (features, place) = (&features[index as usize * width..], index as usize * every);
        // The compiler knows that these are as many as it takes.
        (features.first_chunk().expect("rows have D features"), targets[place])
    }

    /// How many there are.
    fn count(self) -> usize {
        self.targets.0.len().div_ceil(self.targets.1)
    }

    /// Touches some of them before they are used, where a cache holds these and not all that there are: they then come side by
    /// side, rather than each after the one before.
    pub(super) fn fetch<const D: usize>(self, indices: &[u32]) {
        /// Numbers that come at a time.
        const LINE: usize = 8;
        if !is_cached(self.count(), D) && is_cached(indices.len(), D) {
            let touched = indices.iter().map(|&index| {
                let (features, target) = self.at::<D>(index);
                target + features[D - 1] + features.iter().step_by(LINE).sum::<f64>()
            });
            std::hint::black_box(touched.sum::<f64>());
        }
    }
}

/// Whether a cache holds so many samples of `d` features.
fn is_cached(samples: usize, d: usize) -> bool {
    /// Bytes.
    const CACHE: usize = 1 << 20;
    samples * (d + 1) * size_of::<f64>() <= CACHE
}

/// A copy of the data whose rows have the target as their last number: made once as many samples have been drawn as there are,
/// which takes about as long as it saves by then.
#[derive(Debug, Default)]
pub(super) struct Drawn {
    /// How many have been drawn, as long as there is no copy.
    count: AtomicUsize,
    /// `[n, d + 1]`; none where there is no room for them.
    rows: OnceLock<Vec<f64>>,
}

impl Drawn {
    /// The samples of some data of which those of some indices come next.
    pub(super) fn samples<'a>(&'a self, data: &'a Dataset, indices: &[u32]) -> Samples<'a> {
        let (n, d) = (data.n(), data.d());
        let is_in_order = || indices.is_sorted_by(|one, next| one.checked_add(1) == Some(*next));
        if is_cached(n, d) || is_in_order() {
            return Samples::of(data);
        }
        let has_drawn_all = || self.count.fetch_add(indices.len(), Ordering::Relaxed) >= n;
        let rows = match self.rows.get() {
            None if has_drawn_all() => self.rows.get_or_init(|| with_targets(data).unwrap_or_default()),
            None => return Samples::of(data),
            Some(rows) => rows,
        };
        if rows.is_empty() {
            return Samples::of(data);
        }
        Samples { features: (rows, d + 1), targets: (&rows[d..], d + 1) }
    }
}

/// The features of each sample and its target, `[n, d + 1]`, if there is room for them.
fn with_targets(data: &Dataset) -> Option<Vec<f64>> {
    let mut rows = Vec::new();
    rows.try_reserve_exact(data.n() * (data.d() + 1)).ok()?;
    for (features, target) in data.features().chunks_exact(data.d()).zip(data.targets()) {
        rows.extend_from_slice(features);
        rows.push(*target);
    }
    Some(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// More than a cache holds.
    const N: usize = 60_000;

    fn data() -> Dataset {
        let number = |i: usize| i as f64;
        Dataset::new((0..2 * N).map(number).collect(), 2, (0..N).map(|i| -number(i)).collect()).unwrap()
    }

    #[test]
    fn a_sample_is_the_same_wherever_it_lies() {
        let (data, drawn) = (data(), Drawn::default());
        let indices: Vec<u32> = (0..N as u32).rev().collect();
        for has_rows in [false, true] {
            let samples = drawn.samples(&data, &indices);
            assert_eq!((drawn.rows.get().is_some(), samples.count()), (has_rows, N));
            for index in [0, 1, 777, N - 1] {
                let (features, target) = samples.at::<2>(index as u32);
                assert_eq!((&features[..], target), (data.row(index), data.targets()[index]));
            }
        }
    }

    #[test]
    fn what_comes_in_order_or_is_in_a_cache_anyway_is_not_copied() {
        let (data, drawn) = (data(), Drawn::default());
        let in_order: Vec<u32> = (0..N as u32).collect();
        let few = Dataset::new(vec![1.0, 2.0], 1, vec![0.0; 2]).unwrap();
        for _ in 0..3 {
            drawn.samples(&data, &in_order);
            drawn.samples(&few, &[1, 0]);
        }
        assert!(drawn.rows.get().is_none());
    }
}
