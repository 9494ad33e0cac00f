//! Room for words on a plot: what passes through its parts, or stands there.

/// A plot in cells, each free or taken. Places are parts of the plot, from 0 to 1 along either axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Room([u32; CELLS as usize]);

/// Along each side.
const CELLS: i32 = 32;
/// What words are measured by, in CSS pixels: a small plot, on which they take the more room.
const PLOT: [f64; 2] = [270.0, 220.0];
/// The most places between two points of a path at which it is looked for.
const MOST: f64 = 64.0;

/// The part of a window where a point is, along either axis.
pub(super) fn part(point: [f64; 2], window: [(f64, f64); 2]) -> [f64; 2] {
    [0, 1].map(|axis| (point[axis] - window[axis].0) / (window[axis].1 - window[axis].0))
}

/// CSS pixels as parts of a small plot.
pub(super) fn parts(pixels: [f64; 2]) -> [f64; 2] {
    [0, 1].map(|axis| pixels[axis] / PLOT[axis])
}

impl Room {
    /// A plot with nothing on it.
    pub const EMPTY: Room = Room([0; CELLS as usize]);

    /// The rows of a box about a place, each with the bits of its cells; none beyond the plot.
    fn cells(at: [f64; 2], half: [f64; 2]) -> impl Iterator<Item = (usize, u32)> {
        let span = |axis: usize| {
            let cell = |part: f64| (part * f64::from(CELLS)).floor().clamp(-1.0, f64::from(CELLS)) as i32;
            (cell(at[axis] - half[axis]).max(0), cell(at[axis] + half[axis]).min(CELLS - 1))
        };
        let ((left, right), (bottom, top)) = (span(0), span(1));
        let below = |end: i32| ((1_u64 << end) - 1) as u32;
        let bits = if left <= right { below(right + 1) & !below(left) } else { 0 };
        (bottom..=top).map(move |row| (row as usize, bits))
    }

    /// Takes a box about a place.
    pub(super) fn take(&mut self, at: [f64; 2], half: [f64; 2]) {
        if at.iter().all(|part| part.is_finite()) {
            Self::cells(at, half).for_each(|(row, bits)| self.0[row] |= bits);
        }
    }

    /// Takes what is taken in another.
    pub fn take_all(&mut self, other: &Room) {
        self.0.iter_mut().zip(other.0).for_each(|(row, other)| *row |= other);
    }

    /// Takes what a path through points of a window passes through.
    pub fn take_points(&mut self, points: &[[f64; 2]], window: [(f64, f64); 2]) {
        self.take_path(points.iter().map(|&point| part(point, window)));
    }

    /// Takes what a path passes through.
    pub fn take_path(&mut self, mut places: impl Iterator<Item = [f64; 2]>) {
        let Some(mut from) = places.next() else { return };
        for to in places {
            let [dx, dy] = [to[0] - from[0], to[1] - from[1]];
            let count = (f64::from(CELLS) * dx.abs().max(dy.abs())).ceil().min(MOST);
            for k in 0..=count as u32 {
                let along = f64::from(k) / count.max(1.0);
                self.take([from[0] + along * dx, from[1] + along * dy], [0.0; 2]);
            }
            from = to;
        }
    }

    /// How many cells of a box about a place are taken.
    pub(super) fn taken(&self, at: [f64; 2], half: [f64; 2]) -> u32 {
        Self::cells(at, half).map(|(row, bits)| (self.0[row] & bits).count_ones()).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_takes_its_cells_and_no_others() {
        let mut room = Room::EMPTY;
        room.take([0.5, 0.5], [0.1, 0.05]);
        assert!(room.taken([0.5, 0.5], [0.01, 0.01]) > 0 && room.taken([0.62, 0.5], [0.05, 0.05]) > 0);
        assert_eq!(room.taken([0.7, 0.5], [0.05, 0.05]) + room.taken([0.5, 0.65], [0.3, 0.05]), 0);
    }

    #[test]
    fn a_path_takes_all_of_its_way_and_nothing_beyond_the_plot() {
        let mut room = Room::EMPTY;
        room.take_path([[0.1, 0.1], [0.9, 0.9], [f64::NAN, 2.0], [7.0, -1e300], [f64::INFINITY, 0.5]].into_iter());
        for k in 1..=8 {
            assert!(room.taken([0.1 * f64::from(k) + 0.05; 2], [0.02; 2]) > 0, "{k}");
        }
        assert_eq!(room.taken([0.2, 0.8], [0.1; 2]), 0);
        assert_eq!(room.taken([3.0, 0.5], [0.1; 2]) + room.taken([-2.0, 0.5], [0.1; 2]), 0);
    }
}
