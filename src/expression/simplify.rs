//! Nodes in the form that a reader would write: numbers folded and in front, no zeros, no ones, few signs and fractions.

use super::graph::{Graph, Node};
use super::operator::{Binary, Unary};
use crate::autograd::power;

/// Sums of more terms and products of more factors are left as they are.
const MOST: usize = 12;

fn whole(number: f64) -> bool {
    number.is_finite() && number == number.trunc()
}

/// Whether uᵃ uᵇ is uᵃ⁺ᵇ wherever it is defined and nowhere else but at 0: √u √u is u only where u ≥ 0.
fn may_join(a: f64, b: f64) -> bool {
    !whole(a + b) || whole(a) && whole(b)
}

/// Whether a power of a number is as good as the number.
fn exact(power: f64) -> bool {
    whole(power) && power.abs() < 1e15
}

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
    pub(super) fn split(&self, u: u32) -> (f64, Option<u32>) {
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
    pub(super) fn scaled(&mut self, c: f64, v: Option<u32>) -> u32 {
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
        if let (Some((p, q)), Some((r, s))) = (self.ratio(u), self.ratio(v))
            && (q, s) != (1.0, 1.0)
        {
            return self.fraction(p * s + r * q, q * s);
        }
        if let Some(sum) = self.with_like_terms(u, v) {
            return sum;
        }
        self.joined(u, v)
    }

    /// u + v with the sign that it needs.
    fn joined(&mut self, u: u32, v: u32) -> u32 {
        match (self.split(u).0, self.split(v).0) {
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

    /// The terms of a sum, each as a multiple of something or a mere number; none where they are too many.
    fn terms(&self, u: u32) -> Vec<(f64, Option<u32>)> {
        let (mut terms, mut rest) = (Vec::new(), vec![(1.0, u)]);
        while let Some((sign, place)) = rest.pop() {
            match self.node(place) {
                _ if terms.len() + rest.len() >= MOST => return Vec::new(),
                Node::Binary(Binary::Add, a, b) => rest.extend([(sign, b), (sign, a)]),
                Node::Binary(Binary::Subtract, a, b) => rest.extend([(-sign, b), (sign, a)]),
                Node::Unary(Unary::Minus, a) => rest.push((-sign, a)),
                _ => {
                    let (c, term) = self.split(place);
                    terms.push((sign * c, term));
                }
            }
        }
        terms
    }

    /// u + v where some multiple of one part is a term of both.
    fn with_like_terms(&mut self, u: u32, v: u32) -> Option<u32> {
        let (mut terms, others) = (self.terms(u), self.terms(v));
        let known = terms.len();
        let mut are_alike = false;
        for (d, other) in others {
            match terms[..known].iter_mut().find(|(_, term)| *term == other) {
                Some((c, _)) => {
                    *c += d;
                    are_alike = true;
                }
                None => terms.push((d, other)),
            }
        }
        if !are_alike {
            return None;
        }
        terms.retain(|&(c, _)| c != 0.0);
        // What is left begins with a plus where it can.
        if let Some(first) = terms.iter().position(|&(c, _)| c > 0.0) {
            terms[..=first].rotate_right(1);
        }
        let mut sum = self.number(0.0);
        for (place, (c, term)) in terms.into_iter().enumerate() {
            let term = self.scaled(c, term);
            sum = if place == 0 { term } else { self.joined(sum, term) };
        }
        Some(sum)
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
            } else if let Some(product) = self.with_like_factors(a, b) {
                product
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
        if (c < 0.0) != (d < 0.0) && c != 0.0 {
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
        if let Some((u, v)) = self.cancelled(u, v) {
            return self.quotient(u, v);
        }
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
        if let Some((p, q)) = self.ratio(v)
            && q != 1.0
            && p < 0.0
        {
            let (exponent, one) = (self.fraction(-p, q), self.number(1.0));
            let below = self.power(u, exponent);
            return self.quotient(one, below);
        }
        let Node::Number(n) = self.node(v) else { return self.place(Node::Binary(Binary::Power, u, v)) };
        match self.node(u) {
            _ if n == 0.0 => self.number(1.0),
            _ if n == 1.0 => u,
            Node::Number(c) if exact(power(c, n)) => self.number(power(c, n)),
            Node::Binary(Binary::Power, base, exponent)
                if whole(n) && self.ratio(exponent).is_some_and(|(p, q)| !whole(p / q)) =>
            {
                let exponent = self.product(v, exponent);
                self.power(base, exponent)
            }
            Node::Binary(Binary::Multiply, c, rest)
                if n >= 2.0 && whole(n) && matches!(self.node(c), Node::Number(c) if exact(power(c, n))) =>
            {
                let (c, rest) = (self.power(c, v), self.power(rest, v));
                self.product(c, rest)
            }
            _ => match self.whole_power(u) {
                (base, m) if m != 1.0 && n == n.trunc() => {
                    let exponent = self.number(m * n);
                    self.place(Node::Binary(Binary::Power, base, exponent))
                }
                _ => self.place(Node::Binary(Binary::Power, u, v)),
            },
        }
    }

    /// A constant exponent as p/q: a number over 1, or a fraction of whole numbers, as 1/3 is no decimal.
    pub(super) fn ratio(&self, u: u32) -> Option<(f64, f64)> {
        match self.node(u) {
            Node::Number(number) => Some((number, 1.0)),
            Node::Unary(Unary::Minus, v) => self.ratio(v).map(|(p, q)| (-p, q)),
            Node::Binary(Binary::Divide, p, q) => match (self.node(p), self.node(q)) {
                (Node::Number(p), Node::Number(q)) if whole(p) && whole(q) && q != 0.0 => Some((p, q)),
                _ => None,
            },
            _ => None,
        }
    }

    /// p/q in lowest terms.
    fn fraction(&mut self, p: f64, q: f64) -> u32 {
        let (mut a, mut b) = (p.abs(), q.abs());
        while whole(p) && whole(q) && b != 0.0 {
            (a, b) = (b, a % b);
        }
        let divisor = if whole(p) && whole(q) && a != 0.0 { a } else { 1.0 };
        let (p, q) = (self.number(p / divisor), self.number(q / divisor));
        self.quotient(p, q)
    }

    /// The factors of a product, as bases with their exponents; none where they are too many.
    fn factors(&mut self, u: u32) -> Vec<(u32, u32)> {
        let (mut factors, mut rest) = (Vec::new(), vec![(u, 1.0)]);
        while let Some((place, times)) = rest.pop() {
            match self.node(place) {
                _ if factors.len() + rest.len() >= MOST => return Vec::new(),
                Node::Binary(Binary::Multiply, a, b) => rest.extend([(b, times), (a, times)]),
                Node::Binary(Binary::Power, base, exponent) => match (self.node(base), self.node(exponent)) {
                    (Node::Binary(Binary::Multiply, ..), Node::Number(n)) if whole(n) => rest.push((base, times * n)),
                    _ => {
                        let times = self.number(times);
                        factors.push((base, self.product(times, exponent)));
                    }
                },
                _ => factors.push((place, self.number(times))),
            }
        }
        factors
    }

    /// u/v without what cancels: powers of one base become one. None where nothing does.
    fn cancelled(&mut self, u: u32, v: u32) -> Option<(u32, u32)> {
        let (mut above, mut below) = (self.factors(u), self.factors(v));
        let mut cancels = false;
        for (base, exponent) in &mut above {
            for (other, own) in &mut below {
                if base != other || matches!(self.node(*base), Node::Number(_)) {
                    continue;
                }
                let difference = self.difference(*exponent, *own);
                if let (Some((p, q)), Some((r, s))) = (self.ratio(*exponent), self.ratio(*own))
                    && !may_join(p / q, -r / s)
                {
                    continue;
                }
                cancels = true;
                let zero = self.number(0.0);
                let goes_below = self.ratio(difference).is_some_and(|(p, q)| p / q < 0.0);
                (*exponent, *own) = if goes_below { (zero, self.minus(difference)) } else { (difference, zero) };
            }
        }
        cancels.then(|| (self.product_of(above), self.product_of(below)))
    }

    /// u·v where some power of one base is a factor of both.
    fn with_like_factors(&mut self, u: u32, v: u32) -> Option<u32> {
        let (mut factors, others) = (self.factors(u), self.factors(v));
        let mut are_alike = false;
        for (other, own) in others {
            let like = factors.iter().position(|&(base, exponent)| {
                let (a, b) = (self.ratio(exponent), self.ratio(own));
                base == other && a.zip(b).is_some_and(|((p, q), (r, s))| p * r > 0.0 && may_join(p / q, r / s))
            });
            match like {
                Some(place) => {
                    factors[place].1 = self.sum(factors[place].1, own);
                    are_alike = true;
                }
                None => factors.push((other, own)),
            }
        }
        are_alike.then(|| self.product_of(factors))
    }

    fn product_of(&mut self, factors: Vec<(u32, u32)>) -> u32 {
        let mut product = self.number(1.0);
        for (base, exponent) in factors {
            let factor = self.power(base, exponent);
            product = self.product(product, factor);
        }
        product
    }

    /// The terms above and what is below a fraction line, without the whole powers that all of them have.
    pub(super) fn without_common_factors(&mut self, mut parts: [u32; 3]) -> [u32; 3] {
        let zero = self.number(0.0);
        for (base, _) in self.factors(parts[2]) {
            let power_in = |graph: &mut Self, part: u32| {
                let rest = graph.split(part).1.unwrap_or(part);
                let own = graph.factors(rest).into_iter().filter(|&(other, _)| other == base);
                let numbers: Vec<u32> = own.map(|(_, exponent)| exponent).collect();
                numbers.into_iter().find_map(|exponent| match graph.node(exponent) {
                    Node::Number(n) if whole(n) => Some(n),
                    _ => None,
                })
            };
            let present = parts.into_iter().filter(|&part| part != zero);
            let present: Vec<f64> = present.map(|part| power_in(self, part).unwrap_or(0.0)).collect();
            let common = present.into_iter().fold(f64::INFINITY, f64::min);
            if common >= 1.0 && !matches!(self.node(base), Node::Number(_)) {
                let exponent = self.number(common);
                let factor = self.power(base, exponent);
                parts = parts.map(|part| if part == zero { zero } else { self.quotient(part, factor) });
            }
        }
        parts
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
