use super::*;
use approx::assert_relative_eq;

fn shown(experiment: &str) -> Autograd {
    let mut figure = Autograd::new().unwrap();
    assert_eq!(figure.apply(experiment), []);
    figure
}

/// What stands on the node with this title.
fn node(figure: &Autograd, title: &str) -> Node {
    figure.nodes.iter().find(|node| node.title == title).unwrap().clone()
}

#[test]
fn the_tape_has_the_gradients_of_the_formulas() {
    for experiment in
        ["", "figure.example=neuron&figure.class=0", "figure.example=formula", "figure.example=formula&f=x^3 - 2x"]
    {
        let figure = shown(experiment);
        for pass in &figure.passes {
            let analytic = figure.example.analytic(&pass.parameters);
            for (taped, exact) in pass.gradient.iter().zip(&analytic) {
                // A run may leave what the function is defined on.
                assert_eq!(taped.is_finite(), pass.loss().is_finite());
                assert_eq!(taped.is_finite(), exact.is_finite());
                if taped.is_finite() {
                    assert_relative_eq!(*taped, *exact, max_relative = 1e-12, epsilon = 1e-14);
                }
            }
            if pass.loss().is_finite() {
                assert_relative_eq!(
                    pass.loss(),
                    figure.example.loss(&pass.parameters),
                    max_relative = 1e-12,
                    epsilon = 1e-14
                );
            }
        }
    }
}

#[test]
fn where_there_is_no_loss_there_is_no_gradient_either() {
    let mut figure = shown("figure.example=formula&f=log(x y)&figure.x=-1&figure.y=2");
    let pass = &figure.passes[0];
    assert!(pass.gradient.iter().all(|slope| slope.is_nan()) && figure.passes.len() == 1);
    assert!(figure.example.analytic(&pass.parameters).iter().all(|slope| slope.is_nan()));
    figure.seek(pass.operations.len() as u64 + pass.visits.len() as u64);
    assert_eq!(node(&figure, "x").gradient, ".grad = ?");
    assert!(figure.nodes.iter().filter(|node| !node.gradient.is_empty()).all(|node| node.gradient.ends_with('?')));
    assert!(figure.rules().iter().all(|(_, rule)| rule.ends_with("= ?")), "{:?}", figure.rules());
}

#[test]
fn with_zero_grad_the_passes_are_gradient_descent() {
    let figure = shown("lr=0.1");
    for (pass, next) in figure.passes.iter().zip(&figure.passes[1..]) {
        for k in 0..2 {
            assert_relative_eq!(next.parameters[k], pass.parameters[k] - 0.1 * pass.gradient[k], max_relative = 1e-14);
        }
    }
    assert!(figure.passes.last().unwrap().loss() < 1e-9);
}

#[test]
fn forgotten_gradients_add_up() {
    let figure = shown("lr=0.1&figure.lesson=forget");
    let [first, second] = [0, 1].map(|k| &figure.passes[k]);
    assert_eq!((first.before[0], second.before[0]), (None, Some(first.gradient[0])));
    let after = second.parameters[0] - 0.1 * (first.gradient[0] + second.gradient[0]);
    assert_relative_eq!(figure.passes[2].parameters[0], after, max_relative = 1e-14);
    let best = figure.passes.iter().map(Pass::loss).fold(f64::INFINITY, f64::min);
    assert!(figure.passes.last().unwrap().loss() > 100.0 * best, "it swings past the minimum instead of arriving");
}

#[test]
fn a_second_walk_through_a_kept_graph_adds_the_same_once_more() {
    let mut figure = shown("figure.lesson=retain");
    let visits = figure.passes[0].visits.len() as u64;
    let forward = figure.passes[0].operations.len() as u64;
    figure.seek(forward + visits);
    assert_eq!((node(&figure, "w").gradient, node(&figure, "b").gradient), (".grad = −6".into(), ".grad = −3".into()));
    figure.seek(forward + 2 * visits);
    assert_eq!((node(&figure, "w").gradient, node(&figure, "b").gradient), (".grad = −12".into(), ".grad = −6".into()));
    assert_eq!(node(&figure, "v₂ = v₁ + b").gradient, "∂ = −3", "what is no leaf begins anew");
}

#[test]
fn grad_leaves_grad_alone() {
    let mut figure = shown("figure.lesson=grad");
    figure.seek(10);
    assert_eq!(node(&figure, "w").gradient, "∂ = −6");
}

#[test]
fn a_second_walk_through_a_freed_graph_is_refused_in_words() {
    let mut figure = shown("figure.lesson=twice");
    assert_eq!(figure.notices(), []);
    figure.seek(figure.last());
    assert_eq!(figure.notices().len(), 1);
    assert!(figure.clock().at_rest);
}

#[test]
fn a_formula_that_is_too_large_to_be_drawn_leaves_the_one_that_was_there() {
    let mut figure = shown("figure.example=formula");
    let before = figure.experiment();
    let large = (1..40).map(|k| format!("sin({k}x)")).collect::<Vec<_>>().join("+");
    let error = figure.set(F, &large).unwrap_err();
    assert!(error.to_string().contains("at most 28 can be drawn"), "{error}");
    assert_eq!(figure.experiment(), before);
    let link = format!("figure.example=formula&f={}", large.replace('+', "%2B"));
    assert_eq!(figure.apply(&link).len(), 1, "a link with it is damaged");
    assert_eq!(figure.sheet.text(F), "log(x) + x*y - sin(y)");
}
