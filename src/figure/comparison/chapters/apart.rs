//! The next step of a run taken apart: the gradient of each sample of its batch, and their sum or mean, which is the step.

use crate::chart::{Arrow, Curve, FittedLine, Line, Name, Picture, Polyline, Samples, Scale, Segment, Style, samples};
use crate::figure::comparison::Comparing;
use crate::figure::comparison::own::{Known, OwnPanel};
use crate::figure::speech::count;
use crate::figure::styles::SHARE;
use crate::figure::{Entitled, Panel, window};
use crate::loss::Reduction;
use crate::number::{decade, rounded_down, rounded_up, significant, times_power_of_ten};
use crate::objective::Batch;
use crate::problem::{Parameters, Problem};
use crate::run::Run;
use crate::words::Words;
use crate::{say, word};
use std::rc::Rc;

/// The landscape of some runs, by their places among the runs, with the next step of the first one as arrows: the gradients of
/// its samples, head to tail, and what all samples would have it do.
pub(super) struct StepOn(pub(super) &'static [usize]);

/// The data with the samples of that step, the line as it is and, thin, as it will be after it.
pub(super) struct SamplesOf(pub(super) usize);

/// Samples that are told one by one.
const TOLD: usize = NUMBERS.len();
/// What they are called in all that is shown of them.
const NUMBERS: [&str; 4] = ["①", "②", "③", "④"];
/// A line of the list in which nothing is told.
const NOTHING: &str = "\u{a0}";
/// The shortest arrow that has room for its number, in parts of the window.
const SHORTEST: f64 = 0.04;
/// The shortest arrow with a head, in the same.
const HEADLESS: f64 = 0.02;
/// How far the farthest arrow reaches at least, in the same, where it is chosen how many times as long as they are arrows are
/// drawn, so that all can be told apart; and how short, where noise moves it and on its way there, and how long it may become
/// before that is chosen anew.
const READABLE: f64 = 0.2;
const SHORT: f64 = 0.05;
const SHORT_ON_THE_WAY: f64 = 0.08;
const LONG: f64 = 0.6;
/// How many times as far as noise alone a step reaches that is still on its way.
const BEYOND_NOISE: f64 = 2.0;
/// How far few steps of noise alone reach, in their mean squares' roots.
const FAR: f64 = 2.0;
const MOST_TIMES: f64 = 1000.0;
/// How far beyond an arrow's tip its name stands, in the same.
const BEYOND: f64 = 0.02;
/// How wide the name of a line is, in parts of the plot.
const NAME: f64 = 0.2;
/// How far from the data the line before the step is followed, in heights of theirs.
const FARTHEST: f64 = 1.5;

/// The step that comes next, or is on its way.
pub(super) struct Parts {
    problem: Rc<Problem>,
    step: u64,
    rate: f64,
    is_mean: bool,
    before: Parameters,
    pub(super) after: Parameters,
    /// The samples of its batch.
    pub(super) batch: Vec<u32>,
    /// Of each of them, ∇E of it alone.
    pub(super) gradients: Vec<Parameters>,
    /// Where the step begins, and where it has come to after each of them.
    pub(super) chain: Polyline,
    /// Where a step by all samples would lead.
    pub(super) by_all: [f64; 2],
    /// How many times as long as they are its arrows are drawn, less than once where they are too long, and what is said of that.
    times: f64,
    named: String,
    /// The chain so drawn.
    drawn: Polyline,
}

impl Parts {
    fn of(run: &Run) -> Self {
        let (problem, step, experiment) = (&run.problem, run.seen.steps, run.trainer.experiment());
        let (before, rate) = (run.point(step), experiment.lr_after(step));
        let n = problem.objective.samples();
        let mut sampler = run.sampler().clone();
        let batch = match sampler.batch(step) {
            Batch::Samples(batch) => batch.to_vec(),
            // What is shown is stored, and has no others.
            _ => (0..n as u32).collect(),
        };
        let m = batch.len() as f64;
        let gradients: Vec<_> =
            batch.iter().map(|&sample| problem.gradient(before, Batch::Samples(&[sample]))).collect();
        let all = problem.gradient(before, Batch::All);
        // Of a mean each sample has its part; a sum over all is as much longer as there are more of them.
        let is_mean = experiment.reduction == Reduction::Mean;
        let (share, of_all) = if is_mean { (1.0 / m, 1.0) } else { (1.0, m / n as f64) };
        let moved = |from: Parameters, along: &Parameters, part: f64| {
            std::array::from_fn(|place| from[place] - rate * part * along[place])
        };
        let mut at = before;
        let places = gradients.iter().map(|gradient| {
            at = moved(at, gradient, share);
            problem.two(at)
        });
        let from = problem.two(before);
        let chain: Polyline = std::iter::once(from).chain(places).collect();
        let (after, by_all) = (run.point(step + 1), problem.two(moved(before, &all, of_all)));
        // Beyond the map there is none to be seen.
        let times = if is_in(problem.window, from) { times_at(run, step) } else { 1.0 };
        let mut parts = Parts {
            problem: Rc::clone(problem),
            step,
            rate,
            is_mean,
            before,
            after,
            batch,
            gradients,
            chain,
            by_all,
            times,
            named: format!("×{times}"),
            drawn: Polyline::new(),
        };
        let drawn: Vec<_> = parts.chain.iter().map(|&place| parts.drawn_at(place)).collect();
        parts.drawn.extend(drawn);
        parts
    }

    /// Where a place is drawn that an arrow from the step's beginning leads to.
    fn drawn_at(&self, place: [f64; 2]) -> [f64; 2] {
        let from = self.chain[0];
        [0, 1].map(|axis| from[axis] + self.times * (place[axis] - from[axis]))
    }

    /// What the step is called: by the only sample that it is of.
    fn name<'a>(&self, words: &'a Words) -> &'a str {
        match self.batch.len() {
            1 => word!(words, "apart.one"),
            _ => word!(words, "apart.batch"),
        }
    }

    fn is_of(&self, run: &Run) -> bool {
        Rc::ptr_eq(&self.problem, &run.problem)
            && self.step == run.seen.steps
            && self.rate == run.trainer.experiment().lr_after(self.step)
            && self.before == run.point(self.step)
            && self.after == run.point(self.step + 1)
    }

    pub(super) fn known(known: &Known) -> Option<&Parts> {
        known.as_ref()?.downcast_ref()
    }

    fn follow(run: &Run, known: &mut Known) {
        if !Self::known(known).is_some_and(|parts| parts.is_of(run)) {
            *known = Some(Rc::new(Parts::of(run)));
        }
    }
}

