//! `Figure` for the page: a figure's state with the canvases it is drawn on.

use super::canvas::{Backend, Canvas, FINENESS, Spare};
use super::{array, fresh_seed, object};
use crate::chart::{Change, Drawn, Fingerprint, Frame, Layer, Look, Map, Picture, Style, Theme, draw};
use crate::error::{Allowed, Error};
use crate::experiment::MOST_MISTAKES;
use crate::figure::{Control, Field, named};
use crate::language::Language;
use wasm_bindgen::prelude::*;
use web_sys::HtmlCanvasElement;

/// A figure: what a reader sees and handles.
#[wasm_bindgen]
pub struct Figure {
    figure: Box<dyn crate::figure::Figure>,
    language: Language,
    theme: Theme,
    stages: Vec<Option<Stage>>,
    problems: Vec<Error>,
}

/// A panel's three canvases, and what is on them.
struct Stage {
    ground: Canvas,
    still: Spare,
    moving: Canvas,
    frame: Frame,
    /// What they look like, once they have been drawn.
    looks: [Option<Look>; 3],
    /// Where the points of the picture are on them, and the space that this is of.
    map: Option<(Fingerprint, Map)>,
}

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** The name of a style: `var(--name)` is its colour, `Figure.marker(name)` its marker. */
export type StyleName = string | null;
export interface Panel {
  index: number; name: string; series: StyleName; title: string; detail: string; status: string;
  columns: number; starts: boolean; turns: boolean; tall: boolean; description: string;
}
export interface Control {
  key: string; label: string; series: StyleName; value: string; folded: boolean;
  kind: "slider" | "choice" | "integer" | "formula";
  min: number; max: number; logarithmic: boolean; integer: boolean; danger: number | undefined;
  marks: { value: number; series: StyleName; label: string }[];
  choices: { name: string; label: string }[];
}
/** Something that can be dragged, in CSS pixels from its panel's top left corner. */
/** What can be dragged; or, where it has a key, a field for that key's value. */
export interface Handle {
  index: number; panel: number; x: number; y: number; symbol: string; label: string; key: string | null; value: string | null;
}
export interface CodeLine { text: string; current: boolean }
export interface Clock { tick: number; reached: number; atRest: boolean; rest: number }
export interface Notice {
  series: StyleName; text: string; remedy: { key: string; value: string; label: string } | undefined;
}
"#;

#[wasm_bindgen]
impl Figure {
    /// The figure called `name`, in a language given by its tag, showing `experiment` where it is right; what is not
    /// is listed in `problems`. Throws when there is no such figure.
    #[wasm_bindgen(constructor)]
    pub fn new(name: &str, experiment: &str, language: &str) -> Result<Figure, JsError> {
        let language = Language::of_tag(language);
        let mut figure = named(name).map_err(|error| JsError::new(&error.message(language)))?;
        figure.set_language(language);
        let problems = figure.apply(experiment);
        let stages = figure.panels().iter().map(|_| None).collect();
        Ok(Figure { figure, language, theme: Theme::Light, stages, problems })
    }

    /// The shape of a style's marker, as the path of an SVG element, in a square from -160 to 160; nothing for any other name.
    pub fn marker(style: &str) -> String {
        Style::named(style).map_or_else(String::new, |style| style.marker().path())
    }

    /// The complete string.
    #[wasm_bindgen(getter)]
    pub fn experiment(&self) -> String {
        self.figure.experiment()
    }

    /// What was wrong with the string last applied, a sentence each; of very much, the beginning.
    #[wasm_bindgen(getter)]
    pub fn problems(&self) -> Vec<String> {
        self.problems.iter().take(MOST_MISTAKES).map(|error| error.message(self.language)).collect()
    }

    /// Shows another experiment.
    pub fn apply(&mut self, experiment: &str) {
        self.problems = self.figure.apply(experiment);
    }

    /// Changes a key. Throws in the reader's language, leaving all as it was.
    pub fn set(&mut self, key: &str, value: &str) -> Result<(), JsError> {
        self.figure.set(key, value.trim()).map_err(|error| JsError::new(&error.message(self.language)))
    }

    /// Speaks the language of a tag.
    #[wasm_bindgen(js_name = setLanguage)]
    pub fn set_language(&mut self, tag: &str) {
        self.language = Language::of_tag(tag);
        self.figure.set_language(self.language);
    }

