//! How high the contours of a landscape are, in words and numbers on it.

use super::super::fingerprint::Fingerprint;
use super::super::ink::{ems, pixel};
use super::super::picture::{Mark, Pen};
use super::{Contours, Region};
use crate::number::{rounded, significant};
use plotters::style::text_anchor::HPos;

/// The levels of a few contours, each on its line, and the words for the lowest and the highest place.
pub struct Levels<'a> {
    /// Of which landscape.
    pub contours: &'a Contours,
    /// What is said at its lowest and at its highest place; nothing where empty.
    pub ends: [&'a str; 2],
}

/// In CSS pixels.
const SIZE: f64 = 11.0;
const END: f64 = 12.5;
/// Every so many contours one says its level, if there is room.
const EVERY: usize = 3;
/// How near to another text a level may stand, and how far is far enough, in CSS pixels.
const ROOM: (f64, f64) = (36.0, 56.0);

/// Places in units where something is written.
type Taken = Vec<(f64, f64)>;

impl Levels<'_> {
    /// The words at both ends: below their places, or above, not under the mark of the place itself.
    fn name_ends(&self, pen: &Pen<'_>, taken: &mut Taken) {
        let (ink, (left, top, right, bottom)) = (pen.ink, pen.plane().plot());
        let is_flat = self.contours.levels().len() == 0;
        for (word, at) in self.ends.into_iter().zip(self.contours.ends).filter(|(word, _)| !is_flat && !word.is_empty())
        {
            let (x, y) = pen.plane().to_pixel(at);
            let (across, up) = (0.5 * ink.px(END * ems(word)) + ink.px(6.0), ink.px(0.5 * END + 5.0));
            let away = ink.px(1.5 * END);
            let x = x.clamp(left + across, (right - across).max(left + across));
            let y = if y + away + up < bottom { y + away } else { y - away };
            let y = y.clamp(top + up, (bottom - up).max(top + up));
            ink.text(word, pixel((x, y)), HPos::Center, END, pen.theme().quiet_ink());
            taken.push((x, y));
        }
    }

    /// Where a text of half this size stands on a ring of a region: far from all that is written; of places that are far
    /// enough the one behind the lowest, for descents come from the other side.
    fn place(&self, region: &Region, (across, up): (f64, f64), pen: &Pen<'_>, taken: &Taken) -> Option<(f64, f64)> {
        let (ink, (left, top, right, bottom)) = (pen.ink, pen.plane().plot());
        let low = pen.plane().to_pixel(self.contours.ends[0]);
        let behind = (low.0 - 0.5 * (left + right), low.1 - 0.5 * (top + bottom));
        let mut best = ((ink.px(ROOM.0), f64::NEG_INFINITY), None);
        for &point in region.rings.iter().flatten() {
            let (x, y) = pen.plane().to_pixel(point);
            if x < left + across || x > right - across || y < top + up || y > bottom - up {
                continue;
            }
            let apart = taken.iter().map(|at| libm::hypot(at.0 - x, at.1 - y));
            let score = (apart.fold(ink.px(ROOM.1), f64::min), (x - low.0) * behind.0 + (y - low.1) * behind.1);
            if score > best.0 {
                best = (score, Some((x, y)));
            }
        }
        best.1
    }
}

impl Mark for Levels<'_> {
    fn add_to(&self, to: &mut Fingerprint) {
        to.kind("levels").and(&self.contours.identity).and(&self.ends[0]).and(&self.ends[1]);
    }

    fn draw(&self, pen: &Pen<'_>, _: usize) {
        let (ink, theme, mut taken) = (pen.ink, pen.theme(), Taken::new());
        self.name_ends(pen, &mut taken);
        let highest = (self.contours.regions.len() as f64 - 1.0).max(1.0);
        for (index, region) in self.contours.regions.iter().enumerate().skip(1).step_by(EVERY) {
            // Two digits, of large levels too.
            let text = significant(rounded(region.level, 2), 2);
            let half = (0.5 * ink.px(SIZE * ems(&text)) + ink.px(4.0), 0.5 * ink.px(SIZE) + ink.px(4.0));
            let Some(place) = self.place(region, half, pen, &taken) else { continue };
            let (at, ground) = (pixel(place), theme.landscape(1.0 - index as f64 / highest));
            let (across, up) = (half.0 as i32 - ink.whole(2.0), ink.whole(0.5 * SIZE));
            ink.rect((at.0 - across, at.1 - up), (at.0 + across, at.1 + up), ground);
            ink.text(&text, at, HPos::Center, SIZE, theme.quiet_ink());
            taken.push(place);
        }
    }
}
