//! Reverse-mode differentiation, as PyTorch has it: a [`Tape`] records what is computed, and `backward` walks it from
//! the loss to the leaves, multiplying by one derivative after another.
//!
//! For a loss L and a node y = f(u, v) of its graph, ∂L/∂u is the sum, over all nodes that u is an input of, of
//! ∂L/∂y · ∂y/∂u. One walk gives the gradient by every leaf, at a small multiple of the cost of the loss itself.
//!
//! ```
//! use descent::autograd::{Tape, grad};
//!
//! let tape = Tape::new();
//! let (w, b) = (tape.leaf(0.5), tape.leaf(-1.0));
//! let loss = (w * 3.0 + b - 2.0).powi(2);
//! loss.backward()?;
//! assert_eq!(loss.value()?, 2.25);
//! assert_eq!(w.grad().unwrap().value()?, -9.0);
//! assert_eq!(b.grad().unwrap().value()?, -3.0);
//!
//! // `grad` returns the gradients, and leaves `w.grad()` alone.
//! let loss = (w * b).tanh();
//! let gradients = grad(&loss, &[&w, &b])?;
//! assert_eq!(gradients[0].value()?, -(1.0 - loss.value()? * loss.value()?));
//! # Ok::<(), descent::error::Error>(())
//! ```
//!
//! # Shapes
//!
//! A variable is a scalar or a vector; a vector of one number is a scalar. Operations work number by number and ask for
//! equal lengths: nothing is repeated silently. A plain `f64` beside a vector stands for as many equal numbers, and
//! [`Var::expand`] repeats a scalar variable. [`Var::sum`] and [`Var::dot`] lead back to a scalar.
//!
//! ```
//! use descent::autograd::Tape;
//! let tape = Tape::new();
//! let (w, b) = (tape.leaf(2.0), tape.leaf(0.0));
//! let (x, y) = (tape.constant([1.0, 2.0, 3.0]), tape.constant([1.0, 3.0, 5.0]));
//! let residual = w.expand(3) * x + b.expand(3) - y;
//! let loss = residual.dot(residual) * 0.5;
//! loss.backward()?;
//! assert_eq!(loss.value()?, 1.5);
//! assert_eq!((w.grad().unwrap().value()?, b.grad().unwrap().value()?), (6.0, 3.0));
//! # Ok::<(), descent::error::Error>(())
//! ```
//!
//! # Powers
//!
//! uⁿ with a number n (a constant, or [`Var::powi`] and [`Var::powf`]) has the right derivatives of every order at u = 0,
//! n = 0 included. uᵛ with a variable v has PyTorch's conventions
//! ([`pow`](https://docs.pytorch.org/docs/stable/generated/torch.pow.html); `pow_backward_self` and `pow_backward_exponent`
//! of its [rules](https://github.com/pytorch/pytorch/blob/main/torch/csrc/autograd/FunctionsManual.cpp)): ∂/∂u is 0 where v
//! is, ∂/∂v is 0 where u is and v ≥ 0. Where u is not 0 the derivatives of these are the exact ones, at v = 0 too, which
//! PyTorch masks.
//!
//! ```
//! use descent::autograd::{Backward, Tape, grad, grad_with};
//! let tape = Tape::new();
//! let (u, v) = (tape.leaf(2.0), tape.leaf(0.0));
//! let slope = grad_with(&u.pow(v), &[&u], Backward { create_graph: true, ..Backward::default() })?[0];
//! assert_eq!(slope.value()?, 0.0);
//! assert_eq!(grad(&slope, &[&v])?[0].value()?, 0.5); // uᵛ⁻¹ (1 + v log u)
//! # Ok::<(), descent::error::Error>(())
//! ```
//!
//! # Errors
//!
//! An operator cannot return a `Result`. One that is asked for the impossible (vectors of different lengths, variables
//! of two tapes, a graph too large) records the error on the tape and gives a variable without a value; what is computed
//! from it has no value either. [`Var::value`], [`Var::backward`] and [`grad`] return the first such error. Nothing
//! panics, and other variables of the tape go on as before.
//!
//! # Training
//!
//! The tape grows with every operation. [`Tape::clear`] takes the memory back and keeps what stands before the first
//! operation: parameters and data are put on the tape first, and every step clears what it computed.
//!
//! ```
//! use descent::autograd::Tape;
//! let tape = Tape::new();
//! let w = tape.leaf(0.0);
//! for _ in 0..50 {
//!     let loss = (w - 3.0).powi(2);
//!     w.zero_grad();
//!     loss.backward()?;
//!     w.set(w.value()? - 0.1 * w.grad().unwrap().value()?)?;
//!     tape.clear();
//! }
//! assert!((w.value()? - 3.0).abs() < 1e-4);
//! # Ok::<(), descent::error::Error>(())
//! ```
//!
//! # Sources
//!
//! Griewank and Walther, *Evaluating Derivatives*, 2nd ed. (2008), chapter 3: the reverse sweep. Baydin, Pearlmutter,
//! Radul and Siskind, [*Automatic Differentiation in Machine Learning: a
//! Survey*](https://jmlr.org/papers/v18/17-468.html), JMLR 18 (2018), section 3.2. What is kept, freed and refused:
//! PyTorch's [autograd mechanics](https://docs.pytorch.org/docs/stable/notes/autograd.html) and the pages of
//! [`backward`](https://docs.pytorch.org/docs/stable/generated/torch.Tensor.backward.html) and
//! [`grad`](https://docs.pytorch.org/docs/stable/generated/torch.autograd.grad.html).

