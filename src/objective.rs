//! What is minimised: f(θ) as a sum over samples, with its derivatives.

/// Which samples an evaluation is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Batch<'a> {
    /// All of them, in their order.
    All,
    /// These, by index; one drawn twice counts twice.
    Samples(&'a [u32]),
}

impl Batch<'_> {
    /// The number of samples, given the size `n` of the data.
    pub fn len(self, n: usize) -> usize {
        match self {
            Batch::All => n,
            Batch::Samples(indices) => indices.len(),
        }
    }
}

/// A differentiable function of the parameters θ, `[dim]`, that is a sum (or mean) over samples.
///
/// An analytic surface has a single term and ignores the batch. Implementations are pure: the same arguments give the
/// same bits.
pub trait Objective {
    /// The number of parameters.
    fn dim(&self) -> usize;

    /// The number of samples n, at least 1.
    fn samples(&self) -> usize;

    /// The symbols of the parameters, `[dim]`, in their order: weights, then the bias; or x, then y.
    fn symbols(&self) -> Vec<String>;

    /// The value over `batch`.
    fn value(&self, parameters: &[f64], batch: Batch<'_>) -> f64;

    /// The value over `batch`; writes the gradient, `[dim]`.
    fn value_and_gradient(&self, parameters: &[f64], batch: Batch<'_>, gradient: &mut [f64]) -> f64;

    /// The Hessian over all samples, row-major `[dim, dim]`.
    fn hessian(&self, parameters: &[f64]) -> Vec<f64>;

    /// Where random starts are drawn from, uniformly: (min, max) for each parameter.
    fn start_region(&self) -> Vec<(f64, f64)>;

    /// Where the function is smallest, if a closed form says so and there is just one such place.
    fn minimum(&self) -> Option<Vec<f64>>;

    /// Writes how large the rounding error of each component of the gradient, `[dim]`, may well be, over `samples` samples
    /// whose value at `parameters` is `value`: a component that is not larger says nothing.
    fn gradient_rounding(&self, parameters: &[f64], value: f64, samples: usize, rounding: &mut [f64]);

    /// How large each parameter, `[dim]`, may be for the value over all samples to be certainly finite; 0 where that is not
    /// known.
    fn certainly_finite_within(&self) -> Vec<f64> {
        vec![0.0; self.dim()]
    }
}
