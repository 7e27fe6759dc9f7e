//! Why nothing was written, in the user's words.

use crate::qmethod::MethodError;
use std::io;
use std::path::PathBuf;
use thiserror::Error;

/// Why nothing was written.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum PublishError {
    /// Files are there already.
    #[error(
        "{} already there, and nothing is overwritten unasked. Choose another name, or add `--overwrite`.",
        are(files)
    )]
    Exists {
        /// Those that are there.
        files: Vec<PathBuf>,
    },
    /// A folder where a file is to be.
    #[error("`{}` is a folder; expected the name of a file. Write for instance `{}`.", path.display(), path.join(example).display())]
    IsFolder {
        /// The path asked for.
        path: PathBuf,
        /// A file's name of the right kind.
        example: String,
    },
    /// A file where a folder is to be.
    #[error("`{}` is a file; expected a folder, since this format is a set of files. Name another folder.", path.display())]
    NotAFolder {
        /// The path asked for.
        path: PathBuf,
    },
    /// A device, a pipe or the like.
    #[error("`{}` is no ordinary file and is left alone. Choose another name.", path.display())]
    NotAFile {
        /// The path asked for.
        path: PathBuf,
    },
    /// No folder to write into.
    #[error("There is no folder `{}`, so `{}` cannot be written. Make the folder first, or check the path.", folder.display(), path.display())]
    NoFolder {
        /// The path asked for.
        path: PathBuf,
        /// The part that does not exist.
        folder: PathBuf,
    },
    /// The system refuses.
    #[error("`{}` cannot be written: {cause}. Check the folder's permissions and the space left, or choose another folder.", path.display())]
    Unwritable {
        /// The path asked for.
        path: PathBuf,
        /// The system's words.
        cause: io::Error,
    },
    /// A value that is not whole, for a program that holds whole ones.
    #[error(
        "{program} holds whole values only; sort `{sort}` gives statement {statement} the value {value}. Write a workbook or CSV instead (`--format csv`)."
    )]
    Fraction {
        /// The program.
        program: &'static str,
        /// The sort's id.
        sort: String,
        /// The statement's number.
        statement: u32,
        /// The value.
        value: f64,
    },
    /// Values beyond what a program holds.
    #[error(
        "{program} holds values from {from} to {to}; {what} from {lowest} to {highest}. {offer}"
    )]
    Range {
        /// The program.
        program: &'static str,
        /// Its lowest value.
        from: i32,
        /// Its highest value.
        to: i32,
        /// "the sorts go", "the grid goes".
        what: &'static str,
        /// The lowest found.
        lowest: i64,
        /// The highest found.
        highest: i64,
        /// What to do.
        offer: String,
    },
    /// Free sorts, for a program that wants a distribution.
    #[error(
        "{program} wants a distribution stated, and the sorts of `{study}` are free with none stated. State one with `--array-grid`, such as `--array-grid \"-1:1,0:3,1:1\"`."
    )]
    NoGrid {
        /// The program.
        program: &'static str,
        /// The study.
        study: String,
    },
    /// A distribution of another size.
    #[error(
        "The grid given has {cards} cards; the study has {statements} statements. State a grid with as many cards as there are statements."
    )]
    GridSize {
        /// Cards of the grid.
        cards: usize,
        /// Statements of the study.
        statements: usize,
    },
    /// More than the format can count.
    #[error(
        "{program} holds at most {most} {what}; there are {found}. Write a workbook or CSV instead (`--format csv`)."
    )]
    TooMany {
        /// The program.
        program: &'static str,
        /// Sorts or statements.
        what: &'static str,
        /// Its limit.
        most: usize,
        /// How many there are.
        found: usize,
    },
    /// The analysis has not come far enough.
    #[error(
        "{format} holds results, and there are none of `{study}` yet. Go on with `%q correlate`, `%q extract`, `%q rotate` and `%q flag`, or with `%q solve`."
    )]
    NoResults {
        /// What was to be written.
        format: &'static str,
        /// The study.
        study: String,
    },
    /// What the method itself refuses.
    #[error(transparent)]
    Method(#[from] MethodError),
    /// The library that writes the format refuses.
    #[error("The {format} cannot be made: {cause}. Write another format, such as `--format csv`.")]
    Library {
        /// What was to be written.
        format: &'static str,
        /// The library's words.
        cause: String,
    },
}

fn are(files: &[PathBuf]) -> String {
    let shown: Vec<String> = files
        .iter()
        .take(6)
        .map(|file| format!("`{}`", file.display()))
        .collect();
    let more = match files.len().saturating_sub(shown.len()) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let verb = if files.len() == 1 { "is" } else { "are" };
    format!("{}{more} {verb}", shown.join(", "))
}
