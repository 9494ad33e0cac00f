//! What a layer depends on, as one number: a layer that keeps its number looks as before.

use std::sync::atomic::{AtomicU64, Ordering};

/// Grows with every value that is added; the same values in the same order give the same fingerprint, and others almost
/// surely another one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fingerprint(u64);

/// What a fingerprint can be taken of.
pub(super) trait Part {
    /// Adds it.
    fn add_to(&self, to: &mut Fingerprint);
}

impl Fingerprint {
    /// Adds 64 bits.
    pub(super) fn bits(&mut self, bits: u64) {
        // The multiplier is 2⁶⁴ over the golden ratio, which spreads neighbours far apart.
        self.0 = (self.0.rotate_left(23) ^ bits).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }

    /// Adds what something is.
    pub(super) fn kind(&mut self, kind: &str) -> &mut Self {
        self.and(kind)
    }

    /// Adds a part of it.
    pub(super) fn and(&mut self, part: &(impl Part + ?Sized)) -> &mut Self {
        part.add_to(self);
        self
    }
}

/// Parts that are numbers.
macro_rules! bits {
    ($($number:ty: $bits:expr),*) => {$(
        impl Part for $number {
            fn add_to(&self, to: &mut Fingerprint) {
                to.bits($bits(*self));
            }
        }
    )*};
}
bits! { f64: f64::to_bits, bool: u64::from, u32: u64::from, i8: |number| number as u64, usize: |number| number as u64 }

impl Part for str {
    fn add_to(&self, to: &mut Fingerprint) {
        to.bits(self.len() as u64);
        self.bytes().for_each(|byte| to.bits(u64::from(byte)));
    }
}

impl Part for (f64, f64) {
    fn add_to(&self, to: &mut Fingerprint) {
        [self.0, self.1].add_to(to);
    }
}

/// As many as there are: without their number two lists could read as one another.
impl<P: Part> Part for [P] {
    fn add_to(&self, to: &mut Fingerprint) {
        self.len().add_to(to);
        self.iter().for_each(|part| part.add_to(to));
    }
}

impl<P: Part, const N: usize> Part for [P; N] {
    fn add_to(&self, to: &mut Fingerprint) {
        self.iter().for_each(|part| part.add_to(to));
    }
}

impl<P: Part> Part for Option<P> {
    fn add_to(&self, to: &mut Fingerprint) {
        self.as_slice().add_to(to);
    }
}

impl<P: Part + ?Sized> Part for &P {
    fn add_to(&self, to: &mut Fingerprint) {
        (**self).add_to(to);
    }
}

impl Part for String {
    fn add_to(&self, to: &mut Fingerprint) {
        self.as_str().add_to(to);
    }
}

impl Part for Identity {
    fn add_to(&self, to: &mut Fingerprint) {
        to.bits(self.0);
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
