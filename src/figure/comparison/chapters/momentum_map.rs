//! Where descent with momentum ends, over its learning rate and its momentum.

use super::optimizer_race::racer;
use super::surface_descent::{ON_A_SURFACE, of_surfaces};
use crate::chart::{Line, Minimum, Name, Picture, Segment, Style, Tone, Word};
use crate::figure::comparison::Comparing;
use crate::figure::comparison::own::{Known, OwnPanel};
use crate::figure::comparison::rows::{Comparison, RunRow, Shows, third};
use crate::figure::values::{Entry, Table};
use crate::figure::{Action, After, Figure, Handle, Panel, Values};
use crate::number::significant;
use crate::search;
use crate::stability::{Motion, Rule, eigenvalues};
use crate::sweep::{Along, Sweep};
use crate::words::{Sentence, Words};
use crate::{say, word};

pub(in crate::figure) static MOMENTUM_MAP: Figure = Figure {
    table: OF_MOMENTUM,
    base: "objective=surface&surface=turned-quadratic&condition=25&lr=0.03&momentum=0.8&start=-1.9,-1.5",
    rest: STEPS,
    restart: Sentence::named("restart.start"),
    settle: |_, _, _| Ok(()),
    words: of_surfaces,
    build: |values, words| Ok(Box::new(MOMENTUM.build(values, words, None)?)),
};

/// Steps of a run, on the map and beside it.
const STEPS: u64 = 60;

/// The momentum at whose height it says that runs diverge.
const BEYOND: f64 = 0.25;

/// How near is near to the best pair: of η in parts, of the momentum as it is.
const NEAR: f64 = 0.1;

static ENDS: Sweep = Sweep {
    x: Along { key: "lr", range: (0.0, 0.17), cells: 102 },
    y: Along { key: "momentum", range: (0.0, 1.0), cells: 80 },
    steps: STEPS,
};

static MOMENTUM: Comparison = Comparison {
    runs: &[RunRow { title: Sentence::named("momentum.title"), ..racer("momentum", 1, "run.momentum", "") }],
    panels: &[
        third("map", Shows::Own(&Map)),
        third("landscape", Shows::Landscape(&[0])),
        third("values", Shows::Losses),
    ],
    ..ON_A_SURFACE
};

/// What it is a function of.
static OF_MOMENTUM: Table = Table::new(&[
    Entry::of("lr").docked(),
    Entry::of("momentum").from_to(0.0, 0.999).docked(),
    Entry::of("nesterov").folded(),
]);

/// The map, with the limit of theory and the pair that is best in the long run.
struct Map;

impl Map {
    /// The learning rate and the momentum with the smallest factor, (√κ − 1) / (√κ + 1), for the smallest and the largest
    /// eigenvalue, both of which are positive: Polyak, *Some methods of speeding up the convergence of iteration methods* (1964).
    fn best(comparing: &Comparing) -> Option<[f64; 2]> {
        let [least, most] = [comparing.problem().eigenvalues.first()?, comparing.problem().eigenvalues.last()?];
        if *least <= 0.0 {
            return None;
        }
        let (sum, difference) = (most.sqrt() + least.sqrt(), most.sqrt() - least.sqrt());
        Some([4.0 / (sum * sum), (difference / sum) * (difference / sum)])
    }

    /// The same once the reader has come near to it: before, it is for the reader to find.
    fn found(&self, comparing: &Comparing) -> Option<[f64; 2]> {
        let rule = Rule::of(comparing.runs[0].trainer.experiment()).filter(|rule| !rule.nesterov)?;
        let limit = rule.limit(*comparing.problem().eigenvalues.last()?)?;
        let ([eta, beta], [lr, momentum]) = (Self::here(comparing), Self::best(comparing)?);
        let is_near = eta < limit && (eta - lr).abs() < NEAR * lr && (beta - momentum).abs() < NEAR;
        is_near.then_some([lr, momentum])
    }

