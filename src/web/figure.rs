//! `Figure` for the page: a figure with the canvases it is drawn on.

use super::canvas::{Backend, Canvas, FINENESS, Spare};
use super::{fresh_seed, told};
use crate::chart::{
    Change, Drawn, Fingerprint, Frame, Layer, Look, Map, Picture, Room, Side, Style, Theme, draw, place,
};
use crate::error::{Allowed, Error};
use crate::experiment::MOST_MISTAKES;
use crate::figure::{Action, Answer, Clock, CodeLine, Control, Host, Notice, Panel, answers, named};
use crate::words::Words;
use wasm_bindgen::prelude::*;
use web_sys::HtmlCanvasElement;

/// A figure: what a reader sees and handles.
#[wasm_bindgen]
pub struct Figure {
    pub(super) host: Host,
    theme: Theme,
    stages: Vec<Option<Stage>>,
    pub(super) problems: Vec<Error>,
    /// The panels that are shown, and the controls that are asked for, if not all are.
    views: Vec<String>,
    controls: Option<Vec<String>>,
}

/// A panel's three canvases, and what is on them.
struct Stage {
    ground: Canvas,
    still: Spare,
    moving: Canvas,
    frame: Frame,
    /// What they look like, once they have been drawn.
    looks: [Option<Look>; 3],
    /// What names keep off on each.
    taken: [Room; 3],
    /// Whose names there were, and on which sides of their places.
    sides: Vec<(Style, Side)>,
    /// Where the points of the picture are on them, and the space that this is of.
    map: Option<(Fingerprint, Map)>,
}

answers! {
    /// What can be dragged, in CSS pixels from its panel's top left corner; or, where it has a key, a field for that key's
    /// value.
    Handle {
        /// Its place among all of the figure.
        index: usize = "number",
        /// Its panel.
        panel: usize = "number",
        /// From the left.
        x: f64 = "number",
        /// From the top.
        y: f64 = "number",
        /// Its name beside it.
        symbol: String = "string",
        /// Where that is: above the handle's right (0), below it (1), above its left (2), below that (3).
        side: u32 = "number",
        /// What it is, and where.
        label: String = "string",
        /// The key of its field.
        key: Option<&'static str> = "string | null",
        /// The value in its field.
        value: Option<String> = "string | null",
    }

    /// The name of something that moves, in CSS pixels from its panel's top left corner.
    Name {
        /// Its panel.
        panel: usize = "number",
        /// The left end.
        x: f64 = "number",
        /// The middle line.
        y: f64 = "number",
        /// The name.
        text: String = "string",
        /// Whose it is.
        series: Style = "string",
    }

    /// What a frame shows.
    Moment {
        /// Which canvases were drawn on: bit 3p + k for the k-th of the p-th panel.
        drawn: u32 = "number",
        /// How far the descents are.
        clock: Clock = "Clock",
        /// What can be dragged on the panels that have canvases.
        handles: Vec<Handle> = "Handle[]",
        /// What names stand on them.
        names: Vec<Name> = "Name[]",
    }

    /// What is said beside the pictures.
    Speech {
        /// The panels that are shown.
        panels: Vec<Panel> = "Panel[]",
        /// The controls that are shown, of those that the figure has as it is now.
        controls: Vec<Control> = "Control[]",
        /// The program that does the same, if there is one.
        listing: Vec<CodeLine> = "CodeLine[]",
        /// What has to be said.
        notices: Vec<Notice> = "Notice[]",
        /// What is under the pointer, or goes on.
        readout: String = "string",
        /// What draws another start, or point, or numbers at random is called.
        restart: String = "string",
        /// Whether it is at random.
        random: bool = "boolean",
    }
}

#[wasm_bindgen(typescript_custom_section)]
const SPOKEN: &str = crate::figure::TYPES;
#[wasm_bindgen(typescript_custom_section)]
const SHOWN: &str = TYPES;

