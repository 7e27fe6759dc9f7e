//! The balanced draw: so many statements from each cell, by seed.

use super::decisions::Screening;
use super::error::ConcourseError;
use super::framework::{CellIndex, Framework};
use super::quotas::{Stock, chosen, quotas};
use super::similarity::Similar;
use crate::numeric::Random;

/// Draws that are tried before statements with few alike to them go first, and as many again afterwards.
const TRIES: usize = 100;

/// How a Q set is to be drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DrawPlan {
    /// How many from each cell.
    pub per_cell: Option<usize>,
    /// How many in all, spread evenly over cells that have no number of their own.
    pub total: Option<usize>,
    /// The cells to draw from; all of them if none is named.
    pub cells: Vec<Wish>,
    /// Statements that are in the set whatever is drawn.
    pub with: Vec<usize>,
    /// Statements that are not drawn.
    pub without: Vec<usize>,
    /// Whether statements alike in wording may be drawn together.
    pub allow_similar: bool,
    /// Whether the cards are numbered in the concourse's order, not in one drawn at random.
    pub in_order: bool,
    /// The same seed draws the same set.
    pub seed: u64,
}

/// A cell to draw from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wish {
    /// The cell.
    pub cell: CellIndex,
    /// How many it is to give, if that is not the same for all.
    pub count: Option<usize>,
}

/// A statement of the Q set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// The number on its card, from 1.
    pub number: u32,
    /// Its place in the concourse.
    pub candidate: usize,
    /// It was asked for, not drawn.
    pub asked_for: bool,
}

/// What a cell gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CellShare {
    /// The cell.
    pub cell: CellIndex,
    /// Statements in it that could be drawn.
    pub standing: usize,
    /// Statements of the Q set.
    pub drawn: usize,
    /// Whether it was among the cells to draw from.
    pub chosen: bool,
}

/// A drawn Q set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QSet {
    /// The statements by their numbers.
    pub statements: Vec<Drawn>,
    /// Every cell of the framework.
    pub shares: Vec<CellShare>,
    /// How it was drawn.
    pub plan: DrawPlan,
    /// Statements left out because they are alike to one of the set, each with that one.
    pub alike: Vec<(usize, usize)>,
}

/// Draws a Q set. Within a cell every order of its statements is equally likely; a statement alike to one that is in already is passed over.
///
/// # Errors
/// A statement asked for that is out, ruled out, or alike to another; cells that cannot give what is asked; a set of fewer than two.
pub fn draw(
    screening: &Screening,
    framework: &Framework,
    similar: &Similar,
    plan: DrawPlan,
) -> Result<QSet, ConcourseError> {
    check_asked(screening, similar, &plan)?;
    let urn = Urn::of(screening, framework, similar, &plan);
    let mut random = Random::seeded(plan.seed);
    let stocks = urn.stocks(&plan);
    let in_chosen = |candidate: usize| {
        framework
            .cell_of(candidate)
            .is_some_and(|cell| urn.is_chosen(cell))
    };
    let outside = plan.with.iter().filter(|c| !in_chosen(**c)).count();
    let quotas = quotas(&plan, framework, &stocks, outside, &mut random)?;
    let mut taken = urn.fill(&plan, framework, &quotas, &mut random)?;
    if taken.len() < 2 {
        return Err(ConcourseError::NoSet { found: taken.len() });
    }
    if plan.in_order {
        taken.sort_unstable();
    } else {
        random.shuffle(&mut taken);
    }
    let statements = (1..)
        .zip(&taken)
        .map(|(number, candidate)| Drawn {
            number,
            candidate: *candidate,
            asked_for: plan.with.contains(candidate),
        })
        .collect();
    Ok(QSet {
        statements,
        shares: urn.shares(framework, &taken),
        alike: urn.passed_over(&taken),
        plan,
    })
}

fn check_asked(
    screening: &Screening,
    similar: &Similar,
    plan: &DrawPlan,
) -> Result<(), ConcourseError> {
    let id = |candidate: usize| screening.concourse().id(candidate).to_owned();
    for &candidate in plan.with.iter().chain(&plan.without) {
        screening.check_standing(candidate)?;
    }
    if let Some(&both) = plan.with.iter().find(|c| plan.without.contains(c)) {
        return Err(ConcourseError::InAndOut { id: id(both) });
    }
    let asked = |candidate: usize| plan.with.contains(&candidate);
    let mut pairs = screening.undecided(similar);
    match pairs.find(|pair| asked(pair.first) && asked(pair.second)) {
        Some(pair) if !plan.allow_similar => Err(ConcourseError::AlikeAskedFor {
            first: id(pair.first),
            second: id(pair.second),
            similarity: pair.similarity,
        }),
        _ => Ok(()),
    }
}

/// The statements that can be drawn, by cell.
struct Urn {
    /// For each cell its standing statements, in the concourse's order.
    cells: Vec<Vec<usize>>,
    chosen: Vec<bool>,
    /// For each statement those alike to it.
    alike: Vec<Vec<usize>>,
    /// Whether a statement may be drawn.
    free: Vec<bool>,
}

