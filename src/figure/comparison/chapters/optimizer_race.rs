//! Update rules raced from one start on one surface, each by the learning rate that it does best with, or all by the same.

use super::search::{RatesOf, STEPS, search};
use super::surface_descent::{HEIGHT, ON_A_SURFACE, of_surfaces, settle};
use super::typed::{RULE_ENTRY, typed};
use crate::chart::Style;
use crate::figure::Figure;
use crate::figure::comparison::rates::{BEST_RATES_ENTRY, are_own, rate};
use crate::figure::comparison::rows::{Comparison, RunRow, Shows, third};
use crate::figure::values::{Entry, Table};
use crate::words::Sentence;

pub(in crate::figure) static OPTIMIZER_RACE: Figure = Figure {
    table: OF_RACES,
    base: "objective=surface&surface=turned-quadratic&condition=70&lr=0.01&momentum=0.9&start=-1.8,-1.4\
           &f=x^2 %2B y^2/4 %2B sin(3x)*cos(2y)",
    rest: STEPS,
    restart: Sentence::named("restart.start"),
    settle: |values, before, given| {
        settle(values, before, given)?;
        RACE.settle_rates(values, before, given);
        Ok(())
    },
    words: of_surfaces,
    build: |values, words| Ok(Box::new(RACE.build(values, words, None)?)),
};

/// A run by its own name, in one of the styles of further series.
pub(super) const fn racer(name: &'static str, style: usize, title: &str, with: &'static str) -> RunRow {
    let title = Sentence::named(title);
    RunRow { name, style: Style::FURTHER[style], title, short: title, with, part: 1.0, rule: None }
}

/// The rules that are raced, the reader's last. One more is one row.
static RACE: Comparison = Comparison {
    runs: &[
        racer("sgd", 0, "run.sgd", "momentum=0"),
        racer("momentum", 1, "run.momentum", ""),
        racer("adagrad", 2, "run.adagrad", "optimizer=adagrad"),
        racer("rmsprop", 3, "run.rmsprop", "optimizer=rmsprop"),
        racer("adam", 5, "run.adam", "optimizer=adam"),
        RunRow { style: Style::BATCH, rule: Some(typed), ..racer("own", 0, "run.own", "optimizer=own") },
    ],
    panels: &[
        third("landscape", Shows::Landscape(&[0, 1, 2, 3, 4, 5])),
        third("values", Shows::Losses),
        third("rates", Shows::Own(&RatesOf(RULES))),
    ],
    search: Some(search),
    ..ON_A_SURFACE
};

/// What each does at a step, with g = ∇f(θ), but for what keeps a division from being one by 0.
const RULES: &[&str] = &[
    "θ ← θ − η g",
    "v ← β v + g , θ ← θ − η v",
    "s ← s + g² , θ ← θ − η g / √ s",
    "v ← α v + ( 1 − α ) g² , θ ← θ − η g / √ v",
    "m ← β₁ m + ( 1 − β₁ ) g , v ← β₂ v + ( 1 − β₂ ) g² , θ ← θ − η m̂ / √ v̂",
];

