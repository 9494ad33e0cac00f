//! A rule of the reader's own: the numbers of the rules it is typed after, what is remembered, and mistakes with their places.

use descent::error::{Error, Expected, InRule};
use descent::experiment::Experiment;
use descent::expression::{LONGEST, Rule};
use descent::trainer::{Status, Trainer};
use descent::words::Words;
use proptest::prelude::*;
use proptest::sample::select;

const ADAM: &str = "m = 0.9 m + 0.1 g; v = 0.999 v + 0.001 g²; m̂ = m/(1 − 0.9^t); v̂ = v/(1 − 0.999^t)
θ ← θ − η m̂/(sqrt(v̂) + 1e-8)";

/// Objectives, batches and schedules that rules are held against each other on.
const ELSEWHERE: &[&str] = &[
    "objective=surface&surface=rosenbrock&start=-1.2,1&lr=0.001",
    "objective=expression&f=cos(x) cos(2y)&start=0.4,0.3&lr=0.03&maximize=true",
    "data=line&n=30&reduction=mean&sampler=shuffle&batch=7&lr=0.05&seed=3",
    "data=blobs&n=40&model=logistic&loss=cross-entropy&reduction=mean&sampler=uniform&batch=1&lr=0.2&seed=8",
    "data=engel&scale=standardize&reduction=mean&lr=0.3&schedule=cosine&t_max=150&warmup=10&seed=1",
];

fn trainer(text: &str) -> Trainer {
    Trainer::new(&text.parse().unwrap_or_else(|error| panic!("{text}: {error}")), None).unwrap()
}

fn with_rule(text: &str, rule: &str) -> Trainer {
    let mut experiment: Experiment = format!("optimizer=own&{text}").parse().unwrap();
    experiment.set("rule", rule).unwrap();
    Trainer::new(&experiment, None).unwrap()
}

fn path(mut trainer: Trainer, steps: u64) -> Vec<u64> {
    trainer.step(steps);
    trainer.trajectory().points().iter().map(|number| number.to_bits()).collect()
}

#[test]
fn typed_descent_and_typed_momentum_are_sgd_to_the_bit() {
    for text in ELSEWHERE {
        for (rule, sgd) in [
            ("theta = theta - eta g", ""),
            ("θ ← θ − η g", ""),
            ("v = 0.9 v + g; theta = theta - eta v", "&momentum=0.9"),
            ("v = 0.9v + g\n\ntheta = theta - eta v;", "&momentum=0.9"),
            (
                "h = g + 0.01 theta; v = 0.5 v + h; theta = theta - eta (h + 0.5 v)",
                "&momentum=0.5&nesterov=true&weight_decay=0.01",
            ),
        ] {
            assert_eq!(path(with_rule(text, rule), 200), path(trainer(&format!("{text}{sgd}")), 200), "{text}, {rule}");
        }
    }
}

#[test]
fn typed_adam_is_adam() {
    for text in ELSEWHERE {
        let (mut own, mut adam) = (with_rule(text, ADAM), trainer(&format!("{text}&optimizer=adam")));
        for _ in 0..200 {
            own.step(1);
            adam.step(1);
            for (ours, theirs) in own.parameters().iter().zip(adam.parameters()) {
                approx::assert_relative_eq!(ours, theirs, max_relative = 1e-10, epsilon = 1e-12);
            }
        }
        assert_eq!((own.steps(), own.status()), (adam.steps(), adam.status()), "{text}");
    }
}

#[test]
fn a_name_is_what_it_was_set_to_and_before_that_what_it_was_after_the_last_step() {
    let steps = |rule: &str, count: u64| {
        let mut trainer = with_rule("objective=expression&f=3x&start=0&lr=0.5", rule);
        trainer.set_tolerance(0.0).unwrap();
        trainer.step(count);
        trainer.trajectory().points().to_vec()
    };
    assert_eq!(steps("theta = theta + t", 4), [0.0, 1.0, 3.0, 6.0, 10.0]);
    assert_eq!(steps("theta = a; a = a + g", 3), [0.0, 0.0, 3.0, 6.0]);
    assert_eq!(steps("a = a + g; theta = a", 3), [0.0, 3.0, 6.0, 9.0]);
    assert_eq!(steps("theta = 2; theta = theta + eta", 2), [0.0, 2.5, 2.5]);
    assert_eq!(steps("beta = 0.5; theta = theta - beta", 2), [0.0, -0.5, -1.0]);
    // Of four names the second and the third are remembered.
    assert_eq!(steps("a = 1; theta = theta + a + b; c = b; b = c + 1", 3), [0.0, 1.0, 3.0, 6.0]);
    // x and y are names like others.
    assert_eq!(steps("x = x + 1; y1 = 2x; theta = y1", 3), [0.0, 2.0, 4.0, 6.0]);
    assert_eq!(Rule::parse("b = c; c = b; d = c; theta = r; r = d").unwrap().memories(), ["c", "r"]);
}

