//! Variables in sentences: set as in formulas, by the page and on canvases.

use js_sys::{JsString, RegExp};

/// What a variable in a sentence is, as a regular expression with one group: a letter that stands by itself, with its hat and its
/// index, or a product of η and such a one. Neither an article, nor hours or seconds, nor what is left of a word.
pub(super) const PATTERN: &str = concat!(
    r"(?<=Δ|^|[^\p{Ll}\p{Lu}\p{Nd}.'’-])(?<!\d\s(?=[hs]))(?![aAI]\s[\p{Ll}\p{Lu}\d])",
    r"(η?[A-Za-zα-ωŷŵ]\u0302?[₀-₉]*)",
    r"(?!\p{Ll}|\p{Lu}|\p{Nd}|\p{M}|['’.-]\p{L})",
);

/// The fonts of mathematics, as the page has them.
pub(super) const FONT: &str = r#"math, "Cambria Math", "STIX Two Math", "Latin Modern Math", "Times New Roman", serif"#;

/// How large they are, in the size of the text: in most fonts of mathematics small letters are lower.
pub(super) const SIZE: f64 = 1.1;

/// The parts of a text, of which every second one is a variable.
pub(super) fn apart(text: &str) -> Vec<String> {
    thread_local!(static VARIABLE: RegExp = RegExp::new(PATTERN, "u"));
    let parts = VARIABLE.with(|variable| JsString::from(text).split_by_pattern(variable));
    parts.iter().map(|part| part.as_string().unwrap_or_default()).collect()
}
