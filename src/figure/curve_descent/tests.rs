use super::fate::Fate;
use super::*;

/// What a string shows.
fn shown(text: &str) -> CurveDescent {
    with_rate(text, None)
}

/// The same with another learning rate than it says.
fn with_rate(text: &str, lr: Option<f64>) -> CurveDescent {
    let (mut values, step) = FIGURE.read(text);
    values.experiment.lr = lr.unwrap_or(values.experiment.lr);
    let mut descent = CurveDescent::build(&values, None).unwrap();
    descent.look(step, 0.0);
    descent
}

/// What it says beside the pictures, and what its remedy sets.
fn said(figure: &CurveDescent) -> (String, Option<f64>) {
    match &figure.notices(Words::of("en"))[..] {
        [] => (String::new(), None),
        [notice] => (notice.text.clone(), notice.remedy.as_ref().map(|remedy| remedy.value.parse().unwrap())),
        _ => panic!("more than one notice"),
    }
}

#[test]
fn a_descent_that_leaves_says_so_as_soon_as_it_is_out_of_sight_with_its_factor() {
    // x²/2: the error is multiplied by 1 − η = −1.1 with each step.
    for (step, factor) in [(2, "1.21"), (10, "2.59"), (40, "45.3")] {
        let figure = shown(&format!("lr=2.1&figure.step={step}"));
        let (text, remedy) = said(&figure);
        assert!(text.starts_with("Descent diverges: η = 2.1 ≥ 2/f″ = 2."), "{text}");
        assert!(text.contains(&format!("by |1 − ηf″| = 1.1, {step} steps by {factor}. The arrow")), "{text}");
        assert_eq!(remedy, Some(1.0));
    }
    assert_eq!(said(&shown("lr=2.1&figure.step=1")), (String::new(), None), "it is still in view");
    let end = shown("lr=2.1&figure.step=999");
    assert!(said(&end).0.starts_with("Descent has diverged"), "{:?}", said(&end));
    assert_eq!(end.panels(Words::of("en"))[0].status, "diverged");
}

#[test]
fn where_no_minimum_is_in_sight_it_says_so_and_offers_no_rate() {
    for text in ["f=x&start=0&lr=0.3&figure.step=120", "f=-x^2&start=0.1&lr=0.3&figure.step=20"] {
        let (said, remedy) = said(&shown(text));
        assert!(said.contains("no minimum is in sight") && remedy.is_none(), "{text}: {said}");
    }
    // Whatever η, the logarithm falls on until it ends.
    let (said, remedy) = said(&shown("f=log(x)&start=1&lr=0.3&figure.step=3"));
    assert!(said.contains("no value") && remedy.is_none(), "{said} {remedy:?}");
    // On its way to a minimum out of sight, and at it.
    assert_eq!(said_of("f=(x-10)^2&lr=0.1&figure.step=60"), "");
}

fn said_of(text: &str) -> String {
    said(&shown(text)).0
}

#[test]
fn the_minimum_of_a_parabola_need_not_be_in_view() {
    // The error is multiplied by 1 − 2η.
    let (text, _) = said(&shown("f=(x-10)^2&lr=1.05&figure.step=4"));
    assert!(text.contains("= 1.1, 4 steps by 1.46."), "{text}");
}

#[test]
fn whatever_leaves_by_overshooting_diverges_and_the_remedy_keeps_it() {
    for text in [
        "figure.preset=quartic&lr=0.4",
        "figure.preset=cliff&lr=25",
        "figure.preset=double-well&lr=2",
        "figure.preset=wave&lr=11",
        "lr=2.01&figure.step=600",
        "lr=1000",
        "f=x^6&lr=1",
        "f=exp(x^2)&lr=1",
        "f=cosh(x)&lr=1",
    ] {
        let mut figure = shown(text);
        if figure.tick == 0 {
            figure.look(1_000_000, 0.0);
        }
        assert_eq!(figure.fate(), Fate::Diverges, "{text}");
        let rate = said(&figure).1.unwrap_or_else(|| panic!("{text} has no remedy"));
        let mut figure = with_rate(text, Some(rate));
        figure.look(1_000_000, 0.0);
        assert_eq!(figure.fate(), Fate::Sound, "{text}, η = {rate}");
        assert!(figure.distance_beyond(figure.x()) == 0.0, "{text}, η = {rate}: x = {}", figure.x());
    }
}

#[test]
fn what_comes_back_or_stays_away_for_good_does_not_diverge() {
    for text in [
        "figure.preset=cliff&lr=2&figure.step=1",
        "figure.preset=absolute&lr=100&figure.step=1",
        "start=10&lr=2&figure.step=7",
        "start=10&lr=0.1&figure.step=1",
        "f=(x-10)^2&lr=0.4&figure.step=40",
    ] {
        let figure = shown(text);
        assert_eq!((figure.fate(), said(&figure).0), (Fate::Sound, String::new()), "{text}");
    }
    let outside = shown("f=(x-10)^2&lr=0.4&figure.step=40");
    assert!(outside.readout(Words::of("en")).starts_with("x = 10, f(x) = "), "{}", outside.readout(Words::of("en")));
}

