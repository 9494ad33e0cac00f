//! The operations, each with its derivatives beside it.

use crate::model::sigmoid;
use std::ops::{Add, Div, Mul, Neg, Sub};

/// What a derivative is written in: numbers for `backward`, variables for `create_graph`. So each is written once.
pub(super) trait Real:
    Copy
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
    + Add<f64, Output = Self>
    + Sub<f64, Output = Self>
    + Mul<f64, Output = Self>
{
    /// A function of one input.
    fn to(self, function: Operation) -> Self;

    /// An operation on two inputs.
    fn with(self, operation: Operation, other: Self) -> Self;

    /// What depends on its inputs in steps only, so that its derivative is zero.
    fn step(self, other: Self, rule: fn(f64, f64) -> f64) -> Self;

    /// Whether it depends on a leaf, so that its value now is not all there is to it.
    fn varies(self) -> bool;
}

impl Real for f64 {
    #[inline]
    fn to(self, function: Operation) -> f64 {
        function.value(self, self)
    }

    #[inline]
    fn with(self, operation: Operation, other: f64) -> f64 {
        operation.value(self, other)
    }

    #[inline]
    fn step(self, other: f64, rule: fn(f64, f64) -> f64) -> f64 {
        rule(self, other)
    }

    #[inline]
    fn varies(self) -> bool {
        false
    }
}

/// One row an operation: its names here and as PyTorch's `grad_fn`, its value, and for each input the derivative times
/// the gradient `g` of the result. `u` and `v` are the inputs, `y` is the result.
macro_rules! operations {
    (|$g:ident, $u:ident, $v:ident, $y:ident|
        $($(#[$doc:meta])* $Operation:ident($count:literal), $name:literal, $grad_fn:literal: $value:expr =>
            $first:expr $(, $second:expr)?;)*) => {
        /// What a node of the graph computes; all but `Sum`, `Dot` and `Expand` work number by number.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum Operation {
            /// Nothing: a parameter, whose gradient is wanted.
            Leaf,
            /// Nothing: a number that needs no gradient, such as data.
            Constant,
            $($(#[$doc])* $Operation,)*
        }

        impl Operation {
            /// Every operation, in the order of the table.
            pub const ALL: &[Operation] = &[$(Operation::$Operation),*];

            /// The name here, such as `Multiply`, by which each can be told from all others.
            pub fn own_name(self) -> &'static str {
                match self {
                    Operation::Leaf => "Leaf",
                    Operation::Constant => "Constant",
                    $(Operation::$Operation => stringify!($Operation),)*
                }
            }

            /// PyTorch's name of the function, such as `mul`.
            pub fn name(self) -> &'static str {
                match self {
                    Operation::Leaf => "leaf",
                    Operation::Constant => "constant",
                    $(Operation::$Operation => $name,)*
                }
            }

            /// The name of the node in PyTorch's graph, such as `MulBackward0`; none for a constant, which has no node.
            pub fn grad_fn(self) -> Option<&'static str> {
                Some(match self {
                    Operation::Leaf => "AccumulateGrad",
                    Operation::Constant => return None,
                    $(Operation::$Operation => $grad_fn,)*
                })
            }

            /// How many inputs it has.
            #[inline]
            pub fn inputs(self) -> usize {
                match self {
                    Operation::Leaf | Operation::Constant => 0,
                    $(Operation::$Operation => $count,)*
                }
            }

            /// The result for a number of each input; a single input is given twice.
            #[inline]
            #[allow(unused_variables, reason = "no row needs all")]
            pub(crate) fn value(self, $u: f64, $v: f64) -> f64 {
                match self {
                    Operation::Leaf | Operation::Constant => $u,
                    $(Operation::$Operation => $value,)*
                }
            }

            /// ∂y/∂u · g (input 0) or ∂y/∂v · g (input 1).
            #[inline]
            #[allow(unused_variables, reason = "no row needs all")]
            pub(super) fn pullback<T: Real>(self, input: usize, $g: T, $u: T, $v: T, $y: T) -> T {
                match self {
                    Operation::Leaf | Operation::Constant => $g,
                    $(Operation::$Operation => {
                        $(if input == 1 { return $second; })?
                        $first
                    })*
                }
            }
        }
    };
}

