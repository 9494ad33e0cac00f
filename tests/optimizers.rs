//! Every update rule and every schedule: numbers of forty digits, minima, and what is refused.
//!
//! PyTorch's own runs stand in `reference.rs`; `tests/reference/rules.json` and `second_order.json`, by the scripts beside them,
//! have what those lack.

use descent::experiment::Experiment;
use descent::optim::OPTIMIZERS;
use descent::schedule::SCHEDULES;
use descent::trainer::{Status, Trainer};
use descent::words::Words;
use serde_json::Value;

fn rules() -> Value {
    serde_json::from_str(include_str!("reference/rules.json")).unwrap()
}

fn numbers(value: &Value) -> Vec<f64> {
    let entries = value.as_array().unwrap().iter();
    entries.flat_map(|entry| entry.as_f64().map_or_else(|| numbers(entry), |x| vec![x])).collect()
}

fn keys(of: &Value) -> String {
    let hyper = of["hyper"].as_object().unwrap();
    hyper.iter().map(|(key, value)| format!("&{key}={}", value.as_str().unwrap())).collect()
}

fn trainer(text: &str) -> Trainer {
    Trainer::new(&text.parse().unwrap_or_else(|error| panic!("{text}: {error}")), None).unwrap()
}

#[test]
fn runs_follow_the_published_equations() {
    follows(&rules()["runs"], 35);
}

/// L-BFGS as PyTorch has it, Newton's method, line search and conjugate gradients as they are published.
#[test]
fn runs_by_second_derivatives_and_along_lines_follow_theirs() {
    let text = include_str!("reference/second_order.json");
    follows(&serde_json::from_str::<Value>(text).unwrap()["runs"], 24);
}

fn follows(runs: &Value, count: usize) {
    let runs = runs.as_array().unwrap();
    assert_eq!(runs.len(), count);
    for run in runs {
        let (path, losses) = (numbers(&run["path"]), numbers(&run["losses"]));
        let (f, name) = (run["f"].as_str().unwrap(), run["optimizer"].as_str().unwrap());
        let text = format!("objective=expression&f={f}&optimizer={name}&start={},{}{}", path[0], path[1], keys(run));
        let mut trainer = trainer(&text);
        trainer.set_tolerance(0.0).unwrap();
        trainer.step(losses.len() as u64);
        let (ours, our_losses) = (trainer.trajectory().points(), trainer.trajectory().losses());
        assert_eq!((ours.len(), our_losses.len()), (path.len(), losses.len()), "{text}");
        for (place, (our, exact)) in ours.iter().zip(&path).chain(our_losses.iter().zip(&losses)).enumerate() {
            // Relative to the number itself; parameters pass through zero, where the unit is the scale of the run.
            let close = (our - exact).abs() <= 1e-10 * exact.abs().max(1e-2);
            assert!(close, "{text}: number {place} is {our}, exactly {exact}");
        }
    }
}

#[test]
fn schedules_follow_pytorchs_recurrences() {
    let rules = rules();
    let schedules = rules["schedules"].as_array().unwrap();
    assert_eq!(schedules.len(), 12);
    for schedule in schedules {
        let text = format!("lr=0.3&schedule={}{}", schedule["schedule"].as_str().unwrap(), keys(schedule));
        let experiment: Experiment = text.parse().unwrap();
        assert_eq!(experiment.to_string().parse::<Experiment>().unwrap(), experiment, "{text}");
        for (step, exact) in numbers(&schedule["rates"]).into_iter().enumerate() {
            let our = experiment.lr_after(step as u64);
            assert!(
                (our - exact).abs() <= 1e-12 * exact.max(1e-3),
                "{text}: {our} after {step} steps, exactly {exact}"
            );
        }
        // What a run may still be moved by is never less than what comes.
        let ahead = |step| experiment.schedule().largest_part_from(step) * (1.0 + 1e-12);
        for step in 0..60 {
            assert!((step..120).all(|later| experiment.schedule().part(later) <= ahead(step)), "{text}: {step}");
        }
    }
}

