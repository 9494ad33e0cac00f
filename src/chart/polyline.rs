//! Points in a row that may become more: paths, curves, graphs of functions.

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

/// The graph of `f` over a range, `[2 · points]` at least, interrupted where `f` has no value and where it jumps by
/// more than a tenth of `height`, the height of the plot.
pub fn graph(f: impl Fn(f64) -> f64, range: (f64, f64), points: usize, height: f64) -> Polyline {
    sample(&f, range, points, height).into()
}

/// Without a type parameter, of which each would add to the page.
fn sample(f: &dyn Fn(f64) -> f64, (low, high): (f64, f64), points: usize, height: f64) -> Vec<[f64; 2]> {
    let mut graph = Vec::with_capacity(points + 8);
    for place in 0..=points {
        let part = place as f64 / points as f64;
        let x = low * (1.0 - part) + high * part;
        let point = [x, f(x)];
        if let Some(&before) = graph.last()
            && jumps(f, before, point, height)
        {
            graph.push([x, f64::NAN]);
        }
        graph.push(point);
    }
    graph
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
