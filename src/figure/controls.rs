//! Controls as data: the page makes its inputs from these and knows no key of its own.

use crate::chart::Style;

/// One control with its value as it is now.
#[derive(Clone, Debug, PartialEq)]
pub struct Control {
    /// The key it sets.
    pub key: &'static str,
    /// What the reader calls it.
    pub label: String,
    /// The descent it belongs to, if it is one's own.
    pub series: Option<Style>,
    /// What kind of input it is.
    pub field: Field,
    /// The value, as in the string.
    pub value: String,
    /// Whether it is folded away at first.
    pub folded: bool,
}

/// The kinds of inputs.
#[derive(Clone, Debug, PartialEq)]
pub enum Field {
    /// A slider with an editable number.
    Slider {
        /// Left end.
        min: f64,
        /// Right end.
        max: f64,
        /// Whether equal ways are equal ratios.
        logarithmic: bool,
        /// Whether only integers are allowed.
        integer: bool,
        /// Values that are marked on it.
        marks: Vec<Mark>,
        /// The value from which on it is tinted as trouble.
        danger: Option<f64>,
    },
    /// One of some words: (as in the string, as the reader calls it).
    Choice(Vec<(&'static str, String)>),
    /// A formula to type.
    Formula,
    /// An integer to type.
    Integer {
        /// Smallest.
        min: u64,
        /// Largest.
        max: u64,
    },
}

/// A marked value.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// Where.
    pub value: f64,
    /// The descent it concerns.
    pub series: Option<Style>,
    /// What it means.
    pub label: String,
}
