//! What should stand at a place of a formula.

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
