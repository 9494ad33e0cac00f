//! Expressions as lists of nodes that share what they have in common, so that a derivative of a derivative stays small.

use super::operator::{Binary, Unary};
use crate::autograd::Operation;

/// A part of an expression; it refers to parts that stand before it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Node {
    Number(f64),
    Constant(Constant),
    /// x is 0, y is 1.
    Variable(usize),
    Unary(Unary, u32),
    Binary(Binary, u32, u32),
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Constant {
    Pi,
    E,
}

impl Node {
    /// The number that it is at every point, if it is a leaf that is one.
    pub(super) fn number(self) -> Option<f64> {
        match self {
            Node::Number(number) => Some(number),
            Node::Constant(constant) => Some(constant.value()),
            _ => None,
        }
    }

    /// The value of a leaf; a variable that is missing is NaN, as an operation is that has no operands here.
    pub(super) fn value(self, point: &[f64]) -> f64 {
        match self {
            Node::Number(number) => number,
            Node::Constant(constant) => constant.value(),
            Node::Variable(variable) => point.get(variable).copied().unwrap_or(f64::NAN),
            Node::Unary(..) | Node::Binary(..) => f64::NAN,
        }
    }
}

impl Constant {
    pub(super) fn value(self) -> f64 {
        match self {
            Constant::Pi => std::f64::consts::PI,
            Constant::E => std::f64::consts::E,
        }
    }
}

impl Unary {
    /// The same function of variables, which has its value.
    pub(super) fn operation(self) -> Operation {
        match self {
            Unary::Minus => Operation::Negate,
            Unary::Sin => Operation::Sin,
            Unary::Cos => Operation::Cos,
            Unary::Tan => Operation::Tan,
            Unary::Asin => Operation::Asin,
            Unary::Acos => Operation::Acos,
            Unary::Atan => Operation::Atan,
            Unary::Sinh => Operation::Sinh,
            Unary::Cosh => Operation::Cosh,
            Unary::Tanh => Operation::Tanh,
            Unary::Exp => Operation::Exp,
            Unary::Log => Operation::Log,
            Unary::Sqrt => Operation::Sqrt,
            Unary::Abs => Operation::Abs,
            Unary::Sign => Operation::Sign,
        }
    }
}

impl Binary {
    /// The same operation on variables, which has its value.
    pub(super) fn operation(self) -> Operation {
        match self {
            Binary::Add => Operation::Add,
            Binary::Subtract => Operation::Subtract,
            Binary::Multiply => Operation::Multiply,
            Binary::Divide => Operation::Divide,
            Binary::Power => Operation::Power,
            Binary::Min => Operation::Min,
            Binary::Max => Operation::Max,
            Binary::PowerByBase => Operation::PowerByBase,
            Binary::LogOfBase => Operation::LogOfBase,
            Binary::Masked => Operation::Masked,
        }
    }
}

/// A list of nodes to evaluate from the first to the last, and those among them whose values are wanted.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Program {
    pub(super) nodes: Vec<Node>,
    pub(super) outputs: Vec<u32>,
    /// Where one of these has no finite value, no output has one either: a derivative is defined where its function is.
    pub(super) conditions: Vec<u32>,
}

impl Program {
    pub(super) fn uses_y(&self) -> bool {
        self.nodes.contains(&Node::Variable(1))
    }

    /// Whether no output depends on a variable.
    pub(super) fn is_constant(&self) -> bool {
        let mut varies: Vec<bool> = Vec::with_capacity(self.nodes.len());
        for &node in &self.nodes {
            varies.push(match node {
                Node::Number(_) | Node::Constant(_) => false,
                Node::Variable(_) => true,
                Node::Unary(_, u) => varies[u as usize],
                Node::Binary(_, u, v) => varies[u as usize] || varies[v as usize],
            });
        }
        self.outputs.iter().all(|&output| !varies[output as usize])
    }

    /// Whether there is nothing in it but sums, differences, products, quotients and powers, which have values everywhere.
    pub(super) fn is_rational(&self) -> bool {
        use Binary::{Add, Divide, Multiply, Power, Subtract};
        let is_plain = |node: &Node| match node {
            Node::Number(_) | Node::Constant(_) | Node::Variable(_) | Node::Unary(Unary::Minus, _) => true,
            Node::Unary(..) => false,
            Node::Binary(operation, ..) => matches!(operation, Add | Subtract | Multiply | Divide | Power),
        };
        self.conditions.is_empty() && self.nodes.iter().all(is_plain)
    }
}

