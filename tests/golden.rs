//! Every kind of picture in `tests/golden`: to be looked at in review, and compared to the last character.
//!
//! `UPDATE_GOLDEN=1 cargo test --test golden` draws them anew. The data come from sums, products and square roots
//! only, so that every machine draws the same.

use descent::chart::{
    Axes, Axis, Contours, Descent, FittedLine, Floor, Frame, HeatMap, Heights, Identity, Picture, Polyline, Relief,
    Samples, Scale, Slice, Style, Theme, draw_all, landscape, losses, relief, samples,
};
use descent::figure;
use descent::words::Words;
use plotters_svg::SVGBackend;
use std::path::PathBuf;

use plotters::drawing::IntoDrawingArea;

const SERIES: [Style; 3] = [Style::BATCH, Style::STOCHASTIC, Style::MINI_BATCH];

fn frame(width: u32, height: u32, theme: Theme) -> Frame {
    Frame { size: (2 * width, 2 * height), scale: 2.0, theme }
}

/// Compares the picture with the one kept under `name`, or keeps it.
fn check(name: &str, picture: &Picture<'_>, frame: &Frame) {
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, frame.size).into_drawing_area();
        draw_all(picture, frame, &area).expect("a string takes everything");
        area.present().expect("a string takes everything");
    }
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(format!("{name}.svg"));
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&file, svg).expect("tests/golden is writable");
        return;
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    let differs = kept.lines().zip(svg.lines()).position(|(kept, drawn)| kept != drawn);
    assert!(
        kept == svg,
        "{name}.svg differs from line {} on. If the new picture is better, keep it: UPDATE_GOLDEN=1 cargo test --test golden",
        differs.map_or(kept.lines().count().min(svg.lines().count()), |line| line) + 1,
    );
}

fn linear(title: &str, low: f64, high: f64) -> Axis<'_> {
    Axis { title, range: (low, high), scale: Scale::Linear }
}

/// x² + 3y², tilted.
fn bowl([x, y]: [f64; 2]) -> f64 {
    let (u, v) = (0.8 * x + 0.6 * y, 0.8 * y - 0.6 * x);
    u * u + 3.0 * v * v
}

fn bowl_gradient([x, y]: [f64; 2]) -> [f64; 2] {
    let (u, v) = (0.8 * x + 0.6 * y, 0.8 * y - 0.6 * x);
    [2.0 * u * 0.8 - 6.0 * v * 0.6, 2.0 * u * 0.6 + 6.0 * v * 0.8]
}

/// Numbers from −1 to 1, by a linear congruential generator.
fn noise(seed: u32) -> impl FnMut() -> f64 {
    let mut state = seed;
    move || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        f64::from(state >> 8) / f64::from(1_u32 << 23) - 1.0
    }
}

/// Descent on the bowl with a noisy gradient.
fn descent(start: [f64; 2], rate: f64, noisy: f64, steps: usize) -> Vec<[f64; 2]> {
    let mut noise = noise(7);
    let mut points = vec![start];
    for _ in 0..steps {
        let at = points[points.len() - 1];
        let gradient = bowl_gradient(at);
        points.push([0, 1].map(|k| at[k] - rate * (gradient[k] + noisy * noise())));
    }
    points
}

/// The three descents side by side on the bowl, drawn with the given titles.
fn three_descents(name: &str, titles: [&str; 2], frame: &Frame) {
    let contours = Contours::with_cells(bowl, (-3.0, 3.0), (-2.0, 2.0), Some(0.0), 24);
    let axes = Axes { x: linear(titles[0], -3.0, 3.0), y: linear(titles[1], -2.0, 2.0) };
    let points =
        [descent([-2.4, 1.5], 0.12, 0.0, 12), descent([-2.1, -1.4], 0.09, 4.5, 14), descent([2.3, -0.2], 0.1, 1.6, 12)];
    let paths = points.each_ref().map(|points| points[..points.len() - 1].to_vec().into());
    let hovered = [points[0][1], points[1][4], points[2][3]];
    let descents =
        [0, 1, 2].map(|k| descending(SERIES[k], &paths[k], points[k][points[k].len() - 1], Some(hovered[k])));
    check(name, &landscape(axes, (&contours, ["low", "high"]), Some([0.0, 0.0]), &descents, &[]), frame);
}

