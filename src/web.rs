//! The browser's edge: opaque handles that JavaScript holds.
//!
//! Nothing here computes or decides; it turns arguments into the core's, errors into JavaScript's, and views into
//! pixels. Handles take canvas elements, never ids.

#[cfg(feature = "handles")]
mod autograd;
mod canvas;
mod contents;
#[cfg(feature = "handles")]
mod dataset;
#[cfg(any(feature = "comparison", feature = "chapters"))]
mod figure;
#[cfg(feature = "handles")]
mod trainer;

#[cfg(feature = "handles")]
pub use autograd::{Tape, Var, grad};
#[cfg(feature = "handles")]
pub use dataset::Dataset;
#[cfg(any(feature = "comparison", feature = "chapters"))]
pub use figure::Figure;
#[cfg(feature = "handles")]
pub use trainer::Trainer;

use crate::error::{Allowed, Error};
use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::*;

/// An error as JavaScript's own, in English: a programmer reads it.
fn refused(error: Error) -> JsError {
    JsError::new(&error.to_string())
}

/// A string, or a number or a boolean as one, so that `set("lr", 0.1)` does what is meant.
fn text_of(key: &str, value: &JsValue) -> Result<String, JsError> {
    let number = || value.as_f64().map(crate::number::plain);
    let switch = || value.as_bool().map(|on| on.to_string());
    value
        .as_string()
        .or_else(number)
        .or_else(switch)
        .ok_or_else(|| JsError::new(&format!("{key}: `{}` is not allowed; it must be a string", shown(value))))
}

/// An integer within bounds.
fn integer(key: &str, value: f64, min: u64, max: u64) -> Result<u64, JsError> {
    if value.fract() == 0.0 && value >= min as f64 && value <= max as f64 {
        return Ok(value as u64);
    }
    Err(refused(Error::not_allowed(key, value, Allowed::Integer { min, max })))
}

/// A seed as given, or a fresh one.
fn seed(given: Option<f64>) -> Result<u32, JsError> {
    match given {
        Some(seed) => Ok(integer("seed", seed, 0, u64::from(u32::MAX))? as u32),
        None => getrandom::u32().map_err(|_| JsError::new("seed: this browser gives no random numbers; pass a seed")),
    }
}

fn shown(value: &JsValue) -> String {
    value.as_string().unwrap_or_else(|| value.js_typeof().as_string().unwrap_or_default())
}

/// A plain JavaScript object.
fn object<const N: usize>(entries: [(&str, JsValue); N]) -> JsValue {
    let object = Object::new();
    for (key, value) in entries {
        // Setting a property of a fresh object cannot fail.
        let _ = Reflect::set(&object, &key.into(), &value);
    }
    object.into()
}

fn array(values: impl IntoIterator<Item = JsValue>) -> JsValue {
    values.into_iter().collect::<js_sys::Array>().into()
}
