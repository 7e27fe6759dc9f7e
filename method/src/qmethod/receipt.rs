//! The receipt: what of a solution would be different under another program's conventions.

mod alignment;
mod labels;
mod turning;

pub use alignment::Match;
pub use labels::{LabelDifference, StatementLabel};
pub use turning::Turning;

use super::convention::{Convention, Conventions};
use super::correlation::Correlated;
use super::error::MethodError;
use super::extraction::Extracted;
use super::flagging::{Cutoff, FlagChange, FlagRule, Flagged};
use super::rotation::{Rotated, RotationStep};
use super::scores::{ScoreOptions, Scored};
use super::study::{FactorIndex, SortIndex, StatementIndex};
use crate::numeric::pearson;
use std::borrow::Cow;
use std::sync::Arc;

/// A solution beside the same analysis under another convention. Factors are those of the solution.
#[derive(Clone, Debug)]
pub struct Receipt {
    /// Whose conventions the analysis was run under for comparison.
    pub convention: Convention,
    /// Which of its rotated factors stands against which of ours, in our order.
    pub factors: Vec<Match>,
    /// Where the two centroids part, if they do.
    pub turning: Option<Turning>,
    /// Flags changed by hand that were left out there, as their factor has no sure counterpart.
    pub left_out: Vec<FlagChange>,
    /// Flags that one has and the other has not, by sort and factor.
    pub flags: Vec<FlagDifference>,
    /// Array cells that differ, by factor and statement.
    pub cells: Vec<CellDifference>,
    /// Distinguishing and consensus statements that differ, by statement.
    pub labels: Vec<LabelDifference>,
    /// The largest difference in a loading.
    pub loading: Option<Largest<SortIndex>>,
    /// The largest difference in a z-score.
    pub z: Option<Largest<StatementIndex>>,
}

/// A flag that one has and the other has not.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FlagDifference {
    /// The sort.
    pub sort: SortIndex,
    /// The factor.
    pub factor: FactorIndex,
    /// Whether it is flagged here; there it is the other way round.
    pub here: bool,
    /// The loading here and there.
    pub loadings: (f64, f64),
}

/// An array cell that differs; none where the factor has no array.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CellDifference {
    /// The statement.
    pub statement: StatementIndex,
    /// The factor.
    pub factor: FactorIndex,
    /// The value here.
    pub here: Option<i32>,
    /// The value there.
    pub there: Option<i32>,
}

/// The largest difference of its kind.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Largest<T> {
    /// In which row.
    pub row: T,
    /// On which factor.
    pub factor: FactorIndex,
    /// The value here.
    pub here: f64,
    /// The value there.
    pub there: f64,
}

impl<T> Largest<T> {
    /// |here − there|.
    pub fn size(&self) -> f64 {
        (self.here - self.there).abs()
    }
}

impl Receipt {
    /// Runs the analysis behind `scored`, made under the conventions `here`, once more under `there`, from the study on: the same correlation, kind
    /// of extraction, number of factors and rotation steps (but for the rounding of their loadings), the same level and majority for flags, the same estimate and reliability for scores, the same
    /// flags by hand and the same split. Constants, input, ties, rounding and critical values are those of `there`.
    ///
    /// Its factors are matched to ours by falling |r| of their z-scores (of their loadings where one has no scores), each once, and reversed where r is
    /// negative. A flag by hand is left out where |r| is below [`SURE`].
    ///
    /// # Errors
    /// What the analysis refuses under those conventions, such as a flagged loading of 1.
    pub fn of(scored: &Scored, here: Convention, there: Convention) -> Result<Self, MethodError> {
        let other = Conventions::of(there);
        let rotated = rotated_like(scored.flagged().rotated(), &other)?;
        let ours = scored.flagged().rotated().extracted();
        let turning = turning::between(ours, rotated.extracted())?;
        let options = score_options(scored.options(), &other.scores);
        let rule = flag_rule(scored.flagged().rule(), &other)?;
        let aligned = alignment::align(scored, rotated, rule, &options)?;
        let changes = scored.flagged().changes().iter().cloned();
        let (made, left_out): (Vec<FlagChange>, Vec<FlagChange>) =
            changes.partition(|change| aligned.is_sure(change.factor));
        let flagged = Flagged::new(aligned.rotated, rule, &made)?;
        let flagged = flagged.with_split(&scored.flagged().split())?;
        let again = Scored::new(Arc::new(flagged), options)?;
        Ok(Self {
            convention: there,
            factors: seen_at_the_end(aligned.factors, scored, &again),
            turning,
            left_out,
            flags: flag_differences(scored.flagged(), again.flagged()),
            cells: cell_differences(scored, &again),
            labels: labels::differences((scored, &Conventions::of(here)), (&again, &other)),
            loading: largest_loading(scored.flagged(), again.flagged()),
            z: largest_z(scored, &again),
        })
    }

    /// How many flags, array cells and labels differ.
    pub fn count(&self) -> usize {
        self.flags.len() + self.cells.len() + self.labels.len()
    }
}

