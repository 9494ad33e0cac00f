use super::chapters::logistic_descents::LOGISTIC;
use super::chapters::{loss_duel, surface_descent};
use super::three_descents::THREE;
use super::*;
use crate::chart::recorder::{Call, Kind, recorder};
use crate::chart::{Change, Frame, Layer, Theme, draw};
use crate::figure::{Figure, Host, named};
use crate::surface::SURFACES;

/// What a string shows.
pub(super) fn shown(figure: &Figure, row: &'static Comparison, text: &str) -> Comparing {
    let (values, step) = figure.read(text);
    let mut comparing = row.build(&values, Words::of("en"), None).unwrap();
    comparing.look(step, 0.0);
    comparing
}

fn three(text: &str) -> Comparing {
    shown(&THREE_DESCENTS, &THREE, text)
}

fn logistic(text: &str) -> Comparing {
    shown(&LOGISTIC_DESCENTS, &LOGISTIC, text)
}

fn surface(text: &str) -> Comparing {
    shown(&SURFACE_DESCENT, &surface_descent::SURFACE, text)
}

fn host(name: &str, text: &str) -> Host {
    let mut host = named(name, Words::of("en").clone()).unwrap();
    assert_eq!(host.apply(text), []);
    host
}

fn heads(comparing: &Comparing) -> Vec<[f64; 2]> {
    comparing.runs.iter().map(|run| run.seen.head).collect()
}

fn notices(host: &Host) -> Vec<String> {
    host.scene().notices(host.words()).into_iter().map(|notice| notice.text).collect()
}

#[test]
fn all_descents_start_at_the_point_that_was_clicked() {
    let mut host = host("three-descents", "figure.step=20");
    assert!(host.act(Action::Press(0, [0.5, -0.25])));
    assert!(host.experiment().contains("&start=0.5,-0.25&"), "{}", host.experiment());
    assert_eq!(heads(&three(&host.experiment())), [[0.5, -0.25]; 3]);
    assert!(!host.act(Action::Press(1, [0.5, 0.5])), "a click on the data starts nothing");
}

#[test]
fn the_landscape_reaches_a_start_beyond_it_and_holds_while_that_is_moved() {
    let usual = three("start=0,0").runs[0].problem.window;
    let [(left, right), (bottom, top)] = usual;
    assert_eq!(three("").runs[0].problem.window, usual);
    for beyond in [0.1, 0.3, 2.7, 40.0, 1e6] {
        for [x, y] in [[right + beyond, 0.0], [left - beyond, 0.0], [0.0, top + beyond], [0.0, bottom - beyond]] {
            let text = |beyond: f64| format!("start={},{}", x * (1.0 + beyond), y * (1.0 + beyond));
            let before = three(&text(0.0));
            let window = before.runs[0].problem.window;
            let [(left, right), (bottom, top)] = window;
            assert!(left < x && x < right && bottom < y && y < top, "{window:?} holds {x}, {y}");
            let (values, _) = THREE_DESCENTS.read(&text(1e-3));
            let after = before.row.build(&values, Words::of("en"), Some(&before)).unwrap();
            let keeps = Rc::ptr_eq(&before.runs[0].problem, &after.runs[0].problem);
            assert_eq!(keeps, three(&text(1e-3)).runs[0].problem.window == window, "{x}, {y}");
            assert_eq!(after.runs[0].problem.window, three(&text(1e-3)).runs[0].problem.window, "{x}, {y}");
        }
    }
    let far = |x: f64| three(&format!("start={x},0")).runs[0].problem.window;
    assert_eq!(far(right + 0.1), far(right + 0.2));
    // At the edge, rounded.
    for start in [[right, 0.0], [left, 0.0], [0.0, top], [0.0, bottom]] {
        let [w, b] = start.map(|value| crate::number::rounded(value, 4));
        assert_eq!(three(&format!("start={w},{b}")).runs[0].problem.window, usual);
    }
}

#[test]
fn a_new_initialization_keeps_the_landscape() {
    let (before, mut host) = (three(""), host("three-descents", ""));
    host.act(Action::Restart(99));
    assert!(host.experiment().contains("&seed=99&"));
    let after = before.row.build(&THREE_DESCENTS.read(&host.experiment()).0, host.words(), Some(&before)).unwrap();
    assert!(before.runs.iter().zip(&after.runs).all(|(before, after)| Rc::ptr_eq(&before.problem, &after.problem)));
    assert_ne!(heads(&before), heads(&after));
}

