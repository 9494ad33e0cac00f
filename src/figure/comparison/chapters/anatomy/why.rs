//! Why the step is not −ηg, in a sentence with this step's numbers.

use super::super::replay::Replay;
use crate::number::significant;
use crate::optim::Parts;
use crate::run::Run;
use crate::trainer::{Status, StepApart};
use crate::words::Words;
use crate::{say, word};

/// Numbers that differ by no more than this part are about the same.
const ABOUT: f64 = 0.25;
/// A quotient that is as near to 1 is 1: ε alone keeps it off.
const EXACTLY: f64 = 1e-3;

/// What is said of the step to come.
pub(super) fn why(replay: &Replay, run: &Run, words: &Words) -> String {
    let is_over = run.is_over();
    let Some(step) = replay.step.as_ref().filter(|_| !(is_over && run.trainer.status() == Status::Diverged)) else {
        return word!(words, "anatomy.none").to_owned();
    };
    if is_over {
        return word!(words, "why.rest").to_owned();
    }
    let telling = Telling { step, run, words };
    let sentences =
        [telling.main(), telling.tried(), telling.against(), telling.carried(), telling.decayed(), telling.upwards()];
    let sentences = sentences.into_iter().flatten();
    sentences.reduce(|head, last| say!(words, "list.sentences", head, last)).unwrap_or_default()
}

/// A step with what it takes to speak of it.
struct Telling<'a> {
    step: &'a StepApart,
    run: &'a Run,
    words: &'a Words,
}

fn length(values: [f64; 2]) -> f64 {
    libm::hypot(values[0], values[1])
}

fn number(value: f64) -> String {
    significant(value, 3)
}

impl<'a> Telling<'a> {
    /// A number of each parameter.
    fn each(&self, of: impl Fn(&Parts) -> f64) -> [f64; 2] {
        [0, 1].map(|place| of(&self.step.apart.parts[place]))
    }

    /// How far each parameter goes.
    fn moved(&self) -> [f64; 2] {
        [0, 1].map(|place| self.step.after[place] - self.step.before[place])
    }