/// A descent whose newest step leads from the end of its path to `head`.
fn descending(style: Style, path: &Polyline, head: [f64; 2], hovered: Option<[f64; 2]>) -> Descent<'_> {
    Descent { style, path: path.all(), head, tail: path.last().copied(), hovered, ahead: &[], way: None }
}

#[test]
fn three_descents_side_by_side() {
    let english = ["weight w₁", "weight w₂"];
    three_descents("landscape-light", english, &frame(480, 360, Theme::Light));
    three_descents("landscape-dark", ["权重 w₁", "权重 w₂"], &frame(480, 360, Theme::Dark));
    three_descents("landscape-small", ["权重 w₁", "权重 w₂"], &frame(160, 150, Theme::Light));
    three_descents("landscape-wide", english, &frame(900, 320, Theme::Dark));
}

/// One solid path on a landscape.
fn single(
    name: &str,
    contours: &Contours,
    axes: Axes<'_>,
    minimum: Option<[f64; 2]>,
    points: &[[f64; 2]],
    frame: &Frame,
) {
    let (head, recorded) = points.split_last().expect("a path has a start");
    let path = recorded.to_vec().into();
    check(
        name,
        &landscape(axes, (contours, ["low", "high"]), minimum, &[descending(Style::BATCH, &path, *head, None)], &[]),
        frame,
    );
}

#[test]
fn a_path_that_leaves_the_view() {
    let (x, y) = ((-3.0, 3.0), (-2.0, 2.0));
    let contours = Contours::with_cells(bowl, x, y, Some(0.0), 28);
    let axes = Axes { x: linear("w₁", x.0, x.1), y: linear("w₂", y.0, y.1) };
    for (name, steps) in [("diverging", 7), ("diverged", 400)] {
        let points = descent([-0.7, 0.25], 0.415, 0.0, steps);
        single(name, &contours, axes, Some([0.0, 0.0]), &points, &frame(320, 240, Theme::Light));
    }
}

#[test]
fn a_valley_thinner_than_a_cell() {
    let valley = |[x, y]: [f64; 2]| {
        let (u, v) = (0.8 * x + 0.6 * y, 0.8 * y - 0.6 * x);
        u * u + 6e6 * v * v
    };
    let contours = Contours::with_cells(valley, (-2.0, 2.0), (-1.5, 1.5), Some(0.0), 40);
    let axes = Axes { x: linear("w₁", -2.0, 2.0), y: linear("w₂", -1.5, 1.5) };
    let points = [[-1.6, 0.9], [-0.9, -0.675], [-0.7, -0.6], [0.3, 0.2]];
    single("valley", &contours, axes, Some([0.0, 0.0]), &points, &frame(320, 260, Theme::Light));
}

#[test]
fn a_saddle_and_a_landscape_of_four_minima() {
    let square = |low, high| Axes { x: linear("x", low, high), y: linear("y", low, high) };
    let saddle = Contours::with_cells(|[x, y]| y * y - x * x, (-1.0, 1.0), (-1.0, 1.0), None, 28);
    let points =
        [[0.02, 0.9], [0.026, 0.54], [0.034, 0.32], [0.05, 0.19], [0.1, 0.07], [0.2, 0.02], [0.45, 0.0], [0.8, 0.0]];
    single("saddle", &saddle, square(-1.0, 1.0), None, &points, &frame(280, 280, Theme::Light));
    let himmelblau = |[x, y]: [f64; 2]| {
        let (a, b) = (x * x + y - 11.0, x + y * y - 7.0);
        a * a + b * b
    };
    let four = Contours::with_cells(himmelblau, (-5.0, 5.0), (-5.0, 5.0), Some(0.0), 40);
    let points = [[-0.3, -1.0], [0.9, -0.2], [2.1, 1.1], [2.9, 1.9], [3.0, 2.0]];
    single("himmelblau", &four, square(-5.0, 5.0), Some([3.0, 2.0]), &points, &frame(280, 280, Theme::Dark));
}

