//! What descent on a curve is a function of: its keys, their ranges and defaults.

use super::presets::NAMES;
use crate::figure::sheet::{Entry, Kind, Place};
use crate::language::Text;

pub(super) const PRESET: &str = "figure.preset";
pub(super) const F: &str = "f";
pub(super) const LR: &str = "lr";
pub(super) const START: &str = "start";
pub(super) const LEFT: &str = "figure.left";
pub(super) const RIGHT: &str = "figure.right";

pub(super) static ENTRIES: &[Entry] = &[
    Entry {
        key: PRESET,
        label: Text::new("curve", "曲线"),
        kind: Kind::Choice(NAMES),
        default: "bowl",
        place: Place::Open,
    },
    Entry {
        key: LR,
        label: Text::new("learning rate η", "学习率 η"),
        kind: Kind::Number { min: 1e-6, max: 1000.0, logarithmic: true },
        default: "0.3",
        place: Place::Open,
    },
    Entry {
        key: F,
        label: Text::same("f(x)"),
        kind: Kind::Formula { variables: 1 },
        default: "x^2/2",
        place: Place::Open,
    },
    Entry {
        key: START,
        label: Text::new("start x₀", "起点 x₀"),
        kind: Kind::Number { min: -1000.0, max: 1000.0, logarithmic: false },
        default: "-2.5",
        place: Place::Folded,
    },
    Entry {
        key: LEFT,
        label: Text::new("x from", "x 从"),
        kind: Kind::Number { min: -1000.0, max: 999.0, logarithmic: false },
        default: "-3",
        place: Place::Folded,
    },
    Entry {
        key: RIGHT,
        label: Text::new("x to", "x 到"),
        kind: Kind::Number { min: -999.0, max: 1000.0, logarithmic: false },
        default: "3",
        place: Place::Folded,
    },
];