    /// `dark`, or light for any other word.
    #[wasm_bindgen(js_name = setTheme)]
    pub fn set_theme(&mut self, theme: &str) {
        self.theme = if theme == "dark" { Theme::Dark } else { Theme::Light };
        for stage in self.stages.iter_mut().flatten() {
            stage.frame.theme = self.theme;
            stage.looks = [None, None, None];
        }
    }

    /// The panels named in `names` (by spaces; all when undefined). Throws at an unknown name.
    #[wasm_bindgen(unchecked_return_type = "Panel[]")]
    pub fn panels(&self, names: Option<String>) -> Result<JsValue, JsError> {
        let panels = self.figure.panels();
        let known = panels.iter().map(|panel| panel.name).collect();
        let wanted = self.chosen("views", names.as_deref(), known)?;
        let panels = panels.into_iter().enumerate().filter(|(_, panel)| wanted.contains(&panel.name));
        Ok(array(panels.map(|(index, panel)| {
            object(&[
                ("index", index.into()),
                ("name", panel.name.into()),
                ("series", series(panel.series)),
                ("title", panel.title.into()),
                ("detail", panel.detail.into()),
                ("status", panel.status.into()),
                ("columns", panel.columns.into()),
                ("starts", panel.starts.into()),
                ("turns", panel.turns.into()),
                ("tall", panel.tall.into()),
                ("description", panel.description.into()),
            ])
        })))
    }

    /// The controls whose keys are named in `keys` (by spaces; all when undefined), those that the figure has as it is
    /// now. Throws at an unknown key.
    #[wasm_bindgen(unchecked_return_type = "Control[]")]
    pub fn controls(&self, keys: Option<String>) -> Result<JsValue, JsError> {
        let controls = self.figure.controls();
        let known: Vec<_> = controls.iter().map(|control| control.key).collect();
        // Of a key that the figure has for other values than its own now, such as the noise of generated data.
        let string = self.figure.experiment();
        let resting = |name: &str| string.split('&').any(|pair| pair.split('=').next() == Some(name));
        let keys = keys.map(|keys| {
            let named = keys.split_whitespace().filter(|name| known.contains(name) || !resting(name));
            named.map(str::to_owned).collect::<Vec<_>>().join(" ")
        });
        let wanted = self.chosen("controls", keys.as_deref(), known)?;
        let controls = controls.into_iter().filter(|control| wanted.contains(&control.key));
        Ok(array(controls.map(control)))
    }

    /// How far the descents are.
    #[wasm_bindgen(getter, unchecked_return_type = "Clock")]
    pub fn clock(&self) -> JsValue {
        let clock = self.figure.clock();
        object(&[
            ("tick", (clock.tick as f64).into()),
            ("reached", (clock.reached as f64).into()),
            ("atRest", clock.at_rest.into()),
            ("rest", (clock.rest as f64).into()),
        ])
    }

    /// Goes to a tick.
    pub fn seek(&mut self, tick: f64) {
        self.figure.seek(tick.max(0.0) as u64);
    }

    /// Goes on by up to so many ticks, as far as a frame's time allows.
    pub fn advance(&mut self, ticks: f64) {
        self.figure.advance(ticks.max(0.0) as u64);
    }

    /// A new random initialization.
    pub fn restart(&mut self) -> Result<(), JsError> {
        self.figure.restart(fresh_seed()?);
        Ok(())
    }

    /// A click on a panel, in CSS pixels from its top left corner. Whether descents started there.
    pub fn press(&mut self, panel: usize, x: f64, y: f64) -> bool {
        self.point(panel, x, y).is_some_and(|point| self.figure.press(panel, point))
    }

    /// What can be dragged on the panels that have canvases.
    #[wasm_bindgen(unchecked_return_type = "Handle[]")]
    pub fn handles(&self) -> JsValue {
        array(self.figure.handles().into_iter().enumerate().filter_map(|(index, handle)| {
            let (x, y) = self.map(handle.panel)?.to_css_pixel(handle.at);
            Some(object(&[
                ("index", index.into()),
                ("panel", handle.panel.into()),
                ("x", x.into()),
                ("y", y.into()),
                ("symbol", handle.symbol.into()),
                ("label", handle.label.into()),
                ("key", handle.field.as_ref().map_or(JsValue::NULL, |(key, _)| (*key).into())),
                ("value", handle.field.map_or(JsValue::NULL, |(_, value)| value.into())),
            ]))
        }))
    }

