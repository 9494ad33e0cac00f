use super::super::anatomy::calculation;
use super::super::replay::Replay;
use super::*;
use crate::figure::Scene;
use crate::figure::comparison::Comparing;
use crate::figure::comparison::own::among;
use crate::figure::comparison::tests::shown;
use crate::figure::{Action, named};
use crate::optim::OPTIMIZERS;
use crate::trainer::Status;
use crate::words::Words;

fn anatomy(comparing: &Comparing) -> &Replay {
    among(comparing).unwrap()
}

/// What is taken apart is the run's next step, to the bit, and what is recomputed backwards the same as forwards.
#[test]
fn the_step_that_is_shown_is_the_runs_whatever_the_rule_and_wherever_it_has_been() {
    for recipe in OPTIMIZERS {
        let text = format!("optimizer={}", recipe.name);
        let mut scene = shown(&WHY_THIS_STEP, &WHY, &text);
        let mut first = Vec::new();
        for step in [0, 1, 2, 9, 30, 9, 2] {
            let at = scene.look(step, 0.0);
            let (run, apart) = (&scene.runs[0], &anatomy(&scene).step);
            if let Some(apart) = apart.as_ref().filter(|_| run.trainer.status() == Status::Running) {
                assert_eq!(apart.before, run.point(at)[..2], "{text}: {at}");
                assert_eq!(apart.after, run.point(at + 1)[..2], "{text}: {at}");
                first.push((at, apart.clone()));
            }
        }
        for (at, apart) in &first {
            assert!(first.iter().all(|(other, again)| at != other || apart == again), "{text}: {at}");
        }
    }
}

#[test]
fn whatever_the_rule_and_the_surface_the_step_is_drawn_described_and_explained() {
    for language in ["en", "zh"] {
        let words = Words::of(language);
        let surfaces = ["", "surface=saddle&start=0,1.6", "f=x-x%2By-y&start=1,1", "f=exp(20*x)%2By^2&start=0,1"];
        for (recipe, surface) in OPTIMIZERS.iter().flat_map(|recipe| surfaces.map(|surface| (recipe, surface))) {
            for more in ["", "&maximize=true", "&lr=1e9", "&lr=0"] {
                let text = format!("optimizer={}&{surface}{more}", recipe.name);
                let mut scene = shown(&WHY_THIS_STEP, &WHY, &text);
                for (step, fraction) in [(0, 0.0), (1, 0.5), (3, 0.0), (200, 0.0)] {
                    scene.look(step, fraction);
                    scene.rules(words);
                    let why = scene.readout(words);
                    assert!(!why.is_empty() && !why.contains("NaN") && !why.contains('?'), "{text}: {why}");
                    for (place, panel) in scene.panels(words).iter().enumerate() {
                        scene.picture(place, words);
                        assert!(!panel.title.is_empty(), "{text}");
                    }
                }
            }
        }
    }
}

#[test]
fn a_rule_has_the_same_rows_at_every_step_where_nothing_is_remembered_yet_too() {
    let words = Words::of("en");
    let labels = |scene: &mut Comparing, step: u64| {
        scene.look(step, 0.0);
        let step = anatomy(scene).step.as_ref().expect("a step");
        calculation::rows(step, words).into_iter().map(|row| row.label).collect::<Vec<_>>()
    };
    let with_more =
        ["sgd&momentum=0.9", "sgd&momentum=0.9&nesterov=true", "rmsprop&momentum=0.9", "adamw&weight_decay=0.1"];
    // RAdam's is another formula for its first five steps (Liu et al., 2020).
    let rules = OPTIMIZERS.iter().map(|recipe| recipe.name).filter(|name| *name != "radam");
    for rule in rules.chain(with_more) {
        let mut scene = shown(&WHY_THIS_STEP, &WHY, &format!("optimizer={rule}&lr=1e-3"));
        let first = labels(&mut scene, 0);
        for step in [1, 2, 7] {
            assert_eq!(labels(&mut scene, step), first, "{rule}: {step}");
        }
    }
    let mut adam = shown(&WHY_THIS_STEP, &WHY, "");
    assert_eq!(labels(&mut adam, 0), ["g", "m̂", "÷ (√v̂ + ε)", "× (−η) = step"]);
}

