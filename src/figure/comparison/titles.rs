//! The titles of a comparison's axes, kept so that pictures can borrow them.

use crate::experiment::Scaling;
use crate::loss::Loss;
use crate::run::Run;
use crate::words::{Label, Words};
use crate::{say, word};

/// In the reader's words, with units where they are known.
#[derive(Default)]
pub(super) struct Titles {
    /// Of the parameters that landscapes lie over.
    pub(super) parameters: [String; 2],
    /// Of the plane of the data.
    pub(super) data: [String; 2],
    /// What is said at the place where the runs begin.
    pub(super) start: String,
    pub(super) loss: String,
    pub(super) excess: String,
}

impl Titles {
    pub(super) fn new(run: &Run, is_plain: bool, words: &Words) -> Self {
        Titles { start: word!(words, "run.start").to_owned(), ..Self::of_axes(run, is_plain, words) }
    }

    fn of_axes(run: &Run, is_plain: bool, words: &Words) -> Self {
        let (problem, experiment) = (&run.problem, run.trainer.experiment());
        let symbols = problem.shown.map(|place| problem.symbols[place].clone());
        let Some(samples) = &problem.samples else {
            let loss = format!("f({})", problem.symbols.join(", "));
            let excess = word!(words, "title.f-above").to_owned();
            return Titles { parameters: symbols, excess, loss, ..Titles::default() };
        };
        let with_unit = |title: &str, unit: &str| match unit {
            "" => title.to_owned(),
            unit => say!(words, "title.with-unit", title, unit),
        };
        let of_data = samples.data.columns();
        let unit = of_data.and_then(|data| data.unit);
        let word_of = |label: Option<Label>| label.map_or("", |label| label.of(words));
        let [one, unit] = [unit.map(|unit| unit.one), unit.map(|unit| unit.many)].map(word_of);
        let column = |label: Option<&Label>, place: usize, symbol: &str| match label {
            Some(label) => with_unit(label.of(words), unit),
            None => samples.data.name(place).unwrap_or(symbol).to_owned(),
        };
        let feature = |place: usize, symbol| column(of_data.and_then(|data| data.features.get(place)), place, symbol);
        let target = |symbol| column(of_data.map(|data| &data.target), samples.data.d(), symbol);
        let is_scaled = experiment.scale == Scaling::Standardize;
        if samples.has_classes() {
            let per_deviation = if is_scaled { word!(words, "unit.per-deviation") } else { "" };
            let parameter = |symbol: String| match &symbol[..] {
                "b" => word!(words, "title.bias").to_owned(),
                symbol => with_unit(&say!(words, "title.weight", symbol), per_deviation),
            };
            return Titles {
                parameters: symbols.map(parameter),
                data: [feature(0, "x₁"), feature(1, "x₂")],
                loss: word!(words, "title.loss").to_owned(),
                excess: word!(words, "title.excess").to_owned(),
                ..Titles::default()
            };
        }
        if is_plain {
            return Titles {
                parameters: [word!(words, "fit.slope").to_owned(), word!(words, "fit.intercept").to_owned()],
                data: [feature(0, "x"), target("y")],
                ..Titles::default()
            };
        }
        // A feature between as measured and standardised has no unit that anybody would know.
        let is_between = is_scaled && experiment.is_standardized_in_part();
        let slope_unit = match (is_scaled, unit.is_empty()) {
            _ if is_between => String::new(),
            (true, true) => word!(words, "unit.per-deviation-of-x").to_owned(),
            (true, false) => say!(words, "unit.per", unit, divisor = word!(words, "unit.deviation")),
            (false, true) => String::new(),
            (false, false) => say!(words, "unit.per", unit, divisor = one),
        };
        let loss_unit = match experiment.loss {
            _ if unit.is_empty() => String::new(),
            Loss::Mae => unit.to_owned(),
            _ => format!("{unit}²"),
        };
        Titles {
            parameters: [
                with_unit(word!(words, "title.slope"), &slope_unit),
                with_unit(word!(words, "title.intercept"), unit),
            ],
            data: [feature(0, "x"), target("y")],
            loss: with_unit(word!(words, "title.loss"), &loss_unit),
            excess: with_unit(word!(words, "title.excess"), &loss_unit),
            ..Titles::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::chapters::logistic_descents;
    use super::super::rows::Comparison;
    use super::super::{THREE_DESCENTS, three_descents};
    use super::*;
    use crate::data::Dataset;
    use crate::figure::Figure;
    use std::sync::Arc;

    /// The axes of the data's plane, for a table of one's own.
    fn axes(figure: &Figure, row: &'static Comparison, table: Dataset) -> [String; 2] {
        let (mut values, _) = figure.read("");
        values.experiment.give(Some(Arc::new(table)));
        values.experiment.set("data", "own").unwrap();
        values.experiment.batch = None;
        row.build(&values, Words::english(), None).unwrap().titles.data
    }

    #[test]
    fn axes_are_called_as_the_columns_are() {
        let of_line = |table: Dataset| axes(&THREE_DESCENTS, &three_descents::THREE, table);
        let table = "n,dose,effect\n1,0.5,1\n2,1.5,2\n3,2.5,4\n";
        assert_eq!(of_line(Dataset::from_table(table, None, Some(&["dose"])).unwrap()), ["dose", "effect"]);
        assert_eq!(of_line(Dataset::from_table(",y\n1,2\n3,4\n", None, None).unwrap()), ["x", "y"]);
        let numbers = || Dataset::new(vec![1.0, 2.0], 1, vec![3.0, 5.0]).unwrap();
        assert_eq!(of_line(numbers()), ["x", "y"]);
        assert_eq!(of_line(numbers().with_names(vec!["t".into()])), ["t", "y"]);
        let classes = Dataset::from_table("length,width,kind\n1,2,0\n2,1,1\n", None, None).unwrap();
        let logistic = &logistic_descents::LOGISTIC;
        assert_eq!(axes(&super::super::LOGISTIC_DESCENTS, logistic, classes), ["length", "width"]);
    }
}
