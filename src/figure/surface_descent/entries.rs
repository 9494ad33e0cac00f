//! What descent on a surface is a function of: its keys, their ranges and defaults.

use super::presets::NAMES;
use crate::figure::sheet::{Entry, Kind, Place};
use crate::language::Text;

pub(super) const SURFACE: &str = "surface";
pub(super) const CONDITION: &str = "condition";
pub(super) const F: &str = "f";
pub(super) const LR: &str = "lr";
pub(super) const MOMENTUM: &str = "momentum";
pub(super) const START: &str = "start";

pub(super) static ENTRIES: &[Entry] = &[
    Entry {
        key: SURFACE,
        label: Text::new("surface", "曲面"),
        kind: Kind::Choice(NAMES),
        default: "saddle",
        place: Place::Open,
    },
    Entry {
        key: LR,
        label: Text::new("learning rate η", "学习率 η"),
        kind: Kind::Number { min: 1e-7, max: 100.0, logarithmic: true },
        default: "0.05",
        place: Place::Open,
    },
    Entry {
        key: CONDITION,
        label: Text::new("condition number κ", "条件数 κ"),
        kind: Kind::Number { min: 1.0, max: 1e6, logarithmic: true },
        default: "10",
        place: Place::Folded,
    },
    Entry {
        key: MOMENTUM,
        label: Text::new("momentum", "动量"),
        kind: Kind::Number { min: 0.0, max: 0.999, logarithmic: false },
        default: "0",
        place: Place::Folded,
    },
    Entry {
        key: F,
        label: Text::new("your own f(x, y)", "自己的 f(x, y)"),
        kind: Kind::Formula { variables: 2 },
        default: "x^2 + y^2/4 + sin(3x)*cos(2y)",
        place: Place::Folded,
    },
    Entry {
        key: START,
        label: Text::new("start", "起点"),
        kind: Kind::Numbers { count: 2, min: -1000.0, max: 1000.0 },
        default: "0,1.6",
        place: Place::Picture,
    },
];
