//! How a solution is bootstrapped.

use crate::qmethod::error::MethodError;
use crate::qmethod::replay::{ReplayError, ReplayOptions};
use crate::qmethod::study::Study;

/// Fewer replicates have no interval to speak of.
pub const LEAST_REPLICATES: usize = 20;
/// More change no decision and take long.
pub const MOST_REPLICATES: usize = 100_000;
/// More numbers than this are not kept at once: loadings of all sorts, factors and replicates.
const MOST_NUMBERS: usize = 200_000_000;

/// How a solution is bootstrapped.
#[derive(Clone, Debug, PartialEq)]
pub struct BootstrapOptions {
    /// Resamples of the participants.
    pub replicates: usize,
    /// Their seed.
    pub seed: u64,
    /// Whether every sort is drawn as often as any other over all replicates (Davison, Hinkley & Schechtman 1986); otherwise each draw is by itself.
    pub balanced: bool,
    /// An attribute of the participants within whose values they are drawn, so that each group keeps its size.
    pub strata: Option<String>,
    /// The share of replicates that an interval holds, 0…1.
    pub level: f64,
    /// How each replicate is analysed.
    pub replay: ReplayOptions,
}

impl Default for BootstrapOptions {
    /// 1,000 balanced replicates, 95 % intervals.
    fn default() -> Self {
        Self {
            replicates: 1000,
            seed: 1979,
            balanced: true,
            strata: None,
            level: 0.95,
            replay: ReplayOptions::default(),
        }
    }
}

impl BootstrapOptions {
    /// Refuses what cannot be done.
    pub(super) fn check(&self, study: &Study, factors: usize) -> Result<(), MethodError> {
        let asked = self.replicates;
        if !(LEAST_REPLICATES..=MOST_REPLICATES).contains(&asked) {
            return Err(ReplayError::Replicates {
                asked,
                least: LEAST_REPLICATES,
                most: MOST_REPLICATES,
                next: "Standard errors settle with some 200, intervals with 1000.",
            }
            .into());
        }
        let each = (study.sort_count() * factors).max(1);
        if asked > MOST_NUMBERS / each {
            return Err(ReplayError::Replicates {
                asked,
                least: LEAST_REPLICATES,
                most: (MOST_NUMBERS / each).max(LEAST_REPLICATES),
                next: "With so many sorts, ask for fewer.",
            }
            .into());
        }
        if !(self.level > 0.0 && self.level < 1.0) {
            let percent = 100.0 * self.level;
            return Err(ReplayError::Interval { percent }.into());
        }
        Ok(())
    }
}
