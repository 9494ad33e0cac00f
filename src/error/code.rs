//! What a program tells errors by, whatever language their messages speak.

use super::{Error, GraphError};

impl Error {
    /// The kind of mistake, in a word that stays the same: `unknown-key`, `not-allowed`.
    ///
    /// ```
    /// use descent::experiment::Experiment;
    /// let error = "lr=fast".parse::<Experiment>().unwrap_err();
    /// assert_eq!((error.code(), error.key()), ("not-allowed", Some("lr")));
    /// ```
    pub fn code(&self) -> &'static str {
        match self {
            Error::UnknownKey { .. } => "unknown-key",
            Error::NoHyperParameter { .. } => "no-hyper-parameter",
            Error::DuplicateKey { .. } => "duplicate-key",
            Error::NoValue { .. } => "no-value",
            Error::TooManyParts { .. } => "too-many-parts",
            Error::NotAllowed { .. } => "not-allowed",
            Error::Formula { .. } => "formula",
            #[cfg(feature = "optimizers")]
            Error::Rule { .. } => "rule",
            Error::Graph(error) => error.code(),
            Error::BatchLargerThanData { .. } => "batch-larger-than-data",
            Error::NesterovNeedsMomentum => "nesterov-needs-momentum",
            Error::OwnData { .. } => "own-data",
            Error::DataNotDrawn => "data-not-drawn",
            Error::FeatureCount { .. } => "feature-count",
            Error::EmptyData => "empty-data",
            Error::RaggedData { .. } => "ragged-data",
            Error::DataValue { .. } => "data-value",
            Error::NoClasses { .. } => "no-classes",
            Error::ClassTarget { .. } => "class-target",
            Error::NotStored { .. } => "not-stored",
            Error::SamplerOfStream { .. } => "sampler-of-stream",
            Error::TooManySamples { .. } => "too-many-samples",
            Error::TooManyNumbers { .. } => "too-many-numbers",
            Error::NoColumn { .. } => "no-column",
            Error::CsvDuplicateColumn { .. } => "csv-duplicate-column",
            Error::CsvRagged { .. } => "csv-ragged",
            Error::CsvCell { .. } => "csv-cell",
            Error::CsvEmpty => "csv-empty",
            Error::CsvQuote { .. } => "csv-quote",
            Error::CsvUnclosed { .. } => "csv-unclosed",
        }
    }

    /// The key whose value is wrong, or the argument, where there is one.
    pub fn key(&self) -> Option<&str> {
        match self {
            Error::UnknownKey { key, .. } | Error::DuplicateKey { key } | Error::NotAllowed { key, .. } => Some(key),
            Error::NoHyperParameter { key, .. } => Some(key),
            Error::Formula { .. } | Error::Graph(GraphError::TooLargeToDraw { .. }) => Some("f"),
            #[cfg(feature = "optimizers")]
            Error::Rule { .. } => Some("rule"),
            Error::BatchLargerThanData { .. } => Some("batch"),
            Error::NesterovNeedsMomentum => Some("nesterov"),
            Error::OwnData { .. } | Error::NoClasses { .. } | Error::DataNotDrawn => Some("data"),
            Error::FeatureCount { .. } => Some("featureCount"),
            Error::TooManySamples { .. } | Error::NotStored { .. } => Some("n"),
            Error::SamplerOfStream { .. } => Some("sampler"),
            Error::CsvCell { column, .. } => Some(column),
            Error::NoColumn { name, .. } | Error::CsvDuplicateColumn { name } => Some(name),
            _ => None,
        }
    }

    /// Whether a value is of the right type but outside of what is allowed, rather than something missing or not
    /// fitting.
    pub fn is_about_range(&self) -> bool {
        matches!(
            self,
            Error::NotAllowed { .. }
                | Error::BatchLargerThanData { .. }
                | Error::DataValue { .. }
                | Error::FeatureCount { .. }
                | Error::ClassTarget { .. }
                | Error::TooManySamples { .. }
                | Error::NotStored { .. }
                | Error::SamplerOfStream { .. }
                | Error::TooManyNumbers { .. }
        )
    }
}

impl GraphError {
    /// As [`Error::code`].
    fn code(&self) -> &'static str {
        match self {
            GraphError::TooLarge => "tape-full",
            GraphError::TooLargeToDraw { .. } => "graph-too-large-to-draw",
            GraphError::Empty { .. } => "no-numbers",
            GraphError::Lengths { .. } => "lengths",
            GraphError::NotScalar { .. } => "not-scalar",
            GraphError::TwoTapes { .. } => "two-tapes",
            GraphError::Cleared { .. } => "cleared",
            GraphError::Freed { .. } => "graph-freed",
            GraphError::Modified { .. } => "modified",
            GraphError::NeedsNoGrad { .. } => "needs-no-grad",
            GraphError::Unused { .. } => "unused",
            GraphError::NotLeaf => "not-leaf",
        }
    }
}
