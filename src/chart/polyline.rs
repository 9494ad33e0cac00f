//! Points in a row that may become more: paths, curves, graphs of functions.

use super::axes::Scale;
use super::fingerprint::Identity;
use std::ops::Deref;

/// Points in data coordinates, oldest first. It stays the same one as long as points are only added, so that a picture of it
/// can go on where it was.
#[derive(Clone, Debug)]
pub struct Polyline {
    points: Vec<[f64; 2]>,
    identity: Identity,
}

/// The first points of a [`Polyline`].
#[derive(Clone, Copy, Debug)]
pub struct Trace<'a> {
    pub(super) points: &'a [[f64; 2]],
    pub(super) identity: &'a Identity,
}

impl Polyline {
    /// Without points yet.
    #[expect(clippy::new_without_default, reason = "two defaults would differ")]
    pub fn new() -> Self {
        Vec::new().into()
    }

    /// Goes on to a point.
    pub fn push(&mut self, point: [f64; 2]) {
        self.points.push(point);
    }

    /// Goes on to some points.
    pub fn extend(&mut self, points: impl IntoIterator<Item = [f64; 2]>) {
        self.points.extend(points);
    }

    /// Keeps the first `len` points. If others are taken away it is another polyline from now on.
    pub fn truncate(&mut self, len: usize) {
        if len < self.points.len() {
            self.points.truncate(len);
            self.identity = Identity::new();
        }
    }

    /// Begins anew.
    pub fn clear(&mut self) {
        self.truncate(0);
    }

    /// All of it.
    pub fn all(&self) -> Trace<'_> {
        self.up_to(self.points.len())
    }

    /// Where it is at `x`, straight on from its first `len` points to the next, on a vertical axis of this scale; `None` where
    /// there are none, or no next one.
    pub fn on_the_way(&self, len: usize, x: f64, scale: Scale) -> Option<[f64; 2]> {
        let (&[x0, y0], &[x1, y1]) = (self.points.get(len.checked_sub(1)?)?, self.points.get(len)?);
        let part = (x - x0) / (x1 - x0);
        let y = match scale {
            Scale::Logarithmic if y0 > 0.0 && y1 > 0.0 => y0 * libm::pow(y1 / y0, part),
            _ => y0 + part * (y1 - y0),
        };
        y.is_finite().then_some([x, y])
    }

    /// The first `len` points, or as many as there are.
    pub fn up_to(&self, len: usize) -> Trace<'_> {
        Trace { points: &self.points[..len.min(self.points.len())], identity: &self.identity }
    }
}

impl Deref for Polyline {
    type Target = [[f64; 2]];

    fn deref(&self) -> &Self::Target {
        &self.points
    }
}

impl From<Vec<[f64; 2]>> for Polyline {
    fn from(points: Vec<[f64; 2]>) -> Self {
        Polyline { points, identity: Identity::new() }
    }
}

impl FromIterator<[f64; 2]> for Polyline {
    fn from_iter<I: IntoIterator<Item = [f64; 2]>>(points: I) -> Self {
        points.into_iter().collect::<Vec<_>>().into()
    }
}

/// The graph of `f` over a range, `[points + 1]` at least: a band where `f` is faster than that. It is interrupted where `f` has
/// no value and where it jumps by more than a tenth of `height`, the height of the plot.
pub fn graph(f: impl Fn(f64) -> f64, range: (f64, f64), points: usize, height: f64) -> Polyline {
    sample(&f, range, points, height).into()
}

/// Without a type parameter, of which each would add to the page.
fn sample(f: &dyn Fn(f64) -> f64, (low, high): (f64, f64), points: usize, height: f64) -> Vec<[f64; 2]> {
    let mut graph = Vec::with_capacity(points + 8);
    let mut go_to = |point: [f64; 2]| {
        if let Some(&before) = graph.last()
            && jumps(f, before, point, height)
        {
            graph.push([point[0], f64::NAN]);
        }
        graph.push(point);
    };
    let mut before: Option<[f64; 2]> = None;
    for place in 0..=points {
        let part = place as f64 / points as f64;
        let x = low * (1.0 - part) + high * part;
        let point = [x, f(x)];
        if let Some(before) = before.filter(|&before| outruns(f, before, point, height)) {
            between(f, before, point).into_iter().for_each(&mut go_to);
        }
        go_to(point);
        before = Some(point);
    }
    graph
}

