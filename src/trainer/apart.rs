//! The step to come, taken apart.

use super::{Trainer, trouble};
use crate::objective::Batch;
use crate::optim::{Apart, Point, Taken};

/// The step that a run takes next: where from, where to, and what it is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct StepApart {
    /// η of this step.
    pub lr: f64,
    /// What the direction is multiplied by: η, or 1 of a rule with step sizes of its own.
    pub rate: f64,
    /// Whether the rule has step sizes of its own, so that η is no factor.
    pub has_sizes: bool,
    /// What the direction is made of.
    pub apart: Apart,
    /// ∇f(θ) over its batch, `[dim]`.
    pub gradient: Vec<f64>,
    /// θ before it, `[dim]`.
    pub before: Vec<f64>,
    /// θ after it, `[dim]`, to the bit.
    pub after: Vec<f64>,
}

impl Trainer {
    /// The step to come, which is not taken: the rule goes ahead on a copy of what it remembers. `None` where there is none,
    /// because there is no gradient, or no finite value where the step would lead. A run at rest has one that moves nothing.
    ///
    /// ```
    /// use descent::trainer::Trainer;
    /// // The gradient is (1, 20); Adam's first step is η long in both.
    /// let mut trainer = Trainer::new(&"objective=expression&f=x%2B20y&start=0,0&optimizer=adam&lr=0.1".parse()?, None)?;
    /// let step = trainer.step_apart().unwrap();
    /// let [x, y] = &step.apart.parts[..] else { panic!("one for each parameter") };
    /// assert_eq!((x.slope, y.slope, x.remembered), (1.0, 20.0, 0.0));
    /// assert!((y.divisor / x.divisor - 20.0).abs() < 1e-6);
    /// trainer.step(1);
    /// assert_eq!(trainer.parameters(), step.after);
    /// # Ok::<(), descent::error::Error>(())
    /// ```
    pub fn step_apart(&self) -> Option<StepApart> {
        let (parameters, dim) = (&self.parameters, self.parameters.len());
        let mut gradient = vec![0.0; dim];
        let (objective, mut sampler) = (self.objective.as_ref(), self.sampler.clone());
        let batch = sampler.batch(self.steps);
        let loss = objective.value_and_gradient(parameters, batch, &mut gradient);
        if trouble(Some(loss), &gradient).is_some() {
            return None;
        }
        let lr = self.experiment.lr_after(self.steps);
        let maximize = self.experiment.maximize;
        let point = Point { parameters, gradient: &gradient, lr, maximize, objective, batch };
        let (mut state, mut after) = (self.state.clone(), vec![0.0; dim]);
        self.optimizer.step(&point, &mut state, &mut after);
        let apart = self.optimizer.apart(&Taken { point: &point, before: &self.state, after: &state });
        let (rate, has_sizes) = (self.optimizer.rate(lr), self.optimizer.rate(0.0) != 0.0);
        let is_somewhere = after.iter().all(|parameter| parameter.is_finite());
        let is_finite = is_somewhere && self.objective.value(&after, Batch::All).is_finite();
        is_finite.then(|| StepApart { lr, rate, has_sizes, apart, before: parameters.clone(), after, gradient })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::optim::OPTIMIZERS;
    use crate::trainer::Status;

    #[test]
    fn the_step_to_come_is_the_one_that_comes_whatever_the_rule() {
        for recipe in OPTIMIZERS {
            for upwards in [false, true] {
                let text = format!(
                    "objective=surface&surface=rosenbrock&start=-1.2,1&optimizer={}&lr=0.001&schedule=cosine&t_max=50\
                     &maximize={upwards}",
                    recipe.name
                );
                let mut trainer = Trainer::new(&text.parse().unwrap(), None).unwrap();
                for step in 0..40 {
                    let Some(apart) = trainer.step_apart() else {
                        assert_eq!(trainer.step(1), Status::Diverged, "{text}: {step}");
                        break;
                    };
                    assert_eq!(apart.before, trainer.parameters());
                    trainer.step(1);
                    assert_eq!(trainer.parameters(), apart.after, "{text}: {step}");
                }
            }
        }
    }

    #[test]
    fn where_there_is_no_gradient_or_no_place_there_is_no_step() {
        let trainer = |text: &str| Trainer::new(&text.parse().unwrap(), None).unwrap();
        assert_eq!(trainer("objective=expression&f=log(x)&start=-1").step_apart(), None);
        assert_eq!(trainer("objective=expression&f=x^3&start=1e150&lr=1e10").step_apart(), None);
        let resting = trainer("objective=expression&f=x^2&start=0&lr=0.1").step_apart().unwrap();
        assert_eq!(resting.before, resting.after);
    }
}
