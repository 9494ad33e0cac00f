use super::*;
use crate::chart::map::Reach;
use crate::chart::recorder::{Call, Kind, recorder};
use crate::chart::{Change, Contours, Layer, Line, Polyline, Tone, draw, draw_all};
use proptest::prelude::*;

fn axis(low: f64, high: f64) -> Axis<'static> {
    Axis::linear("title", (low, high))
}

const RANGE: (f64, f64) = (-1.0, 1.0);

fn sampled(f: impl Fn([f64; 2]) -> f64) -> Heights {
    Heights::of(f, RANGE, RANGE, 40)
}

fn turned(heights: &Heights, turn: (f64, f64)) -> Relief<'_> {
    let axes = Axes { x: axis(-1.0, 1.0), y: axis(-1.0, 1.0) };
    Relief { axes, z: axis(-1.0, 1.0), heights, knee: f64::INFINITY, foot: 0.0, turn }
}

fn frame() -> Frame {
    Frame { size: (840, 760), scale: 2.0, theme: Theme::Light }
}

fn calls(picture: &Picture<'_>, layer: Layer) -> Vec<Call> {
    let (area, calls) = recorder(frame().size);
    let map = picture.space.on(&frame());
    draw(picture, layer, Change::All, (&map, &frame()), &area).expect("records everything");
    calls.take()
}

/// A hill between the eye at azimuth 0 and the low ground behind it.
fn hill([x, y]: [f64; 2]) -> f64 {
    2.0 / (1.0 + 30.0 * (x * x + y * y)) - 1.0
}

#[test]
fn a_node_beside_a_hole_has_its_value_however_many_cells_there_are() {
    for cells in 1..=64 {
        for hole in 1..=cells {
            let border = (2.0 * hole as f64 - 1.0) / cells as f64 - 1.0;
            let heights = Heights::of(|[x, _]| if x < border { 1.0 } else { f64::NAN }, RANGE, RANGE, cells);
            assert_eq!(heights.at([(hole - 1) as f64 / cells as f64, 1.0]), 1.0, "{hole} of {cells}");
        }
    }
}

#[test]
fn a_surface_ends_where_the_function_or_the_box_does() {
    // No value within a circle of radius 0.3, and beyond the box where x² + y² > 0.45.
    let heights = Heights::of(|[x, y]| libm::sqrt(x * x + y * y - 0.09), RANGE, RANGE, 16);
    let view = Relief { z: axis(0.0, 0.6), ..turned(&heights, (0.7, 0.6)) };
    let space = Space::new(&view, &frame());
    // The nodes know it to a cell, the end to a hair.
    let end = space.end([[11, 8], [10, 8]]).unwrap();
    assert!((2.0 * end[0] - 1.0 - 0.3).abs() < 1e-6 && end[1] == 0.5 && end[2] < 1e-2, "{end:?}");
    let end = space.end([[13, 8], [14, 8]]).unwrap();
    assert!((0.66..0.68).contains(&(2.0 * end[0] - 1.0)) && (end[2] - 1.0).abs() < 1e-9, "{end:?}");
    assert!(!space.is_whole() && Space::new(&turned(&sampled(hill), (0.7, 0.6)), &frame()).is_whole());
}

#[test]
fn a_hill_hides_what_is_behind_it() {
    let heights = sampled(hill);
    let view = turned(&heights, (0.0, 1.1));
    let frame = frame();
    let space = Space::new(&view, &frame);
    let is_seen = |x: f64, y: f64| space.is_seen(space.above([x, y]));
    assert!(is_seen(0.4, 0.0) && is_seen(0.1, 0.0) && is_seen(-0.4, 0.9) && is_seen(-0.99, 0.0));
    assert!(!is_seen(-0.2, 0.0) && !is_seen(-0.4, 0.0) && !is_seen(-0.5, 0.05));
    // From above nothing is hidden; from the other side the other slope.
    assert!(Space::new(&turned(&heights, (0.0, 1.6)), &frame).is_seen(space.above([-0.4, 0.0])));
    assert!(!Space::new(&turned(&heights, (std::f64::consts::PI, 1.1)), &frame).is_seen(space.above([0.4, 0.0])));
}

