//! Every way an input can be wrong, echoing the offending value and what is allowed.

use crate::autograd::{MAX_NODES, MAX_NUMBERS};
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
        /// The data, as in the string.
        data: String,
    },
    /// A target that is no class, and no probability of one.
    ClassTarget {
        /// Which row, from 0.
        row: usize,
        /// As given.
        value: f64,
    },
    /// A data set with more samples than fit the page.
    TooManySamples {
        /// Samples given.
        n: usize,
        /// The most there may be.
        limit: usize,
    },
    /// A table without the column asked for.
    NoColumn {
        /// As given.
        name: String,
        /// The columns there are.
        columns: Vec<String>,
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
    /// Text that is no table at all, such as one that is not UTF-8.
    CsvUnreadable {
        /// Line of the text, from 1, if known.
        line: u64,
    },
}

/// Something that a graph of variables cannot do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GraphError {
    /// More nodes or numbers than a tape may have.
    TooLarge,
    /// More nodes than can be drawn side by side.
    TooLargeToDraw {
        /// How many there are.
        nodes: usize,
        /// How many there may be.
        limit: usize,
    },
    /// A vector without numbers.
    Empty {
        /// What was called.
        what: &'static str,
    },
    /// Two vectors, or a vector and a scalar, that are not of one length.
    Lengths {
        /// What was called.
        what: &'static str,
        /// Numbers of the first.
        left: usize,
        /// Numbers of the second.
        right: usize,
    },
    /// A vector where there must be a scalar.
    NotScalar {
        /// What was called.
        what: &'static str,
        /// Its numbers.
        length: usize,
    },
    /// Variables of different tapes.
    TwoTapes {
        /// What was called.
        what: &'static str,
    },
    /// A variable that has gone when its tape was cleared.
    Cleared {
        /// What was called.
        what: &'static str,
    },
    /// A graph that an earlier walk has freed.
    Freed {
        /// What was called.
        what: &'static str,
    },
    /// A leaf that has got new numbers after the graph was made.
    Modified {
        /// What was called.
        what: &'static str,
    },
    /// A gradient of what depends on no leaf.
    NeedsNoGrad {
        /// What was called.
        what: &'static str,
    },
    /// A gradient by what the loss does not depend on.
    Unused {
        /// Which of the inputs, from 0.
        index: usize,
    },
    /// New numbers for what was computed.
    NotLeaf,
}

/// What should stand at a place of a formula.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// Something to reckon with.
    Operand,
    /// Something between operands, or nothing more.
    Operator,
    /// The bracket after a function's name.
    Open,
    /// The bracket that ends a part.
    Close,
    /// The comma between two arguments.
    Comma,
    /// Nothing: the formula is too long.
    End,
    /// Nothing deeper: too many parts stand within each other.
    Shallower,
}