#[test]
fn samples_with_lines_and_batches() {
    let mut noise = noise(3);
    let x: Vec<f64> = (0..60).map(|k| f64::from(k) / 59.0).collect();
    let y: Vec<f64> = x.iter().map(|x| 1.4 * x + 0.3 + 0.25 * noise()).collect();
    let lines = [
        FittedLine { style: Style::BATCH, slope: 1.1, intercept: 0.35, batch: None },
        FittedLine { style: Style::STOCHASTIC, slope: 0.7, intercept: 0.9, batch: Some(&[41]) },
        FittedLine {
            style: Style::MINI_BATCH,
            slope: 1.7,
            intercept: -0.1,
            batch: Some(&[3, 9, 22, 30, 37, 50, 55, 58]),
        },
    ];
    let measured = Samples { x: &x, y: &y, identity: &Identity::new() };
    let titled = |x, y| Axes { x: linear(x, 0.0, 1.0), y: linear(y, -0.2, 2.2) };
    let all = |axes| samples(axes, measured, &lines, Some([1.0, 0.5]), Some(12));
    check("samples-light", &all(titled("feature x", "target y")), &frame(420, 300, Theme::Light));
    check("samples-dark", &all(titled("特征 x", "目标 y")), &frame(420, 300, Theme::Dark));
    let alone = samples(titled("x", "y"), measured, &lines[..1], None, None);
    check("samples-small", &alone, &frame(200, 160, Theme::Light));
}

#[test]
fn losses_on_linear_and_logarithmic_axes() {
    let mut noise = noise(5);
    let curve = |rate: f64, noisy: f64, noise: &mut dyn FnMut() -> f64| -> Polyline {
        let mut loss = 40.0;
        (0..=60)
            .map(|step| {
                let point = [f64::from(step), 0.35 + loss * (1.0 + noisy * noise())];
                loss *= rate;
                point
            })
            .collect()
    };
    let curves = [curve(0.85, 0.0, &mut noise), curve(0.88, 0.7, &mut noise), curve(0.9, 0.2, &mut noise)];
    let curves = [0, 1, 2].map(|k| (SERIES[k], curves[k].up_to(51), curves[k][50]));
    let logarithmic = |title| Axis { title, range: (0.1, 100.0), scale: Scale::Logarithmic };
    let chart = |x, y, hovered, floor: Option<&'static str>| {
        let mut picture = losses(Axes { x, y }, &curves, hovered);
        picture.ground.extend(floor.map(|label| Floor(0.35, label)));
        picture
    };
    let english = chart(linear("updates", 0.0, 60.0), logarithmic("loss E(w)"), Some(17.0), Some("least squares"));
    check("loss-log", &english, &frame(480, 300, Theme::Light));
    let chinese = chart(linear("更新次数", 0.0, 60.0), linear("损失 E(w)", 0.0, 60.0), None, Some("最小二乘"));
    check("loss-linear", &chinese, &frame(480, 300, Theme::Dark));
    let small = chart(linear("更新次数", 0.0, 60.0), logarithmic("损失 E(w)"), None, None);
    check("loss-small", &small, &frame(150, 150, Theme::Light));
    let wide = chart(linear("samples seen", 0.0, 60.0), linear("loss", 0.0, 60.0), None, None);
    check("loss-wide", &wide, &frame(900, 200, Theme::Light));
}

