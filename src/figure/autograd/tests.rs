use super::*;
use crate::chart::computation::Node;
use crate::figure::{Host, named};
use approx::assert_relative_eq;

fn shown(text: &str) -> Autograd {
    let mut values = Values::new(FIGURE.table, FIGURE.base).unwrap();
    assert_eq!(values.read(text), (0, vec![]));
    Autograd::build(&values, None).unwrap()
}

fn host(text: &str) -> Host {
    let mut host = named("autograd", Words::of("en").clone()).unwrap();
    assert_eq!(host.apply(text), []);
    host
}

/// A linear model whose numbers are whole.
const LINEAR: &str = "figure.example=linear&figure.w=0.5&figure.b=-1&figure.target=3";

/// What stands on the node with this sign.
fn node(scene: &Autograd, sign: &str) -> Node {
    scene.labels.nodes.iter().find(|node| node.sign == sign).unwrap().clone()
}

#[test]
fn the_tape_has_the_gradients_of_the_formulas() {
    for text in [
        "",
        LINEAR,
        "figure.example=neuron&figure.class=0",
        "figure.example=formula",
        "figure.example=formula&f=x^3 - 2x",
    ] {
        let scene = shown(text);
        for pass in scene.passes() {
            let exact = scene.course.example.gradient(&pass.parameters);
            for (taped, exact) in pass.gradient.iter().zip(&exact) {
                // A run may leave what the function is defined on.
                assert_eq!(taped.is_finite(), pass.loss().is_finite());
                assert_eq!(taped.is_finite(), exact.is_finite());
                if taped.is_finite() {
                    assert_relative_eq!(*taped, *exact, max_relative = 1e-12, epsilon = 1e-14);
                }
            }
            if pass.loss().is_finite() {
                let loss = scene.course.example.loss(&pass.parameters);
                assert_relative_eq!(pass.loss(), loss, max_relative = 1e-12, epsilon = 1e-14);
            }
        }
    }
}

#[test]
fn where_there_is_no_loss_there_is_no_gradient_either() {
    let mut scene = shown("figure.example=formula&f=log(x y)&figure.x=-1&figure.y=2");
    let pass = &scene.passes()[0];
    assert!(pass.gradient.iter().all(|slope| slope.is_nan()) && scene.passes().len() == 1);
    assert!(scene.course.example.gradient(&pass.parameters).iter().all(|slope| slope.is_nan()));
    scene.look((pass.operations.len() + pass.visits.len()) as u64, 0.0);
    assert_eq!(node(&scene, "x").gradient, ".grad = ?");
    assert!(scene.labels.nodes.iter().all(|node| node.gradient.is_empty() || node.gradient.ends_with('?')));
    let rules = scene.rules(Words::of("en"));
    assert!(!rules.is_empty() && rules.iter().all(|(_, rule)| rule.ends_with("= ?")), "{rules:?}");
}

#[test]
fn with_zero_grad_the_passes_are_gradient_descent() {
    let scene = shown(&format!("{LINEAR}&lr=0.1"));
    for pair in scene.passes().windows(2) {
        for k in 0..2 {
            let after = pair[0].parameters[k] - 0.1 * pair[0].gradient[k];
            assert_relative_eq!(pair[1].parameters[k], after, max_relative = 1e-14);
        }
    }
    assert!(scene.passes().last().unwrap().loss() < 1e-9);
}

#[test]
fn forgotten_gradients_add_up() {
    let scene = shown(&format!("{LINEAR}&lr=0.1&figure.lesson=forget"));
    let [first, second, third, ..] = scene.passes() else { panic!("{}", scene.passes().len()) };
    assert_eq!((first.before[0], second.before[0]), (None, Some(first.gradient[0])));
    let after = second.parameters[0] - 0.1 * (first.gradient[0] + second.gradient[0]);
    assert_relative_eq!(third.parameters[0], after, max_relative = 1e-14);
    let best = scene.passes().iter().map(Pass::loss).fold(f64::INFINITY, f64::min);
    assert!(scene.passes().last().unwrap().loss() > 100.0 * best, "it swings past the minimum instead of arriving");
}

#[test]
fn a_second_walk_through_a_kept_graph_adds_the_same_once_more() {
    let mut scene = shown(&format!("{LINEAR}&figure.lesson=retain"));
    let [forward, visits] = [scene.pass().operations.len(), scene.pass().visits.len()].map(|count| count as u64);
    let gradients = |scene: &Autograd| ["w", "b"].map(|sign| node(scene, sign).gradient);
    scene.look(forward + visits, 0.0);
    assert_eq!(gradients(&scene), [".grad = −6", ".grad = −3"]);
    scene.look(forward + 2 * visits, 0.0);
    assert_eq!(gradients(&scene), [".grad = −12", ".grad = −6"]);
    assert_eq!(node(&scene, "+").gradient, "−3", "what is no parameter begins anew");
}

