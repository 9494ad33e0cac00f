//! How a surface is turned in front of the eye: values that the hand changes.

use super::{Entry, Values};
use crate::key::Kind;
use crate::words::Label;
use std::f64::consts::TAU;

pub(super) const AZIMUTH: &str = "figure.azimuth";
pub(super) const ELEVATION: &str = "figure.elevation";

/// Degrees that the surface turns by for a CSS pixel.
const DEGREES: f64 = 0.5;

/// From where it is seen, in degrees from the x axis.
pub(super) const fn azimuth(default: &'static str) -> Entry {
    Entry::own(AZIMUTH, Label::named("partial.azimuth"), Kind::Number(0.0, 360.0), default).folded()
}

/// From how high it is seen, in degrees.
pub(super) const fn elevation(default: &'static str) -> Entry {
    Entry::own(ELEVATION, Label::named("partial.elevation"), Kind::Number(5.0, 90.0), default).folded()
}

/// Azimuth and elevation, in radians.
pub(super) fn turn_of(values: &Values) -> (f64, f64) {
    let radians = |key| values.number(key) * TAU / 360.0;
    (radians(AZIMUTH), radians(ELEVATION))
}

/// Turns it by so many CSS pixels of the finger's way.
pub(super) fn turn(values: &mut Values, [dx, dy]: [f64; 2]) {
    values.put(AZIMUTH, (values.number(AZIMUTH) - DEGREES * dx).rem_euclid(360.0));
    values.put(ELEVATION, values.number(ELEVATION) + DEGREES * dy);
}
