//! How sure factors are of themselves: the analysis taken again on resamples of its participants (Efron 1979; for Q methodology Zabala & Pascual 2016, PLoS
//! ONE 11, e0148087).

mod columns;
mod draws;
mod estimates;
mod flags;
mod options;

pub use columns::ColumnShares;
pub use draws::Draws;
pub use estimates::Estimates;
pub use options::{BootstrapOptions, LEAST_REPLICATES, MOST_REPLICATES};

use super::error::MethodError;
use super::replay::{Replay, ReplayError, ReplayFailure, Replicate};
use super::scores::Scored;
use super::study::{FactorIndex, SortIndex, Study};
use crate::numeric::{Matrix, Run, in_parallel, quantile};
use flags::FlagShares;
use std::sync::Arc;

/// What resamples of the participants say about a solution. A factor's numbers rest on the replicates that found it again.
#[derive(Clone, Debug)]
pub struct Bootstrap {
    scored: Arc<Scored>,
    /// How it was done.
    pub options: BootstrapOptions,
    /// Replicates that came to no end, by why.
    pub failures: Vec<(ReplayFailure, usize)>,
    /// Replicates that found every factor again.
    pub kept: usize,
    /// Replicates of which an iteration did not meet its tolerance.
    pub not_converged: usize,
    /// For each factor.
    pub factors: Vec<FactorStability>,
    /// z-scores, n×k.
    pub z: Estimates,
    /// Loadings, m×k, over the replicates that hold the sort.
    pub loadings: Estimates,
    /// How often a sort was in a replicate that was analysed, length m.
    pub held: Vec<usize>,
    /// The share of the replicates that hold the sort and found the factor in which it is flagged there, m×k; NaN without any.
    pub flag_share: Matrix<f64>,
    /// The share of the replicates that hold the sort, and found every factor, in which it is flagged nowhere, length m; NaN without any.
    pub unflagged_share: Vec<f64>,
    /// Where statements stand in the arrays; none without a grid.
    pub columns: Option<ColumnShares>,
}

/// How a factor comes out of the replicates.
#[derive(Clone, Debug, PartialEq)]
pub struct FactorStability {
    /// Replicates that found it again.
    pub found: usize,
    /// Of these, replicates in which no sort defines it, so that it has no scores.
    pub unscored: usize,
    /// |r| with the solution's factor: 5th percentile, median and 95th percentile over all replicates that were analysed.
    pub likeness: [f64; 3],
    /// Root of the mean squared bootstrap standard error of its z-scores; NaN without scores.
    pub se: f64,
    /// The largest |bias| of its z-scores.
    pub bias: f64,
}

impl Bootstrap {
    /// Draws the resamples and analyses each
    ///
    /// # Errors
    /// Numbers of replicates and intervals outside of their bounds; steps that resamples do not allow; an unknown attribute; no replicate that came to an
    /// end; [`ReplayError::Stopped`] when the run is told to stop.
    pub fn new(
        scored: &Arc<Scored>,
        options: BootstrapOptions,
        run: Run<'_>,
    ) -> Result<Self, MethodError> {
        let study = scored.study();
        options.check(study, scored.factor_count())?;
        let replay = Replay::new(Arc::clone(scored), options.replay)?;
        replay.check_copies()?;
        let strata = match &options.strata {
            None => vec![(0..study.sort_count()).collect()],
            Some(name) => groups(study, name)?
                .into_iter()
                .map(|(_, sorts)| sorts)
                .collect(),
        };
        let draws = Draws::new(&strata, options.replicates, options.balanced, options.seed);
        Self::of_draws(&replay, &draws, options, run)
    }

    /// The same from resamples that are given.
    ///
    /// # Errors
    /// No replicate that came to an end; [`ReplayError::Stopped`].
    pub fn of_draws(
        replay: &Replay,
        draws: &Draws,
        options: BootstrapOptions,
        run: Run<'_>,
    ) -> Result<Self, MethodError> {
        let taken = in_parallel(
            draws.replicates(),
            run,
            || replay.replayer(),
            |replayer, replicate| replayer.take(&draws.counts(replicate)),
        );
        let taken = taken.ok_or(ReplayError::Stopped)?;
        Self::of_replicates(replay, taken, options)
    }

