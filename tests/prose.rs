//! The numbers that the article states, in every language, beside those of the core.

use descent::data::Dataset;
use descent::experiment::{Experiment, pairs};
use descent::figure::{Host, named};
use descent::objective::{Batch, Objective};
use descent::problem::{Problem, View};
use descent::sampler::Sampling;
use descent::stability::{condition_number, eigenvalues, limit_of_descent, limit_of_run};
use descent::trainer::{Status, Trainer};
use descent::words::Words;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// How a number of the prose stands to one of the core.
enum Check {
    /// They are the same.
    Is(fn() -> f64),
    /// The core's, rounded to as many digits as are written; zeros at the end of an integer are none.
    Rounds(fn() -> f64),
    /// What the sentence says of the number is so.
    Holds(fn(f64) -> bool),
}
use Check::{Holds, Is, Rounds};

/// The name of a sentence, what it says in English and in Chinese, with one number in figures or in words, and what that
/// is held against. A language that writes no number there has nothing.
type Row = (&'static str, [&'static str; 2], Check);

const LANGUAGES: [&str; 2] = ["en", "zh"];

/// The name of what `index.html` itself says: formulas, the same in every language.
const FORMULAS: &str = "index.html";

const ROWS: &[Row] = &[
    ("page.hero.caption", ["one at eight", "一个看八个点"], Is(|| batch("hero"))),
    ("page.derivative.try-1", ["±1", "±1"], Holds(|x| slope("x^3/3-x", x) == 0.0 && slope("x^3/3-x", -x) == 0.0)),
    (
        "page.derivative.rounding",
        ["sixteen digits", "16 位"],
        Rounds(|| f64::from(f64::MANTISSA_DIGITS) * 2f64.log10()),
    ),
    (
        "page.derivative.rounding",
        ["falls to a tenth", "降到十分之一"],
        Rounds(|| error(FORWARD, 1e-4) / error(FORWARD, 1e-3)),
    ),
    (
        "page.derivative.rounding",
        ["to a hundredth", "降到百分之一"],
        Rounds(|| error(CENTRAL, 1e-4) / error(CENTRAL, 1e-3)),
    ),
    ("page.derivative.rounding", ["10^−8", "10^−8"], Holds(|dx| best_step(FORWARD) == dx)),
    ("page.derivative.rounding", ["10^−5", "10^−5"], Holds(|dx| best_step(CENTRAL) == dx)),
    ("page.descent.try-1", ["at 1 one", "等于 1，"], Is(|| 0.5 * limit_of("curve", ""))),
    ("page.descent.try-1", ["at 2 it", "等于 2，"], Is(|| limit_of("curve", ""))),
    (
        "page.descent.try-2",
        ["=0.2", "=0.2"],
        Holds(|x| ends_at(0.0, "figure.preset=double-well") * ends_at(x, "figure.preset=double-well") < -1.0),
    ),
    ("page.batch.see-1", ["235 Belgian", "235 户"], Is(households)),
    ("page.batch.see-2", ["235", "235"], Is(households)),
    ("page.batch.try-2", ["=1 one", "=1 时"], Is(|| 0.5 * limit_of("batch-figure", ""))),
    ("page.batch.try-2", ["At 2,", "到了 2，"], Is(|| limit_of("batch-figure", ""))),
    ("page.batch.try-2", ["=2.1", "=2.1"], Holds(|lr| lr > limit_of("batch-figure", ""))),
    ("page.batch.try-3", ["0.0000016", "0.0000016"], Rounds(|| limit_of("batch-figure", FRANCS))),
    ("page.batch.try-3", ["about 2,", "只有 2 上下"], Rounds(|| extent(0))),
    ("page.batch.try-3", ["more than 1000", "超过 1000"], Holds(|least| extent(1) > least)),
    ("page.batch.try-3", ["2400 times", "2400 倍"], Rounds(|| condition(FRANCS).sqrt())),
    (
        "page.batch.try-4",
        ["a 235th of", "1/235"],
        Is(|| limit_of("batch-figure", "") / limit_of("batch-figure", "reduction=sum")),
    ),
    ("page.batch.means-4", ["5.7 million", "570 万"], Rounds(|| condition(FRANCS))),
    ("page.batch.means-4", ["3.9 million", "390 万"], Rounds(|| 0.5f64.ln() / (-1.0 / condition(FRANCS)).ln_1p())),
    ("page.batch.means-4", ["κ=1,", "κ=1，"], Is(|| condition("scale=standardize"))),
    ("page.batch.formula-5", ["", "235 户"], Is(households)),
    (FORMULAS, ["1.23·10^6"; 2], Rounds(|| hessian(FRANCS)[0])),
    (FORMULAS, ["982"; 2], Rounds(|| hessian(FRANCS)[1])),
    (FORMULAS, ["5.7·10^6"; 2], Rounds(|| condition(FRANCS))),
    ("page.stochastic.see-1", ["60 samples", "60 个"], Is(|| samples("three-descents"))),
    ("page.stochastic.see-1", ["eight", "八个"], Is(|| batch("three-descents"))),
    ("page.stochastic.step-caption", ["60", "60"], Is(|| largest("one-step", "batch"))),
    ("page.stochastic.try-1", ["60", "60"], Is(|| samples("three-descents"))),
    ("page.stochastic.try-3", ["from 8", "从 8"], Is(|| batch("three-descents"))),
    ("page.stochastic.try-3", ["to 32", "到 32"], Holds(|m| m <= largest("three-descents", "batch"))),
    ("page.stochastic.try-3", ["four times", "四倍"], Is(|| 32.0 / batch("three-descents"))),
    ("page.stochastic.try-5", ["0.42", "0.42"], Holds(|lr| bursts(lr).is_some_and(|bursts| bursts > 3))),
    ("page.stochastic.try-5", ["0.65", "0.65"], Holds(|lr| bursts(lr).is_none())),
    // One run by one sample, one by eight, the third, and another by one.
    (
        "page.stochastic.noise-caption",
        ["64", "64"],
        Is(|| figure("noise-floor").scene().work_of_a_tick() as f64 - 10.0),
    ),
    ("page.stochastic.means-4", ["60 samples", "60 个"], Is(|| samples("three-descents"))),
    (
        "page.stochastic.means-4",
        ["8 updates", "8 次"],
        Is(|| (samples("three-descents") / batch("three-descents")).ceil()),
    ),
    ("page.optimizers.try-5", ["0.9", "0.9"], Is(|| experiment("race", "").hyper_parameter("momentum").unwrap())),
    (
        "page.optimizers.fork-caption",
        ["12 steps", "12 步"],
        Is(|| {
            figure("fork")
                .experiment()
                .split("figure.fork=")
                .nth(1)
                .unwrap()
                .split('&')
                .next()
                .unwrap()
                .parse()
                .unwrap()
        }),
    ),
    (
        "page.optimizers.edge-caption",
        ["38", "38"],
        Is(|| {
            let beta1 = experiment("edge", "").hyper_parameter("beta1").unwrap();
            descent::stability::limit_of_adam(beta1).round()
        }),
    ),
    ("page.optimizers.basins-caption", ["200 steps", "200 步"], Is(|| figure("basins").clock().rest as f64)),
    ("page.stochastic.means-4", ["the 4 that", "4 个"], Is(|| samples("three-descents") % batch("three-descents"))),
];

