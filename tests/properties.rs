//! What holds for every experiment, every run and every text.

use approx::relative_eq;
use descent::data::{BLOBS, Dataset, LARGEST_VALUE, OWN};
use descent::error::Error;
use descent::experiment::{Experiment, Key, Kind, ObjectiveKind, Scaling};
use descent::loss::Loss;
use descent::model::Link;
use descent::objective::{Batch, Objective};
use descent::stability::{Rule, condition_number, eigenvalues};
use descent::trainer::{Status, Trainer};
use descent::trajectory::Trajectory;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use std::sync::Arc;

/// Every key there is: what an unknown one is told.
fn keys() -> Vec<Key> {
    let Err(Error::UnknownKey { known, .. }) = Key::named("") else { unreachable!("no key has an empty name") };
    known.into_iter().map(|name| Key::named(name).unwrap()).collect()
}

/// Values that a key allows, as in the string.
fn right_values(key: Key) -> BoxedStrategy<String> {
    let number = |number: f64| number.to_string();
    match key.kind() {
        Kind::Choice(_) | Kind::Switch => select(key.choices()).prop_map(|choice| choice.name.to_owned()).boxed(),
        Kind::Integer(min, max) => {
            prop_oneof![4 => min..=max.min(60), 1 => min..=max].prop_map(|integer| integer.to_string()).boxed()
        }
        Kind::Number(min, max) => {
            let usual = (min.max(-3.0)..=max.min(3.0)).prop_map(number);
            prop_oneof![4 => usual, 1 => (min..=max).prop_map(number), 1 => select(vec![min, max]).prop_map(number)]
                .boxed()
        }
        Kind::NumberBelow(min, max) => prop_oneof![4 => min..max, 1 => Just(min)].prop_map(number).boxed(),
        Kind::NumberAbove(min, max) => {
            let above = (0.0..1.0).prop_map(move |part: f64| min + (max.min(min + 3.0) - min) * (1.0 - part));
            prop_oneof![4 => above, 1 => Just(max)].prop_map(number).boxed()
        }
        Kind::NumberBetween(min, max) => {
            (0.001..0.999).prop_map(move |part: f64| number(min + (max - min) * part)).boxed()
        }
        Kind::Formula(_) if key.name() == "rule" => {
            let rules =
                ["theta = theta - eta g", "θ ← θ − η sign(g)", "v = 0.9 v + g;\ntheta = theta - eta v / sqrt(t)"];
            select(rules.to_vec()).prop_map(String::from).boxed()
        }
        Kind::Formula(_) => {
            select(vec!["x", "x^2 + y^2", "y", "3 sin(2πx) + x²/2", "log(x)*sqrt(y)", "max(abs(x), 1/y) + 1", "e^-x"])
                .prop_map(String::from)
                .boxed()
        }
        Kind::NumbersWithin(count, min, max) => {
            let numbers = proptest::collection::vec((min..=max).prop_map(number), count);
            numbers.prop_map(|numbers| numbers.join(",")).boxed()
        }
        Kind::Numbers => {
            let finite = prop_oneof![4 => -3.0..3.0, 1 => proptest::num::f64::NORMAL | proptest::num::f64::ZERO];
            proptest::collection::vec(finite.prop_map(number), 1..=2).prop_map(|numbers| numbers.join(",")).boxed()
        }
    }
}

/// Some keys of the experiment string with values that are right by themselves.
fn right_pairs() -> impl Strategy<Value = Vec<(&'static str, String)>> {
    // Hyper-parameters are right together with their optimizer.
    select(Key::named("optimizer").unwrap().choices()).prop_flat_map(|optimizer| {
        let mut experiment = Experiment::default();
        experiment.set("optimizer", optimizer.name).unwrap();
        let own = keys().into_iter().filter_map(|key| experiment.key(key.name()).ok());
        let pairs: Vec<_> = own
            .map(|key| match key.name() {
                "optimizer" => Just(Some((key.name(), optimizer.name.to_owned()))).boxed(),
                name => proptest::option::of(right_values(key).prop_map(move |value| (name, value))).boxed(),
            })
            .collect();
        pairs.prop_map(|pairs| pairs.into_iter().flatten().collect())
    })
}

fn query(pairs: &[(&str, String)]) -> String {
    pairs.iter().map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>().join("&")
}

/// Any experiment that could be asked for, with every key left out in some.
fn experiments() -> impl Strategy<Value = Experiment> {
    right_pairs().prop_map(|pairs| Experiment::default().parse_leniently(&query(&pairs)).0)
}