/// What a value must be.
#[derive(Clone, Debug, PartialEq)]
pub enum Allowed {
    /// One of these words.
    OneOf(Vec<&'static str>),
    /// An integer within both bounds.
    Integer {
        /// Smallest.
        min: u64,
        /// Largest.
        max: u64,
    },
    /// A number within both bounds.
    Number {
        /// Smallest.
        min: f64,
        /// Largest.
        max: f64,
        /// Whether the largest itself is excluded.
        below_max: bool,
    },
    /// So many numbers within both bounds, joined by commas.
    NumbersWithin {
        /// How many.
        count: usize,
        /// Smallest.
        min: f64,
        /// Largest.
        max: f64,
    },
    /// Finite numbers joined by commas, one for each name.
    Numbers {
        /// What each of them is; empty as long as nobody knows how many there are.
        names: Vec<String>,
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
            Error::UnknownKey { key, known } => format!("没有名为“{key}”的键；可用的键：{}", known.join("、")),
            Error::DuplicateKey { key } => format!("{key}：重复给出；每个键只能给一次"),
            Error::NoValue { part } => format!("“{part}”缺少“=”；应写成“键=值”"),
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
            Error::EmptyData => "数据为空；至少要有一个样本和一个特征".into(),
            Error::RaggedData { features, feature_count, targets } => format!(
                "数据不齐：特征值共 {features} 个，每行 {feature_count} 个，目标值 {targets} 个；\
                 特征值应有 {targets} × {feature_count} 个"
            ),
            Error::DataValue { row, feature, value } => format!(
                "数据第 {row} 行的{}：不能取“{}”；应为{}（行和特征都从 0 数起）",
                name_of(*feature, Language::Chinese),
                plain(*value),
                DATA_VALUES.describe(Language::Chinese)
            ),
            Error::NoClasses { data } => {
                format!("data：“{data}”没有类别，而逻辑斯谛模型和交叉熵要求类别；应为以下之一：blobs、iris、own")
            }
            Error::ClassTarget { row, value } => format!(
                "数据第 {row} 行的目标值：不能取“{}”；逻辑斯谛模型和交叉熵要求类别 0 或 1，或其间的概率（行从 0 数起）",
                plain(*value)
            ),
            Error::TooManySamples { n, limit } => format!("n：不能取“{n}”；数据集最多 {limit} 个样本"),
            Error::NoColumn { name, columns } => format!("CSV：没有名为“{name}”的列；现有的列：{}", columns.join("、")),
            Error::CsvRagged { line, cells, expected } => {
                format!("CSV 第 {line} 行：有 {cells} 个单元格；应和表头一样有 {expected} 个")
            }
            Error::CsvCell { line, column, value } => format!(
                "CSV 第 {line} 行“{column}”列：{}；应为{}",
                not_allowed(value, Language::Chinese),
                DATA_VALUES.describe(Language::Chinese)
            ),
            Error::CsvEmpty => "CSV：没有数据；应有一行表头和至少一行数据".into(),
            Error::CsvUnreadable { line } => format!("CSV 第 {line} 行：无法读取"),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::UnknownKey { key, known } => {
                write!(f, "there is no key `{key}`; the keys are {}", known.join(", "))
            }
            Error::DuplicateKey { key } => write!(f, "{key}: given twice; each key may be given once"),
            Error::NoValue { part } => write!(f, "`{part}` has no `=`; write key=value"),
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
            Error::EmptyData => write!(f, "the data is empty; there must be at least one sample and one feature"),
            Error::RaggedData { features, feature_count, targets } => write!(
                f,
                "the data is ragged: {features} feature values in rows of {feature_count} for {targets} targets; \
                 there must be {targets} × {feature_count} feature values"
            ),
            Error::DataValue { row, feature, value } => write!(
                f,
                "row {row} of the data, {}: `{}` is not allowed; it must be {} (rows and features count from 0)",
                name_of(*feature, Language::English),
                plain(*value),
                DATA_VALUES.describe(Language::English)
            ),
            Error::NoClasses { data } => write!(
                f,
                "data: `{data}` has no classes, which the logistic model and the cross-entropy need; it must be one of \
                 blobs, iris, own"
            ),
            Error::ClassTarget { row, value } => write!(
                f,
                "row {row} of the data, target: `{}` is not allowed; the logistic model and the cross-entropy need a class, \
                 0 or 1, or a probability between (rows count from 0)",
                plain(*value)
            ),
            Error::TooManySamples { n, limit } => {
                write!(f, "n: `{n}` is not allowed; a data set may have at most {limit} samples")
            }
            Error::NoColumn { name, columns } => {
                write!(f, "CSV: there is no column `{name}`; the columns are {}", columns.join(", "))
            }
            Error::CsvRagged { line, cells, expected } => {
                let plural = if *cells == 1 { "" } else { "s" };
                write!(f, "CSV line {line}: {cells} cell{plural}; there must be {expected}, as in the header")
            }
            Error::CsvCell { line, column, value } => write!(
                f,
                "CSV line {line}, column `{column}`: {}; it must be {}",
                not_allowed(value, Language::English),
                DATA_VALUES.describe(Language::English)
            ),
            Error::CsvEmpty => write!(f, "CSV: no data; there must be a header row and at least one row below it"),
            Error::CsvUnreadable { line } => write!(f, "CSV line {line}: not readable"),
        }
    }
}

