//! `Trainer` for JavaScript.

use super::canvas::{Canvas, FINENESS};
use super::dataset::BorrowedDataset;
use super::{integer, refused, seed, text_of};
use crate::chart::{Frame, Theme, View, draw_all};
use crate::experiment::{Experiment, Key};
use crate::figure::{Portrait, show_losses};
use wasm_bindgen::prelude::*;
use web_sys::HtmlCanvasElement;

/// A descent: an experiment's objective, optimizer and batches, where it stands, and where it has been.
#[wasm_bindgen]
pub struct Trainer {
    trainer: crate::trainer::Trainer,
    portrait: Option<Portrait>,
}

#[wasm_bindgen]
impl Trainer {
    /// @param experiment a query such as `data=engel&lr=0.1`; what it leaves out has a default
    /// @param data the data set of `data=own`
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_param_type = "string")] experiment: &JsValue,
        data: Option<BorrowedDataset>,
    ) -> Result<Trainer, JsError> {
        let text = text_of("experiment", experiment)?;
        let data = data.map(|data| data.data()).transpose()?;
        let mut defaults = Experiment::default();
        if data.is_some() {
            // A data set is given to be used.
            defaults.set("data", "own").map_err(refused)?;
        }
        let experiment = defaults.parse_over(&text).map_err(refused)?;
        let trainer = crate::trainer::Trainer::new(&experiment, data).map_err(refused)?;
        Ok(Trainer { trainer, portrait: None })
    }

    /// The canonical string: defaults filled in, seed included.
    #[wasm_bindgen(getter)]
    pub fn experiment(&self) -> String {
        self.trainer.experiment().to_string()
    }

    /// Takes up to `count` steps (1 by default), fewer when the run stops.
    #[wasm_bindgen(unchecked_return_type = r#""running" | "converged" | "diverged""#)]
    pub fn step(&mut self, count: Option<f64>) -> Result<String, JsError> {
        const MOST: u64 = 1 << 53;
        let count = integer("count", count.unwrap_or(1.0), 0, MOST)?;
        Ok(self.trainer.step(count).name().into())
    }

    /// A new random initialization, with fresh entropy when no seed is given.
    pub fn restart(&mut self, seed: Option<f64>) -> Result<(), JsError> {
        self.trainer.restart(self::seed(seed)?).map_err(refused)
    }

    /// The same start again.
    pub fn rewind(&mut self) {
        self.trainer.rewind();
    }

    /// Starts from `parameters`: weights first, bias last; or x, then y.
    #[wasm_bindgen(js_name = moveTo)]
    pub fn move_to(&mut self, parameters: Vec<f64>) -> Result<(), JsError> {
        self.trainer.move_to(&parameters).map_err(refused)
    }

    /// Changes any key of the experiment. The learning rate, the optimizer and the sampler change in mid-flight; any other key
    /// begins the run again. When it throws, the run is as it was.
    pub fn set(
        &mut self,
        key: &str,
        #[wasm_bindgen(unchecked_param_type = "string | number | boolean")] value: &JsValue,
    ) -> Result<(), JsError> {
        self.trainer.set(key, &text_of(key, value)?).map_err(refused)
    }

    /// How the run stands.
    #[wasm_bindgen(getter, unchecked_return_type = r#""running" | "converged" | "diverged""#)]
    pub fn status(&self) -> String {
        self.trainer.status().name().into()
    }

    /// Steps taken.
    #[wasm_bindgen(getter)]
    pub fn steps(&self) -> f64 {
        self.trainer.steps() as f64
    }

    /// Samples that all steps used, those drawn twice counted twice.
    #[wasm_bindgen(getter, js_name = samplesSeen)]
    pub fn samples_seen(&self) -> f64 {
        self.trainer.samples_seen() as f64
    }

    /// The seed, from 0 to 2³² − 1.
    #[wasm_bindgen(getter)]
    pub fn seed(&self) -> f64 {
        f64::from(self.trainer.experiment().seed)
    }

    /// The whole objective at the current parameters.
    #[wasm_bindgen(getter)]
    pub fn loss(&self) -> f64 {
        self.trainer.loss()
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

    /// Row-major `[steps + 1, dim]`, the start first; complete up to 131,072 steps, decimated beyond, both ends kept.
    pub fn trajectory(&self) -> Vec<f64> {
        let trajectory = self.trainer.trajectory();
        let mut points = trajectory.points().to_vec();
        if trajectory.step(usize::MAX) < self.trainer.steps() {
            points.extend_from_slice(self.trainer.parameters());
        }
        points
    }

    /// `[steps]`: the loss of each step's batch before the step, as PyTorch prints it; decimated as the trajectory.
    pub fn losses(&self) -> Vec<f64> {
        self.trainer.trajectory().losses().to_vec()
    }

    /// The words that can be chosen for a key; none for a number.
    pub fn choices(key: &str) -> Result<Vec<String>, JsError> {
        let choices = Key::named(key).map_err(refused)?.choices();
        Ok(choices.into_iter().map(|choice| choice.name.to_owned()).collect())
    }

    /// Draws the landscape over the two parameters, with the path so far, onto the whole of a canvas. Throws when there are
    /// not two parameters.
    #[wasm_bindgen(js_name = drawLandscape)]
    pub fn draw_landscape(
        &mut self,
        canvas: &HtmlCanvasElement,
        #[wasm_bindgen(unchecked_param_type = r#""light" | "dark""#)] theme: Option<String>,
    ) -> Result<(), JsError> {
        let portrait = match self.portrait.take().filter(|portrait| portrait.is_of(&self.trainer)) {
            Some(portrait) => portrait,
            None => Portrait::new(&self.trainer).map_err(refused)?,
        };
        let outcome = paint(canvas, theme.as_deref(), &|see| portrait.show(&self.trainer, see));
        self.portrait = Some(portrait);
        outcome
    }

    /// Draws the losses of the batches against the steps onto the whole of a canvas.
    #[wasm_bindgen(js_name = drawLosses)]
    pub fn draw_losses(
        &self,
        canvas: &HtmlCanvasElement,
        #[wasm_bindgen(unchecked_param_type = r#""light" | "dark""#)] theme: Option<String>,
    ) -> Result<(), JsError> {
        paint(canvas, theme.as_deref(), &|see| show_losses(&self.trainer, see))
    }
}

/// Shows a view to whom it is given.
type Show<'a> = &'a dyn Fn(&mut dyn FnMut(&dyn View));

/// Paints a view onto the backing store that a canvas has, as sharp as its size on the page asks for.
fn paint(element: &HtmlCanvasElement, theme: Option<&str>, show: Show<'_>) -> Result<(), JsError> {
    let failed = || JsError::new("canvas: must be a canvas that can be drawn on in two dimensions");
    // Pixels to a CSS pixel, and units to a pixel.
    let shown = f64::from(element.client_width());
    let sharpness = if shown > 0.0 { f64::from(element.width()) / shown } else { 2.0 };
    let fineness = (FINENESS / sharpness).ceil().max(1.0);
    let size = [element.width(), element.height()].map(|pixels| (f64::from(pixels) * fineness) as u32);
    let (size, scale) = ((size[0], size[1]), sharpness * fineness);
    let canvas = Canvas::as_it_is(element, size).ok_or_else(failed)?;
    let theme = if theme == Some("dark") { Theme::Dark } else { Theme::Light };
    let frame = Frame { size, scale, theme };
    canvas.clear();
    let mut outcome = Ok(());
    show(&mut |view| outcome = draw_all(view, &frame, canvas.area()).map_err(|_| failed()));
    outcome
}
