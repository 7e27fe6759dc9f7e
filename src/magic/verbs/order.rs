use super::shared::{Of, rotation_report};
use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::qmethod::FactorIndex;
use crate::qmethod::rotation::FactorOrder;
use crate::session::{Rearrangement, Solution};

/// Bring the factors into another order
///
/// By the variance they explain, or as named. Flags, scores and arrays follow. A name given to a factor travels with it; a factor without one is
/// called by its new place.
#[derive(Debug, clap::Args)]
pub(super) struct Order {
    /// Every factor once, in the order wanted; without any, by falling variance
    #[arg(value_name = "FACTOR", num_args = 0..)]
    factors: Vec<String>,
    #[command(flatten)]
    of: Of,
}

impl Magic for Order {
    const NAME: &'static str = "order";
    const GROUP: Group = Group::Analysis;
    const EXAMPLES: &'static [Example] = &[
        Example {
            at: Station::Flagged,
            cell: "%q order F3 F1 F2 F5 F4",
            does: "the third factor first",
        },
        Example {
            at: Station::Sites,
            cell: "%q order --of A",
            does: "a kept solution by falling variance",
        },
    ];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        let mut solution = self.of.solution(call)?;
        let order = factor_order(&solution, &self.factors)?;
        solution.rearrange(&Rearrangement::Order(order), &call.step())?;
        let report = rotation_report(&solution)?;
        call.session.put_back(solution.clone());
        Ok(Answer::step(report).of(solution))
    }
}

/// The order that the names stand for; by variance without any.
fn factor_order(solution: &Solution, names: &[String]) -> Result<FactorOrder, MagicError> {
    if names.is_empty() {
        return Ok(FactorOrder::ByVariance);
    }
    let found: Result<Vec<FactorIndex>, _> = names.iter().map(|n| solution.factor(n)).collect();
    Ok(FactorOrder::Given(found?))
}
