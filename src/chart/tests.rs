use super::recorder::{Call, Kind, recorder};
use super::*;
use proptest::prelude::*;

const SERIES: [Style; 3] = [Style::BATCH, Style::STOCHASTIC, Style::MINI_BATCH];

fn linear(low: f64, high: f64) -> Axis<'static> {
    Axis::linear("title", (low, high))
}

fn calls(picture: &Picture<'_>, layer: Layer, frame: &Frame) -> Vec<Call> {
    let (area, calls) = recorder(frame.size);
    draw(picture, layer, Change::All, (&picture.space.on(frame), frame), &area).expect("records everything");
    calls.take()
}

fn descent<'a>(style: Style, path: &'a Polyline, head: [f64; 2], tail: Option<[f64; 2]>) -> Descent<'a> {
    Descent { style, path: path.all(), head, tail, hovered: tail, ahead: &[], way: None }
}

#[test]
fn what_is_drawn_in_every_frame_is_little_and_has_no_text() {
    let frame = Frame { size: (1000, 700), scale: 2.0, theme: Theme::Light };
    let many: Vec<f64> = (0..100_000_u32).map(|k| f64::from(k.wrapping_mul(2_654_435_761)) / 4_294_967_296.0).collect();
    let batch: Vec<u32> = (0..5000).collect();
    let batches = [None, Some(&batch[..1]), Some(&batch[..])];
    let lines = [0, 1, 2].map(|k| FittedLine { style: SERIES[k], slope: 0.5, intercept: 0.2, batch: batches[k] });
    let axes = Axes { x: linear(0.0, 1.0), y: linear(0.0, 1.0) };
    let measured = Samples { x: &many, y: &many, identity: &Identity::new() };
    let samples = samples(axes, measured, &lines, Some([0.5, 0.2]), Some(7));
    let contours = Contours::of(|[x, y]| x * x + y * y, (0.0, 1.0), (0.0, 1.0), Some(0.0));
    let path = Polyline::from(vec![[0.2, 0.9], [0.8, 0.1]]);
    let descents = SERIES.map(|style| descent(style, &path, [0.5, 0.5], Some([0.8, 0.1])));
    let landscape = landscape(axes, (&contours, ["low", "high"]), Some([0.0, 0.0]), &descents, &[]);
    let losses = losses(axes, &SERIES.map(|style| (style, path.all(), [0.81, 0.1])), Some(0.4));
    for (picture, most) in [(&samples, 420), (&landscape, 80), (&losses, 10)] {
        let calls = calls(picture, Layer::Moving, &frame);
        assert!(calls.len() <= most, "{} calls", calls.len());
        assert!(calls.iter().all(|call| call.kind != Kind::Text));
    }
    assert!(calls(&samples, Layer::Ground, &frame).len() < 2100);
}

#[test]
fn a_head_beyond_the_plot_is_an_arrow_at_its_border() {
    let frame = Frame { size: (800, 600), scale: 2.0, theme: Theme::Dark };
    let axes = Axes { x: linear(-1.0, 1.0), y: linear(-1.0, 1.0) };
    let (left, top, right, bottom) = axes.projection(&frame).plot();
    let (contours, path) = (Contours::default(), Polyline::new());
    for head in [[1e300, 0.0], [-5.0, 0.3], [0.0, f64::INFINITY], [2.0, -2.0]] {
        let picture =
            landscape(axes, (&contours, ["low", "high"]), None, &[descent(Style::BATCH, &path, head, None)], &[]);
        let calls = calls(&picture, Layer::Moving, &frame);
        assert_eq!(calls.len(), 2, "{head:?}");
        for (x, y) in calls.into_iter().flat_map(|call| call.places) {
            let (x, y) = (f64::from(x), f64::from(y));
            let near = (left - 20.0..=right + 20.0).contains(&x) && (top - 20.0..=bottom + 20.0).contains(&y);
            assert!(near, "{head:?}: {x}, {y}");
        }
    }
}

/// As it is of a model that has diverged: all but upright, through x = ¼.
#[test]
fn a_steep_line_through_the_data_is_drawn_where_it_crosses_the_plot() {
    let frame = Frame { size: (800, 600), scale: 1.0, theme: Theme::Light };
    let axes = Axes { x: linear(-1.0, 1.0), y: linear(-1.0, 1.0) };
    let none = Samples { x: &[], y: &[], identity: &Identity::new() };
    let (wanted, _) = axes.projection(&frame).to_pixel([0.25, 0.0]);
    for slope in [1e4, -1e12, 1e200] {
        let line = FittedLine { style: Style::BATCH, slope, intercept: -0.25 * slope, batch: Some(&[]) };
        let calls = calls(&samples(axes, none, &[line], None, None), Layer::Moving, &frame);
        assert_eq!(calls.len(), 1, "{slope}");
        assert!(calls[0].places.iter().all(|&(x, _)| (f64::from(x) - wanted).abs() <= 1.0), "{slope}: {calls:?}");
    }
}

