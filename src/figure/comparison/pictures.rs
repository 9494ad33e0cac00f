//! What is seen: a landscape for each run, the data, the losses.

use super::panels::MANY;
use super::rows::RunRow;
use super::{Comparing, Hovered};
use crate::chart::{
    Axes, Axis, Boundary, Classes, Descent, FittedLine, Floor, Marker, Name, Picture, Ring, Samples, Scale, Tone,
    as_far_as_seen, classes, landscape, losses, samples,
};
use crate::experiment::Scaling;
use crate::figure::progress::Height;
use crate::figure::speech::low_and_high;
use crate::problem::Parameters;
use crate::run::Run;
use crate::word;
use crate::words::Words;

/// Axes of some ranges.
pub(super) fn axes<'a>(titles: [&'a str; 2], [x, y]: [(f64, f64); 2], vertical: Scale) -> Axes<'a> {
    Axes { x: Axis::linear(titles[0], x), y: Axis { title: titles[1], range: y, scale: vertical } }
}

/// How far a run is from its start when it gets its name, in parts of what is shown.
const AWAY: f64 = 0.04;

impl Comparing {
    /// The landscape of some runs; words on it keep off the `lines` that others will draw across it.
    pub(super) fn show_landscape<'a>(
        &'a self,
        runs: &[usize],
        lines: &[[[f64; 2]; 2]],
        words: &'a Words,
    ) -> Picture<'a> {
        let problem = &self.runs[runs[0]].problem;
        let descents = self.descents(runs);
        let titles = self.titles.parameters.each_ref().map(|title| &title[..]);
        let minimum = problem.minimum().map(|minimum| problem.two(minimum));
        let ends = match self.row.is_plain() {
            true => [word!(words, "fit.low"), word!(words, "fit.high")],
            false => low_and_high(words),
        };
        let contours = (&problem.contours, ends);
        let mut picture =
            landscape(axes(titles, problem.window, self.scale_of_landscapes()), contours, minimum, &descents, lines);
        if let Some(Hovered::Parameters(place)) = self.hovered {
            // It is nobody's.
            picture.moving.push(Ring(place, Marker::Round, Tone::Ink));
        }
        if let ([_, _, ..], false) = (runs, self.row.is_plain()) {
            let name = |&place: &usize| {
                let (row, run) = (&self.row.runs[place], &self.runs[place]);
                Name { from: run.seen.tail, ..Name::new(run.seen.head, words.get(row.short), run.style) }
            };
            // Where all begin the start has its own, and names of many would bury it.
            picture.names.extend(runs.iter().filter(|&&place| self.has_left(&self.runs[place])).map(name));
        }
        picture
    }

    /// By standard deviations contours have the shape that the loss gives them.
    pub(super) fn scale_of_landscapes(&self) -> Scale {
        let is_plane = self.row.is_plane || self.values.experiment.scale == Scaling::Standardize;
        if is_plane { Scale::Equal } else { Scale::Linear }
    }

    /// Whether a run is beyond its start, and one of many beyond that one's handle and name.
    fn has_left(&self, run: &Run) -> bool {
        let (start, head, window) = (run.problem.two(run.point(0)), run.seen.head, run.problem.window);
        let parts = [0, 1].map(|axis| (head[axis] - start[axis]) / (window[axis].1 - window[axis].0));
        let is_of_few = !cfg!(feature = "chapters") || self.runs.len() <= MANY;
        run.seen.tail.is_some() && (is_of_few || parts[0] * parts[0] + parts[1] * parts[1] > AWAY * AWAY)
    }

    /// What a landscape shows of some runs.
    pub(super) fn descents(&self, runs: &[usize]) -> Vec<Descent<'_>> {
        let descent = |&place: &usize| {
            let run = &self.runs[place];
            let ahead = self.ahead.get(place).map_or(&[][..], |ahead| ahead);
            let looked_back_to = self.looked_back_to(run).map(|parameters| run.problem.two(parameters));
            let (path, hovered) = (run.path.up_to(run.seen.points), looked_back_to);
            Descent {
                style: run.style,
                path,
                head: run.seen.head,
                tail: run.seen.tail,
                hovered,
                ahead,
                way: Some(run.way()),
            }
        };
        runs.iter().map(descent).collect()
    }

    /// What the data's plane shows of a run, now or where the reader looks back to: its parameters for the data as they
    /// were measured, and the samples of its newest step, unless they were all.
    pub(super) fn in_data<'a>(&self, run: &'a Run) -> (Parameters, Option<&'a [u32]>) {
        let past = self.looked_back_to(run);
        let batch: Option<&[u32]> = match (past, run.seen.whole_batch) {
            (Some(_), _) => Some(&[]),
            (None, true) => None,
            (None, false) => Some(&run.seen.batch),
        };
        let parameters = past.unwrap_or(run.seen.drawn);
        (run.problem.samples.as_ref().map_or(parameters, |samples| samples.of_raw_features(parameters)), batch)
    }

    pub(super) fn show_samples<'a>(&'a self, words: &'a Words) -> Picture<'a> {
        let titles = self.titles.data.each_ref().map(|title| &title[..]);
        let problem = self.problem();
        let Some(of) = &problem.samples else { return Picture::on_grid(axes(titles, problem.window, Scale::Linear)) };
        let (looked_at, hovered) = match self.hovered {
            Some(Hovered::Parameters(point)) => (Some(of.of_raw_features(problem.parameters_at(point))), None),
            Some(Hovered::Sample(sample)) => (None, Some(sample)),
            _ => (None, None),
        };
        let (axes, data, identity) = (axes(titles, of.window, Scale::Linear), &of.data, &of.identity);
        if of.has_classes() {
            let boundary = |(row, run): (&RunRow, &'a Run)| {
                let ([w1, w2, bias], batch) = self.in_data(run);
                // Where all begin they are one line.
                let name = if self.has_left(run) { words.get(row.short) } else { "" };
                Boundary { style: run.style, name, weights: [w1, w2], bias, batch }
            };
            let boundaries: Vec<Boundary<'_>> = self.rows().map(boundary).collect();
            let points = Classes { features: data.features(), targets: data.targets(), identity };
            return classes(axes, points, &boundaries, looked_at.map(|[w1, w2, bias]| ([w1, w2], bias)), hovered);
        }
        let line = |run: &'a Run| {
            let ([slope, intercept, _], batch) = self.in_data(run);
            FittedLine { style: run.style, slope, intercept, batch }
        };
        let lines: Vec<FittedLine<'_>> = self.runs.iter().map(line).collect();
        let points = Samples { x: data.features(), y: data.targets(), identity };
        samples(axes, points, &lines, looked_at.map(|[slope, intercept, _]| [slope, intercept]), hovered)
    }

    /// The axes of the chart of losses.
    pub(super) fn axes_of_losses<'a>(&'a self, words: &'a Words) -> Axes<'a> {
        let (title, vertical) = match self.height() {
            Height::Linear | Height::Value => (&self.titles.loss[..], Scale::Linear),
            Height::Logarithmic => (&self.titles.loss[..], Scale::Logarithmic),
            Height::Excess => (&self.titles.excess[..], Scale::Logarithmic),
            Height::Accuracy => (word!(words, "height.accuracy"), Scale::Linear),
        };
        axes([self.progress().label().of(words), title], [self.chart.x, self.chart.y], vertical)
    }

    pub(super) fn show_losses<'a>(&'a self, words: &'a Words) -> Picture<'a> {
        self.show_losses_on(self.axes_of_losses(words), words)
    }

    /// The same where something else stands on its axes too.
    pub(super) fn show_losses_on<'a>(&'a self, axes: Axes<'a>, words: &'a Words) -> Picture<'a> {
        let curve = |(run, curve): (&'a Run, &'a crate::chart::Polyline)| {
            let seen = &run.seen;
            let at = self.position_now(run);
            // Between two steps no loss is any step's: the curve goes straight from one to the other.
            let on_the_way = run.drawn_before_step().and_then(|drawn| curve.on_the_way(drawn, at, axes.y.scale));
            let height = || self.height_of(run, seen.drawn, run.problem.height(seen.drawn));
            let head = on_the_way.unwrap_or_else(|| [at, height()]);
            as_far_as_seen((run.style, curve.up_to(seen.points), head), axes.y.range)
        };
        let curves: Vec<_> = self.runs.iter().zip(&self.curves).map(curve).collect();
        let hovered = if let Some(Hovered::Progress(position)) = self.hovered { Some(position) } else { None };
        let mut picture = losses(axes, &curves, hovered);
        if let [_, _, ..] = curves[..] {
            let name = |((row, _), &(style, _, at)): ((&RunRow, _), &_)| Name::new(at, words.get(row.short), style);
            picture.names.extend(self.rows().zip(&curves).map(name));
        }
        let of_loss = matches!(self.height(), Height::Linear | Height::Logarithmic);
        let floor = self.problem().floor().filter(|&floor| of_loss && floor > 0.0);
        picture.ground.extend(floor.map(|floor| Floor(floor, word!(words, "title.floor"))));
        picture
    }
}
