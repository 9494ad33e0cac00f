//! The reader's language: English or Chinese.

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
        let between = if self == Language::Chinese { "、" } else { ", " };
        let mut list = String::new();
        for (place, word) in words.iter().enumerate() {
            list.push_str(if place > 0 { between } else { "" });
            list.push_str(word);
        }
        list
    }
}

/// A phrase in every language of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text {
    /// English.
    pub en: &'static str,
    /// Chinese.
    pub zh: &'static str,
}

impl Text {
    /// A phrase in both languages.
    pub const fn new(en: &'static str, zh: &'static str) -> Self {
        Text { en, zh }
    }

    /// A phrase that is the same in both, such as a symbol.
    pub const fn same(text: &'static str) -> Self {
        Text { en: text, zh: text }
    }

    /// The phrase in `language`.
    pub const fn in_language(self, language: Language) -> &'static str {
        match language {
            Language::English => self.en,
            Language::Chinese => self.zh,
        }
    }
}
