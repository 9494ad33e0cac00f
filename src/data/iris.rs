//! Two species of Iris.

use super::{Origin, Source, Unit, Words};
use crate::language::Text;

/// Petal length and width, in centimetres, of 50 flowers of *Iris versicolor* (target 0) and 50 of *Iris virginica*
/// (target 1): two features, `[100, 2]`. No line parts the two species.
///
/// Collected by Edgar Anderson, analysed by R. A. Fisher, *The use of multiple measurements in taxonomic problems*,
/// Annals of Eugenics 7 (1936); as distributed with scikit-learn, from the UCI Machine Learning Repository.
pub static IRIS: Source = Source {
    name: "iris",
    label: Text::new("Iris 1936", "鸢尾花 1936"),
    features: Some(2),
    has_classes: Some(true),
    words: Some(Words {
        features: &[Text::new("petal length", "花瓣长"), Text::new("petal width", "花瓣宽")],
        target: Text::new("virginica", "维吉尼亚鸢尾"),
        unit: Some(Unit { one: Text::new("cm", "厘米"), many: Text::new("cm", "厘米") }),
    }),
    origin: Origin::Shipped { table: include_str!("iris.csv"), n: 100 },
};
