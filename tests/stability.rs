//! Every limit of the learning rate, held against runs at 0.98 and at 1.02 of it.

use descent::data::Dataset;
use descent::experiment::Experiment;
use descent::objective::{Batch, Objective};
use descent::risk::Risk;
use descent::sampler::Sampling;
use descent::stability::{Limit, Local, Rule, Sense, limit_of_batches, limit_of_run, rest};
use descent::trainer::{Status, Trainer};
use std::sync::Arc;

const RULES: &[&str] = &[
    "",
    "&momentum=0.5",
    "&momentum=0.9",
    "&momentum=0.5&dampening=0.4",
    // Without momentum PyTorch dampens nothing.
    "&dampening=0.4",
    "&momentum=0.6&nesterov=true",
    "&weight_decay=0.3",
    "&momentum=0.5&weight_decay=0.3",
    "&momentum=0.6&nesterov=true&weight_decay=0.3",
];

fn rule(experiment: &Experiment) -> Rule {
    let value = |name| experiment.hyper_parameter(name).unwrap();
    Rule {
        momentum: value("momentum"),
        dampening: value("dampening"),
        nesterov: value("nesterov") != 0.0,
        weight_decay: value("weight_decay"),
    }
}

fn parse(text: &str) -> Experiment {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn risk(experiment: &Experiment, own: Option<&Arc<Dataset>>) -> Risk {
    experiment.risk(&experiment.dataset(own).unwrap().unwrap())
}

fn limit(experiment: &Experiment, own: Option<&Arc<Dataset>>) -> Option<Limit> {
    let risk = risk(experiment, own);
    limit_of_batches(&risk, experiment.sampler, experiment.batch.unwrap_or(risk.data().n()), rule(experiment))
}

/// How far apart two runs are that differ in their start alone, after each of `steps`: on a parabola the steps make of
/// the way between them what they make of the error, whatever the noise and the weight decay. Infinite when one has
/// diverged.
fn apart(experiment: &Experiment, own: Option<&Arc<Dataset>>, starts: [&[f64]; 2], steps: &[u64]) -> Vec<f64> {
    let mut runs = starts.map(|start| {
        let mut experiment = experiment.clone();
        experiment.start = Some(start.to_vec());
        Trainer::new(&experiment, own.cloned()).unwrap()
    });
    let apart = |&to: &u64| {
        for run in &mut runs {
            run.step(to - run.steps());
        }
        if runs.iter().any(|run| run.status() == Status::Diverged) {
            return f64::INFINITY;
        }
        let [one, other] = &runs;
        let squares = one.parameters().iter().zip(other.parameters()).map(|(a, b)| (a - b) * (a - b));
        squares.sum::<f64>().sqrt()
    };
    steps.iter().map(apart).collect()
}

/// Holds for the samplers whose steps do not depend on chance.
fn every_run_shrinks_below_and_grows_beyond(text: &str) {
    for rule in RULES {
        let mut experiment = parse(&format!("{text}{rule}"));
        if experiment.sampler == Sampling::Sequential && experiment.hyper_parameter("momentum") != Some(0.0) {
            assert_eq!(limit(&experiment, None), None, "{text}{rule}");
            continue;
        }
        let limit = limit(&experiment, None).unwrap_or_else(|| panic!("{text}{rule} has a limit"));
        assert_eq!(limit.sense, Sense::EveryRun);
        let n = experiment.samples() as u64;
        let epoch = if experiment.sampler == Sampling::Full { 1 } else { n.div_ceil(experiment.batch_size() as u64) };
        let mut at = |factor: f64| {
            experiment.lr = factor * limit.value;
            // The longest of several epochs, for with momentum the error turns.
            let steps: Vec<u64> = (0..20).chain(480..500).map(|count| (count + 1) * epoch).collect();
            let apart = apart(&experiment, None, [&[0.7, -0.4], &[-0.5, 1.1]], &steps);
            let longest = |part: &[f64]| part.iter().copied().fold(0.0, f64::max);
            (longest(&apart[..20]), longest(&apart[20..]))
        };
        let (early, late) = at(0.98);
        assert!(late < 0.5 * early, "{text}{rule}: below {limit:?} {early} becomes {late}");
        let (early, late) = at(1.02);
        assert!(late > 2.0 * early, "{text}{rule}: beyond {limit:?} {early} becomes {late}");
    }
}

#[test]
fn by_all_samples_runs_shrink_below_the_limit_and_grow_beyond_it() {
    for text in [
        "n=20&noise=1&sampler=full&reduction=mean",
        "n=20&noise=1&sampler=full&reduction=sum",
        "n=20&noise=1&sampler=full&reduction=mean&loss=mse",
        "data=engel&scale=standardize&sampler=full&reduction=sum",
    ] {
        every_run_shrinks_below_and_grows_beyond(text);
    }
}

#[test]
fn in_the_order_of_the_data_runs_shrink_below_the_limit_and_grow_beyond_it() {
    for text in [
        "n=60&reduction=mean&sampler=sequential&batch=8",
        "n=60&reduction=sum&sampler=sequential&batch=8",
        "n=21&reduction=mean&sampler=sequential&batch=1&loss=mse",
        "n=21&reduction=mean&sampler=sequential&batch=20",
        "data=engel&scale=standardize&reduction=mean&sampler=sequential&batch=1",
    ] {
        every_run_shrinks_below_and_grows_beyond(text);
    }
}

#[test]
fn momentum_resonates_with_the_order_of_the_data_far_below_any_mark() {
    // The first half of the samples pulls, the second does not: at an eighth of what a step could overshoot at, it grows.
    let features: Vec<f64> = (0..60).map(|i| if i < 30 { 1.0 } else { 0.0 }).collect();
    let data = Arc::new(Dataset::new(features, 1, vec![0.0; 60]).unwrap());
    let experiment = parse("data=own&bias=false&sampler=sequential&batch=1&momentum=0.97&lr=0.0052&start=1");
    assert_eq!(limit_of_run(&experiment, &experiment.risk(&data)), None);
    let mut run = Trainer::new(&experiment, Some(data)).unwrap();
    run.step(60 * 2000);
    assert!(run.parameters()[0].abs() > 1e6, "{:?}", run.parameters());
}

/// A few samples, one feature each, and as many of them as `order` names, in that order.
fn few(n: usize, order: impl Iterator<Item = usize> + Clone) -> Arc<Dataset> {
    let (features, targets) = ([0.7, 1.6, -1.1, 0.9], [1.0, 0.3, -2.0, 0.4]);
    let listed = |column: [f64; 4]| order.clone().map(|sample| column[sample % n]).collect();
    Arc::new(Dataset::new(listed(features), 1, listed(targets)).unwrap())
}

/// The growth, over the last two of some blocks of draws, of the mean of the squared error over the runs by every
/// sequence of blocks. A run is made by going through data that list its draws: the mean is no estimate.
fn exact_growth(experiment: &Experiment, n: usize, blocks: &[Vec<usize>], count: u32) -> f64 {
    let batch = experiment.batch_size();
    let per_block = blocks[0].len().div_ceil(batch) as u64;
    let steps = [per_block * u64::from(count - 2), per_block * u64::from(count)];
    let mut run = experiment.clone();
    run.sampler = Sampling::Sequential;
    let mut squares = [0.0; 2];
    for sequence in 0..blocks.len().pow(count) {
        let block = |place| &blocks[sequence / blocks.len().pow(place) % blocks.len()];
        let listed = few(n, (0..count).flat_map(|place| block(place).iter().copied()));
        let apart = apart(&run, Some(&listed), [&[3.0], &[-4.0]], &steps);
        squares = [0, 1].map(|k| squares[k] + apart[k] * apart[k]);
    }
    squares[1] / squares[0]
}

fn every_rule_shrinks_the_mean_below_and_grows_it_beyond(text: &str, n: usize, blocks: &[Vec<usize>], count: u32) {
    let data = few(n, 0..n);
    // What is remembered for long would hide the growth for more steps than all sequences allow.
    for rule in [
        "",
        "&momentum=0.2",
        "&momentum=0.2&dampening=0.4",
        "&dampening=0.4",
        "&momentum=0.3&nesterov=true",
        "&weight_decay=0.3",
        "&momentum=0.2&weight_decay=0.3",
    ] {
        let mut experiment = parse(&format!("data=own&bias=false&{text}{rule}"));
        let limit = limit(&experiment, Some(&data)).unwrap_or_else(|| panic!("{text}{rule} has a limit"));
        assert_eq!(limit.sense, Sense::MeanSquare);
        let [below, beyond] = [0.98, 1.02].map(|factor| {
            experiment.lr = factor * limit.value;
            exact_growth(&experiment, n, blocks, count)
        });
        assert!(below < 1.0 && beyond > 1.0, "{text}{rule}: {below} and {beyond} about {limit:?}");
    }
}

#[test]
fn with_replacement_the_mean_square_over_all_runs_shrinks_below_the_limit_and_grows_beyond_it() {
    let singles: Vec<Vec<usize>> = (0..3).map(|sample| vec![sample]).collect();
    let doubles: Vec<Vec<usize>> = (0..9).map(|pair| vec![pair / 3, pair % 3]).collect();
    for (text, blocks, count) in [
        ("reduction=mean&sampler=uniform&batch=1", &singles, 8),
        ("reduction=mean&sampler=uniform&batch=1&loss=mse", &singles, 8),
        ("reduction=mean&sampler=uniform&batch=2", &doubles, 4),
        ("reduction=sum&sampler=uniform&batch=2", &doubles, 4),
    ] {
        every_rule_shrinks_the_mean_below_and_grows_it_beyond(text, 3, blocks, count);
    }
}

#[test]
fn without_replacement_the_mean_square_over_all_runs_shrinks_below_the_limit_and_grows_beyond_it() {
    let orders = |n: usize| -> Vec<Vec<usize>> {
        let all = (0..n.pow(n as u32)).map(|code| (0..n).map(|k| code / n.pow(k as u32) % n).collect::<Vec<_>>());
        all.filter(|order| (0..n).all(|sample| order.contains(&sample))).collect()
    };
    // Of four samples in pairs it is the pair that counts, not the order within.
    let pairs: Vec<Vec<usize>> =
        orders(4).into_iter().filter(|order| order[0] < order[1] && order[2] < order[3]).collect();
    for (text, n, blocks, count) in [
        ("reduction=mean&sampler=shuffle&batch=1", 3, &orders(3), 5),
        ("reduction=sum&sampler=shuffle&batch=2", 4, &pairs, 5),
        ("reduction=mean&sampler=shuffle&batch=2", 4, &pairs, 5),
    ] {
        every_rule_shrinks_the_mean_below_and_grows_it_beyond(text, n, blocks, count);
    }
}

/// The mean over seeds of the squared error after some epochs, as a part of what it was some epochs before.
fn mean_growth(experiment: &Experiment, seeds: u32, epochs: [u64; 2]) -> f64 {
    let risk = risk(experiment, None);
    let steps = epochs.map(|epochs| epochs * risk.samples().div_ceil(experiment.batch_size() as u64));
    let starts: [Vec<f64>; 2] = [vec![0.8; risk.dim()], vec![-0.3; risk.dim()]];
    let mut squares = [0.0; 2];
    for seed in 1..=seeds {
        let mut run = experiment.clone();
        run.seed = seed;
        let apart = apart(&run, None, [&starts[0], &starts[1]], &steps);
        squares = [0, 1].map(|k| squares[k] + apart[k] * apart[k]);
    }
    squares[1] / squares[0]
}

#[test]
fn over_many_seeds_the_mean_square_shrinks_below_an_estimated_limit_and_grows_beyond_it() {
    const ESTIMATED: Sense = Sense::Estimated { epochs: 1024 };
    for (text, seeds, epochs, sense) in [
        ("n=60&reduction=mean&sampler=shuffle&batch=30", 600, [2, 8], ESTIMATED),
        ("n=60&reduction=mean&sampler=shuffle&batch=30&momentum=0.5", 600, [2, 8], ESTIMATED),
        ("n=60&reduction=mean&sampler=shuffle&batch=30&momentum=0.5&dampening=0.4", 600, [2, 8], ESTIMATED),
        ("n=60&reduction=sum&sampler=shuffle&batch=30&momentum=0.6&nesterov=true", 600, [2, 8], ESTIMATED),
        ("n=60&reduction=sum&sampler=shuffle&batch=30&weight_decay=0.3", 600, [2, 8], ESTIMATED),
        ("n=60&reduction=mean&sampler=shuffle&batch=8", 4_000, [1, 3], ESTIMATED),
        ("n=60&reduction=sum&sampler=shuffle&batch=8", 4_000, [1, 3], ESTIMATED),
        ("n=60&reduction=mean&sampler=shuffle&batch=8&weight_decay=0.3", 4_000, [1, 3], ESTIMATED),
        ("n=4&reduction=mean&sampler=shuffle&batch=3", 20_000, [2, 5], Sense::MeanSquare),
        ("n=60&reduction=mean&sampler=uniform&batch=30", 1_000, [1, 6], Sense::MeanSquare),
    ] {
        let mut experiment = parse(text);
        let limit = limit(&experiment, None).unwrap_or_else(|| panic!("{text} has a limit"));
        assert_eq!(limit.sense, sense, "{text}");
        let [below, beyond] = [0.98, 1.02].map(|factor| {
            experiment.lr = factor * limit.value;
            mean_growth(&experiment, seeds, epochs)
        });
        assert!(below < 0.9 && beyond > 1.1, "{text}: {below} and {beyond} about {limit:?}");
    }
}

/// Values by other means: the spectral radius of one epoch's map, by a program of its own.
#[test]
fn limits_are_those_of_the_epochs_maps() {
    let value = |text: &str| limit(&parse(text), None).map(|limit| limit.value);
    approx::assert_relative_eq!(
        value("n=60&reduction=mean&sampler=sequential&batch=8").unwrap(),
        0.856,
        max_relative = 1e-3
    );
    approx::assert_relative_eq!(
        value("n=60&noise=1.2&reduction=mean&sampler=shuffle&batch=59").unwrap(),
        0.597,
        max_relative = 5e-3
    );
    // The orders of an epoch are so unlike one another that a few of 4,000 decide: from 1.06 to 1.12, by which.
    assert_eq!(value("data=engel&scale=standardize&reduction=mean&sampler=shuffle&batch=1"), None);
}

/// Cross-entropy is no parabola: runs that begin close to the minimum come closer, or leave it.
#[test]
fn by_all_samples_logistic_regression_comes_to_its_minimum_below_the_limit_and_leaves_it_beyond() {
    let text = "data=blobs&n=60&noise=0.9&distance=2.4&model=logistic&loss=cross-entropy&sampler=full";
    for rule_text in RULES {
        for reduction in ["mean", "sum"] {
            let mut experiment = parse(&format!("{text}&reduction={reduction}{rule_text}"));
            let (risk, rule) = (risk(&experiment, None), rule(&experiment));
            let decayed = |at: &[f64]| Local::of(&risk, at, rule.weight_decay);
            let bends = rest(&decayed, &vec![0.0; risk.dim()]).unwrap();
            let largest = bends.into_iter().fold(0.0, f64::max);
            let limit = rule.limit(largest - rule.weight_decay).unwrap();
            // Where a slow run ends.
            experiment.lr = 0.3 * limit;
            experiment.start = Some(vec![0.0; risk.dim()]);
            let mut slow = Trainer::new(&experiment, None).unwrap();
            slow.step(20_000);
            let minimum = slow.parameters().to_vec();
            let mut distances = |factor: f64| {
                experiment.lr = factor * limit;
                experiment.start = Some(minimum.iter().map(|parameter| parameter + 1e-4).collect());
                let mut run = Trainer::new(&experiment, None).unwrap();
                run.step(3_000);
                let squares = run.parameters().iter().zip(&minimum).map(|(a, b)| (a - b) * (a - b));
                squares.sum::<f64>().sqrt()
            };
            let (below, beyond) = (distances(0.98), distances(1.02));
            assert!(below < 5e-5, "{text}{rule_text}: {below} from the minimum below {limit}");
            assert!(beyond > 5e-3, "{text}{rule_text}: {beyond} from the minimum beyond {limit}");
        }
    }
}

/// On a surface and on a curve: the marks of the figures stand where small steps come to rest.
#[test]
fn on_a_surface_runs_come_to_rest_below_the_limit_and_not_beyond_it() {
    for (surface, start) in [
        ("surface=quadratic&condition=10", [-1.7, 0.8]),
        ("surface=bowl", [-1.6, 1.2]),
        ("surface=rosenbrock", [0.9, 0.8]),
        ("surface=himmelblau", [2.9, 2.1]),
        ("surface=two-wells", [0.2, 1.2]),
        ("surface=rastrigin", [2.05, 1.95]),
    ] {
        for rule_text in RULES.iter().filter(|rule| !rule.contains("decay")) {
            let mut experiment = parse(&format!("objective=surface&{surface}{rule_text}"));
            let objective = experiment.objective(None).unwrap();
            let bends = rest(&|at| Local::of(&*objective, at, 0.0), &start).unwrap();
            let limit = rule(&experiment).limit(bends.into_iter().fold(0.0, f64::max)).unwrap();
            experiment.lr = 0.3 * limit;
            experiment.start = Some(start.to_vec());
            let mut slow = Trainer::new(&experiment, None).unwrap();
            slow.step(100_000);
            let minimum = slow.parameters().to_vec();
            let mut distance = |factor: f64| {
                experiment.lr = factor * limit;
                experiment.start = Some(minimum.iter().map(|coordinate| coordinate + 1e-5).collect());
                let mut run = Trainer::new(&experiment, None).unwrap();
                run.step(5_000);
                if run.status() == Status::Diverged {
                    return f64::INFINITY;
                }
                libm::hypot(run.parameters()[0] - minimum[0], run.parameters()[1] - minimum[1])
            };
            let (below, beyond) = (distance(0.98), distance(1.02));
            assert!(below < 1.5e-5, "{surface}{rule_text}: {below} below {limit}");
            assert!(beyond > 1e-3, "{surface}{rule_text}: {beyond} beyond {limit}");
        }
    }
}

/// What the article says of the first figure: past its mark stochastic descent is thrown out and returns; far past it,
/// it does not.
#[test]
fn a_single_run_returns_beyond_the_limit_in_the_mean_square_until_far_beyond_it() {
    let text = "n=60&noise=1.2&reduction=mean&sampler=uniform&batch=1";
    let limit = limit(&parse(text), None).unwrap();
    assert_eq!(limit.sense, Sense::MeanSquare);
    approx::assert_relative_eq!(limit.value, 0.339, max_relative = 1e-3);
    let run = |lr: f64, seed: u32| {
        let mut run = Trainer::new(&parse(&format!("{text}&lr={lr}&seed={seed}")), None).unwrap();
        let objective = run.objective().clone();
        let floor = objective.value(&objective.minimum().unwrap(), Batch::All);
        let mut farthest: f64 = 0.0;
        let mut close = 0;
        for _ in 0..400 {
            run.step(1);
            farthest = farthest.max(run.loss() / floor);
            close += u32::from(run.loss() < 10.0 * floor);
        }
        run.step(20_000);
        (farthest, close, run.status())
    };
    for seed in 1..=10 {
        for lr in [0.36, 0.42] {
            let (farthest, close, status) = run(lr, seed);
            assert!(farthest > 10.0 && close > 100 && status == Status::Running, "{lr} {seed}: {farthest} {close}");
        }
        assert_eq!(run(0.65, seed).2, Status::Diverged);
    }
}
