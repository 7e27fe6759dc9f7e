//! A study of other sorts or statements, made for taking its analysis again.

use super::Study;
use crate::numeric::Matrix;
use crate::qmethod::grid::Grid;
use std::collections::BTreeMap;

impl Study {
    /// The study of these sorts, by place, any of them as often as it is named; copies carry ids of their own. Attributes are left out.
    pub(in crate::qmethod) fn resampled(&self, sorts: &[usize]) -> Self {
        let mut copies: BTreeMap<usize, usize> = BTreeMap::new();
        let ids = sorts.iter().map(|&sort| {
            let copy = copies.entry(sort).or_insert(0);
            *copy += 1;
            let id = self.sort_ids.get(sort).map_or("", String::as_str);
            match copy {
                1 => id.to_owned(),
                copy => format!("{id}#{copy}"),
            }
        });
        let sort_ids = ids.collect();
        Self {
            statements: self.statements.clone(),
            statement_attributes: Vec::new(),
            sort_ids,
            sort_attributes: Vec::new(),
            sorts: self.sorts.select_columns(sorts),
            grid: self.grid.clone(),
            reliabilities: None,
        }
    }

    /// The study without one statement. No sort fills the grid any more, so the grid is free, and there are no arrays.
    pub(in crate::qmethod) fn without_statement(&self, statement: usize) -> Self {
        let kept: Vec<usize> = (0..self.statement_count())
            .filter(|s| *s != statement)
            .collect();
        let statements = kept.iter().filter_map(|&s| self.statements.get(s).cloned());
        Self {
            statements: statements.collect(),
            statement_attributes: Vec::new(),
            sort_ids: self.sort_ids.clone(),
            sort_attributes: Vec::new(),
            sorts: self.sorts.select_rows(&kept),
            grid: Grid::Free { arrays: None },
            reliabilities: None,
        }
    }

    /// The same study with other values, which fill the grid as the old ones do.
    pub(in crate::qmethod) fn with_values(&self, sorts: Matrix<f64>) -> Self {
        Self {
            sorts,
            ..self.clone()
        }
    }
}
