//! `--where`: which participants take part.

use super::error::SessionError;
use crate::qmethod::{Attribute, SortIndex, Study};
use std::cmp::Ordering;

/// A condition on one attribute of the participants; `id` counts as an attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    text: String,
    attribute: String,
    relation: Relation,
    values: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Relation {
    Is,
    IsNot,
    Below,
    Above,
}

impl Selection {
    /// Reads `ATTRIBUTE=V1,V2`, `ATTRIBUTE!=V`, `ATTRIBUTE<V` or `ATTRIBUTE>V`.
    ///
    /// # Errors
    /// [`SessionError::Condition`] says what is missing.
    pub fn parse(text: &str) -> Result<Self, SessionError> {
        let refuse = |why: &str| SessionError::Condition {
            condition: text.to_owned(),
            why: why.to_owned(),
        };
        let at = text
            .find(['=', '!', '<', '>'])
            .ok_or_else(|| refuse("it has none of =, !=, < and >"))?;
        let (attribute, rest) = text.split_at(at);
        let (relation, values) = match rest {
            r if r.starts_with("!=") => (Relation::IsNot, r.strip_prefix("!=")),
            r if r.starts_with('=') => (
                Relation::Is,
                r.strip_prefix("==").or_else(|| r.strip_prefix('=')),
            ),
            r if r.starts_with('<') => (Relation::Below, r.strip_prefix('<')),
            r if r.starts_with('>') => (Relation::Above, r.strip_prefix('>')),
            _ => return Err(refuse("`!` stands without `=`")),
        };
        let attribute = attribute.trim();
        if attribute.is_empty() {
            return Err(refuse("it names no attribute"));
        }
        let values: Vec<String> = values
            .unwrap_or_default()
            .split(',')
            .map(|v| v.trim().to_owned())
            .collect();
        let ordered = matches!(relation, Relation::Below | Relation::Above);
        let one_number = matches!(values.as_slice(), [v] if v.parse::<f64>().is_ok());
        if ordered && !one_number {
            return Err(refuse("< and > compare with one number"));
        }
        Ok(Self {
            text: text.to_owned(),
            attribute: attribute.to_owned(),
            relation,
            values,
        })
    }

    /// The condition that an attribute has exactly this value, whatever characters it holds.
    pub fn equal(attribute: &str, value: &str) -> Self {
        Self {
            text: format!("{attribute}={value}"),
            attribute: attribute.to_owned(),
            relation: Relation::Is,
            values: vec![value.to_owned()],
        }
    }

    /// The condition as written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The sorts of `study` that meet every one of `conditions`, in their order.
    ///
    /// # Errors
    /// An attribute that the participants do not have; a condition nobody meets.
    pub fn select(
        conditions: &[Self],
        study: &Study,
        study_name: &str,
    ) -> Result<Vec<SortIndex>, SessionError> {
        let mut keep: Vec<SortIndex> = (0..study.sort_count()).map(SortIndex).collect();
        for (met, condition) in conditions.iter().enumerate() {
            let attribute = condition.attribute_of(study)?;
            let value = |sort: &SortIndex| attribute.values.get(sort.0);
            let candidates = distinct(keep.iter().filter_map(value));
            keep.retain(|sort| value(sort).is_some_and(|v| condition.holds(v)));
            if keep.is_empty() {
                let before: Vec<&str> = conditions.iter().take(met).map(Self::text).collect();
                return Err(SessionError::NobodyMeets {
                    study: study_name.to_owned(),
                    among: before.join("` and `"),
                    condition: condition.text.clone(),
                    attribute: condition.attribute.clone(),
                    values: candidates.join(", "),
                });
            }
        }
        Ok(keep)
    }

    fn attribute_of(&self, study: &Study) -> Result<Attribute, SessionError> {
        if self.attribute == "id" {
            return Ok(Attribute {
                name: "id".to_owned(),
                values: study.sort_ids().iter().collect(),
            });
        }
        study
            .sort_attribute(&self.attribute)
            .cloned()
            .ok_or_else(|| SessionError::UnknownName {
                what: "attribute of the participants",
                name: self.attribute.clone(),
                known: study
                    .sort_attributes()
                    .iter()
                    .map(|a| a.name.clone())
                    .collect(),
            })
    }

    /// A value that is no number meets neither < nor >.
    fn holds(&self, value: &str) -> bool {
        let equal = || self.values.iter().any(|v| same(v, value));
        let against = || {
            let limit: f64 = self.values.first()?.parse().ok()?;
            value.parse::<f64>().ok()?.partial_cmp(&limit)
        };
        match self.relation {
            Relation::Is => equal(),
            Relation::IsNot => !equal(),
            Relation::Below => against() == Some(Ordering::Less),
            Relation::Above => against() == Some(Ordering::Greater),
        }
    }
}

/// Numbers are equal as numbers (`1` and `1.0`), everything else as text.
fn same(a: &str, b: &str) -> bool {
    match (a.parse::<f64>(), b.parse::<f64>()) {
        (Ok(a), Ok(b)) => a == b,
        _ => a == b,
    }
}

/// The values in the order of their first appearance, each once; at most 20.
fn distinct<'a>(values: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut seen: Vec<String> = Vec::new();
    for value in values {
        let shown = if value.is_empty() {
            "none given"
        } else {
            value
        };
        if !seen.iter().any(|s| s == shown) {
            seen.push(shown.to_owned());
        }
        if seen.len() == 20 {
            seen.push("…".to_owned());
            break;
        }
    }
    seen
}
