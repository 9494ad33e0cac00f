//! Formulas: what they mean, what their derivatives are, and how they are written.

use approx::assert_relative_eq;
use descent::error::{Error, Expected};
use descent::experiment::Experiment;
use descent::expression::{Expression, Formula, LONGEST};
use descent::objective::{Batch, Objective};
use descent::trainer::{Status, Trainer};
use proptest::prelude::*;
use proptest::sample::select;

fn parse(text: &str) -> Expression {
    Expression::parse(text).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn formulas_mean_what_they_say() {
    let at = [3.0, 2.0];
    let rows = [
        ("-x^2", -9.0),
        ("2^3^2", 512.0),
        ("2x", 6.0),
        ("x y", 6.0),
        ("xy", 6.0),
        ("2(x+1)", 8.0),
        ("(x+1)(y-1)", 4.0),
        ("x(y+1)", 9.0),
        ("1/2x", 1.5),
        ("x − y · 2 ÷ 4 × 3", 0.0),
        ("x² + y³", 17.0),
        ("x⁻¹", 1.0 / 3.0),
        ("x^-1", 1.0 / 3.0),
        ("x¹⁰", 59049.0),
        ("2x²", 18.0),
        ("2^y²", 16.0),
        ("--x", 3.0),
        ("+x", 3.0),
        ("2*-x", -6.0),
        ("1e2 + .5 + 5.", 105.5),
        ("1e−2", 0.01),
        ("2e-x", 2.0 * std::f64::consts::E - 3.0),
        ("π - pi", 0.0),
        ("ln(e)", 1.0),
        ("log(e^2)", 2.0),
        ("min(x, y) + max(x, y)*10", 32.0),
        ("abs(-x) sign(-x)", -3.0),
        ("sqrt(x^2)", 3.0),
        ("sin(0) + cos(0) + tan(0) + asin(0) + acos(1) + atan(0) + sinh(0) + cosh(0) + tanh(0) + exp(0)", 3.0),
        (" ( ( x ) ) ", 3.0),
    ];
    for (text, value) in rows {
        assert_relative_eq!(parse(text).value(&at), value, max_relative = 1e-15);
    }
}

#[test]
fn a_value_that_there_is_not_is_no_number() {
    assert!(parse("log(-1)").value(&[0.0]).is_nan());
    assert!(parse("0/0 + x").value(&[0.0]).is_nan());
    assert!(parse("y").value(&[1.0]).is_nan(), "a coordinate is missing");
    assert!(parse("min(1, log(x))").value(&[-1.0]).is_nan() && parse("max(log(x), 1)").value(&[-1.0]).is_nan());
    assert_eq!(parse("1/x").value(&[0.0]), f64::INFINITY);
}

#[test]
fn formulas_are_written_as_by_hand() {
    let rows = [
        ("x^2 + 3*y^2", "x² + 3y²"),
        ("3*sin(x)", "3 sin(x)"),
        ("x^-1", "x⁻¹"),
        ("1/x", "1/x"),
        ("-2*x", "−2x"),
        ("x + -2*y", "x − 2y"),
        ("x - -2", "x + 2"),
        ("100*(y - x^2)^2 + (1 - x)^2", "100(y − x²)² + (1 − x)²"),
        ("x*y*2", "x y · 2"),
        ("2*3*x", "2 · 3x"),
        ("(x/y)*2", "(x/y) · 2"),
        ("x/(y*2)", "x/(y · 2)"),
        ("e^(x*y)", "e^(x y)"),
        ("x^y^2", "x^y²"),
        ("(-x)^2", "(−x)²"),
        ("-x^2", "−x²"),
        ("2*e^x", "2 e^x"),
        ("cos(2*pi*x)", "cos(2π x)"),
        ("x - (y - 1)", "x − (y − 1)"),
        ("min(x,y)", "min(x, y)"),
        ("1e-9x", "1e−9x"),
    ];
    for (text, written) in rows {
        assert_eq!(parse(text).to_string(), written, "{text}");
    }
}

#[test]
fn derivatives_are_those_of_the_tables() {
    let rows = [
        ("5", "0"),
        ("y", "0"),
        ("x^3", "3x²"),
        ("x^-1", "−x⁻²"),
        ("sqrt(x)", "1/(2 sqrt(x))"),
        ("x^0.5", "0.5x^−0.5"),
        ("x^(1/3)", "1/(3x^(2/3))"),
        ("x^(-1/3)", "−1/(3x^(4/3))"),
        ("x^(4/3)", "4x^(1/3)/3"),
        ("(x^2 + 1)^(2/3)", "4x/(3(x² + 1)^(1/3))"),
        ("x^pi", "π x^(π − 1)"),
        ("2^x", "2^x log(2)"),
        ("e^x", "e^x"),
        ("exp(-x^2/2)", "−x exp(−x²/2)"),
        ("x^x", "x^x + x^x log(x)"),
        ("x^y", "y x^(y − 1)"),
        ("y^x", "y^x log(y)"),
        ("0^x", "0"),
        ("(x y)^2", "2x y²"),
        ("(2x)^3", "24x²"),
        ("sin(2*pi*x)", "2π cos(2π x)"),
        ("cos(x)", "−sin(x)"),
        ("tan(x)", "1/cos(x)²"),
        ("asin(x)", "1/sqrt(1 − x²)"),
        ("acos(x)", "−1/sqrt(1 − x²)"),
        ("atan(x)", "1/(1 + x²)"),
        ("sinh(x) + cosh(x)", "cosh(x) + sinh(x)"),
        ("tanh(x)", "1/cosh(x)²"),
        ("log(x^2 + 1)", "2x/(x² + 1)"),
        ("abs(x)", "sign(x)"),
        ("sign(x)", "0"),
        ("max(x, 0)", "(1 + sign(x))/2"),
        ("sqrt(x^2 + y^2)", "x/sqrt(x² + y²)"),
        ("100*(y - x^2)^2 + (1 - x)^2", "−400x(y − x²) − 2(1 − x)"),
        ("x^3/(1 + y^2)", "3x²/(1 + y²)"),
        ("1/x", "−1/x²"),
        ("1/x^2", "−2/x³"),
        ("3/(2x^4)", "−6/x⁵"),
        ("x/x^3", "−2/x³"),
        ("y x^2/x^5", "−3y/x⁴"),
        ("1/(x y)", "−1/(y x²)"),
        ("1/(x^2 + 1)^2", "−4x/(x² + 1)³"),
        ("1/sqrt(x)", "−1/(2 sqrt(x)³)"),
        ("x/(x^2 + 1)", "(1 − x²)/(x² + 1)²"),
        ("(x + y)/(x - y)", "−2y/(x − y)²"),
        ("1/(1 + exp(-x))", "exp(−x)/(1 + exp(−x))²"),
        ("log(x y)", "1/x"),
        ("log(2x)", "1/x"),
        ("log(x/y)", "1/x"),
        ("log(y/x)", "−1/x"),
        ("log(x^3 y)", "3/x"),
        ("log(sqrt(x))", "1/(2x)"),
        ("log(abs(x))", "1/x"),
        ("log(exp(x) y)", "1"),
        ("log(x sin(x))", "1/x + cos(x)/sin(x)"),
        ("log(x^y)", "y/x"),
        ("max(x^2, y)", "x(1 + sign(x² − y))"),
        ("x/2", "0.5"),
        ("x/3", "1/3"),
    ];
    for (text, slope) in rows {
        assert_eq!(parse(text).derivative(0).to_string(), slope, "{text}");
    }
}

#[test]
fn derivatives_of_derivatives_are_written_as_by_hand_too() {
    let rows = [
        ("1/x^2", "6/x⁴"),
        ("log(x y)", "−1/x²"),
        ("x^(1/3)", "−2/(9x^(5/3))"),
        ("x^(-1/3)", "4/(9x^(7/3))"),
        ("sqrt(x)", "−1/(4 sqrt(x)³)"),
        ("asin(x)", "x/sqrt(1 − x²)³"),
        ("x^y", "y(y − 1) x^(y − 2)"),
        ("y^x", "y^x log(y)²"),
        ("(x + y)/(x - y)", "4y/(x − y)³"),
        ("1/(x y)", "2/(y x³)"),
    ];
    for (text, curvature) in rows {
        assert_eq!(parse(text).derivative(0).derivative(0).to_string(), curvature, "{text}");
    }
}

/// The value, the gradient and the Hessian's upper half, as an objective has them.
fn all_of(text: &str, at: &[f64]) -> (f64, Vec<f64>, Vec<f64>) {
    let formula = Formula::new(&parse(text), &[], None);
    let dim = formula.dim();
    let mut gradient = vec![0.0; dim];
    let value = formula.value_and_gradient(&at[..dim], Batch::All, &mut gradient);
    let hessian = formula.hessian(&at[..dim]);
    (value, gradient, if dim == 1 { hessian } else { vec![hessian[0], hessian[1], hessian[3]] })
}

/// <https://docs.pytorch.org/docs/stable/generated/torch.pow.html>; derivatives.yaml, `pow_backward_self` and
/// `pow_backward_exponent`: zero where the exponent is, and where the base is and the exponent is not negative.
#[test]
fn powers_at_zero_have_the_derivatives_that_pytorch_gives_them() {
    let rows: [(&str, [f64; 2], &[f64]); 9] = [
        ("x^y", [0.0, 2.0], &[0.0, 0.0]),
        ("x^y", [0.0, 1.0], &[1.0, 0.0]),
        ("x^y", [0.0, 0.0], &[0.0, 0.0]),
        ("x^y", [2.0, 0.0], &[0.0, std::f64::consts::LN_2]),
        ("(x y)^(x + y)", [0.0, 2.0], &[0.0, 0.0]),
        ("0^x", [0.5, 0.0], &[0.0]),
        ("(1 - 1)^x", [0.5, 0.0], &[0.0]),
        ("x^0", [0.0, 0.0], &[0.0]),
        ("x^3", [0.0, 0.0], &[0.0]),
    ];
    for (text, at, expected) in rows {
        assert_eq!(all_of(text, &at).1, expected, "{text} at {at:?}");
    }
    // ∂²/∂x∂y = x^(y−1) (1 + y log x).
    assert_eq!(all_of("x^y", &[2.0, 0.0]).2[1], 0.5);
    assert_eq!(all_of("x^y", &[0.0, 2.0]).2, [2.0, 0.0, 0.0]);
    // Where 0^x is infinite it has no slope.
    assert!(all_of("0^x", &[-1.0]).1[0].is_nan());
}

#[test]
fn the_side_that_min_and_max_leave_out_has_no_say_in_the_slope() {
    assert_eq!(all_of("min(sqrt(x), -1)", &[0.0]).1, [0.0]);
    assert_eq!(all_of("max(sqrt(x), y)", &[0.0, 1.0]).1, [0.0, 1.0]);
    assert_eq!(all_of("max(x, sqrt(x))", &[4.0]).1, [1.0]);
}

/// A formula, where, and its value, gradient and Hessian there.
type Row<'a> = (&'a str, [f64; 2], f64, &'a [f64], &'a [f64]);

