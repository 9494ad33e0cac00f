//! How long the steps are, one bar each: η stays as it is, the steps do not.

use super::CurveDescent;
use super::pictures::PATH;
use crate::chart::{Axes, Axis, Bars, Picture, Polyline};
use crate::figure::Panel;
use crate::number::significant;
use crate::say;
use crate::word;
use crate::words::Words;

/// The fewest steps that have room.
const FEWEST: f64 = 20.0;
/// So many have a bar each, be they too short to be seen; of more, those up to the last that is seen.
const MANY: f64 = 60.0;
/// A step is seen that is at least this part of the longest.
const SEEN: f64 = 0.005;

/// |x₁ − x₀|, |x₂ − x₁|, … against 1, 2, ….
pub(super) fn lengths(steps: &[f64]) -> Polyline {
    (1..).map(f64::from).zip(steps.windows(2)).map(|(k, step)| [k, (step[1] - step[0]).abs()]).collect()
}

impl CurveDescent {
    pub(super) fn describe_lengths(&self, words: &Words) -> Panel {
        let eta = significant(self.rate(), 3);
        let newest = (self.tick as usize).checked_sub(1).and_then(|newest| self.lengths.get(newest));
        let detail = match newest {
            Some(&[k, length]) => {
                say!(words, "lengths.detail", eta, k = significant(k, 4), length = significant(length, 3))
            }
            None => say!(words, "lengths.begin", eta),
        };
        let description = format!("{} {detail}", word!(words, "lengths.description"));
        Panel { columns: 3, ..Panel::new("lengths", word!(words, "lengths.title"), detail, description).tall() }
    }

    pub(super) fn show_lengths<'a>(&'a self, words: &'a Words) -> Picture<'a> {
        let (passed, longest) = (self.lengths.up_to(self.tick as usize), self.longest());
        let last_seen = self.lengths.iter().take(self.tick as usize).rfind(|step| step[1] >= SEEN * longest);
        let most = crate::number::round_end(
            last_seen.map_or(FEWEST, |step| step[0]).max((self.tick as f64).clamp(FEWEST, MANY)),
        );
        let mut picture = Picture::on_grid(Axes {
            x: Axis::linear(word!(words, "lengths.step"), (0.4, most + 0.6)),
            y: Axis::linear(word!(words, "lengths.length"), (0.0, longest)),
        });
        picture.still.push(Bars(passed, PATH));
        picture
    }

    /// The end of the axis: it holds every step so far, and the first from the beginning.
    fn longest(&self) -> f64 {
        let seen = self.lengths.iter().take(1.max(self.tick as usize)).map(|point| point[1]);
        match seen.filter(|length| length.is_finite()).fold(0.0, f64::max) {
            0.0 => 1.0,
            longest => crate::number::round_end(longest),
        }
    }
}
