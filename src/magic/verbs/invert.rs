use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::qmethod::rotation::RotationStep;
use crate::render;

/// Reverse the sign of a factor
///
/// What it agreed with it now disagrees with. Flags stay where they are; scores and arrays follow.
#[derive(Debug, clap::Args)]
pub(super) struct Invert {
    /// Which factor
    #[arg(value_name = "FACTOR")]
    factor: String,
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
        let step = call.step();
        let solution = call.session.current_mut()?;
        let factor = solution.factor(&self.factor)?;
        let inverted = solution.rotated()?.then(RotationStep::Invert(factor))?;
        let labels = solution.labels().to_vec();
        solution.put_mirrored(inverted, labels, &step)?;
        let report = match solution.flagged() {
            Ok(flagged) => render::loadings(flagged, solution.labels()),
            Err(_) => render::rotated(solution.rotated()?, solution.labels()),
        };
        Ok(Answer::step(report))
    }
}