#[test]
fn numbers_of_a_schedule_are_its_own() {
    let value = |text: &str| text.parse::<Experiment>().unwrap().get("gamma").unwrap();
    assert_eq!((value("schedule=step"), value("schedule=exponential")), ("0.1".into(), "0.99".into()));
    assert_eq!(value("gamma=0.5&schedule=exponential"), "0.5", "in any order");
    let mut experiment: Experiment = "schedule=step&gamma=0.5".parse().unwrap();
    experiment.set("schedule", "exponential").unwrap();
    assert_eq!(experiment.get("gamma").unwrap(), "0.99");
    experiment.set("schedule", "step").unwrap();
    assert_eq!(experiment.get("gamma").unwrap(), "0.5", "it has waited");
}

/// A rule, η and what else it asks for, on the bowl, in Rosenbrock's valley, on Engel's line and on Iris.
type Row = (&'static str, [&'static str; 4]);

/// Rules whose steps do not shrink with the gradient come close by a falling η.
const ROWS: &[Row] = &[
    ("sgd", ["0.1", "0.001&momentum=0.9", "0.5", "2&momentum=0.9"]),
    ("adagrad", ["0.5", "0.5", "20", "1"]),
    ("adadelta", ["0.1", "0.0015&eps=1", "1&eps=0.001", "1"]),
    ("rmsprop", ["0.05", "0.01", "0.05", "0.1"]),
    ("adam", ["0.1", "0.05", "0.1", "0.2"]),
    ("adamw", ["0.1&weight_decay=0", "0.05&weight_decay=0", "0.1&weight_decay=0", "0.2&weight_decay=0"]),
    ("adamax", ["0.1", "0.05", "0.1", "0.2"]),
    ("nadam", ["0.1", "0.05", "0.1", "0.2"]),
    ("radam", ["0.1", "0.002", "0.1", "0.2"]),
    ("rprop", ["0.1", "0.01", "0.1", "0.1"]),
    ("lion", ["0.05", "0.01", "0.05", "0.1"]),
    ("qhm", ["0.1&momentum=0.9", "0.002&momentum=0.9", "0.5&momentum=0.9", "5&momentum=0.9"]),
    ("qhadam", ["0.1&nu1=0.7", "0.05&nu1=0.7", "0.1&nu1=0.7", "0.2&nu1=0.7"]),
    ("newton", ["1", "1", "1", "1"]),
    ("line_search", ["1", "1", "1", "8"]),
    ("cg", ["1", "1", "1", "1"]),
    ("lbfgs", ["1", "1&strong_wolfe=true", "1", "1&tolerance_change=1e-14"]),
    ("own", ["0.1", "0.001", "0.05", "2"]),
];

