//! What should stand at a place of a formula, or of an update rule.

/// What should stand at a place of a formula.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// Something to reckon with.
    Operand,
    /// A name that means something: these letters do not.
    Name,
    /// A number that is not so large.
    Smaller,
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

/// What should stand at a place of an update rule.
#[cfg(feature = "optimizers")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InRule {
    /// What would be right in a formula.
    Part(Expected),
    /// A name that is set.
    Target,
    /// Another name: this one is given, or that of a function or a constant.
    Settable(String),
    /// `=`.
    Equals,
    /// A name that has a value: this one is set nowhere.
    Known(String),
    /// An assignment to θ, which there is none of.
    Theta,
}
