//! What part of a graph is looked at.

use super::Values;
use crate::error::Allowed;
use crate::error::Error;
use crate::error::Result;
use crate::number::plain;

/// The least that is shown of x.
const NARROWEST: f64 = 1e-3;

/// Refuses a window whose `ends`, left and right, are the wrong way round, and an x beyond it. An x that nobody has given goes
/// along with the window.
pub(super) fn settle(values: &mut Values, ends: [&str; 2], x: &str, given: &dyn Fn(&str) -> bool) -> Result<()> {
    settle_ends(values, ends, given)?;
    keep(values, x, range(values, ends), given)
}

/// Refuses ends of a window, left and right, that are the wrong way round.
pub(super) fn settle_ends(values: &mut Values, ends: [&str; 2], given: &dyn Fn(&str) -> bool) -> Result<()> {
    let [left, right] = ends.map(|end| values.number(end));
    if right - left >= NARROWEST {
        return Ok(());
    }
    let (wrong, number, bounds) = match given(ends[0]) {
        true => (ends[0], left, (values.bounds(ends[0]).0, right - NARROWEST)),
        false => (ends[1], right, (left + NARROWEST, values.bounds(ends[1]).1)),
    };
    values.reset(wrong);
    if values.number(ends[1]) - values.number(ends[0]) < NARROWEST {
        ends.iter().for_each(|end| values.reset(end));
    }
    Err(refused(wrong, number, bounds))
}

/// Refuses a coordinate beyond what is shown, if it was given; moves it in either way.
pub(super) fn keep(
    values: &mut Values,
    key: &str,
    (low, high): (f64, f64),
    given: &dyn Fn(&str) -> bool,
) -> Result<()> {
    let number = values.number(key);
    if (low..=high).contains(&number) {
        return Ok(());
    }
    values.put_exactly(key, number.clamp(low, high));
    if given(key) { Err(refused(key, number, (low, high))) } else { Ok(()) }
}

/// Changes a coordinate as far as what is shown goes; rounding may not lead beyond it.
pub(super) fn put_within(values: &mut Values, key: &str, number: f64, (low, high): (f64, f64)) {
    values.put(key, number);
    values.put_exactly(key, values.number(key).clamp(low, high));
}

/// What is shown between two numbers, never empty.
pub(super) fn range(values: &Values, [left, right]: [&str; 2]) -> (f64, f64) {
    let left = values.number(left);
    (left, values.number(right).max(left + NARROWEST))
}

fn refused(key: &str, number: f64, (min, max): (f64, f64)) -> Error {
    Error::not_allowed(key, plain(number), Allowed::Number { min, max, below_max: false })
}

/// Where a straight line through a place leaves a plot of these ranges, at the right or at the left.
fn end_of_line([x, y]: [f64; 2], slope: f64, [across, up]: [(f64, f64); 2], right: bool) -> [f64; 2] {
    let end = if right { across.1 } else { across.0 };
    let height = y + slope * (end - x);
    if height >= up.0 && height <= up.1 {
        return [end, height];
    }
    let border = if height < up.0 { up.0 } else { up.1 };
    [(x + (border - y) / slope).clamp(across.0, across.1), border]
}

/// Where a name beside that end stands clear of the line, and if that is level anyway, of another line of some slope through the
/// same place.
pub(super) fn name_of_line(at: [f64; 2], [slope, other]: [f64; 2], ranges: [(f64, f64); 2], right: bool) -> [f64; 2] {
    let [x, y] = end_of_line(at, slope, ranges, right);
    let [width, height] = ranges.map(|(low, high)| high - low);
    let is_level = (NAME * width * slope).abs() < CLEAR * height;
    let is_above = (slope > if is_level { other } else { 0.0 }) == right;
    let aside = if is_above { y + CLEAR * height } else { y - CLEAR * height };
    // A name stands to the right of its place: at the left it goes along the line by what the border takes of its way.
    let along = (aside.clamp(ranges[1].0, ranges[1].1) - aside) / slope;
    [if right || !along.is_finite() { x } else { (x + along).min(x.midpoint(ranges[0].1)) }, aside]
}

/// Where the name of a graph stands, left of its last part within these heights and clear of it.
pub(super) fn end_of_curve(curve: &[[f64; 2]], (low, high): (f64, f64)) -> [f64; 2] {
    let clear = CLEAR * (high - low);
    let is_seen = |point: &[f64; 2]| point[1] > low + clear && point[1] < high - clear;
    let Some(last) = curve.iter().rposition(is_seen) else { return [f64::NAN; 2] };
    let [x, y] = curve[last];
    let falls = last > 0 && curve[last - 1][1] > y;
    [x, if falls { y - clear } else { y + clear }]
}

