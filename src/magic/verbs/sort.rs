use super::collecting::{grid_words, procedure_words, progress_words, store};
use super::shared::whole_number;
use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::render::{Align, Report, Table, TableCell, counted};
use crate::survey::{Board, Store, simulate};
use std::env;

/// When the first simulated respondent begins: on 1 January 2026, so that a notebook gives the same each time it runs.
const SIMULATED_MS: i64 = 1_767_225_600_000;

/// Show the board on which respondents sort, in the notebook
///
/// Consent and questions, three piles, the grid, a review in which cards may change places, reasons for the extreme cards, thanks. Every step is
/// stored before the page moves on, and a respondent comes back by a personal code. Where the notebook is only read (a page, a PDF), a
/// description of the study stands in for the board; in JupyterLab it needs the Python package `anywidget`. With `--simulate`, respondents who are
/// no persons walk through the study by the same steps.
#[derive(Debug, clap::Args)]
pub(super) struct Sort {
    /// The study, NAME.qstudy; the only one beside the notebook if none is named
    #[arg(value_name = "STUDY", value_hint = clap::ValueHint::FilePath)]
    study: Option<String>,
    /// Open the board for the respondent of this code
    #[arg(long, value_name = "CODE")]
    code: Option<String>,
    /// Instead of a board: so many simulated respondents, marked as such wherever they appear, in the place of earlier ones
    #[arg(long, value_name = "NUMBER", value_parser = whole_number, conflicts_with = "code")]
    simulate: Option<usize>,
    /// With `--simulate`: how many viewpoints they share
    #[arg(long, value_name = "NUMBER", value_parser = whole_number, default_value = "3", requires = "simulate")]
    viewpoints: usize,
    /// With `--simulate`: the seed of all that is random
    #[arg(
        long,
        value_name = "NUMBER",
        default_value = "1",
        requires = "simulate"
    )]
    seed: u64,
}

/// The most respondents that are simulated at once.
const MOST: usize = 1_000;

impl Magic for Sort {
    const NAME: &'static str = "sort";
    const GROUP: Group = Group::Study;
    const EXAMPLES: &'static [Example] = &[
        Example {
            at: Station::Survey,
            cell: "%q sort",
            does: "shows the board of the study beside the notebook",
        },
        Example {
            at: Station::Survey,
            cell: "%q sort tea.qstudy --simulate 12 --seed 3",
            does: "tries the study out with twelve simulated respondents",
        },
    ];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        if let Some(count) = self.simulate.filter(|count| *count == 0 || *count > MOST) {
            return Err(MagicError::Refused(format!(
                "`--simulate {count}` is not possible: expected a number from 1 to {MOST}."
            )));
        }
        let mut store = store(self.study.as_deref(), call.directory)?;
        if let Some(count) = self.simulate {
            store.delete_simulated()?;
            simulate(&mut store, count, self.viewpoints, self.seed, SIMULATED_MS)?;
            return Ok(simulated(&store, count, self.viewpoints, self.seed)?.into());
        }
        let report = still(&store)?;
        let code = self.code.or_else(visitors_code);
        Ok(Answer::from(report).live(Board::new(store, code.as_deref())))
    }
}

/// The code in the address of a served page (`?code=…`), so that a respondent's own link leads to where the respondent was.
fn visitors_code() -> Option<String> {
    let query = env::var("QUERY_STRING").ok()?;
    let mut fields = query.split('&').filter_map(|field| field.split_once('='));
    fields
        .find(|(name, _)| *name == "code")
        .map(|(_, code)| code.to_owned())
}

fn simulated(
    store: &Store,
    count: usize,
    viewpoints: usize,
    seed: u64,
) -> Result<Report, MagicError> {
    let words = format!(
        "{} walked through the study by the same steps as persons, sharing {} drawn with seed {seed}. They are no persons: their sorts say nothing about anybody's views.",
        counted(count, "simulated respondent", "simulated respondents"),
        counted(viewpoints, "viewpoint", "viewpoints"),
    );
    Ok(Report::new(format!(
        "Simulated respondents of {}",
        store.definition().name
    ))
    .warning(words)
    .text(progress_words(&store.records()?)))
}

/// What stands where the board cannot be.
fn still(store: &Store) -> Result<Report, MagicError> {
    let definition = store.definition();
    let mut table = Table::new(format!(
        "Q set: {}",
        counted(definition.statements.len(), "statement", "statements")
    ))
    .column("No.", Align::Right)
    .column("Statement", Align::Left)
    .collapsed("The statements");
    for card in &definition.statements {
        table.push([
            TableCell::integer(card.number),
            TableCell::text(card.text.as_str()),
        ]);
    }
    Ok(Report::new(format!("The board of {}", definition.name))
        .text(definition.condition.as_str())
        .text(format!("Grid {}; {}.", grid_words(&definition.grid), procedure_words(definition)))
        .table(table)
        .text(progress_words(&store.records()?))
        .remark("This page only tells of the board. Run the cell in JupyterLab, with the Python package `anywidget` installed beside it (`pip install anywidget`), or serve the notebook with Voilà, to sort."))
}
