//! What the figure of automatic differentiation is a function of: its keys, their ranges and defaults.

use crate::figure::sheet::{Entry, Kind, Place};
use crate::language::Text;

pub(super) const EXAMPLE: &str = "figure.example";
pub(super) const LESSON: &str = "figure.lesson";
pub(super) const F: &str = "f";
pub(super) const LR: &str = "lr";
pub(super) const FORMULA: &str = "formula";
pub(super) const LINEAR: &str = "linear";
pub(super) const NEURON: &str = "neuron";

const VALUES: Kind = Kind::Number { min: -1000.0, max: 1000.0, logarithmic: false };

const fn value(key: &'static str, label: &'static str, default: &'static str) -> Entry {
    Entry { key, label: Text::same(label), kind: VALUES, default, place: Place::Picture }
}

pub(super) static ENTRIES: &[Entry] = &[
    Entry {
        key: EXAMPLE,
        label: Text::new("computation", "计算"),
        kind: Kind::Choice(&[
            (LINEAR, Text::new("linear model, squared error", "线性模型，平方误差")),
            (NEURON, Text::new("neuron, cross-entropy", "神经元，交叉熵")),
            (FORMULA, Text::new("a formula", "一个公式")),
        ]),
        default: LINEAR,
        place: Place::Open,
    },
    Entry {
        key: LESSON,
        label: Text::new("what is done", "做法"),
        kind: Kind::Choice(&[
            ("backward", Text::new("loss.backward()", "loss.backward()")),
            ("grad", Text::new("autograd.grad(loss, …)", "autograd.grad(loss, …)")),
            ("forget", Text::new("zero_grad forgotten", "忘了 zero_grad")),
            ("twice", Text::new("backward() twice", "backward() 两次")),
            ("retain", Text::new("twice, with retain_graph", "两次，用 retain_graph")),
        ]),
        default: "backward",
        place: Place::Open,
    },
    Entry {
        key: F,
        label: Text::same("f(x, y)"),
        kind: Kind::Formula { variables: 2 },
        default: "log(x) + x*y - sin(y)",
        place: Place::Open,
    },
    Entry {
        key: LR,
        label: Text::new("learning rate η", "学习率 η"),
        kind: Kind::Number { min: 1e-4, max: 10.0, logarithmic: true },
        default: "0.05",
        place: Place::Open,
    },
    value("figure.w", "w", "0.5"),
    value("figure.b", "b", "-1"),
    value("figure.input", "x", "2"),
    value("figure.target", "y", "3"),
    value("figure.class", "t", "1"),
    value("figure.x", "x", "2"),
    value("figure.y", "y", "5"),
];
