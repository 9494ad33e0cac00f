//! A pass over a computation: its nodes as they are drawn, what each hands on, and both in words.

use super::Phase;
use super::example::Example;
use crate::autograd::{Operation, Tape};
use crate::chart::computation::Edge;
use crate::figure::speech::signed;
use crate::number::significant;

/// The name of the result.
pub(super) const LOSS: &str = "E";

/// One pass: forward, backward, step.
pub(super) struct Pass {
    /// The nodes that lead to the loss, which is the last.
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

/// A node as it is drawn.
pub(super) struct Drawn {
    pub(super) operation: Operation,
    /// Short: a symbol, or v with a number.
    pub(super) name: String,
    /// What it computes.
    pub(super) title: String,
    /// The same in the fewest signs.
    pub(super) sign: String,
    pub(super) value: f64,
    /// Which parameter it is.
    pub(super) parameter: Option<usize>,
    /// The key of its value, if it is given.
    pub(super) key: Option<&'static str>,
    /// Its inputs among the nodes that are drawn, with the slot of each: plain numbers are written where they are used.
    inputs: Vec<(usize, usize)>,
    /// Its inputs in words, for Python too.
    pub(super) operands: [String; 2],
}

/// A step of the chain rule between nodes that are drawn.
#[derive(Clone)]
pub(super) struct Step {
    node: usize,
    pub(super) input: usize,
    slot: usize,
    local: f64,
    upstream: f64,
    pub(super) product: f64,
}

impl Pass {
    /// Forward and backward on a tape of its own.
    pub(super) fn new(example: &Example, parameters: Vec<f64>, before: Vec<Option<f64>>) -> Self {
        let tape = Tape::new();
        let loss = example.on_tape(&tape, &parameters);
        // A constant formula has a value too, but no gradient.
        let contributions = tape.contributions(&loss).unwrap_or_default();
        let all = tape.nodes();
        let root = loss.place().min(all.len().saturating_sub(1));
        let mut wanted = vec![false; all.len()];
        wanted[root] = true;
        for place in (0..=root).rev() {
            if wanted[place] {
                all[place].inputs.iter().for_each(|&input| wanted[input] = true);
            }
        }
        let is_number = |place: usize| all[place].operation == Operation::Constant && place >= example.given.len();
        let mut drawn_as: Vec<Option<usize>> = vec![None; all.len()];
        let (mut nodes, mut operations): (Vec<Drawn>, Vec<usize>) = Default::default();
        for place in (0..=root).filter(|&place| wanted[place] && (!is_number(place) || place == root)) {
            let (node, given) = (&all[place], example.given.get(place));
            let (operation, value) = (node.operation, node.value[0]);
            let operand = |&input: &usize| match drawn_as[input] {
                Some(drawn) => nodes[drawn].name.clone(),
                None => compact(all[input].value[0]),
            };
            let operands = [0, 1].map(|slot| node.inputs.get(slot).map(operand).unwrap_or_default());
            let inputs = node.inputs.iter().enumerate().filter_map(|(slot, &input)| Some((drawn_as[input]?, slot)));
            let inputs = inputs.collect();
            let name = match (given, operation.inputs()) {
                (Some(given), _) => given.symbol.to_owned(),
                (None, 0) => significant(value, 4),
                _ if place == root => LOSS.into(),
                _ => format!("v{}", subscript(operations.len() + 1)),
            };
            let (mut title, mut sign) = (name.clone(), name.clone());
            if operation.inputs() > 0 {
                let is_drawn = [0, 1].map(|slot| node.inputs.get(slot).is_some_and(|&input| drawn_as[input].is_some()));
                sign = operation_sign(operation, &operands, is_drawn);
                title = format!("{name} = {}", formula(operation, &operands));
                operations.push(nodes.len());
            }
            let parameter = (place < parameters.len()).then_some(place);
            drawn_as[place] = Some(nodes.len());
            let key = given.map(|given| given.key);
            nodes.push(Drawn { operation, name, title, sign, value, parameter, key, inputs, operands });
        }
        // PyTorch goes on with the numbers of the rules, −½ for log at −2; but where there is no loss there is no slope of it.
        let has_loss = nodes.last().is_some_and(|loss| loss.value.is_finite());
        let slope = |numbers: &[f64]| if has_loss { numbers[0] } else { f64::NAN };
        let steps = contributions.iter().filter_map(|step| {
            let (node, input) = (drawn_as[step.node]?, drawn_as[step.input]?);
            let [local, upstream, product] = [&step.local, &step.upstream, &step.product].map(|it| slope(it));
            Some(Step { node, input, slot: step.slot, local, upstream, product })
        });
        let steps: Vec<Step> = steps.collect();
        let mut gradient = vec![0.0; parameters.len()];
        for step in &steps {
            if let Some(parameter) = nodes[step.input].parameter {
                gradient[parameter] += step.product;
            }
        }
        let visits = steps.chunk_by(|one, next| one.node == next.node).map(<[Step]>::to_vec).collect();
        Pass { nodes, operations, visits, parameters, before, gradient }
    }

    /// Which nodes each node is computed from.
    pub(super) fn inputs(&self) -> Vec<Vec<usize>> {
        self.nodes.iter().map(|node| node.inputs.iter().map(|&(input, _)| input).collect()).collect()
    }

    /// The edges in the order of [`inputs`](Self::inputs): the node that each leads to, and the slot of its input.
    pub(super) fn edges(&self) -> Vec<(usize, usize)> {
        let of =
            |(node, drawn): (usize, &Drawn)| drawn.inputs.iter().map(|&(_, slot)| (node, slot)).collect::<Vec<_>>();
        self.nodes.iter().enumerate().flat_map(of).collect()
    }

