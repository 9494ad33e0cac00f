//! What should stand at a place of a formula.

use crate::language::Language;

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