#[wasm_bindgen]
impl Figure {
    /// The figure called `name`, showing `experiment` where it is right; what is not is listed in `problems`. It speaks
    /// with `words`, the sentences of a language as the build has put them down. It shows the panels named in `views` and
    /// the controls whose keys are named in `controls` (by spaces; all when undefined). Throws when there is no such
    /// figure, panel or key.
    #[wasm_bindgen(constructor)]
    pub fn new(
        name: &str,
        experiment: &str,
        words: &str,
        views: Option<String>,
        controls: Option<String>,
    ) -> Result<Figure, JsError> {
        let words = words_of(words)?;
        let mut host = named(name, words.clone()).map_err(|error| told(&error, &words))?;
        let problems = host.apply(experiment);
        let stages = host.panels().iter().map(|_| None).collect();
        let list =
            |names: Option<String>| names.map(|names| names.split_whitespace().map(str::to_owned).collect::<Vec<_>>());
        let (views, controls) = (list(views), list(controls));
        let panels = host.panels();
        check("views", views.as_deref(), panels.iter().map(|panel| panel.name).collect(), &words)?;
        let usual = || panels.iter().filter(|panel| !panel.optional).map(|panel| panel.name.to_owned()).collect();
        let views = views.unwrap_or_else(usual);
        // A key without a control for the values that there are now, such as the noise of generated data, may get one.
        check("controls", controls.as_deref(), host.keys(), &words)?;
        Ok(Figure { host, theme: Theme::Light, stages, problems, views, controls })
    }

    /// The shape of a style's marker, as the path of an SVG element, in a square from -160 to 160; nothing for any other name.
    pub fn marker(style: &str) -> String {
        Style::named(style).map_or_else(String::new, |style| style.marker().path())
    }

    /// What a variable in a sentence is, as a regular expression with one group.
    #[cfg(feature = "comparison")]
    pub fn variable() -> String {
        super::variables::PATTERN.to_owned()
    }

    /// The complete string.
    #[wasm_bindgen(getter)]
    pub fn experiment(&self) -> String {
        self.host.experiment()
    }

    /// What was wrong with the string last applied, a sentence each; of very much, the beginning.
    #[wasm_bindgen(getter)]
    pub fn problems(&self) -> Vec<String> {
        self.problems.iter().take(MOST_MISTAKES).map(|error| error.message(self.host.words())).collect()
    }

    /// Shows another experiment.
    pub fn apply(&mut self, experiment: &str) {
        self.problems = self.host.apply(experiment);
    }

    /// Changes a key. Throws in the reader's language, leaving all as it was.
    pub fn set(&mut self, key: &str, value: &str) -> Result<(), JsError> {
        self.host.set(key, value.trim()).map_err(|error| told(&error, self.host.words()))
    }

