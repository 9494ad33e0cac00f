//! Two numbers side by side, as a processor has them: a compiler does not find them in a sum by itself.

use std::ops::{Add, AddAssign, Mul, Sub};

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod lanes {
    pub(super) use std::arch::wasm32::{
        f64x2 as of, f64x2_add as add, f64x2_extract_lane, f64x2_mul as mul, f64x2_sub as sub, v128 as Lanes,
    };

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

    pub(super) fn both(pair: Lanes) -> [f64; 2] {
        pair
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
