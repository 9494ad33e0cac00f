//! Whether a line (a hyperplane) parts the classes, so that no weights are the most likely ones.

use super::whitened::Whitened;
use crate::least_squares::Factors;
use crate::matrix::dot;
use crate::risk::Risk;

/// How far a line (a hyperplane) parts the classes, as Albert and Anderson distinguish it (*On the existence of maximum
/// likelihood estimates in logistic regression models*, Biometrika 71, 1984). A sample whose target is a probability
/// between 0 and 1 is one of both classes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Separation {
    /// None does: some weights are the most likely ones.
    Overlap,
    /// Some weights put no sample on the wrong side, and not all samples on the line itself; but whatever they are,
    /// some stay on the line. Made longer, such weights become more likely without end.
    Quasi,
    /// Some weights put each sample strictly on its side.
    Complete,
}

/// What is smaller, in directions of length 1, is rounding.
const TOLERANCE: f64 = 1e-12;
/// More exchanges than these are never needed; without end they might be, where rounding leads in a circle.
const MOST_EXCHANGES: usize = 10_000;

/// How far a line parts the classes of a logistic model's samples.
///
/// Each sample is a direction: its regressors, turned round for class 0. By Stiemke's lemma either positive multiples
/// of all of them add up to 0, or there are weights with no sample on the wrong side; by Gordan's, either some
/// multiples, none negative and not all 0, add up to 0, or there are weights with each sample strictly on its side.
/// Non-negative least squares find the multiples that come closest.
///
/// ```
/// use descent::{data::Dataset, experiment::Experiment, maximum_likelihood::{Separation, separation}};
/// use std::sync::Arc;
/// let experiment: Experiment = "model=logistic&data=own&loss=cross-entropy".parse()?;
/// let of = |x: [f64; 4]| {
///     let data = Dataset::new(x.to_vec(), 1, vec![0.0, 0.0, 1.0, 1.0])?;
///     Ok::<_, descent::error::Error>(separation(&experiment.risk(&Arc::new(data))))
/// };
/// assert_eq!(of([1.0, 2.0, 3.0, 4.0])?, Separation::Complete);
/// assert_eq!(of([1.0, 2.0, 2.0, 3.0])?, Separation::Quasi);
/// assert_eq!(of([1.0, 3.0, 2.0, 4.0])?, Separation::Overlap);
/// # Ok::<(), descent::error::Error>(())
/// ```
pub fn separation(risk: &Risk) -> Separation {
    let samples = Whitened::of(risk);
    if overlap(&samples) {
        return Separation::Overlap;
    }
    // Gordan: the convex combination closest to 0, by a last entry of 1 that is to add up to 1.
    let directions = Directions::of(&samples, Some(1.0));
    let mut one = vec![0.0; samples.rank];
    one.push(1.0);
    if directions.reach(&one, 1) { Separation::Quasi } else { Separation::Complete }
}

/// Whether no line parts the classes, not even with samples on itself.
pub(super) fn overlap(samples: &Whitened) -> bool {
    let directions = Directions::of(samples, None);
    let mut sum = vec![0.0; samples.rank];
    for direction in directions.all() {
        subtract(&mut sum, 1.0, direction);
    }
    // Stiemke: each direction once, and as often again as brings them closest to 0.
    directions.reach(&sum, directions.all().count())
}

/// Vectors that multiples are sought of.
struct Directions {
    /// Row-major `[count, length]`; of length 1 but for a last entry.
    entries: Vec<f64>,
    length: usize,
}

impl Directions {
    /// Those of samples with regressors, each with `last` at its end.
    fn of(samples: &Whitened, last: Option<f64>) -> Self {
        let mut entries = Vec::new();
        for (row, target) in samples.samples() {
            // A sample without regressors is on every line: a direction of length 0.
            let norm = dot(row, row).sqrt().max(f64::MIN_POSITIVE);
            for (sign, is_of_class) in [(1.0, target > 0.0), (-1.0, target < 1.0)] {
                if is_of_class {
                    row.iter().for_each(|entry| entries.push(sign * entry / norm));
                    entries.extend(last);
                }
            }
        }
        Directions { entries, length: samples.rank + usize::from(last.is_some()) }
    }

