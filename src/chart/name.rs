//! Names beside what moves.

mod column;

use super::clip::way_out;
use super::ink::{Ink, ems};
use super::{Frame, Map, Room, Style};
use column::{Column, Member, columns};
use plotters::style::text_anchor::HPos;

/// The name of what moves, where it is now. It belongs to no layer: text is slow to draw, so the page sets it above the
/// canvases and only moves it. A whole picture, such as an export, has it drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Name<'a> {
    /// The place that it is beside.
    pub at: [f64; 2],
    /// Where the newest step there began, of what is on its way: beyond the plot its name stands where its head does.
    pub from: Option<[f64; 2]>,
    /// One line.
    pub text: &'a str,
    /// Whose it is.
    pub style: Style,
}

impl<'a> Name<'a> {
    /// Of what has a place.
    pub const fn new(at: [f64; 2], text: &'a str, style: Style) -> Self {
        Name { at, from: None, text, style }
    }
}

/// Where a name stands: its left end and its middle line, in CSS pixels, origin top-left of the picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placed<'a> {
    /// The name.
    pub name: Name<'a>,
    /// Its left end.
    pub x: f64,
    /// Its middle line.
    pub y: f64,
    /// How wide it is.
    width: f64,
    /// On which side of its place.
    pub side: Side,
}

/// A side of a place, by how far away, lines below, and right or left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Side(usize, usize, usize);

/// The page's first module has pictures without names alone.
pub(super) const HAS_NAMES: bool = cfg!(feature = "comparison");

/// In CSS pixels.
const SIZE: f64 = 13.0;
const LINE: f64 = 16.0;
/// From the place to the name: beyond a marker; and farther, beyond what lies about it, for which it costs something, in cells
/// that are taken.
const GAPS: [(f64, u32); 3] = [(10.0, 0), (26.0, 2), (42.0, 4)];
/// Half of a marker.
const MARK: f64 = 6.0;
/// The size of a handle's symbol, and from the handle's middle to its near end and to its middle line.
const SYMBOL: f64 = 14.0;
const ASIDE: (f64, f64) = (8.0, 15.0);
/// What is left free between a symbol and what else is written.
const SPACE: f64 = 6.0;

/// Lines of text that a name may stand below its place, and what that costs, in cells that are taken.
const LINES: [(f64, u32); 7] = [(0.0, 0), (-1.0, 2), (1.0, 2), (-2.0, 5), (2.0, 5), (-3.0, 9), (3.0, 9)];
/// How wide the plots are, in CSS pixels, on which a cell that is taken costs 1.
const NARROW: f64 = 270.0;
/// What it costs more for each cell where a word stands: a line can be followed through a name, a word not be read.
const WORD: u32 = 3;
/// What it costs to stand at the left, to be nearer to what another is about, to lie upon that, and to cover another name.
const AT_LEFT: u32 = 5;
const ANOTHER: u32 = 4;
const UPON: u32 = 6;
const OVERLAP: u32 = 1000;
/// What it saves to stay on the side where it was while it moves.
const STAYS: u32 = 5;
/// Half of what is seen of a handle.
const HANDLE: f64 = 6.0;

