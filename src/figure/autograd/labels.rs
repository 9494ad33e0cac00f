//! What stands on the nodes and edges of the graph at a tick: values, gradients, local derivatives.

use super::Autograd;
use super::lesson::Phase;
use super::pass::Step;
use crate::chart::computation::{Edge, Node};
use crate::figure::words::signed;
use crate::number::significant;

impl Autograd {
    /// Puts words to the nodes and edges at the tick.
    pub(super) fn word(&mut self) {
        let phases = self.phases();
        let (at, done) = self.place();
        let Some(pass) = self.passes.get(at) else { return };
        let past = &phases[..done.min(phases.len())];
        let latest = past.last().copied();
        let number = |value: f64| significant(value, 4);
        let computed = past.iter().filter(|phase| matches!(phase, Phase::Forward(_))).count();
        let is_computed =
            |node: usize| pass.operations.iter().position(|&other| other == node).is_none_or(|k| k < computed);
        // What has been handed to each node so far.
        let mut gradients: Vec<Option<f64>> = vec![None; pass.nodes.len()];
        let mut walks = [0.0; 2];
        for phase in past {
            if let &Phase::Backward(visit, walk) = phase {
                if visit == 0 {
                    // A walk begins anew, but in the leaves.
                    for (node, gradient) in gradients.iter_mut().enumerate() {
                        if !pass.nodes[node].is_leaf() {
                            *gradient = None;
                        }
                    }
                    gradients[pass.root()] = Some(if pass.loss().is_finite() { 1.0 } else { f64::NAN });
                }
                walks[walk] = 1.0;
                for step in &pass.visits[visit] {
                    *gradients[step.input].get_or_insert(0.0) += step.product;
                }
            }
        }
        let cleared = latest == Some(Phase::Zero);
        let nodes = pass.nodes.iter().enumerate().map(|(index, node)| {
            let value = if is_computed(index) { number(node.value) } else { String::new() };
            let before = node.parameter.and_then(|k| pass.before[k]).filter(|_| self.keeps_grad());
            let gradient = match (node.is_leaf(), before, gradients[index]) {
                (true, _, _) if cleared => ".grad = None".into(),
                (true, Some(before), gradient) => format!(".grad = {}", number(before + gradient.unwrap_or(0.0))),
                (true, None, Some(gradient)) if self.keeps_grad() => format!(".grad = {}", number(gradient)),
                (false, _, Some(gradient)) | (true, None, Some(gradient)) => format!("∂ = {}", number(gradient)),
                _ => String::new(),
            };
            Node {
                title: node.title.clone(),
                // A field stands over the value of what is given.
                value: if node.key.is_some() { String::new() } else { value },
                gradient,
                current: latest.is_some_and(|phase| pass.concerns(phase, index)),
                given: node.is_given(),
                trouble: is_computed(index) && !node.value.is_finite(),
            }
        });
        let nodes: Vec<Node> = nodes.collect();
        let marks = self.edges.iter().map(|&(node, slot)| match latest {
            Some(Phase::Forward(k)) if pass.operations[k] == node => Edge { flow: 1, label: String::new() },
            Some(Phase::Backward(visit, _)) => {
                let step = pass.visits[visit]
                    .iter()
                    .find(|step| step.node == node && pass.nodes[node].slot(step.slot) == Some(slot));
                step.map_or_else(Edge::default, |step| Edge {
                    flow: -1,
                    label: format!("× {}", signed(step.local).replace(' ', "")),
                })
            }
            _ => Edge::default(),
        });
        let marks: Vec<Edge> = marks.collect();
        let length = phases.len().max(1);
        let upcoming = (self.tick < self.last()).then(|| phases.get(self.tick as usize % length).copied()).flatten();
        let running = self.edges.iter().map(|&(node, slot)| match upcoming {
            Some(Phase::Forward(k)) => i8::from(pass.operations[k] == node),
            Some(Phase::Backward(visit, _)) => {
                let runs = |step: &Step| step.node == node && pass.nodes[node].slot(step.slot) == Some(slot);
                -i8::from(pass.visits[visit].iter().any(runs))
            }
            _ => 0,
        });
        self.running = running.collect();
        (self.nodes, self.marks) = (nodes, marks);
    }
}