/// Closed forms; what is on the way leaves the range of an `f64`, the result does not.
#[test]
fn what_over_or_underflows_on_the_way_does_no_harm() {
    let tail = libm::exp(-300.0);
    let rows: [Row<'_>; 19] = [
        ("x/y", [1e200, 1e200], 1.0, &[1e-200, -1e-200], &[0.0, 0.0, 0.0]),
        ("x/y", [1e-150, 1e-150], 1.0, &[1e150, -1e150], &[0.0, -1e300, 2e300]),
        ("x/y", [1e-200, 1e-200], 1.0, &[1e200, -1e200], &[0.0, f64::NEG_INFINITY, f64::INFINITY]),
        ("x^2/y^2", [1e200, 1e200], 1.0, &[2e-200, -2e-200], &[0.0, 0.0, 0.0]),
        ("x^100.5/x^100", [1e200, 0.0], 1e100, &[5e-101], &[-2.5e-301]),
        ("sqrt(x^2 + y^2)", [3e200, 4e200], 5e200, &[0.6, 0.8], &[1.28e-201, -9.6e-202, 7.2e-202]),
        ("sqrt(x^2 + y^2)", [3e-200, 4e-200], 5e-200, &[0.6, 0.8], &[1.28e199, -9.6e198, 7.2e198]),
        ("sinh(x)/cosh(x)", [400.0, 0.0], 1.0, &[0.0], &[0.0]),
        ("sinh(x)/cosh(x)", [-800.0, 0.0], -1.0, &[0.0], &[0.0]),
        ("tanh(x)", [300.0, 0.0], 1.0, &[4.0 * tail * tail], &[-8.0 * tail * tail]),
        ("1/(1 + exp(-x))", [-300.0, 0.0], tail, &[tail], &[tail]),
        ("1/(1 + exp(-x))", [300.0, 0.0], 1.0, &[tail], &[-tail]),
        ("1/(1 + exp(-x))", [-1000.0, 0.0], 0.0, &[0.0], &[0.0]),
        ("1/(1 + exp(-x))", [1000.0, 0.0], 1.0, &[0.0], &[0.0]),
        ("exp(x)/(1 + exp(x))", [1000.0, 0.0], 1.0, &[0.0], &[0.0]),
        ("log(exp(x) + exp(y))", [1000.0, 1000.0], 1000.0 + std::f64::consts::LN_2, &[0.5, 0.5], &[0.25, -0.25, 0.25]),
        ("1/cosh(x)", [-700.0, 0.0], 2.0 * libm::exp(-700.0), &[2.0 * libm::exp(-700.0)], &[2.0 * libm::exp(-700.0)]),
        ("exp(x)/(x exp(x))", [1000.0, 0.0], 1e-3, &[-1e-6], &[2e-9]),
        ("max(x^2, y^2)/x^2", [1e200, 1e150], 1.0, &[0.0, 0.0], &[0.0, 0.0, 0.0]),
    ];
    for (text, at, value, gradient, hessian) in rows {
        let ours = all_of(text, &at);
        let numbers = std::iter::once(ours.0).chain(ours.1).chain(ours.2);
        let expected = std::iter::once(&value).chain(gradient).chain(hessian);
        for (ours, &expected) in numbers.zip(expected) {
            assert_relative_eq!(ours, expected, max_relative = 1e-12, epsilon = 1e-320);
        }
    }
}

