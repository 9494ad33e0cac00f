//! A formula on a tape, next to what else is computed there.

use super::Expression;
use super::graph::Node;
use crate::autograd::{Tape, Var};
use crate::error::{Allowed, Error, GraphError, Result};

/// What errors call it.
const WHAT: &str = "on_tape";

impl Expression {
    /// Computes the formula on `tape`, from x and y there: scalars, or vectors of one length. As in
    /// [`Expression::value`], x comes first; there may be a y that it has no use for.
    ///
    /// ```
    /// use descent::autograd::Tape;
    /// use descent::expression::Expression;
    /// let tape = Tape::new();
    /// let (x, y) = (tape.leaf(1.5), tape.leaf(-0.5));
    /// let z = Expression::parse("y^2 - x^2")?.on_tape(&tape, &[x, y])?;
    /// z.backward()?;
    /// assert_eq!(z.value()?, -2.0);
    /// assert_eq!((x.grad().unwrap().value()?, y.grad().unwrap().value()?), (-3.0, -1.0));
    /// # Ok::<(), descent::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// A variable is missing, or there are more than two; they differ in length, are on another tape or have no value; the
    /// tape is full.
    pub fn on_tape<'t>(&self, tape: &'t Tape, variables: &[Var<'t>]) -> Result<Var<'t>> {
        if variables.iter().any(|variable| !std::ptr::eq(variable.tape(), tape)) {
            return Err(Error::Graph(GraphError::TwoTapes { what: WHAT }));
        }
        let (least, given) = (self.variables(), variables.len());
        if !(least..=2).contains(&given) {
            return Err(Error::not_allowed("variables", given, Allowed::Integer { min: least as u64, max: 2 }));
        }
        let number = |number: f64| match variables.first() {
            Some(variable) => variable.like(number, WHAT),
            None => Ok(tape.constant(number)),
        };
        let mut vars: Vec<Var<'t>> = Vec::with_capacity(self.0.program.nodes.len());
        for &node in &self.0.program.nodes {
            let at = |place: u32| vars[place as usize];
            vars.push(match node {
                Node::Number(value) => number(value)?,
                Node::Constant(constant) => number(constant.value())?,
                Node::Variable(variable) => variables[variable],
                Node::Unary(function, u) => Var::apply(function.operation(), at(u), at(u))?,
                Node::Binary(operation, u, v) => Var::apply(operation.operation(), at(u), at(v))?,
            });
        }
        Ok(vars[self.0.program.outputs[0] as usize])
    }
}
