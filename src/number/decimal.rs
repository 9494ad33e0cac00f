//! Reading decimal numbers.
//!
//! The standard library multiplies by powers of five from a table of 10 kB, which do not compress: a sixteenth of all
//! the page. Long division of whole numbers needs no table, and a page has few numbers to read. (Why floating-point
//! arithmetic is not enough: Clinger, *How to read floating point numbers accurately*, PLDI 1990.)

use std::cmp::Ordering;

/// No number halfway between two of `f64`'s has more digits (it is 767): beyond them counts only whether any is not 0.
const MOST_DIGITS: usize = 800;

/// The `f64` nearest to what the text says, ties to even; `None` if it says no number, or one too large.
pub(super) fn read(text: &str) -> Option<f64> {
    let (sign, unsigned) = match text.as_bytes() {
        [b'-', ..] => (1 << 63, &text[1..]),
        [b'+', ..] => (0, &text[1..]),
        _ => (0, text),
    };
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, whole(exponent)?),
        None => (unsigned, 0),
    };
    let (integer, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = || integer.bytes().chain(fraction.bytes());
    if digits().next().is_none() || !digits().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let zeros = digits().take_while(|&digit| digit == b'0').count();
    let significant = || digits().skip(zeros);

    let mut numerator = Natural::default();
    let count = significant().take(MOST_DIGITS).fold(0, |count, digit| {
        numerator.multiply_and_add(10, u32::from(digit - b'0'));
        count + 1
    });
    // The power of ten that the digits read so far stand at.
    let mut power = exponent + integer.len() as i64 - (zeros + count) as i64;
    if significant().skip(MOST_DIGITS).any(|digit| digit != b'0') {
        numerator.multiply_and_add(10, 1);
        power -= 1;
    }
    let magnitude = match power + count as i64 {
        _ if count == 0 => 0,
        ..-330 => 0,
        311.. => return None,
        _ => {
            let mut denominator = Natural::one();
            let scaled = if power < 0 { &mut denominator } else { &mut numerator };
            (0..power.abs()).for_each(|_| scaled.multiply_and_add(10, 0));
            quotient(numerator, denominator)
        }
    };
    (magnitude < f64::INFINITY.to_bits()).then(|| f64::from_bits(sign | magnitude))
}

/// A whole number in decimal digits, with or without a sign; one that is out of all reach may come out as another such.
fn whole(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    const OUT_OF_REACH: i64 = 1 << 50;
    let size = digits.bytes().fold(0, |size, digit| (size * 10 + i64::from(digit - b'0')).min(OUT_OF_REACH));
    Some(if text.starts_with('-') { -size } else { size })
}

/// The bits of the `f64` nearest to a quotient of positive numbers.
fn quotient(mut numerator: Natural, mut denominator: Natural) -> u64 {
    // Both of the same length: the quotient is between 1/2 and 2, to be taken times 2^shift.
    let shift = numerator.bits() - denominator.bits();
    if shift < 0 { &mut numerator } else { &mut denominator }.shift_left(shift.unsigned_abs());
    let mut bits = 0u64;
    for _ in 0..64 {
        let fits = numerator.cmp(&denominator) != Ordering::Less;
        if fits {
            numerator.subtract(&denominator);
        }
        bits = bits << 1 | u64::from(fits);
        numerator.shift_left(1);
    }
    // It is `bits` and a rest, times 2^exponent. 53 bits are kept, or as many as there are above 2⁻¹⁰⁷⁴.
    let exponent = shift - 63;
    let dropped = (11 - bits.leading_zeros() as i32).max(-1074 - exponent);
    if dropped > 64 {
        return 0;
    }
    let kept = u128::from(bits) << 64 >> dropped;
    let (mut kept, rest) = ((kept >> 64) as u64, kept as u64);
    let half = 1 << 63;
    if rest > half || rest == half && (kept % 2 == 1 || !numerator.is_zero()) {
        kept += 1;
    }
    // The mantissa's first bit, where there is one, counts the exponent up.
    (((exponent + dropped + 1074) as u64) << 52) + kept
}

/// A natural number of any size: 32 bits each, the lowest first, the last not 0.
#[derive(Default)]
struct Natural(Vec<u32>);

impl Natural {
    fn one() -> Self {
        Natural(vec![1])
    }

    fn is_zero(&self) -> bool {
        self.0.is_empty()
    }

    fn bits(&self) -> i32 {
        let last = self.0.last().map_or(0, |last| last.leading_zeros());
        self.0.len() as i32 * 32 - last as i32
    }

    fn multiply_and_add(&mut self, factor: u32, mut carry: u32) {
        for part in &mut self.0 {
            let product = u64::from(*part) * u64::from(factor) + u64::from(carry);
            (*part, carry) = (product as u32, (product >> 32) as u32);
        }
        if carry != 0 {
            self.0.push(carry);
        }
    }

    fn shift_left(&mut self, bits: u32) {
        (0..bits / 31).for_each(|_| self.multiply_and_add(1 << 31, 0));
        self.multiply_and_add(1 << (bits % 31), 0);
    }

    /// Takes away a number that is not larger.
    fn subtract(&mut self, other: &Natural) {
        let mut borrow = false;
        for (place, part) in self.0.iter_mut().enumerate() {
            let (less, first) = part.overflowing_sub(other.0.get(place).copied().unwrap_or(0));
            let (less, second) = less.overflowing_sub(u32::from(borrow));
            (*part, borrow) = (less, first || second);
        }
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
    }

    fn cmp(&self, other: &Natural) -> Ordering {
        self.0.len().cmp(&other.0.len()).then_with(|| self.0.iter().rev().cmp(other.0.iter().rev()))
    }
}