/// What is infinite is no value either: 1/x has no slope at 0.
#[test]
fn where_a_function_is_not_defined_neither_is_its_derivative() {
    let rows = [
        ("log(x)", [-1.0, 0.0]),
        ("log(x)", [0.0, 0.0]),
        ("log(x y)", [-1.0, 2.0]),
        ("log(x y)", [1.0, -2.0]),
        ("sqrt(x)", [-1.0, 0.0]),
        ("0/0", [1.0, 0.0]),
        ("0/0 + x y", [1.0, 2.0]),
        ("1/x", [0.0, 0.0]),
        ("x^(1/3)", [-8.0, 0.0]),
        ("asin(x) + y", [1.5, 0.0]),
        ("log(log(x))", [0.5, 0.0]),
        ("min(1, log(x))", [-1.0, 0.0]),
    ];
    for (text, at) in rows {
        let (value, gradient, hessian) = all_of(text, &at);
        assert!(!value.is_finite() && gradient.iter().chain(&hessian).all(|slope| slope.is_nan()), "{text} at {at:?}");
        for variable in 0..2 {
            let slope = parse(text).derivative(variable);
            assert!(slope.value(&at).is_nan() && slope.derivative(0).value(&at).is_nan(), "{text} at {at:?}");
        }
    }
    // An infinite slope is one, and there is none of it.
    let slope = parse("sqrt(x)").derivative(0);
    assert_eq!(slope.value(&[0.0]), f64::INFINITY);
    assert!(slope.derivative(0).value(&[0.0]).is_nan());
}

