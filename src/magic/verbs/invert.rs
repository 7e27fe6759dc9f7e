use super::shared::{Of, rotation_report};
use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::session::Rearrangement;

/// Reverse the sign of a factor
///
/// What it agreed with it now disagrees with. Flags stay where they are; scores and arrays follow.
#[derive(Debug, clap::Args)]
pub(super) struct Invert {
    /// Which factor
    #[arg(value_name = "FACTOR")]
    factor: String,
    #[command(flatten)]
    of: Of,
}

impl Magic for Invert {
    const NAME: &'static str = "invert";
    const GROUP: Group = Group::Analysis;
    const EXAMPLES: &'static [Example] = &[Example {
        at: Station::Flagged,
        cell: "%q invert F2",
        does: "reverses the second factor",
    }];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        let mut solution = self.of.solution(call)?;
        let factor = solution.rotated_factor(&self.factor)?;
        solution.rearrange(&Rearrangement::Invert(factor), &call.step())?;
        let report = rotation_report(&solution)?;
        call.session.put_back(solution.clone());
        Ok(Answer::step(report).of(solution))
    }
}