#[test]
fn each_parameter_has_memories_of_its_own() {
    let text = "objective=surface&surface=quadratic&condition=20&start=1,2&lr=0.02";
    let rule = "s = s + g²; v = 0.5 v + g / (sqrt(s) + 1e-10); theta = theta - eta v";
    let mut both = with_rule(text, rule);
    both.step(60);
    for axis in 0..2 {
        let curvature = [1.0, 20.0][axis];
        let (mut theta, mut s, mut v) = ([1.0f64, 2.0][axis], 0.0f64, 0.0);
        for _ in 0..60 {
            let g = curvature * theta;
            s += g * g;
            v = 0.5 * v + g / (s.sqrt() + 1e-10);
            theta -= 0.02 * v;
        }
        approx::assert_relative_eq!(both.parameters()[axis], theta, max_relative = 1e-12);
    }
}

#[test]
fn another_text_in_mid_flight_keeps_what_both_remember_and_begins_anew_with_what_is_new() {
    let text = "n=20&reduction=mean&start=3,-1&lr=0.05";
    let changed = |first: &str, second: &str, third: &str| {
        let mut trainer = with_rule(text, first);
        trainer.step(5);
        trainer.set("rule", second).unwrap();
        trainer.set("rule", third).unwrap();
        trainer.step(5);
        trainer
    };
    let momentum = "v = 0.9 v + g; theta = theta - eta v";
    let mut ten = with_rule(text, momentum);
    ten.step(10);
    // The same in other words, and the order of what is remembered, change nothing.
    let same = changed(
        "w = 0; v = 0.9 v + g; theta = theta - eta v - 0 u; u = v",
        "theta = theta - eta v; v = v",
        "v = 0.9v + g; theta = theta - eta v",
    );
    assert_eq!(same.parameters(), ten.parameters());
    assert_eq!(same.steps(), 10);
    // Adam, which was something else before, counts from its own first step.
    let adam = changed("theta = theta - eta g", ADAM, ADAM);
    let start: Vec<String> = with_path_end(text, "theta = theta - eta g", 5).iter().map(f64::to_string).collect();
    let mut fresh = with_rule(&format!("n=20&reduction=mean&lr=0.05&start={}", start.join(",")), ADAM);
    fresh.step(5);
    assert_eq!(adam.parameters(), fresh.parameters());
    // Another optimizer between forgets.
    let mut between = with_rule(text, momentum);
    between.step(5);
    between.set("optimizer", "sgd").unwrap();
    between.set("optimizer", "own").unwrap();
    between.step(5);
    let mut anew = with_rule(
        &format!("n=20&reduction=mean&lr=0.05&start={}", {
            let ends = with_path_end(text, momentum, 5);
            ends.iter().map(f64::to_string).collect::<Vec<_>>().join(",")
        }),
        momentum,
    );
    anew.step(5);
    assert_eq!(between.parameters(), anew.parameters());
}

fn with_path_end(text: &str, rule: &str, steps: u64) -> Vec<f64> {
    let mut trainer = with_rule(text, rule);
    trainer.step(steps);
    trainer.parameters().to_vec()
}

#[test]
fn a_mistake_leaves_the_run_as_it_was() {
    let mut trainer = with_rule("n=20&reduction=mean&start=3,-1&lr=0.05", "theta = theta - eta g");
    trainer.step(3);
    let (experiment, parameters) = (trainer.experiment().clone(), trainer.parameters().to_vec());
    let error = trainer.set("rule", "theta = theta - eta h").unwrap_err();
    assert_eq!((error.code(), error.key()), ("rule", Some("rule")));
    assert_eq!((trainer.experiment(), trainer.parameters(), trainer.steps()), (&experiment, &parameters[..], 3));
}

#[test]
fn what_leaves_all_numbers_diverges_and_what_stands_still_has_converged() {
    let run = |rule: &str| {
        let mut trainer = with_rule("objective=expression&f=(x-1)^2 %2B (y%2B2)^2&start=1.5,2&lr=0.1", rule);
        trainer.step(5000);
        assert!(trainer.parameters().iter().all(|parameter| parameter.is_finite()), "{rule}");
        trainer.status()
    };
    for rule in
        ["theta = theta/0", "theta = log(-1 - theta²)", "v = exp(exp(t)); w = w + v; theta = theta", "theta = 10 theta"]
    {
        assert_eq!(run(rule), Status::Diverged, "{rule}");
    }
    for rule in ["theta = theta", "theta = theta - eta g", "v = 0.9 v + g; theta = theta - eta v", "theta = 7"] {
        assert_eq!(run(rule), Status::Converged, "{rule}");
    }
    // A step of the sign has no size to shrink.
    assert_eq!(run("theta = theta - eta sign(g)"), Status::Running);
}

