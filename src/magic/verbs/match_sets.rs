use super::compare::{By, distinct_labels, parties, scored, solutions};
use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::qmethod::comparison::Likeness;
use crate::qmethod::matching::match_sets;
use crate::render;
use crate::session::{Compared, Look, Solution};

/// Find the viewpoints of one solution again in others
///
/// Each local viewpoint is paired with one of the common solution, one to one within its own, so that the sum of the correlations is greatest. A pair that
/// reaches the threshold is the same viewpoint: it is operant there. The others are local.
#[derive(Debug, clap::Args)]
pub(super) struct Match {
    /// Kept local solutions, such as `A,B,C`
    #[arg(
        value_name = "SOLUTION,…",
        value_delimiter = ',',
        num_args = 1,
        required = true
    )]
    locals: Vec<String>,
    /// The kept solution whose viewpoints are looked for
    #[arg(value_name = "SOLUTION")]
    common: String,
    /// The least r of a pair that counts as the same viewpoint
    #[arg(
        long,
        value_name = "NUMBER",
        default_value = "0.5",
        allow_negative_numbers = true
    )]
    threshold: f64,
    /// What is correlated
    #[arg(long, value_enum, default_value = "arrays")]
    by: By,
}

impl Magic for Match {
    const NAME: &'static str = "match";
    const GROUP: Group = Group::Comparison;
    const EXAMPLES: &'static [Example] = &[
        Example {
            at: Station::Sites,
            cell: "%q match A,B,C,D,E national",
            does: "which national viewpoints are operant at which site, and which are local",
        },
        Example {
            at: Station::Sites,
            cell: "%q match A,B national --threshold 0.7 --by scores",
            does: "a stricter rule, by z-scores",
        },
    ];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        let locals = solutions(call.session, &self.locals)?;
        let common = call.session.solution(self.common.trim())?;
        let all: Vec<&Solution> = locals.iter().copied().chain([common]).collect();
        let mut labels = distinct_labels(&all);
        let common_labels = labels.pop().unwrap_or_default();
        let profile = self.by.profile();
        let found = match_sets(&scored(&locals)?, common.scored()?, profile, self.threshold)?;
        let sites: Vec<String> = locals
            .iter()
            .map(|s| s.name().unwrap_or_default().to_owned())
            .collect();
        let called = render::MatchNames {
            sites: &sites,
            local: &labels,
            common: common.name().unwrap_or_default(),
            common_labels: &common_labels,
        };
        let report = render::matching(&found, called, profile);
        let compared = Compared {
            rows: parties(&locals),
            columns: parties(&[common]),
            profile,
            likeness: Likeness::Correlation,
            threshold: Some(self.threshold),
        };
        call.looks.remember(Look::Comparison(compared));
        Ok(report.into())
    }
}
