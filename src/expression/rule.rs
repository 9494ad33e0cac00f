//! An update rule typed by the reader: assignments, done one after the other for each parameter.
//!
//! | written | meaning |
//! |---|---|
//! | `theta`, `θ` | the parameter; what it is set to is the parameter after the step |
//! | `g` | the slope along it |
//! | `eta`, `η` | the learning rate of the step |
//! | `t` | the number of the step, from 1 |
//! | any other name | a number for each parameter, set by the rule itself |
//! | `=`, `←` | assignment; `;` or the end of a line ends it |
//!
//! Numbers, operators and functions are those of a formula; a name may have several letters, digits, `_`, subscripts and hats, so
//! that names in a product stand apart: `eta v`. What a name has been set to in a step it is for the rest of the step. Before that
//! it is what it was at the end of the step before, and 0 in the first.

use super::LONGEST;
use super::code::Code;
use super::graph::Graph;
use super::parse::{Parser, is_taken};
use super::scope::{GIVEN, Scope, canonical};
use crate::error::{Error, Expected, InRule, Result, shortened};

/// A rule that makes a parameter, its slope, the learning rate and what was remembered into the next parameter, and what is to be
/// remembered.
///
/// ```
/// use descent::expression::Rule;
/// let rule = Rule::parse("v = 0.9 v + g; theta = theta - eta v")?;
/// assert_eq!(rule.memories(), ["v"]);
/// // θ, g, η, t and v, to θ and v after the step.
/// let mut after = [0.0; 2];
/// rule.step(&[1.0, 4.0, 0.5, 1.0, 0.0], &mut after);
/// assert_eq!(after, [-1.0, 4.0]);
/// # Ok::<(), descent::error::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// Of θ, g, η, t and the memories; to θ and the memories.
    code: Code,
    memories: Vec<String>,
}

impl Rule {
    /// What is given with each step, before what is remembered: θ, g, η, t.
    pub const GIVEN: usize = GIVEN.len();

    /// Reads a rule of at most [`LONGEST`] characters.
    ///
    /// ```
    /// use descent::expression::Rule;
    /// let error = Rule::parse("theta = theta - eta h").unwrap_err();
    /// let message = "rule: `theta = theta - eta h` is not allowed; character 21 must be a name that has a value: \
    ///                `theta`, `g`, `eta`, `t`, or one that the rule sets; it does not set `h`";
    /// assert_eq!(error.to_string(), message);
    /// ```
    ///
    /// # Errors
    /// [`Error::Rule`]: the place that is wrong, and what is expected there.
    pub fn parse(text: &str) -> Result<Self> {
        let letters: Vec<char> = text.chars().take(LONGEST + 1).collect();
        read(&letters).map_err(|(at, expected)| {
            // A line's end is one letter too.
            Error::Rule { value: shortened(&text.replace('\n', ";")), position: at + 1, expected }
        })
    }

    /// The names of what it remembers from step to step.
    pub fn memories(&self) -> &[String] {
        &self.memories
    }

    /// One step of one parameter: from θ, g, η, t and the memories to θ and the memories after it.
    pub fn step(&self, before: &[f64], after: &mut [f64]) {
        self.code.evaluate(before, after);
    }
}

/// Where a rule is wrong, from 0, and what is expected there.
type Wrong = (usize, InRule);

fn read(letters: &[char]) -> std::result::Result<Rule, Wrong> {
    if letters.len() > LONGEST {
        return Err((LONGEST, InRule::Part(Expected::End)));
    }
    let (mut graph, mut scope) = (Graph::default(), Scope::new());
    let mut from = 0;
    for statement in letters.split(|letter| matches!(letter, ';' | '；' | '\n')) {
        if statement.iter().any(|letter| !letter.is_whitespace()) {
            // Places are those of the whole text.
            let letters = letters[..from + statement.len()].to_vec();
            let mut parser = Parser { letters, at: from, depth: 0, graph, scope: Some(scope) };
            assign(&mut parser).map_err(|expected| (parser.at, expected))?;
            (graph, scope) = (parser.graph, parser.scope.unwrap_or_else(Scope::new));
        }
        from += statement.len() + 1;
    }
    let Some(theta) = scope.theta() else {
        let is_empty = letters.iter().all(|letter| letter.is_whitespace() || matches!(letter, ';' | '；'));
        return Err(if is_empty { (0, InRule::Target) } else { (letters.len(), InRule::Theta) });
    };
    let memories = scope.memories().map_err(|(name, at)| (at, InRule::Known(name)))?;
    let outputs: Vec<u32> = std::iter::once(theta).chain(memories.iter().map(|(_, place)| *place)).collect();
    let memories = memories.into_iter().map(|(name, _)| name).collect();
    Ok(Rule { code: graph.program(&outputs, &[]).into(), memories })
}

/// `name = sum`.
fn assign(parser: &mut Parser) -> std::result::Result<(), InRule> {
    parser.peek();
    let at = parser.at;
    let name = parser.scope.as_ref().and_then(|scope| scope.name(&parser.letters[at..])).ok_or(InRule::Target)?;
    let is_given = GIVEN[1..].iter().any(|names| names.contains(&name.as_str()));
    parser.at += name.chars().count();
    if !parser.passes(|letter| matches!(letter, '=' | '←' | '＝')) {
        return Err(InRule::Equals);
    }
    if is_given || is_taken(&name) {
        parser.at = at;
        return Err(InRule::Settable(canonical(&name).to_owned()));
    }
    let value = parser.whole().map_err(InRule::Part)?;
    if let Some(scope) = &mut parser.scope {
        scope.set(&name, value);
    }
    Ok(())
}
