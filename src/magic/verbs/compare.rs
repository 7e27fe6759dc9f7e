use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::qmethod::Scored;
use crate::qmethod::comparison::{Profile, compare_sets};
use crate::render;
use crate::session::Session;
use std::sync::Arc;

/// Correlate the factors of two sets of solutions
///
/// Each factor of the first set with each of the second: which local viewpoint is a national one, and which is found at one site only.
#[derive(Debug, clap::Args)]
pub(super) struct Compare {
    /// Kept solutions whose factors make the rows, such as `A,B,C`
    #[arg(
        value_name = "SOLUTION,…",
        value_delimiter = ',',
        num_args = 1,
        required = true
    )]
    rows: Vec<String>,
    /// Kept solutions whose factors make the columns
    #[arg(
        value_name = "SOLUTION,…",
        value_delimiter = ',',
        num_args = 1,
        required = true
    )]
    columns: Vec<String>,
    /// What is correlated
    #[arg(long, value_enum, default_value = "arrays")]
    by: By,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub(super) enum By {
    /// Factor arrays, as the field does
    Arrays,
    /// Factor scores, unrounded
    Scores,
}

impl By {
    pub(super) fn profile(self) -> Profile {
        match self {
            Self::Arrays => Profile::Arrays,
            Self::Scores => Profile::Scores,
        }
    }
}

impl Magic for Compare {
    const NAME: &'static str = "compare";
    const GROUP: Group = Group::Comparison;
    const EXAMPLES: &'static [Example] = &[
        Example {
            at: Station::Sites,
            cell: "%q compare A,B,C,D,E national",
            does: "every local viewpoint with the national ones",
        },
        Example {
            at: Station::Sites,
            cell: "%q compare A B --by scores",
            does: "two sites, by z-scores",
        },
    ];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        let (row_labels, rows) = sets(call.session, &self.rows)?;
        let (column_labels, columns) = sets(call.session, &self.columns)?;
        let profile = self.by.profile();
        let comparison = compare_sets(&refs(&rows), &refs(&columns), profile)?;
        Ok(render::compare(&comparison, &row_labels, &column_labels, profile).into())
    }
}

/// The factors' labels of several solutions, one after another, and their scores.
pub(super) fn sets(
    session: &Session,
    names: &[String],
) -> Result<(Vec<String>, Vec<Arc<Scored>>), MagicError> {
    let mut labels = Vec::new();
    let mut scored = Vec::new();
    for name in names {
        let solution = session.solution(name.trim())?;
        scored.push(Arc::clone(solution.scored()?));
        labels.extend_from_slice(solution.labels());
    }
    Ok((labels, scored))
}

fn refs(scored: &[Arc<Scored>]) -> Vec<&Scored> {
    scored.iter().map(Arc::as_ref).collect()
}