    /// Speaks with other words. Throws at those of another version, and goes on with the ones before.
    #[wasm_bindgen(js_name = setWords)]
    pub fn set_words(&mut self, words: &str) -> Result<(), JsError> {
        self.host.speak(words_of(words)?);
        Ok(())
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

    /// What is said beside the pictures, as it is now.
    #[wasm_bindgen(unchecked_return_type = "Speech")]
    pub fn speech(&self) -> JsValue {
        let has = |names: &[String], name: &str| names.iter().any(|one| one == name);
        let is_asked_for = |key: &str| self.controls.as_ref().is_none_or(|asked| has(asked, key));
        let (host, words) = (&self.host, self.host.words());
        let scene = host.scene();
        answer(&Speech {
            panels: host.panels().into_iter().filter(|panel| has(&self.views, panel.name)).collect(),
            controls: host.controls().into_iter().filter(|control| is_asked_for(control.key)).collect(),
            listing: scene.listing(words),
            notices: scene.notices(words),
            readout: scene.readout(words),
            restart: host.restart().to_owned(),
            random: scene.is_drawn_at_random(),
        })
    }

    /// The live mathematics, as it is now. Who knows no symbols yet is shown none.
    #[cfg(feature = "comparison")]
    #[wasm_bindgen(unchecked_return_type = "RuleLine[]")]
    pub fn rules(&self) -> JsValue {
        answer(&self.host.rules())
    }

    /// The most that is said below the controls at a time, from its beginning to where it rests.
    #[cfg(feature = "comparison")]
    #[wasm_bindgen(js_name = mostSaid, unchecked_return_type = "MostSaid")]
    pub fn most_said(&mut self) -> JsValue {
        answer(&self.host.most_said())
    }

    /// How far the descents are.
    #[wasm_bindgen(getter, unchecked_return_type = "Clock")]
    pub fn clock(&self) -> JsValue {
        answer(&self.host.clock())
    }

    /// Goes to a tick, as far as a reader waits.
    pub fn seek(&mut self, tick: f64) -> Result<(), JsError> {
        if tick.is_nan() {
            let allowed = Allowed::Integer { min: 0, max: self.host.within_reach(u64::MAX) };
            return Err(told(&Error::not_allowed("step", tick, allowed), self.host.words()));
        }
        self.host.seek(self.host.within_reach(tick.max(0.0) as u64));
        Ok(())
    }

    /// Goes on by up to so many ticks, as far as a frame's time allows.
    pub fn advance(&mut self, ticks: f64) {
        self.host.advance(ticks.max(0.0) as u64);
    }

    /// A new random initialization, by an integer of 32 bits; from fresh entropy when no seed is given.
    pub fn restart(&mut self, seed: Option<f64>) -> Result<(), JsError> {
        let seed = match seed {
            None => fresh_seed()?,
            Some(seed) if f64::from(seed as u32) == seed => seed as u32,
            Some(seed) => {
                let allowed = Allowed::Integer { min: 0, max: u32::MAX.into() };
                return Err(told(&Error::not_allowed("seed", seed, allowed), self.host.words()));
            }
        };
        self.host.act(Action::Restart(seed));
        Ok(())
    }

    /// A click on a panel, in CSS pixels from its top left corner. Whether descents started there.
    pub fn press(&mut self, panel: usize, x: f64, y: f64) -> bool {
        self.point(panel, x, y).is_some_and(|point| self.host.act(Action::Press(panel, point)))
    }

    /// Drags a handle to a place of its panel, in CSS pixels from its top left corner; beside the plot it stops at the edge.
    pub fn drag(&mut self, handle: usize, x: f64, y: f64, done: bool) {
        let Some(panel) = self.host.scene().handles().get(handle).map(|handle| handle.panel) else { return };
        if let Some(point) = self.map(panel).and_then(|map| map.nearest(x, y)) {
            self.host.act(Action::Drag(handle, point, done));
        }
    }

    /// Turns a panel by so many CSS pixels of the finger's way.
    pub fn turn(&mut self, panel: usize, dx: f64, dy: f64, done: bool) {
        if dx.is_finite() && dy.is_finite() {
            self.host.act(Action::Turn(panel, [dx, dy], done));
        }
    }

    /// Measures for a slice of a frame what takes time on this machine, by a clock in milliseconds; whether there is something
    /// new to be seen.
    pub fn measure(&mut self, now: &js_sys::Function) -> bool {
        // What is no number measures nothing.
        self.host.measure(&|| now.call0(&JsValue::UNDEFINED).ok().and_then(|time| time.as_f64()).unwrap_or(f64::NAN))
    }

    /// The pointer over a panel, in CSS pixels from its top left corner.
    pub fn hover(&mut self, panel: usize, x: f64, y: f64) {
        let place = self.point(panel, x, y).map(|point| (panel, point));
        self.host.hover(place);
    }

    /// The pointer over no panel.
    pub fn leave(&mut self) {
        self.host.hover(None);
    }

    /// The pointer over a line of the program, counted from 0; over none where there is no such line.
    #[wasm_bindgen(js_name = pointToLine)]
    pub fn point_to_line(&mut self, line: i32) {
        self.host.point_to_line(usize::try_from(line).ok());
    }

    /// Puts a panel on three stacked canvases of so many CSS pixels, sharp on a display of so many device pixels each, on
    /// paper or `bare`.
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
        bare: bool,
    ) {
        let units = |length: f64| (length * FINENESS).round().clamp(1.0, 1e5) as u32;
        let frame = Frame { size: (units(width), units(height)), scale: FINENESS, theme: self.theme };
        let ratio = pixel_ratio.clamp(0.5, 4.0);
        // Labels are sharp from two pixels on. What moves has none and is drawn in each frame: the pixels that the
        // display has are enough for it.
        let sharp = ratio.max(2.0);
        let canvases = [(ground, sharp, bare), (moving, ratio, false)]
            .map(|(element, pixels, bare)| Canvas::new(element, frame.size, pixels, ratio, bare));
        let [Some(ground), Some(moving)] = canvases else { return };
        let still = Spare::new(still.clone(), frame.size, sharp, ratio);
        if let Some(stage) = self.stages.get_mut(panel) {
            *stage = Some(Stage {
                ground,
                still,
                moving,
                frame,
                looks: [None, None, None],
                taken: [Room::EMPTY; 3],
                sides: Vec::new(),
                map: None,
            });
        }
    }

    /// Lets go of a panel's canvases.
    pub fn detach(&mut self, panel: usize) {
        if let Some(stage) = self.stages.get_mut(panel) {
            *stage = None;
        }
    }