/// Numbers of several digits that the core does not know, and why.
const ELSEWHERE: &[(&str, &str, &str)] = &[
    ("page.gradient.try-2", "90", "a quarter turn, in degrees"),
    ("page.optimizers.caption", "100", "the steps of the race, which a test of the browser reads on its panel"),
    ("page.optimizers.see", "100", "the same"),
    ("page.batch.see-1", "1857", "the year of Engel’s study"),
    ("page.footer.data", "1857", "the year of Engel’s study"),
    ("page.footer.data", "50", "the volume that gives his data"),
    ("page.footer.data", "1982", "the year of the volume"),
];

const FRANCS: &str = "scale=none";

fn read(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// What is read of HTML: without tags, and so without the addresses of links; a power of ten is 10^6.
fn text(html: &str) -> String {
    let html = html.replace("<msup><mn>10</mn>", "10^");
    html.split('<')
        .enumerate()
        .map(|(place, part)| if place == 0 { part } else { part.split_once('>').unwrap().1 })
        .collect()
}

/// The sentences of the article in a language, and its formulas, by name.
fn sentences(language: &str) -> BTreeMap<String, String> {
    let file = read(&format!("www/words/{language}.txt"));
    let lines = file.lines().filter(|line| line.starts_with("page.")).filter_map(|line| line.split_once(" = "));
    let skeleton = read("index.html");
    let formulas =
        skeleton.split("<math").skip(1).map(|rest| format!("<math{}", rest.split("</math>").next().unwrap()));
    // Each number by itself, as what stands above and below the bar of a fraction.
    let apart = |formula: String| text(&formula.replace("<msup><mn>10</mn><mn>", "10^").replace("<mn>", " "));
    let formulas = formulas.map(apart).collect::<Vec<_>>().join(" ");
    lines.map(|(name, html)| (name.to_owned(), text(html))).chain([(FORMULAS.to_owned(), formulas)]).collect()
}

/// The numbers that are written in figures, such as 2.1 and 10^−8.
fn numerals(text: &str) -> Vec<String> {
    let letters: Vec<char> = text.chars().collect();
    let (mut found, mut inside) = (Vec::<String>::new(), false);
    for (at, &letter) in letters.iter().enumerate() {
        let before_digit = letters.get(at + 1).is_some_and(|next| next.is_ascii_digit() || *next == '−');
        let goes_on =
            inside && before_digit && (matches!(letter, '.' | '^') || (letter == '−' && letters[at - 1] == '^'));
        if letter.is_ascii_digit() && !inside {
            found.push(letter.into());
        } else if letter.is_ascii_digit() || goes_on {
            found.last_mut().unwrap().push(letter);
        }
        inside = letter.is_ascii_digit() || goes_on;
    }
    found
}

/// The number of a row's text, and how much its last digit counts.
fn number(text: &str) -> (f64, f64) {
    const IN_WORDS: &[([&str; 2], &str)] = &[
        (["four", "四"], "4"),
        (["eight", "八"], "8"),
        (["sixteen", "十六"], "16"),
        (["tenth", "十分之一"], "0.1"),
        (["hundredth", "百分之一"], "0.01"),
    ];
    const SCALES: &[(&str, f64)] = &[("million", 1e6), ("万", 1e4)];
    let (powers, mut digits): (Vec<_>, Vec<_>) = numerals(text).into_iter().partition(|numeral| numeral.contains('^'));
    let power = powers.first().map(|power| power.replace('^', "").replace('−', "-").replacen("10", "1e", 1));
    let power: f64 = power.map_or(1.0, |power| power.parse().unwrap());
    let in_words = IN_WORDS.iter().filter(|(words, _)| words.iter().any(|word| text.contains(word)));
    digits.extend(in_words.map(|(_, digits)| (*digits).to_owned()));
    let digits = digits.pop().unwrap_or_else(|| "1".to_owned());
    let scale = SCALES.iter().filter(|(word, _)| text.contains(word)).fold(power, |scale, (_, by)| scale * by);
    let unit = match digits.split_once('.') {
        Some((_, decimals)) => 0.1f64.powi(decimals.len() as i32),
        None => 10f64.powi((digits.len() - digits.trim_end_matches('0').len()) as i32),
    };
    (digits.parse::<f64>().unwrap() * scale, unit * scale)
}

#[test]
fn the_article_states_the_numbers_of_the_core() {
    for (place, language) in LANGUAGES.into_iter().enumerate() {
        let sentences = sentences(language);
        for (name, texts, check) in ROWS {
            let (said, sentence) = (texts[place], &sentences[*name]);
            if said.is_empty() {
                continue;
            }
            assert!(sentence.contains(said), "{language}: {name} does not say “{said}” any more: {sentence}");
            let (stated, unit) = number(said);
            let (holds, computed) = match check {
                Is(compute) => ((compute() - stated).abs() <= 1e-9 * stated.abs(), compute()),
                Rounds(compute) => ((compute() - stated).abs() <= 0.5 * unit, compute()),
                Holds(holds) => (holds(stated), stated),
            };
            assert!(holds, "{language}: {name} says “{said}”, {stated} ± {}; it is {computed}", 0.5 * unit);
        }
    }
}

#[test]
fn no_number_of_several_digits_is_stated_that_nothing_is_held_against() {
    for (place, language) in LANGUAGES.into_iter().enumerate() {
        for (name, sentence) in sentences(language) {
            let held = ROWS.iter().filter(|(row, ..)| *row == name).flat_map(|(_, texts, _)| numerals(texts[place]));
            let elsewhere =
                ELSEWHERE.iter().filter(|(row, ..)| *row == name).map(|(_, numeral, _)| (*numeral).to_owned());
            let known: Vec<_> = held.chain(elsewhere).collect();
            for numeral in numerals(&sentence).into_iter().filter(|numeral| numeral.len() > 1) {
                assert!(known.contains(&numeral), "{language}: {name} says {numeral}, which no row knows: {sentence}");
            }
        }
    }
    for (name, numeral, why) in ELSEWHERE {
        let said =
            LANGUAGES.iter().any(|language| numerals(&sentences(language)[*name]).iter().any(|said| said == numeral));
        assert!(said, "{name} does not say {numeral}, {why}, any more");
    }
}

#[test]
fn links_set_the_figures_to_what_they_say() {
    for language in LANGUAGES {
        let file = read(&format!("www/words/{language}.txt"));
        for link in file.split("<a href=\"#").skip(1) {
            let (address, rest) = link.split_once('"').unwrap();
            let Some((id, experiment)) = address.split_once('?') else { continue };
            let errors = figure(id).apply(experiment);
            assert!(errors.is_empty(), "{language}: {address}: {errors:?}");
            let shown = text(&format!("<a{}", rest.split("</a>").next().unwrap()));
            let mut given = pairs(experiment).flatten().filter(|(key, _)| ["lr", "start", "noise"].contains(&&**key));
            if let Some(numeral) = numerals(&shown).last().filter(|_| !address.contains("quartic")) {
                assert!(given.any(|(_, value)| value == *numeral), "{language}: “{shown}” leads to {address}");
            }
        }
    }
}

/// A figure of the article as it stands there.
fn figure(id: &str) -> Host {
    let skeleton = read("index.html");
    let attributes = skeleton.split("<descent-figure ").find(|rest| rest.contains(&format!("id=\"{id}\""))).unwrap();
    let attributes = attributes.split('>').next().unwrap();
    let attribute =
        |name: &str| Some(attributes.split_once(&format!(" {name}=\""))?.1.split('"').next()?.replace("&amp;", "&"));
    let mut figure = named(&attribute("figure").unwrap(), Words::of("en").clone()).unwrap();
    assert!(figure.apply(&attribute("experiment").unwrap_or_default()).is_empty(), "{id}");
    figure
}

/// The experiment of a figure, with more beside it.
fn experiment(id: &str, with: &str) -> Experiment {
    let mut figure = figure(id);
    for (key, value) in pairs(with).map(Result::unwrap) {
        figure.set(&key, &value).unwrap();
    }
    figure.experiment().parse().unwrap()
}

fn data(experiment: &Experiment) -> Arc<Dataset> {
    experiment.dataset(None).unwrap().unwrap()
}

fn samples(id: &str) -> f64 {
    data(&experiment(id, "")).n() as f64
}

fn batch(id: &str) -> f64 {
    experiment(id, "").batch.unwrap() as f64
}

/// The right end of a slider.
fn largest(id: &str, key: &str) -> f64 {
    figure(id).controls().into_iter().find(|control| control.key == key).unwrap().slider.unwrap().max
}

fn households() -> f64 {
    samples("batch-figure")
}

/// The limit of η of an experiment.
fn limit(experiment: &Experiment) -> f64 {
    let limit = match experiment.dataset(None).unwrap() {
        Some(data) => limit_of_run(experiment, &experiment.risk(&data)),
        None => limit_of_descent(experiment, &*experiment.function().unwrap(), experiment.start.as_ref().unwrap()),
    };
    limit.unwrap().value
}

fn limit_of(id: &str, with: &str) -> f64 {
    limit(&experiment(id, with))
}

/// H of the loss of Engel's households, row-major.
fn hessian(with: &str) -> Vec<f64> {
    let experiment = experiment("batch-figure", with);
    experiment.risk(&data(&experiment)).hessian(&[0.0; 2])
}

fn condition(with: &str) -> f64 {
    condition_number(&eigenvalues(&hessian(with), 2))
}

/// How much of w or of b the landscape of Engel's households in francs shows.
fn extent(axis: usize) -> f64 {
    let problem =
        Problem::new(&experiment("batch-figure", FRANCS), View { shown: [0, 1], window: None, fills_plane: false })
            .unwrap();
    problem.window[axis].1 - problem.window[axis].0
}

/// f′(x) of a formula.
fn slope(f: &str, x: f64) -> f64 {
    let mut experiment = Experiment::default();
    experiment.set("objective", "expression").unwrap();
    experiment.set("f", f).unwrap();
    let mut slope = [0.0];
    experiment.function().unwrap().value_and_gradient(&[x], Batch::All, &mut slope);
    slope[0]
}

/// A difference quotient of a function at x, by Δx.
type Quotient = fn(&dyn Fn(f64) -> f64, f64, f64) -> f64;

const FORWARD: Quotient = |f, x, dx| (f(x + dx) - f(x)) / dx;
const CENTRAL: Quotient = |f, x, dx| (f(x + dx) - f(x - dx)) / (2.0 * dx);

/// How far a difference quotient of the first figure's function is from the derivative, over many x.
fn error(quotient: Quotient, dx: f64) -> f64 {
    let off = |x: f64| (quotient(&|x| x * x * x / 3.0 - x, x, dx) - (x * x - 1.0)).abs();
    (1..200).map(|place| off(0.01 * f64::from(place))).sum()
}

/// The power of ten at which a difference quotient is best.
fn best_step(quotient: Quotient) -> f64 {
    let off = |power: &i32| error(quotient, 10f64.powi(*power));
    10f64.powi((-15..0).min_by(|one, other| off(one).total_cmp(&off(other))).unwrap())
}

/// Where a descent on the curve from x₀ comes to rest.
fn ends_at(start: f64, with: &str) -> f64 {
    let mut experiment = experiment("curve", with);
    experiment.start = Some(vec![start]);
    let mut trainer = Trainer::new(&experiment, None).unwrap();
    trainer.step(1000);
    trainer.parameters()[0]
}

/// How often stochastic descent of the three is thrown far out, to a loss a hundred times the least, and has come back,
/// at a rate beyond its own limit and below that of batch descent; `None` when it does not come back.
fn bursts(lr: f64) -> Option<usize> {
    let [single, whole] = [(Sampling::Uniform, Some(1)), (Sampling::Full, None)].map(|(sampler, batch)| {
        let mut experiment = experiment("three-descents", &format!("lr={lr}"));
        (experiment.sampler, experiment.batch) = (sampler, batch);
        experiment
    });
    assert!((limit(&single)..limit(&whole)).contains(&lr), "{lr} is not between the limits");
    let risk = single.risk(&data(&single));
    let floor = risk.value(&risk.minimum().unwrap(), Batch::All);
    let mut trainer = Trainer::new(&single, None).unwrap();
    let (mut bursts, mut is_out) = (0, false);
    for _ in 0..20_000 {
        if trainer.step(1) == Status::Diverged {
            return None;
        }
        let times = trainer.loss() / floor;
        bursts += usize::from(is_out && times < 2.0);
        is_out = times > 100.0 || (is_out && times >= 2.0);
    }
    Some(bursts)
}
