//! Differentiation on the tape: PyTorch's numbers, PyTorch's manners, and each operation beside a naive twin.

use approx::assert_relative_eq;
use descent::autograd::{Backward, MAX_NODES, MAX_NUMBERS, Operation, Tape, Var, grad, grad_where_used, grad_with};
use descent::data::Dataset;
use descent::error::{Error, GraphError, Result};
use descent::expression::{Expression, Formula};
use descent::loss::{Loss, Reduction};
use descent::model::{Linear, Link, Model};
use descent::objective::{Batch, Objective};
use descent::risk::Risk;
use descent::words::Words;
use proptest::prelude::*;
use serde_json::Value;
use std::f64::consts::LN_2;
use std::sync::Arc;

const RETAIN: Backward = Backward { retain_graph: true, create_graph: false, gradient: None };
const CREATE: Backward = Backward { retain_graph: false, create_graph: true, gradient: None };

/// What `backward` has left in a scalar; NaN for nothing, which equals nothing.
fn gradient(var: Var<'_>) -> f64 {
    var.grad().map_or(f64::NAN, |grad| grad.value().unwrap())
}

/// The values of `grad(loss, [inputs])`.
fn slopes(loss: Var<'_>, inputs: &[&Var<'_>]) -> Vec<f64> {
    grad(&loss, inputs).unwrap().into_iter().map(|slope| slope.value().unwrap()).collect()
}

fn refused<T>(result: Result<T>) -> GraphError {
    match result.err() {
        Some(Error::Graph(error)) => error,
        other => panic!("it gives {other:?}"),
    }
}

mod numbers_of_pytorch {
    use super::*;

    #[test]
    fn values_and_gradients_of_formulas_are_pytorchs() {
        let text = include_str!("reference/reference.json").replace("NaN", "null").replace("Infinity", "null");
        let reference: Value = serde_json::from_str(&text).unwrap();
        let rows = reference["autograd"].as_array().unwrap();
        assert_eq!(rows.len(), 6);
        for row in rows {
            let tape = Tape::new();
            let [x, y] = ["x", "y"].map(|name| tape.leaf(row["at"][name].as_f64().unwrap()));
            let formula = Expression::parse(row["f"].as_str().unwrap()).unwrap();
            let f = formula.on_tape(&tape, &[x, y]).unwrap();
            f.backward().unwrap();
            assert_relative_eq!(f.value().unwrap(), row["value"].as_f64().unwrap(), max_relative = 1e-12);
            for (variable, theirs) in [x, y].into_iter().zip(row["gradient"].as_array().unwrap()) {
                assert_relative_eq!(gradient(variable), theirs.as_f64().unwrap(), max_relative = 1e-12);
            }
        }
    }

    /// ℓ(ŷ, y) of a score as one would write it with PyTorch's functions.
    fn loss_on_tape<'t>(loss: Loss, link: Link, score: Var<'t>, target: f64) -> Var<'t> {
        let prediction = if link == Link::Logistic { score.sigmoid() } else { score };
        let residual = prediction - target;
        match loss {
            Loss::HalfSquaredError => 0.5 * residual * residual,
            Loss::Mse => residual.powi(2),
            Loss::Mae => residual.abs(),
            Loss::Huber { delta } => {
                let inner = residual.abs().min(residual.tape().constant(delta));
                inner * (residual.abs() - 0.5 * inner)
            }
            Loss::CrossEntropy => score.softplus() - target * score,
        }
    }

    proptest! {
        #[test]
        fn regression_has_the_gradient_of_the_fast_kernel(
            rows in proptest::collection::vec((-2.0..2.0, -2.0..2.0, -2.0..2.0), 1..12),
            at in proptest::array::uniform3(-2.0..2.0),
            mean in any::<bool>(),
            logistic in any::<bool>(),
        ) {
            let features = rows.iter().flat_map(|row| [row.0, row.1]).collect();
            let data = Arc::new(Dataset::new(features, 2, rows.iter().map(|row| row.2).collect()).unwrap());
            let reduction = if mean { Reduction::Mean } else { Reduction::Sum };
            let link = if logistic { Link::Logistic } else { Link::Identity };
            for loss in [Loss::HalfSquaredError, Loss::Mse, Loss::Mae, Loss::Huber { delta: 0.7 }, Loss::CrossEntropy] {
                let model = Model { score: Linear { bias: true }, link };
                let risk = Risk::new(Arc::clone(&data), model, loss, reduction);
                let mut kernel = [0.0; 3];
                let value = risk.value_and_gradient(&at, Batch::All, &mut kernel);

                let tape = Tape::new();
                let (w, b) = (tape.leaf([at[0], at[1]]), tape.leaf(at[2]));
                let sum = rows.iter().fold(tape.constant(0.0), |sum, &(x1, x2, y)| {
                    sum + loss_on_tape(loss, link, w.dot(tape.constant([x1, x2])) + b, y)
                });
                let total = sum * reduction.factor(rows.len() as u64);
                total.backward().unwrap();
                assert_relative_eq!(total.value().unwrap(), value, epsilon = 1e-12, max_relative = 1e-12);
                let ours = [w.grad().unwrap().values().unwrap(), b.grad().unwrap().values().unwrap()].concat();
                for (ours, kernel) in ours.into_iter().zip(kernel) {
                    assert_relative_eq!(ours, kernel, epsilon = 1e-12, max_relative = 1e-12);
                }
            }
        }
    }
}

/// Each row: what is done, what PyTorch gives, and the page that says so.
mod manners_of_pytorch {
    use super::*;

    /// <https://docs.pytorch.org/docs/stable/generated/torch.Tensor.backward.html>: "This function accumulates
    /// gradients in the leaves".
    #[test]
    fn gradients_accumulate_until_they_are_zeroed() {
        let tape = Tape::new();
        let w = tape.leaf(3.0);
        assert!(w.grad().is_none(), "None before the first backward");
        w.powi(2).backward().unwrap();
        w.powi(2).backward().unwrap();
        assert_eq!(gradient(w), 12.0);
        w.zero_grad();
        assert!(w.grad().is_none(), "zero_grad sets to None, as it does by default in PyTorch");
        w.powi(2).backward().unwrap();
        assert_eq!(gradient(w), 6.0);
        tape.zero_grad();
        assert!(w.grad().is_none());
    }

    /// <https://docs.pytorch.org/docs/stable/notes/autograd.html#saved-tensors>: "Trying to backward through the graph a
    /// second time".
    #[test]
    fn a_freed_graph_is_refused_and_a_retained_one_is_not() {
        let tape = Tape::new();
        let w = tape.leaf(3.0);
        let square = w * w;
        square.backward_with(RETAIN).unwrap();
        square.backward().unwrap();
        assert_eq!(gradient(w), 12.0);
        assert_eq!(refused(square.backward()), GraphError::Freed { what: "backward" });
        assert_eq!(refused((square + 1.0).backward()), GraphError::Freed { what: "backward" }, "a part of it is freed");
        assert_eq!(refused(grad(&square, &[&w])), GraphError::Freed { what: "grad" });
        assert_eq!(gradient(w), 12.0, "what is refused adds nothing");
        assert_eq!(square.value(), Ok(9.0), "values outlive the graph");
    }

    /// <https://docs.pytorch.org/docs/stable/generated/torch.autograd.grad.html>: it returns, and does not accumulate.
    #[test]
    fn grad_returns_gradients_and_leaves_grad_alone() {
        let tape = Tape::new();
        let (w1, w2) = (tape.leaf(2.0), tape.leaf(5.0));
        let loss = w1 * w2 + w2;
        assert_eq!(slopes(loss, &[&w2, &w1, &w2]), [3.0, 5.0, 3.0]);
        assert!(w1.grad().is_none() && w2.grad().is_none());
        assert_eq!(refused(loss.backward()), GraphError::Freed { what: "backward" });
    }

