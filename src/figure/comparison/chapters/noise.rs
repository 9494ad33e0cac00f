//! The level at which stochastic descent stays above the minimum, against the learning rate for each sample of a batch.
//!
//! With λ the curvature in a direction and σ² the variance of one sample's gradient at the minimum, the error of a run with a
//! constant η comes to a variance of ησ² / (m′ λ (2 − ηλ)), and the loss to about ησ² / (4m′) above its minimum, all directions
//! together (σ² their sum): Bottou, Curtis and Nocedal, *Optimization Methods for Large-Scale Machine Learning* (2018), sect. 4.2.

use crate::chart::{
    Axes, Axis, Curve, Head, Line, Name, Picture, Polyline, Ring, Scale, Style, Tone, as_far_as_seen, losses,
};
use crate::figure::comparison::Comparing;
use crate::figure::comparison::own::{Known, OwnPanel, among, growing, recall};
use crate::figure::comparison::rows::RunRow;
use crate::figure::speech::quotient;
use crate::figure::styles::DECAYING;
use crate::figure::{Notice, Panel};
use crate::number::{apart_from, decade, significant};
use crate::objective::Batch;
use crate::problem::{Parameters, Problem, parameters};
use crate::run::Run;
use crate::stability::eigenvalues;
use crate::words::Words;
use crate::{say, word};
use std::ops::Range;
use std::rc::Rc;

/// The mean of the loss above its minimum over the later half of the steps so far, of each run, against its steps.
pub(super) struct Settling;

/// The levels of all runs, measured, and the line of the theory.
pub(super) struct Levels;

/// η/m′ that are shown.
const RATES: (f64, f64) = (1e-5, 1.0);

/// What both charts show, worked out once for the steps that are seen.
pub(super) struct Noise {
    problem: Rc<Problem>,
    /// Σ‖∇Eᵢ‖² / n at the minimum: the variance of one sample's gradient, all parameters together; 0 where there is no minimum.
    pub(super) variance: f64,
    /// The smallest eigenvalue of E's Hessian.
    least_curvature: f64,
    /// What the theory says.
    line: Polyline,
    /// The same for each run, against its steps.
    floors: Vec<Polyline>,
    /// The points of each run that are seen, how high it starts, and the means at the others.
    points: Vec<usize>,
    starts: Vec<f64>,
    curves: Vec<Polyline>,
    /// The highest of those means.
    highest: f64,
    sums: Vec<Sums>,
}

/// How many times as high as the start is what is shown of a run that leaves: a chart of arrows alone would tell nothing.
const OUT: f64 = 1e4;

impl Noise {
    fn know(comparing: &Comparing, before: &Known) -> Known {
        let problem = &comparing.runs[0].problem;
        let known = recall::<Self>(before).filter(|known| Rc::ptr_eq(&known.problem, problem));
        let (variance, least_curvature) = known.map_or_else(
            || (variances_of(problem).iter().sum(), least_curvature_of(problem)),
            |known| (known.variance, known.least_curvature),
        );
        let line = [RATES.0, RATES.1].map(|rate| [rate, level(variance, rate)]).into_iter().collect();
        let floor = |run: &Run| {
            let rate = |steps: f64| run.trainer.experiment().lr_after(steps as u64) / run.batch_size() as f64;
            floor_steps().map(|steps| [steps, level(variance, rate(steps))]).collect()
        };
        let floors = comparing.runs.iter().map(floor).collect();
        let problem = Rc::clone(problem);
        let (points, starts, curves, sums) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let highest = 0.0;
        Some(Rc::new(Noise { problem, variance, least_curvature, line, floors, points, starts, curves, highest, sums }))
    }

