//! What the figure says: headings, the gradient, notices, readout.

use super::SurfaceDescent;
use super::entries::{LR, SURFACE};
use super::presets::NAMES;
use crate::figure::words::{count, ending, say, signed};
use crate::figure::{Notice, Panel, Remedy};
use crate::language::Language;
use crate::number::{plain, rounded, significant};
use crate::objective::Batch;
use crate::stability::eigenvalues;
use crate::trainer::Status;

impl SurfaceDescent {
    fn say(&self, en: &'static str, zh: &'static str) -> &'static str {
        say(en, zh, self.language)
    }

    /// The point now and the function's value there.
    fn in_numbers(&self) -> String {
        let [x, y] = self.here().map(|coordinate| significant(coordinate, 4));
        let value = significant(self.trainer.objective().value(&self.here(), Batch::All), 4);
        format!("x = {x}, y = {y}, f = {value}")
    }

    pub(super) fn describe_landscape(&self) -> Panel {
        let name = NAMES.iter().find(|(name, _)| *name == self.sheet.text(SURFACE));
        let name = name.map_or("", |(_, label)| label.in_language(self.language));
        let numbers = self.in_numbers();
        let words = self.say("Contours with the path of the descent.", "等高线和下降的路径。");
        let mut landscape = Panel::new(
            "landscape",
            self.say("Descent on the surface", "曲面上的下降"),
            format!("{name}: {numbers}"),
            6,
            format!("{words} {numbers}"),
        )
        .tall();
        landscape.starts = true;
        landscape.status = ending(&self.trainer, self.tick, self.language).into();
        landscape
    }

    pub(super) fn describe_values(&self) -> Panel {
        let words = self.say("The function's value against the number of updates.", "函数值随更新次数的变化。");
        Panel::new(
            "values",
            self.say("The value at each step", "每一步的函数值"),
            format!("{} {}", count(self.tick), self.say("updates", "次更新")),
            6,
            format!("{words} {}", self.in_numbers()),
        )
        .tall()
    }

    /// The gradient at the point now, and the rate of the step against it.
    pub(super) fn rule(&self) -> String {
        let here = self.here();
        let [x, y] = here.map(|coordinate| significant(coordinate, 4));
        let [dx, dy] = self.gradient(here).map(signed);
        let rate = significant(self.sheet.number(LR), 4);
        format!("∇f ( {x} , {y} ) = ( {dx} , {dy} ) , η = {rate}")
    }

    /// The limit of η, and where the surface has it.
    pub(super) fn limit_in_words(&self, limit: f64) -> String {
        let formula = self.stepping().formula();
        let limit = significant(limit, 3);
        match self.language {
            Language::English => format!("where small steps come to rest, {formula} = {limit}"),
            Language::Chinese => format!("小步最终停下之处，{formula} = {limit}"),
        }
    }

    /// What has to be said of a descent that has left every bound.
    pub(super) fn notice_of_divergence(&self) -> Option<Notice> {
        if self.trainer.status() != Status::Diverged || self.tick < self.trainer.steps() {
            return None;
        }
        if let Some(reason) = self.trainer.reason().filter(|reason| reason.is_about_the_start()) {
            let why = reason.message(self.language.words());
            let text = match self.language {
                Language::English => format!("No step can be taken from this start: {why}. Choose another one."),
                Language::Chinese => format!("从这个起点无法下降：{why}。请另选起点。"),
            };
            return Some(Notice { series: None, text, remedy: None });
        }
        let limit = self.limit();
        let (steps, rate) = (count(self.trainer.steps()), significant(self.sheet.number(LR), 3));
        let bound = limit.map_or(String::new(), |limit| self.limit_in_words(limit));
        let text = match (self.language, limit) {
            (Language::English, Some(_)) => format!("Diverged after {steps} steps. η = {rate}; {bound}."),
            (Language::Chinese, Some(_)) => format!("{steps} 步之后发散。η = {rate}；{bound}。"),
            (Language::English, None) => {
                format!("Diverged after {steps} steps. η = {rate}; small steps from here come to rest nowhere either.")
            }
            (Language::Chinese, None) => format!("{steps} 步之后发散。η = {rate}；从这里出发，步子再小也不会停下。"),
        };
        let remedy = limit.map(|limit| {
            let stable = rounded(0.25 * limit, 2);
            let label = format!("{} η = {}", self.say("Use", "改用"), significant(stable, 2));
            Remedy { key: LR, value: plain(stable), label }
        });
        Some(Notice { series: None, text, remedy })
    }

    pub(super) fn read_out(&self) -> String {
        let (here, saddle) = (self.here(), self.trainer.objective().hessian(&self.here()));
        let level = self.gradient(here).iter().all(|slope| slope.abs() < 1e-3);
        if level && eigenvalues(&saddle, 2).first().is_some_and(|&smallest| smallest < 0.0) {
            return say(
                "Level, but no minimum: a saddle. A start a hair beside this path leaves it.",
                "这里是平的，却不是最小值：是鞍点。起点稍微偏一点，路径就会离开它。",
                self.language,
            )
            .to_owned();
        }
        String::new()
    }
}
