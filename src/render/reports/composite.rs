//! A factor's array as a picture.

use super::arrays::data;
use super::marks::{Mark, marks};
use super::wording::{study_of, warn_lettering};
use crate::qmethod::{FactorIndex, MethodError, Scored, StatementIndex};
use crate::render::figures::composite::{Card, Pile, Tint, draw};
use crate::render::font::one_line;
use crate::render::number::{signed, typographic};
use crate::render::report::{Figure, Report};
use std::collections::BTreeMap;

/// A factor's array laid out in its grid; kind `arrays`.
///
/// # Errors
/// A factor that is not there or has no defining sorts; a study without a grid for arrays.
pub fn composite(
    scored: &Scored,
    labels: &[String],
    factor: FactorIndex,
) -> Result<Report, MethodError> {
    let piles = laid_out(scored, factor)?;
    let study = study_of(scored);
    let name = super::wording::factor(labels, factor);
    let report = Report::new(format!("Composite Q sort of {name}"))
        .text("Each column holds the statements the factor ranks there, highest z-score on top.");
    let report = super::wording::with_scoring(report, scored, labels);
    let texts = study.statements().iter().map(|s| s.text.as_str());
    Ok(warn_lettering(report, texts)
        .figure(Figure {
            drawing: draw(&piles, &legend_of(&piles)),
            alt: in_words(&name, &piles),
        })
        .data("arrays", data(scored, labels)))
}

/// The array in columns from left to right, cards from the top, with their marks.
///
/// # Errors
/// As [`composite`].
pub(super) fn laid_out(scored: &Scored, factor: FactorIndex) -> Result<Vec<Pile>, MethodError> {
    let array = array_of(scored, factor)?;
    let z = scored.z(factor).unwrap_or_default();
    let marks = marks(scored, factor);
    let study = study_of(scored);
    let mut columns: BTreeMap<i32, Vec<usize>> = BTreeMap::new();
    for (index, value) in array.iter().enumerate() {
        columns.entry(*value).or_default().push(index);
    }
    let z_of = |index: &usize| z.get(*index).copied().unwrap_or(0.0);
    let piles = columns
        .into_iter()
        .map(|(value, mut indices)| {
            indices.sort_by(|a, b| z_of(b).total_cmp(&z_of(a)));
            let cards = indices.into_iter().filter_map(|index| {
                let statement = study.statements().get(index)?;
                let mark = marks.get(&StatementIndex(index)).copied();
                Some(Card {
                    number: statement.number,
                    text: statement.text.clone(),
                    mark: mark.map(Mark::sign),
                    tint: tint(mark),
                })
            });
            Pile {
                value,
                cards: cards.collect(),
            }
        })
        .collect();
    Ok(piles)
}

fn array_of(scored: &Scored, factor: FactorIndex) -> Result<&[i32], MethodError> {
    let (place, factors) = (factor.0 + 1, scored.factor_count());
    if factor.0 >= factors {
        return Err(MethodError::UnknownFactor {
            factor: place,
            factors,
        });
    }
    if scored.z(factor).is_none() {
        return Err(MethodError::NoDefiningSorts { factor: place });
    }
    scored.array(factor).ok_or(MethodError::NoGridForArrays)
}

fn tint(mark: Option<Mark>) -> Tint {
    match mark {
        Some(Mark::Distinguishing(_)) => Tint::Distinguishing,
        Some(Mark::Consensus(_)) => Tint::Consensus,
        None => Tint::Plain,
    }
}

/// Only what the picture has.
pub(super) fn legend_of(piles: &[Pile]) -> Vec<(Tint, &'static str)> {
    let has = |tint: Tint| {
        let mut cards = piles.iter().flat_map(|pile| &pile.cards);
        cards.any(|card| card.tint == tint)
    };
    let mut legend = Vec::new();
    if has(Tint::Distinguishing) {
        legend.push((
            Tint::Distinguishing,
            "D distinguishes the factor from all others at p < .05, D* at p < .01",
        ));
    }
    if has(Tint::Consensus) {
        legend.push((
            Tint::Consensus,
            "C consensus: no two factors differ at p < .01, C* nor at p < .05",
        ));
    }
    legend
}

/// The picture for readers who do not see it.
pub(super) fn in_words(name: &str, piles: &[Pile]) -> String {
    let mut words = format!("Composite Q sort of {name}.");
    for pile in piles.iter().rev() {
        let cards: Vec<String> = pile
            .cards
            .iter()
            .map(|card| {
                let mark = card.mark.map(|m| format!(" ({m})")).unwrap_or_default();
                format!("{}{mark} {}", card.number, one_line(&card.text))
                    .trim_end()
                    .to_owned()
            })
            .collect();
        words.push_str(&format!(
            "\n{}: {}.",
            typographic(&signed(i64::from(pile.value))),
            cards.join("; ")
        ));
    }
    words
}
