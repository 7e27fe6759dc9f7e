//! Principal components, one orthomax rotation and Brown's scores of the sorts that were drawn, each counted as often as it was drawn.
//!
//! Copies of a sort have the same loadings, flags and weights, so that a resample of m sorts is an analysis of those it holds, weighted by their counts c: with
//! Z the sorts at mean 0 and length 1, its components come from Σc·z·zᵀ (n×n) or C^½·R·C^½, whichever is smaller.

mod factors;
mod held;

use super::alignment::{Aligned, Target, in_place, products};
use super::chain::of_columns;
use super::error::ReplayFailure;
use super::{Alignment, Replicate};
use crate::numeric::{LeadingEigenpairs, Matrix, nearest_orthogonal, standardised, unit_length};
use crate::qmethod::convention::Rounding;
use crate::qmethod::extraction::Extraction;
use crate::qmethod::rotation::orthomax::{normalise_rows, turn};
use crate::qmethod::rotation::{Orthomax, RotationStep};
use crate::qmethod::scores::{
    HEYWOOD, NO_SPREAD, NO_WEIGHT, ScoreInput, ScoreMethod, Scored, array_of,
};
use factors::{Factors, arranged, in_columns};
use held::{Held, add, dot, weigh};
use std::sync::Arc;

/// An eigenvalue below this is rounding, as in the extraction itself.
const NO_EIGENVALUE: f64 = 1e-10;

/// What is taken again.
#[derive(Clone, Debug)]
pub(super) struct Weighted {
    scored: Arc<Scored>,
    target: Arc<Target>,
    alignment: Alignment,
    rotation: Option<Orthomax>,
    /// What scores are made of, n×m, with each sort's sd.
    values: Matrix<f64>,
    spreads: Vec<f64>,
    /// R, m×m, where a resample may hold fewer sorts than Z has rows.
    correlations: Option<Matrix<f64>>,
}

/// The memory of one thread.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    eigen: LeadingEigenpairs,
}

impl Weighted {
    /// None where the analysis has steps of another kind.
    pub(super) fn of(
        scored: &Arc<Scored>,
        target: &Arc<Target>,
        alignment: Alignment,
    ) -> Option<Self> {
        let flagged = scored.flagged();
        let rotated = flagged.rotated();
        let extracted = rotated.extracted();
        let correlated = extracted.correlated();
        let options = scored.options();
        let rounds = [
            correlated.rounding(),
            flagged.rule().rounding,
            options.rounding,
        ];
        let usual = extracted.extraction() == Extraction::PrincipalComponents
            && options.method == ScoreMethod::Brown
            && rounds.iter().all(|r| *r == Rounding::None);
        let rotation = match rotated.steps() {
            [] => None,
            [RotationStep::Varimax { kaiser }] => Some(Orthomax::varimax(*kaiser)),
            [RotationStep::Orthomax(orthomax)] => Some(*orthomax),
            _ => return None,
        };
        if !usual {
            return None;
        }
        let study = scored.study();
        let mut values = study.sorts().clone();
        if options.input == ScoreInput::Standardised {
            for mut column in values.column_iter_mut() {
                let standard = standardised(column.as_slice())?;
                column.copy_from_slice(&standard);
            }
        }
        let spread = |c: &[f64]| crate::numeric::standard_deviation(c);
        let spreads = values.column_iter().map(|c| spread(c.as_slice())).collect();
        let unit = correlated.unit_sorts();
        let small = unit.ncols() <= 2 * unit.nrows();
        Some(Self {
            rotation,
            spreads,
            values,
            correlations: small.then(|| correlated.matrix()),
            scored: Arc::clone(scored),
            target: Arc::clone(target),
            alignment,
        })
    }

