//! What a graph of variables cannot do.

use crate::autograd::{MAX_NODES, MAX_NUMBERS};
use crate::language::Language;

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

impl GraphError {
    /// What was wrong, and what is right.
    pub(super) fn describe(&self, language: Language) -> String {
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