    /// Drags a handle to a place of its panel, in CSS pixels from its top left corner; beside the plot it stops at the edge.
    pub fn drag(&mut self, handle: usize, x: f64, y: f64) {
        let Some(panel) = self.figure.handles().get(handle).map(|handle| handle.panel) else { return };
        if let Some(point) = self.map(panel).and_then(|map| map.nearest(x, y)) {
            self.figure.drag(handle, point);
        }
    }

    /// Turns a panel by so many CSS pixels of the finger's way.
    pub fn turn(&mut self, panel: usize, dx: f64, dy: f64, done: bool) {
        if dx.is_finite() && dy.is_finite() {
            self.figure.turn(panel, [dx, dy], done);
        }
    }

    /// The pointer over a panel, in CSS pixels from its top left corner.
    pub fn hover(&mut self, panel: usize, x: f64, y: f64) {
        let place = self.point(panel, x, y).map(|point| (panel, point));
        self.figure.hover(place);
    }

    /// The pointer over no panel.
    pub fn leave(&mut self) {
        self.figure.hover(None);
    }

    /// What is under the pointer, in words.
    #[wasm_bindgen(getter)]
    pub fn readout(&self) -> String {
        self.figure.readout()
    }

    /// The live rules, `[series, mathematics]` in turn.
    #[wasm_bindgen(unchecked_return_type = "[StyleName, string][]")]
    pub fn rules(&self) -> JsValue {
        array(self.figure.rules().into_iter().map(|(of, rule)| array([series(of), rule.into()])))
    }

    /// The program that does the same, if there is one.
    #[wasm_bindgen(unchecked_return_type = "CodeLine[]")]
    pub fn listing(&self) -> JsValue {
        let line =
            |line: crate::figure::CodeLine| object(&[("text", line.text.into()), ("current", line.current.into())]);
        array(self.figure.listing().into_iter().map(line))
    }

    /// What has to be said.
    #[wasm_bindgen(unchecked_return_type = "Notice[]")]
    pub fn notices(&self) -> JsValue {
        array(self.figure.notices().into_iter().map(|notice| {
            let remedy = notice.remedy.map_or(JsValue::UNDEFINED, |remedy| {
                object(&[("key", remedy.key.into()), ("value", remedy.value.into()), ("label", remedy.label.into())])
            });
            object(&[("series", series(notice.series)), ("text", notice.text.into()), ("remedy", remedy)])
        }))
    }

    /// Puts a panel on three stacked canvases of so many CSS pixels, sharp on a display of so many device pixels each.
    #[expect(clippy::too_many_arguments, reason = "JavaScript has no structure to pass them in that would say more")]
    pub fn attach(
        &mut self,
        panel: usize,
        ground: &HtmlCanvasElement,
        still: &HtmlCanvasElement,
        moving: &HtmlCanvasElement,
        width: f64,
        height: f64,
        #[wasm_bindgen(js_name = pixelRatio)] pixel_ratio: f64,
    ) {
        let units = |length: f64| (length * FINENESS).round().clamp(1.0, 1e5) as u32;
        let frame = Frame { size: (units(width), units(height)), scale: FINENESS, theme: self.theme };
        let ratio = pixel_ratio.clamp(0.5, 4.0);
        // Labels are sharp from two pixels on. What moves has none and is drawn in each frame: the pixels that the
        // display has are enough for it.
        let sharp = ratio.max(2.0);
        let canvases =
            [(ground, sharp), (moving, ratio)].map(|(element, pixels)| Canvas::new(element, frame.size, pixels, ratio));
        let [Some(ground), Some(moving)] = canvases else { return };
        let still = Spare::new(still.clone(), frame.size, sharp, ratio);
        if let Some(stage) = self.stages.get_mut(panel) {
            *stage = Some(Stage { ground, still, moving, frame, looks: [None, None, None], map: None });
        }
    }

    /// Lets go of a panel's canvases.
    pub fn detach(&mut self, panel: usize) {
        if let Some(stage) = self.stages.get_mut(panel) {
            *stage = None;
        }
    }

    /// Draws what has changed, a fraction (from 0 to below 1) of a tick after the clock's.
    ///
    /// Returns which canvases were drawn on: bit 3p + k for the k-th of the p-th panel.
    pub fn draw(&mut self, fraction: f64) -> u32 {
        self.figure.look(fraction);
        let mut drawn = 0;
        for (panel, stage) in self.stages.iter_mut().enumerate() {
            let Some(stage) = stage else { continue };
            drawn |= stage.draw(&self.figure.picture(panel)).unbounded_shl(3 * panel as u32);
        }
        drawn
    }
}

