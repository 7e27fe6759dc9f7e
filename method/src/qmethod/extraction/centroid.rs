//! Brown's centroid with iterated communalities (Brown 1980, pp. 208–224).
//!
//! For each factor: sorts are reflected until no column of the residual correlations (diagonal left out) has a negative sum; a communality per sort
//! is put on the diagonal, l = t/√Σt from the column sums t, l² becomes the new communality, until it stays; reflections are undone.
//! The residual R − Σ l·lᵀ is never formed: a column of it is Zᵀz − L·l with Z the sorts at length 1.

use super::{CentroidOptions, Factors, Fit, InitialCommunality};
use crate::numeric::{Matrix, Vector, sum_of_squares};
use crate::qmethod::convention::Rounding;
use crate::qmethod::correlation::Correlated;
use crate::qmethod::error::MethodError;
use crate::qmethod::loadings::column_sums_of_squares;

/// A column sum nearer to zero than this is zero, which is not negative. A factor that needed no reflection leaves a residual whose
/// column sums are zero but for rounding and for the tolerance of the communalities.
const ZERO_SUM: f64 = 1e-9;

/// Two column sums nearer than this are equal; the first of them is reflected.
const EQUAL_SUMS: f64 = 1e-12;

/// A residual whose largest column has a smaller sum of squares holds no further factor.
const NO_RESIDUAL: f64 = 1e-18;

/// Each reflection raises the sum of all correlations, so they come to an end; this many per sort is far beyond what that takes.
const REFLECTIONS_PER_SORT: usize = 100;

/// The first `k` centroid factors, in the order in which they are taken.
pub(super) fn extract(
    correlated: &Correlated,
    options: CentroidOptions,
    k: usize,
) -> Result<Factors, MethodError> {
    check(options)?;
    let mut residual = Residual::of(correlated);
    let mut iterations = Vec::with_capacity(k);
    let mut converged = true;
    for taken in 0..k {
        let reflected = reflect(&residual).ok_or(nothing_left(k, taken))?;
        let found = iterate(&residual, &reflected, options).ok_or(nothing_left(k, taken))?;
        iterations.push(found.iterations);
        converged &= found.converged && reflected.settled;
        residual.take(found.loadings.component_mul(&reflected.signs));
    }
    let loadings = Matrix::from_columns(&residual.factors);
    Ok(Factors {
        eigenvalues: column_sums_of_squares(&loadings),
        loadings,
        iterations,
        converged,
        at_bound: Vec::new(),
        fit: Fit::Unstated,
    })
}

/// How the reflection for a factor begins.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::qmethod) struct Opening {
    /// The largest |column sum| of what the factors before it left, diagonal left out.
    pub(in crate::qmethod) largest_sum: f64,
    /// The sort that is reflected first; none where none has to be.
    pub(in crate::qmethod) first: Option<usize>,
}

/// How the reflections for the first `k` factors begin.
///
/// # Errors
/// As [`extract`].
pub(in crate::qmethod) fn openings(
    correlated: &Correlated,
    options: CentroidOptions,
    k: usize,
) -> Result<Vec<Opening>, MethodError> {
    let mut residual = Residual::of(correlated);
    let mut openings = Vec::with_capacity(k);
    for taken in 0..k {
        let largest_sum = residual.column_sums().amax();
        let reflected = reflect(&residual).ok_or(nothing_left(k, taken))?;
        openings.push(Opening {
            largest_sum,
            first: reflected.first,
        });
        let found = iterate(&residual, &reflected, options).ok_or(nothing_left(k, taken))?;
        residual.take(found.loadings.component_mul(&reflected.signs));
    }
    Ok(openings)
}

fn nothing_left(asked: usize, found: usize) -> MethodError {
    match found {
        0 => MethodError::NoCorrelations,
        _ => MethodError::NothingLeft { asked, found },
    }
}

fn check(options: CentroidOptions) -> Result<(), MethodError> {
    if !(options.tolerance > 0.0 && options.tolerance.is_finite()) {
        return Err(MethodError::CentroidOption {
            what: "tolerance",
            value: options.tolerance,
            expected: "a number above 0, such as 1e-12",
        });
    }
    if let InitialCommunality::Constant(start) = options.start
        && !(0.0..=1.0).contains(&start)
    {
        return Err(MethodError::CentroidOption {
            what: "initial communality",
            value: start,
            expected: "a number from 0 to 1, such as .5",
        });
    }
    Ok(())
}

/// R − Σ l·lᵀ with a zero diagonal, in factored form.
struct Residual<'a> {
    /// n×m, columns of length 1.
    sorts: &'a Matrix<f64>,
    /// What rounding adds to ZᵀZ, where correlations are rounded; m×m with a zero diagonal.
    rounding: Option<Matrix<f64>>,
    factors: Vec<Vector<f64>>,
}

