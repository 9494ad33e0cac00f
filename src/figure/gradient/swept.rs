//! Where the hand has turned the dial.

use crate::figure::{Entry, Values};
use crate::key::Kind;
use crate::words::Label;

/// The key of it.
pub(super) const SWEPT: &str = "figure.swept";

/// Its row: no control, for a hand in the picture sets it.
pub(super) const ENTRY: Entry =
    Entry::own(SWEPT, Label::named("gradient.swept"), Kind::NumbersWithin(2, 0.0, 360.0), "0,0").in_picture();

/// Directions that the hand has passed at this point: from one, in degrees, so many degrees on; 0 for none.
#[derive(Clone, Copy)]
pub(super) struct Swept {
    pub(super) from: f64,
    pub(super) way: f64,
}

impl Swept {
    pub(super) const NONE: Swept = Swept { from: 0.0, way: 0.0 };

    pub(super) fn of(values: &Values) -> Self {
        match values.numbers(SWEPT) {
            &[from, way] => Swept { from, way },
            _ => Swept::NONE,
        }
    }

    pub(super) fn put(self, values: &mut Values) {
        values.put_all(SWEPT, &[self.from, self.way]);
    }

    /// With those from a direction so far on, or back; anew where it was none of them.
    pub(super) fn passing(self, at: f64, turn: f64) -> Self {
        /// Degrees that rounding may take.
        const ROUNDED: f64 = 0.5;
        if turn == 0.0 {
            return self;
        }
        let place = (at - self.from).rem_euclid(360.0);
        let is_one = self.way > 0.0 && place <= self.way + ROUNDED;
        let (from, way, to) = if is_one { (self.from, self.way, place + turn) } else { (at, 0.0, turn) };
        let (from, way) = if to < 0.0 { (from + to, way - to) } else { (from, way.max(to)) };
        Swept { from: from.rem_euclid(360.0), way: way.min(360.0) }
    }

    /// With those from one direction to another, the shorter way, if that is no further than a hand turns at a time.
    pub(super) fn turned(self, from: f64, to: f64) -> Self {
        const FAR: f64 = 60.0;
        let turn = (to - from + 180.0).rem_euclid(360.0) - 180.0;
        if turn.abs() <= FAR { self.passing(from, turn) } else { self }
    }

    /// Whether all of some directions are among them.
    pub(super) fn holds(self, from: f64, way: f64) -> bool {
        self.way >= 360.0 || (from - self.from).rem_euclid(360.0) + way <= self.way
    }
}
