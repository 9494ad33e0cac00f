//! The mean squared residual over very many samples of a line, as a quadratic form.

use crate::data::Line;

/// Means over samples, with u = y − (slope · x + intercept), what noise has added to the generating line: so that residuals of
/// lines close to that one, as those are that a descent comes to, lose no digits.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moments {
    /// (slope, intercept) of the generating line.
    line: [f64; 2],
    /// Means of x and of u.
    x: f64,
    u: f64,
    /// Variances of x and of u, and their covariance.
    xx: f64,
    uu: f64,
    xu: f64,
}

impl Moments {
    /// Of all samples: one pass over them.
    pub(super) fn of_samples(line: &Line) -> Self {
        // About the distribution's mean, so that means of squares and squares of means are far apart.
        let middle = 0.5 * (Line::X.0 + Line::X.1);
        let mut sums = [0.0; 5];
        for i in 0..line.n {
            let (x, y) = line.sample(i);
            let u = y - (line.slope * x + line.intercept);
            let x = x - middle;
            for (sum, part) in sums.iter_mut().zip([x, u, x * x, u * u, x * u]) {
                *sum += part;
            }
        }
        let [x, u, xx, uu, xu] = sums.map(|sum| sum / line.n as f64);
        let line = [line.slope, line.intercept];
        Moments { line, x: middle + x, u, xx: xx - x * x, uu: uu - u * u, xu: xu - x * u }
    }

    /// Of the distribution: x uniform, u normal and independent of it.
    pub(super) fn of_distribution(line: &Line) -> Self {
        let (min, max) = Line::X;
        let length = max - min;
        let (xx, uu) = (length * length / 12.0, line.noise * line.noise);
        Moments { line: [line.slope, line.intercept], x: 0.5 * (min + max), u: 0.0, xx, uu, xu: 0.0 }
    }

    /// The weight, from the generating line's, of the line closest to all samples.
    fn closest(&self) -> f64 {
        self.xu / self.xx
    }

    /// From the generating line: the weight beyond the closest, and the mean residual.
    fn parts(&self, [w, b]: [f64; 2]) -> (f64, f64) {
        let (w, b) = (w - self.line[0], b - self.line[1]);
        (w - self.closest(), w * self.x + b - self.u)
    }

    /// The mean of (wx + b − y)².
    pub(super) fn mean_square(&self, at: [f64; 2]) -> f64 {
        let (w, residual) = self.parts(at);
        self.xx * w * w + residual * residual + (self.uu - self.xu * self.closest())
    }

    /// Its derivatives by w and b.
    pub(super) fn slopes(&self, at: [f64; 2]) -> [f64; 2] {
        let (w, residual) = self.parts(at);
        [2.0 * (self.xx * w + residual * self.x), 2.0 * residual]
    }

    /// Its second derivatives.
    pub(super) fn bends(&self) -> [[f64; 2]; 2] {
        [[2.0 * (self.xx + self.x * self.x), 2.0 * self.x], [2.0 * self.x, 2.0]]
    }

    /// Where it is smallest: (w, b), or w where there is no b.
    pub(super) fn minimum(&self, bias: bool) -> Vec<f64> {
        let closest = self.closest();
        if bias {
            return vec![self.line[0] + closest, self.line[1] + self.u - closest * self.x];
        }
        // Without a bias, −intercept stands for what it has beyond the generating line's.
        let residual = self.line[1] + self.u;
        vec![self.line[0] + (self.xx * closest + self.x * residual) / (self.xx + self.x * self.x)]
    }
}
