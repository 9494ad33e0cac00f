//! How high the contours of a landscape are, in words and numbers on it.

use super::super::fingerprint::Fingerprint;
use super::super::ink::{ems, pixel};
use super::super::picture::{Mark, Pen};
use super::Contours;
use crate::number::significant;
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

impl Mark for Levels<'_> {
    fn add_to(&self, to: &mut Fingerprint) {
        to.kind("levels").and(&self.contours.identity).and(&self.ends[0]).and(&self.ends[1]);
    }

    fn draw(&self, pen: &Pen<'_>, _: usize) {
        let (ink, plane, theme) = (pen.ink, pen.plane(), pen.theme());
        let (left, top, right, bottom) = plane.plot();
        let mut taken: Vec<(f64, f64)> = Vec::new();
        for (word, at) in self.ends.into_iter().zip(self.contours.ends) {
            if word.is_empty() || self.contours.levels().len() == 0 {
                continue;
            }
            // Below its place, or above: not under the mark of the place itself.
            let (x, y) = plane.to_pixel(at);
            let (across, up) = (0.5 * ink.px(END * ems(word)) + ink.px(6.0), ink.px(0.5 * END + 5.0));
            let away = ink.px(1.5 * END);
            let x = x.clamp(left + across, (right - across).max(left + across));
            let y = if y + away + up < bottom { y + away } else { y - away };
            let y = y.clamp(top + up, (bottom - up).max(top + up));
            ink.text(word, pixel((x, y)), HPos::Center, END, theme.quiet_ink());
            taken.push((x, y));
        }
        // Of places that are far from all that is written, the one behind the lowest: descents come from the other side.
        let (low, middle) = (plane.to_pixel(self.contours.ends[0]), (0.5 * (left + right), 0.5 * (top + bottom)));
        let behind = (low.0 - middle.0, low.1 - middle.1);
        let highest = (self.contours.regions.len() as f64 - 1.0).max(1.0);
        for (index, region) in self.contours.regions.iter().enumerate().skip(1).step_by(EVERY) {
            let text = significant(region.level, 2);
            let (across, up) = (0.5 * ink.px(SIZE * ems(&text)) + ink.px(4.0), 0.5 * ink.px(SIZE) + ink.px(4.0));
            let mut best = ((ink.px(ROOM.0), f64::NEG_INFINITY), None);
            for ring in &region.rings {
                for &point in ring {
                    let (x, y) = plane.to_pixel(point);
                    if x < left + across || x > right - across || y < top + up || y > bottom - up {
                        continue;
                    }
                    let mut room = ink.px(ROOM.1);
                    for at in &taken {
                        room = room.min(libm::hypot(at.0 - x, at.1 - y));
                    }
                    let score = (room, (x - low.0) * behind.0 + (y - low.1) * behind.1);
                    if score > best.0 {
                        best = (score, Some((x, y)));
                    }
                }
            }
            let Some(place) = best.1 else { continue };
            let (at, ground) = (pixel(place), theme.landscape(1.0 - index as f64 / highest));
            let (across, up) = (across as i32 - ink.whole(2.0), ink.whole(0.5 * SIZE));
            ink.rect((at.0 - across, at.1 - up), (at.0 + across, at.1 + up), ground);
            ink.text(&text, at, HPos::Center, SIZE, theme.quiet_ink());
            taken.push(place);
        }
    }
}