/// The same on few samples, and none but the experiment's own.
fn quick(mut experiment: Experiment) -> Experiment {
    experiment.n = experiment.n.min(60);
    if *experiment.data == OWN || matches!(experiment.validate(), Err(Error::NoClasses { .. })) {
        experiment.data = &BLOBS;
    }
    if experiment.is_about_stream() {
        // What no sample is stored of cannot be standardized.
        experiment.scale = Scaling::None;
    }
    let samples = experiment.samples();
    experiment.batch = experiment.batch.map(|batch| samples.min(batch as u64) as usize);
    if experiment.validate().is_err() {
        // It was the start of another data set.
        experiment.start = None;
    }
    experiment
}

/// Everything a run is, to the bit.
fn record(trainer: &Trainer) -> impl PartialEq + std::fmt::Debug + use<> {
    let bits = |numbers: &[f64]| numbers.iter().map(|number| number.to_bits()).collect::<Vec<_>>();
    let trajectory = trainer.trajectory();
    (
        trainer.experiment().to_string(),
        bits(trainer.parameters()),
        (bits(trajectory.points()), bits(trajectory.losses())),
        (trainer.steps(), trainer.samples_seen(), trainer.status()),
    )
}

fn trainer(experiment: &str) -> Trainer {
    Trainer::new(&experiment.parse().unwrap(), None).unwrap()
}

fn after(experiment: &str, steps: u64) -> Trainer {
    let mut trainer = trainer(experiment);
    trainer.step(steps);
    trainer
}

fn all_finite(numbers: &[f64]) -> bool {
    numbers.iter().all(|number| number.is_finite())
}

/// Text that nobody should write.
fn hostile_texts() -> impl Strategy<Value = String> {
    let bytes = proptest::collection::vec(any::<u8>(), 0..60).prop_map(|bytes| String::from_utf8_lossy(&bytes).into());
    prop_oneof![any::<String>(), bytes]
}

