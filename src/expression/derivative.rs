//! The derivative of each kind of node, beside each other as in a table of derivatives. The conventions where there is a
//! choice are in the [manual](super).

use super::graph::{Constant, Graph, Node};
use super::operator::{Binary, Unary};

/// How many factors within each other a logarithm is taken apart into.
const FACTORS: usize = 8;

impl Graph {
    /// The derivative of the node at `root` by a variable. Each part is differentiated once, however often it is used,
    /// so that the derivative has at most a few nodes for each node of the function.
    pub(super) fn derivative(&mut self, root: u32, variable: usize) -> u32 {
        let parts = self.parts(&[root]);
        // For each part: itself, simplified, and its slope.
        let mut done: Vec<(u32, u32)> = Vec::with_capacity(root as usize + 1);
        for place in 0..=root {
            done.push(match self.node(place) {
                _ if !parts[place as usize] => (0, 0),
                Node::Unary(Unary::Log, u) => {
                    let value = self.place(Node::Unary(Unary::Log, done[u as usize].0));
                    (value, self.of_log(u, &done, FACTORS))
                }
                Node::Unary(function, u) => self.of_unary(function, done[u as usize]),
                Node::Binary(operation, u, v) => self.of_binary(operation, done[u as usize], done[v as usize]),
                leaf => {
                    let slope = f64::from(leaf == Node::Variable(variable));
                    (place, self.number(slope))
                }
            });
        }
        done[root as usize].1
    }

    fn of_unary(&mut self, function: Unary, (u, du): (u32, u32)) -> (u32, u32) {
        if function == Unary::Minus {
            return (self.minus(u), self.minus(du));
        }
        let value = self.place(Node::Unary(function, u));
        let (one, two) = (self.number(1.0), self.number(2.0));
        let mut call = |function| self.place(Node::Unary(function, u));
        // What du is multiplied with, or divided by.
        let (factor, divisor) = match function {
            Unary::Minus | Unary::Sign => (self.number(0.0), one),
            Unary::Sin => (call(Unary::Cos), one),
            Unary::Cos => {
                let sin = call(Unary::Sin);
                (self.minus(sin), one)
            }
            Unary::Tan | Unary::Tanh => {
                let cos = call(if function == Unary::Tan { Unary::Cos } else { Unary::Cosh });
                (one, self.power(cos, two))
            }
            Unary::Asin | Unary::Acos => {
                let square = self.power(u, two);
                let rest = self.difference(one, square);
                let sign = self.number(if function == Unary::Asin { 1.0 } else { -1.0 });
                (sign, self.place(Node::Unary(Unary::Sqrt, rest)))
            }
            Unary::Atan => {
                let square = self.power(u, two);
                (one, self.sum(one, square))
            }
            Unary::Sinh => (call(Unary::Cosh), one),
            Unary::Cosh => (call(Unary::Sinh), one),
            Unary::Exp => (value, one),
            Unary::Log => (one, u),
            Unary::Sqrt => (one, self.product(two, value)),
            Unary::Abs => (call(Unary::Sign), one),
        };
        let above = self.product(factor, du);
        (value, self.quotient(above, divisor))
    }

    /// u′/u, the slope of log u: of a product the sum over its factors, none of which then needs the others.
    fn of_log(&mut self, place: u32, done: &[(u32, u32)], deepest: usize) -> u32 {
        match self.node(place) {
            _ if deepest == 0 => self.of_unary(Unary::Log, done[place as usize]).1,
            Node::Unary(Unary::Minus | Unary::Abs, a) => self.of_log(a, done, deepest - 1),
            Node::Unary(Unary::Exp, a) => done[a as usize].1,
            Node::Unary(Unary::Sqrt, a) => {
                let (slope, two) = (self.of_log(a, done, deepest - 1), self.number(2.0));
                self.quotient(slope, two)
            }
            Node::Binary(operation @ (Binary::Multiply | Binary::Divide), a, b) => {
                let (left, right) = (self.of_log(a, done, deepest - 1), self.of_log(b, done, deepest - 1));
                if operation == Binary::Multiply { self.sum(left, right) } else { self.difference(left, right) }
            }
            Node::Binary(Binary::Power, a, b) => {
                let ((base, _), (exponent, slope)) = (done[a as usize], done[b as usize]);
                let of_base = self.of_log(a, done, deepest - 1);
                let (left, log) = (self.product(exponent, of_base), self.logarithm(base));
                let right = self.product(slope, log);
                self.sum(left, right)
            }
            _ => self.of_unary(Unary::Log, done[place as usize]).1,
        }
    }

    fn logarithm(&mut self, u: u32) -> u32 {
        match self.node(u) {
            Node::Constant(Constant::E) => self.number(1.0),
            _ => self.place(Node::Unary(Unary::Log, u)),
        }
    }