#[test]
fn runs_that_minimise_the_same_share_it() {
    let three = three("");
    assert!(three.runs.iter().all(|run| Rc::ptr_eq(&run.problem, &three.runs[0].problem)));
    let duel = shown(&LOSS_DUEL, &loss_duel::DUEL, "");
    assert!(!Rc::ptr_eq(&duel.runs[0].problem, &duel.runs[1].problem));
}

#[test]
fn per_sample_cheap_steps_run_ahead() {
    let steps = |text: &str| three(text).runs.iter().map(|run| run.seen.steps).collect::<Vec<_>>();
    assert_eq!(steps("figure.x=samples&figure.step=30"), [4, 240, 30], "30 ticks of 8 samples, 60 samples in all");
}

/// What a reader expects of switching between sum and mean.
#[test]
fn switching_the_reduction_rescales_rates_so_that_the_batch_path_stays() {
    let mut host = host("three-descents", "figure.step=25");
    let before = heads(&three(&host.experiment()))[0];
    host.set("reduction", "sum").unwrap();
    let after = heads(&three(&host.experiment()))[0];
    for (before, after) in before.into_iter().zip(after) {
        approx::assert_relative_eq!(before, after, max_relative = 1e-9);
    }
    host.set("reduction", "mean").unwrap();
    assert!(host.experiment().contains("&lr=0.15&"), "there and back again is the rate that it was");
}

/// What is far above the chart takes no room on its other axis.
#[test]
fn the_loss_chart_is_as_long_as_what_is_seen_on_it() {
    let end = |text: &str| three(text).chart.x.1;
    assert_eq!(["lr=3&figure.step=5", "lr=3&figure.step=100"].map(end), [20.0; 2]);
    assert_eq!(end("figure.step=90"), 100.0);
}

#[test]
fn rates_of_one_s_own_begin_at_the_one_that_was_shared() {
    let mut host = host("three-descents", "lr=0.2");
    host.set("figure.lr.stochastic", "0.01").unwrap();
    for part in ["figure.rates=own", "figure.lr.batch=0.2", "figure.lr.stochastic=0.01", "figure.lr.mini-batch=0.2"] {
        assert!(host.experiment().contains(part), "{part}: {}", host.experiment());
    }
    let keys = |host: &Host| host.controls().into_iter().map(|control| control.key).collect::<Vec<_>>();
    assert!(keys(&host).contains(&"figure.lr.batch") && !keys(&host).contains(&"lr"));
    host.set("figure.rates", "linked").unwrap();
    assert!(!host.experiment().contains("figure.lr.") && keys(&host).contains(&"lr"));
}

#[test]
fn fewer_samples_than_a_batch_has_make_the_batch_smaller() {
    let mut host = host("three-descents", "batch=50");
    host.set("n", "20").unwrap();
    assert!(host.experiment().contains("&batch=20&"));
    let error = host.set("batch", "21").unwrap_err();
    assert_eq!(error.to_string(), "batch: `21` is not allowed with n = 20 samples; it must be an integer from 1 to 20");
    assert!(host.experiment().contains("&batch=20&"));
}

#[test]
fn a_refused_value_leaves_everything_as_it_was() {
    let mut host = host("three-descents", "figure.step=12");
    let text = host.experiment();
    for (key, value) in [
        ("lr", "-1"),
        ("lr", "NaN"),
        ("batch", "0"),
        ("batch", "61"),
        ("n", "1e3"),
        ("n", "100001"),
        ("data", "own"),
        ("objective", "surface"),
        ("bias", "false"),
        ("sampler", "full"),
        ("seed", "4294967296"),
        ("start", "1"),
        ("figure.x", "hours"),
        ("figure.y", "accuracy"),
        ("figure.step", "-1"),
        ("figure.lr.adam", "1"),
        ("figure.lr.batch", "much"),
        ("warp", "9"),
    ] {
        let error = host.set(key, value).unwrap_err().to_string();
        assert!(error.contains(key), "{key}={value}: {error}");
        assert_eq!(host.experiment(), text, "{key}={value}");
    }
}

#[test]
fn a_damaged_link_keeps_what_is_right_and_lists_what_is_not() {
    let mut host = named("three-descents", Words::of("en").clone()).unwrap();
    let errors = host.apply("lr=0.05&batch=900&data=moon&figure.step=7&figure.y=wide&seed=5");
    let messages: Vec<String> = errors.iter().map(Error::to_string).collect();
    assert_eq!(messages.len(), 3, "{messages:?}");
    for (message, key) in messages.iter().zip(["data: `moon`", "batch: `900`", "figure.y: `wide`"]) {
        assert!(message.starts_with(key), "{message}");
    }
    for part in ["&lr=0.05&", "&seed=5&", "&figure.step=7"] {
        assert!(host.experiment().contains(part));
    }
    // What only the figure cannot show gives way alone.
    let errors = host.apply("lr=0.05&n=100001");
    assert!(matches!(&errors[..], [Error::NotAllowed { key, .. }] if key == "n"), "{errors:?}");
    assert!(host.experiment().contains("&lr=0.05&") && host.experiment().contains("&n=60&"));
}

