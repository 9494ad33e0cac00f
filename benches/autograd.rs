//! A 2-8-1 tanh network trained on 100 samples: the tape, number by number and in vectors, beside micrograd in plain
//! JavaScript. All must find the same losses.

use descent::autograd::{Tape, Var};
use descent::error::Result;
use serde_json::{Value, json};
use std::f64::consts::TAU;
use std::io::Write;
use std::process::{Command, Stdio};
use std::time::Instant;

const SAMPLES: usize = 100;
const HIDDEN: usize = 8;
const LR: f64 = 0.3;
const STEPS: usize = 50;
const ROUNDS: usize = 20;

struct Task {
    inputs: Vec<[f64; 2]>,
    targets: Vec<f64>,
    /// w₁, w₂, b, v of each hidden unit, then the bias of the output.
    start: Vec<f64>,
}

impl Task {
    /// Two turns of a spiral, one for each class.
    fn new() -> Self {
        let turn = |i: usize| i as f64 / SAMPLES as f64;
        let inputs = (0..SAMPLES).map(|i| {
            let angle = TAU * (turn(i) + 0.5 * (i % 2) as f64);
            [2.0 * turn(i) * angle.cos(), 2.0 * turn(i) * angle.sin()]
        });
        let targets = (0..SAMPLES).map(|i| if i % 2 == 0 { 1.0 } else { -1.0 });
        // Spread over −1 to 1 without a generator that JavaScript would need too.
        let start = (0..=4 * HIDDEN).map(|i| (0.5 + i as f64 * 0.618_034).fract() * 2.0 - 1.0);
        Task { inputs: inputs.collect(), targets: targets.collect(), start: start.collect() }
    }
}

/// Trains from the start by full batches, and returns the loss of each step.
fn train(task: &Task, loss: impl for<'t> Fn(&'t Tape, &[Var<'t>]) -> Var<'t>) -> Result<Vec<f64>> {
    let tape = Tape::new();
    let parameters: Vec<Var<'_>> = task.start.iter().map(|&value| tape.leaf(value)).collect();
    let mut losses = Vec::with_capacity(STEPS);
    for _ in 0..STEPS {
        let loss = loss(&tape, &parameters) * (1.0 / task.targets.len() as f64);
        tape.zero_grad();
        loss.backward()?;
        losses.push(loss.value()?);
        for parameter in &parameters {
            let Some(gradient) = parameter.grad() else { continue };
            parameter.set(parameter.value()? - LR * gradient.value()?)?;
        }
        tape.clear();
    }
    Ok(losses)
}

/// One node a number, as micrograd has it.
fn by_numbers(task: &Task) -> Result<Vec<f64>> {
    train(task, |tape, parameters| {
        let mut loss = tape.constant(0.0);
        for (&[x1, x2], &target) in task.inputs.iter().zip(&task.targets) {
            let (units, rest) = parameters.as_chunks::<4>();
            let mut output = rest[0];
            for [w1, w2, b, v] in units {
                output = output + (w1 * x1 + w2 * x2 + b).tanh() * v;
            }
            loss = loss + (output - target).powi(2);
        }
        loss
    })
}

/// One node for all samples.
fn by_vectors(task: &Task) -> Result<Vec<f64>> {
    let column = |j: usize| task.inputs.iter().map(|input| input[j]).collect::<Vec<f64>>();
    let (x1, x2) = (column(0), column(1));
    train(task, |tape, parameters| {
        let (x1, x2, targets) = (tape.constant(&x1), tape.constant(&x2), tape.constant(&task.targets));
        let (units, rest) = parameters.as_chunks::<4>();
        let mut output = rest[0].expand(SAMPLES);
        for unit in units {
            let [w1, w2, b, v] = unit.map(|parameter| parameter.expand(SAMPLES));
            output = output + (w1 * x1 + w2 * x2 + b).tanh() * v;
        }
        (output - targets).powi(2).sum()
    })
}

/// Milliseconds a step at best, and the losses.
fn measure(task: &Task, train: impl Fn(&Task) -> Result<Vec<f64>>) -> Result<(f64, Vec<f64>)> {
    let (mut best, mut losses) = (f64::INFINITY, Vec::new());
    for _ in 0..ROUNDS {
        let before = Instant::now();
        losses = train(task)?;
        best = best.min(before.elapsed().as_secs_f64() * 1e3 / STEPS as f64);
    }
    Ok((best, losses))
}

/// The same by micrograd; nothing where there is no Node.
fn micrograd(task: &Task) -> Option<(f64, Vec<f64>)> {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/autograd/micrograd.mjs");
    let mut node = Command::new("node").arg(file).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().ok()?;
    let task = json!({
        "inputs": task.inputs, "targets": task.targets, "start": task.start,
        "hidden": HIDDEN, "lr": LR, "steps": STEPS, "rounds": ROUNDS,
    });
    node.stdin.take()?.write_all(task.to_string().as_bytes()).ok()?;
    let output = node.wait_with_output().ok()?;
    let answer: Value = serde_json::from_slice(&output.stdout).expect("micrograd.mjs answers in JSON");
    let losses = answer["losses"].as_array()?.iter().filter_map(Value::as_f64).collect();
    Some((answer["milliseconds"].as_f64()?, losses))
}

fn assert_same(what: &str, losses: &[f64], reference: &[f64]) {
    assert_eq!(losses.len(), reference.len(), "{what}");
    for (step, (ours, theirs)) in losses.iter().zip(reference).enumerate() {
        assert!((ours - theirs).abs() <= 1e-9 * theirs, "{what}: step {step} has the loss {ours}, not {theirs}");
    }
}

fn main() -> Result<()> {
    let task = Task::new();
    let (numbers, losses) = measure(&task, by_numbers)?;
    let (vectors, losses_by_vectors) = measure(&task, by_vectors)?;
    assert_same("in vectors", &losses_by_vectors, &losses);
    assert!(losses[STEPS - 1] < losses[0], "training lowers the loss");
    println!("a step of a 2-{HIDDEN}-1 tanh network on {SAMPLES} samples, forward, backward and update, at best:");
    println!("  tape, number by number  {numbers:>8.3} ms");
    println!("  tape, in vectors        {vectors:>8.3} ms");
    let Some((theirs, their_losses)) = micrograd(&task) else {
        println!("  micrograd is left out, for there is no Node.js");
        return Ok(());
    };
    assert_same("micrograd", &their_losses, &losses);
    println!("  micrograd in JavaScript {theirs:>8.3} ms");
    println!(
        "the tape is {:.1} times as fast number by number, {:.1} times in vectors",
        theirs / numbers,
        theirs / vectors
    );
    Ok(())
}