    fn follow(comparing: &Comparing, known: &mut Known) {
        let Some(noise) = growing::<Noise>(known) else { return };
        if !noise.points.iter().copied().eq(comparing.runs.iter().map(|run| run.seen.points)) {
            noise.points = comparing.runs.iter().map(|run| run.seen.points).collect();
            noise.sums.resize_with(comparing.runs.len(), Sums::default);
            let means = |(sums, run): (&mut Sums, &Run)| {
                let Some(floor) = run.problem.floor() else { return Vec::new() };
                sums.extend(run, floor);
                sums.means(run)
            };
            let means: Vec<Vec<[f64; 2]>> = noise.sums.iter_mut().zip(&comparing.runs).map(means).collect();
            noise.starts = means.iter().map(|means| means.first().map_or(f64::NAN, |start| start[1])).collect();
            noise.highest = means.iter().flatten().map(|mean| mean[1]).fold(0.0, f64::max);
            // A logarithmic axis has no place for the start.
            noise.curves = means.into_iter().map(|means| means.into_iter().skip(1).collect()).collect();
        }
    }

    /// Heights that hold what the theory says of the rates that are shown, and the start; of what leaves, its first steps.
    fn heights(&self) -> (f64, f64) {
        let [low, high] = [RATES.0, RATES.1].map(|rate| level(self.variance, rate));
        let start = self.starts.iter().copied().fold(high, f64::max);
        let top = self.highest.min(OUT * start).max(start);
        if low > 0.0 && top.is_finite() { (decade(low), 10.0 * decade(top)) } else { (1e-6, 1.0) }
    }

    /// Whether a run, by its place, still comes down from its start: what is left of that, in the direction in which least is
    /// lost, is no small part of where noise keeps it. Beyond the limit of its rate nothing keeps it anywhere.
    fn falls(&self, place: usize, run: &Run) -> bool {
        const PARTS: u32 = 32;
        if is_beyond(run) {
            return true;
        }
        let (start, Some([rate, _])) = (self.starts[place], self.measured(place, run)) else { return true };
        // The sum of η over the first half of the steps: the means are over the later one.
        let half = 0.5 * run.seen.steps as f64;
        let at = |part: u32| ((f64::from(part) + 0.5) / f64::from(PARTS) * half) as u64;
        let rates = (0..PARTS).map(|part| run.trainer.experiment().lr_after(at(part))).sum::<f64>() / f64::from(PARTS);
        start * libm::exp(-2.0 * self.least_curvature * rates * half) > 0.5 * level(self.variance, rate)
    }

    /// Where a run, by its place among the runs, is on the chart of levels: η/m′ of now, and its newest mean.
    pub(super) fn measured(&self, place: usize, run: &Run) -> Option<[f64; 2]> {
        let [_, level] = *self.curves[place].last()?;
        Some([run.trainer.experiment().lr_after(run.seen.steps) / run.batch_size() as f64, level])
    }
}

/// The steps that a floor is drawn through, on a logarithmic axis evenly apart.
fn floor_steps() -> impl Iterator<Item = f64> {
    const TO_A_POWER: i32 = 10;
    const POWERS: i32 = 9;
    (0..=POWERS * TO_A_POWER).map(|k| libm::round(libm::pow(10.0, f64::from(k) / f64::from(TO_A_POWER))))
}

/// Where a value is on a logarithmic axis of some range, from 0 at its low end to 1.
fn part(value: f64, (low, high): (f64, f64)) -> f64 {
    libm::log(value / low) / libm::log(high / low)
}

/// Whether the rate of a run is beyond its limit now: noise keeps it nowhere.
fn is_beyond(run: &Run) -> bool {
    run.limit.is_some_and(|limit| run.trainer.experiment().lr_after(run.seen.steps) >= limit.value)
}

/// The variance of one sample's slope along each parameter at the minimum of all; 0 where there is none.
pub(super) fn variances_of(problem: &Problem) -> Parameters {
    let (Some(minimum), n) = (problem.minimum(), problem.objective.samples()) else { return Parameters::default() };
    let sums = (0..n as u32).fold(Parameters::default(), |sums, sample| {
        let slopes = problem.gradient(minimum, Batch::Samples(&[sample]));
        std::array::from_fn(|place| sums[place] + slopes[place] * slopes[place])
    });
    sums.map(|sum| sum / n as f64)
}