/// An experiment's string after a few accidents.
fn damaged_strings() -> impl Strategy<Value = String> {
    const DEBRIS: &[&str] = &[
        "%",
        "%0",
        "%00",
        "%zz",
        "%F0%9F",
        "%26",
        "%3D",
        "%25",
        "\0",
        "&",
        "&&",
        "=",
        "==",
        "+",
        " ",
        "1e400",
        "-1e400",
        "NaN",
        "inf",
        "-inf",
        "-0",
        "-",
        "0x10",
        "1_000",
        "99999999999999999999",
        "4294967296",
        "1e300",
        ",",
        "1,2,3",
        "中",
        "🦀",
        "\u{202e}",
        "\u{feff}",
        "figure.",
        "&seed=",
        "&n=0",
        "&batch=100000",
        "&nesterov=true",
        "&start=",
    ];
    #[derive(Clone, Debug)]
    enum Accident {
        Insert(Index, &'static str),
        Delete(Index, usize),
        Repeat(Index, usize),
    }
    let accident = prop_oneof![
        3 => (any::<Index>(), select(DEBRIS)).prop_map(|(place, debris)| Accident::Insert(place, debris)),
        1 => (any::<Index>(), 1usize..20).prop_map(|(place, length)| Accident::Delete(place, length)),
        1 => (any::<Index>(), 1usize..20).prop_map(|(place, length)| Accident::Repeat(place, length)),
    ];
    (experiments(), proptest::collection::vec(accident, 1..5)).prop_map(|(experiment, accidents)| {
        let mut letters: Vec<char> = experiment.to_string().chars().collect();
        for accident in accidents {
            let piece = |place: Index, length: usize| {
                let start = place.index(letters.len() + 1);
                start..(start + length).min(letters.len())
            };
            match accident {
                Accident::Insert(place, debris) => {
                    letters.splice(piece(place, 0), debris.chars()).for_each(drop);
                }
                Accident::Delete(place, length) => {
                    letters.drain(piece(place, length)).for_each(drop);
                }
                Accident::Repeat(place, length) => {
                    let piece = piece(place, length);
                    let copy = letters[piece.clone()].to_vec();
                    letters.splice(piece.start..piece.start, copy).for_each(drop);
                }
            }
        }
        letters.into_iter().collect()
    })
}

mod runs {
    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn a_batch_of_all_samples_is_the_full_batch_to_the_bit(
            experiment in experiments(), sampler in select(vec!["sequential", "shuffle"]), seed: u32, steps in 0u64..40,
        ) {
            let mut experiment = experiment;
            (experiment.objective, experiment.start, experiment.seed) = (ObjectiveKind::Regression, None, seed);
            let mut experiment = quick(experiment);
            experiment.batch = Some(experiment.samples() as usize);
            let with = |sampler: &str| {
                let mut experiment = experiment.clone();
                experiment.set("sampler", sampler).unwrap();
                let mut trainer = Trainer::new(&experiment, None).unwrap();
                trainer.step(steps);
                trainer
            };
            let (whole, full) = (with(sampler), with("full"));
            prop_assert_eq!(whole.trajectory(), full.trajectory());
            prop_assert_eq!((whole.status(), whole.samples_seen()), (full.status(), full.samples_seen()));
        }

        #[test]
        fn sum_and_mean_take_the_same_path_when_the_learning_rate_is_divided_by_the_batch(
            sampler in select(vec!["full", "sequential", "shuffle", "uniform"]),
            (batches, batch) in (1usize..6, 1usize..12), seed: u32, momentum in select(vec!["0", "0.5", "0.9"]),
        ) {
            let n = batches * batch;
            let samples = if sampler == "full" { n } else { batch };
            let with = |reduction: &str, lr: f64| after(
                &format!("n={n}&sampler={sampler}&batch={batch}&seed={seed}&momentum={momentum}&reduction={reduction}&lr={lr}"),
                50,
            );
            let (mean, sum) = (with("mean", 0.02), with("sum", 0.02 / samples as f64));
            let points = mean.trajectory().points().iter().zip(sum.trajectory().points());
            for (mean, sum) in points {
                prop_assert!(relative_eq!(*mean, *sum, max_relative = 1e-9, epsilon = 1e-12), "{} {}", mean, sum);
            }
            let losses = mean.trajectory().losses().iter().zip(sum.trajectory().losses());
            for (mean, sum) in losses {
                let mean = mean * samples as f64;
                prop_assert!(relative_eq!(mean, *sum, max_relative = 1e-9, epsilon = 1e-12), "{} {}", mean, sum);
            }
        }

        #[test]
        fn many_steps_are_few_steps_and_then_the_others(experiment in experiments(), a in 0u64..50, b in 0u64..50) {
            let (mut at_once, mut in_parts) = {
                let experiment = quick(experiment);
                (Trainer::new(&experiment, None).unwrap(), Trainer::new(&experiment, None).unwrap())
            };
            at_once.step(a + b);
            in_parts.step(a);
            in_parts.step(b);
            prop_assert_eq!(record(&at_once), record(&in_parts));
        }

        #[test]
        fn steps_in_a_row_are_steps_one_by_one(
            sampler in select(vec!["uniform", "shuffle", "sequential"]),
            loss in select(vec!["half-squared-error", "mae", "huber"]),
            (n, batch) in (1usize..200).prop_flat_map(|n| (Just(n), 1..=n)),
            noise in select(vec![0.0, 0.5]),
            lr in prop_oneof![0.0..0.3, Just(9.0)],
            steps in 0u64..700,
        ) {
            let experiment =
                format!("n={n}&noise={noise}&loss={loss}&reduction=mean&sampler={sampler}&batch={batch}&lr={lr}");
            let mut one_by_one = trainer(&experiment);
            for _ in 0..steps {
                one_by_one.step(1);
            }
            prop_assert_eq!(record(&after(&experiment, steps)), record(&one_by_one));
        }

        #[test]
        fn a_rewind_repeats_the_run(experiment in experiments(), steps in 0u64..50, more in 0u64..50) {
            let mut trainer = Trainer::new(&quick(experiment), None).unwrap();
            trainer.step(steps);
            let first = record(&trainer);
            trainer.step(more);
            trainer.rewind();
            prop_assert_eq!(trainer.steps(), 0);
            trainer.step(steps);
            prop_assert_eq!(record(&trainer), first);
        }

        #[test]
        fn losses_that_are_put_off_are_those_of_a_run_that_has_them_at_once(
            experiment in experiments(), steps in 0u64..120, more in 0u64..120, lr in prop_oneof![1e-12..1e-6_f64, 1e-3..0.5],
        ) {
            let mut trainer = Trainer::new(&quick(experiment), None).unwrap();
            let mut later = Trainer::new(trainer.experiment(), None).unwrap();
            later.put_losses_off();
            for steps in [steps, more] {
                prop_assert_eq!(trainer.step(steps), later.step(steps));
                let _ = (trainer.set("lr", &lr.to_string()), later.set("lr", &lr.to_string()));
            }
            prop_assert_eq!(trainer.reason().map(ToString::to_string), later.reason().map(ToString::to_string));
            later.losses();
            prop_assert_eq!(record(&trainer), record(&later));
            // Who has asked goes on like the others.
            prop_assert_eq!(trainer.step(steps), later.step(steps));
            prop_assert_eq!(record(&trainer), record(&later));
        }

        #[test]
        fn a_run_over_all_samples_rests_at_the_same_step_where_losses_are_put_off(
            seed: u32, lr in prop_oneof![1e-9..1e-3, 0.01..1.9_f64], classes: bool,
        ) {
            let of = if classes { "data=blobs&model=logistic&loss=cross-entropy" } else { "data=line" };
            let experiment = format!("{of}&n=40&reduction=mean&sampler=full&lr={lr}&seed={seed}");
            let (mut at_once, mut later) = (trainer(&experiment), trainer(&experiment));
            later.put_losses_off();
            prop_assert_eq!(at_once.step(3000), later.step(3000));
            later.losses();
            prop_assert_eq!(record(&at_once), record(&later));
        }

        #[test]
        fn the_same_string_gives_the_same_run(experiment in experiments(), seed: u32, steps in 0u64..50) {
            let experiment = quick(experiment);
            let mut given = Trainer::new(&experiment, None).unwrap();
            given.step(steps);
            prop_assert_eq!(record(&given), record(&after(&experiment.to_string(), steps)));

            given.restart(seed).unwrap();
            given.step(steps);
            prop_assert_eq!(record(&given), record(&after(&given.experiment().to_string(), steps)));

            let elsewhere: Vec<f64> = given.parameters().iter().map(|parameter| parameter / 3.0).collect();
            given.move_to(&elsewhere).unwrap();
            given.step(steps);
            prop_assert_eq!(record(&given), record(&after(&given.experiment().to_string(), steps)));
        }

        #[test]
        fn whatever_happens_all_that_is_recorded_is_finite_and_fits_together(experiment in experiments(), steps in 0u64..200) {
            let mut trainer = Trainer::new(&quick(experiment), None).unwrap();
            let start_counts = trainer.loss().is_finite();
            trainer.step(steps);
            let trajectory = trainer.trajectory();
            prop_assert!(all_finite(trainer.parameters()) && all_finite(trajectory.points()) && all_finite(trajectory.losses()));
            // Between two looks at all samples, only those of a batch are known to have a finite loss.
            let unseen = trainer.status() == Status::Running && trainer.sampler().samples_seen(1) < trainer.objective().samples();
            prop_assert!(trainer.loss().is_finite() || !start_counts || unseen);
            prop_assert_eq!((trajectory.len() as u64, trajectory.losses().len() as u64), (trainer.steps() + 1, trainer.steps()));
            prop_assert_eq!(trajectory.point(usize::MAX), trainer.parameters());
            prop_assert_eq!(trainer.samples_seen(), trainer.sampler().samples_seen(trainer.steps()));
            prop_assert!(trainer.status() != Status::Running || trainer.steps() == steps);
        }
    }

    /// Features of a few samples, `[n, d]`, with targets that no line meets.
    fn tables() -> impl Strategy<Value = Dataset> {
        (1usize..=3).prop_flat_map(|d| {
            let row = proptest::collection::vec(-2.0..2.0, d + 1);
            proptest::collection::vec(row, 8..20).prop_map(move |rows| {
                let features = rows.iter().flat_map(|row| row[..d].to_vec()).collect();
                Dataset::new(features, d, rows.iter().map(|row| row[d]).collect()).unwrap()
            })
        })
    }

    fn momenta() -> impl Strategy<Value = Rule> {
        prop_oneof![
            Just(Rule::PLAIN),
            (0.1..0.9, 0.0..0.5).prop_map(|(momentum, dampening)| Rule { momentum, dampening, ..Rule::PLAIN }),
            (0.1..0.9).prop_map(|momentum| Rule { momentum, nesterov: true, ..Rule::PLAIN }),
        ]
    }

    /// An experiment on `data` at `factor` times the learning rate beyond which full-batch descent diverges, and how many
    /// times steeper the landscape is in one direction than in another.
    fn at(factor: f64, data: &Arc<Dataset>, momentum: Rule, rest: &str) -> (Experiment, f64) {
        let Rule { momentum: beta, dampening, nesterov, .. } = momentum;
        let text = format!("data=own&momentum={beta}&dampening={dampening}&nesterov={nesterov}{rest}");
        let mut experiment: Experiment = text.parse().unwrap();
        let risk = experiment.risk(data);
        let spectrum = eigenvalues(&risk.hessian(&vec![0.0; risk.dim()]), risk.dim());
        let limit = momentum.limit(*spectrum.last().unwrap()).unwrap();
        experiment.lr = factor * limit;
        (experiment, condition_number(&spectrum))
    }

    const SQUARES: [&str; 4] = [
        "&loss=half-squared-error&reduction=sum",
        "&loss=half-squared-error&reduction=mean&bias=false",
        "&loss=mse&reduction=sum&bias=false",
        "&loss=mse&reduction=mean",
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn below_the_limit_descent_converges_to_the_closed_form(
            data in tables(), momentum in momenta(), factor in 0.3..0.95, rest in select(&SQUARES[..]),
        ) {
            let data = Arc::new(data);
            let (experiment, condition) = at(factor, &data, momentum, rest);
            // Steeper ones converge as well, after more steps than a test should take.
            prop_assume!(condition < 30.0);
            let mut trainer = Trainer::new(&experiment, Some(data)).unwrap();
            prop_assert_eq!(trainer.step(20_000), Status::Converged);
            let minimum = trainer.objective().minimum().unwrap();
            for (reached, exact) in trainer.parameters().iter().zip(&minimum) {
                prop_assert!(relative_eq!(*reached, *exact, max_relative = 1e-6, epsilon = 1e-6), "{} {}", reached, exact);
            }
            let least = trainer.objective().value(&minimum, Batch::All);
            prop_assert!(relative_eq!(trainer.loss(), least, max_relative = 1e-9), "{} {}", trainer.loss(), least);
        }

        #[test]
        fn beyond_the_limit_descent_diverges_and_keeps_a_finite_point(
            data in tables(), momentum in momenta(), rest in select(&SQUARES[..]),
            factor in prop_oneof![1.05..3.0, 1e3..1e12, Just(f64::INFINITY)],
        ) {
            let data = Arc::new(data);
            let (mut experiment, _) = at(factor, &data, momentum, rest);
            experiment.lr = experiment.lr.min(1e300);
            let mut trainer = Trainer::new(&experiment, Some(data)).unwrap();
            let before = trainer.loss();
            prop_assert_eq!(trainer.step(50_000), Status::Diverged);
            let trajectory = trainer.trajectory();
            prop_assert!(all_finite(trainer.parameters()) && all_finite(trajectory.points()) && all_finite(trajectory.losses()));
            prop_assert!(trainer.loss().is_finite() && trainer.loss() >= before);
            prop_assert_eq!(trajectory.point(usize::MAX), trainer.parameters());
            prop_assert_eq!(trajectory.losses().len() as u64, trainer.steps());
        }

        #[test]
        fn a_diverged_run_goes_on_to_the_minimum_when_its_learning_rate_becomes_right(
            data in tables(), momentum in momenta(), rest in select(&SQUARES[..]),
            factor in prop_oneof![1.5..3.0, 1e3..1e12, Just(f64::INFINITY)],
        ) {
            let data = Arc::new(data);
            let (mut experiment, condition) = at(factor, &data, momentum, rest);
            prop_assume!(condition < 30.0);
            experiment.lr = experiment.lr.min(1e300);
            // The loss is as large as numbers go: without a swing beyond it, whatever the momentum.
            let (right, _) = at(0.3, &data, Rule::PLAIN, rest);
            let mut trainer = Trainer::new(&experiment, Some(data)).unwrap();
            prop_assert_eq!(trainer.step(50_000), Status::Diverged);
            trainer.set("lr", &right.lr.to_string()).unwrap();
            trainer.step(20_000);
            prop_assert_eq!(trainer.status(), Status::Converged);
        }
    }

    #[test]
    fn data_of_ones_own_are_there_again_when_the_experiment_comes_back_to_them() {
        let data = Dataset::new(vec![0.0, 1.0, 2.0], 1, vec![1.0, 3.0, 5.0]).unwrap();
        let mut trainer = Trainer::new(&"data=own&lr=0.1".parse().unwrap(), Some(Arc::new(data))).unwrap();
        trainer.step(20);
        let on_own_data = record(&trainer);
        for (key, elsewhere) in [("data", "line"), ("data", "engel"), ("objective", "surface")] {
            let own = trainer.experiment().get(key).unwrap();
            trainer.set(key, elsewhere).unwrap();
            trainer.set(key, &own).unwrap();
            trainer.step(20);
            assert_eq!(record(&trainer), on_own_data, "{key}={elsewhere}");
        }
    }

    #[test]
    fn losses_stay_beside_their_points_when_a_long_run_diverges_and_goes_on() {
        let mut trainer = trainer("objective=surface&surface=bowl&lr=1e-7&start=1,1");
        trainer.step(Trajectory::COMPLETE + 50);
        trainer.set("lr", "1e300").unwrap();
        assert_eq!(trainer.step(10), Status::Diverged);
        trainer.set("lr", "1e-7").unwrap();
        trainer.step(300);
        let trajectory = trainer.trajectory();
        for (place, &loss) in trajectory.losses().iter().enumerate() {
            let point = trajectory.point(place);
            assert_eq!(loss, trainer.objective().value(point, Batch::All), "step {}", trajectory.step(place));
        }
    }
}