/// What a race is a function of.
static OF_RACES: Table = Table::new(&[
    BEST_RATES_ENTRY.docked(),
    Entry::of("lr").docked(),
    rate("figure.lr.sgd"),
    rate("figure.lr.momentum"),
    rate("figure.lr.adagrad"),
    rate("figure.lr.rmsprop"),
    rate("figure.lr.adam"),
    rate("figure.lr.own").when(|values| are_own(values) && typed(values).is_some()),
    RULE_ENTRY.folded(),
    Entry::of("objective").begins().folded(),
    Entry::of("surface").begins(),
    Entry::of("f").begins(),
    Entry::of("condition").by_ratio(1.0, 1e4),
    Entry::of("momentum").from_to(0.0, 0.999).folded(),
    HEIGHT,
]);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::Action;
    use crate::figure::Scene;
    use crate::figure::comparison::tests::shown;
    use crate::figure::named;
    use crate::words::Words;

    #[test]
    fn each_rule_runs_by_its_best_rate_all_by_one_or_each_by_its_own() {
        let rates = |text: &str| {
            let race = shown(&OPTIMIZER_RACE, &RACE, text);
            race.runs.iter().map(|run| run.trainer.experiment().lr).collect::<Vec<_>>()
        };
        let race = shown(&OPTIMIZER_RACE, &RACE, "");
        let best: Vec<f64> = race.searched.as_ref().unwrap().best.iter().map(|best| best.unwrap()).collect();
        assert_eq!(rates(""), best);
        // Each says by which.
        let said = race.readout(Words::of("en"));
        assert!(
            best.iter().all(|&rate| said.contains(&format!("(η\u{a0}=\u{a0}{})", crate::number::significant(rate, 3)))),
            "{said}"
        );
        assert_eq!(rates("figure.rates=linked&lr=0.02"), [0.02; 5]);
        assert_eq!(rates("lr=0.03&figure.lr.adam=0.5"), [0.03, 0.03, 0.03, 0.03, 0.5]);
    }

    #[test]
    fn by_its_best_rate_no_rule_ends_higher_than_by_any_other_that_was_tried() {
        for surface in ["quadratic", "turned-quadratic", "rosenbrock", "beale", "himmelblau"] {
            let mut race = shown(&OPTIMIZER_RACE, &RACE, &format!("surface={surface}"));
            race.look(STEPS, 0.0);
            let searched = race.searched.as_ref().unwrap();
            for (place, run) in race.runs.iter().enumerate() {
                let lowest = searched.curves[place].iter().map(|point| point[1]).filter(|height| height.is_finite());
                let end = run.problem.excess(run.point(STEPS)).unwrap();
                let lowest = lowest.fold(f64::INFINITY, f64::min);
                assert!(end <= lowest * (1.0 + 1e-9) + 1e-12, "{surface}, {place}: {end} {lowest}");
            }
        }
    }

    /// On a round bowl many rates arrive: rounding does not choose among them, but how soon they do.
    #[test]
    fn of_rates_that_all_arrive_the_one_that_is_there_first_is_taken() {
        let race = shown(&OPTIMIZER_RACE, &RACE, "condition=1");
        let searched = race.searched.as_ref().unwrap();
        assert_eq!(searched.best[0], Some(1.0), "one step of 1/λ arrives");
        for (place, (best, curve)) in searched.best.iter().zip(&searched.curves).enumerate() {
            let lowest = curve.iter().map(|point| point[1]).fold(f64::INFINITY, f64::min);
            let steps = |rate: f64| {
                let with = |run: &crate::run::Run| run.trainer.experiment().clone();
                let run = crate::experiment::Experiment { lr: rate, ..with(&race.runs[place]) };
                let mut trainer = crate::trainer::Trainer::new(&run, None).unwrap();
                while trainer.loss() > lowest && trainer.steps() < STEPS {
                    trainer.step(1);
                }
                trainer.steps()
            };
            let tied: Vec<f64> = curve.iter().filter(|point| point[1] == lowest).map(|point| point[0]).collect();
            assert!(tied.iter().all(|&rate| steps(rate) >= steps(best.unwrap())), "{place}: {best:?} of {tied:?}");
        }
    }

    /// The race is seen to change under the hand that makes the valley narrower.
    #[test]
    fn another_condition_number_keeps_the_step() {
        let mut host = named("optimizer-race", Words::of("en").clone()).unwrap();
        host.seek(30);
        host.set("condition", "200").unwrap();
        assert!(host.experiment().ends_with("figure.step=30"), "{}", host.experiment());
    }

    #[test]
    fn each_rule_has_the_numbers_of_its_newest_step() {
        let mut race = shown(&OPTIMIZER_RACE, &RACE, "figure.rule=theta = theta - eta g");
        race.look(3, 0.0);
        for ((_, rule), run) in race.rules(Words::of("en")).iter().zip(&race.runs) {
            let pair =
                |step| run.problem.two(run.point(step)).map(|value| crate::number::significant(value, 4)).join(" , ");
            assert!(rule.contains(&format!(" = ( {} ) − ", pair(2))), "{rule}");
            assert!(rule.ends_with(&format!(" = ( {} )", pair(3))), "{rule}");
        }
    }

    /// How far above the minimum each rule ends.
    fn ends(text: &str) -> [f64; 5] {
        let mut race = shown(&OPTIMIZER_RACE, &RACE, text);
        race.look(STEPS, 0.0);
        std::array::from_fn(|place| race.runs[place].problem.excess(race.runs[place].point(STEPS)).unwrap())
    }

    #[test]
    fn momentum_helps_in_every_valley_and_a_scale_for_each_parameter_where_the_valley_lies_along_an_axis() {
        let [sgd, momentum, adagrad, rmsprop, adam] = ends("");
        assert!([momentum, adam].iter().all(|end| *end < 0.1 * sgd), "{sgd} {momentum} {adam}");
        assert!([adagrad, rmsprop].iter().all(|end| *end > 0.1 * sgd), "{sgd} {adagrad} {rmsprop}");
        let [sgd, momentum, adagrad, rmsprop, _] = ends("surface=quadratic&condition=100&start=-1.6,-1");
        assert!([adagrad, rmsprop].iter().all(|end| *end < 1e-6 * momentum), "{sgd} {momentum} {adagrad} {rmsprop}");
    }

    #[test]
    fn a_press_on_the_rates_races_all_by_that_one() {
        let mut host = named("optimizer-race", Words::of("en").clone()).unwrap();
        assert!(host.act(Action::Press(2, [0.0123456, 1.0])));
        let text = host.experiment();
        assert!(text.contains("lr=0.0123&") && text.contains("figure.rates=linked"), "{text}");
    }

    #[test]
    fn a_rule_that_is_typed_runs_beside_the_others_by_its_best_rate() {
        let count = |text: &str| shown(&OPTIMIZER_RACE, &RACE, text).runs.len();
        assert_eq!([count(""), count("figure.rule="), count("figure.rule=theta = theta - eta g")], [5, 5, 6]);
        // Momentum, typed, ends where momentum does.
        let mut race = shown(&OPTIMIZER_RACE, &RACE, "figure.rule=v = 0.9 v %2B g; theta = theta - eta v");
        race.look(STEPS, 0.0);
        assert_eq!(race.runs[5].seen.parameters, race.runs[1].seen.parameters);
        let words = Words::of("en");
        let own = &race.rules(words)[5].1;
        assert!(own.starts_with("v ← 0.9 v + g , θ ← θ − η v , θ = ( "), "{own}");
        assert_eq!(race.readout(words).split(" · ").count(), 6);
        let shared = "figure.rates=own&lr=0.03&figure.lr.own=0.5&figure.rule=theta = theta - eta g";
        assert_eq!(shown(&OPTIMIZER_RACE, &RACE, shared).runs[5].trainer.experiment().lr, 0.5);
    }

    #[test]
    fn a_mistake_in_the_rule_leaves_the_race_as_it_was() {
        let mut host = named("optimizer-race", Words::of("en").clone()).unwrap();
        host.set("figure.rule", "theta = theta - eta g").unwrap();
        let before = host.experiment();
        assert_eq!(host.set("figure.rule", "theta = theta - eta h").unwrap_err().code(), "rule");
        assert_eq!(host.experiment(), before);
        host.set("figure.rule", "").unwrap();
        assert_eq!(host.scene().readout(host.words()).split(" · ").count(), 5);
    }

    #[test]
    fn a_search_is_the_same_one_for_as_long_as_what_it_is_about_is() {
        let race = shown(&OPTIMIZER_RACE, &RACE, "");
        let again = |text: &str| {
            let after = RACE.build(&OPTIMIZER_RACE.read(text).0, Words::of("en"), Some(&race)).unwrap();
            std::rc::Rc::ptr_eq(race.searched.as_ref().unwrap(), after.searched.as_ref().unwrap())
        };
        assert!(again("figure.rates=linked&lr=0.3"));
        assert!(!again("start=1,1") && !again("momentum=0.5") && !again("condition=5"));
    }

    #[test]
    fn whatever_the_surface_every_panel_is_drawn_and_described() {
        let words = Words::of("zh");
        for text in ["surface=saddle", "f=sqrt(x*y)&start=1,1", "f=x-x%2By-y&start=1,1", "f=exp(20*x)%2By^2&start=0,1"]
        {
            let mut race = shown(&OPTIMIZER_RACE, &RACE, text);
            race.look(30, 0.0);
            for (place, panel) in race.panels(words).iter().enumerate() {
                race.picture(place, words);
                assert!(!panel.description.is_empty(), "{text}");
            }
        }
    }
}
