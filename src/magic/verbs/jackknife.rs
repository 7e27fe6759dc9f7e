use super::resampling::{Aligning, watched};
use super::shared::Of;
use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::qmethod::bootstrap::groups;
use crate::qmethod::jackknife::{Jackknife as Found, LeftOut};
use crate::render;

/// Show what each participant, group or statement does to the solution
///
/// The analysis is taken again without each of them: the largest change of a z-score, flags gained and lost, cells of the arrays that move, and how much
/// each factor still is what it was.
#[derive(Debug, clap::Args)]
pub(super) struct Jackknife {
    /// Leave out all participants with the same value of this attribute, such as a site, at a time
    #[arg(long, value_name = "ATTRIBUTE", conflicts_with = "statements")]
    by: Option<String>,
    /// Leave out statements, not participants
    #[arg(long)]
    statements: bool,
    #[command(flatten)]
    aligning: Aligning,
    #[command(flatten)]
    of: Of,
}

impl Magic for Jackknife {
    const NAME: &'static str = "jackknife";
    const GROUP: Group = Group::Uncertainty;
    const EXAMPLES: &'static [Example] = &[
        Example {
            at: Station::Flagged,
            cell: "%q jackknife",
            does: "without each participant in turn",
        },
        Example {
            at: Station::Flagged,
            cell: "%q jackknife --by site",
            does: "without each site",
        },
        Example {
            at: Station::Flagged,
            cell: "%q jackknife --statements",
            does: "without each statement",
        },
    ];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        let solution = self.of.solution(call)?;
        let scored = solution.scored()?;
        let (left_out, total) = match &self.by {
            Some(by) => {
                let groups = groups(scored.study(), by)?.len();
                (LeftOut::Groups(by.clone()), groups)
            }
            None if self.statements => (LeftOut::Statements, scored.study().statement_count()),
            None => (LeftOut::Participants, scored.study().sort_count()),
        };
        let options = self.aligning.options();
        let found = watched(call, total, "analyses", |run| {
            Found::new(scored, left_out, options, run)
        })?;
        let report = render::jackknife(&found, solution.labels());
        Ok(Answer::about(solution, report))
    }
}
