//! Every surface from where descent on it begins, and the ridge of the saddle.

use super::presets::PRESETS;
use super::*;
use crate::surface::SURFACES;

#[test]
fn every_surface_is_offered_and_descends_from_where_it_begins() {
    let mut figure = SurfaceDescent::new().unwrap();
    assert_eq!(
        SURFACES.iter().map(|surface| surface.name).collect::<Vec<_>>(),
        PRESETS.iter().map(|preset| preset.name).collect::<Vec<_>>()
    );
    for surface in SURFACES {
        assert_eq!(figure.apply(&format!("surface={}", surface.name)), []);
        figure.seek(200);
        let value = |point: [f64; 2]| figure.trainer.objective().value(&point, Batch::All);
        assert!(value(figure.here()) < value(figure.path[0]), "{}", surface.name);
    }
}

#[test]
fn on_the_ridge_of_the_saddle_descent_stays_and_beside_it_it_leaves() {
    let mut figure = SurfaceDescent::new().unwrap();
    figure.apply("surface=saddle&start=0,1.6&figure.step=200");
    assert!(figure.here().iter().all(|coordinate| coordinate.abs() < 1e-6));
    assert!(!figure.readout().is_empty());
    figure.apply("surface=saddle&start=0.0001,1.6&figure.step=200");
    assert!(figure.here()[0] > 1.0);
}

#[test]
fn a_start_where_the_function_is_not_defined_says_what_is_wrong() {
    let mut figure = SurfaceDescent::new().unwrap();
    figure.apply("f=log(x y)&start=-1,2");
    let said = figure.notices().into_iter().map(|notice| notice.text).collect::<String>();
    assert!(said.contains("not defined at x = −1, y = 2"), "{said}");
    figure.apply("f=log(x y)&start=1,2");
    assert!(figure.notices().is_empty());
}

#[test]
fn a_link_with_a_formula_alone_shows_that_formula() {
    let mut figure = SurfaceDescent::new().unwrap();
    assert_eq!(figure.apply("f=x^2+5*y^2&start=1,1"), []);
    assert_eq!(figure.sheet.text(SURFACE), OWN);
    assert_eq!(figure.trainer.objective().value(&[1.0, 1.0], Batch::All), 6.0);
    // A surface that is named stands above a formula that a link carries along.
    figure.apply("surface=saddle&f=x^2+5*y^2");
    assert_eq!(figure.sheet.text(SURFACE), "saddle");
}

#[test]
fn the_mark_of_the_learning_rate_stands_where_the_rule_has_its_limit() {
    let mut figure = SurfaceDescent::new().unwrap();
    let mut mark = |text: &str| {
        figure.apply(text);
        let controls = figure.controls();
        let control = controls.into_iter().find(|control| control.key == LR).unwrap();
        let Field::Slider { danger, marks, .. } = control.field else { unreachable!() };
        assert_eq!(danger, marks.first().map(|mark| mark.value));
        danger
    };
    let close = |mark: Option<f64>, limit: f64| approx::assert_relative_eq!(mark.unwrap(), limit, max_relative = 1e-6);
    close(mark("surface=quadratic&condition=10"), 0.2);
    close(mark("surface=quadratic&condition=10&momentum=0.9"), 0.38);
    // At the minimum (1, 1), wherever the descent begins.
    let largest = 501.0 + (501.0_f64 * 501.0 - 400.0).sqrt();
    close(mark("surface=rosenbrock&start=-1.2,1"), 2.0 / largest);
    // Down the saddle's sides there is no end; on its ridge there is.
    assert_eq!(mark("surface=saddle&start=0.1,1.6"), None);
    close(mark("surface=saddle&start=0,1.6"), 1.0);
}
