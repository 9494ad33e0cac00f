//! The file of a language, as its translator writes it: what the library and the build of the page both know of it.
//!
//! ```text
//! # A heading, for whoever translates.
//! notice.rest = The descent rests at {place} after {steps} steps.
//! ```

/// The sentences before the one of this name are the library's, in the order that its numbers count; those from here on
/// are the page's own.
pub const FIRST_OF_THE_PAGE: &str = "before.name";

/// Each sentence with its name, in order.
pub fn sentences(file: &str) -> impl Iterator<Item = (&str, &str)> {
    let lines = file.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once(" = "))
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

/// What [`Words`](super::Words) are made of: the library's sentences of `file`, a line each, without their names. A place is
/// the number of its first appearance in the sentence of `english`, the file that the library's numbers count in.
pub fn numbered(file: &str, english: &str) -> String {
    let of_the_library = |(name, _): &(&str, &str)| *name != FIRST_OF_THE_PAGE;
    let pairs = sentences(file).zip(sentences(english)).take_while(|(_, english)| of_the_library(english));
    let mut lines = Vec::new();
    for ((_, sentence), (_, english)) in pairs {
        let mut line = sentence.to_owned();
        for (number, place) in places(english).iter().enumerate() {
            line = line.replace(&format!("{{{place}}}"), &format!("{{{number}}}"));
        }
        lines.push(line);
    }
    lines.join("\n")
}