/// How wide a name is, in parts of the plot's width.
const NAME: f64 = 0.3;
/// How far a name stands from a line that it is not to touch, in parts of the plot's height.
pub(super) const CLEAR: f64 = 0.08;

/// The vertical range for some graphs: all of them, unless they run off to poles; then what most of them need.
pub(super) fn vertical<'a>(graphs: impl IntoIterator<Item = &'a [[f64; 2]]>) -> (f64, f64) {
    let mut sorted: Vec<f64> = Vec::new();
    for point in graphs.into_iter().flatten().step_by(3).filter(|point| point[1].is_finite()) {
        sorted.insert(sorted.partition_point(|&smaller| smaller <= point[1]), point[1]);
    }
    holding(&sorted)
}

/// The same for values in rising order.
pub(super) fn holding(sorted: &[f64]) -> (f64, f64) {
    const MARGIN: f64 = 0.08;
    let at = |part: f64| sorted.get((part * sorted.len().saturating_sub(1) as f64) as usize).copied().unwrap_or(0.0);
    let (low, high) = (at(0.1), at(0.9));
    let reach = 1.5 * (high - low);
    let (low, high) = (at(0.0).max(low - reach), at(1.0).min(high + reach));
    let margin = if high > low { MARGIN * (high - low) } else { 1.0 + high.abs() };
    (low - margin, high + margin)
}

/// The end of the way from one point to another, or where it leaves a window that it begins in.
#[cfg(feature = "chapters")]
pub(super) fn within(window: [(f64, f64); 2], [from, to]: [[f64; 2]; 2]) -> [f64; 2] {
    let part = (0..2).fold(1.0, |part: f64, axis| {
        let (low, high) = window[axis];
        let way = to[axis] - from[axis];
        let border = if way > 0.0 { high } else { low };
        if way == 0.0 || (low..=high).contains(&to[axis]) { part } else { part.min((border - from[axis]) / way) }
    });
    [0, 1].map(|axis| from[axis] + part.max(0.0) * (to[axis] - from[axis]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_the_wrong_way_round_or_beyond_it_is_told() {
        let read = |text: &str| {
            let mut figure = crate::figure::named("derivative", crate::words::Words::of("en").clone()).unwrap();
            let errors: Vec<String> = figure.apply(text).iter().map(ToString::to_string).collect();
            (errors.join("; "), figure)
        };
        let text = |figure: &crate::figure::Host| figure.experiment();
        let (told, figure) = read("figure.left=5&f=x^2&figure.right=2");
        assert_eq!(told, "figure.left: `5` is not allowed; it must be a number from -1000 to 1.999");
        assert!(text(&figure).starts_with("f=x^2&") && text(&figure).contains("figure.left=-2.5&figure.right=2&"));
        let (told, _) = read("figure.left=5&figure.right=2&figure.x=9");
        assert!(told.starts_with("figure.left: `5`") && told.ends_with("it must be a number from -2.5 to 2"), "{told}");
        let (told, _) = read("figure.right=-7");
        assert_eq!(told, "figure.right: `-7` is not allowed; it must be a number from -2.499 to 1000");
        let (told, mut figure) = read("figure.x=50");
        assert_eq!(told, "figure.x: `50` is not allowed; it must be a number from -2.5 to 2.5");
        assert!(text(&figure).contains("figure.x=2.5&"));
        // A narrower window takes its x along.
        assert_eq!(figure.set("figure.right", "1"), Ok(()));
        assert!(text(&figure).contains("figure.x=1&"));
        let before = text(&figure);
        assert!(figure.set("figure.left", "1").is_err() && text(&figure) == before);
    }

    fn range(f: impl Fn(f64) -> f64) -> (f64, f64) {
        let graph: Vec<[f64; 2]> = (0..=300).map(|k| f64::from(k) / 150.0 - 1.0).map(|x| [x, f(x)]).collect();
        vertical([&graph[..]])
    }

    #[test]
    fn graphs_are_seen_whole_but_for_poles() {
        let (low, high) = range(|x| x * x);
        assert!((-0.1..0.0).contains(&low) && (1.0..1.1).contains(&high));
        let (low, high) = range(|x| 1.0 / x);
        assert!((-50.0..-4.0).contains(&low) && (4.0..50.0).contains(&high), "{low} {high}");
    }

    #[test]
    fn level_and_missing_graphs_have_a_range_too() {
        assert_eq!(range(|_| 2.0), (-1.0, 5.0));
        assert_eq!(range(|_| f64::NAN), (-1.0, 1.0));
    }
}
