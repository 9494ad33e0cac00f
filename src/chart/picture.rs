//! A picture as a value: a space, and marks in it in three layers.

use super::fingerprint::{Fingerprint, Part};
use super::ink::{Ink, Pixel, pixel};
use super::name::{self, Name};
use super::paper::Sheet;
use super::{Drawn, Frame, Map, Projection, Room, Theme};
use plotters::coord::Shift;
use plotters::prelude::*;

/// What is to be seen.
pub struct Picture<'a> {
    /// Where the marks stand.
    pub space: Box<dyn Space + 'a>,
    /// What stands still while the space does: contours, axes, data.
    pub ground: Marks<'a>,
    /// What stands still from one frame to the next, or grows.
    pub still: Marks<'a>,
    /// What moves in each frame. No words: they are slow.
    pub moving: Marks<'a>,
    /// The names of what moves.
    pub names: Vec<Name<'a>>,
    /// Where words stand that are no marks of their own, and what else no name is to stand upon.
    pub taken: Room,
    /// The same with what passes, which the symbols of handles keep off too.
    pub room: Room,
}

/// The layers of a picture, bottom to top. Stacked they make the whole of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layer {
    /// [`Picture::ground`], on paper.
    Ground,
    /// [`Picture::still`].
    Still,
    /// [`Picture::moving`].
    Moving,
}

impl Layer {
    /// All of them, bottom to top.
    pub const ALL: [Layer; 3] = [Layer::Ground, Layer::Still, Layer::Moving];
}

/// A plane with axes, or whatever else marks can stand in.
pub trait Space {
    /// Adds all that the places in it depend on.
    fn add_to(&self, to: &mut Fingerprint);

    /// Works out where its points are on a frame.
    fn on(&self, frame: &Frame) -> Map;
}

/// Something drawn in a space. Nothing is drawn outside of it, nor at a place that is not finite.
///
/// A kind of mark is a type, so that a module of the page has the kinds that it shows and no others.
pub trait Mark {
    /// Adds its kind, and all that its look depends on but the space, the frame, and the length of what grows.
    fn add_to(&self, to: &mut Fingerprint);

    /// Draws it; of what grows, what has come after the first `from` points.
    fn draw(&self, pen: &Pen<'_>, from: usize);

    /// Takes what names keep off: lines and words do. Of what grows, as [`Mark::draw`].
    fn take(&self, _map: &Map, _room: &mut Room, _from: usize) {}

    /// How many points it has, if it grows: if drawing it up to some point, and later from there on, leaves the same
    /// picture as drawing all of it at once.
    fn length(&self) -> Option<usize> {
        None
    }
}

/// Marks, bottom to top.
#[derive(Default)]
pub struct Marks<'a>(Vec<Box<dyn Mark + 'a>>);

impl<'a> Marks<'a> {
    /// Puts a mark above the others.
    pub fn push(&mut self, mark: impl Mark + 'a) {
        self.add(Box::new(mark));
    }

    /// Not inlined: each copy would add to the page.
    #[inline(never)]
    fn add(&mut self, mark: Box<dyn Mark + 'a>) {
        self.0.push(mark);
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Puts all of some other marks above these.
    pub fn append(&mut self, above: Marks<'a>) {
        self.0.extend(above.0);
    }

    /// Puts marks above the others, one above the other.
    pub fn extend<M: Mark + 'a>(&mut self, marks: impl IntoIterator<Item = M>) {
        marks.into_iter().for_each(|mark| self.push(mark));
    }
}

/// What it takes to draw a mark.
pub struct Pen<'a> {
    pub(super) ink: &'a Ink<'a>,
    pub(super) frame: &'a Frame,
    pub(super) map: &'a Map,
}

impl Pen<'_> {
    pub(super) fn theme(&self) -> Theme {
        self.frame.theme
    }

    pub(super) fn plane(&self) -> &Projection {
        &self.map.plane
    }

    /// The corner of a cell, a part of a window from its left and from its bottom, within the plot. On a whole pixel, so that
    /// neighbours share their edge and nothing shines through.
    pub(super) fn corner(&self, window: [(f64, f64); 2], part: [f64; 2]) -> Pixel {
        let at = [0, 1].map(|axis| window[axis].0 * (1.0 - part[axis]) + window[axis].1 * part[axis]);
        let ((x, y), (left, top, right, bottom)) = (self.plane().to_pixel(at), self.plane().plot());
        let whole = |units: f64| (units / self.frame.scale).round() * self.frame.scale;
        pixel((whole(x).clamp(left, right), whole(y).clamp(top, bottom)))
    }

    /// A place in units, if it lies within the plot.
    pub(super) fn visible(&self, at: [f64; 2]) -> Option<(f64, f64)> {
        let (left, top, right, bottom) = self.plane().plot();
        let (x, y) = self.plane().to_pixel(at);
        ((left..=right).contains(&x) && (top..=bottom).contains(&y)).then_some((x, y))
    }
}

