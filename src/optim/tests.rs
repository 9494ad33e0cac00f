//! What holds for every rule.

use super::{Memory, OPTIMIZERS, Optimizer, Point, Recipe, State, Taken};
use crate::experiment::Experiment;
use crate::key::{HyperParameter, Kind};
use crate::objective::{Batch, Objective};
use crate::trainer::{Status, Trainer};
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;

/// ½ ‖θ‖², for rules that look around.
struct Round;

impl Objective for Round {
    fn dim(&self) -> usize {
        1
    }

    fn samples(&self) -> u64 {
        1
    }

    fn symbols(&self) -> Vec<String> {
        vec!["x".into()]
    }

    fn value(&self, parameters: &[f64], _: Batch<'_>) -> f64 {
        0.5 * parameters.iter().map(|parameter| parameter * parameter).sum::<f64>()
    }

    fn value_and_gradient(&self, parameters: &[f64], batch: Batch<'_>, gradient: &mut [f64]) -> f64 {
        gradient.copy_from_slice(parameters);
        self.value(parameters, batch)
    }

    fn hessian(&self, parameters: &[f64]) -> Vec<f64> {
        let dim = parameters.len();
        (0..dim * dim).map(|entry| f64::from(u8::from(entry % (dim + 1) == 0))).collect()
    }

    fn start_region(&self) -> Vec<(f64, f64)> {
        vec![(-1.0, 1.0)]
    }

    fn minimum(&self) -> Option<Vec<f64>> {
        Some(vec![0.0])
    }

    fn gradient_rounding(&self, _: &[f64], _: f64, _: u64, rounding: &mut [f64]) {
        rounding.fill(0.0);
    }
}

/// A step by η = 0.1, where the gradient need not be that of what lies around.
pub(super) const STEP: Point<'static> =
    Point { parameters: &[], gradient: &[], lr: 0.1, maximize: false, objective: &Round, batch: Batch::All };

/// A rule with hyper-parameters chosen by `picks`, from 0 to 1 of their range, as far as the range is of sensible size.
fn rule(recipe: &Recipe, picks: &[f64]) -> Option<Box<dyn Optimizer>> {
    let pick = |(hyper, pick): (&HyperParameter, &f64)| match (hyper.kind, hyper.name) {
        (Kind::Switch, _) => f64::from(u8::from(*pick > 0.5)),
        (_, "eps") => 1e-3 * pick + 1e-10,
        (_, "step_min") => 1e-6,
        (_, "history_size") => 1.0 + (9.0 * pick).round(),
        (_, "tolerance_grad" | "tolerance_change") => 0.0,
        (_, "step_max") => 1.0 + pick,
        (_, "eta_plus") => 1.1 + pick,
        (Kind::NumberBetween(..), _) => 0.1 + 0.8 * pick,
        (Kind::NumberBelow(..) | Kind::Number(..), _) => 0.95 * pick,
        other => unreachable!("{other:?}"),
    };
    (recipe.build)(&recipe.hyper_parameters.iter().zip(picks).map(pick).collect::<Vec<_>>()).ok()
}

