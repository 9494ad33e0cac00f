//! The article in each of its languages: the skeleton `index.html`, filled with the prose in `www/words/`.
//!
//! An element of the skeleton names its sentence, `<p data-words="page.derivative.see"></p>`, and so may an attribute,
//! `data-words-content="page.description"` for `content`. Pictures that stand there until a figure does are sentences too: the
//! file `www/stills/fit-a-line.en.html` is `still.fit-a-line`. A line with `data-each-language` stands once for every
//! language, with its `{lang}` (a BCP 47 tag) and the `{name}` that it gives itself, the `{address}` of its page and that
//! of its `{prose}`.
//!
//! The page of the first language is `index.html`. A reader who changes the language in place gets the other prose alone,
//! from a file of its own: the sentences of the elements that say one, in their order, which is the same in every language.

use crate::files;
use crate::words::{self, FIRST, file};
use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The folder that each language's prose is in.
const PROSE: &str = "www/pkg/words";

/// The page of a site that its own address leads to.
const FIRST_PAGE: &str = "index";

/// What a language's file says.
struct Language {
    /// The file's name, without the ending.
    tag: String,
    /// Sentences by name.
    sentences: BTreeMap<String, String>,
}

/// Writes the page of each language into the folder `site`, and each one's prose.
pub fn write(skeleton: &Path, words: &Path, stills: &Path, site: &Path) -> Result<()> {
    fs::create_dir_all(site.join(PROSE))?;
    let mut languages = languages(words)?;
    for path in files::all(stills)? {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let Some((figure, tag)) = name.rsplit_once('.') else { bail!("{} names no language", path.display()) };
        let language = languages.iter_mut().find(|language| language.tag == tag);
        let language = language.with_context(|| format!("{}: there are no words in `{tag}`", path.display()))?;
        language.sentences.insert(format!("still.{figure}"), fs::read_to_string(&path)?);
    }
    for (language, prose) in fill_pages(skeleton, languages, site)? {
        fs::write(site.join(language.prose()), serde_json::to_string(&prose)?)?;
    }
    Ok(())
}

/// Writes the page of each language, under the name of its skeleton, into the folder `site`.
pub fn write_pages(skeleton: &Path, words: &Path, site: &Path) -> Result<()> {
    fill_pages(skeleton, languages(words)?, site).map(drop)
}

/// The same of some languages; returns what its elements say.
fn fill_pages(skeleton: &Path, languages: Vec<Language>, site: &Path) -> Result<Vec<(Language, Vec<String>)>> {
    let name = skeleton.file_stem().unwrap_or_default().to_string_lossy();
    let skeleton = fs::read_to_string(skeleton).with_context(|| format!("cannot read {}", skeleton.display()))?;
    let skeleton = for_each_language(&skeleton, &name, &languages)?;
    let write = |language: Language| {
        let (page, prose) = fill(&skeleton, &language)?;
        fs::write(site.join(language.page(&name)), page)?;
        let prose = prose.into_iter().map(str::to_owned).collect();
        Ok((language, prose))
    };
    languages.into_iter().map(write).collect()
}

/// The languages that there are files of, the first one first.
fn languages(words: &Path) -> Result<Vec<Language>> {
    let of = |(tag, text): (String, String)| Language { tag, sentences: sentences(&text) };
    Ok(words::languages(words)?.into_iter().map(of).collect())
}

/// The sentences in the text of a file, by name.
fn sentences(text: &str) -> BTreeMap<String, String> {
    file::lines(text).map(|line| (line.name.into(), line.sentence.into())).collect()
}

impl Language {
    fn sentence(&self, name: &str) -> Result<&str> {
        let found = self.sentences.get(name).map(String::as_str);
        found.with_context(|| format!("the words in `{}` have no `{name}`", self.tag))
    }

    /// The file of a page in it.
    fn page(&self, name: &str) -> String {
        if self.tag == FIRST { format!("{name}.html") } else { format!("{name}.{}.html", self.tag) }
    }

    /// The file of its prose.
    fn prose(&self) -> String {
        format!("{PROSE}/page.{}.json", self.tag)
    }

    /// Where a page links to, to lead to it.
    fn address(&self, name: &str) -> String {
        if self.tag == FIRST && name == FIRST_PAGE { "./".into() } else { self.page(name) }
    }
}

