//! `Tape` and `Var` for JavaScript.

use super::{Outcome, refused};
use crate::autograd::{self, Backward, Handle, Operation};
use crate::error::{Allowed, Error, Result};
use crate::expression::Expression;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// The record of a computation.
#[wasm_bindgen]
#[derive(Default)]
pub struct Tape {
    tape: Rc<autograd::Tape>,
}

/// A scalar or a vector on a tape.
#[wasm_bindgen]
pub struct Var {
    tape: Rc<autograd::Tape>,
    handle: Handle,
}

/// The operations' own names, each at the place that [`Var::function`] and [`Var::operation`] know it by.
#[wasm_bindgen]
pub fn operations() -> Vec<String> {
    Operation::ALL.iter().map(|operation| operation.own_name().into()).collect()
}

#[wasm_bindgen]
impl Tape {
    /// An empty tape.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Tape {
        Tape::default()
    }

    /// A parameter, whose gradient is wanted.
    pub fn leaf(&self, numbers: Vec<f64>) -> Outcome<Var> {
        held(&self.tape, self.tape.give(Operation::Leaf, &numbers))
    }

    /// What needs no gradient.
    pub fn constant(&self, numbers: Vec<f64>) -> Outcome<Var> {
        held(&self.tape, self.tape.give(Operation::Constant, &numbers))
    }

    /// Computes a formula of x, or of x and y.
    pub fn formula(&self, formula: &str, variables: Vec<Var>) -> Outcome<Var> {
        let expression = Expression::parse(formula).map_err(refused)?;
        let variables: Vec<autograd::Var<'_>> = variables.iter().map(Var::var).collect();
        held(&self.tape, expression.on_tape(&self.tape, &variables))
    }

    /// Forgets the gradients of all variables.
    #[wasm_bindgen(js_name = zeroGrad)]
    pub fn zero_grad(&self) {
        self.tape.zero_grad();
    }

    /// Forgets what was computed.
    pub fn clear(&self) {
        self.tape.clear();
    }

    /// How many nodes there are.
    #[wasm_bindgen(getter)]
    pub fn length(&self) -> usize {
        self.tape.len()
    }
}

#[wasm_bindgen]
impl Var {
    /// A function of this variable.
    pub fn function(&self, place: usize) -> Outcome<Var> {
        let result = operation(place).and_then(|function| autograd::Var::apply(function, self.var(), self.var()));
        held(&self.tape, result)
    }

    /// An operation on this variable and another.
    pub fn operation(&self, place: usize, other: &Var) -> Outcome<Var> {
        held(&self.tape, operation(place).and_then(|it| autograd::Var::apply(it, self.var(), other.var())))
    }

    /// The same with a number, repeated to a vector where this is one.
    #[wasm_bindgen(js_name = operationWithNumber)]
    pub fn operation_with_number(&self, place: usize, number: f64) -> Outcome<Var> {
        let result = operation(place).and_then(|operation| {
            autograd::Var::apply(operation, self.var(), self.var().like(number, operation.name())?)
        });
        held(&self.tape, result)
    }

    /// A scalar repeated to a vector.
    pub fn expand(&self, length: usize) -> Outcome<Var> {
        held(&self.tape, self.var().expanded(length))
    }

    /// The same numbers, cut off from the graph.
    pub fn detach(&self) -> Outcome<Var> {
        held(&self.tape, self.var().detached())
    }

    /// The number of a scalar.
    #[wasm_bindgen(getter)]
    pub fn value(&self) -> Outcome<f64> {
        self.var().value().map_err(refused)
    }

    /// The numbers of a vector, or of a scalar.
    #[wasm_bindgen(getter)]
    pub fn values(&self) -> Outcome<Vec<f64>> {
        self.var().values().map_err(refused)
    }

    /// The gradient that `backward` has left here, if any.
    #[wasm_bindgen(getter)]
    pub fn grad(&self) -> Option<Var> {
        let grad = self.var().grad()?;
        Some(Var { tape: Rc::clone(&self.tape), handle: grad.handle() })
    }

    /// Whether it is a leaf or depends on one.
    #[wasm_bindgen(getter, js_name = requiresGrad)]
    pub fn requires_grad(&self) -> bool {
        self.var().requires_grad()
    }

    /// Gives a leaf or a constant new numbers.
    pub fn set(&self, numbers: Vec<f64>) -> Outcome<()> {
        self.var().set(numbers).map_err(refused)
    }

    /// Forgets the gradient.
    #[wasm_bindgen(js_name = zeroGrad)]
    pub fn zero_grad(&self) {
        self.var().zero_grad();
    }

    /// Has `backward` leave the gradient here too.
    #[wasm_bindgen(js_name = retainGrad)]
    pub fn retain_grad(&self) -> Outcome<()> {
        self.var().retain_grad().map_err(refused)
    }

    /// Adds the gradient by each leaf to that leaf's `grad`.
    pub fn backward(&self, retain_graph: bool, create_graph: bool, gradient: Option<Var>) -> Outcome<()> {
        let gradient = gradient.as_ref().map(Var::var);
        self.var().backward_with(Backward { retain_graph, create_graph, gradient }).map_err(refused)
    }

    /// The gradients by each of `inputs`, in their order; `undefined` by one that is not used and may be unused.
    pub fn gradients(
        &self,
        inputs: Vec<Var>,
        retain_graph: bool,
        create_graph: bool,
        gradient: Option<Var>,
        allow_unused: bool,
    ) -> Outcome<Vec<JsValue>> {
        let vars: Vec<autograd::Var<'_>> = inputs.iter().map(Var::var).collect();
        let vars: Vec<&autograd::Var<'_>> = vars.iter().collect();
        let options = Backward { retain_graph, create_graph, gradient: gradient.as_ref().map(Var::var) };
        let gradients = if allow_unused {
            autograd::grad_where_used(&self.var(), &vars, options)
        } else {
            let gradients = autograd::grad_with(&self.var(), &vars, options);
            gradients.map(|gradients| gradients.into_iter().map(Some).collect())
        };
        let gradients = gradients.map_err(refused)?;
        Ok(gradients.into_iter().map(|gradient| gradient.map(|gradient| self.beside(gradient)).into()).collect())
    }

    /// As PyTorch prints it.
    #[wasm_bindgen(js_name = toString)]
    pub fn print(&self) -> String {
        self.var().to_string()
    }

    /// Another handle to the same variable: what takes several variables takes their handles away.
    pub fn share(&self) -> Var {
        self.beside(self.var())
    }
}

impl Var {
    fn var(&self) -> autograd::Var<'_> {
        self.tape.at(self.handle)
    }

    fn beside(&self, var: autograd::Var<'_>) -> Var {
        Var { tape: Rc::clone(&self.tape), handle: var.handle() }
    }
}

fn operation(place: usize) -> Result<Operation> {
    let max = Operation::ALL.len() as u64 - 1;
    let allowed = Allowed::Integer { min: 0, max };
    Operation::ALL.get(place).copied().ok_or_else(|| Error::not_allowed("operation", place, allowed))
}

fn held(tape: &Rc<autograd::Tape>, result: Result<autograd::Var<'_>>) -> Outcome<Var> {
    let handle = result.map_err(refused)?.handle();
    Ok(Var { tape: Rc::clone(tape), handle })
}
