//! How high the contours of a landscape are, in words and numbers on it.

use super::super::fingerprint::Fingerprint;
use super::super::ink::{distance, ems, pixel};
use super::super::picture::{Mark, Pen};
use super::super::room::{Room, part, parts};
use super::Contours;
use crate::number::{rounded, significant};
use plotters::style::text_anchor::HPos;
use std::cell::RefCell;

/// The levels of a few contours, each on its line, and the words for the lowest and the highest place.
pub struct Levels<'a> {
    /// Of which landscape.
    contours: &'a Contours,
    /// What is said at its lowest and at its highest place; nothing where empty.
    ends: [&'a str; 2],
    /// Where each of them stands, and each level, in parts of the plot; not a number where there is no room.
    spots: Spots,
}

type Spots = [[f64; 2]; 2 + NUMBERS];

/// In which room, for words of which sizes, they were placed where: the newest first.
pub(super) type Placements = RefCell<Vec<(Room, [[f64; 2]; 2], Spots)>>;

/// Twice as many as panels that may show one landscape.
const MOST_PLACEMENTS: usize = 8;

/// In CSS pixels.
const SIZE: f64 = 11.0;
const END: f64 = 12.5;
/// Every so many contours one says its level, if there is room.
const EVERY: usize = 3;
const NUMBERS: usize = super::LEVELS as usize / EVERY;
/// Half of what a level takes with the room around it.
const NUMBER: [f64; 2] = [17.0, 8.0];
/// How near to another text a level may stand, and how far is far enough.
const NEAR: f64 = 36.0;
const FAR: f64 = 56.0;
/// More digits of a level would take more room.
const MOST_DIGITS: usize = 5;
const NOWHERE: [f64; 2] = [f64::NAN; 2];

impl<'a> Levels<'a> {
    /// Those of a landscape with words for both ends, where there is room; they take what they need of it, and of `names`.
    pub(in crate::chart) fn in_room(contours: &'a Contours, ends: [&'a str; 2], [room, names]: [&mut Room; 2]) -> Self {
        let halves = ends.map(|word| parts([0.5 * END * ems(word) + 5.0, 0.5 * END + 3.0]));
        let known =
            contours.placements.borrow().iter().find(|(before, wide, _)| (before, wide) == (&*room, &halves)).copied();
        let spots = known.map_or_else(
            || {
                let nowhere = Levels { contours, ends, spots: [NOWHERE; 2 + NUMBERS] };
                let levels = nowhere.placed(halves, *room);
                let mut placements = contours.placements.borrow_mut();
                placements.truncate(MOST_PLACEMENTS - 1);
                placements.insert(0, (*room, halves, levels.spots));
                levels.spots
            },
            |(.., spots)| spots,
        );
        for (place, &spot) in spots.iter().enumerate() {
            let half = halves.get(place).copied().unwrap_or(parts(NUMBER));
            room.take(spot, half);
            names.take(spot, half);
        }
        Levels { contours, ends, spots }
    }

    /// With all that there is room for.
    fn placed(mut self, halves: [[f64; 2]; 2], mut room: Room) -> Self {
        if self.contours.levels().len() == 0 {
            return self;
        }
        for (end, half) in halves.into_iter().enumerate().filter(|&(end, _)| !self.ends[end].is_empty()) {
            self.spots[end] = self.beside(self.contours.ends[end], half, &room);
            room.take(self.spots[end], half);
        }
        for number in 0..NUMBERS {
            self.spots[2 + number] = self.on_ring(number, &room);
            room.take(self.spots[2 + number], parts(NUMBER));
        }
        self
    }

    /// Two digits of each level, or a few more, by which those that are written differ.
    fn digits(&self) -> usize {
        let written = || self.contours.levels().step_by(EVERY);
        let differ = |digits: &usize| {
            let texts: Vec<String> = written().map(|height| level(height, *digits)).collect();
            texts.windows(2).all(|pair| pair[0] != pair[1])
        };
        (2..MOST_DIGITS).find(differ).unwrap_or(2)
    }

    fn part(&self, point: [f64; 2]) -> [f64; 2] {
        part(point, [self.contours.x, self.contours.y])
    }

    /// Where words stand near a place: below it, or wherever around it the least is taken.
    fn beside(&self, place: [f64; 2], half: [f64; 2], room: &Room) -> [f64; 2] {
        let at = self.part(place);
        let around =
            [[0.0, -1.0], [0.0, 1.0], [1.0, 0.0], [-1.0, 0.0], [1.0, -1.0], [-1.0, -1.0], [1.0, 1.0], [-1.0, 1.0]];
        let places = [1.0, 2.0].into_iter().flat_map(|far| around.map(|way| (far, way)));
        let [across, up] = parts([12.0, 12.0]);
        let away = [half[0] + across, half[1] + up];
        let mut best = (u32::MAX, at);
        for (far, way) in places {
            let aside = |axis: usize| at[axis] + way[axis] * (away[axis] + (far - 1.0) * [across, up][axis]);
            let place = [0, 1].map(|axis| aside(axis).min(1.0 - half[axis]).max(half[axis]));
            // Moved in from the border it may stand on the place itself.
            let is_clear = [0, 1].iter().any(|&axis| (place[axis] - at[axis]).abs() >= 0.9 * half[axis]);
            let taken = room.taken(place, half) + if is_clear { 0 } else { 1 };
            if taken < best.0 {
                best = (taken, place);
            }
        }
        best.1
    }

    /// Where a level stands on its contour: where nothing is, far from all that is written; of places that are far enough the
    /// one behind the lowest, for descents come from the other side.
    fn on_ring(&self, number: usize, room: &Room) -> [f64; 2] {
        let (half, unit, low) = (parts(NUMBER), parts([1.0, 1.0]), self.part(self.contours.ends[0]));
        let behind = low.map(|part| part - 0.5);
        let written = || self.spots.iter().filter(|spot| spot[0].is_finite());
        let mut best = ((NEAR * NEAR, f64::NEG_INFINITY), NOWHERE);
        let rings = self.contours.rings(number * EVERY).iter().flatten();
        for &point in rings.filter(|place| !self.contours.is_at_hole(place)) {
            let at = self.part(point);
            if [0, 1].iter().any(|&axis| at[axis] < half[axis] || at[axis] > 1.0 - half[axis]) {
                continue;
            }
            let squared = |[x, y]: [f64; 2]| x * x + y * y;
            let apart = written().map(|spot| squared([0, 1].map(|axis| (spot[axis] - at[axis]) / unit[axis])));
            let score = (apart.fold(FAR * FAR, f64::min), (at[0] - low[0]) * behind[0] + (at[1] - low[1]) * behind[1]);
            if score > best.0 && room.taken(at, half) == 0 {
                best = (score, at);
            }
        }
        best.1
    }
}