    /// <https://docs.pytorch.org/docs/stable/generated/torch.autograd.grad.html>: inputs need not be leaves.
    #[test]
    fn grad_by_a_variable_in_the_middle_walks_and_frees_no_further() {
        let tape = Tape::new();
        let w = tape.leaf(3.0);
        let middle = w * w;
        let loss = middle.exp();
        assert_eq!(slopes(loss, &[&middle, &loss]), [libm::exp(9.0), 1.0]);
        middle.backward().unwrap();
        assert_eq!(gradient(w), 6.0);
    }

    /// <https://docs.pytorch.org/docs/stable/generated/torch.autograd.grad.html>, `allow_unused`: "specifying inputs that
    /// were not used when computing outputs … is an error".
    #[test]
    fn grad_by_an_unused_variable_is_an_error() {
        let tape = Tape::new();
        let (w1, w2) = (tape.leaf(2.0), tape.leaf(5.0));
        let loss = w1 * 3.0;
        assert_eq!(refused(grad(&loss, &[&w1, &w2])), GraphError::Unused { index: 1 });
        assert_eq!(slopes(loss, &[&w1]), [3.0], "what is refused frees nothing");
        // "One of the differentiated Tensors does not require grad".
        let (x, loss) = (tape.constant(1.0), w1 * 3.0);
        assert_eq!(refused(grad(&(loss * x), &[&x])), GraphError::NeedsNoGrad { what: "grad" });
    }

    /// <https://docs.pytorch.org/docs/stable/generated/torch.autograd.grad.html>, `grad_outputs`: "The “vector” in the
    /// vector-Jacobian product"; <https://docs.pytorch.org/docs/stable/generated/torch.Tensor.backward.html>, `gradient`.
    #[test]
    fn a_gradient_of_the_outputs_makes_a_vector_jacobian_product() {
        let tape = Tape::new();
        let (x, w) = (tape.leaf([1.0, 2.0, 3.0]), tape.leaf(5.0));
        let from = |numbers: [f64; 3]| Backward { gradient: Some(tape.constant(numbers)), ..Backward::default() };
        // y = w x²: vᵀ ∂y/∂x = 2 w v x, vᵀ ∂y/∂w = v · x².
        let y = || x * x * w.expand(3);
        let gradients = grad_with(&y(), &[&x, &w], from([1.0, 0.0, -1.0])).unwrap();
        assert_eq!(gradients[0].values().unwrap(), [10.0, 0.0, -30.0]);
        assert_eq!(gradients[1].value(), Ok(1.0 - 9.0));
        assert!(x.grad().is_none());
        y().backward_with(from([1.0, 0.0, -1.0])).unwrap();
        y().backward_with(from([0.0, 1.0, 0.0])).unwrap();
        assert_eq!(x.grad().unwrap().values().unwrap(), [10.0, 20.0, -30.0]);
        assert_eq!(gradient(w), -4.0);
        // Of a scalar it is a factor; ones are what a sum has.
        let half = Backward { gradient: Some(tape.constant(0.5)), ..Backward::default() };
        assert_eq!(grad_with(&w.powi(2), &[&w], half).unwrap()[0].value(), Ok(5.0));
        assert_eq!(grad_with(&y(), &[&w], from([1.0; 3])).unwrap()[0].value().unwrap(), slopes(y().sum(), &[&w])[0]);
        // An output that is an input hands the gradient on; a variable in the middle retains what reaches it.
        assert_eq!(grad_with(&x, &[&x], from([7.0, 8.0, 9.0])).unwrap()[0].values().unwrap(), [7.0, 8.0, 9.0]);
        let y = y();
        y.retain_grad().unwrap();
        y.backward_with(from([1.0, 2.0, 3.0])).unwrap();
        assert_eq!(y.grad().unwrap().values().unwrap(), [1.0, 2.0, 3.0]);
    }

    /// The same page: with `create_graph` the gradient is a part of the graph, so that a derivative by it of a
    /// vector–Jacobian product is a Jacobian–vector product, as `torch.autograd.functional.jvp` computes it.
    #[test]
    fn a_gradient_of_the_outputs_is_a_variable_of_the_graph() {
        let tape = Tape::new();
        let (x, v) = (tape.leaf([1.0, 2.0, 3.0]), tape.leaf([0.0, 0.0, 0.0]));
        let create = Backward { gradient: Some(v), create_graph: true, ..Backward::default() };
        let product = grad_with(&(x * x * x), &[&x], create).unwrap()[0];
        let tangent = Backward { gradient: Some(tape.constant([1.0, 10.0, 100.0])), ..Backward::default() };
        assert_eq!(grad_with(&product, &[&v], tangent).unwrap()[0].values().unwrap(), [3.0, 120.0, 2700.0]);
    }

    /// The same pages: "grad can be implicitly created only for scalar outputs", "Mismatch in shape".
    #[test]
    fn a_gradient_of_the_outputs_has_their_shape() {
        let (tape, other) = (Tape::new(), Tape::new());
        let x = tape.leaf([1.0, 2.0]);
        let y = x * x;
        assert_eq!(refused(grad(&y, &[&x])), GraphError::NotScalar { what: "grad", length: 2 });
        let with = |gradient| Backward { gradient: Some(gradient), ..Backward::default() };
        let three = with(tape.constant([1.0, 2.0, 3.0]));
        assert_eq!(refused(grad_with(&y, &[&x], three)), GraphError::Lengths { what: "grad", left: 2, right: 3 });
        let one = with(tape.constant(1.0));
        assert_eq!(refused(y.backward_with(one)), GraphError::Lengths { what: "backward", left: 2, right: 1 });
        let elsewhere = with(other.constant([1.0, 1.0]));
        assert_eq!(refused(y.backward_with(elsewhere)), GraphError::TwoTapes { what: "backward" });
        let nothing = x * tape.constant(1.0);
        assert!(refused(y.backward_with(with(nothing))) == GraphError::Lengths { what: "mul", left: 2, right: 1 });
        assert!(x.grad().is_none());
        y.backward_with(with(tape.constant([1.0, 1.0]))).unwrap();
        assert_eq!(x.grad().unwrap().values().unwrap(), [2.0, 4.0], "what is refused frees nothing");
    }

    /// <https://docs.pytorch.org/docs/stable/generated/torch.autograd.grad.html>, `allow_unused`: None for what "was not
    /// used when computing outputs".
    #[test]
    fn an_unused_variable_has_no_gradient_where_that_is_allowed() {
        let tape = Tape::new();
        let (w, unused, x) = (tape.leaf(3.0), tape.leaf(5.0), tape.constant(1.0));
        for options in [RETAIN, CREATE, Backward::default()] {
            let (loss, late) = (w * w, unused * 2.0);
            let gradients = grad_where_used(&loss, &[&unused, &w, &late, &w], options).unwrap();
            let values: Vec<Option<f64>> =
                gradients.into_iter().map(|gradient| gradient.map(|gradient| gradient.value().unwrap())).collect();
            assert_eq!(values, [None, Some(6.0), None, Some(6.0)]);
            assert!(grad_where_used(&(w * 2.0), &[&unused], options).unwrap()[0].is_none());
        }
        // "One of the differentiated Tensors does not require grad".
        assert_eq!(refused(grad_where_used(&(w * x), &[&x], RETAIN)), GraphError::NeedsNoGrad { what: "grad" });
    }

    /// <https://docs.pytorch.org/docs/stable/generated/torch.Tensor.grad.html> and
    /// <https://docs.pytorch.org/docs/stable/generated/torch.Tensor.retain_grad.html>.
    #[test]
    fn only_leaves_and_variables_that_retain_it_have_a_gradient() {
        let tape = Tape::new();
        let w = tape.leaf(3.0);
        let (plain, retaining) = (w * 2.0, w * 5.0);
        retaining.retain_grad().unwrap();
        (plain * retaining).backward().unwrap();
        assert!(plain.grad().is_none());
        assert_eq!(gradient(retaining), 6.0);
        assert_eq!(gradient(w), 60.0);
        // "can't retain_grad on Tensor that has requires_grad=False"; "a no-op for leaf tensors".
        assert_eq!(refused(tape.constant(1.0).retain_grad()), GraphError::NeedsNoGrad { what: "retain_grad" });
        assert_eq!(w.retain_grad(), Ok(()));
    }

