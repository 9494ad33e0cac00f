use super::*;
use crate::chart::recorder::{Call, Kind, recorder};
use crate::chart::{Change, Frame, Layer, Theme, draw};

fn three(text: &str) -> Descents {
    let mut figure = Descents::three().unwrap();
    assert_eq!(figure.apply(text), []);
    figure
}

/// The parameters of each descent, to the bit.
fn heads(figure: &Descents) -> Vec<[u64; 2]> {
    figure.lanes.iter().map(|lane| lane.seen.head.map(f64::to_bits)).collect()
}

fn steps(figure: &Descents) -> Vec<u64> {
    figure.lanes.iter().map(|lane| lane.seen.steps).collect()
}

#[test]
fn what_is_shown_is_a_function_of_the_string() {
    let mut figure = three("data=engel&scale=standardize&sampler=shuffle&batch=20");
    figure.seek(70);
    figure.set("figure.x", "samples").unwrap();
    figure.set("figure.lr.stochastic", "0.01").unwrap();
    figure.press(1, [100.0, 400.0]);
    figure.seek(33);
    figure.advance(7);
    let again = three(&figure.experiment());
    assert_eq!(again.experiment(), figure.experiment());
    assert_eq!((heads(&again), steps(&again)), (heads(&figure), steps(&figure)));
    assert_eq!((again.chart, &again.curves[1][..]), (figure.chart, &figure.curves[1][..]));
}

#[test]
fn all_descents_start_at_the_point_that_was_clicked() {
    let mut figure = three("figure.step=20");
    assert!(figure.press(2, [0.5, -0.25]));
    assert_eq!(heads(&figure), [[0.5f64, -0.25].map(f64::to_bits); 3]);
    assert!(!figure.press(3, [0.5, 0.5]), "a click on the data starts nothing");
}

#[test]
fn a_new_initialization_keeps_the_landscape() {
    let mut figure = three("");
    let (window, before) = (figure.ground.window, heads(&figure));
    figure.restart(99);
    assert_eq!(figure.ground.window, window);
    assert_ne!(heads(&figure), before);
    assert!(figure.experiment().contains("&seed=99&"));
}

#[test]
fn going_back_and_forth_is_going_there() {
    let mut figure = three("");
    figure.seek(40);
    let there = heads(&figure);
    figure.seek(3);
    figure.seek(200);
    figure.seek(40);
    assert_eq!(heads(&figure), there);
    assert_eq!(figure.clock().reached, 200);
}

#[test]
fn per_sample_cheap_steps_run_ahead() {
    let figure = three("figure.x=samples&figure.step=30");
    assert_eq!(steps(&figure), [4, 240, 30], "30 ticks of 8 samples, 60 samples in all");
}

/// What a reader expects of switching between sum and mean.
#[test]
fn switching_the_reduction_rescales_rates_so_that_the_batch_path_stays() {
    let mut figure = three("figure.step=25");
    let before = figure.lanes[0].seen.head;
    figure.set("reduction", "sum").unwrap();
    let after = figure.lanes[0].seen.head;
    for (before, after) in before.into_iter().zip(after) {
        approx::assert_relative_eq!(before, after, max_relative = 1e-9);
    }
    figure.set("reduction", "mean").unwrap();
    assert_eq!(figure.settings.experiment.lr, 0.15, "there and back again is the rate that it was");
}

#[test]
fn fewer_samples_than_a_batch_has_make_the_batch_smaller() {
    let mut figure = three("batch=50");
    figure.set("n", "20").unwrap();
    assert_eq!(figure.settings.experiment.batch_size(), 20);
    let error = figure.set("batch", "21").unwrap_err();
    assert_eq!(error.to_string(), "batch: `21` is not allowed with n = 20 samples; it must be an integer from 1 to 20");
    assert_eq!(figure.settings.experiment.batch_size(), 20);
}