/// Its tip, which is the first of its places, lies on the way there from the middle.
#[test]
fn what_is_beyond_a_corner_is_pointed_to_from_the_middle() {
    let frame = Frame { size: (800, 600), scale: 1.0, theme: Theme::Light };
    let axes = Axes { x: linear(-1.0, 1.0), y: linear(-1.0, 1.0) };
    let (contours, path, map) = (Contours::default(), Polyline::new(), axes.projection(&frame));
    for (head, border) in [([2.0, -8.0], [0.25, -1.0]), ([-6.0, 1.5], [-1.0, 0.25]), ([1e200, 1e200], [1.0, 1.0])] {
        let descents = [descent(Style::BATCH, &path, head, None)];
        let picture = landscape(axes, (&contours, ["low", "high"]), None, &descents, &[]);
        let tip = calls(&picture, Layer::Moving, &frame)[1].places[0];
        let (x, y) = map.to_pixel(border);
        assert!((f64::from(tip.0) - x).abs() <= 3.0 && (f64::from(tip.1) - y).abs() <= 3.0, "{head:?}: {tip:?}");
    }
}

fn plane(title: &str) -> Axes<'_> {
    let axis = |title| Axis::linear(title, (0.0, 4.0));
    Axes { x: axis("x"), y: axis(title) }
}

/// Two looks at the still layer of pictures.
fn change(before: &Picture<'_>, now: &Picture<'_>) -> String {
    let look = |picture: &Picture<'_>| picture.look(Layer::Still, picture.fingerprint_of_space());
    format!("{:?}", look(now).change_from(Some(&look(before))))
}

/// Puts some marks on a layer.
type Draw<'a> = Box<dyn Fn(&mut Marks<'_>) + 'a>;

#[test]
fn a_layer_is_drawn_again_when_it_looks_different_and_only_then() {
    let line = Line::solid(Tone::Ink, 2.0);
    let ends = [[0.0, 0.5], [1.0, 0.5]];
    let (points, others) = (Polyline::from(ends.to_vec()), Polyline::from(ends.to_vec()));
    let still = |mark: &Draw<'_>| {
        let mut picture = Picture::on_grid(plane("y"));
        mark(&mut picture.still);
        picture.look(Layer::Still, picture.fingerprint_of_space())
    };
    let marks: [Draw<'_>; 12] = [
        Box::new(|_| ()),
        Box::new(move |marks| marks.push(Segment(ends, line))),
        Box::new(move |marks| marks.push(Arrow(ends, line))),
        Box::new(move |marks| marks.push(Area(ends, Tone::Ink))),
        Box::new(move |marks| marks.push(Segment(ends, Line::dashed(Tone::Ink, 2.0)))),
        Box::new(move |marks| marks.push(Segment(ends, Line::solid(Tone::Quiet, 2.0)))),
        Box::new(move |marks| marks.push(Segment([ends[0], [1.0, 0.6]], line))),
        Box::new(move |marks| marks.push(Ring(ends[0], Marker::Round, Tone::Ink))),
        Box::new(move |marks| marks.push(Ring(ends[0], Marker::Square, Tone::Ink))),
        Box::new(move |marks| marks.push(Point(ends[0], Marker::Round, Tone::Ink))),
        Box::new(move |marks| marks.extend([ends[0], ends[1]].map(|at| Point(at, Marker::Round, Tone::Ink)))),
        Box::new(move |marks| marks.extend([ends[1], ends[0]].map(|at| Point(at, Marker::Round, Tone::Ink)))),
    ];
    for (place, mark) in marks.iter().enumerate() {
        for (other, another) in marks.iter().enumerate() {
            let (before, now) = (still(mark), still(another));
            let expected = if place == other { Change::None } else { Change::All };
            assert_eq!(now.change_from(Some(&before)), expected, "{place} {other}");
        }
    }
    let of = |points: &Polyline, title| {
        let mut picture = Picture::on_grid(plane(title));
        picture.still.push(Curve(points.up_to(2), line));
        picture.look(Layer::Still, picture.fingerprint_of_space())
    };
    assert_eq!(of(&points, "y").change_from(Some(&of(&points, "y"))), Change::None);
    assert_eq!(of(&points, "y").change_from(Some(&of(&others, "y"))), Change::All, "computed anew");
    assert_eq!(of(&points, "y").change_from(Some(&of(&points, "z"))), Change::All, "on other axes");
    assert_eq!(of(&points, "y").change_from(None), Change::All);
}