fn is_in(window: [(f64, f64); 2], at: [f64; 2]) -> bool {
    at.iter().zip(window).all(|(part, (low, high))| (low..=high).contains(part))
}

/// Both parts of a vector as finely as the larger one is told: below one another they are as long.
fn as_finely(vector: [f64; 2]) -> [String; 2] {
    const DIGITS: i32 = 3;
    let largest = vector[0].abs().max(vector[1].abs());
    let unit = times_power_of_ten(decade(largest), 1 - DIGITS);
    let is_told = unit.is_normal();
    // What is rounded to nothing has no sign.
    vector.map(|part| significant(if is_told { (part / unit).round() * unit + 0.0 } else { part }, DIGITS as usize))
}

/// How long a straight way is, in parts of the window.
fn length([from, to]: [[f64; 2]; 2], window: [(f64, f64); 2]) -> f64 {
    let [across, up] = [0, 1].map(|axis| (to[axis] - from[axis]) / (window[axis].1 - window[axis].0));
    libm::hypot(across, up)
}

/// How many times as long the arrows of the step after `step` others are drawn: as many as those of the step before, unless
/// they would be too short or too long. It follows from the run alone, however one has come to that step.
fn times_at(run: &Run, step: u64) -> f64 {
    let (noise, window) = (noise(run), run.problem.window);
    let steps = (0..run.seen.points).map(|place| run.steps_of(place)).filter(|&drawn| drawn < step).chain([step]);
    steps.fold(f64::NAN, |times, step| {
        let rate = run.trainer.experiment().lr_after(step);
        // A step that happens to be short does not count as one: the next ones are as long as those before it.
        let (by_noise, reach) = (length([[0.0; 2], noise.map(|slope| FAR * rate * slope)], window), reach(run, step));
        let short = if reach > BEYOND_NOISE * by_noise { SHORT_ON_THE_WAY } else { SHORT };
        let reach = reach.max(by_noise);
        if (short..=LONG).contains(&(times * reach)) { times } else { times_as_long(reach) }
    })
}