/// In an order that nothing is known of, by how far it has gone.
#[test]
fn a_descent_without_a_known_limit_that_diverges_says_so_too() {
    let mut host = host("one-pass", "lr=1.67");
    host.seek(60);
    let notices = host.scene().notices(host.words());
    assert!(
        notices.iter().any(|notice| notice.text.contains("is too large") && notice.remedy.is_some()),
        "{notices:?}"
    );
}

#[test]
fn a_descent_that_diverges_says_so_in_numbers_and_never_shows_nan() {
    let mut host = host("three-descents", "lr=1.5");
    host.seek(5000);
    let notice = host.scene().notices(host.words()).swap_remove(0);
    assert_eq!(notice.series, [Style::BATCH, Style::STOCHASTIC, Style::MINI_BATCH]);
    for part in ["η = 1.5", "2/λₘₐₓ = ", " times the first", "last finite value of the loss"] {
        assert!(notice.text.contains(part), "{}", notice.text);
    }
    for panel in host.panels() {
        assert!(!panel.description.contains('?') && !panel.description.contains('∞'), "{}", panel.description);
    }
    for (_, rule) in host.scene().rules(host.words()) {
        assert!(!rule.contains('?') && !rule.contains('∞'), "{rule}");
    }
    let remedy = notice.remedy.unwrap();
    host.set(&remedy.key, &remedy.value).unwrap();
    host.seek(300);
    assert!(notices(&host).is_empty());
}

/// What helps has been tried: on a surface the curvature at the start says little.
#[test]
fn what_is_said_to_help_is_less_and_helps() {
    let remedy = |host: &Host| host.scene().notices(host.words()).into_iter().find_map(|notice| notice.remedy);
    let surfaces = SURFACES.iter().map(|surface| ("surface-descent", format!("surface={}", surface.name)));
    let given = [
        ("surface-descent", "surface=goldstein-price&start=-1,1"),
        ("surface-descent", "objective=expression&f=x^4%2By^4&start=2,2"),
        ("one-pass", "seed=1"),
    ];
    let mut helped = 0;
    for (figure, text) in surfaces.chain(given.map(|(figure, text)| (figure, text.to_owned()))) {
        for lr in [1e-4, 0.03, 0.6, 3.0] {
            let mut host = host(figure, &format!("{text}&lr={lr}"));
            host.seek(60);
            let Some(remedy_of_it) = remedy(&host) else { continue };
            helped += 1;
            assert!(remedy_of_it.value.parse::<f64>().unwrap() < lr, "{text}: {} for {lr}", remedy_of_it.value);
            host.set(&remedy_of_it.key, &remedy_of_it.value).unwrap();
            host.seek(300);
            assert_eq!(remedy(&host), None, "{text}: {} for {lr}", remedy_of_it.value);
        }
    }
    assert!(helped > 15, "{helped}");
}

#[test]
fn a_mark_says_what_it_is_the_limit_of() {
    let slider = |text: &str| host("three-descents", text).controls().swap_remove(0).slider.unwrap();
    let labels = |text: &str| slider(text).marks.into_iter().map(|mark| (mark.value, mark.label)).collect::<Vec<_>>();
    let all = slider("");
    let smallest = all.marks.iter().map(|mark| mark.value).fold(f64::INFINITY, f64::min);
    assert_eq!((all.marks.len(), all.danger), (3, Some(smallest)));
    assert!(all.marks.iter().all(|mark| (all.min..all.max).contains(&mark.value)));
    let uniform = labels("");
    assert!(uniform[0].1.ends_with("2/λₘₐₓ = 0.733") && uniform[1].1.contains("mean-square"), "{uniform:?}");
    let in_order = labels("sampler=sequential");
    approx::assert_relative_eq!(in_order[2].0, 0.856, max_relative = 1e-3);
    assert!(in_order[2].1.contains("in this order"), "{in_order:?}");
    let shuffled = labels("sampler=shuffle");
    assert_eq!(shuffled.len(), 2, "single samples in shuffled order have no mark: {shuffled:?}");
    assert!(shuffled[1].1.contains("estimated from 1,024 epochs = 0.779"), "{shuffled:?}");
    let momentum = labels("momentum=0.9");
    assert!(momentum[0].1.contains("2(1+β)/λₘₐₓ = 1.39"), "{momentum:?}");
    assert!(momentum[2].0 < momentum[0].0);
}

