use super::shared::opening;
use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::render::{Align, Report, Table, TableCell, TableRow};
use crate::session::{Session, Solution};

/// Take up a kept solution or a study
///
/// Without a name, lists the studies and the kept solutions.
#[derive(Debug, clap::Args)]
pub(super) struct Use {
    /// A kept solution or a study
    #[arg(value_name = "STUDY-OR-SOLUTION")]
    name: Option<String>,
}

impl Magic for Use {
    const NAME: &'static str = "use";
    const GROUP: Group = Group::Session;
    const EXAMPLES: &'static [Example] = &[
        Example {
            at: Station::Sites,
            cell: "%q use national",
            does: "goes on with the national solution",
        },
        Example {
            at: Station::Sites,
            cell: "%q use",
            does: "lists what there is",
        },
    ];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        let Some(name) = self.name else {
            return Ok(list(call.session).into());
        };
        let unkept = call.session.unkept();
        call.session.use_name(&name)?;
        let solution = call.session.current()?;
        let sentence = format!("Now at work on {}.", described(solution));
        Ok(Answer::step(opening(
            Report::new("").text(sentence),
            unkept,
        )))
    }
}

fn list(session: &Session) -> Report {
    let mut table = Table::new("Studies and kept solutions; → marks the one at work.")
        .column("", Align::Left)
        .column("Name", Align::Left)
        .column("What it is", Align::Left);
    let current = session.current().ok();
    let mut row = |at_work: bool, name: &str, what: String| {
        table.rows.push(TableRow::Cells(vec![
            TableCell::text(if at_work { "→" } else { "" }),
            TableCell::text(name),
            TableCell::text(what),
        ]));
    };
    for study in session.studies() {
        let at_work = current.is_some_and(|c| c.name().is_none() && c.study().name == study.name);
        let size = format!(
            "study, {} sorts of {} statements",
            study.study.sort_count(),
            study.study.statement_count()
        );
        row(at_work, &study.name, size);
    }
    for solution in session.kept() {
        let name = solution.name().unwrap_or_default();
        let at_work = current.is_some_and(|c| c.name() == Some(name));
        row(at_work, name, described(solution));
    }
    Report::new("At hand").table(table)
}

fn described(solution: &Solution) -> String {
    let sorts = solution.part().sort_count();
    let study = &solution.study().name;
    let factors = match solution.labels().len() {
        1 => "1 factor".to_owned(),
        k => format!("{k} factors"),
    };
    match (solution.name(), solution.labels()) {
        (None, []) => format!("the study `{study}`, {sorts} sorts"),
        (None, _) => format!("{factors} of `{study}`, {sorts} sorts"),
        (Some(name), labels) => format!(
            "solution `{name}`: {factors} of `{study}`, {sorts} sorts ({})",
            labels.join(", ")
        ),
    }
}
