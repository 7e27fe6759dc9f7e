use super::shared::{Of, opening};
use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::qmethod::FactorIndex;
use crate::render;
use crate::session::Solution;

/// Split a bipolar factor into its two poles
///
/// A factor that some sorts define with positive and others with negative loadings holds two opposite viewpoints. Split, F1 becomes F1a, defined by its sorts
/// with positive loadings, and F1b, defined by those with negative ones and with all loadings reversed: each has weights, scores, array and characteristics of
/// its own, and all later verbs see one factor more. With `--bipolar 2`, every factor with at least 2 negative defining sorts is split, as Stata's qfactor does.
#[derive(Debug, clap::Args)]
pub(super) struct Split {
    /// Which factors
    #[arg(value_name = "FACTOR", conflicts_with = "bipolar")]
    factors: Vec<String>,
    /// Every factor that at least so many sorts define with negative loadings
    #[arg(long, value_name = "NUMBER", value_parser = sorts)]
    bipolar: Option<usize>,
    /// Put the poles together again: of the factors named, or of all
    #[arg(long, conflicts_with = "bipolar")]
    undo: bool,
    #[command(flatten)]
    of: Of,
}

impl Magic for Split {
    const NAME: &'static str = "split";
    const GROUP: Group = Group::Analysis;
    const EXAMPLES: &'static [Example] = &[
        Example {
            at: Station::Bipolar,
            cell: "%q split F1",
            does: "makes F1a and F1b of the first factor",
        },
        Example {
            at: Station::Bipolar,
            cell: "%q split --bipolar 1",
            does: "splits every factor that some sort defines negatively",
        },
    ];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        let step = call.step();
        let mut solution = self.of.solution(call)?;
        let before = solution.flagged()?.split();
        let split = if self.undo {
            self.left_split(&solution, &before)?
        } else {
            self.newly_split(&solution, before.clone())?
        };
        let flagged = solution.flagged()?.with_split(&split)?;
        let said = match self.of.of {
            Some(_) => solution.put_split(flagged, &step),
            None => solution.put_flagged_further(flagged, &step),
        };
        let report = render::loadings(solution.flagged()?, solution.labels());
        match self.of.of {
            Some(_) => call.session.put_back(solution.clone()),
            None => call.session.set_current(solution.clone()),
        }
        Ok(Answer::step(opening(report, said)).of(solution))
    }
}

impl Split {
    /// Those split before and those to be split now.
    fn newly_split(
        &self,
        solution: &Solution,
        mut split: Vec<FactorIndex>,
    ) -> Result<Vec<FactorIndex>, MagicError> {
        let wanted = match self.bipolar {
            Some(at_least) => {
                let found = solution.flagged()?.bipolar(at_least);
                if found.is_empty() {
                    return Err(MagicError::Refused(format!(
                        "No factor is defined by {at_least} or more sorts with negative loadings beside one with a positive loading; there is nothing to split."
                    )));
                }
                found
            }
            None if self.factors.is_empty() => {
                return Err(MagicError::Refused(
                    "Name the factor to split, such as `%q split F1`; `%q split --bipolar 1` splits every factor that some sort defines negatively."
                        .to_owned(),
                ));
            }
            None => rotated_factors(solution, &self.factors)?,
        };
        for (place, factor) in wanted.into_iter().enumerate() {
            if !split.contains(&factor) {
                split.push(factor);
            } else if let Some(name) = self.factors.get(place) {
                return Err(MagicError::Refused(format!(
                    "{name} is split already. `%q split {name} --undo` puts its poles together again."
                )));
            }
        }
        Ok(split)
    }

    /// Those split before, without those to be put together.
    fn left_split(
        &self,
        solution: &Solution,
        before: &[FactorIndex],
    ) -> Result<Vec<FactorIndex>, MagicError> {
        if before.is_empty() {
            return Err(MagicError::Refused(
                "No factor is split. `%q split FACTOR` splits one.".to_owned(),
            ));
        }
        if self.factors.is_empty() {
            return Ok(Vec::new());
        }
        let merged = rotated_factors(solution, &self.factors)?;
        for (factor, name) in merged.iter().zip(&self.factors) {
            if !before.contains(factor) {
                return Err(MagicError::Refused(format!(
                    "{name} is not split. `%q split --undo` alone puts all poles together."
                )));
            }
        }
        let left = before.iter().filter(|factor| !merged.contains(factor));
        Ok(left.copied().collect())
    }
}

/// The rotated factors of these names; a pole stands for its factor.
fn rotated_factors(solution: &Solution, names: &[String]) -> Result<Vec<FactorIndex>, MagicError> {
    let flagged = solution.flagged()?;
    let of = |name: &String| {
        let pole = solution.factor(name).ok();
        let column = pole.and_then(|factor| flagged.columns().get(factor.0));
        match column {
            Some(column) => Ok(column.factor),
            None => Ok(solution.rotated_factor(name)?),
        }
    };
    names.iter().map(of).collect()
}

fn sorts(text: &str) -> Result<usize, String> {
    let number = text.parse().ok().filter(|n| *n > 0);
    number.ok_or_else(|| "expected a number of sorts of at least 1".to_owned())
}