use Operation::{Cos, Cosh, LogOfBase, Masked, Power, PowerByBase, Sigmoid, Sign, Sin, Sinh, Sqrt};

operations! { |g, u, v, y|
    /// u + v
    Add(2), "add", "AddBackward0": u + v => g, g;
    /// u − v
    Subtract(2), "sub", "SubBackward0": u - v => g, -g;
    /// u · v
    Multiply(2), "mul", "MulBackward0": u * v => g * v, g * u;
    /// u / v
    Divide(2), "div", "DivBackward0": u / v => g / v, -g * (y / v);
    /// uᵛ, with PyTorch's conventions: by u it is flat where v is 0, by v it is flat where u is 0 and v ≥ 0.
    Power(2), "pow", "PowBackward1": power(u, v) => by_base(g, u, v), g * (y * u.with(LogOfBase, v));
    /// The larger; at a tie each side gets one half.
    Max(2), "maximum", "MaximumBackward0": larger(u, v) =>
        g.with(Masked, u.step(v, share)), g.with(Masked, v.step(u, share));
    /// The smaller; at a tie each side gets one half.
    Min(2), "minimum", "MinimumBackward0": -larger(-u, -v) =>
        g.with(Masked, (-u).step(-v, share)), g.with(Masked, (-v).step(-u, share));
    /// −u
    Negate(1), "neg", "NegBackward0": -u => -g;
    /// eᵘ
    Exp(1), "exp", "ExpBackward0": libm::exp(u) => g * y;
    /// The natural logarithm; NaN below 0.
    Log(1), "log", "LogBackward0": libm::log(u) => g / u;
    /// eᵘ − 1, exact where u is small
    Expm1(1), "expm1", "Expm1Backward0": libm::expm1(u) => g * (y + 1.0);
    /// log(1 + u), exact where u is small; NaN below −1.
    Log1p(1), "log1p", "Log1pBackward0": libm::log1p(u) => g / (u + 1.0);
    /// √u
    Sqrt(1), "sqrt", "SqrtBackward0": u.sqrt() => g / (y * 2.0);
    /// sin u
    Sin(1), "sin", "SinBackward0": libm::sin(u) => g * u.to(Cos);
    /// cos u
    Cos(1), "cos", "CosBackward0": libm::cos(u) => g * -u.to(Sin);
    /// tan u
    Tan(1), "tan", "TanBackward0": libm::tan(u) => g * (y * y + 1.0);
    /// arcsin u
    Asin(1), "asin", "AsinBackward0": libm::asin(u) => g / (-(u * u) + 1.0).to(Sqrt);
    /// arccos u
    Acos(1), "acos", "AcosBackward0": libm::acos(u) => -g / (-(u * u) + 1.0).to(Sqrt);
    /// arctan u
    Atan(1), "atan", "AtanBackward0": libm::atan(u) => g / (u * u + 1.0);
    /// sinh u
    Sinh(1), "sinh", "SinhBackward0": libm::sinh(u) => g * u.to(Cosh);
    /// cosh u
    Cosh(1), "cosh", "CoshBackward0": libm::cosh(u) => g * u.to(Sinh);
    /// tanh u
    Tanh(1), "tanh", "TanhBackward0": libm::tanh(u) => g * (-(y * y) + 1.0);
    /// 1 / (1 + e⁻ᵘ)
    Sigmoid(1), "sigmoid", "SigmoidBackward0": sigmoid(u) => g * (y * (-y + 1.0));
    /// log(1 + eᵘ). Beyond u = 20 PyTorch returns u itself, off by 2·10⁻⁹ at most; here the logarithm goes on.
    Softplus(1), "softplus", "SoftplusBackward0": softplus(u) => g * u.to(Sigmoid);
    /// The larger of u and 0, whose derivative at 0 is 0.
    Relu(1), "relu", "ReluBackward0": if u <= 0.0 { 0.0 } else { u } =>
        g.with(Masked, u.step(u, |u, _| if u <= 0.0 { 0.0 } else { 1.0 }));
    /// |u|, whose derivative at 0 is 0.
    Abs(1), "abs", "AbsBackward0": u.abs() => g * u.to(Sign);
    /// −1, 0 or 1
    Sign(1), "sign", "SignBackward0": if u == 0.0 { 0.0 } else { u.signum() } => g.step(g, |_, _| 0.0);
    /// Σᵢ uᵢ, a scalar
    Sum(1), "sum", "SumBackward0": u => g;
    /// Σᵢ uᵢ vᵢ, a scalar
    Dot(2), "dot", "DotBackward0": u * v => g * v, g * u;
    /// A scalar repeated to a vector
    Expand(1), "expand", "ExpandBackward0": u => g;
    /// u · v, but 0 where v is, even if u is infinite or NaN there: what a derivative in pieces is multiplied by.
    Masked(2), "masked_fill", "MaskedFillBackward0": if v == 0.0 { 0.0 } else { u * v } =>
        g.with(Masked, v), g.step(g, |_, _| 0.0);
    /// log u as the factor of uᵛ in its derivative by v: 0 instead of −∞ where u is 0 and v ≥ 0.
    LogOfBase(2), "log", "LogBackward0": if vanishes(u, v) == 1.0 { 0.0 } else { libm::log(u) } =>
        g / (u + u.step(v, vanishes)), g.step(g, |_, _| 0.0);
    /// v uᵛ⁻¹, the derivative of uᵛ by u: 0 where v is, whatever u.
    PowerByBase(2), "pow", "PowBackward1": if v == 0.0 { 0.0 } else { v * power(u, v - 1.0) } =>
        v * by_base(g, u, v - 1.0),
        g * (u.with(Power, v - 1.0) * (v * u.with(LogOfBase, v - 1.0) + 1.0));
}

