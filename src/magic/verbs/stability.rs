use super::resampling::{count, seed, watched};
use super::shared::{Of, whole_number};
use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::qmethod::extraction::Extraction;
use crate::qmethod::stability::{Stability as Found, StabilityOptions};
use crate::render;

/// Show which numbers of factors come back from resamples of the participants
///
/// For 1, 2, … factors: how alike the factors of resamples are to the solution's, beside what random sorts on the same grid bring back. A number of
/// factors is supported where even the weakest comes back better than chance. `%q retain` shows the field's other criteria.
#[derive(Debug, clap::Args)]
pub(super) struct Stability {
    /// The largest number of factors considered
    #[arg(short, value_name = "NUMBER", value_parser = whole_number, default_value = "6", allow_negative_numbers = true)]
    k: usize,
    /// Resamples for each number of factors
    #[arg(long, value_name = "NUMBER", value_parser = count, default_value = "200", allow_negative_numbers = true)]
    replicates: usize,
    /// Random studies for each number of factors
    #[arg(long, value_name = "NUMBER", value_parser = count, default_value = "200", allow_negative_numbers = true)]
    random: usize,
    /// The seed of both: the same seed gives the same numbers
    #[arg(long, value_name = "NUMBER", value_parser = seed, default_value = "1979", allow_negative_numbers = true)]
    seed: u64,
    #[command(flatten)]
    of: Of,
}

impl Magic for Stability {
    const NAME: &'static str = "stability";
    const GROUP: Group = Group::Uncertainty;
    const EXAMPLES: &'static [Example] = &[
        Example {
            at: Station::Correlated,
            cell: "%q stability -k 4 --replicates 50 --random 50",
            does: "up to four factors, with few resamples",
        },
        Example {
            at: Station::Sites,
            cell: "%q stability -k 3 --of A --replicates 50 --random 50 --seed 7",
            does: "how many viewpoints a site supports",
        },
    ];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        let solution = self.of.solution(call)?;
        let correlated = solution.correlated()?;
        let extracted = solution.extracted();
        let components = Extraction::PrincipalComponents;
        let extraction = extracted.as_ref().map_or(components, |e| e.extraction());
        let method = extracted.map_or_else(
            |_| "principal components of the correlation matrix".to_owned(),
            |e| render::extraction_words(e),
        );
        let sizes = self.k.min(correlated.most_factors());
        let total = sizes * self.replicates.saturating_add(self.random);
        let found = watched(call, total, "analyses", |run| {
            let options = StabilityOptions {
                most: self.k,
                replicates: self.replicates,
                random: self.random,
                seed: self.seed,
                extraction,
            };
            Found::new(correlated, options, run)
        })?;
        let report = render::stability(&found, &method);
        Ok(Answer::about(solution, report))
    }
}
