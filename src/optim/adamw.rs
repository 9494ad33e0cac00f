//! AdamW: Adam, with weights that decay beside it.
//!
//! ```text
//! direction = Adam's, of g = ∇f(θ), + weight_decay · θ
//! ```
//! so that a weight decays by the same part whatever its gradients are; as a part of the gradient, as in
//! [`adam`](super::adam), the decay is divided by their size. Loshchilov and Hutter, *Decoupled Weight Decay
//! Regularization* (ICLR 2019), who let it follow the schedule of η but not η itself; as
//! [`torch.optim.AdamW`](https://docs.pytorch.org/docs/stable/generated/torch.optim.AdamW.html) here it is multiplied by
//! both, θ ← (1 − η · weight_decay) θ.

use super::adam::{AMSGRAD, Adam};
use super::hyper::{BETA1, BETA2, BIAS_CORRECTION, eps, weight_decay};
use super::moments::{Decay, Moments};
use super::{Eta, Recipe};
use crate::words::Label;

/// How an experiment names it.
pub static RECIPE: Recipe = Recipe {
    name: "adamw",
    label: Label::Symbol("AdamW"),
    lr: 1e-3,
    eta: Eta::Length(1.0),
    hyper_parameters: &[BETA1, BETA2, eps(1e-8), weight_decay(0.01), AMSGRAD, BIAS_CORRECTION],
    build: |values| match *values {
        [beta1, beta2, eps, weight, amsgrad, corrected] => Ok(Box::new(Adam {
            moments: Moments { beta1, beta2, corrected: corrected != 0.0 },
            eps,
            amsgrad: amsgrad != 0.0,
            decay: Decay { weight, decoupled: true },
        })),
        _ => unreachable!("one value for each hyper-parameter of the recipe"),
    },
};
