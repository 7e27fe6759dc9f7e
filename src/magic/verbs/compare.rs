use super::against::{Against, Ours};
use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::qmethod::comparison::{Comparison, Likeness, Profile, compare_sets_by};
use crate::qmethod::{FactorIndex, Scored};
use crate::render;
use crate::session::{Compared, Look, Party, Session, SessionError, Solution};

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
    /// Tucker's coefficients of congruence instead of correlations
    #[arg(long)]
    congruence: bool,
    #[command(flatten)]
    against: Against,
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
        Example {
            at: Station::Sites,
            cell: "%q compare A B --congruence",
            does: "Tucker's congruence of their arrays",
        },
    ];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        let rows = solutions(call.session, &self.rows)?;
        let columns = solutions(call.session, &self.columns)?;
        let mut labels = distinct_labels(&[rows.as_slice(), &columns].concat());
        let column_labels = labels.split_off(rows.len()).concat();
        let profile = self.by.profile();
        let likeness = match self.congruence {
            true => Likeness::Congruence,
            false => Likeness::Correlation,
        };
        let comparison = compare_sets_by(&scored(&rows)?, &scored(&columns)?, profile, likeness)?;
        let labels = labels.concat();
        let report = render::compare(&comparison, &labels, &column_labels, profile);
        let ours = Ours {
            rows: chosen(&labels, &comparison.rows),
            columns: chosen(&column_labels, &comparison.columns),
            values: rows_of(&comparison),
            counts: false,
        };
        let report = self.against.added_to(report, ours, call.directory)?;
        let compared = Compared {
            rows: parties(&rows),
            columns: parties(&columns),
            profile,
            likeness,
            threshold: None,
        };
        call.looks.remember(Look::Comparison(compared));
        Ok(report.into())
    }
}

/// The labels of these factors.
fn chosen(labels: &[String], factors: &[FactorIndex]) -> Vec<String> {
    let labels = factors.iter().map(|f| labels.get(f.0).cloned());
    labels.map(Option::unwrap_or_default).collect()
}

fn rows_of(comparison: &Comparison) -> Vec<Vec<f64>> {
    let rows = comparison.matrix.row_iter();
    rows.map(|row| row.iter().copied().collect()).collect()
}

/// The solutions of these names.
pub(super) fn solutions<'a>(
    session: &'a Session,
    names: &[String],
) -> Result<Vec<&'a Solution>, SessionError> {
    let names = names.iter();
    names.map(|name| session.solution(name.trim())).collect()
}

/// The factors' labels solution by solution, with the solution's name before them if two solutions use the same.
pub(super) fn distinct_labels(solutions: &[&Solution]) -> Vec<Vec<String>> {
    let shared = |label: &String, by: &Solution| {
        let others = solutions.iter().filter(|other| other.name() != by.name());
        others.flat_map(|other| other.labels()).any(|l| l == label)
    };
    let ambiguous = solutions
        .iter()
        .any(|s| s.labels().iter().any(|label| shared(label, s)));
    let called = |s: &&Solution| match (ambiguous, s.name()) {
        (true, Some(name)) => s.labels().iter().map(|l| format!("{name} {l}")).collect(),
        _ => s.labels().to_vec(),
    };
    solutions.iter().map(called).collect()
}

/// The solutions as those who take part in a comparison.
pub(super) fn parties(solutions: &[&Solution]) -> Vec<Party> {
    let parties = solutions.iter().filter_map(|solution| Party::of(solution));
    parties.collect()
}

/// Their scores.
pub(super) fn scored<'a>(solutions: &[&'a Solution]) -> Result<Vec<&'a Scored>, SessionError> {
    let solutions = solutions.iter();
    solutions.map(|s| Ok(s.scored()?.as_ref())).collect()
}
