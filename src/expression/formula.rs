//! A formula as an objective.

use super::Expression;
use super::code::Code;
use super::graph::Graph;
use crate::objective::{Batch, Objective};

/// A function of x, or of x and y, with its first and second derivatives, ready to be evaluated. Where its value is not
/// finite, the gradient and the Hessian are NaN.
///
/// ```
/// use descent::expression::{Expression, Formula};
/// use descent::objective::{Batch, Objective};
/// let f = Formula::new(&Expression::parse("x^2 + 3y^2")?, &[(-2.0, 2.0), (-2.0, 2.0)], None);
/// let mut gradient = [0.0; 2];
/// assert_eq!(f.value_and_gradient(&[1.0, 1.0], Batch::All, &mut gradient), 4.0);
/// assert_eq!(gradient, [2.0, 6.0]);
/// assert_eq!(f.hessian(&[1.0, 1.0]), [2.0, 0.0, 0.0, 6.0]);
/// # Ok::<(), descent::error::Error>(())
/// ```
#[derive(Debug)]
pub struct Formula {
    dim: usize,
    domain: [(f64, f64); 2],
    minimum: Option<Vec<f64>>,
    floor: Option<f64>,
    value: Code,
    /// Of the value, then the gradient.
    slopes: Code,
    /// Of the Hessian, row-major.
    curvatures: Code,
}

impl Formula {
    /// The objective that `expression` is; random starts are drawn from `domain`, `[dim]`, or from −2 to 2 where it is
    /// too short. `minimum` is the place of its only global minimum, if that is known.
    pub fn new(expression: &Expression, domain: &[(f64, f64)], minimum: Option<Vec<f64>>) -> Self {
        let mut graph = Graph::default();
        let (root, conditions) = graph.insert(&expression.0.program);
        let dim = expression.variables();
        let (mut slopes, mut curvatures) = (vec![root], Vec::new());
        for variable in 0..dim {
            slopes.push(graph.derivative(root, variable));
        }
        for row in 0..dim {
            for column in 0..dim {
                // The Hessian is symmetric, and of the two ways to it one is enough.
                let (first, second) = (row.min(column), row.max(column));
                curvatures.push(graph.derivative(slopes[1 + first], second));
            }
        }
        let range = |variable: usize| domain.get(variable).copied().unwrap_or((-2.0, 2.0));
        Formula {
            dim,
            domain: [range(0), range(1)],
            floor: None,
            minimum,
            value: expression.0.clone(),
            slopes: graph.program(&slopes, &conditions).into(),
            curvatures: graph.program(&curvatures, &[&conditions[..], &[root]].concat()).into(),
        }
    }

    /// The same, with its minimum where that is plain to see: a parabola's, which is where Newton's step leads from anywhere.
    pub(crate) fn with_minimum_of_parabola(mut self) -> Self {
        self.minimum = self.vertex();
        self
    }

    /// The minimum of a polynomial whose second derivatives are the same everywhere, and whose bends all go upwards.
    fn vertex(&self) -> Option<Vec<f64>> {
        if !(self.value.program.is_rational() && self.curvatures.program.is_constant()) {
            return None;
        }
        let (mut at, mut gradient) = (vec![0.0; self.dim], vec![0.0; self.dim]);
        let [xx, xy, yy] = match self.hessian(&at)[..] {
            [xx] => [xx, 0.0, 1.0],
            [xx, xy, _, yy] => [xx, xy, yy],
            _ => return None,
        };
        let det = xx * yy - xy * xy;
        // A valley that is level along its ground has no single minimum, whatever rounding makes of it.
        if !(xx > 0.0 && det > 1e-12 * xx * yy) {
            return None;
        }
        // The second step takes back what the first has rounded away.
        for _ in 0..2 {
            self.value_and_gradient(&at, Batch::All, &mut gradient);
            let (gx, gy) = (gradient[0], gradient.get(1).copied().unwrap_or(0.0));
            let step = [(yy * gx - xy * gy) / det, (xx * gy - xy * gx) / det];
            at.iter_mut().zip(step).for_each(|(part, by)| *part -= by);
        }
        at.iter().all(|part| part.is_finite()).then_some(at)
    }

    /// The same, which is nowhere lower than at some place.
    pub(crate) fn lowest_at(mut self, place: &[f64]) -> Self {
        self.floor = Some(self.value(place, Batch::All));
        self
    }
}

/// The parameters are x, then y; there is one term, whatever the batch.
impl Objective for Formula {
    fn dim(&self) -> usize {
        self.dim
    }

    fn samples(&self) -> u64 {
        1
    }

    fn symbols(&self) -> Vec<String> {
        ["x", "y"].into_iter().take(self.dim).map(String::from).collect()
    }

    fn value(&self, parameters: &[f64], _: Batch<'_>) -> f64 {
        let mut value = [0.0];
        self.value.evaluate(parameters, &mut value);
        value[0]
    }

    fn value_and_gradient(&self, parameters: &[f64], _: Batch<'_>, gradient: &mut [f64]) -> f64 {
        let mut outputs = [0.0; 3];
        self.slopes.evaluate(parameters, &mut outputs);
        if outputs[0].is_finite() {
            gradient.copy_from_slice(&outputs[1..=self.dim]);
        } else {
            gradient.fill(f64::NAN);
        }
        outputs[0]
    }

