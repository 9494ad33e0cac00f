//! Basins of attraction: to which minimum a descent comes from each start, and how soon.
//!
//! Nocedal and Wright, *Numerical Optimization* (2006), 2.1: what descent finds is a local minimum, and which one depends on the
//! start; by steps of finite length it depends on the learning rate and on the rule as well.

use crate::error::Result;
use crate::experiment::Experiment;
use crate::iterates::Iterates;
use crate::objective::{Batch, Objective};

/// A descent has come to a minimum when it stays as near as this, in parts of the window.
pub const NEAR: f64 = 0.01;

/// Places along each side of a window from the lowest of which minima are looked for.
const PLACES: usize = 96;
/// The last step of that search, in parts of the window, and the most steps.
const FINE: f64 = 1e-9;
const ROUNDS: usize = 400;

/// What becomes of a descent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It comes to a minimum, counted from 0, and has been near it from this step on.
    Reaches(usize, u32),
    /// It is under way after the last step, or has come to rest where no minimum is.
    Wanders,
    /// It leaves all numbers.
    Diverges,
}

/// Descents of one experiment from many starts.
pub struct Basins<'a> {
    iterates: Iterates<'a>,
    minima: &'a [[f64; 2]],
    /// How near is near, along either axis.
    near: [f64; 2],
    steps: u32,
    /// The iterates of all descents, step after step.
    paths: Vec<f64>,
    /// Whether all of them are numbers.
    are_numbers: bool,
}

impl<'a> Basins<'a> {
    /// Descents of `steps` steps on an objective with two parameters, whose `minima` in a window, (min, max) of each parameter, are
    /// known. The start of `experiment` does not count.
    ///
    /// ```
    /// use descent::basins::{Basins, Fate, minima};
    /// use descent::experiment::Experiment;
    /// let experiment: Experiment = "objective=expression&f=(x^2-1)^2 %2B y^2&lr=0.1".parse()?;
    /// let (objective, window) = (experiment.objective(None)?, [(-2.0, 2.0); 2]);
    /// let minima = minima(&*objective, window);
    /// let mut basins = Basins::new(&experiment, &*objective, &minima, window, 100)?;
    /// let fates = basins.fates(&[[0.3, 1.0], [-0.3, 1.0]]);
    /// let Fate::Reaches(minimum, _) = fates[0] else { panic!("it converges") };
    /// assert!((minima[minimum][0] - 1.0).abs() < 1e-6 && minima[minimum][1].abs() < 1e-6);
    /// assert_ne!(fates[0], fates[1]);
    /// # Ok::<(), descent::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// Hyper-parameters that do not go together.
    pub fn new(
        experiment: &Experiment,
        objective: &'a dyn Objective,
        minima: &'a [[f64; 2]],
        window: [(f64, f64); 2],
        steps: u32,
    ) -> Result<Self> {
        let near = window.map(|(low, high)| NEAR * (high - low));
        Ok(Basins {
            iterates: Iterates::new(experiment, objective)?,
            minima,
            near,
            steps,
            paths: Vec::new(),
            are_numbers: true,
        })
    }

    /// Descends from some starts, side by side: sixteen at a time or a multiple of that cost least.
    pub fn fates(&mut self, starts: &[[f64; 2]]) -> Vec<Fate> {
        self.iterates.begin(starts.as_flattened());
        self.paths.clear();
        self.paths.extend_from_slice(starts.as_flattened());
        self.are_numbers = true;
        for _ in 0..self.steps {
            self.are_numbers &= self.iterates.advance();
            self.paths.extend_from_slice(self.iterates.parameters());
        }
        (0..starts.len()).map(|place| self.fate(place, starts.len())).collect()
    }

    /// What became of the descent at a place among so many.
    fn fate(&self, place: usize, count: usize) -> Fate {
        let at = |step: u32| {
            let from = 2 * (step as usize * count + place);
            [self.paths[from], self.paths[from + 1]]
        };
        if !self.are_numbers && (0..=self.steps).any(|step| at(step).iter().any(|part| !part.is_finite())) {
            return Fate::Diverges;
        }
        let is_near = |[x, y]: [f64; 2], minimum: &[f64; 2]| {
            (x - minimum[0]).abs() <= self.near[0] && (y - minimum[1]).abs() <= self.near[1]
        };
        let end = at(self.steps);
        let Some(minimum) = self.minima.iter().position(|minimum| is_near(end, minimum)) else { return Fate::Wanders };
        let mut since = self.steps;
        while since > 0 && is_near(at(since - 1), &self.minima[minimum]) {
            since -= 1;
        }
        Fate::Reaches(minimum, since)
    }
}

