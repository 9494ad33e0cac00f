//! What is computed: a formula, a linear model with squared error, a neuron with cross-entropy; and a pass over it.

use super::super::words::signed;
use super::{F, FORMULA, LINEAR, MOST_NODES, Phase, Series, Sheet};
use crate::autograd::{Operation, Tape, Var};
use crate::error::{Error, GraphError, Result};
use crate::expression::Expression;
use crate::loss::Loss;
use crate::model::sigmoid;
use crate::number::significant;

/// A computation with the values it begins with.
pub(super) struct Example {
    kind: Kind,
    /// Of the parameters, then of the data.
    values: Vec<f64>,
}

enum Kind {
    /// f(x) or f(x, y), and its derivatives.
    Formula(Expression, Vec<Expression>),
    /// ½(y − (wx + b))².
    Linear,
    /// Cross-entropy of σ(wx + b) with the class t.
    Neuron,
}

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
    inputs: Vec<(usize, usize)>,
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
    upstream: f64,
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

impl Example {
    /// The example of a sheet.
    ///
    /// # Errors
    /// A formula that is too large to be drawn.
    pub(super) fn of(sheet: &Sheet) -> Result<Self> {
        let name = sheet.text(super::EXAMPLE);
        let kind = match name {
            FORMULA => {
                let f = sheet.formula(F)?;
                let derivatives = (0..f.variables().max(1)).map(|k| f.derivative(k)).collect();
                Kind::Formula(f, derivatives)
            }
            LINEAR => Kind::Linear,
            _ => Kind::Neuron,
        };
        let mut example = Example { kind, values: Vec::new() };
        example.values = example.keys().iter().map(|key| sheet.number(key)).collect();
        let nodes = example.pass(&example.parameters(), Vec::new()).nodes.len();
        if nodes > MOST_NODES {
            return Err(Error::Graph(GraphError::TooLargeToDraw { nodes, limit: MOST_NODES }));
        }
        Ok(example)
    }

