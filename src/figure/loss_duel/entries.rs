//! What the duel is a function of: its keys, their ranges and defaults.

use crate::figure::sheet::{Entry, Kind, Place};
use crate::language::Text;

pub(super) const DATA: &str = "data";
pub(super) const N: &str = "n";
pub(super) const DISTANCE: &str = "distance";
pub(super) const NOISE: &str = "noise";
pub(super) const LR: &str = "lr";
pub(super) const SAMPLER: &str = "sampler";
pub(super) const BATCH: &str = "batch";
pub(super) const START: &str = "start";
pub(super) const SEED: &str = "seed";
pub(super) const X: &str = "figure.x";
pub(super) const Y: &str = "figure.y";

/// Weights are shown up to this.
pub(super) const WINDOW: f64 = 10.0;

pub(super) static ENTRIES: &[Entry] = &[
    Entry {
        key: DATA,
        label: Text::new("data", "数据"),
        kind: Kind::Choice(&[
            ("blobs", Text::new("two classes", "两类点")),
            ("iris", Text::new("Iris 1936", "鸢尾花 1936")),
        ]),
        default: "blobs",
        place: Place::Open,
    },
    Entry {
        key: LR,
        label: Text::new("learning rate η", "学习率 η"),
        kind: Kind::Number { min: 1e-3, max: 100.0, logarithmic: true },
        default: "1",
        place: Place::Open,
    },
    Entry {
        key: SAMPLER,
        label: Text::new("samples are drawn", "抽样"),
        kind: Kind::Choice(&[
            ("full", Text::new("all samples", "全部样本")),
            ("shuffle", Text::new("without replacement", "不放回")),
            ("uniform", Text::new("with replacement", "有放回")),
        ]),
        default: "full",
        place: Place::Open,
    },
    Entry {
        key: BATCH,
        label: Text::new("batch size m", "批量 m"),
        kind: Kind::Number { min: 1.0, max: 400.0, logarithmic: true },
        default: "8",
        place: Place::Open,
    },
    Entry {
        key: DISTANCE,
        label: Text::new("distance of the classes", "两类的距离"),
        kind: Kind::Number { min: 0.0, max: 8.0, logarithmic: false },
        default: "2.4",
        place: Place::Open,
    },
    Entry {
        key: NOISE,
        label: Text::new("noise σ", "噪声 σ"),
        kind: Kind::Number { min: 0.05, max: 3.0, logarithmic: true },
        default: "0.9",
        place: Place::Open,
    },
    Entry {
        key: X,
        label: Text::new("against", "横轴"),
        kind: Kind::Choice(&[
            ("updates", Text::new("updates", "更新次数")),
            ("samples", Text::new("samples seen", "见过的样本")),
            ("epochs", Text::new("epochs", "轮次")),
        ]),
        default: "updates",
        place: Place::Folded,
    },
    Entry {
        key: Y,
        label: Text::new("shown", "纵轴"),
        kind: Kind::Choice(&[
            ("accuracy", Text::new("accuracy", "正确率")),
            ("loss", Text::new("each its own loss", "各自的损失")),
        ]),
        default: "accuracy",
        place: Place::Open,
    },
    Entry {
        key: N,
        label: Text::new("samples n", "样本数 n"),
        kind: Kind::Number { min: 2.0, max: 400.0, logarithmic: true },
        default: "80",
        place: Place::Folded,
    },
    Entry {
        key: SEED,
        label: Text::new("seed", "随机种子"),
        kind: Kind::Number { min: 0.0, max: u32::MAX as f64, logarithmic: false },
        default: "1",
        place: Place::Picture,
    },
    Entry {
        key: START,
        label: Text::new("start", "起点"),
        kind: Kind::Numbers { count: 2, min: -WINDOW, max: WINDOW },
        default: "-7,-6",
        place: Place::Picture,
    },
];
