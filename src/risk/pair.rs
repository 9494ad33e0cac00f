//! Two numbers side by side, as a processor has them: a compiler does not find them in a sum by itself.

use std::ops::{Add, AddAssign, Div, Mul, Sub};

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod lanes {
    pub(super) use std::arch::wasm32::{
        f64x2 as of, f64x2_abs as abs, f64x2_add as add, f64x2_div as div, f64x2_floor as floor, f64x2_ge as at_least,
        f64x2_mul as mul, f64x2_sub as sub, v128 as Lanes, v128 as Mask,
    };
    use std::arch::wasm32::{f64x2_extract_lane, f64x2_splat, i64x2_shl, v128_and, v128_bitselect};

    pub(super) fn choose(mask: Mask, one: Lanes, other: Lanes) -> Lanes {
        v128_bitselect(one, other, mask)
    }

    pub(super) fn or_zero(mask: Mask, pair: Lanes) -> Lanes {
        v128_and(mask, pair)
    }

    pub(super) fn power_of_a_half(exponent: Lanes) -> Lanes {
        i64x2_shl(sub(f64x2_splat(super::BIASED), exponent), super::DIGITS)
    }

    pub(super) fn both(pair: Lanes) -> [f64; 2] {
        [f64x2_extract_lane::<0>(pair), f64x2_extract_lane::<1>(pair)]
    }
}

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
mod lanes {
    pub(super) type Lanes = [f64; 2];

    pub(super) const fn of(first: f64, second: f64) -> Lanes {
        [first, second]
    }

    pub(super) fn add([a, b]: Lanes, [c, d]: Lanes) -> Lanes {
        [a + c, b + d]
    }

    pub(super) fn sub([a, b]: Lanes, [c, d]: Lanes) -> Lanes {
        [a - c, b - d]
    }

    pub(super) fn mul([a, b]: Lanes, [c, d]: Lanes) -> Lanes {
        [a * c, b * d]
    }

    pub(super) fn div([a, b]: Lanes, [c, d]: Lanes) -> Lanes {
        [a / c, b / d]
    }

    pub(super) fn abs(pair: Lanes) -> Lanes {
        pair.map(f64::abs)
    }

    pub(super) fn floor(pair: Lanes) -> Lanes {
        pair.map(f64::floor)
    }

    pub(super) type Mask = [bool; 2];

    pub(super) fn at_least([a, b]: Lanes, [c, d]: Lanes) -> Mask {
        [a >= c, b >= d]
    }

    pub(super) fn choose([first, second]: Mask, [a, b]: Lanes, [c, d]: Lanes) -> Lanes {
        [if first { a } else { c }, if second { b } else { d }]
    }

    pub(super) fn or_zero(mask: Mask, pair: Lanes) -> Lanes {
        choose(mask, pair, [0.0; 2])
    }

    pub(super) fn power_of_a_half(exponent: Lanes) -> Lanes {
        exponent.map(|exponent| f64::from_bits((super::BIASED - exponent).to_bits() << super::DIGITS))
    }

    pub(super) fn both(pair: Lanes) -> [f64; 2] {
        pair
    }
}

/// The digits of an `f64`, and what a whole number is added to, so that the last of its digits are its exponent's.
const DIGITS: u32 = 52;
const BIASED: f64 = 4_503_599_627_370_496.0 + 1023.0;

/// For either of two numbers, whether something holds.
#[derive(Clone, Copy)]
pub(super) struct Mask(lanes::Mask);

impl Mask {
    /// Of either pair, the number of `one` where it holds, and of `other` elsewhere.
    #[inline(always)]
    pub(super) fn choose(self, one: Pair, other: Pair) -> Pair {
        Pair(lanes::choose(self.0, one.0, other.0))
    }

    /// The number where it holds, and 0 elsewhere.
    #[cfg(feature = "handles")]
    #[inline(always)]
    pub(super) fn or_zero(self, pair: Pair) -> Pair {
        Pair(lanes::or_zero(self.0, pair.0))
    }
}

/// Two numbers that the same is done with, each rounded as it is alone.
#[derive(Clone, Copy)]
pub(super) struct Pair(lanes::Lanes);

impl Pair {
    #[inline(always)]
    pub(super) fn of([first, second]: [f64; 2]) -> Self {
        Pair(lanes::of(first, second))
    }

    /// One number twice.
    #[inline(always)]
    pub(super) fn twice(number: f64) -> Self {
        Pair(lanes::of(number, number))
    }

    #[inline(always)]
    pub(super) fn both(self) -> [f64; 2] {
        lanes::both(self.0)
    }
}

/// What powers of e take.
#[cfg(feature = "handles")]
impl Pair {
    #[inline(always)]
    pub(super) fn abs(self) -> Self {
        Pair(lanes::abs(self.0))
    }

    #[inline(always)]
    pub(super) fn floor(self) -> Self {
        Pair(lanes::floor(self.0))
    }

    /// Whether they are at least the others; NaN is not.
    #[inline(always)]
    pub(super) fn at_least(self, other: Pair) -> Mask {
        Mask(lanes::at_least(self.0, other.0))
    }

    /// ½ to the power of either: a whole number from −1023 to 1022.
    #[inline(always)]
    pub(super) fn power_of_a_half(self) -> Self {
        Pair(lanes::power_of_a_half(self.0))
    }
}

impl Div for Pair {
    type Output = Self;

    #[inline(always)]
    fn div(self, other: Self) -> Self {
        Pair(lanes::div(self.0, other.0))
    }
}

impl Add for Pair {
    type Output = Self;

    #[inline(always)]
    fn add(self, other: Self) -> Self {
        Pair(lanes::add(self.0, other.0))
    }
}

impl Sub for Pair {
    type Output = Self;

    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        Pair(lanes::sub(self.0, other.0))
    }
}

impl Mul for Pair {
    type Output = Self;

    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        Pair(lanes::mul(self.0, other.0))
    }
}

impl AddAssign for Pair {
    #[inline(always)]
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

/// A loss of two samples at a time. No closure: not every one is compiled into the loop, and then its value is worked out also
/// where nobody adds it up.
pub(super) trait PairLoss {
    /// What takes long.
    type Begun: Copy;

    /// Works that out.
    fn begin(&self, score: Pair) -> Self::Begun;

    /// ℓ and ∂ℓ/∂s of two scores.
    fn value_and_derivative(&self, score: Pair, target: Pair, begun: Self::Begun) -> (Pair, Pair);
}