#[test]
fn where_a_function_falls_without_end_there_is_no_remedy() {
    for text in ["f=-x^2&start=0.5", "f=x^3&start=-0.5&lr=0.1", "f=-exp(x)&start=0"] {
        let mut figure = shown(text);
        figure.look(1_000_000, 0.0);
        assert_eq!(figure.fate(), Fate::Falls, "{text}");
        let (said, remedy) = said(&figure);
        assert!(said.contains("falls without end") && remedy.is_none(), "{said}");
    }
}

#[test]
fn where_there_is_no_value_or_no_slope_that_is_said() {
    for (text, place) in [
        ("f=log(x)&start=-1", "x₀ = −1"),
        ("f=sqrt(x)&start=0", "x₀ = 0"),
        ("f=1/x&start=0", "x₀ = 0"),
        ("f=0/0", "x₀ = −2.5"),
    ] {
        let figure = shown(text);
        let (said, remedy) = said(&figure);
        assert!(said.contains(place) && said.contains("no value or no slope") && remedy.is_none(), "{text}: {said}");
        assert_eq!(figure.panels(Words::of("en"))[0].status, "no value or no slope");
    }
    // 3 − 5 · (1 − 1/3) = −1/3, where the logarithm has no value.
    let text = "f=x-log(x)&start=3&lr=5";
    let mut figure = shown(text);
    figure.look(1_000_000, 0.0);
    let (said, remedy) = said(&figure);
    assert!(said.starts_with("Step 1 led to x = −0.3333") && said.ends_with("η = 5 is too large."), "{said}");
    let mut figure = with_rate(text, remedy);
    figure.look(1_000_000, 0.0);
    assert_eq!(figure.fate(), Fate::Sound);
    approx::assert_relative_eq!(figure.x(), 1.0, max_relative = 1e-6);
}

#[test]
fn a_link_with_a_formula_of_its_own_calls_it_so() {
    let own = presets::choices().len() - 1;
    for (text, preset) in
        [("f=abs(x)-x/9", own), ("figure.preset=wave&f=x^2", own), ("figure.preset=wave", 4), ("f=x^2/2", 0)]
    {
        let (values, step) = FIGURE.read(text);
        assert_eq!(values.choice(PRESET), preset, "{text}");
        assert_eq!(FIGURE.read(&values.at(step)).0, values);
    }
}

#[test]
fn the_mark_of_the_learning_rate_is_that_of_the_valley_below_the_start() {
    let limit = |text: &str| shown(text).run.limit.map(|limit| limit.value);
    let close =
        |limit: Option<f64>, exact: f64| approx::assert_relative_eq!(limit.unwrap(), exact, max_relative = 1e-6);
    close(limit("f=x^2/2"), 2.0);
    // f″ is below 0 at these starts, and 2 at ±1.
    close(limit("f=(x-1)^2*(x+1)^2/4&start=0.2"), 1.0);
    close(limit("f=(x-1)^2*(x+1)^2/4&start=-0.2"), 1.0);
    assert_eq!(limit("figure.preset=quartic"), None, "flat at the bottom");
    assert_eq!(limit("figure.preset=absolute"), None, "straight");
    assert_eq!(limit("f=-x^2&start=0.5"), None, "no bottom");
    // The trainer's own rules hold here too.
    close(limit("f=x^2/2&momentum=0.5"), 3.0);
}

#[test]
fn a_descent_with_momentum_is_told_by_its_own_steps() {
    // x² / 2 with η = 0.5 and β = 0.5 from −2: v = −2, then −1 − 1.
    let descent = shown("start=-2&lr=0.5&momentum=0.5&figure.step=2");
    assert_eq!(descent.rule(), "x ← x − η v = −1 − 0.5 · ( −2 ) = 0");
    assert_eq!(shown("start=-2&lr=0.5&momentum=0.5").rule(), "x ← x − η v = −2 − 0.5 · ( −2 ) = −1");
    assert!(!descent.panels(Words::of("en"))[1].detail.contains(':'), "what ηf″ foretells holds for plain descent");
}

