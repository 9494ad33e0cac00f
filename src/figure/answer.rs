//! What a figure says of itself: panels, controls, handles, notices. Each is defined once, as a structure, as the JSON that
//! goes to JavaScript, and as the type that it has there.

use crate::chart::Style;
use crate::number::plain;
#[cfg(feature = "figures")]
use crate::number::significant;
#[cfg(feature = "figures")]
use crate::run::Run;
#[cfg(feature = "figures")]
use crate::words::Words;
#[cfg(feature = "figures")]
use crate::{say, word};

/// A value that can be put into an answer, as JSON.
pub trait Answer {
    /// Adds it.
    fn add_to(&self, json: &mut String);
}

/// Adds an object of some fields.
pub(crate) fn add_object(json: &mut String, fields: &[(&str, &dyn Answer)]) {
    json.push('{');
    for (place, (name, value)) in fields.iter().enumerate() {
        json.push_str(if place > 0 { ",\"" } else { "\"" });
        json.push_str(name);
        json.push_str("\":");
        value.add_to(json);
    }
    json.push('}');
}

impl Answer for str {
    fn add_to(&self, json: &mut String) {
        json.push('"');
        for letter in self.chars() {
            match letter {
                '"' | '\\' => json.extend(['\\', letter]),
                '\n' => json.push_str("\\n"),
                #[cfg(feature = "chapters")]
                '\t' => json.push_str("\\t"),
                // No other control character is ever said.
                letter if letter.is_control() => json.push(' '),
                letter => json.push(letter),
            }
        }
        json.push('"');
    }
}

impl Answer for &str {
    fn add_to(&self, json: &mut String) {
        (**self).add_to(json);
    }
}

impl Answer for String {
    fn add_to(&self, json: &mut String) {
        self.as_str().add_to(json);
    }
}

impl Answer for bool {
    fn add_to(&self, json: &mut String) {
        json.push_str(if *self { "true" } else { "false" });
    }
}

impl Answer for f64 {
    fn add_to(&self, json: &mut String) {
        if self.is_finite() { json.push_str(&plain(*self)) } else { json.push_str("null") }
    }
}

impl Answer for u64 {
    fn add_to(&self, json: &mut String) {
        json.push_str(&self.to_string());
    }
}

impl Answer for u32 {
    fn add_to(&self, json: &mut String) {
        u64::from(*self).add_to(json);
    }
}

impl Answer for usize {
    fn add_to(&self, json: &mut String) {
        (*self as u64).add_to(json);
    }
}

impl<T: Answer> Answer for Option<T> {
    fn add_to(&self, json: &mut String) {
        match self {
            Some(value) => value.add_to(json),
            None => json.push_str("null"),
        }
    }
}

impl<T: Answer> Answer for Vec<T> {
    fn add_to(&self, json: &mut String) {
        json.push('[');
        for (place, value) in self.iter().enumerate() {
            if place > 0 {
                json.push(',');
            }
            value.add_to(json);
        }
        json.push(']');
    }
}

impl Answer for Style {
    fn add_to(&self, json: &mut String) {
        self.name().add_to(json);
    }
}

