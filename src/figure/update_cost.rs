//! What one update costs against the number of samples: by all of them as many times more as there are, by a mini-batch always
//! the same; and the race of the two against the clock.

mod race;
mod stopwatch;

use super::speech::{count, quotient};
use super::{Action, After, Entry, Figure, Handle, Panel, Scene, Table, Values};
use crate::chart::{Axes, Axis, Curve, Head, Line, Name, Picture, Point, Polyline, Scale, Segment, Style, Tone, Word};
use crate::data::MOST_STREAMED;
use crate::error::Result;
use crate::experiment::Experiment;
use crate::number::{rounded, significant};
use crate::risk::StreamRisk;
use crate::words::{Sentence, Words};
use crate::{say, word};
use race::Race;
use std::rc::Rc;
use stopwatch::Stopwatch;

pub(super) static FIGURE: Figure = Figure {
    table: Table::new(ENTRIES).only(&[
        "data",
        "n",
        "noise",
        "slope",
        "intercept",
        "data_seed",
        "reduction",
        "sampler",
        "batch",
        "lr",
        "seed",
    ]),
    base: "data=stream&n=1000000000&sampler=uniform&batch=32&reduction=mean&lr=0.2",
    rest: TICKS,
    restart: Sentence::named("cost.again"),
    settle,
    words,
    build: |values, words| Ok(Box::new(UpdateCost::build(values, words, None)?)),
};

static ENTRIES: &[Entry] =
    &[Entry::of("n").by_ratio(SAMPLES.0, SAMPLES.1).docked(), Entry::of("batch").by_ratio(1.0, 1024.0).docked()];

/// Numbers of samples, and those that are shown, so that a marker at either end is whole; seconds, and losses above the minimum.
const SAMPLES: (f64, f64) = (1e2, 1e12);
const SHOWN: (f64, f64) = (5e1, 2e12);
const COSTS: (f64, f64) = (1e-11, 1e6);
const CLOCK: (f64, f64) = (1e-8, 1e7);
const HEIGHTS: (f64, f64) = (1e-6, 1e2);

/// The race's ticks: in each as many times as much time has passed as in any other.
const TICKS: u64 = 120;
/// Seconds of a sample, as they are drawn until they are measured.
const EXPECTED: f64 = 5e-9;
/// How far above a line what is said of it stands, in parts of its height.
const LABEL: f64 = 0.3;

/// A second, a minute, an hour, a night.
const MARKS: [f64; 4] = [1.0, 60.0, 3600.0, 8.0 * 3600.0];

/// Which words of the experiment's keys it can show.
fn words(key: &str) -> Option<Vec<&'static str>> {
    Some(match key {
        "objective" => vec!["regression"],
        "data" => vec!["stream"],
        "scale" => vec!["none"],
        "model" => vec!["linear"],
        "bias" => vec!["true"],
        "loss" => vec!["half-squared-error"],
        "reduction" => vec!["mean"],
        "sampler" => vec!["uniform"],
        _ => return None,
    })
}

/// The batch gives way to fewer samples, unless it is the batch that was set.
fn settle(values: &mut Values, before: Option<&Values>, given: &dyn Fn(&str) -> bool) -> Result<()> {
    if before.is_some() && !given("batch") {
        values.experiment.clamp_batch();
    }
    Ok(())
}

struct UpdateCost {
    experiment: Experiment,
    /// That of the samples that the race's loss is of.
    risk: Rc<StreamRisk>,
    race: Rc<Race>,
    watch: Stopwatch,
    /// Beyond what is measured.
    extrapolated: Polyline,
    /// The race by the clock.
    by_all: Polyline,
    by_few: Polyline,
    told: Told,
    /// Seconds since the race's start.
    clock: f64,
    hovered: Option<(usize, [f64; 2])>,
}

/// What the pictures say, in the reader's words.
#[derive(Default)]
struct Told {
    by_all: String,
    by_few: String,
    marks: [String; 4],
}

