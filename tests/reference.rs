//! PyTorch's and closed-form numbers: `tests/reference/reference.json`, made by the script beside it.

use approx::assert_relative_eq;
use descent::data::{Dataset, Standardization};
use descent::experiment::Experiment;
use descent::expression::{Expression, Formula};
use descent::least_squares;
use descent::maximum_likelihood;
use descent::model::Linear;
use descent::objective::{Batch, Objective};
use descent::risk::Risk;
use descent::trainer::{Status, Trainer};
use serde_json::Value;
use std::sync::Arc;

/// A data set that travels with the page.
fn shipped(name: &str) -> Dataset {
    let experiment: Experiment = format!("data={name}").parse().unwrap();
    Arc::unwrap_or_clone(experiment.dataset(None).unwrap().unwrap())
}

fn reference() -> Value {
    // Python writes the numbers of a run that diverges as JSON does not know them.
    let text = include_str!("reference/reference.json").replace("NaN", "null").replace("Infinity", "null");
    serde_json::from_str(&text).unwrap()
}

fn numbers(value: &Value) -> Vec<f64> {
    value
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|entry| entry.as_f64().map_or_else(|| numbers(entry), |x| vec![x]))
        .collect()
}

/// Steps through a reference run and compares every point and every batch's loss with it.
fn assert_follows(run: &Value, experiment: &str, data: Option<Arc<Dataset>>) {
    let all = run["losses"].as_array().unwrap();
    // A run that goes beyond all numbers is one up to the last loss that is a number.
    let finite = all.iter().take_while(|loss| loss.is_f64()).count();
    let rows = &run["path"].as_array().unwrap()[..if finite < all.len() { finite } else { finite + 1 }];
    let (path, losses): (Vec<f64>, Vec<f64>) =
        (rows.iter().flat_map(numbers).collect(), all[..finite].iter().filter_map(Value::as_f64).collect());
    let mut trainer = Trainer::new(&experiment.parse().unwrap(), data).unwrap();
    let status = trainer.step(all.len() as u64);
    assert_eq!(status == Status::Diverged, finite < all.len(), "{experiment}");
    let (ours, our_losses) = (trainer.trajectory().points(), trainer.trajectory().losses());
    // The loss of the step that led beyond them was one.
    let losses = &losses[..our_losses.len().min(finite)];
    assert!(losses.len() + 1 >= finite, "{experiment}");
    assert_eq!((ours.len(), our_losses.len()), (path.len(), losses.len()), "{experiment}");
    for (place, (our, theirs)) in ours.iter().zip(&path).chain(our_losses.iter().zip(losses)).enumerate() {
        // Relative to the number itself; parameters pass through zero, where the unit is the scale of the run.
        let close = (our - theirs).abs() <= 1e-10 * theirs.abs().max(1e-2);
        assert!(close, "{experiment}: number {place} is {our}, PyTorch's {theirs}");
    }
}

fn hyper_parameters(run: &Value) -> String {
    let hyper = run["hyper"].as_object().unwrap();
    // `betas` of two numbers are two keys here.
    let pair = |value: &Value| format!("&beta1={}&beta2={}", value[0], value[1]);
    hyper.iter().map(|(key, value)| if key == "betas" { pair(value) } else { format!("&{key}={value}") }).collect()
}

#[test]
fn every_optimizer_follows_pytorch_on_surfaces_and_on_their_formulas() {
    let mut compared = 0;
    for run in reference()["runs"].as_array().unwrap() {
        let (Some(formula), Some(optimizer)) = (run["f"].as_str(), run["optimizer"].as_str()) else { continue };
        // A variant's name begins with its optimizer's.
        let optimizer = optimizer.split(' ').next().unwrap();
        let surface = descent::surface::SURFACES.iter().find(|surface| surface.formula == formula).unwrap();
        let start: Vec<String> = numbers(&run["path"][0]).iter().map(f64::to_string).collect();
        let what = [format!("surface&surface={}", surface.name), format!("expression&f={formula}")];
        for what in what {
            let hyper = hyper_parameters(run);
            assert_follows(
                run,
                &format!("objective={what}&start={}&optimizer={optimizer}{hyper}", start.join(",")),
                None,
            );
        }
        compared += 1;
    }
    assert_eq!(compared, 32, "sixteen variants on two surfaces");
}

#[test]
fn values_and_gradients_of_formulas_are_pytorchs() {
    for row in reference()["autograd"].as_array().unwrap() {
        let f = Expression::parse(row["f"].as_str().unwrap()).unwrap();
        let at = [row["at"]["x"].as_f64().unwrap(), row["at"]["y"].as_f64().unwrap()];
        let objective = Formula::new(&f, &[], None);
        let mut gradient = [0.0; 2];
        let value = objective.value_and_gradient(&at, Batch::All, &mut gradient);
        assert_relative_eq!(value, row["value"].as_f64().unwrap(), max_relative = 1e-12);
        for (variable, theirs) in numbers(&row["gradient"]).into_iter().enumerate() {
            assert_relative_eq!(gradient[variable], theirs, max_relative = 1e-12);
            assert_relative_eq!(f.derivative(variable).value(&at), theirs, max_relative = 1e-12);
        }
    }
}

/// PyTorch's runs apply the cross-entropy to the linear score; as a logistic model's it is the same function.
#[test]
fn classification_follows_pytorch_for_cross_entropy() {
    let reference = reference();
    let table = &reference["table"];
    let data = Arc::new(Dataset::new(numbers(&table["features"]), 2, numbers(&table["classes"])).unwrap());
    let mut compared = 0;
    for run in reference["runs"].as_array().unwrap() {
        let Some(loss) = run["loss"].as_str().filter(|&loss| loss == "cross-entropy") else { continue };
        for model in ["linear", "logistic"] {
            let experiment = format!(
                "data=own&model={model}&loss={loss}&reduction={}&sampler={}&batch={}&start=0.2,0.1,-0.3{}",
                run["reduction"].as_str().unwrap(),
                run["sampler"].as_str().unwrap(),
                run["batch"],
                hyper_parameters(run)
            );
            assert_follows(run, &experiment, Some(Arc::clone(&data)));
        }
        compared += 1;
    }
    assert_eq!(compared, 6, "two reductions, three batch sizes");
}