    pub(super) fn take(
        &self,
        counts: &[u32],
        scratch: &mut Scratch,
    ) -> Result<Replicate, ReplayFailure> {
        let held = Held::of(counts);
        let unrotated = self.components(&held, scratch)?;
        let (rotated, converged) = self.rotated(unrotated, &held);
        let mut factors = self.flagged(rotated);
        let scores = self.unit_scores(&held, &factors)?;
        let aligned = Aligned::by(&products(&self.target.scores, &scores));
        factors = arranged(&factors, &aligned);
        if self.alignment == Alignment::Procrustes {
            factors = self.flagged(self.nearest(&factors.loadings, &held)?);
        }
        let flagged = self.scored.flagged();
        for change in flagged.changes() {
            if let Some(row) = held.row_of(change.sort.0) {
                factors.flags[(row, change.factor.0)] = change.defining;
            }
        }
        let scores = self.unit_scores(&held, &factors)?;
        let likeness = in_place(&self.target.scores, &scores);
        let factors = in_columns(&factors, flagged);
        let mut replicate = self.empty(counts.len(), of_columns(flagged, &likeness), converged);
        for (row, sort) in held.sorts.iter().enumerate() {
            replicate
                .loadings
                .set_row(*sort, &factors.loadings.row(row));
            replicate.flags.set_row(*sort, &factors.flags.row(row));
        }
        self.score(&mut replicate, &held, &factors)?;
        Ok(replicate)
    }

    /// Unrotated loadings, held × k.
    fn components(&self, held: &Held, scratch: &mut Scratch) -> Result<Matrix<f64>, ReplayFailure> {
        let correlated = self.scored.flagged().rotated().extracted().correlated();
        let unit = correlated.unit_sorts();
        let k = self.target.loadings.ncols();
        let few = held.sorts.len();
        let eigen = &mut scratch.eigen;
        let by_sorts = self.correlations.as_ref().filter(|_| few <= unit.nrows());
        match by_sorts {
            Some(r) => {
                let matrix = eigen.matrix_of(few);
                for (a, column) in matrix.chunks_exact_mut(few).enumerate() {
                    let of = r.column(held.sorts[a]);
                    for (b, cell) in column.iter_mut().enumerate() {
                        *cell = of[held.sorts[b]] * (held.often[a] * held.often[b]).sqrt();
                    }
                }
            }
            None => weigh(unit, held, eigen.matrix_of(unit.nrows())),
        }
        let (values, vectors) = eigen.solve(k).ok_or(ReplayFailure::NotAnalysed)?;
        if values.len() < k || values.iter().any(|value| *value <= NO_EIGENVALUE) {
            return Err(ReplayFailure::TooFewDimensions);
        }
        Ok(Matrix::from_fn(few, k, |row, factor| match by_sorts {
            Some(_) => vectors[(row, factor)] * (values[factor] / held.often[row]).sqrt(),
            None => dot(
                unit.column(held.sorts[row]).as_slice(),
                vectors.column(factor).as_slice(),
            ),
        }))
    }

    fn rotated(&self, loadings: Matrix<f64>, held: &Held) -> (Matrix<f64>, bool) {
        let Some(orthomax) = self.rotation else {
            return (loadings, true);
        };
        let k = loadings.ncols();
        let mut working = loadings.clone();
        if orthomax.kaiser {
            normalise_rows(&mut working);
        }
        let mut rotation = Matrix::identity(k, k);
        let gamma = orthomax.criterion.gamma(k);
        let converged = turn(&mut working, &mut rotation, gamma, &held.often);
        (loadings * rotation, converged)
    }

    fn flagged(&self, loadings: Matrix<f64>) -> Factors {
        let rule = self.scored.flagged().rule();
        let flags = rule.flags(&loadings, self.scored.flagged().threshold());
        Factors { loadings, flags }
    }

    /// The orthogonal turn of the loadings that comes nearest to the solution's.
    fn nearest(&self, loadings: &Matrix<f64>, held: &Held) -> Result<Matrix<f64>, ReplayFailure> {
        let mut wanted = self.target.loadings.select_rows(&held.sorts);
        for (mut row, often) in wanted.row_iter_mut().zip(&held.often) {
            row *= *often;
        }
        let turn = nearest_orthogonal(&loadings.tr_mul(&wanted));
        Ok(loadings * turn.ok_or(ReplayFailure::NotAnalysed)?)
    }