impl std::error::Error for Error {}

impl GraphError {
    /// What was wrong, and what is right.
    fn describe(&self, language: Language) -> String {
        if cfg!(not(feature = "formulas")) {
            // A module without formulas has no graphs, and need not carry these sentences.
            return String::new();
        }
        let english = language == Language::English;
        let length = |length: usize| match (length, english) {
            (1, true) => "a scalar".into(),
            (1, false) => "标量".into(),
            (_, true) => format!("a vector of {length} numbers"),
            (_, false) => format!("有 {length} 个数的向量"),
        };
        match *self {
            GraphError::TooLarge if english => {
                format!(
                    "the tape is full; it may have at most {MAX_NODES} nodes and {MAX_NUMBERS} numbers: clear it after \
                     each step"
                )
            }
            GraphError::TooLarge => {
                format!("计算图过大；最多 {MAX_NODES} 个节点和 {MAX_NUMBERS} 个数：每一步之后应清空")
            }
            GraphError::TooLargeToDraw { nodes, limit } if english => {
                format!("f: its graph has {nodes} nodes; at most {limit} can be drawn")
            }
            GraphError::TooLargeToDraw { nodes, limit } => {
                format!("f：它的计算图有 {nodes} 个节点；最多能画 {limit} 个")
            }
            GraphError::Empty { what } if english => format!("{what}: no numbers; there must be at least one"),
            GraphError::Empty { what } => format!("{what}：没有数；至少要有一个"),
            GraphError::Lengths { what, left, right } if english => format!(
                "{what}: {} and {} do not go together; they must have the same length, and `expand` repeats a scalar",
                length(left),
                length(right)
            ),
            GraphError::Lengths { what, left, right } => {
                format!("{what}：{}和{}不能一起用；长度必须相同，标量可用 expand 重复", length(left), length(right))
            }
            GraphError::NotScalar { what, length: given } if english => {
                format!("{what}: {} is not allowed; it must be a scalar, such as a sum", length(given))
            }
            GraphError::NotScalar { what, length: given } => {
                format!("{what}：不能是{}；应为标量，例如一个和", length(given))
            }
            GraphError::TwoTapes { what } if english => {
                format!("{what}: the variables are on two tapes; they must be on the same one")
            }
            GraphError::TwoTapes { what } => format!("{what}：变量不在同一个 Tape 上；它们必须在同一个上"),
            GraphError::Cleared { what } if english => format!(
                "{what}: the variable is gone, for its tape has been cleared; only leaves and constants made before the \
                 first operation stay"
            ),
            GraphError::Cleared { what } => {
                format!("{what}：变量已随 Tape 清空而消失；只有在第一次运算之前建立的叶子和常量会保留")
            }
            GraphError::Freed { what } if english => format!(
                "{what}: the graph has been freed by an earlier backward or grad; to go through it again, the earlier one \
                 must retain the graph"
            ),
            GraphError::Freed { what } => {
                format!("{what}：计算图已被先前的 backward 或 grad 释放；要再次使用，先前那次必须保留计算图")
            }
            GraphError::Modified { what } if english => {
                format!("{what}: a leaf got a new value after the graph was made; the loss must be computed again")
            }
            GraphError::Modified { what } => format!("{what}：计算图建立之后，叶子的值被改过；损失必须重新计算"),
            GraphError::NeedsNoGrad { what } if english => {
                format!("{what}: the variable requires no gradient; it must be a leaf or depend on one")
            }
            GraphError::NeedsNoGrad { what } => format!("{what}：变量不需要梯度；它应为叶子，或依赖于叶子"),
            GraphError::Unused { index } if english => {
                format!("grad: input {index} (counted from 0) is not used in the graph of the loss; leave it out")
            }
            GraphError::Unused { index } => {
                format!("grad：损失的计算图没有用到第 {index} 个输入（从 0 数起）；应去掉它")
            }
            GraphError::NotLeaf if english => {
                "set: the variable was computed; only a leaf or a constant can be set".into()
            }
            GraphError::NotLeaf => "set：变量是计算出来的；只能设置叶子或常量".into(),
        }
    }
}