/// Defines structures whose JSON and whose type in TypeScript follow from their fields; `TYPES` holds the types.
macro_rules! answers {
    ($($(#[$about:meta])* $name:ident { $($(#[$what:meta])* $field:ident: $type:ty = $script:literal,)* })*) => {
        $(
            $(#[$about])*
            #[derive(Clone, Debug, PartialEq)]
            pub struct $name {
                $($(#[$what])* pub $field: $type,)*
            }

            impl $crate::figure::Answer for $name {
                fn add_to(&self, json: &mut String) {
                    $crate::figure::add_object(json, &[$((stringify!($field), &self.$field)),*]);
                }
            }
        )*

        /// Their types in TypeScript.
        #[allow(dead_code, reason = "what declares types reads it when the module is bound")]
        pub const TYPES: &str = concat!(
            $("export interface ", stringify!($name), " { ", $(stringify!($field), ": ", $script, "; ",)* "}\n"),*
        );
    };
}
#[cfg(all(target_arch = "wasm32", feature = "figures"))]
pub(crate) use answers;

answers! {
    /// A panel of a figure.
    Panel {
        /// Its place among all panels of the figure.
        index: usize = "number",
        /// Its name in the element's `views` attribute.
        name: &'static str = "string",
        /// The descent it is about, if it is about one.
        series: Option<Style> = "string | null",
        /// The heading.
        title: String = "string",
        /// What the heading is about in numbers.
        detail: String = "string",
        /// Of several descents, each with its numbers.
        legend: Vec<LegendEntry> = "LegendEntry[]",
        /// How its descent stands: running, converged, diverged.
        status: String = "string",
        /// Whether it is shown only where it is asked for.
        optional: bool = "boolean",
        /// How many of twelve columns it takes side by side with the others.
        columns: u32 = "number",
        /// Whether a click on it starts there.
        starts: bool = "boolean",
        /// Whether it turns under the finger.
        turns: bool = "boolean",
        /// Whether it is higher than usual, for what is as high as it is wide.
        tall: bool = "boolean",
        /// What is to be seen, for who cannot see it.
        description: String = "string",
    }

    /// A descent of several in a panel, or a row of what is told of one; columns are parted by tabs.
    LegendEntry {
        /// Which, in the former.
        series: Option<Style> = "string | null",
        /// Its name, with its numbers.
        text: String = "string",
    }

    /// One control with its value as it is now: the page makes its inputs from these and knows no key of its own.
    Control {
        /// The key it sets.
        key: &'static str = "string",
        /// What the reader calls it.
        label: String = "string",
        /// The descent it belongs to, if it is one's own.
        series: Option<Style> = "string | null",
        /// The value, as in the string.
        value: String = "string",
        /// Where it is: `docked` at the pictures, `open`, `folded` away at first, or at the panel of that name.
        place: &'static str = "string",
        /// A slider with an editable number, if it is one.
        slider: Option<Slider> = "Slider | null",
        /// The words of which it is one, if it is one of some.
        choices: Option<Vec<Choosable>> = "Choosable[] | null",
        /// Otherwise it is typed: a formula, or an integer.
        formula: bool = "boolean",
    }

    /// A slider.
    Slider {
        /// Left end.
        min: f64 = "number",
        /// Right end.
        max: f64 = "number",
        /// Whether equal ways are equal ratios.
        logarithmic: bool = "boolean",
        /// Whether only integers are allowed.
        integer: bool = "boolean",
        /// Values that are marked on it.
        marks: Vec<Mark> = "Mark[]",
        /// The value from which on it is tinted as trouble.
        danger: Option<f64> = "number | null",
        /// What values evenly along it would do, from its left end to its right: from 1, all that can be won, by 0, nothing,
        /// to -1, as much lost or more.
        effects: Vec<f64> = "number[]",
        /// What these say, in words.
        hint: String = "string",
    }

    /// A marked value.
    Mark {
        /// Where.
        value: f64 = "number",
        /// The descent it concerns.
        series: Option<Style> = "string | null",
        /// What it means.
        label: String = "string",
    }

    /// A word that can be chosen.
    Choosable {
        /// As in the string.
        name: &'static str = "string",
        /// As the reader calls it.
        label: String = "string",
    }

    /// Live mathematics.
    RuleLine {
        /// The descent whose it is.
        series: Option<Style> = "string | null",
        /// Words joined by spaces.
        mathematics: String = "string",
    }

    /// The most that is said at a time beside the pictures.
    MostSaid {
        /// The longest readout.
        readout: String = "string",
        /// The most lines of live mathematics.
        rules: Vec<RuleLine> = "RuleLine[]",
    }

    /// A line of a program.
    CodeLine {
        /// The line.
        text: String = "string",
        /// Whether it has been run last.
        current: bool = "boolean",
        /// Whether the reader points at what it computes.
        pointed: bool = "boolean",
    }

    /// Something to say beside the figure.
    Notice {
        /// Whether something is wrong.
        trouble: bool = "boolean",
        /// The descents it is about.
        series: Vec<Style> = "string[]",
        /// The sentence.
        text: String = "string",
        /// A change that the reader is offered.
        remedy: Option<Remedy> = "Remedy | null",
    }

    /// A change that the reader is offered.
    Remedy {
        /// The key to set.
        key: String = "string",
        /// Its new value.
        value: String = "string",
        /// What the button says.
        label: String = "string",
    }

    /// How far a figure's descents are.
    Clock {
        /// The tick that is shown.
        tick: u64 = "number",
        /// The farthest tick shown since the start, or known at once.
        reached: u64 = "number",
        /// The last tick there is to go to: where all has come to rest, or where a figure that plays by itself rests.
        end: u64 = "number",
        /// Whether nothing will ever move again.
        over: bool = "boolean",
        /// The tick at which a figure that plays by itself rests; 0 for a figure in which nothing plays.
        rest: u64 = "number",
        /// The tick that tells most of it to who does not see it move: on paper, or with less motion.
        leads: u64 = "number",
    }
}

/// Values of a slider whose effects are shown.
#[cfg(feature = "figures")]
const EFFECTS: usize = 33;

/// Something in a panel that can be dragged, or typed into.
#[derive(Clone, Debug, PartialEq)]
pub struct Handle {
    /// Its panel.
    pub panel: usize,
    /// Where it is, in the panel's axes.
    pub at: [f64; 2],
    /// Its name beside it.
    pub symbol: String,
    /// What it is, and where, for who cannot see it.
    pub label: String,
    /// The key and value of a field that stands there instead of something to drag.
    pub field: Option<(&'static str, String)>,
}

#[cfg(feature = "figures")]
impl Notice {
    /// That something is wrong.
    pub(super) fn trouble(text: String) -> Self {
        Notice { trouble: true, series: Vec::new(), text, remedy: None }
    }

    /// That something is wrong with a run.
    pub(super) fn of(run: &Run, text: String) -> Self {
        Notice { series: vec![run.style], ..Notice::trouble(text) }
    }
}

#[cfg(feature = "figures")]
impl Remedy {
    /// Another learning rate, as the value of `key`.
    pub(super) fn rate(key: String, rate: f64, words: &Words) -> Self {
        Remedy { key, value: plain(rate), label: say!(words, "notice.use", eta = significant(rate, 3)) }
    }
}

impl Handle {
    /// Something to drag.
    pub(super) fn new(panel: usize, at: [f64; 2], symbol: &str, label: String) -> Self {
        Handle { panel, at, symbol: symbol.to_owned(), label, field: None }
    }
}

impl Slider {
    /// Shows what learning rates along it would do by the next step of a run.
    #[cfg(feature = "figures")]
    pub(super) fn show_effects_on(&mut self, run: &Run, words: &Words) {
        self.hint = word!(words, "slider.effects").to_owned();
        let mut rates = [0.0; EFFECTS];
        for (place, rate) in rates.iter_mut().enumerate() {
            let part = place as f64 / (EFFECTS - 1) as f64;
            *rate = match self.logarithmic {
                true => self.min * libm::exp(part * libm::log(self.max / self.min)),
                false => self.min + part * (self.max - self.min),
            };
        }
        self.effects = run.effects(&rates);
        for (effect, rate) in self.effects.iter_mut().zip(rates) {
            // What helps for one step and not in the long run is no help. A hundredth is more than a colour tells.
            let most = if self.danger.is_some_and(|danger| rate >= danger) { 0.0 } else { 1.0 };
            *effect = (100.0 * effect.min(most)).round() / 100.0;
        }
    }
}

impl Panel {
    /// Higher than usual.
    pub(super) fn tall(self) -> Self {
        Panel { tall: true, ..self }
    }

    /// A panel that belongs to no descent, half as wide as the figure.
    pub(super) fn new(name: &'static str, title: &str, detail: String, description: String) -> Self {
        Panel {
            index: 0,
            name,
            series: None,
            title: title.into(),
            detail,
            legend: Vec::new(),
            status: String::new(),
            optional: false,
            columns: 6,
            starts: false,
            turns: false,
            tall: false,
            description,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_json_and_its_type_follows_from_its_fields() {
        let label = "a \"quoted\" \\ and\na line".to_owned();
        let mark = Mark { value: -2.5e-7, series: None, label };
        let slider = Slider {
            min: f64::NAN,
            max: 1.0,
            logarithmic: true,
            integer: false,
            marks: vec![mark.clone(), mark],
            danger: Some(0.1),
            effects: vec![1.0],
            hint: "why".into(),
        };
        let mut json = String::new();
        slider.add_to(&mut json);
        let mark = r#"{"value":-2.5e-7,"series":null,"label":"a \"quoted\" \\ and\na line"}"#;
        let ends = r#"{"min":null,"max":1,"logarithmic":true,"integer":false"#;
        assert_eq!(json, format!(r#"{ends},"marks":[{mark},{mark}],"danger":0.1,"effects":[1],"hint":"why"}}"#));
        assert!(TYPES.contains("export interface CodeLine { text: string; current: boolean; pointed: boolean; }\n"));
    }
}
