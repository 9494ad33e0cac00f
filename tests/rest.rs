//! A run ends when nothing moves any more, and only then.

use descent::data::Dataset;
use descent::objective::Batch;
use descent::optim::OPTIMIZERS;
use descent::schedule::SCHEDULES;
use descent::surface::SURFACES;
use descent::trainer::{Cause, Status, Trainer};
use descent::words::Words;
use proptest::prelude::*;
use std::sync::Arc;

fn trainer(experiment: &str) -> Trainer {
    Trainer::new(&experiment.parse().unwrap(), None).unwrap()
}

fn formula(rest: &str) -> Trainer {
    trainer(&format!("objective=expression&{rest}"))
}

fn on(features: Vec<f64>, feature_count: usize, targets: Vec<f64>, rest: &str) -> Trainer {
    let data = Dataset::new(features, feature_count, targets).unwrap();
    Trainer::new(&format!("data=own&{rest}").parse().unwrap(), Some(Arc::new(data))).unwrap()
}

fn cause(trainer: &Trainer) -> Option<Cause> {
    trainer.reason().map(|reason| reason.cause)
}

mod what_the_rule_remembers_and_adds {
    use super::*;

    #[test]
    fn a_velocity_carries_a_run_through_the_minimum() {
        let mut run = formula("f=x^2&start=1&lr=0.5&momentum=0.9");
        assert_eq!(run.step(5), Status::Running);
        // torch.optim.SGD(lr=0.5, momentum=0.9) on x².
        for (x, right) in run.trajectory().points().iter().zip([1.0, 0.0, -0.9, -0.81, 0.081, 0.8019]) {
            approx::assert_relative_eq!(*x, right, max_relative = 1e-14, epsilon = 1e-15);
        }
        assert_eq!(run.step(2000), Status::Converged);
        assert!(run.parameters()[0].abs() < 1e-14);
    }

    #[test]
    fn a_velocity_that_turns_round_is_no_rest() {
        // v₁ = g₀ = 2, x₁ = 1 − 2η; 0.5 · 2 + 2x₁ = 0 where η = 0.75: the second step is none, the third is.
        let mut run = formula("f=x^2&start=1&lr=0.75&momentum=0.5");
        run.step(2);
        assert_eq!(run.trajectory().points(), [1.0, -0.5, -0.5]);
        assert_eq!((run.step(1), run.parameters()[0]), (Status::Running, 0.25));
    }

    #[test]
    fn a_decaying_weight_leaves_the_minimum_of_the_loss() {
        let mut run = formula("f=(x-2)^2&start=2&lr=0.1&weight_decay=1");
        assert_eq!(run.step(1000), Status::Converged);
        approx::assert_relative_eq!(run.parameters()[0], 4.0 / 3.0, max_relative = 1e-14);
    }

    #[test]
    fn a_run_at_rest_goes_on_when_a_change_moves_it_again() {
        let mut run = formula("f=(x-2)^2&start=0&lr=0.1");
        assert_eq!(run.step(1000), Status::Converged);
        run.set("weight_decay", "0.1").unwrap();
        assert_eq!(run.status(), Status::Running);
        assert_eq!((run.step(1000), run.parameters()[0] < 1.91), (Status::Converged, true));
        run.set("weight_decay", "0.1").unwrap();
        assert_eq!(run.status(), Status::Converged, "the same again moves nothing");
    }

    #[test]
    fn a_learning_rate_of_zero_moves_nothing_until_it_is_another() {
        let mut run = formula("f=x^2&start=1&lr=0");
        assert_eq!(run.status(), Status::Converged);
        run.set("lr", "0.1").unwrap();
        assert_eq!((run.step(1), run.parameters()[0]), (Status::Running, 0.8));
    }
}

mod scale {
    use super::*;

    /// 100 samples on a grid of (u, v) from −4.5 to 4.5, with features (10¹¹u, v) and y = u + 3v.
    fn of_two_sizes(rest: &str) -> Trainer {
        let places = || (0..100).map(|i| (f64::from(i / 10) - 4.5, f64::from(i % 10) - 4.5));
        let features = places().flat_map(|(u, v)| [1e11 * u, v]).collect();
        on(features, 2, places().map(|(u, v)| u + 3.0 * v).collect(), rest)
    }

