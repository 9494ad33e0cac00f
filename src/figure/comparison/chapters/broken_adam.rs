//! Five rules from one start, of which one is Adam and four have a mistake that is often made: the reader picks the right one.
//!
//! What gives Adam away are its first steps: each coordinate moves by η, whatever its slope, for g / √g² is ±1. Mistakes are
//! those of much-read implementations; the steep numbers of the landscape are small, so that ε weighs something.

use super::surface_descent::{HEIGHT, ON_A_SURFACE, of_surfaces, settle};
use super::typed::in_symbols;
use crate::chart::{Axes, Axis, Line, Name, Picture, Polyline, Ring, Segment, Style, Tone, losses};
use crate::experiment::Experiment;
use crate::figure::comparison::Comparing;
use crate::figure::comparison::own::{Known, OwnPanel, recall};
use crate::figure::comparison::rows::{Comparison, RunRow, Shows, third};
use crate::figure::values::{Entry, Table};
use crate::figure::{Figure, Panel, Values};
use crate::key::{Choice, Kind};
use crate::number::{rounded_down, rounded_up, significant};
use crate::random::point;
use crate::run::Run;
use crate::trainer::Trainer;
use crate::words::{Label, Sentence, Words};
use crate::{say, word};
use std::rc::Rc;
use std::sync::Arc;

pub(in crate::figure) static BROKEN_ADAM: Figure = Figure {
    table: OF_CANDIDATES,
    base: "objective=expression&f=((x %2B y)^2 %2B 12(x - y)^2)/10^6&lr=0.08&start=-1.7,0.9",
    rest: REST,
    restart: Sentence::named("restart.start"),
    settle: |values, before, given| {
        settle(values, before, given)?;
        // Another seed is another order.
        if before.is_some() && given("seed") {
            values.reset(PICK);
        }
        Ok(())
    },
    words: of_surfaces,
    build: |values, words| Ok(Box::new(CANDIDATES.build(values, words, None)?)),
};

/// Steps in which each is to come apart from the right one, and those that are looked at.
const STEPS: u64 = 40;
const MOST_STEPS: u64 = 1000;

/// Where it rests when it has played by itself: first steps give Adam away.
const REST: u64 = 8;

/// Two points are apart where a coordinate differs by more: so much can be seen.
const APART: f64 = 0.01;

const fn candidate(name: &'static str, place: usize, title: &str, rule: fn(&Values) -> Option<String>) -> RunRow {
    let title = Sentence::named(title);
    RunRow {
        name,
        style: Style::FURTHER[place],
        title,
        short: title,
        with: "optimizer=own",
        part: 1.0,
        rule: Some(rule),
    }
}

/// The candidates, by letters that say nothing of them.
static CANDIDATES: Comparison = Comparison {
    runs: &[
        candidate("a", 0, "run.a", |values| Some(rule_at(0, values))),
        candidate("b", 1, "run.b", |values| Some(rule_at(1, values))),
        candidate("c", 2, "run.c", |values| Some(rule_at(2, values))),
        candidate("d", 3, "run.d", |values| Some(rule_at(3, values))),
        candidate("e", 5, "run.e", |values| Some(rule_at(4, values))),
    ],
    panels: &[
        third("landscape", Shows::Landscape(&[0, 1, 2, 3, 4])),
        third("steps", Shows::Own(&Steps)),
        third("values", Shows::Losses),
    ],
    ..ON_A_SURFACE
};

/// The key of the candidate that the reader takes for the right one.
const PICK: &str = "figure.pick";

/// Kingma and Ba's, *Adam: A Method for Stochastic Optimization* (ICLR 2015), with their defaults, line by line.
const RIGHT: [&str; 5] = [
    "m = 0.9 m + 0.1 g",
    "v = 0.999 v + 0.001 g^2",
    "m̂ = m / (1 - 0.9^t)",
    "v̂ = v / (1 - 0.999^t)",
    "theta = theta - eta m̂ / (sqrt(v̂) + 1e-8)",
];

/// An Adam.
struct Adam {
    /// The lines that are not the right ones, by their places.
    wrong: &'static [(usize, &'static str)],
    /// What is wrong with it, as the end of a sentence that its name begins.
    mistake: Option<Sentence>,
    /// The same in a word or two.
    name: Sentence,
}

