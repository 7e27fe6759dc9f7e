use super::compare::{By, distinct_labels, solutions};
use super::shared::{checked_name, opening};
use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::qmethod::Correlated;
use crate::qmethod::correlation::CorrelationMethod;
use crate::qmethod::second_order::{FirstOrder, second_order_study};
use crate::render;
use std::sync::Arc;

/// Make a study whose sorts are the factors of kept solutions
///
/// The viewpoints of all sites, correlated with one another. It is a study like any other: go on with `%q extract`, `%q rotate`, `%q flag`.
#[derive(Debug, clap::Args)]
pub(super) struct SecondOrder {
    /// Kept solutions whose factors become sorts, such as `A,B,C`
    #[arg(value_name = "SOLUTION,…", value_delimiter = ',', required = true)]
    solutions: Vec<String>,
    /// What becomes a sort
    #[arg(long, value_enum, default_value = "arrays")]
    by: By,
    /// What to call the study
    #[arg(long = "as", value_name = "NAME", default_value = "second-order")]
    name: String,
}

impl Magic for SecondOrder {
    const NAME: &'static str = "second-order";
    const GROUP: Group = Group::Comparison;
    const EXAMPLES: &'static [Example] = &[Example {
        at: Station::Sites,
        cell: "%q second-order A,B,C,D,E",
        does: "sixteen local viewpoints as the sorts of a new study",
    }];

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
        let origin = vec![call.step()];
        let name = checked_name(&self.name)?;
        let unkept = call.session.unkept();
        call.session.add_study(name, study, origin, Vec::new());
        let solution = call.session.current_mut()?;
        let correlated = Correlated::new(Arc::clone(solution.part()), CorrelationMethod::Pearson)?;
        let report = render::second_order(solution.part(), &correlated);
        solution.put_correlated(correlated, "correlate pearson");
        Ok(Answer::step(opening(report, unkept)))
    }
}
