use super::background::background;
use super::publishing::analysis;
use super::shared::Of;
use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station, provenance_of};
use crate::render::{self, Analysis, Background, Provenance, Report};
use crate::session::{JournalEntry, Session, Solution, StageKind};

/// Show what was done
///
/// The steps of the analysis with the digest of its data, in a form that can be pasted into cells and run again. With `--as methods` the same in words for a
/// paper: every kept solution and the one under way, groups that were solved alike together, comparisons, and what was looked at to settle the number of factors.
/// With `--as checklist` what readers of a Q study need to be told, filled in from the session, with a mark where only the author can tell.
#[derive(Debug, clap::Args)]
pub(super) struct Journal {
    /// In which form
    #[arg(long = "as", value_enum, default_value = "steps")]
    form: Form,
    /// For `methods` and `checklist`: a kept solution, instead of all of them or the one under way
    #[arg(long, value_name = "SOLUTION")]
    of: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    /// The magics, to be run again
    Steps,
    /// The method in words
    Methods,
    /// The reporting checklist of Q studies, gaps marked
    Checklist,
}

impl Magic for Journal {
    const NAME: &'static str = "journal";
    const GROUP: Group = Group::Session;
    const EXAMPLES: &'static [Example] = &[
        Example {
            at: Station::Flagged,
            cell: "%q journal",
            does: "lists the steps so far",
        },
        Example {
            at: Station::SecondOrder,
            cell: "%q journal --as methods",
            does: "the method of every solution in words, ready for a paper",
        },
        Example {
            at: Station::Flagged,
            cell: "%q journal --as checklist",
            does: "what a report still has to tell",
        },
    ];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        let of = Of {
            of: self.of.clone(),
        };
        match self.form {
            Form::Steps if self.of.is_some() => Err(MagicError::Refused(
                "The steps are those of the whole session, whatever solution they lead to. Leave `--of` out, or ask for `--as methods` or `--as checklist`."
                    .to_owned(),
            )),
            Form::Steps => Ok(steps(call.session.journal()).into()),
            Form::Methods if self.of.is_none() => methods_of_session(call),
            Form::Methods => {
                let solution = of.solution(call)?;
                let report = Documented::of(call, solution.clone()).told(render::methods);
                Ok(Answer::about(solution, report))
            }
            Form::Checklist => {
                let solution = of.solution(call)?;
                let report = Documented::of(call, solution.clone()).told(render::checklist);
                Ok(Answer::about(solution, report))
            }
        }
    }
}

fn steps(entries: &[JournalEntry]) -> Report {
    if entries.is_empty() {
        return Report::new("Journal").text("Nothing was done yet.");
    }
    let cells = cells(entries);
    let how = match cells.len() {
        1 => "These lines can be pasted into one cell and run again.",
        _ => {
            "Each of these pieces can be pasted into a cell; run in this order they do the same again."
        }
    };
    let report = Report::new("Journal").text(how);
    cells.into_iter().fold(report, Report::code)
}

/// The steps as cells: a `%%q` with its lines needs one of its own, other magics share one.
fn cells(entries: &[JournalEntry]) -> Vec<String> {
    let alone = |entry: &JournalEntry| entry.source.starts_with("%%q");
    entries
        .chunk_by(|a, b| !alone(a) && !alone(b))
        .map(|entries| {
            let lines: Vec<String> = entries.iter().map(JournalEntry::as_cell).collect();
            lines.join("\n")
        })
        .collect()
}

fn methods_of_session(call: &Call<'_>) -> Result<Answer, MagicError> {
    let all: Vec<Documented> = solutions(call.session)?
        .into_iter()
        .map(|solution| Documented::of(call, solution))
        .collect();
    let analyses: Vec<Analysis<'_>> = all.iter().map(Documented::analysis).collect();
    Ok(match analyses.as_slice() {
        [only] => render::methods(only),
        several => render::methods_of_all(several),
    }
    .into())
}

/// Every kept solution and the one under way, study by study in the order in which these came; a study that was only looked at if it is the one under way.
fn solutions(session: &Session) -> Result<Vec<Solution>, MagicError> {
    let current = session.current()?;
    let unkept = current.name().is_none();
    let begun = current.reached() != StageKind::Loaded || session.kept().is_empty();
    let mut all = Vec::new();
    for study in session.studies() {
        let of_study = |solution: &&Solution| solution.study().digest == study.digest;
        let kept = session.kept().iter().map(AsRef::as_ref);
        all.extend(kept.filter(of_study).cloned());
        all.extend(
            [current]
                .into_iter()
                .filter(of_study)
                .filter(|_| unkept && begun)
                .cloned(),
        );
    }
    Ok(all)
}

/// A solution with all that is said of it.
struct Documented {
    solution: Solution,
    provenance: Provenance,
    background: Background,
}

impl Documented {
    fn of(call: &Call<'_>, solution: Solution) -> Self {
        Self {
            provenance: provenance_of(&solution),
            background: background(call, &solution),
            solution,
        }
    }

    fn analysis(&self) -> Analysis<'_> {
        analysis(&self.solution, &self.provenance, &self.background)
    }

    fn told(&self, words: fn(&Analysis<'_>) -> Report) -> Report {
        words(&self.analysis())
    }
}