mod strings {
    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn the_string_of_an_experiment_parses_back_to_itself(experiment in experiments()) {
            let string = experiment.to_string();
            let parsed: Experiment = string.parse().unwrap();
            prop_assert_eq!(parsed.to_string(), &string[..]);
            prop_assert_eq!(string.parse::<Experiment>().unwrap(), parsed);
        }

        #[test]
        fn every_value_that_a_key_allows_is_read_back(pairs in right_pairs()) {
            let mut experiment = Experiment::default();
            for (key, value) in &pairs {
                experiment.set(key, value).unwrap();
                let got = experiment.get(key).unwrap();
                let numbers = |text: &str| text.split(',').map(|part| part.parse::<f64>().ok()).collect::<Vec<_>>();
                prop_assert!(&got == value || numbers(&got) == numbers(value), "{}={} became {}", key, value, got);
            }
        }

        #[test]
        fn keys_may_stand_in_any_order(
            (pairs, shuffled) in right_pairs().prop_flat_map(|pairs| (Just(pairs.clone()), Just(pairs).prop_shuffle())),
        ) {
            let read = |pairs: &[(&str, String)]| Experiment::default().parse_leniently(&query(pairs));
            prop_assert_eq!(read(&pairs), read(&shuffled));
        }

        #[test]
        fn lenient_reading_keeps_what_is_right_and_lists_what_is_wrong(
            right in right_pairs(), wrong in proptest::collection::btree_map(select(key_names()), "[?!]{1,5}", 0..5),
        ) {
            let mut right: Vec<_> = right.into_iter().filter(|(key, _)| !wrong.contains_key(key)).collect();
            // Without their optimizer, hyper-parameters are wrong too.
            right.retain(|(key, _)| !wrong.contains_key("optimizer") || Experiment::default().key(key).is_ok());
            let pairs: Vec<_> = right.iter().cloned().chain(wrong.clone()).collect();
            let (experiment, errors) = Experiment::default().parse_leniently(&query(&pairs));
            prop_assert_eq!(experiment.validate(), Ok(()));
            let listed = |key: &str| errors.iter().any(|error| error.to_string().starts_with(&format!("{key}: ")));
            for key in wrong.keys() {
                prop_assert!(listed(key), "{} is wrong, and not among {:?}", key, errors);
            }
            for (key, value) in &right {
                let mut alone = Experiment::default();
                // Whose a hyper-parameter is.
                for (owner, name) in right.iter().filter(|(key, _)| ["optimizer", "schedule"].contains(key)) {
                    alone.set(owner, name).unwrap();
                }
                alone.set(key, value).unwrap();
                // What is right alone can be wrong beside others, and is then listed as well.
                prop_assert!(listed(key) || experiment.get(key) == alone.get(key), "{}={} is lost", key, value);
            }
        }

