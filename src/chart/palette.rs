//! The colours of the page, from the one place that has them: its style sheet, read when this is compiled. The sheet itself
//! is no part of the program.

use plotters::style::RGBColor;

const SHEET: &[u8] = include_bytes!("../../www/tokens.css");

/// A colour's token stands alone: `--ink: light-dark(#1b1f24, #e7e9ec)`.
const LIGHT: &[u8] = b": light-dark(#";
const DARK: &[u8] = b", #";

/// The colour called `name`, in the light and the dark theme. That of a name that the sheet lacks does not compile.
pub(super) const fn token(name: &str) -> [RGBColor; 2] {
    let name = name.as_bytes();
    let mut at = 0;
    while at + 2 + name.len() + LIGHT.len() + 6 + DARK.len() + 6 < SHEET.len() {
        let (light, dark) = (at + 2 + name.len() + LIGHT.len(), at + 2 + name.len() + LIGHT.len() + 6 + DARK.len());
        if says(b"--", at) && says(name, at + 2) && says(LIGHT, light - LIGHT.len()) && says(DARK, dark - DARK.len()) {
            return [color(light), color(dark)];
        }
        at += 1;
    }
    panic!("www/tokens.css lacks a colour, or has it in another form")
}

/// Whether the sheet goes on with a word.
const fn says(word: &[u8], at: usize) -> bool {
    let mut letter = 0;
    while letter < word.len() && SHEET[at + letter] == word[letter] {
        letter += 1;
    }
    letter == word.len()
}

/// Six hexadecimal digits.
const fn color(at: usize) -> RGBColor {
    RGBColor(channel(at), channel(at + 2), channel(at + 4))
}

const fn channel(at: usize) -> u8 {
    16 * digit(SHEET[at]) + digit(SHEET[at + 1])
}

const fn digit(letter: u8) -> u8 {
    match letter {
        b'0'..=b'9' => letter - b'0',
        b'a'..=b'f' => letter - b'a' + 10,
        _ => panic!("a colour of www/tokens.css is not six lowercase hexadecimal digits"),
    }
}