/// The right one, then the others.
static ADAMS: [Adam; 5] = [
    Adam { wrong: &[], mistake: None, name: Sentence::named("broken.name.adam") },
    Adam {
        wrong: &[(4, "theta = theta - eta m / (sqrt(v) + 1e-8)")],
        mistake: Some(Sentence::named("broken.uncorrected")),
        name: Sentence::named("broken.name.uncorrected"),
    },
    Adam {
        wrong: &[
            (0, "m = 0.999 m + 0.001 g"),
            (1, "v = 0.9 v + 0.1 g^2"),
            (2, "m̂ = m / (1 - 0.999^t)"),
            (3, "v̂ = v / (1 - 0.9^t)"),
        ],
        mistake: Some(Sentence::named("broken.swapped")),
        name: Sentence::named("broken.name.swapped"),
    },
    Adam {
        wrong: &[(4, "theta = theta - eta m̂ / sqrt(v̂ + 1e-8)")],
        mistake: Some(Sentence::named("broken.inside")),
        name: Sentence::named("broken.name.inside"),
    },
    Adam {
        wrong: &[(2, "m̂ = m (1 - 0.9^t)"), (3, "v̂ = v (1 - 0.999^t)")],
        mistake: Some(Sentence::named("broken.multiplied")),
        name: Sentence::named("broken.name.multiplied"),
    },
];

impl Adam {
    fn lines(&self) -> [&'static str; 5] {
        let mut lines = RIGHT;
        self.wrong.iter().for_each(|&(place, line)| lines[place] = line);
        lines
    }

    /// Its lines; of one with a mistake, those that make the difference.
    fn telling(&self) -> String {
        match self.wrong {
            [] => RIGHT.join("; "),
            wrong => wrong.iter().map(|(_, line)| *line).collect::<Vec<_>>().join("; "),
        }
    }
}

/// Which Adam each candidate is: an order that the seed draws.
fn order(seed: u32) -> [usize; 5] {
    let draws: [f64; 5] = point(seed);
    draws.map(|draw| draws.iter().filter(|other| **other < draw).count())
}

fn rule_at(place: usize, values: &Values) -> String {
    ADAMS[order(values.experiment.seed)[place]].lines().join("; ")
}

fn candidates() -> Vec<Choice> {
    const CHOICES: [Choice; 6] = [
        Choice::named("none", "pick.none"),
        Choice::named("a", "run.a"),
        Choice::named("b", "run.b"),
        Choice::named("c", "run.c"),
        Choice::named("d", "run.d"),
        Choice::named("e", "run.e"),
    ];
    CHOICES.to_vec()
}

/// What it is a function of.
static OF_CANDIDATES: Table = Table::new(&[
    Entry::own(PICK, Label::named("figure.pick"), Kind::Choice(candidates), "none").docked(),
    Entry::of("lr").by_ratio(1e-3, 1.0).folded(),
    Entry::of("objective").begins().folded(),
    Entry::of("surface").begins().folded(),
    Entry::of("f").begins().folded(),
    Entry::of("condition").by_ratio(1.0, 1e4).folded(),
    HEIGHT,
]);

/// How far each coordinate moves at most, in units of η; and, once the reader has picked, what is wrong with whom.
struct Steps;

/// What that shows.
struct Seen {
    experiments: Vec<Experiment>,
    /// Of each candidate, the step and the largest change of a coordinate at it, over η.
    lengths: Vec<Polyline>,
    /// The first step after which each is apart from the right one, where both are then: the right one first.
    apart: Vec<Option<(u64, [[f64; 2]; 2])>>,
}

