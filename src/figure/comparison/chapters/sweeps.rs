//! The heat maps of a comparison: where the base experiment ends over two of its keys, and where its runs stand among them.

use super::coarse::{CoarseFirst, work_for};
use crate::chart::{Axes, Axis, HeatMap, Identity, Picture, Point, Scale, Tone, Word, powers};
use crate::experiment::Experiment;
use crate::figure::comparison::Comparing;
use crate::figure::comparison::own::{Known, OwnPanel, growing, recall};
use crate::figure::speech::{count, low_and_high};
use crate::figure::{Action, After, Panel, Values};
use crate::number::{rounded, superscript};
use crate::say;
use crate::sweep::{Along, Runs, Sweep};
use crate::words::Words;
use std::rc::Rc;

/// Samples that the runs of a sweep may visit: beyond them a picture is drawn without it.
const WORK_OF_A_SWEEP: u64 = 4_000_000;

/// Decades above its beginning at which a run is on its way out.
const OUT: f64 = 1.0;

/// Cells along each side of the tiles that are worked out at once.
const COARSE: u32 = 8;
/// Milliseconds of a frame that are taken for the others, and runs between two looks at the clock.
const SLICE: f64 = 4.0;
const BLOCK: usize = 8;

/// How near to the map's edge its words stand, in parts of its height.
const EDGE: f64 = 0.04;

/// The ends of a sweep.
struct Swept {
    /// What all its runs have in common.
    base: Experiment,
    runs: Runs,
    /// The runs to come.
    next: CoarseFirst,
    /// The logarithm of the height at which all begin, and of the greatest that a run ends at: what ends far higher is on its way
    /// out, and would leave all the others one colour.
    first: f64,
    columns: usize,
    /// Per cell, row by row: its own, or that of the tile that it lies in.
    ends: Vec<f64>,
    identity: Identity,
    /// Where the words for low and for high stand.
    extremes: Option<[[f64; 2]; 2]>,
    /// Where powers of ten are told, in parts of the map.
    told: Vec<([f64; 2], String)>,
}

/// The heights, in parts of the map's, at which it tells a power of ten each, the highest first.
const TOLD: [f64; 3] = [0.14, 0.36, 0.58];

impl Swept {
    /// Runs the next one; whether there was one.
    fn go_on(&mut self) -> bool {
        let Some(([column, row], size)) = self.next.next() else { return false };
        let [column, row, size] = [column, row, size].map(|cell| cell as usize);
        let end = self.runs.end(column, row).unwrap_or(f64::NAN);
        let end = if end > self.first + OUT { f64::NAN } else { end.min(self.first) };
        for cells in self.ends.chunks_exact_mut(self.columns).skip(row).take(size) {
            cells.iter_mut().skip(column).take(size).for_each(|cell| *cell = end);
        }
        true
    }
}

impl Swept {
    /// The middles of the lowest cell and of the highest in the first column, whose runs hardly move, in parts of the map, if
    /// they differ.
    fn extremes(&self) -> Option<[[f64; 2]; 2]> {
        let cells = || self.ends.iter().copied().enumerate().filter(|(_, end)| end.is_finite());
        let lowest = cells().min_by(|a, b| a.1.total_cmp(&b.1))?;
        let highest = cells().filter(|(cell, _)| cell % self.columns == 0).max_by(|a, b| a.1.total_cmp(&b.1))?;
        let rows = self.ends.len() / self.columns;
        let part = |(cell, _): (usize, f64)| {
            let [column, row] = [cell % self.columns, cell / self.columns].map(|place| place as f64 + 0.5);
            [column / self.columns as f64, row / rows as f64]
        };
        (highest.1 > lowest.1).then(|| [part(lowest), part(highest)])
    }
}

impl Swept {
    /// Where some powers of ten lie, each in a row of its own: from the left, where it first is as low.
    fn told(&self) -> Vec<([f64; 2], String)> {
        let rows = self.ends.len() / self.columns;
        let powers = powers(&self.ends);
        let every = powers.len().div_ceil(TOLD.len() + 1).max(1);
        let tell = |(height, power): (f64, &f64)| {
            let row = (height * rows as f64) as usize;
            let cells = &self.ends[row * self.columns..][..self.columns];
            let column = cells.iter().position(|end| end < power).filter(|&column| column > 0)?;
            let at = [column as f64 / self.columns as f64, (row as f64 + 0.5) / rows as f64];
            Some((at, format!("10{}", superscript(*power as i32))))
        };
        TOLD.into_iter().zip(powers.iter().rev().step_by(every)).filter_map(tell).collect()
    }

