//! What is seen: the curve with the steps on it, and the cobweb that leads from each x to the next.

use super::fate::Fate;
use super::{CurveDescent, LABELLED};
use crate::chart::{
    Arrow, Axes, Axis, Curve, Head, Line, Marker, Name, Picture, Ring, Segment, Straight, Style, Tone, Word,
};
use crate::figure::styles::{DOWN, TANGENT};
use crate::word;
use crate::words::Words;

/// The most steps that are drawn on the curve: half of them the first ones, half the newest.
const DRAWN: usize = 60;
/// Places nearer than this part of what is shown are one to the eye.
const NEAR: f64 = 0.012;
/// A label takes this part of what is shown of x,
const LABEL: f64 = 0.055;
/// and all of them stand in this part of the height.
const FOOT: f64 = 0.13;

/// The name of the arrows along the foot takes this part of what is shown of x.
const NAMED: f64 = 0.15;

pub(super) const PATH: Tone = Tone::Of(Style::BATCH);

impl CurveDescent {
    pub(super) fn show_curve(&self) -> Picture<'_> {
        let axes = Axes { x: Axis::linear("x", self.curve.range), y: Axis::linear("f(x)", self.curve.heights) };
        let mut picture = Picture::on_graph_paper(axes);
        picture.still.push(Curve(self.curve.graph.all(), Line::solid(Tone::Ink, 2.0)));
        for &[from, to] in &self.seen {
            picture.still.push(Segment(self.drop(from, to), Line::dashed(PATH, 1.0)));
            picture.still.push(Arrow(self.step(from, to), Line::solid(PATH, 1.5)));
        }
        picture.still.extend(self.seen.iter().map(|&[from, _]| Ring(self.on_curve(from), Marker::Round, PATH)));
        let (foot, (_, high)) = (self.curve.foot, self.curve.heights);
        picture.ground.extend(self.curve.ways_down.iter().copied());
        picture.names.extend(self.beside_labels().map(|x| Name::new([x, foot], "−f′(x)", DOWN)));
        let above_labels = foot + FOOT * (high - foot);
        for (k, &x) in self.labelled() {
            picture.still.push(Segment([self.on_curve(x), [x, above_labels]], Line::dashed(Tone::Quiet, 1.0)));
            picture.still.push(Word([x, foot], &self.labels[k], 0, PATH));
        }
        let (x, head) = (self.x(), self.head());
        if self.distance_beyond(x) == 0.0 {
            picture.moving.push(Straight(self.on_curve(x), self.slope(x), Line::of(TANGENT, 1.5)));
        }
        if self.run.seen.fraction > 0.0 {
            picture.moving.push(Segment(self.drop(x, head), Line::dashed(PATH, 1.0)));
            picture.moving.push(Arrow(self.step(x, head), Line::solid(PATH, 2.0)));
        }
        let (left, right) = self.curve.range;
        let (from, at) = match self.way_out() {
            Some([from, to]) => (Some(self.on_curve(from)), self.step(from, to)[1]),
            None if self.distance_beyond(x) > 0.0 => (None, [x, self.at(x.clamp(left, right))]),
            None => (Some(self.on_curve(self.before())), self.on_curve(head)),
        };
        picture.moving.push(Head { from, at, marker: Marker::Round, tone: self.tone_of_head() });
        picture
    }

    fn on_curve(&self, x: f64) -> [f64; 2] {
        [x, self.at(x)]
    }

    /// A step as an arrow: level, and as long as x goes.
    fn step(&self, from: f64, to: f64) -> [[f64; 2]; 2] {
        [self.on_curve(from), [to, self.at(from)]]
    }

    /// From the tip of a step's arrow to the curve.
    fn drop(&self, from: f64, to: f64) -> [[f64; 2]; 2] {
        [[to, self.at(from)], self.on_curve(to)]
    }

    /// The first places, each with its number, as long as their labels have room.
    fn labelled(&self) -> impl Iterator<Item = (usize, &f64)> {
        let near = LABEL * self.curve.size();
        let places = self.steps.iter().enumerate().take((self.tick as usize + 1).min(LABELLED));
        places.take_while(move |&(k, x)| self.steps[..k].iter().all(|other| (other - x).abs() > near))
    }

    /// Where the name of the arrows along the foot is between no labels: as far to the right as there is room.
    fn beside_labels(&self) -> Option<f64> {
        let (right, size) = (self.curve.range.1, self.curve.size());
        let is_free = |at: &f64| self.labelled().all(|(_, x)| !(at - LABEL * size..at + NAMED * size).contains(x));
        (0..12).map(|k| right - (NAMED + 0.06 * f64::from(k)) * size).find(is_free)
    }

    /// Where the descent is, between its last two steps while a step is eased.
    fn head(&self) -> f64 {
        if self.run.seen.fraction > 0.0 { self.run.seen.drawn[0] } else { self.x() }
    }

    /// Of a step that is eased, where its part of the web turns and where the descent is on it: upright to the map for half
    /// of the time, then level to the diagonal.
    fn on_its_way(&self) -> Option<[[f64; 2]; 2]> {
        let (x, fraction) = (self.x(), self.run.seen.fraction);
        let next = *self.steps.get(self.tick as usize + 1).filter(|_| fraction > 0.0)?;
        let along = |part: f64| x + part.clamp(0.0, 1.0) * (next - x);
        let corner = [x, along(2.0 * fraction)];
        Some([corner, [along(2.0 * fraction - 1.0), corner[1]]])
    }

    /// The step that has led out of what is shown, if the descent is beyond it now, on the same side.
    fn way_out(&self) -> Option<[f64; 2]> {
        let side = |x: f64| (x - x.clamp(self.curve.range.0, self.curve.range.1)).partial_cmp(&0.0);
        let is_out = self.distance_beyond(self.x()) > 0.0;
        self.seen.last().copied().filter(|step| is_out && side(step[1]) == side(self.x()))
    }

    fn tone_of_head(&self) -> Tone {
        if matches!(self.fate(), Fate::Diverges | Fate::Falls) { Tone::Trouble } else { PATH }
    }

    /// Looks at the steps up to the tick: those of which anything is in view, and that lead visibly on.
    pub(super) fn see_steps(&mut self) {
        let near = NEAR * self.curve.size();
        self.seen.clear();
        let ways = self.steps.windows(2).take(self.tick as usize);
        for (k, way) in ways.map(|way| [way[0], way[1]]).enumerate() {
            let is_in_view = way.iter().any(|&x| self.distance_beyond(x) == 0.0);
            let is_newest = k as u64 + 1 == self.tick;
            let leads_on = self.seen.iter().rev().take(2).all(|seen| (seen[0] - way[0]).abs() > near);
            if is_in_view && (leads_on || is_newest) {
                self.seen.push(way);
            }
        }
        if self.seen.len() > DRAWN {
            self.seen.drain(DRAWN / 2..self.seen.len() - DRAWN / 2);
        }
    }

    pub(super) fn show_cobweb<'a>(&'a self, words: &'a Words) -> Picture<'a> {
        let range = self.curve.range;
        let mut picture = Picture::on_graph_paper(Axes {
            x: Axis::linear(word!(words, "cobweb.before"), range),
            y: Axis::equal(word!(words, "cobweb.after"), range),
        });
        picture.ground.push(Segment([[range.0; 2], [range.1; 2]], Line::dashed(Tone::Quiet, 1.0)));
        let diagonal = [range.0 + 0.1 * self.curve.size(); 2];
        picture.ground.push(Word(diagonal, word!(words, "cobweb.diagonal"), 1, Tone::Quiet));
        // By another rule than plain descent, where an x leads is no function of it alone.
        if self.run.is_plain() {
            picture.ground.push(Curve(self.map.all(), Line::of(TANGENT, 2.0)));
            let named = self.beside_map().map(|at| Word(at, word!(words, "cobweb.curve"), 1, Tone::Of(TANGENT)));
            picture.ground.extend(named);
        }
        picture.still.push(Curve(self.web.all(), Line::solid(PATH, 1.5)));
        let [from, at] = match self.way_out() {
            Some([from, to]) => [[from, from], [from, to]],
            None => self.on_its_way().unwrap_or([self.before(), self.x()].map(|x| [x, x])),
        };
        if let Some([corner, head]) = self.on_its_way() {
            picture
                .moving
                .extend([[[self.x(); 2], corner], [corner, head]].map(|ends| Segment(ends, Line::solid(PATH, 1.5))));
        }
        picture.moving.push(Head { from: Some(from), at, marker: Marker::Round, tone: self.tone_of_head() });
        picture
    }

    /// A place to the right of the map for its name: below where it rises, above where it falls.
    fn beside_map(&self) -> Option<[f64; 2]> {
        let ((left, right), size) = (self.curve.range, self.curve.size());
        let wanted = left + 0.6 * size;
        let shown = left + 0.1 * size..right - 0.1 * size;
        let in_view = self.map.iter().filter(|[x, y]| *x < right - 0.38 * size && shown.contains(y));
        let [x, y] = in_view.min_by(|a, b| (a[0] - wanted).abs().total_cmp(&(b[0] - wanted).abs()))?;
        let rises = 1.0 - self.rate() * self.curvature(*x) >= 0.0;
        Some([x + 0.01 * size, y + if rises { -0.05 } else { 0.05 } * size])
    }

    /// Goes on with the web, from each x on the diagonal to the next, up to the tick.
    pub(super) fn spin_web(&mut self, from: u64) {
        if from > self.tick {
            self.web.clear();
        }
        let from = if from > self.tick { 0 } else { from as usize };
        for way in self.steps.windows(2).take(self.tick as usize).skip(from) {
            let [from, to] = [way[0], way[1]];
            if way.iter().all(|&x| self.distance_beyond(x) > 0.0) {
                // Not in view.
                self.web.push([f64::NAN; 2]);
                continue;
            }
            self.web.extend([[from, from], [from, to], [to, to]]);
        }
    }
}
