//! Where first-order factors and participants go in a second-order solution.

use super::FirstOrder;
use crate::numeric::pearson;
use crate::qmethod::comparison::shared_statements;
use crate::qmethod::error::MethodError;
use crate::qmethod::flagging::SortStanding;
use crate::qmethod::scores::Scored;
use crate::qmethod::study::{FactorIndex, SortIndex, StatementIndex};
use std::sync::Arc;

/// A second-order solution with the way back to first-order factors and participants.
#[derive(Clone, Debug, PartialEq)]
pub struct Chain {
    /// Every first-order factor, solution by solution.
    pub factors: Vec<ChainedFactor>,
    /// Every participant of the first-order solutions, solution by solution.
    pub participants: Vec<ChainedParticipant>,
    /// One per second-order factor, in order.
    pub super_factors: Vec<SuperFactor>,
}

/// A first-order factor and where it goes.
#[derive(Clone, Debug, PartialEq)]
pub struct ChainedFactor {
    /// The place of its solution, from 0.
    pub solution: usize,
    /// The factor in its solution.
    pub factor: FactorIndex,
    /// How many sorts define it.
    pub defining_sorts: usize,
    /// What it is to the second-order solution; none where it has no scores or was left out of it.
    pub standing: Option<SortStanding>,
    /// Its loading on each super-factor; empty where it did not take part.
    pub loadings: Vec<f64>,
}

/// A participant and where they go.
#[derive(Clone, Debug, PartialEq)]
pub struct ChainedParticipant {
    /// The place of the solution, from 0.
    pub solution: usize,
    /// The sort in its solution.
    pub sort: SortIndex,
    /// What the sort is to the first-order solution.
    pub standing: SortStanding,
    /// The super-factor that the participant's first-order factor defines.
    pub super_factor: Option<FactorIndex>,
    /// Whether an odd number of negative loadings lies on the way, so that the participant holds the opposite view.
    pub opposed: bool,
    /// Projected loadings: Pearson r of the participant's own sort with the z-scores of each super-factor over the shared statements, −1…1; none where a
    /// super-factor has no scores.
    pub projected: Vec<Option<f64>>,
}

/// What defines a super-factor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SuperFactor {
    /// The first-order factors that define it, places in [`Chain::factors`].
    pub factors: Vec<usize>,
    /// The different solutions they come from.
    pub solutions: Vec<usize>,
    /// Participants who define these first-order factors.
    pub participants: usize,
}

impl Chain {
    /// How many factors of each solution took part, in the order of the solutions.
    pub fn factors_per_solution(&self) -> Vec<usize> {
        let solutions = self.factors.iter().map(|f| f.solution + 1).max();
        let mut counts = vec![0; solutions.unwrap_or(0)];
        for factor in self.factors.iter().filter(|f| f.standing.is_some()) {
            counts[factor.solution] += 1;
        }
        counts
    }
}

/// Follows the factors of `of`, the solutions the second-order study was made from, through its solution `second`.
///
/// # Errors
/// A first-order solution that shares fewer than three statements with the second-order study; labels that are not one per factor.
pub fn chain(of: &[FirstOrder<'_>], second: &Scored) -> Result<Chain, MethodError> {
    let mut chain = Chain {
        factors: Vec::new(),
        participants: Vec::new(),
        super_factors: vec![SuperFactor::default(); second.factor_count()],
    };
    let standings = second.flagged().standings();
    for (solution, first) in of.iter().enumerate() {
        super::check_labels(first)?;
        let before = chain.factors.len();
        let factors = (0..first.scored.factor_count()).map(FactorIndex);
        chain
            .factors
            .extend(factors.map(|factor| chained(solution, first, factor, second, &standings)));
        let followed = chain.factors.get(before..).unwrap_or_default();
        let participants = participants(solution, first, followed, second)?;
        chain.participants.extend(participants);
    }
    chain.sum_up();
    Ok(chain)
}

fn chained(
    solution: usize,
    first: &FirstOrder<'_>,
    factor: FactorIndex,
    second: &Scored,
    standings: &[SortStanding],
) -> ChainedFactor {
    let label = first.labels.get(factor.0);
    let sort = label.and_then(|label| second.study().find_sort(label));
    let loadings = second.flagged().loadings();
    ChainedFactor {
        solution,
        factor,
        defining_sorts: first.scored.flagged().defining_sorts(factor).len(),
        standing: sort.and_then(|sort| standings.get(sort.0).copied()),
        loadings: sort.map_or_else(Vec::new, |sort| {
            loadings.row(sort.0).iter().copied().collect()
        }),
    }
}

fn participants(
    solution: usize,
    first: &FirstOrder<'_>,
    factors: &[ChainedFactor],
    second: &Scored,
) -> Result<Vec<ChainedParticipant>, MethodError> {
    let flagged = first.scored.flagged();
    let loadings = flagged.loadings();
    let projected = projected_loadings(first.scored, second)?;
    let followed = flagged.standings().into_iter().zip(projected).enumerate();
    Ok(followed
        .map(|(sort, (standing, projected))| {
            let mut participant = ChainedParticipant {
                solution,
                sort: SortIndex(sort),
                standing,
                super_factor: None,
                opposed: false,
                projected,
            };
            if let SortStanding::Defining(factor) = standing
                && let Some(next) = factors.get(factor.0)
                && let Some(SortStanding::Defining(super_factor)) = next.standing
            {
                let onward = next.loadings.get(super_factor.0).copied().unwrap_or(0.0);
                participant.super_factor = Some(super_factor);
                participant.opposed = loadings[(sort, factor.0)] * onward < 0.0;
            }
            participant
        })
        .collect())
}

/// For each sort of `first`, r with the z-scores of each factor of `second`.
fn projected_loadings(
    first: &Scored,
    second: &Scored,
) -> Result<Vec<Vec<Option<f64>>>, MethodError> {
    let studies = [first.study(), second.study()];
    let shared = shared_statements(&studies)?;
    let [of_first, of_second] = shared.as_slice() else {
        return Ok(Vec::new());
    };
    let at = |values: &[f64], places: &[StatementIndex]| -> Vec<f64> {
        let places = places.iter();
        places.filter_map(|p| values.get(p.0).copied()).collect()
    };
    let factors: Vec<Option<Vec<f64>>> = (0..second.factor_count())
        .map(|factor| Some(at(second.z(FactorIndex(factor))?, of_second)))
        .collect();
    let study: &Arc<_> = first.study();
    Ok(study
        .sorts()
        .column_iter()
        .map(|sort| {
            let own = at(sort.as_slice(), of_first);
            factors
                .iter()
                .map(|z| z.as_ref().map(|z| pearson(&own, z)))
                .collect()
        })
        .collect())
}

impl Chain {
    fn sum_up(&mut self) {
        for (place, factor) in self.factors.iter().enumerate() {
            let Some(SortStanding::Defining(to)) = factor.standing else {
                continue;
            };
            let Some(super_factor) = self.super_factors.get_mut(to.0) else {
                continue;
            };
            super_factor.factors.push(place);
            super_factor.participants += factor.defining_sorts;
            if !super_factor.solutions.contains(&factor.solution) {
                super_factor.solutions.push(factor.solution);
            }
        }
    }
}
