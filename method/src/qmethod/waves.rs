//! The same people in several waves: how alike their sorts are, and who moved between viewpoints.

use super::correlation::{Correlated, CorrelationMethod};
use super::error::MethodError;
use super::flagging::{Flagged, SortStanding};
use super::prevalence::attribute_of;
use super::study::{FactorIndex, SortIndex, Study};
use crate::numeric::mean;
use crate::qmethod::comparison::ComparisonError;
use std::collections::HashMap;
use std::sync::Arc;

/// Correlations nearer than this are equal: on a grid many tie in exact arithmetic, and rounding must not rank them.
const TIE: f64 = 1e-9;

/// Repeated sorts of the same people.
#[derive(Clone, Debug, PartialEq)]
pub struct Waves {
    /// The waves in their order.
    pub waves: Vec<String>,
    /// People without a sort in every wave, in the order of the study.
    pub incomplete: Vec<String>,
    /// From each wave to the next.
    pub steps: Vec<WaveStep>,
}

/// From one wave to the next.
#[derive(Clone, Debug, PartialEq)]
pub struct WaveStep {
    /// Those with a sort in both, in the order of their first sorts.
    pub people: Vec<Repeated>,
    /// Mean r of people's sorts with their own later ones.
    pub own: f64,
    /// Mean r of people's sorts with the later sorts of the others; NaN with fewer than two people.
    pub others: f64,
    /// How many went from each factor (rows) to each (columns), (k + 1)×(k + 1): the last row and column are sorts that define no single factor. Empty
    /// without flags.
    pub movement: Vec<Vec<usize>>,
}

/// One person's two sorts.
#[derive(Clone, Debug, PartialEq)]
pub struct Repeated {
    /// The person.
    pub person: String,
    /// The earlier sort.
    pub before: SortIndex,
    /// The later one.
    pub after: SortIndex,
    /// Pearson r between the two, −1…1: the person's stability.
    pub r: f64,
    /// The place, from 1, of the person's own later sort among all later sorts by their r with the earlier one.
    pub rank: usize,
    /// The factor each sort defines, where it defines just one; none without flags.
    pub factors: Option<(Option<FactorIndex>, Option<FactorIndex>)>,
    /// Loadings of the later sort less those of the earlier one, per factor; empty without rotated factors.
    pub change: Vec<f64>,
}

impl WaveStep {
    /// How many define the same factor in both waves, and how many define one in both.
    pub fn stayed(&self) -> (usize, usize) {
        let both = self.people.iter().filter_map(|p| match p.factors {
            Some((Some(a), Some(b))) => Some(a == b),
            _ => None,
        });
        let both: Vec<bool> = both.collect();
        (both.iter().filter(|same| **same).count(), both.len())
    }
}

/// Pairs the sorts of the same `person` (an attribute) in the waves that `wave` (another) tells apart. The waves follow one another in `order`, or,
/// where that is empty, as they first appear in the study. `flagged`, a solution of the same sorts, tells who moved.
///
/// # Errors
/// An attribute that no participant has; fewer than two waves, or a wave in `order` that nobody is in; a person with two sorts in one wave; nobody with a
/// sort in two waves that follow one another.
pub fn waves(
    study: &Arc<Study>,
    flagged: Option<&Flagged>,
    wave: &str,
    person: &str,
    order: &[String],
) -> Result<Waves, MethodError> {
    let waves = ordered_waves(study, wave, order)?;
    let sorts = by_person(study, wave, person)?;
    let correlated = Correlated::new(Arc::clone(study), CorrelationMethod::Pearson)?;
    let mut steps = Vec::new();
    for pair in waves.windows(2) {
        let [from, to] = pair else { continue };
        let people: Vec<(&str, SortIndex, SortIndex)> = sorts
            .iter()
            .filter_map(|(person, of)| {
                Some((*person, *of.get(from.as_str())?, *of.get(to.as_str())?))
            })
            .collect();
        if people.is_empty() {
            return Err(ComparisonError::Waves(format!(
                "Nobody has a sort both in `{from}` and in `{to}` of `{wave}`. Check that `{person}` holds the same word for the same person in both."
            )).into());
        }
        steps.push(step(&correlated, flagged, &people));
    }
    let complete =
        |of: &HashMap<&str, SortIndex>| waves.iter().all(|w| of.contains_key(w.as_str()));
    let incomplete = sorts.iter().filter(|(_, of)| !complete(of));
    Ok(Waves {
        incomplete: incomplete.map(|(person, _)| (*person).to_owned()).collect(),
        steps,
        waves,
    })
}

