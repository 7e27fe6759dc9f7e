//! What the verbs that take an analysis again many times have in common.

use crate::magic::{Call, MagicError, Threads};
use crate::qmethod::MethodError;
use crate::qmethod::replay::{Alignment, ReplayError, ReplayOptions, Run};

/// How factors of a replicate are brought to those of the solution.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Aligning {
    /// How the factors of each analysis are brought to those of the solution
    #[arg(long, value_enum, default_value = "assignment")]
    align: Align,
    /// The least |r| of z-scores at which a factor counts as found again; 0 counts every one
    #[arg(
        long,
        value_name = "R",
        value_parser = number,
        default_value = "0.70710678",
        hide_default_value = true,
        allow_negative_numbers = true
    )]
    threshold: f64,
}

/// The values of `--align`.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Align {
    /// Paired one to one by the correlations of their z-scores, reversed where these are negative
    Assignment,
    /// After that turned together to the solution's loadings
    Procrustes,
}

impl Aligning {
    pub(super) fn options(&self) -> ReplayOptions {
        ReplayOptions {
            alignment: match self.align {
                Align::Assignment => Alignment::Assignment,
                Align::Procrustes => Alignment::Procrustes,
            },
            // As typed in short, √½ itself is meant.
            found_from: if (self.threshold - ReplayOptions::default().found_from).abs() < 1e-6 {
                ReplayOptions::default().found_from
            } else {
                self.threshold
            },
        }
    }
}

/// Runs a long computation that is told how far it is and whether to go on, with as many threads as the machine has. What the reader sees are `total` parts
/// of the kind that `words` say.
pub(super) fn watched<T>(
    call: &Call<'_>,
    total: usize,
    words: &str,
    compute: impl FnOnce(Run<'_>) -> Result<T, MethodError>,
) -> Result<T, MagicError> {
    let progress = call.progress;
    let advance = |done: usize| {
        progress.step(done, total, words);
        !progress.interrupted()
    };
    let run = Run {
        workers: &Threads::of_machine(),
        advance: &advance,
    };
    match compute(run) {
        Err(MethodError::Replay(ReplayError::Stopped)) => Err(MagicError::Interrupted),
        other => Ok(other?),
    }
}

/// How many resamples or studies.
pub(super) fn count(text: &str) -> Result<usize, String> {
    let number = text.parse();
    number.map_err(|_| "expected a whole number, such as `1000`".to_owned())
}

/// The seed of a generator.
pub(super) fn seed(text: &str) -> Result<u64, String> {
    let number = text.parse();
    number.map_err(|_| "expected a whole number from 0, such as `--seed 7`".to_owned())
}

/// Any number.
pub(super) fn number(text: &str) -> Result<f64, String> {
    let number = text.parse();
    number.map_err(|_| "expected a number, such as `0.8`".to_owned())
}
