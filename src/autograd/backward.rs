//! The reverse sweep: from the loss to the leaves.

use super::var::lengths_differ;
use super::{Entry, NOWHERE, Operation, Record, Result, Tape, Var};
use crate::error::{Error, GraphError};

/// Where a walk starts and what becomes of the graph: the keyword arguments of PyTorch's
/// [`backward`](https://docs.pytorch.org/docs/stable/generated/torch.Tensor.backward.html) and
/// [`grad`](https://docs.pytorch.org/docs/stable/generated/torch.autograd.grad.html).
#[derive(Clone, Copy, Debug, Default)]
pub struct Backward<'t> {
    /// Keeps the graph, so that it can be gone through again.
    pub retain_graph: bool,
    /// Records how the gradients are computed, so that they can be differentiated; keeps the graph too.
    pub create_graph: bool,
    /// The gradient of the result itself, as many numbers as it has: `gradient` of `backward`, `grad_outputs` of `grad`.
    /// The result may then be a vector, and what comes is the vector–Jacobian product gradientᵀ ∂y/∂x. With
    /// `create_graph` it is a part of the graph like any other variable. Without it a scalar has the gradient 1.
    pub gradient: Option<Var<'t>>,
}

/// What one input of one node adds to its gradient: a step of the chain rule, with the numbers of a variable as
/// vectors.
#[derive(Clone, Debug, PartialEq)]
pub struct Contribution {
    /// The node that is visited, by its place on the tape.
    pub node: usize,
    /// The input that receives the product, by its place.
    pub input: usize,
    /// Which of the node's inputs this is, from 0.
    pub slot: usize,
    /// ∂node/∂input, of each number of the input.
    pub local: Vec<f64>,
    /// ∂L/∂node, complete when the node is visited.
    pub upstream: Vec<f64>,
    /// upstream · local, which is added to ∂L/∂input.
    pub product: Vec<f64>,
}

/// What a walk over the graph needs, kept from one to the next so that none allocates.
#[derive(Default)]
pub(super) struct Sweep {
    /// The operations to visit, the last first.
    order: Vec<u32>,
    /// The leaves that were reached.
    leaves: Vec<u32>,
    /// When a node was last marked.
    marks: Vec<u64>,
    /// The mark of the nodes whose gradients are wanted.
    mark: u64,
    /// ∂L/∂ of every number of the tape.
    gradients: Vec<f64>,
}

impl Sweep {
    /// Finds what lies between the loss and `targets`, or all leaves, and sets its gradients to zero.
    fn plan<'t>(
        &mut self,
        record: &Record,
        loss: Var<'t>,
        gradient: Option<Var<'t>>,
        targets: Option<&[Var<'t>]>,
    ) -> Result<()> {
        let what = if targets.is_some() { "grad" } else { "backward" };
        let entry = record.entry(loss, what)?;
        if !entry.requires_grad {
            return Err(Error::Graph(GraphError::NeedsNoGrad { what }));
        }
        match gradient {
            Some(gradient) if !std::ptr::eq(gradient.tape, loss.tape) => {
                return Err(Error::Graph(GraphError::TwoTapes { what }));
            }
            Some(gradient) => {
                let length = record.entry(gradient, what)?.length;
                if length != entry.length {
                    return Err(lengths_differ(what, entry.length, length));
                }
            }
            None if entry.length != 1 => {
                return Err(Error::Graph(GraphError::NotScalar { what, length: entry.length as usize }));
            }
            None => {}
        }
        self.mark += 1;
        self.order.clear();
        self.leaves.clear();
        self.marks.resize(record.nodes.len().max(self.marks.len()), 0);
        self.gradients.resize(record.values.len().max(self.gradients.len()), 0.0);
        let mut pending = 0;
        self.reach(loss.place, entry, &mut pending);
        for place in (0..=loss.place).rev() {
            if pending == 0 {
                break;
            }
            let entry = &record.nodes[place as usize];
            if self.marks[place as usize] != self.mark || !entry.is_operation() {
                continue;
            }
            pending -= 1;
            self.order.push(place);
            if entry.freed {
                return Err(Error::Graph(GraphError::Freed { what }));
            }
            for &input in entry.inputs() {
                let input_entry = &record.nodes[input as usize];
                if input_entry.set_at > place {
                    return Err(Error::Graph(GraphError::Modified { what }));
                }
                if input_entry.requires_grad {
                    self.reach(input, input_entry, &mut pending);
                }
            }
        }
        match targets {
            Some(targets) => self.narrow(record, loss, targets),
            None => Ok(()),
        }
    }