    /// <https://docs.pytorch.org/docs/stable/generated/torch.Tensor.is_leaf.html>: "All Tensors that have requires_grad
    /// which is False will be leaf Tensors by convention".
    #[test]
    fn leaves_are_what_was_given_and_what_needs_no_gradient() {
        let tape = Tape::new();
        let (w, x) = (tape.leaf(1.0), tape.constant(2.0));
        let (of_constants, of_leaf) = (x * x, w * x);
        assert!(w.is_leaf() && x.is_leaf() && of_constants.is_leaf() && !of_leaf.is_leaf());
        assert!(w.requires_grad() && of_leaf.requires_grad() && !x.requires_grad() && !of_constants.requires_grad());
        // "element 0 of tensors does not require grad and does not have a grad_fn".
        assert_eq!(refused(of_constants.backward()), GraphError::NeedsNoGrad { what: "backward" });
        of_leaf.backward().unwrap();
        assert!(x.grad().is_none(), "a constant gets no gradient");
    }

    /// <https://docs.pytorch.org/docs/stable/generated/torch.Tensor.detach.html>: "detached from the current graph".
    #[test]
    fn what_is_detached_is_a_constant() {
        let tape = Tape::new();
        let w = tape.leaf(3.0);
        (w.detach() * w).backward().unwrap();
        assert_eq!(gradient(w), 3.0);
    }

    /// <https://docs.pytorch.org/docs/stable/notes/autograd.html>: ∂L/∂w is the sum over all uses of w.
    #[test]
    fn a_variable_used_twice_gets_both_contributions() {
        let tape = Tape::new();
        let w = tape.leaf(3.0);
        (w * w + w).backward().unwrap();
        assert_eq!(gradient(w), 7.0);
    }

    /// A leaf is its own graph: `w.backward()` adds 1.
    #[test]
    fn backward_from_a_leaf_adds_one() {
        let tape = Tape::new();
        let w = tape.leaf(3.0);
        w.backward().unwrap();
        w.backward().unwrap();
        assert_eq!(gradient(w), 2.0);
    }

    /// <https://docs.pytorch.org/docs/stable/generated/torch.autograd.grad.html>, `create_graph`: "allowing to compute
    /// higher order derivative products".
    #[test]
    fn derivatives_of_derivatives_come_by_create_graph() {
        let tape = Tape::new();
        let w = tape.leaf(2.0);
        let mut f = w.powi(4);
        for expected in [32.0, 48.0, 48.0, 24.0] {
            f = grad_with(&f, &[&w], CREATE).unwrap()[0];
            assert_relative_eq!(f.value().unwrap(), expected, max_relative = 1e-14);
        }
        // Without it the gradient is a constant: "does not require grad".
        let slope = grad(&w.powi(4), &[&w]).unwrap()[0];
        assert!(!slope.requires_grad());
        assert_eq!(refused(grad(&slope, &[&w])), GraphError::NeedsNoGrad { what: "grad" });
    }

    /// <https://docs.pytorch.org/docs/stable/generated/torch.Tensor.backward.html>, `create_graph`: `.grad` is then part
    /// of the graph.
    #[test]
    fn backward_by_create_graph_leaves_a_gradient_that_has_one_itself() {
        let tape = Tape::new();
        let w = tape.leaf(2.0);
        let cube = w.powi(3);
        cube.backward_with(CREATE).unwrap();
        let slope = w.grad().unwrap();
        assert_eq!(slope.value(), Ok(12.0));
        w.zero_grad();
        slope.backward().unwrap();
        assert_eq!(gradient(w), 12.0);
        // It adds up as numbers do, and the graph was retained.
        w.zero_grad();
        let cube = w.powi(3);
        cube.backward_with(CREATE).unwrap();
        cube.backward_with(CREATE).unwrap();
        assert_eq!(w.grad().unwrap().value(), Ok(24.0));
    }

    /// <https://docs.pytorch.org/docs/stable/notes/autograd.html#in-place-correctness-checks>: "one of the variables
    /// needed for gradient computation has been modified by an inplace operation".
    #[test]
    fn a_graph_is_out_of_date_once_a_leaf_of_it_has_changed() {
        let tape = Tape::new();
        let w = tape.leaf(3.0);
        let loss = w * w;
        w.set(4.0).unwrap();
        assert_eq!(refused(loss.backward()), GraphError::Modified { what: "backward" });
        assert!(w.grad().is_none());
        (w * w).backward().unwrap();
        assert_eq!(gradient(w), 8.0);
    }

    /// What PyTorch's functions give where mathematics has to choose: relu and abs have the derivative 0 at 0
    /// (<https://docs.pytorch.org/docs/stable/notes/autograd.html#gradients-for-non-differentiable-functions>), maximum
    /// and minimum split ties (derivatives.yaml: `grad / 2` where equal), a power with exponent 0 is flat everywhere.
    #[test]
    fn kinks_ties_and_edges_are_as_pytorch_has_them() {
        let one = |at: f64, f: fn(Var<'_>) -> Var<'_>| {
            let tape = Tape::new();
            let x = tape.leaf(at);
            f(x).backward().unwrap();
            gradient(x)
        };
        assert_eq!(one(0.0, |x| x.relu()), 0.0);
        assert_eq!(one(-1.0, |x| x.relu()), 0.0);
        assert_eq!(one(1e-300, |x| x.relu()), 1.0);
        assert_eq!(one(0.0, |x| x.abs()), 0.0);
        assert_eq!(one(-0.0, |x| x.abs()), 0.0);
        assert_eq!(one(-2.0, |x| x.abs()), -1.0);
        assert_eq!(one(5.0, |x| x.sign()), 0.0);
        assert_eq!(one(0.0, |x| x.powi(0)), 0.0, "0⁰ is 1, and flat");
        assert_eq!(one(0.0, |x| x.powi(1)), 1.0);
        assert_eq!(one(0.0, |x| x.powi(2)), 0.0);
        assert_eq!(one(-8.0, |x| x.powi(3)), 192.0);
        assert!(one(-8.0, |x| x.powf(1.0 / 3.0)).is_nan());
        assert_eq!(one(0.0, |x| x.sqrt()), f64::INFINITY);
        assert_eq!(one(0.0, |x| x.ln()), f64::INFINITY);
        // The logarithm of a negative number is NaN, yet its derivative is 1/x.
        assert_eq!(one(-2.0, |x| x.ln()), -0.5);
        assert!(Tape::new().leaf(-2.0).ln().value().unwrap().is_nan());
        // Where relu is flat, nothing comes through, not even the infinite slope of a root.
        assert_eq!(one(-1.0, |x| x.relu().sqrt()), 0.0);

        let two = |u: f64, v: f64, f: fn(Var<'_>, Var<'_>) -> f64| {
            let tape = Tape::new();
            f(tape.leaf(u), tape.leaf(v))
        };
        let of_max: fn(Var<'_>, Var<'_>) -> f64 = |u, v| {
            let [by_u, by_v] = slopes(u.max(v), &[&u, &v])[..] else { panic!() };
            100.0 * by_u + by_v
        };
        let of_min: fn(Var<'_>, Var<'_>) -> f64 = |u, v| {
            let [by_u, by_v] = slopes(u.min(v), &[&u, &v])[..] else { panic!() };
            100.0 * by_u + by_v
        };
        assert_eq!([two(1.0, 1.0, of_max), two(2.0, 1.0, of_max), two(1.0, 2.0, of_max)], [50.5, 100.0, 1.0]);
        assert_eq!([two(1.0, 1.0, of_min), two(2.0, 1.0, of_min), two(1.0, 2.0, of_min)], [50.5, 1.0, 100.0]);
        // What is undefined stays so.
        for (u, v) in [(f64::NAN, 1.0), (1.0, f64::NAN)] {
            assert!(two(u, v, |u, v| u.max(v).value().unwrap()).is_nan());
            assert!(two(u, v, |u, v| u.min(v).value().unwrap()).is_nan());
        }
        assert!(Tape::new().leaf(f64::NAN).relu().value().unwrap().is_nan());
        // 0ᵛ by v is 0 for v ≥ 0, where log 0 would spoil it.
        assert_eq!(two(0.0, 2.0, |u, v| slopes(u.pow(v), &[&v])[0]), 0.0);
    }

    /// The derivatives of every order of a function at a place, the first one first, by repeated `grad`.
    fn orders(f: impl for<'t> Fn(Var<'t>) -> Var<'t>, at: f64, count: usize) -> Vec<f64> {
        let tape = Tape::new();
        let x = tape.leaf(at);
        let mut slope = f(x);
        let next = |_| {
            // What has become a constant has the derivative 0.
            slope = grad_with(&(slope + 0.0 * x), &[&x], CREATE).unwrap()[0];
            slope.value().unwrap()
        };
        (0..count).map(next).collect()
    }