    #[test]
    fn each_parameter_is_judged_in_its_own_unit() {
        let run = of_two_sizes("loss=mse&reduction=mean&bias=false&start=1e-11,0");
        assert_eq!((run.status(), run.loss()), (Status::Running, 2.0 * 37.125));
        // At the minimum of both it rests.
        let run = of_two_sizes("loss=mse&reduction=mean&bias=false&start=1e-11,3&lr=1e-23");
        assert_eq!(run.status(), Status::Converged);
    }

    proptest! {
        #[test]
        fn a_unit_of_a_feature_changes_when_a_run_ends_by_nothing(exponent in -60i32..60, slope in -3.0..3.0f64) {
            let xs = [-1.0, 0.5, 2.0, 4.0];
            let unit = 2f64.powi(exponent);
            let run = |unit: f64| {
                let targets = xs.iter().map(|x| slope * x + x * x).collect();
                // The learning rate of w has the unit's square in it: without a bias there is no other.
                let lr = 0.05 / (unit * unit);
                let mut run = on(xs.iter().map(|x| x * unit).collect(), 1, targets, &format!("bias=false&start=0&lr={lr:e}"));
                (run.step(10_000), run.steps(), run.parameters()[0] * unit)
            };
            prop_assert_eq!(run(unit), run(1.0));
        }
    }

    #[test]
    fn ill_conditioned_data_do_not_rest_far_from_their_minimum() {
        // NIST's Wampler5 and Wampler1: polynomials of degree 5, all coefficients 1; κ(H) = 2.7·10⁶ when standardised.
        #[rustfmt::skip]
        const NOISE: [f64; 21] = [
            759., -2048., 2048., -2048., 2523., -2048., 2048., -2048., 1838., -2048., 2048., -2048., 1838., -2048., 2048.,
            -2048., 2523., -2048., 2048., -2048., 759.,
        ];
        for (size, accuracy) in [(0.0, 1e-6), (1e4, 1e-4)] {
            let powers = |i: usize| (1..=5).map(move |power| (i as f64).powi(power));
            let features: Vec<f64> = (0..21).flat_map(powers).collect();
            let targets = (0..21).map(|i| 1.0 + powers(i).sum::<f64>() + size * NOISE[i]).collect();
            let rest = "scale=standardize&lr=0.019&momentum=0.99&start=0,0,0,0,0,0";
            let mut run = on(features.clone(), 5, targets, rest);
            assert_eq!(run.step(100_000), Status::Running);
            assert_eq!(run.step(1_000_000), Status::Converged);
            for j in 0..5 {
                let column = || features.iter().skip(j).step_by(5);
                let mean = column().sum::<f64>() / 21.0;
                let deviation = (column().map(|x| (x - mean).powi(2)).sum::<f64>() / 21.0).sqrt();
                approx::assert_relative_eq!(run.parameters()[j] / deviation, 1.0, max_relative = accuracy);
            }
        }
    }

    #[test]
    fn a_parameter_whose_best_value_is_zero_does_not_keep_a_run_going() {
        // Odd targets over places that lie symmetrically: the best bias is 0 but for rounding errors.
        let xs: Vec<f64> = (-5..=5).map(|i| 0.3 * f64::from(i)).collect();
        for decay in ["0", "0.1"] {
            let targets = xs.iter().map(|x| 0.7 * x + (7.0 * x).sin()).collect();
            let rest = format!("loss=mse&reduction=mean&lr=0.3&momentum=0.9&weight_decay={decay}&start=0,0");
            assert_eq!(on(xs.clone(), 1, targets, &rest).step(20_000), Status::Converged, "{decay}");
        }
    }
}

mod excursions {
    use super::*;

