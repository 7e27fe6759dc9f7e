//! The list of codes by which a study lets respondents in.

use super::Store;
use super::codes::code_signs;
use super::file::{begin, unusable};
use crate::survey::definition::Admission;
use crate::survey::error::{RecordError, StoreError};
use rusqlite::{OptionalExtension, params};

/// A code of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// As it was sent out.
    pub code: String,
    /// Somebody takes part under it.
    pub is_used: bool,
}

impl Store {
    /// Puts these codes in the place of those listed before. Codes under which somebody has begun stay, so that nobody is shut out midway.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn list(&mut self, codes: &[String]) -> Result<(), StoreError> {
        let path = self.path.clone();
        let sqlite = |error: rusqlite::Error| unusable(&path, &error);
        let transaction = begin(&mut self.database).map_err(sqlite)?;
        let unused = "DELETE FROM listed WHERE code NOT IN (SELECT code FROM respondents)";
        transaction.execute(unused, []).map_err(sqlite)?;
        for code in codes {
            // One that stays keeps the form under which it is used.
            let sql = "INSERT OR IGNORE INTO listed (signs, code) VALUES (?1, ?2)";
            transaction
                .execute(sql, params![code_signs(code), code.trim()])
                .map_err(sqlite)?;
        }
        transaction.commit().map_err(sqlite)
    }

    /// The codes of the list, in the order of their signs; none where anyone may take part.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn listed(&self) -> Result<Vec<Listed>, StoreError> {
        if self.definition.admission == Admission::Anyone {
            return Ok(Vec::new());
        }
        let sqlite = |error: rusqlite::Error| unusable(&self.path, &error);
        let sql = "SELECT code, code IN (SELECT code FROM respondents) FROM listed ORDER BY signs";
        let mut select = self.database.prepare(sql).map_err(sqlite)?;
        let rows = select.query_map([], |row| {
            Ok(Listed {
                code: row.get(0)?,
                is_used: row.get(1)?,
            })
        });
        rows.and_then(Iterator::collect).map_err(sqlite)
    }

    /// A code of the list as it was sent out, whatever its spelling here; none if it is not on it.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn listed_code(&self, code: &str) -> Result<Option<String>, StoreError> {
        if self.definition.admission == Admission::Anyone {
            return Ok(None);
        }
        let sql = "SELECT code FROM listed WHERE signs = ?1";
        let found = self
            .database
            .query_row(sql, [code_signs(code)], |row| row.get(0));
        found
            .optional()
            .map_err(|error| unusable(&self.path, &error))
    }

    /// Takes in the respondent who was sent this code and has agreed, at `at_ms` (milliseconds since 1970).
    ///
    /// # Errors
    /// [`RecordError::NotListed`] if it is not on the list, [`RecordError::Elsewhere`] if somebody has begun under it; or the file cannot be
    /// written.
    pub fn begin_listed(
        &mut self,
        code: &str,
        at_ms: i64,
    ) -> Result<super::Respondent, RecordError> {
        let code = self.listed_code(code)?.ok_or(RecordError::NotListed)?;
        self.admit(Some(code), false, at_ms)
    }
}