impl Figure {
    fn point(&self, panel: usize, x: f64, y: f64) -> Option<[f64; 2]> {
        self.map(panel)?.from_css_pixel(x, y)
    }

    /// Where the points of a panel's picture are, once it has been drawn.
    fn map(&self, panel: usize) -> Option<&Map> {
        self.stages.get(panel)?.as_ref()?.map.as_ref().map(|(_, map)| map)
    }

    /// The known names among some given by spaces.
    fn chosen<'a>(&self, key: &str, given: Option<&str>, known: Vec<&'a str>) -> Result<Vec<&'a str>, JsError>
    where
        'a: 'static,
    {
        let Some(given) = given else { return Ok(known) };
        given
            .split_whitespace()
            .map(|name| {
                let found = known.iter().find(|known| **known == name).copied();
                found.ok_or_else(|| {
                    let error = Error::not_allowed(key, name, Allowed::OneOf(known.clone()));
                    JsError::new(&error.message(self.language))
                })
            })
            .collect()
    }
}

impl Stage {
    /// Draws the layers that look different now, and returns which: bit k for the k-th.
    fn draw(&mut self, picture: &Picture<'_>) -> u32 {
        let space = picture.fingerprint_of_space();
        let map = match self.map.take().filter(|(of, _)| *of == space) {
            Some((_, map)) => map,
            None => picture.space.on(&self.frame),
        };
        let mut drawn = 0;
        for layer in Layer::ALL {
            let now = picture.look(layer, space);
            let before = self.looks[layer as usize].take();
            let change = now.change_from(before.as_ref());
            if change != Change::None {
                drawn |= 1 << layer as u32;
                // A backend that fails has lost its canvas; there is nothing to draw on, and nobody to tell.
                let _ = self.draw_layer(picture, layer, change, &map);
            }
            self.looks[layer as usize] = Some(now);
        }
        self.map = Some((space, map));
        drawn
    }

    fn draw_layer(&mut self, picture: &Picture<'_>, layer: Layer, change: Change<'_>, map: &Map) -> Drawn<Backend> {
        let canvas = match layer {
            Layer::Ground => &self.ground,
            Layer::Moving => &self.moving,
            Layer::Still => {
                if change == Change::All {
                    self.still.clear();
                }
                if picture.still.is_empty() {
                    return Ok(());
                }
                let Some(canvas) = self.still.canvas() else { return Ok(()) };
                canvas
            }
        };
        if change == Change::All {
            canvas.clear();
        }
        draw(picture, layer, change, (map, &self.frame), canvas.area())
    }
}

/// A style by its name.
fn series(style: Option<Style>) -> JsValue {
    style.map_or(JsValue::NULL, |style| style.name().into())
}

fn control(control: Control) -> JsValue {
    let (mut kind, mut range, mut danger) = ("slider", (0.0, 0.0, false, false), JsValue::UNDEFINED);
    let (mut all_marks, mut all_choices) = (Vec::new(), Vec::new());
    match control.field {
        Field::Slider { min, max, logarithmic, integer, marks, danger: from } => {
            range = (min, max, logarithmic, integer);
            danger = from.into();
            all_marks = marks;
        }
        Field::Choice(choices) => {
            kind = "choice";
            all_choices = choices;
        }
        Field::Formula => kind = "formula",
        Field::Integer { min, max } => {
            kind = "integer";
            range = (min as f64, max as f64, false, true);
        }
    }
    let marks = all_marks.into_iter().map(|mark| {
        object(&[("value", mark.value.into()), ("series", series(mark.series)), ("label", mark.label.into())])
    });
    let choices =
        all_choices.into_iter().map(|(name, label)| object(&[("name", name.into()), ("label", label.into())]));
    object(&[
        ("key", control.key.into()),
        ("label", control.label.into()),
        ("series", series(control.series)),
        ("value", control.value.into()),
        ("folded", control.folded.into()),
        ("kind", kind.into()),
        ("min", range.0.into()),
        ("max", range.1.into()),
        ("logarithmic", range.2.into()),
        ("integer", range.3.into()),
        ("danger", danger),
        ("marks", array(marks)),
        ("choices", array(choices)),
    ])
}