impl UpdateCost {
    fn build(values: &Values, words: &Words, before: Option<&UpdateCost>) -> Result<Self> {
        let experiment = values.experiment.clone();
        let (n, batch) = (experiment.n, experiment.batch_size());
        let risk_of = |n: u64| {
            let wanted = of_samples(&experiment, n);
            let known = before.and_then(|before| before.known(&wanted));
            known.map_or_else(|| wanted.stream_risk().map(Rc::new), Ok)
        };
        let risk = risk_of(Race::samples(n))?;
        let race = match before.filter(|before| before.experiment == experiment) {
            Some(before) => Rc::clone(&before.race),
            None => Rc::new(Race::run(&risk, n, experiment.lr, batch, experiment.seed)),
        };
        let is_measured = |before: &&UpdateCost| Experiment { n, ..before.experiment.clone() } == experiment;
        let watch = match before.filter(is_measured) {
            Some(before) => before.watch.clone(),
            None => {
                let endless =
                    if Race::samples(n) == MOST_STREAMED { Rc::clone(&risk) } else { risk_of(MOST_STREAMED)? };
                Stopwatch::new(endless, experiment.lr, batch, experiment.seed)
            }
        };
        let [extrapolated, by_all, by_few] = std::array::from_fn(|_| Polyline::new());
        let told = Told::default();
        let (clock, hovered) = (CLOCK.0, before.and_then(|before| before.hovered));
        let mut scene =
            UpdateCost { experiment, risk, race, watch, extrapolated, by_all, by_few, told, clock, hovered };
        scene.put_on_the_clock();
        scene.speak(words);
        Ok(scene)
    }

    /// The risk of an experiment, if it is one of those that this scene has: both are made of many samples.
    fn known(&self, wanted: &Experiment) -> Option<Rc<StreamRisk>> {
        let of_race = (Race::samples(self.experiment.n), &self.risk);
        let all = [of_race, (MOST_STREAMED, self.watch.risk())];
        let mut known = all.into_iter().filter(|(n, _)| of_samples(&self.experiment, *n) == *wanted);
        known.next().map(|(_, risk)| Rc::clone(risk))
    }

    fn n(&self) -> f64 {
        self.experiment.n as f64
    }

    /// The numbers of samples that are shown.
    fn shown(&self) -> (f64, f64) {
        (SHOWN.0.min(0.5 * self.n()), SHOWN.1)
    }

    /// Seconds of an update by all samples (and whether they are extrapolated) and by a mini-batch, once all is measured.
    fn costs(&self) -> Option<(f64, bool, f64)> {
        self.costs_of(self.n())
    }

    fn costs_of(&self, n: f64) -> Option<(f64, bool, f64)> {
        let (by_all, is_guessed) = self.watch.cost_of_all(n).filter(|_| self.watch.is_done())?;
        Some((by_all, is_guessed, self.watch.cost_of_few(n)?))
    }

    /// The same, as expected until it is measured.
    fn costs_by_now(&self) -> (f64, f64) {
        let batch = self.experiment.batch_size() as f64;
        self.costs().map_or((EXPECTED * self.n(), EXPECTED * batch), |(by_all, _, by_few)| (by_all, by_few))
    }

    /// Puts updates where the clock has them.
    fn put_on_the_clock(&mut self) {
        if let Some(&[n, seconds]) = self.watch.by_all.last() {
            self.extrapolated = vec![[n, seconds], [SHOWN.1, seconds * SHOWN.1 / n]].into();
        }
        let (by_all, by_few) = self.costs_by_now();
        self.by_all = against_the_clock(&self.race.by_all, by_all);
        // There it stays, on average.
        let settled = [self.race.by_few.len() as f64 * by_few, CLOCK.1].map(|seconds| [seconds, self.race.level]);
        self.by_few = smooth(&against_the_clock(&self.race.by_few, by_few)).iter().copied().chain(settled).collect();
    }