/// What moves on a panel, and where points of its axes are, in device pixels.
fn moving(comparing: &Comparing, panel: usize, see: impl Fn(&[Call], &dyn Fn([f64; 2]) -> (f64, f64))) {
    let frame = Frame { size: (800, 600), scale: 2.0, theme: Theme::Light };
    let (picture, (area, calls)) = (comparing.picture(panel, Words::of("en")), recorder(frame.size));
    let map = picture.space.on(&frame);
    draw(&picture, Layer::Moving, Change::All, (&map, &frame), &area).expect("records everything");
    let place = |point| {
        let (x, y) = map.to_css_pixel(point);
        (2.0 * x, 2.0 * y)
    };
    see(&calls.take(), &place);
}

#[test]
fn what_the_pointer_is_over_is_said_and_lit_in_the_other_views() {
    let (mut three, words) = (three("figure.step=30"), Words::of("en"));
    three.hover(Some((2, [10.0, 1.0])));
    assert!(three.readout(words).starts_with("updates = 10 ·"), "{}", three.readout(words));
    let run = &three.runs[0];
    let tenth = run.problem.two(run.point(10));
    assert_eq!(three.looked_back_to(run).map(|parameters| run.problem.two(parameters)), Some(tenth));
    moving(&three, 0, |calls, place| {
        let (x, y) = place(tenth);
        let at = (x.round() as i32, y.round() as i32);
        let color = Style::BATCH.color(Theme::Light);
        // A hollow marker is a disc of its colour below a smaller one of the ground's.
        let ring = |call: &&Call| call.kind == Kind::Disc && call.size == 12 && call.places == [at];
        let ring = calls.iter().find(ring).expect("a hollow marker there");
        assert_eq!(ring.color, ((color.0, color.1, color.2), 1.0));
    });
    three.hover(Some((0, [1.0, 2.0])));
    assert!(three.readout(words).starts_with("w = 1, b = 2, E = "), "{}", three.readout(words));
    moving(&three, 1, |calls, place| {
        let ink = Theme::Light.ink();
        let is_of_line = |call: &&Call| call.kind == Kind::Line && call.color.0 == (ink.0, ink.1, ink.2);
        let dashes: Vec<&Call> = calls.iter().filter(is_of_line).collect();
        assert!(dashes.len() > 10, "{} dashes: a point of the landscape is a line through the data", dashes.len());
        let ((x0, y0), (x1, y1)) = (place([0.0, 2.0]), place([1.0, 3.0]));
        for &(x, y) in dashes.iter().flat_map(|dash| &dash.places) {
            let on_line = y0 + (f64::from(x) - x0) / (x1 - x0) * (y1 - y0);
            assert!((f64::from(y) - on_line).abs() <= 1.5, "{x}, {y}");
        }
    });
    three.hover(None);
    assert_eq!(three.readout(words), "");
}

/// The reader sees where a rate leads before any step is taken.
#[test]
fn another_rate_shows_the_next_steps_ahead_until_the_run_goes_on() {
    let mut host = host("three-descents", "lr=0.1&figure.step=6");
    let drawn = |host: &Host| {
        let frame = Frame { size: (3200, 2400), scale: 4.0, theme: Theme::Light };
        let (picture, (area, calls)) = (host.picture(0), recorder(frame.size));
        draw(&picture, Layer::Moving, Change::All, (&picture.space.on(&frame), &frame), &area).unwrap();
        // Lines 1¼ pixels wide: those that are taken are thicker.
        calls.take().iter().filter(|call| call.kind == Kind::Line && call.size == 5).count()
    };
    assert_eq!(drawn(&host), 0);
    host.set("lr", "0.12").unwrap();
    assert!(drawn(&host) >= 8, "the next eight steps of each");
    host.look(0.5);
    assert!(drawn(&host) >= 8, "while the next step is on its way");
    host.seek(6 + SOON);
    assert_eq!(drawn(&host), 0, "no longer");
    host.set("lr", "0.1").unwrap();
    assert!(drawn(&host) >= 8);
    host.hover(None);
    assert_eq!(drawn(&host), 0, "a hand that leaves looks at nothing");
    host.set("lr", "0.12").unwrap();
    host.set("n", "50").unwrap();
    assert_eq!(drawn(&host), 0, "other data are another landscape");
}

