//! A pass over a computation: its nodes as they are drawn, what each hands on, and both in words.

use super::lesson::Phase;
use crate::autograd::Operation;
use crate::figure::words::signed;
use crate::number::significant;

/// A node as it is drawn.
pub(super) struct Drawn {
    pub(super) operation: Operation,
    /// Short: a symbol, or v with a number.
    pub(super) name: String,
    /// What it computes.
    pub(super) title: String,
    pub(super) value: f64,
    /// Which parameter it is.
    pub(super) parameter: Option<usize>,
    /// The key of its value, if it is given.
    pub(super) key: Option<&'static str>,
    /// Its inputs among the nodes that are drawn, with the slot of each.
    pub(super) inputs: Vec<(usize, usize)>,
    /// Its inputs in words, for Python too.
    pub(super) operands: [String; 2],
}

impl Drawn {
    pub(super) fn is_leaf(&self) -> bool {
        self.operation == Operation::Leaf
    }

    pub(super) fn is_given(&self) -> bool {
        self.operation.inputs() == 0
    }

    /// Which of its edges the input with this slot is: plain numbers have none.
    pub(super) fn slot(&self, slot: usize) -> Option<usize> {
        self.inputs.iter().position(|&(_, other)| other == slot)
    }
}

/// A step of the chain rule between nodes that are drawn.
pub(super) struct Step {
    pub(super) node: usize,
    pub(super) input: usize,
    pub(super) slot: usize,
    pub(super) local: f64,
    pub(super) upstream: f64,
    pub(super) product: f64,
}

/// One pass: forward, backward, step.
pub(super) struct Pass {
    pub(super) nodes: Vec<Drawn>,
    /// The operations in the order in which they are computed.
    pub(super) operations: Vec<usize>,
    /// What each visited node hands on.
    pub(super) visits: Vec<Vec<Step>>,
    /// The parameters before the step.
    pub(super) parameters: Vec<f64>,
    /// Their gradients from the passes before, where those have not been forgotten.
    pub(super) before: Vec<Option<f64>>,
    /// The gradient of this pass.
    pub(super) gradient: Vec<f64>,
}

impl Pass {
    /// Which nodes each node is computed from.
    pub(super) fn inputs(&self) -> Vec<Vec<usize>> {
        self.nodes.iter().map(|node| node.inputs.iter().map(|&(input, _)| input).collect()).collect()
    }

    /// The node of the loss: the last.
    pub(super) fn root(&self) -> usize {
        self.nodes.len().saturating_sub(1)
    }

    pub(super) fn loss(&self) -> f64 {
        self.nodes.last().map_or(f64::NAN, |node| node.value)
    }

    /// Whether a phase is about a node.
    pub(super) fn concerns(&self, phase: Phase, node: usize) -> bool {
        match phase {
            Phase::Forward(k) => self.operations[k] == node,
            Phase::Backward(visit, _) => self.visits[visit].first().is_some_and(|step| step.node == node),
            Phase::Update | Phase::Zero => self.nodes[node].is_leaf(),
            Phase::Refused => node == self.root(),
        }
    }

    /// The first node without a value.
    pub(super) fn trouble(&self) -> Option<usize> {
        self.nodes.iter().position(|node| !node.value.is_finite())
    }

    /// An operation with its numbers: v₁ = w · x = 0.5 · 2 = 1.
    pub(super) fn computed(&self, node: usize) -> String {
        let node = &self.nodes[node];
        let mut numbers = node.operands.clone();
        for &(input, slot) in &node.inputs {
            numbers[slot] = signed(self.nodes[input].value);
        }
        format!("{} = {} = {}", node.title, formula(node.operation, &numbers), significant(node.value, 6))
    }

    /// A step of the chain rule with its numbers.
    pub(super) fn chain_rule(&self, step: &Step) -> String {
        let (node, input) = (&self.nodes[step.node].name, &self.nodes[step.input].name);
        let upstream = if step.node == self.root() { String::new() } else { format!("∂L/∂{node} · ") };
        let numbers = [step.upstream, step.local].map(signed);
        format!(
            "∂L/∂{input} += {upstream}∂{node}/∂{input} = {} · {} = {}",
            numbers[0],
            numbers[1],
            significant(step.product, 6)
        )
    }
}

/// An operation as it is written by hand.
pub(super) fn formula(operation: Operation, [u, v]: &[String; 2]) -> String {
    match operation {
        Operation::Add => format!("{u} + {v}"),
        Operation::Subtract => format!("{u} − {v}"),
        Operation::Multiply => format!("{u} · {v}"),
        Operation::Divide => format!("{u} / {v}"),
        Operation::Power if v == "2" => format!("{u}²"),
        Operation::Power if v == "3" => format!("{u}³"),
        Operation::Power => format!("{u}^{v}"),
        Operation::Negate => format!("−{u}"),
        Operation::Max | Operation::Min => format!("{}({u}, {v})", operation.name()),
        _ => format!("{} {u}", operation.name()),
    }
}