    fn show_costs<'a>(&'a self, words: &'a Words) -> Picture<'a> {
        let (samples, time) = (word!(words, "cost.samples"), word!(words, "cost.time"));
        let shown = self.shown();
        let mut picture =
            Picture::on_graph_paper(Axes { x: Axis::logarithmic(samples, shown), y: Axis::logarithmic(time, COSTS) });
        // Those between would stand in the way of both.
        for (seconds, mark) in MARKS.into_iter().zip(&self.told.marks).step_by(3) {
            let line = Line::dashed(Tone::Quiet, 1.0);
            picture.ground.push(Segment([[shown.0, seconds], [shown.1, seconds]], line));
            picture.ground.push(Word([4.0 * shown.0, LABEL * seconds], mark, 0, Tone::Quiet));
        }
        if self.costs().is_none() {
            // What is to be expected: it rises with the samples, or stays.
            let few = EXPECTED * self.experiment.batch_size() as f64;
            let (from, to) = shown;
            for ends in [[[from, EXPECTED * from], [to, EXPECTED * to]], [[from, few], [to, few]]] {
                picture.ground.push(Segment(ends, Line::dashed(Tone::Quiet, 1.0)));
            }
        }
        let (all, few) = (Style::BATCH, self.few(words).0);
        picture.still.push(Curve(self.extrapolated.all(), Line::dashed(Tone::Of(all), 1.5)));
        for (curve, style) in [(&self.watch.by_all, all), (&self.watch.by_few, few)] {
            picture.still.push(Curve(curve.all(), Line::of(style, 1.5)));
            let seen = curve.iter().filter(|at| at[0] >= shown.0);
            picture.still.extend(seen.map(|&at| Point(at, style.marker(), Tone::Of(style))));
        }
        let n = self.n();
        picture.moving.push(Segment([[n, COSTS.0], [n, COSTS.1]], Line::LOOKED_AT));
        let Some((by_all, _, by_few)) = self.costs() else {
            // Once, where the eye is.
            picture.still.push(Word([1e5, 5.0], word!(words, "cost.measuring"), 0, Tone::Ink));
            return picture;
        };
        for (seconds, text, style) in [(by_all, &self.told.by_all, all), (by_few, &self.told.by_few, few)] {
            picture.moving.push(Point([n, seconds], style.marker(), Tone::Of(style)));
            picture.names.push(Name::new([n, seconds], text, style));
        }
        picture
    }

    fn show_race<'a>(&'a self, words: &'a Words) -> Picture<'a> {
        let (time, excess) = (word!(words, "cost.clock"), word!(words, "title.excess"));
        let mut picture =
            Picture::on_graph_paper(Axes { x: Axis::logarithmic(time, CLOCK), y: Axis::logarithmic(excess, HEIGHTS) });
        // The minute between them has no room for its name.
        for (seconds, mark) in MARKS.into_iter().zip(&self.told.marks).take(3).step_by(2) {
            picture.ground.push(Segment([[seconds, HEIGHTS.0], [seconds, HEIGHTS.1]], Line::dashed(Tone::Quiet, 1.0)));
            picture.ground.push(Word([seconds, HEIGHTS.1 / 3.0], mark, -1, Tone::Quiet));
        }
        let ((by_all, by_few), is_measured) = (self.costs_by_now(), self.costs().is_some());
        let (all, (few, few_name), race) = (Style::BATCH, self.few(words), &self.race);
        let now = self.time();
        picture.moving.push(Segment([[now, HEIGHTS.0], [now, HEIGHTS.1]], Line::LOOKED_AT));
        let end = race.by_all.last().copied().unwrap_or(race.level);
        for (curve, heights, end, seconds, short, style) in [
            (&self.by_all, &race.by_all, end, by_all, word!(words, "run.batch"), all),
            (&self.by_few, &race.by_few, race.level, by_few, few_name, few),
        ] {
            // Its way, and how far it has come by now.
            picture.still.push(Curve(curve.all(), Line::of(style, 1.0).bare()));
            let passed = curve.partition_point(|point| point[0] <= now);
            let at = curve.on_the_way(passed, now, Scale::Logarithmic).unwrap_or([now, end]);
            picture.moving.push(Curve(curve.up_to(passed), Line::of(style, 2.5).bare()));
            if let Some(&last) = passed.checked_sub(1).and_then(|last| curve.get(last)) {
                picture.moving.push(Segment([last, at], Line::of(style, 2.5).bare()));
            }
            picture.moving.push(Head { from: None, at, marker: style.marker(), tone: Tone::Of(style) });
            // Where it takes its first update.
            if let Some(&height) = heights.get(1).filter(|_| is_measured) {
                picture.names.push(Name::new([seconds, height], short, style));
            }
        }
        picture
    }

