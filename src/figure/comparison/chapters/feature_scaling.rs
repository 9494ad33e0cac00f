//! Features between as measured and standardised: the bowl of the loss becomes round, and η may be larger.

use super::eigen::{Directions, DirectionsOn, ErrorsOf, factor};
use crate::chart::Picture;
use crate::error::Result;
use crate::experiment::{Experiment, Scaling};
use crate::figure::comparison::Comparing;
use crate::figure::comparison::keys::of_lines;
use crate::figure::comparison::own::{Known, OwnPanel};
use crate::figure::comparison::rows::{Comparison, PanelRow, Shows, tall};
use crate::figure::comparison::three_descents::{BATCH_RUN, OF_THREE_RUNS};
use crate::figure::speech::count;
use crate::figure::values::{Entry, Table, Values};
use crate::figure::{Figure, Mark, Notice, Panel};
use crate::number::{apart_from, rounded, significant};
use crate::objective::Objective;
use crate::run::Run;
use crate::stability::eigenvalues;
use crate::words::{Sentence, Words};
use crate::{say, word};

pub(in crate::figure) static FEATURE_SCALING: Figure = Figure {
    table: OF_SCALINGS,
    base: "data=engel&scale=standardize&standardized=0.75&reduction=mean&sampler=full&lr=0.0641&start=550,1130&seed=1",
    rest: 100,
    restart: Sentence::named("restart.start"),
    settle,
    words: of_lines_by_mean_squares,
    build: |values, words| Ok(Box::new(SCALED.build(values, words, None)?)),
};

/// Batch descent on features that are standardised in part.
static SCALED: Comparison = Comparison {
    runs: &[BATCH_RUN],
    panels: &[
        PanelRow { columns: 5, ..tall("landscape", Shows::Own(&Bowl)) },
        PanelRow { columns: 7, ..tall("errors", Shows::Own(&ErrorsOf(0))) },
        PanelRow { optional: true, ..tall("samples", Shows::Samples) },
    ],
    is_plane: true,
    fills_plane: true,
    ..OF_THREE_RUNS
};

const STANDARDIZED: &str = "standardized";

/// What it is a function of.
static OF_SCALINGS: Table = Table::new(&[
    Entry::of(STANDARDIZED).always().from_to(0.0, 1.0).docked(),
    Entry::of("lr").docked(),
    Entry::of("data").folded(),
    Entry::of("n").by_ratio(2.0, 1e4).folded(),
    Entry::of("noise").from_to(0.0, 5.0).folded(),
    Entry::of("slope").from_to(-5.0, 5.0).folded(),
    Entry::of("intercept").from_to(-5.0, 5.0).folded(),
]);

/// Losses whose landscape is a parabola: its directions are the same everywhere.
fn of_lines_by_mean_squares(key: &str) -> Option<Vec<&'static str>> {
    match key {
        "loss" => Some(vec!["half-squared-error"]),
        "scale" => Some(vec!["standardize"]),
        "sampler" => Some(vec!["full"]),
        _ => of_lines(key),
    }
}

/// Other data have another start, and η is as large as is safe, unless either is given. The start of the same data stays where it is
/// on the map, whatever their scaling: what moves is the landscape.
fn settle(values: &mut Values, before: Option<&Values>, given: &dyn Fn(&str) -> bool) -> Result<()> {
    values.experiment.scale = Scaling::Standardize;
    let has_other_samples = |before: &Values| values.experiment.samples() != before.experiment.samples();
    if (given("data") || before.is_some_and(has_other_samples)) && !given("start") {
        values.experiment.start = None;
    }
    if !given("lr") && ["data", "n", "noise", "slope", "intercept", STANDARDIZED].into_iter().any(given) {
        values.experiment.lr = fastest(&values.experiment);
    }
    Ok(())
}

