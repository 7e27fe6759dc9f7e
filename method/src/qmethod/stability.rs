//! How many factors a study supports: which solutions come back from resamples of its participants, beside what resamples of random sorts bring back.

use super::correlation::Correlated;
use super::error::MethodError;
use super::extraction::{Extracted, Extraction};
use super::flagging::{FlagRule, Flagged};
use super::replay::{Alignment, Replay, ReplayError, ReplayOptions};
use super::rotation::{Rotated, RotationStep};
use super::scores::{ScoreOptions, Scored};
use super::study::Study;
use crate::numeric::{Matrix, Random, Run, in_parallel, mean, quantile};
use crate::qmethod::bootstrap::Draws;
use std::sync::Arc;

/// Fewer replicates, or random studies, have no percentiles to speak of.
pub const LEAST: usize = 20;
/// More change no decision and take long.
pub const MOST: usize = 10_000;

/// How the solutions of each size are tried.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StabilityOptions {
    /// The largest number of factors; fewer where the sorts do not hold as many.
    pub most: usize,
    /// Resamples of the participants for each number of factors.
    pub replicates: usize,
    /// Random studies, each resampled once.
    pub random: usize,
    /// The seed of both.
    pub seed: u64,
    /// How factors are extracted.
    pub extraction: Extraction,
}

/// The evidence for each number of factors.
#[derive(Clone, Debug, PartialEq)]
pub struct Stability {
    /// How it was gathered.
    pub options: StabilityOptions,
    /// For 1, 2, … factors.
    pub sizes: Vec<SizeStability>,
}

/// How a solution of one size comes back.
#[derive(Clone, Debug, PartialEq)]
pub struct SizeStability {
    /// Number of factors.
    pub k: usize,
    /// For each factor of the solution the median over the replicates of its |r| with its counterpart, k.
    pub factors: Vec<f64>,
    /// |r| of the least alike of a replicate's factors: 5th percentile, median, 95th percentile over the replicates.
    pub weakest: [f64; 3],
    /// The share of the replicates that found every factor again.
    pub all_found: f64,
    /// Replicates that came to an end.
    pub analysed: usize,
    /// The same of random studies: median and 95th percentile of the weakest |r|; NaN where none came to an end.
    pub random: [f64; 2],
    /// Random studies that came to an end.
    pub random_analysed: usize,
}

impl SizeStability {
    /// Whether half of the replicates or more find every factor again, and the weakest of them typically comes back better than in 95 of 100 random
    /// studies.
    pub fn is_supported(&self) -> bool {
        let [_, median, _] = self.weakest;
        median >= ReplayOptions::default().found_from && median > self.random[1]
    }
}

impl Stability {
    /// Solves the study with 1, 2, … factors (varimax, flags by the usual rule), takes each solution again on resamples of the participants, and does the same
    /// with studies whose sorts are shuffled, so that nobody shares a viewpoint.
    ///
    /// # Errors
    /// No factor asked for; too few or too many replicates; not even one factor; [`ReplayError::Stopped`] when the run is told to stop.
    pub fn new(
        correlated: &Correlated,
        options: StabilityOptions,
        run: Run<'_>,
    ) -> Result<Self, MethodError> {
        for asked in [options.replicates, options.random] {
            if !(LEAST..=MOST).contains(&asked) {
                return Err(ReplayError::Replicates {
                    asked,
                    least: LEAST,
                    most: MOST,
                    next: "Medians and 95th percentiles settle with 200.",
                }
                .into());
            }
        }
        let study = correlated.study();
        let most = options.most.min(correlated.most_factors());
        let again = |study: &Arc<Study>, k| solved(study, correlated, options.extraction, k);
        // The first refusal is the answer to "not even one".
        again(study, most.min(1))?;
        let all = vec![(0..study.sort_count()).collect::<Vec<_>>()];
        let draws = Draws::new(&all, options.replicates, true, options.seed);
        let seeds = seeds(options.seed, options.random);
        let each = options.replicates + options.random;
        let solutions: Vec<Option<Replay>> = (1..=most).map(|k| again(study, k).ok()).collect();
        let taken = in_parallel(
            most * each,
            run,
            || (),
            |(), piece| {
                let (size, place) = (piece / each, piece % each);
                match seeds.get(place.wrapping_sub(options.replicates)) {
                    None => likeness(solutions.get(size)?.as_ref()?, &draws.counts(place)),
                    Some(seed) => {
                        let mut random = Random::seeded(*seed);
                        let shuffled = Arc::new(study.shuffled(&mut random));
                        let replay = again(&shuffled, size + 1).ok()?;
                        let own = Draws::new(&all, 1, false, random.bits());
                        likeness(&replay, &own.counts(0))
                    }
                }
            },
        );
        let taken = taken.ok_or(ReplayError::Stopped)?;
        let sizes = taken.chunks(each).zip(1..);
        Ok(Self {
            sizes: sizes
                .map(|(taken, k)| {
                    let (own, random) = taken.split_at(options.replicates);
                    of_size(k, own, random)
                })
                .collect(),
            options,
        })
    }