/// How far a step leads, or would by all samples, in parts of the window.
fn reach(run: &Run, step: u64) -> f64 {
    let (problem, rate, before) = (&run.problem, run.trainer.experiment().lr_after(step), run.point(step));
    let along = problem.gradient_at_once(before).unwrap_or_default();
    let by_all = std::array::from_fn(|place| before[place] - rate * along[place]);
    let far = |to: Parameters| length([before, to].map(|place| problem.two(place)), problem.window);
    far(run.point(step + 1)).max(far(by_all))
}

/// How steep the loss of a batch is at the minimum of all along either axis, in the mean square.
fn noise(run: &Run) -> [f64; 2] {
    let (problem, n, m) = (&run.problem, run.problem.objective.samples(), run.batch_size() as f64);
    let parts = if run.trainer.experiment().reduction == Reduction::Mean { 1.0 / m } else { m };
    let Some(minimum) = problem.minimum().filter(|_| !run.is_whole()) else { return [0.0; 2] };
    let squares = (0..n as u32).fold([0.0; 2], |sums, sample| {
        let slopes = problem.two(problem.gradient(minimum, Batch::Samples(&[sample])));
        [0, 1].map(|axis| sums[axis] + slopes[axis] * slopes[axis])
    });
    squares.map(|sum| libm::sqrt(parts * sum / n as f64))
}

/// How many times as long arrows are drawn that reach so far. What is too short, or too long, for all of that is as it is.
fn times_as_long(reach: f64) -> f64 {
    let times = match reach {
        ..READABLE => rounded_up(READABLE / reach),
        READABLE..=LONG => 1.0,
        _ => rounded_down(LONG / reach),
    };
    if (1.0 / MOST_TIMES..=MOST_TIMES).contains(&times) { times } else { 1.0 }
}

impl OwnPanel for StepOn {
    fn landscape(&self) -> Option<&'static [usize]> {
        Some(self.0)
    }

    fn follow(&self, comparing: &Comparing, known: &mut Known) {
        Parts::follow(&comparing.runs[self.0[0]], known);
    }

    fn describe(&self, comparing: &Comparing, known: &Known, words: &Words) -> Panel {
        let (panel, run) = (comparing.describe_landscapes(self.0, words), &comparing.runs[self.0[0]]);
        let parts = Parts::known(known);
        let detail = match parts.map_or(0, |parts| parts.batch.len()) {
            1 => word!(words, "apart.detail.one").to_owned(),
            m if m as u64 == run.problem.objective.samples() && !run.is_whole() => {
                say!(words, "apart.detail.drawn", m = count(m as u64))
            }
            m => say!(words, "apart.detail", m = count(m as u64)),
        };
        let detail = match parts.filter(|parts| parts.times != 1.0) {
            Some(Parts { named, .. }) => say!(words, "apart.enlarged", detail, times = named),
            None => detail,
        };
        let arrow = |(name, style, to): (&str, Style, [f64; 2])| {
            let from = parts.map_or(to, |parts| parts.chain[0]);
            let [across, up] = as_finely([0, 1].map(|axis| to[axis] - from[axis]));
            Entitled { series: Some(style), text: format!("{name} · ({across}, {up})") }
        };
        let ends = parts.map(|parts| {
            let to = parts.problem.two(parts.after);
            [(parts.name(words), run.style, to), (word!(words, "apart.all"), Style::BATCH, parts.by_all)]
        });
        let legend = ends.into_iter().flatten().map(arrow).collect();
        Panel { series: None, title: word!(words, "apart.title").to_owned(), detail, legend, ..panel }
    }

    fn show<'a>(&self, comparing: &'a Comparing, known: &'a Known, words: &'a Words) -> Picture<'a> {
        let Some(parts) = Parts::known(known) else { return comparing.show_landscape(self.0, &[], words) };
        let run = &comparing.runs[self.0[0]];
        let (from, window) = (parts.chain[0], parts.problem.window);
        let [to, by_all] = [parts.problem.two(parts.after), parts.by_all].map(|place| parts.drawn_at(place));
        let mut picture = comparing.show_landscape(self.0, &[[from, to], [from, by_all]], words);
        let solid = |style, width| Line { dash: &[], ..Line::of(style, width) };
        // Above the arrows, which would cut it, is where it is.
        let above = std::mem::take(&mut picture.moving);
        // Wider than what may lie on it: where the batch is all, they are one.
        picture.moving.push(Arrow([from, by_all], solid(Style::BATCH, 4.0)));
        let chain = |width| Curve(parts.drawn.all(), solid(SHARE, width));
        // Those that are not told one by one are a thread beneath their sum; the only one is the sum.
        let m = parts.batch.len();
        if m > TOLD {
            picture.moving.push(chain(0.75));
        }
        picture.moving.push(Arrow([from, to], solid(run.style, 2.5)));
        let told = (2..=TOLD).contains(&m);
        if told {
            picture.moving.push(chain(1.25));
        }
        for (k, ends) in parts.drawn.windows(2).filter(|_| told).enumerate() {
            let [at, place] = [ends[0], ends[1]];
            let length = length([at, place], window);
            // What is too short for a head is a link of the chain all the same.
            if length >= HEADLESS {
                picture.moving.push(Arrow([at, place], solid(SHARE, 1.5)));
            }
            let middle = [0, 1].map(|axis| 0.5 * (at[axis] + place[axis]));
            let number = NUMBERS.get(k).filter(|_| length >= SHORTEST && is_in(window, middle));
            picture.names.extend(number.map(|text| Name { at: middle, text, style: SHARE }));
        }
        picture.moving.append(above);
        if !is_in(window, from) {
            return picture;
        }
        // Beyond the tip, where it is in no arrow's way.
        let name = |to, text, style| {
            let part = 1.0 + BEYOND / length([from, to], window).max(BEYOND);
            let beyond = [0, 1].map(|axis| from[axis] + part * (to[axis] - from[axis]));
            Name { at: window::within(window, [from, beyond]), text, style }
        };
        picture.names.push(name(to, parts.name(words), run.style));
        picture.names.push(name(by_all, word!(words, "apart.all"), Style::BATCH));
        picture
    }
}