#[test]
fn a_step_between_two_ticks_is_on_the_way() {
    let mut three = three("figure.step=4");
    let [from, to] = [3, 4].map(|step| three.runs[0].point(step));
    three.look(3, 0.5);
    approx::assert_relative_eq!(heads(&three)[0][0], 0.5 * (from[0] + to[0]), max_relative = 1e-12);
}

/// So that the figure of a page left open never stops answering.
#[test]
fn a_link_far_into_a_run_is_cut_short_and_says_so() {
    let mut host = named("three-descents", Words::of("en").clone()).unwrap();
    let errors = host.apply("n=2000&loss=mae&figure.step=1000000");
    assert!(matches!(&errors[..], [Error::NotAllowed { key, .. }] if key == "figure.step"), "{errors:?}");
    assert!(host.clock().tick < 100_000);
}

/// The most likely weights, which no descent is told of.
#[test]
fn all_descents_on_classes_come_close_to_the_minimum_of_the_cross_entropy() {
    for text in ["", "data=iris&scale=standardize&bias=false", "bias=true&sampler=shuffle"] {
        let logistic = logistic(&format!("{text}&lr=0.3&figure.step=2000"));
        for run in &logistic.runs {
            let (floor, above) = (run.problem.floor().unwrap(), run.problem.excess(run.seen.parameters).unwrap());
            assert!(above < 0.1 * floor, "{text}, {:?}: {above} above {floor}", run.style);
        }
    }
}

#[test]
fn a_landscape_over_two_of_three_parameters_holds_the_third_at_the_minimum() {
    let before = logistic("figure.shown=w2,b");
    let minimum = before.problem().minimum().unwrap();
    assert_eq!(before.problem().two(minimum), [minimum[1], minimum[2]]);
    assert_eq!(before.problem().parameters_at([5.0, 6.0]), [minimum[0], 5.0, 6.0]);
    let mut host = host("logistic-descents", "figure.shown=w2,b");
    assert!(host.act(Action::Press(1, [0.5, -0.5])));
    let after = logistic(&host.experiment());
    assert_eq!(after.runs[0].point(0), [minimum[0], 0.5, -0.5], "a start on the landscape");
    host.set("bias", "false").unwrap();
    assert!(!host.experiment().contains("figure.shown"));
    assert_eq!(logistic(&host.experiment()).problem().dim(), 2);
}

#[test]
fn classes_that_a_line_parts_are_told_of() {
    let text = "distance=6&noise=0.3";
    let mut host = host("logistic-descents", &format!("{text}&figure.step=100"));
    let said = notices(&host).swap_remove(0);
    assert!(
        said.starts_with("A straight line separates these classes,") && said.contains("there is no minimum"),
        "{said}"
    );
    assert!(said.contains("batch |w| = "), "{said}");
    let length = |step: u64| {
        let [w1, w2] = heads(&logistic(&format!("{text}&figure.step={step}")))[0];
        libm::hypot(w1, w2)
    };
    assert!(length(1000) > length(100), "and the weights grow");
    host.set("noise", "2").unwrap();
    assert!(notices(&host).is_empty());
}

/// Beyond 2/λmax the minimum of a convex loss holds nobody; the loss grows no faster than the steps are long, so nothing diverges.
#[test]
fn a_run_on_classes_beyond_its_limit_is_told_that_it_cannot_rest() {
    for (lr, is_told) in [("20", false), ("60", true)] {
        let mut host = host("loss-duel", &format!("lr={lr}&figure.step=150"));
        let told = notices(&host);
        assert_eq!(told.iter().any(|told| told.contains("cannot come to rest: η = 60 ≥ 2/λ")), is_told);
        assert_eq!(told.len(), usize::from(is_told), "the squared error has no limit of its own: {told:?}");
        host.seek(0);
        assert_eq!(notices(&host), [""; 0], "nothing has jumped yet");
    }
}

/// On an axis of ratios a run that leaves the landscape is followed as far as one on data: that it rises is to be seen.
#[test]
fn the_chart_follows_a_run_that_leaves_the_landscape() {
    let comparing = surface("surface=quadratic&condition=10&lr=0.21&start=-1.9,1.8&figure.y=excess&figure.step=60");
    let curve = &comparing.curves[0];
    let (begin, (bottom, top)) = (curve[0][1], comparing.chart.y);
    assert!(curve.last().unwrap()[1] > 1e5 * begin, "it diverges");
    assert!(bottom <= begin && (2e3 * begin..2e5 * begin).contains(&top), "{begin}: {bottom} to {top}");
}

