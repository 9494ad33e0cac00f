//! The reader's language: English or Chinese.

use crate::words::{Label, Words};
use std::sync::OnceLock;

/// A language of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Simplified Chinese.
    Chinese,
}

impl Language {
    /// The language of a BCP 47 tag: Chinese for `zh` and its kin (`zh-Hans`, `zh-TW`), English for any other.
    ///
    /// ```
    /// use descent::language::Language;
    /// assert_eq!(Language::of_tag("zh-CN"), Language::Chinese);
    /// assert_eq!(Language::of_tag("fr"), Language::English);
    /// ```
    pub fn of_tag(tag: &str) -> Self {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        if primary.eq_ignore_ascii_case("zh") { Language::Chinese } else { Language::English }
    }

    /// Words one after the other.
    pub fn list(self, words: &[&str]) -> String {
        self.words().list(words)
    }
}

/// The words of both languages, as soon as somebody has spoken them.
static WORDS: [OnceLock<Words>; 2] = [const { OnceLock::new() }; 2];

impl Language {
    /// The language of these words, which [`Language::words`] has from now on.
    pub fn of_words(words: Words) -> Self {
        let language = Language::of_tag(crate::word!(words, "language.tag"));
        WORDS[language as usize].get_or_init(|| words);
        language
    }

    /// Its words; on the page those of [`Language::of_words`].
    pub fn words(self) -> &'static Words {
        WORDS[self as usize].get_or_init(|| {
            #[cfg(not(target_arch = "wasm32"))]
            return Words::of(["en", "zh"][self as usize]).clone();
            #[cfg(target_arch = "wasm32")]
            Words::default()
        })
    }
}

/// A phrase in both languages, of figures that still have theirs in the code.
pub type Text = Label;

impl Label {
    /// A phrase in both languages.
    pub const fn new(en: &'static str, zh: &'static str) -> Self {
        Label::Both(en, zh)
    }

    /// A phrase that is the same in both, such as a symbol.
    pub const fn same(text: &'static str) -> Self {
        Label::Symbol(text)
    }

    /// The phrase in `language`.
    pub fn in_language(self, language: Language) -> &'static str {
        self.of(language.words())
    }
}
