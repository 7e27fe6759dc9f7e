//! The file of a study: its definition, and every step of every respondent, written down before it counts.
//!
//! Many kernels write to it at once: one short transaction per step, each waiting its turn.

mod codes;
mod file;
mod listed;

pub use codes::code_signs;
pub use file::is_study;
pub use listed::Listed;

use super::definition::{Admission, Definition};
use super::error::{RecordError, StoreError};
use super::records::{self, Logged, Record};
use super::sorting::Sorting;
use super::steps::Action;
use codes::{dashed, new_code};
use file::{
    LAYOUT, LAYOUT_VERSION, begin, begins_as_study, connect, count, insert, is_empty, json,
    not_a_study, read_definition, remove_simulated, sign, unusable,
};
use rusqlite::{Connection, OptionalExtension, params};
use std::fs::{self, OpenOptions};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// A study's file, open.
#[derive(Debug)]
pub struct Store {
    database: Connection,
    path: PathBuf,
    definition: Definition,
}

/// A respondent at work.
#[derive(Clone, Debug)]
pub struct Respondent {
    number: i64,
    code: String,
    steps: usize,
    sorting: Sorting,
}

impl Respondent {
    /// By this the respondent resumes.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// How many steps are stored.
    pub fn steps(&self) -> usize {
        self.steps
    }

    /// How far the respondent is.
    pub fn sorting(&self) -> &Sorting {
        &self.sorting
    }
}

impl Store {
    /// The study's file for `definition`, made if need be. One that no person has taken part in takes the definition over; gives also how many have.
    ///
    /// # Errors
    /// [`StoreError::Changed`] if somebody took part under another definition; and whatever keeps the file from being used.
    pub fn create(path: &Path, definition: &Definition) -> Result<(Self, usize), StoreError> {
        let unusable = |why: String| StoreError::Unusable {
            path: path.to_owned(),
            why,
        };
        if !fs::exists(path).map_err(|error| unusable(error.to_string()))? {
            // For its owner alone; SQLite gives its companions the same rights.
            let made = OpenOptions::new()
                .append(true)
                .create(true)
                .mode(0o600)
                .open(path);
            made.map_err(|error| unusable(error.to_string()))?;
            sign(path)?;
        } else if is_empty(path) {
            sign(path)?;
        } else if !begins_as_study(path) {
            return Err(not_a_study(path));
        }
        let sqlite = |error: rusqlite::Error| unusable(error.to_string());
        let mut database = connect(path)?;
        let transaction = begin(&mut database).map_err(sqlite)?;
        transaction.execute_batch(LAYOUT).map_err(sqlite)?;
        transaction
            .pragma_update(None, "user_version", LAYOUT_VERSION)
            .map_err(sqlite)?;
        let persons = "SELECT count(*) FROM respondents WHERE NOT is_simulated";
        let taken = count(&transaction, persons).map_err(sqlite)?;
        let there = count(&transaction, "SELECT count(*) FROM study").map_err(sqlite)?;
        let before = (there > 0)
            .then(|| read_definition(&transaction, path))
            .transpose()?;
        let is_same = before.as_ref() == Some(definition);
        // Who may take part can be changed on the way: it changes nothing for those who have.
        let before = before.map(|before| Definition {
            admission: definition.admission,
            ..before
        });
        let difference = before.and_then(|before| difference(&before, definition));
        if let Some(difference) = difference
            && taken > 0
        {
            return Err(StoreError::Changed {
                path: path.to_owned(),
                respondents: records::respondents_in_words(taken),
                difference,
            });
        }
        if difference.is_some() {
            // Simulated respondents answered another definition.
            remove_simulated(&transaction).map_err(sqlite)?;
        }
        if !is_same {
            transaction
                .execute("DELETE FROM study", [])
                .map_err(sqlite)?;
            let sql = "INSERT INTO study (definition) VALUES (?1)";
            transaction
                .execute(sql, [json(definition)])
                .map_err(sqlite)?;
        }
        transaction.commit().map_err(sqlite)?;
        let store = Self {
            database,
            path: path.to_owned(),
            definition: definition.clone(),
        };
        Ok((store, taken))
    }