/// η with which the slowest direction is fastest, 2 / (λ₁ + λ₂), but some way below the limit 2 / λ₁. What there is no data for
/// keeps its own, and is refused elsewhere.
fn fastest(experiment: &Experiment) -> f64 {
    /// In parts of the limit: the nearer to 1, the longer the path goes to and fro across a valley.
    const SAFE: f64 = 0.9;
    let Ok(Some(data)) = experiment.dataset(None) else { return experiment.lr };
    let risk = experiment.risk(&data);
    let bends = eigenvalues(&risk.hessian(&vec![0.0; risk.dim()]), risk.dim());
    let (Some(flattest), Some(steepest)) = (bends.first(), bends.last()) else { return experiment.lr };
    let best = f64::min(2.0 / (flattest + steepest), SAFE * 2.0 / steepest);
    if best.is_finite() { rounded(best, 3) } else { experiment.lr }
}

/// The larger part of an error that a step of a run leaves, of the two directions.
fn slowest(run: &Run, [first, second]: [f64; 2]) -> Option<f64> {
    Some(f64::max(factor(run, first)?.abs(), factor(run, second)?.abs()))
}

/// Steps after which a hundredth is left where each leaves such a part.
fn steps_to_a_hundredth(slowest: f64) -> f64 {
    (libm::log(0.01) / libm::log(slowest)).ceil()
}

/// The landscape with its directions.
struct Bowl;

const DIRECTIONS: DirectionsOn = DirectionsOn(&[0]);

