//! The grid: how many cards a sort holds at each value.

mod quasi_normal;

pub use quasi_normal::TooWideGrid;

use super::error::MethodError;

/// One column of a grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GridColumn {
    /// The value of the column, such as −4.
    pub value: i32,
    /// How many cards it holds, at least 1.
    pub cards: usize,
}

/// A distribution of cards over values, lowest value first, each value once, no empty column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Distribution {
    columns: Vec<GridColumn>,
}

impl Distribution {
    /// A distribution from columns in any order.
    ///
    /// # Errors
    /// [`MethodError::EmptyGrid`] without any card, [`MethodError::RepeatedGridValue`] when a value stands twice. Columns without cards
    /// are left out.
    pub fn new(columns: impl IntoIterator<Item = GridColumn>) -> Result<Self, MethodError> {
        let mut columns: Vec<GridColumn> = columns.into_iter().filter(|c| c.cards > 0).collect();
        columns.sort_by_key(|c| c.value);
        if columns.is_empty() {
            return Err(MethodError::EmptyGrid);
        }
        for pair in columns.windows(2) {
            if let [a, b] = pair
                && a.value == b.value
            {
                return Err(MethodError::RepeatedGridValue { value: a.value });
            }
        }
        Ok(Self { columns })
    }

    /// The columns, lowest value first.
    pub fn columns(&self) -> &[GridColumn] {
        &self.columns
    }

    /// The number of cards, which is the number of statements.
    pub fn cards(&self) -> usize {
        self.columns.iter().map(|c| c.cards).sum()
    }

    /// How many cards stand at `value`; 0 where the grid has no such column.
    pub fn cards_at(&self, value: i32) -> usize {
        self.columns
            .iter()
            .find(|c| c.value == value)
            .map_or(0, |c| c.cards)
    }

    /// All values, each as often as it has cards, ascending; length n.
    pub fn sorted_values(&self) -> Vec<i32> {
        self.columns
            .iter()
            .flat_map(|c| std::iter::repeat_n(c.value, c.cards))
            .collect()
    }
}

/// What the participants were asked to fill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Grid {
    /// Every sort has this distribution.
    Forced(Distribution),
    /// Each sort has its own; factor arrays can be made only over a stated distribution.
    Free {
        /// The distribution stated for factor arrays.
        arrays: Option<Distribution>,
    },
}

impl Grid {
    /// The distribution that factor arrays are laid out on, if there is one.
    pub fn for_arrays(&self) -> Option<&Distribution> {
        match self {
            Self::Forced(distribution) => Some(distribution),
            Self::Free { arrays } => arrays.as_ref(),
        }
    }
}
