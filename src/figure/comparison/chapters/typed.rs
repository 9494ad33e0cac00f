//! Update rules as texts: the one that a reader types into a race, and any in symbols.

use crate::expression::Rule;
use crate::figure::Values;
use crate::figure::values::Entry;
use crate::key::Kind;
use crate::number::significant;
use crate::words::Label;

/// The key of the reader's own rule.
const RULE: &str = "figure.rule";

/// Where it is typed; empty, it is none.
pub(super) const RULE_ENTRY: Entry = Entry::own(
    RULE,
    Label::named("figure.rule"),
    Kind::Formula(|text| if text.trim().is_empty() { Ok(()) } else { Rule::parse(text).map(drop) }),
    "",
);

/// The reader's own rule, where there is one.
pub(super) fn typed(values: &Values) -> Option<String> {
    Some(values.text(RULE)).filter(|text| !text.is_empty())
}

/// A rule as mathematics, words joined by spaces: `θ ← θ − η g / √ s`.
pub(super) fn in_symbols(rule: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    let mut rest = rule.trim_end_matches(|letter: char| letter.is_whitespace() || letter == ';').chars().peekable();
    while let Some(letter) = rest.next() {
        let mut word = letter.to_string();
        // What a name or a number goes on with; a hat stands above the letter before it.
        let goes_on = |next: &char| next.is_alphanumeric() || matches!(next, '.' | '_' | '\u{300}'..='\u{36f}');
        let is_whole = !goes_on(&letter) || matches!(letter, 'θ' | 'η' | 'π');
        while let Some(next) = rest.next_if(|next| !is_whole && goes_on(next)) {
            word.push(next);
            // 1e-8 is one number.
            if next == 'e' && letter.is_ascii_digit() {
                word.extend(rest.next_if(|sign| matches!(sign, '-' | '−')));
            }
        }
        words.push(match word.as_str() {
            "theta" => "θ".into(),
            "eta" => "η".into(),
            "sqrt" => "√".into(),
            "=" => "←".into(),
            ";" | "；" | "\n" => ",".into(),
            "*" => "·".into(),
            "-" => "−".into(),
            _ if word.trim().is_empty() => continue,
            // Powers of ten as powers.
            _ if letter.is_ascii_digit() && word.contains('e') => {
                word.replace('−', "-").parse().map_or(word, |number| significant(number, 15))
            }
            _ => word,
        });
    }
    // Two ends in a row are one.
    words.dedup_by(|next, word| next == "," && word == ",");
    let mut said = String::new();
    let mut place = 0;
    while place < words.len() {
        let [word, next] = [place, place + 1].map(|place| words.get(place).map_or("", |word| word));
        match (word, next) {
            // A power of one letter stands where powers do.
            ("^", "t") => said.push('ᵗ'),
            ("^", "2") => said.push('²'),
            _ => {
                said.push_str(if place > 0 { " " } else { "" });
                said.push_str(word);
                place += 1;
                // √ s needs no brackets.
                if word == "√" && words.get(place + 2).is_some_and(|close| close == ")") {
                    said.push(' ');
                    said.push_str(&words[place + 1]);
                    place += 3;
                }
                continue;
            }
        }
        place += 2;
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_rule_reads_as_it_is_written_by_hand() {
        for (rule, symbols) in [
            ("v = 0.9v + g; theta = theta - eta v;", "v ← 0.9v + g , θ ← θ − η v"),
            ("s = s + g^2\n\nθ ← θ − ηg/sqrt(s)", "s ← s + g² , θ ← θ − η g / √ s"),
            ("m̂ = m/(1 - 0.9^t); theta = m̂ / (sqrt(v1) + 1e-8)", "m̂ ← m / ( 1 − 0.9ᵗ ) , θ ← m̂ / ( √ v1 + 10⁻⁸ )"),
            ("theta = sqrt(v + 1)", "θ ← √ ( v + 1 )"),
        ] {
            assert_eq!(in_symbols(rule), symbols);
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "[a-e0-9^√ ()*;=θ\n.t-]{0,20}|.{0,20}") {
            in_symbols(&text);
        }
    }
}
