//! Analytic objectives in two variables: formula, domain, known minima.

use crate::objective::{Batch, Objective};

/// A function of x and y with its derivatives.
pub struct Surface {
    /// The name in an experiment's string.
    pub name: &'static str,
    /// The formula, in the notation of `f`.
    pub formula: &'static str,
    /// Where it is looked at: (min, max) of x and of y. Random starts are drawn from here.
    pub domain: [(f64, f64); 2],
    /// The places of its global minima; empty when it has none.
    pub minima: &'static [[f64; 2]],
    value: fn(f64, f64) -> f64,
    gradient: fn(f64, f64) -> [f64; 2],
    /// ∂²/∂x², ∂²/∂x∂y, ∂²/∂y².
    hessian: fn(f64, f64) -> [f64; 3],
}

/// All surfaces. One more is one more row.
pub static SURFACES: &[Surface] = &[
    Surface {
        name: "bowl",
        formula: "x^2 + 3*y^2",
        domain: [(-2.0, 2.0), (-2.0, 2.0)],
        minima: &[[0.0, 0.0]],
        value: |x, y| x * x + 3.0 * (y * y),
        gradient: |x, y| [2.0 * x, 6.0 * y],
        hessian: |_, _| [2.0, 0.0, 6.0],
    },
    Surface {
        name: "saddle",
        formula: "y^2 - x^2",
        domain: [(-2.0, 2.0), (-2.0, 2.0)],
        minima: &[],
        value: |x, y| y * y - x * x,
        gradient: |x, y| [-2.0 * x, 2.0 * y],
        hessian: |_, _| [-2.0, 0.0, 2.0],
    },
    // Rosenbrock, An automatic method for finding the greatest or least value of a function, 1960.
    Surface {
        name: "rosenbrock",
        formula: "100*(y - x^2)^2 + (1 - x)^2",
        domain: [(-2.0, 2.0), (-1.0, 3.0)],
        minima: &[[1.0, 1.0]],
        value: |x, y| {
            let (climb, rest) = (y - x * x, 1.0 - x);
            100.0 * (climb * climb) + rest * rest
        },
        gradient: |x, y| {
            let climb = y - x * x;
            [-400.0 * x * climb - 2.0 * (1.0 - x), 200.0 * climb]
        },
        hessian: |x, y| [1200.0 * x * x - 400.0 * y + 2.0, -400.0 * x, 200.0],
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
        SURFACES.iter().find(|surface| surface.name == name)
    }
}

impl std::fmt::Debug for Surface {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Surface").field("name", &self.name).finish_non_exhaustive()
    }
}

/// By name: a name stands for one surface.
impl PartialEq for Surface {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

/// The parameters are x, then y; there is one term, whatever the batch.
impl Objective for &'static Surface {
    fn dim(&self) -> usize {
        2
    }

    fn samples(&self) -> usize {
        1
    }

    fn symbols(&self) -> Vec<String> {
        vec!["x".into(), "y".into()]
    }

    fn value(&self, parameters: &[f64], _: Batch<'_>) -> f64 {
        (self.value)(parameters[0], parameters[1])
    }

    fn value_and_gradient(&self, parameters: &[f64], _: Batch<'_>, gradient: &mut [f64]) -> f64 {
        let (x, y) = (parameters[0], parameters[1]);
        gradient.copy_from_slice(&(self.gradient)(x, y));
        (self.value)(x, y)
    }

    fn hessian(&self, parameters: &[f64]) -> Vec<f64> {
        let [xx, xy, yy] = (self.hessian)(parameters[0], parameters[1]);
        vec![xx, xy, xy, yy]
    }

    fn start_region(&self) -> Vec<(f64, f64)> {
        self.domain.to_vec()
    }

    fn minimum(&self) -> Option<Vec<f64>> {
        match self.minima {
            [minimum] => Some(minimum.to_vec()),
            _ => None,
        }
    }

    fn gradient_scale(&self) -> f64 {
        1.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stability::eigenvalues;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn derivatives_agree_with_central_differences(place in 0..SURFACES.len(), s in 0.0..1.0, t in 0.0..1.0) {
            let surface = &SURFACES[place];
            let [(left, right), (bottom, top)] = surface.domain;
            let (x, y, h) = (left + s * (right - left), bottom + t * (top - bottom), 1e-5);
            let close = |a: f64, b: f64| (a - b).abs() <= 1e-6 * (1.0 + a.abs());
            let [dx, dy] = (surface.gradient)(x, y);
            prop_assert!(close(dx, ((surface.value)(x + h, y) - (surface.value)(x - h, y)) / (2.0 * h)));
            prop_assert!(close(dy, ((surface.value)(x, y + h) - (surface.value)(x, y - h)) / (2.0 * h)));
            let [xx, xy, yy] = (surface.hessian)(x, y);
            let (east, west) = ((surface.gradient)(x + h, y), (surface.gradient)(x - h, y));
            let (north, south) = ((surface.gradient)(x, y + h), (surface.gradient)(x, y - h));
            prop_assert!(close(xx, (east[0] - west[0]) / (2.0 * h)));
            prop_assert!(close(xy, (east[1] - west[1]) / (2.0 * h)));
            prop_assert!(close(xy, (north[0] - south[0]) / (2.0 * h)));
            prop_assert!(close(yy, (north[1] - south[1]) / (2.0 * h)));
        }
    }

    #[test]
    fn at_each_documented_minimum_the_gradient_is_zero_and_the_hessian_positive() {
        for surface in SURFACES {
            for &[x, y] in surface.minima {
                assert_eq!((surface.gradient)(x, y).map(f64::abs), [0.0, 0.0], "{}", surface.name);
                assert!(eigenvalues(&surface.hessian(&[x, y]), 2)[0] > 0.0, "{}", surface.name);
            }
        }
    }
}