impl OwnPanel for SamplesOf {
    fn follow(&self, comparing: &Comparing, known: &mut Known) {
        Parts::follow(&comparing.runs[self.0], known);
    }

    fn describe(&self, _: &Comparing, known: &Known, words: &Words) -> Panel {
        let Some(parts) = Parts::known(known) else {
            return Panel::new("", word!(words, "apart.samples.title"), String::new(), String::new());
        };
        let told = |(k, (sample, gradient)): (usize, (&u32, &Parameters))| {
            let risk = &parts.problem.samples.as_ref()?.risk;
            let sample = *sample as usize;
            let predicted: f64 = risk.regressors(sample).zip(parts.before).map(|(x, weight)| weight * x).sum();
            let error = significant(predicted - risk.data().targets()[sample], 3);
            let [first, second] = as_finely(parts.problem.shown.map(|place| gradient[place]));
            let ends = [parts.chain.get(k)?, parts.chain.get(k + 1)?];
            let [across, up] = as_finely([0, 1].map(|axis| ends[1][axis] - ends[0][axis]));
            let number = NUMBERS[k];
            let row = format!("{number} {error}\t({first}, {second})\t({across}, {up})");
            Some((row, say!(words, "apart.sample", number, error, first, second, across, up)))
        };
        let told = (0..TOLD).zip(parts.batch.iter().zip(&parts.gradients)).filter_map(told);
        let (mut rows, said): (Vec<String>, Vec<String>) = told.unzip();
        // Those that a batch does not have keep their room: what stands below is in the hand that changes it.
        rows.resize(TOLD, NOTHING.to_owned());
        let part = if parts.is_mean { word!(words, "apart.part.mean") } else { word!(words, "apart.part.sum") };
        let head = [word!(words, "apart.error"), word!(words, "apart.gradient"), part].join("\t");
        let legend = std::iter::once(head).chain(rows).map(|text| Entitled { series: None, text }).collect();
        let (m, told) = (parts.batch.len(), said.len());
        let title = match m > told {
            true => say!(words, "apart.samples.more", told = count(told as u64), m = count(m as u64)),
            false => word!(words, "apart.samples.title").to_owned(),
        };
        Panel { legend, ..Panel::new("", &title, String::new(), words.list(said)) }
    }