    /// The time that the race is looked at: where the reader points, or by the clock.
    fn time(&self) -> f64 {
        self.hovered.filter(|(panel, _)| *panel == 1).map_or(self.clock, |(_, [seconds, _])| seconds)
    }

    /// What stands above the race: how many updates there have been.
    fn tell_race(&self, words: &Words) -> Option<String> {
        let (by_all, _, by_few) = self.costs()?;
        let time = self.time();
        let [all, few] = [by_all, by_few].map(|seconds| quotient(rounded((time / seconds).floor(), 2), 1.0));
        Some(say!(words, "cost.race.at", time = duration(time, words), all, name = self.few(words).1, few))
    }

    /// What stands above the costs: those of the number of samples that the reader points at.
    fn tell_costs(&self, words: &Words) -> Option<String> {
        let (_, [n, _]) = self.hovered.filter(|(panel, _)| *panel == 0)?;
        let n = rounded(n.clamp(SAMPLES.0.min(self.n()), SAMPLES.1), 2);
        let (by_all, _, by_few) = self.costs_of(n)?;
        let [all, few] = [by_all, by_few].map(|seconds| duration(seconds, words));
        Some(say!(words, "cost.at", n = quotient(n, 1.0), all, name = self.few(words).1, few))
    }

    /// What updates that take so many seconds come to.
    fn compare(&self, (by_all, is_guessed, by_few): (f64, bool, f64), words: &Words) -> String {
        // Not whole ones alone: it is the quotient of the two times that are told.
        let (meanwhile, n) = (quotient(rounded(by_all / by_few, 2), 1.0), quotient(self.n(), 1.0));
        let updates = match &meanwhile[..] {
            "1" => word!(words, "comparison.one-update").to_owned(),
            _ => say!(words, "comparison.updates", steps = meanwhile),
        };
        let [all, few] = [by_all, by_few].map(|seconds| duration(seconds, words));
        if self.experiment.batch_size() as u64 == self.experiment.n {
            return say!(words, "cost.same", n, all, few);
        }
        let batch = match self.experiment.batch_size() {
            1 => word!(words, "cost.batch.one"),
            _ => word!(words, "cost.batch"),
        };
        match is_guessed {
            true => say!(words, "cost.guessed", n, all, batch, few, updates),
            false => say!(words, "cost.measured", n, all, batch, few, updates),
        }
    }

    /// How updates by few samples look, and what they are called.
    fn few<'a>(&self, words: &'a Words) -> (Style, &'a str) {
        match self.experiment.batch_size() {
            1 => (Style::STOCHASTIC, word!(words, "run.stochastic")),
            _ => (Style::MINI_BATCH, word!(words, "run.mini-batch")),
        }
    }
}

/// An experiment on so many samples, without what its risk does not depend on.
fn of_samples(experiment: &Experiment, n: u64) -> Experiment {
    Experiment { n, batch: None, lr: 0.0, seed: 0, ..experiment.clone() }
}

/// Heights after 0, 1, 2, … updates that take so many seconds each.
fn against_the_clock(heights: &[f64], seconds: f64) -> Polyline {
    let Some(&start) = heights.first() else { return Polyline::new() };
    // Until the first of them is complete, nothing has changed.
    let waiting = [[CLOCK.0, start], [seconds, start]];
    let points = heights.iter().enumerate().skip(1).map(|(updates, &height)| [updates as f64 * seconds, height]);
    waiting.into_iter().filter(|_| seconds > CLOCK.0).chain(points).collect()
}

