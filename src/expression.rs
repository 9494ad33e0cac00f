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
//! The rules of differentiation are those of any table; where PyTorch has to choose, we choose the same: |x|′ = sign(x)
//! with sign(0) = 0, and at a tie `min` and `max` give each side one half.

mod derivative;
mod formula;
mod graph;
mod parse;
mod print;
mod simplify;
mod tape;
mod wide;

pub use formula::Formula;

use crate::error::Result;
use graph::{Graph, Program};
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
pub struct Expression(Program);

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
        if self.0.uses_y() { 2 } else { 1 }
    }

    /// The value at `point`, x then y; NaN or an infinity where it has none, NaN where a coordinate is missing.
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
    /// ```
    pub fn derivative(&self, variable: usize) -> Expression {
        let mut graph = Graph::default();
        let (root, mut conditions) = graph.insert(&self.0);
        let slope = graph.derivative(root, variable);
        conditions.push(root);
        Expression(graph.program(&[slope], &conditions))
    }
}

/// As it is written by hand: `x² + 3y²`, `3 sin(x)`. It reads back as the same function to rounding, for products
/// lose their brackets, unless it is too long: thousands of characters end in `…`.
impl fmt::Display for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&print::print(&self.0))
    }
}
