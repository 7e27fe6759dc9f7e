use super::shared::{file, grid_request, take_in};
use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::study_files::{LoadRequest, Orientation, load_watched};
use std::path::Path;

/// Read a study from files
///
/// SORTS is a CSV, TSV or Parquet table with one row per sort: a column `id`, one column per statement named by its number (`1` or `s1`),
/// and any further columns as attributes of the participants (`site`, `profession`, …).
#[derive(Debug, clap::Args)]
pub(super) struct Load {
    /// The Q sorts
    #[arg(value_name = "SORTS", value_hint = clap::ValueHint::FilePath)]
    sorts: String,
    /// Statements: a table with `number` and `text` (or `label`), or a text file with one statement per line
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    statements: Option<String>,
    /// Further attributes of the participants, joined by `id`
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    participants: Option<String>,
    /// The forced distribution: `free`, pairs such as `-1:1,0:3,1:1`, or a file with `value` and `cards`; without it the grid is read off the
    /// sorts if they all agree
    #[arg(long, value_name = "GRID", value_hint = clap::ValueHint::FilePath, allow_hyphen_values = true)]
    grid: Option<String>,
    /// With `--grid free`: the distribution to lay factor arrays out on
    #[arg(long, value_name = "GRID", value_hint = clap::ValueHint::FilePath, allow_hyphen_values = true)]
    array_grid: Option<String>,
    /// The table has one row per statement and one column per sort
    #[arg(long)]
    transposed: bool,
    /// What to call the study; without it, the file's name
    #[arg(long = "as", value_name = "NAME")]
    name: Option<String>,
}

impl Magic for Load {
    const NAME: &'static str = "load";
    const GROUP: Group = Group::Study;
    const EXAMPLES: &'static [Example] = &[
        Example {
            at: Station::Start,
            cell: "%q load data/case-study/sorts.csv --statements data/case-study/statements.csv --grid data/case-study/grid.csv",
            does: "reads sorts, statements and grid from files beside the notebook",
        },
        Example {
            at: Station::Start,
            cell: "%q load data/case-study/sorts.csv --grid \"-4:2,-3:3,-2:5,-1:6,0:8,1:6,2:5,3:3,4:2\" --as joint",
            does: "states the grid in place and gives the study a name",
        },
    ];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        let here = call.directory;
        let request = LoadRequest {
            sorts: file(&self.sorts, here),
            statements: self.statements.as_deref().map(|f| file(f, here)),
            participants: self.participants.as_deref().map(|f| file(f, here)),
            grid: grid_request(self.grid.as_deref(), self.array_grid.as_deref(), here)?,
            orientation: self.transposed.then_some(Orientation::RowsAreStatements),
        };
        let loaded = load_watched(&request, call.progress)?;
        let name = self.name.unwrap_or_else(|| stem(&self.sorts));
        let origin = vec![call.step()];
        take_in(call.session, &name, loaded, origin)
    }
}

fn stem(path: &str) -> String {
    let stem = Path::new(path).file_stem();
    stem.map_or_else(|| path.to_owned(), |s| s.to_string_lossy().into_owned())
}