#[test]
fn every_optimizer_comes_to_the_minimum_of_every_problem() {
    const STEPS: u64 = 30_000;
    const TOLERANCE: f64 = 2e-3;
    assert_eq!(
        ROWS.iter().map(|row| row.0).collect::<Vec<_>>(),
        OPTIMIZERS.iter().map(|row| row.name).collect::<Vec<_>>()
    );
    let problems = [
        "objective=surface&surface=bowl&start=0.8,-0.6",
        "objective=surface&surface=rosenbrock&start=-0.7,0.9",
        "data=engel&scale=standardize&reduction=mean&start=0,0",
        "data=iris&scale=standardize&model=logistic&loss=cross-entropy&reduction=mean&start=0,0,0",
    ];
    let mut missed = Vec::new();
    for (place, problem) in problems.iter().enumerate() {
        let minimum = match place {
            0 => vec![0.0, 0.0],
            1 => vec![1.0, 1.0],
            _ => {
                let experiment: Experiment = problem.parse().unwrap();
                let data = experiment.dataset(None).unwrap().unwrap();
                experiment.minimum_of(&experiment.risk(&data)).unwrap()
            }
        };
        for (optimizer, lrs) in ROWS {
            let fades = !["sgd", "adagrad", "adadelta", "rprop", "qhm", "newton", "line_search", "cg", "lbfgs", "own"]
                .contains(optimizer);
            let schedule = if fades { "&schedule=cosine&t_max=30000" } else { "" };
            let text = format!("{problem}&optimizer={optimizer}&lr={}{schedule}", lrs[place]);
            let mut trainer = trainer(&text);
            trainer.step(STEPS);
            let scale = minimum.iter().fold(1.0_f64, |scale, number| scale.max(number.abs()));
            for (reached, exact) in trainer.parameters().iter().zip(&minimum) {
                if (reached - exact).abs() > TOLERANCE * scale {
                    missed.push(format!("{text}: {:?}, not {minimum:?}", trainer.parameters()));
                }
            }
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

#[test]
fn a_number_out_of_range_is_refused_with_what_is_allowed() {
    let owners = OPTIMIZERS.iter().map(|recipe| ("optimizer", recipe.name, recipe.hyper_parameters));
    let schedules = SCHEDULES.iter().map(|recipe| ("schedule", recipe.name, recipe.hyper_parameters));
    let mut refused = 0;
    for (family, owner, hyper_parameters) in owners.chain(schedules) {
        for hyper in hyper_parameters {
            for wrong in ["-1", "1e7000", "NaN", "much"] {
                let text = format!("{family}={owner}&{}={wrong}", hyper.name);
                let error = text.parse::<Experiment>().expect_err(&text);
                let message = error.message(Words::of("en"));
                let begins = format!("{}: `{wrong}` is not allowed; it must be ", hyper.name);
                assert!(message.starts_with(&begins) && message.len() > begins.len() + 5, "{text}: {message}");
                assert_eq!((error.code(), error.key()), ("not-allowed", Some(hyper.name)));
                refused += 1;
            }
        }
    }
    assert!(refused > 4 * 60, "{refused}");
    for (text, english, chinese) in [
        (
            "optimizer=adam&beta1=1",
            "beta1: `1` is not allowed; it must be a number from 0 to below 1",
            "beta1：不能取“1”；应为不小于 0 且小于 1 的数",
        ),
        (
            "optimizer=rprop&eta_minus=1",
            "eta_minus: `1` is not allowed; it must be a number above 0 and below 1",
            "eta_minus：不能取“1”；应为大于 0 且小于 1 的数",
        ),
        (
            "optimizer=rprop&eta_plus=1",
            "eta_plus: `1` is not allowed; it must be a number above 1, up to 1000000",
            "eta_plus：不能取“1”；应为大于 1 且不超过 1000000 的数",
        ),
        (
            "optimizer=rmsprop&alpha=1.5",
            "alpha: `1.5` is not allowed; it must be a number from 0 to 1",
            "alpha：不能取“1.5”；应为从 0 到 1 的数",
        ),
        (
            "schedule=step&step_size=0.5",
            "step_size: `0.5` is not allowed; it must be an integer from 1 to 1000000000000",
            "step_size：不能取“0.5”；应为从 1 到 1000000000000 的整数",
        ),
    ] {
        let error = text.parse::<Experiment>().unwrap_err();
        assert_eq!((error.message(Words::of("en")), error.message(Words::of("zh"))), (english.into(), chinese.into()));
    }
}

mod rest {
    use super::*;

    /// Adam's steps are as long as η as soon as its mean square has forgotten the way: standing close to a minimum is no
    /// rest.
    #[test]
    fn what_still_moves_has_not_converged() {
        for optimizer in ["adam", "rmsprop", "nadam", "lion", "rprop"] {
            let text = format!("objective=expression&f=(x-2)^2 + (x+y-1)^2&start=0.5,0.5&lr=0.1&optimizer={optimizer}");
            let mut run = trainer(&text);
            let mut ahead = trainer(&text);
            ahead.set_tolerance(0.0).unwrap();
            for _ in 0..60 {
                let status = run.step(250);
                ahead.step(run.steps() - ahead.steps());
                if status == Status::Converged {
                    // Where it says that nothing moves, nothing does.
                    ahead.step(20_000);
                    assert_eq!(ahead.parameters(), run.parameters(), "{optimizer}");
                    break;
                }
            }
        }
    }

    #[test]
    fn where_nothing_can_move_every_rule_has_converged() {
        for recipe in OPTIMIZERS {
            // On the minimum; weights that decay are at 0.
            let at_rest =
                trainer(&format!("objective=surface&surface=bowl&start=0,0&lr=0.1&optimizer={}", recipe.name));
            assert_eq!(at_rest.status(), Status::Converged, "{}", recipe.name);
        }
    }

    #[test]
    fn rules_that_shrink_with_the_gradient_come_to_rest() {
        for (optimizer, lr) in [("adagrad", 0.5), ("qhm", 0.2), ("sgd", 0.2)] {
            let momentum = if optimizer == "qhm" { "&momentum=0.9" } else { "" };
            let text = format!("objective=expression&f=(x-2)^2+y^2&start=0,1&lr={lr}&optimizer={optimizer}{momentum}");
            let mut run = trainer(&text);
            assert_eq!(run.step(100_000), Status::Converged, "{optimizer}");
            approx::assert_relative_eq!(run.parameters()[0], 2.0, max_relative = 1e-12);
        }
    }

    /// At the low point of a cosine η is 0, and rises again.
    #[test]
    fn a_pause_of_the_learning_rate_is_no_rest() {
        let mut run = trainer("objective=surface&surface=bowl&start=1,1&lr=0.01&schedule=cosine&t_max=5");
        for _ in 0..40 {
            assert_eq!(run.step(1), Status::Running, "{}", run.steps());
        }
        let mut run =
            trainer("objective=surface&surface=bowl&start=1,1&lr=0.01&schedule=linear-warmup&start_factor=1e-300");
        assert_eq!(run.step(3), Status::Running);
    }
}

/// Gradients whose square is beyond all numbers leave an adaptive rule nothing to divide by.
#[test]
fn a_square_beyond_all_numbers_is_told_as_such() {
    for optimizer in ["adam", "rmsprop", "adagrad", "nadam", "qhadam"] {
        let mut run = trainer(&format!("objective=expression&f=1e200 x^2&start=1&lr=0.1&optimizer={optimizer}"));
        assert_eq!(run.step(1000), Status::Diverged, "{optimizer}");
        assert!(run.parameters()[0].is_finite() && run.reason().is_some());
    }
}

#[test]
fn the_learning_rate_of_rprop_is_its_first_step_alone() {
    let mut run = trainer("objective=expression&f=x^2&start=1&optimizer=rprop&lr=0.0625");
    run.step(1);
    assert_eq!(run.parameters()[0], 1.0 - 0.0625);
    run.set("lr", "5").unwrap();
    run.step(1);
    assert_eq!(run.parameters()[0], 1.0 - 0.0625 - 0.0625 * 1.2);
    // As in PyTorch a first step of 0 is the smallest.
    let mut run = trainer("objective=expression&f=x^2&start=1&optimizer=rprop&lr=0");
    run.step(1);
    assert_eq!(run.parameters()[0], 1.0 - 1e-6);
}

/// A search for a length ends where numbers do: at lengths, slopes and directions beyond all of them.
#[test]
fn a_line_search_ends_wherever_numbers_lead() {
    let functions = ["1e200*x^2 %2B y", "1e-300*x^4 - y^2", "exp(50x) %2B exp(-50y)", "sqrt(x) %2B 1/y", "x^9 - y^9"];
    for f in functions {
        for optimizer in ["line_search", "line_search&shrink=0.94", "cg", "lbfgs", "lbfgs&strong_wolfe=true", "newton"]
        {
            for (lr, start) in [("1e300", "1,2"), ("1", "1e100,-1e100"), ("0", "3,1"), ("1e-300", "1e-200,7")] {
                let text = format!("objective=expression&f={f}&optimizer={optimizer}&lr={lr}&start={start}");
                let mut run = trainer(&text);
                run.step(20);
                assert!(run.parameters().iter().all(|parameter| parameter.is_finite()), "{text}");
            }
        }
    }
}
