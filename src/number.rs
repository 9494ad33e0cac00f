//! Numbers as a reader sees them: significant digits, a true minus sign, powers of ten.

mod decimal;

/// The largest magnitude of a number in a data set: sums over all samples of fourth powers, which the mean square limit
/// of the learning rate takes, stay finite.
pub const LARGEST_VALUE: f64 = 1e60;

/// `value` to `digits` significant digits (1 to 15), trailing zeros dropped, with `−` (U+2212) for minus and
/// `×10ⁿ` outside 10⁻³ ≤ |value| < 10⁶, a mere power where the digits are 1.
///
/// ```
/// use descent::number::significant;
/// assert_eq!(significant(-0.12345, 3), "−0.123");
/// assert_eq!(significant(1_234_567.0, 3), "1.23×10⁶");
/// assert_eq!(significant(0.5, 3), "0.5");
/// assert_eq!(significant(-1e-16, 3), "−10⁻¹⁶");
/// ```
pub fn significant(value: f64, digits: usize) -> String {
    if value.is_nan() {
        return "?".into();
    }
    if value.is_infinite() {
        return if value > 0.0 { "∞".into() } else { "−∞".into() };
    }
    let digits = digits.clamp(1, 15);
    // Rounding first: 999.96 to four digits is 1000, one power of ten higher.
    let scientific = format!("{:.*e}", digits - 1, value.abs());
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let sign = if value < 0.0 { "−" } else { "" };
    if value == 0.0 || (-3..5).contains(&exponent) {
        let decimals = (digits as i32 - 1 - exponent).max(0) as usize;
        let rounded = value.abs();
        return format!("{sign}{}", trimmed(&format!("{rounded:.decimals$}")));
    }
    let (mantissa, power) = (trimmed(mantissa), superscript(exponent));
    if mantissa == "1" { format!("{sign}10{power}") } else { format!("{sign}{mantissa}×10{power}") }
}

/// `value` in full, as somebody may type it, but with powers of ten as powers.
///
/// ```
/// use descent::number::bound;
/// assert_eq!([bound(-1000.0), bound(1.999), bound(1e-16)], ["-1000", "1.999", "10⁻¹⁶"]);
/// ```
pub fn bound(value: f64) -> String {
    let text = plain(value);
    match has(&text, b'e') {
        true => significant(value, 15),
        false => text,
    }
}

/// The same with as many more digits as a number needs that is nearly 1 or −1, but is not.
///
/// ```
/// use descent::number::apart_from_one;
/// assert_eq!(apart_from_one(0.99966, 3), "0.9997");
/// assert_eq!(apart_from_one(1.0, 3), "1");
/// ```
pub fn apart_from_one(value: f64, digits: usize) -> String {
    apart_from(1.0, value, digits)
}

/// The same for any other number than 1, such as 100 %.
pub fn apart_from(other: f64, value: f64, digits: usize) -> String {
    let other_text = significant(other, digits);
    let is_other = |text: &str| text.trim_start_matches('−') == other_text;
    let mut texts = (digits..=15).map(|digits| significant(value, digits));
    texts.find(|text| value.abs() == other || !is_other(text)).unwrap_or_else(|| significant(value, digits))
}

/// `value` with exactly `decimals` digits after the point and a true minus sign, for figures that change in place.
pub fn fixed(value: f64, decimals: usize) -> String {
    let text = format!("{:.decimals$}", value.abs());
    let is_zero = text.bytes().all(|byte| matches!(byte, b'0' | b'.'));
    if value < 0.0 && !is_zero { format!("−{text}") } else { text }
}

/// Whether there is an ASCII letter in a text: `str::contains`, which knows all letters, brings the search for strings along.
fn has(text: &str, letter: u8) -> bool {
    text.as_bytes().contains(&letter)
}

fn trimmed(decimal: &str) -> &str {
    if has(decimal, b'.') { decimal.trim_end_matches('0').trim_end_matches('.') } else { decimal }
}

/// An exponent in superscript digits: −12 is `⁻¹²`.
pub fn superscript(exponent: i32) -> String {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let digits = exponent.unsigned_abs().to_string();
    let sign = if exponent < 0 { "⁻" } else { "" };
    sign.chars().chain(digits.bytes().map(|digit| DIGITS[usize::from(digit - b'0')])).collect()
}

/// What a superscript stands for, a digit or a minus: `²` is 2.
pub(crate) fn of_superscript(letter: char) -> Option<char> {
    Some(match letter {
        '⁻' => '-',
        '⁰' => '0',
        '¹' => '1',
        '²' => '2',
        '³' => '3',
        '⁴'..='⁹' => char::from(b'4' + (letter as u32 - '⁴' as u32) as u8),
        _ => return None,
    })
}