impl<'a> Residual<'a> {
    fn of(correlated: &'a Correlated) -> Self {
        let sorts = correlated.unit_sorts();
        let rounding = (correlated.rounding() != Rounding::None).then(|| {
            let mut added = correlated.matrix() - sorts.tr_mul(sorts);
            added.fill_diagonal(0.0);
            added
        });
        Self {
            sorts,
            rounding,
            factors: Vec::new(),
        }
    }

    fn take(&mut self, factor: Vector<f64>) {
        self.factors.push(factor);
    }

    /// Column `j`, length m, 0 at its own place.
    fn column(&self, j: usize) -> Vector<f64> {
        let mut column = self.sorts.tr_mul(&self.sorts.column(j));
        if let Some(added) = &self.rounding {
            column += added.column(j);
        }
        for factor in &self.factors {
            column.axpy(-factor[j], factor, 1.0);
        }
        column[j] = 0.0;
        column
    }

    /// Sums of all columns, length m.
    fn column_sums(&self) -> Vector<f64> {
        let mut sums = self.sorts.tr_mul(&self.sorts.column_sum());
        for (sum, sort) in sums.iter_mut().zip(self.sorts.column_iter()) {
            *sum -= sort.norm_squared();
        }
        if let Some(added) = &self.rounding {
            sums += added.column_sum();
        }
        for factor in &self.factors {
            let total = factor.sum();
            for (sum, l) in sums.iter_mut().zip(factor.iter()) {
                *sum -= l * (total - l);
            }
        }
        sums
    }

    /// The sort whose residual correlations are largest (Σr² over its column), and that sum.
    fn strongest(&self) -> Option<(usize, f64)> {
        (0..self.sorts.ncols())
            .map(|j| (j, sum_of_squares(self.column(j).as_slice())))
            .reduce(|best, next| {
                if next.1 > best.1 * (1.0 + EQUAL_SUMS) {
                    next
                } else {
                    best
                }
            })
    }
}

/// A residual after reflection.
struct Reflected {
    /// 1, or −1 for a reflected sort.
    signs: Vector<f64>,
    /// Column sums of the reflected residual, diagonal left out.
    sums: Vector<f64>,
    /// The sort that was reflected first.
    first: Option<usize>,
    /// Whether no negative sum remains.
    settled: bool,
}

/// Reflects the sort with the least column sum until none is negative. `None` if nothing is left of the correlations.
fn reflect(residual: &Residual<'_>) -> Option<Reflected> {
    let sums = residual.column_sums();
    let mut reflected = Reflected {
        signs: Vector::from_element(sums.len(), 1.0),
        sums,
        first: None,
        settled: false,
    };
    if reflected.sums.amax() <= ZERO_SUM {
        // No sum says where to begin, only rounding would: begin with the sort that is tied most strongly to the others.
        let (sort, strength) = residual.strongest()?;
        if strength <= NO_RESIDUAL {
            return None;
        }
        reflected.flip(residual, sort);
    }
    for _ in 0..REFLECTIONS_PER_SORT * reflected.sums.len() {
        let least = reflected.sums.min();
        if least >= -ZERO_SUM {
            reflected.settled = true;
            break;
        }
        let sort = reflected
            .sums
            .iter()
            .position(|w| *w <= least + EQUAL_SUMS)?;
        reflected.flip(residual, sort);
    }
    Some(reflected)
}

impl Reflected {
    fn flip(&mut self, residual: &Residual<'_>, sort: usize) {
        self.first.get_or_insert(sort);
        self.signs[sort] = -self.signs[sort];
        let column = residual.column(sort);
        let sign = self.signs[sort];
        for ((sum, r), other) in self
            .sums
            .iter_mut()
            .zip(column.iter())
            .zip(self.signs.iter())
        {
            *sum += 2.0 * sign * other * r;
        }
        self.sums[sort] = -self.sums[sort];
    }
}

/// One factor of the reflected residual.
struct Centroid {
    loadings: Vector<f64>,
    iterations: usize,
    converged: bool,
}

/// Iterates the communalities. `None` if the column sums add up to nothing.
fn iterate(
    residual: &Residual<'_>,
    reflected: &Reflected,
    options: CentroidOptions,
) -> Option<Centroid> {
    let sums = &reflected.sums;
    let mut communalities = match options.start {
        InitialCommunality::Constant(start) => Vector::from_element(sums.len(), start),
        InitialCommunality::ColumnMean => sums / (sums.len() as f64 - 1.0),
        InitialCommunality::LargestCorrelation => {
            Vector::from_fn(sums.len(), |sort, _| residual.column(sort).amax())
        }
    };
    let mut iterations = 0;
    loop {
        iterations += 1;
        let totals = sums + &communalities;
        let total = totals.sum();
        if total <= ZERO_SUM {
            return None;
        }
        let loadings = totals / total.sqrt();
        let squares = loadings.component_mul(&loadings);
        let moved = (&squares - &communalities).amax();
        let converged = moved <= options.tolerance;
        if converged || iterations >= options.max_iterations {
            return Some(Centroid {
                loadings,
                iterations,
                converged,
            });
        }
        communalities = squares;
    }
}