/// The minima of a function of two parameters within a window, (min, max) of each, the lowest first.
///
/// They are looked for from each place of a grid that is lower than all around it. What is lowest at the border is no minimum; two
/// minima nearer than [`NEAR`] are one.
pub fn minima(objective: &dyn Objective, window: [(f64, f64); 2]) -> Vec<[f64; 2]> {
    let height = |at: [f64; 2]| {
        let value = objective.value(&at, Batch::All);
        if value.is_nan() { f64::INFINITY } else { value }
    };
    let size = window.map(|(low, high)| high - low);
    let place = |[column, row]: [usize; 2]| {
        let along = |axis: usize, k: usize| window[axis].0 + (k as f64 + 0.5) / PLACES as f64 * size[axis];
        [along(0, column), along(1, row)]
    };
    let cells = || (0..PLACES * PLACES).map(|cell| [cell % PLACES, cell / PLACES]);
    let heights: Vec<f64> = cells().map(|cell| height(place(cell))).collect();
    // Of equal ones the first: a minimum halfway between four places is lower than none of them alone.
    let is_lower = |one: usize, other: usize| (heights[one], one) < (heights[other], other);
    let mut found: Vec<(f64, [f64; 2])> = Vec::new();
    for [column, row] in cells().filter(|cell| cell.iter().all(|k| (1..PLACES - 1).contains(k))) {
        let cell = row * PLACES + column;
        let around = (row - 1..=row + 1).flat_map(|row| (column - 1..=column + 1).map(move |k| row * PLACES + k));
        if !around.into_iter().all(|other| other == cell || is_lower(cell, other)) {
            continue;
        }
        let (at, lowest) = lowest_from(objective, window, place([column, row]), height);
        let is_within = |at: [f64; 2]| (0..2).all(|axis| at[axis] > window[axis].0 && at[axis] < window[axis].1);
        let is_one = |other: [f64; 2]| (0..2).all(|axis| (at[axis] - other[axis]).abs() <= NEAR * size[axis]);
        if is_within(at) && lowest.is_finite() && !found.iter().any(|&(_, other)| is_one(other)) {
            found.push((lowest, at));
        }
    }
    found.sort_by(|(one, _), (other, _)| one.total_cmp(other));
    found.into_iter().map(|(_, at)| at).collect()
}

