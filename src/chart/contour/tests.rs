use super::super::recorder::{Kind, recorder};
use super::super::{Axes, Axis, Change, Frame, Layer, Picture, Room, Theme, draw};
use super::*;

/// Twice the area to the left of a ring, by the shoelace formula.
fn doubled_area(ring: &[[f64; 2]]) -> f64 {
    let next = ring.iter().cycle().skip(1);
    ring.iter().zip(next).map(|(a, b)| a[0] * b[1] - a[1] * b[0]).sum()
}

fn area(rings: &[Ring]) -> f64 {
    0.5 * rings.iter().map(|ring| doubled_area(ring)).sum::<f64>()
}

fn ellipse([x, y]: [f64; 2]) -> f64 {
    x * x + 3.0 * y * y
}

#[test]
fn rings_of_an_ellipse_lie_on_it_and_enclose_its_area() {
    let contours = Contours::of(|at| 5.0 + ellipse(at), (-3.0, 3.0), (-2.0, 2.0), Some(5.0));
    assert_eq!(contours.levels().len(), LEVELS as usize);
    let mut whole = 0;
    for (index, level) in contours.levels().enumerate() {
        let rings = contours.rings(index);
        for &[x, y] in rings.iter().flatten() {
            let on_border = x.abs() == 3.0 || y.abs() == 2.0;
            let height = ellipse([x, y]);
            assert!(on_border || (height / (level - 5.0) - 1.0).abs() < 0.01, "{height} at level {level}");
        }
        if level - 5.0 < 9.0 {
            whole += 1;
            let exact = std::f64::consts::PI * (level - 5.0) / 3_f64.sqrt();
            assert_eq!(rings.len(), 1);
            // The innermost rings cross only a handful of cells.
            let tolerance = if exact > 0.2 { 0.01 } else { 0.02 };
            assert!((area(rings) / exact - 1.0).abs() < tolerance, "{} instead of {exact}", area(rings));
        }
    }
    assert!(whole >= 6, "{whole} ellipses in view");
}

#[test]
fn levels_stand_in_one_ratio_above_the_minimum() {
    let contours = Contours::of(|at| ellipse(at) - 2.0, (-3.0, 3.0), (-2.0, 2.0), Some(-2.0));
    let heights: Vec<f64> = contours.levels().map(|level| level + 2.0).collect();
    for three in heights.windows(3) {
        assert!(three[0] > three[1]);
        assert!((three[0] * three[2] / (three[1] * three[1]) - 1.0).abs() < 1e-9);
    }
}

#[test]
fn regions_close_along_the_border() {
    let contours = Contours::of(|[x, y]| y * y - x * x, (-1.0, 1.0), (-1.0, 1.0), None);
    for (index, level) in contours.levels().enumerate() {
        // {y² ≤ x² + level}: four areas under a hyperbola, or what two of them leave.
        let half = |c: f64| {
            let end = (1.0 - c).sqrt();
            0.5 * (end + c * libm::asinh(end / c.sqrt()))
        };
        let exact = if level > 0.0 {
            4.0 * half(level) + 4.0 * (1.0 - (1.0 - level).sqrt())
        } else {
            4.0 - 4.0 * half(-level) - 4.0 * (1.0 - (1.0 + level).sqrt())
        };
        let found = area(contours.rings(index));
        assert!((found - exact).abs() < 0.01 * exact, "level {level}: {found} instead of {exact}");
    }
}

#[test]
fn a_peak_is_a_hole_in_the_regions_around_it() {
    let peak = |[x, y]: [f64; 2]| 1.0 / (0.1 + x * x + y * y);
    let contours = Contours::of(peak, (-1.0, 1.0), (-1.0, 1.0), None);
    let (index, level) = contours.levels().enumerate().next().expect("levels");
    let rings = contours.rings(index);
    let holes: Vec<&Ring> = rings.iter().filter(|ring| doubled_area(ring) < 0.0).collect();
    assert_eq!((rings.len(), holes.len()), (2, 1));
    let exact = std::f64::consts::PI * (1.0 / level - 0.1);
    assert!((-0.5 * doubled_area(holes[0]) / exact - 1.0).abs() < 0.01);
}

#[test]
fn places_without_a_value_are_holes() {
    let ring = |[x, y]: [f64; 2]| if x * x + y * y < 0.25 { f64::NAN } else { x * x + y * y };
    let contours = Contours::of(ring, (-1.0, 1.0), (-1.0, 1.0), None);
    let exact = 4.0 - std::f64::consts::PI / 4.0;
    assert!((area(&contours.regions[0].rings) / exact - 1.0).abs() < 0.01);
    let nowhere = Contours::of(|_| f64::INFINITY, (-1.0, 1.0), (-1.0, 1.0), None);
    assert_eq!(nowhere.regions.len(), 0);
}