    #[test]
    fn a_far_start_does_not_end_a_run_far_from_the_minimum() {
        for start in ["1e6", "1e20", "1e150"] {
            let mut run = formula(&format!("f=(x-2)^2&start={start}&lr=0.1"));
            assert_eq!(run.step(20_000), Status::Converged);
            approx::assert_relative_eq!(run.parameters()[0], 2.0, max_relative = 1e-14);
        }
    }

    #[test]
    fn a_minimum_close_to_zero_is_not_taken_for_zero() {
        let mut run = formula("f=(1e20 x - 1)^2&start=1&lr=1e-41");
        assert_eq!(run.step(20_000), Status::Converged);
        approx::assert_relative_eq!(run.parameters()[0], 1e-20, max_relative = 1e-12);
    }

    #[test]
    fn a_run_that_had_diverged_goes_on_to_the_minimum() {
        let mut run = formula("f=(x-2)^2 + (x + y - 2)^2&start=1,1&lr=9");
        assert_eq!(run.step(10_000), Status::Diverged);
        run.set("lr", "0.1").unwrap();
        assert_eq!(run.status(), Status::Running);
        assert_eq!(run.step(100_000), Status::Converged);
        approx::assert_relative_eq!(run.parameters()[0], 2.0, max_relative = 1e-12);
        assert!(run.parameters()[1].abs() < 1e-12);
    }
}

mod places_without_a_gradient {
    use super::*;

    #[test]
    fn a_minimum_without_a_gradient_is_a_place_to_rest() {
        for experiment in [
            "surface=ackley&start=0,0",
            "f=sqrt(x^2+y^2)&start=0,0",
            "f=sqrt(abs(x - 3))&start=3",
            "f=2^sqrt(x^2)&start=0",
        ] {
            let kind = if experiment.starts_with('f') { "expression" } else { "surface" };
            let run = trainer(&format!("objective={kind}&{experiment}"));
            assert_eq!((run.status(), cause(&run)), (Status::Converged, Some(Cause::Tip)), "{experiment}");
        }
        // Where PyTorch has a convention, the derivative 0 of |x| at 0, there is a gradient.
        let run = formula("f=abs(x)&start=0");
        assert_eq!((run.status(), cause(&run)), (Status::Converged, Some(Cause::Rest)));
    }

    #[test]
    fn a_velocity_carries_a_run_over_the_tip_of_a_cone() {
        // 1, 1 − ½, 0 − ¼ …: the second step ends on the tip.
        let mut run = formula("f=sqrt(x^2)&start=0.75&lr=0.25&momentum=0.5&dampening=0");
        run.step(3);
        let x = run.parameters()[0];
        assert!(run.status() == Status::Running && x < 0.0, "{x}");
    }

    #[test]
    fn a_start_that_no_step_can_be_taken_from_says_so_at_once() {
        for (rest, cause) in [
            ("f=sqrt(x)&start=0", Cause::NoGradient),
            ("f=-sqrt(x^2+y^2)&start=0,0", Cause::NoGradient),
            ("f=log(x)&start=-1", Cause::NoValue),
            ("f=log(x y)&start=-1,2", Cause::NoValue),
            ("f=1/x&start=0", Cause::InfiniteValue),
            ("f=exp(x)&start=800", Cause::InfiniteValue),
        ] {
            let run = formula(rest);
            let reason = run.reason().unwrap_or_else(|| panic!("{rest}: no reason"));
            assert_eq!((run.status(), run.steps(), reason.cause), (Status::Diverged, 0, cause), "{rest}");
            assert!(reason.is_about_the_start(), "{rest}");
        }
    }

    #[test]
    fn reasons_are_sentences_with_the_place_in_both_languages() {
        let run = formula("f=log(x)&start=-1");
        let reason = run.reason().unwrap();
        assert_eq!(reason.message(Words::of("en")), "the function is not defined at x = −1");
        assert_eq!(reason.message(Words::of("zh")), "函数在 x = −1 处没有定义");
        assert_eq!(reason.to_string(), reason.message(Words::of("en")));
    }

