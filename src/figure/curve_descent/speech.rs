//! What the figure says: headings, regimes, the rule of descent, notices, readout.

use super::CurveDescent;
use super::fate::Fate;
use crate::figure::speech::{count, moves_nothing, signed};
use crate::figure::{Notice, Panel, Remedy};
use crate::number::{apart_from, significant};
use crate::words::Words;
use crate::{say, word};

impl CurveDescent {
    pub(super) fn describe_curve(&self, words: &Words) -> Panel {
        let x = self.x();
        let index = if self.tick < 10 { subscript(self.tick as usize).to_string() } else { String::new() };
        let here = format!("x{index} = {}, f = {}", significant(x, 4), significant(self.at(x), 5));
        let status = match self.fate() {
            _ if self.tick < self.last() => "",
            Fate::Breaks => word!(words, "curve.no-slope"),
            _ if self.has_converged() && moves_nothing(&self.run.trainer) => word!(words, "status.still"),
            _ if self.has_converged() => word!(words, "status.converged"),
            _ if self.has_diverged() => word!(words, "status.diverged"),
            _ => "",
        };
        let formulas = format!("f(x) = {:#}, f′(x) = {:#}", self.curve.f, self.curve.slope);
        let description = format!("{} {here}", word!(words, "curve.description"));
        Panel {
            columns: 5,
            starts: true,
            status: status.to_owned(),
            ..Panel::new("curve", word!(words, "curve.title"), formulas, description).tall()
        }
    }

    pub(super) fn describe_cobweb(&self, words: &Words) -> Panel {
        let detail = self.regime(words);
        let description = format!("{} {detail}", word!(words, "cobweb.description"));
        Panel { columns: 4, ..Panel::new("cobweb", word!(words, "cobweb.title"), detail, description).tall() }
    }

    /// How a step of this rate behaves where the curve bends as it does at x: by what the distance from the bottom of a
    /// parabola is multiplied, and where it is none, whether the slope behind the step is another way down. Empty where nothing is
    /// foretold: of steps along another direction than the slope.
    fn regime(&self, words: &Words) -> String {
        /// Bends that differ by less are those of one parabola.
        const SAME: f64 = 0.02;
        let (x, curvature) = (self.x(), self.curvature(self.x()));
        let left = 1.0 - self.rate() * curvature;
        if !left.is_finite() || !self.run.is_plain() {
            return String::new();
        }
        // What is not quite all of the distance is not said to be.
        let (factor, percent) = (apart_from(1.0, left, 3), apart_from(100.0, 100.0 * left.abs(), 3));
        let is_parabola = self.run.limit.is_some_and(|limit| (2.0 / limit.value / curvature - 1.0).abs() < SAME);
        let slope = self.slope(x);
        let turns = slope * self.slope(x - self.rate() * slope) < 0.0;
        match left {
            _ if left < 1.0 && !is_parabola && turns => say!(words, "regime.far", factor),
            _ if left < 1.0 && !is_parabola => say!(words, "regime.short", factor),
            _ if left.abs() < 0.02 => say!(words, "regime.one-step", factor),
            _ if (left + 1.0).abs() < 0.02 => say!(words, "regime.two-cycle", factor),
            _ if left < -1.0 => say!(words, "regime.diverging", factor, percent),
            _ if left < 0.0 => say!(words, "regime.oscillating", factor, percent),
            _ if left < 1.0 => say!(words, "regime.creeping", factor, percent),
            1.0 if curvature != 0.0 => say!(words, "regime.still", factor),
            1.0 => say!(words, "regime.level", factor),
            _ => say!(words, "regime.no-valley", factor),
        }
    }

