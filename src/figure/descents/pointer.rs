//! What the pointer is over, and what every view shows of it.

use super::Descents;
use crate::figure::ground::Parameters;
use crate::figure::lane::Lane;

/// What the pointer is over.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Hovered {
    /// A place on the loss chart's axis.
    Progress(f64),
    /// A point of a landscape.
    Parameters([f64; 2]),
    /// A sample.
    Sample(usize),
}

impl Descents {
    /// Where the reader looks back to, on the chart's axis.
    pub(super) fn looked_back_to(&self, lane: &Lane) -> Option<Parameters> {
        match self.hovered? {
            Hovered::Progress(position) => Some(lane.point(lane.steps_before(position, self.settings.progress))),
            Hovered::Parameters(_) | Hovered::Sample(_) => None,
        }
    }

    /// The place of a landscape that the reader looks at, there or in another view.
    pub(super) fn looked_at_on(&self, lane: &Lane) -> Option<[f64; 2]> {
        match self.hovered {
            Some(Hovered::Parameters(point)) => Some(point),
            _ => self.looked_back_to(lane).map(|parameters| self.ground.two(parameters)),
        }
    }

    /// The parameters, for the data as they were measured, that the reader looks at on a landscape.
    pub(super) fn looked_at_in_data(&self) -> Option<Parameters> {
        match self.hovered {
            Some(Hovered::Parameters(point)) => Some(self.ground.of_raw_features(self.ground.parameters_at(point))),
            _ => None,
        }
    }

    /// A sample's place in the plane of the data.
    pub(super) fn place_of(&self, sample: usize) -> [f64; 2] {
        let row = self.ground.data.row(sample);
        if self.ground.has_classes { [row[0], row[1]] } else { [row[0], self.ground.data.targets()[sample]] }
    }

    /// The sample closest to a point, within a twentieth of the plot.
    pub(super) fn nearest_sample(&self, point: [f64; 2]) -> Option<usize> {
        let [x, y] = self.ground.data_window.map(|(min, max)| max - min);
        let distance = |sample: usize| {
            let place = self.place_of(sample);
            let (dx, dy) = ((place[0] - point[0]) / x, (place[1] - point[1]) / y);
            dx * dx + dy * dy
        };
        let nearest = (0..self.ground.data.n()).min_by(|&a, &b| distance(a).total_cmp(&distance(b)));
        nearest.filter(|&sample| distance(sample) < 0.05 * 0.05)
    }
}
