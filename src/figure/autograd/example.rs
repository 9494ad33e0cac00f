//! What is computed: a formula, a linear model with squared error, a neuron with cross-entropy.

use super::entries::{EXAMPLE, F, FORMULA, LINEAR};
use super::pass::{Drawn, Pass, Step, formula};
use crate::autograd::{Operation, Tape, Var};
use crate::chart::Style;
use crate::error::{Error, GraphError, Result};
use crate::expression::Expression;
use crate::figure::sheet::Sheet;
use crate::figure::words::signed;
use crate::loss::Loss;
use crate::model::sigmoid;
use crate::number::significant;

/// The most nodes that are drawn.
const MOST_NODES: usize = 28;

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

impl Example {
    /// The example of a sheet.
    ///
    /// # Errors
    /// A formula that is too large to be drawn.
    pub(super) fn of(sheet: &Sheet) -> Result<Self> {
        let name = sheet.text(EXAMPLE);
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
        // PyTorch goes on with the numbers of the rules, −½ for log at −2; but where there is no loss there is no slope of it.
        let has_loss = nodes.last().is_some_and(|loss| loss.value.is_finite());
        let slope = |number: f64| if has_loss { number } else { f64::NAN };
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
                local: slope(step.local[0]),
                upstream: slope(step.upstream[0]),
                product: slope(step.product[0]),
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
    pub(super) fn updates(&self, pass: &Pass, lr: f64) -> Vec<(Option<Style>, String)> {
        let update = |k: usize, name: &str| {
            let gradient = pass.gradient[k] + pass.before.get(k).copied().flatten().unwrap_or(0.0);
            let after = pass.parameters[k] - lr * gradient;
            let [w, lr, gradient] = [signed(pass.parameters[k]), significant(lr, 3), signed(gradient)];
            (
                Some(Style::BATCH),
                format!("{name} ← {name} − η ∂L/∂{name} = {w} − {lr} · {gradient} = {}", significant(after, 4)),
            )
        };
        self.names().iter().enumerate().map(|(k, name)| update(k, name)).collect()
    }
}

/// A whole number below a letter.
fn subscript(number: usize) -> String {
    let digit = |digit: char| char::from_u32('₀' as u32 + digit.to_digit(10).unwrap_or(0)).unwrap_or('₀');
    number.to_string().chars().map(digit).collect()
}