/// Places names, and the symbols of handles, which have a symbol and a place each: the names, and for each symbol whether it
/// stands above its handle at the right (0), below it (1), or the same at its left (2, 3). The rooms: what names keep off,
/// what symbols keep off too, and where words stand.
///
/// A name stands to the right of what it is about, or at its left, above or below, where the least is taken, over no handle
/// and upon no other name; at the plot's edge where its place is beyond it. Names of what is close together stand in a column.
/// What is nowhere has no name. Symbols keep off the names and off what else passes.
///
/// While they move, names stay on the sides that they had `before`, whose they were then, unless another is much better.
pub fn place<'a>(
    names: &[Name<'a>],
    before: &[(Style, Side)],
    handles: &[(&str, [f64; 2])],
    [taken, passed, words]: [&Room; 3],
    map: &Map,
    frame: &Frame,
) -> (Vec<Placed<'a>>, Vec<u32>) {
    let mut room = *taken;
    for &(_, at) in handles {
        let (middle, half) = map.plane.parts(map.to_css_pixel(at), [HANDLE; 2]);
        room.take(middle, half);
    }
    let placed = if HAS_NAMES { place_names(names, before, [&room, words], map, frame) } else { Vec::new() };
    room.take_all(passed);
    let mut written: Vec<Written> = placed.iter().map(|&Placed { x, y, width, .. }| ([x, x + width], y)).collect();
    let sides = handles.iter().map(|&(symbol, at)| {
        let (side, symbol) = side(symbol, at, &room, &written, map, frame);
        if HAS_NAMES {
            written.push(symbol);
        }
        side
    });
    let sides = sides.collect();
    (placed, sides)
}

fn place_names<'a>(
    names: &[Name<'a>],
    before: &[(Style, Side)],
    [taken, words]: [&Room; 2],
    map: &Map,
    frame: &Frame,
) -> Vec<Placed<'a>> {
    let (left, top, right, bottom) = map.plane.plot();
    let [left, top, right, bottom] = [left, top, right, bottom].map(|units| units / frame.scale);
    let place = |name: &Name<'_>| match name.from.and_then(|from| way_out(Some(from), name.at, &map.plane)) {
        Some((_, (x, y))) => (x / frame.scale, y / frame.scale),
        None => map.to_css_pixel(name.at),
    };
    let places: Vec<(f64, f64)> = names.iter().map(place).collect();
    // On a wide plot a line passes through fewer cells of as long a name.
    let wide = ((right - left) / NARROW).round().max(1.0) as u32;
    let (right, bottom) = (right.max(left), bottom.max(top));
    let about = About { names, places: &places, plot: [left, top, right, bottom], rooms: [taken, words], wide, map };
    let members = columns(&places);
    let mut placed: Vec<(usize, Placed<'a>)> = Vec::with_capacity(names.len());
    for members in members.chunk_by(|one, next| one.0 == next.0) {
        let column = Column::of(members, &about);
        if !column.is_somewhere() {
            continue;
        }
        let count = members.len() as u32;
        // What it costs all of them to stand on a side; what costs as much as that anyway is not worked out.
        let cost = |side: Side, most: u32| {
            let least = count * side.cost();
            let each = || column.names_on(side).map(|(place, x, y)| about.cost(place, (x, y), members, &placed));
            if least < most { least + each().sum::<u32>() } else { most }
        };
        let mut best = (u32::MAX, Side(0, 0, 0));
        // Another may have come or gone before it.
        let first = members[0].0;
        let is_own = |(style, _): &&(Style, Side)| *style == names[first].style;
        let was = before.get(first).filter(is_own).or_else(|| before.iter().find(is_own));
        if let Some(&(_, side)) = was {
            best = (cost(side, u32::MAX).saturating_sub(count * STAYS), side);
        }
        for (gap, &(_, beyond)) in GAPS.iter().enumerate() {
            // Farther away costs that much at least.
            if best.0 <= count * beyond {
                break;
            }
            for side in (0..LINES.len()).flat_map(|line| [0, 1].map(|side| Side(gap, line, side))) {
                let cost = cost(side, best.0);
                best = if cost < best.0 { (cost, side) } else { best };
            }
        }
        placed.extend(column.names_on(best.1).map(|(place, x, y)| {
            (place, Placed { name: names[place], x, y, width: width(&names[place]), side: best.1 })
        }));
    }
    placed.sort_unstable_by_key(|&(place, _)| place);
    placed.into_iter().map(|(_, placed)| placed).collect()
}