    /// What each node does is looked up once for many points.
    #[cfg(feature = "formulas")]
    fn write_gradients(&self, points: &[f64], gradients: &mut [f64]) {
        use super::code::LANES;
        let mut outputs = [[0.0; 3]; LANES];
        let block = LANES * self.dim;
        for (points, gradients) in points.chunks(block).zip(gradients.chunks_mut(block)) {
            let outputs = outputs.as_flattened_mut();
            self.slopes.evaluate_many(points, self.dim, outputs);
            for (outputs, gradient) in outputs.chunks_exact(1 + self.dim).zip(gradients.chunks_exact_mut(self.dim)) {
                match outputs[0].is_finite() {
                    true => gradient.copy_from_slice(&outputs[1..]),
                    false => gradient.fill(f64::NAN),
                }
            }
        }
    }

    fn hessian(&self, parameters: &[f64]) -> Vec<f64> {
        let mut hessian = vec![0.0; self.dim * self.dim];
        self.curvatures.evaluate(parameters, &mut hessian);
        hessian
    }

    fn start_region(&self) -> Vec<(f64, f64)> {
        self.domain[..self.dim].to_vec()
    }

    fn minimum(&self) -> Option<Vec<f64>> {
        self.minimum.clone()
    }

    fn floor(&self) -> Option<f64> {
        self.floor.or_else(|| Some(self.value(self.minimum.as_ref()?, Batch::All)))
    }

    /// What a unit in the last place of each parameter changes the gradient by: Σₖ |Hⱼₖ| ε|θₖ|.
    fn gradient_rounding(&self, parameters: &[f64], _: f64, _: u64, rounding: &mut [f64]) {
        let hessian = self.hessian(parameters);
        for (rounding, row) in rounding.iter_mut().zip(hessian.chunks_exact(self.dim)) {
            let changes = row.iter().zip(parameters).map(|(bend, parameter)| (bend * parameter).abs());
            *rounding = f64::EPSILON * changes.sum::<f64>();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minimum(f: &str) -> Option<Vec<f64>> {
        Formula::new(&Expression::parse(f).unwrap(), &[], None).with_minimum_of_parabola().minimum()
    }

    #[test]
    fn a_parabola_has_its_minimum() {
        for (f, expected) in [
            ("x^2 + 3y^2", &[0.0, 0.0][..]),
            ("((x + y)^2 + 12(x - y)^2)/10^6", &[0.0, 0.0]),
            ("(x - 1)^2/2 + x*y/3 + y^2 - pi", &[18.0 / 17.0, -3.0 / 17.0]),
            ("x*x - 4x", &[2.0]),
        ] {
            let found = minimum(f).unwrap_or_else(|| panic!("{f}"));
            for (found, expected) in found.iter().zip(expected) {
                approx::assert_abs_diff_eq!(*found, expected, epsilon = 1e-15);
            }
            assert_eq!(found.len(), expected.len(), "{f}");
        }
    }

    #[test]
    fn what_is_no_parabola_with_one_lowest_place_has_none() {
        for f in [
            "y^2 - x^2",
            "-x^2",
            "x + y",
            "(x + y)^2",
            "(x + y/3)^2",
            "x^4 + y^2",
            "abs(x) + x^2",
            "sign(x) + x^2",
            "x^3/x",
            "x^2 + y/y",
            "x^2 + log(e^y) + y^2",
            "7 + 0*x",
        ] {
            assert_eq!(minimum(f), None, "{f}");
        }
    }

    #[test]
    fn many_gradients_have_the_bits_of_single_ones_wherever_numbers_go() {
        let surfaces = crate::surface::SURFACES.iter().map(|surface| surface.objective(10.0).unwrap());
        let typed = [
            "sinh(x)/cosh(x)",
            "log(x*y)",
            "x^0.5 + y",
            "abs(x)^y",
            "1/(x*y)",
            "e^(x^3) - y",
            "min(x, y)*max(x, 1)",
            "3",
        ];
        let typed = typed.iter().map(|f| Formula::new(&Expression::parse(f).unwrap(), &[], None));
        // More than one block, and a part of one; beyond the range in one lane or in none.
        let coordinate = |k: u32, scale: f64| scale * libm::sin(f64::from(k) * 1.7) * f64::from(k % 7);
        for formula in surfaces.chain(typed) {
            for scale in [0.5, 1e3, 1e200] {
                let points: Vec<f64> = (0..37 * formula.dim as u32).map(|k| coordinate(k, scale)).collect();
                let (mut all, mut single) = (vec![0.0; points.len()], vec![0.0; formula.dim]);
                formula.write_gradients(&points, &mut all);
                for (point, gradient) in points.chunks_exact(formula.dim).zip(all.chunks_exact(formula.dim)) {
                    formula.value_and_gradient(point, Batch::All, &mut single);
                    let bits = |gradient: &[f64]| gradient.iter().map(|slope| slope.to_bits()).collect::<Vec<_>>();
                    let same =
                        bits(gradient) == bits(&single) || gradient.iter().chain(&single).all(|slope| slope.is_nan());
                    assert!(same, "{point:?}: {gradient:?} {single:?}");
                }
            }
        }
    }
}