proptest! {
    // What has failed once is kept beside this file.
    #![proptest_config(ProptestConfig {
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("proptest-regressions"))),
        ..ProptestConfig::default()
    })]

    /// The promise of `settled_direction`, after any gradients before.
    #[test]
    fn under_one_gradient_no_direction_is_larger_than_the_next_and_the_settled_one(
        which in 0..OPTIMIZERS.len(), picks in proptest::collection::vec(0.0..1.0, 8), theta in -2.0..2.0f64,
        before in proptest::collection::vec(-3.0..3.0, 0..12), slope in prop_oneof![Just(0.0), -2.0..2.0f64, -1e-6..1e-6],
        maximize: bool,
    ) {
        let Some(rule) = rule(OPTIMIZERS[which], &picks) else { return Ok(()) };
        // The promise is of what is made of gradients: a decay beside it is added to all alike.
        let theta = if format!("{rule:?}").contains("decoupled: true") { 0.0 } else { theta };
        let (mut state, mut direction, mut settled) = (State::default(), [0.0], [0.0]);
        for slope in before {
            let point = Point { parameters: &[theta], gradient: &[slope], maximize, ..STEP };
            rule.direction(&point, &mut state, &mut direction);
        }
        let point = Point { parameters: &[theta], gradient: &[slope], maximize, ..STEP };
        rule.settled_direction(&point, &state, &mut settled);
        let mut largest = settled[0].abs();
        for step in 0..400 {
            rule.direction(&point, &mut state, &mut direction);
            if step == 0 {
                largest = largest.max(direction[0].abs());
            }
            let fits = direction[0].abs() <= largest * (1.0 + 1e-9) + 1e-300;
            prop_assert!(fits, "{rule:?}: {} after {step}, settled {}", direction[0], settled[0]);
        }
        // Once it has settled, it says so; what it says of the others is a bound alone.
        for _ in 0..40_000 {
            rule.direction(&point, &mut state, &mut direction);
        }
        rule.settled_direction(&point, &state, &mut settled);
        let is_bound = match OPTIMIZERS[which].name {
            // u grows by no more than √ε a step.
            "adadelta" | "nadam" => true,
            "rmsprop" => picks[4] > 0.5,
            // Rounding keeps a mean that fades away at the smallest number there is, and its sign with it.
            "lion" => slope == 0.0,
            _ => false,
        };
        let gone = (settled[0] - direction[0]).abs();
        prop_assert!(is_bound || gone <= 1e-3 * settled[0].abs() + 1e-12, "{rule:?}: {settled:?} and {direction:?}");
    }

    /// The oracle of what a direction is made of is the direction; and what is remembered, the buffer before the step.
    #[test]
    fn the_parts_of_a_step_make_up_its_direction(
        which in 0..OPTIMIZERS.len(), picks in proptest::collection::vec(0.0..1.0, 8), theta in -2.0..2.0f64,
        slopes in proptest::collection::vec(prop_oneof![1 => Just(0.0), 8 => -3.0..3.0f64], 1..12), maximize: bool,
    ) {
        let Some(rule) = rule(OPTIMIZERS[which], &picks) else { return Ok(()) };
        let (mut state, mut direction) = (State::default(), [0.0; 2]);
        for (step, slope) in slopes.into_iter().enumerate() {
            let before = state.clone();
            let point = Point { parameters: &[theta, 0.5], gradient: &[slope, 20.0 - slope], maximize, ..STEP };
            rule.direction(&point, &mut state, &mut direction);
            let apart = rule.apart(&Taken { point: &point, before: &before, after: &state });
            for (place, parts) in apart.parts.iter().enumerate() {
                let size = parts.carried.abs() + parts.quotient().abs() + parts.decay.abs();
                let gone = (parts.direction() - direction[place]).abs();
                prop_assert!(gone <= 1e-13 * size, "{rule:?}: {parts:?}, {}", direction[place]);
                let remembers = [Memory::Velocity, Memory::Mean, Memory::ScaledVelocity, Memory::ConjugateDirection];
                // A mean of which little is kept is rounded by its own size.
                let kept = remembers.iter().map(|&memory| before.value(memory, place).abs()).fold(0.0, f64::max);
                let most = 1e-13 * (parts.fresh.abs() + parts.remembered.abs()) + 4.0 * f64::EPSILON * kept;
                prop_assert!((parts.fresh + parts.remembered - parts.along).abs() <= most, "{rule:?}: {parts:?}");
                let is_said = |symbol: &str, is_there: bool| !symbol.is_empty() || !is_there;
                let symbols = &apart.symbols;
                prop_assert!(is_said(symbols.divisor, parts.divisor != 1.0) && is_said(symbols.gain, parts.gain != 1.0));
                prop_assert!(is_said(symbols.carried, parts.carried != 0.0), "{rule:?}: {parts:?}");
                // What a typed rule remembers has names of its own.
                let has_named = step > 0 && OPTIMIZERS[which].name == "own";
                let is_empty = !has_named && remembers.iter().all(|&memory| before.value(memory, place) == 0.0);
                prop_assert!(!is_empty || parts.remembered == 0.0 && parts.carried == 0.0, "{rule:?} at {step}");
            }
        }
    }

    /// PyTorch's `maximize`: up on f is down on −f.
    #[test]
    fn upwards_on_f_is_downwards_on_its_negative(which in 0..OPTIMIZERS.len(), x in -0.9..0.9f64, y in -0.9..0.9f64) {
        let name = OPTIMIZERS[which].name;
        let run = |f: &str, maximize: bool| {
            let text = format!("objective=expression&f={f}&optimizer={name}&lr=0.03&start={x},{y}&maximize={maximize}");
            let mut trainer = Trainer::new(&text.parse().unwrap(), None).unwrap();
            trainer.step(60);
            trainer.trajectory().points().to_vec()
        };
        prop_assert_eq!(run("cos(x) cos(2y)", true), run("-(cos(x) cos(2y))", false));
    }

    #[test]
    fn a_rewind_and_a_clone_go_the_same_way_again(which in 0..OPTIMIZERS.len(), seed: u32, batch in 1..20usize) {
        let name = OPTIMIZERS[which].name;
        let text = format!("n=20&reduction=mean&sampler=shuffle&batch={batch}&optimizer={name}&lr=0.02&seed={seed}");
        let mut trainer = Trainer::new(&text.parse().unwrap(), None).unwrap();
        trainer.step(50);
        let points = trainer.trajectory().points().to_vec();
        trainer.rewind();
        trainer.step(50);
        prop_assert_eq!(trainer.trajectory().points(), &points[..]);
    }

    /// No change of the rule in mid-flight panics, or leaves something that is no number.
    #[test]
    fn any_rule_goes_on_from_any_other(changes in proptest::collection::vec((0..OPTIMIZERS.len(), 0..9u64), 1..12)) {
        let mut trainer = Trainer::new(&"n=20&reduction=mean&lr=0.01".parse().unwrap(), None).unwrap();
        for (which, steps) in changes {
            trainer.set("optimizer", OPTIMIZERS[which].name).unwrap();
            trainer.step(steps);
            prop_assert!(trainer.status() != Status::Diverged && trainer.loss().is_finite());
        }
    }
}

