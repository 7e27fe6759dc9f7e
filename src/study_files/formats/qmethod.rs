//! The folders of the R package qmethod: a concourse of one file per item, and a picture of the board for each participant.

mod files;

use super::comment;
use crate::qmethod::{Attribute, Statement};
use crate::study_files::StudyFileError;
use crate::study_files::collected::{Collected, ImportError, MOST_STATEMENTS, PiledCard};
use crate::study_files::place::{Place, count, quoted, some_of};
use crate::study_files::statements::StatementList;
use crate::study_files::table::{Rows, Table};
use files::{TextFile, crc_32, files_below};
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

const NEXT: &str = "Correct the file, or name the folder that holds `qsorts` and `sample`.";

/// Whether the folder has the layout.
pub(in crate::study_files) fn is_folder(path: &Path) -> bool {
    path.join("qsorts").is_dir()
}

/// An item of the concourse: its handle, and the text it holds.
struct Item {
    handle: String,
    text: String,
}

/// Reads the folder that holds `qsorts` and, perhaps, `sample` and `feedback`.
pub(in crate::study_files) fn read_folder(
    name: &str,
    path: &Path,
) -> Result<Collected, StudyFileError> {
    let mut left = files::MOST_BYTES;
    let boards = files_below(
        &format!("{name}/qsorts"),
        &path.join("qsorts"),
        "csv",
        &mut left,
    )?;
    let items = items(name, path, &mut left)?;
    let manual = manual_ids(name, path, &mut left)?;
    let feedback = files_below(
        &format!("{name}/feedback"),
        &path.join("feedback"),
        "csv",
        &mut left,
    )?;
    let bytes = boards.iter().map(|file| file.text.len()).sum();
    let mut collected = Collected::new(name, bytes);
    let numbers = numbers(&boards, &items, &manual)?;
    let last = numbers.values().copied().max().unwrap_or_default();
    collected.number_statements((1..=last).collect());
    let conditions: Vec<&str> = distinct(boards.iter().map(|board| board.folder.as_str()));
    for board in &boards {
        let board = Board::read(board)?;
        let id = match conditions.len() {
            0 | 1 => board.person.clone(),
            _ => format!("{} ({})", board.person, board.condition),
        };
        let cards: Vec<PiledCard> = board.numbered(&numbers);
        let place_of = |row: u32, column: u32| {
            Place::part(&board.name, format!("row {row}, cell {}", column + 1))
        };
        collected.piles(&id, Place::whole(&board.name), &cards, place_of)?;
        if !board.condition.is_empty() {
            collected.attribute("condition", &board.condition);
        }
        for file in feedback
            .iter()
            .filter(|f| f.is_of(&board.condition, &board.person))
        {
            take_feedback(&mut collected, file, &numbers)?;
        }
    }
    collected.statements = Some(statement_list(name, &items, &manual, &numbers));
    Ok(collected)
}

/// One participant's board: columns of the grid, item ids in them.
struct Board {
    name: String,
    condition: String,
    person: String,
    cards: Vec<PiledCard>,
}

impl Board {
    fn read(file: &TextFile) -> Result<Self, StudyFileError> {
        let mut rows = Rows::new(&file.name, &file.text, None)?;
        let mut cells: Vec<(usize, usize, String)> = Vec::new();
        let mut width = 0;
        while let Some((row, line)) = rows.next_content()? {
            width = width.max(line.len());
            let filled = line
                .into_iter()
                .enumerate()
                .filter(|(_, cell)| !cell.is_empty() && !cell.eq_ignore_ascii_case("NA"));
            cells.extend(filled.map(|(column, cell)| (row, column, cell)));
            if cells.len() > MOST_STATEMENTS {
                break;
            }
        }
        let middle = (width as f64 + 1.0) / 2.0;
        if width % 2 == 0 {
            return Err(ImportError::Unexpected {
                place: Place::whole(&file.name),
                expected: "an odd number of columns, 0 in the middle".to_owned(),
                found: width.to_string(),
                next: NEXT,
            }
            .into());
        }
        let card = |(row, column, text): (usize, usize, String)| PiledCard {
            text: text.into_boxed_str(),
            pile: (column + 1) as f64 - middle,
            row: u32::try_from(row).unwrap_or(u32::MAX),
            column: u32::try_from(column).unwrap_or(u32::MAX),
        };
        Ok(Self {
            name: file.name.clone(),
            condition: file.folder.clone(),
            person: file.stem.clone(),
            cards: cells.into_iter().map(card).collect(),
        })
    }

