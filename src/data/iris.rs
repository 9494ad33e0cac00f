//! Two species of Iris.

use super::{Columns, Origin, Source, Unit};
use crate::words::Label;

/// Petal length and width, in centimetres, of 50 flowers of *Iris versicolor* (target 0) and 50 of *Iris virginica*
/// (target 1): two features, `[100, 2]`. No line parts the two species.
///
/// Collected by Edgar Anderson, analysed by R. A. Fisher, *The use of multiple measurements in taxonomic problems*,
/// Annals of Eugenics 7 (1936); as distributed with scikit-learn, from the UCI Machine Learning Repository.
pub static IRIS: Source = Source {
    name: "iris",
    label: Label::named("data.iris"),
    features: Some(2),
    has_classes: Some(true),
    columns: Some(Columns {
        features: &[Label::named("data.iris.petal-length"), Label::named("data.iris.petal-width")],
        target: Label::named("data.iris.virginica"),
        unit: Some(Unit { one: Label::named("unit.cm"), many: Label::named("unit.cm") }),
    }),
    origin: Origin::Shipped { table: include_str!("iris.csv"), n: 100 },
};
