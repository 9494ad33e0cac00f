use super::*;
use crate::chart::map::Reach;
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
    fn no_two_nodes_overlap_and_no_label_lies_on_anything(inputs in graphs(), size in prop::sample::select(&FRAMES)) {
        let (layout, frame) = (Layout::new(&inputs), frame(size));
        let plan = Plan::new(&layout, &frame);
        let given = |inputs: &[usize]| inputs.is_empty();
        let nodes: Vec<_> = inputs.iter().enumerate().map(|(place, inputs)| Node {
            sign: if place % 5 == 4 { "v₃ − v₂".into() } else { "+".into() },
            name: format!("v{place}"),
            value: "1.23×10⁻¹²".into(),
            gradient: "−0.462".into(),
            given: given(inputs),
            current: place % 7 == 3,
            ..Node::default()
        }).collect();
        let edges = vec![Edge { flow: -1, label: "−0.462 × 0.786".into() }; layout.edges()];
        let graph = Computation { layout: &layout, nodes: &nodes, edges: &edges };
        let shapes: Vec<_> = nodes.iter().zip(layout.places()).map(|(node, &at)| plan.shape(node, at)).collect();
        let labels: Vec<_> = labels::place(&graph, &plan).iter().map(|label| label.shape).collect();
        let (width, height) = (f64::from(size.0) / 2.0, f64::from(size.1) / 2.0);
        let all: Vec<_> = shapes.iter().chain(&labels).collect();
        for (place, shape) in all.iter().enumerate() {
            prop_assert!(shape.x - shape.half.0 >= -1e-9 && shape.x + shape.half.0 <= width + 1e-9);
            prop_assert!(shape.y - shape.half.1 >= -1e-9 && shape.y + shape.half.1 <= height + 1e-9);
            prop_assert!(all[..place].iter().all(|other| shape.is_clear_of(other)));
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
fn a_graph_of_few_levels_has_all_its_labels_whichever_way_it_runs() {
    // w · x + b, squared.
    let layout = Layout::new(&[vec![], vec![], vec![], vec![0, 1], vec![3, 2], vec![4]]);
    let is_given = |place: usize| place < 3;
    let node = |place: usize| Node {
        sign: "+".into(),
        name: if is_given(place) || place == 5 { String::new() } else { format!("v{place}") },
        value: if is_given(place) { String::new() } else { "−0.462".into() },
        gradient: "−0.993".into(),
        given: is_given(place),
        has_field: is_given(place),
        ..Node::default()
    };
    let nodes: Vec<_> = (0..6).map(node).collect();
    let edges = vec![Edge::default(); layout.edges()];
    let graph = Computation { layout: &layout, nodes: &nodes, edges: &edges };
    for (size, down) in [((1160, 780), false), ((700, 880), true)] {
        let plan = Plan::new(&layout, &frame(size));
        assert_eq!((plan.down, labels::place(&graph, &plan).len()), (down, 11), "{size:?}");
        let [x, y] = plan.from_css_pixel(plan.at([1.0, 0.5]).0, plan.at([1.0, 0.5]).1).unwrap();
        assert!((x - 1.0).abs() + (y - 0.5).abs() < 1e-9);
    }
}

/// ½(y − tanh(wx + b))² as it stands on the page, walked back to w.
#[test]
fn what_a_parameter_has_is_seen_whatever_comes_to_it_and_no_edge_runs_through_a_value() {
    let inputs = [vec![], vec![], vec![], vec![], vec![0, 2], vec![4, 1], vec![5], vec![3, 6], vec![7], vec![8]];
    let layout = Layout::new(&inputs);
    let node = |place: usize| Node {
        sign: ["w", "b", "x", "y", "×", "+", "tanh", "y − v₃", "v₄²", "× 0.5"][place].into(),
        name: if place < 4 || place == 9 { String::new() } else { "v₁".into() },
        value: if place < 4 { String::new() } else { "−0.462".into() },
        gradient: if place < 2 {
            ".grad = −2.083".into()
        } else if place < 4 {
            String::new()
        } else {
            "−0.521".into()
        },
        rooms: match place {
            0..2 => ["", "", ".grad = −0.0000"],
            2..4 => [""; 3],
            _ => ["v₀", "−0.0000", "−0.0000"],
        },
        given: place < 4,
        has_field: place < 4,
        current: place == 4,
        ..Node::default()
    };
    let nodes: Vec<_> = (0..10).map(node).collect();
    let mut edges = vec![Edge::default(); layout.edges()];
    edges[0] = Edge { flow: -1, label: "2.43×10⁻⁹ × (−2)".into() };
    let graph = Computation { layout: &layout, nodes: &nodes, edges: &edges };
    for size in [(1160, 780), (1160, 720), (1800, 780), (716, 900)] {
        let plan = Plan::new(&layout, &frame(size));
        let labels = labels::place(&graph, &plan);
        for leaf in 0..2 {
            let kept = labels.iter().find(|label| label.node == Some(leaf)).unwrap().shape;
            let clear =
                labels.iter().filter(|label| label.node != Some(leaf)).all(|label| label.shape.is_clear_of(&kept));
            assert!(clear, "{size:?}, {leaf}");
        }
        let has_value =
            |place| labels.iter().any(|label| label.node == Some(place) && label.kind == labels::Kind::Value);
        assert!((4..10).all(has_value), "{size:?}: what runs along an edge hides no value");
        for label in labels.iter().filter(|label| label.node.is_some() && label.kind != labels::Kind::Name) {
            let is_beside = |edge| label.shape.is_beside(&plan.course(&graph, edge, Plan::shape));
            assert!((0..layout.edges()).all(is_beside), "{size:?}, {:?} {}", label.node, label.text);
        }
    }
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
    let nodes = [Node::default(), Node { sign: "sin".into(), ..Node::default() }];
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

#[test]
fn a_label_stays_where_it_is_whatever_else_comes() {
    let layout = Layout::new(&[vec![], vec![], vec![], vec![0, 1], vec![3, 2], vec![4]]);
    let places = |value: &str, gradient: &str| {
        let node = |place: usize| Node {
            sign: "+".into(),
            name: if place < 3 || place == 5 { String::new() } else { "v₁".into() },
            value: if place < 3 { String::new() } else { value.into() },
            gradient: gradient.into(),
            rooms: if place < 3 { ["", "", ".grad = −0.0000"] } else { ["v₀", "−0.0000", "−0.0000"] },
            given: place < 3,
            has_field: place < 3,
            ..Node::default()
        };
        let nodes: Vec<_> = (0..6).map(node).collect();
        let edges = vec![Edge::default(); layout.edges()];
        let graph = Computation { layout: &layout, nodes: &nodes, edges: &edges };
        let plan = Plan::new(&layout, &frame((1160, 780)));
        let names = labels::place(&graph, &plan).into_iter().filter(|label| label.kind == labels::Kind::Name);
        names.map(|label| (label.node, label.shape.x, label.shape.y)).collect::<Vec<_>>()
    };
    let first = places("", "");
    assert_eq!(first.len(), 2);
    assert_eq!(places("−0.5", ""), first);
    assert_eq!(places("−0.0123", "−0.04"), first);
}
