//! What adaptive rules share: running averages, the correction of their bias, and division by them.

use super::{Buffer, Memory, Point, State};

/// The hyper-parameter β of a running average, the part of it that a step leaves.
pub(super) type Beta = f64;

impl Buffer {
    /// x̄ ← β x̄ + (1 − β) x, written as a way from x̄ to x, as `torch.lerp` does; x = x(place).
    pub(super) fn average(&mut self, beta: Beta, x: impl Fn(usize) -> f64) {
        let weight = 1.0 - beta;
        for (place, mean) in self.values.iter_mut().enumerate() {
            *mean = toward(*mean, x(place), weight);
        }
        self.steps += 1;
    }

    /// v ← β v + (1 − β) x².
    pub(super) fn average_squares(&mut self, beta: Beta, x: &[f64]) {
        for (square, x) in self.values.iter_mut().zip(x) {
            *square = beta * *square + (1.0 - beta) * x * x;
        }
        self.steps += 1;
    }

    /// 1 − βᵗ after t steps: what an average that began at 0 is divided by, so that it weighs what has gone into it by parts
    /// that add up to 1. Kingma and Ba, *Adam: A Method for Stochastic Optimization* (ICLR 2015), section 3.
    pub(super) fn correction(&self, beta: Beta) -> f64 {
        correction(beta, self.steps)
    }
}

/// 1 − βᵗ.
pub(super) fn correction(beta: Beta, steps: u64) -> f64 {
    /// Above 54 ln 2: βᵗ ≤ e^−(1 − β)t is then no part of 1.
    const FORGOTTEN: f64 = 38.0;
    let steps = steps as f64;
    if (1.0 - beta) * steps > FORGOTTEN { 1.0 } else { 1.0 - libm::pow(beta, steps) }
}

/// From `from` the part `weight` of the way to `to`, exactly there where the part is 1.
pub(super) fn toward(from: f64, to: f64, weight: f64) -> f64 {
    if weight < 0.5 { from + weight * (to - from) } else { to - (to - from) * (1.0 - weight) }
}

/// a / b; 0 where a is 0, for which PyTorch has NaN where an ε of 0 makes it 0/0; and NaN where b is beyond all numbers,
/// as a gradient's square may be, for which PyTorch stands still for ever.
pub(super) fn ratio(a: f64, b: f64) -> f64 {
    match b {
        _ if a == 0.0 => 0.0,
        f64::INFINITY => f64::NAN,
        _ => a / b,
    }
}

/// The square root, 0 below 0: a difference of averages may come out below it by rounding, where PyTorch has NaN.
pub(super) fn root(square: f64) -> f64 {
    square.max(0.0).sqrt()
}

/// −1, 0 or 1.
pub(super) fn sign(x: f64) -> f64 {
    if x == 0.0 { 0.0 } else { x.signum() }
}

/// The one of two numbers with the larger magnitude.
pub(super) fn larger(a: f64, b: f64) -> f64 {
    if a.abs() > b.abs() { a } else { b }
}

/// Running averages of gradients and of their squares, as Adam and its kin have them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moments {
    pub(super) beta1: Beta,
    pub(super) beta2: Beta,
    /// Whether their bias is corrected.
    pub(super) corrected: bool,
}

/// Where the corrected averages may go under one gradient.
pub(super) struct Prospect {
    /// The largest in magnitude that the mean may be.
    pub(super) mean: f64,
    /// The smallest that the mean square may be.
    pub(super) square: f64,
}

impl Moments {
    /// The kinds of buffers.
    pub(super) const MEMORY: [Memory; 2] = [Memory::Mean, Memory::MeanSquare];

    /// Takes the gradients g, `[dim]`, into both averages.
    pub(super) fn update<'a>(&self, state: &'a mut State, slopes: &[f64]) -> &'a [Buffer; 2] {
        let averages = state.buffers(Self::MEMORY, slopes.len());
        averages[0].average(self.beta1, |place| slopes[place]);
        averages[1].average_squares(self.beta2, slopes);
        averages
    }

    /// What to divide the mean and the mean square by.
    pub(super) fn corrections(&self, averages: &[Buffer; 2]) -> [f64; 2] {
        match self.corrected {
            true => [averages[0].correction(self.beta1), averages[1].correction(self.beta2)],
            false => [1.0, 1.0],
        }
    }

    /// Corrected or not, each average goes straight from its next value to g, or to g².
    pub(super) fn prospect<'a>(&self, state: &'a State) -> impl Fn(usize, f64) -> Prospect + use<'a> {
        let averages = Self::MEMORY.map(|memory| state.get(memory));
        let (betas, corrected) = ([self.beta1, self.beta2], self.corrected);
        let next_corrections: [f64; 2] = std::array::from_fn(|which| match corrected {
            true => correction(betas[which], averages[which].map_or(0, |average| average.steps) + 1),
            false => 1.0,
        });
        move |place, slope| {
            let next = |which: usize, x: f64| {
                let now = averages[which].map_or(0.0, |average| average.values[place]);
                toward(now, x, 1.0 - betas[which]) / next_corrections[which]
            };
            let square = slope * slope;
            Prospect { mean: larger(next(0, slope), slope), square: next(1, square).min(square) }
        }
    }
}

/// Writes what `each` makes of the slopes g = ±∇f(θ) + weight_decay · θ, one by one; a decay that is decoupled is added
/// to that instead.
pub(super) fn write_each(
    point: &Point<'_>,
    decay: Decay,
    direction: &mut [f64],
    mut each: impl FnMut(usize, f64) -> f64,
) {
    decay.write_slopes(point, direction);
    for (place, slope) in direction.iter_mut().enumerate() {
        *slope = each(place, *slope);
    }
    decay.finish(point, direction);
}

/// Writes where a rule settles: for each slope, `each` gives the direction that goes farthest under it, and the one that
/// all come to. Of both, a decoupled decay may undo the first.
pub(super) fn write_settled(
    point: &Point<'_>,
    decay: Decay,
    direction: &mut [f64],
    each: impl Fn(usize, f64) -> [f64; 2],
) {
    decay.write_slopes(point, direction);
    let beside = if decay.decoupled { decay.weight } else { 0.0 };
    for (place, (slope, parameter)) in direction.iter_mut().zip(point.parameters).enumerate() {
        let [farthest, last] = each(place, *slope).map(|direction| direction + beside * parameter);
        *slope = larger(farthest, last);
    }
}

/// How weights decay.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Decay {
    /// By how much.
    pub(super) weight: f64,
    /// Whether beside the rule, rather than as a part of the gradient that goes through it.
    pub(super) decoupled: bool,
}

impl Decay {
    /// What the rule makes a direction of.
    pub(super) fn write_slopes(self, point: &Point<'_>, slopes: &mut [f64]) {
        point.write_slopes(if self.decoupled { 0.0 } else { self.weight }, slopes);
    }

    /// Adds a decoupled decay to what the rule has made.
    pub(super) fn finish(self, point: &Point<'_>, direction: &mut [f64]) {
        if self.decoupled {
            point.decay(self.weight, direction);
        }
    }
}