    /// What is said of the cells that are known by now.
    fn say(&mut self) {
        (self.extremes, self.told) = (self.extremes(), self.told());
    }
}

impl Comparing {
    fn title_of<'a>(&self, along: Along, words: &'a Words) -> &'a str {
        self.values.experiment.key(along.key).map_or(along.key, |key| key.label().of(words))
    }
}

impl OwnPanel for Sweep {
    fn know(&self, comparing: &Comparing, before: Known) -> Known {
        let base = self.base(&comparing.values.experiment).ok()?;
        if recall::<Swept>(&before).is_some_and(|before| before.base == base) {
            return before;
        }
        let steps = ((self.x.cells * self.y.cells) as u64).saturating_mul(self.steps);
        let is_short = steps.saturating_mul(base.samples_of_a_step()) <= WORK_OF_A_SWEEP;
        if !is_short {
            return None;
        }
        let run = &comparing.runs[0];
        let first = run.problem.excess(run.point(0)).unwrap_or_else(|| run.problem.height(run.point(0)));
        let mut swept = Swept {
            runs: self.of(&base, &comparing.problem().objective),
            base,
            next: CoarseFirst::new([self.x.cells as u32, self.y.cells as u32], COARSE),
            first: libm::log10(first.max(f64::MIN_POSITIVE)),
            columns: self.x.cells,
            ends: vec![f64::NAN; self.x.cells * self.y.cells],
            identity: Identity::new(),
            extremes: None,
            told: Vec::new(),
        };
        while swept.next.size() == Some(COARSE) && swept.go_on() {}
        swept.say();
        Some(Rc::new(swept))
    }

    fn measure(&self, known: &mut Known, now: &dyn Fn() -> f64) -> bool {
        let Some(swept) = growing::<Swept>(known).filter(|swept| !swept.next.is_done()) else { return false };
        work_for(SLICE, now, || (0..BLOCK).all(|_| swept.go_on()));
        swept.identity = Identity::new();
        swept.say();
        true
    }

    fn describe(&self, comparing: &Comparing, _: &Known, words: &Words) -> Panel {
        let [x, y] = [self.x, self.y].map(|along| comparing.title_of(along, words));
        let steps = count(self.steps);
        let (title, description) =
            (say!(words, "comparison.sweep.title", steps), say!(words, "comparison.sweep", steps, x, y));
        Panel { starts: true, ..Panel::new("", &title, String::new(), description) }
    }

    fn show<'a>(&self, comparing: &'a Comparing, known: &'a Known, words: &'a Words) -> Picture<'a> {
        let axis =
            |along: Along| Axis { title: comparing.title_of(along, words), range: along.range, scale: Scale::Linear };
        let axes = Axes { x: axis(self.x), y: axis(self.y) };
        let (window, columns) = ([self.x.range, self.y.range], self.x.cells);
        let mut picture = match recall::<Swept>(known) {
            Some(swept) => {
                Picture::over(HeatMap { window, columns, values: &swept.ends, identity: &swept.identity }, axes)
            }
            None => Picture::on_grid(axes),
        };
        for (at, text) in
            recall::<Swept>(known).and_then(|swept| swept.extremes).into_iter().flatten().zip(low_and_high(words))
        {
            let side = if at[0] < 0.5 { 1 } else { -1 };
            let [(left, right), (low, high)] = window;
            let at = [left + at[0] * (right - left), low + at[1].clamp(EDGE, 1.0 - EDGE) * (high - low)];
            picture.still.push(Word(at, text, side, Tone::Quiet));
        }
        for (part, text) in recall::<Swept>(known).into_iter().flat_map(|swept| &swept.told) {
            let at = [0, 1].map(|axis| window[axis].0 + part[axis] * (window[axis].1 - window[axis].0));
            picture.still.push(Word(at, text, 0, Tone::Quiet));
        }
        for run in &comparing.runs {
            let experiment = run.trainer.experiment();
            if let (Some(x), Some(y)) = (self.x.of(experiment), self.y.of(experiment)) {
                picture.moving.push(Point([x, y], run.style.marker(), Tone::Of(run.style)));
            }
        }
        picture
    }

    /// A place of the map is an experiment: it becomes the base of all runs.
    fn act(&self, action: Action, _: &Known, values: &mut Values) -> After {
        let Action::Press(_, point) = action else { return After::Nothing };
        for (along, value) in [self.x, self.y].into_iter().zip(point) {
            let value = rounded(value.clamp(along.range.0, along.range.1), 4);
            // Where a key does not take the value, it keeps its own.
            let _ = values.experiment.set(along.key, &value.to_string());
        }
        After::Begin
    }
}

