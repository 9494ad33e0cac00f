//! The loss over two parameters: filled contours, the minimum, and the paths of descents.

use super::picture::Picture;
use super::room::{Room, part, parts};
use super::theme::Tone;
use super::{
    Axes, Contours, Curve, Head, Levels, Line, Marker, Minimum, Ring, Segment, Step, Stops, Style, Trace, Trail,
};

/// A descent on a landscape.
#[derive(Clone, Copy, Debug)]
pub struct Descent<'a> {
    /// Whose it is.
    pub style: Style,
    /// The points it has passed; the last one is the newest that is *recorded* (the head may be on its way from it).
    pub path: Trace<'a>,
    /// Where it is now (between its last two steps while a step is eased).
    pub head: [f64; 2],
    /// The point of the step before, from which the newest step is emphasised.
    pub tail: Option<[f64; 2]>,
    /// A place that the reader looks at in another view.
    pub hovered: Option<[f64; 2]>,
    /// Where it is and where its next steps would lead, if that is asked for.
    pub ahead: &'a [[f64; 2]],
    /// What its path passes through, where that is kept as it grows; otherwise the path is looked through.
    pub way: Option<&'a Room>,
}

/// Of more descents than so many each is followed by its newest steps, this many points of it: what lies behind is thin, so that
/// none hides the others.
const FEW: usize = 3;
const RECENT: usize = 6;

impl<'a> Picture<'a> {
    /// A landscape with some of its levels, and the words for its lowest and its highest place, where there is room, and names
    /// keep off them; they keep off what the `room` has.
    pub fn of_landscape(contours: &'a Contours, axes: Axes<'a>, ends: [&'a str; 2], room: Room) -> Self {
        let mut picture = Picture { room, ..Picture::over(contours, axes) };
        let rooms = [&mut picture.room, &mut picture.taken];
        picture.still.push(Levels::in_room(contours, ends, rooms));
        picture
    }
}

/// A landscape with its minimum, if it is known, and one or more descents on it; `ends` are the words for its lowest and its
/// highest place. Words keep off the descents, and off the `lines` that will be drawn across it.
pub fn landscape<'a>(
    axes: Axes<'a>,
    (contours, ends): (&'a Contours, [&'a str; 2]),
    minimum: Option<[f64; 2]>,
    descents: &[Descent<'a>],
    lines: &[[[f64; 2]; 2]],
) -> Picture<'a> {
    let window = [axes.x.range, axes.y.range];
    let mut room = Room::EMPTY;
    lines.iter().for_each(|line| room.take_points(line, window));
    for descent in descents {
        match descent.way {
            Some(way) => room.take_all(way),
            None => room.take_points(descent.path.points, window),
        }
        // From the start, which has a handle, it will go that way.
        if let Some(&start) = descent.path.points.first() {
            room.take(part(start, window), parts([14.0, 14.0]));
            room.take_points(&[start, minimum.unwrap_or(start)], window);
        }
    }
    if let Some(at) = minimum {
        room.take(part(at, window), parts([8.0, 8.0]));
    }
    let mut picture = Picture::of_landscape(contours, axes, ends, room);
    let are_many = cfg!(feature = "chapters") && descents.len() > FEW;
    for descent in descents {
        let Descent { path, style, .. } = *descent;
        if are_many {
            picture.still.push(Curve(path, Line::of(style, 1.25).bare()));
            let recent = path.points.len().saturating_sub(RECENT);
            let newer = path.points[recent..].windows(2);
            picture.moving.extend(newer.map(|step| Segment([step[0], step[1]], Line::of(style, 2.5).bare())));
        } else {
            picture.still.push(Trail(path, style));
        }
        if let Some(tail) = descent.tail {
            picture.moving.push(Step([tail, descent.head], descent.style));
        }
    }
    // The start is nobody's own.
    let start = descents.first().and_then(|descent| descent.path.points.first()).filter(|_| are_many);
    picture.still.extend(start.map(|&start| Ring(start, Marker::Round, Tone::Ink)));
    // Of several paths each would have its own, and between dashes dots would be lost.
    if let (true, [alone]) = (cfg!(feature = "comparison"), descents)
        && alone.style.dash().is_empty()
    {
        picture.moving.push(Stops(alone.path, alone.style));
    }
    for descent in descents {
        let line = Line::of(descent.style, 1.25).bare();
        picture.moving.extend(descent.ahead.windows(2).map(|step| Segment([step[0], step[1]], line)));
    }
    // Above the paths, so that the goal stays in sight, but below the heads that reach it.
    if let Some(at) = minimum {
        picture.moving.push(Minimum { at, heads: descents.iter().map(|descent| descent.head).collect() });
    }
    // The first one above the others: the smoothest, which a trembling one would hide.
    for &Descent { style, head: at, tail: from, hovered, .. } in descents.iter().rev() {
        let (marker, tone) = (style.marker(), Tone::Of(style));
        if let Some(place) = hovered {
            picture.moving.push(Ring(place, marker, tone));
        }
        picture.moving.push(Head { from, at, marker, tone });
    }
    picture
}
