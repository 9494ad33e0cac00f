//! Analytic objectives in two variables: formula, domain, known minima.
//!
//! Most are test functions of optimization, with formulas and domains as in Surjanovic and Bingham, *Virtual Library of
//! Simulation Experiments*, and in Jamil and Yang, *A literature survey of benchmark functions for global optimization
//! problems*, 2013. Their derivatives are those of the formula, by [`expression`](crate::expression).

use crate::error::Result;
use crate::expression::{Expression, Formula};
use crate::number::plain;
use crate::words::Label;

/// A function of x and y.
#[derive(Debug)]
pub struct Surface {
    /// The name in an experiment's string.
    pub name: &'static str,
    /// What a reader calls it.
    pub label: Label,
    /// The formula, in the notation of `f`; κ stands for the experiment's condition number.
    pub formula: &'static str,
    /// Where it is looked at: (min, max) of x and of y. Random starts are drawn from here.
    pub domain: [(f64, f64); 2],
    /// The places of its global minima, to the last digit; empty when it has none.
    pub minima: &'static [[f64; 2]],
    /// The learning rate of plain gradient descent with which its shape is seen.
    pub lr: f64,
    /// The start from which it is.
    pub start: [f64; 2],
}

const fn square(half: f64) -> [(f64, f64); 2] {
    [(-half, half), (-half, half)]
}

/// The first of all surfaces, and the default.
pub static BOWL: Surface = Surface {
    name: "bowl",
    label: Label::named("surface.bowl"),
    formula: "x^2 + 3*y^2",
    domain: square(2.0),
    minima: &[[0.0, 0.0]],
    lr: 0.1,
    start: [-1.6, 1.2],
};

