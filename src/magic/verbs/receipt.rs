use super::shared::{Like, Of};
use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::qmethod::Convention;
use crate::qmethod::receipt::Receipt as Differences;
use crate::render;

/// Show what would be different under the other programs' conventions
///
/// The analysis is run again from the study on under the conventions of PQMethod, KADE, R qmethod and our own: which flags, which cells of the arrays, which
/// distinguishing and consensus statements would change, and how far loadings and z-scores move. What the analyst chose stays: number of factors, kind of
/// extraction, rotation steps, level and majority for flags, flags by hand, splits.
#[derive(Debug, clap::Args)]
pub(super) struct Receipt {
    /// Only these conventions, separated by commas
    #[arg(long, value_enum, value_delimiter = ',')]
    like: Vec<Like>,
    #[command(flatten)]
    of: Of,
}

impl Magic for Receipt {
    const NAME: &'static str = "receipt";
    const GROUP: Group = Group::Comparison;
    const EXAMPLES: &'static [Example] = &[
        Example {
            at: Station::Flagged,
            cell: "%q receipt",
            does: "the differences from PQMethod, KADE and R qmethod",
        },
        Example {
            at: Station::Sites,
            cell: "%q receipt --like kade --of national",
            does: "a kept solution as KADE would have it",
        },
    ];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        let solution = self.of.solution(call)?;
        let here = solution.convention();
        let scored = solution.scored()?;
        let mut others: Vec<Convention> = self.like.iter().map(|like| like.convention()).collect();
        if others.is_empty() {
            others.extend(Convention::ALL);
            others.retain(|other| *other != here);
        }
        let total = others.len();
        let mut outcomes: Vec<render::Outcome> = Vec::with_capacity(total);
        for (done, other) in others.into_iter().enumerate() {
            call.advance(done, total, "programs")?;
            outcomes.push((other, Differences::of(scored, here, other)));
        }
        call.advance(total, total, "programs")?;
        let report = render::receipt(scored, solution.labels(), here, &outcomes);
        Ok(Answer::about(solution, report))
    }
}
