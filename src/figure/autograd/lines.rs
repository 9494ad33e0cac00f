//! The lines of PyTorch that do the same.

use super::example::Example;
use super::lesson::{Lesson, Phase};
use super::pass::{Drawn, Pass};
use crate::autograd::Operation;
use crate::figure::CodeLine;
use crate::number::{float, rounded};

/// The program, with the line that has been run last.
pub(super) fn of(
    example: &Example,
    pass: &Pass,
    lesson: Lesson,
    latest: Option<Phase>,
    lr: f64,
    passes: usize,
) -> Vec<CodeLine> {
    let mut lines: Vec<CodeLine> = Vec::new();
    let mut line = |text: String, current: bool| lines.push(CodeLine { text, current });
    let names = example.names();
    for (name, value) in names.iter().zip(example.parameters()) {
        line(format!("{name} = torch.tensor({}, requires_grad=True)", float(rounded(value, 6))), false);
    }
    for (name, value) in example.data() {
        line(format!("{name} = torch.tensor({})", float(rounded(value, 6))), false);
    }
    let repeats = !matches!(lesson, Lesson::Twice | Lesson::Retain);
    let indent = if repeats { "    " } else { "" };
    if repeats {
        line(format!("for step in range({passes}):"), false);
    }
    for (k, &operation) in pass.operations.iter().enumerate() {
        let node = &pass.nodes[operation];
        let current = latest == Some(Phase::Forward(k));
        line(format!("{indent}{} = {}", python_name(&node.name), python(node)), current);
    }
    let walks = |walk: usize| matches!(latest, Some(Phase::Backward(_, now)) if now == walk);
    let all = names.join(", ");
    let grads: Vec<String> = names.iter().map(|name| format!("d{name}")).collect();
    match lesson {
        Lesson::Grad => {
            // One gradient comes in a tuple of its own.
            let comma = if names.len() == 1 { "," } else { "" };
            line(format!("{indent}{}{comma} = torch.autograd.grad(loss, [{all}])", grads.join(", ")), walks(0));
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
    if repeats {
        line(format!("{indent}with torch.no_grad():"), false);
        for (name, grad) in names.iter().zip(&grads) {
            let gradient = if lesson == Lesson::Grad { grad.clone() } else { format!("{name}.grad") };
            line(
                format!("{indent}    {name} -= {} * {gradient}", float(rounded(lr, 6))),
                latest == Some(Phase::Update),
            );
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

/// v₁₂ is v12 in a program, and the loss is spelled out.
fn python_name(name: &str) -> String {
    if name == "L" {
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
