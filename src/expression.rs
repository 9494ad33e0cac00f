//! A formula typed by the reader, with exact derivatives.
//!
//! | written | meaning |
//! |---|---|
//! | `+ - * / ^`, `− · × ÷ ² ³ ⁻¹` | arithmetic; `-x^2` is −(x²), `2^3^2` is 2^(3²), `1/2x` is (1/2)·x |
//! | `2x`, `3sin(x)`, `2(x+1)`, `x y` | products |
//! | `x`, `y`, `pi` or `π`, `e`, `1e-3` | variables, constants, numbers |
//! | `sin cos tan asin acos atan sinh cosh tanh exp log sqrt abs sign` | functions; `ln` is `log`, the natural one |
//! | `min(a, b)`, `max(a, b)` | the smaller, the larger |
//!
//! # Derivatives
//!
//! The rules of differentiation are those of any table; where PyTorch has to choose, we choose the same
//! ([non-differentiable functions](https://docs.pytorch.org/docs/stable/notes/autograd.html#gradients-for-non-differentiable-functions),
//! [derivatives.yaml](https://github.com/pytorch/pytorch/blob/main/tools/autograd/derivatives.yaml)):
//!
//! - |x|′ = sign(x) with sign(0) = 0 and sign′ = 0; at a tie `min` and `max` give each side one half, and the side that
//!   they do not take has no say, even if its slope is infinite.
//! - ∂uᵛ/∂u is 0 where v is, and ∂uᵛ/∂v is 0 where u is and v ≥ 0: both are 0 at 0⁰. Mixed derivatives at u = 0 follow from
//!   these, and are no limits for v ≤ 1. What is printed, such as `x^y log(x)`, cannot say so and is NaN at x = 0.
//! - Where a function has no value, or an infinite one, it has no derivative: log(x)′ is written 1/x, and is NaN for x ≤ 0.
//!
//! # Digits
//!
//! What over- or underflows on the way does no harm: only the result has to be within the range of an `f64`. So
//! sinh(x)/cosh(x) is 1 at 800, where PyTorch has ∞/∞, and ∂(x/y)/∂y is −10⁻²⁰⁰ at x = y = 10²⁰⁰.
//!
//! Lost for good is what cancels: a formula is evaluated as it is written, with a relative error of about 10⁻¹⁶ in each part,
//! and a difference keeps the absolute error of its terms. Beyond x = 18 the slope (cosh(x)² − sinh(x)²)/cosh(x)² of
//! sinh(x)/cosh(x) is 0 to rounding instead of 4e⁻²ˣ, which tanh(x)′ = 1/cosh(x)² gives to all digits; likewise
//! 1 − x² close to 1 and exp(x) − 1 close to 0.

mod code;
mod derivative;
mod formula;
mod graph;
mod operator;
mod parse;
mod print;
#[cfg(feature = "optimizers")]
mod rule;
#[cfg_attr(not(feature = "optimizers"), allow(dead_code))]
mod scope;
mod simplify;
mod tape;
mod wide;

pub use formula::Formula;
#[cfg(feature = "formulas")]
pub(crate) use parse::names;
#[cfg(feature = "optimizers")]
pub use rule::Rule;

use crate::error::Result;
use code::Code;
use graph::Graph;
use std::fmt;

/// The longest formula, in characters.
pub const LONGEST: usize = 1000;

/// How deep brackets, signs and powers may stand within each other.
pub const DEEPEST: usize = 50;

/// A function of x, or of x and y.
///
/// ```
/// use descent::expression::Expression;
/// let f = Expression::parse("y^2 - x^2")?;
/// assert_eq!(f.to_string(), "y² − x²");
/// assert_eq!(f.derivative(0).to_string(), "−2x");
/// assert_eq!(f.derivative(1).to_string(), "2y");
/// assert_eq!(f.value(&[1.5, -0.5]), -2.0);
/// # Ok::<(), descent::error::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Expression(Code);

impl Expression {
    /// Reads a formula of at most [`LONGEST`] characters.
    ///
    /// ```
    /// use descent::expression::Expression;
    /// let error = Expression::parse("x +* 2").unwrap_err();
    /// let message = "f: `x +* 2` is not allowed; character 4 must be a number, x, y, a function or `(`";
    /// assert_eq!(error.to_string(), message);
    /// ```
    ///
    /// # Errors
    /// [`Error::Formula`](crate::error::Error::Formula): the place that is wrong, and what is expected there.
    pub fn parse(text: &str) -> Result<Self> {
        parse::parse(text)
    }

    /// How many variables it has: 2 if it depends on y, else 1.
    pub fn variables(&self) -> usize {
        if self.0.program.uses_y() { 2 } else { 1 }
    }

    /// The value at `point`, x then y; NaN or an infinity where it has none, NaN where a coordinate is missing. A derivative
    /// is NaN wherever its function is not finite.
    pub fn value(&self, point: &[f64]) -> f64 {
        let mut value = [0.0];
        self.0.evaluate(point, &mut value);
        value[0]
    }

    /// The derivative by x (0) or by y (1), simplified.
    ///
    /// ```
    /// use descent::expression::Expression;
    /// let slope = |text| Expression::parse(text).unwrap().derivative(0).to_string();
    /// assert_eq!(slope("3sin(2x)"), "6 cos(2x)");
    /// assert_eq!(slope("log(x)"), "1/x");
    /// assert_eq!(slope("max(x, 0)"), "(1 + sign(x))/2");
    /// assert_eq!(slope("1/x^2"), "−2/x³");
    /// assert!(Expression::parse("log(x)")?.derivative(0).value(&[-1.0]).is_nan());
    /// # Ok::<(), descent::error::Error>(())
    /// ```
    pub fn derivative(&self, variable: usize) -> Expression {
        let mut graph = Graph::default();
        let (root, mut conditions) = graph.insert(&self.0.program);
        let slope = graph.derivative(root, variable);
        conditions.push(root);
        Expression(graph.program(&[slope], &conditions).into())
    }
}

/// As it is written by hand: `x² + 3y²`, `3 sin(x)`. It reads back as the same function to rounding, for products
/// lose their brackets, unless it is too long: thousands of characters end in `…`. A derivative reads back as what is
/// written, which may have values where the function has none. With `{:#}` it is for the eye alone: `|x|`, `√x`.
///
/// ```
/// use descent::expression::Expression;
/// let f = Expression::parse("2abs(x) + sqrt(x + 1)")?;
/// assert_eq!([format!("{f}"), format!("{f:#}")], ["2 abs(x) + sqrt(x + 1)", "2 |x| + √(x + 1)"]);
/// # Ok::<(), descent::error::Error>(())
/// ```
impl fmt::Display for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&print::print(&self.0.program, f.alternate()))
    }
}