impl Urn {
    fn of(
        screening: &Screening,
        framework: &Framework,
        similar: &Similar,
        plan: &DrawPlan,
    ) -> Self {
        let count = screening.concourse().candidates().len();
        let mut urn = Self {
            cells: vec![Vec::new(); framework.cells().count()],
            chosen: vec![false; framework.cells().count()],
            alike: vec![Vec::new(); count],
            free: vec![false; count],
        };
        for (cell, _) in chosen(plan, framework) {
            if let Some(place) = urn.chosen.get_mut(cell.0) {
                *place = true;
            }
        }
        for candidate in screening.standing() {
            let cell = framework.cell_of(candidate);
            if let Some(cell) = cell.and_then(|cell| urn.cells.get_mut(cell.0)) {
                cell.push(candidate);
            }
            if let Some(free) = urn.free.get_mut(candidate) {
                *free = !plan.without.contains(&candidate) && !plan.with.contains(&candidate);
            }
        }
        for pair in screening.undecided(similar).filter(|_| !plan.allow_similar) {
            for (one, other) in [(pair.first, pair.second), (pair.second, pair.first)] {
                if let Some(alike) = urn.alike.get_mut(one) {
                    alike.push(other);
                }
            }
        }
        urn
    }

    fn is_chosen(&self, cell: CellIndex) -> bool {
        self.chosen.get(cell.0) == Some(&true)
    }

    fn alike(&self, candidate: usize) -> &[usize] {
        self.alike.get(candidate).map_or(&[], Vec::as_slice)
    }

    fn is_free(&self, candidate: usize) -> bool {
        self.free.get(candidate) == Some(&true)
    }

    /// What each cell can give: of statements alike to one another as many as can stand together.
    fn stocks(&self, plan: &DrawPlan) -> Vec<Stock> {
        let stock = |(cell, chosen): (&Vec<usize>, &bool)| {
            if !chosen {
                return Stock::default();
            }
            let given: Vec<usize> = cell
                .iter()
                .copied()
                .filter(|c| plan.with.contains(c))
                .collect();
            let mut free: Vec<usize> = cell.iter().copied().filter(|c| self.is_free(*c)).collect();
            let all = free.len();
            self.fewest_alike_first(&mut free);
            let mut taken = plan.with.clone();
            let room = self.take(&free, usize::MAX, &mut taken);
            Stock {
                given: given.len(),
                free: room,
                alike: all - room,
            }
        };
        self.cells.iter().zip(&self.chosen).map(stock).collect()
    }

    /// Takes from `order` what is alike to nothing taken, up to `wanted`; returns how many.
    fn take(&self, order: &[usize], wanted: usize, taken: &mut Vec<usize>) -> usize {
        let before = taken.len();
        for &candidate in order {
            if taken.len() - before == wanted {
                break;
            }
            if !self
                .alike(candidate)
                .iter()
                .any(|other| taken.contains(other))
            {
                taken.push(candidate);
            }
        }
        taken.len() - before
    }

    fn fewest_alike_first(&self, candidates: &mut [usize]) {
        candidates.sort_by_key(|candidate| self.alike(*candidate).len());
    }

    /// Draws until every cell has its number: statements alike to one another in several cells may need more than one try.
    fn fill(
        &self,
        plan: &DrawPlan,
        framework: &Framework,
        quotas: &[usize],
        random: &mut Random,
    ) -> Result<Vec<usize>, ConcourseError> {
        let mut short = None;
        for attempt in 0..2 * TRIES {
            match self.once(plan, quotas, attempt >= TRIES, random) {
                Ok(taken) => return Ok(taken),
                Err(found) => short = Some(found),
            }
        }
        let (cell, missing) = short.unwrap_or_default();
        Err(ConcourseError::Entangled {
            cell: framework.name(CellIndex(cell)),
            missing,
        })
    }

    /// One draw; the error is the cell that stayed short, and by how many.
    fn once(
        &self,
        plan: &DrawPlan,
        quotas: &[usize],
        careful: bool,
        random: &mut Random,
    ) -> Result<Vec<usize>, (usize, usize)> {
        let mut taken = plan.with.clone();
        for (at, (cell, quota)) in self.cells.iter().zip(quotas).enumerate() {
            let given = cell.iter().filter(|c| plan.with.contains(c)).count();
            let wanted = quota.saturating_sub(given);
            let mut order: Vec<usize> = cell.iter().copied().filter(|c| self.is_free(*c)).collect();
            random.shuffle(&mut order);
            if careful {
                self.fewest_alike_first(&mut order);
            }
            let found = self.take(&order, wanted, &mut taken);
            if found < wanted {
                return Err((at, wanted - found));
            }
        }
        Ok(taken)
    }

    fn shares(&self, framework: &Framework, taken: &[usize]) -> Vec<CellShare> {
        let share = |cell: CellIndex| {
            let in_cell = self.cells.get(cell.0).map_or(&[][..], Vec::as_slice);
            CellShare {
                cell,
                standing: in_cell.len(),
                drawn: in_cell.iter().filter(|c| taken.contains(c)).count(),
                chosen: self.is_chosen(cell),
            }
        };
        framework.cells().map(share).collect()
    }

    /// Free statements of chosen cells that are alike to one of the set.
    fn passed_over(&self, taken: &[usize]) -> Vec<(usize, usize)> {
        let chosen = self.cells.iter().zip(&self.chosen).filter(|(_, c)| **c);
        let free = chosen.flat_map(|(cell, _)| cell.iter().copied());
        free.filter(|c| self.is_free(*c) && !taken.contains(c))
            .filter_map(|c| {
                let mut alike = self.alike(c).iter();
                alike.find(|other| taken.contains(other)).map(|o| (c, *o))
            })
            .collect()
    }
}