#[test]
fn a_mistake_is_told_with_its_place() {
    use Expected::*;
    let rows = [
        ("", 1, Operand),
        ("x +", 4, Operand),
        ("x +* 2", 4, Operand),
        ("foo(x)", 1, Name),
        ("x²z", 3, Name),
        ("x )", 3, Operator),
        ("2 3", 3, Operator),
        ("x2", 2, Operator),
        ("1.2.3", 4, Operator),
        ("sin x", 5, Open),
        ("sin(x", 6, Close),
        ("(x, y)", 3, Close),
        ("min(x)", 6, Comma),
        (".", 1, Operand),
        ("1e999", 1, Smaller),
        ("x⁻", 3, Operand),
    ];
    for (text, place, expects) in rows {
        match Expression::parse(text) {
            Err(Error::Formula { position, expected, .. }) => {
                assert_eq!((position, expected), (place, expects), "{text}")
            }
            other => panic!("{text}: {other:?}"),
        }
    }
}

#[test]
fn long_and_deep_texts_are_refused_or_done_with_little_work() {
    let nested = |open: &str, inner: &str, close: &str, times: usize| {
        format!("{}{inner}{}", open.repeat(times), close.repeat(times))
    };
    let texts = [
        nested("(", "x", ")", 50),
        nested("-", "x", "", 50),
        nested("x^", "y", "", 50),
        nested("sin(", "x", ")", 50),
        nested("exp(x y ", "x", ")", 50),
        nested("(", "x", "^x)", 50),
        nested("(x y+", "x", ")^x", 50),
        nested("x", "y", "", 900),
        nested("sin(x)", "y", "", 160),
        nested("x^y^", "y", "/x", 25),
        (1..110).map(|place| format!("(x+{place})^y*")).collect::<String>() + "1",
        (1..110).map(|place| format!("x/({place}+y)/")).collect::<String>() + "1",
        (1..80).map(|place| format!("max({place}x,y)*")).collect::<String>() + "1",
    ];
    for text in texts {
        let text: String = text.chars().take(LONGEST).collect();
        let Ok(f) = Expression::parse(&text) else { continue };
        let size = |f: &Expression| format!("{f:?}").matches("ary(").count();
        for variable in 0..2 {
            let slope = f.derivative(variable);
            let curvature = slope.derivative(variable);
            // The rules make at most a dozen nodes of one.
            assert!(size(&slope) <= 12 * (1 + size(&f)), "{text}");
            assert!(size(&curvature) <= 144 * (1 + size(&f)), "{text}");
            let written = curvature.to_string();
            assert!(written.len() < 10_000 || written.contains('…') && written.len() < 20_000);
        }
        Formula::new(&f, &[], None).hessian(&[0.3, 0.7]);
    }
    for (text, expects) in [
        ("x".repeat(LONGEST + 1), Expected::End),
        (nested("(", "x", ")", 51), Expected::Shallower),
        ("-".repeat(LONGEST), Expected::Shallower),
        ("x^".repeat(400), Expected::Shallower),
        ("sin(".repeat(200), Expected::Shallower),
    ] {
        match Expression::parse(&text) {
            Err(Error::Formula { expected, value, .. }) => {
                assert_eq!(expected, expects);
                assert!(value.chars().count() <= 61, "a novel is not repeated in full");
            }
            other => panic!("{other:?}"),
        }
    }
}

