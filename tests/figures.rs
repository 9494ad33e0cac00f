//! What holds for every figure, whatever a reader does to it.

use descent::chart::{Change, Frame, Layer, Theme, draw, draw_all};
use descent::figure::{Action, FIGURES, Host};
use descent::words::Words;
use plotters::drawing::IntoDrawingArea;
use plotters_svg::SVGBackend;
use proptest::prelude::*;
use proptest::sample::select;

fn named(name: &str) -> Host {
    descent::figure::named(name, Words::of("en").clone()).unwrap()
}

fn figures() -> impl Strategy<Value = &'static str> {
    select(FIGURES.iter().map(|row| row.name).collect::<Vec<_>>())
}

/// Values as people type them, and as nobody would.
fn values() -> impl Strategy<Value = String> {
    prop_oneof![
        (-5.0..5.0).prop_map(|number: f64| number.to_string()),
        any::<f64>().prop_map(|number| number.to_string()),
        select(vec![
            "",
            "x",
            "log(x)",
            "1/x",
            "sqrt(x)",
            "tan(x)",
            "1/(x y)",
            "log(x*y)",
            "e^(e^x)",
            "abs(x)^0.5",
            "0",
            "x/0"
        ])
        .prop_map(str::to_owned),
        ".{0,12}",
    ]
}

/// Something a reader can do.
#[derive(Clone, Debug)]
enum Deed {
    Set(usize, String),
    Drag(usize, [[f64; 2]; 2]),
    Press(usize, [f64; 2]),
    Turn([f64; 2]),
    Seek(u64),
    Advance(u64),
    Restart(u32),
    Look(f64),
    Hover(usize, [f64; 2]),
}

fn deeds() -> impl Strategy<Value = Deed> {
    let near = || prop::array::uniform2(-6.0..6.0f64);
    let point = move || prop_oneof![8 => near(), 1 => prop::array::uniform2(any::<f64>())];
    prop_oneof![
        4 => (0usize..20, values()).prop_map(|(key, value)| Deed::Set(key, value)),
        4 => (0usize..12, point(), point()).prop_map(|(handle, from, to)| Deed::Drag(handle, [from, to])),
        1 => (0usize..5, point()).prop_map(|(panel, point)| Deed::Press(panel, point)),
        1 => point().prop_map(Deed::Turn),
        1 => (0u64..2000).prop_map(Deed::Seek),
        1 => (0u64..50).prop_map(Deed::Advance),
        1 => any::<u32>().prop_map(Deed::Restart),
        1 => (0.0..1.0).prop_map(Deed::Look),
        1 => (0usize..5, point()).prop_map(|(panel, point)| Deed::Hover(panel, point)),
    ]
}

fn carry_out(figure: &mut Host, deed: Deed) {
    match deed {
        Deed::Set(place, value) => {
            let keys: Vec<&str> = figure.controls().iter().map(|control| control.key).collect();
            let before = figure.experiment();
            if figure.set(keys[place % keys.len()], &value).is_err() {
                assert_eq!(figure.experiment(), before, "what is refused leaves all as it was");
            }
        }
        Deed::Drag(handle, way) => {
            let handle = handle % figure.scene().handles().len().max(1);
            for (place, point) in way.into_iter().enumerate() {
                figure.act(Action::Drag(handle, point, place == 1));
            }
        }
        Deed::Press(panel, point) => drop(figure.act(Action::Press(panel, point))),
        Deed::Turn(way) => {
            figure.act(Action::Turn(0, way, false));
            figure.act(Action::Turn(0, [0.0, 0.0], true));
        }
        Deed::Seek(tick) => figure.seek(tick),
        Deed::Advance(ticks) => figure.advance(ticks),
        Deed::Restart(seed) => drop(figure.act(Action::Restart(seed))),
        Deed::Look(fraction) => figure.look(fraction),
        Deed::Hover(panel, point) => figure.hover(Some((panel, point))),
    }
}

/// All panels, drawn.
fn pictures(figure: &Host) -> String {
    let frame = Frame { size: (480, 360), scale: 2.0, theme: Theme::Light };
    let mut svg = String::new();
    for panel in 0..figure.panels().len() {
        let area = SVGBackend::with_string(&mut svg, frame.size).into_drawing_area();
        draw_all(&figure.picture(panel), &frame, &area).expect("a string takes everything");
    }
    svg
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn no_deed_breaks_a_figure_and_its_string_brings_it_back(
        name in figures(),
        deeds in prop::collection::vec(deeds(), 0..8),
    ) {
        let mut figure = named(name);
        deeds.into_iter().for_each(|deed| carry_out(&mut figure, deed));
        figure.hover(None);
        figure.look(0.0);
        let drawn = pictures(&figure);
        prop_assert!(!drawn.contains("NaN"));
        let (scene, words) = (figure.scene(), figure.words());
        scene.rules(words);
        scene.listing(words);
        scene.notices(words);
        scene.readout(words);
        let mut again = named(name);
        prop_assert_eq!(again.apply(&figure.experiment()), []);
        prop_assert_eq!(again.experiment(), figure.experiment());
        prop_assert!(pictures(&again) == drawn, "the same string, the same pictures");
    }

    #[test]
    fn where_a_figure_has_been_before_is_not_to_be_seen(name in figures(), ticks in prop::collection::vec(0u64..400, 1..4)) {
        let mut figure = named(name);
        ticks.into_iter().for_each(|tick| figure.seek(tick));
        let mut again = named(name);
        again.apply(&figure.experiment());
        prop_assert!(pictures(&again) == pictures(&figure));
    }

    #[test]
    fn no_string_breaks_a_figure(name in figures(), text in "(f|lr|start|figure\\.[a-z]{1,7}|n|data)=.{0,20}(&.{0,20}){0,3}") {
        let mut figure = named(name);
        figure.apply(&text);
        pictures(&figure);
    }
}

