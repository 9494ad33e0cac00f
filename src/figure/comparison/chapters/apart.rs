//! The next step of a run taken apart: the gradient of each sample of its batch, and their sum or mean, which is the step.

use super::noise::variances_of;
use crate::chart::{
    Arrow, Curve, FittedLine, Line, Name, Picture, Point, Polyline, Samples, Scale, Segment, Style, Tone, samples,
};
use crate::figure::comparison::own::{Known, OwnPanel, among, recall};
use crate::figure::comparison::pictures::axes;
use crate::figure::comparison::{Comparing, Hovered};
use crate::figure::speech::count;
use crate::figure::styles::SHARE;
use crate::figure::{LegendEntry, Panel, window};
use crate::loss::Reduction;
use crate::number::{decade, round_end, significant, times_power_of_ten};
use crate::objective::Batch;
use crate::problem::{Parameters, Problem};
use crate::run::Run;
use crate::words::Words;
use crate::{say, word};
use std::rc::Rc;

/// The next step of a run as arrows from where it is: the gradients of its samples, head to tail, and what all samples would
/// have it do.
pub(super) struct StepOf(pub(super) usize);

/// The landscape of some runs, by their places among the runs, with both steps of the first one.
pub(super) struct StepOn(pub(super) &'static [usize]);

/// The data with the samples of that step, the line as it is and, thin, as it will be after it.
pub(super) struct SamplesOf(pub(super) usize);

/// Samples that are told one by one.
const TOLD: usize = NUMBERS.len();
/// What they are called in all that is shown of them.
const NUMBERS: [&str; 4] = ["①", "②", "③", "④"];
/// A line of the list in which nothing is told.
const NOTHING: &str = "\u{a0}\t\t";
/// The shortest arrow that has room for its number, in parts of the plot.
const SHORTEST: f64 = 0.05;
/// The shortest arrow with a head, in the same.
const HEADLESS: f64 = 0.03;
/// How far steps of noise alone reach, in the root of their mean square: the axes hold that at least, so that they stand still
/// where noise moves the run.
const FAR: f64 = 2.5;
/// How far beyond an arrow's tip its name stands, in parts of the plot.
const BEYOND: f64 = 0.02;
/// How wide the name of a line is, in the same.
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
    after: Parameters,
    /// The samples of its batch.
    batch: Vec<u32>,
    /// Of each of them, ∇E of it alone.
    gradients: Vec<Parameters>,
    /// How far the step has come after each of them, from nowhere on.
    chain: Polyline,
    /// How far a step by all samples would come.
    by_all: [f64; 2],
    /// The variance of one sample's slope along each parameter, at the minimum of all.
    variances: Parameters,
    /// What axes from there hold, and their titles.
    ranges: [(f64, f64); 2],
    titles: [String; 2],
}

impl Parts {
    /// Of the step that a run takes next; what is known from `before` of its problem stays.
    fn of(run: &Run, before: Option<&Parts>) -> Self {
        let known = before.filter(|parts| Rc::ptr_eq(&parts.problem, &run.problem));
        let variances = known.map_or_else(|| variances_of(&run.problem), |parts| parts.variances);
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
        // Of a mean each sample has its part; a sum over all is as much longer as there are more of them.
        let is_mean = experiment.reduction == Reduction::Mean;
        let (share, of_all) = if is_mean { (1.0 / m, 1.0) } else { (1.0, m / n as f64) };
        let along = |gradient, part: f64| problem.two(gradient).map(|slope| -rate * part * slope);
        let mut at = [0.0; 2];
        let places = gradients.iter().map(|&gradient| {
            let [across, up] = along(gradient, share);
            at = [at[0] + across, at[1] + up];
            at
        });
        let chain: Polyline = std::iter::once([0.0; 2]).chain(places).collect();
        let by_all = along(problem.gradient(before, Batch::All), of_all);
        let noise = if run.is_whole() { 0.0 } else { libm::sqrt(if is_mean { 1.0 / m } else { m }) };
        let far = problem.two(variances).map(|variance| FAR * rate * noise * libm::sqrt(variance));
        let ranges = around(chain.iter().copied().chain([by_all, far]), problem.window);
        let titles = problem.shown.map(|place| format!("Δ{}", problem.symbols[place]));
        let (problem, after) = (Rc::clone(problem), run.point(step + 1));
        Parts {
            problem,
            step,
            rate,
            is_mean,
            before,
            after,
            batch,
            gradients,
            chain,
            by_all,
            variances,
            ranges,
            titles,
        }
    }