    type Function = for<'t> fn(Var<'t>) -> Var<'t>;

    /// dᵏ xⁿ / dxᵏ = n (n − 1) … (n − k + 1) xⁿ⁻ᵏ, also where a factor is 0 and xⁿ⁻ᵏ is infinite.
    #[test]
    fn powers_have_derivatives_of_every_order_at_zero() {
        for n in 0..7i32 {
            for (k, slope) in orders(|x| x.powi(n), 0.0, 8).into_iter().enumerate() {
                let factorial: i32 = (1..=n).product();
                assert_eq!(slope, if k as i32 + 1 == n { f64::from(factorial) } else { 0.0 }, "x^{n}, {k}");
            }
        }
        let rows: [(Function, &[f64]); 6] = [
            (|x| (-x.powi(2)).exp(), &[0.0, -2.0, 0.0, 12.0, 0.0, -120.0]),
            (|x| x + x.powi(2) + x.powi(3) + x.powi(4), &[1.0, 2.0, 6.0, 24.0, 0.0]),
            (|x| x.powf(2.0) * x.cos(), &[0.0, 2.0, 0.0, -12.0]),
            (|x| 1.0 / (1.0 + x.powi(2)), &[0.0, -2.0, 0.0, 24.0]),
            (|x| x.tape().constant(0.0).pow(x + 2.0), &[0.0, 0.0, 0.0]),
            (|x| x.tape().constant(2.0).pow(x), &[LN_2, LN_2 * LN_2, LN_2 * LN_2 * LN_2]),
        ];
        for (f, expected) in rows {
            for (slope, &expected) in orders(f, 0.0, expected.len()).into_iter().zip(expected) {
                assert_relative_eq!(slope, expected, max_relative = 1e-15);
            }
        }
        // Of a vector, each number by its own exponent.
        let tape = Tape::new();
        let (x, n) = (tape.leaf([0.0, 0.0, 0.0, 2.0]), tape.constant([0.0, 1.0, 2.0, 0.0]));
        let slope = grad_with(&x.pow(n).sum(), &[&x], CREATE).unwrap()[0];
        assert_eq!(slope.values().unwrap(), [0.0, 1.0, 0.0, 0.0]);
        assert_eq!(grad(&slope.sum(), &[&x]).unwrap()[0].values().unwrap(), [0.0, 0.0, 2.0, 0.0]);
    }

    /// An exponent that is a variable has derivatives at 0 as anywhere else.
    #[test]
    fn powers_with_variable_exponents_have_derivatives_of_every_order() {
        let rows: [(Function, f64, &[f64]); 5] = [
            (|x| x.pow(x), 1.0, &[1.0, 2.0, 3.0, 8.0, 10.0]),
            (|x| x.pow(x - 2.0), 2.0, &[LN_2, 1.0 + LN_2 * LN_2]),
            // (1 + x)^sin x = 1 + x² − x³/2 + 2x⁴/3 − …
            (|x| (1.0 + x).pow(x.sin()), 0.0, &[0.0, 2.0, -3.0, 16.0]),
            (|x| x.pow(x - x), 2.0, &[0.0, 0.0, 0.0]),
            (|x| x.pow(x - x + 1.0), 0.5, &[1.0, 0.0, 0.0]),
        ];
        for (f, at, expected) in rows {
            for (slope, &expected) in orders(f, at, expected.len()).into_iter().zip(expected) {
                assert_relative_eq!(slope, expected, max_relative = 1e-14, epsilon = 1e-14);
            }
        }
        // ∂²uᵛ/∂u∂v = uᵛ⁻¹ (1 + v log u), either way round.
        for (u, v) in [(2.0, 0.0), (2.0, 1.0), (3.0, -1.0), (0.5, 0.0), (1.0, 0.0), (0.0, 2.0), (0.0, 3.5)] {
            let tape = Tape::new();
            let vars = [tape.leaf(u), tape.leaf(v)];
            let power = vars[0].pow(vars[1]);
            let expected = if u == 0.0 { 0.0 } else { f64::powf(u, v - 1.0) * (1.0 + v * f64::ln(u)) };
            for (first, second) in [(0, 1), (1, 0)] {
                let slope = grad_with(&power, &[&vars[first]], CREATE).unwrap()[0];
                let mixed = slopes(slope + 0.0 * vars[0] + 0.0 * vars[1], &[&vars[second]])[0];
                assert_relative_eq!(mixed, expected, max_relative = 1e-15);
            }
        }
        // PyTorch: `0.0 ** tensor(0.0)` and both slopes.
        let tape = Tape::new();
        let (u, v) = (tape.leaf(0.0), tape.leaf(0.0));
        assert_eq!(slopes(u.pow(v), &[&u, &v]), [0.0, 0.0]);
        let recorded = grad_with(&u.pow(v), &[&u, &v], CREATE).unwrap();
        assert_eq!([recorded[0].value(), recorded[1].value()], [Ok(0.0), Ok(0.0)]);
    }

    /// Closed forms of the first three derivatives, in the domain and at its edges, as PyTorch's rules give them.
    #[test]
    fn functions_have_their_derivatives_of_every_order() {
        const INF: f64 = f64::INFINITY;
        let t = 0.5_f64.tan();
        let (s, c) = (0.5_f64.sinh(), 0.5_f64.cosh());
        let (e, r) = (0.5_f64.exp(), 0.75_f64.sqrt());
        let rows: [(Function, f64, f64, [f64; 3]); 19] = [
            (|x| x.tan(), 0.5, t, [1.0 + t * t, 2.0 * t * (1.0 + t * t), (2.0 + 6.0 * t * t) * (1.0 + t * t)]),
            (|x| x.asin(), 0.5, 0.5_f64.asin(), [1.0 / r, 0.5 / r.powi(3), 1.5 / r.powi(5)]),
            (|x| x.acos(), 0.5, 0.5_f64.acos(), [-1.0 / r, -0.5 / r.powi(3), -1.5 / r.powi(5)]),
            (|x| x.atan(), 0.5, 0.5_f64.atan(), [0.8, -0.64, -0.256]),
            (|x| x.sinh(), 0.5, s, [c, s, c]),
            (|x| x.cosh(), 0.5, c, [s, c, s]),
            (|x| x.sign(), 0.5, 1.0, [0.0; 3]),
            (|x| x.sign(), 0.0, 0.0, [0.0; 3]),
            (|x| x.sign(), -0.0, 0.0, [0.0; 3]),
            (|x| x.exp_m1(), 0.5, e - 1.0, [e, e, e]),
            (|x| x.exp_m1(), 1e-20, 1e-20, [1.0, 1.0, 1.0]),
            (|x| x.ln_1p(), 0.5, 1.5_f64.ln(), [2.0 / 3.0, -4.0 / 9.0, 16.0 / 27.0]),
            (|x| x.ln_1p(), 1e-20, 1e-20, [1.0, -1.0, 2.0]),
            (|x| x.ln_1p(), -1.0, -INF, [INF, -INF, INF]),
            (|x| x.asin(), 1.0, std::f64::consts::FRAC_PI_2, [INF, INF, INF]),
            (|x| x.asin(), -1.0, -std::f64::consts::FRAC_PI_2, [INF, -INF, INF]),
            (|x| x.acos(), 1.0, 0.0, [-INF, -INF, -INF]),
            (|x| x.acos(), -1.0, std::f64::consts::PI, [-INF, INF, -INF]),
            (|x| x.tan(), 0.0, 0.0, [1.0, 0.0, 2.0]),
        ];
        for (place, (f, at, value, expected)) in rows.into_iter().enumerate() {
            assert_relative_eq!(f(Tape::new().leaf(at)).value().unwrap(), value, max_relative = 1e-15);
            for (order, (slope, expected)) in orders(f, at, 3).into_iter().zip(expected).enumerate() {
                let close = (slope - expected).abs() <= 1e-14 * expected.abs();
                assert!(close || slope == expected, "row {place}, derivative {}: {slope}, not {expected}", order + 1);
            }
        }
        let outside: [(Function, f64); 6] = [
            (|x| x.asin(), 1.5),
            (|x| x.acos(), -1.5),
            (|x| x.ln_1p(), -1.5),
            (|x| x.tan(), INF),
            (|x| x.asin(), f64::NAN),
            (|x| x.sign(), f64::NAN),
        ];
        for (f, at) in outside {
            assert!(f(Tape::new().leaf(at)).value().unwrap().is_nan());
        }
    }

    /// `torch.nn.functional.softplus(x) - y * x` is the cross-entropy of a logit; nothing overflows.
    #[test]
    fn sigmoid_and_softplus_are_stable_for_any_logit() {
        for (logit, sigmoid, softplus) in [
            (1000.0, 1.0, 1000.0),
            (-1000.0, 0.0, 0.0),
            (0.0, 0.5, std::f64::consts::LN_2),
            (-40.0, 4.248354255291589e-18, 4.248354255291589e-18),
            (f64::INFINITY, 1.0, f64::INFINITY),
            (f64::NEG_INFINITY, 0.0, 0.0),
        ] {
            let tape = Tape::new();
            let x = tape.leaf(logit);
            assert_relative_eq!(x.sigmoid().value().unwrap(), sigmoid, max_relative = 1e-15);
            assert_relative_eq!(x.softplus().value().unwrap(), softplus, max_relative = 1e-15);
            x.softplus().backward().unwrap();
            assert_relative_eq!(gradient(x), sigmoid, max_relative = 1e-15);
        }
    }

    #[test]
    fn a_variable_prints_as_a_tensor_does() {
        let tape = Tape::new();
        let (w, x) = (tape.leaf(2.0), tape.constant([1.0, 2.0]));
        assert_eq!(format!("{w:?}"), "tensor(2.0, requires_grad=True)");
        assert_eq!(format!("{x:?}"), "tensor([1.0, 2.0])");
        assert_eq!(format!("{:?}", w * 3.0), "tensor(6.0, grad_fn=<MulBackward0>)");
        assert_eq!(format!("{:?}", w.powi(2)), "tensor(4.0, grad_fn=<PowBackward0>)");
        assert_eq!(format!("{:?}", w.pow(w)), "tensor(4.0, grad_fn=<PowBackward1>)");
    }
}