impl Expected {
    /// What is expected, as the end of a sentence.
    pub fn describe(self, language: Language) -> &'static str {
        if cfg!(not(feature = "formulas")) {
            return "";
        }
        let (english, chinese) = match self {
            Expected::Operand => ("a number, x, y, a function or `(`", "数、x、y、函数或“(”"),
            Expected::Operator => ("an operator or the end", "运算符或结尾"),
            Expected::Open => ("`(` after the function's name", "函数名后的“(”"),
            Expected::Close => ("an operator or `)`", "运算符或“)”"),
            Expected::Comma => ("an operator or `,`", "运算符或“,”"),
            Expected::End => ("the end: a formula has at most 1000 characters", "结尾：公式最多 1000 个字符"),
            Expected::Shallower => (
                "less deep: at most 50 levels of brackets, signs and powers",
                "较浅的一层：括号、正负号和乘方最多 50 层",
            ),
        };
        if language == Language::English { english } else { chinese }
    }
}

impl Allowed {
    /// What is allowed, as the end of a sentence.
    pub fn describe(&self, language: Language) -> String {
        let chinese = language == Language::Chinese;
        match self {
            Allowed::OneOf(words) if words.len() == 1 && chinese => format!("“{}”", words[0]),
            Allowed::OneOf(words) if words.len() == 1 => format!("`{}`", words[0]),
            Allowed::OneOf(words) if chinese => format!("以下之一：{}", words.join("、")),
            Allowed::OneOf(words) => format!("one of {}", words.join(", ")),
            Allowed::Integer { min, max } if chinese => format!("从 {min} 到 {max} 的整数"),
            Allowed::Integer { min, max } => format!("an integer from {min} to {max}"),
            Allowed::Number { min, max, below_max } => {
                let (min, max) = (plain(*min), plain(*max));
                match (chinese, below_max) {
                    (true, true) => format!("不小于 {min} 且小于 {max} 的数"),
                    (true, false) => format!("从 {min} 到 {max} 的数"),
                    (false, true) => format!("a number from {min} to below {max}"),
                    (false, false) => format!("a number from {min} to {max}"),
                }
            }
            Allowed::NumbersWithin { count, min, max } => match chinese {
                true => format!("用逗号隔开的 {count} 个数，从 {} 到 {}", plain(*min), plain(*max)),
                false => format!("{count} numbers from {} to {} joined by commas", plain(*min), plain(*max)),
            },
            Allowed::Numbers { names } => match (&names[..], chinese) {
                ([], true) => "用逗号隔开的有限数，每个参数一个".into(),
                ([], false) => "finite numbers joined by commas, one for each parameter".into(),
                ([name], true) => format!("一个有限数：{name}"),
                ([name], false) => format!("a finite number: {name}"),
                (names, true) => format!("用逗号隔开的 {} 个有限数：{}", names.len(), names.join("、")),
                (names, false) => format!("{} finite numbers joined by commas: {}", names.len(), names.join(", ")),
            },
        }
    }
}

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

fn name_of(feature: Option<usize>, language: Language) -> String {
    match (feature, language) {
        (Some(feature), Language::English) => format!("feature {feature}"),
        (None, Language::English) => "target".into(),
        (Some(feature), Language::Chinese) => format!("特征 {feature}"),
        (None, Language::Chinese) => "目标值".into(),
    }
}

/// A value fit for a message: a novel pasted into a number field is not repeated in full, and a letter that cannot be
/// seen is.
pub(crate) fn shortened(value: &str) -> String {
    const LONGEST: usize = 60;
    let visible = value.chars().map(|letter| if letter.is_control() { '\u{fffd}' } else { letter });
    if value.chars().count() <= LONGEST { visible.collect() } else { visible.take(LONGEST).chain(['…']).collect() }
}
