use super::shared::whole_number;
use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::qmethod::Distribution;
use crate::render;
use crate::study_files::MOST_STATEMENTS;

/// A grid has two sides and a middle.
const LEAST_STATEMENTS: usize = 3;

/// Show the grid, or propose one for a new study
///
/// How many cards a sort holds at each value. The grid is stated when a study is loaded: `%q load … --grid …`. With `--propose`, lays out so many statements
/// as the normal distribution has them, for a study that is still to be made.
#[derive(Debug, clap::Args)]
pub(super) struct Grid {
    /// Propose a forced grid for so many statements
    #[arg(long, value_name = "NUMBER", value_parser = statements)]
    propose: Option<usize>,
    /// With `--propose`: the highest value; the lowest is its opposite
    #[arg(long, value_name = "VALUE", default_value = "5", value_parser = highest, requires = "propose")]
    highest: u32,
}

impl Magic for Grid {
    const NAME: &'static str = "grid";
    const GROUP: Group = Group::Study;
    const EXAMPLES: &'static [Example] = &[
        Example {
            at: Station::Study,
            cell: "%q grid",
            does: "shows the forced distribution",
        },
        Example {
            at: Station::Start,
            cell: "%q grid --propose 36 --highest 4",
            does: "a grid from −4 to 4 for 36 statements",
        },
    ];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        if let Some(statements) = self.propose {
            let grid = Distribution::quasi_normal(statements, self.highest)?;
            return Ok(render::proposed_grid(&grid).into());
        }
        Ok(render::grid(call.session.current()?.part()).into())
    }
}

fn statements(text: &str) -> Result<usize, String> {
    let number = whole_number(text).ok();
    let number = number.filter(|n| (LEAST_STATEMENTS..=MOST_STATEMENTS).contains(n));
    number.ok_or_else(|| {
        format!("expected a number of statements from {LEAST_STATEMENTS} to {MOST_STATEMENTS}")
    })
}

fn highest(text: &str) -> Result<u32, String> {
    let number = text.parse().ok().filter(|highest| *highest > 0);
    number.ok_or_else(|| "expected a whole number of at least 1, such as `--highest 4`".to_owned())
}