    #[inline]
    fn reach(&mut self, place: u32, entry: &Entry, pending: &mut usize) {
        if self.marks[place as usize] == self.mark {
            return;
        }
        self.marks[place as usize] = self.mark;
        match &mut self.gradients[entry.range()] {
            // A call of memset costs more than the rest.
            [gradient] => *gradient = 0.0,
            gradients => gradients.fill(0.0),
        }
        if entry.is_operation() {
            *pending += 1;
        } else {
            self.leaves.push(place);
        }
    }

    /// Leaves in the plan only what leads to the targets that the loss depends on.
    fn narrow(&mut self, record: &Record, loss: Var<'_>, targets: &[Var<'_>]) -> Result<()> {
        let what = "grad";
        let reached = self.mark;
        self.mark += 1;
        for target in targets {
            if !std::ptr::eq(target.tape, loss.tape) {
                return Err(Error::Graph(GraphError::TwoTapes { what }));
            }
            if !record.entry(*target, what)?.requires_grad {
                return Err(Error::Graph(GraphError::NeedsNoGrad { what }));
            }
            let mark = &mut self.marks[target.place as usize];
            if *mark >= reached {
                *mark = self.mark;
            }
        }
        let (marks, mark) = (&mut self.marks, self.mark);
        self.order.reverse();
        self.order.retain(|&place| {
            let leads = record.nodes[place as usize].inputs().iter().any(|&input| marks[input as usize] == mark);
            if leads {
                marks[place as usize] = mark;
            }
            leads
        });
        self.order.reverse();
        Ok(())
    }

    /// Whether a node's gradient is wanted.
    fn wants(&self, place: u32) -> bool {
        self.marks[place as usize] == self.mark
    }

    /// Adds up the gradients, in numbers; tells of each contribution where somebody listens.
    fn numbers(
        &mut self,
        record: &Record,
        loss: Var<'_>,
        gradient: Option<Var<'_>>,
        mut listener: Option<&mut Vec<Contribution>>,
    ) {
        let Sweep { order, marks, mark, gradients, .. } = self;
        let entry = |place: u32| &record.nodes[place as usize];
        match gradient {
            Some(gradient) => {
                gradients[entry(loss.place).range()].copy_from_slice(&record.values[entry(gradient.place).range()]);
            }
            None => gradients[entry(loss.place).at as usize] = 1.0,
        }
        for &place in order.iter() {
            let node = entry(place);
            let [first, second] = node.inputs.map(entry);
            // Inputs stand before the node, and so do their gradients.
            let (before, from) = gradients.split_at_mut(node.at as usize);
            let upstream = &from[..node.length as usize];
            for (slot, &place_of_input) in node.inputs().iter().enumerate() {
                if marks[place_of_input as usize] != *mark {
                    continue;
                }
                let input = entry(place_of_input);
                let range = input.range();
                // A scalar beside a vector is used over and over: as the result of a sum, as the input of `expand`.
                let number =
                    |entry: &Entry, i: usize| record.values[entry.at as usize + i.min(entry.length as usize - 1)];
                let pullback = |g: f64, i: usize| {
                    node.operation.pullback(slot, g, number(first, i), number(second, i), number(node, i))
                };
                let count = node.length.max(input.length) as usize;
                if count == 1 {
                    // The usual case, kept apart from loops.
                    let (u, v) = (record.values[first.at as usize], record.values[second.at as usize]);
                    let y = record.values[node.at as usize];
                    before[range.start] += node.operation.pullback(slot, upstream[0], u, v, y);
                } else {
                    for i in 0..count {
                        let g = upstream[i.min(upstream.len() - 1)];
                        before[range.start + i.min(range.len() - 1)] += pullback(g, i);
                    }
                }
                if let Some(contributions) = listener.as_deref_mut() {
                    let mut product = vec![0.0; range.len()];
                    for i in 0..count {
                        product[i.min(range.len() - 1)] += pullback(upstream[i.min(upstream.len() - 1)], i);
                    }
                    contributions.push(Contribution {
                        node: place as usize,
                        input: place_of_input as usize,
                        slot,
                        local: (0..range.len()).map(|i| pullback(1.0, i)).collect(),
                        upstream: upstream.to_vec(),
                        product,
                    });
                }
            }
        }
    }

    /// Adds up the gradients, in variables: the derivatives go on the tape. Returns each node's, by its place.
    fn variables<'t>(&self, loss: Var<'t>, gradient: Option<Var<'t>>) -> Result<Vec<Option<Var<'t>>>> {
        let tape = loss.tape;
        let mut gradients: Vec<Option<Var<'t>>> = vec![None; loss.place as usize + 1];
        gradients[loss.place as usize] = match gradient {
            None => Some(loss.like(1.0, Operation::Constant.name())?),
            given => given,
        };
        for &place in &self.order {
            let Some(upstream) = gradients[place as usize] else { continue };
            let (node, inputs) = {
                let record = tape.record.borrow();
                let node = record.nodes[place as usize];
                (node, node.inputs.map(|input| tape.var(&record, input)))
            };
            let ([u, v], y) = (inputs, Var { tape, place, birth: node.birth });
            for (slot, &input) in node.inputs().iter().enumerate().filter(|&(_, &input)| self.wants(input)) {
                let (wide, narrow) = (inputs[slot].len(), node.length as usize);
                let g = if wide > narrow { upstream.expand(wide) } else { upstream };
                let mut product = node.operation.pullback(slot, g, u, v, y);
                if narrow > wide {
                    product = product.sum();
                }
                let gradient = &mut gradients[input as usize];
                *gradient = Some(gradient.map_or(product, |sum| sum + product));
            }
        }
        // An operation that went wrong has left its error.
        gradients.iter().flatten().try_for_each(|gradient| gradient.values().map(drop))?;
        Ok(gradients)
    }
}

