//! The file as SQLite has it: its layout, what marks it as a study's, and how it is opened.

use crate::survey::definition::Definition;
use crate::survey::error::StoreError;
use crate::survey::steps::{Action, Page};
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior, params};
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;
use std::time::Duration;

/// How long a step may wait for those of other kernels.
const PATIENCE: Duration = Duration::from_secs(10);

/// The layout's version; a later program may have another.
pub(super) const LAYOUT_VERSION: i64 = 2;

/// Tells the files of studies from other SQLite databases ("qstu").
const APPLICATION: i64 = 0x7173_7475;

/// Codes and steps of respondents, and the codes that were sent out; numbers of deleted respondents are not given again.
pub(super) const LAYOUT: &str = "
    CREATE TABLE IF NOT EXISTS study (
        definition TEXT NOT NULL
    );
    CREATE TABLE IF NOT EXISTS respondents (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        code TEXT NOT NULL UNIQUE,
        is_simulated INTEGER NOT NULL
    );
    CREATE TABLE IF NOT EXISTS listed (
        signs TEXT PRIMARY KEY,
        code TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS actions (
        respondent INTEGER NOT NULL REFERENCES respondents (number) ON DELETE CASCADE,
        step INTEGER NOT NULL,
        at_ms INTEGER NOT NULL,
        page TEXT NOT NULL,
        action TEXT NOT NULL,
        PRIMARY KEY (respondent, step)
    ) WITHOUT ROWID;
";

/// Whether bytes are the beginning of a study's file.
pub fn is_study(bytes: &[u8]) -> bool {
    let application = bytes.get(68..72).and_then(|b| b.try_into().ok());
    bytes.starts_with(b"SQLite format 3\0")
        && application.map(u32::from_be_bytes) == u32::try_from(APPLICATION).ok()
}

/// Simulated respondents are numbered from 1 again once nobody else is there, so that the same seed gives the same.
pub(super) fn remove_simulated(database: &Connection) -> rusqlite::Result<()> {
    database.execute("DELETE FROM respondents WHERE is_simulated", [])?;
    if count(database, "SELECT count(*) FROM respondents")? == 0 {
        database.execute("DELETE FROM sqlite_sequence WHERE name = 'respondents'", [])?;
    }
    Ok(())
}

/// Marks an empty file as a study's before it has a log, so that its first bytes tell what it is.
pub(super) fn sign(path: &Path) -> Result<(), StoreError> {
    let signed = Connection::open(path).and_then(|database| {
        // Another kernel may be at it.
        database.busy_timeout(PATIENCE)?;
        database.pragma_update(None, "application_id", APPLICATION)
    });
    signed.map_err(|error| unusable(path, &error))
}

pub(super) fn connect(path: &Path) -> Result<Connection, StoreError> {
    let set_up = || -> rusqlite::Result<(Connection, i64)> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let database = Connection::open_with_flags(path, flags)?;
        database.busy_timeout(PATIENCE)?;
        // Readers and one writer at a time; where the file system has no shared memory, SQLite stays with its own journal. What is
        // acknowledged is on the disk.
        let _: String = database.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
        database.execute_batch(
            "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON",
        )?;
        let version = database.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        Ok((database, version))
    };
    let (database, version) = set_up().map_err(|error| unusable(path, &error))?;
    if version > LAYOUT_VERSION {
        return Err(StoreError::Newer {
            path: path.to_owned(),
            found: version,
            known: LAYOUT_VERSION,
        });
    }
    Ok(database)
}

pub(super) fn begin(database: &mut Connection) -> rusqlite::Result<Transaction<'_>> {
    // At once for writing: one that becomes so later may find that another was quicker.
    database.transaction_with_behavior(TransactionBehavior::Immediate)
}

pub(super) fn insert(
    database: &Connection,
    number: i64,
    step: i64,
    at_ms: i64,
    page: Page,
    action: &Action,
) -> rusqlite::Result<()> {
    let sql = "INSERT INTO actions VALUES (?1, ?2, ?3, ?4, ?5)";
    let mut statement = database.prepare(sql)?;
    statement.execute(params![number, step, at_ms, page.name(), json(action)])?;
    Ok(())
}

pub(super) fn count(database: &Connection, sql: &str) -> rusqlite::Result<usize> {
    let count: i64 = database.query_row(sql, [], |row| row.get(0))?;
    Ok(usize::try_from(count).unwrap_or(0))
}

pub(super) fn read_definition(
    database: &Connection,
    path: &Path,
) -> Result<Definition, StoreError> {
    let text = database.query_row("SELECT definition FROM study", [], |row| row.get(0));
    let text: String = text.map_err(|error| unusable(path, &error))?;
    serde_json::from_str(&text).map_err(|error| StoreError::Unusable {
        path: path.to_owned(),
        why: format!("its definition cannot be read ({error})"),
    })
}

pub(super) fn begins_as_study(path: &Path) -> bool {
    let mut start = [0; 100];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut start));
    read.is_ok() && is_study(&start)
}

pub(super) fn is_empty(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|file| file.is_file() && file.len() == 0)
}

pub(super) fn not_a_study(path: &Path) -> StoreError {
    StoreError::NotAStudy {
        path: path.to_owned(),
        next: "Name another file.",
    }
}

pub(super) fn unusable(path: &Path, error: &rusqlite::Error) -> StoreError {
    StoreError::Unusable {
        path: path.to_owned(),
        why: error.to_string(),
    }
}

/// Definitions and actions always have a JSON form.
pub(super) fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
