//! The lines of PyTorch that do the same.

use super::course::PASSES;
use super::example::Given;
use super::pass::{Drawn, LOSS};
use super::{Autograd, Lesson, Phase};
use crate::autograd::Operation;
use crate::figure::CodeLine;
use crate::number::{float, rounded};

/// The program, with the line that has been run last.
pub(super) fn of(scene: &Autograd) -> Vec<CodeLine> {
    written(scene).into_iter().map(|(_, line)| line).collect()
}

/// The node that a line of the program computes, or gives.
pub(super) fn node_of(scene: &Autograd, line: usize) -> Option<usize> {
    written(scene).get(line)?.0
}

/// The lines, each with the node that it computes, or gives.
fn written(scene: &Autograd) -> Vec<(Option<usize>, CodeLine)> {
    let (example, pass, lesson, latest) = (&scene.course.example, scene.pass(), scene.lesson, scene.latest());
    let line = |node: Option<usize>, text: String, current: bool| {
        (node, CodeLine { text, current, pointed: node.is_some() && node == scene.pointed })
    };
    let tensor = |given: &Given, how: &str| {
        let node = pass.nodes.iter().position(|node| node.key == Some(given.key));
        line(node, format!("{} = torch.tensor({}{how})", given.symbol, number(given.value)), false)
    };
    let mut lines = Vec::new();
    lines.extend(example.parameters().iter().map(|given| tensor(given, ", requires_grad=True")));
    lines.extend(example.data().iter().map(|given| tensor(given, "")));
    let indent = if lesson.repeats() { "    " } else { "" };
    if lesson.repeats() {
        lines.push(line(None, format!("for step in range({PASSES}):"), false));
    }
    lines.extend(pass.operations.iter().enumerate().map(|(k, &operation)| {
        let node = &pass.nodes[operation];
        let text = format!("{indent}{} = {}", python_name(&node.name), python(node));
        line(Some(operation), text, latest == Some(Phase::Forward(k)))
    }));
    let mut line = |text, current| lines.push(line(None, text, current));
    let walks = |walk: usize| matches!(latest, Some(Phase::Backward(_, now)) if now == walk);
    let names: Vec<&str> = example.parameters().iter().map(|given| given.symbol).collect();
    match lesson {
        Lesson::Grad => {
            // One gradient comes in a tuple of its own.
            let comma = if names.len() == 1 { "," } else { "" };
            let grads: Vec<String> = names.iter().map(|name| format!("d{name}")).collect();
            let (grads, names) = (grads.join(", "), names.join(", "));
            line(format!("{indent}{grads}{comma} = torch.autograd.grad(loss, [{names}])"), walks(0));
        }
        Lesson::Retain => {
            line("loss.backward(retain_graph=True)".into(), walks(0));
            line("loss.backward()".into(), walks(1));
        }
        Lesson::Twice => {
            line("loss.backward()".into(), walks(0));
            line("loss.backward()".into(), latest == Some(Phase::Refused));
        }
        Lesson::Backward | Lesson::Forget => line(format!("{indent}loss.backward()"), walks(0)),
    }
    if lesson.repeats() {
        let lr = number(scene.course.values.experiment.lr);
        line(format!("{indent}with torch.no_grad():"), false);
        for name in &names {
            let gradient = if lesson == Lesson::Grad { format!("d{name}") } else { format!("{name}.grad") };
            line(format!("{indent}    {name} -= {lr} * {gradient}"), latest == Some(Phase::Update));
        }
        let zero: String = names.iter().map(|name| format!("{name}.grad = ")).collect();
        match lesson {
            Lesson::Backward => line(format!("{indent}{zero}None"), latest == Some(Phase::Zero)),
            Lesson::Forget => line(format!("{indent}# {zero}None"), false),
            _ => {}
        }
    }
    lines
}

fn number(value: f64) -> String {
    float(rounded(value, 6))
}

/// v₁₂ is v12 in a program, and the loss is spelled out.
fn python_name(name: &str) -> String {
    if name == LOSS {
        return "loss".into();
    }
    let letter = |c: char| match c {
        '₀'..='₉' => char::from_digit(c as u32 - '₀' as u32, 10).unwrap_or(c),
        '−' => '-',
        c => c,
    };
    name.chars().map(letter).collect()
}

fn python(node: &Drawn) -> String {
    let [u, v] = [0, 1].map(|k| python_name(&node.operands[k]));
    match node.operation {
        Operation::Add => format!("{u} + {v}"),
        Operation::Subtract => format!("{u} - {v}"),
        Operation::Multiply => format!("{u} * {v}"),
        Operation::Divide => format!("{u} / {v}"),
        Operation::Power => format!("{u} ** {v}"),
        Operation::Negate => format!("-{u}"),
        Operation::Max | Operation::Min => format!("torch.{}({u}, {v})", node.operation.name()),
        Operation::Softplus => format!("torch.nn.functional.softplus({u})"),
        operation => format!("torch.{}({u})", operation.name()),
    }
}
