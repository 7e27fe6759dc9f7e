//! The machine-readable study.

use super::shown::Shown;
use crate::qmethod::{Attribute, Distribution, Grid, Study};
use serde_json::{Map, Value, json};

/// Kind `study`; without a grid for arrays the grid is empty.
pub(super) fn data(study: &Study, problems: &[String]) -> Value {
    let grid: Vec<Value> = study
        .grid()
        .for_arrays()
        .map(Distribution::columns)
        .unwrap_or_default()
        .iter()
        .map(|c| json!({"value": c.value, "cards": c.cards}))
        .collect();
    let statements: Vec<Value> = study
        .statements()
        .iter()
        .enumerate()
        .map(|(index, statement)| {
            let mut object = Map::new();
            object.insert("number".to_owned(), json!(statement.number));
            object.insert("text".to_owned(), json!(statement.text));
            with_attributes(object, study.statement_attributes(), index)
        })
        .collect();
    let shown = Shown::of(study);
    let ids = shown.ids(study);
    let participants: Vec<Value> = ids
        .iter()
        .zip(shown.sorts())
        .map(|(id, &index)| {
            let mut object = Map::new();
            object.insert("id".to_owned(), json!(id));
            with_attributes(object, study.sort_attributes(), index)
        })
        .collect();
    shown.marked(json!({
        "grid": grid,
        "forced": matches!(study.grid(), Grid::Forced(_)),
        "sorts": ids,
        "statements": statements,
        "participants": participants,
        "problems": problems,
    }))
}

/// Attributes beside the fixed fields, which they never displace.
fn with_attributes(
    mut object: Map<String, Value>,
    attributes: &[Attribute],
    index: usize,
) -> Value {
    for attribute in attributes {
        if !object.contains_key(&attribute.name) {
            let value = attribute.values.get(index).filter(|v| !v.is_empty());
            object.insert(attribute.name.clone(), json!(value));
        }
    }
    Value::Object(object)
}
