//! Which figure is in which module, as a custom section of every module, for whoever assembles the page.

use crate::figure::FIGURES;

/// A line each: the figure's name, a space, its module.
#[unsafe(link_section = "figures")]
#[expect(dead_code, reason = "it is read from the module's file")]
static CONTENTS: [u8; LENGTH] = {
    let (mut text, mut end, mut row) = ([b'\n'; LENGTH], 0, 0);
    while row < FIGURES.len() {
        end = put(&mut text, end, FIGURES[row].name) + 1;
        text[end - 1] = b' ';
        end = put(&mut text, end, FIGURES[row].module) + 1;
        row += 1;
    }
    text
};

const LENGTH: usize = {
    let (mut length, mut row) = (0, 0);
    while row < FIGURES.len() {
        length += FIGURES[row].name.len() + FIGURES[row].module.len() + 2;
        row += 1;
    }
    length
};

/// Writes a word from `at` on, and returns where it ends.
const fn put(text: &mut [u8; LENGTH], at: usize, word: &str) -> usize {
    let mut letter = 0;
    while letter < word.len() {
        text[at + letter] = word.as_bytes()[letter];
        letter += 1;
    }
    at + word.len()
}