fn ordered_waves(study: &Study, wave: &str, order: &[String]) -> Result<Vec<String>, MethodError> {
    let attribute = attribute_of(study, wave)?;
    let mut found: Vec<String> = Vec::new();
    for value in attribute.values.iter().filter(|v| !v.is_empty()) {
        if !found.iter().any(|known| known == value) {
            found.push(value.to_owned());
        }
    }
    if let Some(unknown) = order.iter().find(|w| !found.contains(w)) {
        return Err(ComparisonError::Waves(format!(
            "`{wave}` has no wave `{unknown}`; it holds `{}`.",
            found.join("`, `")
        ))
        .into());
    }
    let waves = if order.is_empty() {
        found
    } else {
        order.to_vec()
    };
    if waves.len() < 2 {
        return Err(ComparisonError::Waves(format!(
            "`{wave}` tells {} apart; two waves are needed at least. Name the attribute that says when a sort was made.",
            match waves.as_slice() {
                [] => "no waves".to_owned(),
                _ => format!("only the wave `{}`", waves.join("`, `")),
            }
        )).into());
    }
    Ok(waves)
}

/// A person, and the sort of each wave.
type SortsOf<'a> = (&'a str, HashMap<&'a str, SortIndex>);

/// Each person's sorts by wave, in the order in which people first appear; sorts without a person or a wave are left out.
fn by_person<'a>(
    study: &'a Study,
    wave: &str,
    person: &str,
) -> Result<Vec<SortsOf<'a>>, MethodError> {
    let (waves, people) = (attribute_of(study, wave)?, attribute_of(study, person)?);
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut sorts: Vec<SortsOf<'_>> = Vec::new();
    for (sort, (wave, name)) in waves.values.iter().zip(&people.values).enumerate() {
        if wave.is_empty() || name.is_empty() {
            continue;
        }
        let place = *places.entry(name).or_insert_with(|| {
            sorts.push((name, HashMap::new()));
            sorts.len() - 1
        });
        let Some((_, of)) = sorts.get_mut(place) else {
            continue;
        };
        if of.insert(wave, SortIndex(sort)).is_some() {
            return Err(ComparisonError::Waves(format!(
                "`{person}` `{name}` has two sorts in the wave `{wave}`. Give each person one sort per wave, or solve a part of the study: `%q solve --where …`."
            )).into());
        }
    }
    Ok(sorts)
}

fn step(
    correlated: &Correlated,
    flagged: Option<&Flagged>,
    people: &[(&str, SortIndex, SortIndex)],
) -> WaveStep {
    let standings = flagged.map(Flagged::standings);
    let factor = |sort: SortIndex| match standings.as_ref()?.get(sort.0)? {
        SortStanding::Defining(factor) => Some(*factor),
        _ => None,
    };
    let change = |before: SortIndex, after: SortIndex| -> Vec<f64> {
        flagged.map_or_else(Vec::new, |flagged| {
            let loadings = flagged.loadings();
            let (before, after) = (loadings.row(before.0), loadings.row(after.0));
            after
                .iter()
                .zip(before.iter())
                .map(|(a, b)| a - b)
                .collect()
        })
    };
    let mut of_others = Vec::new();
    let repeated: Vec<Repeated> = people
        .iter()
        .map(|(person, before, after)| {
            let r = correlated.between(*before, *after);
            let others: Vec<f64> = people
                .iter()
                .filter(|(_, _, other)| other != after)
                .map(|(_, _, other)| correlated.between(*before, *other))
                .collect();
            let rank = 1 + others.iter().filter(|other| **other > r + TIE).count();
            of_others.extend(others);
            Repeated {
                person: (*person).to_owned(),
                before: *before,
                after: *after,
                r,
                rank,
                factors: standings
                    .as_ref()
                    .map(|_| (factor(*before), factor(*after))),
                change: change(*before, *after),
            }
        })
        .collect();
    let own: Vec<f64> = repeated.iter().map(|p| p.r).collect();
    WaveStep {
        movement: flagged.map_or_else(Vec::new, |f| movement(&repeated, f.flags().ncols())),
        people: repeated,
        own: mean(&own),
        others: mean(&of_others),
    }
}

fn movement(people: &[Repeated], factors: usize) -> Vec<Vec<usize>> {
    let mut counts = vec![vec![0; factors + 1]; factors + 1];
    let place = |factor: Option<FactorIndex>| factor.map_or(factors, |f| f.0);
    for (before, after) in people.iter().filter_map(|p| p.factors) {
        counts[place(before)][place(after)] += 1;
    }
    counts
}
