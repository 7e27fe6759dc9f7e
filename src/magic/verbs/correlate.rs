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
}

impl Magic for Correlate {
    const NAME: &'static str = "correlate";
    const GROUP: Group = Group::Analysis;
    const EXAMPLES: &'static [Example] = &[Example {
        at: Station::Study,
        cell: "%q correlate",
        does: "Pearson correlations, as table and heatmap",
    }];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        let Method::Pearson = self.method;
        let solution = call.session.current_mut()?;
        let correlated = Correlated::new(Arc::clone(solution.part()), CorrelationMethod::Pearson)?;
        let report = render::correlations(&correlated);
        let dropped = solution.put_correlated(correlated, "correlate pearson");
        Ok(Answer::step(opening(report, dropped)))
    }
}
