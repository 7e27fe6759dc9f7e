mod concourse;
mod deck;

use super::publishing::{Target, ending, path, write};
use super::shared::{Of, grid_request, words};
use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::publish::{Format, Options};
use crate::qmethod::{Distribution, Grid};
use crate::session::Solution;
use crate::study_files::GridRequest;
use std::path::{Path, PathBuf};

/// Write the study and its results to files
///
/// The ending of FILE says the format: `.xlsx` a workbook with every table and picture, `.docx` a document, `.json` all results for programs, `.dat` a
/// PQMethod project (with its `.sta`), `.zip` a study for KADE, a folder the study as CSV files. `--as` writes what no ending says: hand-outs of the
/// viewpoints, cards to sort, the files of R qmethod. Nothing is overwritten unasked.
#[derive(Debug, clap::Args)]
pub(super) struct Export {
    /// Where to write; a format that is a set of files takes a folder
    #[arg(value_name = "FILE", value_hint = clap::ValueHint::FilePath, required = true)]
    files: Vec<String>,
    /// The format, where the ending does not say it
    #[arg(long, visible_alias = "as", value_name = "FORMAT")]
    format: Option<As>,
    /// The title in the file; without it, the study's name
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true, value_parser = words)]
    title: Option<String>,
    /// For PQMethod and KADE: add this to every value, so that they can hold it
    #[arg(
        long,
        value_name = "NUMBER",
        default_value = "0",
        value_parser = shift,
        allow_hyphen_values = true
    )]
    shift: i32,
    /// For PQMethod and KADE: the distribution to state for free sorts
    #[arg(long, value_name = "GRID", value_hint = clap::ValueHint::FilePath, allow_hyphen_values = true)]
    array_grid: Option<String>,
    /// For `--as cards`: count who holds each viewpoint by this attribute of the participants
    #[arg(long, value_name = "ATTRIBUTE", requires = "format")]
    by: Option<String>,
    /// Replace files that are there already
    #[arg(long, visible_alias = "force")]
    overwrite: bool,
    #[command(flatten)]
    of: Of,
}

/// The values of `--format`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum As {
    /// A workbook with every table and picture (.xlsx)
    Workbook,
    /// A document for a word processor (.docx)
    Word,
    /// Every machine-readable result (.json)
    Json,
    /// A PQMethod project (.dat and .sta)
    Pqmethod,
    /// The study as KADE reads it (.xlsx or .zip)
    Kade,
    /// The study as this program reads it: a folder of CSV files
    Csv,
    /// The results named as in R qmethod: a folder of CSV files
    Qmethod,
    /// Hand-outs of the viewpoints, one sheet for each (.html, .docx, .tex)
    Cards,
    /// The Q set as cards to print, cut out and sort (.html, .tex)
    Deck,
    /// The Q set drawn from the concourse, as a file of statements (.csv)
    Qset,
    /// Every collected statement and what became of it (.csv)
    Concourse,
}

impl As {
    /// None for what is no solution.
    fn format(self) -> Option<Format> {
        Some(match self {
            Self::Workbook => Format::Workbook,
            Self::Word => Format::Word,
            Self::Json => Format::Json,
            Self::Pqmethod => Format::Pqmethod,
            Self::Kade => Format::Kade,
            Self::Csv => Format::Csv,
            Self::Qmethod => Format::Qmethod,
            Self::Cards => Format::Cards,
            Self::Deck | Self::Qset | Self::Concourse => return None,
        })
    }

    /// The endings its file may have; a folder has none.
    fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Workbook => &["xlsx"],
            Self::Word => &["docx"],
            Self::Json => &["json"],
            Self::Pqmethod => &["dat"],
            Self::Kade => &["xlsx", "zip"],
            Self::Csv | Self::Qmethod => &[],
            Self::Cards => &["html", "docx", "tex"],
            Self::Deck => &["html", "tex"],
            Self::Qset | Self::Concourse => &["csv"],
        }
    }
}

