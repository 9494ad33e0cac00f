//! What a graph of variables cannot do.

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
