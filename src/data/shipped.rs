//! Real data sets that travel with the page.

use super::{Dataset, Words};
use crate::language::Text;

/// Income and food expenditure, in Belgian francs a year, of 235 working-class households in Belgium, 1857: one
/// feature, `[235, 1]`.
///
/// Collected by Édouard Ducpétiaux, analysed by Ernst Engel, *Die Lebenskosten belgischer Arbeiter-Familien früher und
/// jetzt* (1895), and since Koenker and Bassett, *Robust tests for heteroscedasticity based on regression quantiles*,
/// Econometrica 50 (1982), the classical example of quantile regression; as distributed with statsmodels, whose data
/// are in the public domain.
pub fn engel() -> Dataset {
    let words = Words {
        feature: Text::new("income", "收入"),
        target: Text::new("food expenditure", "食品支出"),
        unit: Some(Text::new("francs", "法郎")),
    };
    match Dataset::from_csv(include_str!("engel.csv"), "foodexp", Some(&["income"])) {
        Ok(data) => data.called(words),
        Err(error) => unreachable!("a test reads the shipped table: {error}"),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn engel_has_235_households() {
        let data = super::engel();
        assert_eq!((data.n(), data.d()), (235, 1));
        assert_eq!((data.row(0), data.targets()[0]), (&[420.157650843928][..], 255.839424594576));
    }
}
