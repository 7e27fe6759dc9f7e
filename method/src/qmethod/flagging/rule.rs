//! The automatic rule.

use crate::numeric::Matrix;
use crate::qmethod::convention::{Bound, Convention, Rounding};
use crate::qmethod::error::MethodError;

/// Which sorts define a factor: those whose loading passes the cutoff, and those of which the factor carries the majority, or both.
///
/// Stata's qfactor flags |l| ≥ 2/√n and l² ≥ h²/2: `Cutoff::Critical(2.0)` with [`Bound::AtLeast`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FlagRule {
    /// What |l| is held against.
    pub cutoff: Cutoff,
    /// Whether the factor must carry more than half of the sort's communality.
    pub majority: Majority,
    /// Whether a loading, and a share of h², that just reach their limits count.
    pub bound: Bound,
    /// Under KADE's, loadings are brought to 4 decimals first, shares of h² to 5.
    pub rounding: Rounding,
}

/// What |l| is held against.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cutoff {
    /// z/√n over n statements, z the critical value of a two-sided level.
    Level {
        /// The level, such as .05.
        alpha: f64,
        /// Its critical value, such as 1.96.
        z: f64,
    },
    /// z/√n for a critical value that was given itself.
    Critical(f64),
    /// The same loading whatever the number of statements.
    Loading(f64),
}

/// What is asked of the other loadings of a sort.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Majority {
    /// l² > Σ of the sort's other l², beside the cutoff.
    Required,
    /// Nothing: the cutoff alone decides.
    Ignored,
    /// l² > Σ of the sort's other l², whatever the cutoff.
    Alone,
}

impl Default for FlagRule {
    /// |l| > 1.96/√n and the majority of h², both strictly.
    fn default() -> Self {
        Self::like(Convention::Exact)
    }
}

impl FlagRule {
    /// The rule a program flags by without further ado: |l| > 1.96/√n and the majority of h² in all of them; KADE sees loadings of 4 decimals.
    pub fn like(convention: Convention) -> Self {
        Self {
            cutoff: Cutoff::Level {
                alpha: 0.05,
                z: 1.96,
            },
            majority: Majority::Required,
            bound: Bound::Above,
            rounding: match convention {
                Convention::Kade => Rounding::Kade,
                _ => Rounding::None,
            },
        }
    }

    /// |l| against z/√n, with the majority of h² or without, strictly; `z` must be above 0.
    pub fn critical(z: f64, majority: Majority) -> Self {
        Self {
            cutoff: Cutoff::Critical(z),
            majority,
            ..Self::default()
        }
    }

    pub(super) fn check(self) -> Result<(), MethodError> {
        let sound = |value: f64| value > 0.0 && value.is_finite();
        match self.cutoff {
            Cutoff::Level { alpha, .. } if !(alpha > 0.0 && alpha < 1.0) => {
                Err(MethodError::SignificanceLevel { value: alpha })
            }
            Cutoff::Level { z, .. } | Cutoff::Critical(z) if !sound(z) => {
                Err(MethodError::CriticalValue { value: z })
            }
            Cutoff::Loading(l) if !(0.0..1.0).contains(&l) => {
                Err(MethodError::LoadingThreshold { value: l })
            }
            _ => Ok(()),
        }
    }

    /// The loading a sort is held against, over n statements.
    pub fn threshold(self, statements: usize) -> f64 {
        match self.cutoff {
            Cutoff::Level { z, .. } | Cutoff::Critical(z) => z / (statements as f64).sqrt(),
            Cutoff::Loading(l) => l,
        }
    }

    /// Whether a loading passes the cutoff by its size.
    pub(super) fn passes(self, loading: f64, threshold: f64) -> bool {
        let l = self.rounding.apply(loading.abs(), 4);
        self.bound.met(l, threshold)
    }

    /// The flags, m×k.
    pub(in crate::qmethod) fn flags(self, loadings: &Matrix<f64>, threshold: f64) -> Matrix<bool> {
        let mut flags = Matrix::from_element(loadings.nrows(), loadings.ncols(), false);
        let mut row = Vec::with_capacity(loadings.ncols());
        for (sort, loadings) in loadings.row_iter().enumerate() {
            row.clear();
            row.extend(loadings.iter());
            for (factor, loading) in row.iter().enumerate() {
                let significant = self.passes(*loading, threshold);
                flags[(sort, factor)] = match self.majority {
                    Majority::Ignored => significant,
                    Majority::Required => significant && self.has_majority(&row, factor),
                    Majority::Alone => self.has_majority(&row, factor),
                };
            }
        }
        flags
    }

    fn has_majority(self, row: &[f64], factor: usize) -> bool {
        let square = |l: &f64| self.rounding.apply(*l, 4).powi(2);
        let own = row.get(factor).map_or(0.0, square);
        // Summed without the own square: h² − l² would lose it where the others are small.
        let others: f64 = row
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != factor)
            .map(|(_, l)| square(l))
            .sum();
        let communality = own + others;
        match self.rounding {
            Rounding::Kade if communality > 0.0 => {
                let share = |part: f64| self.rounding.apply(part / communality, 5);
                self.bound.met(share(own), share(others))
            }
            // A sort that loads on nothing has no majority to give.
            _ => communality > 0.0 && self.bound.met(own, others),
        }
    }
}