/// Points whose x rises, those close to one another on a logarithmic axis as their means: trembling is told from its level.
fn smooth(points: &[[f64; 2]]) -> Polyline {
    const CLOSE: f64 = 1.15;
    let mut means: Vec<[f64; 2]> = Vec::new();
    let mut rest = points;
    while let Some(&[first, _]) = rest.first() {
        let count = rest.iter().take_while(|point| point[0] < CLOSE * first).count().max(1);
        // The wait before the first update, and what it does, have one x.
        let close = if rest.get(1).is_some_and(|next| next[0] == first) { 1 } else { count };
        means.push([0, 1].map(|axis| rest[..close].iter().map(|point| point[axis]).sum::<f64>() / close as f64));
        rest = &rest[close..];
    }
    means.into()
}

/// A time as a reader says it: 12 s, 2.3 h.
fn duration(seconds: f64, words: &Words) -> String {
    let number = |unit: f64| significant(seconds / unit, 2);
    // A decimal unit ends where its two digits are the next one: 999.6 ms are 1 s.
    match seconds {
        ..9.95e-7 => say!(words, "cost.nanoseconds", number = number(1e-9)),
        ..9.95e-4 => say!(words, "cost.microseconds", number = number(1e-6)),
        ..0.995 => say!(words, "cost.milliseconds", number = number(1e-3)),
        ..60.0 => say!(words, "cost.seconds", number = number(1.0)),
        ..3600.0 => say!(words, "cost.minutes", number = number(60.0)),
        ..86_400.0 => say!(words, "cost.hours", number = number(3600.0)),
        _ => say!(words, "cost.days", number = number(86_400.0)),
    }
}

impl Scene for UpdateCost {
    fn rebuilt(&self, values: &Values, words: &Words) -> Result<Box<dyn Scene>> {
        Ok(Box::new(Self::build(values, words, Some(self))?))
    }

    fn look(&mut self, tick: u64, fraction: f64) -> u64 {
        let tick = tick.min(TICKS);
        let part = (tick as f64 + fraction) / TICKS as f64;
        self.clock = CLOCK.0 * libm::pow(CLOCK.1 / CLOCK.0, part.min(1.0));
        tick
    }

    fn is_over(&self, tick: u64) -> bool {
        tick >= TICKS
    }

    fn hover(&mut self, place: Option<(usize, [f64; 2])>) {
        self.hovered = place;
    }

    fn measure(&mut self, now: &dyn Fn() -> f64, words: &Words) -> bool {
        if self.watch.is_done() {
            return false;
        }
        self.watch.go_on(self.experiment.seed, self.experiment.batch_size(), now);
        self.put_on_the_clock();
        self.speak(words);
        true
    }

    fn speak(&mut self, words: &Words) {
        self.told.marks = [
            say!(words, "cost.seconds", number = 1),
            say!(words, "cost.minutes", number = 1),
            say!(words, "cost.hours", number = 1),
            say!(words, "cost.hours", number = 8),
        ];
        if let Some((by_all, is_guessed, by_few)) = self.costs() {
            let [time, few] = [by_all, by_few].map(|seconds| duration(seconds, words));
            let name = word!(words, "run.batch");
            self.told.by_all = match is_guessed {
                true => say!(words, "cost.would-take", name, time),
                false => say!(words, "cost.takes", name, time),
            };
            self.told.by_few = say!(words, "cost.takes", name = self.few(words).1, time = few);
        }
    }

    fn panels(&self, words: &Words) -> Vec<Panel> {
        let (n, m) = (quotient(self.n(), 1.0), count(self.experiment.batch_size() as u64));
        let readout = match self.costs() {
            None if !self.watch.is_done() => word!(words, "cost.measuring").to_owned(),
            _ => self.readout(words),
        };
        let of_costs = format!("{} {readout}", word!(words, "cost.description"));
        let of_race = format!("{} {readout}", word!(words, "cost.race.description"));
        let detail = format!("n = {n}, m′ = {m}");
        vec![
            Panel::new("cost", word!(words, "cost.title"), self.tell_costs(words).unwrap_or(detail.clone()), of_costs),
            Panel::new("race", word!(words, "cost.race.title"), self.tell_race(words).unwrap_or(detail), of_race),
        ]
    }

