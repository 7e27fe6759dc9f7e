use super::resampling::watched;
use super::shared::{Of, whole_number};
use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::qmethod::retention::{Retention, RetentionOptions};
use crate::render;
use crate::session::Look;
use std::sync::Arc;

/// Show what the field's criteria say about the number of factors
///
/// Parallel analysis against random sorts on this study's own grid, Kaiser, two significant loadings, Humphrey, minimum average partial, residual
/// correlations; and for each number of factors how many sorts define them. `%q lineage` shows what becomes of each factor.
#[derive(Debug, clap::Args)]
pub(super) struct Retain {
    /// The largest number of factors considered
    #[arg(short, value_name = "NUMBER", value_parser = whole_number, default_value = "8", allow_negative_numbers = true)]
    k: usize,
    /// Random studies drawn for the parallel analysis
    #[arg(long, value_name = "NUMBER", value_parser = draws, default_value = "1000", allow_negative_numbers = true)]
    draws: usize,
    /// The seed they are drawn with
    #[arg(long, value_name = "NUMBER", value_parser = seed, default_value = "1935", allow_negative_numbers = true)]
    seed: u64,
    #[command(flatten)]
    of: Of,
}

impl Magic for Retain {
    const NAME: &'static str = "retain";
    const GROUP: Group = Group::Analysis;
    const EXAMPLES: &'static [Example] = &[
        Example {
            at: Station::Correlated,
            cell: "%q retain",
            does: "how many factors to keep",
        },
        Example {
            at: Station::Extracted,
            cell: "%q retain -k 6 --draws 200 --seed 7",
            does: "up to six, with fewer random studies",
        },
    ];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        let solution = self.of.solution(call)?;
        let usual = RetentionOptions::default();
        let options = RetentionOptions {
            most: self.k,
            draws: self.draws,
            seed: self.seed,
            extraction: solution
                .extracted()
                .map_or(usual.extraction, |e| e.extraction()),
        };
        let correlated = solution.correlated()?;
        let found = watched(call, self.draws, "random studies", |run| {
            Retention::watched(correlated, options, run.advance)
        })?;
        let found = Arc::new(found);
        call.looks.remember(Look::Retention {
            of: Arc::clone(solution.correlated()?),
            found: Arc::clone(&found),
        });
        Ok(Answer::about(solution, render::retention(&found)))
    }
}

fn draws(text: &str) -> Result<usize, String> {
    let number = text.parse();
    number.map_err(|_| "expected a whole number, such as `--draws 1000`".to_owned())
}

fn seed(text: &str) -> Result<u64, String> {
    let number = text.parse();
    number.map_err(|_| "expected a whole number from 0, such as `--seed 1935`".to_owned())
}
