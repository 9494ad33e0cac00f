//! Every way an input can be wrong, echoing the offending value and what is allowed.

mod allowed;
mod code;
mod expected;
#[cfg(feature = "formulas")]
mod formulas;
#[cfg(feature = "own-data")]
mod given;
mod graph;

pub use allowed::Allowed;
pub use expected::Expected;
#[cfg(feature = "optimizers")]
pub use expected::InRule;
pub use graph::GraphError;

use crate::number::plain;
use crate::say;
use crate::word;
use crate::words::Words;
use std::fmt;

/// A refused input. [`Display`](fmt::Display) is English; [`Error::message`] speaks the reader's language.
///
/// ```
/// use descent::experiment::Experiment;
/// let error = "lr=fast".parse::<Experiment>().unwrap_err();
/// assert_eq!(error.to_string(), "lr: `fast` is not allowed; it must be a number from 0 to 10³⁰⁰");
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Error {
    /// A key that no experiment has.
    UnknownKey {
        /// As given.
        key: String,
        /// The keys there are.
        known: Vec<&'static str>,
    },
    /// A key given twice, so that it is unclear which value holds.
    DuplicateKey {
        /// As given.
        key: String,
    },
    /// A part of the string without `=`.
    NoValue {
        /// As given.
        part: String,
    },
    /// A string that goes on and on.
    TooManyParts {
        /// The most parts there may be.
        limit: usize,
    },
    /// A value outside of what its key allows.
    NotAllowed {
        /// The key, or the argument's name.
        key: String,
        /// As given.
        value: String,
        /// What would be right.
        allowed: Allowed,
    },
    /// A formula with a mistake.
    Formula {
        /// As given.
        value: String,
        /// Which character, from 1.
        position: usize,
        /// What would be right there.
        expected: Expected,
    },
    /// An update rule of one's own with a mistake.
    #[cfg(feature = "optimizers")]
    Rule {
        /// As given.
        value: String,
        /// Which character, from 1.
        position: usize,
        /// What would be right there.
        expected: InRule,
    },
    /// Something that a graph of variables cannot do.
    Graph(GraphError),
    /// A batch with more samples than there are.
    BatchLargerThanData {
        /// As given.
        batch: usize,
        /// Samples in the data.
        n: u64,
    },
    /// A hyper-parameter that the optimizer does not have, though another one does.
    NoHyperParameter {
        /// The key.
        key: &'static str,
        /// The optimizer.
        optimizer: &'static str,
        /// The hyper-parameters that it has.
        known: Vec<&'static str>,
    },
    /// Nesterov momentum without momentum, or with dampening.
    NesterovNeedsMomentum,
    /// `data=own` without a data set, or a data set for an experiment that needs none.
    OwnData {
        /// Whether a data set was given.
        given: bool,
    },
    /// A data set for a figure that is about none, or about none of one's own.
    DataNotDrawn,
    /// A data set with more or fewer features than a figure has axes for.
    FeatureCount {
        /// Features of the data.
        given: usize,
        /// Features that the figure draws.
        drawn: usize,
    },
    /// A data set with no samples or no features.
    EmptyData,
    /// Features and targets that do not fit together.
    RaggedData {
        /// Numbers among the features.
        features: usize,
        /// Numbers a row.
        feature_count: usize,
        /// Targets.
        targets: usize,
    },
    /// NaN, an infinity or a number too large in a data set.
    DataValue {
        /// Which row, from 0.
        row: usize,
        /// Which feature, from 0, or `None` for the target.
        feature: Option<usize>,
        /// As given.
        value: f64,
    },
    /// A model or a loss for classes with data that have none.
    NoClasses {
        /// The data.
        data: &'static str,
        /// Those that have, or may have, some.
        known: Vec<&'static str>,
    },
    /// A target that is no class, and no probability of one.
    ClassTarget {
        /// Which row, from 0.
        row: usize,
        /// As given.
        value: f64,
    },
    /// More samples of generated data than are stored.
    NotStored {
        /// Samples asked for.
        n: u64,
        /// The most there may be.
        limit: u64,
        /// Numbers of each, features and the target.
        numbers: u64,
    },
    /// A sampler that a stream of so many samples does not have.
    SamplerOfStream {
        /// Whether it is the full batch; otherwise it is a shuffled order.
        full: bool,
        /// Samples of the stream.
        n: u64,
        /// The most for such a sampler.
        limit: u64,
    },
    /// A data set with more samples than it may have.
    TooManySamples {
        /// Samples given; of a table, as many as are too many.
        n: usize,
        /// The most there may be.
        limit: usize,
    },
    /// A data set with more numbers than fit a page.
    TooManyNumbers {
        /// Samples given; of a table, as many as are too many.
        n: usize,
        /// Features of each.
        d: usize,
        /// The most numbers there may be, features and targets together.
        limit: usize,
    },
    /// A table without the column asked for.
    NoColumn {
        /// As given.
        name: String,
        /// The columns there are, the first of them if there are many.
        columns: Vec<String>,
        /// How many more there are.
        more: usize,
    },
    /// A table with two columns of one name.
    CsvDuplicateColumn {
        /// As given.
        name: String,
    },
    /// A table's row with too few or too many cells.
    CsvRagged {
        /// Line of the text, from 1.
        line: u64,
        /// Cells in that row.
        cells: usize,
        /// Cells in the header.
        expected: usize,
    },
    /// A cell that is no number, or one too large.
    CsvCell {
        /// Line of the text, from 1.
        line: u64,
        /// The column's name.
        column: String,
        /// As given.
        value: String,
    },
    /// A table with a header only, or nothing at all.
    CsvEmpty,
    /// Text after a closing quote.
    CsvQuote {
        /// Line of the text, from 1.
        line: u64,
        /// Which cell of its row, from 1.
        cell: usize,
        /// What follows the quote.
        text: String,
    },
    /// A cell whose quotes are never closed.
    CsvUnclosed {
        /// Line of the text, from 1, on which they are opened.
        line: u64,
    },
}

