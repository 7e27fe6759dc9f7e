//! The Q set: a table with `number` and `text`, or one statement per line.

mod lines;

use super::StudyFileError;
use super::attributes::attributes;
use super::collected::MOST_STATEMENTS;
use super::columns::{KnownNumbers, card_number};
use super::encoding::Decoded;
use super::formats::study_xml;
use super::formula::unguarded;
use super::place::{Further, Place, quoted, run_list, runs};
use super::source::{Content, Source};
use super::table::{Table, TableError};
use crate::qmethod::{Attribute, Statement};
pub(super) use lines::{has_headings, lines, numbered_line};
use std::collections::{BTreeMap, BTreeSet};
use thiserror::Error;

/// Headings of the wording, the first that is there counts.
pub(super) const TEXT_HEADINGS: [&str; 4] = ["text", "label", "statement", "statements"];

/// The names of a sheet that holds statements.
pub(super) const STATEMENT_SHEETS: [&str; 6] =
    ["statements", "statement", "q set", "q-set", "qset", "items"];

/// Headings of the number.
const NUMBER_HEADINGS: [&str; 5] = ["number", "no", "nr", "id", "statement"];

/// Why there is no Q set.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum StatementsError {
    /// A number that is none.
    #[error("{place} holds {found}; expected a statement's number, from 1. Correct the file.")]
    NotANumber {
        /// The cell.
        place: Place,
        /// What it holds.
        found: String,
    },
    /// More lines or rows than any Q set has.
    #[error(
        "{name} has {found} statements; a Q set has at most {MOST_STATEMENTS}. Check that it is the list of the statements."
    )]
    TooMany {
        /// The source.
        name: String,
        /// How many there are.
        found: usize,
    },
    /// One number twice.
    #[error(
        "{name}: statement {number} stands twice, in rows {first} and {second}.{further} Number every statement once."
    )]
    Repeated {
        /// The source.
        name: String,
        /// The number.
        number: u32,
        /// The row of the first.
        first: usize,
        /// The row of the second.
        second: usize,
        /// Other numbers that stand twice.
        further: Further,
    },
    /// A statement without words.
    #[error("{place}: statement {number} has no text. Fill it in.")]
    NoText {
        /// The cell.
        place: Place,
        /// The statement.
        number: u32,
    },
    /// No column of a language.
    #[error(
        "{name} has no column `{heading}`, so there are no statements in `{language}`. Add the column, name another file with `statements in {language}: FILE`, or write a section `# Statements in {language}`."
    )]
    NoLanguage {
        /// The source.
        name: String,
        /// The heading.
        heading: String,
        /// The language.
        language: String,
    },
    /// A list for another study.
    #[error(
        "{name} has {found} statements; the study has {expected}.{missing}{unknown} Load a list of the study's statements."
    )]
    OtherStatements {
        /// The source.
        name: String,
        /// How many it has.
        found: usize,
        /// How many the study has.
        expected: usize,
        /// Which are missing, as a sentence led by a blank.
        missing: String,
        /// Which the study does not have, as a sentence led by a blank.
        unknown: String,
    },
}

/// The statements in a file of their own: a table with `number` and `text`, or one per line.
///
/// # Errors
/// The file cannot be read, or is no list of statements.
pub fn read_statements(source: &Source) -> Result<Vec<Statement>, StudyFileError> {
    Ok(StatementList::read(source)?.statements)
}

/// The statements of a file in a further language: the column `text_de` of the table that has them in the study's own as `text`.
///
/// # Errors
/// The file cannot be read, is no list of statements, has no such column or leaves a cell of it empty.
pub fn read_statements_in(
    source: &Source,
    language: &str,
) -> Result<Vec<Statement>, StudyFileError> {
    let list = StatementList::read(source)?;
    let is_meant = |attribute: &&Attribute| {
        let (heading, of) = attribute
            .name
            .split_once(['_', ' '])
            .unwrap_or((&attribute.name, ""));
        TEXT_HEADINGS.contains(&heading.to_lowercase().as_str())
            && of.replace('_', "-").eq_ignore_ascii_case(language)
    };
    let heading = format!("text_{language}");
    let column = list.attributes.iter().find(is_meant);
    let column = column.ok_or_else(|| StatementsError::NoLanguage {
        name: list.name.clone(),
        heading: heading.clone(),
        language: language.to_owned(),
    })?;
    let wordings = list.statements.iter().zip(&column.values);
    let statements = wordings.map(|(own, words)| match words {
        "" => Err(StatementsError::NoText {
            place: Place::part(&list.name, format!("column {}", quoted(&column.name))),
            number: own.number,
        }),
        words => Ok(statement(own.number, words)),
    });
    Ok(statements.collect::<Result<_, _>>()?)
}