/// All surfaces. One more is one more row.
pub static SURFACES: &[&Surface] = &[
    &BOWL,
    // Its Hessian's eigenvalues are 1 and κ.
    &Surface {
        name: "quadratic",
        label: Label::named("surface.quadratic"),
        formula: "(x^2 + κ*y^2)/2",
        domain: square(2.0),
        minima: &[[0.0, 0.0]],
        lr: 0.15,
        start: [-1.7, 0.8],
    },
    // The same by 45 degrees: its directions are no parameter's own, and rules that scale each parameter by itself find no valley
    // to straighten.
    &Surface {
        name: "turned-quadratic",
        label: Label::named("surface.turned-quadratic"),
        formula: "((x + y)^2 + κ*(x - y)^2)/4",
        domain: square(2.0),
        minima: &[[0.0, 0.0]],
        lr: 0.015,
        start: [-1.9, -1.5],
    },
    &Surface {
        name: "saddle",
        label: Label::named("surface.saddle"),
        formula: "y^2 - x^2",
        domain: square(2.0),
        minima: &[],
        lr: 0.05,
        start: [0.0, 1.6],
    },
    // Rosenbrock, An automatic method for finding the greatest or least value of a function, 1960.
    &Surface {
        name: "rosenbrock",
        label: Label::Symbol("Rosenbrock"),
        formula: "100*(y - x^2)^2 + (1 - x)^2",
        domain: [(-2.0, 2.0), (-1.0, 3.0)],
        minima: &[[1.0, 1.0]],
        lr: 0.001,
        start: [-1.2, 1.0],
    },
    // Himmelblau, Applied Nonlinear Programming, 1972: four minima, all of them 0.
    &Surface {
        name: "himmelblau",
        label: Label::Symbol("Himmelblau"),
        formula: "(x^2 + y - 11)^2 + (x + y^2 - 7)^2",
        domain: square(5.0),
        minima: &[
            [3.0, 2.0],
            [-2.805118086952745, 3.131312518250573],
            [-3.779310253377747, -3.2831859912861696],
            [3.5844283403304917, -1.8481265269644036],
        ],
        lr: 0.01,
        start: [0.0, 0.0],
    },
    // Beale, On an iterative method for finding a local minimum of a function of more than one variable, 1958.
    &Surface {
        name: "beale",
        label: Label::Symbol("Beale"),
        formula: "(1.5 - x + x*y)^2 + (2.25 - x + x*y^2)^2 + (2.625 - x + x*y^3)^2",
        domain: square(4.5),
        minima: &[[3.0, 0.5]],
        lr: 0.01,
        start: [1.0, 1.5],
    },
    &Surface {
        name: "booth",
        label: Label::Symbol("Booth"),
        formula: "(x + 2*y - 7)^2 + (2*x + y - 5)^2",
        domain: square(10.0),
        minima: &[[1.0, 3.0]],
        lr: 0.05,
        start: [-7.0, 6.0],
    },
    &Surface {
        name: "matyas",
        label: Label::Symbol("Matyas"),
        formula: "0.26*(x^2 + y^2) - 0.48*x*y",
        domain: square(10.0),
        minima: &[[0.0, 0.0]],
        lr: 1.0,
        start: [-8.0, 4.0],
    },
    // McCormick, Computability of global solutions to factorable nonconvex programs, 1976; the minimum of its domain is at
    // (½ − π/3, −½ − π/3).
    &Surface {
        name: "mccormick",
        label: Label::Symbol("McCormick"),
        formula: "sin(x + y) + (x - y)^2 - 1.5*x + 2.5*y + 1",
        domain: [(-1.5, 4.0), (-3.0, 4.0)],
        minima: &[[-0.5471975511965977, -1.5471975511965979]],
        lr: 0.1,
        start: [3.0, 3.0],
    },
    // Dixon and Szegő, Towards Global Optimisation 2, 1978.
    &Surface {
        name: "six-hump-camel",
        label: Label::named("surface.six-hump-camel"),
        formula: "(4 - 2.1*x^2 + x^4/3)*x^2 + x*y + (4*y^2 - 4)*y^2",
        domain: [(-2.0, 2.0), (-1.0, 1.0)],
        minima: &[[0.08984201310031806, -0.7126564030207396], [-0.08984201310031806, 0.7126564030207396]],
        lr: 0.03,
        start: [0.2, 1.1],
    },
    // Goldstein and Price, On descent from local minima, 1971.
    &Surface {
        name: "goldstein-price",
        label: Label::Symbol("Goldstein–Price"),
        formula: "(1 + (x + y + 1)^2*(19 - 14*x + 3*x^2 - 14*y + 6*x*y + 3*y^2))\
                  *(30 + (2*x - 3*y)^2*(18 - 32*x + 12*x^2 + 48*y - 36*x*y + 27*y^2))",
        domain: square(2.0),
        minima: &[[0.0, -1.0]],
        lr: 0.00001,
        start: [-1.0, 0.5],
    },
    // Rastrigin, Systems of Extremal Control, 1974: a bowl with a hundred dents.
    &Surface {
        name: "rastrigin",
        label: Label::Symbol("Rastrigin"),
        formula: "20 + x^2 - 10*cos(2*pi*x) + y^2 - 10*cos(2*pi*y)",
        domain: square(5.12),
        minima: &[[0.0, 0.0]],
        lr: 0.002,
        start: [2.3, 1.7],
    },
    // Ackley, A Connectionist Machine for Genetic Hillclimbing, 1987. At its minimum it is the tip of a cone, where no
    // gradient is defined: fixed steps circle about it and do not end.
    &Surface {
        name: "ackley",
        label: Label::Symbol("Ackley"),
        formula: "20 + e - 20*exp(-0.2*sqrt((x^2 + y^2)/2)) - exp((cos(2*pi*x) + cos(2*pi*y))/2)",
        domain: square(5.0),
        minima: &[[0.0, 0.0]],
        lr: 0.1,
        start: [2.2, 1.4],
    },
    // Styblinski and Tang, Experiments in nonconvex optimization, 1990: of its four minima one is global.
    &Surface {
        name: "styblinski-tang",
        label: Label::Symbol("Styblinski–Tang"),
        formula: "(x^4 - 16*x^2 + 5*x + y^4 - 16*y^2 + 5*y)/2",
        domain: square(5.0),
        minima: &[[-2.903534027771177, -2.903534027771177]],
        lr: 0.02,
        start: [0.4, -0.3],
    },
    // Two wells, the left one deeper: descents from the right end in the wrong one.
    &Surface {
        name: "two-wells",
        label: Label::named("surface.two-wells"),
        formula: "(x^2 - 1)^2 + x/4 + y^2",
        domain: square(2.0),
        minima: &[[-1.0298959850506604, 0.0]],
        lr: 0.05,
        start: [0.2, 1.2],
    },
    // The `peaks` of MATLAB.
    &Surface {
        name: "hills",
        label: Label::named("surface.hills"),
        formula: "3*(1 - x)^2*exp(-x^2 - (y + 1)^2) - 10*(x/5 - x^3 - y^5)*exp(-x^2 - y^2) - exp(-(x + 1)^2 - y^2)/3",
        domain: square(3.0),
        minima: &[[0.22827892055636909, -1.6255349574999964]],
        lr: 0.2,
        start: [0.3, 0.4],
    },
    // A hole in a plain, where the gradient vanishes long before the minimum.
    &Surface {
        name: "plateau",
        label: Label::named("surface.plateau"),
        formula: "1 - exp(-(x^2 + y^2)/2)",
        domain: square(5.0),
        minima: &[[0.0, 0.0]],
        lr: 0.5,
        start: [2.0, 1.5],
    },
];