/// The finite number nearest to what a text says in full: `0.1`, `-2`, `1e-3`; `None` for anything else.
///
/// The same as `str::parse`, but small; nothing in the page may call that for `f64`.
///
/// ```
/// use descent::number::parse;
/// assert_eq!(parse("1e-3"), Some(0.001));
/// assert_eq!(parse("1 000"), None);
/// ```
pub fn parse(text: &str) -> Option<f64> {
    decimal::read(text)
}

/// `value` rounded to `digits` significant digits (at least 1).
pub(crate) fn rounded(value: f64, digits: usize) -> f64 {
    parse(&format!("{value:.*e}", digits.saturating_sub(1))).unwrap_or(value)
}

/// The number that [`significant`] writes, which rounds no digit of a whole number below a million away.
#[cfg(feature = "chapters")]
pub(crate) fn as_written(value: f64, digits: usize) -> f64 {
    let whole = if value.abs() < 1e6 { format!("{:.0}", value.abs()).len() } else { 1 };
    rounded(value, digits.max(whole))
}

/// What is smaller than this part of a number may be what rounding has left of it.
#[cfg(feature = "comparison")]
pub(crate) const LOST: f64 = 128.0 * f64::EPSILON;

/// `value` where numbers as large as `scale` have made it; 0 if it may be nothing but their rounding.
#[cfg(feature = "chapters")]
pub(crate) fn apart_from_rounding(value: f64, scale: f64) -> f64 {
    if value.abs() < LOST * scale { 0.0 } else { value }
}

/// The difference of two numbers; 0 where nothing is left of it but their rounding.
#[cfg(feature = "chapters")]
pub(crate) fn difference(one: f64, other: f64) -> f64 {
    apart_from_rounding(one - other, one.abs().max(other.abs()))
}

/// `value` in a form that reads back as the same number and that a field has room for: `0.1`, `1e-9`, `235`.
///
/// ```
/// use descent::number::plain;
/// assert_eq!(plain(0.001), "0.001");
/// assert_eq!(plain(1e-12), "1e-12");
/// assert_eq!(plain(-4.516e12), "-4.516e12");
/// ```
pub fn plain(value: f64) -> String {
    let magnitude = value.abs();
    if magnitude == 0.0 || (1e-5..1e9).contains(&magnitude) { format!("{value}") } else { format!("{value:e}") }
}

/// `value` as Python writes a float: with a point or an exponent even if it is an integer.
pub(crate) fn float(value: f64) -> String {
    if value.is_nan() {
        return "nan".into();
    }
    let text = plain(value);
    if text.contains(['.', 'e', 'i']) { text } else { format!("{text}.0") }
}

/// The largest power of ten that is not above a positive number.
pub(crate) fn decade(value: f64) -> f64 {
    times_power_of_ten(1.0, libm::log10(value).floor() as i32)
}

/// `factor` · 10ⁿ, rounded once; infinite beyond all numbers.
pub(crate) fn times_power_of_ten(factor: f64, exponent: i32) -> f64 {
    parse(&format!("{factor}e{exponent}")).unwrap_or(f64::INFINITY)
}

/// The next of 1, 2, 5, 10, 20, … that is not below a positive number.
pub(crate) fn rounded_up(value: f64) -> f64 {
    let decade = decade(value);
    [1.0, 2.0, 5.0, 10.0].map(|digit| digit * decade).into_iter().find(|&step| step >= value).unwrap_or(value)
}

/// The end of an axis that holds everything up to a positive number: one of a few round ones, so that the axis stands while
/// what it shows changes a little, the eye sees that change, and an axis that grows does so calmly.
pub(crate) fn round_end(value: f64) -> f64 {
    let decade = decade(value);
    [1.0, 1.2, 1.5, 2.0, 3.0, 4.0, 5.0, 7.0, 10.0]
        .map(|digit| digit * decade)
        .into_iter()
        .find(|&end| end >= value)
        .unwrap_or(value)
}

/// The next of …, 20, 10, 5, 2, 1 that is not above a positive number.
pub(crate) fn rounded_down(value: f64) -> f64 {
    let decade = decade(value);
    [5.0, 2.0, 1.0].map(|digit| digit * decade).into_iter().find(|&step| step <= value).unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_an_axis_is_round_and_holds_the_value() {
        for (value, end) in [(0.9, 1.0), (1.2, 1.2), (1.3, 1.5), (23.0, 30.0), (51.0, 70.0), (8.0, 10.0)] {
            approx::assert_relative_eq!(round_end(value), end, max_relative = 1e-12);
        }
        assert!([0.0, 1e-320, f64::MAX, f64::INFINITY].into_iter().all(|value| round_end(value) >= value));
    }
}
