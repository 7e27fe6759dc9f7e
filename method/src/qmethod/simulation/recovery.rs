//! Whether an analysis finds the viewpoints again that a study was made from.

use super::{NO_VIEWPOINT, Simulation, VIEWPOINT, Viewpoint};
use crate::numeric::{Matrix, Run, best_pairing, in_parallel, pearson};
use crate::qmethod::comparison::ComparisonError;
use crate::qmethod::correlation::CorrelationMethod;
use crate::qmethod::error::MethodError;
use crate::qmethod::extraction::Extraction;
use crate::qmethod::flagging::{FlagRule, SortStanding};
use crate::qmethod::replay::ReplayError;
use crate::qmethod::rotation::RotationStep;
use crate::qmethod::scores::ScoreOptions;
use crate::qmethod::study::FactorIndex;
use crate::qmethod::{Correlated, Extracted, Flagged, Rotated, Scored, Study};
use std::sync::Arc;

/// The least r between a viewpoint and the z-scores of its factor that counts as found again.
pub const RECOVERED: f64 = 0.90;

/// What one solution finds of the viewpoints its study was made from.
#[derive(Clone, Debug, PartialEq)]
pub struct Recovery {
    /// For each viewpoint its factor and r with that factor's z-scores, paired one to one so that the sum of r is greatest; none without a factor for it.
    pub factors: Vec<Option<(FactorIndex, f64)>>,
    /// Holders of each viewpoint.
    pub holders: Vec<usize>,
    /// Of these, how many define its factor, and no other.
    pub right: Vec<usize>,
    /// Of these, how many define another factor.
    pub wrong: Vec<usize>,
    /// Sorts made from no viewpoint.
    pub without: usize,
    /// Of these, how many define a factor all the same.
    pub false_flags: usize,
}

/// Means over many studies that differ in their seed alone.
#[derive(Clone, Debug, PartialEq)]
pub struct RecoveryRates {
    /// How many studies.
    pub replicates: usize,
    /// The share of studies, 0…1, in which each viewpoint was found again with r ≥ [`RECOVERED`].
    pub recovered: Vec<f64>,
    /// The share of studies in which all viewpoints were.
    pub all_recovered: f64,
    /// Mean r of each viewpoint with its factor; 0 counts where it had none.
    pub mean_r: Vec<f64>,
    /// The share of all holders, 0…1, who defined the right factor.
    pub right: f64,
    /// The share of all holders who defined another factor.
    pub wrong: f64,
    /// The share of sorts without a viewpoint that defined a factor; NaN without such sorts.
    pub false_flags: f64,
}

/// What a solution of a simulated study finds of `viewpoints`.
pub fn recovery(scored: &Scored, viewpoints: &[Viewpoint]) -> Recovery {
    let r = Matrix::from_fn(viewpoints.len(), scored.factor_count(), |v, factor| match (
        viewpoints.get(v),
        scored.z(FactorIndex(factor)),
    ) {
        (Some(viewpoint), Some(z)) if viewpoint.profile.len() == z.len() => {
            pearson(&viewpoint.profile, z)
        }
        _ => f64::NAN,
    });
    let partners = best_pairing(&r);
    let factor = |v: usize| partners.get(v).copied().flatten();
    let mut found = nothing(scored.study(), viewpoints);
    for v in 0..viewpoints.len() {
        found.factors[v] = factor(v).map(|f| (FactorIndex(f), r[(v, f)]));
    }
    let Some(held) = scored.study().sort_attribute(VIEWPOINT) else {
        return found;
    };
    for (name, standing) in held.values.iter().zip(scored.flagged().standings()) {
        let defines = match standing {
            SortStanding::Defining(factor) => Some(factor.0),
            _ => None,
        };
        if name == NO_VIEWPOINT {
            found.false_flags += usize::from(defines.is_some());
        } else if let Some(v) = viewpoints.iter().position(|v| v.name == *name) {
            found.right[v] += usize::from(defines.is_some() && defines == factor(v));
            found.wrong[v] += usize::from(defines.is_some() && defines != factor(v));
        }
    }
    found
}

/// What is found of viewpoints where nothing is: their holders alone.
fn nothing(study: &Study, viewpoints: &[Viewpoint]) -> Recovery {
    let held = |name: &str| {
        let held = study.sort_attribute(VIEWPOINT);
        held.map_or(0, |held| held.values.iter().filter(|v| *v == name).count())
    };
    Recovery {
        factors: vec![None; viewpoints.len()],
        holders: viewpoints.iter().map(|v| held(&v.name)).collect(),
        right: vec![0; viewpoints.len()],
        wrong: vec![0; viewpoints.len()],
        without: held(NO_VIEWPOINT),
        false_flags: 0,
    }
}