impl Surface {
    /// The surface called `name`.
    ///
    /// ```
    /// use descent::surface::Surface;
    /// assert_eq!(Surface::named("rosenbrock").unwrap().minima, [[1.0, 1.0]]);
    /// ```
    pub fn named(name: &str) -> Option<&'static Surface> {
        SURFACES.iter().copied().find(|surface| surface.name == name)
    }

    /// Whether its shape depends on the condition number.
    pub fn has_condition(&self) -> bool {
        self.formula.contains('κ')
    }

    /// What is minimised, with κ = `condition` where the formula has it.
    ///
    /// # Errors
    /// None with the surfaces there are: their formulas are right.
    pub fn objective(&self, condition: f64) -> Result<Formula> {
        let expression = Expression::parse(&self.formula.replace('κ', &plain(condition)))?;
        let minimum = match self.minima {
            [minimum] => Some(minimum.to_vec()),
            _ => None,
        };
        let formula = Formula::new(&expression, &self.domain, minimum);
        Ok(match self.minima {
            [lowest, ..] => formula.lowest_at(lowest),
            [] => formula,
        })
    }
}

/// By name: a name stands for one surface.
impl PartialEq for Surface {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::objective::{Batch, Objective};
    use crate::stability::{condition_number, eigenvalues};
    use proptest::prelude::*;

    fn gradient(f: &Formula, point: [f64; 2]) -> [f64; 2] {
        let mut gradient = [0.0; 2];
        f.value_and_gradient(&point, Batch::All, &mut gradient);
        gradient
    }

