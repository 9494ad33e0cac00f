//! What is descended, with what pictures and words need of it: symbols, the landscape and the window on it, the minimum,
//! the curvature, the data.

use crate::chart::{Contours, Identity};
use crate::data::{Dataset, Standardization};
use crate::error::{Allowed, Error, Result};
use crate::experiment::{Experiment, ObjectiveKind};
use crate::loss::Loss;
use crate::maximum_likelihood::{self, Separation};
use crate::model::Link;
use crate::objective::{Batch, Objective};
use crate::risk::Risk;
use crate::stability::eigenvalues;
use std::sync::Arc;

/// The parameters of a descent that is shown: those that there are, then zeros.
pub type Parameters = [f64; MOST_PARAMETERS];

const MOST_PARAMETERS: usize = 3;
/// Cells of a landscape along each side where every point costs a power of e for each sample.
const CELLS_OF_CLASSES: usize = 56;

/// By what part of its length a window grows at a time for a start beyond it, and what is left between both, in such parts.
const PART_OF_A_WINDOW: f64 = 0.25;
const MARGIN_IN_PARTS: f64 = 0.25;
/// A length of a window that its numbers are rounded by, or more, in windows.
const ROUNDING: f64 = 1e-3;

/// How many times as wide as high a picture of a landscape is, more or less.
const PROPORTIONS: f64 = 1.1;

/// How a landscape is looked at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    /// The places of the two parameters that it lies over.
    pub shown: [usize; 2],
    /// What is shown of both, and cells along each side; otherwise what holds random starts and the minimum.
    pub window: Option<((f64, f64), usize)>,
    /// Whether what is shown fills a picture in which a length is the same both ways.
    pub fills_plane: bool,
}

/// An objective that is descended.
pub struct Problem {
    /// What is minimised.
    pub objective: Arc<dyn Objective>,
    /// The data that it is about, if it is about some.
    pub samples: Option<Samples>,
    /// The names of the parameters, as in formulas.
    pub symbols: Vec<String>,
    /// The places of the two parameters that the landscape lies over.
    pub shown: [usize; 2],
    /// Where the landscape holds the others.
    held: Parameters,
    /// Eigenvalues of the Hessian at the minimum, or in the middle of the window, in rising order.
    pub eigenvalues: Vec<f64>,
    /// The part of the landscape that is shown: (min, max) of both parameters.
    pub window: [(f64, f64); 2],
    /// The part that is shown for starts that are drawn at random.
    usual_window: [(f64, f64); 2],
    /// The landscape.
    pub contours: Contours,
    parabola: Option<Parabola>,
    minimum: Option<Parameters>,
    floor: Option<f64>,
    view: View,
}

/// The data of a problem.
pub struct Samples {
    /// As they were measured.
    pub data: Arc<Dataset>,
    /// Which data they are, for pictures.
    pub identity: Identity,
    /// The loss over what the model sees of them.
    pub risk: Arc<Risk>,
    has_classes: bool,
    /// Whether some weights put no sample on the wrong side, so that the cross-entropy has no minimum.
    pub separation: Separation,
    /// The part of the data's plane that is shown.
    pub window: [(f64, f64); 2],
    standardization: Option<Standardization>,
}

/// E(θ) = E* + ½ (θ − θ*)ᵀ H (θ − θ*): exact for squared errors, at a cost that does not grow with the data, and without
/// cancellation close to the minimum.
#[derive(Clone, Copy)]
pub(crate) struct Parabola {
    minimum: [f64; 2],
    floor: f64,
    hessian: [f64; 4],
}

impl Parabola {
    /// With a minimum, the value there, and the Hessian, row-major.
    pub(crate) fn new(minimum: [f64; 2], floor: f64, hessian: [f64; 4]) -> Self {
        Parabola { minimum, floor, hessian }
    }

    /// That of an objective that is one, with one minimum.
    #[cfg(any(feature = "chapters", feature = "handles"))]
    pub(crate) fn of(objective: &dyn Objective) -> Option<Self> {
        let minimum: [f64; 2] = objective.minimum()?.try_into().ok()?;
        let hessian: [f64; 4] = objective.hessian(&minimum).try_into().ok()?;
        Some(Parabola::new(minimum, objective.value(&minimum, Batch::All), hessian))
    }

    /// E(θ).
    pub(crate) fn height(&self, at: [f64; 2]) -> f64 {
        self.floor + self.excess(at)
    }

