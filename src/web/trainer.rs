//! `Trainer` for JavaScript.

use super::canvas::{Canvas, FINENESS};
use super::{Dataset, Outcome, refused};
use crate::chart::{Frame, Picture, Theme, draw_all};
use crate::data;
use crate::error::{Allowed, Error};
use crate::experiment::{Experiment, Key};
use crate::figure::{Losses, Portrait};
use crate::objective::Batch;
use crate::stability;
use js_sys::{Float64Array, Uint32Array};
use std::sync::Arc;
use wasm_bindgen::prelude::*;
use web_sys::HtmlCanvasElement;

/// A descent: an experiment's objective, optimizer and batches, where it stands, and where it has been.
#[wasm_bindgen]
pub struct Trainer {
    trainer: crate::trainer::Trainer,
    own: Option<Arc<data::Dataset>>,
    portrait: Option<Portrait>,
}

#[wasm_bindgen]
impl Trainer {
    /// A run of an experiment, on data of one's own if any are given.
    #[wasm_bindgen(constructor)]
    pub fn new(experiment: &str, data: Option<Dataset>) -> Outcome<Trainer> {
        let own = data.map(|data| data.data);
        let mut defaults = Experiment::default();
        if own.is_some() {
            // A data set is given to be used.
            defaults.set("data", "own").map_err(refused)?;
        }
        let experiment = defaults.parse_over(experiment).map_err(refused)?;
        let mut trainer = crate::trainer::Trainer::new(&experiment, own.clone()).map_err(refused)?;
        trainer.put_losses_off();
        Ok(Trainer { trainer, own, portrait: None })
    }

    /// The canonical string.
    #[wasm_bindgen(getter)]
    pub fn experiment(&self) -> String {
        self.trainer.experiment().to_string()
    }

    /// Takes up to `count` steps, fewer when the run stops.
    pub fn step(&mut self, count: f64) -> String {
        self.trainer.step(count as u64).name().into()
    }

    /// A new random initialization.
    pub fn restart(&mut self, seed: u32) -> Outcome<()> {
        self.trainer.restart(seed).map_err(refused)
    }

    /// The same start again.
    pub fn rewind(&mut self) {
        self.trainer.rewind();
    }

    /// Starts from `parameters`, `[dim]`.
    #[wasm_bindgen(js_name = moveTo)]
    pub fn move_to(&mut self, parameters: Vec<f64>) -> Outcome<()> {
        self.trainer.move_to(&parameters).map_err(refused)
    }

    /// Changes the keys that a string names: all of them, or none.
    pub fn set(&mut self, experiment: &str) -> Outcome<()> {
        let experiment = self.trainer.experiment().parse_over(experiment).map_err(refused)?;
        self.trainer.change(experiment).map_err(refused)
    }

    /// How the run stands.
    #[wasm_bindgen(getter)]
    pub fn status(&self) -> String {
        self.trainer.status().name().into()
    }

    /// Why the run has ended, if it has.
    #[wasm_bindgen(getter)]
    pub fn reason(&self) -> Option<String> {
        self.trainer.reason().map(ToString::to_string)
    }

    /// How little a step moves a parameter that does not move any more.
    #[wasm_bindgen(getter)]
    pub fn tolerance(&self) -> f64 {
        self.trainer.tolerance()
    }

    /// Sets it, and judges anew.
    #[wasm_bindgen(js_name = setTolerance)]
    pub fn set_tolerance(&mut self, tolerance: f64) -> Outcome<()> {
        self.trainer.set_tolerance(tolerance).map_err(refused)
    }

    /// Steps taken.
    #[wasm_bindgen(getter)]
    pub fn steps(&self) -> f64 {
        self.trainer.steps() as f64
    }

    /// Samples that all steps used.
    #[wasm_bindgen(getter, js_name = samplesSeen)]
    pub fn samples_seen(&self) -> f64 {
        self.trainer.samples_seen() as f64
    }

    /// The seed.
    #[wasm_bindgen(getter)]
    pub fn seed(&self) -> u32 {
        self.trainer.experiment().seed
    }

    /// The whole objective at the current parameters.
    #[wasm_bindgen(getter)]
    pub fn loss(&self) -> f64 {
        self.trainer.loss()
    }

    /// The whole objective at any parameters, `[dim]`.
    #[wasm_bindgen(js_name = lossAt)]
    pub fn loss_at(&self, parameters: &[f64]) -> f64 {
        self.trainer.objective().value(parameters, Batch::All)
    }

