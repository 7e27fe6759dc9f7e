//! Parallel analysis against random sorts on the study's own grid.

use crate::numeric::{
    Matrix, Random, gram_of_rows, mean, quantile, symmetric_eigenvalues, unit_pair_signs,
};
use crate::qmethod::correlation::{Correlated, CorrelationMethod};
use crate::qmethod::error::MethodError;
use crate::qmethod::replay::ReplayError;

/// Fewer draws have no 95th percentile to speak of.
pub const LEAST_DRAWS: usize = 20;
/// More draws change no decision and take long.
pub const MOST_DRAWS: usize = 100_000;

/// The share of random eigenvalues that a factor's own must exceed.
const PERCENTILE: f64 = 0.95;

/// Eigenvalues of the correlations between sorts made at random (Horn 1965, with the percentile of Glorfeld 1995).
#[derive(Clone, Debug, PartialEq)]
pub struct ParallelAnalysis {
    /// Random studies drawn.
    pub draws: usize,
    /// Their seed.
    pub seed: u64,
    /// Mean eigenvalue by place, length min(m, rank that R can have).
    pub mean: Vec<f64>,
    /// 95th percentile by place, of the same length.
    pub percentile_95: Vec<f64>,
    /// How many of the study's eigenvalues, from the first on without a gap, lie above the 95th percentile of their place.
    pub factors: usize,
}

/// Draws studies of as many sorts, each of them the same cards in an order made at random: for a forced grid, that is a random sort drawn from the grid
/// without replacement; for free sorts, a permutation of each. Correlated by the same method.
///
/// # Errors
/// A number of draws outside of [`LEAST_DRAWS`]…[`MOST_DRAWS`]; eigenvalues that do not come out finite; [`ReplayError::Stopped`] when `advance`,
/// which is told before each how many were drawn, says so.
pub fn parallel_analysis(
    correlated: &Correlated,
    draws: usize,
    seed: u64,
    advance: &dyn Fn(usize) -> bool,
) -> Result<ParallelAnalysis, MethodError> {
    if !(LEAST_DRAWS..=MOST_DRAWS).contains(&draws) {
        return Err(MethodError::Draws {
            draws,
            least: LEAST_DRAWS,
            most: MOST_DRAWS,
        });
    }
    let places = correlated.most_factors();
    let own = eigenvalues(correlated.unit_sorts())?;
    let mut random = Random::seeded(seed);
    let mut found: Vec<Vec<f64>> = (0..places).map(|_| Vec::with_capacity(draws)).collect();
    let mut sorts = shuffled_from(correlated);
    for drawn in 0..draws {
        if !advance(drawn) {
            return Err(ReplayError::Stopped.into());
        }
        let units = sorts.draw(&mut random);
        for (place, value) in found.iter_mut().zip(eigenvalues(units)?) {
            place.push(value);
        }
    }
    for values in &mut found {
        values.sort_by(f64::total_cmp);
    }
    let percentile_95: Vec<f64> = found.iter().map(|v| quantile(v, PERCENTILE)).collect();
    let above = own.iter().zip(&percentile_95);
    Ok(ParallelAnalysis {
        draws,
        seed,
        mean: found.iter().map(|values| mean(values)).collect(),
        factors: above.take_while(|(own, random)| own > random).count(),
        percentile_95,
    })
}

/// Sorts that are shuffled again and again.
struct Shuffled {
    /// Columns of length 1; for Kendall the sorts themselves, whose pair signs are taken after each shuffle.
    columns: Matrix<f64>,
    /// For Kendall: the pair signs, columns of length 1.
    pairs: Option<Matrix<f64>>,
}

fn shuffled_from(correlated: &Correlated) -> Shuffled {
    match correlated.method() {
        CorrelationMethod::Kendall => Shuffled {
            columns: correlated.study().sorts().clone(),
            pairs: Some(correlated.unit_sorts().clone()),
        },
        // Centring and scaling, and ranks, do not depend on the order of the cards.
        _ => Shuffled {
            columns: correlated.unit_sorts().clone(),
            pairs: None,
        },
    }
}

impl Shuffled {
    fn draw(&mut self, random: &mut Random) -> &Matrix<f64> {
        for mut column in self.columns.column_iter_mut() {
            random.shuffle(column.as_mut_slice());
        }
        let Some(pairs) = &mut self.pairs else {
            return &self.columns;
        };
        for (mut pair, column) in pairs.column_iter_mut().zip(self.columns.column_iter()) {
            if let Some(signs) = unit_pair_signs(column.as_slice()) {
                pair.as_mut_slice().copy_from_slice(&signs);
            }
        }
        pairs
    }
}

/// Eigenvalues of ZᵀZ, falling, by the smaller of ZᵀZ and ZZᵀ, which share those above 0.
fn eigenvalues(units: &Matrix<f64>) -> Result<Vec<f64>, MethodError> {
    let gram = if units.ncols() <= units.nrows() {
        units.tr_mul(units)
    } else {
        gram_of_rows(units)
    };
    symmetric_eigenvalues(&gram).ok_or(MethodError::EigenvaluesNotConverged)
}