#[test]
fn classes_that_no_line_parts_are_not_said_to_be() {
    let (text, words) = ("distance=0&noise=0&n=20&reduction=mean&figure.step=50", Words::of("en"));
    let alike = logistic(text);
    assert_eq!(alike.notices(words), [], "all points coincide");
    approx::assert_relative_eq!(alike.problem().floor().unwrap(), std::f64::consts::LN_2, max_relative = 1e-15);
    assert_eq!(alike.problem().minimum(), Some([0.0; 3]));
    let said = &logistic("n=1").notices(words)[0].text;
    assert!(!said.contains("parts") && said.contains("there is no minimum"), "one sample has no second class: {said}");
}

#[test]
fn the_error_rate_is_the_share_of_the_samples_that_are_wrong_and_bounded_by_the_cross_entropy() {
    for text in ["", "distance=0", "lr=30", "data=iris&lr=0.01", "bias=false"] {
        let logistic = logistic(&format!("{text}&figure.step=60"));
        let panel = LOGISTIC.panels.iter().position(|panel| panel.name == "loss").unwrap();
        let said = &logistic.panels(Words::of("en"))[panel].legend[0].text;
        let wrong = 1.0 - logistic.runs[0].problem.accuracy(logistic.runs[0].seen.parameters);
        assert!(said.contains(&format!("batch: {}\u{2009}%", significant(100.0 * wrong, 3))), "{said}");
        for run in &logistic.runs {
            for steps in 0..=run.seen.steps {
                let at = run.point(steps);
                let (rate, loss) = (1.0 - run.problem.accuracy(at), run.problem.height(at));
                assert!(rate <= loss / std::f64::consts::LN_2, "{text}, {:?}, {steps}: {rate}, {loss}", run.style);
            }
        }
    }
}

#[test]
fn a_figure_about_classes_refuses_what_has_none() {
    let mut host = host("logistic-descents", "");
    let before = host.experiment();
    for (key, value) in [("data", "line"), ("model", "linear"), ("loss", "mse"), ("n", "2001"), ("figure.shown", "b")] {
        assert!(host.set(key, value).is_err(), "{key}={value}");
        assert_eq!(host.experiment(), before);
    }
    host.set("loss", "half-squared-error").unwrap();
    host.set("data", "iris").unwrap();
}

/// No learning rate suits all units: what is chosen by hand comes standardised, unless the reader says otherwise.
#[test]
fn measured_data_that_are_chosen_come_standardised() {
    for (figure, measured, generated) in [("three-descents", "engel", "line"), ("logistic-descents", "iris", "blobs")] {
        let mut host = host(figure, "");
        let is_scaled = |host: &Host| host.experiment().contains("scale=standardize");
        host.set("data", measured).unwrap();
        assert!(is_scaled(&host), "{}", host.experiment());
        host.set("scale", "none").unwrap();
        assert!(!is_scaled(&host), "{}", host.experiment());
        host.set("data", measured).unwrap();
        host.set("data", generated).unwrap();
        assert!(!is_scaled(&host), "{}", host.experiment());
    }
}

/// On what is seen of raw data, whatever the model was trained on.
#[test]
fn a_boundary_is_drawn_where_the_model_changes_its_mind() {
    for text in ["bias=true", "bias=false"] {
        let logistic = logistic(&format!("data=iris&scale=standardize&{text}&figure.step=60"));
        let run = &logistic.runs[0];
        let samples = run.problem.samples.as_ref().unwrap();
        let (scaled, weights) = (samples.risk.data(), run.seen.parameters);
        let ([w1, w2, bias], _) = logistic.in_data(run);
        for i in 0..scaled.n() {
            let (raw, seen) = (samples.data.row(i), scaled.row(i));
            let score = weights[0] * seen[0] + weights[1] * seen[1] + weights[2];
            approx::assert_relative_eq!(w1 * raw[0] + w2 * raw[1] + bias, score, epsilon = 1e-9);
        }
    }
}

#[test]
fn every_surface_descends_from_where_it_begins() {
    for row in SURFACES {
        let surface = surface(&format!("surface={}&figure.step=200", row.name));
        let run = &surface.runs[0];
        assert!(run.problem.height(run.seen.parameters) < run.path_heights[0], "{}", row.name);
    }
}

