//! Where an axis is labelled: few places, round numbers.

use super::axes::{Axis, Scale};
use crate::number::{fixed, significant, superscript, times_power_of_ten};

/// A labelled place on an axis.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Tick {
    pub(super) value: f64,
    pub(super) label: String,
}

/// At most `most` labelled places within the axis' range, but two rather than none on an axis of few decades.
pub(super) fn ticks(axis: &Axis<'_>, most: usize) -> Vec<Tick> {
    let (low, high) = axis.range;
    if !(low.is_finite() && high.is_finite() && low < high) {
        return Vec::new();
    }
    let most = most.max(1);
    match axis.scale {
        Scale::Degrees => quarters(low, high, most),
        Scale::Logarithmic if low > 0.0 => logarithmic(low, high, most),
        _ => linear(low, high, most),
    }
}

/// Quarter turns, or where they are too many, half or whole ones.
fn quarters(low: f64, high: f64, most: usize) -> Vec<Tick> {
    let tick = |value: f64| Tick { value, label: format!("{}°", fixed(value, 0)) };
    let turns = [90.0, 180.0, 360.0].map(|step: f64| {
        let (first, last) = ((low / step).ceil(), (high / step).floor());
        let count = (last - first).clamp(-1.0, 99.0) + 1.0;
        (0..count as u32).map(|k| tick((first + f64::from(k)) * step)).collect::<Vec<_>>()
    });
    turns.into_iter().find(|ticks| ticks.len() <= most).unwrap_or_default()
}

/// Multiples of 1, 2 or 5 times a power of ten, as many as may be.
fn linear(low: f64, high: f64, most: usize) -> Vec<Tick> {
    // Half the range cannot overflow.
    let finest = (high / 2.0 - low / 2.0) / most as f64 * 2.0;
    if !finest.is_normal() {
        return Vec::new();
    }
    let exponent = libm::log10(finest).floor() as i32;
    let steps = [(1.0, 0), (2.0, 0), (5.0, 0), (1.0, 1), (2.0, 1), (5.0, 1)];
    let steps = steps.into_iter().map(|(factor, more)| (factor, exponent + more));
    let found = steps.map(|step| (step, multiples(low, high, step))).find(|(_, values)| values.len() <= most);
    let Some(((factor, exponent), values)) = found else { return Vec::new() };
    let step = times_power_of_ten(factor, exponent);
    // Numbers so close together that they are no longer distinct have no labels either.
    if values.iter().any(|value| value + step == *value) {
        return Vec::new();
    }
    let largest = values.iter().fold(0.0_f64, |largest, value| largest.max(value.abs()));
    let decimals = |unit: i32| (unit - exponent).max(0) as usize;
    let unit = |value: f64| (libm::log10(value.abs()) + 1e-9).floor() as i32;
    let plain = largest < 1e6 && (unit(largest) >= -3 || decimals(0) <= 4);
    // Each by its own power: 8×10⁵ below 10⁶, as anybody writes it.
    let label = |value: f64| match value {
        0.0 => "0".to_string(),
        _ if plain => fixed(value, decimals(0)),
        _ => {
            let unit = unit(value);
            let factor = significant(times_power_of_ten(value, -unit), decimals(unit) + 1);
            power(&format!("{factor}×10{}", superscript(unit)))
        }
    };
    values.into_iter().map(|value| Tick { value, label: label(value) }).collect()
}

/// The multiples of factor·10ⁿ within a range, which are less than some thirty.
fn multiples(low: f64, high: f64, (factor, exponent): (f64, i32)) -> Vec<f64> {
    let step = times_power_of_ten(factor, exponent);
    let slack = 1e-9 * (high / step - low / step);
    let (first, last) = ((low / step - slack).ceil(), (high / step + slack).floor());
    let count = if last >= first { (last - first).min(99.0) as u32 + 1 } else { 0 };
    (0..count).map(|k| times_power_of_ten((first + f64::from(k)) * factor, exponent)).collect()
}

/// Powers of ten, or 1, 2 and 5 times these when there are few of them; as on a linear axis when there are fewer still.
fn logarithmic(low: f64, high: f64, most: usize) -> Vec<Tick> {
    let first = (libm::log10(low) - 1e-9).ceil() as i32;
    let last = (libm::log10(high) + 1e-9).floor() as i32;
    let decades = last - first + 1;
    if decades >= 3 {
        let every = |stride: i32| (first..=last).filter(move |exponent| exponent % stride == 0);
        let strides = [1, 2, 3, 5, 10, 20, 50, 100, 200];
        let stride = strides.into_iter().find(|&stride| every(stride).count() <= most).unwrap_or(500);
        let exponents: Vec<i32> = every(stride).collect();
        let plain = exponents.iter().all(|exponent| (-2..=4).contains(exponent));
        let tick = |exponent| {
            let value = times_power_of_ten(1.0, exponent);
            let label = if plain { significant(value, 1) } else { format!("10{}", superscript(exponent)) };
            Tick { value, label }
        };
        return exponents.into_iter().map(tick).collect();
    }
    let within = |factors: &'static [f64]| {
        let values = (first - 1..=last)
            .flat_map(move |exponent| factors.iter().map(move |factor| times_power_of_ten(*factor, exponent)));
        values.filter(|value| (low * (1.0 - 1e-9)..=high * (1.0 + 1e-9)).contains(value)).collect::<Vec<f64>>()
    };
    for factors in [&[1.0, 2.0, 5.0][..], &[1.0, 3.0], &[1.0]] {
        let values = within(factors);
        if (2..=most + 1).contains(&values.len()) {
            return values.into_iter().map(|value| Tick { value, label: power(&significant(value, 1)) }).collect();
        }
    }
    linear(low, high, most)
}

