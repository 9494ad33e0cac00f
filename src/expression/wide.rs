//! Numbers whose exponent has room to spare, for what a formula goes through on the way to its value.
//!
//! sinh(x)/cosh(x) is 1 at 800, and its slope has a cosh(x)² below the line that leaves the range of an `f64` at 355
//! already. Where an intermediate result over- or underflows, the formula is evaluated once more in these: an `f64` for the
//! digits and a whole number for the exponent. Results that stay within the range are those of an `f64`, to the bit.

use super::operator::{Binary, Unary};
use crate::autograd::Operation;
use std::f64::consts::{FRAC_PI_2, LN_2, LOG2_E, SQRT_2};

/// digits · 2^exponent. Within the range of an `f64` the exponent is 0; beyond it the digits are of size 1 to 2.
#[derive(Clone, Copy)]
pub(super) struct Wide {
    digits: f64,
    exponent: f64,
}

/// Beyond this exponent there is nothing to tell from 0 or infinity.
const LIMIT: f64 = 1e300;

/// Up to here whole numbers are exact; the size of what has a larger exponent is known, but no digit of it.
const EXACT: f64 = 4_503_599_627_370_496.0;

/// Whether a result of finite operands has left the range of an `f64`: sums cannot underflow, and a pole is no overflow.
#[cold]
pub(super) fn leaves(operation: Operation, u: f64, v: f64, result: f64) -> bool {
    if result.is_normal() || !u.is_finite() || !v.is_finite() {
        return false;
    }
    match operation {
        Operation::Add | Operation::Subtract => result.is_infinite(),
        Operation::Multiply | Operation::Masked | Operation::Divide => u != 0.0 && v != 0.0,
        Operation::Power => u != 0.0 && !result.is_nan(),
        // Of two steps, and the one may undo the other.
        Operation::PowerByBase => u != 0.0 && v != 0.0 && !(u < 0.0 && v != v.trunc()),
        Operation::Exp | Operation::Sinh | Operation::Cosh => u != 0.0,
        _ => false,
    }
}

impl From<f64> for Wide {
    fn from(digits: f64) -> Self {
        Wide { digits, exponent: 0.0 }
    }
}

impl Wide {
    /// What an `f64` has of it.
    pub(super) fn narrow(self) -> f64 {
        if self.is_narrow() {
            self.digits
        } else {
            libm::scalbn(self.digits, self.exponent.clamp(-2000.0, 2000.0) as i32)
        }
    }

    fn is_narrow(self) -> bool {
        self.exponent == 0.0
    }

    fn is_huge(self) -> bool {
        self.exponent > 0.0
    }

    fn is_tiny(self) -> bool {
        self.exponent < 0.0
    }

    /// Whether there are digits and an exponent to reckon with.
    fn is_proper(self) -> bool {
        self.digits.is_finite() && self.digits != 0.0
    }

    /// The nearest number that an `f64` has with digits to its end: never 0 and never infinite where this is not.
    fn near(self) -> f64 {
        match self {
            _ if self.is_huge() => f64::MAX.copysign(self.digits),
            _ if self.is_tiny() => f64::MIN_POSITIVE.copysign(self.digits),
            _ => self.digits,
        }
    }

    /// digits · 2^exponent, whatever the size of the digits.
    fn scaled(digits: f64, exponent: f64) -> Wide {
        if digits == 0.0 || !digits.is_finite() {
            return digits.into();
        }
        let (part, own) = libm::frexp(digits);
        let (digits, exponent) = (2.0 * part, exponent + f64::from(own - 1));
        match exponent {
            -1022.0..=1023.0 => libm::scalbn(digits, exponent as i32).into(),
            _ if exponent > LIMIT => f64::INFINITY.copysign(digits).into(),
            _ if exponent < -LIMIT => 0.0_f64.copysign(digits).into(),
            _ => Wide { digits, exponent },
        }
    }

    /// Digits of size 1 to 2, and the exponent to them.
    fn parts(self) -> (f64, f64) {
        if !self.is_narrow() {
            return (self.digits, self.exponent);
        }
        let (part, exponent) = libm::frexp(self.digits);
        (2.0 * part, f64::from(exponent - 1))
    }

