//! Real data sets that travel with the page.

use super::Dataset;
use crate::number::parse;

/// A table of ours: below its header plain numbers, the target last. A page that shows it needs no reader of tables in
/// general, such as [`Dataset::from_csv`], with which a test compares it.
pub(super) fn read(text: &str, feature_count: usize) -> Dataset {
    let (mut features, mut targets) = (Vec::new(), Vec::new());
    for line in text.lines().skip(1) {
        let mut cells = line.split(',').filter_map(parse);
        features.extend(cells.by_ref().take(feature_count));
        targets.extend(cells);
    }
    Dataset::of(features, feature_count, targets)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{DATA, ENGEL, IRIS, Origin};

    #[test]
    fn every_shipped_table_is_what_its_row_says_and_is_read_as_any_table_is() {
        for source in DATA {
            let Origin::Shipped { table, n } = source.origin else { continue };
            let target = table.lines().next().and_then(|header| header.rsplit(',').next()).unwrap();
            let (data, any) = (read(table, source.features.unwrap()), Dataset::from_csv(table, target, None).unwrap());
            assert_eq!((data.features(), data.targets()), (any.features(), any.targets()), "{}", source.name);
            assert_eq!((data.n(), Some(data.d())), (n, source.features), "{}", source.name);
            let columns = source.columns.unwrap();
            assert_eq!(columns.features.len(), data.d(), "{}", source.name);
            let classes = data.targets().iter().all(|target| [0.0, 1.0].contains(target));
            assert_eq!(Some(classes), source.has_classes, "{}", source.name);
        }
    }

    fn shipped(source: &crate::data::Source) -> Dataset {
        let Origin::Shipped { table, .. } = source.origin else { panic!("{} is not shipped", source.name) };
        read(table, source.features.unwrap())
    }

    #[test]
    fn iris_has_fifty_flowers_of_each_species() {
        let data = shipped(&IRIS);
        assert_eq!((data.row(0), data.targets()[0]), (&[4.7, 1.4][..], 0.0));
        assert_eq!((data.row(99), data.targets()[99]), (&[5.1, 1.8][..], 1.0));
        assert_eq!(data.targets().iter().sum::<f64>(), 50.0);
    }

    #[test]
    fn engel_begins_with_the_household_that_econometricians_know() {
        let data = shipped(&ENGEL);
        assert_eq!((data.row(0), data.targets()[0]), (&[420.157650843928][..], 255.839424594576));
    }
}
