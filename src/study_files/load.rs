//! From sources to a study.

mod choices;

use super::StudyFileError;
use super::collected::Extras;
use super::fit;
use super::formats::Format;
use super::given::{Given, GivenSorts, Participants};
use super::participants::{joined_attributes, participant_attributes};
use super::sorts::SortTable;
use super::source::Source;
use super::statements::StatementList;
use crate::output::{Progress, Unwatched};
use crate::qmethod::{Attribute, Distribution, MethodError, Statement, Study, Texts};
use choices::{check_list, check_orientation, grid_request, kept_note, orientation_note};

/// Which grid the sorts have to fill.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum GridRequest {
    /// The one that the files state, or else the one that all sorts share; they are refused unless they do.
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
    /// The Q sorts; or, with further files, any of them.
    pub sorts: Source,
    /// Files that belong to the same study, such as the map.xml and statements.xml of an online study; what each holds is told from its
    /// content.
    pub more: Vec<Source>,
    /// The format of the file of the sorts; told from its content if not stated.
    pub format: Option<Format>,
    /// The statements: a table, or one per line.
    pub statements: Option<Source>,
    /// Further attributes of the participants, joined by `id`.
    pub participants: Option<Source>,
    /// The grid.
    pub grid: GridRequest,
    /// How the table of sorts lies; told from its headings if not stated.
    pub orientation: Option<Orientation>,
}

impl LoadRequest {
    /// A study from one source, everything told from its content and the grid from the sorts.
    pub fn of(sorts: Source) -> Self {
        Self {
            sorts,
            more: Vec::new(),
            format: None,
            statements: None,
            participants: None,
            grid: GridRequest::FromSorts,
            orientation: None,
        }
    }
}

/// A study, and what was assumed on the way to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Loaded {
    /// The study.
    pub study: Study,
    /// One sentence for each thing the files did not say themselves, such as a grid read off the sorts.
    pub notes: Vec<String>,
}

/// Reads a study in any of the formats that [`Format`] lists. Content at hand is read as [`Source::Bytes`]:
/// `load(&LoadRequest::of(Source::Bytes { name, bytes }))`.
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
    let stated = request
        .statements
        .as_ref()
        .map(StatementList::read)
        .transpose()?;
    let watched = Watched {
        file: request.sorts.name(),
        progress,
    };
    let given = Given::read(request, &watched)?;
    watched.step(0, 0, "cells are told apart")?;
    let mut notes = given.notes;
    let mut list = stated.or(given.statements);
    let (mut sorts, extras) = match given.sorts {
        GivenSorts::Table(table, words) => {
            let known = list.as_ref().map(StatementList::known);
            let orientation = request.orientation;
            let at = notes.len();
            let sorts = SortTable::recognise(table, orientation, known.as_ref(), &mut notes)?;
            notes.splice(at..at, orientation_note(&sorts, words));
            (sorts, Extras::default())
        }
        GivenSorts::Collected(collected) => {
            check_orientation(request)?;
            let (sorts, extras) = collected.into_table()?;
            notes.extend(kept_note(&sorts));
            (sorts, extras)
        }
    };
    notes.extend(extras.notes);
    list = list.or(extras.statements);
    if let Some(list) = &mut list {
        check_list(&sorts, list)?;
    }
    let values = sorts.values(&mut notes, &watched)?;
    watched.step(0, 0, "the grid is checked")?;
    let of_files = given.grid.or(extras.grid);
    let request_of_grid = grid_request(request, of_files, extras.is_free, &sorts, &mut notes);
    let grid = fit::grid(&request_of_grid, &sorts, &values, &mut notes)?;

    let (statements, statement_attributes) = match (list, sorts.texts.take()) {
        (Some(list), _) => {
            notes.extend(list.notes);
            (list.statements, list.attributes)
        }
        (None, Some(texts)) => (named(&sorts.numbers, texts), Vec::new()),
        (None, None) => {
            notes.push(unnamed_note(sorts.numbers.len()));
            (unnamed(&sorts.numbers), Vec::new())
        }
    };
    let participants = std::mem::take(&mut sorts.attributes);
    let ids = std::mem::take(&mut sorts.ids);
    let file = sorts.name().to_owned();
    // A large table need not lie beside the study made of it.
    drop(sorts);
    let ids = Vec::from(ids);
    watched.step(0, 0, "the study is put together")?;
    let study = Study::new(statements, ids, values, grid).map_err(in_file(&file))?;
    let mut study = with_attributes(study, &file, statement_attributes, participants)?;
    let stated = request.participants.iter().cloned();
    for further in given
        .participants
        .into_iter()
        .chain(stated.map(Participants::File))
    {
        study = match further {
            Participants::File(source) => {
                let joined = participant_attributes(&study, &source, &mut notes)?;
                with_attributes(study, &source.name(), Vec::new(), joined)?
            }
            Participants::Sheet(table) => {
                let name = table.name.clone();
                let joined = joined_attributes(&study, *table, &mut notes)?;
                with_attributes(study, &name, Vec::new(), joined)?
            }
        };
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
    attributes.extend(list.attributes.into_iter().map(|attribute| Attribute {
        values: attribute.values.select(&order),
        name: attribute.name,
    }));
    let participants = study.sort_attributes().to_vec();
    let (ids, sorts, grid) = (
        study.sort_ids().to_vec(),
        study.sorts().clone(),
        study.grid().clone(),
    );
    let own = study.reliabilities().map(<[f64]>::to_vec);
    let mut study = Study::new(texts, ids, sorts, grid).map_err(in_file(&list.name))?;
    if let Some(own) = own {
        study = study.with_reliabilities(own).map_err(in_file(&list.name))?;
    }
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

pub(super) fn named(numbers: &[u32], texts: Texts) -> Vec<Statement> {
    let statement = |(&number, text): (&u32, &str)| Statement {
        text: match text.is_empty() {
            true => format!("Statement {number}"),
            false => text.to_owned(),
        },
        number,
    };
    numbers.iter().zip(&texts).map(statement).collect()
}

pub(super) fn unnamed(numbers: &[u32]) -> Vec<Statement> {
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