impl Magic for Export {
    const NAME: &'static str = "export";
    const GROUP: Group = Group::Session;
    const EXAMPLES: &'static [Example] = &[
        Example {
            at: Station::Flagged,
            cell: "%q export results.xlsx",
            does: "writes a workbook with every table and picture",
        },
        Example {
            at: Station::Study,
            cell: "%q export casestud.dat --title \"The case study\"",
            does: "writes a PQMethod project, casestud.dat and casestud.sta",
        },
        Example {
            at: Station::Flagged,
            cell: "%q export for-r --format qmethod",
            does: "writes a folder with loa.csv, flagged.csv, zsc.csv …",
        },
        Example {
            at: Station::Flagged,
            cell: "%q export viewpoints.html --as cards --by site",
            does: "writes hand-outs for a workshop, one sheet for each viewpoint",
        },
        Example {
            at: Station::Sampled,
            cell: "%q export deck.html --as deck",
            does: "writes the Q set as cards to print and cut out",
        },
        Example {
            at: Station::Sampled,
            cell: "%q export qset.csv --as qset",
            does: "writes the Q set drawn from a concourse as a file of statements",
        },
    ];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        if self.by.is_some() && self.format != Some(As::Cards) {
            return Err(MagicError::Refused(
                "`--by` is for hand-outs of viewpoints. Add `--as cards`, or leave it out."
                    .to_owned(),
            ));
        }
        if self.format == Some(As::Deck) {
            return deck::write(call, &self.files, self.title, &self.of, self.overwrite);
        }
        if let Some(asked) = self.format.filter(|asked| asked.format().is_none()) {
            return concourse::write(call, &self.files, asked, self.overwrite);
        }
        let solution = self.of.solution(call)?;
        let targets: Result<Vec<Target>, MagicError> = self
            .files
            .iter()
            .map(|text| target(text, self.format, call.directory))
            .collect();
        let options = Options {
            array_grid: array_grid(self.array_grid.as_deref(), &solution, call.directory)?,
            title: self.title,
            by: self.by,
            shift: self.shift,
        };
        write(call, solution, &targets?, &options, self.overwrite)
    }
}

fn shift(text: &str) -> Result<i32, String> {
    let number = text.parse();
    number.map_err(|_| "expected a whole number, such as `--shift 6`".to_owned())
}

fn target(text: &str, asked: Option<As>, directory: &Path) -> Result<Target, MagicError> {
    let path = path(text, directory);
    let format = match asked.and_then(|asked| Some((asked, asked.format()?))) {
        Some((asked, format)) => {
            let path = checked_path(text, path, asked)?;
            return Ok(Target { path, format });
        }
        None if text.ends_with('/') || path.is_dir() => Format::Csv,
        None => by_ending(text, ending(&path).as_deref())?,
    };
    Ok(Target { path, format })
}

/// A name without ending gets that of its format; another ending is a mistake.
fn checked_path(text: &str, path: PathBuf, asked: As) -> Result<PathBuf, MagicError> {
    let endings = asked.endings();
    match (ending(&path), endings) {
        (Some(ending), _) if endings.contains(&ending.as_str()) => Ok(path),
        (None, [first, ..]) if !text.ends_with('/') => Ok(path.with_extension(first)),
        (Some(ending), []) if KNOWN.iter().any(|known| known.0 == ending) || ending == "csv" => {
            Err(MagicError::Refused(format!(
                "`{text}` is the name of a file; this format is a set of files in a folder. Name a folder, such as `{}/`.",
                text.trim_end_matches(&format!(".{ending}"))
            )))
        }
        (_, []) => Ok(path),
        (_, endings) => Err(MagicError::Refused(format!(
            "`{text}` does not end as its format does; expected `.{}`. Change the name or the format.",
            endings.join("` or `.")
        ))),
    }
}

/// The endings that say a format.
const KNOWN: [(&str, Format); 5] = [
    ("xlsx", Format::Workbook),
    ("docx", Format::Word),
    ("json", Format::Json),
    ("dat", Format::Pqmethod),
    ("zip", Format::Kade),
];

fn by_ending(text: &str, ending: Option<&str>) -> Result<Format, MagicError> {
    let Some(ending) = ending else {
        return Err(MagicError::Refused(format!(
            "`{text}` has no ending that says what to write. Write `{text}.xlsx` for a workbook, `{text}/` for a folder of CSV files, or add `--format`."
        )));
    };
    if let Some((_, format)) = KNOWN.iter().find(|(known, _)| *known == ending) {
        return Ok(*format);
    }
    Err(MagicError::Refused(match ending {
        "csv" => format!(
            "A study is several CSV files, so `{text}` cannot be one. Name a folder, such as `{}/`: the study as CSV; with `--format qmethod` the results.",
            text.trim_end_matches(".csv")
        ),
        "sta" => format!(
            "A PQMethod project is written under the name of its `.dat`, with the `.sta` beside it. Write `{}.dat`.",
            text.trim_end_matches(".sta")
        ),
        "lis" | "md" | "html" => {
            format!("`.{ending}` is a report. Write it with `%q report {text}`.")
        }
        _ => format!(
            "The ending of `{text}` says no format; expected `.xlsx`, `.docx`, `.json`, `.dat`, `.zip` or a folder. Change the name, or add `--format`."
        ),
    }))
}

fn array_grid(
    text: Option<&str>,
    solution: &Solution,
    directory: &Path,
) -> Result<Option<Distribution>, MagicError> {
    let forced = matches!(solution.part().grid(), Grid::Forced(_));
    if text.is_some() && forced {
        return Err(MagicError::Refused(
            "`--array-grid` is for free sorts; these are forced, and their own grid is written. Leave it out."
                .to_owned(),
        ));
    }
    match grid_request(text.map(|_| "free"), text, directory)? {
        GridRequest::Free { arrays } => Ok(arrays),
        _ => Ok(None),
    }
}
