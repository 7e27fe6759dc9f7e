use super::shared::Of;
use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::qmethod::dimensions::dimensions;
use crate::render;

/// Show how viewpoints score the statements of each dimension
///
/// Means of z-scores by an attribute of the statements, the statements of each, and a picture with one panel per viewpoint.
#[derive(Debug, clap::Args)]
pub(super) struct Dimensions {
    /// The attribute of the statements
    #[arg(value_name = "STATEMENT-ATTRIBUTE", default_value = "dimension")]
    attribute: String,
    #[command(flatten)]
    of: Of,
}

impl Magic for Dimensions {
    const NAME: &'static str = "dimensions";
    const GROUP: Group = Group::Interpretation;
    const EXAMPLES: &'static [Example] = &[Example {
        at: Station::Flagged,
        cell: "%q dimensions",
        does: "people, partnership, professional and productivity in each viewpoint",
    }];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        let solution = self.of.solution(call)?;
        let scored = solution.scored()?;
        let found = dimensions(scored, &self.attribute)?;
        let report = render::dimensions(&found, scored, solution.labels());
        Ok(Answer::about(solution, report))
    }
}
