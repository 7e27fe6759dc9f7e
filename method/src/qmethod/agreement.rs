//! How near numbers come to a table in print.

/// Numbers beside those in print, cell by cell; both rows × columns.
#[derive(Clone, Debug, PartialEq)]
pub struct Agreement {
    /// Those computed; not finite where there is none.
    pub ours: Vec<Vec<f64>>,
    /// Those in print; none where the table says nothing.
    pub printed: Vec<Vec<Option<f64>>>,
}

/// One cell that both have.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AgreementCell {
    /// Its row, from 0.
    pub row: usize,
    /// Its column, from 0.
    pub column: usize,
    /// The number computed.
    pub ours: f64,
    /// The number in print.
    pub printed: f64,
}

/// What computing in binary may add to a difference of decimal numbers.
const SLACK: f64 = 1e-9;

impl AgreementCell {
    /// Ours less the printed number.
    pub fn difference(&self) -> f64 {
        self.ours - self.printed
    }

    /// Whether the two lie no further apart than this.
    pub fn is_within(&self, tolerance: f64) -> bool {
        self.difference().abs() <= tolerance + SLACK
    }
}

impl Agreement {
    /// The cells that both have, row by row.
    pub fn cells(&self) -> impl Iterator<Item = AgreementCell> + '_ {
        let rows = self.ours.iter().zip(&self.printed).enumerate();
        rows.flat_map(|(row, (ours, printed))| {
            let cells = ours.iter().zip(printed).enumerate();
            cells.filter_map(move |(column, (ours, printed))| {
                let cell = AgreementCell {
                    row,
                    column,
                    ours: *ours,
                    printed: (*printed)?,
                };
                cell.ours.is_finite().then_some(cell)
            })
        })
    }

    /// How many cells lie within this of the printed number.
    pub fn within(&self, tolerance: f64) -> usize {
        self.cells()
            .filter(|cell| cell.is_within(tolerance))
            .count()
    }

    /// The mean absolute difference; none where no cell is in both.
    pub fn mean_absolute(&self) -> Option<f64> {
        let cells = self.cells().count();
        let sum: f64 = self.cells().map(|cell| cell.difference().abs()).sum();
        (cells > 0).then(|| sum / cells as f64)
    }

    /// The cells by falling distance, those of the same distance in their order.
    pub fn furthest(&self) -> Vec<AgreementCell> {
        let mut cells: Vec<AgreementCell> = self.cells().collect();
        cells.sort_by(|a, b| b.difference().abs().total_cmp(&a.difference().abs()));
        cells
    }
}
