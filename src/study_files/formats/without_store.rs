//! What the store of collected sorts does elsewhere, where it is left out: its files are known by their name, and refused.

use crate::study_files::StudyFileError;
use crate::study_files::collected::{Collected, ImportError};
use std::path::Path;

pub(in crate::study_files) fn is_qstudy(path: &Path) -> bool {
    path.extension().is_some_and(|e| e == "qstudy")
}

pub(in crate::study_files) fn read_qstudy(
    name: &str,
    _path: &Path,
) -> Result<Collected, StudyFileError> {
    Err(ImportError::Files {
        what: format!("{name} is a study collected in a notebook, whose database this library is built without."),
        next: "Build quincunx with its feature `kernel`, or have the kernel write the sorts as CSV.".to_owned(),
    }
    .into())
}
