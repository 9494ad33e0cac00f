//! A program as it is evaluated time and again: numbers stand where they are read, and powers by small whole numbers are the
//! products that they are.

use super::graph::{Node, Program};
use super::operator::Binary;
use super::wide::{self, Wide};
use crate::autograd::{MOST_FACTORS, Operation};
use std::sync::Mutex;

/// Points that are evaluated side by side, in fours: so many results of one step are worked out in one go.
pub(super) const LANES: usize = 4 * FOURS;
const FOURS: usize = 4;

/// A number for each of them.
type Lanes = [[f64; 4]; FOURS];

/// What writes the next register: an operation on two others, of which a function reads the first.
#[derive(Clone, Copy, Debug)]
struct Step {
    operation: Operation,
    u: u32,
    v: u32,
}

impl Step {
    /// Its result; what most formulas are made of first.
    #[inline(always)]
    fn of(self, u: f64, v: f64) -> f64 {
        match self.operation {
            Operation::Add => u + v,
            Operation::Subtract => u - v,
            Operation::Multiply => u * v,
            Operation::Divide => u / v,
            other => other.value(u, v),
        }
    }

    /// Writes its results in all lanes; whether all are normal.
    fn run(self, before: &[Lanes], result: &mut Lanes) -> bool {
        let (u, v) = (&before[self.u as usize], &before[self.v as usize]);
        match self.operation {
            Operation::Add => each(u, v, result, |u, v| u + v),
            Operation::Subtract => each(u, v, result, |u, v| u - v),
            Operation::Multiply => each(u, v, result, |u, v| u * v),
            Operation::Divide => each(u, v, result, |u, v| u / v),
            other => each(u, v, result, |u, v| other.value(u, v)),
        }
    }
}

/// Does the same in all lanes; whether all results are normal.
#[inline(always)]
fn each(u: &Lanes, v: &Lanes, result: &mut Lanes, of: impl Fn(f64, f64) -> f64) -> bool {
    let mut normal = true;
    for four in 0..FOURS {
        let (u, v, result) = (&u[four], &v[four], &mut result[four]);
        // One by one, for a compiler that makes modules small leaves loops as they are.
        result[0] = of(u[0], v[0]);
        result[1] = of(u[1], v[1]);
        result[2] = of(u[2], v[2]);
        result[3] = of(u[3], v[3]);
        normal &= is_normal(result[0]) & is_normal(result[1]) & is_normal(result[2]) & is_normal(result[3]);
    }
    normal
}

/// As `f64::is_normal`, in one comparison: neither the least exponent nor the greatest.
#[inline(always)]
fn is_normal(number: f64) -> bool {
    const ONE: u64 = 1 << f64::MANTISSA_DIGITS;
    const EXPONENTS: u64 = (f64::MAX_EXP - f64::MIN_EXP + 1) as u64;
    (number.to_bits() << 1).wrapping_sub(ONE) < EXPONENTS * ONE
}

/// What a [`Program`] becomes.
#[derive(Clone, Debug)]
pub(super) struct Code {
    /// What it was, for points at which numbers leave the range of an `f64`.
    pub(super) program: Program,
    variables: usize,
    /// The numbers, which have the registers after the variables.
    numbers: Vec<f64>,
    /// These have the registers after the numbers, one each.
    steps: Vec<Step>,
    outputs: Vec<u32>,
    conditions: Vec<u32>,
    registers: Kept<f64>,
    lanes: Kept<Lanes>,
}

/// What is kept from one evaluation to the next, so that none allocates, nor writes the numbers again.
#[derive(Debug)]
struct Kept<T>(Mutex<Vec<T>>);

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Kept(Mutex::default())
    }
}

/// Nothing that is kept makes a difference.
impl<T> Clone for Kept<T> {
    fn clone(&self) -> Self {
        Kept::default()
    }
}

impl<T> Kept<T> {
    /// Works with what is kept; where another thread does, with something that is not.
    fn with<R>(&self, work: impl FnOnce(&mut Vec<T>) -> R) -> R {
        match self.0.try_lock() {
            Ok(mut kept) => work(&mut kept),
            Err(_) => work(&mut Vec::new()),
        }
    }
}

impl From<Program> for Code {
    fn from(program: Program) -> Self {
        let variable = |node: &Node| if let Node::Variable(variable) = node { variable + 1 } else { 0 };
        let variables = program.nodes.iter().map(variable).max().unwrap_or(0);
        let number = |node: &Node| node.number();
        let numbers: Vec<f64> = program.nodes.iter().filter_map(number).collect();
        let first = variables + numbers.len();
        let (mut steps, mut next_number) = (Vec::new(), variables as u32);
        let mut places: Vec<u32> = Vec::with_capacity(program.nodes.len());
        for &node in &program.nodes {
            let at = |part: u32| places[part as usize];
            let mut step = |operation: Operation, u: u32, v: u32| {
                steps.push(Step { operation, u, v });
                (first + steps.len() - 1) as u32
            };
            places.push(match node {
                Node::Variable(variable) => variable as u32,
                Node::Number(_) | Node::Constant(_) => {
                    next_number += 1;
                    next_number - 1
                }
                Node::Unary(function, u) => step(function.operation(), at(u), at(u)),
                Node::Binary(operation, u, v) => match program.nodes[v as usize].number() {
                    Some(exponent) if operation == Binary::Power && is_product(exponent) => {
                        (1..exponent as u32).fold(at(u), |product, _| step(Operation::Multiply, product, at(u)))
                    }
                    _ => step(operation.operation(), at(u), at(v)),
                },
            });
        }
        let at = |nodes: &[u32]| nodes.iter().map(|&node| places[node as usize]).collect();
        let (outputs, conditions) = (at(&program.outputs), at(&program.conditions));
        Code {
            variables,
            outputs,
            conditions,
            registers: Kept::default(),
            lanes: Kept::default(),
            numbers,
            steps,
            program,
        }
    }
}