#[test]
fn a_refused_value_leaves_everything_as_it_was() {
    let mut figure = three("figure.step=12");
    let (text, there) = (figure.experiment(), heads(&figure));
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
        ("figure.step", "-1"),
        ("figure.lr.adam", "1"),
        ("figure.lr.batch", "much"),
        ("warp", "9"),
    ] {
        let error = figure.set(key, value).unwrap_err().to_string();
        assert!(error.contains(key), "{key}={value}: {error}");
        assert_eq!((figure.experiment(), heads(&figure)), (text.clone(), there.clone()), "{key}={value}");
    }
}

#[test]
fn a_damaged_link_keeps_what_is_right_and_lists_what_is_not() {
    let mut figure = Descents::three().unwrap();
    let errors = figure.apply("lr=0.05&batch=900&data=moon&figure.step=7&figure.y=wide&seed=5");
    let messages: Vec<String> = errors.iter().map(Error::to_string).collect();
    assert_eq!(messages.len(), 3, "{messages:?}");
    for (message, key) in messages.iter().zip(["data: `moon`", "batch: `900`", "figure.y: `wide`"]) {
        assert!(message.starts_with(key), "{message}");
    }
    assert_eq!((figure.settings.experiment.lr, figure.settings.experiment.seed, figure.tick), (0.05, 5, 7));
}

#[test]
fn a_descent_that_diverges_says_so_in_numbers_and_never_shows_nan() {
    let mut figure = three("lr=1.5");
    figure.seek(5000);
    let notices = figure.notices();
    assert_eq!(notices[0].series, Some(Style::BATCH));
    for part in ["η = 1.5", "2/λmax = ", "by a factor of ", "last finite point"] {
        assert!(notices[0].text.contains(part), "{}", notices[0].text);
    }
    for panel in figure.panels() {
        assert!(!panel.description.contains('?') && !panel.description.contains('∞'), "{}", panel.description);
    }
    for (_, rule) in figure.rules() {
        assert!(!rule.contains('?') && !rule.contains('∞'), "{rule}");
    }
    assert!(figure.lanes.iter().all(|lane| lane.seen.head.iter().all(|parameter| parameter.is_finite())));

    let remedy = notices[0].remedy.clone().unwrap();
    figure.set(remedy.key, &remedy.value).unwrap();
    figure.seek(300);
    assert_eq!(figure.notices(), []);
}

#[test]
fn limits_stand_on_the_slider_of_the_learning_rate() {
    let figure = three("");
    let control = &figure.controls()[0];
    let super::super::Field::Slider { marks, danger, min, max, .. } = &control.field else { unreachable!() };
    assert_eq!(marks.len(), 3);
    let smallest = marks.iter().map(|mark| mark.value).fold(f64::INFINITY, f64::min);
    assert_eq!(*danger, Some(smallest));
    assert!(marks.iter().all(|mark| (*min..*max).contains(&mark.value)));
}

#[test]
fn a_mark_says_what_it_is_the_limit_of() {
    let labels = |text: &str| -> Vec<(f64, String)> {
        let control = three(text).controls().swap_remove(0);
        let super::super::Field::Slider { marks, .. } = control.field else { unreachable!() };
        marks.into_iter().map(|mark| (mark.value, mark.label)).collect()
    };
    let uniform = labels("");
    assert!(uniform[0].1.ends_with("2/λmax = 0.733") && uniform[1].1.contains("mean-square"), "{uniform:?}");
    let in_order = labels("sampler=sequential");
    approx::assert_relative_eq!(in_order[2].0, 0.856, max_relative = 1e-3);
    assert!(in_order[2].1.contains("in this order"), "{in_order:?}");
    let shuffled = labels("sampler=shuffle");
    assert_eq!(shuffled.len(), 2, "single samples in shuffled order have no mark: {shuffled:?}");
    assert!(shuffled[1].1.contains("(estimated from 1,024 epochs) = 0.779"), "{shuffled:?}");
    let momentum = labels("momentum=0.9");
    assert!(momentum[0].1.contains("2(1+β)/λmax = 1.39"), "{momentum:?}");
    assert!(momentum[2].0 < momentum[0].0);
}