    /// The cards with the numbers of their statements; an id that is none stays as it is, and is refused.
    fn numbered(&self, numbers: &BTreeMap<String, u32>) -> Vec<PiledCard> {
        let cards = self.cards.iter().map(|card| PiledCard {
            text: match numbers.get(&*card.text) {
                Some(number) => number.to_string().into_boxed_str(),
                None => card.text.clone(),
            },
            ..*card
        });
        cards.collect()
    }
}

/// For each id on a board the number of its statement: in the order of the items' handles, or of the ids where there are no items.
fn numbers(
    boards: &[TextFile],
    items: &[Item],
    manual: &HashMap<String, String>,
) -> Result<BTreeMap<String, u32>, StudyFileError> {
    let mut used: BTreeMap<String, &str> = BTreeMap::new();
    for board in boards {
        for card in Board::read(board)?.cards {
            used.entry(card.text.into()).or_insert(&board.name);
        }
    }
    let ids: HashMap<String, &str> = items
        .iter()
        .flat_map(|item| ids_of(item, manual).map(|id| (id, item.handle.as_str())))
        .collect();
    let mut by_handle: BTreeMap<&str, Vec<&String>> = BTreeMap::new();
    for (id, board) in &used {
        let handle = match ids.get(id) {
            Some(handle) => handle,
            None if items.is_empty() => id.as_str(),
            None => {
                return Err(ImportError::Unexpected {
                    place: Place::whole(board),
                    expected: "ids of the items in `sample/concourse`".to_owned(),
                    found: quoted(id),
                    next: NEXT,
                }
                .into());
            }
        };
        by_handle.entry(handle).or_default().push(id);
    }
    let numbered = (1..).zip(by_handle.into_values());
    let of_ids =
        numbered.flat_map(|(number, ids)| ids.into_iter().map(move |id| (id.clone(), number)));
    Ok(of_ids.collect())
}

/// The ids an item may go by: its handle, the one given by hand, the hash of its text.
fn ids_of(item: &Item, manual: &HashMap<String, String>) -> impl Iterator<Item = String> {
    let hash = format!("{:08x}", crc_32(item.text.as_bytes()));
    let trimmed = format!("{:08x}", crc_32(item.text.trim_end().as_bytes()));
    let short = hash.trim_start_matches('0').to_owned();
    let given = manual.get(&item.handle).cloned();
    [item.handle.clone(), hash, trimmed, short]
        .into_iter()
        .chain(given)
}

fn statement_list(
    name: &str,
    items: &[Item],
    manual: &HashMap<String, String>,
    numbers: &BTreeMap<String, u32>,
) -> StatementList {
    let mut texts: BTreeMap<u32, (String, String)> = numbers
        .iter()
        .map(|(id, number)| (*number, (id.clone(), id.clone())))
        .collect();
    for item in items {
        for id in ids_of(item, manual) {
            if let Some(entry) = numbers.get(&id).and_then(|number| texts.get_mut(number)) {
                let text = item.text.split_whitespace().collect::<Vec<_>>().join(" ");
                *entry = (text, item.handle.clone());
            }
        }
    }
    StatementList {
        name: name.to_owned(),
        statements: texts
            .iter()
            .map(|(&number, (text, _))| Statement {
                number,
                text: text.clone(),
            })
            .collect(),
        attributes: vec![Attribute {
            name: "handle".to_owned(),
            values: texts.values().map(|(_, handle)| handle).collect(),
        }],
        notes: Vec::new(),
        is_numbered: true,
    }
}