#[cfg(test)]
mod tests {
    use super::super::surface_descent::SURFACE;
    use super::*;
    use crate::chart::Style;
    use crate::figure::comparison::rows::{Comparison, RunRow, Shows, tall};
    use crate::figure::comparison::tests::shown;
    use crate::figure::comparison::{SURFACE_DESCENT, Scene};
    use crate::figure::{Action, After};
    use crate::trainer::{Status, Trainer};

    static OF_MOMENTA: Sweep = Sweep {
        x: Along { key: "lr", range: (0.0, 1.2), cells: 12 },
        y: Along { key: "momentum", range: (0.0, 0.9), cells: 3 },
        steps: 60,
    };

    /// Two runs that differ in their momentum, and where each pair of learning rate and momentum ends.
    static MOMENTA: Comparison = Comparison {
        runs: &[
            RunRow { with: "momentum=0", ..SURFACE.runs[0] },
            RunRow { name: "heavy", style: Style::FURTHER[0], with: "momentum=0.5", ..SURFACE.runs[0] },
        ],
        panels: &[tall("paths", Shows::Landscape(&[0, 1])), tall("map", Shows::Own(&OF_MOMENTA))],
        ..SURFACE
    };

    #[test]
    fn a_heat_map_shows_where_every_experiment_of_a_plane_ends() {
        let mut comparing = shown(&SURFACE_DESCENT, &MOMENTA, "surface=bowl&lr=0.1&start=1,1");
        let ends = |comparing: &Comparing| recall::<Swept>(&comparing.known[1]).unwrap().ends.clone();
        let coarse = ends(&comparing);
        assert!(coarse[..COARSE as usize].iter().all(|end| end.to_bits() == coarse[0].to_bits()), "{coarse:?}");
        while comparing.measure(&|| 0.0, Words::of("en")) {}
        let fine = ends(&comparing);
        assert!(fine[..4].windows(2).all(|ends| ends[0] != ends[1]), "{fine:?}");
        let alone = OF_MOMENTA.ends(&comparing.values.experiment, &comparing.problem().objective).unwrap();
        let first = recall::<Swept>(&comparing.known[1]).unwrap().first;
        assert!(fine.iter().zip(alone).all(|(end, alone)| end.is_nan() || *end == alone.min(first)));
        let sweep = comparing.known[1].as_ref().unwrap();
        let experiment = &comparing.values.experiment;
        for (cell, end) in OF_MOMENTA.ends(experiment, &comparing.problem().objective).unwrap().into_iter().enumerate()
        {
            let (lr, momentum) = (0.05 + 0.1 * (cell % 12) as f64, 0.15 + 0.3 * (cell / 12) as f64);
            let alone = experiment.parse_over(&format!("lr={lr}&momentum={momentum}")).unwrap();
            let mut alone = Trainer::new(&alone, None).unwrap();
            let has_diverged = alone.step(60) == Status::Diverged;
            assert_eq!(end.is_finite(), !has_diverged, "{lr} {momentum}");
            // A trainer stops where nothing moves it visibly any more.
            let shown = alone.loss().max(1e-20).log10();
            assert!(has_diverged || (end.max(-20.0) - shown).abs() < 1e-6, "{lr} {momentum}: {end} {shown}");
        }
        // What it shows changes with the start, but not with the learning rate.
        let again = |text: &str| {
            let (values, _) = SURFACE_DESCENT.read(text);
            MOMENTA.build(&values, Words::of("en"), Some(&comparing)).unwrap().known[1].clone().unwrap()
        };
        assert!(Rc::ptr_eq(sweep, &again("surface=bowl&lr=0.3&start=1,1")));
        assert!(!Rc::ptr_eq(sweep, &again("surface=bowl&lr=0.1&start=1,2")));
    }

    #[test]
    fn a_place_of_a_heat_map_is_taken_by_all_runs() {
        let mut comparing = shown(&SURFACE_DESCENT, &MOMENTA, "surface=bowl&lr=0.1&start=1,1");
        let mut values = comparing.values.clone();
        assert_eq!(comparing.act(Action::Press(1, [0.7, 3.0]), &mut values), After::Begin);
        assert_eq!((values.experiment.lr, values.experiment.hyper_parameter("momentum")), (0.7, Some(0.9)));
    }
}
