//! What the reader can set: the learning rates with their limits, and the keys that mean something here.

use super::Descents;
use super::settings::{RATES, SHOWN, is_shown, rate_of};
use crate::data::DATA;
use crate::experiment::{Key, Kind};
use crate::figure::lane::Lane;
use crate::figure::progress::{HEIGHTS, Height, PROGRESS, choice_of};
use crate::figure::words::short;
use crate::figure::{Control, Field, Mark};
use crate::language::{Language, Text};
use crate::number::{plain, rounded, significant};

impl Descents {
    /// The controls that make sense for the experiment.
    pub(super) fn list_controls(&self) -> Vec<Control> {
        let mut controls = Vec::new();
        match self.settings.rates {
            None => controls.push(self.rate_control("lr", None, self.settings.experiment.lr)),
            Some(rates) => controls.extend(self.lanes.iter().map(|lane| {
                let (place, key) = rate_of(lane.series);
                self.rate_control(key, Some(lane), rates[place])
            })),
        }
        let several = self.lanes.len() > 1;
        let choice = |key, label: Text, choices: Vec<(&'static str, Text)>, value: String| Control {
            key,
            label: label.in_language(self.language).into(),
            series: None,
            field: Field::Choice(
                choices.into_iter().map(|(name, label)| (name, label.in_language(self.language).into())).collect(),
            ),
            value,
            folded: false,
        };
        if several {
            let own = self.settings.rates.is_some();
            controls.push(choice(
                "figure.rates",
                Text::new("step sizes", "步长"),
                RATES.iter().map(|(_, c)| (c.name, c.label)).collect(),
                choice_of(RATES, own).name.into(),
            ));
            controls.extend(self.key_control("batch", false, &[]));
            controls.extend(self.key_control("sampler", false, &["full"]));
        }
        controls.extend(self.key_control("reduction", false, &[]));
        if several {
            let choices = PROGRESS.iter().map(|(_, c)| (c.name, c.label)).collect();
            let value = choice_of(PROGRESS, self.settings.progress).name.into();
            controls.push(choice("figure.x", Text::new("progress in", "进度按"), choices, value));
        }
        let heights = HEIGHTS.iter().filter(|(height, _)| match height {
            Height::Excess => self.ground.minimum().is_some(),
            Height::Accuracy => self.ground.has_classes,
            Height::Logarithmic | Height::Linear => true,
        });
        let value = choice_of(HEIGHTS, self.settings.height).name.into();
        controls.push(choice(
            "figure.y",
            Text::new("chart shows", "图中画"),
            heights.map(|(_, c)| (c.name, c.label)).collect(),
            value,
        ));
        let classes = self.ground.has_classes;
        let other_data: Vec<&str> = DATA.iter().filter(|data| !is_shown(data, classes)).map(|data| data.name).collect();
        controls.extend(self.key_control("data", !several, &other_data));
        if classes {
            for key in ["distance", "noise"] {
                controls.extend(self.key_control(key, false, &[]));
            }
            controls.extend(self.key_control("bias", true, &[]));
        }
        if self.settings.holds_parameters() {
            let choices = SHOWN.iter().map(|(_, c)| (c.name, c.label)).collect();
            let value = choice_of(SHOWN, self.settings.shown).name.into();
            controls.push(choice("figure.shown", Text::new("landscape over", "损失地形的两轴"), choices, value));
        }
        controls.extend(self.key_control("scale", several, &[]));
        for key in ["n", "noise", "slope", "intercept", "data_seed"] {
            if !controls.iter().any(|control| control.key == key) {
                controls.extend(self.key_control(key, true, &[]));
            }
        }
        let other_losses: &[&str] = if classes { &["mse", "mae", "huber"] } else { &["cross-entropy"] };
        controls.extend(self.key_control("loss", !classes, other_losses));
        for key in ["delta", "seed"] {
            controls.extend(self.key_control(key, true, &[]));
        }
        controls
    }

    /// The control of a key of the experiment, if it says anything for this one.
    fn key_control(&self, name: &'static str, folded: bool, without: &[&str]) -> Option<Control> {
        let experiment = &self.settings.experiment;
        let key = Key::named(name).ok().filter(|key| key.applies(experiment))?;
        let field = match (name, key.kind()) {
            ("batch", _) => slider(1.0, experiment.samples() as f64, true, true),
            ("n", _) if self.ground.has_classes => slider(10.0, 2_000.0, true, true),
            ("n", _) => slider(10.0, 10_000.0, true, true),
            ("noise", _) => slider(0.0, 3.0, false, false),
            ("distance", _) => slider(0.0, 8.0, false, false),
            ("slope" | "intercept", _) => slider(-4.0, 4.0, false, false),
            ("delta", _) => slider(0.01, 100.0, true, false),
            (_, Kind::Integer(min, max)) => Field::Integer { min, max },
            _ => {
                let choices = key.choices().into_iter().filter(|choice| !without.contains(&choice.name));
                Field::Choice(
                    choices.map(|choice| (choice.name, choice.label.in_language(self.language).into())).collect(),
                )
            }
        };
        let label = key.label().in_language(self.language).into();
        Some(Control { key: name, label, series: None, field, value: key.get(experiment), folded })
    }

    /// The slider of a learning rate, for one descent or for all.
    fn rate_control(&self, key: &'static str, own: Option<&Lane>, value: f64) -> Control {
        let concerned = || self.lanes.iter().filter(|lane| own.is_none_or(|own| own.series == lane.series));
        let marks: Vec<Mark> = concerned()
            .filter_map(|lane| {
                let value = lane.limit?.value;
                let what = self.limit_in_words(lane)?;
                let name = short(lane.series).in_language(self.language);
                let label = match self.language {
                    Language::English => format!("largest stable η, {name}: {what} = {}", significant(value, 3)),
                    Language::Chinese => format!("{name}：稳定的最大 η，{what} = {}", significant(value, 3)),
                };
                Some(Mark { value, series: Some(lane.series), label })
            })
            .collect();
        let limits = || marks.iter().map(|mark| mark.value);
        // Where there is no limit, the curvature still gives the scale.
        let largest = self.ground.eigenvalues.last().copied().filter(|&value| value > 0.0);
        let scale = limits().reduce(f64::max).or(largest.map(|value| 2.0 / value)).unwrap_or(1.0);
        let smallest = limits().reduce(f64::min).unwrap_or(scale);
        let label = Key::named("lr").map_or("", |key| key.label().in_language(self.language));
        Control {
            key,
            label: label.into(),
            series: own.map(|lane| lane.series),
            field: Field::Slider {
                min: decades(smallest / 1000.0).min(if value > 0.0 { value } else { f64::INFINITY }),
                max: decades(scale * 4.0).max(value),
                logarithmic: true,
                integer: false,
                danger: limits().reduce(f64::min),
                marks,
            },
            value: plain(value),
            folded: false,
        }
    }
}

/// Two digits are enough for the end of a slider.
fn decades(value: f64) -> f64 {
    rounded(value, 1)
}

fn slider(min: f64, max: f64, logarithmic: bool, integer: bool) -> Field {
    Field::Slider { min, max, logarithmic, integer, marks: Vec::new(), danger: None }
}
