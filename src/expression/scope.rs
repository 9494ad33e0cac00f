//! What names mean in a rule: what is given with each step, and what the rule itself sets.

use crate::number::of_superscript;

/// What has a value before the first assignment of a step, in the order of the rule's inputs: θ first, which is to be set.
pub(super) const GIVEN: [&[&str]; 4] = [&["theta", "θ"], &["g"], &["eta", "η"], &["t"]];

/// Letters that are a name each, with whatever they stand before.
const WHOLE: [char; 3] = ['θ', 'η', 'π'];

/// The names of a rule as far as it has been read.
pub(super) struct Scope {
    names: Vec<Named>,
    /// How many names have been read before they were set.
    last: usize,
}

struct Named {
    name: String,
    /// Which variable its value of the last step is, where that is read, and where in the text it is first.
    last: Option<(usize, usize)>,
    /// The newest value that it has been set to.
    newest: Option<u32>,
}

/// What reading a name gives.
pub(super) enum Read {
    /// What it has been set to in this step: the place of a node.
    Newest(u32),
    /// What it was at the end of the last step: a variable.
    Last(usize),
}

/// A rule's name, where it means one thing under two of them.
pub(super) fn canonical(name: &str) -> &str {
    GIVEN.iter().find(|names| names.contains(&name)).map_or(name, |names| names[0])
}

impl Scope {
    pub(super) fn new() -> Self {
        let named = |(variable, names): (usize, &&[&str])| Named {
            name: names[0].to_owned(),
            last: Some((variable, 0)),
            newest: None,
        };
        Scope { names: GIVEN.iter().enumerate().map(named).collect(), last: GIVEN.len() }
    }

    /// The name that a text begins with.
    pub(super) fn name(&self, rest: &[char]) -> Option<String> {
        let first = *rest.first().filter(|letter| letter.is_alphabetic())?;
        if WHOLE.contains(&first) {
            return Some(first.to_string());
        }
        // Hats and bars stand after the letter that they are set upon.
        let is_hat = |letter: char| ('\u{300}'..='\u{36f}').contains(&letter);
        let goes_on = |letter: char| {
            (letter.is_alphanumeric() || letter == '_' || is_hat(letter))
                && of_superscript(letter).is_none()
                && !WHOLE.contains(&letter)
        };
        Some(rest.iter().copied().take_while(|&letter| goes_on(letter)).collect())
    }

    fn find(&mut self, name: &str) -> &mut Named {
        let name = canonical(name);
        let place = self.names.iter().position(|named| named.name == name).unwrap_or_else(|| {
            self.names.push(Named { name: name.to_owned(), last: None, newest: None });
            self.names.len() - 1
        });
        &mut self.names[place]
    }

    /// What a name means that is read at a place of the text.
    pub(super) fn read(&mut self, name: &str, at: usize) -> Read {
        let variable = self.last;
        let named = self.find(name);
        match (named.newest, named.last) {
            (Some(place), _) => Read::Newest(place),
            (None, Some((variable, _))) => Read::Last(variable),
            (None, None) => {
                named.last = Some((variable, at));
                self.last += 1;
                Read::Last(variable)
            }
        }
    }

    /// Sets a name to the value of a node.
    pub(super) fn set(&mut self, name: &str, place: u32) {
        self.find(name).newest = Some(place);
    }

    /// The value that θ is set to, if any.
    pub(super) fn theta(&self) -> Option<u32> {
        self.names[0].newest
    }

    /// The names whose value of the last step is read, in the order of their variables, with the value that each is set to.
    ///
    /// # Errors
    /// The first name that is never set, and where it is read.
    pub(super) fn memories(self) -> Result<Vec<(String, u32)>, (String, usize)> {
        let read = self.names.into_iter().skip(GIVEN.len()).filter(|named| named.last.is_some());
        let mut read: Vec<Named> = read.collect();
        read.sort_by_key(|named| named.last);
        read.into_iter()
            .map(|Named { name, last, newest }| match newest {
                Some(place) => Ok((name, place)),
                None => Err((name, last.map_or(0, |(_, at)| at))),
            })
            .collect()
    }
}