mod backward;
mod numbers;
mod operation;
mod operators;
mod var;

pub use backward::{Backward, Contribution, grad, grad_where_used, grad_with};
pub use numbers::Numbers;
pub use operation::Operation;
pub(crate) use operation::{MOST_FACTORS, power};

use crate::error::{Error, GraphError, Result};
use std::cell::RefCell;
use std::fmt;
use std::ops::Range;

/// The most nodes that a tape may have.
pub const MAX_NODES: usize = 1 << 20;

/// The most numbers that the nodes of a tape may have together.
pub const MAX_NUMBERS: usize = 1 << 22;

/// No place on a tape.
const NOWHERE: u32 = u32::MAX;

/// The record of a computation, node after node, each after its inputs.
///
/// Nodes live in one list and their numbers in another, so that an operation allocates nothing of its own.
#[derive(Default)]
pub struct Tape {
    record: RefCell<Record>,
    sweep: RefCell<backward::Sweep>,
}

/// A scalar or a vector on a [`Tape`]: a leaf, a constant, or what is computed from them.
///
/// It is a place on the tape, and copied as such.
#[derive(Clone, Copy)]
pub struct Var<'t> {
    tape: &'t Tape,
    place: u32,
    birth: u32,
}

/// Where a variable stands, for those who keep it together with its tape: [`Var::handle`] and [`Tape::at`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Handle {
    place: u32,
    birth: u32,
}

/// A node of the graph, to look at: what [`Tape::nodes`] gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// What it computes.
    pub operation: Operation,
    /// The name of the node in PyTorch's graph, which has none for what requires no gradient.
    pub grad_fn: Option<&'static str>,
    /// The places of its inputs on the tape, each before its own.
    pub inputs: Vec<usize>,
    /// Its numbers: one for a scalar.
    pub value: Vec<f64>,
    /// The gradient that `backward` has left in it, if any.
    pub grad: Option<Vec<f64>>,
    /// Whether it depends on a leaf.
    pub requires_grad: bool,
}

/// A node of the tape.
#[derive(Clone, Copy)]
struct Entry {
    operation: Operation,
    requires_grad: bool,
    retains_grad: bool,
    freed: bool,
    /// A single input stands here twice, and a leaf or a constant is its own.
    inputs: [u32; 2],
    /// Where its numbers begin, and how many they are.
    at: u32,
    length: u32,
    /// The node that holds its `.grad`.
    grad: u32,
    /// How often the tape had been cleared when it was made.
    birth: u32,
    /// How long the tape was when the value was last set.
    set_at: u32,
}

#[derive(Default)]
struct Record {
    nodes: Vec<Entry>,
    values: Vec<f64>,
    /// How many leaves and constants stand before the first operation.
    given: usize,
    /// The nodes that hold a gradient.
    graded: Vec<u32>,
    births: u32,
    /// The first error since the tape was cleared.
    error: Option<Error>,
}

