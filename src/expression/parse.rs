//! From text to nodes, by recursive descent: sums of products of signed powers of atoms.

use super::graph::{Constant, Graph, Node};
use super::operator::{Binary, Unary};
use super::scope::{Read, Scope};
use super::{DEEPEST, Expression, LONGEST};
use crate::error::{Error, Expected, Result, shortened};
use crate::number;

enum Word {
    Leaf(Node),
    Function(Unary),
    Choice(Binary),
}

const WORDS: &[(&str, Word)] = &[
    ("x", Word::Leaf(Node::Variable(0))),
    ("y", Word::Leaf(Node::Variable(1))),
    ("pi", Word::Leaf(Node::Constant(Constant::Pi))),
    ("π", Word::Leaf(Node::Constant(Constant::Pi))),
    ("e", Word::Leaf(Node::Constant(Constant::E))),
    ("sin", Word::Function(Unary::Sin)),
    ("cos", Word::Function(Unary::Cos)),
    ("tan", Word::Function(Unary::Tan)),
    ("asin", Word::Function(Unary::Asin)),
    ("acos", Word::Function(Unary::Acos)),
    ("atan", Word::Function(Unary::Atan)),
    ("sinh", Word::Function(Unary::Sinh)),
    ("cosh", Word::Function(Unary::Cosh)),
    ("tanh", Word::Function(Unary::Tanh)),
    ("exp", Word::Function(Unary::Exp)),
    ("log", Word::Function(Unary::Log)),
    ("ln", Word::Function(Unary::Log)),
    ("sqrt", Word::Function(Unary::Sqrt)),
    ("abs", Word::Function(Unary::Abs)),
    ("sign", Word::Function(Unary::Sign)),
    ("min", Word::Choice(Binary::Min)),
    ("max", Word::Choice(Binary::Max)),
];

/// The name of a function, as in the text.
pub(super) fn name_of(function: Unary) -> &'static str {
    WORDS.iter().find(|(_, word)| matches!(word, Word::Function(other) if *other == function)).map_or("", |row| row.0)
}

/// All names of a formula.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    WORDS.iter().map(|(name, _)| *name)
}

/// Whether a name has a meaning in every text: that of a function or of a constant.
pub(super) fn is_taken(name: &str) -> bool {
    let is_variable = |word: &Word| matches!(word, Word::Leaf(Node::Variable(_)));
    WORDS.iter().any(|(word, meaning)| *word == name && !is_variable(meaning))
}

pub(super) struct Parser {
    pub(super) letters: Vec<char>,
    pub(super) at: usize,
    pub(super) depth: usize,
    pub(super) graph: Graph,
    /// What names mean that are longer than a letter; none where they are x and y.
    pub(super) scope: Option<Scope>,
}

/// What was expected at the parser's place.
pub(super) type Parsed<T> = std::result::Result<T, Expected>;

pub(super) fn parse(text: &str) -> Result<Expression> {
    let letters: Vec<char> = text.chars().take(LONGEST + 1).collect();
    let mut parser = Parser { letters, at: 0, depth: 0, graph: Graph::default(), scope: None };
    match parser.formula() {
        Ok(root) => Ok(Expression(parser.graph.program(&[root], &[]).into())),
        Err(expected) => Err(Error::Formula { value: shortened(text), position: parser.at + 1, expected }),
    }
}

fn minus(letter: char) -> bool {
    matches!(letter, '-' | '−')
}

impl Parser {
    fn formula(&mut self) -> Parsed<u32> {
        if self.letters.len() > LONGEST {
            self.at = LONGEST;
            return Err(Expected::End);
        }
        self.whole()
    }

    /// A sum, and nothing after it.
    pub(super) fn whole(&mut self) -> Parsed<u32> {
        let root = self.sum()?;
        if self.at < self.letters.len() { Err(Expected::Operator) } else { Ok(root) }
    }

    /// The next letter that is no space.
    pub(super) fn peek(&mut self) -> Option<char> {
        while self.letters.get(self.at).is_some_and(|letter| letter.is_whitespace()) {
            self.at += 1;
        }
        self.letters.get(self.at).copied()
    }

    /// Whether the next letter is one of these; if so, it is passed.
    pub(super) fn passes(&mut self, wanted: fn(char) -> bool) -> bool {
        let passes = self.peek().is_some_and(wanted);
        self.at += usize::from(passes);
        passes
    }

    fn deeper(&mut self, part: fn(&mut Self) -> Parsed<u32>) -> Parsed<u32> {
        if self.depth == DEEPEST {
            return Err(Expected::Shallower);
        }
        self.depth += 1;
        let place = part(self)?;
        self.depth -= 1;
        Ok(place)
    }

    fn join(&mut self, operation: Binary, u: u32, v: u32) -> u32 {
        self.graph.place(Node::Binary(operation, u, v))
    }

    fn sum(&mut self) -> Parsed<u32> {
        let mut sum = self.product()?;
        loop {
            let operation = match self.peek() {
                Some('+') => Binary::Add,
                Some(letter) if minus(letter) => Binary::Subtract,
                _ => return Ok(sum),
            };
            self.at += 1;
            let term = self.product()?;
            sum = self.join(operation, sum, term);
        }
    }

