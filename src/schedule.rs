//! Schedules: from the steps taken to the part of the learning rate that the next one takes.

/// How the learning rate goes on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Schedule {
    /// It stays.
    #[default]
    Constant,
    /// It decays as 1/k: after k steps 1 / (1 + k/h) of it is left, with the half-life h, the steps after which that is a
    /// half. The sum of all rates is infinite, so that the minimum can be reached from anywhere, and that of their squares is
    /// not, so that the noise of single samples dies out: Robbins and Monro, *A Stochastic Approximation Method* (Annals of
    /// Mathematical Statistics 22, 1951), as Bottou writes it, *Stochastic Gradient Descent Tricks* (2012), eq. 5.
    InverseTime,
}

impl Schedule {
    /// The part of the learning rate that the step after `steps` steps takes, from 0 to 1; `half_life` in steps, above 0.
    ///
    /// ```
    /// use descent::schedule::Schedule;
    /// assert_eq!(Schedule::Constant.part(1_000_000, 50.0), 1.0);
    /// assert_eq!([0, 50, 150].map(|steps| Schedule::InverseTime.part(steps, 50.0)), [1.0, 0.5, 0.25]);
    /// ```
    pub fn part(self, steps: u64, half_life: f64) -> f64 {
        match self {
            Schedule::Constant => 1.0,
            Schedule::InverseTime => 1.0 / (1.0 + steps as f64 / half_life),
        }
    }
}