impl Entry {
    fn range(&self) -> Range<usize> {
        self.at as usize..(self.at + self.length) as usize
    }

    fn is_operation(&self) -> bool {
        self.operation.inputs() > 0
    }

    fn inputs(&self) -> &[u32] {
        &self.inputs[..self.operation.inputs()]
    }
}

impl Record {
    /// Whether there is room for so much more.
    #[inline]
    fn room(&self, nodes: usize, numbers: usize) -> Result<()> {
        if nodes > MAX_NODES - self.nodes.len() || numbers > MAX_NUMBERS - self.values.len() {
            return Err(Error::Graph(GraphError::TooLarge));
        }
        Ok(())
    }

    /// Adds a node whose numbers are the last `length` of the values.
    #[inline]
    fn push(&mut self, operation: Operation, inputs: Option<[u32; 2]>, length: usize, requires_grad: bool) -> u32 {
        let place = self.nodes.len() as u32;
        self.nodes.push(Entry {
            operation,
            requires_grad,
            retains_grad: false,
            freed: false,
            inputs: inputs.unwrap_or([place; 2]),
            at: (self.values.len() - length) as u32,
            length: length as u32,
            grad: NOWHERE,
            birth: self.births,
            set_at: 0,
        });
        place
    }

    /// Adds a constant that `clear` takes away.
    #[inline]
    fn number(&mut self, numbers: impl ExactSizeIterator<Item = f64>) -> Result<u32> {
        let length = numbers.len();
        self.room(1, length)?;
        self.values.extend(numbers);
        Ok(self.push(Operation::Constant, None, length, false))
    }

    /// Adds a copy of a node's numbers as a constant.
    fn copy(&mut self, place: u32) -> Result<u32> {
        let range = self.nodes[place as usize].range();
        self.room(1, range.len())?;
        let length = range.len();
        self.values.extend_from_within(range);
        Ok(self.push(Operation::Constant, None, length, false))
    }

    /// The node of a variable, unless it has gone with its graph.
    #[inline]
    fn entry(&self, var: Var<'_>, what: &'static str) -> Result<&Entry> {
        match self.nodes.get(var.place as usize) {
            Some(entry) if entry.birth == var.birth => Ok(entry),
            _ => Err(self.missing(var, what)),
        }
    }

    #[cold]
    fn missing(&self, var: Var<'_>, what: &'static str) -> Error {
        let first = self.error.clone().filter(|_| var.place == NOWHERE && var.birth == self.births);
        first.unwrap_or(Error::Graph(GraphError::Cleared { what }))
    }

    /// The name of a node in PyTorch's graph, if it is there.
    fn grad_fn(&self, entry: &Entry) -> Option<&'static str> {
        let exponent = self.nodes[entry.inputs[1] as usize].operation;
        match entry.operation {
            _ if !entry.requires_grad => None,
            // PyTorch tells exponents that are numbers from those that are variables.
            Operation::Power if exponent == Operation::Constant => Some("PowBackward0"),
            operation => operation.grad_fn(),
        }
    }

    /// Leaves numbers as the gradient of a node.
    fn set_grad(&mut self, place: u32, grad: u32) {
        if self.nodes[place as usize].grad == NOWHERE {
            self.graded.push(place);
        }
        self.nodes[place as usize].grad = grad;
    }
}

impl Tape {
    /// An empty tape.
    pub fn new() -> Self {
        Tape::default()
    }