impl Record {
    /// Adds a gradient to what a node holds, in numbers.
    fn accumulate(&mut self, place: u32, gradient: &[f64]) -> Result<()> {
        let held = self.nodes[place as usize].grad;
        self.room(1, gradient.len())?;
        let from = self.values.len();
        self.values.extend_from_slice(gradient);
        if held != NOWHERE {
            let held = self.nodes[held as usize].at as usize;
            for i in 0..gradient.len() {
                self.values[from + i] += self.values[held + i];
            }
        }
        let grad = self.push(Operation::Constant, None, gradient.len(), false);
        self.set_grad(place, grad);
        Ok(())
    }

    fn free(&mut self, order: &[u32]) {
        for &place in order {
            self.nodes[place as usize].freed = true;
        }
    }
}

impl<'t> Var<'t> {
    /// Adds the gradient of this scalar by each leaf of its graph to that leaf's [`Var::grad`], then frees the graph:
    /// a second `backward` through it is refused.
    ///
    /// PyTorch frees only what its operations have saved, and so lets a second walk over mere sums pass; here none does.
    ///
    /// # Errors
    /// It is a vector; it depends on no leaf; its graph has been freed or cleared, or a leaf of it changed since; the tape
    /// has no room for the gradients; or the first error among the operations that it comes from. Gradients are then as
    /// before.
    pub fn backward(self) -> Result<()> {
        self.backward_with(Backward::default())
    }