impl Seen {
    fn new(comparing: &Comparing) -> Option<Seen> {
        let experiments: Vec<Experiment> = comparing.runs.iter().map(|run| run.trainer.experiment().clone()).collect();
        let objective = &comparing.problem().objective;
        let path = |experiment: &Experiment| {
            let mut trainer = Trainer::on_objective(experiment, Arc::clone(objective), None).ok()?;
            trainer.step(MOST_STEPS);
            let points = trainer.trajectory().points().chunks_exact(objective.dim());
            Some(points.map(|point| [point[0], point[1]]).collect::<Vec<_>>())
        };
        let paths: Vec<Vec<[f64; 2]>> = experiments.iter().map(path).collect::<Option<_>>()?;
        let largest = |from: &[f64; 2], to: &[f64; 2]| (to[0] - from[0]).abs().max((to[1] - from[1]).abs());
        let lengths = paths.iter().zip(&experiments).map(|(path, experiment)| {
            let steps = path.windows(2).zip(1..).filter(|_| experiment.lr > 0.0);
            steps.map(|(ends, step)| [f64::from(step), largest(&ends[0], &ends[1]) / experiment.lr]).collect()
        });
        let right = &paths[right(comparing)];
        let apart = |path: &Vec<[f64; 2]>| {
            let mut points = right.iter().zip(path).zip(0..=STEPS);
            let ((adam, own), step) = points.find(|((adam, own), _)| largest(adam, own) > APART)?;
            Some((step, [*adam, *own]))
        };
        Some(Seen { lengths: lengths.collect(), apart: paths.iter().map(apart).collect(), experiments })
    }
}

/// The range that holds the lengths of steps up to the last one that the chart has room for, so that it stays while they are
/// taken, and around η; steps of a run that comes to rest, and of one that runs away, leave it.
fn holding(lengths: &[Polyline], last: f64) -> (f64, f64) {
    const AROUND: (f64, f64) = (0.3, 3.0);
    const WIDEST: (f64, f64) = (0.01, 100.0);
    let steps = lengths.iter().flat_map(|lengths| lengths.iter()).filter(|step| step[0] <= last);
    let held = steps.filter(|step| (WIDEST.0..=WIDEST.1).contains(&step[1]));
    let (low, high) = held.fold(AROUND, |(low, high), step| (low.min(step[1]), high.max(step[1])));
    (rounded_down(low).max(WIDEST.0), rounded_up(high).min(WIDEST.1))
}

/// The place of the right one.
fn right(comparing: &Comparing) -> usize {
    order(comparing.values.experiment.seed).iter().position(|adam| *adam == 0).unwrap_or(0)
}

/// Which Adam the candidate at a place is.
fn adam(place: usize, comparing: &Comparing) -> &'static Adam {
    &ADAMS[order(comparing.values.experiment.seed)[place]]
}

/// The place that the reader has picked.
fn picked(comparing: &Comparing) -> Option<usize> {
    comparing.values.choice(PICK).checked_sub(1)
}

/// Whether it is told who a candidate is: whoever is picked, and all once Adam is found. Who is wrong may guess again.
fn is_known(place: usize, comparing: &Comparing) -> bool {
    picked(comparing).is_some_and(|picked| picked == place || picked == right(comparing))
}

impl OwnPanel for Steps {
    fn know(&self, comparing: &Comparing, before: Known) -> Known {
        let is_same = recall::<Seen>(&before)
            .is_some_and(|seen| seen.experiments.iter().eq(comparing.runs.iter().map(|run| run.trainer.experiment())));
        if is_same { before } else { Seen::new(comparing).map(|seen| Rc::new(seen) as Rc<_>) }
    }

    fn describe(&self, comparing: &Comparing, _: &Known, words: &Words) -> Panel {
        let title = word!(words, "broken.steps.title");
        let detail = match picked(comparing) {
            None => word!(words, "broken.steps.detail"),
            Some(_) => word!(words, "broken.steps.picked"),
        };
        Panel::new("", title, detail.to_owned(), word!(words, "broken.steps.said").to_owned())
    }

