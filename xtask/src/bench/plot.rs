//! What the table says, as a picture: for each work, how many times as fast each is as the best JavaScript in Chromium.

use anyhow::{Context, Result};
use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters_svg::SVGBackend;
use serde_json::Value;

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

/// Pixels: the picture's width, the height of a work, and what stands left of the axis, above and below.
const WIDTH: u32 = 860;
const ROW: u32 = 46;
const LEFT: i32 = 240;
const TOP: i32 = 62;
const BOTTOM: i32 = 34;
const RIGHT: i32 = 24;

/// The power of ten that the axis begins with. Who is slower still stands at its end, as a triangle.
const FROM: i32 = -2;

/// How far one stands below the other in a row, so that none covers another.
const LANE: i32 = 5;

/// Who takes part, and in which colour and size: ours large.
const CONTESTANTS: [(&str, RGBColor, i32); 7] = [
    ("Chromium: handle", RGBColor(0, 114, 178), 6),
    ("Node: handle", RGBColor(86, 180, 233), 4),
    ("native Rust", RGBColor(0, 158, 115), 4),
    ("Chromium: JavaScript", RGBColor(60, 60, 60), 4),
    ("Node: JavaScript", RGBColor(150, 150, 150), 4),
    ("NumPy", RGBColor(230, 159, 0), 4),
    ("Chromium: TensorFlow.js", RGBColor(213, 94, 0), 4),
];

/// What a work is called in the picture.
fn title(work: &Value) -> Option<String> {
    let parameters = if work["features"].as_u64()? == 1 { 2 } else { 16 };
    let step = match (work["batch"].as_u64()?, work["loss"].as_str()?) {
        (0, "logistic") => "full batch, cross-entropy".to_owned(),
        (0, _) => "full batch".to_owned(),
        (1, _) => "one sample a step".to_owned(),
        (size, _) => format!("{size} samples a step"),
    };
    Some(format!("{step}, {parameters} parameters"))
}

/// Draws a report of the benchmarks as SVG.
pub fn draw(report: &Value) -> Result<String> {
    let works = report["works"].as_array().context("the report has no works")?;
    let speed = |work: &Value, name: &str| work["contestants"][name]["speed"].as_f64();
    let speeds = works.iter().flat_map(|work| CONTESTANTS.iter().filter_map(|(name, ..)| speed(work, name)));
    // A whole power of ten.
    let to = (speeds.fold(1.0, f64::max).log10().ceil() as i32).max(1);

    let height = TOP + (works.len() as u32 * ROW) as i32 + BOTTOM;
    let place = |log: f64| {
        LEFT + ((log - f64::from(FROM)) / f64::from(to - FROM) * f64::from(WIDTH as i32 - LEFT - RIGHT)).round() as i32
    };
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, (WIDTH, height as u32)).into_drawing_area();
        area.fill(&WHITE)?;
        grid(&area, FROM..=to, place, height - BOTTOM)?;
        legend(&area)?;
        for (row, work) in works.iter().enumerate() {
            let y = TOP + row as i32 * ROW as i32 + ROW as i32 / 2;
            let title = title(work).context("a work of the report is incomplete")?;
            write(&area, &title, (LEFT - 14, y), HPos::Right)?;
            area.draw(&PathElement::new([(LEFT, y), (WIDTH as i32 - RIGHT, y)], BLACK.mix(0.15)))?;
            for (lane, (name, colour, size)) in (-3..).zip(&CONTESTANTS) {
                let Some(speed) = speed(work, name) else { continue };
                let y = y + LANE * lane;
                if speed.log10() < f64::from(FROM) {
                    let triangle = vec![(LEFT - size, y), (LEFT + size, y - size), (LEFT + size, y + size)];
                    area.draw(&Polygon::new(triangle, colour))?;
                } else {
                    area.draw(&Circle::new((place(speed.log10()), y), *size, colour.filled()))?;
                }
            }
        }
        area.present()?;
    }
    Ok(svg)
}

/// The powers of ten.
fn grid(area: &Area, powers: std::ops::RangeInclusive<i32>, place: impl Fn(f64) -> i32, bottom: i32) -> Result<()> {
    for power in powers {
        let x = place(f64::from(power));
        let ink = if power == 0 { BLACK.mix(0.6) } else { BLACK.mix(0.15) };
        area.draw(&PathElement::new([(x, TOP), (x, bottom)], ink))?;
        let label = if power == 0 { "best JavaScript".into() } else { format!("{} ×", 10f64.powi(power)) };
        write(area, &label, (x, bottom + 14), HPos::Center)?;
    }
    Ok(())
}

/// Who is who, in two lines.
fn legend(area: &Area) -> Result<()> {
    for (place, (name, colour, size)) in CONTESTANTS.iter().enumerate() {
        let (column, line) = (place as i32 % 4, place as i32 / 4);
        let (x, y) = (20 + column * 205, 18 + line * 22);
        area.draw(&Circle::new((x, y), *size, colour.filled()))?;
        write(area, name, (x + 14, y), HPos::Left)?;
    }
    Ok(())
}

fn write(area: &Area, text: &str, at: (i32, i32), side: HPos) -> Result<()> {
    let style = ("sans-serif", 13).into_font().color(&BLACK).pos(Pos::new(side, VPos::Center));
    Ok(area.draw(&Text::new(text.to_owned(), at, style))?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn report(speed: Value) -> Value {
        let contestants = json!({ "Chromium: handle": { "speed": speed }, "Chromium: JavaScript": { "speed": 1.0 } });
        json!({ "works": [{ "features": 16, "loss": "squares", "batch": 32, "contestants": contestants }] })
    }

    #[test]
    fn the_axis_ends_at_ten_times_as_fast_and_whoever_is_far_behind_is_a_triangle_at_its_begin() {
        let svg = draw(&report(json!(10.0))).unwrap();
        assert!(svg.contains("32 samples a step, 16 parameters"));
        let circles: Vec<_> = svg.lines().filter(|line| line.contains("<circle")).collect();
        // The legend, and two in the row.
        assert_eq!(circles.len(), CONTESTANTS.len() + 2);
        assert!(circles[CONTESTANTS.len()].contains(&format!("cx=\"{}\"", WIDTH as i32 - RIGHT)), "{circles:?}");
        assert_eq!(svg.matches("<polygon").count(), 0);

        let svg = draw(&report(json!(0.009))).unwrap();
        assert_eq!(svg.matches("<polygon").count(), 1);
    }

    #[test]
    fn who_did_not_take_part_is_left_out() {
        let svg = draw(&report(Value::Null)).unwrap();
        assert_eq!(svg.matches("<circle").count(), CONTESTANTS.len() + 1);
        assert!(draw(&json!({})).is_err());
    }
}
