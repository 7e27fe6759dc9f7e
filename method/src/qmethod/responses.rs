//! Completed sorts and the time they took, by an attribute of the participants.

use super::error::MethodError;
use super::prevalence::{attribute_of, groups};
use super::study::{Attribute, Study};
use crate::numeric::mean;
use crate::qmethod::comparison::ComparisonError;

/// Response figures by group.
#[derive(Clone, Debug, PartialEq)]
pub struct Responses {
    /// The attribute that groups.
    pub by: String,
    /// The attribute that holds minutes, if there is one.
    pub minutes: Option<String>,
    /// Its values: numbers ascending if all are numbers, else in alphabetical order; missing values last, as an empty string.
    pub rows: Vec<String>,
    /// The figures of each row.
    pub groups: Vec<ResponseFigures>,
    /// The figures of all sorts.
    pub all: ResponseFigures,
}

/// Figures of some sorts.
#[derive(Clone, Debug, PartialEq)]
pub struct ResponseFigures {
    /// Completed sorts.
    pub sorts: usize,
    /// The times of the sorts that have one.
    pub times: Option<SortTimes>,
}

/// Times in minutes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SortTimes {
    /// Sorts with a time.
    pub timed: usize,
    /// The shortest.
    pub shortest: f64,
    /// The longest.
    pub longest: f64,
    /// The arithmetic mean.
    pub mean: f64,
    /// The sum.
    pub total: f64,
}

/// Counts sorts by `by` and sums up their `minutes`, where that attribute is named.
///
/// # Errors
/// An attribute that no participant has; a time that is no number from 0 on.
pub fn responses(study: &Study, by: &str, minutes: Option<&str>) -> Result<Responses, MethodError> {
    let attribute = attribute_of(study, by)?;
    let times = match minutes {
        Some(name) => times(study, attribute_of(study, name)?)?,
        None => vec![None; study.sort_count()],
    };
    let rows = groups(&attribute.values);
    let of_row = |row: &String| {
        let sorts = attribute.values.iter().zip(&times);
        let of_group: Vec<Option<f64>> =
            sorts.filter(|(v, _)| *v == row).map(|(_, t)| *t).collect();
        figures(&of_group)
    };
    Ok(Responses {
        by: by.to_owned(),
        minutes: minutes.map(str::to_owned),
        groups: rows.iter().map(of_row).collect(),
        all: figures(&times),
        rows,
    })
}

/// The minutes of each sort, none where the value is missing.
fn times(study: &Study, minutes: &Attribute) -> Result<Vec<Option<f64>>, MethodError> {
    let ids = study.sort_ids().iter();
    ids.zip(&minutes.values)
        .map(|(id, text)| match text.trim() {
            "" => Ok(None),
            text => {
                let number = text
                    .parse()
                    .ok()
                    .filter(|t: &f64| *t >= 0.0 && t.is_finite());
                number.map(Some).ok_or_else(|| {
                    MethodError::from(ComparisonError::NoTime {
                        sort: id.clone(),
                        attribute: minutes.name.clone(),
                        value: text.to_owned(),
                    })
                })
            }
        })
        .collect()
}

fn figures(times: &[Option<f64>]) -> ResponseFigures {
    let known: Vec<f64> = times.iter().flatten().copied().collect();
    ResponseFigures {
        sorts: times.len(),
        times: (!known.is_empty()).then(|| SortTimes {
            timed: known.len(),
            shortest: known.iter().copied().fold(f64::INFINITY, f64::min),
            longest: known.iter().copied().fold(0.0, f64::max),
            mean: mean(&known),
            total: known.iter().sum(),
        }),
    }
}
