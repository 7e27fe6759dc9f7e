use super::against::{Against, Ours};
use super::shared::Of;
use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::qmethod::prevalence::{self, prevalence, prevalence_crossed};
use crate::render;

/// Count who holds which viewpoint
///
/// Defining sorts of each factor by an attribute of the participants, such as their site, or by two attributes crossed; with Wilson's intervals and an
/// exact test of whether the groups differ. A P set is chosen, not sampled: the counts describe these participants.
#[derive(Debug, clap::Args)]
pub(super) struct Prevalence {
    /// The attribute
    #[arg(value_name = "ATTRIBUTE")]
    by: String,
    /// A second attribute, crossed with the first
    #[arg(value_name = "ATTRIBUTE")]
    and: Option<String>,
    #[command(flatten)]
    of: Of,
    #[command(flatten)]
    against: Against,
}

impl Magic for Prevalence {
    const NAME: &'static str = "prevalence";
    const GROUP: Group = Group::Comparison;
    const EXAMPLES: &'static [Example] = &[Example {
        at: Station::Flagged,
        cell: "%q prevalence site",
        does: "defining sorts by site and factor",
    }];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        let solution = self.of.solution(call)?;
        let flagged = solution.flagged()?;
        let counted = match &self.and {
            None => prevalence(flagged, &self.by)?,
            Some(and) => prevalence_crossed(flagged, &self.by, and)?,
        };
        let report = render::prevalence(&counted, solution.labels());
        let ours = ours(&counted, solution.labels());
        let report = self.against.added_to(report, ours, call.directory)?;
        Ok(Answer::about(solution, report))
    }
}

/// The counts with their sums, labelled as they are shown.
fn ours(counted: &prevalence::Prevalence, labels: &[String]) -> Ours {
    let sums = [
        ("matched", &counted.matched),
        ("confounded", &counted.confounded),
        ("sorts", &counted.sorts),
    ];
    let named = sums.iter().map(|(name, _)| (*name).to_owned());
    let mut values: Vec<Vec<f64>> = Vec::new();
    for (row, counts) in counted.counts.iter().enumerate() {
        let of_row = sums.iter().map(|(_, sum)| sum.get(row).unwrap_or(&0));
        values.push(counts.iter().chain(of_row).map(|n| *n as f64).collect());
    }
    let columns: Vec<String> = labels.iter().cloned().chain(named).collect();
    let all = |column: usize| values.iter().filter_map(|row| row.get(column)).sum();
    values.push((0..columns.len()).map(all).collect());
    let all = ["All".to_owned()];
    Ours {
        rows: counted.rows.iter().cloned().chain(all).collect(),
        columns,
        values,
        counts: true,
    }
}
