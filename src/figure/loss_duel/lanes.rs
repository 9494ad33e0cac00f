//! The two descents: one classifier on the same samples from the same start, once for each loss.

use super::entries::{BATCH, DATA, DISTANCE, LR, N, NOISE, SAMPLER, SEED, START};
use crate::chart::{Contours, Polyline, Style};
use crate::error::{Error, Result};
use crate::experiment::{Experiment, query};
use crate::figure::sheet::Sheet;
use crate::figure::styles::{CROSS_ENTROPY, SQUARED_ERROR};
use crate::number::plain;
use crate::risk::Risk;
use crate::sampler::Sampler;
use crate::trainer::Trainer;
use std::sync::Arc;

/// In the order of the lanes.
pub(super) const LOSSES: [(&str, Style); 2] = [("half-squared-error", SQUARED_ERROR), ("cross-entropy", CROSS_ENTROPY)];

/// One of the two descents.
pub(super) struct Lane {
    pub(super) trainer: Trainer,
    pub(super) risk: Arc<Risk>,
    /// Asked for the batches of steps past.
    pub(super) sampler: Sampler,
    pub(super) contours: Contours,
    pub(super) path: Polyline,
    /// The accuracy or the loss, whichever the chart shows, at each recorded step, against the step as it is counted.
    pub(super) curve: Polyline,
    pub(super) head: [f64; 2],
    /// The samples of the newest step, unless they were all.
    pub(super) batch: Vec<u32>,
    pub(super) whole_batch: bool,
}

impl Lane {
    pub(super) fn here(&self, tick: u64) -> [f64; 2] {
        let place = (tick as usize).min(self.path.len().saturating_sub(1));
        self.path.get(place).copied().unwrap_or_default()
    }

    pub(super) fn seen(&self, tick: u64) -> usize {
        (tick as usize + 1).min(self.path.len())
    }
}

/// The two descents of a sheet, and how many samples a step takes.
pub(super) fn lanes(sheet: &Sheet) -> Result<([Lane; 2], f64)> {
    let whole = |key| plain(sheet.number(key).round());
    let own = |loss: &str| -> Result<Experiment> {
        let mut pairs: Vec<(&str, String)> =
            [DATA, LR, SAMPLER, START].map(|key| (key, sheet.text(key).to_owned())).into();
        let iris = sheet.text(DATA) == "iris";
        pairs.push(("scale", if iris { "standardize" } else { "none" }.to_owned()));
        pairs.push((SEED, whole(SEED)));
        if !iris {
            pairs.extend([
                (DISTANCE, sheet.text(DISTANCE).to_owned()),
                (NOISE, sheet.text(NOISE).to_owned()),
                (N, whole(N)),
            ]);
        }
        let fixed = [("model", "logistic"), ("bias", "false"), ("reduction", "mean"), ("loss", loss)];
        pairs.extend(fixed.map(|(key, value)| (key, value.to_owned())));
        let mut experiment: Experiment = query(pairs).parse()?;
        let n = experiment.samples();
        experiment.batch = Some((sheet.number(BATCH).round() as usize).clamp(1, n));
        Ok(experiment)
    };
    let [squared, cross] = LOSSES.map(|(loss, _)| own(loss));
    let (squared, cross) = (squared?, cross?);
    let Some(data) = cross.dataset(None)? else { return Err(Error::EmptyData) };
    let samples = if sheet.text(SAMPLER) == "full" { data.n() } else { cross.batch_size() };
    let lane = |experiment: &Experiment| -> Result<Lane> {
        let risk = Arc::new(experiment.risk(&data));
        let trainer = Trainer::on_objective(experiment, Arc::<Risk>::clone(&risk), None)?;
        Ok(Lane {
            sampler: trainer.sampler().clone(),
            trainer,
            risk,
            contours: Contours::default(),
            path: Polyline::new(),
            curve: Polyline::new(),
            head: [0.0; 2],
            batch: Vec::new(),
            whole_batch: false,
        })
    };
    Ok(([lane(&squared)?, lane(&cross)?], samples as f64))
}
