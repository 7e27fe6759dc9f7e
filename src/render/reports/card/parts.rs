//! What stands on a viewpoint's card, before it is laid out.

use super::CardSource;
use crate::qmethod::characteristics::Characteristics;
use crate::qmethod::comments::{CommentAttribute, comment_attributes, is_comment};
use crate::qmethod::exemplars::{Exemplar, exemplars};
use crate::qmethod::prevalence::Prevalence;
use crate::qmethod::statements::{Level, consensus, distinguishing};
use crate::qmethod::{FactorIndex, MethodError, Scored, StatementIndex};
use crate::render::figures::composite::{Pile, Tint};
use crate::render::number::{counted, fixed};
use crate::render::reports::composite::{laid_out, legend_of};
use crate::render::reports::wording;

/// A viewpoint, ready to be laid out.
pub(in crate::render) struct Viewpoint {
    /// Its name.
    pub(in crate::render) name: String,
    /// What it is called by its place, for a magic that is to be typed.
    pub(in crate::render) place: String,
    pub(in crate::render) summary: Option<String>,
    /// Sentences: how many define it, how much it explains.
    pub(in crate::render) facts: Vec<String>,
    pub(in crate::render) piles: Vec<Pile>,
    pub(in crate::render) legend: Vec<(Tint, &'static str)>,
    /// The other viewpoints with an array.
    pub(in crate::render) others: Vec<String>,
    /// Distinguishing statements, those felt most strongly first.
    pub(in crate::render) apart: Vec<Statement>,
    /// Consensus statements, in the same order.
    pub(in crate::render) shared: Vec<Shared>,
    /// The attribute, and each of its groups.
    pub(in crate::render) groups: Option<(String, Vec<Group>)>,
    /// The names of the participants' attributes.
    pub(in crate::render) attributes: Vec<String>,
    /// Defining sorts, the heaviest first.
    pub(in crate::render) holders: Vec<Holder>,
    /// Comments of defining sorts: on distinguishing statements and those at the ends of the grid first.
    pub(in crate::render) words: Vec<Words>,
}

/// A statement that sets the viewpoint apart.
pub(in crate::render) struct Statement {
    pub(in crate::render) number: u32,
    pub(in crate::render) text: String,
    pub(in crate::render) value: i32,
    pub(in crate::render) mark: &'static str,
    /// What the others give it.
    pub(in crate::render) others: Vec<Option<i32>>,
}

/// A statement on which viewpoints do not differ.
pub(in crate::render) struct Shared {
    pub(in crate::render) number: u32,
    pub(in crate::render) text: String,
    pub(in crate::render) value: i32,
    pub(in crate::render) mark: &'static str,
}

/// A group of participants.
pub(in crate::render) struct Group {
    pub(in crate::render) name: String,
    /// Sorts that define this factor and only it.
    pub(in crate::render) holders: usize,
    pub(in crate::render) sorts: usize,
    pub(in crate::render) interval: Option<(f64, f64)>,
}

/// A defining sort.
pub(in crate::render) struct Holder {
    pub(in crate::render) id: String,
    pub(in crate::render) loading: f64,
    pub(in crate::render) attributes: Vec<String>,
}

/// A comment.
pub(in crate::render) struct Words {
    pub(in crate::render) statement: Option<u32>,
    /// What the viewpoint gives to that statement.
    pub(in crate::render) value: Option<i32>,
    pub(in crate::render) sort: String,
    pub(in crate::render) text: String,
    /// Said by somebody who loads negatively.
    pub(in crate::render) opposed: bool,
}

impl Viewpoint {
    /// # Errors
    /// A factor that is not there or has no defining sorts; a study without a grid for arrays.
    pub(in crate::render) fn of(
        source: &CardSource<'_>,
        factor: FactorIndex,
    ) -> Result<Self, MethodError> {
        let scored = source.scored;
        let piles = laid_out(scored, factor)?;
        let exemplars = exemplars(scored, factor)?;
        let others: Vec<FactorIndex> = wording::all(scored.factor_count())
            .filter(|f| *f != factor && scored.array(*f).is_some())
            .collect();
        let set_apart = apart(scored, factor, &others);
        let summary = source.summaries.get(factor.0).cloned().flatten();
        Ok(Self {
            name: wording::factor(source.labels, factor),
            place: format!("F{}", factor.0 + 1),
            summary,
            facts: facts(scored, factor),
            legend: legend_of(&piles),
            shared: shared(scored, factor, &set_apart),
            apart: set_apart,
            others: others
                .iter()
                .map(|f| wording::factor(source.labels, *f))
                .collect(),
            groups: source.prevalence.map(|p| (p.by.clone(), groups(p, factor))),
            attributes: plain_names(scored),
            holders: holders(scored, &exemplars),
            words: words(scored, factor, &exemplars),
            piles,
        })
    }
}

fn facts(scored: &Scored, factor: FactorIndex) -> Vec<String> {
    let found = Characteristics::of(scored);
    let sorts = scored.study().sort_count();
    let defining = found.defining_sorts.get(factor.0).copied().unwrap_or(0);
    let mut facts = vec![format!(
        "{} of {sorts} {} it.",
        defining,
        if defining == 1 {
            "sorts defines"
        } else {
            "sorts define"
        }
    )];
    if let Some(percent) = found.variance_percent.get(factor.0) {
        facts.push(format!(
            "It explains {} % of the variance.",
            fixed(*percent, 0)
        ));
    }
    if let Some(Some(reliability)) = found.composite_reliability.get(factor.0) {
        facts.push(format!(
            "Its composite reliability is {}.",
            fixed(*reliability, 2)
        ));
    }
    let negative = scored.flagged().negative_flags();
    let opposed = negative.iter().filter(|(_, f)| *f == factor).count();
    if opposed > 0 {
        facts.push(format!(
            "{} at its opposite end and {} the contrary.",
            counted(opposed, "of them stands", "of them stand"),
            if opposed == 1 { "holds" } else { "hold" }
        ));
    }
    facts
}

/// The most strongly felt first: furthest from the middle, agreement before disagreement.
fn by_strength(value: i32) -> (std::cmp::Reverse<u32>, std::cmp::Reverse<i32>) {
    (
        std::cmp::Reverse(value.unsigned_abs()),
        std::cmp::Reverse(value),
    )
}

fn apart(scored: &Scored, factor: FactorIndex, others: &[FactorIndex]) -> Vec<Statement> {
    let found = distinguishing(scored, factor, scored.critical_values()).unwrap_or_default();
    let mut apart: Vec<Statement> = found
        .into_iter()
        .filter_map(|found| {
            let statement = scored.study().statements().get(found.statement.0)?;
            let value = |f: FactorIndex| scored.array(f)?.get(found.statement.0).copied();
            Some(Statement {
                number: statement.number,
                text: statement.text.clone(),
                value: value(factor)?,
                mark: match found.level {
                    Level::Weak => "D",
                    Level::Strict => "D*",
                },
                others: others.iter().map(|other| value(*other)).collect(),
            })
        })
        .collect();
    apart.sort_by_key(|s| by_strength(s.value));
    apart
}

/// Weak consensus leaves room for a statement that sets this viewpoint apart at the weaker level; there it is told once.
fn shared(scored: &Scored, factor: FactorIndex, apart: &[Statement]) -> Vec<Shared> {
    let found = consensus(scored, scored.critical_values()).unwrap_or_default();
    let mut shared: Vec<Shared> = found
        .into_iter()
        .filter_map(|found| {
            let statement = scored.study().statements().get(found.statement.0)?;
            Some(Shared {
                number: statement.number,
                text: statement.text.clone(),
                value: *scored.array(factor)?.get(found.statement.0)?,
                mark: match found.level {
                    Level::Weak => "C*",
                    Level::Strict => "C",
                },
            })
        })
        .collect();
    shared.retain(|shared| !apart.iter().any(|apart| apart.number == shared.number));
    shared.sort_by_key(|s| by_strength(s.value));
    shared
}

fn groups(prevalence: &Prevalence, factor: FactorIndex) -> Vec<Group> {
    let rows = prevalence.rows.iter().enumerate();
    rows.map(|(row, name)| Group {
        name: match name.as_str() {
            "" => "(none)".to_owned(),
            name => name.to_owned(),
        },
        holders: prevalence
            .counts
            .get(row)
            .and_then(|counts| counts.get(factor.0))
            .copied()
            .unwrap_or(0),
        sorts: prevalence.sorts.get(row).copied().unwrap_or(0),
        interval: prevalence.interval(row, factor),
    })
    .collect()
}

fn plain_names(scored: &Scored) -> Vec<String> {
    let attributes = scored.study().sort_attributes().iter();
    let plain = attributes.filter(|a| !is_comment(&a.name));
    plain.map(|a| a.name.clone()).collect()
}

fn id(scored: &Scored, exemplar: &Exemplar) -> String {
    let ids = scored.study().sort_ids();
    ids.get(exemplar.sort.0).cloned().unwrap_or_default()
}

fn holders(scored: &Scored, exemplars: &[Exemplar]) -> Vec<Holder> {
    let attributes = scored.study().sort_attributes();
    let plain = || attributes.iter().filter(|a| !is_comment(&a.name));
    exemplars
        .iter()
        .map(|exemplar| Holder {
            id: id(scored, exemplar),
            loading: exemplar.loading,
            attributes: plain()
                .map(|a| a.values.get(exemplar.sort.0).unwrap_or_default().to_owned())
                .collect(),
        })
        .collect()
}

fn words(scored: &Scored, factor: FactorIndex, exemplars: &[Exemplar]) -> Vec<Words> {
    let study = scored.study();
    let value = |statement: Option<StatementIndex>| {
        let array = scored.array(factor)?;
        array.get(statement?.0).copied()
    };
    let comments: Vec<CommentAttribute<'_>> = comment_attributes(study);
    let mut words: Vec<Words> = exemplars
        .iter()
        .flat_map(|exemplar| {
            comments.iter().filter_map(move |comment| {
                let about = comment.statement.and_then(|n| study.find_statement(n));
                Some(Words {
                    statement: comment.statement,
                    value: value(about),
                    sort: id(scored, exemplar),
                    text: comment.of(exemplar.sort)?.to_owned(),
                    opposed: exemplar.loading < 0.0,
                })
            })
        })
        .collect();
    // On the strongest statements first; what is said of the whole sort last. Within one the heaviest sort stays first.
    words.sort_by_key(|w| match w.value {
        Some(value) => (0, by_strength(value), w.statement),
        None => (1, by_strength(0), w.statement),
    });
    words
}