#[test]
fn a_curve_is_parted_where_it_goes_behind_the_surface() {
    let heights = sampled(hill);
    let view = turned(&heights, (0.0, 1.1));
    let frame = frame();
    let space = Space::new(&view, &frame);
    let places: Vec<Place> = (0..=80).map(|k| space.above([f64::from(k) / 40.0 - 1.0, 0.0])).collect();
    let [seen, hidden] = space.parted(&places, &|place| place);
    let (seen, hidden) = (runs(&seen), runs(&hidden));
    assert_eq!((seen.len(), hidden.len()), (2, 1));
    assert_eq!((seen[0].last(), hidden[0].last()), (hidden[0].first(), seen[1].first()));
}

#[test]
fn a_hole_stays_open() {
    // A wall of nothing between two halves.
    let heights = sampled(|[x, _]| if x.abs() < 0.2 { f64::NAN } else { 0.0 });
    let view = turned(&heights, (0.0, 1.0));
    let frame = frame();
    let space = Space::new(&view, &frame);
    assert!(space.to_css_pixel([0.0, 0.3]).0.is_nan());
    let y = |x: f64| space.to_pixel(space.of([x, 0.0, 0.0])).1;
    let gap = (y(-0.2).round() as i32 + 4, y(0.2).round() as i32 - 4);
    assert!(gap.0 + 40 < gap.1);
    for call in calls(&relief(view, [0.4, -0.5], [None; 2]), Layer::Ground)
        .iter()
        .filter(|call| call.kind == Kind::Fill && call.places.len() > 2)
    {
        let across = |&(_, y): &(i32, i32)| y > gap.0 && y < gap.1;
        let (above, below) = (call.places.iter().any(|at| at.1 <= gap.0), call.places.iter().any(|at| at.1 >= gap.1));
        assert!(!call.places.iter().any(across), "{call:?}");
        assert!(!(above && below), "{call:?}");
    }
    let (x, y) = space.to_pixel([0.5, 0.5, 0.5]);
    assert_eq!(space.from_css_pixel(x / 2.0, y / 2.0), None);
}

#[test]
fn a_surface_is_few_shapes_and_what_moves_has_no_text() {
    let heights = sampled(|[x, y]| y * y - x * x);
    let points: Polyline = (0..=80).map(|k| f64::from(k) / 40.0 - 1.0).map(|x| [x, 0.25 - x * x]).collect();
    let slice = Some(Slice { style: Style::BATCH, points: points.all(), slope: -0.8 });
    for turn in [(-0.9, 0.5), (0.5, 0.3), (2.3, 0.9), (0.0, 0.0), (4.0, 1.57)] {
        let picture = relief(turned(&heights, turn), [0.4, -0.5], [slice, None]);
        let ground = calls(&picture, Layer::Ground).len();
        assert!(ground < 1100, "{ground} calls at {turn:?}");
        let moving = calls(&picture, Layer::Moving);
        assert!(moving.len() < 60 && moving.iter().all(|call| call.kind != Kind::Text), "{} calls", moving.len());
    }
}

#[test]
fn the_extremes_are_those_of_what_is_there() {
    let heights = sampled(|[x, y]| if x > 0.5 { f64::INFINITY } else { x + y });
    assert_eq!(heights.extremes(), Some((-2.0, 1.5)));
    assert_eq!(sampled(|_| f64::NAN).extremes(), None);
}

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![3 => -3.0..3.0_f64, 1 => any::<f64>(), 1 => Just(f64::NAN), 1 => Just(f64::INFINITY), 1 => Just(0.0)]
}