    /// ∇E(θ).
    #[cfg(feature = "chapters")]
    fn gradient(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        let (x, y) = (x - self.minimum[0], y - self.minimum[1]);
        let [xx, xy, yx, yy] = self.hessian;
        [xx * x + xy * y, yx * x + yy * y]
    }

    /// E(θ) − E*.
    pub(crate) fn excess(&self, [x, y]: [f64; 2]) -> f64 {
        let (x, y) = (x - self.minimum[0], y - self.minimum[1]);
        let [xx, xy, yx, yy] = self.hessian;
        0.5 * (xx * x * x + (xy + yx) * x * y + yy * y * y)
    }
}

impl Problem {
    /// What an experiment minimises, as `view` has it.
    ///
    /// # Errors
    /// Those of the experiment, or when there are not two parameters to draw a landscape over, nor a third that it holds.
    pub fn new(experiment: &Experiment, view: View) -> Result<Self> {
        // A module of the page has what is about data, or what is about formulas.
        match experiment.objective {
            ObjectiveKind::Regression if cfg!(feature = "regression") => {}
            ObjectiveKind::Surface | ObjectiveKind::Expression if cfg!(feature = "formulas") => {
                return Ok(Self::of(experiment.function()?, view));
            }
            _ => return Err(Error::not_allowed("objective", experiment.get("objective")?, Allowed::OneOf(vec![]))),
        }
        let Some(data) = experiment.dataset(None)? else { return Err(Error::EmptyData) };
        let risk = Arc::new(experiment.risk(&data));
        let has_classes = cfg!(feature = "classes") && experiment.link == Link::Logistic;
        let dim = risk.dim();
        if dim < 2 || dim > 2 + usize::from(has_classes) {
            return Err(Error::not_allowed("bias", experiment.get("bias")?, Allowed::OneOf(vec!["true"])));
        }
        let shown = if view.shown.iter().all(|&place| place < dim) { view.shown } else { [0, 1] };
        let minimum = experiment.minimum_of(&risk);
        let separation = match has_classes && experiment.loss == Loss::CrossEntropy && minimum.is_none() {
            // Nothing parts a single class from another.
            true if !has_both_classes(&data) => Separation::Quasi,
            true => maximum_likelihood::separation(&risk),
            false => Separation::Overlap,
        };
        let region = risk.start_region();
        // Classes have their weights about 0: with the minimum off the border, one sees what goes beyond it.
        let beyond = if has_classes { 1.3 } else { 1.0 };
        let usual_window = shown.map(|place| {
            let lowest = minimum.as_ref().map(|minimum| beyond * minimum[place]);
            with_margin(range([region[place].0, region[place].1].into_iter().chain(lowest)), 0.06)
        });
        let usual_window = window_for(usual_window, None, view);
        let start = start_of(experiment).map(|start| shown.map(|place| start[place]));
        let window = window_for(usual_window, start, view);
        let second = if has_classes { range(data.column(1)) } else { range(data.targets().iter().copied()) };
        let samples = Samples {
            has_classes,
            identity: Identity::new(),
            separation,
            window: [range(data.column(0)), second].map(|range| with_margin(range, 0.06)),
            standardization: experiment.standardization(&data),
            risk: Arc::clone(&risk),
            data,
        };
        Ok(Self::over(risk, Some(samples), minimum, [window, usual_window], shown, view))
    }

    /// A function of one or two variables.
    pub fn of(objective: Arc<dyn Objective>, view: View) -> Self {
        let region = objective.start_region();
        let window = [region[0], region.get(1).copied().unwrap_or((0.0, 1.0))];
        let minimum = objective.minimum();
        Self::over(objective, None, minimum, [window; 2], [0, 1], view)
    }