/// Whether an analysis failed on the sorts that happened to be drawn, which counts as finding nothing.
fn comes_of_chance(why: &MethodError) -> bool {
    matches!(
        why,
        MethodError::Heywood { .. }
            | MethodError::NoSpread { .. }
            | MethodError::NothingLeft { .. }
    )
}

/// Simulates `replicates` studies, takes k principal components of each, rotates by varimax, flags by the usual rule, and tells how often the viewpoints
/// are found again. The seeds are those that follow the simulation's.
///
/// # Errors
/// No replicate; as [`Simulation::study`] and the steps of the analysis.
pub fn recovery_rates(
    simulation: &Simulation,
    k: usize,
    replicates: usize,
) -> Result<RecoveryRates, MethodError> {
    recoveries(simulation, k, replicates, Run::ALONE)
}

/// The same by as many threads as there are.
///
/// # Errors
/// As [`recovery_rates`]; [`ReplayError::Stopped`] when the run is told to stop.
pub fn recoveries(
    simulation: &Simulation,
    k: usize,
    replicates: usize,
    run: Run<'_>,
) -> Result<RecoveryRates, MethodError> {
    if replicates == 0 {
        return Err(ComparisonError::Simulation {
            needed: "at least one study".to_owned(),
            next: "Ask for more, such as 100.",
        }
        .into());
    }
    let found = in_parallel(
        replicates,
        run,
        || simulation.clone(),
        |again, replicate| {
            again.seed = simulation.seed.wrapping_add(replicate as u64);
            let study = again.study()?;
            match analysed(study.clone(), k) {
                Ok(scored) => Ok(recovery(&scored, &simulation.viewpoints)),
                Err(why) if comes_of_chance(&why) => Ok(nothing(&study, &simulation.viewpoints)),
                Err(why) => Err(why),
            }
        },
    );
    let mut sums = Sums::new(simulation.viewpoints.len());
    for found in found.ok_or(ReplayError::Stopped)? {
        sums.add(&found?);
    }
    Ok(sums.rates(replicates))
}

/// The analysis that knows nothing of the viewpoints: k principal components, varimax, flags by the usual rule, scores.
///
/// # Errors
/// As the steps of the analysis.
pub fn analysed(study: Study, k: usize) -> Result<Scored, MethodError> {
    let correlated = Correlated::new(Arc::new(study), CorrelationMethod::Pearson)?;
    let extracted = Extracted::new(Arc::new(correlated), Extraction::PrincipalComponents, k)?;
    let varimax = [RotationStep::Varimax { kaiser: true }];
    let rotated = Rotated::new(Arc::new(extracted), k, &varimax)?;
    let flagged = Flagged::new(Arc::new(rotated), FlagRule::default(), &[])?;
    Scored::new(Arc::new(flagged), ScoreOptions::default())
}

struct Sums {
    recovered: Vec<f64>,
    r: Vec<f64>,
    all: f64,
    holders: f64,
    right: f64,
    wrong: f64,
    without: f64,
    false_flags: f64,
}

impl Sums {
    fn new(viewpoints: usize) -> Self {
        Self {
            recovered: vec![0.0; viewpoints],
            r: vec![0.0; viewpoints],
            all: 0.0,
            holders: 0.0,
            right: 0.0,
            wrong: 0.0,
            without: 0.0,
            false_flags: 0.0,
        }
    }

    fn add(&mut self, found: &Recovery) {
        let mut all = true;
        for (v, factor) in found.factors.iter().enumerate() {
            let r = factor.map_or(0.0, |(_, r)| r);
            self.r[v] += r;
            if r >= RECOVERED {
                self.recovered[v] += 1.0;
            } else {
                all = false;
            }
        }
        let sum = |counts: &[usize]| counts.iter().sum::<usize>() as f64;
        self.all += f64::from(u8::from(all));
        self.holders += sum(&found.holders);
        self.right += sum(&found.right);
        self.wrong += sum(&found.wrong);
        self.without += found.without as f64;
        self.false_flags += found.false_flags as f64;
    }

    fn rates(self, replicates: usize) -> RecoveryRates {
        let n = replicates as f64;
        let shares = |sums: Vec<f64>| sums.into_iter().map(|sum| sum / n).collect();
        RecoveryRates {
            replicates,
            recovered: shares(self.recovered),
            all_recovered: self.all / n,
            mean_r: shares(self.r),
            right: self.right / self.holders,
            wrong: self.wrong / self.holders,
            false_flags: self.false_flags / self.without,
        }
    }
}