/// 1×10⁶ is 10⁶.
fn power(label: &str) -> String {
    let (sign, size) = match label.strip_prefix('−') {
        Some(size) => ("−", size),
        None => ("", label),
    };
    format!("{sign}{}", size.strip_prefix("1×").unwrap_or(size))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn labels(scale: Scale, range: (f64, f64), most: usize) -> Vec<String> {
        ticks(&Axis { title: "", range, scale }, most).into_iter().map(|tick| tick.label).collect()
    }

    #[test]
    fn linear_ticks_are_round_numbers() {
        assert_eq!(labels(Scale::Linear, (-1.0, 3.0), 6), ["−1", "0", "1", "2", "3"]);
        assert_eq!(labels(Scale::Linear, (0.0, 1.0), 6), ["0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
        assert_eq!(labels(Scale::Linear, (0.0, 1.0), 5), ["0", "0.5", "1.0"]);
        assert_eq!(labels(Scale::Linear, (-2.3, 8.3), 6), ["−2", "0", "2", "4", "6", "8"]);
        assert_eq!(labels(Scale::Linear, (-1.6e6, 2.1e6), 4), ["−10⁶", "0", "10⁶", "2×10⁶"]);
        assert_eq!(labels(Scale::Linear, (-1.6e6, 0.1e6), 4), ["−1.5×10⁶", "−10⁶", "−5×10⁵", "0"]);
        assert_eq!(labels(Scale::Linear, (0.0, 2e-12), 5), ["0", "5×10⁻¹³", "10⁻¹²", "1.5×10⁻¹²", "2×10⁻¹²"]);
        assert_eq!(labels(Scale::Linear, (1000.001, 1000.002), 3), ["1000.0010", "1000.0015", "1000.0020"]);
    }

    #[test]
    fn logarithmic_ticks_are_decades_or_parts_of_them() {
        assert_eq!(labels(Scale::Logarithmic, (0.01, 1e4), 6), ["0.01", "1", "100", "10000"]);
        assert_eq!(labels(Scale::Logarithmic, (0.5, 700.0), 6), ["1", "10", "100"]);
        assert_eq!(labels(Scale::Logarithmic, (1e-12, 1.0), 5), ["10⁻¹²", "10⁻⁹", "10⁻⁶", "10⁻³", "10⁰"]);
        assert_eq!(labels(Scale::Logarithmic, (2.0, 30.0), 6), ["2", "5", "10", "20"]);
        assert_eq!(labels(Scale::Logarithmic, (2.0, 3.0), 6), ["2.0", "2.2", "2.4", "2.6", "2.8", "3.0"]);
    }

    #[test]
    fn degrees_are_labelled_at_quarter_turns() {
        assert_eq!(labels(Scale::Degrees, (0.0, 360.0), 7), ["0°", "90°", "180°", "270°", "360°"]);
        assert_eq!(labels(Scale::Degrees, (-90.0, 360.0), 4), ["0°", "180°", "360°"]);
        assert!(labels(Scale::Degrees, (1e9, 1e12), 4).is_empty());
    }

    proptest! {
        #[test]
        fn ticks_are_few_within_the_range_and_distinct(
            low in -1e9..1e9_f64, width in 1e-3..1e9_f64, most in 1_usize..8, logarithmic: bool
        ) {
            let scale = if logarithmic { Scale::Logarithmic } else { Scale::Linear };
            let low = if logarithmic { low.abs() + 1e-9 } else { low };
            let range = (low, low + width);
            let found = ticks(&Axis { title: "", range, scale }, most);
            prop_assert!(found.len() <= most + 1);
            for pair in found.windows(2) {
                prop_assert!(pair[0].value < pair[1].value);
                prop_assert!(pair[0].label != pair[1].label, "{:?}", found);
            }
            for tick in &found {
                prop_assert!(tick.value >= low - 1e-6 * width && tick.value <= range.1 + 1e-6 * width);
            }
        }

        #[test]
        fn no_range_is_too_strange(low: f64, high: f64, logarithmic: bool) {
            let scale = if logarithmic { Scale::Logarithmic } else { Scale::Linear };
            let found = ticks(&Axis { title: "", range: (low, high), scale }, 6);
            prop_assert!(found.len() < 20);
        }
    }
}