/// What moves on a panel, and where points of its axes are, in device pixels.
fn moving(figure: &Descents, panel: usize, see: impl Fn(&[Call], &dyn Fn([f64; 2]) -> (f64, f64))) {
    let frame = Frame { size: (800, 600), scale: 2.0, theme: Theme::Light };
    let (picture, (area, calls)) = (figure.picture(panel), recorder(frame.size));
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
    let mut figure = three("figure.step=30");
    figure.hover(Some((4, [10.0, 1.0])));
    assert!(figure.readout().starts_with("10 updates"), "{}", figure.readout());
    let tenth = figure.ground.two(figure.lanes[0].point(10));
    assert_eq!(figure.looked_at_on(&figure.lanes[0]), Some(tenth));
    moving(&figure, 0, |calls, place| {
        let (x, y) = place(tenth);
        let at = (x.round() as i32, y.round() as i32);
        let color = Style::BATCH.color(Theme::Light);
        // A hollow marker is a disc of its colour below a smaller one of the ground's.
        let ring = |call: &&Call| call.kind == Kind::Disc && call.size == 12 && call.places == [at];
        let ring = calls.iter().find(ring).expect("a hollow marker there");
        assert_eq!(ring.color, ((color.0, color.1, color.2), 1.0));
    });
    figure.hover(Some((0, [1.0, 2.0])));
    assert!(figure.readout().starts_with("w = 1, b = 2, E = "), "{}", figure.readout());
    let looked_at = figure.looked_at_in_data().map(|[slope, intercept, _]| [slope, intercept]);
    assert_eq!(looked_at, Some([1.0, 2.0]), "a point of the landscape is a line through the data");
    moving(&figure, 3, |calls, place| {
        let ink = Theme::Light.ink();
        let is_of_line = |call: &&Call| call.kind == Kind::Line && call.color.0 == (ink.0, ink.1, ink.2);
        let dashes: Vec<&Call> = calls.iter().filter(is_of_line).collect();
        assert!(dashes.len() > 10, "{} dashes", dashes.len());
        let ((x0, y0), (x1, y1)) = (place([0.0, 2.0]), place([1.0, 3.0]));
        for &(x, y) in dashes.iter().flat_map(|dash| &dash.places) {
            let on_line = y0 + (f64::from(x) - x0) / (x1 - x0) * (y1 - y0);
            assert!((f64::from(y) - on_line).abs() <= 1.5, "{x}, {y}");
        }
    });
    figure.hover(None);
    assert_eq!(figure.readout(), "");
}

#[test]
fn a_step_between_two_ticks_is_on_the_way() {
    let mut figure = three("figure.step=3");
    let (from, to) = (figure.lanes[0].point(3), {
        figure.seek(4);
        figure.lanes[0].point(4)
    });
    figure.seek(3);
    figure.look(0.5);
    let head = figure.lanes[0].seen.head;
    approx::assert_relative_eq!(head[0], 0.5 * (from[0] + to[0]), max_relative = 1e-12);
}

/// So that the figure of a page left open never stops answering.
#[test]
fn a_link_far_into_a_run_is_cut_short_and_says_so() {
    let mut figure = Descents::three().unwrap();
    let errors = figure.apply("n=2000&loss=mae&figure.step=1000000");
    assert!(matches!(&errors[..], [Error::NotAllowed { key, .. }] if key == "figure.step"), "{errors:?}");
    assert!(figure.tick < 100_000);
}

fn logistic(text: &str) -> Descents {
    let mut figure = Descents::logistic().unwrap();
    assert_eq!(figure.apply(text), []);
    figure
}

/// The most likely weights, which no descent is told of.
#[test]
fn all_descents_on_classes_come_close_to_the_minimum_of_the_cross_entropy() {
    for text in ["", "data=iris&scale=standardize&bias=false", "bias=true&sampler=shuffle"] {
        let figure = logistic(&format!("{text}&lr=0.3&figure.step=2000"));
        let floor = figure.ground.floor().unwrap();
        for lane in &figure.lanes {
            let above = figure.ground.excess(lane.seen.parameters).unwrap();
            assert!(above < 0.1 * floor, "{text}, {:?}: {above} above {floor}", lane.series);
        }
    }
}