fn least_curvature_of(problem: &Problem) -> f64 {
    let (Some(minimum), dim) = (problem.minimum(), problem.dim()) else { return 0.0 };
    eigenvalues(&problem.objective.hessian(&minimum[..dim]), dim).first().copied().unwrap_or(0.0)
}

/// The loss above its minimum at η/m′.
pub(super) fn level(variance: f64, rate: f64) -> f64 {
    0.25 * rate * variance
}

/// The loss of a run above its minimum, added up.
#[derive(Default)]
struct Sums {
    /// Of each power of two, those over as many points each, from the start on.
    blocks: Vec<Vec<f64>>,
}

impl Sums {
    /// Goes on with a run.
    fn extend(&mut self, run: &Run, floor: f64) {
        let trajectory = run.trainer.trajectory();
        self.truncate(trajectory.len());
        for place in self.len()..trajectory.len() {
            // One that is recorded alone stands for those before it.
            let steps = place.checked_sub(1).map_or(1, |before| trajectory.step(place) - trajectory.step(before));
            let above = run.problem.height(parameters(trajectory.point(place))) - floor;
            self.push(steps as f64 * above);
        }
    }

    /// How many points they are of.
    fn len(&self) -> usize {
        self.blocks.first().map_or(0, Vec::len)
    }

    fn truncate(&mut self, len: usize) {
        self.blocks.iter_mut().enumerate().for_each(|(power, sums)| sums.truncate(len >> power));
    }

    fn push(&mut self, mut sum: f64) {
        for power in 0.. {
            if power == self.blocks.len() {
                self.blocks.push(Vec::new());
            }
            let sums = &mut self.blocks[power];
            sums.push(sum);
            let [.., before, last] = sums[..] else { return };
            if sums.len() % 2 == 1 {
                return;
            }
            sum = before + last;
        }
    }

    /// Over some points. Nothing is taken away from a sum: once a run has been far out, what was left would be rounding.
    fn over(&self, points: Range<usize>) -> f64 {
        let (Range { mut start, mut end }, mut sum) = (points, 0.0);
        for sums in &self.blocks {
            if start % 2 == 1 && start < end {
                sum += sums[start];
                start += 1;
            }
            if end % 2 == 1 && start < end {
                end -= 1;
                sum += sums[end];
            }
            (start, end) = (start / 2, end / 2);
            if start >= end {
                break;
            }
        }
        sum
    }

    /// The mean over the later half of the steps, after each step that is drawn.
    fn means(&self, run: &Run) -> Vec<[f64; 2]> {
        let trajectory = run.trainer.trajectory();
        let mean = |drawn: usize| {
            let steps = run.steps_of(drawn);
            let last = trajectory.place(steps);
            let first = trajectory.place(steps.div_ceil(2));
            let count = first.checked_sub(1).map_or(steps + 1, |before| steps - trajectory.step(before));
            [steps as f64, (self.over(first..last + 1) / count as f64).max(0.0)]
        };
        (0..run.seen.points).map(mean).collect()
    }
}

impl OwnPanel for Settling {
    fn know(&self, comparing: &Comparing, before: Known) -> Known {
        Noise::know(comparing, &before)
    }

    fn follow(&self, comparing: &Comparing, known: &mut Known) {
        Noise::follow(comparing, known);
    }

    fn describe(&self, _: &Comparing, _: &Known, words: &Words) -> Panel {
        let (title, detail) = (word!(words, "noise.settling.title"), word!(words, "noise.settling.detail"));
        Panel::new("", title, detail.to_owned(), word!(words, "noise.settling.said").to_owned())
    }

