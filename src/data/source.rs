//! Where a data set comes from, with everything that anyone asks about it.

use super::{Columns, Dataset};
use crate::error::Result;
use crate::words::Label;

/// A data set as an experiment names it: a row of [`DATA`](super::DATA).
#[derive(Debug)]
pub struct Source {
    /// The name in the experiment string.
    pub name: &'static str,
    /// What a reader calls it.
    pub label: Label,
    /// Its features d; `None` where only the data tell.
    pub features: Option<usize>,
    /// Whether its targets are classes, 0 and 1; `None` where only the data tell.
    pub has_classes: Option<bool>,
    /// What its columns are called, if anything.
    pub columns: Option<Columns>,
    /// How it is had.
    pub origin: Origin,
}

/// How a data set is had.
#[derive(Debug)]
pub enum Origin {
    /// Given beside the experiment.
    Given,
    /// Shipped: a table of ours, with its number of samples n.
    Shipped {
        /// Below a header row plain numbers, the target last.
        table: &'static str,
        /// The number of samples.
        n: usize,
    },
    /// Made when they are drawn, of any number.
    Streamed {
        /// The names of the parameters that shape it, of those in [`Parameters`].
        parameters: &'static [&'static str],
    },
    /// Generated.
    Generated {
        /// The names of the parameters that shape it, of those in [`Parameters`].
        parameters: &'static [&'static str],
        /// What generates it.
        generate: fn(&Parameters) -> Result<Dataset>,
    },
}

/// What shapes generated data; each row of the table uses some of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parameters {
    /// The number of samples n.
    pub n: u64,
    /// Standard deviation of the noise.
    pub noise: f64,
    /// Between the centres of two classes.
    pub distance: f64,
    /// Of a line.
    pub slope: f64,
    /// Of a line.
    pub intercept: f64,
    /// The seed.
    pub seed: u32,
}

impl Source {
    /// Whether a parameter shapes it.
    pub fn takes(&self, parameter: &str) -> bool {
        let (Origin::Generated { parameters, .. } | Origin::Streamed { parameters }) = self.origin else {
            return false;
        };
        parameters.contains(&parameter)
    }

    /// The number of samples, of data that are shipped.
    pub fn n(&self) -> Option<u64> {
        match self.origin {
            Origin::Shipped { n, .. } => Some(n as u64),
            Origin::Given | Origin::Streamed { .. } | Origin::Generated { .. } => None,
        }
    }

    /// Whether its samples are made when they are drawn, and never stored.
    pub fn is_stream(&self) -> bool {
        cfg!(feature = "streams") && matches!(self.origin, Origin::Streamed { .. })
    }

    /// The data set, with these parameters if it is generated; `None` if it has to be given, or is a stream.
    ///
    /// ```
    /// use descent::data::ENGEL;
    /// let unused = descent::data::Parameters { n: 1, noise: 0.0, distance: 0.0, slope: 0.0, intercept: 0.0, seed: 0 };
    /// assert_eq!(ENGEL.dataset(&unused)?.unwrap().n(), 235);
    /// # Ok::<(), descent::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::NotAllowed`](crate::error::Error::NotAllowed) for an n that is not allowed.
    pub fn dataset(&self, parameters: &Parameters) -> Result<Option<Dataset>> {
        let data = match self.origin {
            Origin::Given | Origin::Streamed { .. } => return Ok(None),
            Origin::Shipped { table, .. } => super::shipped::read(table, self.features.unwrap_or(1)),
            Origin::Generated { generate, .. } => generate(parameters)?,
        };
        Ok(Some(Dataset { columns: self.columns, ..data }))
    }
}

/// By name: a name stands for one source.
impl PartialEq for Source {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}