    fn picture<'a>(&'a self, panel: usize, words: &'a Words) -> Picture<'a> {
        if panel == 0 { self.show_costs(words) } else { self.show_race(words) }
    }

    fn handles(&self) -> Vec<Handle> {
        let n = self.n().min(SAMPLES.1);
        // Below both lines, and clear of the axis, whose ticks stay to be seen.
        let at = [n, 30.0 * COSTS.0];
        let label = format!("n = {}", quotient(self.n(), 1.0));
        vec![Handle::new(0, at, "n", label)]
    }

    fn act(&mut self, action: Action, values: &mut Values) -> After {
        match action {
            Action::Press(0, [n, _]) | Action::Drag(0, [n, _], _) => {
                values.experiment.n = rounded(n.clamp(SAMPLES.0, SAMPLES.1), 2) as u64;
                values.experiment.clamp_batch();
            }
            Action::Restart(_) => {
                let Experiment { lr, seed, .. } = self.experiment;
                self.watch = Stopwatch::new(Rc::clone(self.watch.risk()), lr, self.experiment.batch_size(), seed);
            }
            _ => return After::Nothing,
        }
        After::Stay
    }

    fn rules(&self, _: &Words) -> Vec<(Option<Style>, String)> {
        Vec::new()
    }

    /// Nothing until it is measured: that it is, the picture says.
    fn readout(&self, words: &Words) -> String {
        match self.costs() {
            Some(costs) => self.compare(costs, words),
            None if self.watch.is_done() => word!(words, "cost.no-clock").to_owned(),
            None => String::new(),
        }
    }

    /// What it may come to say on machines of one speed and another.
    fn longest_readout(&self, words: &Words) -> String {
        let (by_all, by_few) = self.costs_by_now();
        let said = [1.0, 7.3, 73.0].map(|times| self.compare((times * by_all, true, times * by_few), words));
        said.into_iter().max_by_key(|said| said.chars().count()).unwrap_or_default()
    }

    fn is_drawn_at_random(&self) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use super::{Style, duration};
    use crate::figure::{Action, Host, named};
    use crate::words::Words;
    use std::cell::Cell;

    /// Measured by a clock that ticks when it is looked at.
    fn measured(text: &str, language: &str) -> Host {
        let mut host = named("cost-of-an-update", Words::of(language).clone()).unwrap();
        assert_eq!(host.apply(text), []);
        measure(&mut host);
        host
    }

    fn measure(host: &mut Host) {
        let time = Cell::new(0.0);
        while host.measure(&|| time.replace(time.get() + 4.0)) {}
    }

    fn readout(host: &Host) -> String {
        host.scene().readout(host.words())
    }

    #[test]
    fn a_batch_of_one_is_stochastic() {
        let named = |batch: &str| {
            let host = measured(batch, "en");
            let names = [0, 1].map(|panel| host.picture(panel).names.iter().map(|name| name.style).collect::<Vec<_>>());
            names.into_iter().flatten().collect::<Vec<_>>()
        };
        assert_eq!(named("batch=1"), [Style::BATCH, Style::STOCHASTIC].repeat(2));
        assert_eq!(named("batch=2"), [Style::BATCH, Style::MINI_BATCH].repeat(2));
    }

    #[test]
    fn a_time_has_the_unit_that_its_two_digits_are_of() {
        let said =
            [4.2e-9, 9.96e-7, 0.9996, 1.0, 59.7, 3_576.0, 84_000.0, 1e6].map(|time| duration(time, Words::of("en")));
        assert_eq!(said, ["4.2 ns", "1 µs", "1 s", "1 s", "60 s", "60 min", "23 h", "12 days"]);
    }

