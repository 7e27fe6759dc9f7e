//! The files beside that of the sorts.

use super::Participants;
use crate::qmethod::Distribution;
use crate::study_files::StudyFileError;
use crate::study_files::columns::card_number;
use crate::study_files::encoding::Decoded;
use crate::study_files::formats::study_xml;
use crate::study_files::grid::read_grid;
use crate::study_files::source::{Content, Source};
use crate::study_files::statements::StatementList;

/// What files beside that of the sorts hold.
#[derive(Default)]
pub(super) struct Beside {
    pub statements: Option<StatementList>,
    pub grid: Option<(Distribution, String)>,
    pub participants: Vec<Participants>,
    pub notes: Vec<String>,
}

impl Beside {
    /// Takes a file as grid, statements or participants; none if it is none of them.
    pub(super) fn take(&mut self, source: &Source) -> Result<Option<()>, StudyFileError> {
        let name = source.name();
        if let Content::Text(Decoded { text, .. }) = source.read()? {
            match study_xml::kind(&text) {
                Some(study_xml::Kind::Map) => {
                    return self
                        .take_grid(source, "the map of an online study")
                        .map(Some);
                }
                Some(study_xml::Kind::Statements) => {
                    return self
                        .take_statements(source, "the statements of an online study")
                        .map(Some);
                }
                None => {}
            }
            let headings = headings(&text);
            let has = |word: &str| headings.iter().any(|heading| heading == word);
            if has("value") && (has("cards") || has("count")) {
                return self.take_grid(source, "a grid").map(Some);
            }
            let is_list = has("text") || has("label") || has("statement");
            if has("id") && !is_list {
                self.notes
                    .push(format!("{name} was taken as a table of participants."));
                self.participants.push(Participants::File(source.clone()));
                return Ok(Some(()));
            }
            if looks_like_sorts(&headings) {
                return Ok(None);
            }
        }
        self.take_statements(source, "a list of statements")
            .map(Some)
    }

    fn take_grid(&mut self, source: &Source, words: &str) -> Result<(), StudyFileError> {
        let name = source.name();
        self.notes.push(format!("{name} was taken as {words}."));
        self.grid = Some((read_grid(source)?, name));
        Ok(())
    }

    fn take_statements(&mut self, source: &Source, words: &str) -> Result<(), StudyFileError> {
        self.notes
            .push(format!("{} was taken as {words}.", source.name()));
        let list = StatementList::read(source)?;
        self.statements = Some(list);
        Ok(())
    }
}

/// The first line's cells in lower case, whatever separates them.
fn headings(text: &str) -> Vec<String> {
    let first = text.trim_start().lines().next().unwrap_or_default();
    first
        .split([',', ';', '\t'])
        .map(|heading| heading.trim().trim_matches('"').to_lowercase())
        .collect()
}

fn looks_like_sorts(headings: &[String]) -> bool {
    let numbered = headings
        .iter()
        .filter(|heading| card_number(heading).is_some());
    numbered.count() > 1
}