impl Mark for Levels<'_> {
    fn add_to(&self, to: &mut Fingerprint) {
        to.kind("levels").and(&self.contours.identity).and(&self.ends[0]).and(&self.ends[1]).and(&self.spots);
    }

    fn draw(&self, pen: &Pen<'_>, _: usize) {
        let (ink, theme, (left, _, right, _)) = (pen.ink, pen.theme(), pen.plane().plot());
        let (x, y) = (self.contours.x, self.contours.y);
        let place = |part: [f64; 2]| pen.plane().to_pixel([x.0 + part[0] * (x.1 - x.0), y.0 + part[1] * (y.1 - y.0)]);
        let is_somewhere = |spot: &[f64; 2]| spot[0].is_finite();
        let backed = |at: (f64, f64), across: f64, size: f64, ground| {
            let (at, across, up) = (pixel(at), across as i32, ink.whole(0.5 * size));
            ink.rect((at.0 - across, at.1 - up), (at.0 + across, at.1 + up), ground);
        };
        let (ends, numbers) = self.spots.split_at(2);
        // A plot smaller than words are measured by has fewer of them.
        let mut written: Vec<(f64, f64)> = Vec::with_capacity(self.spots.len());
        for (word, &spot) in self.ends.into_iter().zip(ends).filter(|(_, spot)| is_somewhere(spot)) {
            let across = 0.5 * ink.px(END * ems(word)) + ink.px(3.0);
            let (x, y) = place(spot);
            let x = x.clamp(left + across, (right - across).max(left + across));
            ink.text(word, pixel((x, y)), HPos::Center, END, theme.quiet_ink());
            written.push((x, y));
        }
        let highest = (self.contours.regions.len() as f64 - 1.0).max(1.0);
        let digits = self.digits();
        let mut last = String::new();
        for (number, &spot) in numbers.iter().enumerate().filter(|(_, spot)| is_somewhere(spot)) {
            let index = 1 + number * EVERY;
            let Some(region) = self.contours.regions.get(index) else { continue };
            let text = level(region.level, digits);
            let half = (0.5 * ink.px(SIZE * ems(&text))).floor() + f64::from(ink.whole(2.0));
            let (x, y) = place(spot);
            let here = (x.clamp(left + half, (right - half).max(left + half)), y);
            if text == last || written.iter().any(|at| distance(*at, here) < ink.px(NEAR)) {
                continue;
            }
            written.push(here);
            backed(here, half, SIZE, theme.landscape(1.0 - index as f64 / highest));
            ink.text(&text, pixel(here), HPos::Center, SIZE, theme.quiet_ink());
            last = text;
        }
    }
}

/// A level to some digits, large ones too.
fn level(level: f64, digits: usize) -> String {
    significant(rounded(level, digits), digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_where_nothing_passes_and_not_on_each_other() {
        let contours = Contours::of(|[x, y]| x * x + 2.0 * y * y, (-1.0, 1.0), (-1.0, 1.0), Some(0.0));
        let spots = |room: &Room| {
            let (mut room, mut names) = (*room, Room::EMPTY);
            let levels = Levels::in_room(&contours, ["low", "high"], [&mut room, &mut names]);
            assert!(
                levels.spots.iter().filter(|spot| spot[0].is_finite()).all(|&spot| names.taken(spot, [0.0; 2]) > 0)
            );
            levels.spots
        };
        let at_first = spots(&Room::EMPTY);
        assert!(at_first.iter().filter(|spot| spot[0].is_finite()).count() >= 4, "{at_first:?}");
        // A path through where each of them stood: all that are left stand elsewhere.
        let mut room = Room::EMPTY;
        room.take_path(at_first.into_iter().filter(|spot| spot[0].is_finite()));
        for spot in spots(&room).into_iter().skip(2).filter(|spot| spot[0].is_finite()) {
            assert_eq!(room.taken(spot, parts(NUMBER)), 0, "{spot:?}");
        }
        for spot in &spots(&room)[..2] {
            assert_eq!(room.taken(*spot, parts([8.0, 6.0])), 0, "{spot:?}");
        }
    }

    #[test]
    fn levels_that_would_read_the_same_have_more_digits() {
        let digits = |scale: f64| {
            let height = |[x, y]: [f64; 2]| 0.5 + scale * (x * x + y * y);
            let contours = Contours::of(height, (-1.0, 1.0), (-1.0, 1.0), Some(0.5));
            Levels { contours: &contours, ends: [""; 2], spots: [NOWHERE; 2 + NUMBERS] }.digits()
        };
        assert_eq!([1.0, 1e-2, 1e-9].map(digits), [2, 3, 2]);
    }
}