#[test]
fn full_batch_descent_on_iris_reaches_the_most_likely_weights() {
    let reference = reference();
    let closed_form =
        &reference["closed_form"]["iris versicolor (0) / virginica (1) by petal_length, petal_width, logistic"];
    let experiment = "data=iris&scale=standardize&model=logistic&loss=cross-entropy&reduction=mean&lr=4&momentum=0.9";
    let mut trainer = Trainer::new(&format!("{experiment}&nesterov=true&start=0,0,0").parse().unwrap(), None).unwrap();
    trainer.step(2000);
    let raw = Standardization::of(&shipped("iris")).parameters_of_raw_features(trainer.parameters());
    for (reached, exact) in raw.iter().zip(numbers(&closed_form["weights"])) {
        assert_relative_eq!(*reached, exact, max_relative = 1e-6);
    }
    let likelihood = -(shipped("iris").n() as f64) * trainer.loss();
    assert_relative_eq!(likelihood, closed_form["log_likelihood"].as_f64().unwrap(), max_relative = 1e-9);
}

#[test]
fn newtons_method_finds_the_most_likely_weights_of_iris() {
    let reference = reference();
    let closed_form =
        &reference["closed_form"]["iris versicolor (0) / virginica (1) by petal_length, petal_width, logistic"];
    let experiment: Experiment = "data=iris&model=logistic&loss=cross-entropy".parse().unwrap();
    let weights = maximum_likelihood::solve(&experiment.risk(&Arc::new(shipped("iris")))).unwrap();
    for (found, exact) in weights.iter().zip(numbers(&closed_form["weights"])) {
        assert_relative_eq!(*found, exact, max_relative = 1e-9);
    }
}

#[test]
fn regression_follows_pytorch_for_every_loss_reduction_and_batch() {
    let reference = reference();
    let table = &reference["table"];
    let data = Arc::new(Dataset::new(numbers(&table["features"]), 2, numbers(&table["targets"])).unwrap());
    let mut compared = 0;
    for run in reference["runs"].as_array().unwrap() {
        let Some(loss) = run["loss"].as_str().filter(|&loss| loss != "cross-entropy") else { continue };
        let experiment = format!(
            "data=own&loss={loss}&reduction={}&sampler={}&batch={}&start=0.2,0.1,-0.3{}",
            run["reduction"].as_str().unwrap(),
            run["sampler"].as_str().unwrap(),
            run["batch"],
            hyper_parameters(run)
        );
        assert_follows(run, &experiment, Some(Arc::clone(&data)));
        compared += 1;
    }
    assert_eq!(compared, 24, "four losses, two reductions, three batch sizes");
}

#[test]
fn least_squares_on_engel_is_the_closed_form() {
    let theirs = numbers(&reference()["closed_form"]["engel"]["weights"]);
    let ours = least_squares::solve(&shipped("engel"), Linear { bias: true }).unwrap();
    for (our, their) in ours.iter().zip(&theirs) {
        assert_relative_eq!(*our, *their, max_relative = 1e-9);
    }
}

/// The Hessian's condition number is 2·10¹⁹ here.
#[test]
fn least_squares_on_longley_keeps_eight_digits() {
    let closed_form = &reference()["closed_form"]["longley"];
    let (names, target) = (closed_form["features"].as_array().unwrap(), closed_form["target"].as_str().unwrap());
    let names: Vec<&str> = names.iter().map(|name| name.as_str().unwrap()).collect();
    let data = Dataset::from_csv(include_str!("data/longley.csv"), target, Some(&names)).unwrap();
    let ours = least_squares::solve(&data, Linear { bias: true }).unwrap();
    for (our, their) in ours.iter().zip(numbers(&closed_form["weights"])) {
        assert_relative_eq!(*our, their, max_relative = 1e-8);
    }
}

#[test]
fn hessian_eigenvalues_on_engel_are_the_references() {
    let theirs = numbers(&reference()["closed_form"]["engel"]["hessian_eigenvalues_of_half_sum_of_squares"]);
    let experiment: Experiment = "data=engel".parse().unwrap();
    let risk: Risk = experiment.risk(&Arc::new(shipped("engel")));
    let ours = descent::stability::eigenvalues(&risk.hessian(&[0.0, 0.0]), 2);
    for (our, their) in ours.iter().zip(&theirs) {
        // The smallest of them is 2·10⁻⁷ of the largest, and loses as many digits.
        assert_relative_eq!(*our, *their, max_relative = 1e-8);
    }
}

#[test]
fn full_batch_descent_on_standardised_engel_reaches_the_closed_form() {
    let closed_form = numbers(&reference()["closed_form"]["engel"]["weights"]);
    let experiment = "data=engel&scale=standardize&reduction=mean&lr=0.5".parse().unwrap();
    let mut trainer = Trainer::new(&experiment, None).unwrap();
    assert_eq!(trainer.step(1000), Status::Converged);
    let raw = Standardization::of(&shipped("engel")).parameters_of_raw_features(trainer.parameters());
    for (reached, exact) in raw.iter().zip(&closed_form) {
        assert_relative_eq!(*reached, *exact, max_relative = 1e-6);
    }
    assert!(trainer.objective().value(trainer.parameters(), Batch::All) > 0.0, "real data keep a residual");
}
