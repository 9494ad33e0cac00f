//! Why a run has ended.

use crate::number::significant;
use crate::say;
use crate::words::Words;

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
    pub fn message(&self, words: &Words) -> String {
        let place = self.place(words);
        match self.cause {
            Cause::Rest => say!(words, "reason.rest", place),
            Cause::Tip => say!(words, "reason.tip", place),
            Cause::NoValue => say!(words, "reason.no-value", place),
            Cause::InfiniteValue => say!(words, "reason.infinite-value", place),
            Cause::NoGradient => say!(words, "reason.no-gradient", place),
            Cause::InfiniteStep => say!(words, "reason.infinite-step", place),
        }
    }

    /// Where it showed, of many parameters the first few.
    fn place(&self, words: &Words) -> String {
        const SHOWN: usize = 4;
        let named = self.symbols.iter().zip(&self.parameters);
        let shown = named.take(SHOWN).map(|(symbol, &value)| format!("{symbol} = {}", significant(value, 4)));
        words.coordinates(shown.chain((self.parameters.len() > SHOWN).then(|| "…".into())))
    }
}

/// In English: a programmer reads it.
impl std::fmt::Display for Reason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message(Words::english()))
    }
}