    /// A parameter: a scalar or a vector whose gradient is wanted, `requires_grad=True` in PyTorch.
    ///
    /// ```
    /// use descent::autograd::Tape;
    /// let tape = Tape::new();
    /// assert_eq!(tape.leaf(0.5).value()?, 0.5);
    /// assert_eq!(tape.leaf([1.0, 2.0]).values()?, [1.0, 2.0]);
    /// # Ok::<(), descent::error::Error>(())
    /// ```
    pub fn leaf(&self, value: impl Numbers) -> Var<'_> {
        self.settle(self.give(Operation::Leaf, value.numbers()))
    }

    /// What needs no gradient, such as data: `requires_grad=False` in PyTorch.
    pub fn constant(&self, value: impl Numbers) -> Var<'_> {
        self.settle(self.give(Operation::Constant, value.numbers()))
    }

    /// The variable that a handle was taken of, on this tape.
    pub fn at(&self, handle: Handle) -> Var<'_> {
        Var { tape: self, place: handle.place, birth: handle.birth }
    }

    /// As [`Tape::leaf`] and [`Tape::constant`], with an error to return.
    pub(crate) fn give(&self, operation: Operation, numbers: &[f64]) -> Result<Var<'_>> {
        if numbers.is_empty() {
            return Err(Error::Graph(GraphError::Empty { what: operation.name() }));
        }
        let mut record = self.record.borrow_mut();
        record.room(1, numbers.len())?;
        record.values.extend_from_slice(numbers);
        let place = record.push(operation, None, numbers.len(), operation == Operation::Leaf);
        record.given += usize::from(record.given == place as usize);
        Ok(self.var(&record, place))
    }

    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.record.borrow().nodes.len()
    }

    /// Whether there are no nodes.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The nodes in the order in which they were made, each after its inputs.
    ///
    /// ```
    /// use descent::autograd::{Operation, Tape};
    /// let tape = Tape::new();
    /// let product = tape.leaf(2.0) * tape.leaf(3.0);
    /// let nodes = tape.nodes();
    /// let node = &nodes[product.place()];
    /// assert_eq!((node.operation, &*node.inputs, &*node.value), (Operation::Multiply, &[0, 1][..], &[6.0][..]));
    /// assert_eq!(node.grad_fn, Some("MulBackward0"));
    /// ```
    pub fn nodes(&self) -> Vec<Node> {
        let record = self.record.borrow();
        let numbers = |entry: &Entry| record.values[entry.range()].to_vec();
        let node = |entry: &Entry| Node {
            operation: entry.operation,
            grad_fn: record.grad_fn(entry),
            inputs: entry.inputs().iter().map(|&input| input as usize).collect(),
            value: numbers(entry),
            grad: record.nodes.get(entry.grad as usize).map(numbers),
            requires_grad: entry.requires_grad,
        };
        record.nodes.iter().map(node).collect()
    }

    /// Forgets the gradients of all variables, as an optimizer's `zero_grad` does.
    pub fn zero_grad(&self) {
        let record = &mut *self.record.borrow_mut();
        for place in record.graded.drain(..) {
            record.nodes[place as usize].grad = NOWHERE;
        }
    }

    /// Forgets what was computed, and the first error. The leaves and constants that were made before the first operation
    /// stay, with their gradients; any other variable is gone, and says so when it is used.
    pub fn clear(&self) {
        let record = &mut *self.record.borrow_mut();
        let given = record.given;
        record.graded.retain(|&place| (place as usize) < given);
        // A gradient stands on the tape, behind what stays.
        let kept =
            |&place: &u32| record.values[record.nodes[record.nodes[place as usize].grad as usize].range()].to_vec();
        let gradients: Vec<Vec<f64>> = record.graded.iter().map(kept).collect();
        record.nodes.truncate(given);
        record.values.truncate(record.nodes.last().map_or(0, |last| last.range().end));
        record.births = record.births.wrapping_add(1);
        record.error = None;
        for (at, gradient) in gradients.into_iter().enumerate() {
            let place = record.graded[at] as usize;
            // Where it came from there was room.
            record.nodes[place].grad = record.number(gradient.into_iter()).unwrap_or(NOWHERE);
        }
        for node in &mut record.nodes {
            node.set_at = 0;
        }
    }

    #[inline]
    fn var(&self, record: &Record, place: u32) -> Var<'_> {
        Var { tape: self, place, birth: record.nodes[place as usize].birth }
    }

    /// The variable, or one without a value where there is an error, which the tape remembers.
    #[inline]
    fn settle<'t>(&'t self, result: Result<Var<'t>>) -> Var<'t> {
        result.unwrap_or_else(|error| self.fail(error))
    }

    #[cold]
    fn fail(&self, error: Error) -> Var<'_> {
        let mut record = self.record.borrow_mut();
        record.error.get_or_insert(error);
        Var { tape: self, place: NOWHERE, birth: record.births }
    }
}

impl fmt::Debug for Tape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.nodes()).finish()
    }
}
