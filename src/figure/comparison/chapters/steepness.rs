//! What is said where a comparison is about how steep its losses are, and how flat the sigmoid below them.

use crate::figure::comparison::Comparing;
use crate::figure::comparison::panels::{percent, steepness};
use crate::figure::speech::count;
use crate::model::sigmoid;
use crate::number::significant;
use crate::objective::Batch;
use crate::run::Run;
use crate::words::Words;
use crate::{say, word};

/// A sigmoid is saturated where its derivative is below this, of ¼ at most.
const SATURATED: f64 = 0.01;

impl Comparing {
    /// Live mathematics of a run: how long its gradient is, and what share of the samples has a flat sigmoid.
    pub(in crate::figure::comparison) fn rule_of_steepness(&self, run: &Run, words: &Words) -> String {
        let (slope, share) = (significant(steepness(run), 3), percent(saturated(run), words));
        format!("|∇E| = {slope} , {} = {share}", word!(words, "comparison.saturated"))
    }

    /// Of two losses at the place of the second: which is steep, and how many sigmoids are flat.
    pub(in crate::figure::comparison) fn compare_steepness(&self, words: &Words) -> String {
        let [(other, steep), (row, run)] = &self.rows().collect::<Vec<_>>()[..] else { return String::new() };
        let [name, other] = [row.short, other.short].map(|name| words.get(name));
        let gradient = steep.problem.gradient(run.seen.parameters, Batch::All);
        let there = significant(gradient.iter().fold(0.0, |length, slope| libm::hypot(length, *slope)), 2);
        let (share, slope) = (percent(saturated(run), words), significant(steepness(run), 2));
        say!(words, "comparison.steepness", updates = count(run.seen.steps), name, share, slope, other, there)
    }
}

/// The share of the samples whose sigmoid is saturated where a run is.
fn saturated(run: &Run) -> f64 {
    let Some(samples) = &run.problem.samples else { return 0.0 };
    let (data, [w1, w2, bias]) = (samples.risk.data(), run.seen.parameters);
    let is_flat = |sample: &usize| {
        let score = w1 * data.row(*sample)[0] + w2 * data.row(*sample)[1] + bias;
        sigmoid(score) * sigmoid(-score) < SATURATED
    };
    (0..data.n()).filter(is_flat).count() as f64 / data.n() as f64
}