    fn all(&self) -> impl Iterator<Item = &[f64]> {
        self.entries.chunks_exact(self.length.max(1))
    }

    fn at(&self, place: usize) -> &[f64] {
        &self.entries[place * self.length..(place + 1) * self.length]
    }

    /// Whether some sum of multiples, none of them negative, is `goal`, which is a sum of `terms` such vectors itself:
    /// by the active-set method for the sum closest to it (Lawson and Hanson, *Solving Least Squares Problems*, ch.
    /// 23).
    fn reach(&self, goal: &[f64], terms: usize) -> bool {
        let mut rest = goal.to_vec();
        // The directions with a positive multiple: independent ones, hence few.
        let mut active: Vec<(usize, f64)> = Vec::new();
        for _ in 0..MOST_EXCHANGES {
            let Some(next) = self.closest_to(&rest) else { break };
            // What rounding makes come again would come for ever.
            if active.iter().any(|&(place, _)| place == next) {
                break;
            }
            active.push((next, 0.0));
            while let Some(wanted) = self.multiples(&active, goal) {
                // As far towards them as no multiple becomes negative; one that becomes 0 is out.
                let mut step: f64 = 1.0;
                for (&(_, now), &wanted) in active.iter().zip(&wanted) {
                    if wanted <= 0.0 {
                        step = step.min(now / (now - wanted));
                    }
                }
                for ((_, now), &wanted) in active.iter_mut().zip(&wanted) {
                    let ends = wanted <= 0.0 && *now / (*now - wanted) <= step;
                    *now = if ends { 0.0 } else { *now + step * (wanted - *now) };
                }
                if step == 1.0 {
                    break;
                }
                active.retain(|&(_, multiple)| multiple > 0.0);
            }
            rest.copy_from_slice(goal);
            active.iter().for_each(|&(place, multiple)| subtract(&mut rest, multiple, self.at(place)));
        }
        let size = terms as f64 + active.iter().map(|(_, multiple)| multiple).sum::<f64>();
        dot(&rest, &rest).sqrt() <= TOLERANCE * size
    }

    /// The direction that leads furthest towards `rest`, if one does.
    fn closest_to(&self, rest: &[f64]) -> Option<usize> {
        let (mut closest, mut most) = (None, TOLERANCE * dot(rest, rest).sqrt());
        for (place, direction) in self.all().enumerate() {
            let towards = dot(direction, rest);
            if towards > most {
                (closest, most) = (Some(place), towards);
            }
        }
        closest
    }

    /// The multiples of some directions whose sum is closest to `goal`.
    fn multiples(&self, active: &[(usize, f64)], goal: &[f64]) -> Option<Vec<f64>> {
        let directions = active.iter().map(|&(place, _)| self.at(place).to_vec());
        let columns = directions.chain([goal.to_vec()]).collect();
        Some(Factors::of(columns, active.len()).ok()?.closest())
    }
}