    /// The largest number of factors that is supported; 0 where none is. Fewer need not be: viewpoints of the same strength come back together, or in
    /// mixtures that differ from resample to resample.
    pub fn supported(&self) -> usize {
        let supported = self.sizes.iter().filter(|size| size.is_supported());
        supported.map(|size| size.k).max().unwrap_or(0)
    }
}

fn of_size(k: usize, own: &[Option<Vec<f64>>], random: &[Option<Vec<f64>>]) -> SizeStability {
    let own: Vec<&Vec<f64>> = own.iter().flatten().collect();
    let found_from = ReplayOptions::default().found_from;
    let weakest = sorted(own.iter().map(|r| least(r)));
    let by_chance = sorted(random.iter().flatten().map(|r| least(r)));
    let factor = |f: usize| sorted(own.iter().filter_map(|r| r.get(f).copied()));
    let all: Vec<f64> = weakest
        .iter()
        .map(|r| f64::from(u8::from(*r >= found_from)))
        .collect();
    SizeStability {
        k,
        factors: (0..k).map(|f| quantile(&factor(f), 0.5)).collect(),
        weakest: [0.05, 0.5, 0.95].map(|p| quantile(&weakest, p)),
        all_found: mean(&all),
        analysed: own.len(),
        random: [0.5, 0.95].map(|p| quantile(&by_chance, p)),
        random_analysed: by_chance.len(),
    }
}

fn least(likeness: &[f64]) -> f64 {
    likeness.iter().copied().fold(1.0, f64::min)
}

fn sorted(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_unstable_by(f64::total_cmp);
    values
}

fn likeness(replay: &Replay, counts: &[u32]) -> Option<Vec<f64>> {
    let replicate = replay.replayer().take(counts).ok()?;
    Some(replicate.likeness)
}

/// One seed for each random study, so that any thread can make any of them.
fn seeds(seed: u64, count: usize) -> Vec<u64> {
    let mut random = Random::seeded(seed ^ 0x5357_4142_494c_4954);
    (0..count).map(|_| random.bits()).collect()
}

/// The solution of k factors: varimax, automatic flags, scores.
fn solved(
    study: &Arc<Study>,
    like: &Correlated,
    extraction: Extraction,
    k: usize,
) -> Result<Replay, MethodError> {
    let correlated = Correlated::new(Arc::clone(study), like.method())?;
    let correlated = correlated.rounded(like.rounding());
    let extracted = Extracted::new(Arc::new(correlated), extraction, k)?;
    let varimax = [RotationStep::Varimax { kaiser: true }];
    let k = extracted.factor_count();
    let rotated = Rotated::new(Arc::new(extracted), k, &varimax)?;
    let flagged = Flagged::new(Arc::new(rotated), FlagRule::default(), &[])?;
    let scored = Scored::new(Arc::new(flagged), ScoreOptions::default())?;
    let replay = Replay::new(
        Arc::new(scored),
        ReplayOptions {
            alignment: Alignment::Assignment,
            ..ReplayOptions::default()
        },
    )?;
    replay.check_copies()?;
    Ok(replay)
}

impl Study {
    /// The study with the cards of each sort in an order made at random: the same distribution for everybody, and no viewpoint.
    fn shuffled(&self, random: &mut Random) -> Self {
        let mut values: Matrix<f64> = self.sorts().clone();
        for mut column in values.column_iter_mut() {
            random.shuffle(column.as_mut_slice());
        }
        self.with_values(values)
    }
}
