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
const LEFT: i32 = 210;
const TOP: i32 = 62;
const BOTTOM: i32 = 34;
const RIGHT: i32 = 24;

/// Who takes part, and in which colour and size: ours large.
const CONTESTANTS: [(&str, RGBColor, i32); 7] = [
    ("Chromium: handle", RGBColor(0, 114, 178), 7),
    ("Node: handle", RGBColor(86, 180, 233), 6),
    ("native Rust", RGBColor(0, 158, 115), 6),
    ("Chromium: JavaScript", RGBColor(60, 60, 60), 5),
    ("Node: JavaScript", RGBColor(150, 150, 150), 5),
    ("NumPy", RGBColor(230, 159, 0), 5),
    ("Chromium: TensorFlow.js", RGBColor(213, 94, 0), 5),
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
    let (least, most) = speeds.fold((1.0_f64, 1.0_f64), |(least, most), speed| (least.min(speed), most.max(speed)));
    // Whole powers of ten.
    let (from, to) = (least.log10().floor() as i32, (most.log10().ceil() as i32).max(1));

    let height = TOP + (works.len() as u32 * ROW) as i32 + BOTTOM;
    let place = |log: f64| {
        LEFT + ((log - f64::from(from)) / f64::from(to - from) * f64::from(WIDTH as i32 - LEFT - RIGHT)).round() as i32
    };
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, (WIDTH, height as u32)).into_drawing_area();
        area.fill(&WHITE)?;
        grid(&area, from..=to, place, height - BOTTOM)?;
        legend(&area)?;
        for (row, work) in works.iter().enumerate() {
            let y = TOP + row as i32 * ROW as i32 + ROW as i32 / 2;
            let title = title(work).context("a work of the report is incomplete")?;
            write(&area, &title, (LEFT - 14, y), HPos::Right)?;
            area.draw(&PathElement::new([(LEFT, y), (WIDTH as i32 - RIGHT, y)], BLACK.mix(0.15)))?;
            // Ours last, so that nothing covers it.
            for (name, colour, size) in CONTESTANTS.iter().rev() {
                if let Some(speed) = speed(work, name) {
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
    fn who_is_ten_times_as_fast_stands_a_power_of_ten_to_the_right() {
        let svg = draw(&report(json!(10.0))).unwrap();
        assert!(svg.contains("32 samples a step, 16 parameters"));
        let circles: Vec<_> = svg.lines().filter(|line| line.contains("<circle")).collect();
        // The legend, and two in the row: JavaScript at the left end, the handle at the right one.
        assert_eq!(circles.len(), CONTESTANTS.len() + 2);
        assert!(circles[CONTESTANTS.len()].contains(&format!("cx=\"{LEFT}\"")), "{circles:?}");
        assert!(circles[CONTESTANTS.len() + 1].contains(&format!("cx=\"{}\"", WIDTH as i32 - RIGHT)), "{circles:?}");
    }

    #[test]
    fn who_did_not_take_part_is_left_out() {
        let svg = draw(&report(Value::Null)).unwrap();
        assert_eq!(svg.matches("<circle").count(), CONTESTANTS.len() + 1);
        assert!(draw(&json!({})).is_err());
    }
}
