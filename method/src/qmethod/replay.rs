//! An analysis taken again on other sorts of its study: the same correlation, extraction, rotation, flags and scores, the factors brought back into
//! the order and direction of the solution.
//!
//! Principal components with one rotation of the orthomax family and Brown's scores are taken again on the sorts that are there, each counted as often as it
//! was drawn; everything else by the stages themselves, on a study that holds the copies. Both give the same numbers.

mod alignment;
mod chain;
mod error;
mod weighted;

pub use crate::numeric::{Alone, Run, Workers};
pub use error::{ReplayError, ReplayFailure};

use super::error::MethodError;
use super::extraction::Extraction;
use super::flagging::Flagged;
use super::rotation::RotationStep;
use super::scores::{ScoreMethod, Scored};
use super::study::{SortIndex, Study};
use crate::numeric::Matrix;
use alignment::Target;
use chain::Chain;
use std::sync::Arc;
use weighted::{Scratch, Weighted};

/// How the factors of a replicate are brought to those of the solution.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Alignment {
    /// One to one, so that the sum of |r| between z-scores is greatest, and reversed where r is negative.
    #[default]
    Assignment,
    /// After that, turned together to come nearest to the solution's loadings (orthogonal Procrustes, Schönemann 1966).
    Procrustes,
}

/// How an analysis is taken again.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReplayOptions {
    /// How factors are aligned.
    pub alignment: Alignment,
    /// The least |r| between the z-scores of a factor and its counterpart at which the factor counts as found again, 0…1.
    pub found_from: f64,
}

impl Default for ReplayOptions {
    /// By assignment; half of the variance shared.
    fn default() -> Self {
        Self {
            alignment: Alignment::Assignment,
            found_from: std::f64::consts::FRAC_1_SQRT_2,
        }
    }
}

/// The most sorts of an analysis that is taken again: each replicate has loadings of its own.
const MOST_SORTS: usize = 20_000;

/// An analysis that can be taken again.
#[derive(Clone, Debug)]
pub struct Replay {
    scored: Arc<Scored>,
    options: ReplayOptions,
    chain: Chain,
    weighted: Option<Weighted>,
}

/// What an analysis taken again gives. Factors stand in the order, and point the way, of the solution's; the columns are those of its flags, so that
/// the two poles of a split factor are two of them.
#[derive(Clone, Debug)]
pub struct Replicate {
    /// m×k; NaN for sorts that took no part.
    pub loadings: Matrix<f64>,
    /// m×k.
    pub flags: Matrix<bool>,
    /// n×k; NaN for factors without defining sorts.
    pub z: Matrix<f64>,
    /// n×k, in columns of factors with scores; none without a grid.
    pub arrays: Option<Matrix<i32>>,
    /// |r| of each factor with the solution's, 0…1: of z-scores, or where one of the two has no defining sorts, of the sums of all sorts weighted by their loadings.
    pub likeness: Vec<f64>,
    /// Whether all iterations met their tolerances.
    pub converged: bool,
}

impl Replicate {
    /// Whether a factor has scores.
    pub fn is_scored(&self, factor: usize) -> bool {
        self.z.get((0, factor)).is_some_and(|z| z.is_finite())
    }
}

impl Replay {
    /// Makes an analysis ready to be taken again.
    ///
    /// # Errors
    /// A threshold outside of 0…1; Procrustes' turn of factors that correlate.
    pub fn new(scored: Arc<Scored>, options: ReplayOptions) -> Result<Self, MethodError> {
        if !(0.0..=1.0).contains(&options.found_from) {
            return Err(ReplayError::Threshold {
                value: options.found_from,
            }
            .into());
        }
        let rotated = scored.flagged().rotated();
        let correlated = rotated.extracted().correlated();
        correlated.check_sorts("Taking the analysis again and again", MOST_SORTS)?;
        if options.alignment == Alignment::Procrustes && rotated.is_oblique() {
            return Err(ReplayError::ObliqueProcrustes.into());
        }
        let target = Arc::new(Target::of(&scored)?);
        let weighted = Weighted::of(&scored, &target, options.alignment);
        Ok(Self {
            chain: Chain::of(&scored, target, options.alignment)?,
            weighted,
            scored,
            options,
        })
    }

    /// The same, never by counting sorts but always by the stages themselves: for comparison.
    #[must_use]
    pub fn by_stages(mut self) -> Self {
        self.weighted = None;
        self
    }

    /// Refuses what cannot be done with sorts that occur twice.
    ///
    /// # Errors
    /// Maximum likelihood, and regression scores: both need an inverse of the correlations, and there is none.
    pub fn check_copies(&self) -> Result<(), MethodError> {
        let extracted = self.flagged().rotated().extracted();
        let what = match (extracted.extraction(), self.scored.options().method) {
            (Extraction::MaximumLikelihood(_), _) => "Maximum likelihood needs",
            (_, ScoreMethod::Regression) => "Regression scores need",
            _ => return Ok(()),
        };
        Err(ReplayError::NeedsInverse { what }.into())
    }

    /// The sorts that a step of the rotation goes through: it cannot be taken where they are missing.
    pub fn sorts_needed(&self) -> Vec<SortIndex> {
        let steps = self.flagged().rotated().steps().iter();
        let through = steps.filter_map(|step| match step {
            RotationStep::Through { sort, .. } => Some(*sort),
            _ => None,
        });
        through.collect()
    }

    /// The analysis.
    pub fn scored(&self) -> &Arc<Scored> {
        &self.scored
    }

    fn flagged(&self) -> &Arc<Flagged> {
        self.scored.flagged()
    }

    /// How it is taken again.
    pub fn options(&self) -> ReplayOptions {
        self.options
    }

    /// Whether a replicate has found a factor again.
    pub fn found(&self, replicate: &Replicate, factor: usize) -> bool {
        let r = replicate.likeness.get(factor).copied();
        r.is_some_and(|r| r >= self.options.found_from)
    }

    /// What one thread needs to take it again and again.
    pub fn replayer(&self) -> Replayer<'_> {
        Replayer {
            replay: self,
            scratch: Scratch::default(),
        }
    }

    /// Takes the analysis again without one statement; z-scores and arrays have no row for it, and there are no arrays.
    ///
    /// # Errors
    /// Why it cannot be taken.
    pub fn without_statement(&self, statement: usize) -> Result<Replicate, ReplayFailure> {
        let study: &Study = self.scored.study();
        let sorts: Vec<usize> = (0..study.sort_count()).collect();
        let part = study.without_statement(statement);
        self.chain.take(part, &sorts, Some(statement))
    }
}

/// Takes one analysis again and again.
#[derive(Debug)]
pub struct Replayer<'a> {
    replay: &'a Replay,
    scratch: Scratch,
}

impl Replayer<'_> {
    /// Takes the analysis again on the sorts of which `counts` says how often each takes part, length m.
    ///
    /// # Errors
    /// Why it cannot be taken on these sorts.
    pub fn take(&mut self, counts: &[u32]) -> Result<Replicate, ReplayFailure> {
        if let Some(weighted) = &self.replay.weighted {
            return weighted.take(counts, &mut self.scratch);
        }
        let drawn = counts.iter().enumerate();
        let sorts: Vec<usize> = drawn
            .flat_map(|(sort, &count)| std::iter::repeat_n(sort, count as usize))
            .collect();
        let study = self.replay.scored.study().resampled(&sorts);
        self.replay.chain.take(study, &sorts, None)
    }
}
