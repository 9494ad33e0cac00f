//! A run that is changed at one of its steps, beside the same run unchanged.

use super::surface_descent::{HEIGHT, ON_A_SURFACE, of_surfaces, settle};
use crate::chart::{Line, Marker, Picture, Ring, Segment, Style, Tone};
use crate::error::Result;
use crate::experiment::Experiment;
use crate::figure::comparison::Comparing;
use crate::figure::comparison::own::{Known, OwnPanel};
use crate::figure::comparison::panels::symbol;
use crate::figure::comparison::rows::{Comparison, PanelRow, RunRow, Shows, tall};
use crate::figure::speech::{count, quotient};
use crate::figure::styles::UNCHANGED;
use crate::figure::values::{Entry, Table};
use crate::figure::{Action, After, Figure, Handle, Mark, Panel, Values};
use crate::key::{Choice, Kind};
use crate::number::{rounded, significant};
use crate::optim::OPTIMIZERS;
use crate::run::Run;
use crate::words::{Label, Sentence, Words};
use crate::{say, word};

pub(in crate::figure) static FORK: Figure = Figure {
    table: OF_FORKS,
    base: "objective=surface&surface=turned-quadratic&condition=50&lr=0.0392&start=-1.9,-1.1",
    rest: 30,
    restart: Sentence::named("restart.start"),
    settle: |values, before, given| {
        settle(values, before, given)?;
        // What is not changed at the step is as it was before it.
        if given("surface") && !given(RATE_AFTER) {
            let half = rounded(0.5 * values.experiment.lr, 3);
            values.put_exactly(RATE_AFTER, half);
        }
        if given("momentum") && !given(MOMENTUM_AFTER) {
            let momentum = values.experiment.hyper_parameter("momentum").unwrap_or(0.0);
            values.put_exactly(MOMENTUM_AFTER, momentum);
        }
        Ok(())
    },
    words: of_surfaces,
    build: |values, words| Ok(Box::new(FORKED.build(values, words, None)?)),
};

/// The step of the change, and what the run goes on with.
const FORK_STEP: &str = "figure.fork";
const RATE_AFTER: &str = "figure.lr.changed";
const MOMENTUM_AFTER: &str = "figure.to.momentum";
const OPTIMIZER_AFTER: &str = "figure.to.optimizer";
/// Steps that one can change it after.
const LATEST: u64 = 1000;

/// The run as it was, and the one that is changed.
static FORKED: Comparison = Comparison {
    runs: &[
        RunRow::new("unchanged", UNCHANGED, ["fork.unchanged.title", "fork.unchanged"], ""),
        RunRow::new("changed", Style::BATCH, ["fork.changed.title", "fork.changed"], ""),
    ],
    panels: &[
        PanelRow { columns: 5, ..tall("landscape", Shows::Own(&Paths)) },
        PanelRow { columns: 7, ..tall("values", Shows::Own(&Heights)) },
    ],
    fork: Some(change),
    ..ON_A_SURFACE
};

/// What it is a function of.
static OF_FORKS: Table = Table::new(&[
    Entry::own(FORK_STEP, Label::named("fork.step"), Kind::Integer(0, LATEST), "12").from_to(0.0, 60.0).docked(),
    Entry::own(RATE_AFTER, Label::named("key.lr"), Kind::Number(0.0, 1e300), "0.0196").docked(),
    Entry::own(MOMENTUM_AFTER, Label::named("fork.momentum"), Kind::Number(0.0, 0.999), "0").folded(),
    Entry::own(OPTIMIZER_AFTER, Label::named("fork.optimizer"), Kind::Choice(optimizers), "sgd").folded(),
    Entry::of("lr").folded(),
    Entry::of("momentum").from_to(0.0, 0.999).folded(),
    Entry::of("objective").begins().folded(),
    Entry::of("surface").begins().folded(),
    Entry::of("f").begins().folded(),
    Entry::of("condition").by_ratio(1.0, 1e4).folded(),
    HEIGHT,
]);

/// All that need no rule to be typed.
fn optimizers() -> Vec<Choice> {
    let typed = |name: &str| name == "own";
    let choice = |recipe: &&crate::optim::Recipe| Choice { name: recipe.name, label: recipe.label };
    OPTIMIZERS.iter().filter(|recipe| !typed(recipe.name)).map(choice).collect()
}

/// After which step it changes, and into what.
fn change(values: &Values) -> Result<(u64, Experiment)> {
    let mut experiment = values.experiment.clone();
    experiment.set("optimizer", &values.text(OPTIMIZER_AFTER))?;
    if experiment.hyper_parameter("momentum").is_some() {
        experiment.set("momentum", &values.text(MOMENTUM_AFTER))?;
    }
    experiment.lr = values.number(RATE_AFTER);
    Ok((values.whole(FORK_STEP), experiment))
}