mod operations {
    use super::*;

    /// An operation of the tape, the same on numbers, and where the test looks at it.
    type Twin = (Operation, for<'t> fn(Var<'t>, Var<'t>) -> Var<'t>, fn(f64, f64) -> f64, (f64, f64));

    /// Smooth at the place given, so that central differences tell the derivative.
    const TWINS: &[Twin] = &[
        (Operation::Add, |u, v| u + v, |u, v| u + v, (0.3, -1.2)),
        (Operation::Subtract, |u, v| u - v, |u, v| u - v, (0.3, -1.2)),
        (Operation::Multiply, |u, v| u * v, |u, v| u * v, (0.3, -1.2)),
        (Operation::Divide, |u, v| u / v, |u, v| u / v, (0.3, -1.2)),
        (Operation::Power, |u, v| u.pow(v), f64::powf, (1.3, -1.2)),
        (Operation::Max, |u, v| u.max(v), f64::max, (0.3, -1.2)),
        (Operation::Min, |u, v| u.min(v), f64::min, (0.3, -1.2)),
        (Operation::Negate, |u, _| -u, |u, _| -u, (0.3, 0.0)),
        (Operation::Exp, |u, _| u.exp(), |u, _| u.exp(), (0.3, 0.0)),
        (Operation::Log, |u, _| u.ln(), |u, _| u.ln(), (0.3, 0.0)),
        (Operation::Expm1, |u, _| u.exp_m1(), |u, _| u.exp_m1(), (0.3, 0.0)),
        (Operation::Log1p, |u, _| u.ln_1p(), |u, _| u.ln_1p(), (0.3, 0.0)),
        (Operation::Sqrt, |u, _| u.sqrt(), |u, _| u.sqrt(), (0.3, 0.0)),
        (Operation::Sin, |u, _| u.sin(), |u, _| u.sin(), (0.3, 0.0)),
        (Operation::Cos, |u, _| u.cos(), |u, _| u.cos(), (0.3, 0.0)),
        (Operation::Tan, |u, _| u.tan(), |u, _| u.tan(), (0.3, 0.0)),
        (Operation::Asin, |u, _| u.asin(), |u, _| u.asin(), (0.3, 0.0)),
        (Operation::Acos, |u, _| u.acos(), |u, _| u.acos(), (0.3, 0.0)),
        (Operation::Atan, |u, _| u.atan(), |u, _| u.atan(), (0.3, 0.0)),
        (Operation::Sinh, |u, _| u.sinh(), |u, _| u.sinh(), (0.3, 0.0)),
        (Operation::Cosh, |u, _| u.cosh(), |u, _| u.cosh(), (0.3, 0.0)),
        (Operation::Tanh, |u, _| u.tanh(), |u, _| u.tanh(), (0.3, 0.0)),
        (Operation::Sigmoid, |u, _| u.sigmoid(), |u, _| 1.0 / (1.0 + (-u).exp()), (0.3, 0.0)),
        (Operation::Softplus, |u, _| u.softplus(), |u, _| (1.0 + u.exp()).ln(), (0.3, 0.0)),
        (Operation::Relu, |u, _| u.relu(), |u, _| u.max(0.0), (0.3, 0.0)),
        (Operation::Abs, |u, _| u.abs(), |u, _| u.abs(), (-0.3, 0.0)),
        (Operation::Sign, |u, _| u.sign(), |u, _| u.signum(), (-0.3, 0.0)),
        (Operation::Sum, |u, _| u.sum(), |u, _| u, (0.3, 0.0)),
        (Operation::Dot, |u, v| u.dot(v), |u, v| u * v, (0.3, -1.2)),
        (Operation::Expand, |u, _| u.expand(1), |u, _| u, (0.3, 0.0)),
    ];

    /// The slopes of a function by u and by v, from two values each.
    fn differences(f: impl Fn(f64, f64) -> f64, (u, v): (f64, f64), h: f64) -> [f64; 2] {
        [(f(u + h, v) - f(u - h, v)) / (2.0 * h), (f(u, v + h) - f(u, v - h)) / (2.0 * h)]
    }

    #[test]
    fn every_operation_has_the_value_and_the_slopes_of_its_naive_twin() {
        for &(operation, ours, naive, (u, v)) in TWINS {
            let tape = Tape::new();
            let (x, y) = (tape.leaf(u), tape.leaf(v));
            let result = ours(x, y);
            assert_eq!(result.operation(), Some(operation));
            assert_relative_eq!(result.value().unwrap(), naive(u, v), max_relative = 1e-15);
            result.backward().unwrap();
            let expected = differences(naive, (u, v), 1e-5);
            for (var, expected) in [x, y].into_iter().take(operation.inputs()).zip(expected) {
                assert_relative_eq!(gradient(var), expected, epsilon = 1e-9, max_relative = 1e-9);
            }
        }
        // Those that only derivatives use; the test of second derivatives goes through them.
        let untested = Operation::ALL.iter().filter(|&&operation| TWINS.iter().all(|twin| twin.0 != operation));
        assert!(untested.eq(&[Operation::Masked, Operation::LogOfBase, Operation::PowerByBase]));
    }

