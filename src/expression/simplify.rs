//! Nodes in the form that a reader would write: numbers folded and in front, no zeros, no ones, few signs and fractions.

use super::graph::{Binary, Graph, Node, Unary};
use crate::autograd::power;

impl Graph {
    /// A number; what is none is written as the division that it comes from.
    pub(super) fn number(&mut self, number: f64) -> u32 {
        if number.is_finite() {
            // There is no need for a negative zero.
            return self.place(Node::Number(number + 0.0));
        }
        let above = self.place(Node::Number(if number.is_nan() { 0.0 } else { number.signum() }));
        let below = self.place(Node::Number(0.0));
        self.place(Node::Binary(Binary::Divide, above, below))
    }

    /// u = c·v as (c, v), or as (c, nothing) where it is the number c.
    fn split(&self, u: u32) -> (f64, Option<u32>) {
        match self.node(u) {
            Node::Number(c) => (c, None),
            Node::Unary(Unary::Minus, v) => (-1.0, Some(v)),
            Node::Binary(Binary::Multiply, c, v) => match self.node(c) {
                Node::Number(c) => (c, Some(v)),
                _ => (1.0, Some(u)),
            },
            _ => (1.0, Some(u)),
        }
    }

    /// c·v, the other way round than [`Graph::split`].
    fn scaled(&mut self, c: f64, v: Option<u32>) -> u32 {
        let Some(v) = v.filter(|_| c != 0.0) else { return self.number(c) };
        match self.node(v) {
            _ if c == 1.0 => v,
            Node::Binary(Binary::Subtract, a, b) if c == -1.0 => self.place(Node::Binary(Binary::Subtract, b, a)),
            _ if c == -1.0 => self.place(Node::Unary(Unary::Minus, v)),
            Node::Binary(Binary::Divide, above, below) => {
                let (d, rest) = self.split(above);
                let above = self.scaled(c * d, rest);
                self.quotient(above, below)
            }
            _ => {
                let c = self.number(c);
                self.place(Node::Binary(Binary::Multiply, c, v))
            }
        }
    }

    pub(super) fn minus(&mut self, u: u32) -> u32 {
        let (c, rest) = self.split(u);
        self.scaled(-c, rest)
    }

    pub(super) fn sum(&mut self, u: u32, v: u32) -> u32 {
        let ((c, a), (d, b)) = (self.split(u), self.split(v));
        if a == b {
            return self.scaled(c + d, a);
        }
        match (c, d) {
            (0.0, _) => v,
            (_, 0.0) => u,
            (_, d) if d < 0.0 => {
                let v = self.minus(v);
                self.place(Node::Binary(Binary::Subtract, u, v))
            }
            (c, _) if c < 0.0 => {
                let u = self.minus(u);
                self.place(Node::Binary(Binary::Subtract, v, u))
            }
            _ => self.place(Node::Binary(Binary::Add, u, v)),
        }
    }

    pub(super) fn difference(&mut self, u: u32, v: u32) -> u32 {
        let v = self.minus(v);
        self.sum(u, v)
    }

    pub(super) fn product(&mut self, u: u32, v: u32) -> u32 {
        let ((c, a), (d, b)) = (self.split(u), self.split(v));
        let (Some(a), Some(b)) = (a, b) else { return self.scaled(c * d, a.or(b)) };
        let product = if let Node::Binary(Binary::Divide, above, below) = self.node(a) {
            let above = self.product(above, b);
            self.quotient(above, below)
        } else if let Node::Binary(Binary::Divide, above, below) = self.node(b) {
            let above = self.product(a, above);
            self.quotient(above, below)
        } else {
            let ((base, m), (other, n)) = (self.whole_power(a), self.whole_power(b));
            if base == other {
                let exponent = self.number(m + n);
                self.power(base, exponent)
            } else {
                let (first, second) = if self.rank(b) < self.rank(a) { (b, a) } else { (a, b) };
                self.place(Node::Binary(Binary::Multiply, first, second))
            }
        };
        let (e, rest) = self.split(product);
        self.scaled(c * d * e, rest)
    }

    pub(super) fn quotient(&mut self, u: u32, v: u32) -> u32 {
        let ((c, a), (d, b)) = (self.split(u), self.split(v));
        // Signs stand before the fraction.
        if (c < 0.0) != (d < 0.0) && c != 0.0 && a.or(b).is_some() {
            let (u, v) = (self.scaled(c.abs(), a), self.scaled(d.abs(), b));
            let quotient = self.quotient(u, v);
            return self.minus(quotient);
        }
        if let Node::Binary(Binary::Divide, above, below) = self.node(u) {
            let below = self.product(below, v);
            return self.place(Node::Binary(Binary::Divide, above, below));
        }
        if let Node::Binary(Binary::Divide, above, below) = self.node(v) {
            let product = self.product(u, below);
            return self.quotient(product, above);
        }
        let whole = |number: f64| number.is_finite() && number == number.trunc();
        match (a, b) {
            // Not 1/3, which is no decimal.
            (None, None) if whole(1024.0 * c / d) || d == 0.0 => self.number(c / d),
            (None, Some(_)) if c == 0.0 => self.number(0.0),
            (_, None) if whole(c / d) => self.scaled(c / d, a),
            _ => {
                let (c, d) = match () {
                    () if whole(c / d) => (c / d, 1.0),
                    () if whole(d / c) => (1.0, d / c),
                    () => (c, d),
                };
                let (above, below) = (self.scaled(c, a), self.scaled(d, b));
                self.place(Node::Binary(Binary::Divide, above, below))
            }
        }
    }

    pub(super) fn power(&mut self, u: u32, v: u32) -> u32 {
        let Node::Number(n) = self.node(v) else { return self.place(Node::Binary(Binary::Power, u, v)) };
        match self.node(u) {
            _ if n == 0.0 => self.number(1.0),
            _ if n == 1.0 => u,
            Node::Number(c) if power(c, n).abs() < 1e15 && power(c, n).fract() == 0.0 => self.number(power(c, n)),
            _ => match self.whole_power(u) {
                (base, m) if m != 1.0 && n == n.trunc() => {
                    let exponent = self.number(m * n);
                    self.place(Node::Binary(Binary::Power, base, exponent))
                }
                _ => self.place(Node::Binary(Binary::Power, u, v)),
            },
        }
    }

    /// u = vⁿ with a whole n of at least 1.
    fn whole_power(&self, u: u32) -> (u32, f64) {
        if let Node::Binary(Binary::Power, base, exponent) = self.node(u)
            && let Node::Number(n) = self.node(exponent)
            && n >= 1.0
            && n == n.trunc()
        {
            return (base, n);
        }
        (u, 1.0)
    }

    /// Where a factor stands in a product: numbers and letters, their powers, all else.
    fn rank(&self, u: u32) -> u8 {
        match self.node(self.whole_power(u).0) {
            Node::Unary(..) | Node::Binary(..) => 2,
            _ if self.whole_power(u).0 == u => 0,
            _ => 1,
        }
    }
}
