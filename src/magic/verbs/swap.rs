use super::shared::{Of, rotation_report};
use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::session::Rearrangement;

/// Exchange two factors
///
/// Each takes the other's place in every table. A name given to a factor travels with it; a factor without one is called by its new place.
#[derive(Debug, clap::Args)]
pub(super) struct Swap {
    /// One factor
    #[arg(value_name = "FACTOR")]
    a: String,
    /// The other
    #[arg(value_name = "FACTOR")]
    b: String,
    #[command(flatten)]
    of: Of,
}

impl Magic for Swap {
    const NAME: &'static str = "swap";
    const GROUP: Group = Group::Analysis;
    const EXAMPLES: &'static [Example] = &[Example {
        at: Station::Sites,
        cell: "%q swap A2 A3 --of A",
        does: "brings the factors of a kept solution into another order",
    }];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        let mut solution = self.of.solution(call)?;
        let (a, b) = (
            solution.rotated_factor(&self.a)?,
            solution.rotated_factor(&self.b)?,
        );
        solution.rearrange(&Rearrangement::Swap(a, b), &call.step())?;
        let report = rotation_report(&solution)?;
        call.session.put_back(solution.clone());
        Ok(Answer::step(report).of(solution))
    }
}