/// Whether a power is a product of factors, and no more.
fn is_product(exponent: f64) -> bool {
    (1.0..=MOST_FACTORS).contains(&exponent) && exponent == exponent.trunc()
}

impl Code {
    /// Makes registers for variables, numbers and steps, with the numbers in them, where there are none yet.
    fn fill<T: Clone>(&self, registers: &mut Vec<T>, of: impl Fn(f64) -> T) {
        if registers.is_empty() {
            registers.resize(self.variables, of(f64::NAN));
            registers.extend(self.numbers.iter().map(|&number| of(number)));
            registers.resize(registers.len() + self.steps.len(), of(f64::NAN));
        }
    }

    /// Writes the values of the outputs at a point; a coordinate that is missing is NaN.
    pub(super) fn evaluate(&self, point: &[f64], outputs: &mut [f64]) {
        self.registers.with(|registers| self.evaluate_in(registers, point, outputs));
    }

    fn evaluate_in(&self, registers: &mut Vec<f64>, point: &[f64], outputs: &mut [f64]) {
        self.fill(registers, |number| number);
        for (place, register) in registers[..self.variables].iter_mut().enumerate() {
            *register = point.get(place).copied().unwrap_or(f64::NAN);
        }
        let (mut leaves, mut next) = (false, self.variables + self.numbers.len());
        for &step in &self.steps {
            let (u, v) = (registers[step.u as usize], registers[step.v as usize]);
            let result = step.of(u, v);
            if !is_normal(result) {
                leaves |= wide::leaves(step.operation, u, v, result);
            }
            registers[next] = result;
            next += 1;
        }
        if leaves {
            return self.evaluate_wide(point, outputs);
        }
        let is_defined = self.conditions.iter().all(|&place| registers[place as usize].is_finite());
        for (output, &place) in outputs.iter_mut().zip(&self.outputs) {
            *output = if is_defined { registers[place as usize] } else { f64::NAN };
        }
    }

    #[cold]
    fn evaluate_wide(&self, point: &[f64], outputs: &mut [f64]) {
        let Program { nodes, outputs: places, conditions } = &self.program;
        let mut wide: Vec<Wide> = Vec::with_capacity(nodes.len());
        for &node in nodes {
            wide.push(match node {
                Node::Unary(function, u) => Wide::unary(function, wide[u as usize]),
                Node::Binary(operation, u, v) => Wide::binary(operation, wide[u as usize], wide[v as usize]),
                leaf => leaf.value(point).into(),
            });
        }
        let value = |&place: &u32| wide[place as usize].narrow();
        let is_defined = conditions.iter().map(value).all(f64::is_finite);
        for (output, value) in outputs.iter_mut().zip(places.iter().map(value)) {
            *output = if is_defined { value } else { f64::NAN };
        }
    }

    /// The same for many points, `[count, dim]`: writes the values of the outputs, `[count, outputs]`, to the bit.
    pub(super) fn evaluate_many(&self, points: &[f64], dim: usize, outputs: &mut [f64]) {
        let each = self.outputs.len();
        for (points, outputs) in points.chunks(LANES * dim).zip(outputs.chunks_mut(LANES * each)) {
            let in_lanes = |lanes: &mut Vec<Lanes>| self.evaluate_lanes(lanes, points, dim, outputs);
            if points.len() < LANES * dim || !self.lanes.with(in_lanes) {
                for (point, outputs) in points.chunks_exact(dim).zip(outputs.chunks_exact_mut(each)) {
                    self.evaluate(point, outputs);
                }
            }
        }
    }

    /// Step by step for [`LANES`] points; whether all of it stays within the range of an `f64`.
    fn evaluate_lanes(&self, registers: &mut Vec<Lanes>, points: &[f64], dim: usize, outputs: &mut [f64]) -> bool {
        self.fill(registers, |number| [[number; 4]; FOURS]);
        for (variable, register) in registers[..self.variables.min(dim)].iter_mut().enumerate() {
            for (lane, number) in register.as_flattened_mut().iter_mut().enumerate() {
                *number = points[lane * dim + variable];
            }
        }
        for (place, &step) in self.steps.iter().enumerate() {
            let (before, result) = registers.split_at_mut(self.variables + self.numbers.len() + place);
            if !step.run(before, &mut result[0]) {
                let [u, v] = [step.u, step.v].map(|place| before[place as usize].as_flattened());
                let mut lanes = result[0].as_flattened().iter().zip(u.iter().zip(v));
                if lanes.any(|(&result, (&u, &v))| !is_normal(result) && wide::leaves(step.operation, u, v, result)) {
                    return false;
                }
            }
        }
        let each = self.outputs.len();
        for (output, &place) in self.outputs.iter().enumerate() {
            for (lane, &number) in registers[place as usize].as_flattened().iter().enumerate() {
                outputs[lane * each + output] = number;
            }
        }
        for &place in &self.conditions {
            for (lane, number) in registers[place as usize].as_flattened().iter().enumerate() {
                if !number.is_finite() {
                    outputs[lane * each..][..each].fill(f64::NAN);
                }
            }
        }
        true
    }
}

/// As programs are: what is kept is no part of it.
impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.program == other.program
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_number_is_normal_as_the_standard_says(bits: u64, small in 0..4u64) {
            for number in [f64::from_bits(bits), f64::from_bits(bits & !(0x7fe << 52)), f64::from_bits(small)] {
                prop_assert_eq!(is_normal(number), number.is_normal(), "{}", number);
            }
        }
    }
}