    /// What settles nowhere, as soon as its mean is above where it began.
    fn notices(&self, comparing: &Comparing, _: &Known, words: &Words) -> Vec<Notice> {
        let Some(noise) = among::<Noise>(comparing) else { return Vec::new() };
        let notice = |(place, (row, run)): (usize, (&RunRow, &Run))| {
            let (start, [_, mean]) = (noise.starts[place], noise.measured(place, run)?);
            let rate = run.trainer.experiment().lr_after(run.seen.steps);
            let of_limit = comparing.beyond_in_words(run, rate, words).filter(|_| mean > start)?;
            let eta = apart_from(run.limit?.value, rate, 3);
            let (name, grown) = (words.get(row.title), quotient(mean, start));
            let text = say!(words, "noise.out", name, eta, of_limit, grown);
            Some(Notice { trouble: true, series: vec![run.style], text, remedy: comparing.remedy(row, run, words) })
        };
        comparing.rows().enumerate().filter_map(notice).collect()
    }

    fn show<'a>(&self, comparing: &'a Comparing, _: &'a Known, words: &'a Words) -> Picture<'a> {
        let Some(noise) = among::<Noise>(comparing) else { return comparing.show_losses(words) };
        let (steps, heights) = ((1.0, comparing.chart.x.1), noise.heights());
        let axis = |title, range, scale| Axis { title, range, scale };
        let axes = Axes {
            // What falls as 1/k is a straight line on it.
            x: axis(word!(words, "progress.updates"), steps, Scale::Logarithmic),
            y: axis(&comparing.titles.excess, heights, Scale::Logarithmic),
        };
        let curve = |(run, curve): (&Run, &'a Polyline)| {
            let last = curve.last().copied().unwrap_or([f64::NAN; 2]);
            as_far_as_seen((run.style, curve.all(), last), axes.y.range)
        };
        let curves: Vec<_> = comparing.runs.iter().zip(&noise.curves).map(curve).collect();
        let mut picture = losses(axes, &curves, None);
        for (run, floor) in comparing.runs.iter().zip(&noise.floors).filter(|(run, _)| !is_beyond(run)) {
            let line = Line::solid(Tone::Of(run.style), 1.0);
            picture.ground.push(Curve(floor.all(), line.bare()));
            picture.taken.take_path(floor.iter().map(|at| [part(at[0], steps), part(at[1], heights)]));
        }
        for ((row, _), &(style, _, at)) in comparing.rows().zip(&curves) {
            picture.names.push(Name::new(at, words.get(row.short), style));
        }
        picture
    }
}

impl OwnPanel for Levels {
    /// What holds the runs, the first two of them by a constant rate and the last by one that decays.
    fn readout(&self, comparing: &Comparing, _: &Known, words: &Words) -> Option<String> {
        /// How many times as high as the others a run is that is not among them.
        const LEFT_BEHIND: f64 = 2.0;
        let (noise, runs) = (among::<Noise>(comparing)?, &comparing.runs);
        let [one, eight, decaying] = [0, 1, runs.len() - 1].map(|place| noise.measured(place, &runs[place]));
        let (one, eight) = (one?[1], eight?[1]);
        if runs.iter().any(is_beyond) || noise.variance == 0.0 {
            return None;
        }
        // Whose rate is spent is left behind.
        let left = decaying.map(|[_, level]| level / one).filter(|&ratio| ratio > LEFT_BEHIND);
        let spent = left.map(|ratio| say!(words, "noise.spent", ratio = significant(ratio, 2)));
        let fall = [0, 1].map(|place| noise.falls(place, &runs[place]));
        let held = match fall {
            [true, _] if spent.is_some() => word!(words, "noise.falling.constant").to_owned(),
            [true, _] => word!(words, "noise.falling").to_owned(),
            [false, true] => word!(words, "noise.first").to_owned(),
            [false, false] => say!(words, "noise.ratio", ratio = significant(one / eight, 2)),
        };
        let is_lower = decaying.is_some_and(|[_, level]| level < one);
        let decays = (fall == [false, false] && is_lower).then(|| word!(words, "noise.decays").to_owned());
        Some(words.sentences([Some(held), decays, spent].into_iter().flatten()))
    }

