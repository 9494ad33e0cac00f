//! Gradient descent, explained: the mathematics, its pictures, and the edge of the page that shows them.
//!
//! A run is described by one string, and the same string is the same run, to the bit, on every machine:
//!
//! ```
//! use descent::trainer::{Status, Trainer};
//!
//! // Engel's 235 households, food expenditure against income; batches of 16 in shuffled epochs.
//! let experiment = "data=engel&scale=standardize&reduction=mean&sampler=shuffle&batch=16&lr=0.05&seed=1";
//! let mut trainer = Trainer::new(&experiment.parse()?, None)?;
//! let before = trainer.loss();
//! assert_eq!(trainer.step(200), Status::Running);
//! assert!(trainer.loss() < before);
//! // 13 epochs of 235 samples, in 15 steps each, and five batches more.
//! assert_eq!(trainer.samples_seen(), 13 * 235 + 5 * 16);
//! # Ok::<(), descent::error::Error>(())
//! ```
//!
//! # From a string to a pixel
//!
//! ```text
//! "lr=0.15&sampler=uniform&batch=8&figure.step=40"      key         text ⇄ typed values, for whoever has them
//!   └─▶ figure::Values: an Experiment, and figure.*     experiment  which objective, which optimizer, which start
//!         └─▶ Problem: the objective, with landscape,   surface ─▶ expression ─▶ autograd;  risk ─▶ model, loss, data
//!         │            minimum, curvature, data         stability, maximum_likelihood, least_squares ─▶ matrix
//!         └─▶ Run: a Trainer and its path               trainer ─▶ optim, sampler, trajectory;  random
//!               └─▶ figure::Scene at tick 40            a table of figures; descents side by side are rows
//!                     └─▶ chart::Picture: axes, marks   a kind of mark a file; what looks as before is not drawn again
//!                           └─▶ any of plotters' backends: SVG in tests, in web three stacked canvases of the page
//! ```
//!
//! A reader's hand goes the other way: a pixel is a point of the axes, an `Action` turns it into other values, and all of
//! the above follows from them. An error never changes values. What is said on the way stands in [`words`].
//!
//! The mathematics is pure, the state is explicit, a picture is a function of the state, and the browser comes last.
//! Batch, mini-batch and stochastic gradient descent are one path that differs in the [`sampler`]; an optimizer turns a
//! gradient into a direction, and the [`trainer`] applies the learning rate once. Words and numbers are PyTorch's.
//!
//! # Features
//!
//! All are on by default. The page has four WebAssembly modules, so that readers load what they see: `handles` for
//! programmers, and `opening`, `comparison` and `chapters`, each with the figures of the one before and those whose rows in
//! [`figure::FIGURES`] name it. `formulas`, which two of them need, admits objectives that are formulas to the experiment string;
//! `optimizers` update rules and schedules beyond those of batch and stochastic descent, `own-data` data that are given beside it,
//! and `streams` data of more samples than can be stored.
//!
//! None of them has a language of its readers: the page fetches the reader's, and [`words`] says its sentences by number.
//!
//! # Symbols
//!
//! | symbol | meaning | where |
//! |---|---|---|
//! | θ = (w, b) | parameters: weights, then the bias | [`model`], [`objective`] |
//! | xᵢ, yᵢ, n, d | features and target of sample i; number of samples, of features | [`data`] |
//! | ŷ = wᵀx + b | prediction | [`model`] |
//! | ℓ(ŷ, y) | loss of one sample | [`loss`] |
//! | E(θ) | Σᵢ ℓ(ŷᵢ, yᵢ), or its mean | [`risk`] |
//! | f(x, y), κ | a formula and its derivatives; the condition number of the quadratic | [`expression`], [`surface`] |
//! | ∂L/∂w, g | gradient by a variable of a graph, as `w.grad()` has it; gradient of the node visited | [`autograd`] |
//! | η | learning rate, `lr` | [`experiment`] |
//! | m | samples in a batch | [`sampler`] |
//! | H, λ, κ | Hessian, its eigenvalues, λmax / λmin | [`stability`] |
//!
//! # What it will not do
//!
//! Train large models, run on a GPU, or keep the compatibility of private parts of a figure's string.
#![deny(missing_docs)]
// A module of the page uses a part of what the whole crate does.
#![cfg_attr(not(all(feature = "handles", feature = "comparison", feature = "chapters")), allow(dead_code))]

pub mod autograd;
pub mod basins;
pub mod chart;
pub mod data;
pub mod error;
pub mod experiment;
pub mod expression;
pub mod figure;
pub mod iterates;
pub mod key;
pub mod least_squares;
pub mod loss;
pub mod matrix;
pub mod maximum_likelihood;
pub mod model;
pub mod number;
pub mod objective;
pub mod optim;

pub mod problem;
pub mod random;
pub mod risk;

pub mod run;
pub mod sampler;
pub mod schedule;
pub mod search;
pub mod stability;
pub mod surface;
pub mod sweep;
pub mod trainer;
pub mod trajectory;
#[cfg(target_arch = "wasm32")]
pub mod web;
pub mod words;
