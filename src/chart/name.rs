//! Names beside what moves.

use super::ink::{Ink, ems};
use super::{Frame, Map, Room, Style};
use plotters::style::text_anchor::HPos;

/// The name of what moves, where it is now. It belongs to no layer: text is slow to draw, so the page sets it above the
/// canvases and only moves it. A whole picture, such as an export, has it drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Name<'a> {
    /// The place that it is beside.
    pub at: [f64; 2],
    /// One line.
    pub text: &'a str,
    /// Whose it is.
    pub style: Style,
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
}

/// In CSS pixels.
const SIZE: f64 = 13.0;
const LINE: f64 = 16.0;
/// From the place to the name: beyond a marker.
const GAP: f64 = 10.0;
/// Half of a marker.
const MARK: f64 = 6.0;
/// The size of a handle's symbol, and from the handle's middle to its near end and to its middle line.
const SYMBOL: f64 = 14.0;
const ASIDE: (f64, f64) = (8.0, 15.0);

/// Places names: to the right of what they are about, or where there is no room, to the left, above or below; at the plot's
/// edge where that is beyond it; and none upon another. What is nowhere has no name.
pub fn place<'a>(names: &[Name<'a>], taken: &Room, map: &Map, frame: &Frame) -> Vec<Placed<'a>> {
    let (left, top, right, bottom) = map.plane.plot();
    let [left, top, right, bottom] = [left, top, right, bottom].map(|units| units / frame.scale);
    let end = f64::from(frame.size.0) / frame.scale;
    let width = |name: &Name<'_>| SIZE * ems(name.text);
    let mut placed: Vec<Placed<'a>> = Vec::with_capacity(names.len());
    for &name in names {
        let (x, y) = map.to_css_pixel(name.at);
        if x.is_finite() && y.is_finite() {
            let (x, width) = (x.clamp(left, right.max(left)), width(&name));
            let (at_right, at_left) = (x + GAP, (x - GAP - width).max(left));
            let sides = if at_right + width <= end { [at_right, at_left] } else { [at_left, end - width] };
            // All of it within the plot.
            let within = |y: f64| y.clamp(top + 0.5 * LINE, (bottom - 0.5 * LINE).max(top + 0.5 * LINE));
            let places = [0.0, -LINE, LINE].into_iter().flat_map(|up| sides.map(|x| (x, within(y + up))));
            let is_taken = |&(x, y): &(f64, f64)| {
                let (across, up) = (right - left, bottom - top);
                let middle = [(x + 0.5 * width - left) / across, (bottom - y) / up];
                // Nor over what others are about.
                let covers = |other: &&Name<'_>| {
                    let (u, v) = map.to_css_pixel(other.at);
                    (x - MARK..x + width + MARK).contains(&u) && (v - y).abs() < 0.5 * LINE
                };
                taken.taken(middle, [0.5 * width / across, 0.3 * LINE / up])
                    + names.iter().filter(covers).count() as u32
            };
            let Some((x, y)) = places.min_by_key(is_taken) else { continue };
            // Few names: to sort them by another way would weigh more.
            placed.insert(placed.partition_point(|above| above.y <= y), Placed { name, x, y });
        }
    }
    let meet = |one: &Placed<'_>, other: &Placed<'_>| {
        one.x < other.x + width(&other.name) && other.x < one.x + width(&one.name)
    };
    // Downwards out of each other's way; then, from the lower edge, up again.
    for next in 1..placed.len() {
        for above in 0..next {
            if meet(&placed[above], &placed[next]) {
                placed[next].y = placed[next].y.max(placed[above].y + LINE);
            }
        }
    }
    for last in (0..placed.len()).rev() {
        let below = placed[last + 1..].iter().filter(|below| meet(below, &placed[last]));
        placed[last].y = below.map(|below| below.y - LINE).fold(placed[last].y.min(bottom - 0.5 * LINE), f64::min);
    }
    placed
}

