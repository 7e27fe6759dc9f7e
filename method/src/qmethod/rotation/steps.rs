//! The steps a rotation is made of.

use super::arrangement::Arrangement;
use crate::numeric::Matrix;
use crate::qmethod::convention::{Convention, Rounding};
use crate::qmethod::study::{FactorIndex, SortIndex};
use std::sync::Arc;

/// One step of a rotation.
#[derive(Clone, Debug, PartialEq)]
pub enum RotationStep {
    /// Varimax to full convergence; with `kaiser`, rows are first brought to length 1. Ends with the stated order (falling Σl²) and sign
    /// (Σ l·|l| ≥ 0; where that is zero, the largest |l| positive). The same as [`Orthomax::varimax`].
    Varimax {
        /// Kaiser's normalisation.
        kaiser: bool,
    },
    /// Any rotation of the orthomax family.
    Orthomax(Orthomax),
    /// Direct oblimin: factors may correlate.
    Oblimin(Oblimin),
    /// Promax: factors may correlate.
    Promax(Promax),
    /// The orthogonal rotation that comes nearest to given loadings.
    Target(Target),
    /// The loadings times a given rotation matrix.
    Given(GivenRotation),
    /// The factor turned, in the plane of the two, until it passes through the sort, which then loads on no other factor.
    Through {
        /// The factor.
        factor: FactorIndex,
        /// The sort.
        sort: SortIndex,
    },
    /// The pair turned clockwise: a' = a·cos + b·sin, b' = b·cos − a·sin.
    ByHand {
        /// First factor.
        a: FactorIndex,
        /// Second factor.
        b: FactorIndex,
        /// The angle in degrees.
        degrees: f64,
    },
    /// The factor's sign reversed.
    Invert(FactorIndex),
    /// Two factors change places.
    Swap(FactorIndex, FactorIndex),
    /// All factors in another order.
    Order(FactorOrder),
}

impl RotationStep {
    /// Whether its loadings are rounded; none where that is left to the steps before.
    pub(super) fn rounding(&self) -> Option<Rounding> {
        match self {
            Self::Orthomax(options) => Some(options.rounding),
            Self::Varimax { .. } | Self::Oblimin(_) | Self::Promax(_) => Some(Rounding::None),
            _ => None,
        }
    }

    /// Whether the step needs orthogonal factors to start from.
    pub(super) fn turns(&self) -> bool {
        !matches!(self, Self::Invert(_) | Self::Swap(..) | Self::Order(_))
    }
}

/// An orthogonal rotation that maximises Σ over factors of Σl⁴ − (γ/m)·(Σl²)², to full convergence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Orthomax {
    /// Which γ.
    pub criterion: Criterion,
    /// Kaiser's normalisation.
    pub kaiser: bool,
    /// Order and signs of the factors afterwards.
    pub arrangement: Arrangement,
    /// Whether the loadings are rounded, to 5 decimals, here and after turns that follow.
    pub rounding: Rounding,
}

/// A member of the orthomax family, by its γ.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Criterion {
    /// γ = 0: simple sorts (Neuhaus and Wrigley 1954).
    Quartimax,
    /// γ = 1: simple factors (Kaiser 1958).
    Varimax,
    /// γ = k/2: factors of even size (Saunders 1962).
    Equamax,
    /// Any γ.
    Gamma(f64),
}

impl Criterion {
    /// γ for `k` factors.
    pub fn gamma(self, k: usize) -> f64 {
        match self {
            Self::Quartimax => 0.0,
            Self::Varimax => 1.0,
            Self::Equamax => k as f64 / 2.0,
            Self::Gamma(gamma) => gamma,
        }
    }
}

impl Orthomax {
    /// Varimax with our own order and signs.
    pub fn varimax(kaiser: bool) -> Self {
        Self {
            criterion: Criterion::Varimax,
            kaiser,
            arrangement: Arrangement::default(),
            rounding: Rounding::None,
        }
    }
}

/// Direct oblimin (Jennrich and Sampson 1966): minimises Σ over pairs of factors of Σp²q² − (γ/m)·Σp²·Σq².
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Oblimin {
    /// 0 is quartimin; below it factors correlate less, above it more. At most .8.
    pub gamma: f64,
    /// Kaiser's normalisation.
    pub kaiser: bool,
    /// Order and signs of the factors afterwards.
    pub arrangement: Arrangement,
    /// What flags and weights are made from.
    pub basis: FlagBasis,
}

impl Default for Oblimin {
    /// γ = 0, normalised, our own order and signs, flags on the structure.
    fn default() -> Self {
        Self {
            gamma: 0.0,
            kaiser: true,
            arrangement: Arrangement::default(),
            basis: FlagBasis::Structure,
        }
    }
}

/// Promax (Hendrickson and White 1964): varimax, then the oblique rotation nearest to the loadings raised to a power, their signs kept.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Promax {
    /// The power κ, above 1.
    pub kappa: f64,
    /// Kaiser's normalisation in varimax.
    pub kaiser_in_varimax: bool,
    /// Kaiser's normalisation of the loadings that are raised to the power.
    pub kaiser_in_target: bool,
    /// Order and signs of the factors afterwards.
    pub arrangement: Arrangement,
    /// What flags and weights are made from.
    pub basis: FlagBasis,
}

impl Default for Promax {
    /// κ = 4, normalised, our own order and signs, flags on the structure.
    fn default() -> Self {
        Self {
            kappa: 4.0,
            kaiser_in_varimax: true,
            kaiser_in_target: true,
            arrangement: Arrangement::default(),
            basis: FlagBasis::Structure,
        }
    }
}

/// Which of the two tables of correlated factors flags and weights are made from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FlagBasis {
    /// Correlations of sorts with factors.
    #[default]
    Structure,
    /// Partial weights of factors, as in R qmethod.
    Pattern,
}

impl FlagBasis {
    /// What a program uses; PQMethod and KADE have no oblique rotation.
    pub fn like(convention: Convention) -> Self {
        match convention {
            Convention::Qmethod => Self::Pattern,
            Convention::Exact | Convention::Pqmethod | Convention::Kade => Self::Structure,
        }
    }
}

/// Loadings to come near to.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// m×k.
    pub loadings: Arc<Matrix<f64>>,
    /// What they are called.
    pub name: String,
}

/// A rotation found elsewhere.
#[derive(Clone, Debug, PartialEq)]
pub struct GivenRotation {
    /// k×k, orthogonal: rotated = present loadings · this.
    pub matrix: Arc<Matrix<f64>>,
    /// What it is called.
    pub name: String,
}

/// Another order of all factors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FactorOrder {
    /// By falling Σl².
    ByVariance,
    /// The factor to stand first, the one to stand second …: each once.
    Given(Vec<FactorIndex>),
}
