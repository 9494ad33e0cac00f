//! `Dataset` for JavaScript.

use super::{Outcome, refused};
use crate::data;
use std::sync::Arc;
use wasm_bindgen::prelude::*;

/// Features, row-major `[n, d]`, with a target for each row, `[n]`.
#[wasm_bindgen]
pub struct Dataset {
    pub(super) data: Arc<data::Dataset>,
}

#[wasm_bindgen]
impl Dataset {
    #[expect(missing_docs, reason = "as data::Dataset::new")]
    #[wasm_bindgen(constructor)]
    pub fn new(features: Vec<f64>, feature_count: usize, targets: Vec<f64>) -> Outcome<Dataset> {
        Ok(data::Dataset::new(features, feature_count, targets).map_err(refused)?.into())
    }

    /// Reads a table.
    #[wasm_bindgen(js_name = fromCsv)]
    pub fn from_csv(text: &str, target: &str, features: Option<Vec<String>>) -> Outcome<Dataset> {
        let names: Option<Vec<&str>> = features.as_ref().map(|names| names.iter().map(String::as_str).collect());
        Ok(data::Dataset::from_csv(text, target, names.as_deref()).map_err(refused)?.into())
    }

    /// The number of samples.
    #[wasm_bindgen(getter)]
    pub fn n(&self) -> usize {
        self.data.n()
    }

    /// The number of features.
    #[wasm_bindgen(getter, js_name = featureCount)]
    pub fn feature_count(&self) -> usize {
        self.data.d()
    }

    /// Row-major `[n, d]`.
    #[wasm_bindgen(getter)]
    pub fn features(&self) -> Vec<f64> {
        self.data.features().to_vec()
    }

    /// `[n]`
    #[wasm_bindgen(getter)]
    pub fn targets(&self) -> Vec<f64> {
        self.data.targets().to_vec()
    }

    /// Another handle to the same data: what a trainer takes, so that the caller keeps its own.
    pub fn share(&self) -> Dataset {
        Arc::clone(&self.data).into()
    }
}

impl From<Arc<data::Dataset>> for Dataset {
    fn from(data: Arc<data::Dataset>) -> Self {
        Dataset { data }
    }
}

impl From<data::Dataset> for Dataset {
    fn from(data: data::Dataset) -> Self {
        Arc::new(data).into()
    }
}