    #[test]
    fn every_second_derivative_is_the_slope_of_the_first() {
        for &(operation, ours, _, at) in TWINS {
            // The slope by an input, as a function of both. A variable that is unused changes nothing.
            let slope = |slot: usize, u: f64, v: f64| {
                let tape = Tape::new();
                let vars = [tape.leaf(u), tape.leaf(v)];
                slopes(ours(vars[0], vars[1]) + 0.0 * vars[1], &[&vars[slot]])[0]
            };
            for slot in 0..operation.inputs() {
                let tape = Tape::new();
                let vars = [tape.leaf(at.0), tape.leaf(at.1)];
                let result = ours(vars[0], vars[1]) + 0.0 * vars[1];
                let first = grad_with(&result, &[&vars[slot]], CREATE).unwrap()[0];
                assert_eq!(
                    first.value().unwrap(),
                    slope(slot, at.0, at.1),
                    "{operation:?}: numbers and variables agree"
                );
                // A slope that is constant has a second derivative of 0 nevertheless.
                let second = slopes(first + 0.0 * vars[0] + 0.0 * vars[1], &[&vars[0], &vars[1]]);
                for (second, expected) in second.into_iter().zip(differences(|u, v| slope(slot, u, v), at, 1e-5)) {
                    assert_relative_eq!(second, expected, epsilon = 1e-8, max_relative = 1e-8);
                }
            }
        }
    }

    #[test]
    fn a_vector_is_treated_number_by_number() {
        let at = [(0.3, 1.2), (0.7, -0.4), (0.9, 0.5)];
        for &(operation, ours, _, _) in TWINS {
            if matches!(operation, Operation::Sum | Operation::Dot | Operation::Expand) {
                continue;
            }
            let tape = Tape::new();
            let (x, y) = (tape.leaf(at.map(|row| row.0)), tape.leaf(at.map(|row| row.1)));
            let weights = tape.constant([1.0, -2.0, 3.0]);
            let result = ours(x, y);
            (result.dot(weights) + 0.0 * y.sum()).backward().unwrap();
            for (i, (u, v)) in at.into_iter().enumerate() {
                let (a, b) = (tape.leaf(u), tape.leaf(v));
                let alone = ours(a, b);
                assert_eq!(result.values().unwrap()[i], alone.value().unwrap());
                let weight = [1.0, -2.0, 3.0][i];
                (alone * weight + 0.0 * b).backward().unwrap();
                for (vector, number) in [(x, a), (y, b)] {
                    assert_eq!(vector.grad().unwrap().values().unwrap()[i], gradient(number), "{operation:?}");
                }
            }
        }
    }

    #[test]
    fn sum_dot_and_expand_lead_from_vectors_to_scalars_and_back() {
        let tape = Tape::new();
        let (u, v, w) = (tape.leaf([1.0, 2.0, 3.0]), tape.leaf([4.0, -5.0, 6.0]), tape.leaf(2.0));
        let loss = (u * w.expand(3)).dot(v) + u.sum();
        assert_eq!(loss.value(), Ok(2.0 * (4.0 - 10.0 + 18.0) + 6.0));
        let gradients = grad_with(&loss, &[&u, &v, &w], RETAIN).unwrap();
        let recorded = grad_with(&loss, &[&u, &v, &w], CREATE).unwrap();
        let expected = [&[9.0, -9.0, 13.0][..], &[2.0, 4.0, 6.0], &[12.0]];
        for ((gradient, recorded), expected) in gradients.into_iter().zip(recorded).zip(expected) {
            assert_eq!(gradient.values().unwrap(), expected);
            assert_eq!(recorded.values().unwrap(), expected);
            assert!(recorded.requires_grad());
        }
    }

    /// ∇²(½ xᵀ A x) v = A v, with A symmetric: a gradient of a gradient's product with v.
    #[test]
    fn hessian_vector_products_are_gradients_of_gradients() {
        let tape = Tape::new();
        let (x, v) = (tape.leaf([1.0, -2.0]), tape.constant([3.0, 5.0]));
        let rows = [tape.constant([2.0, 1.0]), tape.constant([1.0, 4.0])];
        let units = [tape.constant([1.0, 0.0]), tape.constant([0.0, 1.0])];
        let [first, second] = [0, 1].map(|i| x.dot(rows[i]) * x.dot(units[i]));
        let loss = (first + second) * 0.5;
        let slope = grad_with(&loss, &[&x], CREATE).unwrap()[0];
        assert_eq!(slope.values().unwrap(), [0.0, -7.0]);
        assert_eq!(grad(&slope.dot(v), &[&x]).unwrap()[0].values().unwrap(), [11.0, 23.0]);
    }

    #[test]
    #[allow(clippy::op_ref, reason = "references are what it is about")]
    fn numbers_and_references_may_stand_on_either_side() {
        let tape = Tape::new();
        let (u, v) = (tape.leaf(6.0), tape.leaf(2.0));
        let results = [u + v, &u + v, u + &v, &u + &v, u + 2.0, &u + 2.0, 6.0 + v, 6.0 + &v];
        assert!(results.iter().all(|result| result.value() == Ok(8.0)));
        let values = [u - 2.0, 6.0 - v, u * 2.0, 6.0 * v, u / 2.0, 6.0 / v, -&u].map(|result| result.value().unwrap());
        assert_eq!(values, [4.0, 4.0, 12.0, 12.0, 3.0, 3.0, -6.0]);
        // A number stands for a whole vector.
        assert_eq!((1.0 - tape.leaf([1.0, 2.0])).values().unwrap(), [0.0, -1.0]);
    }
}

mod formulas {
    use super::*;

    /// Formulas of any shape, defined and smooth nearly everywhere near the places tested.
    fn formula() -> impl Strategy<Value = String> {
        let leaf = prop_oneof![
            Just("x".to_string()),
            Just("y".to_string()),
            Just("pi".to_string()),
            (-30..30i32).prop_map(|tenths| format!("({})", f64::from(tenths) / 10.0)),
        ];
        leaf.prop_recursive(5, 24, 2, |inner| {
            let function = proptest::sample::select(vec![
                "sin", "cos", "tan", "atan", "sinh", "cosh", "tanh", "exp", "log", "sqrt", "abs", "asin", "acos",
            ]);
            prop_oneof![
                (function, inner.clone()).prop_map(|(function, u)| format!("{function}({u})")),
                (proptest::sample::select(vec!["+", "-", "*", "/"]), inner.clone(), inner.clone())
                    .prop_map(|(operator, u, v)| format!("({u} {operator} {v})")),
                (proptest::sample::select(vec!["min", "max"]), inner.clone(), inner.clone())
                    .prop_map(|(choice, u, v)| format!("{choice}({u}, {v})")),
                (inner.clone(), -2..4i32).prop_map(|(u, n)| format!("({u})^{n}")),
                inner.prop_map(|u| format!("(2 + cos({u}))^x")),
            ]
        })
    }