#[test]
fn grad_leaves_grad_alone() {
    let mut scene = shown(&format!("{LINEAR}&figure.lesson=grad"));
    scene.look(10, 0.0);
    assert_eq!(node(&scene, "w").gradient, "−6");
}

#[test]
fn a_second_walk_through_a_freed_graph_is_refused_in_words() {
    let mut host = host("figure.lesson=twice");
    assert_eq!(host.scene().notices(host.words()), []);
    host.seek(100);
    assert_eq!(host.scene().notices(host.words()).len(), 1);
    assert!(host.clock().over);
}

#[test]
fn another_lesson_is_about_the_same_passes() {
    let mut values = Values::new(FIGURE.table, FIGURE.base).unwrap();
    let before = Autograd::build(&values, None).unwrap();
    let mut after = |key, value| {
        values.set(key, value).unwrap();
        Autograd::build(&values, Some(&before)).unwrap().course
    };
    assert!(Rc::ptr_eq(&before.course, &after(LESSON, "twice")));
    assert!(!Rc::ptr_eq(&before.course, &after("lr", "0.1")));
}

#[test]
fn it_rests_where_a_pass_of_whatever_length_has_all_its_gradients() {
    for (text, rest) in [
        (LINEAR, 10),
        ("figure.example=linear&figure.lesson=retain", 15),
        ("", 12),
        ("figure.example=formula&f=x^2", 2),
    ] {
        assert_eq!(host(text).clock().rest, rest, "{text}");
    }
}

#[test]
fn a_new_value_is_seen_in_the_first_pass_as_far_as_the_last_had_come() {
    for (at, key, value, after) in [
        (5, "figure.w", "2", 5),
        (12, "figure.w", "2", 10),
        (12, "figure.target", "1", 12),
        (13, "figure.w", "2", 1),
        (29, "figure.target", "1", 5),
        (29, "lr", "0.1", 29),
        (29, LESSON, "grad", 0),
        (0, "figure.b", "1", 0),
    ] {
        let mut host = host(LINEAR);
        host.seek(at);
        host.set(key, value).unwrap();
        assert_eq!(host.clock().tick, after, "{key} at {at}");
    }
}

#[test]
fn a_formula_that_is_too_large_to_be_drawn_leaves_the_one_that_was_there() {
    let mut figure = host("figure.example=formula");
    let before = figure.experiment();
    let large = (1..40).map(|k| format!("sin({k}x)")).collect::<Vec<_>>().join("+");
    let error = figure.set("f", &large).unwrap_err();
    assert!(error.to_string().contains("at most 28 can be drawn"), "{error}");
    assert_eq!(figure.experiment(), before);
    let link = format!("figure.example=formula&f={}", large.replace('+', "%2B"));
    assert_eq!(figure.apply(&link).len(), 1, "a link with it is damaged");
    assert_eq!(figure.experiment(), before);
    assert!(host(&link.replace("formula", "linear")).set(EXAMPLE, "formula").is_err(), "elsewhere it waits");
}

#[test]
fn the_formula_has_a_control_where_it_is_what_is_computed() {
    let has_formula = |text| host(text).controls().iter().any(|control| control.key == "f");
    assert_eq!(["figure.example=formula", "figure.example=neuron", ""].map(has_formula), [true, false, false]);
}

#[test]
fn products_are_as_many_as_a_naive_count_has() {
    /// Products of a walk forward from one parameter: the local derivatives along all edges that its change runs along.
    fn reached(inputs: &[Vec<usize>], from: usize) -> usize {
        let mut changes = vec![from];
        let mut edges = 0;
        for (node, inputs) in inputs.iter().enumerate() {
            let along = inputs.iter().filter(|input| changes.contains(input)).count();
            edges += along;
            if along > 0 {
                changes.push(node);
            }
        }
        edges
    }
    for (text, backward, forward) in [
        ("", 7, vec![6, 5]),
        ("figure.example=neuron", 7, vec![6, 5]),
        ("figure.example=formula&f=x^2", 1, vec![1]),
        ("figure.example=formula", 8, vec![5, 5]),
        ("figure.example=formula&f=sin(x*y) + x*y*y", 0, vec![]),
    ] {
        let scene = shown(text);
        let pass = scene.pass();
        let (inputs, parameters) = (pass.inputs(), pass.parameters.len());
        let naive: Vec<usize> = (0..parameters)
            .map(|k| reached(&inputs, pass.nodes.iter().position(|node| node.parameter == Some(k)).unwrap()))
            .collect();
        assert_eq!(pass.products_forward(), naive, "{text}");
        assert!(pass.products_backward() <= naive.iter().sum(), "{text}");
        if backward > 0 {
            assert_eq!((pass.products_backward(), &naive), (backward, &forward), "{text}");
        }
    }
}

