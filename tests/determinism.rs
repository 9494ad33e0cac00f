//! The same seed gives the same run everywhere, to the last bit: `tests/golden/trajectories.json`.
//!
//! The file is read here by the native build, and again in a browser by the WebAssembly one, so that what both are
//! compared with is one and the same. `UPDATE_GOLDEN=1 cargo test --test determinism` writes it anew; numbers that
//! change without a reason in the change itself are a bug. Its structure:
//!
//! ```json
//! [
//!   {"experiment": "data=line&seed=1", "checkpoints": [
//!     {"steps": 1, "parameters": ["3ff0000000000000"], "batch_loss": "4000000000000000", "samples_seen": 100, "status": "running"}
//!   ]}
//! ]
//! ```
//!
//! To repeat a checkpoint, make a trainer of `experiment`, without data of one's own, and let it take `steps` steps (it
//! takes fewer when it converges or diverges on the way). Then `parameters` are where it stands, `batch_loss` is the
//! last of its losses, `null` if it has taken no step; each number is the sixteen hexadecimal digits of its bits, the
//! sign and the exponent first, as `f64::to_bits` has them and `DataView.setFloat64` writes them.

use descent::trainer::Trainer;
use serde_json::{Value, json};
use std::path::PathBuf;

const STEPS: [u64; 3] = [1, 10, 1000];

/// Every sampler, loss, reduction and data set, each ending, and shuffles and seeds as large as they may be.
const EXPERIMENTS: [&str; 18] = [
    "data=line&lr=0.001&seed=1",
    "data=line&lr=1&seed=3",
    "data=line&n=60&bias=false&loss=mse&reduction=mean&sampler=sequential&batch=16&lr=0.03&seed=4",
    "data=line&n=50&noise=0.1&loss=mae&sampler=shuffle&batch=7&lr=0.002&seed=5",
    "data=line&data_seed=7&sampler=uniform&batch=1&lr=0.02&seed=4294967295",
    "data=line&reduction=mean&sampler=uniform&batch=16&lr=0.02&momentum=0.9&nesterov=true&seed=6",
    "data=line&n=100000&data_seed=4294967295&reduction=mean&sampler=shuffle&batch=64&lr=0.05&weight_decay=0.01&seed=7",
    "data=engel&reduction=mean&lr=1e-6&seed=2",
    "data=engel&loss=mae&reduction=mean&sampler=uniform&batch=1&lr=1e-5&seed=8",
    "data=engel&scale=standardize&loss=mse&reduction=mean&sampler=sequential&batch=32&lr=0.1&seed=9",
    "data=engel&scale=standardize&loss=huber&delta=50&sampler=shuffle&batch=16&lr=0.005&momentum=0.8&dampening=0.1&seed=10",
    "data=blobs&n=80&model=logistic&loss=cross-entropy&reduction=mean&lr=0.5&seed=13",
    "data=blobs&n=60&distance=1&noise=0.7&model=logistic&loss=cross-entropy&sampler=uniform&batch=1&lr=0.1&seed=14",
    "data=iris&scale=standardize&model=logistic&loss=cross-entropy&sampler=shuffle&batch=8&lr=0.05&momentum=0.9&seed=15",
    "data=iris&model=logistic&loss=mse&reduction=mean&sampler=sequential&batch=30&lr=0.2&seed=16",
    "objective=surface&surface=bowl&lr=0.05&momentum=0.9&dampening=0.5&seed=11",
    "objective=surface&surface=rosenbrock&lr=0.0005&momentum=0.9&nesterov=true&start=-1.2,1",
    "objective=surface&surface=saddle&lr=0.01&weight_decay=0.5&seed=12",
];

fn hex(number: f64) -> String {
    format!("{:016x}", number.to_bits())
}

fn checkpoint(experiment: &str, steps: u64) -> Value {
    let mut trainer = Trainer::new(&experiment.parse().unwrap(), None).unwrap();
    trainer.step(steps);
    json!({
        "steps": steps,
        "parameters": trainer.parameters().iter().copied().map(hex).collect::<Vec<_>>(),
        "batch_loss": trainer.trajectory().losses().last().copied().map(hex),
        "samples_seen": trainer.samples_seen(),
        "status": trainer.status().name(),
    })
}

/// A checkpoint a line, so that a review shows which of them have moved.
fn written(runs: &[(&str, Vec<Value>)]) -> String {
    const FIELDS: [&str; 5] = ["steps", "parameters", "batch_loss", "samples_seen", "status"];
    let line = |checkpoint: &Value| {
        let fields = FIELDS.map(|field| format!("{}: {}", json!(field), checkpoint[field]));
        format!("    {{{}}}", fields.join(", "))
    };
    let run = |(experiment, checkpoints): &(&str, Vec<Value>)| {
        let lines: Vec<String> = checkpoints.iter().map(line).collect();
        format!("  {{\"experiment\": {}, \"checkpoints\": [\n{}\n  ]}}", json!(experiment), lines.join(",\n"))
    };
    format!("[\n{}\n]\n", runs.iter().map(run).collect::<Vec<_>>().join(",\n"))
}

#[test]
fn every_experiment_gives_the_bits_it_always_gave() {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden/trajectories.json");
    let runs = EXPERIMENTS.map(|experiment| (experiment, STEPS.map(|steps| checkpoint(experiment, steps)).to_vec()));
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&file, written(&runs)).expect("tests/golden is writable");
        return;
    }
    let kept: Value = serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
    let kept = kept.as_array().unwrap();
    assert_eq!(kept.len(), runs.len());
    for (kept, (experiment, checkpoints)) in kept.iter().zip(runs) {
        assert_eq!(kept["experiment"], experiment);
        assert_eq!(kept["checkpoints"], json!(checkpoints), "{experiment}");
    }
}