    #[test]
    fn a_run_that_diverges_says_where() {
        let mut run = formula("f=x^2&start=1&lr=2");
        assert_eq!(run.step(100_000), Status::Diverged);
        let reason = run.reason().unwrap();
        assert!(reason.steps > run.steps() && !reason.is_about_the_start());
        assert!(reason.parameters[0].abs() > run.parameters()[0].abs());
        run.set("lr", "0.25").unwrap();
        assert_eq!((run.status(), run.reason()), (Status::Running, None));
    }
}

mod a_running_run_has_a_finite_loss {
    use super::*;

    #[test]
    fn after_a_change_in_flight() {
        let mut run = on(vec![1e60, 1.0], 1, vec![1.0, 2.0], "start=1e200,0");
        assert_eq!((run.status(), cause(&run)), (Status::Diverged, Some(Cause::InfiniteValue)));
        run.set("lr", "1e-9").unwrap();
        assert_eq!(run.status(), Status::Diverged, "the start is as it was");
    }

    #[test]
    fn between_two_looks_at_all_samples() {
        // Every batch but the last has only samples that are not felt by w.
        let mut features = vec![0.0; 100];
        features[99] = 1e60;
        let rest = "sampler=sequential&batch=1&start=1,1&lr=1";
        let mut run = on(features, 1, vec![1e40; 100], rest);
        for _ in 0..400 {
            let status = run.step(1);
            assert!(status != Status::Running || run.loss().is_finite(), "{} steps", run.steps());
        }
    }
}

mod drawn_batches {
    use super::*;

    #[test]
    fn a_run_on_its_minimum_goes_on_as_long_as_single_samples_pull() {
        // The best line through (−1, 0), (0, 3), (1, 0) is y = 1, where no sample lies.
        for sampler in ["uniform", "shuffle", "sequential"] {
            let rest = format!("sampler={sampler}&batch=1&lr=0.1&start=0,1");
            let mut run = on(vec![-1.0, 0.0, 1.0], 1, vec![0.0, 3.0, 0.0], &rest);
            assert_eq!(run.gradient(), [0.0, 0.0]);
            assert_eq!((run.status(), run.step(500)), (Status::Running, Status::Running), "{sampler}");
        }
        let full = on(vec![-1.0, 0.0, 1.0], 1, vec![0.0, 3.0, 0.0], "lr=0.1&start=0,1");
        assert_eq!(full.status(), Status::Converged);
    }

    #[test]
    fn where_all_samples_agree_they_come_to_rest() {
        for sampler in ["uniform", "shuffle", "sequential"] {
            let mut run = trainer(&format!("data=line&n=20&noise=0&sampler={sampler}&batch=4&lr=0.05"));
            assert_eq!(run.step(100_000), Status::Converged, "{sampler}");
            approx::assert_relative_eq!(run.parameters(), &[2.0, 1.0][..], max_relative = 1e-12);
        }
    }

    #[test]
    fn the_newest_batch_and_its_gradient_are_those_of_the_newest_step() {
        let mut run = trainer("data=line&n=20&sampler=shuffle&batch=4&lr=0.05&start=0,0");
        assert_eq!(run.newest_batch(), None);
        let mut before = run.parameters().to_vec();
        for _ in 0..12 {
            run.step(1);
            let after = run.parameters().to_vec();
            let objective = Arc::clone(run.objective());
            let (batch, gradient) = run.newest_batch().unwrap();
            let mut right = vec![0.0; 2];
            objective.value_and_gradient(&before, batch, &mut right);
            assert_eq!(gradient, right);
            assert!(matches!(batch, Batch::Samples(indices) if indices.len() == 4));
            before = after;
        }
        run.set("batch", "2").unwrap();
        assert_eq!(run.newest_batch(), None, "the new sampler knows nothing of it");
    }
}

mod tolerance {
    use super::*;