#[test]
fn of_many_steps_the_first_and_the_newest_stay_in_sight() {
    // From a bowl that is left, what was in view; from one that is crossed for ever, each way once, and the newest.
    let left = shown("lr=2.1&figure.step=100");
    assert_eq!(left.seen.len(), 2, "{:?}", left.seen);
    assert!(shown("lr=2&figure.step=1000").seen.len() <= 3);
    for text in [
        "figure.preset=quartic",
        "figure.preset=cliff&start=3.2",
        "lr=0.001",
        "f=x^2/2-3.9*(x^2/2-x^3/3)&start=0.3&lr=1",
    ] {
        let figure = shown(&format!("{text}&figure.step=900"));
        let newest = figure.tick as usize;
        assert!((2..=60).contains(&figure.seen.len()), "{text}: {}", figure.seen.len());
        assert_eq!(figure.seen[0], [figure.steps[0], figure.steps[1]], "{text}");
        assert_eq!(figure.seen.last(), Some(&[figure.steps[newest - 1], figure.steps[newest]]), "{text}");
    }
}

#[test]
fn the_web_is_the_same_however_the_tick_was_reached() {
    let (mut on, at_once) = (shown("lr=1.7"), shown("lr=1.7&figure.step=9"));
    for tick in [3, 12, 4, 9] {
        on.look(tick, 0.5);
    }
    assert_eq!(on.web[..], at_once.web[..]);
    assert_eq!(on.seen, at_once.seen);
}

#[test]
fn lengths_are_those_of_the_steps_and_their_axis_holds_them() {
    // x²/2 from −2.5: η · |x| = 0.75, 0.525, ….
    let figure = shown("figure.step=2");
    let lengths: Vec<f64> = figure.lengths.iter().take(2).map(|point| point[1]).collect();
    approx::assert_relative_eq!(lengths[..], [0.75, 0.525][..], max_relative = 1e-12);
    let detail = |text: &str| shown(text).panels(Words::of("en"))[2].detail.clone();
    assert_eq!(detail("figure.step=2"), "step 2: 0.525, η = 0.3");
    assert_eq!(detail("f=3"), "η = 0.3 for every step");
}

#[test]
fn a_share_of_the_distance_is_foretold_only_where_the_bottom_is_a_parabola() {
    let said = |text: &str| shown(text).panels(Words::of("en"))[1].detail.clone();
    assert_eq!(said("lr=0.3"), "1 − ηf″ = 0.7: a step leaves 70 %");
    assert_eq!(said("lr=2.1"), "1 − ηf″ = −1.1: overshoots to 110 %");
    assert_eq!(said("f=1/x&start=2&lr=0.4"), "1 − ηf″ = 0.9: the steps stop short");
    // x⁴ from −1.3: whatever its bend says, it is the slope behind the step that tells.
    let quartic = |lr: &str| said(&format!("figure.preset=quartic&start=-1.3&lr={lr}"));
    assert_eq!(quartic("0.05"), "1 − ηf″ = −0.014: the steps stop short");
    assert!(quartic("0.08").ends_with("the steps stop short") && quartic("0.2").ends_with("the steps overshoot"));
}

#[test]
fn it_is_over_where_nothing_more_is_seen_to_move_and_says_so() {
    // 0.7ᵏ · 2.5 is below a thousandth of 6 from k = 17 on.
    let figure = shown("figure.step=17");
    assert_eq!((figure.settled, figure.is_over(16), figure.is_over(17)), (17, false, true));
    let words = Words::of("en");
    assert!(figure.readout(words).starts_with("From here on") && shown("figure.step=16").readout(words).is_empty());
    // What creeps goes on, to and fro too; what runs off is not at rest before its end.
    assert!(shown("figure.preset=quartic").settled > 500 && shown("lr=2").settled == MOST);
    for text in ["lr=2.1", "lr=1e300", "f=exp(x^2)&lr=1", "f=1/x&start=0", "f=0/0"] {
        let off = shown(text);
        assert_eq!(off.settled, off.last(), "{text}");
    }
    assert_eq!((shown("start=0").settled, shown("start=0").rest()), (0, 1));
}

#[test]
fn a_new_start_has_something_to_descend() {
    let curves = ["bowl", "double-well", "plateau", "cliff", "wave", "quartic", "absolute"]
        .map(|name| format!("figure.preset={name}"));
    for text in curves.iter().map(String::as_str).chain(["f=log(x)+x^2", "f=cos(x)&lr=0.5", "f=x", "f=-x^2"]) {
        for seed in 0..30 {
            let (mut values, _) = FIGURE.read(text);
            let mut figure = CurveDescent::build(&values, None).unwrap();
            assert_eq!(figure.act(Action::Restart(seed), &mut values), After::Begin);
            let descent = CurveDescent::build(&values, None).unwrap();
            let far = descent.steps.iter().map(|x| (x - descent.start()).abs()).fold(0.0, f64::max);
            assert!(far >= 0.06 * descent.curve.size(), "{text}, seed {seed}: from {} by {far}", descent.start());
            assert_eq!(figure.new_start(seed), figure.new_start(seed));
        }
    }
    // Where there is nothing anywhere, it is somewhere.
    assert!(shown("f=3").new_start(1).abs() <= 3.0);
}
