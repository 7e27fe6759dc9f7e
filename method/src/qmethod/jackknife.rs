//! What one participant, one group of them or one statement does to a solution: the analysis taken again without it (Quenouille 1956, Tukey 1958).

use super::bootstrap::groups;
use super::error::MethodError;
use super::replay::{Replay, ReplayError, ReplayFailure, ReplayOptions, Replicate};
use super::scores::{Scored, array_of};
use super::study::{FactorIndex, SortIndex, StatementIndex};
use crate::numeric::{Matrix, Run, in_parallel, standardised};
use crate::qmethod::grid::{Distribution, GridColumn};
use std::sync::Arc;

/// What is left out, one by one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LeftOut {
    /// Each participant.
    Participants,
    /// Each group of participants with the same value of this attribute.
    Groups(String),
    /// Each statement.
    Statements,
}

/// What becomes of a solution without each of its parts.
#[derive(Clone, Debug)]
pub struct Jackknife {
    scored: Arc<Scored>,
    /// What was left out.
    pub left_out: LeftOut,
    /// How each analysis was taken again.
    pub options: ReplayOptions,
    /// In the order of the participants, groups or statements.
    pub influences: Vec<Influence>,
    /// Jackknife standard error of each z-score, √((m − 1)/m·Σ(z − z̄)²), n×k, where participants are left out and each analysis came to its end; NaN without scores.
    pub se: Option<Matrix<f64>>,
}

/// What becomes of the solution without one part.
#[derive(Clone, Debug)]
pub struct Influence {
    /// The participant's id, the group or the statement's number.
    pub name: String,
    /// Sorts left out; 0 for a statement.
    pub sorts: usize,
    /// What changes, or why there is nothing to compare.
    pub change: Result<Change, ReplayFailure>,
}

/// What changes.
#[derive(Clone, Debug)]
pub struct Change {
    /// |r| of each factor with the solution's, 0…1.
    pub likeness: Vec<f64>,
    /// Factors that are not found again.
    pub lost: Vec<FactorIndex>,
    /// For each factor the largest |change| of a z-score and its statement; none without scores in both. A lost factor's is left out of all that follows.
    pub largest: Vec<Option<(f64, StatementIndex)>>,
    /// Flags that remaining sorts gain.
    pub gained: Vec<(SortIndex, FactorIndex)>,
    /// Flags that remaining sorts lose.
    pub dropped: Vec<(SortIndex, FactorIndex)>,
    /// Statements that stand in another column of each factor's array; none without arrays. Without a statement, the others fill the grid less the card it had.
    pub moved: Vec<Option<usize>>,
}

impl Change {
    /// The largest change of a z-score on any factor.
    pub fn largest_of_all(&self) -> Option<(FactorIndex, f64, StatementIndex)> {
        let all = self.largest.iter().enumerate();
        let all = all.filter_map(|(f, l)| l.map(|(change, s)| (FactorIndex(f), change, s)));
        all.max_by(|a, b| a.1.total_cmp(&b.1))
    }

    /// The least |r| of a factor with the solution's.
    pub fn least_likeness(&self) -> f64 {
        self.likeness.iter().copied().fold(1.0, f64::min)
    }
}

impl Jackknife {
    /// Leaves out each part in turn
    ///
    /// # Errors
    /// An unknown attribute, or one with a single group; [`ReplayError::Stopped`].
    pub fn new(
        scored: &Arc<Scored>,
        left_out: LeftOut,
        options: ReplayOptions,
        run: Run<'_>,
    ) -> Result<Self, MethodError> {
        let replay = Replay::new(Arc::clone(scored), options)?;
        let parts = parts(scored, &left_out)?;
        let taken = in_parallel(
            parts.len(),
            run,
            || replay.replayer(),
            |replayer, place| match &parts[place] {
                Part::Statement(statement) => replay.without_statement(*statement),
                Part::Sorts(_, sorts) => {
                    let mut counts = vec![1; scored.study().sort_count()];
                    for sort in sorts {
                        counts[*sort] = 0;
                    }
                    replayer.take(&counts)
                }
            },
        );
        let taken = taken.ok_or(ReplayError::Stopped)?;
        let influences = parts.iter().zip(&taken);
        let influences = influences.map(|(part, taken)| influence(&replay, part, taken));
        Ok(Self {
            influences: influences.collect(),
            se: match left_out {
                LeftOut::Participants => standard_errors(&taken),
                _ => None,
            },
            scored: Arc::clone(scored),
            left_out,
            options,
        })
    }

    /// The solution.
    pub fn scored(&self) -> &Arc<Scored> {
        &self.scored
    }
}

enum Part {
    Sorts(String, Vec<usize>),
    Statement(usize),
}

fn parts(scored: &Scored, left_out: &LeftOut) -> Result<Vec<Part>, MethodError> {
    let study = scored.study();
    Ok(match left_out {
        LeftOut::Participants => {
            let ids = study.sort_ids().iter().enumerate();
            ids.map(|(sort, id)| Part::Sorts(id.clone(), vec![sort]))
                .collect()
        }
        LeftOut::Groups(by) => {
            let groups = groups(study, by)?;
            if groups.len() < 2 {
                let found = match groups.first() {
                    Some((name, _)) => format!("one value, `{name}`"),
                    None => "no value".to_owned(),
                };
                return Err(ReplayError::OneGroup {
                    by: by.clone(),
                    found,
                }
                .into());
            }
            let parts = groups
                .into_iter()
                .map(|(name, sorts)| Part::Sorts(name, sorts));
            parts.collect()
        }
        LeftOut::Statements => (0..study.statement_count()).map(Part::Statement).collect(),
    })
}