    /// How far the step goes.
    fn whole(&self) -> [f64; 2] {
        self.chain[self.batch.len()]
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
}

/// The ranges of axes about zero that hold some places, in the proportions of a window: directions are the same in both.
fn around(places: impl Iterator<Item = [f64; 2]>, window: [(f64, f64); 2]) -> [(f64, f64); 2] {
    let widths = window.map(|(low, high)| high - low);
    let part = |place: [f64; 2]| (place[0] / widths[0]).abs().max((place[1] / widths[1]).abs());
    let farthest = places.map(part).fold(0.0, f64::max);
    // What does not move at all is seen as large as the window.
    let part = if farthest.is_normal() { round_end(farthest) } else { 0.5 };
    widths.map(|width| (-part * width, part * width))
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

impl OwnPanel for StepOf {
    fn follow(&self, comparing: &Comparing, known: &mut Known) {
        let run = &comparing.runs[self.0];
        if !recall::<Parts>(known).is_some_and(|parts| parts.is_of(run)) {
            *known = Some(Rc::new(Parts::of(run, recall(known))));
        }
    }

    fn describe(&self, comparing: &Comparing, _: &Known, words: &Words) -> Panel {
        let (title, run) = (word!(words, "apart.title"), &comparing.runs[self.0]);
        let Some(parts) = among::<Parts>(comparing) else { return Panel::new("", title, String::new(), String::new()) };
        let detail = match parts.batch.len() {
            1 => word!(words, "apart.detail.one").to_owned(),
            m if m as u64 == run.problem.objective.samples() && !run.is_whole() => {
                say!(words, "apart.detail.drawn", m = count(m as u64))
            }
            m => say!(words, "apart.detail", m = count(m as u64)),
        };
        let arrow = |(name, style, along): (&str, Style, [f64; 2])| {
            let [across, up] = as_finely(along);
            LegendEntry { series: Some(style), text: format!("{name} · ({across}, {up})") }
        };
        let both =
            [(parts.name(words), run.style, parts.whole()), (word!(words, "apart.all"), Style::BATCH, parts.by_all)];
        let legend = both.map(arrow).to_vec();
        let description = legend.iter().map(|entry| &entry.text[..]).collect::<Vec<_>>().join(". ");
        Panel { legend, ..Panel::new("", title, detail, description) }
    }

    fn show<'a>(&self, comparing: &'a Comparing, _: &'a Known, words: &'a Words) -> Picture<'a> {
        let (run, linear) = (&comparing.runs[self.0], Scale::Linear);
        let Some(parts) = among::<Parts>(comparing) else {
            return Picture::on_grid(axes(["", ""], run.problem.window, linear));
        };
        let (from, ranges) = ([0.0; 2], parts.ranges);
        let titles = parts.titles.each_ref().map(|title| &title[..]);
        let mut picture = Picture::on_graph_paper(axes(titles, ranges, comparing.scale_of_landscapes()));
        // Wider than what may lie on it: where the batch is all, they are one.
        picture.moving.push(Arrow([from, parts.by_all], Line::solid(Tone::Of(Style::BATCH), 4.0)));
        // Those that are not told one by one are a thread beneath their sum; the only one is the sum.
        let m = parts.batch.len();
        let told = (2..=TOLD).contains(&m);
        let thread = Curve(parts.chain.all(), Line::solid(Tone::Of(SHARE), if told { 1.25 } else { 0.75 }));
        let sum = Arrow([from, parts.whole()], Line::solid(Tone::Of(run.style), 2.5));
        if told {
            picture.moving.push(sum);
            picture.moving.push(thread);
        } else {
            picture.moving.push(thread);
            picture.moving.push(sum);
        }
        let pointed = if let Some(Hovered::Sample(sample)) = comparing.hovered { Some(sample as u32) } else { None };
        for (k, ends) in parts.chain.windows(2).enumerate().filter(|_| m > 1) {
            let [at, place] = [ends[0], ends[1]];
            let (length, is_pointed_at) = (length([at, place], ranges), pointed == Some(parts.batch[k]));
            // What is too short for a head is a link of the chain all the same.
            if is_pointed_at || told && length >= HEADLESS {
                picture
                    .moving
                    .push(Arrow([at, place], Line::solid(Tone::Of(SHARE), if is_pointed_at { 3.5 } else { 1.5 })));
            }
            let number = NUMBERS.get(k).filter(|_| told && length >= SHORTEST);
            let middle = [0, 1].map(|axis| 0.5 * (at[axis] + place[axis]));
            picture.names.extend(number.map(|text| Name::new(middle, text, SHARE)));
        }
        // On its way along the step.
        let ([now, before], marker) =
            ([run.seen.drawn, parts.before].map(|at| parts.problem.two(at)), run.style.marker());
        picture.moving.push(Point([now[0] - before[0], now[1] - before[1]], marker, Tone::Of(run.style)));
        // Beyond the tip, where it is in no arrow's way.
        let name = |to: [f64; 2], text, style| {
            let part = 1.0 + BEYOND / length([from, to], ranges).max(BEYOND);
            Name::new(window::within(ranges, [from, to.map(|along| part * along)]), text, style)
        };
        picture.names.push(name(parts.whole(), parts.name(words), run.style));
        picture.names.push(name(parts.by_all, word!(words, "apart.all"), Style::BATCH));
        picture
    }
}

