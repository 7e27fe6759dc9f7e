//! The solution of each size: varimax, automatic flags, scores.

use crate::qmethod::correlation::Correlated;
use crate::qmethod::error::MethodError;
use crate::qmethod::extraction::{Extracted, Extraction};
use crate::qmethod::flagging::{FlagRule, Flagged, SortStanding};
use crate::qmethod::rotation::{Rotated, RotationStep};
use crate::qmethod::scores::{ScoreOptions, Scored};
use crate::qmethod::study::FactorIndex;
use std::sync::Arc;

/// A solution of k factors by Kaiser varimax, flagged by the field's rule (1.96/√n and the majority of h²).
#[derive(Clone, Debug)]
pub struct SolutionOfSize {
    /// Its flags; k is the number of its factors.
    pub flagged: Arc<Flagged>,
    /// Its scores, or why there are none.
    pub scored: Result<Arc<Scored>, MethodError>,
}

/// How many sorts stand how to a solution; the four add up to m.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standings {
    /// Define one factor.
    pub defining: usize,
    /// Significant on several, defining none.
    pub confounded: usize,
    /// Significant on one that does not carry most of h².
    pub unflagged: usize,
    /// Significant on none.
    pub non_significant: usize,
}

impl SolutionOfSize {
    /// Number of factors, k.
    pub fn factor_count(&self) -> usize {
        self.flagged.rotated().factor_count()
    }

    /// How the sorts stand to it.
    pub fn standings(&self) -> Standings {
        let mut counts = Standings::default();
        for standing in self.flagged.standings() {
            match standing {
                SortStanding::Defining(_) => counts.defining += 1,
                SortStanding::Confounded => counts.confounded += 1,
                SortStanding::Unflagged => counts.unflagged += 1,
                SortStanding::NonSignificant => counts.non_significant += 1,
            }
        }
        counts
    }

    /// Defining sorts of each factor, length k.
    pub fn defining(&self) -> Vec<usize> {
        let factors = (0..self.factor_count()).map(FactorIndex);
        factors
            .map(|factor| self.flagged.defining_sorts(factor).len())
            .collect()
    }

    /// 100·Σl²/m over all factors.
    pub fn variance_percent(&self) -> f64 {
        self.flagged.rotated().variance_percent().iter().sum()
    }
}

/// The solutions of 1, 2, … `most` factors, fewer where the correlations do not hold as many. Each is extracted anew, since the factors of some
/// methods depend on how many there are.
///
/// # Errors
/// Not even one factor can be taken, or none was asked for.
pub fn solutions_of_sizes(
    correlated: &Arc<Correlated>,
    extraction: Extraction,
    most: usize,
) -> Result<Vec<SolutionOfSize>, MethodError> {
    let most = most.min(correlated.most_factors());
    let mut solutions = Vec::with_capacity(most);
    for k in 1..=most {
        match Extracted::new(Arc::clone(correlated), extraction, k) {
            Ok(extracted) => solutions.push(solution(extracted)?),
            Err(MethodError::NothingLeft { .. }) if k > 1 => break,
            Err(error) => return Err(error),
        }
    }
    if solutions.is_empty() {
        return Err(MethodError::FactorCount {
            asked: 0,
            most: correlated.most_factors(),
            sorts: correlated.study().sort_count(),
            statements: correlated.study().statement_count(),
        });
    }
    Ok(solutions)
}

fn solution(extracted: Extracted) -> Result<SolutionOfSize, MethodError> {
    let k = extracted.factor_count();
    let varimax = RotationStep::Varimax { kaiser: true };
    let rotated = Rotated::new(Arc::new(extracted), k, &[varimax])?;
    let flagged = Arc::new(Flagged::new(Arc::new(rotated), FlagRule::default(), &[])?);
    let scored = Scored::new(Arc::clone(&flagged), ScoreOptions::default());
    Ok(SolutionOfSize {
        flagged,
        scored: scored.map(Arc::new),
    })
}
