use super::shared::opening;
use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::qmethod::Flagged;
use crate::qmethod::flagging::{FlagChange, FlagRule};
use crate::render;
use crate::session::Solution;
use std::sync::Arc;

/// Flag the sorts that define each factor
///
/// The automatic rule flags a sort on a factor when its loading is significant, |l| > z/√n with n statements, and the factor carries
/// more than half of the sort's communality. Flags can be added and removed by hand afterwards.
#[derive(Debug, clap::Args)]
pub(super) struct Flag {
    #[command(subcommand)]
    how: How,
}

#[derive(Debug, clap::Subcommand)]
enum How {
    /// By the rule; flags set by hand before are dropped
    Auto {
        /// Two-sided level of significance
        #[arg(long, value_enum, default_value = "0.05")]
        alpha: Alpha,
        /// Without asking for the majority of the communality
        #[arg(long)]
        no_majority: bool,
    },
    /// Add a flag by hand
    Add(Change),
    /// Remove a flag by hand
    Remove(Change),
}

#[derive(Debug, clap::Args)]
struct Change {
    /// Which sort
    #[arg(value_name = "SORT")]
    sort: String,
    /// On which factor
    #[arg(value_name = "FACTOR")]
    factor: String,
    /// Why; kept in the journal
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Alpha {
    #[value(name = "0.05", alias = ".05")]
    P05,
    #[value(name = "0.01", alias = ".01")]
    P01,
    #[value(name = "0.001", alias = ".001")]
    P001,
}

impl Alpha {
    /// The field's constants, as its programs print them.
    fn z(self) -> f64 {
        match self {
            Self::P05 => 1.96,
            Self::P01 => 2.58,
            Self::P001 => 3.291,
        }
    }
}

impl Magic for Flag {
    const NAME: &'static str = "flag";
    const GROUP: Group = Group::Analysis;
    const EXAMPLES: &'static [Example] = &[
        Example {
            at: Station::Rotated,
            cell: "%q flag auto",
            does: "flags by the usual rule at p < .05",
        },
        Example {
            at: Station::Flagged,
            cell: "%q flag remove A03 F1 --reason \"sorted in a hurry\"",
            does: "takes one sort out of a factor's definition",
        },
    ];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        let step = call.step();
        let solution = call.session.current_mut()?;
        let unscored = match self.how {
            How::Auto { alpha, no_majority } => {
                let rule = FlagRule {
                    z: alpha.z(),
                    majority: !no_majority,
                };
                let flagged = Flagged::new(Arc::clone(solution.rotated()?), rule, &[])?;
                solution.put_flagged(flagged, &step)
            }
            How::Add(change) => by_hand(solution, change, true, &step)?,
            How::Remove(change) => by_hand(solution, change, false, &step)?,
        };
        let report = render::loadings(solution.flagged()?, solution.labels());
        Ok(Answer::step(opening(report, unscored)))
    }
}

fn by_hand(
    solution: &mut Solution,
    change: Change,
    defining: bool,
    step: &str,
) -> Result<Option<String>, MagicError> {
    let flagged = solution.flagged()?;
    let sort = solution.sort(&change.sort)?;
    let factor = solution.factor(&change.factor)?;
    if flagged.flags().get((sort.0, factor.0)) == Some(&defining) {
        let state = if defining { "already" } else { "not" };
        return Err(MagicError::Refused(format!(
            "Sort `{}` is {state} flagged on {}. `%q loadings` shows the flags.",
            change.sort, change.factor
        )));
    }
    let mut changes = flagged.changes().to_vec();
    changes.push(FlagChange {
        sort,
        factor,
        defining,
        reason: change.reason,
    });
    let flagged = Flagged::new(Arc::clone(flagged.rotated()), flagged.rule(), &changes)?;
    Ok(solution.put_flagged_further(flagged, step))
}
