//! What is computed: a formula, a neuron or a linear model with squared error, a neuron with cross-entropy.

use super::EXAMPLE;
use crate::autograd::{Tape, Var};
use crate::error::Result;
use crate::expression::Expression;
use crate::figure::Values;
use crate::key::Choice;
use crate::loss::Loss;
use crate::words::Label;

/// A row of [`EXAMPLES`].
pub(super) struct Row {
    pub(super) choice: Choice,
    /// Symbol and key of what is given: of the parameters, which are at most two, then of the data.
    given: &'static [(&'static str, &'static str)],
    /// Where new parameters are drawn from.
    pub(super) start: (f64, f64),
    /// The model; none where the formula of the experiment is what is computed.
    model: Option<Model>,
}

/// The loss of a score wx + b.
struct Model {
    title: &'static str,
    /// Its value, and its slope by the score.
    value: fn(score: f64, target: f64) -> f64,
    slope: fn(score: f64, target: f64) -> f64,
    on_tape: for<'t> fn(score: Var<'t>, target: Var<'t>) -> Var<'t>,
}

/// All examples.
pub(super) static EXAMPLES: &[Row] = &[
    Row {
        choice: Choice { name: "tanh", label: Label::named("autograd.tanh") },
        given: &[("w", "figure.w"), ("b", "figure.b"), ("x", "figure.input"), ("y", "figure.target")],
        start: (-1.0, 1.0),
        model: Some(Model {
            title: "½(y − tanh(wx + b))²",
            value: |score, y| 0.5 * (y - libm::tanh(score)) * (y - libm::tanh(score)),
            slope: |score, y| (libm::tanh(score) - y) * (1.0 - libm::tanh(score) * libm::tanh(score)),
            on_tape: |score, y| (y - score.tanh()).powi(2) * 0.5,
        }),
    },
    Row {
        choice: Choice { name: "linear", label: Label::named("autograd.linear") },
        given: &[("w", "figure.w"), ("b", "figure.b"), ("x", "figure.input"), ("y", "figure.target")],
        start: (-2.0, 2.0),
        model: Some(Model {
            title: "½(y − (wx + b))²",
            value: |score, y| Loss::HalfSquaredError.value(score, y),
            slope: |score, y| Loss::HalfSquaredError.derivative(score, y),
            on_tape: |score, y| (y - score).powi(2) * 0.5,
        }),
    },
    Row {
        choice: Choice { name: "neuron", label: Label::named("autograd.neuron") },
        given: &[("w", "figure.w"), ("b", "figure.b"), ("x", "figure.input"), ("t", "figure.class")],
        start: (-2.0, 2.0),
        model: Some(Model {
            title: "−t log σ(wx + b) − (1 − t) log(1 − σ(wx + b))",
            value: |score, t| Loss::CrossEntropy.value(score, t),
            slope: |score, t| Loss::CrossEntropy.derivative(score, t),
            on_tape: |score, t| score.softplus() - t * score,
        }),
    },
    Row {
        choice: Choice { name: "formula", label: Label::named("autograd.formula") },
        given: &[("x", "figure.x"), ("y", "figure.y")],
        // Away from zero, where the logarithm of the first formula ends.
        start: (0.5, 5.0),
        model: None,
    },
];

impl Row {
    pub(super) fn of(values: &Values) -> &'static Row {
        &EXAMPLES[values.choice(EXAMPLE)]
    }

    pub(super) fn is_formula(&self) -> bool {
        self.model.is_none()
    }
}

/// A computation with the values it begins with.
pub(super) struct Example {
    kind: Kind,
    /// The parameters, then the data.
    pub(super) given: Vec<Given>,
}

/// A parameter or a datum.
pub(super) struct Given {
    pub(super) symbol: &'static str,
    pub(super) key: &'static str,
    pub(super) value: f64,
}

enum Kind {
    /// f(x) or f(x, y), and its derivatives.
    Formula(Box<Expression>, Vec<Expression>),
    /// The loss of a model on a sample: x and its target.
    Model(&'static Model, [f64; 2]),
}

impl Example {
    /// The example of some values.
    ///
    /// # Errors
    /// What is wrong with a formula.
    pub(super) fn new(values: &Values) -> Result<Self> {
        let row = Row::of(values);
        let (kind, given) = match &row.model {
            Some(model) => (Kind::Model(model, [2, 3].map(|place| values.number(row.given[place].1))), row.given),
            None => {
                let f = values.formula(row.given.len())?;
                let derivatives: Vec<Expression> = (0..f.variables().max(1)).map(|k| f.derivative(k)).collect();
                let given = &row.given[..derivatives.len()];
                (Kind::Formula(Box::new(f), derivatives), given)
            }
        };
        let given = given.iter().map(|&(symbol, key)| Given { symbol, key, value: values.number(key) }).collect();
        Ok(Example { kind, given })
    }

    /// The parameters as they are at first.
    pub(super) fn parameters(&self) -> &[Given] {
        &self.given[..self.given.len().min(2)]
    }

    pub(super) fn data(&self) -> &[Given] {
        &self.given[self.parameters().len()..]
    }

    /// The loss as it is written.
    pub(super) fn title(&self) -> String {
        match &self.kind {
            Kind::Formula(f, _) => f.to_string(),
            Kind::Model(model, _) => model.title.into(),
        }
    }

    /// The loss at some parameters, without a tape.
    pub(super) fn loss(&self, parameters: &[f64]) -> f64 {
        match &self.kind {
            Kind::Formula(f, _) => f.value(parameters),
            Kind::Model(model, [x, target]) => (model.value)(parameters[0] * x + parameters[1], *target),
        }
    }

    /// Its gradient by formulas, without a tape.
    pub(super) fn gradient(&self, parameters: &[f64]) -> Vec<f64> {
        match &self.kind {
            Kind::Formula(_, derivatives) => derivatives.iter().map(|slope| slope.value(parameters)).collect(),
            Kind::Model(model, [x, target]) => {
                let by_score = (model.slope)(parameters[0] * x + parameters[1], *target);
                vec![by_score * x, by_score]
            }
        }
    }

    /// The loss at some parameters, on a tape after all that is given.
    pub(super) fn on_tape<'t>(&self, tape: &'t Tape, parameters: &[f64]) -> Var<'t> {
        let leaves: Vec<Var<'t>> = parameters.iter().map(|&parameter| tape.leaf(parameter)).collect();
        let data: Vec<Var<'t>> = self.data().iter().map(|datum| tape.constant(datum.value)).collect();
        match &self.kind {
            Kind::Formula(f, _) => f.on_tape(tape, &leaves).unwrap_or_else(|_| tape.constant(f64::NAN)),
            Kind::Model(model, _) => (model.on_tape)(leaves[0] * data[0] + leaves[1], data[1]),
        }
    }
}
