//! Adam at the edge of what it can stand: its divisor shrinks with the gradients until η times the curvature that it leaves comes to
//! the limit.

use super::replay::Replay;
use super::surface_descent::{HEIGHT, ON_A_SURFACE, of_surfaces, settle_but_for_rate};
use crate::chart::{Axes, Axis, Line, Name, Picture, Polyline, Segment, Style, Tone, Word, as_far_as_seen, losses};
use crate::error::Result;
use crate::figure::comparison::own::{Known, OwnPanel, growing, recall};
use crate::figure::comparison::rows::{Comparison, RunRow, Shows, third};
use crate::figure::comparison::{Comparing, Hovered};
use crate::figure::styles::HALF_RATE;
use crate::figure::values::{Entry, Table};
use crate::figure::{Figure, Panel};
use crate::number::significant;
use crate::run::Run;
use crate::stability::{limit_of_adam, preconditioned_sharpness};
use crate::words::{Sentence, Words};
use crate::{say, word};
use std::rc::Rc;

pub(in crate::figure) static ADAM_EDGE: Figure = Figure {
    table: OF_EDGES,
    base: "objective=surface&surface=quadratic&condition=5&optimizer=adam&beta2=0.95&lr=0.2&start=-1.7,0.8\
           &f=x^2 %2B y^2/4 %2B sin(3x)*cos(2y)",
    rest: 300,
    restart: Sentence::named("restart.start"),
    settle: settle_but_for_rate,
    words: of_surfaces,
    build: |values, words| Ok(Box::new(EDGE.build(values, words, None)?)),
};

/// By a learning rate and by half of it.
static EDGE: Comparison = Comparison {
    runs: &[
        RunRow::new("whole", Style::BATCH, ["edge.whole.title", "edge.whole"], ""),
        RunRow { part: 0.5, ..RunRow::new("half", HALF_RATE, ["edge.half.title", "edge.half"], "") },
    ],
    panels: &[
        // What it is about, what comes of it, and where.
        third("edge", Shows::Own(&Edge)),
        third("values", Shows::Losses),
        third("landscape", Shows::Landscape(&[0, 1])),
    ],
    ..ON_A_SURFACE
};

/// What it is a function of.
static OF_EDGES: Table = Table::new(&[
    Entry::of("lr").docked(),
    Entry::of("beta2").from_to(0.8, 0.999).folded(),
    Entry::of("beta1").from_to(0.0, 0.99).folded(),
    Entry::of("surface").begins().folded(),
    Entry::of("objective").begins().folded(),
    Entry::of("f").begins().folded(),
    Entry::of("condition").by_ratio(1.0, 1e4).folded(),
    HEIGHT,
]);

/// η λmax(P⁻¹H) at each step.
struct Edge;

/// The run again, with what its divisor leaves of the curvature.
struct Sharpness {
    replay: Replay,
    /// η λmax(P⁻¹H) against steps, from the first on.
    curve: Polyline,
    limit: f64,
    /// The same as it is said, and by its formula.
    named: String,
    formula: String,
}

impl Sharpness {
    fn new(run: &Run) -> Result<Self> {
        let limit = limit_of_adam(run.trainer.experiment().hyper_parameter("beta1").unwrap_or(0.0));
        let named = significant(limit, 3);
        let formula = format!("{named} = 2(1 + β₁)/(1 − β₁)");
        let mut sharpness = Sharpness { replay: Replay::new(run)?, curve: Polyline::new(), limit, named, formula };
        sharpness.look();
        Ok(sharpness)
    }

    /// What the next step divides by.
    fn look(&mut self) {
        let trainer = self.replay.trainer();
        let sharpness = self.replay.step.as_ref().map_or(f64::NAN, |step| {
            let divisors: Vec<f64> = step.apart.parts.iter().map(|parts| parts.divisor).collect();
            step.lr * preconditioned_sharpness(&trainer.objective().hessian(&step.before), &divisors)
        });
        // Where nothing bends upwards there is none.
        self.curve.push([trainer.steps() as f64, if sharpness > 0.0 { sharpness } else { f64::NAN }]);
    }

    fn go_to(&mut self, steps: u64) {
        while (self.curve.len() as u64) <= steps {
            if !self.replay.advance() {
                return;
            }
            self.look();
        }
    }

