//! Tables with a header row.

use super::{Dataset, allows, check_size};
use crate::error::{Allowed, Error, Result, shortened};
use crate::number::parse;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// More names of columns than these are no help in a message.
const MOST_NAMES: usize = 20;

/// The column `target`, the last one where none is named, and the columns `features`, all others where none are.
pub(super) fn read(text: &str, target: Option<&str>, features: Option<&[&str]>) -> Result<Dataset> {
    read_within(check_size, text, target, features)
}

/// Reads a table whose numbers of samples and of features `size` allows.
fn read_within(
    size: impl Fn(usize, usize) -> Result<()>,
    text: &str,
    target: Option<&str>,
    features: Option<&[&str]>,
) -> Result<Dataset> {
    let (mut reader, mut header) = (Reader::new(text), Vec::new());
    reader.next(&mut header)?.ok_or(Error::CsvEmpty)?;
    let mut places = BTreeMap::new();
    for (place, name) in header.iter().enumerate() {
        if places.insert(name.as_ref(), place).is_some() {
            return Err(Error::CsvDuplicateColumn { name: shortened(name) });
        }
    }
    let place_of = |name: &str| {
        places.get(name).copied().ok_or_else(|| Error::NoColumn {
            name: shortened(name),
            columns: header.iter().take(MOST_NAMES).map(|name| shortened(name)).collect(),
            more: header.len().saturating_sub(MOST_NAMES),
        })
    };
    let target = target.map_or(Ok(header.len() - 1), place_of)?;
    let chosen: Vec<usize> = match features {
        Some(names) => names.iter().map(|name| place_of(name)).collect::<Result<_>>()?,
        None => (0..header.len()).filter(|&place| place != target).collect(),
    };
    let mut is_free = vec![true; header.len()];
    is_free[target] = false;
    for &place in &chosen {
        if !std::mem::take(&mut is_free[place]) {
            return Err(Error::not_allowed("features", &header[place], Allowed::FreeColumn));
        }
    }

    let (mut values, mut targets, mut cells) = (Vec::new(), Vec::new(), Vec::new());
    while let Some(line) = reader.next(&mut cells)? {
        if cells.len() != header.len() {
            return Err(Error::CsvRagged { line, cells: cells.len(), expected: header.len() });
        }
        // Before they are kept: a table may be larger than the memory.
        size(targets.len() + 1, chosen.len())?;
        let number = |place: usize| {
            parse(&cells[place]).filter(|&value| allows(value)).ok_or_else(|| Error::CsvCell {
                line,
                column: shortened(&header[place]),
                value: shortened(&cells[place]),
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
    let names = chosen.iter().chain([&target]).map(|&place| shortened(&header[place])).collect();
    Ok(Dataset::new(values, chosen.len(), targets)?.with_names(names))
}

/// Goes through a text as RFC 4180 has it, more strictly than libraries do: what is no table is refused, not guessed
/// at.
///
/// Cells are separated by commas, rows by `\n`, `\r\n` or `\r`. A cell may be in quotes, in which a quote is doubled
/// and anything else stands for itself. Blanks around cells do not count, nor do lines of nothing but blanks.
struct Reader<'a> {
    rest: &'a str,
    /// That `rest` begins on, from 1.
    line: u64,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str) -> Self {
        // Spreadsheets begin their files with a byte order mark.
        Reader { rest: text.strip_prefix('\u{feff}').unwrap_or(text), line: 1 }
    }

    /// The cells of the next row, and the line that it begins on.
    fn next(&mut self, cells: &mut Vec<Cow<'a, str>>) -> Result<Option<u64>> {
        while !self.rest.is_empty() {
            let line = self.line;
            cells.clear();
            loop {
                let cell = self.cell(cells.len() + 1)?;
                cells.push(cell);
                match self.rest.strip_prefix(',') {
                    Some(rest) => self.rest = rest,
                    None => break,
                }
            }
            let end = if self.rest.starts_with("\r\n") { 2 } else { self.rest.len().min(1) };
            self.pass(end);
            // Only a cell in quotes is one of its own where there is nothing.
            if !matches!(cells[..], [Cow::Borrowed("")]) {
                return Ok(Some(line));
            }
        }
        Ok(None)
    }

    /// The next cell, the `place`-th of its row from 1; what ends it is left.
    fn cell(&mut self, place: usize) -> Result<Cow<'a, str>> {
        let text = self.until_end_of_cell().trim_start();
        if !text.starts_with('"') {
            self.rest = &self.rest[self.until_end_of_cell().len()..];
            return Ok(Cow::Borrowed(text.trim_end()));
        }
        let (opened, mut cell) = (self.line, String::new());
        self.pass(self.rest.find('"').unwrap_or(0));
        // Each round begins at a quote: the one that opens the cell, or the first of two.
        while self.rest.starts_with('"') {
            self.pass(1);
            let end = self.rest.find('"').ok_or(Error::CsvUnclosed { line: opened })?;
            cell += &self.rest[..end];
            self.pass(end + 1);
            if self.rest.starts_with('"') {
                cell.push('"');
            }
        }
        let after = self.until_end_of_cell();
        if !after.trim().is_empty() {
            return Err(Error::CsvQuote { line: self.line, cell: place, text: shortened(after.trim()) });
        }
        self.pass(after.len());
        Ok(Cow::Owned(cell.trim().into()))
    }

    fn until_end_of_cell(&self) -> &'a str {
        self.rest.split([',', '\n', '\r']).next().unwrap_or_default()
    }

    /// Goes on by so many bytes.
    fn pass(&mut self, bytes: usize) {
        let (passed, rest) = self.rest.split_at(bytes);
        let pairs = passed.matches("\r\n").count();
        self.line += (passed.matches(['\r', '\n']).count() - pairs) as u64;
        self.rest = rest;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn message(text: &str, target: &str, features: Option<&[&str]>) -> String {
        read(text, Some(target), features).unwrap_err().to_string()
    }

    #[test]
    fn columns_are_taken_by_name_and_in_the_order_asked_for() {
        let data = read("\u{feff}a, b ,y\r\n1,2,3\r\n\"4\",5,6\r\n", Some("y"), Some(&["b", "a"])).unwrap();
        assert_eq!((data.features(), data.targets()), (&[2.0, 1.0, 5.0, 4.0][..], &[3.0, 6.0][..]));
    }

    #[test]
    fn mistakes_are_named_with_line_and_column() {
        let number = "it must be a number from −10⁶⁰ to 10⁶⁰";
        assert_eq!(message("x,y\n1,2\n3\n", "y", None), "CSV line 3: 1 cell; there must be 2, as in the header");
        assert_eq!(
            message("x,y\n1,\n", "y", None),
            format!("CSV line 2, column `y`: an empty value is not allowed; {number}")
        );
        assert_eq!(message("x,y\n1,2\n", "z", None), "CSV: there is no column `z`; the columns are x, y");
        assert_eq!(message("x,y\n1,2\n", "y", Some(&["w"])), "CSV: there is no column `w`; the columns are x, y");
        for cell in
            ["NaN", "Infinity", "-inf", "1e400", "1e61", "0x10", "1_000", "1 000", "1;2", "1.5.2", "five", "--1"]
        {
            assert_eq!(
                message(&format!("x,y\n1,2\n\n{cell},4\n"), "y", None),
                format!("CSV line 4, column `x`: `{cell}` is not allowed; {number}")
            );
        }
    }

    #[test]
    fn lines_are_counted_whatever_ends_them() {
        for end in ["\n", "\r\n", "\r"] {
            let table = ["x,y", "1,2", "", "\"3\",\"", "4\"", " \t", "5,six", ""].join(end);
            assert!(message(&table, "y", None).starts_with("CSV line 7, column `y`: `six`"), "{end:?}");
        }
    }

    #[test]
    fn blanks_are_no_row_wherever_they_are() {
        for text in ["x,y\n1,2\n  ", "x,y\n1,2\n\t\n \n", " \n\nx,y\n   \n1,2", "x , y\r\u{a0}\r 1 ,\t2 \r"] {
            let data = read(text, Some("y"), None).unwrap();
            assert_eq!((data.features(), data.targets()), (&[1.0][..], &[2.0][..]), "{text:?}");
        }
        let empty = "CSV: no data; there must be a header row and at least one row below it";
        for text in ["", " ", "\n\n", "\u{feff}", " \r\n\t\r\n", "x,y\n", "x,y\n \n"] {
            assert_eq!(message(text, "y", None), empty, "{text:?}");
        }
        assert_eq!(
            message("y\n1\n", "y", None),
            "the data is empty; there must be at least one sample and one feature"
        );
        assert_eq!(message("x,y\n\"\"\n", "y", None), "CSV line 2: 1 cell; there must be 2, as in the header");
    }

    #[test]
    fn quotes_hold_commas_line_ends_and_quotes() {
        let table = "\"a, b\",\"say \"\"x\"\"\",y\n \"1\" ,\"\n2\r\n\",3\n";
        let data = read(table, Some("y"), Some(&["say \"x\"", "a, b"])).unwrap();
        assert_eq!((data.features(), data.targets()), (&[2.0, 1.0][..], &[3.0][..]));
    }

    #[test]
    fn quotes_that_end_too_early_or_never_are_refused() {
        let after = "nothing but a comma may follow a closing quote, and a quote within quotes is doubled";
        assert_eq!(message("x,y\n\"1\"5,2\n", "y", None), format!("CSV line 2, cell 1: `5` is not allowed; {after}"));
        assert_eq!(
            message("x,y\n1,\"2\" \"3\"\n", "y", None),
            format!("CSV line 2, cell 2: `\"3\"` is not allowed; {after}")
        );
        assert_eq!(message("\"x\"z,y\n1,2\n", "y", None), format!("CSV line 1, cell 1: `z` is not allowed; {after}"));
        assert_eq!(message("x,y\n1,2\n\"3,4\n5,6\n", "y", None), "CSV line 3: a quote is opened and never closed");
    }

    #[test]
    fn a_column_is_the_target_or_one_feature() {
        let message_of =
            |target, features: &[&str]| read("a,b,y\n1,2,3\n", target, Some(features)).unwrap_err().to_string();
        let refused =
            |name| format!("features: `{name}` is not allowed; it must be a column other than the target, given once");
        assert_eq!(message_of(Some("y"), &["a", "y"]), refused("y"));
        assert_eq!(message_of(None, &["y"]), refused("y"), "the last column, where none is named");
        assert_eq!(message_of(Some("y"), &["a", "b", "a"]), refused("a"), "the second time");
    }

    #[test]
    fn two_columns_of_one_name_are_refused() {
        let message_of = |header: &str| message(&format!("{header}\n1,2,3\n"), "y", Some(&["x"]));
        assert_eq!(message_of("x,y, x "), "CSV: two columns are called `x`; each must have a name of its own");
        assert_eq!(message_of("y,,"), "CSV: two columns have no name; each must have a name of its own");
        assert_eq!(read(",x,y\n1,2,3\n", Some("y"), None).unwrap().d(), 2, "one may have none");
    }

    #[test]
    fn a_row_too_many_is_refused_before_what_follows_is_read() {
        let limit = Error::TooManySamples { n: 3, limit: 2 };
        let two = |n: usize, _| if n <= 2 { Ok(()) } else { Err(limit.clone()) };
        let table = |end: &str| read_within(two, &format!("x,y\n1,2\n\n3,4\n{end}"), Some("y"), None);
        assert_eq!(table(" ").unwrap().n(), 2);
        assert_eq!(table("5,6\nno number\n"), Err(limit.clone()));
    }

    #[test]
    fn messages_stay_short_whatever_the_table() {
        let names: Vec<String> = (0..100_000).map(|column| format!("c{column}")).collect();
        let wide = message(&names.join(","), "y", None);
        assert!(wide.ends_with("c18, c19 and 99980 more") && wide.len() < 300, "{wide}");
        let long = "9".repeat(1_000_000);
        for text in [format!("x,y\n{long},1"), format!("{long},y\nz,1"), format!("x,y\n\"1\"{long},1")] {
            assert!(message(&text, "y", None).len() < 300);
        }
    }

    proptest! {
        /// The csv crate's, which allows more.
        #[test]
        fn tables_are_read_as_a_library_reads_them(
            rows in proptest::collection::vec(proptest::collection::vec("[ a\",\n\r]{0,4}", 2), 1..5),
            quoted in any::<[bool; 2]>(),
            end in prop::sample::select(vec!["\n", "\r\n", "\r"])
        ) {
            let written = |(cell, quoted): (&String, bool)| match quoted || cell.contains(['"', ',', '\n', '\r']) {
                true => format!("\"{}\"", cell.replace('"', "\"\"")),
                false => cell.clone(),
            };
            let lines = rows.iter().map(|row| row.iter().zip(quoted).map(written).collect::<Vec<_>>().join(","));
            let text: String = lines.map(|line| line + end).collect();
            let mut library = csv::ReaderBuilder::new();
            let mut library = library.has_headers(false).trim(csv::Trim::All).from_reader(text.as_bytes());
            let (mut reader, mut cells) = (Reader::new(&text), Vec::new());
            for theirs in library.records() {
                prop_assert!(reader.next(&mut cells).unwrap().is_some());
                let theirs = theirs.unwrap();
                prop_assert_eq!(&cells, &theirs.iter().collect::<Vec<_>>(), "{:?}", text);
            }
            prop_assert_eq!(reader.next(&mut cells), Ok(None));
            prop_assert_eq!(reader.line, 1 + newlines(&text));
        }
    }

    fn newlines(text: &str) -> u64 {
        text.replace("\r\n", "\n").matches(['\n', '\r']).count() as u64
    }
}