#[test]
fn strings_of_every_optimizer_come_back() {
    for recipe in OPTIMIZERS {
        let experiment: Experiment = format!("optimizer={}", recipe.name).parse().unwrap();
        assert_eq!(experiment.lr, recipe.lr, "{} has PyTorch's learning rate", recipe.name);
        assert_eq!(experiment.to_string().parse::<Experiment>().unwrap(), experiment);
        for hyper in recipe.hyper_parameters {
            let other = match hyper.kind {
                Kind::Switch => (hyper.default == 0.0).to_string(),
                Kind::NumberBetween(..) | Kind::NumberBelow(..) | Kind::Number(..) => "0.25".into(),
                _ => "3".into(),
            };
            let Ok(experiment) = format!("{}={other}&optimizer={}", hyper.name, recipe.name).parse::<Experiment>()
            else {
                assert_eq!(hyper.name, "nesterov", "alone it is refused");
                continue;
            };
            assert_eq!(experiment.get(hyper.name).unwrap(), other);
            assert_eq!(experiment.to_string().parse::<Experiment>().unwrap(), experiment);
        }
    }
}

#[test]
fn names_of_optimizers_and_schedules_are_told_apart() {
    let mut names: Vec<_> = OPTIMIZERS.iter().map(|recipe| recipe.name).collect();
    names.extend(crate::schedule::SCHEDULES.iter().map(|recipe| recipe.name));
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count, "values are kept by them");
}

/// Adam's averages are AdamW's; SGD's velocity is neither's.
#[test]
fn a_change_of_optimizer_keeps_what_is_of_the_same_kind() {
    let run = |changes: &[&str]| {
        let mut trainer =
            Trainer::new(&"n=20&reduction=mean&lr=0.01&momentum=0.9&start=1,1".parse().unwrap(), None).unwrap();
        for optimizer in changes {
            trainer.set("optimizer", optimizer).unwrap();
            trainer.step(5);
        }
        trainer.parameters().to_vec()
    };
    let undecayed = |text: &str| {
        let text = format!("n=20&reduction=mean&lr=0.01&start=1,1&{text}");
        let mut trainer = Trainer::new(&text.parse().unwrap(), None).unwrap();
        trainer.step(5);
        trainer.set("optimizer", "adamw").unwrap();
        trainer.set("weight_decay", "0").unwrap();
        trainer.step(5);
        trainer.parameters().to_vec()
    };
    let mut ten = Trainer::new(&"n=20&reduction=mean&lr=0.01&start=1,1&optimizer=adam".parse().unwrap(), None).unwrap();
    ten.step(10);
    assert_eq!(undecayed("optimizer=adam"), ten.parameters());
    // What Adam forgets of SGD's, it does not find again either.
    let mut fresh = Trainer::new(&"n=20&reduction=mean&lr=0.01&momentum=0.9&start=1,1".parse().unwrap(), None).unwrap();
    fresh.step(5);
    let start: Vec<String> = fresh.parameters().iter().map(f64::to_string).collect();
    let text = format!("n=20&reduction=mean&lr=0.01&optimizer=adam&start={}", start.join(","));
    let mut adam = Trainer::new(&text.parse().unwrap(), None).unwrap();
    adam.step(5);
    assert_eq!(run(&["sgd", "adam"]), adam.parameters());
}
