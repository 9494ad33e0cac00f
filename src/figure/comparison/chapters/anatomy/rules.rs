//! The rule of a step with its numbers, as live mathematics.

use crate::chart::Style;
use crate::figure::styles::{DIVISOR, DOWN, REMEMBERED};
use crate::number::{apart_from_rounding, significant};
use crate::optim::Parts;
use crate::run::Run;
use crate::trainer::StepApart;

/// A line for each thing that the rule works out.
pub(in crate::figure::comparison) fn rules(step: &StepApart, run: &Run) -> Vec<(Option<Style>, String)> {
    let told = apart_from_what_is_lost(step, run);
    let (symbols, parts) = (&step.apart.symbols, &told.apart.parts);
    let all = |of: &dyn Fn(&Parts) -> f64| pair(parts.iter().map(of));
    let upwards = run.trainer.experiment().maximize;
    let gradient = if upwards { "−∇f" } else { "∇f" };
    let sign = if upwards { -1.0 } else { 1.0 };
    let is_decayed = step.apart.parts.iter().zip(&step.gradient).any(|(parts, slope)| parts.slope != sign * slope);
    let decayed = if is_decayed { " + λ θ" } else { "" };
    let mut lines = vec![(Some(DOWN), format!("g = {gradient}{decayed} = {}", all(&|parts| parts.slope)))];
    if !symbols.made_of.is_empty() {
        let along = all(&|parts| parts.along);
        lines.push((Some(REMEMBERED), format!("{} = {} = {along}", symbols.along, symbols.made_of)));
    }
    if !symbols.divisor.is_empty() {
        let of = if symbols.divisor_of.is_empty() { String::new() } else { format!("{} , ", symbols.divisor_of) };
        let divisor = all(&|parts| parts.divisor);
        lines.push((Some(DIVISOR), format!("{of}{} = {divisor}", symbols.divisor)));
    }
    if !symbols.gain.is_empty() {
        let gain = match step.apart.length {
            Some(length) => significant(length, 4),
            None => all(&|parts| parts.gain),
        };
        lines.push((Some(DIVISOR), format!("{} = {gain}", symbols.gain)));
    }
    lines.push((Some(run.style), rule(&told, run, symbols.direction, !step.has_sizes)));
    lines
}

/// All of it in one line, in which what it steps along is spelt out; a whole step has no factor.
pub(in crate::figure::comparison) fn rule_in_full(step: &StepApart, run: &Run) -> (Option<Style>, String) {
    let symbols = &step.apart.symbols;
    let direction = match (symbols.made_of, symbols.is_sum) {
        ("", _) => symbols.direction.to_owned(),
        (made_of, true) => symbols.direction.replace(symbols.along, &format!("( {made_of} )")),
        (made_of, false) => symbols.direction.replace(symbols.along, made_of),
    };
    let told = apart_from_what_is_lost(step, run);
    (Some(run.style), rule(&told, run, &direction, !step.has_sizes && step.rate != 1.0))
}

/// The step as it is told: nothing is left of a gradient that rounding has made, nor of what it leads to where that moves nothing.
fn apart_from_what_is_lost(step: &StepApart, run: &Run) -> StepApart {
    let (mut told, size) = (step.clone(), run.size(&step.before));
    let slopes: Vec<f64> = step.apart.parts.iter().map(|parts| parts.slope).collect();
    let slopes = run.gradient_apart_from_rounding(&step.before, &slopes);
    for (parts, slope) in told.apart.parts.iter_mut().zip(slopes) {
        parts.slope = slope;
        if slope == 0.0 && apart_from_rounding(step.rate * parts.direction(), size) == 0.0 {
            (parts.along, parts.carried, parts.decay) = (0.0, 0.0, 0.0);
        }
    }
    for part in told.before.iter_mut().chain(&mut told.after) {
        *part = apart_from_rounding(*part, size);
    }
    told
}

/// What the step comes to: before it, along what by which learning rate, after it.
fn rule(step: &StepApart, run: &Run, direction: &str, has_factor: bool) -> String {
    let parts = &step.apart.parts;
    let names = run.problem.symbols.join(" , ");
    let direction = match parts.iter().any(|parts| parts.decay != 0.0) {
        true => format!("( {direction} + λ θ )"),
        false => direction.to_owned(),
    };
    let (eta, rate) = match has_factor {
        true => ("η ", format!("{} · ", significant(step.rate, 4))),
        false => ("", String::new()),
    };
    let [before, after] = [&step.before, &step.after].map(|place| pair(place.iter().copied()));
    let along = pair(parts.iter().map(Parts::direction));
    format!("( {names} ) ← ( {names} ) − {eta}{direction} = {before} − {rate}{along} = {after}")
}

fn pair(values: impl Iterator<Item = f64>) -> String {
    let numbers: Vec<String> = values.map(|value| significant(value, 4)).collect();
    format!("( {} )", numbers.join(" , "))
}
