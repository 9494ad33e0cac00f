//! Data of one's own in a figure. They travel beside its string, which calls them `own`.

use super::{DATA, Host};
use crate::data::{Dataset, OWN};
use crate::error::{Error, Result};
use crate::figure::values::Values;
use std::sync::Arc;

impl Host {
    /// Shows data of one's own; all but what belongs to the data before them stays, and the run begins anew. A string that does
    /// not name its data is about them from now on.
    ///
    /// # Errors
    /// [`Error::DataNotDrawn`] or [`Error::FeatureCount`], and whatever an experiment about these data is refused for; all is then
    /// as it was.
    pub fn give(&mut self, data: &Arc<Dataset>) -> Result<()> {
        if !self.takes_data() {
            return Err(Error::DataNotDrawn);
        }
        let before = [self.defaults.clone(), self.values.clone()];
        let (defaults, values) = (self.with(data, &before[0])?, self.with(data, &before[1])?);
        self.change(values)?;
        self.defaults = defaults;
        self.before_own.get_or_insert(before);
        self.begin();
        self.seek(0);
        Ok(())
    }

    /// Shows again what it showed before data of one's own came, or what the reader has chosen since.
    ///
    /// # Errors
    /// What an experiment about the data before is refused for; all is then as it was.
    pub fn take_back(&mut self) -> Result<()> {
        let Some([defaults, shown]) = self.before_own.clone() else { return Ok(()) };
        let mut values = self.values.clone();
        values.experiment.give(None);
        let was_shown = *values.experiment.data == OWN;
        if was_shown {
            (values.experiment.data, values.experiment.scale) = (shown.experiment.data, shown.experiment.scale);
            (self.figure.settle)(&mut values, Some(&self.values), &|key| [DATA, "scale"].contains(&key))?;
            (values.experiment.batch, values.experiment.start) = (shown.experiment.batch, shown.experiment.start);
        }
        self.change(values)?;
        (self.defaults, self.before_own) = (defaults, None);
        if was_shown {
            self.begin();
            self.seek(0);
        } else {
            self.go_on();
        }
        Ok(())
    }

    /// Data of one's own that are shown.
    pub fn own(&self) -> Option<&Dataset> {
        let experiment = &self.values.experiment;
        experiment.given().filter(|_| experiment.is_about_own_data()).map(|data| &**data)
    }

    fn with(&self, data: &Arc<Dataset>, before: &Values) -> Result<Values> {
        let mut values = before.clone();
        values.experiment.give(Some(Arc::clone(data)));
        values.experiment.set(DATA, OWN.name)?;
        (self.figure.settle)(&mut values, Some(before), &|key| key == DATA)?;
        Ok(values)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::{FIGURES, named};
    use crate::words::Words;

    /// The figures that show data of one's own, with the features that they draw.
    const TAKING: [(&str, usize); 9] = [
        ("fit-a-line", 1),
        ("three-descents", 1),
        ("batch-descent", 1),
        ("feature-scaling", 1),
        ("one-step", 1),
        ("one-pass", 1),
        ("noise-floor", 1),
        ("logistic-descents", 2),
        ("loss-duel", 2),
    ];

    fn host(name: &str, text: &str) -> Host {
        let mut host = named(name, Words::english().clone()).unwrap();
        assert_eq!(host.apply(text), [], "{name}?{text}");
        host
    }

    /// `n` samples of `d` features, with a target that is 0 or 1.
    fn data(n: usize, d: usize) -> Arc<Dataset> {
        let features = (0..n * d).map(|place| (place * place % 7) as f64 + 0.25 * place as f64).collect();
        Arc::new(Dataset::new(features, d, (0..n).map(|sample| (sample % 2) as f64).collect()).unwrap())
    }

    fn has(host: &Host, part: &str) -> bool {
        host.experiment().split('&').any(|given| given == part)
    }

    /// The words that the control of a key offers.
    fn choices(host: &Host, key: &str) -> Vec<&'static str> {
        let control = host.controls().into_iter().find(|control| control.key == key);
        let choices = control.and_then(|control| control.choices).unwrap_or_default();
        choices.into_iter().map(|choice| choice.name).collect()
    }

