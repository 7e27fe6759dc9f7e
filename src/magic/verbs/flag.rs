use super::shared::{Like, body_source, file, opening, words};
use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::qmethod::flagging::{Cutoff, FlagChange, FlagRule, Majority, Pole};
use crate::qmethod::{Bound, FactorIndex, Flagged, SortIndex};
use crate::render;
use crate::session::Solution;
use crate::study_files::{Source, read_target};
use std::sync::Arc;

/// Flag the sorts that define each factor
///
/// The automatic rule flags a sort on a factor when its loading is significant, |l| > z/√n with n statements, and the factor carries
/// more than half of the sort's communality. Flags can be added and removed by hand afterwards.
///
/// The usual levels have the constants that the field prints: 1.96 for .05, 2.58 for .01, 3.291 for .001 (KADE has 2.575 for .01); any other level has the
/// quantile of the normal distribution. Stata's qfactor flags |l| ≥ 2/√n and l² ≥ h²/2: `--critical 2 --at-least`.
#[derive(Debug, clap::Args)]
pub(super) struct Flag {
    #[command(subcommand)]
    how: How,
}

#[derive(Debug, clap::Subcommand)]
enum How {
    /// By the rule; flags set by hand before are dropped
    Auto(Auto),
    /// Add a flag by hand
    Add(Change),
    /// Remove a flag by hand
    Remove(Change),
    /// Exactly these flags, whatever the rule says; each that differs from the rule counts as set by hand
    Given {
        /// A table of ids and one column per factor with 1 for a flag and 0 for none; without it, the lines below a `%%q flag given`
        #[arg(value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
        file: Option<String>,
        /// Why; kept in the journal
        #[arg(long, value_name = "TEXT", allow_hyphen_values = true, value_parser = words)]
        reason: Option<String>,
    },
}

#[derive(Debug, clap::Args)]
struct Auto {
    /// Two-sided level of significance, between 0 and 1
    #[arg(long, value_name = "LEVEL", default_value = "0.05", value_parser = level)]
    alpha: f64,
    /// The critical value itself instead of a level: |l| against Z/√n
    #[arg(long, value_name = "Z", value_parser = above_zero, conflicts_with = "alpha")]
    critical: Option<f64>,
    /// A fixed loading instead of a level, whatever the number of statements
    #[arg(long, value_name = "LOADING", value_parser = below_one, conflicts_with_all = ["alpha", "critical"])]
    threshold: Option<f64>,
    /// Whether the factor must carry more than half of the sort's communality, beside the level
    #[arg(long, value_enum, default_value = "yes")]
    majority: MajorityChoice,
    /// The same as `--majority no`
    #[arg(long, conflicts_with = "majority")]
    no_majority: bool,
    /// Count loadings and shares that just reach their limits: ≥ in place of >
    #[arg(long)]
    at_least: bool,
    /// Constants and rounding of a program
    #[arg(long, value_enum, default_value = "exact")]
    like: Like,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum MajorityChoice {
    /// Significant, and the majority
    Yes,
    /// Significant is enough
    No,
    /// The majority is enough
    Only,
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
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true, value_parser = words)]
    reason: Option<String>,
}

impl Magic for Flag {
    const NAME: &'static str = "flag";
    const GROUP: Group = Group::Analysis;
    const BODY: Option<&'static str> =
        Some("for `given` a table of ids and one column per factor, 1 for a flag and 0 for none");
    const EXAMPLES: &'static [Example] = &[
        Example {
            at: Station::Rotated,
            cell: "%q flag auto",
            does: "flags by the usual rule at p < .05",
        },
        Example {
            at: Station::Rotated,
            cell: "%q flag auto --alpha 0.01 --majority no",
            does: "every loading significant at p < .01, on one factor or several",
        },
        Example {
            at: Station::Rotated,
            cell: "%q flag auto --critical 2 --at-least",
            does: "the flags of Stata's qfactor",
        },
        Example {
            at: Station::Flagged,
            cell: "%q flag remove A03 F1 --reason \"sorted in a hurry\"",
            does: "takes one sort out of a factor's definition",
        },
    ];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        let step = call.step();
        let body = call.body.map(body_source);
        let directory = call.directory;
        let solution = call.session.current_mut()?;
        if body.is_some() && !matches!(self.how, How::Given { .. }) {
            return Err(MagicError::Refused(
                "Only `given` takes lines below it. Write `%q flag` with one per cent sign."
                    .to_owned(),
            ));
        }
        let unscored = match self.how {
            How::Auto(auto) => {
                let rule = auto.rule()?;
                let flagged = Flagged::new(Arc::clone(solution.rotated()?), rule, &[])?;
                solution.put_flagged(flagged, &step)
            }
            How::Add(change) => by_hand(solution, change, true, &step)?,
            How::Remove(change) => by_hand(solution, change, false, &step)?,
            How::Given { file: path, reason } => {
                let table = match (path, body) {
                    (Some(path), None) => file(&path, directory),
                    (None, Some(body)) => body,
                    _ => {
                        return Err(MagicError::Refused(
                            "Name a file of flags, such as `%q flag given flags.csv`, or write the table below `%%q flag given`: one of the two."
                                .to_owned(),
                        ));
                    }
                };
                let flagged = given(solution, &table, reason)?;
                solution.put_flagged(flagged, &step)
            }
        };
        let report = render::loadings(solution.flagged()?, solution.labels());
        let report = opening(report, scored_as_before(solution));
        Ok(Answer::step(opening(report, unscored)))
    }
}

