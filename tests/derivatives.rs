//! Derivatives of random formulas against 50 digits, which `reference/make_derivatives.py` computed: as they are evaluated,
//! and as they are printed, parsed again and evaluated.

use descent::expression::{Expression, Formula, LONGEST};
use descent::objective::{Batch, Objective};
use serde_json::Value;

/// A derivative at a place: what is right, and what is lost to cancellation in any case.
struct Reference {
    /// None where there is no derivative.
    value: Option<f64>,
    noise: f64,
}

impl Reference {
    fn read(place: &Value, index: usize) -> Reference {
        let number = |value: &Value| value.as_str().map(|text| text.parse::<f64>().unwrap());
        let noise = number(&place["noise"][index]).unwrap_or(0.0);
        Reference { value: number(&place["derivatives"][index]), noise }
    }

    /// A few roundings more than those of the reference's own way to it, and the last subnormal digit.
    fn agrees(&self, ours: f64) -> bool {
        match self.value {
            None => !ours.is_finite(),
            Some(value) if value.is_infinite() => ours == value || 64.0 * self.noise >= f64::MAX,
            Some(value) => (ours - value).abs() <= 64.0 * self.noise + 1e-14 * value.abs() + 1e-323,
        }
    }
}

fn places() -> Vec<(String, [f64; 2], Value)> {
    let rows: Vec<Value> = serde_json::from_str(include_str!("reference/derivatives.json")).unwrap();
    let mut places = Vec::new();
    for row in &rows {
        for place in row["places"].as_array().unwrap() {
            let at = [0, 1].map(|axis| place["at"][axis].as_f64().unwrap());
            places.push((row["f"].as_str().unwrap().to_owned(), at, place.clone()));
        }
    }
    places
}

const KINDS: [(&str, &[usize]); 5] = [("∂x", &[0]), ("∂y", &[1]), ("∂xx", &[0, 0]), ("∂xy", &[0, 1]), ("∂yy", &[1, 1])];

#[test]
fn evaluated_derivatives_are_those_of_fifty_digits() {
    let (mut wrong, mut compared) = (Vec::new(), 0);
    for (text, at, place) in places() {
        let f = Expression::parse(&text).unwrap();
        let formula = Formula::new(&f, &[], None);
        let dim = formula.dim();
        let mut gradient = vec![0.0; dim];
        let value = formula.value_and_gradient(&at[..dim], Batch::All, &mut gradient);
        let hessian = formula.hessian(&at[..dim]);
        // A pole on the way may end in a number again, as in 1/(1/x).
        let is_pole = place["value"] == "pole";
        if is_pole && value.is_finite() {
            continue;
        }
        if is_pole || place["value"].is_null() {
            assert!(!value.is_finite(), "{text} at {at:?}");
            assert!(gradient.iter().chain(&hessian).all(|slope| slope.is_nan()), "{text} at {at:?}");
            assert!((0..2).all(|axis| f.derivative(axis).value(&at).is_nan()), "{text} at {at:?}");
            continue;
        }
        for (index, (name, axes)) in KINDS.into_iter().enumerate() {
            if axes.iter().any(|&axis| axis >= dim) || !value.is_finite() {
                continue;
            }
            let expected = Reference::read(&place, index);
            let ours = match *axes {
                [first, second] => hessian[first * dim + second],
                [axis, ..] => gradient[axis],
                [] => continue,
            };
            compared += 1;
            if !expected.agrees(ours) {
                wrong.push(format!(
                    "{name} {text} at {at:?}: {ours:e}, not {:?} ± {:e}",
                    expected.value, expected.noise
                ));
            }
        }
    }
    assert!(compared > 1000, "{compared}");
    assert!(wrong.is_empty(), "{} of {compared}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn printed_derivatives_read_back_as_those_of_fifty_digits() {
    let (mut wrong, mut compared) = (Vec::new(), 0);
    for (text, at, place) in places() {
        let f = Expression::parse(&text).unwrap();
        if !f.value(&at).is_finite() || place["value"] == "pole" {
            continue;
        }
        for (index, (name, axes)) in KINDS.into_iter().enumerate() {
            let expected = Reference::read(&place, index);
            let derivative = axes.iter().fold(f.clone(), |f, &axis| f.derivative(axis));
            let written = derivative.to_string();
            // What is cut off, or is printed as uᵛ log u and holds at u = 0 only by convention, cannot be read back.
            let by_convention =
                !expected.value.is_none_or(|value| value != 0.0) && at.contains(&0.0) && text.contains('^');
            if expected.value.is_none() || by_convention || written.chars().count() > LONGEST {
                continue;
            }
            compared += 1;
            let again = Expression::parse(&written).unwrap().value(&at);
            if !expected.agrees(again) {
                wrong.push(format!("{name} {text} = {written} at {at:?}: {again:e}, not {:?}", expected.value));
            }
        }
    }
    assert!(compared > 1000, "{compared}");
    assert!(wrong.is_empty(), "{} of {compared}:\n{}", wrong.len(), wrong.join("\n"));
}
