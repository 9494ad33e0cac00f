//! Slopes against central differences, and the descent of the line against its closed form.

use super::entries::SQUARED;
use super::*;

#[test]
fn slopes_agree_with_central_differences() {
    let mut figure = LinearLoss::new().unwrap();
    for loss in [SQUARED, CROSS] {
        figure.set(LOSS, loss).unwrap();
        for w in [-3.0, -0.4, 0.0, 1.3, 3.7] {
            let difference = (figure.loss(w + 1e-6) - figure.loss(w - 1e-6)) / 2e-6;
            approx::assert_relative_eq!(figure.slope(w), difference, max_relative = 1e-6);
        }
    }
    for s in [-7.0, -1.0, 0.0, 2.0] {
        let sigma = sigmoid(s);
        let slope = (sigma - 1.0) * sigma * (1.0 - sigma);
        let difference = (squared_error(s + 1e-6, 1.0) - squared_error(s - 1e-6, 1.0)) / 2e-6;
        approx::assert_relative_eq!(slope, difference, max_relative = 1e-5);
    }
}

#[test]
fn descent_of_the_line_ends_at_its_closed_form() {
    let mut figure = LinearLoss::new().unwrap();
    figure.seek(MOST as u64);
    let (above, below) = figure.points.iter().fold((0.0, 0.0), |(a, b), [x, y]| (a + x * y, b + x * x));
    approx::assert_relative_eq!(figure.w, above / below, max_relative = 1e-9);
}

#[test]
fn losses_do_not_overflow() {
    assert_eq!(cross_entropy(-1000.0, 1.0), 1000.0);
    assert_eq!(cross_entropy(1000.0, 1.0), 0.0);
    assert_eq!(squared_error(-1000.0, 1.0), 0.5);
}