/// Formulas that are smooth around the points they are tried at.
fn smooth() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        3 => Just("x".to_owned()),
        3 => Just("y".to_owned()),
        1 => (1u32..40).prop_map(|tenths| format!("{}", f64::from(tenths) / 10.0)),
        1 => select(vec!["pi", "e"]).prop_map(String::from),
    ];
    leaf.prop_recursive(4, 24, 2, |inner| {
        let operation = select(vec!["+", "-", "*"]);
        let function = select(vec!["sin", "cos", "tanh", "atan", "sign", "abs"]);
        let positive = select(vec!["log", "sqrt", "1/"]);
        prop_oneof![
            4 => (inner.clone(), operation, inner.clone()).prop_map(|(u, operation, v)| format!("({u} {operation} {v})")),
            2 => (function, inner.clone()).prop_map(|(function, u)| format!("{function}({u})")),
            1 => (positive, inner.clone()).prop_map(|(function, u)| format!("{function}(1 + ({u})^2)")),
            1 => (inner.clone(), 2u32..4).prop_map(|(u, n)| format!("({u})^{n}")),
            1 => (inner.clone(), inner.clone()).prop_map(|(u, v)| format!("{u}/(2 + cos({v}))")),
            1 => (inner.clone(), inner.clone()).prop_map(|(u, v)| format!("(1.1 + sin({u}))^tanh({v})")),
            1 => (inner.clone(), inner.clone()).prop_map(|(u, v)| format!("max({u}, min({v}, 1))")),
            1 => inner.prop_map(|u| format!("-{u}")),
        ]
    })
}

/// Text over the alphabet of formulas, in no good order.
fn crumbs() -> impl Strategy<Value = String> {
    const CRUMBS: &[&str] = &[
        "x", "y", "2", "0", ".5", "1e9", "e", "pi", "+", "-", "*", "/", "^", "(", ")", "(", ")", ",", "sin(", "max(",
        "log(", "sqrt(", "abs(", "²", "⁻¹", "−", "·", " ", "sign(", "exp(", "^-", "z", "tan(", "中",
    ];
    proptest::collection::vec(select(CRUMBS), 0..60).prop_map(|crumbs| crumbs.concat())
}

