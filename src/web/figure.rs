//! `Figure` for the page: a figure's state with the canvases it is drawn on.

use super::canvas::{Backend, Canvas, FINENESS, Spare};
use super::{array, fresh_seed, object};
use crate::chart::{Drawn, Fingerprint, Frame, Layer, Path, Series, Theme, View, draw};
use crate::error::{Allowed, Error};
use crate::experiment::MOST_MISTAKES;
use crate::figure::{Control, Field, Revision, named};
use crate::language::Language;
use crate::words::Words;
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
    axes: Canvas,
    trail: Spare,
    moving: Canvas,
    /// Which of them the last frame drew on.
    changed: [bool; 3],
    frame: Frame,
    drawn: Option<Revision>,
    /// What is on the three canvases, of a view that can tell.
    plotted: Option<[Fingerprint; 3]>,
    /// Per path, the newest point drawn.
    newest: Vec<usize>,
}

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** The name of a descent, for its colour and marker. */
export type SeriesName = "batch" | "stochastic" | "mini-batch" | null;
export interface Panel {
  index: number; name: string; series: SeriesName; title: string; detail: string; status: string;
  columns: number; starts: boolean; turns: boolean; tall: boolean; description: string;
}
export interface Control {
  key: string; label: string; series: SeriesName; value: string; folded: boolean;
  kind: "slider" | "choice" | "integer" | "formula";
  min: number; max: number; logarithmic: boolean; integer: boolean; danger: number | undefined;
  marks: { value: number; series: SeriesName; label: string }[];
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
  series: SeriesName; text: string; remedy: { key: string; value: string; label: string } | undefined;
}
"#;

#[wasm_bindgen]
impl Figure {
    /// The figure called `name`, showing `experiment` where it is right; what is not is listed in `problems`. It speaks
    /// with `words`, the sentences of a language as the build has put them down. Throws when there is no such figure.
    #[wasm_bindgen(constructor)]
    pub fn new(name: &str, experiment: &str, words: &str) -> Result<Figure, JsError> {
        let language = language_of(words)?;
        let mut figure = named(name).map_err(|error| JsError::new(&error.message(language.words())))?;
        figure.set_language(language);
        let problems = figure.apply(experiment);
        let stages = figure.panels().iter().map(|_| None).collect();
        Ok(Figure { figure, language, theme: Theme::Light, stages, problems })
    }

    /// The complete string.
    #[wasm_bindgen(getter)]
    pub fn experiment(&self) -> String {
        self.figure.experiment()
    }

    /// What was wrong with the string last applied, a sentence each; of very much, the beginning.
    #[wasm_bindgen(getter)]
    pub fn problems(&self) -> Vec<String> {
        self.problems.iter().take(MOST_MISTAKES).map(|error| error.message(self.language.words())).collect()
    }

    /// Shows another experiment.
    pub fn apply(&mut self, experiment: &str) {
        self.problems = self.figure.apply(experiment);
    }

    /// Changes a key. Throws in the reader's language, leaving all as it was.
    pub fn set(&mut self, key: &str, value: &str) -> Result<(), JsError> {
        self.figure.set(key, value.trim()).map_err(|error| JsError::new(&error.message(self.language.words())))
    }

    /// Speaks with other words. Throws at those of another version, and goes on with the ones before.
    #[wasm_bindgen(js_name = setWords)]
    pub fn set_words(&mut self, words: &str) -> Result<(), JsError> {
        self.language = language_of(words)?;
        self.figure.set_language(self.language);
        Ok(())
    }