    /// The keys of the values, the parameters' first.
    fn keys(&self) -> &'static [&'static str] {
        match &self.kind {
            Kind::Formula(_, derivatives) if derivatives.len() == 1 => &["figure.x"],
            Kind::Formula(..) => &["figure.x", "figure.y"],
            Kind::Linear => &["figure.w", "figure.b", "figure.input", "figure.target"],
            Kind::Neuron => &["figure.w", "figure.b", "figure.input", "figure.class"],
        }
    }

    fn symbols(&self) -> &'static [&'static str] {
        match &self.kind {
            Kind::Formula(_, derivatives) if derivatives.len() == 1 => &["x"],
            Kind::Formula(..) => &["x", "y"],
            Kind::Linear => &["w", "b", "x", "y"],
            Kind::Neuron => &["w", "b", "x", "t"],
        }
    }

    fn count(&self) -> usize {
        self.symbols().len().min(2)
    }

    /// The symbols of the parameters.
    pub(super) fn names(&self) -> &'static [&'static str] {
        &self.symbols()[..self.count()]
    }

    pub(super) fn parameter_keys(&self) -> &'static [&'static str] {
        &self.keys()[..self.count()]
    }

    /// The parameters that it begins with.
    pub(super) fn parameters(&self) -> Vec<f64> {
        self.values[..self.count()].to_vec()
    }

    /// The data: symbols and values.
    pub(super) fn data(&self) -> impl Iterator<Item = (&'static str, f64)> + '_ {
        self.symbols().iter().copied().zip(self.values.iter().copied()).skip(self.count())
    }

    /// The loss as it is written.
    pub(super) fn title(&self) -> String {
        match &self.kind {
            Kind::Formula(f, _) => f.to_string(),
            Kind::Linear => "½(y − (wx + b))²".into(),
            Kind::Neuron => "−t log σ(wx + b) − (1 − t) log(1 − σ(wx + b))".into(),
        }
    }

    /// The loss at some parameters, without a tape.
    pub(super) fn loss(&self, parameters: &[f64]) -> f64 {
        let score = || parameters[0] * self.values[2] + parameters[1];
        match &self.kind {
            Kind::Formula(f, _) => f.value(parameters),
            Kind::Linear => Loss::HalfSquaredError.value(score(), self.values[3]),
            Kind::Neuron => Loss::CrossEntropy.value(score(), self.values[3]),
        }
    }

    /// Its gradient by formulas, without a tape.
    pub(super) fn analytic(&self, parameters: &[f64]) -> Vec<f64> {
        let score = || parameters[0] * self.values[2] + parameters[1];
        let by_score = match &self.kind {
            Kind::Formula(_, derivatives) => return derivatives.iter().map(|slope| slope.value(parameters)).collect(),
            Kind::Linear => score() - self.values[3],
            Kind::Neuron => sigmoid(score()) - self.values[3],
        };
        vec![by_score * self.values[2], by_score]
    }

    /// So many passes from the first parameters on, fewer where they leave all bounds. Whether gradients add up from one
    /// pass to the next, as they do where nobody forgets them.
    pub(super) fn run(&self, count: usize, lr: f64, adds_up: bool) -> Vec<Pass> {
        let (mut parameters, mut before) = (self.parameters(), vec![None; self.count()]);
        let mut passes: Vec<Pass> = Vec::with_capacity(count);
        while passes.len() < count {
            let pass = self.pass(&parameters, before.clone());
            let sum: Vec<f64> = pass
                .gradient
                .iter()
                .zip(&before)
                .map(|(now, before): (&f64, &Option<f64>)| now + before.unwrap_or(0.0))
                .collect();
            for (parameter, gradient) in parameters.iter_mut().zip(&sum) {
                *parameter -= lr * gradient;
            }
            passes.push(pass);
            if !parameters.iter().all(|parameter| parameter.abs() < 1e9) {
                break;
            }
            if adds_up {
                before = sum.into_iter().map(Some).collect();
            }
        }
        passes
    }

    /// Forward and backward on a tape of its own.
    fn pass(&self, parameters: &[f64], before: Vec<Option<f64>>) -> Pass {
        let tape = Tape::new();
        let leaves: Vec<Var<'_>> = parameters.iter().map(|&parameter| tape.leaf(parameter)).collect();
        let data: Vec<Var<'_>> = self.data().map(|(_, value)| tape.constant(value)).collect();
        let loss = match &self.kind {
            // A constant formula has a value too, but no gradient.
            Kind::Formula(f, _) => f.on_tape(&tape, &leaves).unwrap_or_else(|_| tape.constant(f64::NAN)),
            Kind::Linear => (data[1] - (leaves[0] * data[0] + leaves[1])).powi(2) * 0.5,
            Kind::Neuron => {
                let score = leaves[0] * data[0] + leaves[1];
                score.softplus() - data[1] * score
            }
        };
        let contributions = tape.contributions(&loss).unwrap_or_default();
        let all = tape.nodes();
        let root = loss.place().min(all.len().saturating_sub(1));
        // What leads to the loss; plain numbers are written where they are used.
        let mut wanted = vec![false; all.len()];
        wanted[root] = true;
        for place in (0..=root).rev().filter(|&place| all[place].operation.inputs() > 0) {
            if wanted[place] {
                all[place].inputs.iter().for_each(|&input| wanted[input] = true);
            }
        }
        let given = leaves.len() + data.len();
        let is_number = |place: usize| all[place].operation == Operation::Constant && place >= given;
        let mut drawn_as = vec![None; all.len()];
        let mut nodes: Vec<Drawn> = Vec::new();
        let mut operations = Vec::new();
        for place in (0..=root).filter(|&place| wanted[place] && (!is_number(place) || place == root)) {
            let node = &all[place];
            let value = node.value[0];
            let word = |input: usize| match drawn_as[input] {
                Some(drawn) => {
                    let drawn: usize = drawn;
                    nodes[drawn].name.clone()
                }
                None => signed(all[input].value[0]).replace(' ', ""),
            };
            let operands = [0, 1].map(|slot| node.inputs.get(slot).map_or_else(String::new, |&input| word(input)));
            let inputs: Vec<(usize, usize)> =
                node.inputs.iter().enumerate().filter_map(|(slot, &input)| Some((drawn_as[input]?, slot))).collect();
            let is_given = place < given;
            let name = match node.operation.inputs() {
                0 if is_given => self.symbols()[place].to_owned(),
                0 => significant(value, 4),
                _ if place == root => "L".into(),
                _ => format!("v{}", subscript(operations.len() + 1)),
            };
            let title = match node.operation.inputs() {
                0 => name.clone(),
                _ => format!("{name} = {}", formula(node.operation, &operands)),
            };
            drawn_as[place] = Some(nodes.len());
            if node.operation.inputs() > 0 {
                operations.push(nodes.len());
            }
            nodes.push(Drawn {
                operation: node.operation,
                name,
                title,
                value,
                parameter: (place < leaves.len()).then_some(place),
                key: is_given.then(|| self.keys()[place]),
                inputs,
                operands,
            });
        }
        let mut visits: Vec<Vec<Step>> = Vec::new();
        let mut visited = None;
        for step in contributions {
            let (Some(node), Some(input)) = (drawn_as[step.node], drawn_as[step.input]) else { continue };
            if visited != Some(node) {
                visited = Some(node);
                visits.push(Vec::new());
            }
            let step = Step {
                node,
                input,
                slot: step.slot,
                local: step.local[0],
                upstream: step.upstream[0],
                product: step.product[0],
            };
            if let Some(visit) = visits.last_mut() {
                visit.push(step);
            }
        }
        let mut gradient = vec![0.0; parameters.len()];
        for step in visits.iter().flatten() {
            if let Some(parameter) = nodes[step.input].parameter {
                gradient[parameter] += step.product;
            }
        }
        Pass { nodes, operations, visits, parameters: parameters.to_vec(), before, gradient }
    }

    /// The step of each parameter, in words.
    pub(super) fn updates(&self, pass: &Pass, lr: f64) -> Vec<(Option<Series>, String)> {
        let update = |k: usize, name: &str| {
            let gradient = pass.gradient[k] + pass.before.get(k).copied().flatten().unwrap_or(0.0);
            let after = pass.parameters[k] - lr * gradient;
            let [w, lr, gradient] = [signed(pass.parameters[k]), significant(lr, 3), signed(gradient)];
            (
                Some(Series::Batch),
                format!("{name} ← {name} − η ∂L/∂{name} = {w} − {lr} · {gradient} = {}", significant(after, 4)),
            )
        };
        self.names().iter().enumerate().map(|(k, name)| update(k, name)).collect()
    }
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
fn formula(operation: Operation, [u, v]: &[String; 2]) -> String {
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

/// A whole number below a letter.
fn subscript(number: usize) -> String {
    let digit = |digit: char| char::from_u32('₀' as u32 + digit.to_digit(10).unwrap_or(0)).unwrap_or('₀');
    number.to_string().chars().map(digit).collect()
}