fn same(a: f64, b: f64, tolerance: f64) -> bool {
    a == b || (a.is_nan() && b.is_nan()) || (a - b).abs() <= tolerance * (1.0 + a.abs())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn derivatives_agree_with_central_differences(text in smooth(), x in -1.5..1.5, y in -1.5..1.5) {
        let f = parse(&text);
        let h = 1e-5;
        for (variable, [dx, dy]) in [[h, 0.0], [0.0, h]].into_iter().enumerate() {
            let ahead = |k: f64| f.value(&[x + k * dx, y + k * dy]);
            let (slope, twice) = ((ahead(1.0) - ahead(-1.0)) / (2.0 * h), (ahead(2.0) - ahead(-2.0)) / (4.0 * h));
            let sides = ((ahead(1.0) - ahead(0.0)) / h, (ahead(0.0) - ahead(-1.0)) / h);
            // Where both differences agree, the function is smooth enough for them to be right.
            prop_assume!(same(slope, twice, 1e-6) && same(sides.0, sides.1, 1e-2) && slope.abs() < 1e4);
            let exact = f.derivative(variable).value(&[x, y]);
            prop_assert!(same(exact, slope, 1e-4), "{}: {} is {}, not {}", text, f.derivative(variable), exact, slope);
        }
    }

    #[test]
    fn what_is_written_reads_back_as_the_same_function(text in smooth(), x in -2.0..2.0, y in -2.0..2.0) {
        let f = parse(&text);
        for f in [f.derivative(0), f.derivative(1).derivative(0), f] {
            let written = f.to_string();
            if written.chars().count() <= LONGEST {
                let (value, again) = (f.value(&[x, y]), parse(&written).value(&[x, y]));
                prop_assert!(same(value, again, 1e-9), "{}: {} {}", written, value, again);
            }
        }
    }

    #[test]
    fn no_text_panics(text in prop_oneof![3 => crumbs(), 1 => any::<String>()], x: f64, y: f64) {
        match Expression::parse(&text) {
            Ok(f) => {
                let objective = Formula::new(&f, &[], None);
                let mut gradient = vec![0.0; f.variables()];
                let value = objective.value_and_gradient(&[x, y], Batch::All, &mut gradient);
                prop_assert!(same(value, f.value(&[x, y]), 0.0));
                objective.hessian(&[x, y]);
                let written = f.to_string();
                prop_assert!(same(parse(&written).value(&[x, y]), value, 1e-9), "{} as {}", text, written);
                prop_assert!(Expression::parse(&f.derivative(0).to_string()).is_ok() || f.derivative(0).to_string().len() > 500);
            }
            Err(Error::Formula { position, .. }) => prop_assert!(position >= 1 && position <= text.chars().count() + 1),
            Err(error) => prop_assert!(false, "{}", error),
        }
    }
}

#[test]
fn an_experiment_minimises_a_formula_and_a_mistake_leaves_it_as_it_was() {
    let mut trainer = Trainer::new(&"objective=expression&f=(x-1)^2/2%2B1&lr=0.5".parse().unwrap(), None).unwrap();
    assert!(trainer.experiment().to_string().starts_with("objective=expression&f=(x-1)^2/2%2B1&optimizer=sgd&lr=0.5&"));
    assert_eq!(trainer.step(1000), Status::Converged);
    assert_relative_eq!(trainer.parameters()[0], 1.0, epsilon = 1e-9);
    let (steps, before) = (trainer.steps(), trainer.experiment().clone());
    assert!(trainer.set("f", "x^").is_err());
    assert_eq!((trainer.steps(), trainer.experiment()), (steps, &before));
    trainer.set("f", "x² + y²").unwrap();
    assert_eq!((trainer.steps(), trainer.parameters().len()), (0, 2));
    let again: Experiment = trainer.experiment().to_string().parse().unwrap();
    assert_eq!((&again, again.f.as_str()), (trainer.experiment(), "x² + y²"));
    assert!(trainer.parameters().iter().all(|start| start.abs() <= 2.0));
}
