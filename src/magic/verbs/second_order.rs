use super::chain::chain_report;
use super::compare::{By, distinct_labels, solutions};
use super::shared::{checked_name, joined, opening, whole_number};
use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::qmethod::correlation::CorrelationMethod;
use crate::qmethod::extraction::Extraction;
use crate::qmethod::flagging::FlagRule;
use crate::qmethod::rotation::RotationStep;
use crate::qmethod::second_order::{FirstOrder, second_order_study};
use crate::qmethod::statements::Rule;
use crate::qmethod::{Correlated, Extracted, Flagged, Rotated};
use crate::render::{self, Report};
use crate::session::{FirstOrderSolutions, Solution};
use std::sync::Arc;

/// Make a study whose sorts are the factors of kept solutions
///
/// The viewpoints of all sites, correlated with one another. It is a study like any other: go on with `%q extract`, `%q rotate`, `%q flag`, then `%q chain`;
/// or take all these steps at once with `-k`. Each factor's own composite reliability takes the place of the .80 assumed of a person's sort.
#[derive(Debug, clap::Args)]
pub(super) struct SecondOrder {
    /// Kept solutions whose factors become sorts, such as `A,B,C`
    #[arg(value_name = "SOLUTION,…", value_delimiter = ',', required = true)]
    solutions: Vec<String>,
    /// What becomes a sort
    #[arg(long, value_enum, default_value = "arrays")]
    by: By,
    /// Take so many super-factors at once: principal components, varimax, flags by the usual rule
    #[arg(short, value_name = "NUMBER", value_parser = whole_number)]
    k: Option<usize>,
    /// What to call the study
    #[arg(long = "as", value_name = "NAME", default_value = "second-order")]
    name: String,
}

impl Magic for SecondOrder {
    const NAME: &'static str = "second-order";
    const GROUP: Group = Group::Comparison;
    const EXAMPLES: &'static [Example] = &[
        Example {
            at: Station::Sites,
            cell: "%q second-order A,B,C,D,E",
            does: "sixteen local viewpoints as the sorts of a new study",
        },
        Example {
            at: Station::Sites,
            cell: "%q second-order A,B,C,D,E --by scores -k 5",
            does: "five super-factors of their z-scores, and who goes where",
        },
    ];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        let solutions = solutions(call.session, &self.solutions)?;
        let labels = distinct_labels(&solutions);
        let mut first_order = Vec::new();
        for (solution, labels) in solutions.iter().zip(&labels) {
            first_order.push(FirstOrder {
                name: solution.name().unwrap_or_default(),
                labels,
                scored: solution.scored()?,
            });
        }
        let study = second_order_study(&first_order, self.by.profile())?;
        let first_order = FirstOrderSolutions {
            solutions: solutions.into_iter().cloned().map(Arc::new).collect(),
            labels,
        };
        let origin = vec![call.step()];
        let name = checked_name(&self.name)?;
        let unkept = call.session.unkept();
        call.session
            .add_second_order_study(name, study, origin, first_order);
        let solution = call.session.current_mut()?;
        let correlated = Correlated::new(Arc::clone(solution.part()), CorrelationMethod::Pearson)?;
        let report = render::second_order(solution.part(), &correlated);
        solution.put_correlated(correlated, "correlate pearson");
        let report = match self.k {
            Some(k) => solved(solution, k, report)?,
            None => report,
        };
        Ok(Answer::step(opening(report, unkept)))
    }
}

/// Takes `k` super-factors, labelled S1, S2 …, and says what they are after what the study is.
fn solved(solution: &mut Solution, k: usize, study: Report) -> Result<Report, MagicError> {
    let components = Extraction::PrincipalComponents;
    let extracted = Extracted::new(Arc::clone(solution.correlated()?), components, k)?;
    solution.put_extracted(extracted, &format!("extract pca -k {k}"));
    let varimax = [RotationStep::Varimax { kaiser: true }];
    let rotated = Rotated::new(Arc::clone(solution.extracted()?), k, &varimax)?;
    solution.put_rotated(rotated, &format!("rotate varimax -k {k}"));
    let flagged = Flagged::new(Arc::clone(solution.rotated()?), FlagRule::default(), &[])?;
    if let Some(why) = solution.put_flagged(flagged, "flag auto") {
        return Err(MagicError::Refused(why));
    }
    solution.set_label_prefix("S");
    let labels = solution.labels();
    let scored = solution.scored()?;
    let chain = chain_report(solution)?;
    let data = chain.data.clone();
    let mut reports = vec![
        study,
        render::loadings(solution.flagged()?, labels),
        render::characteristics(scored, labels),
    ];
    if scored.array_distribution().is_some() {
        reports.push(render::arrays(scored, labels));
    }
    if scored.scored_factors().len() > 1 {
        reports.push(render::distinguishing(
            scored,
            labels,
            None,
            Rule::default(),
        )?);
    }
    reports.push(chain);
    let mut report = joined(reports);
    report.data = data;
    Ok(report)
}
