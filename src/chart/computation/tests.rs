use super::*;
use crate::chart::recorder::{Kind, recorder};
use crate::chart::{Change, Layer, draw};
use proptest::prelude::*;

const FRAMES: [(u32, u32); 3] = [(1800, 720), (680, 660), (600, 900)];

fn frame(size: (u32, u32)) -> Frame {
    Frame { size, scale: 2.0, theme: Theme::Light }
}

/// Graphs in which every node but the first two is computed from one or two of those before it.
fn graphs() -> impl Strategy<Value = Vec<Vec<usize>>> {
    prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), any::<bool>()), 1..22).prop_map(
        |picks| {
            let mut inputs = vec![vec![], vec![]];
            for (first, second, two) in picks {
                let count = inputs.len();
                // Mostly from near by, as in formulas.
                let near = |index: prop::sample::Index| count - 1 - index.index(count.min(5));
                inputs.push(if two { vec![near(first), near(second)] } else { vec![near(first)] });
            }
            inputs
        },
    )
}

proptest! {
    #[test]
    fn no_two_boxes_overlap_and_all_are_on_the_frame(inputs in graphs(), size in prop::sample::select(&FRAMES)) {
        let (layout, frame) = (Layout::new(&inputs), frame(size));
        let plan = Plan::new(&layout, &frame);
        let boxes: Vec<_> = layout.places().iter().map(|&at| plan.at(at)).collect();
        let (width, height) = (f64::from(size.0) / 2.0, f64::from(size.1) / 2.0);
        for (place, &(x, y)) in boxes.iter().enumerate() {
            prop_assert!(x - plan.half.0 >= 0.0 && x + plan.half.0 <= width, "{x}");
            prop_assert!(y - plan.half.1 >= 0.0 && y + plan.half.1 <= height, "{y}");
            for &(other_x, other_y) in &boxes[..place] {
                let apart = ((x - other_x).abs() - 2.0 * plan.half.0).max((y - other_y).abs() - 2.0 * plan.half.1);
                prop_assert!(apart > 0.0, "{apart}");
            }
        }
    }

    #[test]
    fn results_come_after_their_inputs_and_edges_pass_no_box(inputs in graphs()) {
        let layout = Layout::new(&inputs);
        let mut edge = 0;
        for (node, inputs) in inputs.iter().enumerate() {
            for &input in inputs {
                let way: Vec<_> = layout.edge(edge).collect();
                prop_assert_eq!((way[0], way[way.len() - 1]), (layout.places()[input], layout.places()[node]));
                prop_assert!(way.windows(2).all(|pair| pair[1][0] == pair[0][0] + 1.0));
                for stop in &way[1..way.len() - 1] {
                    let near = |place: &&[f64; 2]| place[0] == stop[0] && (place[1] - stop[1]).abs() < 1.0 - 1e-9;
                    prop_assert_eq!(layout.places().iter().find(near), None);
                }
                edge += 1;
            }
        }
    }
}

#[test]
fn a_chain_is_straight() {
    let layout = Layout::new(&[vec![], vec![0], vec![1], vec![2]]);
    assert_eq!(layout.places(), [[0.0, 0.0], [1.0, 0.0], [2.0, 0.0], [3.0, 0.0]]);
}

#[test]
fn an_empty_graph_has_a_picture_too() {
    let layout = Layout::new(&[]);
    let picture = computation(Computation { layout: &layout, nodes: &[], edges: &[] }, &[], 0.5);
    let ((area, calls), frame) = (recorder((400, 300)), frame((400, 300)));
    draw(&picture, Layer::Ground, Change::All, (&picture.space.on(&frame), &frame), &area).unwrap();
    assert_eq!(calls.borrow().len(), 1);
}

#[test]
fn what_runs_along_an_edge_is_a_dot_and_no_text() {
    let layout = Layout::new(&[vec![], vec![0]]);
    let nodes = [Node::default(), Node { title: "sin x".into(), ..Node::default() }];
    let edges = [Edge { flow: -1, label: "0.5".into() }];
    let (area, calls) = recorder((800, 300));
    let frame = frame((800, 300));
    let draw_at = |fraction: f64| {
        let graph = Computation { layout: &layout, nodes: &nodes, edges: &edges };
        let picture = computation(graph, &[-1], fraction);
        draw(&picture, Layer::Moving, Change::All, (&picture.space.on(&frame), &frame), &area).unwrap();
    };
    draw_at(0.25);
    assert!(calls.borrow().iter().all(|call| call.kind == Kind::Disc));
    assert_eq!(calls.borrow().len(), 2);
    let place = calls.borrow()[0].places[0];
    calls.borrow_mut().clear();
    draw_at(0.75);
    assert!(calls.borrow()[0].places[0].0 < place.0, "back to the input");
}