impl Auto {
    fn rule(&self) -> Result<FlagRule, MagicError> {
        let convention = self.like.convention();
        let cutoff = match (self.critical, self.threshold) {
            (Some(z), _) => Cutoff::Critical(z),
            (_, Some(loading)) => Cutoff::Loading(loading),
            _ => Cutoff::Level {
                alpha: self.alpha,
                z: convention.critical_value(self.alpha)?,
            },
        };
        Ok(FlagRule {
            cutoff,
            majority: match self.majority {
                _ if self.no_majority => Majority::Ignored,
                MajorityChoice::Yes => Majority::Required,
                MajorityChoice::No => Majority::Ignored,
                MajorityChoice::Only => Majority::Alone,
            },
            bound: if self.at_least {
                Bound::AtLeast
            } else {
                Bound::Above
            },
            ..FlagRule::like(convention)
        })
    }
}

/// What an earlier `%q score` asked for goes on.
fn scored_as_before(solution: &Solution) -> Option<String> {
    let asked = solution.scoring_step()?;
    solution.scored().ok()?;
    Some(format!(
        "Scores are made as `%q {asked}` asked for; `%q score` alone goes back to the usual ones."
    ))
}

fn by_hand(
    solution: &mut Solution,
    change: Change,
    defining: bool,
    step: &str,
) -> Result<Option<String>, MagicError> {
    let flagged = Arc::clone(solution.flagged()?);
    let sort = solution.sort(&change.sort)?;
    let factor = solution.factor(&change.factor)?;
    if flagged.flags().get((sort.0, factor.0)) == Some(&defining) {
        let state = if defining { "already" } else { "not" };
        return Err(MagicError::Refused(format!(
            "Sort `{}` is {state} flagged on {}. `%q loadings` shows the flags.",
            change.sort, change.factor
        )));
    }
    if defining {
        refuse_other_pole(solution, &flagged, sort.0, factor)?;
    }
    let Some(column) = flagged.columns().get(factor.0) else {
        return Err(MagicError::Refused(format!(
            "There is no factor {}.",
            change.factor
        )));
    };
    let mut changes = flagged.changes().to_vec();
    changes.push(FlagChange {
        sort,
        factor: column.factor,
        defining,
        reason: change.reason,
    });
    let again = Flagged::new(Arc::clone(flagged.rotated()), flagged.rule(), &changes)?;
    let again = again.with_split(&flagged.split())?;
    Ok(solution.put_flagged_further(again, step))
}

/// The flags of a table, as changes to what the usual rule says.
fn given(
    solution: &Solution,
    table: &Source,
    reason: Option<String>,
) -> Result<Flagged, MagicError> {
    let rotated = solution.rotated()?;
    let rule = solution
        .flagged()
        .map_or_else(|_| FlagRule::default(), |flagged| flagged.rule());
    let by_rule = Flagged::new(Arc::clone(rotated), rule, &[])?;
    let wanted = read_target(solution.part(), table, "the flags")?.loadings;
    if wanted.shape() != by_rule.flags().shape() {
        return Err(MagicError::Refused(format!(
            "The table has {} of flags; expected one for each of the {} factors.",
            render::counted(wanted.ncols(), "column", "columns"),
            rotated.factor_count()
        )));
    }
    let mut changes = Vec::new();
    for sort in 0..wanted.nrows() {
        for factor in 0..wanted.ncols() {
            let defining = match wanted[(sort, factor)] {
                1.0 => true,
                0.0 => false,
                other => {
                    let id = solution.part().sort_ids().get(sort).cloned();
                    return Err(MagicError::Refused(format!(
                        "The flag of sort `{}` on factor {} is {other}; expected 1 for a flag or 0 for none.",
                        id.unwrap_or_default(),
                        factor + 1
                    )));
                }
            };
            if by_rule.flags()[(sort, factor)] != defining {
                changes.push(FlagChange {
                    sort: SortIndex(sort),
                    factor: FactorIndex(factor),
                    defining,
                    reason: reason.clone(),
                });
            }
        }
    }
    Ok(Flagged::new(Arc::clone(rotated), rule, &changes)?)
}

/// At a pole only sorts of its own sign can stand.
fn refuse_other_pole(
    solution: &Solution,
    flagged: &Flagged,
    sort: usize,
    factor: FactorIndex,
) -> Result<(), MagicError> {
    let column = flagged.columns().get(factor.0).copied();
    let Some(pole) = column.and_then(|column| column.pole) else {
        return Ok(());
    };
    let loading = flagged.basis().get((sort, factor.0)).copied();
    if loading.is_none_or(|l| l > 0.0) {
        return Ok(());
    }
    let other = match pole {
        Pole::Positive => factor.0 + 1,
        Pole::Negative => factor.0.saturating_sub(1),
    };
    let name = |at: usize| solution.labels().get(at).cloned().unwrap_or_default();
    let id = solution.part().sort_ids().get(sort).cloned();
    Err(MagicError::Refused(format!(
        "Sort `{}` loads negatively on {}, so it can define only the other pole, {}.",
        id.unwrap_or_default(),
        name(factor.0),
        name(other)
    )))
}

fn level(text: &str) -> Result<f64, String> {
    number(text)
        .filter(|alpha| *alpha > 0.0 && *alpha < 1.0)
        .ok_or_else(|| "expected a level between 0 and 1, such as 0.05".to_owned())
}

fn above_zero(text: &str) -> Result<f64, String> {
    number(text)
        .filter(|z| *z > 0.0)
        .ok_or_else(|| "expected a number above 0, such as 1.96".to_owned())
}

fn below_one(text: &str) -> Result<f64, String> {
    number(text)
        .filter(|loading| (0.0..1.0).contains(loading))
        .ok_or_else(|| "expected a loading from 0 to below 1, such as 0.40".to_owned())
}

fn number(text: &str) -> Option<f64> {
    text.parse().ok().filter(|x: &f64| x.is_finite())
}