#[test]
fn wide_labels_are_not_clipped() {
    let wide = Axes {
        x: Axis { title: "samples seen", range: (1.0, 1e12), scale: Scale::Logarithmic },
        y: linear("E(w)", -1.6e6, 0.1e6),
    };
    check("labels-wide", &Picture::on_grid(wide), &frame(320, 220, Theme::Light));
    let tiny = Axes {
        x: linear("样本数", 0.0, 4e6),
        y: Axis { title: "损失 E(w)", range: (1e-12, 1.0), scale: Scale::Logarithmic },
    };
    check("labels-decades", &Picture::on_grid(tiny), &frame(240, 200, Theme::Light));
}

#[test]
fn a_heat_map_with_a_hole() {
    const COLUMNS: usize = 24;
    let cells = (0..COLUMNS * 16).map(|cell| [cell % COLUMNS, cell / COLUMNS].map(|place| place as f64 + 0.5));
    let at = cells.map(|[column, row]| [column / 4.0 - 3.0, row / 4.0 - 2.0]);
    let hole = |[x, y]: [f64; 2]| (x - 1.9) * (x - 1.9) + (y - 1.1) * (y - 1.1) < 0.3;
    let values: Vec<f64> = at.map(|at| if hole(at) { f64::NAN } else { bowl(at).sqrt() }).collect();
    let identity = Identity::new();
    let map = HeatMap { window: [(-3.0, 3.0), (-2.0, 2.0)], columns: COLUMNS, values: &values, identity: &identity };
    for (name, theme) in [("heat-light", Theme::Light), ("heat-dark", Theme::Dark)] {
        // A little less of the plane than there are values for.
        let axes = Axes { x: linear("η", -3.0, 3.0), y: linear("β", -2.0, 1.8) };
        check(name, &Picture::over(map, axes), &frame(360, 260, theme));
    }
}

/// A surface with both slices through a point of it.
fn surface(name: &str, f: impl Fn([f64; 2]) -> f64, point: [f64; 2], turn: (f64, f64), frame: &Frame) {
    let range = (-1.0, 1.0);
    let heights = Heights::of(&f, range, range, 40);
    let (low, high) = heights.extremes().expect("a surface");
    let axes = Axes { x: linear("x", range.0, range.1), y: linear("y", range.0, range.1) };
    let steps = || (0..=80).map(|k| f64::from(k) / 40.0 - 1.0);
    let along = |place: &dyn Fn(f64) -> [f64; 2]| -> Polyline { steps().map(|at| [at, f(place(at))]).collect() };
    let slope = |step: [f64; 2]| {
        let [after, before] = [1.0, -1.0].map(|side| f([0, 1].map(|k| point[k] + side * step[k])));
        (after - before) / 2e-3
    };
    let (along_x, along_y) = (along(&|x| [x, point[1]]), along(&|y| [point[0], y]));
    let box_of = Relief { axes, z: linear("z", low, high), heights: &heights, knee: f64::INFINITY, foot: 0.0, turn };
    let slices = [
        Some(Slice { style: Style::STOCHASTIC, points: along_x.all(), slope: slope([1e-3, 0.0]) }),
        Some(Slice { style: Style::MINI_BATCH, points: along_y.all(), slope: slope([0.0, 1e-3]) }),
    ];
    check(name, &relief(box_of, point, slices), frame);
}

