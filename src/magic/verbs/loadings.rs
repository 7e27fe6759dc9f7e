use super::shared::Of;
use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::render;

/// Show the rotated loadings with their defining sorts
///
/// The table of all factors with the plot of the first two; or, with two factors named, only the plot of these.
#[derive(Debug, clap::Args)]
pub(super) struct Loadings {
    /// Two factors to plot against each other
    #[arg(value_name = "FACTOR", num_args = 2)]
    factors: Vec<String>,
    #[command(flatten)]
    of: Of,
}

impl Magic for Loadings {
    const NAME: &'static str = "loadings";
    const GROUP: Group = Group::Results;
    const EXAMPLES: &'static [Example] = &[
        Example {
            at: Station::Flagged,
            cell: "%q loadings",
            does: "loadings, communalities, flags",
        },
        Example {
            at: Station::Flagged,
            cell: "%q loadings F1 F3",
            does: "plots the first factor against the third",
        },
    ];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        let solution = self.of.solution(call)?;
        let labels = solution.labels();
        let report = match (solution.flagged(), self.factors.as_slice()) {
            (Ok(flagged), [a, b]) => {
                render::loadings_plot(flagged, labels, solution.factor(a)?, solution.factor(b)?)
            }
            (Ok(flagged), _) => render::loadings(flagged, labels),
            (Err(_), []) => render::rotated(solution.rotated()?, labels),
            (Err(missing), _) => return Err(missing.into()),
        };
        Ok(Answer::about(solution, report))
    }
}