    #[test]
    fn until_it_is_measured_it_says_so_once_and_keeps_room_for_what_it_will_say() {
        let mut host = named("cost-of-an-update", Words::of("en").clone()).unwrap();
        assert_eq!(readout(&host), "");
        assert!(host.panels().iter().all(|panel| panel.description.ends_with("measuring…")));
        let room = host.most_said().readout.chars().count();
        let said = readout(&measured("", "en")).chars().count();
        assert!(room >= said && room < said + 8, "{room} {said}");
        assert!((0..2).all(|panel| host.picture(panel).names.is_empty()));
        assert!(!host.experiment().contains("measur"));
    }

    #[test]
    fn what_is_measured_is_measured_and_what_would_take_too_long_is_foretold() {
        let mut host = measured("n=1000000000000", "en");
        // Four milliseconds for 4096 samples.
        assert!(
            readout(&host).starts_with("At n = 10¹², one update by all samples would take about 11 days"),
            "{}",
            readout(&host)
        );
        assert_eq!(host.picture(0).names[0].text, "batch: ≈ 11 days");
        assert!(host.act(Action::Drag(0, [10_234.0, 1.0], true)) || host.experiment().contains("&n=10000&"));
        assert!(readout(&host).starts_with("At n = 10,000, one update by all samples takes"), "{}", readout(&host));
        let chinese = measured("n=1000000000000", "zh");
        assert!(readout(&chinese).contains("11 天"), "{}", readout(&chinese));
    }

    #[test]
    fn another_number_of_samples_is_told_from_the_same_measurement_and_another_batch_is_not() {
        let mut host = measured("", "en");
        host.set("n", "2000000").unwrap();
        assert_ne!(readout(&host), "");
        host.set("batch", "8").unwrap();
        assert_eq!(readout(&host), "");
        measure(&mut host);
        assert!(!host.measure(&|| 0.0), "it is done");
        host.act(Action::Restart(3));
        assert_eq!(readout(&host), "");
    }

    #[test]
    fn a_batch_is_no_larger_than_the_samples() {
        let mut host = measured("", "en");
        host.act(Action::Drag(0, [1.0, 1.0], true));
        host.set("batch", "100").unwrap();
        assert!(host.set("batch", "101").is_err());
        host.set("n", "50").unwrap();
        assert!(host.experiment().contains("&batch=50&"), "{}", host.experiment());
    }

    #[test]
    fn a_batch_of_as_many_samples_as_there_are_saves_nothing_and_that_is_said() {
        let host = measured("n=100&batch=100", "en");
        assert!(readout(&host).starts_with("At n = m′ = 100, "), "{}", readout(&host));
        // Of however few there are, one update costs about what the other does.
        for n in [1, 7, 32] {
            let host = measured(&format!("n={n}&batch={n}"), "en");
            let Some(rest) = readout(&host).strip_prefix(&format!("At n = m′ = {n}, ")).map(str::to_owned) else {
                panic!("{n}: {}", readout(&host))
            };
            let nanoseconds = |at: &str| {
                let number = rest.split(at).nth(1).and_then(|rest| rest.split_once(char::is_whitespace));
                let (number, rest) = number.unwrap_or_else(|| panic!("{n}: {rest}"));
                number.parse::<f64>().unwrap() * if rest.starts_with("ns") { 1.0 } else { 1000.0 }
            };
            let (few, all) = (nanoseconds("takes "), nanoseconds("all samples "));
            assert!((0.5..2.0).contains(&(all / few)), "{n}: {few} {all}");
            assert!(host.scene().handles()[0].at[0] == f64::from(n) && host.picture(0).names.len() == 2);
        }
    }

    #[test]
    fn what_it_cannot_show_is_told() {
        let mut host = named("cost-of-an-update", Words::of("en").clone()).unwrap();
        for wrong in ["data=line&n=100", "sampler=full", "loss=mae", "bias=false", "reduction=sum"] {
            assert_eq!(host.apply(wrong).len(), 1, "{wrong}");
            assert!(host.experiment().starts_with("data=stream&"), "{wrong}: {}", host.experiment());
        }
    }
}