fn influence(replay: &Replay, part: &Part, taken: &Result<Replicate, ReplayFailure>) -> Influence {
    let scored = replay.scored();
    let (name, sorts, without) = match part {
        Part::Sorts(name, sorts) => (name.clone(), sorts.len(), None),
        Part::Statement(statement) => {
            let number = scored
                .study()
                .statements()
                .get(*statement)
                .map(|s| s.number);
            (number.unwrap_or_default().to_string(), 0, Some(*statement))
        }
    };
    let change = taken
        .as_ref()
        .map(|t| change(replay, t, without))
        .map_err(|why| *why);
    Influence {
        name,
        sorts,
        change,
    }
}

fn change(replay: &Replay, taken: &Replicate, without: Option<usize>) -> Change {
    let scored = replay.scored();
    let k = scored.factor_count();
    let found = |factor: &usize| replay.found(taken, *factor);
    let mut change = Change {
        likeness: taken.likeness.clone(),
        lost: (0..k).filter(|f| !found(f)).map(FactorIndex).collect(),
        largest: vec![None; k],
        gained: Vec::new(),
        dropped: Vec::new(),
        moved: vec![None; k],
    };
    for factor in (0..k).filter(found) {
        flags(scored, taken, factor, &mut change);
        let Some((own, again)) = scores(scored, taken, factor, without) else {
            continue;
        };
        let kept = (0..scored.study().statement_count()).filter(|s| Some(*s) != without);
        let apart = own.iter().zip(&again).zip(kept);
        let apart = apart.map(|((a, b), s)| ((a - b).abs(), StatementIndex(s)));
        change.largest[factor] = apart.max_by(|a, b| a.0.total_cmp(&b.0));
        change.moved[factor] = moved(scored, taken, factor, without);
    }
    change
}

fn flags(scored: &Scored, taken: &Replicate, factor: usize, change: &mut Change) {
    let before = scored.flagged().flags();
    for sort in 0..before.nrows() {
        let cell = (sort, factor);
        if taken.loadings[cell].is_nan() {
            continue;
        }
        let flag = (SortIndex(sort), FactorIndex(factor));
        match (before[cell], taken.flags[cell]) {
            (false, true) => change.gained.push(flag),
            (true, false) => change.dropped.push(flag),
            _ => {}
        }
    }
}

/// z-scores before and after, both of the statements that remain and brought to mean 0 and sd 1 over them.
fn scores(
    scored: &Scored,
    taken: &Replicate,
    factor: usize,
    without: Option<usize>,
) -> Option<(Vec<f64>, Vec<f64>)> {
    let own = scored.z(FactorIndex(factor))?;
    if !taken.is_scored(factor) {
        return None;
    }
    let again = taken.z.column(factor).as_slice().to_vec();
    match without {
        None => Some((own.to_vec(), again)),
        Some(_) => {
            let kept = own.iter().enumerate().filter(|(s, _)| Some(*s) != without);
            let kept: Vec<f64> = kept.map(|(_, z)| *z).collect();
            Some((standardised(&kept)?, again))
        }
    }
}

fn moved(
    scored: &Scored,
    taken: &Replicate,
    factor: usize,
    without: Option<usize>,
) -> Option<usize> {
    let own = scored.array(FactorIndex(factor))?;
    let Some(statement) = without else {
        let again = taken.arrays.as_ref()?.column(factor);
        return Some(own.iter().zip(again.iter()).filter(|(a, b)| a != b).count());
    };
    let card = own.get(statement)?;
    let columns = scored.array_distribution()?.columns().iter();
    let columns = columns.map(|c| GridColumn {
        cards: c.cards - usize::from(c.value == *card),
        ..*c
    });
    let grid = Distribution::new(columns).ok()?;
    let mut statements = scored.study().statements().to_vec();
    statements.remove(statement);
    let z = taken.z.column(factor);
    let again = array_of(z.as_slice(), &statements, &grid, scored.options().ties);
    let kept = own.iter().enumerate().filter(|(s, _)| *s != statement);
    let pairs = kept.map(|(_, value)| value).zip(&again);
    Some(pairs.filter(|(a, b)| a != b).count())
}

fn standard_errors(taken: &[Result<Replicate, ReplayFailure>]) -> Option<Matrix<f64>> {
    let all: Result<Vec<&Replicate>, _> = taken.iter().map(Result::as_ref).collect();
    let all = all.ok()?;
    let (n, k) = all.first()?.z.shape();
    let m = all.len() as f64;
    Some(Matrix::from_fn(n, k, |statement, factor| {
        let values = || all.iter().map(|r| r.z[(statement, factor)]);
        let mean = values().sum::<f64>() / m;
        let squares: f64 = values().map(|z| (z - mean).powi(2)).sum();
        ((m - 1.0) / m * squares).sqrt()
    }))
}

/// The largest |change| of z of each influence, for ordering them; one that came to no end stands first.
pub fn by_influence(jackknife: &Jackknife) -> Vec<usize> {
    let weight = |place: &usize| {
        let influence = jackknife.influences.get(*place);
        match influence.map(|i| &i.change) {
            Some(Ok(change)) => {
                let lost = 10.0 * change.lost.len() as f64;
                lost + change.largest_of_all().map_or(0.0, |(_, z, _)| z)
            }
            _ => f64::INFINITY,
        }
    };
    let mut order: Vec<usize> = (0..jackknife.influences.len()).collect();
    order.sort_by(|a, b| weight(b).total_cmp(&weight(a)));
    order
}