proptest! {
    #[test]
    fn what_is_seen_is_under_the_pointer_and_what_is_hidden_is_not(
        x in -0.9..0.9_f64, y in -0.9..0.9_f64, azimuth in -7.0..7.0_f64, elevation in 0.15..1.57_f64,
    ) {
        for heights in [sampled(|[x, y]| 0.9 * (y * y - x * x)), sampled(hill)] {
            let (view, frame) = (turned(&heights, (azimuth, elevation)), frame());
            let space = Space::new(&view, &frame);
            let (px, py) = space.to_css_pixel([x, y]);
            let found = space.from_css_pixel(px, py);
            // Whatever is found is at the pointer.
            if let Some(found) = found {
                let (fx, fy) = space.to_css_pixel(found);
                prop_assert!((fx - px).abs() < 5e-4 && (fy - py).abs() < 5e-4);
            }
            // Step by step towards the eye, too little for the surface to come between two unseen.
            const STEP: f64 = 0.0008;
            let place = space.above([x, y]);
            let gap = |k: i32| {
                let at = [0, 1, 2].map(|axis| place[axis] + STEP * f64::from(k) * space.sight()[axis]);
                at[2] - space.on_surface([at[0], at[1]])[2]
            };
            let gaps: Vec<f64> = (1..2500).map(gap).take_while(|gap| gap.is_finite()).collect();
            let is_clear = gaps.iter().all(|&gap| gap > 0.0) || gaps.iter().all(|&gap| gap < 0.0);
            prop_assert!(!is_clear || space.is_seen(place));
            // A line of sight that comes out again within half a cell has only grazed the surface.
            let [across, along, _] = space.sight();
            let half_a_cell = (0.5 / 40.0 / (STEP * across.abs().max(along.abs()))).ceil() as i32;
            if is_clear && (1..=half_a_cell).all(|k| gap(-k) * gap(1) < 0.0) {
                let found = found.expect("on the surface");
                let near = (found[0] - x).abs().max((found[1] - y).abs()) < 0.02;
                // The last step may go past a sliver at the border.
                prop_assert!(near || found.iter().any(|at| at.abs() > 0.98), "{found:?}");
            }
            // What is thinner than half a cell hides nothing.
            let side = |gaps: &[f64]| {
                let is_one = gaps.iter().all(|gap| gap.abs() > 0.01 && gap * gaps[0] > 0.0);
                is_one.then_some(gaps[0] > 0.0)
            };
            let sides: Vec<bool> = gaps.windows(half_a_cell as usize + 1).filter_map(side).collect();
            if sides.iter().any(|side| *side != sides[0]) {
                prop_assert!(!space.is_seen(place));
            }
        }
    }

    #[test]
    fn no_value_makes_a_relief_fail(
        ranges in prop::array::uniform6(number()),
        point in prop::array::uniform2(number()),
        turn in (number(), number()),
        points in prop::collection::vec(prop::array::uniform2(number()), 0..20),
        slope in number(),
        pointer in (number(), number()),
        size in (0_u32..900, 0_u32..700),
        cells in 0_usize..9,
    ) {
        let axes = Axes { x: axis(ranges[0], ranges[1]), y: axis(ranges[2], ranges[3]) };
        let heights = Heights::of(|[x, y]| x * y + slope, axes.x.range, axes.y.range, cells);
        let points = Polyline::from(points);
        let slice = |style| Some(Slice { style, points: points.all(), slope });
        let slices = [slice(Style::BATCH), slice(Style::STOCHASTIC)];
        let picture = relief(Relief { axes, z: axis(ranges[4], ranges[5]), heights: &heights, knee: f64::INFINITY, foot: 0.0, turn }, point, slices);
        let frame = Frame { size, scale: 2.0, theme: Theme::Dark };
        let (area, _) = recorder(size);
        prop_assert!(draw_all(&picture, &frame, &area).is_ok());
        let map = picture.space.on(&frame);
        map.from_css_pixel(pointer.0, pointer.1);
        map.to_css_pixel(point);
    }
}

/// A descent along y = 0 over the hill, as far as the given point.
fn over_the_hill<'a>(path: &'a Polyline, head: [f64; 2]) -> crate::chart::Descent<'a> {
    let tail = path.last().copied();
    crate::chart::Descent { style: Style::BATCH, path: path.all(), head, tail, hovered: None, ahead: &[], way: None }
}

#[test]
fn a_path_on_a_surface_grows_as_it_is_drawn_at_once() {
    let heights = sampled(hill);
    let view = turned(&heights, (0.3, 0.6));
    let path = Polyline::from((0..=30).map(|k| [f64::from(k) / 12.0 - 1.25, 0.1]).collect::<Vec<_>>());
    let whole = over_the_hill(&path, [0.9, 0.1]);
    let picture = descents_on_relief(view, None, Vec::new(), &[whole]);
    let (area, grown) = recorder(frame().size);
    let map = picture.space.on(&frame());
    let part = |len: usize, change: Change<'_>| {
        let part = crate::chart::Descent { path: path.up_to(len), ..whole };
        draw(&descents_on_relief(view, None, Vec::new(), &[part]), Layer::Still, change, (&map, &frame()), &area)
            .unwrap();
    };
    part(9, Change::All);
    part(31, Change::Growth(&[9]));
    assert_eq!(calls(&picture, Layer::Still), grown.take());
}

