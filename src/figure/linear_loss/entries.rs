//! What the figure of the loss is a function of: its keys, their ranges and defaults.

use crate::figure::sheet::{Entry, Kind, Place};
use crate::language::Text;

pub(super) const LOSS: &str = "figure.loss";
pub(super) const W: &str = "figure.w";
pub(super) const LR: &str = "lr";
pub(super) const SCORE: &str = "figure.score";
pub(super) const POINTS: &str = "figure.points";
pub(super) const CLASSES: &str = "figure.classes";
pub(super) const SQUARED: &str = "half-squared-error";
pub(super) const CROSS: &str = "cross-entropy";

pub(super) static ENTRIES: &[Entry] = &[
    Entry {
        key: LOSS,
        label: Text::new("loss", "损失"),
        kind: Kind::Choice(&[
            (SQUARED, Text::new("squared error", "平方误差")),
            (CROSS, Text::new("cross-entropy", "交叉熵")),
        ]),
        default: SQUARED,
        place: Place::Open,
    },
    Entry {
        key: W,
        label: Text::new("weight w", "权重 w"),
        kind: Kind::Number { min: -4.0, max: 4.0, logarithmic: false },
        default: "-0.6",
        place: Place::Open,
    },
    Entry {
        key: LR,
        label: Text::new("learning rate η", "学习率 η"),
        kind: Kind::Number { min: 1e-4, max: 10.0, logarithmic: true },
        default: "0.01",
        place: Place::Open,
    },
    Entry {
        key: SCORE,
        label: Text::new("score s of the example", "样本的得分 s"),
        kind: Kind::Number { min: -8.0, max: 8.0, logarithmic: false },
        default: "-5",
        place: Place::Picture,
    },
    Entry {
        key: POINTS,
        label: Text::new("points", "数据点"),
        kind: Kind::Numbers { count: 10, min: -10.0, max: 10.0 },
        default: "0.7,0.9,1.5,1.2,2.4,2.6,3.2,2.5,4.3,4.1",
        place: Place::Picture,
    },
    Entry {
        key: CLASSES,
        label: Text::new("points", "数据点"),
        kind: Kind::Numbers { count: 12, min: -10.0, max: 10.0 },
        default: "-3.2,0,-1.6,0,-0.5,1,0.6,0,1.9,1,3.4,1",
        place: Place::Picture,
    },
];
