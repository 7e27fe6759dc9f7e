//! From sources to a study.

use super::StudyFileError;
use super::fit;
use super::participants::participant_attributes;
use super::sorts::SortTable;
use super::source::Source;
use super::statements::StatementList;
use super::table::Table;
use crate::output::{Progress, Unwatched};
use crate::qmethod::{Attribute, Distribution, MethodError, Statement, Study};

/// Which grid the sorts have to fill.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum GridRequest {
    /// The one that all sorts share; they are refused unless they do.
    #[default]
    FromSorts,
    /// This one, forced.
    Stated(Distribution),
    /// Each sort its own.
    Free {
        /// The distribution for factor arrays, if one is stated.
        arrays: Option<Distribution>,
    },
}

/// How the table of sorts lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Orientation {
    /// One row per sort.
    RowsAreSorts,
    /// One row per statement, one column per sort.
    RowsAreStatements,
}

/// What a study is to be made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadRequest {
    /// The Q sorts.
    pub sorts: Source,
    /// The statements: a table, or one per line.
    pub statements: Option<Source>,
    /// Further attributes of the participants, joined by `id`.
    pub participants: Option<Source>,
    /// The grid.
    pub grid: GridRequest,
    /// How the table of sorts lies; told from its headings if not stated.
    pub orientation: Option<Orientation>,
}

/// A study, and what was assumed on the way to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Loaded {
    /// The study.
    pub study: Study,
    /// One sentence for each thing the files did not say themselves, such as a grid read off the sorts.
    pub notes: Vec<String>,
}

/// Reads a study.
///
/// # Errors
/// [`StudyFileError`] for whatever keeps the sources from being one study; nothing is made then.
pub fn load(request: &LoadRequest) -> Result<Loaded, StudyFileError> {
    load_watched(request, &Unwatched)
}

/// [`load`] for large files: `progress` hears how far it is and can end it.
///
/// # Errors
/// As [`load`]; also [`StudyFileError::Interrupted`].
pub fn load_watched(
    request: &LoadRequest,
    progress: &dyn Progress,
) -> Result<Loaded, StudyFileError> {
    let list = request
        .statements
        .as_ref()
        .map(StatementList::read)
        .transpose()?;
    let known = list.as_ref().map(StatementList::known);
    let table = Table::read(&request.sorts)?;
    let watched = Watched {
        file: table.name.clone(),
        progress,
    };
    watched.step(0, 0, "cells are told apart")?;
    let mut notes = Vec::new();
    let mut sorts = SortTable::recognise(table, request.orientation, known.as_ref(), &mut notes)?;
    let values = sorts.values(&mut notes, &watched)?;
    watched.step(0, 0, "the grid is checked")?;
    let grid = fit::grid(&request.grid, &sorts, &values, &mut notes)?;

    let (statements, statement_attributes) = match list {
        Some(list) => {
            notes.extend(list.notes);
            (list.statements, list.attributes)
        }
        None => {
            notes.push(unnamed_note(sorts.numbers.len()));
            (unnamed(&sorts.numbers), Vec::new())
        }
    };
    let participants = std::mem::take(&mut sorts.attributes);
    let ids = std::mem::take(&mut sorts.ids);
    let file = sorts.name();
    watched.step(0, 0, "the study is put together")?;
    let study = Study::new(statements, ids, values, grid).map_err(in_file(file))?;
    let mut study = with_attributes(study, file, statement_attributes, participants)?;
    if let Some(source) = &request.participants {
        let joined = participant_attributes(&study, source, &mut notes)?;
        study = with_attributes(study, &source.name(), Vec::new(), joined)?;
    }
    Ok(Loaded { study, notes })
}

/// A file being read, and who watches.
pub(super) struct Watched<'a> {
    pub(super) file: String,
    pub(super) progress: &'a dyn Progress,
}

impl Watched<'_> {
    /// Says how far it is, and ends it if that is wanted.
    pub(super) fn step(
        &self,
        done: usize,
        total: usize,
        words: &str,
    ) -> Result<(), StudyFileError> {
        self.progress.step(done, total, words);
        if self.progress.interrupted() {
            return Err(StudyFileError::Interrupted {
                file: self.file.clone(),
            });
        }
        Ok(())
    }
}

/// The study with the texts of its statements, and whatever attributes stand beside them, taken from `source`. Attributes of other names
/// stay.
///
/// # Errors
/// As [`load`]; also unless `source` has exactly the study's statements.
pub fn with_statements(study: Study, source: &Source) -> Result<Loaded, StudyFileError> {
    let mut list = StatementList::read(source)?;
    let numbers: Vec<u32> = study
        .statements()
        .iter()
        .map(|statement| statement.number)
        .collect();
    if !list.is_numbered && list.statements.len() == numbers.len() {
        for (statement, &number) in list.statements.iter_mut().zip(&numbers) {
            statement.number = number;
        }
    }
    let order = list.order_of(&numbers)?;
    let texts = order
        .iter()
        .filter_map(|&index| list.statements.get(index).cloned())
        .collect();
    let mut attributes = study.statement_attributes().to_vec();
    attributes.extend(list.attributes.into_iter().map(|attribute| {
        Attribute {
            values: order
                .iter()
                .filter_map(|&index| attribute.values.get(index).cloned())
                .collect(),
            name: attribute.name,
        }
    }));
    let participants = study.sort_attributes().to_vec();
    let (ids, sorts, grid) = (
        study.sort_ids().to_vec(),
        study.sorts().clone(),
        study.grid().clone(),
    );
    let study = Study::new(texts, ids, sorts, grid).map_err(in_file(&list.name))?;
    let study = with_attributes(study, &list.name, attributes, participants)?;
    Ok(Loaded {
        study,
        notes: list.notes,
    })
}

/// The study with the attributes of its participants in `source`, joined by `id`.
///
/// # Errors
/// As [`load`]; also if no id in `source` is one of the study, or ids on both sides are without a partner.
pub fn with_participants(study: Study, source: &Source) -> Result<Loaded, StudyFileError> {
    let mut notes = Vec::new();
    let joined = participant_attributes(&study, source, &mut notes)?;
    let study = with_attributes(study, &source.name(), Vec::new(), joined)?;
    Ok(Loaded { study, notes })
}

fn with_attributes(
    mut study: Study,
    file: &str,
    statements: Vec<Attribute>,
    participants: Vec<Attribute>,
) -> Result<Study, StudyFileError> {
    for attribute in statements {
        study = study
            .with_statement_attribute(attribute)
            .map_err(in_file(file))?;
    }
    for attribute in participants {
        study = study
            .with_sort_attribute(attribute)
            .map_err(in_file(file))?;
    }
    Ok(study)
}

fn in_file(file: &str) -> impl Fn(MethodError) -> StudyFileError {
    let file = file.to_owned();
    move |source| StudyFileError::Method {
        file: file.clone(),
        source,
    }
}

fn unnamed(numbers: &[u32]) -> Vec<Statement> {
    let statement = |&number: &u32| Statement {
        number,
        text: format!("Statement {number}"),
    };
    numbers.iter().map(statement).collect()
}

/// How the note begins that a study has no texts; texts given later make it void.
pub const NO_STATEMENTS: &str = "No statements were given";

fn unnamed_note(statements: usize) -> String {
    format!(
        "{NO_STATEMENTS}; the {statements} are called Statement 1, Statement 2, … until `--statements` or `%%q statements` names them."
    )
}