    /// The node of the loss.
    pub(super) fn root(&self) -> usize {
        self.nodes.len().saturating_sub(1)
    }

    pub(super) fn loss(&self) -> f64 {
        self.nodes.last().map_or(f64::NAN, |node| node.value)
    }

    /// All gradients of the parameters that have not been forgotten: those of this pass added to those before.
    pub(super) fn sum(&self) -> Vec<f64> {
        self.gradient.iter().zip(&self.before).map(|(now, before)| now + before.unwrap_or(0.0)).collect()
    }

    /// Products with local derivatives that the whole gradient takes, backward in one walk.
    pub(super) fn products_backward(&self) -> usize {
        self.visits.iter().map(Vec::len).sum()
    }

    /// Those that it takes forward, in a walk for each parameter: along all edges from what depends on that one.
    pub(super) fn products_forward(&self) -> Vec<usize> {
        let walk = |parameter: usize| {
            let mut depends = vec![false; self.nodes.len()];
            let mut products = 0;
            for (place, node) in self.nodes.iter().enumerate() {
                let inputs = node.inputs.iter().filter(|(input, _)| depends[*input]).count();
                products += inputs;
                depends[place] = node.parameter == Some(parameter) || inputs > 0;
            }
            products
        };
        (0..self.parameters.len()).map(walk).collect()
    }

    /// Whether a phase is about a node.
    pub(super) fn concerns(&self, phase: Phase, node: usize) -> bool {
        match phase {
            Phase::Forward(k) => self.operations[k] == node,
            Phase::Backward(visit, _) => self.visits[visit].first().is_some_and(|step| step.node == node),
            Phase::Update | Phase::Zero => self.nodes[node].parameter.is_some(),
            Phase::Refused => node == self.root(),
        }
    }

    /// What runs along an edge in a phase.
    pub(super) fn flow(&self, phase: Phase, (node, slot): (usize, usize)) -> Edge {
        match phase {
            Phase::Forward(k) if self.operations[k] == node => Edge { flow: 1, label: String::new() },
            Phase::Backward(visit, _) => {
                let step = self.visits[visit].iter().find(|step| (step.node, step.slot) == (node, slot));
                let label = |step: &Step| match step.product.is_finite() {
                    true => format!("{} × {}", brief(step.upstream), bracketed(step.local)),
                    false => String::new(),
                };
                step.map(|step| Edge { flow: -1, label: label(step) }).unwrap_or_default()
            }
            _ => Edge::default(),
        }
    }

    /// The first node without a value.
    pub(super) fn trouble(&self) -> Option<&Drawn> {
        self.nodes.iter().find(|node| !node.value.is_finite())
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
        let before = if step.node == self.root() { String::new() } else { format!("∂E/∂{node} · ") };
        let [upstream, local] = [step.upstream, step.local].map(signed);
        let product = significant(step.product, 6);
        format!("∂E/∂{input} += {before}∂{node}/∂{input} = {upstream} · {local} = {product}")
    }

    /// The parameters after the step.
    pub(super) fn stepped(&self, lr: f64) -> Vec<f64> {
        self.parameters.iter().zip(self.sum()).map(|(parameter, gradient)| parameter - lr * gradient).collect()
    }

    /// The step of a parameter with its numbers.
    pub(super) fn update(&self, parameter: usize, name: &str, lr: f64) -> String {
        let (w, gradient) = (self.parameters[parameter], self.sum()[parameter]);
        let after = significant(self.stepped(lr)[parameter], 4);
        let [w, gradient] = [w, gradient].map(signed);
        format!("{name} ← {name} − η ∂E/∂{name} = {w} − {} · {gradient} = {after}", significant(lr, 3))
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
        Operation::Max | Operation::Min => format!("{}({}, {})", operation.name(), bare(u), bare(v)),
        _ => format!("{} {u}", operation.name()),
    }
}

/// An operand without parentheses of its own.
fn bare(operand: &str) -> &str {
    operand.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).map_or(operand, str::trim)
}

/// An operation in the fewest signs: its operands are named where their order counts, in powers, and where they are not
/// drawn.
fn operation_sign(operation: Operation, [u, v]: &[String; 2], is_drawn: [bool; 2]) -> String {
    let sign = match operation {
        Operation::Add => "+",
        Operation::Subtract => "−",
        Operation::Multiply => "×",
        Operation::Divide => "÷",
        Operation::Power => return formula(operation, &[u.clone(), v.clone()]),
        Operation::Negate => return "−".into(),
        operation => return operation.name().into(),
    };
    match (operation, is_drawn) {
        (Operation::Add | Operation::Multiply, [true, true]) => sign.into(),
        (_, [false, true]) => format!("{u} {sign}"),
        (_, [true, false]) => format!("{sign} {v}"),
        _ => format!("{u} {sign} {v}"),
    }
}

/// A number as it stands on an edge.
pub(super) fn brief(number: f64) -> String {
    significant(number, 3)
}

/// The same behind an operator.
fn bracketed(number: f64) -> String {
    if number < 0.0 { format!("({})", brief(number)) } else { brief(number) }
}

/// A number as it stands in a formula.
fn compact(number: f64) -> String {
    signed(number).replace(' ', "")
}

/// A whole number below a letter.
fn subscript(number: usize) -> String {
    let digit = |digit: char| char::from_u32('₀' as u32 + digit.to_digit(10).unwrap_or(0)).unwrap_or('₀');
    number.to_string().chars().map(digit).collect()
}
