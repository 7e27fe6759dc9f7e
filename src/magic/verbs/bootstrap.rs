use super::resampling::{Aligning, count, number, seed, watched};
use super::shared::{Of, factors};
use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::qmethod::bootstrap::{Bootstrap as Found, BootstrapOptions};
use crate::render;

/// Show how sure the factors are: the analysis on resamples of the participants
///
/// Standard errors and intervals of z-scores and loadings, how often each sort is flagged where, how often each statement keeps its column, bias, and
/// stability of each factor. Every step of the solution is taken again on every resample, whatever was extracted and rotated.
#[derive(Debug, clap::Args)]
pub(super) struct Bootstrap {
    /// The factors whose statements are listed unfolded; without it all of them, folded
    #[arg(value_name = "FACTOR")]
    shown: Vec<String>,
    /// Resamples of the participants
    #[arg(long, value_name = "NUMBER", value_parser = count, default_value = "1000", allow_negative_numbers = true)]
    replicates: usize,
    /// The seed they are drawn with: the same seed gives the same numbers
    #[arg(long, value_name = "NUMBER", value_parser = seed, default_value = "1979", allow_negative_numbers = true)]
    seed: u64,
    /// Per cent of the resamples that an interval holds
    #[arg(long, value_name = "PERCENT", value_parser = number, default_value = "95", allow_negative_numbers = true)]
    interval: f64,
    /// Draw each resample by itself; without it every sort is drawn equally often over all of them
    #[arg(long)]
    unbalanced: bool,
    /// Draw within the values of this attribute, so that each group keeps its size
    #[arg(long, value_name = "ATTRIBUTE")]
    by: Option<String>,
    #[command(flatten)]
    aligning: Aligning,
    #[command(flatten)]
    of: Of,
}

impl Magic for Bootstrap {
    const NAME: &'static str = "bootstrap";
    const GROUP: Group = Group::Uncertainty;
    const EXAMPLES: &'static [Example] = &[
        Example {
            at: Station::Flagged,
            cell: "%q bootstrap",
            does: "a thousand resamples of the participants",
        },
        Example {
            at: Station::Sites,
            cell: "%q bootstrap F1 --of national --by site --replicates 200 --interval 90",
            does: "within sites, with the statements of one factor",
        },
        Example {
            at: Station::Flagged,
            cell: "%q bootstrap --align procrustes --threshold 0 --replicates 200",
            does: "factors turned to the solution's, every resample counted",
        },
    ];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        let solution = self.of.solution(call)?;
        let scored = solution.scored()?;
        let shown = match self.shown.as_slice() {
            [] => Vec::new(),
            named => factors(&solution, named)?,
        };
        let found = watched(call, self.replicates, "resamples", |run| {
            let options = BootstrapOptions {
                replicates: self.replicates,
                seed: self.seed,
                balanced: !self.unbalanced,
                strata: self.by.clone(),
                level: self.interval / 100.0,
                replay: self.aligning.options(),
            };
            Found::new(scored, options, run)
        })?;
        let report = render::bootstrap(&found, solution.labels(), &shown);
        Ok(Answer::about(solution, report))
    }
}