    fn product(&mut self) -> Parsed<u32> {
        let mut product = self.signed()?;
        loop {
            let (operation, written) = match self.peek() {
                Some('*' | '·' | '×' | '⋅') => (Binary::Multiply, true),
                Some('/' | '÷') => (Binary::Divide, true),
                Some(letter) if letter == '(' || letter.is_alphabetic() => (Binary::Multiply, false),
                _ => return Ok(product),
            };
            self.at += usize::from(written);
            let factor = if written { self.signed()? } else { self.power()? };
            product = self.join(operation, product, factor);
        }
    }

    fn signed(&mut self) -> Parsed<u32> {
        if self.passes(minus) {
            let operand = self.deeper(Self::signed)?;
            let negative = match self.graph.node(operand) {
                Node::Number(number) if number != 0.0 => Node::Number(-number),
                _ => Node::Unary(Unary::Minus, operand),
            };
            return Ok(self.graph.place(negative));
        }
        if self.passes(|letter| letter == '+') { self.deeper(Self::signed) } else { self.power() }
    }

    fn power(&mut self) -> Parsed<u32> {
        let mut base = self.atom()?;
        let mut digits = String::new();
        while let Some(digit) = self.peek().and_then(number::of_superscript) {
            digits.push(digit);
            self.at += 1;
        }
        if !digits.is_empty() {
            let Some(exponent) = number::parse(&digits) else { return Err(Expected::Operand) };
            let exponent = self.graph.place(Node::Number(exponent));
            base = self.join(Binary::Power, base, exponent);
        }
        if self.passes(|letter| letter == '^') {
            let exponent = self.deeper(Self::signed)?;
            base = self.join(Binary::Power, base, exponent);
        }
        Ok(base)
    }

    fn atom(&mut self) -> Parsed<u32> {
        match self.peek() {
            Some('(') => {
                self.at += 1;
                let inner = self.deeper(Self::sum)?;
                self.close(inner)
            }
            Some('0'..='9' | '.') => self.number(),
            _ => self.word(),
        }
    }

    fn close(&mut self, inner: u32) -> Parsed<u32> {
        if self.passes(|letter| letter == ')') { Ok(inner) } else { Err(Expected::Close) }
    }

    /// Digits, a point, and an exponent if one follows: `2e3` is a number, `2e` and `2exp(x)` are products.
    fn number(&mut self) -> Parsed<u32> {
        let rest = &self.letters[self.at..];
        let digits = |from: usize| rest[from..].iter().take_while(|letter| letter.is_ascii_digit()).count();
        let mut length = digits(0);
        if rest.get(length) == Some(&'.') {
            length += 1 + digits(length + 1);
        }
        if matches!(rest.get(length), Some('e' | 'E')) {
            let sign = usize::from(rest.get(length + 1).is_some_and(|&sign| sign == '+' || minus(sign)));
            let exponent = digits((length + 1 + sign).min(rest.len()));
            length += if exponent > 0 { 1 + sign + exponent } else { 0 };
        }
        let text: String = rest[..length].iter().map(|&letter| if minus(letter) { '-' } else { letter }).collect();
        let is_number = text.contains(|letter: char| letter.is_ascii_digit());
        let number = number::parse(&text).ok_or(if is_number { Expected::Smaller } else { Expected::Operand })?;
        self.at += length;
        Ok(self.graph.place(Node::Number(number)))
    }

    /// The longest word that the text goes on with.
    fn word(&mut self) -> Parsed<u32> {
        let rest = &self.letters[self.at..];
        // A module of the page without update rules knows x and y alone.
        if let Some(scope) = self.scope.as_mut().filter(|_| cfg!(feature = "optimizers")) {
            let name = scope.name(rest).ok_or(Expected::Operand)?;
            if !is_taken(&name) {
                let node = scope.read(&name, self.at);
                self.at += name.chars().count();
                return Ok(match node {
                    Read::Newest(place) => place,
                    Read::Last(variable) => self.graph.place(Node::Variable(variable)),
                });
            }
        }
        let length = |word: &str| word.chars().count();
        let fits = |word: &str| rest.len() >= length(word) && word.chars().eq(rest[..length(word)].iter().copied());
        let words = WORDS.iter().filter(|(word, _)| fits(word));
        let Some((name, word)) = words.max_by_key(|(word, _)| length(word)) else {
            let is_name = rest.first().is_some_and(|letter| letter.is_alphabetic());
            return Err(if is_name { Expected::Name } else { Expected::Operand });
        };
        self.at += length(name);
        if let Word::Leaf(node) = word {
            return Ok(self.graph.place(*node));
        }
        if !self.passes(|letter| letter == '(') {
            return Err(Expected::Open);
        }
        let first = self.deeper(Self::sum)?;
        let call = match word {
            Word::Function(function) => self.graph.place(Node::Unary(*function, first)),
            Word::Choice(choice) => {
                if !self.passes(|letter| letter == ',' || letter == '，') {
                    return Err(Expected::Comma);
                }
                let second = self.deeper(Self::sum)?;
                self.join(*choice, first, second)
            }
            Word::Leaf(node) => self.graph.place(*node),
        };
        self.close(call)
    }
}
