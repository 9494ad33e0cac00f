//! A plane of cells that takes longer to work out than a frame: coarse tiles first, some in each frame.

/// The cells of a plane in the order in which they are worked out: those that stand for tiles of many cells first, and of each
/// size strewn over the plane, so that what is said of those so far holds of all.
#[derive(Clone, Debug)]
pub(super) struct CoarseFirst {
    /// Columns and rows.
    cells: [u32; 2],
    /// The side of the first tiles, a power of two.
    first: u32,
    /// The next one: its tile's side, and its place among all of that side.
    next: Option<(u32, u32)>,
}

/// A prime near the golden section of 2³², so that its multiples meet every place once: Knuth, *The Art of Computer Programming*,
/// vol. 3, 6.4.
const STREWN: u64 = 0x9e37_79b1;

impl CoarseFirst {
    pub(super) fn new(cells: [u32; 2], first: u32) -> Self {
        CoarseFirst { cells, first, next: Some((first, 0)) }
    }

    /// Whether there is none left.
    pub(super) fn is_done(&self) -> bool {
        self.next.is_none()
    }

    /// The side of the next tile.
    pub(super) fn size(&self) -> Option<u32> {
        self.next.map(|(size, _)| size)
    }
}

impl Iterator for CoarseFirst {
    /// Column and row of a cell, and the side of the tile that it stands for, of which it is the corner with the smallest numbers.
    type Item = ([u32; 2], u32);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (size, place) = self.next?;
            let [columns, rows] = self.cells.map(|cells| cells.div_ceil(size));
            let count = columns * rows;
            self.next = match (place + 1 < count, size) {
                (true, _) => Some((size, place + 1)),
                (false, 1) => None,
                (false, _) => Some((size / 2, 0)),
            };
            let place = (u64::from(place) * STREWN % u64::from(count)) as u32;
            let (column, row) = (place % columns, place / columns);
            // Of each size, those that no larger one had.
            if size == self.first || column % 2 == 1 || row % 2 == 1 {
                return Some(([column * size, row * size], size));
            }
        }
    }
}

/// Blocks of work in a frame, for a clock that does not tick.
pub(super) const MOST_BLOCKS: usize = 64;

/// Works, block by block, until so many milliseconds of a frame have gone by a clock, or a block finds nothing left to do.
pub(super) fn work_for(milliseconds: f64, now: &dyn Fn() -> f64, mut block: impl FnMut() -> bool) {
    let begun = now();
    for _ in 0..MOST_BLOCKS {
        if !block() || now() - begun > milliseconds {
            break;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coarse_tiles_come_first_and_every_cell_has_its_own_in_the_end() {
        for (cells, first) in [([256, 256], 8), ([51, 40], 4), ([1, 7], 2), ([5, 3], 1)] {
            let mut laid = vec![0; (cells[0] * cells[1]) as usize];
            let mut last = first;
            for (at, size) in CoarseFirst::new(cells, first) {
                assert!(size <= last && at.iter().all(|cell| cell % size == 0));
                laid[(at[1] * cells[0] + at[0]) as usize] += 1;
                last = size;
            }
            assert!(last == 1 && laid.iter().all(|&times| times == 1), "{cells:?}");
        }
    }

    #[test]
    fn the_first_tiles_lie_everywhere() {
        let mut first = CoarseFirst::new([64, 64], 4);
        // A quarter of the first tiles, in each quarter of the plane.
        let mut quarters = [0; 4];
        for ([column, row], _) in first.by_ref().take(64) {
            quarters[usize::from(column >= 32) + 2 * usize::from(row >= 32)] += 1;
        }
        assert!(quarters.iter().all(|&count| (12..=20).contains(&count)), "{quarters:?}");
        assert_eq!(first.size(), Some(4));
    }

    #[test]
    fn work_ends_with_the_time_or_with_what_there_is() {
        let blocks = |ticks: f64, left: usize| {
            let (time, mut done) = (std::cell::Cell::new(0.0), 0);
            work_for(5.0, &|| time.replace(time.get() + ticks), || {
                done += 1;
                done < left
            });
            done
        };
        assert_eq!([blocks(2.0, 99), blocks(2.0, 2), blocks(0.0, 99), blocks(100.0, 99)], [3, 2, MOST_BLOCKS, 1]);
    }
}