#[test]
fn each_rule_says_why_its_step_is_no_gradient_step() {
    let why = |text: &str, step: u64| {
        let mut scene = shown(&WHY_THIS_STEP, &WHY, text);
        scene.look(step, 0.0);
        scene.readout(Words::of("en"))
    };
    assert_eq!(why("optimizer=sgd", 3), "SGD here remembers nothing and divides by nothing: the step is −ηg.");
    assert_eq!(why("optimizer=sgd&momentum=0.9", 0), "SGD has nothing to remember yet: the first step is −ηg.");
    let momentum = why("optimizer=sgd&momentum=0.9&lr=0.02", 3);
    assert!(momentum.starts_with("What is remembered is ") && momentum.contains("°."), "{momentum}");
    let first = why("", 0);
    assert!(
        first.starts_with("Adam divides each gradient by its own size") && first.contains("η = 0.3 long"),
        "{first}"
    );
    // g = (x, 15 y) at (−1.6, 0.7), after a step of 0.1 in both.
    let second = why("lr=0.1", 1);
    assert!(
        second.starts_with("The gradient in y is 6.56 times that in x. Adam divides y by 11.3 and x by 1.65"),
        "{second}"
    );
    assert!(second.ends_with("the steps are 0.0994 and 0.0998 long, both about as long as η = 0.1."), "{second}");
    assert!(why("bias_correction=false&lr=0.1", 0).contains("the steps are 0.316 and 0.316 long"));
    assert!(why("start=-1,0", 0).starts_with("The gradient in y is 0, so x alone"));
    assert!(why("start=0,0", 0).contains("come to rest"));
    let lion = why("optimizer=lion&lr=0.1", 1);
    assert!(lion.starts_with("Lion keeps the sign alone: x moves by 0.1 and y by 0.1"), "{lion}");
    let turned = (0..30).map(|step| why("optimizer=rprop&lr=0.1", step)).find(|why| why.contains("changed its sign"));
    assert!(turned.unwrap().contains("Rprop leaves y where it is"));
    let against = (0..30).map(|step| why("lr=0.1", step)).find(|why| why.contains("outweighs"));
    assert!(against.unwrap().contains("In y, what is remembered"));
    assert!(why("optimizer=rmsprop&momentum=0.5", 2).contains("is carried on"));
    assert!(why("optimizer=adamw&weight_decay=0.5", 2).contains("Weight decay adds"));
    // A rule that is typed says where to itself, and is no search along a line.
    let typed = why("optimizer=own&lr=0.02", 3);
    assert!(typed.starts_with("What is remembered is ") && !typed.contains("lengths"), "{typed}");
    assert!(!why("optimizer=own&lr=0.02", 0).contains("nothing to go by"));
    let newton = why("optimizer=newton", 0);
    assert!(
        newton.starts_with("Newton's method goes by the curvature as well: its step is turned from −g by 57°"),
        "{newton}"
    );
    assert!(why("optimizer=newton&surface=himmelblau", 0).contains("that lies uphill from here"));
    assert!(!why("optimizer=newton&surface=himmelblau&saddle_free=true", 0).contains("uphill"));
    assert_eq!(
        why("optimizer=line_search", 0),
        "Of 4 lengths that were tried, the last, t = 0.125, lowers f by enough."
    );
    assert!(why("optimizer=cg", 0).starts_with("There is nothing to go by yet but the gradient"));
    assert!(why("optimizer=cg", 1).starts_with("What is remembered turns the way from −g by 8°"));
    assert!(why("optimizer=lbfgs", 2).starts_with("L-BFGS goes by the curvature as well"));
    assert!(why("optimizer=lbfgs&strong_wolfe=true", 0).ends_with("lowers f by enough."));
    assert!(why("maximize=true", 2).ends_with("It goes up: g is −∇f."));
    assert_eq!(why("f=log(x*y)&start=-1,1", 0), "There is no next step to take apart.");
}

#[test]
fn another_rule_has_a_rate_whose_steps_are_seen_unless_one_is_given() {
    let mut host = named("why-this-step", Words::of("en").clone()).unwrap();
    let has = |host: &crate::figure::Host, part: &str| host.experiment().split('&').any(|given| given == part);
    host.set("optimizer", "adadelta").unwrap();
    assert!(has(&host, "lr=1"), "{}", host.experiment());
    host.set("optimizer", "sgd").unwrap();
    assert!(has(&host, "lr=0.07"), "{}", host.experiment());
    host.set("surface", "booth").unwrap();
    host.set("optimizer", "nadam").unwrap();
    assert!(has(&host, "lr=1") && has(&host, "start=-7,6"), "{}", host.experiment());
    assert_eq!(host.apply("optimizer=rmsprop&lr=0.02"), []);
    assert!(has(&host, "lr=0.02"));
    // A press on the landscape starts there.
    assert!(host.act(Action::Press(0, [1.0, 1.0])) && has(&host, "start=1,1"));
}

#[test]
fn what_is_looked_at_stands_above_the_picture_and_the_sentence_stays() {
    let words = Words::of("en");
    let mut scene = shown(&WHY_THIS_STEP, &WHY, "figure.step=4");
    let (sentence, detail) = (scene.readout(words), scene.panels(words)[0].detail.clone());
    scene.hover(Some((0, [0.5, 0.25])));
    assert_eq!(scene.readout(words), sentence);
    assert!(scene.panels(words)[0].detail.starts_with("x = 0.5, y = 0.25, f = "), "{}", scene.panels(words)[0].detail);
    scene.hover(None);
    assert_eq!(scene.panels(words)[0].detail, detail);
}
