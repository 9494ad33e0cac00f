//! The article in each of its languages: the skeleton `index.html`, filled with the prose in `www/words/`.
//!
//! An element of the skeleton names its sentence, `<p data-words="page.derivative.see"></p>`, and so may an attribute,
//! `data-words-content="page.description"` for `content`. A line with `data-each-language` stands once for every
//! language, with `{tag}` and `{name}`, as the language calls itself, the `{address}` of its page and of its `{prose}`.
//!
//! The first language's page is `index.html`. A reader who changes the language in place gets the other prose alone, from a
//! file of its own.

use crate::files;
use anyhow::{Context, Result, bail, ensure};
use serde_json::{Map, Value};
use std::fs;
use std::path::{Path, PathBuf};

/// The language that stands at the site's own address.
const FIRST: &str = "en";

/// What the names of the page's sentences begin with; the others of a language's file are the figures'.
const OF_THE_PAGE: &str = "page.";

/// The sentences of one language.
struct Language {
    /// Its file's name, without the ending.
    file: String,
    /// Those of the page, by name.
    sentences: Map<String, Value>,
}

/// Writes the page of each language into the folder `site`, and each one's prose.
pub fn write(skeleton: &Path, words: &Path, site: &Path) -> Result<()> {
    let skeleton = fs::read_to_string(skeleton).with_context(|| format!("cannot read {}", skeleton.display()))?;
    let languages = languages(words)?;
    let skeleton = for_each_language(&skeleton, &languages)?;
    for language in &languages {
        fs::write(site.join(language.page()), fill(&skeleton, language)?)?;
        fs::write(site.join(language.prose()), serde_json::to_string(&language.sentences)?)?;
    }
    Ok(())
}

/// The languages that there are files of, the first one first.
fn languages(words: &Path) -> Result<Vec<Language>> {
    let mut languages = Vec::new();
    for path in files::all(words)? {
        let file = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        languages.push(Language { file, sentences: sentences(&text) });
    }
    languages.sort_by_key(|language| language.file != FIRST);
    ensure!(languages.first().is_some_and(|language| language.file == FIRST), "there are no words in `{FIRST}`");
    Ok(languages)
}

/// The page's sentences in the text of a file: lines `name = sentence`.
fn sentences(text: &str) -> Map<String, Value> {
    let pairs = text.lines().filter_map(|line| line.split_once(" = "));
    pairs.filter(|(name, _)| name.starts_with(OF_THE_PAGE)).map(|(name, words)| (name.into(), words.into())).collect()
}

impl Language {
    fn sentence(&self, name: &str) -> Result<&str> {
        let found = self.sentences.get(name).and_then(Value::as_str);
        found.with_context(|| format!("the words in `{}` have no `{name}`", self.file))
    }

    /// The file of its page.
    fn page(&self) -> PathBuf {
        if self.file == FIRST { "index.html".into() } else { format!("index.{}.html", self.file).into() }
    }

    /// The file of its prose.
    fn prose(&self) -> String {
        format!("www/words/page.{}.json", self.file)
    }

    /// Where a page links to, to lead to it.
    fn address(&self) -> String {
        if self.file == FIRST { "./".into() } else { self.page().display().to_string() }
    }
}

/// Repeats the lines that stand once for each language.
fn for_each_language(skeleton: &str, languages: &[Language]) -> Result<String> {
    const MARK: &str = " data-each-language";
    let mut lines = String::new();
    for line in skeleton.split_inclusive('\n') {
        if !line.contains(MARK) {
            lines.push_str(line);
            continue;
        }
        for language in languages {
            let own = line.replace(MARK, "");
            let own = own.replace("{tag}", language.sentence("page.language.tag")?);
            let own = own.replace("{name}", language.sentence("page.language.name")?);
            lines.push_str(&own.replace("{address}", &language.address()).replace("{prose}", &language.prose()));
        }
    }
    Ok(lines)
}

/// Puts the sentences of a language where the skeleton names them. An element keeps the name, so that another language can
/// take its place.
fn fill(skeleton: &str, language: &Language) -> Result<String> {
    const MARK: &str = " data-words";
    let mut parts = skeleton.split(MARK);
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (kind, rest) = part.split_once("=\"").with_context(|| format!("`{MARK}{part}` names no sentence"))?;
        let (name, rest) = rest.split_once('"').with_context(|| format!("`{MARK}{part}` does not end"))?;
        let sentence = language.sentence(name)?;
        if let Some(attribute) = kind.strip_prefix('-') {
            filled += &format!(" {attribute}=\"{sentence}\"{rest}");
            continue;
        }
        match rest.split_once('>') {
            Some((attributes, rest)) if rest.starts_with("</") => {
                filled += &format!("{MARK}=\"{name}\"{attributes}>{sentence}{rest}");
            }
            _ => bail!("the element of `{name}` is not empty"),
        }
    }
    Ok(filled)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both() -> [Language; 2] {
        let language = |file: &str, text| Language { file: file.into(), sentences: sentences(text) };
        let english =
            "# Words\n\npage.language.tag = en\npage.language.name = English\npage.a = a = <b>x</b>\nlist.pair = no";
        let chinese = "page.language.tag = zh-Hans\npage.language.name = 中文\npage.a = 甲";
        [language("en", english), language("zh", chinese)]
    }

    #[test]
    fn the_page_s_sentences_are_read_and_no_others() {
        let [english, _] = both();
        assert_eq!(english.sentences.len(), 3);
        assert_eq!(english.sentence("page.a").unwrap(), "a = <b>x</b>");
        assert!(english.sentence("list.pair").is_err());
    }

    #[test]
    fn elements_and_attributes_say_what_they_name() {
        let [english, chinese] = both();
        let skeleton =
            "<html data-words-lang=\"page.language.tag\"><i><p class=\"c\" data-words=\"page.a\" id=\"p\"></p>";
        let expected = "<html lang=\"en\"><i><p class=\"c\" data-words=\"page.a\" id=\"p\">a = <b>x</b></p>";
        assert_eq!(fill(skeleton, &english).unwrap(), expected);
        let expected = "<html lang=\"zh-Hans\"><i><p class=\"c\" data-words=\"page.a\" id=\"p\">甲</p>";
        assert_eq!(fill(skeleton, &chinese).unwrap(), expected);
    }

    #[test]
    fn what_cannot_be_filled_is_refused_by_name() {
        let [english, _] = both();
        for (skeleton, name) in [
            ("<p data-words=\"page.b\"></p>", "page.b"),
            ("<p data-words=\"page.a\">a</p>", "page.a"),
            ("<p data-words=\"page.a\"", "page.a"),
            ("<p data-words></p>", "data-words"),
        ] {
            let refused = fill(skeleton, &english).unwrap_err().to_string();
            assert!(refused.contains(name), "{refused}");
        }
    }

    #[test]
    fn a_line_for_each_language_stands_once_for_each() {
        let skeleton = "<a data-each-language lang=\"{tag}\" href=\"{address}\" data-prose=\"{prose}\">{name}</a>\n<p>";
        let expected = "<a lang=\"en\" href=\"./\" data-prose=\"www/words/page.en.json\">English</a>\n\
            <a lang=\"zh-Hans\" href=\"index.zh.html\" data-prose=\"www/words/page.zh.json\">中文</a>\n<p>";
        assert_eq!(for_each_language(skeleton, &both()).unwrap(), expected);
    }
}
