use super::concourse::{candidates, state};
use super::shared::{opening, whole_number};
use crate::concourse::{DrawPlan, Framework, Wish};
use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::render;

/// Draw a balanced Q set from the concourse
///
/// So many statements from every cell of the framework, or a total spread evenly over the cells; by seed, so that the same line draws the same set. Statements
/// can be asked for or ruled out by name. Of two alike in wording at most one is drawn, unless `keep` has said that both are to stay. The path from collected
/// statements to Q set is told with it. `%q export qset.csv --as qset` writes the set as a file of statements.
#[derive(Debug, clap::Args)]
pub(super) struct Sample {
    /// How many in all, spread as evenly over the cells as they allow
    #[arg(long, value_name = "NUMBER", value_parser = whole_number, conflicts_with = "per_cell")]
    total: Option<usize>,
    /// How many from each cell that is not empty
    #[arg(long, value_name = "NUMBER", value_parser = whole_number)]
    per_cell: Option<usize>,
    /// The cells to draw from, `*` for any code, each with its own number if it has one: `price/farmers=3,place/*`
    #[arg(long, value_name = "CELL,…", value_delimiter = ',')]
    cells: Vec<String>,
    /// Statements that are in the set whatever is drawn, by their ids
    #[arg(long, value_name = "STATEMENT,…", value_delimiter = ',')]
    with: Vec<String>,
    /// Statements that are not drawn, by their ids
    #[arg(long, value_name = "STATEMENT,…", value_delimiter = ',')]
    without: Vec<String>,
    /// Draw statements alike in wording together, too
    #[arg(long)]
    allow_similar: bool,
    /// Number the cards in the concourse's order; without it their order is drawn
    #[arg(long)]
    in_order: bool,
    /// The same seed draws the same set
    #[arg(long, value_name = "NUMBER", default_value = "1")]
    seed: u64,
}

impl Magic for Sample {
    const NAME: &'static str = "sample";
    const GROUP: Group = Group::Study;
    const EXAMPLES: &'static [Example] = &[
        Example {
            at: Station::Concourse,
            cell: "%q sample --total 30 --seed 7",
            does: "thirty statements, spread evenly over the cells",
        },
        Example {
            at: Station::Concourse,
            cell: "%q sample --per-cell 2 --cells \"*/traders,*/residents,people/council=1\" --with M35 --without M75",
            does: "two from each cell of two voices and one from a third, one of them settled before",
        },
    ];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        let mut concourse = call.session.concourse()?.clone();
        if self.total.is_none() && self.per_cell.is_none() && self.cells.is_empty() {
            return Err(MagicError::Refused(
                "How many statements are to be drawn? Say `--total 40`, `--per-cell 3`, or which cells give how many, such as `--cells price/farmers=3`."
                    .to_owned(),
            ));
        }
        let collected = concourse.screening().concourse();
        let plan = DrawPlan {
            per_cell: self.per_cell,
            total: self.total,
            cells: self.wishes(concourse.framework())?,
            with: candidates(collected, &self.with)?,
            without: candidates(collected, &self.without)?,
            allow_similar: self.allow_similar,
            in_order: self.in_order,
            seed: self.seed,
        };
        let before = concourse.q_set().ok().map(|before| {
            format!(
                "The Q set of {} statements drawn before made room; `%q undo` brings it back.",
                before.statements.len()
            )
        });
        concourse.draw(plan, call.step())?;
        let report = render::q_set(&state(&concourse), concourse.q_set()?);
        call.session.set_concourse(concourse);
        Ok(Answer::of_concourse(opening(report, before)).entered(None))
    }
}

impl Sample {
    fn wishes(&self, framework: &Framework) -> Result<Vec<Wish>, MagicError> {
        let mut wishes = Vec::new();
        for text in self.cells.iter().map(|text| text.trim()) {
            let (name, count) = match text.rsplit_once('=') {
                None => (text, None),
                Some((name, count)) => {
                    let number = count.trim().parse().map_err(|_| {
                        MagicError::Refused(format!(
                            "`{count}` in `--cells {text}` is no whole number. Write how many the cell is to give, such as `--cells {name}=3`."
                        ))
                    })?;
                    (name.trim(), Some(number))
                }
            };
            let numbered = count.or(self.per_cell).or(self.total);
            if numbered.is_none() {
                return Err(MagicError::Refused(format!(
                    "The cell `{name}` has no number. Write `--cells {name}=3`, or add `--per-cell` or `--total` for all of them."
                )));
            }
            let cells = framework.find(name)?;
            wishes.extend(cells.into_iter().map(|cell| Wish { cell, count }));
        }
        Ok(wishes)
    }
}
