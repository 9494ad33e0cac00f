//! What should stand at a place of a formula.

#[cfg(feature = "formulas")]
use crate::{word, words::Words};

/// What should stand at a place of a formula.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// Something to reckon with.
    Operand,
    /// Something between operands, or nothing more.
    Operator,
    /// The bracket after a function's name.
    Open,
    /// The bracket that ends a part.
    Close,
    /// The comma between two arguments.
    Comma,
    /// Nothing: the formula is too long.
    End,
    /// Nothing deeper: too many parts stand within each other.
    Shallower,
}

#[cfg(feature = "formulas")]
impl Expected {
    /// What is expected, as the end of a sentence.
    pub fn describe(self, words: &Words) -> &str {
        match self {
            Expected::Operand => word!(words, "error.expected.operand"),
            Expected::Operator => word!(words, "error.expected.operator"),
            Expected::Open => word!(words, "error.expected.open"),
            Expected::Close => word!(words, "error.expected.close"),
            Expected::Comma => word!(words, "error.expected.comma"),
            Expected::End => word!(words, "error.expected.end"),
            Expected::Shallower => word!(words, "error.expected.shallower"),
        }
    }
}