/// The matches with r of the scores as they are in the end, flags by hand included. A split factor is seen whole, as it was when it was matched: its poles
/// have scores of their own, of which neither is the factor's.
fn seen_at_the_end(mut factors: Vec<Match>, here: &Scored, there: &Scored) -> Vec<Match> {
    let (Some(here), Some(there)) = (whole(here), whole(there)) else {
        return factors;
    };
    for found in factors.iter_mut().filter(|found| found.by_scores) {
        if let (Some(ours), Some(theirs)) = (here.z(found.here), there.z(found.here)) {
            found.r = pearson(ours, theirs).copysign(found.r);
        }
    }
    factors
}

/// The same scores with all poles put together again; none where the poles of a factor cancel each other out.
fn whole(scored: &Scored) -> Option<Cow<'_, Scored>> {
    if scored.flagged().split().is_empty() {
        return Some(Cow::Borrowed(scored));
    }
    let flagged = Arc::new(scored.flagged().with_split(&[]).ok()?);
    let whole = Scored::new(flagged, scored.options().clone()).ok()?;
    Some(Cow::Owned(whole))
}

/// A match of factors below this |r| is not sure.
pub const SURE: f64 = 0.8;

/// The same factors with the constants of the conventions.
fn rotated_like(rotated: &Rotated, like: &Conventions) -> Result<Rotated, MethodError> {
    let extracted = rotated.extracted();
    let extraction = like.extraction(extracted.extraction());
    let before = extracted.correlated();
    let correlated = if before.rounding() == like.correlations {
        Arc::clone(before)
    } else {
        let again = Correlated::new(Arc::clone(before.study()), before.method())?;
        Arc::new(again.rounded(like.correlations))
    };
    let again = Extracted::finished(
        correlated,
        extraction,
        extracted.factor_count(),
        extracted.finish(),
    )?;
    let steps: Vec<RotationStep> = rotated
        .steps()
        .iter()
        .map(|step| like.rotation_step(step))
        .collect();
    Rotated::new(Arc::new(again), rotated.factor_count(), &steps)
}

/// The analyst's level and majority with the program's constants and rounding.
fn flag_rule(rule: FlagRule, like: &Conventions) -> Result<FlagRule, MethodError> {
    let cutoff = match rule.cutoff {
        Cutoff::Level { alpha, .. } => Cutoff::Level {
            alpha,
            z: like.convention.critical_value(alpha)?,
        },
        given => given,
    };
    Ok(FlagRule {
        cutoff,
        rounding: like.flags.rounding,
        ..rule
    })
}

/// The analyst's estimate, reliability and grid with the program's input, ties and rounding.
fn score_options(options: &ScoreOptions, like: &ScoreOptions) -> ScoreOptions {
    ScoreOptions {
        convention: like.convention,
        input: like.input,
        ties: like.ties,
        rounding: like.rounding,
        ..options.clone()
    }
}

fn flag_differences(here: &Flagged, there: &Flagged) -> Vec<FlagDifference> {
    let (flags, others) = (here.flags(), there.flags());
    let cells =
        (0..flags.nrows()).flat_map(|sort| (0..flags.ncols()).map(move |factor| (sort, factor)));
    cells
        .filter(|cell| flags[*cell] != others[*cell])
        .map(|cell| FlagDifference {
            sort: SortIndex(cell.0),
            factor: FactorIndex(cell.1),
            here: flags[cell],
            loadings: (here.loadings()[cell], there.loadings()[cell]),
        })
        .collect()
}

fn cell_differences(here: &Scored, there: &Scored) -> Vec<CellDifference> {
    let factors = (0..here.factor_count()).map(FactorIndex);
    let statements = here.study().statement_count();
    let value = |scored: &Scored, factor, statement: usize| {
        scored
            .array(factor)
            .and_then(|array| array.get(statement).copied())
    };
    let cells = factors.flat_map(|factor| {
        (0..statements).map(move |statement| CellDifference {
            statement: StatementIndex(statement),
            factor,
            here: value(here, factor, statement),
            there: value(there, factor, statement),
        })
    });
    cells.filter(|cell| cell.here != cell.there).collect()
}

fn largest_loading(here: &Flagged, there: &Flagged) -> Option<Largest<SortIndex>> {
    let (ours, theirs) = (here.loadings(), there.loadings());
    let cells =
        (0..ours.nrows()).flat_map(|sort| (0..ours.ncols()).map(move |factor| (sort, factor)));
    largest(cells.map(|cell| Largest {
        row: SortIndex(cell.0),
        factor: FactorIndex(cell.1),
        here: ours[cell],
        there: theirs[cell],
    }))
}

fn largest_z(here: &Scored, there: &Scored) -> Option<Largest<StatementIndex>> {
    let factors = (0..here.factor_count()).map(FactorIndex);
    largest(factors.flat_map(|factor| {
        let ours = here.z(factor).unwrap_or_default();
        let theirs = there.z(factor).unwrap_or_default();
        let pairs = ours.iter().zip(theirs).enumerate();
        pairs.map(move |(statement, (ours, theirs))| Largest {
            row: StatementIndex(statement),
            factor,
            here: *ours,
            there: *theirs,
        })
    }))
}

fn largest<T>(of: impl Iterator<Item = Largest<T>>) -> Option<Largest<T>> {
    of.reduce(|most, next| {
        if next.size() > most.size() {
            next
        } else {
            most
        }
    })
}