/// The items of the first language there is.
fn items(name: &str, path: &Path, left: &mut u64) -> Result<Vec<Item>, StudyFileError> {
    let concourse = path.join("sample").join("concourse");
    let files = files_below(&format!("{name}/sample/concourse"), &concourse, "tex", left)?;
    let languages = distinct(files.iter().map(|file| file.folder.as_str()));
    let language = languages.first().map(|language| (*language).to_owned());
    let of_language = files
        .into_iter()
        .filter(|file| Some(&file.folder) == language.as_ref());
    Ok(of_language
        .map(|file| Item {
            handle: file.stem,
            text: file.text,
        })
        .collect())
}

/// Handles with the ids given to them by hand in ids.csv, if there is one.
fn manual_ids(
    name: &str,
    path: &Path,
    left: &mut u64,
) -> Result<HashMap<String, String>, StudyFileError> {
    let sample = files::files_in(&format!("{name}/sample"), &path.join("sample"), "csv", left)?;
    let Some(file) = sample.iter().find(|file| file.stem == "ids") else {
        return Ok(HashMap::new());
    };
    let mut rows = Rows::new(&file.name, &file.text, None)?;
    let mut ids = HashMap::new();
    let mut is_first = true;
    while let Some((_, cells)) = rows.next_content()? {
        let is_heading = std::mem::take(&mut is_first)
            && cells
                .iter()
                .any(|cell| cell.eq_ignore_ascii_case("handle") || cell.eq_ignore_ascii_case("id"));
        if let ([handle, id, ..], false) = (cells.as_slice(), is_heading) {
            ids.insert(handle.clone(), id.clone());
        }
    }
    Ok(ids)
}

/// Comments on items by their ids: id, comment and, in a third column, whether the line is to be ignored, under whatever headings, as qmethod reads
/// them. What is to be ignored leaves no trace: people may have wanted it so.
fn take_feedback(
    collected: &mut Collected,
    file: &TextFile,
    numbers: &BTreeMap<String, u32>,
) -> Result<(), StudyFileError> {
    let table = Table::from_text(&file.name, &file.text)?;
    if table.headings.len() < 2 {
        return Err(ImportError::Unexpected {
            place: Place::whole(&file.name),
            expected: "columns of ids, comments and, perhaps, whether to ignore them".to_owned(),
            found: some_of(&table.headings),
            next: NEXT,
        }
        .into());
    }
    let (mut ignored, mut unknown) = (0, Vec::new());
    for row in 0..table.row_count() {
        let (id, text) = (table.cell(row, 0), table.cell(row, 1));
        if table.headings.len() > 2 && is_true(&table, row, 2)? {
            ignored += 1;
        } else if let Some(&number) = numbers.get(id) {
            collected.attribute(&comment(number), text);
        } else {
            unknown.push(id.to_owned());
        }
    }
    if ignored > 0 {
        collected.notes.push(format!(
            "{} says of {} that {} to be ignored; {} left out.",
            file.name,
            count(ignored, "line"),
            if ignored == 1 { "it is" } else { "they are" },
            if ignored == 1 { "it was" } else { "they were" },
        ));
    }
    if !unknown.is_empty() {
        collected.notes.push(format!(
            "{} comments on what is on no board; left out: {}.",
            file.name,
            some_of(&unknown)
        ));
    }
    Ok(())
}

/// A logical cell in R's words; an empty one is false.
fn is_true(table: &Table, row: usize, column: usize) -> Result<bool, ImportError> {
    let cell = table.cell(row, column);
    match cell.to_lowercase().as_str() {
        "true" | "t" => Ok(true),
        "false" | "f" | "na" | "" => Ok(false),
        _ => Err(ImportError::Unexpected {
            place: table.place(row, column),
            expected: "TRUE for a comment that is to be ignored, FALSE for one that is not"
                .to_owned(),
            found: quoted(cell),
            next: NEXT,
        }),
    }
}

fn distinct<'a>(words: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut words: Vec<&str> = words.collect();
    words.sort_unstable();
    words.dedup();
    words
}