        #[test]
        fn no_text_makes_reading_panic(text in hostile_texts()) {
            let (experiment, errors) = Experiment::default().parse_leniently(&text);
            prop_assert_eq!(experiment.validate(), Ok(()));
            prop_assert_eq!(text.parse::<Experiment>().err(), errors.into_iter().next());
        }

        #[test]
        fn no_damaged_string_makes_a_run_panic(text in damaged_strings()) {
            let (lenient, errors) = Experiment::default().parse_leniently(&text);
            prop_assert_eq!(lenient.validate(), Ok(()), "{}", text);
            prop_assert_eq!(text.parse::<Experiment>().err(), errors.into_iter().next());
            let mut trainer = Trainer::new(&quick(lenient), None).unwrap();
            trainer.step(5);
            prop_assert!(all_finite(trainer.parameters()));
        }

        #[test]
        fn a_refused_value_leaves_the_run_as_it_was_and_an_accepted_one_holds(
            experiment in experiments(), steps in 0u64..30,
            changes in proptest::collection::vec((select(key_names()), any_value()), 1..6),
        ) {
            let mut trainer = Trainer::new(&quick(experiment), None).unwrap();
            trainer.step(steps);
            for (key, value) in changes {
                let before = record(&trainer);
                let mut wanted = trainer.experiment().clone();
                // Large data are slow, and as right as small ones.
                if key == "n" && value.parse().is_ok_and(|n: u64| n > 60) {
                    continue;
                }
                match trainer.set(key, &value) {
                    Ok(()) => {
                        wanted.set(key, &value).unwrap();
                        prop_assert_eq!(trainer.experiment(), &wanted);
                        prop_assert_eq!(trainer.experiment().validate(), Ok(()));
                    }
                    Err(_) => prop_assert_eq!(record(&trainer), before),
                }
                trainer.step(3);
            }
        }
    }

    fn key_names() -> Vec<&'static str> {
        keys().into_iter().map(Key::name).collect()
    }

    /// Values for any key: right for this one, or for another, or for none.
    fn any_value() -> impl Strategy<Value = String> {
        let right = select(key_names()).prop_flat_map(|name| right_values(Key::named(name).unwrap()));
        prop_oneof![4 => right, 1 => hostile_texts(), 1 => Just(String::new())]
    }
}