    proptest! {
        // Many formulas have no value, or are too wild for differences to tell.
        #![proptest_config(ProptestConfig { cases: 2000, max_global_rejects: 100_000, ..ProptestConfig::default() })]
        #[test]
        fn any_formula_has_the_formula_languages_derivatives_and_those_of_central_differences(
            text in formula(), x in -2.0..2.0, y in -2.0..2.0
        ) {
            let expression = Expression::parse(&text).unwrap();
            let objective = Formula::new(&expression, &[], None);
            let at = [x, y];
            let tape = Tape::new();
            let vars = at.map(|value| tape.leaf(value));
            let result = expression.on_tape(&tape, &vars).unwrap();
            let value = result.value().unwrap();
            // The sign of what is no number means nothing.
            let bits = |value: f64| if value.is_nan() { f64::NAN.to_bits() } else { value.to_bits() };
            prop_assert_eq!(bits(value), bits(expression.value(&at)));
            prop_assume!(value.is_finite() && result.requires_grad());
            // Of cos(x + 1/sin(π)), where nothing is left of x beside 10¹⁶, no two ways need to have a digit in common.
            prop_assume!(tape.nodes().iter().all(|node| node.value[0].abs() < 1e6));
            result.backward_with(RETAIN).unwrap();
            let ours: Vec<f64> = vars.iter().map(|var| var.grad().map_or(0.0, |grad| grad.value().unwrap())).collect();

            let mut theirs = [0.0; 2];
            objective.value_and_gradient(&at, Batch::All, &mut theirs[..expression.variables()]);
            let step = 1e-6;
            for variable in 0..expression.variables() {
                let (ours, theirs) = (ours[variable], theirs[variable]);
                prop_assume!(ours.is_finite() && theirs.is_finite());
                let shifted = |by: f64| {
                    let mut shifted = at;
                    shifted[variable] += by;
                    expression.value(&shifted)
                };
                let (above, below) = (shifted(step), shifted(-step));
                let (right, left) = ((above - value) / step, (value - below) / step);
                // Where both one-sided slopes agree, the formula is smooth, and tame enough for differences to tell.
                prop_assume!((right - left).abs() <= 1e-4 * (1.0 + ours.abs()));
                let difference = (above - below) / (2.0 * step);
                let rounding = 1e-15 * value.abs() / step;
                prop_assert!((difference - ours).abs() <= 1e-4 * (1.0 + ours.abs()) + rounding, "{text}: {difference} {ours}");
                prop_assert!((ours - theirs).abs() <= 1e-9 * (1.0 + ours.abs() + value.abs()), "{text}: {ours} {theirs}");
            }

            // In variables as in numbers.
            let used: Vec<&Var<'_>> = vars.iter().filter(|var| var.grad().is_some()).collect();
            for (slope, var) in grad_with(&result, &used, CREATE).unwrap().into_iter().zip(used) {
                let (slope, number) = (slope.value().unwrap(), gradient(*var));
                prop_assert!((slope - number).abs() <= 1e-12 * (1.0 + number.abs()), "{text}: {slope} {number}");
            }
        }
    }

    #[test]
    fn a_formula_goes_through_vectors_at_once() {
        let tape = Tape::new();
        let x = tape.leaf([0.0, 1.0, 2.0]);
        let z = Expression::parse("x^2 + 3x + pi").unwrap().on_tape(&tape, &[x]).unwrap();
        z.sum().backward().unwrap();
        assert_eq!(x.grad().unwrap().values().unwrap(), [3.0, 5.0, 7.0]);
    }

    #[test]
    fn as_many_variables_are_taken_as_it_has_or_one_more_that_it_has_no_use_for() {
        let tape = Tape::new();
        let on = |formula: &str, variables: usize| {
            let variables = [tape.leaf(1.0), tape.leaf(2.0), tape.leaf(3.0)][..variables].to_vec();
            Expression::parse(formula).unwrap().on_tape(&tape, &variables).map(|var| var.value().unwrap())
        };
        assert_eq!((on("x + y", 2), on("x", 1), on("x", 2), on("7", 1)), (Ok(3.0), Ok(1.0), Ok(1.0), Ok(7.0)));
        let message = |formula, variables| on(formula, variables).unwrap_err().to_string();
        assert_eq!(message("x + y", 1), "variables: `1` is not allowed; it must be an integer from 2 to 2");
        assert_eq!(message("y", 1), "variables: `1` is not allowed; it must be an integer from 2 to 2");
        assert_eq!(message("x", 3), "variables: `3` is not allowed; it must be an integer from 1 to 2");
        let (other, formula) = (Tape::new(), Expression::parse("x + y").unwrap());
        let refusal = refused(formula.on_tape(&tape, &[other.leaf(1.0), other.leaf(1.0)]));
        assert_eq!(refusal, GraphError::TwoTapes { what: "on_tape" });
    }
}

mod graphs_to_look_at {
    use super::*;

    #[test]
    fn nodes_stand_in_order_with_their_names_inputs_and_values() {
        let tape = Tape::new();
        let (w, x) = (tape.leaf(3.0), tape.constant(2.0));
        let loss = (w * x).tanh();
        let nodes = tape.nodes();
        let rows: Vec<_> = nodes.iter().map(|node| (node.operation.name(), node.grad_fn, &*node.inputs)).collect();
        let expected: [(&str, Option<&str>, &[usize]); 4] = [
            ("leaf", Some("AccumulateGrad"), &[]),
            ("constant", None, &[]),
            ("mul", Some("MulBackward0"), &[0, 1]),
            ("tanh", Some("TanhBackward0"), &[2]),
        ];
        assert_eq!(rows, expected);
        assert_eq!(nodes[2].value, [6.0]);
        assert_eq!((loss.place(), nodes[0].grad.clone()), (3, None));
        loss.backward().unwrap();
        assert_eq!(tape.nodes()[0].grad.as_ref().unwrap()[0], gradient(w));
    }

    #[test]
    fn contributions_are_what_backward_adds_up_in_its_order() {
        let tape = Tape::new();
        let (w, b, x) = (tape.leaf([1.0, -2.0]), tape.leaf(0.5), tape.constant([3.0, 4.0]));
        let score = w.dot(x) + b;
        let loss = score * score + b;
        let steps = tape.contributions(&loss).unwrap();
        assert!(w.grad().is_none(), "it only looks");
        loss.backward().unwrap();

        let mut sums = vec![Vec::new(); tape.len()];
        for step in &steps {
            assert!(step.input < step.node);
            assert_eq!(tape.nodes()[step.node].inputs[step.slot], step.input);
            // The upstream gradient is complete by then.
            if step.node != loss.place() {
                assert_eq!(step.upstream, sums[step.node]);
            }
            let chain = |i: usize| step.local[i] * step.upstream[i.min(step.upstream.len() - 1)];
            assert!(step.product.iter().enumerate().all(|(i, &product)| product == chain(i)));
            let sum = &mut sums[step.input];
            sum.resize(step.product.len(), 0.0);
            sum.iter_mut().zip(&step.product).for_each(|(sum, product)| *sum += product);
        }
        assert!(steps.is_sorted_by(|before, after| before.node >= after.node), "from the last node to the first");
        assert_eq!(sums[w.place()], w.grad().unwrap().values().unwrap());
        assert_eq!(sums[b.place()], [gradient(b)]);
        assert!(steps.iter().all(|step| step.input != x.place()), "a constant receives nothing");
        assert_eq!(refused(tape.contributions(&loss)), GraphError::Freed { what: "backward" });
    }
}

mod tapes {
    use super::*;

    #[test]
    fn clearing_keeps_what_was_given_first_and_its_gradients() {
        let tape = Tape::new();
        let (w, x) = (tape.leaf([1.0, 2.0]), tape.constant(3.0));
        w.sum().backward().unwrap();
        let (late, gradient_before) = (tape.leaf(7.0), w.grad().unwrap());
        tape.clear();
        assert_eq!((w.values(), x.value()), (Ok(vec![1.0, 2.0]), Ok(3.0)));
        assert_eq!(w.grad().unwrap().values().unwrap(), [1.0, 1.0]);
        for gone in [late, gradient_before] {
            assert_eq!(refused(gone.values()), GraphError::Cleared { what: "values" });
        }
        // Gradients add up over mini-batches that are cleared in between.
        w.sum().backward().unwrap();
        tape.clear();
        assert_eq!(w.grad().unwrap().values().unwrap(), [2.0, 2.0]);
        assert_eq!(refused((late + 1.0).values()), GraphError::Cleared { what: "add" });
        assert_eq!(refused(late.set(1.0)), GraphError::Cleared { what: "set" });
        assert!(late.grad().is_none() && late.operation().is_none() && late.is_empty());
    }

    #[test]
    fn a_tape_that_is_cleared_does_not_grow() {
        let tape = Tape::new();
        let w = tape.leaf(1.0);
        let mut length = None;
        for _ in 0..100 {
            (2.0 * w + 1.0).powi(2).backward().unwrap();
            tape.clear();
            assert_eq!(*length.get_or_insert(tape.len()), tape.len());
        }
    }