#[test]
fn a_surface_that_turns() {
    let saddle = |[x, y]: [f64; 2]| y * y - x * x;
    let point = [0.4, -0.5];
    surface("relief-light", saddle, point, (-0.9, 0.5), &frame(420, 380, Theme::Light));
    surface("relief-dark", saddle, point, (-0.9, 0.5), &frame(420, 380, Theme::Dark));
    surface("relief-turned", saddle, point, (0.5, 0.3), &frame(420, 380, Theme::Light));
    surface("relief-small", saddle, point, (2.3, 0.9), &frame(240, 220, Theme::Dark));
    // A hill with a round hole beside its top, and another behind.
    let hill = |[x, y]: [f64; 2]| {
        let bump = |a: f64, b: f64| 1.0 / (1.0 + 9.0 * ((x - a) * (x - a) + (y - b) * (y - b)));
        let hole = (x + 0.35) * (x + 0.35) + (y + 0.7) * (y + 0.7) < 0.05;
        if hole { f64::NAN } else { bump(0.3, -0.3) + 0.7 * bump(-0.4, 0.6) }
    };
    surface("relief-holes", hill, [0.1, -0.1], (-1.0, 0.5), &frame(420, 380, Theme::Light));
}

/// Measured by a clock that ticks when it is looked at: half a microsecond a sample, say.
#[test]
fn what_a_clock_tells() {
    for (name, language, theme, ticks) in
        [("measured", "en", Theme::Light, usize::MAX), ("measuring", "zh", Theme::Dark, 40)]
    {
        let mut figure =
            figure::named("cost-of-an-update", Words::of(language).clone()).expect("a figure of that name");
        let time = std::cell::Cell::new(0.0);
        (0..ticks).take_while(|_| figure.measure(&|| time.replace(time.get() + 2.0))).for_each(drop);
        for place in 0..2 {
            check(&format!("cost-{name}-{place}"), &figure.picture(place), &frame(460, 240, theme));
        }
    }
}

/// Every figure that needs no clock, somewhere on its way: its name, its string, and how it is seen.
const MID_ANIMATION: [(&str, &str, &str, Theme); 25] = [
    ("derivative", "figure.x=0.4&figure.step=6", "en", Theme::Light),
    ("partial-derivatives", "figure.step=5", "zh", Theme::Dark),
    ("gradient", "figure.step=114", "en", Theme::Light),
    ("loss", "figure.w=-0.6&figure.step=2", "zh", Theme::Light),
    ("curve-descent", "figure.preset=double-well&figure.step=5", "en", Theme::Dark),
    ("surface-descent", "surface=himmelblau&figure.step=30", "en", Theme::Light),
    ("eigen-directions", "lr=0.1&figure.step=7", "zh", Theme::Dark),
    ("broken-adam", "figure.step=40", "en", Theme::Light),
    ("feature-scaling", "standardized=0.8&figure.step=9", "en", Theme::Light),
    ("adam-edge", "figure.step=320", "zh", Theme::Dark),
    ("second-order", "figure.step=8", "en", Theme::Light),
    ("fork", "figure.step=40", "zh", Theme::Dark),
    ("why-this-step", "figure.step=4", "en", Theme::Light),
    ("three-descents", "figure.step=40", "zh", Theme::Light),
    ("batch-descent", "figure.step=12", "en", Theme::Dark),
    ("autograd", "figure.step=8", "en", Theme::Light),
    ("logistic-descents", "data=iris&scale=standardize&figure.step=30", "en", Theme::Light),
    ("example-loss", "", "zh", Theme::Dark),
    ("loss-duel", "figure.step=60", "zh", Theme::Light),
    ("fit-a-line", "figure.step=20", "zh", Theme::Dark),
    ("optimizer-race", "figure.step=25", "en", Theme::Light),
    ("momentum-map", "figure.step=20", "zh", Theme::Light),
    ("one-step", "figure.step=3", "zh", Theme::Dark),
    ("one-pass", "figure.step=40", "en", Theme::Light),
    ("noise-floor", "figure.step=300", "zh", Theme::Light),
];

/// Figures of which none is kept here, and why.
const ELSEWHERE: [(&str, &str); 2] = [
    ("basins", "a map of 65,536 squares weighs megabytes: smaller ones of its kind are kept"),
    ("cost-of-an-update", "its clock is in `what_a_clock_tells`"),
];

