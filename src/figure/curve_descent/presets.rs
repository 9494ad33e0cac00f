//! The curves that are offered: formula, learning rate, start and range of each.

use super::CurveDescent;
use super::entries::{F, LEFT, LR, PRESET, RIGHT, START};
use crate::language::Text;

/// A curve with what makes it worth looking at.
struct Preset {
    name: &'static str,
    label: Text,
    f: &'static str,
    lr: &'static str,
    start: &'static str,
    range: (&'static str, &'static str),
}

/// The curves that are offered. One more is one more row here and one more word in [`NAMES`].
static PRESETS: &[Preset] = &[
    preset("bowl", Text::new("bowl", "碗"), "x^2/2", "0.3", "-2.5", ("-3", "3")),
    preset("double-well", Text::new("double well", "双阱"), "x^4/4 - x^2 + x/5", "0.12", "0.3", ("-2.3", "2.3")),
    preset("plateau", Text::new("plateau", "高原"), "tanh(x)^2 + x^2/200", "0.5", "3.6", ("-5", "5")),
    preset("cliff", Text::new("cliff", "悬崖"), "x/4 + 3/(1 + exp(-12x)) + x^2/20", "0.4", "3.2", ("-6", "4")),
    preset("wave", Text::new("wave", "波浪"), "x^2/10 + sin(3x)", "0.05", "4.2", ("-5", "5")),
    preset("quartic", Text::same("x⁴"), "x^4", "0.05", "-1.3", ("-1.6", "1.6")),
    preset("absolute", Text::same("|x|"), "abs(x)", "0.3", "-2.2", ("-3", "3")),
];

const fn preset(
    name: &'static str,
    label: Text,
    f: &'static str,
    lr: &'static str,
    start: &'static str,
    range: (&'static str, &'static str),
) -> Preset {
    Preset { name, label, f, lr, start, range }
}

/// The presets' names, and that of a curve of one's own.
pub(super) static NAMES: &[(&str, Text)] = &[
    ("bowl", PRESETS[0].label),
    ("double-well", PRESETS[1].label),
    ("plateau", PRESETS[2].label),
    ("cliff", PRESETS[3].label),
    ("wave", PRESETS[4].label),
    ("quartic", PRESETS[5].label),
    ("absolute", PRESETS[6].label),
    (OWN, Text::new("your own", "自己的")),
];

pub(super) const OWN: &str = "own";

impl CurveDescent {
    /// A formula that is not its preset's is one's own.
    pub(super) fn disown_preset(&mut self) {
        let preset = PRESETS.iter().find(|preset| preset.name == self.sheet.text(PRESET));
        if preset.is_some_and(|preset| preset.f != self.sheet.text(F)) {
            // A test takes it.
            let _ = self.sheet.set(PRESET, OWN);
        }
    }

    /// Takes the values of a curve that is offered.
    pub(super) fn take_preset(&mut self, name: &str) {
        let Some(preset) = PRESETS.iter().find(|preset| preset.name == name) else { return };
        let (left, right) = preset.range;
        for (key, value) in [(F, preset.f), (LR, preset.lr), (START, preset.start), (LEFT, left), (RIGHT, right)] {
            // A test takes them all.
            let _ = self.sheet.set(key, value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::Figure;

    #[test]
    fn a_link_with_a_formula_of_its_own_calls_it_so() {
        let mut figure = CurveDescent::new().unwrap();
        for (text, preset) in [
            ("f=abs(x)-x/9", OWN),
            ("figure.preset=wave&f=x^2", OWN),
            ("figure.preset=wave", "wave"),
            ("f=x^2/2", "bowl"),
        ] {
            assert_eq!(figure.apply(text), []);
            assert_eq!(figure.sheet.text(PRESET), preset, "{text}");
            let again = figure.experiment();
            figure.apply(&again);
            assert_eq!(figure.experiment(), again);
        }
    }

    #[test]
    fn the_mark_of_the_learning_rate_is_that_of_the_valley_below_the_start() {
        let mut figure = CurveDescent::new().unwrap();
        let mut limit = |text: &str| {
            figure.apply(text);
            figure.limit()
        };
        let close =
            |limit: Option<f64>, exact: f64| approx::assert_relative_eq!(limit.unwrap(), exact, max_relative = 1e-6);
        close(limit("f=x^2/2"), 2.0);
        // f″ is below 0 at these starts, and 2 at ±1.
        close(limit("f=(x-1)^2*(x+1)^2/4&start=0.2"), 1.0);
        close(limit("f=(x-1)^2*(x+1)^2/4&start=-0.2"), 1.0);
        assert_eq!(limit("figure.preset=quartic"), None, "flat at the bottom");
        assert_eq!(limit("figure.preset=absolute"), None, "straight");
        assert_eq!(limit("f=-x^2&start=0.5"), None, "no bottom");
    }
}