    /// Scores at length 1 of each factor, from its defining sorts, or from all where it has none.
    fn unit_scores(&self, held: &Held, factors: &Factors) -> Result<Vec<Vec<f64>>, ReplayFailure> {
        (0..factors.loadings.ncols())
            .map(|factor| {
                if let Some(scores) = self.by_definers(held, factors, factor)? {
                    return Ok(scores);
                }
                let mut sums = vec![0.0; self.values.nrows()];
                for (row, sort) in held.sorts.iter().enumerate() {
                    // Sorts of free distributions count alike, however widely they are spread.
                    let weight = held.often[row] * factors.loadings[(row, factor)];
                    add(
                        &mut sums,
                        weight / self.spreads[*sort],
                        self.values.column(*sort).as_slice(),
                    );
                }
                Ok(unit_length(&sums).unwrap_or(sums))
            })
            .collect()
    }

    /// Brown's weighted sums of the defining sorts at mean 0 and length 1; none without defining sorts.
    fn by_definers(
        &self,
        held: &Held,
        factors: &Factors,
        factor: usize,
    ) -> Result<Option<Vec<f64>>, ReplayFailure> {
        let mut sums = vec![0.0; self.values.nrows()];
        let (mut any, mut possible, mut weights) = (false, 0.0, 0.0);
        for (row, sort) in held.sorts.iter().enumerate() {
            if !factors.flags[(row, factor)] {
                continue;
            }
            let l = factors.loadings[(row, factor)];
            if l.abs() >= HEYWOOD {
                return Err(ReplayFailure::NoScores);
            }
            let weight = held.often[row] * l / (1.0 - l * l);
            any = true;
            weights += weight.abs();
            possible += weight.abs() * self.spreads[*sort];
            add(&mut sums, weight, self.values.column(*sort).as_slice());
        }
        if !any {
            return Ok(None);
        }
        let centre = sums.iter().sum::<f64>() / sums.len() as f64;
        for sum in &mut sums {
            *sum -= centre;
        }
        let length = dot(&sums, &sums).sqrt();
        let spread = length / (sums.len() as f64 - 1.0).sqrt();
        if weights <= NO_WEIGHT || spread <= NO_SPREAD * possible {
            return Err(ReplayFailure::NoScores);
        }
        for sum in &mut sums {
            *sum /= length;
        }
        Ok(Some(sums))
    }

    /// z-scores and arrays of the factors as they are flagged in the end.
    fn score(
        &self,
        replicate: &mut Replicate,
        held: &Held,
        factors: &Factors,
    ) -> Result<(), ReplayFailure> {
        let statements = self.scored.study().statements();
        let scale = (statements.len() as f64 - 1.0).sqrt();
        let ties = self.scored.options().ties;
        for factor in 0..factors.loadings.ncols() {
            let Some(mut z) = self.by_definers(held, factors, factor)? else {
                continue;
            };
            for z in &mut z {
                *z *= scale;
            }
            if let (Some(arrays), Some(grid)) =
                (&mut replicate.arrays, self.scored.array_distribution())
            {
                let array = array_of(&z, statements, grid, ties);
                arrays.column_mut(factor).copy_from_slice(&array);
            }
            replicate.z.column_mut(factor).copy_from_slice(&z);
        }
        Ok(())
    }

    fn empty(&self, sorts: usize, likeness: Vec<f64>, converged: bool) -> Replicate {
        let (n, k) = (self.values.nrows(), likeness.len());
        let grid = self.scored.array_distribution();
        Replicate {
            loadings: Matrix::from_element(sorts, k, f64::NAN),
            flags: Matrix::from_element(sorts, k, false),
            z: Matrix::from_element(n, k, f64::NAN),
            arrays: grid.map(|_| Matrix::zeros(n, k)),
            likeness,
            converged,
        }
    }
}
