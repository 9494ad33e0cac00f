//! What is allowed in the place of a refused value.

use crate::language::Language;
use crate::number::plain;

/// What a value must be.
#[derive(Clone, Debug, PartialEq)]
pub enum Allowed {
    /// One of these words.
    OneOf(Vec<&'static str>),
    /// An integer within both bounds.
    Integer {
        /// Smallest.
        min: u64,
        /// Largest.
        max: u64,
    },
    /// A number within both bounds.
    Number {
        /// Smallest.
        min: f64,
        /// Largest.
        max: f64,
        /// Whether the largest itself is excluded.
        below_max: bool,
    },
    /// So many numbers within both bounds, joined by commas.
    NumbersWithin {
        /// How many.
        count: usize,
        /// Smallest.
        min: f64,
        /// Largest.
        max: f64,
    },
    /// Finite numbers joined by commas, one for each name.
    Numbers {
        /// What each of them is; empty as long as nobody knows how many there are.
        names: Vec<String>,
    },
}

impl Allowed {
    /// What is allowed, as the end of a sentence.
    pub fn describe(&self, language: Language) -> String {
        let chinese = language == Language::Chinese;
        match self {
            Allowed::OneOf(words) if words.len() == 1 && chinese => format!("“{}”", words[0]),
            Allowed::OneOf(words) if words.len() == 1 => format!("`{}`", words[0]),
            Allowed::OneOf(words) if chinese => format!("以下之一：{}", language.list(words)),
            Allowed::OneOf(words) => format!("one of {}", language.list(words)),
            Allowed::Integer { min, max } if chinese => format!("从 {min} 到 {max} 的整数"),
            Allowed::Integer { min, max } => format!("an integer from {min} to {max}"),
            Allowed::Number { min, max, below_max } => {
                let (min, max) = (plain(*min), plain(*max));
                match (chinese, below_max) {
                    (true, true) => format!("不小于 {min} 且小于 {max} 的数"),
                    (true, false) => format!("从 {min} 到 {max} 的数"),
                    (false, true) => format!("a number from {min} to below {max}"),
                    (false, false) => format!("a number from {min} to {max}"),
                }
            }
            Allowed::NumbersWithin { count, min, max } => match chinese {
                true => format!("用逗号隔开的 {count} 个数，从 {} 到 {}", plain(*min), plain(*max)),
                false => format!("{count} numbers from {} to {} joined by commas", plain(*min), plain(*max)),
            },
            Allowed::Numbers { names } => match (&names[..], chinese) {
                ([], true) => "用逗号隔开的有限数，每个参数一个".into(),
                ([], false) => "finite numbers joined by commas, one for each parameter".into(),
                ([name], true) => format!("一个有限数：{name}"),
                ([name], false) => format!("a finite number: {name}"),
                (names, true) => format!("用逗号隔开的 {} 个有限数：{}", names.len(), listed(names, "、")),
                (names, false) => format!("{} finite numbers joined by commas: {}", names.len(), listed(names, ", ")),
            },
        }
    }
}

/// Names fit for a message: of very many the first and the last.
fn listed(names: &[String], separator: &str) -> String {
    const MOST: usize = 20;
    match names {
        [first @ .., last] if names.len() > MOST => {
            format!("{}{separator}…{separator}{last}", first[..MOST - 1].join(separator))
        }
        names => names.join(separator),
    }
}