    /// [`Var::backward`] with PyTorch's keyword arguments.
    ///
    /// ```
    /// use descent::autograd::{Backward, Tape};
    /// let tape = Tape::new();
    /// let w = tape.leaf(3.0);
    /// let loss = w * w;
    /// loss.backward_with(Backward { retain_graph: true, ..Backward::default() })?;
    /// loss.backward()?;
    /// assert_eq!(w.grad().unwrap().value()?, 6.0 + 6.0);
    ///
    /// // A vector, with the gradient that each of its numbers has: here only the first one's is wanted.
    /// let x = tape.leaf([2.0, 3.0]);
    /// (x * x).backward_with(Backward { gradient: Some(tape.constant([1.0, 0.0])), ..Backward::default() })?;
    /// assert_eq!(x.grad().unwrap().values()?, [4.0, 0.0]);
    /// # Ok::<(), descent::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Var::backward`], but a vector is right where a gradient is given; or that one has another length, is on another
    /// tape or has no value.
    pub fn backward_with(self, options: Backward<'t>) -> Result<()> {
        let mut sweep = self.tape.sweep.borrow_mut();
        sweep.plan(&self.tape.record.borrow(), self, options.gradient, None)?;
        let holders: Vec<u32> = {
            let record = self.tape.record.borrow();
            let retained = sweep.order.iter().filter(|&&place| record.nodes[place as usize].retains_grad);
            retained.chain(&sweep.leaves).copied().collect()
        };
        if options.create_graph {
            let gradients = sweep.variables(self, options.gradient)?;
            let mut sums = Vec::with_capacity(holders.len());
            for &place in &holders {
                let Some(gradient) = gradients[place as usize] else { continue };
                let holder = self.tape.var(&self.tape.record.borrow(), place);
                let sum = holder.grad().map_or(gradient, |held| held + gradient);
                sum.values()?;
                sums.push((place, sum.place));
            }
            let mut record = self.tape.record.borrow_mut();
            sums.into_iter().for_each(|(place, grad)| record.set_grad(place, grad));
            return Ok(());
        }
        let record = &mut *self.tape.record.borrow_mut();
        let numbers = holders.iter().map(|&place| record.nodes[place as usize].length as usize).sum();
        record.room(holders.len(), numbers)?;
        sweep.numbers(record, self, options.gradient, None);
        for place in holders {
            let range = record.nodes[place as usize].range();
            record.accumulate(place, &sweep.gradients[range])?;
        }
        if !options.retain_graph {
            record.free(&sweep.order);
        }
        Ok(())
    }
}

/// The gradients of a scalar by each of `inputs`, leaves or not, in their order; `.grad` stays as it is. It frees what it
/// walked over, as [`Var::backward`] does.
///
/// # Errors
/// As [`Var::backward`]; or an input requires no gradient, or is not part of the graph of the loss.
pub fn grad<'t>(loss: &Var<'t>, inputs: &[&Var<'t>]) -> Result<Vec<Var<'t>>> {
    grad_with(loss, inputs, Backward::default())
}

/// [`grad`] with PyTorch's keyword arguments.
///
/// ```
/// use descent::autograd::{Backward, Tape, grad, grad_with};
/// let tape = Tape::new();
/// let w = tape.leaf(2.0);
/// let slope = grad_with(&w.powi(3), &[&w], Backward { create_graph: true, ..Backward::default() })?[0];
/// assert_eq!(slope.value()?, 12.0);
/// assert_eq!(grad(&slope, &[&w])?[0].value()?, 12.0); // 6w
/// # Ok::<(), descent::error::Error>(())
/// ```
///
/// # Errors
/// As [`grad`], but the loss may be a vector where its gradient is given; or that one has another length, is on another
/// tape or has no value.
pub fn grad_with<'t>(loss: &Var<'t>, inputs: &[&Var<'t>], options: Backward<'t>) -> Result<Vec<Var<'t>>> {
    Ok(gradients(loss, inputs, options, false)?.into_iter().flatten().collect())
}

