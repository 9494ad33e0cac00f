//! What can be done with a variable: computed, read, differentiated, printed.

use super::{Entry, Error, GraphError, Handle, NOWHERE, Numbers, Operation, Result, Tape, Var};
use crate::number::float;
use std::fmt;

impl<'t> Var<'t> {
    /// Puts an operation on the tape, of as many inputs as it has. The single input of a function is given twice.
    #[inline]
    pub(crate) fn apply(operation: Operation, u: Var<'t>, v: Var<'t>) -> Result<Var<'t>> {
        let what = operation.name();
        if !std::ptr::eq(u.tape, v.tape) {
            return Err(Error::Graph(GraphError::TwoTapes { what }));
        }
        let record = &mut *u.tape.record.borrow_mut();
        let (a, b) = (record.entry(u, what)?, record.entry(v, what)?);
        if a.length != b.length {
            return Err(lengths_differ(what, a.length, b.length));
        }
        let (requires_grad, range, other) = (a.requires_grad | b.requires_grad, a.range(), b.at as usize);
        let folds = matches!(operation, Operation::Sum | Operation::Dot);
        let length = if folds { 1 } else { range.len() };
        record.room(1, length)?;
        if range.len() == 1 {
            record.values.push(operation.value(record.values[range.start], record.values[other]));
        } else {
            let value = |i: usize, values: &[f64]| operation.value(values[range.start + i], values[other + i]);
            if folds {
                let sum = (0..range.len()).map(|i| value(i, &record.values)).sum();
                record.values.push(sum);
            } else {
                for i in 0..length {
                    record.values.push(value(i, &record.values));
                }
            }
        }
        let place = record.push(operation, Some([u.place, v.place]), length, requires_grad);
        Ok(u.tape.var(record, place))
    }

    /// As [`Var::expand`], with an error to return.
    pub(crate) fn expanded(self, length: usize) -> Result<Var<'t>> {
        let what = Operation::Expand.name();
        let record = &mut *self.tape.record.borrow_mut();
        let entry = *record.entry(self, what)?;
        if length == 0 {
            return Err(Error::Graph(GraphError::Empty { what }));
        }
        if entry.length != 1 {
            return Err(Error::Graph(GraphError::NotScalar { what, length: entry.length as usize }));
        }
        record.room(1, length)?;
        let value = record.values[entry.at as usize];
        record.values.resize(record.values.len() + length, value);
        let place = record.push(Operation::Expand, Some([self.place; 2]), length, entry.requires_grad);
        Ok(self.tape.var(record, place))
    }

    /// A number beside this variable, for `what`: as many as it has.
    #[inline]
    pub(crate) fn like(self, number: f64, what: &'static str) -> Result<Var<'t>> {
        let record = &mut *self.tape.record.borrow_mut();
        let length = record.entry(self, what)?.length;
        let place = record.number(std::iter::repeat_n(number, length as usize))?;
        Ok(self.tape.var(record, place))
    }

    /// Where it stands.
    pub fn handle(self) -> Handle {
        Handle { place: self.place, birth: self.birth }
    }

    /// The tape it is on.
    pub fn tape(self) -> &'t Tape {
        self.tape
    }

    /// Its place in [`Tape::nodes`]; `usize::MAX` for one without a value.
    pub fn place(self) -> usize {
        if self.place == NOWHERE { usize::MAX } else { self.place as usize }
    }

    /// The number of a scalar, as PyTorch's `item`.
    ///
    /// # Errors
    /// It is a vector; its graph has been cleared; or the first error among the operations that it comes from.
    pub fn value(self) -> Result<f64> {
        let record = self.tape.record.borrow();
        let entry = record.entry(self, "value")?;
        match record.values[entry.range()] {
            [value] => Ok(value),
            _ => Err(Error::Graph(GraphError::NotScalar { what: "value", length: entry.length as usize })),
        }
    }

    /// The numbers of a vector, or of a scalar.
    ///
    /// # Errors
    /// As [`Var::value`], but a vector is right.
    pub fn values(self) -> Result<Vec<f64>> {
        let record = self.tape.record.borrow();
        let entry = record.entry(self, "values")?;
        Ok(record.values[entry.range()].to_vec())
    }

    /// How many numbers it has; 0 for one without a value.
    pub fn len(self) -> usize {
        self.read(|entry| entry.length as usize).unwrap_or(0)
    }

    /// Whether it is one without a value.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Whether it is a leaf or depends on one, so that it has a gradient.
    pub fn requires_grad(self) -> bool {
        self.read(|entry| entry.requires_grad).unwrap_or(false)
    }

    /// Whether it is no result of an operation on what requires a gradient; as in PyTorch, constants are leaves too.
    pub fn is_leaf(self) -> bool {
        self.read(|entry| !entry.requires_grad || !entry.is_operation()).unwrap_or(false)
    }

    /// What it was computed by.
    pub fn operation(self) -> Option<Operation> {
        self.read(|entry| entry.operation)
    }

    pub(super) fn read<T>(self, look: impl FnOnce(&Entry) -> T) -> Option<T> {
        self.tape.record.borrow().entry(self, "value").ok().map(look)
    }

    /// The gradient that `backward` has left here: of a leaf, or of a variable that retains it. None before that, and none
    /// for any other variable, as in PyTorch.
    pub fn grad(self) -> Option<Var<'t>> {
        let record = self.tape.record.borrow();
        let grad = record.entry(self, "grad").ok()?.grad;
        (grad != NOWHERE).then(|| self.tape.var(&record, grad))
    }

    /// Forgets the gradient; the next `backward` begins anew instead of adding to it.
    pub fn zero_grad(self) {
        let record = &mut *self.tape.record.borrow_mut();
        if record.entry(self, "zero_grad").is_ok() {
            record.nodes[self.place as usize].grad = NOWHERE;
            record.graded.retain(|&place| place != self.place);
        }
    }

    /// Has `backward` leave the gradient here too, though it is no leaf.
    ///
    /// # Errors
    /// It requires no gradient; it has no value.
    pub fn retain_grad(self) -> Result<()> {
        let record = &mut *self.tape.record.borrow_mut();
        if !record.entry(self, "retain_grad")?.requires_grad {
            return Err(Error::Graph(GraphError::NeedsNoGrad { what: "retain_grad" }));
        }
        record.nodes[self.place as usize].retains_grad = true;
        Ok(())
    }

    /// Gives a leaf or a constant new numbers, as many as before. What has been computed from the old ones keeps its
    /// values, but has no gradients any more.
    ///
    /// # Errors
    /// It was computed; the number of numbers differs; it has no value.
    pub fn set(self, value: impl Numbers) -> Result<()> {
        let (record, numbers) = (&mut *self.tape.record.borrow_mut(), value.numbers());
        let entry = record.entry(self, "set")?;
        if entry.is_operation() {
            return Err(Error::Graph(GraphError::NotLeaf));
        }
        if entry.length as usize != numbers.len() {
            return Err(lengths_differ("set", entry.length, numbers.len() as u32));
        }
        let range = entry.range();
        record.values[range].copy_from_slice(numbers);
        record.nodes[self.place as usize].set_at = record.nodes.len() as u32;
        Ok(())
    }

    /// The same numbers, cut off from the graph.
    pub fn detach(self) -> Var<'t> {
        self.tape.settle(self.detached())
    }

    /// As [`Var::detach`], with an error to return.
    pub(crate) fn detached(self) -> Result<Var<'t>> {
        let record = &mut *self.tape.record.borrow_mut();
        record.entry(self, "detach")?;
        let place = record.copy(self.place)?;
        Ok(self.tape.var(record, place))
    }
}

#[cold]
pub(super) fn lengths_differ(what: &'static str, left: u32, right: u32) -> Error {
    Error::Graph(GraphError::Lengths { what, left: left as usize, right: right as usize })
}

/// As PyTorch prints it: `tensor(6.0, grad_fn=<MulBackward0>)`.
impl fmt::Display for Var<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.values().as_deref() {
            Ok(&[value]) => write!(f, "tensor({}", float(value))?,
            Ok(values) => {
                let values: Vec<String> = values.iter().copied().map(float).collect();
                write!(f, "tensor([{}]", values.join(", "))?;
            }
            Err(error) => return write!(f, "tensor({error})"),
        }
        let record = self.tape.record.borrow();
        match record.entry(*self, "value").ok().and_then(|entry| record.grad_fn(entry)) {
            None => write!(f, ")"),
            Some(_) if self.is_leaf() => write!(f, ", requires_grad=True)"),
            Some(grad_fn) => write!(f, ", grad_fn=<{grad_fn}>)"),
        }
    }
}

impl fmt::Debug for Var<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
