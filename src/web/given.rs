//! Data that a page gives a figure.

use super::figure::Figure;
use super::told;
use crate::data::Dataset;
use crate::error::{Error, Result};
use std::sync::Arc;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
impl Figure {
    /// Shows data of the page's own: features, row-major `[n, feature_count]`, targets, `[n]`, and what the columns are called,
    /// the features first. Throws in the reader's language, leaving all as it was.
    pub fn give(
        &mut self,
        features: Vec<f64>,
        #[wasm_bindgen(js_name = featureCount)] feature_count: usize,
        targets: Vec<f64>,
        names: Vec<String>,
    ) -> std::result::Result<(), JsError> {
        self.take(Dataset::new(features, feature_count, targets).map(|data| data.with_names(names)))
    }

    /// The same of a table: the column `target`, the last one by default, and the columns `features`, all others by default.
    #[wasm_bindgen(js_name = giveTable)]
    pub fn give_table(
        &mut self,
        text: &str,
        target: Option<String>,
        features: Option<Vec<String>>,
    ) -> std::result::Result<(), JsError> {
        let features: Option<Vec<&str>> = features.as_ref().map(|names| names.iter().map(String::as_str).collect());
        self.take(Dataset::from_table(text, target.as_deref(), features.as_deref()))
    }

    /// Shows again what it showed before.
    #[wasm_bindgen(js_name = takeBack)]
    pub fn take_back(&mut self) -> std::result::Result<(), JsError> {
        let outcome = self.host.take_back();
        self.told(outcome)
    }

    /// The features of the data that it was given, if it shows them, row-major.
    #[wasm_bindgen(getter, js_name = ownFeatures)]
    pub fn own_features(&self) -> Option<Vec<f64>> {
        self.host.own().map(|data| data.features().to_vec())
    }

    /// Their targets.
    #[wasm_bindgen(getter, js_name = ownTargets)]
    pub fn own_targets(&self) -> Option<Vec<f64>> {
        self.host.own().map(|data| data.targets().to_vec())
    }
}

impl Figure {
    fn take(&mut self, data: Result<Dataset>) -> std::result::Result<(), JsError> {
        let outcome = data.and_then(|data| self.host.give(&Arc::new(data)));
        if outcome.is_ok() {
            // That they were missing is no problem any more.
            self.problems.retain(|problem| !matches!(problem, Error::OwnData { .. }));
        }
        self.told(outcome)
    }

    fn told(&self, outcome: Result<()>) -> std::result::Result<(), JsError> {
        outcome.map_err(|error| told(&error, self.host.words()))
    }
}
