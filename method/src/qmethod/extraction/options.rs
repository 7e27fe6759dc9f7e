//! The ways to extract, and their constants.

use super::heywood::Heywood;
use crate::qmethod::convention::Convention;
use crate::qmethod::loadings::SignRule;

/// How factors are taken out of the correlations.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Extraction {
    /// Principal components of the correlation matrix.
    PrincipalComponents,
    /// Brown's centroid (1980, pp. 208–224), or Tucker's.
    Centroid(CentroidOptions),
    /// Horst's centroid (1965, chapter 5.5), the communalities of all factors iterated together.
    Horst(HorstOptions),
    /// Principal axes of the correlations with communalities on their diagonal.
    PrincipalAxis(PrincipalAxisOptions),
    /// Maximum likelihood (Lawley and Maxwell 1971), the statements taken for independent normal observations.
    MaximumLikelihood(LikelihoodOptions),
    /// Loadings found elsewhere ([`Extracted::given`](super::Extracted::given)); they cannot be found again.
    Given,
}

/// Constants of the iterated communalities of Brown's centroid (method.md 2.2).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CentroidOptions {
    /// What stands on the diagonal first.
    pub start: InitialCommunality,
    /// Stop when no communality moves by more.
    pub tolerance: f64,
    /// Stop, and say so, after this many rounds per factor.
    pub max_iterations: usize,
}

/// What stands on a centroid's diagonal at first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum InitialCommunality {
    /// The same number for every sort.
    Constant(f64),
    /// The mean of the sort's reflected correlations with the others.
    ColumnMean,
    /// The sort's largest |residual correlation| with another.
    LargestCorrelation,
}

impl CentroidOptions {
    /// Fully converged: .5, 1e-12.
    pub const CONVERGED: Self = Self {
        start: InitialCommunality::Constant(0.5),
        tolerance: 1e-12,
        max_iterations: 100_000,
    };
    /// PQMethod and KADE: .5, .001.
    pub const PQMETHOD: Self = Self {
        start: InitialCommunality::Constant(0.5),
        tolerance: 1e-3,
        max_iterations: 100_000,
    };
    /// R qmethod: column mean, 1e-5.
    pub const QMETHOD: Self = Self {
        start: InitialCommunality::ColumnMean,
        tolerance: 1e-5,
        max_iterations: 100_000,
    };
    /// Tucker's centroid: the largest correlation of each column on the diagonal, anew for each factor; not iterated.
    pub const TUCKER: Self = Self {
        start: InitialCommunality::LargestCorrelation,
        tolerance: f64::MAX,
        max_iterations: 1,
    };

    /// The constants a program uses.
    pub fn like(convention: Convention) -> Self {
        match convention {
            Convention::Exact => Self::CONVERGED,
            Convention::Pqmethod | Convention::Kade => Self::PQMETHOD,
            Convention::Qmethod => Self::QMETHOD,
        }
    }
}

/// Constants of Horst's centroid (method.md 2.3).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HorstOptions {
    /// Stop when the residual diagonal is nowhere larger.
    pub tolerance: f64,
    /// Stop, and say so, after starting again this often.
    pub max_restarts: usize,
    /// Whether small residuals stop the factors of a pass before their number is reached.
    pub auto_stop: AutoStop,
}

impl Default for HorstOptions {
    /// PQMethod's: 1e-4, 30 restarts, as many factors as asked for.
    fn default() -> Self {
        Self {
            tolerance: 1e-4,
            max_restarts: 30,
            auto_stop: AutoStop::Off,
        }
    }
}

/// When Horst's centroid takes no further factor: at a mean squared residual correlation that chance would leave.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AutoStop {
    /// Not before the number of factors is reached.
    #[default]
    Off,
    /// Below 1/n, as Schmolck describes PQMethod's.
    Once,
    /// Below 1/(2n): KADE adds up the squares of both triangles where the rule means one of them.
    Twice,
}

/// Constants of the principal axes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PrincipalAxisOptions {
    /// Whether communalities are iterated; otherwise the factors come from the first ones: squared multiple correlations, or, where there are more
    /// sorts than the statements can tell apart, each sort's largest |r|.
    pub iterated: bool,
    /// Stop when no communality differs by more from that of its own loadings.
    pub tolerance: f64,
    /// Stop, and say so, after this many steps.
    pub max_iterations: usize,
}

impl PrincipalAxisOptions {
    /// To full convergence, 1e-10.
    pub const ITERATED: Self = Self {
        iterated: true,
        tolerance: 1e-10,
        max_iterations: 500,
    };
    /// Not iterated.
    pub const ONCE: Self = Self {
        iterated: false,
        ..Self::ITERATED
    };
}

/// Constants of maximum likelihood.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LikelihoodOptions {
    /// Least uniqueness a sort may have; at this bound its communality counts as a Heywood case.
    pub least_uniqueness: f64,
    /// Stop when no derivative of the discrepancy by log ψ is larger.
    pub tolerance: f64,
    /// Stop, and say so, after this many steps from each start.
    pub max_iterations: usize,
}

impl Default for LikelihoodOptions {
    /// Uniquenesses of .005 to 1, as in R's `factanal`; derivatives of 1e-10.
    fn default() -> Self {
        Self {
            least_uniqueness: 0.005,
            tolerance: 1e-10,
            max_iterations: 100,
        }
    }
}

/// What is done to factors once they are found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Finish {
    /// Communalities of 1 or more.
    pub heywood: Heywood,
    /// Signs of factors.
    pub sign: SignRule,
    /// Whose conventions signs and constants are, for whoever reads the result.
    pub convention: Convention,
}

impl Finish {
    /// Signs as a program leaves them: no rule after a centroid; Σl ≥ 0 after R qmethod's components, Σ l·|l| ≥ 0 after KADE's. PQMethod's rule for
    /// components is not documented, and ours stands for it.
    pub fn like(convention: Convention, extraction: Extraction) -> Self {
        let sign = match (convention, extraction) {
            (Convention::Exact, _) => SignRule::SignedSquares,
            (_, Extraction::Centroid(_) | Extraction::Horst(_)) => SignRule::AsFound,
            (Convention::Qmethod, _) => SignRule::Sum,
            (Convention::Pqmethod | Convention::Kade, _) => SignRule::SignedSquares,
        };
        Self {
            sign,
            convention,
            ..Self::default()
        }
    }
}
