//! The recorded run, the only thing charts read of it.

/// The points a run has passed with the loss of each step's batch, bounded in size.
///
/// Complete up to [`Trajectory::COMPLETE`] steps; beyond, about a thousand points for each doubling of the length, so
/// that a run of ten million steps keeps no more than 138,000. What is kept is never dropped again.
#[derive(Clone, Debug, PartialEq)]
pub struct Trajectory {
    dim: usize,
    points: Vec<f64>,
    /// NaN for one that is put off.
    losses: Vec<f64>,
    /// The steps of the points after the complete part.
    late_steps: Vec<u64>,
}

impl Trajectory {
    /// The number of steps up to which each one is kept.
    pub const COMPLETE: u64 = 1 << 17;

    /// Begins at `start`, `[dim]`.
    pub fn new(start: &[f64]) -> Self {
        Trajectory { dim: start.len(), points: start.to_vec(), losses: Vec::new(), late_steps: Vec::new() }
    }

    /// Whether the point after `step` steps is kept.
    pub fn keeps(step: u64) -> bool {
        step <= Self::COMPLETE || step.is_multiple_of(Self::distance(step))
    }

    /// From one of the points that are kept to the next, after more than the complete part: up to the second doubling every 128th,
    /// up to the next every 256th, and so on.
    fn distance(step: u64) -> u64 {
        128 << (step / Self::COMPLETE).ilog2()
    }

    /// Notes the loss of the batch that step `step + 1` uses, before the step; `None` puts it off.
    pub(crate) fn note_loss(&mut self, step: u64, loss: Option<f64>) {
        if Self::keeps(step) {
            self.losses.push(loss.unwrap_or(f64::NAN));
        }
    }

    /// Notes the point, `[dim]`, after `step` steps.
    pub(crate) fn note_point(&mut self, step: u64, point: &[f64]) {
        if Self::keeps(step) {
            self.points.extend_from_slice(point);
            if step > Self::COMPLETE {
                self.late_steps.push(step);
            }
        }
    }

    /// Notes steps in a row from step `step` on, with points, `[steps, dim]`, and losses, `[steps]`. No number of steps after
    /// the first of them is a power of two.
    #[cfg(feature = "handles")]
    pub(crate) fn note_stretch(&mut self, step: u64, points: &[f64], losses: &[f64]) {
        if step < Self::COMPLETE {
            self.losses.extend_from_slice(losses);
            self.points.extend_from_slice(points);
            return;
        }
        // The points that are kept are far apart.
        let distance = Self::distance(step + 1);
        let kept = |from: u64| (from.next_multiple_of(distance)..from + losses.len() as u64).step_by(distance as usize);
        self.losses.extend(kept(step).map(|kept| losses[(kept - step) as usize]));
        for kept in kept(step + 1) {
            let place = (kept - step - 1) as usize * self.dim;
            self.points.extend_from_slice(&points[place..place + self.dim]);
            self.late_steps.push(kept);
        }
    }

    /// Works out the losses that were put off, by `value` at the point before the step.
    #[cfg(feature = "handles")]
    pub(crate) fn make_up_for_losses(&mut self, value: impl Fn(&[f64]) -> f64) {
        let steps = self.losses.iter_mut().zip(self.points.chunks_exact(self.dim));
        steps.filter(|(loss, _)| loss.is_nan()).for_each(|(loss, point)| *loss = value(point));
    }

    /// Forgets all from step `steps` on, but for the start; returns the steps that the newest point now has behind it.
    pub(crate) fn retreat(&mut self, steps: u64) -> u64 {
        while self.len() > 1 && self.step(usize::MAX) >= steps {
            self.points.truncate(self.points.len() - self.dim);
            self.late_steps.pop();
        }
        // Each point but the newest has the loss of the step that was taken from it.
        self.losses.truncate(self.len() - 1);
        self.step(usize::MAX)
    }

    /// The number of points kept, at least 1.
    #[expect(clippy::len_without_is_empty, reason = "the start is always there")]
    pub fn len(&self) -> usize {
        self.points.len() / self.dim.max(1)
    }

