//! The lines of all sessions, in SQLite.

use crate::jupyter::log;
use rusqlite::{Connection, params};
use std::fs::{self, DirBuilder, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;
use std::time::Duration;

/// How long a line may wait for another kernel's; then it is not kept.
const PATIENCE: Duration = Duration::from_millis(500);

/// Line numbers begin anew in each session. The application's own name, so that no other program's file is written to.
const LAYOUT: &str = "
    CREATE TABLE IF NOT EXISTS quincunx_sessions (
        session INTEGER PRIMARY KEY AUTOINCREMENT,
        begun TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
    );
    CREATE TABLE IF NOT EXISTS quincunx_lines (
        session INTEGER NOT NULL,
        line INTEGER NOT NULL,
        input TEXT NOT NULL,
        PRIMARY KEY (session, line)
    ) WITHOUT ROWID;
";

/// One cell.
pub(super) struct Line {
    pub(super) session: i64,
    pub(super) number: i64,
    pub(super) input: String,
}

/// The lines, to which this session adds its own.
pub(super) struct Store {
    /// Absent only where SQLite has no memory either; then nothing is remembered.
    database: Option<Connection>,
    session: i64,
    /// Losing lines is said once.
    has_failed: bool,
}

impl Store {
    /// The lines in `file`, made if need be; in memory where that fails.
    pub(super) fn open(file: Option<&Path>) -> Self {
        let in_file = file.and_then(|file| {
            let opened = prepare(file).map_err(|error| error.to_string());
            let opened = opened.and_then(|()| begin(Connection::open(file)).map_err(text));
            if let Err(why) = &opened {
                let file = file.display();
                log::note(format_args!(
                    "the history in {file} cannot be used, so this session's is not kept: {why}"
                ));
            }
            opened.ok()
        });
        let opened = in_file.or_else(|| begin(Connection::open_in_memory()).ok());
        let (database, session) = opened.unzip();
        Self {
            database,
            session: session.unwrap_or(1),
            has_failed: false,
        }
    }

    /// The number of a session: 0 is this one, negative ones count backwards from it.
    pub(super) fn session(&self, asked: i64) -> i64 {
        if asked > 0 {
            return asked;
        }
        self.session.saturating_add(asked)
    }

    pub(super) fn add(&mut self, line: i64, input: &str) {
        let Some(database) = &self.database else {
            return;
        };
        let sql = "INSERT OR REPLACE INTO quincunx_lines VALUES (?1, ?2, ?3)";
        let added = database.execute(sql, params![self.session, line, input]);
        if let Err(why) = added
            && !self.has_failed
        {
            self.has_failed = true;
            log::note(format_args!(
                "a cell was not entered into the history: {why}"
            ));
        }
    }

    /// The number of the last line of a session; 0 if it has none.
    pub(super) fn newest_line(&self, session: i64) -> i64 {
        let Some(database) = &self.database else {
            return 0;
        };
        let sql = "SELECT coalesce(max(line), 0) FROM quincunx_lines WHERE session = ?1";
        let newest = database.query_row(sql, [session], |row| row.get(0));
        newest.unwrap_or(0)
    }

    /// The lines of one session from `start` to before `stop`.
    pub(super) fn range(&self, session: i64, start: i64, stop: i64) -> Vec<Line> {
        let sql = "SELECT session, line, input FROM quincunx_lines
                   WHERE session = ?1 AND line >= ?2 AND line < ?3 ORDER BY line";
        let mut lines = Vec::new();
        self.each(sql, params![session, start, stop], |line| {
            lines.push(line);
            true
        });
        lines
    }

    /// The newest lines of all sessions, oldest first, up to `count`; `wanted` sees the inputs from the newest on.
    pub(super) fn newest_first(
        &self,
        count: usize,
        mut wanted: impl FnMut(&str) -> bool,
    ) -> Vec<Line> {
        let sql = "SELECT session, line, input FROM quincunx_lines
                   ORDER BY session DESC, line DESC";
        let mut lines = Vec::new();
        if count > 0 {
            self.each(sql, params![], |line| {
                if wanted(&line.input) {
                    lines.push(line);
                }
                lines.len() < count
            });
        }
        lines.reverse();
        lines
    }

    /// Hands over the lines one by one, as long as more are wanted.
    fn each(
        &self,
        sql: &str,
        parameters: impl rusqlite::Params,
        mut take: impl FnMut(Line) -> bool,
    ) {
        let Some(database) = &self.database else {
            return;
        };
        let Ok(mut select) = database.prepare(sql) else {
            return;
        };
        let lines = select.query_map(parameters, |row| {
            Ok(Line {
                session: row.get(0)?,
                number: row.get(1)?,
                input: row.get(2)?,
            })
        });
        // What cannot be read is as not there.
        for line in lines.into_iter().flatten().map_while(Result::ok) {
            if !take(line) {
                return;
            }
        }
    }
}

/// Makes the file for its owner alone; SQLite gives its companions the same rights.
fn prepare(file: &Path) -> io::Result<()> {
    if let Some(folder) = file.parent()
        && !folder.exists()
    {
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)?;
    }
    if fs::exists(file)? {
        return Ok(());
    }
    OpenOptions::new()
        .append(true)
        .create(true)
        .mode(0o600)
        .open(file)
        .map(drop)
}

/// Sets the database up and enters a session.
fn begin(opened: rusqlite::Result<Connection>) -> rusqlite::Result<(Connection, i64)> {
    let database = opened?;
    database.busy_timeout(PATIENCE)?;
    // Readers and one writer at a time, without waiting for the disk at each line; where the file system has no shared memory, SQLite
    // stays with its own journal.
    let _: String = database.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
    database.execute_batch("PRAGMA synchronous = NORMAL")?;
    database.execute_batch(LAYOUT)?;
    database.execute("INSERT INTO quincunx_sessions DEFAULT VALUES", [])?;
    let session = database.last_insert_rowid();
    Ok((database, session))
}

fn text(error: rusqlite::Error) -> String {
    error.to_string()
}
