//! Names of what stands close together: one below the other in a column, in the order of their places.

use super::{About, GAPS, LINE, LINES, Side, width};

/// How wide places may be apart, in CSS pixels, for their names to stand in one column.
const NEAR: f64 = 24.0;
/// Places that differ by no more in height, in CSS pixels, are named in the order in which they come: that does not change from
/// frame to frame.
const LEVEL: f64 = 4.0;

/// The column that names a place, by the number of its first place; and the number of the place.
pub(super) type Member = (usize, usize);

/// Places, in CSS pixels, column by column and from the top to the bottom. Two columns are one where the names of both, level
/// with their places, would meet.
pub(super) fn columns(places: &[(f64, f64)]) -> Vec<Member> {
    let mut members: Vec<Member> = (0..places.len()).map(|place| (place, place)).collect();
    let reach = |members: &[Member], column: usize| {
        let of = members.iter().filter(|member| member.0 == column);
        of.map(|member| places[member.1]).fold(Reach::EMPTY, Reach::with)
    };
    let mut first = 0;
    while first < places.len() {
        let one = reach(&members, first);
        let meets = |&other: &usize| one.meets(&reach(&members, other));
        let Some(other) = (first + 1..places.len()).find(meets) else {
            first += 1;
            continue;
        };
        members.iter_mut().filter(|member| member.0 == other).for_each(|member| member.0 = first);
        // A longer column may meet those that were passed over.
        first = 0;
    }
    // Counted from the highest place of its column, wherever that is.
    let mut tops = vec![f64::INFINITY; places.len()];
    members.iter().for_each(|&(column, place)| tops[column] = tops[column].min(places[place].1));
    members.sort_by_key(|&(column, place)| (column, ((places[place].1 - tops[column]) / LEVEL) as i64, place));
    members
}

/// Names in a column.
pub(super) struct Column<'n, 'a> {
    members: &'n [Member],
    about: &'n About<'n, 'a>,
    reach: Reach,
    /// The longest of them, in CSS pixels.
    width: f64,
}

impl<'n, 'a> Column<'n, 'a> {
    pub(super) fn of(members: &'n [Member], about: &'n About<'n, 'a>) -> Self {
        let reach = members.iter().map(|member| about.places[member.1]).fold(Reach::EMPTY, Reach::with);
        let widths = members.iter().map(|member| width(&about.names[member.1]));
        Column { members, about, reach, width: widths.fold(0.0, f64::max) }
    }

    pub(super) fn is_somewhere(&self) -> bool {
        self.reach.height().is_finite()
    }

    /// Each of its places, with the left end and the middle line of its name where the column stands on a side: all of it within
    /// the plot, if there is room.
    pub(super) fn names_on(&self, Side(gap, line, side): Side) -> impl Iterator<Item = (usize, f64, f64)> {
        let [left, top, right, bottom] = self.about.plot;
        let half = 0.5 * LINE * self.reach.count;
        let within = |y: f64| y.clamp(top + half, (bottom - half).max(top + half));
        let first = within(within(self.reach.height()) + LINES[line].0 * LINE) - half + 0.5 * LINE;
        let [leftmost, rightmost] = [self.reach.left, self.reach.right].map(|x| x.clamp(left, right));
        let at_right = rightmost + GAPS[gap].0;
        let is_within = at_right + self.width <= right;
        self.members.iter().enumerate().map(move |(row, &(_, place))| {
            let width = width(&self.about.names[place]);
            let at_left = (leftmost - GAPS[gap].0 - width).max(left);
            let sides = if is_within { [at_right, at_left] } else { [at_left, (right - width).max(left)] };
            (place, sides[side], first + LINE * row as f64)
        })
    }
}

/// How far the places of a column reach.
#[derive(Clone, Copy)]
struct Reach {
    left: f64,
    right: f64,
    /// The sum of their heights; NaN where one is nowhere.
    heights: f64,
    count: f64,
}

impl Reach {
    const EMPTY: Self = Reach { left: f64::INFINITY, right: f64::NEG_INFINITY, heights: 0.0, count: 0.0 };

    fn with(self, (x, y): (f64, f64)) -> Self {
        let Reach { left, right, heights, count } = self;
        Reach {
            left: left.min(x),
            right: right.max(x),
            heights: if x.is_finite() { heights + y } else { f64::NAN },
            count: count + 1.0,
        }
    }

    /// The mean of their heights.
    fn height(&self) -> f64 {
        self.heights / self.count
    }

    /// Whether both are one column: not where one has no place, or one that is nowhere.
    fn meets(&self, other: &Self) -> bool {
        let apart = (self.height() - other.height()).abs();
        let width = self.right.max(other.right) - self.left.min(other.left);
        width <= NEAR && apart < 0.5 * LINE * (self.count + other.count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_apart_either_way_has_a_column_of_its_own() {
        let places = [(10.0, 10.0), (10.0, 10.0 + LINE), (11.0 + NEAR, 10.0), (f64::NAN, 10.0), (10.0, f64::NAN)];
        assert_eq!(columns(&places), [(0, 0), (1, 1), (2, 2), (3, 3), (4, 4)]);
    }

    #[test]
    fn names_that_would_meet_stand_in_the_order_of_their_places() {
        assert_eq!(columns(&[(10.0, 30.0), (90.0, 10.0), (12.0, 20.0)]), [(0, 2), (0, 0), (1, 1)]);
        // Wherever two of one height are, they keep their order.
        for y in (0..40).map(|k| 10.0 + 0.3 * f64::from(k)) {
            assert_eq!(columns(&[(10.0, y + 1.0), (12.0, y)]), [(0, 0), (0, 1)], "{y}");
        }
        // Nearly level, and with the one that both leave no room for.
        assert_eq!(columns(&[(10.0, 50.5), (10.0, 50.0), (10.0, 70.0)]), [(0, 0), (0, 1), (0, 2)]);
    }
}
