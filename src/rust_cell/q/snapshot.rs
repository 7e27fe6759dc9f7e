//! Reads the file the kernel wrote; its layout is described where the kernel writes it.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::{LazyLock, Mutex, PoisonError};

use super::matrix::Matrix;
use super::table::Table;

const VARIABLE: &str = "QUINCUNX_SNAPSHOT";
const SIGNATURE: &[u8; 8] = b"QUINCUN1";

/// Each cell is a library of its own with its own copy of this, so that a table is read once a
/// cell and never out of date.
static READ: LazyLock<Mutex<HashMap<String, Table>>> = LazyLock::new(Mutex::default);

pub(crate) fn names() -> Vec<String> {
    let index = open().and_then(|mut file| index(&mut file));
    let entries = index.unwrap_or_default().into_iter();
    entries.map(|entry| entry.name).collect()
}

pub(crate) fn read(name: &str) -> Option<Table> {
    let mut tables = READ.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(table) = tables.get(name) {
        return Some(table.clone());
    }
    let table = read_from_file(name).ok()??;
    tables.insert(name.to_owned(), table.clone());
    Some(table)
}

fn read_from_file(name: &str) -> io::Result<Option<Table>> {
    let mut file = open()?;
    let Some(entry) = index(&mut file)?
        .into_iter()
        .find(|entry| entry.name == name)
    else {
        return Ok(None);
    };
    file.seek(SeekFrom::Current(entry.offset))?;
    let mut body = vec![0; entry.length];
    file.read_exact(&mut body)?;
    table(&mut Bytes(&body)).map(Some)
}

fn open() -> io::Result<File> {
    let path = std::env::var_os(VARIABLE).ok_or_else(too_short)?;
    File::open(path)
}

struct Entry {
    name: String,
    /// From the end of the index.
    offset: i64,
    length: usize,
}

fn index(file: &mut File) -> io::Result<Vec<Entry>> {
    let mut signature = [0; 8];
    file.read_exact(&mut signature)?;
    if signature != *SIGNATURE {
        return Err(io::Error::other("the file is no snapshot of this version"));
    }
    let mut offset = 0;
    let mut entries = Vec::new();
    for _ in 0..file_length(file)? {
        let mut name = vec![0; file_length(file)?];
        file.read_exact(&mut name)?;
        let length = file_length(file)?;
        entries.push(Entry {
            name: String::from_utf8_lossy(&name).into_owned(),
            offset,
            length,
        });
        offset += length as i64;
    }
    Ok(entries)
}

fn file_length(file: &mut File) -> io::Result<usize> {
    let mut bytes = [0; 8];
    file.read_exact(&mut bytes)?;
    usize::try_from(u64::from_le_bytes(bytes)).map_err(io::Error::other)
}

fn table(bytes: &mut Bytes<'_>) -> io::Result<Table> {
    let row_labels = bytes.texts()?;
    let col_labels = bytes.texts()?;
    let count = row_labels.len() * col_labels.len();
    let mut values = Vec::with_capacity(count);
    for _ in 0..count {
        values.push(f64::from_le_bytes(bytes.eight()?));
    }
    let mut text_columns = Vec::new();
    for _ in 0..bytes.length()? {
        text_columns.push((bytes.text()?, bytes.texts()?));
    }
    Ok(Table {
        matrix: Matrix::new(row_labels, col_labels, values),
        text_columns,
    })
}

struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, count: usize) -> io::Result<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or_else(too_short)?;
        self.0 = rest;
        Ok(taken)
    }

    fn eight(&mut self) -> io::Result<[u8; 8]> {
        self.take(8)?.try_into().map_err(|_| too_short())
    }

    fn length(&mut self) -> io::Result<usize> {
        usize::try_from(u64::from_le_bytes(self.eight()?)).map_err(io::Error::other)
    }

    fn text(&mut self) -> io::Result<String> {
        let length = self.length()?;
        Ok(String::from_utf8_lossy(self.take(length)?).into_owned())
    }

    fn texts(&mut self) -> io::Result<Vec<String>> {
        let count = self.length()?;
        (0..count).map(|_| self.text()).collect()
    }
}

fn too_short() -> io::Error {
    io::Error::from(io::ErrorKind::UnexpectedEof)
}
