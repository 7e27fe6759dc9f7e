//! The plan of a reconstruction: a JSON file that lies with the data, and the Q set beside it.

mod json;

use super::StudyFileError;
use super::source::{Content, Source};
use super::statements::StatementList;
use crate::qmethod::reconstruction::{Plan, Stage};
use json::PlanJson;
use std::path::Path;
use thiserror::Error;

/// Why a file is no plan of a reconstruction.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum PlanError {
    /// It is no text.
    #[error(
        "{name} is no plan of a reconstruction; expected JSON, as in `data/case-study/reconstruction.json`."
    )]
    NoText {
        /// The source.
        name: String,
    },
    /// It is no such JSON, or it contradicts itself.
    #[error(
        "{name}: {cause}. Correct the plan; `data/case-study/reconstruction.json` shows what belongs into one."
    )]
    Wrong {
        /// The source.
        name: String,
        /// What is wrong, and where.
        cause: String,
    },
}

/// A plan with two searches: the whole one, and a short one that comes less near.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanFile {
    /// The plan, with the stages of the whole search.
    pub plan: Plan,
    /// The stages of the short one.
    pub quick: Vec<Stage>,
}

/// Reads a plan and the statements it names, whose path is taken from its own folder.
///
/// # Errors
/// A file that cannot be read, is no such JSON, or names what it does not hold.
pub fn read_plan(source: &Source) -> Result<PlanFile, StudyFileError> {
    let name = source.name();
    let Content::Text(text) = source.read()? else {
        return Err(PlanError::NoText { name }.into());
    };
    let wrong = |cause: String| PlanError::Wrong {
        name: name.clone(),
        cause,
    };
    let json: PlanJson =
        serde_json::from_str(&text.text).map_err(|error| wrong(error.to_string()))?;
    let list = StatementList::read(&Source::File(beside(source, &json.statements)))?;
    let (mut plan, quick) = json.plan(list.statements).map_err(wrong)?;
    plan.statement_attributes = list.attributes;
    plan.check().map_err(|error| wrong(error.to_string()))?;
    Ok(PlanFile { plan, quick })
}

fn beside(source: &Source, file: &str) -> std::path::PathBuf {
    match source {
        Source::File(path) => path.with_file_name(file),
        _ => Path::new(file).to_owned(),
    }
}
