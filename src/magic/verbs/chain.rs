use super::shared::Of;
use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::qmethod::second_order::{FirstOrder, chain};
use crate::render::{self, ChainNames, Report};
use crate::session::Solution;

/// Follow participants through their factors to super-factors
///
/// Of a second-order solution: which first-order factor and which participant goes where, as tables and as streams, and the projected loadings of every
/// participant on the super-factors.
#[derive(Debug, clap::Args)]
pub(super) struct Chain {
    #[command(flatten)]
    of: Of,
}

impl Magic for Chain {
    const NAME: &'static str = "chain";
    const GROUP: Group = Group::Comparison;
    const EXAMPLES: &'static [Example] = &[Example {
        at: Station::SecondOrder,
        cell: "%q chain",
        does: "where the participants of five sites end up",
    }];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        let solution = self.of.solution(call)?;
        let report = chain_report(&solution)?;
        Ok(Answer::about(solution, report))
    }
}

/// The chain of a second-order solution.
pub(super) fn chain_report(solution: &Solution) -> Result<Report, MagicError> {
    let study = solution.study();
    let Some(parts) = &study.first_order else {
        return Err(MagicError::Refused(format!(
            "The sorts of `{}` are no factors of other solutions, so there is no chain to follow. `%q second-order A,B,… -k 3` makes and solves a study that has one.",
            study.name
        )));
    };
    let second = solution.scored()?;
    let names: Vec<String> = parts
        .solutions
        .iter()
        .map(|s| s.name().unwrap_or_default().to_owned())
        .collect();
    let mut first_order = Vec::new();
    for ((part, labels), name) in parts.solutions.iter().zip(&parts.labels).zip(&names) {
        first_order.push(FirstOrder {
            name,
            labels,
            scored: part.scored()?,
        });
    }
    let found = chain(&first_order, second)?;
    let sorts: Vec<Vec<String>> = parts
        .solutions
        .iter()
        .map(|s| s.part().sort_ids().to_vec())
        .collect();
    let called = ChainNames {
        solutions: &names,
        labels: &parts.labels,
        sorts: &sorts,
        super_factors: solution.labels(),
    };
    Ok(render::chain(&found, called))
}