    fn show<'a>(&self, comparing: &'a Comparing, known: &'a Known, words: &'a Words) -> Picture<'a> {
        let run = &comparing.runs[self.0];
        let titles = comparing.titles.data.each_ref().map(|title| &title[..]);
        let problem = &run.problem;
        let (Some(parts), Some(of)) = (Parts::known(known), &problem.samples) else {
            return Picture::on_grid(crate::figure::comparison::pictures::axes(titles, problem.window, Scale::Linear));
        };
        let [[slope, intercept, _], [next_slope, next_intercept, _]] =
            [run.seen.drawn, parts.after].map(|parameters| of.of_raw_features(parameters));
        let line = FittedLine { style: run.style, slope, intercept, batch: Some(&parts.batch) };
        let points = Samples { x: of.data.features(), y: of.data.targets(), identity: &of.identity };
        // With the feet of its residuals.
        let [slope_before, intercept_before, _] = of.of_raw_features(parts.before);
        let [across, (low, high)] = of.window;
        let far = FARTHEST * (high - low);
        let feet = [across.0, across.1].map(|x| slope_before * x + intercept_before);
        let up = feet.into_iter().fold((low, high), |(low, high), y| (low.min(y), high.max(y)));
        let up = (up.0.max(low - far), up.1.min(high + far));
        // With room for the names of lines that end beyond the data.
        let room = window::CLEAR * (up.1 - up.0);
        let up = (if up.0 < low { up.0 - room } else { low }, if up.1 > high { up.1 + room } else { high });
        let axes = crate::figure::comparison::pictures::axes(titles, [across, up], Scale::Linear);
        let mut picture = samples(axes, points, &[line], None, None);
        let at = |x: f64| [[x, slope * x + intercept], [x, next_slope * x + next_intercept]];
        let [left, right] = [across.0, across.1].map(at);
        let next = Segment([left[1], right[1]], Line::of(run.style, 1.0));
        picture.moving.push(next);
        let name = |(text, &sample): (_, &u32)| Name { at: of.place(sample as usize), text, style: SHARE };
        picture.names.extend(NUMBERS.into_iter().zip(&parts.batch).map(name));
        // At the end where the lines are farther from each other, on the side that each leads away from there; where they have no
        // room for a name between them, above the upper one and below the lower one.
        let gap = |[now, next]: [[f64; 2]; 2]| (now[1] - next[1]).abs();
        let (near, far) = if gap(left) > gap(right) { (right, left) } else { (left, right) };
        let [width, height] = [across, up].map(|(low, high)| high - low);
        for (k, text) in [word!(words, "apart.now"), word!(words, "apart.after")].into_iter().enumerate() {
            let is_narrow = gap(far) < 2.0 * window::CLEAR * height;
            let is_above = if is_narrow { far[k][1] > far[1 - k][1] } else { near[k][1] < far[k][1] };
            let middle = [0, 1].map(|axis| 0.5 * (near[k][axis] + far[k][axis]));
            let [mut x, mut y] = window::within([across, up], [middle, far[k]]);
            // A name stands between its place and the end: where the line does not lead away from it there, further in.
            if (near[k][1] < far[k][1]) != is_above {
                let inwards = NAME * width * (near[k][0] - far[k][0]).signum();
                (x, y) = (x + inwards, y + inwards * (far[k][1] - near[k][1]) / (far[k][0] - near[k][0]));
            }
            let at = [x, y + if is_above { window::CLEAR } else { -window::CLEAR } * height];
            picture.names.push(Name { at, text, style: run.style });
        }
        picture
    }
}

#[cfg(test)]
mod tests {
    use super::super::one_step::STEP;
    use super::*;
    use crate::figure::comparison::ONE_STEP;
    use crate::figure::comparison::tests::shown;

    /// Head to tail the samples' arrows are the step that the trainer takes.
    #[test]
    fn the_gradients_of_a_batch_add_up_to_its_step() {
        for given in
            ["batch=4", "batch=1", "batch=16&reduction=sum&lr=0.005", "batch=8&figure.step=5", "loss=mse&batch=3"]
        {
            let comparing = shown(&ONE_STEP, &STEP, given);
            let (run, parts) = (&comparing.runs[0], Parts::known(&comparing.known[0]).unwrap());
            let next = run.problem.two(run.point(run.seen.steps + 1));
            approx::assert_relative_eq!(parts.chain.last().unwrap()[..], next[..], max_relative = 1e-12);
            assert_eq!(parts.gradients.len(), parts.batch.len(), "{given}");
        }
    }

    /// A number beside an arrow shorter than itself would be about nothing: a short step is drawn longer, a long chain is not.
    #[test]
    fn only_arrows_that_have_room_are_numbered() {
        let numbered = |given: &str| {
            let comparing = shown(&ONE_STEP, &STEP, given);
            let picture = StepOn(&[0]).show(&comparing, &comparing.known[0], Words::of("en"));
            picture.names.iter().filter(|name| NUMBERS.contains(&name.text)).count()
        };
        let numbered = ["lr=1", "lr=0.3", "lr=0.01", "batch=60", "batch=1"].map(numbered);
        assert_eq!(numbered, [4, 4, 2, 0, 0], "the only one is the step");
    }