    /// Draws what has changed, a fraction (from 0 to below 1) of a tick after the clock's; while it `plays`, names stay on their
    /// sides if they can.
    #[wasm_bindgen(unchecked_return_type = "Moment")]
    pub fn draw(&mut self, fraction: f64, plays: Option<bool>) -> JsValue {
        self.host.look(fraction);
        let (mut drawn, mut names) = (0, Vec::new());
        let handles = self.host.scene().handles();
        let mut places = vec![None; handles.len()];
        for panel in 0..self.stages.len() {
            let (others, rest) = self.stages.split_at_mut(panel);
            let Some(stage) = &mut rest[0] else { continue };
            let picture = self.host.picture(panel);
            drawn |= stage.draw(&picture, others).unbounded_shl(3 * panel as u32);
            let Some((_, map)) = &stage.map else { continue };
            let mut here: Vec<_> =
                handles.iter().zip(&mut places).filter(|(handle, _)| handle.panel == panel).collect();
            if picture.names.is_empty() && here.is_empty() {
                continue;
            }
            let mut taken = picture.taken;
            stage.taken.iter().for_each(|layer| taken.take_all(layer));
            let symbols: Vec<_> = here.iter().map(|(handle, _)| (&handle.symbol[..], handle.at)).collect();
            let before = if plays == Some(true) { &stage.sides[..] } else { &[] };
            let (named, sides) =
                place(&picture.names, before, &symbols, [&taken, &picture.room, &picture.taken], map, &stage.frame);
            stage.sides = named.iter().map(|placed| (placed.name.style, placed.side)).collect();
            for placed in named {
                let (x, y, text) = (placed.x, placed.y, placed.name.text.to_owned());
                names.push(Name { panel, x, y, text, series: placed.name.style });
            }
            for ((handle, place), side) in here.iter_mut().zip(sides) {
                // What is nowhere cannot be held.
                let (x, y) = map.to_css_pixel(handle.at);
                **place = (x.is_finite() && y.is_finite()).then_some(((x, y), side));
            }
        }
        let placed = |(index, (handle, place)): (usize, (crate::figure::Handle, _))| {
            let ((x, y), side) = place?;
            let (key, value) = handle.field.unzip();
            Some(Handle {
                index,
                panel: handle.panel,
                x,
                y,
                symbol: handle.symbol,
                side,
                label: handle.label,
                key,
                value,
            })
        };
        let handles = handles.into_iter().zip(places).enumerate().filter_map(placed).collect();
        answer(&Moment { drawn, clock: self.host.clock(), handles, names })
    }
}

fn words_of(words: &str) -> Result<Words, JsError> {
    Words::new(words).ok_or_else(|| JsError::new("the words are of another version than the module"))
}

/// Whether all names are known.
fn check(key: &str, names: Option<&[String]>, known: Vec<&'static str>, words: &Words) -> Result<(), JsError> {
    match names.unwrap_or_default().iter().find(|name| !known.contains(&&name[..])) {
        None => Ok(()),
        Some(name) => Err(told(&Error::not_allowed(key, name, Allowed::OneOf(known)), words)),
    }
}

/// A JavaScript object.
fn answer(answer: &dyn Answer) -> JsValue {
    let mut json = String::new();
    answer.add_to(&mut json);
    // What is written is JSON.
    js_sys::JSON::parse(&json).unwrap_or(JsValue::UNDEFINED)
}

impl Figure {
    fn point(&self, panel: usize, x: f64, y: f64) -> Option<[f64; 2]> {
        self.map(panel)?.from_css_pixel(x, y)
    }

    /// Where the points of a panel's picture are, once it has been drawn.
    fn map(&self, panel: usize) -> Option<&Map> {
        self.stages.get(panel)?.as_ref()?.map.as_ref().map(|(_, map)| map)
    }
}

impl Stage {
    /// Draws the layers that look different now, and returns which: bit k for the k-th. A ground that one of the `others`
    /// has already, such as a landscape with several descents, is drawn once and copied.
    fn draw(&mut self, picture: &Picture<'_>, others: &[Option<Stage>]) -> u32 {
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
                let taken = &mut self.taken[layer as usize];
                if change == Change::All {
                    *taken = Room::EMPTY;
                }
                picture.take(layer, change, &map, taken);
                let same =
                    |other: &&Stage| other.frame == self.frame && other.looks[layer as usize].as_ref() == Some(&now);
                let twin = others.iter().flatten().find(same).filter(|_| layer == Layer::Ground);
                if !twin.is_some_and(|twin| self.ground.copy(&twin.ground)) {
                    // A backend that fails has lost its canvas; there is nothing to draw on, and nobody to tell.
                    let _ = self.draw_layer(picture, layer, change, &map);
                }
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
