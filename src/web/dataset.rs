//! `Dataset` for JavaScript.

use super::{integer, refused};
use std::sync::Arc;
use wasm_bindgen::prelude::*;

/// Features, row-major `[n, featureCount]`, with a target for each row, `[n]`.
#[wasm_bindgen]
pub struct Dataset {
    pub(super) data: Arc<crate::data::Dataset>,
}

#[wasm_bindgen]
impl Dataset {
    /// @param features row-major, n times featureCount numbers
    /// @param featureCount numbers in a row, at least 1
    /// @param targets n numbers
    #[wasm_bindgen(constructor)]
    pub fn new(
        features: Vec<f64>,
        #[wasm_bindgen(js_name = featureCount)] feature_count: f64,
        targets: Vec<f64>,
    ) -> Result<Dataset, JsError> {
        let feature_count = integer("featureCount", feature_count, 1, u64::from(u32::MAX))? as usize;
        let data = crate::data::Dataset::new(features, feature_count, targets).map_err(refused)?;
        Ok(Dataset { data: Arc::new(data) })
    }

    /// Reads a table with a header row: the column `target`, and the columns `features` (all others by default).
    /// Throws with line and column.
    #[wasm_bindgen(js_name = fromCsv)]
    pub fn from_csv(text: &str, target: &str, features: Option<Vec<String>>) -> Result<Dataset, JsError> {
        let names: Option<Vec<&str>> = features.as_ref().map(|names| names.iter().map(String::as_str).collect());
        let data = crate::data::Dataset::from_csv(text, target, names.as_deref()).map_err(refused)?;
        Ok(Dataset { data: Arc::new(data) })
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

    /// Another handle to the same data: what a trainer takes, so that the caller keeps its own.
    #[wasm_bindgen(skip_typescript)]
    pub fn share(&self) -> Dataset {
        Dataset { data: Arc::clone(&self.data) }
    }
}

#[wasm_bindgen]
extern "C" {
    /// A data set that stays the caller's. Passing a `Dataset` itself would take it away from JavaScript.
    #[wasm_bindgen(typescript_type = "Dataset")]
    pub type BorrowedDataset;

    #[wasm_bindgen(method, structural, catch)]
    fn share(this: &BorrowedDataset) -> Result<Dataset, JsValue>;
}

impl BorrowedDataset {
    pub(super) fn data(&self) -> Result<Arc<crate::data::Dataset>, JsError> {
        let shared = self.share().map_err(|_| JsError::new("data: must be a Dataset that has not been freed"))?;
        Ok(Arc::clone(&shared.data))
    }
}
