//! From nodes to text, as it is written by hand.

use super::graph::{Constant, Graph, Node, Program, moved};
use super::operator::{Binary, Unary};
use super::parse::name_of;
use crate::number::{plain, superscript};

/// The length in bytes after which the rest is left out, as `…`: written out, a derivative does not share its parts.
const LONGEST: usize = 10_000;
/// How deep parts may stand within each other before they are left out.
const DEEPEST: usize = 600;

/// How tightly a node holds together: one that is looser than its place allows stands in brackets.
const SUM: u8 = 0;
const PRODUCT: u8 = 1;
const SIGNED: u8 = 2;
const POWER: u8 = 3;
const ATOM: u8 = 4;

struct Printer<'a> {
    nodes: &'a [Node],
    text: String,
    depth: usize,
    cut: bool,
    /// Whether |x| and √x are written so, which nobody types.
    set: bool,
}

pub(super) fn print(program: &Program, set: bool) -> String {
    let (graph, output) = spelled_out(program);
    let mut printer = Printer { nodes: &graph.nodes, text: String::new(), depth: 0, cut: false, set };
    printer.write(output, SUM);
    printer.text
}

/// The formula in the operations that it is written in, and where it stands.
fn spelled_out(program: &Program) -> (Graph, u32) {
    let (mut graph, mut places) = (Graph::default(), Vec::with_capacity(program.nodes.len()));
    for &node in &program.nodes {
        let place = match moved(node, &places) {
            Node::Binary(Binary::PowerByBase, u, v) => graph.power_by_base(u, v),
            Node::Binary(Binary::Masked, u, v) => graph.product(v, u),
            Node::Binary(Binary::LogOfBase, u, _) => graph.place(Node::Unary(Unary::Log, u)),
            node => graph.place(node),
        };
        places.push(place);
    }
    (graph, places[program.outputs[0] as usize])
}

impl Printer<'_> {
    fn node(&self, place: u32) -> Node {
        self.nodes[place as usize]
    }

    fn tightness(&self, place: u32) -> u8 {
        match self.node(place) {
            Node::Number(number) if number < 0.0 => SIGNED,
            Node::Unary(Unary::Minus, u) => self.tightness(u).clamp(PRODUCT, SIGNED),
            Node::Binary(Binary::Add | Binary::Subtract, ..) => SUM,
            Node::Binary(Binary::Multiply | Binary::Divide, ..) => PRODUCT,
            Node::Binary(Binary::Power, ..) => POWER,
            _ => ATOM,
        }
    }

    fn is_quotient(&self, place: u32) -> bool {
        matches!(self.node(place), Node::Binary(Binary::Divide, ..))
    }

    /// Whether its text begins with a minus.
    fn is_negative(&self, mut place: u32) -> bool {
        loop {
            place = match self.node(place) {
                Node::Number(number) => return number < 0.0,
                Node::Unary(Unary::Minus, _) => return true,
                Node::Binary(Binary::Multiply, u, _) if !self.is_quotient(u) => u,
                Node::Binary(Binary::Divide, u, _) => u,
                _ => return false,
            }
        }
    }

    fn write(&mut self, place: u32, loosest: u8) {
        if self.cut {
            return;
        }
        if self.depth == DEEPEST || self.text.len() > LONGEST {
            self.cut = true;
            self.text.push('…');
            return;
        }
        self.depth += 1;
        if self.tightness(place) < loosest {
            self.text.push('(');
            self.write_open(place);
            self.text.push(')');
        } else {
            self.write_open(place);
        }
        self.depth -= 1;
    }

    fn write_open(&mut self, place: u32) {
        match self.node(place) {
            Node::Number(number) => {
                let text = plain(number).replace('-', "−");
                self.text.push_str(&text);
            }
            Node::Constant(Constant::Pi) => self.text.push('π'),
            Node::Constant(Constant::E) => self.text.push('e'),
            Node::Variable(variable) => self.text.push(if variable == 0 { 'x' } else { 'y' }),
            Node::Unary(Unary::Minus, u) => {
                self.text.push('−');
                let loosest = if self.is_negative(u) { ATOM } else { PRODUCT };
                self.write(u, loosest);
            }
            Node::Unary(Unary::Abs, u) if self.set => {
                self.text.push('|');
                self.write(u, SUM);
                self.text.push('|');
            }
            Node::Unary(Unary::Sqrt, u) if self.set => {
                self.text.push('√');
                self.write(u, ATOM);
            }
            Node::Unary(function, u) => self.call(name_of(function), &[u]),
            Node::Binary(Binary::Min, u, v) => self.call("min", &[u, v]),
            Node::Binary(Binary::Max, u, v) => self.call("max", &[u, v]),
            Node::Binary(Binary::Power, u, v) => {
                self.write(u, ATOM);
                match self.node(v) {
                    Node::Number(n) if n == n.trunc() && n.abs() < 1000.0 => self.text.push_str(&superscript(n as i32)),
                    _ => {
                        self.text.push('^');
                        self.write(v, SIGNED);
                    }
                }
            }
            Node::Binary(Binary::Divide, u, v) => {
                self.write(u, PRODUCT);
                self.text.push('/');
                self.write(v, POWER);
            }
            Node::Binary(Binary::Multiply, u, v) => self.multiply(u, v),
            Node::Binary(operation, u, v) => {
                self.write(u, SUM);
                let flips = self.is_negative(v);
                let plus = (operation == Binary::Add) != flips;
                self.text.push_str(if plus { " + " } else { " − " });
                let at = self.text.len();
                self.write(v, PRODUCT);
                // a + −b is a − b.
                if flips && self.text[at..].starts_with('−') {
                    self.text.remove(at);
                }
            }
        }
    }

    fn call(&mut self, name: &str, arguments: &[u32]) {
        self.text.push_str(name);
        for (place, &argument) in arguments.iter().enumerate() {
            self.text.push_str(if place == 0 { "(" } else { ", " });
            self.write(argument, SUM);
        }
        self.text.push(')');
    }

    /// `2x`, `3 sin(x)`, `x(x + 1)`, `x y`, and `·` only between digits.
    fn multiply(&mut self, u: u32, v: u32) {
        self.write(u, if self.is_quotient(u) { SIGNED } else { PRODUCT });
        let at = self.text.len();
        let is_product = matches!(self.node(v), Node::Binary(Binary::Multiply, ..));
        let loosest = match is_product {
            _ if self.is_negative(v) => ATOM,
            true => PRODUCT,
            false => SIGNED,
        };
        self.write(v, loosest);
        let after_digit = self.text[..at].ends_with(|letter: char| letter.is_ascii_digit());
        let between = match self.text[at..].chars().next() {
            Some('0'..='9') => " · ",
            Some('(') => "",
            Some('x' | 'y' | 'π') if after_digit => "",
            _ => " ",
        };
        self.text.insert_str(at, between);
    }
}