#[test]
fn on_the_ridge_of_the_saddle_descent_stays_and_beside_it_it_leaves() {
    let on = surface("surface=saddle&start=0,1.6&figure.step=200");
    assert!(heads(&on)[0].iter().all(|coordinate| coordinate.abs() < 1e-6));
    assert!(on.readout(Words::of("en")).contains("a saddle"));
    let plays = surface("surface=saddle&start=0,1.6&figure.step=60");
    assert!(plays.readout(Words::of("en")).contains("a saddle"), "where it rests when it has played by itself");
    assert!(heads(&surface("surface=saddle&start=0.0001,1.6&figure.step=200"))[0][0] > 1.0);
    let notices = |text: &str| surface(text).notices(Words::of("en"));
    // Already by the step at which it rests when it has played by itself.
    let left = notices("surface=saddle&start=0.01,1.6&figure.step=60");
    assert!(left.len() == 1 && left[0].text.contains("no minimum is in sight"), "{left:?}");
    for stays in
        ["surface=saddle&start=0.1,1.6&figure.step=9", "surface=himmelblau&figure.step=60", "f=x^2%2By^2&start=1,1"]
    {
        assert!(notices(stays).is_empty(), "{stays}");
    }
}

#[test]
fn a_start_where_the_function_is_not_defined_says_what_is_wrong() {
    let said = notices(&host("surface-descent", "f=log(x y)&start=-1,2")).concat();
    assert!(said.contains("not defined at x = −1, y = 2"), "{said}");
    assert!(notices(&host("surface-descent", "f=log(x y)&start=1,2")).is_empty());
}

#[test]
fn a_link_with_a_formula_alone_shows_that_formula() {
    let own = surface("f=x^2+5*y^2&start=1,1");
    assert_eq!(own.problem().height([1.0, 1.0, 0.0]), 6.0);
    // A surface that is named stands above a formula that a link carries along.
    let named = surface("surface=saddle&f=x^2+5*y^2&start=1,1");
    assert_eq!(named.problem().height([1.0, 1.0, 0.0]), 0.0);
}

#[test]
fn the_mark_of_a_surface_stands_where_the_rule_has_its_limit() {
    let mark = |text: &str| surface(text).runs[0].limit.map(|limit| limit.value);
    let close = |mark: Option<f64>, limit: f64| approx::assert_relative_eq!(mark.unwrap(), limit, max_relative = 1e-6);
    close(mark("surface=quadratic&condition=10"), 0.2);
    close(mark("surface=quadratic&condition=10&momentum=0.9"), 0.38);
    // At the minimum (1, 1), wherever the descent begins.
    let largest = 501.0 + (501.0_f64 * 501.0 - 400.0).sqrt();
    close(mark("surface=rosenbrock&start=-1.2,1"), 2.0 / largest);
    // Down the saddle's sides there is no end; on its ridge there is.
    assert_eq!(mark("surface=saddle&start=0.1,1.6"), None);
    close(mark("surface=saddle&start=0,1.6"), 1.0);
}

/// Two runs that differ in their momentum, each on its own landscape and both on one.
static RACE: Comparison = Comparison {
    runs: &[race("plain", Style::MINI_BATCH, "momentum=0"), race("heavy", Style::STOCHASTIC, "momentum=0.9")],
    panels: &[
        rows::tall("first", Shows::Landscape(&[0])),
        rows::tall("second", Shows::Landscape(&[1])),
        rows::tall("both", Shows::Landscape(&[0, 1])),
    ],
    window: None,
    is_plane: true,
    fills_plane: false,
    is_plain: false,
    heights: &[Height::Value],
    rule: Rule::Step,
    search: None,
    fork: None,
    by: None,
};

const fn race(name: &'static str, style: Style, with: &'static str) -> RunRow {
    RunRow::new(name, style, ["run.surface.title", "run.surface"], with)
}

#[test]
fn descents_share_a_landscape_where_a_row_says_so() {
    let race = shown(&SURFACE_DESCENT, &RACE, "surface=quadratic&condition=10&lr=0.1&start=-1.7,0.8&figure.step=7");
    assert_ne!(race.runs[0].seen.head, race.runs[1].seen.head);
    let frame = Frame { size: (400, 300), scale: 1.0, theme: Theme::Light };
    for layer in [Layer::Still, Layer::Moving] {
        let calls = |panel| {
            let (picture, (area, calls)) = (race.picture(panel, Words::of("en")), recorder(frame.size));
            draw(&picture, layer, Change::All, (&picture.space.on(&frame), &frame), &area).expect("records everything");
            // Words keep off the paths that there are.
            let is_word = |call: &Call| layer == Layer::Still && matches!(call.kind, Kind::Text | Kind::Fill);
            calls.take().into_iter().filter(|call| !is_word(call)).collect::<Vec<_>>()
        };
        let [first, second, both] = [0, 1, 2].map(calls);
        assert!(first.iter().chain(&second).all(|call| both.contains(call)), "both descents: {layer:?}");
        assert!(both.iter().all(|call| first.contains(call) || second.contains(call)), "and no more: {layer:?}");
    }
    let words = Words::of("en");
    let [first, second, both] = &race.panels(words)[..] else { panic!("three panels") };
    for said in [first, second] {
        // Of several the height alone: where each is, is seen.
        let (_, height) = said.detail.rsplit_once(", ").expect("coordinates and a height");
        assert!(both.legend.iter().any(|one| one.text.ends_with(&format!(": {height}"))), "{both:?}");
        assert!(both.description.contains(&said.description), "{both:?}");
    }
    assert_eq!(race.handles().len(), 3, "the start that they share can be dragged on each");
}

