use super::shared::Of;
use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::qmethod::waves::waves;
use crate::render;

/// Compare the same people's sorts before and after
///
/// Pairs the sorts of the same person in the waves of a study: how stable each person is, and, once sorts are flagged, who moved between viewpoints. Load
/// the sorts of all waves as one study, with ids such as `M01-pre`, and attributes that hold the wave and the person.
#[derive(Debug, clap::Args)]
pub(super) struct Waves {
    /// The attribute that tells the waves apart
    #[arg(value_name = "ATTRIBUTE")]
    wave: String,
    /// The attribute that holds the same word for the same person in every wave
    #[arg(long, value_name = "ATTRIBUTE", default_value = "person")]
    person: String,
    /// The waves in their order, such as `pre,post`; without it, as they first appear among the sorts
    #[arg(long, value_name = "WAVE,…", value_delimiter = ',')]
    order: Vec<String>,
    #[command(flatten)]
    of: Of,
}

impl Magic for Waves {
    const NAME: &'static str = "waves";
    const GROUP: Group = Group::Comparison;
    const EXAMPLES: &'static [Example] = &[Example {
        at: Station::Waves,
        cell: "%q waves wave",
        does: "who kept their viewpoint from one wave to the next",
    }];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        let solution = self.of.solution(call)?;
        let flagged = solution.flagged().ok();
        let order: Vec<String> = self.order.iter().map(|w| w.trim().to_owned()).collect();
        let found = waves(
            solution.part(),
            flagged.map(AsRef::as_ref),
            &self.wave,
            &self.person,
            &order,
        )?;
        let report = render::waves(&found, solution.labels());
        Ok(Answer::about(solution, report))
    }
}