/// Nodes under construction: the same node is never made twice.
pub(super) struct Graph {
    pub(super) nodes: Vec<Node>,
    /// The newest node of each bucket, and for each node the one before it in its bucket.
    newest: [u32; BUCKETS],
    before: Vec<u32>,
}

const BUCKETS: usize = 256;
const NONE: u32 = u32::MAX;

impl Default for Graph {
    fn default() -> Self {
        Graph { nodes: Vec::new(), newest: [NONE; BUCKETS], before: Vec::new() }
    }
}

impl Graph {
    /// The place of `node`.
    pub(super) fn place(&mut self, node: Node) -> u32 {
        let [kind, parts] = identity(node);
        let mixed = (kind ^ parts).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ kind.wrapping_mul(0xd6e8_feb8_6659_fd93);
        let bucket = (mixed >> 56) as usize;
        let mut place = self.newest[bucket];
        while place != NONE {
            if identity(self.nodes[place as usize]) == [kind, parts] {
                return place;
            }
            place = self.before[place as usize];
        }
        let place = self.nodes.len() as u32;
        self.nodes.push(node);
        self.before.push(self.newest[bucket]);
        self.newest[bucket] = place;
        place
    }

    pub(super) fn node(&self, place: u32) -> Node {
        self.nodes[place as usize]
    }

    /// Takes over a program, and returns the place of its first output and those of its conditions.
    pub(super) fn insert(&mut self, program: &Program) -> (u32, Vec<u32>) {
        let mut places: Vec<u32> = Vec::with_capacity(program.nodes.len());
        for &node in &program.nodes {
            let place = self.place(moved(node, &places));
            places.push(place);
        }
        let place = |&old: &u32| places[old as usize];
        (place(&program.outputs[0]), program.conditions.iter().map(place).collect())
    }

    /// Which nodes `outputs` are made of.
    pub(super) fn parts(&self, outputs: &[u32]) -> Vec<bool> {
        let mut parts = vec![false; self.nodes.len()];
        for &output in outputs {
            parts[output as usize] = true;
        }
        for place in (0..parts.len()).rev() {
            if parts[place] {
                match self.nodes[place] {
                    Node::Unary(_, u) => parts[u as usize] = true,
                    Node::Binary(_, u, v) => (parts[u as usize], parts[v as usize]) = (true, true),
                    _ => {}
                }
            }
        }
        parts
    }

    /// What it takes to evaluate `outputs` where all of `conditions` are finite.
    pub(super) fn program(&self, outputs: &[u32], conditions: &[u32]) -> Program {
        let parts = self.parts(&[outputs, conditions].concat());
        let (mut nodes, mut places) = (Vec::new(), Vec::with_capacity(parts.len()));
        for (&node, is_part) in self.nodes.iter().zip(parts) {
            places.push(nodes.len() as u32);
            if is_part {
                nodes.push(moved(node, &places));
            }
        }
        let moved = |old: &[u32]| old.iter().map(|&place| places[place as usize]).collect();
        Program { nodes, outputs: moved(outputs), conditions: moved(conditions) }
    }
}

/// The node where its parts have moved to new places.
pub(super) fn moved(node: Node, places: &[u32]) -> Node {
    match node {
        Node::Unary(function, u) => Node::Unary(function, places[u as usize]),
        Node::Binary(operation, u, v) => Node::Binary(operation, places[u as usize], places[v as usize]),
        leaf => leaf,
    }
}

/// Two nodes are the same where these are.
fn identity(node: Node) -> [u64; 2] {
    match node {
        Node::Number(number) => [0, number.to_bits()],
        Node::Constant(constant) => [1, constant as u64],
        Node::Variable(variable) => [2, variable as u64],
        Node::Unary(function, u) => [3 | (function as u64) << 8, u64::from(u)],
        Node::Binary(operation, u, v) => [4 | (operation as u64) << 8, u64::from(u) << 32 | u64::from(v)],
    }
}