    /// The current parameters, `[dim]`.
    #[wasm_bindgen(getter)]
    pub fn parameters(&self) -> Vec<f64> {
        self.trainer.parameters().to_vec()
    }

    /// The gradient of the whole objective at the current parameters, `[dim]`.
    #[wasm_bindgen(getter)]
    pub fn gradient(&self) -> Vec<f64> {
        self.trainer.gradient()
    }

    /// The samples of the newest step, by index, if there is one: a `Uint32Array`, or of a stream longer than that counts a
    /// `Float64Array`.
    #[wasm_bindgen(js_name = newestSamples, unchecked_return_type = "Uint32Array | Float64Array | undefined")]
    pub fn newest_samples(&mut self) -> JsValue {
        let n = self.trainer.objective().samples();
        let Some((batch, _)) = self.trainer.newest_batch() else { return JsValue::UNDEFINED };
        let counted = |range: std::ops::Range<u64>| match u32::try_from(n) {
            Ok(_) => Uint32Array::from(&range.map(|index| index as u32).collect::<Vec<_>>()[..]).into(),
            // Exactly: indices are far below 2⁵³.
            Err(_) => Float64Array::from(&range.map(|index| index as f64).collect::<Vec<_>>()[..]).into(),
        };
        match batch {
            Batch::All => counted(0..n),
            Batch::Consecutive { from, to } => counted(from..to),
            Batch::Samples(indices) => Uint32Array::from(indices).into(),
            Batch::Drawn(indices) => {
                Float64Array::from(&indices.iter().map(|&index| index as f64).collect::<Vec<_>>()[..]).into()
            }
        }
    }

    /// The gradient over them before the step, `[dim]`.
    #[wasm_bindgen(js_name = newestGradient)]
    pub fn newest_gradient(&mut self) -> Option<Vec<f64>> {
        self.trainer.newest_batch().map(|(_, gradient)| gradient.to_vec())
    }

    /// Row-major `[rows, dim]`.
    pub fn trajectory(&self) -> Vec<f64> {
        let mut points = self.trainer.trajectory().points().to_vec();
        if self.goes_on_beyond_its_trajectory() {
            points.extend_from_slice(self.trainer.parameters());
        }
        points
    }

    /// The steps before each row, `[rows]`.
    #[wasm_bindgen(js_name = trajectorySteps)]
    pub fn trajectory_steps(&self) -> Vec<f64> {
        let trajectory = self.trainer.trajectory();
        let mut steps: Vec<f64> = (0..trajectory.len()).map(|place| trajectory.step(place) as f64).collect();
        if self.goes_on_beyond_its_trajectory() {
            steps.push(self.trainer.steps() as f64);
        }
        steps
    }

    /// The loss of each step's batch before the step.
    pub fn losses(&mut self) -> Vec<f64> {
        self.trainer.losses().to_vec()
    }

    /// The data, as the model sees them.
    #[wasm_bindgen(getter)]
    pub fn data(&self) -> Outcome<Option<Dataset>> {
        let data = self.raw_data()?;
        Ok(data.map(|data| Arc::clone(self.trainer.experiment().risk(&data).data()).into()))
    }

    /// Means, then standard deviations, `[2 d]`; nothing where features are as they were measured.
    #[wasm_bindgen(getter)]
    pub fn standardization(&self) -> Outcome<Option<Vec<f64>>> {
        let standardization = self.raw_data()?.and_then(|data| self.trainer.experiment().standardization(&data));
        Ok(standardization.map(|it| [it.mean, it.deviation].concat()))
    }

    /// Where the loss is smallest, `[dim]`.
    #[wasm_bindgen(getter)]
    pub fn minimum(&self) -> Outcome<Option<Vec<f64>>> {
        let Some(data) = self.raw_data()? else { return Ok(self.trainer.objective().minimum()) };
        self.refuse_many_parameters("minimum")?;
        let experiment = self.trainer.experiment();
        Ok(experiment.minimum_of(&experiment.risk(&data)))
    }

    /// Row-major `[dim, dim]`.
    #[wasm_bindgen(getter)]
    pub fn hessian(&self) -> Outcome<Vec<f64>> {
        self.refuse_many_parameters("hessian")?;
        Ok(self.trainer.objective().hessian(self.trainer.parameters()))
    }

    /// Those of the Hessian, in rising order, `[dim]`.
    #[wasm_bindgen(getter)]
    pub fn eigenvalues(&self) -> Outcome<Vec<f64>> {
        Ok(stability::eigenvalues(&self.hessian()?, self.trainer.parameters().len()))
    }