/// Where the runs part, as far as that is seen.
fn parting(comparing: &Comparing) -> Option<u64> {
    let step = comparing.values.whole(FORK_STEP);
    (comparing.runs[0].seen.steps > step).then_some(step)
}

/// The landscape of both, with a ring where they part; until then they are one.
struct Paths;

const BOTH: &[usize] = &[0, 1];

/// Those that are seen apart.
fn seen(comparing: &Comparing) -> &'static [usize] {
    if parting(comparing).is_some() { BOTH } else { &BOTH[1..] }
}

impl OwnPanel for Paths {
    fn landscape(&self) -> Option<&'static [usize]> {
        Some(BOTH)
    }

    fn describe(&self, comparing: &Comparing, _: &Known, words: &Words) -> Panel {
        // Both from the first step on, so that nothing below moves when they part.
        let panel = comparing.describe_landscapes(BOTH, words);
        Panel { title: word!(words, "fork.title").to_owned(), ..panel }
    }

    fn show<'a>(&self, comparing: &'a Comparing, _: &'a Known, words: &'a Words) -> Picture<'a> {
        let mut picture = comparing.show_landscape(seen(comparing), &[], words);
        if let Some(step) = parting(comparing) {
            let run = &comparing.runs[0];
            picture.moving.push(Ring(run.problem.two(run.point(step)), Marker::Round, Tone::Ink));
        }
        picture
    }

    fn readout(&self, comparing: &Comparing, _: &Known, words: &Words) -> Option<String> {
        if differences(comparing).is_empty() {
            return Some(word!(words, "fork.same").to_owned());
        }
        let Some(step) = parting(comparing) else {
            return Some(say!(words, "fork.before", step = count(comparing.values.whole(FORK_STEP))));
        };
        let [unchanged, changed] = [0, 1].map(|place| {
            let run: &Run = &comparing.runs[place];
            (run.problem.height(run.seen.parameters), run.problem.excess(run.seen.parameters))
        });
        // Whoever is there takes steps of rounding errors: which of them is nearer says nothing.
        if let [Some(without), Some(with)] = [0, 1].map(|place| arrival(&comparing.runs[place])) {
            return Some(say!(words, "fork.arrived", with = count(with), without = count(without)));
        }
        let since = count(comparing.runs[1].seen.steps.saturating_sub(step));
        let symbol = symbol(comparing.problem());
        let number = |value: f64| significant(value, 3);
        // What runs away has a notice, and no number that says more.
        let is_told = |less: f64, more: f64| less > 0.0 && more < FARTHEST * less;
        Some(match (unchanged.1, changed.1) {
            (Some(without), Some(with)) if with < without && is_told(with, without) => {
                let (times, with, without) = (quotient(without, with), number(with), number(without));
                say!(words, "fork.lower", since, with, without, times)
            }
            (Some(without), Some(with)) if with > without && is_told(without, with) => {
                let (times, with, without) = (quotient(with, without), number(with), number(without));
                say!(words, "fork.higher", since, with, without, times)
            }
            _ => say!(words, "fork.both", since, symbol, with = number(changed.0), without = number(unchanged.0)),
        })
    }
}

/// From how many times as high on no number says how much.
const FARTHEST: f64 = 1e9;

/// After how many steps a run is as near its minimum, and stays as near, as a part in 10¹² of where it began.
fn arrival(run: &Run) -> Option<u64> {
    const NEAR: f64 = 1e-12;
    let excess = |step: u64| run.problem.excess(run.point(step));
    let near = NEAR * excess(0)?;
    let drawn = 0..run.seen.points;
    let is_far = |place: &usize| excess(run.steps_of(*place)).is_none_or(|excess| excess > near);
    let after = drawn.clone().rev().find(is_far).map_or(0, |last| last + 1);
    drawn.contains(&after).then(|| run.steps_of(after))
}

/// What the change changes, in symbols and numbers.
fn differences(comparing: &Comparing) -> Vec<String> {
    let [from, into] = [0, 1].map(|place| comparing.runs[place].last_experiment());
    let momentum = |experiment: &Experiment| experiment.hyper_parameter("momentum").unwrap_or(0.0);
    let number = |name: &str, [from, into]: [f64; 2]| {
        (from != into).then(|| format!("{name} {} → {}", significant(from, 3), significant(into, 3)))
    };
    let rule = (from.optimizer != into.optimizer).then(|| format!("{} → {}", from.optimizer.name, into.optimizer.name));
    let is_same_rule = rule.is_none();
    let momenta = [from, into].map(momentum);
    let parts = [rule, number("η", [from.lr, into.lr]), number("β", momenta).filter(|_| is_same_rule)];
    parts.into_iter().flatten().collect()
}

