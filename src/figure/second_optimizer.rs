//! Strings, runs and figures of a second optimizer, which exists in tests alone.

use super::named;
use crate::error::Error;
use crate::experiment::Experiment;
use crate::stability::limit_of_run;
use crate::trainer::Trainer;
use crate::words::Words;

fn read(text: &str) -> Experiment {
    text.parse().unwrap()
}

#[test]
fn a_hyper_parameter_has_the_default_of_its_own_optimizer() {
    let value = |text: &str| read(text).hyper_parameter("weight_decay");
    assert_eq!(value("optimizer=sgd"), Some(0.0));
    assert_eq!(value("optimizer=decaying"), Some(0.01));
    assert_eq!(value("optimizer=decaying&weight_decay=0"), Some(0.0), "the default of another one");
    assert_eq!(value("weight_decay=0&optimizer=decaying"), Some(0.0), "in any order");
    assert_eq!(value("optimizer=sgd&weight_decay=0.01"), Some(0.01));
}

#[test]
fn every_string_parses_back_to_itself() {
    for text in ["optimizer=decaying", "optimizer=decaying&weight_decay=0&gain=3", "weight_decay=0.01", "momentum=0.5"]
    {
        let experiment = read(text);
        assert_eq!(read(&experiment.to_string()), experiment, "{experiment}");
    }
    assert!(read("optimizer=decaying").to_string().contains("&optimizer=decaying&lr=0.001&weight_decay=0.01&gain=1&"));
}

#[test]
fn each_key_stands_once_in_the_list_of_keys() {
    let Err(Error::UnknownKey { known, .. }) = Experiment::default().key("speed") else { panic!("no such key") };
    assert_eq!(known.iter().filter(|name| **name == "weight_decay").count(), 1);
    assert!(known.contains(&"gain") && known.contains(&"momentum"));
}

#[test]
fn a_hyper_parameter_of_another_optimizer_is_refused_by_name() {
    let error = "optimizer=decaying&momentum=0.9".parse::<Experiment>().unwrap_err();
    assert_eq!(error.to_string(), "momentum: decaying has no such hyper-parameter; it has weight_decay, gain");
    let error = "optimizer=decaying&weight_decay=1".parse::<Experiment>().unwrap_err();
    assert_eq!(error.to_string(), "weight_decay: `1` is not allowed; it must be a number from 0 to below 1");
    assert_eq!(read("optimizer=sgd&weight_decay=1").hyper_parameter("weight_decay"), Some(1.0));
}

#[test]
fn what_one_optimizer_was_given_waits_for_it_while_another_runs() {
    let mut trainer = Trainer::new(&read("data=line&n=5&weight_decay=0.5&start=1,1&lr=0.01"), None).unwrap();
    trainer.set("optimizer", "decaying").unwrap();
    assert_eq!(trainer.experiment().hyper_parameter("weight_decay"), Some(0.01));
    trainer.set("optimizer", "sgd").unwrap();
    assert_eq!(trainer.experiment().hyper_parameter("weight_decay"), Some(0.5));
}

#[test]
fn it_runs_by_the_trainer_and_in_a_figure() {
    let text = "data=line&n=5&start=1,1&lr=0.01&reduction=mean&optimizer=decaying&weight_decay=0.5";
    let (mut trainer, data) = (Trainer::new(&read(text), None).unwrap(), read(text).dataset(None).unwrap().unwrap());
    let gradient = trainer.gradient();
    trainer.step(1);
    assert_eq!(trainer.parameters(), [0, 1].map(|place| 1.0 - 0.01 * (gradient[place] + 0.5)));
    assert_eq!(limit_of_run(trainer.experiment(), &trainer.experiment().risk(&data)), None, "theory has none for it");
    let mut figure = named("three-descents", Words::of("en").clone()).unwrap();
    assert_eq!(figure.apply(&format!("{text}&sampler=shuffle&batch=2")), []);
    assert!(figure.experiment().contains("&optimizer=decaying&lr=0.01&weight_decay=0.5&gain=1&"));
}