    fn at(&self, steps: u64) -> f64 {
        let last = self.curve.len().saturating_sub(1);
        self.curve.get(last.min(steps as usize)).map_or(f64::NAN, |point| point[1])
    }
}

impl OwnPanel for Edge {
    fn is_against_progress(&self) -> bool {
        true
    }

    fn know(&self, comparing: &Comparing, _: Known) -> Known {
        let of_each: Result<Vec<Sharpness>> = comparing.runs.iter().map(Sharpness::new).collect();
        Some(Rc::new(of_each.ok()?))
    }

    fn follow(&self, comparing: &Comparing, known: &mut Known) {
        for (sharpness, run) in growing::<Vec<Sharpness>>(known).into_iter().flatten().zip(&comparing.runs) {
            sharpness.go_to(run.seen.steps + 1);
        }
    }

    fn describe(&self, comparing: &Comparing, known: &Known, words: &Words) -> Panel {
        let title = word!(words, "edge.title");
        let Some([sharpness, ..]) = recall::<Vec<Sharpness>>(known).map(Vec::as_slice) else {
            return Panel::new("", title, String::new(), word!(words, "edge.none").to_owned());
        };
        let now = significant(sharpness.at(comparing.runs[0].seen.steps), 3);
        let limit = &sharpness.named;
        let (detail, description) = (say!(words, "edge.detail", limit), say!(words, "edge.description", now, limit));
        Panel::new("", title, detail, description)
    }