#[test]
fn rest_is_told_no_sooner_than_of_the_same_rule_by_name() {
    for (rule, name) in
        [("theta = theta - eta g", "sgd"), ("v = 0.9 v + g; theta = theta - eta v", "sgd&momentum=0.9"), (ADAM, "adam")]
    {
        let text = "objective=surface&surface=quadratic&condition=5&start=1,2&lr=0.1";
        let (mut own, mut named) = (with_rule(text, rule), trainer(&format!("{text}&optimizer={name}")));
        let (own_status, status) = (own.step(20_000), named.step(20_000));
        // Trembling by rounding errors is known of rules that are known alone.
        assert!(own_status == status || own_status == Status::Running, "{rule}");
        assert!(own.steps() + 40 >= named.steps(), "{rule}: {} before {}", own.steps(), named.steps());
    }
}

#[test]
fn the_key_belongs_to_own_and_is_encoded_in_the_string() {
    let mut experiment: Experiment = "n=20&optimizer=own".parse().unwrap();
    experiment.set("rule", "v = 0.9 v + g;\nθ = θ − η v").unwrap();
    let text = experiment.to_string();
    assert!(text.contains("&optimizer=own&rule=v%20%3D%200.9%20v%20%2B%20g%3B%0A%CE%B8%20%3D"), "{text}");
    assert_eq!(text.parse::<Experiment>().unwrap(), experiment);
    // Another optimizer says nothing of it, and has it still.
    experiment.set("optimizer", "adam").unwrap();
    assert!(!experiment.to_string().contains("rule="));
    experiment.set("optimizer", "own").unwrap();
    assert_eq!(experiment.to_string(), text);
    // A link with a mistake shows the usual rule, and tells.
    let (lenient, errors) = Experiment::default().parse_leniently("optimizer=own&rule=theta = h&lr=0.3");
    assert_eq!((lenient.get("rule").unwrap(), lenient.lr), (Experiment::default().rule, 0.3));
    assert_eq!(errors.iter().map(Error::code).collect::<Vec<_>>(), ["rule"]);
}