    fn over(
        objective: Arc<dyn Objective>,
        samples: Option<Samples>,
        minimum: Option<Vec<f64>>,
        windows: [[(f64, f64); 2]; 2],
        shown: [usize; 2],
        view: View,
    ) -> Self {
        let dim = objective.dim();
        // A window that is asked for is for the shape of the landscape: where it is lowest is nobody's question.
        let minimum = minimum.filter(|_| view.window.is_none());
        let floor = minimum.as_ref().map(|at| objective.value(at, Batch::All));
        let floor = floor.or_else(|| objective.floor().filter(|_| view.window.is_none()));
        let minimum = minimum.map(|at| parameters(&at));
        let [window, usual_window] = windows.map(|window| view.window.map_or(window, |(asked, _)| [asked; 2]));
        let mut middle = [0.0; MOST_PARAMETERS];
        for (place, (min, max)) in shown.into_iter().zip(window) {
            middle[place] = 0.5 * (min + max);
        }
        let held = minimum.unwrap_or(middle);
        let hessian = objective.hessian(&held[..dim]);
        let is_parabola = samples.as_ref().is_some_and(|samples| samples.risk.curvature().is_some());
        let parabola = minimum
            .zip(floor)
            .filter(|_| is_parabola)
            .map(|([x, y, _], floor)| Parabola::new([x, y], floor, [hessian[0], hessian[1], hessian[2], hessian[3]]));
        let cells = match (view.window, &samples) {
            (Some((_, cells)), _) => Some(cells),
            (None, Some(samples)) if samples.has_classes() => Some(CELLS_OF_CLASSES),
            _ => None,
        };
        let mut problem = Problem {
            symbols: objective.symbols().iter().map(|symbol| subscripted(symbol)).collect(),
            eigenvalues: eigenvalues(&hessian, dim),
            contours: Contours::default(),
            objective,
            samples,
            shown,
            held,
            window,
            usual_window,
            parabola,
            minimum,
            floor,
            view,
        };
        let height = |point| problem.height(problem.parameters_at(point));
        problem.contours = match cells {
            _ if dim < 2 => Contours::default(),
            Some(cells) => Contours::with_cells(height, window[0], window[1], problem.floor(), cells),
            None => Contours::of(height, window[0], window[1], problem.floor()),
        };
        problem
    }

    /// The number of parameters.
    pub fn dim(&self) -> usize {
        self.symbols.len()
    }

    /// Whether its targets are classes.
    pub fn has_classes(&self) -> bool {
        self.samples.as_ref().is_some_and(Samples::has_classes)
    }

    /// The place of parameters in the landscape: the two that it lies over, or the only one and its value.
    pub fn two(&self, parameters: Parameters) -> [f64; 2] {
        if self.dim() == 1 {
            [parameters[0], self.height(parameters)]
        } else {
            self.shown.map(|place| parameters[place])
        }
    }

    /// The parameters at a point of the landscape.
    pub fn parameters_at(&self, point: [f64; 2]) -> Parameters {
        let mut parameters = self.held;
        for (place, value) in self.shown.into_iter().zip(point) {
            parameters[place] = value;
        }
        parameters
    }

    /// E of some parameters.
    pub fn height(&self, parameters: Parameters) -> f64 {
        match self.parabola {
            Some(parabola) => parabola.height([parameters[0], parameters[1]]),
            None => self.objective.value(&parameters[..self.dim()], Batch::All),
        }
    }

    /// Whether many heights cost little.
    pub fn has_cheap_heights(&self) -> bool {
        const FEW: u64 = 300;
        self.parabola.is_some() || self.objective.samples() <= FEW
    }

    /// ∇E over some samples.
    pub fn gradient(&self, parameters: Parameters, batch: Batch<'_>) -> Parameters {
        let (mut gradient, dim) = ([0.0; MOST_PARAMETERS], self.dim());
        self.objective.value_and_gradient(&parameters[..dim], batch, &mut gradient[..dim]);
        gradient
    }

    /// The Hessian over all samples, row-major; that of a parabola takes no pass over them.
    #[cfg(feature = "chapters")]
    pub fn hessian(&self, parameters: &[f64]) -> Vec<f64> {
        self.parabola.map_or_else(|| self.objective.hessian(parameters), |parabola| parabola.hessian.to_vec())
    }

    /// ∇E over all samples, where that takes no pass over them.
    #[cfg(feature = "chapters")]
    pub fn gradient_at_once(&self, parameters: Parameters) -> Option<Parameters> {
        let [x, y] = self.parabola?.gradient([parameters[0], parameters[1]]);
        Some([x, y, 0.0])
    }

    /// E above its smallest value, where that is known.
    pub fn excess(&self, parameters: Parameters) -> Option<f64> {
        let exactly = self.parabola.map(|parabola| parabola.excess([parameters[0], parameters[1]]));
        exactly.or_else(|| Some((self.height(parameters) - self.floor?).max(0.0)))
    }

    /// The share of the samples that are classified as they should be; 1 where there are none.
    pub fn accuracy(&self, parameters: Parameters) -> f64 {
        self.samples.as_ref().map_or(1.0, |samples| samples.risk.accuracy(&parameters[..self.dim()]))
    }

    /// The minimum, where it is known and the only one.
    pub fn minimum(&self) -> Option<Parameters> {
        self.minimum
    }

    /// The smallest E, where it is known.
    pub fn floor(&self) -> Option<f64> {
        self.floor
    }

