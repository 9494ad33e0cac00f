//! What is minimised: f(θ) as a sum over samples, with its derivatives.

/// Which samples an evaluation is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Batch<'a> {
    /// All of them, in their order.
    All,
    /// These, by index; one drawn twice counts twice.
    Samples(&'a [u32]),
    /// The same of more samples than 32 bits count.
    #[cfg(feature = "streams")]
    Drawn(&'a [u64]),
    /// One after the other: those of a stream, of which no table holds the order.
    #[cfg(feature = "streams")]
    Consecutive {
        /// The first.
        from: u64,
        /// The one after the last.
        to: u64,
    },
}

impl Batch<'_> {
    /// The number of samples, given the size `n` of the data.
    pub fn len(self, n: u64) -> u64 {
        match self {
            Batch::All => n,
            Batch::Samples(indices) => indices.len() as u64,
            #[cfg(feature = "streams")]
            Batch::Drawn(indices) => indices.len() as u64,
            #[cfg(feature = "streams")]
            Batch::Consecutive { from, to } => to - from,
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
    fn samples(&self) -> u64;

    /// The symbols of the parameters, `[dim]`, in their order: weights, then the bias; or x, then y.
    fn symbols(&self) -> Vec<String>;

    /// The value over `batch`.
    fn value(&self, parameters: &[f64], batch: Batch<'_>) -> f64;

    /// The value over `batch`; writes the gradient, `[dim]`.
    fn value_and_gradient(&self, parameters: &[f64], batch: Batch<'_>, gradient: &mut [f64]) -> f64;

    /// Writes the gradient over all samples, `[dim]`, with the bits that `value_and_gradient` writes.
    #[cfg(feature = "handles")]
    fn write_gradient(&self, parameters: &[f64], gradient: &mut [f64]) {
        self.value_and_gradient(parameters, Batch::All, gradient);
    }

    /// Whether it is convex for certain, over any samples.
    #[cfg(feature = "handles")]
    fn is_convex(&self) -> bool {
        false
    }

    /// Writes the gradients over all samples at several points, both row-major `[count, dim]`, with the bits of as many calls of
    /// `value_and_gradient`.
    #[cfg(feature = "formulas")]
    fn write_gradients(&self, points: &[f64], gradients: &mut [f64]) {
        let dim = self.dim();
        for (point, gradient) in points.chunks_exact(dim).zip(gradients.chunks_exact_mut(dim)) {
            self.value_and_gradient(point, Batch::All, gradient);
        }
    }

    /// Steps against the gradient itself, θ ← θ − lr ∇f, over one batch after the other, `[steps, m]`: writes a stretch that
    /// has its start. With the bits of that many calls of `value_and_gradient`.
    #[cfg(feature = "handles")]
    fn descend(&self, lr: f64, batches: &[u32], stretch: &mut Stretch) {
        stretch.descend(batches, lr, |parameters, batch, slopes| self.value_and_gradient(parameters, batch, slopes));
    }

    /// The Hessian over all samples, row-major `[dim, dim]`.
    fn hessian(&self, parameters: &[f64]) -> Vec<f64>;

    /// Where random starts are drawn from, uniformly: (min, max) for each parameter.
    fn start_region(&self) -> Vec<(f64, f64)>;

    /// Where the function is smallest, if a closed form says so and there is just one such place.
    fn minimum(&self) -> Option<Vec<f64>>;

    /// The smallest value, if a closed form says so.
    fn floor(&self) -> Option<f64> {
        self.minimum().map(|at| self.value(&at, Batch::All))
    }

    /// Writes how large the rounding error of each component of the gradient, `[dim]`, may well be, over `samples` samples
    /// whose value at `parameters` is `value`: a component that is not larger says nothing.
    fn gradient_rounding(&self, parameters: &[f64], value: f64, samples: u64, rounding: &mut [f64]);

    /// How large each parameter, `[dim]`, may be for the value over all samples to be certainly finite; 0 where that is not
    /// known.
    fn certainly_finite_within(&self) -> Vec<f64> {
        vec![0.0; self.dim()]
    }
}

/// Steps in a row: points, row-major `[steps + 1, dim]`, the start first, and the loss of each step's batch before it,
/// `[steps]`.
#[cfg(feature = "handles")]
#[derive(Clone, Debug, Default)]
pub struct Stretch {
    /// The points.
    pub points: Vec<f64>,
    /// The losses.
    pub losses: Vec<f64>,
}

#[cfg(feature = "handles")]
impl Stretch {
    /// Makes room for `steps` steps from `start`, `[dim]`.
    pub fn begin(&mut self, start: &[f64], steps: usize) {
        self.points.resize(start.len() * (steps + 1), 0.0);
        self.points[..start.len()].copy_from_slice(start);
        self.losses.resize(steps, 0.0);
    }

    /// Writes the largest magnitude of each parameter after the start, `[dim]`; NaN where one is.
    pub fn write_largest(&self, largest: &mut [f64]) {
        let dim = largest.len();
        for (place, largest) in largest.iter_mut().enumerate() {
            // Magnitudes are in the order of their bits, NaN above all of them; whole numbers are compared sooner.
            let bits = self.points[dim + place..].iter().step_by(dim).map(|parameter| parameter.abs().to_bits());
            *largest = f64::from_bits(bits.max().unwrap_or(0));
        }
    }

    /// Takes them, along the gradients that `value_and_gradient` writes.
    pub fn descend(
        &mut self,
        batches: &[u32],
        lr: f64,
        value_and_gradient: impl Fn(&[f64], Batch<'_>, &mut [f64]) -> f64,
    ) {
        let steps = self.losses.len();
        let dim = self.points.len() / (steps + 1);
        let mut rest = &mut self.points[..];
        for (batch, loss) in batches.chunks_exact(batches.len() / steps).zip(&mut self.losses) {
            let (here, further) = rest.split_at_mut(dim);
            let next = &mut further[..dim];
            *loss = value_and_gradient(here, Batch::Samples(batch), next);
            next.iter_mut().zip(here).for_each(|(slope, parameter)| *slope = *parameter - lr * *slope);
            rest = further;
        }
    }
}
