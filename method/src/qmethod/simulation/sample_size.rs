//! How many sorts it takes: studies simulated with more and more holders of each viewpoint, and what an analysis finds of them.

use super::recovery::{RecoveryRates, recoveries};
use super::{SimulatedGroup, Simulation, analysed};
use crate::numeric::{Run, mean, pearson};
use crate::qmethod::bootstrap::{Bootstrap, BootstrapOptions};
use crate::qmethod::error::MethodError;
use crate::qmethod::replay::ReplayError;
use crate::qmethod::scores::Scored;
use crate::qmethod::study::SortIndex;
use std::sync::Arc;

/// More holders of a viewpoint are tried in vain.
pub const MOST_HOLDERS: usize = 1000;
/// Resamples of one study of each size.
const RESAMPLES: usize = 200;

/// What is tried.
#[derive(Clone, Debug, PartialEq)]
pub struct SampleSizeOptions {
    /// Numbers of holders of each viewpoint.
    pub holders: Vec<usize>,
    /// Studies simulated of each size.
    pub studies: usize,
    /// The share of studies, 0…1, that should find all viewpoints.
    pub wanted: f64,
}

/// How studies of growing size fare.
#[derive(Clone, Debug, PartialEq)]
pub struct SampleSizes {
    /// What was tried.
    pub options: SampleSizeOptions,
    /// What studies were made from; its groups are those of the last size.
    pub simulation: Simulation,
    /// One for each size, in the order of the options.
    pub sizes: Vec<SampleSize>,
}

/// How studies of one size fare.
#[derive(Clone, Debug, PartialEq)]
pub struct SampleSize {
    /// Holders of each viewpoint.
    pub holders: usize,
    /// All sorts.
    pub sorts: usize,
    /// How often viewpoints are found again.
    pub rates: RecoveryRates,
    /// Root of the mean squared bootstrap standard error of the z-scores of the first study; NaN where it could not be resampled.
    pub se: f64,
}

impl SampleSizes {
    /// Simulates and analyses the studies, those of every size from the same seeds. The run hears of the studies of all sizes together.
    ///
    /// # Errors
    /// Sizes or shares outside of their bounds; as [`Simulation::study`]; [`ReplayError::Stopped`] when the run is told to stop.
    pub fn new(
        simulation: &Simulation,
        options: SampleSizeOptions,
        run: Run<'_>,
    ) -> Result<Self, MethodError> {
        check(&options)?;
        if simulation.noise == 0.0 {
            return Err(ReplayError::NoNoise.into());
        }
        let viewpoints = simulation.viewpoints.len();
        let mut simulation = simulation.clone();
        let mut sizes = Vec::with_capacity(options.holders.len());
        for (place, &holders) in options.holders.iter().enumerate() {
            simulation.groups = vec![SimulatedGroup {
                name: "S".to_owned(),
                holds: vec![holders; viewpoints],
                none: 0,
            }];
            let before = place * options.studies;
            let heard = |done: usize| (run.advance)(before + done);
            let simulated = Run {
                advance: &heard,
                ..run
            };
            let still = |_: usize| (run.advance)(before + options.studies);
            let resampled = Run {
                advance: &still,
                ..run
            };
            sizes.push(SampleSize {
                holders,
                sorts: holders * viewpoints,
                rates: recoveries(&simulation, viewpoints, options.studies, simulated)?,
                se: precision(&simulation, resampled)?,
            });
        }
        Ok(Self {
            options,
            simulation,
            sizes,
        })
    }

    /// The smallest size from which on all sizes tried find every viewpoint in the share of studies wanted.
    pub fn enough(&self) -> Option<&SampleSize> {
        let mut by_size: Vec<&SampleSize> = self.sizes.iter().collect();
        by_size.sort_by_key(|size| size.holders);
        let short = |size: &&SampleSize| size.rates.all_recovered < self.options.wanted;
        let first = by_size.iter().rposition(short).map_or(0, |last| last + 1);
        by_size.get(first).copied()
    }
}

fn check(options: &SampleSizeOptions) -> Result<(), MethodError> {
    let fits = |holders: &&usize| !(1..=MOST_HOLDERS).contains(*holders);
    if let Some(found) = options.holders.iter().find(fits).copied() {
        let most = MOST_HOLDERS;
        return Err(ReplayError::Holders { found, most }.into());
    }
    if !(options.wanted > 0.0 && options.wanted <= 1.0) {
        let value = options.wanted;
        return Err(ReplayError::Share { value }.into());
    }
    Ok(())
}

/// The bootstrap standard error of the scores of one study; NaN where it is too small to be analysed, which is no fault of the question.
fn precision(simulation: &Simulation, run: Run<'_>) -> Result<f64, MethodError> {
    let scored = analysed(simulation.study()?, simulation.viewpoints.len());
    let resampled = scored.and_then(|scored| {
        let options = BootstrapOptions {
            replicates: RESAMPLES,
            seed: simulation.seed,
            ..BootstrapOptions::default()
        };
        Bootstrap::new(&Arc::new(scored), options, run)
    });
    match resampled {
        Err(stopped @ MethodError::Replay(ReplayError::Stopped)) => Err(stopped),
        Err(_) => Ok(f64::NAN),
        Ok(found) => {
            let squares = found.factors.iter().map(|f| f.se * f.se);
            let squares: Vec<f64> = squares.filter(|s| s.is_finite()).collect();
            Ok(mean(&squares).sqrt())
        }
    }
}

/// The noise that makes simulated sorts correlate with their viewpoints as the defining sorts of a solution do with the z-scores of their factors, on
/// average: √(1/r² − 1). With it the mean |r|. None where no sort defines a factor.
pub fn noise_of(scored: &Scored) -> Option<(f64, f64)> {
    let mut all = Vec::new();
    for factor in scored.scored_factors() {
        let z = scored.z(factor)?;
        for sort in scored.flagged().defining_sorts(factor) {
            all.push(likeness(scored, sort, z));
        }
    }
    let r = mean(&all);
    (r > 0.0).then(|| ((1.0 / (r * r) - 1.0).max(0.0).sqrt(), r))
}

fn likeness(scored: &Scored, sort: SortIndex, z: &[f64]) -> f64 {
    let column = scored.study().sorts().column(sort.0);
    pearson(column.as_slice(), z).abs()
}
