//! Real data sets that travel with the page.

use super::{Dataset, Words};
use crate::language::Text;
use crate::number::parse;

const ENGEL: &str = include_str!("engel.csv");
const IRIS: &str = include_str!("iris.csv");

/// A table of ours: below its header plain numbers, the target last. A page that shows it needs no reader of tables in
/// general, such as [`Dataset::from_csv`], with which a test compares it.
fn table(text: &str, words: Words) -> Dataset {
    let feature_count = words.features.len();
    let (mut features, mut targets) = (Vec::new(), Vec::new());
    for line in text.lines().skip(1) {
        let mut cells = line.split(',').filter_map(parse);
        features.extend(cells.by_ref().take(feature_count));
        targets.extend(cells);
    }
    Dataset { features, feature_count, targets, words: Some(words) }
}

/// Income and food expenditure, in Belgian francs a year, of 235 working-class households in Belgium, 1857: one
/// feature, `[235, 1]`.
///
/// Collected by Édouard Ducpétiaux, analysed by Ernst Engel, *Die Lebenskosten belgischer Arbeiter-Familien früher und
/// jetzt* (1895), and since Koenker and Bassett, *Robust tests for heteroscedasticity based on regression quantiles*,
/// Econometrica 50 (1982), the classical example of quantile regression; as distributed with statsmodels, whose data
/// are in the public domain.
pub fn engel() -> Dataset {
    const WORDS: Words = Words {
        features: &[Text::new("income", "收入")],
        target: Text::new("food expenditure", "食品支出"),
        unit: Some(Text::new("francs", "法郎")),
    };
    table(ENGEL, WORDS)
}

/// Petal length and width, in centimetres, of 50 flowers of *Iris versicolor* (target 0) and 50 of *Iris virginica*
/// (target 1): two features, `[100, 2]`. No line parts the two species.
///
/// Collected by Edgar Anderson, analysed by R. A. Fisher, *The use of multiple measurements in taxonomic problems*,
/// Annals of Eugenics 7 (1936); as distributed with scikit-learn, from the UCI Machine Learning Repository.
pub fn iris() -> Dataset {
    const WORDS: Words = Words {
        features: &[Text::new("petal length", "花瓣长"), Text::new("petal width", "花瓣宽")],
        target: Text::new("virginica", "维吉尼亚鸢尾"),
        unit: Some(Text::new("cm", "厘米")),
    };
    table(IRIS, WORDS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shipped_tables_are_read_as_any_table_is() {
        for (text, data, target) in [(ENGEL, engel(), "foodexp"), (IRIS, iris(), "virginica")] {
            let read = Dataset::from_csv(text, target, None).unwrap();
            assert_eq!((data.features(), data.targets(), data.d()), (read.features(), read.targets(), read.d()));
        }
    }

    #[test]
    fn iris_has_fifty_flowers_of_each_species() {
        let data = iris();
        assert_eq!((data.n(), data.d()), (100, 2));
        assert_eq!((data.row(0), data.targets()[0]), (&[4.7, 1.4][..], 0.0));
        assert_eq!((data.row(99), data.targets()[99]), (&[5.1, 1.8][..], 1.0));
        assert_eq!(data.targets().iter().sum::<f64>(), 50.0);
    }

    #[test]
    fn engel_has_235_households() {
        let data = engel();
        assert_eq!((data.n(), data.d()), (235, 1));
        assert_eq!((data.row(0), data.targets()[0]), (&[420.157650843928][..], 255.839424594576));
    }
}