    /// A variable that another has taken the place of is not mistaken for it.
    #[test]
    fn a_place_that_is_used_again_does_not_revive_what_stood_there() {
        let tape = Tape::new();
        let w = tape.leaf(1.0);
        let old = w * 2.0;
        tape.clear();
        let new = w * 3.0;
        assert!((0..tape.len()).contains(&old.place()));
        assert!(refused(old.value()) == GraphError::Cleared { what: "value" });
        assert_eq!(new.value(), Ok(3.0));
    }

    #[test]
    fn a_small_graph_at_the_end_of_a_long_tape_is_differentiated_like_any_other() {
        let tape = Tape::new();
        let w = tape.leaf(2.0);
        let mut sum = w;
        for _ in 0..100_000 {
            sum = sum + w;
        }
        w.powi(2).backward().unwrap();
        assert_eq!(gradient(w), 4.0);
        w.zero_grad();
        // Deep graphs are no recursion.
        sum.backward().unwrap();
        assert_eq!(gradient(w), 100_001.0);
    }

    #[test]
    fn a_step_of_training_is_the_closed_form() {
        let tape = Tape::new();
        let (w, b) = (tape.leaf(0.0), tape.leaf(0.0));
        let (x, y) = (tape.constant([0.0, 1.0, 2.0]), tape.constant([1.0, 3.0, 5.0]));
        for _ in 0..2000 {
            let residual = w.expand(3) * x + b.expand(3) - y;
            tape.zero_grad();
            residual.dot(residual).backward().unwrap();
            for parameter in [w, b] {
                parameter.set(parameter.value().unwrap() - 0.1 * gradient(parameter)).unwrap();
            }
            tape.clear();
        }
        assert_relative_eq!(w.value().unwrap(), 2.0, max_relative = 1e-12);
        assert_relative_eq!(b.value().unwrap(), 1.0, max_relative = 1e-12);
    }
}

mod refusals {
    use super::*;

    #[test]
    fn what_cannot_be_is_said_in_both_languages() {
        let (tape, other) = (Tape::new(), Tape::new());
        let (w, v) = (tape.leaf(1.0), tape.leaf([1.0, 2.0]));
        let stale = {
            let cleared = w * 2.0;
            tape.clear();
            cleared
        };
        let message = |result: Result<()>, words: &Words| result.unwrap_err().message(words);
        type Attempt<'a> = Box<dyn Fn() -> Result<()> + 'a>;
        let rows: Vec<(Attempt<'_>, &str, &str)> = vec![
            (
                Box::new(|| v.backward()),
                "backward: a vector of 2 numbers is not allowed; it must be a scalar, such as a sum",
                "backward：不能是有 2 个数的向量；应为标量，例如一个和",
            ),
            (
                Box::new(|| (w * v).values().map(drop)),
                "mul: a scalar and a vector of 2 numbers do not go together; they must have the same length, and \
                 `expand` repeats a scalar",
                "mul：标量和有 2 个数的向量不能一起用；长度必须相同，标量可用 expand 重复",
            ),
            (
                Box::new(|| w.set([1.0, 2.0])),
                "set: a scalar and a vector of 2 numbers do not go together; they must have the same length, and \
                 `expand` repeats a scalar",
                "set：标量和有 2 个数的向量不能一起用；长度必须相同，标量可用 expand 重复",
            ),
            (
                Box::new(|| (w + other.leaf(1.0)).value().map(drop)),
                "add: the variables are on two tapes; they must be on the same one",
                "add：变量不在同一个 Tape 上；它们必须在同一个上",
            ),
            (
                Box::new(|| grad(&w, &[&other.leaf(1.0)]).map(drop)),
                "grad: the variables are on two tapes; they must be on the same one",
                "grad：变量不在同一个 Tape 上；它们必须在同一个上",
            ),
            (
                Box::new(|| stale.backward()),
                "backward: the variable is gone, for its tape has been cleared; only leaves and constants made before the \
                 first operation stay",
                "backward：变量已随 Tape 清空而消失；只有在第一次运算之前建立的叶子和常量会保留",
            ),
            (
                Box::new(|| {
                    let square = w * w;
                    square.backward()?;
                    square.backward()
                }),
                "backward: the graph has been freed by an earlier backward or grad; to go through it again, the earlier \
                 one must retain the graph",
                "backward：计算图已被先前的 backward 或 grad 释放；要再次使用，先前那次必须保留计算图",
            ),
            (
                Box::new(|| {
                    let square = w * w;
                    w.set(2.0)?;
                    square.backward()
                }),
                "backward: a leaf got a new value after the graph was made; the loss must be computed again",
                "backward：计算图建立之后，叶子的值被改过；损失必须重新计算",
            ),
            (
                Box::new(|| tape.constant(1.0).backward()),
                "backward: the variable requires no gradient; it must be a leaf or depend on one",
                "backward：变量不需要梯度；它应为叶子，或依赖于叶子",
            ),
            (
                Box::new(|| grad(&(w * 2.0), &[&w, &v]).map(drop)),
                "grad: input 1 (counted from 0) is not used in the graph of the loss; leave it out",
                "grad：损失的计算图没有用到第 1 个输入（从 0 数起）；应去掉它",
            ),
            (
                Box::new(|| (w * 2.0).set(1.0)),
                "set: the variable was computed; only a leaf or a constant can be set",
                "set：变量是计算出来的；只能设置叶子或常量",
            ),
            (
                Box::new(|| tape.leaf([]).values().map(drop)),
                "leaf: no numbers; there must be at least one",
                "leaf：没有数；至少要有一个",
            ),
            (
                Box::new(|| v.expand(2).values().map(drop)),
                "expand: a vector of 2 numbers is not allowed; it must be a scalar, such as a sum",
                "expand：不能是有 2 个数的向量；应为标量，例如一个和",
            ),
            (
                Box::new(|| w.expand(MAX_NUMBERS + 1).values().map(drop)),
                "the tape is full; it may have at most 1048576 nodes and 4194304 numbers: clear it after each step",
                "计算图过大；最多 1048576 个节点和 4194304 个数：每一步之后应清空",
            ),
        ];
        for (attempt, english, chinese) in rows {
            for (words, expected) in [(Words::of("en"), english), (Words::of("zh"), chinese)] {
                // A tape remembers its first error until it is cleared.
                tape.clear();
                assert_eq!(message(attempt(), words), expected);
            }
        }
    }

    #[test]
    fn a_mistake_spoils_what_comes_of_it_and_nothing_else() {
        let tape = Tape::new();
        let (w, v) = (tape.leaf(1.0), tape.leaf([1.0, 2.0]));
        let wrong = w * v;
        let later = (wrong + 1.0).sum().tanh() * 2.0;
        let lengths = GraphError::Lengths { what: "mul", left: 1, right: 2 };
        assert_eq!(refused(later.value()), lengths);
        assert_eq!(refused(later.backward()), lengths);
        assert_eq!(refused(grad(&later, &[&w])), lengths);
        assert!(later.grad().is_none() && later.is_empty() && later.place() == usize::MAX);
        // The first error stays, whatever else goes wrong.
        assert_eq!(refused(v.expand(3).value()), lengths);
        (w * 2.0).backward().unwrap();
        assert_eq!(gradient(w), 2.0);
        tape.clear();
        assert_eq!(refused(later.value()), GraphError::Cleared { what: "value" });
        assert_eq!(refused(v.expand(3).value()), GraphError::NotScalar { what: "expand", length: 2 });
    }

    #[test]
    fn a_full_tape_is_refused_and_goes_on_when_it_is_cleared() {
        let tape = Tape::new();
        let w = tape.leaf(1.0);
        let mut sum = w;
        for _ in 1..MAX_NODES {
            sum = sum + w;
        }
        assert_eq!(sum.value(), Ok(MAX_NODES as f64));
        assert_eq!(refused((sum + w).value()), GraphError::TooLarge);
        assert_eq!(refused(sum.backward()), GraphError::TooLarge, "the gradient has no room");
        assert_eq!(refused(grad(&sum, &[&w])), GraphError::TooLarge);
        assert_eq!(refused(sum.backward_with(CREATE)), GraphError::TooLarge);
        assert!(w.grad().is_none());
        tape.clear();
        (w * 2.0).backward().unwrap();
        assert_eq!(gradient(w), 2.0);
    }
}
