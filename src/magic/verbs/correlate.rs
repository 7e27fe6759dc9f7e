use super::shared::{Like, opening};
use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::qmethod::correlation::CorrelationMethod;
use crate::qmethod::{Conventions, Correlated};
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
    /// Whose rounding: KADE's coefficients have 5 decimals when factors are taken out, all others keep theirs
    #[arg(long, value_enum, default_value = "exact")]
    like: Like,
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
        Example {
            at: Station::Study,
            cell: "%q correlate --like kade",
            does: "coefficients of 5 decimals, as KADE goes on with",
        },
    ];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        let (method, word) = match self.method {
            Method::Pearson => (CorrelationMethod::Pearson, "pearson"),
            Method::Spearman => (CorrelationMethod::Spearman, "spearman"),
            Method::Kendall => (CorrelationMethod::Kendall, "kendall"),
        };
        let solution = call.session.current_mut()?;
        let convention = self.like.convention();
        let correlated = Correlated::new(Arc::clone(solution.part()), method)?
            .rounded(Conventions::of(convention).correlations);
        let report = render::correlations(&correlated);
        let like = match self.like {
            Like::Exact => String::new(),
            _ => format!(" --like {}", convention.word()),
        };
        let dropped = solution.put_correlated(correlated, &format!("correlate {word}{like}"));
        Ok(Answer::step(opening(report, dropped)))
    }
}