mod tables {
    use super::*;

    /// What tables are made of, in no good order.
    fn crumbs() -> impl Strategy<Value = String> {
        const CRUMBS: &[&str] = &[
            "x", "y", "x,y", "1", "-2.5e3", "NaN", "1e999", ",", ",,", ";", "\"", "\"\"", "\"a\nb\"", "\n", "\n\n",
            "\r", "\r\n", " ", "\t", "\u{feff}", "\0", "量", "🦀",
        ];
        let crumbs = proptest::collection::vec(select(CRUMBS), 0..40).prop_map(|crumbs| crumbs.concat());
        prop_oneof![crumbs.clone(), crumbs.prop_map(|rest| format!("x,y\n{rest}"))]
    }

    /// Numbers of every size that a data set may have.
    fn data_values() -> impl Strategy<Value = f64> {
        use proptest::num::f64::{NORMAL, SUBNORMAL, ZERO};
        let every = (NORMAL | SUBNORMAL | ZERO)
            .prop_map(|number| if number.abs() > LARGEST_VALUE { number * 1e-249 } else { number });
        prop_oneof![3 => -3.0..3.0, 1 => every, 1 => select(vec![LARGEST_VALUE, -LARGEST_VALUE, -0.0])]
    }

    /// A table of `x`, a note that nobody reads, and `y`, as spreadsheets write it: its text, its numbers, and the line on
    /// which each row begins.
    #[derive(Clone, Debug)]
    struct Written {
        text: String,
        rows: Vec<[f64; 2]>,
        lines: Vec<u64>,
    }