#[test]
fn what_moves_carries_no_words() {
    for row in FIGURES {
        let mut figure = named(row.name);
        figure.seek(5);
        let frame = Frame { size: (480, 360), scale: 2.0, theme: Theme::Light };
        for panel in 0..figure.panels().len() {
            let mut svg = String::new();
            {
                let area = SVGBackend::with_string(&mut svg, frame.size).into_drawing_area();
                let picture = figure.picture(panel);
                let map = picture.space.on(&frame);
                draw(&picture, Layer::Moving, Change::All, (&map, &frame), &area).expect("a string takes everything");
            }
            assert!(!svg.contains("<text"), "{} {panel}", row.name);
        }
    }
}

#[test]
fn figures_speak_both_languages() {
    for row in FIGURES {
        let mut figure = named(row.name);
        let english = figure.panels();
        figure.speak(Words::of("zh").clone());
        for (english, chinese) in english.iter().zip(figure.panels()) {
            assert_ne!(english.title, chinese.title, "{}", row.name);
            assert_ne!(english.description, chinese.description, "{}", row.name);
        }
    }
}

/// Flat landscapes, single points, points of both classes on each other.
#[test]
fn data_that_leave_weights_open_are_drawn_too() {
    for text in ["distance=0&noise=0", "distance=0&noise=0&n=21", "distance=0&noise=0&bias=false", "noise=0", "n=1"] {
        let mut figure = named("logistic-descents");
        assert_eq!(figure.apply(&format!("{text}&scale=standardize&figure.step=30")), []);
        let drawn = pictures(&figure);
        assert!(!drawn.contains("NaN") && !drawn.contains("inf"), "{text}");
    }
}

/// The page's own table; `UPDATE_GOLDEN=1` writes it anew.
#[test]
fn the_page_knows_which_module_has_a_figure() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("www/figures.js");
    let kept = std::fs::read_to_string(&path).unwrap();
    let (before, _) = kept.split_once("export const").unwrap();
    let rows: String = FIGURES.iter().map(|row| format!("  \"{}\": \"{}\",\n", row.name, row.module)).collect();
    let wanted = format!("{before}export const modules = {{\n{rows}}};\n");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        return std::fs::write(path, wanted).unwrap();
    }
    assert_eq!(kept, wanted);
}

/// What a figure is about stands at its pictures, and little else beside it.
#[test]
fn at_most_three_controls_are_open() {
    for row in FIGURES {
        let figure = named(row.name);
        let (panels, controls) = (figure.panels(), figure.controls());
        let count = |places: &[&str]| controls.iter().filter(|control| places.contains(&control.place)).count();
        assert!(count(&["docked"]) <= 2 && count(&["docked", "open"]) <= 3, "{}", row.name);
        let at_a_panel = controls.iter().filter(|control| !["docked", "open", "folded"].contains(&control.place));
        // One figure has the controls of another, but not all of its panels: what stands at none is folded away.
        for control in at_a_panel.filter(|_| row.name != "fit-a-line") {
            assert!(panels.iter().any(|panel| panel.name == control.place), "{}: {}", row.name, control.key);
        }
    }
}

/// A reader may go to wherever the figure would go by itself, before it has.
#[test]
fn a_figure_can_be_seen_to_its_rest_at_once() {
    for row in FIGURES {
        let mut figure = named(row.name);
        let clock = figure.clock();
        assert!(clock.end >= clock.reached && (clock.end >= clock.rest || clock.rest > 10_000), "{}", row.name);
        figure.seek(clock.end);
        let there = figure.clock();
        assert!(there.tick == clock.end || there.over && there.end == there.tick, "{}: {there:?}", row.name);
        figure.seek(0);
        assert_eq!(figure.clock().end, there.end, "{}", row.name);
    }
}

/// Between two steps a descent is drawn on its way, and told where the last one led: no number is of a place where it never is.
#[test]
fn what_is_told_is_of_whole_steps() {
    // These are no descents, or take their step in phases that are told one by one.
    const CONTINUOUS: [&str; 4] = ["derivative", "partial-derivatives", "gradient", "autograd"];
    for row in FIGURES.iter().filter(|row| !CONTINUOUS.contains(&row.name)) {
        let mut figure = named(row.name);
        figure.seek(3);
        let mut told = |fraction: f64| {
            figure.look(fraction);
            let (scene, words) = (figure.scene(), figure.words());
            format!(
                "{:?} {:?} {:?} {:?}",
                figure.panels(),
                scene.rules(words),
                scene.notices(words),
                scene.readout(words)
            )
        };
        assert_eq!(told(0.3), told(0.8), "{}", row.name);
    }
}

#[test]
fn what_will_be_said_until_a_figure_rests_is_known_at_its_beginning() {
    for row in FIGURES {
        let mut figure = named(row.name);
        let (before, string) = (pictures(&figure), figure.experiment());
        let most = figure.most_said();
        assert!(pictures(&figure) == before && figure.experiment() == string, "{}", row.name);
        assert_eq!(figure.clock(), named(row.name).clock(), "{}", row.name);
        for tick in 0..=figure.clock().rest.min(20) {
            figure.seek(tick);
            let readout = figure.scene().readout(figure.words());
            assert!(readout.chars().count() <= most.readout.chars().count(), "{}, {tick}: {readout}", row.name);
            assert!(figure.rules().len() <= most.rules.len(), "{}, {tick}", row.name);
        }
    }
}
