//! Formulas: what they mean, what their derivatives are, and how they are written.

use approx::assert_relative_eq;
use descent::error::{Error, Expected};
use descent::expression::{Expression, Formula, LONGEST};
use descent::objective::{Batch, Objective};
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
        ("x^(1/3)", "x^(1/3 − 1)/3"),
        ("x^pi", "π x^(π − 1)"),
        ("2^x", "2^x log(2)"),
        ("e^x", "e^x"),
        ("exp(-x^2/2)", "−x exp(−x²/2)"),
        ("x^x", "x x^(x − 1) + x^x log(x)"),
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
        ("x/2", "0.5"),
        ("x/3", "1/3"),
    ];
    for (text, slope) in rows {
        assert_eq!(parse(text).derivative(0).to_string(), slope, "{text}");
    }
}

#[test]
fn a_mistake_is_told_with_its_place() {
    use Expected::*;
    let rows = [
        ("", 1, Operand),
        ("x +", 4, Operand),
        ("x +* 2", 4, Operand),
        ("foo(x)", 1, Operand),
        ("x²z", 3, Operand),
        ("x )", 3, Operator),
        ("2 3", 3, Operator),
        ("x2", 2, Operator),
        ("1.2.3", 4, Operator),
        ("sin x", 5, Open),
        ("sin(x", 6, Close),
        ("(x, y)", 3, Close),
        ("min(x)", 6, Comma),
        (".", 1, Operand),
        ("1e999", 1, Operand),
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