/// On which side of a handle its symbol stands: above it at the right (0), below it (1), or the same at its left (2, 3), where
/// the least is taken, and it covers no tick and does not leave the picture.
pub fn side(symbol: &str, at: [f64; 2], room: &Room, map: &Map, frame: &Frame) -> u32 {
    let (left, top, right, bottom) = map.plane.plot();
    let [left, top, right, bottom] = [left, top, right, bottom].map(|units| units / frame.scale);
    let ((x, y), width) = (map.to_css_pixel(at), SYMBOL * ems(symbol));
    let cost = |side: &u32| {
        let (across, up) =
            (if side & 2 == 0 { ASIDE.0 } else { -ASIDE.0 - width }, if side & 1 == 0 { ASIDE.1 } else { -ASIDE.1 });
        let (start, middle) = (x + across, y - up);
        let is_beyond = start < left || start + width > f64::from(frame.size.0) / frame.scale;
        let is_across = middle < top.min(0.5 * LINE) || middle > bottom;
        let (plot, place) = ([right - left, bottom - top], [start + 0.5 * width - left, bottom - middle]);
        let part = |axis: usize| place[axis] / plot[axis];
        let half = [0.5 * width / plot[0], 0.4 * LINE / plot[1]];
        room.taken([part(0), part(1)], half) + 1000 * u32::from(is_beyond || is_across)
    };
    (0..4).min_by_key(cost).unwrap_or(0)
}

/// Draws names, for a whole picture.
pub(super) fn draw(names: &[Name<'_>], taken: &Room, map: &Map, frame: &Frame, ink: &Ink<'_>) {
    for Placed { name, x, y } in place(names, taken, map, frame) {
        let at = ((x * frame.scale).round() as i32, (y * frame.scale).round() as i32);
        ink.text(name.text, at, HPos::Left, SIZE, name.style.color(frame.theme));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::{Axes, Axis, Picture, Scale, Theme};

    /// Where names stand on 300 × 200 pixels of a plane from 0 to 1.
    fn placed(names: &[([f64; 2], &'static str)]) -> Vec<Placed<'static>> {
        let frame = Frame { size: (600, 400), scale: 2.0, theme: Theme::Light };
        let axis = Axis { title: "", range: (0.0, 1.0), scale: Scale::Linear };
        let picture = Picture::on_grid(Axes { x: axis, y: axis });
        let names: Vec<_> = names.iter().map(|&(at, text)| Name { at, text, style: Style::BATCH }).collect();
        place(&names, &picture.taken, &picture.space.on(&frame), &frame)
    }

    #[test]
    fn a_name_stands_right_of_its_place_or_left_of_it_where_it_would_leave_the_picture() {
        let placed = placed(&[([0.2, 0.7], "batch"), ([0.99, 0.3], "batch")]);
        let width = SIZE * ems("batch");
        assert!(placed[0].x > 60.0 && placed[0].x < 120.0);
        assert!(placed[1].x + width < 300.0 - GAP && placed[1].x > 150.0);
    }

    #[test]
    fn names_of_one_place_stand_below_each_other_within_the_plot() {
        for height in [0.0, 0.5, 1.0, 7.0, -7.0] {
            let placed =
                placed(&[([0.5, height], "batch"), ([0.5, height], "stochastic"), ([0.5, height], "mini-batch")]);
            assert_eq!(placed.len(), 3);
            assert!(placed.windows(2).all(|pair| pair[1].y - pair[0].y >= LINE), "at {height}");
            assert!(placed.iter().all(|name| (0.0..=200.0).contains(&name.y)), "at {height}: {placed:?}");
        }
    }

    #[test]
    fn a_name_and_a_symbol_keep_off_what_is_taken() {
        let frame = Frame { size: (600, 400), scale: 2.0, theme: Theme::Light };
        let axis = Axis { title: "", range: (0.0, 1.0), scale: Scale::Linear };
        let mut picture = Picture::on_grid(Axes { x: axis, y: axis });
        let name = Name { at: [0.5, 0.5], text: "batch", style: Style::BATCH };
        let map = picture.space.on(&frame);
        let right = place(&[name], &picture.taken, &map, &frame)[0];
        picture.taken.take([0.65, 0.5], [0.1, 0.02]);
        let other = place(&[name], &picture.taken, &map, &frame)[0];
        assert!(other.x < right.x || (other.y - right.y).abs() >= LINE, "{other:?}");
        let side = |at, picture: &Picture<'_>| side("start", at, &picture.room, &map, &frame);
        assert_eq!([[0.5, 0.5], [0.5, 1.0], [0.99, 0.5]].map(|at| side(at, &picture)), [0, 1, 2]);
        picture.room.take([0.6, 0.6], [0.1, 0.1]);
        assert_ne!(side([0.5, 0.5], &picture), 0);
    }

    #[test]
    fn what_is_nowhere_has_no_name() {
        assert!(placed(&[([f64::NAN, 0.5], "batch"), ([0.5, f64::NAN], "batch")]).is_empty());
    }
}