    /// `dark`, or light for any other word.
    #[wasm_bindgen(js_name = setTheme)]
    pub fn set_theme(&mut self, theme: &str) {
        self.theme = if theme == "dark" { Theme::Dark } else { Theme::Light };
        for stage in self.stages.iter_mut().flatten() {
            stage.frame.theme = self.theme;
            (stage.drawn, stage.plotted) = (None, None);
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
        let handles = self.figure.handles();
        let mut places = vec![None; handles.len()];
        for (panel, stage) in self.stages.iter().enumerate() {
            let Some(frame) = stage.as_ref().map(|stage| stage.frame) else { continue };
            if handles.iter().all(|handle| handle.panel != panel) {
                continue;
            }
            self.figure.show(panel, &mut |view| {
                for (place, handle) in places.iter_mut().zip(&handles).filter(|(_, handle)| handle.panel == panel) {
                    *place = Some(view.to_css_pixel(&frame, handle.at));
                }
            });
        }
        array(handles.into_iter().zip(places).enumerate().filter_map(|(index, (handle, place))| {
            let (x, y) = place?;
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
        let Some(frame) = self.stages.get(panel).and_then(Option::as_ref).map(|stage| stage.frame) else { return };
        let mut point = None;
        self.figure.show(panel, &mut |view| point = view.nearest(&frame, x, y));
        if let Some(point) = point {
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
    #[wasm_bindgen(unchecked_return_type = "[SeriesName, string][]")]
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
        axes: &HtmlCanvasElement,
        trail: &HtmlCanvasElement,
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
            [(axes, sharp), (moving, ratio)].map(|(element, pixels)| Canvas::new(element, frame.size, pixels, ratio));
        let [Some(axes), Some(moving)] = canvases else { return };
        let trail = Spare::new(trail.clone(), frame.size, sharp, ratio);
        if let Some(stage) = self.stages.get_mut(panel) {
            *stage = Some(Stage {
                axes,
                trail,
                moving,
                changed: [false; 3],
                frame,
                drawn: None,
                plotted: None,
                newest: Vec::new(),
            });
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
            let revision = self.figure.revision(panel);
            stage.changed = [false; 3];
            self.figure.show(panel, &mut |view| {
                // A backend that fails has lost its canvas; there is nothing to draw on, and nobody to tell.
                let _ = stage.draw(view, revision);
            });
            for (layer, _) in stage.changed.iter().enumerate().filter(|(_, changed)| **changed) {
                drawn |= 1_u32.unbounded_shl((3 * panel + layer) as u32);
            }
        }
        drawn
    }
}

fn language_of(words: &str) -> Result<Language, JsError> {
    let words = Words::new(words).ok_or_else(|| JsError::new("the words are of another version than the module"))?;
    Ok(Language::of_words(words))
}

impl Figure {
    fn point(&self, panel: usize, x: f64, y: f64) -> Option<[f64; 2]> {
        let frame = self.stages.get(panel)?.as_ref()?.frame;
        let mut point = None;
        self.figure.show(panel, &mut |view| point = view.from_css_pixel(&frame, x, y));
        point
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
                    JsError::new(&error.message(self.language.words()))
                })
            })
            .collect()
    }
}

impl Stage {
    fn draw(&mut self, view: &dyn View, revision: Revision) -> Drawn<Backend> {
        if let Some(now) = view.fingerprints() {
            return self.draw_changes(view, now);
        }
        let drawn = self.drawn.replace(revision);
        if drawn.map(|drawn| drawn.ground) != Some(revision.ground) {
            self.changed[0] = true;
            self.axes.clear();
            draw(view, Layer::Axes, &self.frame, self.axes.area())?;
        }
        if drawn != Some(revision) {
            self.changed[1] = true;
            self.trail.clear();
            self.newest.clear();
        }
        let paths = view.paths();
        let fresh = self.newest.len() != paths.len();
        self.newest.resize(paths.len(), 0);
        let newest = |path: &Path<'_>| path.points.len().saturating_sub(1);
        if (fresh || paths.iter().zip(&self.newest).any(|(path, &drawn)| newest(path) > drawn))
            && let Some(trail) = self.trail.canvas()
        {
            self.changed[1] = true;
            draw(view, Layer::Trail { from: &self.newest }, &self.frame, trail.area())?;
            for (drawn, path) in self.newest.iter_mut().zip(paths) {
                *drawn = newest(path);
            }
        }
        self.changed[2] = true;
        self.moving.clear();
        draw(view, Layer::Moving, &self.frame, self.moving.area())
    }

    /// Draws the layers that look different now.
    fn draw_changes(&mut self, view: &dyn View, now: [Fingerprint; 3]) -> Drawn<Backend> {
        let before = self.plotted.replace(now);
        let [axes, still, moving] = [0, 1, 2].map(|place| before.is_none_or(|before| before[place] != now[place]));
        self.changed = [axes, still, moving];
        if axes {
            self.axes.clear();
            draw(view, Layer::Axes, &self.frame, self.axes.area())?;
        }
        if still {
            self.trail.clear();
            if now[1] != Fingerprint::default()
                && let Some(trail) = self.trail.canvas()
            {
                draw(view, Layer::Trail { from: &[] }, &self.frame, trail.area())?;
            }
        }
        if moving {
            self.moving.clear();
            draw(view, Layer::Moving, &self.frame, self.moving.area())?;
        }
        Ok(())
    }
}

fn series(series: Option<Series>) -> JsValue {
    match series {
        Some(Series::Batch) => "batch".into(),
        Some(Series::Stochastic) => "stochastic".into(),
        Some(Series::MiniBatch) => "mini-batch".into(),
        Some(Series::Further(_)) | None => JsValue::NULL,
    }
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
