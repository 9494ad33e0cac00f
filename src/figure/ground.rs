//! What all descents of a figure share: the data, the landscape of the loss, and the window on it.

use crate::chart::Contours;
use crate::data::{Dataset, Standardization};
use crate::error::{Allowed, Error, Result};
use crate::experiment::{Experiment, Scaling};
use crate::objective::{Batch, Objective};
use crate::risk::Risk;
use crate::stability::eigenvalues;
use std::sync::Arc;

/// The loss of slope and intercept over some data.
pub(super) struct Ground {
    /// The data as they were measured.
    pub(super) data: Arc<Dataset>,
    /// The loss over what the model sees of them.
    pub(super) risk: Arc<Risk>,
    standardization: Option<Standardization>,
    parabola: Option<Parabola>,
    /// Eigenvalues of the Hessian at the minimum, or in the middle of the window, in rising order.
    pub(super) eigenvalues: Vec<f64>,
    /// The part of the landscape that is shown: (min, max) of w and of b.
    pub(super) window: [(f64, f64); 2],
    /// The part that is shown for starts that are drawn at random.
    usual_window: [(f64, f64); 2],
    pub(super) contours: Contours,
    /// The part of the data's plane that is shown.
    pub(super) data_window: [(f64, f64); 2],
}

/// E(θ) = E* + ½ (θ − θ*)ᵀ H (θ − θ*): exact for squared errors, at a cost that does not grow with the data, and without
/// cancellation close to the minimum.
#[derive(Clone, Copy)]
struct Parabola {
    minimum: [f64; 2],
    floor: f64,
    hessian: [f64; 4],
}

impl Parabola {
    fn excess(&self, point: [f64; 2]) -> f64 {
        let (x, y) = (point[0] - self.minimum[0], point[1] - self.minimum[1]);
        let [xx, xy, yx, yy] = self.hessian;
        0.5 * (xx * x * x + (xy + yx) * x * y + yy * y * y)
    }
}

impl Ground {
    /// The ground of an experiment.
    ///
    /// # Errors
    /// When it has no data, or not two parameters to draw a landscape over.
    pub(super) fn new(experiment: &Experiment) -> Result<Self> {
        let Some(data) = experiment.dataset(None)? else {
            let allowed = Allowed::OneOf(vec!["regression"]);
            return Err(Error::not_allowed("objective", experiment.get("objective")?, allowed));
        };
        let risk = experiment.risk(&data);
        if risk.dim() != 2 {
            return Err(Error::not_allowed("bias", experiment.get("bias")?, Allowed::OneOf(vec!["true"])));
        }
        let minimum = risk.minimum().map(|minimum| [minimum[0], minimum[1]]);
        let region = risk.start_region();
        let window_with = |points: [Option<[f64; 2]>; 2]| {
            [0, 1].map(|axis| {
                let inner = points.into_iter().flatten().map(|point| point[axis]);
                with_margin(inner.fold(region[axis], |(min, max), value| (min.min(value), max.max(value))), 0.06)
            })
        };
        let usual_window = window_with([minimum, None]);
        let start = start_of(experiment).filter(|&start| !holds(usual_window, start));
        let window = window_with([minimum, start]);
        let middle = minimum.unwrap_or(window.map(|(min, max)| 0.5 * (min + max)));
        let hessian = risk.hessian(&middle);
        let parabola = minimum.map(|minimum| Parabola {
            minimum,
            floor: risk.value(&minimum, Batch::All),
            hessian: [hessian[0], hessian[1], hessian[2], hessian[3]],
        });
        let standardization = (experiment.scale == Scaling::Standardize).then(|| Standardization::of(&data));
        let height = |point| match parabola {
            Some(parabola) => parabola.floor + parabola.excess(point),
            None => risk.value(&point, Batch::All),
        };
        let contours = Contours::of(height, window[0], window[1], parabola.map(|parabola| parabola.floor));
        let range = |values: &[f64]| {
            let bounds = (f64::INFINITY, f64::NEG_INFINITY);
            with_margin(values.iter().fold(bounds, |(min, max), &value| (min.min(value), max.max(value))), 0.06)
        };
        let data_window = [range(data.features()), range(data.targets())];
        let eigenvalues = eigenvalues(&hessian, 2);
        let risk = Arc::new(risk);
        Ok(Ground { data, risk, standardization, parabola, eigenvalues, usual_window, window, contours, data_window })
    }

    /// E at a point.
    pub(super) fn height(&self, point: [f64; 2]) -> f64 {
        match self.parabola {
            Some(parabola) => parabola.floor + parabola.excess(point),
            None => self.risk.value(&point, Batch::All),
        }
    }

    /// E above its minimum, where the minimum is known.
    pub(super) fn excess(&self, point: [f64; 2]) -> Option<f64> {
        self.parabola.map(|parabola| parabola.excess(point))
    }

    /// The closed-form minimum.
    pub(super) fn minimum(&self) -> Option<[f64; 2]> {
        self.parabola.map(|parabola| parabola.minimum)
    }

    /// E at the closed-form minimum.
    pub(super) fn floor(&self) -> Option<f64> {
        self.parabola.map(|parabola| parabola.floor)
    }

    /// Slope and intercept in the plane of the data as they were measured.
    pub(super) fn line(&self, point: [f64; 2]) -> [f64; 2] {
        match &self.standardization {
            Some(standardization) => {
                let raw = standardization.parameters_of_raw_features(&point);
                [raw[0], raw[1]]
            }
            None => point,
        }
    }

    /// Whether the window is the one for descents that start as `experiment` says.
    pub(super) fn is_for(&self, experiment: &Experiment) -> bool {
        self.window == self.usual_window && start_of(experiment).is_none_or(|start| holds(self.window, start))
    }
}

fn start_of(experiment: &Experiment) -> Option<[f64; 2]> {
    experiment.start.as_ref().and_then(|start| start[..].try_into().ok())
}

fn holds(window: [(f64, f64); 2], point: [f64; 2]) -> bool {
    point.into_iter().zip(window).all(|(value, (min, max))| (min..=max).contains(&value))
}

/// A range widened by a part of its length on either side, never empty.
fn with_margin((min, max): (f64, f64), part: f64) -> (f64, f64) {
    let length = max - min;
    let margin = if length > 0.0 && length.is_finite() { part * length } else { min.abs().max(1.0) * 0.5 };
    ((min - margin).max(f64::MIN / 4.0), (max + margin).min(f64::MAX / 4.0))
}
