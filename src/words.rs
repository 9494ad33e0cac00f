//! What a reader is told, in the reader's language: sentences with named places, a file a language in `www/words/`.
//!
//! Code names a sentence; [`word!`](crate::word) and [`say!`](crate::say) find it, and its places, as the library is
//! compiled, so that a name that is not in the English file, or a place that nothing is given for, does not compile. Tests
//! hold the other languages to the English names and places.
//!
//! ```
//! use descent::words::Words;
//! use descent::{say, word};
//! let words = Words::of("zh");
//! assert_eq!(word!(words, "key.lr"), "学习率 η");
//! assert_eq!(say!(words, "error.allowed.integer", min = 1, max = 60), "从 1 到 60 的整数");
//! ```
//!
//! ```compile_fail
//! # use descent::{say, words::Words};
//! // The other end is missing.
//! say!(Words::of("zh"), "error.allowed.integer", min = 1);
//! ```

mod file;
mod sentence;

pub use sentence::{Form, Sentence};

use crate::say;
use std::fmt::{Display, Write};
use std::sync::OnceLock;

/// A language of the page: a row of [`LANGUAGES`].
#[cfg(not(target_arch = "wasm32"))]
#[derive(Debug)]
pub struct LanguageFile {
    /// Its BCP 47 tag.
    pub tag: &'static str,
    /// Its sentences.
    pub file: &'static str,
}

/// All languages, English first. One more is one file and one row.
#[cfg(not(target_arch = "wasm32"))]
pub static LANGUAGES: &[LanguageFile] = &[
    LanguageFile { tag: "en", file: include_str!("../www/words/en.txt") },
    LanguageFile { tag: "zh", file: include_str!("../www/words/zh.txt") },
];

/// The sentences of one language.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Words {
    lines: Box<[Box<str>]>,
}

impl Words {
    /// The words of a language as the build of the page writes them, a line a sentence; `None` when they are of another
    /// version, with more of them or fewer.
    pub fn new(lines: &str) -> Option<Self> {
        let words = Words::from_lines(lines.split('\n'));
        (words.lines.len() == sentence::SENTENCES).then_some(words)
    }

    /// The words of the language of a BCP 47 tag, or of its kin (`zh-Hans`, `zh_TW`); English for any other.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn of(tag: &str) -> &'static Words {
        static WORDS: OnceLock<Vec<Words>> = OnceLock::new();
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        let place = LANGUAGES.iter().position(|language| language.tag.eq_ignore_ascii_case(primary)).unwrap_or(0);
        let made = |language: &LanguageFile| {
            Words::from_lines(
                file::compiled(language.file, sentence::ENGLISH, |part| sentence::has(part.as_bytes())).split('\n'),
            )
        };
        &WORDS.get_or_init(|| LANGUAGES.iter().map(made).collect())[place]
    }

    /// English, the language of exceptions: what errors and reasons say, in a module that throws them.
    pub fn english() -> &'static Words {
        static ENGLISH: OnceLock<Words> = OnceLock::new();
        ENGLISH.get_or_init(|| {
            let said = if cfg!(feature = "handles") { sentence::SAID_TO_PROGRAMMERS } else { "" };
            Words::from_lines(said.lines().map(|line| file::numbered(line, line)))
        })
    }

    fn from_lines<L: Into<Box<str>>>(lines: impl Iterator<Item = L>) -> Self {
        Words { lines: lines.map(Into::into).collect() }
    }

    /// A sentence without places, as it is.
    pub fn get(&self, sentence: Sentence) -> &str {
        self.lines.get(usize::from(sentence.0)).map_or("", |line| line)
    }

    /// A sentence with what is `given` in its places. [`say!`](crate::say) makes the form, and sees that it fits.
    pub fn fill(&self, form: Form, given: &[&dyn Display]) -> String {
        let mut filled = String::new();
        for (index, part) in self.get(form.sentence).split(['{', '}']).enumerate() {
            if index % 2 == 0 {
                filled.push_str(part);
            } else if let Some(value) = form.given_for(part).and_then(|number| given.get(number)) {
                // Writing to a string cannot fail.
                let _ = write!(filled, "{value}");
            }
        }
        filled
    }

    /// Words one after the other.
    ///
    /// ```
    /// use descent::words::Words;
    /// assert_eq!(Words::of("zh").list(["w", "b"]), "w、b");
    /// ```
    pub fn list<W: AsRef<str>>(&self, words: impl IntoIterator<Item = W>) -> String {
        joined(words, |head, last| say!(self, "list.pair", head, last))
    }

    /// Sentences one after the other; nothing of none.
    ///
    /// ```
    /// use descent::words::Words;
    /// assert_eq!(Words::of("en").sentences(["So.", "And so."]), "So. And so.");
    /// ```
    pub fn sentences<W: AsRef<str>>(&self, sentences: impl IntoIterator<Item = W>) -> String {
        joined(sentences, |head, last| say!(self, "list.sentences", head, last))
    }

    /// The coordinates of a point, or other parts of a sentence, one after the other.
    ///
    /// ```
    /// use descent::words::Words;
    /// assert_eq!(Words::of("zh").coordinates(["x = 1", "y = 2"]), "x = 1，y = 2");
    /// ```
    pub fn coordinates<W: AsRef<str>>(&self, parts: impl IntoIterator<Item = W>) -> String {
        joined(parts, |head, last| say!(self, "list.coordinates", head, last))
    }
}

fn joined<W: AsRef<str>>(parts: impl IntoIterator<Item = W>, pair: impl Fn(&str, &str) -> String) -> String {
    let mut joined = String::new();
    for (place, part) in parts.into_iter().enumerate() {
        joined = if place == 0 { part.as_ref().to_owned() } else { pair(&joined, part.as_ref()) };
    }
    joined
}

impl Form {
    /// Which of the given stands in a place, which is a number.
    fn given_for(self, place: &str) -> Option<usize> {
        let place: u8 = place.parse().ok()?;
        self.order.checked_shr(4 * u32::from(place)).map(|order| (order & 15) as usize)
    }
}

/// What stands for something in a table, such as a key or a data set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// Words of the reader's language.
    Words(Sentence),
    /// A symbol or a name, the same in every language.
    Symbol(&'static str),
}

impl Label {
    /// The words called `name`. For constants alone, see [`Sentence::named`].
    ///
    /// # Panics
    /// When there are none.
    pub const fn named(name: &str) -> Self {
        Label::Words(Sentence::plain(name))
    }

    /// As a reader is to see it.
    pub fn of(self, words: &Words) -> &str {
        match self {
            Label::Words(sentence) => words.get(sentence),
            Label::Symbol(symbol) => symbol,
        }
    }
}

/// The sentence of this name, which has no places, in the language of `words`: `&str`.
#[macro_export]
macro_rules! word {
    ($words:expr, $name:literal) => {
        $words.get(const { $crate::words::Sentence::plain($name) })
    };
}

/// The sentence of this name in the language of `words`, with its places filled: `String`.
///
/// A place is filled by what is given its name, `place = value`, or by the variable of that name, `place`; each is shown as
/// [`Display`](std::fmt::Display) shows it.
#[macro_export]
macro_rules! say {
    ($words:expr, $name:literal $(, $place:ident $(= $value:expr)?)+ $(,)?) => {
        $words.fill(
            const { $crate::words::Form::named($name, &[$(stringify!($place)),+]) },
            &[$(&$crate::say!(@ $place $($value)?)),+],
        )
    };
    (@ $place:ident) => { $place };
    (@ $place:ident $value:expr) => { $value };
}

#[cfg(test)]
mod tests;
