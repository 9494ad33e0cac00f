//! What is wrong with formulas and with graphs of variables, in words.

#[cfg(feature = "optimizers")]
use super::InRule;
use super::{Expected, GraphError};
use crate::autograd::{MAX_NODES, MAX_NUMBERS};
use crate::expression::names;
use crate::number::bound;
use crate::say;
use crate::word;
use crate::words::Words;

impl Expected {
    /// What is expected, as the end of a sentence.
    pub fn describe(self, words: &Words) -> String {
        let expected = match self {
            Expected::Name => return say!(words, "error.expected.name", names = words.list(names())),
            Expected::Smaller => return say!(words, "error.expected.smaller", most = bound(f64::MAX)),
            Expected::Operand => word!(words, "error.expected.operand"),
            Expected::Operator => word!(words, "error.expected.operator"),
            Expected::Open => word!(words, "error.expected.open"),
            Expected::Close => word!(words, "error.expected.close"),
            Expected::Comma => word!(words, "error.expected.comma"),
            Expected::End => word!(words, "error.expected.end"),
            Expected::Shallower => word!(words, "error.expected.shallower"),
        };
        expected.into()
    }
}

#[cfg(feature = "optimizers")]
impl InRule {
    /// What is expected, as the end of a sentence.
    pub fn describe(&self, words: &Words) -> String {
        match self {
            InRule::Part(Expected::Operand) => word!(words, "error.expected-in-rule.operand").into(),
            InRule::Part(Expected::Operator) => word!(words, "error.expected-in-rule.operator").into(),
            InRule::Part(Expected::End) => word!(words, "error.expected-in-rule.end").into(),
            InRule::Part(part) => part.describe(words),
            InRule::Target => word!(words, "error.expected-in-rule.target").into(),
            InRule::Settable(name) => say!(words, "error.expected-in-rule.settable", name),
            InRule::Equals => word!(words, "error.expected-in-rule.equals").into(),
            InRule::Known(name) => say!(words, "error.expected-in-rule.known", name),
            InRule::Theta => word!(words, "error.expected-in-rule.theta").into(),
        }
    }
}

impl GraphError {
    /// What was wrong, and what is right.
    pub(super) fn describe(&self, words: &Words) -> String {
        let vector = |length| match length {
            1 => word!(words, "error.graph.scalar").into(),
            _ => say!(words, "error.graph.vector", length),
        };
        match *self {
            GraphError::TooLarge => {
                say!(words, "error.graph.too-large", nodes = MAX_NODES, numbers = MAX_NUMBERS)
            }
            GraphError::TooLargeToDraw { nodes, limit } => say!(words, "error.graph.too-large-to-draw", nodes, limit),
            GraphError::Empty { what } => say!(words, "error.graph.empty", what),
            GraphError::Lengths { what, left, right } => {
                say!(words, "error.graph.lengths", what, left = vector(left), right = vector(right))
            }
            GraphError::NotScalar { what, length } => {
                say!(words, "error.graph.not-scalar", what, given = vector(length))
            }
            GraphError::TwoTapes { what } => say!(words, "error.graph.two-tapes", what),
            GraphError::Cleared { what } => say!(words, "error.graph.cleared", what),
            GraphError::Freed { what } => say!(words, "error.graph.freed", what),
            GraphError::Modified { what } => say!(words, "error.graph.modified", what),
            GraphError::NeedsNoGrad { what } => say!(words, "error.graph.needs-no-grad", what),
            GraphError::Unused { index } => say!(words, "error.graph.unused", index),
            GraphError::NotLeaf => word!(words, "error.graph.not-leaf").into(),
        }
    }
}
