//! What the figures of descents say.

use super::ground::Ground;
use crate::chart::Style;
use crate::experiment::{Experiment, Scaling};
use crate::language::{Language, Text};
use crate::loss::Loss;
use crate::number::significant;
use crate::trainer::{Reason, Status, Trainer};

/// One of two wordings.
pub(super) fn say(en: &'static str, zh: &'static str, language: Language) -> &'static str {
    Text::new(en, zh).in_language(language)
}

/// A number to four digits where an operator stands before it: a negative one in brackets.
pub(super) fn signed(value: f64) -> String {
    let text = significant(value, 4);
    if value < 0.0 { format!("( {text} )") } else { text }
}

/// A descent's name in headings.
pub(super) fn title(series: Style) -> Text {
    match series {
        Style::BATCH => Text::new("Batch gradient descent", "批梯度下降"),
        Style::STOCHASTIC => Text::new("Stochastic gradient descent", "随机梯度下降"),
        Style::MINI_BATCH => Text::new("Mini-batch gradient descent", "小批量梯度下降"),
        _ => Text::same(""),
    }
}

/// A descent's name within sentences.
pub(super) fn short(series: Style) -> Text {
    match series {
        Style::BATCH => Text::new("batch", "批"),
        Style::STOCHASTIC => Text::new("stochastic", "随机"),
        Style::MINI_BATCH => Text::new("mini-batch", "小批量"),
        _ => Text::same(""),
    }
}

/// How a run has ended, at the tick at which it has; nothing before.
pub(super) fn ending(trainer: &Trainer, tick: u64, language: Language) -> &'static str {
    match trainer.status() {
        _ if tick < trainer.steps() => "",
        Status::Running => "",
        Status::Converged => say("converged", "已收敛", language),
        Status::Diverged if trainer.reason().is_some_and(Reason::is_about_the_start) => {
            say("no step from here", "无法起步", language)
        }
        Status::Diverged => say("diverged", "已发散", language),
    }
}

/// The titles of a figure's axes, kept so that views can borrow them.
#[derive(Default)]
pub(super) struct AxisTitles {
    pub(super) parameters: [String; 2],
    pub(super) data: [String; 2],
    pub(super) loss: String,
    pub(super) excess: String,
    pub(super) floor: String,
}

impl AxisTitles {
    pub(super) fn new(experiment: &Experiment, ground: &Ground, language: Language) -> Self {
        let say = |en: &'static str, zh: &'static str| Text::new(en, zh).in_language(language).to_owned();
        let with_unit = |title: &str, unit: &str| match language {
            _ if unit.is_empty() => title.to_owned(),
            Language::English => format!("{title} ({unit})"),
            Language::Chinese => format!("{title}（{unit}）"),
        };
        let word = |text: Option<Text>| text.map_or("", |text| text.in_language(language));
        let words = ground.data.words();
        let unit = words.and_then(|words| words.unit);
        let [one, unit] = [unit.map(|unit| unit.one), unit.map(|unit| unit.many)].map(word);
        let column = |text: Option<&Text>, symbol: &str| match text {
            Some(text) => with_unit(text.in_language(language), unit),
            None => symbol.to_owned(),
        };
        let feature = |place: usize| words.and_then(|words| words.features.get(place));
        let excess = say("loss above its minimum, E − min E", "高出最小损失 E − min E");
        if ground.has_classes {
            let per_deviation = match experiment.scale {
                Scaling::Standardize => say("per standard deviation", "每标准差"),
                Scaling::None => String::new(),
            };
            let parameter = |place: usize| match &ground.symbols[place][..] {
                "b" => say("bias b", "偏置 b"),
                symbol => with_unit(&format!("{} {symbol}", say("weight", "权重")), &per_deviation),
            };
            return AxisTitles {
                parameters: ground.shown.map(parameter),
                data: [column(feature(0), "x₁"), column(feature(1), "x₂")],
                loss: say("loss E", "损失 E"),
                excess,
                floor: say("min E", "min E"),
            };
        }
        let per = |divisor: &str| match language {
            Language::English => format!("{unit} per {divisor}"),
            Language::Chinese => format!("{unit}／{divisor}"),
        };
        let slope_unit = match experiment.scale {
            Scaling::Standardize if unit.is_empty() => say("per standard deviation of x", "每标准差"),
            Scaling::Standardize => per(&say("standard deviation", "标准差")),
            Scaling::None if unit.is_empty() => String::new(),
            Scaling::None => per(one),
        };
        let loss_unit = match experiment.loss {
            _ if unit.is_empty() => String::new(),
            Loss::Mae => unit.to_owned(),
            _ => format!("{unit}²"),
        };
        AxisTitles {
            parameters: [
                with_unit(&say("slope w", "斜率 w"), &slope_unit),
                with_unit(&say("intercept b", "截距 b"), unit),
            ],
            data: [column(feature(0), "x"), column(words.map(|words| &words.target), "y")],
            loss: with_unit(&say("loss E", "损失 E"), &loss_unit),
            excess: with_unit(&excess, &loss_unit),
            floor: say("min E", "min E"),
        }
    }
}

/// Steps as a reader counts them: 1,234.
pub(super) fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut counted = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            counted.push(',');
        }
        counted.push(digit);
    }
    counted
}

/// The quotient of two positive numbers in words, where it may overflow.
pub(super) fn quotient(numerator: f64, denominator: f64) -> String {
    let ratio = numerator / denominator;
    if ratio.is_finite() { significant(ratio, 3) } else { significant(numerator, 3) }
}

/// A step, mathematics as words joined by spaces: (w, b) ← (w, b) − η∇E, with numbers.
pub(super) struct Rule<'a> {
    pub(super) names: [&'a str; 2],
    pub(super) before: [f64; 2],
    pub(super) rate: f64,
    pub(super) gradient: [f64; 2],
    pub(super) after: [f64; 2],
    /// What the step is along.
    pub(super) symbol: &'a str,
}

impl std::fmt::Display for Rule<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let pair = |[first, second]: [f64; 2]| format!("( {} , {} )", significant(first, 4), significant(second, 4));
        let [first, second] = self.names;
        let (before, rate, gradient) = (pair(self.before), significant(self.rate, 4), pair(self.gradient));
        let (symbol, after) = (self.symbol, pair(self.after));
        let name = format!("( {first} , {second} )");
        write!(f, "{name} ← {name} − η {symbol} = {before} − {rate} · {gradient} = {after}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_grouped_by_thousands() {
        let counts = [0, 12, 123, 1234, 123_456, 1_234_567].map(count);
        assert_eq!(counts, ["0", "12", "123", "1,234", "123,456", "1,234,567"]);
    }
}
