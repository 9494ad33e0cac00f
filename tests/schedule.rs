//! What a decaying learning rate does.

use descent::trainer::{Status, Trainer};

fn run(text: &str, steps: u64) -> Trainer {
    let mut trainer = Trainer::new(&text.parse().unwrap(), None).unwrap();
    trainer.step(steps);
    trainer
}

/// On x² each step takes the part 2η/(1 + k/h) of x away.
#[test]
fn each_step_is_by_the_rate_of_its_time() {
    let trainer = run("objective=surface&surface=bowl&lr=0.3&schedule=inverse-time&half_life=4&start=1,0", 7);
    let product: f64 = (0..7).map(|k| 1.0 - 0.6 / (1.0 + f64::from(k) / 4.0)).product();
    approx::assert_relative_eq!(trainer.parameters()[0], product, max_relative = 1e-14);
}

/// A constant rate keeps stochastic descent at a level above the minimum; with one that decays as 1/k it goes on down.
#[test]
fn noise_that_stays_under_a_constant_rate_dies_out_under_one_that_decays() {
    let line = "n=100&noise=1&reduction=mean&sampler=uniform&batch=1&lr=0.2&start=0,0&seed=3";
    let minimum = run("n=100&noise=1&reduction=mean&sampler=full&lr=0.5&start=0,0&seed=3", 100_000).loss();
    let level = |text: &str| {
        let mut trainer = run(text, 20_000);
        let excess = (0..200).map(|_| {
            trainer.step(10);
            trainer.loss() - minimum
        });
        excess.sum::<f64>() / 200.0
    };
    let (constant, decaying) = (level(line), level(&format!("{line}&schedule=inverse-time&half_life=50")));
    assert!(constant > 0.02 && decaying < 0.03 * constant, "{constant} and {decaying}");
}

#[test]
fn a_schedule_that_is_set_in_flight_keeps_the_run_and_comes_back_with_the_string() {
    let mut trainer = run("n=20&noise=1&lr=0.01&seed=1", 5);
    let before = trainer.parameters().to_vec();
    trainer.set("schedule", "inverse-time").unwrap();
    trainer.set("half_life", "10").unwrap();
    assert_eq!((trainer.steps(), trainer.parameters()), (5, &before[..]));
    let text = trainer.experiment().to_string();
    assert!(text.contains("&schedule=inverse-time&half_life=10&"), "{text}");
    assert_eq!(&text.parse::<descent::experiment::Experiment>().unwrap(), trainer.experiment());
    assert!(trainer.set("half_life", "0").is_err() && trainer.set("schedule", "sine").is_err());
    assert_eq!(trainer.step(1), Status::Running);
}