    pub(super) fn unary(function: Unary, u: Wide) -> Wide {
        if u.is_narrow() {
            let result = function.operation().value(u.digits, u.digits);
            if !leaves(function.operation(), u.digits, u.digits, result) {
                return result.into();
            }
        }
        match function {
            Unary::Minus => Wide { digits: -u.digits, ..u },
            Unary::Abs => Wide { digits: u.digits.abs(), ..u },
            Unary::Sign => u.digits.signum().into(),
            // f(u) = u + O(u³).
            Unary::Sin | Unary::Tan | Unary::Asin | Unary::Atan | Unary::Sinh | Unary::Tanh if u.is_tiny() => u,
            Unary::Cos | Unary::Cosh | Unary::Exp if u.is_tiny() => 1.0.into(),
            Unary::Acos if u.is_tiny() => FRAC_PI_2.into(),
            // No angle is known of a number without a last digit.
            Unary::Sin | Unary::Cos | Unary::Tan | Unary::Asin | Unary::Acos => f64::NAN.into(),
            Unary::Atan | Unary::Tanh => function.operation().value(u.near(), u.near()).into(),
            Unary::Exp => exp(u.near()),
            Unary::Sinh | Unary::Cosh => {
                let half = Wide::binary(Binary::Multiply, 0.5.into(), exp(u.near().abs()));
                if function == Unary::Sinh { Wide { digits: half.digits.copysign(u.digits), ..half } } else { half }
            }
            Unary::Log => u.logarithm(),
            Unary::Sqrt => {
                let odd = libm::fmod(u.exponent, 2.0).abs();
                Wide::scaled((u.digits * (1.0 + odd)).sqrt(), (u.exponent - odd) / 2.0)
            }
        }
    }

    fn logarithm(self) -> Wide {
        let (digits, exponent) = self.parts();
        (libm::log(digits) + exponent * LN_2).into()
    }

    pub(super) fn binary(operation: Binary, u: Wide, v: Wide) -> Wide {
        let near = operation.operation().value(u.near(), v.near());
        if u.is_narrow() && v.is_narrow() && !leaves(operation.operation(), u.digits, v.digits, near) {
            return near.into();
        }
        match operation {
            Binary::Subtract => return Wide::binary(Binary::Add, u, Wide::unary(Unary::Minus, v)),
            Binary::Add if u.digits == 0.0 => return v,
            Binary::Add if v.digits == 0.0 => return u,
            Binary::Min | Binary::Max => {
                let difference = Wide::binary(Binary::Subtract, u, v).digits;
                let first = if operation == Binary::Max { difference > 0.0 } else { difference < 0.0 };
                return if near.is_nan() {
                    near.into()
                } else if first {
                    u
                } else {
                    v
                };
            }
            Binary::LogOfBase if !u.is_narrow() => return u.logarithm(),
            _ if !u.is_proper() || !v.is_proper() => return near.into(),
            _ => {}
        }
        let ((a, m), (b, n)) = (u.parts(), v.parts());
        match operation {
            Binary::Add => {
                let top = m.max(n);
                // Far below the last digit of the other one a term is lost in any case.
                let part = |digits, exponent: f64| libm::scalbn(digits, (exponent - top).max(-200.0) as i32);
                Wide::scaled(part(a, m) + part(b, n), top)
            }
            Binary::Multiply | Binary::Masked => Wide::scaled(a * b, m + n),
            Binary::Divide => Wide::scaled(a / b, m - n),
            Binary::Power => power(u, v),
            Binary::PowerByBase => {
                let exponent = Wide::binary(Binary::Subtract, v, 1.0.into());
                Wide::binary(Binary::Multiply, v, Wide::binary(Binary::Power, u, exponent))
            }
            Binary::Subtract | Binary::Min | Binary::Max | Binary::LogOfBase => near.into(),
        }
    }
}

/// eᵘ = 2ᵏ eʳ with u = k log 2 + r, the logarithm in two parts of which k times the first is exact.
fn exp(u: f64) -> Wide {
    const HIGH: f64 = 6.931_471_803_691_238e-1;
    const LOW: f64 = 1.908_214_929_270_587_7e-10;
    let k = libm::round(u * LOG2_E);
    if k.abs() > LIMIT {
        return (if u > 0.0 { f64::INFINITY } else { 0.0 }).into();
    }
    let rest = if k.abs() > EXACT { 0.0 } else { (u - k * HIGH) - k * LOW };
    Wide::scaled(libm::exp(rest), k)
}

/// uᵛ = aᵛ 2^(m v) with u = a 2ᵐ.
fn power(u: Wide, v: Wide) -> Wide {
    let (mut digits, mut exponent) = u.parts();
    let v = v.near();
    if digits < 0.0 && v != v.trunc() {
        return f64::NAN.into();
    }
    if digits.abs() > SQRT_2 {
        (digits, exponent) = (digits / 2.0, exponent + 1.0);
    }
    let of_digits = libm::pow(digits, v);
    let whole = libm::round(exponent * v);
    if !of_digits.is_normal() || whole.abs() > EXACT {
        let size = exp(v * (libm::log(digits.abs()) + exponent * LN_2));
        let odd = digits < 0.0 && libm::fmod(v, 2.0) != 0.0;
        return if odd { Wide::unary(Unary::Minus, size) } else { size };
    }
    Wide::scaled(of_digits * libm::exp2(libm::fma(exponent, v, -whole)), whole)
}