    /// How the error goes on along the valley and across it, where the surface is a bowl, curved alike everywhere, and it moves.
    fn motions(comparing: &Comparing) -> Option<[Motion; 2]> {
        let (run, problem) = (&comparing.runs[0], comparing.problem());
        let experiment = run.trainer.experiment();
        let (rule, here) = (Rule::of(experiment)?, eigenvalues(&problem.objective.hessian(&run.point(0)), 2));
        let [least, most] = [*problem.eigenvalues.first()?, *problem.eigenvalues.last()?];
        let is_bowl = least > 0.0 && (here[0] - least).abs() + (here[1] - most).abs() < 1e-9 * most;
        (is_bowl && experiment.lr > 0.0).then(|| [least, most].map(|curvature| rule.motion(experiment.lr, curvature)))
    }

    /// How far above the minimum the run ends that is here; NaN where it leaves all numbers.
    fn end(comparing: &Comparing) -> Option<f64> {
        let run = &comparing.runs[0];
        let (problem, start) = (&run.problem, run.point(0));
        let end = search::end(run.trainer.experiment(), &*problem.objective, &start[..problem.dim()], STEPS).ok()?;
        Some(end - problem.floor()?)
    }

    /// The learning rate and the momentum of the run.
    fn here(comparing: &Comparing) -> [f64; 2] {
        let experiment = comparing.runs[0].trainer.experiment();
        [experiment.lr, experiment.hyper_parameter("momentum").unwrap_or(0.0)]
    }
}

impl OwnPanel for Map {
    fn know(&self, comparing: &Comparing, before: Known) -> Known {
        ENDS.know(comparing, before)
    }

    fn measure(&self, known: &mut Known, now: &dyn Fn() -> f64) -> bool {
        ENDS.measure(known, now)
    }

    fn describe(&self, comparing: &Comparing, known: &Known, words: &Words) -> Panel {
        let detail = match (self.found(comparing), Self::end(comparing)) {
            (Some([lr, momentum]), _) => {
                say!(words, "momentum.best", eta = significant(lr, 3), beta = significant(momentum, 3))
            }
            (None, Some(end)) if end.is_finite() => {
                say!(words, "momentum.end", value = significant(end, 4))
            }
            (None, Some(_)) => word!(words, "momentum.leaves").to_owned(),
            (None, None) => String::new(),
        };
        Panel { detail, ..ENDS.describe(comparing, known, words) }
    }