#[test]
fn a_landscape_over_two_of_three_parameters_holds_the_third_at_the_minimum() {
    let mut figure = logistic("figure.shown=w2,b");
    let minimum = figure.ground.minimum().unwrap();
    assert_eq!(figure.ground.two(minimum), [minimum[1], minimum[2]]);
    assert_eq!(figure.ground.parameters_at([5.0, 6.0]), [minimum[0], 5.0, 6.0]);
    assert!(figure.press(0, [0.5, -0.5]));
    assert_eq!(figure.lanes[0].point(0), [minimum[0], 0.5, -0.5], "a start on the landscape");
    figure.set("bias", "false").unwrap();
    assert_eq!(figure.ground.dim(), 2);
    assert!(!figure.experiment().contains("figure.shown"));
}

#[test]
fn classes_that_a_line_parts_are_told_of() {
    let mut figure = logistic("distance=6&noise=0.3&figure.step=100");
    assert!(figure.ground.minimum().is_none());
    let text = &figure.notices()[0].text;
    assert!(text.starts_with("A line parts these classes.") && text.contains("there is no minimum"), "{text}");
    assert!(text.contains("batch |w| = "), "{text}");
    let length = |figure: &Descents| figure.lanes[0].seen.head.iter().map(|weight| weight * weight).sum::<f64>();
    let before = length(&figure);
    figure.seek(1000);
    assert!(length(&figure) > before, "and the weights grow");
    figure.set("noise", "2").unwrap();
    assert_eq!(figure.notices(), []);
}

#[test]
fn classes_that_no_line_parts_are_not_said_to_be() {
    let figure = logistic("distance=0&noise=0&n=20&reduction=mean&figure.step=50");
    assert_eq!(figure.notices(), [], "all points coincide");
    approx::assert_relative_eq!(figure.ground.floor().unwrap(), std::f64::consts::LN_2, max_relative = 1e-15);
    assert_eq!(figure.ground.minimum(), Some([0.0; 3]));
    let text = &logistic("n=1").notices()[0].text;
    assert!(!text.contains("parts") && text.contains("there is no minimum"), "one sample has no second class: {text}");
}

#[test]
fn accuracy_is_a_share_of_the_samples_and_only_classes_have_one() {
    let figure = logistic("figure.y=accuracy&lr=0.3&figure.step=300");
    let last = figure.curves[0].last().unwrap()[1];
    assert!(last > 0.8 && last <= 1.0 && (100.0 * last).fract() < 1e-9, "{last}");
    let error = three("").set("figure.y", "accuracy").unwrap_err().to_string();
    assert!(error.contains("figure.y") && !error.contains("accuracy,"), "{error}");
}

#[test]
fn a_figure_about_classes_refuses_what_has_none() {
    let mut figure = logistic("");
    let before = figure.experiment();
    for (key, value) in [("data", "line"), ("model", "linear"), ("loss", "mse"), ("n", "2001"), ("figure.shown", "b")] {
        assert!(figure.set(key, value).is_err(), "{key}={value}");
        assert_eq!(figure.experiment(), before);
    }
    figure.set("loss", "half-squared-error").unwrap();
    figure.set("data", "iris").unwrap();
}

/// On what is seen of raw data, whatever the model was trained on.
#[test]
fn a_boundary_is_drawn_where_the_model_changes_its_mind() {
    for text in ["bias=true", "bias=false"] {
        let figure = logistic(&format!("data=iris&scale=standardize&{text}&figure.step=60"));
        let scaled = figure.ground.risk.data();
        let ([w1, w2, bias], _) = figure.in_data(&figure.lanes[0]);
        let weights = figure.lanes[0].seen.parameters;
        for i in 0..scaled.n() {
            let (raw, seen) = (figure.ground.data.row(i), scaled.row(i));
            let score = weights[0] * seen[0] + weights[1] * seen[1] + weights[2];
            approx::assert_relative_eq!(w1 * raw[0] + w2 * raw[1] + bias, score, epsilon = 1e-9);
        }
    }
}
