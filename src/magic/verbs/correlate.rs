use super::shared::opening;
use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::qmethod::Correlated;
use crate::qmethod::correlation::CorrelationMethod;
use crate::render;
use std::sync::Arc;

/// Correlate the sorts
///
/// The correlation of each sort with each other over the statements: the table that factors are taken from.
#[derive(Debug, clap::Args)]
pub(super) struct Correlate {
    /// Which coefficient
    #[arg(value_enum, default_value = "pearson")]
    method: Method,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Method {
    /// Product-moment correlation
    Pearson,
    /// Of ranks
    Spearman,
    /// Of the order of pairs, corrected for ties (τ-b)
    Kendall,
}

impl Magic for Correlate {
    const NAME: &'static str = "correlate";
    const GROUP: Group = Group::Analysis;
    const EXAMPLES: &'static [Example] = &[
        Example {
            at: Station::Study,
            cell: "%q correlate",
            does: "Pearson correlations, as table and heatmap",
        },
        Example {
            at: Station::Study,
            cell: "%q correlate kendall",
            does: "rank correlations instead",
        },
    ];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        let (method, word) = match self.method {
            Method::Pearson => (CorrelationMethod::Pearson, "pearson"),
            Method::Spearman => (CorrelationMethod::Spearman, "spearman"),
            Method::Kendall => (CorrelationMethod::Kendall, "kendall"),
        };
        let solution = call.session.current_mut()?;
        let correlated = Correlated::new(Arc::clone(solution.part()), method)?;
        let report = render::correlations(&correlated);
        let dropped = solution.put_correlated(correlated, &format!("correlate {word}"));
        Ok(Answer::step(opening(report, dropped)))
    }
}
