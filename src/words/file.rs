//! The file of a language, as its translator writes it: what the library and the build of the page both know of it.
//!
//! ```text
//! ## chapters
//!
//! # A heading, for whoever translates.
//! notice.rest = The descent rests at {place} after {steps} steps.
//! ```
//!
//! A line that begins with `##` names the part that the sentences below it belong to: what is compiled with the feature of
//! that name says them, or everything does, [`ALL`]. Other parts are the page's own.
#![cfg_attr(target_arch = "wasm32", allow(dead_code, reason = "the page's modules are handed what comes of it"))]

use std::collections::BTreeMap;

/// The part that everything says.
pub const ALL: &str = "all";

/// A sentence of such a file.
#[derive(Clone, Copy)]
pub struct Line<'a> {
    /// Its part.
    pub part: &'a str,
    /// What code calls it.
    pub name: &'a str,
    /// What a reader is told.
    pub sentence: &'a str,
}

/// The sentences of a file, in order.
pub fn lines(file: &str) -> impl Iterator<Item = Line<'_>> {
    let mut part = "";
    file.lines().filter_map(move |line| {
        part = line.strip_prefix("## ").unwrap_or(part);
        let (name, sentence) = line.split_once(" = ").filter(|_| !line.starts_with('#'))?;
        Some(Line { part, name, sentence })
    })
}

/// The places of a sentence, each once, in order.
pub fn places(sentence: &str) -> Vec<&str> {
    let mut places = Vec::new();
    for place in sentence.split(['{', '}']).skip(1).step_by(2) {
        if !places.contains(&place) {
            places.push(place);
        }
    }
    places
}

/// A sentence whose places are numbers, counted in the sentence of English.
pub fn numbered(sentence: &str, english: &str) -> String {
    let mut numbered = sentence.to_owned();
    for (number, place) in places(english).iter().enumerate() {
        numbered = numbered.replace(&format!("{{{place}}}"), &format!("{{{number}}}"));
    }
    numbered
}

/// What `Words` are made of: the sentences of some parts of the file of `english`, as `file` has them, a line
/// each, without names, their places [`numbered`].
pub fn compiled(file: &str, english: &str, has: impl Fn(&str) -> bool) -> String {
    let said: BTreeMap<&str, &str> = lines(file).map(|line| (line.name, line.sentence)).collect();
    let wanted = lines(english).filter(|line| has(line.part));
    let sentence = |line: Line<'_>| numbered(said.get(line.name).unwrap_or(&line.sentence), line.sentence);
    wanted.map(sentence).collect::<Vec<_>>().join("\n")
}
