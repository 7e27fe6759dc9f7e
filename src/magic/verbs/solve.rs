use super::extract::ExtractionMethod;
use super::shared::{Like, checked_name, opening, whole_number};
use crate::magic::quoted;
use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::qmethod::correlation::CorrelationMethod;
use crate::qmethod::extraction::Finish;
use crate::qmethod::{
    Convention, Conventions, Correlated, Extracted, FactorIndex, Flagged, Rotated,
};
use crate::render::{self, Align, Report, Table, TableCell, TableRow};
use crate::session::{NamedStudy, Selection, SessionError, Solution};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Take all steps at once: correlate, extract, rotate, flag
///
/// Of the whole study, of the sorts that meet a condition, or of each group of participants by itself. With `--by` each group's solution is
/// kept under the group's name, its factors labelled A1, A2, …; groups without a number of factors are left out, and said so. With `--like` every stage follows one
/// program; `%q receipt` shows what that changes.
#[derive(Debug, clap::Args)]
pub(super) struct Solve {
    /// How many factors: one number, or with `--by` one per group, such as `A=3,B=4`
    #[arg(short, value_name = "NUMBER")]
    k: String,
    /// Only sorts that meet the condition: `site=A`, `site=A,B`, `site!=C`, `minutes>30`; several must all be met
    #[arg(long = "where", value_name = "CONDITION")]
    conditions: Vec<String>,
    /// One solution for each value of this attribute
    #[arg(long, value_name = "ATTRIBUTE")]
    by: Option<String>,
    /// With `--by`: leave out groups with fewer sorts than this; without it, where one `-k` holds for all, those with no more sorts than factors
    #[arg(long, value_name = "NUMBER", requires = "by", value_parser = whole_number)]
    at_least: Option<usize>,
    /// How factors are extracted
    #[arg(long, value_enum, default_value = "pca")]
    extract: ExtractionMethod,
    /// Constants, ties and rounding of a program in every stage
    #[arg(long, value_enum, default_value = "exact")]
    like: Like,
    /// Keep the solution under this name
    #[arg(long = "as", value_name = "NAME", conflicts_with = "by")]
    name: Option<String>,
}

impl Magic for Solve {
    const NAME: &'static str = "solve";
    const GROUP: Group = Group::Analysis;
    const EXAMPLES: &'static [Example] = &[
        Example {
            at: Station::Study,
            cell: "%q solve -k 5 --as national",
            does: "five factors of the whole study, kept as `national`",
        },
        Example {
            at: Station::Study,
            cell: "%q solve -k 3 --where site=A",
            does: "three factors of one site",
        },
        Example {
            at: Station::Study,
            cell: "%q solve -k 5 --extract centroid --like kade",
            does: "the numbers that KADE gives",
        },
        Example {
            at: Station::Study,
            cell: "%q solve --by site -k A=3,B=4,C=3,D=3,E=3",
            does: "each site by itself, kept as A, B, C, D, E",
        },
    ];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        let study = Arc::clone(call.session.current()?.study());
        let conditions: Result<Vec<_>, _> = self
            .conditions
            .iter()
            .map(|c| Selection::parse(c))
            .collect();
        let conditions = conditions?;
        if let Some(by) = &self.by {
            return self.each_group(call, &study, by, conditions);
        }
        let k = number_of_factors(&self.k)?;
        let solution = self.solve(&study, &conditions, k)?;
        let unkept = call.session.unkept();
        call.session.set_current(solution);
        if let Some(name) = &self.name {
            call.session.keep_current(checked_name(name)?)?;
        }
        let solution = call.session.current()?;
        let mut report = render::loadings(solution.flagged()?, solution.labels());
        report
            .blocks
            .extend(render::characteristics(solution.scored()?, solution.labels()).blocks);
        let report = opening(report, unkept);
        let report = opening(report, self.conventions_words());
        Ok(Answer::step(opening(
            report,
            part_and_name(solution, &conditions),
        )))
    }
}