/// Takes a multiple of a vector away from another.
fn subtract(from: &mut [f64], multiple: f64, vector: &[f64]) {
    from.iter_mut().zip(vector).for_each(|(from, entry)| *from -= multiple * entry);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Dataset;
    use crate::experiment::Experiment;
    use proptest::prelude::*;
    use std::sync::Arc;

    fn of(points: &[[f64; 2]], targets: &[f64], bias: bool) -> Separation {
        let data = Dataset::new(points.concat(), 2, targets.to_vec()).unwrap();
        let experiment = format!("data=own&model=logistic&loss=cross-entropy&bias={bias}");
        separation(&experiment.parse::<Experiment>().unwrap().risk(&Arc::new(data)))
    }

    #[test]
    fn of_known_samples_it_is_known() {
        use Separation::{Complete, Overlap, Quasi};
        let square = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]];
        for (points, targets, bias, right) in [
            (&square[..], &[0.0, 0.0, 1.0, 1.0][..], true, Complete),
            (&square, &[0.0, 0.0, 0.0, 1.0], true, Complete),
            (&square, &[0.0, 1.0, 1.0, 0.0], true, Overlap),
            (&square, &[1.0; 4], true, Complete),
            // The origin is on every line of a model without a bias.
            (&square, &[1.0; 4], false, Quasi),
            (&square[1..], &[1.0, 0.0, 1.0], false, Complete),
            // On the diagonal there are samples of both classes, or one that is a bit of both.
            (&[[0.0, 0.0], [1.0, 1.0], [2.0, 2.0], [0.0, 1.0], [1.0, 0.0]], &[0.0, 1.0, 0.0, 1.0, 0.0], true, Quasi),
            (&[[0.1, 0.1], [0.2, 0.2], [0.3, 0.3], [0.3, 0.1]], &[0.0, 1.0, 0.0, 1.0], true, Quasi),
            (&square, &[0.0, 0.5, 0.5, 1.0], true, Quasi),
            (&square, &[0.1, 0.5, 0.5, 1.0], true, Overlap),
            (&square, &[0.5; 4], true, Overlap),
            (&[[3.0, 4.0]; 4], &[0.0, 1.0, 1.0, 1.0], true, Overlap),
            (&[[3.0, 4.0]; 4], &[1.0; 4], true, Complete),
        ] {
            assert_eq!(of(points, targets, bias), right, "{points:?} {targets:?}, bias={bias}");
        }
    }

    #[test]
    fn the_size_and_the_mean_of_the_features_do_not_matter() {
        let points = |gap: f64| [[0.0, 0.0], [1.0, 0.0], [0.0, 1.0 + gap], [1.0, 1.0]];
        for (size, shift) in [(1e-180, 0.0), (1e55, 0.0), (1.0, 1e8), (1e-4, -1e6)] {
            let of = |points: [[f64; 2]; 4], targets| {
                let points = points.map(|point| point.map(|x| x * size + shift));
                of(&points, targets, true)
            };
            assert_eq!(of(points(0.0), &[0.0, 0.0, 1.0, 1.0]), Separation::Complete, "{size}, {shift}");
            assert_eq!(of(points(0.0), &[0.0, 1.0, 1.0, 0.0]), Separation::Overlap, "{size}, {shift}");
            assert_eq!(of(points(-1.0), &[0.0, 1.0, 1.0, 0.0]), Separation::Quasi, "{size}, {shift}");
        }
    }

    /// Whether some line through two of the points, or across through one, has no point on its wrong side and not all
    /// on itself: if any line has, one of these has.
    fn has_line(points: &[[f64; 2]], targets: &[f64]) -> bool {
        if targets.iter().all(|target| *target == targets[0]) {
            return true;
        }
        let mut lines = Vec::new();
        for p in points {
            for q in points.iter().filter(|q| *q != p) {
                let [x, y] = [q[0] - p[0], q[1] - p[1]];
                lines.extend([[-y, x], [y, -x], [x, y], [-x, -y]].map(|normal| (*p, normal)));
            }
        }
        lines.iter().any(|(p, normal)| {
            let sides = points.iter().zip(targets).map(|(point, target)| {
                (2.0 * target - 1.0) * (normal[0] * (point[0] - p[0]) + normal[1] * (point[1] - p[1]))
            });
            sides.clone().all(|side| side >= 0.0) && sides.clone().any(|side| side > 0.0)
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn some_line_parts_the_classes_just_where_one_through_their_points_does(
            samples in proptest::collection::vec((0..5_i8, 0..5_i8, any::<bool>()), 1..9)
        ) {
            let points: Vec<_> = samples.iter().map(|&(x, y, _)| [f64::from(x), f64::from(y)]).collect();
            let targets: Vec<_> = samples.iter().map(|&(_, _, class)| f64::from(u8::from(class))).collect();
            let separation = of(&points, &targets, true);
            prop_assert_eq!(separation != Separation::Overlap, has_line(&points, &targets));
            let coincide = |i: usize| (0..points.len()).any(|j| points[i] == points[j] && targets[i] != targets[j]);
            if (0..points.len()).any(coincide) {
                prop_assert_ne!(separation, Separation::Complete);
            }
        }
    }
}