/// Repeats the lines of a page that stand once for each language.
fn for_each_language(skeleton: &str, name: &str, languages: &[Language]) -> Result<String> {
    const MARK: &str = " data-each-language";
    let mut lines = String::new();
    for line in skeleton.split_inclusive('\n') {
        if !line.contains(MARK) {
            lines.push_str(line);
            continue;
        }
        for language in languages {
            let own = line.replace(MARK, "");
            let own = own.replace("{lang}", language.sentence("before.lang")?);
            let own = own.replace("{name}", language.sentence("before.name")?);
            lines.push_str(&own.replace("{address}", &language.address(name)).replace("{prose}", &language.prose()));
        }
    }
    Ok(lines)
}

/// Puts the sentences of a language where the skeleton names them; with those of elements, in their order. An element stays
/// marked, so that another language can take its place.
fn fill<'a>(skeleton: &str, language: &'a Language) -> Result<(String, Vec<&'a str>)> {
    const MARK: &str = " data-words";
    let mut parts = skeleton.split(MARK);
    let (mut filled, mut said) = (parts.next().unwrap_or_default().to_owned(), Vec::new());
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
                // Where scripts run, what is there for where none do is no element.
                if filled.rfind("<noscript") <= filled.rfind("</noscript") {
                    said.push(sentence);
                }
                filled += &format!("{MARK}{attributes}>{sentence}{rest}");
            }
            _ => bail!("the element of `{name}` is not empty"),
        }
    }
    Ok((filled, said))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both() -> [Language; 2] {
        let language = |tag: &str, text| Language { tag: tag.into(), sentences: sentences(text) };
        let english = "# a = comment\n\nbefore.name = English\nbefore.lang = en\npage.a = a = <b>\"x\"</b>";
        let chinese = "before.name = 中文\nbefore.lang = zh-Hans\npage.a = 甲";
        [language("en", english), language("zh", chinese)]
    }

    #[test]
    fn the_prose_is_what_the_elements_of_the_page_say_in_their_order() {
        let [english, chinese] = both();
        assert_eq!(english.sentences.len(), 3);
        let skeleton =
            "<html data-words-lang=\"before.lang\"><p data-words=\"page.a\"></p><i data-words=\"before.name\"></i>";
        assert_eq!(fill(skeleton, &english).unwrap().1, ["a = <b>\"x\"</b>", "English"]);
        assert_eq!(fill(skeleton, &chinese).unwrap().1, ["甲", "中文"]);
        let skeleton = format!("<noscript>{skeleton}</noscript><i data-words=\"before.name\"></i>");
        assert_eq!(fill(&skeleton, &english).unwrap().1, ["English"]);
    }

    #[test]
    fn elements_and_attributes_say_what_they_name() {
        let [english, chinese] = both();
        let skeleton = "<html data-words-lang=\"before.lang\"><i><p class=\"c\" data-words=\"page.a\" id=\"p\"></p>";
        let expected = "<html lang=\"en\"><i><p class=\"c\" data-words id=\"p\">a = <b>\"x\"</b></p>";
        assert_eq!(fill(skeleton, &english).unwrap().0, expected);
        let expected = "<html lang=\"zh-Hans\"><i><p class=\"c\" data-words id=\"p\">甲</p>";
        assert_eq!(fill(skeleton, &chinese).unwrap().0, expected);
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
        let skeleton =
            "<a data-each-language lang=\"{lang}\" href=\"{address}\" data-prose=\"{prose}\">{name}</a>\n<p>";
        let expected = "<a lang=\"en\" href=\"./\" data-prose=\"www/pkg/words/page.en.json\">English</a>\n\
            <a lang=\"zh-Hans\" href=\"index.zh.html\" data-prose=\"www/pkg/words/page.zh.json\">中文</a>\n<p>";
        assert_eq!(for_each_language(skeleton, "index", &both()).unwrap(), expected);
        let skeleton = "<a data-each-language href=\"{address}\">{lang}</a>\n";
        let expected = "<a href=\"bench.html\">en</a>\n<a href=\"bench.zh.html\">zh-Hans</a>\n";
        assert_eq!(for_each_language(skeleton, "bench", &both()).unwrap(), expected);
    }
}