/// v uᵛ⁻¹ · g.
///
/// An exponent that is a number n may be 0 for good: n uⁿ⁻¹ is then 0, and must not have been infinite on its way, or the
/// next derivative would be NaN. One that varies has 0 as a value like any other, with slopes beside it.
fn by_base<T: Real>(g: T, u: T, v: T) -> T {
    if v.varies() {
        return g * u.with(PowerByBase, v);
    }
    let exponent = v.step(v, |v, _| if v == 0.0 { 0.0 } else { v - 1.0 });
    (g * (v * u.with(Power, exponent))).with(Masked, v.step(v, |v, _| f64::from(v != 0.0)))
}

/// 1 where uᵛ log u is 0 by convention, else 0.
fn vanishes(u: f64, v: f64) -> f64 {
    f64::from(u == 0.0 && v >= 0.0)
}

/// The largest whole exponent whose power is a product.
pub(crate) const MOST_FACTORS: f64 = 8.0;

/// uᵛ; the small whole powers of which most formulas are made are products, as in PyTorch.
pub(crate) fn power(u: f64, v: f64) -> f64 {
    if v.abs() > MOST_FACTORS || v != v.trunc() {
        return libm::pow(u, v);
    }
    let product = (0..v.abs() as u32).fold(1.0, |product, _| product * u);
    if v < 0.0 { 1.0 / product } else { product }
}

/// Unlike `f64::max`, what is undefined stays so.
fn larger(u: f64, v: f64) -> f64 {
    if u > v || u.is_nan() { u } else { v }
}

/// The derivative of the larger of u and v by u.
fn share(u: f64, v: f64) -> f64 {
    match u {
        _ if u == v => 0.5,
        _ if u < v => 0.0,
        _ => 1.0,
    }
}

/// log(1 + eᵘ) = max(u, 0) + log(1 + e^−|u|), whose power does not overflow.
fn softplus(u: f64) -> f64 {
    larger(u, 0.0) + libm::log1p(libm::exp(-u.abs()))
}
