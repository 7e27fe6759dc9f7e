use super::shared::{checked_name, file, grid_request, opening, stem, take_in};
use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::qmethod::Grid;
use crate::qmethod::cross_product::CrossProductError;
use crate::render;
use crate::study_files::{
    Format, GridRequest, LoadRequest, Orientation, factors_size, load_watched, read_cross_product,
    read_totals,
};
use clap::builder::PossibleValue;

/// Read a study from files
///
/// FILE is a table (CSV, TSV, Excel, Parquet) with one row per sort: a column `id`, one column per statement named by its number (`1` or
/// `s1`), and any further columns as attributes of the participants (`site`, `profession`, …); or it has one row per statement. Or it is the
/// file, or the folder, of another program: `--format` lists them. What a file is shows in its content, and the report says what it was
/// taken as. Several files may make up one study, such as the sorts, map.xml and statements.xml of an online study. What the collector
/// recorded stays with the participants: `comment s12` is the comment on statement 12, `time sort` the seconds spent on sorting.
#[derive(Debug, clap::Args)]
pub(super) struct Load {
    /// The Q sorts, and files that belong to them
    #[arg(required_unless_present = "cross_product", value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    files: Vec<String>,
    /// What the file of the sorts is, where its content does not show it
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
    /// Statements: a table with `number` and `text` (or `label`), or a text file with one statement per line
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    statements: Option<String>,
    /// Further attributes of the participants, joined by `id`
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    participants: Option<String>,
    /// The forced distribution: `free`, pairs such as `-1:1,0:3,1:1`, or a file with `value` and `cards`; without it the grid is that of the
    /// files, or read off the sorts if they all agree
    #[arg(long, value_name = "GRID", value_hint = clap::ValueHint::FilePath, allow_hyphen_values = true)]
    grid: Option<String>,
    /// With `--grid free`: the distribution to lay factor arrays out on
    #[arg(long, value_name = "GRID", value_hint = clap::ValueHint::FilePath, allow_hyphen_values = true)]
    array_grid: Option<String>,
    /// How a table lies, where its headings do not show it
    #[arg(long, value_name = "ORIENTATION")]
    orientation: Option<Orientation>,
    /// The table has one row per statement and one column per sort; short for `--orientation statements-as-rows`
    #[arg(long, conflicts_with = "orientation")]
    transposed: bool,
    /// What to call the study; without it, the file's name
    #[arg(long = "as", value_name = "NAME")]
    name: Option<String>,
    /// In place of sorts, sums of their products that an engine made of sorts too many for this machine: the row that the query of `%q sql
    /// cross-product` returns
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath, conflicts_with_all = ["files", "participants", "orientation", "transposed", "format"])]
    cross_product: Option<String>,
    /// With `--cross-product`: what the flagged sorts add up to, the row that the query of `%q sql totals` returns
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath, requires = "cross_product")]
    totals: Option<String>,
}

impl clap::ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()).help(self.description()))
    }
}

impl clap::ValueEnum for Orientation {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::RowsAreSorts, Self::RowsAreStatements]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(match self {
            Self::RowsAreSorts => PossibleValue::new("sorts-as-rows").help("one row per Q sort"),
            Self::RowsAreStatements => PossibleValue::new("statements-as-rows")
                .help("one row per statement, one column per Q sort"),
        })
    }
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
        Example {
            at: Station::Start,
            cell: "%q load data/case-study/sorts.csv data/case-study/statements.csv data/case-study/grid.csv",
            does: "tells by their content which file holds the sorts, the statements and the grid",
        },
    ];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        let here = call.directory;
        if let Some(sums) = &self.cross_product {
            return self.sums(sums, call);
        }
        let (sorts, more) = self.files.split_first().ok_or_else(|| {
            MagicError::Refused("`%q load` needs the file of the Q sorts.".to_owned())
        })?;
        let turned = self.transposed.then_some(Orientation::RowsAreStatements);
        let request = LoadRequest {
            sorts: file(sorts, here),
            more: more.iter().map(|f| file(f, here)).collect(),
            format: self.format,
            statements: self.statements.as_deref().map(|f| file(f, here)),
            participants: self.participants.as_deref().map(|f| file(f, here)),
            grid: grid_request(self.grid.as_deref(), self.array_grid.as_deref(), here)?,
            orientation: self.orientation.or(turned),
        };
        let loaded = load_watched(&request, call.progress)?;
        let name = self.name.unwrap_or_else(|| stem(sorts));
        let origin = vec![call.step()];
        take_in(call.session, &name, loaded, origin)
    }
}

impl Load {
    /// Sums in place of sorts.
    fn sums(&self, sums: &str, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        let here = call.directory;
        let request = grid_request(self.grid.as_deref(), self.array_grid.as_deref(), here)?;
        let grid = match request {
            GridRequest::Stated(grid) => Grid::Forced(grid),
            GridRequest::Free { arrays } => Grid::Free { arrays },
            GridRequest::FromSorts => Grid::Free { arrays: None },
        };
        let statements = self.statements.as_deref().map(|f| file(f, here));
        let product = read_cross_product(&file(sums, here), statements.as_ref(), grid)?;
        let name = self.name.clone().unwrap_or_else(|| stem(sums));
        let name = checked_name(&name)?;
        let refused = |error: CrossProductError| MagicError::Refused(error.to_string());
        let report = match &self.totals {
            None => {
                let all = product.statements().len() - 1;
                let most = all.min(8);
                let components = (1..=most).rev().find_map(|k| product.components(k).ok());
                let components = components.map_or_else(|| product.components(1), Ok);
                render::cross_product(&product, &components.map_err(refused)?, name)
            }
            Some(totals) => {
                let source = file(totals, here);
                let numbers: Vec<u32> = product.statements().iter().map(|s| s.number).collect();
                let k = factors_size(&source)?.max(1);
                let totals = read_totals(&source, &numbers, k)?;
                let factors = product.factors(&totals).map_err(refused)?;
                render::aggregate_factors(&product, &factors, name)
            }
        };
        let unkept = call.session.unkept();
        let remark = format!(
            "{name}: sums over {} sorts of {} statements",
            product.sorts(),
            product.statements().len()
        );
        call.session.add_sums(name, product);
        Ok(Answer::step_with_remark(opening(report, unkept), remark))
    }
}
