use super::super::one_step::STEP;
use super::*;
use crate::chart::Layer;
use crate::figure::comparison::ONE_STEP;
use crate::figure::comparison::tests::shown;

fn parts(comparing: &Comparing) -> &Parts {
    among::<Parts>(comparing).expect("the next step")
}

/// Head to tail the samples' arrows are the step that the trainer takes.
#[test]
fn the_gradients_of_a_batch_add_up_to_its_step() {
    for given in ["batch=4", "batch=1", "batch=16&reduction=sum&lr=0.005", "batch=8&figure.step=5", "loss=mse&batch=3"]
    {
        let comparing = shown(&ONE_STEP, &STEP, given);
        let (run, parts) = (&comparing.runs[0], parts(&comparing));
        let [now, next] = [0, 1].map(|ahead| run.problem.two(run.point(run.seen.steps + ahead)));
        let step = [next[0] - now[0], next[1] - now[1]];
        approx::assert_relative_eq!(parts.whole()[..], step[..], max_relative = 1e-10);
        assert_eq!(parts.gradients.len(), parts.batch.len(), "{given}");
    }
}

/// A number beside an arrow shorter than itself would be about nothing.
#[test]
fn only_arrows_that_have_room_are_numbered() {
    let numbered = |given: &str| {
        let comparing = shown(&ONE_STEP, &STEP, given);
        let picture = StepOf(0).show(&comparing, &None, Words::of("en"));
        picture.names.iter().filter(|name| NUMBERS.contains(&name.text)).count()
    };
    let numbered = ["lr=1", "lr=0.3", "lr=0.01", "batch=60", "batch=1"].map(numbered);
    assert_eq!(numbered, [4, 4, 4, 0, 0], "the only one is the step");
}

/// The slider stays under the hand that changes the batch.
#[test]
fn each_number_has_its_line_whatever_the_batch() {
    for m in [1, 2, 4, 60] {
        let comparing = shown(&ONE_STEP, &STEP, &format!("batch={m}"));
        let panel = SamplesOf(0).describe(&comparing, &None, Words::of("en"));
        let (told, free) = panel.legend[1..].split_at(TOLD.min(m));
        assert!(told.iter().zip(NUMBERS).all(|(entry, number)| entry.text.starts_with(number)));
        assert!(free.iter().all(|entry| entry.text == NOTHING));
        assert_eq!(panel.legend.len(), 1 + TOLD);
    }
}

/// Near the minimum as at the start, and where a step leads far beyond the window.
#[test]
fn the_axes_hold_every_arrow_and_leave_none_small() {
    for given in [
        "",
        "figure.step=6",
        "figure.step=40",
        "lr=0.001",
        "lr=1.97",
        "lr=9&batch=60",
        "batch=1",
        "noise=0&figure.step=30",
        "scale=standardize",
    ] {
        let comparing = shown(&ONE_STEP, &STEP, given);
        let parts = parts(&comparing);
        let places = parts.chain.iter().copied().chain([parts.by_all]);
        let reach = |place: [f64; 2]| (place[0] / parts.ranges[0].1).abs().max((place[1] / parts.ranges[1].1).abs());
        let farthest = places.map(reach).fold(0.0, f64::max);
        assert!((0.2..=1.0).contains(&farthest), "{given}: {farthest}");
    }
    let window = [(0.0, 2.0), (-1.0, 0.0)];
    assert_eq!(around([[0.0, 0.2], [-0.1, 0.0]].into_iter(), window), [(-0.4, 0.4), (-0.2, 0.2)]);
    assert_eq!(around([[0.0, 0.0]].into_iter(), window), [(-1.0, 1.0), (-0.5, 0.5)], "what does not move");
}

/// Of steps that are as long as each other the eye sees how long they are, and not how the axes follow.
#[test]
fn near_the_minimum_the_axes_seldom_move() {
    for given in ["", "batch=16", "lr=0.05", "batch=1&lr=0.05"] {
        let mut comparing = shown(&ONE_STEP, &STEP, given);
        let ranges = (100..300).map(|step| {
            crate::figure::Scene::look(&mut comparing, step, 0.0);
            parts(&comparing).ranges
        });
        let ranges: Vec<_> = ranges.collect();
        let changes = ranges.windows(2).filter(|pair| pair[0] != pair[1]).count();
        assert!(changes <= 20, "{given}: {changes} changes");
    }
}

/// What is pointed at among the data is seen in the step.
#[test]
fn the_arrow_of_a_sample_that_is_pointed_at_stands_out() {
    for given in ["batch=4", "batch=16"] {
        let mut comparing = shown(&ONE_STEP, &STEP, given);
        let arrows = |comparing: &Comparing| {
            let picture = StepOf(0).show(comparing, &None, Words::of("en"));
            picture.look(Layer::Moving, picture.fingerprint_of_space())
        };
        let place = {
            let parts = parts(&comparing);
            parts.problem.samples.as_ref().unwrap().place(parts.batch[2] as usize)
        };
        let before = arrows(&comparing);
        crate::figure::Scene::hover(&mut comparing, Some((1, place)));
        assert!(arrows(&comparing) != before, "{given}");
        crate::figure::Scene::hover(&mut comparing, None);
        assert!(arrows(&comparing) == before, "{given}");
    }
}

#[test]
fn as_many_draws_as_there_are_samples_are_said_to_be_with_replacement() {
    let detail = |given: &str| {
        let comparing = shown(&ONE_STEP, &STEP, given);
        StepOf(0).describe(&comparing, &None, Words::of("en")).detail
    };
    assert!(detail("batch=60").contains("with replacement"));
    let others = ["batch=59", "batch=60&sampler=shuffle", "sampler=full"].map(detail);
    assert!(others.iter().all(|detail| !detail.contains("with replacement")), "{others:?}");
}

/// The step is looked at alone: where those after it lead is another figure's.
#[test]
fn nothing_beyond_the_next_step_is_previewed() {
    let mut comparing = shown(&ONE_STEP, &STEP, "lr=1");
    crate::figure::Scene::changed(&mut comparing, "lr", 0);
    crate::figure::Scene::look(&mut comparing, 0, 0.0);
    assert!(comparing.ahead.is_empty());
}

/// In the mean over all samples, the step of one sample is that of all.
#[test]
fn single_steps_are_right_in_the_mean() {
    let comparing = shown(&ONE_STEP, &STEP, "sampler=full");
    let parts = parts(&comparing);
    approx::assert_relative_eq!(parts.whole()[..], parts.by_all[..], max_relative = 1e-12);
}