/// [`grad_with`] where inputs that the loss does not depend on have no gradient, instead of being refused:
/// `allow_unused=True` in PyTorch.
///
/// ```
/// use descent::autograd::{Backward, Tape, grad_where_used};
/// let tape = Tape::new();
/// let (w, other) = (tape.leaf(2.0), tape.leaf(5.0));
/// let gradients = grad_where_used(&w.powi(3), &[&w, &other], Backward::default())?;
/// assert_eq!(gradients[0].unwrap().value()?, 12.0);
/// assert!(gradients[1].is_none());
/// # Ok::<(), descent::error::Error>(())
/// ```
///
/// # Errors
/// As [`grad_with`], but for the unused; an input that requires no gradient is refused all the same, as in PyTorch.
pub fn grad_where_used<'t>(loss: &Var<'t>, inputs: &[&Var<'t>], options: Backward<'t>) -> Result<Vec<Option<Var<'t>>>> {
    gradients(loss, inputs, options, true)
}

fn gradients<'t>(
    loss: &Var<'t>,
    inputs: &[&Var<'t>],
    options: Backward<'t>,
    allow_unused: bool,
) -> Result<Vec<Option<Var<'t>>>> {
    let (tape, targets) = (loss.tape, inputs.iter().map(|&&input| input).collect::<Vec<_>>());
    let mut sweep = tape.sweep.borrow_mut();
    sweep.plan(&tape.record.borrow(), *loss, options.gradient, Some(&targets))?;
    if let Some(index) = targets.iter().position(|target| !allow_unused && !sweep.wants(target.place)) {
        return Err(Error::Graph(GraphError::Unused { index }));
    }
    if options.create_graph {
        let gradients = sweep.variables(*loss, options.gradient)?;
        let gradient = |target: &Var<'t>| gradients.get(target.place()).copied().flatten();
        return Ok(targets.iter().map(|target| gradient(target).filter(|_| sweep.wants(target.place))).collect());
    }
    let record = &mut *tape.record.borrow_mut();
    record.room(targets.len(), targets.iter().map(|target| record.nodes[target.place()].length as usize).sum())?;
    sweep.numbers(record, *loss, options.gradient, None);
    if !options.retain_graph {
        record.free(&sweep.order);
    }
    let gradient = |target: &Var<'t>| {
        if !sweep.wants(target.place) {
            return Ok(None);
        }
        let range = record.nodes[target.place()].range();
        let place = record.number(sweep.gradients[range].iter().copied())?;
        Ok(Some(tape.var(record, place)))
    };
    targets.iter().map(gradient).collect()
}

impl Tape {
    /// What `loss.backward()` does, step by step in its order, without doing it: the nodes from the last to the first, and
    /// of each the inputs that require a gradient.
    ///
    /// ```
    /// use descent::autograd::Tape;
    /// let tape = Tape::new();
    /// let (u, v) = (tape.leaf(2.0), tape.leaf(5.0));
    /// let steps = tape.contributions(&(u * v).powi(2))?;
    /// let (square, product) = (&steps[0], &steps[1]);
    /// assert_eq!((square.local[0], square.upstream[0], square.product[0]), (20.0, 1.0, 20.0));
    /// assert_eq!((product.input, product.local[0], product.upstream[0], product.product[0]), (0, 5.0, 20.0, 100.0));
    /// # Ok::<(), descent::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Var::backward`].
    pub fn contributions<'t>(&'t self, loss: &Var<'t>) -> Result<Vec<Contribution>> {
        let (record, mut sweep, mut steps) = (self.record.borrow(), self.sweep.borrow_mut(), Vec::new());
        if !std::ptr::eq(self, loss.tape) {
            return Err(Error::Graph(GraphError::TwoTapes { what: "contributions" }));
        }
        sweep.plan(&record, *loss, None, None)?;
        sweep.numbers(&record, *loss, None, Some(&mut steps));
        Ok(steps)
    }
}
