//! What is done with the gradients, and the phases of a pass that follow from it, one a tick.

use super::Autograd;
use super::entries::LESSON;

/// What is done with the gradients.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Lesson {
    Backward,
    Grad,
    Forget,
    Twice,
    Retain,
}

/// What a tick of a pass does.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// The operation with this index computes its value.
    Forward(usize),
    /// The visit with this index hands its gradient on; in which walk.
    Backward(usize, usize),
    /// A second walk is refused.
    Refused,
    /// The parameters step.
    Update,
    /// The gradients are forgotten.
    Zero,
}

impl Autograd {
    pub(super) fn lesson(&self) -> Lesson {
        match self.sheet.text(LESSON) {
            "grad" => Lesson::Grad,
            "forget" => Lesson::Forget,
            "twice" => Lesson::Twice,
            "retain" => Lesson::Retain,
            _ => Lesson::Backward,
        }
    }

    /// The phases of a pass, one a tick.
    pub(super) fn phases(&self) -> Vec<Phase> {
        let Some(pass) = self.passes.first() else { return Vec::new() };
        let mut phases: Vec<Phase> = (0..pass.operations.len()).map(Phase::Forward).collect();
        phases.extend((0..pass.visits.len()).map(|visit| Phase::Backward(visit, 0)));
        match self.lesson() {
            Lesson::Backward => phases.extend([Phase::Update, Phase::Zero]),
            Lesson::Grad | Lesson::Forget => phases.push(Phase::Update),
            Lesson::Twice => phases.push(Phase::Refused),
            Lesson::Retain => phases.extend((0..pass.visits.len()).map(|visit| Phase::Backward(visit, 1))),
        }
        phases
    }

    pub(super) fn last(&self) -> u64 {
        (self.phases().len() * self.passes.len()) as u64
    }

    /// The pass at the tick, and how many phases of it are over; the end of a pass is not the beginning of the next until
    /// that has begun.
    pub(super) fn place(&self) -> (usize, usize) {
        let length = self.phases().len().max(1);
        let done = self.tick as usize;
        let pass = done.saturating_sub(1) / length;
        (pass.min(self.passes.len().saturating_sub(1)), done - pass * length)
    }

    /// The phase that is over last.
    pub(super) fn latest(&self) -> Option<Phase> {
        let (_, done) = self.place();
        done.checked_sub(1).and_then(|place| self.phases().get(place).copied())
    }

    /// Whether the gradients that autograd hands out stay in `.grad`.
    pub(super) fn keeps_grad(&self) -> bool {
        self.lesson() != Lesson::Grad
    }
}
