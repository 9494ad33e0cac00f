//! The browser's edge: opaque handles that JavaScript holds.
//!
//! Nothing here computes or decides; it turns arguments into the core's, errors into JavaScript's, and views into
//! pixels. Handles take canvas elements, never ids.
//!
//! What programmers hold are the classes in `web/js/`, which have the names, the documentation and the types. They
//! check every argument and every handle before they call in here, because an exception that passes through the frames of
//! Rust leaves its memory and its borrows behind: nothing here may throw before it has returned.

#[cfg(feature = "handles")]
mod autograd;
mod canvas;
#[cfg(feature = "handles")]
mod dataset;
#[cfg(feature = "opening")]
mod figure;
#[cfg(all(feature = "opening", feature = "own-data"))]
mod given;
#[cfg(feature = "handles")]
mod trainer;
#[cfg(feature = "comparison")]
mod variables;

#[cfg(feature = "handles")]
pub use autograd::{Tape, Var, operations};
#[cfg(feature = "handles")]
pub use dataset::Dataset;
#[cfg(feature = "opening")]
pub use figure::Figure;
#[cfg(feature = "handles")]
pub use trainer::Trainer;

use crate::error::Error;
#[cfg(feature = "opening")]
use crate::words::Words;
use js_sys::Reflect;
use wasm_bindgen::prelude::*;

/// What readers load keeps its memory in a quarter of the code.
#[cfg(not(feature = "handles"))]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// What is returned or, when Rust's frames have gone, thrown.
type Outcome<T> = Result<T, JsValue>;

/// An error as JavaScript's own, in English: a programmer reads it.
fn refused(error: Error) -> JsValue {
    let message = error.to_string();
    let made: JsValue = if error.is_about_range() {
        js_sys::RangeError::new(&message).into()
    } else {
        js_sys::Error::new(&message).into()
    };
    // Setting a property of a fresh object cannot fail.
    let _ = Reflect::set(&made, &"code".into(), &error.code().into());
    if let Some(key) = error.key() {
        let _ = Reflect::set(&made, &"key".into(), &key.into());
    }
    made
}

/// The same in the reader's language, in which a figure speaks.
#[cfg(feature = "opening")]
fn told(error: &Error, words: &Words) -> JsError {
    JsError::new(&error.message(words))
}

/// A seed that nobody has chosen.
fn fresh_seed() -> Result<u32, JsError> {
    getrandom::u32().map_err(|_| JsError::new("this browser gives no random numbers"))
}