    fn show<'a>(&self, comparing: &'a Comparing, known: &'a Known, words: &'a Words) -> Picture<'a> {
        let Some(of_each @ [sharpness, ..]) = recall::<Vec<Sharpness>>(known).map(Vec::as_slice) else {
            return comparing.show_losses(words);
        };
        let seen = |run: &Run, sharpness: &Sharpness| sharpness.curve.len().min(run.seen.steps as usize + 1);
        let shown = || comparing.rows().zip(of_each);
        let values = shown().flat_map(|((_, run), sharpness)| sharpness.curve.iter().take(seen(run, sharpness)));
        let low = values.map(|point| point[1]).filter(|value| *value > 0.0).fold(0.1, f64::min).max(1e-4);
        let y = (crate::number::decade(low), 8.0 * sharpness.limit);
        let axes = Axes {
            x: Axis::linear(word!(words, "progress.updates"), comparing.chart.x),
            y: Axis::logarithmic(word!(words, "edge.axis"), y),
        };
        let curve = |((_, run), sharpness): ((&RunRow, &Run), &'a Sharpness)| {
            let now = [run.seen.steps as f64 + run.seen.fraction, sharpness.at(run.seen.steps)];
            as_far_as_seen((run.style, sharpness.curve.up_to(seen(run, sharpness)), now), y)
        };
        let curves: Vec<_> = shown().map(curve).collect();
        let hovered = if let Some(Hovered::Progress(position)) = comparing.hovered { Some(position) } else { None };
        let mut picture = losses(axes, &curves, hovered);
        let ((left, right), at) = (comparing.chart.x, sharpness.limit);
        picture.ground.push(Segment([[left, at], [right, at]], Line::LOOKED_AT));
        // Above the line, which the curve comes to from below.
        picture.ground.push(Word([left + 0.34 * (right - left), at], &sharpness.formula, 0, Tone::Ink));
        let name = |((row, _), (style, _, at)): ((&'static RunRow, &Run), &(Style, _, [f64; 2]))| {
            Name::new(*at, words.get(row.short), *style)
        };
        picture.names.extend(comparing.rows().zip(&curves).map(name));
        picture
    }

    fn readout(&self, comparing: &Comparing, known: &Known, words: &Words) -> Option<String> {
        let sharpness = recall::<Vec<Sharpness>>(known)?.first()?;
        let steps = comparing.runs[0].seen.steps;
        let (now, limit) = (sharpness.at(steps), sharpness.limit);
        let falls = now < sharpness.at(steps.saturating_sub(1));
        let (number, bound) = (significant(now, 3), significant(limit, 3));
        Some(match now {
            now if now.is_nan() => word!(words, "edge.none").to_owned(),
            now if now >= limit => say!(words, "edge.beyond", now = number, limit = bound),
            now if now >= 0.8 * limit => say!(words, "edge.near", now = number, limit = bound),
            _ if falls => say!(words, "edge.falls", now = number, limit = bound),
            _ => say!(words, "edge.below", now = number, limit = bound),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::Scene;
    use crate::figure::comparison::own::among;
    use crate::figure::comparison::tests::shown;

    fn after(text: &str, steps: u64) -> Comparing {
        let mut edge = shown(&ADAM_EDGE, &EDGE, text);
        edge.look(steps, 0.0);
        edge
    }

    fn sharpness(comparing: &Comparing) -> &Sharpness {
        &among::<Vec<Sharpness>>(comparing).unwrap()[0]
    }

    #[test]
    fn adam_comes_to_its_limit_hovers_about_it_and_its_value_falls_no_further() {
        let edge = after("lr=0.05", 1200);
        let sharpness = sharpness(&edge);
        assert!((sharpness.limit - 38.0).abs() < 1e-9);
        assert!(sharpness.at(100) < 4.0);
        assert!((500..1200).all(|step| (25.0..60.0).contains(&sharpness.at(step))));
        let run = &edge.runs[0];
        let excess = |step| run.problem.excess(run.point(step)).unwrap();
        let lowest = (0..=300).map(excess).fold(f64::INFINITY, f64::min);
        let later = (800..1200).map(excess).fold(0.0, f64::max);
        assert!(later > 100.0 * lowest, "{later} {lowest}");
    }

    #[test]
    fn half_the_rate_comes_to_the_limit_too_and_only_lowers_where_the_value_stays() {
        let edge = after("", 1200);
        let [whole, half] = [0, 1].map(|place| &edge.runs[place]);
        assert_eq!(half.trainer.experiment().lr, 0.5 * whole.trainer.experiment().lr);
        let sharpness = &among::<Vec<Sharpness>>(&edge).unwrap()[1];
        assert!((600..1200).all(|step| (25.0..60.0).contains(&sharpness.at(step))));
        let highest = |run: &Run| {
            let excess = |step| run.problem.excess(run.point(step)).unwrap();
            (800..1200).map(excess).fold(0.0, f64::max)
        };
        let (of_whole, of_half) = (highest(whole), highest(half));
        assert!(of_half < 0.5 * of_whole && of_half > 1e-6, "{of_half} {of_whole}");
    }

    #[test]
    fn a_smaller_rate_puts_it_off_and_the_limit_is_that_of_beta1() {
        let reaches = |text: &str| {
            let edge = after(text, 1200);
            let sharpness = sharpness(&edge);
            (0..1200).find(|&step| sharpness.at(step) > 0.8 * sharpness.limit).unwrap()
        };
        assert!(reaches("lr=0.02") > reaches("") && reaches("beta2=0.98") > 2 * reaches(""));
        assert!((sharpness(&after("beta1=0.5", 3)).limit - 6.0).abs() < 1e-12);
    }

    #[test]
    fn what_is_read_out_follows_the_curve_there_and_back() {
        let words = Words::of("en");
        let mut edge = after("", 50);
        let below = edge.readout(words);
        assert!(below.contains("of the 38 "), "{below}");
        edge.look(600, 0.0);
        assert_ne!(edge.readout(words), below);
        edge.look(50, 0.0);
        assert_eq!(edge.readout(words), below);
    }

    #[test]
    fn whatever_the_surface_every_panel_is_drawn_and_described() {
        let words = Words::of("zh");
        for text in [
            "surface=saddle&start=0,1",
            "surface=himmelblau",
            "f=x-x%2By-y&start=1,1",
            "f=sqrt(x*y)&start=1,1",
            "lr=0",
            "lr=1e9",
            "beta1=0&beta2=0.8",
            "start=0,0",
        ] {
            for steps in [0, 1, 400] {
                let mut edge = after(text, steps);
                edge.look(steps, 0.5);
                edge.notices(words);
                assert!(!edge.readout(words).contains("NaN"), "{text}");
                for (place, panel) in edge.panels(words).iter().enumerate() {
                    edge.picture(place, words);
                    assert!(!panel.title.is_empty(), "{text}");
                }
            }
        }
    }
}
