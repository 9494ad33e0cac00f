//! What is allowed in the place of a refused value.

use crate::number::bound;
use crate::say;
use crate::word;
use crate::words::Words;

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
    /// A number above the first bound.
    #[cfg(feature = "optimizers")]
    NumberAbove {
        /// What it must be larger than.
        min: f64,
        /// Largest.
        max: f64,
        /// Whether the largest itself is excluded.
        below_max: bool,
    },
    /// A column of a table that is neither the target nor a feature already.
    #[cfg(feature = "own-data")]
    FreeColumn,
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
    pub fn describe(&self, words: &Words) -> String {
        match self {
            Allowed::OneOf(only) if only.len() == 1 => say!(words, "error.allowed.only", word = only[0]),
            Allowed::OneOf(several) => say!(words, "error.allowed.one-of", words = words.list(several)),
            Allowed::Integer { min, max } => say!(words, "error.allowed.integer", min, max),
            Allowed::Number { min, max, below_max } => {
                let (min, max) = (bound(*min), bound(*max));
                match below_max {
                    true => say!(words, "error.allowed.number-below", min, max),
                    false => say!(words, "error.allowed.number", min, max),
                }
            }
            #[cfg(feature = "optimizers")]
            Allowed::NumberAbove { min, max, below_max } => {
                let (min, max) = (bound(*min), bound(*max));
                match below_max {
                    true => say!(words, "error.allowed.number-between", min, max),
                    false => say!(words, "error.allowed.number-above", min, max),
                }
            }
            #[cfg(feature = "own-data")]
            Allowed::FreeColumn => word!(words, "error.allowed.free-column").into(),
            Allowed::NumbersWithin { count, min, max } => {
                say!(words, "error.allowed.numbers-within", count, min = bound(*min), max = bound(*max))
            }
            Allowed::Numbers { names } => match &names[..] {
                [] => word!(words, "error.allowed.numbers").into(),
                [name] => say!(words, "error.allowed.number-named", name),
                names => {
                    say!(words, "error.allowed.numbers-named", count = names.len(), names = listed(names, words))
                }
            },
        }
    }
}

/// Names fit for a message: of very many the first and the last.
fn listed(names: &[String], words: &Words) -> String {
    const MOST: usize = 20;
    match names {
        [first @ .., last] if names.len() > MOST => {
            let first = first[..MOST - 1].iter().map(String::as_str);
            words.list(first.chain(["…", last]))
        }
        names => words.list(names),
    }
}
