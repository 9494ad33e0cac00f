//! The curves that are offered: formula, learning rate, start and range of each.

use super::{LEFT, PRESET, RIGHT};
use crate::error::Result;
use crate::figure::Values;
use crate::figure::window;
use crate::key::Choice;
use crate::words::Label;

/// A curve with what makes it worth looking at.
struct Preset {
    choice: Choice,
    f: &'static str,
    lr: f64,
    start: f64,
    range: (f64, f64),
}

const OWN: Choice = Choice::named("own", "curve.own");

/// The curves that are offered. One more is one more row.
static PRESETS: &[Preset] = &[
    Preset { choice: Choice::named("bowl", "curve.bowl"), f: "x^2/2", lr: 0.3, start: -2.5, range: (-3.0, 3.0) },
    Preset {
        choice: Choice::named("double-well", "curve.double-well"),
        f: "x^4/4 - x^2 + x/5",
        lr: 0.12,
        start: 0.3,
        range: (-2.3, 2.3),
    },
    Preset {
        choice: Choice::named("plateau", "curve.plateau"),
        f: "tanh(x)^2 + x^2/200",
        lr: 0.5,
        start: 3.6,
        range: (-5.0, 5.0),
    },
    Preset {
        choice: Choice::named("cliff", "curve.cliff"),
        f: "x/4 + 3/(1 + exp(-12x)) + x^2/20",
        lr: 0.4,
        start: 3.2,
        range: (-6.0, 4.0),
    },
    Preset {
        choice: Choice::named("wave", "curve.wave"),
        f: "x^2/10 + sin(3x)",
        lr: 0.05,
        start: 4.2,
        range: (-5.0, 5.0),
    },
    Preset {
        choice: Choice { name: "quartic", label: Label::Symbol("x⁴") },
        f: "x^4",
        lr: 0.05,
        start: -1.3,
        range: (-1.6, 1.6),
    },
    Preset {
        choice: Choice { name: "absolute", label: Label::Symbol("|x|") },
        f: "abs(x)",
        lr: 0.3,
        start: -2.2,
        range: (-3.0, 3.0),
    },
];

/// The presets, and a curve of one's own.
pub(super) fn choices() -> Vec<Choice> {
    PRESETS.iter().map(|preset| preset.choice).chain([OWN]).collect()
}

/// A preset stands for the values that are not given with it; a formula that is not its preset's is one's own.
pub(super) fn settle(values: &mut Values, _: Option<&Values>, given: &dyn Fn(&str) -> bool) -> Result<()> {
    if let Some(preset) = PRESETS.get(values.choice(PRESET)).filter(|_| given(PRESET)) {
        let (left, right) = preset.range;
        for (key, number) in [(LEFT, left), (RIGHT, right)].into_iter().filter(|(key, _)| !given(key)) {
            values.put(key, number);
        }
        let experiment = &mut values.experiment;
        if !given("f") {
            experiment.f = preset.f.into();
        }
        if !given("lr") {
            experiment.lr = preset.lr;
        }
        if !given("start") {
            experiment.start = Some(vec![preset.start]);
        }
    }
    if PRESETS.get(values.choice(PRESET)).is_some_and(|preset| preset.f != values.experiment.f) {
        values.choose(PRESET, PRESETS.len());
    }
    window::settle_ends(values, [LEFT, RIGHT], given)
}
