//! Data of one's own, which an experiment is given beside its string.

use super::Experiment;
use crate::data::Dataset;
use std::sync::Arc;

/// They are the same where they are the same ones: nobody compares millions of numbers.
#[derive(Clone, Debug)]
pub(crate) struct Own(Arc<Dataset>);

impl PartialEq for Own {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Experiment {
    /// Data that `data=own` stands for from now on, or that it stands for none.
    #[cfg(feature = "own-data")]
    pub(crate) fn give(&mut self, data: Option<Arc<Dataset>>) {
        self.own = data.map(Own);
    }

    /// Data that `data=own` stands for, whether or not it is about them.
    pub(crate) fn given(&self) -> Option<&Arc<Dataset>> {
        #[cfg(feature = "own-data")]
        return self.own.as_ref().map(|own| &own.0);
        // The page's first module is given none.
        #[cfg(not(feature = "own-data"))]
        None
    }

    /// The same if it is about them.
    pub(super) fn own_data(&self) -> Option<&Arc<Dataset>> {
        self.given().filter(|_| self.is_about_own_data())
    }
}