#[test]
fn a_ball_is_on_the_surface_behind_it_or_beyond_the_box() {
    let heights = sampled(hill);
    let view = turned(&heights, (0.0, 1.1));
    let path = Polyline::from(vec![[0.9, 0.0]]);
    let drawn = |head: [f64; 2]| {
        calls(&descents_on_relief(view, None, Vec::new(), &[over_the_hill(&path, head)]), Layer::Moving)
    };
    let [front, behind, beyond] = [[0.5, 0.0], [-0.3, 0.0], [3.0, 0.0]].map(drawn);
    assert!(!front.is_empty() && !behind.is_empty() && !beyond.is_empty());
    assert!(front != behind && behind != beyond);
    assert!(drawn([f64::NAN; 2]).is_empty(), "what is nowhere is not drawn");
}

#[test]
fn above_a_knee_equal_ratios_are_equal_distances() {
    let heights = sampled(|[x, _]| libm::exp(10.0 * x));
    let view = Relief { z: axis(0.0, 1e4), knee: 1e-3, ..turned(&heights, (0.3, 0.6)) };
    let space = Space::new(&view, &frame());
    let levels = [10.0, 100.0, 1000.0, 1e4].map(|value| space.level(value));
    assert!(levels.windows(2).all(|pair| (pair[1] - pair[0] - (levels[3] - levels[2])).abs() < 1e-4), "{levels:?}");
    assert_eq!((space.level(0.0), space.level(1e4)), (0.0, 1.0));
    // Below it, equal differences.
    assert!((space.level(2e-5) / space.level(1e-5) - 2.0).abs() < 0.02);
}

/// A landscape with its heights above it.
fn above<'a>(heights: &'a Heights, contours: &'a Contours, turn: (f64, f64)) -> Lifted<'a> {
    Lifted { relief: Relief { foot: 0.4, ..turned(heights, turn) }, contours }
}

proptest! {
    #[test]
    fn of_a_lifted_landscape_the_hand_meets_the_plane(
        x in -1.0..1.0, y in -1.0..1.0, azimuth in 0.0..7.0, elevation in 0.09..1.57,
    ) {
        let (heights, contours) = (sampled(hill), Contours::of(hill, RANGE, RANGE, None));
        let map = picture::Space::on(&above(&heights, &contours, (azimuth, elevation)), &frame());
        let (across, down) = map.to_css_pixel([x, y]);
        let [back_x, back_y] = map.from_css_pixel(across, down).unwrap();
        prop_assert!((back_x - x).abs() < 1e-9 && (back_y - y).abs() < 1e-9, "{back_x}, {back_y}");
    }
}

#[test]
fn what_is_lifted_stands_straight_above_the_plane_and_where_f_has_no_value_nothing_does() {
    let f = |[x, y]: [f64; 2]| if x < -0.5 { f64::NAN } else { hill([x, y]) };
    let (heights, contours) = (sampled(f), Contours::of(f, RANGE, RANGE, None));
    let landscape = above(&heights, &contours, (0.8, 0.5));
    let space = Space::new(&landscape.relief, &frame());
    for at in [[0.0, 0.0], [0.6, -0.3]] {
        let [foot, top] = [space.on_floor(at), space.above(at)].map(|place| space.to_pixel(place));
        assert!((foot.0 - top.0).abs() < 1e-9 && top.1 < foot.1 - 60.0, "{at:?}");
    }
    let drawn = |at: [f64; 2]| {
        let mut picture = lifted(landscape);
        let line = Line::solid(Tone::Ink, 2.0);
        let (arrows, slope) = (vec![([0.9, 0.9], line)], ([1.0, 0.0], 0.5, line));
        picture.moving.push(Above { lifted: landscape, at, arrows, slope });
        assert!(!calls(&picture, Layer::Ground).is_empty());
        calls(&picture, Layer::Moving).len()
    };
    assert!(drawn([-0.8, 0.0]) < drawn([0.0, 0.0]), "no line to the surface, no point and no slope on it");
}

#[test]
fn no_line_of_a_lifted_landscape_crosses_a_hole() {
    // No value in the strip about x = 0: two of the four sides of the surface's border are in two parts each.
    let slope = |[x, y]: [f64; 2]| 0.4 * (x + y);
    let (broken, whole) = (sampled(|[x, y]| if x.abs() < 0.3 { f64::NAN } else { slope([x, y]) }), sampled(slope));
    let level = Contours::default();
    let lines = |heights: &Heights| {
        let picture = lifted(above(heights, &level, (0.8, 0.5)));
        calls(&picture, Layer::Ground).iter().filter(|call| call.kind == Kind::Line).count()
    };
    assert_eq!(lines(&broken), lines(&whole) + 2);
}