    fn show<'a>(&self, comparing: &'a Comparing, known: &'a Known, words: &'a Words) -> Picture<'a> {
        let lengths = recall::<Seen>(known).map_or(&[][..], |seen| &seen.lengths);
        let last = comparing.chart.x.1.min(MOST_STEPS as f64);
        let axes = Axes {
            x: Axis::linear(word!(words, "progress.updates"), (0.0, last)),
            y: Axis::logarithmic(word!(words, "broken.steps.axis"), holding(lengths, last)),
        };
        let curve = |(run, lengths): (&Run, &'a Polyline)| {
            let taken = (run.seen.steps as usize).min(lengths.len());
            let newest = taken.checked_sub(1).and_then(|place| lengths.get(place));
            (run.style, lengths.up_to(taken), newest.copied().unwrap_or([f64::NAN; 2]))
        };
        let curves: Vec<_> = comparing.runs.iter().zip(lengths).map(curve).collect();
        let mut picture = losses(axes, &curves, None);
        picture.ground.push(Segment([[0.0, 1.0], [axes.x.range.1, 1.0]], Line::dashed(Tone::Quiet, 1.0)));
        for (place, ((row, run), &(style, _, at))) in comparing.rows().zip(&curves).enumerate() {
            // Of who is known, what it is, and where it leaves Adam's path.
            let is_known = is_known(place, comparing);
            let name = if is_known { adam(place, comparing).name } else { row.short };
            picture.names.push(Name::new(at, words.get(name), style));
            let left = recall::<Seen>(known).filter(|_| is_known).and_then(|seen| seen.apart[place]);
            let left = left.and_then(|(step, _)| lengths[place].get(step.checked_sub(1)? as usize));
            if let Some(&at) = left.filter(|at| at[0] <= run.seen.steps as f64) {
                picture.moving.push(Ring(at, style.marker(), Tone::Of(style)));
            }
        }
        picture
    }

    /// After the pick, the lines of who is picked that make the difference, and Adam's in their places.
    fn rules(&self, comparing: &Comparing, _: &Known, _: &Words) -> Vec<(Option<Style>, String)> {
        let Some(picked) = picked(comparing) else { return Vec::new() };
        let (adam, style) = (adam(picked, comparing), comparing.runs[picked].style);
        let right = adam.wrong.iter().map(|&(place, _)| RIGHT[place]).collect::<Vec<_>>().join("; ");
        let own = (Some(style), in_symbols(&adam.telling()));
        if right.is_empty() { vec![own] } else { vec![own, (None, in_symbols(&format!("Adam: {right}")))] }
    }

    /// The verdict: what is wrong with who is picked, and where it leaves Adam's path, before the next guess; who finds Adam
    /// hears what is wrong with the others.
    fn readout(&self, comparing: &Comparing, known: &Known, words: &Words) -> Option<String> {
        let picked = picked(comparing)?;
        let seen = recall::<Seen>(known)?;
        let name = |place: usize| words.get(comparing.row.runs[place].title);
        let mistake = |place: usize| adam(place, comparing).mistake.map(|mistake| words.get(mistake));
        let said = match mistake(picked) {
            Some(mistake) => {
                let verdict = say!(words, "broken.wrong", name = name(picked), mistake);
                let at = |[x, y]: [f64; 2]| format!("({}, {})", significant(x, 4), significant(y, 4));
                let apart = match seen.apart[picked] {
                    Some((step, [adam, own])) => {
                        say!(words, "broken.apart", name = name(picked), step, own = at(own), adam = at(adam))
                    }
                    None => say!(words, "broken.together", name = name(picked), steps = STEPS),
                };
                vec![verdict, apart, word!(words, "broken.again").to_owned()]
            }
            None => {
                let other = |place: usize| {
                    let (name, mistake) = (name(place), mistake(place)?);
                    Some(match seen.apart[place] {
                        Some((step, _)) => say!(words, "broken.mistaken", name, mistake, step),
                        None => say!(words, "broken.alike", name, mistake, steps = STEPS),
                    })
                };
                let verdict = say!(words, "broken.right", name = name(picked));
                std::iter::once(verdict).chain((0..seen.apart.len()).filter_map(other)).collect()
            }
        };
        Some(words.sentences(said))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expression::Rule;
    use crate::figure::Scene;
    use crate::figure::comparison::tests::shown;
    use crate::figure::{Action, named};

    #[test]
    fn the_right_one_is_adam_and_the_others_are_not() {
        let mut comparing = shown(&BROKEN_ADAM, &CANDIDATES, "");
        comparing.look(STEPS, 0.0);
        let experiment = Experiment { optimizer: &crate::optim::adam::RECIPE, ..comparing.values.experiment.clone() };
        let mut adam = Trainer::new(&experiment, None).unwrap();
        adam.step(STEPS);
        for (place, run) in comparing.runs.iter().enumerate() {
            let far = libm::hypot(run.seen.head[0] - adam.parameters()[0], run.seen.head[1] - adam.parameters()[1]);
            assert_eq!(far < 1e-9, place == right(&comparing), "{place}: {far}");
        }
        assert!(ADAMS.iter().all(|adam| Rule::parse(&adam.lines().join("\n")).is_ok()));
    }

    /// What is said must be seen: each comes apart from Adam, and not by its first letter.
    #[test]
    fn each_mistake_is_seen_within_the_steps_from_wherever_it_starts() {
        for seed in 0..12 {
            let mut host = named("broken-adam", Words::of("en").clone()).unwrap();
            host.act(Action::Restart(seed));
            let mut right = 0;
            for pick in ["a", "b", "c", "d", "e"] {
                host.set("figure.pick", pick).unwrap();
                let said = host.scene().readout(host.words());
                let rules = host.scene().rules(host.words()).len();
                let is_right = said.starts_with("Yes");
                right += u64::from(is_right);
                let (wanted, lines) = if is_right { ("apart from step", 1) } else { ("After step", 2) };
                assert_eq!(said.matches(wanted).count(), if is_right { 4 } else { 1 }, "{seed}, {pick}: {said}");
                assert_eq!(rules, lines, "{seed}, {pick}: of who is picked, and of Adam");
            }
            assert_eq!(right, 1, "{seed}");
        }
    }

    #[test]
    fn the_chart_of_steps_holds_them_before_they_are_taken_and_those_of_the_length_of_the_rate() {
        let curve = |lengths: &[f64]| (1..).zip(lengths).map(|(step, &length)| [f64::from(step), length]).collect();
        let held = |lengths: &[f64], last: f64| holding(&[curve(lengths)], last);
        assert_eq!(held(&[1.0, 1.0], 20.0), (0.2, 5.0));
        let (low, high) = held(&[1.0, 14.0, 0.04], 20.0);
        assert!(low <= 0.04 && high >= 14.0, "{low}, {high}");
        assert_eq!(held(&[1.0, 14.0, 0.04], 1.0), held(&[1.0], 20.0), "what it has no room for is not held");
        assert_eq!(held(&[1.0, 0.0, f64::NAN, 1e9, 1e-9], 20.0), held(&[1.0], 20.0));
    }

    #[test]
    fn before_the_pick_nothing_is_said_and_a_new_start_takes_it_back() {
        let mut host = named("broken-adam", Words::of("en").clone()).unwrap();
        host.seek(20);
        let texts = |host: &crate::figure::Host| {
            let panels = host.panels().into_iter().flat_map(|panel| [panel.title, panel.detail, panel.description]);
            panels.chain(host.scene().rules(host.words()).into_iter().map(|rule| rule.1)).collect::<String>()
        };
        assert!(!texts(&host).contains('ᵗ'));
        host.set("figure.pick", "b").unwrap();
        assert!(texts(&host).contains('ᵗ'));
        host.act(Action::Restart(7));
        assert!(host.experiment().contains("figure.pick=none") && !texts(&host).contains('ᵗ'));
        host.set("figure.pick", "b").unwrap();
        host.set("seed", "8").unwrap();
        assert!(host.experiment().contains("figure.pick=none"));
    }

    /// As the article says of them.
    #[test]
    fn in_the_long_run_some_come_out_lower_than_adam() {
        let mut comparing = shown(&BROKEN_ADAM, &CANDIDATES, "");
        comparing.look(200, 0.0);
        let height = |run: &Run| run.problem.height(run.seen.parameters);
        let adam = height(&comparing.runs[right(&comparing)]);
        let lower = comparing.runs.iter().filter(|run| height(run) < adam).count();
        assert!((1..4).contains(&lower), "{lower}");
        let first = comparing.runs.iter().map(|run| run.problem.height(run.point(0)));
        assert!(comparing.runs.iter().zip(first).all(|(run, first)| height(run) < first), "and all go downhill");
    }

    #[test]
    fn every_order_is_drawn_and_every_place_may_be_the_right_one() {
        let mut places: Vec<usize> =
            (0..100).map(|seed| order(seed).iter().position(|adam| *adam == 0).unwrap()).collect();
        places.sort_unstable();
        places.dedup();
        assert_eq!(places, [0, 1, 2, 3, 4]);
    }
}