/// A list of statements, ascending by number.
pub(super) struct StatementList {
    /// What messages call it.
    pub name: String,
    /// The statements.
    pub statements: Vec<Statement>,
    /// Every other column, one value per statement in the same order.
    pub attributes: Vec<Attribute>,
    /// What was assumed.
    pub notes: Vec<String>,
    /// Whether the list numbers its statements itself; else they are numbered as they stand.
    pub is_numbered: bool,
}

impl StatementList {
    /// Reads a table or a list of lines, whichever the source is.
    pub(super) fn read(source: &Source) -> Result<Self, StudyFileError> {
        let name = source.name();
        match source.read()? {
            Content::Text(Decoded { text, note }) => {
                let mut list = Self::from_text(source, name, &text)?;
                list.notes.splice(0..0, note);
                Ok(list)
            }
            content => Self::from_table(Table::from_content(&name, content, &STATEMENT_SHEETS)?),
        }
    }

    fn from_text(source: &Source, name: String, text: &str) -> Result<Self, StudyFileError> {
        // What is typed in a cell may begin with any sign.
        let may_be_xml = !source.is_inline() || study_xml::kind(text).is_some();
        if may_be_xml && let Some(statements) = study_xml::statements(&name, text)? {
            return Ok(Self {
                notes: Vec::new(),
                name,
                statements,
                attributes: Vec::new(),
                is_numbered: true,
            });
        }
        if source.is_named_a_table() || has_headings(text) {
            return Self::from_table(Table::from_text(&name, text)?);
        }
        Self::from_lines(name, text)
    }

