//! The linear regressions of NIST's Statistical Reference Datasets
//! (<https://www.itl.nist.gov/div898/strd/lls/lls.shtml>), which are in the public domain: the data in `nist/`
//! (Longley's in `data/`), the certified values here.

use descent::data::Dataset;
use descent::least_squares;
use descent::loss::{Loss, Reduction};
use descent::model::Linear;
use descent::objective::{Batch, Objective};
use descent::risk::Risk;
use std::sync::Arc;

/// A regression and what NIST certifies of it, to 15 digits.
struct Certified {
    name: &'static str,
    /// A table with the target first.
    table: &'static str,
    /// The powers of its only feature that stand beside it, for a polynomial.
    degree: i32,
    bias: bool,
    /// The weights, then the bias.
    parameters: &'static [f64],
    residual_sum: f64,
    /// The digits that each of our parameters has right at least: −log₁₀ of the relative error.
    digits: f64,
}

const POLYNOMIAL: Certified =
    Certified { name: "", table: "", degree: 5, bias: true, parameters: &[1.0; 6], residual_sum: 0.0, digits: 0.0 };

const DATASETS: [Certified; 10] = [
    Certified {
        name: "Norris",
        table: include_str!("nist/norris.csv"),
        degree: 1,
        parameters: &[1.00211681802045, -0.262323073774029],
        residual_sum: 26.6173985294224,
        digits: 12.0,
        ..POLYNOMIAL
    },
    Certified {
        name: "Pontius",
        table: include_str!("nist/pontius.csv"),
        degree: 2,
        parameters: &[0.732059160401003e-06, -0.316081871345029e-14, 0.673565789473684e-03],
        residual_sum: 0.155761768796992e-05,
        digits: 12.0,
        ..POLYNOMIAL
    },
    Certified {
        name: "NoInt1",
        table: include_str!("nist/noint1.csv"),
        degree: 1,
        bias: false,
        parameters: &[2.07438016528926],
        residual_sum: 127.272727272727,
        digits: 14.0,
    },
    Certified {
        name: "NoInt2",
        table: include_str!("nist/noint2.csv"),
        degree: 1,
        bias: false,
        parameters: &[0.727272727272727],
        residual_sum: 0.272727272727273,
        digits: 14.0,
    },
    Certified {
        name: "Longley",
        table: include_str!("data/longley.csv"),
        degree: 1,
        parameters: &[
            15.0618722713733,
            -0.358191792925910e-01,
            -2.02022980381683,
            -1.03322686717359,
            -0.511041056535807e-01,
            1829.15146461355,
            -3482258.63459582,
        ],
        residual_sum: 836424.055505915,
        digits: 11.0,
        ..POLYNOMIAL
    },
    Certified { name: "Wampler1", table: include_str!("nist/wampler1.csv"), digits: 9.0, ..POLYNOMIAL },
    Certified {
        name: "Wampler2",
        table: include_str!("nist/wampler2.csv"),
        parameters: &[0.1, 0.01, 0.001, 0.0001, 0.00001, 1.0],
        digits: 12.0,
        ..POLYNOMIAL
    },
    Certified {
        name: "Wampler3",
        table: include_str!("nist/wampler3.csv"),
        residual_sum: 83554268.0000000,
        digits: 9.0,
        ..POLYNOMIAL
    },
    Certified {
        name: "Wampler4",
        table: include_str!("nist/wampler4.csv"),
        residual_sum: 835542680000.000,
        digits: 7.0,
        ..POLYNOMIAL
    },
    Certified {
        name: "Wampler5",
        table: include_str!("nist/wampler5.csv"),
        residual_sum: 0.835542680000000e+16,
        digits: 5.0,
        ..POLYNOMIAL
    },
];

impl Certified {
    fn model(&self) -> Linear {
        Linear { bias: self.bias }
    }

    fn data(&self) -> Dataset {
        let target = self.table.split(',').next().unwrap();
        let table = Dataset::from_csv(self.table, target, None).unwrap();
        let powers = |x: &f64| (1..=self.degree).map(|power| x.powi(power)).collect::<Vec<_>>();
        let features = table.features().iter().flat_map(powers).collect();
        Dataset::new(features, table.d() * self.degree as usize, table.targets().to_vec()).unwrap()
    }
}

/// −log₁₀ of the relative error, 15 if there is none that fifteen digits show.
fn digits(value: f64, certified: f64) -> f64 {
    let error = ((value - certified) / certified).abs();
    if error < 1e-15 { 15.0 } else { -error.log10() }
}

#[test]
fn the_closed_form_has_the_digits_of_a_good_qr() {
    for dataset in &DATASETS {
        let solution = least_squares::solve(&dataset.data(), dataset.model()).unwrap();
        assert_eq!(solution.len(), dataset.parameters.len(), "{}", dataset.name);
        let right = solution.iter().zip(dataset.parameters).map(|(value, &certified)| digits(*value, certified));
        let fewest = right.fold(15.0, f64::min);
        assert!(fewest >= dataset.digits, "{}: {fewest} digits, {solution:?}", dataset.name);
    }
}

#[test]
fn the_loss_of_the_closed_form_is_the_certified_sum_of_squared_residuals() {
    for dataset in &DATASETS {
        let data = Arc::new(dataset.data());
        let risk = Risk::new(Arc::clone(&data), dataset.model(), Loss::HalfSquaredError, Reduction::Sum);
        let sum = 2.0 * risk.value(&risk.minimum().unwrap(), Batch::All);
        // A fit without residuals leaves what rounding leaves of the targets.
        let largest = data.targets().iter().fold(0.0_f64, |largest, target| largest.max(target.abs()));
        let tolerance = (1e-9 * dataset.residual_sum).max((1e-14 * largest).powi(2));
        assert!((sum - dataset.residual_sum).abs() <= tolerance, "{}: {sum}", dataset.name);
    }
}
