//! What all descents of a figure share: the data, the landscape of the loss, and the window on it.

use crate::chart::{Contours, Identity};
use crate::data::{Dataset, Standardization};
use crate::error::{Allowed, Error, Result};
use crate::experiment::Experiment;
use crate::loss::Loss;
use crate::maximum_likelihood::{self, Separation};
use crate::model::Link;
use crate::objective::{Batch, Objective};
use crate::risk::Risk;
use crate::stability::eigenvalues;
use std::sync::Arc;

/// The parameters of a descent: those that there are, then zeros.
pub(super) type Parameters = [f64; MOST_PARAMETERS];

const MOST_PARAMETERS: usize = 3;
/// Cells of a landscape along each side where every point costs a power of e for each sample.
const CELLS_OF_CLASSES: usize = 56;

/// The loss of a linear score over some data.
pub(super) struct Ground {
    /// The data as they were measured.
    pub(super) data: Arc<Dataset>,
    /// Which data they are.
    pub(super) identity: Identity,
    /// The loss over what the model sees of them.
    pub(super) risk: Arc<Risk>,
    /// Whether the targets are classes.
    pub(super) has_classes: bool,
    standardization: Option<Standardization>,
    parabola: Option<Parabola>,
    minimum: Option<Minimum>,
    /// Whether some weights put no sample on the wrong side, so that there is no minimum.
    pub(super) is_separable: bool,
    /// Whether a line parts the two classes, so that no sample is on it either.
    pub(super) is_parted: bool,
    /// The places of the two parameters that the landscape lies over.
    pub(super) shown: [usize; 2],
    /// Where the landscape holds the others.
    pub(super) held: Parameters,
    /// The names of the parameters, as in formulas.
    pub(super) symbols: Vec<String>,
    /// Eigenvalues of the Hessian at the minimum, or in the middle of the window, in rising order.
    pub(super) eigenvalues: Vec<f64>,
    /// The part of the landscape that is shown: (min, max) of both parameters.
    pub(super) window: [(f64, f64); 2],
    /// The part that is shown for starts that are drawn at random.
    usual_window: [(f64, f64); 2],
    pub(super) contours: Contours,
    /// The part of the data's plane that is shown.
    pub(super) data_window: [(f64, f64); 2],
}

/// Where the loss is lowest, and how low.
#[derive(Clone, Copy)]
struct Minimum {
    at: Parameters,
    floor: f64,
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
    fn excess(&self, [x, y, _]: Parameters) -> f64 {
        let (x, y) = (x - self.minimum[0], y - self.minimum[1]);
        let [xx, xy, yx, yy] = self.hessian;
        0.5 * (xx * x * x + (xy + yx) * x * y + yy * y * y)
    }
}

impl Ground {
    /// The ground of an experiment, its landscape over the two parameters at the places `shown`.
    ///
    /// # Errors
    /// When it has no data, or not two parameters to draw a landscape over.
    pub(super) fn new(experiment: &Experiment, shown: [usize; 2]) -> Result<Self> {
        let Some(data) = experiment.dataset(None)? else {
            let allowed = Allowed::OneOf(vec!["regression"]);
            return Err(Error::not_allowed("objective", experiment.get("objective")?, allowed));
        };
        let risk = experiment.risk(&data);
        let has_classes = experiment.link == Link::Logistic;
        let dim = risk.dim();
        if dim < 2 || dim > 2 + usize::from(has_classes) {
            return Err(Error::not_allowed("bias", experiment.get("bias")?, Allowed::OneOf(vec!["true"])));
        }
        let shown = if shown.iter().all(|&place| place < dim) { shown } else { [0, 1] };
        let minimum =
            experiment.minimum_of(&risk).map(|at| Minimum { floor: risk.value(&at, Batch::All), at: parameters(&at) });
        let is_separable = has_classes && experiment.loss == Loss::CrossEntropy && minimum.is_none();
        let of_class_1: f64 = data.targets().iter().sum();
        let is_parted = is_separable
            && of_class_1 > 0.0
            && of_class_1 < data.n() as f64
            && maximum_likelihood::separation(&risk) == Separation::Complete;

        let region = risk.start_region();
        let two = |point: Parameters| shown.map(|place| point[place]);
        let window_with = |points: [Option<[f64; 2]>; 2]| {
            [0, 1].map(|axis| {
                let inner = points.into_iter().flatten().map(|point| point[axis]);
                let region = region[shown[axis]];
                with_margin(inner.fold(region, |(min, max), value| (min.min(value), max.max(value))), 0.06)
            })
        };
        // Classes have their weights about 0: with the minimum off the border, one sees what goes beyond it.
        let beyond = if has_classes { 1.3 } else { 1.0 };
        let lowest = minimum.map(|minimum| two(minimum.at).map(|parameter| beyond * parameter));
        let usual_window = window_with([lowest, None]);
        let start = start_of(experiment).map(two).filter(|&start| !holds(usual_window, start));
        let window = window_with([lowest, start]);

        let middle = || {
            let mut middle = [0.0; MOST_PARAMETERS];
            for (place, (min, max)) in shown.into_iter().zip(window) {
                middle[place] = 0.5 * (min + max);
            }
            middle
        };
        let held = minimum.map_or_else(middle, |minimum| minimum.at);
        let hessian = risk.hessian(&held[..dim]);
        let parabola = minimum.filter(|_| risk.curvature().is_some()).map(|Minimum { at, floor }| Parabola {
            minimum: [at[0], at[1]],
            floor,
            hessian: [hessian[0], hessian[1], hessian[2], hessian[3]],
        });
        let standardization = experiment.standardization(&data);
        let plane = if has_classes {
            [range(data.column(0)), range(data.column(1))]
        } else {
            [range(data.column(0)), range(data.targets().iter().copied())]
        };
        let mut ground = Ground {
            identity: Identity::new(),
            has_classes,
            standardization,
            parabola,
            minimum,
            is_separable,
            is_parted,
            shown,
            held,
            symbols: risk.symbols().iter().map(|symbol| subscripted(symbol)).collect(),
            eigenvalues: eigenvalues(&hessian, dim),
            usual_window,
            window,
            contours: Contours::default(),
            data_window: plane.map(|range| with_margin(range, 0.06)),
            risk: Arc::new(risk),
            data,
        };
        let height = |point| ground.height(ground.parameters_at(point));
        ground.contours = match has_classes {
            true => Contours::with_cells(height, window[0], window[1], ground.floor(), CELLS_OF_CLASSES),
            false => Contours::of(height, window[0], window[1], ground.floor()),
        };
        Ok(ground)
    }

