//! Bipolar factors split into their two poles (as KADE and Stata's qfactor do): the sorts that define a factor negatively become a factor of their own,
//! with the loadings reversed.

use super::Flagged;
use crate::numeric::Matrix;
use crate::qmethod::error::MethodError;
use crate::qmethod::loadings::check_factor;
use crate::qmethod::study::FactorIndex;

/// An end of a bipolar factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pole {
    /// As the factor points; defined by the sorts flagged with positive loadings.
    Positive,
    /// The factor reversed; defined by the sorts flagged with negative loadings.
    Negative,
}

/// A factor as flags, scores and all that follows see it: a rotated factor, or one pole of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FlaggedFactor {
    /// The rotated factor.
    pub factor: FactorIndex,
    /// Which end, if the factor was split.
    pub pole: Option<Pole>,
}

impl FlaggedFactor {
    pub(in crate::qmethod) fn sign(self) -> f64 {
        match self.pole {
            Some(Pole::Negative) => -1.0,
            _ => 1.0,
        }
    }

    /// Whether a sort flagged on the rotated factor with this loading defines it here.
    pub(in crate::qmethod) fn holds(self, loading: f64) -> bool {
        match self.pole {
            None => true,
            Some(Pole::Positive) => loading >= 0.0,
            Some(Pole::Negative) => loading < 0.0,
        }
    }
}

impl Flagged {
    /// The same flags with just these rotated factors split, in any order; none to put all poles together again.
    ///
    /// # Errors
    /// A factor that is not there; one that is not defined at both ends, by positive and by negative loadings.
    pub fn with_split(&self, factors: &[FactorIndex]) -> Result<Self, MethodError> {
        let own = self.rotated.flag_basis();
        for factor in factors {
            check_factor(*factor, own.ncols())?;
            let (positive, negative) = self.ends(*factor);
            if positive == 0 || negative == 0 {
                return Err(MethodError::NothingToSplit {
                    factor: factor.0 + 1,
                    positive,
                    negative,
                });
            }
        }
        Ok(self.parted(factors))
    }

    /// The same with just these factors split, be they defined at both ends or not: a pole may be left without defining sorts.
    pub(in crate::qmethod) fn parted(&self, factors: &[FactorIndex]) -> Self {
        let own = self.rotated.flag_basis();
        let columns = columns(own.ncols(), factors);
        let mut split = self.clone();
        let seen_from_poles = |loadings: &Matrix<f64>| {
            Matrix::from_fn(loadings.nrows(), columns.len(), |sort, column| {
                columns[column].sign() * loadings[(sort, columns[column].factor.0)]
            })
        };
        split.loadings = seen_from_poles(self.rotated.loadings());
        split.basis = seen_from_poles(own);
        split.flags = Matrix::from_fn(own.nrows(), columns.len(), |sort, column| {
            let at = (sort, columns[column].factor.0);
            self.own[at] && columns[column].holds(own[at])
        });
        split.columns = columns;
        split
    }

    /// The rotated factors that are split, ascending.
    pub fn split(&self) -> Vec<FactorIndex> {
        let negative = self
            .columns
            .iter()
            .filter(|column| column.pole == Some(Pole::Negative));
        negative.map(|column| column.factor).collect()
    }

    /// The rotated factors with at least so many sorts flagged with negative loadings, and one with a positive loading: those that Stata's
    /// qfactor splits.
    pub fn bipolar(&self, at_least: usize) -> Vec<FactorIndex> {
        (0..self.own.ncols())
            .map(FactorIndex)
            .filter(|factor| {
                let (positive, negative) = self.ends(*factor);
                positive > 0 && negative >= at_least.max(1)
            })
            .collect()
    }

    /// How many sorts define a rotated factor with positive and with negative loadings.
    fn ends(&self, factor: FactorIndex) -> (usize, usize) {
        let loadings = self.rotated.flag_basis();
        let defining = (0..self.own.nrows()).filter(|sort| self.own[(*sort, factor.0)]);
        let (negative, positive): (Vec<usize>, Vec<usize>) =
            defining.partition(|sort| loadings[(*sort, factor.0)] < 0.0);
        (positive.len(), negative.len())
    }
}

/// The columns that follow from the split factors.
pub(super) fn columns(factors: usize, split: &[FactorIndex]) -> Vec<FlaggedFactor> {
    (0..factors)
        .map(FactorIndex)
        .flat_map(|factor| {
            let poles = if split.contains(&factor) {
                vec![Some(Pole::Positive), Some(Pole::Negative)]
            } else {
                vec![None]
            };
            poles
                .into_iter()
                .map(move |pole| FlaggedFactor { factor, pole })
        })
        .collect()
}
