use super::super::paper::Sheet;
use super::super::recorder::{Call, Kind, recorder};
use super::super::{Axes, Axis, Frame, Scale};
use super::*;
use proptest::prelude::*;

const FRAME: Frame = Frame { size: (800, 600), scale: 2.0, theme: Theme::Light };

fn projection(scale: Scale) -> Projection {
    let axis = Axis { title: "", range: (0.5, 4.5), scale };
    Axes { x: axis, y: axis }.projection(&FRAME)
}

fn stroke(style: Style, halo: bool) -> Stroke {
    let halo = halo.then(|| Theme::Light.paper());
    Stroke { halo, free: if halo.is_some() { 5.0 } else { 0.0 }, ..Stroke::new(style, Theme::Light, 2.5) }
}

/// The calls that draw the path, in as many parts as `froms` has entries: each begins where the one before ended.
fn calls(map: &Projection, points: &[[f64; 2]], ends: &[usize], stroke: &Stroke) -> Vec<Call> {
    let (area, calls) = recorder(FRAME.size);
    let sheet = Sheet::new(&area);
    let ink = Ink::new(&FRAME, &sheet);
    let mut from = 0;
    for &end in ends.iter().chain([&points.len()]) {
        draw(&ink, map, &points[..end], from, stroke);
        from = end.saturating_sub(1);
    }
    sheet.drawn().expect("records everything");
    let mut found: Vec<Call> = Vec::new();
    for call in calls.take() {
        // A line in two parts is the same line.
        match found.last_mut() {
            Some(last)
                if (last.kind, call.kind) == (Kind::Line, Kind::Line)
                    && (last.color, last.size) == (call.color, call.size)
                    && last.places.last() == call.places.first()
                    && stroke.halo.is_none() =>
            {
                last.places.extend(&call.places[1..]);
            }
            _ => found.push(call),
        }
    }
    found
}

fn coordinate() -> impl Strategy<Value = f64> {
    prop_oneof![
        20 => 0.0..5.0_f64,
        2 => -1e4..1e4_f64,
        1 => any::<f64>(),
        1 => prop_oneof![Just(f64::NAN), Just(f64::INFINITY), Just(-1e300), Just(2.0), Just(0.0)],
    ]
}

fn any_series() -> impl Strategy<Value = Style> {
    prop_oneof![
        Just(Style::BATCH),
        Just(Style::STOCHASTIC),
        Just(Style::MINI_BATCH),
        (0..6_usize).prop_map(|k| Style::FURTHER[k])
    ]
}

proptest! {
    #[test]
    fn a_path_in_parts_is_the_path_at_once(
        points in prop::collection::vec(prop::array::uniform2(coordinate()), 1..60),
        cuts in prop::collection::vec(0.0..1.0_f64, 0..4),
        style in any_series(),
        halo: bool,
        logarithmic: bool,
    ) {
        let map = projection(if logarithmic { Scale::Logarithmic } else { Scale::Linear });
        let stroke = stroke(style, halo);
        let mut ends: Vec<usize> = cuts.iter().map(|cut| 1 + (cut * points.len() as f64) as usize).collect();
        ends.sort_unstable();
        prop_assert_eq!(calls(&map, &points, &ends, &stroke), calls(&map, &points, &[], &stroke));
    }

    #[test]
    fn nothing_is_drawn_outside_the_plot(
        points in prop::collection::vec(prop::array::uniform2(coordinate()), 0..60), style in any_series(), halo: bool
    ) {
        let map = projection(Scale::Linear);
        let (left, top, right, bottom) = map.plot();
        for (x, y) in calls(&map, &points, &[], &stroke(style, halo)).into_iter().flat_map(|call| call.places) {
            prop_assert!((left..=right).contains(&f64::from(x)) && (top..=bottom).contains(&f64::from(y)));
        }
    }

    #[test]
    fn a_clipped_segment_lies_on_the_segment_and_in_the_rectangle(
        from in prop::array::uniform2(-3.0..3.0_f64), to in prop::array::uniform2(-3.0..3.0_f64)
    ) {
        let (from, to) = ((from[0], from[1]), (to[0], to[1]));
        let middle_inside = |part: f64| {
            let at = |a: f64, b: f64| (a + part * (b - a)).abs() < 1.0;
            at(from.0, to.0) && at(from.1, to.1)
        };
        match clip(from, to, (-1.0, -1.0, 1.0, 1.0)) {
            None => prop_assert!((0..=100).all(|k| !middle_inside(f64::from(k) / 100.0))),
            Some((a, b)) => for (x, y) in [a, b] {
                prop_assert!(x.abs() <= 1.0 && y.abs() <= 1.0);
                let cross = (to.0 - from.0) * (y - from.1) - (to.1 - from.1) * (x - from.0);
                prop_assert!(cross.abs() < 1e-9);
            },
        }
    }
}

