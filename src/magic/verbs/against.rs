//! `--against`: a table in print beside ours, in several verbs.

use super::shared::file;
use crate::magic::MagicError;
use crate::qmethod::agreement::Agreement;
use crate::render::{self, Printed, Report};
use crate::study_files::read_printed;
use std::path::Path;

/// A table to be compared with.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Against {
    /// A table in print, to be set beside ours cell by cell: the labels of the rows in the first column, those of the columns in the headings
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    against: Option<String>,
}

/// A table of ours that another is set beside.
pub(super) struct Ours {
    pub(super) rows: Vec<String>,
    pub(super) columns: Vec<String>,
    pub(super) values: Vec<Vec<f64>>,
    /// Numbers that are counted, not measured.
    pub(super) counts: bool,
}

impl Against {
    /// The report with the comparison, if one was asked for.
    pub(super) fn added_to(
        &self,
        report: Report,
        ours: Ours,
        directory: &Path,
    ) -> Result<Report, MagicError> {
        let Some(path) = &self.against else {
            return Ok(report);
        };
        let table = read_printed(&file(path, directory), &ours.rows, &ours.columns)?;
        let printed = Printed {
            name: &table.name,
            rows: &ours.rows,
            columns: &ours.columns,
            decimals: table.decimals,
            counts: ours.counts,
        };
        let agreement = Agreement {
            ours: ours.values,
            printed: table.cells,
        };
        Ok(render::against(report, &agreement, printed))
    }
}