impl Solve {
    fn each_group(
        &self,
        call: &mut Call<'_>,
        study: &Arc<NamedStudy>,
        by: &str,
        conditions: Vec<Selection>,
    ) -> Result<Answer, MagicError> {
        let groups = groups(&study.study, by)?;
        let wanted = Wanted::parse(&self.k, &groups)?;
        let mut solutions = Vec::new();
        let mut left_out = Vec::new();
        let mut too_small = Vec::new();
        for group in &groups {
            let Some(k) = wanted.for_group(group) else {
                left_out.push(group.clone());
                continue;
            };
            let sorts = sorts_in(&study.study, by, group);
            let least = self.at_least.unwrap_or_else(|| wanted.fewest_sorts());
            if sorts < least {
                too_small.push(format!("{group} ({sorts} of {least} sorts)"));
                continue;
            }
            let mut conditions = conditions.clone();
            conditions.push(Selection::equal(by, group));
            let mut solution = self
                .solve(study, &conditions, k)
                .map_err(|why| MagicError::Refused(format!("Group `{group}`: {why}")))?;
            let between = if group.ends_with(|c: char| c.is_ascii_digit()) {
                "-"
            } else {
                ""
            };
            solution.set_label_prefix(&format!("{group}{between}"));
            call.session.keep(group, solution.clone());
            solutions.push((group.clone(), solution));
        }
        if solutions.is_empty() && !too_small.is_empty() {
            return Err(MagicError::Refused(format!(
                "No group of `{by}` is large enough: {}. Ask for fewer factors or fewer sorts, or group by another attribute.",
                too_small.join(", ")
            )));
        }
        let mut report = overview(by, &solutions, &left_out)?;
        if !too_small.is_empty() {
            report = report.warning(format!(
                "Left out, because they are too small for {}: {}.",
                match self.at_least {
                    Some(_) => "`--at-least`",
                    None => "this number of factors",
                },
                too_small.join(", ")
            ));
        }
        Ok(Answer::step(opening(report, self.conventions_words())))
    }

    /// What `--like` means, if it was given.
    fn conventions_words(&self) -> Option<String> {
        let convention = self.like.convention();
        (convention != Convention::Exact).then(|| {
            let words = render::convention_words(&Conventions::of(convention));
            format!("As {} does it. {}", convention.name(), words.join(" "))
        })
    }

    /// One chain, from correlations to scores.
    fn solve(
        &self,
        study: &Arc<NamedStudy>,
        conditions: &[Selection],
        k: usize,
    ) -> Result<Solution, MagicError> {
        let conventions = Conventions::of(self.like.convention());
        let like = match conventions.convention {
            Convention::Exact => String::new(),
            other => format!(" --like {}", other.word()),
        };
        let mut solution = beginning(study, conditions)?;
        solution.set_convention(conventions.convention);
        let scoring = (!like.is_empty()).then(|| format!("score{like}"));
        solution.set_scoring(conventions.scores.clone(), scoring.as_deref());
        let correlated = Correlated::new(Arc::clone(solution.part()), CorrelationMethod::Pearson)?;
        let correlated = correlated.rounded(conventions.correlations);
        solution.put_correlated(correlated, "correlate pearson");
        let extraction = self.extract.with(self.like)?;
        let finish = Finish::like(conventions.convention, extraction);
        let correlated = Arc::clone(solution.correlated()?);
        let extracted = Extracted::finished(correlated, extraction, k, finish)?;
        solution.put_extracted(extracted, &self.extract.step(self.like, k));
        let varimax = [conventions.varimax(extraction)];
        let rotated = Rotated::new(Arc::clone(solution.extracted()?), k, &varimax)?;
        solution.put_rotated(rotated, &format!("rotate varimax -k {k}{like}"));
        let flagged = Flagged::new(Arc::clone(solution.rotated()?), conventions.flags, &[])?;
        match solution.put_flagged(flagged, &format!("flag auto{like}")) {
            Some(why) => Err(MagicError::Refused(why)),
            None => Ok(solution),
        }
    }
}

/// Which sorts took part, and the name the solution is kept under, where there is something to say.
fn part_and_name(solution: &Solution, conditions: &[Selection]) -> Option<String> {
    let all = solution.study().study.sort_count();
    let part = (!conditions.is_empty()).then(|| {
        let texts: Vec<&str> = conditions.iter().map(Selection::text).collect();
        let texts = texts.join("` and `");
        format!(
            "{} of {all} sorts: those with `{texts}`.",
            solution.part().sort_count()
        )
    });
    let kept = solution.name().map(|name| format!("Kept as `{name}`."));
    let said: Vec<String> = part.into_iter().chain(kept).collect();
    (!said.is_empty()).then(|| said.join(" "))
}

/// A solution over the sorts that meet the conditions.
fn beginning(study: &Arc<NamedStudy>, conditions: &[Selection]) -> Result<Solution, MagicError> {
    if conditions.is_empty() {
        return Ok(Solution::of(Arc::clone(study)));
    }
    let keep = Selection::select(conditions, &study.study, &study.name)?;
    let texts: Vec<&str> = conditions.iter().map(Selection::text).collect();
    Ok(Solution::of_part(
        Arc::clone(study),
        &keep,
        &texts.join(" and "),
    )?)
}

