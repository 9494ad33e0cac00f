//! Tables with a header row.

use super::{Dataset, allows};
use crate::error::{Error, Result, shortened};
use crate::number::parse;

pub(super) fn read(text: &str, target: &str, features: Option<&[&str]>) -> Result<Dataset> {
    // Spreadsheets begin their files with a byte order mark.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let header = reader.headers().map_err(|error| refused(text, &error))?.clone();
    let column = |name: &str| {
        header
            .iter()
            .position(|cell| cell == name)
            .ok_or_else(|| Error::NoColumn { name: shortened(name), columns: header.iter().map(shortened).collect() })
    };
    if header.is_empty() {
        return Err(Error::CsvEmpty);
    }
    let target = column(target)?;
    let chosen: Vec<usize> = match features {
        Some(names) => names.iter().map(|name| column(name)).collect::<Result<_>>()?,
        None => (0..header.len()).filter(|&place| place != target).collect(),
    };

    let (mut values, mut targets) = (Vec::new(), Vec::new());
    for record in reader.records() {
        let record = record.map_err(|error| refused(text, &error))?;
        let line = record.position().map_or(1, |position| line_of(text, position));
        let number = |place: usize| {
            let cell = record.get(place).unwrap_or_default();
            parse(cell).filter(|&value| allows(value)).ok_or_else(|| Error::CsvCell {
                line,
                column: shortened(header.get(place).unwrap_or_default()),
                value: shortened(cell),
            })
        };
        for &place in &chosen {
            values.push(number(place)?);
        }
        targets.push(number(target)?);
    }
    if targets.is_empty() {
        return Err(Error::CsvEmpty);
    }
    Dataset::new(values, chosen.len(), targets)
}

fn refused(text: &str, error: &csv::Error) -> Error {
    let line = error.position().map_or(1, |position| line_of(text, position));
    match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            Error::CsvRagged { line, cells: *len as usize, expected: *expected_len as usize }
        }
        _ => Error::CsvUnreadable { line },
    }
}

/// The line a record begins on; its position is where the one before ended, with blank lines still ahead.
fn line_of(text: &str, position: &csv::Position) -> u64 {
    let ahead = text.as_bytes().get(position.byte() as usize..).unwrap_or_default();
    let blank = ahead.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).filter(|&&byte| byte == b'\n');
    position.line() + blank.count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(text: &str, target: &str, features: Option<&[&str]>) -> String {
        read(text, target, features).unwrap_err().to_string()
    }

    #[test]
    fn columns_are_taken_by_name_and_in_the_order_asked_for() {
        let data = read("\u{feff}a, b ,y\r\n1,2,3\r\n\"4\",5,6\r\n", "y", Some(&["b", "a"])).unwrap();
        assert_eq!((data.features(), data.targets()), (&[2.0, 1.0, 5.0, 4.0][..], &[3.0, 6.0][..]));
    }

    #[test]
    fn mistakes_are_named_with_line_and_column() {
        let number = "it must be a number from -1e60 to 1e60";
        assert_eq!(message("x,y\n1,2\n3\n", "y", None), "CSV line 3: 1 cell; there must be 2, as in the header");
        assert_eq!(
            message("x,y\n1,\n", "y", None),
            format!("CSV line 2, column `y`: an empty value is not allowed; {number}")
        );
        assert_eq!(
            message("x,y\n1,2\n\nNaN,4\n", "y", None),
            format!("CSV line 4, column `x`: `NaN` is not allowed; {number}")
        );
        assert_eq!(message("x,y\n1,2\n", "z", None), "CSV: there is no column `z`; the columns are x, y");
        assert_eq!(message("x,y\n1,2\n", "y", Some(&["w"])), "CSV: there is no column `w`; the columns are x, y");
        let empty = "CSV: no data; there must be a header row and at least one row below it";
        assert_eq!(message("x,y\n", "y", None), empty);
        assert_eq!(message("", "y", None), empty);
        assert_eq!(
            message("y\n1\n", "y", None),
            "the data is empty; there must be at least one sample and one feature"
        );
    }
}