    #[test]
    fn zero_lets_a_run_go_on_for_ever_and_a_larger_one_ends_it_sooner() {
        let steps = |tolerance: f64| {
            let mut run = formula("f=x^2 + 3y^2&start=1,1&lr=0.1");
            run.set_tolerance(tolerance).unwrap();
            run.step(5000);
            run.steps()
        };
        assert_eq!(steps(0.0), 5000);
        assert!(steps(1e-3) < steps(1e-6) && steps(1e-6) < steps(Trainer::TOLERANCE));
        let mut run = formula("f=x^2&start=0");
        assert_eq!(run.status(), Status::Converged);
        run.set_tolerance(0.0).unwrap();
        assert_eq!((run.status(), run.step(3), run.steps()), (Status::Running, Status::Running, 3));
    }

    /// A run that is judged has looked at its next step before it takes it.
    #[test]
    fn judging_a_run_changes_no_bit_of_it() {
        let changes =
            [("momentum", "0.5"), ("lr", "0.002"), ("optimizer", "adam"), ("maximize", "true"), ("lr", "0.001")];
        for recipe in OPTIMIZERS {
            for schedule in SCHEDULES {
                let text = format!(
                    "f=(1-x)^2 %2B 9*(y-x^2)^2&start=-1,2&optimizer={}&schedule={}",
                    recipe.name, schedule.name
                );
                let (mut judged, mut unjudged) = (formula(&text), formula(&text));
                unjudged.set_tolerance(0.0).unwrap();
                for (key, value) in changes {
                    for run in [&mut judged, &mut unjudged] {
                        run.step(7);
                        // No rule has all of them.
                        run.set(key, value).ok();
                    }
                }
                let bits = |run: &Trainer| run.trajectory().points().iter().map(|x| x.to_bits()).collect::<Vec<_>>();
                let judged_bits = bits(&judged);
                assert_eq!(judged_bits, bits(&unjudged)[..judged_bits.len()], "{text}");
                assert!(judged.steps() == unjudged.steps() || judged.status() != Status::Running, "{text}");
            }
        }
    }

    #[test]
    fn an_oscillation_is_no_rest_however_large_the_tolerance() {
        // x → −x for ever: a step of twice what the parameter has been.
        let mut run = formula("f=x^2&start=1&lr=1");
        run.set_tolerance(1.0).unwrap();
        assert_eq!(run.step(1000), Status::Running);
        // The start hops 4 % of its value to and fro.
        let mut run = formula("f=abs(x - 1)&start=1.02&lr=0.04");
        run.set_tolerance(1e-3).unwrap();
        assert_eq!(run.step(1000), Status::Running);
    }

    #[test]
    fn a_new_objective_keeps_it() {
        let mut run = trainer("data=line&n=5");
        run.set_tolerance(0.25).unwrap();
        run.set("n", "6").unwrap();
        assert_eq!(run.tolerance(), 0.25);
    }

    #[test]
    fn what_is_no_tolerance_is_refused() {
        let mut run = trainer("data=line&n=5");
        for wrong in [-1e-9, 1.5, f64::NAN, f64::INFINITY] {
            let message = run.set_tolerance(wrong).unwrap_err().to_string();
            assert!(
                message.starts_with("tolerance: `") && message.ends_with("must be a number from 0 to 1"),
                "{message}"
            );
        }
        assert_eq!(run.tolerance(), Trainer::TOLERANCE);
    }
}

#[test]
fn on_every_surface_with_a_minimum_small_steps_come_to_rest_at_one() {
    // The tips of Ackley's cones let no fixed step come to rest on them, the saddle has no minimum.
    for surface in SURFACES.iter().filter(|surface| !["ackley", "saddle"].contains(&surface.name)) {
        for momentum in ["0", "0.9"] {
            let (x, y) = surface.minima.first().map_or((0.0, 0.0), |minimum| (minimum[0] + 0.05, minimum[1] - 0.05));
            let rest = format!("surface={}&start={x},{y}&lr=0.0005&momentum={momentum}", surface.name);
            let mut run = trainer(&format!("objective=surface&{rest}"));
            assert_eq!(run.step(500_000), Status::Converged, "{rest}");
            assert!(run.gradient().iter().all(|slope| slope.abs() < 1e-8), "{rest}: {:?}", run.gradient());
        }
    }
}
