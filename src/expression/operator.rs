//! What the nodes of a formula's graph do.

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Unary {
    Minus,
    Sin,
    Cos,
    Tan,
    Asin,
    Acos,
    Atan,
    Sinh,
    Cosh,
    Tanh,
    Exp,
    Log,
    Sqrt,
    Abs,
    Sign,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Binary {
    Add,
    Subtract,
    Multiply,
    Divide,
    Power,
    Min,
    Max,
    /// v uᵛ⁻¹, the derivative of uᵛ by u: 0 where v is, whatever u.
    PowerByBase,
    /// log u as the factor of uᵛ in its derivative by v: 0 where u is and v ≥ 0.
    LogOfBase,
    /// u v, but 0 where v is, whatever u: how `min` and `max` leave out the side that they do not take.
    Masked,
}
