//! The session as Rust cells see it: tables of numbers and texts, handed over in one file.

use std::fs;
use std::io;
use std::path::Path;

use sha2::{Digest, Sha256};

/// What the session shares with Rust cells.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Snapshot {
    /// The tables, each under a name of its own.
    pub tables: Vec<SharedTable>,
}

/// A table of the session: an r × c matrix with labels, and columns of text beside it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SharedTable {
    /// `sorts`, `correlations`, `loadings`, `z_scores`, `arrays`, `statements`, `participants`, …
    pub name: String,
    /// One label a row.
    pub row_labels: Vec<String>,
    /// One label a column of numbers.
    pub column_labels: Vec<String>,
    /// r × c numbers, row by row; NaN where a value is missing.
    pub values: Vec<f64>,
    /// Columns of text: a name and one text a row.
    pub text_columns: Vec<(String, Vec<String>)>,
}

/// The beginning of a snapshot's file; its end is the version of the layout.
const SIGNATURE: &[u8; 8] = b"QUINCUN1";

impl Snapshot {
    /// The file's bytes: the signature, the number of tables, for each its name and the length of
    /// its body, then the bodies, so that a cell reads only the tables it asks for. Numbers are
    /// little-endian; a count or length has 8 bytes.
    fn encode(&self) -> io::Result<Vec<u8>> {
        let bodies: Vec<Vec<u8>> = self
            .tables
            .iter()
            .map(SharedTable::encode)
            .collect::<io::Result<_>>()?;
        let mut bytes = SIGNATURE.to_vec();
        put_length(&mut bytes, self.tables.len());
        for (table, body) in self.tables.iter().zip(&bodies) {
            put_text(&mut bytes, &table.name);
            put_length(&mut bytes, body.len());
        }
        for body in bodies {
            bytes.extend(body);
        }
        Ok(bytes)
    }

    /// Writes the file unless it would be what `written` says was written last; gives the digest
    /// of what the file now holds.
    pub(super) fn write(&self, path: &Path, written: Option<[u8; 32]>) -> io::Result<[u8; 32]> {
        let bytes = self.encode()?;
        let digest: [u8; 32] = Sha256::digest(&bytes).into();
        if written == Some(digest) {
            return Ok(digest);
        }
        // A cell that still reads keeps the old file.
        let beside = path.with_extension("new");
        fs::write(&beside, bytes)?;
        fs::rename(&beside, path)?;
        Ok(digest)
    }
}

impl SharedTable {
    fn encode(&self) -> io::Result<Vec<u8>> {
        let rows = self.row_labels.len();
        if self.values.len() != rows * self.column_labels.len() {
            return Err(io::Error::other(format!(
                "table `{}` has {} values for {rows} × {} labels",
                self.name,
                self.values.len(),
                self.column_labels.len()
            )));
        }
        let mut bytes = Vec::with_capacity(8 * self.values.len() + 1024);
        put_texts(&mut bytes, &self.row_labels);
        put_texts(&mut bytes, &self.column_labels);
        for value in &self.values {
            bytes.extend(value.to_le_bytes());
        }
        put_length(&mut bytes, self.text_columns.len());
        for (name, texts) in &self.text_columns {
            if texts.len() != rows {
                return Err(io::Error::other(format!(
                    "table `{}` has {} texts in `{name}` for {rows} rows",
                    self.name,
                    texts.len()
                )));
            }
            put_text(&mut bytes, name);
            put_texts(&mut bytes, texts);
        }
        Ok(bytes)
    }
}

fn put_length(bytes: &mut Vec<u8>, length: usize) {
    bytes.extend((length as u64).to_le_bytes());
}

fn put_text(bytes: &mut Vec<u8>, text: &str) {
    put_length(bytes, text.len());
    bytes.extend(text.as_bytes());
}

fn put_texts(bytes: &mut Vec<u8>, texts: &[String]) {
    put_length(bytes, texts.len());
    for text in texts {
        put_text(bytes, text);
    }
}