/// A place between two points: the share of the way to the second.
fn on_the_way(f: &dyn Fn(f64) -> f64, a: [f64; 2], b: [f64; 2], part: f64) -> [f64; 2] {
    let x = a[0] + part * (b[0] - a[0]);
    [x, f(x)]
}

/// Whether the graph leaves the straight way between two points, so that they don't tell how it goes. The places looked at are
/// irregular, or a wave might have its nodes there.
fn outruns(f: &dyn Fn(f64) -> f64, a: [f64; 2], b: [f64; 2], height: f64) -> bool {
    [0.28, 0.61, 0.87].into_iter().any(|part| {
        let straight = a[1] + part * (b[1] - a[1]);
        (on_the_way(f, a, b, part)[1] - straight).abs() > 0.01 * height
    })
}

/// The lowest and the highest place between two points, from left to right: where waves are narrower than a pixel they join to
/// a band.
fn between(f: &dyn Fn(f64) -> f64, a: [f64; 2], b: [f64; 2]) -> [[f64; 2]; 2] {
    const PLACES: u32 = 23;
    let (mut low, mut high) = (a, a);
    for place in 1..PLACES {
        let point = on_the_way(f, a, b, f64::from(place) / f64::from(PLACES));
        if point[1] < low[1] && point[1].is_finite() {
            low = point;
        }
        if point[1] > high[1] && point[1].is_finite() {
            high = point;
        }
    }
    if low[0] < high[0] { [low, high] } else { [high, low] }
}

/// Whether the graph is torn between two points: closing in on the steepest part, the difference does not shrink.
fn jumps(f: &dyn Fn(f64) -> f64, mut a: [f64; 2], mut b: [f64; 2], height: f64) -> bool {
    const HALVINGS: usize = 40;
    let difference = |a: [f64; 2], b: [f64; 2]| (b[1] - a[1]).abs();
    for _ in 0..HALVINGS {
        // Also where a value is missing: then there is nothing to join.
        if difference(a, b) <= 0.1 * height || !difference(a, b).is_finite() {
            return false;
        }
        let x = 0.5 * (a[0] + b[0]);
        let middle = [x, f(x)];
        if difference(a, middle) > difference(middle, b) { b = middle } else { a = middle }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn breaks(f: impl Fn(f64) -> f64) -> usize {
        graph(f, (-2.0, 2.0), 100, 4.0).iter().filter(|point| !point[1].is_finite()).count()
    }

    #[test]
    fn graphs_are_torn_at_poles_and_jumps_and_nowhere_else() {
        assert_eq!(breaks(|x| x * x * x), 0);
        assert_eq!(breaks(|x| libm::tanh(500.0 * x)), 0, "steep, but whole");
        assert_eq!(breaks(|x| if x < 0.3 { -1.0 } else { 1.0 }), 1);
        assert_eq!(breaks(|x| 1.0 / (x - 0.01)), 1);
        assert_eq!(breaks(libm::tan), 2);
        assert!(breaks(libm::log) > 40, "no value to the left of zero");
    }

    #[test]
    fn a_graph_that_outruns_its_points_is_a_band() {
        let (range, points) = ((-2.5, 2.5), 360);
        let heights = |f: &dyn Fn(f64) -> f64| graph(f, range, points, 2.0);
        let wave = heights(&|x| libm::sin(500.0 * x));
        for part in wave.chunks_exact(24) {
            let reach = |of: fn(f64, f64) -> f64| part.iter().map(|point| point[1]).reduce(of).unwrap();
            assert!(reach(f64::max) > 0.95 && reach(f64::min) < -0.95, "{part:?}");
        }
        assert!(wave.windows(2).all(|pair| pair[0][0] <= pair[1][0]));
        assert_eq!(heights(&|x| libm::sin(5.0 * x)).len(), points + 1, "two points to a pixel are enough");
    }

    #[test]
    fn what_grows_stays_the_same_and_what_begins_anew_or_is_copied_does_not() {
        let which = |polyline: &Polyline| format!("{:?}", polyline.identity);
        let mut path = Polyline::from(vec![[0.0, 1.0], [1.0, 2.0]]);
        let before = which(&path);
        path.push([2.0, 3.0]);
        path.truncate(3);
        assert_eq!(which(&path), before);
        assert_ne!(which(&path.clone()), before);
        path.truncate(1);
        path.push([7.0, 7.0]);
        assert_ne!(which(&path), before);
    }
}
