use super::resampling::{count, number, seed, watched};
use super::shared::Of;
use super::simulate::of_solution;
use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::qmethod::MethodError;
use crate::qmethod::simulation::{SampleSizeOptions, SampleSizes, Simulation, noise_of};
use crate::render;

/// Show how many sorts it takes to find the viewpoints of a solution again
///
/// Studies are simulated in which each factor array is held by more and more people, with as much noise as the solution's own defining sorts have, and
/// analysed without knowledge of them. `%q simulate` makes a single such study, and unequal ones.
#[derive(Debug, clap::Args)]
pub(super) struct Power {
    /// Numbers of sorts that hold each viewpoint
    #[arg(long, value_name = "NUMBER,…", value_delimiter = ',', value_parser = count, default_value = "2,4,6,8,12,16", allow_negative_numbers = true)]
    sorts: Vec<usize>,
    /// Studies simulated of each size
    #[arg(long, value_name = "NUMBER", value_parser = count, default_value = "100", allow_negative_numbers = true)]
    replicates: usize,
    /// Spread of the noise, that of a viewpoint being 1; without it, what makes sorts as like their viewpoints as the defining sorts are
    #[arg(long, value_name = "NUMBER", value_parser = number, allow_negative_numbers = true)]
    noise: Option<f64>,
    /// The share of studies that should find all viewpoints
    #[arg(long, value_name = "SHARE", value_parser = number, default_value = "0.8", allow_negative_numbers = true)]
    wanted: f64,
    /// The seed: the same seed gives the same numbers
    #[arg(long, value_name = "NUMBER", value_parser = seed, default_value = "1", allow_negative_numbers = true)]
    seed: u64,
    #[command(flatten)]
    of: Of,
}

impl Magic for Power {
    const NAME: &'static str = "power";
    const GROUP: Group = Group::Uncertainty;
    const EXAMPLES: &'static [Example] = &[
        Example {
            at: Station::Flagged,
            cell: "%q power --sorts 3,6,9 --replicates 20",
            does: "whether three, six or nine sorts for each viewpoint are enough",
        },
        Example {
            at: Station::Sites,
            cell: "%q power --of A --noise 1.5 --sorts 4,8 --replicates 20 --wanted 0.9",
            does: "the same for one site's viewpoints, with more noise",
        },
    ];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        let solution = self.of.solution(call)?;
        let scored = solution.scored()?;
        let source = of_solution(&solution)?;
        let (noise, words) = match self.noise {
            Some(noise) => (noise, String::new()),
            None => {
                let (noise, r) = noise_of(scored).ok_or(MethodError::TooFewScoredFactors {
                    needed: 1,
                    found: 0,
                })?;
                (noise, render::noise_words(r))
            }
        };
        let simulation = Simulation {
            statements: source.statements,
            grid: source.grid,
            viewpoints: source.viewpoints,
            grouped_by: "group".to_owned(),
            groups: Vec::new(),
            noise,
            waves: None,
            seed: self.seed,
        };
        let total = self.sorts.len() * self.replicates;
        let found = watched(call, total, "studies", |run| {
            let options = SampleSizeOptions {
                holders: self.sorts.clone(),
                studies: self.replicates,
                wanted: self.wanted,
            };
            SampleSizes::new(&simulation, options, run)
        })?;
        let report = render::sample_size(&found, &words);
        Ok(Answer::about(solution, report))
    }
}