#[test]
fn the_count_is_said_where_the_walk_back_is() {
    let mut host = host("");
    assert!(!host.scene().readout(host.words()).contains("products"));
    host.seek(8);
    let said = host.scene().readout(host.words());
    assert!(said.contains("7 products") && said.contains("6 for w and 5 for b, 11 in all"), "{said}");
}

#[test]
fn what_is_not_computed_yet_is_a_dot_without_words() {
    let mut scene = shown("");
    let pending = |scene: &Autograd| scene.labels.nodes.iter().filter(|node| node.pending).count();
    assert_eq!(pending(&scene), 6);
    assert!(scene.labels.nodes.iter().all(|node| node.value.is_empty() && node.name.is_empty()));
    scene.look(2, 0.0);
    assert_eq!(pending(&scene), 4);
    assert_eq!(node(&scene, "+").value, "−0.5");
}

#[test]
fn a_step_of_the_chain_rule_stands_at_the_edge_that_it_goes_back_along() {
    let mut scene = shown(LINEAR);
    scene.look(8, 0.0);
    let labels: Vec<_> = scene.labels.edges.iter().filter(|edge| edge.flow < 0).map(|edge| &edge.label[..]).collect();
    assert_eq!(labels, ["3 × (−1)"]);
}

#[test]
fn the_reader_points_at_a_node_and_at_its_line() {
    let mut scene = shown("");
    let (place, words) = (scene.pass().operations[1], Words::of("en"));
    let at = scene.course.layout.places()[place];
    scene.hover(Some((0, at)));
    assert!(scene.labels.nodes[place].pointed);
    let pointed: Vec<_> = scene.listing(words).into_iter().filter(|line| line.pointed).map(|line| line.text).collect();
    assert_eq!(pointed, ["    v2 = v1 + b"]);
    scene.hover(None);
    assert!(scene.listing(words).iter().all(|line| !line.pointed));
}

#[test]
fn three_ways_follow_the_pass() {
    let mut scene = shown("");
    let detail = |scene: &Autograd| scene.check.detail(Words::of("en"), scene.has_derivative());
    let first = detail(&scene);
    assert!(first.ends_with("autograd still to come"), "{first}");
    scene.look(11, 0.0);
    assert_eq!(detail(&scene), first, "w is the last that the walk back comes to");
    scene.look(12, 0.0);
    assert!(detail(&scene).ends_with("autograd −1.041441075"));
    scene.look(15, 0.0);
    assert_eq!(scene.number(), 1);
    assert!(detail(&scene).ends_with("autograd still to come") && detail(&scene) != first);
}

#[test]
fn a_step_is_seen_once_it_is_done() {
    let mut scene = shown(&format!("{LINEAR}&lr=0.1"));
    let field = |scene: &Autograd, key| {
        scene.handles().into_iter().filter_map(|handle| handle.field).find(|field| field.0 == key).unwrap().1
    };
    let fields = |scene: &Autograd| ["figure.w", "figure.b", "figure.target"].map(|key| field(scene, key));
    scene.look(10, 0.0);
    assert_eq!(fields(&scene), ["0.5", "−1", "3"]);
    for tick in 11..=13 {
        scene.look(tick, 0.0);
        assert_eq!(fields(&scene), ["1.1", "−0.7", "3"], "at {tick}");
        assert_eq!(node(&scene, "+").stale, tick < 13, "what was computed is of the old parameters, until it is anew");
    }
    let last = scene.look(u64::MAX, 0.0);
    assert!(scene.has_stepped() && scene.is_over(last), "there is a place after the last pass too");
}

#[test]
fn a_negative_number_has_one_pair_of_parentheses() {
    for (f, rule) in [
        ("max(x, y)", "E = maximum(x, y) = maximum(−1, 2) = 2"),
        ("tanh(x) * y", "v₁ = tanh x = tanh ( −1 ) = −0.761594"),
    ] {
        let mut scene = shown(&format!("figure.example=formula&f={f}&figure.x=-1&figure.y=2"));
        scene.look(1, 0.0);
        assert_eq!(scene.rules(Words::of("en"))[0].1, rule);
    }
}

#[test]
fn a_learning_rate_is_offered_where_something_steps_and_kept_where_nothing_does() {
    let mut figure = crate::figure::named("autograd", Words::of("en").clone()).unwrap();
    figure.set("lr", "0.2").unwrap();
    for (lesson, steps) in
        [("backward", true), ("grad", true), ("forget", true), ("twice", false), ("retain", false), ("backward", true)]
    {
        figure.set(LESSON, lesson).unwrap();
        let rate = figure.controls().into_iter().find(|control| control.key == "lr");
        assert_eq!(rate.map(|rate| rate.value), steps.then(|| "0.2".to_owned()), "{lesson}");
    }
}
