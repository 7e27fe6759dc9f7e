//! What is asked for against what the files say: grid, orientation, statements; and what is said of it.

use super::{GridRequest, LoadRequest, Orientation};
use crate::qmethod::Distribution;
use crate::study_files::StudyFileError;
use crate::study_files::collected::ImportError;
use crate::study_files::columns::check_known;
use crate::study_files::grid::written;
use crate::study_files::place::some_of;
use crate::study_files::sorts::SortTable;
use crate::study_files::statements::StatementList;

/// What a table was taken as, and which way round it was read; the usual way goes without saying in a cell.
pub(super) fn orientation_note(sorts: &SortTable, words: Option<&str>) -> Option<String> {
    let name = sorts.name();
    match (words, sorts.orientation()?) {
        (Some(words), Orientation::RowsAreSorts) => Some(format!(
            "{name} was taken as {words} of one row per Q sort."
        )),
        (Some(words), Orientation::RowsAreStatements) => Some(format!(
            "{name} was taken as {words} of one row per statement and one column per Q sort."
        )),
        (None, Orientation::RowsAreSorts) => None,
        (None, Orientation::RowsAreStatements) => Some(format!(
            "One row per statement and one column per Q sort: {name} was read that way round."
        )),
    }
}

/// The grid asked for; where none is stated, that of the files.
pub(super) fn grid_request(
    request: &LoadRequest,
    of_files: Option<(Distribution, String)>,
    is_free: bool,
    sorts: &SortTable,
    notes: &mut Vec<String>,
) -> GridRequest {
    let asked = match &request.grid {
        GridRequest::FromSorts if is_free => GridRequest::Free { arrays: None },
        asked => asked.clone(),
    };
    let Some((grid, from)) = of_files else {
        return asked;
    };
    match &asked {
        GridRequest::FromSorts => {
            notes.push(format!("The grid is that of {from}: {}.", written(&grid)));
            GridRequest::Stated(grid)
        }
        GridRequest::Free { arrays: None } if grid.cards() == sorts.numbers.len() => {
            notes.push(format!(
                "Factor arrays are laid out on the grid of {from}: {}.",
                written(&grid)
            ));
            GridRequest::Free { arrays: Some(grid) }
        }
        stated => stated.clone(),
    }
}

/// What the collector recorded beside the sorts.
pub(super) fn kept_note(sorts: &SortTable) -> Option<String> {
    let names: Vec<&str> = sorts.attributes.iter().map(|a| a.name.as_str()).collect();
    (!names.is_empty()).then(|| {
        format!(
            "Recorded beside the Q sorts and kept with the participants: {}.",
            some_of(&names)
        )
    })
}

/// Refuses an orientation stated for what lies one way.
pub(super) fn check_orientation(request: &LoadRequest) -> Result<(), ImportError> {
    if request.orientation.is_none() {
        return Ok(());
    }
    Err(ImportError::Files {
        what: format!(
            "`--orientation` is for tables; {} is the file of a program, which lies one way.",
            request.sorts.name()
        ),
        next: "Leave it out; or say `--format table` if the file is a table.".to_owned(),
    })
}

/// Brings the list into the order of the sorts' statements, which it has to have.
pub(super) fn check_list(
    sorts: &SortTable,
    list: &mut StatementList,
) -> Result<(), StudyFileError> {
    if !list.is_numbered && list.statements.len() == sorts.numbers.len() {
        for (statement, &number) in list.statements.iter_mut().zip(&sorts.numbers) {
            statement.number = number;
        }
    }
    check_known(sorts.name(), &sorts.numbers, &list.known())?;
    list.order_of(&sorts.numbers)?;
    Ok(())
}
