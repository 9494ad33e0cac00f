//! Pictures of a single trainer, for who holds one from JavaScript and draws on canvases of their own.

use crate::chart::{Axes, Axis, Contours, Descent, Picture, Polyline, Scale, Style, landscape, losses};
use crate::error::{Allowed, Error, Result};
use crate::experiment::ObjectiveKind;
use crate::model::Link;
use crate::objective::{Batch, Objective};
use crate::problem::Parabola;
use crate::trainer::Trainer;
use std::sync::Arc;

/// The landscape of an objective with two parameters, computed once and drawn with every run on it.
pub struct Portrait {
    objective: Arc<dyn Objective>,
    symbols: Vec<String>,
    window: [(f64, f64); 2],
    contours: Contours,
    path: Polyline,
}

impl Portrait {
    /// The landscape that `trainer` descends, over the region its random starts are drawn from.
    ///
    /// # Errors
    /// [`Error::NotAllowed`] when there are not two parameters.
    pub fn new(trainer: &Trainer) -> Result<Self> {
        let objective = Arc::clone(trainer.objective());
        let region: [(f64, f64); 2] = objective.start_region().try_into().map_err(|region: Vec<_>| {
            Error::not_allowed("parameters", region.len(), Allowed::Integer { min: 2, max: 2 })
        })?;
        let start = trainer.trajectory().point(0);
        let minimum = objective.minimum().unwrap_or_else(|| start.to_vec());
        let window = [0, 1].map(|axis| {
            let (left, right) = region[axis];
            let (left, right) = (left.min(minimum[axis]).min(start[axis]), right.max(minimum[axis]).max(start[axis]));
            let margin = 0.04 * (right - left).max(f64::MIN_POSITIVE);
            (left - margin, right + margin)
        });
        let lowest = objective.minimum().map(|minimum| objective.value(&minimum, Batch::All));
        let parabola = parabola(trainer);
        let height = |point| match parabola {
            Some(parabola) => parabola.height(point),
            None => objective.value(&point, Batch::All),
        };
        let contours = Contours::of(height, window[0], window[1], lowest);
        let path = Polyline::new();
        Ok(Portrait { symbols: objective.symbols(), objective, window, contours, path })
    }

    /// Whether this is still the landscape that `trainer` descends.
    pub fn is_of(&self, trainer: &Trainer) -> bool {
        Arc::ptr_eq(&self.objective, trainer.objective())
    }

    /// The landscape with the path of `trainer`.
    pub fn picture(&mut self, trainer: &Trainer) -> Picture<'_> {
        let (points, _) = trainer.trajectory().points().as_chunks::<2>();
        self.path = points.to_vec().into();
        let head = [trainer.parameters()[0], trainer.parameters()[1]];
        let axis = |place: usize| Axis::linear(&self.symbols[place], self.window[place]);
        let tail = points.len().checked_sub(2).map(|place| points[place]);
        let descent =
            Descent { style: Style::BATCH, path: self.path.all(), head, tail, hovered: None, ahead: &[], way: None };
        let minimum = self.objective.minimum().map(|minimum| [minimum[0], minimum[1]]);
        landscape(Axes { x: axis(0), y: axis(1) }, (&self.contours, [""; 2]), minimum, &[descent], &[])
    }
}

/// The loss of a regression whose samples' losses are parabolas is one itself: a landscape then takes a pass over the samples,
/// and not one for each of its cells.
fn parabola(trainer: &Trainer) -> Option<Parabola> {
    let (experiment, objective) = (trainer.experiment(), trainer.objective());
    let is_one = experiment.objective == ObjectiveKind::Regression && experiment.link == Link::Identity;
    experiment.loss.curvature().filter(|_| is_one)?;
    Parabola::of(&**objective)
}

/// The losses of a trainer's batches, each before its step, against the number of steps.
pub struct Losses {
    curve: Polyline,
    steps: u64,
}

impl Losses {
    /// Those of `trainer` so far.
    pub fn of(trainer: &mut Trainer) -> Self {
        trainer.losses();
        let trajectory = trainer.trajectory();
        let losses = trajectory.losses().iter().enumerate();
        let curve = losses.map(|(place, &loss)| [trajectory.step(place) as f64, loss]).collect();
        Losses { curve, steps: trainer.steps() }
    }

    /// Their chart.
    pub fn picture(&self) -> Picture<'_> {
        let heights = || self.curve.iter().map(|point| point[1]);
        let (lowest, highest) = (heights().fold(f64::INFINITY, f64::min), heights().fold(f64::NEG_INFINITY, f64::max));
        let scale = if lowest > 0.0 { Scale::Logarithmic } else { Scale::Linear };
        let range = match scale {
            _ if self.curve.is_empty() => (0.0, 1.0),
            Scale::Logarithmic => (lowest / 1.5, highest * 1.5),
            _ => (lowest.min(0.0), if highest > lowest { highest } else { lowest + 1.0 }),
        };
        let scale = if self.curve.is_empty() { Scale::Linear } else { scale };
        let axes = Axes { x: Axis::linear("k", (0.0, self.steps.max(1) as f64)), y: Axis { title: "E", range, scale } };
        let curve = self.curve.last().map(|&head| (Style::BATCH, self.curve.all(), head));
        losses(axes, curve.as_slice(), None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_landscape_needs_two_parameters_and_serves_every_run_on_it() {
        let one = Trainer::new(&"bias=false".parse().unwrap(), None).unwrap();
        assert!(Portrait::new(&one).is_err());
        let mut two = Trainer::new(&"objective=surface&surface=rosenbrock".parse().unwrap(), None).unwrap();
        let mut portrait = Portrait::new(&two).unwrap();
        two.step(20);
        assert!(portrait.is_of(&two));
        portrait.picture(&two);
        assert_eq!(portrait.path.len(), 21, "a landscape with one path");
        two.set("surface", "bowl").unwrap();
        assert!(!portrait.is_of(&two));
    }

    #[test]
    fn the_landscape_of_a_regression_is_a_parabola_and_that_of_classes_is_none() {
        for text in
            ["data=engel", "n=300&noise=2&loss=mse&reduction=sum", "data=stream&n=1000000000000&sampler=uniform"]
        {
            let trainer = Trainer::new(&text.parse().unwrap(), None).unwrap();
            let parabola = parabola(&trainer).unwrap_or_else(|| panic!("{text}"));
            for place in [[0.0, 0.0], [1.0, -2.0], [-30.0, 400.0]] {
                let passed = trainer.objective().value(&place, Batch::All);
                approx::assert_relative_eq!(parabola.height(place), passed, max_relative = 1e-9);
            }
        }
        for text in
            ["loss=mae", "loss=huber", "objective=surface", "data=blobs&model=logistic&loss=cross-entropy", "data=iris"]
        {
            assert!(parabola(&Trainer::new(&text.parse().unwrap(), None).unwrap()).is_none(), "{text}");
        }
    }

    #[test]
    fn losses_have_a_chart_before_the_first_step_too() {
        let mut trainer = Trainer::new(&"n=10".parse().unwrap(), None).unwrap();
        let mut points = Vec::new();
        for _ in 0..3 {
            let losses = Losses::of(&mut trainer);
            losses.picture();
            points.push(losses.curve.len());
            trainer.step(2);
        }
        assert_eq!(points, [0, 2, 4]);
    }
}
