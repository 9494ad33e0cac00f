//! Samples to learn from: given, read from a table, shipped, or generated.

mod blobs;
#[cfg(feature = "own-data")]
mod csv;
mod engel;
mod iris;
mod line;
mod shipped;
mod source;
mod standardize;
#[cfg(feature = "streams")]
mod stream;

pub use blobs::{BLOBS, Blobs};
pub use engel::ENGEL;
pub use iris::IRIS;
pub use line::{LINE, Line};
pub use source::{Origin, Parameters, Source};
pub use standardize::Standardization;
#[cfg(feature = "streams")]
pub use stream::{MOST_STREAMED, STREAM};

pub use crate::number::LARGEST_VALUE;

use crate::error::{Error, Result};
use crate::words::Label;

/// The most samples a data set may have.
pub const MAX_SAMPLES: usize = 10_000_000;

/// The most numbers a data set may have, features and targets together: 400 MB, of which a page has room for a few
/// copies.
pub const MAX_NUMBERS: usize = 50_000_000;

/// Features, row-major `[n, d]`, with a target for each row, `[n]`. All of them are finite and within
/// ±[`LARGEST_VALUE`], and there is at least one sample and one feature; at most [`MAX_SAMPLES`] samples and
/// [`MAX_NUMBERS`] numbers.
///
/// ```
/// use descent::data::Dataset;
/// let data = Dataset::new(vec![0.0, 1.0, 2.0], 1, vec![1.0, 3.0, 5.0])?;
/// assert_eq!((data.n(), data.d()), (3, 1));
/// # Ok::<(), descent::error::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Dataset {
    features: Vec<f64>,
    feature_count: usize,
    targets: Vec<f64>,
    columns: Option<Columns>,
    /// What whoever gave it calls the columns, the target last.
    #[cfg(feature = "own-data")]
    header: Option<Vec<String>>,
}

/// What the columns of a data set are called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Columns {
    /// The features, `[d]`.
    pub features: &'static [Label],
    /// The target.
    pub target: Label,
    /// The unit of all numbers that are measured, if they have one.
    pub unit: Option<Unit>,
}

/// A unit in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Of one: what something is by.
    pub one: Label,
    /// Of many.
    pub many: Label,
}

/// All data sets. One more is one file and one row.
pub static DATA: &[&Source] = &[
    &LINE,
    #[cfg(feature = "streams")]
    &STREAM,
    #[cfg(feature = "classes")]
    &BLOBS,
    &ENGEL,
    #[cfg(feature = "classes")]
    &IRIS,
    &OWN,
];

/// A data set given beside the experiment.
pub static OWN: Source = Source {
    name: "own",
    label: Label::named("data.own"),
    features: None,
    has_classes: None,
    columns: None,
    origin: Origin::Given,
};

impl Dataset {
    /// A data set of `features`, row-major `[n, feature_count]`, and `targets`, `[n]`.
    ///
    /// # Errors
    /// [`Error::EmptyData`], [`Error::RaggedData`], [`Error::TooManySamples`], [`Error::TooManyNumbers`] or
    /// [`Error::DataValue`].
    pub fn new(features: Vec<f64>, feature_count: usize, targets: Vec<f64>) -> Result<Self> {
        if feature_count == 0 || targets.is_empty() {
            return Err(Error::EmptyData);
        }
        check_size(targets.len(), feature_count)?;
        if targets.len().checked_mul(feature_count) != Some(features.len()) {
            return Err(Error::RaggedData { features: features.len(), feature_count, targets: targets.len() });
        }
        if let Some(place) = features.iter().position(|&value| !allows(value)) {
            let (row, feature) = (place / feature_count, Some(place % feature_count));
            return Err(Error::DataValue { row, feature, value: features[place] });
        }
        if let Some(row) = targets.iter().position(|&value| !allows(value)) {
            return Err(Error::DataValue { row, feature: None, value: targets[row] });
        }
        Ok(Dataset::of(features, feature_count, targets))
    }

    fn of(features: Vec<f64>, feature_count: usize, targets: Vec<f64>) -> Self {
        Dataset {
            features,
            feature_count,
            targets,
            columns: None,
            #[cfg(feature = "own-data")]
            header: None,
        }
    }

    /// Reads a table with a header row: the column `target`, and the columns named in `features` (all others when
    /// `None`), in that order.
    ///
    /// Cells are separated by commas, rows by line ends of any kind; a cell may be in double quotes, in which a quote
    /// is doubled. Blanks around cells, blank lines and a byte order mark do not count. Each column has a name of its
    /// own.
    ///
    /// ```
    /// use descent::data::Dataset;
    /// let data = Dataset::from_csv("x,y\n1,2\n3,4\n", "y", None)?;
    /// assert_eq!(data.targets(), [2.0, 4.0]);
    /// let error = Dataset::from_csv("x,y\n1,2\n3,four\n", "y", None).unwrap_err();
    /// assert_eq!(error.to_string(), "CSV line 3, column `y`: `four` is not allowed; it must be a number from −10⁶⁰ to 10⁶⁰");
    /// # Ok::<(), descent::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// One of the `Csv…` errors or [`Error::NoColumn`], with line and column; or those of [`Dataset::new`], as soon as
    /// a row is one too many.
    #[cfg(feature = "own-data")]
    pub fn from_csv(text: &str, target: &str, features: Option<&[&str]>) -> Result<Self> {
        Self::from_table(text, Some(target), features)
    }