    /// The same from replicates that were analysed.
    ///
    /// # Errors
    /// No replicate that came to an end.
    pub fn of_replicates(
        replay: &Replay,
        taken: Vec<Result<Replicate, ReplayFailure>>,
        options: BootstrapOptions,
    ) -> Result<Self, MethodError> {
        let replicates = taken.len();
        let failures = failures(&taken);
        let analysed: Vec<Replicate> = taken.into_iter().flatten().collect();
        if analysed.is_empty() {
            let most = failures.iter().max_by_key(|(_, count)| *count);
            let why = most.map_or("", |(failure, _)| failure.words());
            return Err(ReplayError::NoneLeft { replicates, why }.into());
        }
        let scored = Arc::clone(replay.scored());
        let k = scored.factor_count();
        let found = Matrix::from_fn(analysed.len(), k, |r, factor| {
            analysed.get(r).is_some_and(|a| replay.found(a, factor))
        });
        let z = Estimates::of(&original_z(&scored), options.level, |cell, values| {
            values.extend(finding(&analysed, &found, cell.1).map(|a| a.z[cell]));
        });
        let loadings = Estimates::of(
            scored.flagged().loadings(),
            options.level,
            |cell, values| {
                values.extend(finding(&analysed, &found, cell.1).map(|a| a.loadings[cell]));
            },
        );
        let flags = FlagShares::of(&analysed, &found);
        Ok(Self {
            kept: found
                .row_iter()
                .filter(|row| row.iter().all(|f| *f))
                .count(),
            not_converged: analysed.iter().filter(|a| !a.converged).count(),
            factors: (0..k)
                .map(|f| stability(&analysed, &found, &z, f))
                .collect(),
            columns: ColumnShares::of(&scored, &analysed, &found, &z.mean),
            held: flags.held,
            flag_share: flags.flagged,
            unflagged_share: flags.nowhere,
            failures,
            options,
            loadings,
            scored,
            z,
        })
    }

    /// The solution.
    pub fn scored(&self) -> &Arc<Scored> {
        &self.scored
    }

    /// Replicates that were analysed.
    pub fn analysed(&self) -> usize {
        let failed: usize = self.failures.iter().map(|(_, count)| count).sum();
        self.options.replicates.saturating_sub(failed)
    }
}

/// Participants by the values of an attribute, in order of their appearance; those without a value are a group of their own, called `""`.
///
/// # Errors
/// [`MethodError::UnknownAttribute`].
pub fn groups(study: &Study, by: &str) -> Result<Vec<(String, Vec<usize>)>, MethodError> {
    let attribute = study.sort_attribute(by);
    let attribute = attribute.ok_or_else(|| MethodError::UnknownAttribute {
        name: by.to_owned(),
        known: study
            .sort_attributes()
            .iter()
            .map(|a| a.name.clone())
            .collect(),
    })?;
    let mut groups: Vec<(String, Vec<usize>)> = Vec::new();
    for (sort, value) in attribute.values.iter().enumerate() {
        match groups.iter_mut().find(|(name, _)| name == value) {
            Some((_, sorts)) => sorts.push(sort),
            None => groups.push((value.to_owned(), vec![sort])),
        }
    }
    Ok(groups)
}

fn failures(taken: &[Result<Replicate, ReplayFailure>]) -> Vec<(ReplayFailure, usize)> {
    let count = |failure: ReplayFailure| {
        let failed = taken.iter().filter_map(|t| t.as_ref().err());
        failed.filter(|f| **f == failure).count()
    };
    let counted = ReplayFailure::ALL.into_iter().map(|f| (f, count(f)));
    counted.filter(|(_, count)| *count > 0).collect()
}

/// z-scores of the solution, n×k; NaN without scores.
fn original_z(scored: &Scored) -> Matrix<f64> {
    let n = scored.study().statement_count();
    Matrix::from_fn(n, scored.factor_count(), |statement, factor| {
        let z = scored.z(FactorIndex(factor));
        z.and_then(|z| z.get(statement))
            .copied()
            .unwrap_or(f64::NAN)
    })
}

/// The replicates that found a factor again.
fn finding<'a>(
    analysed: &'a [Replicate],
    found: &'a Matrix<bool>,
    factor: usize,
) -> impl Iterator<Item = &'a Replicate> {
    let all = analysed.iter().enumerate();
    all.filter(move |(r, _)| found[(*r, factor)])
        .map(|(_, a)| a)
}

fn stability(
    analysed: &[Replicate],
    found: &Matrix<bool>,
    z: &Estimates,
    factor: usize,
) -> FactorStability {
    let mut likeness: Vec<f64> = analysed
        .iter()
        .filter_map(|a| a.likeness.get(factor).copied())
        .collect();
    likeness.sort_unstable_by(f64::total_cmp);
    let here: Vec<&Replicate> = finding(analysed, found, factor).collect();
    let squares: f64 = z.se.column(factor).iter().map(|se| se * se).sum();
    let bias = (0..z.mean.nrows()).map(|s| z.bias((s, factor)).abs());
    FactorStability {
        found: here.len(),
        unscored: here.iter().filter(|a| !a.is_scored(factor)).count(),
        likeness: [0.05, 0.5, 0.95].map(|p| quantile(&likeness, p)),
        se: (squares / z.se.nrows() as f64).sqrt(),
        bias: bias.fold(f64::NAN, f64::max),
    }
}

impl Bootstrap {
    /// The factor a sort is held against: the one it is flagged on, or else loads on most.
    pub fn own_factor(&self, sort: SortIndex) -> FactorIndex {
        let flagged = self.scored.flagged();
        let (flags, loadings) = (flagged.flags().row(sort.0), flagged.loadings().row(sort.0));
        let weight = |factor: usize| {
            let size = loadings[factor].abs();
            if flags[factor] { 2.0 + size } else { size }
        };
        let largest = |best: usize, next: usize| {
            if weight(next) > weight(best) {
                next
            } else {
                best
            }
        };
        FactorIndex((0..loadings.len()).fold(0, largest))
    }
}