impl OwnPanel for Bowl {
    fn landscape(&self) -> Option<&'static [usize]> {
        DIRECTIONS.landscape()
    }

    fn know(&self, comparing: &Comparing, before: Known) -> Known {
        DIRECTIONS.know(comparing, before)
    }

    fn describe(&self, comparing: &Comparing, known: &Known, words: &Words) -> Panel {
        Panel { title: word!(words, "scaling.title").to_owned(), ..DIRECTIONS.describe(comparing, known, words) }
    }

    fn show<'a>(&self, comparing: &'a Comparing, known: &'a Known, words: &'a Words) -> Picture<'a> {
        DIRECTIONS.show(comparing, known, words)
    }

    /// What the ends of the scaling are.
    fn marks(&self, _: &Comparing, key: &str, words: &Words) -> Vec<Mark> {
        let ends = [(0.0, word!(words, "scaling.raw")), (1.0, word!(words, "scale.standardize"))];
        let mark = |(value, label): (f64, &str)| Mark { value, series: None, label: label.to_owned() };
        if key == STANDARDIZED { ends.map(mark).into() } else { Vec::new() }
    }

    fn notice(&self, comparing: &Comparing, known: &Known, words: &Words) -> Option<Notice> {
        DIRECTIONS.notice(comparing, known, words)
    }

    /// After the steps that are told.
    fn rest(&self, comparing: &Comparing) -> Option<u64> {
        let run = &comparing.runs[0];
        let slowest = slowest(run, Directions::of(&run.problem)?.eigenvalues)?;
        (slowest < 1.0).then(|| steps_to_a_hundredth(slowest).max(1.0) as u64)
    }

    fn readout(&self, comparing: &Comparing, _: &Known, words: &Words) -> Option<String> {
        let run = &comparing.runs[0];
        let eigenvalues = Directions::of(&run.problem)?.eigenvalues;
        let ([first, second], slowest) = (eigenvalues, slowest(run, eigenvalues)?);
        let (rate, largest) = (run.trainer.experiment().lr, 2.0 / first);
        let (kappa, eta) = (significant(first / second, 3), apart_from(largest, rate, 3));
        let limit = apart_from(rate, largest, 3);
        let steps = steps_to_a_hundredth(slowest);
        Some(match slowest {
            1.0 if rate < largest => say!(words, "scaling.read.still", kappa, eta),
            factor if factor >= 1.0 => say!(words, "scaling.read.never", kappa, eta, limit),
            factor if factor <= 0.01 => say!(words, "scaling.read.one", kappa, eta, limit),
            _ => say!(words, "scaling.read", kappa, eta, limit, steps = count(rounded(steps, 3) as u64)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::comparison::tests::shown;
    use crate::figure::{Action, Scene};
    use crate::figure::{Host, named};

    fn kappa(comparing: &Comparing) -> f64 {
        let [first, second] = Directions::of(&comparing.runs[0].problem).unwrap().eigenvalues;
        first / second
    }

    fn host() -> Host {
        named("feature-scaling", Words::of("en").clone()).unwrap()
    }

    /// What is said, but for its first numbers.
    fn number(host: &Host, key: &str) -> f64 {
        let text = host.experiment();
        let value = text.split('&').find_map(|pair| pair.strip_prefix(key)?.strip_prefix('='));
        value.unwrap().parse().unwrap()
    }

    #[test]
    fn the_bowl_becomes_round_and_the_largest_rate_grows_all_the_way() {
        let parts = [0.0, 0.25, 0.5, 0.75, 0.9, 1.0];
        let scaled = parts.map(|part| shown(&FEATURE_SCALING, &SCALED, &format!("standardized={part}&lr=1e-9")));
        let kappas = scaled.each_ref().map(kappa);
        assert!(kappas[0] > 1e6 && kappas.is_sorted_by(|before, after| before > after), "{kappas:?}");
        approx::assert_relative_eq!(kappas[5], 1.0, max_relative = 1e-9);
        let limits = scaled.each_ref().map(|scaled| scaled.runs[0].limit.unwrap().value);
        assert!(limits.is_sorted_by(|before, after| before < after), "{limits:?}");
        approx::assert_relative_eq!(limits[5], 2.0, max_relative = 1e-9);
    }

    #[test]
    fn a_scaling_comes_with_a_rate_that_converges_and_leaves_the_start_where_it_is() {
        let mut host = host();
        assert_eq!(host.apply("start=3,100&lr=0.01"), []);
        let limit = |text: &str| shown(&FEATURE_SCALING, &SCALED, text).runs[0].limit.unwrap().value;
        for part in ["0", "0.2", "0.6", "0.95", "1"] {
            host.set("standardized", part).unwrap();
            let (text, lr) = (host.experiment(), number(&host, "lr"));
            assert!(text.contains("&start=3,100&"), "{part}: {text}");
            assert!(lr < limit(&text) && lr > 0.4 * limit(&text), "{part}: {lr}");
            // A link that says no more has the rate that the hand would have.
            let mut linked = self::host();
            assert_eq!(linked.apply(&format!("standardized={part}")), []);
            assert_eq!(number(&linked, "lr"), lr);
        }
        assert_eq!(number(&host, "lr"), 1.0);
    }

    #[test]
    fn it_opens_with_the_rate_that_its_scaling_has_and_rests_after_the_steps_that_it_tells() {
        let mut host = host();
        let opening = number(&host, "lr");
        assert!(host.scene().readout(host.words()).contains(&format!(": {} steps leave", host.clock().rest)));
        host.set("standardized", "0.75").unwrap();
        assert_eq!(number(&host, "lr"), opening);
        host.set("standardized", "0").unwrap();
        assert_eq!(host.clock().rest, FEATURE_SCALING.rest, "nobody waits for millions");
    }

    /// The steps that are told are those of the run.
    #[test]
    fn after_the_steps_that_are_told_a_hundredth_is_left() {
        for part in [0.8, 0.9, 0.97] {
            let mut host = host();
            host.set("standardized", &part.to_string()).unwrap();
            let mut scaled = shown(&FEATURE_SCALING, &SCALED, &host.experiment());
            let told = scaled.readout(Words::of("en"));
            let steps = told.split("): ").nth(1).unwrap().split(' ').next().unwrap().replace(',', "");
            let directions = Directions::of(&scaled.runs[0].problem).unwrap();
            let left = |scaled: &Comparing| directions.errors(scaled.runs[0].seen.parameters).map(f64::abs);
            let start = left(&scaled);
            scaled.look(steps.parse().unwrap(), 0.0);
            let share = f64::max(left(&scaled)[0] / start[0], left(&scaled)[1] / start[1]);
            assert!(share < 0.0101 && share > 0.005, "{part}: {told} {share}");
        }
    }

    #[test]
    fn one_step_arrives_on_standardised_features_and_beyond_the_limit_none_does() {
        let said = |text: &str| shown(&FEATURE_SCALING, &SCALED, text).readout(Words::of("en"));
        let arrives = said("standardized=1&lr=1");
        assert!(arrives.starts_with("κ = λ₁/λ₂ = 1: at η = 1 (largest: 2/λ₁ = 2) one step arrives, "), "{arrives}");
        assert!(said("standardized=1&lr=2.5").ends_with("no number of steps arrives."));
    }

    #[test]
    fn a_run_is_over_as_soon_as_it_has_arrived() {
        for (part, most) in [(0.997, 20), (1.0, 1), (0.9, 400)] {
            let mut host = host();
            host.set("standardized", &part.to_string()).unwrap();
            assert!(!host.clock().over, "{part}");
            (0..1000).for_each(|_| host.advance(1));
            let clock = host.clock();
            assert!(clock.over && clock.tick <= most, "{part}: {clock:?}");
            let status = &host.panels()[0].status;
            assert!(status.ends_with(&format!("since update {}", clock.tick)), "{part}: {status}");
        }
    }

    #[test]
    fn the_map_holds_still_under_the_hand_that_drags_the_start() {
        let words = Words::of("en");
        let mut scaled = shown(&FEATURE_SCALING, &SCALED, "start=300,4000");
        let (window, mut values) = (scaled.runs[0].problem.window, scaled.values.clone());
        for to in [[300.0, 3000.0], [300.0, 600.0]] {
            scaled.act(Action::Drag(0, to, false), &mut values);
            scaled = SCALED.build(&values, words, Some(&scaled)).unwrap();
            assert_eq!(scaled.runs[0].problem.window, window, "{to:?}");
        }
        // Once the hand lets go it is what a link shows, which depends on no hand.
        scaled.act(Action::Drag(0, [300.0, 600.0], true), &mut values);
        let let_go = SCALED.build(&values, words, Some(&scaled)).unwrap();
        let linked = SCALED.build(&values, words, None).unwrap();
        assert_eq!(let_go.runs[0].problem.window, linked.runs[0].problem.window);
        assert_ne!(linked.runs[0].problem.window, window);
    }

    #[test]
    fn whatever_the_data_every_panel_is_drawn_and_described() {
        let words = Words::of("zh");
        for (text, steps) in ["data=line", "data=line&n=1", "standardized=0", "standardized=0&lr=1", "start=1e9,-1e9"]
            .into_iter()
            .flat_map(|text| [0, 3, 500].map(|steps| (text, steps)))
        {
            let mut scaled = shown(&FEATURE_SCALING, &SCALED, text);
            scaled.look(steps, 0.0);
            scaled.notices(words);
            assert!(!scaled.readout(words).contains("NaN"), "{text}");
            for (place, panel) in scaled.panels(words).iter().enumerate() {
                scaled.picture(place, words);
                assert!(!panel.title.is_empty(), "{text}");
            }
        }
    }

    /// With d₁ at 10¹¹² the last digit of a parameter is larger than all of d₂.
    #[test]
    fn what_the_rounding_of_a_diverging_direction_has_eaten_is_not_told() {
        let said = |step: u64| {
            let text = format!("standardized=0.7&lr=0.0984&start=0,0&figure.step={step}");
            let scaled = shown(&FEATURE_SCALING, &SCALED, &text);
            scaled.panels(Words::of("en"))[1].legend[1].text.clone()
        };
        assert!(said(20).contains(" · d₂ = −103, × "), "{}", said(20));
        assert_eq!(said(150), "λ₂ = 0.752 · d₂ is lost in the rounding of d₁");
    }
}
