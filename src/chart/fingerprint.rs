//! What a layer depends on, as one number: a layer that keeps its number looks as before.

use std::sync::atomic::{AtomicU64, Ordering};

/// Grows with every value that is added; the same values in the same order give the same fingerprint, and others almost
/// surely another one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fingerprint(u64);

impl Fingerprint {
    /// Adds 64 bits.
    pub(super) fn add_bits(&mut self, bits: u64) {
        // The multiplier is 2⁶⁴ over the golden ratio, which spreads neighbours far apart.
        self.0 = (self.0.rotate_left(23) ^ bits).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }

    /// Adds numbers.
    pub(super) fn add(&mut self, numbers: &[f64]) {
        numbers.iter().for_each(|number| self.add_bits(number.to_bits()));
    }

    /// Adds a text.
    pub(super) fn add_text(&mut self, text: &str) {
        self.add_bits(text.len() as u64);
        text.bytes().for_each(|byte| self.add_bits(u64::from(byte)));
    }

    /// Adds what is too large to be looked through in every frame, by its identity.
    pub(super) fn add_identity(&mut self, identity: &Identity) {
        self.add_bits(identity.0);
    }
}

/// Which one of all that have been computed something is: what is computed anew, or copied, is another one. So what is
/// large is told from another in no time.
#[derive(Debug)]
pub struct Identity(u64);

impl Identity {
    /// Of something new.
    #[expect(clippy::new_without_default, reason = "two defaults would differ")]
    pub fn new() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        Identity(NEXT.fetch_add(1, Ordering::Relaxed))
    }
}

impl Clone for Identity {
    fn clone(&self) -> Self {
        Identity::new()
    }
}