    /// The number of parameters.
    pub(super) fn dim(&self) -> usize {
        self.symbols.len()
    }

    /// The two parameters that the landscape lies over.
    pub(super) fn two(&self, parameters: Parameters) -> [f64; 2] {
        self.shown.map(|place| parameters[place])
    }

    /// The parameters at a point of the landscape.
    pub(super) fn parameters_at(&self, point: [f64; 2]) -> Parameters {
        let mut parameters = self.held;
        for (place, value) in self.shown.into_iter().zip(point) {
            parameters[place] = value;
        }
        parameters
    }

    /// E of some parameters.
    pub(super) fn height(&self, parameters: Parameters) -> f64 {
        match self.parabola {
            Some(parabola) => parabola.floor + parabola.excess(parameters),
            None => self.risk.value(&parameters[..self.dim()], Batch::All),
        }
    }

    /// E above its minimum, where the minimum is known.
    pub(super) fn excess(&self, parameters: Parameters) -> Option<f64> {
        let exactly = self.parabola.map(|parabola| parabola.excess(parameters));
        exactly.or_else(|| Some((self.height(parameters) - self.minimum?.floor).max(0.0)))
    }

    /// The share of the samples that are classified as they should be.
    pub(super) fn accuracy(&self, parameters: Parameters) -> f64 {
        self.risk.accuracy(&parameters[..self.dim()])
    }

    /// The minimum, where it is known.
    pub(super) fn minimum(&self) -> Option<Parameters> {
        self.minimum.map(|minimum| minimum.at)
    }

    /// E at the minimum.
    pub(super) fn floor(&self) -> Option<f64> {
        self.minimum.map(|minimum| minimum.floor)
    }

    /// Weights and bias for the data as they were measured: for one feature (w, b), for two (w₁, w₂, b).
    pub(super) fn of_raw_features(&self, parameters: Parameters) -> Parameters {
        match &self.standardization {
            // A model without a bias has one of 0 on standardised features, and some other on those as measured.
            Some(standardization) => {
                let with_bias = &parameters[..=self.data.d()];
                self::parameters(&standardization.parameters_of_raw_features(with_bias))
            }
            None => parameters,
        }
    }

    /// Whether the window is the one for descents that start as `experiment` says.
    pub(super) fn is_for(&self, experiment: &Experiment) -> bool {
        let two = |point| self.two(point);
        self.window == self.usual_window && start_of(experiment).map(two).is_none_or(|start| holds(self.window, start))
    }
}

/// As many parameters as there are, then zeros.
pub(super) fn parameters(values: &[f64]) -> Parameters {
    let mut parameters = [0.0; MOST_PARAMETERS];
    parameters.iter_mut().zip(values).for_each(|(parameter, value)| *parameter = *value);
    parameters
}

/// Digits of a name as subscripts: w₁.
fn subscripted(name: &str) -> String {
    name.chars().map(|c| c.to_digit(10).and_then(|digit| char::from_u32('₀' as u32 + digit)).unwrap_or(c)).collect()
}

fn range(values: impl Iterator<Item = f64>) -> (f64, f64) {
    values.fold((f64::INFINITY, f64::NEG_INFINITY), |(min, max), value| (min.min(value), max.max(value)))
}

fn start_of(experiment: &Experiment) -> Option<Parameters> {
    experiment.start.as_deref().map(parameters)
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
