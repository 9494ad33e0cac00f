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
        let column = |label: Option<&Label>, symbol: &str| match label {
            Some(label) => with_unit(label.of(words), unit),
            None => symbol.to_owned(),
        };
        let feature = |place: usize| of_data.and_then(|data| data.features.get(place));
        let is_scaled = experiment.scale == Scaling::Standardize;
        if samples.has_classes() {
            let per_deviation = if is_scaled { word!(words, "unit.per-deviation") } else { "" };
            let parameter = |symbol: String| match &symbol[..] {
                "b" => word!(words, "title.bias").to_owned(),
                symbol => with_unit(&say!(words, "title.weight", symbol), per_deviation),
            };
            return Titles {
                parameters: symbols.map(parameter),
                data: [column(feature(0), "x₁"), column(feature(1), "x₂")],
                loss: word!(words, "title.loss").to_owned(),
                excess: word!(words, "title.excess").to_owned(),
                ..Titles::default()
            };
        }
        if is_plain {
            return Titles {
                parameters: [word!(words, "fit.slope").to_owned(), word!(words, "fit.intercept").to_owned()],
                data: [column(feature(0), "x"), column(of_data.map(|data| &data.target), "y")],
                ..Titles::default()
            };
        }
        let slope_unit = match (is_scaled, unit.is_empty()) {
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
        let target = of_data.map(|data| &data.target);
        Titles {
            parameters: [
                with_unit(word!(words, "title.slope"), &slope_unit),
                with_unit(word!(words, "title.intercept"), unit),
            ],
            data: [column(feature(0), "x"), column(target, "y")],
            loss: with_unit(word!(words, "title.loss"), &loss_unit),
            excess: with_unit(word!(words, "title.excess"), &loss_unit),
            ..Titles::default()
        }
    }
}