impl OwnPanel for StepOn {
    fn landscape(&self) -> Option<&'static [usize]> {
        Some(self.0)
    }

    fn describe(&self, comparing: &Comparing, _: &Known, words: &Words) -> Panel {
        let panel = comparing.describe_landscapes(self.0, words);
        Panel { series: None, title: word!(words, "comparison.landscapes").to_owned(), ..panel }
    }

    fn show<'a>(&self, comparing: &'a Comparing, _: &'a Known, words: &'a Words) -> Picture<'a> {
        let Some(parts) = among::<Parts>(comparing) else { return comparing.show_landscape(self.0, &[], words) };
        let (run, from) = (&comparing.runs[self.0[0]], parts.problem.two(parts.before));
        let [by_all, whole] =
            [parts.by_all, parts.whole()].map(|[across, up]| [from, [from[0] + across, from[1] + up]]);
        let mut picture = comparing.show_landscape(self.0, &[by_all, whole], words);
        // Above the arrows, which would cut it, is where it is.
        let above = std::mem::take(&mut picture.moving);
        picture.moving.push(Arrow(by_all, Line::solid(Tone::Of(Style::BATCH), 4.0)));
        picture.moving.push(Arrow(whole, Line::solid(Tone::Of(run.style), 2.5)));
        picture.moving.append(above);
        picture
    }
}

impl OwnPanel for SamplesOf {
    fn is_of_samples(&self) -> bool {
        true
    }

    fn describe(&self, comparing: &Comparing, _: &Known, words: &Words) -> Panel {
        let Some(parts) = among::<Parts>(comparing) else {
            return Panel::new("", word!(words, "apart.samples.title"), String::new(), String::new());
        };
        let told = |(k, (sample, gradient)): (usize, (&u32, &Parameters))| {
            let risk = &parts.problem.samples.as_ref()?.risk;
            let sample = *sample as usize;
            let predicted: f64 = risk.regressors(sample).zip(parts.before).map(|(x, weight)| weight * x).sum();
            let error = significant(predicted - risk.data().targets()[sample], 3);
            let [first, second] = as_finely(parts.problem.shown.map(|place| gradient[place]));
            let (at, place) = (parts.chain.get(k)?, parts.chain.get(k + 1)?);
            let [across, up] = as_finely([0, 1].map(|axis| place[axis] - at[axis]));
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
        let legend = std::iter::once(head).chain(rows).map(|text| LegendEntry { series: None, text }).collect();
        let (m, told) = (parts.batch.len(), said.len());
        let title = match m > told {
            true => say!(words, "apart.samples.more", told = count(told as u64), m = count(m as u64)),
            false => word!(words, "apart.samples.title").to_owned(),
        };
        Panel { legend, ..Panel::new("", &title, String::new(), words.list(said)) }
    }

    fn show<'a>(&self, comparing: &'a Comparing, _: &'a Known, words: &'a Words) -> Picture<'a> {
        let run = &comparing.runs[self.0];
        let titles = comparing.titles.data.each_ref().map(|title| &title[..]);
        let problem = &run.problem;
        let (Some(parts), Some(of)) = (among::<Parts>(comparing), &problem.samples) else {
            return Picture::on_grid(axes(titles, problem.window, Scale::Linear));
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
        let axes = axes(titles, [across, up], Scale::Linear);
        let (looked_at, pointed) = match comparing.hovered {
            Some(Hovered::Parameters(point)) => (Some(of.of_raw_features(problem.parameters_at(point))), None),
            Some(Hovered::Sample(sample)) => (None, Some(sample)),
            _ => (None, None),
        };
        let looked_at = looked_at.map(|[slope, intercept, _]| [slope, intercept]);
        let mut picture = samples(axes, points, &[line], looked_at, pointed);
        let at = |x: f64| [[x, slope * x + intercept], [x, next_slope * x + next_intercept]];
        let [left, right] = [across.0, across.1].map(at);
        let next = Segment([left[1], right[1]], Line::of(run.style, 1.0));
        picture.moving.push(next);
        let name = |(text, &sample): (_, &u32)| Name::new(of.place(sample as usize), text, SHARE);
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
            picture.names.push(Name::new(at, text, run.style));
        }
        picture
    }
}

#[cfg(test)]
mod tests;