    fn name(&self, place: usize) -> &'a str {
        self.run.problem.symbols.get(place).map_or("", |symbol| symbol)
    }

    /// The parameters of which something holds.
    fn names(&self, holds: impl Fn(&Parts) -> bool) -> Option<String> {
        let places = (0..2).filter(|&place| holds(&self.step.apart.parts[place]));
        let names: Vec<&str> = places.map(|place| self.name(place)).collect();
        match names[..] {
            [] => None,
            [one] => Some(one.to_owned()),
            [one, other, ..] => Some(say!(self.words, "list.both", one, other)),
        }
    }

    fn rule(&self) -> &'a str {
        self.run.trainer.experiment().optimizer.label.of(self.words)
    }

    /// What the rule does; nothing where the lengths that it tries say it all.
    fn main(&self) -> Option<String> {
        let apart = &self.step.apart;
        if apart.symbols.made_of.is_empty() && !apart.tried.is_empty() {
            return None;
        }
        Some(self.direction())
    }

    /// What it makes of the gradient.
    fn direction(&self) -> String {
        let (words, symbols) = (self.words, &self.step.apart.symbols);
        let slopes = self.each(|parts| parts.slope);
        let remembered = self.each(|parts| parts.remembered);
        if slopes == [0.0; 2] && self.moved() == [0.0; 2] {
            return word!(words, "why.level").to_owned();
        }
        if symbols.is_sign {
            return self.sign();
        }
        if !symbols.divisor.is_empty() {
            return self.divided();
        }
        if symbols.is_solved {
            return self.solved();
        }
        if remembered != [0.0; 2] {
            return if self.step.apart.length.is_some() { self.conjugate() } else { self.momentum() };
        }
        if self.step.apart.length.is_some() {
            return word!(words, "why.begins.along").to_owned();
        }
        match symbols.made_of.is_empty() {
            true => say!(words, "why.plain", rule = self.rule()),
            false if self.each(|parts| parts.along) == slopes => say!(words, "why.begins", rule = self.rule()),
            _ => {
                let times = number(length(self.each(|parts| parts.along)) / length(slopes));
                say!(words, "why.begins.scaled", rule = self.rule(), times)
            }
        }
    }

    /// The angle between the direction and the gradient, in whole degrees.
    fn angle(&self) -> String {
        let (along, slopes) = (self.each(|parts| parts.along), self.each(|parts| parts.slope));
        let cosine = (along[0] * slopes[0] + along[1] * slopes[1]) / (length(along) * length(slopes));
        significant(libm::acos(cosine.clamp(-1.0, 1.0)).to_degrees().round(), 3)
    }

    /// Of a rule that solves for its direction.
    fn solved(&self) -> String {
        let (words, rule, angle) = (self.words, self.rule(), self.angle());
        let [along, slopes] = [self.each(|parts| parts.along), self.each(|parts| parts.slope)];
        if along == slopes {
            return word!(words, "why.begins.along").to_owned();
        }
        if along[0] * slopes[0] + along[1] * slopes[1] < 0.0 {
            return say!(words, "why.solved.up", rule, angle);
        }
        let times = number(length(self.moved()) / length(slopes));
        say!(words, "why.solved", rule, angle, times)
    }

    /// Of a rule whose direction is to undo nothing of those before.
    fn conjugate(&self) -> String {
        say!(self.words, "why.conjugate", angle = self.angle())
    }

    /// Of one that tries how far to go.
    fn tried(&self) -> Option<String> {
        let (words, tried) = (self.words, &self.step.apart.tried);
        let (&taken, tries) = (tried.last()?, tried.len());
        Some(match (taken == 0.0, tries) {
            (true, _) => word!(words, "why.tried.none").to_owned(),
            // Where it does not bend upwards, it is η that is tried first.
            (false, 1) if self.step.apart.symbols.is_sum && taken != self.step.lr => {
                say!(words, "why.tried.lowest", taken = number(taken))
            }
            (false, 1) => say!(words, "why.tried.first", taken = number(taken)),
            (false, _) => say!(words, "why.tried", count = number(tries as f64), taken = number(taken)),
        })
    }

    /// Of a rule that takes the sign alone.
    fn sign(&self) -> String {
        let (words, rule) = (self.words, self.rule());
        if let Some(names) = self.names(|parts| parts.along == 0.0 && parts.slope != 0.0) {
            return say!(words, "why.turned", rule, names);
        }
        let [dx, dy] = self.moved().map(|way| number(way.abs()));
        let [gx, gy] = self.each(|parts| parts.slope).map(number);
        let [x, y] = [self.name(0), self.name(1)];
        say!(words, "why.sign", rule, x, y, dx, dy, gx, gy)
    }

    /// Of a rule that divides.
    fn divided(&self) -> String {
        let (words, rule, moved) = (self.words, self.rule(), self.moved().map(f64::abs));
        let (slopes, divisors) = (self.each(|parts| parts.slope.abs()), self.each(|parts| parts.divisor));
        let eta = self.step.lr;
        let quotients = self.each(|parts| parts.quotient().abs());
        let is_own_size = quotients.iter().all(|quotient| (quotient - 1.0).abs() < EXACTLY);
        if is_own_size && self.each(|parts| parts.remembered) == [0.0; 2] {
            return say!(words, "why.own-size", rule, eta = number(eta));
        }
        let (steep, flat) = if slopes[0] > slopes[1] { (0, 1) } else { (1, 0) };
        let [one, other] = [steep, flat].map(|place| self.name(place));
        if slopes[flat] == 0.0 {
            let [first, second] = [steep, flat].map(|place| number(moved[place]));
            return say!(words, "why.one-slope", rule, one, other, first, second);
        }
        let ratio = slopes[steep] / slopes[flat];
        let compared = match number(ratio) {
            times if times == "1" => say!(words, "why.as-steep", one, other),
            times => say!(words, "why.steeper", one, other, times),
        };
        let [by_one, by_other] = [steep, flat].map(|place| number(divisors[place]));
        let near = |one: f64, other: f64| (one - other).abs() <= ABOUT * other.abs();
        let [first, second] = [steep, flat].map(|place| number(moved[place]));
        let divided = if moved.iter().all(|&way| near(way, eta)) {
            let eta = number(eta);
            say!(words, "why.divided.eta", rule, one, other, by_one, by_other, first, second, eta)
        } else {
            say!(words, "why.divided", rule, one, other, by_one, by_other, first, second)
        };
        say!(words, "list.sentences", head = compared, last = divided)
    }

    /// Of a rule that adds what it remembers.
    fn momentum(&self) -> String {
        let (words, slopes) = (self.words, self.each(|parts| parts.slope));
        let (fresh, remembered) = (self.each(|parts| parts.fresh), self.each(|parts| parts.remembered));
        if length(fresh) == 0.0 {
            return word!(words, "why.coasting").to_owned();
        }
        let along = self.each(|parts| parts.along);
        let (times, longer) = (length(remembered) / length(fresh), length(along) / length(slopes));
        let cosine = (along[0] * slopes[0] + along[1] * slopes[1]) / (length(along) * length(slopes));
        let (times, longer) = (number(times), number(longer));
        match libm::acos(cosine.clamp(-1.0, 1.0)).to_degrees() {
            angle if angle.is_finite() => {
                say!(words, "why.momentum", times, longer, angle = significant(angle.round(), 3))
            }
            _ => say!(words, "why.cancelled", times),
        }
    }

    /// Where what is remembered outweighs the gradient.
    fn against(&self) -> Option<String> {
        let remembers = |parts: &Parts| parts.remembered != 0.0 || parts.carried != 0.0;
        let outweighs = |parts: &Parts| remembers(parts) && (parts.carried + parts.quotient()) * parts.slope < 0.0;
        self.names(outweighs).map(|names| say!(self.words, "why.against", names))
    }

    fn carried(&self) -> Option<String> {
        let [x, y] = self.each(|parts| -self.step.rate * parts.carried);
        let is_there = [x, y] != [0.0; 2];
        is_there.then(|| say!(self.words, "why.carried", x = number(x), y = number(y)))
    }

    fn decayed(&self) -> Option<String> {
        let [x, y] = self.each(|parts| -self.step.rate * parts.decay);
        let is_there = [x, y] != [0.0; 2];
        is_there.then(|| say!(self.words, "why.decay", x = number(x), y = number(y)))
    }

    fn upwards(&self) -> Option<String> {
        self.run.trainer.experiment().maximize.then(|| word!(self.words, "why.upwards").to_owned())
    }
}