    fn describe(&self, comparing: &Comparing, _: &Known, words: &Words) -> Panel {
        let noise = among::<Noise>(comparing);
        let of_run = |(place, (row, run)): (usize, (&RunRow, &Run))| {
            let [_, level] = noise?.measured(place, run)?;
            Some(format!("{}: {}", words.get(row.short), significant(level, 3)))
        };
        let levels = words.list(comparing.rows().enumerate().filter_map(of_run));
        let variance = significant(noise.map_or(f64::NAN, |noise| noise.variance), 3);
        let (detail, description) = (say!(words, "noise.detail", variance), say!(words, "noise.levels", levels));
        Panel::new("", word!(words, "noise.title"), detail, description)
    }

    fn show<'a>(&self, comparing: &'a Comparing, _: &'a Known, words: &'a Words) -> Picture<'a> {
        let Some(noise) = among::<Noise>(comparing) else { return comparing.show_losses(words) };
        let axis = |title, range| Axis { title, range, scale: Scale::Logarithmic };
        let (x, y) = (axis(word!(words, "noise.rate"), RATES), axis(&comparing.titles.excess, noise.heights()));
        let mut picture = Picture::on_graph_paper(Axes { x, y });
        picture.still.push(Curve(noise.line.all(), Line::dashed(Tone::Quiet, 1.5)));
        // Names stand beside that line, which crosses the plot from its left to its right.
        let up = |point: &[f64; 2]| part(point[1], noise.heights());
        picture.taken.take_path([0.0, 1.0].into_iter().zip(noise.line.iter().map(up)).map(<[f64; 2]>::from));
        for (place, (row, run)) in comparing.rows().enumerate() {
            let Some(at) = noise.measured(place, run).filter(|at| at[1] > 0.0) else { continue };
            let (marker, tone) = (run.style.marker(), Tone::Of(run.style));
            // What is too high is so at its rate.
            let at = [at[0].clamp(RATES.0, RATES.1), at[1]];
            picture.moving.push(Head { from: Some([at[0], noise.heights().0]), at, marker, tone });
            if noise.falls(place, run) {
                picture.moving.push(Ring(at, marker, tone));
            }
            picture.names.push(Name::new(at, words.get(row.short), run.style));
        }
        picture
    }

    fn rules(&self, comparing: &Comparing, _: &Known, _: &Words) -> Vec<(Option<Style>, String)> {
        let of_run = |(place, run): (usize, &Run)| {
            let noise = among::<Noise>(comparing)?;
            let [rate, found] = noise.measured(place, run)?;
            let [found, said] = [found, level(noise.variance, rate)].map(|level| significant(level, 3));
            let rate = if run.style == DECAYING { "η_t" } else { "η" };
            Some((Some(run.style), format!("E − min E = {found} , {rate} σ² / 4 m′ = {said}")))
        };
        comparing.runs.iter().enumerate().filter_map(of_run).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::noise_floor::NOISE;
    use super::*;
    use crate::figure::Scene;
    use crate::figure::comparison::NOISE_FLOOR;
    use crate::figure::comparison::tests::shown;

    #[test]
    fn what_is_said_of_the_floors_comes_when_runs_have_come_down_to_them() {
        let (words, mut comparing) = (Words::of("en"), shown(&NOISE_FLOOR, &NOISE, ""));
        let mut said = |steps| {
            comparing.look(steps, 0.0);
            comparing.readout(words)
        };
        assert!(said(10).starts_with("The runs still come down together"), "{}", said(10));
        let settled = said(2000);
        assert!(settled.starts_with("Batches of 8 settle") && settled.contains("Nothing holds up"), "{settled}");
        let ratio: f64 = settled.split(' ').nth(4).unwrap().parse().unwrap();
        assert!((6.0..11.0).contains(&ratio), "by theory 8: {settled}");
        assert_eq!(shown(&NOISE_FLOOR, &NOISE, "lr=3").readout(words), "", "beyond the limit there is no floor");
    }

    #[test]
    fn sums_are_those_of_the_points_and_forget_how_far_out_a_run_has_been() {
        let mut sums = Sums::default();
        let mut points: Vec<f64> = (0..40).map(f64::from).collect();
        points.iter().for_each(|&point| sums.push(point));
        // What is taken back is pushed again, other than it was.
        sums.truncate(21);
        points.truncate(21);
        for point in [1e30, 3.0, 4.0, 5.0, 6.0] {
            points.push(point);
            sums.push(point);
        }
        for start in 0..points.len() {
            for end in start..=points.len() {
                let expected: f64 = points[start..end].iter().sum();
                approx::assert_relative_eq!(sums.over(start..end), expected, max_relative = 1e-12);
            }
        }
        assert_eq!(sums.over(22..26), 18.0);
    }

    /// After long, constant rates stay where the theory says, and the decaying one falls with its rate.
    #[test]
    fn measured_levels_are_those_of_the_theory() {
        let comparing = shown(&NOISE_FLOOR, &NOISE, "lr=0.05&figure.step=300000");
        let noise = among::<Noise>(&comparing).unwrap();
        for (place, (row, run)) in comparing.rows().enumerate() {
            let [rate, found] = noise.measured(place, run).unwrap();
            let wanted = level(noise.variance, rate);
            // A run whose rate still falls is as far behind as the half of its steps that is looked at.
            let within = if row.name == "decaying" { 0.5..4.0 } else { 0.8..1.25 };
            assert!(within.contains(&(found / wanted)), "{}: {found} for {wanted}", row.name);
        }
    }

    /// It leaves both pictures, which say by how much, and what helps.
    #[test]
    fn what_settles_nowhere_is_said_with_its_remedy() {
        let notices = |values: &str| {
            let comparing = shown(&NOISE_FLOOR, &NOISE, values);
            Settling.notices(&comparing, &comparing.known[0], Words::of("en"))
        };
        assert_eq!(notices("lr=0.1&figure.step=2000"), []);
        let said = notices("lr=0.45&figure.step=2000");
        assert_eq!(said.iter().map(|notice| &notice.series[..]).collect::<Vec<_>>(), [[Style::STOCHASTIC]]);
        let remedy = said[0].remedy.as_ref().expect("a smaller rate");
        assert_eq!(notices(&format!("lr={}&figure.step=2000", remedy.value)), []);
    }

    /// A slow run is within the plot like the others, and is not taken for settled.
    #[test]
    fn what_has_not_settled_is_told_from_what_has() {
        let falling = |values: &str| {
            let comparing = shown(&NOISE_FLOOR, &NOISE, values);
            let noise = among::<Noise>(&comparing).unwrap();
            let (low, high) = noise.heights();
            assert!(noise.curves.iter().flat_map(|curve| curve.iter()).all(|point| (low..high).contains(&point[1])));
            [0, 1, 2, 3].map(|place| noise.falls(place, &comparing.runs[place]))
        };
        assert_eq!(falling("figure.step=15"), [true; 4]);
        assert_eq!(falling("lr=0.001&figure.step=300"), [true; 4]);
        assert_eq!(falling("lr=0.1&figure.step=1500")[..3], [false; 3]);
        // Beyond the limit of one sample a step, not beyond those of more.
        let comparing = shown(&NOISE_FLOOR, &NOISE, "lr=0.4&figure.step=1500");
        let noise = among::<Noise>(&comparing).unwrap();
        assert_eq!([0, 1, 2].map(|place| noise.falls(place, &comparing.runs[place])), [true, false, false]);
    }

    #[test]
    fn the_variance_is_that_of_single_gradients() {
        let comparing = shown(&NOISE_FLOOR, &NOISE, "n=30");
        let problem = &comparing.runs[0].problem;
        let minimum = problem.minimum().unwrap();
        let samples = problem.samples.as_ref().unwrap();
        // ∇E of a sample is its residual, times x and times 1.
        let of = |i: usize| {
            let (x, y) = (samples.risk.data().row(i)[0], samples.risk.data().targets()[i]);
            let residual = minimum[0] * x + minimum[1] - y;
            residual * residual * (x * x + 1.0)
        };
        let expected = (0..30).map(of).sum::<f64>() / 30.0;
        approx::assert_relative_eq!(variances_of(problem).iter().sum::<f64>(), expected, max_relative = 1e-10);
    }
}