    /// The slider stays under the hand that changes the batch.
    #[test]
    fn each_number_has_its_line_whatever_the_batch() {
        for m in [1, 2, 4, 60] {
            let comparing = shown(&ONE_STEP, &STEP, &format!("batch={m}"));
            let panel = SamplesOf(0).describe(&comparing, &comparing.known[1], Words::of("en"));
            let (told, free) = panel.legend[1..].split_at(TOLD.min(m));
            assert!(told.iter().zip(NUMBERS).all(|(entry, number)| entry.text.starts_with(number)));
            assert!(free.iter().all(|entry| entry.text == NOTHING));
            assert_eq!(panel.legend.len(), 1 + TOLD);
        }
    }

    /// Near the minimum as at the start, and where a step leads far beyond the window.
    #[test]
    fn arrows_are_drawn_so_long_that_they_can_be_read_and_how_much_longer_is_said() {
        for given in [
            "",
            "figure.step=6",
            "figure.step=40",
            "lr=0.001",
            "lr=1.97",
            "lr=9&batch=60",
            "batch=1",
            "noise=0&figure.step=30",
        ] {
            let comparing = shown(&ONE_STEP, &STEP, given);
            let parts = Parts::known(&comparing.known[0]).unwrap();
            let ends = parts.drawn.iter().copied().chain([parts.drawn_at(parts.by_all)]);
            let reach = ends.map(|end| length([parts.chain[0], end], parts.problem.window)).fold(0.0, f64::max);
            assert!((0.5 * SHORT..1.5 * LONG).contains(&reach), "{given}: {reach}");
            let panel = StepOn(&[0]).describe(&comparing, &comparing.known[0], Words::of("en"));
            assert_eq!(panel.detail.contains(&parts.named), parts.times != 1.0, "{given}: {}", panel.detail);
        }
        assert_eq!([0.1, 0.3, 2.5].map(times_as_long), [2.0, 1.0, 0.2]);
        assert_eq!([0.0, 1e-9, f64::NAN].map(times_as_long), [1.0; 3], "what does not move has no arrows");
    }

    /// Of steps that are as long as each other the eye sees how long they are, and not how they are drawn.
    #[test]
    fn near_the_minimum_arrows_are_drawn_as_long_from_step_to_step_and_whichever_way_one_came() {
        for given in ["", "batch=1", "batch=16", "lr=0.05", "lr=0.6"] {
            let mut comparing = shown(&ONE_STEP, &STEP, given);
            let mut times = |step: u64| {
                crate::figure::Scene::look(&mut comparing, step, 0.0);
                Parts::known(&comparing.known[0]).unwrap().times
            };
            let there: Vec<f64> = (100..300).map(&mut times).collect();
            let changes = there.windows(2).filter(|pair| pair[0] != pair[1]).count();
            assert!(changes <= 4, "{given}: {changes} changes");
            let back: Vec<f64> = (100..300).rev().map(times).collect();
            assert!(there.iter().eq(back.iter().rev()), "{given}");
        }
    }

    #[test]
    fn as_many_draws_as_there_are_samples_are_said_to_be_with_replacement() {
        let detail = |given: &str| {
            let comparing = shown(&ONE_STEP, &STEP, given);
            StepOn(&[0]).describe(&comparing, &comparing.known[0], Words::of("en")).detail
        };
        assert!(detail("batch=60").contains("with replacement"));
        let others = ["batch=59", "batch=60&sampler=shuffle", "sampler=full"].map(detail);
        assert!(others.iter().all(|detail| !detail.contains("with replacement")), "{others:?}");
    }

    /// The step is looked at alone: where those after it lead is another figure's.
    #[test]
    fn nothing_beyond_the_next_step_is_previewed() {
        let mut comparing = shown(&ONE_STEP, &STEP, "lr=1");
        crate::figure::Scene::changed(&mut comparing, "lr", 0);
        crate::figure::Scene::look(&mut comparing, 0, 0.0);
        assert!(comparing.ahead.is_empty());
    }

    /// In the mean over all samples, the step of one sample is that of all.
    #[test]
    fn single_steps_are_right_in_the_mean() {
        let comparing = shown(&ONE_STEP, &STEP, "sampler=full");
        let parts = Parts::known(&comparing.known[0]).unwrap();
        approx::assert_relative_eq!(parts.chain.last().unwrap()[..], parts.by_all[..], max_relative = 1e-12);
    }
}
