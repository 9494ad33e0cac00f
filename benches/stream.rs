//! One mini-batch update over streams of a thousand to a trillion samples: it costs the same.

use descent::trainer::Trainer;
use std::time::Instant;

/// Numbers of samples.
const LENGTHS: [u64; 4] = [1_000, 1_000_000, 1_000_000_000, 1_000_000_000_000];
const UPDATES: u64 = 20_000;
const ROUNDS: usize = 15;

fn main() {
    let experiment = |n: u64| format!("data=stream&n={n}&sampler=uniform&batch=32&reduction=mean&lr=0.01&seed=1");
    let mut trainers = LENGTHS.map(|n| {
        let begun = Instant::now();
        let experiment = experiment(n).parse().expect("the experiment is a right one");
        let trainer = Trainer::new(&experiment, None).expect("a stream of these samples can be had");
        println!("n = {n:>13}: ready after {:.1} ms", begun.elapsed().as_secs_f64() * 1e3);
        trainer
    });
    let mut fastest = [f64::INFINITY; LENGTHS.len()];
    // In turn, so that what else the machine does falls on all.
    for _ in 0..ROUNDS {
        for (trainer, fastest) in trainers.iter_mut().zip(&mut fastest) {
            trainer.rewind();
            let begun = Instant::now();
            trainer.step(UPDATES);
            *fastest = fastest.min(begun.elapsed().as_secs_f64() / UPDATES as f64);
        }
    }
    for (n, seconds) in LENGTHS.iter().zip(fastest) {
        println!("n = {n:>13}: {:.0} ns an update", seconds * 1e9);
    }
    let (least, most) =
        fastest.iter().fold((f64::INFINITY, 0.0_f64), |(least, most), &one| (least.min(one), most.max(one)));
    println!("the dearest costs {:.2} times the cheapest", most / least);
}