    proptest! {
        #[test]
        fn derivatives_agree_with_central_differences(place in 0..SURFACES.len(), s in 0.0..1.0, t in 0.0..1.0) {
            let surface = SURFACES[place];
            let f = surface.objective(10.0).unwrap();
            let [(left, right), (bottom, top)] = surface.domain;
            let (point, h) = ([left + s * (right - left), bottom + t * (top - bottom)], 1e-5);
            let hessian = f.hessian(&point);
            for axis in 0..2 {
                let (mut before, mut after) = (point, point);
                (before[axis], after[axis]) = (point[axis] - h, point[axis] + h);
                let (low, high) = (f.value(&before, Batch::All), f.value(&after, Batch::All));
                // Differences lose digits where the values are large.
                let close = |a: f64, b: f64, size: f64| (a - b).abs() <= 1e-5 * (1.0 + a.abs()) + 1e-10 * size;
                prop_assert!(close(gradient(&f, point)[axis], (high - low) / (2.0 * h), high.abs()), "{}", surface.name);
                let (low, high) = (gradient(&f, before), gradient(&f, after));
                for other in 0..2 {
                    let second = (high[other] - low[other]) / (2.0 * h);
                    prop_assert!(close(hessian[2 * axis + other], second, high[other].abs()), "{}", surface.name);
                }
            }
        }
    }

    #[test]
    fn at_each_documented_minimum_the_gradient_is_zero_and_the_hessian_positive() {
        for surface in SURFACES.iter().filter(|surface| surface.name != "ackley") {
            let f = surface.objective(10.0).unwrap();
            for &[x, y] in surface.minima {
                let spectrum = eigenvalues(&f.hessian(&[x, y]), 2);
                assert!(spectrum[0] > 0.0, "{}", surface.name);
                // A minimum known to the last digit is off by half of it.
                let bound = 4.0 * f64::EPSILON * spectrum[1] * (1.0 + x.abs().max(y.abs()));
                assert!(gradient(&f, [x, y]).iter().all(|slope| slope.abs() <= bound), "{}", surface.name);
            }
        }
    }

    #[test]
    fn minima_are_global_in_their_domain() {
        for surface in SURFACES.iter().filter(|surface| !surface.minima.is_empty()) {
            let f = surface.objective(10.0).unwrap();
            let lowest = f.value(&surface.minima[0], Batch::All);
            for minimum in surface.minima {
                assert!(
                    (f.value(minimum, Batch::All) - lowest).abs() <= 1e-14 * (1.0 + lowest.abs()),
                    "{}",
                    surface.name
                );
            }
            let [(left, right), (bottom, top)] = surface.domain;
            for place in 0..10_000u32 {
                let (s, t) = (f64::from(place % 100) / 99.0, f64::from(place / 100) / 99.0);
                let point = [left + s * (right - left), bottom + t * (top - bottom)];
                assert!(f.value(&point, Batch::All) >= lowest - 1e-12, "{} at {point:?}", surface.name);
            }
        }
    }

    #[test]
    fn the_minimum_of_ackley_is_the_tip_of_a_cone() {
        let f = Surface::named("ackley").unwrap().objective(10.0).unwrap();
        assert!(f.value(&[0.0, 0.0], Batch::All).abs() < 1e-14);
        assert!(gradient(&f, [0.0, 0.0]).iter().all(|slope| slope.is_nan()), "no gradient is defined");
        for angle in 0..12 {
            let (x, y) = (1e-9 * libm::cos(f64::from(angle)), 1e-9 * libm::sin(f64::from(angle)));
            // 20 · 0.2 / √2 is the slope of the cone.
            let (height, slope) =
                (f.value(&[x, y], Batch::All), libm::hypot(gradient(&f, [x, y])[0], gradient(&f, [x, y])[1]));
            assert!(height > 0.0 && (slope - 8f64.sqrt()).abs() < 1e-6, "{height} {slope}");
        }
    }

    #[test]
    fn the_condition_of_a_quadratic_is_the_one_asked_for() {
        for surface in SURFACES.iter().filter(|surface| surface.has_condition()) {
            for condition in [1.0, 2.5, 1e6] {
                let f = surface.objective(condition).unwrap();
                let found = condition_number(&eigenvalues(&f.hessian(&[0.3, -0.7]), 2));
                approx::assert_relative_eq!(found, condition, max_relative = 1e-9);
            }
        }
        assert_eq!(SURFACES.iter().filter(|surface| surface.has_condition()).count(), 2);
    }
}
