use super::shared::{opening, whole_number};
use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::qmethod::extraction::{CentroidOptions, Extraction};
use crate::qmethod::{Convention, Extracted, MethodError};
use crate::render;
use std::sync::Arc;

/// Extract unrotated factors
///
/// Principal components, or Brown's centroid. Take more factors than you expect to keep: `%q scree` helps to decide how many to rotate.
#[derive(Debug, clap::Args)]
pub(super) struct Extract {
    /// How
    #[arg(value_enum)]
    method: ExtractionMethod,
    /// How many factors; without it 8 components or 7 centroids, as far as the sorts allow
    #[arg(short, value_name = "NUMBER", value_parser = whole_number, allow_negative_numbers = true)]
    k: Option<usize>,
    /// For the centroid, when the communalities count as settled
    #[arg(long, value_enum, default_value = "converged")]
    like: CentroidPreset,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum ExtractionMethod {
    /// Principal components of the correlation matrix
    Pca,
    /// Brown's centroid
    Centroid,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub(super) enum CentroidPreset {
    /// Until nothing changes (1e-12)
    Converged,
    /// PQMethod and KADE: from .5, to .001
    Pqmethod,
    /// R qmethod: from the column means, to 1e-5
    Qmethod,
}

impl CentroidPreset {
    pub(super) fn like(convention: Convention) -> Self {
        match convention {
            Convention::Exact => Self::Converged,
            Convention::Pqmethod | Convention::Kade => Self::Pqmethod,
            Convention::Qmethod => Self::Qmethod,
        }
    }
}

impl ExtractionMethod {
    pub(super) fn with(self, preset: CentroidPreset) -> Extraction {
        match self {
            Self::Pca => Extraction::PrincipalComponents,
            Self::Centroid => Extraction::Centroid(match preset {
                CentroidPreset::Converged => CentroidOptions::CONVERGED,
                CentroidPreset::Pqmethod => CentroidOptions::PQMETHOD,
                CentroidPreset::Qmethod => CentroidOptions::QMETHOD,
            }),
        }
    }

    /// The step as provenance shows it: the presets of the centroid differ in their results.
    pub(super) fn step(self, preset: CentroidPreset, k: usize) -> String {
        let like = match (self, preset) {
            (Self::Pca, _) | (Self::Centroid, CentroidPreset::Converged) => "",
            (Self::Centroid, CentroidPreset::Pqmethod) => " --like pqmethod",
            (Self::Centroid, CentroidPreset::Qmethod) => " --like qmethod",
        };
        format!("extract {} -k {k}{like}", self.word())
    }

    fn word(self) -> &'static str {
        match self {
            Self::Pca => "pca",
            Self::Centroid => "centroid",
        }
    }
}

impl Magic for Extract {
    const NAME: &'static str = "extract";
    const GROUP: Group = Group::Analysis;
    const EXAMPLES: &'static [Example] = &[
        Example {
            at: Station::Correlated,
            cell: "%q extract pca -k 8",
            does: "eight principal components",
        },
        Example {
            at: Station::Correlated,
            cell: "%q extract centroid --like pqmethod",
            does: "seven centroids, with the stopping rule of PQMethod",
        },
    ];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        let solution = call.session.current_mut()?;
        let correlated = Arc::clone(solution.correlated()?);
        let habit = match self.method {
            ExtractionMethod::Pca => 8,
            ExtractionMethod::Centroid => 7,
        };
        let possible = correlated.most_factors();
        let extraction = self.method.with(self.like);
        let of = |k| Extracted::new(Arc::clone(&correlated), extraction, k);
        let extracted = match (self.k, of(self.k.unwrap_or(habit.min(possible)))) {
            // Sorts that repeat each other allow fewer than their number.
            (None, Err(MethodError::NothingLeft { found, .. })) if found > 0 => of(found)?,
            (_, extracted) => extracted?,
        };
        let k = extracted.factor_count();
        let report = render::unrotated(&extracted);
        let step = self.method.step(self.like, k);
        let dropped = solution.put_extracted(extracted, &step);
        Ok(Answer::step(opening(report, dropped)))
    }
}
