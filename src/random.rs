//! The one door through which randomness enters: a seed, with a stream for each use.
//!
//! A draw is a function of (seed, stream, index), so that the millionth batch of a run, or the millionth sample of a
//! data set, can be had without the ones before it, and a new batch size does not change the data.

use rand::{RngExt, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

/// What the numbers are drawn for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// Generated samples.
    Data,
    /// Where a descent starts.
    Initialization,
    /// Which samples make a batch.
    Sampling,
}

/// The generator for one draw: the `index`-th sample, batch or epoch of a stream.
///
/// Xoshiro256++ (Blackman and Vigna, *Scrambled linear pseudorandom number generators*, 2021) gives the same numbers on
/// 32- and 64-bit targets.
pub fn generator(seed: u32, stream: Stream, index: u64) -> Xoshiro256PlusPlus {
    Xoshiro256PlusPlus::seed_from_u64(scramble(of_stream(seed, stream) ^ index))
}

fn of_stream(seed: u32, stream: Stream) -> u64 {
    scramble(u64::from(seed) | ((stream as u64) << 32))
}

/// The first number below `n`, from 1, that each of the generators from that of index `from` on draws, without making them: a generator
/// is thirty-two bytes of state, of which its first number needs sixteen.
#[cfg(feature = "handles")]
pub fn first_below(n: u32, seed: u32, stream: Stream, from: u64, draws: &mut [u32]) {
    let of_stream = of_stream(seed, stream);
    for (draw, index) in draws.iter_mut().zip(from..) {
        let state = scramble(of_stream ^ index);
        // SplitMix64's first and last number of four.
        let (first, last) = (scramble(state), scramble(state.wrapping_add(INCREMENT.wrapping_mul(3))));
        let bits = first.wrapping_add(last).rotate_left(23).wrapping_add(first) >> 32;
        let product = bits * u64::from(n);
        *draw = if product as u32 > n.wrapping_neg() {
            // One in 2³² / n draws is corrected by another number (Canon's method, as in `rand`).
            generator(seed, stream, index).random_range(0..n)
        } else {
            (product >> 32) as u32
        };
    }
}

/// A draw from the standard normal distribution, by the transform of Box and Muller (1958).
pub fn standard_normal(generator: &mut Xoshiro256PlusPlus) -> f64 {
    // (0, 1], so that the logarithm is finite.
    let radius = (-2.0 * libm::log(1.0 - generator.random::<f64>())).sqrt();
    radius * libm::cos(std::f64::consts::TAU * generator.random::<f64>())
}

/// A draw from the uniform distribution on [`min`, `max`).
pub fn uniform(generator: &mut Xoshiro256PlusPlus, (min, max): (f64, f64)) -> f64 {
    min + (max - min) * generator.random::<f64>()
}

/// A point for a start, each coordinate uniform on [0, 1).
pub fn point<const N: usize>(seed: u32) -> [f64; N] {
    let generator = &mut generator(seed, Stream::Initialization, 0);
    std::array::from_fn(|_| uniform(generator, (0.0, 1.0)))
}

/// A start drawn from the uniform distribution on [`min`, `max`) that is `worth` at least `enough`: the first such of 16, or else
/// the one that is worth most.
///
/// ```
/// use descent::random::worthwhile;
///
/// assert!(worthwhile(7, (-1.0, 1.0), 0.5, f64::abs).abs() >= 0.5);
/// ```
pub fn worthwhile(seed: u32, (min, max): (f64, f64), enough: f64, worth: impl Fn(f64) -> f64) -> f64 {
    let starts = point::<16>(seed).map(|part| min + part * (max - min));
    let mut best = (f64::NEG_INFINITY, min);
    for start in starts {
        let worth = worth(start);
        if worth > best.0 {
            best = (worth, start);
        }
        if worth >= enough {
            break;
        }
    }
    best.1
}

/// 2⁶⁴ over the golden ratio: from one state of SplitMix64 to the next.
const INCREMENT: u64 = 0x9e37_79b9_7f4a_7c15;

/// The finalizer of SplitMix64 (Steele, Lea and Flood, 2014): neighbouring integers become unrelated ones. Without it
/// neighbouring seeds would give overlapping streams, because seeding itself walks through SplitMix64's states.
#[inline]
fn scramble(mut bits: u64) -> u64 {
    bits = bits.wrapping_add(INCREMENT);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normal_draws_have_mean_zero_and_variance_one() {
        let n = 100_000;
        let draws: Vec<f64> = (0..n).map(|i| standard_normal(&mut generator(3, Stream::Data, i))).collect();
        let mean = draws.iter().sum::<f64>() / n as f64;
        let variance = draws.iter().map(|draw| (draw - mean).powi(2)).sum::<f64>() / n as f64;
        // Five standard errors.
        assert!(mean.abs() < 0.016, "mean {mean}");
        assert!((variance - 1.0).abs() < 0.023, "variance {variance}");
    }

    #[test]
    fn first_numbers_are_those_of_the_generators() {
        for n in [1, 2, 7, 1000, 10_000_000, u32::MAX / 2, u32::MAX] {
            let mut draws = [0; 1000];
            first_below(n, 5, Stream::Sampling, 77, &mut draws);
            for (draw, index) in draws.into_iter().zip(77..) {
                assert_eq!(draw, generator(5, Stream::Sampling, index).random_range(0..n), "{n}, {index}");
            }
        }
    }

    #[test]
    fn streams_and_neighbouring_indices_are_unrelated() {
        let first = |seed, stream, index| generator(seed, stream, index).random::<u64>();
        let mut seen = std::collections::HashSet::new();
        for seed in 0..8 {
            for stream in [Stream::Data, Stream::Initialization, Stream::Sampling] {
                for index in 0..100 {
                    assert!(seen.insert(first(seed, stream, index)), "{seed} {stream:?} {index}");
                }
            }
        }
    }
}