/// A result whose error is a refused input.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    pub(crate) fn not_allowed(key: &str, value: impl fmt::Display, allowed: Allowed) -> Self {
        Error::NotAllowed { key: key.into(), value: shortened(&value.to_string()), allowed }
    }

    /// The message in the reader's language: what, where, and what is allowed.
    pub fn message(&self, words: &Words) -> String {
        match self {
            Error::UnknownKey { key, known } => say!(words, "error.unknown-key", key, known = words.list(known)),
            #[cfg(feature = "optimizers")]
            Error::NoHyperParameter { key, optimizer, known } if known.is_empty() => {
                say!(words, "error.no-hyper-parameters", key, optimizer)
            }
            Error::NoHyperParameter { key, optimizer, known } => {
                say!(words, "error.no-hyper-parameter", key, optimizer, known = words.list(known))
            }
            Error::DuplicateKey { key } => say!(words, "error.duplicate-key", key),
            Error::NoValue { part } => say!(words, "error.no-value", part),
            Error::TooManyParts { limit } => say!(words, "error.too-many-parts", limit),
            Error::NotAllowed { key, value, allowed } => {
                let (refused, allowed) = (refused(value, words), allowed.describe(words));
                say!(words, "error.not-allowed", key, refused, allowed)
            }
            #[cfg(feature = "formulas")]
            Error::Formula { value, position, expected } => {
                let (refused, expected) = (refused(value, words), expected.describe(words));
                say!(words, "error.formula", refused, position, expected)
            }
            #[cfg(feature = "optimizers")]
            Error::Rule { value, position, expected } => {
                let (refused, expected) = (refused(value, words), expected.describe(words));
                say!(words, "error.rule", refused, position, expected)
            }
            #[cfg(feature = "formulas")]
            Error::Graph(error) => error.describe(words),
            Error::BatchLargerThanData { batch, n } => say!(words, "error.batch-larger-than-data", batch, n),
            #[cfg(feature = "streams")]
            Error::NotStored { n, limit, numbers } => {
                say!(words, "error.not-stored", n, limit, size = megabytes(n * numbers))
            }
            #[cfg(feature = "streams")]
            Error::SamplerOfStream { full: true, n, limit } => say!(words, "error.stream.full", n, limit),
            #[cfg(feature = "streams")]
            Error::SamplerOfStream { full: false, n, limit } => {
                say!(words, "error.stream.shuffle", n, limit, size = megabytes(n / 2))
            }
            Error::NesterovNeedsMomentum => word!(words, "error.nesterov").into(),
            Error::OwnData { given: false } => word!(words, "error.own-data.missing").into(),
            Error::OwnData { given: true } => word!(words, "error.own-data.given").into(),
            Error::NoClasses { data, known } => say!(words, "error.no-classes", data, known = words.list(known)),
            Error::ClassTarget { row, value } => say!(words, "error.class-target", row, value = plain(*value)),
            #[cfg(feature = "own-data")]
            data => given::describe(data, words),
            // A module without formulas has no graphs, one without data of one's own is given none: neither need say what is wrong
            // with them.
            #[cfg(not(feature = "own-data"))]
            _ => String::new(),
        }
    }
}

/// In English: a programmer reads it.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message(Words::english()))
    }
}

impl std::error::Error for Error {}

/// What so many numbers take, in megabytes.
#[cfg(feature = "streams")]
fn megabytes(numbers: u64) -> u64 {
    (numbers * size_of::<f64>() as u64).div_ceil(1_000_000)
}

/// That a value is wrong; an empty one is said in a word, for nobody sees it between its quotes.
fn refused(value: &str, words: &Words) -> String {
    if value.is_empty() { word!(words, "error.refused.empty").into() } else { say!(words, "error.refused", value) }
}

/// A value fit for a message: a novel pasted into a number field is not repeated in full, and a letter that cannot be
/// seen is.
pub(crate) fn shortened(value: &str) -> String {
    const LONGEST: usize = 60;
    let visible = value.chars().map(|letter| if letter.is_control() { '\u{fffd}' } else { letter });
    if value.chars().count() <= LONGEST { visible.collect() } else { visible.take(LONGEST).chain(['…']).collect() }
}