    fn written() -> impl Strategy<Value = Written> {
        let note = select(vec!["", "a", "\"a, b\"", "\"say \"\"a\"\"\"", "\"two\nlines\"", "\"three\r\n\r\nlines\""]);
        let row = (data_values(), note, data_values(), 0usize..3, select(vec!["\n", "\r\n"]));
        (proptest::collection::vec(row, 1..8), any::<bool>()).prop_map(|(rows, mark)| {
            let mut table = Written { text: String::new(), rows: Vec::new(), lines: Vec::new() };
            let text = &mut table.text;
            text.push_str(if mark { "\u{feff}x,note,y\r\n" } else { "x, note , y\n" });
            for (x, note, y, blank_lines, line_end) in rows {
                text.push_str(&line_end.repeat(blank_lines));
                table.lines.push(1 + text.matches('\n').count() as u64);
                table.rows.push([x, y]);
                text.push_str(&format!("{x},{note},\"{y:e}\"{line_end}"));
            }
            table
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn no_text_makes_reading_a_table_panic(
            text in prop_oneof![hostile_texts(), crumbs()], target in prop_oneof![Just("y".to_owned()), crumbs()],
            features in proptest::option::of(proptest::collection::vec(prop_oneof![Just("x".to_owned()), crumbs()], 0..3)),
        ) {
            let features: Option<Vec<&str>> = features.as_ref().map(|names| names.iter().map(String::as_str).collect());
            match Dataset::from_csv(&text, &target, features.as_deref()) {
                Ok(data) => {
                    prop_assert!(data.n() > 0 && data.d() > 0);
                    prop_assert_eq!(data.features().len(), data.n() * data.d());
                    prop_assert!(all_finite(data.features()) && all_finite(data.targets()));
                }
                Err(error) => prop_assert!(!error.to_string().is_empty()),
            }
        }

        #[test]
        fn a_table_reads_back_to_the_bit(table in written()) {
            let data = Dataset::from_csv(&table.text, "y", Some(&["x"])).unwrap();
            let read: Vec<[u64; 2]> =
                (0..data.n()).map(|i| [data.row(i)[0].to_bits(), data.targets()[i].to_bits()]).collect();
            prop_assert_eq!(read, table.rows.iter().map(|row| row.map(f64::to_bits)).collect::<Vec<_>>());
        }

        #[test]
        fn a_wrong_cell_is_named_with_the_line_that_its_row_begins_on(table in written(), ragged: bool) {
            let line = table.text.matches('\n').count() as u64 + 1;
            let text = format!("{}{}\n", table.text, if ragged { "1,a" } else { "1,a,two" });
            let expected = if ragged {
                Error::CsvRagged { line, cells: 2, expected: 3 }
            } else {
                Error::CsvCell { line, column: "y".into(), value: "two".into() }
            };
            prop_assert_eq!(Dataset::from_csv(&text, "y", Some(&["x"])), Err(expected));
            // And the note, which is no number, on the first row.
            let error = Dataset::from_csv(&table.text, "y", None);
            prop_assert!(matches!(error, Err(Error::CsvCell { line, .. }) if line == table.lines[0]), "{:?}", error);
        }

        #[test]
        fn a_run_on_any_data_stays_finite_and_its_string_repeats_it(
            rows in proptest::collection::vec(proptest::collection::vec(data_values(), 3), 1..6),
            experiment in experiments(),
        ) {
            let features = rows.iter().flat_map(|row| row[..2].to_vec()).collect();
            let classes = experiment.link == Link::Logistic || experiment.loss == Loss::CrossEntropy;
            let target = |row: &Vec<f64>| if classes { f64::from(row[2] > 0.0) } else { row[2] };
            let data = Dataset::new(features, 2, rows.iter().map(target).collect()).unwrap();
            let mut experiment = quick(experiment);
            (experiment.objective, experiment.data) = (ObjectiveKind::Regression, &OWN);
            (experiment.batch, experiment.start) = (None, None);
            let data = Arc::new(data);
            let mut trainer = Trainer::new(&experiment, Some(Arc::clone(&data))).unwrap();
            trainer.step(20);
            let trajectory = trainer.trajectory();
            prop_assert!(all_finite(trajectory.points()) && all_finite(trajectory.losses()) && all_finite(trainer.parameters()));
            prop_assert!(trainer.status() != Status::Converged || trainer.loss().is_finite());

            let mut again = Trainer::new(&trainer.experiment().to_string().parse().unwrap(), Some(data)).unwrap();
            again.step(20);
            prop_assert_eq!(record(&again), record(&trainer));
        }
    }
}

mod numbers {
    use super::*;
    use descent::number::parse;

    /// The same number as the standard library's, as far as that is finite.
    fn expected(text: &str) -> Option<u64> {
        text.parse().ok().filter(|number: &f64| number.is_finite()).map(f64::to_bits)
    }

    #[test]
    fn edges_are_what_the_standard_library_makes_of_them() {
        let halfway = "9007199254740993";
        let digits = "123456789".repeat(100);
        let texts = [
            "",
            "+",
            "-",
            ".",
            "+.",
            "e5",
            ".e5",
            "1e",
            "1e+",
            "1.e",
            "1e5.",
            "1e-3",
            "1E3",
            "+1",
            "-2",
            ".5",
            "5.",
            "+.5",
            "-.5e-1",
            "5.e3",
            "00",
            "007",
            "-0",
            "0e999",
            "1e400",
            "-1e400",
            "1e-400",
            "1e99999999999999999999",
            "1e-99999999999999999999",
            "NaN",
            "nan",
            "inf",
            "-inf",
            "Infinity",
            "0x1",
            "0x1p3",
            "1_000",
            "1,5",
            "1 ",
            " 1",
            "١",
            "−1",
            "1f",
            "--1",
            "+-1",
            "1e--1",
            "4.9e-324",
            "2.4703282292062327e-324",
            "2.4703282292062328e-324",
            "2.2250738585072011e-308",
            "1.7976931348623157e308",
            "1.7976931348623159e308",
            "2e308",
            "9.9e308",
            "1e309",
            "9e310",
            halfway,
            &digits,
        ];
        let tails = ["", ".0", ".5", "0000000000000000000000001", "e-30", "e-900"];
        for (text, tail) in texts.iter().flat_map(|text| tails.map(|tail| (text, tail))) {
            for text in [format!("{text}{tail}"), format!("0.000{text}{tail}")] {
                assert_eq!(parse(&text).map(f64::to_bits), expected(&text), "{text}");
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4096))]

        #[test]
        fn a_number_is_read_as_the_standard_library_reads_it(number in proptest::num::f64::ANY, digits in 0usize..30) {
            for text in [number.to_string(), format!("{number:e}"), format!("{number:.digits$e}")] {
                prop_assert_eq!(parse(&text).map(f64::to_bits), expected(&text), "{}", text);
            }
        }

        #[test]
        fn halfway_between_two_numbers_is_read_as_the_standard_library_reads_it(
            mantissa in (1u64 << 52)..(1 << 53), exponent in 0i32..70, off in -1i32..=1,
        ) {
            let text = ((u128::from(mantissa) * 2 + 1) << exponent).saturating_add_signed(i128::from(off)).to_string();
            prop_assert_eq!(parse(&text).map(f64::to_bits), expected(&text), "{}", text);
        }

        #[test]
        fn any_text_is_read_as_the_standard_library_reads_it(text in "[-+0-9.eE_ nax]{0,12}") {
            prop_assert_eq!(parse(&text).map(f64::to_bits), expected(&text), "{}", text);
        }
    }
}
