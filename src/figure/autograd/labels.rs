//! What stands on the nodes and edges of the graph at a tick: values, gradients, local derivatives.

use super::pass::{LOSS, brief};
use super::{Autograd, Lesson, Phase};
use crate::chart::computation::{Edge, Node};
use crate::number::significant;

#[derive(Default)]
pub(super) struct Labels {
    pub(super) nodes: Vec<Node>,
    pub(super) edges: Vec<Edge>,
    /// Which way the next phase runs along each edge.
    pub(super) running: Vec<i8>,
}

impl Labels {
    pub(super) fn of(scene: &Autograd) -> Self {
        let (pass, past, latest) = (scene.pass(), scene.past(), scene.latest());
        let gradients = gradients(scene);
        let mut has_gradient: Vec<bool> = (0..pass.nodes.len()).map(|index| index == pass.root()).collect();
        pass.visits.iter().flatten().for_each(|step| has_gradient[step.input] = true);
        let is_to_come = |index: usize| {
            let place = pass.operations.iter().position(|&other| other == index);
            place.is_some_and(|k| !past.contains(&Phase::Forward(k)))
        };
        let nodes = pass.nodes.iter().enumerate().map(|(index, node)| {
            let keeps_grad = node.parameter.is_some() && scene.lesson != Lesson::Grad;
            let gradient = match gradients[index] {
                _ if keeps_grad && latest == Some(Phase::Zero) => ".grad = None".into(),
                Some(gradient) if keeps_grad => format!(".grad = {}", significant(gradient, 4)),
                Some(gradient) => brief(gradient),
                None => String::new(),
            };
            let (pending, is_loss, given) = (is_to_come(index), index == pass.root(), node.operation.inputs() == 0);
            // A field stands over the value of what is given.
            let value = match brief(node.value) {
                _ if node.key.is_some() || pending => String::new(),
                value if is_loss => format!("{LOSS} = {value}"),
                value => value,
            };
            let gradient_room = match (keeps_grad, has_gradient[index]) {
                (true, _) => ".grad = −0.0000",
                (_, true) => "−0.0000",
                _ => "",
            };
            let rooms = match (given, is_loss) {
                (true, _) => ["", "", gradient_room],
                (_, true) => ["", "E = 0.0000", gradient_room],
                _ => ["v₀", "−0.0000", gradient_room],
            };
            Node {
                rooms,
                sign: node.sign.clone(),
                name: if given || is_loss || pending { String::new() } else { node.name.clone() },
                value,
                gradient,
                current: latest.is_some_and(|phase| pass.concerns(phase, index)),
                pointed: scene.pointed == Some(index),
                given,
                has_field: node.key.is_some(),
                pending,
                trouble: !pending && !node.value.is_finite(),
                stale: !given && scene.has_stepped(),
            }
        });
        let nodes = nodes.collect();
        let along = |phase: Option<Phase>, edge| phase.map(|phase| pass.flow(phase, edge)).unwrap_or_default();
        let edges = || scene.course.edges.iter().copied();
        let next = scene.next();
        Labels {
            nodes,
            edges: edges().map(|edge| along(latest, edge)).collect(),
            running: edges().map(|edge| along(next, edge).flow).collect(),
        }
    }
}

/// What has been handed to each node so far; to the parameters, in passes before too.
fn gradients(scene: &Autograd) -> Vec<Option<f64>> {
    let pass = scene.pass();
    let before = |parameter: Option<usize>| parameter.and_then(|k| pass.before[k]);
    let mut gradients: Vec<Option<f64>> = pass.nodes.iter().map(|node| before(node.parameter)).collect();
    for phase in scene.past() {
        let &Phase::Backward(visit, _) = phase else { continue };
        if visit == 0 {
            // A walk begins anew, but in the parameters.
            for (gradient, node) in gradients.iter_mut().zip(&pass.nodes) {
                *gradient = gradient.filter(|_| node.parameter.is_some());
            }
            gradients[pass.root()] = Some(if pass.loss().is_finite() { 1.0 } else { f64::NAN });
        }
        for step in &pass.visits[visit] {
            *gradients[step.input].get_or_insert(0.0) += step.product;
        }
    }
    gradients
}