    #[test]
    fn every_figure_about_data_shows_ones_own_and_every_other_says_that_it_does_not() {
        for name in FIGURES.iter().map(|row| row.name) {
            let mut host = host(name, "");
            let Some((_, d)) = TAKING.iter().find(|(taking, _)| *taking == name) else {
                let before = host.experiment();
                assert_eq!(host.give(&data(20, 1)), Err(Error::DataNotDrawn), "{name}");
                assert_eq!((host.experiment(), host.own()), (before, None));
                continue;
            };
            assert!(!choices(&host, DATA).contains(&"own"), "{name}: there are none to be chosen");
            host.give(&data(20, *d)).unwrap();
            assert!(has(&host, "data=own") && has(&host, "scale=standardize"), "{name}: {}", host.experiment());
            assert_eq!(host.own().unwrap().n(), 20);
            let offered = choices(&host, DATA);
            assert!(offered.is_empty() || offered.contains(&"own"), "{name}");
            host.seek(9);
            let link = host.experiment();
            assert_eq!(host.apply(&link), [], "{name}");
            assert_eq!(host.experiment(), link);
            let wrong = Error::FeatureCount { given: 3 - d, drawn: *d };
            assert_eq!(host.give(&data(20, 3 - d)), Err(wrong), "{name}");
            assert_eq!(host.experiment(), link, "{name}: what was shown goes on");
        }
    }

    #[test]
    fn the_data_before_come_back_as_they_were() {
        let mut host = host("three-descents", "n=40&batch=32&figure.lr.batch=0.2&start=1,2");
        let before = host.experiment();
        host.give(&data(5, 1)).unwrap();
        assert!(has(&host, "batch=5") && !host.experiment().contains("start="), "{}", host.experiment());
        host.give(&data(30, 1)).unwrap();
        host.take_back().unwrap();
        assert_eq!(host.experiment(), before);
        assert_eq!(host.take_back(), Ok(()));
        let errors = host.apply("data=own");
        assert_eq!(errors, [Error::OwnData { given: false }], "a link to data that are elsewhere");
        assert_eq!(host.set(DATA, "own"), Err(Error::OwnData { given: false }));
        assert!(has(&host, "data=line"));
    }

    #[test]
    fn a_reader_chooses_other_data_and_comes_back_to_ones_own() {
        let mut host = host("three-descents", "n=40");
        host.give(&data(12, 1)).unwrap();
        host.set(DATA, "line").unwrap();
        assert!(has(&host, "n=40") && host.own().is_none());
        host.set(DATA, "own").unwrap();
        assert_eq!(host.own().map(Dataset::n), Some(12));
        host.set(DATA, "engel").unwrap();
        host.take_back().unwrap();
        assert!(has(&host, "data=engel"), "what the reader has chosen stays");
    }

    /// Two sets of one size are two: neither is shown with what is known of the other.
    #[test]
    fn other_data_of_one_size_are_others() {
        let mut host = host("three-descents", "");
        let rules = |host: &Host| host.scene().rules(host.words());
        host.give(&data(20, 1)).unwrap();
        let before = rules(&host);
        let shifted = data(20, 1).targets().iter().map(|target| 3.0 * target + 1.0).collect();
        host.give(&Arc::new(Dataset::new(data(20, 1).features().to_vec(), 1, shifted).unwrap())).unwrap();
        assert_ne!(rules(&host), before);
    }

    #[test]
    fn numbers_are_no_classes_and_few_are_no_picture_for_many() {
        let mut duel = host("loss-duel", "");
        let numbers = Arc::new(Dataset::new(vec![1.0, 2.0, 3.0, 4.0], 2, vec![1.0, 7.0]).unwrap());
        assert_eq!(duel.give(&numbers), Err(Error::ClassTarget { row: 1, value: 7.0 }));
        let mut three = host("three-descents", "loss=huber");
        let error = three.give(&data(20_000, 1)).unwrap_err();
        assert_eq!(error.to_string(), "n: `20000` is not allowed; it must be an integer from 1 to 10000");
    }

    /// Whatever somebody has measured is drawn, or refused.
    #[test]
    fn odd_data_break_nothing() {
        let columns: [&[f64]; 8] = [
            &[1.0],
            &[0.0; 3],
            &[1e60, -1e60],
            &[1e60, 1e60, 1e60],
            &[1e-300, 2e-300],
            &[5e-324; 2],
            &[0.0, 1e60],
            &[1.0, 2.0],
        ];
        for (name, d) in TAKING {
            for column in columns {
                for target in [|_: f64| 0.0, |x: f64| x, |x: f64| f64::from(u8::from(x > 1.0))] {
                    let features = column.iter().flat_map(|&x| std::iter::repeat_n(x, d)).collect();
                    let given = Dataset::new(features, d, column.iter().map(|&x| target(x)).collect()).unwrap();
                    let mut host = host(name, "");
                    if host.give(&Arc::new(given)).is_err() {
                        assert_eq!(d, 2, "{name}: a line is fitted to any numbers");
                        continue;
                    }
                    host.seek(3);
                    host.look(0.5);
                    for panel in 0..host.panels().len() {
                        host.picture(panel);
                    }
                    let words = host.words();
                    host.scene().notices(words);
                    host.scene().rules(words);
                    host.controls();
                    host.take_back().unwrap();
                }
            }
        }
    }
}