    /// Whether it is what an experiment minimises that differs in nothing but how it runs, as `view` has it. A start that is
    /// in the hand stays within the window, which holds still under it.
    pub fn is_for(&self, experiment: &Experiment, view: View, is_in_hand: bool) -> bool {
        let start = start_of(experiment).map(|point| self.two(point)).filter(|_| self.samples.is_some());
        let holds = || is_in_hand || view.window.is_some() || self.window == window_for(self.usual_window, start, view);
        self.view == view && holds()
    }
}

impl Samples {
    /// Whether the targets are classes.
    pub fn has_classes(&self) -> bool {
        cfg!(feature = "classes") && self.has_classes
    }

    /// Weights and bias for the data as they were measured: for one feature (w, b), for two (w₁, w₂, b).
    pub fn of_raw_features(&self, parameters: Parameters) -> Parameters {
        match &self.standardization {
            // A model without a bias has one of 0 on standardised features, and some other on those as measured.
            Some(standardization) => {
                let with_bias = &parameters[..=self.data.d()];
                self::parameters(&standardization.parameters_of_raw_features(with_bias))
            }
            None => parameters,
        }
    }

    /// A sample's place in the plane of the data.
    pub fn place(&self, sample: usize) -> [f64; 2] {
        let row = self.data.row(sample);
        if self.has_classes() { [row[0], row[1]] } else { [row[0], self.data.targets()[sample]] }
    }

    /// The sample closest to a point, within a twentieth of what is shown.
    pub fn nearest(&self, point: [f64; 2]) -> Option<usize> {
        let [x, y] = self.window.map(|(min, max)| max - min);
        let distance = |sample: usize| {
            let place = self.place(sample);
            let (dx, dy) = ((place[0] - point[0]) / x, (place[1] - point[1]) / y);
            dx * dx + dy * dy
        };
        let nearest = (0..self.data.n()).min_by(|&a, &b| distance(a).total_cmp(&distance(b)));
        nearest.filter(|&sample| distance(sample) < 0.05 * 0.05)
    }
}

/// As many parameters as there are, then zeros.
pub fn parameters(values: &[f64]) -> Parameters {
    let mut parameters = [0.0; MOST_PARAMETERS];
    parameters.iter_mut().zip(values).for_each(|(parameter, value)| *parameter = *value);
    parameters
}

fn has_both_classes(data: &Dataset) -> bool {
    let of_class_1: f64 = data.targets().iter().sum();
    of_class_1 > 0.0 && of_class_1 < data.n() as f64
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

/// What is shown of a landscape, usually and for a start.
fn window_for(usual: [(f64, f64); 2], start: Option<[f64; 2]>, view: View) -> [(f64, f64); 2] {
    let window = reaching(usual, start);
    if view.fills_plane { filling(window) } else { window }
}

/// A window that reaches a point, by whole parts of its own length, so that it holds while the point is moved a little.
fn reaching(window: [(f64, f64); 2], point: Option<[f64; 2]>) -> [(f64, f64); 2] {
    let Some(point) = point else { return window };
    [0, 1].map(|axis| {
        let ((min, max), value) = (window[axis], point[axis]);
        let part = PART_OF_A_WINDOW * (max - min);
        // What is a rounding beyond the edge is at the edge: a start that is held there moves nothing but itself.
        let is_beyond = |beyond: f64| beyond > ROUNDING * (max - min);
        let parts = |beyond| if is_beyond(beyond) { (beyond / part + MARGIN_IN_PARTS).ceil() * part } else { 0.0 };
        let (min, max) = (min - parts(min - value), max + parts(value - max));
        (min.max(f64::MIN / 4.0), max.min(f64::MAX / 4.0))
    })
}

/// A window in the proportions of a picture, about the same place.
fn filling(window: [(f64, f64); 2]) -> [(f64, f64); 2] {
    let [width, height] = window.map(|(min, max)| max - min);
    let height = height.max(width / PROPORTIONS);
    [(0, PROPORTIONS * height), (1, height)].map(|(axis, size)| {
        let (min, max) = window[axis];
        (0.5 * (min + max - size), 0.5 * (min + max + size))
    })
}

/// A range widened by a part of its length on either side, never empty.
fn with_margin((min, max): (f64, f64), part: f64) -> (f64, f64) {
    let length = max - min;
    let margin = if length > 0.0 && length.is_finite() { part * length } else { min.abs().max(1.0) * 0.5 };
    ((min - margin).max(f64::MIN / 4.0), (max + margin).min(f64::MAX / 4.0))
}