/// The heights of both, with the step at which they part, which can be moved.
struct Heights;

impl OwnPanel for Heights {
    fn is_against_progress(&self) -> bool {
        true
    }

    /// The learning rate before the change, beside that after it.
    fn marks(&self, comparing: &Comparing, key: &str, words: &Words) -> Vec<Mark> {
        let (value, series) = (comparing.values.experiment.lr, Some(comparing.runs[0].style));
        let mark = || Mark { value, series, label: say!(words, "fork.mark", eta = significant(value, 3)) };
        (key == RATE_AFTER).then(mark).into_iter().collect()
    }

    fn describe(&self, comparing: &Comparing, _: &Known, words: &Words) -> Panel {
        comparing.describe_losses(words)
    }

    fn show<'a>(&self, comparing: &'a Comparing, _: &'a Known, words: &'a Words) -> Picture<'a> {
        let mut picture = comparing.show_losses(words);
        let (at, (low, high)) = (comparing.values.whole(FORK_STEP) as f64, comparing.chart.y);
        picture.still.push(Segment([[at, low], [at, high]], Line::LOOKED_AT));
        if parting(comparing).is_none() {
            picture.names.clear();
        }
        picture
    }

    fn handle(&self, comparing: &Comparing) -> Option<Handle> {
        let (step, chart) = (comparing.values.whole(FORK_STEP), comparing.chart);
        let label = format!("k = {}", count(step));
        let at = [(step as f64).min(chart.x.1), chart.y.0];
        Some(Handle::new(0, at, &differences(comparing).join(" · "), label))
    }

    fn act(&self, action: Action, _: &Known, values: &mut Values) -> After {
        let Action::Press(_, [at, _]) = action else { return After::Nothing };
        let step = at.round().clamp(0.0, LATEST as f64);
        match values.set(FORK_STEP, &significant(step, 4)) {
            Ok(()) => After::Stay,
            Err(_) => After::Nothing,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::Scene;
    use crate::figure::comparison::tests::shown;
    use crate::figure::named;
    use crate::trainer::Trainer;
    use crate::words::Words;

    fn after(text: &str, steps: u64) -> Comparing {
        let mut forked = shown(&FORK, &FORKED, text);
        forked.look(steps, 0.0);
        forked
    }

    /// How far above the minimum the changed run is, for the other.
    fn ratio(text: &str, steps: u64) -> f64 {
        let forked = after(text, steps);
        let [unchanged, changed] =
            [0, 1].map(|place| forked.problem().excess(forked.runs[place].seen.parameters).unwrap());
        changed / unchanged
    }

    fn bits(points: &[f64]) -> Vec<u64> {
        points.iter().map(|number| number.to_bits()).collect()
    }

    #[test]
    fn where_nothing_is_changed_the_run_goes_on_as_it_was_to_the_bit() {
        for (text, same) in [("", "figure.lr.changed=0.0392"), ("momentum=0.8", "figure.lr.changed=0.0392")] {
            for step in [0, 1, 7, 30] {
                let forked = after(&format!("{text}&{same}&figure.fork={step}"), 50);
                let [one, other] = [0, 1].map(|place| bits(forked.runs[place].trainer.trajectory().points()));
                assert_eq!(one, other, "{text}, {step}");
            }
        }
    }

    #[test]
    fn from_the_step_on_it_is_the_run_of_a_trainer_that_is_changed_there() {
        let changes = [
            ("figure.lr.changed=0.005", "lr=0.005"),
            ("figure.lr.changed=0.0392&figure.to.momentum=0.9", "momentum=0.9"),
            ("figure.lr.changed=0.1&figure.to.optimizer=adam", "optimizer=adam&lr=0.1"),
        ];
        for (text, change) in changes {
            let forked = after(&format!("figure.fork=9&{text}"), 40);
            let base = forked.runs[0].trainer.experiment();
            let mut trainer = Trainer::new(base, None).unwrap();
            trainer.step(9);
            trainer.change(base.parse_over(change).unwrap()).unwrap();
            trainer.step(31);
            let ours = &forked.runs[1].trainer.trajectory().points()[..2 * 41];
            assert_eq!(bits(ours), bits(trainer.trajectory().points()), "{text}");
        }
    }

    #[test]
    fn half_the_rate_pays_at_once_and_not_in_the_long_run() {
        assert!(ratio("", 13) < 0.35 && ratio("", 30) < 0.7, "{} {}", ratio("", 13), ratio("", 30));
        assert!(ratio("", 80) > 2.0, "{}", ratio("", 80));
        // Late, it pays to the end.
        assert!(ratio("figure.fork=60", 80) < 0.7, "{}", ratio("figure.fork=60", 80));
    }

    #[test]
    fn what_the_change_did_is_read_out_once_the_runs_have_parted() {
        let words = Words::of("en");
        let said = |text: &str, steps| after(text, steps).readout(words);
        assert_eq!(said("", 12), "One run until step 12.");
        assert!(said("", 30).ends_with("2.12 times as much."), "{}", said("", 30));
        assert!(said("", 80).contains("times as much as unchanged"), "{}", said("", 80));
        assert!(said("surface=saddle&start=1,0.1", 30).contains("unchanged, f = "));
        assert_eq!(said("figure.lr.changed=0.0392", 30), "Nothing is changed: both are one run.");
        // From the first step on there are two of all that stands below one another, so that nothing moves when they part.
        let counts = |steps| {
            let forked = after("", steps);
            (forked.rules(words).len(), forked.panels(words)[0].legend.len())
        };
        assert_eq!((counts(0), counts(13)), ((2, 2), (2, 2)));
    }

    #[test]
    fn runs_that_have_arrived_are_told_when_and_not_whose_rounding_errors_are_smaller() {
        let said = |steps| after("", steps).readout(Words::of("en"));
        assert!(said(200).starts_with("Steps since the change: 188."), "{}", said(200));
        let there = said(800);
        assert!(there.starts_with("Both have come to the minimum"), "{there}");
        assert_eq!(there, said(3000));
        let forked = after("", 3000);
        let [unchanged, changed] = [0, 1].map(|place| arrival(&forked.runs[place]).unwrap());
        assert!(unchanged < changed, "{unchanged}, {changed}");
        let run = &forked.runs[0];
        let part = |step| run.problem.excess(run.point(step)).unwrap() / run.problem.excess(run.point(0)).unwrap();
        assert!(part(unchanged) <= 1e-12 && part(unchanged - 1) > 1e-12);
    }

    #[test]
    fn the_mark_says_what_changes() {
        let mark = |text: &str| after(text, 0).handles()[1].symbol.clone();
        assert_eq!(mark(""), "η 0.0392 → 0.0196");
        assert_eq!(mark("figure.lr.changed=0.0392&figure.to.momentum=0.9"), "β 0 → 0.9");
        assert_eq!(mark("figure.to.optimizer=adam&figure.lr.changed=0.1"), "sgd → adam · η 0.0392 → 0.1");
        assert_eq!(mark("figure.lr.changed=0.0392"), "");
    }

    #[test]
    fn a_hand_on_the_chart_moves_the_step_and_the_runs_go_on() {
        let mut host = named("fork", Words::of("en").clone()).unwrap();
        host.seek(30);
        host.act(Action::Press(1, [20.4, 1.0]));
        let text = host.experiment();
        assert!(text.contains("figure.fork=20&") && text.contains("figure.step=30"), "{text}");
        host.act(Action::Press(1, [-3.0, 1.0]));
        assert!(host.experiment().contains("figure.fork=0&"));
    }

    #[test]
    fn what_the_change_is_not_about_stays_as_it_was() {
        let mut host = named("fork", Words::of("en").clone()).unwrap();
        assert!(host.apply("momentum=0.5").is_empty());
        assert!(host.experiment().contains("figure.to.momentum=0.5"));
        assert!(host.apply("surface=booth").is_empty());
        assert!(host.experiment().contains("&lr=0.05&") && host.experiment().contains("figure.lr.changed=0.025"));
        assert!(host.set("figure.to.momentum", "1").is_err() && host.set("figure.fork", "-1").is_err());
    }

    #[test]
    fn whatever_the_surface_and_the_change_every_panel_is_drawn_and_described() {
        let words = Words::of("zh");
        let texts = [
            "surface=saddle",
            "f=sqrt(x*y)&start=1,1&figure.fork=3",
            "figure.lr.changed=5",
            "lr=5&figure.fork=40",
            "figure.fork=0",
            "figure.fork=1000",
            "f=x^2%2By^2&start=0,0",
        ];
        for text in texts.into_iter().flat_map(|text| [0, 5, 41, 900].map(|steps| (text, steps))) {
            for optimizer in optimizers() {
                let forked = after(&format!("{}&figure.to.optimizer={}", text.0, optimizer.name), text.1);
                forked.notices(words);
                forked.rules(words);
                forked.handles();
                for (place, panel) in forked.panels(words).iter().enumerate() {
                    forked.picture(place, words);
                    assert!(!panel.description.is_empty(), "{text:?}");
                }
            }
        }
    }
}
