//! Hyper-parameters that several rules have, each with what PyTorch refuses; above, it knows no bound.

use crate::key::{HyperParameter, Kind};
use crate::words::Label;

/// Beyond what anybody asks for, and far from where numbers end.
const MOST: f64 = 1e6;

/// A number of at least 0.
pub(super) const fn at_least_0(name: &'static str, default: f64, label: Label) -> HyperParameter {
    HyperParameter { name, default, kind: Kind::Number(0.0, MOST), label }
}

/// A number from 0 to 1.
pub(super) const fn part(name: &'static str, default: f64, label: Label) -> HyperParameter {
    HyperParameter { name, default, kind: Kind::Number(0.0, 1.0), label }
}

/// A number from 0 to below 1.
pub(super) const fn below_1(name: &'static str, default: f64, label: Label) -> HyperParameter {
    HyperParameter { name, default, kind: Kind::NumberBelow(0.0, 1.0), label }
}

/// A switch.
pub(super) const fn switch(name: &'static str, on: bool, label: Label) -> HyperParameter {
    HyperParameter { name, default: if on { 1.0 } else { 0.0 }, kind: Kind::Switch, label }
}

/// β₁ of a running mean.
#[cfg(feature = "optimizers")]
pub(super) const BETA1: HyperParameter = below_1("beta1", 0.9, Label::named("key.beta1"));

/// β₂ of a running mean square.
#[cfg(feature = "optimizers")]
pub(super) const BETA2: HyperParameter = below_1("beta2", 0.999, Label::named("key.beta2"));

/// ε.
#[cfg(feature = "optimizers")]
pub(super) const fn eps(default: f64) -> HyperParameter {
    at_least_0("eps", default, Label::named("key.eps"))
}

/// λ.
pub(super) const fn weight_decay(default: f64) -> HyperParameter {
    at_least_0("weight_decay", default, Label::named("key.weight-decay"))
}

/// Whether weights decay beside the rule.
#[cfg(feature = "optimizers")]
pub(super) const DECOUPLED: HyperParameter =
    switch("decoupled_weight_decay", false, Label::named("key.decoupled-weight-decay"));

/// Whether the bias of running averages is corrected.
#[cfg(feature = "optimizers")]
pub(super) const BIAS_CORRECTION: HyperParameter = switch("bias_correction", true, Label::named("key.bias-correction"));