#[test]
fn a_plain_has_no_levels_and_the_strangest_function_has_no_way_to_panic() {
    let plain = Contours::of(|_| 7.0, (0.0, 1.0), (0.0, 1.0), None);
    assert_eq!((plain.regions.len(), plain.levels().len()), (1, 0));
    let wild = |[x, y]: [f64; 2]| if x > y { f64::MAX } else { -f64::MAX * x };
    for minimum in [None, Some(f64::NAN), Some(-f64::MAX), Some(1e300)] {
        Contours::of(wild, (-1.0, 1.0), (-1.0, 1.0), minimum);
        Contours::of(|[x, _]| libm::exp(700.0 * x), (-1.0, 1.0), (-1.0, 1.0), minimum);
        Contours::of(ellipse, (1.0, -1.0), (f64::NAN, f64::INFINITY), minimum);
        Contours::with_cells(ellipse, (0.0, 1.0), (0.0, 0.0), minimum, 0);
    }
}

#[test]
fn a_valley_thinner_than_a_cell_does_not_fall_into_beads() {
    for (x, y) in [(0.8, 0.6), (0.96, 0.28), (1.0, 0.0)] {
        let valley = |[a, b]: [f64; 2]| {
            let (u, v) = (x * a + y * b, x * b - y * a);
            u * u + 6e6 * v * v
        };
        let contours = Contours::of(valley, (-1.0, 1.0), (-1.0, 1.0), Some(0.0));
        for index in 0..contours.levels().len() {
            assert_eq!(contours.rings(index).len(), 1, "level {index} along ({x}, {y})");
        }
    }
}

#[test]
fn joined_rings_enclose_what_they_enclosed_apart() {
    let himmelblau = |[x, y]: [f64; 2]| {
        let (a, b) = (x * x + y - 11.0, x + y * y - 7.0);
        a * a + b * b
    };
    let contours = Contours::of(himmelblau, (-5.0, 5.0), (-5.0, 5.0), Some(0.0));
    assert_eq!(contours.rings(LEVELS as usize - 1).len(), 4);
    let axis = Axis::linear("", (-5.0, 5.0));
    let frame = Frame { size: (1000, 800), scale: 2.0, theme: Theme::Light };
    let map = Axes { x: axis, y: axis }.projection(&frame);
    for region in &contours.regions {
        let doubled = |ring: &[Pixel]| {
            let places: Ring = ring.iter().map(|&(x, y)| [f64::from(x), f64::from(y)]).collect();
            doubled_area(&places)
        };
        let apart: Vec<Vec<Pixel>> =
            region.rings.iter().map(|ring| on_pixels(ring, &|at| pixel(map.to_pixel(at)))).collect();
        let sum: f64 = apart.iter().filter(|ring| ring.len() > 2).map(|ring| doubled(ring)).sum();
        assert_eq!(doubled(&joined(apart.into_iter())), sum);
    }
}

/// Levels are read on their own lines, apart from each other, within the plot.
#[test]
fn a_landscape_says_how_high_it_is() {
    let saddle: fn([f64; 2]) -> f64 = |[x, y]| y * y - x * x;
    for (height, minimum) in [(ellipse as fn([f64; 2]) -> f64, Some(0.0)), (saddle, None), (|[x, _]| x, None)] {
        let contours = Contours::of(height, (-3.0, 3.0), (-2.0, 2.0), minimum);
        for size in [(960, 540), (716, 416), (200, 150)] {
            let frame = Frame { size, scale: 2.0, theme: Theme::Light };
            let axes = Axes { x: Axis::linear("", (-3.0, 3.0)), y: Axis::linear("", (-2.0, 2.0)) };
            let (bare, picture) =
                (Picture::over(&contours, axes), Picture::of_landscape(&contours, axes, ["low", "high"], Room::EMPTY));
            let words = |picture: &Picture<'_>| {
                let (area, calls) = recorder(frame.size);
                let map = picture.space.on(&frame);
                draw(picture, Layer::Still, Change::All, (&map, &frame), &area).expect("records everything");
                calls.take().into_iter().filter(|call| call.kind == Kind::Text).map(|call| call.places[0])
            };
            let places: Vec<_> = words(&picture).skip(words(&bare).count()).collect();
            assert!(places.len() >= 2, "both ends are named");
            let (left, top, right, bottom) = picture.space.on(&frame).plane.plot();
            for (index, &(x, y)) in places.iter().enumerate() {
                let (x, y) = (f64::from(x), f64::from(y));
                assert!((left..=right).contains(&x) && (top..=bottom).contains(&y), "{x} {y} in {size:?}");
                let [at_x, at_y] = picture.space.on(&frame).nearest(0.5 * x, 0.5 * y).unwrap();
                if index >= 2 {
                    let height = height([at_x, at_y]);
                    let nearest = contours.levels().map(|level| (level - height).abs()).fold(f64::INFINITY, f64::min);
                    assert!(nearest < 0.2 * (1.0 + height.abs()), "{height} is no level");
                }
                for &(other_x, other_y) in &places[..index] {
                    let apart = libm::hypot(x - f64::from(other_x), y - f64::from(other_y));
                    assert!(index < 2 || apart >= 36.0 * 2.0 - 2.0, "{apart} units between two levels");
                }
            }
        }
    }
}

#[test]
fn no_contour_runs_along_a_hole() {
    let contours = Contours::of(|[x, y]| libm::log(x) + x * y, (-1.0, 5.0), (4.0, 6.0), None);
    for index in 0..contours.levels().len() {
        for line in contours.rings(index).iter().flat_map(|ring| contours.inner_lines(ring)) {
            assert!(line.iter().all(|[x, _]| *x > 0.01), "{index}: {line:?}");
        }
    }
}