#[test]
fn only_what_grows_above_all_else_grows() {
    let path = Polyline::from(vec![[1.0, 1.0], [2.0, 2.0], [3.0, 1.0]]);
    let trail = |len: usize, below: bool, above: bool| {
        let mut picture = Picture::on_grid(plane("y"));
        let ring = || Ring([1.0, 1.0], Marker::Round, Tone::Ink);
        picture.still.extend(below.then(ring));
        picture.still.push(Trail(path.up_to(len), Style::BATCH));
        picture.still.extend(above.then(ring));
        picture
    };
    assert_eq!(change(&trail(2, true, false), &trail(3, true, false)), "Growth([2])");
    assert_eq!(change(&trail(2, false, true), &trail(3, false, true)), "All", "it would grow over the ring");
    assert_eq!(change(&trail(3, true, false), &trail(2, true, false)), "All");
    let curve = |len: usize, line| {
        let mut picture = Picture::on_grid(plane("y"));
        picture.still.push(Curve(path.up_to(len), line));
        picture
    };
    let line = Line::of(Style::MINI_BATCH, 2.0);
    assert_eq!(change(&curve(2, line.bare()), &curve(3, line.bare())), "Growth([2])");
    assert_eq!(change(&curve(2, line), &curve(3, line)), "All", "its halo lies below all of it");
}

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![3 => -3.0..3.0_f64, 1 => any::<f64>(), 1 => Just(f64::NAN), 1 => Just(f64::INFINITY), 1 => Just(0.0)]
}

fn place() -> impl Strategy<Value = [f64; 2]> {
    prop::array::uniform2(number())
}

proptest! {
    #[test]
    fn no_value_makes_a_drawing_fail(
        ranges in prop::array::uniform4(number()),
        points in prop::collection::vec(place(), 0..20),
        heads in prop::collection::vec(place(), 0..4),
        tails in prop::collection::vec(prop::option::of(place()), 0..4),
        floor in number(),
        hovered in number(),
        size in (0_u32..900, 0_u32..700),
        logarithmic: bool,
    ) {
        let scale = if logarithmic { Scale::Logarithmic } else { Scale::Linear };
        let axis = |low, high| Axis { title: "损失 E(w)", range: (low, high), scale };
        let axes = Axes { x: axis(ranges[0], ranges[1]), y: axis(ranges[2], ranges[3]) };
        let frame = Frame { size, scale: 2.0, theme: Theme::Light };
        let contours = Contours::with_cells(
            |[x, y]| x * y + floor, (ranges[0], ranges[1]), (ranges[2], ranges[3]), Some(hovered), 8
        );
        let path = Polyline::from(points.clone());
        let descents: Vec<Descent<'_>> = (0..heads.len().min(3))
            .map(|k| descent(SERIES[k], &path, heads[k], tails.get(k).copied().flatten()))
            .collect();
        let curves: Vec<_> = (0..heads.len().min(3)).map(|k| (SERIES[k], path.all(), heads[k])).collect();
        let mut chart = losses(axes, &curves, Some(hovered));
        chart.ground.push(Floor(floor, "floor"));
        let x: Vec<f64> = points.iter().map(|point| point[0]).collect();
        let y: Vec<f64> = points.iter().map(|point| point[1]).collect();
        let line = |style, batch| FittedLine { style, slope: floor, intercept: hovered, batch };
        let lines = [line(Style::BATCH, None), line(Style::STOCHASTIC, Some(&[0, 3, 99])), line(Style::MINI_BATCH, None)];
        let measured = Samples { x: &x, y: &y, identity: &Identity::new() };
        for picture in [
            landscape(axes, (&contours, ["low", "high"]), Some([floor, hovered]), &descents, &[]),
            chart,
            samples(axes, measured, &lines, Some([0.5, 0.2]), Some(5)),
        ] {
            let (area, _) = recorder(size);
            prop_assert!(draw_all(&picture, &frame, &area).is_ok());
        }
    }
}