/// A straight path across the plot: 4 units wide, some 650 pixels.
fn straight(style: Style, points: usize) -> Vec<Call> {
    let last = points as f64 - 1.0;
    let points: Vec<[f64; 2]> = (0..points).map(|k| [1.0 + 3.0 * k as f64 / last, 2.0]).collect();
    calls(&projection(Scale::Linear), &points, &[], &stroke(style, false))
}

#[test]
fn dashes_run_through_the_points() {
    let ink = |calls: &[Call]| -> i32 {
        calls.iter().map(|call| call.places[call.places.len() - 1].0 - call.places[0].0).sum()
    };
    let (few, many) = (straight(Style::MINI_BATCH, 2), straight(Style::MINI_BATCH, 40));
    assert_eq!(ink(&few), ink(&many));
    assert_eq!(few.len(), many.len(), "a dash over a point is still one dash");
    let gaps: Vec<i32> = few.windows(2).map(|pair| pair[1].places[0].0 - pair[0].places[1].0).collect();
    assert!(gaps.iter().all(|gap| (8..=10).contains(gap)), "{gaps:?}");
}

#[test]
fn dots_are_discs_at_equal_distances() {
    let dots = straight(Style::STOCHASTIC, 17);
    assert!(dots.len() > 30 && dots.iter().all(|dot| dot.kind == Kind::Disc));
    assert!(dots.windows(2).all(|pair| (10..=12).contains(&(pair[1].places[0].0 - pair[0].places[0].0))));
}

#[test]
fn a_smooth_solid_curve_is_one_line() {
    let curve: Vec<[f64; 2]> = (0..=100).map(|k| f64::from(k) / 25.0).map(|x| [0.5 + x, 0.5 + 0.2 * x * x]).collect();
    assert_eq!(calls(&projection(Scale::Linear), &curve, &[], &stroke(Style::BATCH, false)).len(), 1);
}

#[test]
fn a_tangle_is_drawn_with_few_calls() {
    let zigzag: Vec<[f64; 2]> = (0..20_000).map(|k| [1.0 + f64::from(k % 2), 1.0 + f64::from(k % 3)]).collect();
    for style in [Style::BATCH, Style::STOCHASTIC, Style::MINI_BATCH] {
        let calls = calls(&projection(Scale::Linear), &zigzag, &[], &stroke(style, true));
        assert!(calls.len() < 15_000, "{style:?}: {} calls", calls.len());
        assert!(style == Style::BATCH || calls.len() > 1000, "in dashes to its end: {style:?}");
    }
}

#[test]
fn a_step_between_places_far_out_leaves_no_halo_without_a_line() {
    let axis = Axis::linear("", (-1.0, 1.0));
    for far in [0.5, 1e30, 1e100, 1e300] {
        let mut picture = picture::Picture::new(Axes { x: axis, y: axis });
        picture.moving.push(Step([[-far, far], [far, -1.1 * far]], Style::BATCH));
        let ((area, calls), map) = (recorder(FRAME.size), picture.space.on(&FRAME));
        picture::draw(&picture, picture::Layer::Moving, picture::Change::All, (&map, &FRAME), &area).unwrap();
        assert_eq!(calls.take().len(), if far < 1.0 { 2 } else { 0 }, "{far}");
    }
}

/// A noisy run would fill the map; its first way down is drawn like any other.
#[test]
fn the_dots_of_a_trail_that_goes_to_and_fro_spread() {
    let map = projection(Scale::Linear);
    let dots = |turns: u32, dense: f64| {
        let points: Vec<_> = (0..turns).map(|turn| [1.0 + 3.0 * f64::from(turn % 2), 2.0]).collect();
        calls(&map, &points, &[], &Stroke { dense, ..stroke(Style::STOCHASTIC, false) }).len()
    };
    assert_eq!(dots(3, DENSE), dots(3, TANGLE));
    assert!(2 * dots(40, DENSE) < dots(40, TANGLE), "{} {}", dots(40, DENSE), dots(40, TANGLE));
}
