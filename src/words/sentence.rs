//! Sentences by name, found in the English file as the library is compiled.
//!
//! What runs knows numbers alone: neither the names nor the file are in a module of the page.

use super::file::FIRST_OF_THE_PAGE;

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

/// The sentences before the one of this name are those that programmers are told too.
pub(super) const FIRST_KEY: &str = "key.objective";

/// The most places that a sentence may have.
const MOST_PLACES: usize = 8;

/// Where a line's name begins in the file, where it ends, and where its sentence ends.
type Line = [usize; 3];

const COUNT: usize = count();
static LINES: [Line; COUNT] = lines();

/// How many sentences the library has.
pub(super) const SENTENCES: usize = number_of(FIRST_OF_THE_PAGE).expect("www/words/en.txt has the page's own part");

/// The beginning of the English file: all that errors and reasons say.
pub(super) const SAID_TO_PROGRAMMERS: &str = {
    let end = number_of(FIRST_KEY).expect("www/words/en.txt has the words of figures");
    ENGLISH.split_at(LINES[end][0]).0
};

impl Sentence {
    /// The sentence called `name`. For constants alone: there a name that the file does not have does not compile.
    ///
    /// # Panics
    /// When there is none.
    pub const fn named(name: &str) -> Self {
        match number_of(name) {
            Some(number) if number < SENTENCES => Sentence(number as u16),
            Some(_) => panic!("this sentence of www/words/en.txt is the page's own"),
            None => panic!("www/words/en.txt has no sentence of this name"),
        }
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
            while place < given.len() && !is(begin, end, given[place]) {
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
    let file = ENGLISH.as_bytes();
    let mut begin = if from > line[1] { from } else { line[1] };
    while begin < line[2] && file[begin] != b'{' {
        begin += 1;
    }
    let mut end = begin;
    while end < line[2] && file[end] != b'}' {
        end += 1;
    }
    if end < line[2] { Some((begin + 1, end)) } else { None }
}

const fn number_of(name: &str) -> Option<usize> {
    let mut number = 0;
    while number < COUNT {
        if is(LINES[number][0], LINES[number][1], name) {
            return Some(number);
        }
        number += 1;
    }
    None
}

/// Whether the file says just this between two places.
const fn is(begin: usize, end: usize, wanted: &str) -> bool {
    let (file, wanted) = (ENGLISH.as_bytes(), wanted.as_bytes());
    if end - begin != wanted.len() {
        return false;
    }
    // From the end: names of one group begin alike.
    let mut rest = wanted.len();
    while rest > 0 && file[begin + rest - 1] == wanted[rest - 1] {
        rest -= 1;
    }
    rest == 0
}

const fn count() -> usize {
    let (mut count, mut from) = (0, 0);
    while let Some(line) = next_line(from) {
        (count, from) = (count + 1, line[2]);
    }
    count
}

const fn lines() -> [Line; COUNT] {
    let (mut lines, mut number, mut from) = ([[0; 3]; COUNT], 0, 0);
    while let Some(line) = next_line(from) {
        lines[number] = line;
        (number, from) = (number + 1, line[2]);
    }
    lines
}

/// The next line with a sentence: neither a heading nor empty.
const fn next_line(from: usize) -> Option<Line> {
    let file = ENGLISH.as_bytes();
    let mut begin = from;
    while begin < file.len() {
        let mut end = begin;
        while end < file.len() && file[end] != b'\n' {
            end += 1;
        }
        if end > begin && file[begin] != b'#' {
            let mut name = begin;
            while name < end && file[name] != b' ' {
                name += 1;
            }
            return Some([begin, name, end]);
        }
        begin = end + 1;
    }
    None
}