    fn of_binary(&mut self, operation: Binary, (u, du): (u32, u32), (v, dv): (u32, u32)) -> (u32, u32) {
        let zero = self.number(0.0);
        match operation {
            Binary::Add => (self.sum(u, v), self.sum(du, dv)),
            Binary::Subtract => (self.difference(u, v), self.difference(du, dv)),
            Binary::Multiply => {
                let (left, right) = (self.product(du, v), self.product(u, dv));
                (self.product(u, v), self.sum(left, right))
            }
            Binary::Divide => {
                let value = self.quotient(u, v);
                if dv == zero {
                    return (value, if du == zero { zero } else { self.quotient(du, v) });
                }
                let (left, right, two) = (self.product(du, v), self.product(u, dv), self.number(2.0));
                let below = self.power(v, two);
                let [left, right, below] = self.without_common_factors([left, right, below]);
                let above = self.difference(left, right);
                (value, self.quotient(above, below))
            }
            Binary::Power => {
                let value = self.power(u, v);
                (value, self.of_power(value, (u, du), (v, dv)))
            }
            Binary::PowerByBase => (self.place(Node::Binary(operation, u, v)), self.of_power_by_base((u, du), (v, dv))),
            Binary::LogOfBase => {
                (self.place(Node::Binary(operation, u, v)), if du == zero { zero } else { self.quotient(du, u) })
            }
            Binary::Min | Binary::Max => {
                let value = self.place(Node::Binary(operation, u, v));
                // ½ (1 ± sign(u − v)) of either side.
                let difference = self.difference(u, v);
                let sign = self.place(Node::Unary(Unary::Sign, difference));
                let (one, two) = (self.number(1.0), self.number(2.0));
                let (sum, rest) = (self.sum(one, sign), self.difference(one, sign));
                let (of_u, of_v) = if operation == Binary::Max { (sum, rest) } else { (rest, sum) };
                let (left, right) = (self.masked(du, of_u), self.masked(dv, of_v));
                let sum = self.sum(left, right);
                (value, self.quotient(sum, two))
            }
            // What masks depends on a sign only.
            Binary::Masked => (self.masked(u, v), self.masked(du, v)),
        }
    }

    /// The product of a slope with a mask: where that is 0, the slope may be infinite or NaN.
    fn masked(&mut self, slope: u32, mask: u32) -> u32 {
        let (c, rest) = self.split(slope);
        match rest {
            Some(rest) if c != 0.0 && !matches!(self.node(rest), Node::Variable(_)) => {
                let masked = self.place(Node::Binary(Binary::Masked, rest, mask));
                self.scaled(c, Some(masked))
            }
            _ => self.product(mask, slope),
        }
    }

    /// v uᵛ⁻¹ u′ + uᵛ log(u) v′, each where it is not zero: uᵛ may be defined where log(u) is not.
    fn of_power(&mut self, value: u32, (u, du): (u32, u32), (v, dv): (u32, u32)) -> u32 {
        let zero = self.number(0.0);
        let mut slope = zero;
        if du != zero {
            let outer = match self.ratio(v) {
                // x xˣ⁻¹
                _ if u == v => value,
                None if self.varies(v) => self.place(Node::Binary(Binary::PowerByBase, u, v)),
                _ => self.power_by_base(u, v),
            };
            slope = self.product(outer, du);
        }
        if dv != zero {
            let log = match self.node(u) {
                // 0ᵛ is flat where it is finite.
                Node::Number(0.0) => zero,
                Node::Number(_) | Node::Constant(_) => self.logarithm(u),
                _ => self.place(Node::Binary(Binary::LogOfBase, u, v)),
            };
            let outer = self.product(value, log);
            let term = self.product(outer, dv);
            slope = self.sum(slope, term);
        }
        slope
    }

    /// v uᵛ⁻¹
    pub(super) fn power_by_base(&mut self, u: u32, v: u32) -> u32 {
        let one = self.number(1.0);
        let exponent = self.difference(v, one);
        let power = self.power(u, exponent);
        self.product(v, power)
    }

    /// The slope of v uᵛ⁻¹.
    fn of_power_by_base(&mut self, (u, du): (u32, u32), (v, dv): (u32, u32)) -> u32 {
        let one = self.number(1.0);
        let exponent = self.difference(v, one);
        let power = self.power(u, exponent);
        let slope = self.of_power(power, (u, du), (exponent, dv));
        let (left, right) = (self.product(dv, power), self.product(v, slope));
        self.sum(left, right)
    }

    /// Whether a part depends on x or y.
    fn varies(&self, place: u32) -> bool {
        let parts = self.parts(&[place]);
        self.nodes.iter().zip(parts).any(|(node, is_part)| is_part && matches!(node, Node::Variable(_)))
    }
}
