//! What a graph of variables cannot do.

#[cfg(feature = "formulas")]
use crate::autograd::{MAX_NODES, MAX_NUMBERS};
#[cfg(feature = "formulas")]
use crate::{say, word, words::Words};

/// Something that a graph of variables cannot do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GraphError {
    /// More nodes or numbers than a tape may have.
    TooLarge,
    /// More nodes than can be drawn side by side.
    TooLargeToDraw {
        /// How many there are.
        nodes: usize,
        /// How many there may be.
        limit: usize,
    },
    /// A vector without numbers.
    Empty {
        /// What was called.
        what: &'static str,
    },
    /// Two vectors, or a vector and a scalar, that are not of one length.
    Lengths {
        /// What was called.
        what: &'static str,
        /// Numbers of the first.
        left: usize,
        /// Numbers of the second.
        right: usize,
    },
    /// A vector where there must be a scalar.
    NotScalar {
        /// What was called.
        what: &'static str,
        /// Its numbers.
        length: usize,
    },
    /// Variables of different tapes.
    TwoTapes {
        /// What was called.
        what: &'static str,
    },
    /// A variable that has gone when its tape was cleared.
    Cleared {
        /// What was called.
        what: &'static str,
    },
    /// A graph that an earlier walk has freed.
    Freed {
        /// What was called.
        what: &'static str,
    },
    /// A leaf that has got new numbers after the graph was made.
    Modified {
        /// What was called.
        what: &'static str,
    },
    /// A gradient of what depends on no leaf.
    NeedsNoGrad {
        /// What was called.
        what: &'static str,
    },
    /// A gradient by what the loss does not depend on.
    Unused {
        /// Which of the inputs, from 0.
        index: usize,
    },
    /// New numbers for what was computed.
    NotLeaf,
}

#[cfg(feature = "formulas")]
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
