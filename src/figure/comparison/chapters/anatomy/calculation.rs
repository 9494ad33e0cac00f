//! The step to come as a calculation in each coordinate: g, what takes its place, what that is divided by, the step.

use super::super::replay::Replay;
use super::Calculation;
use crate::chart::{Picture, Style, Table, TableRow, Tone};
use crate::figure::Panel;
use crate::figure::comparison::Comparing;
use crate::figure::comparison::own::{Known, OwnPanel, among};
use crate::figure::styles::{DIVISOR, DOWN, REMEMBERED};
use crate::number::significant;
use crate::optim::Parts;
use crate::trainer::StepApart;
use crate::words::Words;
use crate::{say, word};

/// A symbol as it stands in a picture, without the spaces between its words.
fn close(symbol: &str) -> String {
    symbol
        .replace("√ ", "√")
        .replace("( ", "(")
        .replace(" )", ")")
        .replace("| ", "|")
        .replace(" |", "|")
        .replace('_', "")
}

/// The same where an operator stands before it.
fn in_brackets(symbol: &str) -> String {
    let mut depth = 0;
    let is_sum = symbol.split(' ').any(|word| {
        depth += i32::from(word == "(") - i32::from(word == ")");
        depth == 0 && (word == "+" || word == "−")
    });
    if is_sum { format!("({})", close(symbol)) } else { close(symbol) }
}

/// The rows of the calculation of a step.
pub(in crate::figure::comparison) fn rows(step: &StepApart, words: &Words) -> Vec<TableRow> {
    let (symbols, parts) = (&step.apart.symbols, &step.apart.parts);
    let row = |label: String, style: Style, of: &dyn Fn(&Parts) -> f64| {
        let values = [0, 1].map(|place| of(&parts[place]));
        let texts = values.map(|value| significant(value, 3));
        TableRow { label, values, texts, tone: Tone::Of(style), is_result: false }
    };
    let any = |is: &dyn Fn(&Parts) -> bool| parts.iter().any(is);
    let mut rows = vec![row("g".to_owned(), DOWN, &|parts| parts.slope)];
    // A rule has the same rows at every step, where nothing is remembered yet too.
    if symbols.is_sum {
        let label = format!("+ {}", word!(words, "anatomy.remembered"));
        rows.push(row(label, REMEMBERED, &|parts| parts.remembered));
    } else if !symbols.made_of.is_empty() {
        rows.push(row(close(symbols.along), REMEMBERED, &|parts| parts.along));
    }
    if !symbols.divisor.is_empty() {
        rows.push(row(format!("÷ {}", in_brackets(symbols.divisor)), DIVISOR, &|parts| parts.divisor));
    }
    // A length that is one for all compares nothing.
    if !symbols.gain.is_empty() && step.apart.length.is_none() {
        rows.push(row(format!("× {}", in_brackets(symbols.gain)), DIVISOR, &|parts| parts.gain));
    }
    if !symbols.carried.is_empty() {
        rows.push(row(format!("+ {}", close(symbols.carried)), REMEMBERED, &|parts| parts.carried));
    }
    if any(&|parts| parts.decay != 0.0) {
        rows.push(row("+ λθ".to_owned(), DIVISOR, &|parts| parts.decay));
    }
    // A rule with step sizes of its own has no η here.
    let factor = match (step.apart.length, step.has_sizes) {
        (Some(_), _) => "× (−t)",
        (None, true) => "× (−1)",
        (None, false) => "× (−η)",
    };
    let values = [0, 1].map(|place| step.after[place] - step.before[place]);
    rows.push(TableRow {
        label: say!(words, "anatomy.result", factor),
        values,
        texts: values.map(|value| significant(value, 3)),
        tone: Tone::Of(Style::BATCH),
        is_result: true,
    });
    rows
}

impl OwnPanel for Calculation {
    fn describe(&self, comparing: &Comparing, _: &Known, words: &Words) -> Panel {
        let title = word!(words, "anatomy.calculation.title");
        let Some(step) = among::<Replay>(comparing).and_then(|replay| replay.step.as_ref()) else {
            return Panel::new("", title, word!(words, "anatomy.none").to_owned(), String::new());
        };
        let said = |row: &TableRow| format!("{} ({}, {})", row.label, row.texts[0], row.texts[1]);
        let rows = words.list(rows(step, words).iter().map(said));
        let description = say!(words, "anatomy.calculation", rows);
        Panel::new("", title, word!(words, "anatomy.calculation.detail").to_owned(), description)
    }

    fn show<'a>(&self, comparing: &'a Comparing, _: &'a Known, words: &'a Words) -> Picture<'a> {
        let step = among::<Replay>(comparing).and_then(|replay| replay.step.as_ref());
        let symbols = &comparing.problem().symbols;
        let columns = [0, 1].map(|place| symbols.get(place).map_or("", |symbol| symbol));
        Picture::of_table(Table { columns, rows: step.map_or_else(Vec::new, |step| rows(step, words)) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_are_closed_and_sums_stand_in_brackets() {
        assert_eq!(in_brackets("√ v̂ + ε"), "(√v̂ + ε)");
        assert_eq!(in_brackets("√ ( v + ε )"), "√(v + ε)");
        assert_eq!(in_brackets("√ ( v − m² ) + ε"), "(√(v − m²) + ε)");
        assert_eq!(in_brackets("| c |"), "|c|");
    }
}