#[test]
fn mistakes_are_told_with_their_places() {
    use InRule::*;
    let name = |name: &str| name.to_owned();
    let rows = [
        ("", 1, Target),
        ("  ;\n;", 1, Target),
        ("= 3", 1, Target),
        ("theta = 1; 2 = theta", 12, Target),
        ("v = v + g", 10, Theta),
        ("g = 2 g; theta = g", 1, Settable(name("g"))),
        ("theta = 1; η = 2", 12, Settable(name("eta"))),
        ("theta = 1; t = 2", 12, Settable(name("t"))),
        ("sin = 1", 1, Settable(name("sin"))),
        ("e = 1; theta = e", 1, Settable(name("e"))),
        ("theta - eta g", 7, Equals),
        ("theta == g", 8, Part(Expected::Operand)),
        ("theta = (theta\n- eta g)", 15, Part(Expected::Close)),
        ("theta = theta - eta *", 22, Part(Expected::Operand)),
        ("theta = 1 2", 11, Part(Expected::Operator)),
        ("theta = g = 1", 11, Part(Expected::Operator)),
        ("theta = sin g", 13, Part(Expected::Open)),
        ("theta = min(g)", 14, Part(Expected::Comma)),
        ("v = theta; theta = theta - eta vg", 32, Known(name("vg"))),
        ("theta = b; a = c", 9, Known(name("b"))),
        ("theta = theta₁", 9, Known(name("theta₁"))),
    ];
    for (text, place, expects) in rows {
        match Rule::parse(text) {
            Err(Error::Rule { position, expected, .. }) => assert_eq!((position, expected), (place, expects), "{text}"),
            other => panic!("{text}: {other:?}"),
        }
    }
    for (text, expects) in
        [("theta = g +".repeat(100), Expected::End), (format!("theta = {}g", "(".repeat(60)), Expected::Shallower)]
    {
        match Rule::parse(&text) {
            Err(Error::Rule { expected, value, .. }) => {
                assert_eq!(expected, Part(expects));
                assert!(value.chars().count() <= 61);
            }
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_mistake_is_told_in_both_languages() {
    let rows = [
        (
            "theta = theta - eta h",
            "rule: `theta = theta - eta h` is not allowed; character 21 must be a name that has a value: `theta`, `g`, `eta`, `t`, or one that the rule sets; it does not set `h`",
            "rule：不能取“theta = theta - eta h”；第 21 个字符处应为有值的变量：theta、g、eta、t 或规则中赋过值的变量；“h”从未赋值",
        ),
        (
            "v = g",
            "rule: `v = g` is not allowed; character 6 must be an assignment to `theta`, without which nothing moves: `; theta = theta - eta g`",
            "rule：不能取“v = g”；第 6 个字符处应为对 theta 的赋值，否则什么也不会动，如“; theta = theta - eta g”",
        ),
        (
            "",
            "rule: an empty value is not allowed; character 1 must be `theta`, or a name of your own, to be set: `theta = theta - eta g`",
            "rule：不能为空；第 1 个字符处应为要赋值的变量，即 theta 或自己起的名字，如“theta = theta - eta g”",
        ),
    ];
    for (text, english, chinese) in rows {
        let error = Experiment::default().parse_over(&format!("optimizer=own&rule={text}")).unwrap_err();
        assert_eq!([error.message(Words::of("en")), error.message(Words::of("zh"))], [english, chinese]);
    }
}

/// What rules are made of, in no order that makes sense.
fn crumbs() -> impl Strategy<Value = String> {
    let crumb = select(vec![
        "theta", "θ", "g", "eta", "η", "t", "v", "m̂", "x1", " = ", "=", "←", ";", "\n", " ", "+", "-", "*", "/", "^",
        "²", "(", ")", "0.9", "1e-8", "2", "sqrt(", "max(", ",", "abs(", "e", "π", "sign", "；", "₁",
    ]);
    proptest::collection::vec(crumb, 0..30).prop_map(|crumbs| crumbs.concat())
}

/// Rules that are right, of whatever use.
fn rules() -> impl Strategy<Value = String> {
    let leaf = select(vec!["theta", "g", "eta", "t", "u", "v", "w", "0.9", "2"]).prop_map(String::from);
    let value = leaf.prop_recursive(3, 12, 2, |part| {
        let operator = select(vec!["+", "-", "*", "/", " "]);
        prop_oneof![
            (part.clone(), operator, part.clone()).prop_map(|(u, operator, v)| format!("({u}){operator}({v})")),
            (select(vec!["sqrt", "abs", "sign", "tanh"]), part).prop_map(|(function, u)| format!("{function}({u})")),
        ]
    });
    proptest::collection::vec((select(vec!["u", "v", "w", "theta"]), value), 0..5).prop_map(|lines| {
        let lines = lines.into_iter().map(|(name, value)| format!("{name} = {value}"));
        let rest = ["u = u", "v = v + 0.1 g", "w = w", "theta = theta - eta g"].map(String::from);
        lines.chain(rest).collect::<Vec<_>>().join("; ")
    })
}

proptest! {
    #[test]
    fn no_text_panics(text in prop_oneof![3 => crumbs(), 1 => rules(), 1 => any::<String>()]) {
        match Rule::parse(&text) {
            Ok(rule) => {
                let mut after = vec![0.0; 1 + rule.memories().len()];
                rule.step(&vec![0.5; Rule::GIVEN + rule.memories().len()], &mut after);
            }
            Err(Error::Rule { position, .. }) => {
                prop_assert!(position >= 1 && position <= text.chars().count() + 1);
                prop_assert!(position <= LONGEST + 1);
            }
            Err(error) => prop_assert!(false, "{}", error),
        }
    }

    #[test]
    fn a_rule_comes_back_from_its_string_and_goes_the_same_way_again(rule in rules(), seed: u32, batch in 1..20usize) {
        let text = format!("n=20&reduction=mean&sampler=shuffle&batch={batch}&lr=0.02&seed={seed}");
        let mut trainer = with_rule(&text, &rule);
        let again: Experiment = trainer.experiment().to_string().parse().unwrap();
        prop_assert_eq!(&again, trainer.experiment());
        trainer.step(40);
        let points = trainer.trajectory().points().to_vec();
        trainer.rewind();
        trainer.step(40);
        prop_assert_eq!(trainer.trajectory().points(), &points[..]);
        let mut other = Trainer::new(&again, None).unwrap();
        other.step(40);
        prop_assert_eq!(other.trajectory().points(), &points[..]);
        prop_assert!(trainer.parameters().iter().all(|parameter| parameter.is_finite()));
    }

    #[test]
    fn any_rule_goes_on_from_any_other(rules in proptest::collection::vec((rules(), 0..9u64), 1..5)) {
        let mut trainer = with_rule("n=20&reduction=mean&lr=0.01", "theta = theta - eta g");
        for (rule, steps) in rules {
            trainer.set("rule", &rule).unwrap();
            trainer.step(steps);
            prop_assert!(trainer.parameters().iter().all(|parameter| parameter.is_finite()));
        }
    }
}
