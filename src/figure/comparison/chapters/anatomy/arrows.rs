//! The parts of a step as arrows, as long as they are on the map.

use super::AnatomyOn;
use crate::figure::comparison::Comparing;
use crate::figure::window;
use crate::number::significant;
use crate::optim::Parts;
use crate::run::Run;
use crate::say;
use crate::trainer::StepApart;
use crate::words::Words;

/// An arrow shorter than this part of the window is not seen.
const SEEN: f64 = 0.02;
/// How far a line shows where an arrow would point that is too short, in the same.
const HINT: f64 = 0.09;

/// What the gradient is multiplied by for its arrow: the length that the rule has found, of one that looks for it; η of others.
fn unit(step: &StepApart) -> f64 {
    step.apart.length.unwrap_or(step.lr)
}

/// The parts of a step, each from a point to another of the landscape.
pub(super) struct Arrows {
    /// The step that is taken.
    pub(super) step: [[f64; 2]; 2],
    /// −ηg, or −tg.
    pub(super) gradient: [[f64; 2]; 2],
    /// What is remembered, from the tip of the gradient's part.
    pub(super) remembered: Option<[[f64; 2]; 2]>,
    /// Where −g points, where its arrow is too short to tell.
    pub(super) hint: Option<[[f64; 2]; 2]>,
    window: [(f64, f64); 2],
}

impl Arrows {
    pub(super) fn of(step: &StepApart, run: &Run) -> Self {
        let problem = &run.problem;
        let two = |values: [f64; 2]| problem.two([values[0], values[1], 0.0]);
        let before = [step.before[0], step.before[1]];
        let moved = |rate: f64, part: &dyn Fn(&Parts) -> f64| {
            [0, 1].map(|place| before[place] - rate * part(&step.apart.parts[place]))
        };
        let [from, to] = [two(before), two([step.after[0], step.after[1]])];
        let parts = &step.apart.parts;
        let unit = unit(step);
        // What is added after a division stands on the quotient; what is remembered of gradients on their own part, in their unit.
        let remembered = if parts.iter().any(|parts| parts.carried != 0.0) {
            let own = |parts: &Parts| parts.quotient() + parts.decay;
            Some([two(moved(step.rate, &own)), two(moved(step.rate, &|parts| own(parts) + parts.carried))])
        } else if parts.iter().any(|parts| parts.remembered != 0.0) {
            Some([two(moved(unit, &|parts| parts.fresh)), two(moved(unit, &|parts| parts.along))])
        } else {
            None
        };
        let mut arrows = Arrows {
            step: [from, to],
            gradient: [from, two(moved(unit, &|parts| parts.slope))],
            remembered,
            hint: None,
            window: problem.window,
        };
        arrows.remembered = arrows.remembered.filter(|&ends| arrows.is_seen(ends));
        let length = arrows.length(arrows.gradient);
        if length > 0.0 && length < SEEN {
            let [from, to] = arrows.gradient;
            arrows.hint = Some([from, [0, 1].map(|axis| from[axis] + HINT / length * (to[axis] - from[axis]))]);
        }
        arrows
    }

    /// Where a length along the step's way leads that is not the one taken.
    pub(super) fn tried(&self, t: f64, step: &StepApart) -> [f64; 2] {
        let ([from, to], taken) = (self.step, unit(step));
        [0, 1].map(|axis| from[axis] + t / taken * (to[axis] - from[axis]))
    }

    /// How long an arrow is, in parts of the window.
    fn length(&self, [from, to]: [[f64; 2]; 2]) -> f64 {
        let [across, up] = [0, 1].map(|axis| (to[axis] - from[axis]) / (self.window[axis].1 - self.window[axis].0));
        libm::hypot(across, up)
    }

    /// Whether an arrow is long enough to have a name.
    pub(super) fn is_seen(&self, arrow: [[f64; 2]; 2]) -> bool {
        self.length(arrow) >= SEEN
    }

    /// Whether the step is −ηg, as far as the eye can tell.
    pub(super) fn is_the_gradient(&self) -> bool {
        let apart = self.length([self.step[1], self.gradient[1]]);
        apart <= 1e-6 * self.length(self.step)
    }

    /// The place of −ηg's name: at its tip, or at the end of the line that shows where it would point.
    pub(super) fn name_of_gradient(&self) -> [f64; 2] {
        match self.hint {
            Some([_, end]) => self.within(end),
            None if self.length(self.gradient) > 0.0 => self.within(self.gradient[1]),
            None => [f64::NAN; 2],
        }
    }

    /// A tip, or where its arrow leaves the window.
    pub(super) fn within(&self, tip: [f64; 2]) -> [f64; 2] {
        window::within(self.window, [self.step[0], tip])
    }
}

impl AnatomyOn {
    /// The arrows, for who cannot see them.
    pub(super) fn arrows_in_words(&self, comparing: &Comparing, step: &StepApart, words: &Words) -> String {
        let arrows = Arrows::of(step, &comparing.runs[self.0[0]]);
        let way = |[from, to]: [[f64; 2]; 2]| {
            let [x, y] = [0, 1].map(|axis| significant(to[axis] - from[axis], 3));
            format!("({x}, {y})")
        };
        say!(words, "anatomy.arrows", gradient = way(arrows.gradient), step = way(arrows.step))
    }
}
