use super::shared::{Of, whole_number};
use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::qmethod::retention::{RetentionOptions, solutions_of_sizes};
use crate::render;

/// Show what becomes of each factor when one more is taken
///
/// The solutions of 1, 2 … factors side by side: which factor goes on, which splits, which is new, by the correlation of their z-scores.
#[derive(Debug, clap::Args)]
pub(super) struct Lineage {
    /// The largest number of factors
    #[arg(short, value_name = "NUMBER", value_parser = whole_number, default_value = "8", allow_negative_numbers = true)]
    k: usize,
    #[command(flatten)]
    of: Of,
}

impl Magic for Lineage {
    const NAME: &'static str = "lineage";
    const GROUP: Group = Group::Analysis;
    const EXAMPLES: &'static [Example] = &[Example {
        at: Station::Correlated,
        cell: "%q lineage -k 6",
        does: "how six factors come about",
    }];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        let solution = self.of.solution(call)?;
        let usual = RetentionOptions::default().extraction;
        let extraction = solution.extracted().map_or(usual, |e| e.extraction());
        let solutions = solutions_of_sizes(solution.correlated()?, extraction, self.k)?;
        let report = render::lineage(&solutions);
        Ok(Answer::about(solution, report))
    }
}
