//! What is wrong with data that somebody gives: numbers, or a table.

use super::{Allowed, Error, refused};
use crate::number::{LARGEST_VALUE, plain};
use crate::say;
use crate::word;
use crate::words::Words;

/// What numbers a data set may have.
const DATA_VALUES: Allowed = Allowed::Number { min: -LARGEST_VALUE, max: LARGEST_VALUE, below_max: false };

/// What was wrong, and what is right; nothing for an error about something else.
pub(super) fn describe(error: &Error, words: &Words) -> String {
    match error {
        Error::DataNotDrawn => word!(words, "error.data.not-drawn").into(),
        Error::FeatureCount { given, drawn } => say!(words, "error.data.feature-count", given, drawn),
        Error::EmptyData => word!(words, "error.data.empty").into(),
        Error::RaggedData { features, feature_count, targets } => {
            say!(words, "error.data.ragged", features, feature_count, targets)
        }
        Error::DataValue { row, feature, value } => {
            let column = match feature {
                Some(feature) => say!(words, "error.data.feature", feature),
                None => word!(words, "error.data.target").into(),
            };
            let (refused, allowed) = (refused(&plain(*value), words), DATA_VALUES.describe(words));
            say!(words, "error.data.value", row, column, refused, allowed)
        }
        Error::TooManySamples { n, limit } => say!(words, "error.data.too-many-samples", n, limit),
        Error::TooManyNumbers { n, d, limit } => {
            let (size, most) = (megabytes(*n, *d), megabytes(*limit, 0));
            say!(words, "error.data.too-many-numbers", n, d, size, limit, most)
        }
        Error::NoColumn { name, columns, more } => {
            let columns = words.list(columns);
            let columns = match more {
                0 => columns,
                more => say!(words, "error.csv.more-columns", columns, more),
            };
            say!(words, "error.csv.no-column", name, columns)
        }
        Error::CsvDuplicateColumn { name } if name.is_empty() => word!(words, "error.csv.nameless-columns").into(),
        Error::CsvDuplicateColumn { name } => say!(words, "error.csv.duplicate-column", name),
        Error::CsvRagged { line, cells: 1, expected } => say!(words, "error.csv.ragged.one", line, expected),
        Error::CsvRagged { line, cells, expected } => say!(words, "error.csv.ragged", line, cells, expected),
        Error::CsvCell { line, column, value } => {
            let (refused, allowed) = (refused(value, words), DATA_VALUES.describe(words));
            say!(words, "error.csv.cell", line, column, refused, allowed)
        }
        Error::CsvEmpty => word!(words, "error.csv.empty").into(),
        Error::CsvQuote { line, cell, text } => {
            say!(words, "error.csv.quote", line, cell, refused = refused(text, words))
        }
        Error::CsvUnclosed { line } => say!(words, "error.csv.unclosed", line),
        _ => String::new(),
    }
}

/// What `n` samples of `d` features and a target take, in megabytes.
fn megabytes(n: usize, d: usize) -> String {
    let numbers = n as f64 * (d as f64 + 1.0);
    format!("{:.0}", numbers * size_of::<f64>() as f64 / 1e6)
}