    /// The number of parameters.
    pub fn dim(&self) -> usize {
        self.dim
    }

    /// The `place`-th point kept, `[dim]`; beyond the last one, the last.
    pub fn point(&self, place: usize) -> &[f64] {
        let place = place.min(self.len() - 1);
        &self.points[place * self.dim..(place + 1) * self.dim]
    }

    /// The number of steps before the `place`-th point kept; beyond the last one, the last's.
    pub fn step(&self, place: usize) -> u64 {
        let place = place.min(self.len() - 1) as u64;
        if place <= Self::COMPLETE { place } else { self.late_steps[(place - Self::COMPLETE) as usize - 1] }
    }

    /// The place of the newest point kept that has at most `steps` steps before it.
    pub fn place(&self, steps: u64) -> usize {
        let last = self.len() - 1;
        if steps <= Self::COMPLETE {
            return last.min(steps as usize);
        }
        let late = self.late_steps.partition_point(|&step| step <= steps);
        last.min(Self::COMPLETE as usize + late)
    }

    /// All points kept, row-major `[len, dim]`, the start first.
    pub fn points(&self) -> &[f64] {
        &self.points
    }

    /// The loss of each kept step's batch before the step, as PyTorch prints it.
    pub fn losses(&self) -> &[f64] {
        &self.losses
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(steps: u64) -> Trajectory {
        let mut trajectory = Trajectory::new(&[0.0]);
        for step in 0..steps {
            trajectory.note_loss(step, Some(step as f64));
            trajectory.note_point(step + 1, &[(step + 1) as f64]);
        }
        trajectory
    }

    #[test]
    fn every_step_is_kept_up_to_a_hundred_thousand() {
        let trajectory = run(100_000);
        assert_eq!((trajectory.len(), trajectory.losses().len()), (100_001, 100_000));
        assert_eq!(trajectory.point(4321), [4321.0]);
    }

    #[test]
    fn ten_million_steps_keep_a_bounded_number_of_points_in_order() {
        let trajectory = run(10_000_000);
        assert!(trajectory.len() < 138_000, "{}", trajectory.len());
        for place in 0..trajectory.len() {
            assert_eq!(trajectory.point(place), [trajectory.step(place) as f64]);
            assert_eq!(trajectory.place(trajectory.step(place)), place);
        }
        // Every 4,096th there.
        assert_eq!(trajectory.step(trajectory.place(5_000_001)), 1220 * 4096);
    }

    #[test]
    fn steps_in_a_row_are_kept_as_steps_one_by_one() {
        let complete = Trajectory::COMPLETE;
        for (from, to) in
            [(3, 10), (complete - 9, complete - 1), (complete, complete + 1000), (8 * complete, 8 * complete + 999)]
        {
            let losses: Vec<f64> = (from..to).map(|step| step as f64).collect();
            let points: Vec<f64> = (from..to).map(|step| (step + 1) as f64).collect();
            let mut in_a_row = run(from);
            in_a_row.note_stretch(from, &points, &losses);
            assert_eq!(in_a_row, run(to), "{from}");
        }
    }

    #[test]
    fn a_retreat_forgets_the_newest_points_and_their_losses() {
        let mut trajectory = run(3);
        assert_eq!((trajectory.retreat(3), trajectory.retreat(2)), (2, 1));
        assert_eq!((trajectory.points(), trajectory.losses()), (&[0.0, 1.0][..], &[0.0][..]));
        assert_eq!((trajectory.retreat(1), trajectory.retreat(0)), (0, 0));
    }

    #[test]
    fn a_retreat_to_a_point_kept_forgets_the_loss_of_the_step_from_it() {
        let mut trajectory = run(Trajectory::COMPLETE + 50);
        assert_eq!(trajectory.retreat(Trajectory::COMPLETE + 50), Trajectory::COMPLETE);
        assert_eq!(trajectory.losses().len() + 1, trajectory.len());
    }
}
