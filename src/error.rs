//! Every way an input can be wrong, echoing the offending value and what is allowed.

mod allowed;
mod code;
mod expected;
mod given;
mod graph;

pub use allowed::Allowed;
pub use expected::Expected;
pub use graph::GraphError;

use crate::language::Language;
use crate::number::plain;
use std::fmt;

/// A refused input. [`Display`](fmt::Display) is English; [`Error::message`] speaks the reader's language.
///
/// ```
/// use descent::experiment::Experiment;
/// let error = "lr=fast".parse::<Experiment>().unwrap_err();
/// assert_eq!(error.to_string(), "lr: `fast` is not allowed; it must be a number from 0 to 1e300");
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
    /// Something that a graph of variables cannot do.
    Graph(GraphError),
    /// A batch with more samples than there are.
    BatchLargerThanData {
        /// As given.
        batch: usize,
        /// Samples in the data.
        n: usize,
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
    pub fn message(&self, language: Language) -> String {
        match language {
            Language::English => self.to_string(),
            Language::Chinese => self.chinese(),
        }
    }

    fn chinese(&self) -> String {
        match self {
            Error::UnknownKey { key, known } => {
                format!("没有名为“{key}”的键；可用的键：{}", Language::Chinese.list(known))
            }
            Error::NoHyperParameter { key, optimizer, known } => {
                format!("{key}：优化器 {optimizer} 没有这个超参数；它有：{}", Language::Chinese.list(known))
            }
            Error::DuplicateKey { key } => format!("{key}：重复给出；每个键只能给一次"),
            Error::NoValue { part } => format!("“{part}”缺少“=”；应写成“键=值”"),
            Error::TooManyParts { limit } => format!("实验字符串过长；最多 {limit} 项“键=值”"),
            Error::NotAllowed { key, value, allowed } => {
                format!("{key}：{}；应为{}", not_allowed(value, Language::Chinese), allowed.describe(Language::Chinese))
            }
            Error::Formula { value, position, expected } => format!(
                "f：{}；第 {position} 个字符处应为{}",
                not_allowed(value, Language::Chinese),
                expected.describe(Language::Chinese)
            ),
            Error::Graph(error) => error.describe(Language::Chinese),
            Error::BatchLargerThanData { batch, n } => {
                format!("batch：样本数 n = {n} 时不能取“{batch}”；应为从 1 到 {n} 的整数")
            }
            Error::NesterovNeedsMomentum => "nesterov：不能取“true”，除非 momentum 大于 0 且 dampening 等于 0".into(),
            Error::OwnData { given: false } => "data：取“own”时必须同时给出数据集".into(),
            Error::OwnData { given: true } => "data：给出数据集时应为“own”，且 objective 应为“regression”".into(),
            Error::NoClasses { data, known } => {
                format!(
                    "data：“{data}”没有类别，而逻辑斯谛模型和交叉熵要求类别；应为以下之一：{}",
                    Language::Chinese.list(known)
                )
            }
            Error::ClassTarget { row, value } => format!(
                "数据第 {row} 行的目标值：不能取“{}”；逻辑斯谛模型和交叉熵要求类别 0 或 1，或其间的概率（行从 0 数起）",
                plain(*value)
            ),
            data => given::describe(data, Language::Chinese),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::UnknownKey { key, known } => {
                write!(f, "there is no key `{key}`; the keys are {}", Language::English.list(known))
            }
            Error::NoHyperParameter { key, optimizer, known } => {
                write!(f, "{key}: {optimizer} has no such hyper-parameter; it has {}", Language::English.list(known))
            }
            Error::DuplicateKey { key } => write!(f, "{key}: given twice; each key may be given once"),
            Error::NoValue { part } => write!(f, "`{part}` has no `=`; write key=value"),
            Error::TooManyParts { limit } => {
                write!(f, "the experiment is too long; it may have at most {limit} parts key=value")
            }
            Error::NotAllowed { key, value, allowed } => write!(
                f,
                "{key}: {}; it must be {}",
                not_allowed(value, Language::English),
                allowed.describe(Language::English)
            ),
            Error::Formula { value, position, expected } => write!(
                f,
                "f: {}; character {position} must be {}",
                not_allowed(value, Language::English),
                expected.describe(Language::English)
            ),
            Error::Graph(error) => f.write_str(&error.describe(Language::English)),
            Error::BatchLargerThanData { batch, n } => {
                write!(f, "batch: `{batch}` is not allowed with n = {n} samples; it must be an integer from 1 to {n}")
            }
            Error::NesterovNeedsMomentum => {
                write!(f, "nesterov: `true` is not allowed without a momentum above 0 and a dampening of 0")
            }
            Error::OwnData { given: false } => write!(f, "data: `own` needs a data set beside the experiment"),
            Error::OwnData { given: true } => {
                write!(f, "data: with a data set given, it must be `own`, and the objective `regression`")
            }
            Error::NoClasses { data, known } => write!(
                f,
                "data: `{data}` has no classes, which the logistic model and the cross-entropy need; it must be one of {}",
                Language::English.list(known)
            ),
            Error::ClassTarget { row, value } => write!(
                f,
                "row {row} of the data, target: `{}` is not allowed; the logistic model and the cross-entropy need a class, \
                 0 or 1, or a probability between (rows count from 0)",
                plain(*value)
            ),
            data => f.write_str(&given::describe(data, Language::English)),
        }
    }
}

impl std::error::Error for Error {}

/// What numbers a data set may have.
const DATA_VALUES: Allowed =
    Allowed::Number { min: -crate::data::LARGEST_VALUE, max: crate::data::LARGEST_VALUE, below_max: false };

/// That a value is wrong; an empty one is said in a word, for nobody sees it between its quotes.
fn not_allowed(value: &str, language: Language) -> String {
    match (value.is_empty(), language) {
        (true, Language::English) => "an empty value is not allowed".into(),
        (true, Language::Chinese) => "不能为空".into(),
        (false, Language::English) => format!("`{value}` is not allowed"),
        (false, Language::Chinese) => format!("不能取“{value}”"),
    }
}

/// A value fit for a message: a novel pasted into a number field is not repeated in full, and a letter that cannot be
/// seen is.
pub(crate) fn shortened(value: &str) -> String {
    const LONGEST: usize = 60;
    let visible = value.chars().map(|letter| if letter.is_control() { '\u{fffd}' } else { letter });
    if value.chars().count() <= LONGEST { visible.collect() } else { visible.take(LONGEST).chain(['…']).collect() }
}