impl<'a> Picture<'a> {
    /// Nothing in a space.
    pub fn new(space: impl Space + 'a) -> Self {
        let [ground, still, moving] = <[Marks<'a>; 3]>::default();
        Picture {
            space: Box::new(space),
            ground,
            still,
            moving,
            names: Vec::new(),
            taken: Room::EMPTY,
            room: Room::EMPTY,
        }
    }

    fn layer(&self, layer: Layer) -> &[Box<dyn Mark + 'a>] {
        match layer {
            Layer::Ground => &self.ground.0,
            Layer::Still => &self.still.0,
            Layer::Moving => &self.moving.0,
        }
    }

    /// What names keep off: its words and its lines.
    pub fn taken_on(&self, map: &Map) -> Room {
        let mut room = self.taken;
        Layer::ALL.into_iter().for_each(|layer| self.take(layer, Change::All, map, &mut room));
        room
    }

    /// Takes what names keep off in what a change adds to a layer.
    pub fn take(&self, layer: Layer, change: Change<'_>, map: &Map, room: &mut Room) {
        for (mark, from) in change.of(self.layer(layer)) {
            mark.take(map, room, from);
        }
    }

    /// What its space depends on.
    pub fn fingerprint_of_space(&self) -> Fingerprint {
        let mut fingerprint = Fingerprint::default();
        self.space.add_to(&mut fingerprint);
        fingerprint
    }

    /// What a layer looks like, with the fingerprint of the space.
    pub fn look(&self, layer: Layer, space: Fingerprint) -> Look {
        let marks = self.layer(layer);
        // What has grown is drawn over all that is there: only what lies above all else may grow.
        let growing = marks.iter().rev().take_while(|mark| mark.length().is_some()).count();
        let mut look = Look { still: space, lengths: Vec::with_capacity(growing) };
        for (place, mark) in marks.iter().enumerate() {
            mark.add_to(&mut look.still);
            match mark.length() {
                Some(length) if place + growing >= marks.len() => look.lengths.push(length),
                Some(length) => length.add_to(&mut look.still),
                None => {}
            }
        }
        look
    }
}

/// What a layer looks like, told without looking through it.
#[derive(Clone, Debug, PartialEq)]
pub struct Look {
    /// All but the lengths of the marks that grow above the others.
    still: Fingerprint,
    lengths: Vec<usize>,
}

/// What it takes for a layer to look as it should.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change<'a> {
    /// Nothing.
    None,
    /// To draw what has come after the first points of those marks at the top that grow.
    Growth(&'a [usize]),
    /// To draw all of it on a clear ground.
    All,
}

impl Change<'_> {
    /// The marks to draw, bottom to top, each with the number of points that are there already.
    fn of<'m, 'a>(&'m self, marks: &'m [Box<dyn Mark + 'a>]) -> impl Iterator<Item = (&'m (dyn Mark + 'a), usize)> {
        let (first, lengths): (usize, &[usize]) = match self {
            Change::None => (marks.len(), &[]),
            Change::Growth(lengths) => (marks.len().saturating_sub(lengths.len()), lengths),
            Change::All => (0, &[]),
        };
        let from = |place: usize| lengths.get(place).copied().unwrap_or(0);
        marks[first..].iter().enumerate().map(move |(place, mark)| (&**mark, from(place)))
    }
}

impl Look {
    /// The change from what is drawn, if anything is, to this.
    pub fn change_from<'a>(&self, drawn: Option<&'a Look>) -> Change<'a> {
        match drawn {
            Some(drawn) if drawn == self => Change::None,
            Some(drawn) if drawn.still == self.still && drawn.lengths.len() == self.lengths.len() => {
                let grown = drawn.lengths.iter().zip(&self.lengths).all(|(before, now)| before <= now);
                if grown { Change::Growth(&drawn.lengths) } else { Change::All }
            }
            _ => Change::All,
        }
    }
}

/// Makes a change to a layer of a picture, which `area` shows, as large as the frame. For [`Change::All`] the area is
/// clear: its own ground shows through where nothing is drawn (the layers above the first are transparent).
///
/// # Errors
/// The first failure of the backend; nothing is drawn after it.
pub fn draw<DB: DrawingBackend>(
    picture: &Picture<'_>,
    layer: Layer,
    change: Change<'_>,
    (map, frame): (&Map, &Frame),
    area: &DrawingArea<DB, Shift>,
) -> Drawn<DB> {
    let sheet = Sheet::new(area);
    draw_layer(picture, layer, change, &Pen { ink: &Ink::new(frame, &sheet), frame, map });
    sheet.drawn()
}

/// Draws all layers of a picture, bottom to top, and its names: the whole of it, for export.
///
/// # Errors
/// As [`draw`].
pub fn draw_all<DB: DrawingBackend>(picture: &Picture<'_>, frame: &Frame, area: &DrawingArea<DB, Shift>) -> Drawn<DB> {
    let (sheet, map) = (Sheet::new(area), picture.space.on(frame));
    let pen = Pen { ink: &Ink::new(frame, &sheet), frame, map: &map };
    Layer::ALL.into_iter().for_each(|layer| draw_layer(picture, layer, Change::All, &pen));
    name::draw(&picture.names, [&picture.taken_on(&map), &picture.taken], &map, frame, pen.ink);
    sheet.drawn()
}

/// Nothing of this is compiled anew for each backend.
fn draw_layer(picture: &Picture<'_>, layer: Layer, change: Change<'_>, pen: &Pen<'_>) {
    if layer == Layer::Ground && change == Change::All {
        pen.ink.fill(pen.theme().paper());
    }
    for (mark, from) in change.of(picture.layer(layer)) {
        mark.draw(pen, from);
    }
}
