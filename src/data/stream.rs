//! Points about a line, each made from its index when it is drawn.

use super::{Origin, Source};
use crate::words::Label;

/// The most samples of a stream: 10¹², sixteen terabytes were they stored.
pub const MOST_STREAMED: u64 = 1_000_000_000_000;

/// As an experiment names it: the samples of [`Line`](super::Line), none of which is stored.
pub static STREAM: Source = Source {
    name: "stream",
    label: Label::named("data.stream"),
    features: Some(1),
    has_classes: Some(false),
    columns: None,
    origin: Origin::Streamed { parameters: &["n", "noise", "slope", "intercept", "data_seed"] },
};