    /// The numbers that a table of sorts has to have.
    pub(super) fn known(&self) -> KnownNumbers<'_> {
        KnownNumbers {
            list: &self.name,
            numbers: self
                .statements
                .iter()
                .map(|statement| statement.number)
                .collect(),
        }
    }

    /// For each of a study's statements its index in the list, which has to have just these.
    pub(super) fn order_of(&self, numbers: &[u32]) -> Result<Vec<usize>, StatementsError> {
        let listed: BTreeMap<u32, usize> =
            self.statements.iter().map(|s| s.number).zip(0..).collect();
        let ours: BTreeSet<u32> = numbers.iter().copied().collect();
        let order: Vec<usize> = numbers
            .iter()
            .filter_map(|number| listed.get(number).copied())
            .collect();
        if order.len() == numbers.len() && listed.len() == numbers.len() {
            return Ok(order);
        }
        let sentence = |what: &str, numbers: Vec<u32>| match numbers.as_slice() {
            [] => String::new(),
            numbers => format!(" {what}: {}.", run_list(&runs(numbers.iter().copied()))),
        };
        let missing = ours
            .iter()
            .filter(|number| !listed.contains_key(number))
            .copied()
            .collect();
        let unknown = listed
            .keys()
            .filter(|number| !ours.contains(number))
            .copied()
            .collect();
        Err(StatementsError::OtherStatements {
            name: self.name.clone(),
            found: listed.len(),
            expected: numbers.len(),
            missing: sentence("Missing in it", missing),
            unknown: sentence("Not in the study", unknown),
        })
    }

    /// The list that a table is.
    pub(super) fn from_table(table: Table) -> Result<Self, StudyFileError> {
        check_count(&table.name, table.row_count())?;
        let text = table
            .column(&TEXT_HEADINGS)
            .ok_or_else(|| TableError::NoColumn {
                name: table.name.clone(),
                expected: "`text`, `label` or `statement`",
                found: table.found_headings(),
            })?;
        let number = NUMBER_HEADINGS
            .iter()
            .find_map(|heading| table.column(&[heading]).filter(|&column| column != text));
        let mut notes = table.notes.clone();
        if number.is_none() {
            notes.push(format!(
                "There is no column `number` in {}; its statements are numbered in their order.",
                table.name
            ));
        }
        let numbers = numbers(&table, number)?;
        // From number to row; ascending.
        let order: BTreeMap<u32, usize> = numbers.iter().copied().zip(0..).collect();
        let statements = order
            .iter()
            .map(|(&number, &row)| match table.cell(row, text) {
                "" => Err(StatementsError::NoText {
                    place: table.place(row, text),
                    number,
                }),
                words => Ok(Statement {
                    number,
                    text: unguarded(words).to_owned(),
                }),
            })
            .collect::<Result<_, _>>()?;
        let others: Vec<usize> = (0..table.headings.len())
            .filter(|&column| column != text && Some(column) != number)
            .collect();
        let mut attributes = attributes(&table, &others, "Statement", &mut notes);
        for attribute in &mut attributes {
            let rows: Vec<usize> = order.values().copied().collect();
            attribute.values = attribute.values.select(&rows);
        }
        Ok(Self {
            name: table.name,
            statements,
            attributes,
            notes,
            is_numbered: number.is_some(),
        })
    }

    /// The list that lines are.
    pub(super) fn from_lines(name: String, text: &str) -> Result<Self, StudyFileError> {
        let filled = lines(text).filter(|line| !line.trim().is_empty());
        check_count(&name, filled.count())?;
        let lines: Vec<(usize, &str)> = lines(text)
            .enumerate()
            .map(|(index, line)| (index + 1, line.trim()))
            .filter(|(_, line)| !line.is_empty())
            .collect();
        let numbered: Option<Vec<(u32, usize, &str)>> = lines
            .iter()
            .map(|&(row, line)| numbered_line(line).map(|(number, text)| (number, row, text)))
            .collect();
        let Some(numbered) = numbered else {
            let statements = (1..).zip(&lines);
            return Ok(Self {
                notes: vec![format!(
                    "One statement per line in {name}; they are numbered in their order."
                )],
                name,
                statements: statements
                    .map(|(number, (_, text))| statement(number, text))
                    .collect(),
                attributes: Vec::new(),
                is_numbered: false,
            });
        };
        check_unique(
            &name,
            numbered.iter().map(|&(number, row, _)| (number, row)),
        )?;
        let mut statements: Vec<Statement> = numbered
            .iter()
            .map(|(number, _, text)| statement(*number, text))
            .collect();
        statements.sort_by_key(|statement| statement.number);
        Ok(Self {
            notes: vec![format!(
                "One statement per line in {name}, each led by its number."
            )],
            name,
            statements,
            attributes: Vec::new(),
            is_numbered: true,
        })
    }
}

fn check_count(name: &str, found: usize) -> Result<(), StatementsError> {
    if found <= MOST_STATEMENTS {
        return Ok(());
    }
    Err(StatementsError::TooMany {
        name: name.to_owned(),
        found,
    })
}

fn statement(number: u32, text: &str) -> Statement {
    Statement {
        number,
        text: text.to_owned(),
    }
}

fn numbers(table: &Table, column: Option<usize>) -> Result<Vec<u32>, StatementsError> {
    let Some(column) = column else {
        return Ok((1..).take(table.row_count()).collect());
    };
    let number = |(row, cell): (usize, &str)| {
        let number = card_number(cell)
            .map(|(_, number)| number)
            .filter(|&number| number > 0);
        number.ok_or_else(|| StatementsError::NotANumber {
            place: table.place(row, column),
            found: quoted(cell),
        })
    };
    let numbers: Vec<u32> = table
        .cells(column)
        .enumerate()
        .map(number)
        .collect::<Result<_, _>>()?;
    let line = |row| table.row_place(row).row.unwrap_or_default();
    check_unique(&table.name, numbers.iter().copied().zip((0..).map(line)))?;
    Ok(numbers)
}

fn check_unique(
    name: &str,
    numbered: impl Iterator<Item = (u32, usize)>,
) -> Result<(), StatementsError> {
    let mut first = BTreeMap::new();
    let mut repeated = Vec::new();
    for (number, row) in numbered {
        match first.get(&number) {
            Some(&earlier) => repeated.push((number, earlier, row)),
            None => {
                first.insert(number, row);
            }
        }
    }
    let Some(&(number, first, second)) = repeated.first() else {
        return Ok(());
    };
    Err(StatementsError::Repeated {
        name: name.to_owned(),
        number,
        first,
        second,
        further: Further::after_first(&repeated, |(number, first, second)| {
            format!("{number} in rows {first} and {second}")
        }),
    })
}