    /// Reads a table as [`from_csv`](Self::from_csv) does; where no `target` is named, that is the last column.
    ///
    /// ```
    /// use descent::data::Dataset;
    /// let data = Dataset::from_table("income,food\n420,256\n541,311\n", None, None)?;
    /// assert_eq!((data.targets(), data.name(0), data.name(1)), (&[256.0, 311.0][..], Some("income"), Some("food")));
    /// # Ok::<(), descent::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`from_csv`](Self::from_csv).
    #[cfg(feature = "own-data")]
    pub fn from_table(text: &str, target: Option<&str>, features: Option<&[&str]>) -> Result<Self> {
        csv::read(text, target, features)
    }

    /// The same with names for its columns, the features' first and the target's last; those that are missing it has none for.
    #[cfg(feature = "own-data")]
    #[must_use]
    pub fn with_names(self, names: Vec<String>) -> Self {
        Dataset { header: Some(names), ..self }
    }

    /// The number of samples.
    pub fn n(&self) -> usize {
        self.targets.len()
    }

    /// The number of features.
    pub fn d(&self) -> usize {
        self.feature_count
    }

    /// The features of sample `i`, `[d]`.
    ///
    /// # Panics
    /// If `i` is not below `n`.
    #[inline]
    pub fn row(&self, i: usize) -> &[f64] {
        &self.features[i * self.feature_count..(i + 1) * self.feature_count]
    }

    /// All features, row-major `[n, d]`.
    pub fn features(&self) -> &[f64] {
        &self.features
    }

    /// All targets, `[n]`.
    pub fn targets(&self) -> &[f64] {
        &self.targets
    }

    /// What whoever gave the data set calls a column: feature `place`, or at `d` the target.
    #[cfg_attr(not(feature = "own-data"), allow(unused_variables))]
    pub fn name(&self, place: usize) -> Option<&str> {
        #[cfg(feature = "own-data")]
        return self.header.as_ref()?.get(place).map(String::as_str).filter(|name| !name.is_empty());
        // The page's first module is given no data.
        #[cfg(not(feature = "own-data"))]
        None
    }

    /// What the columns are called in the reader's language, if the data set is one of ours and says so.
    pub fn columns(&self) -> Option<&Columns> {
        self.columns.as_ref()
    }

    /// The values of feature `j` in the order of the samples.
    pub fn column(&self, j: usize) -> impl Iterator<Item = f64> + Clone + '_ {
        self.features.iter().skip(j).step_by(self.feature_count).copied()
    }
}

/// Whether a data set may have so many samples of so many features.
fn check_size(n: usize, d: usize) -> Result<()> {
    if n > MAX_SAMPLES {
        return Err(Error::TooManySamples { n, limit: MAX_SAMPLES });
    }
    match n.checked_mul(d.saturating_add(1)) {
        Some(numbers) if numbers <= MAX_NUMBERS => Ok(()),
        _ => Err(Error::TooManyNumbers { n, d, limit: MAX_NUMBERS }),
    }
}

/// Whether a data set may have this number.
fn allows(value: f64) -> bool {
    value.abs() <= LARGEST_VALUE
}

/// Mean and standard deviation (of the population: the mean square's root) of some finite values. The deviation is 0
/// where rounding alone accounts for it, as scikit-learn's `StandardScaler` decides: where the variance is at most n ε
/// var + (n ε mean)², the error bound of the corrected two-pass algorithm that computes it (Chan, Golub and LeVeque,
/// *Algorithms for computing the sample variance*, The American Statistician 37, 1983).
pub(crate) fn mean_and_deviation(values: &[f64]) -> (f64, f64) {
    /// Squares of what is below it would lose digits to underflow.
    const SMALL: f64 = 1e-100;
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let largest = values.iter().fold(0.0, |largest: f64, value| largest.max((value - mean).abs()));
    if largest == 0.0 {
        return (mean, 0.0);
    }
    let unit = if largest < SMALL { largest } else { 1.0 };
    let (mut shift, mut square) = (0.0, 0.0);
    for value in values {
        let deviation = (value - mean) / unit;
        shift += deviation;
        square += deviation * deviation;
    }
    let variance = square / n - (shift / n) * (shift / n);
    let of_rounding = n * f64::EPSILON * (mean / unit);
    let varies = variance > n * f64::EPSILON * variance + of_rounding * of_rounding;
    (mean, if varies { unit * variance.sqrt() } else { 0.0 })
}