    /// The study in a file that is there.
    ///
    /// # Errors
    /// There is none, it is something else, or it cannot be used.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        if !path.is_file() {
            return Err(StoreError::Missing {
                path: path.to_owned(),
            });
        }
        if !begins_as_study(path) {
            return Err(not_a_study(path));
        }
        let database = connect(path)?;
        let definition = read_definition(&database, path)?;
        Ok(Self {
            database,
            path: path.to_owned(),
            definition,
        })
    }

    /// What the study asks.
    pub fn definition(&self) -> &Definition {
        &self.definition
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Takes in a respondent who has agreed and was sent no code, at `at_ms` (milliseconds since 1970).
    ///
    /// # Errors
    /// [`RecordError::NoCode`] where only listed codes take part; or the file cannot be written.
    pub fn begin(&mut self, is_simulated: bool, at_ms: i64) -> Result<Respondent, RecordError> {
        if !is_simulated && self.definition.admission == Admission::Listed {
            return Err(RecordError::NoCode);
        }
        self.admit(None, is_simulated, at_ms)
    }

    fn admit(
        &mut self,
        listed: Option<String>,
        is_simulated: bool,
        at_ms: i64,
    ) -> Result<Respondent, RecordError> {
        let path = self.path.clone();
        let sqlite = |error: rusqlite::Error| unusable(&path, &error);
        let transaction = begin(&mut self.database).map_err(sqlite)?;
        if let Some(code) = &listed {
            let sql = "SELECT count(*) FROM respondents WHERE code = ?1";
            let begun: i64 = transaction
                .query_row(sql, [code], |row| row.get(0))
                .map_err(sqlite)?;
            if begun > 0 {
                return Err(RecordError::Elsewhere);
            }
        }
        let mut code = listed.unwrap_or_else(new_code);
        let sql = "INSERT INTO respondents (code, is_simulated) VALUES (?1, ?2)";
        transaction
            .execute(sql, params![code, is_simulated])
            .map_err(sqlite)?;
        let number = transaction.last_insert_rowid();
        if is_simulated {
            // Nobody keeps it, and a notebook shows the same each time.
            code = dashed(&format!("SIM{number:05}"));
            let sql = "UPDATE respondents SET code = ?1 WHERE number = ?2";
            transaction
                .execute(sql, params![code, number])
                .map_err(sqlite)?;
        }
        let mut sorting = Sorting::new(&self.definition, number.cast_unsigned());
        let page = sorting.page();
        sorting.act(&self.definition, &Action::Consent)?;
        insert(&transaction, number, 0, at_ms, page, &Action::Consent).map_err(sqlite)?;
        transaction.commit().map_err(sqlite)?;
        Ok(Respondent {
            number,
            code,
            steps: 1,
            sorting,
        })
    }

    /// The respondent of this code, as far as the file knows; none if there is no such code. Capitals and dashes do not matter.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn respondent(&self, code: &str) -> Result<Option<Respondent>, StoreError> {
        let code = match self.listed_code(code)? {
            Some(listed) => listed,
            None => dashed(&code_signs(code)),
        };
        let sql = "SELECT number FROM respondents WHERE code = ?1";
        let found = self.database.query_row(sql, [&code], |row| row.get(0));
        let found = found
            .optional()
            .map_err(|error| unusable(&self.path, &error))?;
        let Some(number) = found else {
            return Ok(None);
        };
        let actions = self.actions_of(number)?;
        let sorting = self.follow(number, &code, &actions)?;
        Ok(Some(Respondent {
            number,
            code,
            steps: actions.len(),
            sorting,
        }))
    }

    /// Stores a step of a respondent, at `at_ms`; the respondent has taken it only if it is stored.
    ///
    /// # Errors
    /// The step is none, the respondent has gone on elsewhere or has been deleted, or the file cannot be written: nothing has changed.
    pub fn record(
        &mut self,
        respondent: &mut Respondent,
        action: &Action,
        at_ms: i64,
    ) -> Result<(), RecordError> {
        let mut sorting = respondent.sorting.clone();
        let page = sorting.page();
        sorting.act(&self.definition, action)?;
        let path = self.path.clone();
        let sqlite = |error: rusqlite::Error| unusable(&path, &error);
        let transaction = begin(&mut self.database).map_err(sqlite)?;
        let sql = "SELECT count(*) FROM actions WHERE respondent = ?1";
        let stored: i64 = transaction
            .query_row(sql, [respondent.number], |row| row.get(0))
            .map_err(sqlite)?;
        match usize::try_from(stored) {
            Ok(0) => return Err(RecordError::Deleted),
            Ok(stored) if stored != respondent.steps => return Err(RecordError::Elsewhere),
            _ => {}
        }
        insert(&transaction, respondent.number, stored, at_ms, page, action).map_err(sqlite)?;
        transaction.commit().map_err(sqlite)?;
        respondent.sorting = sorting;
        respondent.steps += 1;
        Ok(())
    }

    /// All that is stored, respondent by respondent in the order they came.
    ///
    /// # Errors
    /// The file cannot be read, or is damaged.
    pub fn records(&self) -> Result<Vec<Record>, StoreError> {
        let sqlite = |error: rusqlite::Error| unusable(&self.path, &error);
        let sql = "SELECT number, code, is_simulated FROM respondents ORDER BY number";
        let mut select = self.database.prepare(sql).map_err(sqlite)?;
        let rows = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)));
        let rows = rows.map_err(sqlite)?;
        let mut all = Vec::new();
        for row in rows {
            let (number, code, is_simulated): (i64, String, bool) = row.map_err(sqlite)?;
            let actions = self.actions_of(number)?;
            let sorting = self.follow(number, &code, &actions)?;
            all.push(Record {
                number: number.cast_unsigned(),
                code,
                is_simulated,
                actions,
                sorting,
            });
        }
        Ok(all)
    }

    /// Deletes all that is stored of the respondent, so that the file holds no trace of it; whether there was one.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn delete(&mut self, code: &str) -> Result<bool, StoreError> {
        let Some(respondent) = self.respondent(code)? else {
            return Ok(false);
        };
        let sqlite = |error: rusqlite::Error| unusable(&self.path, &error);
        let sql = "DELETE FROM respondents WHERE number = ?1";
        self.database
            .execute(sql, [respondent.number])
            .map_err(sqlite)?;
        // Out of the log too, as far as no other kernel is reading it.
        let checkpoint = "PRAGMA wal_checkpoint(TRUNCATE)";
        self.database
            .query_row(checkpoint, [], |_| Ok(()))
            .map_err(sqlite)?;
        Ok(true)
    }

    /// Deletes the simulated respondents.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn delete_simulated(&mut self) -> Result<(), StoreError> {
        let sqlite = |error: rusqlite::Error| unusable(&self.path, &error);
        let transaction = begin(&mut self.database).map_err(sqlite)?;
        remove_simulated(&transaction).map_err(sqlite)?;
        transaction.commit().map_err(sqlite)
    }

    fn actions_of(&self, number: i64) -> Result<Vec<Logged>, StoreError> {
        let sqlite = |error: rusqlite::Error| unusable(&self.path, &error);
        let sql = "SELECT at_ms, action FROM actions WHERE respondent = ?1 ORDER BY step";
        let mut select = self.database.prepare(sql).map_err(sqlite)?;
        let rows = select.query_map([number], |row| Ok((row.get(0)?, row.get(1)?)));
        let mut actions = Vec::new();
        for row in rows.map_err(sqlite)? {
            let (at_ms, text): (i64, String) = row.map_err(sqlite)?;
            let action = serde_json::from_str(&text).map_err(|error| {
                self.damaged(&number.to_string(), actions.len(), error.to_string())
            })?;
            actions.push(Logged { at_ms, action });
        }
        Ok(actions)
    }

    /// Where these steps lead.
    fn follow(&self, number: i64, code: &str, actions: &[Logged]) -> Result<Sorting, StoreError> {
        let mut sorting = Sorting::new(&self.definition, number.cast_unsigned());
        for (step, logged) in actions.iter().enumerate() {
            let done = sorting.act(&self.definition, &logged.action);
            done.map_err(|why| self.damaged(code, step, why.to_string()))?;
        }
        Ok(sorting)
    }

    fn damaged(&self, code: &str, step: usize, why: String) -> StoreError {
        StoreError::Damaged {
            path: self.path.clone(),
            code: code.to_owned(),
            step: step + 1,
            why,
        }
    }
}

/// The first part in which two definitions differ.
fn difference(one: &Definition, other: &Definition) -> Option<&'static str> {
    let parts = [
        ("`condition`", one.condition != other.condition),
        (
            "the grid",
            one.grid != other.grid || one.forced != other.forced,
        ),
        ("`procedure`", one.procedure != other.procedure),
        ("`seed`", one.seed != other.seed),
        ("the statements", one.statements != other.statements),
        ("the questions", one.questions != other.questions),
        ("the consent", one.pages.consent != other.pages.consent),
        ("a text", one != other),
    ];
    parts
        .iter()
        .find(|(_, differs)| *differs)
        .map(|(part, _)| *part)
}