/// What takes longer than a frame has come as far as some slices of a frame lead.
#[test]
fn every_figure_mid_animation() {
    for (name, experiment, language, theme) in MID_ANIMATION {
        let mut figure = figure::named(name, Words::of(language).clone()).expect("a figure of that name");
        assert_eq!(figure.apply(experiment), []);
        let time = std::cell::Cell::new(0.0);
        (0..20).take_while(|_| figure.measure(&|| time.replace(time.get() + 1.0))).for_each(drop);
        for (place, panel) in figure.panels().iter().enumerate() {
            let size = if panel.tall { (420, 340) } else { (35 * panel.columns.min(12) + 120, 240) };
            let kept = format!("figure-{name}-{}", panel.name);
            check(&kept, &figure.picture(place), &frame(size.0, size.1, theme));
        }
    }
}

#[test]
fn no_figure_is_without_a_picture_that_is_kept() {
    let kept = MID_ANIMATION.iter().map(|(name, ..)| *name).chain(ELSEWHERE.map(|(name, _)| name));
    let kept: std::collections::BTreeSet<_> = kept.collect();
    assert_eq!(kept, figure::FIGURES.iter().map(|row| row.name).collect());
}

/// What is steep, what has no value everywhere, what is level everywhere, what falls for ever, and what does not converge.
#[test]
fn surfaces_at_their_extremes() {
    let shown = |name: &str, figure: &str, experiment: &str| {
        let mut figure = figure::named(figure, Words::of("en").clone()).expect("a figure of that name");
        assert_eq!(figure.apply(experiment), []);
        for (place, panel) in figure.panels().iter().enumerate() {
            let kept = format!("extreme-{name}-{}", panel.name);
            check(&kept, &figure.picture(place), &frame(380, 340, Theme::Light));
        }
    };
    let surface = |name: &str, experiment: &str| shown(name, "surface-descent", experiment);
    surface("rosenbrock", "surface=rosenbrock&figure.step=600");
    surface("saddle", "surface=saddle&start=0,1.6&figure.step=60");
    surface("holes", "f=sqrt(x*y)&start=1,0.5&lr=0.02&figure.step=40");
    surface("constant", "f=x-x%2By-y&start=1,1&figure.step=3");
    surface("steep", "f=exp(20*x)%2By^2&start=-1,1.5&lr=0.05&figure.step=20");
    surface("falling", "f=x%2By&start=1,1&figure.step=60");
    shown("beyond", "eigen-directions", "lr=0.12&figure.step=20");
    let step = |name: &str, experiment: &str| shown(name, "why-this-step", experiment);
    step("momentum", "optimizer=sgd&momentum=0.9&lr=0.02&figure.step=5");
    step("no-memory", "optimizer=sgd&lr=0.05&figure.step=1");
    step("first-step", "figure.step=0");
    step("hardly-steep", "optimizer=rmsprop&momentum=0.5&surface=plateau&weight_decay=0.1&figure.step=2");
    step("no-step", "f=log(x*y)&start=-1,1");
}

#[test]
fn the_lessons_of_autograd() {
    let shown = |name: &str, experiment: &str, size: (u32, u32)| {
        let mut figure = figure::named("autograd", Words::of("zh").clone()).unwrap();
        assert_eq!(figure.apply(experiment), []);
        check(&format!("autograd-{name}"), &figure.picture(0), &frame(size.0, size.1, Theme::Dark));
        check(&format!("autograd-{name}-path"), &figure.picture(1), &frame(360, 240, Theme::Dark));
    };
    shown("forgotten", "figure.lesson=forget&figure.step=60", (900, 390));
    shown("retained", "figure.lesson=retain&figure.step=15", (900, 390));
    // On a phone the graph runs downwards.
    shown("phone", "figure.example=neuron&figure.step=11", (330, 390));
    shown("no-value", "figure.example=formula&figure.x=-1&figure.step=3", (900, 390));
}
