//! What is wrong with data that somebody gives: numbers, or a table.

use super::{DATA_VALUES, Error, not_allowed};
use crate::language::Language;
use crate::number::plain;

/// What was wrong, and what is right; nothing for an error about something else.
pub(super) fn describe(error: &Error, language: Language) -> String {
    if cfg!(not(feature = "handles")) {
        // A module without handles is given no data, and need not carry these sentences.
        return String::new();
    }
    let english = language == Language::English;
    match error {
        Error::EmptyData if english => "the data is empty; there must be at least one sample and one feature".into(),
        Error::EmptyData => "数据为空；至少要有一个样本和一个特征".into(),
        Error::RaggedData { features, feature_count, targets } if english => format!(
            "the data is ragged: {features} feature values in rows of {feature_count} for {targets} targets; \
             there must be {targets} × {feature_count} feature values"
        ),
        Error::RaggedData { features, feature_count, targets } => format!(
            "数据不齐：特征值共 {features} 个，每行 {feature_count} 个，目标值 {targets} 个；\
             特征值应有 {targets} × {feature_count} 个"
        ),
        Error::DataValue { row, feature, value } if english => format!(
            "row {row} of the data, {}: `{}` is not allowed; it must be {} (rows and features count from 0)",
            name_of(*feature, language),
            plain(*value),
            DATA_VALUES.describe(language)
        ),
        Error::DataValue { row, feature, value } => format!(
            "数据第 {row} 行的{}：不能取“{}”；应为{}（行和特征都从 0 数起）",
            name_of(*feature, language),
            plain(*value),
            DATA_VALUES.describe(language)
        ),
        Error::TooManySamples { n, limit } if english => {
            format!("n: `{n}` is not allowed; a data set may have at most {limit} samples")
        }
        Error::TooManySamples { n, limit } => format!("n：不能取“{n}”；数据集最多 {limit} 个样本"),
        Error::TooManyNumbers { n, d, limit } if english => format!(
            "the data is too large: {n} samples of {d} features take {} MB; a data set may have at most {limit} \
             numbers, {} MB",
            megabytes(*n, *d),
            megabytes(*limit, 0)
        ),
        Error::TooManyNumbers { n, d, limit } => format!(
            "数据过大：{n} 个样本、每个 {d} 个特征需要 {} MB；数据集最多 {limit} 个数，即 {} MB",
            megabytes(*n, *d),
            megabytes(*limit, 0)
        ),
        Error::NoColumn { name, columns, more } => {
            let rest = match (*more, english) {
                (0, _) => String::new(),
                (more, true) => format!(" and {more} more"),
                (more, false) => format!("，另有 {more} 列"),
            };
            match english {
                true => format!("CSV: there is no column `{name}`; the columns are {}{rest}", columns.join(", ")),
                false => format!("CSV：没有名为“{name}”的列；现有的列：{}{rest}", columns.join("、")),
            }
        }
        Error::CsvDuplicateColumn { name } => match (name.is_empty(), english) {
            (true, true) => "CSV: two columns have no name; each must have a name of its own".into(),
            (true, false) => "CSV：有两列没有名字；每列的名字都应不同".into(),
            (false, true) => format!("CSV: two columns are called `{name}`; each must have a name of its own"),
            (false, false) => format!("CSV：有两列都名为“{name}”；每列的名字都应不同"),
        },
        Error::CsvRagged { line, cells, expected } if english => {
            let plural = if *cells == 1 { "" } else { "s" };
            format!("CSV line {line}: {cells} cell{plural}; there must be {expected}, as in the header")
        }
        Error::CsvRagged { line, cells, expected } => {
            format!("CSV 第 {line} 行：有 {cells} 个单元格；应和表头一样有 {expected} 个")
        }
        Error::CsvCell { line, column, value } => {
            let (refused, allowed) = (not_allowed(value, language), DATA_VALUES.describe(language));
            match english {
                true => format!("CSV line {line}, column `{column}`: {refused}; it must be {allowed}"),
                false => format!("CSV 第 {line} 行“{column}”列：{refused}；应为{allowed}"),
            }
        }
        Error::CsvEmpty if english => "CSV: no data; there must be a header row and at least one row below it".into(),
        Error::CsvEmpty => "CSV：没有数据；应有一行表头和至少一行数据".into(),
        Error::CsvQuote { line, cell, text } if english => format!(
            "CSV line {line}, cell {cell}: {}; nothing but a comma may follow a closing quote, and a quote within \
             quotes is doubled",
            not_allowed(text, language)
        ),
        Error::CsvQuote { line, cell, text } => format!(
            "CSV 第 {line} 行第 {cell} 个单元格：{}；右引号之后只能是逗号，引号之内的引号应写两次",
            not_allowed(text, language)
        ),
        Error::CsvUnclosed { line } if english => format!("CSV line {line}: a quote is opened and never closed"),
        Error::CsvUnclosed { line } => format!("CSV 第 {line} 行：引号没有闭合"),
        _ => String::new(),
    }
}

fn name_of(feature: Option<usize>, language: Language) -> String {
    match (feature, language) {
        (Some(feature), Language::English) => format!("feature {feature}"),
        (None, Language::English) => "target".into(),
        (Some(feature), Language::Chinese) => format!("特征 {feature}"),
        (None, Language::Chinese) => "目标值".into(),
    }
}

/// What `n` samples of `d` features and a target take, in megabytes.
fn megabytes(n: usize, d: usize) -> String {
    let numbers = n as f64 * (d as f64 + 1.0);
    format!("{:.0}", numbers * size_of::<f64>() as f64 / 1e6)
}