/// The lowest place near one, with its height: by Newton's method where that leads down, and otherwise by compass search (Kolda,
/// Lewis and Torczon, *Optimization by Direct Search*, SIAM Review 2003), which asks for no derivative, so that the tip of a cone is
/// found as well. What leaves the window stays at its border.
fn lowest_from(
    objective: &dyn Objective,
    window: [(f64, f64); 2],
    mut at: [f64; 2],
    height: impl Fn([f64; 2]) -> f64,
) -> ([f64; 2], f64) {
    let size = window.map(|(low, high)| high - low);
    let within = |at: [f64; 2]| [0, 1].map(|axis| at[axis].clamp(window[axis].0, window[axis].1));
    let (mut lowest, mut step) = (height(at), 1.0 / PLACES as f64);
    for _ in 0..ROUNDS {
        let mut gradient = [0.0; 2];
        objective.value_and_gradient(&at, Batch::All, &mut gradient);
        let mut lower = None;
        if let [xx, xy, _, yy] = objective.hessian(&at)[..] {
            let (det, [gx, gy]) = (xx * yy - xy * xy, gradient);
            let by = [(xy * gy - yy * gx) / det, (xy * gx - xx * gy) / det];
            if xx > 0.0 && det > 0.0 && by.iter().all(|by| by.is_finite()) {
                let next = within([at[0] + by[0], at[1] + by[1]]);
                lower = Some(next).filter(|&next| height(next) < lowest);
                if lower.is_none() && (0..2).all(|axis| by[axis].abs() <= FINE * size[axis]) {
                    break;
                }
            }
        }
        let ways = [[1.0, 0.0], [-1.0, 0.0], [0.0, 1.0], [0.0, -1.0]];
        let around = ways.map(|way| within([0, 1].map(|axis| at[axis] + step * way[axis] * size[axis])));
        match lower.or_else(|| around.into_iter().find(|&next| height(next) < lowest)) {
            Some(next) => (at, lowest) = (next, height(next)),
            None if step > FINE => step *= 0.5,
            None => break,
        }
    }
    (at, lowest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::surface::SURFACES;
    use crate::trainer::Trainer;

    fn of_surface(name: &str) -> (Vec<[f64; 2]>, [(f64, f64); 2]) {
        let experiment: Experiment = format!("objective=surface&surface={name}").parse().unwrap();
        let window = SURFACES.iter().find(|surface| surface.name == name).unwrap().domain;
        (minima(&*experiment.objective(None).unwrap(), window), window)
    }

    #[test]
    fn the_minima_of_each_surface_are_found_the_lowest_first() {
        for surface in SURFACES {
            let (found, window) = of_surface(surface.name);
            for known in surface.minima {
                let inside = (0..2).all(|axis| known[axis] > window[axis].0 && known[axis] < window[axis].1);
                let is_it = |at: &[f64; 2]| (0..2).all(|axis| (at[axis] - known[axis]).abs() < 1e-5);
                let lowest = found.iter().take(surface.minima.len());
                assert!(!inside || lowest.clone().any(is_it), "{}: {known:?} in {found:?}", surface.name);
            }
        }
        assert_eq!(of_surface("himmelblau").0.len(), 4);
        assert_eq!(of_surface("six-hump-camel").0.len(), 6);
        assert_eq!(of_surface("styblinski-tang").0.len(), 4);
        // Minima 0 to ±5 in units of nearly 1, each way.
        assert_eq!(of_surface("rastrigin").0.len(), 121);
        assert_eq!(of_surface("saddle").0, [[0.0; 2]; 0]);
    }

    #[test]
    fn each_start_comes_to_where_a_trainer_comes_to() {
        let (minima, window) = of_surface("himmelblau");
        for text in ["lr=0.01", "optimizer=adam&lr=0.1", "optimizer=rmsprop&lr=0.05", "momentum=0.9&lr=0.003"] {
            let text = format!("objective=surface&surface=himmelblau&{text}");
            let experiment: Experiment = text.parse().unwrap();
            let objective = experiment.objective(None).unwrap();
            let mut basins = Basins::new(&experiment, &*objective, &minima, window, 400).unwrap();
            for start in (0..49).map(|k| [-4.5 + 1.5 * f64::from(k % 7), -4.5 + 1.5 * f64::from(k / 7)]) {
                let begun = Experiment { start: Some(start.to_vec()), ..experiment.clone() };
                let mut trainer = Trainer::new(&begun, None).unwrap();
                trainer.step(400);
                match basins.fates(&[start])[0] {
                    Fate::Reaches(minimum, step) => {
                        let is_near = |step: u64| {
                            let at = trainer.trajectory().point(step as usize);
                            (0..2).all(|axis| (at[axis] - minima[minimum][axis]).abs() <= 0.1)
                        };
                        assert!((u64::from(step)..400).all(is_near), "{text} {start:?}");
                        assert!(step == 0 || !is_near(u64::from(step) - 1), "{text} {start:?}");
                    }
                    fate => {
                        let end = trainer.parameters();
                        let far = minima.iter().all(|at| (0..2).any(|axis| (at[axis] - end[axis]).abs() > 0.1));
                        assert!(far && fate == Fate::Wanders, "{text} {start:?}: {fate:?} {end:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn what_leaves_all_numbers_diverges() {
        let experiment: Experiment = "objective=expression&f=x^4 %2B y^4&lr=3".parse().unwrap();
        let objective = experiment.objective(None).unwrap();
        let mut basins = Basins::new(&experiment, &*objective, &[[0.0; 2]], [(-2.0, 2.0); 2], 100).unwrap();
        assert_eq!(basins.fates(&[[1.0, 1.0], [0.0, 0.0]]), [Fate::Diverges, Fate::Reaches(0, 0)]);
    }
}