/// The values of an attribute, sorted; participants without one belong to no group.
fn groups(study: &crate::qmethod::Study, by: &str) -> Result<Vec<String>, MagicError> {
    let attribute = study
        .sort_attribute(by)
        .ok_or_else(|| SessionError::UnknownName {
            what: "attribute of the participants",
            name: by.to_owned(),
            known: study
                .sort_attributes()
                .iter()
                .map(|a| a.name.clone())
                .collect(),
        })?;
    let mut values = attribute.values.to_vec();
    values.retain(|v| !v.is_empty());
    values.sort();
    values.dedup();
    Ok(values)
}

fn sorts_in(study: &crate::qmethod::Study, by: &str, group: &str) -> usize {
    let attribute = study.sort_attribute(by);
    attribute.map_or(0, |a| a.values.iter().filter(|v| *v == group).count())
}

/// How many factors each group gets.
enum Wanted {
    Same(usize),
    Each(BTreeMap<String, usize>),
}

impl Wanted {
    fn parse(text: &str, groups: &[String]) -> Result<Self, MagicError> {
        if !text.contains('=') {
            return Ok(Self::Same(number_of_factors(text)?));
        }
        let mut each = BTreeMap::new();
        for pair in text.split(',') {
            let Some((group, k)) = pair.split_once('=') else {
                return Err(MagicError::Refused(format!(
                    "`{pair}` in `-k {text}` is not GROUP=NUMBER, such as `A=3`."
                )));
            };
            let group = group.trim();
            if !groups.iter().any(|g| g == group) {
                return Err(MagicError::Session(SessionError::UnknownName {
                    what: "group",
                    name: group.to_owned(),
                    known: groups.to_vec(),
                }));
            }
            each.insert(group.to_owned(), number_of_factors(k)?);
        }
        Ok(Self::Each(each))
    }

    /// A number of factors stated for all groups is not meant for those that cannot have it; one stated for a group is.
    fn fewest_sorts(&self) -> usize {
        match self {
            Self::Same(k) => k + 1,
            Self::Each(_) => 0,
        }
    }

    fn for_group(&self, group: &str) -> Option<usize> {
        match self {
            Self::Same(k) => Some(*k),
            Self::Each(each) => each.get(group).copied(),
        }
    }
}

fn number_of_factors(text: &str) -> Result<usize, MagicError> {
    text.trim().parse().map_err(|_| {
        MagicError::Refused(format!(
            "`-k {text}` is not a number of factors. Write a whole number such as `-k 5`; with `--by`, also one per group: `-k A=3,B=4`."
        ))
    })
}

fn overview(
    by: &str,
    solutions: &[(String, Solution)],
    left_out: &[String],
) -> Result<Report, MagicError> {
    let mut table = Table::new(format!(
        "One solution per {by}: the variance its factors explain, and the sorts that define them."
    ))
    .column(by, Align::Left)
    .columns(["Sorts", "Factors", "Variance %"], Align::Right, None)
    .column("Defining sorts by factor", Align::Left)
    .column("Not flagged", Align::Right);
    for (group, solution) in solutions {
        let flagged = solution.flagged()?;
        let variance: f64 = solution.rotated()?.variance_percent().iter().sum();
        let counts: Vec<usize> = (0..solution.labels().len())
            .map(|f| flagged.defining_sorts(FactorIndex(f)).len())
            .collect();
        let by_factor: Vec<String> = solution
            .labels()
            .iter()
            .zip(&counts)
            .map(|(label, count)| format!("{label}: {count}"))
            .collect();
        let sorts = solution.part().sort_count();
        let flagged_sorts = flagged
            .flags()
            .row_iter()
            .filter(|r| r.iter().any(|f| *f))
            .count();
        table.rows.push(TableRow::Cells(vec![
            TableCell::text(group),
            TableCell::integer(sorts as i64),
            TableCell::integer(counts.len() as i64),
            TableCell::number(variance, 1),
            TableCell::text(by_factor.join(" · ")),
            TableCell::integer((sorts - flagged_sorts) as i64),
        ]));
    }
    let mut report = Report::new(format!("Solutions by {by}")).table(table);
    if let Some((first, _)) = solutions.first() {
        report = report.text(format!(
            "Each is kept under its {by}: `%q arrays --of {}` shows one, `%q compare` sets them side by side.",
            quoted(first)
        ));
    }
    if !left_out.is_empty() {
        report = report.remark(format!(
            "Left out, because `-k` states no number of factors for them: {}.",
            left_out.join(", ")
        ));
    }
    Ok(report)
}
