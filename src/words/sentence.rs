//! Sentences by name, found in the English file as the library is compiled.
//!
//! What runs knows numbers alone: neither the names nor the file are in a module of the page.

use super::file::ALL;

pub(super) const ENGLISH: &str = include_str!("../../www/words/en.txt");

/// A sentence: the number of its line among the library's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentence(pub(super) u16);

/// A sentence with places, and what is given for each: of its `k`th place, the `k`th four bits count among the given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Form {
    pub(super) sentence: Sentence,
    pub(super) order: u32,
}

/// The most places that a sentence may have.
const MOST_PLACES: usize = 8;

/// Where a line's name begins in the file, where it ends, and where its sentence ends.
type Line = [usize; 3];

/// The lines of the parts that are compiled: a sentence's number is its place here.
static LINES: [Line; SENTENCES] = lines().0;

/// How many sentences there are.
pub(super) const SENTENCES: usize = lines::<0>().1;

/// Whether a part of the file is compiled.
pub(super) const fn has(part: &[u8]) -> bool {
    same(part, ALL.as_bytes())
        || cfg!(feature = "formulas") && same(part, b"formulas")
        || cfg!(feature = "figures") && same(part, b"figures")
        || cfg!(feature = "comparison") && same(part, b"comparison")
        || cfg!(feature = "chapters") && same(part, b"chapters")
        || cfg!(feature = "handles") && same(part, b"handles")
        || cfg!(feature = "streams") && same(part, b"streams")
        || cfg!(feature = "optimizers") && same(part, b"optimizers")
        || cfg!(feature = "own-data") && same(part, b"own-data")
        || cfg!(feature = "part-scaled") && same(part, b"part-scaled")
}

impl Sentence {
    /// The sentence called `name`. For constants alone: there a name that the file does not have does not compile.
    ///
    /// # Panics
    /// When there is none.
    pub const fn named(name: &str) -> Self {
        let mut number = 0;
        while number < SENTENCES {
            let [begin, end, _] = LINES[number];
            if same(letters(begin, end), name.as_bytes()) {
                return Sentence(number as u16);
            }
            number += 1;
        }
        panic!("www/words/en.txt has no sentence of this name, or not in a part that this is compiled with")
    }

    /// The same of a sentence that has no places, so that it can stand as it is.
    ///
    /// # Panics
    /// When it has some.
    pub const fn plain(name: &str) -> Self {
        let sentence = Sentence::named(name);
        assert!(next_place(LINES[sentence.0 as usize], 0).is_none(), "this sentence has places: fill them with `say!`");
        sentence
    }
}

impl Form {
    /// The sentence called `name`, whose places are called `given`, in any order.
    ///
    /// # Panics
    /// When there is none, or when it has other places.
    pub const fn named(name: &str, given: &[&str]) -> Self {
        assert!(given.len() <= MOST_PLACES, "a sentence has at most eight places");
        let sentence = Sentence::named(name);
        let line = LINES[sentence.0 as usize];
        let (mut order, mut used, mut found, mut from) = (0, 0_u32, 0, 0);
        while let Some((begin, end)) = next_place(line, from) {
            let mut place = 0;
            while place < given.len() && !same(letters(begin, end), given[place].as_bytes()) {
                place += 1;
            }
            assert!(place < given.len(), "the sentence has a place that nothing is given for");
            if used & (1 << place) == 0 {
                order |= (place as u32) << (4 * found);
                used |= 1 << place;
                found += 1;
            }
            from = end;
        }
        assert!(found == given.len(), "something is given that the sentence has no place for");
        Form { sentence, order }
    }
}

/// The letters of the first place of a line from `from` on, in the file.
const fn next_place(line: Line, from: usize) -> Option<(usize, usize)> {
    let begin = find(b'{', if from > line[1] { from } else { line[1] }, line[2]);
    let end = find(b'}', begin, line[2]);
    if end < line[2] { Some((begin + 1, end)) } else { None }
}

/// The lines that are compiled, the first `N` of them, and how many they are.
const fn lines<const N: usize>() -> ([Line; N], usize) {
    let file = ENGLISH.as_bytes();
    let (mut lines, mut number, mut begin, mut compiled) = ([[0; 3]; N], 0, 0, false);
    while begin < file.len() {
        let end = find(b'\n', begin, file.len());
        if end > begin + 3 && file[begin] == b'#' && file[begin + 1] == b'#' {
            compiled = has(letters(begin + 3, end));
        } else if end > begin && file[begin] != b'#' && compiled {
            if number < N {
                lines[number] = [begin, find(b' ', begin, end), end];
            }
            number += 1;
        }
        begin = end + 1;
    }
    (lines, number)
}

/// Where a letter of the file stands, from one place to before another, or the other.
const fn find(letter: u8, from: usize, to: usize) -> usize {
    let (file, mut place) = (ENGLISH.as_bytes(), from);
    while place < to && file[place] != letter {
        place += 1;
    }
    place
}

/// The letters of the file from one place to before another.
const fn letters(begin: usize, end: usize) -> &'static [u8] {
    ENGLISH.as_bytes().split_at(end).0.split_at(begin).1
}

const fn same(one: &[u8], other: &[u8]) -> bool {
    // From the end: names of one group begin alike.
    let mut rest = one.len();
    while rest > 0 && rest <= other.len() && one[rest - 1] == other[rest - 1] {
        rest -= 1;
    }
    rest == 0 && one.len() == other.len()
}

/// All that errors and reasons say, a line for each sentence, but empty for the others.
pub(super) const SAID_TO_PROGRAMMERS: &str = {
    const BYTES: [u8; said::<0>().1] = said().0;
    match str::from_utf8(&BYTES) {
        Ok(text) => text,
        Err(_) => panic!("www/words/en.txt is cut within a letter"),
    }
};

/// The first `N` bytes of that, and how many they are.
const fn said<const N: usize>() -> ([u8; N], usize) {
    let (file, mut bytes, mut length, mut number) = (ENGLISH.as_bytes(), [0; N], 0, 0);
    while number < SENTENCES {
        let [name, end_of_name, end] = LINES[number];
        let group = letters(name, find(b'.', name, end_of_name));
        // Behind ` = `.
        let mut place =
            if same(group, b"error") || same(group, b"list") || same(group, b"reason") { end_of_name + 3 } else { end };
        while place <= end {
            if length < N {
                bytes[length] = if place < end { file[place] } else { b'\n' };
            }
            (place, length) = (place + 1, length + 1);
        }
        number += 1;
    }
    (bytes, length)
}