    /// That of the Hessian.
    #[wasm_bindgen(getter, js_name = conditionNumber)]
    pub fn condition_number(&self) -> Outcome<f64> {
        Ok(stability::condition_number(&self.eigenvalues()?))
    }

    /// The learning rate from which on the run does not converge, where theory has one.
    #[wasm_bindgen(getter, js_name = learningRateLimit)]
    pub fn learning_rate_limit(&self) -> Outcome<Option<f64>> {
        self.refuse_many_parameters("limit")?;
        let experiment = self.trainer.experiment();
        let limit = match self.raw_data()? {
            Some(data) => stability::limit_of_run(experiment, &experiment.risk(&data)),
            // Of samples that are drawn, theory asks for more than a stream is known by.
            None if experiment.is_about_stream() && !self.trainer.sampler().is_full() => None,
            None => {
                let start = self.trainer.trajectory().point(0);
                stability::limit_of_descent(experiment, self.trainer.objective().as_ref(), start)
            }
        };
        Ok(limit.map(|limit| limit.value))
    }

    /// The words that can be chosen for a key.
    pub fn choices(key: &str) -> Outcome<Vec<String>> {
        let choices = Key::named(key).map_err(refused)?.choices();
        Ok(choices.into_iter().map(|choice| choice.name.to_owned()).collect())
    }

    /// Draws the landscape over the two parameters, with the path so far, onto the whole of a canvas.
    #[wasm_bindgen(js_name = drawLandscape)]
    pub fn draw_landscape(&mut self, canvas: &HtmlCanvasElement, dark: bool) -> Outcome<bool> {
        if !self.portrait.as_ref().is_some_and(|portrait| portrait.is_of(&self.trainer)) {
            self.portrait = Some(Portrait::new(&self.trainer).map_err(refused)?);
        }
        let picture = self.portrait.as_mut().map(|portrait| portrait.picture(&self.trainer));
        Ok(picture.is_some_and(|picture| paint(canvas, dark, &picture).is_some()))
    }

    /// Draws the losses of the batches against the steps onto the whole of a canvas.
    #[wasm_bindgen(js_name = drawLosses)]
    pub fn draw_losses(&mut self, canvas: &HtmlCanvasElement, dark: bool) -> bool {
        paint(canvas, dark, &Losses::of(&mut self.trainer).picture()).is_some()
    }
}

impl Trainer {
    fn own_data(&self) -> Option<&Arc<data::Dataset>> {
        self.own.as_ref().filter(|_| self.trainer.experiment().is_about_own_data())
    }

    fn raw_data(&self) -> Outcome<Option<Arc<data::Dataset>>> {
        self.trainer.experiment().dataset(self.own_data()).map_err(refused)
    }

    /// A matrix of theirs by theirs has to fit the memory, and what is computed of it a human's patience.
    fn refuse_many_parameters(&self, what: &str) -> Outcome<()> {
        const MOST: usize = 1000;
        let dim = self.trainer.parameters().len();
        let allowed = Allowed::Integer { min: 1, max: MOST as u64 };
        if dim <= MOST {
            Ok(())
        } else {
            Err(refused(Error::not_allowed(&format!("{what} of parameters"), dim, allowed)))
        }
    }

    /// Whether the newest point is one that a long run does not keep.
    fn goes_on_beyond_its_trajectory(&self) -> bool {
        self.trainer.trajectory().step(usize::MAX) < self.trainer.steps()
    }
}

/// Paints a picture onto the backing store that a canvas has, as sharp as its size on the page asks for; `None` when it
/// cannot be drawn on.
fn paint(element: &HtmlCanvasElement, dark: bool, picture: &Picture<'_>) -> Option<()> {
    // Pixels to a CSS pixel, and units to a pixel.
    let shown = f64::from(element.client_width());
    let sharpness = if shown > 0.0 { f64::from(element.width()) / shown } else { 2.0 };
    let fineness = (FINENESS / sharpness).ceil().max(1.0);
    let size = [element.width(), element.height()].map(|pixels| (f64::from(pixels) * fineness) as u32);
    let (size, scale) = ((size[0], size[1]), sharpness * fineness);
    if size.0 == 0 || size.1 == 0 {
        return Some(());
    }
    let canvas = Canvas::as_it_is(element, size)?;
    let frame = Frame { size, scale, theme: if dark { Theme::Dark } else { Theme::Light } };
    canvas.clear();
    draw_all(picture, &frame, canvas.area()).ok()
}
