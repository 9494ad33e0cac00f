use super::recorder::{Call, Kind, recorder};
use super::*;
use proptest::prelude::*;

const SERIES: [Series; 3] = [Series::Batch, Series::Stochastic, Series::MiniBatch];

fn linear(low: f64, high: f64) -> Axis<'static> {
    Axis { title: "title", range: (low, high), scale: Scale::Linear }
}

fn calls(view: &dyn View, layer: Layer<'_>, frame: &Frame) -> Vec<Call> {
    let (area, calls) = recorder(frame.size);
    draw(view, layer, frame, &area).expect("records everything");
    calls.take()
}

#[test]
fn what_is_drawn_in_every_frame_is_little_and_has_no_text() {
    let frame = Frame { size: (1000, 700), scale: 2.0, theme: Theme::Light };
    let many: Vec<f64> = (0..100_000_u32).map(|k| f64::from(k.wrapping_mul(2_654_435_761)) / 4_294_967_296.0).collect();
    let batch: Vec<u32> = (0..5000).collect();
    let batches = [None, Some(&batch[..1]), Some(&batch[..])];
    let lines = [0, 1, 2].map(|k| FittedLine { series: SERIES[k], slope: 0.5, intercept: 0.2, batch: batches[k] });
    let axes = Axes { x: linear(0.0, 1.0), y: linear(0.0, 1.0) };
    let samples = Samples { axes, x: &many, y: &many, lines: &lines, looked_at: Some([0.5, 0.2]), hovered: Some(7) };
    let contours = Contours::of(|[x, y]| x * x + y * y, (0.0, 1.0), (0.0, 1.0), Some(0.0));
    let points = [[0.2, 0.9], [0.8, 0.1]];
    let paths = SERIES.map(|series| Path { series, points: &points });
    let landscape = Landscape {
        axes,
        contours: &contours,
        minimum: Some([0.0, 0.0]),
        paths: &paths,
        heads: &[[0.5, 0.5]; 3],
        tails: &[Some([0.8, 0.1]); 3],
        hovered: &[Some([0.2, 0.9]); 3],
    };
    let loss =
        LossChart { axes, curves: &paths, heads: &[[0.5, 0.5]; 3], floor: Some((0.1, "floor")), hovered: Some(0.4) };
    let views: [(&dyn View, usize); 3] = [(&samples, 420), (&landscape, 40), (&loss, 10)];
    for (view, most) in views {
        let calls = calls(view, Layer::Moving, &frame);
        assert!(calls.len() <= most, "{} calls", calls.len());
        assert!(calls.iter().all(|call| call.kind != Kind::Text));
    }
    assert!(calls(&samples, Layer::Axes, &frame).len() < 2100);
}

#[test]
fn a_head_beyond_the_plot_is_an_arrow_at_its_border() {
    let frame = Frame { size: (800, 600), scale: 2.0, theme: Theme::Dark };
    let axes = Axes { x: linear(-1.0, 1.0), y: linear(-1.0, 1.0) };
    let (left, top, right, bottom) = axes.plot_area(&frame);
    let contours = Contours::default();
    let path = Path { series: Series::Batch, points: &[] };
    for head in [[1e300, 0.0], [-5.0, 0.3], [0.0, f64::INFINITY], [2.0, -2.0]] {
        let view = Landscape {
            axes,
            contours: &contours,
            minimum: None,
            paths: &[path],
            heads: &[head],
            tails: &[],
            hovered: &[],
        };
        let calls = calls(&view, Layer::Moving, &frame);
        assert_eq!(calls.len(), 2, "{head:?}");
        for (x, y) in calls.into_iter().flat_map(|call| call.places) {
            assert!(
                (left - 20..=right + 20).contains(&x) && (top - 20..=bottom + 20).contains(&y),
                "{head:?}: {x}, {y}"
            );
        }
    }
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
        let paths = SERIES.map(|series| Path { series, points: &points });
        let landscape = Landscape {
            axes, contours: &contours, minimum: Some([floor, hovered]), paths: &paths, heads: &heads, tails: &tails,
            hovered: &tails,
        };
        let loss = LossChart { axes, curves: &paths, heads: &heads, floor: Some((floor, "floor")), hovered: Some(hovered) };
        let x: Vec<f64> = points.iter().map(|point| point[0]).collect();
        let y: Vec<f64> = points.iter().map(|point| point[1]).collect();
        let line = |series, batch| FittedLine { series, slope: floor, intercept: hovered, batch };
        let lines = [line(Series::Batch, None), line(Series::Stochastic, Some(&[0, 3, 99])), line(Series::MiniBatch, None)];
        let samples = Samples { axes, x: &x, y: &y, lines: &lines, looked_at: Some([0.5, 0.2]), hovered: Some(5) };
        let views: [&dyn View; 3] = [&landscape, &loss, &samples];
        for view in views {
            let (area, _) = recorder(size);
            prop_assert!(draw_all(view, &frame, &area).is_ok());
        }
    }
}