#[test]
fn a_rate_just_beyond_its_limit_is_not_said_to_be_that_limit() {
    let mut figure = crate::figure::named("batch-descent", Words::of("en").clone()).unwrap();
    figure.apply("lr=2.0001&figure.step=20");
    let notices = figure.scene().notices(figure.words());
    assert!(notices[0].text.contains("η = 2.0001 ≥ 2/λₘₐₓ = 2"), "{}", notices[0].text);
}

/// By η = 1 of standardised features one update arrives; that rounding goes on to tremble is no descent.
#[test]
fn what_has_arrived_says_since_when_and_what_cannot_says_why() {
    let batch = |text: &str| host("batch-descent", &format!("{text}&figure.step=40"));
    let status = |host: &Host| host.scene().panels(host.words())[0].status.clone();
    let readout = |host: &Host| host.scene().readout(host.words());
    assert!(status(&batch("lr=1")).ends_with("at min E since update 1"), "{}", status(&batch("lr=1")));
    assert_eq!(status(&batch("lr=0.1")), "");
    assert_eq!(readout(&batch("lr=0.1")), "");
    // By hand, for the rate of standardised features is far beyond what these allow.
    let mut narrow = batch("lr=0.1");
    narrow.set("scale", "none").unwrap();
    assert!(readout(&narrow).starts_with("Across the valley"), "{}", readout(&narrow));
    assert_eq!((narrow.scene().notices(narrow.words()), readout(&batch("scale=none"))), (vec![], String::new()));
    narrow.set("scale", "standardize").unwrap();
    assert!(narrow.experiment().contains("&lr=0.1&"), "{}", narrow.experiment());
}

#[test]
fn at_its_limit_a_run_goes_to_and_fro_and_only_beyond_it_diverges() {
    let notices = |text: &str| host("batch-descent", text).scene().notices(Words::of("en"));
    assert_eq!(notices("lr=2&figure.step=7"), []);
    let beyond = &notices("lr=2.001&figure.step=7")[0].text;
    assert!(beyond.contains("diverges") && beyond.contains("is 1.0"), "how little it has grown is seen: {beyond}");
}

#[test]
fn a_rate_that_moves_nothing_is_not_said_to_have_arrived_or_to_be_too_large() {
    let words = Words::of("en");
    for (name, text) in [("eigen-directions", "lr=0"), ("surface-descent", "lr=1e-17"), ("curve-descent", "lr=0")] {
        let host = host(name, text);
        assert!(host.panels().iter().any(|panel| panel.status == "η moves nothing"), "{name}");
        assert!(host.panels().iter().all(|panel| panel.status != "converged"), "{name}");
    }
    for rate in ["0", "1e-17"] {
        let said = host("feature-scaling", &format!("lr={rate}")).scene().readout(words);
        assert!(said.contains("nothing moves"), "{said}");
    }
    let said = host("feature-scaling", "lr=0.0713&figure.step=10").scene().readout(words);
    assert!(said.contains("η = 0.0713 is not below the largest, 2/λ₁ = 0.07126"), "{said}");
}

#[test]
fn a_valley_whose_floor_is_level_is_not_said_to_bend_along_it() {
    let said = host("one-step", "n=1&batch=1&figure.step=3").scene().readout(Words::of("en"));
    assert!(said.contains("does not bend at all"), "{said}");
}

#[test]
fn a_run_whose_rate_is_spent_is_not_said_to_come_down_with_the_others() {
    let said = |text: &str| host("noise-floor", text).scene().readout(Words::of("en"));
    let left = said("lr=0.002&half_life=1&seed=10&figure.step=2000");
    assert!(left.starts_with("The runs with a constant η still come down") && left.contains("100 times"), "{left}");
    assert!(said("lr=0.002&figure.step=50").starts_with("The runs still come down together"));
}