impl Side {
    /// What it costs to stand there rather than right beside, in cells that are taken.
    fn cost(self) -> u32 {
        GAPS[self.0].1 + LINES[self.1].1 + [0, AT_LEFT][self.2]
    }
}

fn width(name: &Name<'_>) -> f64 {
    SIZE * ems(name.text)
}

/// What names are placed by.
struct About<'n, 'a> {
    names: &'n [Name<'a>],
    /// In CSS pixels.
    places: &'n [(f64, f64)],
    /// Its left, top, right and bottom, in CSS pixels.
    plot: [f64; 4],
    /// What names keep off, and where words stand.
    rooms: [&'n Room; 2],
    /// What a cell that is taken costs.
    wide: u32,
    map: &'n Map,
}

impl About<'_, '_> {
    /// What it costs that a name of a column stands with its left end and its middle line there, beside the names that are placed.
    fn cost(&self, place: usize, (x, y): (f64, f64), column: &[Member], placed: &[(usize, Placed<'_>)]) -> u32 {
        let width = width(&self.names[place]);
        let [_, top, _, bottom] = self.plot;
        let level = self.places[place].1.clamp(top.min(bottom - LINE) + 0.5 * LINE, bottom - 0.5 * LINE);
        let (middle, half) = self.map.plane.parts((x + 0.5 * width, y), [0.5 * width, 0.3 * LINE]);
        let covers = |&(u, v): &(f64, f64)| {
            let near = if u > x - MARK { 0.5 * LINE } else { 0.0 };
            (x - GAPS[0].0 - MARK..x + width + MARK).contains(&u) && (v - y).abs() < near.max((level - y).abs())
        };
        let lies_upon =
            |&&(u, v): &&(f64, f64)| (x - MARK..x + width + MARK).contains(&u) && (v - y).abs() < MARK + 0.4 * LINE;
        let meets = |(_, other): &&(usize, Placed<'_>)| {
            (other.y - y).abs() < SIZE && x < other.x + other.width && other.x < x + width
        };
        // Its own column is read as one.
        let is_another = |other: usize| other == place || column.iter().all(|member| member.1 != other);
        let others = self.places.iter().enumerate().filter(|&(other, at)| is_another(other) && covers(at));
        self.wide * self.rooms[0].taken(middle, half)
            + WORD * self.rooms[1].taken(middle, half)
            + ANOTHER * others.count() as u32
            + UPON * self.places.iter().filter(lies_upon).count() as u32
            + OVERLAP * placed.iter().filter(meets).count() as u32
    }
}

/// Where something is written: from its left to its right, and its middle line, in CSS pixels.
type Written = ([f64; 2], f64);

/// On which side of a handle its symbol stands, and where: where the least is taken, and it covers no tick and nothing that is
/// written and does not leave the picture.
fn side(symbol: &str, at: [f64; 2], room: &Room, written: &[Written], map: &Map, frame: &Frame) -> (u32, Written) {
    let (left, top, _, bottom) = map.plane.plot();
    let [left, top, bottom] = [left, top, bottom].map(|units| units / frame.scale);
    let ((x, y), width) = (map.to_css_pixel(at), SYMBOL * ems(symbol));
    let on = |side: u32| {
        let across = if side & 2 == 0 { ASIDE.0 } else { -ASIDE.0 - width };
        let up = if side & 1 == 0 { ASIDE.1 } else { -ASIDE.1 };
        ([x + across, x + across + width], y - up)
    };
    let cost = |side: &u32| {
        let ([start, end], middle) = on(*side);
        let is_beyond = start < left || end > f64::from(frame.size.0) / frame.scale;
        let is_across = middle < top.min(0.5 * LINE) || middle > bottom;
        let meets =
            |&([left, right], y): &Written| (y - middle).abs() < LINE && start - SPACE < right && left < end + SPACE;
        let is_in_the_way = is_beyond || is_across || (HAS_NAMES && written.iter().any(meets));
        let (middle, half) = map.plane.parts((start + 0.5 * width, middle), [0.5 * width, 0.4 * LINE]);
        room.taken(middle, half) + OVERLAP * u32::from(is_in_the_way)
    };
    let side = (0..4).min_by_key(cost).unwrap_or(0);
    (side, on(side))
}

/// Draws names, for a whole picture.
pub(super) fn draw(names: &[Name<'_>], [taken, words]: [&Room; 2], map: &Map, frame: &Frame, ink: &Ink<'_>) {
    for Placed { name, x, y, .. } in place(names, &[], &[], [taken, taken, words], map, frame).0 {
        let at = ((x * frame.scale).round() as i32, (y * frame.scale).round() as i32);
        ink.text(name.text, at, HPos::Left, SIZE, name.style.color(frame.theme));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::{Axes, Axis, Line, Picture, Polyline, Segment, Theme, Tone, Trail};

    /// Where names stand on 300 × 200 pixels of a plane from 0 to 1.
    fn placed(names: &[([f64; 2], &'static str)]) -> Vec<Placed<'static>> {
        let frame = Frame { size: (600, 400), scale: 2.0, theme: Theme::Light };
        let axis = Axis::linear("", (0.0, 1.0));
        let picture = Picture::on_grid(Axes { x: axis, y: axis });
        let names: Vec<_> = names.iter().map(|&(at, text)| Name::new(at, text, Style::BATCH)).collect();
        place(&names, &[], &[], [&Room::EMPTY; 3], &picture.space.on(&frame), &frame).0
    }

    #[test]
    fn a_name_stands_right_of_its_place_or_left_of_it_where_it_would_leave_the_picture() {
        let placed = placed(&[([0.2, 0.7], "batch"), ([0.99, 0.3], "batch")]);
        let width = SIZE * ems("batch");
        assert!(placed[0].x > 60.0 && placed[0].x < 120.0);
        assert!(placed[1].x + width < 300.0 - GAPS[0].0 && placed[1].x > 150.0);
    }

    #[test]
    fn a_symbol_covers_no_name_and_no_other_symbol() {
        let frame = Frame { size: (600, 400), scale: 2.0, theme: Theme::Light };
        let axis = Axis::linear("", (0.0, 1.0));
        let map = Picture::on_grid(Axes { x: axis, y: axis }).space.on(&frame);
        let sides = |names: &[Name<'_>], handles: &[(&str, [f64; 2])]| {
            place(names, &[], handles, [&Room::EMPTY; 3], &map, &frame).1
        };
        let middle = [0.5, 0.5];
        assert_eq!(sides(&[], &[("P", middle)]), [0], "above at the right");
        let sides_of_four = sides(&[], &[("P", middle), ("Q", middle), ("R", middle), ("S", middle)]);
        assert_eq!(sides_of_four, [0, 1, 2, 3]);
        let (x, y) = map.to_css_pixel(middle);
        let beside = map.from_css_pixel(x + 8.0, y - 24.0).unwrap();
        let name = Name::new(beside, "secant", Style::BATCH);
        assert_ne!(sides(&[name], &[("P", middle)]), [0], "but for a name that stands there");
    }

    /// A map with equal scales is narrower than its picture: a name half upon it could not be read.
    #[test]
    fn a_name_stands_on_the_map_that_it_is_about() {
        let frame = Frame { size: (600, 400), scale: 2.0, theme: Theme::Light };
        let axis = Axis::equal("", (0.0, 1.0));
        let map = Picture::on_grid(Axes { x: axis, y: axis }).space.on(&frame);
        let (left, _, right, _) = map.plane.plot();
        assert!(right < 500.0, "there is room beside it");
        for k in 0..=20 {
            let name = Name::new([0.05 * f64::from(k), 0.5], "λ₁ = 1.47", Style::BATCH);
            let placed = place(&[name], &[], &[], [&Room::EMPTY; 3], &map, &frame).0[0];
            assert!(2.0 * placed.x >= left && 2.0 * (placed.x + placed.width) <= right, "{k}: {placed:?}");
        }
    }

    /// Up and to the right it goes out at the right: there its head points out, and there it is named.
    #[test]
    fn the_name_of_what_has_left_stands_where_its_way_left() {
        let frame = Frame { size: (600, 400), scale: 2.0, theme: Theme::Light };
        let axis = Axis::linear("", (0.0, 1.0));
        let map = Picture::on_grid(Axes { x: axis, y: axis }).space.on(&frame);
        let name = |at| Name { from: Some([0.5, 0.2]), ..Name::new(at, "batch", Style::BATCH) };
        let [seen, left] = [[1.0, 0.4], [6.0, 2.4]].map(name);
        let place = |name| place(&[name], &[], &[], [&Room::EMPTY; 3], &map, &frame).0[0];
        let (seen, left) = (place(seen), place(left));
        approx::assert_relative_eq!([seen.x, seen.y][..], [left.x, left.y][..], max_relative = 1e-9);
    }

    #[test]
    fn names_of_one_place_stand_upon_no_other_within_the_plot() {
        for height in [0.0, 0.5, 1.0, 7.0, -7.0] {
            let placed =
                placed(&[([0.5, height], "batch"), ([0.5, height], "stochastic"), ([0.5, height], "mini-batch")]);
            assert_eq!(placed.len(), 3);
            for (k, one) in placed.iter().enumerate() {
                let apart = |other: &Placed<'_>| {
                    (other.y - one.y).abs() >= SIZE || one.x + one.width <= other.x || other.x + other.width <= one.x
                };
                assert!(placed[..k].iter().all(apart), "at {height}: {placed:?}");
            }
            assert!(placed.iter().all(|name| (0.0..=200.0).contains(&name.y)), "at {height}: {placed:?}");
        }
    }

    #[test]
    fn names_and_symbols_keep_off_lines_handles_and_each_other() {
        let frame = Frame { size: (600, 400), scale: 2.0, theme: Theme::Light };
        let axis = Axis::linear("", (0.0, 1.0));
        let picture = |line: Option<[[f64; 2]; 2]>| {
            let mut picture = Picture::on_grid(Axes { x: axis, y: axis });
            picture.still.extend(line.map(|ends| Segment(ends, Line::solid(Tone::Ink, 1.0))));
            picture.names.push(Name::new([0.5, 0.5], "batch", Style::BATCH));
            picture
        };
        let place = |picture: &Picture<'_>, handles: &[(&str, [f64; 2])]| {
            let map = picture.space.on(&frame);
            let rooms = [&picture.taken_on(&map), &picture.room, &picture.taken];
            let (names, sides) = place(&picture.names, &[], handles, rooms, &map, &frame);
            ([names[0].x, names[0].y], sides)
        };
        let empty = picture(None);
        let (right, sides) = place(&empty, &[("start", [0.5, 0.2]), ("start", [0.5, 1.0]), ("start", [0.99, 0.2])]);
        assert_eq!(sides, [0, 1, 2]);
        // A line through it, level or not; another handle there.
        let (x, y) = empty.space.on(&frame).to_css_pixel([0.5, 0.5]);
        for ends in [[[0.0, 0.5], [1.0, 0.5]], [[0.5, 0.5], [1.0, 0.5]], [[0.45, 0.45], [1.0, 0.6]]] {
            let (at, _) = place(&picture(Some(ends)), &[]);
            assert!(at[0] + SIZE * ems("batch") < x || (at[1] - y).abs() > 0.5 * LINE, "{ends:?}: {at:?}");
        }
        assert_ne!(place(&empty, &[("", [0.6, 0.5])]).0, right);
        // The symbol of a handle below the name goes elsewhere than above it.
        assert_ne!(place(&empty, &[("start", [0.5, 0.42])]).1, [0]);
    }

    #[test]
    fn a_name_keeps_off_the_trail_that_it_ends_and_off_those_of_others() {
        let frame = Frame { size: (600, 400), scale: 2.0, theme: Theme::Light };
        let axis = Axis::linear("", (0.0, 1.0));
        // From the right to where it is.
        let way: Polyline = [[1.0, 0.5], [0.75, 0.5], [0.5, 0.5]].into_iter().collect();
        for style in [Style::BATCH, Style::STOCHASTIC] {
            let mut picture = Picture::on_grid(Axes { x: axis, y: axis });
            picture.still.push(Trail(way.all(), style));
            picture.names.push(Name::new([0.5, 0.5], "batch", Style::BATCH));
            let map = picture.space.on(&frame);
            let (_, y) = map.to_css_pixel([0.5, 0.5]);
            let placed =
                place(&picture.names, &[], &[], [&picture.taken_on(&map), &picture.room, &picture.taken], &map, &frame)
                    .0[0];
            assert!((placed.y - y).abs() > 0.5 * LINE, "{placed:?}");
        }
    }

    /// While it plays: a step later another side may be a little better, which nobody would see but for the jump.
    #[test]
    fn a_name_that_moves_stays_on_its_side_unless_another_is_much_better() {
        let frame = Frame { size: (600, 400), scale: 2.0, theme: Theme::Light };
        let axis = Axis::linear("", (0.0, 1.0));
        let empty = Picture::on_grid(Axes { x: axis, y: axis });
        let map = empty.space.on(&frame);
        let side = |names: &[Name<'static>], before: &[(Style, Side)], taken: &Room| {
            place(names, before, &[], [taken, &Room::EMPTY, &Room::EMPTY], &map, &frame).0[0].side
        };
        let name = Name::new([0.5, 0.5], "batch", Style::BATCH);
        let right = side(&[name], &[], &Room::EMPTY);
        for (line, (_, below)) in LINES.into_iter().enumerate() {
            let before = [(Style::BATCH, Side(0, line, 1))];
            let cost = below + AT_LEFT;
            assert_eq!(side(&[name], &before, &Room::EMPTY), if cost <= STAYS { before[0].1 } else { right }, "{line}");
            let others = [(Style::STOCHASTIC, before[0].1)];
            assert_eq!(side(&[name], &others, &Room::EMPTY), right, "another's side is nothing to it");
        }
        let mut taken = Room::EMPTY;
        taken.take([0.6, 0.5], [0.1, 0.1]);
        assert_ne!(side(&[name], &[(Style::BATCH, right)], &taken), right, "a tangle drives it away");
    }

    #[test]
    fn where_all_is_full_of_lines_a_name_stands_upon_them_and_upon_no_word() {
        let frame = Frame { size: (600, 400), scale: 2.0, theme: Theme::Light };
        let axis = Axis::linear("", (0.0, 1.0));
        let map = Picture::on_grid(Axes { x: axis, y: axis }).space.on(&frame);
        let [mut lines, mut word] = [Room::EMPTY; 2];
        lines.take([0.5; 2], [0.5; 2]);
        word.take([0.6, 0.5], [0.05, 0.02]);
        let name = Name::new([0.5, 0.5], "Newton", Style::BATCH);
        let stands_on_word = |words: &Room| {
            let placed = place(&[name], &[], &[], [&lines, &lines, words], &map, &frame).0[0];
            let (middle, half) = map.plane.parts((placed.x + 0.5 * placed.width, placed.y), [0.5 * placed.width, 4.0]);
            word.taken(middle, half) > 0
        };
        assert!(stands_on_word(&Room::EMPTY) && !stands_on_word(&word));
    }

    #[test]
    fn what_is_nowhere_has_no_name() {
        assert!(placed(&[([f64::NAN, 0.5], "batch"), ([0.5, f64::NAN], "batch")]).is_empty());
    }
}