    /// The step from the point now, with its numbers.
    pub(super) fn rule(&self) -> String {
        let (x, rate) = (self.x(), significant(self.rate(), 4));
        if !self.run.is_plain() {
            let step = self.run.step_apart_from_rounding(self.run.newest_step());
            let [before, after] = [step.before, step.after].map(|place| significant(place[0], 4));
            return format!("x ← x − η v = {before} − {rate} · {} = {after}", signed(step.along[0]));
        }
        let slope = self.slope(x);
        let [here, next] = [x, x - self.rate() * slope].map(|value| significant(value, 4));
        format!("x ← x − η f′ ( x ) = {here} − {rate} · {} = {next}", signed(slope))
    }

    /// What has to be said of a descent that leaves what is shown for good, or that cannot go on.
    pub(super) fn notice_of_trouble(&self, words: &Words) -> Option<Notice> {
        let (fate, over) = (self.fate(), self.has_diverged() && self.tick == self.last());
        let (steps, x, value) = (count(self.tick), significant(self.x(), 4), significant(self.at(self.x()), 3));
        let (cause, eta) = (self.too_large_a_rate(words), significant(self.rate(), 3));
        let grown = || self.growth_in_words(words);
        let text = match fate {
            Fate::Sound => return None,
            Fate::Diverges if over => say!(words, "curve.diverged", cause, grown = grown()),
            Fate::Diverges => say!(words, "curve.diverges", cause, grown = grown()),
            Fate::Leaves => say!(words, "curve.leaves", steps, value),
            Fate::Falls => say!(words, "curve.falls", steps, value),
            Fate::Breaks if self.tick == 0 => say!(words, "curve.no-start", x),
            Fate::Breaks => say!(words, "curve.breaks", steps, x, eta),
        };
        let rate = if matches!(fate, Fate::Leaves | Fate::Falls) { None } else { self.helpful_rate() };
        let remedy = rate.map(|rate| Remedy::rate("lr".to_owned(), rate, words));
        Some(Notice { remedy, ..Notice::trouble(text) })
    }

    /// By what the distance from the minimum has grown: where each step multiplies it by |1 − ηf″|, by that.
    fn growth_in_words(&self, words: &Words) -> String {
        let ([grown, newest], steps) = (self.growth(), count(self.tick));
        let foretold =
            self.run.limit.filter(|_| self.run.is_plain()).map(|limit| 2.0 * self.rate() / limit.value - 1.0);
        let is_steady = foretold.is_some_and(|factor| (newest - factor).abs() < 1e-3 * factor);
        let [grown, newest] = [grown, newest].map(|factor| significant(factor, 3));
        match (is_steady, self.tick) {
            (true, 1) => say!(words, "curve.grown.steadily.one", newest),
            (true, _) => say!(words, "curve.grown.steadily", newest, grown, steps),
            (false, 1) => say!(words, "curve.grown.one", grown),
            (false, _) => say!(words, "curve.grown", steps, grown, newest),
        }
    }

    /// That the rate is too large, and by how much, where there is a limit.
    fn too_large_a_rate(&self, words: &Words) -> String {
        let rate = self.rate();
        match self.run.limit.filter(|limit| rate >= limit.value) {
            Some(limit) => {
                let [eta, limit] =
                    [(limit.value, rate), (rate, limit.value)].map(|(other, one)| apart_from(other, one, 3));
                say!(words, "curve.too-large-by", eta, limit)
            }
            None => say!(words, "curve.too-large", eta = significant(rate, 3)),
        }
    }

    pub(super) fn read_out(&self, words: &Words) -> String {
        let x = self.x();
        if self.has_converged() && self.tick == self.last() && self.curvature(x) < 0.0 {
            return word!(words, "curve.top").to_owned();
        }
        if self.has_settled() && self.fate() == Fate::Sound {
            return word!(words, "curve.settled").to_owned();
        }
        if self.distance_beyond(x) > 0.0 {
            return say!(words, "curve.outside", x = significant(x, 4), value = significant(self.at(x), 3));
        }
        String::new()
    }
}

pub(super) fn subscript(k: usize) -> char {
    char::from_u32('₀' as u32 + k as u32).unwrap_or('₀')
}
