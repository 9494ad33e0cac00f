//! Engel's households.

use super::{Columns, Origin, Source, Unit};
use crate::words::Label;

/// Income and food expenditure, in Belgian francs a year, of 235 working-class households in Belgium, 1857: one
/// feature, `[235, 1]`.
///
/// Collected by Édouard Ducpétiaux, analysed by Ernst Engel, *Die Lebenskosten belgischer Arbeiter-Familien früher und
/// jetzt* (1895), and since Koenker and Bassett, *Robust tests for heteroscedasticity based on regression quantiles*,
/// Econometrica 50 (1982), the classical example of quantile regression; as distributed with statsmodels, whose data
/// are in the public domain.
pub static ENGEL: Source = Source {
    name: "engel",
    label: Label::named("data.engel"),
    features: Some(1),
    has_classes: Some(false),
    columns: Some(Columns {
        features: &[Label::named("data.engel.income")],
        target: Label::named("data.engel.food"),
        unit: Some(Unit { one: Label::named("unit.franc"), many: Label::named("unit.francs") }),
    }),
    origin: Origin::Shipped { table: include_str!("engel.csv"), n: 235 },
};
