//! Why a run has ended.

use crate::language::Language;
use crate::number::significant;

/// Why a run has ended, and where that showed.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    /// What has happened.
    pub cause: Cause,
    /// Steps before the point where it showed; a run that diverges goes back from there to its last finite point.
    pub steps: u64,
    /// The parameters there, `[dim]`.
    pub parameters: Vec<f64>,
    /// What they are called, `[dim]`.
    pub symbols: Vec<String>,
}

/// What ends a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// No step moves any parameter any more.
    Rest,
    /// The same, in a minimum without a gradient, such as the tip of a cone: 0 is a subgradient there.
    Tip,
    /// The objective has no value.
    NoValue,
    /// The objective's value is beyond all numbers.
    InfiniteValue,
    /// The objective has a value, but no finite gradient.
    NoGradient,
    /// The next step leads beyond all numbers.
    InfiniteStep,
}

impl Reason {
    /// Whether it is the start itself that no step can be taken from.
    ///
    /// ```
    /// use descent::trainer::Trainer;
    /// let trainer = Trainer::new(&"objective=expression&f=log(x)&start=-1".parse()?, None)?;
    /// assert!(trainer.reason().unwrap().is_about_the_start());
    /// # Ok::<(), descent::error::Error>(())
    /// ```
    pub fn is_about_the_start(&self) -> bool {
        self.steps == 0 && !matches!(self.cause, Cause::Rest | Cause::Tip | Cause::InfiniteStep)
    }

    /// One sentence, without its full stop.
    pub fn message(&self, language: Language) -> String {
        let english = language == Language::English;
        let place = self.place(english);
        match (self.cause, english) {
            (Cause::Rest, true) => format!("no step moves any parameter any more, at {place}"),
            (Cause::Rest, false) => format!("在 {place} 处，继续更新也不再改变任何参数"),
            (Cause::Tip, true) => {
                format!("at {place} is a minimum with no gradient, such as the tip of a cone: the run rests there")
            }
            (Cause::Tip, false) => format!("{place} 是一个没有梯度的极小值点（例如圆锥的尖点），下降停在这里"),
            (Cause::NoValue, true) => format!("the function is not defined at {place}"),
            (Cause::NoValue, false) => format!("函数在 {place} 处没有定义"),
            (Cause::InfiniteValue, true) => format!("the value is beyond all numbers at {place}"),
            (Cause::InfiniteValue, false) => format!("在 {place} 处函数值超出了数的范围"),
            (Cause::NoGradient, true) => format!("the function has no finite gradient at {place}"),
            (Cause::NoGradient, false) => format!("函数在 {place} 处没有有限的梯度"),
            (Cause::InfiniteStep, true) => format!("the step from {place} leads beyond all numbers"),
            (Cause::InfiniteStep, false) => format!("从 {place} 出发的下一步超出了数的范围"),
        }
    }

    /// Where it showed, of many parameters the first few.
    fn place(&self, english: bool) -> String {
        const SHOWN: usize = 4;
        let named = self.symbols.iter().zip(&self.parameters);
        let mut parts: Vec<String> =
            named.take(SHOWN).map(|(symbol, &value)| format!("{symbol} = {}", significant(value, 4))).collect();
        if self.parameters.len() > SHOWN {
            parts.push("…".into());
        }
        parts.join(if english { ", " } else { "，" })
    }
}

/// In English: a programmer reads it.
impl std::fmt::Display for Reason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message(Language::English))
    }
}
