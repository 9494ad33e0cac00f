//! What several figures say.

use crate::number::{apart_from_one, significant};
use crate::trainer::{Reason, Status, Trainer};
use crate::word;
use crate::words::Words;

/// A number to four digits where an operator stands before it: a negative one in brackets.
pub(super) fn signed(value: f64) -> String {
    let text = significant(value, 4);
    if value < 0.0 { format!("( {text} )") } else { text }
}

/// A formula as a rule wants it: words joined by spaces, so that a variable is one wherever it stands.
#[cfg(feature = "chapters")]
pub(super) fn spaced(formula: &str) -> String {
    const SIGNS: &str = "()|/^,√";
    let mut words = String::with_capacity(2 * formula.len());
    for letter in formula.chars() {
        let before = words.chars().next_back().unwrap_or(' ');
        let is_factor = matches!(letter, 'x' | 'y' | 'π') && before.is_ascii_digit();
        if (is_factor || SIGNS.contains([letter, before])) && letter != ' ' && before != ' ' {
            words.push(' ');
        }
        words.push(letter);
    }
    words
}

/// How a run has ended, at the step at which it has; nothing before.
pub(super) fn ending<'a>(trainer: &Trainer, step: u64, words: &'a Words) -> &'a str {
    match trainer.status() {
        _ if step < trainer.steps() => "",
        Status::Running => "",
        #[cfg(feature = "comparison")]
        Status::Converged if moves_nothing(trainer) => word!(words, "status.still"),
        Status::Converged => word!(words, "status.converged"),
        Status::Diverged if trainer.reason().is_some_and(Reason::is_about_the_start) => word!(words, "status.no-step"),
        Status::Diverged => word!(words, "status.diverged"),
    }
}

/// Whether a run is at rest on a slope, for its learning rate is so small that no number moves.
#[cfg(feature = "comparison")]
pub(super) fn moves_nothing(trainer: &Trainer) -> bool {
    let is_where_it_began = trainer.steps() == 0 || trainer.experiment().lr == 0.0;
    is_where_it_began && trainer.gradient().iter().any(|slope| slope.abs() > f64::EPSILON)
}

/// Steps as a reader counts them: 1,234.
pub(super) fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut counted = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            counted.push(',');
        }
        counted.push(digit);
    }
    counted
}

/// The quotient of two positive numbers in words, where it may overflow.
pub(super) fn quotient(numerator: f64, denominator: f64) -> String {
    let ratio = numerator / denominator;
    match ratio {
        1e3..1e6 => count(ratio.round() as u64),
        // What has grown a little is not said to be as large as before.
        _ if cfg!(feature = "comparison") && ratio.is_finite() => apart_from_one(ratio, 3),
        _ if ratio.is_finite() => significant(ratio, 3),
        _ => significant(numerator, 3),
    }
}

/// What is said at the lowest and at the highest place of a landscape.
pub(super) fn low_and_high(words: &Words) -> [&str; 2] {
    [word!(words, "landscape.low"), word!(words, "landscape.high")]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_grouped_by_thousands() {
        let counts = [0, 12, 123, 1234, 123_456, 1_234_567].map(count);
        assert_eq!(counts, ["0", "12", "123", "1,234", "123,456", "1,234,567"]);
    }
}