    fn show<'a>(&self, comparing: &'a Comparing, known: &'a Known, words: &'a Words) -> Picture<'a> {
        let mut picture = ENDS.show(comparing, known, words);
        let run = &comparing.runs[0];
        let limit = |momentum: f64| {
            let rule = Rule { momentum, ..Rule::of(run.trainer.experiment())? };
            Some([rule.limit(*comparing.problem().eigenvalues.last()?)?, momentum])
        };
        // Nesterov's is no straight line.
        let at = |k: u32| 0.999 * f64::from(k) / 16.0;
        for k in 0..16 {
            if let (Some(from), Some(to)) = (limit(at(k)), limit(at(k + 1))) {
                picture.still.push(Segment([from, to], Line::dashed(Tone::Ink, 1.5)));
            }
        }
        // Beyond it all is hatched.
        if limit(0.0).is_some() {
            let at = [ENDS.x.range.1, BEYOND];
            picture.still.push(Word(at, word!(words, "momentum.beyond"), -1, Tone::Ink));
        }
        // Where there is room for its name.
        if let Some(at) = limit(0.15) {
            picture.still.push(Word(at, word!(words, "momentum.limit"), 1, Tone::Ink));
        }
        if let Some(at) = self.found(comparing) {
            picture.still.push(Minimum { at, heads: Vec::new() });
        }
        picture.names.push(Name::new(Self::here(comparing), word!(words, "momentum.here"), run.style));
        picture
    }

    fn rules(&self, comparing: &Comparing, _: &Known, _: &Words) -> Vec<(Option<Style>, String)> {
        let run = &comparing.runs[0];
        let rule = Rule::of(run.trainer.experiment()).filter(|rule| !rule.nesterov && rule.dampening == 0.0);
        let symbols = run.problem.symbols.join(" , ");
        let of = |rule: Rule| {
            let (beta, eta) = (significant(rule.momentum, 3), significant(run.trainer.experiment().lr, 3));
            let rule = format!("v ← β v + ∇f , ( {symbols} ) ← ( {symbols} ) − η v , β = {beta} , η = {eta}");
            (Some(run.style), rule)
        };
        rule.into_iter().map(of).collect()
    }

    fn readout(&self, comparing: &Comparing, _: &Known, words: &Words) -> Option<String> {
        let [along, across] = Self::motions(comparing)?;
        // What is nearly all of it is not said to be all.
        let part = |factor| (3..9).map(|digits| significant(factor, digits)).find(|part| part != "1");
        let [slow, fast] = [along, across].map(|motion| part(motion.factor).unwrap_or_else(|| "1".into()));
        // Nesterov's look ahead damps each direction by as much as it curves.
        let looks_ahead = Rule::of(comparing.runs[0].trainer.experiment()).is_some_and(|rule| rule.nesterov);
        Some(if across.factor > 1.0 {
            say!(words, "momentum.grows", fast)
        } else if along.swings && across.swings && looks_ahead {
            say!(words, "momentum.swing", slow, fast)
        } else if along.swings && across.swings {
            say!(words, "momentum.swings", fast)
        } else if across.overshoots && across.factor > along.factor {
            say!(words, "momentum.overshoots", slow, fast)
        } else {
            say!(words, "momentum.creeps", slow, fast)
        })
    }

    fn handle(&self, comparing: &Comparing) -> Option<Handle> {
        let here @ [lr, momentum] = Self::here(comparing);
        let window = [ENDS.x.range, ENDS.y.range];
        let at = [0, 1].map(|axis| here[axis].clamp(window[axis].0, window[axis].1));
        let label = format!("η = {}, β = {}", significant(lr, 4), significant(momentum, 4));
        Some(Handle::new(0, at, "", label))
    }

    /// A place of the map is about a whole run.
    fn steps_ahead(&self, tick: u64) -> Option<u64> {
        Some(STEPS.saturating_sub(tick))
    }

    fn act(&self, action: Action, known: &Known, values: &mut Values) -> After {
        ENDS.act(action, known, values)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::Layer;
    use crate::figure::Scene;
    use crate::figure::comparison::tests::shown;

    #[test]
    fn no_pair_on_the_map_loses_more_at_a_step_than_the_best() {
        let comparing = shown(&MOMENTUM_MAP, &MOMENTUM, "");
        let [least, most]: [f64; 2] = comparing.problem().eigenvalues.clone().try_into().unwrap();
        let factor = |lr: f64, momentum: f64| {
            let of = |curvature: f64| Rule { momentum, ..Rule::PLAIN }.motion(lr, curvature).factor;
            f64::max(of(least), of(most))
        };
        let [lr, momentum] = Map::best(&comparing).unwrap();
        let root = (most / least).sqrt();
        let best = factor(lr, momentum);
        approx::assert_relative_eq!(best, (root - 1.0) / (root + 1.0), max_relative = 1e-6);
        for (lr, momentum) in (0..1600).map(|k| (0.17 * f64::from(k % 40) / 40.0, f64::from(k / 40) / 40.0)) {
            assert!(factor(lr, momentum) > best - 1e-6);
        }
    }

    #[test]
    fn the_rate_stays_where_it_is_on_its_slider_while_the_momentum_changes() {
        let slider = |text: &str| {
            let mut host = crate::figure::named("momentum-map", Words::of("en").clone()).unwrap();
            host.apply(text);
            host.controls().into_iter().find(|control| control.key == "lr").unwrap().slider.unwrap()
        };
        let (low, high) = (slider("momentum=0"), slider("momentum=0.99"));
        assert_eq!((low.min, low.max), (high.min, high.max));
        assert!(high.danger.unwrap() > 1.9 * low.danger.unwrap() && high.danger.unwrap() < high.max);
    }

    #[test]
    fn a_place_of_the_map_shows_its_whole_run_before_it_is_run() {
        let mut comparing = shown(&MOMENTUM_MAP, &MOMENTUM, "");
        for (action, tick, steps) in
            [(Action::Press(0, [0.05, 0.3]), 0, STEPS), (Action::Drag(0, [0.05, 0.4], false), 10, STEPS - 10)]
        {
            comparing.look(tick, 0.0);
            let mut values = comparing.values.clone();
            comparing.act(action, &mut values);
            comparing = MOMENTUM.build(&values, Words::of("en"), Some(&comparing)).unwrap();
            comparing.look(tick, 0.0);
            assert_eq!(comparing.ahead[0].len() as u64, steps + 1);
        }
        comparing.look(14, 0.0);
        assert!(comparing.ahead.is_empty(), "it goes on");
    }

    #[test]
    fn the_map_grows_finer_while_it_is_looked_at() {
        let mut comparing = shown(&MOMENTUM_MAP, &MOMENTUM, "");
        let look = |comparing: &Comparing| {
            let picture = comparing.picture(0, Words::of("en"));
            picture.look(Layer::Ground, picture.fingerprint_of_space())
        };
        let coarse = look(&comparing);
        while comparing.measure(&|| 0.0, Words::of("en")) {}
        assert_ne!(look(&comparing), coarse);
    }

    #[test]
    fn where_nothing_is_a_bowl_no_pair_is_the_best_and_all_is_drawn() {
        let words = Words::of("zh");
        for text in
            ["surface=saddle&start=1,1", "surface=rosenbrock", "f=sqrt(x*y)&start=1,1", "nesterov=true", "start="]
        {
            let comparing = shown(&MOMENTUM_MAP, &MOMENTUM, text);
            for (place, panel) in comparing.panels(words).iter().enumerate() {
                comparing.picture(place, words);
                assert!(!panel.detail.contains('?'), "{text}: {}", panel.detail);
            }
        }
    }

    #[test]
    fn where_it_oscillates_the_error_shrinks_by_the_root_of_the_momentum() {
        // The error's length swings; over a long way its factor shows.
        let mut comparing = shown(&MOMENTUM_MAP, &MOMENTUM, "lr=0.03&momentum=0.8");
        comparing.look(400, 0.0);
        let excess = |steps| comparing.runs[0].problem.excess(comparing.runs[0].point(steps)).unwrap();
        let measured = ((excess(380) / excess(100)).ln() / 2.0 / 280.0).exp();
        approx::assert_relative_eq!(measured, 0.8f64.sqrt(), max_relative = 0.02);
    }

    #[test]
    fn what_is_said_of_a_place_is_how_its_run_goes_on() {
        let words = Words::of("en");
        for (text, what) in [
            ("lr=0.03&momentum=0.8", "Both directions swing"),
            ("lr=0.03&momentum=0.2", "Along the valley it creeps"),
            ("lr=0.078&momentum=0", "Across the valley it overshoots"),
            ("lr=0.09&momentum=0", "Across the valley each step"),
            ("lr=0.03&momentum=0.8&nesterov=true", "Both directions swing"),
        ] {
            let mut comparing = shown(&MOMENTUM_MAP, &MOMENTUM, text);
            let said = comparing.readout(words);
            assert!(said.starts_with(what), "{text}: {said}");
            // The larger factor, measured.
            comparing.look(400, 0.0);
            let run = &comparing.runs[0];
            let excess = |steps| run.problem.excess(run.point(steps)).unwrap();
            let measured = ((excess(220) / excess(60)).ln() / 2.0 / 160.0).exp();
            let factor = Map::motions(&comparing).unwrap().map(|motion| motion.factor).into_iter().fold(0.0, f64::max);
            approx::assert_relative_eq!(measured, factor, max_relative = 0.02);
            assert!(said.contains(&significant(factor, 3)), "{said}");
        }
        for (text, why) in [("surface=rosenbrock", "no bowl"), ("lr=0", "nothing moves")] {
            assert_eq!(shown(&MOMENTUM_MAP, &MOMENTUM, text).readout(words), "", "{why}");
        }
    }

    #[test]
    fn the_dashed_limit_parts_what_converges_from_what_does_not() {
        let comparing = shown(&MOMENTUM_MAP, &MOMENTUM, "");
        let most = *eigenvalues(&comparing.problem().objective.hessian(&[0.0, 0.0]), 2).last().unwrap();
        for momentum in [0.0, 0.4, 0.8] {
            let limit = Rule { momentum, ..Rule::PLAIN }.limit(most).unwrap();
            for (part, grows) in [(0.99, false), (1.01, true)] {
                let mut run = shown(&MOMENTUM_MAP, &MOMENTUM, &format!("lr={}&momentum={momentum}", part * limit));
                run.look(2000, 0.0);
                let excess = |steps| run.runs[0].problem.excess(run.runs[0].point(steps)).unwrap();
                assert_eq!(excess(run.runs[0].trainer.steps().min(2000)) > excess(0), grows, "{momentum}, {part}");
            }
        }
    }
}
